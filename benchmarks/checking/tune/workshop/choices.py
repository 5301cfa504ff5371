"""Choices, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from families import Family


def picked(*names: str) -> frozenset[str]:
    return frozenset(names)


def unmoved_by_gain() -> frozenset[str]:
    """Multiplies one activation vector of a batch by 7 and compares its output."""
    rng = np.random.default_rng(1)
    batch = rng.normal(size=(6, 5))
    louder = batch.copy()
    louder[0] *= 7
    norms: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": lambda x: (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True),
        "B": lambda x: x / np.sqrt((x**2).mean(1, keepdims=True)),
        "C": lambda x: (x - x.mean(0)) / x.std(0),
        "D": lambda x: x / np.linalg.norm(x, axis=1, keepdims=True),
        "E": lambda x: x - x.mean(1, keepdims=True),
    }
    return frozenset(name for name, f in norms.items() if np.allclose(f(batch)[0], f(louder)[0]))


def size_keeping() -> frozenset[str]:
    """Slides each kernel over 20 padded places and counts its positions."""
    settings = {"i": (3, 0), "ii": (5, 2), "iii": (3, 2), "iv": (7, 2)}
    return frozenset(
        name for name, (k, p) in settings.items() if sum(1 for s in range(20 + 2 * p) if s + k <= 20 + 2 * p) == 20
    )


def divergence_facts() -> tuple[bool, ...]:
    """Tests the four statements on 300 random pairs of distributions."""
    rng = np.random.default_rng(2)
    facts = [True] * 4
    for _ in range(300):
        p, q = rng.dirichlet(np.ones(3), 2)
        forth, back = (p * np.log(p / q)).sum(), (q * np.log(q / p)).sum()
        joint = np.outer(p, q)
        facts[0] &= bool(forth >= 0)
        facts[1] &= bool(abs(forth - back) < 1e-9)
        facts[2] &= bool(-(p * np.log(p)).sum() <= 0)
        facts[3] &= bool(abs((joint * np.log(joint / np.outer(joint.sum(1), joint.sum(0)))).sum()) < 1e-9)
    return tuple(facts)


def even_shrinking() -> frozenset[str]:
    """Takes one step of each rule with no data gradient and compares the shrinking factors of two weights."""
    w, lr, decay = np.array([2.0, 0.5]), 0.1, 0.01
    g = decay * w
    after = {
        "A": w - lr * g / (np.sqrt(g**2) + 1e-8),
        "B": w - lr * decay * w,
        "C": w - lr * g / (np.sqrt(0.1 * g**2) + 1e-8),
        "D": w - lr * g / (np.sqrt(g**2) + 1e-10),
    }
    return frozenset(n for n, new in after.items() if abs(new[0] / w[0] - new[1] / w[1]) < 1e-9)


def deeper_says_more() -> bool:
    """Whether some stack of three linear layers differs from the one matrix read off from its unit responses."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        a, b, c = rng.normal(size=(3, 4, 4))
        x = rng.normal(size=4)
        single = np.array([c @ (b @ (a @ unit)) for unit in np.eye(4)]).T
        if not np.allclose(c @ (b @ (a @ x)), single @ x):
            return True
    return False


def ranges() -> dict[str, str]:
    """Evaluates the functions from −30 to 30 and looks how far they reach."""
    functions: dict[str, Callable[[float], float]] = {
        "1": math.tanh,
        "2": lambda x: math.log1p(math.exp(x)),
        "3": lambda x: 1 / (1 + math.exp(-x)),
    }
    found = {}
    for name, f in functions.items():
        values = [f(k / 2) for k in range(-60, 61)]
        found[name] = "b" if min(values) < -0.5 else "c" if max(values) > 2 else "a"
    return found


def holding_large() -> frozenset[str]:
    """Builds the largest finite number of every format from its bits and compares it with 100,000."""
    formats = {"fp16": (5, 10), "bf16": (8, 7), "fp32": (8, 23), "e5m2": (5, 2)}
    out = set()
    for name, (exponent, mantissa) in formats.items():
        largest = sum(2.0**-k for k in range(mantissa + 1)) * 2.0 ** (2 ** (exponent - 1) - 1)
        if largest >= 1e5:
            out.add(name)
    return frozenset(out)


def bounded_above() -> frozenset[str]:
    """Evaluates the functions at growing places and keeps those that stop growing."""
    functions: dict[str, Callable[[float], float]] = {
        "A": lambda x: max(x, 0),
        "B": lambda x: max(x, 0.01 * x),
        "C": lambda x: x if x > 0 else math.exp(x) - 1,
    }
    return frozenset(name for name, f in functions.items() if f(1e6) < 2 * f(1e3))


FAMILIES = [
    Family(
        "gain-blind-norms",
        "choice",
        "A, B, D",
        unmoved_by_gain,
        {
            "right": picked("A", "B", "D"),
            "batch-too": picked("A", "B", "C", "D"),
            "rms-lost": picked("A", "D"),
            "complement": picked("C", "E"),
            "centred": picked("A", "B", "E"),
        },
    ),
    Family(
        "size-keeping-setting",
        "choice",
        "(ii) kernel 5, padding 2",
        size_keeping,
        {
            "right": picked("ii"),
            "no-padding": picked("i"),
            "too-much": picked("iii"),
            "seven": picked("iv"),
            "two": picked("ii", "iv"),
        },
    ),
    Family(
        "divergence-verdicts",
        "choice",
        "(a) true, (b) false, (c) false, (d) true",
        divergence_facts,
        {
            "right": (True, False, False, True),
            "symmetric": (True, True, False, True),
            "information": (True, False, False, False),
            "flipped": (False, True, True, False),
        },
    ),
    Family(
        "decoupled-rule",
        "choice",
        "(B) AdamW",
        even_shrinking,
        {"right": picked("B"), "penalty": picked("A"), "rmsprop": picked("C"), "adagrad": picked("D")},
    ),
    Family(
        "deeper-linear-claim",
        "choice",
        "False",
        deeper_says_more,
        {"right": False, "yes": True},
    ),
    Family(
        "range-matching",
        "choice",
        "1 – b, 2 – c, 3 – a",
        ranges,
        {
            "right": {"1": "b", "2": "c", "3": "a"},
            "crossed": {"1": "a", "2": "c", "3": "b"},
            "inverse": {"1": "c", "2": "a", "3": "b"},
            "alphabet": {"1": "a", "2": "b", "3": "c"},
        },
    ),
    Family(
        "large-number-formats",
        "choice",
        "BF16 and FP32 (not FP16, not FP8-E5M2)",
        holding_large,
        {
            "right": picked("bf16", "fp32"),
            "by-bits": picked("fp16", "bf16", "fp32"),
            "single": picked("fp32"),
            "brain": picked("bf16"),
            "reverse": picked("fp16", "e5m2"),
        },
    ),
    Family(
        "bounded-rectifiers",
        "choice",
        "None of A, B, C",
        bounded_above,
        {
            "right": picked(),
            "relu": picked("A"),
            "elu": picked("C"),
            "all": picked("A", "B", "C"),
        },
    ),
]
