r"""The options that a text chooses, out of those that it names.

>>> [m.option for m in chosen("A batch is shared, so it is **(c)**, not B.", ("A", "B", "C"))]
['C']
>>> [m.option for m in chosen("b, c (a saturates)", ("A", "B", "C"), leads=True)]
['B', 'C']

An option that is denied is not chosen; in a row of boxes only the ticked ones are. A remark in brackets or behind
"because" gives way to what stands outside of it. Nothing is known here of the rest of the reply.
"""

from __future__ import annotations

import re
from dataclasses import replace

from viva.reading.choices import DENIED_AFTER, DENIED_BEFORE, NOUN, Mention, mentions, runs_of
from viva.reading.patterns import lazy

_LEADING = lazy(r"[\s*_$`(\[{\\]*$")
_BEHIND_LEADING = lazy(
    r"[\s*_$)\]}`]*(?:$|[.,:;–—(✓✔✅\n](?!\s*(?:(?i:and|or|also|plus)\b|&))|\s-\s|"
    r"\b(?:because|since|as|for|is (?:the )?(?:correct|right|answer|best|only)))"
)
_SUBORDINATE = lazy(
    r"\b(?:because|since|whereas|unlike|compared (?:to|with)|as opposed to|even though|although)\b", re.IGNORECASE
)
_CONCLUDING = lazy(
    r"(?:\b(?:so|hence|therefore|thus|leaves|leaving|so only|means|choose|pick)\b|→|⇒|=>|:)[\s*_$(]*"
    r"(?:(?:it['’]s|it is|only|the answer is|we (?:choose|pick|get)|option|options|choice)[\s*_$(]*)*$",
    re.IGNORECASE,
)
_ORDINAL = lazy(
    r"\b(?P<which>first|second|third|fourth|fifth)\s+(?:option|choice|statement|answer|alternative|one|claim|candidate|"
    r"expression|formula)\b",
    re.IGNORECASE,
)
_WHICH = r"(?:first|second|third|fourth|fifth)"
_ORDINALS_SAID = lazy(
    rf"\b{_WHICH}(?:(?:,|,? and)(?: the)? {_WHICH})*(?: (?:option|choice|statement|answer|one|claim)s?)?\b", re.I
)
_ORDINAL_LIST = lazy(
    rf"\b{_WHICH}(?:(?:,|,? and)(?: the)? {_WHICH})+"
    r"(?:(?: (?:option|choice|statement|answer|one|claim)s?)\b|(?=[\s*_.]*(?:$|[,.;:]|(?:are|is|hold)\b)))",
    re.I,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def chosen(text: str, names: tuple[str, ...], *, leads: bool = False) -> list[Mention]:
    """The options that the text chooses: the ticked ones where there are boxes, else those most plainly meant.

    Where the text follows "Answer:" (`leads`), a run of options that it begins with is the choice.
    """
    plain = _REMARK.sub(_blank, text) if "(" in text else text
    found = _chosen(plain, names, leads)
    return found if found or plain == text else _chosen(text, names, leads)


_REMARK = lazy(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_NOUNS = lazy(NOUN, re.IGNORECASE)
_TELLING = lazy(r"(?<![A-Za-z])(?![ivx]{1,4}(?![A-Za-z])|and(?![A-Za-z])|or(?![A-Za-z]))[A-Za-z]{2,}")


def _blank(remark: re.Match[str]) -> str:
    """Blanks for what is said in brackets; options in brackets stay: "(A)", "(option B)"."""
    inside = _NOUNS.sub("", remark[1])
    return " " * len(remark[0]) if _TELLING.search(inside) else remark[0]


def _chosen(text: str, names: tuple[str, ...], leads: bool) -> list[Mention]:
    everything = mentions(text, names)
    found = [m for m in everything if m.stance is not False]
    if any(m.ticked for m in found):
        return [m for m in found if m.ticked]
    if any(m.ticked is False for m in found):
        return []
    if not everything:
        return _lone_letters(text, names) if leads and len(names[0]) == 1 else _by_ordinal(text, names)
    denied = {m.option: m.start for m in everything if m.stance is False}
    found = [m for m in found if denied.get(m.option, -1) < m.start]  # "a, c and d, …, but d is out"
    if leads and found and found[0] is everything[0] and _LEADING.match(text[: found[0].first]):
        run = runs_of(text, found)[0]
        if _BEHIND_LEADING.match(text, run[-1].end):
            return run
    found = _outside(text, found)
    if not found:
        return []
    best = max(m.strength for m in found)
    runs = [run for run in runs_of(text, found) if max(m.strength for m in run) == best]
    affirmed = [run for run in runs if run[0].stance]
    told = {m.option for run in affirmed for m in run}
    concluding = _CONCLUDING.search(text[max(0, runs[-1][0].first - 40) : runs[-1][0].first]) is not None
    if concluding and told <= {m.option for m in runs[-1]}:
        return runs[-1]
    runs = affirmed or runs
    if len(runs) > 1 and _CONCLUDING.search(text[max(0, runs[-1][0].first - 40) : runs[-1][0].first]):
        return runs[-1]
    subjects = len(runs) > 1 and not affirmed and all(SUBJECT.match(text, run[-1].end) for run in runs)
    if subjects and best < 3 and len({m.option for run in runs for m in run}) > 1:
        return []  # "A adds an offset and C squares": these are spoken of, and none is chosen
    return [m for run in runs for m in run]


# "A adds an offset": a word behind an option that is said of it.
SUBJECT = lazy(
    r"[)*_]* (?!(?:and|or|also|because|since|as|with|the|an?|only|both|here|for|in|on|at|by|from|to|of)\b)[a-z]{2,}"
)


def _outside(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions outside of "because …", where there are any."""
    stop = _SUBORDINATE.search(text)
    if stop is None:
        return found
    clause_end = len(text)
    runs = runs_of(text, found)
    for comma in re.finditer(r"[,;]\s", text[stop.end() :]):
        at = stop.end() + comma.start()
        if not any(run[0].start < at < run[-1].end for run in runs):
            clause_end = at
            break
    return [m for m in found if not stop.start() < m.start < clause_end] or found


_LONE_LETTERS = lazy(
    r"[\s*_$(\\{]*(?:the\s+)?(?P<options>[A-Ja-j](?:[)*_$]*(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)[(*_$]*[A-Ja-j](?![A-Za-z]))*)"
    r"(?:[)\]}*_.:$]+(?=\s|$)|\s*(?:$|[.,;:(–—]|\b(?:because|since|as)\b))"
)


def _lone_letters(text: str, names: tuple[str, ...]) -> list[Mention]:
    """ "b)", "b, c" behind "Answer:", where the options are capitals."""
    found = _LONE_LETTERS.match(text)
    letters = list(re.finditer(r"(?<![A-Za-z])[A-Ja-j](?![A-Za-z])", found["options"])) if found else []
    case = str.upper if names[0].isupper() else str.lower
    if found is None or any(case(letter[0]) not in names for letter in letters):
        return _by_ordinal(text, names)
    at = found.start("options")
    return [Mention(case(m[0]), at + m.start(), at + m.end(), None, 2, first=at + m.start()) for m in letters]


# "A: grows. B: is constant." lists them.
_LABELS_IN_LINE = lazy(r"(?:^|[.;]\s+)[*_(]*[A-Ja-j][*_)]*:\s")


def opening(text: str, names: tuple[str, ...]) -> list[Mention]:
    """The options that a whole reply begins with: "(ii), because …"; none where it lists them all."""
    if len(re.findall(r"(?m)^[ \t*_$>-]*\(?(?:[A-Ja-j]|[1-9]|[ivx]{1,4})[).:]", text)) > 1:
        return []
    skipped = len(text) - len(text.lstrip())
    head = text[skipped : skipped + 400].partition("\n")[0]
    if len(_LABELS_IN_LINE.findall(head)) > 1:
        return []
    plain = _REMARK.sub(_blank, head)
    if re.match(r"[\s*_$]*\(?(?:option|choice|[A-J1-9]\b|\()|[\s*_$]*[a-j][).:]", plain, re.IGNORECASE) is None:
        return []
    found = _chosen(plain, names, True)
    if len(runs_of(plain, found)) != 1 or not _LEADING.match(plain[: found[0].first]):
        return []
    if not _BEHIND_LEADING.match(plain, found[-1].end):
        return []
    return [replace(m, start=m.start + skipped, end=m.end + skipped, first=m.first + skipped) for m in found]


def _by_ordinal(text: str, names: tuple[str, ...]) -> list[Mention]:
    """ "The third statement", where no option is named in any other way."""
    several = _ORDINAL_LIST.search(text)
    if several is not None and several.span() == next(_ORDINALS_SAID.finditer(text)).span():
        which = [m[0].lower() for m in re.finditer("|".join(_ORDINALS), several[0], re.I)]
        places = [_ORDINALS.index(word) for word in which]
        denied = DENIED_BEFORE.search(text[: several.start()]) or DENIED_AFTER.match(text, several.end())
        if denied or max(places) >= len(names) or len(_ORDINALS_SAID.findall(text)) > 1:
            return []
        return [Mention(names[place], *several.span(), None, 2) for place in places]
    found = list(_ORDINAL.finditer(text))
    if len(found) != 1 or DENIED_BEFORE.search(text[: found[0].start()]) or DENIED_AFTER.match(text, found[0].end()):
        return []
    place = _ORDINALS.index(found[0]["which"].lower())
    return [Mention(names[place], *found[0].span(), None, 2)] if place < len(names) else []
