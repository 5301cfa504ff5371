"""Choices, sets, sequences and laws, as the solution sheets of a generative-models and a systems course give them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from families import Family


def picked(*names: str) -> frozenset[str]:
    return frozenset(names)


def disjoint_facts() -> tuple[bool, ...]:
    """Tests the four statements on point masses at 0 and at 1, 2, 3."""
    divergence, shannon, moved, variation = [], [], [], []
    for theta in (1, 2, 3):
        p, q = np.eye(4)[0], np.eye(4)[theta]
        middle = (p + q) / 2
        divergence.append(any(a > 0 and b == 0 for a, b in zip(p, q, strict=True)))
        parts = [sum(a * np.log(a / m) for a, m in zip(x, middle, strict=True) if a > 0) for x in (p, q)]
        shannon.append(sum(parts) / 2)
        moved.append(np.abs(np.cumsum(p - q)).sum())
        variation.append(np.abs(p - q).sum() / 2)
    return (all(divergence), not np.isfinite(shannon).all(), moved == [1, 2, 3], len(set(variation)) > 1)


def permutable() -> frozenset[str]:
    """Permutes six tokens and compares each layer's output with its permuted output."""
    rng = np.random.default_rng(5)
    x, w, order = rng.normal(size=(6, 4)), rng.normal(size=(4, 4)), rng.permutation(6)

    def attention(t: np.ndarray, mask: np.ndarray) -> np.ndarray:
        scores = np.exp(t @ w @ t.T) * mask
        return np.asarray(scores / scores.sum(1, keepdims=True) @ t)

    def convolution(t: np.ndarray) -> np.ndarray:
        wide = np.pad(t, ((1, 1), (0, 0)))
        return np.array([wide[i] + 2 * wide[i + 1] - 3 * wide[i + 2] for i in range(6)])

    layers: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": lambda t: attention(t, np.ones((6, 6))),
        "B": lambda t: np.maximum(t @ w, 0) @ w,
        "C": lambda t: attention(t, np.tril(np.ones((6, 6)))),
        "D": convolution,
        "E": lambda t: (t - t.mean(1, keepdims=True)) / t.std(1, keepdims=True),
    }
    return frozenset(name for name, f in layers.items() if np.allclose(f(x[order]), f(x)[order]))


def likelihood_twin() -> frozenset[str]:
    """Scans a binomial model of other data for which divergences are smallest where the likelihood is best."""
    data, thetas = np.array([0.5, 0.1, 0.4]), np.linspace(0.01, 0.99, 981)
    models = [np.array([(1 - t) ** 2, 2 * t * (1 - t), t * t]) for t in thetas]

    def kl(p: np.ndarray, q: np.ndarray) -> float:
        return float((p * np.log(p / q)).sum())

    distances: dict[str, Callable[[np.ndarray], float]] = {
        "a": lambda m: kl(m, data),
        "b": lambda m: kl(data, m),
        "c": lambda m: kl(data, (m + data) / 2) + kl(m, (m + data) / 2),
        "d": lambda m: float(np.abs(m - data).sum()),
    }
    best = min(range(981), key=lambda k: -float((data * np.log(models[k])).sum()))
    return frozenset(n for n, f in distances.items() if min(range(981), key=lambda k: f(models[k])) == best)


NODES = "XACDEFG"
PARENTS = {"F": "", "A": "F", "X": "A", "C": "X", "E": "", "D": "XE", "G": "D"}


def shield() -> frozenset[str]:
    """Fills a random table for the graph and tries all sets, small ones first, for one that screens X off."""
    rng = np.random.default_rng(6)
    tables = {n: rng.uniform(0.1, 0.9, size=(2,) * len(ps)) for n, ps in PARENTS.items()}
    joint = np.zeros((2,) * 7)
    for values in product((0, 1), repeat=7):
        at = dict(zip(NODES, values, strict=True))
        chances = [tables[n][tuple(at[p] for p in ps)] for n, ps in PARENTS.items()]
        joint[values] = np.prod([c if at[n] else 1 - c for n, c in zip(PARENTS, chances, strict=True)])
    posterior = (joint / joint.sum(0))[1]
    found = []
    for chosen in product((False, True), repeat=6):
        rest = tuple(k for k in range(6) if not chosen[k])
        if not rest or np.allclose(posterior, posterior.mean(rest, keepdims=True)):
            found.append(frozenset(n for n, kept in zip(NODES[1:], chosen, strict=True) if kept))
    return min(found, key=len)


def coin_law() -> tuple[str, int, int]:
    """Sums prior times likelihood of ten tosses on a grid and fits a beta law to the two moments."""
    t = (np.arange(20_000) + 0.5) / 20_000
    weight = t * (1 - t)
    for toss in "HHTHHTHHTH":
        weight = weight * (t if toss == "H" else 1 - t)
    weight /= weight.sum()
    mean = float((weight * t).sum())
    spread = float((weight * (t - mean) ** 2).sum())
    total = mean * (1 - mean) / spread - 1
    return ("beta", round(mean * total), round((1 - mean) * total))


def best_tags() -> tuple[str, ...]:
    """Multiplies the probabilities of all eight paths of tags and keeps the best."""
    start, step = {"N": 0.7, "V": 0.3}, {"NN": 0.3, "NV": 0.7, "VN": 0.8, "VV": 0.2}
    said = [{"N": 0.4, "V": 0.1}, {"N": 0.2, "V": 0.3}, {"N": 0.1, "V": 0.3}]

    def chance(path: tuple[str, ...]) -> float:
        out = start[path[0]] * step[path[0] + path[1]] * step[path[1] + path[2]]
        for word, tag in zip(said, path, strict=True):
            out *= word[tag]
        return out

    return max(product("NV", repeat=3), key=chance)


FAMILIES = [
    Family(
        "disjoint-support-verdicts",
        "choice",
        "(a) T, (b) F, (c) T, (d) F",
        disjoint_facts,
        {
            "right": (True, False, True, False),
            "js-infinite": (True, True, True, False),
            "variation": (True, False, True, True),
            "flipped": (False, True, False, True),
        },
    ),
    Family(
        "token-equivariant-layers",
        "choice",
        "A, B and E",
        permutable,
        {
            "right": picked("A", "B", "E"),
            "causal-too": picked("A", "B", "C", "E"),
            "attention-only": picked("A"),
            "norm-lost": picked("A", "B"),
            "complement": picked("C", "D"),
        },
    ),
    Family(
        "likelihood-divergence",
        "choice",
        r"(b) the forward KL, $D_{\mathrm{KL}}(p_{\text{data}} \,\|\, p_\theta)$",
        likelihood_twin,
        {
            "right": picked("b"),
            "reverse": picked("a"),
            "js": picked("c"),
            "variation": picked("d"),
            "both": picked("a", "b"),
        },
    ),
    Family(
        "blanket-of-x",
        "general",
        r"$\mathrm{MB}(X) = \{A, C, D, E\}$",
        shield,
        {
            "right": frozenset("ACDE"),
            "no-spouse": frozenset("ACD"),
            "grandparent": frozenset("ACDEF"),
            "grandchild": frozenset("ACDEG"),
            "parents": frozenset("A"),
        },
    ),
    Family(
        "coin-posterior-law",
        "general",
        r"$\theta \mid \mathcal{D} \sim \mathrm{Beta}(9, 5)$",
        coin_law,
        {
            "right": ("beta", 9, 5),
            "swapped": ("beta", 5, 9),
            "uniform-prior": ("beta", 8, 4),
            "tosses": ("beta", 9, 12),
            "mean-only": ("point", 9, 14),
        },
    ),
    Family(
        "best-tag-path",
        "general",
        "N, V, N",
        best_tags,
        {
            "right": ("N", "V", "N"),
            "emissions": ("N", "V", "V"),
            "doubled-noun": ("N", "N", "V"),
            "inverted": ("V", "N", "V"),
            "constant": ("N", "N", "N"),
        },
    ),
]
