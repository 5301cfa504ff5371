"""Logs ↔ exam records: the one module that knows how an exam is kept in an Inspect `.eval` file.

    read_exam(path)          any log of an exam (run, imported, proctored) → Exam
    read_logs(directory)     all of them in a directory, oldest first
    write_exam(exam, path)   Exam → log, for imports and proctored exams; runs are written by Inspect itself

Where things are: `eval.metadata["viva"]` holds what belongs to the whole exam (paper, source, conditions, versions);
the score `viva` of each sample holds the records of the questions of that sample in its metadata; the store of a
sample that was broken off holds those it got to. A sample is one conversation: a question, or the whole paper.

    >>> import tempfile
    >>> exam = Exam("hw5", "some-model", "import", (), created="2026-01-02T03:04:05+00:00")
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = write_exam(exam, Path(directory))
    ...     path.name.split("_")[:2], read_exam(path).model
    (['2026-01-02T03-04-05+00-00', 'hw5'], 'some-model')

A log of ours reads back as the exam that was written (a property test proves it), with `log` and `sha256` filled in.
Its ids and dates are made from its content, so writing the same exam twice gives the same samples.

Not guaranteed: what a log says is what was recorded; nothing is checked again here (`viva audit` does that).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from viva.errors import VivaError
from viva.records import Conditions, Exam, Message, QuestionRecord
from viva.types import Level

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample
    from pydantic import TypeAdapter

SCORE = "viva"  # the name of the score, and of our entry in every metadata
QUESTIONS_IN_STORE = "viva:questions"
FORMAT = 1

T = TypeVar("T")


# ---- records ↔ JSON ----------------------------------------------------------------------------------------


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(record: Any) -> Any:
    """A record as plain JSON data (dicts, lists, strings, numbers)."""
    return _adapter(type(record)).dump_python(record, mode="json")


def from_json(kind: type[T], data: Any) -> T:
    """The record that this JSON data stands for; VivaError where it does not fit."""
    from pydantic import ValidationError

    try:
        # Through JSON text, so that lists become tuples and strings become enumeration members.
        record: T = _adapter(kind).validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise VivaError(f"not a record of Viva: {kind.__name__}.{where}: {first['msg']}") from error
    return record


# ---- log → exam --------------------------------------------------------------------------------------------


def read_exam(path: str | Path) -> Exam:
    """The exam that a log records. VivaError when there is no such file, or it is not a log of an exam."""
    path = Path(path)
    log = read_log(path)
    ours = (log.eval.metadata or {}).get(SCORE)
    if not isinstance(ours, dict) or "paper" not in ours:
        raise VivaError(f"{path}: an Inspect log of the task {log.eval.task!r}, but not of an exam of Viva")
    samples = log.samples or []
    if "exam" in ours:
        exam = from_json(Exam, ours["exam"])
        exam = replace(exam, questions=_questions(samples, path))
    else:
        exam = _exam_of_run(log, ours, path)
    return replace(exam, log=path.name, sha256=sha256(path))


def read_logs(directory: str | Path) -> list[Exam]:
    """All exams in a directory, oldest first; VivaError when there are none."""
    directory = Path(directory)
    if directory.is_file():
        return [read_exam(directory)]
    if not directory.is_dir():
        raise VivaError(f"{directory}: no such directory")
    exams = [read_exam(path) for path in sorted(directory.rglob("*.eval"))]
    if not exams:
        raise VivaError(f"{directory}: no log (*.eval) in it")
    return sorted(exams, key=lambda exam: (exam.created, exam.log))


def read_log(path: str | Path) -> EvalLog:
    """The Inspect log in a file; VivaError when the file is missing or is no log."""
    from inspect_ai.log import read_eval_log

    path = Path(path)
    if path.is_dir():
        raise VivaError(f"{path}: a directory; name one log in it (*.eval)")
    if not path.is_file():
        raise VivaError(f"{path}: no such log")
    if path.suffix not in {".eval", ".json"}:
        raise VivaError(f"{path}: not a log of an exam (*.eval)")
    try:
        return read_eval_log(str(path), resolve_attachments=True)
    except Exception as error:  # a damaged file fails in zip, zstd, JSON or pydantic, each in its own way
        raise VivaError(f"{path}: cannot be read as an Inspect log ({type(error).__name__}: {_line(error)})") from error


def sha256(path: str | Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else "no message"


def _questions(samples: Sequence[EvalSample], path: Path) -> tuple[QuestionRecord, ...]:
    return tuple(place.record for place in question_places(samples, path))


@dataclass(frozen=True)
class QuestionPlace:
    """Where a question is kept in a log: the `place`-th record in the score of a sample."""

    sample: EvalSample
    place: int
    record: QuestionRecord


def question_places(samples: Sequence[EvalSample], path: Path) -> list[QuestionPlace]:
    """The places of `read_exam(path).questions`, in the same order."""
    found: list[tuple[int, int, QuestionPlace]] = []
    for sample in samples:
        ours = _ours_in(sample)
        if ours is None:
            continue
        level = _edited_level(sample)
        for place, (index, data) in enumerate(zip(ours["index"], ours["questions"], strict=True)):
            try:
                record = from_json(QuestionRecord, data)
            except VivaError as error:
                raise VivaError(f"{path}: sample {sample.id}: {error}") from error
            if level is not None and len(ours["questions"]) == 1:
                record = replace(record, level=level)
            found.append((index, record.epoch, QuestionPlace(sample, place, record)))
    return [entry for _, _, entry in sorted(found, key=lambda entry: entry[:2])]


def _ours_in(sample: EvalSample) -> dict[str, Any] | None:
    """Our metadata of a sample: from its score; from its store where it was broken off before it was scored."""
    score = (sample.scores or {}).get(SCORE)
    if score is not None and score.metadata and SCORE in score.metadata:
        ours = score.metadata[SCORE]
    else:
        ours = sample.store.get(QUESTIONS_IN_STORE)
    return ours if isinstance(ours, dict) and "questions" in ours else None


def _edited_level(sample: EvalSample) -> Level | None:
    """The level that a person gave by editing the score, if one did."""
    score = (sample.scores or {}).get(SCORE)
    if score is None or not score.history or not isinstance(score.value, dict):
        return None
    value = score.value.get("level")
    return Level(value) if value in set(Level) else None


def _exam_of_run(log: EvalLog, ours: dict[str, Any], path: Path) -> Exam:
    samples = log.samples or []
    given = log.eval.model_generate_config.model_dump(exclude_none=True, mode="json")
    packages = {name.replace("_", "-"): version for name, version in log.eval.packages.items()}
    return Exam(
        paper=str(ours["paper"]),
        model=ours.get("model") or log.eval.model,
        source="run",
        questions=_questions(samples, path),
        conditions=from_json(Conditions, ours.get("conditions", {})),
        created=log.eval.created,
        status=log.status,
        parameters={**given, **ours.get("parameters", {})},
        versions={**packages, **ours.get("versions", {})},
        conversation=tuple(entry for sample in samples for entry in _conversations(sample)),
    )


def _conversations(sample: EvalSample) -> list[tuple[str, tuple[Message, ...]]]:
    """The messages of a sample, and of each fresh conversation that ended one of its ladders."""
    name = str(sample.id) if sample.epoch == 1 else f"{sample.id} (epoch {sample.epoch})"
    own = tuple(
        Message(m.role, m.text) for m in sample.messages if m.role in ("system", "user", "assistant") and m.text
    )
    conversations = [(name, own)] if own else []
    ours = _ours_in(sample)
    for data in ours["questions"] if ours else []:
        record = from_json(QuestionRecord, data)
        for attempt in record.attempts:
            if attempt.fresh:
                messages = (Message("user", attempt.prompt), Message("assistant", attempt.reply))
                conversations.append((f"{record.question}, asked anew", messages))
    return conversations


# ---- exam → log --------------------------------------------------------------------------------------------


def write_exam(exam: Exam, path: str | Path) -> Path:
    """Write an exam as an Inspect log, and return its path.

    `path` names the file (`*.eval`), or a directory that gets a file named after date, paper and content.
    VivaError when `exam.created` is not a date in ISO 8601, or a file of that name holds something else.
    """
    from inspect_ai.log import write_eval_log

    from viva.examining.composing import log_of

    exam = replace(exam, log="", sha256="")
    whole = to_json(replace(exam, questions=()))
    digest = hashlib.sha256(json.dumps(to_json(exam), sort_keys=True).encode()).hexdigest()
    log = log_of(exam, {"format": FORMAT, "paper": exam.paper, "source": exam.source, "exam": whole}, digest)
    path = Path(path)
    if path.suffix != ".eval":
        path = path / f"{log.eval.created.replace(':', '-')}_{exam.paper}_{digest[:12]}.eval"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_eval_log(log, str(path))
    return path
