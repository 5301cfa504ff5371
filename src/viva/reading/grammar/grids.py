r"""Matrices and cases."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import COMPARE, END, Cursor, split_relations
from viva.reading.lexer import Token
from viva.reading.syntax import Add, Call, Cases, Expr, Neg, Num, Rows, Test, Unreadable


class Grids(Cursor):
    """Matrices and cases."""

    def grid(self) -> Expr:
        name = self.take().text
        rows: list[list[list[Token]]] = [[[]]]
        depth = 0
        while True:
            token = self.take()
            if token is END:
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
        parser = type(self)(cell, self.known, self.latex, self.tight)
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
        if len(relations) == 2 and (set(relations) <= set("<≤") or set(relations) <= set(">≥")):
            return self.inner(value), self.between([self.inner(part) for part in parts], relations[0] in "<≤")
        if len(relations) != 1 or relations[0] not in COMPARE:
            raise Unreadable("the condition of a case is not understood")
        return self.inner(value), Test(COMPARE[relations[0]], self.inner(parts[0]), self.inner(parts[1]))

    def between(self, sides: list[Expr], rising: bool) -> Test:
        """`a < x ≤ b`: both gaps are positive; whether the ends belong to it is left aside."""
        low, middle, high = sides if rising else sides[::-1]
        gaps = (Add((middle, Neg(low))), Add((high, Neg(middle))))
        return Test(">", Call("min", gaps), Num(Fraction(0)))
