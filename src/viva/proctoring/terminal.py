"""Proctoring on a terminal: the message is printed, the reply is pasted, and ends with a line of a single dot.

Instead of a reply, a line of its own may say

    .again [empty|time-out|stall|error]   no answer came; the same message is sent again
    .own                                  the next message in your own words (end with a single dot)
    .correct / .incorrect [PART] WHY      your verdict on the last reply
    .note TEXT    .undo    .next    .quit

The end of the input quits; everything is on the disk, and the next call goes on where this one stopped.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import click

from viva.checking.terminal import as_text
from viva.errors import VivaError
from viva.examining.levels import solved
from viva.proctoring.desk import Desk
from viva.proctoring.session import Proposal, State

HELP = "Paste the reply and end it with a line of a single dot. Commands: .again .own .correct .note .undo .next .quit"
COMMANDS = (".again", ".own", ".correct", ".incorrect", ".note", ".undo", ".next", ".quit")
END = "."
STOPPED = "Everything so far is kept; the same command goes on from here."


class Quit(Exception):
    """The examiner stops for now."""


class Terminal:
    """One sitting at the terminal. `read` gives the next line without its end, or raises EOFError."""

    def __init__(self, desk: Desk, author: str, read: Callable[[], str] = input) -> None:
        self.desk, self.author = desk, author
        self.read: Callable[[], str] = lambda: _readable(read())

    def hold(self) -> int:
        """Go on until the exam is done or the examiner stops; returns the exit code."""
        _long_lines()
        try:
            while self.desk.state().place is not None:
                try:
                    self._turn()
                except VivaError as error:
                    click.echo(f"viva: {error}", err=True)
        except (Quit, EOFError, KeyboardInterrupt):
            click.echo(f"\n{STOPPED}")
            if not self.desk.exam().questions:
                return 0
        for path in self.desk.finish():
            click.echo(str(path))
        return 0

    def _turn(self) -> None:
        session = self.desk.session()
        state, proposal = self.desk.state(session), self.desk.proposal(session)
        if state.sitting.sent is None and proposal is not None:
            self._announce(state, proposal)
            self.desk.send(session.version, proposal.prompt.text, proposal.nudge.kind if proposal.nudge else "")
        elif state.sitting.sent is None:
            self._nothing_left(state)
            return
        else:
            click.echo("(The last message still waits for its reply.)")
        text = self._text(HELP)
        if not self._command(text):
            self.desk.receive(self.desk.session().version, text)
            self._result()

    def _announce(self, state: State, proposal: Proposal) -> None:
        name = state.sitting.record.question
        title = {
            "prompt": f"Question {name}: send this",
            "nudge": f"Question {name}: a nudge ({proposal.nudge.kind.value if proposal.nudge else ''}); send this",
            "probe": f"Question {name}: a follow-up; send this",
            "anew": f"Question {name}: open a new chat, and send this",
        }[proposal.what]
        click.echo(f"\n── {title} " + "─" * max(3, 70 - len(title)))
        click.echo(f"{proposal.prompt.text}\n" + "─" * 74)
        draw = self.desk.session().opening.conditions.draw
        variant = f" --draw {draw}" if draw else ""
        for number, _ in enumerate(proposal.prompt.images):
            click.echo(
                f"(with picture {number + 1}: viva show {self.desk.paper.name}/{name}{variant} --picture FILE.png)"
            )

    def _result(self) -> None:
        record = self.desk.state().sitting.record
        checked = record.probes[-1].check if record.probes else record.attempts[-1].check
        if checked is not None:
            click.echo("\n" + as_text(checked))

    def _nothing_left(self, state: State) -> None:
        right = solved(state.sitting.record.attempts)
        click.echo("\nSolved." if right else "\nThe ladder of nudges is used up.")
        line = self._line("Enter for the next question; .own to go on in your own words; .undo; .note TEXT; .quit")
        if not line.strip():
            self.desk.move_on(self.desk.session().version)
        elif not self._command(line.strip()):
            raise VivaError(f"{line.strip()!r} is none of {', '.join(COMMANDS)}")

    # ---- what is typed ----

    def _command(self, text: str) -> bool:
        """Do what a line that is a command says; False where it is none."""
        word, _, rest = text.strip().partition(" ")
        if "\n" in text.strip() or word not in COMMANDS:
            return False
        version, rest = self.desk.session().version, rest.strip()
        match word:
            case ".again":
                self.desk.resend(version, rest or "empty")
                click.echo("Noted. Send the same message again.")
            case ".own":
                click.echo("Your words:")
                self.desk.send(version, self._text("End them with a line of a single dot."), "target")
                self._receive_now()
            case ".correct" | ".incorrect":
                self._rule(version, word[1:], rest)
            case ".note":
                self.desk.note(version, rest, self.author)
            case ".undo":
                self.desk.undo(version)
            case ".next":
                self.desk.move_on(version)
            case _:
                raise Quit
        return True

    def _receive_now(self) -> None:
        text = self._text(HELP)
        if not self._command(text):
            self.desk.receive(self.desk.session().version, text)
            self._result()

    def _rule(self, version: int, verdict: str, rest: str) -> None:
        record = self.desk.state().sitting.record
        check = record.attempts[-1].check if record.attempts else None
        parts = [p.part for p in check.parts] if check else []
        if not parts:
            raise VivaError("there is no reply to rule on yet")
        first, _, why = rest.partition(" ")
        part, why = (first, why) if first in parts else (parts[0], rest)
        if len(parts) > 1 and first not in parts:
            raise VivaError(f"name the part: {', '.join(parts)}")
        self.desk.rule(version, part, verdict, why, self.author)

    def _line(self, prompt: str) -> str:
        click.echo(prompt)
        return self.read()

    def _text(self, prompt: str) -> str:
        """Lines up to a single dot (or the end of the input, if there was anything); a command at once."""
        click.echo(prompt)
        lines: list[str] = []
        while True:
            try:
                line = self.read()
            except EOFError:
                if not any(part.strip() for part in lines):
                    raise
                break
            if line.strip() == END:
                break
            lines.append(line)
            if len(lines) == 1 and line.strip().partition(" ")[0] in COMMANDS:
                break
        return "\n".join(lines)


def _readable(line: str) -> str:
    """The line with a mark in the place of bytes that are no text (input in another encoding)."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _long_lines() -> None:
    """Without readline a terminal cuts pasted lines off at 4,095 characters; with it, a paste arrives whole."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
