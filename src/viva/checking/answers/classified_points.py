r"""Points and what they are: "local minima at w = -1 and w = 2, a saddle at (0, 0)", as keys and in replies.

>>> key = classified_key("$(1, 0)$ is a local minimum and $(-1, 0)$ is a saddle point")
>>> [(str(point), kind.name) for point, kind in key]
[('(1, 0)', 'min'), ('(-1, 0)', 'saddle')]
>>> classifies(key, "saddle at (−1, 0), minimum at (1, 0)"), classifies(key, "(1, 0) is a saddle, (−1, 0) a minimum.")
(True, False)
>>> classifies(key, "(1, 0) is a minimum.") is None, classified_key("a local minimum") is None
(True, True)

A point is a tuple of numbers, or a number with the name of its variable; a bare number counts only where it is one of
the key's points. What is denied ("no global minimum") is not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from viva.checking.answers.associating import Mention, associated
from viva.reading.arithmetic import amount
from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST_KEY, LONGEST = 240, 3_000


@dataclass(frozen=True)
class Point:
    """Its coordinates."""

    coordinates: tuple[Fraction, ...]

    def __str__(self) -> str:
        return "(" + ", ".join(map(str, self.coordinates)) + ")"


@dataclass(frozen=True)
class Kind:
    """What a point is, and whether that is said to be so globally or locally."""

    name: str
    reach: str = ""


Classified = tuple[tuple[Point, Kind], ...]
_KIND = lazy(
    r"(?<![A-Za-z])(?P<reach>local|global|absolute|relative|strict)?[\s*_-]*(?:(?P<min>minim(?:um|a|iser|izer)s?|mins?)"
    r"|(?P<max>maxim(?:um|a|iser|izer)s?|max(?:es)?)|(?P<saddle>saddles?(?:[- ]points?)?)"
    r"|(?P<inflection>inflections?(?:[- ]points?)?)|(?P<unstable>unstable|repell\w*)"
    r"|(?P<stable>(?:asymptotically )?stable|attract\w*))(?![A-Za-z])(?!\s*\()",
    re.IGNORECASE,
    needs="min|max|stable|saddle|repell|attract|inflection",
)
_NUMBER = r"[-+−]?(?:\d+(?:\.\d+)?(?:/\d+)?|\\[dt]?frac\s*\{?\d+\}?\s*\{?\d+\}?)"
_TUPLE = lazy(rf"(?<![A-Za-z\d])\(\s*(?P<items>{_NUMBER}(?:\s*,\s*{_NUMBER})+)\s*\)")
_NAMED = lazy(
    rf"(?<![A-Za-z\\(])[a-zα-ω](?:_\d|\*)?\s*=\s*(?P<both>±|\\pm)?\s*(?P<number>{_NUMBER})(?![\d.]*[A-Za-z(^])"
)
_BARE = lazy(rf"(?<![\w.^(/=]){_NUMBER}(?![\w.^(/]|\s*[)\]=])")
_DENIED = lazy(
    r"\b(?:no|not|nor|neither|isn['’]t|never|without|than)(?:\s+(?:an?|the|any))?\s*$",
    re.IGNORECASE,
    needs="no|than|isn’t|never|isn't|without|neither",
)
_FILLING = lazy(
    r"\b(?:and|is|are|at|the|an?|both|point|points|for|with|has|of|in|whereas|while|but|it|there|critical"
    r"|stationary|fixed)\b"
    r"|[\s,;:.()$*_`]|\\quad|\\text|\\[,;]|[{}]"
)


def classified_key(text: str) -> Classified | None:
    """The points of a key with what each is; None where the key says anything else."""
    if len(text) > LONGEST_KEY or not _KIND.search(text):
        return None
    source = _plain(text)
    points, kinds = _points(source, None), _kinds(source)
    rest = source
    for mention in sorted([*points, *kinds], key=lambda m: -m.start):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    if len(points) < 2 or _FILLING.sub("", rest):
        return None
    pairs = associated(source, points, kinds)
    found = tuple((p, k) for p, k in pairs if isinstance(p, Point) and isinstance(k, Kind))
    known = {point for point, _ in found}
    return found if len(known) == len(found) == len({m.what for m in points}) else None


def classifies(key: Classified, text: str) -> bool | None:
    """Does the reply say of each point what the key says? None where it leaves one out."""
    if len(text) > LONGEST:
        return None
    source = _plain(text)
    wanted = dict(key)
    points = _points(source, frozenset(wanted))
    given: dict[Point, Kind] = {}
    for point, kind in associated(source, points, _kinds(source)):
        if isinstance(point, Point) and isinstance(kind, Kind):
            given[point] = kind
    if any(point in given and given[point].name != kind.name for point, kind in key):
        return False
    if any(point not in given for point in wanted):
        foreign = any(point not in wanted for point in given)
        return False if foreign and len(given) >= len(wanted) else None
    reaches = [(kind.reach, given[point].reach) for point, kind in key]
    return None if any(ours and theirs and ours != theirs for ours, theirs in reaches) else True


def _plain(text: str) -> str:
    return re.sub(r"\$|\*\*|\\(?:left|right|mathbf|text)(?![a-z])", " ", normalise(text).text).replace("−", "-")


def _kinds(source: str) -> list[Mention[Point | Kind]]:
    found: list[Mention[Point | Kind]] = []
    for m in _KIND.finditer(source):
        if _DENIED.search(source[max(0, m.start() - 16) : m.start()]):
            continue
        name = next(group for group in ("min", "max", "saddle", "inflection", "unstable", "stable") if m[group])
        reach = {"absolute": "global", "relative": "local"}.get((m["reach"] or "").lower(), (m["reach"] or "").lower())
        found.append(Mention(Kind(name, reach if reach in ("local", "global") else ""), m.start(), m.end()))
    return found


def _points(source: str, known: frozenset[Point] | None) -> list[Mention[Point | Kind]]:
    """All tuples, or all numbers with a name; bare numbers where they are points of the key."""
    planar = known is None or any(len(point.coordinates) > 1 for point in known)
    found: list[Mention[Point | Kind]] = []
    for m in _TUPLE.finditer(source) if planar else ():
        values = [amount(item.strip()) for item in m["items"].split(",")]
        exact = tuple(Fraction(value.value) for value in values if value is not None)
        if len(exact) == len(values):
            found.append(Mention(Point(exact), m.start(), m.end()))
    if found:
        return found
    for m in _NAMED.finditer(source):
        value = amount(m["number"].replace("+", ""))
        for sign in (1, -1) if m["both"] else (1,):
            if value is not None:
                found.append(Mention(Point((sign * Fraction(value.value),)), m.start(), m.end()))
    taken = [(mention.start, mention.end) for mention in found]
    for m in _BARE.finditer(source) if known is not None or not found else ():
        value = amount(m[0].replace("+", ""))
        if value is None or any(start <= m.start() < end for start, end in taken):
            continue
        point = Point((Fraction(value.value),))
        if known is None or point in known:
            found.append(Mention(point, m.start(), m.end()))
    return sorted(found, key=lambda mention: mention.start)
