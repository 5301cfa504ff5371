"""Exams → a comparison: a column for each model under one set of conditions, a row for each question, and the cells.

>>> from viva.types import Level
>>> def exam(model, *levels, **more):
...     records = (QuestionRecord(f"1{'abc'[i]}", Level(level), ()) for i, level in enumerate(levels))
...     return Exam("hw5", model, "run", tuple(records), **more)
>>> small = compare([exam("small", "L1", "Lx"), exam("small", "L1", "L1"), exam("large", "L1")])
>>> [(c.letter, c.name, len(c.exams)) for c in small.columns]
[('A', 'small', 2), ('B', 'large', 1)]
>>> [row.question for row in small.rows]  # hardest first
['1b', '1a']
>>> [entry.record.level.value for entry in small.cell(small.columns[0], small.rows[0])], small.cell(*small.absent[0])
(['Lx', 'L1'], ())

Exams of the same model under the same conditions share a column, whatever their draw and epoch: they are several
tries at the same questions. What was asked in another way (prompt form, conventions, chat, sampling, length of the
ladder), came from another source, or was answered by another file of weights, is a column of its own, and its name
says what sets it apart. Reports made by hand do not record such conditions; those on the same model share a column,
those that do not name their model get one each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viva.comparing.outcomes import first_right, solved
from viva.errors import VivaError
from viva.examining.levels import interventions
from viva.records import Exam, QuestionRecord
from viva.types import Question

# Parameters that do not change what a model is asked or may answer.
_NEUTRAL = {"seed", "epochs", "max_retries", "max_connections", "timeout", "attempt_timeout"}
_SOURCES = {"run": "asked by Viva", "import": "report made by hand", "proctor": "proctored"}


@dataclass(frozen=True)
class Entry:
    """One record, and the exam that it is from."""

    exam: Exam
    record: QuestionRecord


@dataclass(frozen=True)
class Column:
    """A model under one set of conditions. `letter` is its short name: A, B, …, Z, AA."""

    letter: str
    model: str
    name: str
    exams: tuple[Exam, ...]

    @property
    def records(self) -> list[QuestionRecord]:
        """All records, log by log."""
        return [record for exam in self.exams for record in exam.questions]


@dataclass(frozen=True)
class Row:
    """A question of a paper. `label` names it: `1c`, or `hw5/1c` where there are several papers."""

    paper: str
    question: str
    label: str
    title: str


@dataclass(frozen=True)
class Comparison:
    """Columns in the order of their first logs, rows hardest first. Every record of every exam is in one cell."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str, str], tuple[Entry, ...]]  # by letter, paper, question
    left_out: tuple[tuple[str, str], ...] = ()  # logs that were not compared, each with the reason

    def cell(self, column: Column, row: Row) -> tuple[Entry, ...]:
        """The records of a question; several with several draws, epochs or logs, none where it was not asked."""
        return self.cells.get((column.letter, row.paper, row.question), ())

    def records(self, column: Column, row: Row) -> list[QuestionRecord]:
        """The records of a cell without their exams."""
        return [entry.record for entry in self.cell(column, row)]

    @property
    def papers(self) -> tuple[str, ...]:
        """The names of the papers, sorted."""
        return tuple(sorted({row.paper for row in self.rows}))

    @property
    def absent(self) -> tuple[tuple[Column, Row], ...]:
        """Where a model was not asked a question that another one was asked."""
        return tuple((column, row) for row in self.rows for column in self.columns if not self.cell(column, row))

    @property
    def block(self) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        """Models, and the questions that all of these were asked: the largest full piece of the matrix.

        One log of two questions must not reduce the ranking of all others to these two. Empty where no two models
        were asked a common question.
        """
        asked = {c.letter: [row for row in self.rows if self.cell(c, row)] for c in self.columns}
        order = sorted(self.columns, key=lambda c: -len(asked[c.letter]))
        best: tuple[tuple[Column, ...], tuple[Row, ...]] = ((), ())
        for number in range(2, len(order) + 1):
            some = order[:number]
            rows = tuple(row for row in asked[some[0].letter] if all(self.cell(c, row) for c in some))
            if rows and number * len(rows) >= len(best[0]) * len(best[1]):
                best = (tuple(c for c in self.columns if c in some), rows)
        return best

    @property
    def repeated(self) -> bool:
        """Whether any model was asked a question more than once."""
        return any(len(cell) > 1 for cell in self.cells.values())


def compare(exams: Sequence[Exam], left_out: Sequence[tuple[str, str]] = ()) -> Comparison:
    """The comparison of these exams; VivaError when there is none."""
    if not exams:
        raise VivaError("no exam to compare")
    columns = _columns(exams)
    cells: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for column in columns:
        for exam in column.exams:
            for record in exam.questions:
                cells[column.letter, exam.paper, record.question].append(Entry(exam, record))
    done = {place: tuple(entries) for place, entries in cells.items()}
    return Comparison(columns, _rows(done, columns), done, tuple(left_out))


# ---- columns -----------------------------------------------------------------------------------------------


def _columns(exams: Iterable[Exam]) -> tuple[Column, ...]:
    groups: dict[tuple[tuple[str, str], ...], list[Exam]] = {}
    for exam in exams:
        groups.setdefault(tuple(sorted(_facets(exam).items())), []).append(exam)
    facets = [dict(key) for key in groups]
    columns = []
    for number, (own, members) in enumerate(zip(facets, groups.values(), strict=True)):
        others = [other for other in facets if other["model"] == own["model"]]
        alike = [other for other in others if other["source"] == own["source"]]
        apart = ["source"] if len(alike) < len(others) else []
        # One may have what the other lacks: a temperature that was set there and not here.
        apart += [name for name in sorted(set().union(*alike)) if len({other.get(name, "") for other in alike}) > 1]
        words = [_words(name, own.get(name, "")) for name in apart]
        name = " · ".join([own["model"], *words])
        columns.append(Column(letter(number), own["model"], name, tuple(members)))
    return tuple(columns)


def _facets(exam: Exam) -> dict[str, str]:
    """What sets a column apart from the others."""
    facets = {"model": exam.model or f"model not named ({exam.log or exam.created or 'no log'})", "source": exam.source}
    if exam.source == "import":
        return facets
    conditions = exam.conditions
    facets |= {
        "form": conditions.form,
        "conventions": conditions.conventions,
        "chat": conditions.chat,
        "batch": conditions.batch,
    }
    facets |= {name: _value(value) for name, value in exam.parameters.items() if name not in _NEUTRAL}
    if "sha256 of it" in exam.versions:
        facets["weights"] = exam.versions["sha256 of it"]
    return facets


def _words(facet: str, value: str) -> str:
    if facet == "source":
        return _SOURCES[value]
    shown = value[:8] if facet == "weights" else value
    return f"{facet.replace('_', ' ')} {shown or 'not set'}"


def _value(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def letter(number: int) -> str:
    """A short name for the column of this number, from 0: A … Z, AA, AB …

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# ---- rows --------------------------------------------------------------------------------------------------


def _rows(cells: Mapping[tuple[str, str, str], Sequence[Entry]], columns: Sequence[Column]) -> tuple[Row, ...]:
    places = list(dict.fromkeys((paper, question) for _, paper, question in cells))
    several = len({paper for paper, _ in places}) > 1
    questions = {paper: _questions(paper) for paper in dict.fromkeys(paper for paper, _ in places)}

    def hardness(place: tuple[str, str]) -> tuple[float, float, float, str, int, str]:
        asked = [cells[c.letter, *place] for c in columns if (c.letter, *place) in cells]
        order = list(questions[place[0]])
        rank = order.index(place[1]) if place[1] in order else len(order)
        return (
            _typical(asked, lambda r: float(first_right(r) is True)),
            _typical(asked, lambda r: float(solved(r) is True)),
            -_typical(asked, lambda r: float(interventions(r.attempts))),
            place[0],
            rank,
            place[1],
        )

    rows = []
    for paper, question in sorted(places, key=hardness):
        known = questions[paper].get(question)
        label = f"{paper}/{question}" if several else question
        rows.append(Row(paper, question, label, known.title if known else ""))
    return tuple(rows)


def _typical(asked: Sequence[Sequence[Entry]], measure: Callable[[QuestionRecord], float]) -> float:
    """The mean over models, each of which counts once, of its mean over its tries."""
    means = [sum(measure(entry.record) for entry in cell) / len(cell) for cell in asked]
    return sum(means) / len(means)


def _questions(paper: str) -> dict[str, Question]:
    """The questions of a paper by their names; none where Viva does not have the paper."""
    from viva.papers import load_paper

    try:
        return {question.name: question for question in load_paper(paper).questions}
    except VivaError:
        return {}
