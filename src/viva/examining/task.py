"""The exam as an Inspect task: a sample is one conversation, the solver asks, the scorer keeps the records.

    inspect eval viva/hw5 --model openai/gpt-5 -T form=text -T chat=paper

`viva run hw5` runs the same task with a display, a local model and a report of its own.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import GenerateConfig, get_model
from inspect_ai.solver import Generate, Solver, TaskState, solver

from viva.errors import VivaError
from viva.examining.graders import named_grader
from viva.examining.models import count_offline
from viva.examining.naming import registered
from viva.examining.scoring import viva_epochs, viva_scorer
from viva.examining.session import Checker, Sitting, examine
from viva.examining.stalls import Patience
from viva.examining.talk import Talk
from viva.logs import FORMAT, QUESTIONS_IN_STORE, SCORE, to_json
from viva.papers import load_paper
from viva.records import Conditions, QuestionRecord
from viva.types import Check, Draw, Paper, Question

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "form": ("latex", "text", "pasted", "image"),
    "conventions": ("up-front", "in-question", "none"),
    "chat": ("question", "paper"),
    "batch": ("question", "paper"),
}
MAX_NUDGES = 5
SEEDS_APART = 1000  # between epochs, so that their resends never share a seed


@dataclass(frozen=True)
class Rules:
    """How an exam is held, apart from its conditions."""

    max_nudges: int = MAX_NUDGES
    resends: int = Patience.resends
    time_limit: float = Patience.seconds
    eyes: bool = False  # whether figures are sent as pictures; else they are put in words

    def __post_init__(self) -> None:
        if self.max_nudges < 0 or self.resends < 0 or self.time_limit <= 0:
            raise VivaError("the numbers of nudges and resends must be at least 0, and the time limit above 0")


PUBLISHED = Conditions()
USUAL = Rules()


def exam(
    paper_name: str,
    conditions: Conditions = PUBLISHED,
    rules: Rules = USUAL,
    questions: str = "",
    epochs: int = 1,
    about: Mapping[str, Any] | None = None,
) -> Task:
    """The task of a paper. `questions` names some of them (`1a,1c`), all when empty; `about` goes into the log.

    VivaError for an unknown paper, question or option.
    """
    paper = load_paper(paper_name)
    for option, known in OPTIONS.items():
        if getattr(conditions, option) not in known:
            raise VivaError(f"{option} must be one of {', '.join(known)}, not {getattr(conditions, option)!r}")
    if conditions.draw < 0 or epochs < 1:
        raise VivaError("a draw is a number from 0 on, and epochs a number from 1 on")
    if conditions.form == "image" and not rules.eyes:
        raise VivaError("the form `image` sends the questions as pictures: it needs a model with eyes (--eyes)")
    chosen = choose(paper, questions)
    ours = {
        "format": FORMAT,
        "paper": paper.name,
        "source": "run",
        "conditions": to_json(conditions),
        "parameters": asdict(rules) | {"epochs": epochs},
        "versions": versions(),
    }
    for key, value in (about or {}).items():
        ours[key] = {**ours[key], **value} if isinstance(ours.get(key), dict) else value
    return Task(
        dataset=MemoryDataset(_samples(paper, chosen, conditions, rules.eyes), name=paper.name),
        solver=oral_exam(paper.name, asdict(conditions), asdict(rules)),
        scorer=viva_scorer(),
        epochs=Epochs(epochs, viva_epochs()),
        fail_on_error=False,  # one broken conversation does not end the others
        score_on_error=True,
        metadata={SCORE: ours},
        name=paper.name,
        version=FORMAT,
        display_name=paper.title,
    )


def choose(paper: Paper, names: str) -> list[Question]:
    """The questions of these names (`1a,1c`), in the paper's order; all of them for an empty string."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = [q.name for q in paper.questions]
    for name in wanted:
        if name not in known:
            raise VivaError(f"{paper.name} has no question {name!r}; it has {', '.join(known)}")
    return [q for q in paper.questions if not wanted or q.name in wanted]


def versions() -> dict[str, str]:
    """What the exam was run with."""
    return {"viva-voce": metadata.version("viva-voce"), "python": platform.python_version(), "system": sys.platform}


def _samples(paper: Paper, chosen: list[Question], conditions: Conditions, eyes: bool) -> list[Sample]:
    """A sample for each conversation; its input is the first prompt's text, or all of them."""
    sitting = Sitting(paper, conditions, 0, check=_never, save=_forget, eyes=eyes)
    if conditions.batch == "paper":
        return [_sample(paper.name, sitting.whole_prompt(chosen).text, chosen)]
    texts = [sitting.prompt(question).text for question in chosen]
    if conditions.chat == "paper":
        return [_sample(paper.name, "\n\n".join(texts), chosen)]
    return [_sample(question.name, text, [question]) for question, text in zip(chosen, texts, strict=True)]


def _sample(name: str, text: str, questions: list[Question]) -> Sample:
    return Sample(id=name, input=text, metadata={"questions": [question.name for question in questions]})


def _never(*_: Any) -> Any:
    raise AssertionError("nothing is checked before the exam")


def _forget(_: QuestionRecord) -> None:
    """Nothing to save before the exam."""


@solver(name=registered("oral_exam"))
def oral_exam(paper: str, conditions: dict[str, Any], rules: dict[str, Any]) -> Solver:
    """Asks the questions of a sample, checks the replies, nudges. Its records are in the sample's store."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        asked, how = Conditions(**conditions), Rules(**rules)
        whole = load_paper(paper)
        index = {question.name: place for place, question in enumerate(whole.questions)}
        done: dict[str, QuestionRecord] = {}

        def save(record: QuestionRecord) -> None:
            done[record.question] = record
            entry = {"index": [index[name] for name in done], "questions": [to_json(r) for r in done.values()]}
            state.store.set(QUESTIONS_IN_STORE, entry)

        model = count_offline(get_model())
        state.messages.clear()
        talk = Talk(model, GenerateConfig(), Patience(how.resends, how.time_limit), state.messages)
        if model.config.seed is not None:
            talk.seed = model.config.seed + SEEDS_APART * (state.epoch - 1)
        sitting = Sitting(whole, asked, how.max_nudges, _checker(), save, state.epoch, how.eyes)
        await examine(sitting, talk, choose(whole, ",".join(state.metadata["questions"])))
        last = next((m for m in reversed(state.messages) if m.role == "assistant"), None)
        if last is not None:
            state.output.completion = last.text
        return state

    return solve


def _checker() -> Checker:
    from viva.checking import check_question

    grader = named_grader()

    def check(paper: Paper, question: Question, draw: Draw, reply: str, figure: str) -> Check:
        return check_question(paper, question, draw, reply, grader=grader, figure=figure)

    return check


def task_of(paper_name: str) -> Callable[..., Task]:
    """The task that `inspect eval viva/…` finds for a paper; its parameters are the options `-T name=value`."""

    @task(name=registered(paper_name))
    def paper_task(
        form: str = "latex",
        conventions: str = "up-front",
        chat: str = "question",
        batch: str = "question",
        draw: int = 0,
        questions: str = "",
        epochs: int = 1,
        max_nudges: int = MAX_NUDGES,
        resends: int = Patience.resends,
        time_limit: float = Patience.seconds,
        eyes: bool = False,
    ) -> Task:
        conditions = Conditions(form, conventions, chat, batch, draw)
        chosen = ",".join(map(str, questions)) if isinstance(questions, list) else str(questions)
        return exam(paper_name, conditions, Rules(max_nudges, resends, time_limit, eyes), chosen, epochs)

    return paper_task
