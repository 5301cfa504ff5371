"""Inspect's view of an exam: the score of a sample, the metrics over samples, the reducer over epochs.

The value of a score counts, so that a sample may hold one question or a whole paper, and sums over samples and epochs
stay right:

    {"questions": 1, "first_right": 0, "solved": 1, "nudges": 2, "level": "L2"}

`level` is the worst one in the sample. The records themselves (`viva.records.QuestionRecord`) are in the metadata.
A question that broke off before a single reply was checked is an unscored sample, not a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from inspect_ai.scorer import (
    Metric,
    SampleScore,
    Score,
    Scorer,
    ScoreReducer,
    Target,
    Value,
    metric,
    score_reducer,
    scorer,
)
from inspect_ai.solver import TaskState

from viva.examining.levels import first_right, interventions, solved
from viva.examining.naming import registered
from viva.logs import QUESTIONS_IN_STORE, SCORE, from_json
from viva.records import QuestionRecord
from viva.statistics import count_findings, findings_of, mean, wilson
from viva.types import FindingKind, Level, PartCheck, Verdict

WORST_FIRST = (Level.LX, Level.U, Level.L3, Level.L2, Level.L1)
_NOTHING: dict[str, list[Any]] = {"index": [], "questions": []}
MARKS = {Verdict.CORRECT: "right", Verdict.INCORRECT: "wrong", Verdict.UNDECIDED: "undecided"}


def score_of(records: Sequence[QuestionRecord], index: Sequence[int]) -> Score:
    """The score of a sample that holds these questions; `index` is their place in the paper."""
    from viva.logs import to_json

    metadata = {SCORE: {"index": list(index), "questions": [to_json(r) for r in records]}}
    if not any(a.check is not None for r in records for a in r.attempts):
        reason = next((r.error for r in records if r.error), "no reply was checked")
        return Score.unscored(reason="no_response", explanation=reason, metadata=metadata)
    value = value_of(records)
    return Score(value=value, answer=_answers(records), explanation=explanation(records), metadata=metadata)


def value_of(records: Sequence[QuestionRecord]) -> dict[str, str | int | float | bool | None]:
    """What is counted of these questions."""
    levels = {r.level for r in records}
    return {
        "questions": len(records),
        "first_right": sum(first_right(r.attempts) for r in records),
        "solved": sum(solved(r.attempts) for r in records),
        "nudges": sum(interventions(r.attempts) for r in records),
        "level": next((str(level) for level in WORST_FIRST if level in levels), str(Level.U)),
    }


def explanation(records: Sequence[QuestionRecord]) -> str:
    """What happened, attempt by attempt, as Markdown for Inspect's viewer."""
    lines = []
    for record in records:
        lines.append(f"**{record.question}**: {record.level}" + (f" ({record.error})" if record.error else ""))
        for attempt in record.attempts:
            help_given = f" after {attempt.nudge.kind}" if attempt.nudge else ""
            lines.append(f"- attempt {attempt.number}{help_given}")
            lines += [f"    - {_part_line(p)}" for p in (attempt.check.parts if attempt.check else ())]
        found = sorted({f.kind.value for f in findings_of(record)})
        if found:
            lines.append(f"- findings: {', '.join(found)}")
    return "\n".join(lines)


def _part_line(part: PartCheck) -> str:
    evidence = part.evidence
    read = f": read `{evidence.answer.read_as}`" if evidence.answer else ""
    why = evidence.counterexample or evidence.reason
    return f"{part.part} {MARKS[part.verdict]}{read}" + (f" ({why})" if why else "") + _ruling(part)


def _ruling(part: PartCheck) -> str:
    """What a person said of it: the viewer shows an edit's author and reason nowhere else than in the transcript."""
    if part.override is None:
        return ""
    given = part.override
    what = "confirmed" if given.verdict is given.computed else f"computed {MARKS[given.computed]}, overruled"
    return f"; **{what} by {' '.join(given.author.split())}**" + (
        f": {' '.join(given.reason.split())}" if given.reason else ""
    )


def _answers(records: Sequence[QuestionRecord]) -> str:
    """How the last answer to each part was read."""
    read: dict[str, str] = {}
    for record in records:
        for attempt in record.attempts:
            for part in attempt.check.parts if attempt.check else ():
                if part.evidence.answer is not None:
                    read[part.part] = part.evidence.answer.read_as
    return read.popitem()[1] if len(read) == 1 else "; ".join(f"{part}: {text}" for part, text in read.items())


# ---- the scorer, the metrics, the reducer ------------------------------------------------------------------


def _sum(scores: Sequence[SampleScore], key: str) -> float:
    return sum(_number(s.score, key) for s in scores)


def _number(score: Score, key: str) -> float:
    value = score.value.get(key, 0) if isinstance(score.value, dict) else 0
    return float(value) if isinstance(value, (int, float)) else 0.0


def _records(scores: Sequence[SampleScore]) -> list[QuestionRecord]:
    found: list[dict[str, Any]] = []
    for sample in scores:
        found += (sample.score.metadata or {}).get(SCORE, {}).get("questions", [])
    return [from_json(QuestionRecord, data) for data in found]


def _rate(scores: Sequence[SampleScore], key: str) -> Value:
    rate = wilson(round(_sum(scores, key)), round(_sum(scores, "questions")))
    return {key: rate.value or 0.0, f"{key}_low": rate.low, f"{key}_high": rate.high}


@metric(name=registered("first_answer_right"))
def first_answer_right() -> Metric:
    """The share of questions whose first reply is right, with Wilson's 95 % interval."""

    def compute(scores: list[SampleScore]) -> Value:
        return _rate(scores, "first_right")

    return compute


@metric(name=registered("solved_in_the_end"))
def solved_in_the_end() -> Metric:
    """The share of questions solved, with whatever help, with Wilson's 95 % interval."""

    def compute(scores: list[SampleScore]) -> Value:
        return _rate(scores, "solved")

    return compute


@metric(name=registered("mean_interventions"))
def mean_interventions() -> Metric:
    """How many nudges a question took on average."""

    def compute(scores: list[SampleScore]) -> Value:
        questions = _sum(scores, "questions")
        return _sum(scores, "nudges") / questions if questions else 0.0

    return compute


@metric(name=registered("levels_reached"))
def levels_reached() -> Metric:
    """How many questions reached each level."""

    def compute(scores: list[SampleScore]) -> Value:
        counts: Counter[str] = Counter()
        for sample in scores:
            value = sample.score.value
            if isinstance(value, dict) and value.get("questions") == 1:
                counts[str(value.get("level"))] += 1  # the value, not the record: a person may have edited it
            else:
                counts.update(str(r.level) for r in _records([sample]))
        return {level.value: counts[level.value] for level in Level}

    return compute


@metric(name=registered("findings_made"))
def findings_made() -> Metric:
    """In how many questions each kind of finding occurs."""

    def compute(scores: list[SampleScore]) -> Value:
        counts = count_findings(_records(scores))
        return {kind.value: counts.get(kind, 0) for kind in FindingKind if counts.get(kind, 0)}

    return compute


@metric(name=registered("seconds_per_reply"))
def seconds_per_reply() -> Metric:
    """The mean over questions of the median time of a reply, in seconds."""

    def compute(scores: list[SampleScore]) -> Value:
        from viva.statistics import latency

        medians = [m for r in _records(scores) if (m := latency(r.attempts).median) is not None]
        return mean(medians) or 0.0

    return compute


METRICS = (
    first_answer_right,
    solved_in_the_end,
    mean_interventions,
    levels_reached,
    findings_made,
    seconds_per_reply,
)


@score_reducer(name=registered("epochs"))
def viva_epochs() -> ScoreReducer:
    """Epochs of a sample put together: counts are added, the level is the worst, the records are joined."""

    def reduce(scores: list[Score]) -> Score:
        scored = [s for s in scores if isinstance(s.value, dict)]
        if not scored:
            return scores[0]
        ours: list[dict[str, list[Any]]] = [
            (s.metadata or {}).get(SCORE, {"index": [], "questions": []}) for s in scored
        ]
        joined: dict[str, list[Any]] = {
            key: [entry for each in ours for entry in each[key]] for key in ("index", "questions")
        }
        values = [s.value for s in scored if isinstance(s.value, dict)]
        levels = {str(v.get("level")) for v in values}
        total: dict[str, str | int | float | bool | None] = {
            key: sum(_number(s, key) for s in scored) for key in ("questions", "first_right", "solved", "nudges")
        }
        total["level"] = next((level.value for level in WORST_FIRST if level.value in levels), Level.U.value)
        return Score(value=total, metadata={SCORE: joined})

    return reduce


@scorer(metrics=[make() for make in METRICS], name=registered(SCORE))
def viva_scorer() -> Scorer:
    """Scores a sample by the records that the exam left in its store."""

    async def score(state: TaskState, target: Target) -> Score | None:
        ours = state.store.get(QUESTIONS_IN_STORE, _NOTHING)
        return score_of([from_json(QuestionRecord, data) for data in ours["questions"]], ours["index"])

    return score
