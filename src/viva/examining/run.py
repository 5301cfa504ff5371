"""The verb `run`: hold an exam, show it while it runs, print the verdicts, write the report.

Everything of one exam goes into one directory, which is never written over: where it holds an exam already, the new one
gets a directory of its own inside it, named by its date.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError
from viva.records import Conditions, Exam

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog
    from inspect_ai.model import GenerateConfig
    from rich.console import Console

    from viva.examining.models import Chosen
    from viva.examining.task import Rules

SEED = 20251
FORMATS = ("md", "html", "pdf")
INTERRUPTED = 130
TEMPERATURE = 0.0


@dataclass(frozen=True)
class Wanted:
    """What a person asks for on the command line; None means the default of the model."""

    paper: str
    model: str = "local"
    conditions: Conditions = field(default_factory=Conditions)
    questions: str = ""
    epochs: int = 1
    max_nudges: int | None = None
    resends: int = 2
    time_limit: float | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    grader: str = ""
    eyes: bool = False
    replies: Path | None = None
    output: Path | None = None
    formats: tuple[str, ...] = FORMATS


def run_with(*, form: str, conventions: str, chat: str, batch: str, draw: int, **options: Any) -> int:
    """Hold the exam that these options of the command line describe, on this terminal."""
    from rich.console import Console

    return run(Wanted(conditions=Conditions(form, conventions, chat, batch, draw), **options), Console())


def run(wanted: Wanted, console: Console) -> int:
    """Hold the exam. Returns the exit code: 0, or 130 where it was interrupted.

    VivaError, in one line, for bad options, a model that cannot be had, and an exam in which no reply came at all.
    """
    from viva.papers import load_paper

    paper = load_paper(wanted.paper)
    directory = place_for(wanted)
    # Inspect's own reading of the environment must not change an exam's log.
    for name in ("INSPECT_EVAL_LOG_FILE_PATTERN", "INSPECT_LOG_FORMAT"):
        os.environ.pop(name, None)
    console.print(f"{paper.title}: asking {wanted.model}", highlight=False)
    console.print(f"watch    viva review {directory}", highlight=False, soft_wrap=True)

    from viva.examining.live import LiveOpening, recording
    from viva.examining.models import choosing
    from viva.examining.progress import Progress
    from viva.examining.task import choose, exam

    rules, config = rules_of(wanted), config_of(wanted)
    questions = [q.name for q in choose(paper, wanted.questions)]
    progress = Progress(console, questions, wanted.epochs)
    opening = LiveOpening(paper.name, wanted.model, tuple(questions), wanted.epochs, wanted.conditions)
    with ExitStack() as ready:
        chosen = ready.enter_context(choosing(wanted.model, config, wanted.replies))
        roles = {}
        if wanted.grader:
            roles["grader"] = ready.enter_context(choosing(wanted.grader, config_of_grader(wanted.grader))).model
        task = exam(paper.name, wanted.conditions, rules, wanted.questions, wanted.epochs, dict(chosen.about))
        with progress.shown(), recording(directory, opening):
            path, interrupted = _evaluate(task, chosen, roles, directory)
    if path is None:
        console.print("Interrupted before a log was begun.")
        return INTERRUPTED
    from viva.logs import read_exam

    result = read_exam(path)
    _insist_on_replies(result)
    if interrupted or result.status == "cancelled":
        console.print(f"Interrupted. {len(result.questions)} of {len(questions)} questions were reached.")
    return conclude(result, path, wanted.formats, console, interrupted or result.status == "cancelled")


def conclude(exam: Exam, path: Path, formats: tuple[str, ...], console: Console, interrupted: bool) -> int:
    """Print the verdicts, write the report, and say where everything is."""
    from viva.examining.verdicts import print_verdicts
    from viva.reporting.report import write_report

    print_verdicts(exam, console)
    console.print(f"log      {path}", highlight=False, soft_wrap=True)
    if interrupted:
        console.print(f"What was done is kept; report on it with: viva report {path}", highlight=False, soft_wrap=True)
        return INTERRUPTED
    for written in write_report(exam, path.parent, formats) if formats else ():
        console.print(f"report   {written}", highlight=False, soft_wrap=True)
    return 0


def rules_of(wanted: Wanted) -> Rules:
    """The rules of the exam: those asked for, else those that suit the model."""
    from viva.examining import models
    from viva.examining.task import Rules

    local = models.is_local(wanted.model)
    nudges = wanted.max_nudges if wanted.max_nudges is not None else (models.LOCAL_MAX_NUDGES if local else None)
    limit = wanted.time_limit if wanted.time_limit is not None else (models.LOCAL_TIME_LIMIT if local else None)
    return Rules(
        max_nudges=Rules.max_nudges if nudges is None else nudges,
        resends=wanted.resends,
        time_limit=Rules.time_limit if limit is None else limit,
        eyes=wanted.eyes,
    )


def config_of(wanted: Wanted) -> GenerateConfig:
    """What the provider is asked for. Seed and temperature are always set, and so recorded."""
    from inspect_ai.model import GenerateConfig

    from viva.examining import models

    local = models.is_local(wanted.model)
    temperature = models.LOCAL_TEMPERATURE if local else None
    return GenerateConfig(
        temperature=wanted.temperature if wanted.temperature is not None else temperature,
        max_tokens=wanted.max_tokens or (models.LOCAL_MAX_TOKENS if local else None),
        seed=SEED if local or wanted.model.startswith("mockllm/") else None,
        max_retries=models.MAX_RETRIES,
    )


def config_of_grader(name: str) -> GenerateConfig:
    """A judge should not roll dice, and a small one on this machine should not talk on."""
    from inspect_ai.model import GenerateConfig

    from viva.examining import models

    most = models.LOCAL_MAX_TOKENS if models.is_local(name) else None
    return GenerateConfig(temperature=TEMPERATURE, max_tokens=most, max_retries=models.MAX_RETRIES)


def place_for(wanted: Wanted, now: datetime | None = None) -> Path:
    """The directory of this exam. Named by date inside the one asked for, if that holds an exam already."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H-%M-%S")
    if wanted.output is None:
        name = re.sub(
            r"[^A-Za-z0-9.-]+", "-", Path(wanted.model).name if wanted.model.endswith(".gguf") else wanted.model
        )
        return Path("exams") / f"{wanted.paper}_{name.strip('-.')}_{moment}"
    if wanted.output.exists() and not wanted.output.is_dir():
        raise VivaError(f"{wanted.output}: not a directory")
    return wanted.output / moment if any(wanted.output.glob("*.eval")) else wanted.output


def _evaluate(task: Any, chosen: Chosen, roles: Mapping[str, Any], directory: Path) -> tuple[Path | None, bool]:
    """Run the task. Returns its log, and whether a person interrupted it."""
    from inspect_ai import eval as evaluate

    side_by_side = chosen.model.config.max_connections or chosen.model.api.max_connections()
    before = set(directory.glob("*.eval"))
    logs: list[EvalLog] = []
    try:
        logs = evaluate(
            task,
            model=chosen.model,
            model_roles=dict(roles),
            display="none",
            log_dir=str(directory),
            log_format="eval",
            log_level="critical",
            log_buffer=1,  # every question is in the log as soon as it is done: the review app shows it
            # What waits for a connection would seem slow, and run into the time limit.
            max_samples=side_by_side,
        )
    except KeyboardInterrupt:
        logs = []  # Inspect has written the log of what was done
    if not logs:
        new = sorted(set(directory.glob("*.eval")) - before)
        return (new[-1] if new else None), True
    log = logs[0]
    if log.status == "error" and log.error is not None:
        raise VivaError(f"the exam broke off: {log.error.message.strip().splitlines()[0]} (log: {log.location})")
    return Path(log.location.removeprefix("file://")), False


def _insist_on_replies(exam: Exam) -> None:
    """An exam without a single reply is no exam: say why."""
    if any(a.check is not None for q in exam.questions for a in q.attempts) or exam.status == "cancelled":
        return
    reasons = [q.error for q in exam.questions if q.error]
    raise VivaError(f"no reply came: {reasons[0] if reasons else 'nothing was asked'} (log: {exam.log})")
