"""Effort: what help each model took, and what its replies cost in words, seconds, tokens and money."""

from __future__ import annotations

from viva.comparing.measures import Measured
from viva.comparing.subject import Subject, named
from viva.reporting import numbers
from viva.reporting.markdown import div, listed, paragraphs, table
from viva.types import NudgeKind


def write(subject: Subject) -> str:
    if not subject.rows:
        return ""
    return paragraphs(
        "## Help, time and cost",
        div("wide", table(HELP, [_help(m) for m in subject.measured])),
        div("wide", table(SPENT, [_spent(m) for m in subject.measured])),
        div("meta", " ".join(_cautions(subject))),
    )


HELP = ["Model", "Interventions a question", *(kind.value for kind in NudgeKind), "Replies", "Resends"]
SPENT = ["Model", "Length of a reply", "Time of a reply", "95th percentile", "Tokens in", "Tokens out"]
SPENT += ["Out a question", "Cost"]


def _help(m: Measured) -> list[str]:
    resends = listed([f"{n} {reason}" for reason, n in m.summary.resends.items()]) or "none"
    return [
        named(m.column, 40),
        numbers.mean(m.summary.interventions),
        *(str(m.nudges.get(kind, 0)) for kind in NudgeKind),
        numbers.count(m.summary.attempts),
        resends,
    ]


def _spent(m: Measured) -> list[str]:
    summary = m.summary
    a_question = summary.output_tokens / summary.questions if summary.output_tokens is not None else None
    return [
        named(m.column, 40),
        "–" if m.characters is None else f"{numbers.count(round(m.characters))} characters",
        numbers.seconds(summary.latency.median),
        numbers.seconds(summary.latency.p95),
        numbers.count(summary.input_tokens),
        numbers.count(summary.output_tokens),
        "–" if a_question is None else numbers.count(round(a_question)),
        numbers.cost(summary.cost),
    ]


def _cautions(subject: Subject) -> list[str]:
    words = ["Lengths and times are medians over all replies, also those after nudges; an en dash: not recorded."]
    partly = [
        f"{m.column.letter}: {what} of {known} of {m.summary.attempts} replies"
        for m in subject.measured
        for what, known in (("times", m.summary.latency.timed), ("tokens", m.counted), ("costs", m.priced))
        if 0 < known < m.summary.attempts
    ]
    if partly:
        words.append(f"Known only in part: {'; '.join(partly)}.")
    if sum(m.summary.latency.median is not None for m in subject.measured) > 1:
        words.append("Times depend on the machine and the provider, and compare only where those were the same.")
    return words
