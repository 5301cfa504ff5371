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
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from viva.checking.answers.opinions import LISTED, half_judged, heads, judgements
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.kinds import Choice
from viva.reading.budget import tick
from viva.reading.choices import Mention, chosen, mentions, opening, options
from viva.reading.locate import Candidate, candidates
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span

Given = Mapping[str, frozenset[str]]  # item -> the options chosen for it

_LINK = lazy(
    r"→|⇒|->|=>|[:=—–?|■☒☑✅✔]|\\(?:to|rightarrow|Rightarrow)|\s-+\s|\[[xX]\]|\*\*|\b(?:is|are|was|as|by|in|to"
    r"|for|correspond\w*|match\w*|"
    r"denot\w*|show\w*|represent\w*|depict\w*|illustrat\w*|answer|choice|choose|select\w*|diagram|figure|cube|option|"
    r"picture|panel|mean\w*|identif\w*|label\w*)\b|\(|✓",
    re.IGNORECASE,
)
_BREAKS = lazy(
    r"\b(?:not|n't|unlike|differs?|different|than|compared|whereas|while|but|neither|nor|contrast)\b"
    r"|(?<!i\.e)(?<!e\.g)[.;](?=\s)",
    re.IGNORECASE,
)
_SINGLE = ""  # the only item of a question that has no items


@dataclass(frozen=True)
class _Pair:
    item: str
    option: str
    start: int
    end: int
    candidate: Candidate
    direct: bool  # no words stand between the two: "batch normalization: B"


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The options that the reply gives for every item of the part."""
    kind = part.kind
    if not isinstance(kind, Choice):
        raise TypeError(f"{part.name} asks for no choice")
    if not kind.items:
        return _read_single(reply, part, kind.options)
    pairs: list[_Pair] = []
    ordered = candidates(reply, part)
    by_place = sorted(ordered, key=lambda c: c.statement.start)
    pending: dict[int, str] = {}
    for before, after in pairwise(by_place):
        named = _items(reply.text[before.statement.start : before.statement.end], kind.items)
        if len({item for item, _, _ in named}) == 1:
            pending[after.statement.start] = named[-1][0]
    for candidate in ordered:
        if candidate.rank != 6 and candidate.rank < 16:
            pairs.extend(_pairs(reply, candidate, kind, pending.get(candidate.statement.start, "")))
    return _settle(reply, pairs, kind) if pairs else _in_order(reply, kind)


_LABELS = lazy(
    r"(?:^|(?<=[\s,;]))(?:\(?(?:[1-9]|i{1,3}|iv|v)[.):]|[-*•])(?=\s)|\b(?:and|cubes?|answers?)\b|[\s*_$()\[\]{},;:.]",
    re.I,
)


def _in_order(reply: Reply, kind: Choice) -> Reading | Unread:
    """Nothing but options, as many as items: "1. A  2. B", "A, B". They answer in the order of the questions."""
    letters = _LABELS.sub("", reply.text) if len(reply.text) <= 60 else ""
    if len(letters) != len(kind.items) or len(set(letters)) < len(letters) or not set(letters) <= set(kind.options):
        return Unread(f"no option is given for {next(iter(kind.items))}")
    given = {item: frozenset(letter) for item, letter in zip(kind.items, letters, strict=True)}
    span = Span(0, len(reply.text.rstrip()))
    return Reading(Answer(reply.quote(span), span, shown(given), "in the order of the questions"), given)


def _settle(reply: Reply, pairs: list[_Pair], kind: Choice) -> Reading | Unread:
    given: dict[str, frozenset[str]] = {}
    spans: list[_Pair] = []
    for item in kind.items:
        mine = [pair for pair in pairs if pair.item == item]
        if not mine:
            return Unread(f"no option is given for {item}")
        rank = min(pair.candidate.rank for pair in mine)
        best = [pair for pair in mine if pair.candidate.rank == rank]
        if rank <= 3:
            best = [pair for pair in best if pair.candidate.statement == best[0].candidate.statement]
            given[item] = frozenset(pair.option for pair in best)
        else:
            given[item] = frozenset(pair.option for pair in best)
            direct = [pair for pair in best if pair.direct]
            if len(given[item]) > 1 and len({pair.option for pair in direct}) == 1:
                best = direct  # said outright, where other statements only describe
                given[item] = frozenset(pair.option for pair in best)
            if len(given[item]) > 1 and len({pair.candidate.statement for pair in best}) > 1:
                return Unread(f"the reply gives {item} different options: {', '.join(sorted(given[item]))}")
        spans.append(best[0])
    first, last = min(p.start for p in spans), max(p.end for p in spans)
    span = Span(first, last) if last - first <= 2_000 else Span(spans[0].start, spans[0].end)
    found_by = spans[0].candidate.found_by
    return Reading(Answer(reply.quote(span), span, shown(given), found_by), given)


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
    return judged or mentioned or Unread("no option is chosen")


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


_SAID_BEFORE = lazy(
    r"\b(?:is|are|choose|select|pick|so|hence|therefore|answer|say|leaves|only)\b[\s*_$(:]*$", re.IGNORECASE
)


def _plain_choice(text: str, found: list[Mention]) -> bool:
    """Is an option of a plain statement chosen, rather than mentioned?"""
    bare = re.sub(r"[\s*_$.`()\[\]{}■☒#>:-]", "", text)
    return (
        len(bare) <= 12
        or max(m.strength for m in found) > 3
        or any(m.stance for m in found)
        or any(_SAID_BEFORE.search(text[max(0, m.first - 30) : m.first]) for m in found)
    )


@lru_cache(maxsize=64)
def _item_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for phrase in sorted(phrases, key=len, reverse=True):
        words = r"[\s-]*".join(re.escape(word) for word in re.split(r"[\s-]+", phrase))
        parts.append(rf"\b{words}\b" if phrase.isupper() else rf"(?i:\b{words}\w*)")
    return re.compile("|".join(parts))


def _items(text: str, items: Mapping[str, tuple[str, ...]]) -> list[tuple[str, int, int]]:
    found = []
    for item, phrases in items.items():
        found += [(item, m.start(), m.end()) for m in _item_pattern(tuple(phrases)).finditer(text)]
        short = rf"(?im)^(?:[^\S\n]|[|*_>#•-])*+(?P<name>{re.escape(item)})[\s*_]*(?=[|:=→⇒]|->)"  # "Batch: A", a cell
        found += [(item, m.start("name"), m.end("name")) for m in re.finditer(short, text)]
    return sorted(found, key=lambda f: f[1])


_AXIS = lazy(
    r"\b(?:fixed|per|each|every|over|across|along|all|axis|axes|dimensions?|channels?|given|index)[\s$*_(]*$", re.I
)
_BEFORE = 40  # code points before an option that say what it is
_NAMED = lazy(r"\b(?:cube|diagram|figure|panel|option|picture|image|drawing|plot)s?[\s$*_(:]*$", re.I)
_IN_LIST = lazy(r"(?<![A-Za-z])[A-HJ-Z](?:\s*[,×x]\s*(?:and\s+)?[A-HJ-Z](?![A-Za-z]))+")


def _axes(text: str, found: list[Mention], names: tuple[str, ...]) -> list[Mention]:
    """The mentions without letters that name an axis: "over N, H, W for every fixed C"."""
    lists = [m.span() for m in _IN_LIST.finditer(text) if not set(re.findall(r"[A-Z]", m[0])) <= set(names)]
    starts = [start for start, _ in lists]
    kept = []
    for mention in found:
        before = text[max(0, mention.first - _BEFORE) : mention.first]
        place = bisect_right(starts, mention.first) - 1
        listed = place >= 0 and mention.first < lists[place][1]
        if mention.ticked is not None or _NAMED.search(before) or not (_AXIS.search(before) or listed):
            kept.append(mention)
    return kept


_PLACE = lazy(
    r"\b(?:(?P<one>first|left(?:most|[- ]hand)?)|(?P<two>second|middle|cent(?:er|re|ral))"
    r"|third)\s+(?:cube|diagram|figure|panel|picture|image|drawing|plot|one)\b",
    re.I,
)


def _placed(text: str, names: tuple[str, ...]) -> list[Mention]:
    """Options named by their place: "the leftmost cube", "the second picture". Pictures stand in their order."""
    if len(names) < 3:
        return []
    found = []
    for m in _PLACE.finditer(text):
        option = names[0] if m["one"] else names[1] if m["two"] else names[2]
        found.append(Mention(option, m.start(), m.end(), None, 1, None, m.start()))
    return found


_SETTLES = lazy(r"\b(?:go(?:ing)? with|choose|pick|settle (?:on|for)|opt for|final(?:ly)?|answer(?: is)?)\W*$", re.I)


def _one_of(text: str, mine: list[Mention]) -> list[Mention]:
    """The one that is meant; "A or C" is none, unless one of them is chosen afterwards."""
    if len(mine) < 2 or any(m.ticked for m in mine):
        return mine if any(m.ticked for m in mine) else mine[:1]
    if not re.fullmatch(
        r"[\s$*_.,)(]*\bor\b[\s$*_(]*(?:(?:cube|diagram)\s*)?", text[mine[0].end : mine[1].first], re.I
    ):
        return mine[:1]
    return [m for m in mine[1:] if _SETTLES.search(text[max(0, m.start - _BEFORE) : m.start])][-1:]


def _pairs(reply: Reply, candidate: Candidate, kind: Choice, pending: str) -> list[_Pair]:
    """Which option goes with which item in one statement."""
    start, end = candidate.statement.start, candidate.statement.end
    text = reply.text[start:end]
    if candidate.found_by != "boxed" and len(candidate.text) == end - candidate.span.start:
        text = reply.text[start : candidate.span.start] + candidate.text
    found = options(text, kind.options)
    if any(m.ticked is not None for m in found):
        found = [m for m in found if m.ticked]
    found = _axes(text, found, kind.options) or _placed(text, kind.options)
    if not found:
        return []
    items = _items(text, kind.items)
    if not items:
        bare = re.sub(r"[\s*_$.`()\[\]{}■☒□☐#>:-]", "", text)
        short = len(bare) <= 14 or any(m.ticked for m in found) or candidate.rank == 0
        if not pending or not short:
            return []
        return [_Pair(pending, m.option, start + m.start, start + m.end, candidate, False) for m in _strongest(found)]
    pairs = []
    if items[0][1] < found[0].start:
        for k, (item, _, item_end) in enumerate(items):
            tick()
            limit = next((other[1] for other in items[k + 1 :] if other[0] != item), len(text))
            mine = [m for m in found if item_end <= m.start < limit]
            for mention in _one_of(text, mine):
                between = text[item_end : mention.start]
                if _linked(between):
                    place = (start + items[k][1], start + mention.end)
                    pairs.append(_Pair(item, mention.option, *place, candidate, _direct(between)))
    else:
        for k, mention in enumerate(found):
            tick()
            limit = found[k + 1].start if k + 1 < len(found) else len(text)
            named = [entry for entry in items if mention.end <= entry[1] < limit]
            between = text[mention.end : named[0][1]] if named else ""
            if named and _linked(between):
                place = (start + mention.start, start + named[0][2])
                pairs.append(_Pair(named[0][0], mention.option, *place, candidate, _direct(between)))
    return pairs


def _linked(between: str) -> bool:
    return (
        len(between) <= 160
        and not _BREAKS.search(between)
        and (bool(_LINK.search(between)) or not re.search(r"[A-Za-z]{3}", between))
    )


def _direct(between: str) -> bool:
    return not re.search(r"[A-Za-z]{2}", between)


def _strongest(found: list[Mention]) -> list[Mention]:
    best = max(m.strength for m in found)
    return [m for m in found if m.strength == best]


def shown(given: Given) -> str:
    """The choices for a reader: `batch: A, layer: B`."""
    return ", ".join(
        f"{item}: {' and '.join(sorted(picked))}" if item else " and ".join(sorted(picked))
        for item, picked in given.items()
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
