"""Weight decay, Adam, the variance at initialisation, and a filter's gradient, in the voices of several models.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from derivations.voices.voice import Slip, Voice
from derivations.voices.yew.numeric import slope
from viva.kinds import Symbol

DECAY_SYMBOLS = (
    Symbol("w", aliases=("w_t",)),
    Symbol("w_0"),
    Symbol("h", domain="positive"),
    Symbol("lambda", domain="positive", aliases=(r"\lambda",)),
    Symbol("eta", domain="positive", aliases=(r"\eta",)),
)


def decay_draw(rng: np.random.Generator) -> SimpleNamespace:
    w, w0 = float(rng.normal()), float(rng.normal())
    h, lam, eta = (float(rng.uniform(0.2, 2.0)) for _ in range(3))

    def loss(u: Any) -> Any:
        return h / 2 * (u - w0) ** 2 + lam / 2 * u**2

    grad = float(slope(loss, w))
    curve = float(slope(lambda u: h * (u - w0) + lam * u, w))
    best = w - grad / curve
    return SimpleNamespace(w=w, w0=w0, h=h, lam=lam, eta=eta, grad=grad, best=best, low=loss(best))


DECAY = Voice(
    "yew weight decay on a quadratic",
    "Llama in a terminal: ASCII, one coordinate",
    DECAY_SYMBOLS,
    """
Near the minimum w_0 of the loss, one coordinate looks like (h/2) * (w - w_0)^2. With L2 regularization

J(w) = (h/2) * (w - w_0)^2 + (lambda/2) * w^2

Gradient:
dJ/dw = h * (w - w_0) + lambda * w = (h + lambda) * w - h * w_0

One step of gradient descent:
w - eta * dJ/dw = w - eta * h * (w - w_0) - eta * lambda * w
                = (1 - eta * lambda) * w - eta * h * (w - w_0)

So every step multiplies w by (1 - eta * lambda) first: weight decay.

Setting dJ/dw = 0 gives the regularized minimum
w_reg = h * w_0 / (h + lambda)

It is pulled towards zero by
w_0 - w_reg = w_0 * (1 - h / (h + lambda)) = lambda * w_0 / (h + lambda)

The value there is
J(w_reg) = (h/2) * lambda^2 * w_0^2 / (h + lambda)^2 + (lambda/2) * h^2 * w_0^2 / (h + lambda)^2
         = (1/2) * h * lambda * w_0^2 / (h + lambda)
""",
    decay_draw,
    (
        Slip(
            "= (h + lambda) * w - h * w_0",
            "= (h + lambda) * w + h * w_0",
            lambda v: (v.grad, (v.h + v.lam) * v.w - v.h * v.w0, (v.h + v.lam) * v.w + v.h * v.w0),
        ),
        Slip(
            "= (1 - eta * lambda) * w - eta",
            "= (1 - lambda) * w - eta",
            lambda v: (
                v.w - v.eta * v.grad,
                (1 - v.eta * v.lam) * v.w - v.eta * v.h * (v.w - v.w0),
                (1 - v.lam) * v.w - v.eta * v.h * (v.w - v.w0),
            ),
        ),
        Slip(
            "= lambda * w_0 / (h + lambda)",
            "= h * w_0 / (h + lambda)",
            lambda v: (v.w0 - v.best, v.lam * v.w0 / (v.h + v.lam), v.h * v.w0 / (v.h + v.lam)),
        ),
        Slip(
            "+ (lambda/2) * h^2 * w_0^2 /",
            "+ (lambda/2) * h * w_0^2 /",
            lambda v: (
                v.low,
                (v.h / 2 * v.lam**2 + v.lam / 2 * v.h**2) * v.w0**2 / (v.h + v.lam) ** 2,
                (v.h / 2 * v.lam**2 + v.lam / 2 * v.h) * v.w0**2 / (v.h + v.lam) ** 2,
            ),
        ),
        Slip(
            "= (1/2) * h * lambda * w_0^2 / (h + lambda)",
            "= (1/2) * h * lambda * w_0^2 / (h + lambda)^2",
            lambda v: (
                v.low,
                v.h * v.lam * v.w0**2 / (v.h + v.lam) / 2,
                v.h * v.lam * v.w0**2 / (v.h + v.lam) ** 2 / 2,
            ),
        ),
    ),
)

ADAM_SYMBOLS = (
    Symbol("t", domain="size"),
    Symbol("β", domain="probability", aliases=("β₁", r"\beta", r"\beta_1")),
    Symbol("μ", aliases=(r"\mu",)),
    Symbol("σ", domain="positive", aliases=(r"\sigma",)),
    Symbol("g", ("t",), domain="normal", defined_by=r"\mu, \sigma^2"),
)


def adam_draw(rng: np.random.Generator) -> SimpleNamespace:
    t, b, mu, s = 5, float(rng.uniform(0.2, 0.8)), float(rng.normal()), float(rng.uniform(0.5, 2.0))
    weights = np.zeros(t)
    for step in range(t):
        weights *= b
        weights[step] += 1 - b
    return SimpleNamespace(
        t=t, b=b, mu=mu, s=s, mean=mu * weights.sum(), var=s**2 * np.sum(weights**2), weights=weights,
        powers=b ** np.arange(t),
    )  # fmt: skip


ADAM = Voice(
    "yew bias correction of Adam",
    "Claude: Unicode, unrolled recursion, mean and variance",
    ADAM_SYMBOLS,
    """
## Why Adam divides by 1 − βᵗ

Start from m₀ = 0 and mₜ = β mₜ₋₁ + (1 − β) gₜ. Unrolling the recursion gives

mₜ = (1 − β) Σᵢ₌₁ᵗ βᵗ⁻ⁱ gᵢ

**Mean.** If all gᵢ are independent with mean μ and variance σ²,

E[(1 − β) Σᵢ₌₁ᵗ βᵗ⁻ⁱ gᵢ] = (1 − β) Σᵢ₌₁ᵗ βᵗ⁻ⁱ E[gᵢ]
  = μ (1 − β) Σₖ₌₀ᵗ⁻¹ βᵏ
  = μ (1 − βᵗ)

because the geometric sum is Σₖ₌₀ᵗ⁻¹ βᵏ = (1 − βᵗ)/(1 − β). Dividing by 1 − βᵗ removes the bias.

**Variance.** Independence gives

Var((1 − β) Σᵢ₌₁ᵗ βᵗ⁻ⁱ gᵢ) = (1 − β)² Σᵢ₌₁ᵗ β²⁽ᵗ⁻ⁱ⁾ σ²
  = σ² (1 − β)² (1 − β²ᵗ)/(1 − β²)
  = σ² (1 − β)(1 − β²ᵗ)/(1 + β)

For large t this approaches σ² (1 − β)/(1 + β).
""",
    adam_draw,
    (
        Slip(
            "  = μ (1 − βᵗ)\n",
            "  = μ (1 − β)ᵗ\n",
            lambda v: (v.mean, v.mu * (1 - v.b**v.t), v.mu * (1 - v.b) ** v.t),
        ),
        Slip(
            "= (1 − βᵗ)/(1 − β). D",
            "= (1 − βᵗ⁻¹)/(1 − β). D",
            lambda v: (v.powers.sum(), (1 - v.b**v.t) / (1 - v.b), (1 - v.b ** (v.t - 1)) / (1 - v.b)),
        ),
        Slip(
            "= (1 − β)² Σᵢ₌₁ᵗ β²⁽ᵗ⁻ⁱ⁾ σ²",
            "= (1 − β) Σᵢ₌₁ᵗ β²⁽ᵗ⁻ⁱ⁾ σ²",
            lambda v: (
                v.var,
                (1 - v.b) ** 2 * np.sum(v.powers**2) * v.s**2,
                (1 - v.b) * np.sum(v.powers**2) * v.s**2,
            ),
        ),
        Slip(
            "(1 − β)² (1 − β²ᵗ)/(1 − β²)",
            "(1 − β)² (1 − β²ᵗ)/(1 − β)²",
            lambda v: (
                v.var,
                v.s**2 * (1 - v.b) ** 2 * (1 - v.b ** (2 * v.t)) / (1 - v.b**2),
                v.s**2 * (1 - v.b ** (2 * v.t)),
            ),
        ),
        Slip(
            "  = σ² (1 − β)(1 − β²ᵗ)/(1 + β)\n",
            "  = σ (1 − β)(1 − β²ᵗ)/(1 + β)\n",
            lambda v: (
                v.var,
                v.s**2 * (1 - v.b) * (1 - v.b ** (2 * v.t)) / (1 + v.b),
                v.s * (1 - v.b) * (1 - v.b ** (2 * v.t)) / (1 + v.b),
            ),
        ),
    ),
)

START_SYMBOLS = (
    Symbol("n", domain="size"),
    Symbol(r"\sigma", domain="positive"),
    Symbol("s", domain="positive"),
    Symbol("w", ("n",), domain="normal", defined_by=r"0, \sigma^2"),
    Symbol("z", ("n",), domain="normal", defined_by="0, s^2"),
)


def start_draw(rng: np.random.Generator) -> SimpleNamespace:
    n, sigma, s = 4, float(rng.uniform(0.4, 2.0)), float(rng.uniform(0.4, 2.0))
    grid = np.linspace(-12 * s, 12 * s, 200001)
    density = np.exp(-(grid**2) / 2 / s**2) / np.sqrt(2 * np.pi) / s
    step, kept = grid[1] - grid[0], np.maximum(grid, 0)
    first, second = np.sum(density * kept) * step, np.sum(density * kept**2) * step
    w2 = np.sum(grid**2 * density) * step / s**2 * sigma**2
    return SimpleNamespace(n=n, sigma=sigma, s=s, first=first, second=second, w2=w2)


START = Voice(
    "yew variance at initialisation",
    "Qwen: bold lead-ins, displays, ReLU",
    START_SYMBOLS,
    r"""
**Setup.** A unit computes $a = \sum_{j=1}^n w_j x_j$ with $x_j = \max(0, z_j)$, where $w_j \sim \mathcal{N}(0, \sigma^2)$ and $z_j \sim \mathcal{N}(0, s^2)$ are all independent.

**Moments of the ReLU.** By symmetry of the Gaussian, half of the second moment survives:

$$\mathbb{E}[\max(0,z_j)^2] = \frac{1}{2}\,\mathbb{E}[z_j^2] = \frac{s^2}{2}.$$

Note that the mean is not zero, $\mathbb{E}[\max(0, z_j)] = \frac{s}{\sqrt{2\pi}}$, so that

$$\operatorname{Var}(\max(0,z_j)) = \frac{s^2}{2} - \frac{s^2}{2\pi} = \frac{s^2}{2}\left(1 - \frac{1}{\pi}\right).$$

**Variance of the unit.** Since $\mathbb{E}[w_j] = 0$, the cross terms vanish and

$$\operatorname{Var}\left(\sum_{j=1}^n w_j \max(0,z_j)\right) = \sum_{j=1}^n \mathbb{E}[w_j^2]\,\mathbb{E}[\max(0,z_j)^2] = n\,\sigma^2 \cdot \frac{s^2}{2} = \frac{1}{2}\,n\,\sigma^2 s^2.$$

To keep the variance equal to $s^2$ we need $\frac12 n\sigma^2 = 1$, which is He initialization: $\sigma^2 = \frac{2}{n}$.
""",
    start_draw,
    (
        Slip(
            r"\,\mathbb{E}[z_j^2] = \frac{s^2}{2}.",
            r"\,\mathbb{E}[z_j^2] = \frac{s}{2}.",
            lambda v: (v.second, v.s**2 / 2, v.s / 2),
        ),
        Slip(
            r"= \frac{s}{\sqrt{2\pi}}$",
            r"= \frac{s}{2\sqrt{2\pi}}$",
            lambda v: (v.first, v.s / np.sqrt(2 * np.pi), v.s / 2 / np.sqrt(2 * np.pi)),
        ),
        Slip(
            r"= \frac{s^2}{2}\left(1 - \frac{1}{\pi}\right).",
            r"= \frac{s^2}{2}\left(1 - \frac{1}{2\pi}\right).",
            lambda v: (v.second - v.first**2, v.s**2 / 2 * (1 - 1 / np.pi), v.s**2 / 2 * (1 - 0.5 / np.pi)),
        ),
        Slip(
            r"= n\,\sigma^2 \cdot \frac{s^2}{2} =",
            r"= n^2\,\sigma^2 \cdot \frac{s^2}{2} =",
            lambda v: (
                v.n * v.w2 * v.second,
                v.n * v.sigma**2 * v.s**2 / 2,
                v.n**2 * v.sigma**2 * v.s**2 / 2,
            ),
        ),
        Slip(
            r"= \frac{1}{2}\,n\,\sigma^2 s^2.",
            r"= n\,\sigma^2 s^2.",
            lambda v: (v.n * v.w2 * v.second, v.n * v.sigma**2 * v.s**2 / 2, v.n * v.sigma**2 * v.s**2),
        ),
    ),
)

FILTER_SYMBOLS = (Symbol("a"), Symbol("b"), Symbol("c"))


def filter_draw(rng: np.random.Generator) -> SimpleNamespace:
    f, x, t = rng.normal(size=3), np.array([2.0, -1.0, 3.0, 0.0, 1.0]), np.array([1.0, 2.0, -1.0])
    rows = np.stack([x[i : i + 3] for i in range(3)])

    def grad(u: Any) -> Any:
        return slope(lambda k: np.sum((rows @ k - t) ** 2) / 2, u)

    a, b, c = f
    return SimpleNamespace(a=a, b=b, c=c, grad=grad(f), ones=grad(np.ones(3)))


KERNEL = Voice(
    "yew gradient of a filter",
    "ChatGPT: inline LaTeX, numbers, one step of descent",
    FILTER_SYMBOLS,
    r"""
Slide the filter $[a, b, c]$ over $x = [2, -1, 3, 0, 1]$ (no flipping, no padding). The residuals against the targets $[1, 2, -1]$ are

\[
r_1 = 2a - b + 3c - 1, \qquad r_2 = -a + 3b - 2, \qquad r_3 = 3a + c + 1.
\]

With $L = \tfrac12(r_1^2 + r_2^2 + r_3^2)$, the gradient correlates the input with the residuals:

\[
\begin{aligned}
\frac{\partial L}{\partial a} &= 2r_1 - r_2 + 3r_3 = 2(2a - b + 3c - 1) - (-a + 3b - 2) + 3(3a + c + 1) = 14a - 5b + 9c + 3,\\
\frac{\partial L}{\partial b} &= -r_1 + 3r_2 = -(2a - b + 3c - 1) + 3(-a + 3b - 2) = -5a + 10b - 3c - 5,\\
\frac{\partial L}{\partial c} &= 3r_1 + r_3 = 3(2a - b + 3c - 1) + (3a + c + 1) = 9a - 3b + 10c - 2.
\end{aligned}
\]

At $a = b = c = 1$ the three derivatives are $14 - 5 + 9 + 3 = 21$, $-5 + 10 - 3 - 5 = -3$ and $9 - 3 + 10 - 2 = 14$. A step with learning rate $0.1$ gives $1 - 0.1 \cdot 21 = -1.1$, $1 - 0.1\cdot(-3) = 1.3$ and $1 - 0.1 \cdot 14 = -0.4$.
""",
    filter_draw,
    (
        Slip(
            "= 14a - 5b + 9c + 3,",
            "= 14a - 5b + 9c - 3,",
            lambda v: (v.grad[0], 14 * v.a - 5 * v.b + 9 * v.c + 3, 14 * v.a - 5 * v.b + 9 * v.c - 3),
        ),
        Slip(
            "= -5a + 10b - 3c - 5,",
            "= -5a + 8b - 3c - 5,",
            lambda v: (v.grad[1], -5 * v.a + 10 * v.b - 3 * v.c - 5, -5 * v.a + 8 * v.b - 3 * v.c - 5),
        ),
        Slip(
            "= 3(2a - b + 3c - 1) + (3a",
            "= 3(2a - b + 3c - 1) - (3a",
            lambda v: (
                v.grad[2],
                3 * (2 * v.a - v.b + 3 * v.c - 1) + (3 * v.a + v.c + 1),
                3 * (2 * v.a - v.b + 3 * v.c - 1) - (3 * v.a + v.c + 1),
            ),
        ),
        Slip("- 5 = -3$", "- 5 = 3$", lambda v: (v.ones[1], -5 + 10 - 3 - 5, 3)),
        Slip(r"\cdot(-3) = 1.3$", r"\cdot(-3) = 0.7$", lambda v: (1 - 0.1 * v.ones[1], 1.3, 0.7)),
    ),
)

STEPS = (DECAY, ADAM, START, KERNEL)
