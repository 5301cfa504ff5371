r"""Names that a reply gives to things itself: "let g_j = ∂L/∂y_j", "where ḡ = (1/n) Σ_j g_j", "denote P = R ⊙ X".

>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> symbols = (Symbol(r"\partial L/\partial y", ("n",)),)
>>> text = r"Let $h_k = \partial L/\partial y_k$. Then it is $h_i - m$, where $m = \frac1n\sum_k h_k$."
>>> from viva.reading.notation import render
>>> render(resolve(parse("h_i - m", symbols), text, len(text), symbols))
'∂L/∂yᵢ − 1/n Σ_{k} ∂L/∂yₖ'

Any equation whose left side is a single symbol that is not declared defines it. Of several, the nearest before the
answer counts, otherwise the first after it. A barred name that nothing defines is the mean of what carries no bar,
where that is defined. Definitions may use one another, up to a depth.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from viva.checking.answers.naming_in_words import NAMING, named_in_words
from viva.kinds import Symbol
from viva.reading.formulas import Formula, formulas
from viva.reading.syntax import IDENTITY, Apply, Call, Expr, Fold, Index, Num, Sym, Unreadable
from viva.reading.trees import free_names, rebuild, substitute, walk
from viva.reading.vocabulary import Vocabulary, vocabulary

MAX_DEPTH = 6
CHUNK = 6_000


@dataclass(frozen=True)
class Definition:
    """`name` with its index letters is `value`; `at` is where it stands in the text.

    `marks` are the signs between the arguments where the name is a function; None where it is none.
    """

    name: str
    indices: tuple[str, ...]
    value: Expr
    at: int
    marks: str | None = None
    whole: Expr | None = None  # a name with two letters as its subscript, `S_{xy}`, which are no indices


def resolve(
    expr: Expr,
    text: str,
    at: int,
    symbols: tuple[Symbol, ...],
    keep: frozenset[str] = frozenset(),
    names: frozenset[str] = frozenset(),
) -> Expr:
    """The expression with the names that the (normalised) text defines replaced; `at` is where the expression stands.

    Declared names stay as they are, but for derived ones that the text defines itself; `keep` names are never replaced.
    """
    known = vocabulary(symbols, names)
    derived = {s.name for s in symbols if s.defined_by and not s.shape}
    for _ in range(MAX_DEPTH):
        keep |= {i.name for node in walk(expr) if isinstance(node, Index) for i in node.indices if isinstance(i, Sym)}
        wanted = {
            name for name in free_names(expr) if (name not in known.declared or name in derived) and name not in keep
        }
        chosen: dict[str, Definition] = {}
        if wanted:
            for name in wanted:
                found = [
                    d for d in definitions(text, symbols, names) if d.name == name and name not in free_names(d.value)
                ]
                if found:
                    before = [d for d in found if d.at <= at]
                    chosen[name] = before[-1] if before else found[0]
                elif name.startswith(r"\bar ") and name not in known.declared:
                    base = name.removeprefix(r"\bar ")
                    if base in known.declared or any(d.name == base for d in definitions(text, symbols, names)):
                        chosen[name] = Definition(name, (), Call("mean", (Sym(base),)), at)
        if not chosen:
            return expr
        wholes = {d.whole: d.value for d in definitions(text, symbols, names) if d.whole is not None} if chosen else {}
        expr = _replaced(expr, chosen, wholes)
    return expr


def with_definitions(expr: Expr, known: Sequence[Definition]) -> Expr:
    """The expression with defined names replaced, also in one another; what would define itself stays."""
    chosen = {d.name: d for d in known if d.name not in free_names(d.value)}
    for _ in range(MAX_DEPTH):
        if not (chosen.keys() & free_names(expr)):
            break
        expr = _replaced(expr, chosen, {})
    return expr


def _replaced(expr: Expr, chosen: dict[str, Definition], wholes: dict[Expr, Expr]) -> Expr:
    def change(node: Expr) -> Expr | None:
        if isinstance(node, Index) and node in wholes:
            return wholes[node]
        if isinstance(node, Apply) and (root := _root(node)) in chosen:
            definition = chosen[root]
            args = tuple(rebuild(arg, change) for arg in _parameters(node))
            if definition.marks == node.marks and len(definition.indices) == len(args):
                return substitute(definition.value, dict(zip(definition.indices, args, strict=True)))
            return replace(node, args=tuple(rebuild(arg, change) for arg in node.args))
        if isinstance(node, Sym) and node.name in chosen and chosen[node.name].marks is not None:
            return node
        if isinstance(node, Index) and isinstance(node.base, Sym) and node.base.name in chosen:
            definition = chosen[node.base.name]
            items = tuple(rebuild(item, change) for item in node.indices)
            if len(definition.indices) == len(items):
                return substitute(definition.value, dict(zip(definition.indices, items, strict=True)))
            if not definition.indices:
                return Index(definition.value, items)
            return None
        if isinstance(node, Sym) and node.name in chosen:
            definition = chosen[node.name]
            if not definition.indices:
                return definition.value
            if len(definition.indices) == 1:
                return Fold("list", definition.indices[0], None, None, (), definition.value)
        return None

    return rebuild(expr, change)


def _parameters(call: Apply) -> tuple[Expr, ...]:
    """What a function depends on: i and x of `w_i(x)`."""
    return (*call.function.indices, *call.args) if isinstance(call.function, Index) else call.args


def _root(call: Apply) -> str:
    head = call.function.base if isinstance(call.function, Index) else call.function
    return head.name if isinstance(head, Sym) else ""


@lru_cache(maxsize=32)
def definitions(text: str, symbols: tuple[Symbol, ...], names: frozenset[str] = frozenset()) -> tuple[Definition, ...]:
    """All equations of the text that define a name which is not declared, or a declared derived scalar."""
    known = vocabulary(symbols, names)
    derived = {s.name for s in symbols if s.defined_by and not s.shape}
    found: list[Definition] = []
    for offset, chunk in _chunks(text):
        worded = bool(NAMING.search(chunk))
        if "=" not in chunk and r"\equiv" not in chunk and not worded:
            continue
        try:
            stated = formulas(chunk, symbols, names)
        except Unreadable:
            continue
        if worded and symbols:
            told = [defining(left, value, offset + at) for left, value, at in named_in_words(chunk, stated, known)]
            found += [d for d in told if d is not None and d.name not in known.declared]
        for formula in stated:
            definition = _definition(formula, known, offset)
            if definition is not None and (definition.name not in known.declared or definition.name in derived):
                found.append(definition)
    return tuple(found)


def _definition(formula: Formula, known: Vocabulary, offset: int) -> Definition | None:
    if not formula.relations or formula.relations[0] != "=" or formula.broken:
        return None
    if len(formula.sides[0].tokens) > 12 or _is_contrary(formula):
        return None
    try:
        left = formula.parse(0, known)[0]
        value = formula.parse(1, known)
    except Unreadable:
        return None
    if len(value) != 1 or (known.open and _is_special_case(formula, value[0])):
        return None
    return defining(left, value[0], offset + formula.start)


def _is_contrary(formula: Formula) -> bool:
    """ "Had I taken A = XΓ instead, …": what was not done."""
    return formula.after[:1] == ("instead",) or any(word.lower() == "had" for word in formula.before[-4:])


def defining(left: Expr, value: Expr, at: int) -> Definition | None:
    """What an equation defines whose left side is a name, with indices or with arguments; None where it is neither."""
    if isinstance(left, Sym):
        return Definition(left.name, (), value, at)
    if isinstance(left, Index) and isinstance(left.base, Sym) and all(isinstance(i, Sym) for i in left.indices):
        letters = tuple(i.name for i in left.indices if isinstance(i, Sym))
        bases = {n.base.name for n in walk(value) if isinstance(n, Index) and isinstance(n.base, Sym)}
        whole = left if set(letters) <= bases else None
        return Definition(left.base.name, letters, value, at, whole=whole)
    if isinstance(left, Apply) and all(isinstance(part, Sym) for part in _parameters(left)):
        root = left.function.base if isinstance(left.function, Index) else left.function
        letters = tuple(part.name for part in _parameters(left) if isinstance(part, Sym))
        if isinstance(root, Sym):
            return Definition(root.name, letters, value, at, left.marks)
    return None


def _is_special_case(formula: Formula, value: Expr) -> bool:
    """ "for λ = 0 this is …", "D = I is the classical case": no meaning of a name, but a case of what was said."""
    if not isinstance(value, Num) and value != IDENTITY:
        return False
    words = [word.lower() for word in formula.before[-2:]]
    return not any(word in _GIVING for word in words) or (bool(formula.after) and formula.after[0].lower() in _MAKING)


_GIVING = frozenset("let with set take taking using put choose choosing".split())
_MAKING = frozenset("gives is recovers reduces yields this the we it makes corresponds becomes turns".split())


def _chunks(text: str) -> list[tuple[int, str]]:
    """The text in pieces that break at blank lines, none longer than `CHUNK`."""
    pieces: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        end = min(at + CHUNK, len(text))
        if end < len(text):
            gap = text.rfind("\n\n", at, end)
            end = gap if gap > at else end
        pieces.append((at, text[at:end]))
        at = end
    return pieces


def without_redefined(text: str, symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """The symbols without those aliases (single letters) to which the text gives a meaning of its own."""
    changed = []
    for s in symbols:
        redefined = {
            alias for alias in s.aliases if len(alias) == 1 and alias in text and _defines(text, alias, symbols)
        }
        changed.append(replace(s, aliases=tuple(a for a in s.aliases if a not in redefined)) if redefined else s)
    return tuple(changed)


def _defines(text: str, alias: str, symbols: tuple[Symbol, ...]) -> bool:
    bare = tuple(replace(s, aliases=tuple(a for a in s.aliases if a != alias)) for s in symbols)
    return any(d.name == alias for d in definitions(text, bare)) or _calls(text, alias)


def _calls(text: str, name: str) -> bool:
    """ "… the expected gradient, which I'll call g": the name stands for what only words say."""
    before = r"\b(?:call|called|denoted?|named?|label(?:led)?)\s+(?:(?:it|this|that|them)\s)?(?:by\s|as\s)?[$\\(]{0,2}"
    return re.search(before + re.escape(name) + r"(?![\w_^{'′])", text) is not None
