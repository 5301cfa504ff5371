"""The labelled set: every label is computed again, and the set is what the docs say it is."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

CHECKING = Path(__file__).parents[2] / "benchmarks" / "checking"
sys.path.insert(0, str(CHECKING))

import families as labelled  # noqa: E402  (a folder of scripts, not a package)

# One process for all of them: it computes the labels once.
pytestmark = pytest.mark.xdist_group("labelled set")


@pytest.mark.parametrize("half", labelled.FILES)
def test_the_files_are_what_the_families_prove(half: str) -> None:
    assert (CHECKING / f"{half}.jsonl").read_text(encoding="utf-8") == labelled.jsonl(half)


@pytest.mark.parametrize("half", labelled.FILES)
def test_a_computation_agrees_with_what_the_writer_meant(half: str) -> None:
    for name, family in labelled.families(half).items():
        assert family.proof, f"{name}: the truth does not say how it is found"
        for answer in family.answers:
            assert labelled.labels(half)[name, answer] == answer.startswith("right"), f"{name}: {answer}"


@pytest.mark.parametrize("half", labelled.FILES)
def test_every_answer_of_a_family_is_given_by_a_reply(half: str) -> None:
    given = {(row.family, row.answer) for row in labelled.rows(half)}
    assert given == {(n, a) for n, family in labelled.families(half).items() for a in family.answers}


def both() -> list[dict[str, str]]:
    lines = [line for h in labelled.HALVES for line in (CHECKING / f"{h}.jsonl").read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def test_sizes_and_balance() -> None:
    rows = both()
    kinds = Counter(row["kind"] for row in rows)
    assert len(rows) >= 500
    assert set(kinds) == set(labelled.KINDS)
    assert min(kinds.values()) >= 40
    assert 0.45 < np.mean([bool(row["expected"]) for row in rows]) < 0.55


def test_the_held_half_is_large_enough_to_say_something() -> None:
    rows = labelled.rows("held")
    assert len(rows) >= 360
    assert len(labelled.families("held")) >= 40
    assert min(Counter(row.kind for row in rows)[kind] for kind in labelled.KINDS) >= 40
    assert 0.45 < np.mean([row.expected for row in rows]) < 0.55


def test_the_halves_share_neither_items_nor_replies() -> None:
    tune, held = (set(labelled.families(half)) for half in labelled.HALVES)
    assert not tune & held
    rows = both()
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({(row["family"], row["reply"]) for row in rows}) == len(rows)


def test_replies_of_a_family_differ_in_more_than_their_numbers() -> None:
    for half in labelled.HALVES:
        rows = labelled.rows(half)
        forms = Counter((r.family, "".join(c for c in r.reply if not c.isdigit()), r.expected) for r in rows)
        twins = [form for form, count in forms.items() if count > 1]
        assert len(twins) <= len(rows) // 50, twins


@pytest.mark.parametrize(
    ("decimal", "truth", "right"),
    [
        ("0.33", 1 / 3, True),
        ("0.34", 1 / 3, False),
        ("0.333", 1 / 3, True),
        ("1.7e-19", 1.6e-19, False),
        ("2.30", 2.302, True),
    ],
)
def test_a_rounded_decimal_is_as_wide_as_its_last_digit(decimal: str, truth: float, right: bool) -> None:
    assert labelled.same(truth, labelled.said(decimal), 0) is right
