"""Paired differences: two models on the questions that both were asked, with an exact test."""

from __future__ import annotations

from viva.comparing.measures import Pair
from viva.comparing.sections.summary import p_value
from viva.comparing.subject import Subject
from viva.reporting.markdown import div, paragraphs, table
from viva.statistics import Difference

MOST = 15  # pairs shown at once; the others are folded away
MOST_FOLDED = 150  # of the others; what is beyond is counted


def write(subject: Subject) -> str:
    if len(subject.columns) < 2:
        return ""
    if not subject.pairs:
        return paragraphs("## Differences", "No two models were asked a common question, so none can be compared.")
    order = sorted(subject.pairs, key=lambda p: (p.at_first.p, p.solved.p))
    rest, beyond = order[MOST : MOST + MOST_FOLDED], order[MOST + MOST_FOLDED :]
    n = len(subject.columns)
    without = n * (n - 1) // 2 - len(subject.pairs)
    missing = f"{without} pairs of models have no question in common." if without else ""
    return paragraphs(
        "## Differences",
        f"Two models on the questions that both were asked, a line each; positive: the first is better. {HOW}",
        div("wide pairs", _table(order[:MOST])),
        div("fold", paragraphs(f"**{len(rest)} more pairs**", div("pairs", _table(rest)))) if rest else "",
        missing,
        f"{len(beyond)} further pairs are not listed; their p-values are {p_value(beyond[0].at_first.p)} and more."
        if beyond
        else "",
    )


HOW = (
    "The p-values are of the exact paired test (McNemar's where each question was asked once) and, adjusted for the "
    "number of pairs, of Holm's method; below 0.05 is marked ✱. The intervals are not adjusted."
)


def _table(pairs: list[Pair]) -> str:
    head = ["Pair", "What", "Questions", "Difference", "95 % interval", "Better : worse", "p", "p, adjusted"]
    rows = []
    for pair in pairs:
        name = f"{pair.first.letter} − {pair.second.letter}"
        rows.append([name, "right at once", *_line(pair.at_first, pair.open_at_first, pair.adjusted_at_first)])
        rows.append(["", "solved", *_line(pair.solved, pair.open_solved, pair.adjusted_solved)])
    return table(head, rows)


def _line(difference: Difference, undecided: int, adjusted: float) -> list[str]:
    counted = f"{difference.questions}" + (f" (+ {undecided} undecided)" if undecided else "")
    if difference.value is None:
        return [counted, "–", "–", "–", "–", "–"]
    star = " ✱" if adjusted < 0.05 else ""
    return [
        counted,
        points(difference.value),
        f"{points(difference.low)} to {points(difference.high)}",
        f"{difference.better} : {difference.worse}",
        p_value(difference.p),
        p_value(adjusted) + star,
    ]


def points(value: float) -> str:
    """A difference in percentage points, with its sign.

    >>> points(0.545), points(-0.2), points(0.0)
    ('+55', '−20', '0')
    """
    whole = round(100 * value)
    return "0" if whole == 0 else f"{'+' if whole > 0 else '−'}{abs(whole)}"
