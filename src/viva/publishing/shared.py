"""The pages that speak of more than one exam: the first page, and one for each paper, model, question and finding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from viva.publishing import pages
from viva.publishing.digests import ExamDigest
from viva.publishing.naming import natural, slug
from viva.publishing.overview import (
    FAULTS,
    PRAISE,
    Entry,
    best_help,
    by_kind,
    by_model,
    by_paper,
    by_question,
    entries_of,
    hardest,
    mistakes,
    nudgings,
    tally,
)
from viva.publishing.questions import QuestionText, texts_of

QUOTES = 12  # quotes of one kind on the page of a model; all of them are on the page of the finding


def shared_pages(exams: Sequence[ExamDigest], left_out: Sequence[tuple[str, str]]) -> dict[str, str]:
    """All shared pages and files by their names in the site."""
    entries = entries_of(exams)
    made = {"site.css": pages.style(), "site.js": pages.own("site.js")}
    made["index.html"] = _index(exams, entries, left_out)
    for paper, of_paper in by_paper(exams).items():
        texts = _texts(paper)
        made[f"papers/{slug(paper)}.html"] = _paper(paper, of_paper, texts)
        for (_, question), asked in by_question(entries_of(of_paper)).items():
            name = question_slug(paper, question)
            made[f"questions/{name}.html"] = _question(paper, question, asked, texts.get(question, QuestionText()))
    for model, of_model in by_model(exams).items():
        made[f"models/{slug(model)}.html"] = _model(model, of_model)
    for kind, shown in by_kind(entries).items():
        made[f"findings/{slug(kind)}.html"] = pages.render(
            "finding.html", "../", kind=kind, shown=shown, links=LINKS, entries=entries
        )
    return made


def asked(exams: Sequence[ExamDigest]) -> dict[tuple[str, str], tuple[str, str]]:
    """(address, text) of every question that was asked, by paper and question, for the search."""
    return {
        (paper, question): (
            f"questions/{question_slug(paper, question)}.html",
            _texts(paper).get(question, QuestionText()).words,
        )
        for paper, question in by_question(entries_of(exams))
    }


def question_slug(paper: str, question: str) -> str:
    """The file name of a question's page."""
    return slug(f"{paper}-{slug(question)}")


LINKS = {"slug": slug, "question": question_slug}
_KNOWN: dict[str, dict[str, QuestionText]] = {}  # Viva's papers do not change while it runs


def _texts(paper: str) -> dict[str, QuestionText]:
    from viva.reporting import pandoc

    if paper not in _KNOWN:
        with pandoc.kept():
            _KNOWN[paper] = texts_of(paper)
    return _KNOWN[paper]


def _index(exams: Sequence[ExamDigest], entries: list[Entry], left_out: Sequence[tuple[str, str]]) -> str:
    matrix = {
        model: {paper: tally(entries_of(own)) for paper, own in by_paper(of_model).items()}
        for model, of_model in by_model(exams).items()
    }
    return pages.render(
        "index.html", "",
        exams=[(exam, tally(entries_of([exam])), json.dumps(_facets(exam))) for exam in reversed(exams)],
        papers=by_paper(exams), matrix=matrix, hard=hardest(by_question(entries)), found=by_kind(entries),
        whole=tally(entries), left_out=left_out, links=LINKS, faults=FAULTS,
    )  # fmt: skip


def _facets(exam: ExamDigest) -> dict[str, Any]:
    """What the facets of the first page go by: what is true of the exam, and of each of its questions."""
    return {
        "paper": [exam.paper],
        "model": [exam.model],
        "source": [exam.source],
        "questions": [
            {
                "question": [q.question, f"{exam.paper}/{q.question}"],
                "level": [q.level],
                "finding": list(q.findings),
                "author": list(q.authors),
            }
            for q in exam.questions
        ],
    }


def _paper(paper: str, exams: Sequence[ExamDigest], texts: dict[str, QuestionText]) -> str:
    entries = entries_of(exams)
    groups = by_question(entries)
    known = [name for name in texts if (paper, name) in groups]
    names = [*known, *(name for _, name in groups if name not in texts)]
    cells: dict[str, dict[str, list[Entry]]] = {}
    for model, of_model in by_model(exams).items():
        cells[model] = {name: found for (_, name), found in by_question(entries_of(of_model)).items()}
    tallies = {name: tally(groups[paper, name]) for name in names}
    return pages.render(
        "paper.html", "../",
        paper=paper, title=exams[0].paper_title, names=names, cells=cells, tallies=tallies, texts=texts, links=LINKS,
        exams=exams, whole=tally(entries),
    )  # fmt: skip


def _question(paper: str, question: str, asked: list[Entry], text: QuestionText) -> str:
    nudged = nudgings(asked)
    return pages.render(
        "question.html", "../",
        paper=paper, question=question, text=text, asked=sorted(asked, key=_by_model), tally=tally(asked),
        mistakes=mistakes(asked), nudged=nudged, best=best_help(nudged), found=by_kind(asked), links=LINKS,
    )  # fmt: skip


def _model(model: str, exams: Sequence[ExamDigest]) -> str:
    entries = entries_of(exams)
    found = by_kind(entries)
    about: dict[str, Any] = {
        "weak": {kind: shown for kind, shown in found.items() if kind in FAULTS},
        "strong": {kind: shown for kind, shown in found.items() if kind in PRAISE},
        "other": {kind: shown for kind, shown in found.items() if kind not in FAULTS | PRAISE},
        "right": [entry for entry in entries if entry.question.level == "L1"],
        "unsolved": [entry for entry in entries if entry.question.solved is False],
    }
    return pages.render(
        "model.html", "../",
        model=model, exams=exams, entries=entries, tally=tally(entries), mistakes=mistakes(entries),
        groups={paper: tally(entries_of(own)) for paper, own in by_paper(exams).items()},
        most=QUOTES, links=LINKS, **about,
    )  # fmt: skip


def _by_model(entry: Entry) -> tuple[Any, str, int]:
    return natural(entry.exam.model), entry.exam.created, entry.question.epoch
