"""The transcript: a round trip without loss, by property; and what a person may write by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.errors import VivaError
from viva.importing.transcript import SPEAKERS, Block, Transcript, is_transcript, parse, render

row = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(
    [":::", "\\:::", "\\\\::: reply", "::: reply 1a", "% paper: x", "", "   ", "# 1a"]
)
text = st.lists(row, min_size=1, max_size=5).map("\n".join)
name = st.sampled_from(["1a", "1c", "2b", "4d", "attempt", "copy", "page", "lines", "12"])


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    line = draw(st.integers(0, 5000))
    return Block(
        draw(st.sampled_from(SPEAKERS)),
        draw(text),
        tuple(draw(st.lists(st.sampled_from(["1a", "1c", "2b", "4d", "12"]), max_size=3, unique=True))),
        draw(st.integers(0, 9)),
        draw(st.integers(0, 600)),
        line,
        line + draw(st.integers(0, 80)) if line else 0,
        draw(st.booleans()),
    )


words = st.text(st.characters(categories=["L", "N"], include_characters=" -.()"), max_size=20).map(
    lambda s: " ".join(s.split())
)
transcripts = st.builds(
    Transcript,
    st.lists(blocks(), max_size=6).map(tuple),
    words,
    words,
    words,
    words,
    st.lists(st.integers(1, 600), max_size=3).map(tuple),
    words,
)


@given(transcripts)
@settings(max_examples=100)
def test_parse_is_the_inverse_of_render(transcript: Transcript) -> None:
    assert parse(render(transcript)) == transcript


def test_by_hand_only_the_speaker_is_needed() -> None:
    made = parse("::: prompt 1b\nWhich filter?\n::: reply 1b\n[2, -1, 3]\n\n::: annotation 4a,4b\nBoth right.\n")
    assert [(b.speaker, b.questions, b.text) for b in made.blocks] == [
        ("prompt", ("1b",), "Which filter?"),
        ("reply", ("1b",), "[2, -1, 3]\n"),
        ("annotation", ("4a", "4b"), "Both right."),
    ]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("::: speaker 1a\nx", "line 1"),
        ("::: reply 1a\nx\n::: reply 1a lines x-y\n", "line 3"),
        ("% viva transcript\n\nwords before any block\n", "line 3"),
    ],
)
def test_a_broken_form_is_named_with_its_line(wrong: str, line: str) -> None:
    with pytest.raises(VivaError, match=line):
        parse(wrong)


def test_what_is_taken_for_a_transcript() -> None:
    assert is_transcript(render(Transcript(())))
    assert is_transcript("::: reply 1a\nx")
    assert not is_transcript("# My report\n::: reply 1a")
