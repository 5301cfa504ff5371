r"""How else a named thing is called: `\hat\sigma^2` is "the variance", TP are "true positives".

>>> import re
>>> bool(re.search(wordings("precision"), "P = 0.5")), bool(re.search(wordings("variance"), "standard deviation"))
(True, False)
>>> bool(re.search(wordings("Value of the game"), "the value is 3")), bool(re.search(wordings("w"), "the weights"))
(True, True)

Short symbols count as such only where a value may be given to them. A name that nothing is known of is called by its
telling words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ALIKE: tuple[tuple[str, ...], ...] = (
    ("mean", "mu", "μ", r"\mu", "average", "expectation", "expected value", "E[X]", "m", "Mittelwert"),
    ("variance", "sigma^2", "σ^2", r"\sigma^2", "σ²", "var", "Varianz", "s^2"),
    ("standard deviation", "sigma", "σ", r"\sigma", "std", "sd", "std dev", "Standardabweichung"),
    ("precision", "prec", "P", "PPV", "positive predictive value"),
    ("recall", "R", "rec", "sensitivity", "TPR", "true positive rate"),
    ("specificity", "TNR", "true negative rate"),
    ("false positive rate", "FPR", "fall-out"),
    ("accuracy", "acc", "Acc"),
    ("F1", "F_1", "F1 score", "F_1 score", "F1-score", "F_1-score", "F-score", "F-measure", "F"),
    ("true positives", "TP", "TPs"), ("false positives", "FP", "FPs"),
    ("false negatives", "FN", "FNs"), ("true negatives", "TN", "TNs"),
    ("w", r"\mathbf{w}", "weight", "weights", "weight vector", "slope"),
    ("bias", "b", "intercept", "offset"),
    ("slope", "m", "a", "w", "weight", "gradient"),
    ("intercept", "b", "bias", "offset", "w_0"),
    ("minimum", "min", "minimal value", "smallest value"), ("maximum", "max", "maximal value", "largest value"),
    ("median", "Med"), ("mode", "MAP"), ("domain", "dom", "support"), ("range", "image", "codomain"),
    ("alpha", "α", r"\alpha"), ("beta", "β", r"\beta"), ("gamma", "γ", r"\gamma"), ("lambda", "λ", r"\lambda"),
    ("theta", "θ", r"\theta"), ("training", "train"), ("test", "testing"), ("validation", "val", "dev"),
)  # fmt: skip
_GENERIC = frozenset(("the", "of", "a", "an", "in", "for", "value", "number", "rate", "set", "player", "error", "loss"))
_HAT = re.compile(
    r"\\(?:hat|bar|tilde|widehat|overline|mathbf|boldsymbol|bm|mathrm|text)\s*|[\s{}$]|[\u0300-\u036f]|\*$"
)


def known_as(name: str) -> str:
    """The first of the ways in which a thing is called that is known by several names; "" for any other."""
    group = _group(_bare(name))
    return group[0] if group else ""


def wordings(name: str, others: Sequence[str] = ()) -> str:
    """A pattern for the ways in which the name may be called; none of them is one of the `others`."""
    bare = _bare(name)
    group = _group(bare)
    if group and any(_group(_bare(other)) == group for other in others):
        group = ()  # E[X] and E[Y] are both means
    taken = {_bare(other) for other in others}
    aliases = [bare, *(alias for alias in group if _bare(alias) not in taken and _lead(alias, others))]
    rest = ""
    if " " in name.strip():
        aliases += [name.strip(), *_telling(name, others)]
        rest = "".join(rf"|{re.escape(word)}" for word in re.findall(r"[A-Za-z]{3,}", name))
    every = [_spelt(alias) for alias in sorted(set(aliases), key=len, reverse=True)]
    every += [_FUNCTIONS[group[0]]] if group and group[0] in _FUNCTIONS else []
    return rf"(?:{'|'.join(every)})(?:\s+(?i:values?|scores?|set|vector|player{rest})(?![A-Za-z]))*"


_ARGUMENT = r"\s*(?:\\left)?[\[(][^\[\]()=]{1,12}[\])]"
_FUNCTIONS = {  # what a mean and a variance are written as
    "mean": r"(?:\\(?:mathbb|mathrm|operatorname)\s*\{?\s*E\s*\}?|𝔼|(?<![A-Za-z])E)" + _ARGUMENT,
    "variance": r"(?:\\(?:mathbb|mathrm|operatorname)\s*\{\s*|(?<![A-Za-z]))(?:Var|var|V|𝕍)\}?" + _ARGUMENT,
}
_CALLED = re.compile(r"(?P<name>E|Var|V)[\[(].*")


def _lead(alias: str, others: Sequence[str]) -> bool:
    """Is it no short symbol of what another name stands for: no R for recall beside "risk"?"""
    groups = [_group(_bare(other)) for other in others]
    return not any(alias == other for group in groups if group for other in group[:3])


def _bare(name: str) -> str:
    return _HAT.sub("", name) if " " not in name.strip() or "\\" in name else " ".join(name.split())


def _group(bare: str) -> tuple[str, ...]:
    """The names of a thing that is known, by its first group that has it."""
    called = _CALLED.fullmatch(bare)
    if called is not None:
        return _ALIKE[0] if called["name"] == "E" else _ALIKE[1]
    wanted = bare.lower() if len(bare) > 1 else bare
    for group in _ALIKE:
        if wanted in (alias.lower() if len(alias) > 1 else alias for alias in group):
            return group
    numbered = re.fullmatch(r"(?P<letter>[CK])_?\{?(?P<number>\d)\}?", bare)
    if numbered is not None:
        noun = "cluster" if numbered["letter"] == "C" else "class"
        return (bare, f"{noun} {numbered['number']}", f"{numbered['letter']}_{numbered['number']}")
    return ()


def _telling(name: str, others: Sequence[str]) -> list[str]:
    """The words of a name that no other one has."""
    elsewhere = {word.lower() for other in others for word in re.findall(r"[A-Za-z]+", other)}
    words = [word for word in re.findall(r"[A-Za-z]{3,}", name) if word.lower() not in elsewhere]
    telling = [word for k, word in enumerate(words) if not k or word.lower() not in _GENERIC]
    first = [alias for word in telling for alias in _group(word.lower())]
    return [*telling, *first]


_ACCENT = r"\\(?:hat|bar|tilde|widehat|overline|mathbf|boldsymbol|bm)\s*"


def _spelt(alias: str) -> str:
    """A pattern for one name: words in any case, with plurals; symbols with marks and a place for a value."""
    if re.fullmatch(r"[A-Za-z][A-Za-z -]*[A-Za-z]", alias) and not (alias.isupper() and len(alias) < 5):
        words = r"[\s-]+".join(rf"(?i:{re.escape(word)})" for word in re.split(r"[ -]", alias))
        return rf"(?<![A-Za-z\\-]){words}(?:e?s)?(?![A-Za-z])"
    if re.fullmatch(r"[a-z]+ \d", alias):
        return rf"(?<![A-Za-z])(?i:{alias.split()[0]})\s*[#_]?{alias[-1]}(?!\d)"
    head = r"(?<![A-Za-z])" if alias.startswith("\\") else r"(?<![A-Za-z\\_])"
    square = alias.endswith(("^2", "²"))
    base = re.escape(alias.removesuffix("^2").removesuffix("²"))
    base = re.sub(r"(?<=[A-Za-z])_?(\d)$", r"_?\\{?\1\\}?", base) if not square else base
    tail = (
        r"[\u0300-\u036f]?" + (r"\s*(?:\^\s*\{?2\}?|²)" if square else r"(?!\s*(?:\^\s*\{?2|²))") + r"(?:\^?\{?\*\}?)?"
    )
    symbol = rf"(?:{_ACCENT}\{{?\s*{base}\s*\}}?|{head}{base}){tail}(?![A-Za-z_0-9])"
    if len(alias) > 2 and alias[0] != "\\":
        return symbol
    return symbol + r"(?=[\s$*_`|]*(?:=|:|≈|\\approx|∝|→|\||is\b|\d|and\b))"
