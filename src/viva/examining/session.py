"""The protocol of an exam: ask a question, check the reply, nudge until it is right or the ladder is used up.

    ask ─▶ reply ─▶ check ─▶ right: ask the probes ─▶ done
             ▲        │
             └─ nudge ◀┘ wrong or unreadable;  ladder used up and stuck: once more in a fresh conversation

Resends happen inside `viva.examining.stalls`. Nothing here knows Inspect's tasks, logs or scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from viva.examining.conversation import is_stuck, observe
from viva.examining.ladder import array_keys, next_nudge, strongest
from viva.examining.levels import level, solved
from viva.examining.sections import sections
from viva.examining.stalls import Asked, ProviderError, is_cut_off
from viva.examining.talk import Talk
from viva.examining.watching import Step, announce
from viva.records import Attempt, Conditions, ProbeRecord, QuestionRecord
from viva.types import Check, Draw, Finding, FindingKind, Nudge, Paper, Probe, Question

if TYPE_CHECKING:
    from viva.papers.prompts import Prompt

UNFINISHED = "broken off"
NO_REPLY = "no reply"
PROVIDER_FAILED = "the model could not be asked"

Checker = Callable[[Paper, Question, Draw, str, str], Check]  # the last: which figure was sent
Save = Callable[[QuestionRecord], None]


@dataclass(frozen=True)
class Sitting:
    """What stays the same while questions are asked in one conversation."""

    paper: Paper
    conditions: Conditions
    max_nudges: int
    check: Checker
    save: Save  # called after every attempt, so that what is done survives an interruption
    epoch: int = 1
    eyes: bool = False  # whether figures are sent as pictures

    def prompt(self, question: Question, conventions: str = "") -> Prompt:
        """The prompt of a question under the conditions of the exam."""
        from viva.papers.prompts import compose

        wanted = conventions or self.conditions.conventions
        draw = question.draw(self.conditions.draw)
        return compose(self.paper, question, draw, self.conditions.form, wanted, eyes=self.eyes)

    def whole_prompt(self, questions: Sequence[Question]) -> Prompt:
        """One prompt for all these questions."""
        from viva.papers.prompts import compose_paper

        how = self.conditions
        return compose_paper(self.paper, how.draw, how.form, how.conventions, eyes=self.eyes, questions=questions)


async def examine(sitting: Sitting, talk: Talk, questions: Sequence[Question]) -> list[QuestionRecord]:
    """Ask these questions in this conversation, one after another, or all in one prompt (`batch`)."""
    if sitting.conditions.batch == "paper":
        return await _examine_at_once(sitting, talk, questions)
    records = []
    for place, question in enumerate(questions):
        said_before = place > 0 and sitting.conditions.conventions == "up-front"
        prompt = sitting.prompt(question, "none" if said_before else "")
        announce(Step("asked", question.name, sitting.epoch))
        ladder = _Ladder(sitting, talk, question, prompt.figure)
        asked = await ladder.say(talk, prompt.text, prompt.images)
        records.append(await ladder.climb(prompt.text, asked))
    return records


async def _examine_at_once(sitting: Sitting, talk: Talk, questions: Sequence[Question]) -> list[QuestionRecord]:
    prompts = [sitting.prompt(question, "none") for question in questions]
    whole = sitting.whole_prompt(questions)
    for question in questions:
        announce(Step("asked", question.name, sitting.epoch))
    ladders = [
        _Ladder(sitting, talk, question, prompt.figure, address=f"About question {question.name}: ")
        for question, prompt in zip(questions, prompts, strict=True)
    ]
    asked = await ladders[0].say(talk, whole.text, whole.images)
    reply = asked.output.completion if asked.output else ""
    parts = sections(reply, [q.name for q in questions])
    records = []
    for place, (question, prompt, ladder) in enumerate(zip(questions, prompts, ladders, strict=True)):
        # The one reply is timed and counted once, with the first question.
        shared = asked if place == 0 else replace(asked, seconds=-1.0, resends=())
        records.append(await ladder.climb(prompt.text, shared, parts.get(question.name, "")))
    return records


class _Ladder:
    """One question: its attempts so far, and the way up."""

    def __init__(self, sitting: Sitting, talk: Talk, question: Question, figure: str, address: str = "") -> None:
        self.sitting, self.talk, self.question, self.figure = sitting, talk, question, figure
        self.address = address  # put before a nudge where the conversation is about several questions
        self.draw = question.draw(sitting.conditions.draw)
        self.keys = array_keys(question.parts, self.draw)
        self.attempts: list[Attempt] = []
        self.probes: list[ProbeRecord] = []
        self.error = UNFINISHED
        sitting.save(self._record())  # whatever happens to the conversation, the question was reached

    async def climb(self, prompt: str, asked: Asked, section: str | None = None) -> QuestionRecord:
        """From the reply to the question's own prompt to the end of the ladder."""
        await self._note(prompt, asked, section=section)
        while not self._over():
            nudge = next_nudge(self.question, self.draw, self.attempts, self.sitting.max_nudges)
            if nudge is None:
                if is_stuck(self.attempts):
                    await self._ask_anew()
                break
            text = self.address + nudge.text
            asked = await self.say(self.talk, text, nudge=nudge)
            await self._note(text, asked, nudge)
        if self.error == UNFINISHED:
            if solved(self.attempts):
                for probe in self.question.probes:
                    await self._probe(probe)
            self.error = ""
        record = self._record()
        self.sitting.save(record)
        announce(Step("done", self.question.name, self.sitting.epoch, record=record))
        return record

    async def say(
        self, talk: Talk, text: str, images: Sequence[str] = (), nudge: Nudge | None = None, **about: Any
    ) -> Asked:
        """Send a message; what the provider refuses breaks the question off."""
        if nudge is not None:
            about["nudge"] = nudge.kind.value
        announce(Step("sent", self.question.name, self.sitting.epoch, message=text, nudge=nudge))
        try:
            return await talk.say(text, images, question=self.question.name, epoch=self.sitting.epoch, **about)
        except ProviderError as error:
            self.error = f"{PROVIDER_FAILED}: {error}"
            return Asked(None, 0.0, ())

    def _over(self) -> bool:
        return self.error != UNFINISHED or solved(self.attempts)

    async def _ask_anew(self) -> None:
        """The question once more, with what the strongest nudge said, to a model that remembers nothing."""
        nudge = strongest([a.nudge for a in self.attempts if a.nudge is not None])
        prompt = self.sitting.prompt(self.question)
        text = prompt.text if nudge is None else f"{prompt.text}\n\n{nudge.text}"
        asked = await self.say(self.talk.anew(), text, prompt.images, nudge, fresh=True)
        await self._note(text, asked, nudge, fresh=True)

    async def _note(
        self, prompt: str, asked: Asked, nudge: Nudge | None = None, section: str | None = None, fresh: bool = False
    ) -> None:
        """Check what came back and add the attempt."""
        number = len(self.attempts) + 1
        stalls = tuple(
            Finding(FindingKind.STALL, "", f"{r.reason} after {r.seconds:.0f} s; the prompt was sent again")
            for r in asked.resends
        )
        attempt = Attempt(number, prompt, "", None, nudge, stalls, asked.resends, fresh=fresh)
        if asked.output is None and self.error == UNFINISHED:
            self.error = f"{NO_REPLY} in {len(asked.resends)} tries ({', '.join(r.reason for r in asked.resends)})"
        elif asked.output is not None:
            reply = asked.output.completion if section is None else section
            usage = asked.output.usage if asked.seconds >= 0 else None
            attempt = replace(
                attempt,
                reply=reply,
                check=await self._check(self.question, reply),
                seconds=asked.seconds if asked.seconds >= 0 else None,
                input_tokens=_input_tokens(usage),
                output_tokens=usage.output_tokens if usage else None,
                cost=usage.total_cost if usage else None,
                cut_off=is_cut_off(asked.output),
            )
            seen = observe([*self.attempts, attempt], self.keys)
            attempt = replace(attempt, findings=(*attempt.findings, *seen))
        self.attempts.append(attempt)
        self.sitting.save(self._record())
        announce(Step("checked", self.question.name, self.sitting.epoch, attempt))

    async def _probe(self, probe: Probe) -> None:
        from viva.papers.prompts import compose_probe

        prompt = compose_probe(probe, self.draw, self.sitting.conditions.form)
        text = self.address + prompt.text
        asked = await self.say(self.talk, text, prompt.images, probe=probe.part.name)
        if asked.output is not None:
            reply = asked.output.completion
            alone = replace(self.question, parts=(probe.part,), probes=(), claims=())
            self.probes.append(ProbeRecord(probe.part.name, text, reply, await self._check(alone, reply)))

    async def _check(self, question: Question, reply: str) -> Check:
        """Checking computes; in a thread of its own it does not hold up the other conversations."""
        from anyio import to_thread

        paper, figure = self.sitting.paper, self.figure
        return await to_thread.run_sync(self.sitting.check, paper, question, self.draw, reply, figure)

    def _record(self) -> QuestionRecord:
        return QuestionRecord(
            question=self.question.name,
            level=level(self.attempts, broke_off=bool(self.error)),
            attempts=tuple(self.attempts),
            figure=self.figure,
            probes=tuple(self.probes),
            epoch=self.sitting.epoch,
            error=self.error,
        )


def _input_tokens(usage: Any) -> int | None:
    """All tokens that went in, with those that a provider counts apart because it cached them."""
    if usage is None:
        return None
    cached = (usage.input_tokens_cache_write or 0) + (usage.input_tokens_cache_read or 0)
    return int(usage.input_tokens + cached)
