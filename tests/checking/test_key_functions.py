"""Keys with functions, policies, laws, integrals of their own: what they accept, and that no mutant of them passes.

The labels of the table are plain mathematics. The mutants are made of the key's own tree, not of what the program says
about it: every sign, factor, power, argument and bound is changed in turn, and none of the changes is an identity.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from viva import equivalent
from viva.checking.undeclared.key_forms import understand
from viva.reading.normal import normalise
from viva.reading.notation import render
from viva.reading.syntax import (
    Add,
    Apply,
    Call,
    Div,
    Expect,
    Expr,
    Fold,
    Mul,
    Neg,
    Num,
    Pow,
    Slope,
    Transpose,
)
from viva.reading.trees import rebuild, walk

CASES = [
    (
        r"r + \gamma \max_{a'} Q(s', a')",
        ("r + γ max_{a'} Q(s', a')", "r + gamma * max_a' Q(s', a')", r"$\max_{a'}[r+\gamma Q(s',a')]$"),
        (r"$r+\max_{a'}Q(s',a')$", "r + γ max_a Q(s, a)", r"$r+\gamma\max_{a'}Q(a',s')$"),
    ),
    (
        r"\frac{f(x+h) - f(x-h)}{2h}",
        (r"$\frac{1}{2h}\left[f(x+h)-f(x-h)\right]$", "(f(x+h) − f(x−h))/(2h)"),
        ("(f(x+h) − f(x))/h", "(f(x−h) − f(x+h))/(2h)", "f"),
    ),
    ("f'(g(x)) g'(x)", ("g'(x) f'(g(x))", "f'(g(x))·g'(x)"), ("f'(x) g'(x)", "f(g'(x)) g'(x)")),
    (
        r"\mathbb{E}_{q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \| p(z))",
        ("E_q(z|x)[log p(x|z)] − KL(q(z|x) || p(z))", r"$-\mathrm{KL}(q(z|x)\|p(z))+\mathbb E_q[\log p(x|z)]$"),
        (
            r"$\mathbb E_{q(z|x)}[\log p(x|z)]+D_{KL}(q(z|x)\|p(z))$",
            r"$\mathbb E_{q(z|x)}[\log p(x|z)]-D_{KL}(p(z)\|q(z|x))$",
            r"$\mathbb E_{p(z)}[\log p(x|z)]-D_{KL}(q(z|x)\|p(z))$",
        ),
    ),
    (
        r"\mathbb{E}_{\pi}[\nabla_\theta \log \pi_\theta(a|s)\, A(s,a)]",
        (
            r"$\mathbb E_\pi[A(s,a)\,\nabla_\theta\log\pi_\theta(a\mid s)]$",
            r"$\mathbb E_\pi\left[\frac{\nabla_\theta\pi_\theta(a|s)}{\pi_\theta(a|s)}A(s,a)\right]$",
        ),
        (r"$\mathbb E_\pi[\nabla_\theta\pi_\theta(a|s)A(s,a)]$", r"$\nabla_\theta\log\pi_\theta(a|s)A(s,a)$"),
    ),
    (
        r"\lambda\,\mathbb{E}_{\hat x}[(\|\nabla_{\hat x} D(\hat x)\|_2 - 1)^2]",
        (r"$\mathbb E_{\hat x}[\lambda(1-\|\nabla_{\hat x}D(\hat x)\|)^2]$",),
        (r"$\lambda(\mathbb E_{\hat x}[\|\nabla_{\hat x}D(\hat x)\|_2]-1)^2$",),
    ),
    (r"V(s) = \sum_a \pi(a|s) Q(s,a)", (r"$V^\pi(s)=\sum_a\pi(a|s)Q^\pi(s,a)$",), (r"$\sum_a\pi(s|a)Q(s,a)$",)),
    (
        r"\delta^{(l)} = (W^{(l+1)})^\top \delta^{(l+1)} \odot \sigma'(z^{(l)})",
        ("δ(l) = (W(l+1))⊤δ(l+1) ⊙σ′(z(l)).", "δ^l = ((W^{l+1})^T δ^{l+1}) ⊙ σ'(z^l)"),
        (r"$(W^{(l+1)})^\top(\delta^{(l+1)}\odot\sigma'(z^{(l)}))$", r"$W^{(l+1)}\delta^{(l+1)}\odot\sigma'(z^{(l)})$"),
    ),
    (r"\int_0^1 x^2 e^x\,dx", ("e − 2", r"$\int_0^1t^2e^t\,dt$"), ("e − 1", r"$\int_0^1xe^x\,dx$")),
    (r"\int p(x|z)p(z)\,dz", (r"$\int p(z)\,p(x\mid z)\,\mathrm{d}z$",), (r"$\int p(z|x)p(z)\,dz$",)),
    (
        r"\prod_{t=1}^T p(x_t|x_{<t})",
        (r"$\exp\left(\sum_{t=1}^T\log p(x_t\mid x_{<t})\right)$",),
        (r"$\prod_{t=1}^T p(x_t)$", r"$\sum_{t=1}^Tp(x_t|x_{<t})$"),
    ),
    (
        r"G_t = \sum_{k=0}^{\infty}\gamma^k R_{t+k+1}",
        (r"$G_t=\sum_{i=0}^\infty\gamma^iR_{t+i+1}$", r"$\sum_{k=t+1}^\infty\gamma^{k-t-1}R_k$"),
        (r"$\sum_{k=0}^\infty\gamma^{k+1}R_{t+k+1}$", r"$\sum_{k=0}^\infty R_{t+k+1}$"),
    ),
    (
        r"\Sigma_{\text{post}}^{-1} = \Sigma_0^{-1} + \frac{1}{\sigma^2} X^\top X",
        ("Σ_post = (Σ₀⁻¹ + σ⁻² XᵀX)⁻¹", "Σ_post⁻¹ = Σ₀⁻¹ + (1/σ²) XᵀX"),
        ("Σ_post = Σ₀ + σ⁻² XᵀX", r"$\Sigma_{\text{post}}^{-1}=\Sigma_0^{-1}+\frac1\sigma X^\top X$"),
    ),
    (r"x_k = (I - \eta A)^k x_0", ("x_k = (I − ηA)^k x_0",), (r"$x_k=(I-\eta A^k)x_0$", r"$x_k=(I+\eta A)^kx_0$")),
    (r"\frac{TP}{TP + FP}", (r"$\frac{\text{TP}}{\text{TP}+\text{FP}}$", "TP / (TP + FP)"), ("TP/(TP+FN)",)),
    ("p - y", ("$p-y$", "The gradient is p − y.", "-(y - p)"), ("p + y", "p(1-y)", "y − p")),
    (
        r"\exp\left(-\frac{\|x - x'\|^2}{2\sigma^2}\right)",
        (r"$e^{-\|x'-x\|^2/(2\sigma^2)}$",),
        ("exp(−‖x − x'‖/(2σ²))", "exp(‖x − x'‖²/(2σ²))"),
    ),
    (r"(I - \gamma P)^{-1} r", ("(I −γP)−1 r",), ("(I −γP) r", "(I +γP)−1 r")),
    (r"(X^\top X)^{-1} X^\top y", (), (r"$(X^\top X+\lambda I)^{-1}X^\top y$, which for $\lambda=0$ is ordinary.",)),
    (r"W' = W + AB", (), ("W' − W = BA",)),
]


@pytest.mark.parametrize(("key", "right", "wrong"), CASES, ids=[case[0] for case in CASES])
def test_what_a_key_accepts(key: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    shown = key if key == "p - y" else f"${key}$"
    assert [reply for reply in right if equivalent(shown, reply) is not True] == []
    assert [reply for reply in wrong if equivalent(shown, reply) is True] == []


# Of these keys no mutant has the same value as the key.
MUTATED = [case[0] for case in CASES[:10]] + [
    r"\frac{1}{N}\sum_{i=1}^N \frac{p(x_i)}{q(x_i)} f(x_i)",
    r"-\log\frac{\exp(\mathrm{sim}(q,k_0)/\tau)}{\sum_{i=0}^K\exp(\mathrm{sim}(q,k_i)/\tau)}",
    r"W_2^\top((\hat y - y)\odot\sigma'(z_2))",
    r"x_0 - \frac{a^\top x_0 - b}{\|a\|_2^2}\,a",
    r"(X^\top X + \lambda I)^{-1} X^\top y",
]


@pytest.mark.parametrize("key", MUTATED)
def test_no_mutant_is_accepted(key: str) -> None:
    form = understand(normalise(key).text)
    assert form is not None
    assert equivalent(f"${key}$", f"${render(form.expr, 'latex')}$") is True
    tried = [f"${render(mutant, 'latex')}$" for mutant in _mutants(form.expr)]
    assert len(tried) > 1
    assert [reply for reply in tried if equivalent(f"${key}$", reply) is True] == []


def _mutants(expr: Expr) -> Iterator[Expr]:
    for node in walk(expr):
        for new in _changes(node):
            yield rebuild(expr, lambda n, node=node, new=new: new if n is node else None)  # type: ignore[misc]


def _changes(node: Expr) -> Iterator[Expr]:
    match node:
        case Add(terms):
            for k, term in enumerate(terms):
                flipped = term.arg if isinstance(term, Neg) else Neg(term)
                yield Add((*terms[:k], flipped, *terms[k + 1 :]))
        case Mul(factors):
            for k in range(len(factors)):
                rest = (*factors[:k], *factors[k + 1 :])
                yield rest[0] if len(rest) == 1 else Mul(rest)
        case Div(top, bottom):
            yield Div(bottom, top)
        case Pow(base, Num(value)):
            yield Pow(base, Num(value + 1))
        case Transpose(arg) | Neg(arg):
            yield arg
        case Call(name, (arg,)) if name in ("exp", "log", "sigmoid", "tanh"):
            yield arg
        case Apply(function, args, marks) if len(args) > 1:
            yield Apply(function, args[::-1], marks)
        case Fold(op, index, lower, upper, tests, body):
            yield body if op == "max" else Fold("sum" if op == "prod" else "prod", index, lower, upper, tests, body)
        case Expect(_, (body,)) | Slope(body):
            yield body
        case Num(value) if value:
            yield Num(value + Fraction(1))
