r"""Prose as a string of senses, one character a word, and frames: short patterns over senses instead of over wordings.

>>> words = Lexicon({"SHARE": "shar* tied re-us*", "WEIGHT": "weight* kernel* free_parameter*", "DENSE": "dense mlp*"})
>>> read = words.read("The weights aren't shared; one re-uses the free parameters.")
>>> [read.quote(*found) for found in words.frame("WEIGHT ..3 SHARE").places(read)]
["weights aren't shared"]
>>> [read.quote(*found) for found in words.frame("SHARE ..3 WEIGHT").places(read)]
['re-uses the free parameters']

A sense is named by capitals and listed by its words: `stem*` stands for all words that begin so, `two_words` and
`re-use` for words in a row. A word has one sense, the longest entry's. In a frame, `A|B` is either, `A?` may be
missing, `..3` are at most three words of the same clause, `~9` at most nine of the same sentence, `!A` that `A` does
not come next, `!3:A` nor after up to three words, `!A+B` that the two do not come next, `..3!A` that the gap has no
`A`, `^A` that it did not come just before. What is in no list is an unknown word, which only a gap matches.

Some senses are given, because the readers of clauses need them: see `COMMON`. Everything is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from viva.reading.patterns import lazy

# Senses that every lexicon has. FILL says nothing; UNKNOWN, NUMBER and MATHS are not listed by words.
COMMON: Mapping[str, str] = {
    "NOT": "not no never without cannot none lack* fail* hardly neither nothing avoid* prevent* false wrong isnt arent "
    "dont doesnt wont miss* absent unable nor no_longer free_of nobody nowhere wouldnt couldnt "
    "myth misconception untrue falsely need_to_be_told needs_to_be_told has_to_be_told",
    "INSTEAD": "rather_than instead_of as_opposed_to in_place_of and_not",
    "CONTRAST": "unlike contrary_to in_contrast_to in_contrast_with compared compare opposed_to versus vs "
    "in_comparison relative_to opposite_to as_against by_contrast_to "
    "advantage_over advantages_over preferred_over superior_to",
    "THAN": "than",
    "JOIN": "and but while whereas because since so although though therefore hence thus however yet as when whenever",
    "WHICH": "which whose where who in_which",
    "OTHERWISE": "otherwise",
    "IF": "if would unless could might suppose should",
    "IT": "it its they them their these those this that he",
    "EACH": "each every per",
    "ALL": "all any both",
}
UNKNOWN, NUMBER, MATHS, FILL = "x", "0", "=", "_"
ENDS = ".\n|"  # of a sentence, a block, a cell
PAUSES = ",;:()-"
_WORD = lazy(
    r"(?P<short>\b(?:i\.e|e\.g|cf|vs|resp|etc|approx|w\.r\.t)\.)"
    r"|(?P<item>\\item(?![A-Za-z])|\\(?:begin|end)\{[a-z]{1,12}\*?\})|(?P<style>\\(?:text|emph|math|under)[a-z]*)"
    r"|\\(?P<command>[A-Za-z]+)"
    r"|(?P<word>[^\W\d_]+(?:['’][a-z]+)?)"
    r"|(?P<number>\d+(?:[.,]\d+)*|\(\d+(?:, ?\d+){1,3}\))"  # and a pair, which is no pause
    r"|(?P<block>\n[ \t]*(?=\n|[-*+•#>|]|\(?\d{1,2}[.)]|\(?[a-z]\))"
    r"|\n(?<=[^a-z,]\n)[ \t]*(?=[A-Z(*\"$])|\n[ \t]*(?=\*\*))"
    r"|(?P<line>\n[ \t]*(?=[A-Z]))"
    r"|(?P<end>[.!?](?=[\s)}\"'*_]|\Z))|(?P<cell>\|)|(?P<dash>[-–—](?=\s)|[–—])|(?P<pause>[,;:()])"
    r"|(?P<maths>[=^/×·+<>∝→⇒⟹≈])|(?P<no>[❌✗✘✖❎])"
)


@dataclass(frozen=True)
class Senses:
    """A text as senses: the character `codes[i]` stands for `text[slice(*spans[i])]`."""

    text: str
    codes: str
    spans: tuple[tuple[int, int], ...]

    def quote(self, start: int, end: int) -> str:
        """The words from `start` to before `end`."""
        return self.text[slice(*self.place(start, end))]

    def sentence(self, start: int, end: int) -> str:
        """The senses of the sentence around some words."""
        begin = max(self.codes.rfind(stop, 0, start) for stop in ENDS) + 1
        stops = [at for stop in ENDS if (at := self.codes.find(stop, end)) >= 0]
        return self.codes[begin : min(stops, default=len(self.codes))]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the text of the words from `start` to before `end`."""
        return min(at for at, _ in self.spans[start:end]), max(at for _, at in self.spans[start:end])


@dataclass(frozen=True)
class Frame:
    """A pattern over senses."""

    source: str
    written: str  # as a regular expression over senses

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first used."""
        return re.compile(self.written)

    def places(self, read: Senses) -> Iterator[tuple[int, int]]:
        """Where it is found: the first word and the one after the last."""
        for found in self.pattern.finditer(read.codes):
            yield found.start(), found.end()


class Lexicon:
    """Senses and their words, on top of the `COMMON` ones; `fill` lists words that say nothing."""

    def __init__(self, senses: Mapping[str, str], fill: str = "") -> None:
        every: dict[str, str] = dict(COMMON)
        for name, words in senses.items():
            every[name] = f"{every[name]} {words}" if name in every else words
        self.codes = {name: chr(0x4E00 + at) for at, name in enumerate(every)}
        self._listed = [(FILL, fill.split())]  # first: what has a sense as well keeps it
        self._listed += [(self.codes[name], words.split()) for name, words in every.items()]
        self._known: dict[str, str] = {}

    @cached_property
    def _entries(self) -> tuple[dict[str, str], dict[str, str], dict[str, list[tuple[tuple[str, ...], str]]]]:
        words: dict[str, str] = {}
        stems: dict[str, str] = {}
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for code, entries in self._listed:
            for entry in entries:
                parts = tuple(re.split("[_-]", entry))
                if len(parts) > 1:
                    phrases.setdefault(parts[0], []).append((parts, code))
                elif entry.endswith("*"):
                    stems[entry[:-1]] = code
                else:
                    words[entry] = code
        for listed in phrases.values():
            listed.sort(key=lambda entry: -len(entry[0]))
        return words, stems, phrases

    def sense(self, word: str) -> str:
        """The code of one word."""
        code = self._known.get(word)
        if code is None:
            code = self._looked_up(word)
            if len(self._known) < 20_000:
                self._known[word] = code
        return code

    def _looked_up(self, word: str) -> str:
        words, stems, _ = self._entries
        if word in words:
            return words[word]
        if word.endswith("n't"):
            return self.codes["NOT"]
        bare = word.split("'")[0]
        if bare != word:
            return self.sense(bare)
        return next((stems[word[:n]] for n in range(len(word), 1, -1) if word[:n] in stems), UNKNOWN)

    def read(self, text: str) -> Senses:
        """A text as senses."""
        codes: list[str] = []
        spans: list[tuple[int, int]] = []
        raw: list[str] = []
        for found in _WORD.finditer(text):
            kind = found.lastgroup
            word = ""
            if kind == "word":
                word = found[0].lower().replace("’", "'")
                code = self.sense(word)
            elif kind == "short":
                code = self.codes["CONTRAST"] if found[0].lower() == "vs." else FILL
            elif kind == "number":
                code = NUMBER
            elif kind == "style":
                code = FILL
            elif kind == "command":
                code = MATHS
            elif kind == "no":
                code = self.codes["NOT"]
            else:
                code = {
                    "block": "\n",
                    "item": "\n",
                    "line": ",",
                    "end": ".",
                    "cell": "|",
                    "dash": "-",
                    "maths": MATHS,
                }.get(str(kind), found[0])
            codes.append(code)
            spans.append(found.span())
            raw.append(word)
        return self._with_phrases(text, codes, spans, raw)

    def _with_phrases(self, text: str, codes: list[str], spans: list[tuple[int, int]], raw: list[str]) -> Senses:
        _, _, phrases = self._entries
        kept: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        while at < len(raw):
            for parts, code in phrases.get(raw[at], ()):
                said = raw[at : at + len(parts)]
                if len(said) == len(parts) and all(map(_is, said, parts)):
                    kept.append(code)
                    places.append((spans[at][0], spans[at + len(parts) - 1][1]))
                    at += len(parts)
                    break
            else:
                kept.append(codes[at])
                places.append(spans[at])
                at += 1
        return Senses(text, "".join(kept), tuple(places))

    def frame(self, source: str) -> Frame:
        """A frame written in the names of senses."""
        return Frame(source, "".join(map(self._piece, source.split())))

    def one_of(self, names: str) -> str:
        """A class of characters: the senses `A|B`."""
        given = {"UNKNOWN": UNKNOWN, "NUMBER": NUMBER, "MATHS": MATHS, "FILL": FILL, "COMMA": ",", "STOP": "."}
        return "[" + "".join(given.get(name) or self.codes[name] for name in names.split("|")) + "]"

    def _piece(self, piece: str) -> str:
        borders = self.codes["INSTEAD"] + self.codes["THAN"] + self.codes["CONTRAST"]
        if piece.startswith((".", "~")):
            gap, _, names = piece.partition("!")
            ends = ENDS if gap.startswith("~") else re.escape(PAUSES + ENDS)
            free = self.one_of(names)[1:-1] if names else ""
            return rf"[^{ends}{borders}{free}]{{0,{int(gap.lstrip('.~'))}}}?"
        if piece.startswith("!"):
            reach, _, names = piece[1:].rpartition(":")
            after = "".join(map(self.one_of, names.split("+")))
            return rf"(?![^{re.escape(PAUSES + ENDS)}{self.codes['JOIN']}]{{0,{int(reach or 0)}}}{after})"
        if piece.startswith("^"):
            return f"(?<!{self.one_of(piece[1:])})"
        if piece.endswith("?"):
            return self.one_of(piece[:-1]) + "?"
        return self.one_of(piece)


def _is(word: str, entry: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry
