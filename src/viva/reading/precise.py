r"""The same arithmetic to fifty digits, for a second look where floats agree: is `e^{\pi\sqrt{163}}` an integer?

>>> differ(r"e^{\pi \sqrt{163}}", "262537412640768744"), differ(r"\sqrt{8}", r"2\sqrt{2}"), differ("x", "2")
(True, False, None)

By mpmath (F. Johansson et al.), which is imported only here. Every irrational number becomes a fraction that is right
to fifty digits. It is asked about texts whose value as a float is finite, so that no intermediate result is too large.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from viva.reading.arithmetic import Calculator, Value, amount
from viva.reading.literals import NotArithmetic

DIGITS = 60
AGREEING = 50  # leaves ten digits to the errors of the arithmetic in between


def differ(one: str, other: str) -> bool | None:
    """Do two texts of arithmetic have different values? None where one of them is no arithmetic."""
    if amount(one) is None or amount(other) is None:
        return None
    import mpmath

    with mpmath.workdps(DIGITS):
        try:
            left, right = (Fraction(_calculator(text).sum()) for text in (one, other))
        except (NotArithmetic, ZeroDivisionError, OverflowError, ValueError):
            return None
    return bool(abs(left - right) > max(abs(left), abs(right)) / 10**AGREEING)


def _calculator(text: str) -> Calculator:
    import mpmath

    def exact(number: Any) -> Fraction:
        sign, mantissa, exponent, _ = mpmath.mpf(number)._mpf_
        return Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** int(exponent)

    def real(value: Value) -> Any:
        if isinstance(value, Fraction):
            return mpmath.mpf(value.numerator) / value.denominator
        return mpmath.mpf(value)

    def function(name: str) -> Callable[[Any], Fraction]:
        return lambda x: exact(getattr(mpmath, name)(x))

    class Precise(Calculator):
        pi, e = exact(mpmath.pi), exact(mpmath.e)
        functions = {  # noqa: RUF012 (as in the class it refines)
            **{name: function(name) for name in ("exp", "sin", "cos", "tan", "tanh", "sqrt", "log", "log10")},
            "ln": function("log"),
            "lg": function("log10"),
            "log2": lambda x: exact(mpmath.log(x, 2)),
            "arctan": function("atan"),
            "arcsin": function("asin"),
            "arccos": function("acos"),
        }

        def real(self, value: Value) -> Any:
            return real(value)

        def positive_power(self, base: Value, exponent: Value) -> Value:
            return exact(mpmath.power(real(base), real(exponent)))

    return Precise(text)
