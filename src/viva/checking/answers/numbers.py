r"""Numbers: the headline number of the reply against the key, within the reply's own rounding and no wider.

>>> from viva.kinds import Number
>>> from viva.reading.replies import read_reply
>>> from viva.types import Part
>>> part = Part("3a", "the number of learnable parameters", Number(), key=lambda draw: 108, shown=lambda draw: "108")
>>> reading = read(read_reply("**Answer: 112 learnable parameters** (or 108 if we ignore biases)"), part)
>>> reading.answer.read_as, reading.answer.asides
('112', ('108',))
>>> same(reading.value, 108, part)
Comparison(equal=False, method='compared as exact numbers', counterexample='112 is not 108', reason='', steps=())

An integer or a fraction is exact. A decimal stands for every number that rounds to it: 0.333 is 1/3, 0.334 is not.
With a single significant digit that is too coarse to decide. Percentages compare with fractions; bytes, bits and
their multiples are converted (64 KiB is not 64 MiB); other units are not judged.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.kinds import Number
from viva.reading.budget import tick
from viva.reading.locate import Candidate, candidates
from viva.reading.numbers import IN_ALL, Headline, headline, lone_number
from viva.reading.patterns import lazy
from viva.reading.quantities import STATES, Quantity
from viva.reading.replies import Reply
from viva.reading.units import ratio
from viva.types import Answer, Part, Span

EXACT = 1e-9  # relative error of float arithmetic that counts as none


def _without_case(text: str, part: Part) -> str:
    """The text without the case that the question is about, where its value follows: "n = 1 gives 0", "n = 1: 0"."""
    if not (isinstance(part.kind, Number) and part.kind.over is not None):
        return text
    for name, value in part.kind.over.given.items():
        case = (
            rf"(?<![\w\\]){re.escape(name)}\s{{0,3}}=\s{{0,3}}{value}\b"
            r"(?=\s{1,3}(?:gives?|yields?|leaves?|makes?)\b|[$*\s]{0,4}:)"
        )
        text = re.sub(case, lambda m: " " * len(m[0]), text)
    return text


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The number that the reply states for the part."""
    asked = _asked(part.asks)
    counted = bool(_COUNT.search(part.asks))
    wrong = _denied(reply.text)
    unreadable: Candidate | None = None
    labelled: tuple[Candidate, Headline] | None = None  # a statement whose bold words are only its label
    for candidate in candidates(reply, part):
        tick()
        if candidate.rank >= 6 and unreadable is not None:
            break
        if candidate.rank <= 3 and _TUPLE.fullmatch(candidate.text):
            unreadable = candidate
            break
        text = _without_case(_total_row(candidate.text), part)
        if wrong is not None and candidate.rank:
            text = wrong.sub(lambda m: " " * len(m[0]), text)
        found = headline(text, asked, first=candidate.found_by in ("marked final", "boxed"))
        if (
            found is not None
            and counted
            and candidate.rank
            and (_counts_else(text, found, part.asks) or _compares(text, found))
        ):
            found = headline(_LAST_CLAUSE.sub("", text[: found.start]), asked)
        if found is not None and candidate.rank and (_talked_of(text, found) or (counted and _compares(text, found))):
            continue
        if found is not None and candidate.rank <= 3 and _BOUND.search(text[max(0, found.start - 24) : found.start]):
            unreadable = candidate  # −1 ≤ x < 3
            break
        if found is not None and (candidate.rank < 4 or _states(text, found)):
            if candidate.rank in (6, 16):
                break
            if candidate.found_by == "bold" and not _in_bold(candidate.text, found):
                labelled = labelled or (candidate, found)
                continue
            if labelled is not None and not _follows(candidate, labelled[0]):
                continue
            return _reading(reply, candidate, found)
        option = candidate.found_by == "marked final" and _OPTION.fullmatch(candidate.text)
        if option or (candidate.rank == 0 and _symbolic(candidate.text)) or (found is None and _LIMIT.search(text)):
            unreadable = candidate
            break
    if labelled is not None:
        return _reading(reply, *labelled)
    if unreadable is None and (commented := _commented(reply)) is not None:
        return commented
    if unreadable is None:
        for candidate in candidates(reply, part):
            tick()
            if candidate.rank == 4 and (lone := lone_number(candidate.text)) is not None:
                return _reading(reply, candidate, lone)
        from viva.reading.sole_numbers import sole_number  # few replies need it

        if (sole := sole_number(_without_case(reply.text, part))) is not None:
            whole = Candidate(reply.text, Span(0, len(reply.text)), "its only number", 4, Span(0, len(reply.text)))
            return _reading(reply, whole, sole)
    if unreadable is not None:
        span = unreadable.span
        answer = Answer(reply.quote(span), span, "", unreadable.found_by)
        return Unread("the answer is no plain number", answer)
    return Unread("no number is stated as the answer")


# "So the 36 from the beginning was wrong", "please ignore the 144"
_DENIED = lazy(
    r"\b(?:the|my|that|this)\s+[$*]*(?P<number>-?\d[\d,]*(?:\.\d+)?)[$*]*(?=(?:\s+[a-z]+){0,6}?"
    r"\s+(?:was|is|were|had been)\s+(?:\w+\s+)?(?:wrong|incorrect|an? (?:mistake|error|slip)"
    r"|mistaken|not (?:right|correct)|false)\b)"
    r"|\b(?:ignore|forget|disregard|discard|scratch|drop)(?:\s+(?:about|the|my|that|this|first|earlier)){1,3}\s+"
    r"[$*]*(?P<other>-?\d[\d,]*(?:\.\d+)?)[$*]*",
    re.IGNORECASE,
)


def _denied(text: str) -> re.Pattern[str] | None:
    """The numbers of which the text says that they were wrong."""
    if "wrong" not in text and "mista" not in text and "correct" not in text and not _ORDERS.search(text):
        return None
    wrong = {match["number"] or match["other"] for match in _DENIED.finditer(text)}
    return re.compile(rf"(?<![\d.,])(?:{'|'.join(map(re.escape, sorted(wrong)))})(?![\d]|[.,]\d)") if wrong else None


_ORDERS = lazy(
    r"\b(?:ignore|forget|disregard|discard|scratch|drop|slip|error|false|not right)\b",
    re.IGNORECASE,
    needs="drop|slip|error|false|ignore|forget|discard|scratch|disregard|not right",
)


_BOLD = lazy(r"\*\*[^*\n]*\*\*|__[^_\n]*__|\\(?:math|text)bf\s*\{[^{}]*\}|<(b|strong)>.*?</\1>|\\mathbf\s*\S")


# A statement that is nothing but a point or a shape, "Hence (1, 2)": the numbers before it are steps.
_TUPLE = lazy(
    r"[\s*_$]*+(?:hence|thus|so|therefore|(?:final )?answer|⇒|→)?[\s*_$:,]*+"
    r"(?:the (?:point|shape|vector) (?:is|=))?[\s$]*+"
    r"[(\[]\s*[-−]?\d+(?:\s*,\s*[-−]?\d+)+\s*[)\]][\s*_$.]*",
    re.IGNORECASE,
)
_SUBJECT = lazy(
    r"[\s$*)\\]*(?:(?:in|of|under|inside)\s[^.;=]{1,40}?\s)?"
    r"(?:(?:is|are|becomes?|can be|may be)\s+(?:then\s+)?(?:negligible|neglected|irrelevant|dominated|swamped)"
    r"|does not matter|doesn['’]t matter|cancels|drops out|disappears|falls away|plays no role)\b",
    re.IGNORECASE,
)
_OPTION = lazy(r"[\s*_$(]*[A-J][\s*_$).]*")
_LIMIT = lazy(r"\\lim\s*_[^=\n]{1,80}=\s*\\?[A-Za-z]")  # a limit that is no number
_BOUND = lazy(r"[<≤]\s*[A-Za-zα-ω]\s*[<≤]\s*$|\\leq?\s*[a-z]\s*(?:<|\\leq?\s)\s*$", needs=r"≤|<|\le")
_THE = lazy(r"\b(?:the|this|that)\s+[$\\(]*$", re.IGNORECASE)


def _talked_of(text: str, found: Headline) -> bool:
    """ "The 1 is negligible, so …": of the number something is said, it is not stated as a value."""
    return bool(_SUBJECT.match(text, found.end, found.end + 90) and _THE.search(text[: found.start]))


_COUNT = lazy(
    r"^\W*(?:the )?(?:total )?(?:number|count) of|^\W*how many\b", re.IGNORECASE, needs="how many|count of|number of"
)
_ELSE = lazy(
    r"[\s$*]*(?:\\text\{)?\s*(?:[kKMGT]i?B\b|B\b|bytes|bits|(?:float|floating)|multiplications|multiply|operations|ops\b"
    r"|FLOPs?|MACs?|additions|positions|pixels|seconds|ms\b)",
    re.IGNORECASE,
)
_LAST_CLAUSE = lazy(r"(?:,|;|\bso\b|\.\s)[^,;]*$")


def _counts_else(text: str, found: Headline, asks: str) -> bool:
    """Is the number one of something that was not asked for: "108 parameters, so 108 · 4 = 432 bytes"?"""
    counted_in = _ELSE.match(text, found.end, found.end + 40) or _ELSE.search(
        text[found.start : found.end].lstrip("0123456789.,· ")
    )
    return counted_in is not None and counted_in[0].strip(" $*").lower().rstrip("s") not in asks.lower()


_RATIO = lazy(r"\b(?:ratio|percentage|proportion|fraction|quotient)\b[^.;]{0,40}$", re.IGNORECASE)


def _compares(text: str, found: Headline) -> bool:
    """ "That is roughly 36 % of the ordinary layer": a comparison of counts is no count."""
    per_cent = (
        re.match(r"[\s$\\]*(?:%|percent|per cent)", text[found.end : found.end + 12])
        or "%" in text[found.start : found.end]
    )
    return bool(per_cent) or bool(_RATIO.search(text[max(0, found.start - 90) : found.start]))


def _in_bold(text: str, found: Headline) -> bool:
    return any(bold.start() <= found.start < bold.end() for bold in _BOLD.finditer(text))


def _follows(candidate: Candidate, labelled: Candidate) -> bool:
    """Is it a displayed formula further on, which a bold title introduced?"""
    displayed = candidate.text.lstrip().startswith(("$$", r"\[", r"\begin"))
    return displayed and candidate.rank <= 4 and candidate.span.start > labelled.span.start


def _reading(reply: Reply, candidate: Candidate, found: Headline) -> Reading:
    span = Span(candidate.span.start + found.start, candidate.span.start + found.end)
    asides = tuple(str(aside) for aside in found.asides)
    return Reading(Answer(reply.quote(span), span, str(found.number), candidate.found_by, asides), found.number)


_DASH = lazy(r"\s+[–—-]\s+[a-z]", needs="-|—|–")
_COLUMN = lazy(r"(?m)^[ \t]*\+[ \t]*\d[\d,.]*[ \t]*\n[ \t]*[-–—_=]{2,}[ \t]*\n[ \t]*(?P<said>\d[\d,.]*)[ \t]*$")
_COMMENT = lazy(r"(?m)^[^#\n]{0,200}[\w)\]][ \t]+(?:#|//)[ \t]*(?P<said>[^\n]{1,80})$")


def _commented(reply: Reply) -> Reading | None:
    """What the comment behind the last line of code says, `a.numel() + b.numel()  # 39`; a sum below its rule."""
    sums = list(_COLUMN.finditer(reply.text)) if "+" in reply.text else []
    if len(sums) == 1 and (total := headline(sums[0]["said"])) is not None:
        span = Span(*sums[0].span("said"))
        return _reading(reply, Candidate(sums[0]["said"], span, "a sum", 4, span), total)
    lines = list(_COMMENT.finditer(reply.text)) if "#" in reply.text or "//" in reply.text else []
    if not lines or re.search(r"\w", reply.text[lines[-1].end() :]):
        return None
    said = lines[-1]
    found = headline(said["said"]) or lone_number(said["said"])
    span = Span(*said.span("said"))
    return _reading(reply, Candidate(said["said"], span, "a comment", 4, span), found) if found is not None else None


_THEN_OR = re.compile(r"[\s$*]*(?:%|[A-Za-z]{1,5}\b)?,?\s+(?:or|though|although|not|as|because|since)\b")


def _states(text: str, found: Headline) -> bool:
    """Is the number of a plain statement stated as a value, rather than mentioned?"""
    if not re.search(r"\w", text[: found.start]) and (
        _PREDICATE.match(text, found.end) or _THEN_OR.match(text, found.end)
    ):
        return True  # "30,000 candidates are scored", "12, or 16 if …"
    if IN_ALL.match(text, found.end) or (not re.search(r"\w", text[: found.start]) and _DASH.match(text, found.end)):
        return True  # "10 – half of 20", "27 here, 12 there, 39 altogether"
    if not re.search(r"\w", text[: found.start]) and text[found.start : found.start + 1].isalpha():
        return True  # "One quarter, a factor of 4 fewer"
    before = text[: found.start].rstrip(" $\\([{*_`")
    for said in (before, _ABOUT.sub("", before)):
        last = _LAST_WORD.search(said)
        if not re.search(r"\w", said) and re.search(r"\w", before):
            return True  # "about 61.7 thousand"
        if _RELATION_BEFORE.search(said) or (last is not None and last[0].lower() in _SAYS - _VAGUE):
            return True
    bare = re.sub(r"[\s*_$.`>#\-•|]", "", text)
    return len(bare) <= found.end - found.start + 14


_PREDICATE = lazy(
    r"[*_$]*(?:\s+[a-z-]{3,}){0,3}\s+(?:are|is|were|remain|stay|suffice|survive)\b",
    needs="is|are|stay|were|remain|suffice|survive",
)
_SAYS = STATES | {"together", "altogether", "prints", "outputs", "makes", "total"}
_VAGUE = {"about", "approximately", "roughly", "almost", "around"}  # "far below that, at about 0.9"
_RELATION_BEFORE = lazy(
    r"(?:[=≈→:]|->|=>|\\approx|\\to|\\rightarrow|\bi\.e\.,?|\bthat is,?|\bin other words,?|\bor equivalently,?"
    r"|\b(?:com|turn|work|cam)\w* out(?: (?:at|to|as|to be))?)$"
)
_LAST_WORD = lazy(r"[A-Za-z][A-Za-z'’]*$")
_ABOUT = lazy(
    r"(?:^|\s+)(?:at|only|exactly|about|approximately|roughly|around|just|precisely|nearly|almost"
    r"|rund|etwa|circa|environ|genau|(?:so|also) (?:rund|etwa|about|roughly)"
    r"|(?:rounded )?(?:to|with) (?:\d|one|two|three|four|five) (?:decimals?(?: places)?|places|digits"
    r"|significant (?:digits|figures)))[,:]?$",
    re.IGNORECASE,
)


def _total_row(text: str) -> str:
    """Of a table only the row that states the total; the rest blanked, so that offsets stay.

    Of a row with several numbers it is the last cell, where that is bold or stands below "Total" or "Sum".
    """
    lines = text.split("\n")
    if len(lines) < 3 or sum(line.lstrip().startswith("|") or "\t" in line for line in lines) < len(lines) - 1:
        return text
    total = [k for k, line in enumerate(lines) if k and _TOTAL.search(line)]
    kept = [line if k in total else " " * len(line) for k, line in enumerate(lines)]
    for k in total:
        row = lines[k].rstrip().rstrip("|")
        start = max(row.rfind("|"), row.rfind("\t")) + 1
        head = re.split(r"[|\t]", lines[0].rstrip().rstrip("|"))[-1]
        if "**" in row[start:] or _TOTAL.search(head):
            kept[k] = " " * start + lines[k][start:]
    return "\n".join(line.replace("|", " ") for line in kept)


_TOTAL = lazy(r"\b(?:total|sum|all|overall)\b", re.IGNORECASE)


def _symbolic(text: str) -> bool:
    """Does the text hold an answer of another kind (an expression), rather than words only?"""
    return bool(re.search(r"[=^_\\∂∇Σ∑√]|\d", text))


_SAME_NOUN = {
    "parameter": ("parameters", "weights", "weight", "params", "learnable", "trainable", "parameter"),
    "value": ("value",),
}


def _asked(asks: str) -> frozenset[str]:
    words = set(re.findall(r"[a-z]{3,}", asks.lower()))
    for noun, others in _SAME_NOUN.items():
        if noun in words or noun + "s" in words:
            words.update(others)
    return frozenset(words - {"the", "number", "and", "for", "with", "per"})


def same(value: Quantity, key: Any, part: Part) -> Comparison:
    """Is the number read equal to `key`, within the reply's own rounding?"""
    kind = part.kind
    unit, tolerance = (kind.unit, kind.tolerance) if isinstance(kind, Number) else ("", 0.0)
    right: Fraction | float
    right = Fraction(key) if isinstance(key, (int, Fraction)) else _rational(float(key))
    if _foreign(value, unit):
        return Comparison(None, "compared as numbers", reason=f"{value.unit} cannot be compared with {unit}")
    verdicts = [compare(number, right, tolerance) for number in _in_unit(value, unit, right)]
    method = verdicts[0].method
    if any(v.equal for v in verdicts):
        return Comparison(True, next(v.method for v in verdicts if v.equal))
    if any(v.equal is None for v in verdicts):
        return Comparison(None, method, reason=next(v.reason for v in verdicts if v.equal is None))
    return Comparison(False, method, counterexample=f"{value} is not {shown(right)}{' ' + unit if unit else ''}")


def _rational(key: float) -> Fraction | float:
    """The key as a fraction where it is a short one, so that equality is exact: 0.1 is 1/10."""
    near = Fraction(key).limit_denominator(10**6)
    return near if abs(float(near) - key) <= 1e-15 * abs(key) else key


def _in_unit(value: Quantity, unit: str, key: Fraction | float) -> list[Quantity]:
    """The quantity in the unit of the key. A percentage may be meant as a fraction."""
    if value.unit == "%" and unit != "%":
        as_fraction = Quantity(value.value / 100, value.half / 100, value.digits, "", value.about)
        return [as_fraction, value] if not -1 <= key <= 1 else [as_fraction]
    if unit == "%" and value.unit == "":
        return [value, Quantity(value.value * 100, value.half * 100, value.digits, "", value.about)]
    return [converted(value, unit) or value]


def _foreign(value: Quantity, unit: str) -> bool:
    """Is it in a unit of another kind than the key, or of a kind that does not convert (operations and MACs)?"""
    return bool(unit and value.unit) and "%" not in (unit, value.unit) and ratio(value.unit, unit) is None


def converted(value: Quantity, unit: str) -> Quantity | None:
    """The quantity in another unit of its kind; None where the units have nothing to do with each other."""
    by = ratio(value.unit, unit)
    return None if by is None else Quantity(value.value * by, value.half * by, value.digits, unit, value.about)


def compare(number: Quantity, key: Fraction | float, tolerance: float = 0.0) -> Comparison:
    """One number against a key: exactly, or within half a unit in the last place that the reply gives."""
    value = number.value
    if isinstance(value, Fraction) and isinstance(key, Fraction) and value == key:
        return Comparison(True, "compared as exact numbers")
    distance = abs(Fraction(value) - Fraction(key))
    size = max(abs(Fraction(key)), Fraction(1, 10**12))
    if (isinstance(value, float) or isinstance(key, float)) and distance <= Fraction(EXACT) * size:
        return Comparison(True, "compared as numbers, relative error below 1e-9")
    if tolerance and distance <= Fraction(tolerance) * size:
        return Comparison(True, f"compared as numbers, relative tolerance {tolerance:g}")
    if number.half and distance <= number.half * Fraction(1_000_001, 1_000_000):
        if number.digits < 2:
            return Comparison(
                None,
                "compared within the reply's own rounding",
                reason="it is rounded to a single digit, which decides nothing",
            )
        return Comparison(True, f"compared within the reply's own rounding, ± {float(number.half):g}")
    exact = not number.half and not isinstance(value, float) and not isinstance(key, float)
    return Comparison(False, "compared as exact numbers" if exact else "compared within the reply's own rounding")


def shown(value: Fraction | float) -> str:
    """A number for a reader: integers and short fractions exactly."""
    if isinstance(value, Fraction) and (
        value.denominator == 1 or max(abs(value.numerator), value.denominator) < 10_000
    ):
        return str(value)
    return f"{float(value):.10g}"
