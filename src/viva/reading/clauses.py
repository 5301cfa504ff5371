r"""Who a clause speaks of, and whether it denies what it says: for statements about two things that are compared.

>>> words = Lexicon({"CONV": "conv*", "DENSE": "dense", "WEIGHT": "weight*", "SHARE": "shar*"})
>>> shared = (words.frame("SHARE ..3 WEIGHT"), words.frame("WEIGHT ..5 SHARE"))
>>> def told(text):
...     told = Told(words, words.read(text), ("CONV", "DENSE"))
...     return [(said.subject, said.denied) for said in told.all(shared)]
>>> told("Unlike dense layers, convolutions share weights. The weights of a dense layer aren't shared.")
[('CONV', False), ('DENSE', True)]
>>> told("They share weights, whereas dense layers have unshared ones rather than shared weights.")
[('CONV', False), ('DENSE', True)]

The first of the two things is spoken of where nothing else is said: the question is about it. `unlike`, `than`,
`compared with` bring in the other without making it the subject; `which` goes on about the last one named; a pronoun
goes on about the subject of the sentence before, and what stands under a heading, or in a list, about the one thing
that its head names. `sure` is False where that is a guess, or where the clause only supposes.
A denial reaches from its word to the end of the clause, and two cancel. Irony and indirect speech are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from viva.reading.senses import ENDS, FILL, NUMBER, PAUSES, UNKNOWN, Frame, Lexicon, Senses

_ITEM = re.compile(r"\s*(?:\\item\b|[-*+•]\s|\(?(?:\d{1,2}|[a-z])[.)])")
_ORDINAL = re.compile(r"(?:and )?(?:first|second|third|final|another|moreover|further|besides|next,)", re.IGNORECASE)
SHORT = 2  # words that tell something, of a sentence which is a heading in all but its looks
_HEADING = re.compile(r"\s*(?:#{1,6}\s|(?:\*\*|__)[^*_]{3,90}(?:\*\*|__):?\s*$)")


@dataclass(frozen=True)
class Said:
    """One thing said: words `start` to before `end`, of whom, whether denied, and whether that is sure."""

    start: int
    end: int
    subject: str
    denied: bool
    sure: bool


@dataclass(frozen=True)
class _Speaking:
    subject: str
    sure: bool
    beside: bool  # in a phrase that only compares: "than …"


@dataclass(frozen=True)
class Told:
    """A text read clause by clause; `things` are the senses of what it compares, the default one first.

    `hints` are senses that belong to one of the things: a kernel belongs to a convolution unless said otherwise.
    """

    lexicon: Lexicon
    read: Senses
    things: tuple[str, ...]
    hints: Mapping[str, str] | None = None

    def all(self, frames: Iterable[Frame], conditions: bool = False) -> Iterator[Said]:
        """Everything that one of the frames finds; with `conditions`, an "if" is a part of what is said."""
        denial = self._code("NOT")
        for frame in frames:
            own = frame.source.split().count("NOT")
            for start, end in frame.places(self.read):
                speaking = self.speaking[start]
                if speaking.beside:
                    continue
                begin = self.clause_starts[start]
                before = self.read.codes[begin:end]
                denials = before.count(denial) - own
                instead = self.read.codes[begin - 1 : begin] == self._code("INSTEAD")
                if instead and not any(self._code(thing) in before for thing in self.things):
                    denials += 1
                supposed = not conditions and self._code("IF") in before and not self._named_in(begin, end)
                sure = speaking.sure and not supposed and not self._bare(start, end)
                yield Said(start, end, speaking.subject, denials % 2 == 1, sure)
                other = self._echo.match(self.read.codes, end)
                if other is not None:
                    thing = next(thing for thing in self.things if self._code(thing) == other["thing"])
                    yield Said(start, end, thing, denial in other[0], sure)

    @cached_property
    def _echo(self) -> re.Pattern[str]:
        """What says of another thing whether it does the same: "…, which dense layers can't", "…, dense layers do"."""
        things = "".join(map(self._code, self.things))
        joins = self._code("JOIN") + self._code("WHICH")
        stops = re.escape(PAUSES + ENDS)
        return re.compile(
            f"[^{stops}{joins}{things}]{{0,4}}[{joins}{re.escape(PAUSES)}][{joins}{FILL}]{{0,3}}(?P<thing>[{things}])"
            f"(?:[{FILL}]{{0,3}}{self._code('NOT')}[{FILL}]{{0,2}}{self._code('IT')}?|[{FILL}{UNKNOWN}]{{0,3}}{self._code('IT')})"
            f"{FILL}?(?=[{stops}]|$)"
        )

    def _bare(self, start: int, end: int) -> bool:
        """Is it a heading that names nobody: "Lost geometry."?"""
        content = [code for code in self.read.sentence(start, end) if code not in FILL + PAUSES]
        return len(content) <= SHORT and not any(self._code(thing) in content for thing in self.things)

    def _code(self, sense: str) -> str:
        return self.lexicon.codes[sense]

    def _named_in(self, start: int, end: int) -> bool:
        return any(self._code(thing) in self.read.codes[start:end] for thing in self.things)

    @cached_property
    def clause_starts(self) -> list[int]:
        """Where the clause of each word starts."""
        breaks = ENDS + PAUSES + "".join(map(self._code, ("JOIN", "INSTEAD", "CONTRAST", "THAN", "WHICH")))
        starts, begin = [], 0
        joins, codes = self._code("JOIN"), self.read.codes
        for at, code in enumerate(codes):
            if code in breaks and not (code == joins and self._pairs(max(begin, at - 2), at)):
                begin = at + 1
            starts.append(begin)
        return starts

    def _pairs(self, begin: int, at: int) -> bool:
        """Does a conjunction join two of a kind, as in "pixel 1 and pixel 2 are", and no clauses?"""
        after = self.read.codes[at + 1 : at + 2]
        return after not in FILL + UNKNOWN and after in self.read.codes[begin:at]

    @cached_property
    def speaking(self) -> list[_Speaking]:
        """The subject of each word."""
        found: list[_Speaking] = []
        before = _Speaking(self.things[0], True, False)
        begin = 0
        opening = True
        codes = self.read.codes
        heading = lead = self.things[0]
        while begin < len(codes):
            end = next((at for at in range(begin, len(codes)) if codes[at] in ENDS), len(codes) - 1) + 1
            line = self._line(begin) if opening else ""
            if opening:
                lead = lead if _ITEM.match(line) else heading
                before = _Speaking(lead, True, False)
            elif self._fresh(begin, end):
                before = _Speaking(lead, True, False)
            elif not before.sure and self._code("IT") not in codes[begin : begin + 2]:
                before = _Speaking(lead, False, False)  # of either: both were named
            said, before = self._sentence(begin, end, before)
            found.extend(said)
            only = self._only_thing(begin, end)
            if only != before.subject:
                only = ""  # named beside another one: "compared with dense layers:"
            if _HEADING.match(line):
                heading = lead = only or self.things[0]
            elif only and codes[max(0, end - 2)] == ":":
                lead = only
            opening = codes[end - 1] in "\n|"
            begin = end
        return found

    def _fresh(self, begin: int, end: int) -> bool:
        """Does a sentence start anew: "2.", "Locality.", "Second, …"?"""
        codes = self.read.codes[begin:end]
        if self._code("IT") in codes or any(self._code(thing) in codes for thing in self.things):
            return False
        if _ORDINAL.match(self.read.text, self.read.spans[begin][0]):
            return True
        content = [code for code in codes if code not in FILL + PAUSES + ENDS]
        return len(content) <= SHORT and (NUMBER not in content or len(content) == 1)

    def _line(self, at: int) -> str:
        """The line of the text in which a word stands."""
        start = self.read.text.rfind("\n", 0, self.read.spans[at][0]) + 1
        return self.read.text[start : self.read.spans[at][0] + 120].split("\n")[0]

    def _contrary(self, main: _Speaking) -> _Speaking:
        """Whom "otherwise" speaks of: the other one of two things."""
        if len(self.things) != 2:
            return _Speaking(main.subject, False, False)
        return _Speaking(next(thing for thing in self.things if thing != main.subject), main.sure, False)

    def _only_thing(self, start: int, end: int) -> str:
        """The one of the things that some words name, or "" where they name none or several."""
        named = [thing for thing in self.things if self._code(thing) in self.read.codes[start:end]]
        return named[0] if len(named) == 1 else ""

    def _sentence(self, begin: int, end: int, before: _Speaking) -> tuple[list[_Speaking], _Speaking]:
        """The subjects of a sentence's words, and what a pronoun in the next sentence would mean."""
        codes = self.read.codes
        by_code = {self._code(thing): thing for thing in self.things}
        hinted = {self._code(hint): thing for hint, thing in (self.hints or {}).items()}
        than, which, instead = self._code("THAN"), self._code("WHICH"), self._code("INSTEAD")
        compares = {than, instead, self._code("CONTRAST")}
        joins, pronoun, otherwise = self._code("JOIN"), self._code("IT"), self._code("OTHERWISE")
        starts_with_it = pronoun in codes[begin : begin + 2]
        sure = before.sure and (starts_with_it or before.subject == self.things[0])
        start = main = current = _Speaking(before.subject, sure, False)
        found: list[_Speaking] = []
        pending = relative = within = False  # within: a thing was named in the relative clause
        last = before.subject
        named: set[str] = set()
        topic = ""  # the first one named: what a pronoun in the next sentence would mean
        clause = begin
        clause_named = False
        for at in range(begin, end):
            code = codes[at]
            if code in compares:
                pending = True
                current = _Speaking(main.subject, main.sure, code == than)
                clause, clause_named = at + 1, False
            elif code in by_code:
                last = by_code[code]
                current = _Speaking(last, True, current.beside)
                if pending:
                    pending = False
                    if last == main.subject and not named and len(self.things) == 2:
                        # "they have fewer weights than convolutions" is said of the other ones
                        main = _Speaking(next(thing for thing in self.things if thing != last), True, False)
                        topic = main.subject
                        named.add(topic)
                        found[:] = [main if one.subject == last and not one.beside else one for one in found]
                else:
                    within = relative
                    if not within:
                        main = current
                        topic = topic or last
                    named.add(last)
                if not clause_named and not current.beside:
                    for back in range(clause, at):
                        found[back - begin] = current
                clause_named = True
            elif (
                code in hinted
                and not (clause_named or pending or self._code("NOT") in codes[clause:at])
                and current.subject != hinted[code]
            ):
                last = hinted[code]
                current = _Speaking(last, True, False)
                if last != self.things[0]:
                    main = current  # to the end of the sentence: "if we flatten the image, we …"
                for back in range(clause, at):
                    found[back - begin] = current
            elif code == otherwise:
                main = current = self._contrary(main)
            elif code == which:
                current = _Speaking(last, True, False)
                pending, relative = False, True
                clause, clause_named = at + 1, True
            elif code in PAUSES or code == joins:
                if not (codes[at + 1 : at + 2] == which if code in PAUSES else relative):
                    if within and code in ":-" and pronoun in codes[at + 1 : at + 3]:
                        main = _Speaking(last, True, False)  # "…, which dense layers lack: they …"
                    current = main
                    relative = within = False
                pending = False
                clause, clause_named = at + 1, False
            found.append(current)
        if topic and re.search(
            f"[{''.join(by_code)}]{FILL}*{self._code('NOT')}[{re.escape(PAUSES + ENDS)}]", codes[begin:end]
        ):
            return found, before  # "dense layers don't": by the way
        return found, _Speaking(topic or start.subject, len(named) < 2 and (main if topic else start).sure, False)
