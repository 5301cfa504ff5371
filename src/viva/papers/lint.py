"""Is a paper sound? Every problem is one readable line; a sound paper has none.

    keys        each is proven by its part's `proof`, an independent computation, over the draws
    mistakes    no misconception gives the answer of the key, of an accepted alternative, or of another one
    nudges      none below `reveal` contains the answer; a misconception's nudge names it
    texts       every slot is filled in every form, no LaTeX is left in the plain forms, pictures can be drawn
    draws       the same number gives the same draw; draw 0 is the published one
    rubrics     every point recognises its own sentence, and does not contradict it

>>> from viva.papers import load_paper
>>> lint(load_paper("hw5"), draws=2)
()

Answers that are programs over symbols are compared by evaluation at random values. What lint cannot see: whether a text
asks what its key answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from viva.errors import VivaError
from viva.kinds import Compound, Concept, Expression, Heard, Kind, Proof, Relation
from viva.papers import load_paper
from viva.papers.drawing import same_value
from viva.papers.leaks import leaks
from viva.papers.texts import FORMS, in_form
from viva.types import Draw, Nudge, NudgeKind, Paper, Part, Probe, Question

ROUNDS = 6  # random values at which programs are compared
TOLERANCE = 1e-6  # relative; proofs take differences or solve systems


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `hw5/1c, draw 3`."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def lint_with(name: str, draws: int, say: Callable[[str], None]) -> int:
    """Lint a paper by its name and say what was found; 0 where it is sound, 1 where it is not."""
    paper = load_paper(name)
    problems = lint(paper, draws)
    for problem in problems:
        say(str(problem))
    parts = [part for question in paper.questions for part in _parts(question)]
    mistakes = sum(len(part.misconceptions) for part in parts)
    verdict = f"{len(problems)} problems" if problems else "sound"
    say(
        f"{name}: {verdict} ({len(paper.questions)} questions, {len(parts)} keys with their probes, "
        f"{mistakes} misconceptions, {draws} draws)"
    )
    return 1 if problems else 0


def lint(paper: Paper, draws: int = 50) -> tuple[Problem, ...]:
    """All problems of a paper, looking at the draws 0 to `draws` - 1."""
    problems: list[Problem] = []
    names = [question.name for question in paper.questions]
    problems += [Problem(f"{paper.name}/{name}", "the name is given twice") for name in names if names.count(name) > 1]
    problems += _conventions(paper)
    for question in paper.questions:
        where = f"{paper.name}/{question.name}"
        for part in _parts(question):
            problems += _rubrics(where, part.kind)
            problems += _names(where, part)
        for number in range(draws):
            place = f"{where}, draw {number}"
            try:
                problems += _of_draw(place, question, number)
            except (VivaError, ValueError, KeyError, ArithmeticError, re.error, np.linalg.LinAlgError) as error:
                problems.append(Problem(place, f"{type(error).__name__}: {error}"))
            if "constant" in question.draw(0).values and number == 0:
                break
    return tuple(dict.fromkeys(problems))


def _parts(question: Question) -> tuple[Part, ...]:
    return (*question.parts, *(probe.part for probe in question.probes))


def _of_draw(place: str, question: Question, number: int) -> Iterator[Problem]:
    draw = question.draw(number)
    afresh = getattr(question.draw, "__wrapped__", question.draw)  # past a cache
    if afresh(number) != draw or draw.number != number:
        yield Problem(place, "the same number gives different draws")
    for part in _parts(question):
        yield from _key(place, part, draw)
    yield from _texts(place, question, draw)
    yield from _nudges(place, question, draw)


# ---- keys and misconceptions ---------------------------------------------------------------------------------


def _key(place: str, part: Part, draw: Draw) -> Iterator[Problem]:
    key = part.key(draw)
    if part.proof is None:
        if not _is_prose(part.kind):
            yield Problem(place, f"the key of {part.name} has no proof")
    elif not _same(part.kind, key, part.proof(draw), draw):
        yield Problem(place, f"the key of {part.name} is not what its proof computes")
    right = [("the key", key), *((f"the alternative {a.name!r}", a.answer(draw)) for a in part.alternatives)]
    wrong = [(f"the misconception {m.name!r}", m.answer(draw)) for m in part.misconceptions]
    pairs = [*combinations(right, 2), *((one, other) for one in right for other in wrong), *combinations(wrong, 2)]
    for (one, first), (other, second) in pairs:
        if _same(part.kind, first, second, draw):
            yield Problem(place, f"{other} of {part.name} gives the same answer as {one}")


def _is_prose(kind: Kind) -> bool:
    if isinstance(kind, Compound):
        return all(_is_prose(component) for component in kind.components.values())
    return isinstance(kind, Concept)


def _same(kind: Kind, one: Any, other: Any, draw: Draw) -> bool:
    """Are two answers of a kind the same? Programs are compared by evaluation at random values."""
    if isinstance(kind, Compound):
        return all(_same(inner, one[name], other[name], draw) for name, inner in kind.components.items())
    if isinstance(kind, Concept):
        return set(one) == set(other)
    if isinstance(kind, Expression | Relation | Proof):
        return all(_same_at(kind, one, other, env) for env in _environments(kind, draw))
    return same_value(one, other)


def _environments(kind: Expression | Relation | Proof, draw: Draw) -> Iterator[dict[str, Any]]:
    # Late: checking imports papers, and only lint looks the other way.
    from viva.checking.evaluating.evaluate import draw_env

    rng = np.random.default_rng(draw.number)
    for _ in range(ROUNDS):
        yield draw_env(kind.symbols, rng)


def _same_at(kind: Expression | Relation | Proof, one: Any, other: Any, env: dict[str, Any]) -> bool:
    """A program without a value here (its shapes do not fit) is the same as none."""
    try:
        first, second = np.asarray(one(env), dtype=float), np.asarray(other(env), dtype=float)
    except ValueError:
        return False
    if first.shape != second.shape:
        return False
    if getattr(kind, "up_to", "") == "positive-factor":
        first, second = (a / scale if (scale := np.linalg.norm(a)) else a for a in (first, second))
    return bool(np.allclose(first, second, rtol=TOLERANCE, atol=TOLERANCE * max(1.0, float(np.abs(first).max()))))


def _names(where: str, part: Part) -> Iterator[Problem]:
    names = [m.name for m in part.misconceptions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(where, f"{part.name} has two misconceptions {name!r}")
    for known in part.misconceptions:
        if known.nudge.addresses != known.name:
            yield Problem(where, f"the nudge of {known.name!r} addresses {known.nudge.addresses!r}")


def _rubrics(where: str, kind: Kind) -> Iterator[Problem]:
    if isinstance(kind, Compound):
        for component in kind.components.values():
            yield from _rubrics(where, component)
    if isinstance(kind, Concept):
        for point in kind.points:
            heard = Heard({}, {}) if kind.reader is None else kind.reader(point.says)
            try:
                shown = any(re.search(pattern, point.says, re.IGNORECASE) for pattern in point.patterns)
                contradicted = any(re.search(pattern, point.says, re.IGNORECASE) for pattern in point.contradicted_by)
                empty = any(re.search(pattern, "") for pattern in point.patterns)
            except re.error as error:
                yield Problem(where, f"the point {point.name!r} has a pattern that is no regular expression: {error}")
                continue
            if not shown and point.name not in heard.made:
                yield Problem(where, f"the point {point.name!r} does not recognise its own sentence")
            if contradicted or point.name in heard.contradicted:
                yield Problem(where, f"the point {point.name!r} contradicts its own sentence")
            if empty:
                yield Problem(where, f"the point {point.name!r} has a pattern that matches nothing at all")


# ---- texts, pictures, nudges ---------------------------------------------------------------------------------


def _texts(place: str, question: Question, draw: Draw) -> Iterator[Problem]:
    probes: Sequence[Probe] = question.probes
    for form in FORMS:
        for text in (question.prompt(draw, form), *(probe.prompt(draw, form) for probe in probes)):
            yield from _unfilled(f"{place}, form {form}", text, form)
    yield from _unfilled(f"{place}, solution", question.solution(draw), "latex")
    for figure in question.figures:
        description = figure.description(draw)
        yield from _unfilled(f"{place}, figure {figure.name}", description, "latex")
        for part in question.parts:
            if found := leaks(description, part.kind, part.key(draw), part.shown(draw), ""):
                yield Problem(f"{place}, figure {figure.name}", f"the description gives the answer away: {found}")
    if draw.number == 0:
        from viva.papers.pictures import question_png

        question_png(question.prompt(draw, "image"), tuple(figure.svg(draw) for figure in question.figures))


def _unfilled(place: str, text: str, form: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(place, "there is no text")
    if slot := re.search(r"\{\{\s*\w*\s*\}\}", text):
        yield Problem(place, f"the slot {slot[0]} is not filled")
    if re.search(r"\bNone\b|\bnan\b|<[\w. ]+ object at", text):
        yield Problem(place, "a slot is filled with nothing")
    if form in ("text", "pasted") and (left := re.search(r"\\\w+|\$", text)):
        yield Problem(place, f"LaTeX is left: {left[0]}")


def _nudges(place: str, question: Question, draw: Draw) -> Iterator[Problem]:
    general = question.nudges(draw)
    kinds = [nudge.kind for nudge in general]
    order = list(NudgeKind)
    if kinds != sorted(kinds, key=order.index) or not kinds:
        yield Problem(place, "the general nudges are not in order, weakest first")
    asked = in_form(question.prompt(draw, "latex"), "text")
    for part in question.parts:
        yield from _leaking(place, part, draw, (*general, *(m.nudge for m in part.misconceptions)), asked)
    for probe in question.probes:
        told = in_form(probe.prompt(draw, "latex"), "text")
        yield from _leaking(place, probe.part, draw, tuple(m.nudge for m in probe.part.misconceptions), told)


def _leaking(place: str, part: Part, draw: Draw, nudges: Sequence[Nudge], asked: str) -> Iterator[Problem]:
    answers = [(part.key(draw), part.shown(draw)), *((a.answer(draw), a.shown(draw)) for a in part.alternatives)]
    for nudge in nudges:
        yield from _unfilled(f"{place}, nudge {nudge.kind.value}", nudge.text, "latex")
        if nudge.kind is NudgeKind.REVEAL:
            continue
        for key, shown in answers:
            if found := leaks(nudge.text, part.kind, key, shown, asked):
                about = f" about {nudge.addresses!r}" if nudge.addresses else ""
                yield Problem(place, f"the nudge {nudge.kind.value}{about} gives {part.name} away: {found}")


def _conventions(paper: Paper) -> Iterator[Problem]:
    for form in FORMS:
        yield from _unfilled(f"{paper.name}, conventions, form {form}", paper.conventions(form), form)
