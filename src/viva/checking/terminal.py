"""`viva check`: the evidence of a check for a terminal, or as JSON.

Plain text without colours or markup, so that it reads the same in a terminal, a pipe and a file. What comes from the
reply is printed with control characters made visible.
"""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from viva.checking.verdicts import check
from viva.errors import VivaError
from viva.types import Check, Finding, PartCheck, Verdict

EXIT = {Verdict.CORRECT: 0, Verdict.INCORRECT: 1, Verdict.UNDECIDED: 3}
MAX_BYTES = 16_000_000

_SIGNS = {Verdict.CORRECT: "✓", Verdict.INCORRECT: "✗", Verdict.UNDECIDED: "?"}
_STEP_SIGNS = {"holds": "✓", "fails": "✗", "follows-not": "✗", "unread": "?"}
_LABEL = 14  # columns


def check_file(question: str, reply: str, draw: int, as_json: bool) -> int:
    """Check the reply in the file `reply` ("-": standard input), print the evidence, and return the exit code."""
    if draw < 0:
        raise VivaError(f"a draw is a number from 0 on, not {draw}")
    result = check(question, read_text(reply), draw)
    click.echo(as_text(result) if not as_json else json.dumps(asdict(result), ensure_ascii=False, indent=2))
    return EXIT[result.verdict]


def read_text(source: str) -> str:
    """The text of a file, or of standard input for "-". Raises `VivaError` in words where it cannot be read."""
    try:
        if source == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise VivaError(f"there is no file {source!r}; give a file with the reply, or - for standard input") from None
    except OSError as error:
        raise VivaError(f"{source!r} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise VivaError(f"{source!r} is larger than {MAX_BYTES // 1_000_000} MB; a reply is a text of some pages")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise VivaError(f"{source!r} is no text in UTF-8; save the reply as plain text") from None
    if "\0" in text[:4096]:
        raise VivaError(f"{source!r} looks like a binary file; save the reply as plain text")
    return text


def as_text(result: Check) -> str:
    """The check for a reader: verdict, quote with offsets, how it was read, key, method, counterexample, findings."""
    lines = [f"{result.question}, draw {result.draw}: {result.verdict}"]
    for part in result.parts:
        lines += ["", *_part_lines(part, alone=len(result.parts) == 1)]
    if result.findings:
        lines += ["", "Findings in the rest of the reply"]
        for findings in _by_quote(result.findings):
            lines += list(_finding_lines(*findings))
    return "\n".join(lines)


def _part_lines(part: PartCheck, alone: bool) -> Iterator[str]:
    evidence = part.evidence
    if not alone:
        yield f"{_SIGNS[part.verdict]} {part.part}: {part.verdict}"
    if evidence.answer is not None:
        answer = evidence.answer
        yield from _row("quote", f"“{_visible(answer.quote)}”")
        yield from _row("", f"characters {answer.span.start} to {answer.span.end}, found as: {answer.found_by}")
        if answer.read_as:
            yield from _row("read as", _visible(answer.read_as))
        if answer.asides:
            yield from _row("beside it", _visible(", ".join(answer.asides)))
    yield from _row("key", _plain(evidence.key))
    if evidence.method != "none":
        yield from _row("method", evidence.method)
    if evidence.counterexample:
        yield from _row("because", evidence.counterexample)
    if evidence.reason:
        yield from _row("reason", evidence.reason)
    if evidence.accepted:
        yield from _row("accepted", f"alternative {evidence.accepted} of a contested key")
    if evidence.misconception:
        yield from _row("misconception", evidence.misconception)
    for number, step in enumerate(evidence.steps):
        sign = _STEP_SIGNS.get(step.status, "?")
        quote = " ".join(_visible(step.quote).split())
        yield from _row("" if number else "steps", f"{sign} {quote}{' — ' + step.why if step.why else ''}")
    for findings in _by_quote(part.findings):
        yield from _finding_lines(*findings)


def _by_quote(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings about one and the same passage, or one within the other, together, in order."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        quote = " ".join(finding.quote.split())
        same = next((other for other in found if quote and other and (quote in other or other in quote)), quote)
        found.setdefault(same, []).append(finding)
    return list(found.values())


def _finding_lines(first: Finding, *others: Finding) -> Iterator[str]:
    """A finding, with the kinds of the others about the same passage beside it."""
    detail = f": {first.detail}" if first.detail else ""
    kinds = ", ".join(dict.fromkeys(str(finding.kind) for finding in (first, *others)))
    yield from _row("finding", f"{kinds}{detail}")
    yield from _row("", f"“{_visible(first.quote)}” ({'; '.join(dict.fromkeys(f.how for f in (first, *others)))})")


_NOISE = (
    ("{,}", ","),
    (r"\cdot", "·"),
    (r"\times", "×"),
    (r"\,", " "),
    (r"\gamma", "γ"),
    (r"\lambda", "λ"),
    (r"\Gamma", "Γ"),
)


def _plain(key: str) -> str:
    """A key without dollar signs and the simplest LaTeX; what has no plain form stays as it is."""
    for latex, plain in _NOISE:
        key = key.replace(latex, plain)
    return key if "\\" in key else key.replace("$", "")


def _row(label: str, text: str) -> Iterator[str]:
    """A label and its text, wrapped to the terminal's width with a hanging indent."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 110)) - _LABEL - 2
    first = True
    for paragraph in text.split("\n") or [""]:
        for line in textwrap.wrap(paragraph, width, break_on_hyphens=False, replace_whitespace=False) or [""]:
            yield f"  {label if first else '':<{_LABEL}}{line}".rstrip()
            first = False


def _visible(text: str) -> str:
    """Text of a reply, safe to print: control characters and lone surrogates as escapes, long quotes shortened."""
    if len(text) > 600:
        text = f"{text[:400]} … {text[-150:]}"
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
