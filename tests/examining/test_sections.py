"""One reply to the whole paper, cut into its questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.examining.sections import sections

NAMES = ["1a", "1b", "2a", "3"]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Question 1a\nyes\nQuestion 1b\nno\n", {"1a": "yes", "1b": "no"}),
        ("## Question 1a\nyes\n## Question 1b\nno", {"1a": "yes", "1b": "no"}),
        ("**1a.** yes\n\n**1b.** no", {"1a": "yes", "1b": "no"}),
        ("**Question 1(a)**: yes\n**Question 1(b)**: no", {"1a": "yes", "1b": "no"}),
        ("Problem 1\n(a) yes\n(b) no\nProblem 2\n(a) so", {"1a": "yes", "1b": "no", "2a": "so"}),
        ("### 1a\nyes\n### 3\nthree", {"1a": "yes", "3": "three"}),
        ("Before.\n\n1a) yes", {"1a": "yes"}),
        ("It depends on question 1a and on 1b.", {}),
        ("The answer is 108.", {}),
    ],
)
def test_the_headings_of_replies(reply: str, expected: dict[str, str]) -> None:
    found = sections(reply, NAMES)
    assert set(found) == set(expected)
    for name, words in expected.items():
        assert words in found[name]
        for other in set(expected.values()) - {words}:
            assert other not in found[name]


@given(st.text(max_size=300))
def test_sections_are_verbatim_and_in_order(reply: str) -> None:
    place = 0
    for text in sections(reply, NAMES).values():
        place = reply.index(text, place)
