r"""The places and quotes of a check of a shortened reply, in the reply as it was.

>>> from viva.reading.blanks import shorten
>>> from viva.reading.replies import read_reply
>>> from viva.types import FindingKind
>>> short = shorten(read_reply("so" + " " * 900 + "108"))
>>> found = Finding(FindingKind.CONVENTION, "108", "seen", Span(18, 21))
>>> restored_findings((found,), short)[0].span
Span(start=902, end=905)

Quotes are taken anew, so that a quote is what stands at its place. Words that tell of a quote are left as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from viva.reading.blanks import Shortened
from viva.types import Finding, PartCheck, Span


def restored_part(checked: PartCheck, short: Shortened) -> PartCheck:
    """The check of a part, with the places of the original reply."""
    if short.reply is short.original:
        return checked
    evidence = checked.evidence
    if evidence.answer is not None:
        evidence = replace(evidence, answer=replace(evidence.answer, **_place(evidence.answer.span, short)))
    steps = tuple(replace(step, **_place(step.span, short)) for step in evidence.steps)
    findings = restored_findings(checked.findings, short)
    return replace(checked, evidence=replace(evidence, steps=steps), findings=findings)


def restored_findings(findings: tuple[Finding, ...], short: Shortened) -> tuple[Finding, ...]:
    """Findings, with the places of the original reply."""
    if short.reply is short.original:
        return findings
    return tuple(f if f.span is None else replace(f, **_place(f.span, short)) for f in findings)


def _place(span: Span, short: Shortened) -> dict[str, Any]:
    place = short.span(span)
    return {"span": place, "quote": short.original.quote(place)}
