"""Replies as safe Markdown: what is typeset, what is highlighted, and what a hostile reply cannot do."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reporting.hostile import HOSTILE
from reporting.pages import assert_safe
from viva.reporting import pandoc
from viva.reporting.highlighting import Mark
from viva.reporting.markdown import quoted
from viva.reporting.passages import notation, passage, phrase, quotation
from viva.reporting.rendering import to_html
from viva.reporting.reply_markup import dollars
from viva.types import Span


def marks(text, quote, look="answer"):
    start = text.index(quote)
    return [Mark(Span(start, start + len(quote)), look)]


def rendered(tmp_path, markdown):
    return assert_safe(to_html(quoted(markdown), tmp_path / "page.html", "a page").read_text(encoding="utf-8"))


# ---- formulas ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "formulas"),
    [
        (r"so \(x^2\) here", ["$x^2$"]),
        (r"so \[x^2\] here", ["$$x^2$$"]),
        ("so $ x^2 $ here", ["$x^2$"]),
        ("from $a$ into $b$", ["$a$", "$b$"]),
        ("from $a$ with $b$ to $c$.", ["$a$", "$b$", "$c$"]),
        ("it costs $5 and $6 more", []),
        ("it costs $ 5 and $ 6 more", []),
        ("$$\nx\n\n= y\n$$", ["$$x\n= y$$"]),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}", [r"$$\begin{bmatrix} 1 & 2 \end{bmatrix}$$"]),
        (r"$$\begin{pmatrix} 1 \end{pmatrix}$$", [r"$$\begin{pmatrix} 1 \end{pmatrix}$$"]),
        ("`\\(x\\)` and\n\n```\n$ y $\n\\[z\\]\n```", []),
        (r"escaped \$x\$ stays", []),
    ],
)
def test_formulas_in_every_notation(written, formulas):
    fences = {"InlineMath": "$", "DisplayMath": "$$"}
    found = []
    for node in nodes(pandoc.read(passage(written), "markdown"), "Math"):
        fence = fences[node["c"][0]["t"]]
        found.append(f"{fence}{node['c'][1]}{fence}")
    assert found == formulas


def nodes(tree, kind):
    """Every node of a kind in a tree, found by recursion."""
    if isinstance(tree, dict):
        here = [tree] if tree.get("t") == kind else []
        return here + [n for value in tree.values() for n in nodes(value, kind)]
    return [n for item in tree for n in nodes(item, kind)] if isinstance(tree, list) else []


def test_a_bar_in_a_formula_does_not_end_the_cell_of_a_table():
    written = passage("| a | b |\n|---|---|\n| $|x|$ | $\\|y\\|$ |")
    cells = [n["c"][1] for n in nodes(pandoc.read(written, "markdown"), "Math")]
    assert cells == [r"\vert{}x\vert{}", r"\Vert{}y\Vert{}"]


def test_code_keeps_its_dollars():
    assert dollars("```\n$ x $\n```\n$ x $") == "```\n$ x $\n```\n$x$"


# ---- the highlight -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "quote", "shown"),
    [
        ("The filter is **[2, -1, 3]**.", "[2, -1, 3]", "[2, -1, 3]"),
        ("**Answer: 108 parameters**", "**Answer: 108 parameters**", "Answer: 108 parameters"),
        ("# Final answer: 3\n\nand more", "# Final answer: 3", "Final answer: 3"),
        ("- one\n- the answer is two\n", "- the answer is two", "the answer is two"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "2", "2"),
        ("> quoted 5 here", "5", "5"),
        ("1. first\n2. so 42\n", "42", "42"),
        ("[[1, 2], [3, 4]] is it", "[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
        ("use `x = 3` here", "x = 3", "x = 3"),
        ("see [the link](http://a.b) now", "the link", "the link"),
    ],
)
def test_the_quote_is_highlighted_in_place(tmp_path, reply, quote, shown):
    assert rendered(tmp_path, passage(reply, marks(reply, quote))).marked == [shown]


@pytest.mark.parametrize(
    "reply",
    [
        r"so \[ x = 7 \] done",
        "so $x = 7$ done",
        "so $$x = 7$$ done",
        "so $ x = 7 $ done",
        "so \\[\nx = 7\n\\] done",
    ],
)
@pytest.mark.parametrize("quote", ["x = 7", "7", "whole"])
def test_a_formula_is_highlighted_as_a_whole(tmp_path, reply, quote):
    quote = re.search(r"[\\$\[]+\s*x.*?[\]$\\]+(?= done)", reply, re.DOTALL)[0] if quote == "whole" else quote
    seen = rendered(tmp_path, passage(reply, marks(reply, quote)))
    assert ["".join(m.split()) for m in seen.marked] == ["x=7"]


def test_every_mark_that_works_is_kept_when_one_does_not():
    reply = "the answer is 5\n\n```\ncode 7\n```\n\nand 9"
    written = passage(reply, [*marks(reply, "5"), *marks(reply, "code 7\n```"), *marks(reply, "9")])
    assert written.count("mark answer") == 2


def test_the_status_of_a_step_goes_before_an_answer_and_an_answer_before_a_finding():
    reply = "first a = b and last"
    both = [*marks(reply, "a = b and last", "fails"), *marks(reply, "b", "answer"), *marks(reply, "and", "finding")]
    assert re.findall(r'class="(.*?)"', passage(reply, both)) == ["mark fails"]


@settings(max_examples=40)
@example("\\a", 0, 1)  # no TeX command: the reports are read without them
@given(st.text(alphabet="ab *_$[]()`#>-|\n\\<1", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_highlight_never_changes_the_words(text, one, other):
    written = passage(text, [Mark(Span(min(one, other), max(one, other)))])
    bare = passage(text)
    assert words(written) == words(bare)


def words(markdown):
    source = pandoc.run(["-f", "markdown-raw_html-raw_tex+native_spans", "-t", "plain", "--wrap=none"], markdown)
    return " ".join(source.split())


def test_offsets_outside_the_reply_do_no_harm():
    assert passage("ab", [Mark(Span(-5, 900)), Mark(Span(7, 3))]) == '<span class="mark answer">ab</span>'


# ---- hostile replies ---------------------------------------------------------------------------------------


def test_a_hostile_reply_is_only_text(tmp_path):
    seen = rendered(tmp_path, passage(HOSTILE, marks(HOSTILE, "W = p")))
    assert seen.marked == ["W = p"]
    assert "img" not in seen.elements
    assert [v for e, n, v in seen.attributes if e == "a" and n == "href" and not v.startswith("#")] == []
    assert not {"margin", "level l1"} & {v for _, n, v in seen.attributes if n == "class"}
    for visible in ("<script>alert('one')</script>", "javascript:alert('four)", "⟨U+0000⟩", "⟨U+202E⟩", "⟨U+200B⟩",
                    '#eval("1+1")', "::: {.margin}", "title: owned", "</blockquote>", "⟨U+E000⟩"):  # fmt: skip
        assert visible in seen.text, visible


def test_a_reply_cannot_leave_its_box():
    for attack in (
        "</div>\n\n</div>\n\nout",
        ":::\n\n:::\n\nout",
        "\n\n\nout",
        "```\n</div>\n```\n\nout",
        "> a\n\nout",
    ):
        tree = pandoc.read(quoted(passage(attack)) + "\n\nafter", "markdown-raw_html+native_divs")
        box, after = tree["blocks"]
        assert (box["t"], after["c"][0]["c"]) == ("Div", "after")
        assert [block["t"] for block in box["c"][1]] == ["BlockQuote"]


BOMBS = {
    "braces": "{" * 100_000,
    "braces in a formula": "$" + "{" * 100_000 + "}" * 100_000 + "$",
    "scripts in a formula": "$$" + "x^" * 3000 + "$$",
    "brackets": "[" * 50_000,
    "pictures": "![" * 30_000,
    "quotations": ">" * 50_000,
    "lists": "- " * 5000 + "x",
    "emphasis": "*a_ " * 15_000,
    "ticks": "`" * 50_000,
    "tags": "<a " * 20_000,
    "doubling macro": r"$\def\a{xx}"
    + "".join(rf"\def\{chr(98 + i)}{{\{chr(97 + i)}\{chr(97 + i)}}}" for i in range(24))
    + r"\y$",
    "displays": "\\[" * 30_000,
    "environments": r"\begin{matrix}" * 3000,
    "roots": "$" + r"\sqrt" * 1000 + "2$",
    "left right": "$" + r"\left(" * 500 + "x" + r"\right)" * 500 + "$",
    "table": "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_ends_and_keeps_its_text(bomb):
    written = passage(bomb, [Mark(Span(0, 3))])
    letters = re.compile(r"[\s\\`$<>*_|{}\[\]()!#.-]|span|class=|\"mark answer\"|/span|~|&nbsp;|text")
    assert letters.sub("", bomb)[:50] == letters.sub("", written)[:50] or written.startswith("```")


def test_what_takes_too_long_is_shown_verbatim(monkeypatch):
    def slow(*_arguments, **_named):
        raise pandoc.Indigestible("pandoc needed more than 10 s")

    monkeypatch.setattr(pandoc, "as_json", slow)
    assert passage("**slow one**") == "```\n**slow one**\n```"
    assert phrase("**slow two** `x`") == "`` **slow two** `x` ``"


def test_pandoc_is_stopped_in_time():
    before = time.monotonic()
    with pytest.raises(pandoc.Indigestible, match=r"more than 0\.05 s"):
        pandoc.run(["-f", "markdown", "-t", "json"], "[" * 3000 + "*" * 3000, seconds=0.05)
    assert time.monotonic() - before < 20  # it would run for minutes


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_becomes_a_safe_page(tmp_path_factory, text):
    rendered(tmp_path_factory.mktemp("page"), passage(text))


@settings(max_examples=30)
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Co", "Zl", "Zp", "Zs"]), max_size=30)
)
def test_phrases_are_one_line(text):
    assert "\n" not in phrase(text)


# ---- short ones --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"p\,\tilde w", r"$p\,\tilde w$"),
        ("[[1, 2], [3, 4]]", "`[[1, 2], [3, 4]]`"),
        (r"\def\x{1}\x", r"`\def\x{1}\x`"),
        (r"\frac{1}{", r"`\frac{1}{`"),
        ("a_1 = 3", "$a_1 = 3$"),
        ("costs $5", "`costs $5`"),
    ],
)
def test_notation_is_a_formula_where_it_can_be(text, shown):
    assert notation(text) == shown


def test_quotations():
    assert quotation("The *kernel* is flipped") == "“The *kernel* is flipped”"
    assert quotation(r"w = \tilde w / p") == r"$w = \tilde w / p$"


@pytest.mark.parametrize("bomb", [BOMBS["ticks"], BOMBS["braces"], "a" * 50_000 + "!", "a " * 25_000 + "!"])
def test_a_bomb_in_the_margin_ends(bomb):
    assert "\n" not in phrase(bomb)
