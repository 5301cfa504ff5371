r"""Shapes: an ordered tuple of sizes against the key. `7 × 11` is not `11 × 7`, and never 77.

>>> from viva.kinds import Shape
>>> from viva.reading.replies import read_reply
>>> from viva.types import Part
>>> part = Part("1c/size", "the size of the output", Shape(), key=lambda draw: (7, 11), shown=lambda draw: "7 × 11")
>>> reading = read(read_reply("The input is 3×5, the kernel 3×3. Hence, the output is **7 × 11**."), part)
>>> reading.answer.read_as, same(reading.value, (7, 11), part).equal, same(reading.value, (11, 7), part).counterexample
('(7, 11)', True, 'it is (7, 11), should be (11, 7)')

Leading sizes of 1 that the reply adds (a batch or channel of one) are accepted only if all others agree.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.checking.answers.sizes import same_sizes
from viva.reading.locate import Candidate, candidates
from viva.reading.normal import Normal, normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.shapes import Sizes, shapes, vectors
from viva.reading.worded_shapes import worded
from viva.types import Answer, Part, Span

_FOREIGN = lazy(
    r"[\s*_$)\\]*(?:input|kernel|filter|convolution|image|conv\b|matrix multipl|patch|window|stride|pad|grid of)",
    re.IGNORECASE,
    needs="pad|conv|input|image|patch|stride|window|filter|kernel|grid of|matrix multipl",
)
_FOREIGN_BEFORE = lazy(
    r"(?:\binput|(?<!× )(?<!\\times )\bkernel|\bfilter|\bimage|\bstride|\bpadding|\bwindow|\bfrom|\bweights?(?! "
    r"(?:tensor "
    r"|matrix )?(?:has|have|of|is))|\bper)\b[^.;:\n]{0,12}$|\b(?:dim|axis|axes|kernel_size|stride)=$|\b(?:not"
    r"|rather than|instead of|unlike)[\s*_$(`\\]*$",
    re.IGNORECASE,
)
_STATED = lazy(
    r"(?:=|:|\#|\bis\b|\bhas\b|\bshape\b|\bsize\b|\bdimensions?\b|→|\\to|\bgives?\b|\bto\b|\boutput\b|\bof\b|∈"
    r"|\\in|⇒|\^|\bnamely\b|"
    r"\bi\.e\.|\byields?\b|\bproduces?\b|\bget\b|\bbecomes?\b|\bstays\b|\bremains\b|\bas\b|\bat\b|['’]s\b"
    r"|\basked for,?|\b(?:forma|forme|tamaño|Form|Größe|taille))"
    r"(?:\s+(?:a|an|just|exactly|simply))?[\s*_$`({\\,]*$"
)


_CONCLUDES = lazy(
    r"⇒|⟹|=>|->|→|\\(?:to|Rightarrow|implies)(?![a-z])|\b(?:so|hence|therefore|thus|giving)\b", re.IGNORECASE
)


def read(reply: Reply, part: Part, symbolic: bool | None = None, flat: bool = False) -> Reading | Unread:
    """The shape that the reply states: in symbols or in numbers, where it says both; also a length, where `flat`."""
    plain: dict[tuple[str, ...], tuple[Candidate, Normal, Sizes]] = {}
    found_candidates = _premises_later(_parts_later(reply, candidates(reply, part)))
    for candidate in found_candidates:
        if len(found_candidates) > 1 and (candidate.rank == 6 or candidate.rank >= 16):
            break  # "(batch, heads)" alone is no remark
        normal = normalise(candidate.text)
        free = _free(normal.text, shapes(normal.text), symbolic)
        if flat or not free:
            lengths = [v for v in vectors(normal.text) if not any(s.start <= v.start < s.end for s in free)]
            free = sorted([*free, *_free(normal.text, lengths, None)], key=lambda s: s.start)
        found = _choose(normal.text, free, candidate)
        if found is not None:
            return _reading(reply, candidate, normal, found)
        plain.update((s.sizes, (candidate, normal, s)) for s in free)
    sides = [s for s in shapes(reply.normal) if not s.bracketed and len(s.sizes) == 2 and s.end - s.start > 12]
    if len(sides) == 1 and "=" in reply.normal[sides[0].start : sides[0].end]:  # "Height: … = 7. Width: … = 11."
        span = Span(*reply.normalised.raw_span(sides[0].start, sides[0].end))
        return Reading(Answer(reply.quote(span), span, shown(sides[0].sizes), "statement"), sides[0].sizes)
    if not plain and len(listed := worded(reply.normal)) == 1:  # axis by axis, on lines of their own
        span = Span(*reply.normalised.raw_span(listed[0].start, listed[0].end))
        return Reading(Answer(reply.quote(span), span, shown(listed[0].sizes), "the axes"), listed[0].sizes)
    if len(plain) == 1:  # the only one of the reply
        return _reading(reply, *plain.popitem()[1])
    if (whole := _whole_kernel(reply)) is not None:
        return whole
    return Unread("no shape is stated as the answer")


_KERNEL = lazy(r"\b(?:kernel|filter|weight)s?\b[^.;:\n]{0,24}$", re.IGNORECASE, needs="kernel|weight|filter")


def _whole_kernel(reply: Reply) -> Reading | None:
    """All axes of a kernel, "the kernel has shape 3 × 3 × 64 × 128", where the reply states no other shape."""
    said = {found.sizes: found for found in shapes(reply.normal)}
    if len(said) != 1:
        return None
    (sizes, found), *_ = said.items()
    # `3 × 3` alone is the window that slides
    if len(sizes) < 3 or not _KERNEL.search(reply.normal[max(0, found.start - 40) : found.start]):
        return None
    span = Span(*reply.normalised.raw_span(found.start, found.end))
    return Reading(Answer(reply.quote(span), span, shown(sizes), "the only shape"), sizes)


_SO = lazy(r"\b(?:so|hence|therefore|thus)\b", re.IGNORECASE)


_DERIVED = lazy(  # "Hence its transpose has shape …"
    r"\W*(?:so|hence|therefore|thus|consequently),?\s+(?:its|their)\s+(?:transposed?|mean|average|sum|norm|inverse|trace)\b",
    re.IGNORECASE,
)
_OF_A_PART = lazy(r"(?:\b(?:has|have)\s+(?:the\s+)?|[A-Za-z]\.)$", re.IGNORECASE)  # "Q and K have shape", `q.shape`

_OF_THE_ANSWER = lazy(r"\b(?:output|result|answer|it|this|which|final)\b", re.IGNORECASE)


def _parts_later(reply: Reply, found: list[Candidate]) -> list[Candidate]:
    """A shape that something named has, where a later conclusion gives one, is no answer: "Q has shape …, so …"."""
    concluded = [c.span.start for c in found if c.rank == 3 and shapes(normalise(c.text).text)]
    named = [
        c
        for c in found
        if c.rank == 2
        and any(start >= c.span.end for start in concluded)
        and _OF_A_PART.search(before := reply.text[c.statement.start : c.span.start])
        and not _OF_THE_ANSWER.search(before)
    ]
    if not named:
        return found
    later = [replace(c, rank=4, found_by="statement") if c in named else c for c in found]
    return sorted(later, key=lambda c: (c.rank, -c.span.start if c.rank == 4 else 0))


def _premises_later(found: list[Candidate]) -> list[Candidate]:
    """A shape that stands before the "so" of a sentence is no conclusion: "Y is 32 × 5, so it has 160 entries"."""
    plain = []
    for candidate in found:
        so = _SO.search(candidate.text) if candidate.rank == 3 and candidate.found_by == "conclusion" else None
        inside = shapes(normalise(candidate.text).text) if so is not None and so.start() > 5 else []
        if candidate.rank == 3 and _DERIVED.match(candidate.text):
            plain.append(replace(candidate, rank=5))
            continue
        premise = so is not None and inside and not shapes(normalise(candidate.text[so.start() :]).text)
        plain.append(replace(candidate, rank=4, found_by="statement") if premise else candidate)
    if plain == found:
        return found
    return sorted(plain, key=lambda c: (c.rank, -c.span.start if c.rank == 4 else 0))


_ANOTHER = lazy(
    r"\b(?:whereas|while)\b|[;,]\s+(?:otherwise\b|(?:summing|averaging|multiplying|adding|dropping"
    r"|keeping)\b[^.;]{0,40}\bgives\b)"
    r"|;\s+(?:with|without|for|if|under)\b[^;.]{0,80}?(?:['’]d|\bwould)\b|;\s+(?:its|their|the)\s+(?!result"
    r"|output|final|answer|shape)",
    re.IGNORECASE,
)


def _reading(reply: Reply, candidate: Candidate, normal: Normal, found: Sizes) -> Reading:
    start, end = normal.raw_span(found.start, found.end)
    span = Span(candidate.span.start + start, candidate.span.start + end)
    return Reading(Answer(reply.quote(span), span, shown(found.sizes), candidate.found_by), found.sizes)


def _free(text: str, found: list[Sizes], symbolic: bool | None) -> list[Sizes]:
    """The shapes that are not said to be those of something else: of the input, a kernel, "not 7 × 11"."""
    free = [
        s
        for s in found
        if not _FOREIGN.match(text, s.end) and not _FOREIGN_BEFORE.search(text[max(0, s.start - 40) : s.start])
    ]
    another = _ANOTHER.search(text)
    if another is not None:
        free = [s for s in free if s.start < another.start()] or free
    outside = [s for s in free if text.count("(", 0, s.start) <= text.count(")", 0, s.start)]
    free = outside or free
    # "N × C × H × W = 4 × 192 × 32 × 32" says one shape twice
    wanted = [s for s in free if any(map(str.isdigit, s.sizes)) is not bool(symbolic)]
    lengths = {len(s.sizes) for s in wanted}
    return [s for s in free if s in wanted or len(s.sizes) not in lengths]


def _choose(text: str, free: list[Sizes], candidate: Candidate) -> Sizes | None:
    stated = [
        s for s in free if _STATED.search(text[max(0, s.start - 24) : s.start]) or not re.search(r"\w", text[: s.start])
    ]
    if candidate.rank <= 1:
        best = stated or free
        return best[0 if candidate.found_by != "correction" else -1] if best else None
    conclusions = [m.end() for m in _CONCLUDES.finditer(text)]
    if conclusions and free and free[-1].start > conclusions[-1]:
        return free[-1]
    if stated:
        return stated[-1]
    bare = re.sub(r"[\s*_$.`]", "", text)
    if free and (candidate.rank <= 3 or len(bare) <= free[-1].end - free[-1].start + 10):
        return free[-1]
    return None


def shown(sizes: tuple[Any, ...]) -> str:
    """`(7, 11)`."""
    return "(" + ", ".join(str(size) for size in sizes) + ("," if len(sizes) == 1 else "") + ")"


def same(value: tuple[str, ...], key: Any, part: Part) -> Comparison:
    """Are the sizes those of the key, in the same order?"""
    del part
    wanted = tuple(str(size) for size in key)
    method = "compared size by size"
    given = value
    while len(given) > len(wanted) > 1 and given[0] == "1":  # (1, 3) is no (3,)
        given = given[1:]
    equal = same_sizes(given, wanted)
    if equal is None:
        return Comparison(None, method, reason=f"{shown(value)} cannot be compared with {shown(wanted)}")
    return (
        Comparison(True, method)
        if equal
        else Comparison(False, method, f"it is {shown(value)}, should be {shown(wanted)}")
    )
