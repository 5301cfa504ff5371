"""What the tests of the site share: real logs of ordinary and of hostile exams, and a reader of the pages."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from reporting.exams import imported_exam, question_1b, reviewed_exam, run_exam
from viva.logs import write_exam
from viva.types import Level

ATTACK = "<script>alert(1)</script>"
# A model may be called anything. This one wants out of its folder and into the page.
EVIL = '../../evil"><script>document.title="owned"</script><img src=x onerror=alert(2)>'


def written(folder: Path) -> None:
    """Three logs: a run with every level, reviewed; a report whose annotator errs; a model with a hostile name."""
    write_exam(replace(reviewed_exam(), log="", sha256=""), folder / "run.eval")
    write_exam(replace(imported_exam(), log="", sha256=""), folder / "by-hand" / "imported.eval")
    attempt = replace(
        question_1b().attempts[0], reply=f"The zebra says {ATTACK} <mark>so</mark>. **[2, -1, 3]**", check=None
    )
    record = replace(question_1b(), level=Level.U, attempts=(attempt,))
    evil = replace(run_exam(), model=EVIL, questions=(record,), conversation=(), log="", sha256="")
    write_exam(replace(evil, created="2026-03-02T10:00:00+00:00"), folder / "evil.eval")


class Page(HTMLParser):
    """The addresses, identifiers, scripts and attributes of a page, as a parser of HTML sees them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.sources: list[str] = []
        self.identifiers: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.policy = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                (self.links if tag == "a" else self.sources).append(value)
            elif name in ("src", "action", "formaction", "data", "srcset", "xlink:href"):
                self.sources.append(value)
            elif name == "id":
                self.identifiers.append(value)
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]


def pages_of(site: Path) -> dict[str, Page]:
    """All pages of a site by their names, without Pagefind's files."""
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    return {name: Page(path) for name, path in found.items() if not name.startswith("pagefind/")}
