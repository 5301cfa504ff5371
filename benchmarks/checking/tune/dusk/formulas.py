"""Expressions, relations and limits of a deep-learning course's written homework."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def differences(f: Any, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The gradient of f at x by central differences."""
    steps = h * np.eye(x.size)
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in steps])


def draw_smoothed(rng: np.random.Generator) -> Env:
    return {"z": rng.normal(size=4), "y": np.eye(4)[rng.integers(4)], "eps": rng.uniform(0.1, 0.4), "K": 4}


def soft(e: Env) -> Any:
    p = np.exp(e["z"])
    return p / p.sum()


def smoothed_slope(e: Env) -> np.ndarray:
    """Central differences of the cross-entropy between smoothed labels and softmax."""

    def loss(z: np.ndarray) -> float:
        total = math.log(sum(math.exp(v) for v in z))
        labels = [(1 - e["eps"]) * y + e["eps"] / 4 for y in e["y"]]
        return float(-sum(t * (v - total) for t, v in zip(labels, z, strict=True)))

    return differences(loss, e["z"])


def draw_ridge(rng: np.random.Generator) -> Env:
    x = rng.normal(size=(5, 3))
    u, s, vt = np.linalg.svd(x, full_matrices=False)
    return {"X": x, "y": rng.normal(size=5), "lam": rng.uniform(0.5, 2), "U": u, "s": s, "V": vt.T}


def ridge_by_rows(e: Env) -> Any:
    """Ordinary least squares on data to which √λ·I and zeros are appended."""
    rows = np.vstack([e["X"], math.sqrt(e["lam"]) * np.eye(3)])
    return np.linalg.lstsq(rows, np.concatenate([e["y"], np.zeros(3)]), rcond=None)[0]


def filtered(e: Env, f: Any) -> Any:
    return e["V"] @ (f(e["s"], e["lam"]) * (e["U"].T @ e["y"]))


def draw_recurrence(rng: np.random.Generator) -> Env:
    w, x = rng.uniform(0.5, 0.95), rng.uniform(0.5, 2, size=5)
    h = [0.0]
    for t in range(5):
        h.append(w * h[-1] + x[t])
    return {"w": w, "x": x, "h": h, "T": 5}


def last_state_slope(e: Env) -> float:
    """Central difference of the last state in w, by running the recurrence twice."""

    def last(w: float) -> float:
        h = 0.0
        for x in e["x"]:
            h = w * h + x
        return h

    return (last(e["w"] + 1e-5) - last(e["w"] - 1e-5)) / 2e-5


def through_time(e: Env, power: int, state: int) -> float:
    return float(sum(e["w"] ** (5 - t + power) * e["h"][t + state] for t in range(1, 6)))


def draw_norm(rng: np.random.Generator) -> Env:
    drawn = {name: rng.normal(size=3) for name in ("b", "mu", "beta", "gamma")}
    return drawn | {"W": rng.normal(size=(3, 2)), "var": rng.uniform(0.5, 2, size=3), "eps": 0.01}


def folded(e: Env) -> np.ndarray:
    """Sends 0 and the unit vectors through the layer and its normalisation; matrix, then bias."""

    def run(x: tuple[float, float]) -> np.ndarray:
        out = []
        for i in range(3):
            a = sum(e["W"][i, j] * x[j] for j in range(2)) + e["b"][i]
            out.append((a - e["mu"][i]) / math.sqrt(e["var"][i] + e["eps"]) * e["gamma"][i] + e["beta"][i])
        return np.array(out)

    zero = run((0, 0))
    return np.column_stack([run((1, 0)) - zero, run((0, 1)) - zero, zero])


def fold(e: Env, bias: np.ndarray, scale: np.ndarray | None = None) -> np.ndarray:
    s = e["gamma"] / np.sqrt(e["var"] + e["eps"]) if scale is None else scale
    return np.column_stack([s[:, None] * e["W"], s * bias + e["beta"]])


def draw_adam(rng: np.random.Generator) -> Env:
    names = {"theta": rng.normal(size=3), "m": rng.normal(size=3), "v": rng.uniform(0.2, 1, size=3)}
    return names | {"eta": rng.uniform(0.05, 0.2), "lam": rng.uniform(0.3, 0.9), "eps": 0.05}


def decoupled(e: Env) -> list[float]:
    """Coordinate by coordinate: first the adaptive step, then takes ηλ of the old weight away."""
    out = []
    for k in range(3):
        new = e["theta"][k] - e["eta"] * e["m"][k] / (math.sqrt(e["v"][k]) + e["eps"])
        out.append(new - e["eta"] * e["lam"] * e["theta"][k])
    return out


def direction(e: Env) -> Any:
    return e["m"] / (np.sqrt(e["v"]) + e["eps"])


def draw_fans(rng: np.random.Generator) -> Env:
    n, m = rng.choice(np.arange(20, 400), size=2, replace=False)
    return {"n": int(n), "m": int(m)}


def kept_variance(e: Env) -> float:
    """The mean of relu(z)² for a standard normal z by the trapezoid rule; the variance that makes up for it."""
    z = np.linspace(0, 12, 2401)
    share = float(np.sum(z**2 * np.exp(-(z**2) / 2)) * (z[1] - z[0]) / math.sqrt(2 * math.pi))
    return float(1 / (e["n"] * share))


def stored(size: Env) -> float:
    """The least peak of checkpoints plus one recomputed segment, over all segment lengths."""
    return float(min(math.ceil(size["L"] / k) + k for k in range(1, size["L"] + 1)))


def draw_momentum(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.05, 0.2), "beta": rng.uniform(0.6, 0.9), "g": rng.normal(size=2)}


def settled_step(e: Env) -> Any:
    """Runs v ← βv + g for 400 steps and takes the last step −ηv."""
    v = np.zeros(2)
    for _ in range(400):
        v = e["beta"] * v + e["g"]
    return -e["eta"] * v


def draw_first(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.01, 0.1), "g": rng.choice([-1, 1], size=3) * rng.uniform(1.5, 4, size=3)}


def first_adam(e: Env) -> Any:
    """One step of Adam from zero moments with bias correction and ε = 10⁻¹²."""
    m, v = 0.1 * e["g"], 0.001 * e["g"] ** 2
    return -e["eta"] * (m / (1 - 0.9)) / (np.sqrt(v / (1 - 0.999)) + 1e-12)


DEPTHS = tuple({"L": n} for n in (64, 256, 1024, 4096))

FAMILIES = [
    Family(
        "smoothed-logit-gradient",
        "expression",
        r"$\nabla_z L = \mathrm{softmax}(z) - (1-\varepsilon)\,y - \frac{\varepsilon}{K}\mathbf{1}$",
        smoothed_slope,
        {
            "right": lambda e: soft(e) - (1 - e["eps"]) * e["y"] - e["eps"] / e["K"],
            "hard": lambda e: soft(e) - e["y"],
            "sign": lambda e: (1 - e["eps"]) * e["y"] + e["eps"] / e["K"] - soft(e),
            "others": lambda e: soft(e) - (1 - e["eps"]) * e["y"] - e["eps"] / (e["K"] - 1) * (1 - e["y"]),
            "plus": lambda e: soft(e) - (1 - e["eps"]) * e["y"] + e["eps"] / e["K"],
        },
        draw=draw_smoothed,
    ),
    Family(
        "ridge-by-svd",
        "expression",
        r"With $X = \sum_i \sigma_i u_i v_i^\top$: "
        r"$\hat w_\lambda = \sum_i \frac{\sigma_i}{\sigma_i^2+\lambda}\,(u_i^\top y)\,v_i$",
        ridge_by_rows,
        {
            "right": lambda e: filtered(e, lambda s, a: s / (s**2 + a)),
            "right-normal": lambda e: np.linalg.solve(e["X"].T @ e["X"] + e["lam"] * np.eye(3), e["X"].T @ e["y"]),
            "shrinkage": lambda e: filtered(e, lambda s, a: s**2 / (s**2 + a)),
            "first-power": lambda e: filtered(e, lambda s, a: 1 / (s + a)),
            "plain": lambda e: filtered(e, lambda s, a: 1 / s),
        },
        draw=draw_ridge,
    ),
    Family(
        "linear-rnn-weight-slope",
        "expression",
        r"$\frac{\partial h_T}{\partial w} = \sum_{t=1}^{T} w^{T-t}\, h_{t-1}$ for $h_t = w h_{t-1} + x_t$, $h_0 = 0$",
        last_state_slope,
        {
            "right": lambda e: through_time(e, 0, -1),
            "right-inputs": lambda e: sum((5 - s) * e["w"] ** (4 - s) * e["x"][s - 1] for s in range(1, 5)),
            "late": lambda e: through_time(e, 0, 0),
            "power": lambda e: through_time(e, 1, -1),
            "local": lambda e: e["h"][4],
            "inputs": lambda e: sum(e["w"] ** (5 - t) * e["x"][t - 1] for t in range(1, 6)),
        },
        draw=draw_recurrence,
    ),
    Family(
        "batchnorm-folding",
        "relation",
        r"$W' = \mathrm{diag}\!\left(\tfrac{\gamma}{\sqrt{\sigma^2+\epsilon}}\right) W, \qquad "
        r"b' = \tfrac{\gamma}{\sqrt{\sigma^2+\epsilon}} \odot (b-\mu) + \beta$",
        folded,
        {
            "right": lambda e: fold(e, e["b"] - e["mu"]),
            "plus": lambda e: fold(e, e["b"] + e["mu"]),
            "no-bias": lambda e: fold(e, -e["mu"]),
            "no-root": lambda e: fold(e, e["b"] - e["mu"], e["gamma"] / (e["var"] + e["eps"])),
            "no-gamma": lambda e: fold(e, e["b"] - e["mu"], 1 / np.sqrt(e["var"] + e["eps"])),
        },
        draw=draw_norm,
    ),
    Family(
        "adamw-rule",
        "relation",
        r"$\theta_{t+1} = (1-\eta\lambda)\,\theta_t - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t}+\epsilon}$",
        decoupled,
        {
            "right": lambda e: (1 - e["eta"] * e["lam"]) * e["theta"] - e["eta"] * direction(e),
            "no-rate": lambda e: (1 - e["lam"]) * e["theta"] - e["eta"] * direction(e),
            "growth": lambda e: (1 + e["eta"] * e["lam"]) * e["theta"] - e["eta"] * direction(e),
            "adaptive": lambda e: (
                e["theta"] - e["eta"] * (e["m"] + e["lam"] * e["theta"]) / (np.sqrt(e["v"]) + e["eps"])
            ),
            "after": lambda e: (1 - e["eta"] * e["lam"]) * (e["theta"] - e["eta"] * direction(e)),
        },
        draw=draw_adam,
    ),
    Family(
        "relu-init-variance",
        "relation",
        r"$\mathrm{Var}(w_{ij}) = \frac{2}{n_{\mathrm{in}}}$",
        kept_variance,
        {
            "right": lambda e: 2 / e["n"],
            "linear": lambda e: 1 / e["n"],
            "both": lambda e: 2 / (e["n"] + e["m"]),
            "deviation": lambda e: math.sqrt(2 / e["n"]),
            "fan-out": lambda e: 2 / e["m"],
        },
        draw=draw_fans,
    ),
    Family(
        "checkpoint-memory",
        "limit",
        r"$O(\sqrt{L})$",
        stored,
        {
            "right": lambda s: math.sqrt(s["L"]),
            "linear": lambda s: s["L"],
            "log": lambda s: math.log(s["L"]),
            "constant": lambda s: 1,
        },
        sizes=DEPTHS,
    ),
    Family(
        "settled-momentum-step",
        "limit",
        r"$\theta_{t+1}-\theta_t \;\longrightarrow\; -\frac{\eta}{1-\beta}\, g \quad (t\to\infty)$",
        settled_step,
        {
            "right": lambda e: -e["eta"] / (1 - e["beta"]) * e["g"],
            "plain": lambda e: -e["eta"] * e["g"],
            "uphill": lambda e: e["eta"] / (1 - e["beta"]) * e["g"],
            "late": lambda e: -e["eta"] * e["beta"] / (1 - e["beta"]) * e["g"],
            "shrunk": lambda e: -e["eta"] * (1 - e["beta"]) * e["g"],
        },
        draw=draw_momentum,
    ),
    Family(
        "first-adam-step-sign",
        "limit",
        r"$\Delta\theta_1 \to -\eta\,\mathrm{sign}(g_1)$ elementwise as $\epsilon \to 0$",
        first_adam,
        {
            "right": lambda e: -e["eta"] * np.sign(e["g"]),
            "gradient": lambda e: -e["eta"] * e["g"],
            "unit": lambda e: -e["eta"] * e["g"] / np.linalg.norm(e["g"]),
            "uncorrected": lambda e: -e["eta"] * 0.1 / math.sqrt(0.001) * np.sign(e["g"]),
            "uphill": lambda e: e["eta"] * np.sign(e["g"]),
        },
        draw=draw_first,
    ),
]
