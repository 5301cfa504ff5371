"""Numbers, opened in the third session."""

from __future__ import annotations

from fractions import Fraction

from families import Family, said


def dilated_view() -> int:
    """Follows one output backwards through dilations 8, 4, 2, 1 with three taps, and counts the inputs it touches."""
    seen = {0}
    for dilation in (8, 4, 2, 1):
        seen = {place - tap * dilation for place in seen for tap in range(3)}
    return len(seen)


def q_update() -> Fraction:
    """Averages nine parts of the old value with one part of the target, the best of the next values searched."""
    best = sorted((Fraction(5), Fraction(3), Fraction(-1)))[-1]
    parts = [Fraction(2)] * 9 + [1 + Fraction(9, 10) * best]
    return sum(parts, Fraction(0)) / len(parts)


def stored_energy() -> int:
    """Adds −w_ij s_i s_j over the six pairs of four units, each pair once."""
    s = (1, -1, 1, -1)
    return sum(-(s[i] * s[j]) * s[i] * s[j] for i in range(4) for j in range(i))


def second_moment() -> Fraction:
    """The average of the two squared gradients, weighted by 0.9 and 1 as the running average weights them."""
    weights = (Fraction(9, 10), Fraction(1))
    return (weights[0] * 9 + weights[1] * 1) / sum(weights)


def smoothed() -> Fraction:
    """Gives the true class nine tenths, then spreads one tenth over five classes in pieces of a fiftieth."""
    target = [Fraction(0)] * 5
    target[2] += Fraction(9, 10)
    for k in range(5):
        target[k] += Fraction(1, 50)
    assert sum(target) == 1
    return target[2]


FAMILIES = [
    Family(
        "dilated-view",
        "number",
        "31",
        dilated_view,
        {"right": 31, "layers-only": 9, "last-layer": 17, "no-centre": 30, "two-taps": 16},
    ),
    Family(
        "q-update",
        "number",
        r"$Q(s,a) \leftarrow 2.35$",
        q_update,
        {
            "right": Fraction(47, 20),
            "old-kept": Fraction(51, 20),
            "replaced": Fraction(11, 2),
            "worst": Fraction(181, 100),
            "undiscounted": Fraction(12, 5),
        },
    ),
    Family(
        "stored-energy",
        "number",
        "$E = -6$",
        stored_energy,
        {"right": -6, "positive": 6, "no-half": -12, "diagonal": -8},
    ),
    Family(
        "second-moment",
        "number",
        r"$\hat v_2 = \frac{91}{19} \approx 4.79$",
        second_moment,
        {
            "right": Fraction(91, 19),
            "right-rounded": said("4.789"),
            "uncorrected": Fraction(91, 100),
            "one-step": Fraction(91, 10),
            "mean": 5,
            "first-moment": Fraction(37, 19),
        },
    ),
    Family(
        "smoothed-target",
        "number",
        "0.92",
        smoothed,
        {
            "right": Fraction(23, 25),
            "others-only": Fraction(9, 10),
            "wrong-class": Fraction(1, 50),
            "all-but": Fraction(49, 50),
        },
    ),
]
