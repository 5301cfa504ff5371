"""Sets, sequences and tables, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
from families import Family

GRID = [Fraction(k, 8) for k in range(-40, 57)]


def among(test: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    return frozenset(x for x in GRID if test(x))


def both_awake() -> frozenset[Fraction]:
    """Looks at which points of a grid both units react to a small change of the input, on either side."""
    h = Fraction(1, 1000)

    def moves(f: Callable[[Fraction], Fraction], x: Fraction) -> bool:
        return f(x + h) != f(x) and f(x - h) != f(x) and f(x) > 0

    return among(
        lambda x: moves(lambda t: max(2 * t - 1, Fraction(0)), x) and moves(lambda t: max(3 - t, Fraction(0)), x)
    )


def merged() -> tuple[str, ...]:
    """Applies the merges (l, o), (lo, w), (e, r) to the letters of "slower", in order."""
    pieces = list("slower")
    for pair in (("l", "o"), ("lo", "w"), ("e", "r")):
        k = 0
        while k + 1 < len(pieces):
            if (pieces[k], pieces[k + 1]) == pair:
                pieces[k : k + 2] = ["".join(pair)]
            k += 1
    return tuple(pieces)


def resting_points() -> frozenset[Fraction]:
    """Searches a grid for the points where the symmetric difference quotient of x⁴ − 2x² vanishes."""
    h = Fraction(1, 10**6)

    def rise(x: Fraction) -> Fraction:
        return ((x + h) ** 4 - 2 * (x + h) ** 2) - ((x - h) ** 4 - 2 * (x - h) ** 2)

    return frozenset(x for x in GRID if abs(rise(x) / (2 * h)) < Fraction(1, 10**3))


def interpolating() -> frozenset[tuple[int, int]]:
    """Tries all whole weights between −8 and 8 on the one training example (1, 2) ↦ 4."""
    return frozenset((a, b) for a, b in product(range(-8, 9), repeat=2) if a * 1 + b * 2 == 4)


def on_line(test: Callable[[int, int], bool]) -> frozenset[tuple[int, int]]:
    return frozenset((a, b) for a, b in product(range(-8, 9), repeat=2) if test(a, b))


def gate_table() -> tuple[int, ...]:
    """Feeds 00, 01, 10, 11 to the network with threshold units x₁+x₂ > ½, x₁+x₂ < 3/2 and their conjunction."""
    out = []
    for a, b in product((0, 1), repeat=2):
        first, second = int(a + b > 0.5), int(-a - b > -1.5)
        out.append(int(first + second > 1.5))
    return tuple(out)


def bigrams() -> frozenset[str]:
    """Slides a window of two over "to be or to be"."""
    words = np.array(["to", "be", "or", "to", "be"])
    return frozenset(" ".join(words[k : k + 2]) for k in range(len(words) - 1))


def spans() -> frozenset[tuple[str, int, int]]:
    """Reads the tags B-PER I-PER O B-LOC from left to right; first and last token, from one."""
    found: list[tuple[str, int, int]] = []
    for k, tag in enumerate(("B-PER", "I-PER", "O", "B-LOC"), 1):
        if tag.startswith("B-"):
            found.append((tag[2:], k, k))
        elif tag.startswith("I-"):
            found[-1] = (found[-1][0], found[-1][1], k)
    return frozenset(found)


def likeliest_weather() -> tuple[str, ...]:
    """Scores all eight sequences of hidden states for the observations walk, umbrella, umbrella."""
    start, stay = {"sun": 0.6, "rain": 0.4}, {"sun": 0.7, "rain": 0.8}
    umbrella = {"sun": 0.2, "rain": 0.9}

    def score(path: tuple[str, ...]) -> float:
        p = start[path[0]] * (0.8 if path[0] == "sun" else 0.3)
        for before, now in pairwise(path):
            p *= (stay[before] if before == now else 1 - stay[before]) * umbrella[now]
        return p

    return max(product(("sun", "rain"), repeat=3), key=score)


FAMILIES = [
    Family(
        "both-units-awake",
        "general",
        r"$\frac12 < x < 3$",
        both_awake,
        {
            "right": among(lambda x: Fraction(1, 2) < x < 3),
            "first-only": among(lambda x: x > Fraction(1, 2)),
            "either": among(lambda x: True),
            "sign": among(lambda x: -3 < x < Fraction(1, 2)),
            "doubled": among(lambda x: 2 < x < 3),
            "outside": among(lambda x: x < Fraction(1, 2) or x > 3),
        },
    ),
    Family(
        "merged-pieces",
        "general",
        "s | low | er",
        merged,
        {
            "right": ("s", "low", "er"),
            "one-merge": ("s", "lo", "w", "er"),
            "greedy": ("slow", "er"),
            "last-lost": ("s", "low", "e", "r"),
            "letters": tuple("slower"),
            "order": ("low", "s", "er"),
        },
    ),
    Family(
        "double-well-rest",
        "general",
        r"$\{-1, 0, 1\}$",
        resting_points,
        {
            "right": frozenset({Fraction(-1), Fraction(0), Fraction(1)}),
            "minima": frozenset({Fraction(-1), Fraction(1)}),
            "top": frozenset({Fraction(0)}),
            "positive": frozenset({Fraction(0), Fraction(1)}),
            "roots": frozenset({"-sqrt2", "0", "sqrt2"}),
        },
    ),
    Family(
        "interpolating-weights",
        "general",
        r"$\{(4 - 2t,\ t) : t \in \mathbb{R}\}$",
        interpolating,
        {
            "right": on_line(lambda a, b: a == 4 - 2 * b),
            "sign": on_line(lambda a, b: a == 4 + 2 * b),
            "swapped": on_line(lambda a, b: b == 4 - 2 * a),
            "one-only": on_line(lambda a, b: (a, b) == (0, 2)),
            "through-origin": on_line(lambda a, b: a == -2 * b),
        },
    ),
    Family(
        "gate-of-gates",
        "general",
        r"$x_1 \oplus x_2$ (exclusive or)",
        gate_table,
        {
            "right": (0, 1, 1, 0),
            "or": (0, 1, 1, 1),
            "nand": (1, 1, 1, 0),
            "xnor": (1, 0, 0, 1),
            "first-alone": (0, 0, 1, 0),
        },
    ),
    Family(
        "seen-bigrams",
        "general",
        "{to be, be or, or to}",
        bigrams,
        {
            "right": frozenset({"to be", "be or", "or to"}),
            "wrapped": frozenset({"to be", "be or", "or to", "be to"}),
            "missing": frozenset({"to be", "be or"}),
            "skipping": frozenset({"to or", "be to", "or be"}),
            "disjoint": frozenset({"to be", "or to"}),
        },
    ),
    Family(
        "tagged-spans",
        "general",
        "PER: tokens 1–2; LOC: token 4",
        spans,
        {
            "right": frozenset({("PER", 1, 2), ("LOC", 4, 4)}),
            "separate": frozenset({("PER", 1, 1), ("PER", 2, 2), ("LOC", 4, 4)}),
            "gap-eaten": frozenset({("PER", 1, 3), ("LOC", 4, 4)}),
            "swapped": frozenset({("LOC", 1, 2), ("PER", 4, 4)}),
            "place-lost": frozenset({("PER", 1, 2)}),
        },
    ),
    Family(
        "likeliest-weather",
        "general",
        "sun, rain, rain",
        likeliest_weather,
        {
            "right": ("sun", "rain", "rain"),
            "reversed": ("rain", "rain", "sun"),
            "all-rain": ("rain", "rain", "rain"),
            "all-sun": ("sun", "sun", "sun"),
            "late": ("sun", "sun", "rain"),
        },
    ),
]
