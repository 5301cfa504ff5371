r"""The options that a statement picks for items: by letter, by place ("the second cube"), in lower case, none at all.

>>> [o.option for o in picked_options("over N, H, W for every fixed C, which is what A depicts", ("A", "B", "C"))]
['A']
>>> [o.option for o in picked_options("The first cube is batch norm and the second is layer norm.", ("A", "B", "C"))]
['A', 'B']
>>> [o.option for o in picked_options("bn -> a, ln -> b", ("A", "B", "C"))]
['A', 'B']

Options that are denied are left out; so are letters that name an axis. Pictures stand in the order of their letters.
The rightmost one is `"the last"`, since nothing here says how many there are.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from viva.reading.choices import Mention
from viva.reading.choices import options as mentioned
from viva.reading.patterns import lazy

Option = Mention

# An item that is said to have no option: "none of the cubes", "is not shown in any of them".
NONE = lazy(
    r"[:=→–—]\s*[*_]*(?:none|neither|no (?:cube|diagram|picture|figure|option))\b"
    r"|\b(?:is|are|must be|would be)\s+(?:none|neither) of\b|\bnone of (?:the|these|those|them)\b[\w ]{0,20}?"
    r"\b(?:is|shows?|depicts?|fits|matches|corresponds)\b"
    r"|(?:\bnot|n['’]t) (?:be )?(?:shown|depicted|displayed|illustrated|among|in|represented|present|drawn)\b"
    r"[\w ]{0,12}?\b(?:any|all|the (?:three |four )?(?:cubes|pictures|figures|diagrams|options))\b",
    re.IGNORECASE,
)

_AXIS = lazy(
    r"\b(?:fixed|per|each|every|over|across|along|all|axis|axes|dimensions?|channels?|given|index|one|single|whole|fix(?:es|ing)?|keeps?|holds?"
    r"|entire|full|slices? of|single-)[\s$*_(]*$",
    re.I,
)
_BEFORE = 40  # code points before an option that say what it is
_NAMED = lazy(r"\b(?:cube|diagram|figure|panel|option|picture|image|drawing|plot)s?[\s$*_(:]*$", re.I)
_IN_LIST = lazy(r"(?<![A-Za-z])[A-HJ-Z](?:\s*[,×x·]\s*(?:and\s+)?[A-HJ-Z](?![A-Za-z]))+")
_INDEX_BEHIND = lazy(r"[\s$*_]*(?:index|indices|statistics|axis|axes)\b")


_QUOTED = lazy(r"'([A-Z])'")


def picked_options(text: str, names: tuple[str, ...]) -> list[Option]:
    """The options of a statement in their order, those that are ticked where there are boxes."""
    text = _QUOTED.sub(r'"\1"', text) if "'" in text else text  # no prime: 'A'
    found = mentioned(text, names)
    if any(m.ticked is not None for m in found):
        found = [m for m in found if m.ticked]
    found = _without_axes(text, found, names)
    places = _placed(text, names)
    if not found:
        return places or _small(text, names)
    if any(m.ticked is not None for m in found):
        return found
    lone = [p for p in places if not any(_one_option(text, p, m) for m in found)]
    return sorted((*found, *lone), key=lambda m: m.start)


def _one_option(text: str, place: Mention, letter: Mention) -> bool:
    """Are a place and a letter beside it one option, "the left cube (A)", and not two, "B; the first one"?"""
    if not place.start - 12 <= letter.start <= place.end + 12:
        return False
    between = text[min(place.end, letter.end) : max(place.start, letter.start)]
    return not re.search(r"[;\n]|\.\s", between)


def _without_axes(text: str, found: list[Mention], names: tuple[str, ...]) -> list[Mention]:
    """The mentions without letters that name an axis: "over N, H, W for every fixed C"."""
    lists = [m.span() for m in _IN_LIST.finditer(text) if not set(re.findall(r"[A-Z]", m[0])) <= set(names)]
    starts = [start for start, _ in lists]
    kept = []
    for mention in found:
        before = text[max(0, mention.first - _BEFORE) : mention.first]
        place = bisect_right(starts, mention.first) - 1
        listed = place >= 0 and mention.first < lists[place][1]
        axis = _AXIS.search(before) or listed or _INDEX_BEHIND.match(text, mention.end)
        if mention.ticked is not None or _NAMED.search(before) or mention.strength > 2 or not axis:
            kept.append(mention)
    return kept


_NOUN = r"(?:cube|diagram|figure|panel|picture|image|drawing|plot|block|one)"
_ONE = r"first|1st|left(?:most|[- ]hand)?"
_TWO = r"second|2nd|middle|cent(?:er|re|ral)"
_LAST = r"last|right(?:most|[- ]hand)"
_PLACE = lazy(
    rf"\b(?:(?:the\s+)?(?:(?P<one>{_ONE})|(?P<two>{_TWO})|(?P<three>third|3rd)|(?P<last>{_LAST}|right))"
    rf"(?:\s+{_NOUN}\b|(?=[\s*_]*(?:[:=→]|\s(?:is|shows|depicts|represents|corresponds|displays)\b)))"
    rf"|{_NOUN}\s+(?:in|on|to|at)\s+the\s+(?:far\s+)?(?:(?P<one_>left)|(?P<two_>middle|cent(?:er|re))|(?P<last_>right))\b"
    r"|(?<=the )(?:(?P<one__>first)|(?P<two__>second)|(?P<three__>third))(?=[\s*_]*(?:$|[.,;])))",
    re.IGNORECASE,
)


def _placed(text: str, names: tuple[str, ...]) -> list[Mention]:
    """Options named by their place: "the leftmost cube", "the second picture", "Left: …"."""
    if len(names) < 3 or "left to right" in text:
        return []
    found = []
    for m in _PLACE.finditer(text):
        group = str(m.lastgroup).rstrip("_")
        option = "the last" if group == "last" else names[("one", "two", "three").index(group)]
        found.append(Mention(option, m.start(), m.end(), None, 1, None, m.start()))
    plain = all(m.end - m.start < 8 and text[m.start : m.end].lower() in ("first", "second", "third") for m in found)
    return [] if plain and len(found) < 2 else found


_SMALL = lazy(r"(?:->|→|⇒|=>|[:=]|\bis)[\s\"'`*(]*(?P<option>[a-d])(?=[\s\"'`*)]*(?:[,;.\n}]|$|and\b))")


_SMALL_BEHIND = lazy(r"(?<=\w )(?P<option>[a-d])(?=[,;.\n]|$)")


def _small(text: str, names: tuple[str, ...]) -> list[Mention]:
    """Letters in lower case, right behind a sign that gives them: "batch norm -> a"; or several: "bn a, ln b"."""
    matches = list(_SMALL.finditer(text))
    if not matches:
        behind = list(_SMALL_BEHIND.finditer(text))
        matches = behind if len({m["option"] for m in behind}) > 1 else []
    found = []
    for m in matches:
        if (option := m["option"].upper()) in names:
            found.append(Mention(option, m.start("option"), m.end("option"), None, 1, None, m.start("option")))
    return found
