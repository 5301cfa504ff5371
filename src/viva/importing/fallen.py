r"""Signs that PDF extraction set on lines of their own: fallen subscripts put back, root signs noticed.

A row of single digits or index letters below a line with as many times one and the same letter are its subscripts. They
go where they belong, and all offsets behind them stay:

>>> resubscripted("[𝑓 ,𝑓 ]. Then 𝑓 +\n0 1 2\n4𝑓 = 2")
'[𝑓_0 ,𝑓_1 ]. Then 𝑓_2 +\n4𝑓 = 2'
>>> resubscripted("𝑓 = 𝑔\n1 2\n"), resubscripted("x = 3\n1\n")
('𝑓 = 𝑔\n1 2\n', 'x = 3\n1\n')

An exponent −1 that begins a line, right below a matrix's letter, is put back as well; a difference has a blank there:

>>> reraised("𝑋̃ = 𝑋Γ\n−1\n, still"), reraised("we get 𝑋 = 𝑌\n− 1")
('𝑋̃ = 𝑋Γ⁻¹ \n, still', 'we get 𝑋 = 𝑌\n− 1')

What a root sign on a line of its own covers in the line below it cannot be told, so the answer there is not known:

>>> text = "Set\n√\n𝑤 = 𝑝𝑣.\nThen 𝑢 = 2."
>>> below_root(text, text.index("𝑤")), below_root(text, text.index("𝑢"))
(True, False)

Not guaranteed: subscripts of several characters, of different letters in one line, or split over two rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from viva.types import Check, PartCheck, Verdict

_SUBSCRIPTS = re.compile(r"(?:[0-9ijkmn]|[𝑖𝑗𝑘𝑚𝑛])(?: (?:[0-9ijkmn]|[𝑖𝑗𝑘𝑚𝑛]))+")
_LETTER = re.compile(r"[𝐴-𝑍𝑎-𝑧]")  # italics of mathematics
_ROOTS = re.compile(r"[ \t]*√(?:[ \t]+√)*[ \t]*")


def resubscripted(text: str) -> str:
    """The text with rows of subscripts behind the letters above them."""
    rows = text.split("\n")
    done: list[str] = []
    for row in rows:
        letters = _LETTER.findall(done[-1]) if done else []
        if len(letters) > 1 and len(set(letters)) == 1 and _SUBSCRIPTS.fullmatch(row):
            marks = row.split()
            if len(marks) == len(letters):
                done[-1] = _behind(done[-1], marks)
                continue
        done.append(row)
    return "\n".join(done)


def _behind(row: str, marks: Sequence[str]) -> str:
    following = iter(marks)
    return _LETTER.sub(lambda m: f"{m[0]}_{next(following)}", row)


_INVERSE = re.compile(
    r"(?<=[Γ𝛤𝚪ΛΣ𝐴-𝑍])(?P<hat>[\u0302\u0303]?)\n[−-]1(?=\n|$|[𝑎-𝑧A-Za-z(]|[,.;:)](?!\d))"
)  # behind the letter of a matrix


def reraised(text: str) -> str:
    """The text with exponents −1 behind the letters above them; all offsets stay."""
    return _INVERSE.sub(lambda m: f"{m['hat']}⁻¹ ", text)


def below_root(text: str, place: int) -> bool:
    """Does the line at `place` stand right below a line of nothing but root signs?"""
    start = text.rfind("\n", 0, place) + 1
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    return bool(start and _ROOTS.fullmatch(above))


def without_lost_roots(check: Check, text: str) -> Check:
    """The check, undecided where the answer stands below a root sign of which nobody knows what it covers."""
    return replace(check, parts=tuple(_undecided(part, text) for part in check.parts))


def _undecided(part: PartCheck, text: str) -> PartCheck:
    answer = part.evidence.answer
    span = answer.span if answer is not None else None
    if part.verdict is Verdict.UNDECIDED or span is None or span.end <= span.start or not below_root(text, span.start):
        return part
    reason = "a root sign stands on a line of its own above the answer: what it covers is lost"
    evidence = replace(part.evidence, reason=reason, counterexample="", misconception="", accepted="")
    return replace(part, verdict=Verdict.UNDECIDED, evidence=evidence, findings=())
