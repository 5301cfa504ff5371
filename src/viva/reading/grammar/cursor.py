r"""Where a parser is in its tokens; and what the parts of the grammar ask of one another.

Every module of this folder is one part of the grammar, a class over `Cursor`; `viva.reading.parser` puts them together.
The methods that `Cursor` only declares are those of the other parts.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from viva.reading.lexer import Token
from viva.reading.syntax import Expr, Norm, Num, Sym, Unreadable
from viva.reading.vocabulary import Vocabulary

MAX_DEPTH = 40
CLOSERS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
COMPARE = {"=": "=", "≠": "≠", "<": "<", ">": ">", "≤": "≤", "≥": "≥"}
END = Token("end", "", -1, -1, False)
LABELS = frozenset("in out max min new old test train eff drop ff model head old val hid obs tot avg ref ridge".split())


class Cursor(ABC):
    """A list of tokens and a place in it: what every part of the grammar stands on."""

    def __init__(self, found: list[Token], known: Vocabulary, latex: bool, tight: bool):
        self.tokens = found
        self.known = known
        self.latex = latex
        self.tight = tight
        self.ambiguous = False
        self.at = 0
        self.depth = 0
        self.bars = 0

    @property
    def free(self) -> bool:
        """Is nothing declared, so that a text may have any symbols and functions?"""
        return not self.known or self.known.open

    def peek(self, ahead: int = 0) -> Token:
        try:
            return self.tokens[self.at + ahead]
        except IndexError:
            return END

    def take(self) -> Token:
        try:
            token = self.tokens[self.at]
        except IndexError:
            token = END
        self.at += 1
        return token

    def sees(self, text: str, ahead: int = 0) -> bool:
        try:
            token = self.tokens[self.at + ahead]
        except IndexError:
            return False
        return token.text == text and token.kind in ("op", "rel")

    def accept(self, text: str) -> bool:
        if seen := self.sees(text):
            self.at += 1
        return seen

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.unexpected(f"“{text}” was expected")

    def unexpected(self, why: str = "") -> Unreadable:
        token = self.peek()
        found = f"“{token.text}”" if token is not END else "the end"
        return Unreadable(f"{why}, {found} found" if why else f"not understood at {found}", token.at)

    def finish(self) -> None:
        while self.peek().text in (".", ",", ";") and self.at >= len(self.tokens) - 1 and self.peek() is not END:
            self.at += 1
        if self.peek() is not END:
            raise self.unexpected()

    def split_word_token(self, token: Token) -> None:
        """`x^Tw` in LaTeX: only the first letter belongs to the script."""
        self.tokens = [
            *self.tokens[: self.at],
            token._replace(text=token.text[0], end=token.at + 1),
            token._replace(text=token.text[1:], at=token.at + 1, gap=False),
            *self.tokens[self.at + 1 :],
        ]

    def skip_group(self) -> None:
        """Leave out one group: the caption of a brace, a colour."""
        if not self.accept("{"):
            self.take()
            return
        depth = 1
        while depth:
            token = self.take()
            if token is END or (token.kind == "end" and token.at < 0):
                raise Unreadable("a group does not end")
            depth += (token.text == "{") - (token.text == "}")

    def symbol(self, name: str) -> Sym:
        return Sym(self.known.resolve(name) or name)

    def number(self, token: Token) -> Expr:
        text = token.text
        if len(text) > 60 or (("e" in text or "E" in text) and abs(int(text.lower().split("e")[1])) > 300):
            raise Unreadable("a number of this size is not taken", token.at)
        return Num(Fraction(text))

    def index_item(self, token: Token) -> Expr:
        if token.kind == "num":
            return Num(Fraction(token.text))
        return self.symbol(token.text)

    # ---- what the parts of the grammar ask of one another --------------------------------------------------

    @abstractmethod
    def expression(self) -> Expr:
        """See `viva.reading.grammar.products`."""

    @abstractmethod
    def sign(self) -> int | None:
        """Plus and minus signs before a term; None if there is none."""

    @abstractmethod
    def starts_factor(self, token: Token) -> bool:
        """See `viva.reading.grammar.products`."""

    @abstractmethod
    def factor(self) -> Expr:
        """See `viva.reading.grammar.products`."""

    @abstractmethod
    def factor_product(self) -> Expr:
        """The factors after a sum sign, up to the next plus, minus or relation."""

    @abstractmethod
    def postfix(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.scripts`."""

    @abstractmethod
    def superscript(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.scripts`."""

    @abstractmethod
    def tight_power(self) -> Expr:
        """The exponent of an unbraced `^`: one token in LaTeX, one primary otherwise."""

    @abstractmethod
    def subscript(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.subscripts`."""

    @abstractmethod
    def indexed(self, base: Expr, items: tuple[Expr, ...]) -> Expr:
        """The base with its subscripts, or the name that both are together."""

    @abstractmethod
    def norm_order(self, norm: Norm, items: tuple[Expr, ...]) -> Expr:
        """See `viva.reading.grammar.subscripts`."""

    @abstractmethod
    def is_bracket_index(self, base: Expr, token: Token) -> bool:
        """Is `g[j]` an element, rather than a product with what stands in the brackets?"""

    @abstractmethod
    def bracket_index(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.subscripts`."""

    @abstractmethod
    def primary(self) -> Expr:
        """See `viva.reading.grammar.primaries`."""

    @abstractmethod
    def bracketed(self, opening: str) -> Expr:
        """See `viva.reading.grammar.primaries`."""

    @abstractmethod
    def fraction(self) -> Expr:
        """See `viva.reading.grammar.primaries`."""

    @abstractmethod
    def argument(self) -> Expr:
        """The argument of a LaTeX command: a group, or one sign."""

    @abstractmethod
    def command(self, token: Token) -> Expr:
        """See `viva.reading.grammar.commands`."""

    @abstractmethod
    def limit(self) -> Expr:
        r"""`\lim_{n→∞} x`: a call of `lim`; over which variable is not kept."""

    @abstractmethod
    def accented(self, accent: str, arg: Expr) -> Expr:
        """An accent on a symbol makes another name; a bar on a family is its mean."""

    @abstractmethod
    def word(self, token: Token) -> Expr:
        """See `viva.reading.grammar.words`."""

    @abstractmethod
    def roman(self, token: Token) -> Expr:
        """See `viva.reading.grammar.words`."""

    @abstractmethod
    def derived(self) -> Expr:
        """What stands after ∂: a symbol with its accents and subscripts."""

    @abstractmethod
    def postfix_scripts(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.derivatives`."""

    @abstractmethod
    def derivative(self, top: Expr) -> Expr:
        """After `∂L`: `/∂y_j`."""

    @abstractmethod
    def fraction_derivative(self) -> Expr | None:
        r"""`\frac{\partial L}{\partial y_j}`, `\frac{dL}{dy_j}`, `\frac{\partial}{\partial y_j} L`; None for others."""

    @abstractmethod
    def gradient(self) -> Expr:
        r"""`\nabla_{y_i} L`."""

    @abstractmethod
    def derivative_atom(self, top: Expr, below: Expr) -> Expr:
        """See `viva.reading.grammar.derivatives`."""

    @abstractmethod
    def applies(self, base: Expr) -> bool:
        """Is this a function with its arguments, rather than a factor before a bracket?"""

    @abstractmethod
    def joins(self, base: str, script: str) -> bool:
        """Is a letter with another right behind it a name with its subscript, which the key has?"""

    @abstractmethod
    def subscripted(self, base: str, script: str) -> Expr:
        """The name with its subscript, as the key has it."""

    @abstractmethod
    def holds(self) -> str:
        """What the bracket ahead holds."""

    @abstractmethod
    def application(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.applied`."""

    @abstractmethod
    def fold(self, op: str) -> Expr:
        """Bounds in any order, then the product that the sum extends over."""

    @abstractmethod
    def expectation(self, op: str, over: tuple[str, ...] = ()) -> Expr:
        """See `viva.reading.grammar.sums`."""

    @abstractmethod
    def function(self, word: str) -> Expr:
        r"""A known function: `exp(x)`, `\log x`, `\sin^2 x`, `\max_j x_j`, `mean_j(g_j)`."""

    @abstractmethod
    def is_method(self) -> bool:
        """See `viva.reading.grammar.calls`."""

    @abstractmethod
    def method(self, base: Expr) -> Expr:
        """See `viva.reading.grammar.calls`."""

    @abstractmethod
    def grid(self) -> Expr:
        """See `viva.reading.grammar.grids`."""


def split_relations(found: list[Token]) -> tuple[list[list[Token]], list[str]]:
    """Tokens split at the relation signs outside all brackets and bounds of sums; and these signs."""
    parts: list[list[Token]] = [[]]
    relations: list[str] = []
    depth = 0
    for k, token in enumerate(found):
        if token.kind == "begin" or (token.kind == "op" and token.text in CLOSERS):
            depth += 1
        elif token.kind == "end" or (token.kind == "op" and token.text in CLOSERS.values()):
            depth = max(0, depth - 1)
        elif token.kind == "rel" and not depth and not _bound_of_sum(found, k):
            relations.append(token.text)
            parts.append([])
            continue
        parts[-1].append(token)
    return parts, relations


def _bound_of_sum(found: list[Token], k: int) -> bool:
    """Is this the sign in `sum_j=1^n`, written without braces?"""
    return (
        k >= 3
        and len(found[k - 1].text) == 1
        and found[k - 2].text == "_"
        and found[k - 3].text in ("∑", "∏", "sum", "Σ", r"\Sigma")
    )


def refuse(what: str) -> Expr:
    raise Unreadable(f"{what} is not understood")
