r"""Text → syntax tree, by one small grammar for LaTeX, Unicode, ASCII and Python notation.

>>> from viva.kinds import Symbol
>>> symbols = (Symbol(r"\gamma"), Symbol(r"\partial L/\partial y", ("n",)))
>>> latex = r"\gamma(\frac{\partial\mathcal L}{\partial y_i} - \frac1n\sum_{j=1}^n\frac{\partial L}{\partial y_j})"
>>> a = parse(latex, symbols)
>>> b = parse("gamma*(dL/dy_i - (1/n)*sum_{j=1}^n dL/dy_j)", symbols)
>>> a == b
True
>>> parse_chain("w = p*w_tilde").relations
('=',)

The text is expected to be normalised (`viva.reading.normal`); ordinary raw text works as well. A sum extends over the
product that follows it. `a/bc` without spaces has two readings; `readings` gives both. Anything that is not understood
raises `Unreadable`: nothing is skipped, and no part of an expression ever stands for the whole.

Bounded: length and number of tokens by the lexer, nesting by `MAX_DEPTH`, time linear in the tokens but for the
look-ahead of a few tokens at `d…/d…`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from viva.kinds import Symbol
from viva.reading.grammar.applied import Applied
from viva.reading.grammar.calls import Calls
from viva.reading.grammar.commands import Commands
from viva.reading.grammar.cursor import MAX_DEPTH, split_relations
from viva.reading.grammar.derivatives import Derivatives
from viva.reading.grammar.grids import Grids
from viva.reading.grammar.primaries import Primaries
from viva.reading.grammar.products import Products
from viva.reading.grammar.scripts import Scripts
from viva.reading.grammar.subscripts import Subscripts, label
from viva.reading.grammar.sums import Sums
from viva.reading.grammar.words import Words
from viva.reading.lexer import Token, is_latex, tokens
from viva.reading.syntax import Chain, Expr, Index, Sym, Unreadable
from viva.reading.tildes import typed_tildes
from viva.reading.trees import free_names, walk
from viva.reading.vocabulary import Vocabulary, vocabulary

__all__ = [
    "MAX_DEPTH",
    "Parsing",
    "Unreadable",
    "canonical",
    "free_names",
    "label",
    "parse",
    "parse_chain",
    "readings",
    "split_relations",
    "walk",
]


class _Parser(Products, Scripts, Subscripts, Primaries, Commands, Words, Derivatives, Sums, Calls, Applied, Grids):
    """A precedence climber over a list of tokens. One instance reads one text."""


def parse(text: str, symbols: tuple[Symbol, ...] = (), names: Iterable[str] = (), *, tight: bool = False) -> Expr:
    """The expression that the whole text is.

    `symbols` are the declared symbols (their sizes are known as well); `names` are canonical names that the text has
    introduced itself. With `tight`, `1/2n` is read as 1/(2n) instead of (1/2)n. Raises `Unreadable`.
    """
    known = vocabulary(tuple(symbols), frozenset(names))
    parser = _Parser(typed_tildes(tokens(text), text, known), known, is_latex(text), tight)
    expr = parser.expression()
    parser.finish()
    return expr


def readings(text: str, symbols: tuple[Symbol, ...] = (), names: Iterable[str] = ()) -> tuple[Expr, ...]:
    """The one or two expressions that the text can be: two where `a/bc` is ambiguous. Raises `Unreadable`."""
    known = vocabulary(tuple(symbols), frozenset(names))
    return Parsing(known, is_latex(text)).readings(typed_tildes(tokens(text), text, known))


@dataclass(frozen=True)
class Parsing:
    """How tokens are parsed: with which vocabulary, and whether they come from a text with LaTeX in it."""

    known: Vocabulary
    latex: bool

    def readings(self, found: list[Token]) -> tuple[Expr, ...]:
        """The one or two expressions that the tokens can be. Raises `Unreadable`."""
        parser = _Parser(found, self.known, self.latex, False)
        expr = parser.expression()
        parser.finish()
        if not parser.ambiguous:
            return (expr,)
        other = _Parser(found, self.known, self.latex, True)
        second = other.expression()
        other.finish()
        return (expr, second)


def parse_chain(text: str, symbols: tuple[Symbol, ...] = (), names: Iterable[str] = ()) -> Chain:
    """Sides joined by `=`, `≈`, `→`, `≤`, `∝`, `⇔` and so on; at least two. Raises `Unreadable`."""
    known = vocabulary(tuple(symbols), frozenset(names))
    found = typed_tildes(tokens(text), text, known)
    parts, relations = split_relations(found)
    if not relations:
        raise Unreadable("there is no relation sign")
    sides = []
    for part in parts:
        if not part:
            raise Unreadable("nothing stands on one side of a relation")
        parser = _Parser(part, known, is_latex(text), False)
        sides.append(parser.expression())
        parser.finish()
    return Chain(tuple(sides), tuple(relations))


@lru_cache(maxsize=1024)
def canonical(spelling: str) -> str | None:
    r"""The canonical name that a spelling of a symbol parses to: `\hat{\mathbf w}` → `\hat w`; None if it is none."""
    try:
        parser = _Parser(tokens(spelling), Vocabulary(), True, False)
        expr = parser.expression()
        parser.finish()
    except Unreadable:
        return None
    if isinstance(expr, Sym):
        return expr.name
    if isinstance(expr, Index) and isinstance(expr.base, Sym) and len(expr.indices) == 1:
        name = label(expr.indices[0])
        return f"{expr.base.name}_{name}" if name else None
    return None
