"""Judging the chains of a derivation one after another: what is a definition, what is a step, does the step hold?

A `Judge` keeps some random worlds and the definitions that the text has made so far. The rules, in order:

1. `name = …` for a name that nobody knows is a definition, and so is `L(w) = …` the first time.
2. `symbol = …` for a declared, free symbol is a substitution (`w̃ = w/p`), unless the right side contains the symbol.
3. Everything else is a step, and has to hold: in every world, for every value of the free indices in the claimed case.
4. Equations between unknown numbers (`a + 4b = -2`) are solved together; what follows has to agree with the solution.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from viva.checking.chains import Case, Member, TextChain
from viva.checking.chance import mentioned
from viva.checking.members import range_of, value
from viva.checking.reads import (
    OPERATOR,
    Read,
    Slope,
    count_of,
    counterexample_of,
    equalities,
    exprs_of,
    flattened,
    free_indices,
    head_of,
    is_application,
    is_fraction,
    linear,
    readable,
    rounding,
    value_of,
    within_case,
)
from viva.checking.steps import Link
from viva.checking.world import Definition, Misfit, Unclear, World, draw_world
from viva.kinds import Symbol
from viva.reading import syntax as s
from viva.reading.parser import parse
from viva.reading.syntax import Expr, Unreadable
from viva.types import Span

Program = Callable[[dict[str, Any]], Any]
TOLERANCE = 1e-8
COSTLY = 1_000  # nodes: beyond this one world is enough
SIZES = ((2, 2), (3, 2))
MANY_SIZES = ((3, 2), (2, 3))

_GOAL = re.compile(
    r"\b(?:goal|(?:we )?(?:want|need|wish|aim|have) to (?:show|prove|derive|get|obtain|transform|reach|write|rewrite)|to (?:show|prove|be shown)"  # noqa: E501
    r"|show that|prove that|target (?:form|expression|equation)|desired (?:form|result)|to match|must (?:be|have|equal|hold)|we (?:need|require))\b[^.]*$"  # noqa: E501
    r"|\b(?:looks? like|of the form|(?:standard|general|classical|traditional|usual) [\w -]{0,30}(?:form|problem|regression|regularization|objective))\W*$",  # noqa: E501
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would (?:be|give|get|yield|mean|follow)|mistake|wrong\w*|incorrect\w*|naive\w*|misconception|if we (?:had|used|ignored))\b[^.]*$",  # noqa: E501
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\b(?:let|define|set|choose|take|instead|general\w*|arbitrary|any|alternatively|more generally|rescal\w*|absorb\w*)\b[^.]*$|\bwith\W*$",  # noqa: E501
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"(?P<matrix>[A-Z])\s*=\s*(?:\\left)?\[\s*(?:\\mathbf\{)?(?P<name>[a-z])\}?_\{?1\}?\s*,[^\[\]=]{0,40}_\{?[a-z]\}?\s*(?:\\right)?\]"
)
_COLUMN_WORDS = re.compile(
    r"\b(?P<name>[a-z])_\{?j\}?\$?\s+(?:is|denotes?|be|for|as)\s+the\s+\$?j\$?(?:-th|th|\^\{?th\}?)?\s*(?:-th\s+)?column\s+of\s+\$?(?P<matrix>[A-Z])\b"
)


@dataclass
class Judge:
    """The state while a derivation is read; `links` collects the judged steps, with offsets of the normalised text."""

    symbols: tuple[Symbol, ...]
    given: str = ""
    target: str = ""
    left: tuple[str, ...] = ()
    bound: Mapping[str, Program] = field(default_factory=dict)  # what a key says that a symbol is
    damaged: str = ""  # why nothing is blamed in this text; "" for sound text
    links: list[Link] = field(default_factory=list)
    scaled: str = ""
    definitions: dict[str, Definition] = field(default_factory=dict)
    named: dict[Expr, Expr] = field(default_factory=dict)  # L(w) → what it was first said to be
    names: frozenset[str] = frozenset()  # names that the text introduces
    unknowns: dict[str, float] = field(default_factory=dict)  # solved for
    letters: dict[str, str] = field(default_factory=dict)  # index letter → size
    _worlds: dict[tuple[tuple[str, int], ...], list[World]] = field(default_factory=dict)
    _ends: list[Expr] = field(default_factory=list)
    _count: int = 0
    _ahead: tuple[TextChain, ...] = ()
    _recent: list[Read] = field(default_factory=list)
    _values: dict[Any, Any] = field(default_factory=dict)
    _made: int = -1
    _failed: list[tuple[int, Read, Read, TextChain]] = field(default_factory=list)
    _example: int = -1  # from here on the numbers of an example are put in

    # ---- worlds --------------------------------------------------------------------------------------------

    def worlds(self, sizes: tuple[tuple[str, int], ...]) -> list[World]:
        """Two worlds, in which the given sizes are fixed; with all definitions so far."""
        if sizes not in self._worlds:
            names = list(dict.fromkeys(n for sym in self.symbols for n in sym.shape))
            names += [sym.name for sym in self.symbols if sym.domain == "size" and sym.name not in names]
            random = any(sym.domain in ("bernoulli", "normal") for sym in self.symbols)
            self._worlds[sizes] = [
                draw_world(self.symbols, self._sizes(names, pair, dict(sizes)), np.random.default_rng(seed))
                for seed, pair in enumerate(SIZES if random else MANY_SIZES)
            ]
            self._worlds[sizes] = [w.let(self._bound(w)) for w in self._worlds[sizes]]
        return [self._with_definitions(w) for w in self._worlds[sizes]]

    def _bound(self, world: World) -> dict[str, Any]:
        """The values that keys give to symbols; keys take vectors with one axis."""
        flat = {n: v.ravel() if isinstance(v, np.ndarray) and v.shape[1] == 1 else v for n, v in world.values.items()}
        found = {n: np.asarray(program(dict(flat)), dtype=float) for n, program in self.bound.items()}
        return {n: v.reshape(-1, 1) if v.ndim == 1 else v if v.ndim else float(v) for n, v in found.items()}

    def _letters(self, found: list[TextChain]) -> dict[str, str]:
        """The size over which each index letter runs, where the text uses it in one way only."""
        said: dict[str, set[str]] = {}
        shapes = {sym.name: sym.shape for sym in self.symbols}
        for chain in found:
            for expr in (e for m in chain.members for e in exprs_of(self.read(m))):
                for node in s.walk(expr):
                    if isinstance(node, s.Index) and isinstance(node.base, s.Sym):
                        for size, index in zip(shapes.get(node.base.name, ()), node.indices, strict=False):
                            if isinstance(index, s.Sym):
                                said.setdefault(index.name, set()).add(size)
        return {letter: sizes.pop() for letter, sizes in said.items() if len(sizes) == 1}

    def _sizes(self, names: list[str], pair: tuple[int, int], fixed: dict[str, int]) -> dict[str, int]:
        numbered = {
            n: int(sym.defined_by) for sym in self.symbols if (n := sym.name) in names and sym.defined_by.isdigit()
        }
        return {n: fixed.get(n, numbered.get(n, (*pair, 4, 5, 2, 3)[k % 6])) for k, n in enumerate(names)}

    def _with_definitions(self, world: World) -> World:
        values = {**world.values, **{k: v for k, v in self.unknowns.items() if k not in world.values}}
        definitions = {**world.definitions, **self.definitions}
        hidden = {k: v for k, v in values.items() if k not in definitions}
        letters = {i: world.sizes[size] for i, size in self.letters.items() if size in world.sizes}
        return replace(world, definitions=definitions, values=hidden, letters=letters, work=type(world.work)())

    # ---- reading -------------------------------------------------------------------------------------------

    def introduce(self, found: list[TextChain], text: str = "") -> None:
        """Look through the text for the names it introduces, and for equations between unknown numbers."""
        names = set()
        for chain in found:
            try:
                head = head_of(parse(readable(chain.members[0].text), self.symbols))
            except Unreadable:
                continue
            if head is not None and head[0] not in self._declared():
                names.add(head[0])
        self.names = frozenset(names)
        if self.given:
            self._name_given()
        self._name_columns(text)
        self.letters = self._letters(found)
        self._solve(found)

    def _name_columns(self, text: str) -> None:
        """`X = [x_1, …, x_d]` or "f_j is the j-th column of X": a name for the columns."""
        for m in (*_COLUMNS.finditer(text), *_COLUMN_WORDS.finditer(text)):
            name, matrix = m["name"], m["matrix"]
            shape = next((sym.shape for sym in self.symbols if sym.name == matrix), ())
            if len(shape) == 2 and name not in self._declared():
                self.definitions.setdefault(
                    name, Definition(name, ("j",), s.Index(s.Sym(matrix), (s.Colon(), s.Sym("j"))))
                )

    def _declared(self) -> set[str]:
        return {sym.name for sym in self.symbols} | {n for sym in self.symbols for n in sym.shape}

    def _name_given(self) -> None:
        body = parse(self.given, self.symbols)
        for name in self.left:
            try:
                self.named[parse(name, self.symbols)] = body
            except Unreadable:
                continue

    def read(self, member: Member) -> Read:
        """A member, understood or not."""
        text = readable(member.text)
        operator = OPERATOR.match(text)
        try:
            if operator is not None and not is_fraction(text):
                by = next(g for g in (operator["a"], operator["b"], operator["c"], operator["d"]) if g)
                return Read(member, None, Slope(self._parse(operator["body"]), self._parse(by)))
            return Read(member, self._parse(text))
        except Unreadable as problem:
            return Read(member, None, reason=problem.reason)

    def _parse(self, text: str) -> Expr:
        expr = parse(text, self.symbols, self.names)
        return self.named.get(expr, expr)

    # ---- taking a chain ------------------------------------------------------------------------------------

    def take(self, chain: TextChain, ahead: tuple[TextChain, ...] = ()) -> None:
        """Judge the steps of one chain, or make the definition that it is. `ahead` are the next few chains."""
        self._count += 1
        goal = bool(_GOAL.search(chain.intro)) or bool(_HYPOTHETICAL.search(chain.intro))
        self._ahead = ahead
        reads = [self.read(m) for m in chain.members]
        for part, _ in equalities(reads, chain.relations):
            if len(part) > 1:
                self._take(self._entrywise(part), chain, goal)

    def _entrywise(self, part: list[Read]) -> list[Read]:
        """`E[R²] = E[R] = p` speaks of one entry of the mask: then R is read as R_11."""
        masks = {sym.name for sym in self.symbols if sym.domain == "bernoulli" and len(sym.shape) == 2}
        numbers = {sym.name for sym in self.symbols if not sym.shape}
        names = set().union(*(s.names(e) for r in part for e in exprs_of(r)))
        kinds = {type(n) for r in part for e in exprs_of(r) for n in s.walk(e)}
        if not names & masks or not names <= masks | numbers or kinds & {s.Index, s.Had, s.Transpose, s.Norm, s.Fold}:
            return part
        entry = {m: s.Index(s.Sym(m), (s.ONE, s.ONE)) for m in masks}
        return [replace(r, expr=s.substitute(r.expr, dict(entry))) if r.expr is not None else r for r in part]

    def _take(self, part: list[Read], chain: TextChain, goal: bool) -> None:
        first = part[0].expr
        head = head_of(first) if first is not None else None
        if self._in_example(part, chain):
            return
        if goal:
            if head is not None and head[0] not in self._declared():
                self._defines(head, part, chain)
            return
        if head is not None and head[0] in self._fixed():
            return  # "suppose y = X w": the ends of a proof are about any y
        if head is not None and self._defines(head, part, chain):  # noqa: SIM114
            part = part[1:]
        elif head is None and first is not None and self._names(first, part):
            part = part[1:]
        elif first is not None:
            self._scale(part, chain)
        self._judge(part, chain)
        last = part[-1]
        if last.expr is not None:
            self._ends.append(last.expr)
            self._recent.append(last)

    def _fixed(self) -> set[str]:
        """The free symbols of the given and the target of a proof: no text may give them a value."""
        ends = [parse(t, self.symbols) for t in (self.given, self.target) if t]
        names = set().union(*(s.names(e) for e in ends)) if ends else set()
        free = {sym.name for sym in self.symbols if sym.shape and not sym.defined_by and sym.domain == "real"}
        return names & free

    def _in_example(self, part: list[Read], chain: TextChain) -> bool:
        """`p = 0.5`: a number for a declared symbol. What follows in the same section is about this example only."""
        first, last = part[0].expr, part[-1].expr
        if isinstance(first, s.Sym) and isinstance(last, s.Num) and not self.unknowns:
            declared = next((sym for sym in self.symbols if sym.name == first.name and not sym.defined_by), None)
            if declared is not None:
                self._example = chain.section
        return self._example == chain.section

    def _scale(self, part: list[Read], chain: TextChain) -> None:
        """`L(w) = E[½ …]` where the given has no ½: from then on L(w) means the scaled expression."""
        if self.scaled or not self.given or part[1].expr is None:
            return
        given = parse(self.given, self.symbols)
        if part[0].expr != given:
            return
        for factor, name in (
            (s.Div(s.ONE, s.Num(Fraction(2))), "1/2"),
            (s.Div(s.ONE, s.Sym("n")), "1/n"),
            (s.Num(Fraction(2)), "2"),
        ):
            scaled = s.mul(factor, given)
            try:
                if self._difference(replace(part[0], expr=scaled), part[1], chain) is not None:
                    continue
            except Unclear:
                continue
            self.scaled = name
            self.named = {left: scaled if body == given else body for left, body in self.named.items()}
            part[0] = replace(part[0], expr=scaled)
            return

    def _defines(self, head: tuple[str, tuple[str, ...]], part: list[Read], chain: TextChain) -> bool:
        """Rules 1 and 2: does the first link give the name its meaning? Then take note of it."""
        name, parameters = head
        body = part[1].expr
        if name in self.bound:
            return False
        if name in self.unknowns or (name in self.definitions and not _ANEW.search(chain.intro)):
            return False
        declared = next((sym for sym in self.symbols if sym.name == name), None)
        if body is None:
            return declared is None
        if name.startswith(r"\partial "):
            return not self._derivable(name)
        if declared is not None:
            if declared.domain in ("bernoulli", "normal", "probability", "size", "one-hot"):
                return False
            says = bool(re.search(r"\b(?:let|define|where|denote|set)\b[^.]*$", chain.intro, re.IGNORECASE))
            if declared.defined_by and not says:
                return False
            if len(parameters) not in (0, len(declared.shape)):
                return False
            if parameters and chain.cases:
                return False
        world = self.worlds(chain.sizes)[0]
        if name in self.definitions and self._agrees(part[0], part[1], chain):
            return False
        if name in mentioned(body, world) or (declared is not None and self._agrees(part[0], part[1], chain)):
            return False
        self.definitions[name] = Definition(name, parameters, body)
        return True

    def _agrees(self, a: Read, b: Read, chain: TextChain) -> bool:
        try:
            return self._difference(a, b, chain) is None
        except Unclear:
            return False

    def _derivable(self, name: str) -> bool:
        """Is a derivative known from what is declared and defined so far?"""
        for world in self.worlds(())[:1]:
            try:
                value(s.Sym(name), world)
                return True
            except Unclear:
                pass
            indices = tuple(s.Num(s.ONE.value) for _ in range(2))
            for count in (1, 2):
                try:
                    value(s.Index(s.Sym(name), indices[:count]), world)
                    return True
                except Unclear:
                    continue
        return False

    def _names(self, first: Expr, part: list[Read]) -> bool:
        """`L(w) = …`: a function of declared symbols that got no meaning yet."""
        if first in self.named or not is_application(first, self._declared() | set(self.definitions)):
            return False
        if part[1].expr is None:
            return True
        self.named[first] = part[1].expr
        return True

    # ---- judging -------------------------------------------------------------------------------------------

    def _judge(self, part: list[Read], chain: TextChain) -> None:
        good: list[Read] = []  # the members so far, the last one first compared
        bad: set[int] = set()
        for k, right in enumerate(part):
            span = Span(right.member.start, right.member.end)
            if not good:
                good.append(right) if right.reason == "" else None
                if right.reason and k == 0:
                    self._add(right, span, "unread", right.reason, None)
                continue
            left = good[-1]
            if right.reason:
                self._add(right, span, "unread", right.reason, left)
                continue
            status, why, counterexample, back = "holds", "", "", False
            try:
                shown = self._difference(left, right, chain)
                if shown is not None:
                    for earlier, read in enumerate(good[:-1]):
                        if earlier not in bad and self._difference(read, right, chain) is None:
                            shown, back = None, True
                            break
                if shown is not None and self._said_afterwards(left, right, chain):
                    shown = None
                if shown is not None and right.member.start in chain.joins and self._goes_on_elsewhere(right, chain):
                    shown = None
                if shown is not None:
                    status, why, counterexample = "fails", "the two sides differ", shown
                    bad.add(len(good))
            except Misfit as problem:
                lost = self._lost(left, right, chain, problem)
                status, why = ("fails", f"{problem}: {lost} is missing") if lost else ("unread", str(problem))
            except Unclear as problem:
                status, why = "unread", str(problem)
            if status == "fails" and self.damaged:
                status, why, counterexample = "unread", self.damaged, ""
            if status == "fails":
                self._failed.append((len(self.links), left, right, chain))
            self._add(right, span, status, why, left, counterexample, back)
            if status != "unread" and not why.endswith("is missing"):
                good.append(right)

    def _goes_on_elsewhere(self, right: Read, chain: TextChain) -> bool:
        """A line that starts with "=" may go on with another formula than the last displayed one."""
        for read in self._recent[-4:]:
            try:
                if self._difference(read, right, chain) is None:
                    return True
            except Unclear:
                continue
        return False

    def _said_afterwards(self, left: Read, right: Read, chain: TextChain) -> bool:
        """Does "where Γ is …" right after the formula give a symbol in it a meaning with which it holds?"""
        names = set().union(*(s.names(e) for r in (left, right) for e in exprs_of(r)))
        for following in self._ahead:
            reads = [self.read(m) for m in following.members[:2]]
            if len(reads) < 2 or reads[0].expr is None or reads[1].expr is None:
                continue
            if not re.search(r"\b(?:where|with|here|let)\b[^.]*$", following.intro, re.IGNORECASE):
                continue
            definition = self._diagonal(reads[0].expr, reads[1].expr)
            if definition is None or definition.name not in names or definition.name in self.definitions:
                continue
            if definition.name in mentioned(definition.body, self.worlds(chain.sizes)[0]):
                continue
            kept = dict(self.definitions)
            self.definitions[definition.name] = definition
            try:
                if self._difference(left, right, chain) is None:
                    return True
            except Unclear:
                pass
            self.definitions = kept
        return False

    def _diagonal(self, head: Expr, body: Expr) -> Definition | None:
        """`Γ_jj = …` defines the diagonal matrix Γ; any other head defines what it names."""
        if isinstance(head, s.Index) and isinstance(head.base, s.Sym) and len(head.indices) == 2:
            i, j = head.indices
            if i == j and isinstance(i, s.Sym):
                return Definition(head.base.name, (), s.Call("diag", (body, i)))
        named = head_of(head)
        return Definition(named[0], named[1], body) if named else None

    def _lost(self, left: Read, right: Read, chain: TextChain, problem: Misfit) -> str:
        """The declared symbol that went missing from one member to the next, where shapes stopped fitting; or ""."""
        if left.expr is None or right.expr is None or (str(problem) == "the norm of a matrix" and left.slope):
            return ""
        shaped = {sym.name for sym in self.symbols if sym.shape} | set(self.definitions)
        before, after = (count_of(e, shaped) for e in (left.expr, right.expr))
        lost = [n for n in before if after.get(n, 0) < before[n]]
        if not lost or any(after.get(n, 0) > before.get(n, 0) for n in after):
            return ""
        try:
            for place in itertools.islice(self._places(left, left, chain.cases, self.worlds(chain.sizes)[0]), 1):
                value_of(left, place)
        except Unclear:
            return ""
        return lost[0]

    def _add(
        self,
        right: Read,
        span: Span,
        status: str,
        why: str,
        left: Read | None,
        counterexample: str = "",
        back: bool = False,
    ) -> None:
        self.links.append(
            Link(
                right.member.text,
                span,
                status,
                why,
                counterexample,
                chain=self._count,
                before=left.member.text if left is not None else "",
                left=left.expr if left is not None else None,
                right=right.expr,
                back=back,
            )
        )

    def _difference(self, left: Read, right: Read, chain: TextChain) -> str | None:
        """None if two members agree everywhere; else the numbers of a counterexample. Raises `Unclear`."""
        left, right = self._pairs(left, right), self._pairs(right, left)
        compared, work = False, 0
        for number, world in enumerate(self.worlds(chain.sizes)):
            if number and work > COSTLY:
                break
            for place in self._places(left, right, chain.cases, world):
                a, b = (self._value(r, place, (chain.sizes, number)) for r in (left, right))
                if np.shape(a) != np.shape(b):
                    raise Unclear("the two sides have different shapes")
                compared = True
                x, y = np.ravel(np.asarray(a)), np.ravel(np.asarray(b))
                if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
                    raise Unclear("not a finite number")
                scale = max(1e-3, float(np.max(np.abs(x), initial=0.0)), float(np.max(np.abs(y), initial=0.0)))
                worst = int(np.argmax(np.abs(x - y))) if x.size else 0
                slack = max(TOLERANCE * scale, rounding(left.member.text), rounding(right.member.text))
                if x.size and abs(x[worst] - y[worst]) > slack:
                    return counterexample_of(left, right, place, x[worst], y[worst])
            work = world.work.nodes
        if not compared:
            raise Unclear("there is no case to compare")
        return None

    def _value(self, read: Read, place: World, world: Any) -> Any:
        """The value of a member at a place; remembered until a definition is made."""
        if self._made != len(self.definitions):
            self._values.clear()
            self._made = len(self.definitions)
        key = (read.expr, read.slope, world, tuple(sorted(place.indices.items())))
        if key not in self._values:
            with np.errstate(all="ignore"):  # what is not finite is sorted out by the comparison
                self._values[key] = value_of(read, place)
        return self._values[key]

    def _pairs(self, read: Read, other: Read) -> Read:
        """`Σ_{j≠k} a_j a_k` sums over both indices where the other side knows no k."""
        if read.expr is None or other.expr is None:
            return read
        world = self.worlds(())[0]
        alone = free_indices(read.expr, world) - free_indices(other.expr, world)

        def change(node: Expr) -> Expr | None:
            if isinstance(node, s.Fold) and node.op == "sum" and node.upper is None:
                for test in node.tests:
                    for side in (test.left, test.right):
                        if isinstance(side, s.Sym) and side.name in alone and side.name != node.index:
                            return s.Fold("sum", side.name, None, None, (), node)
            return None

        return replace(read, expr=s.rebuild(read.expr, change)) if alone else read

    def _places(self, left: Read, right: Read, cases: tuple[Case, ...], world: World) -> Iterator[World]:
        """The world at every value of the free indices, within the claimed cases."""
        exprs = [e for r in (left, right) for e in exprs_of(r)]
        free = sorted(set().union(*(free_indices(e, world) for e in exprs)))
        ranges = []
        for index in free:
            found = None
            for e in exprs:
                try:
                    found = range_of(index, e, world)
                    break
                except Unclear:
                    continue
            if found is None:
                raise Unclear(f"the range of the index {index} is not known")
            ranges.append(found)
        for where in itertools.islice(itertools.product(*ranges), 200):
            place = world.at(dict(zip(free, where, strict=True)))
            if all(within_case(case, place) for case in cases):
                yield place

    # ---- a factor that was lost in printing ----------------------------------------------------------------

    def excuse(self) -> None:
        """Mark the failing steps as slips of the pen where a definition has visibly lost a factor in its sum.

        That is so if a later line, in which that factor stands, holds once it is put back: `ŷ_i = Σ_j R_ij X_ij` in a
        text that goes on with `(Xw̃)_i`. Then lines that repeat the damaged sum are excused with it.
        """
        for name, definition in list(self.definitions.items()):
            body = definition.body
            if not isinstance(body, s.Fold) or body.op != "sum":
                continue
            for sym in self.symbols:
                if len(sym.shape) != 1 or sym.name in s.names(body) or sym.domain != "real":
                    continue
                factor = s.Index(s.Sym(sym.name), (s.Sym(body.index),))
                whole = replace(definition, body=replace(body, body=s.mul(body.body, factor)))
                if self._excused_by(name, whole, body, sym.name):
                    return

    def _excused_by(self, name: str, whole: Definition, damaged: Expr, lost: str) -> bool:
        kept = self.definitions[name]
        self.definitions[name] = whole
        self._values.clear()
        cured = set()
        for at, left, right, chain in self._failed:
            try:
                if self._difference(left, right, chain) is None:
                    cured.add(at)
            except Unclear:
                continue
        self.definitions[name] = kept
        self._values.clear()
        if not cured:
            return False
        repeats = {
            self.links[at].chain
            for at, left, right, _ in self._failed
            for r in (left, right)
            for e in exprs_of(r)
            if any(node == damaged for node in s.walk(e))
        }
        for at, *_ in self._failed:
            link = self.links[at]
            if at in cured or link.chain in repeats:
                why = f"{link.why}; a slip of the pen, it seems: {lost} was lost in the sum that defines {name}"
                self.links[at] = replace(link, slip=True, why=why)
        return True

    # ---- unknown numbers -----------------------------------------------------------------------------------

    def _solve(self, found: list[TextChain]) -> None:
        """Rule 4: equations between undeclared numbers, if they are linear and determine them."""
        declared = self._declared()
        equations: list[tuple[Expr, Expr]] = []
        names: set[str] = set()
        for chain in found:
            if _GOAL.search(chain.intro) or chain.cases:
                continue
            reads = [self.read(m) for m in chain.members]
            for part, _ in equalities(reads, chain.relations):
                exprs = [r.expr for r in part if r.expr is not None]
                flat = [flattened(e) for e in exprs]
                used = set().union(*(s.names(e) for e in flat)) if flat else set()
                if (
                    len(exprs) > 1
                    and used
                    and not used & declared
                    and not any(isinstance(n, s.Index | s.Expect | s.Fold) for e in flat for n in s.walk(e))
                ):
                    equations.extend(itertools.pairwise(flat))
                    names |= used
        order = sorted(names)
        if not order or len(order) > 8 or len(equations) < len(order):
            return
        rows: list[list[float]] = []
        for a, b in equations:
            row = linear(s.add(a, s.Neg(b)), order)
            if row is None or not any(abs(c) > 1e-12 for c in row[:-1]):
                continue
            if np.linalg.matrix_rank(np.array([r[:-1] for r in [*rows, row]])) > len(rows):
                rows.append(row)
            if len(rows) == len(order):
                break
        if len(rows) < len(order):
            return
        system = np.array(rows)
        solution = np.linalg.solve(system[:, :-1], -system[:, -1])
        self.unknowns = dict(zip(order, (float(x) for x in solution), strict=True))

    # ---- the ends ------------------------------------------------------------------------------------------

    def reaches_target(self) -> bool | None:
        """Does some chain end in the target? None where none was given."""
        if not self.target:
            return None
        expr = parse(self.target, self.symbols)
        if self.scaled:
            factor: dict[str, Expr] = {
                "1/2": s.Div(s.ONE, s.Num(Fraction(2))),
                "1/n": s.Div(s.ONE, s.Sym("n")),
                "2": s.Num(Fraction(2)),
            }
            expr = s.mul(factor[self.scaled], expr)
        target = Read(Member("target", 0, 0), expr)
        chain = TextChain((), ())
        given = Read(Member("given", 0, 0), parse(self.given, self.symbols)) if self.given else None
        for end in reversed(self._ends):
            read = Read(Member("end", 0, 0), end)
            if given is not None and end == given.expr:
                continue
            try:
                if self._same_form(end, target.expr) and self._difference(read, target, chain) is None:
                    return True
            except Unclear:
                continue
        return False

    def _same_form(self, end: Expr, target: Expr | None) -> bool:
        """The end is free of expectations if the target is."""
        return not any(isinstance(n, s.Expect) for n in s.walk(end)) or target is None
