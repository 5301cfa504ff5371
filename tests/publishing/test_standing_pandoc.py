"""The pandoc that stays gives what a pandoc of its own gives, and survives what it cannot digest."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from reporting.exams import REPLY_1B, REPLY_2B_1, REPLY_4A
from reporting.hostile import HOSTILE
from viva.reporting import pandoc
from viva.reporting.passages import WRITE
from viva.reporting.reply_markup import READ
from viva.reporting.standing_pandoc import Failed, Standing

TABLE = "| a | b |\n|---|---:|\n| $x$ | 1 |"  # without an end of line, which pandoc itself adds
TEXTS = {
    "table": REPLY_1B,
    "formulas": REPLY_2B_1,
    "derivation": REPLY_4A,
    "hostile": HOSTILE,
    "last line": TABLE,
    "tabs": "a\n\n\tcode\tmore\n\nb\tc",
    "empty": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_it_reads_and_writes_like_a_pandoc_of_its_own(name):
    tree = pandoc.read(TEXTS[name], READ)
    html, markdown = pandoc.write(tree, "html5", ["--mathml"]), pandoc.write(tree, WRITE)
    with pandoc.kept():
        assert pandoc.read(TEXTS[name], READ) == tree
        assert pandoc.write(tree, "html5", ["--mathml"]).strip() == html.strip()
        assert pandoc.write(tree, WRITE).strip() == markdown.strip()


def test_it_says_what_failed_and_goes_on():
    with pandoc.kept():
        with pytest.raises(pandoc.Indigestible, match="pandoc failed"):
            pandoc.write({"no": "tree"}, "html5")
        assert pandoc.write(pandoc.read("*a*", "commonmark"), "html5").strip() == "<p><em>a</em></p>"


def test_too_slow_a_conversion_kills_the_child_and_the_next_one_works():
    with Standing(pandoc._binary(), "1g") as standing:
        with pytest.raises(Failed, match="needed more than"):
            standing.convert("> " * 20_000 + "x", "markdown", "html5", mathml=False, seconds=0.05)
        assert standing.convert("a", "commonmark", "html5", mathml=False, seconds=10).strip() == "<p>a</p>"


LIMITED = 400 * 2**20  # bytes that a child with a heap of 200 MB does not reach


def test_more_memory_than_allowed_is_never_taken_and_the_next_one_works():
    """A heap that is full stops growing: pandoc then spins, and the clock ends it."""
    text = "*a* `b` [c](d)\n\n" * 60_000
    assert peak("1g", text, 60) > LIMITED > peak("200m", text, 3)


def peak(memory: str, text: str, seconds: float) -> int:
    """The most bytes that the child held while it converted the text. It is killed as soon as that says enough."""
    most = 0
    with Standing(pandoc._binary(), memory) as standing, ThreadPoolExecutor(1) as pool:
        assert standing.convert("a", "commonmark", "html5", mathml=False, seconds=10).strip() == "<p>a</p>"
        child = psutil.Process(standing._child.pid)
        future = pool.submit(standing.convert, text, "commonmark", "json", mathml=False, seconds=seconds)
        while not future.done():
            with contextlib.suppress(psutil.NoSuchProcess):
                most = max(most, child.memory_info().rss)
                if most > LIMITED:
                    child.kill()
            time.sleep(0.02)
        assert isinstance(future.exception(), Failed)
        assert standing.convert("a", "commonmark", "html5", mathml=False, seconds=10).strip() == "<p>a</p>"
    return most
