r"""`check`: a reply against the key of a question, part by part, with the evidence.

>>> result = check("hw5/3a", "**Answer: 112 learnable parameters** (or 108 if we ignore biases)")
>>> part = result.parts[0]
>>> part.verdict.value, part.evidence.counterexample, part.evidence.misconception
('incorrect', '112 is not 108 parameters', 'biases-counted')
>>> result.parts[0].evidence.answer.asides
('108',)

For every part: what belongs to it is cut out of the reply, the module of its kind reads the answer, and the answer is
compared with the key, then with accepted alternatives, then with what every known misconception would give. Whatever
cannot be read or decided is `undecided`, with the reason. Whatever reads a reply, or a piece of one, reads it with its
long runs of blanks shortened; places and quotes are those of the reply as it came. A reply has a time budget; when it
is used up, the verdict is `undecided` too. Errors of our own are raised, never turned into a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any, cast

from viva.checking.answers.concepts import Grader, grader_in_use
from viva.checking.answers.protocol import Comparison, KindModule, Reading, Unread
from viva.checking.claims import findings as claim_findings
from viva.checking.restoring import restored_findings, restored_part
from viva.errors import VivaError
from viva.kinds import Array, Choice, Compound, Concept, Expression, Kind, Number, Proof, Relation, Shape
from viva.papers import find
from viva.reading.blanks import shorten
from viva.reading.budget import DEFAULT_SECONDS, OutOfTime, within
from viva.reading.replies import Reply, focus, read_reply
from viva.reading.sections import part_spans, question_spans
from viva.types import (
    Alternative,
    Check,
    Draw,
    Evidence,
    Finding,
    FindingKind,
    Misconception,
    Paper,
    Part,
    PartCheck,
    Question,
    Verdict,
)

STEPS_SECONDS = 1.0  # for judging the steps that lead to an answer; they are evidence only

LONGEST_LINE = 6_000  # code points

# One line a kind: the module that reads its answers and compares them.
MODULES: dict[type[object], str] = {
    Number: "viva.checking.answers.numbers",
    Array: "viva.checking.answers.arrays",
    Shape: "viva.checking.answers.shapes",
    Choice: "viva.checking.answers.choices",
    Concept: "viva.checking.answers.concepts",
    Compound: "viva.checking.answers.compound",
    Expression: "viva.checking.answers.expressions",
    Relation: "viva.checking.answers.relations",
    Proof: "viva.checking.stepwise.proofs",
}


def module_of(kind: Kind) -> KindModule:
    """The module for a kind of answer; imported when it is first needed."""
    return cast(KindModule, import_module(MODULES[type(kind)]))


def check(ref: str, reply: str, draw: int = 0, *, grader: Grader | None = None) -> Check:
    """Check a reply to a question such as `hw5/1c`, or to one of its parts such as `hw5/2b/limit`.

    `draw` is the number of the variant that was asked (≥ 0). `grader`, where given, is a judge model, text → text, for
    rubrics that patterns cannot decide. Raises `VivaError` for an unknown reference.
    """
    paper, question = find(ref)
    if question is None:
        raise VivaError(
            f"{ref!r} is a whole paper; name a question, such as {ref.strip('/')}/{paper.questions[0].name}"
        )
    only = ref.strip().strip("/").partition("/")[2]
    return check_question(paper, question, draw, reply, grader=grader, part="" if only == question.name else only)


def check_question(
    paper: Paper,
    question: Question,
    draw: int | Draw,
    reply: str | Reply,
    *,
    grader: Grader | None = None,
    part: str = "",
    figure: str | None = None,
    seconds: float = DEFAULT_SECONDS,
) -> Check:
    """Check a reply to a question of a paper: every part, or only the one named `part`.

    `figure` says what of the question's figure was sent ("picture", "description", "" for nothing, None: unknown);
    `seconds` is the time budget of the whole reply.
    """
    variant = question.draw(draw) if isinstance(draw, int) else draw
    whole = shorten(reply if isinstance(reply, Reply) else read_reply(reply))
    token = grader_in_use.set(grader)
    try:
        with within(seconds):
            own = shorten(_own_text(whole.reply, paper, question))
            parts = tuple(p for p in question.parts if part in ("", p.name))
            checks = tuple(restored_part(c, own) for c in _parts_checked(own.reply, parts, question.parts, variant))
            claims = restored_findings(_claims(question, own.reply, variant, figure), own)
    finally:
        grader_in_use.reset(token)
    checks = tuple(restored_part(checked, whole) for checked in checks)
    return Check(f"{paper.name}/{question.name}", variant.number, checks, restored_findings(claims, whole))


def check_part(part: Part, draw: Draw, reply: str | Reply) -> PartCheck:
    """Check one part against a reply, or a piece of one, that is all about this part."""
    short = shorten(reply if isinstance(reply, Reply) else read_reply(reply))
    return restored_part(_part_checked(part, draw, short.reply), short)


def _part_checked(part: Part, draw: Draw, whole: Reply) -> PartCheck:
    evidence = Evidence(method="none", key=part.shown(draw))
    if whole.cut:
        return _undecided(part, evidence, whole.cut)
    if not whole.text.strip():
        why = "the reply is empty" if not whole.raw.strip() else "the reply holds no answer besides its reasoning"
        return _undecided(part, evidence, why)
    try:
        return _with_steps(_compared(part, draw, whole, evidence), part, draw, whole)
    except OutOfTime as late:
        return _undecided(part, evidence, str(late))
    except RecursionError:
        return _undecided(part, evidence, "the reply is nested too deeply to be read")


def _with_steps(checked: PartCheck, part: Part, draw: Draw, reply: Reply) -> PartCheck:
    """The check with the steps that the reply shows on the way, judged; they never change the verdict."""
    if isinstance(part.kind, Number | Shape | Choice | Concept | Proof):
        return checked
    from viva.checking.stepwise.proofs import shown_on_the_way

    try:
        with within(STEPS_SECONDS):
            steps, findings = shown_on_the_way(reply, part, draw, checked.evidence.accepted)
    except (OutOfTime, RecursionError):
        return checked  # the verdict stands without them
    if findings and isinstance(part.kind, Array) and checked.verdict is Verdict.CORRECT:
        return checked  # arithmetic in a line is easily misread, and led to the right numbers
    return replace(checked, evidence=replace(checked.evidence, steps=steps), findings=checked.findings + findings)


# ---- what belongs to the question ---------------------------------------------------------------------------


def _own_text(reply: Reply, paper: Paper, question: Question) -> Reply:
    """The piece of a whole paper's reply that answers this question; the whole reply where it is not one."""
    names = tuple(q.name for q in paper.questions)
    try:
        marked = {name: spans for name in names if (spans := question_spans(reply, name, names))}
    except OutOfTime:  # each part will say so
        return reply
    if len(marked) < 3 or question.name not in marked:
        return reply
    return focus(reply, marked[question.name])


def _parts_checked(reply: Reply, asked: tuple[Part, ...], parts: tuple[Part, ...], draw: Draw) -> list[PartCheck]:
    """Each part that is asked about, against the passages of the reply that are about it."""
    if len(parts) == 1 or not reply.text.strip():
        return [check_part(part, draw, reply) for part in asked]
    try:
        spans = part_spans(reply, parts)
    except OutOfTime as late:
        return [_undecided(part, Evidence(method="none", key=part.shown(draw)), str(late)) for part in asked]
    checks = []
    for part in asked:
        passages = focus(reply, spans[part.name])
        if passages.text.strip():
            checks.append(check_part(part, draw, passages))
        else:
            evidence = Evidence(method="none", key=part.shown(draw))
            checks.append(_undecided(part, evidence, f"nothing in the reply is about {part.asks}"))
    return checks


def _claims(question: Question, reply: Reply, draw: Draw, figure: str | None) -> tuple[Finding, ...]:
    # The claims are recognised by patterns over sentences; text without sentences (a hostile one) is left alone.
    if not reply.text.strip() or max(line.end - line.start for line in reply.lines) > LONGEST_LINE:
        return ()
    try:
        return claim_findings(question, reply, figure=figure, draw=draw)
    except OutOfTime:
        return ()


# ---- one part ----------------------------------------------------------------------------------------------


def _compared(part: Part, draw: Draw, reply: Reply, evidence: Evidence) -> PartCheck:
    module = module_of(part.kind)
    found = module.read(reply, part)
    if isinstance(found, Unread) and isinstance(part.kind, Number) and part.kind.over is not None:
        return _compared(_as_expression(part, part.kind.over), draw, reply, evidence)
    if isinstance(found, Unread):
        return PartCheck(
            part.name, Verdict.UNDECIDED, Evidence("none", evidence.key, answer=found.answer, reason=found.reason)
        )
    result = module.same(found.value, part.key(draw), part)
    findings = found.findings + _self_corrected(part, found)
    if result.equal:
        return PartCheck(part.name, Verdict.CORRECT, _evidence(found, evidence.key, result), findings)
    accepted = _accepted(part, module, found, draw)
    if accepted is not None:
        return _contested(part, found, evidence.key, accepted, findings)
    if result.equal is None:
        return PartCheck(part.name, Verdict.UNDECIDED, _evidence(found, evidence.key, result), findings)
    matched = _misconception(part, module, found, draw)
    if matched is None:
        return PartCheck(part.name, Verdict.INCORRECT, _evidence(found, evidence.key, result), findings)
    finding = Finding(
        matched.finding,
        found.answer.quote,
        f"matches misconception {matched.name}",
        found.answer.span,
        part.name,
        matched.says,
    )
    shown = _evidence(found, evidence.key, result, misconception=matched.name)
    return PartCheck(part.name, Verdict.INCORRECT, shown, (*findings, finding))


def _as_expression(part: Part, kind: Expression) -> Part:
    """The part for replies that leave its number as an expression."""

    def constant(answer: Callable[[Draw], Any]) -> Callable[[Draw], Any]:
        return lambda draw: lambda env: answer(draw)

    known = tuple(replace(m, answer=constant(m.answer)) for m in part.misconceptions)
    return replace(part, kind=kind, key=constant(part.key), misconceptions=known)


def _evidence(found: Reading, key: str, result: Comparison, misconception: str = "") -> Evidence:
    return Evidence(
        method=result.method,
        key=key,
        answer=found.answer,
        reason=result.reason,
        counterexample=result.counterexample,
        misconception=misconception,
        steps=result.steps,
    )


def _undecided(part: Part, evidence: Evidence, reason: str) -> PartCheck:
    return PartCheck(part.name, Verdict.UNDECIDED, Evidence(evidence.method, evidence.key, reason=reason))


def _accepted(part: Part, module: KindModule, found: Reading, draw: Draw) -> tuple[Alternative, Comparison] | None:
    for alternative in part.alternatives:
        result = module.same(found.value, alternative.answer(draw), part)
        if result.equal:
            return alternative, result
    return None


def _contested(
    part: Part,
    found: Reading,
    key: str,
    accepted: tuple[Alternative, Comparison],
    findings: tuple[Finding, ...],
) -> PartCheck:
    """The answer is not the key's but an accepted one: correct, with the computation that shows why."""
    alternative, result = accepted
    reason = f"{alternative.reason}\n\n{alternative.computation()}"
    evidence = Evidence(
        result.method, key, answer=found.answer, reason=reason, accepted=alternative.name, steps=result.steps
    )
    finding = Finding(
        FindingKind.CONTESTED_KEY,
        found.answer.quote,
        f"equals the accepted alternative {alternative.name}",
        found.answer.span,
        part.name,
        alternative.reason,
    )
    return PartCheck(part.name, Verdict.CORRECT, evidence, (*findings, finding))


def _misconception(part: Part, module: KindModule, found: Reading, draw: Draw) -> Misconception | None:
    for misconception in part.misconceptions:
        if module.same(found.value, misconception.answer(draw), part).equal:
            return misconception
    return None


def _self_corrected(part: Part, found: Reading) -> tuple[Finding, ...]:
    if found.answer.found_by != "correction":
        return ()
    how = "the reply takes back what it said before"
    return (Finding(FindingKind.SELF_CORRECTED, found.answer.quote, how, found.answer.span, part.name),)
