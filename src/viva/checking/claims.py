r"""Claims: statements in prose that a key can check. A right answer may stand on a wrong reason.

>>> from viva.papers import load_paper
>>> question = next(q for q in load_paper("hw5").questions if q.name == "4b")
>>> reply = "At inference, the weights learned with dropout are scaled by 1/p. Hence w = p w̃."
>>> [(f.kind.value, f.quote) for f in findings(question, reply)]
[('false-explanation', 'At inference, the weights learned with dropout are scaled by 1/p.')]

The claims themselves stand beside the keys of their paper (`viva.papers.hw5.claims`). What a figure shows is judged by
the draw; whatever is said about a figure that was never sent is a `hallucination`. A statement that is not recognised
for sure is no finding, so an empty result does not mean that every word of the reply is true.
"""

from __future__ import annotations

from viva.reading.replies import Reply, read_reply
from viva.types import Claim, Draw, Finding, FindingKind, Question, Span


def findings(
    question: Question, reply: Reply | str, *, figure: str | None = None, draw: Draw | None = None
) -> tuple[Finding, ...]:
    """The false statements of a reply that a key of the question can check, in the order of the text.

    `figure` says what of the question's figures the prompt contained: `"picture"`, `"description"`, `""` for nothing,
    None where that is not known. `draw` is needed to judge what is said about a picture.
    """
    reply = read_reply(reply) if isinstance(reply, str) else reply
    found: list[Finding] = []
    for claim in question.claims:
        for start, end, holds, why in claim.read(reply.normal):
            if claim.finding is FindingKind.MISREAD_FIGURE:
                kind, why = _of_figure(question, why, figure, draw)
            else:
                kind = None if holds else claim.finding
            if kind is not None:
                found.append(_finding(reply, claim, kind, start, end, why))
    return tuple(sorted(_once(found), key=lambda f: f.span.start if f.span else 0))


def statements(question: Question, reply: Reply | str) -> tuple[tuple[str, bool, str], ...]:
    """Every statement that was recognised: its claim, whether it holds, its quote. For reports and tests."""
    reply = read_reply(reply) if isinstance(reply, str) else reply
    return tuple(
        (claim.name, holds, reply.raw[slice(*reply.normalised.raw_span(start, end))])
        for claim in question.claims
        if claim.finding is not FindingKind.MISREAD_FIGURE
        for start, end, holds, _ in claim.read(reply.normal)
    )


def _of_figure(question: Question, said: str, figure: str | None, draw: Draw | None) -> tuple[FindingKind | None, str]:
    """Judge a statement about a figure: `said` is "A: Nc", capital letters for full axes, small for one entry."""
    if figure == "":
        return FindingKind.HALLUCINATION, "the prompt contained no figure, and no description of one"
    cube, _, axes = said.partition(": ")
    cubes = draw.values.get("cubes", {}) if draw is not None else {}
    if figure is None or cube not in cubes or not axes:
        return None, ""
    shown = "".join(cubes[cube])
    wrong = [a for a in axes if a.isupper() != (a.upper() in shown.replace("C/G", ""))]
    if not wrong or "C/G" in shown:
        return None, ""
    return FindingKind.MISREAD_FIGURE, f"cube {cube} extends along {', '.join(cubes[cube])}"


def _finding(reply: Reply, claim: Claim, kind: FindingKind, start: int, end: int, why: str) -> Finding:
    raw_start, raw_end = reply.normalised.raw_span(start, end)
    return Finding(kind, reply.raw[raw_start:raw_end], f"claim {claim.name}", Span(raw_start, raw_end), detail=why)


def _once(found: list[Finding]) -> list[Finding]:
    """One finding for one place and kind."""
    seen: dict[tuple[FindingKind, Span | None], Finding] = {}
    for f in found:
        seen.setdefault((f.kind, f.span), f)
    return list(seen.values())
