"""The verdict table at the end of an exam, for the terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from viva.examining.levels import interventions, standing
from viva.examining.progress import COLOURS, MARKS
from viva.records import Exam, QuestionRecord
from viva.statistics import Rate, findings_of, summarise

WIDE = 60


def print_verdicts(exam: Exam, console: Console) -> None:
    """Print the table and the numbers below it."""
    console.print(verdicts(exam))


def verdicts(exam: Exam) -> RenderableType:
    """One line a question: level, what each part was, help given, findings; then the rates."""
    table = Table(title=f"{exam.paper}: {exam.model}", title_justify="left", title_style="bold")
    for heading in ("question", "level", "parts", "nudges", "findings", "last answer"):
        table.add_column(heading, justify="right" if heading == "nudges" else "left")
    for record in exam.questions:
        name = record.question if record.epoch == 1 else f"{record.question} ({record.epoch})"
        found = ", ".join(sorted({f.kind.value for f in findings_of(record)}))
        table.add_row(
            name,
            Text(record.level.value, COLOURS[record.level]),
            _parts(record),
            str(interventions(record.attempts)),
            Text(found),
            Text(record.error or _last_answer(record)),
        )
    numbers = summarise(exam)
    levels = "  ".join(f"{level.value} {count}" for level, count in numbers.levels.items())
    lines = [
        f"right at once   {_rate(numbers.first_right)}",
        f"solved          {_rate(numbers.solved)}",
        f"levels          {levels}",
    ]
    if numbers.latency.median is not None and numbers.latency.p95 is not None:
        lines.append(f"seconds a reply {numbers.latency.median:.1f} (median), {numbers.latency.p95:.1f} (95 %)")
    if numbers.resends:
        lines.append("resent          " + ", ".join(f"{reason} {n}" for reason, n in numbers.resends.items()))
    return Group(table, Text("\n".join(lines)))


def _rate(rate: Rate) -> str:
    if rate.value is None:
        return "none asked"
    return f"{rate.successes} of {rate.total} ({rate.value:.0%}; 95 % interval {rate.low:.0%} to {rate.high:.0%})"


def _parts(record: QuestionRecord) -> Text:
    text = Text()
    for part in standing(record.attempts).values():
        sign, colour = MARKS[part.verdict]
        text.append(sign, style=colour)
    return text


def _last_answer(record: QuestionRecord) -> str:
    """The last answer that was read to any part, shortened; else why none was."""
    for attempt in reversed(record.attempts):
        for part in reversed(attempt.check.parts if attempt.check else ()):
            if part.evidence.answer is not None:
                return _short(part.evidence.answer.read_as)
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDE else line[: WIDE - 1] + "…"
