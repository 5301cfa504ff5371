"""Proofs of 4a as PDF readers tear them apart: the right ones are read, one slip is found, and none is called right."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva import check, check_derivation
from viva.kinds import Symbol
from viva.papers import load_paper

ROWS = Path(__file__).parents[2] / "benchmarks" / "derivations" / "torn" / "drawn.txt"

# The 2 behind a norm may be an index or a power; a bracket was lost of which only one end left a trace.
OPEN = {("statedquad", "gamma-unsquared"), ("inline", "diag-dropped")}


def drawn() -> list[tuple[str, str, str]]:
    parts = ROWS.read_text().split("=== ")[1:]
    heads = [part.partition("\n") for part in parts]
    return [(head.split()[1], head.split()[2], text) for head, _, text in heads]


@pytest.mark.parametrize(("name", "slip", "text"), [r for r in drawn() if r[1] == "right"], ids=lambda x: x[:16])
def test_a_right_proof_is_read(name: str, slip: str, text: str) -> None:
    part = check("hw5/4a", text).parts[0]
    assert part.verdict.value == "correct", part.evidence.reason


@pytest.mark.parametrize(("name", "slip", "text"), [r for r in drawn() if r[1] != "right"][::2], ids=lambda x: x[:16])
def test_a_slip_is_never_called_right(name: str, slip: str, text: str) -> None:
    part = check("hw5/4a", text).parts[0]
    assert part.verdict.value == ("undecided" if (name, slip) in OPEN else "incorrect")


SYMBOLS = load_paper("hw5").questions[-4].parts[0].kind.symbols  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        (r"$2\sum_{j<k} a_j a_k = \sum_{j\neq k} a_j a_k$ with $a_j = X_{1j} \tilde w_j$", False),
        (r"Let $a_j = X_{1j}\tilde w_j$. Then $2\sum_{j<k} a_j a_k = \sum_{j\neq k} a_j a_k$", False),
        (r"Let $a_j = X_{1j}\tilde w_j$. Then $\sum_{j<k} a_j a_k = \sum_{j\neq k} a_j a_k$", True),
        (r"Let $a_j = X_{ij}\tilde w_j$. Then $\sum_{j\neq k} a_j a_k = (\sum_j a_j)^2 - \sum_j a_j^2$", False),
        (r"Let $a_j = X_{ij}\tilde w_j$. Then $\sum_{j\neq k} a_j a_k = (\sum_j a_j)^2$", True),
        (r"For fixed $k$, $\sum_{j\neq k} \tilde w_j = \sum_j \tilde w_j - \tilde w_k$", False),
    ],
)
def test_sums_over_pairs(text: str, fails: bool) -> None:
    assert (check_derivation(text, SYMBOLS).first_failing is not None) == fails


@pytest.mark.parametrize("domain", ["real", "size"])
@pytest.mark.parametrize("names", ["ijk", "ijkab", ""])
def test_letters_may_leave_no_index_over(names: str, domain: str) -> None:
    """Where i, j and k are numbers themselves, nothing is left that could be an index of a torn sum."""
    symbols = tuple(Symbol(name, domain=domain) for name in names)  # type: ignore[arg-type]
    found = check_derivation("Let X2 be 1.\nX\nj=1\nX2 i,j = 2\nP\nk≠j\n ab )\n2 ij = i + j\n= j + i", symbols)
    assert found.first_failing is None or names == ""


def test_what_we_need_is_no_goal_where_it_is_a_fact() -> None:
    assert check_derivation(r"We need $\mathbb{E}[R_{ij} R_{ij}] = p^2$", SYMBOLS).first_failing is not None
    assert check_derivation(r"We need $\mathbb{E}[R_{ij} R_{ij}] = p$", SYMBOLS).first_failing is None
