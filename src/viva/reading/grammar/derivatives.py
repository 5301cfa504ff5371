r"""Derivatives as names of families: `∂L/∂yⱼ`, `\frac{dL}{dy_j}`, `∇_{y_i} L`."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import Cursor
from viva.reading.lexer import ACCENTS, FONTS
from viva.reading.syntax import Expr, Index, Num, Slope, Sym, Unreadable
from viva.reading.vocabulary import ASCII_GREEK


class Derivatives(Cursor):
    """Derivatives as names of families."""

    def derived(self) -> Expr:
        """What stands after ∂: a symbol with its accents and subscripts."""
        token = self.peek()
        if token.kind == "word" and len(token.text) > 1 and self.known.resolve(token.text) is None:
            if len(token.text) == 2 and token.text[1] in "ijkmn" and self.known.ndim(token.text[0]) == 1:  # ∂xi
                self.take()
                return Index(self.symbol(token.text[0]), (Sym(token.text[1]),))
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
                if below is None:
                    return None
                if (alone := self.differentiated()) is None:
                    return Slope(self.factor_product(), below)
                return self.derivative_atom(alone, below)
            start, tokens = self.at, self.tokens
            try:
                top = self.derived()
                if self.free and not self.sees("}"):
                    raise self.unexpected()
            except Unreadable:
                if not self.free:
                    raise
                self.at, self.tokens = start, tokens
                body = self.expression()
                below = self.differential_below("∂") if self.accept("}") else None
                return Slope(body, below) if below is not None else None
        elif sign.kind == "word" and sign.text[0] == "d" and self.known.resolve(sign.text) is None:
            if sign.text == "d":
                self.take()
                if self.free and self.accept("}"):
                    below = self.differential_below("d")
                    if below is None:
                        return None
                    alone = self.differentiated()
                    return Slope(self.factor_product(), below) if alone is None else self.derivative_atom(alone, below)
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
            sign = r"\nabla^2 " if order else r"\nabla "
            below = self.derived()
            if isinstance(below, Index) and self.free:  # ∇ℓ_i
                return Index(self.symbol(sign + name_of(below.base)), below.indices)
            return self.symbol(sign + name_of(below))
        self.take()
        if self.accept("{"):
            below = self.derived()
            self.expect("}")
        else:
            below = self.derived()
        if (top := self.differentiated()) is None:
            return Slope(self.factor_product(), below)
        return self.derivative_atom(top, below)

    def differentiated(self) -> Expr | None:
        """The symbol that is differentiated, in brackets or without; None where it is an expression."""
        start, tokens = self.at, self.tokens
        try:
            if self.accept("("):
                top = self.derived()
                self.expect(")")
            else:
                top = self.derived()
        except Unreadable:
            if not self.free:
                raise
            top = None
        if self.free and (top is None or self.sees("(") or self.starts_factor(self.peek())):
            self.at, self.tokens = start, tokens
            return None
        return top

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


def name_of(expr: Expr) -> str:
    """The name of a symbol, to make another one of it. Raises `Unreadable` for anything else."""
    if not isinstance(expr, Sym):
        raise Unreadable("∇ of more than one symbol")
    return expr.name
