"""Arrays and shapes that a reply states, against a key that is one or several."""

from __future__ import annotations

import re
import unicodedata

from viva.checking.answers import numbers, shapes
from viva.checking.answers.protocol import Reading
from viva.checking.answers.sizes import defined, same_sizes
from viva.checking.keys.arrays import same_array, same_vector
from viva.checking.keys.kinds import Key
from viva.checking.keys.linked_shapes import may_be_list
from viva.checking.keys.stated_numbers import unnamed_part
from viva.kinds import Number, Shape
from viva.reading.arithmetic import Amount
from viva.reading.arrays import Grid, cells
from viva.reading.arrays import arrays as arrays_of
from viva.reading.patterns import lazy
from viva.reading.replies import Reply, read_reply
from viva.reading.shapes import shapes as find_shapes
from viva.reading.told_axes import in_order, told_axes
from viva.reading.values import (
    Tuple_,
    clean,
    value,
)
from viva.reading.worded_shapes import worded

_ASSIGNED = lazy(r"[\s$]*(?P<name>[^=(\[,]{1,24}?)\s*=")


def stated_array(key: Key, key_text: str, reply: Reply) -> bool | None:
    grid: Grid = key.value
    verdict = same_array(grid, reply, key_text)
    if (own := _own_part(key_text, reply)) is not None:
        named = same_array(grid, own)
        return None if verdict and named is False else named if verdict is not True else verdict
    sizes = [c.value for c in cells(grid.entries) if isinstance(c, Amount)]
    if verdict is None and grid.numeric and len(grid.shape) == 1 and all(size == abs(int(size)) for size in sizes):
        asked = tuple(map(str, sizes))  # [1, 128, 64] may also be a shape
        if len(reply.text) < _SHORT:
            return stated_shape(Key("shape", asked, ""), reply)
        return _shape_read(asked, reply)
    return verdict


_SHORT = 60  # of a longer reply a number is not all that it says


def _own_part(key_text: str, reply: Reply) -> Reply | None:
    """What the reply sets the key's name equal to, where that is an array beside others: δ₁ after δ₂."""
    name = _ASSIGNED.match(key_text)
    if name is None or len(arrays_of(reply.normal)) < 2:
        return None
    from viva.checking.answers.named_parts import parts

    hatted = _HAT.sub(_composed, name["name"]).strip()
    part = parts(_HAT.sub(_composed, reply.normal), [hatted]).get(hatted)
    return read_reply(part) if part is not None and arrays_of(part) else None


_HAT = lazy(r"\\(?:wide)?hat\s*(?:\{\s*(?P<a>[A-Za-z])\s*\}|(?P<b>[A-Za-z])(?![A-Za-z]))")


def _composed(hat: re.Match[str]) -> str:
    """ŵ for \\hat w, so that both are one name."""
    return unicodedata.normalize("NFC", (hat["a"] or hat["b"]) + "\u0302")


def stated_shapes(key: Key, reply: Reply) -> bool | None:
    from viva.checking.answers.named_shapes import same_shapes

    return same_shapes([(named.name, named.sizes) for named in key.value], reply)


def stated_shape(key: Key, reply: Reply) -> bool | None:
    verdict = _sizes(key, reply)
    if verdict is True or not may_be_list(key.text, key.value):
        return verdict
    if isinstance(listed := value(f"({', '.join(key.value)})"), Tuple_):
        vector = same_vector(listed, key.text, reply)  # (8, 3, 7) may also be a vector
        return vector if vector is not None else verdict
    return verdict


_LISTED = lazy(r"[\s$`]*\d+(?:, +\d+)+[\s$`.]*")


def _sizes(key: Key, reply: Reply) -> bool | None:
    if len(reply.text) < _SHORT and _LISTED.fullmatch(reply.text):
        return same_sizes(re.findall(r"\d+", reply.text), key.value)
    if key.content and len(re.findall(r"×|\\times|[(\[]|\bby\b|∈|\\in", reply.text)) > 1:
        from viva.checking.answers.named_shapes import shape_of

        if (named := shape_of(key.content, reply)) is not None:
            return same_sizes(named, key.value)
    told = [sizes for sizes in map(told_axes, _sentences(reply)) if sizes is not None]
    if told and (same_sizes(told[-1], key.value) or in_order(reply.normal)):
        return same_sizes(told[-1], key.value)
    if (staged := _last_stage(key.value, reply)) is not None:
        return staged
    found = _shape_read(key.value, reply)
    if found is False and told and sorted(told[-1]) == sorted(key.value) and not worded(reply.normal):
        return None  # the same axes, told in another order
    scalar = _SCALAR.search(reply.text) is not None
    if found is not None and not (scalar and not key.value):
        return found
    if scalar:
        return not key.value
    if any(same_sizes(shape.sizes, key.value) for shape in find_shapes(reply.normal)):
        return None  # beside others
    return False if isinstance(numbers.read(reply, unnamed_part(Number(), "the number")), Reading) else None


_SENTENCE = lazy(r"(?<=[.;!?])\s+(?=[A-Z(])|\n+")


def _sentences(reply: Reply) -> list[str]:
    """The sentences of a reply that tells the axes in words; none of a long one, of code or of hypotheses."""
    text = reply.normal
    if len(text) > 1_200 or "```" in text or not _AXES_TOLD.search(text):
        return []
    return [part for part in _SENTENCE.split(text) if not _UNREAL.search(part)]


_AXES_TOLD = lazy(
    r"\b(?:each|every|batch|axes|axis|dimensional|channels|tokens|heads|sequences|examples|images|rows|dimensions)\b",
    re.I,
)
_UNREAL = lazy(
    r"\b(?:would|could|might|if|not|instead|had|were)\b|n['’]t\b|['’]d\b",
    re.I,
    needs="'d|’d|if|n’t|had|n't|not|were|would|could|might|instead",
)
_HEADED = lazy(r"shape|size|output|dimension|dims", re.I)
_RULE = lazy(r"\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*")


def _last_stage(wanted: tuple[str, ...], reply: Reply) -> bool | None:
    """The shape in the last row of a table of stages, where it has the only shapes of the reply."""
    lines = [line.strip() for line in reply.normal.split("\n")] if reply.normal.count("|") > 5 else []
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.count("|") > 1]
    if len(rows) < 4 or not _RULE.fullmatch("|".join(rows[1])) or not _HEADED.search(rows[0][-1]):
        return None
    given = [find_shapes(row[-1]) for row in rows[2:]]
    outside = "\n".join(line for line in lines if line.count("|") < 2)
    if any(len(found) != 1 for found in given) or find_shapes(outside):
        return None
    sizes = [found[0].sizes for found in given]
    if same_sizes(sizes[-1], wanted):
        return True
    return None if any(same_sizes(earlier, wanted) for earlier in sizes[:-1]) else False


_SCALAR = lazy(
    r"\b(?:an?|is|one) (?:scalar|(?:single )?(?:real )?number)\b|\bSize\(\[\]\)|^\W*(?:a )?scalar\W*$|^\s*\(\)\s*$",
    re.IGNORECASE,
)


def _shape_read(sizes: tuple[str, ...], reply: Reply) -> bool | None:
    """Is the shape that the reply states the key's? None where it states none."""
    part = unnamed_part(Shape(), "the shape of the output")
    found = shapes.read(reply, part, symbolic=not any(map(str.isdigit, sizes)), flat=len(sizes) < 2)
    if not isinstance(found, Reading):
        return None
    equal = shapes.same(found.value, sizes, part).equal
    if equal is not True and (put := defined(found.value, reply.normal)) is not None:
        return shapes.same(put, sizes, part).equal  # (B, H, T) with B = 4, …
    return equal


_SIZES = re.compile(r"[(\[]\s*((?:\d+|\d*[A-Za-z](?:_\w+)?)(?:\s*,\s*(?:\d+|\d*[A-Za-z](?:_\w+)?))+)\s*[)\]]")


def stated_as_shape(key: Key, reply: Reply) -> bool | None:
    """A list of sizes as a key may be a shape: where the reply writes "7 × 11" or `torch.Size`."""
    written = _SIZES.fullmatch(clean(key.text))
    if written is None or not re.search(r"×|\\times|(?<=\d)x(?=\d)|[-\s]by[-\s]|Size\(|\brows?\b", reply.text):
        return None
    return _shape_read(tuple(re.split(r"\s*,\s*", written[1])), reply)
