"""Dropout and regularisation: five styles of the dropout expectation, and what follows from it."""

from __future__ import annotations

from derivations.sources import Let, Source, Text, Variable, chain
from derivations.terms import E, Term, at, cases, fn, had, inv, norm, sq, sym, syms, total, var

X, R, w, y, p, G, P = syms("X R w~ y p Gamma~ P")
z, b = syms("z b")
XR = had(R, X)
GIVEN = E(sq(y - XR * w))
TARGET = sq(y - p * X * w) + p * (1 - p) * sq(G * w)
LOSS = at("loss", w)

DATA = (
    Variable("X", ("n", "d")),
    Variable("R", ("n", "d"), "bernoulli"),
    Variable("y", ("n",)),
    Variable("w~", ("d",)),
    Variable("p", (), "probability"),
)


def _norms(rng: object, names: object) -> object:
    import numpy as np

    assert isinstance(names, dict)
    return np.diag(np.sqrt((names["X"] ** 2).sum(0)))


GAMMA = Variable("Gamma~", ("d", "d"), "diagonal", r"\operatorname{diag}(\|X_{:,j}\|_2)", _norms)
OTHER = {"w~": "theta", "Gamma~": "D"}


def gram(j: str, k: str) -> Term:
    return (XR.T * XR)[j, k]


def pair(j: str, k: str) -> Term:
    return E(R["i", j] * R["i", k])


MATRIX = Source(
    "dropout-matrix",
    "matrix",
    "tune",
    (*DATA, GAMMA),
    (
        Text("We start from the dropout objective and expand the square."),
        chain(
            LOSS,
            GIVEN,
            E(y.T * y - 2 * y.T * XR * w + w.T * XR.T * XR * w),
            y.T * y - 2 * y.T * E(XR) * w + w.T * E(XR.T * XR) * w,
            gives=True,
        ),
        Text("The mask has mean p, so"),
        chain(E(XR), p * X),
        Text("For the quadratic term, look at one entry of the Gram matrix:"),
        chain(gram("j", "k"), total("i", "n", R["i", "j"] * R["i", "k"] * X["i", "j"] * X["i", "k"])),
        chain(pair("j", "k"), E(R["i", "j"]) * E(R["i", "k"]), p**2, when="j!=k"),
        chain(E(R["i", "j"] ** 2), E(R["i", "j"]), p, when="j=k"),
        Text("Together these give"),
        chain(E(XR.T * XR), p**2 * X.T * X + p * (1 - p) * G**2),
        Text("Substituting both expectations,"),
        chain(
            LOSS,
            y.T * y - 2 * p * y.T * X * w + w.T * (p**2 * X.T * X + p * (1 - p) * G**2) * w,
            y.T * y - 2 * p * y.T * X * w + p**2 * w.T * X.T * X * w + p * (1 - p) * w.T * G**2 * w,
            TARGET,
        ),
    ),
    {"n": 2, "d": 2},
    OTHER,
)

SUMMED = total("j", "d", R["i", "j"] * X["i", "j"] * w["j"])
ENTRYWISE = Source(
    "dropout-entrywise",
    "entrywise",
    "held",
    (*DATA, GAMMA),
    (
        Text("Write the loss as a sum over samples."),
        Let(z["i"], SUMMED),
        chain(LOSS, GIVEN, total("i", "n", E((y["i"] - z["i"]) ** 2)), gives=True),
        chain(E((y["i"] - z["i"]) ** 2), y["i"] ** 2 - 2 * y["i"] * E(z["i"]) + E(z["i"] ** 2)),
        Text("The mean of the prediction is"),
        chain(
            E(z["i"]),
            total("j", "d", E(R["i", "j"]) * X["i", "j"] * w["j"]),
            p * total("j", "d", X["i", "j"] * w["j"]),
            p * (X * w)["i"],
        ),
        Text("For the second moment, the diagonal terms have to be kept apart:"),
        chain(
            E(z["i"] ** 2),
            total("j", "d", total("k", "d", pair("j", "k") * X["i", "j"] * X["i", "k"] * w["j"] * w["k"])),
            p * total("j", "d", X["i", "j"] ** 2 * w["j"] ** 2)
            + p**2 * total("j", "d", total("k", "d!=j", X["i", "j"] * X["i", "k"] * w["j"] * w["k"])),
            p * (1 - p) * total("j", "d", X["i", "j"] ** 2 * w["j"] ** 2) + p**2 * (X * w)["i"] ** 2,
        ),
        Text("Putting these into the loss and summing over the samples,"),
        chain(
            LOSS,
            total("i", "n", (y["i"] - p * (X * w)["i"]) ** 2)
            + p * (1 - p) * total("i", "n", total("j", "d", X["i", "j"] ** 2 * w["j"] ** 2)),
            sq(y - p * X * w) + p * (1 - p) * total("j", "d", sq(X[":", "j"]) * w["j"] ** 2),
            TARGET,
        ),
    ),
    {"n": 2, "d": 2},
    OTHER,
)

BIAS_VARIANCE = Source(
    "dropout-bias-variance",
    "bias-variance",
    "tune",
    (*DATA, GAMMA),
    (
        Let(z["i"], SUMMED, "For sample i define"),
        chain(E(z["i"]), total("j", "d", E(R["i", "j"]) * X["i", "j"] * w["j"]), p * (X * w)["i"]),
        Text("The entries of the mask are independent, so variances add:"),
        chain(
            var(z["i"]),
            total("j", "d", var(R["i", "j"]) * X["i", "j"] ** 2 * w["j"] ** 2),
            p * (1 - p) * total("j", "d", X["i", "j"] ** 2 * w["j"] ** 2),
        ),
        Text("By the decomposition into squared bias and variance,"),
        chain(
            E((y["i"] - z["i"]) ** 2),
            (y["i"] - E(z["i"])) ** 2 + var(z["i"]),
            (y["i"] - p * (X * w)["i"]) ** 2 + p * (1 - p) * total("j", "d", X["i", "j"] ** 2 * w["j"] ** 2),
        ),
        Text("Summing over i gives the claim:"),
        chain(
            GIVEN,
            total("i", "n", E((y["i"] - z["i"]) ** 2)),
            sq(y - p * X * w) + p * (1 - p) * total("j", "d", w["j"] ** 2 * total("i", "n", X["i", "j"] ** 2)),
            TARGET,
        ),
    ),
    {"n": 2, "d": 2},
    OTHER,
)

DIAGONAL = fn("diag", X.T * X)
WITH_P = Source(
    "dropout-masked-design",
    "matrix, P = R o X",
    "held",
    (*DATA, GAMMA),
    (
        Let(P, XR, "Denote"),
        chain(sq(y - P * w), y.T * y - 2 * w.T * P.T * y + w.T * P.T * P * w),
        Text("Taking expectations entry by entry,"),
        chain(E(P["i", "j"]), E(R["i", "j"]) * X["i", "j"], p * X["i", "j"]),
        chain(
            (P.T * P)["j", "k"],
            total("i", "n", P["i", "j"] * P["i", "k"]),
            total("i", "n", R["i", "j"] * R["i", "k"] * X["i", "j"] * X["i", "k"]),
        ),
        chain(pair("j", "k"), p * p, p**2, when="j!=k"),
        chain(E((P.T * P)["j", "k"]), p**2 * (X.T * X)["j", "k"], when="j!=k"),
        chain(E((P.T * P)["j", "j"]), p * total("i", "n", X["i", "j"] ** 2), p * (X.T * X)["j", "j"]),
        Text("Separating the diagonal,"),
        chain(E(P.T * P), p**2 * X.T * X + (p - p**2) * DIAGONAL),
        chain(
            E(sq(y - P * w)),
            y.T * y - 2 * p * w.T * X.T * y + w.T * (p**2 * X.T * X + (p - p**2) * DIAGONAL) * w,
            sq(y - p * X * w) + p * (1 - p) * w.T * DIAGONAL * w,
            TARGET,
        ),
    ),
    {"n": 2, "d": 2},
    OTHER,
)

MOMENT = Source(
    "bernoulli-moments",
    "cases",
    "tune",
    (Variable("R", ("n", "d"), "bernoulli"), Variable("p", (), "probability"), Variable("a", ("d",))),
    (
        Text("The second moments of the mask are"),
        chain(pair("j", "k"), cases((p, "j=k"), (p**2, "j!=k"))),
        chain(var(R["i", "j"]), E(R["i", "j"] ** 2) - E(R["i", "j"]) ** 2, p - p**2, p * (1 - p)),
        Text("so that a masked sum has the second moment"),
        chain(
            E(total("j", "d", R["i", "j"] * sym("a")["j"]) ** 2),
            p**2 * total("j", "d", sym("a")["j"]) ** 2 + p * (1 - p) * total("j", "d", sym("a")["j"] ** 2),
        ),
    ),
)

INVERTED = Source(
    "inverted-dropout",
    "scalar",
    "held",
    (
        Variable("r", (), "bernoulli"),
        Variable("p", (), "probability"),
        Variable("h", (), "real"),
    ),
    (
        Text("Inverted dropout divides what is kept by the keep probability."),
        chain(E(sym("r") * sym("h") / p), E(sym("r")) * sym("h") / p, p * sym("h") / p, sym("h")),
        chain(
            var(sym("r") * sym("h") / p),
            var(sym("r")) * sym("h") ** 2 / p**2,
            p * (1 - p) * sym("h") ** 2 / p**2,
            (1 - p) / p * sym("h") ** 2,
        ),
    ),
)

wt, v, Gm, lam = syms("w~ v Gamma lambda")
RESCALE = Source(
    "tikhonov-from-dropout",
    "matrix",
    "tune",
    (DATA[0], DATA[2], Variable("w", ("d",)), Variable("p", (), "probability"), GAMMA),
    (
        Text("To match the penalised form, substitute the rescaled weights."),
        Let(wt, sym("w") / p),
        chain(sq(y - p * X * wt), sq(y - p * X * (sym("w") / p)), sq(y - X * sym("w"))),
        chain(
            p * (1 - p) * sq(G * wt),
            p * (1 - p) * sq(G * sym("w") / p),
            p * (1 - p) / p**2 * sq(G * sym("w")),
            (1 - p) / p * sq(G * sym("w")),
        ),
        Text("The objective is therefore"),
        chain(TARGET, sq(y - X * sym("w")) + (1 - p) / p * sq(G * sym("w"))),
    ),
    {"n": 3, "d": 2},
    {"Gamma~": "D", "w": "u"},
)

RIDGE = Source(
    "ridge-change-of-variables",
    "matrix",
    "held",
    (
        DATA[0],
        DATA[2],
        Variable("w", ("d",)),
        Variable("Gamma", ("d", "d"), "invertible"),
        Variable("lambda", (), "positive"),
    ),
    (
        Text("Because the penalty matrix is invertible, we may define new weights."),
        Let(v, Gm * sym("w")),
        chain(sym("w"), inv(Gm) * v),
        Text("The two terms of the objective become"),
        chain(sq(y - X * sym("w")), sq(y - X * inv(Gm) * v)),
        chain(sq(Gm * sym("w")), sq(Gm * inv(Gm) * v), sq(v)),
        chain(
            sq(y - X * sym("w")) + lam * sq(Gm * sym("w")),
            sq(y - X * inv(Gm) * v) + lam * sq(v),
        ),
    ),
    {"n": 3, "d": 2},
    {"Gamma": "A", "v": "u"},
)

c, S = syms("c S")
COLUMNS = Source(
    "column-norms",
    "entrywise",
    "tune",
    (
        DATA[0],
        Variable("c", (), "positive"),
    ),
    (
        Let(sym("g")["j"], c * norm(X[":", "j"]), "Let"),
        Let(S["i", "j"], X["i", "j"] / sym("g")["j"], "The rescaled matrix has the entries"),
        Text("The norm of a column is"),
        chain(
            norm(S[":", "j"]),
            fn("sqrt", total("i", "n", (X["i", "j"] / sym("g")["j"]) ** 2)),
            norm(X[":", "j"]) / sym("g")["j"],
            norm(X[":", "j"]) / (c * norm(X[":", "j"])),
            1 / c,
        ),
    ),
    {"n": 3, "d": 2},
    {"c": "a"},
)

SOURCES = (MATRIX, ENTRYWISE, BIAS_VARIANCE, WITH_P, MOMENT, INVERTED, RESCALE, RIDGE, COLUMNS)
