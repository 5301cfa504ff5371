"""Shortened replies: every character that stays is the one at its place, and ordinary replies are left as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viva.reading.blanks import shorten
from viva.reading.replies import focus, read_reply
from viva.types import Span

runs = st.tuples(
    st.sampled_from([" ", "\n", "\t", "$", "*", " \n", "\r\n", "\x00", "\u200b", "\u00a0"]), st.integers(1, 90)
)
texts = st.lists(st.one_of(st.text(max_size=5), runs.map(lambda run: run[0] * run[1])), max_size=8).map("".join)


@given(texts)
def test_what_stays_stands_at_its_place(text: str) -> None:
    long = read_reply(text)
    short = shorten(long)
    assert len(short.reply.raw) == len(short.reply.text) <= len(text)
    places = [short.span(Span(k, k + 1)) for k in range(len(short.reply.text))]
    assert [long.text[place.start : place.end] for place in places] == list(short.reply.text)
    assert places == sorted(places, key=lambda place: place.start)
    gone = set(range(len(text))) - {place.start for place in places}
    assert all(
        long.text[k].isspace() or long.text[k] in "$*_`\x00\u200b" or not long.text[k].isprintable() for k in gone
    )


@given(texts)
def test_twice_shortened_is_once_shortened(text: str) -> None:
    short = shorten(read_reply(text)).reply
    assert shorten(short).reply is short


def test_a_reply_without_long_runs_is_itself() -> None:
    reply = read_reply("So" + " " * 60 + "it is **108**.\n\n\n" + "$" * 60)
    assert shorten(reply).reply is reply


def test_paragraphs_and_indentations_stay() -> None:
    short = shorten(read_reply("a" + " " * 50 + "\n" + " " * 50 + "\n" + " " * 50 + "- b"))
    assert short.reply.text == "a" + " " * 8 + "\n\n" + " " * 8 + "- b"


def test_that_words_were_set_aside_stays_known() -> None:
    reply = focus(read_reply("The first part. " * 20 + "The second: 108."), [Span(320, 336)])
    short = shorten(reply)
    assert short.reply.text.split() == ["The", "second:", "108."]
    assert len(short.reply.raw.split()) > 3
    assert reply.quote(short.span(Span(len(short.reply.text) - 4, len(short.reply.text)))) == "108."


def test_an_empty_span_stays_empty() -> None:
    short = shorten(read_reply("a" + "\n" * 100 + "b"))
    assert short.span(Span(16, 16)) == Span(100, 100)
    assert short.span(Span(17, 17)) == Span(101, 101)
    assert short.span(Span(18, 18)) == Span(102, 102)
