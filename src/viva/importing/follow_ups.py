"""A later turn that asks something else: an extension of the question, not a second try at it.

An extension is recognised by its prompt: it wishes for an example, a generalisation, other sizes, and finds no
fault. Its
reply is not compared with the question's key. Where the question has a probe of that kind and the reply says with which
sizes it worked, the key is computed from them (sizes of a transposed convolution); otherwise the part is `undecided`,
with this reason.

>>> reply = "Input 3 × 5, filter 3 × 3, stride S = 2, padding P = 0. The output is 7 × 11."
>>> transposed_sizes(reply)
((7, 11), (7, 11))
>>> transposed_sizes("Input 3 × 5, filter 3 × 3, stride S = 2, padding P = 0. The output is 6 × 10.")
((7, 11), (6, 10))
"""

from __future__ import annotations

import re
from collections.abc import Callable

from viva.importing.nudging import asks_for_more
from viva.types import Answer, Check, Draw, Evidence, Paper, PartCheck, Question, Span, Verdict

_EXTENSION = re.compile(
    r"\b(?:example|generali[sz]\w*|non-?square|rectangular|what if|other sizes?|extend|extension|in general)\b", re.I
)
_PAIR = r"\(?(\d{1,4})\s*(?:×|x|\*|\\times|by|,)\s*(\d{1,4})\)?"


def check_follow_up(
    paper: Paper,
    question: Question,
    draw: Draw,
    prompt: str,
    reply: str,
    check: Callable[[Paper, Question, Draw, str], Check],
) -> Check | None:
    """The check of a follow-up, or None where the turn is another try at the question itself."""
    if not (asks_for_more(prompt) and _EXTENSION.search(prompt)):
        return None
    if any(type(probe.part.kind).__name__ == "Shape" for probe in question.probes):
        sizes = transposed_sizes(reply)
        if sizes is not None:
            key, said = sizes
            at = _where(reply, said)
            verdict = Verdict.CORRECT if key == said else Verdict.INCORRECT
            answer = Answer(
                reply[at.start : at.end], at, f"{said[0]} × {said[1]}", "output of a follow-up's own example"
            )
            evidence = Evidence(
                "computed from the sizes in the reply: stride · (input − 1) + filter − 2 · padding",
                f"{key[0]} × {key[1]}",
                answer,
                counterexample="" if key == said else f"{said[0]} × {said[1]} should be {key[0]} × {key[1]}",
            )
            return Check(
                f"{paper.name}/{question.name}", draw.number, (PartCheck(question.parts[0].name, verdict, evidence),)
            )
    own = check(paper, question, draw, reply)
    if own.verdict is Verdict.CORRECT:
        return own
    reason = (
        "a follow-up asks for an extension of the question; its reply is not another try, and there is no key for it"
    )
    parts = tuple(
        PartCheck(p.name, Verdict.UNDECIDED, Evidence("none", p.shown(draw), reason=reason)) for p in question.parts
    )
    return Check(own.question, own.draw, parts, own.findings)


def transposed_sizes(reply: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The output size computed from the sizes that the reply states, and the output size that it states."""
    text = re.sub(r"[_{}$\\]|times", lambda m: "×" if m.group() == "times" else "", reply)
    size = re.search(rf"input[^.;\n]{{0,40}}?{_PAIR}", text, re.I)
    kernel = re.search(rf"(?:filter|kernel)[^.;\n]{{0,40}}?{_PAIR}", text, re.I)
    stride = re.search(r"stride[^.;\n\d]{0,12}(\d{1,2})", text, re.I)
    padding = re.search(r"pad(?:ding)?[^.;\n\d]{0,12}(\d{1,2})", text, re.I)
    outputs = list(
        re.finditer(rf"output(?: size| shape| dimensions?)?[^.;\n]{{0,30}}?\b(?:is|=|are|of)\s*{_PAIR}", text, re.I)
    )
    if not (size and kernel and stride and outputs):
        return None
    s, p = int(stride.group(1)), int(padding.group(1)) if padding else 0
    key = tuple(s * (int(size.group(k)) - 1) + int(kernel.group(k)) - 2 * p for k in (1, 2))
    said = outputs[0].groups()
    return (key[0], key[1]), (int(said[0]), int(said[1]))


def _where(reply: str, said: tuple[int, int]) -> Span:
    match = re.search(rf"{said[0]}\s*\S{{1,6}}\s*{said[1]}", reply)
    return Span(match.start(), match.end()) if match else Span(0, 0)
