r"""The array in a key that says more than an array: its name in words, what it is equal to, remarks, its type.

>>> array_in("Â = (+1, −1)   (population std = ½)"), array_in("`array([-127, 33], dtype=int8)`")
('(+1, -1)', '[-127, 33]')
>>> array_in("h_1, h_2, h_3 = 4, 4, 8"), array_in("indices [3, 0] (counting from 0)")
('[4, 4, 8]', '[3, 0]')
>>> array_in("(1, 6)"), array_in("[1, 2] or [2, 1]"), array_in("f(1, 2) = 3"), array_in("the distance from (1, 2)")
(None, None, None, None)

None where the key is an array and nothing else, or where it says anything that might change it. What kind of answer the
array is (a vector, a point, an interval) is not decided here.
"""

from __future__ import annotations

import re

from viva.checking.keys.shapes import heads
from viva.reading.arithmetic import amount
from viva.reading.arrays import Grid, arrays
from viva.reading.cleaning import clean, split
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.value_names import is_name

MAX_LENGTH = 1_500

_MAY_HOLD = lazy(r"[(\[]|matrix")
_TYPED = lazy(
    r"(?:np\.|numpy\.|torch\.|jnp\.)?(?:array|tensor|Tensor)\((?P<list>\[.*\])(?:,\s*(?:dtype|device"
    r"|requires_grad)=[^()]*)?\)",
    re.DOTALL,
    needs="array|tensor",
)
_LABEL = lazy(r"^[\s*_]*(?:final |short )?(?:answer|ans|result|solution|Antwort|Ergebnis|Lösung)[\s*_]*:[\s*_]*", re.I)
_BEFORE = lazy(
    r"[\s$*_]*(?:(?P<name>[^=:≈\n]{1,60}?)\s*(?:=|:=|:|≈|\\approx|\\propto|\bis\b|\bare\b|→|\\to(?![a-z])|←"
    r"|\\leftarrow|\\gets)|(?:\\approx|≈)|(?:(?:the|a|an|its)\s+)?(?:[a-z-]{3,20}\s+){0,3}(?:[a-z-]{3,20}))?[\s$*_`]*$"
)
_NO_LABEL = lazy(
    r"\b(?:not|or|from|to|than|between|above|below|at|of|norm|length|distance|sum|number|set|all|any|outside"
    r"|inside|in|on"
    r"|interval|point|points|except|row|rows|column|columns|span|range|vertices|swap|angle|mean|product|step)\b"
)
_AFTER = lazy(r"[\s$*.,;`)]*$")
_COMPONENTS = lazy(r"\(?\s*(?P<names>[A-Za-zα-ω]\w*(?:_\{?\w+\}?)?(?:\s*,\s*[A-Za-zα-ω]\w*(?:_\{?\w+\}?)?)+)\s*\)?")


def array_in(text: str) -> str | None:
    """The array that the key states, with its name where that is a symbol; None where the key is no more than it."""
    if len(text) > MAX_LENGTH or not (_MAY_HOLD.search(text) or text.count(",") > 1):
        return None
    plain = (
        re.sub(r"\$+|\*\*|\\(?:left|right)(?![a-z])", " ", _LABEL.sub("", normalise(text).text))
        .strip()
        .strip("`")
        .strip()
    )
    if (typed := _TYPED.fullmatch(plain)) is not None:
        return typed["list"] if typed["list"] != text.strip() else None
    if (listed := _by_components(plain)) is not None:
        return listed
    for head in (plain, *heads(plain)):
        head = head.strip().strip("`").strip()
        if (typed := _TYPED.fullmatch(head)) is not None:
            return typed["list"]
        found = _framed(head)
        if found is not None:
            return found if clean(found) != clean(text) else None
    return None


def arrays_in(text: str) -> tuple[tuple[str, str], ...] | None:
    """The arrays (and numbers beside them) that a key gives to several names: `W = (1, -1), b = 2`.

    >>> arrays_in("$W = [1, -1]$, $b = 2$"), arrays_in("x = 1, y = 2"), arrays_in("p = (1, 2)")
    ((('W', '[1, -1]'), ('b', '2')), None, None)
    """
    if len(text) > MAX_LENGTH or text.count("=") < 2 or not _MAY_HOLD.search(text):
        return None
    plain = re.sub(r"\$+|\*\*|\\(?:left|right|q?quad)(?![a-z])", " ", _LABEL.sub("", normalise(text).text)).strip(" .")
    pieces = [part for piece in split(plain, ",;\n") for part in re.split(r"\s+(?:and|und)\s+", piece) if part.strip()]
    named = [re.fullmatch(r"\s*(?P<name>[^=(\[]{1,40}?)\s*=\s*(?P<value>[^=]+)", piece) for piece in pieces]
    found = [(m["name"], m["value"].strip()) for m in named if m is not None]
    if not 2 <= len(found) <= 8 or len(found) != len(pieces) or len({name for name, _ in found}) != len(found):
        return None
    if any(" " in clean(name) and "\\" not in name for name, _ in found):
        return None
    grids = [arrays(value) for _, value in found]
    stated = [
        len(g) == 1 and g[0].numeric and g[0].end - g[0].start > len(v) - 12
        for g, (_, v) in zip(grids, found, strict=True)
    ]
    numbers = [amount(value) is not None for _, value in found]
    return tuple(found) if any(stated) and all(a or b for a, b in zip(stated, numbers, strict=True)) else None


def _by_components(text: str) -> str | None:
    """`h_1, h_2, h_3 = 4, 4, 8` as [4, 4, 8]."""
    sides = split(text, "=")
    names = _COMPONENTS.fullmatch(sides[0]) if len(sides) == 2 and "," in sides[0] else None
    if names is None or len(indices := re.findall(r"(\d+)\}?\s*(?:,|$)", names["names"])) < 2:
        return None
    values = [part for part in split(sides[1].strip().strip("()"), ",") if part]
    counted = [str(int(indices[0]) + k) for k in range(len(values))]
    return "[" + ", ".join(values) + "]" if indices == counted else None


def _framed(text: str) -> str | None:
    grids = arrays(text)
    if not grids:
        return None
    last = grids[-1]
    if not _AFTER.match(text, last.end) or not _is_list(text, last):
        return None
    before = text[: last.start]
    if len(grids) > 1:  # A v = [[2, 1], [1, 4]] [1, -1] = [1, -3]
        between = text[grids[-2].end : last.start]
        found = text[last.start : last.end]
        other = grids[-2]  # the names of coordinates and the arguments of a function are no factors
        if (
            not re.fullmatch(r"[\s)\]}]*=\s*", between)
            or not other.numeric
            or re.search(r"[\w})]\s*$", text[: other.start])
        ):
            return None
        return f"[{found[1:-1]}]^T" if re.fullmatch(r"[(\[][^()\[\]]*[)\]]", found) else found  # no shape or interval
    stated = _BEFORE.match(before)
    if stated is None or re.search(r"\d\s*$|[-+*/^]\s*$", before):
        return None
    name = clean(stated["name"] or "")
    if is_name(name) and " " not in re.sub(r"\s*,\s*", ",", name):
        return text[stated.start("name") :].strip(" .;`")
    if (_NO_LABEL.search(before) and not before.rstrip().endswith(":")) or re.search(r"[<>≤≥∈]|\\in(?![a-z])", before):
        return None
    if stated["name"] and re.search(r"[-+*/]\s*$|^[-+\d]", name):
        return None
    return text[last.start : last.end]


def _is_list(text: str, grid: Grid) -> bool:
    """Does it stand in brackets, rather than as bare numbers or a named matrix?"""
    return bool(
        re.match(r"[\s\d./·*-]*(?:\\[dt]?frac\s*\S+)?\s*(?:\\left\s*)?(?:[(\[⟨]|\\begin)", text[grid.start : grid.end])
    )
