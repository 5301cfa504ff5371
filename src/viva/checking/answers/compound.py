"""Compounds: one part that asks for several things, each checked by its own kind; as good as its worst one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.kinds import Compound
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span


def _component(part: Part, name: str) -> Part:
    kind = part.kind
    if not isinstance(kind, Compound):
        raise TypeError(f"{part.name} asks for no compound")
    return replace(part, name=f"{part.name}/{name}", kind=kind.components[name], misconceptions=(), alternatives=())


def read(reply: Reply, part: Part) -> Reading | Unread:
    """Every component's answer. What cannot be read of one does not hide the others."""
    from viva.checking.verdicts import module_of

    kind = part.kind
    if not isinstance(kind, Compound):
        raise TypeError(f"{part.name} asks for no compound")
    found: dict[str, Reading | Unread] = {}
    for name in kind.components:
        piece = _component(part, name)
        found[name] = module_of(piece.kind).read(reply, piece)
    answers = [(name, reading.answer) for name, reading in found.items() if reading.answer is not None]
    if not any(isinstance(reading, Reading) for reading in found.values()):
        first = next(reading for reading in found.values() if isinstance(reading, Unread))
        return Unread(first.reason, first.answer)
    start, end = min(a.span.start for _, a in answers), max(a.span.end for _, a in answers)
    span = Span(start, end) if end - start <= 2_000 else answers[0][1].span
    read_as = "; ".join(f"{name}: {answer.read_as}" for name, answer in answers)
    findings = tuple(f for reading in found.values() if isinstance(reading, Reading) for f in reading.findings)
    return Reading(Answer(reply.quote(span), span, read_as, answers[0][1].found_by), found, findings)


def same(value: Mapping[str, Reading | Unread], key: Any, part: Part) -> Comparison:
    """Are all components the key's?"""
    from viva.checking.verdicts import module_of

    results: dict[str, Comparison] = {}
    for name, reading in value.items():
        piece = _component(part, name)
        if isinstance(reading, Unread):
            results[name] = Comparison(None, "read", reason=reading.reason)
        else:
            results[name] = module_of(piece.kind).same(reading.value, key[name], piece)
    method = "; ".join(f"{name}: {result.method}" for name, result in results.items())
    wrong = [f"{name}: {r.counterexample}" for name, r in results.items() if r.equal is False]
    if wrong:
        return Comparison(False, method, "; ".join(wrong))
    open_ = [f"{name}: {r.reason}" for name, r in results.items() if r.equal is None]
    if open_:
        return Comparison(None, method, reason="; ".join(open_))
    return Comparison(True, method, reason="; ".join(f"{n}: {r.reason}" for n, r in results.items() if r.reason))
