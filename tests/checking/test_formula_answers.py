"""Whole replies in, verdicts out: tables of (reply, verdict) for expressions, limits and relations.

The keys are programs of this file, written as sums over plain lists of numbers; no paper is involved.
"""

# ruff: noqa: E501 (tables of what people write)
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from viva.checking.answers import expressions, relations
from viva.checking.answers.protocol import Reading, Unread
from viva.kinds import Expression, Relation, Symbol
from viva.reading.replies import read_reply
from viva.types import Draw, Part

GRADIENT = r"\partial L/\partial y"
BATCH = (
    Symbol(r"\gamma"),
    Symbol(r"\beta"),
    Symbol("x", ("n",)),
    Symbol(GRADIENT, ("n",), aliases=("g",)),
    Symbol(r"\bar g", defined_by=r"\frac1n \sum_j \partial L/\partial y_j"),
)
LEFT = (r"\partial L/\partial x_i",)


def centred(env: Mapping[str, Any]) -> Any:
    g = list(env[GRADIENT])
    return np.array([env[r"\gamma"] * (a - sum(g) / len(g)) for a in g])


def plain(env: Mapping[str, Any]) -> Any:
    return np.array([env[r"\gamma"] * a for a in env[GRADIENT]])


def part(kind: Any, key: Any) -> Part:
    return Part("p", "the gradient of the loss in x_i", kind, lambda draw: key, lambda draw: "")


BATCH_PART = part(Expression(BATCH, LEFT, ("i",)), centred)
LIMIT_PART = part(Expression(BATCH, LEFT, ("i",), limit="n"), plain)


def verdict(module: Any, reply: str, which: Part) -> bool | None:
    reading = module.read(read_reply(reply), which)
    if isinstance(reading, Unread):
        assert reading.reason
        return None
    assert isinstance(reading, Reading)
    assert reply[reading.answer.span.start : reading.answer.span.end] == reading.answer.quote
    comparison = module.same(reading.value, which.key(Draw(0)), which)
    if comparison.equal is False:
        assert comparison.counterexample
    if comparison.equal is None:
        assert comparison.reason
    return comparison.equal  # type: ignore[no-any-return]


EXPRESSIONS = [
    (r"$$\frac{\partial L}{\partial x_i} = \gamma\left(\frac{\partial L}{\partial y_i} - \frac1n\sum_{j=1}^n \frac{\partial L}{\partial y_j}\right)$$", True),
    ("∂L/∂xᵢ = γ(∂L/∂yᵢ − (1/n) Σⱼ ∂L/∂yⱼ)", True),
    ("dL/dx_i = gamma * (dL/dy_i - (1/n) * sum_j dL/dy_j)", True),
    ("`dL/dx_i = gamma*(dL/dy_i - mean(dL/dy))`", True),
    (r"\[\frac{\partial L}{\partial x_j} = \gamma\Bigl(\frac{\partial L}{\partial y_j} - \frac1n\sum_{i=1}^n\frac{\partial L}{\partial y_i}\Bigr)\]", True),
    (r"$\nabla_x L = \gamma\left(I - \tfrac1n\mathbf 1\mathbf 1^\top\right)\nabla_y L$", True),
    ("Let h_k = ∂L/∂y_k and m = (1/n) Σ_k h_k. Then ∂L/∂x_i = γ (h_i − m).", True),
    ("Therefore **∂L/∂x_i = γ (g_i − ḡ)**, where ḡ = (1/n) Σ_j g_j.", True),
    ("Let g_j = γ ∂L/∂y_j. Then ∂L/∂x_i = g_i − (1/n) Σ_j g_j.", True),  # g means something else here
    ("∂L/∂x_i = Σ_j (∂L/∂y_j) γ (δ_ij − 1/n)\n= γ ∂L/∂y_i − (γ/n) Σ_j ∂L/∂y_j", True),
    ("∂L/∂x_i = (γ/n) Σ_{j≠i} (∂L/∂y_i − ∂L/∂y_j)", True),
    ("Final answer: γ(∂L/∂y_i − (1/n)Σ_j ∂L/∂y_j)", True),
    ("∂L/∂x_i = γ(∂L/∂y_i − Σ_j ∂L/∂y_j)", False),
    ("∂L/∂x_i = Γ(∂L/∂y_i − (1/n)Σ_j ∂L/∂y_j)", None),  # Γ is not γ, and nobody said what it is
    ("∂L/∂x_i = γ ∂L/∂y_i", False),
    ("∂L/∂x_i = γ(∂L/∂y_i + (1/n)Σ_j ∂L/∂y_j)", False),
    ("∂L/∂x_i = γ(∂L/∂y_i − (1/3)Σ_j ∂L/∂y_j)", False),
    ("∂L/∂x_i = γ(∂L/∂y_i − (1/n)Σ_{j=2}^n ∂L/∂y_j)", False),
    ("Let h_k = ∂L/∂y_k and m = Σ_k h_k. Then ∂L/∂x_i = γ (h_i − m).", False),
    ("∂L/∂x_i = γ(∂L/∂y_i − 1e-7)", False),
    ("∂L/∂x_i = γ(∂L/∂y_i − (1/n)Σ_j ∂L/∂y_j) + 1e-11", False),
    ("∂L/∂x_i = γ(∂L/∂y_i − the mean of all gradients)", None),
    ("∂L/∂x_i = γ ∂L/∂y_i minus the batch mean", None),
    ("∂L/∂x_i = γ × (something)", None),
    (r"∂L/∂x_i = \gamma\left(\frac{\partial L}{\partial y_i} - \unknown\right)", None),
    ("∂L/∂x_i = γ(∂L/∂y_i − (1/n)Σ_j ∂L/∂y_j) for the batch.\n\n**Answer:** γ ∂L/∂y_i", False),  # the marked one counts
    ("The sum runs over \\sum_{j=1}^n.", None),
    ("It is 0.", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "wanted"), EXPRESSIONS, ids=range(len(EXPRESSIONS)))
def test_expressions(reply: str, wanted: bool | None) -> None:
    assert verdict(expressions, reply, BATCH_PART) is wanted


LIMITS = [
    ("As n → ∞, ∂L/∂x_i → γ ∂L/∂y_i.", True),
    (r"$$\lim_{n\to\infty} \frac{\partial L}{\partial x_i} = \gamma\frac{\partial L}{\partial y_i}$$", True),
    ("For n → ∞ the gradient ∂L/∂x_i tends to γ ∂L/∂y_i.", True),
    (
        r"As $n\to\infty$: $\frac{\partial L}{\partial x_i}\approx\gamma\left(1-\frac1n\right)\frac{\partial L}{\partial y_i}$",
        True,
    ),
    (r"$\frac{\partial L}{\partial x_i} \xrightarrow{n\to\infty} \gamma \frac{\partial L}{\partial y_i}$", True),
    ("∂L/∂x_i → γ(∂L/∂y_i − E[∂L/∂y])", False),  # right as an alternative, which is another key
    ("As n → ∞, ∂L/∂x_i → ∂L/∂y_i.", False),
    ("As n → ∞ the gradient vanishes.", False),
    ("As n → ∞ the gradient goes to 0.", False),
    ("∂L/∂x_i = γ(∂L/∂y_i − (1/n)Σ_j ∂L/∂y_j)\n\nAs n → ∞, ∂L/∂x_i → γ ∂L/∂y_i", True),
]


@pytest.mark.parametrize(("reply", "wanted"), LIMITS, ids=range(len(LIMITS)))
def test_limits(reply: str, wanted: bool | None) -> None:
    assert verdict(expressions, reply, LIMIT_PART) is wanted


def test_general_case_and_limit_are_not_confused() -> None:
    reply = "∂L/∂x_i = γ(∂L/∂y_i − (1/n)Σ_j ∂L/∂y_j)\n\n∂L/∂x_1 = 0 for n = 1\n\nAs n → ∞, ∂L/∂x_i → γ ∂L/∂y_i"
    assert verdict(expressions, reply, BATCH_PART) is True
    assert verdict(expressions, reply, LIMIT_PART) is True


WEIGHTS = (
    Symbol("p", domain="probability"),
    Symbol("w", ("d",)),
    Symbol(r"\tilde w", ("d",), aliases=(r"\hat w", r"w_{\text{drop}}"), called=("learned weights",)),
    Symbol("X", ("n", "d")),
)
SCALING = part(Relation(WEIGHTS, "w"), lambda env: np.array([env["p"] * a for a in env[r"\tilde w"]]))
DATA = (
    Symbol("X", ("n", "d")),
    Symbol(r"\tilde X", ("n", "d"), aliases=("X'",)),
    Symbol(r"\Gamma", ("d", "d"), domain="invertible"),
    Symbol(r"\lambda", domain="positive"),
)


def solved(env: Mapping[str, Any]) -> Any:
    return np.linalg.solve(env[r"\Gamma"].T, env["X"].T).T


CHANGE = part(Relation(DATA, r"\tilde X"), solved)
RELATIONS = [
    (SCALING, "w = p w̃", True),
    (SCALING, r"**Answer:** $w = p\tilde{w}$, or equivalently $\tilde{w} = \frac{1}{p}w$", True),
    (SCALING, r"So $\tilde w = w/p$.", True),
    (SCALING, "w = p · w_drop", True),
    (SCALING, "w_j = p ŵ_j for all j", True),
    (SCALING, "Final answer: p w̃", True),
    (SCALING, "Multiply the learned weights by p.", True),
    (SCALING, "(w = p w̃)", True),
    (SCALING, "- w = p w̃ (where p is the keep probability)", True),
    (SCALING, "w = p w̃\n\nnot w = w̃/p", True),
    (SCALING, "w = w̃/p", False),
    (SCALING, r"$w = \frac{\hat w}{p}$", False),
    (SCALING, "Divide the learned weights by p.", False),
    (SCALING, "w = (1 − p) w̃", False),
    (SCALING, "w = √p w̃", False),
    (SCALING, "w̃ = p w", False),
    (SCALING, "w = w̃", False),
    (SCALING, "The data terms agree for w = p w̃.\n\n$\\boxed{\\tilde w = p\\,w}$", False),  # the marked one counts
    (SCALING, "w = p times the learned weights", None),
    (SCALING, "w = w̃ · (mean of the mask)", None),
    (SCALING, "w = w", None),
    (SCALING, "p = 0.5", None),
    (SCALING, "w = ˆw\np .", False),  # a fraction over two lines
    (CHANGE, r"$\tilde X = X\Gamma^{-1}$", True),
    (CHANGE, "X̃ = XΓ⁻¹", True),
    (CHANGE, "X' = X @ np.linalg.inv(Gamma)", True),
    (CHANGE, r"$\tilde X\,\Gamma = X$", True),
    (CHANGE, "˜X = XΓ−1.", True),  # as PDF extraction leaves it
    (CHANGE, r"$\tilde X = \Gamma^{-1}X$", False),
    (CHANGE, r"$\tilde X = X\Gamma$", False),
    (CHANGE, r"$\tilde X = X\Gamma^{-\top}$", False),
    (CHANGE, r"$\tilde X = X$", False),
    (CHANGE, r"$\tilde X = \frac{1}{\sqrt\lambda}X\Gamma^{-1}$", False),
]


@pytest.mark.parametrize(("which", "reply", "wanted"), RELATIONS, ids=range(len(RELATIONS)))
def test_relations(which: Part, reply: str, wanted: bool | None) -> None:
    assert verdict(relations, reply, which) is wanted


def test_up_to_a_positive_factor() -> None:
    kind = Relation(DATA, r"\tilde X", up_to="positive-factor")
    which = part(kind, solved)
    assert verdict(relations, r"$\tilde X = \frac{1}{\sqrt\lambda}X\Gamma^{-1}$", which) is True
    assert verdict(relations, r"$\tilde X = c X\Gamma^{-1}$", which) is True
    assert verdict(relations, r"$\tilde X = -X\Gamma^{-1}$", which) is False
    assert verdict(relations, r"$\tilde X = X\Gamma$", which) is False


DAMAGED = [
    "∂L\n∂xi\n= γ\n ∂L\n∂yi\n−1\nn\nn\nX\nj=1\n∂L\n∂yj\n\nResult",
    "∂L\n∂xi\n= γ\nh ∂L\n∂yi\n−1\nn\nX\nj\n∂L\n∂yj\ni\nand so on",
    "Final Answer\n∂L\n∂xi\n= γ\n\uf8eb\n\uf8ed∂L\n∂yi\n−1\nn\nn\nX\nj=1\n∂L\n∂yj\n\uf8f6\n\uf8f8,\nwhere",
]


@pytest.mark.parametrize("reply", DAMAGED, ids=range(len(DAMAGED)))
def test_formulas_that_pdf_extraction_took_apart(reply: str) -> None:
    assert verdict(expressions, reply, BATCH_PART) is True
    assert verdict(expressions, reply.replace("−1\nn", "−2\nn"), BATCH_PART) is False


def test_lost_brackets_are_not_guessed() -> None:
    """A factor that ends a paragraph in the middle of a formula: what follows is lost, so nothing is decided."""
    reply = "∂L\n∂xi\n=\nn\nX\nj=1\n∂L\n∂yj\n· γ\n\nδji −1\nn\n\n"
    assert verdict(expressions, reply, BATCH_PART) is None


@pytest.mark.parametrize(
    "reply",
    [
        "∂L/∂x_i = " + "{" * 100_000,
        "∂L/∂x_i = " + "(" * 50_000 + "x" + ")" * 50_000,
        "∂L/∂x_i = " + "9^" * 20_000 + "9",
        "∂L/∂x_i = 9^{9^{9^{9^{9}}}} ∂L/∂y_i",
        r"\def\a{\a\a}\a $\frac{\partial L}{\partial x_i} = \a$",
        "∂L/∂x_i = __import__('os').system('true')",
        "∂L/∂x_i = \x00\ud800 γ",
        "$\\frac{\\partial L}{\\partial x_i} = " + r"\sum_{j=1}^{10^9}" * 50 + "1$",
        "= " * 50_000,
        "∂L/∂x_i = γ\n" * 5_000,
        "x" * 150_000,
    ],
    ids=range(11),
)
def test_hostile_replies_are_never_right_and_never_crash(reply: str) -> None:
    for which, module in ((BATCH_PART, expressions), (LIMIT_PART, expressions), (SCALING, relations)):
        assert verdict(module, reply, which) is not True
