r"""2b: the backward pass of a batch norm that only removes the mean; for one example; for infinitely many.

The limit is contested. The course's key is $\gamma\,\partial L/\partial y_i$, with the argument that a sum of bounded
gradients divided by $n$ vanishes. It does not: the mean of bounded gradients need not go to 0 (take all of them 1), so
$\gamma(\partial L/\partial y_i - \text{mean})$ is the statement that always holds, and it is accepted as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viva.kinds import Expression, Number
from viva.maths.normalization import demean, demean_backward
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.hw5.symbols import BATCH_NORM
from viva.papers.latex import rounded
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Alternative, Draw, FindingKind, Nudge, NudgeKind, Part, Question

Array = NDArray[np.float64]
Env = dict[str, Any]
LEFT = (r"\partial L/\partial x_i",)


def over(program: Callable[[Array, Env], Array]) -> Callable[[Draw], Callable[[Env], Array]]:
    """A key over `env` from a formula in the gradients (n,) and the rest of `env`."""
    return lambda draw: lambda env: np.asarray(program(np.asarray(env[r"\partial L/\partial y"]), env), dtype=float)


def by_complex_step(draw: Draw) -> Callable[[Env], Array]:
    """The gradient of L = g . y(x) in x by complex steps through the forward pass, where g is the gradient in y."""

    def program(env: Env) -> Array:
        g, size, step = np.asarray(env[r"\partial L/\partial y"]), len(env["x"]), 1e-30
        slopes = []
        for i in range(size):
            x = np.asarray(env["x"], dtype=complex)
            x[i] += 1j * step
            y = env[r"\gamma"] * (x - x.sum() / size) + env[r"\beta"]
            slopes.append((g @ y).imag / step)
        return np.array(slopes)

    return program


GRADIENT = Part(
    name="2b/gradient",
    asks="the gradient of the loss in x_i, by the gradients in y",
    kind=Expression(symbols=BATCH_NORM, left=LEFT, index=("i",)),
    key=over(lambda g, env: demean_backward(g, env[r"\gamma"])),
    shown=lambda draw: (
        r"$\gamma\left(\frac{\partial L}{\partial y_i} - \frac{1}{n}\sum_{j=1}^{n} \frac{\partial L}{\partial "
        r"y_j}\right)$"
    ),
    proof=by_complex_step,
    misconceptions=(
        misconception(
            "missing-one-over-n",
            "The sum over the batch lacks its factor 1/n.",
            over(lambda g, env: env[r"\gamma"] * (g - g.sum())),
            FindingKind.DROPPED_TERM,
            "Check the derivative of the mean in x_i: by how much does the mean move when only one of its entries "
            "moves?",
        ),
        misconception(
            "missing-gamma",
            "The factor γ is missing.",
            over(lambda g, env: g - g.mean()),
            FindingKind.DROPPED_TERM,
            "You differentiated the removal of the mean. What does the step from the centred value to y_i contribute?",
        ),
        misconception(
            "mean-ignored",
            "The mean was treated as a constant, so the term of the other examples is missing.",
            over(lambda g, env: env[r"\gamma"] * g),
            FindingKind.DROPPED_TERM,
            "The mean depends on x_i as well, and through it every output does. Which term does that add?",
        ),
        misconception(
            "divided-by-sigma",
            "The gradient was divided by the standard deviation, which this layer does not use.",
            over(lambda g, env: env[r"\gamma"] / env[r"\sigma"] * (g - g.mean())),
            FindingKind.HALLUCINATION,
            "The layer of this question removes the mean only; nothing is divided by a standard deviation. Please "
            "derive the gradient for this layer.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "own-output-only",
            "Only the example's own output was followed: the sum over the other outputs is missing.",
            over(lambda g, env: env[r"\gamma"] * (1 - 1 / len(g)) * g),
            FindingKind.DROPPED_TERM,
            "x_i moves all outputs, not only y_i: the chain rule has a sum over the whole batch.",
        ),
        misconception(
            "mean-added",
            "The term of the mean has the wrong sign.",
            over(lambda g, env: env[r"\gamma"] * (g + g.mean())),
            FindingKind.ARITHMETIC_SLIP,
            "Check the sign with which the mean enters the output.",
        ),
    ),
)

ONE = Part(
    name="2b/n1",
    asks="the gradient for a batch of one",
    kind=Number(
        over=Expression(
            symbols=BATCH_NORM,
            left=(r"\partial L/\partial x_1", r"\partial L/\partial x_i", r"\partial L/\partial x"),
            index=("i",),
            given={"n": 1},
        )
    ),
    key=lambda draw: 0,
    shown=lambda draw: "$0$",
    proof=lambda draw: float(_slope_of_one(gradient=2.5, gamma=-1.5)),
    misconceptions=(
        misconception(
            "mean-ignored",
            "The mean was treated as a constant, which leaves a factor 1.",
            lambda draw: 1,
            FindingKind.DROPPED_TERM,
            "With one example, the mean is that example. What is left after it is removed?",
        ),
    ),
)


def _slope_of_one(gradient: float, gamma: float) -> float:
    """A central difference through the forward pass for a batch of one."""
    step = 0.25
    return gradient * float((demean([1 + step], gamma, 0.5) - demean([1 - step], gamma, 0.5))[0]) / (2 * step)


def contested() -> str:
    """Both limits against the exact gradient, for bounded gradients whose mean goes to 0 and whose mean does not."""
    gamma = 2.0
    lines = [
        r"The exact gradient of $x_1$ with $\gamma = 2$, and how far each candidate for the limit is from it:",
        "",
        r"| gradients in $y$ | $n$ | mean | exact | error of $\gamma\,\partial L/\partial y_1$ "
        r"| error of $\gamma(\partial L/\partial y_1 - \text{mean})$ |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, offset in ((r"$\sin j$, mean goes to 0", 0.0), (r"$1 + \sin j$, mean goes to 1", 1.0)):
        for size in (10, 1_000, 100_000):
            g = offset + np.sin(np.arange(1, size + 1))
            exact = demean_backward(g, gamma)[0]
            plain, centred = gamma * g[0], gamma * (g[0] - offset)
            lines.append(
                f"| {name} | {size:,} | {g.mean():.5f} | {exact:.5f} | {abs(exact - plain):.5f} | "
                f"{abs(exact - centred):.5f} |"
            )
    return "\n".join(lines)


LIMIT = Part(
    name="2b/limit",
    asks="the gradient as the batch grows without bound",
    kind=Expression(
        symbols=BATCH_NORM, left=(*LEFT, r"\lim_{n\to\infty} \partial L/\partial x_i"), index=("i",), limit="n"
    ),
    key=over(lambda g, env: env[r"\gamma"] * g),
    shown=lambda draw: r"$\gamma \frac{\partial L}{\partial y_i}$",
    proof=lambda draw: _limit_when_the_mean_vanishes,
    misconceptions=(
        misconception(
            "vanishes",
            "The whole gradient is said to vanish.",
            over(lambda g, env: np.zeros_like(g, dtype=float)),
            FindingKind.WRONG_FORMULA,
            "Only one of the two terms of your gradient is divided by n. What becomes of the other one?",
        ),
        misconception(
            "missing-gamma",
            "The factor γ is missing.",
            over(lambda g, env: g),
            FindingKind.DROPPED_TERM,
            "Start from your own gradient for finite n, and keep every factor that does not depend on n.",
        ),
        misconception(
            "only-the-mean",
            "Only the mean of the gradients is kept.",
            over(lambda g, env: -env[r"\gamma"] * np.full_like(g, g.mean(), dtype=float)),
            FindingKind.DROPPED_TERM,
            "The term of the example itself does not depend on n. What becomes of it?",
        ),
    ),
    alternatives=(
        Alternative(
            name="centred",
            answer=over(lambda g, env: env[r"\gamma"] * (g - g.mean())),
            shown=lambda draw: (
                r"$\gamma\left(\frac{\partial L}{\partial y_i} - "
                r"\lim_{n\to\infty}\frac{1}{n}\sum_{j=1}^{n}\frac{\partial L}{\partial y_j}\right)$"
            ),
            reason="The mean of bounded gradients need not go to 0 as the batch grows. Where it goes to some other "
            "value, that value stays in the gradient; where it goes to 0, both answers agree.",
            computation=contested,
        ),
    ),
)


def _limit_when_the_mean_vanishes(env: Env) -> Array:
    """The exact gradient of the given examples within a large batch whose other gradients cancel the mean."""
    g = np.asarray(env[r"\partial L/\partial y"], dtype=float)
    filled = np.concatenate([g, -g, np.zeros(1000)])
    return demean_backward(filled, env[r"\gamma"])[: len(g)]


def _worked(draw: Draw) -> dict[str, Any]:
    """An example in numbers: the formula against central differences through the forward pass."""
    g, gamma, x, step = np.array([2.0, -1.0, 0.5, 1.5]), 1.5, np.array([0.3, 1.2, -0.7, 2.0]), 1e-4
    differences = [
        g @ (demean(x + step * unit, gamma, 0.1) - demean(x - step * unit, gamma, 0.1)) / (2 * step)
        for unit in np.eye(len(x))
    ]
    return {
        "gradients": rounded(g),
        "size": len(g),
        "mean": rounded(g.mean()),
        "gamma": rounded(gamma),
        "by_formula": rounded(demean_backward(g, gamma)),
        "by_difference": rounded(differences),
        "contested": contested(),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        clarify="To be sure that the question was read correctly: y_i = γ (x_i − μ) + β for i = 1, …, n, where μ is "
        "the mean of all x_j, and nothing is divided by a standard deviation. Please give (i) the gradient of L in "
        "x_i by the gradients in the y_j, (ii) its number for n = 1, (iii) what it becomes as n → ∞.",
        target="Every output depends on x_i: y_i directly, and all of them through the mean. Write the derivative "
        "of y_j in x_i for j = i and for j ≠ i, and sum over j with the chain rule. Then put in n = 1, and look at "
        "which terms are divided by n.",
        reveal="The derivative of y_j in x_i is γ (1 − 1/n) for j = i and −γ/n for j ≠ i. Finish the sum over j, "
        "then answer the other two parts from it.",
    )


QUESTION = Question(
    name="2b",
    title="The gradient of a simplified batch norm",
    parts=(GRADIENT, ONE, LIMIT),
    draw=without_numbers,
    prompt=prompt(__package__, "2b"),
    solution=solution(__package__, "2b", _worked),
    nudges=nudges,
    claims=CLAIMS.get("2b", ()),
)
