"""A page whose passages were woven in is the page of the report's Markdown: two ways, one result."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reporting.exams import imported_exam, run_exam
from reporting.hostile import HOSTILE
from reporting.pages import assert_safe
from viva.errors import VivaError
from viva.reporting import pandoc
from viva.reporting.fragments import LOST, fragments
from viva.reporting.highlighting import Mark
from viva.reporting.markdown import quoted, table
from viva.reporting.material import material
from viva.reporting.passages import passage, phrase
from viva.reporting.rendering import to_fragment
from viva.reporting.report import report_markdown
from viva.reporting.sections import annotated
from viva.reporting.weaving import loom, weaving
from viva.types import Span


@pytest.fixture(autouse=True)
def kept():
    with pandoc.kept():
        yield


def normal(html):
    """Without the source's line breaks, headings' names (made of their words), and the look of what is no formula."""
    html = html.replace('<code class="formula">', "<code>")
    return re.sub(r"(<h\d)[^>]*(?=>)|[ \n]+(?=<)|(?<=>)[ \n]+", r"\1", html)


@pytest.mark.parametrize("exam", [run_exam, imported_exam])
def test_a_report_woven_is_the_report_written(exam, tmp_path):
    subject = material(exam())
    annotated.write_pictures(subject, tmp_path)
    written = to_fragment(report_markdown(subject), tmp_path)
    with weaving():
        woven = to_fragment(report_markdown(subject), tmp_path)
    assert normal(woven) == normal(written)
    assert "<math" in woven and "viva" + "0" not in woven


def test_what_is_woven_in_is_harmless():
    with weaving():
        html = to_fragment(quoted(passage(HOSTILE)) + "\n\n" + table(["x"], [[phrase("a <b>|</b> $|x|$")]]))
    assert_safe(html)
    assert "<td>a &lt;b&gt;|&lt;/b&gt; <math" in html


def test_nobody_can_forge_a_thread():
    with weaving():
        weave = loom()
        thread = passage("mine")
        other = thread[:-2] + "7z"
        html = to_fragment(quoted(passage("so *this*", [Mark(Span(3, 9))])) + "\n\n" + quoted(passage("viva0n0z")))
        assert weave is not None and "viva0n0z" in html
        with pytest.raises((VivaError, IndexError)):
            to_fragment(other)
    assert thread not in html


def test_threads_of_one_weaving_mean_nothing_in_another():
    with weaving():
        old = passage("so *this*")
    with weaving():
        assert to_fragment(old).strip() == f"<p>{old}</p>"
    assert passage("so *this*") == "so *this*"


def test_a_piece_that_cannot_be_typeset_costs_only_itself(monkeypatch):
    from viva.reporting import fragments as module

    def broken(markdown, resources: Path | None = None):
        if "poison" in markdown:
            raise VivaError("too slow")
        return to_fragment(markdown, resources)

    monkeypatch.setattr(module, "to_fragment", broken)
    monkeypatch.setattr(module, "fenced", lambda text: f"`{len(text)}`")
    assert fragments(["*a*", "", "poison"]) == ["<p><em>a</em></p>", "", "<p><code>6</code></p>"]
    with weaving():
        assert fragments(["poison"]) == [f"<p><em>{LOST.strip('*')}</em></p>"]
