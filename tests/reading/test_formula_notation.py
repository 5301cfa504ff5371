"""An expression written in any notation and read again has the same value; a mutation of it has another one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from viva.checking.evaluating.draws import draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.kinds import Symbol
from viva.reading.normal import normalise
from viva.reading.notation import Notation, render
from viva.reading.parser import parse
from viva.reading.syntax import (
    Add,
    Call,
    Div,
    Expr,
    Fold,
    Index,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Sym,
    Transpose,
    add,
    mul,
)

SYMBOLS = (
    Symbol("p", domain="probability"),
    Symbol(r"\gamma"),
    Symbol("g", ("n",)),
    Symbol(r"\partial L/\partial y", ("n",)),
    Symbol("X", ("n", "d")),
    Symbol(r"\tilde w", ("d",)),
    Symbol(r"\Gamma", ("d", "d"), domain="invertible"),
)
AT_I, AT_J = Sym("i"), Sym("j")
ATOMS: list[Expr] = [
    Sym("p"),
    Sym(r"\gamma"),
    Num(Fraction(2)),
    Num(Fraction(3, 4)),
    Sym("n"),
    Index(Sym("g"), (AT_I,)),
    Index(Sym(r"\partial L/\partial y"), (AT_I,)),
    Fold("sum", "j", None, None, (), Index(Sym("g"), (AT_J,))),
    Fold(
        "sum",
        "j",
        Num(Fraction(1)),
        Sym("n"),
        (),
        mul(Index(Sym("g"), (AT_J,)), Index(Sym(r"\partial L/\partial y"), (AT_J,))),
    ),
    Norm(Mul((Sym("X"), Sym(r"\tilde w"))), "2"),
    Pow(Norm(Mul((Sym(r"\Gamma"), Sym(r"\tilde w"))), "2"), Num(Fraction(2))),
    Mul((Transpose(Sym(r"\tilde w")), Sym(r"\Gamma"), Sym(r"\tilde w"))),
    Call("tr", (Mul((Transpose(Sym("X")), Sym("X"))),)),
]
SCALARS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda t: add(*t)),
        st.tuples(inner, inner).map(lambda t: add(t[0], Neg(t[1]))),
        st.tuples(inner, inner).map(lambda t: mul(*t)),
        st.tuples(inner, inner).map(lambda t: Div(*t)),
        inner.map(lambda e: Pow(e, Num(Fraction(2)))),
        inner.map(Neg),
        inner.map(lambda e: Call("exp", (Neg(Pow(e, Num(Fraction(2)))),))),
    ),
    max_leaves=6,
)


def values(expr: Expr) -> np.ndarray:
    result = evaluate_draws(expr, draw(SYMBOLS, round=0, count=3), ("i",))
    assume(np.isfinite(result).all() and np.abs(result).max() < 1e6)
    return result


@pytest.mark.parametrize("notation", ["latex", "unicode", "ascii"])
@settings(max_examples=60)
@given(expr=SCALARS)
def test_written_and_read_again(notation: Notation, expr: Expr) -> None:
    text = normalise(render(expr, notation)).text
    again = parse(text, SYMBOLS)
    np.testing.assert_allclose(values(again), values(expr), rtol=1e-9, atol=1e-9, err_msg=text)


@settings(max_examples=60)
@given(expr=SCALARS, data=st.data())
def test_a_mutation_that_changes_the_value_is_seen(expr: Expr, data: st.DataObject) -> None:
    atom = data.draw(st.sampled_from([Sym("p"), Sym(r"\gamma"), Num(Fraction(1))]))
    mutated = data.draw(st.sampled_from([add(expr, atom), mul(Num(Fraction(3)), expr), Neg(expr), Div(expr, Sym("n"))]))
    before = values(expr)
    assume(np.abs(before).max() > 1e-6)
    text = render(mutated, "latex")
    after = values(parse(text, SYMBOLS))
    assert not np.allclose(after, before, rtol=1e-7, atol=1e-9), text


@settings(max_examples=60)
@given(a=SCALARS, b=SCALARS, c=SCALARS)
def test_rearranging_keeps_the_value(a: Expr, b: Expr, c: Expr) -> None:
    try:
        left = values(mul(a, Add((b, c))))
        right = values(parse(render(add(mul(c, a), mul(b, a)), "latex"), SYMBOLS))
    except Unevaluable:  # too much work
        assume(False)
    np.testing.assert_allclose(right, left, rtol=1e-7, atol=1e-7)


def test_matrix_products_keep_their_order() -> None:
    product = Mul((Sym("X"), Pow(Sym(r"\Gamma"), Num(Fraction(-1)))))
    for notation in ("latex", "unicode", "ascii"):
        assert parse(normalise(render(product, notation)).text, SYMBOLS) == product  # type: ignore[arg-type]
