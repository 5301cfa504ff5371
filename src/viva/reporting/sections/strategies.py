"""Strategies used: which help was given, and how often a right answer followed it."""

from __future__ import annotations

from collections import defaultdict

from viva.records import QuestionRecord
from viva.reporting import numbers
from viva.reporting.markdown import div, paragraphs, table
from viva.reporting.material import Material
from viva.reporting.visible import plain
from viva.statistics import wilson
from viva.types import NudgeKind, Verdict


def write(material: Material) -> str:
    given = _given(material.exam.questions)
    if not given:
        return paragraphs("## Strategies used", "No nudge was given: every question had one reply.")
    rows = []
    for name, outcomes in given.items():
        right = wilson(sum(outcomes), len(outcomes))
        rows.append([plain(name), str(right.total), numbers.of(right), numbers.share(right), numbers.interval(right)])
    head = ["Strategy", "Times", "Right afterwards", "Rate", "95 % interval"]
    caution = (
        "Stronger nudges come after weaker ones have failed, so their rates are of harder cases and not to be compared "
        "with those of weak ones."
    )
    return paragraphs("## Strategies used", div("wide", table(head, rows)), caution)


def _given(questions: tuple[QuestionRecord, ...]) -> dict[str, list[bool]]:
    """For every kind of help, weakest first, whether the next reply was right."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for record in questions:
        for attempt in record.attempts[1:]:
            if attempt.check is None:
                continue
            if attempt.fresh:
                name = "fresh conversation"
            elif attempt.nudge is None:
                name = "the annotator's own words"
            else:
                name = f"{attempt.nudge.kind.value}"
                if attempt.nudge.addresses:
                    name += ", aimed at a misconception"
            outcomes[name].append(attempt.check.verdict is Verdict.CORRECT)
    order = [kind.value for kind in NudgeKind]
    rank = {kind: place for place, kind in enumerate(order)}
    return dict(sorted(outcomes.items(), key=lambda pair: (rank.get(pair[0].split(",")[0], len(rank)), pair[0])))
