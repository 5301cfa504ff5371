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

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from viva.kinds import Symbol
from viva.reading.lexer import ACCENTS, FONTS, Token, tokens
from viva.reading.syntax import (
    IDENTITY,
    ONE,
    ONES,
    Add,
    Call,
    Cases,
    Chain,
    Colon,
    Div,
    Dot,
    Expect,
    Expr,
    Fold,
    Had,
    Index,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Rows,
    Sym,
    Test,
    Transpose,
    Unreadable,
    add,
    free_names,
    mul,
    rename,
    walk,
)
from viva.reading.vocabulary import ACCENT_WORDS, ASCII_GREEK, FUNCTIONS, NAMES, Vocabulary, vocabulary

MAX_DEPTH = 40

_CLOSERS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
_COMPARE = {"=": "=", "≠": "≠", "<": "<", ">": ">", "≤": "≤", "≥": "≥"}
_END = Token("end", "", -1, -1, False)
_LABELS = frozenset(
    "in out max min new old test train eff drop ff model head old val hid obs tot avg ref ridge".split()
)
_ENGLISH = frozenset("an as at be by do go he if in is it me my no of on or so to up us we and are but for has its let "
                     "not now our the was".split())  # fmt: skip
_ALIASES = {
    "trace": "tr", "Tr": "tr", "Trace": "tr", "Diag": "diag", "avg": "mean", "average": "mean", "inverse": "inv",
    "transpose": "T", "sgn": "sign", "ln": "log", "var": "Var", "cov": "Cov", "lg": "log10", "sup": "max", "inf": "min",
    "identity": "eye", "maximum": "max", "minimum": "min",
    "ReLU": "relu", "Relu": "relu", "Softmax": "softmax", "SoftMax": "softmax", "expit": "sigmoid", "comb": "binom",
}  # fmt: skip


def parse(text: str, symbols: tuple[Symbol, ...] = (), names: Iterable[str] = (), *, tight: bool = False) -> Expr:
    """The expression that the whole text is.

    `symbols` are the declared symbols (their sizes are known as well); `names` are canonical names that the text has
    introduced itself. With `tight`, `1/2n` is read as 1/(2n) instead of (1/2)n. Raises `Unreadable`.
    """
    parser = _Parser(tokens(text), vocabulary(tuple(symbols), frozenset(names)), "\\" in text, tight)
    expr = parser.expression()
    parser.finish()
    return expr


def readings(text: str, symbols: tuple[Symbol, ...] = (), names: Iterable[str] = ()) -> tuple[Expr, ...]:
    """The one or two expressions that the text can be: two where `a/bc` is ambiguous. Raises `Unreadable`."""
    return Parsing(vocabulary(tuple(symbols), frozenset(names)), "\\" in text).readings(tokens(text))


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
    found = tokens(text)
    known = vocabulary(tuple(symbols), frozenset(names))
    parts, relations = split_relations(found)
    if not relations:
        raise Unreadable("there is no relation sign")
    sides = []
    for part in parts:
        if not part:
            raise Unreadable("nothing stands on one side of a relation")
        parser = _Parser(part, known, "\\" in text, False)
        sides.append(parser.expression())
        parser.finish()
    return Chain(tuple(sides), tuple(relations))


def split_relations(found: list[Token]) -> tuple[list[list[Token]], list[str]]:
    """Tokens split at the relation signs outside all brackets and bounds of sums; and these signs."""
    parts: list[list[Token]] = [[]]
    relations: list[str] = []
    depth = 0
    for k, token in enumerate(found):
        if token.kind == "begin" or (token.kind == "op" and token.text in _CLOSERS):
            depth += 1
        elif token.kind == "end" or (token.kind == "op" and token.text in _CLOSERS.values()):
            depth = max(0, depth - 1)
        elif token.kind == "rel" and not depth and not _bound_of_sum(found, k):
            relations.append(token.text)
            parts.append([])
            continue
        parts[-1].append(token)
    return parts, relations


def _bound_of_sum(found: list[Token], k: int) -> bool:
    """Is this the sign in `sum_j=1^n`, written without braces?"""
    return k >= 3 and found[k - 2].text == "_" and found[k - 3].text in ("∑", "∏", "sum", "Σ", r"\Sigma")


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


def label(index: Expr) -> str | None:
    """A subscript as part of a name: `1`, `i`; None for anything longer."""
    if isinstance(index, Sym):
        return index.name
    if isinstance(index, Num) and index.value.denominator == 1:
        return str(index.value)
    return None


class _Parser:
    """A precedence climber over a list of tokens. One instance reads one text."""

    def __init__(self, found: list[Token], known: Vocabulary, latex: bool, tight: bool):
        self.tokens = found
        self.known = known
        self.latex = latex
        self.tight = tight
        self.ambiguous = False
        self.at = 0
        self.depth = 0
        self.bars = 0

    # ---- tokens --------------------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else _END

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def sees(self, text: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token.text == text and token.kind in ("op", "rel")

    def accept(self, text: str) -> bool:
        if self.sees(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.unexpected(f"“{text}” was expected")

    def unexpected(self, why: str = "") -> Unreadable:
        token = self.peek()
        found = f"“{token.text}”" if token is not _END else "the end"
        return Unreadable(f"{why}, {found} found" if why else f"not understood at {found}", token.at)

    def finish(self) -> None:
        while self.peek().text in (".", ",", ";") and self.at >= len(self.tokens) - 1 and self.peek() is not _END:
            self.at += 1
        if self.peek() is not _END:
            raise self.unexpected()

    # ---- sums and products ---------------------------------------------------------------------------------

    def expression(self) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.peek().at)
        terms = []
        sign = self.sign()
        if sign is None:
            sign = 1
        while True:
            term = self.term()
            terms.append(Neg(term) if sign < 0 else term)
            following = self.sign()
            if following is None:
                break
            if self.sees("..."):
                terms.append(self.dots(terms, following))
                break
            sign = following
        self.depth -= 1
        return add(*terms)

    def sign(self) -> int | None:
        """Plus and minus signs before a term; None if there is none."""
        value = None
        while self.peek().kind == "op" and self.peek().text in "+-±" and self.peek().text:
            text = self.take().text
            if text == "±":
                raise Unreadable("± has two values")
            value = (value or 1) * (-1 if text == "-" else 1)
        return value

    def dots(self, terms: list[Expr], sign: int) -> Expr:
        """`g_1 + … + g_n` as a sum: the rest of it, beyond what was read so far."""
        self.take()
        sign_last = self.sign()
        last = self.term()
        if sign < 0 or sign_last != 1 or not terms or len(terms) > 3:
            raise Unreadable("“…” in a sum that is not a plain one")
        family, index = _generalise(terms[0], last, "k'")
        size = index
        start = len(terms) + 1
        for number, term in enumerate(terms, 1):
            if rename(family, {}) and _at(family, number) != term:
                raise Unreadable("the terms before “…” follow no plain pattern")
        return Fold("sum", "k'", Num(Fraction(start)), size, (), family)

    def term(self) -> Expr:
        factors: list[Expr] = []
        pending = ""
        while True:
            token = self.peek()
            if pending == "" and factors and not self.starts_factor(token):
                break
            negative = False
            if pending:
                sign = self.sign()
                negative = sign is not None and sign < 0
            factor = self.factor()
            if negative:
                factor = Neg(factor)
            self.join(factors, pending, factor, token)
            pending = ""
            token = self.peek()
            if token.kind == "op" and token.text in ("·", "*", "×", "⊙", "∘", "@", "/", "⊗", "⋆"):
                if token.text == "⋆":
                    raise Unreadable(f"the product {token.text} is not understood", token.at)
                self.take()
                pending = token.text
        return factors[0] if len(factors) == 1 else mul(*factors)

    def join(self, factors: list[Expr], operator: str, factor: Expr, token: Token) -> None:
        """Add one more factor to the product so far."""
        if operator == "/":
            if self.juxtaposed(token):
                self.ambiguous = True
                if self.tight:
                    while self.juxtaposed(token):
                        token = self.peek()
                        factor = mul(factor, self.factor())
            top = factors[0] if len(factors) == 1 else Mul(tuple(factors))
            if self.slash_binds_last(factors):
                factors[-1] = Div(factors[-1], factor)
            else:
                factors[:] = [Div(top, factor)]
        elif operator in ("⊙", "∘"):
            factors[-1] = Had(factors[-1], factor)
        elif operator == "⊗":
            factors[-1] = Call("tensor", (factors[-1], factor))
        elif operator == "·" and factors:
            left = factors[0] if len(factors) == 1 else Mul(tuple(factors))
            if isinstance(left, Num) or isinstance(factor, Num):
                factors.append(factor)
            else:
                factors[:] = [Dot(left, factor)]
        else:
            if isinstance(factor, Transpose) and isinstance(factor.arg, Num):
                factor = self.ones_transposed(factors, factor)
            factors.append(factor)

    def slash_binds_last(self, factors: list[Expr]) -> bool:
        """In `A b/c` the quotient's top is the last factor: for commuting scalars it is all the same."""
        return len(factors) > 1

    def juxtaposed(self, token: Token) -> bool:
        """After `/` and a plain number or letter: does another letter follow at once, as in `1/2n`?"""
        following = self.peek()
        return (
            token.kind in ("num", "word", "name")
            and following.kind in ("word", "name")
            and not following.gap
            and not (following.kind == "word" and following.text in FUNCTIONS)
            and self.starts_factor(following)
        )

    def ones_transposed(self, factors: list[Expr], factor: Transpose) -> Expr:
        """`11ᵀ`, `1 1ᵀ`, `1ᵀ`: the digit one, transposed, is the vector of ones."""
        assert isinstance(factor.arg, Num)
        if factor.arg.value == 11:
            factors.append(ONES)
        elif factor.arg.value != 1:
            raise Unreadable("a number cannot be transposed")
        elif factors and factors[-1] == ONE:
            factors[-1] = ONES
        return Transpose(ONES)

    def starts_factor(self, token: Token) -> bool:
        if token.kind == "num":  # a number after a factor is no factor: more often a power that was lost
            return token.text in ("1", "11") and (self.sees("^", 1) or self.peek(1).text == "1")
        if token.kind in ("word", "roman", "name", "begin"):
            return token.text != "for"
        if token.kind == "cmd":
            return True
        if token.kind != "op":
            return False
        if token.text in ("(", "[", "{", r"\{", "⟨", "⌊", "⌈", r"\sqrt", "∑", "∏", "∂", "∇", "np."):
            return True
        if token.text in ("|", "‖"):
            return not self.bars
        return False

    # ---- factors -------------------------------------------------------------------------------------------

    def factor(self) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.peek().at)
        expr = self.postfix(self.primary())
        self.depth -= 1
        return expr

    def postfix(self, base: Expr) -> Expr:
        while True:
            token = self.peek()
            if token.kind != "op":
                return base
            if token.text == "_":
                base = self.subscript(base)
            elif token.text == "^":
                base = self.superscript(base)
            elif token.text == "'":
                base = self.primed(base)
            elif token.text == "[" and self.is_bracket_index(base, token):
                base = self.bracket_index(base)
            elif token.text == ".":
                if not self.is_method():
                    return base
                base = self.method(base)
            elif token.text == "⊤":
                self.take()
                base = Transpose(base)
            elif token.text == "!":
                self.take()
                base = Call("factorial", (base,))
            else:
                return base

    def superscript(self, base: Expr) -> Expr:
        self.take()
        if self.transposing():
            return Transpose(base)
        braced = self.sees("{")
        if braced or self.sees("("):
            start = self.at
            closer = _CLOSERS[self.take().text]
            if self.transposing(group=True):
                self.expect(closer)
                return Transpose(base)
            if self.accept("-"):
                if self.transposing(group=True) and self.accept(closer):
                    return Transpose(Pow(base, Num(Fraction(-1))))
                self.at = start + 1
            if braced and self.sees("("):
                inner = self.at
                self.take()
                item = self.peek()
                if item.kind in ("word", "name", "num") and self.sees(")", 1) and self.sees("}", 2):
                    self.at += 3
                    return self.indexed(base, (self.index_item(item),))
                self.at = inner
            if braced and (layer := self.layer(base)) is not None:
                return layer
            if self.sees("*") or self.sees("+") or self.sees("⋆") or self.sees("†"):
                return self.starred(base, closer)
            exponent = self.expression()
            self.expect(closer)
        elif self.sees("*") or self.sees("†") or self.sees("⋆"):
            return self.starred(base, "")
        else:
            sign = self.sign()
            if self.transposing():
                return Transpose(Pow(base, Num(Fraction(sign or 1))))
            exponent = self.tight_power()
            if sign is not None and sign < 0:
                exponent = Neg(exponent)
        if isinstance(exponent, Neg) and isinstance(exponent.arg, Num):
            exponent = Num(-exponent.arg.value)
        if base == Sym("e") and self.known.resolve("e") is None:
            return Call("exp", (exponent,))
        return Pow(base, exponent)

    def layer(self, base: Expr) -> Expr | None:
        """`W^{(l+1)}`, `W^{[l]}`: the number of a layer or an example; None where it is a power."""
        opening = self.peek().text
        if opening not in ("(", "[") or not isinstance(base, Sym | Index) or base == Sym("e"):
            return None
        root = base.base if isinstance(base, Index) else base
        if isinstance(root, Sym) and self.known.ndim(root.name) == 0:
            return None
        start = self.at
        self.take()
        expr = self.expression()
        plain = isinstance(expr, Sym | Num) or (
            isinstance(expr, Add) and all(isinstance(t.arg if isinstance(t, Neg) else t, Sym | Num) for t in expr.terms)
        )
        if plain and self.accept(_CLOSERS[opening]) and self.accept("}"):
            return self.indexed(base, (expr,))
        self.at = start
        return None

    def tight_power(self) -> Expr:
        """The exponent of an unbraced `^`: one token in LaTeX, one primary otherwise."""
        token = self.peek()
        if self.latex and token.kind == "num" and len(token.text) > 1 and not token.gap and token.text.isdigit():
            self.tokens = [
                *self.tokens[: self.at],
                token._replace(text=token.text[0]),
                token._replace(text=token.text[1:], gap=True),
                *self.tokens[self.at + 1 :],
            ]
        if self.latex and token.kind == "word" and len(token.text) > 1:
            self.split_word_token(token)
        if token.kind not in ("num", "word", "name", "cmd") and token.text not in ("(", r"\sqrt"):
            raise self.unexpected("an exponent was expected")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", token.at)
        expr = self.primary()
        if not self.latex and (self.sees("_") or self.sees("^")):
            expr = self.postfix(expr)
        self.depth -= 1
        return expr

    def split_word_token(self, token: Token) -> None:
        """`x^Tw` in LaTeX: only the first letter belongs to the script."""
        self.tokens = [
            *self.tokens[: self.at],
            token._replace(text=token.text[0], end=token.at + 1),
            token._replace(text=token.text[1:], at=token.at + 1, gap=False),
            *self.tokens[self.at + 1 :],
        ]

    def transposing(self, group: bool = False) -> bool:
        """Consume `T`, `⊤`, `\\mathsf T`, `t` if that stands here as a superscript."""
        start = self.at
        braces = 0
        while self.peek().kind == "cmd" and self.peek().text in FONTS:
            self.take()
            if self.accept("{"):
                braces += 1
        token = self.peek()
        if token.kind in ("word", "roman") and token.text[0] == "T" and self.known.resolve("T") is None:
            if len(token.text) > 1:
                if group or braces:
                    self.at = start
                    return False
                self.split_word_token(token)
            self.take()
        elif (
            self.sees("⊤")
            or (token.kind == "roman" and token.text == "top")
            or (token.kind == "word" and token.text in ("t", "top") and group and self.known.resolve("t") is None)
        ):
            self.take()
        else:
            self.at = start
            return False
        while braces and self.accept("}"):
            braces -= 1
        if braces or (group and not (self.sees("}") or self.sees(")"))):
            self.at = start
            return False
        return True

    def starred(self, base: Expr, closer: str) -> Expr:
        mark = self.take().text
        if closer:
            self.expect(closer)
        if isinstance(base, Sym) and mark in "*⋆":
            return self.symbol(base.name + "^*")
        raise Unreadable(f"the superscript {mark} is not understood")

    def primed(self, base: Expr) -> Expr:
        self.take()
        if isinstance(base, Sym) and self.known.resolve(base.name + "'") is not None:
            return self.symbol(base.name + "'")
        if isinstance(base, Index) and isinstance(base.base, Sym) and self.known.resolve(base.base.name + "'"):
            return Index(self.symbol(base.base.name + "'"), base.indices)
        if isinstance(base, Sym) and base.name in self.known.declared and self.known.ndim(base.name) == 0:
            raise Unreadable(f"{base.name}' is not declared")
        return Transpose(base)

    # ---- subscripts ----------------------------------------------------------------------------------------

    def subscript(self, base: Expr) -> Expr:
        self.take()
        token = self.peek()
        if token.text in ("{", "(") and token.kind == "op":
            return self.braced_subscript(base)
        if token.kind == "cmd" and token.text in (r"\min", r"\max") and isinstance(base, Sym):
            self.take()
            return self.symbol(f"{base.name}_{token.text[1:]}")
        if token.kind == "cmd" and token.text in FONTS:
            expr = self.primary()
            return self.indexed(base, (expr,))
        if token.kind == "op" and token.text in ("*", "·", ":"):
            self.take()
            if token.text == "*" and isinstance(base, Sym) and not self.known.ndim(base.name):
                return self.symbol(f"{base.name}_*")  # k_* at a test point
            return self.indexed(base, (Colon(),))
        if token.kind not in ("num", "word", "name", "roman"):
            raise self.unexpected("a subscript was expected")
        if token.kind in ("word", "roman"):
            return self.word_subscript(base, token)
        if self.latex and token.kind == "num" and len(token.text) > 1 and token.text.isdigit():
            self.split_word_token(token)
            token = self.peek()
        self.take()
        return self.indexed(base, self.index_items(base, token))

    def word_subscript(self, base: Expr, token: Token) -> Expr:
        word = token.text
        if isinstance(base, Sym) and len(word) > 1:
            if (named := self.named(base.name, word)) is not None:
                self.take()
                return named
            if word in _LABELS:
                self.take()
                return self.symbol(f"{base.name}_{word}")
            if word == "inv":
                self.take()
                return Pow(base, Num(Fraction(-1)))
            if token.kind == "roman":
                self.take()
                return self.symbol(f"{base.name}_{word}")
            if not self.latex:
                self.take()
                if self.known.ndim(base.name) == len(word) or not word.isalpha() or len(word) == 2:
                    return self.indexed(base, tuple(self.symbol(c) for c in word))
                return self.symbol(f"{base.name}_{word}")
        if self.latex and token.kind == "word" and len(word) > 1:
            self.split_word_token(token)
            token = self.peek()
        self.take()
        return self.indexed(base, (self.index_item(token),))

    def named(self, base: str, word: str) -> Expr | None:
        """`w_tilde`, `g_bar`, `grad_y`: a name of two words, if that is known or an accent."""
        joined = f"{base}_{word}"
        plain = base.removeprefix("\\")
        for spelling in (joined, f"{plain}_{word}"):
            if self.known.resolve(spelling) is not None:
                return self.symbol(spelling)
        if word in ACCENT_WORDS:
            return self.accented(ACCENT_WORDS[word], Sym(base))
        return None

    def braced_subscript(self, base: Expr) -> Expr:
        closer = _CLOSERS[self.take().text]
        token = self.peek()
        if token.kind == "cmd" and token.text[1:] in _LABELS | {"inf", "sup", "lim"} and self.sees(closer, 1):
            token = token._replace(kind="roman", text=token.text[1:])  # \eta_{\min}
        if token.kind in ("roman", "prose") and self.sees(closer, 1):
            self.at += 2
            if isinstance(base, Sym):
                return self.named(base.name, token.text) or self.symbol(f"{base.name}_{token.text}")
            raise Unreadable(f"the subscript “{token.text}” is not understood", token.at)
        if token.kind == "word" and self.sees(closer, 1):
            self.at += 2
            return self.indexed(base, self.index_items(base, token))
        if token.kind == "num" and self.sees(closer, 1):
            self.at += 2
            return self.indexed(base, self.index_items(base, token))
        items: list[Expr] = []
        while not self.sees(closer):
            if self.accept(","):
                continue
            if self.peek() is _END:
                raise self.unexpected("the subscript does not end")
            token = self.peek()
            if token.kind == "rel" and items and token.text in _COMPARE:
                self.take()
                items[-1] = Test(_COMPARE[token.text], items[-1], self.expression())
                continue
            if token.kind == "op" and token.text in (":", "·", "*", "∘", "."):
                self.take()
                items.append(Colon())
                continue
            expr = self.expression()
            apart = isinstance(expr, Mul) and (_all_letters(expr) or self.is_two_indices(base, expr))
            items.extend(expr.factors if isinstance(expr, Mul) and apart else (expr,))
        self.expect(closer)
        return self.indexed(base, tuple(items))

    def is_two_indices(self, base: Expr, expr: Mul) -> bool:
        """`X_{1j}` of a matrix: 1 and j, not their product."""
        return (
            isinstance(base, Sym)
            and self.known.ndim(base.name) == len(expr.factors)
            and all(isinstance(f, Sym | Num) for f in expr.factors)
        )

    def index_items(self, base: Expr, token: Token) -> tuple[Expr, ...]:
        """One token as a subscript: `ij` is two indices, `12` is two of a matrix."""
        text = token.text
        if token.kind == "word" and len(text) > 1:
            if isinstance(base, Sym) and (self.known.resolve(f"{base.name}_{text}") is not None or text in _LABELS):
                return (Sym(text),)
            return tuple(self.symbol(c) for c in text)
        if token.kind == "num" and isinstance(base, Sym) and self.known.ndim(base.name) == len(text) > 1:
            return tuple(Num(Fraction(int(c))) for c in text)
        return (self.index_item(token),)

    def index_item(self, token: Token) -> Expr:
        if token.kind == "num":
            return Num(Fraction(token.text))
        return self.symbol(token.text)

    def indexed(self, base: Expr, items: tuple[Expr, ...]) -> Expr:
        """The base with its subscripts, or the name that both are together."""
        if not items:
            raise Unreadable("an empty subscript")
        if isinstance(base, Norm):
            return self.norm_order(base, items)
        if isinstance(base, Pow) and not (isinstance(base.exponent, Num) and base.exponent.value < 0):
            return Pow(self.indexed(base.base, items), base.exponent)  # scripts may come in any order
        if isinstance(base, Sym):
            if len(items) == 1 and (part := label(items[0])) is not None:
                name = f"{base.name}_{part}"
                if self.known.resolve(name) is not None or part in _LABELS:
                    return self.symbol(name)
            if base.name in (r"\delta", r"\delta'") and self.known.resolve(r"\delta") is None and len(items) == 2:
                return Test("=", *items)
            if base in (ONES, IDENTITY):
                if len(items) == 1 and isinstance(items[0], Test):
                    return items[0]
                if base == IDENTITY and len(items) == 2:
                    return Test("=", *items)
                if self.known.resolve(base.name) is None:
                    return Call("ones" if base == ONES else "eye", items[:1])
        if isinstance(base, Index):
            return Index(base.base, base.indices + items)
        if isinstance(base, Num) and base == ONE and len(items) == 1:
            if isinstance(items[0], Test):
                return items[0]
            return Call("ones", items)
        if isinstance(base, Num):
            raise Unreadable("a number with a subscript")
        return Index(base, items)

    def norm_order(self, norm: Norm, items: tuple[Expr, ...]) -> Expr:
        item = items[0]
        order = ""
        if len(items) == 1:
            if isinstance(item, Num) and item.value in (1, 2):
                order = str(item.value)
            elif isinstance(item, Sym) and item.name in ("F", r"\infty"):
                order = item.name
            elif isinstance(item, Sym) and item.name == r"\ell_2":
                order = "2"
        if not order or norm.order:
            raise Unreadable("a norm of this kind is not understood")
        return Norm(norm.arg, order)

    def is_bracket_index(self, base: Expr, token: Token) -> bool:
        """Is `g[j]` an element, rather than a product with what stands in the brackets?"""
        if token.gap:
            return False
        if isinstance(base, Call | Norm | Num | Add):
            return False
        root = base.base if isinstance(base, Index) else base
        if isinstance(root, Sym) and root.name in self.known.declared and not self.known.ndim(root.name):
            return False
        k = 1
        while True:
            item = self.peek(k)
            if item.kind == "word" and item.text == "None":
                return False
            if item.kind in ("num", "name") or (item.kind == "word" and len(item.text) == 1) or item.text == ":":
                if item.kind == "num" and isinstance(root, Sym) and root.name not in self.known.declared:
                    return False
                k += 1
                if self.peek(k).text == "]":
                    return True
                if self.peek(k).text == ",":
                    k += 1
                    continue
            return False

    def bracket_index(self, base: Expr) -> Expr:
        self.take()
        items: list[Expr] = []
        while not self.accept("]"):
            if self.accept(","):
                continue
            items.append(Colon() if self.accept(":") else self.index_item(self.take()))
        return self.indexed(base, tuple(items))

    # ---- primaries -----------------------------------------------------------------------------------------

    def primary(self) -> Expr:
        token = self.peek()
        kind = token.kind
        if kind == "num":
            self.take()
            return self.number(token)
        if kind == "word":
            return self.word(token)
        if kind == "name":
            self.take()
            if token.text == r"\Sigma" and self.known.resolve(r"\Sigma") is None and self.folds(token):
                return self.fold("sum")
            if token.text == r"\Pi" and self.known.resolve(r"\Pi") is None and self.sees("_"):
                return self.fold("prod")
            return self.symbol(token.text)
        if kind == "roman":
            self.take()
            return self.roman(token)
        if kind == "cmd":
            return self.command(token)
        if kind == "begin":
            return self.grid()
        if kind == "op":
            return self.sign_primary(token)
        raise self.unexpected()

    def folds(self, sigma: Token) -> bool:
        r"""Does what follows Σ make it a sum? A bound or a factor does; `\Sigma` without bounds is a covariance."""
        if sigma.end - sigma.at > 1:
            if not self.sees("_"):
                return False
            if not self.sees("{", 1):
                return self.starts_factor(self.peek(2))
            inside = list(itertools.takewhile(lambda t: t.text != "}", self.tokens[self.at + 2 : self.at + 20]))
            after = self.peek(len(inside) + 3)
            return any(t.kind == "rel" for t in inside) or (
                len(inside) == 1 and (self.starts_factor(after) or after.text == "^")
            )
        if self.sees("^"):
            return not (self.sees("-", 1) or self.sees("-", 2) or self.peek(1).text in ("T", "⊤", "{⊤"))
        return self.sees("_") or self.starts_factor(self.peek())

    def number(self, token: Token) -> Expr:
        text = token.text
        if len(text) > 60 or (("e" in text or "E" in text) and abs(int(text.lower().split("e")[1])) > 300):
            raise Unreadable("a number of this size is not taken", token.at)
        return Num(Fraction(text))

    def sign_primary(self, token: Token) -> Expr:
        text = token.text
        if text in ("(", "[", r"\{", "{"):
            return self.bracketed(text)
        if text in ("|", "‖"):
            return self.barred(text)
        if text in ("∑", "∏"):
            self.take()
            return self.fold("sum" if text == "∑" else "prod")
        if text == r"\sqrt":
            return self.root()
        if text == "∂":
            self.take()
            return self.derivative(self.derived())
        if text == "∇":
            return self.gradient()
        if text == "∞":
            self.take()
            return Sym(r"\infty")
        if text == "np.":
            self.take()
            return self.primary()
        if text == "⟨":
            return self.angled()
        if text in ("⌊", "⌈"):
            self.take()
            expr = self.expression()
            self.expect(_CLOSERS[text])
            return Call("floor" if text == "⌊" else "ceil", (expr,))
        raise self.unexpected()

    def bracketed(self, opening: str) -> Expr:
        self.take()
        bars, self.bars = self.bars, 0
        expr = self.expression()
        token = self.peek()
        if token.kind == "cmd" and token.text == r"\choose" and opening == "{":
            self.take()
            expr = Call("binom", (expr, self.expression()))
        elif opening in ("[", r"\{", "(") and token.kind == "rel" and token.text in _COMPARE:
            self.take()
            expr = Test(_COMPARE[token.text], expr, self.expression())
        elif opening == "[" and self.sees(","):
            return self.listed(expr, bars)
        self.expect(_CLOSERS[opening])
        self.bars = bars
        return expr

    def listed(self, first: Expr, bars: int) -> Expr:
        """`[a, b, c]`: a vector, or rows of one."""
        items = [first]
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        self.bars = bars
        if all(isinstance(item, Rows) for item in items):
            rows = [tuple(entry for row in item.rows for entry in row) for item in items if isinstance(item, Rows)]
            if len({len(row) for row in rows}) == 1:
                return Rows(tuple(rows))
        return Rows(tuple((item,) for item in items))

    def barred(self, opening: str) -> Expr:
        self.take()
        self.bars += 1
        expr = self.expression()
        if opening == "|" and self.sees("‖"):
            token = self.peek()
            self.tokens = [
                *self.tokens[: self.at],
                token._replace(text="|", end=token.at + 1),
                token._replace(text="|", at=token.at + 1),
                *self.tokens[self.at + 1 :],
            ]
        self.expect(opening)
        self.bars -= 1
        return Norm(expr) if opening == "‖" else Call("abs", (expr,))

    def angled(self) -> Expr:
        self.take()
        left = self.expression()
        if self.accept(","):
            right = self.expression()
            self.expect("⟩")
            return Call("inner", (left, right))
        self.expect("⟩")
        return Call("mean", (left,))

    def root(self) -> Expr:
        sign = self.take()
        unicode = sign.end - sign.at == 1  # √x_t, where \sqrt x_t is (\sqrt x)_t
        degree: Expr | None = None
        if self.sees("[") and self.latex:
            self.take()
            degree = self.expression()
            self.expect("]")
        if not (self.sees("{") or self.sees("(") or self.sees("[")):
            if self.latex and self.peek().kind in ("num", "word") and len(self.peek().text) > 1:
                self.split_word_token(self.peek())
            radicand = self.primary()
            if (unicode or not self.latex) and self.sees("_"):
                radicand = self.subscript(radicand)
        else:
            radicand = self.primary()
        if degree is not None:
            return Pow(radicand, Div(ONE, degree))
        return Call("sqrt", (radicand,))

    def fraction(self) -> Expr:
        self.take()
        top_at = self.at
        if (found := self.fraction_derivative()) is not None:
            return found
        self.at = top_at
        top = self.argument()
        bottom = self.argument()
        return Div(top, bottom)

    def argument(self) -> Expr:
        """The argument of a LaTeX command: a group, or one sign."""
        if self.sees("{"):
            return self.bracketed("{")
        token = self.peek()
        if token.kind in ("num", "word") and len(token.text) > 1:
            self.split_word_token(token)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", token.at)
        expr = self.primary()
        self.depth -= 1
        return expr

    def command(self, token: Token) -> Expr:
        name = token.text
        if name == r"\frac":
            return self.fraction()
        if name in ACCENTS:
            self.take()
            return self.accented(ACCENTS[name], self.argument())
        if name in FONTS or name == r"\operatorname":
            expr = self.fonted(name)
            if expr == Sym("E") and (self.sees("[") or self.sees("_")) and self.known.resolve("E") is None:
                return self.expectation("E")
            return expr
        if name in (
            r"\underbrace",
            r"\overbrace",
            r"\boxed",
            r"\fbox",
            r"\cancel",
            r"\bcancel",
            r"\xcancel",
            r"\mathstrut",
        ):
            self.take()
            expr = self.argument()
            if "brace" in name and (self.sees("_") or self.sees("^")):
                self.take()
                self.skip_group()
            return expr
        if name == r"\textcolor":
            self.take()
            self.skip_group()
            return self.argument()
        if name == r"\lim":
            self.take()
            return self.limit()
        if name in (r"\binom", r"\dbinom", r"\tbinom"):
            self.take()
            return Call("binom", (self.argument(), self.argument()))
        if name[1:] in FUNCTIONS:
            self.take()
            return self.function(name[1:])
        raise Unreadable(f"the command {name} is not known", token.at)

    def limit(self) -> Expr:
        """`\\lim_{n→∞} x`: a call of `lim`; over which variable is not kept."""
        if self.accept("_"):
            self.skip_group()
        return Call("lim", (self.factor_product(),))

    def skip_group(self) -> None:
        """Leave out one group: the caption of a brace, a colour."""
        if not self.accept("{"):
            self.take()
            return
        depth = 1
        while depth:
            token = self.take()
            if token is _END or (token.kind == "end" and token.at < 0):
                raise Unreadable("a group does not end")
            depth += (token.text == "{") - (token.text == "}")

    def fonted(self, font: str) -> Expr:
        self.take()
        braced = self.sees("{")
        inner = self.peek(1) if braced else self.peek()
        alone = not braced or self.sees("}", 2)
        if alone and font in (r"\mathbf", r"\mathbb", r"\boldsymbol", r"\bm", r"\mathds", r"\mathbbm", r"\bf", r"\pmb"):
            if inner.text == "1":
                self.at += 3 if braced else 1
                return self.indicator()
            if inner.text == "0" and inner.kind == "num":
                self.at += 3 if braced else 1
                return Num(Fraction(0))
            if font == r"\mathbb" and inner.text in ("E", "V") and self.known.resolve(inner.text) is None:
                self.at += 3 if braced else 1
                return self.expectation("E" if inner.text == "E" else "Var")
        if not braced:
            token = self.peek()
            if token.kind in ("num", "word") and len(token.text) > 1:
                self.split_word_token(token)
            return self.primary()
        return self.bracketed("{")

    def indicator(self) -> Expr:
        r"""`\mathbf 1`: the vector of ones, or an indicator where a condition follows."""
        if self.sees("[") or self.sees(r"\{") or self.sees("("):
            start = self.at
            expr = self.bracketed(self.peek().text)
            if isinstance(expr, Test):
                return expr
            self.at = start
        return ONES

    def accented(self, accent: str, arg: Expr) -> Expr:
        """An accent on a symbol makes another name; a bar on a family is its mean."""
        if isinstance(arg, Sym):
            name = f"{accent} {arg.name}"
            if self.known.resolve(name) is not None or accent != r"\bar" or not self.is_family(arg):
                return self.symbol(name)
            return Call("mean", (arg,))
        if isinstance(arg, Index) and isinstance(arg.base, Sym):
            if (
                accent == r"\bar"
                and self.known.resolve(f"{accent} {arg.base.name}") is None
                and self.is_family(arg.base)
            ):
                return Call("mean", (arg,))
            return self.indexed(self.accented(accent, arg.base), arg.indices)
        if accent == r"\bar":
            return Call("mean", (arg,))
        raise Unreadable("an accent over more than one symbol")

    def is_family(self, arg: Sym) -> bool:
        return bool(self.known.ndim(arg.name)) or arg.name.startswith(r"\partial ")

    # ---- words ---------------------------------------------------------------------------------------------

    def symbol(self, name: str) -> Sym:
        return Sym(self.known.resolve(name) or name)

    def word(self, token: Token) -> Expr:
        word = token.text
        if (found := self.compound_word(token)) is not None:
            return found
        self.take()
        number = self.peek()
        if word in ASCII_GREEK and not self.latex and number.kind == "num" and not number.gap and number.text.isdigit():
            self.take()  # beta1, as a program has it
            return self.indexed(self.symbol(ASCII_GREEK[word]), (Num(Fraction(number.text)),))
        if self.known.resolve(word) is not None:
            return self.symbol(word)
        if word == "E" or word == "EE":
            if self.sees("[") or self.sees("_") or self.sees("(") or self.peek().text in ("∂", r"\frac", "{"):
                return self.expectation("E")
            return self.symbol("E")
        if len(word) == 1:
            return Sym(word)
        if word in NAMES and not self.latex:
            return self.long_name(word)
        if word == "lim":
            return self.limit()
        if word in ("sum", "Sum") and (self.sees("_") or self.peek().text in ("over", "∂")):
            return self.fold("sum")
        if word == "prod" and self.sees("_"):
            return self.fold("prod")
        if word in FUNCTIONS:
            return self.function(word)
        if word in ASCII_GREEK and not (self.latex and self.known.split(word)):
            name = ASCII_GREEK[word]
            return self.symbol(name)
        if word in ("inf", "infinity", "oo"):
            return Sym(r"\infty")
        if word == "ER" and self.known.resolve("R") is not None:
            return self.expectation("E", ("R",))
        return self.letters(word, token)

    def long_name(self, word: str) -> Expr:
        """`lr`, `batch_size`, `fan_in`: a name as in a program."""
        while self.sees("_") and self.peek(1).kind == "word" and len(self.peek(1).text) > 1:
            self.take()
            word = f"{word}_{self.take().text}"
        return self.symbol(word)

    def letters(self, word: str, token: Token) -> Expr:
        """A run of letters: known names one after another."""
        parts = self.known.split(word)
        if parts is None:
            for accent, mark in ACCENT_WORDS.items():
                stem = word.removesuffix(accent) if word.endswith(accent) else word.removeprefix(accent)
                stem = stem.strip("_")
                if stem != word and (len(stem) == 1 or stem in ASCII_GREEK):
                    name = f"{mark} {ASCII_GREEK.get(stem, stem)}"
                    if self.known.resolve(name) is not None:
                        return self.symbol(name)
            bindable = not self.known or self.latex or self.known.open
            if (
                bindable
                and len(word) <= 4
                and word not in _ENGLISH
                and (self.latex or len(word) <= 2 or not self.known)
            ):
                parts = tuple(word)
            else:
                raise Unreadable(f"the word “{word}” is not understood", token.at)
        if len(parts) == 1:
            return Sym(parts[0])
        # The last letter takes the scripts that follow: give back the others as factors of a product.
        *first, last = parts
        if self.peek().kind == "op" and self.peek().text in ("_", "^", "'", "[", ".", "⊤"):
            factors: list[Expr] = [Sym(self.known.resolve(p) or p) for p in first]
            return mul(*factors, self.postfix(Sym(self.known.resolve(last) or last)))
        return mul(*(Sym(self.known.resolve(p) or p) for p in parts))

    def roman(self, token: Token) -> Expr:
        word = token.text
        if self.known.resolve(word) is not None:
            return self.symbol(word)
        if word in ("E", "Var", "Cov"):
            return self.expectation(word)
        if word in FUNCTIONS:
            return self.function(word)
        if word in ASCII_GREEK:
            return self.symbol(ASCII_GREEK[word])
        if token.kind == "roman" and len(word) <= 12:
            return Sym(word)
        raise Unreadable(f"“{word}” is not understood", token.at)

    def compound_word(self, token: Token) -> Expr | None:
        """Names of several tokens: `dL/dy_i`, `dL_dy`, `w_tilde`, `d L / d y`."""
        word = token.text
        if self.sees("_", 1) and self.peek(2).kind == "word" and not self.peek(2).gap:
            parts = [word]
            k = 1
            best = None
            while self.sees("_", k) and self.peek(k + 1).kind == "word":
                parts.append(self.peek(k + 1).text)
                k += 2
                joined = "_".join(parts)
                if self.known.resolve(joined) is not None:
                    best = (joined, k)
                elif len(parts) == 2 and parts[0] in ACCENT_WORDS and len(parts[1]) == 1:
                    name = f"{ACCENT_WORDS[parts[0]]} {parts[1]}"
                    best = (name, k)
            if best is not None:
                self.at += best[1]
                return self.symbol(best[0])
            if word[0] == "d" and len(word) > 1 and self.peek(2).text[0] == "d" and len(self.peek(2).text) > 1:
                bottom = self.peek(2).text[1:]
                self.at += 3
                return self.derivative_atom(self.symbol(word[1:]), self.postfix_scripts(self.symbol(bottom)))
        if word[0] == "d" and self.known.resolve(word) is None and self.known.resolve("d" + word[1:]) is None:
            return self.ascii_derivative(token)
        return None

    def ascii_derivative(self, token: Token) -> Expr | None:
        """`dL/dy_i` and `d L / d y_i`."""
        start = self.at
        spaced = token.text == "d"
        if spaced and not (
            self.peek(1).kind in ("word", "name") and self.sees("/", 2) and self.peek(3).text.startswith("d")
        ):
            return None
        k = 2 if spaced else 1
        if self.sees("_", k) and len(token.text) <= 3:
            k += 2  # dy_j/dx_i
            if self.sees("{", k - 1):
                while k < 14 and not self.sees("}", k - 1):
                    k += 1
        if not (self.sees("/", k) and self.peek(k + 1).kind == "word" and self.peek(k + 1).text[0] == "d"):
            return None
        if spaced:
            self.take()
            top = self.derived()
        else:
            self.take()
            top = self.postfix_scripts(self.symbol(token.text[1:]))
        self.expect("/")
        bottom = self.take()
        scripted = bottom.text != "d"
        below = self.postfix_scripts(self.named_word(bottom.text[1:])) if scripted else self.derived()
        if not _simple(top) or not _simple(below):
            self.at = start
            return None
        return self.derivative_atom(top, below)

    def named_word(self, word: str) -> Expr:
        return self.symbol(ASCII_GREEK.get(word, word))

    # ---- derivatives ---------------------------------------------------------------------------------------

    def derived(self) -> Expr:
        """What stands after ∂: a symbol with its accents and subscripts."""
        token = self.peek()
        if token.kind == "word" and len(token.text) > 1 and self.known.resolve(token.text) is None:
            if token.text in ASCII_GREEK:
                self.take()
                return self.postfix_scripts(self.symbol(ASCII_GREEK[token.text]))
            self.split_word_token(token)
            token = self.peek()
        if token.kind == "word":
            self.take()
            base: Expr = self.symbol(token.text)
        elif token.kind == "name":
            self.take()
            base = self.symbol(token.text)
        elif token.kind == "cmd" and (token.text in FONTS or token.text in ACCENTS):
            base = self.command(token)
        elif token.kind == "op" and token.text in ("(", "{"):
            base = self.bracketed(token.text)
        else:
            raise self.unexpected("the symbol of a derivative was expected")
        return self.postfix_scripts(base)

    def postfix_scripts(self, base: Expr) -> Expr:
        while self.sees("_"):
            base = self.subscript(base)
        if isinstance(base, Sym | Index) and self.sees("["):
            root = base.base if isinstance(base, Index) else base
            if isinstance(root, Sym) and self.is_bracket_index(Index(root, ()), self.peek()):
                base = self.bracket_index(base)
        return base

    def derivative(self, top: Expr) -> Expr:
        """After `∂L`: `/∂y_j`."""
        if self.sees("_") or not self.accept("/"):
            raise self.unexpected("“/∂…” was expected")
        if self.sees("(") and self.sees("∂", 1):
            self.take()
            self.expect("∂")
            below = self.derived()
            self.expect(")")
        else:
            self.expect("∂")
            below = self.derived()
        return self.derivative_atom(top, below)

    def fraction_derivative(self) -> Expr | None:
        r"""`\frac{\partial L}{\partial y_j}`, `\frac{dL}{dy_j}`, `\frac{\partial}{\partial y_j} L`; None for others."""
        if not self.accept("{"):
            return None
        sign = self.peek()
        if sign.text == "∂" and sign.kind == "op":
            self.take()
            if self.sees("^"):
                raise Unreadable("higher derivatives are not understood", sign.at)
            if self.accept("}"):
                below = self.differential_below("∂")
                return self.derivative_atom(self.derived(), below) if below is not None else None
            top = self.derived()
        elif sign.kind == "word" and sign.text[0] == "d" and self.known.resolve(sign.text) is None:
            if sign.text == "d":
                self.take()
                if self.peek().kind not in ("word", "name", "cmd"):
                    return None
                top = self.derived()
            else:
                self.take()
                top = self.postfix_scripts(self.symbol(sign.text[1:]))
        else:
            return None
        if not self.accept("}"):
            return None
        below = self.differential_below("∂" if sign.text == "∂" else "d")
        return self.derivative_atom(top, below) if below is not None else None

    def differential_below(self, sign: str) -> Expr | None:
        if not self.accept("{"):
            return None
        token = self.peek()
        if sign == "∂":
            if not self.accept("∂"):
                return None
            below = self.derived()
        else:
            if token.kind != "word" or token.text[0] != "d":
                return None
            self.take()
            below = self.derived() if token.text == "d" else self.postfix_scripts(self.symbol(token.text[1:]))
        return below if self.accept("}") else None

    def gradient(self) -> Expr:
        r"""`\nabla_{y_i} L`."""
        self.take()
        if not self.sees("_"):
            order = self.take() and self.argument() if self.sees("^") else None
            if order not in (None, Num(Fraction(2))):
                raise Unreadable("a power of ∇ that is not understood", self.peek().at)
            if self.accept("_"):
                below = self.argument()
                if not isinstance(below, Sym):
                    raise Unreadable("∇² with respect to what?", self.peek().at)
                return self.symbol(rf"\nabla^2 {name_of(self.derived())}/{below.name}")
            return self.symbol((r"\nabla^2 " if order else r"\nabla ") + name_of(self.derived()))
        self.take()
        if self.accept("{"):
            below = self.derived()
            self.expect("}")
        else:
            below = self.derived()
        if self.sees("("):
            self.take()
            top = self.derived()
            self.expect(")")
        else:
            top = self.derived()
        return self.derivative_atom(top, below)

    def derivative_atom(self, top: Expr, below: Expr) -> Expr:
        indices: tuple[Expr, ...] = ()
        roots = []
        for part in (top, below):
            if isinstance(part, Index) and isinstance(part.base, Sym):
                indices += part.indices
                roots.append(part.base.name)
            elif isinstance(part, Sym):
                roots.append(part.name)
            else:
                raise Unreadable("a derivative of more than one symbol")
        atom = self.symbol(rf"\partial {roots[0]}/\partial {roots[1]}")
        return self.indexed(atom, indices) if indices else atom

    # ---- sums ----------------------------------------------------------------------------------------------

    def fold(self, op: str) -> Expr:
        """Bounds in any order, then the product that the sum extends over."""
        indices: list[tuple[str, Expr | None, Expr | None]] = []
        tests: list[Test] = []
        upper: Expr | None = None
        while self.sees("_") or self.sees("^"):
            if self.take().text == "_":
                self.bounds(indices, tests)
            else:
                upper = self.argument()
        if not indices and self.peek().text == "over":
            self.take()
            token = self.take()
            if token.kind not in ("word", "name") or len(token.text) > 1:
                raise Unreadable("a sum over what?", token.at)
            indices.append((self.symbol(token.text).name, None, None))
            if self.peek().text == "of":
                self.take()
        if not indices:
            if upper is not None:
                raise Unreadable("a sum with an upper bound but no index")
            return Call(op, (self.factor_product(),))
        if upper is not None:
            name, low, high = indices[-1]
            indices[-1] = (name, low, upper)
        if self.accept(":") or self.accept(","):
            raise self.unexpected("the body of a sum was expected")
        body = self.factor_product()
        for number, (name, low, high) in reversed(list(enumerate(indices))):
            body = Fold(op, name, low, high, tuple(tests) if number == len(indices) - 1 else (), body)
        return body

    def factor_product(self) -> Expr:
        """The factors after a sum sign, up to the next plus, minus or relation."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.peek().at)
        sign = self.sign() if self.peek().text in ("-", "+") else None
        body = self.term()
        self.depth -= 1
        return Neg(body) if sign is not None and sign < 0 else body

    def bounds(self, indices: list[tuple[str, Expr | None, Expr | None]], tests: list[Test]) -> None:
        if not (self.sees("{") or self.sees("(")):
            token = self.peek()
            if token.kind == "word" and len(token.text) > 1:
                if not self.latex:
                    self.take()
                    indices.extend((self.symbol(c).name, None, None) for c in token.text)
                    return
                self.split_word_token(token)
                token = self.peek()
            if token.kind not in ("word", "name"):
                raise self.unexpected("the index of a sum was expected")
            self.take()
            low = None
            if self.sees("="):
                self.take()
                low = self.tight_power()
            indices.append((self.symbol(token.text).name, low, None))
            return
        closer = _CLOSERS[self.take().text]
        while not self.accept(closer):
            if self.accept(",") or self.accept(":") or self.accept(";") or self.accept("|"):
                continue
            if self.peek() is _END:
                raise self.unexpected("the bounds of a sum do not end")
            self.bound(indices, tests)

    def bound(self, indices: list[tuple[str, Expr | None, Expr | None]], tests: list[Test]) -> None:
        """One of `j`, `j=1`, `j≠i`, `1≤j≤n`, `j∈B`, `ij`."""
        token = self.peek()
        if (
            token.kind == "word"
            and len(token.text) > 1
            and token.text.isalpha()
            and self.known.resolve(token.text) is None
        ):
            self.split_word_token(token)
        sides = [self.expression()]
        relations = []
        while self.peek().kind == "rel":
            relation = self.take().text
            if relation == "∈":
                self.skip_set()
                break
            if relation not in _COMPARE:
                raise Unreadable(f"“{relation}” in the bounds of a sum")
            relations.append(relation)
            sides.append(self.expression())
        seen = [name for name, _, _ in indices]
        if not relations:
            parts = sides[0].factors if isinstance(sides[0], Mul) else (sides[0],)
            for part in parts:
                if not isinstance(part, Sym):
                    raise Unreadable("the index of a sum was expected")
                indices.append((part.name, None, None))
            return
        first = sides[0]
        if len(relations) == 1 and isinstance(first, Sym):
            if relations[0] == "=" and first.name not in seen:
                low, high = sides[1], None
                if self.accept("...") or (self.peek().text == "to" and self.take()):
                    high = self.expression()
                elif self.accept(","):
                    if not self.accept("..."):
                        self.at -= 1
                    else:
                        self.accept(",")
                        high = self.expression()
                indices.append((first.name, low, high))
                return
            if first.name not in seen:
                indices.append((first.name, None, None))
            tests.append(Test(relations[0], first, sides[1]))
            return
        if len(relations) == 2 and isinstance(sides[1], Sym) and relations == ["≤", "≤"]:
            indices.append((sides[1].name, sides[0], sides[2]))
            return
        if len(relations) == 2 and isinstance(sides[0], Sym) and isinstance(sides[1], Sym) and relations[1] == "≤":
            sides, relations = [ONE, *sides], ["≤", *relations]  # i<j≤n
        if len(relations) == 3 and relations[0] == relations[2] == "≤" and relations[1] in "<≤":
            one, other = sides[1], sides[2]
            if isinstance(one, Sym) and isinstance(other, Sym):
                indices.extend([(one.name, sides[0], sides[3]), (other.name, sides[0], sides[3])])
                tests.append(Test(relations[1], one, other))
                return
        raise Unreadable("these bounds of a sum are not understood")

    def skip_set(self) -> None:
        """`j ∈ B`, `j ∈ {1,…,n}`: all of the index's range."""
        depth = 0
        while self.peek() is not _END:
            token = self.peek()
            if depth == 0 and (token.text in ("}", ")", ",") or token.kind == "rel"):
                return
            depth += (token.text in (r"\{", "[", "(", "{")) - (token.text in (r"\}", "]", ")", "}"))
            self.take()

    # ---- functions -----------------------------------------------------------------------------------------

    def expectation(self, op: str, over: tuple[str, ...] = ()) -> Expr:
        while self.sees("_") or (self.sees("^") and False):
            self.take()
            over = self.drawn()
        if self.sees("[") or self.sees("(") or self.sees(r"\{") or self.sees("{"):
            opening = self.take().text
            bars, self.bars = self.bars, 0
            body = [self.expression()]
            while self.accept(","):
                body.append(self.expression())
            self.expect(_CLOSERS[opening])
            self.bars = bars
        else:
            body = [self.factor()]
        if len(body) != (2 if op == "Cov" else 1):
            raise Unreadable(f"{op} of {len(body)} things")
        return Expect(op, tuple(body), over)

    def drawn(self) -> tuple[str, ...]:
        r"""The subscript of an expectation: `R`, `j`, `R \sim \text{Bernoulli}(p)`. Only the name is kept."""
        if not self.accept("{"):
            token = self.take()
            if token.kind not in ("word", "name", "roman"):
                raise Unreadable("an expectation over what?", token.at)
            found = self.known.split(token.text) if token.kind == "word" and len(token.text) > 1 else None
            return found or (self.symbol(token.text).name,)
        names: list[str] = []
        depth = 1
        past = False
        while depth:
            token = self.take()
            if token is _END:
                raise Unreadable("the subscript of an expectation does not end")
            if token.text in ("{", "("):
                depth += 1
            elif token.text in ("}", ")"):
                depth -= 1
            elif token.text == ",":
                past = depth > 1
            elif token.kind == "rel":
                past = True
            elif token.kind in ("word", "name") and not past and depth == 1:
                names.extend(self.known.split(token.text) or (self.symbol(token.text).name,))
        return tuple(names)

    def function(self, word: str) -> Expr:
        """A known function: `exp(x)`, `\\log x`, `\\sin^2 x`, `\\max_j x_j`, `mean_j(g_j)`."""
        name = _ALIASES.get(word, word)
        if name in ("Var", "Cov"):
            return self.expectation(name)
        if name in ("sum", "prod", "max", "min", "mean") and self.sees("_"):
            return self.fold(name)
        if name == "sum" and not (self.sees("(") or self.sees("{")):
            return self.fold("sum")
        power: Expr | None = None
        base: Expr | None = None
        over: str = ""
        while self.sees("^") or self.sees("_"):
            if self.take().text == "^":
                self.at -= 1
                scripted = self.superscript(Sym("·"))
                if not isinstance(scripted, Pow):
                    raise Unreadable(f"a superscript of {word} that is not understood")
                power = scripted.exponent
            else:
                item = self.argument() if self.sees("{") else self.tight_power()
                if name == "log" and word != "ln":
                    base = item
                elif name in ("diag", "softmax") and isinstance(item, Sym):
                    over = item.name
                else:
                    raise Unreadable(f"a subscript of {word} that is not understood")
        args, options = self.arguments(name)
        expr = self.apply(name, args, options)
        if base is not None:
            expr = Div(expr, Call("log", (base,)))
        if over and name == "diag" and len(args) == 1:
            expr = Call("diag", (args[0], Sym(over)))
        if power is not None:
            if power == Num(Fraction(-1)) and name not in ("diag", "inv"):
                raise Unreadable(f"{word}⁻¹ is the inverse function or the reciprocal")
            expr = Pow(expr, power)
        return expr

    def arguments(self, name: str) -> tuple[list[Expr], dict[str, Expr]]:
        options: dict[str, Expr] = {}
        opening = self.peek().text if self.peek().kind == "op" else ""
        if opening not in ("(", "{", "[", r"\{"):
            return [self.bare_argument(name)], options
        self.take()
        closer = _CLOSERS[opening]
        bars, self.bars = self.bars, 0
        args: list[Expr] = []
        if self.accept(closer):
            raise Unreadable(f"{name} of nothing")
        while True:
            if (
                self.peek().kind == "word"
                and self.sees("=", 1)
                and self.peek().text in ("axis", "dim", "ord", "keepdims", "keepdim")
            ):
                option = self.take().text
                self.take()
                if self.peek().text in ("True", "False", "None"):
                    self.take()
                else:
                    options[option] = self.expression()
            elif self.sees("..."):
                self.take()
                args.append(Sym("..."))
            else:
                args.append(self.expression())
                if self.peek().text == "for":
                    args[-1] = self.comprehension(args[-1], name)
            if self.accept(","):
                continue
            self.expect(closer)
            break
        self.bars = bars
        return args, options

    def bare_argument(self, name: str) -> Expr:
        """`\\log x_i`, `\\exp -x`, `\\operatorname{tr} A B`: what a function without brackets applies to."""
        sign = self.sign()
        factors = [self.factor()]
        while name in ("tr", "log", "sin", "cos") and self.starts_factor(self.peek()):
            token = self.peek()
            if (token.kind in ("cmd", "roman") and token.text.removeprefix("\\") in FUNCTIONS) or token.text in "([":
                break
            factors.append(self.factor())
        arg = mul(*factors)
        return Neg(arg) if sign is not None and sign < 0 else arg

    def comprehension(self, body: Expr, name: str) -> Expr:
        """`sum(g[j] for j in range(n))`."""
        self.take()
        index = self.take()
        if self.take().text != "in" or self.take().text != "range":
            raise Unreadable("a loop that is not over range(…)")
        self.expect("(")
        size = self.expression()
        self.expect(")")
        if name not in ("sum", "max", "min", "mean") or not isinstance(size, Sym | Call):
            raise Unreadable("a loop that is not understood")
        return Fold(name, self.symbol(index.text).name, None, size if isinstance(size, Sym) else None, (), body)

    def apply(self, name: str, args: list[Expr], options: dict[str, Expr]) -> Expr:
        if (
            name in ("sum", "max", "min", "mean", "prod")
            and len(args) == 1
            and isinstance(args[0], Fold)
            and args[0].op == name
        ):
            return args[0]
        axis = options.get("axis", options.get("dim"))
        if name == "norm":
            if axis is not None:
                return Call("norms", (args[0], axis))
            if len(args) == 2:
                return self.norm_order(Norm(args[0]), (args[1],))
            return Norm(args[0])
        if name in ("mean", "sum") and axis is None and len(args) == 2:
            axis = args.pop()
        if axis is not None:
            return Call(name, (args[0], axis)) if name in ("mean", "sum") else _refuse(f"{name} along an axis")
        if name == "diag" and any(a == Sym("...") for a in args):
            return self.diagonal_family(args)
        if name in ("matmul", "dot") and len(args) == 2:
            return mul(*args)
        if name == "multiply" and len(args) == 2:
            return Had(*args)
        if name == "outer" and len(args) == 2:
            return mul(args[0], Transpose(args[1]))
        if name == "T" and len(args) == 1:
            return Transpose(args[0])
        if name == "inv" and len(args) == 1:
            return Pow(args[0], Num(Fraction(-1)))
        if name in ("square",) and len(args) == 1:
            return Pow(args[0], Num(Fraction(2)))
        if name == "log2" or name == "log10":
            return Div(Call("log", tuple(args)), Call("log", (Num(Fraction(name[3:])),)))
        if name in ("einsum", "rank", "matrix", "frac", "cov", "argmax", "argmin", "floor_divide"):
            return _refuse(name)
        return Call(name, tuple(args))

    def diagonal_family(self, args: list[Expr]) -> Expr:
        """`diag(a_1, …, a_d)`: the diagonal matrix of a family."""
        at = args.index(Sym("..."))
        if at != len(args) - 2 or at == 0:
            raise Unreadable("“…” in a list that is not understood")
        family, size = _generalise(args[0], args[-1], "k'")
        for number, term in enumerate(args[:at], 1):
            if _at(family, number) != term:
                raise Unreadable("the entries before “…” follow no plain pattern")
        return Call("diag", (Fold("list", "k'", ONE, size, (), family),))

    def is_method(self) -> bool:
        following = self.peek(1)
        return (
            following.kind == "word"
            and not following.gap
            and not self.peek().gap
            and (
                following.text
                in (
                    "T",
                    "mean",
                    "sum",
                    "inv",
                    "inverse",
                    "transpose",
                    "max",
                    "min",
                    "shape",
                    "t",
                    "dot",
                    "norm",
                    "trace",
                    "size",
                )
            )
        )

    def method(self, base: Expr) -> Expr:
        self.take()
        name = self.take().text
        if name == "T":
            return Transpose(base)
        if name == "shape" or name == "size":
            if self.accept("["):
                axis = self.index_item(self.take())
                self.expect("]")
                return Call("size", (base, axis))
            return Call("size", (base,))
        if self.sees("("):
            if self.sees(")", 1):
                self.at += 2
                args: list[Expr] = []
                options: dict[str, Expr] = {}
            else:
                args, options = self.arguments(name)
        else:
            raise Unreadable(f"“.{name}” without its brackets")
        if name in ("transpose", "t") and args:
            args = []
        return self.apply(_ALIASES.get("transpose" if name == "t" else name, name), [base, *args], options)

    # ---- matrices and cases ----------------------------------------------------------------------------------

    def grid(self) -> Expr:
        name = self.take().text
        rows: list[list[list[Token]]] = [[[]]]
        depth = 0
        while True:
            token = self.take()
            if token is _END:
                raise Unreadable(f"{name} does not end")
            if token.kind == "begin":
                depth += 1
            elif token.kind == "end":
                if depth == 0:
                    break
                depth -= 1
            if depth == 0 and token.kind == "op" and token.text == "&":
                rows[-1].append([])
            elif depth == 0 and token.kind == "op" and token.text == r"\\":
                rows.append([[]])
            else:
                rows[-1][-1].append(token)
        if rows and rows[-1] == [[]]:
            rows.pop()
        if not rows or sum(map(len, rows)) > 400:
            raise Unreadable(f"{name} of this size is not taken")
        if "cases" in name:
            return Cases(tuple(self.case(row) for row in rows))
        if len({len(row) for row in rows}) != 1:
            raise Unreadable("rows of different lengths")
        expr = Rows(tuple(tuple(self.inner(cell) for cell in row) for row in rows))
        if name == "vmatrix":
            return Call("det", (expr,))
        return expr

    def inner(self, cell: list[Token]) -> Expr:
        if not cell:
            raise Unreadable("an empty entry")
        parser = _Parser(cell, self.known, self.latex, self.tight)
        parser.depth = self.depth + 1
        expr = parser.expression()
        parser.finish()
        self.ambiguous = self.ambiguous or parser.ambiguous
        return expr

    def case(self, row: list[list[Token]]) -> tuple[Expr, Test | None]:
        if len(row) != 2:
            raise Unreadable("a case without a condition")
        value, condition = row
        if value and value[-1].text in (",", ";"):
            value = value[:-1]
        words = [t for t in condition if t.kind in ("roman", "prose", "word")]
        condition = [
            t
            for t in condition
            if not (t.kind in ("roman", "prose", "word") and t.text in ("if", "for", "when", "where"))
        ]
        if condition and condition[-1].text in (",", ".", ";"):
            condition = condition[:-1]
        if any(t.text in ("otherwise", "else") for t in words):
            return self.inner(value), None
        parts, relations = split_relations(condition)
        if len(relations) != 1 or relations[0] not in _COMPARE:
            raise Unreadable("the condition of a case is not understood")
        return self.inner(value), Test(_COMPARE[relations[0]], self.inner(parts[0]), self.inner(parts[1]))


def name_of(expr: Expr) -> str:
    """The name of a symbol, to make another one of it. Raises `Unreadable` for anything else."""
    if not isinstance(expr, Sym):
        raise Unreadable("∇ of more than one symbol")
    return expr.name


def _refuse(what: str) -> Expr:
    raise Unreadable(f"{what} is not understood")


def _all_letters(expr: Mul) -> bool:
    return all(isinstance(f, Sym) and len(f.name) == 1 for f in expr.factors)


def _simple(expr: Expr) -> bool:
    return isinstance(expr, Sym) or (isinstance(expr, Index) and isinstance(expr.base, Sym))


def _generalise(first: Expr, last: Expr, index: str) -> tuple[Expr, Expr]:
    """The family of which `first` has index 1 and `last` has its size: (family in `index`, size)."""
    size: list[Expr] = []

    def unify(a: Expr, b: Expr) -> Expr:
        if a == b:
            return a
        if a == ONE and isinstance(b, Sym | Num):
            size.append(b)
            return Sym(index)
        if type(a) is not type(b):
            raise Unreadable("the terms around “…” follow no plain pattern")
        return _zip(a, b, unify)

    family = unify(first, last)
    if len(set(size)) != 1:
        raise Unreadable("the terms around “…” follow no plain pattern")
    return family, size[0]


def _zip(a: Expr, b: Expr, unify: object) -> Expr:
    from dataclasses import fields

    parts: dict[str, object] = {}
    for f in fields(a):
        x, y = getattr(a, f.name), getattr(b, f.name)
        if (
            isinstance(x, tuple)
            and isinstance(y, tuple)
            and len(x) == len(y)
            and all(not isinstance(i, tuple | str) for i in x)
        ):
            parts[f.name] = tuple(unify(i, j) for i, j in zip(x, y, strict=True))  # type: ignore[operator]
        elif x == y:
            parts[f.name] = x
        elif isinstance(x, str | Fraction | tuple) or x is None or y is None:
            raise Unreadable("the terms around “…” follow no plain pattern")
        else:
            parts[f.name] = unify(x, y)  # type: ignore[operator]
    return type(a)(**parts)  # type: ignore[arg-type]


def _at(family: Expr, number: int) -> Expr:
    from viva.reading.syntax import substitute

    return substitute(family, {"k'": Num(Fraction(number))})


__all__ = ["Unreadable", "canonical", "free_names", "parse", "parse_chain", "readings", "split_relations", "walk"]
