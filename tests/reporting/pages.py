"""How the tests look at a page: its elements, its text, whether its tags balance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input", "col", "wbr"}


@dataclass
class Page:
    elements: Counter[str] = field(default_factory=Counter)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)  # (element, name, value)
    text: str = ""
    marked: list[str] = field(default_factory=list)  # the text of every highlight
    problems: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "id"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.stack: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.page.elements[tag] += 1
        self.page.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.stack.append(tag)
        if tag == "mark":
            self.page.marked.append("")

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1] != tag:
            self.page.problems.append(f"</{tag}> at {self.getpos()} closes {self.stack[-1:]}")
            return
        self.stack.pop()

    def handle_data(self, data):
        if "style" in self.stack or "annotation" in self.stack:
            return
        self.page.text += data
        if "mark" in self.stack:
            self.page.marked[-1] += data

    def handle_startendtag(self, tag, attrs):
        self.page.elements[tag] += 1
        self.page.attributes += [(tag, name, value or "") for name, value in attrs]


def page(html: str) -> Page:
    """The page, with a list of problems if its tags do not balance."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.stack:
        reader.page.problems.append(f"never closed: {reader.stack}")
    return reader.page


# What a page of ours may consist of.
HTML = """html head meta title style body a nav div details summary ul ol li main section h1 h2 h3 h4 p span strong em
code pre mark table thead tbody tfoot tr th td blockquote hr br img del sup sub dl dt dd colgroup col"""
MATHML = """math semantics annotation mrow mi mo mn mtext mspace msub msup msubsup munder mover munderover mfrac msqrt
mroot mtable mtr mtd mphantom menclose mpadded mstyle mlabeledtr merror"""
ELEMENTS = {*HTML.split(), *MATHML.split()}


def painted(page):
    """The page, once a browser has painted it: until then, Chromium drops what is typed."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


def shows(page, place, words):
    """Wait until it does: when a click returns, the next page may still be on its way."""
    from playwright.sync_api import expect

    expect(page.locator(place).first).to_contain_text(words, use_inner_text=True, timeout=30_000)


def assert_safe(html: str) -> Page:
    """Nothing on the page runs, loads or leaves: no scripts, handlers, frames, addresses other than its own parts."""
    seen = page(html)
    assert seen.problems == []
    assert set(seen.elements) <= ELEMENTS, set(seen.elements) - ELEMENTS
    for element, name, value in seen.attributes:
        assert not name.startswith("on"), (element, name, value)
        if name in ("href", "src", "srcset", "action", "data", "poster", "background", "xlink:href", "formaction"):
            allowed = value.startswith("#") or (element == "img" and value.startswith("data:image/"))
            assert allowed, (element, name, value)
        if name == "style":
            assert "url" not in value and "expression" not in value, value
    return seen
