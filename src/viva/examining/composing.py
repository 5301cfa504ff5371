"""An exam that Inspect did not run (imported, proctored) as an Inspect log, such that Inspect's tools work on it.

Each question is a sample: its messages, a model event for every reply (data frames read events), a score inside a span
named "scorers" (score edits attach to it). All ids and dates follow from the exam's content and `created`.

What is not known is left out: no token counts, no times, where a report made by hand gives none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from inspect_ai.event import Event, ModelEvent, ScoreEvent, SpanBeginEvent, SpanEndEvent
from inspect_ai.log import (
    EvalConfig,
    EvalDataset,
    EvalLog,
    EvalPlan,
    EvalSample,
    EvalSpec,
    EvalStats,
    recompute_metrics,
)
from inspect_ai.log._log import EvalMetricDefinition, EvalPlanStep, EvalScorer
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    ModelOutput,
    ModelUsage,
)

from viva.errors import VivaError
from viva.examining.scoring import METRICS, score_of, viva_epochs
from viva.logs import SCORE
from viva.records import Attempt, Exam, Message, QuestionRecord

UNKNOWN_DATE = datetime(1970, 1, 1, tzinfo=UTC)
STATUSES = ("started", "success", "cancelled", "error")


def log_of(exam: Exam, ours: dict[str, Any], digest: str) -> EvalLog:
    """The log of an exam. `ours` becomes its metadata, `digest` (hexadecimal) makes its ids."""
    created = _date(exam.created)
    clock = _Clock(created)
    samples = [_sample(exam, record, index, digest, clock) for index, record in enumerate(exam.questions)]
    spec = EvalSpec(
        eval_id=_identity(digest, "eval"),
        run_id=_identity(digest, "run"),
        task_id=_identity(digest, "task"),
        created=created.isoformat(),
        task=f"viva/{exam.paper}",
        task_args={"source": exam.source},
        dataset=EvalDataset(name=exam.paper, samples=len(samples), sample_ids=[str(s.id) for s in samples]),
        model=exam.model,
        config=EvalConfig(epochs=1, epochs_reducer=[_registered(viva_epochs)]),
        packages=dict(exam.versions),
        metadata={SCORE: ours},
        scorers=[EvalScorer(name=SCORE, metrics=[EvalMetricDefinition(name=_registered(m)) for m in METRICS])],
    )
    log = EvalLog(
        status=exam.status if exam.status in STATUSES else "success",  # type: ignore[arg-type]
        eval=spec,
        plan=EvalPlan(name=exam.source, steps=[EvalPlanStep(solver=exam.source)]),
        stats=EvalStats(started_at=created.isoformat(), completed_at=clock.now().isoformat()),
        samples=samples,
    )
    if samples:
        recompute_metrics(log)
    return log


class _Clock:
    """Dates for what has none: one second after another, from the exam's own."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def tick(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def _date(text: str) -> datetime:
    if not text:
        return UNKNOWN_DATE
    try:
        date = datetime.fromisoformat(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise VivaError(f"the date of an exam must be in ISO 8601 (2026-01-31T12:00:00+00:00), not {text!r}") from error


def _identity(digest: str, *names: object) -> str:
    return hashlib.sha256("\x1f".join([digest, *map(str, names)]).encode()).hexdigest()[:22]


def _registered(make: Any) -> str:
    from inspect_ai._util.registry import registry_info

    return registry_info(make()).name


def _sample(exam: Exam, record: QuestionRecord, index: int, digest: str, clock: _Clock) -> EvalSample:
    name, seed = _sample_id(exam, index), _identity(digest, "sample", index)
    started = clock.tick()
    verbatim = dict(exam.conversation).get(record.question)
    messages: list[ChatMessage] = []
    events: list[Event] = []
    outputs: list[ModelOutput] = []
    for place, (message, attempt) in enumerate(_messages(record, verbatim)):
        chat = _chat(message, _identity(seed, place), exam.model)
        if isinstance(chat, ChatMessageAssistant):
            output = _output(chat, exam.model, attempt)
            events.append(_model_event(exam.model, messages, output, _identity(seed, place, "event"), clock.tick()))
            outputs.append(output)
        messages.append(chat)
    score = score_of([record], [index])
    span = _identity(seed, "scorers")
    events += [
        SpanBeginEvent(id=span, name="scorers", type="scorers", **_event(span, _identity(seed, 1), clock.tick())),
        ScoreEvent(score=score, scorer=SCORE, **_event(span, _identity(seed, 2), clock.tick())),
        SpanEndEvent(id=span, **_event(span, _identity(seed, 3), clock.tick())),
    ]
    return EvalSample(
        id=name,
        epoch=1,
        uuid=seed,
        input=record.attempts[0].prompt if record.attempts else "",
        target="",
        messages=messages,
        output=outputs[-1] if outputs else ModelOutput(model=exam.model),
        scores={SCORE: score},
        metadata={"question": record.question, "epoch": record.epoch, "verbatim": verbatim is not None},
        events=events,
        started_at=started.isoformat(),
        completed_at=clock.now().isoformat(),
    )


def _sample_id(exam: Exam, index: int) -> str:
    """The question's name; with a number where a report treats the same question again."""
    name = exam.questions[index].question
    before = sum(q.question == name for q in exam.questions[:index])
    return name if not before else f"{name} ({before + 1})"


def _messages(record: QuestionRecord, verbatim: tuple[Message, ...] | None) -> Iterator[tuple[Message, Attempt | None]]:
    if verbatim is not None:
        replies = {a.reply: a for a in record.attempts}
        for message in verbatim:
            yield message, replies.get(message.text) if message.role == "assistant" else None
        return
    for attempt in record.attempts:
        yield Message("user", attempt.prompt), None
        if attempt.check is not None or attempt.reply:
            yield Message("assistant", attempt.reply), attempt
    for probe in record.probes:
        yield Message("user", probe.prompt), None
        yield Message("assistant", probe.reply), None


def _chat(message: Message, identity: str, model: str) -> ChatMessage:
    if message.role == "assistant":
        return ChatMessageAssistant(id=identity, content=message.text, model=model)
    if message.role == "system":
        return ChatMessageSystem(id=identity, content=message.text)
    # Inspect has no role for an annotator: a user's message, marked as what it is.
    marked = {"role": "annotator"} if message.role == "annotator" else None
    return ChatMessageUser(id=identity, content=message.text, metadata=marked)


def _output(message: ChatMessageAssistant, model: str, attempt: Attempt | None) -> ModelOutput:
    tokens_in = (attempt.input_tokens or 0) if attempt else 0
    tokens_out = (attempt.output_tokens or 0) if attempt else 0
    usage = ModelUsage(input_tokens=tokens_in, output_tokens=tokens_out, total_tokens=tokens_in + tokens_out)
    choice = ChatCompletionChoice(message=message, stop_reason="stop")
    return ModelOutput(model=model, choices=[choice], usage=usage, time=attempt.seconds if attempt else None)


def _model_event(
    model: str, before: list[ChatMessage], output: ModelOutput, identity: str, when: datetime
) -> ModelEvent:
    return ModelEvent(
        model=model,
        input=list(before),
        tools=[],
        tool_choice="none",
        config=GenerateConfig(),
        output=output,
        completed=when,
        **_event(None, identity, when),
    )


def _event(span: str | None, identity: str, when: datetime) -> dict[str, Any]:
    return {"span_id": span, "uuid": identity, "timestamp": when, "working_start": 0.0}
