r"""Choices for several items: which option a reply gives to which item, in either direction.

>>> from viva.kinds import Choice
>>> from viva.reading.replies import read_reply
>>> from viva.types import Part
>>> kind = Choice(("A", "B", "C"), {"batch": ("batch normalization", "BN"), "layer": ("layer normalization", "LN")})
>>> part = Part("2a", "the cubes", kind, key=lambda draw: {"batch": "A", "layer": "B"}, shown=lambda draw: "A, B")
>>> read(read_reply("LN is cube B; the first one shows BN."), part, kind).answer.read_as
'batch: A, layer: B'

Items and options of a statement are paired where they stand beside each other with a sign or word between that links
them, the closest first: "BN: A, LN: B", "A ↦ BN; B ↦ LN". A heading with nothing but an option or an item belongs to
what stands below it. Rows and columns of a table, options in the order of the items, and "none of the cubes" are read
too. Where two statements of the same weight give one item different options, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from viva.checking.answers.item_names import BOTH, OTHER, Named, named_items
from viva.checking.answers.item_tables import tabled
from viva.checking.answers.picked_options import NONE, Option, picked_options
from viva.checking.answers.protocol import Reading, Unread
from viva.checking.answers.side_by_side import BREAKS, paired
from viva.kinds import Choice
from viva.reading.budget import tick
from viva.reading.locate import Candidate, candidates
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span

Given = Mapping[str, frozenset[str]]  # item -> the options chosen for it


@dataclass(frozen=True)
class _Pair:
    item: str
    option: str
    start: int
    end: int
    candidate: Candidate
    direct: bool  # no words stand between the two: "batch normalization: B"


@dataclass(frozen=True)
class _Context:
    """What stands before a statement: the item or the option that it may be about."""

    item: str = ""
    option: str = ""
    subject: str = ""  # the only option of the statement before


def read(reply: Reply, part: Part, kind: Choice) -> Reading | Unread:
    """The options that the reply gives for every item of the part."""
    pairs: list[_Pair] = []
    ordered = candidates(reply, part)
    about = _contexts(reply, ordered, kind)
    for candidate in ordered:
        if candidate.rank != 6 and candidate.rank < 16:
            pairs.extend(_pairs(reply, candidate, kind, about[candidate.statement.start]))
    return _settle(reply, _with_first(reply, pairs, ordered, kind), kind) if pairs else _in_order(reply, kind)


def _contexts(reply: Reply, ordered: list[Candidate], kind: Choice) -> dict[int, _Context]:
    """For every statement, by its place, the heading or question that it stands under."""
    found: dict[int, _Context] = {}
    item = option = ""  # of a heading
    before = subject = ""  # the only item, the only option of the statement before
    for statement in sorted({c.statement for c in ordered}, key=lambda s: s.start):
        tick()
        found[statement.start] = _Context(before or item, option, subject)
        text = reply.text[statement.start : statement.end]
        items, options = named_items(text, kind.items), picked_options(text, kind.options)
        named, letters = {entry.item for entry in items}, {o.option for o in options}
        subject = options[0].option if len(letters) == 1 and not named and not (before or item) else ""
        asks = text.rstrip(" *_\n").endswith("?")
        under = "" if asks else option  # "This is BN." below "**A**"
        if len(letters) == 1 and not named and not (before or item) and _heads(text, options[0]):
            option = options[0].option
        elif letters or asks:
            option = ""
        before = items[-1].item if len(named) == 1 and not under else ""
        if len(named) == 1 and not letters and not under and len(text.split()) <= 9:
            item = items[-1].item
        elif named:
            item = ""
    return found


_HEADED = lazy(r"[\s*_$)\]#]*(?:$|[:–—]|-\s|\([^()\n]*\)[\s*_]*(?:$|[:–—]))")
_DECOR = lazy(r"[\s*_$.`()\[\]{}#>:→⇒•\"'-]*(?:\d[.)])?[\s*_$.`()\[\]{}#>:→⇒•\"'-]*")


def _heads(text: str, option: Option) -> bool:
    """ "**Cube A**", "Cube A: one channel is fixed." """
    return bool(_DECOR.fullmatch(text, 0, option.first) and _HEADED.match(text, option.end))


# ---- one statement -------------------------------------------------------------------------------------------


def _pairs(reply: Reply, candidate: Candidate, kind: Choice, about: _Context) -> list[_Pair]:
    """Which option goes with which item in one statement."""
    start, end = candidate.statement.start, candidate.statement.end
    text = reply.text[start:end]
    if candidate.found_by != "boxed" and len(candidate.text) == end - candidate.span.start:
        text = reply.text[start : candidate.span.start] + candidate.text
    if "|" in text and (rows := list(tabled(text, kind))):
        return [_Pair(item, option, start + a, start + z, candidate, True) for item, option, a, z in rows]
    options = [option for option in picked_options(text, kind.options) if not _is_factor(text, option)]
    items = named_items(text, kind.items)
    if not items:
        return _under_item(text, options, candidate, about) if options and about.item else []
    if not options:
        return _under_option(text, items, candidate, about, kind)
    pairs = list(_without_option(text, items, options, candidate)) if NONE.search(text) else []
    opening = options[0]
    replies = bool(about.item) and items[0].start > opening.end and _is_reply(text, opening)
    if replies and _ANSWERED.match(text, opening.end):
        options = options[1:]
    found = paired(text, items, options)
    if replies and all(option is not opening for _, option, _ in found):
        pairs.append(_Pair(about.item, opening.option, start, start + opening.end, candidate, False))
    for entry, option, direct in found:
        first, last = min(entry.start, option.start), max(entry.end, option.end)
        if entry.item != OTHER and not _hypothetical(text, first):
            names = kind.items if entry.item == BOTH else (entry.item,)
            pairs += [_Pair(name, option.option, start + first, start + last, candidate, direct) for name in names]
    return pairs


def _is_factor(text: str, option: Option) -> bool:
    """Is the letter an axis: "C × HW"?"""
    return bool(
        _TIMES_BEHIND.match(text, option.end) or _TIMES_BEFORE.search(text[max(0, option.start - 16) : option.start])
    )


_TIMES_BEHIND = lazy(r"[\s$]*(?:[×*·]|\\times|\\cdot)[\s$]*\(?[A-Z]")
_TIMES_BEFORE = lazy(r"[A-Z)][\s$]*(?:[×*·]|\\times|\\cdot)[\s$]*$")
_ANSWERED = lazy(r"[\s*_$)\]]*(?:[.;](?=\s)|\n)")  # "A. Which one is layer norm?" behind a question
_IF = lazy(
    r"\W*(?:and\s+|but\s+)?(?:if\b|initially\b|originally\b|at first\b|my first\b|first thought\b|one (?:might|could)\b"
    r"|i(?:['’]d| had| have| would| would have)? (?:first|initially|originally)\b)",
    re.IGNORECASE,
)
_CLAUSE = lazy(r"[;\n]|[.!?]\s|,\s(?=but\b|however\b)")


def _hypothetical(text: str, place: int) -> bool:
    """Does the place stand in a clause that says what would be, or what was thought at first?"""
    clause = max((m.end() for m in _CLAUSE.finditer(text, 0, place)), default=0)
    return bool(_IF.match(text, clause))


def _without_option(text: str, items: list[Named], options: list[Option], candidate: Candidate) -> Iterator[_Pair]:
    """ "BN isn't shown in any of them; LN is B": clauses that give their only item none of the options."""
    ends = [m.end() for m in _CLAUSE.finditer(text)]
    place = candidate.statement
    for start, end in pairwise((0, *ends, len(text))):
        names = {entry.item for entry in items if start <= entry.start < end}
        if len(names) != 1 or names & {OTHER, BOTH} or any(start <= o.start < end for o in options):
            continue
        if NONE.search(text, start, end):
            yield _Pair(names.pop(), "none", place.start + start, place.start + end, candidate, True)


def _under_item(text: str, options: list[Option], candidate: Candidate, about: _Context) -> list[_Pair]:
    """Options alone, below a heading or behind a question that names the item."""
    start = candidate.statement.start
    bare = re.sub(r"[\s*_$.`()\[\]{}■☒□☐#>:-]", "", text)
    if not (len(bare) <= 14 or any(o.ticked for o in options) or candidate.rank == 0):
        if not _is_reply(text, options[0]):
            said = text[max(0, options[-1].end - 200) : options[-1].end]
            if not _CLOSES.search(said) or _ASIDE.search(said) or not _ENDS.fullmatch(text, options[-1].end):
                return []
            options = options[-1:]
        options = options[:1]
    best = max(o.strength for o in options)
    plain = [o for o in options if o.strength == best]
    return [_Pair(about.item, o.option, start + o.start, start + o.end, candidate, False) for o in plain]


# "The cube whose shading runs along N and HW is cube A."
_CLOSES = lazy(
    r"(?:\b(?:is|in|by)\s+|[:→⇒=]\s*)(?:the\s+)?(?:cube|diagram|figure|picture|panel|option)\s+[*_$(]*\w$", re.I
)
_ENDS = lazy(r"[\s*_$).]*")
_ASIDE = lazy(r"\b(?:not|never|neither|mistake|wrong|confus\w+|instead|other|unlike)\b|n['’]t\b", re.I)
_SAID = lazy(
    r"[\s*_$.`()\[\]{}#>:→⇒•\"'-]*(?:(?:so|hence|therefore|thus|answer|here)\W+)?"
    r"(?:(?:it|this|that|which)(?:['’]s| is| must be| has to be| corresponds to| matches| belongs to"
    r"| is shown (?:in|by)| is what)\s+|only\s+)?[\s*_$(]*",
    re.IGNORECASE,
)
_REASONED = lazy(
    r"[\s*_$)\]]*(?:$|[.,;:–—(]|\s-\s|\s*(?:because|since|as|for|shows?|does|fits?|here)\b)", re.IGNORECASE
)


def _is_reply(text: str, option: Option) -> bool:
    """Is the option what a statement begins with, as the reply to a question: "→ B, since …", "It is A."?"""
    return bool(_SAID.fullmatch(text, 0, option.first) and _REASONED.match(text, option.end))


_TELLS = lazy(
    r"(?:\b(?P<by>this|it|that|which|these|here|we have|hence|so|therefore|thus)\b"
    r"[^.;\n]*?(?:\b(?:is|are|be|means?|makes it|shows?|match\w*|corresponds?|describes?|gives?|to)\b|['’]s\b|:)"
    r"|→|⇒|->|=>|^)"
    r"[^.;,\n]{0,60}$",
    re.IGNORECASE,
)


def _under_option(text: str, items: list[Named], candidate: Candidate, about: _Context, kind: Choice) -> list[_Pair]:
    """Items alone: none of the options is theirs, or the one of the heading above ("This is batch norm.")."""
    start = candidate.statement.start
    place = candidate.statement
    if NONE.search(text):
        names = {entry.item for entry in items}
        if len(names) == 1 and OTHER not in names:
            shown = [*kind.items] if BOTH in names else [*names]
            return [_Pair(name, "none", place.start, place.end, candidate, True) for name in shown]
        return []
    if listed := _in_sequence(text, items, kind):
        return [_Pair(e.item, o, start + e.start, start + e.end, candidate, True) for e, o in listed if e.item]
    option = "" if text.rstrip(" *_\n").endswith("?") else about.option or about.subject
    if option and len({entry.item for entry in items}) == 1 and items[0].item not in (OTHER, BOTH):
        first, last = items[0].start, items[0].end
        tells = _TELLS.search(text[:first])
        if tells and not BREAKS.search(text[:first].rpartition(". ")[2]) and (about.option or tells["by"]):
            return [_Pair(items[0].item, option, start + first, start + last, candidate, False)]
    return []


_ORDERED = lazy(r"\b(?:from )?left to right\b|\bin (?:the |this |that )?order\b|\brespectively\b", re.IGNORECASE)


def _in_sequence(text: str, items: list[Named], kind: Choice) -> list[tuple[Named, str]]:
    """ "From left to right: layer norm, batch norm, instance norm"."""
    if not _ORDERED.search(text) or BREAKS.search(text, items[0].start, items[-1].end):
        return []
    names = [entry.item for entry in items]
    real = [name for name in names if name != OTHER]
    if len(set(real)) < len(real) or set(real) != set(kind.items) or not 2 <= len(names) <= len(kind.options):
        return []
    if any(len(text[a.end : b.start].split()) > 2 for a, b in pairwise(items)):
        return []
    return list(zip(items, kind.options, strict=False))


# ---- the whole reply -----------------------------------------------------------------------------------------

_LABELS = lazy(
    r"(?:^|(?<=[\s,;]))(?:\(?(?:[1-9]|i{1,3}|iv|v)[.):]|[-*•])(?=\s)|\b(?:and|cubes?|answers?)\b|[\s*_$()\[\]{},;:.&]",
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


def _with_first(reply: Reply, pairs: list[_Pair], ordered: list[Candidate], kind: Choice) -> list[_Pair]:
    """ "Cube C. And layer norm is cube A.": what a reply opens with, before any item, answers the first question."""
    first, *others = kind.items
    named = {pair.item for pair in pairs}
    if first in named or not set(others) <= named:
        return pairs
    opening = picked_options(reply.text[:40], kind.options)
    items = named_items(reply.text, kind.items)
    if not opening or not _is_reply(reply.text, opening[0]) or any(e.item == first for e in items):
        return pairs
    place = next(c for c in ordered if c.statement.start <= opening[0].start < c.statement.end)
    return [*pairs, _Pair(first, opening[0].option, opening[0].start, opening[0].end, place, False)]


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
        if _UNKNOWN & given[item]:
            return Unread(f"which option is given for {item} depends on how many there are")
        spans.append(best[0])
    first, last = min(p.start for p in spans), max(p.end for p in spans)
    span = Span(first, last) if last - first <= 2_000 else Span(spans[0].start, spans[0].end)
    found_by = spans[0].candidate.found_by
    return Reading(Answer(reply.quote(span), span, shown(given), found_by), given)


_UNKNOWN = frozenset(("the last",))


def shown(given: Given) -> str:
    """The choices for a reader: `batch: A, layer: B`."""
    return ", ".join(
        f"{item}: {' and '.join(sorted(picked))}" if item else " and ".join(sorted(picked))
        for item, picked in given.items()
    )
