"""What one record counts as. An undecided reply is neither right nor wrong, and stays so here.

>>> from viva.types import Level
>>> first_right(QuestionRecord("1a", Level.L1, ())), first_right(QuestionRecord("1a", Level.U, ()))
(True, None)
>>> solved(QuestionRecord("1a", Level.L3, ())), solved(QuestionRecord("1a", Level.LX, ()))
(True, False)

The level decides, because a person may have set it right in the review; it is the level that reports and matrix show.
"""

from __future__ import annotations

from viva.records import QuestionRecord
from viva.types import Level, Verdict


def first_right(record: QuestionRecord) -> bool | None:
    """Whether the first reply is right; None where that is undecided or no reply of the log was checked."""
    if record.level is Level.L1:
        return True
    # A first reply that is not in an imported report, or was never given, is not known to be wrong.
    check = record.attempts[0].check if record.attempts else None
    if check is None or check.verdict is Verdict.UNDECIDED:
        return None
    overruled = check.verdict is Verdict.CORRECT and record.level is Level.U
    return None if overruled else False


def solved(record: QuestionRecord) -> bool | None:
    """Whether the right answer was given in the end, with whatever help; None where that is undecided."""
    return None if record.level is Level.U else record.level is not Level.LX
