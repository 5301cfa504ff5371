"""Items of a marking rubric: keys with remarks for the markers."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family, said


def drafted_tokens() -> Fraction:
    """Enumerates which of four drafted tokens are accepted; the run up to the first refusal counts, and one more."""
    total = Fraction(0)
    for kept in product((True, False), repeat=4):
        run = next((k for k, ok in enumerate(kept) if not ok), 4)
        chance = math.prod(Fraction(4, 5) if ok else Fraction(1, 5) for ok in kept)
        total += Fraction(chance) * (run + 1)
    return total


def utilisation() -> Fraction:
    """Adds two operations per weight forward and four backward, token by token, over a second of 3,000 tokens."""
    done = sum(2 * 7 * 10**9 + 4 * 7 * 10**9 for _token in range(3000))
    return Fraction(done, 312 * 10**12)


def slope_along() -> float:
    """Differences of x²y at (1, -1) along (3, 4) / 5."""

    def f(t: float) -> float:
        return (1 + 0.6 * t) ** 2 * (-1 + 0.8 * t)

    return (f(1e-4) - f(-1e-4)) / 2e-4


def loss_partials() -> Any:
    """Differences of ½(w·x + b - y)² in both weights and in the bias."""
    start = np.array([1.0, 1.0, 0.0])

    def loss(p: Any) -> float:
        return float((p[0] * 1 + p[1] * 2 + p[2] - 7) ** 2 / 2)

    return np.array([(loss(start + h) - loss(start - h)) / 2e-4 for h in 1e-4 * np.eye(3)])


def three_boxes() -> Any:
    """Fills 900 tickets according to prior and likelihood and counts among those that show the observation."""
    counts = []
    for tickets, (hit, of) in zip((450, 300, 150), ((1, 5), (3, 5), (3, 5)), strict=True):
        counts.append(sum(1 for k in range(tickets) if k % of < hit))
    return np.array(counts) / sum(counts)


def bounded_signed() -> str:
    """Evaluates the four functions far out and looks for one that is bounded and gets below zero."""
    units: dict[str, Callable[[float], float]] = {
        "A": lambda x: max(x, 0.0),
        "B": math.tanh,
        "C": lambda x: math.log1p(math.exp(-abs(x))) + max(x, 0.0),
        "D": lambda x: max(x, 0.01 * x),
    }
    values = {k: [f(x) for x in (-1e4, -1.0, 1.0, 1e4)] for k, f in units.items()}
    (found,) = [k for k, v in values.items() if min(v) < 0 and max(map(abs, v)) < 10]
    return found


def symmetric_measures() -> frozenset[int]:
    """Exchanges the arguments on a hundred random pairs."""
    rng = np.random.default_rng(4)

    def kl(p: Any, q: Any) -> float:
        return float((p * np.log(p / q)).sum())

    measures: dict[int, Callable[[Any, Any], float]] = {
        1: lambda p, q: float(p @ q / np.linalg.norm(p) / np.linalg.norm(q)),
        2: kl,
        3: lambda p, q: (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2,
        4: lambda p, q: float(np.abs(p - q).sum() / 2),
    }
    pairs = [rng.dirichlet(np.ones(4), size=2) for _ in range(100)]
    return frozenset(k for k, f in measures.items() if all(np.isclose(f(p, q), f(q, p)) for p, q in pairs))


def psd_product() -> bool:
    """Looks among random pairs of Gram matrices for a product that is no symmetric matrix or has xᵀABx < 0."""
    rng = np.random.default_rng(5)
    for _ in range(100):
        a, b = (m @ m.T for m in rng.normal(size=(2, 2, 2)))
        if not np.allclose(a @ b, (a @ b).T):
            return False
    return True


def pre_norm() -> int:
    """Switches the sublayer off and sees which line hands its input on unchanged."""
    x = np.array([1.0, 2.0, 6.0])

    def norm(v: Any) -> Any:
        return (v - v.mean()) / v.std()

    def off(v: Any) -> Any:
        return 0 * v

    lines = {1: norm(x + off(x)), 2: off(norm(x)), 3: x + off(norm(x)), 4: norm(x) + off(x)}
    (found,) = [k for k, out in lines.items() if np.allclose(out, x)]
    return found


def mae_rmse() -> frozenset[int]:
    """Collects the signs of RMSE - MAE over random errors, and over errors of one size."""
    rng = np.random.default_rng(6)
    errors = [rng.normal(size=5) for _ in range(300)] + [np.array([2.0, -2.0, 2.0])]
    gaps = [math.sqrt(float(np.mean(e**2))) - float(np.mean(np.abs(e))) for e in errors]
    return frozenset(0 if abs(g) < 1e-12 else int(np.sign(g)) for g in gaps)


PHIS = [k / 20 for k in range(-60, 61)]


def stationary() -> tuple[bool, ...]:
    """Runs the recursion of the variance and sees whether it settles."""
    out = []
    for phi in PHIS:
        v = before = 0.0
        for _ in range(2000):
            before, v = v, min(phi * phi * v + 1, 1e12)
        out.append(v < 1e9 and abs(v - before) < 1e-6)
    return tuple(out)


SUMS = [(Fraction(a, 10), Fraction(b, 10)) for a in range(-20, 21) for b in range(-20, 21)]


def unbiased() -> tuple[bool, ...]:
    """Computes the mean of a·x₁ + b·x₂ for two draws with mean 1 and mean 3 alike."""
    return tuple(all(a * mu + b * mu == mu for mu in (1, 3)) for a, b in SUMS)


def kl(p: Any, q: Any) -> float:
    return float((p * np.log(p / q)).sum())


def elbo_gap(e: Env) -> float:
    """Subtracts the bound, added over all latent values, from the logarithm of the sum."""
    joint = e["prior"] * e["lik"]
    return float(math.log(joint.sum()) - sum(q * math.log(j / q) for q, j in zip(e["q"], joint, strict=True)))


def draw_latent(rng: np.random.Generator) -> Env:
    prior, q = rng.dirichlet(np.ones(4), size=2)
    lik = rng.uniform(0.1, 0.9, size=4)
    return {"prior": prior, "lik": lik, "q": q, "post": prior * lik / (prior * lik).sum()}


def clipped_residual(e: Env) -> Any:
    """Differences of the Huber loss at each residual."""
    d = e["d"]

    def huber(r: float) -> float:
        return r * r / 2 if abs(r) <= d else d * (abs(r) - d / 2)

    return np.array([(huber(r + 1e-6) - huber(r - 1e-6)) / 2e-6 for r in e["r"]])


def best_of_n(e: Env) -> float:
    """Adds P(max > u) = 1 - uⁿ over a fine grid of u."""
    u = (np.arange(100_000) + 0.5) / 100_000
    return float(np.mean(1 - u ** e["n"]))


FAMILIES = [
    Family(
        "drafted-tokens",
        "number",
        "E[tokens per round] = (1 − 0.8⁵)/(1 − 0.8) = 3.3616   (full marks for 3.36)",
        drafted_tokens,
        {
            "right": Fraction(33616, 10_000),
            "right-rounded": said("3.36"),
            "all-or-none": Fraction(42, 10),
            "draft-mean": Fraction(32, 10),
            "no-bonus": Fraction(23616, 10_000),
            "short-sum": Fraction(2952, 1000),
            "endless": 5,
        },
        tolerance=1e-9,
    ),
    Family(
        "model-utilisation",
        "number",
        "40 % (126 of 312 TFLOP/s; 6ND rule)",
        utilisation,
        {
            "right": said("40", Fraction(1, 100)),
            "right-fraction": Fraction(21, 52),
            "forward": said("13.5", Fraction(1, 100)),
            "backward": said("26.9", Fraction(1, 100)),
            "idle": said("59.6", Fraction(1, 100)),
            "flipped": said("2.48"),
        },
        tolerance=1e-9,
    ),
    Family(
        "slope-along",
        "number",
        "-2/5",
        slope_along,
        {"right": Fraction(-2, 5), "unscaled": -2, "sign": Fraction(2, 5), "steepest": 5**0.5, "swapped": -1},
    ),
    Family(
        "loss-partials",
        "array",
        "∂L/∂w = (−4, −8)ᵀ, ∂L/∂b = −4",
        loss_partials,
        {
            "right": np.array([-4, -8, -4]),
            "sign": np.array([4, 8, 4]),
            "doubled": np.array([-8, -16, -8]),
            "input-lost": np.array([-4, -4, -4]),
            "bias-frozen": np.array([-4, -8, 0]),
        },
    ),
    Family(
        "three-box-posterior",
        "array",
        r"$p(\text{box}\mid x) = \left(\tfrac14,\ \tfrac12,\ \tfrac14\right)$ [1 pt for the joint $(0.1, 0.2, 0.1)$]",
        three_boxes,
        {
            "right": np.array([0.25, 0.5, 0.25]),
            "joint": np.array([0.1, 0.2, 0.1]),
            "likelihood": np.array([1 / 7, 3 / 7, 3 / 7]),
            "prior": np.array([1 / 2, 1 / 3, 1 / 6]),
            "hard": np.array([0, 1, 0]),
        },
    ),
    Family("bounded-signed", "choice", "B", bounded_signed, {"right": "B", "relu": "A", "softplus": "C", "leaky": "D"}),
    Family(
        "symmetric-measures",
        "choice",
        "1, 3, 4",
        symmetric_measures,
        {
            "right": frozenset({1, 3, 4}),
            "all": frozenset({1, 2, 3, 4}),
            "divergences": frozenset({2, 3, 4}),
            "two": frozenset({3, 4}),
            "odd-one": frozenset({2}),
        },
    ),
    Family(
        "psd-product-claim",
        "choice",
        "FALSE. The product need not even be symmetric. (No marks without a counterexample.)",
        psd_product,
        {"right": False, "claimed": True},
    ),
    Family(
        "pre-norm-line",
        "choice",
        "Option 3: `x = x + self.attn(self.norm(x))`",
        pre_norm,
        {"right": 3, "post": 1, "no-skip": 2, "normed-skip": 4},
    ),
    Family(
        "mae-rmse",
        "relation",
        r"$\mathrm{MAE}\le\mathrm{RMSE}$ (Jensen; equality iff all $|e_i|$ agree)",
        mae_rmse,
        {
            "right": frozenset({0, 1}),
            "reversed": frozenset({0, -1}),
            "equal": frozenset({0}),
            "open": frozenset({-1, 0, 1}),
        },
    ),
    Family(
        "stationary-recursion",
        "relation",
        "`abs(phi) < 1`",
        stationary,
        {
            "right": tuple(abs(p) < 1 for p in PHIS),
            "one-sided": tuple(p < 1 for p in PHIS),
            "positive": tuple(0 < p < 1 for p in PHIS),
            "closed": tuple(abs(p) <= 1 for p in PHIS),
            "outside": tuple(abs(p) > 1 for p in PHIS),
        },
    ),
    Family(
        "unbiased-combination",
        "relation",
        "a + b = 1, nothing else is needed",
        unbiased,
        {
            "right": tuple(a + b == 1 for a, b in SUMS),
            "halves": tuple(a == b == Fraction(1, 2) for a, b in SUMS),
            "circle": tuple(a * a + b * b == 1 for a, b in SUMS),
            "at-most": tuple(a + b <= 1 for a, b in SUMS),
            "zero": tuple(a + b == 0 for a, b in SUMS),
        },
    ),
    Family(
        "elbo-gap",
        "expression",
        r"log p(x) minus ELBO is the divergence from the posterior, $\mathrm{KL}\big(q(z)\,\|\,p(z\mid x)\big)$",
        elbo_gap,
        {
            "right": lambda e: kl(e["q"], e["post"]),
            "forward": lambda e: kl(e["post"], e["q"]),
            "to-prior": lambda e: kl(e["q"], e["prior"]),
            "negative": lambda e: -kl(e["q"], e["post"]),
            "reconstruction": lambda e: float(e["q"] @ np.log(e["lik"])),
        },
        draw=draw_latent,
    ),
    Family(
        "clipped-residual",
        "expression",
        "`np.clip(r, -delta, delta)`",
        clipped_residual,
        {
            "right": lambda e: np.clip(e["r"], -e["d"], e["d"]),
            "one-sided": lambda e: np.minimum(e["r"], e["d"]),
            "sign": lambda e: e["d"] * np.sign(e["r"]),
            "unclipped": lambda e: e["r"],
            "unit": lambda e: np.clip(e["r"], -1, 1),
        },
        draw=lambda rng: {"d": (d := rng.uniform(1.2, 2)), "r": d * np.array([-2.5, -1.3, -0.9, 0.95, 1.4])},
    ),
    Family(
        "best-of-n",
        "expression",
        r"$\mathbb E[\max_i U_i]=\int_0^1 n u^n\,du=\frac{n}{n+1}$",
        best_of_n,
        {
            "right": lambda e: e["n"] / (e["n"] + 1),
            "minimum": lambda e: 1 / (e["n"] + 1),
            "off-by-one": lambda e: (e["n"] - 1) / e["n"],
            "density": lambda e: e["n"] ** 2 / (e["n"] + 1),
            "median": lambda e: 0.5 ** (1 / e["n"]),
        },
        draw=lambda rng: {"n": int(rng.integers(3, 12))},
    ),
]
