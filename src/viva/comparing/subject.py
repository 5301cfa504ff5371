"""What the sections of a comparison are made from, and the pieces that several of them use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from viva.comparing.comparison import Column, Comparison, Row
from viva.comparing.measures import Measured, Pair, Repeats, measured, pairs, repeats
from viva.errors import VivaError
from viva.records import QuestionRecord
from viva.reporting.markdown import span
from viva.reporting.material import level_badge, ruled
from viva.reporting.passages import quotation
from viva.reporting.visible import plain, shortened
from viva.statistics import Share
from viva.types import Level, Override, Paper

QUOTE = 140  # characters of a quote
TYPESET = 12  # with more models than this, quotes are shown as they were written: typesetting each takes its time


@dataclass(frozen=True)
class Subject:
    """A comparison with its numbers. `charts` names the pictures that there are, and describes them."""

    comparison: Comparison
    measured: tuple[Measured, ...]
    pairs: tuple[Pair, ...]
    repeats: tuple[Repeats, ...]
    charts: Mapping[str, str] = field(default_factory=dict)  # file name → description
    no_charts: str = ""  # why there are none
    folder: str = "charts"  # where they are, as the Markdown says it

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.comparison.columns

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.comparison.rows


def subject_of(comparison: Comparison) -> Subject:
    """A comparison with its numbers, without charts."""
    return Subject(comparison, measured(comparison), pairs(comparison), repeats(comparison))


def counted_levels(records: Sequence[QuestionRecord]) -> dict[Level, int]:
    """How often each level occurs, best first; those that do not are left out."""
    counts = Counter(record.level for record in records)
    return {level: counts[level] for level in Level if counts[level]}


def cell_badges(records: Sequence[QuestionRecord], absent: str = "not asked") -> str:
    """A cell of the matrix as Markdown: each level with how often it was reached; `absent` where it was not asked."""
    levels = counted_levels(records)
    if not levels:
        return span("small", absent)
    return " ".join(level_badge(level) + (f" ×{n}" if len(records) > 1 else "") for level, n in levels.items())


def named(column: Column, length: int = 60) -> str:
    """Letter and name as Markdown."""
    return f"**{column.letter}** {plain(shortened(column.name, length))}"


def anchor_of(row: Row) -> str:
    """The identifier of a question's place: `q-hw5-1c`."""
    return "q-" + re.sub(r"[^A-Za-z0-9]+", "-", f"{row.paper}-{row.question}").strip("-")


def linked(row: Row, name: str = "") -> str:
    """The question's label (or another name for it) with a link to its place, as Markdown."""
    return f"[{plain(name or row.label)}](#{anchor_of(row)})"


def quote_of(subject: Subject, text: str) -> str:
    """A quote as Markdown; "" of nothing."""
    short = shortened(text, QUOTE)
    if not short:
        return ""
    return quotation(short) if len(subject.columns) <= TYPESET else f"“{plain(short)}”"


def per_cent(share: Share) -> str:
    """`82 %`, an en dash where there is no question."""
    return "–" if share.value is None else f"{100 * share.value:.0f} %"


def limits(share: Share) -> str:
    """`52–95 %`."""
    return "–" if share.value is None else f"{100 * share.low:.0f}–{100 * share.high:.0f} %"


def rulings_of(subject: Subject) -> list[Override]:
    """Every ruling of a person on a verdict."""
    records = (record for column in subject.columns for record in column.records)
    return [part.override for record in records for _, part in ruled(record) if part.override]


def papers_of(subject: Subject) -> dict[str, Paper]:
    """The papers that Viva has, by name."""
    from viva.papers import load_paper

    found = {}
    for name in subject.comparison.papers:
        try:
            found[name] = load_paper(name)
        except VivaError:
            continue
    return found
