r"""The headline number of a statement: which of its numbers is the one that it states.

>>> found = headline("Total = 27 (depthwise) + 12 (pointwise) = 39 parameters (46 with biases)")
>>> found.number.value, [str(aside) for aside in found.asides]
(Fraction(39, 1), ['46'])

Each quantity is weighed by what stands around it: behind "=", "is" or "needs" it is stated; as "3-channel",
"224 × 224 image", "n = 1", "step 2" or inside a remark in parentheses it is not. Of a chain "27 + 12 = 39" the end
counts. The numbers of the reply are never compared with the key here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import prod

from viva.reading.normal import Normal, normalise
from viva.reading.number_tokens import Token, tokenise
from viva.reading.number_weights import CONDITIONS, noun, nouns_after, weight
from viva.reading.number_words import spelled
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity, Term, terms, words
from viva.reading.units import unit as unit_of

MAX_LENGTH = 20_000  # code points of a statement; a longer one states no single number


@dataclass(frozen=True)
class Headline:
    """The number that a statement states, where it stands in the statement's text, and what stands beside it."""

    number: Quantity
    start: int
    end: int
    asides: tuple[Quantity, ...] = ()


_TOGETHER = words("together altogether makes making total totals totalling")
_WHICH = words("which that this it so and both together altogether")
_CLOSES = words("in all altogether overall together and")
_ABOUT = words("about approximately roughly around approx circa ca rund etwa environ")
_OTHER_CASE = words(
    "bias biases with if including instead unlike versus vs than whereas while would but not compared per without "
    "because since bytes standard ordinary regular full usual normal conventional plain dense layer"
)
_FOLLOWS = words("so i.e hence thus which because since as with not")
_OR = frozenset(("or", "alternatively", "respectively"))


def headline(text: str, asked: frozenset[str] = frozenset(), first: bool = False) -> Headline | None:
    """The number that the statement `text` states, or None if it states none.

    `asked` holds nouns of what is asked ("parameters"), which then are no foreign nouns. Of numbers that are stated
    alike the last is taken, or the `first` where the text is what follows "Answer:".
    """
    if len(text) > MAX_LENGTH:
        return None
    normal = normalise(text)
    if (opening := _opens_in_words(normal) or _closes_in_words(normal)) is not None:
        return opening
    tokens = tokenise(normal.text)
    found = _without_spreads(tokens, terms(tokens))
    for term in found:
        term.weight = weight(tokens, term, asked)
    if found and _opens(tokens, found[0], first):
        found[0].weight += 8
    _chain(tokens, found)
    _closing(tokens, found, asked)
    bolds = [bold.span() for bold in _BOLD.finditer(normal.text)]
    for term in found if bolds else ():
        if any(start <= tokens[term.first].start < end for start, end in bolds):
            last = len(bolds) == 1 and term is found[-1] and term.weight > 0
            term.weight = max(other.weight for other in found) + 3 if last else term.weight + 3
    best = max((term.weight for term in found), default=-1)
    if best < 1:
        return _named(normal)
    leading = [t for t in found if t.weight >= best - 1]
    chosen = leading[0] if first else leading[-1]
    if not first and len(leading) > 1:
        chosen = _before_or(tokens, leading)
        if _contrasted(tokens, leading):
            return None
    if _left_open(tokens, found, chosen):
        return None
    start, end = normal.raw_span(tokens[chosen.first].start, _unit_end(tokens, chosen))
    asides = tuple(
        dict.fromkeys(
            t.quantity
            for t in found
            if t is not chosen and t.quantity.value != chosen.quantity.value and _is_aside(tokens, t)
        )
    )
    return Headline(chosen.quantity, start, end, asides)


def _opens(tokens: list[Token], term: Term, first: bool) -> bool:
    """Does the statement open with the number alone: "98.304 MB; in half precision it is 49.152 MB"?"""
    if any(
        t.text not in "≈~-+$" and t.text != r"\approx" and t.text.lower() not in _ABOUT for t in tokens[: term.first]
    ):
        return False
    k = term.last + 1
    if term.quantity.unit and k < len(tokens) and tokens[k].kind in ("word", "words"):
        k += 1
    if [t.text for t in tokens[k : k + 1]] == [","] and k + 1 < len(tokens):
        if tokens[k + 1].text in _FOLLOWS:
            return True
        said = [t.text for t in tokens[k + 1 : k + 6]]
        if said[:4] == ["i", ".", "e", "."] and tokens[k + 5 : k + 6] and tokens[k + 5].kind == "word":
            return True  # "About 0.27, i.e. each GPU works only 8/11 of the time"
    after = tokens[k].text if k < len(tokens) else ""
    if after == "(" and tokens[k].remark:
        return True
    dash = after == "-" and tokens[k].space and [t.space and t.kind == "word" for t in tokens[k + 1 : k + 2]] == [True]
    return after == ";" or dash or (first and after in (",", "."))  # "10 – the drop rate 0.2 times 50"


_BOLD = lazy(r"\*\*[^*\n]+\*\*|</?(b|strong)>[^<\n]+</\1>")


def _contrasted(tokens: list[Token], leading: list[Term]) -> bool:
    """Are two numbers stated of two things, "2 bits, while the code has 1.75", so that neither is the answer's?"""
    return any(
        t.text.lower() in ("while", "whereas") and not t.remark
        for earlier, later in pairwise(leading)
        if earlier.quantity.value != later.quantity.value
        for t in tokens[earlier.last + 1 : later.first]
    )


_EITHER_SIGN = ("±", r"\pm", "∓", r"\mp")


def _without_spreads(tokens: list[Token], found: list[Term]) -> list[Term]:
    """The terms but for the 0.2 of "81.4 ± 0.2"."""
    ends = {term.last for term in found}
    return [t for t in found if t.first < 2 or tokens[t.first - 1].text not in _EITHER_SIGN or t.first - 2 not in ends]


def _left_open(tokens: list[Token], found: list[Term], chosen: Term) -> bool:
    """ "12 or 16", "x = 2 or x = −2", "±2", "are 2 and 3", and nothing that says when: no single number is stated."""
    if chosen.first and tokens[chosen.first - 1].text in _EITHER_SIGN and not chosen.quantity.unit:
        return True  # "±2 %" is a deviation
    for earlier, later in pairwise(found):
        if chosen not in (earlier, later) or earlier.quantity.value == later.quantity.value:
            continue
        named = [t.text for t in tokens[max(0, earlier.first - 2) : earlier.first]]
        between = [t.text for t in tokens[earlier.last + 1 : later.first] if t.text not in ("$", "*")]
        if len(between) > 2 and between[-1] == "=" and between[-2:] == named:
            between = between[:-2]
        joint = [word.lower() for word in between]
        after = [t.text.lower() for t in tokens[later.last + 1 : later.last + 4]]
        if any(word in CONDITIONS | _OTHER_CASE | {"("} for word in after):
            continue
        if joint == ["or"] or (joint == ["and"] and named[-1:] == ["are"]):
            return True
    return False


def lone_number(text: str) -> Headline | None:
    """The only number of a statement that is not merely a size, a label or a remark: "Of 64 units 10 are dead"."""
    if len(text) > MAX_LENGTH:
        return None
    normal = normalise(text)
    tokens = tokenise(normal.text)
    found = [term for term in _without_spreads(tokens, terms(tokens)) if not tokens[term.first].remark]
    weights = [weight(tokens, term, frozenset()) for term in found]
    worthy = [term for term, size in zip(found, weights, strict=True) if size >= (0 if len(found) == 1 else 1)]
    if len(worthy) != 1 or _left_open(tokens, found, worthy[0]):
        return None
    return Headline(worthy[0].quantity, *normal.raw_span(tokens[worthy[0].first].start, tokens[worthy[0].last].end))


def whole(text: str) -> Quantity | None:
    """The number that the whole text is, formatting, sign, unit and "about" included; None if it is anything else."""
    if len(text) > MAX_LENGTH:
        return None
    normal = normalise(text)
    tokens = tokenise(normal.text)
    found = terms(tokens)
    if len(found) != 1:
        return None
    term = found[0]
    rest = [t for k, t in enumerate(tokens) if not term.first <= k <= term.last]
    unit = any(t.kind == "words" for t in rest)
    if all(
        t.text in ".,;$≈=+"
        or (t.kind == "index" and unit)
        or unit_of(t.text)
        or (t.text == "B" and term.quantity.unit == "B")
        or t.kind == "words"
        for t in rest
    ):
        return term.quantity
    return None


# ---- which term is stated ----------------------------------------------------------------------------------


_RESTATED = lazy(
    r"(?:[a-z]+ )?,? ?(?:i \. e \.|that is|in other words) ?,? ?", needs="that is|i . e .|in other words"
)  # "42 out of 50 right, i.e. 84%"


def _chain(tokens: list[Token], found: list[Term]) -> None:
    """In "27 (depthwise) + 12 (pointwise) = 39" what is said of the first number is meant of the last."""
    for earlier, later in pairwise(found):
        between = [t for t in tokens[earlier.last + 1 : later.first] if not t.remark]
        restated = _RESTATED.fullmatch(" ".join(t.text.lower() for t in between)) is not None
        linked = restated or (
            all(t.kind in ("relation", "sign", "words", "index") for t in between) and not tokens[later.first].remark
        )
        if restated or (linked and any(t.text in "=≈+-·×*" or t.text == r"\approx" for t in between)):
            if [t.text.lower() for t in tokens[max(0, earlier.first - 2) : earlier.first]] == ["out", "of"]:
                later.weight = earlier.weight  # "15 out of 3^4 = 81"
                continue
            if _exact(tokens[earlier.first : earlier.last + 1]) and _same_value(earlier.quantity, later.quantity):
                later.quantity = replace(later.quantity, half=Fraction(0), digits=0)  # 8/10 = 0.8 is not rounded
            later.weight = max(later.weight, earlier.weight) + 1
            earlier.weight -= 4


_GIVEN = lazy(r"[^.%]*|0?\.0*[1-9]")  # 0.1 is a rate that is given, 0.938 is rather a result that was rounded


def _exact(tokens: list[Token]) -> bool:
    return all(_GIVEN.fullmatch(token.text) for token in tokens)


def _same_value(one: Quantity, other: Quantity) -> bool:
    """Exactly, percentages and fractions as well."""
    if not isinstance(one.value, Fraction) or not isinstance(other.value, Fraction) or one.unit != other.unit:
        return False
    return one.value == other.value


def _closing(tokens: list[Token], found: list[Term], asked: frozenset[str]) -> None:
    """The total that closes a sum of parts counts most: "3 · 9 = 27 here and 3 · 4 = 12 there, together 39"."""
    own = [term for term in found if not tokens[term.first].remark]
    if len(own) < 2 or own[-1].quantity.unit:
        return
    *earlier, last = own
    if len(own) > 2 and _adds_up(tokens, earlier, last):
        last.weight = max(term.weight for term in found) + 2
        return
    if len(own) > 2 and tokens[last.first - 1].text == ":" and _multiplied(tokens, earlier, last):
        last.weight = max(term.weight for term in found) + 2
        return
    if last.weight < 1:
        return
    after = noun(tokens, last.last + 1)
    if after and after not in asked | _CLOSES and not any(w in asked for w in nouns_after(tokens, last.last + 1)):
        return
    results = [t for t in earlier if t.first and tokens[t.first - 1].text == "="]
    if not results:
        return
    between = [t.text.lower() for t in tokens[results[-1].last + 1 : last.first]]
    if any(word in _OTHER_CASE for word in between):
        return
    words = [word for word in between if word not in ("*", "a", "of", "in", "all", "exactly")]
    introduced = bool(words) and words[-1] in _TOGETHER
    if introduced and words[-1] in ("makes", "making"):  # not "a full convolution makes 108"
        introduced = words[-1] == "making" or words[-2:-1] == [] or words[-2] in _WHICH
    if between[-1:] == [":"] and not any(word in ".,;" for word in between):
        values = [Fraction(t.quantity.value) for t in results]
        introduced = len(values) > 1 and Fraction(last.quantity.value) in (sum(values), prod(values))
    if introduced:
        last.weight = max(term.weight for term in found) + 2


IN_ALL = lazy(
    r"\s*(?:in (?:total|all|sum|the end)|altogether|together|overall|combined|total)(?![a-z])",
    re.IGNORECASE,
    needs="total|in sum|in all|overall|combined|together|in the end",
)


def _adds_up(tokens: list[Token], earlier: list[Term], last: Term) -> bool:
    """ "27 (depthwise) and 12 (pointwise), 39 in total": what is said to be the total, also where it is miscounted."""
    after = " ".join(t.text.lower() for t in tokens[last.last + 1 : last.last + 3])
    if not IN_ALL.match(after) or tokens[last.first - 1].text not in (",", ";", ":", "-", "→"):
        return False
    between = {t.text.lower() for t in tokens[earlier[0].last + 1 : last.first]}
    return not between & _OTHER_CASE


def _multiplied(tokens: list[Token], earlier: list[Term], last: Term) -> bool:
    """ "7×7 = 49 cells, and there are 32 maps: 1,568": the product of a result and the number behind it."""
    result, factor = earlier[-2:]
    return tokens[result.first - 1].text == "=" and last.quantity.value == (
        Fraction(result.quantity.value) * Fraction(factor.quantity.value)
    )


def _before_or(tokens: list[Token], leading: list[Term]) -> Term:
    """Of "46 parameters (with biases) or 39 (without)" the first is the headline; of a chain the last."""
    for earlier, later in pairwise(leading):
        between = tokens[earlier.last + 1 : later.first]
        if any(t.text.lower() in _OR for t in between):
            return earlier
    return leading[-1]


def _is_aside(tokens: list[Token], term: Term) -> bool:
    remark = tokens[term.first].remark
    joined = any(t.text.lower() in _OR for t in tokens[max(0, term.first - 6) : term.first])
    return (remark or joined) and term.weight > -8


def _unit_end(tokens: list[Token], term: Term) -> int:
    return tokens[term.last].end


_PART_OF = lazy(r"\s+(?:of|as)\b")
_STATED = lazy(
    r"(?:^|^\W*\(?(?:[ivx]{1,4}|[a-h])[).:]|'s"
    r"|\b(?:is|are|equals?|be|becomes?|get|gives?|to|answer|has|have|needs?|total of|yields?|obtain|so|thus|hence"
    r"|therefore)|[=:→])"
    r"[\s*_$:]*(?:(?:just|simply|exactly|identically|always|equal to|also|therefore|thus)\s+){0,2}[\s*_$]*$",
    re.IGNORECASE,
)


_PARTIAL = lazy(r"(?:\s+of [a-z ]{2,30})?\s*(?:$|[,;.(—–])")  # "One quarter, a factor of 4 fewer"
_A_NOUN = lazy(r"\s+[a-z]{3,}")
_COUNT = lazy(
    r"(?:\s+[a-z-]+){0,3}?\s*(?:$|,\s*(?:i\.\s?e\.|that is|because|since|as\b|or\b)|\s\(|;|—|\.\s*$)", re.IGNORECASE
)
_WITH_UNIT = lazy(r"\s+(?:of )?(?:an? )?(?P<unit>[A-Za-z]+(?:[ -]hours?)?)(?![A-Za-z])")


def _opens_in_words(normal: Normal) -> Headline | None:
    """A statement that opens with a number in words, which what follows only explains: "Half a GiB. (…)"."""
    text = normal.text
    start = len(text) - len(text.lstrip(" \t\n*_$>-(≈~"))
    if not text[start : start + 1].isalpha():
        return None
    number = next(iter(spelled(text[start : start + 60])), None)
    if number is None or number.start:
        return None
    end = start + number.end
    unit = _unit(text, end)
    after = unit.end() if unit else end
    if unit is None and number.words == "one":
        return None
    if " in " in number.words:  # "one in every 256 weights"
        named = _A_NOUN.match(text, after)
        after = named.end() if named else after
    ends = (_PARTIAL if number.value.denominator > 1 or unit else _COUNT).match(text, after)
    if ends is None:
        return None
    quantity = Quantity(number.value, unit=unit_of(unit["unit"].replace(" ", "-"))) if unit else Quantity(number.value)
    return Headline(quantity, *normal.raw_span(start, after))


def _closes_in_words(normal: Normal) -> Headline | None:
    """A statement that comes to a fraction in words: "8 of 32 channels, so a fourth."."""
    text = normal.text.rstrip(" \t\n*_$.")
    number = next((n for n in spelled(text[-40:]) if n.end == len(text[-40:])), None)
    if number is None or number.value.denominator == 1:
        return None
    start = len(text) - (number.end - number.start)
    if not _COMES_TO.search(text[:start]):
        return None
    return Headline(Quantity(number.value), *normal.raw_span(start, len(text)))


_COMES_TO = lazy(
    r"(?:\b(?:so|thus|hence|therefore|i\.\s?e\.|that is)|=|→|⇒),?\s*(?:only |exactly |just )?$", re.IGNORECASE
)


def _unit(text: str, end: int) -> re.Match[str] | None:
    found = _WITH_UNIT.match(text, end)
    return found if found is not None and len(found["unit"]) > 1 and unit_of(found["unit"].replace(" ", "-")) else None


def _named(normal: Normal) -> Headline | None:
    """A number in words: "is zero", "vanishes", "twenty-seven parameters"."""
    text = normal.text
    found: Headline | None = None
    for number in spelled(text):
        before, after = text[: number.start], text[number.end :]
        if number.value.denominator > 1 and _PART_OF.match(after):
            continue
        stated = _STATED.search(before[-60:])
        named = _unit(text, number.end)
        alone = not re.search(r"\w", before) and not re.search(r"\w", text[named.end() :] if named else after)
        if alone or (stated and number.words != "one"):
            start, end = normal.raw_span(number.start, number.end)
            unit = _unit(text, number.end)
            found = Headline(Quantity(number.value, unit=unit_of(unit["unit"]) if unit else ""), start, end)
    if found is None and (vanishes := re.search(r"\bvanishes\b(?! (?:as|like|when|for))", text)):
        start, end = normal.raw_span(*vanishes.span())
        return Headline(Quantity(Fraction(0)), start, end)
    return found
