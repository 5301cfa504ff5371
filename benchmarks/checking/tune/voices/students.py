"""Items that students typed their answers to."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said

GRID = [Fraction(k, 20) for k in range(-120, 121)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def draw_joint(rng: np.random.Generator) -> Env:
    p = rng.dirichlet(np.ones(6)).reshape(2, 3)
    return {"p": p, "x": rng.normal(size=2) + 1, "y": rng.normal(size=3) - 1}


def mean(e: Env, values: Any) -> float:
    return float((e["p"] * values).sum())


def covariance(e: Env) -> float:
    """Averages the product of both deviations over the six cells of a joint table."""
    mx = sum(float(e["p"][i, j] * e["x"][i]) for i in range(2) for j in range(3))
    my = sum(float(e["p"][i, j] * e["y"][j]) for i in range(2) for j in range(3))
    cells = [(i, j) for i in range(2) for j in range(3)]
    return sum(float(e["p"][i, j] * (e["x"][i] - mx) * (e["y"][j] - my)) for i, j in cells)


def ex(e: Env) -> float:
    return mean(e, e["x"][:, None] + 0 * e["y"][None])


def ey(e: Env) -> float:
    return mean(e, e["y"][None] + 0 * e["x"][:, None])


def exy(e: Env) -> float:
    return mean(e, e["x"][:, None] * e["y"][None])


def draw_plane(rng: np.random.Generator) -> Env:
    return {"a": rng.normal(size=3) * 2, "x": rng.normal(size=3), "b": rng.normal()}


def nearest_point(e: Env) -> Any:
    """Solves the conditions of Karush, Kuhn and Tucker for the nearest point and its multiplier."""
    a, b, x0 = e["a"], e["b"], e["x"]
    kkt = np.block([[np.eye(3), a[:, None]], [a[None], np.zeros((1, 1))]])
    return np.linalg.solve(kkt, np.append(x0, b))[:3]


def gap(e: Env) -> float:
    return float(e["a"] @ e["x"] - e["b"])


def traversal(e: Env) -> int:
    """Searches a random directed graph breadth first from every unseen vertex; counts vertices and arrows."""
    rng = np.random.default_rng(0)
    arrows: dict[int, list[int]] = {v: [] for v in range(e["V"])}
    for start, end in rng.integers(e["V"], size=(e["E"], 2)):
        arrows[int(start)].append(int(end))
    seen: set[int] = set()
    work = 0
    for root in arrows:
        queue = [] if root in seen else [root]
        seen.add(root)
        while queue:
            work += 1
            for end in arrows[queue.pop(0)]:
                work += 1
                if end not in seen:
                    seen.add(end)
                    queue.append(end)
    return work


def logits() -> tuple[str, ...]:
    """Multiplies a batch of sequences by the output matrix for sizes that all differ, and names the axes."""
    sizes = {"N": 2, "T": 3, "D": 5, "V": 7}
    names = {size: name for name, size in sizes.items()}
    return tuple(names[s] for s in (np.zeros((2, 3, 5)) @ np.zeros((5, 7))).shape)


def outer_part() -> frozenset[Fraction]:
    """The grid points at which x² − 2x − 3 is not negative."""
    return where(lambda x: x * x - 2 * x - 3 >= 0)


def decayed() -> float:
    """Divides the rate by ten at three milestones."""
    rate = 0.1
    for _ in range(3):
        rate /= 10
    return rate


def draw_snr(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.05, 0.95)}


def snr(e: Env) -> float:
    """The ratio of the variances of signal and noise, each measured over ±1."""
    signal = [e["a"] ** 0.5 * s for s in (-1, 1)]
    noise = [(1 - e["a"]) ** 0.5 * s for s in (-1, 1)]
    return float(np.var(signal) / np.var(noise))


def draw_matrix(rng: np.random.Generator) -> Env:
    return {"A": rng.normal(size=(3, 2)), "B": rng.normal(size=(3, 2)), "l": rng.uniform(0.3, 2)}


def penalised(e: Env) -> Any:
    """Central differences in A of ½‖A − B‖²_F + λ tr(AᵀA)."""
    out, h = np.zeros((3, 2)), 1e-5
    for i in range(3):
        for j in range(2):
            values = []
            for step in (h, -h):
                a = e["A"].copy()
                a[i, j] += step
                values.append(0.5 * ((a - e["B"]) ** 2).sum() + e["l"] * (a * a).sum())
            out[i, j] = (values[0] - values[1]) / (2 * h)
    return out


FAMILIES = [
    Family(
        "covariance-split",
        "expression",
        r"$\mathrm{Cov}(X, Y) = \mathbb{E}[XY] - \mathbb{E}[X]\,\mathbb{E}[Y]$",
        covariance,
        {
            "right": lambda e: exy(e) - ex(e) * ey(e),
            "plus": lambda e: exy(e) + ex(e) * ey(e),
            "mixed-only": exy,
            "means": lambda e: ex(e) * ey(e),
            "sign": lambda e: ex(e) * ey(e) - exy(e),
        },
        draw=draw_joint,
    ),
    Family(
        "nearest-in-plane",
        "expression",
        r"$x_0 - \frac{a^\top x_0 - b}{\|a\|_2^2}\, a$",
        nearest_point,
        {
            "right": lambda e: e["x"] - gap(e) / (e["a"] @ e["a"]) * e["a"],
            "norm": lambda e: e["x"] - gap(e) / np.linalg.norm(e["a"]) * e["a"],
            "plus": lambda e: e["x"] + gap(e) / (e["a"] @ e["a"]) * e["a"],
            "no-offset": lambda e: e["x"] - (e["a"] @ e["x"]) / (e["a"] @ e["a"]) * e["a"],
            "offset-only": lambda e: gap(e) / (e["a"] @ e["a"]) * e["a"],
            "manhattan": lambda e: e["x"] - gap(e) / np.abs(e["a"]).sum() ** 2 * e["a"],
        },
        draw=draw_plane,
    ),
    Family(
        "penalised-slope",
        "expression",
        r"$A - B + 2\lambda A$",
        penalised,
        {
            "right": lambda e: e["A"] - e["B"] + 2 * e["l"] * e["A"],
            "no-two": lambda e: e["A"] - e["B"] + e["l"] * e["A"],
            "transposed": lambda e: e["A"] - e["B"] + 2 * e["l"] * e["B"],
            "doubled": lambda e: 2 * (e["A"] - e["B"]) + 2 * e["l"] * e["A"],
            "minus": lambda e: e["A"] - e["B"] - 2 * e["l"] * e["A"],
        },
        draw=draw_matrix,
    ),
    Family(
        "graph-traversal",
        "limit",
        "$O(|V| + |E|)$",
        traversal,
        {
            "right": lambda e: e["V"] + e["E"],
            "product": lambda e: e["V"] * e["E"],
            "vertices": lambda e: e["V"],
            "squared": lambda e: e["V"] ** 2,
            "edges-log": lambda e: e["E"] * np.log(e["V"]),
        },
        sizes=({"V": 100, "E": 100}, {"V": 800, "E": 100}, {"V": 100, "E": 800}),
    ),
    Family(
        "token-logits",
        "shape",
        r"$N \times T \times V$",
        logits,
        {
            "right": ("N", "T", "V"),
            "hidden": ("N", "T", "D"),
            "last-only": ("N", "V"),
            "weights": ("D", "V"),
            "moved": ("N", "V", "T"),
        },
    ),
    Family(
        "outer-part",
        "general",
        r"$x \le -1$ or $x \ge 3$",
        outer_part,
        {
            "right": where(lambda x: x <= -1 or x >= 3),
            "inside": where(lambda x: -1 <= x <= 3),
            "open": where(lambda x: x < -1 or x > 3),
            "upper-half": where(lambda x: x >= 3),
            "signs": where(lambda x: x <= -3 or x >= 1),
        },
    ),
    Family(
        "decayed-rate",
        "number",
        r"$10^{-4}$",
        decayed,
        {
            "right": said("1e-4"),
            "two-steps": said("1e-3"),
            "exponent-sign": 1e4,
            "four-steps": said("1e-5"),
            "linear": said("0.07"),
        },
    ),
    Family(
        "signal-to-noise",
        "relation",
        r"$\mathrm{SNR}(t) = \frac{\bar\alpha_t}{1 - \bar\alpha_t}$",
        snr,
        {
            "right": lambda e: e["a"] / (1 - e["a"]),
            "inverse": lambda e: (1 - e["a"]) / e["a"],
            "amplitudes": lambda e: (e["a"] / (1 - e["a"])) ** 0.5,
            "squared": lambda e: e["a"] ** 2 / (1 - e["a"] ** 2),
            "plus": lambda e: e["a"] / (1 + e["a"]),
        },
        draw=draw_snr,
    ),
]
