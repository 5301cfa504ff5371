r"""Which formula of a reply states the answer: the last one of the best place whose left side is what was asked for.

`find` walks the places of `viva.reading.locate` from the best one on and takes the first that holds a formula of the
right kind. There, of several, the last counts. A chain `∂L/∂x_i = … = γ(…)` states its last side. Where a place is
marked as the answer (a box, "Answer:"), an expression without a left side is taken as well. If the formula that was
found cannot be understood, the search ends: nothing weaker is taken instead, and no part of a formula for the whole.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from viva.checking.answers.decompositions import Decomposition, decompositions, factored
from viva.checking.answers.definitions import definitions, resolve, without_redefined
from viva.checking.answers.protocol import Unread
from viva.kinds import Symbol
from viva.reading.budget import tick
from viva.reading.damage import Repaired, repair
from viva.reading.formulas import Formula, formulas
from viva.reading.lexer import GREEK
from viva.reading.locate import Candidate, candidates
from viva.reading.normal import Normal, normalise
from viva.reading.notation import render
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.syntax import Call, Colon, Expr, Index, Num, Sym, Unreadable
from viva.reading.trees import free_names, rebuild, rename, walk
from viva.reading.vocabulary import OPEN, Vocabulary, vocabulary
from viva.types import Answer, Part, Span


@dataclass(frozen=True)
class Place:
    """A candidate of the reply, normalised, with its formulas."""

    candidate: Candidate
    text: str
    formulas: tuple[Formula, ...]
    before: str  # the text before it, for what the formula is about
    normal: Normal
    repaired: tuple[int, Repaired] | None = None  # where the place starts in the repaired reply, if that was damaged

    def span(self, formula: Formula) -> Span:
        """Where the formula stands in the reply."""
        if self.repaired is not None:
            offset, repaired = self.repaired
            return Span(*self.normal.raw_span(*repaired.span(offset + formula.start, offset + formula.end)))
        start, end = self.normal.raw_span(formula.start, formula.end)
        return Span(self.candidate.span.start + start, self.candidate.span.start + end)

    @property
    def marked(self) -> bool:
        """Is this place presented as the answer itself?"""
        return self.candidate.rank == 0


@dataclass(frozen=True)
class Stated:
    """The side of a formula that is the answer, in its one or two readings, own names of the reply replaced."""

    place: Place
    formula: Formula
    readings: tuple[Expr, ...]

    def answer(self, reply: Reply, left: str = "") -> Answer:
        """The evidence: quote, span, how it was read."""
        span = self.place.span(self.formula)
        shown = render(self.readings[0], "unicode")
        read_as = f"{left} = {shown}" if left else shown
        return Answer(reply.quote(span), span, read_as, self.place.candidate.found_by)


class _Kept(Iterable[Place]):
    """An iterator that can be gone through several times."""

    def __init__(self, source: Iterator[Place]):
        self.source = source
        self.known: list[Place] = []

    def __iter__(self) -> Iterator[Place]:
        yield from self.known
        while (place := next(self.source, None)) is not None:
            self.known.append(place)
            yield place


class Search:
    """The search for one part's answer in one reply."""

    def __init__(
        self, reply: Reply, part: Part | None, symbols: tuple[Symbol, ...], names: frozenset[str] = frozenset()
    ):
        self.reply = reply
        self.part = part
        self.text = reply.normal
        # Somebody cut the part's own section out of a longer reply: then all of it is about this part.
        self.focused = len(reply.text) == len(reply.raw) and len(reply.text.split()) < len(reply.raw.split())
        self.symbols = without_redefined(self.text, symbols)
        self.names = names | {OPEN} | _own_means(self.text) if part is None else _run_together(self.text)
        self.known: Vocabulary = vocabulary(self.symbols, self.names)
        self.given: tuple[Decomposition, ...] = ()  # by the key
        self.index_and_sizes = frozenset(size for s in self.symbols for size in s.shape)

    def places(self) -> Iterable[Place]:
        """The places where the answer may stand, best first; found as they are asked for, and kept."""
        return _Kept(self._places())

    def _places(self) -> Iterator[Place]:
        repaired = repair(self.text, self.symbols)
        if repaired is not None:
            self.text = repaired.text
            yield from self.repaired_places(repaired)
            return
        short = len(self.text.strip()) <= 60  # perhaps nothing but the right-hand side
        for candidate in candidates(self.reply, self.part):
            tick()
            plain = candidate.rank and candidate.found_by != "opens the reply"
            if plain and not (self.focused or short) and not _WORTH.search(candidate.text):
                continue
            normal = normalise(candidate.text)
            try:
                found = formulas(normal.text, self.symbols, self.names)
            except Unreadable:
                continue
            found = tuple(f for f in found if not _taken_back(f, normal.text))
            start = candidate.statement.start
            before = self.reply.text[max(0, start - 250) : candidate.span.start]
            yield Place(candidate, normal.text, found, before, normal)

    def repaired_places(self, repaired: Repaired) -> Iterator[Place]:
        """The paragraphs of a reply that PDF extraction took apart: marked ones first, then from the last one on."""
        places: list[tuple[int, int, Place]] = []
        before = ""
        for number, match in enumerate(_PARAGRAPH.finditer(repaired.text)):
            tick()
            words = match.group()
            rank = 0 if _MARKED.search(before.rstrip()[-40:]) or _MARKED.match(words) else 4
            if _CONCLUDES.search(before.rstrip()[-40:]):
                rank = min(rank, 3)
            normal = self.reply.normalised
            span = Span(*normal.raw_span(*repaired.span(match.start(), match.end())))
            candidate = Candidate(words, span, "marked final" if rank == 0 else "statement", rank, span)
            try:
                found = formulas(words, self.symbols, self.names)
            except Unreadable:
                found = ()
            if any(f.relations for f in found) or rank == 0:
                places.append(
                    (rank, -number, Place(candidate, words, found, before[-250:], normal, (match.start(), repaired)))
                )
            before = before[-250:] + words + "\n"
        yield from (place for _, _, place in sorted(places, key=lambda entry: entry[:2]))

    def resolved(
        self, readings: tuple[Expr, ...], place: Place, keep: frozenset[str] = frozenset()
    ) -> tuple[Expr, ...]:
        """The readings with the reply's own names replaced by what they stand for."""
        readings = tuple(rebuild(r, self._without_size) for r in readings)
        if all(free_names(r) <= set(self.known.declared) | keep for r in readings) and not any(
            s.defined_by and not s.shape for s in self.symbols
        ):
            return readings
        at = self.text.find(place.text[:60]) if place.text else 0
        end = max(at, 0) + len(place.text)
        found = tuple(resolve(r, self.text, end, self.symbols, keep, self.names) for r in readings)
        if self.reply.whole and any(not free_names(r) <= set(self.known.declared) | keep for r in found):
            whole = normalise(self.reply.whole).text  # another part of the reply may say what the name stands for
            found = tuple(resolve(r, whole, len(whole), self.symbols, keep, self.names) for r in found)
        if self.part is None and self.factors:
            found = tuple(factored(r, self.factors, frozenset(self.known.declared) | keep) for r in found)
        return found

    @cached_property
    def factors(self) -> tuple[Decomposition, ...]:
        """The decompositions of matrices that the key gives and the reply states."""
        return self.given + decompositions(self.text, self.names)

    def _without_size(self, node: Expr) -> Expr | None:
        r"""`\bar g_n`, a declared number with the size of its sample: no element of it."""
        base = node.base if isinstance(node, Index) else None
        number = isinstance(base, Sym) and self.known.ndim(base.name) == 0
        if isinstance(node, Index) and (number or (isinstance(base, Call) and base.name == "mean")):
            names = {item.name for item in node.indices if isinstance(item, Sym)}
            if len(names) == len(node.indices) and names <= self.index_and_sizes:
                return node.base
        return None

    def index_letters(self, expr: Expr) -> list[str]:
        """Letters that stand as free indices and are neither declared nor defined."""
        defined = {d.name for d in definitions(self.text, self.symbols, self.names)}
        letters = [
            item.name
            for node in walk(expr)
            if isinstance(node, Index)
            for item in node.indices
            if isinstance(item, Sym) and item.name in free_names(expr)
        ]
        return [name for name in dict.fromkeys(letters) if name not in self.known.declared and name not in defined]


_OWN_MEAN = lazy(r"\\(?:bar|overline)\s*\{?\s*(\\?[A-Za-z]+|[α-ω])\s*\}?\s*=", needs="bar|overline")


def _own_means(text: str) -> frozenset[str]:
    """Names with a bar to which the text gives a meaning of its own."""
    return frozenset(rf"\bar {GREEK.get(name, name)}" for name in _OWN_MEAN.findall(text) if "=" in text)


_OWN_CAPITAL = lazy(r"(?<![\w\\{}^])([A-HJ-Z])\$?\s*(?::?=(?!=)|is (?:the|a)\b)")


def _run_together(text: str) -> frozenset[str]:
    """Capitals to which the text gives a meaning, where it also writes them right beside another: the A of `XA`."""
    found = set(_OWN_CAPITAL.findall(text)) if "=" in text or " is " in text else set()
    return frozenset(a for a in found if re.search(rf"(?<![A-Za-z])(?:[A-ZΓ]{a}|{a}[A-ZΓ])(?![A-Za-z])", text))


_WRONG = lazy(r"[^.;\n]{0,60}\b(?:wrong|incorrect|not right|not correct|mistaken?|a slip)\b", re.I)
_NOT = frozenset("not than mistakenly incorrectly wrongly never".split())


def _taken_back(formula: Formula, text: str) -> bool:
    """ "not w = w̃/p", "I wrote w = w̃/p, but that is wrong"."""
    if any(word.lower() in _NOT for word in formula.before[-2:]):
        return True
    return bool(_WRONG.match(text, formula.end))


def match_left(pattern: Expr, expr: Expr) -> dict[str, str] | None:
    r"""How the reply's left side names the indices of the pattern: `∂L/∂x_j` against `∂L/∂x_i` gives {j: i}.

    None if it is something else. Without its indices a left side matches too: it is then about the whole vector.
    """
    if isinstance(pattern, Call) and pattern.name == "lim":
        pattern = pattern.args[0]
    if isinstance(expr, Call) and expr.name == "lim":
        expr = expr.args[0]
    if pattern == expr:
        return {}
    if isinstance(pattern, Index):
        if expr == pattern.base:
            return {}
        if isinstance(expr, Index) and expr.base == pattern.base and len(expr.indices) == len(pattern.indices):
            new = {}
            for mine, theirs in zip(expr.indices, pattern.indices, strict=True):
                if isinstance(mine, Sym) and isinstance(theirs, Sym):
                    new[mine.name] = theirs.name
                elif mine != theirs or isinstance(mine, Num | Colon):
                    return None
            return new
    return None


def renamed(readings: tuple[Expr, ...], new: dict[str, str]) -> tuple[Expr, ...]:
    """The readings with the reply's index letters replaced by the question's; swapped letters do not collide."""
    new = {old: name for old, name in new.items() if old != name}
    if not new:
        return readings
    fresh = {old: f"{old}°" for old in new}
    back = {f"{old}°": name for old, name in new.items()}
    return tuple(rename(rename(r, fresh), back) for r in readings)


def unread(reason: str, place: Place, formula: Formula, reply: Reply) -> Unread:
    """Found, but not understood."""
    span = place.span(formula)
    return Unread(reason, Answer(reply.quote(span), span, "", place.candidate.found_by))


def first(places: Iterable[Place], choose: Callable[[Place], Stated | Unread | None], nothing: str) -> Stated | Unread:
    """What the first place gives that gives anything."""
    for place in places:
        tick()
        found = choose(place)
        if found is not None:
            return found
    return Unread(nothing)


_PARAGRAPH = lazy(r"[^\n]*\S[^\n]*")
_MARKED = lazy(
    r"(?:final (?:answer|result|transformation|form)|\banswer|\bresult)\b[^\n]{0,20}:?\s*$|(?:final )?answer\s*:",
    re.I,
    needs="answer|result|final form|final transformation",
)
_CONCLUDES = lazy(
    r"(?:therefore|thus|hence|so|conclude|set)[^\n]{0,20}:?\s*$", re.I, needs="so|set|thus|hence|conclude|therefore"
)
_WORTH = lazy(
    r"[=→≈∝←⇒⇔]|->|\\(?:to|approx|rightarrow|equiv|propto|mapsto|coloneqq|longrightarrow|gets|leftarrow|sim|lim|iff)\b"
    r"|\b(?:equals|tends|goes|converges|approach\w*|vanish\w*|becomes|by|is|are|gives|yields|to|like|multipl\w+|times)\b"
    r"|:",
    re.I,
)
LIMIT = lazy(
    r"\\infty|∞|\binfinity\b|\blimit(?:ing)?\b|\\lim\b|\blim\b|asymptot|grows|n \\gg"
    r"|\b(?:large|huge|infinite|infinitely (?:many|large))[ -](?:\$?n\b|(?:mini-?)?batch|samples|examples)"
    r"|\bn\$? (?:(?:is|gets|becomes|very|extremely|arbitrarily|infinitely) ){0,3}(?:large|huge|infinite)\b"
    r"|\bwith infinitely many\b",
    re.I,
)
