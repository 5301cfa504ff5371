r"""What stands behind a factor: powers, transposes, layers `W^{(l)}`, primes, stars, factorials."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import CLOSERS, END, MAX_DEPTH, Cursor
from viva.reading.lexer import FONTS
from viva.reading.syntax import ZERO, Add, Call, Expr, Index, Neg, Num, Pow, Sym, Transpose, Unreadable


class Scripts(Cursor):
    """What stands behind a factor."""

    time = False  # is `{t}` an exponent, rather than a transpose, of the base at hand?

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
            elif (
                token.text == "("
                and self.known.layered
                and isinstance(base, Sym)
                and base.name in self.known.stacked
                and self.peek(1).text in self.known.layered
                and (layer := self.layer_bracket(base)) is not None
            ):
                base = layer
            elif (
                token.text in ("(", "[")
                and isinstance(base, Sym | Index | Pow)
                and self.follows_name()
                and self.applies(base)
            ):
                base = self.application(base)
            elif (
                token.text in ("-", "+")
                and isinstance(base, Sym)
                and not token.gap
                and self.peek(1).text in (",", ";", ")")
                and self.known.resolve(f"{base.name}^{token.text}") is not None
            ):
                self.take()  # θ−, where PDF extraction has lost the place of the sign
                base = self.symbol(f"{base.name}^{token.text}")
            elif token.text == "[" and self.is_bracket_index(base, token):
                base = self.bracket_index(base)
            elif token.text == ".":
                if not self.is_method():
                    return base
                base = self.method(base)
            elif token.text == "⊤":
                self.take()
                base = Transpose(base)
            elif token.text == "*" and isinstance(base, Sym) and not token.gap and self.starred_name(base):
                self.take()  # `w* = …`
                base = self.symbol(base.name + "^*")
            elif token.text == "!":
                self.take()
                base = Call("factorial", (base,))
            else:
                return base

    def starred_name(self, base: Sym) -> bool:
        """Is this star part of a name, `w* = …`, `D*(x)`?"""
        return self.peek(1).text in ("=", "→", "←", "") or f"{base.name}^*" in self.known.functions

    def follows_name(self) -> bool:
        """Does a name stand before this bracket, rather than another bracket?"""
        return bool(self.at) and self.tokens[self.at - 1].text not in (")", "]", r"\}")

    def superscript(self, base: Expr) -> Expr:
        self.take()
        self.time = self.free and isinstance(base, Sym | Index) and not _is_capital(base)
        if self.transposing():
            return Transpose(base)
        if (signed := self.signed(base)) is not None:
            return signed
        braced = self.sees("{")
        if braced or self.sees("("):
            start = self.at
            closer = CLOSERS[self.take().text]
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
        if isinstance(base, Sym) and base.name in self.known.stacked and self.is_layer(exponent):
            return self.indexed(base, (exponent,))
        if base == Sym("e") and self.known.resolve("e") is None:
            return Call("exp", (exponent,))
        return Pow(base, exponent)

    def signed(self, base: Expr) -> Expr | None:
        """`θ^-`, `X^{+}`: a sign that is part of the name; None where it is the sign of an exponent."""
        braced = self.sees("{")
        sign = self.peek(1 if braced else 0)
        after = self.peek(2 if braced else 1)
        if not self.free or not isinstance(base, Sym) or sign.kind != "op" or sign.text not in ("-", "+"):
            return None
        ends = after.text == "}" if braced else after is END or (after.text in ",;)]}=" and after.text != "")
        if not ends:
            return None
        self.at += 3 if braced else 1
        return self.symbol(f"{base.name}^{sign.text}")

    def is_layer(self, expr: Expr) -> bool:
        """`l`, `l + 1`, where l is a letter of layers."""
        letters = self.known.layered
        if not letters:
            return False
        terms = expr.terms if isinstance(expr, Add) else (expr,)
        rest = [t.arg if isinstance(t, Neg) else t for t in terms[1:]]
        return isinstance(terms[0], Sym) and terms[0].name in letters and all(isinstance(t, Num) for t in rest)

    def layer_bracket(self, base: Sym | Index) -> Expr | None:
        """`δ(l)`, `W(l+1)` for `δ^{(l)}`; None where the bracket holds something else."""
        start = self.at
        tokens = self.tokens
        self.take()
        try:
            expr = self.expression()
        except Unreadable:
            expr = ZERO
        if self.is_layer(expr) and self.accept(")"):
            return self.indexed(base, (expr,))
        self.at, self.tokens = start, tokens
        return None

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
        if plain and self.accept(CLOSERS[opening]):
            if self.accept("}"):
                return self.indexed(base, (expr,))
            if self.transposing(group=True) and self.accept("}"):  # W^{(l)\top}
                return Transpose(self.indexed(base, (expr,)))
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
        if token.kind not in ("num", "word", "name", "cmd") and token.text not in ("(", r"\sqrt", "⌊", "⌈"):
            raise self.unexpected("an exponent was expected")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", token.at)
        expr = self.primary()
        transposed = isinstance(expr, Num) and self.sees("^") and self.peek(1).text in ("T", "⊤")  # Γ^-1^T
        if not self.latex and (self.sees("_") or self.sees("^")) and not transposed:
            expr = self.postfix(expr)
        self.depth -= 1
        return expr

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
            or (
                token.kind == "word"
                and token.text in ("t", "top")
                and group
                and self.known.resolve("t") is None
                and not (token.text == "t" and (self.time or "t" in self.known.factors))
            )
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


def _is_capital(base: Sym | Index) -> bool:
    root = base.base if isinstance(base, Index) else base
    return isinstance(root, Sym) and root.name.rpartition(" ")[2].removeprefix("\\")[:1].isupper()
