"""The statistics of comparisons against published values, SciPy, Inspect, enumeration and simulation."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binomtest, permutation_test, t

from viva.statistics import clustered, holm, paired, sign_flip, wilson

groups = st.lists(st.lists(st.booleans(), min_size=1, max_size=4), min_size=1, max_size=14)


# ---- rates -------------------------------------------------------------------------------------------------


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_one_try_a_question_is_wilson(tries: list[bool]) -> None:
    share, rate = clustered([[right] for right in tries]), wilson(sum(tries), len(tries))
    assert (share.value, share.low, share.high) == pytest.approx((rate.value, rate.low, rate.high))
    assert share.effective == len(tries)


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.integers(2, 5))
def test_repeating_every_answer_adds_nothing(tries: list[bool], times: int) -> None:
    once, often = clustered([[right] for right in tries]), clustered([[right] * times for right in tries])
    assert (often.value, often.low, often.high) == pytest.approx((once.value, once.low, once.high))


@given(groups)
def test_the_interval_is_between_one_try_a_question_and_independent_tries(tries: list[list[bool]]) -> None:
    share = clustered(tries)
    assert share.value is not None
    assert share.value == pytest.approx(float(sum(Fraction(sum(g), len(g)) for g in tries) / len(tries)))
    assert 0.0 <= share.low <= share.value <= share.high <= 1.0
    assert len(tries) - 1e-9 <= share.effective <= share.replies + 1e-9


@settings(max_examples=60)
@given(st.integers(2, 4), st.integers(4, 14), st.randoms(use_true_random=False))
def test_the_variance_is_inspects_clustered_one(size: int, number: int, random) -> None:
    from inspect_ai.scorer import SampleScore, Score, stderr

    tries = [[random.random() < 0.6 for _ in range(size)] for _ in range(number)]
    share = clustered(tries)
    scores = [
        SampleScore(score=Score(value=float(right)), sample_metadata={"question": place})
        for place, group in enumerate(tries)
        for right in group
    ]
    error = stderr(cluster="question")(scores)
    assume(number < share.effective < number * size)  # not at one of the two ends
    independent = 1 + share.value * (1 - share.value) / error**2
    student = (1.959963984540054 / t.ppf(0.975, number - 1)) ** 2
    assert share.effective == pytest.approx(independent * student, rel=1e-6)


def test_no_question_no_rate_and_one_question_little_knowledge() -> None:
    assert clustered([]).value is None
    assert clustered([[], []]).questions == 0
    one = clustered([[True, False, True]])
    assert (one.value, one.questions, one.replies, one.effective) == (2 / 3, 1, 3, 1.0)
    assert one.high - one.low > 0.7


def test_coverage_with_eleven_questions_asked_three_times() -> None:
    """Questions differ in difficulty (beta-distributed), so tries at one resemble each other."""
    random = np.random.default_rng(5)
    for mean, spread in ((0.6, 1.0), (0.8, 0.6), (0.5, 4.0)):
        difficulty = beta.rvs(mean * spread, (1 - mean) * spread, size=(1500, 11), random_state=random)
        tries = random.random((1500, 11, 3)) < difficulty[:, :, None]
        right = naive = 0
        for one in tries.tolist():
            share = clustered(one)
            right += share.low <= mean <= share.high
            as_if = wilson(sum(map(sum, one)), 33)
            naive += as_if.low <= mean <= as_if.high
        assert right / 1500 >= 0.93
        assert right >= naive
        if spread == 1.0:
            assert naive / 1500 < 0.90  # what the interval of independent trials would promise and not keep


# ---- paired tests --------------------------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 5))
def test_with_one_try_it_is_the_exact_mcnemar_test(better: int, worse: int, alike: int) -> None:
    p = sign_flip([1] * better + [-1] * worse + [0] * alike)
    expected = binomtest(better, better + worse, 0.5).pvalue if better + worse else 1.0
    assert p == pytest.approx(expected, rel=1e-9)


@settings(max_examples=40)
@given(st.lists(st.sampled_from([Fraction(n, d) for d in (1, 2, 3) for n in range(-d, d + 1)]), min_size=2, max_size=8))
def test_with_several_tries_it_is_scipys_exact_permutation_test(differences: list[Fraction]) -> None:
    values = np.array([float(6 * d) for d in differences])  # whole numbers, so that ties are ties in floating point
    expected = permutation_test(
        (values,), lambda x: x.sum(), permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )
    # SciPy doubles the smaller tail; the distribution is symmetric, so both are the same up to the cut at 1.
    assert sign_flip(differences) == pytest.approx(min(1.0, expected.pvalue))


@given(st.lists(st.fractions(-1, 1, max_denominator=6), max_size=9))
def test_against_all_flips_written_out(differences: list[Fraction]) -> None:
    observed = abs(sum(differences))
    flips = [
        sum(s * d for s, d in zip(signs, differences, strict=True))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    assert sign_flip(differences) == pytest.approx(sum(abs(f) >= observed for f in flips) / len(flips))


def table(both: int, first: int, second: int, neither: int):
    yes, no = [True], [False]
    return paired(
        [yes] * (both + first) + [no] * (second + neither),
        [yes] * both + [no] * first + [yes] * second + [no] * neither,
    )


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ((36, 12, 2, 0), 0.0569, 0.3404),  # Newcombe 1998, his method 10
        ((1, 1, 7, 12), -0.507, -0.026),  # Fagerland, Lydersen and Laake 2014: airway hyper-responsiveness
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(cells, low: float, high: float) -> None:
    result = table(*cells)
    assert result.low == pytest.approx(low, abs=6e-4)
    assert result.high == pytest.approx(high, abs=6e-4)


@given(groups, groups)
def test_a_difference_turns_round_with_its_models(a: list[list[bool]], b: list[list[bool]]) -> None:
    a, b = a[: len(b)], b[: len(a)]
    there, back = paired(a, b), paired(b, a)
    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert (there.p, there.better, there.worse) == (back.p, back.worse, back.better)
    assert -1.0 <= there.low <= there.value <= there.high <= 1.0


def test_questions_that_one_was_not_asked_are_not_compared() -> None:
    result = paired([[True], [], [True]], [[False], [True], []])
    assert (result.questions, result.better, result.worse, result.value) == (1, 1, 0, 1.0)
    assert paired([[True], []], [[], [True]]).value is None
    with pytest.raises(ValueError, match="against"):
        paired([[True]], [])


def test_power_for_a_dozen_questions() -> None:
    assert sign_flip([1] * 5) > 0.05 > sign_flip([1] * 6)  # five wins are not enough, six are: 2 / 2^6


# ---- several tests -------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_the_closure_of_bonferroni(p_values: list[float]) -> None:
    """An adjusted value is the greatest Bonferroni value over all subsets of hypotheses that hold this one."""
    places = range(len(p_values))
    for place, adjusted in zip(places, holm(p_values), strict=True):
        subsets = [s for n in range(1, len(p_values) + 1) for s in itertools.combinations(places, n) if place in s]
        closed = max(min(1.0, len(s) * min(p_values[i] for i in s)) for s in subsets)
        assert math.isclose(adjusted, closed, rel_tol=1e-12, abs_tol=1e-15)


def test_holm_of_nothing() -> None:
    assert holm([]) == []
