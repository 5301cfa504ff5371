"""How the records of each model divide into levels: a bar a model, each piece with its letter in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viva.comparing.charts.drawing import GROUNDS, LETTERS, PAPER
from viva.comparing.subject import Subject
from viva.types import Level

if TYPE_CHECKING:
    import altair

ROOM = 0.07  # the least share in which a letter finds room


def stack(name: str, label: str, counts: dict[Level, int]) -> list[dict[str, Any]]:
    """The pieces of one bar, best level first: where each begins and ends, as shares."""
    total = sum(counts.values())
    pieces, start = [], 0
    for level, count in counts.items():
        if count:
            begin, end = start / total, (start + count) / total
            text = f"{level.value} {count}" if (end - begin) >= 2 * ROOM else level.value
            shown = text if (end - begin) >= ROOM else ""
            pieces.append(
                {
                    name: label,
                    "level": level.value,
                    "from": begin,
                    "to": end,
                    "middle": (begin + end) / 2,
                    "text": shown,
                }
            )
            start += count
    return pieces


def stacked(name: str, order: list[str], pieces: list[dict[str, Any]], title: str, width: int) -> altair.TopLevelMixin:
    """Bars of levels, one below the other."""
    import altair as alt

    known = [level.value for level in Level]
    base = alt.Chart(alt.Data.from_dict({"values": pieces})).encode(
        y=alt.Y(f"{name}:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False))
    )
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, grid=False)
    bars = base.mark_bar(stroke=PAPER, strokeWidth=1.5, cornerRadius=2).encode(
        x=alt.X("from:Q", scale=alt.Scale(domain=[0, 1]), axis=axis),
        x2="to:Q",
        color=alt.Color(
            "level:N",
            sort=known,
            scale=alt.Scale(domain=known, range=[GROUNDS[level] for level in Level]),
            legend=None,
        ),
    )
    letters = base.mark_text(color=LETTERS, fontSize=11, fontWeight=600).encode(x="middle:Q", text="text:N")
    layered: altair.TopLevelMixin = (bars + letters).properties(
        width=width, height=alt.Step(24), title=alt.Title(title)
    )
    return layered


def chart(subject: Subject, width: int) -> tuple[altair.TopLevelMixin, str]:
    """The chart and its description."""
    order = sorted(subject.measured, key=lambda m: (-(m.first.value or 0), -(m.solved.value or 0), m.column.letter))
    pieces = [piece for m in order for piece in stack("model", m.column.letter, dict(m.summary.levels))]
    words = "; ".join(
        f"{m.column.letter} " + ", ".join(f"{n} {level.value}" for level, n in m.summary.levels.items() if n)
        for m in order
    )
    return stacked(
        "model", [m.column.letter for m in order], pieces, "Levels reached", width
    ), f"Levels reached: {words}."
