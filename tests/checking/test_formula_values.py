"""Values of expressions against plain NumPy, written independently of the evaluator."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from viva.checking.evaluating.draws import draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate, evaluate_draws
from viva.kinds import Symbol
from viva.reading.normal import normalise
from viva.reading.parser import parse

RNG = np.random.default_rng(11)
N, D = 3, 2
X, Y, W, G = RNG.normal(size=(N, D)), RNG.normal(size=N), RNG.normal(size=D), RNG.normal(size=N)
A = RNG.normal(size=(D, D)) + 3 * np.eye(D)
ENV = {"X": X, "y": Y, "w": W, "g": G, r"\Gamma": A, "p": 0.3, r"\gamma": -1.7, "n": N, "d": D}
SYMBOLS = (
    Symbol("X", ("n", "d")),
    Symbol("y", ("n",)),
    Symbol("w", ("d",)),
    Symbol("g", ("n",)),
    Symbol(r"\Gamma", ("d", "d"), domain="invertible"),
    Symbol("p", domain="probability"),
    Symbol(r"\gamma"),
)
CASES = [
    (r"\|y - Xw\|_2^2", ((Y - X @ W) ** 2).sum()),
    (r"(y - Xw)^\top (y - Xw)", ((Y - X @ W) ** 2).sum()),
    (r"\sum_{i=1}^n \left(y_i - \sum_{j=1}^d X_{ij} w_j\right)^2", ((Y - X @ W) ** 2).sum()),
    (r"\sum_i (y_i - (Xw)_i)^2", ((Y - X @ W) ** 2).sum()),
    (r"X \Gamma^{-1}", X @ np.linalg.inv(A)),
    (r"X_{:,2}", X[:, 1]),
    (r"X_{2,:}", X[1]),
    (r"X_{21}", X[1, 0]),
    (r"\operatorname{diag}(\|X_{:,j}\|)", np.diag(np.sqrt((X**2).sum(0)))),
    (r"\operatorname{diag}(\|X_{:,1}\|, \dots, \|X_{:,d}\|)", np.diag(np.sqrt((X**2).sum(0)))),
    (r"w^\top \operatorname{diag}(X^\top X) w", W @ np.diag(np.diag(X.T @ X)) @ W),
    (r"\operatorname{tr}(X^\top X)", (X**2).sum()),
    (r"\|X\|_F^2", (X**2).sum()),
    (r"(I - \tfrac1n \mathbf 1\mathbf 1^\top) g", G - G.mean()),
    ("(I - (1/n) 11ᵀ) g", G - G.mean()),
    ("g - mean(g)", G - G.mean()),
    ("g - g.mean()", G - G.mean()),
    ("g - np.mean(g)", G - G.mean()),
    (r"\sum_{i=1}^n \sum_{j \ne i} g_i g_j", G.sum() ** 2 - (G**2).sum()),
    (r"\sum_{j \ne k} g_j g_k", G.sum() ** 2 - (G**2).sum()),
    (r"\sum_{i<j} g_i g_j", (G.sum() ** 2 - (G**2).sum()) / 2),
    (r"\sum_{i=1}^n \sum_{j=1}^{i} g_j", sum(G[: i + 1].sum() for i in range(N))),
    (r"\prod_{i=1}^n g_i", G.prod()),
    (r"\max_i g_i", G.max()),
    (r"\frac{1}{n}\sum_i g_i^2 - \bar g^2", G.var()),
    (r"\operatorname{Var}(g_i)", G.var()),
    (r"\mathbb E[g]", G.mean()),
    (r"\langle y, g\rangle", Y @ G),
    ("y · g", Y @ G),
    (r"y \odot g", Y * G),
    (r"y g^\top", np.outer(Y, G)),
    (r"\sum_{i=1}^{4} i^2", 30.0),
    (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} w", np.array([[1, 2], [3, 4]]) @ W),
    (r"\Gamma^2", A @ A),
    (r"\Gamma^{-\top} w", np.linalg.inv(A).T @ W),
    (r"\exp(-\|w\|^2/2)", np.exp(-(W @ W) / 2)),
    (r"e^{-p}", np.exp(-0.3)),
    (r"\log_2 8", 3.0),
    (r"\lfloor 7/2 \rfloor", 3.0),
    (r"\sqrt[3]{8}", 2.0),
    (r"\sigma(p)" if False else r"\operatorname{sigmoid}(p)", 1 / (1 + np.exp(-0.3))),
    ("sum(g[j] for j in range(n)) / n", G.mean()),
    ("X / np.linalg.norm(X, axis=0)", X / np.sqrt((X**2).sum(0))),
    ("g_1 + g_2 + ... + g_n", G.sum()),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_against_numpy(text: str, wanted: object) -> None:
    got = evaluate(parse(normalise(text).text, SYMBOLS), ENV)
    np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12)


def test_free_indices_give_axes() -> None:
    got = evaluate(parse(r"\sum_k (\delta_{ik} - \frac1n) g_k", SYMBOLS), ENV, ("i",))
    np.testing.assert_allclose(got, G - G.mean(), rtol=1e-12)
    cases = parse(r"\begin{cases} 1 - 1/n & \text{if } i = j \\ -1/n & \text{otherwise} \end{cases}")
    got = evaluate(parse(r"\sum_j g_j X_{ji}", SYMBOLS), ENV, ("i",))
    np.testing.assert_allclose(got, G @ X, rtol=1e-12)
    drawn = draw(SYMBOLS, round=0, count=1)
    n = drawn.sizes["n"]
    got = evaluate_draws(cases, drawn, ("i", "j"), {"i": n, "j": n})[0]
    np.testing.assert_allclose(got, np.eye(n) - 1 / n, rtol=1e-12)


def test_expectations_over_masks_are_exact() -> None:
    """Against a plain loop over all masks with their probabilities."""
    mask = Symbol("R", ("n", "d"), domain="bernoulli")
    symbols = (*SYMBOLS, mask)
    drawn = draw(symbols, round=0, count=2)
    for text in (
        r"E_R[\|y - (R \odot X) w\|^2]",
        r"\operatorname{Var}(\sum_j R_{1j} X_{1j} w_j)",
        r"E[(R\odot X)^\top(R \odot X)]",
    ):
        got = evaluate_draws(parse(text, symbols), drawn)
        for k in range(2):
            env = drawn.single(k)
            n, d, p = env["n"], env["d"], env["p"]
            moments = []
            for bits in itertools.product((0.0, 1.0), repeat=n * d):
                R = np.array(bits).reshape(n, d)
                weight = np.prod(np.where(R == 1, p, 1 - p))
                M = R * env["X"]
                value = {
                    "E_R": ((env["y"] - M @ env["w"]) ** 2).sum(),
                    r"\op": (R[0] * env["X"][0] * env["w"]).sum(),
                    "E[(": M.T @ M,
                }[text[:3]]
                moments.append((weight, value))
            mean = sum(weight * value for weight, value in moments)
            if text.startswith(r"\op"):
                mean = sum(weight * value**2 for weight, value in moments) - mean**2
            np.testing.assert_allclose(got[k], mean, rtol=1e-10)


UNEVALUABLE = [
    r"\Gamma X",  # shapes do not fit
    "y g",
    "X + 1",
    r"X^{-1}",
    r"\|X\|^2",  # which norm?
    "g_7",
    "g_{1/2}",
    "p_1",
    r"\sum_{i=1}^{10^9} i",
    r"\sum_k p",
    "q + p",
    r"|X|",
    r"w^{\Gamma}",
    r"p^{w}",
    "diag(X)",
    r"\operatorname{softmax}(p)",
    "X_j",
]


@pytest.mark.parametrize("text", UNEVALUABLE)
def test_has_no_value(text: str) -> None:
    with pytest.raises(Unevaluable):
        evaluate(parse(text, SYMBOLS), ENV)


def test_work_is_bounded() -> None:
    towers = [r"9^{9^{9^{9}}}", "10^{200}^{200}" if False else r"10^{300}", r"(1+p)^{10^{9}}"]
    for text in towers:
        assert np.shape(evaluate(parse(text, SYMBOLS), ENV)) == ()  # inf at worst, at once
    nested = "".join(rf"\sum_{{{c}=1}}^{{200}} " for c in "abcefh") + "a b c e f h"
    with pytest.raises(Unevaluable):
        evaluate(parse(nested), {})


def test_draws_differ_in_sizes_and_repeat() -> None:
    first, second = (draw(SYMBOLS, round=r, count=2) for r in (0, 1))
    assert first.sizes != second.sizes and len(set(first.sizes.values())) == len(first.sizes)
    assert draw(SYMBOLS, round=0, count=2).values["X"] is first.values["X"]
    assert draw(SYMBOLS, given={"n": 1}).values["g"].shape[1] == 1
    assert (draw(SYMBOLS, positive=True).values["X"] > 0).all()
    derived = (*SYMBOLS, Symbol("m", defined_by=r"\frac1n\sum_j g_j"))
    drawn = draw(derived)
    np.testing.assert_allclose(drawn.values["m"], drawn.values["g"].mean(axis=1))
