r"""The check of one reply of a report, after what pasting and PDF extraction did to it is undone where that is safe.

>>> from viva.checking import check_question
>>> from viva.papers import load_paper
>>> paper = load_paper("hw5")
>>> question = next(q for q in paper.questions if q.name == "4b")
>>> pasted = r"They agree if ( w = p,\tilde w )."
>>> checked(check_question, paper, question, question.draw(0), pasted, "", "", again=False).verdict.value
'correct'

A reply that the checks stumble over ends undecided, and does not cost the report its other replies. It is a fault of
Viva's all the same: the log has it as an error with the traceback, and a test in which that happens fails.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from viva.importing.displays import undisplayed
from viva.importing.fallen import reraised, resubscripted, without_lost_roots
from viva.importing.glyphs import named
from viva.importing.matrices import reflowed
from viva.importing.pasted import once, restored
from viva.importing.printed import as_printed, leaning
from viva.importing.stacked import joined
from viva.types import Check, Draw, Evidence, Paper, PartCheck, Question, Verdict

Checker = Callable[[Paper, Question, Draw, str], Check]
# What reading and computing raise on text that nobody thought of. Whatever else is raised does not hang on the reply.
_STUMBLES = (ArithmeticError, LookupError, RecursionError, ValueError, re.error)


def checked(
    check: Checker,
    paper: Paper,
    question: Question,
    draw: Draw,
    reply: str,
    prompt: str,
    order: str,
    *,
    again: bool,
    before: str = "",
) -> Check:
    """The check of `reply`; `order` is how matrices came out of the PDF, `again` says that it is a later try,
    `before` what was replied until then."""
    from viva.importing.follow_ups import check_follow_up

    if again:
        followed = check_follow_up(paper, question, draw, prompt, reply, check)
        if followed is not None:
            return followed
    try:
        meant = as_meant(reply, order)
        found = as_printed(check(paper, question, draw, meant), question)
        found = leaning(found, question, meant, before, question.prompt(draw, "latex") if before else "")
        return without_lost_roots(found, meant)
    except _STUMBLES as error:
        logging.getLogger(__name__).exception("%s/%s: the check of a reply failed", paper.name, question.name)
        reason = f"the check itself failed ({type(error).__name__}: {error}); this is a fault of Viva's"
        parts = tuple(
            PartCheck(p.name, Verdict.UNDECIDED, Evidence("none", p.shown(draw), reason=reason)) for p in question.parts
        )
        return Check(f"{paper.name}/{question.name}", draw.number, parts, ())


def as_meant(reply: str, order: str) -> str:
    """The reply with its formulas, glyphs, matrices and fractions as they were, as far as that is safe."""
    return joined(reflowed(restored(resubscripted(reraised(undisplayed(named(once(reply)))))), order))
