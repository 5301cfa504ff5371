r"""Sizes of tensors in words: rows and columns, so many of such a shape, the axes one by one.

>>> [found.sizes for found in worded("98 columns (one per frame), 201 rows; or one row with d entries")]
[('201', '98'), ('1', 'd')]
>>> [found.sizes for found in worded("32 filters, each of which is a 16 by 5 array")]
[('32', '16', '5')]
>>> [found.sizes for found in worded("- batch: B\n- then the heads: H\n- last the head dimension: d_h")]
[('B', 'H', 'd_h')]

Rows come before columns and a height before a width, in whatever order they are named; any other axes keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.number_words import spelled
from viva.reading.patterns import lazy, leftmost

MAX_LENGTH = 3_000  # code points; a longer text states no shape in words


@dataclass(frozen=True)
class Worded:
    """A shape in words at `start:end`; the sizes are text."""

    sizes: tuple[str, ...]
    start: int
    end: int


_SMALL = (
    "a single|single|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|eine|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn"
)
_GERMAN = {"eine": "1", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8"}
_TERM = r"(?:\d+(?:[,.]\d{3})*|\d*(?:[a-z]\s{0,2}(?=[a-z]_))?[A-Za-z](?:_\{?\w{1,8}\}?)?(?![A-Za-z]))"
_FACTOR = rf"(?:{_TERM}|\((?:(?:(?<=\()|\s?[-+]\s?){_TERM}){{2,5}}\))"  # (H + 2G)
_S = rf"(?:(?<![\w.]){_FACTOR}(?:\s?[-+*·/]\s?{_FACTOR}){{0,4}}|\b(?i:{_SMALL})\b)"
_REMARK = r"(?:\s*\([^()\n]{0,80}\))?"
_D = r"[\s$`*]*"  # what may stand around a size
_NOUN = r"[a-z]{3,14}(?:[ -][a-z]{3,14})?"
_ROW, _COLUMN = r"(?:rows?|Zeilen?)", r"(?:columns?|cols?|Spalten?)"
_JOIN = r"[\s$`*]*(?:,?\s*(?:and|und|by|with|of|times|each with|each of|mit)\b|,|;|×|x\b|\\times(?![a-z]))[\s$`*]*"
_OF_COLUMNS = "col|spalte"
_ROWS = (
    lazy(
        rf"(?P<r>{_S}){_D}{_ROW}\b{_REMARK}{_JOIN}(?:each (?:with|of)\s+|also\s+)?(?P<c>{_S}){_D}"
        rf"(?:{_COLUMN}|entries|elements|numbers|values|components)\b",
        needs="row|zeile",
    ),
    lazy(rf"(?P<c>{_S}){_D}{_COLUMN}\b{_REMARK}{_JOIN}(?P<r>{_S}){_D}{_ROW}\b", needs=_OF_COLUMNS),
    lazy(
        rf"\b{_ROW}{_D}[:=]{_D}(?P<r>{_S})[\s$`*,;|.-]*(?:and\s+)?{_COLUMN}{_D}[:=]{_D}(?P<c>{_S})",
        needs=_OF_COLUMNS,
    ),
    lazy(
        rf"\b{_COLUMN}{_D}[:=]{_D}(?P<c>{_S})[\s$`*,;|.-]*(?:and\s+)?{_ROW}{_D}[:=]{_D}(?P<r>{_S})",
        needs=_OF_COLUMNS,
    ),
    lazy(
        rf"\b(?:one|a) row (?:for|per) (?:each|every)(?: one)?(?: of the)?\s+{_D}(?P<r>{_S}){_D}{_NOUN}{_REMARK}"
        rf"(?:,| and| with)[\s$]*(?:one column (?:for|per) (?:each|every)(?: of the)?\s+)?(?P<c>{_S}){_D}{_NOUN}",
        needs="row for|row per",
    ),
    lazy(
        rf"\b(?:an?|one|single) (?:single )?row (?:vector )?(?:of|with)\s+(?:length\s+)?{_D}(?P<c>{_S})(?![\w×])",
        needs="row vector|row of|row with",
    ),
    lazy(
        rf"\b(?:an?|one|single) (?:single )?column (?:vector )?(?:of|with)\s+{_D}(?P<r>{_S}){_D}(?:entries|numbers"
        rf"|elements)",
        needs="column vector|column of|column with",
    ),
    lazy(
        rf"\bwidth\s*(?:of|=|is|:)?{_D}(?P<c>{_S})[\s$,;|.-]*(?:and\s+)?(?:a\s+)?height\s*(?:of|=|is|:)?{_D}(?P<r>{_S})",
        needs="width",
    ),
)
_SQUARE = lazy(
    rf"\bsquare(?: (?:matrix|array|grid))?,? (?:of|with) (?:order|size|side|dimension)s?{_D}(?P<n>{_S})(?![\w×])",
    needs="square",
)
_GRID = rf"(?P<shape>{_S}{_D}(?:(?:×|\\times(?![a-z])|x|by|-by-){_D}{_S}{_D}){{1,3}})"
_KIND = r"(?:matri(?:x|ces)|arrays?|tensors?|blocks?|slices?|kernels?|filters?|images?|grids?|maps?|tables?)"
_MANY = (
    lazy(
        rf"(?P<n>{_S}){_D}{_NOUN}(?:,| and| that are| which are)?\s+each(?: one)?(?:\s+(?:of (?:them|which|these)))?"
        rf"(?:\s+(?:is|being|has|having|with|of|a|an|the|shape|size|itself))*{_D}{_GRID}",
        needs="each",
    ),
    lazy(
        rf"(?P<n>{_S}){_D}{_KIND},?\s+(?:of|with|each)(?:\s+(?:the|a|shape|size|dimensions?|of))*{_D}{_GRID}",
        needs="matri|arra|tensor|block|slice|kernel|filter|image|grid|map|table",
    ),
    lazy(
        rf"\b(?:one|an?)\s+{_D}{_GRID}{_KIND}\s+(?:for|per) (?:each|every)(?: one)?(?: of)?(?: the| these)?\s+"
        rf"{_D}(?P<n>{_S}){_D}{_NOUN}",
        needs="for each|for every|per each|per every",
    ),
    lazy(
        rf"\b(?:stack|batch|list|collection|sequence) of\s+{_D}(?P<n>{_S}){_D}(?:{_KIND},?\s+)?"
        rf"(?:(?:each|of|size|shape)\s+)*{_D}{_GRID}(?=[\w-]*\s*(?:{_KIND}|[.,;]|$))",
        needs="stack of|batch of|list of|collection of|sequence of",
    ),
)
_COUNTED = rf"{_S}{_D}(?!by\b|x\b){_NOUN}{_REMARK}"
_BESIDE = lazy(rf"{_COUNTED}(?:\s*(?:×|\\times(?![a-z])|x|by)\s*{_D}{_COUNTED}){{1,5}}")  # 201 bins by 98 frames
_COUNT = lazy(rf"(?P<size>{_S}){_D}(?!by\b|x\b){_NOUN}")
_LINK = (  # 2 sequences, each of 97 vectors with 192 components
    r",?\s+(?:(?:and|is|are|being|an?|vectors?|each(?:\s+one)?)\s+){0,4}(?:of|with|holding|containing|having|by)"
    r"(?:\s+(?:which|them|length|size|dimension|the)){0,3}\s+"
)
_PART = rf"(?!a\b){_S}{_D}(?!by\b|x\b)[a-z]{{3,14}}(?:[ -](?!with|each|hav|hold|contain|mad)[a-z]{{3,14}})?{_REMARK}"
_LENGTH = rf"(?!a\b){_S}(?![\w×])(?!{_D}(?:×|\\times|by\b|x\b|{_NOUN}))"
_NESTED = lazy(rf"{_PART}(?:{_LINK}{_D}{_PART}){{0,3}}(?:{_LINK}{_D}(?:{_PART}|{_LENGTH}))")
_GRIDS = lazy(rf"{_LINK}{_D}{_GRID}")
_OF_ROWS = lazy(  # 3 matrices with 4 rows and 5 columns
    rf"(?P<n>(?!a\b){_S}){_D}{_KIND},?\s+(?:(?:and|is|are|each(?:\s+one)?)\s+){{0,3}}(?:of|with|having)\s+$"
)
_LAST = lazy(rf"\s{_D}({_S}){_D}$")
_THEN = lazy(
    rf"\b(?:axes|axis|dimensions)(?: in (?:this )?order| are)?[:,]?\s+{_D}(?P<list>{_S}{_D}(?:,?\s+"
    rf"(?:and\s+)?then\s+{_D}{_S}{_D}){{1,5}})",
    needs="then",
)
_AXIS = (
    r"(?:batch(?:[ _-]size)?|samples?|examples?|images?|seq(?:_?len(?:gth)?)?|sequences?(?: length)?"
    r"|time(?: steps?)?|steps?|tokens?|patches"
    r"|(?:query |key |target |source |value )?(?:positions?|lengths?)"
    r"|(?:attention |query |key |value )?heads?|groups?|layers?|directions?|channels?|filters?|height|width|depth"
    r"|features?|classes"
    r"|vocab(?:ulary)?(?: size)?|hidden(?: units)?|embed(?:ding)?s?"
    r"|(?:(?:head|key|model|feature|embed(?:ding)?|hidden|token|channel)[ _])?(?:dimension|dim|size|width)"
    r"|queries|keys|frames|bins|frequencies|units|length)"
)
_ITEM = (
    rf"(?:(?:first|second|third|then|next|finally|last|and|comes?|the|number of|followed by|,|in front)\s+)"
    rf"{{0,5}}{_AXIS}"
)
_LISTED = lazy(
    rf"(?:^|(?<=[\n,;:.]))[ \t]*(?:[-*•]\s+|\d\.\s+)?(?:\|\s*)?(?P<item>(?i:{_ITEM})){_D}"
    rf"(?:[:=|]|\b(?i:is)\b|\(|(?= \d)){_D}(?P<s>{_S}){_D}\)?(?=[\s,;.|]|$)"
)
_IN_FRONT = lazy(
    rf"(?P<first>{_S}){_D}(?i:(?:in front|first|comes first),?\s+(?:and\s+)?(?:then|followed by)\s+"
    rf"(?:the\s+)?{_AXIS}){_D}\((?P<b>{_S})\)"
    rf"(?:(?i:,?\s+(?:and|then|and then)\s+(?:the\s+)?{_AXIS}){_D}\((?P<c>{_S})\))?",
    needs="in front|first",
)
_BY = lazy(r"[\s$`*]*(?:×|\\times(?![a-z])|\bx\b|(?<=\d)x(?=\d)|\bby\b|-by-)[\s$`*]*")
_HINT = lazy(
    r"\| *\d+ *\||(?:[Bb]atch|[Hh]idden|[Ss]equence)[ \w]{0,12}[:=]"
    r"|\brows?\b|\bcol|Zeile|Spalte|square|each|every|stack|batch|list of|width|heads|channel|[a-z]\s+(?:by|×|x"
    r"|\\times)\s|in front|axes|axis|dimensions|batch \d"
    r"|(?:matrices|arrays|tensors|blocks|kernels|filters|images|maps|sequences|groups) (?:of|with)\b"
    r"|^[\s$`*-]*[NB]\s*="
)


def worded(text: str) -> list[Worded]:
    """The shapes that the text states in words, in order; of two that overlap the first."""
    return list(_worded(text)) if len(text) <= MAX_LENGTH else []


@lru_cache(maxsize=64)
def _worded(text: str) -> tuple[Worded, ...]:
    if not _HINT.search(text):
        return ()
    found: list[Worded] = []
    for one in (*_in_rows(text), *_in_numbers(text), *_by_axes(text)):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _in_rows(text: str) -> Iterator[Worded]:
    for match in leftmost(_ROWS, text):
        given = {name: _number(size) for name, size in match.groupdict().items()}
        rows = (given.get("r", "1"), given.get("c", "1"))
        many = next(_OF_ROWS.finditer(text, max(0, match.start() - 60), match.start()), None)
        start = match.start() if many is None else many.start()
        yield Worded(rows if many is None else (_number(many["n"]), *rows), start, match.end())
    for match in _SQUARE.finditer(text):
        yield Worded((_number(match["n"]),) * 2, match.start(), match.end())


def _in_numbers(text: str) -> Iterator[Worded]:
    for match in leftmost(_MANY, text):
        inner = filter(None, _BY.split(match["shape"]))
        yield Worded((_number(match["n"]), *map(_number, inner)), match.start(), match.end())
    for match in _BESIDE.finditer(text):
        yield Worded(tuple(_number(m["size"]) for m in _COUNT.finditer(match[0])), match.start(), match.end())
    for match in _NESTED.finditer(text):
        sizes = [m["size"] for m in _COUNT.finditer(match[0]) if m["size"] != "a"]
        if (last := _LAST.search(match[0])) is not None:  # … each of length 64
            sizes.append(last[1])
        end = match.end()
        if (rest := _GRIDS.match(text, end)) is not None and last is None:  # … of 8 by 8 pixels
            sizes += filter(None, _BY.split(rest["shape"]))
            end = rest.end()
        if len(sizes) > 2 or re.search(r"\beach\b", match[0]):
            yield Worded(tuple(map(_number, sizes)), match.start(), end)
    for match in _THEN.finditer(text):
        sizes = re.split(r",?\s+(?:and\s+)?then\s+", match["list"])
        yield Worded(tuple(map(_number, sizes)), match.start(), match.end())


_BY_LETTERS = lazy(  # N = 16, C_out = 128, L_out = 250: and nothing else
    r"[\s$`*-]*[NB]\s*=\s*\d+(?:[\s$`*,;-]{1,9}(?:and\s+)?[CDTLSHW](?:_\{?\w{1,8}\}?)?['′]?\s*=\s*\d+){1,5}[\s$`*.]*"
)
_AXIS_LETTER = lazy(r"(?P<axis>[A-Z])(?:_\{?\w{1,8}\}?)?['′]?\s*=\s*(?P<s>\d+)")


def _by_axes(text: str) -> Iterator[Worded]:
    if len(text) < 200 and _BY_LETTERS.fullmatch(text):
        letters = list(_AXIS_LETTER.finditer(text))
        if len({m["axis"] for m in letters}) == len(letters) and not re.search(r"W.*H", text):
            yield Worded(tuple(m["s"] for m in letters), 0, len(text))
    run: list[re.Match[str]] = []
    for match in _LISTED.finditer(text):
        if run and re.search(r"\w", _IN_BRACKETS.sub("", text[run[-1].end() : match.start()])):
            yield from _axes(run, text)
            run = []
        run.append(match)
    yield from _axes(run, text)
    for match in _IN_FRONT.finditer(text):
        yield Worded(tuple(_number(s) for s in match.group("first", "b", "c") if s), match.start(), match.end())


_IN_BRACKETS = lazy(r"\([^()\n]{0,120}\)")
_ANOTHER = lazy(r"[^\w\n]*\n[^\S\n]*(?:[-*•]|\d\.)[^\n\d:=]{1,40}[:=][\s$`*]*\d")  # an item that is no known axis


def _axes(run: list[re.Match[str]], text: str) -> Iterator[Worded]:
    if (
        len(run) > 1
        and not _ANOTHER.match(text, run[-1].end())
        and len({m["item"].lower().strip() for m in run}) == len(run)
        and not re.search(r"(?i)width.*height", " ".join(m[0] for m in run), re.DOTALL)
    ):
        yield Worded(tuple(_number(m["s"]) for m in run), run[0].start(), run[-1].end())


def _number(size: str) -> str:
    bare = size.strip(" $`*").lower()
    if bare in _GERMAN:
        return _GERMAN[bare]
    spelt = spelled(bare.removeprefix("a ").replace("single", "one")) if bare.isascii() and len(bare) > 2 else []
    return str(spelt[0].value) if len(spelt) == 1 and bare.replace(" ", "").isalpha() else size.strip(" $`*")
