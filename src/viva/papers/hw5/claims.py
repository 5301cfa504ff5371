r"""Statements in prose that the keys of homework 5 can check, by question.

A claim is recognised by the words of one sentence and judged by a fact of the key. What is not recognised for sure is
not a finding: a sentence that speaks of two normalizations at once, or whose subject is unclear, is passed over.

>>> claim = CLAIMS["2a"][0]
>>> claim.read("Batch norm averages per channel, over N, H and W.")
[(0, 49, True, '')]
>>> [(holds, why) for *_, holds, why in claim.read("Batch norm: for each channel and each pixel, over all N samples.")]
[(False, 'batch normalization shares its statistics over all pixels of a channel; they are not kept for each position')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from viva.papers.hw5.norm_claims import norm_axes, shaded_axes
from viva.papers.hw5.tikhonov_claims import tikhonov_matrix
from viva.papers.sentences import sentences
from viva.types import Claim, FindingKind

Found = list[tuple[int, int, bool, str]]


def saying(pattern: str, why: str, *, holds: bool = False, unless: str = "", also: str = "") -> Callable[[str], Found]:
    """A reader of sentences that match `pattern` (and `also`), but not `unless`; `why` says what is wrong with them."""
    wanted = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    excuse = re.compile(unless, re.IGNORECASE | re.DOTALL) if unless else None
    needed = re.compile(also, re.IGNORECASE | re.DOTALL) if also else None

    def read(text: str) -> Found:
        found: Found = []
        for s in sentences(text):
            if wanted.search(s.text) and not (excuse and excuse.search(s.text)):
                if needed and not needed.search(s.text):
                    continue
                found.append((s.start, s.end, holds, "" if holds else why))
        return found

    return read


def either(*readers: Callable[[str], Found]) -> Callable[[str], Found]:
    """What any of several readers finds."""
    return lambda text: [f for read in readers for f in read(text)]


# ---- 1a: parameters and the size of the image ----------------------------------------------------------------

_CONV = r"convolution|\bconv\b|\bCNN|kernel|filter|depthwise|pointwise"
_FULL = r"fully[- ]connected|\bdense\b|\bFC\b|\bMLP"
_GROWS = r"(?:grows?|scales?|increases?|depends?|varies)\s+(?:\w+\s+)?(?:with|on)\s+the\s+"
_SIZE = r"(?:image|input|spatial)(?:'s)?\s+(?:size|resolution|dimensions?|height)|resolution of the (?:image|input)"


def _parameters_and_size(text: str) -> Found:
    found: Found = []
    for s in sentences(text):
        if not re.search(r"parameter|weight", s.text, re.IGNORECASE):
            continue
        conv, full = (bool(re.search(p, s.text, re.IGNORECASE)) for p in (_CONV, _FULL))
        if conv == full or re.search(
            r"\bunlike|whereas|while|in contrast|compared|activation|output size", s.text, re.I
        ):
            continue
        grows = re.search(_GROWS + rf"(?:\w+\s+){{0,2}}(?:{_SIZE})", s.text, re.IGNORECASE)
        negated = re.search(r"\b(?:not|n't|never|nor|no longer|only)\b", s.text, re.IGNORECASE)
        independent = re.search(rf"independent of the (?:\w+\s+)?(?:{_SIZE})", s.text, re.IGNORECASE)
        if conv and grows and not negated:
            why = (
                "the weights of a convolution are counted by kernel size and channels; the size of the image "
                "is not in it"
            )
            found.append((s.start, s.end, False, why))
        elif full and independent and not negated:
            why = "a fully connected layer has one weight for every input value, so its count grows with the image"
            found.append((s.start, s.end, False, why))
        elif (conv and independent) or (conv and grows and negated):
            found.append((s.start, s.end, True, ""))
    return found


_INVARIANT = saying(
    r"\bconvolution(?:al layers?|s)?\s+(?:is|are)\s+(?:exactly\s+)?"
    r"(?:(?:translation|shift)[- ]invariant|invariant to (?:translations?|shifts?))",
    "a convolution is equivariant: shift its input, and its output shifts; invariance comes with pooling",
    unless=r"\bnot invariant|pool|approximate|CNN|network|classif|loosely|often called",
    also=r"^(?:(?!equivarian).)*$|not equivarian",
)

_PIXELS = re.compile(
    r"(\d{2,4})\s*(?:×|x|\\times|\*)\s*(\d{2,4})(?:\s*(?:×|x|\\times|\*)\s*\d)?[\s$-]*(?:RGB |colou?r )?"
    r"(?:image|input|picture)[^.]{0,20}?\b(?:has|contains|with)\s+\$?([\d,{}]{4,})\$?\s+pixels",
    re.IGNORECASE,
)


def _pixels(text: str) -> Found:
    found: Found = []
    for m in _PIXELS.finditer(text):
        said, exact = int(re.sub(r"\D", "", m[3])), int(m[1]) * int(m[2])
        why = "" if said == exact else f"{m[1]} × {m[2]} are {exact:,} pixels; {said:,} counts their colour values"
        found.append((m.start(), m.end(), said == exact, why))
    return found


# ---- 1b: the hint --------------------------------------------------------------------------------------------

_CHECKS = (
    r"check|verif|confirm|match|agree|consistent|align|as expected|sanity|without (?:using|relying)"
    r"|not (?:use|using|rely)"
    r"|do(?:es)? not use|don't use|as (?:stated|promised|given) in the hint|not needed"
)
_USES_HINT = (
    r"(?:(?:using|use|uses|from|by|given|since|because|apply\w*|plug\w*(?:\s+in)?|with|based on"
    r"|thanks to)\s+(?:of\s+)?(?:the|this|your)\s+"
    r"(?:\w+\s+)?hint)|(?:the hint[^.]{0,80}?(?:tells us|says|gives us|implies|means|lets us|so we"
    r"|we can set|we know|allows))"
)


def _hint(text: str) -> Found:
    why = "the hint was given for checking only"
    return [
        (s.start, s.end, False, why)
        for s in sentences(text)
        if re.search(_USES_HINT, s.text, re.IGNORECASE | re.DOTALL) and not re.search(_CHECKS, s.text, re.IGNORECASE)
    ]


# ---- 2b: what β does, and the limit --------------------------------------------------------------------------

_BETA = r"(?:β|\\beta|\bbeta\b)"


def _limit(text: str) -> Found:
    """`the mean vanishes as n grows`, said of the mean of bounded gradients."""
    why = (
        "bounded gradients need not have a mean that vanishes: if every ∂L/∂y_j is 1, their mean is 1 and the gradient "
        "is 0 for every n"
    )
    subject = (
        r"(?:second term|averag\w+ term|mean term|sum(?:mation)?(?: term| part)?|average gradient"
        r"|mean gradient|average of"
        r"|the mean of|(?:\(?1/n\)?|\\frac\{?1\}?\{?n\}?|1\s*n)[^.]{0,12}(?:Σ|∑|\\sum|sum|P\b)[^.]{0,80}?)"
    )
    fate = r"(?:vanish\w*|becomes? negligible|goes? to (?:0|zero)|tends? to (?:0|zero)|→\s*0|\\(?:to|rightarrow)\s*0)"
    own = (
        r"individual|each (?:single )?(?:contribution|summand|term|example)|one example|single (?:example"
        r"|sample)|coefficient"
    )
    assumed = (
        r"zero[- ]mean|mean zero|averages? (?:to|out)|if the (?:mean|average|gradients)|provided|unless"
        r"|when the (?:mean|average)"
        r"|(?:not|n't|need not) (?:\w+ )?(?:vanish|go|tend)|mean (?:of the gradients )?is (?:zero|0)"
    )
    out: Found = []
    for s in sentences(text):
        about = re.search(subject + r"[^.]{0,120}?" + fate, s.text, re.IGNORECASE | re.DOTALL)
        if about and not re.search(own, s.text, re.IGNORECASE) and not re.search(assumed, s.text, re.IGNORECASE):
            out.append((s.start, s.end, False, why))
    return out


# ---- 4: dropout ----------------------------------------------------------------------------------------------

_SQUARE = r"(?:\^\{?2\}?|²)"
_MASK = r"R(?:_\{?\s*\w\s*,?\s*\w?\s*\}?)?"
_MEAN = (
    rf"(?:\\mathbb\s*\{{?E\}}?|\\operatorname\{{E\}}"
    rf"|\bE)(?:_\{{?R\}}?)?\s*(?:\\left)?[\[(]\s*{_MASK}\s*{_SQUARE}\s*(?:\\right)?[\])]"
)


def _second_moment(text: str) -> Found:
    found: Found = []
    for m in re.finditer(rf"{_MEAN}\s*=\s*p\s*(?P<square>{_SQUARE})?(?![\w^_(·*]|\s*[-+]|\\cdot)", text):
        why = "an entry of the mask is 0 or 1, so it equals its square, and E[R²] = E[R] = p"
        wrong = m["square"] is not None
        found.append((m.start(), m.end(), not wrong, why if wrong else ""))
    return found


_STRENGTH = (
    r"(?:strength|amount|degree|weight)\b[^.]{0,60}?\bproportional to the (?:ℓ_?\{?2\}?[- ]|L_?\{?2\}?[- ]"
    r"|Euclidean )?norm"
    r"|penali[sz](?:es|ing)\s+weights?\s+proportional(?:ly)?\s+to\s+(?:their|its|the)[^.]{0,40}\bnorm"
)


def _one_over_p(text: str) -> Found:
    """Weights said to be scaled by 1/p at test time, which is the wrong direction without inverted dropout."""
    factor = r"(?:by|with)\s+(?:a factor (?:of )?)?\$?(?:1\s*/\s*p|\\frac\{?1\}?\{?p\}?)"
    why = (
        "each feature is kept with probability p and not rescaled in training, so the weights are multiplied by p at "
        "test time, not by 1/p"
    )
    found: Found = []
    for s in sentences(text):
        scaled = re.search(
            rf"(?:scal\w+|multipl\w+|adjust\w*|correct\w*)\b[^.]{{0,40}}?{factor}\)?\$?"
            r"|divid\w+\b[^.]{0,40}?\bby (?:the keep probability )?\$?p\b(?!\s*[(·*+-])",
            s.text,
            re.I | re.S,
        )
        if not scaled or not re.search(r"inference|test[- ]time|at test|evaluation", s.text, re.IGNORECASE):
            continue
        after = s.text[scaled.end() : scaled.end() + 40]
        if re.match(r"\W*(?:\w+ ){0,2}(?:during|in|at|while) (?:the )?train", after, re.IGNORECASE):
            continue
        if re.search(r"inverted|PyTorch|\bnot\b|n't|instead of|rather than|wrong|would be", s.text, re.IGNORECASE):
            continue
        found.append((s.start, s.end, False, why))
    return found


_LAMBDA = r"(?:λ|\\lambda)"
_ROOT = rf"(?:√\s*\(?\s*{_LAMBDA}\s*\)?|\\sqrt\{{?{_LAMBDA}\}}?)"
_OVER_ROOT = rf"(?:\(?\s*1\s*/?\s*{_ROOT}\s*\)?|\\frac\{{1\}}\{{{_ROOT}\}})\s*X\s*(?:Γ|\\Gamma)"


def _arbitrary_lambda(text: str) -> Found:
    """The data matrix for a chosen λ: (1/√λ) X Γ⁻¹ belongs to the penalty (1/λ)‖w̃‖²."""
    why = "to get the penalty λ‖w̃‖², w̃ = Γw/√λ and so X̃ = √λ XΓ⁻¹; with (1/√λ) XΓ⁻¹ the penalty is (1/λ)‖w̃‖²"
    found: Found = []
    for m in re.finditer(rf"(?:\\?tilde\{{?X\}}?|X[\u0303\w]?|\\tilde X)\s*=\s*{_OVER_ROOT}", text):
        near = text[m.start() : m.end() + 400]
        if re.search(rf"(?:1\s*/\s*{_LAMBDA}|\\frac\{{1\}}\{{{_LAMBDA}\}})\s*(?:‖|\|\||\\\|)\s*\\?tilde\{{?w", near):
            continue
        found.append((m.start(), m.end(), False, why))
    return found


def _random_data(text: str) -> Found:
    why = "X is fixed; that alone is why E[R_ij X_ij] = p X_ij"
    pattern = re.compile(
        r"\bR\S{0,24}\s+and\s+\S{0,24}?X\S{0,24}\s+are\s+(?:the same|not independent|dependent|"
        r"independent random variables)[^.()]{0,200}(?:random variables?|entry)",
    )
    found: Found = []
    for m in pattern.finditer(text):
        start = max(text.rfind(sign, max(0, m.start() - 300), m.start()) for sign in ".()") + 1
        found.append((max(start, m.start() - 300), m.end(), False, why))
    return found


_DIAGONAL = saying(
    r"each column of\s+\$?\\?(?:mathbf\{)?X\}?\$?[^.]{0,60}(?:diagonal (?:entry|element"
    r"|term)s?)[^.]{0,20}(?:Γ|\\Gamma)",
    "this holds only where Γ is diagonal, which the question does not say yet",
    unless=r"(?:Γ|\\Gamma)\$? (?:is|were|was) (?:a )?diagonal|if|when|for diagonal|in case",
)
_WHITENING = saying(
    r"\bwhiten\w*|\bspher(?:iz|is)e?\w*",
    "columns of equal norm are still correlated; nothing is whitened",
    unless=r"\bnot\b|n't|without|unlike|no decorrelation|weaker|partial|except|rather than",
    also=r"dropout|\bΓ|\\Gamma|norm|feature space|transform|rescal|column",
)

CLAIMS: Mapping[str, tuple[Claim, ...]] = {
    "1a": (
        Claim("parameters-and-image-size", "how the number of weights depends on the image", _parameters_and_size),
        Claim("pixels", "how many pixels an image has", _pixels),
        Claim("equivariance", "a convolution moves with its input", _INVARIANT),
    ),
    "1b": (Claim("hint", "the hint, which is for checking only", _hint, FindingKind.HINT_MISUSE),),
    "2a": (
        Claim("normalization-axes", "the axes over which a normalization averages", norm_axes),
        Claim("shaded-axes", "what the figure shows", shaded_axes, FindingKind.MISREAD_FIGURE),
    ),
    "2b": (
        Claim(
            "beta",
            "β only shifts the output",
            either(
                saying(
                    rf"(?:gradient|derivative)\s+(?:also )?depends on[^.]{{0,15}}{_BETA}"
                    rf"|{_BETA}\$?\s+(?:scales|multiplies) the gradient",
                    "β is added to every output, so no derivative in x contains it",
                    unless=r"\bnot\b|n't|neither|independent",
                ),
                saying(
                    rf"{_BETA}\$?,?[^.]{{0,60}}(?:does(?:n't| not) (?:appear|matter|affect|enter"
                    rf"|contribute)|plays no role|drops out"
                    r"|vanishes|contributes (?:0|nothing|zero))",
                    "",
                    holds=True,
                ),
            ),
        ),
        Claim("mean-vanishes", "what becomes of the mean gradient as n grows", _limit, FindingKind.CONTESTED_KEY),
    ),
    "3a": (Claim("parameters-and-image-size", "how the number of weights depends on the image", _parameters_and_size),),
    "3b": (Claim("parameters-and-image-size", "how the number of weights depends on the image", _parameters_and_size),),
    "4a": (
        Claim("second-moment", "the second moment of the mask", _second_moment),
        Claim("random-data", "the data matrix is fixed, only the mask is random", _random_data),
        Claim(
            "strength",
            "how strongly each weight is penalised",
            saying(
                _STRENGTH,
                "the penalty on w_j² is p(1−p)‖X_{:,j}‖²: the square of the norm of the column",
                unless=r"squared?|norm\s*(?:\^\{?2|²)|\|\|?_?\{?2?\}?(?:\^\{?2|²)",
            ),
        ),
    ),
    "4b": (
        Claim("test-time-scaling", "how weights are scaled at test time", _one_over_p),
        Claim("tikhonov-matrix", "Γ in terms of Γ̃ and p", tikhonov_matrix, FindingKind.WRONG_FORMULA),
    ),
    "4c": (
        Claim("arbitrary-lambda", "the data matrix for a chosen λ", _arbitrary_lambda, FindingKind.WRONG_FORMULA),
        Claim("diagonal-gamma", "what needs Γ to be diagonal", _DIAGONAL),
    ),
    "4d": (
        Claim("whitening", "equal column norms are not whitening", _WHITENING),
        Claim(
            "strength",
            "how strongly each weight is penalised",
            saying(
                _STRENGTH,
                "the penalty on w_j² is p(1−p)‖X_{:,j}‖²: the square of the norm of the column",
                unless=r"squared?|norm\s*(?:\^\{?2|²)",
            ),
        ),
    ),
}
