"""Counts over all exams of a site: what the pages of papers, models, questions and findings say. Pure.

>>> best_help([])
>>> rate = rate_of([True, False, None])
>>> rate.successes, rate.total
(1, 3)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viva.publishing.digests import ExamDigest, Help, Match, QuestionDigest, Quote
from viva.publishing.naming import natural
from viva.reporting.material import NO_FAULT
from viva.statistics import Rate, wilson
from viva.types import FindingKind, Level

FAULTS = frozenset(kind.value for kind in set(FindingKind) - NO_FAULT)
PRAISE = frozenset({FindingKind.INSIGHT.value, FindingKind.SELF_CORRECTED.value})
LEVELS = tuple(level.value for level in Level)


@dataclass(frozen=True)
class Entry:
    """A question of an exam, together with the exam."""

    exam: ExamDigest
    question: QuestionDigest

    @property
    def address(self) -> str:
        """Of the question, from the root of the site."""
        return f"exams/{self.exam.slug}.html#{self.question.anchor}"

    def reply(self, anchor: str) -> str:
        """The address of a reply, from the root of the site."""
        return f"exams/{self.exam.slug}.html#{anchor}"


@dataclass(frozen=True)
class Tally:
    """Levels and rates of some entries."""

    entries: tuple[Entry, ...]
    levels: tuple[tuple[str, int], ...]
    first: Rate
    solved: Rate


@dataclass(frozen=True)
class Shown:
    """A finding with the entry that it is from."""

    entry: Entry
    quote: Quote


@dataclass(frozen=True)
class Mistake:
    """A misconception, and every answer that matched it."""

    name: str
    matches: tuple[tuple[Entry, Match], ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The models that made it."""
        return tuple(dict.fromkeys(entry.exam.model for entry, _ in self.matches))


@dataclass(frozen=True)
class Nudging:
    """A nudge as it was given, however often, with how often the next reply was right."""

    help: Help
    rate: Rate
    given: tuple[tuple[Entry, Help], ...]


def entries_of(exams: Iterable[ExamDigest]) -> list[Entry]:
    """All questions of these exams, in order."""
    return [Entry(exam, question) for exam in exams for question in exam.questions]


def tally(entries: Sequence[Entry]) -> Tally:
    """Levels and rates. Undecided counts as not right, as in reports."""
    counted = Counter(entry.question.level for entry in entries)
    return Tally(
        tuple(entries),
        tuple((level, counted[level]) for level in LEVELS),
        rate_of(entry.question.first for entry in entries),
        rate_of(entry.question.solved for entry in entries),
    )


def rate_of(outcomes: Iterable[bool | None]) -> Rate:
    """How many are right, with Wilson's 95 % interval; what is undecided is not right."""
    known = list(outcomes)
    return wilson(sum(won is True for won in known), len(known))


def by_model(exams: Iterable[ExamDigest]) -> dict[str, list[ExamDigest]]:
    """Exams by model, in alphabetical order."""
    return _grouped((exam.model, exam) for exam in exams)


def by_paper(exams: Iterable[ExamDigest]) -> dict[str, list[ExamDigest]]:
    """Exams by paper, in alphabetical order."""
    return _grouped((exam.paper, exam) for exam in exams)


def by_question(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """Entries by (paper, question), in order of the names."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.exam.paper, entry.question.question].append(entry)
    return dict(sorted(groups.items(), key=lambda group: tuple(map(natural, group[0]))))


def by_kind(entries: Iterable[Entry]) -> dict[str, list[Shown]]:
    """Findings by kind, the most frequent first."""
    groups: dict[str, list[Shown]] = defaultdict(list)
    for entry in entries:
        for quote in entry.question.quotes:
            groups[quote.kind].append(Shown(entry, quote))
    return dict(sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def mistakes(entries: Iterable[Entry]) -> list[Mistake]:
    """The misconceptions that were matched, the most frequent first."""
    groups: dict[str, list[tuple[Entry, Match]]] = defaultdict(list)
    for entry in entries:
        for match in entry.question.matches:
            groups[match.name].append((entry, match))
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Mistake(name, tuple(matches)) for name, matches in ordered]


def nudgings(entries: Iterable[Entry]) -> list[Nudging]:
    """Every nudge that was given, the most helpful first: by the lower end of the interval, then by how often."""
    groups: dict[tuple[str, str], list[tuple[Entry, Help]]] = defaultdict(list)
    for entry in entries:
        for given in entry.question.helps:
            groups[given.kind, given.text].append((entry, given))
    made = [Nudging(g[0][1], rate_of(h.right for _, h in g), tuple(g)) for g in groups.values()]
    return sorted(made, key=lambda n: (-n.rate.low, -n.rate.successes, n.rate.total, n.help.text))


def best_help(nudged: Sequence[Nudging]) -> Nudging | None:
    """The nudge that helped best; None where none helped."""
    return nudged[0] if nudged and nudged[0].rate.successes else None


def hardest(groups: dict[tuple[str, str], list[Entry]]) -> list[tuple[tuple[str, str], Tally]]:
    """Questions with their tallies, the hardest first: by the share solved, then by that of the first reply."""
    made = [(name, tally(entries)) for name, entries in groups.items()]
    return sorted(made, key=lambda pair: (pair[1].solved.value or 0.0, pair[1].first.value or 0.0, pair[0]))


def _grouped(pairs: Iterable[tuple[str, ExamDigest]]) -> dict[str, list[ExamDigest]]:
    groups: dict[str, list[ExamDigest]] = defaultdict(list)
    for name, exam in pairs:
        groups[name].append(exam)
    return {name: groups[name] for name in sorted(groups, key=lambda name: (natural(name), name))}
