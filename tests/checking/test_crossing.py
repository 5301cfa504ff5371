"""Keys against replies that were written for something else: whatever states another value must not be accepted.

Every labelled reply says what its family's program computes, so a reply of one family has a known value for the key of
another. Pairs are taken by a hash, so that new families add pairs and move none.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from viva import equivalent

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "checking"))

import families as labelled
from families import Family, Row, Said

# A reply with λ = −1 and λ = 3, and more, where the key is x ∈ {−1, 3}; the same partners, in two families.
TOGETHER = frozenset(
    {
        ("stationary-points", "two-eigenpairs"),
        ("stationary-points", "one-two-two-one-pairs"),
        ("two-eigenpairs", "one-two-two-one-pairs"),  # one matrix
        ("one-two-two-one-pairs", "two-eigenpairs"),
        ("spruce-stable-rates", "rates-that-arrive"),  # one interval, and one matrix, as two types
        ("spruce-stable-rates", "elm-stable-steps"),
        ("spruce-cubic-hessian", "cubic-hessian"),
        ("slope-matching", "loss-noise-pairs"),
        ("coin-posterior", "coin-posterior-law"),
    }
)
# Of 10,000 pairs of a kind, how many are looked at.
SHARE = {"number": 200, "choice": 300, "general": 400, "limit": 4_000, "shape": 150, "array": 200, "across": 12}


def taken(share: int, *names: str) -> bool:
    return crc32("|".join(names).encode()) % 10_000 < share


# ---- replies of other families -------------------------------------------------------------------------------


def plain(family: Family, value: Any) -> Any:
    """A value that can be compared with those of other families; None where it cannot."""
    if family.draw is not None or family.sizes:
        return None
    if isinstance(value, Said):
        return value.value
    if family.kind == "choice":
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int) or (isinstance(value, str) and len(value) == 1):
            return letters(frozenset({str(value)}))
        if isinstance(value, tuple) and all(isinstance(item, bool) for item in value):
            return frozenset(letter for letter, right in zip("ABCDEFGH", value, strict=False) if right)
        return letters(frozenset(map(str, value))) if isinstance(value, frozenset) else value
    return value


_NUMERALS = ("I", "II", "III", "IV", "V", "VI")


def letters(options: frozenset[str]) -> frozenset[str]:
    """The third option is C, 3 or III: one value here. I and V alone are letters."""
    options = frozenset(map(str.upper, options))
    if options & {"II", "III", "IV", "VI"}:
        return frozenset("ABCDEF"[_NUMERALS.index(o)] if o in _NUMERALS else o for o in options)
    return frozenset("ABCDEFGHI"[int(o) - 1] if o.isdigit() and 0 < int(o) < 10 else o for o in options)


def differ(one: Any, other: Any) -> bool:
    """Are they certainly two values? Numbers that a percentage or a unit could turn into each other are not."""
    if isinstance(one, int | float | Fraction) and isinstance(other, int | float | Fraction):
        if not one or not other or (one < 0) != (other < 0):
            return one != other
        ratio = float(max(one, other) / min(one, other)) if one > 0 else float(min(one, other) / max(one, other))
        units = [10.0**k for k in range(13)] + [8.0, 60.0, 3600.0] + [1024.0**k for k in range(5)]
        return not any(0.8 < ratio / unit < 1.25 for unit in units)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.size != other.size or not np.allclose(np.sort(one, None), np.sort(other, None))
    if type(one) is not type(other):
        return True
    if isinstance(one, frozenset):
        return not one & other or (one != other and {type(x) for x in one} == {str})
    return bool(one != other)


@cache
def rows() -> tuple[Row, ...]:
    """The labelled rows as they were built: their labels need not be computed again."""
    text = (labelled.HERE / "tune.jsonl").read_text(encoding="utf-8")
    known = labelled.families("tune")
    built = [Row(**json.loads(line)) for line in text.splitlines()]
    return tuple(row for row in built if row.family in known and row.answer in known[row.family].answers)


@cache
def values() -> dict[str, Any]:
    """The right value of every family whose values can be compared with those of others."""
    known = labelled.families("tune")
    right = {
        row.family: plain(known[row.family], known[row.family].answers[row.answer]) for row in rows() if row.expected
    }
    return {name: value for name, value in right.items() if value is not None}


def pairs(kind: str) -> Iterator[tuple[Family, Row]]:
    known = labelled.families("tune")
    keys = [known[name] for name in values() if kind in (known[name].kind, "across")]
    for row in rows():
        said = known[row.family]
        if kind not in (said.kind, "across") or (value := plain(said, said.answers[row.answer])) is None:
            continue
        for key in keys:
            if (
                key is said
                or (key.name, said.name) in TOGETHER
                or not taken(SHARE[kind], key.name, row.id)
                or (kind == "across" and key.kind == said.kind)
            ):
                continue
            if differ(values()[key.name], value):
                yield key, row


@pytest.mark.parametrize("kind", SHARE)
def test_no_key_accepts_a_reply_with_another_value(kind: str) -> None:
    seen = list(pairs(kind))
    accepted = [(family.key, row.id, row.reply) for family, row in seen if equivalent(family.key, row.reply) is True]
    assert seen
    assert accepted == []


# ---- replies of the same family taken as keys ----------------------------------------------------------------

_FORMULA = re.compile(r"\$[^$]+\$|\$\$[^$]+\$\$")


def test_no_reply_equals_one_with_the_other_label() -> None:
    by_family: dict[str, list[Row]] = {}
    for row in rows():
        if row.kind in ("expression", "relation"):
            by_family.setdefault(row.family, []).append(row)
    seen, accepted = 0, []
    for group in by_family.values():
        keys = [row for row in group if len(row.reply) < 120 and _FORMULA.fullmatch(row.reply.strip())]
        for key in keys:
            for row in group:
                if row.expected is key.expected or len(row.reply) > 300 or not taken(1_500, key.id, row.id):
                    continue
                seen += 1
                if equivalent(key.reply, row.reply) is True:
                    accepted.append((key.reply, row.reply))
    assert seen > 100
    assert accepted == []


# ---- keys themselves, and keys with another value ------------------------------------------------------------

_CHANGES = (
    (r"\+", "-"),
    (r" - ", " + "),
    (r"\^2", "^3"),
    (r"\^\{-1\}", ""),
    (r"\\log|\\ln", r"\\exp"),
    (r"\\max", r"\\min"),
    (r"\\sqrt\{", "{"),
    (r"t-1", "t-2"),
    (r"\\gamma", r"\\omega"),
    (r"\\top", "{-1}"),
    (r"(?<![\w.^])2(?![\w.])", "7"),
)
_VALUE = re.compile(r"(?:=|\\approx|\\sim|\\to(?!\s*(?:\\infty|0)))(?!.*(?:=|\\approx|\\sim|\\to(?!\s*(?:\\infty|0))))")
_REMARK = re.compile(r"\s\((?=[^()]*[A-Za-z]{3})[^()]*\)$|\sas \$[^$]*\$$")  # no part of the value
# Σ (x_i + x̄)(y_i − ȳ) = Σ (x_i − x̄)(y_i − ȳ): the deviations add up to zero.
# A known weakness: σ(x) is the logistic function, whatever definition of it stands behind the answer.
IDENTITIES = frozenset({"regression-slope", "swish-slope"})


def test_every_key_equals_itself() -> None:
    keys = [family.key for family in labelled.families("tune").values()]
    assert [key for key in keys if equivalent(key, key) is not True] == []


def mutants(key: str) -> Iterator[str]:
    """The key with one thing changed in what stands behind its last equality sign, and in no remark."""
    remark = _REMARK.search(key)
    end = remark.start() if remark else len(key)
    last = _VALUE.search(key, 0, end)
    start = last.end() if last else 0
    for pattern, new in _CHANGES:
        for found in re.compile(pattern).finditer(key, start, end):
            yield key[: found.start()] + found.expand(new) + key[found.end() :]


def test_no_key_accepts_itself_with_something_changed() -> None:
    families = labelled.families("tune").values()
    tried = [
        (family.key, mutant)
        for family in families
        if family.kind not in ("choice", "shape") and family.name not in IDENTITIES
        for mutant in mutants(family.key)
        if taken(3_000, family.name, mutant)
    ]
    assert len(tried) > 80
    assert [pair for pair in tried if equivalent(*pair) is True] == []


# ---- what crossing has found, one reply of each sort ---------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "reply"),
    [
        (r"$\infty$", r"$(-\infty,-2)\cup(2,\infty)$"),
        (r"$\infty$", r"We need $x+1\ge0$, i.e. $x\in[-1,\infty)$."),
        (r"$\infty$", r"$\int_1^\infty x^{-2}dx = 1$"),
        (r"$+\infty$", "As T → ∞ it approaches log K, and as T → 0 it drops to 0."),
        ("True", "1. True\n2. False\n3. True"),
        ("True", "Only the first statement is true."),
        ("a", "A, B, C 👍"),
        ("a", "A, B and D (the inverses are √x)"),
        ("(2)", "(a) **False** – counterexample in 2×2.\n(b) **True** – obviously."),
        ("(2)", "log n < n log n < n² < 2ⁿ, which is the order C, A, B, D."),
        ("(2)", "The final shape is (2, 12, 512, 64)."),
        ("(D) all of the above", "C → B → A → D"),
        ("(D) all of the above", r"**a)** a set. **d)** mixes neighbours. $$\boxed{\text{a and c}}$$"),
        ("Option 3", "A: 1\nB: 2\nC: 3"),
        (r"$60^\circ$", "12 of 20 → 60 %"),
        (r"$512\ \text{MiB}$", "All 512 units"),
        ("1", r"The 1 is negligible, thus $\frac1\beta\ln e^{\beta x}=x$."),
        ("1", "We have t + 4t = 5, t = 1. Hence (1, 2)."),
        ("3", "Both: **−1 ≤ x < 3**"),
        ("1", "As θ → ∞, JS → ln 2 ≈ 0.693 nats."),
        ("1", r"As $p\to\infty$, $n^{1/p}\to1$. So $\lim_{p\to\infty}\|x\|_p=\max_i|x_i|$, by the squeeze theorem."),
        ("2", "Adam (C) was my first thought, but it is D that has two.\n\nFinal answer: D"),
        ("2", "A) ∫₀¹ x dx = 1/2 ≠ 1\nB) ∫₀^∞ 2e^{−x} dx = 2 ≠ 1\nC) is negative\nD) diverges"),
        (r"$\nabla_x (x^\top A x) = 2Ax$", "(A + Aᵀ)x. For symmetric A this reduces to the familiar 2Ax."),
        (r"$2Ax$", r"The gradient is $(A + A^\top)x$ ($=2Ax$ for symmetric $A$)."),
        (r"$A^\top(Ax-b)$", r"$\nabla=A^\top W(Ax-b)$. Special case $W=I$: $\nabla=A^\top(Ax-b)$."),
        (r"$w_{t+1} = w_t - \eta g_t$", r"$w_{t-1} = w_t - \eta g_t$"),
        (r"$w_{t+1} = w_t - \eta g_t$", r"$w_t = w_{t-1} - \eta g_t$"),
        (r"$\frac{TP}{TP+FN}$", "PT/(PT+NF)"),
        (r"$f(x,y) = 2x - 3y$", "$f(u,v)=2v-3u$"),
        (r"$f(x,y) = 2x - 3y$", "$f(y,x)=2x-3y$"),
    ],
)
def test_what_was_once_accepted(key: str, reply: str) -> None:
    assert equivalent(key, reply) is not True


@pytest.mark.parametrize(
    ("key", "reply"),
    [
        (r"$\infty$", r"$\lim_{x\to\infty} f(x) = \infty$"),
        (r"$\infty$", "As x → ∞ the value tends to infinity."),
        (r"$\mathbb R$", r"$(-\infty,\infty)$"),
        ("True", "True, true."),
        ("a", "Only (a)."),
        ("a and c", r"**a)** a set. **b)** no. **c)** yes. $$\boxed{\text{a and c}}$$"),
        ("(2)", "Statement 2 holds for n < 2ⁿ."),
        (r"$60^\circ$", "60 degrees"),
        (r"$512\ \text{MiB}$", "512 as computed"),
        (r"$(A+A^\top)x$", "(A + Aᵀ)x. For symmetric A this reduces to the familiar 2Ax."),
        (r"$w_{t+1} = w_t - \eta g_t$", r"$w_t = w_{t-1} - \eta g_{t-1}$"),
        (r"$\frac{TP}{TP+FN}$", "TP/(TP+FN)"),
        (r"$f(x,y) = 2x - 3y$", "$f(y,x)=2y-3x$"),
        (r"$f^{-1}(x) = 2x - 3$", "$f^{-1}(y)=2y-3$"),
        (r"$y(t) = 3e^{-2t}$", "With $y(0) = 3$ we get $C = 3$. So y = 3e^{−2t}."),
    ],
)
def test_what_is_right_is_still_accepted(key: str, reply: str) -> None:
    assert equivalent(key, reply) is True
