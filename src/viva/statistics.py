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

Not guaranteed: `wilson` takes questions as independent trials. Several epochs or draws of the same question are not, so
with them it is too narrow; `clustered` is for those. No interval knows more than the questions tell: eleven are few.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
    low, high = _score_interval(share, total, z)
    return Rate(successes, total, share, low, high)


def _score_interval(share: float, total: float, z: float) -> tuple[float, float]:
    """Wilson's interval; `total` need not be whole (an effective sample size)."""
    spread = z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return (
        0.0 if share == 0.0 else max(0.0, centre - half),
        1.0 if share == 1.0 else min(1.0, centre + half),
    )


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


# ---- models side by side: questions as clusters, paired differences ------------------------------------------


@dataclass(frozen=True)
class Share:
    """A share of right replies over questions, each of which counts once, with its 95 % interval.

    `questions` is the number of clusters, `replies` that of all trials in them; `effective` says for how many
    independent trials the interval stands. `value` is None where there is no question.
    """

    value: float | None
    low: float
    high: float
    questions: int
    replies: int
    effective: float


@dataclass(frozen=True)
class Difference:
    """A paired difference of two shares on the same questions; `value` is None where they have none in common.

    `better` and `worse` count the questions on which the first is better or worse; `p` is of the exact two-sided
    test that neither is better on questions such as these.
    """

    value: float | None
    low: float
    high: float
    p: float
    questions: int
    better: int
    worse: int


def clustered(groups: Sequence[Sequence[bool]]) -> Share:
    """The share of successes with an interval that takes the trials of one group (a question) as dependent.

    The share is the mean of the groups' own shares. Its variance is estimated between the groups (Miller 2024, "Adding
    error bars to evals", arXiv:2411.00640), turned into an effective sample size, corrected for few groups by Student's
    t, and put into Wilson's interval (Korn and Graubard, *Survey Methodology* 24 (1998); Franco, Little, Louis and
    Slud, *J. Survey Statistics and Methodology* 7 (2019)). The effective size is kept between the number of groups and
    what independent trials would give, the two ends of what a correlation between 0 and 1 can do. With one trial per
    group this is `wilson`.

    >>> one = clustered([[True]] * 9 + [[False]] * 2)
    >>> f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"
    '0.818 [0.523, 0.949]'
    >>> from dataclasses import replace
    >>> clustered([[True] * 3] * 9 + [[False] * 3] * 2) == replace(one, replies=33)  # repeating it adds nothing
    True
    """
    trials = [group for group in groups if group]
    if not trials:
        return Share(None, 0.0, 1.0, 0, 0, 0.0)
    shares = [sum(group) / len(group) for group in trials]
    value = math.fsum(shares) / len(shares)
    size = _effective(shares, [len(group) for group in trials])
    low, high = _score_interval(value, size, Z95)
    return Share(value, low, high, len(trials), sum(map(len, trials)), size)


def _effective(shares: Sequence[float], sizes: Sequence[int]) -> float:
    """How many independent trials a mean of group shares is worth."""
    groups = len(shares)
    if max(sizes) == 1 or groups == 1:
        return float(groups)
    value = math.fsum(shares) / groups
    between = math.fsum((share - value) ** 2 for share in shares) / (groups - 1) / groups
    most = groups**2 / math.fsum(1 / size for size in sizes)
    if value in (0.0, 1.0):
        return float(groups)  # nothing varied, so nothing is known of the correlation: take it as complete
    if between == 0.0:
        return most
    from scipy.special import stdtrit

    estimate = (1 + value * (1 - value) / between) * (Z95 / float(stdtrit(groups - 1, 0.975))) ** 2
    return min(max(estimate, float(groups)), most)


def paired(first: Sequence[Sequence[bool]], second: Sequence[Sequence[bool]]) -> Difference:
    """Two models on the same questions, group by group: the difference of their shares, interval and exact test.

    The test flips the signs of the questions' differences in all ways (`sign_flip`). The interval combines those of the
    two shares with the correlation between the questions (Newcombe, *Statistics in Medicine* 17 (1998) 2635, in the
    general form of Zou and Donner, *Statistics in Medicine* 27 (2008) 1693). It is approximate, the test is not: near
    the edge they may disagree, and then the test counts. ValueError unless both have the same number of groups.

    >>> a, b = [[True]] * 9 + [[False]] * 2, [[True]] * 3 + [[False]] * 8
    >>> result = paired(a, b)
    >>> f"{result.value:.3f}, p = {result.p:.4f}", result.better, result.worse
    ('0.545, p = 0.0312', 6, 0)
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} questions against {len(second)}")
    both = [(a, b) for a, b in zip(first, second, strict=True) if a and b]
    if not both:
        return Difference(None, -1.0, 1.0, 1.0, 0, 0, 0)
    one, other = clustered([a for a, _ in both]), clustered([b for _, b in both])
    assert one.value is not None and other.value is not None
    shares = [(Fraction(sum(a), len(a)), Fraction(sum(b), len(b))) for a, b in both]
    differences = [a - b for a, b in shares]
    value = float(sum(differences) / len(differences))
    rho = _correlation([(float(a), float(b)) for a, b in shares])
    down, up = one.value - one.low, one.high - one.value
    other_down, other_up = other.value - other.low, other.high - other.value
    low = value - math.sqrt(max(0.0, down**2 + other_up**2 - 2 * rho * down * other_up))
    high = value + math.sqrt(max(0.0, up**2 + other_down**2 - 2 * rho * up * other_down))
    better, worse = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    return Difference(value, max(-1.0, low), min(1.0, high), sign_flip(differences), len(both), better, worse)


def _correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """The correlation with Newcombe's correction towards 0 (his method 10), 0 where one side does not vary."""
    n = len(pairs)
    mean_a, mean_b = math.fsum(a for a, _ in pairs) / n, math.fsum(b for _, b in pairs) / n
    square_a = math.fsum((a - mean_a) ** 2 for a, _ in pairs)
    square_b = math.fsum((b - mean_b) ** 2 for _, b in pairs)
    if square_a == 0 or square_b == 0:
        return 0.0
    product = math.fsum((a - mean_a) * (b - mean_b) for a, b in pairs)
    if product > 0:  # a correlation that few questions suggest must not narrow the interval
        product = max(0.0, product - 0.5)
    return max(-1.0, product / math.sqrt(square_a * square_b))


def sign_flip(differences: Iterable[Fraction | int]) -> float:
    """The exact two-sided p-value of the sum of paired differences, under all flips of their signs.

    The randomisation test of Fisher (1935) and Pitman (1937), counted exactly in whole numbers. Where every difference
    is -1, 0 or 1 (each question asked once) it is the exact McNemar test, that is the sign test.

    >>> sign_flip([1, 1, 1, 1, 1, -1, 0, 0])  # 5 against 1: 2 (1 + 6) / 64
    0.21875
    """
    exact = [Fraction(d) for d in differences if d != 0]
    scale = math.lcm(*(d.denominator for d in exact))
    steps = [abs(int(d * scale)) for d in exact]
    observed = abs(int(sum(exact) * scale))
    ways = {0: 1}
    for step in steps:
        flipped: dict[int, int] = defaultdict(int)
        for total, count in ways.items():
            flipped[total + step] += count
            flipped[total - step] += count
        ways = flipped
    extreme = sum(count for total, count in ways.items() if abs(total) >= observed)
    return float(Fraction(extreme, 2 ** len(steps)))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for being several, in the given order (Holm, *Scand. J. Statistics* 6 (1979) 65).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = least
    return adjusted
