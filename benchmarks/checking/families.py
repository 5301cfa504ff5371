r"""The labelled set: families of items, whose labels are computed.

A *family* is one homework item: its key, as course staff would write it, a program `truth` that finds the right answer
by brute force, and the *answers* that people and models give to it, each a value or a program (`right`, `biases`,
`no-mean`, ...). The replies that state one of these answers are written by hand in the text file beside the family's
module. The label of a reply is not an opinion: it is the comparison of its answer with the truth.

    tune/numbers.py    families: keys, truths, answers        tune/numbers.txt    @@ conv-params: biases
                                                                                  Each filter has 5·5·16 weights ...

>>> family = Family("sum", "number", "$6$", lambda: sum(range(4)), {"right": 6, "off-by-one": said("5.9")})
>>> verdicts(family)
{'right': True, 'off-by-one': False}

What this does not prove: that a reply's words say what its answer's program computes. That was read by a person, and
again wherever a checker disagreed with the label.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
HALVES = ("tune", "held")
FILES = (*HALVES, "hw5")
KINDS = ("number", "array", "choice", "expression", "relation", "limit", "shape", "general")
DRAWS = 5
IN_PROPORTION = 1.1  # two counts grow alike when their ratio stays within this factor over all sizes
Env = Mapping[str, Any]


@dataclass(frozen=True)
class Family:
    """One item. With `draw`, the truth and the answers are programs of the drawn values; without, plain values.

    `truth` must find the answer by another way than the key does: loops, finite differences, enumeration.
    """

    name: str
    kind: str
    key: str
    truth: Callable[..., Any]
    answers: Mapping[str, Any]
    draw: Callable[[np.random.Generator], Env] | None = None
    tolerance: float = 1e-5  # relative, between the truth and an answer: wide enough for finite differences
    sizes: tuple[Env, ...] = ()  # growth: truth and answer are counts, in proportion at all of these sizes

    @property
    def proof(self) -> str:
        """What the truth's program does, as its docstring says."""
        return " ".join((self.truth.__doc__ or "").split())


@dataclass(frozen=True)
class Said:
    """A decimal as it was said: right if the truth lies within half a unit of its last digit."""

    value: Fraction
    slack: Fraction


def said(text: str, scale: int | Fraction = 1) -> Said:
    """Read `"2.30"` or `"7.08"` (times `scale`, for `7.08M`) as a rounded decimal.

    >>> said("7.1", 10**6).slack
    Fraction(50000, 1)
    """
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Said(Fraction(number) * scale, Fraction(10) ** exponent / 2 * scale)


@dataclass(frozen=True)
class Row:
    """A labelled reply."""

    id: str
    kind: str
    family: str
    answer: str
    key: str
    reply: str
    expected: bool
    proof: str


def same(truth: Any, answer: Any, tolerance: float) -> bool:
    """Whether an answer's value is the truth: exactly for whole things, closely for real numbers."""
    if isinstance(answer, Said):
        exact = truth if isinstance(truth, int | Fraction) else Fraction(float(truth))
        return abs(exact - answer.value) <= answer.slack * (1 + Fraction(1, 10**9))
    if isinstance(truth, bool | str | frozenset | tuple | dict) or isinstance(answer, str | frozenset | tuple | dict):
        return bool(truth == answer)
    if isinstance(truth, int | Fraction) and isinstance(answer, int | Fraction):
        return truth == answer
    a, b = np.asarray(truth, float), np.asarray(answer, float)
    if a.shape != b.shape:
        return False
    return bool(np.allclose(a, b, rtol=tolerance, atol=tolerance * float(np.abs(a).max(initial=0))))


def verdicts(family: Family) -> dict[str, bool]:
    """Whether each answer of the family is right, by its name: the truth, found once a draw, against every answer."""
    if family.sizes:
        truths = [family.truth(size) for size in family.sizes]
        grown = {
            name: [truth / given(size) for truth, size in zip(truths, family.sizes, strict=True)]
            for name, given in family.answers.items()
        }
        return {name: bool(max(ratios) / min(ratios) < IN_PROPORTION) for name, ratios in grown.items()}
    if family.draw is None:
        truth = family.truth()
        return {name: same(truth, given, family.tolerance) for name, given in family.answers.items()}
    right = dict.fromkeys(family.answers, True)
    for seed in range(DRAWS):
        env = family.draw(np.random.default_rng([seed, 182]))
        truth = family.truth(env)
        for name, given in family.answers.items():
            right[name] = right[name] and same(truth, given(env), family.tolerance)
    return right


_HEAD = re.compile(r"^@@ ([\w-]+): ([\w/-]+)\n", re.MULTILINE)


def replies(text: str) -> Iterator[tuple[str, str, str]]:
    """The `(family, answer, reply)` of a text file, in its order."""
    heads = list(_HEAD.finditer(text))
    for head, after in zip_longest(heads, heads[1:]):
        yield head[1], head[2], text[head.end() : after.start() if after else len(text)].strip("\n")


def _module(name: str) -> Any:
    """A module of families, loaded from its file: the same name stands in both halves."""
    spec = importlib.util.spec_from_file_location(
        "labelled_" + name.replace("/", "_"), (HERE / name).with_suffix(".py")
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _names(half: str) -> list[str]:
    """The modules of a half that have replies beside them, folder by folder; homework 5 has four, by four authors."""
    if half == "hw5":
        return ["hw5", "hw5_more", "hw5_third", "hw5_fourth"]
    # Each folder of `tune` but the first was once held back; it was opened to those who work on the checking after
    # it had been measured (`docs/benchmarks.md` has the figures).
    folders = (
        [
            "tune",
            "tune/opened",
            "tune/opened2",
            "tune/opened3",
            "tune/opened4",
            "tune/opened5",
            "tune/voices",
            "tune/seminar",
            "tune/workshop",
            "tune/clinic",
            "tune/atrium",
            "tune/gallery",
            "tune/foyer",
            "tune/north",
            "tune/south",
            "tune/oak",
            "tune/elm",
            "tune/dusk",
            "tune/pine",
            "tune/spruce",
        ]
        if half == "tune"
        else [half]
    )
    files = [file for folder in folders for file in sorted((HERE / folder).glob("*.py"))]
    return [str(file.relative_to(HERE).with_suffix("")) for file in files if file.with_suffix(".txt").exists()]


@cache
def families(half: str) -> Mapping[str, Family]:
    """All families of `tune`, `held` or `hw5`, by name."""
    found: dict[str, Family] = {}
    for name in _names(half):
        for family in _module(name).FAMILIES:
            assert family.name not in found, f"two families are called {family.name}"
            found[family.name] = family
    return found


@cache
def labels(half: str) -> Mapping[tuple[str, str], bool]:
    """Whether each answer of each family is right, by `(family, answer)`: computed once in a process."""
    found = {name: verdicts(family) for name, family in families(half).items()}
    return {(name, answer): right for name, of_it in found.items() for answer, right in of_it.items()}


@cache
def rows(half: str) -> tuple[Row, ...]:
    """Every row of `tune`, `held` or `hw5`, with its computed label."""
    known, right = families(half), labels(half)
    numbered: Counter[str] = Counter()
    out = []
    for module in _names(half):
        for name, answer, reply in replies((HERE / module).with_suffix(".txt").read_text(encoding="utf-8")):
            family, expected = known[name], right[name, answer]
            numbered[name] += 1
            known_as = f"{half}/{name}/{numbered[name]}"
            out.append(Row(known_as, family.kind, name, answer, family.key, reply, expected, family.proof))
    return tuple(out)


def question(family: str) -> str:
    """The question of homework 5 that a family answers: `4d` of `4d` and of `4d-more`."""
    return family.partition("-")[0]


def to_json(row: Row) -> str:
    """One line of the `.jsonl` file; a row of homework 5 names its question in place of a key."""
    said = dict(vars(row))
    if row.kind == "hw5":
        del said["key"]
        said["question"] = f"hw5/{question(row.family)}"
    return json.dumps(said, ensure_ascii=False)


def jsonl(half: str) -> str:
    """The text of a half's `.jsonl` file."""
    return "".join(to_json(row) + "\n" for row in rows(half))
