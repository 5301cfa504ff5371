"""Where an annotator says that a wrong answer is wrong, against where the check finds it.

>>> first_blamed("Almost perfect except step 6. From step 1 to 5 it puts the right argument.")
6
>>> first_blamed("Step 2 is fine; the derivation breaks in step 4.")
4
>>> first_blamed("Nothing of this is right.") is None
True

A right verdict with a wrong diagnosis is an error too: whoever reads it looks in the wrong place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from viva.types import Finding, FindingKind

if TYPE_CHECKING:
    from viva.importing.audit import Row

_STEP = re.compile(r"\b(?:step|line|equation|eq\.?)\s*\(?#?(\d{1,2})\b", re.IGNORECASE)
_FAULT = re.compile(
    r"\b(?:except|until|wrong|incorrect|errors?|mistakes?|mistaken|fails?|failed|breaks?|flawed|invalid|omits?|drops?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?<=[.;!?])\s+|,\s+(?=(?:but|and then|while|whereas|although)\b)")
_ENTRY = re.compile(r"entry \([\d, ]+\) is [^;]*?, should be ([-−]?\d+(?:\.\d+)?)")
_SHOULD = re.compile(r"[^.!?]*\bshould (?:have been|be|read)\s*\$?([-−]?\d+(?:\.\d+)?)[^.!?]*", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|several|some|many|other|more|also|both|entries|errors|mistakes|values)\b", re.IGNORECASE
)


def first_blamed(said: str) -> int | None:
    """The number of the first step that the annotator's words find fault with."""
    blamed = [
        int(step[1])
        for clause in _CLAUSE.split(said)
        if (fault := _FAULT.search(clause))
        for step in [_STEP.search(clause, fault.start()) or _STEP.search(clause)]
        if step
    ]
    return min(blamed, default=None)


def step_number(reply: str, at: int) -> int | None:
    """Under which `Step k` a place of the reply stands."""
    numbers = [int(match[1]) for match in re.finditer(r"(?im)^[\s*_#>]*step\s*(\d{1,2})\b", reply[:at])]
    return numbers[-1] if numbers else None


def wrong_diagnosis(row: Row, reply: str) -> tuple[Finding, ...]:
    """The answer is wrong, as the annotator says, but not (only) where the annotator says."""
    return _wrong_step(row, reply) or _wrong_entry(row)


def _wrong_step(row: Row, reply: str) -> tuple[Finding, ...]:
    failing = next((step for step in row.evidence.steps if step.status == "fails"), None)
    blamed = first_blamed(row.said)
    if failing is None or failing.span is None or blamed is None:
        return ()
    number = step_number(reply, failing.span.start)
    if number is None or number >= blamed:
        return ()
    how = f"the annotator finds no fault before step {blamed}, but the first wrong step is in step {number}"
    quote = next((clause for clause in _CLAUSE.split(row.said) if _STEP.search(clause)), row.said)
    return (Finding(FindingKind.ANNOTATOR_ERROR, quote.strip(), how, None, row.part, failing.quote),)


def _wrong_entry(row: Row) -> tuple[Finding, ...]:
    wrong = [value.replace("−", "-") for value in _ENTRY.findall(row.evidence.counterexample or "")]
    named = list(_SHOULD.finditer(row.said))
    if not wrong or len(named) != 1:
        return ()
    value = named[0].group(1).replace("−", "-")
    quote = named[0].group().strip()
    if float(value) not in [float(v) for v in wrong]:
        how = f"the verdict is right, the diagnosis is not: no wrong entry should be {value}"
    elif len(wrong) > 1 and not _SEVERAL.search(row.said):
        how = f"the verdict is right, the diagnosis is not: one wrong entry is named, there are {len(wrong)}"
    else:
        return ()
    return (Finding(FindingKind.ANNOTATOR_ERROR, quote, how, None, row.part, row.evidence.counterexample),)
