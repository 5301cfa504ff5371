"""Variances, recursions, sizes, linear systems: the rest of a course's written questions."""

from __future__ import annotations

from derivations.sources import Let, Source, Text, Variable, chain
from derivations.terms import E, fn, inv, sq, sym, syms, term, total, var

w, x, z, n, q, k, d_k = syms("w x z n q k d")
sw, sx = syms("sigma_w sigma_x")

XAVIER = Source(
    "xavier-variance",
    "entrywise",
    "tune",
    (
        Variable("w", ("n",), "normal", r"0, \sigma_w^2"),
        Variable("x", ("n",), "normal", r"0, \sigma_x^2"),
        Variable("sigma_w", (), "positive"),
        Variable("sigma_x", (), "positive"),
        Variable("n", (), "size"),
    ),
    (
        Let(z, total("i", "n", w["i"] * x["i"]), "The pre-activation is"),
        Text("Weights and inputs are independent with mean zero, so"),
        chain(E(w["i"] * x["i"]), E(w["i"]) * E(x["i"])),
        chain(
            var(w["i"] * x["i"]),
            E(w["i"] ** 2 * x["i"] ** 2) - E(w["i"] * x["i"]) ** 2,
            E(w["i"] ** 2) * E(x["i"] ** 2),
            sw**2 * sx**2,
        ),
        chain(var(z), total("i", "n", var(w["i"] * x["i"])), n * sw**2 * sx**2),
    ),
    {"n": 2, "d": 2},
    {"z": "a"},
)

ATTENTION = Source(
    "attention-scaling",
    "entrywise",
    "held",
    (
        Variable("q", ("d",), "normal", "0, 1"),
        Variable("k", ("d",), "normal", "0, 1"),
        Variable("d", (), "size"),
    ),
    (
        Text("A logit is a sum of independent products of unit variance:"),
        chain(q.T * k, total("j", "d", q["j"] * k["j"])),
        chain(E(q.T * k), total("j", "d", E(q["j"]) * E(k["j"]))),
        chain(
            E((q.T * k) ** 2),
            total("j", "d", E(q["j"] ** 2) * E(k["j"] ** 2)),
            d_k,
        ),
        chain(var(q.T * k / fn("sqrt", d_k)), var(q.T * k) / d_k, d_k / d_k),
    ),
    {"n": 2, "d": 2},
    {"q": "a", "k": "b"},
)

MEAN_VARIANCE = Source(
    "variance-of-a-mean",
    "entrywise",
    "tune",
    (
        Variable("x", ("n",), "normal", r"\mu, \sigma^2"),
        Variable("mu"),
        Variable("sigma", (), "positive"),
        Variable("n", (), "size"),
    ),
    (
        Let(sym("m"), 1 / n * total("i", "n", x["i"]), "Let"),
        chain(E(sym("m")), 1 / n * total("i", "n", E(x["i"])), sym("mu")),
        chain(
            var(sym("m")),
            1 / n**2 * total("i", "n", var(x["i"])),
            1 / n**2 * n * sym("sigma") ** 2,
            sym("sigma") ** 2 / n,
        ),
        Text("The second moment is therefore"),
        chain(E(sym("m") ** 2), var(sym("m")) + E(sym("m")) ** 2, sym("mu") ** 2 + sym("sigma") ** 2 / n),
    ),
    {"n": 3, "d": 2},
    {"sigma": "tau"},
)

f, eps = syms("f epsilon")
BIAS = Source(
    "bias-variance-noise",
    "scalar",
    "held",
    (
        Variable("epsilon", (), "normal", r"0, \sigma^2"),
        Variable("f"),
        Variable("a"),
        Variable("sigma", (), "positive"),
    ),
    (
        Text("With observations of the form f plus noise,"),
        chain(
            E((f + eps - sym("a")) ** 2),
            E((f - sym("a")) ** 2 + 2 * (f - sym("a")) * eps + eps**2),
            (f - sym("a")) ** 2 + 2 * (f - sym("a")) * E(eps) + E(eps**2),
            (f - sym("a")) ** 2 + sym("sigma") ** 2,
        ),
    ),
    {"n": 3, "d": 2},
    {"a": "h"},
)

m1, m2, s1, s2 = syms("a b s t")
KL = Source(
    "kl-of-gaussians",
    "scalar",
    "held",
    (
        Variable("x", (), "normal", r"\mu, \sigma^2"),
        Variable("mu"),
        Variable("sigma", (), "positive"),
        Variable("b"),
        Variable("tau", (), "positive"),
    ),
    (
        Text("The log-ratio of the two densities has the expectation"),
        chain(
            E(
                fn("log", sym("tau") / sym("sigma"))
                - (sym("x") - sym("mu")) ** 2 / (2 * sym("sigma") ** 2)
                + (sym("x") - sym("b")) ** 2 / (2 * sym("tau") ** 2)
            ),
            fn("log", sym("tau") / sym("sigma"))
            - E((sym("x") - sym("mu")) ** 2) / (2 * sym("sigma") ** 2)
            + E((sym("x") - sym("b")) ** 2) / (2 * sym("tau") ** 2),
            fn("log", sym("tau") / sym("sigma"))
            - 1 / term(2)
            + (sym("sigma") ** 2 + (sym("mu") - sym("b")) ** 2) / (2 * sym("tau") ** 2),
        ),
    ),
    {"n": 3, "d": 2},
    {"b": "c"},
)

b, g1, g2, g3, v0 = syms("beta g_1 g_2 g_3 v_0")
MOMENTUM = Source(
    "momentum-unrolled",
    "scalar",
    "tune",
    (
        Variable("beta", (), "probability"),
        Variable("a"),
        Variable("b"),
        Variable("c"),
        Variable("u"),
    ),
    (
        Text("Unrolling three updates of the velocity, starting from u with gradients a, b, c:"),
        chain(
            b * (b * (b * sym("u") + sym("a")) + sym("b")) + sym("c"),
            b * (b**2 * sym("u") + b * sym("a") + sym("b")) + sym("c"),
            b**3 * sym("u") + b**2 * sym("a") + b * sym("b") + sym("c"),
        ),
        Text("With equal gradients the weights form a geometric sum:"),
        chain(
            b**2 * sym("a") + b * sym("a") + sym("a"),
            sym("a") * (1 + b + b**2),
            sym("a") * (1 - b**3) / (1 - b),
        ),
    ),
    {"n": 3, "d": 2},
    {"u": "h", "beta": "rho"},
)

eta, lam = syms("eta lambda")
DECAY = Source(
    "gradient-descent-contraction",
    "scalar",
    "held",
    (Variable("eta", (), "probability"), Variable("lambda", (), "positive"), Variable("w"), Variable("b")),
    (
        Text("One step on the quadratic with curvature lambda and minimiser b is"),
        Let(sym("v"), w - eta * lam * (w - sym("b"))),
        chain(
            sym("v") - sym("b"),
            w - sym("b") - eta * lam * (w - sym("b")),
            (1 - eta * lam) * (w - sym("b")),
        ),
        chain((sym("v") - sym("b")) ** 2, (1 - eta * lam) ** 2 * (w - sym("b")) ** 2),
    ),
    {"n": 3, "d": 2},
    {"v": "u"},
)


OUTPUT_SIZE = Source(
    "output-size",
    "numbers",
    "tune",
    (
        Variable("H", (), "size", "11"),
        Variable("K", (), "size", "3"),
        Variable("P", (), "size", "1"),
        Variable("S", (), "size", "2"),
    ),
    (
        Text("The padded input has room for"),
        chain(
            (sym("H") + 2 * sym("P") - sym("K")) / sym("S") + 1,
            (term(11) + 2 * term(1) - term(3)) / term(2) + 1,
            term(10) / term(2) + 1,
            term(6),
        ),
        Text("positions, and the transposed convolution restores"),
        chain(
            sym("S") * (term(6) - 1) + sym("K") - 2 * sym("P"),
            2 * term(5) + term(3) - 2,
            term(11),
        ),
    ),
    {"n": 3, "d": 2, "H": 11, "K": 3, "P": 1, "S": 2},
    {"S": "t"},
)

a_, b_, c_ = syms("a b c")


FILTER = Source(
    "filter-from-outputs",
    "numbers",
    "held",
    (
        Variable("a", (), "real", "3", value=lambda rng, names: 3.0),
        Variable("b", (), "real", "-2", value=lambda rng, names: -2.0),
        Variable("c", (), "real", "1", value=lambda rng, names: 1.0),
    ),
    (
        Text("Every output gives one equation:"),
        chain(term(2) * a_ + term(5) * b_, term(-4)),
        chain(term(5) * a_ - c_, term(14)),
        chain(term(3) * c_ - b_, term(5)),
        Text("From the first equation"),
        chain(a_, (-term(4) - term(5) * b_) / term(2)),
        Text("and from the third"),
        chain(b_, term(3) * c_ - term(5)),
        Text("which gives the filter"),
        chain(c_, term(1)),
        chain(b_, term(3) * term(1) - term(5), term(-2)),
        chain(a_, (-term(4) + term(10)) / term(2), term(3)),
    ),
    {"n": 3, "d": 2},
    {"a": "f_1", "b": "f_2", "c": "f_3"},
)

SCALE = Source(
    "scale-invariance",
    "matrix",
    "tune",
    (
        Variable("A", ("d", "d")),
        Variable("B", ("d", "d")),
        Variable("C", ("d", "d"), "invertible"),
        Variable("x", ("d",)),
    ),
    (
        Text("A product of layers does not determine its factors:"),
        chain(sym("A") * sym("B") * x, sym("A") * sym("C") * inv(sym("C")) * sym("B") * x),
        chain(fn("tr", sym("A") * sym("B")), fn("tr", sym("B") * sym("A")), fn("tr", sym("A").T * sym("B").T)),
        chain(sq(sym("A") * x), (sym("A") * x).T * (sym("A") * x), x.T * sym("A").T * sym("A") * x),
    ),
    {"n": 3, "d": 2},
    {"A": "U", "B": "V"},
)

SOURCES = (
    XAVIER, ATTENTION, MEAN_VARIANCE, BIAS, KL, MOMENTUM, DECAY, OUTPUT_SIZE, FILTER, SCALE,
)  # fmt: skip
