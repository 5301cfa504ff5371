"""Findings that span attempts: stuck, regression, self-corrected."""

from __future__ import annotations

import pytest
from making import CLARIFY, OPEN, RECHECK, RIGHT, TARGET, WRONG, attempt, part

from viva.examining.conversation import is_stuck, observe
from viva.records import Attempt
from viva.types import FindingKind

KEY = {"q": ((1, 2), (3, 4))}


def kinds(attempts: list[Attempt], keys: dict[str, object] | None = None) -> list[str]:
    return [f.kind.value for f in observe(attempts, keys)]


TABLE = [
    ("the same again", [attempt(1, part(WRONG, "46")), attempt(2, part(WRONG, "46"), nudge=RECHECK)], ["stuck"]),
    (
        "spaced otherwise",
        [attempt(1, part(WRONG, "[1, 2]")), attempt(2, part(WRONG, "[1,2]"), nudge=RECHECK)],
        ["stuck"],
    ),
    ("another wrong answer", [attempt(1, part(WRONG, "46")), attempt(2, part(WRONG, "47"), nudge=RECHECK)], []),
    (
        "back to the first one",
        [
            attempt(1, part(WRONG, "46")),
            attempt(2, part(WRONG, "47"), nudge=RECHECK),
            attempt(3, part(WRONG, "46"), nudge=CLARIFY),
        ],
        ["stuck"],
    ),
    (
        "the same mistake, written otherwise",
        [
            attempt(1, part(WRONG, "w/p", misconception="m")),
            attempt(2, part(WRONG, "w p^-1", misconception="m"), nudge=RECHECK),
        ],
        ["stuck"],
    ),
    (
        "the same words, in which nothing was read",
        [attempt(1, part(WRONG, None), reply="No."), attempt(2, part(WRONG, None), nudge=RECHECK, reply="no.")],
        ["stuck"],
    ),
    ("undecided twice is not stuck", [attempt(1, part(OPEN, "z")), attempt(2, part(OPEN, "z"), nudge=CLARIFY)], []),
    ("right twice is not stuck", [attempt(1, part(RIGHT, "39")), attempt(2, part(RIGHT, "39"), nudge=RECHECK)], []),
    (
        "right after a recheck",
        [attempt(1, part(WRONG, "46")), attempt(2, part(RIGHT, "39"), nudge=RECHECK)],
        ["self-corrected"],
    ),
    ("right after a target", [attempt(1, part(WRONG, "46")), attempt(2, part(RIGHT, "39"), nudge=TARGET)], []),
    ("right, nobody knows after what", [attempt(1, part(WRONG, "46")), attempt(2, part(RIGHT, "39"))], []),
    (
        "one part right, another wrong",
        [
            attempt(1, part(WRONG, "a", "q/1"), part(RIGHT, "b", "q/2")),
            attempt(2, part(RIGHT, "c", "q/1"), part(WRONG, "d", "q/2"), nudge=TARGET),
        ],
        ["regression"],
    ),
    (
        "one part wrong, none right",
        [
            attempt(1, part(WRONG, "a", "q/1"), part(RIGHT, "b", "q/2")),
            attempt(2, part(WRONG, "c", "q/1"), part(WRONG, "d", "q/2"), nudge=TARGET),
        ],
        [],
    ),
    ("a fresh conversation", [attempt(1, part(WRONG, "46")), attempt(2, part(WRONG, "46"), fresh=True)], []),
    ("a reply that is missing", [attempt(1), attempt(2, part(WRONG, "46"), nudge=RECHECK)], []),
    ("the first attempt", [attempt(1, part(WRONG, "46"))], []),
]


@pytest.mark.parametrize(("attempts", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_is_observed(attempts: list[Attempt], expected: list[str]) -> None:
    assert kinds(attempts) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("[[9, 2], [3, 4]]", "[[1, 2], [3, 9]]", ["regression"]),
        ("[[9, 2], [3, 4]]", "[[8, 2], [3, 4]]", []),  # another wrong value at the same place
        ("[[9, 2], [3, 9]]", "[[1, 2], [3, 9]]", []),  # only better
        ("[[1, 2], [3, 9]]", "[[1, 9], [3, 9]]", []),  # only worse
        ("[[9, 2], [3, 4]]", "[[1, 2]]", []),  # another shape
        ("[[9, 2], [3, 4]]", "[[1, x], [3, 4]]", []),  # unreadable
        ("[" * 5000, "[[1, 2], [3, 9]]", []),  # hostile
    ],
)
def test_a_regression_among_entries(first: str, second: str, expected: list[str]) -> None:
    attempts = [attempt(1, part(WRONG, first)), attempt(2, part(WRONG, second), nudge=TARGET)]
    assert kinds(attempts, KEY) == expected


def test_a_regression_names_the_places_and_quotes_the_answer() -> None:
    second = "[[1, 2], [3, 9]]"
    (found,) = observe(
        [attempt(1, part(WRONG, "[[9, 2], [3, 4]]")), attempt(2, part(WRONG, second), nudge=TARGET)], KEY
    )
    assert found.kind is FindingKind.REGRESSION
    assert found.quote == second
    assert "(1, 1)" in found.how
    assert "(2, 2)" in found.how


def test_stuck_is_about_the_last_attempt() -> None:
    stuck = [attempt(1, part(WRONG, "46")), attempt(2, part(WRONG, "46"), nudge=RECHECK)]
    assert is_stuck(stuck)
    assert not is_stuck([*stuck, attempt(3, part(WRONG, "47"), nudge=TARGET)])
