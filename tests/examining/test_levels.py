"""The table of levels (design, "Levels"), and what must hold for any attempts."""

from __future__ import annotations

import pytest
from exams import attempts as any_attempts
from hypothesis import given
from hypothesis import strategies as st
from making import CLARIFY, OPEN, RECHECK, REVEAL, RIGHT, TARGET, WRONG, attempt, part

from viva.examining.levels import first_right, interventions, level, solved, solved_at
from viva.records import Attempt
from viva.types import Level

TABLE = [
    ("right at once", [attempt(1, RIGHT)], Level.L1),
    ("after one recheck", [attempt(1, WRONG), attempt(2, RIGHT, nudge=RECHECK)], Level.L2),
    (
        "after a recheck and a clarify",
        [attempt(1, WRONG), attempt(2, WRONG, nudge=RECHECK), attempt(3, RIGHT, nudge=CLARIFY)],
        Level.L2,
    ),
    (
        "after three minor nudges",
        [
            attempt(1, WRONG),
            attempt(2, WRONG, nudge=RECHECK),
            attempt(3, OPEN, nudge=CLARIFY),
            attempt(4, RIGHT, nudge=CLARIFY),
        ],
        Level.L3,
    ),
    ("after a target", [attempt(1, WRONG), attempt(2, RIGHT, nudge=TARGET)], Level.L3),
    ("after a reveal", [attempt(1, WRONG), attempt(2, RIGHT, nudge=REVEAL)], Level.L3),
    ("never", [attempt(1, WRONG), attempt(2, WRONG, nudge=REVEAL)], Level.LX),
    ("unreadable to the end", [attempt(1, OPEN), attempt(2, OPEN, nudge=CLARIFY)], Level.U),
    ("wrong, then unreadable", [attempt(1, WRONG), attempt(2, part(OPEN, "zzz"), nudge=RECHECK)], Level.U),
    ("wrong, then nothing", [attempt(1, WRONG), attempt(2, part(OPEN, None), nudge=RECHECK)], Level.LX),
    ("unreadable, then right", [attempt(1, OPEN), attempt(2, RIGHT, nudge=CLARIFY)], Level.L2),
    ("only in a fresh conversation", [attempt(1, WRONG), attempt(2, RIGHT, nudge=RECHECK, fresh=True)], Level.L3),
    ("not even there", [attempt(1, WRONG), attempt(2, WRONG, nudge=REVEAL, fresh=True)], Level.LX),
    ("wrong, and unreadable there", [attempt(1, WRONG), attempt(2, OPEN, nudge=REVEAL, fresh=True)], Level.LX),
    ("no attempt", [], Level.U),
    ("a reply that is not in the report, then right", [attempt(1), attempt(2, RIGHT, nudge=RECHECK)], Level.L2),
    ("right, and then doubted", [attempt(1, RIGHT), attempt(2, WRONG, nudge=RECHECK)], Level.L1),
    (
        "as good as the worst part",
        [attempt(1, part(RIGHT, "a", "q/1"), part(WRONG, "b", "q/2"))],
        Level.LX,
    ),
    (
        "a part that a later reply leaves out stands",
        [
            attempt(1, part(RIGHT, "a", "q/1"), part(WRONG, "b", "q/2")),
            attempt(2, part(OPEN, None, "q/1"), part(RIGHT, "c", "q/2"), nudge=RECHECK),
        ],
        Level.L2,
    ),
    (
        "but a fresh conversation starts from nothing",
        [
            attempt(1, part(RIGHT, "a", "q/1"), part(WRONG, "b", "q/2")),
            attempt(2, part(OPEN, None, "q/1"), part(RIGHT, "c", "q/2"), nudge=RECHECK, fresh=True),
        ],
        Level.LX,
    ),
    (
        "a part that went wrong does not stand",
        [
            attempt(1, part(RIGHT, "a", "q/1"), part(WRONG, "b", "q/2")),
            attempt(2, part(WRONG, "x", "q/1"), part(RIGHT, "c", "q/2"), nudge=RECHECK),
        ],
        Level.LX,
    ),
]


@pytest.mark.parametrize(("attempts", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_level(attempts: list[Attempt], expected: Level) -> None:
    assert level(attempts) is expected


def test_a_question_that_broke_off_is_undecided_unless_it_was_solved() -> None:
    assert level([attempt(1, WRONG)], broke_off=True) is Level.U
    assert level([attempt(1, RIGHT)], broke_off=True) is Level.L1


@given(st.lists(any_attempts, max_size=5))
def test_the_functions_agree(attempts: list[Attempt]) -> None:
    end, reached = solved_at(attempts), level(attempts)
    assert solved(attempts) == (reached in {Level.L1, Level.L2, Level.L3})
    assert first_right(attempts) == (reached is Level.L1)
    assert 0 <= interventions(attempts) <= len(attempts)
    if end is not None:
        assert interventions(attempts) == end
        assert level(attempts[: end + 1]) is reached  # what follows the right answer changes nothing
