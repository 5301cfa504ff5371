r"""Sums and products over indices with their bounds, and expectations."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import CLOSERS, COMPARE, END, Cursor
from viva.reading.lexer import ACCENTS, FONTS, Token
from viva.reading.syntax import ONE, Call, Expect, Expr, Fold, Mul, Num, Sym, Test, Transpose, Unreadable


class Sums(Cursor):
    """Sums and products over indices with their bounds, and expectations."""

    within = ""  # the set of the last index whose bounds were read, where it is more than a name

    def fold(self, op: str) -> Expr:
        """Bounds in any order, then the product that the sum extends over."""
        indices: list[tuple[str, Expr | None, Expr | None]] = []
        tests: list[Test] = []
        upper: Expr | None = None
        self.within = ""
        while self.sees("_") or self.sees("^"):
            if self.take().text == "_":
                self.bounds(indices, tests)
            else:
                upper = self.argument()
        if not indices and upper is None and self.is_glued_index():
            indices.append((self.symbol(self.take().text).name, None, None))
            upper = self.dotted_range(indices)
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
        within = self.within
        body = self.factor_product()
        for number, (name, low, high) in reversed(list(enumerate(indices))):
            last = number == len(indices) - 1
            body = Fold(op, name, low, high, tuple(tests) if last else (), body, within if last else "")
        return body

    def is_glued_index(self) -> bool:
        """The j of `Σj ∂L/∂yj`: a letter right behind the sign, and something else after a gap."""
        token, following = self.peek(), self.peek(1)
        if token.kind != "word" or token.gap or len(token.text) != 1 or token.text not in "ijklmn":
            return False
        if self.known.resolve(token.text) is not None:
            return False
        return following.gap or following.text in ("∂", "(", "=")

    def dotted_range(self, indices: list[tuple[str, Expr | None, Expr | None]]) -> Expr | None:
        """The rest of `Σj=1..n` or `Σj=1^n`: takes the lower bound and gives the upper one."""
        if not (self.sees("=") and self.peek(1).kind == "num"):
            return None
        low, dots = self.peek(1), 0
        if self.peek(2).text == "^" and low.text.isdigit():
            self.at += 3
            indices[-1] = (indices[-1][0], Num(Fraction(low.text)), None)
            return self.tight_power()
        while self.peek(2 + dots).text in (".", "..."):
            dots += 1
        text = low.text.rstrip(".")
        if not text.isdigit() or (not dots and text == low.text):
            raise self.unexpected("the bounds of a sum were expected")
        self.at += 2 + dots
        indices[-1] = (indices[-1][0], Num(Fraction(text)), None)
        return self.primary()

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
            name = self.symbol(token.text).name
            while self.accept("'"):  # max_a' Q(s', a')
                name += "'"
            low = None
            if self.sees("="):
                self.take()
                low = self.tight_power()
            indices.append((name, low, None))
            return
        closer = CLOSERS[self.take().text]
        while not self.accept(closer):
            if self.accept(",") or self.accept(":") or self.accept(";") or self.accept("|"):
                continue
            if self.peek() is END:
                raise self.unexpected("the bounds of a sum do not end")
            self.bound(indices, tests)

    def primed_index(self, expr: Expr) -> Expr:
        """An index with primes, `a'`: no transpose."""
        primes = ""
        while isinstance(expr, Transpose) and isinstance(expr.arg, Sym | Transpose):
            expr, primes = expr.arg, primes + "'"
        return Sym(expr.name + primes) if primes and isinstance(expr, Sym) else expr

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
        if self.peek(1).text == "=" and self.peek(2).kind == "num" and self.peek(3).text == ".":  # {j=1..n}
            indices.append((self.symbol(self.take().text).name, None, None))
            high = self.dotted_range(indices)
            indices[-1] = (*indices[-1][:2], high)
            return
        sides = [self.primed_index(self.expression())]
        relations = []
        while self.peek().kind == "rel":
            relation = self.take().text
            if relation == "∈":
                self.skip_set()
                break
            if relation not in COMPARE:
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
        """`j ∈ B`, `j ∈ {1,…,n}`: all of the index's range; what kind of set it is otherwise is kept as text."""
        depth = 0
        written: list[str] = []
        while self.peek() is not END:
            token = self.peek()
            if depth == 0 and (token.text in ("}", ")", ",") or token.kind == "rel"):
                break
            depth += (token.text in (r"\{", "[", "(", "{")) - (token.text in (r"\}", "]", ")", "}"))
            if not (token.kind == "cmd" and token.text in FONTS) and token.text not in ("{", "}"):
                written.append(token.text)
            self.take()
        if len(written) > 1 and written[0] != r"\{" and not (written[0] == "[" and len(written) == 3):
            self.within = "".join(written)

    def expectation(self, op: str, over: tuple[str, ...] = ()) -> Expr:
        law = ""
        while self.sees("_"):
            self.take()
            over, law = self.drawn()
        if self.sees("[") or self.sees("(") or self.sees(r"\{") or self.sees("{"):
            opening = self.take().text
            bars, self.bars = self.bars, 0
            body = [self.expression()]
            while self.accept(","):
                body.append(self.expression())
            if self.sees("|"):
                raise Unreadable(f"{op} under a condition is not understood", self.peek().at)
            self.expect(CLOSERS[opening])
            self.bars = bars
        else:
            body = [self.factor()]
        if len(body) not in ((1, 2) if op == "Cov" else (1,)):
            raise Unreadable(f"{op} of {len(body)} things")
        return Expect(op, tuple(body), over, law if self.free else "")

    def drawn(self) -> tuple[tuple[str, ...], str]:
        r"""The subscript of an expectation, `R`, `x \sim p_{data}`, `q(z|x)`: what is random, and its distribution.

        A distribution is kept by its name without parameters: `q_\phi(z|x)` is q, `p_{data}` is p_data.
        """
        if not self.accept("{"):
            if self.peek().kind == "cmd" and self.peek().text in ACCENTS:  # E_x̂
                drawn_from = self.primary()
                return ((drawn_from.name,) if isinstance(drawn_from, Sym) else ()), ""
            token = self.take()
            if token.kind not in ("word", "name", "roman"):
                raise Unreadable("an expectation over what?", token.at)
            found = self.known.split(token.text) if token.kind == "word" and len(token.text) > 1 else None
            if self.free and self.sees("(") and (end := self.closing()) and self.sees("[", end + 1):
                conditioned = self.tokens[self.at - 1 : self.at + end + 1]  # E_q(z|x)[…]
                self.at += end + 1
                return self.variables_of(conditioned)
            return found or (self.symbol(token.text).name,), ""
        inside: list[Token] = []
        depth = 1
        while True:
            token = self.take()
            if token is END:
                raise Unreadable("the subscript of an expectation does not end")
            depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
            if not depth:
                break
            inside.append(token)
        return self.variables_of(inside)

    def closing(self) -> int:
        """How many tokens ahead the bracket that opens here is closed; 0 where it is not."""
        depth = 0
        for k in range(60):
            token = self.peek(k)
            depth += (token.text in CLOSERS and token.kind == "op") - (token.text in CLOSERS.values())
            if token is END or not depth:
                return k if token is not END else 0
        return 0

    def variables_of(self, inside: list[Token]) -> tuple[tuple[str, ...], str]:
        drawn = next((k for k, t in enumerate(inside) if t.kind == "rel" and t.text in ("~", "∈")), None)
        if drawn is not None:
            return self.variables(inside[:drawn]), _law(inside[drawn + 1 :])
        opening = next((k for k, t in enumerate(inside) if t.text == "("), None)
        if opening and inside[-1].text == ")":  # q(z|x)
            given = next((k for k, t in enumerate(inside) if t.text in ("|", ";")), len(inside) - 1)
            start = next((k for k in range(opening - 1, 0, -1) if inside[k].gap), 0)  # `z q(z|x)`, a tilde was lost
            return self.variables(inside[opening + 1 : given]), _law(inside[start:])
        return self.variables(inside), ""

    def variables(self, found: list[Token]) -> tuple[str, ...]:
        names: list[str] = []
        depth = 0
        for k, token in enumerate(found):
            if token.kind == "rel":
                break
            script = k > 0 and found[k - 1].text in ("_", "^")
            before = [t.text for t in found[max(0, k - 2) : k] if t.text != "{"]
            accent = ACCENTS.get(before[-1]) if before else None
            if accent is not None and token.kind in ("word", "name"):  # E_{\hat x}
                names.append(self.symbol(f"{accent} {token.text}").name)
            elif token.kind in ("word", "name") and not depth and not script:
                names.extend(self.known.split(token.text) or (self.symbol(token.text).name,))
            elif token.text == "'" and names:
                names[-1] += "'"
            depth += (token.text == "{") - (token.text == "}")
        return tuple(names)


def _law(found: list[Token]) -> str:
    """The name of a distribution, with a subscript in words."""
    names = [k for k, t in enumerate(found) if t.kind in ("word", "name", "roman", "prose")]
    if not names:
        return ""
    name = found[names[0]].text
    label = found[names[1]].text if len(names) > 1 else ""
    scripted = found[names[0] + 1 : names[0] + 2] and found[names[0] + 1].text == "_"
    return f"{name}_{label}" if scripted and len(label) > 1 and label.isalpha() else name
