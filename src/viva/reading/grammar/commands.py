r"""LaTeX commands: fonts, accents, limits, braces."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import Cursor
from viva.reading.lexer import ACCENTS, FONTS, Token
from viva.reading.syntax import ONES, Call, Expr, Index, Num, Sym, Test, Unreadable
from viva.reading.vocabulary import FUNCTIONS


class Commands(Cursor):
    """LaTeX commands."""

    def command(self, token: Token) -> Expr:
        name = token.text
        if name == r"\frac":
            return self.fraction()
        if name in ACCENTS:
            self.take()
            expr = self.accented(ACCENTS[name], self.argument())
            following = self.peek()
            runs_on = following.kind in ("word", "num") and not following.gap
            if isinstance(expr, Sym) and runs_on and self.joins(expr.name, following.text):
                return self.subscripted(expr.name, self.take().text)
            return expr
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
