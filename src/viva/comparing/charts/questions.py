"""How the records of each question divide into levels, the hardest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viva.comparing.charts.drawing import labels
from viva.comparing.charts.levels import stack, stacked
from viva.comparing.subject import Subject
from viva.statistics import count_levels

if TYPE_CHECKING:
    import altair

MOST = 40  # questions that fit a chart


def chart(subject: Subject, width: int) -> tuple[altair.TopLevelMixin, str]:
    """The chart and its description."""
    rows = subject.rows[:MOST]
    names = labels([row.label for row in rows])
    counts = {
        name: count_levels(r for c in subject.columns for r in subject.comparison.records(c, row))
        for name, row in zip(names, rows, strict=True)
    }
    pieces = [piece for label, levels in counts.items() for piece in stack("question", label, levels)]
    title = "Levels by question, hardest first"
    if len(subject.rows) > MOST:
        title += f" (the {MOST} hardest of {len(subject.rows)})"
    words = ", ".join(counts)
    return stacked("question", list(counts), pieces, title, width), f"{title}: {words}."
