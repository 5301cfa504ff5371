"""Lint finds nothing in hw5, and finds each fault in a paper that was broken on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viva.errors import VivaError
from viva.kinds import Array, Choice, Concept, Expression, Number, Point, Shape, Symbol
from viva.papers import load_paper
from viva.papers.leaks import leaks
from viva.papers.lint import lint, lint_with
from viva.papers.nudges import ladder, misconception
from viva.types import Alternative, Draw, FindingKind, Nudge, NudgeKind, Paper, Part, Question

HW5 = load_paper("hw5")


def draw(number: int) -> Draw:
    return Draw(number, {"a": 7 + number, "b": 5})


def write(text: str):
    return lambda draw, form: text.format(**draw.values)


WRONG = misconception(
    "difference", "Subtracted.", lambda d: d.values["a"] - d.values["b"], FindingKind.WRONG_FORMULA, "Look at the sign."
)
PART = Part(
    name="1",
    asks="the sum",
    kind=Number(),
    key=lambda d: d.values["a"] + d.values["b"],
    shown=lambda d: f"${d.values['a'] + d.values['b']}$",
    misconceptions=(WRONG,),
    proof=lambda d: sum((d.values["a"], d.values["b"])),
)
SOUND = Question(
    name="1",
    title="A sum",
    parts=(PART,),
    draw=draw,
    prompt=write("What is {a} plus {b}?"),
    solution=lambda d: write("It is {a} plus {b}.")(d, "latex"),
    nudges=lambda d: ladder(
        "Add the two numbers.", "Count on from the first.", f"It is {d.values['a'] + d.values['b']}."
    ),
)


def paper(question: Question = SOUND, **part: object) -> Paper:
    if part:
        question = replace(question, parts=(replace(PART, **part),))  # type: ignore[arg-type]
    return Paper("toy", "Toy", lambda form: "Count carefully.", (question,))


def problems(broken: Paper) -> str:
    return "\n".join(str(problem) for problem in lint(broken, draws=4))


def test_sound_papers_have_no_problems() -> None:
    assert lint(paper(), draws=4) == ()
    assert lint(HW5, draws=50) == ()


def with_nudge(kind: NudgeKind, text: str) -> Question:
    changed = tuple(Nudge(k.kind, text) if k.kind is kind else k for k in SOUND.nudges(draw(0)))
    return replace(SOUND, nudges=lambda d: changed)


def prose(point: Point) -> Paper:
    return paper(kind=Concept((point,), 1), proof=None, key=lambda d: ("p",), misconceptions=())


def renamed(name: str, **changes: object):
    return replace(WRONG, name=name, nudge=Nudge(NudgeKind.TARGET, "No.", name), **changes)  # type: ignore[arg-type]


COUNTER = iter(range(10**6))
TWICE = misconception(
    "scaled", "Says.", lambda d: lambda env: env["x"] * env["k"] ** 2 / env["k"], FindingKind.WRONG_FORMULA, "No."
)
MEAN_GRADIENT = Expression((Symbol("x", ("n",)), Symbol("k", domain="positive")))
BROKEN = {
    "is not what its proof computes": paper(key=lambda d: 13),
    "has no proof": paper(proof=None),
    "'double' of 1 gives the same answer as the key": paper(
        misconceptions=(renamed("double", answer=lambda d: 12 + d.number),)
    ),
    "'twin' of 1 gives the same answer as the misconception 'difference'": paper(
        misconceptions=(WRONG, renamed("twin"))
    ),
    "gives the same answer as the alternative 'other'": paper(
        alternatives=(Alternative("other", lambda d: d.values["a"] - 5, lambda d: "$2$", "why not", lambda: ""),)
    ),
    "has two misconceptions 'difference'": paper(misconceptions=(WRONG, WRONG)),
    "addresses 'somebody else'": paper(
        misconceptions=(replace(WRONG, nudge=Nudge(NudgeKind.TARGET, "No.", "somebody else")),)
    ),
    "the nudge target gives 1 away: it contains 12": paper(with_nudge(NudgeKind.TARGET, "Is it 12?")),
    "about 'difference' gives 1 away: it contains 12": paper(
        misconceptions=(replace(WRONG, nudge=Nudge(NudgeKind.TARGET, "It is 12, no less.", "difference")),)
    ),
    "not in order": paper(replace(SOUND, nudges=lambda d: SOUND.nudges(d)[::-1])),
    "the slot {{c}} is not filled": paper(replace(SOUND, prompt=lambda d, form: "What is {{c}}?")),
    "KeyError: 'c'": paper(replace(SOUND, prompt=write("What is {c}?"))),
    "LaTeX is left: $": paper(replace(SOUND, prompt=lambda d, form: "What is $7$?")),
    "a slot is filled with nothing": paper(replace(SOUND, solution=lambda d: "It is None.")),
    "there is no text": paper(replace(SOUND, prompt=lambda d, form: " ")),
    "the same number gives different draws": paper(
        replace(SOUND, draw=lambda n: Draw(n, {"a": next(COUNTER) + 50, "b": 5}))
    ),
    "the name is given twice": Paper("toy", "Toy", lambda form: "Count.", (SOUND, SOUND)),
    "toy, conventions, form text: LaTeX is left": Paper("toy", "Toy", lambda form: r"\gamma", (SOUND,)),
    "does not recognise its own sentence": prose(Point("p", "Sums grow.", (r"shrinks",))),
    "contradicts its own sentence": prose(Point("p", "Sums grow.", (r"grow",), (r"sums",))),
    "is no regular expression": prose(Point("p", "Sums grow.", (r"(",))),
    "matches nothing at all": prose(Point("p", "Sums grow.", (r"x*",))),
    "'scaled' of 1 gives the same answer as the key": paper(
        kind=MEAN_GRADIENT,
        key=lambda d: lambda env: env["x"] * env["k"],
        proof=lambda d: lambda env: env["k"] * env["x"],
        misconceptions=(TWICE,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_each_fault_is_found(what: str) -> None:
    assert what in problems(BROKEN[what])


def test_programs_that_differ_are_told_apart() -> None:
    wrong = misconception(
        "square", "Says.", lambda d: lambda env: env["x"] * env["k"] ** 2, FindingKind.WRONG_FORMULA, "No."
    )
    sound = paper(
        kind=MEAN_GRADIENT,
        key=lambda d: lambda env: env["x"] * env["k"],
        proof=lambda d: lambda env: env["k"] * env["x"],
        misconceptions=(wrong,),
    )
    assert "same answer" not in problems(sound)


def test_exit_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    assert lint_with("hw5", 1, said.append) == 0
    assert "sound" in said[-1]
    monkeypatch.setattr("viva.papers.lint.load_paper", lambda name: paper(key=lambda d: 13))
    assert lint_with("toy", 1, said.append) == 1
    assert "problems" in said[-1]
    monkeypatch.undo()
    with pytest.raises(VivaError, match="hw5"):
        lint_with("nosuch", 1, said.append)


LEAKS = [
    (Number(), 12, "$12$", "It is 12.", "", True),
    (Number(), 12, "$12$", "It is 112 or 12.5.", "", False),
    (Number(), 12, "$12$", "Use the 12 pixels.", "The image has 12 pixels.", False),
    (Number(), -3, "$-3$", "Perhaps −3?", "", True),
    (Array(1), (2, -1, 3), "", "Try 2, -1, 3.", "", True),
    (Array(1), (2, -1, 3), "", "The first entry is 2.", "", False),
    (Array(2), ((1, 2), (3, 4)), "", "The second row is [3, 4].", "", True),
    (Array(2), ((1, 2), (3, 4)), "", "The kernel is [3, 4].", "Take the kernel [3, 4].", False),
    (Array(2), ((0, 1),), "", "The last entry is 0, stride 1.", "", False),
    (Shape(), (7, 11), "", "It is 7 × 11.", "", True),
    (Shape(), (7, 11), "", "Seven is not 11.", "", False),
    (Choice(("A", "B"), {"batch": ("batch norm",)}), {"batch": "A"}, "", "Is batch norm not A?", "", True),
    (
        Choice(("A", "B"), {"batch": ("batch norm",)}),
        {"batch": "A"},
        "",
        "A has a slice. Think of batch norm.",
        "",
        False,
    ),
    (Concept((Point("p", "", (r"weight sharing",)),), 1), ("p",), "", "Think of weight sharing.", "", True),
    (Concept((Point("p", "", (r"weight sharing",)),), 1), ("p",), "", "Think of the weights.", "", False),
    (Expression(()), None, r"$\gamma\left(g - \bar g\right)$", "It is γ(g − ḡ).", "", True),
    (Expression(()), None, r"$\tilde X = X\Gamma^{-1}$", "Try X Γ⁻¹.", "", True),
    (Expression(()), None, r"$\tilde X = X\Gamma^{-1}$", "Try XΓ.", "", False),
]


@pytest.mark.parametrize(("kind", "key", "shown", "text", "question", "expected"), LEAKS)
def test_leaks(kind, key, shown, text, question, expected) -> None:
    assert bool(leaks(text, kind, key, shown, question)) is expected
