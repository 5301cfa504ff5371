r"""Sizes of tensors in a text, in order and never multiplied out.

>>> [shape.sizes for shape in shapes(r"from 3×5 to $7 \times 11$, i.e. torch.Size([7, 11])")]
[('3', '5'), ('7', '11'), ('7', '11')]
>>> [shape.sizes for shape in shapes("the output is N x C x H/2 x W/2")]
[('N', 'C', 'H/2', 'W/2')]

A size is an integer or a short symbolic expression, as text. `7 by 11`, `7-by-11`, "7 rows and 11 columns",
"height 7 and width 11", `(7, 11)`, `[7, 11]`, `ℝ^{7×11}` and `7 \times 11` are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.arithmetic import amount
from viva.reading.budget import tick
from viva.reading.patterns import lazy
from viva.reading.tight_tuples import spaced
from viva.reading.worded_shapes import worded

MAX_SHAPES = 500  # a text with more of them states none
MAX_LENGTH = 40_000  # code points; a longer text states none either

NAMED_SIZE = (
    r"(?:batch(?:_size)?|seq(?:_len(?:gth)?)?|(?:seq)?len(?:gth)?|hidden(?:_(?:dim|size))?|(?:embed_|head_"
    r"|model_)?dim|vocab(?:_size)?|"
    r"(?:num_)?(?:heads|classes|samples|tokens)|channels|height|width|features|embed)(?![A-Za-z])"
)
# Every piece stands in the next one as seldom as may be: the patterns would take long to compile otherwise. So what is
# separated is an operator and a term, many times, where the first has the bracket before it instead of an operator.
_NAME = rf"(?:{NAMED_SIZE}|"
_NAME += r"[A-Z]{2}(?![A-Za-z_])|(?<![A-Za-z])[bcdfhk-npqrtvw]{2}(?![A-Za-z_])|"
_NAME += r"[A-Za-z](?:[A-Za-z]?_\{?\s*(?:\\(?:text|mathrm)\{)?\w{1,8}(?:\s?\}{1,2})?)?)"
_TIMES = r"\s?(?:[·*]|\\cdot(?![a-z]))?\s{0,3}"
_TERM = rf"(?:\d*(?:{_TIMES}{_NAME}){{1,2}}|\d+)"
_SUM = rf"\((?:(?:(?<=\()|\s?[-+])\s?{_TERM}){{2,6}}\s?\)"  # (H d_h + 2 G d_h)
_QUOTIENT = rf"{_SUM}\s?//?\s?(?:\d+|{_NAME})"
_SIZE = (
    r"(?:\d{1,3}(?:(?:,|\{,\})\d{3}){1,6}|\\[dt]?frac\{[\w +-]{1,20}\}\{[\w +-]{1,20}\}"
    r"|\\lfloor[^\\]{1,30}\\rfloor(?:\s?[-+]\s?\d+)?"
    r"|\(\s?\d+(?:\s?(?:[·*+/-]|\\cdot(?![a-z]))\s?\d+){1,4}\s?\)"
    rf"|(?:\d+|\d*{_NAME}){_TIMES}{_SUM}"  # d_h (H + 2G)
    rf"|\(\s?{_QUOTIENT}\s?[-+]\s?\d+\s?\)|\d+\s?\+\s?{_QUOTIENT}"  # 1 + (H - k)/s
    rf"|\d+ (?![xaA]\b){_NAME}(?=\s*(?:$|[×)\]}},$]|\\times))"  # 4 d_model
    rf"|{_SUM}(?:{_TIMES}(?:{_NAME}|\d+(?![\w.]))|\s?//?\s?(?:\d+|{_NAME}))?(?:\s?[-+]\s?\d+)?"
    rf"|\(\s?{_NAME}(?:\s{{1,3}}{_NAME}){{1,3}}\s?\)"
    rf"|\(?(?:\d+\s?(?:[·*+-]|\\cdot(?![a-z]))\s?)?\d*(?!x[\d\s]){_NAME}(?:\s?(?:[-+*·]|//?|\\cdot(?![a-z]))\s?(?:\d*{_NAME}|\d+))"
    r"{0,12}\)?|\d+(?:\s?(?:[·*]|\\cdot(?![a-z]))\s?\d+){1,3}|\d+)"
)
_BY = r"\s*(?:×|\\times|\bx\b|(?<=\d)x(?=\d)|(?<=[A-Z])x(?=[A-Z])|-by-|\bby\b)\s*"
_ITEM = rf"(?:\d+(?:\s?(?:[·*+-]|\\cdot(?![a-z]))\s?\d+){{1,3}}(?![\w(])|{_SIZE})"
_CROSS = lazy(rf"(?<![\w.])(?<![a-z\d]\^)((?:(?(2){_BY})({_SIZE})){{2,}})(?![\w.]{{0,40}}(?:\(|\s{{0,9}}\^))")
_CLOSED = (  # before all sizes are tried in vain
    r"(?=[^()\[\]]{0,600}(?:\((?:[^()\[\]]|\([^()\[\]]{0,60}\)){0,80}\)[^()\[\]]{0,600}){0,41}[)\]])"
)
_LIST = lazy(
    rf"(?:torch\.Size\()?[\(\[](?!\s*,){_CLOSED}((?:(?:(?<=[\(\[])|\s*,)\s*\$?{_ITEM}\$?){{1,41}}\s*,?\s*)[\)\]]\)?"
)
_ROWS = lazy(
    r"\bH(?:_?\{?\w*\}?)?['′]?\s*=\s*(\d+)\s*(?:,|;|and|\s|\$)+\s*W(?:_?\{?\w*\}?)?['′]?\s*=\s*(\d+)(?![\w*×])|"
    r"(?:\bH_?\{?\w*\}?['′]?\s*|\bheight\b[\s*_]*:?\s*)(?:[^\n;:=]{0,60})=\s*\$?(\d+)(?:\\quad"
    r"|\\text\{\s*and\s*\}|and|[\s,;.$*\\-])+"
    r"(?:W_?\{?\w*\}?['′]?\s*|width\b[\s*_]*:?\s*)(?:[^\n;:=]{0,60})=\s*\$?(\d+)(?![\w*×])|"
    r"(?<!\d)(\d+|\d*(?<![A-Za-z])[A-Za-z])\$?\s+rows?\s*(?:\([^()]*\)\s*)?(?:and|×|x|,|by)\s*\$?(\d+"
    r"|\d*[A-Za-z](?![A-Za-z]))\$?\s+col(?:umn)?s?"
    r"|(?:\b[NB]\s*=\s*\$?(\d+)[\s,;$]{1,6})?\bC\s*=\s*(\d+)\D{1,8}\bH\s*=\s*W\s*=\s*(\d+)()"
    r"|(?<!\d)(\d+)\s+(?:feature\s+)?(?:maps|channels)(?:\s+of|,\s*each(?:\s+of)?)\s+(?:size\s+)?(\d+)\s*(?:×|x"
    r"|by)\s*(\d+)"
    r"|height\s*(?:of|=|is|:)?\s*\$?(\d+)\$?\s*(?:and|,|×|x)\s*(?:a\s+)?width\s*(?:of|=|is|:)?\s*\$?(\d+)",
    re.IGNORECASE,
    needs="=|row|maps|channels|height",
)


_THIN = lazy(r"\\[,;:! ]")
_THIN_TIMES = lazy(r"(?:(?<=[^A-Za-z\\][A-Za-z])|(?<=\d))\\[,;:! ](?=\s?[A-Za-z])", needs=r"\;|\ |\:|\!|\,")  # m\,d_h
_LOST_SPACE = lazy(r"(∈\s*)[ℝR](?=\w{1,3}\s*×)")  # `A ∈Rr×k`, as PDF extraction leaves it


@dataclass(frozen=True)
class Sizes:
    """A shape at `start:end`; the sizes are text."""

    sizes: tuple[str, ...]
    start: int
    end: int
    bracketed: bool = False


_VECTOR = lazy(
    r"\b(?:1|one)-?(?:d|dimensional)\s+(?:tensor|array|vector)\s+(?:of\s+(?:length|size)|with)\s+\$?(?P<f>\d+"
    r"|[A-Za-z](?![A-Za-z]))"
    r"|\bone\s+[\w-]+\s+(?:for|per)\s+(?:each|every)(?:\s+one)?\s+of\s+the\s+\$?(?P<g>\d+|[A-Za-z]"
    r"(?![A-Za-z]))\$?\s+[a-z]{3,}"
    r"|(?<![\w×-])(?P<a>\d+|[A-Za-z])-(?:dim(?:ensional)?[- ])?vector"
    r"|\bvector\s+(?:of\s+(?:length|size|dimension)|with)\s+\$?(?P<b>\d+|[A-Za-z](?![A-Za-z]))"
    r"|(?:\\mathbb\s*\{?R\}?|ℝ)\s*\^\s*\{?(?P<c>\d+|[A-Za-z]{1,2})\}?(?![\w\s]*(?:\\times|×))"
    r"|(?:^|[\s`$])[(\[](?P<d>\d+),?[)\]](?=$|[\s`$.])|Size\(\[(?P<e>\d+)\]\)",
    re.IGNORECASE,
)


def vectors(text: str) -> list[Sizes]:
    """The lengths of vectors, as shapes of one size: "a vector of length 10", `ℝ^{10}`, `(10,)`."""
    found = []
    for match in _VECTOR.finditer(text):
        length = next(group for group in match.groups() if group)
        found.append(Sizes((length,), match.start(), match.end()))
    return found


def shapes(text: str) -> list[Sizes]:
    """All shapes in the text, in order."""
    return list(_shapes(text)) if len(text) <= MAX_LENGTH else []


@lru_cache(maxsize=64)
def _shapes(text: str) -> tuple[Sizes, ...]:
    text = _THIN.sub("  ", _THIN_TIMES.sub("* ", text)) if "\\" in text else text
    text = _LOST_SPACE.sub(lambda m: m[1] + " ", text) if "∈" in text else text
    found: list[Sizes] = []
    taken = bytearray(len(text))  # which places belong to a shape already
    for said in worded(text):
        found.append(Sizes(tuple(_size(s) for s in said.sizes), said.start, said.end))
        taken[said.start : said.end] = b"\x01" * (said.end - said.start)
    for match in _ROWS.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        sizes = tuple(g for g in match.groups() if g)
        square = "" in match.groups()  # C = 512, H = W = 7
        found.append(Sizes((*sizes, sizes[-1]) if square else sizes, match.start(), match.end()))
        taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    for match in _CROSS.finditer(text):
        parts = [p for p in re.split(_BY, match[1]) if p]
        torn = match[1].count("(", 1) > match[1].count(")")  # d × (H + …: not all of its last size
        if len(parts) > 1 and not torn and not taken[match.start()]:
            tick()
            found.append(Sizes(tuple(_size(p) for p in parts), match.start(1), match.end(1)))
            taken[match.start(1) : match.end(1)] = b"\x01" * (match.end(1) - match.start(1))
    for match in _LIST.finditer(text):
        if taken[match.start()]:
            continue
        tick()
        parts = [p.strip().strip("$") for p in _separated(match[1]) if p.strip()]
        if "," in match[1] or match[0].startswith("torch"):  # also `(10,)`
            found.append(Sizes(tuple(_size(p) for p in parts), match.start(), match.end(), True))
    found.sort(key=lambda s: s.start)
    return tuple(found) if len(found) <= MAX_SHAPES else ()


def _separated(listed: str) -> list[str]:
    """The sizes of a list: `(1,024, 3)` has two, `(3,64,128)` three."""
    return re.split(r",(?!\d{3}(?!\d))", spaced(f"({listed})")[1:-1])


def _size(text: str) -> str:
    bare = text.strip().strip("$").strip().replace("{,}", "").replace("//", "/")
    bare = re.sub(r"·|\\cdot(?![a-z])", "*", bare)
    bare = re.sub(r"\\[dt]?frac\{([^{}]+)\}\{([^{}]+)\}", r"(\1)/(\2)", bare) if "frac" in bare else bare
    bare = re.sub(r"\((\w+)\)/\((\w+)\)", r"\1/\2", bare) if ")/(" in bare else bare
    bare = re.sub(r"(?<![A-Za-z_\\])([A-Za-z])(?=[A-Za-z]_)", r"\1*", bare)  # h d_v
    bare = re.sub(r"(?<=[\w}])\s+(?=[A-Za-z])", "*", bare)
    if "(" in bare and "\\l" not in bare:
        bare = re.sub(r"\)\s*\*?\s*(?=\w)", ")*", re.sub(r"(?<=[\w}])\s*\*?\s*\(", "*(", bare))
    value = amount(bare)
    return str(value.value) if value is not None else re.sub(r"\\text|\\mathrm|[\s{}]", "", _unwrapped(bare))


def _unwrapped(text: str) -> str:
    """Without the brackets around all of it."""
    inner = text.strip("()")
    return text if 0 < text.count("(") == text.count(")") and ("(" in inner or ")" in inner) else inner
