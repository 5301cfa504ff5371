r"""Arithmetic without symbols: `4 \cdot 3^3`, `\frac{3}{8}`, `150,528,000`, `2.56 × 10^7`, `\sqrt{2}/2`, `5!`.

>>> amount(r"4 \cdot 3 \cdot 3^{2}")
Amount(value=Fraction(108, 1), half=Fraction(0, 1), digits=0)
>>> amount("0.333").half
Fraction(1, 2000)
>>> amount("2n") is None
True

`amount` takes the whole text or nothing: it never picks a number out of something that it does not understand.
Fractions are exact; a value is a float only where the arithmetic is irrational. `half` is half a unit in the last
place of a decimal literal (how far its rounding may have moved it), and 0 for integers and for anything computed.
The grammar is a few lines of recursive descent over tokens; depth, length and exponents are bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from viva.reading.literals import NUMBER, Amount, NotArithmetic, Value, literal
from viva.reading.patterns import lazy

__all__ = ["NUMBER", "Amount", "Calculator", "Value", "amount"]

MAX_LENGTH = 400
MAX_DEPTH = 40
MAX_BITS = 8_192

_TOKEN = lazy(
    rf"(?P<space>(?:\s|\\[,;:! ]|~|\\quad\b|\\left\b|\\right\b|\\displaystyle\b|\\big\b|\\Big\b|\\bigl\b|\\bigr\b|&)+)"
    rf"|(?P<number>\d+\.(?![\w.(]|\\overline|\\bar|\s\d)|{NUMBER})"
    r"(?P<scale>[ ]?(?:[KkMBGT]\b(?!\s?\^|[²³⁴])"  # "4 k^2 C" has no thousands
    r"|million\b|billion\b|thousand\b|trillion\b|Mio\b|Mrd\b|bn\b|mn\b|mln\b))?"
    r"|(?P<macro>\\[A-Za-z]+)"
    r"|(?P<power>\*\*|\^)"
    r"|(?P<sign>[-+*/·×÷!%()\[\]{}π√_⌊⌋⌈⌉]|\\%)"
    r"|(?P<word>log(?:2|10)(?=\s*[({])|[A-Za-z]+)"
)
_TIMES = {r"\cdot", r"\times", r"\ast", "*", "·", "×", "x"}
_DIVIDE = {"/", r"\div", "÷"}
_FUNCTIONS = {
    "ln": math.log,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "lg": math.log10,
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "tanh": math.tanh,
    "sqrt": math.sqrt,
    "arctan": math.atan,
    "arcsin": math.asin,
    "arccos": math.acos,
}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ROUNDING = {
    "⌊": ("⌋", math.floor),
    "⌈": ("⌉", math.ceil),
    r"\lfloor": (r"\rfloor", math.floor),
    r"\lceil": (r"\rceil", math.ceil),
}

_CLOSED_ROUNDING = frozenset(closing for closing, _ in _ROUNDING.values())


@lru_cache(maxsize=4096)
def amount(text: str) -> Amount | None:
    """The amount that `text` as a whole denotes, or None if it is not arithmetic over plain numbers."""
    if len(text) > MAX_LENGTH:
        return None
    try:
        return Calculator(text).whole()
    except (NotArithmetic, ZeroDivisionError, OverflowError, ValueError):
        return None


class Calculator:
    """Recursive descent over the tokens of a text. What is irrational is a float; `viva.reading.precise` has more."""

    pi: Value = math.pi
    e: Value = math.e
    functions: Mapping[str, Callable[[Any], Any]] = _FUNCTIONS

    def real(self, value: Value) -> Any:
        """A value as what the functions take."""
        return float(value)

    def raised(self, base: Value, exponent: Value) -> Value:
        """A power that may be irrational."""
        if base >= 0:
            return self.positive_power(base, exponent)
        if isinstance(exponent, Fraction) and exponent.denominator % 2 == 1:
            return (-1 if exponent.numerator % 2 else 1) * self.positive_power(-base, exponent)
        raise NotArithmetic("a root of a negative number")

    def positive_power(self, base: Value, exponent: Value) -> Value:
        """A power of a base that is not negative."""
        return math.pow(float(base), float(exponent))

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.amounts: dict[int, Amount] = {}
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise NotArithmetic(text[at])
            at = match.end()
            kind = match.lastgroup
            if kind == "space":
                continue
            if match["number"]:
                self.amounts[len(self.tokens)] = literal(match["number"], match["scale"] or "")
                self.tokens.append(("number", match["number"]))
            else:
                self.tokens.append((str(kind), match[0]))
        self.at = 0
        self.depth = 0

    def whole(self) -> Amount:
        rounded = self._rounded()
        value = self.sum()
        if self.at < len(self.tokens):
            raise NotArithmetic(self.tokens[self.at][1])
        if rounded:
            return Amount(value, abs(rounded.half), rounded.digits)
        return Amount(value)

    def _rounded(self) -> Amount | None:
        """The decimal literal that makes up the whole text, perhaps with a sign and times a power of ten."""
        tokens = self.tokens
        while len(tokens) > 2 and _CLOSING.get(tokens[0][1]) == tokens[-1][1] and len(self.amounts) == 1:
            tokens = tokens[1:-1]  # {0.78}
        k = 1 if tokens and tokens[0][1] in "+-" else 0
        lead = self.amounts.get(k + (len(self.tokens) - len(tokens)) // 2)
        if lead is None:
            return None
        rest = [t for _, t in tokens[k + 1 :]]
        if rest in ([], ["%"], [r"\%"]):
            percent = Fraction(1, 100) if rest else Fraction(1)
            return Amount(lead.value, lead.half * percent, lead.digits) if lead.digits else None
        if len(rest) >= 4 and rest[0] in _TIMES and rest[1] == "10" and rest[2] in ("^", "**"):
            exponent = "".join(rest[3:]).strip("{}()")
            if re.fullmatch(r"[-+]?\d{1,3}", exponent):
                shift = Fraction(10) ** int(exponent)
                half = lead.half or Fraction(1, 2)
                return Amount(lead.value, half * shift, lead.digits or len(tokens[k][1]))
        return None

    # ---- the grammar ----

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        if self.at >= len(self.tokens):
            raise NotArithmetic("the text ends too early")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def sum(self) -> Value:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotArithmetic("nested too deeply")
        value = self.product()
        while self.peek() in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        self.depth -= 1
        return value

    def product(self) -> Value:
        value = self.signed()
        while sign := self.peek():
            if sign in _TIMES:
                self.take()
                value = value * self.signed()
            elif sign in _DIVIDE:
                self.take()
                value = value / self.signed()
            elif self._starts_factor():
                value = value * self.power()
            else:
                break
            _bounded(value)
        return value

    def _starts_factor(self) -> bool:
        kind, text = self.tokens[self.at]
        if kind == "number":  # two numbers side by side are no product
            return self.tokens[self.at - 1][1] in ")]}"
        if kind == "word":
            return text in _FUNCTIONS
        if text in _CLOSED_ROUNDING:
            return False
        return (kind == "macro" and text not in _DIVIDE) or text in ("(", "[", "{", "π", "√", "⌊", "⌈")

    def signed(self) -> Value:
        if self.peek() == "-":
            self.take()
            return -self.signed()
        if self.peek() == "+":
            self.take()
            return self.signed()
        return self.power()

    def power(self) -> Value:
        value = self.atom()
        while self.peek() in ("!", "%", r"\%"):
            value = _factorial(value) if self.take() == "!" else value / 100
        if self.peek() in ("^", "**"):
            self.take()
            if self.peek() == r"\circ":
                raise NotArithmetic("degrees")
            value = self.to_power(value, self.argument(signed=True))
        while self.peek() == "!":
            self.take()
            value = _factorial(value)
        return value

    def argument(self, signed: bool = False) -> Value:
        """The argument of a macro or exponent: a group, or one token (one digit in LaTeX, `\\frac12`)."""
        if self.peek() in ("{", "("):
            return self.atom()
        if signed and self.peek() in ("-", "+"):
            return self.signed()
        return self.atom()

    def digit(self) -> Value:
        """Like `argument`, but of a run of digits takes only the first, as LaTeX does: `\\frac12`."""
        if self.at in self.amounts and re.fullmatch(r"\d{2,}", self.tokens[self.at][1]):
            first, rest = self.tokens[self.at][1][0], self.tokens[self.at][1][1:]
            self.tokens[self.at] = ("number", rest)
            self.amounts[self.at] = literal(rest)
            return Fraction(int(first))
        return self.argument()

    def atom(self) -> Value:
        position = self.at
        kind = self.tokens[position][0] if position < len(self.tokens) else ""
        text = self.take()
        if kind == "number":
            return self.amounts[position].value + self.mixed(position)
        if text in _CLOSING:
            value = self.sum()
            if self.take() != _CLOSING[text]:
                raise NotArithmetic("brackets do not match")
            return value
        if text in _ROUNDING:
            closing, rounded = _ROUNDING[text]
            value = Fraction(rounded(self.sum()))
            if self.take() != closing:
                raise NotArithmetic("brackets do not match")
            return value
        if text in (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"):
            above = self.digit()
            return above / self.digit()
        if text in (r"\binom", r"\dbinom", r"\tbinom"):
            return _binomial(self.digit(), self.digit())
        if text == "√":
            return self.to_power(self.argument(), Fraction(1, 2))
        if text in (r"\sqrt", "sqrt"):
            return self.root()
        if text in (r"\pi", "π", "pi"):
            return self.pi
        if text == "e" or (
            text == r"\mathrm" and self.tokens[self.at : self.at + 3] == [("sign", "{"), ("word", "e"), ("sign", "}")]
        ):
            self.at += 0 if text == "e" else 3
            return self.e
        name = text.removeprefix("\\")
        if name in _FUNCTIONS:
            return self.function(name)
        raise NotArithmetic(text)

    def mixed(self, position: int) -> Fraction:
        """The proper fraction behind a whole number, as in `1 1/2` and `1\\frac{1}{2}`; 0 where there is none."""
        if position and self.tokens[position - 1][1] in ("/", "^", "**", "_", r"\frac", r"\dfrac", r"\tfrac"):
            return Fraction(0)
        texts = [text for _, text in self.tokens[position : position + 8]]
        if not texts[0].isdecimal() or len(texts) < 4:
            return Fraction(0)
        if texts[1] in (r"\frac", r"\dfrac", r"\tfrac"):
            if len(texts) == 8 and [texts[k] for k in (2, 4, 5, 7)] == ["{", "}", "{", "}"]:
                return self._proper(texts[3], texts[6], 8)
            return Fraction(0)
        if texts[1] == "(" and len(texts) > 5 and texts[3] == "/" and texts[5] == ")":
            if self._proper_value(texts[2], texts[4]):
                raise NotArithmetic("a mixed number or a product")
            return Fraction(0)
        if texts[2] == "/" and self.tokens[position + 1][0] == "number":
            return self._proper(texts[1], texts[3], 4)
        return Fraction(0)

    def _proper(self, above: str, below: str, tokens: int) -> Fraction:
        value = self._proper_value(above, below)
        if value:
            self.at += tokens - 1
        return value

    @staticmethod
    def _proper_value(above: str, below: str) -> Fraction:
        if above.isdecimal() and below.isdecimal() and len(below) <= 4 and 0 < int(above[:9]) < int(below):
            return Fraction(int(above), int(below))
        return Fraction(0)

    def root(self) -> Value:
        degree: Value = Fraction(2)
        if self.peek() == "[":
            self.take()
            degree = self.sum()
            if self.take() != "]":
                raise NotArithmetic("brackets do not match")
        return self.to_power(self.digit(), 1 / degree)

    def function(self, name: str) -> Value:
        power: Value | None = None
        base: Value | None = None
        if self.peek() == "_":
            self.take()
            if name != "log":
                raise NotArithmetic("an index")
            base = self.digit()
        if self.peek() in ("^", "**"):
            self.take()
            power = self.argument(signed=True)
        inner = self.argument() if self.peek() in ("(", "{", "[") else self.power()
        value: Value = self.functions[name](self.real(inner))
        if base is not None:
            value /= self.functions["log"](self.real(base))
            if isinstance(value, float) and abs(value - round(value)) < 1e-12:
                value = float(round(value))
        return value if power is None else self.to_power(value, power)

    def to_power(self, base: Value, exponent: Value) -> Value:
        """A power; exact where it is rational, and refused where it is too large."""
        if isinstance(base, Fraction) and isinstance(exponent, Fraction):
            if exponent.denominator == 1:
                bits = max(base.numerator.bit_length(), base.denominator.bit_length())
                if bits * abs(exponent.numerator) > MAX_BITS:
                    raise NotArithmetic("the power is too large")
                return Fraction(base**exponent.numerator)
            root = _exact_root(base, exponent)
            if root is not None:
                return root
        return self.raised(base, exponent)


def _bounded(value: Value) -> Value:
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise NotArithmetic("the number is too large")
    return value


def _exact_root(base: Fraction, exponent: Fraction) -> Fraction | None:
    if base < 0 or exponent.denominator > 8 or abs(exponent.numerator) > 64:
        return None
    n = exponent.denominator
    if base.numerator.bit_length() > 900 or base.denominator.bit_length() > 900:
        return None
    above, below = round(float(base.numerator) ** (1 / n)), round(float(base.denominator) ** (1 / n))
    if above**n == base.numerator and below**n == base.denominator and below:
        return Fraction(above, below) ** exponent.numerator
    return None


def _factorial(value: Value) -> Value:
    if not isinstance(value, Fraction) or value.denominator != 1 or not 0 <= value <= 500:
        raise NotArithmetic("a factorial of this is not taken")
    return Fraction(math.factorial(value.numerator))


def _binomial(n: Value, k: Value) -> Value:
    if (
        isinstance(n, Fraction)
        and isinstance(k, Fraction)
        and n.denominator == k.denominator == 1
        and 0 <= k <= n <= 500
    ):
        return Fraction(math.comb(n.numerator, k.numerator))
    raise NotArithmetic("a binomial coefficient of these is not taken")
