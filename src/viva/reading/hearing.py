r"""What a text says of two things that are compared, against a table of what holds of each.

>>> words = Lexicon({"CONV": "conv*", "DENSE": "dense", "WEIGHT": "weight*", "SHARE": "shar*"})
>>> shares = Statement("sharing", {"CONV": True, "DENSE": False}, (words.frame("SHARE ..3 WEIGHT"),))
>>> def heard(text):
...     made, contradicted, _ = hear(Told(words, words.read(text), ("CONV", "DENSE")), (shares,))
...     return sorted(made), sorted(contradicted)
>>> heard("Convolutions share weights."), heard("Dense layers do not share any weights.")
((['sharing'], []), (['sharing'], []))
>>> heard("Dense layers share weights."), heard("Unlike dense layers, convolutions do not share weights.")
(([], ['sharing']), ([], ['sharing']))

Both a right statement of the one and a right denial of the other make the point. A statement in words that are in no
list is not heard, and what is said of a guessed subject contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from viva.reading.clauses import Said, Told
from viva.reading.senses import ENDS, PAUSES, Frame, Lexicon, Senses

__all__ = ["Lexicon", "Places", "Statement", "Told", "hear"]

REACH = 6  # words before a statement in which `deniers` deny it
Places = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Statement:
    """What frames say, and of what it holds: None where neither it nor its denial tells anything.

    `point` is what it makes where it holds, and what it contradicts where it does not; without `makes` it only
    contradicts. `only` is "+" where its denial, "-" where its affirmation is no statement.
    """

    point: str
    holds: Mapping[str, bool | None]
    frames: tuple[Frame, ...]
    weak: tuple[Frame, ...] = ()  # show the point where it holds, and nothing where it does not
    makes: bool = True
    only: str = ""
    deniers: re.Pattern[str] | None = None  # senses that deny this statement as NOT does
    undone: tuple[Frame, ...] = ()  # deny it where they come after it: "the neighbours are ignored"
    conditions: bool = False  # an "if" in it is of its essence: "if the image moves, …"


def hear(
    told: Told,
    statements: Iterable[Statement],
    set_aside: Callable[[Senses, Said], bool] | None = None,
    skip: Callable[[Senses, Said], bool] | None = None,
) -> tuple[Places, Places, list[Said]]:
    """The points made, those contradicted, and everything that was heard; `set_aside` excuses what does not hold,
    `skip` what is about something else.
    """
    made: Places = {}
    contradicted: Places = {}
    heard: list[Said] = []
    joints = re.compile(f"[{re.escape(PAUSES + ENDS)}{told.lexicon.codes['JOIN']}]")
    for statement in statements:
        for frames, strong in ((statement.frames, True), (statement.weak, False)):
            for said in told.all(frames, statement.conditions):
                if skip is not None and skip(told.read, said):
                    continue
                heard.append(said)
                holds = _holds(statement, said, told.read, joints)
                if holds and statement.makes:
                    made.setdefault(statement.point, told.read.place(said.start, said.end))
                elif holds is False and said.sure and strong and not (set_aside and set_aside(told.read, said)):
                    contradicted.setdefault(statement.point, told.read.place(said.start, said.end))
    return made, contradicted, heard


def _holds(statement: Statement, said: Said, read: Senses, joints: re.Pattern[str]) -> bool | None:
    holds = statement.holds.get(said.subject)
    if holds is None or (statement.only and (statement.only == "+") == said.denied):
        return None
    denied = said.denied
    if statement.deniers is not None:
        clause = joints.split(read.codes[max(0, said.start - REACH) : said.start])[-1]
        denied ^= statement.deniers.search(clause) is not None
    if statement.undone:
        clause = joints.split(read.codes[said.end : said.end + REACH + 2])[0]
        denied ^= any(frame.pattern.match(clause + ".") for frame in statement.undone)
    return holds != denied
