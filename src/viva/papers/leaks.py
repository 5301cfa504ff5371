r"""Does a nudge give the answer away? Numerically for values, by their text for formulas, by the rubric for prose.

>>> from viva.papers import find
>>> _, question = find("hw5/1b")
>>> part, draw = question.parts[0], question.draw(0)
>>> leaks("Is the filter perhaps [2, -1, 3]?", part.kind, part.key(draw), part.shown(draw), "")
'it contains [2, -1, 3]'
>>> leaks("Write one equation for each output.", part.kind, part.key(draw), part.shown(draw), "")
''

What the question itself says is no leak. A hint in words that gives a value away ("one less than ten") is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from viva.kinds import Array, Choice, Compound, Concept, Kind, Number, Shape
from viva.papers.texts import in_form

_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?(?![\w])")
SHORTEST = 3  # letters of a formula that can be recognised in a text


def leaks(text: str, kind: Kind, key: Any, shown: str, question: str) -> str:
    """What the text gives away of the key, in words; "" where it is nothing.

    `shown` is the key as Markdown, `question` the question's own text in Unicode.
    """
    if isinstance(kind, Number):
        return _sequence_in((key,), text, question)
    if isinstance(kind, Shape):
        return _sequence_in(key, text, question)
    if isinstance(kind, Array):
        # A row stands in one run of numbers: "stride 1, padding 0" is no row.
        runs = re.split(r"[^\W\d_]+", text)
        return next((found for row in _rows(key) for run in runs if (found := _sequence_in(row, run, question))), "")
    if isinstance(kind, Choice):
        return next((found for item, option in key.items() if (found := _choice_in(kind, item, option, text))), "")
    if isinstance(kind, Concept):
        return _point_in(kind, key, text, question)
    if isinstance(kind, Compound):
        inner = ((kind.components[name], value) for name, value in key.items())
        return next((found for one, value in inner if (found := leaks(text, one, value, shown, question))), "")
    return _formula_in(shown, text, question)


def _rows(value: Any) -> list[tuple[float, ...]]:
    """The innermost rows of nested tuples."""
    if isinstance(value[0], tuple):
        return [row for inner in value for row in _rows(inner)]
    return [value]


def _numbers(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in _NUMBER.findall(text)]


def _sequence_in(wanted: Sequence[float], text: str, question: str) -> str:
    """The numbers one after another in the text, but not in the question."""
    given = [float(number) for number in wanted]
    if _contains(_numbers(text), given) and not _contains(_numbers(question), given):
        return "it contains " + (str(list(wanted)) if len(wanted) > 1 else str(wanted[0]))
    return ""


def _contains(numbers: list[float], wanted: list[float]) -> bool:
    size = len(wanted)
    return any(numbers[i : i + size] == wanted for i in range(len(numbers) - size + 1))


def _choice_in(kind: Choice, item: str, option: str, text: str) -> str:
    """The right option in the same sentence as a name of the item."""
    names = "|".join(re.escape(phrase) for phrase in kind.items[item])
    for sentence in re.split(r"[.!?\n]", text):
        if re.search(rf"\b({names})\b", sentence, re.IGNORECASE) and re.search(rf"\b{re.escape(option)}\b", sentence):
            return f"it says {option} for {item}"
    return ""


def _point_in(kind: Concept, counted: Sequence[str], text: str, question: str) -> str:
    for point in kind.points:
        for pattern in point.patterns if point.name in counted else ():
            if re.search(pattern, text, re.IGNORECASE) and not re.search(pattern, question, re.IGNORECASE):
                return f"it makes the point {point.name!r}"
    return ""


def _formula_in(shown: str, text: str, question: str) -> str:
    """The right-hand side of the key, letter by letter."""
    right = _letters(in_form(shown, "text").rpartition("=")[2])
    if len(right) >= SHORTEST and right in _letters(text) and right not in _letters(question):
        return f"it contains {in_form(shown, 'text').rpartition('=')[2].strip()}"
    return ""


def _letters(text: str) -> str:
    """A formula with nothing but its letters, digits and operators, scripts on the line."""
    return re.sub(r"[\s_^{}$\\]|\\left|\\right", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
