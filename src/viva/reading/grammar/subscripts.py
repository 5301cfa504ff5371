r"""Subscripts: indices of a family, parts of a name, orders of a norm; `X_{ij}`, `x_max`, `g[j]`."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import CLOSERS, COMPARE, END, LABELS, Cursor
from viva.reading.lexer import FONTS, Token
from viva.reading.syntax import (
    IDENTITY,
    ONE,
    ONES,
    Add,
    Call,
    Colon,
    Expr,
    Index,
    Mul,
    Norm,
    Num,
    Pow,
    Sym,
    Test,
    Unreadable,
)
from viva.reading.vocabulary import ACCENT_WORDS, ASCII_GREEK

_INDEX_LETTERS = frozenset("ijklmnrst")


class Subscripts(Cursor):
    """Subscripts."""

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
        if token.text == "+" and token.kind == "op" and self.tokens[self.at - 2].text in ("]", ")") and self.free:
            self.take()
            return Call("relu", (base,))  # [d + m]_+, (|x| - λ)_+
        if token.kind == "op" and token.text in ("+", "-") and isinstance(base, Sym) and self.free:
            self.take()
            return self.symbol(f"{base.name}_{token.text}")  # d_+
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
            if word in LABELS:
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
        matrix = self.known.ndim(base.name) == 2 if isinstance(base, Sym) else not isinstance(base, Index)
        both = matrix and len(word) == 2 and token.kind == "word" and set(word) <= _INDEX_LETTERS
        if both:  # X_ij of a matrix, where X_{ij} is meant
            self.take()
            return self.indexed(base, tuple(self.symbol(c) for c in word))
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
        closer = CLOSERS[self.take().text]
        token = self.peek()
        if token.kind == "cmd" and token.text[1:] in LABELS | {"inf", "sup", "lim"} and self.sees(closer, 1):
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
        if self.free and isinstance(base, Sym):
            if token.text in ("*", "+", "-") and self.sees(closer, 1):
                self.at += 2
                return self.symbol(f"{base.name}_{token.text}")  # k_* at a test point, d_+
            if token.kind == "rel" and token.text in COMPARE:  # x_{<t}, all before it
                self.take()
                limit = self.expression()
                self.expect(closer)
                return self.indexed(Sym(base.name + token.text), (limit,))
        items: list[Expr] = []
        while not self.sees(closer):
            if self.accept(","):
                continue
            if self.peek() is END:
                raise self.unexpected("the subscript does not end")
            token = self.peek()
            if token.kind == "rel" and items and token.text in COMPARE:
                self.take()
                items[-1] = Test(COMPARE[token.text], items[-1], self.expression())
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
        if token.kind == "word" and text in ASCII_GREEK and not self.latex:
            return (Sym(ASCII_GREEK[text]),)
        if token.kind == "word" and len(text) > 1:
            if isinstance(base, Sym) and (self.known.resolve(f"{base.name}_{text}") is not None or text in LABELS):
                return (Sym(text),)
            if self.free and isinstance(base, Sym) and len(text) > 2 and not set(text) <= set("ijklmnpqrstuv"):
                return (Sym(text),)  # p_{data}
            return tuple(self.symbol(c) for c in text)
        if token.kind == "num" and isinstance(base, Sym) and self.known.ndim(base.name) == len(text) > 1:
            return tuple(Num(Fraction(int(c))) for c in text)
        return (self.index_item(token),)

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
                if self.known.resolve(name) is not None or part in LABELS:
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
        matrix = not norm.order and len(items) == 1 and _is_matrix(item)
        if matrix:
            return Call("within", (norm.arg, item))
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
                if self.peek(k).text == "," or (self.free and self.peek(k).text in ("+", "-")):
                    k += 1
                    continue
            return False

    def bracket_index(self, base: Expr) -> Expr:
        self.take()
        items: list[Expr] = []
        while not self.accept("]"):
            if self.accept(","):
                continue
            simple = self.peek(1).text in (",", "]")
            items.append(Colon() if self.accept(":") else self.index_item(self.take()) if simple else self.expression())
        return self.indexed(base, tuple(items))


def label(index: Expr) -> str | None:
    """A subscript as part of a name: `1`, `i`; None for anything longer."""
    if isinstance(index, Sym):
        return index.name
    if isinstance(index, Num) and index.value.denominator == 1:
        return str(index.value)
    return None


def _is_matrix(expr: Expr) -> bool:
    """`‖v‖_{Σ^{-1}}`, `‖v‖_A`: does the norm go with a matrix?"""
    root = expr.base if isinstance(expr, Pow) else expr
    return isinstance(root, Sym) and root.name in (r"\Sigma", r"\Lambda", *"ABDGHKMPQSVW")


def _all_letters(expr: Mul) -> bool:
    return all(isinstance(f, Sym) and len(f.name) == 1 for f in expr.factors)
