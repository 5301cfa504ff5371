"""The numbers of a comparison: of each column, of each pair of columns, and what several tries add. Pure.

Rates count each question once, however often it was asked, with intervals clustered by question
(`viva.statistics.clustered`); undecided counts as not right there, as in reports, and `best_…` says what the rate would
be if all that is undecided were right. Pairs are compared on the questions that both were asked and on which both are
decided (`viva.statistics.paired`), with p-values adjusted for the number of pairs (`holm`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from viva.comparing.comparison import Column, Comparison, Row
from viva.comparing.outcomes import first_right, solved
from viva.records import QuestionRecord
from viva.statistics import Difference, Share, Summary, clustered, holm, paired, percentile, summarise
from viva.types import NudgeKind

OUTCOMES: Mapping[str, Callable[[QuestionRecord], bool | None]] = {
    "right at the first reply": first_right,
    "solved": solved,
}


@dataclass(frozen=True)
class Measured:
    """The numbers of one column. `best_…` is the rate if everything undecided were right."""

    column: Column
    first: Share
    best_first: float | None
    solved: Share
    best_solved: float | None
    first_shared: Share  # on the questions of `Comparison.block`; of nothing for a column outside it
    solved_shared: Share
    summary: Summary  # of all records together
    nudges: Mapping[NudgeKind, int]
    characters: float | None  # median length of a reply
    counted: int  # replies with a count of tokens written
    priced: int  # replies with a price


@dataclass(frozen=True)
class Pair:
    """Two columns on the questions that both were asked. `open_…` of them are undecided for one of the two."""

    first: Column
    second: Column
    common: int
    at_first: Difference
    open_at_first: int
    adjusted_at_first: float
    solved: Difference
    open_solved: int
    adjusted_solved: float


@dataclass(frozen=True)
class Repeats:
    """What asking more than once tells of a column: on how many questions it was always, sometimes, never right."""

    column: Column
    questions: int  # asked more than once
    tries: int  # of these
    always: int
    sometimes: int
    never: int
    share: Share  # right at the first reply, over all questions
    draws: Mapping[int, Share]
    fresh: Difference | None  # other draws minus the published one, where there are both


def measured(comparison: Comparison) -> tuple[Measured, ...]:
    """The numbers of every column, in order."""
    return tuple(_measure(comparison, column) for column in comparison.columns)


def _measure(comparison: Comparison, column: Column) -> Measured:
    records = column.records
    replies = [a for record in records for a in record.attempts]

    def share(outcome: Callable[[QuestionRecord], bool | None], rows: Sequence[Row], undecided: bool = False) -> Share:
        cells = [comparison.records(column, row) for row in rows]
        return clustered([[undecided if (won := outcome(r)) is None else won for r in cell] for cell in cells])

    rows, (ranked, common) = comparison.rows, comparison.block
    shared = common if column in ranked else ()
    return Measured(
        column,
        share(first_right, rows),
        share(first_right, rows, True).value,
        share(solved, rows),
        share(solved, rows, True).value,
        share(first_right, shared),
        share(solved, shared),
        summarise(replace(column.exams[0], questions=tuple(records))),
        Counter(a.nudge.kind for a in replies if a.nudge),
        percentile([float(len(a.reply)) for a in replies if a.reply], 50),
        sum(a.output_tokens is not None for a in replies),
        sum(a.cost is not None for a in replies),
    )


def pairs(comparison: Comparison) -> tuple[Pair, ...]:
    """Every pair of columns that have a question in common, in order."""
    found = []
    for one, other in combinations(comparison.columns, 2):
        rows = [row for row in comparison.rows if comparison.cell(one, row) and comparison.cell(other, row)]
        if rows:
            tests = [_against(comparison, one, other, rows, outcome) for outcome in OUTCOMES.values()]
            found.append((one, other, len(rows), tests))
    adjusted = [holm([tests[place].p for *_, tests in found]) for place in range(len(OUTCOMES))]
    return tuple(
        Pair(
            one, other, common,
            at_first, common - at_first.questions, adjusted[0][place],
            in_the_end, common - in_the_end.questions, adjusted[1][place],
        )
        for place, (one, other, common, (at_first, in_the_end)) in enumerate(found)
    )  # fmt: skip


def _against(
    comparison: Comparison,
    one: Column,
    other: Column,
    rows: Sequence[Row],
    outcome: Callable[[QuestionRecord], bool | None],
) -> Difference:
    return paired(
        [_decided(comparison.records(one, row), outcome) for row in rows],
        [_decided(comparison.records(other, row), outcome) for row in rows],
    )


def _decided(records: Sequence[QuestionRecord], outcome: Callable[[QuestionRecord], bool | None]) -> list[bool]:
    return [won for record in records if (won := outcome(record)) is not None]


def repeats(comparison: Comparison) -> tuple[Repeats, ...]:
    """What several draws, epochs or logs tell, for every column with a question asked more than once."""
    return tuple(
        _repeats(comparison, column)
        for column in comparison.columns
        if any(len(comparison.cell(column, row)) > 1 for row in comparison.rows)
    )


def _repeats(comparison: Comparison, column: Column) -> Repeats:
    cells = [comparison.cell(column, row) for row in comparison.rows]
    several = [[first_right(entry.record) is True for entry in cell] for cell in cells if len(cell) > 1]
    draws = sorted({entry.exam.conditions.draw for cell in cells for entry in cell})

    def of_draws(wanted: Callable[[int], bool]) -> list[list[bool]]:
        return [
            _decided([entry.record for entry in cell if wanted(entry.exam.conditions.draw)], first_right)
            for cell in cells
        ]

    by_draw = {
        draw: clustered([[first_right(e.record) is True for e in c if e.exam.conditions.draw == draw] for c in cells])
        for draw in draws
    }
    mixed = 0 in draws and len(draws) > 1
    return Repeats(
        column,
        len(several),
        sum(map(len, several)),
        sum(all(tries) for tries in several),
        sum(any(tries) and not all(tries) for tries in several),
        sum(not any(tries) for tries in several),
        clustered([[first_right(entry.record) is True for entry in cell] for cell in cells]),
        by_draw,
        paired(of_draws(lambda draw: draw != 0), of_draws(lambda draw: draw == 0)) if mixed else None,
    )
