"""One attempt: what was sent, the reply, and the evidence in the margin beside it."""

from __future__ import annotations

from viva.records import Annotation, Attempt, QuestionRecord
from viva.reporting import numbers
from viva.reporting.highlighting import Mark
from viva.reporting.markdown import bullets, div, label, paragraphs, quoted, span
from viva.reporting.material import Material, anchor, verdict_badge, where
from viva.reporting.passages import notation, passage, phrase, quotation
from viva.reporting.visible import code, plain, shortened
from viva.types import Check, Finding, FindingKind, Override, PartCheck, Step

QUOTE = 240  # characters of a quote in the margin; the whole of it is highlighted in the reply
STEPS = 24  # steps listed in the margin
STATUS = {"holds": "✓ holds", "fails": "✗ fails", "follows-not": "↯ does not follow", "unread": "? not read"}


def write(material: Material, record: QuestionRecord, attempt: Attempt) -> str:
    """Markdown of one attempt."""
    return div(
        "attempt",
        paragraphs(
            f"#### {_heading(attempt)}",
            _facts(attempt),
            _sent(attempt),
            reply(material, attempt.reply, attempt.check, attempt.findings, attempt.annotations),
        ),
        anchor(record, attempt),
    )


def _heading(attempt: Attempt) -> str:
    words = f"Attempt {attempt.number}"
    if attempt.fresh:
        words += ", in a fresh conversation"
    elif attempt.nudge:
        words += f", after a nudge ({attempt.nudge.kind.value})"
    if attempt.check:
        words += f" {verdict_badge(attempt.check.verdict)}"
    return words


def _facts(attempt: Attempt) -> str:
    facts = []
    for resend in attempt.resends:
        lost = f", {numbers.seconds(resend.seconds)} lost" if resend.seconds else ""
        facts.append(f"sent again after: {plain(resend.reason)}{lost}")
    if attempt.seconds is not None:
        facts.append(f"reply after {numbers.seconds(attempt.seconds)}")
    if attempt.output_tokens is not None:
        facts.append(f"{numbers.count(attempt.output_tokens)} tokens")
    if attempt.cost is not None:
        facts.append(numbers.cost(attempt.cost))
    if attempt.cut_off:
        facts.append("cut off at the limit of tokens")
    if attempt.place:
        facts.append(where(attempt.place))
    return div("meta", " · ".join(plain(fact) for fact in facts)) if facts else ""


def _sent(attempt: Attempt) -> str:
    if not attempt.prompt.strip():
        return ""
    if attempt.nudge is None:
        return div("prompt", paragraphs(label("Prompt"), quoted(passage(attempt.prompt))))
    about = f", addresses {plain(attempt.nudge.addresses)}" if attempt.nudge.addresses else ""
    return div("nudge", paragraphs(label(f"Nudge: {attempt.nudge.kind.value}{about}"), quoted(passage(attempt.prompt))))


def reply(
    material: Material,
    text: str,
    check: Check | None,
    findings: tuple[Finding, ...] = (),
    annotations: tuple[Annotation, ...] = (),
) -> str:
    """A reply with the margin beside it."""
    name = check.question.partition("/")[2] if check else ""
    notes = [note(material, part, name) for part in check.parts] if check else []
    if check:
        notes += [finding(f) for f in check.findings]
    notes += [finding(f) for f in findings]
    notes += [_annotation(a) for a in annotations]
    if check is None:
        notes.insert(0, "Not checked: the reply itself is not in the report." if not text.strip() else "Not checked.")
    body = quoted(passage(text, marks(text, check, findings))) if text.strip() else quoted("*(no reply)*")
    side = div("side", paragraphs(div("main", paragraphs(label("Reply"), body)), div("margin", paragraphs(*notes))))
    return paragraphs(side, *(_accepted(material, part) for part in (check.parts if check else ())))


def marks(text: str, check: Check | None, findings: tuple[Finding, ...] = ()) -> list[Mark]:
    """What to highlight in a reply: answers, the steps with their status, and what findings quote."""
    places: dict[tuple[int, int], Mark] = {}

    def add(mark: Mark, quote: str) -> None:
        # A record whose offsets do not lead to its own quote is not trusted with a place in the text.
        if quote.strip() and text[mark.span.start : mark.span.end] == quote:
            places.setdefault((mark.span.start, mark.span.end), mark)

    for part in check.parts if check else ():
        for step in part.evidence.steps:
            if step.status in STATUS:
                add(Mark(step.span, step.status), step.quote)  # type: ignore[arg-type]
        if part.evidence.answer:
            add(Mark(part.evidence.answer.span, "answer"), part.evidence.answer.quote)
    every = [f for part in (check.parts if check else ()) for f in part.findings]
    every += [*(check.findings if check else ()), *findings]
    for item in every:
        if item.span:
            add(Mark(item.span, "finding"), item.quote)
    return list(places.values())


# ---- the margin --------------------------------------------------------------------------------------------


def note(material: Material, check: PartCheck, bare_name: str = "") -> str:
    """What stands beside a reply about one part; a part of the question's own name (`bare_name`) needs no title."""
    evidence = check.evidence
    part = material.part(check.part)
    asks = f": {phrase(part.asks)}" if part and part.name != bare_name else ""
    lines = [f"{verdict_badge(check.verdict)} **{plain(check.part)}**{asks}"]
    if check.override:
        lines.append(_overridden(check.override))
    if evidence.answer:
        answer = evidence.answer
        method = f"; {phrase(evidence.method)}" if evidence.method else ""
        lines.append(f"Read as {notation(shortened(answer.read_as, QUOTE))} ({plain(answer.found_by)}{method}).")
        if answer.asides:
            lines.append(f"Beside it: {'; '.join(plain(shortened(a, QUOTE)) for a in answer.asides)}.")
    if evidence.key:
        lines.append(f"Key: {phrase(evidence.key)}")
    if evidence.counterexample:
        lines.append(f"Difference: {phrase(evidence.counterexample)}")
    if evidence.reason:
        lines.append(phrase(evidence.reason))
    if evidence.misconception:
        known = material.misconception(check.part, evidence.misconception)
        says = f": {phrase(known.says)}" if known else ""
        lines.append(f"Misconception *{plain(evidence.misconception)}*{says}")
    if evidence.accepted:
        lines.append(f"The key is contested; accepted as *{plain(evidence.accepted)}* (below).")
    if evidence.method and not evidence.answer:
        lines.append(span("small", f"Method: {phrase(evidence.method)}"))
    steps = _steps(evidence.steps)
    return div(
        "note",
        paragraphs(
            *lines,
            steps,
            *(finding(f) for f in check.findings if not (evidence.accepted and f.kind is FindingKind.CONTESTED_KEY)),
        ),
    )


def ruling(check: PartCheck) -> str:
    """Who ruled on a part and why, beside what was computed, on one line; "" where nobody did."""
    override = check.override
    if override is None:
        return ""
    by = f" by {plain(override.author)}" + (f" ({plain(override.when[:10])})" if override.when else "")
    said = "confirmed" if override.verdict is override.computed else "overruled"
    computed = f"computed {verdict_badge(override.computed)}, " if said == "overruled" else ""
    reason = f": “{phrase(override.reason)}”" if override.reason else ""
    return f"{verdict_badge(override.verdict)} {computed}{said}{by}{reason}"


def _overridden(override: Override) -> str:
    """What a person said of a computed verdict, beside what was computed."""
    said = "Confirmed by" if override.verdict is override.computed else "Overruled by"
    computed = "" if override.verdict is override.computed else f" Computed: {verdict_badge(override.computed)}."
    read = f" The answer was named by hand: {code(shortened(override.reading, QUOTE))}." if override.reading else ""
    reason = f" “{phrase(override.reason)}”" if override.reason else ""
    when = f" ({plain(override.when[:10])})" if override.when else ""
    return div("person", f"**{said} {plain(override.author)}**{when}.{computed}{read}{reason}")


def _accepted(material: Material, check: PartCheck) -> str:
    """Which answer to a contested key was given, and the computation that shows why it is accepted."""
    name = check.evidence.accepted
    if not name:
        return ""
    part = material.part(check.part)
    alternative = next((a for a in part.alternatives if a.name == name), None) if part else None
    if alternative is None:
        return ""
    return div(
        "contested",
        paragraphs(
            f"{span('kind', 'contested-key')} **{plain(check.part)}** was accepted as *{plain(name)}*, beside the "
            f"paper's key {phrase(check.evidence.key)}. {phrase(alternative.reason)}",
            passage(alternative.computation()),
        ),
    )


def _steps(steps: tuple[Step, ...]) -> str:
    if not steps:
        return ""
    counts = {status: sum(s.status == status for s in steps) for status in STATUS}
    told = ", ".join(f"{STATUS[status][0]} {n}" for status, n in counts.items() if n)
    shown = steps if len(steps) <= STEPS else [s for s in steps if s.status != "holds"][:STEPS]
    items = []
    for step in shown:
        sign = STATUS.get(step.status, plain(step.status))
        why = f" ({phrase(step.why)})" if step.why else ""
        items.append(f"{span('status ' + step.status, sign)}: {notation(shortened(step.quote, QUOTE))}{why}")
    return paragraphs(f"{numbers.times(len(steps), 'step')} of the derivation: {told}", bullets(items))


def finding(item: Finding) -> str:
    """A finding with its quote and how it was established."""
    quote = quotation(shortened(item.quote, QUOTE)) if item.quote.strip() else ""
    detail = phrase(item.detail) if item.detail else ""
    return div(
        "finding",
        paragraphs(
            f"{span('kind', item.kind.value)} {quote}".rstrip(),
            detail,
            span("small", plain(item.how)) if item.how else "",
        ),
    )


def _annotation(item: Annotation) -> str:
    said = []
    if item.verdict:
        said.append(verdict_badge(item.verdict))
    if item.level:
        said.append(item.level.value)
    place = f" ({where(item.place)})" if item.place else ""
    return div("annotator", paragraphs(f"**The annotator**{place} {' '.join(said)}".rstrip(), phrase(item.text)))
