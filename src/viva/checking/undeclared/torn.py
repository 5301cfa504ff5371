r"""The verdict on a reply whose formulas were torn by a PDF reader: what all likely ways to read them say.

>>> from viva.checking.answers.expressions import same_text
>>> def told(key, reply):
...     found = by_layout(key, reply, lambda text: same_text(key, text))
...     return found and found.verdict
>>> told(r"\frac{1}{T}(p_k - y_k)", "∂L\n∂zk\n=\npk − yk\nT"), told(r"\frac{1}{T}(p_k - y_k)", "∂L\n∂zk\n= yk − pk\nT")
(True, False)
>>> told(r"\frac{1}{T}(p_k - y_k)", "∂L\n∂zk\n= pk − yk\nT") is None  # only one of the two may be over T
True

What is about as likely must say the same, or nothing is decided; and nothing is called wrong that would be right by a
reading which is not out of the question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_CLEAR = 1.5  # by how much a way to read must be the likelier one
_CONCEIVABLE = 3.0
_NO_WAY = 4.0


@dataclass(frozen=True)
class Told:
    """What the ways to read a torn reply say; None where they differ, or none is likely."""

    verdict: bool | None


def by_layout(key: str, reply: str, judge: Callable[[str], bool | None]) -> Told | None:
    """The verdict by the layout of torn formulas; None where none is torn. `judge` decides on one with whole ones."""
    from viva.reading.torn.readings import readings  # few replies need it

    ways = readings(key, reply)
    if not ways:
        return None
    least = ways[0].doubt
    if least >= _NO_WAY:
        return Told(None)
    results: list[tuple[float, bool | None]] = []
    for way in ways:
        if way.doubt - least >= _CONCEIVABLE or (results and results[0][1] is None):
            break
        verdict = judge(way.text)
        results.append((way.doubt - least, verdict))
        likely = {found for doubt, found in results if doubt < _CLEAR and found is not None}
        if len(likely) > 1:
            return Told(None)
        if likely == {True} and way.doubt - least >= _CLEAR:
            break  # what is less likely takes nothing away from it
    likely = {found for doubt, found in results if doubt < _CLEAR and found is not None}
    if results[0][1] is None or (likely == {False} and any(found for _, found in results)):
        return Told(None)
    return Told(results[0][1])
