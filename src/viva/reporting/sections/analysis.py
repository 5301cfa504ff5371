"""Analysis: formatting, latency, stalls, reliability, and what was spent. Only what the records show."""

from __future__ import annotations

from collections import Counter

from viva.records import Attempt
from viva.reporting import numbers
from viva.reporting.markdown import bullets, listed, paragraphs, span
from viva.reporting.material import Material, anchor, found
from viva.reporting.visible import plain, shortened
from viva.statistics import percentile
from viva.types import FindingKind, Verdict


def write(material: Material) -> str:
    replies = [a for q in material.exam.questions for a in q.attempts]
    if not replies:
        return ""
    items = [
        f"**Formatting.** {_formatting(replies)}",
        f"**Latency.** {_latency(material)}",
        f"**Stalls.** {_stalls(material, replies)}",
        f"**Reliability.** {_reliability(material)}",
        f"**Verbosity and cost.** {_spent(material, replies)}",
    ]
    return paragraphs("## Analysis", bullets(items))


def _formatting(replies: list[Attempt]) -> str:
    checks = [part for a in replies if a.check for part in a.check.parts]
    if not checks:
        return "No reply was checked."
    ways = Counter(part.evidence.answer.found_by for part in checks if part.evidence.answer)
    unread = Counter(
        part.evidence.reason for part in checks if part.verdict is Verdict.UNDECIDED and part.evidence.reason.strip()
    )
    words = f"An answer was found for {sum(ways.values())} of {numbers.times(len(checks), 'checked part')}"
    if ways:
        words += f" ({', '.join(f'{plain(way)}: {n}' for way, n in ways.most_common(5))})"
    words += "."
    cut = sum(a.cut_off for a in replies)
    if cut:
        words += f" {numbers.times(cut, 'reply was', 'replies were')} cut off at the limit of tokens."
    if unread:
        reasons = "; ".join(f"{plain(shortened(reason, 120))} ({n})" for reason, n in unread.most_common(3))
        words += f" Undecided because: {reasons}."
    return words


def _latency(material: Material) -> str:
    latency = material.summary.latency
    if not latency.timed:
        return "No reply was timed."
    return (
        f"Median {numbers.seconds(latency.median)}, 95th percentile {numbers.seconds(latency.p95)}, "
        f"{numbers.seconds(latency.total)} in all for {numbers.times(latency.timed, 'timed reply', 'timed replies')}; "
        "fruitless tries are not in it."
    )


def _stalls(material: Material, replies: list[Attempt]) -> str:
    resends = [r for a in replies for r in a.resends]
    if not resends:
        return "None recorded."
    lost = sum(r.seconds for r in resends)
    where = [
        f"[{plain(q.question)}](#{anchor(q)})" for q in material.exam.questions if any(a.resends for a in q.attempts)
    ]
    counted = listed([f"{n} × {plain(reason)}" for reason, n in material.summary.resends.items()])
    words = f"{counted}, at {listed(where)}"
    return f"{words}; {numbers.seconds(lost)} were lost." if lost else f"{words}."


def _reliability(material: Material) -> str:
    words = []
    for kind, says in (
        (FindingKind.STUCK, "repeated the same wrong answer after a nudge"),
        (FindingKind.REGRESSION, "broke one thing while mending another"),
        (FindingKind.SELF_CORRECTED, "put itself right when asked to check"),
        (FindingKind.FALSE_EXPLANATION, "gave a wrong reason"),
    ):
        where = [q for q in material.exam.questions if found(q, kind)]
        if where:
            names = listed([f"[{plain(q.question)}](#{anchor(q)})" for q in where])
            words.append(f"{span('kind', kind.value)} It {says} at {names}.")
    fresh = [(q, a) for q in material.exam.questions for a in q.attempts if a.fresh]
    if fresh:
        helped = [q for q, a in fresh if a.check and a.check.verdict is Verdict.CORRECT]
        words.append(
            f"A fresh conversation was tried {numbers.times(len(fresh), 'time')} and helped {len(helped)} of them."
        )
    return " ".join(words) or "No repeated wrong answer and no regression was seen."


def _spent(material: Material, replies: list[Attempt]) -> str:
    lengths = [float(len(a.reply)) for a in replies if a.reply]
    longest = max(lengths, default=0.0)
    words = []
    if lengths:
        median = percentile(lengths, 50) or 0.0
        words.append(
            f"Replies: median {numbers.count(round(median))} characters, longest {numbers.count(round(longest))}."
        )
    summary = material.summary
    if summary.input_tokens is not None or summary.output_tokens is not None:
        words.append(f"Tokens: {numbers.count(summary.input_tokens)} in, {numbers.count(summary.output_tokens)} out.")
    words.append(f"Cost: {numbers.cost(summary.cost)}." if summary.cost is not None else "No cost was recorded.")
    return " ".join(words)
