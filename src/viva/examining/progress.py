"""What one sees while an exam runs: the verdicts appear question by question. Without a terminal: plain lines.

    1a   ✗ ✗ ✓        L3   12.1 s
    1b   ✗ …               asking

✓ right, ✗ wrong, ? undecided, · no reply.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from viva.examining.levels import standing
from viva.examining.watching import Step, watching
from viva.records import Attempt
from viva.types import Level, Verdict

MARKS = {Verdict.CORRECT: ("✓", "green"), Verdict.INCORRECT: ("✗", "red"), Verdict.UNDECIDED: ("?", "yellow")}
COLOURS = {Level.L1: "bold green", Level.L2: "green", Level.L3: "yellow", Level.LX: "red", Level.U: "magenta"}
WORDS = {Verdict.CORRECT: "right", Verdict.INCORRECT: "wrong", Verdict.UNDECIDED: "undecided"}


def verdict_of(attempts: Sequence[Attempt]) -> Verdict | None:
    """How the question stands after these attempts; None where the last one brought no reply."""
    if not attempts or attempts[-1].check is None:
        return None
    verdicts = {part.verdict for part in standing(attempts).values()}
    return next((v for v in (Verdict.INCORRECT, Verdict.UNDECIDED) if v in verdicts), Verdict.CORRECT)


@dataclass
class _Row:
    started: float | None = None
    attempts: list[Attempt] = field(default_factory=list)
    level: Level | None = None
    seconds: float = 0.0


class Progress:
    """Keeps a row for each question (of each epoch) and shows them."""

    def __init__(self, console: Console, questions: Sequence[str], epochs: int = 1) -> None:
        self.console = console
        self.rows = {(name, epoch): _Row() for epoch in range(1, epochs + 1) for name in questions}
        self.epochs = epochs
        self._spinner = Spinner("dots", style="dim")
        self._begun = time.monotonic()

    @contextlib.contextmanager
    def shown(self) -> Iterator[None]:
        """Show the progress while the block runs."""
        if self.console.is_terminal:
            live = Live(get_renderable=self.table, console=self.console, refresh_per_second=8, transient=True)
            with live, watching(self._note):
                yield
        else:
            with watching(self._say):
                yield

    def table(self) -> Table:
        """The rows as they stand now."""
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for (name, epoch), row in self.rows.items():
            marks = Text()
            for end in range(1, len(row.attempts) + 1):
                verdict = verdict_of(row.attempts[:end])
                sign, colour = MARKS[verdict] if verdict else ("·", "dim")
                marks.append(f"{sign} ", style=colour)
            if row.level is not None:
                table.add_row(
                    self._name(name, epoch), marks, Text(row.level, COLOURS[row.level]), f"{row.seconds:.0f} s"
                )
            elif row.started is not None:
                waiting = time.monotonic() - row.started
                table.add_row(self._name(name, epoch), marks, self._spinner, Text(f"{waiting:.0f} s", "dim"))
            else:
                table.add_row(Text(self._name(name, epoch), "dim"))
        done = sum(row.level is not None for row in self.rows.values())
        elapsed = time.monotonic() - self._begun
        table.caption = f"{done} of {len(self.rows)} questions, {elapsed:.0f} s"
        table.caption_justify = "left"
        return table

    def _name(self, name: str, epoch: int) -> str:
        return f"{name} ({epoch})" if self.epochs > 1 else name

    def _note(self, step: Step) -> None:
        row = self.rows.setdefault((step.question, step.epoch), _Row())
        row.started = row.started or time.monotonic()
        if step.attempt is not None:
            row.attempts.append(step.attempt)
        if step.record is not None:
            row.level, row.seconds = step.record.level, time.monotonic() - row.started

    def _say(self, step: Step) -> None:
        self._note(step)
        row, name = self.rows[step.question, step.epoch], self._name(step.question, step.epoch)
        if step.attempt is not None:
            verdict = verdict_of(row.attempts)
            after = f" after {step.attempt.nudge.kind}" if step.attempt.nudge else ""
            after = " in a fresh conversation" if step.attempt.fresh else after
            again = f", {len(step.attempt.resends)} resent" if step.attempt.resends else ""
            said = WORDS[verdict] if verdict else "no reply"
            self._line(f"{name}: attempt {step.attempt.number}{after}: {said}{again}")
        if step.record is not None:
            self._line(f"{name}: {step.record.level} ({row.seconds:.0f} s)" + _because(step.record.error))

    def _line(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _because(error: str) -> str:
    return f": {error}" if error else ""
