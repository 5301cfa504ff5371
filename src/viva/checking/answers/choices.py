r"""Choices: for each item the option that the reply gives it, in either direction ("B → layer norm", "layer norm: B").

>>> from viva.kinds import Choice
>>> from viva.reading.replies import read_reply
>>> from viva.types import Part
>>> kind = Choice(("A", "B", "C"), {"batch": ("batch normalization", "BN"), "layer": ("layer normalization", "LN")})
>>> part = Part("2a", "the cubes", kind, key=lambda draw: {"batch": "A", "layer": "B"}, shown=lambda draw: "A, B")
>>> reading = read(read_reply("Which one is batch normalization?\n■ A □ B □ C\n\nLN is shown in diagram C."), part)
>>> reading.answer.read_as
'batch: A, layer: C'
>>> same(reading.value, {"batch": "A", "layer": "B"}, part).counterexample
'layer: C, should be B'

Where two statements of the same weight give one item different options, nothing is read.
"""

from __future__ import annotations

import re
from typing import Any

from viva.checking.answers import matching
from viva.checking.answers.matching import Given, shown
from viva.checking.answers.opinions import LISTED, half_judged, heads, judgements
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.kinds import Choice
from viva.reading.budget import tick
from viva.reading.choices import SAYING, Mention, mentions, options
from viva.reading.chosen import SUBJECT, chosen, opening
from viva.reading.locate import candidates
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span

LONGEST = 3_000  # of a reply that is looked at as a whole
_SINGLE = ""  # the only item of a question that has no items


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The options that the reply gives for every item of the part."""
    kind = part.kind
    if not isinstance(kind, Choice):
        raise TypeError(f"{part.name} asks for no choice")
    if not kind.items:
        return _read_single(reply, part, kind.options)
    return matching.read(reply, part, kind)


def _judged(reply: Reply, names: tuple[str, ...]) -> Reading | None:
    """Options that are judged one by one: "a) yes", "(B) false", "A and C hold"."""
    if any(mention.ticked is not None for mention in mentions(reply.text, names)):
        return None
    verdicts = judgements(reply.text, names)
    picked = frozenset(name for name, (right, _, _) in verdicts.items() if right)
    marked = len(picked) == len(verdicts) == 1 and len(LISTED.findall(reply.text)) > 2  # "B) 1/2 ← correct"
    if (len(verdicts) < 3 and not marked) or not picked:
        return None
    places = [(start, end) for right, start, end in verdicts.values() if right]
    span = Span(min(places)[0], max(end for _, end in places))
    given = {_SINGLE: picked}
    return Reading(Answer(reply.quote(span), span, shown(given), "judged one by one"), given)


_BULLETS = lazy(r"(?m):[*_ ]*\n\s*((?:^[ \t]*[-*•][ \t]*[*_(]*[A-Ja-j][)*_.]*[ \t]*(?:\n|\Z)\s*){2,})")


def _bulleted(reply: Reply, names: tuple[str, ...]) -> Reading | None:
    """Options in a list behind a colon, one a line."""
    lists = list(_BULLETS.finditer(reply.text))
    if not lists:
        return None
    found = lists[-1]
    spelt = {name.upper(): name for name in names}
    picked = frozenset(spelt[letter.upper()] for letter in re.findall(r"[A-Ja-j]", found[1]) if letter.upper() in spelt)
    span = Span(found.start(1), found.start(1) + len(found[1].rstrip()))
    return Reading(Answer(reply.quote(span), span, shown({_SINGLE: picked}), "a list"), {_SINGLE: picked})


def _read_single(reply: Reply, part: Part, names: tuple[str, ...]) -> Reading | Unread:
    boxed = [m for m in options(reply.text, names) if m.ticked is not None]
    ticked = [m for m in boxed if m.ticked]
    if len(boxed) > 1 and ticked and len({m.option for m in boxed}) == len(boxed):
        span = Span(ticked[0].start, ticked[-1].end)
        given = {_SINGLE: frozenset(m.option for m in ticked)}
        return Reading(Answer(reply.quote(span), span, shown(given), "ticked"), given)
    judged = _judged(reply, names) or _bulleted(reply, names)
    first = opening(reply.text, names)
    marked, about = False, heads(reply.text, names)
    mentioned: Reading | None = None  # by a statement that does not say outright that it is the choice
    for candidate in candidates(reply, part):
        tick()
        if candidate.rank == 6 or candidate.rank >= 16 or (judged is not None and candidate.rank > 1):
            break
        if first and candidate.rank > 3:
            break
        marked = marked or candidate.rank < 2
        text = candidate.text if candidate.found_by != "boxed" else f"\\boxed{{{candidate.text}}}"
        found = chosen(text, names, leads=candidate.rank == 0)
        offset = candidate.span.start - (7 if candidate.found_by == "boxed" else 0)
        headed = found and all(offset + m.start in about and m.stance is None for m in found)
        if candidate.rank == 4 and found and not (_plain_choice(candidate.text, found) and not headed):
            if max(m.strength for m in found) > 1 and not headed:
                mentioned = mentioned or _picked(reply, found, offset, candidate.found_by)
            found = []
        if candidate.found_by == "correction" and headed:
            found = []  # "**Option C** says …" after "This is wrong."
        if candidate.rank == 4 and half_judged(reply.text, names):
            found = []
        if not found or (first and candidate.rank > 1 and max(m.strength for m in found) < 3):
            continue
        picked = frozenset(m.option for m in found)
        if candidate.rank == 4 and not marked and (affirmed := _affirmed(reply, names, picked)) is not None:
            return affirmed
        if first and candidate.rank > 1 and picked != {m.option for m in first}:
            return Unread("the reply opens with one option and concludes with another")
        return _picked(reply, found, offset, candidate.found_by)
    if first and judged is None:
        return _picked(reply, first, 0, "opens the reply")
    return judged or mentioned or _left_over(reply, names) or Unread("no option is chosen")


def _left_over(reply: Reply, names: tuple[str, ...]) -> Reading | None:
    """The one option that is not denied, where at least two are: "A and B fail. C is Jensen's inequality." """
    spoken = mentions(reply.text[:LONGEST], names)
    denied = {m.option for m in spoken if m.stance is False}
    left = [m for m in spoken if m.stance is not False]
    if len(denied) < 2 or len({m.option for m in left}) != 1 or left[0].option in denied or left[0].ticked is False:
        return None
    return _picked(reply, left[:1], 0, "left over")


def _affirmed(reply: Reply, names: tuple[str, ...], picked: frozenset[str]) -> Reading | None:
    """All options that are said to be right, in a statement each, where one of these statements names `picked`."""
    if any(mention.ticked is not None for mention in mentions(reply.text, names)):
        return None
    right = {option: place for option, (is_right, *place) in judgements(reply.text, names).items() if is_right}
    if not picked < right.keys():
        return None
    start, end = min(place[0] for place in right.values()), max(place[1] for place in right.values())
    given = {_SINGLE: frozenset(right)}
    span = Span(start, end)
    return Reading(Answer(reply.quote(span), span, shown(given), "affirmed one by one"), given)


def _picked(reply: Reply, found: list[Mention], offset: int, by: str) -> Reading:
    picked = frozenset(m.option for m in found)
    span = Span(offset + found[0].start, offset + found[-1].end)
    return Reading(Answer(reply.quote(span), span, ", ".join(sorted(picked)), by), {_SINGLE: picked})


_SAID_BEFORE = lazy(rf"(?<![A-Za-z])(?:is|are|so|hence|therefore|answer|say|only|{SAYING})\b[\s*_$(:]*$", re.IGNORECASE)


_LABELS = lazy(r"[\s*_]*[A-Ja-j1-9]\)")  # "a) batch norm"


def _plain_choice(text: str, found: list[Mention]) -> bool:
    """Is an option of a plain statement chosen, rather than mentioned?"""
    bare = re.sub(r"[\s*_$.`()\[\]{}■☒#>:-]", "", text)
    return (
        (len(bare) <= 12 and bool(_LABELS.match(text) or not SUBJECT.match(text, found[-1].end)))
        or max(m.strength for m in found) > 3
        or any(m.stance for m in found)
        or any(_SAID_BEFORE.search(text[max(0, m.first - 30) : m.first]) for m in found)
    )


def same(value: Given, key: Any, part: Part) -> Comparison:
    """Is every item's choice the key's? The key maps items to an option, or to several."""
    del part
    method = "compared the options chosen"
    wrong = []
    items = list(key)
    for item, right in key.items():
        picked = value.get(item, value.get(_SINGLE, frozenset()) if len(items) == 1 else frozenset())
        wanted = frozenset((right,)) if isinstance(right, str) else frozenset(right)
        if picked != wanted:
            name = f"{item}: " if len(items) > 1 else ""
            wrong.append(f"{name}{' and '.join(sorted(picked))}, should be {' and '.join(sorted(wanted))}")
    return Comparison(not wrong, method, "; ".join(wrong))
