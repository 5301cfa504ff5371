"""Plain text, code and fences give the same text back when they are read as Markdown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.reporting import pandoc
from viva.reporting.rendering import READ
from viva.reporting.visible import code, fenced, plain, shortened, visible

HOSTILE_ALPHABET = "ab1 \\`*_{}[]()<>#+-.!|~$^@&\"'=:%;,/\n\t"


def text_of(tree):
    """The words of a tree; None if there is anything in it but plain words."""
    if isinstance(tree, list):
        return "".join(map(text_of, tree))
    match tree["t"]:
        case "Str":
            return tree["c"]
        case "Space" | "SoftBreak":
            return " "
        case "Para" | "Plain":
            return text_of(tree["c"])
    raise AssertionError(f"{tree['t']} in plain text")


@settings(max_examples=80)
@given(st.text(alphabet=HOSTILE_ALPHABET, max_size=30))
def test_plain_text_is_only_words(text):
    tree = pandoc.read("x " + plain(text) + " x", READ)
    assert " ".join(text_of(tree["blocks"]).split()) == " ".join(("x " + text + " x").split())


@settings(max_examples=40)
@given(st.text(alphabet=HOSTILE_ALPHABET, max_size=20))
def test_plain_text_is_only_words_at_the_start_of_a_line(text):
    tree = pandoc.read(plain(text), READ)
    assert " ".join(text_of(tree["blocks"]).split()) == " ".join(text.split())


@settings(max_examples=40)
@given(st.text(alphabet="`ab \\<>$", min_size=1, max_size=20))
def test_code_and_fences_hold_what_they_were_given(text):
    block = pandoc.read(fenced(text), READ)["blocks"]
    assert [b["t"] for b in block] == ["CodeBlock"]
    assert block[0]["c"][1] == text
    inline = pandoc.read("x" + code(text) + "x", READ)["blocks"][0]["c"]
    if text.strip():
        assert [n["t"] for n in inline] == ["Str", "Code", "Str"]
        assert inline[1]["c"][1] == " ".join(text.split())


@given(st.text())
def test_nothing_steers_the_page(text):
    shown = visible(text)
    assert not [
        c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c not in "\n\t\u200d"
    ]


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\ue000", "\u2028"]
)
def test_hidden_characters_are_shown(character):
    assert visible(f"a{character}b") == f"a⟨U+{ord(character):04X}⟩b"


def test_line_ends_are_those_of_unix():
    assert visible("a\r\nb\rc") == "a\nb\nc"


def test_shortened():
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"


def test_a_text_of_megabytes_is_cut_and_says_so():
    text = "`" * 5 + "x" * 3_000_000
    block = fenced(text)
    assert len(block) < 201_000 and block.startswith("`" * 6 + "\n") and block.endswith("\n" + "`" * 6)
    assert "2 800 005 characters more stand in the log" in block
    assert "more stand" not in fenced("x" * 200_000)
