"""The sources of the derivation benchmark are right, its mutants wrong where they say so; Viva blames no source."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from derivations.corpus import LAYOUTS, SOURCES
from derivations.mutants import Mutant, agree, mutants, reorder_all
from derivations.sources import Chain, Source, lay_out
from derivations.terms import Values, evaluate, syms
from viva.checking.stepwise.derivations import check_derivation

FAST = tuple(s for s in SOURCES if s.name not in ("xavier-variance", "attention-scaling", "variance-of-a-mean"))


def by_name(source: Source) -> str:
    return source.name


def test_there_are_enough_of_them() -> None:
    assert len(SOURCES) >= 15
    assert len({s.name for s in SOURCES}) == len(SOURCES)
    assert {s.half for s in SOURCES} == {"tune", "held"}


@pytest.mark.parametrize("source", SOURCES, ids=by_name)
def test_every_source_is_right_for_the_oracle(source: Source) -> None:
    for _, chain in source.chains():
        for member in chain.members[1:]:
            assert agree(source, chain, chain.members[0], member, draws=2), member


@pytest.mark.parametrize("source", SOURCES[:4] + SOURCES[9:13], ids=by_name)
def test_reordering_changes_no_value(source: Source) -> None:
    before = dict(source.chains())
    for number, line in enumerate(reorder_all(source, 3)):
        if isinstance(line, Chain):
            for old, new in zip(before[number].members, line.members, strict=True):
                assert agree(source, line, old, new, draws=1)


def sample(source: Source, count: int) -> list[Mutant]:
    every = list(mutants(source))
    return [every[i] for i in np.random.default_rng(1).permutation(len(every))[:count]]


def test_there_are_at_least_600_mutants() -> None:
    assert sum(1 for source in SOURCES[:4] for _ in mutants(source)) >= 600


@pytest.mark.parametrize("source", [s for s in FAST if s.half == "tune"], ids=by_name)
def test_a_mutant_is_wrong_first_where_it_says(source: Source) -> None:
    for mutant in sample(source, 6):
        line, member = mutant.at
        chain = mutant.lines[line]
        assert isinstance(chain, Chain)
        assert not agree(source, chain, chain.members[member - 1], chain.members[member])
        for k in range(1, member):
            assert agree(source, chain, chain.members[k - 1], chain.members[k], draws=1)
        assert all(mutant.lines[k] == source.lines[k] for k in range(line))


@pytest.mark.parametrize("source", SOURCES, ids=by_name)
def test_viva_blames_no_right_derivation(source: Source) -> None:
    layout = LAYOUTS[sum(map(ord, source.name)) % len(LAYOUTS)]
    told = tuple(v.symbol(layout.notation) for v in source.variables if v.told)
    derivation = check_derivation(lay_out(source.lines, layout).text, told)
    assert derivation.first_failing is None
    assert derivation.steps


@pytest.mark.parametrize("source", [s for s in FAST if s.half == "tune"], ids=by_name)
def test_viva_finds_the_first_wrong_step(source: Source) -> None:
    """Two mutants of each; the benchmark measures the share of all of them."""
    found = 0
    for number, mutant in enumerate(sample(source, 2)):
        layout = LAYOUTS[number]
        laid = lay_out(mutant.lines, layout)
        told = tuple(v.symbol(layout.notation) for v in source.variables if v.told)
        first = check_derivation(laid.text, told).first_failing
        start, end = laid.places[mutant.at]
        found += first is not None and (first.span.start, first.span.end) == (start, end)
    assert found >= 1


def test_the_oracle_counts_indices_from_one() -> None:
    (x,) = syms("x")
    assert evaluate(x["i"], Values({"x": np.array([[5.0], [7.0]])}, {"i": 2})) == 7.0
