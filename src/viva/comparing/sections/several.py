"""Several draws and epochs: how steady a model is, whether fresh numbers are harder, what the repetition adds."""

from __future__ import annotations

from viva.comparing.measures import Repeats
from viva.comparing.sections.differences import points
from viva.comparing.sections.summary import p_value
from viva.comparing.subject import Subject, limits, named, per_cent
from viva.reporting.markdown import bullets, div, paragraphs, table
from viva.reporting.visible import plain


def write(subject: Subject) -> str:
    if not subject.repeats:
        return ""
    head = ["Model", "Asked again", "Tries", "Always right at once", "Sometimes", "Never", "Worth"]
    rows = [
        [
            named(r.column, 40),
            f"{r.questions} of {r.share.questions}",
            str(r.tries),
            str(r.always),
            str(r.sometimes),
            str(r.never),
            f"{r.share.replies} tries ≈ {r.share.effective:.0f} independent",
        ]
        for r in subject.repeats
    ]
    return paragraphs(
        "## What several draws and epochs add",
        div("wide", table(head, rows)),
        "“Sometimes” is what a single run cannot see. Tries at one question resemble each other, so they are worth "
        "less than as many new questions; the last column says how many independent ones the interval counts them as.",
        bullets(line for r in subject.repeats for line in _draws(r)),
    )


def _draws(r: Repeats) -> list[str]:
    if len(r.draws) < 2:
        return []
    shown = "; ".join(
        f"draw {draw}{' (published)' if draw == 0 else ''} {per_cent(share)} of {share.questions} ({limits(share)})"
        for draw, share in list(r.draws.items())[:12]
    )
    more = f"; and {len(r.draws) - 12} more draws" if len(r.draws) > 12 else ""
    line = f"**{r.column.letter} {plain(r.column.name)}**, right at once by draw: {shown}{more}."
    if r.fresh is not None and r.fresh.value is not None:
        line += (
            f" Fresh numbers against the published ones: {points(r.fresh.value)} points "
            f"({points(r.fresh.low)} to {points(r.fresh.high)}; exact paired test on {r.fresh.questions} questions, "
            f"p = {p_value(r.fresh.p)}). Much worse on fresh numbers can mean that published answers were memorised."
        )
    return [line]
