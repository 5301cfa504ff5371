"""Numbers, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import math
from fractions import Fraction

from families import Family, said


def ring_bytes() -> Fraction:
    """Sends the parts of the gradient around a ring of eight, first adding and then copying; bytes of one sender."""
    part = Fraction(7 * 10**9 * 2, 8)
    sent = Fraction(0)
    for _phase in ("reduce-scatter", "all-gather"):
        for _hop in range(7):
            sent += part
    return sent


def training_operations() -> int:
    """Adds, for every weight and token, a multiply-add forwards and two of them backwards."""
    per_weight = 0
    for multiply_adds in (1, 2):
        per_weight += 2 * multiply_adds
    return per_weight * 1_300_000_000 * 26_000_000_000


def all_four_seen() -> float:
    """Follows the number of distinct classes through 2000 draws and adds the chances of not being done."""
    chances, expected = [1.0, 0.0, 0.0, 0.0, 0.0], 0.0
    for _draw in range(2000):
        expected += sum(chances[:4])
        chances = [chances[k] * k / 4 + (chances[k - 1] * (5 - k) / 4 if k else 0) for k in range(5)]
    return expected


def word_errors() -> Fraction:
    """Edit distance by dynamic programming, over the ten words of the reference."""
    truth = ["the", "cat", "sat", "on", "the", "mat", "and", "looked", "at", "me"]
    heard = ["the", "a", "cat", "sat", "on", "the", "hat", "and", "so", "looked", "at", "me"]
    row = list(range(len(heard) + 1))
    for i, word in enumerate(truth, 1):
        new = [i]
        for j, other in enumerate(heard, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (word != other)))
        row = new
    return Fraction(row[-1], len(truth))


def joules() -> int:
    """Adds the joules of every second and every card."""
    return sum(8 * 700 for _second in range(72 * 3600))


KWH = 3_600_000


def bits_per_weight() -> Fraction:
    """Lays out 6,400 four-bit codes, adds a 16-bit scale whenever 64 have been written, and averages."""
    bits = 0
    for k in range(1, 6401):
        bits += 4
        if k % 64 == 0:
            bits += 16
    return Fraction(bits, 6400)


def accuracy_error() -> float:
    """The standard deviation of the share of hits, from all 401 binomial probabilities."""
    chances = [math.comb(400, k) * 0.8**k * 0.2 ** (400 - k) for k in range(401)]
    mean = sum(p * k / 400 for k, p in enumerate(chances))
    return math.sqrt(sum(p * (k / 400 - mean) ** 2 for k, p in enumerate(chances)))


FAMILIES = [
    Family(
        "ring-traffic",
        "number",
        r"$2\cdot\frac{7}{8}\cdot 14\,\text{GB} = 24.5\,\text{GB}$",
        ring_bytes,
        {
            "right": Fraction(245, 10) * 10**9,
            "one-phase": Fraction(1225, 100) * 10**9,
            "no-fraction": 28 * 10**9,
            "naive": 98 * 10**9,
            "float32": 49 * 10**9,
        },
    ),
    Family(
        "training-operations",
        "number",
        r"$6ND \approx 2.03\times 10^{20}$ FLOPs",
        training_operations,
        {
            "right": 2028 * 10**17,
            "right-rounded": said("2.03", 10**20),
            "forward": said("6.76", 10**19),
            "product": said("3.38", 10**19),
            "magnitude": said("2.03", 10**21),
            "per-second": 78 * 10**8,
        },
    ),
    Family(
        "all-classes-seen",
        "number",
        r"$\frac{25}{3}$ draws",
        all_four_seen,
        {
            "right": 25 / 3,
            "right-rounded": said("8.33"),
            "unscaled": 25 / 12,
            "logarithm": 4 * math.log(4),
            "square": 16,
            "last-wait": 4,
        },
    ),
    Family(
        "word-error-rate",
        "number",
        "30 %",
        word_errors,
        {
            "right": Fraction(3, 10),
            "over-heard": Fraction(1, 4),
            "no-insertions": Fraction(1, 10),
            "accuracy": Fraction(7, 10),
            "count": 3,
        },
    ),
    Family(
        "energy-of-run",
        "number",
        "403.2 kWh",
        joules,
        {
            "right": 4032 * KWH // 10,
            "right-rounded": said("403", KWH),
            "one-card": 504 * KWH // 10,
            "thousandfold": 403_200 * KWH,
            "per-day": 1344 * KWH // 10,
            "hour": 56 * KWH // 10,
        },
    ),
    Family(
        "grouped-code-bits",
        "number",
        "$4 + 16/64 = 4.25$ bits per weight",
        bits_per_weight,
        {
            "right": Fraction(17, 4),
            "scales-lost": 4,
            "scale-each": 20,
            "zero-points": Fraction(9, 2),
            "group-bytes": 34,
            "one-bit": Fraction(65, 16),
        },
    ),
    Family(
        "accuracy-error",
        "number",
        "0.02",
        accuracy_error,
        {
            "right": said("0.02"),
            "variance": said("0.0004"),
            "single": said("0.4"),
            "over-n": said("0.001"),
            "interval": said("0.0392"),
            "hits": 8,
        },
    ),
]
