"""Judging the chains of a derivation one after another: what is a definition, what is a step, does the step hold?

The rules, in order:

1. What the words call a goal, an example, a mistake is no step; an assumption is put into the worlds.
2. A name that nobody knows is given its meaning (`viva.checking.stepwise.defining`).
3. Everything else is a step, and has to hold: in every world, for every value of the free indices in the claimed case.
4. Equations between unknown numbers (`a + 4b = -2`) are solved together, and so is a derivative that is set to zero;
   what follows has to agree with the solution (`viva.checking.stepwise.supposing`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from viva.checking.stepwise import inequalities
from viva.checking.stepwise.chains import TORN, TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.defining import define_ahead, defines, defines_rest, names, squares
from viva.checking.stepwise.dividing import joined_otherwise
from viva.checking.stepwise.ends import SCALES, put_together, reaches_target
from viva.checking.stepwise.excusing import Failed, excuse, lost, said_afterwards
from viva.checking.stepwise.introducing import introduce
from viva.checking.stepwise.meaning import all_agree, as_meant, entrywise, is_moment, take_up, with_subject, zeros
from viva.checking.stepwise.reads import (
    Read,
    differentiated_by,
    equalities,
    exprs_of,
    head_of,
    used_names,
)
from viva.checking.stepwise.scene import Program, Scene
from viva.checking.stepwise.steps import Link
from viva.checking.stepwise.supposing import general_fact, suppose
from viva.checking.stepwise.turning import TurningPoints
from viva.checking.stepwise.wordings import (
    ANY_RANDOM,
    ASSUMED,
    CONCLUDES,
    CONDITION,
    DISAVOWED,
    FOLLOWS_A_GOAL,
    GENERAL,
    GOAL,
    HYPOTHETICAL,
    NEEDED,
    SETS,
    SPECIAL,
    SPLITS,
    TO_ZERO,
)
from viva.checking.stepwise.world import Misfit, Unclear
from viva.kinds import Symbol
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.parser import parse
from viva.reading.syntax import Unreadable
from viva.types import Span


@dataclass
class Judge:
    """The state while a derivation is read; `links` collects the judged steps, with offsets of the normalised text."""

    symbols: tuple[Symbol, ...]
    given: str = ""
    target: str = ""
    left: tuple[str, ...] = ()
    bound: Mapping[str, Program] = field(default_factory=dict)  # what a key says that a symbol is
    damaged: str = ""  # why nothing is blamed in this text; "" for sound text
    joins: tuple[int, ...] = ()  # where lines were joined that may be two formulas
    links: list[Link] = field(default_factory=list)
    scaled: str = ""
    text: str = ""
    scene: Scene = field(init=False)
    _ends: list[s.Expr] = field(default_factory=list)
    _count: int = 0
    _ahead: tuple[TextChain, ...] = ()
    _recent: list[Read] = field(default_factory=list)
    _failed: list[Failed] = field(default_factory=list)
    _needed: bool = False  # the chain before says what has to be: "we need nσ²/2 = 1, so σ² = 2/n"
    _example: int = -1  # from here on the numbers of an example are put in
    _turning: TurningPoints = field(init=False)
    _supposed: set[str] = field(default_factory=set)  # names of which something is supposed that could not be put in

    def __post_init__(self) -> None:
        self.scene = Scene(self.symbols, self.bound)
        self._turning = TurningPoints(self.scene)

    def introduce(self, found: list[TextChain], text: str = "") -> None:
        """Look through the text for the names it introduces, and for equations between unknown numbers."""
        if self.given:
            body = parse(self.given, self.symbols)
            for name in self.left:
                try:
                    self.scene.named[parse(name, self.symbols)] = body
                except Unreadable:
                    continue
        self.text = text
        introduce(self.scene, found, text)

    def conclude(self, alone: list[TextChain]) -> None:
        """ "Collecting: ‖y − pXw‖² + …": a formula that stands alone at the end and is what was asked for."""
        if not self.target or not alone or not CONCLUDES.search(alone[-1].intro):
            return
        last = self.scene.read(alone[-1].members[0])
        if last.expr is not None and reaches_target(self.scene, [last.expr], self.given, self.target, self.scaled):
            self._ends.append(last.expr)

    def excuse(self) -> None:
        """Mark what a factor lost in printing explains."""
        excuse(self.scene, self.links, self._failed)

    # ---- taking a chain ------------------------------------------------------------------------------------

    def take(self, chain: TextChain, ahead: tuple[TextChain, ...] = ()) -> None:
        """Judge the steps of one chain, or make the definition that it is. `ahead` are the next few chains."""
        self._count += 1
        reads = [self.scene.read(m) for m in chain.members]
        goal = bool(GOAL.search(chain.intro)) and not (NEEDED.search(chain.intro) and is_moment(self.scene, reads))
        goal = goal or bool(HYPOTHETICAL.search(chain.intro))
        goal = goal or bool(ahead and DISAVOWED.match(ahead[0].intro))
        goal = goal or (self._needed and bool(FOLLOWS_A_GOAL.search(chain.intro)))
        self._needed = goal and bool(re.search(r"\b(?:need|requir\w*|must)\b[^.]*$", chain.intro))
        self._ahead = ahead
        if re.search(r",\s*(?:\\[lc]?dots|…|\.\.\.)", chain.members[-1].text) and len(reads) == 2:
            return  # i = 1, …, n
        reads[0] = with_subject(self.scene, reads, chain)
        if not goal:
            self._links_of(inequalities.judge(self.scene, reads, chain, self._count))
        for part, _ in equalities(reads, chain.relations):
            if len(part) > 1:
                self._take(entrywise(self.scene, part), chain, goal)

    def _links_of(self, links: list[Link]) -> None:
        if self.damaged:
            links = [replace(x, status="unread", why=self.damaged) if x.status == "fails" else x for x in links]
        self.links.extend(links)

    def _take(self, part: list[Read], chain: TextChain, goal: bool) -> None:
        first = part[0].expr
        head = head_of(first) if first is not None else None
        if self._in_example(part, chain):
            part = [r for r in part if r.expr is not None and not trees.names(r.expr)]
            if len(part) > 1:
                self._judge(part, chain, self.scene)  # numbers only
            return
        if goal:
            if head is not None and head[0] not in self.scene.declared():
                defines(self.scene, head, part, chain)
            return
        if head is not None and head[0] in self._fixed():
            return  # "suppose y = X w": the ends of a proof are about any y
        if self._only_a_condition(part, chain) or self._supposes(part, chain):
            return
        part = as_meant(self.scene, part, chain)
        special, anything = bool(SPECIAL.search(chain.intro)), bool(ANY_RANDOM.search(chain.intro))
        general = general_fact(self.scene, part, bool(GENERAL.search(chain.intro)) and not special, anything)
        if general is not None and (not special or all_agree(*general, chain)):
            self._judge(general[1], chain, general[0])
            return
        define_ahead(self.scene, part, self._ahead)
        if self.given and first is not None:
            take_up(self.scene, part, parse(self.given, self.symbols), chain)
        if self._gives_a_meaning(part, chain):
            part = part[1:]
        elif first is not None:
            self._scale(part, chain)
        by, to_zero = differentiated_by(part[0]), part[-1].expr == s.ZERO and TO_ZERO.search(f"{chain.intro} 0")
        if by and (part[0].slope is not None or to_zero):
            self._turning.by = by
            if part[0].slope is None and not self._proven() and self._turning.sets_to_zero(part[0], part[-1], chain):
                return
        self._judge(part, chain, self.scene)
        last = part[-1]
        if last.expr is not None:
            self._ends.append(last.expr)
            self._recent.append(last)
        if part[0].slope is not None and not last.reason:
            self._turning.slope = last

    def _gives_a_meaning(self, part: list[Read], chain: TextChain) -> bool:
        """Is the first link a definition, so that there is nothing to compare?"""
        first = part[0].expr
        if first is None:
            return False
        head = head_of(first)
        if SPLITS.search(chain.intro) and defines_rest(self.scene, part):
            return True
        if head is None:
            return names(self.scene, first, part) or squares(self.scene, first, part)
        return self._solved_for(head[0], part, chain) or defines(self.scene, head, part, chain)

    def _proven(self) -> set[str]:
        """Whatever the given and the target of a proof speak of, and all that is declared with them."""
        return self.scene.declared() if self.given or self.target else set()

    def _fixed(self) -> set[str]:
        """The free symbols of the given and the target of a proof: no text may give them a value."""
        ends = [parse(t, self.scene.symbols) for t in (self.given, self.target) if t]
        names = set().union(*(trees.names(e) for e in ends)) if ends else set()
        free = {sym.name for sym in self.scene.symbols if sym.shape and not sym.defined_by and sym.domain == "real"}
        return names & free

    def _in_example(self, part: list[Read], chain: TextChain) -> bool:
        """`p = 0.5`: a number for a declared symbol. What follows in the same section is about this example only."""
        first, last = part[0].expr, part[-1].expr
        if isinstance(first, s.Sym) and isinstance(last, s.Num) and not self.scene.unknowns:
            declared = next((sym for sym in self.scene.symbols if sym.name == first.name and not sym.defined_by), None)
            if declared is not None:
                self._example = chain.section
        return self._example == chain.section

    def _scale(self, part: list[Read], chain: TextChain) -> None:
        """`L(w) = E[½ …]` where the given has no ½: from then on L(w) means the scaled expression."""
        if self.scaled or not self.given or part[1].expr is None:
            return
        given = parse(self.given, self.scene.symbols)
        if part[0].expr != given:
            return
        for name, factor in SCALES.items():
            scaled = s.mul(factor, given)
            try:
                if self.scene.difference(replace(part[0], expr=scaled), part[1], chain) is not None:
                    continue
            except Unclear:
                continue
            self.scaled = name
            self.scene.named = {left: scaled if body == given else body for left, body in self.scene.named.items()}
            part[0] = replace(part[0], expr=scaled)
            return

    # ---- equations that are no identities ------------------------------------------------------------------

    def _only_a_condition(self, part: list[Read], chain: TextChain) -> bool:
        """ "It vanishes exactly at q = p": an equation between declared symbols that says where, not that."""
        head = head_of(part[0].expr) if part[0].expr is not None else None
        if head is None or len(part) != 2 or head[0] not in self.scene.declared() or head[1]:
            return False
        return bool(CONDITION.search(chain.intro)) and not self.scene.agrees(part[0], part[1], chain)

    def _supposes(self, part: list[Read], chain: TextChain) -> bool:
        """ "Suppose Σ t_k = 1": put it into the worlds, where it is no identity and gives no name a meaning."""
        if len(part) != 2 or any(r.expr is None for r in part):
            return False
        head = head_of(part[0].expr) if part[0].expr is not None else None
        if not ASSUMED.search(chain.intro):
            return head is None and bool(SETS.search(chain.intro)) and self._sets(part, chain)
        if head is not None and head[0] not in self.scene.declared():
            return False
        used = set().union(*(trees.names(e) for r in part for e in exprs_of(r)))
        if used & self._proven():
            return False  # a proof is about all values of its symbols: then it is a step like any other
        if self.scene.agrees(part[0], part[1], chain):
            return False
        if not suppose(self.scene, part[0], part[1], chain):
            world = self.scene.worlds(chain.sizes)[0]
            self._supposed |= set().union(*(mentioned(e, world) for r in part for e in exprs_of(r)))
        return True

    def _sets(self, part: list[Read], chain: TextChain) -> bool:
        """ "With Γw = √λ w̃": a change of variables, where it is no identity and can be solved for one of them."""
        used = set().union(*(trees.names(e) for r in part for e in exprs_of(r)))
        random = {sym.name for sym in self.symbols if sym.domain in ("bernoulli", "normal")}
        if used & (self._proven() | random) or not used <= self.scene.declared():
            return False
        try:
            return not self.scene.agrees(part[0], part[1], chain) and suppose(self.scene, part[0], part[1], chain)
        except Unclear:
            return False

    def _solved_for(self, name: str, part: list[Read], chain: TextChain) -> bool:
        """`w* = …` where a derivative in w was set to zero: the name stands for the solution."""
        solution = self._turning.named(name)
        body = part[1]
        if solution is None or body.expr is None or name in self.scene.definitions:
            return False
        if solution.name in trees.names(body.expr):
            return False
        symbol = replace(part[0], expr=s.Sym(solution.name))
        status, why, shown = "holds", "", None
        try:
            shown = self.scene.difference(symbol, body, chain, solution.change)
        except Misfit:  # perhaps not what it seems
            return False
        except Unclear as problem:
            status, why = "unread", str(problem)
        if shown is not None:
            status, why = (
                ("unread", self.damaged) if self.damaged else ("fails", "it is not where the derivative is zero")
            )
        self._add(body, Span(body.member.start, body.member.end), status, why, symbol, shown or "")
        if name not in self.scene.declared():
            defines(self.scene, (name, ()), part, chain)
        return True

    # ---- judging -------------------------------------------------------------------------------------------

    def _judge(self, part: list[Read], chain: TextChain, scene: Scene) -> None:
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
                shown = scene.difference(left, zeros(right, left), chain)
                if shown is not None:
                    earlier = [read for at, read in enumerate(good[:-1]) if at not in bad]
                    back = any(scene.difference(read, right, chain) is None for read in earlier)
                    shown = None if back else shown
                if shown is not None and self._excused(left, right, chain):
                    shown = None
                if shown is not None and used_names(left, right) & self._supposed:
                    raise Unclear("it may hold under what is supposed, which could not be put in")
                if shown is not None:
                    status, why, counterexample = "fails", "the two sides differ", shown
                    bad.add(len(good))
            except Misfit as problem:
                if right.expr == s.Num(Fraction(0)) and self._turning.solves(left, right, chain, self._proven()):
                    continue
                missing = lost(scene, left, right, chain, problem)
                status, why = ("fails", f"{problem}: {missing} is missing") if missing else ("unread", str(problem))
            except Unclear as problem:
                if right.expr == s.Num(Fraction(0)) and self._turning.solves(left, right, chain, self._proven()):
                    continue
                status, why = "unread", str(problem)
            doubt = self.damaged or scene.doubt
            if status == "fails" and self.joins and joined_otherwise(scene, good, right, chain, self.joins):
                doubt = TORN
            if status == "fails" and doubt:
                status, why, counterexample = "unread", doubt, ""
            if status == "fails":
                self._failed.append((len(self.links), left, right, chain))
            self._add(right, span, status, why, left, counterexample, back)
            if status != "unread" and not why.endswith("is missing"):
                good.append(right)

    def _excused(self, left: Read, right: Read, chain: TextChain) -> bool:
        """Does a member hold after all, once what the text says elsewhere is put in?"""
        if said_afterwards(self.scene, left, right, chain, self._ahead) or self._turning.solves(
            left, right, chain, self._proven()
        ):
            return True
        return right.member.start in chain.joins and self._goes_on_elsewhere(right, chain)

    def _goes_on_elsewhere(self, right: Read, chain: TextChain) -> bool:
        """A line that starts with "=" may go on with another formula than the last displayed one."""
        for read in self._recent[-4:]:
            try:
                if self.scene.difference(read, right, chain) is None:
                    return True
            except Unclear:
                continue
        return False

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

    def reaches_target(self) -> bool | None:
        """Does some chain end in the target? None where none was given."""
        if not self.target:
            return None
        return reaches_target(self.scene, self._ends, self.given, self.target, self.scaled) or put_together(
            self.scene, self._ends, self.links, self.given, self.target, self.text
        )
