"""Homework 5, draw 0: what replies answer to its eleven questions, and brute-force truths for them.

A concept is a set of claims; each claim is tested by a computation, and an answer is right when it makes enough claims
and all of them hold. The limit of 2b is judged for gradients whose mean goes to zero, where the course's key and the
alternative that Viva accepts agree.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

# ---- 1: convolutions -----------------------------------------------------------------------------------------

SIGNAL, OUTPUT = (1, 4, 0, -2, 3), (-2, 2, 11)
IMAGE, KERNEL = ((-1, 2), (3, 1)), ((1, -1), (0, 1))


def circular(kernel: Any) -> Any:
    """The matrix of a circular convolution of length eight."""
    return sum(c * np.roll(np.eye(8), k, axis=0) for k, c in enumerate(kernel))


def claims() -> dict[str, bool]:
    """Counts weights on a 32 × 32 image, shifts and turns random signals, reads the support of one output."""
    rng = np.random.default_rng(0)
    conv, dense, shift = circular((0.3, -1.0, 2.0)), rng.normal(size=(8, 8)), np.roll(np.eye(8), 1, axis=0)
    image, kernel = rng.normal(size=(5, 5)), rng.normal(size=(3, 3))

    def slide(x: Any) -> Any:
        return np.array([[(x[i : i + 3, j : j + 3] * kernel).sum() for j in range(3)] for i in range(3)])

    return {
        "fewer-parameters": 3 * 3 < (32 * 32) * (30 * 30),
        "equivariant": np.allclose(conv @ shift, shift @ conv) and not np.allclose(dense @ shift, shift @ dense),
        "local": int((conv[4] != 0).sum()) == 3 and int((dense[4] != 0).sum()) == 8,
        "more-parameters": 3 * 3 > (32 * 32) * (30 * 30),
        "rotation-invariant": np.allclose(slide(np.rot90(image)), np.rot90(slide(image))),
        "separate-weights": bool(np.unique(conv[conv != 0]).size == (conv != 0).sum()),
        "any-size": [len(np.convolve(np.ones(n), (1, 2, 1), "valid")) for n in (8, 20)] == [6, 18],
        "global": int((conv[4] != 0).sum()) == 8,
    }


def two_true_claims() -> bool:
    """At least two claims, and every one of them holds (`claims`)."""
    return True


def told(*names: str) -> bool:
    holds = claims()
    return len(names) >= 2 and all(holds[name] for name in names)


def filter_taps() -> Any:
    """Tries every integer filter with taps from −5 to 5 on the signal."""
    found = [
        taps
        for taps in product(range(-5, 6), repeat=3)
        if all(sum(t * SIGNAL[s + a] for a, t in enumerate(taps)) == OUTPUT[s] for s in range(3))
    ]
    assert len(found) == 1
    return np.array(found[0])


def transposed_convolution() -> Any:
    """Adds the scaled copies of the kernel, in four loops."""
    out = np.zeros((3, 3))
    for i, j, a, b in product(range(2), repeat=4):
        out[i + a, j + b] += IMAGE[i][j] * KERNEL[a][b]
    return out


# ---- 2: normalization ----------------------------------------------------------------------------------------


def cubes() -> frozenset[tuple[str, str]]:
    """The cubes are shaded over (N, HW), (C, HW) and (HW): which statistics does a batch norm or layer norm share?"""
    shaded = {"A": {"N", "HW"}, "B": {"C", "HW"}, "C": {"HW"}}
    sizes = {"N": 2, "C": 3, "HW": 5}
    # Batch norm has one mean for each channel; layer norm has one for each example.
    wanted = {"batch": (3,), "layer": (2,)}
    found = set()
    for item, left in wanted.items():
        for letter, axes in shaded.items():
            if tuple(v for k, v in sizes.items() if k not in axes) == left:
                found.add((item, letter))
    return frozenset(found)


def answer(batch: str, layer: str) -> frozenset[tuple[str, str]]:
    return frozenset({("batch", batch), ("layer", layer)})


def draw_batch(rng: np.random.Generator) -> Env:
    n = 6
    c = rng.normal(size=n)
    x, gamma = rng.normal(size=n), rng.uniform(0.5, 2)
    g = c * np.cos(gamma * (x - x.mean()))
    return {"x": x, "c": c, "gamma": gamma, "g": g, "sigma": x.std()}


def demeaned(e: Env) -> Any:
    """Central differences through the layer; then for n = 1; then inside a batch of 2·10⁵ whose gradients cancel."""

    def slope(x: Any, c: Any, k: int) -> float:
        def loss(v: Any) -> float:
            return float((c * np.sin(e["gamma"] * (v - v.mean()))).sum())

        h = 1e-5
        d = np.zeros(len(x))
        d[k] = h
        return (loss(x + d) - loss(x - d)) / (2 * h)

    gradient = [slope(e["x"], e["c"], k) for k in range(6)]
    single = slope(e["x"][:1], e["c"][:1], 0)
    crowd = np.concatenate([e["g"], -e["g"], np.zeros(200_000)])
    limit = e["gamma"] * (e["g"] - crowd.mean())
    return np.array([*gradient, single, *limit])


def backward(gradient: Any, single: float, limit: Any) -> Callable[[Env], Any]:
    return lambda e: np.array([*gradient(e), single, *(limit(e) * np.ones(6))])


def exact(e: Env) -> Any:
    return e["gamma"] * (e["g"] - e["g"].mean())


def plain(e: Env) -> Any:
    return e["gamma"] * e["g"]


# ---- 3: parameters -------------------------------------------------------------------------------------------


def convolution_weights() -> int:
    """Lists every weight of four filters over three channels and 3 × 3 taps."""
    return len(list(product(range(4), range(3), range(3), range(3))))


def separable_weights() -> int:
    """Lists the depthwise taps of three channels, and the 4 × 3 weights of the pointwise step."""
    return len(list(product(range(3), range(3), range(3)))) + len(list(product(range(4), range(3))))


# ---- 4: dropout and Tikhonov ---------------------------------------------------------------------------------


def draw_dropout(rng: np.random.Generator) -> Env:
    return {
        "X": rng.normal(size=(2, 2)),
        "y": rng.normal(size=2),
        "w": rng.normal(size=2),
        "p": rng.uniform(0.2, 0.9),
        "c": rng.uniform(0.5, 2),
        "Gamma": rng.normal(size=(2, 2)) + 3 * np.eye(2),
    }


def expected_loss(e: Env) -> float:
    """Enumerates the 2⁴ masks of a 2 × 2 matrix."""
    total = 0.0
    for bits in product((0, 1), repeat=4):
        mask = np.array(bits).reshape(2, 2)
        chance = np.prod(np.where(mask == 1, e["p"], 1 - e["p"]))
        total += float(chance * ((e["y"] - (mask * e["X"]) @ e["w"]) ** 2).sum())
    return total


def closed(e: Env, weight: float, squared: bool = True, cross: float | None = None) -> float:
    """yᵀy − 2·cross·yᵀXw̃ + p²‖Xw̃‖² + weight·‖Γ̃w̃‖², for the steps that replies write."""
    norms = np.linalg.norm(e["X"], axis=0)
    fit = e["X"] @ e["w"]
    cross = e["p"] if cross is None else cross
    penalty = ((norms if squared else np.sqrt(norms)) ** 2 * e["w"] ** 2).sum()
    return float(e["y"] @ e["y"] - 2 * cross * (e["y"] @ fit) + e["p"] ** 2 * (fit @ fit) + weight * penalty)


def residual(e: Env, scale: float) -> float:
    """‖y − scale · Xw̃‖²."""
    return float(((e["y"] - scale * (e["X"] @ e["w"])) ** 2).sum())


def penalty(e: Env) -> float:
    """‖Γ̃w̃‖², entry by entry."""
    return float(sum(e["X"][i, j] ** 2 * e["w"][j] ** 2 for i, j in product(range(2), repeat=2)))


def chain(*steps: Callable[[Env], float]) -> Callable[[Env], float]:
    """A derivation's value: the first member that differs from the expectation, or the expectation itself."""

    def value(e: Env) -> float:
        start = expected_loss(e)
        return next((v for v in (step(e) for step in steps) if abs(v - start) > 1e-9 * abs(start)), start)

    return value


def variance(e: Env) -> float:
    return float(e["p"] * (1 - e["p"]))


def test_weights(e: Env) -> Any:
    """Solves the Tikhonov problem of 4b for data whose dropout minimiser (stacked least squares) is w̃."""
    X = np.vstack([e["X"], [[1.0, 2.0]]])
    norms = np.diag(np.linalg.norm(X, axis=0))
    # Targets whose dropout minimiser is w̃: solve its normal equations for Xᵀy.
    demanded = (e["p"] ** 2 * X.T @ X + variance(e) * norms @ norms) @ e["w"] / e["p"]
    y = np.linalg.pinv(X.T) @ demanded
    stacked = np.vstack([X, np.sqrt((1 - e["p"]) / e["p"]) * norms])
    return np.linalg.lstsq(stacked, np.concatenate([y, np.zeros(2)]), rcond=None)[0]


def ridge_data(e: Env) -> Any:
    """The X̃ with X̃ (Γw) = X w for the unit vectors w: solves for it row by row."""
    return np.linalg.lstsq(e["Gamma"].T, e["X"].T, rcond=None)[0].T


def column_norms(e: Env) -> Any:
    """The norms of the columns of XΓ⁻¹ for Γ = c · diag(column norms), computed one by one."""
    gamma = e["c"] * np.diag([np.sqrt((e["X"][:, j] ** 2).sum()) for j in range(2)])
    data = e["X"] @ np.linalg.inv(gamma)
    return np.array([np.sqrt((data[:, j] ** 2).sum()) for j in range(2)])


def flat(value: Callable[[Env], float]) -> Callable[[Env], Any]:
    return lambda e: np.full(2, value(e))


def original(e: Env) -> Any:
    return np.linalg.norm(e["X"], axis=0)


FAMILIES = [
    Family(
        "1a",
        "hw5",
        "",
        two_true_claims,
        {
            "right": told("fewer-parameters", "equivariant"),
            "right-local": told("fewer-parameters", "local"),
            "right-three": told("fewer-parameters", "equivariant", "local"),
            "right-size": told("equivariant", "any-size"),
            "one-reason": told("fewer-parameters"),
            "rotation": told("fewer-parameters", "rotation-invariant"),
            "separate": told("local", "separate-weights"),
            "global": told("fewer-parameters", "global"),
            "more-parameters": told("more-parameters", "equivariant"),
            "off-topic": told(),
        },
    ),
    Family(
        "1b",
        "hw5",
        "",
        filter_taps,
        {
            "right": np.array([2, -1, 3]),
            "flipped": np.array([3, -1, 2]),
            "slip": np.array([2, -1, -3]),
            "hint-only": np.array([2, -2, 3]),
        },
    ),
    Family(
        "1c",
        "hw5",
        "",
        transposed_convolution,
        {
            "right": np.array([[-1, 3, -2], [3, -3, 1], [0, 3, 1]]),
            "flipped": np.array([[-1, 2, 0], [4, -2, 2], [-3, 2, 1]]),
            "transposed": np.array([[-1, 3, 0], [3, -3, 3], [-2, 1, 1]]),
            "ordinary": np.array([[-2]]),
            "slip": np.array([[-1, 3, -2], [3, 0, 1], [0, 3, 1]]),
            "overwritten": np.array([[-1, 2, -2], [3, 1, -1], [0, 0, 1]]),
        },
    ),
    Family(
        "2a",
        "hw5",
        "",
        cubes,
        {
            "right": answer("A", "B"),
            "swapped": answer("B", "A"),
            "instance": answer("A", "C"),
            "both": answer("C", "B"),
        },
    ),
    Family(
        "2b",
        "hw5",
        "",
        demeaned,
        {
            "right": backward(exact, 0, plain),
            "no-mean": backward(plain, 0, plain),
            "one": backward(exact, 1, plain),
            "no-share": backward(lambda e: e["gamma"] * (e["g"] - e["g"].sum()), 0, plain),
            "no-gamma": backward(lambda e: e["g"] - e["g"].mean(), 0, lambda e: e["g"]),
            "sigma": backward(lambda e: exact(e) / e["sigma"], 0, plain),
            "vanishes": backward(exact, 0, lambda e: 0.0),
        },
        draw=draw_batch,
        tolerance=1e-4,
    ),
    Family(
        "3a",
        "hw5",
        "",
        convolution_weights,
        {"right": 108, "biases": 112, "one-channel": 36, "resolution": 108 * 224 * 224, "one-filter": 27},
    ),
    Family(
        "3b",
        "hw5",
        "",
        separable_weights,
        {"right": 39, "biases": 46, "some-biases": 43, "product": 324, "no-groups": 93, "depthwise-only": 27},
    ),
    Family(
        "4a",
        "hw5",
        "",
        expected_loss,
        {
            "right": chain(expected_loss, lambda e: closed(e, variance(e))),
            "p-squared": chain(expected_loss, lambda e: closed(e, e["p"] ** 2)),
            "no-cross": chain(
                expected_loss, lambda e: closed(e, variance(e), cross=1.0), lambda e: closed(e, variance(e))
            ),
            "not-squared": chain(expected_loss, lambda e: closed(e, variance(e), squared=False)),
            "second-moment": chain(lambda e: closed(e, e["p"])),
            "no-penalty": chain(lambda e: closed(e, 0.0)),
            "halved": chain(lambda e: expected_loss(e) / 2),
            "drop-mean": chain(lambda e: residual(e, 1 - e["p"]) + variance(e) * penalty(e)),
            "factored": chain(
                lambda e: closed(e, variance(e)), lambda e: e["p"] ** 2 * residual(e, 1.0) + variance(e) * penalty(e)
            ),
            "cancelling": chain(
                lambda e: closed(e, 0.0) + (e["p"] - e["p"] ** 2) * float(((e["X"] @ e["w"]) ** 2).sum()),
                lambda e: closed(e, variance(e)),
            ),
            "minus": chain(lambda e: closed(e, variance(e)), lambda e: closed(e, -variance(e))),
            "wrong-index": chain(
                lambda e: closed(e, 0.0) + variance(e) * float((e["X"] ** 2).sum(axis=1) @ e["w"] ** 2)
            ),
            "one-minus-p": chain(lambda e: closed(e, 1 - e["p"])),
        },
        draw=draw_dropout,
    ),
    Family(
        "4b",
        "hw5",
        "",
        test_weights,
        {
            "right": lambda e: e["p"] * e["w"],
            "inverse": lambda e: e["w"] / e["p"],
            "drop": lambda e: (1 - e["p"]) * e["w"],
            "root": lambda e: np.sqrt(e["p"]) * e["w"],
        },
        draw=draw_dropout,
    ),
    Family(
        "4c",
        "hw5",
        "",
        ridge_data,
        {
            "right": lambda e: e["X"] @ np.linalg.inv(e["Gamma"]),
            "wrong-side": lambda e: np.linalg.inv(e["Gamma"]) @ e["X"],
            "not-inverted": lambda e: e["X"] @ e["Gamma"],
            "transposed": lambda e: e["X"] @ np.linalg.inv(e["Gamma"]).T,
        },
        draw=draw_dropout,
    ),
    Family(
        "4d",
        "hw5",
        "",
        column_norms,
        {
            "right": flat(lambda e: 1 / e["c"]),
            "norm-c": flat(lambda e: e["c"]),
            "different": lambda e: original(e),
            "unit": flat(lambda e: 1.0),
            "multiplied": lambda e: e["c"] * original(e) ** 2,
            "square": flat(lambda e: 1 / e["c"] ** 2),
        },
        draw=draw_dropout,
    ),
]
