r"""The norm of a column of the effective data matrix as replies to 4d state it, computed and compared.

>>> [(value.says, value.right) for value in norm_values(r"$\|\tilde x_j\| = \|x_j\| / \Gamma_{jj} = \frac1\kappa$")]
[('\\frac1\\kappa', True)]
>>> [(value.says, value.right) for value in norm_values("every column has the norm c, i.e. ‖X̃_j‖^2 = c^2")]
[('c^2', False), ('c', False)]
>>> [value.right for value in norm_values("Γ_jj = ‖x_j‖/c, so all columns have norm c")]
[True]

Every single letter that replies use for a constant stands for one constant of proportionality; p is the probability
of keeping. Norms of old columns, entries of Γ and letters get numbers, twice, and the value must be `old norm / Γ_jj`
each time. Γ is what the reply says it is, c times the old norm otherwise; √(p/(1−p)) is right for dropout in any case.
Plain numbers belong to examples and are passed over, except for 1. What cannot be computed is no value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from viva.reading.arithmetic import amount
from viva.reading.patterns import lazy

MAX_FOUND = 40
MAX_STATED = 150
MAX_CHAIN = 400  # code points
_BARS = lazy(r"\\left\s*\\\||\\right\s*\\\||\\[lr]?Vert(?![a-z])|\\\||\|\||∥|‖")
_CALLED = lazy(r"\b((?:np\.)?(?:linalg\.)?norm\()([^()\n]{0,20}?[Xx\[][^()\n]{0,20})\)")
_INDEXED = lazy(r"(Γ|\\?\bGamma)\[([a-z]),( ?)\2\]")
_SPACES = lazy(r"\\[,;!: ]")
# A wrong end of a chain that went through a sum, which PDF text garbles easily, is not held against it.
_SUM = lazy(r"\\sum|[Σ∑]")
_NORM = lazy(r"‖(?P<of>[^‖\n]{1,60})‖(?:\s*_\{?[2F]\}?)?(?P<square>\s*(?:\^\{?2\}?|²))?")
_NEW = lazy(r"tilde|hat|[\u0303\u0302~']|Xt\b|new|Γ|Gamma|gamma|/")
_GAMMA = r"(?:\\Gamma|Γ|\\gamma|γ)(?:\s*_?\s*(?:\{[^{}\n]{1,6}\}|\(?[a-z]{1,2}(?![A-Za-z])\)?))?"
_ENTRY = re.compile(_GAMMA)
_DEFINED = re.compile(rf"{_GAMMA}\s*:?=\s*(?P<value>[^=\n,;$]{{1,60}})")
_DIVIDED = lazy(r"‖\s*/\s*\((?P<value>[^()\n]{1,40})\)|\}\{(?P<below>[^{}\n]*‖[^{}\n]*)\}")
_DIAGONAL = lazy(r"\\?(?:operatorname|mathrm|text)?\{?diag\}?\s*(?:\\left)?\(?")
_CONSTANT = re.compile(r"(?<![A-Za-z\\])(?:[ckaCKsλακβηρν]|\\(?:lambda|alpha|kappa|beta|eta|rho|nu))(?![A-Za-z])")
_CHANCE = re.compile(r"(?<![A-Za-z\\])p(?![A-Za-z])")
_NOISE = lazy(r"\\(?:left|right|,|;|!|quad|displaystyle)(?![a-z])|\\[()\[\]]|[$`]")
_STOP = lazy(
    r"[,;](?![^{}\n]{0,10}\})|\n|\$\s*(?=[A-Za-z])|\.(?=\s|$)|\\(?:quad|text)\b"
    r"|\s(?:for|if|when|where|so|as|since|because|and|with|which|in|the"
    r"|whatever|regardless|is|are|→|⟹|⇒)\b|[→⟹⇒]|\\(?:Rightarrow|implies|Longrightarrow)|\((?=[a-zA-Z]{2})"
)
# On to the end of a value: `1 / c`, `\\sqrt c`, `\\frac{1}{\\sqrt c}`.
_ON = (
    r"(?:\\(?:[dt]?frac|sqrt|cdot|times)\s|\{[^{}\n$]{0,30}\}|\s[/·*×]\s?(?=[\\(√{\d‖ΓckCKλακβηρνp])"
    r"|(?<=[/·*×])\s(?=[\\(√{\d‖ΓckCKλακβηρνp])|[^\s,;:$])"
)
_IN_WORDS = lazy(
    r"(?<!batch[ -])(?<!layer[ -])\b(?:norms?|lengths?)\b(?:(?!√|\\?sqrt|\\d?frac)[^.\n=;(\[/]){0,60}?"
    r"(?:\b(?:is|are|be|become|being|equals?|equal to|of|to|all|exactly|precisely|now|namely|norms?|lengths?"
    r"|value|constant|simply|i\.e\.)|[=:(,])\s*[$`]*\s*(?P<value>(?!\\(?:tilde|widetilde|hat|bar|bm|mathbf|boldsymbol)\b)(?:[\\(√{Γ]|sqrt\(|\d|[ckCKλακβηρνp](?![A-Za-z]))"
    rf"{_ON}{{0,60}})",
    re.IGNORECASE,
)
_ALL_ARE = lazy(
    r"\b(?:[Aa]ll|[Tt]hey)\s+(?:of them\s+)?(?:are|equal|have)\s+(?:all\s+)?(?:equal to\s+)?"
    r"\$?(?P<value>[^\s,;$]{1,30})"
)
_ALIKE = lazy(
    r"(?m)^\W*(?:all\s+)?(?:equal|identical|the\s+same|same)\s*[:(]\s*\$?(?P<value>[^\s,;$]{1,30})", re.IGNORECASE
)
_EQUAL_ONE = lazy(  # "They're all equal to one up to a constant"
    r"\b(?:norms?|lengths?|they|all)\b[^.;\n]{0,30}?\bequal\s+to\s+(?P<value>one|unity)\b(?!\s+(?!up\b|for\b|so\b)\w)",
    re.IGNORECASE,
)
_SQUARED = lazy(r"\bsquared?\s+(?:\w+\s+)?$", re.IGNORECASE)
_DENIES = lazy(r"\bnot\b|n't\b")
_LISTED = lazy(r"\[\s*(?P<value>[^\[\],\n]{1,20})(?:\s*,\s*(?:(?P=value)|\.\.\.|…|\\dots|\\ldots))+\s*\]")
_NUMBERS = lazy(
    r"\bnew\s+(?:column\s+)?(?:norms|lengths)\s+(?:are|become)\s+((?:\$?\d+(?:\.\d+)?\$?\s*,\s*){0,9}\$?\d+(?:\.\d+)?\$?,?\s+and"
    r"\s+\$?\d+(?:\.\d+)?)(?![\d/=])"
)
_VECTOR = lazy(
    rf"(?:norm|length)\s+\$?(?P<value>(?:1|(?=\\frac|\\?sqrt|√|\()|[ckακp](?![a-z])){_ON}{{0,40}})", re.IGNORECASE
)
_DRAWS = (
    {"c": "0.7", "n": "2.3", "p": "0.3"},
    {"c": "0.7", "n": "5.9", "p": "0.3"},
    {"c": "1.7", "n": "1.3", "p": "0.8"},
)


_SENTENCE = lazy(r"[.;!?](?=\s)|\n")
_ROW = lazy(r"\b(?:rows?|examples?|samples?|data points?)\b", re.IGNORECASE)
_COLUMN = lazy(r"\b(?:columns?|cols?|features?)\b", re.IGNORECASE)
_NOT_IT = lazy(
    r"\b(?:not|unlike|rather than|instead of)\s+(?:the |of the |by )?(?:rows?|columns?|examples?|samples?|features?)\b",
    re.IGNORECASE,
)
_ONE_ROW = lazy(r"(?<![:\w])[a-z]\s*[ ,]\s*:(?!\s*\w)")
_TRANSPOSED = lazy(r"ᵀ|⊤|\\top|\^\{?\\?T|\.T\b|transpose", re.IGNORECASE)


def _of_rows(text: str, place: int) -> bool:
    """Is the value at this place said of the rows, of which nothing is known, and not of the columns?"""
    begin = max((m.end() for m in _SENTENCE.finditer(text, max(0, place - 300), place)), default=max(0, place - 300))
    said = _NOT_IT.sub("", text[begin:place])
    if _TRANSPOSED.search(said) or _COLUMN.search(said):
        return False
    return bool(_ROW.search(said) or any(_ONE_ROW.search(norm["of"]) for norm in _NORM.finditer(said)))


@dataclass(frozen=True)
class Value:
    """A norm as it was stated, at its place; `one` where it is 1, which is right for some constants only."""

    start: int
    end: int
    says: str
    right: bool
    one: bool = False
    is_c: bool = False


def norm_values(text: str) -> list[Value]:
    """The norms that a reply states for the new columns."""
    text = _SPACES.sub("  ", _barred(text))
    entry = _entry(text)
    found: dict[int, Value] = {}
    for start, end, says, squared in islice(_stated(text), MAX_STATED):
        value = _judged(start, end, says.strip(" $*"), squared, entry)
        if (
            value is not None
            and len(found) < MAX_FOUND
            and (value.right or not _SUM.search(text, max(0, start - 200), start))
        ):
            if value.right and _of_rows(text, start):
                value = replace(value, right=False)
            found.setdefault(end, value)
    for listed in _NUMBERS.finditer(text):
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", listed[1])]
        equal = all(math.isclose(number, numbers[0], rel_tol=1e-3) for number in numbers)
        found[listed.end()] = Value(*listed.span(1), listed[1], equal)
    return list(found.values())


def _barred(text: str) -> str:
    """The text, as long as before, with every norm, also a `norm(X[:, j])`, in the same bars and without commas."""
    text = _BARS.sub(lambda found: "‖".ljust(len(found[0])), text)
    text = _CALLED.sub(lambda call: "‖".rjust(len(call[1])) + call[2] + "‖", text)
    text = _INDEXED.sub(lambda of: f"{'Γ'.rjust(len(of[1]))}_{{{of[2]}{of[2]}}}{of[3]}", text)
    return _NORM.sub(lambda norm: norm[0].replace(",", " "), text)


def with_norms_named(text: str) -> str:
    """The text, as long as before, with the norms of new columns in bars as the word `norm`."""
    text = _barred(text)
    return _NORM.sub(
        lambda norm: " norm ".ljust(len(norm[0])) if len(norm[0]) > 5 and _NEW.search(norm["of"]) else norm[0], text
    )


def _stated(text: str) -> Iterator[tuple[int, int, str, bool]]:
    for norm in _NORM.finditer(text):
        if not _NEW.search(norm["of"]):
            continue
        stop = _STOP.search(text, norm.end() + 1, norm.end() + MAX_CHAIN)
        chain = text[norm.end() : stop.start() if stop else norm.end() + MAX_CHAIN]
        if not re.match(r"\s*:?=", chain):
            continue
        *_, last = chain.split("=")
        place = norm.end() + len(chain) - len(last)
        yield place, norm.end() + len(chain), last, bool(norm["square"])
    for found in _EQUAL_ONE.finditer(text):
        yield *found.span("value"), "1", False
    for pattern in (_IN_WORDS, _VECTOR, _ALL_ARE, _ALIKE, _LISTED):
        for found in pattern.finditer(text):
            if _DENIES.search(_NOT_IT.sub("", text[max(0, found.start() - 20) : found.start("value")])):
                continue
            squared = _SQUARED.search(text, max(0, found.start() - 12), found.start()) is not None
            yield *found.span("value"), _closed(found["value"]), squared


def _closed(says: str) -> str:
    """Without a full stop and the brackets that were opened before it."""
    says = says.rstrip(".")
    while says.endswith(")") and says.count(")") > says.count("("):
        says = says[:-1].rstrip(".")
    return says[1:] if says.startswith("(") and says.count("(") > says.count(")") else says


def _entry(text: str) -> str:
    """Γ_jj as the reply defines it, in numbers to be filled in; c times the norm of the column otherwise."""
    said = [
        found["value"]
        for found in islice(_DEFINED.finditer(text), MAX_FOUND)
        if text[max(0, found.start() - 3) : found.start()].rstrip()[-1:] not in tuple("/*·{}‖)^")
    ]
    said += [found["value"] or found["below"] for found in islice(_DIVIDED.finditer(text), MAX_FOUND)]
    for value in said[:MAX_FOUND]:
        value = _DIAGONAL.sub("(", value)
        filled = _filled(value + ")" * (value.count("(") - value.count(")")))
        one, other = (_number(filled, draw, "") for draw in _DRAWS[:2])  # two norms, one constant
        if one and other and math.isclose(one / float(_DRAWS[0]["n"]), other / float(_DRAWS[1]["n"]), rel_tol=1e-9):
            return filled
    return "(({c})*({n}))"


def _filled(says: str) -> str:
    """With places for numbers: {n} the norm of an old column, {c}, {p}, {g} an entry of Γ."""
    says = says.replace("{", "⟨").replace("}", "⟩")
    bare = _NORM.sub(lambda found: f"({{n}}){'^2' if found['square'] else ''}", _NOISE.sub(" ", says))
    for pattern, name in ((_ENTRY_BARE, "g"), (_CONSTANT, "c"), (_CHANCE, "p")):
        bare = pattern.sub(f"({{{name}}})", bare)
    return bare.replace("({n})^2", "(({n})^2)")


_ENTRY_BARE = re.compile(_GAMMA.replace(r"\{", "⟨").replace(r"\}", "⟩").replace("{}", "⟨⟩"))


def _number(filled: str, draw: dict[str, str], entry: str) -> float | None:
    text = filled
    if "{g}" in text:
        text = text.replace("{g}", entry)
    for name, number in draw.items():
        text = text.replace(f"{{{name}}}", number)
    result = amount(text.replace("⟨", "{").replace("⟩", "}").strip())
    return None if result is None else float(result.value)


def _judged(start: int, end: int, says: str, squared: bool, entry: str) -> Value | None:
    if re.fullmatch(r"(?:\\(?:text|mathrm)\{)?const(?:ant)?\.?\}?", says.strip()):
        return Value(start, end, says, True)
    filled = _filled(says)
    numbers = [_number(filled, draw, entry) for draw in _DRAWS]
    if any(number is None for number in numbers):
        return None
    values = [math.sqrt(abs(number)) if squared else number for number in numbers if number is not None]
    one = all(value == 1 for value in values)
    if "{" not in filled:
        return Value(start, end, says, False, True) if one else None
    truths = [float(draw["n"]) / entry_now for draw in _DRAWS if (entry_now := _number("{g}", draw, entry)) is not None]
    dropout = [math.sqrt(float(draw["p"]) / (1 - float(draw["p"]))) for draw in _DRAWS]
    right = any(
        len(truth) == len(values) and all(map(lambda a, b: math.isclose(a, b, rel_tol=1e-9), values, truth))
        for truth in (truths, dropout)
    )
    if (
        all(math.isclose(value, float(draw["n"])) for value, draw in zip(values, _DRAWS, strict=True))
        and "{g}" in filled
    ):
        return None  # the norm of an old column, in terms of Γ
    is_c = all(math.isclose(value, float(draw["c"]), rel_tol=1e-9) for value, draw in zip(values, _DRAWS, strict=True))
    return Value(start, end, says, right, one and not right, is_c and not right)
