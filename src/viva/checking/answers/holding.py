r"""Does an equation of a reply determine what the key says?

An equation is right if it holds identically when the symbol to solve for takes the key's value, and fails when that
value is disturbed: so `w̃ = w/p` is `w = p w̃`, and a tautology is nothing. It is a test at random draws, no proof.

>>> from viva.kinds import Relation, Symbol
>>> from viva.reading.parser import parse
>>> p, learned, w = Symbol("p", domain="probability"), Symbol(r"\tilde w", ("d",)), Symbol("w", ("d",))
>>> kind = Relation((p, learned, w), "w")
>>> key = lambda env: env["p"] * env[r"\tilde w"]
>>> [holds(Equation(parse(a, kind.symbols), parse(b, kind.symbols)), key, kind).equal
...  for a, b in ((r"\tilde w", "w/p"), (r"\tilde w/p", "w"), ("w - w", "0"))]
[True, False, None]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from viva.checking.answers.comparing import TOLERANCE, Key, KeyMisfit, key_values, shown
from viva.checking.answers.protocol import Comparison
from viva.checking.evaluating.draws import Draws, draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.kinds import Relation
from viva.reading.syntax import Expr


@dataclass(frozen=True)
class Equation:
    """An equation in which the symbol to solve for stands, but not alone on one side."""

    left: Expr
    right: Expr
    partial: bool = (
        False  # one of many equations of a derivation: it can show that the relation is right, not that it is wrong
    )


def holds(equation: Equation, key: Key, kind: Relation, square: bool = False) -> Comparison:
    """Does the equation hold when `solve_for` has the key's value, and fail when that is disturbed?

    Where the shapes of its products do not fit, it is right nowhere; square matrices show that it is wrong.
    """
    method = "put into the equation at 6 random draws"
    try:
        for number, positive in ((0, False), (1, True)):
            drawn = draw(kind.symbols, round=number, count=3, positive=positive, square=square)
            right = key_values(key, drawn)
            gap, scale = _gap(equation, _with(drawn, kind.solve_for, right))
            if np.max(gap) > TOLERANCE * scale:
                k = int(np.argmax(gap))
                sides = [
                    np.asarray(evaluate_draws(s, _with(drawn, kind.solve_for, right))[k])
                    for s in (equation.left, equation.right)
                ]
                at = shown(equation.right, drawn, k, *np.broadcast_arrays(*map(np.asarray, sides)))
                at = at.replace("the reply gives", "with the right answer its left side is").replace(
                    "the key", "its right side"
                )
                disturbed_gap, disturbed_scale = _gap(equation, _with(drawn, kind.solve_for, right * 1.37 + 0.11))
                if np.max(disturbed_gap) <= TOLERANCE * disturbed_scale:
                    return Comparison(None, method, reason="the equation does not determine the symbol")
                if equation.partial:
                    return Comparison(
                        None, method, counterexample=at, reason="an equation of the derivation that does not hold"
                    )
                return Comparison(False, method, counterexample=at)
            disturbed, disturbed_scale = _gap(equation, _with(drawn, kind.solve_for, right * 1.37 + 0.11))
            if np.min(disturbed) <= TOLERANCE * disturbed_scale:
                return Comparison(None, method, reason="the equation holds whatever the symbol is")
    except Unevaluable as error:
        if error.misfit and not square:
            shown_square = holds(equation, key, kind, square=True)
            return shown_square if shown_square.equal is False else Comparison(None, method, reason=error.reason)
        return Comparison(None, method, reason=error.reason)
    except KeyMisfit:
        return Comparison(None, method, reason="the key has no value for these shapes")
    return Comparison(True, method)


def _gap(equation: Equation, drawn: Draws) -> tuple[Any, float]:
    """For every draw the largest difference of the two sides; and their magnitude."""
    left, right = evaluate_draws(equation.left, drawn), evaluate_draws(equation.right, drawn)
    if left.shape != right.shape:
        raise Unevaluable("the two sides of the equation have different shapes")
    flat = np.abs(left - right).reshape(drawn.count, -1).max(axis=1)
    return flat, max(float(np.max(np.abs(left))), float(np.max(np.abs(right))), 1e-3)


def _with(drawn: Draws, name: str, value: Any) -> Draws:
    values: Mapping[str, Any] = {**drawn.values, name: value}
    return replace(drawn, values=values)
