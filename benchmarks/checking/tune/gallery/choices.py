"""Choices, as solution sheets state them and as people answer them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations, product

import numpy as np
from families import Family


def convex() -> frozenset[str]:
    """Tests the midpoint inequality of each loss on a grid of margins."""
    losses: Mapping[str, Callable[[float], float]] = {
        "A": lambda m: max(0.0, 1 - m),
        "B": lambda m: float(m <= 0),
        "C": lambda m: float(np.log1p(np.exp(-m))),
        "D": lambda m: (1 - m) ** 2,
    }
    grid = np.arange(-3, 3.01, 0.5)
    pairs = list(product(grid, grid))
    return frozenset(k for k, f in losses.items() if all(2 * f((a + b) / 2) <= f(a) + f(b) + 1e-9 for a, b in pairs))


def stuck() -> str:
    """Differentiates max(0, wx + b) at x = -1, 0, 1 by small steps and finds the unit whose slopes all vanish."""
    units = {"A": (2.0, 0.1), "B": (1.0, -3.0), "C": (-1.0, 0.5), "D": (1.0, 3.0)}

    def output(w: float, b: float, x: float) -> float:
        return max(0.0, w * x + b)

    still = []
    for letter, (w, b) in units.items():
        moves = [output(w + 1e-4, b, x) - output(w, b, x) for x in (-1, 0, 1)]
        moves += [output(w, b + 1e-4, x) - output(w, b, x) for x in (-1, 0, 1)]
        if not any(moves):
            still.append(letter)
    (letter,) = still
    return letter


def scale_free() -> frozenset[str]:
    """Runs four optimisers on a sequence of gradients and on ten times it, and compares the steps."""

    def steps(name: str, scale: float) -> list[float]:
        m = v = 0.0
        taken = []
        for t in range(1, 21):
            g = scale * np.sin(1.3 * t)
            if name == "sgd":
                taken.append(g)
            elif name == "momentum":
                m = 0.9 * m + g
                taken.append(m)
            elif name == "rmsprop":
                v = 0.9 * v + 0.1 * g * g
                taken.append(g / v**0.5)
            else:
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
                taken.append(m / (1 - 0.9**t) / (v / (1 - 0.999**t)) ** 0.5)
        return taken

    names = ("sgd", "momentum", "rmsprop", "adam")
    return frozenset(name for name in names if np.allclose(steps(name, 1), steps(name, 10)))


def matrix_verdicts() -> tuple[bool, ...]:
    """Tries every pair of 2 x 2 matrices with entries 0 and 1."""
    every = [np.array(e).reshape(2, 2) for e in product((0, 1), repeat=4)]
    even = [m for m in every if m[0, 1] == m[1, 0]]
    det = np.linalg.det
    return (
        all(np.trace(a @ b) == np.trace(b @ a) for a, b in product(every, every)),
        all(np.isclose(det(a + b), det(a) + det(b)) for a, b in product(every, every)),
        all(np.linalg.eigvalsh(a.T @ a).min() > -1e-9 for a in every),
        all(np.array_equal(a @ b, (a @ b).T) for a, b in product(even, even)),
    )


def mode_seeking() -> str:
    """Fits one Gaussian to two far bumps by search under each divergence, and sees which fit sits on one bump."""
    x = np.arange(-8, 8.01, 0.1)

    def normal(mean: float, sd: float) -> np.ndarray:
        log = -((x - mean) ** 2) / (2 * sd**2)
        return np.asarray(log - np.log(np.exp(log).sum()))

    p = np.logaddexp(normal(-3, 0.5), normal(3, 0.5)) - np.log(2)
    fits = [(mean, normal(mean, sd)) for mean in range(-4, 5) for sd in (0.5, 1, 2, 3, 3.5)]
    forward = min(fits, key=lambda f: float((np.exp(p) * (p - f[1])).sum()))[0]
    reverse = min(fits, key=lambda f: float((np.exp(f[1]) * (f[1] - p)).sum()))[0]
    return {(True, False): "forward", (False, True): "reverse"}.get((abs(forward) > 2, abs(reverse) > 2), "other")


def seven_wide() -> str:
    """Spreads an impulse through each stack of filters and counts the places it reaches."""
    stacks = {"a": [5], "b": [3, 3], "c": [3, 3, 3], "d": [5, 5]}
    widths = {}
    for letter, stack in stacks.items():
        signal = np.ones(1)
        for k in stack:
            signal = np.convolve(signal, np.ones(k))
        widths[letter] = np.count_nonzero(signal)
    return next(letter for letter, width in widths.items() if width == 7)


def equivariant() -> frozenset[str]:
    """Permutes four tokens in every way, before and after each layer."""
    rng = np.random.default_rng(5)
    tokens, w, u = rng.normal(size=(4, 3)), rng.normal(size=(3, 3)), rng.normal(size=(3, 3))

    def attention(x: np.ndarray) -> np.ndarray:
        scores = np.exp(x @ w @ x.T)
        return np.asarray(scores / scores.sum(1, keepdims=True) @ x)

    def recurrent(x: np.ndarray) -> np.ndarray:
        h, out = np.zeros(3), []
        for token in x:
            h = np.tanh(w @ h + u @ token)
            out.append(h)
        return np.array(out)

    layers: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": attention,
        "B": recurrent,
        "C": lambda x: np.tanh(x @ w) @ u,
        "D": lambda x: x.mean(0, keepdims=True),
    }

    def holds(f: Callable[[np.ndarray], np.ndarray]) -> bool:
        if f(tokens).shape[0] != 4:
            return False
        return all(np.allclose(f(tokens[list(p)]), f(tokens)[list(p)]) for p in permutations(range(4)))

    return frozenset(letter for letter, f in layers.items() if holds(f))


def output_side() -> str:
    """Slides a window of 5 by 2 over 28 places padded by one on each side, and looks the count up."""
    count = sum(1 for start in range(0, 30, 2) if start + 5 <= 30)
    return {12: "A", 14: "B", 26: "C", 11: "D"}.get(count, "E")


def matched() -> str:
    """Compares every loss with every negative log density over several outputs, up to an affine map."""
    ys, fs = (0, 1), (0.2, 0.4, 0.7, 0.9)
    losses = ((y, f, ((y - f) ** 2, abs(y - f), -np.log(f if y else 1 - f))) for y in ys for f in fs)
    points = list(losses)
    pairs = []
    for number in range(3):
        loss = [values[number] for _y, _f, values in points]
        noises = {
            "a": [-np.log(0.5 * np.exp(-abs(y - f))) for y, f, _v in points],
            "b": [-np.log(f**y * (1 - f) ** (1 - y)) for y, f, _v in points],
            "c": [-np.log(np.exp(-((y - f) ** 2) / 2) / np.sqrt(2 * np.pi)) for y, f, _v in points],
        }
        pairs += [f"{number + 1}{k}" for k, n in noises.items() if np.isclose(np.corrcoef(loss, n)[0, 1], 1, atol=1e-9)]
    return " ".join(pairs)


def ridge_directions() -> tuple[str, ...]:
    """Fits a ridge slope to every noise of signs on three points, for a small and a large penalty."""
    x, truth = np.array([1.0, 2.0, -1.0]), 2.0
    seen = []
    for penalty in (1.0, 4.0):
        fits, errors = [], []
        for noise in product((-1, 1), repeat=3):
            y = truth * x + np.array(noise)
            slope = x @ y / (x @ x + penalty)
            fits.append(slope)
            errors.append(((y - slope * x) ** 2).mean())
        seen.append((abs(np.mean(fits) - truth), np.var(fits), np.mean(errors)))
    return tuple("up" if after > before else "down" for before, after in zip(*seen, strict=True))


def batch_bound() -> frozenset[str]:
    """Changes one example of a batch and sees under which normalisation another example's output moves."""
    rng = np.random.default_rng(7)
    one = rng.normal(size=(3, 4, 6))
    two = one.copy()
    two[0] += rng.normal(size=(4, 6))

    def moved(axes: tuple[int, ...], groups: int = 1) -> bool:
        out = []
        for x in (one, two):
            parts = x.reshape(3, groups, -1) if groups > 1 else x
            normal = (parts - parts.mean(axes, keepdims=True)) / parts.std(axes, keepdims=True)
            out.append(normal.reshape(3, 4, 6)[1])
        return not np.allclose(*out)

    found = {"a": moved((0, 2)), "b": moved((1, 2)), "c": moved((2,)), "d": moved((2,), 2)}
    return frozenset(letter for letter, value in found.items() if value)


def difference_is_kernel() -> bool:
    """Looks for a negative eigenvalue of the difference of two Gram matrices, over three kernels."""
    x = np.array([[0.0], [1.0], [2.5]])
    grams = [x @ x.T, (1 + x @ x.T) ** 2, np.exp(-((x - x.T) ** 2) / 2)]
    return all(np.linalg.eigvalsh(a - b).min() > -1e-9 for a, b in product(grams, grams))


def action_bound() -> str:
    """Computes each target for every next action that might be taken, and sees whose target changes."""
    q, policy, value = np.array([1.0, 3.0, 2.0]), np.array([0.2, 0.5, 0.3]), 1.7
    targets: Mapping[str, Callable[[int], float]] = {
        "A": lambda _action: 1 + 0.9 * q.max(),
        "B": lambda action: 1 + 0.9 * q[action],
        "C": lambda _action: 1 + 0.9 * policy @ q,
        "D": lambda _action: 1 + 0.9 * value,
    }
    return "".join(k for k, f in targets.items() if len({f(action) for action in range(3)}) > 1)


def letters(text: str) -> frozenset[str]:
    """A set of one-letter options."""
    return frozenset(text)


FAMILIES = [
    Family(
        "convex-in-the-margin",
        "choice",
        "A (hinge), C (logistic) and D (squared) are convex; B (0–1 loss) is not.",
        convex,
        {
            "right": letters("ACD"),
            "no-hinge": letters("CD"),
            "all": letters("ABCD"),
            "smooth-only": letters("C"),
            "no-squared": letters("AC"),
        },
    ),
    Family(
        "never-fires-again",
        "choice",
        "(B)",
        stuck,
        {"right": "B", "steep": "A", "negative-slope": "C", "big-bias": "D"},
    ),
    Family(
        "loss-times-ten",
        "choice",
        r"Adam and RMSProp (for $\epsilon = 0$); the steps of SGD and of momentum grow tenfold.",
        scale_free,
        {
            "right": frozenset({"adam", "rmsprop"}),
            "adam-only": frozenset({"adam"}),
            "none": frozenset(),
            "inverted": frozenset({"sgd", "momentum"}),
            "three": frozenset({"adam", "rmsprop", "momentum"}),
        },
    ),
    Family(
        "matrix-true-false",
        "choice",
        "(i) true, (ii) false, (iii) true, (iv) false",
        matrix_verdicts,
        {
            "right": (True, False, True, False),
            "symmetric-product": (True, False, True, True),
            "det-adds": (True, True, True, False),
            "gram-indefinite": (True, False, False, False),
        },
    ),
    Family(
        "one-bump-divergence",
        "choice",
        r"the reverse KL, $D_{\mathrm{KL}}(q_\theta \,\|\, p)$",
        mode_seeking,
        {"right": "reverse", "forward": "forward", "both": "both"},
    ),
    Family(
        "seven-by-seven-view",
        "choice",
        "c) three stacked 3×3 convolutions",
        seven_wide,
        {"right": "c", "two-threes": "b", "two-fives": "d", "one-five": "a"},
    ),
    Family(
        "order-blind-layers",
        "choice",
        "A, C",
        equivariant,
        {
            "right": letters("AC"),
            "pooling-too": letters("ACD"),
            "attention-only": letters("A"),
            "rest": letters("BD"),
            "recurrent": letters("BC"),
        },
    ),
    Family(
        "strided-side-options",
        "choice",
        "E, none of the above (the side is 13)",
        output_side,
        {"right": "E", "floor-twice": "A", "no-stride-loss": "B", "stride-one": "C"},
    ),
    Family(
        "loss-noise-pairs",
        "choice",
        "1–c, 2–a, 3–b",
        matched,
        {"right": "1c 2a 3b", "swapped": "1a 2c 3b", "shifted": "1b 2c 3a", "in-order": "1a 2b 3c"},
    ),
    Family(
        "ridge-arrows",
        "choice",
        r"squared bias $\uparrow$, variance $\downarrow$, training error $\uparrow$",
        ridge_directions,
        {
            "right": ("up", "down", "up"),
            "training-falls": ("up", "down", "down"),
            "inverted": ("down", "up", "down"),
            "both-fall": ("down", "down", "up"),
        },
    ),
    Family(
        "neighbours-in-the-batch",
        "choice",
        "Only (a), BatchNorm.",
        batch_bound,
        {
            "right": letters("a"),
            "layer": letters("b"),
            "others": letters("bcd"),
            "group-too": letters("ad"),
        },
    ),
    Family(
        "kernel-minus-kernel",
        "choice",
        r"No. For instance $k_1 = 0$ gives $-k_2$, which is not positive semidefinite.",
        difference_is_kernel,
        {"right": False, "yes": True},
    ),
    Family(
        "next-action-target",
        "choice",
        "B (SARSA)",
        action_bound,
        {"right": "B", "q-learning": "A", "expected": "C", "two": "BC"},
    ),
]
