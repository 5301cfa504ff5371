"""Summary: the result in a few sentences, each of which follows from a count; then rates and levels of every model."""

from __future__ import annotations

from viva.comparing.measures import Measured, Pair
from viva.comparing.outcomes import solved
from viva.comparing.subject import Subject, limits, linked, named, per_cent, rulings_of
from viva.reporting import numbers
from viva.reporting.markdown import div, listed, paragraphs, table
from viva.reporting.material import level_badge
from viva.reporting.visible import plain
from viva.types import Level

ALPHA = 0.05
FEW = 30  # questions


def write(subject: Subject) -> str:
    charts = [
        f"![{plain(words)}]({subject.folder}/{name})"
        for name, words in subject.charts.items()
        if name != "questions.svg"
    ]
    return paragraphs(
        "## Summary",
        div("summary lead", in_words(subject)),
        _table(subject),
        div("charts", "\n".join(charts)) if charts else "",
        f"*No charts: {plain(subject.no_charts)}.*" if subject.no_charts else "",
    )


def in_words(subject: Subject) -> str:
    """The result in words."""
    comparison, rows = subject.comparison, subject.rows
    if not rows:
        return "The logs hold no question that was asked."
    words = [_best(subject)]
    tested = [p for p in subject.pairs if p.at_first.questions]
    if tested:
        words.append(_differences(tested))
    never = [row for row in rows if not any(solved(r) for c in subject.columns for r in comparison.records(c, row))]
    if never:
        lead = "Solved by no model" if len(subject.columns) > 1 else "Not solved"
        shown = [linked(row) for row in never[:8]]
        more = f" and {len(never) - 8} more" if len(never) > 8 else ""
        words.append(f"{lead}: {', '.join(shown)}{more}.")
    if comparison.absent:
        missing = numbers.times(len(comparison.absent), "cell")
        words.append(
            f"Not every model was asked every question ({missing} of the matrix {_are(len(comparison.absent))} empty); "
            "rates over different questions do not compare."
        )
    open_ones = sum(m.summary.levels[Level.U] for m in subject.measured)
    if open_ones:
        words.append(f"Undecided: {numbers.times(open_ones, 'record')}; in the rates they count as not right.")
    words += _ruled(subject)
    if len(rows) < FEW:
        words.append(f"With {numbers.times(len(rows), 'question')} the intervals are wide.")
    return " ".join(words)


def _ruled(subject: Subject) -> list[str]:
    """How many verdicts are a person's; they count as ruled."""
    given = rulings_of(subject)
    if not given:
        return []
    changed = sum(ruling.verdict is not ruling.computed for ruling in given)
    who = listed(sorted({plain(ruling.author) for ruling in given}))
    verdicts = numbers.times(len(given), "verdict was", "verdicts were")
    return [f"{verdicts} ruled on by {who} ({changed} overruled); levels and rates follow the rulings."]


def _best(subject: Subject) -> str:
    if len(subject.columns) == 1:
        (only,) = subject.measured
        asked = numbers.times(only.first.questions, "question")
        return (
            f"**{plain(only.column.name)}**, alone: right at the first reply on {per_cent(only.first)} of {asked} "
            f"({limits(only.first)}), solved {per_cent(only.solved)}. There is no other model to compare it with."
        )
    ranked, shared = subject.comparison.block
    if not shared:
        return "No two models were asked a common question, so there is nothing to rank them on."
    rates = [(plain(m.column.name), m.first_shared.value or 0.0) for m in subject.measured if m.column in ranked]
    top = max(rate for _, rate in rates)
    best = [name for name, rate in rates if rate == top]
    scope = numbers.times(len(shared), "question")
    apart = [c.letter for c in subject.columns if c not in ranked]
    if len(shared) < len(subject.rows) or apart:
        scope += f" that {'all were asked' if not apart else f'all but {listed(apart[:8])} were asked'}"
        scope += f" ({len(apart) - 8} more were not)" if len(apart) > 8 else ""
    if len(best) == len(rates):
        return f"All {len(best)} are right at the first reply equally often: {100 * top:.0f} % of {scope}."
    leads = f"**{listed(best[:3])}**" + (f" and {len(best) - 3} more" if len(best) > 3 else "")
    rest = max(rate for _, rate in rates if rate < top)
    verb = "is" if len(best) == 1 else "are"
    return (
        f"{leads} {verb} right at the first reply most often: {100 * top:.0f} % of {scope}; the next best "
        f"{100 * rest:.0f} %."
    )


def _differences(tested: list[Pair]) -> str:
    apart = [p for p in tested if p.adjusted_at_first < ALPHA]
    if not apart:
        what = "The difference could" if len(tested) == 1 else "No difference between two models is beyond what could"
        return f"{what} be chance (exact paired test{'s' if len(tested) > 1 else ''}, p ≥ {ALPHA})."
    shown = []
    for p in apart[:3]:
        up = (p.at_first.value or 0.0) > 0
        better, worse = (p.first, p.second) if up else (p.second, p.first)
        shown.append(f"{better.letter} over {worse.letter} (p = {p_value(p.adjusted_at_first)})")
    more = f" and {len(apart) - 3} more" if len(apart) > 3 else ""
    return f"Beyond chance: {listed(shown)}{more}, by the exact paired test, adjusted for {len(tested)} comparisons."


def p_value(p: float) -> str:
    """A p-value with two significant digits; never a zero.

    >>> p_value(0.5), p_value(0.0312), p_value(0.00004), p_value(1.0)
    ('0.50', '0.031', '<0.0001', '1')
    """
    if p < 0.0001:
        return "<0.0001"
    if p >= 0.995:
        return "1"
    return f"{p:.2f}" if p >= 0.1 else f"{p:.2g}"


def _table(subject: Subject) -> str:
    if not subject.rows:
        return ""
    head = ["Model", "Questions", "Right at once", "95 % interval", "Solved", "95 % interval", "Levels"]
    rows = [
        [
            named(m.column),
            f"{m.first.questions}" + (f", {m.first.replies} tries" if m.first.replies > m.first.questions else ""),
            per_cent(m.first) + _up_to(m.first.value, m.best_first),
            limits(m.first),
            per_cent(m.solved) + _up_to(m.solved.value, m.best_solved),
            limits(m.solved),
            _levels(m),
        ]
        for m in subject.measured
    ]
    notes = []
    if any(m.best_first != m.first.value or m.best_solved != m.solved.value for m in subject.measured):
        notes.append("“up to”: if everything undecided were right.")
    ranked, shared = subject.comparison.block
    if subject.comparison.absent and shared:
        counts = [
            f"{m.column.letter} {per_cent(m.first_shared)} at once, {per_cent(m.solved_shared)} solved"
            for m in subject.measured
            if m.column in ranked
        ]
        more = f"; and {len(counts) - 12} more" if len(counts) > 12 else ""
        notes.append(
            f"On the {numbers.times(len(shared), 'question')} that these share: {'; '.join(counts[:12])}{more}."
        )
    return paragraphs(div("wide matrix", table(head, rows)), div("meta", " ".join(notes)) if notes else "")


def _up_to(value: float | None, best: float | None) -> str:
    return "" if value is None or best is None or best == value else f" (up to {100 * best:.0f})"


def _levels(m: Measured) -> str:
    return " ".join(f"{level_badge(level)} {n}" for level, n in m.summary.levels.items() if n)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
