r"""Lines of solutions: `{(4 - 2t, t) : t ∈ ℝ}`, `(4, 0) + s(-2, 1)`, "all w with w_1 + 2w_2 = 4".

>>> key = line_key(r"$\{(4 - 2t,\ t) : t \in \mathbb{R}\}$")
>>> [on_line(key, text) for text in ("(4, 0) + s (-2, 1), s real", "{(a, 2 - a/2) : a real}", "w1 + 2 w2 = 4")]
[True, True, True]
>>> on_line(key, r"$\{(4 + 2t, t) : t \in \mathbb R\}$"), on_line(key, "w = (0, 2)"), on_line(key, "I don't know.")
(False, False, None)
>>> line_key("(1, 2)"), line_key("{(t, t^2) : t real}"), line_key("(x, y)")
(None, None, None)

Each line is a point and a direction; two are one where the direction and the way between the points are parallel. An
equation of two names, the first in the alphabet being the first coordinate, is the line of a plane.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST_KEY, LONGEST = 200, 1_500
Vector = tuple[Fraction, ...]
Line = tuple[Vector, Vector]
_TUPLE = lazy(r"(?<![A-Za-z\d])\((?P<items>[^()=:|]{1,30}(?:,[^()=:|]{1,30})+)\)")
_KEY = lazy(
    r"\s*(?:[A-Za-z]\s*(?:=|∈|\\in)\s*)?\\?\{?\s*(?P<point>\([^()=:|]+\))\s*(?::|\||\\mid|,|;|\bfor\b|\bwith\b)?\s*"
    r"(?:(?:all|any|every|each|real)\s+)*(?P<name>[a-zα-ω])\s*(?:∈|\\in|\bin\b|\breal\b|\bis\b|\barbitrary\b"
    r"|\bfree\b)[^()]{0,30}"
    r"(?:—.{0,60}|\([^()]*\))?\s*",
    needs="∈|is|in|real|free|arbitrary",
)
_TERM = lazy(
    r"(?P<sign>[+-]?)\s*(?P<factor>\d+(?:\.\d+)?(?:/\d+)?)?\s*\*?\s*(?P<name>[a-zα-ω](?:_?\{?\d\}?)?)"
    r"?(?:/(?P<under>\d+))?\s*"
)
_SUM = lazy(r"\((?P<start>[^()]+)\)\s*(?:\^\s*\{?\\?\w+\}?)?\s*\+\s*(?P<name>[a-zα-ω])\s*\*?\s*\((?P<way>[^()]+)\)")
_EQUATION = lazy(r"(?<![\w^])(?P<left>[\w+\-*/. {}]{1,40}?)=(?P<right>[\w+\-*/. {}]{1,40})")
_MULTIPLES = lazy(
    r"\b(?:all |any )?(?:scalar )?multiples? of\s*(?P<way>\([^()]+\))|\bspan(?:ned by)?\s*\\?\{?(?P<span>\([^()]+\))"
)


_MANY = lazy(
    r"\b(?:all|every|any|lines?|infinitely|many|along|solutions)\b",
    re.IGNORECASE,
    needs="all|any|line|every|along|solutions|infinitely",
)


def line_key(text: str) -> Line | None:
    """The line that a key is; None where it is anything else."""
    if len(text) > LONGEST_KEY or "(" not in text:
        return None
    found = _KEY.fullmatch(_plain(text))
    return _of_tuple(found["point"], found["name"]) if found is not None else None


def on_line(key: Line, text: str) -> bool | None:
    """Is the line that the reply gives the key's? A single point is none; None where the reply gives nothing."""
    if len(text) > LONGEST:
        return None
    verdicts = [_same(key, given) for given in _lines(_plain(text), len(key[0]))]
    if not verdicts:
        return None
    return verdicts[-1] if len(set(verdicts)) == 1 else True if verdicts[-1] else None


def _plain(text: str) -> str:
    text = normalise(text).text.replace("−", "-")
    text = re.sub(r"\\begin\s*\{[pb]matrix\}(.*?)\\end\s*\{[pb]matrix\}", _column, text, flags=re.DOTALL)
    text = re.sub(r"\\[dt]?frac\s*\{?\s*(\w+)\s*\}?\s*\{?\s*(\d+)\s*\}?", r"\1/\2", text)
    text = re.sub(r"\$|\*\*|`|\\(?:left|right|mathbf|mathbb|q?quad)(?![a-z])|\\[,;! ]|\\text\s*(?=\{)", " ", text)
    return re.sub(r"[^\S\n]+", " ", text).strip(" .")


def _column(found: re.Match[str]) -> str:
    return "(" + ", ".join(re.split(r"\s*(?:\\\\|&)\s*", found[1].strip())) + ")"


def _linear(text: str) -> dict[str, Fraction] | None:
    """The factors of the names of a sum, and its constant under ""; None where it is no such sum."""
    bare, found, at = text.strip(), {"": Fraction(0)}, 0
    while at < len(bare):
        term = _TERM.match(bare, at)
        if term is None or term.end() == at or not (term["factor"] or term["name"]):
            return None
        if at and not term["sign"]:
            return None
        size = Fraction(term["factor"] or 1) / int(term["under"] or 1)
        name = re.sub(r"[_{}]", "", term["name"] or "")
        found[name] = found.get(name, Fraction(0)) + (-size if term["sign"] == "-" else size)
        at = term.end()
    return found if bare else None


def _of_tuple(point: str, name: str) -> Line | None:
    sums = [_linear(item) for item in point.strip("() ").split(",")]
    if len(sums) < 2 or any(one is None or set(one) - {"", name} for one in sums):
        return None
    start = tuple(one[""] for one in sums if one is not None)
    way = tuple(one.get(name, Fraction(0)) for one in sums if one is not None)
    return (start, way) if any(way) else None


def _numbers(text: str) -> Vector | None:
    sums = [_linear(item) for item in text.strip("() ").split(",")]
    exact = tuple(one[""] for one in sums if one is not None and set(one) == {""})
    return exact if len(exact) == len(sums) > 1 else None


def _lines(text: str, size: int) -> Iterator[Line]:
    """The lines of a text: sums of a point and a multiple, tuples with a name, equations; or its only point."""
    for found in _SUM.finditer(text):
        start, way = _numbers(found["start"]), _numbers(found["way"])
        if start is not None and way is not None and len(start) == len(way) == size:
            yield start, way
            return
    for found in _MULTIPLES.finditer(text):
        way = _numbers(found["way"] or found["span"])
        if way is not None and len(way) == size:
            yield (Fraction(0),) * size, way
            return
    given = False
    for found in _TUPLE.finditer(text):
        names = set(re.findall(r"[a-zα-ω]", found["items"]))
        line = _of_tuple(found["items"], names.pop()) if len(names) == 1 else None
        if line is not None and len(line[0]) == size:
            given = True
            yield line
    if given or size != 2:
        return
    for found in _EQUATION.finditer(text):
        if (line := _of_equation(found["left"], found["right"])) is not None:
            given = True
            yield line
    points = [point for m in _TUPLE.finditer(text) if (point := _numbers(m["items"])) is not None]
    if not given and len(points) == 1 and len(points[0]) == size and not _MANY.search(text):
        yield points[0], (Fraction(0),) * size


def _of_equation(left: str, right: str) -> Line | None:
    """`w1 + 2 w2 = 4` as the line of a plane."""
    one = _linear(re.split(r"(?:^|\s)(?:[A-Za-z]{2,}\s+)+", left)[-1])
    other = _linear(re.split(r"\.(?=\s|$)|\s(?=[A-Za-z]{2,})", right)[0])
    if one is None or other is None:
        return None
    total = {name: one.get(name, Fraction(0)) - other.get(name, Fraction(0)) for name in {*one, *other}}
    names = sorted(name for name in total if name and total[name])
    if len(names) != 2 or (names[0][0] != names[1][0] and names != ["x", "y"]):
        return None
    a, b, c = total[names[0]], total[names[1]], -total[""]
    size = a * a + b * b
    return (a * c / size, b * c / size), (-b, a)


def _same(one: Line, other: Line) -> bool:
    if not any(other[1]):
        return False
    between = tuple(q - p for p, q in zip(one[0], other[0], strict=True))
    return _parallel(one[1], other[1]) and _parallel(one[1], between)


def _parallel(way: Vector, other: Vector) -> bool:
    return all(way[i] * other[j] == way[j] * other[i] for i in range(len(way)) for j in range(i))
