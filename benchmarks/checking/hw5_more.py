"""More replies to homework 5, draw 0: what they answer, by another author who had not seen how Viva reads them.

The truths are those of `hw5.py`, but for two questions. 4c is judged by the fit: X̃, with its λ, has to give the fitted
values of the Tikhonov problem, so that √λ XΓ⁻¹ is right where the ridge penalty is λ. 4d is judged by the norms for
c = √((1 − p)/p) and by the relation to batch normalization.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import hw5
import numpy as np
from families import Env, Family

# ---- 1: convolutions -----------------------------------------------------------------------------------------


def claims() -> dict[str, bool]:
    """Those of `hw5`; receptive fields, shifts, permutations, stretched signals, linearity and gradients besides."""
    rng = np.random.default_rng(1)
    conv, taps = hw5.circular((0.3, -1.0, 2.0)), np.array([0.3, -1.0, 2.0])
    shift, permutation = np.roll(np.eye(8), 1, axis=0), np.eye(8)[rng.permutation(8)]
    x = rng.normal(size=8)
    once, twice = np.correlate(x, taps, "valid"), np.correlate(np.repeat(x, 2), taps, "valid")
    return {
        **hw5.claims(),
        "hierarchy": int((np.linalg.matrix_power(conv, 2)[4] != 0).sum()) > int((conv[4] != 0).sum()),
        "exactly-invariant": np.allclose(conv @ shift @ x, conv @ x),
        "permutation-invariant": np.allclose(conv @ permutation @ x, conv @ x),
        "scale-invariant": np.allclose(twice[:6], once),
        "nonlinear": not np.allclose(conv @ (2 * x), 2 * (conv @ x)),
        "gradient-never-small": bool(np.linalg.norm(np.linalg.matrix_power(hw5.circular((0.1,) * 3), 9)) > 1e-3),
    }


def told(*names: str) -> bool:
    holds = claims()
    return len(names) >= 2 and all(holds[name] for name in names)


# ---- 2: normalization ----------------------------------------------------------------------------------------


def split(e: Env) -> Any:
    """The gradient with the element's own share apart from that of the others."""
    g, n = e["g"], len(e["g"])
    return np.array([e["gamma"] * ((1 - 1 / n) * g[i] - sum(g[j] for j in range(n) if j != i) / n) for i in range(n)])


def pairwise(e: Env) -> Any:
    return e["gamma"] / len(e["g"]) * np.array([sum(a - b for b in e["g"]) for a in e["g"]])


def crowd_limit(e: Env) -> Any:
    """γ (gᵢ − mean), the mean over a large batch whose gradients average out."""
    return e["gamma"] * (e["g"] - np.concatenate([e["g"], -e["g"], np.zeros(200_000)]).mean())


def diagonal(e: Env) -> Any:
    return e["gamma"] * (1 - 1 / len(e["g"])) * e["g"]


def divided_by_n_minus_one(e: Env) -> Any:
    return e["gamma"] * (e["g"] - e["g"].sum() / (len(e["g"]) - 1))


def mean_added(e: Env) -> Any:
    return e["gamma"] * (e["g"] + e["g"].mean())


# ---- 4: dropout and Tikhonov ---------------------------------------------------------------------------------


def draw_ridge(rng: np.random.Generator) -> Env:
    return {
        **hw5.draw_dropout(rng),
        "X": rng.normal(size=(5, 2)),
        "y": rng.normal(size=5),
        "lambda": rng.uniform(2, 4),
    }


def least_squares(data: Any, penalty: Any, targets: Any) -> Any:
    """The fitted values of ‖y − Av‖² + ‖Bv‖², by stacking A on B."""
    stacked, padded = np.vstack([data, penalty]), np.concatenate([targets, np.zeros(len(penalty))])
    return data @ np.linalg.lstsq(stacked, padded, rcond=None)[0]


def tikhonov_fit(e: Env) -> Any:
    """The fitted values of the Tikhonov problem, by stacked least squares."""
    return least_squares(e["X"], e["Gamma"], e["y"])


def ridge_fit(data: Callable[[Env], Any], weight: Callable[[Env], float] = lambda e: 1.0) -> Callable[[Env], Any]:
    """The fitted values of ridge regression on an answer's data; no data of another number of rows fits the targets."""

    def value(e: Env) -> Any:
        found = data(e)
        if len(found) != len(e["y"]):
            return np.full(len(e["y"]), np.nan)
        return least_squares(found, np.sqrt(weight(e)) * np.eye(found.shape[1]), e["y"])

    return value


def scaled(e: Env) -> Any:
    return e["X"] @ np.linalg.inv(e["Gamma"])


def by_root(e: Env) -> Any:
    values, vectors = np.linalg.eig(e["Gamma"])
    root = vectors @ np.diag(values.astype(complex) ** -0.5) @ np.linalg.inv(vectors)
    return e["X"] @ np.real(root)


def weight(e: Env) -> float:
    return float(e["lambda"])


def draw_columns(rng: np.random.Generator) -> Env:
    e = dict(hw5.draw_dropout(rng))
    return {**e, "c": np.sqrt((1 - e["p"]) / e["p"])}


def columns(e: Env) -> Any:
    """The column norms one by one; and whether batch norm, too, gives unequal centred columns one norm."""
    data = np.random.default_rng(3).normal(size=(50, 2)) * [1, 20]
    data -= data.mean(axis=0)
    norms = np.linalg.norm(data / data.std(axis=0), axis=0)
    return np.array([*hw5.column_norms(e), float(np.allclose(norms, norms[0]))])


def norms(value: Callable[[Env], Any], related: bool = True) -> Callable[[Env], Any]:
    return lambda e: np.array([*(value(e) * np.ones(2)), float(related)])


def equal(e: Env) -> Any:
    """That they are all the same, no value named: their common value if there is one."""
    found = hw5.column_norms(e)
    return np.array([*(found if np.allclose(found, found[0]) else np.full(2, np.nan)), 1.0])


MORE: Mapping[str, Mapping[str, Any]] = {
    "1a": {
        "right-hierarchy": told("local", "hierarchy"),
        "exact-invariant": told("fewer-parameters", "exactly-invariant"),
        "permutation": told("fewer-parameters", "permutation-invariant"),
        "scale": told("fewer-parameters", "scale-invariant"),
        "off-topic": told("nonlinear", "gradient-never-small"),
    },
    "1b": {
        "middle-sign": np.array([2, 1, 3]),
        "none": np.full(3, np.nan),
        "doubled": np.array([4, -2, 6]),
        "order": np.array([-1, 2, 3]),
        "c-five": np.array([2, -1, 5]),
    },
    "1c": {
        "corner": np.array([[-1, 3, -2], [3, -3, 1], [0, 3, -1]]),
        "stride-two": np.array([[-1, 1, 2, -2], [0, -1, 0, 2], [3, -3, 1, -1], [0, 3, 0, 1]]),
        "same-size": np.array([[-1, -2], [0, 1]]),
        "last-row": np.array([[-1, 3, -2], [3, -3, 1], [3, 0, 1]]),
    },
    "2a": {"c-a": hw5.answer("C", "A"), "b-c": hw5.answer("B", "C"), "none": hw5.answer("none", "B")},
    "2b": {
        "right-split": hw5.backward(split, 0, hw5.plain),
        "right-pairwise": hw5.backward(pairwise, 0, crowd_limit),
        "right-mean-limit": hw5.backward(hw5.exact, 0, crowd_limit),
        "limit-bare": hw5.backward(hw5.exact, 0, lambda e: e["g"]),
        "diagonal": hw5.backward(diagonal, 0, hw5.plain),
        "n-minus-one": hw5.backward(divided_by_n_minus_one, 0, hw5.plain),
        "plus": hw5.backward(mean_added, 0, hw5.plain),
    },
    "3a": {"dense": 224 * 224 * 3 * 4, "c-in-twice": 3 * 4 * 27, "c-out-squared": 9 * 4 * 4},
    "3b": {
        "pointwise-one": 27 + 4,
        "four-depthwise": 36 + 12,
        "one-depthwise": 9 + 12,
        "both-layers": 108 + 12,
        "one-bank": 27 + 3,
    },
    "4a": {
        "diag-p": hw5.chain(lambda e: hw5.closed(e, e["p"])),
        "cross-square": hw5.chain(lambda e: hw5.closed(e, 0.0), lambda e: hw5.closed(e, hw5.variance(e))),
    },
    "4b": {"identity": lambda e: e["w"]},
    "4c": {
        "right": ridge_fit(lambda e: np.linalg.solve(e["Gamma"].T, e["X"].T).T),
        "right-scaled": ridge_fit(lambda e: np.sqrt(e["lambda"]) * scaled(e), weight),
        "scaled-inverse-root": ridge_fit(lambda e: scaled(e) / np.sqrt(e["lambda"]), weight),
        "wrong-side": lambda e: np.full(5, np.nan),  # Γ⁻¹ is d × d and X is n × d: no product
        "not-inverted": ridge_fit(lambda e: e["X"] @ e["Gamma"]),
        "transposed": ridge_fit(lambda e: e["X"] @ np.linalg.inv(e["Gamma"]).T),
        "half": ridge_fit(by_root),
        "augmented": ridge_fit(lambda e: np.vstack([e["X"], e["Gamma"]])),
    },
    "4d": {
        "right": norms(lambda e: 1 / e["c"]),
        "right-equal": equal,
        "right-dropout": norms(lambda e: np.sqrt(e["p"] / (1 - e["p"]))),
        "different": norms(hw5.original, related=False),
        "norm-c": norms(lambda e: e["c"]),
        "unit": norms(lambda e: 1.0),
        "opposed": norms(lambda e: 1 / e["c"], related=False),
        "multiplied": norms(lambda e: e["c"] * hw5.original(e) ** 2, related=False),
        "whitened": norms(lambda e: 1.0, related=False),
        "square": norms(lambda e: 1 / e["c"] ** 2),
    },
}

AGAIN = {  # the answers of `hw5` that are given once more
    "1a": "right right-local right-size right-three one-reason more-parameters global rotation separate",
    "1b": "right flipped hint-only slip",
    "1c": "right flipped ordinary overwritten slip",
    "2a": "right both instance swapped",
    "2b": "right no-mean no-share one sigma vanishes",
    "3a": "right biases one-channel one-filter resolution",
    "3b": "right biases some-biases depthwise-only no-groups product",
    "4a": "right factored minus no-cross no-penalty not-squared one-minus-p wrong-index",
    "4b": "right drop inverse root",
    "4c": "",
    "4d": "",
}
OTHERWISE: Mapping[str, Mapping[str, Any]] = {
    "4c": {"truth": tikhonov_fit, "draw": draw_ridge},
    "4d": {"truth": columns, "draw": draw_columns},
}


def more(family: Family) -> Family:
    """A family of `hw5` with the answers of this module, under a name of its own."""
    again = {name: family.answers[name] for name in AGAIN[family.name].split()}
    judged: Any = OTHERWISE.get(family.name, {})
    return replace(family, name=f"{family.name}-more", answers={**again, **MORE[family.name]}, **judged)


FAMILIES = [more(family) for family in hw5.FAMILIES]
