"""Executive summary: everything in it is counted from the records; the last paragraph puts the counts into words."""

from __future__ import annotations

from collections import defaultdict

from viva.records import QuestionRecord
from viva.reporting import numbers
from viva.reporting.markdown import bullets, div, listed, paragraphs, span, table
from viva.reporting.material import (
    MEANINGS,
    NO_FAULT,
    SHAPES,
    SIGNS,
    Material,
    anchor,
    disagreements,
    found,
    level_badge,
    misconceptions,
    ruled,
    where,
)
from viva.reporting.passages import phrase, quotation
from viva.reporting.sections.attempts import ruling
from viva.reporting.visible import plain, shortened
from viva.statistics import Rate, findings_of, wilson
from viva.types import FindingKind, Level

MOST = 6  # issues listed
QUOTE = 120


def write(material: Material) -> str:
    exam, summary = material.exam, material.summary
    if not exam.questions:
        words = "The log holds no question that was asked, so there is nothing to report."
        return paragraphs("## Executive summary", _interrupted(material), words)
    return paragraphs(
        "## Executive summary",
        _interrupted(material),
        div("summary lead", overall(material)),
        _strip(exam.questions),
        _cards(material),
        _disagreements(material),
        _rulings(material),
        _claims(material),
        _levels(material),
        bullets(
            [
                f"**Scope.** {_scope(material)}",
                f"**Questions covered.** {_covered(material)}",
                f"**Interventions.** {_interventions(material)}",
                f"**Hallucinations.** {_hallucinations(material)}",
                *_resends(summary.resends, summary.attempts),
                *_broken_off(exam.questions),
            ]
        ),
        _issues(material),
        _unasked(material),
    )


STATUS = {
    "started": "The exam has not ended: it is still running, or its process was killed",
    "cancelled": "The exam was interrupted",
    "error": "The exam ended with an error",
}


def _interrupted(material: Material) -> str:
    """Said first where the log is not of a whole exam, because every number below speaks of a part."""
    exam = material.exam
    if exam.status == "success":
        return ""
    how = STATUS.get(exam.status, f"The exam did not end as it should ({plain(exam.status)})")
    asked = {q.question for q in exam.questions}
    missing = [q.name for q in material.paper.questions if q.name not in asked] if material.paper else []
    left = f" Not in the log: {', '.join(missing)}." if missing else ""
    return div("disagreement", f"**{how}.** This report covers what the log holds.{left}")


# ---- the verdict in words ----------------------------------------------------------------------------------


def overall(material: Material) -> str:
    """A few sentences, each of which follows from a count."""
    exam, summary = material.exam, material.summary
    first, solved = summary.first_right, summary.solved
    kind = "were right at the first reply" if not material.by_hand else "are right at the first reply that it shows"
    words = [
        f"**{plain(exam.model)}**: {numbers.of(first)} questions {kind} ({numbers.share(first)}; 95 % interval "
        f"{numbers.interval(first)})."
    ]
    later = solved.successes - first.successes
    unsolved = [q for q in exam.questions if q.level is Level.LX]
    undecided = [q for q in exam.questions if q.level is Level.U]
    if later:
        words.append(f"With help it solved {later} more, {numbers.of(solved)} in all.")
    elif first.successes < first.total and any(len(q.attempts) > 1 for q in exam.questions):
        words.append("Help led to no further right answer.")
    if unsolved:
        words.append(f"Not solved: {_names(unsolved)}.")
    if undecided:
        words.append(
            f"Undecided: {_names(undecided)}; a person should look at {'it' if len(undecided) == 1 else 'them'}."
        )
    faults = {k: n for k, n in summary.findings.items() if k not in NO_FAULT}
    if faults:
        most = max(faults.values())
        named = [f"*{k.value}*" for k, n in faults.items() if n == most]
        if most > 1:
            words.append(f"Most often found: {listed(named)} (in {most} questions{' each' if len(named) > 1 else ''}).")
    elif first.successes == first.total:
        words.append("No fault was found in any reply.")
    wrong = sum(len(disagreements(q)) for q in exam.questions)
    if wrong:
        words.append(f"On {numbers.times(wrong, 'reply', 'replies')} the annotator and the computation disagree.")
    if first.total < 30:
        words.append(f"With {numbers.times(first.total, 'question')} the interval is wide; compare models with care.")
    return " ".join(words)


def _names(records: list[QuestionRecord]) -> str:
    return listed([f"[{plain(q.question)}](#{anchor(q)})" for q in records])


def _strip(questions: tuple[QuestionRecord, ...]) -> str:
    """Every question with its level, at a glance."""
    chips = [
        span(f"level {q.level.value.lower()}", f"[{plain(q.question)} {SHAPES[q.level]} {q.level.value}](#{anchor(q)})")
        for q in questions
    ]
    return div("strip", "\n".join(chips))


# ---- the numbers -------------------------------------------------------------------------------------------


def _cards(material: Material) -> str:
    summary = material.summary
    cards = [
        (numbers.of(summary.first_right), f"right at the first reply, {_unbroken(numbers.share(summary.first_right))}"),
        (numbers.of(summary.solved), f"solved in the end, {_unbroken(numbers.share(summary.solved))}"),
        (numbers.mean(summary.interventions), "interventions per question"),
        (str(sum(len(findings_of(q)) for q in material.exam.questions)), "findings"),
        (str(sum(summary.resends.values())), "resends"),
    ]
    if summary.latency.median is not None:
        cards.append((numbers.seconds(summary.latency.median), "median time of a reply"))
    return div("cards", paragraphs(*(div("card", f"**{big}**\n\n{small}") for big, small in cards)))


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")


def _levels(material: Material) -> str:
    total = len(material.exam.questions)
    rows = []
    for level, count in material.summary.levels.items():
        rate = wilson(count, total)
        rows.append(
            [
                level_badge(level),
                MEANINGS[level],
                numbers.of(rate),
                numbers.share(rate),
                numbers.interval(rate),
                ", ".join(f"[{plain(q.question)}](#{anchor(q)})" for q in material.exam.questions if q.level is level),
            ]
        )
    rows.append(["", "right at the first reply", *_rate(material.summary.first_right), ""])
    rows.append(["", "solved", *_rate(material.summary.solved), ""])
    return div("wide", table(["Level", "Meaning", "Questions", "Rate", "95 % interval", "Which"], rows))


def _rate(rate: Rate) -> list[str]:
    return [numbers.of(rate), numbers.share(rate), numbers.interval(rate)]


def _scope(material: Material) -> str:
    exam = material.exam
    title = f"“{plain(material.paper.title)}” (`{plain(exam.paper)}`)" if material.paper else f"`{plain(exam.paper)}`"
    how = {
        "run": "asked and checked by Viva",
        "import": "read from a report that a person made by hand; its answers were checked again",
        "proctor": "asked by a person in a chat window and checked by Viva",
    }[exam.source]
    return f"Paper {title}, draw {exam.conditions.draw}, {how}."


def _covered(material: Material) -> str:
    asked = list(dict.fromkeys(q.question for q in material.exam.questions))
    epochs = max(q.epoch for q in material.exam.questions)
    words = f"{len(asked)}: {', '.join(map(plain, asked))}."
    if epochs > 1:
        words += f" Each was asked up to {epochs} times ({len(material.exam.questions)} in all)."
    if material.paper:
        missing = [q.name for q in material.paper.questions if q.name not in asked]
        words += f" Not covered: {', '.join(missing)}." if missing else " That is the whole paper."
    return words


def _interventions(material: Material) -> str:
    mean = numbers.mean(material.summary.interventions)
    helped = sum(len(q.attempts) > 1 for q in material.exam.questions)
    replies = numbers.times(material.summary.attempts, "attempt")
    more = f"{numbers.times(helped, 'question')} took more than one ({replies} in all)"
    return f"{mean} per question on average; {more}."


def _hallucinations(material: Material) -> str:
    cases = [(q, f) for q in material.exam.questions for f in found(q, FindingKind.HALLUCINATION)]
    if not cases:
        return "No check found any. (A check sees what it has a computation or a pattern for, and no more.)"
    shown = "; ".join(
        f"[{plain(q.question)}](#{anchor(q)}) {quotation(shortened(f.quote, QUOTE))}" for q, f in cases[:MOST]
    )
    more = f"; and {len(cases) - MOST} more" if len(cases) > MOST else ""
    return f"{len(cases)}: {shown}{more}."


def _resends(reasons: object, attempts: int) -> list[str]:
    if not isinstance(reasons, dict) or not reasons:
        return []
    counted = listed([f"{n} for {plain(reason)}" for reason, n in reasons.items()])
    return [f"**Resends.** {sum(reasons.values())} before {attempts} replies: {counted}. They do not count as help."]


def _broken_off(questions: tuple[QuestionRecord, ...]) -> list[str]:
    broken = [q for q in questions if q.error]
    if not broken:
        return []
    shown = "; ".join(f"{plain(q.question)} ({plain(shortened(q.error, QUOTE))})" for q in broken)
    return [f"**Broken off.** {numbers.times(len(broken), 'question')}: {shown}."]


# ---- issues ------------------------------------------------------------------------------------------------


def _issues(material: Material) -> str:
    places: dict[FindingKind, list[QuestionRecord]] = defaultdict(list)
    for record in material.exam.questions:
        for kind in {f.kind for f in findings_of(record)} - NO_FAULT:
            places[kind].append(record)
    if not places:
        return ""
    items = []
    for kind, records in sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[0].value))[:MOST]:
        example = next((f for q in records for f in found(q, kind) if f.quote.strip()), None)
        quote = f": {quotation(shortened(example.quote, QUOTE))}" if example else ""
        where_found = f"in {numbers.times(len(records), 'question')} ({_names(records)})"
        items.append(f"{span('kind', kind.value)} {where_found}{quote}")
    matched: dict[str, list[str]] = defaultdict(list)
    for record in material.exam.questions:
        for part, name in misconceptions(record):
            found_one = material.misconception(part, name)
            matched[f"{plain(name)}: {phrase(found_one.says)}" if found_one else plain(name)].append(plain(part))
    known = [f"*Misconception* {says} ({listed(list(dict.fromkeys(parts)))})" for says, parts in matched.items()]
    return paragraphs("### Frequent issues", bullets([*items, *known]))


def _unasked(material: Material) -> str:
    good = [
        (q, f)
        for q in material.exam.questions
        for f in found(q, FindingKind.INSIGHT, FindingKind.SELF_CORRECTED, FindingKind.CONTESTED_KEY)
    ]
    if not good:
        return ""
    shown = [
        f"{span('kind', f.kind.value)} {_names([q])}: {plain(shortened(f.detail or f.how, QUOTE))}" for q, f in good
    ]
    return paragraphs("### Also noticed", bullets(dict.fromkeys(shown)))


def _rulings(material: Material) -> str:
    """What people ruled and wrote, beside what was computed: a reader must see where a level is not Viva's own."""
    items = []
    for record in material.exam.questions:
        for attempt, part in ruled(record):
            place = f"[{plain(part.part)}, attempt {attempt.number}](#{anchor(record, attempt)})"
            items.append(f"{place}: {ruling(part)}")
        for note in record.notes:
            by = f" by {plain(note.author)}" if note.author else ""
            items.append(
                f"[{plain(record.question)}](#{anchor(record)}): note{by}: “{phrase(shortened(note.text, 300))}”"
            )
    return paragraphs("### Rulings and notes by people", div("people", bullets(items))) if items else ""


def _claims(material: Material) -> str:
    """What a report made by hand says of the whole, beside what was counted here."""
    said = [c for c in material.exam.claims if c.text.strip()]
    if not said:
        return ""
    items = [f"“{phrase(shortened(c.text, 300))}”" + (f" ({where(c.place)})" if c.place else "") for c in said]
    return paragraphs("### What the report says of the whole", bullets(items))


def _disagreements(material: Material) -> str:
    """Where the annotator and the computation disagree: first, because it is what a reader must judge."""
    if not material.annotated:
        return ""
    items = []
    for record in material.exam.questions:
        for attempt, computed, said in disagreements(record):
            items.append(
                f"[{plain(record.question)}, attempt {attempt.number}](#{anchor(record, attempt)}): the annotator says "
                f"{SIGNS[said]} {said.value}, the computation {SIGNS[computed]} {computed.value}."
            )
        if record.annotator_level is not None and record.annotator_level is not record.level:
            items.append(
                f"[{plain(record.question)}](#{anchor(record)}): the annotator's level is "
                f"{level_badge(record.annotator_level)}, the computed one {level_badge(record.level)}."
            )
        for finding in found(record, FindingKind.ANNOTATOR_ERROR):
            items.append(f"[{plain(record.question)}](#{anchor(record)}): {plain(finding.detail or finding.how)}")
    compared = sum(q.annotator_level is not None for q in material.exam.questions)
    if not items:
        words = f"None, on {numbers.times(compared, 'question')} with a level of the annotator's."
        return paragraphs("### Disagreements with the annotator", words)
    return paragraphs("### Disagreements with the annotator", div("disagreement", bullets(dict.fromkeys(items))))
