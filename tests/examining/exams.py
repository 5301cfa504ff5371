"""Hypothesis strategies for whole exams, of any source."""

from __future__ import annotations

from hypothesis import strategies as st

from viva.records import (
    Annotation,
    Attempt,
    Conditions,
    Exam,
    Message,
    Place,
    ProbeRecord,
    QuestionRecord,
    Resend,
)
from viva.types import (
    Answer,
    Check,
    Evidence,
    Finding,
    FindingKind,
    Level,
    Nudge,
    NudgeKind,
    PartCheck,
    Span,
    Step,
    Verdict,
)

text = st.text(max_size=20)
few = 2
small = st.integers(0, 10**6)
seconds = st.floats(0, 1e6, allow_nan=False)


def tuples(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=few).map(tuple)


places = st.builds(Place, text, small, small, small)
spans = st.builds(Span, small, small)
answers = st.builds(Answer, text, spans, text, text, tuples(text))
steps = st.builds(Step, text, spans, text, text)
evidences = st.builds(Evidence, text, text, st.none() | answers, text, text, text, text, tuples(steps))
findings = st.builds(Finding, st.sampled_from(FindingKind), text, text, st.none() | spans, text, text)
part_checks = st.builds(PartCheck, text, st.sampled_from(Verdict), evidences, tuples(findings))
checks = st.builds(Check, text, small, tuples(part_checks), tuples(findings))
nudges = st.builds(Nudge, st.sampled_from(NudgeKind), text, text)
annotations = st.builds(
    Annotation, text, st.none() | st.sampled_from(Verdict), st.none() | st.sampled_from(Level), st.none() | places
)
resends = st.builds(Resend, st.sampled_from(["empty", "time-out", "stall", "error"]), seconds)
attempts = st.builds(
    Attempt,
    number=small,
    prompt=text,
    reply=text,
    check=st.none() | checks,
    nudge=st.none() | nudges,
    findings=tuples(findings),
    resends=tuples(resends),
    seconds=st.none() | seconds,
    input_tokens=st.none() | small,
    output_tokens=st.none() | small,
    cost=st.none() | seconds,
    cut_off=st.booleans(),
    fresh=st.booleans(),
    annotations=tuples(annotations),
    place=st.none() | places,
)
questions = st.builds(
    QuestionRecord,
    question=st.sampled_from(["1a", "1b", "2b", "4d"]),
    level=st.sampled_from(Level),
    attempts=tuples(attempts),
    figure=st.sampled_from(["", "picture", "description"]),
    probes=tuples(st.builds(ProbeRecord, text, text, text, checks)),
    annotator_level=st.none() | st.sampled_from(Level),
    epoch=st.integers(1, 3),
    error=text,
)
messages = st.builds(Message, st.sampled_from(["system", "user", "assistant", "annotator"]), text, st.none() | places)
conditions = st.builds(
    Conditions,
    form=st.sampled_from(["latex", "text", "pasted", "image"]),
    conventions=st.sampled_from(["up-front", "in-question", "none"]),
    chat=st.sampled_from(["question", "paper"]),
    batch=st.sampled_from(["question", "paper"]),
    draw=small,
)
exams = st.builds(
    Exam,
    paper=st.just("hw5"),
    model=st.sampled_from(["a-model", "provider/a model (b)"]),
    source=st.sampled_from(["run", "import", "proctor"]),
    questions=tuples(questions),
    conditions=conditions,
    created=st.just("") | st.datetimes().map(lambda date: date.isoformat() + "+00:00"),
    status=st.sampled_from(["success", "cancelled", "error"]),
    parameters=st.dictionaries(text, st.none() | text | small, max_size=few),
    versions=st.dictionaries(text, text, max_size=few),
    conversation=tuples(st.tuples(st.sampled_from(["1a", "2b", "whole"]), tuples(messages))),
    unassigned=tuples(messages),
    claims=tuples(annotations),
)
