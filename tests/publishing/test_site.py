"""The files of a site: links that lead somewhere, nothing from elsewhere or of an attacker, nothing made twice."""

from __future__ import annotations

import posixpath
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from publishing.sites import EVIL, pages_of, written
from reporting.exams import run_exam
from viva.cli import viva
from viva.errors import VivaError
from viva.logs import write_exam
from viva.publishing import build_site
from viva.publishing.naming import slug

pytest.importorskip("pagefind_bin", reason="the extra site is not installed")
# One process for all of them: it makes the site once.
pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """(logs, site) built once; tests that change something work on copies."""
    folder = tmp_path_factory.mktemp("site")
    written(folder / "logs")
    build_site(folder / "logs", folder / "site")
    return folder / "logs", folder / "site"


@pytest.fixture
def copied(built, tmp_path):
    """(logs, site) of its own for a test."""
    for name, path in zip(("logs", "site"), built, strict=True):
        shutil.copytree(path, tmp_path / name)
    return tmp_path / "logs", tmp_path / "site"


def snapshot(site: Path) -> dict[str, tuple[int, int]]:
    return {
        str(p): (p.stat().st_mtime_ns, p.stat().st_ino) for p in site.rglob("*") if p.is_file() and p.suffix != ".json"
    }


def test_every_link_leads_to_a_place_that_is_there(built):
    _, site = built
    pages = pages_of(site)
    checked = 0
    for name, page in pages.items():
        assert len(page.identifiers) == len(set(page.identifiers)), f"{name} has an identifier twice"
        for link in page.links:
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc and not parts.path.startswith("/"), (name, link)
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            )
            assert target in pages, (name, link)
            if parts.fragment:
                assert parts.fragment in pages[target].identifiers, (name, link)
            checked += 1
    assert checked > 150


def test_there_is_a_page_for_everything(built):
    _, site = built
    pages = pages_of(site)
    assert {posixpath.dirname(name) for name in pages} == {"", "exams", "models", "papers", "questions", "findings"}
    assert sum(name.startswith("exams/") for name in pages) == 3
    assert {n for n in pages if n.startswith("questions/")} == {
        f"questions/hw5-{q}.html" for q in ("1b", "1c", "2b", "3a", "4a", "4b")
    }
    assert "findings/annotator-error.html" in pages and "findings/stuck.html" in pages
    replies = [
        i for n in pages if n.startswith("exams/") for i in pages[n].identifiers if i.rpartition("-a")[2].isdigit()
    ]
    # 1b, 1c (2), 2b (3), 4a (3), 4b of the run; 3a (2), 4b of the report; 1b of the hostile one
    assert len(replies) == 10 + 3 + 1


def test_nothing_comes_from_elsewhere_and_the_policy_is_strict(built):
    _, site = built
    for name, page in pages_of(site).items():
        own = {"index.html": ["data:,", "site.css", "site.js"]}.get(name, ["data:,", "../site.css"])
        assert [s for s in page.sources if not s.startswith("data:image/")] == own, name
        assert "default-src 'none'" in page.policy and "unsafe-inline" not in page.policy, name
        assert ("script-src" in page.policy) == (name == "index.html")
        assert page.tags.count("script") == (name == "index.html")
        assert "style" not in page.attributes and not [a for a in page.attributes if a.startswith("on")], name
        assert not {"iframe", "object", "embed", "base", "style"} & set(page.tags), name
    assert "http" not in (site / "site.css").read_text(encoding="utf-8")


def test_a_models_name_is_neither_path_nor_markup(built):
    _, site = built
    assert {p.name for p in site.parent.iterdir()} == {"logs", "site"}
    page = site / "models" / f"{slug(EVIL)}.html"
    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in text and "<script" not in text
    assert all(set(p.stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for p in site.glob("*/*.html"))


def test_a_second_build_makes_nothing(copied):
    logs, site = copied
    before = snapshot(site)
    again = build_site(logs, site)
    assert (again.rendered, again.kept, again.written, again.indexed) == ((), 3, 0, False)
    assert snapshot(site) == before


def test_only_the_changed_log_is_made_again(copied):
    logs, site = copied
    addresses = {p.name for p in (site / "exams").iterdir()}
    before = snapshot(site / "exams")
    (logs / "run.eval").unlink()
    exam = run_exam()
    write_exam(replace(exam, questions=exam.questions[:2], log="", sha256=""), logs / "run.eval")
    again = build_site(logs, site)
    assert (again.rendered, again.kept, again.indexed) == (("run.eval",), 2, True)
    assert {p.name for p in (site / "exams").iterdir()} == addresses  # a reviewed log keeps its address
    after = snapshot(site / "exams")
    assert sum(before[name] != after[name] for name in before) == 1
    # Nobody was asked 2b any more, so that its page is gone, and what only it showed.
    assert not (site / "questions" / "hw5-2b.html").exists() and not (site / "findings" / "regression.html").exists()


def test_a_log_that_went_takes_its_pages_along_and_nothing_else(copied):
    logs, site = copied
    (site / "mine.html").write_text("kept")
    (logs / "evil.eval").unlink()
    build_site(logs, site)
    assert len(list((site / "exams").iterdir())) == 2 and not (site / "models" / f"{slug(EVIL)}.html").exists()
    assert (site / "mine.html").read_text() == "kept"


def test_a_page_that_was_lost_or_another_viva_makes_pages_again(copied, monkeypatch):
    logs, site = copied
    next((site / "exams").glob("hw5-test*")).unlink()
    assert build_site(logs, site).rendered == ("run.eval",)
    monkeypatch.setattr("viva.publishing.store.version", lambda: "another")
    assert len(build_site(logs, site).rendered) == 3


def test_what_cannot_be_shown_is_said_and_stops_nothing(copied):
    logs, site = copied
    (logs / "broken.eval").write_bytes(b"no log")
    shutil.copy(logs / "run.eval", logs / "twice.eval")
    done = CliRunner().invoke(viva, ["site", str(logs), "-o", str(site)])
    assert done.exit_code == 1 and "0 exams typeset, 3 as they were" in done.output
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "broken.eval" in page and "the same log as run.eval" in page


def test_a_folder_with_other_files_is_left_alone(built, tmp_path):
    logs, _ = built
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(VivaError, match="no site of Viva's"):
        build_site(logs, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_no_logs_is_an_error(tmp_path):
    (tmp_path / "logs").mkdir()
    with pytest.raises(VivaError, match="no exam to publish"):
        build_site(tmp_path / "logs", tmp_path / "site")


def test_what_a_person_found_says_who_and_why(built):
    _, site = built
    for name in ("findings/insight.html", "questions/hw5-1c.html"):
        text = (site / name).read_text(encoding="utf-8")
        assert "says the quagga&#39;s convention (a person: Ada &lt;b&gt;Reviewer&lt;/b&gt;)" in text, name
