"""Exams as data frames, for notebooks, CSV and Parquet: `viva.frames("logs")`.

    frames = viva.frames("logs")              # a log, a folder, exams, or several of them
    frames.questions.groupby("model")["first_right"].mean()
    frames.attempts, frames.checks, frames.findings, frames.notes, frames.exams

They are pandas frames with Arrow types, as `inspect_ai.analysis` makes them, and hold missing values where a log has
none. The columns `log`, `paper`, `model`, `question` and `epoch` join them; `attempt` joins the finer ones. pandas and
pyarrow come with the extra `frames`.

| frame       | a row for each                                                              |
|-------------|------------------------------------------------------------------------------|
| `exams`     | log                                                                          |
| `questions` | question, epoch and log: level, outcome, help, time, tokens; what `viva compare -o FILE.csv` writes |
| `attempts`  | reply: prompt, text, nudge, time, tokens                                     |
| `checks`    | part of a reply: verdict, the computed one, who ruled and why, what was read, misconception |
| `findings`  | finding, with its quote                                                      |
| `notes`     | note of a person on a question                                               |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from viva.comparing.comparison import compare
from viva.comparing.outcomes import first_right, solved
from viva.errors import VivaError
from viva.examining.levels import interventions
from viva.records import Annotation, Attempt, Exam, QuestionRecord
from viva.statistics import findings_of
from viva.types import Level

if TYPE_CHECKING:
    import pandas as pd

Logs: TypeAlias = "str | Path | Exam | Iterable[str | Path | Exam]"
Row: TypeAlias = Mapping[str, Any]

# Every column with its Arrow type, so that an empty frame has the same columns as a full one.
_KEYS = {"log": "string", "paper": "string", "column": "string", "model": "string"}
_PLACE = {**_KEYS, "question": "string", "epoch": "int64"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "exams": {
        **_KEYS, "source": "string", "status": "string", "created": "string", "draw": "int64", "form": "string",
        "conventions": "string", "chat": "string", "batch": "string", "questions": "int64", "sha256": "string",
    },
    "questions": {
        **_PLACE, "source": "string", "draw": "int64", "form": "string", "conventions": "string", "chat": "string",
        "batch": "string", "level": "string", "first_right": "bool", "solved": "bool", "interventions": "int64",
        "replies": "int64", "resends": "int64", "findings": "string", "misconceptions": "string",
        "annotator_level": "string", "figure": "string", "characters": "int64", "seconds": "double",
        "input_tokens": "int64", "output_tokens": "int64", "cost": "double", "error": "string",
    },
    "attempts": {
        **_PLACE, "attempt": "int64", "verdict": "string", "nudge": "string", "nudge_addresses": "string",
        "fresh": "bool", "cut_off": "bool", "resends": "int64", "seconds": "double", "input_tokens": "int64",
        "output_tokens": "int64", "cost": "double", "prompt": "string", "reply": "string",
    },
    "checks": {
        **_PLACE, "attempt": "int64", "part": "string", "verdict": "string", "computed": "string",
        "ruled_by": "string", "ruled_because": "string", "read_by_hand": "string", "method": "string",
        "read_as": "string", "quote": "string", "start": "int64", "end": "int64", "key": "string", "reason": "string",
        "counterexample": "string", "misconception": "string", "accepted": "string",
    },
    "findings": {
        **_PLACE, "attempt": "int64", "part": "string", "kind": "string", "quote": "string", "how": "string",
        "detail": "string",
    },
    "notes": {**_PLACE, "author": "string", "when": "string", "text": "string"},
}  # fmt: skip


@dataclass(frozen=True)
class Frames:
    """The frames of some exams; see the module."""

    exams: pd.DataFrame
    questions: pd.DataFrame
    attempts: pd.DataFrame
    checks: pd.DataFrame
    findings: pd.DataFrame
    notes: pd.DataFrame


def frames(logs: Logs) -> Frames:
    """The exams in these logs or folders (or these exams themselves) as data frames.

    VivaError where a log cannot be read, where there is none, or where pandas and pyarrow are not installed.
    """
    exams = _exams(logs)
    return Frames(**{name: _frame(name, exams) for name in COLUMNS})


def write_table(exams: Sequence[Exam], path: Path) -> Path:
    """Write the frame `questions` as `path`, whose ending is `.csv` or `.parquet`; returns it."""
    table = _frame("questions", exams)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    else:
        table.to_parquet(path, index=False)
    return path


def _exams(logs: Logs) -> list[Exam]:
    from viva.comparing.gathering import gather

    given = [logs] if isinstance(logs, str | Path | Exam) else list(logs)
    exams = [item for item in given if isinstance(item, Exam)]
    paths = [item for item in given if not isinstance(item, Exam)]
    if paths:
        gathered = gather(paths)
        if gathered.unread:
            # A notebook has nobody to read a warning; numbers over fewer logs than were named would mislead.
            raise VivaError("; ".join(f"{name}: {reason}" for name, reason in gathered.left_out))
        exams += gathered.exams
    if not exams:
        raise VivaError("no exam: name logs, folders of logs, or exams")
    return exams


def _frame(name: str, exams: Sequence[Exam]) -> pd.DataFrame:
    try:
        import pandas as pd
        import pyarrow as pa
    except ImportError as error:
        raise VivaError(
            "pandas or pyarrow is not installed; for data frames: pip install 'viva-voce[frames]'"
        ) from error
    types = {"string": pa.string(), "int64": pa.int64(), "double": pa.float64(), "bool": pa.bool_()}
    rows = list(_rows(name, exams))
    columns = COLUMNS[name]
    for row in rows:
        if row.keys() != columns.keys():
            raise AssertionError(f"{name}: {sorted(row.keys() ^ columns.keys())}")
    return pd.DataFrame(
        {key: pd.Series([row[key] for row in rows], dtype=pd.ArrowDtype(types[kind])) for key, kind in columns.items()}
    )


# ---- rows --------------------------------------------------------------------------------------------------


def _rows(name: str, exams: Sequence[Exam]) -> Iterable[Row]:
    for column in compare(exams).columns:
        for exam in column.exams:
            keys = {"log": exam.log, "paper": exam.paper, "column": column.name, "model": column.model}
            if name == "exams":
                yield {**keys, **_exam(exam)}
                continue
            for record in exam.questions:
                place = {**keys, "question": record.question, "epoch": record.epoch}
                if name == "questions":
                    yield {**place, **_question(exam, record)}
                elif name == "notes":
                    yield from ({**place, **_note(note)} for note in record.notes)
                else:
                    for attempt in record.attempts:
                        yield from ({**place, **row} for row in _MAKERS[name](attempt))


def _conditions(exam: Exam) -> Row:
    c = exam.conditions
    known = exam.source != "import"  # the conditions of somebody else's conversation are not known
    names = {"form": c.form, "conventions": c.conventions, "chat": c.chat, "batch": c.batch}
    return {"source": exam.source, "draw": c.draw, **{key: value if known else None for key, value in names.items()}}


def _exam(exam: Exam) -> Row:
    return {
        **_conditions(exam), "status": exam.status, "created": exam.created or None, "questions": len(exam.questions),
        "sha256": exam.sha256 or None,
    }  # fmt: skip


def _question(exam: Exam, record: QuestionRecord) -> Row:
    attempts = record.attempts
    matched = [p.evidence.misconception for a in attempts if a.check for p in a.check.parts if p.evidence.misconception]
    return {
        **_conditions(exam),
        "level": record.level.value,
        "first_right": first_right(record),
        "solved": solved(record),
        "interventions": interventions(attempts),
        "replies": len(attempts),
        "resends": sum(len(a.resends) for a in attempts),
        "findings": " ".join(dict.fromkeys(f.kind.value for f in findings_of(record))),
        "misconceptions": " ".join(dict.fromkeys(matched)),
        "annotator_level": record.annotator_level.value if record.annotator_level else None,
        "figure": record.figure,
        "characters": sum(len(a.reply) for a in attempts),
        "seconds": _sum(a.seconds for a in attempts),
        "input_tokens": _sum(a.input_tokens for a in attempts),
        "output_tokens": _sum(a.output_tokens for a in attempts),
        "cost": _sum(a.cost for a in attempts),
        "error": record.error,
    }


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _attempt(attempt: Attempt) -> list[Row]:
    return [
        {
            "attempt": attempt.number,
            "verdict": attempt.check.verdict.value if attempt.check else None,
            "nudge": attempt.nudge.kind.value if attempt.nudge else None,
            "nudge_addresses": attempt.nudge.addresses if attempt.nudge else None,
            "fresh": attempt.fresh,
            "cut_off": attempt.cut_off,
            "resends": len(attempt.resends),
            "seconds": attempt.seconds,
            "input_tokens": attempt.input_tokens,
            "output_tokens": attempt.output_tokens,
            "cost": attempt.cost,
            "prompt": attempt.prompt,
            "reply": attempt.reply,
        }
    ]


def _checks(attempt: Attempt) -> list[Row]:
    rows: list[Row] = []
    for part in attempt.check.parts if attempt.check else ():
        evidence, answer = part.evidence, part.evidence.answer
        rows.append(
            {
                "attempt": attempt.number,
                "part": part.part,
                "verdict": part.verdict.value,
                "computed": part.override.computed.value if part.override else part.verdict.value,
                "ruled_by": part.override.author if part.override else None,
                "ruled_because": part.override.reason if part.override else None,
                "read_by_hand": (part.override.reading or None) if part.override else None,
                "method": evidence.method,
                "read_as": answer.read_as if answer else None,
                "quote": answer.quote if answer else None,
                "start": answer.span.start if answer else None,
                "end": answer.span.end if answer else None,
                "key": evidence.key,
                "reason": evidence.reason,
                "counterexample": evidence.counterexample,
                "misconception": evidence.misconception or None,
                "accepted": evidence.accepted or None,
            }
        )
    return rows


def _findings(attempt: Attempt) -> list[Row]:
    return [
        {
            "attempt": attempt.number,
            "part": f.part or None,
            "kind": f.kind.value,
            "quote": f.quote,
            "how": f.how,
            "detail": f.detail,
        }
        for f in findings_of(QuestionRecord("", Level.U, (attempt,)))
    ]


def _note(note: Annotation) -> Row:
    return {"author": note.author or None, "when": note.when or None, "text": note.text}


_MAKERS = {"attempts": _attempt, "checks": _checks, "findings": _findings}
