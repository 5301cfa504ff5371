r"""The shape at the end of a chain of equal forms: `∂L/∂W = X^⊤ G ∈ ℝ^{D×M}`, "h_n: (4, 10, 128)", `(4×3)(3×6) = 4×6`.

>>> linked(r"Q K^\top/\sqrt{d} ∈ \mathbb{R}^{n×m}"), linked("(5, 1) + (1, 7) → (5, 7)")
(Named(name='Q K^\\top/\\sqrt{d}', sizes=('n', 'm')), Named(name='', sizes=('5', '7')))
>>> linked("(5, 1) + (1, 7) = (6, 8)"), linked("24 = 4 × 6"), linked("p = (3, 4)"), linked("f: ℝ^{2} → ℝ^{3}")
(None, None, None, None)

The last piece of the chain must be nothing but sizes, and something must say that they are sizes: a space ℝ^{…}, a `×`
behind a name, a word, or shapes before it whose product or common shape they are. Several large whole numbers in
brackets behind `name:` count as sizes too; whether they may also be a vector `may_be_list` tells.
"""

from __future__ import annotations

import re
from itertools import pairwise

from viva.checking.answers.sizes import same_sizes
from viva.checking.keys.links import Link, links
from viva.checking.keys.shape_words import COUNTED, FRAME, SAYS_SHAPE, SPACE, Named
from viva.reading.cleaning import split
from viva.reading.patterns import lazy
from viva.reading.shapes import NAMED_SIZE, Sizes, shapes, vectors

_LETTER = lazy(r"(?<!\\)[A-Za-zα-ωΑ-Ω]{1,40}|\\[A-Za-z]+")
_ARITHMETIC = lazy(
    r"\\(?:[dt]?frac|cdot|times|sqrt|l?floor|[lr]floor|[lr]ceil)(?![A-Za-z])",
    needs="frac|sqrt|cdot|times|lceil|floor|rceil",
)
_PROSE = lazy(r"(?<![\\\w.])[A-Za-z]{2,}(?![\w(.\[])")
_CODE = lazy(r"\[[^\[\]]*:[^\[\]]*\]|\bNone\b|\w\.\w+|\w_\w{2,}|\w\(\w|@")
_OF_SHAPE = lazy(r"\b(?:shape|size|dim|Shape)\s*\(|\.shape\b|\.size\(\)|\b(?:shape|size)(?: of)?\b", re.IGNORECASE)
_AXES = lazy(rf"(?:{NAMED_SIZE}|[A-Z](?:_\{{?\w+\}}?)?|[bnthcwdk]|[a-z]+_\{{?\w+\}}?)")
_SYMBOL = lazy(r"\s*\\?[A-Za-zα-ωΑ-Ω]\w{0,2}(?:_\{?\w+\}?)?\s*")
_BETWEEN = lazy(r"(?:[\s@*·×+|]|\\(?:cdot|times|odot)(?![a-z])|and|with|times)*")


def linked(text: str, typed: bool = False) -> Named | None:
    """The shape that the chain ends with, with the name of what has it; None where it is no such chain."""
    chain = links(text, words=True)
    if len(chain) < 2 or any(link.joint == "<" for link in chain) or len(chain) > 8:
        return None
    last = chain[-1]
    found = _only_sizes(last)
    if found is None or any(size == "0" or size.startswith("-") for size in found.sizes) or COUNTED.search(text):
        return None
    before = chain[:-1]
    if len(chain) > 3 and before[-1].joint == "→" and last.joint in (":", "∈"):
        before = before[-1:]  # X: 100×5 → X^⊤X: 5×5
    if last.joint == "→" and re.search(r"ℝ|mathbb", before[-1].text):
        return None  # a mapping
    if any(_amounts(link.text, found) or _lists(link.text) for link in before):
        return None
    name = _named(before[0].text)
    if name is None or (last.joint == ":" and _only_sizes(before[-1])):  # (K, C, k, k): one filter for each …
        return None
    sure = (
        typed
        or SAYS_SHAPE.search(text)
        or any(_OF_SHAPE.search(link.text) or _makes(link.text, found.sizes) for link in before)
        or _same_in_axes(before, found.sizes)
    )
    if not sure and (last.joint == "=" or (last.joint == "≈") or len(found.sizes) < 2):
        return None
    if not sure and found.bracketed and not large(found.sizes, before[0].text):
        return None
    return Named(name, found.sizes)


def _only_sizes(link: Link) -> Sizes | None:
    """The sizes that make up the piece, apart from the words with which sizes are stated."""
    text = link.text
    in_space = SPACE.sub(lambda m: f"∈ {m[1]} ", text)
    found = shapes(in_space)
    if not found:
        found, in_space = vectors(text), text
    if len(found) != 1:
        return None
    (shape,) = found
    framed = FRAME.fullmatch(in_space[: shape.start]) and FRAME.fullmatch(in_space[shape.end :])
    return shape if framed else None


def _lists(text: str) -> bool:
    """Does the piece hold several things, other than the names of what has the shape?"""
    if re.search(r"\b(?:and|und)\b", text) and len(shapes(text)) != 2:
        return True
    pieces = split(text, ",;")
    return len(pieces) > 1 and not all(map(_SYMBOL.fullmatch, pieces))


def _amounts(text: str, found: Sizes) -> bool:
    """Is the piece a number, so that what it is equal to is a product: `24 = 4 × 6`?"""
    if not text or _makes(text, found.sizes) or any(same_sizes(s.sizes, found.sizes) for s in shapes(text)):
        return False
    return not _LETTER.search(_ARITHMETIC.sub(" ", text))


def _named(text: str) -> str | None:
    """The name of what has the shape: a symbol, a formula, code, few words; "" where shapes stand in its place."""
    if re.search(r"[!?;]", text) or len(text) > 80:
        return None
    if shapes(text) and not re.search(r"[A-Za-z_.]{2}\s*\(|\[[^\]]*:", text):
        return ""
    words = _PROSE.findall(text)
    if len(words) > 6 or re.search(r"\b(?:or|if|not|for|cost|at)\b", text):
        return None
    label = re.sub(r"^(?:the|a|an)\s+|\s+(?:tensor|matrix|array|then|now|itself)$", "", text.strip(" *`$-"), flags=re.I)
    return re.sub(r"\.(?:shape|size\(\))?$", "", label.strip(" *`$-"))


def _makes(text: str, sizes: tuple[str, ...]) -> bool:
    """Are they the sizes of the product of the shapes in the piece, or their common shape where one is spread?"""
    found = shapes(text)
    if not 2 <= len(found) <= 6 or any(
        not _BETWEEN.fullmatch(text[a.end : b.start].strip(" ()")) for a, b in pairwise(found)
    ):
        return False
    given = [shape.sizes for shape in found]
    return _product(given) == sizes or _spread(given) == sizes


def _product(given: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The sizes of a product of matrices, with axes in front of them (a batch) that are the same or missing."""
    sizes = given[0]
    for other in given[1:]:
        if len(sizes) < 2 or not other or sizes[-1] != other[-2 if len(other) > 1 else 0]:
            return None
        front = sizes[:-2] or other[:-2]
        if other[:-2] and sizes[:-2] and other[:-2] != sizes[:-2]:
            return None
        sizes = (*front, sizes[-2], *other[-1:]) if len(other) > 1 else (*front, sizes[-2])
    return sizes


def _spread(given: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The common shape of arrays added entry by entry, where sizes of 1 are spread."""
    length = max(map(len, given))
    if all(sizes == given[0] for sizes in given):
        return None
    common = []
    for axis in zip(*(("1",) * (length - len(sizes)) + sizes for sizes in given), strict=True):
        wide = {size for size in axis if size != "1"}
        if len(wide) > 1:
            return None
        common.append(wide.pop() if wide else "1")
    return tuple(common)


def _same_in_axes(before: tuple[Link, ...], sizes: tuple[str, ...]) -> bool:
    """`(C_out, C_in, k, k) = (64, 3, 7, 7)`, `(B, T, 3·d) = (B, T, 3d)`: a form before it with as many axes?"""
    for link in before:
        for shape in shapes(link.text):
            if len(shape.sizes) != len(sizes) or len(sizes) < 2:
                continue
            if shape.bracketed and not all(_AXES.fullmatch(size) for size in shape.sizes):
                computed = re.search(r"[A-Za-z]", "".join(sizes)) or large(sizes, "")
                if not (computed and same_sizes(shape.sizes, sizes)):
                    continue
            return True
    return False


def large(sizes: tuple[str, ...], name: str) -> bool:
    """Numbers that are sizes rather than the coordinates of a point; letters that stand for sizes."""
    if all(size.isdigit() for size in sizes):
        most = max(map(int, sizes))
        if _CODE.search(name):
            return most > 1
        return most > 9 if len(sizes) > 2 else min(map(int, sizes)) > 9
    return any(re.fullmatch(r"[BCDHKLMNSTVW]|[a-zA-Z]+_\{?\w+\}?|\d+", size) for size in sizes) and len(sizes) > 1


def may_be_list(text: str, sizes: tuple[str, ...]) -> bool:
    """May the key also be a vector or a point: numbers in brackets, without a word that says they are sizes?"""
    return all(size.isdigit() for size in sizes) and not SAYS_SHAPE.search(text) and not re.search(r"×|\\times", text)
