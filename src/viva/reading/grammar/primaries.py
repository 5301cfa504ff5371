r"""The smallest wholes: numbers, brackets, bars, roots, fractions, signs."""

from __future__ import annotations

import itertools

from viva.reading.grammar.cursor import CLOSERS, COMPARE, END, MAX_DEPTH, Cursor
from viva.reading.lexer import FONTS, Token
from viva.reading.syntax import (
    ONE,
    Apply,
    Call,
    Div,
    Expr,
    Fold,
    Neg,
    Norm,
    Pow,
    Rows,
    Sym,
    Test,
    Unreadable,
)
from viva.reading.trees import walk


class Primaries(Cursor):
    """The smallest wholes."""

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
            if token.text == r"\Delta" and self.free and (change := self.change()) is not None:
                return change
            following = self.peek()
            if following.kind in ("word", "num") and not following.gap and self.joins(token.text, following.text):
                self.take()  # σ2, θtarget, as PDF extraction leaves them
                return self.subscripted(token.text, following.text)
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

    def change(self) -> Expr | None:
        r"""`\Delta\theta`, `\Delta w`: one name."""
        token = self.peek()
        if token.kind not in ("name", "word") or (token.kind == "word" and len(token.text) > 1):
            return None
        self.take()
        return self.symbol(rf"\Delta {token.text}")

    def joins(self, base: str, script: str) -> bool:
        """Is a letter with another right behind it a name with its subscript, which the key has?"""
        return f"{base}_{script}" in self.known.joined

    def subscripted(self, base: str, script: str) -> Expr:
        """The name with its subscript, as the key has it."""
        return self.known.joined[f"{base}_{script}"]

    def folds(self, sigma: Token) -> bool:
        r"""Does what follows Σ make it a sum? A bound or a factor does; `\Sigma` without bounds is a covariance."""
        after = self.past_scripts()
        if sigma.end - sigma.at > 1:
            if not self.sees("_"):
                return False
            if not self.sees("{", 1):
                return self.starts_factor(self.peek(2))
            inside = list(itertools.takewhile(lambda t: t.text != "}", self.tokens[self.at + 2 : self.at + 20]))
            if any(t.kind == "rel" for t in inside):
                return True
            index = len(inside) == 1 and (
                inside[0].kind == "name" or (inside[0].kind == "word" and len(inside[0].text) == 1)
            )
            inverse = self.ends_inverted(after)
            return index and not inverse and self.starts_factor(self.peek(after))
        if self.sees("^"):
            return not (self.sees("-", 1) or self.sees("-", 2) or self.peek(1).text in ("T", "⊤", "{⊤"))
        if self.sees("_"):
            label = self.peek(2 if self.sees("{", 1) else 1)
            named = label.kind in ("num", "roman", "prose") or (label.kind == "word" and len(label.text) > 2)
            inverse = self.ends_inverted(after)
            summed = self.starts_factor(self.peek(after)) or self.peek(after).kind == "num"  # Σ_i 1/x_i
            return not named and not inverse and summed
        return self.starts_factor(self.peek())

    def ends_inverted(self, after: int) -> bool:
        """Is the last script before that token `^{-1}`?"""
        texts = [self.peek(k).text for k in range(max(0, after - 5), after)]
        return texts[-3:] == ["^", "-", "1"] or texts[-5:] == ["^", "{", "-", "1", "}"]

    def past_scripts(self) -> int:
        """How many tokens ahead the scripts of what was just read end."""
        k = 0
        while self.peek(k).kind == "op" and self.peek(k).text in ("_", "^"):
            k += 1
            if not (self.peek(k).kind == "op" and self.peek(k).text in ("{", "(")):
                k += 1 + self.sees("-", k)
                continue
            depth = 0
            while self.peek(k) is not END:
                depth += (self.peek(k).text in ("{", "(")) - (self.peek(k).text in ("}", ")"))
                k += 1
                if not depth:
                    break
        return k

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
        if text == "∫":
            return self.integral()
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
            self.expect(CLOSERS[text])
            return Call("floor" if text == "⌊" else "ceil", (expr,))
        raise self.unexpected()

    def integral(self) -> Expr:
        """`∫_a^b f(x) dx`: what stands before the next `d` with its variable."""
        self.take()
        bounds: dict[str, Expr] = {}
        while self.peek().text in ("_", "^"):
            sign = self.take().text
            minus = not self.sees("{") and self.accept("-")
            bound = self.argument()
            bounds[sign] = Neg(bound) if minus else bound
        depth = 0
        for k in range(len(self.tokens) - self.at):
            token = self.peek(k)
            depth += (token.text in CLOSERS and token.kind == "op") - (token.text in CLOSERS.values())
            if depth:
                continue
            length, variable = self.differential(k)
            if length:
                parser = type(self)(self.tokens[self.at : self.at + k], self.known, self.latex, self.tight)
                parser.depth = self.depth + 1
                body = parser.expression()
                parser.finish()
                self.at += k + length
                if not bounds and not any(isinstance(node, Apply) for node in walk(body)):
                    raise Unreadable("an integral without bounds")
                return Fold("integral", variable, bounds.get("_"), bounds.get("^"), (), body)
        raise Unreadable("an integral without its “dx”", self.peek().at)

    def differential(self, k: int) -> tuple[int, str]:
        """How many tokens ahead of `k` are `dx`, `d\\theta` or `\\mathrm{d}x`, and the variable; 0 where it is none."""
        token, following = self.peek(k), self.peek(k + 1)
        if token.kind == "word" and len(token.text) == 2 and token.text[0] == "d":
            return 1, token.text[1]
        plain = token.kind in ("word", "roman") and token.text == "d"
        skipped = 1
        if token.kind == "cmd" and token.text in FONTS and following.text == "{" and self.peek(k + 2).text == "d":
            plain, skipped = self.peek(k + 3).text == "}", 4
        variable = self.peek(k + skipped)
        if plain and (variable.kind == "name" or (variable.kind == "word" and len(variable.text) == 1)):
            return skipped + 1, variable.text
        return 0, ""

    def bracketed(self, opening: str) -> Expr:
        self.take()
        bars, self.bars = self.bars, 0
        expr = self.expression()
        token = self.peek()
        if token.kind == "cmd" and token.text == r"\choose" and opening == "{":
            self.take()
            expr = Call("binom", (expr, self.expression()))
        elif opening in ("[", r"\{", "(") and token.kind == "rel" and token.text in COMPARE:
            self.take()
            expr = Test(COMPARE[token.text], expr, self.expression())
        elif opening == "[" and (self.sees(",") or self.sees(";")):
            return self.listed(expr, bars)
        self.expect(CLOSERS[opening])
        self.bars = bars
        return expr

    def listed(self, first: Expr, bars: int) -> Expr:
        """`[a, b, c]`: a vector, or rows of one; `[a, b; c, d]`, `[A; B]`: a matrix, row by row."""
        items, below = [first], []
        while self.accept(",") or self.sees(";"):
            if self.accept(";"):
                below.append(items)
                items = []
            items.append(self.expression())
        self.expect("]")
        self.bars = bars
        if below:
            below.append(items)
            if len({len(row) for row in below}) != 1:
                raise Unreadable("rows of different lengths")
            return Rows(tuple(map(tuple, below)))
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
