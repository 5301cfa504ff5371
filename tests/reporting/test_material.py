"""What a report shows of a question."""

from dataclasses import replace

from reporting.exams import question_1c
from viva.examining.levels import solved_at
from viva.reporting.material import stands, verdict
from viva.types import Verdict


def test_what_was_said_after_the_solution_takes_nothing_back():
    """A person may overrule an early verdict: the question is solved there, and the later nudges were needless."""
    record = question_1c()
    end = solved_at(record.attempts)
    assert end is not None
    check = record.attempts[end].check
    assert check is not None
    (right,) = check.parts
    wrong = replace(right, verdict=Verdict.INCORRECT)
    later = replace(record.attempts[end], check=replace(check, parts=(wrong,)))
    assert verdict(replace(record, attempts=(*record.attempts[:end], later))) is Verdict.INCORRECT
    longer = replace(record, attempts=(*record.attempts[: end + 1], later))
    assert verdict(longer) is Verdict.CORRECT
    assert stands(longer)[right.part].verdict is Verdict.CORRECT
