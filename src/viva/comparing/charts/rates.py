"""Right at the first reply and solved, with intervals: a line a model, a filled and a hollow dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viva.comparing.charts.drawing import ACCENT, PAPER, SOFT
from viva.comparing.subject import Subject, per_cent

if TYPE_CHECKING:
    import altair


def chart(subject: Subject, width: int) -> tuple[altair.TopLevelMixin, str]:
    """The chart and its description."""
    import altair as alt

    order = sorted(subject.measured, key=lambda m: (-(m.first.value or 0), -(m.solved.value or 0), m.column.letter))
    names = ["right at once", "solved"]
    data = [
        {"model": m.column.letter, "what": what, "rate": share.value, "low": share.low, "high": share.high}
        for m in order
        for what, share in zip(names, (m.first, m.solved), strict=True)
        if share.value is not None
    ]
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None)
    base = alt.Chart(alt.Data.from_dict({"values": data})).encode(
        y=alt.Y(
            "model:N",
            sort=[m.column.letter for m in order],
            title=None,
            axis=alt.Axis(domain=False, ticks=False, labelPadding=12),
        ),
        yOffset=alt.YOffset("what:N", sort=names),
    )
    bars = base.mark_rule(color=SOFT, strokeWidth=1.5).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q")
    dots = base.mark_point(size=70, opacity=1, color=ACCENT, strokeWidth=2).encode(
        x=alt.X("rate:Q", scale=scale, axis=axis),
        fill=alt.Fill("what:N", sort=names, scale=alt.Scale(domain=names, range=[ACCENT, PAPER]), legend=None),
        shape=alt.Shape(
            "what:N",
            sort=names,
            scale=alt.Scale(domain=names, range=["circle", "diamond"]),
            legend=alt.Legend(symbolStrokeWidth=2, symbolFillColor=PAPER),
        ),
    )
    title = alt.Title("Rates with 95 % intervals")
    layered = (bars + dots).properties(width=width, height=alt.Step(17), title=title)
    words = "; ".join(f"{m.column.letter} {per_cent(m.first)} and {per_cent(m.solved)}" for m in order)
    return layered, f"Right at the first reply, and solved, in per cent of the questions: {words}."
