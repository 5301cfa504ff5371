r"""4d: all columns of $X\Gamma^{-1}$ have the same norm; what dropout and batch norm have to do with each other.

With $\Gamma = c\,\operatorname{diag}(\|X_{:,j}\|)$ the norms are $1/c$; with the $\Gamma$ of 4b they are
$\sqrt{p/(1-p)}$.
They are 1 only where the constant of proportionality is said, or chosen, to be 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.kinds import Compound, Concept, Point
from viva.maths.dropout import column_norm_matrix
from viva.maths.regression import to_ridge
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.latex import rounded
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, FindingKind, Nudge, Part, Question

# ---- the rubric: what stands here is matched on normalised text, without regard to case --------------------------

_SAME = r"(?:(?:the|exactly|precisely|a|an|one|all|of)\s+){0,3}(?:same|equal|identical|constant|uniform|common)"
_LEN = r"(?<!batch[\s-])(?<!layer[\s-])\b(?:norms?|lengths?|magnitudes?)\b"
# As in "Euclidean column norm"; few, so that a search stays linear in the text.
_WHICH = r"(?:(?:euclidean|l_?\{?2\}?|\\ell_?\{?2\}?|ℓ_?\{?2\}?|two|2|column|vector)[\s$-]+){0,3}"
_BARS = r"(?:\\\||\\rVert|\\Vert|‖|\|\|)"  # the closing bars of a norm
_IS = (
    r"(?:is|are|be|=|equals?|of|to|have|has|becomes?|exactly|all|now|simply|just|therefore|thus|then"
    r"|specifically|namely|:|,|\s)"
)
# "… = ", "… is simply ", "… are all equal to ", and where such a statement ends.
_VALUE = (
    r"(?:\s*,\s*(?:which|that|namely|specifically),?)?"
    r"(?:(?!constant|factor|proportion|divid|inverse|recip|over|depend)[^.\n=,;]){0,60}?"
    r"(?:\s*[=:]\s*|\s+(?:is|are|equals?|becomes?|have|has|of)\s+)"
    r"(?:(?:simply|just|all|exactly|equal|to|the|constant|value|now|then|therefore|thus|a|norm|length|of)\s+){0,6}"
    r"[\s$\\(]*"
)
_END = r"(?=\s*[$.,;:)\]\n]|\s*\\[\])]|\s*\Z|\s+(?:for|in|and|when|if|where|because|since|regardless|by)\b)"
_C = r"(?:c|k|\\alpha|α|\\kappa|κ|a)"  # what replies call the constant of proportionality
_INVERSE_C = (
    rf"(?:\\?[dt]?frac\s*\{{?\s*1\s*\}}?\s*\{{?\s*\|?{_C}(?!\w)(?!\s*(?:\^|²|\\sqrt))"
    rf"|1\s*/\s*\|?{_C}(?!\w)(?!\s*(?:\^|²))|{_C}\^\{{?-1(?!\d)\}}?)"
)
_OTHER_C = (  # a power of c that is not 1/c
    r"(?:\\?[dt]?frac\s*\{?\s*1\s*\}?\s*\{\s*(?:c\s*(?:\^\s*\{?\s*[2-9]|²)|\\sqrt\s*\{?\s*c)"
    r"|1\s*/\s*\(?\s*(?:c\s*(?:\^|²)|√\s*c|\\sqrt\s*\{?c)"
    r"|c\s*(?:\^\s*\{?\s*-?[2-9]|²)|c\s*(?:\\cdot\s*)?(?:\\\||‖|\\lVert|\|\|)\s*\\?[xX]|√\s*c\b|\\sqrt\s*\{?\s*c\b)"
)
_X = r"(?:\\\||‖|\\lVert|\|\|)\s*"
_SCALE = (
    r"(?:scal(?:e[sd]?|ing)|magnitudes?|variances?|footing|norms?\b|normali[sz]\w*|standardi[sz]\w*"
    r"|equali[sz]\w*|whiten\w*)"
)
_BATCH = r"(?:batch[\s-]?norm\w*|\bBN\b)"

# The constant is said, or chosen, to be 1: then "norm 1" is right.
_CHOSEN = (
    r"c\s*=\s*1\b|(?:constant|factor)\w*\s+(?:of\s+proportionality\s+)?(?:is|=|equals|being|of|to\s+be)\s+\$?(?:1|one)\b|"
    r"(?:gamma|Γ|γ)[^.\n=]{0,30}=\s*(?:\\?\w{0,15}\{?diag\w*\}?)?(?:\\left)?[\s(\[{]{0,4}(?:\\left)?\s*(?:\\\||‖|\\lVert|\\Vert|\|\|)|"
    r"up\s+to\s+(?:a|the|some|an)\s+(?:\w+\s+)?(?:constant|factor|scal\w+)|"
    r"(?:exactly|precisely)\s+(?:equal\s+to\s+)?the\s+(?:\w+\s+)?norms?\s+of\s+the"
)

EQUAL = Point(
    "equal",
    "All columns have the same norm, 1/c for the proportionality constant c.",
    (
        rf"\b{_SAME}\s+(?:\(?non-?zero\)?\s+)?{_WHICH}{_LEN}",
        r"\b(?:equal|same|identical|constant|uniform|common|unit)[\s-]+(?:norm|length)\b",
        rf"{_LEN}[^.\n]{{0,120}}?\b(?:are|is|become|becomes|being|have|has)\s+(?:all\s+|therefore\s+|thus\s+|now\s+|then\s+|made\s+){{0,3}}"
        r"(?:the\s+)?(?:same|equal|identical|constant|uniform|equali[sz]ed)\b(?!\s+to\s+(?:the\s+norms?|c\b|\$?c\b|those))",
        r"(?:\A|\n)\W*(?:they|these|all\s+of\s+them|(?:all\s+)?(?:the\s+)?columns?)\s+(?:are|become|have)\s+(?:all\s+|now\s+|then\s+)*(?:equal|(?:exactly\s+)?the\s+same|identical|constant)\b"
        r"(?!\s+(?:to|as|in)\b)",
        rf"\b(?:makes?|making|renders?|leaves?)\s+(?:all\s+)?(?:the\s+|of\s+)*{_WHICH}{_LEN}[^.\n]{{0,40}}?\b(?:identical|equal|constant|uniform"
        r"|the\s+same)\b(?!\s+(?:as|to)\b)",
        rf"{_LEN}[^.\n]{{0,80}}(?:does\s+not|doesn't|do\s+not|don't|no\s+longer|not)\s+(?:depend|vary|differ)",
        rf"{_LEN}[^.\n]{{0,80}}independent\s+of\s+(?:[\s$\\(]*j\b|the\s+(?:column|feature|index))",
        rf"(?:equali[sz]|unif)\w*\s+(?:all\s+|of\s+|the\s+|its\s+){{0,3}}(?:column|feature)s?'?s?\s*{_LEN}",
        r"(?:columns?|features?)\b[^.\n]{0,60}\bnormali[sz]ed\s+to\s+(?:have\s+)?(?:the\s+)?(?:same|equal|unit|common|constant)\b",
        rf"(?:{_LEN}[^.\n]{{0,60}}?|{_BARS}\s*(?:_\{{?2\}}?)?\s*){_IS}{{1,8}}[\s$]*{_INVERSE_C}",
        rf"(?:{_LEN}[^\n]{{0,60}}?|{_BARS}\s*(?:_\{{?2\}}?)?\s*){_IS}{{1,8}}[\s$]*(?:\\sqrt\s*\{{?\s*(?:\\?[dt]?frac\s*\{{p\}}\s*\{{1\s*-\s*p\}}|p\s*/\s*\(1\s*-\s*p\))|√\(?p/\(1\s*-\s*p\))",
        rf"{_BARS}[^\n]{{0,160}}=\s*{_INVERSE_C}",
        rf"{_LEN}{_VALUE}(?:1|one|unity)\b{_END}",
    ),
    (
        rf"{_LEN}\s+(?:of\s+the\s+columns\s+)?(?:\w+\s+){{0,2}}(?:are|is|remain|become)\s+(?:all\s+)?"
        r"(?:different|unequal|distinct|not\s+(?:all\s+|necessarily\s+)*(?:equal|the\s+same|constant))",
        rf"{_LEN}(?:{_VALUE}|\s+\$?)c\b{_END}",
        rf"{_BARS}\s*(?:_\{{?2\}}?)?\s*=\s*c\b{_END}",
        rf"{_LEN}(?:{_VALUE}|\s+[\s$\\(]*|[^.\n]{{0,20}}=\s*){_OTHER_C}",
        rf"{_X}\\tilde\s*\{{?\s*[xX]\}}?[^\n=‖|]{{0,16}}{_BARS}(?:_\{{?2\}}?)?(?:\s*=[^\n=,.;:]{{1,60}}){{0,2}}=\s*c\s*(?:\\cdot\s*)?{_X}\\?[xX]",
        rf"\b(?:larger|bigger|higher|smaller)\s+{_WHICH}{_LEN}[^.\n]{{0,60}}\b(?:also|still)\s+(?:\w+\s+)?(?:larger|bigger|higher|smaller)\s+{_WHICH}{_LEN}",
        rf"{_LEN}[^.\n]{{0,60}}\b(?:are|is|become)\s+(?:all\s+)?(?:zero|0)\b(?!\.\d)",
        rf"{_LEN}[^.\n]{{0,20}}\b(?:are|is|get|become)\s+(?:\w+\s+)?(?:amplified|increased|enlarged|doubled|squared)\b",
        r"(?:columns?|features?|they)\b[^.\n]{0,60}\b(?:become|are|is|all)\s+(?:\w+\s+)?ortho(?:normal|gonal)\b",
        # the same norms as before
        rf"\bsame\s+(?:\w+\s+){{0,2}}{_LEN}\s+(?:as|that)\s+(?:in\s+|of\s+)?(?:the\s+|those\s+)?(?:columns\s+)?(?:of\s+)?(?:the\s+)?(?:\$?X\b(?!\s*(?:\\Gamma|Γ))"
        r"|original|before|input|data\b|old)",
        rf"{_LEN}[^.\n]{{0,60}}\b(?:unchanged|preserved|(?:equal|identical)\s+to\s+(?:those|the\s+norms?|the\s+original)|(?:the\s+)?same\s+as\s+(?:those|"
        r"before|the\s+norms?|the\s+original|in\s+X|of\s+X))",
        rf"{_LEN}[^.\n]{{0,40}}?\b(?:are|is|remain)\s+(?:all\s+)?(?:different|unequal|distinct)\s+(?:for|in|from|across|between)\b",
        r"(?:does\s+not|doesn't|do\s+not)\s+(?:change|affect|alter|touch)\s+(?:the\s+)?(?:column\s+)?(?:norms?|scales?|lengths?)\b",
        rf"{_X}\\tilde\s*\{{?\s*[xX]\}}?[^\n=‖|]{{0,16}}{_BARS}(?:_\{{?2\}}?)?\s*=\s*{_X}[xX][^\n=‖|\\]{{0,16}}{_BARS}(?:_\{{?2\}}?)?{_END}",
        # "norm 1" for a constant that nobody said or chose to be 1
        rf"(?s)\A(?!.*(?:{_CHOSEN}))(?!.*{_INVERSE_C}).*(?:\bunit[\s-]+(?:\w+[\s-]+)?(?:norms?|length)\b"
        rf"|\b(?:have|has|with|of)\s+(?:\w+\s+){{0,2}}norms?\s+(?:exactly\s+|precisely\s+)?\$?(?:1|one|unity)\b(?!\s*[/\d-]|\.\d)"
        rf"|(?<!batch[\s-])\bnorms?\s+(?:\w+\s+){{0,3}}?(?:of|is|are|equal\s+to|=)\s*(?:all\s+)?\$?(?:1|one|unity)\b(?!\s*[/\d-]|\.\d)"
        rf"|{_BARS}\s*(?:_\{{?2\}}?)?\s*=\s*1\b(?!\s*[/\d-]|\.\d))",
    ),
)

# Named by the misconception below; it never counts towards a right answer.
NORM_C = Point(
    "norm-c",
    "The columns have norm c.",
    EQUAL.contradicted_by[1:3],
)

ONE_SCALE = Point(
    "one-scale",
    "Both dropout and batch normalization put the features on one scale, so that none dominates because of its size.",
    (
        rf"\bboth\b[^.\n]{{0,160}}{_SCALE}",
        rf"(?s){_BATCH}.{{0,400}}?\b(?:same|equal|common|comparable|similar|uniform|equali[sz]\w*|unit|consistent)\s+(?:\w+\s+){{0,2}}(?:scales?|magnitudes?|variances?|footing|norms?)\b",
        rf"(?s)\b(?:same|equal|common|comparable|similar|uniform|equali[sz]\w*|unit|consistent)\s+(?:\w+\s+){{0,2}}(?:scales?|magnitudes?|variances?|footing|norms?)\b.{{0,400}}?{_BATCH}",
        rf"(?s)dropout.{{0,200}}?\b(?:normali[sz]|rescal|standardi[sz]|equali[sz])\w*.{{0,300}}?{_BATCH}",
        rf"(?s){_BATCH}.{{0,300}}?dropout[^.\n]{{0,200}}?\b(?:normali[sz]|rescal|standardi[sz]|equali[sz])\w*",
        rf"(?:like|akin\s+to|similar\w*\s+(?:to|as)|analog\w+\s+(?:to|of)|mirror\w*|mimic\w*|resembl\w+|much\s+as|just\s+as|reminiscent\s+of)\s[^.\n]{{0,80}}{_BATCH}",
        r"(?:no|not|prevents?|stops?|without|keeps?)\s[^.\n]{0,80}\bdominat\w+",
    ),
    (
        rf"(?:dropout|{_BATCH})[^.\n]{{0,60}}\b(?:is|are|has|have)\s+(?:completely\s+|entirely\s+)?(?:unrelated|nothing\s+to\s+do|no\s+(?:relation|connection))",
        rf"\bopposite\s+(?:of|to)\b[^.\n]{{0,40}}{_BATCH}",
        r"dropout\s+(?:does\s+not|doesn't)\s+(?:change|affect|alter|touch)\b[^.\n]{0,40}\b(?:scales?|norms?)\b",
        rf"\bno\s+(?:relation|relationship|connection)(?:ship)?\s+between\s+(?:dropout|{_BATCH})",
    ),
)

EXPLICIT_IMPLICIT = Point(
    "explicit-implicit",
    "Batch normalization does it explicitly for each batch, dropout implicitly through its penalty.",
    (
        r"\bexplicit\w*\b[^\n]{0,300}\bimplicit\w*",
        r"\bimplicit\w*\b[^\n]{0,300}\bexplicit\w*",
        r"\bimplicit\w*\s+(?:\w+\s+){0,3}?(?:normali[sz]|rescal|scal|equali[sz]|standardi[sz]|appl|perform)\w*",
        r"dropout[^.\n]{0,120}(?:normali[sz]|scal|equali[sz])\w*[^.\n]{0,60}(?:through|via|by)\s+(?:\w+\s+){0,3}(?:penalty|regulari[sz]\w*)",
    ),
)

# Right, and worth a note, but it says nothing about dropout: it does not count by itself.
CENTRING = Point(
    "centring",
    "Batch normalization also removes the mean.",
    (
        rf"{_BATCH}[^.\n]{{0,160}}(?:cent(?:re|er)\w*|zero[\s-]mean|de-?mean\w*|\bmeans?\b)",
        r"(?:zero[\s-]mean|subtract\w*\s+the\s+mean|remov\w*\s+the\s+mean|cent(?:re|er)ing)",
    ),
)

RELATION = (ONE_SCALE, EXPLICIT_IMPLICIT, CENTRING)
COUNTED = (ONE_SCALE.name, EXPLICIT_IMPLICIT.name)


PART = Part(
    name="4d",
    asks="the column norms of the effective data matrix, and the relation of dropout to batch normalization",
    kind=Compound({"norms": Concept((EQUAL, NORM_C), needed=1), "relation": Concept(RELATION, needed=1)}),
    key=lambda draw: {"norms": (EQUAL.name,), "relation": COUNTED},
    shown=lambda draw: (
        r"All columns of $\tilde X$ have the same norm: $1/c$ for the proportionality constant $c$, which is "
        r"$\sqrt{p/(1-p)}$ "
        "for dropout. Dropout, like batch normalization, puts the features on one scale: batch normalization "
        "explicitly and per batch, also removing the mean; dropout implicitly, through its penalty."
    ),
    misconceptions=(
        misconception(
            "norm-c",
            "The norm was given as c instead of 1/c.",
            lambda draw: {"norms": (NORM_C.name,), "relation": COUNTED},
            FindingKind.WRONG_FORMULA,
            "Check the norm of one column: does the effective data matrix have Γ or the inverse of Γ behind X?",
        ),
    ),
)


def _worked(draw: Draw) -> dict[str, Any]:
    """An example in numbers: the column norms before and after."""
    X, keep = np.array([[1.0, 20.0], [-2.0, 10.0], [2.0, 0.0]]), 0.8
    ridge = to_ridge(X, np.sqrt((1 - keep) / keep) * column_norm_matrix(X))
    return {
        "data": rounded(X),
        "keep": rounded(keep),
        "norms": rounded(np.linalg.norm(X, axis=0)),
        "new_norms": rounded(np.linalg.norm(ridge, axis=0)),
        "root": rounded(np.sqrt(keep / (1 - keep))),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        recheck="There is a mistake in your answer, or a piece of it is missing. Please check your work and answer "
        "both parts.",
        clarify="To be sure that the question was read correctly: Γ is diagonal, and its j-th entry is c times the "
        "norm of the j-th column of X, for some constant c > 0. Say what the norm of the j-th column of the "
        "effective data matrix is, and how dropout and batch normalization are related.",
        target="Write down the j-th column of the effective data matrix: it is a column of X divided by a number. "
        "Which number is it, and what is its length then? For the second part, think of what batch normalization "
        "does to every feature.",
        reveal="The j-th column of the effective data matrix is the j-th column of X divided by c times its own "
        "norm, so its norm is 1/c for every j. What does this say about dropout, compared with batch normalization?",
    )


QUESTION = Question(
    name="4d",
    title="Dropout and batch normalization",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "4d"),
    solution=solution(__package__, "4d", _worked),
    nudges=nudges,
    claims=CLAIMS.get("4d", ()),
)
