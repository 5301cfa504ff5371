r"""The quantities in a piece of text: every run of arithmetic over plain numbers, with its value, unit and rounding.

>>> from viva.reading.number_tokens import tokenise
>>> tokens = tokenise("27 (depthwise) + 3 · 4 (pointwise), \\sum_{j=1}^n 2x_j, 64 KiB")
>>> [str(term.quantity) for term in terms(tokens)]
['27', '12', '64 KiB']

Numbers that belong to a symbolic expression (`2n`, the 1 of `\sum_{j=1}`, an index, an exponent of a symbol) are no
quantities. Nothing here chooses between the quantities of a text; `viva.reading.numbers` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from viva.reading.arithmetic import Amount, Value, amount
from viva.reading.budget import tick
from viva.reading.number_tokens import Token
from viva.reading.patterns import lazy
from viva.reading.units import SPACED, ratio
from viva.reading.units import unit as unit_of


@dataclass(frozen=True)
class Quantity:
    """A number as the reply gives it. `half`: half its rounding; `digits`: significant ones, 0 when exact."""

    value: Value
    half: Fraction = Fraction(0)
    digits: int = 0
    unit: str = ""
    about: bool = False  # it is said to be approximate
    source: str = field(default="", compare=False)  # the arithmetic of an irrational number, for a second look
    off: Fraction = field(default=Fraction(0), compare=False)  # of a key: how far off it lets a reply be

    def __str__(self) -> str:
        exact = isinstance(self.value, Fraction) and not (self.digits and self.value.denominator > 1)
        shown = str(self.value) if exact else f"{float(self.value):.10g}"
        sign = "≈ " if self.about else ""
        return f"{sign}{shown}{self.unit if self.unit == '%' else ' ' + self.unit if self.unit else ''}"


@dataclass
class Term:
    first: int  # token numbers
    last: int
    quantity: Quantity
    weight: int = 0


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STATES = words(
    "is are was be equals equal has have had needs need requires require gives give gets get yields contains "
    "contain uses use becomes totals total totalling only exactly about approximately roughly just precisely "
    "almost around have as obtain find makes simply merely therefore thus hence so of to namely reduces sum "
    "stays remains spans span covers cover sees reaches comes leaves holds stores takes costs occupies counts "
    "it's it’s that's that’s sind ist beträgt ergibt macht vaut donne est "
    "result answer value numerically compute computes learn learns number count counts returns produces"
)
_APPROXIMATES = words("about approximately roughly almost around approx circa nearly")
_SYMBOL_MACROS = lazy(
    r"\\(?:frac|dfrac|tfrac|sqrt|cdot|times|div|pi|binom|ln|log|exp|sin|cos|tan|tanh|arctan|arcsin|arccos|circ|degree|boxed|lfloor|rfloor|lceil|rceil|%)$"
)
_COMPARATIVES = words(
    "faster slower larger smaller bigger more fewer less higher lower longer shorter cheaper speedup "
    "speed-up reduction compression improvement as the"
)
_FUNCTION_WORDS = words("pi sqrt exp ln log log2 log10 lg e floor ceil")


def terms(tokens: list[Token]) -> list[Term]:
    """The runs of tokens that are arithmetic over plain numbers, and not part of a symbolic expression."""
    found = []
    k = 0
    while k < len(tokens):
        if k % 64 == 0:
            tick()
        run = _run(tokens, k)
        if run is None:
            k += 1
            continue
        first, last = run
        term = None if _tainted(tokens, first, last) else _term(tokens, first, last)
        if term is not None:
            found.append(term)
            last = max(last, term.last)
        k = last + 1
    return found


def _run(tokens: list[Token], k: int) -> tuple[int, int] | None:
    """The longest run of arithmetic tokens from `k`; remarks and words in it are stepped over only in sums."""
    last = k - 1
    depth = 0
    for at in range(k, len(tokens)):
        token = tokens[at]
        if token.kind == "number":
            if (
                at > k
                and tokens[at - 1].kind == "number"
                and not _is_mixed(tokens, at - 1)
                and not (at > k + 1 and tokens[at - 2].text == "_")
            ):
                break
        elif token.kind == "macro":
            if not _SYMBOL_MACROS.match(token.text) or token.text in (r"\circ", r"\degree", r"\boxed"):
                break
        elif token.kind == "word" and token.text == "x" and at > k and tokens[at - 1].kind == "number":
            if at + 1 >= len(tokens) or tokens[at + 1].kind != "number":
                break
        elif token.kind == "word" and token.text in _FUNCTION_WORDS:
            powered = at + 1 < len(tokens) and tokens[at + 1].kind == "power"
            if token.text == "e" and not powered and not (at > k and tokens[at - 1].text == "/"):
                break
        elif token.text in "([{" and token.kind == "sign":
            if token.remark or (token.text in "([" and token.space and at > k and tokens[at - 1].kind == "number"):
                break
            depth += 1
        elif token.text in ")]}" and token.kind == "sign":
            if depth == 0:
                break
            depth -= 1
        elif token.text == "_":
            if at == k or tokens[at - 1].text not in (r"\log", "log"):
                break
        elif token.kind not in ("sign", "power"):
            break
        last = at
    if last < k:
        return None
    return k, last


def _is_mixed(tokens: list[Token], at: int) -> bool:
    """`1 1/2`: a whole number with a proper fraction behind it."""
    parts = [t.text for t in tokens[at : at + 4]]
    return (
        len(parts) == 4
        and parts[2] == "/"
        and parts[0].isdecimal()
        and parts[1].isdecimal()
        and parts[3].isdecimal()
        and int(parts[1][:9]) < int(parts[3][:9])
    )


def _term(tokens: list[Token], first: int, last: int) -> Term | None:
    """The value of a run; signs that belong to the words around it are left off."""
    while first <= last and tokens[first].text in "+*/·×÷!%)]}_" + "^" and tokens[first].kind in ("sign", "power"):
        first += 1
    while last >= first and (
        (tokens[last].text in "-+*/·×÷([{_^" and tokens[last].kind in ("sign", "power"))
        or (tokens[last].text == r"\times" and last + 1 == len(tokens))
    ):
        last -= 1
    while first <= last and not any(
        t.kind == "number" or t.text in (r"\pi", "π", "pi", "e") for t in tokens[first : last + 1]
    ):
        return None
    if first > last:
        return None
    for begin, end in ((first, last), (first + 1, last)):
        if begin > end or (begin > first and tokens[first].kind != "sign"):
            continue
        found = amount(" ".join(t.text for t in tokens[begin : end + 1]))
        if found is not None:
            # "filter - 27 weights": a dash with blanks around it behind a word is no minus sign
            if tokens[begin].text == "-" and begin > 0 and tokens[begin].kind == "sign" and _is_dash(tokens, begin):
                begin += 1
                found = amount(" ".join(t.text for t in tokens[begin : end + 1])) or found
            behind = [t.text.lower() for t in tokens[end + 1 : end + 4]]
            if len(behind) == 3 and behind[0] == "in" and tokens[end + 2].kind == "number":  # a 1 in 4 chance
                below = amount(behind[1])
                if behind[2] in ("chance", "probability", "odds") and below is not None and below.value:
                    return Term(begin, end + 2, Quantity(found.value / below.value))
            if behind[:1] == ["in"] and found.value > 0 and _is_rate(tokens, begin, end, found):  # 3 in 8
                below = amount(behind[1])
                assert below is not None
                return Term(begin, end + 2, Quantity(found.value / below.value))
            powered = [t.kind for t in tokens[end + 4 : end + 5]] == ["power"]  # "15 out of 3^4 = 81"
            if (
                [t.text.lower() for t in tokens[end + 1 : end + 3]] == ["out", "of"]
                and end + 3 < len(tokens)
                and not powered
            ):
                below = amount(tokens[end + 3].text) if tokens[end + 3].kind == "number" else None
                if below is not None and below.value:
                    return Term(begin, end + 3, Quantity(found.value / below.value))
            return _with_smaller(tokens, Term(begin, end, _quantity(tokens, begin, end, found)))
    return None


_SMALLER = {"h": "min", "min": "s", "day": "h"}


def _with_smaller(tokens: list[Token], term: Term) -> Term:
    """`2 h 30 min` is one quantity."""
    larger = term.quantity
    at = term.last + 2
    if larger.unit not in _SMALLER or not isinstance(larger.value, Fraction) or larger.value.denominator > 1:
        return term
    if at < len(tokens) and tokens[at].text in ("and", "und", ","):
        at += 1
    found = amount(tokens[at].text) if at + 1 < len(tokens) and tokens[at].kind == "number" else None
    if found is None or _unit_behind(tokens, at, exact=True) != _SMALLER[larger.unit] or found.value < 0:
        return term
    by = ratio(_SMALLER[larger.unit], larger.unit)
    assert by is not None
    return Term(term.first, at, Quantity(larger.value + Fraction(found.value) * by, found.half * by, 0, larger.unit))


def _is_rate(tokens: list[Token], begin: int, end: int, found: Amount) -> bool:
    """Is `3 in 8` all that is stated here, so that it is a share?"""
    below = amount(tokens[end + 2].text) if tokens[end + 2 : end + 3] and tokens[end + 2].kind == "number" else None
    if below is None or not isinstance(found.value, Fraction) or found.value.denominator > 1 or below.half:
        return False
    before = tokens[begin - 1] if begin else None
    after = tokens[end + 3] if end + 3 < len(tokens) else None
    stated = before is None or before.kind == "relation" or before.text.lower() in STATES
    return stated and found.value < below.value and (after is None or after.text in ".,;)")


def _is_dash(tokens: list[Token], k: int) -> bool:
    before, after = tokens[k - 1], tokens[k + 1] if k + 1 < len(tokens) else None
    worded = (before.kind in ("word", "words") and before.text.lower() not in STATES) or before.text in ")]"
    return bool(worded and tokens[k].space and after is not None and after.space)


def _tainted(tokens: list[Token], first: int, last: int) -> bool:
    """Does a symbol belong to the run, so that it is part of an expression and no number by itself?"""
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and not tokens[first].remark:
        if before.kind == "index" and (not tokens[first].space or tokens[first].text in "+-*/·×([^"):
            return True
        if before.kind == "macro" and not before.text.startswith((r"\boxed", r"\therefore", r"\Rightarrow")):
            return True
        if (
            before.kind == "word"
            and _is_symbol(before, tokens, first - 1)
            and (not tokens[first].space or tokens[first].text in "+-*/·×([^")
        ):
            return True
        if before.text in ")]}" and before.kind == "sign" and not before.remark and tokens[first].text in "+-*/·×^":
            return True
    if after is None or after.remark:
        return False
    if after.text in ("x", r"\times") and (last + 2 == len(tokens) or tokens[last + 2].text.lower() in _COMPARATIVES):
        return after.text == "x" and last + 2 == len(tokens)  # 4× faster
    if after.kind == "macro":
        if after.text == r"\mu" and tokens[last + 2 : last + 3] and unit_of(_worded(tokens[last + 2])) == "s":
            return False  # 120 µs
        return after.text not in (
            r"\circ",
            r"\degree",
            r"\qed",
            r"\square",
            r"\checkmark",
            r"\ldots",
            r"\dots",
            r"\end",
        )
    if after.kind == "word" and tokens[last].text in ("*", "/", "+", "·", "×") and not unit_of(after.text):
        return True  # 2 * layers * heads
    if after.kind == "word":
        return _is_symbol(after, tokens, last + 1) and (not after.space or tokens[last].text in "+-*/·×")
    if after.kind == "other":
        return after.text.isalpha() or after.text in "∂∇√∑Σ∏∫‖|∞"
    return after.kind == "index"


def _worded(token: Token) -> str:
    """The first word of a token: `s` of `\\text{s}`."""
    text = token.text[token.text.index("{") + 1 : -1] if token.kind == "words" else token.text
    return text.strip().split(" ")[0].rstrip(".,")


def _is_symbol(token: Token, tokens: list[Token], k: int) -> bool:
    """A letter or an indexed name, rather than a word of a sentence or a unit."""
    text = token.text
    if unit_of(text) or text in ("a", "I", "B"):
        return False
    if k + 1 < len(tokens) and tokens[k + 1].text in ("_", "^"):
        return True
    return len(text) == 1 or any(c.isdigit() or c == "_" for c in text)


def _unit_behind(tokens: list[Token], last: int, exact: bool) -> str:
    """The unit behind a number: `GB`, `\\mu s`, `kilowatt hours`, `tokens` is none, `GB / s`."""
    following = tokens[last + 1 : last + 5]
    if not following:
        return ""
    head = following[0]
    word = head.text
    if head.kind == "words":
        inner = word[word.index("{") + 1 : -1].split()
        word = inner[0].rstrip(".,") if inner else ""
        two = "-".join(inner[:2]).rstrip(".,")
    elif word == r"\mu" and len(following) > 1:
        word = two = "u" + _worded(following[1])
        following = following[1:]
    else:
        two = f"{word}-{following[1].text}" if len(following) > 1 else ""
    unit = unit_of(two) or unit_of(word)
    if word in ("B", "b") and (exact or "e" in tokens[last].text):
        unit = "B"
    after = following[1] if len(following) > 1 else None
    if not unit and word in SPACED and (head.space or head.kind == "words"):
        joined = after is not None and (after.kind in ("index", "power") or after.text in "*·×+([")
        joined = joined or (after is not None and after.kind == "number" and not _followed_by_unit(following[2:3]))
        lone = after is not None and after.kind == "word" and len(after.text) == 1
        unit = "" if joined or lone else SPACED[word]
    if unit and after is not None and len(following) > 2:
        rate = (after.text, following[2].text.lower().rstrip("."))
        if rate[0] in ("/", "per") and rate[1] in ("s", "sec", "second"):
            unit += "/s"
    return unit


def _followed_by_unit(tokens: list[Token]) -> bool:
    return bool(tokens) and bool(unit_of(tokens[0].text))


def _quantity(tokens: list[Token], first: int, last: int, found: Amount) -> Quantity:
    value, half, digits = found.value, found.half, found.digits
    unit = ""
    if tokens[last].text in ("%", r"\%"):
        unit, value, half = "%", value * 100, half * 100
    if not unit:
        unit = _unit_behind(tokens, last, exact=found.digits == 0)
    about = False
    for token in reversed(tokens[max(0, first - 2) : first]):
        about = about or token.text in ("≈", r"\approx", r"\simeq", "~", r"\sim") or token.text.lower() in _APPROXIMATES
    if about and not digits and isinstance(value, Fraction) and value.denominator == 1:
        shown = str(abs(value.numerator))
        zeros = len(shown) - len(shown.rstrip("0"))
        half, digits = Fraction(10**zeros, 2), len(shown) - zeros
    source = " ".join(t.text for t in tokens[first : last + 1]) if isinstance(value, float) and unit != "%" else ""
    return Quantity(value, half, digits, unit, about, source)
