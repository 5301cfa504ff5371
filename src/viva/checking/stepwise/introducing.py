r"""What a text introduces before it is read step by step: names, rows and columns, ranges of indices, unknown numbers.

>>> from viva.checking.stepwise.chains import chains
>>> scene = Scene(())
>>> introduce(scene, chains("a + 2b = 8 and\n3a - b = 3"))
>>> round(scene.unknowns["a"], 9), round(scene.unknowns["b"], 9)
(2.0, 3.0)
"""

from __future__ import annotations

import itertools
import re

import numpy as np

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.reads import equalities, exprs_of, flattened, head_of, linear
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.singular import singular_values
from viva.checking.stepwise.spellings import readable
from viva.checking.stepwise.wordings import (
    ANY_ROW,
    COLUMN_WORDS,
    COLUMNS,
    DIAGONAL_OF_NORMS,
    GOAL,
    ITS,
    ONES_VECTOR,
    ROW_WORDS,
    ROWS,
)
from viva.checking.stepwise.world import Definition
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.parser import parse
from viva.reading.syntax import Expr, Unreadable


def introduce(scene: Scene, found: list[TextChain], text: str = "") -> None:
    """Look through the text for the names it introduces, and for equations between unknown numbers."""
    names = set()
    for chain in found:
        try:
            head = head_of(parse(readable(chain.members[0].text), scene.symbols))
        except Unreadable:
            continue
        if head is not None and head[0] not in scene.declared():
            names.add(head[0])
    scene.names = frozenset(names)
    name_lines(scene, text)
    scene.letters = _letters(scene, found)
    _small_letters(scene, text)
    _its(scene, text)
    singular_values(scene, found, text)
    scene.ones = ONES_VECTOR.search(text) is not None
    _without_accents(scene, found, text)
    _solve(scene, found)


def name_lines(scene: Scene, text: str) -> None:
    """`X = [x_1, …, x_d]`, "f_j is the j-th column of X", "x_i is the i-th row of X": a name for columns or rows."""
    index = s.Sym("j")
    for m in (*COLUMNS.finditer(text), *COLUMN_WORDS.finditer(text)):
        _name_line(scene, m["name"], m["matrix"], ("j",), (s.Colon(), index))
    for m in ROW_WORDS.finditer(text):
        _name_line(scene, m["name"], m["matrix"], ("i",), (s.Sym("i"), s.Colon()))
    for m in DIAGONAL_OF_NORMS.finditer(text):
        try:
            name = head_of(parse(m["name"], scene.symbols))
        except Unreadable:
            continue
        matrix = next((sym for sym in scene.symbols if sym.name == m["matrix"] and len(sym.shape) == 2), None)
        if name is not None and matrix is not None and name[0] not in scene.declared():
            column = s.Index(s.Sym(matrix.name), (s.Colon(), index))
            scene.definitions.setdefault(name[0], Definition(name[0], (), s.Call("diag", (s.Norm(column), index))))
    for m in ANY_ROW.finditer(text):
        if not scene.definitions.get(m["name"]):
            _name_line(scene, m["name"], m["matrix"], (), (s.ONE, s.Colon()))


def _without_accents(scene: Scene, found: list[TextChain], text: str) -> None:
    """`w` for a declared `w̃`, where the text writes no `w̃` and says nothing else of `w`."""
    for sym in scene.symbols:
        accent, _, letter = sym.name.rpartition(" ")
        if len(letter) != 1 or not accent or letter in scene.declared() | scene.names | set(scene.definitions):
            continue
        under = rf"\\\w+\s*\{{?\s*(?:\\\w+\s*\{{?\s*)?{letter}(?![A-Za-z])"
        if re.search(rf"{under}|{letter}_?\{{?(?:tilde|hat)|{letter}\s?[~˜]|[~˜]\s?{letter}", text):
            continue
        if re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", text):
            scene.definitions[letter] = Definition(letter, (), s.Sym(sym.name))


def _its(scene: Scene, text: str) -> None:
    """ "Let a be a row of X, t its target and r its mask": what belongs to the row that was named."""
    row = ANY_ROW.search(text)
    whole = next((sym for sym in scene.symbols if row is not None and sym.name == row["matrix"]), None)
    if row is None or whole is None or len(whole.shape) != 2:
        return
    for m in ITS.finditer(text, row.end(), row.end() + 200):
        masked = m["what"].lower().startswith("mask")
        wanted = whole.shape if masked else whole.shape[:1]
        fits = [sym for sym in scene.symbols if sym.shape == wanted and (sym.domain == "bernoulli") is masked]
        fits = [sym for sym in fits if sym.name != whole.name]
        if len(fits) == 1 and m["name"] not in scene.declared():
            at = (s.ONE, s.Colon()) if masked else (s.ONE,)
            scene.definitions.setdefault(m["name"], Definition(m["name"], (), s.Index(s.Sym(fits[0].name), at)))


def _small_letters(scene: Scene, text: str) -> None:
    """`x_i`, `r_i` for rows of X and R, where the text speaks of rows and gives the small letters no other meaning."""
    if not ROWS.search(text):
        return
    taken = scene.declared() | scene.names
    for sym in scene.symbols:
        small = sym.name.lower()
        if len(sym.shape) != 2 or len(sym.name) != 1 or small == sym.name or small in taken:
            continue
        if re.search(rf"(?<![A-Za-z\\]){small}(?:\}})?_\{{?i\b", text) and small not in scene.definitions:
            _name_line(scene, small, sym.name, ("i",), (s.Sym("i"), s.Colon()))


def _name_line(scene: Scene, name: str, matrix: str, parameters: tuple[str, ...], at: tuple[Expr, ...]) -> None:
    shape = next((sym.shape for sym in scene.symbols if sym.name == matrix), ())
    if len(shape) == 2 and name not in scene.declared():
        scene.definitions.setdefault(name, Definition(name, parameters, s.Index(s.Sym(matrix), at)))


def _letters(scene: Scene, found: list[TextChain]) -> dict[str, str]:
    """The size over which each index letter runs, where the text uses it in one way only."""
    said: dict[str, set[str]] = {}
    shapes = {sym.name: sym.shape for sym in scene.symbols}
    for chain in found:  # R = p 11ᵀ + S: S has the shape of R
        whole, *sums = [e for m in chain.members[:2] for e in exprs_of(scene.read(m))[:1]] or [s.ZERO]
        if isinstance(whole, s.Sym) and whole.name in shapes and sums and isinstance(sums[0], s.Add):
            for term in sums[0].terms:
                if isinstance(term, s.Sym):
                    shapes.setdefault(term.name, shapes[whole.name])
    for chain in found:
        for expr in (e for m in chain.members for e in exprs_of(scene.read(m))):
            for node in trees.walk(expr):
                if isinstance(node, s.Index) and isinstance(node.base, s.Sym):
                    for size, index in zip(shapes.get(node.base.name, ()), node.indices, strict=False):
                        if isinstance(index, s.Sym):
                            said.setdefault(index.name, set()).add(size)
    return {letter: sizes.pop() for letter, sizes in said.items() if len(sizes) == 1}


def _solve(scene: Scene, found: list[TextChain]) -> None:
    """Rule 4: equations between undeclared numbers, if they are linear and determine them."""
    declared = scene.declared()
    equations: list[tuple[Expr, Expr]] = []
    names: set[str] = set()
    for chain in found:
        if GOAL.search(chain.intro) or chain.cases:
            continue
        reads = [scene.read(m) for m in chain.members]
        for part, _ in equalities(reads, chain.relations):
            exprs = [r.expr for r in part if r.expr is not None]
            flat = [flattened(e) for e in exprs]
            used = set().union(*(trees.names(e) for e in flat)) if flat else set()
            if (
                len(exprs) > 1
                and used
                and not used & declared
                and not any(n.startswith(r"\partial ") for n in used)
                and not any(isinstance(n, s.Index | s.Expect | s.Fold) for e in flat for n in trees.walk(e))
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
    scene.unknowns = dict(zip(order, (float(x) for x in solution), strict=True))
