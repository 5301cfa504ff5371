r"""Sums, products and quotients of factors: `a b/c − …`. A quotient takes the last factor; `a/bc` has two readings."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import MAX_DEPTH, Cursor
from viva.reading.grammar.families import generalise, member
from viva.reading.grammar.progressions import progression
from viva.reading.lexer import Token
from viva.reading.syntax import (
    ONE,
    ONES,
    Call,
    Div,
    Dot,
    Expr,
    Fold,
    Had,
    Mul,
    Neg,
    Num,
    Transpose,
    Unreadable,
    add,
    mul,
)
from viva.reading.vocabulary import FUNCTIONS

_SIGNS = ("+", "-", "±", "+-", "-±")


class Products(Cursor):
    """Sums, products and quotients of factors."""

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
        while (token := self.peek()).kind == "op" and (text := token.text) in _SIGNS:
            self.at += 1
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
        try:
            family, size = generalise(terms[0], last, "k'")
            fits = all(member(family, number) == term for number, term in enumerate(terms, 1))
        except Unreadable:
            fits = False
        if fits:
            return Fold("sum", "k'", Num(Fraction(len(terms) + 1)), size, (), family)
        whole, terms[:] = progression(terms, last), []
        return whole

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
                if token.text == "/" and self.sees("/") and not self.peek().gap and not self.latex:
                    self.take()
                    pending = "//"
        return factors[0] if len(factors) == 1 else mul(*factors)

    def join(self, factors: list[Expr], operator: str, factor: Expr, token: Token) -> None:
        """Add one more factor to the product so far."""
        if operator == "//":  # Python: all the factors so far
            factors[:] = [Call("floor", (Div(mul(*factors), factor),))]
        elif operator == "/":
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
            if self.free:  # `Wᵀδ ⊙ σ'(z)`: weaker than the product of matrices
                while self.starts_factor(self.peek()):
                    factor = mul(factor, self.factor())
                factors[:] = [Had(mul(*factors), factor)]
            else:
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
        if token.text in ("(", "[", "{", r"\{", "⟨", "⌊", "⌈", r"\sqrt", "∑", "∏", "∫", "∂", "∇", "np."):
            return True
        if token.text in ("|", "‖"):
            return not self.bars
        return False

    def factor(self) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.peek().at)
        expr = self.postfix(self.primary())
        self.depth -= 1
        return expr

    def factor_product(self) -> Expr:
        """The factors after a sum sign, up to the next plus, minus or relation."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.peek().at)
        sign = self.sign() if self.peek().text in ("-", "+") else None
        body = self.term()
        self.depth -= 1
        return Neg(body) if sign is not None and sign < 0 else body
