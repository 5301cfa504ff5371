"""Replies in the styles of models, students and PDF files, beside the key of what was asked: `labelled/*.txt`.

The labels are set by hand from the mathematics of key and reply. `= key`, then its replies, one a line, ⏎ where a
line ends: `+` right, `-` wrong, `?` never accepted (wrong, or open: it may stay undecided).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from viva import equivalent

TABLES = sorted((Path(__file__).parent / "labelled").glob("*.txt"))


def rows(table: Path) -> list[tuple[str, str, str]]:
    """The `(key, reply, sign)` of a table."""
    found, key = [], ""
    for line in table.read_text(encoding="utf-8").split("\n"):
        sign, _, text = line.partition(" ")
        if sign == "=":
            key = text
        elif sign and sign != "#":
            assert sign in "+-?", f"{table.name}: {line}"
            found.append((key, text.replace("⏎", "\n"), sign))
    return found


@pytest.mark.parametrize(
    ("key", "reply", "sign"),
    [pytest.param(*row, id=f"{table.stem}-{i}") for table in TABLES for i, row in enumerate(rows(table), 1)],
)
def test_a_labelled_reply(key: str, reply: str, sign: str) -> None:
    verdict = equivalent(key, reply)
    if sign == "?":
        assert verdict is not True
    else:
        assert verdict is (sign == "+")


def test_a_long_run_of_letters_is_no_number() -> None:
    assert equivalent("107", "a" * 3_000 + "!" + " = " * 500) is not True


@pytest.mark.parametrize(
    ("key", "reply"),
    [
        (key, reply)
        for key, reply, sign in rows(Path(__file__).parent / "labelled" / "course_formulas.txt")
        if sign == "+"
    ],
)
def test_a_key_that_is_three_more_does_not_accept_it(key: str, reply: str) -> None:
    assert equivalent("$3 + " + key.rpartition("= ")[2].lstrip("$"), reply) is not True
