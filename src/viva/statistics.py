"""Statistics of an exam as pure functions: rates with intervals, counts, latency, tokens, cost.

Reports, comparisons, audits and the metrics of the Inspect task all take their numbers from here.

>>> rate = wilson(9, 11)
>>> f"{rate.value:.3f} [{rate.low:.3f}, {rate.high:.3f}]"
'0.818 [0.523, 0.949]'
>>> wilson(0, 0)
Rate(successes=0, total=0, value=None, low=0.0, high=1.0)
>>> percentile([3.0, 1.0, 2.0], 50), percentile([], 95)
(2.0, None)

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), for
the interval; percentiles interpolate linearly between order statistics (type 7 of Hyndman and Fan, 1996).

Not guaranteed: the interval takes questions as independent trials. Several epochs of the same question are not, so
with epochs it is somewhat too narrow.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from viva.examining.levels import first_right, interventions, solved
from viva.records import Attempt, Exam, QuestionRecord
from viva.types import Finding, FindingKind, Level

Z95 = 1.959963984540054  # the 97.5 % point of the standard normal distribution


@dataclass(frozen=True)
class Rate:
    """A proportion with its 95 % interval. `value` is None where there were no trials."""

    successes: int
    total: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Latency:
    """How long replies took, in seconds; None where no reply was timed."""

    median: float | None
    p95: float | None
    total: float
    timed: int


@dataclass(frozen=True)
class Summary:
    """The numbers of one exam."""

    questions: int
    first_right: Rate
    solved: Rate
    levels: Mapping[Level, int]
    findings: Mapping[FindingKind, int]
    interventions: float | None  # mean per question
    attempts: int
    resends: Mapping[str, int]  # by reason
    latency: Latency
    input_tokens: int | None
    output_tokens: int | None
    cost: float | None


def wilson(successes: int, total: int, z: float = Z95) -> Rate:
    """Wilson's score interval for `successes` out of `total`; ValueError unless 0 <= successes <= total."""
    if not 0 <= successes <= total:
        raise ValueError(f"{successes} successes out of {total}")
    if total == 0:
        return Rate(0, 0, None, 0.0, 1.0)
    share = successes / total
    spread = z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == total else min(1.0, centre + half)
    return Rate(successes, total, share, low, high)


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean, None of nothing."""
    return math.fsum(values) / len(values) if values else None


def percentile(values: Iterable[float], percent: float) -> float | None:
    """The percentile (0 to 100) by linear interpolation, None of nothing."""
    ordered = sorted(values)
    if not 0 <= percent <= 100:
        raise ValueError(f"percentile {percent}")
    if not ordered:
        return None
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def count_levels(questions: Iterable[QuestionRecord]) -> dict[Level, int]:
    """How many questions reached each level; every level is there, from `L1` to `U`."""
    counts = Counter(q.level for q in questions)
    return {level: counts[level] for level in Level}


def findings_of(question: QuestionRecord) -> tuple[Finding, ...]:
    """All findings of a question in order: of each attempt's check, its parts, and the conversation."""
    found: list[Finding] = []
    for attempt in question.attempts:
        if attempt.check is not None:
            found += [f for part in attempt.check.parts for f in part.findings]
            found += attempt.check.findings
        found += attempt.findings
    return tuple(found)


def count_findings(questions: Iterable[QuestionRecord]) -> dict[FindingKind, int]:
    """In how many questions each kind of finding occurs; kinds that do not occur are left out."""
    counts = Counter(kind for q in questions for kind in {f.kind for f in findings_of(q)})
    return {kind: counts[kind] for kind in FindingKind if counts[kind]}


def latency(attempts: Iterable[Attempt]) -> Latency:
    """Median, 95th percentile and sum of the seconds that replies took; fruitless tries are not in it."""
    seconds = [a.seconds for a in attempts if a.seconds is not None]
    return Latency(percentile(seconds, 50), percentile(seconds, 95), math.fsum(seconds), len(seconds))


def summarise(exam: Exam) -> Summary:
    """The numbers of an exam. Sums of tokens and cost are None where no reply reported any."""
    questions = exam.questions
    attempts = [a for q in questions for a in q.attempts]
    reasons = Counter(r.reason for a in attempts for r in a.resends)
    return Summary(
        questions=len(questions),
        first_right=wilson(sum(first_right(q.attempts) for q in questions), len(questions)),
        solved=wilson(sum(solved(q.attempts) for q in questions), len(questions)),
        levels=count_levels(questions),
        findings=count_findings(questions),
        interventions=mean([interventions(q.attempts) for q in questions]),
        attempts=len(attempts),
        resends=dict(sorted(reasons.items())),
        latency=latency(attempts),
        input_tokens=_total(a.input_tokens for a in attempts),
        output_tokens=_total(a.output_tokens for a in attempts),
        cost=_total_cost(a.cost for a in attempts),
    )


def _total(values: Iterable[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _total_cost(values: Iterable[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return math.fsum(known) if known else None
