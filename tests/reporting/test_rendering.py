"""Markdown → HTML and PDF: self-contained, safe whatever the Markdown holds, with its formulas typeset."""

from __future__ import annotations

import base64
import re

import pypdfium2
import pytest

from reporting.hostile import HOSTILE
from reporting.pages import assert_safe
from viva.errors import VivaError
from viva.reporting import typesetting
from viva.reporting.rendering import to_html, to_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'


def pdf_text(path):
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def html(markdown, tmp_path, **more):
    return to_html(markdown, tmp_path / "page.html", "A page", **more).read_text(encoding="utf-8")


def test_a_page_in_full(tmp_path):
    source = html("# One\n\n$x^2$ and $$\\frac12$$\n\n## Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", tmp_path)
    page = assert_safe(source)
    assert page.elements["math"] == 2
    assert (page.elements["h1"], page.elements["h2"], page.elements["table"]) == (1, 1, 1)
    assert "default-src 'none'" in source
    assert source.startswith("<!DOCTYPE html>")
    assert '<meta name="viewport"' in source
    links = {value[1:] for element, name, value in page.attributes if element == "a" and name == "href"}
    assert links <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_title_is_text(tmp_path):
    source = to_html("x", tmp_path / "p.html", '</title><script>alert(1)</script> & "q"').read_text(encoding="utf-8")
    assert_safe(source)
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in source


@pytest.mark.parametrize(
    "markdown",
    [
        HOSTILE,
        '<div onclick="alert(1)" style="x" class="a b" id="i">\n\nx\n\n</div>',
        '<span onclick="alert(1)" style="position:fixed">x</span>',
        "[a](javascript:alert(1)) [b](data:text/html,x) [c](http://evil.example) [d](//evil.example) [e](../../x)",
        '[x](https://evil.example/"onmouseover=alert(1))',
        "![a](http://evil.example/x.png) ![b](file:///etc/passwd) ![c](../secret.svg)",
        "`<script>alert(1)</script>`{=html}\n\n```{=html}\n<script>alert(1)</script>\n```\n",
        "\\begin{x}\\end{x} \\input{/etc/passwd} @cite [@cite]",
        "# A {onclick=alert(1) .x #y}\n\n## A {#y}\n",
        "```{.python onclick=alert(1)}\nx\n```",
        "% title\n% author\n\nx",
        "---\ninclude-before: <script>alert(1)</script>\n---\n",
        "x^[note] [^1]\n\n[^1]: <script>alert(1)</script>",
        "| a |\n|---|\n| <script>alert(1)</script> |\n",
        '<div class="fold" id="a&quot;onload=x">\n\n**<b>sum</b>**\n\nbody\n\n</div>',
    ],
)
def test_no_markdown_makes_a_page_unsafe(tmp_path, markdown):
    (tmp_path / "secret.svg").write_text(SVG, encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    source = html(markdown, tmp_path, resources=inner)
    source = source.replace('href="https://evil.example/', 'href="#') if "](https://" in markdown else source
    assert_safe(source)


def test_links_of_our_own_stay(tmp_path):
    source = html(
        '<div id="here">\n\nx\n\n</div>\n\n[in](#here) [lost](#nowhere) [out](https://example.org/a)', tmp_path
    )
    assert '<a href="#here">in</a>' in source
    assert '<a href="https://example.org/a">out</a>' in source
    assert "nowhere" not in source


def test_pictures_are_embedded(tmp_path):
    (tmp_path / "box.svg").write_text(SVG, encoding="utf-8")
    page = assert_safe(html("![a box](box.svg){width=50%}", tmp_path, resources=tmp_path))
    source = next(value for element, name, value in page.attributes if (element, name) == ("img", "src"))
    assert base64.b64decode(source.split(",")[1]).decode() == SVG
    assert ("img", "alt", "a box") in page.attributes


def test_a_picture_from_elsewhere_becomes_its_description(tmp_path):
    page = assert_safe(html("![a box](box.svg)", tmp_path, resources=tmp_path))
    assert page.elements["img"] == 0
    assert "a box" in page.text


def test_a_bad_formula_costs_only_itself(tmp_path):
    page = assert_safe(html(r"$a$ and $\frac{1}{$ and $\def\x{y}\x$ and $b$", tmp_path))
    assert page.elements["math"] == 2
    assert r"\frac{1}{" in page.text


def test_a_fold_opens_by_its_first_line(tmp_path):
    page = assert_safe(html('<div class="fold">\n\n**More**\n\nbody\n\n</div>', tmp_path))
    assert (page.elements["details"], page.elements["summary"]) == (1, 1)


# ---- PDF ---------------------------------------------------------------------------------------------------


def test_a_pdf_has_its_text(tmp_path):
    path = to_pdf(
        "# One\n\nwords $x^2$\n\n| a | b |\n|---|---|\n| first | second |\n", tmp_path / "a" / "p.pdf", 'T "q" \\ #x'
    )
    text = pdf_text(path)
    for words in ("One", "words", "first", "second", 'T "q" \\ #x'):
        assert words in text


@pytest.mark.parametrize(
    "markdown",
    [
        HOSTILE,
        '#panic("x") #set page(fill: red) #eval("1+1") #read("/etc/passwd") #import "@preview/x:1.0.0": *',
        'text] #panic() [ ] ) } " \\ // /* <label> @ref $x$ _a_ *b* ~ --- = heading\n\n= heading\n\n/ term: x',
        '`#panic("x")`{=typst}\n\n```{=typst}\n#panic("x")\n```',
        r'$\text{"#panic()"}$ $\text{#panic()}$ $\mathrm{"}\#panic()$ $\#sys$',
        r'$\text{\"}\text{#panic("x")}$ $\operatorname{"#x"}$ #panic()',
        '<span class="level" id="a">#panic()</span>',
        '<div class="side" id="x&quot;">\n\n<div class="margin">\n\n]#panic()\n\n</div></div>',
        '<div class="mar&quot;gin">\n\nx\n\n</div>',
        "![a](../../../etc/passwd)",
        "```\n#panic()\n```\n\n````\n```\n#panic()\n````",
    ],
)
def test_typst_in_the_markdown_never_runs(tmp_path, markdown):
    text = pdf_text(to_pdf(markdown, tmp_path / "p.pdf", "title"))
    if "#panic(" in markdown:
        assert re.search(r"#\s*p\s*a\s*n\s*i\s*c", text)
    assert "root:x:" not in text


def test_formulas_that_typst_refuses_are_shown_verbatim(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "_renamed", lambda source: source.replace("alpha", "nosuchname"))
    text = pdf_text(to_pdf(r"good $\beta$ bad $\alpha$ good $\gamma$ bad $2\alpha$", tmp_path / "p.pdf", "t"))
    assert r"\alpha" in text
    assert r"2\alpha" in text
    assert "β" in text or "𝛽" in text


SYMBOLS = [
    r"\odot",
    r"\otimes",
    r"\ominus",
    r"\cap",
    r"\bigcap",
    r"\sqcap",
    r"\bigodot",
    r"\bigotimes",
    r"\circleddash",
    r"\oplus",
    r"\cup",
    r"\to",
    r"\mapsto",
    r"\partial",
]


@pytest.mark.parametrize("symbol", [*SYMBOLS, r"\begin{vmatrix}a&b\\c&d\end{vmatrix}", r"\left\|x\right\|_2"])
def test_symbols_whose_names_differ_between_pandoc_and_typst(tmp_path, symbol):
    assert "\\" not in pdf_text(to_pdf(f"a ${symbol}$ b", tmp_path / "p.pdf", "t"))


def test_typst_errors_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "_dressed", lambda _block: [typesetting._typst('#panic("told")')])
    with pytest.raises(VivaError, match="Typst could not write the PDF"):
        to_pdf("x", tmp_path / "p.pdf", "t")


def test_typst_is_stopped_in_time(tmp_path):
    output, why = typesetting.compile_typst("#for i in range(1000000) { for j in range(1000000) { } }", tmp_path, 3.0)
    assert output is None
    assert "more than 3 s" in why


def test_typst_cannot_read_outside_its_folder(tmp_path):
    for source in ('#read("/etc/hostname")', '#read("../../etc/hostname")', '#image("/etc/hostname")'):
        assert typesetting.compile_typst(source, tmp_path, 60.0)[0] is None
