"""Gradients: batch normalisation in four styles, least squares, ridge, softmax with cross-entropy, logistic loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from derivations.sources import Let, Rng, Source, Text, Variable, chain
from derivations.terms import Term, cases, d, delta, fn, sq, sym, syms, total

x, y, xh, mu, gamma, beta, n, L, one, ident = syms("x y x^ mu gamma beta n L one I")

UPSTREAM = Variable("dL/dy", ("n",), atom=r"\partial L/\partial y")
BATCH = (
    Variable("x", ("n",)),
    Variable("gamma"),
    Variable("beta"),
    Variable("n", (), "size"),
    UPSTREAM,
)


def _average_gradient(rng: Rng, names: Mapping[str, Any]) -> Any:
    g = names["dL/dy"]
    return names["gamma"] * (g - g.mean())


# What is wanted: the oracle knows its value from the key, not from the text.
DOWNSTREAM = Variable("dL/dx", ("n",), value=_average_gradient, told=False, atom=r"\partial L/\partial x")

SETUP = (
    Let(mu, 1 / n * total("j", "n", x["j"]), "With the batch mean"),
    Let(xh["i"], x["i"] - mu, "the centred input"),
    Let(y["i"], gamma * xh["i"] + beta, "and the output"),
)
MEAN = 1 / n * total("j", "n", d(L, y["j"]))
RENAMED = {"gamma": "alpha", "mu": "m"}

DELTA = Source(
    "batch-norm-delta",
    "chain rule, delta",
    "tune",
    (*BATCH, DOWNSTREAM),
    (
        *SETUP,
        Text("the chain rule reads"),
        chain(d(L, x["i"]), total("j", "n", d(L, y["j"]) * d(y["j"], x["i"])), gives=False),
        Text("We need two derivatives:"),
        chain(d(mu, x["i"]), 1 / n),
        chain(d(xh["j"], x["i"]), delta("i", "j") - 1 / n),
        chain(d(y["j"], x["i"]), gamma * d(xh["j"], x["i"]), gamma * (delta("i", "j") - 1 / n)),
        Text("Therefore"),
        chain(
            d(L, x["i"]),
            total("j", "n", d(L, y["j"]) * gamma * (delta("i", "j") - 1 / n)),
            gamma * d(L, y["i"]) - gamma / n * total("j", "n", d(L, y["j"])),
            gamma * (d(L, y["i"]) - MEAN),
        ),
    ),
    {"n": 3, "d": 2},
    RENAMED,
)

CASES = Source(
    "batch-norm-cases",
    "chain rule, cases",
    "held",
    (*BATCH, DOWNSTREAM),
    (
        *SETUP,
        Text("an input acts on every output through the mean."),
        chain(y["j"], gamma * x["j"] - gamma / n * total("k", "n", x["k"]) + beta),
        chain(d(y["j"], x["i"]), cases((gamma * (1 - 1 / n), "i=j"), (-(gamma / n), "i!=j"))),
        chain(
            d(L, x["i"]),
            gamma * (1 - 1 / n) * d(L, y["i"]) - gamma / n * total("j", "n!=i", d(L, y["j"])),
            gamma * d(L, y["i"]) - gamma / n * d(L, y["i"]) - gamma / n * total("j", "n!=i", d(L, y["j"])),
            gamma * d(L, y["i"]) - gamma / n * total("j", "n", d(L, y["j"])),
            gamma * (d(L, y["i"]) - MEAN),
        ),
    ),
    {"n": 3, "d": 2},
    RENAMED,
)


def _identity(rng: Rng, names: Mapping[str, Any]) -> Any:
    return np.eye(names["n"])


def _ones(rng: Rng, names: Mapping[str, Any]) -> Any:
    return np.ones((names["n"], 1))


g, q = syms("g q")
CENTRE = ident - 1 / n * one * one.T
PROJECTION = Source(
    "batch-norm-projection",
    "matrix",
    "tune",
    (
        Variable("x", ("n",)),
        Variable("g", ("n",)),
        Variable("gamma"),
        Variable("n", (), "size"),
        Variable("one", ("n",), "real", r"\mathbf{1}", _ones),
        Variable("I", ("n", "n"), "real", "I", _identity),
    ),
    (
        Text("Centring is a linear map."),
        Let(sym("C"), CENTRE, "Define"),
        chain(sym("C").T, sym("C")),
        chain(sym("C") * one, one - 1 / n * one * one.T * one, one - one),
        chain(sym("C") * sym("C"), ident - 2 / n * one * one.T + 1 / n**2 * one * one.T * one * one.T, sym("C")),
        Text("The gradient is pulled back by the transpose:"),
        chain(
            gamma * sym("C").T * g,
            gamma * (ident - 1 / n * one * one.T) * g,
            gamma * g - gamma / n * one * one.T * g,
            gamma * (g - 1 / n * one * one.T * g),
        ),
    ),
    {"n": 3, "d": 2},
    {"gamma": "alpha", "g": "u"},
)

SINGLE = Source(
    "batch-norm-sum-of-gradients",
    "entrywise",
    "held",
    (*BATCH, DOWNSTREAM),
    (
        *SETUP,
        Text("the gradients of one batch add up to zero, because"),
        chain(d(L, x["i"]), gamma * (d(L, y["i"]) - MEAN)),
        chain(
            total("i", "n", d(L, x["i"])),
            gamma * total("i", "n", d(L, y["i"])) - gamma * n * MEAN,
            gamma * (total("i", "n", d(L, y["i"])) - total("j", "n", d(L, y["j"]))),
        ),
        Text("and the centred inputs have no mean:"),
        chain(total("i", "n", xh["i"]), total("i", "n", x["i"]) - n * mu, n * mu - n * mu),
    ),
    {"n": 3, "d": 2},
    RENAMED,
)

X, w, t, r, lam = syms("X w t r lambda")
REGRESSION = (Variable("X", ("n", "d")), Variable("w", ("d",)), Variable("y", ("n",)))
LEAST_SQUARES = Source(
    "least-squares-gradient",
    "matrix",
    "tune",
    REGRESSION,
    (
        Text("Expanding the square,"),
        chain(sq(y - X * w), (y - X * w).T * (y - X * w), y.T * y - 2 * w.T * X.T * y + w.T * X.T * X * w),
        Text("and differentiating term by term,"),
        chain(
            d(sq(y - X * w), w),
            -2 * X.T * y + 2 * X.T * X * w,
            -2 * X.T * (y - X * w),
            2 * X.T * (X * w - y),
        ),
    ),
    {"n": 3, "d": 2},
    {"w": "theta", "y": "t"},
)

RESIDUALS = Source(
    "least-squares-entrywise",
    "entrywise",
    "held",
    REGRESSION,
    (
        Let(r["i"], y["i"] - total("j", "d", X["i", "j"] * w["j"]), "Let the residual be"),
        chain(sq(y - X * w), total("i", "n", r["i"] ** 2)),
        chain(d(r["i"], w["k"]), -X["i", "k"]),
        chain(
            d(total("i", "n", r["i"] ** 2), w["k"]),
            total("i", "n", 2 * r["i"] * d(r["i"], w["k"])),
            -2 * total("i", "n", r["i"] * X["i", "k"]),
            -2 * (X.T * (y - X * w))["k"],
        ),
    ),
    {"n": 3, "d": 2},
    {"w": "theta"},
)

RIDGE_GRADIENT = Source(
    "ridge-gradient",
    "matrix",
    "held",
    (*REGRESSION, Variable("lambda", (), "positive")),
    (
        Text("For the ridge objective,"),
        chain(
            d(sq(y - X * w) + lam * sq(w), w),
            -2 * X.T * (y - X * w) + 2 * lam * w,
            2 * X.T * X * w + 2 * lam * w - 2 * X.T * y,
            2 * (X.T * X + lam * sym("I")) * w - 2 * X.T * y,
        ),
    ),
    {"n": 3, "d": 2},
    {"w": "theta", "lambda": "rho"},
)
RIDGE_GRADIENT = Source(
    RIDGE_GRADIENT.name,
    RIDGE_GRADIENT.style,
    RIDGE_GRADIENT.half,
    (
        *RIDGE_GRADIENT.variables,
        Variable("I", ("d", "d"), "real", "I", lambda rng, names: np.eye(names["d"])),
    ),
    RIDGE_GRADIENT.lines,
    RIDGE_GRADIENT.sizes,
    RIDGE_GRADIENT.other_names,
)

s, z, ell = syms("s z l")


def _one_hot(rng: Rng, names: Mapping[str, Any]) -> Any:
    t = np.zeros((names["n"], 1))
    t[int(rng.integers(names["n"]))] = 1.0
    return t


LOG_SUM: Term = fn("log", total("j", "n", fn("exp", z["j"])))
SOFTMAX = Source(
    "softmax-cross-entropy",
    "entrywise",
    "tune",
    (
        Variable("z", ("n",)),
        Variable("t", ("n",), "one-hot", value=_one_hot),
    ),
    (
        Let(s["i"], fn("exp", z["i"]) / total("j", "n", fn("exp", z["j"])), "The softmax is"),
        Text("Its derivative is"),
        chain(d(s["i"], z["k"]), s["i"] * (delta("i", "k") - s["k"])),
        Text("The cross-entropy with a one-hot target is"),
        chain(-total("i", "n", t["i"] * fn("log", s["i"])), LOG_SUM - total("i", "n", t["i"] * z["i"])),
        Text("and its gradient"),
        chain(
            d(-total("i", "n", t["i"] * fn("log", s["i"])), z["k"]),
            -total("i", "n", t["i"] / s["i"] * d(s["i"], z["k"])),
            -total("i", "n", t["i"] * (delta("i", "k") - s["k"])),
            s["k"] * total("i", "n", t["i"]) - t["k"],
            s["k"] - t["k"],
        ),
    ),
    {"n": 3, "d": 2},
    {"z": "a", "s": "q"},
)

u = sym("u")
LOGISTIC = Source(
    "sigmoid-derivative",
    "scalar",
    "held",
    (Variable("u"),),
    (
        Text("For the logistic function,"),
        chain(
            d(1 / (1 + fn("exp", -u)), u),
            fn("exp", -u) / (1 + fn("exp", -u)) ** 2,
            1 / (1 + fn("exp", -u)) * (fn("exp", -u) / (1 + fn("exp", -u))),
            1 / (1 + fn("exp", -u)) * (1 - 1 / (1 + fn("exp", -u))),
        ),
    ),
    {"n": 3, "d": 2},
    {"u": "a"},
)

SOURCES = (DELTA, CASES, PROJECTION, SINGLE, LEAST_SQUARES, RESIDUALS, RIDGE_GRADIENT, SOFTMAX, LOGISTIC)
