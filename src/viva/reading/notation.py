r"""A syntax tree → text: LaTeX, Unicode or ASCII (which is Python where Python has a word for it).

>>> from viva.reading.parser import parse
>>> expr = parse(r"\gamma (\frac{\partial L}{\partial y_i} - \frac1n \sum_{j} \frac{\partial L}{\partial y_j})")
>>> render(expr, "unicode")
'γ (∂L/∂yᵢ − 1/n Σ_{j} ∂L/∂yⱼ)'
>>> render(expr, "ascii")
'gamma*(dL/dy_i - 1/n*sum_{j} dL/dy_j)'
>>> render(parse(r"\|\Gamma \tilde w\|_2^2"), "latex")
'\\|\\Gamma \\tilde{w}\\|_{2}^{2}'

Reading the text again gives a tree of the same value (the same tree, but for brackets around signs).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from viva.reading import syntax as s
from viva.reading.lexer import GREEK

Notation = Literal["latex", "unicode", "ascii"]

_LETTERS = {name: letter for letter, name in GREEK.items() if letter not in "ςϑϕϖϱ"} | {r"\ell": "ℓ"}
_MARKS = {
    r"\tilde": "\u0303", r"\hat": "\u0302", r"\bar": "\u0304", r"\dot": "\u0307", r"\check": "\u030c",
    r"\breve": "\u0306",
}  # fmt: skip
_SUBSCRIPTS = dict(zip("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_SIGNS = {"·": {"latex": r"\cdot", "ascii": "*"}, "⊙": {"latex": r"\odot", "ascii": "⊙"}}
_TESTS = {
    "≠": (r"\ne", "!="),
    "≤": (r"\le", "<="),
    "≥": (r"\ge", ">="),
    "=": ("=", "="),
    "<": ("<", "<"),
    ">": (">", ">"),
}

# Binding strength: a node weaker than its place gets brackets.
_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4


def render(expr: s.Expr, notation: Notation = "unicode") -> str:
    """The expression in a notation, such that `viva.reading.parser.parse` reads it back."""
    return _Writer(notation).write(expr, _SUM)


def unicode_name(name: str) -> str:
    r"""A canonical name for a reader: `\tilde w` → `w̃`, `\partial L/\partial y` → `∂L/∂y`."""
    return _Writer("unicode").name(name)


class _Writer:
    def __init__(self, notation: Notation):
        self.notation = notation
        self.latex = notation == "latex"
        self.ascii = notation == "ascii"

    def write(self, expr: s.Expr, place: int) -> str:
        text, strength = self.node(expr)
        if strength >= place:
            return text
        return rf"\left({text}\right)" if self.latex else f"({text})"

    def node(self, expr: s.Expr) -> tuple[str, int]:
        match expr:
            case s.Num(value):
                return self.number(value)
            case s.Sym(name):
                return self.name(name), _ATOM
            case s.Colon():
                return ":", _ATOM
            case s.Index(base, indices):
                return self.subscripted(base, indices), _ATOM
            case s.Neg(arg):
                return self.minus() + self.write(arg, _PRODUCT), _SUM
            case s.Add(terms):
                return self.sum(terms), _SUM
            case s.Mul(factors):
                return self.product(factors), _PRODUCT
            case s.Dot(left, right):
                return f"{self.write(left, _PRODUCT)} {self.sign('·')} {self.factor(right)}", _PRODUCT
            case s.Had(left, right):
                return f"{self.factor(left)} {self.sign('⊙')} {self.factor(right)}", _PRODUCT - 1
            case s.Div(top, bottom):
                if self.latex:
                    return rf"\frac{{{self.write(top, _SUM)}}}{{{self.write(bottom, _SUM)}}}", _ATOM
                return f"{self.factor(top)}/{self.write(bottom, _ATOM)}", _PRODUCT
            case s.Pow(base, exponent):
                return self.power(base, exponent), _POWER
            case s.Transpose(arg):
                mark = {"latex": r"^\top", "unicode": "ᵀ", "ascii": "^T"}[self.notation]
                return self.write(arg, _ATOM) + mark, _POWER
            case s.Norm(arg, order):
                return self.norm(arg, order), _ATOM
            case s.Call(name, args):
                return self.call(name, args), _ATOM
            case s.Apply(function, args, marks):
                texts = [self.write(arg, _SUM) for arg in args]
                signs = [", " if mark == "," else f" {mark} " for mark in marks]
                inner = texts[0] + "".join(sign + text for sign, text in zip(signs, texts[1:], strict=True))
                return f"{self.write(function, _ATOM)}({inner})", _ATOM
            case s.Slope(body, by):
                sign = {"latex": r"\nabla", "unicode": "∇", "ascii": "grad"}[self.notation]
                return f"{sign}_{{{self.write(by, _SUM)}}} {self.write(body, _POWER)}", _PRODUCT
            case s.Test(op, left, right):
                return f"[{self.test(op, left, right)}]", _ATOM
            case s.Fold():
                return self.fold(expr), _PRODUCT - 1
            case s.Expect(op, body, over):
                under = f"_{{{', '.join(self.name(o) for o in over)}}}" if over else ""
                head = (r"\mathbb{E}" if op == "E" else rf"\operatorname{{{op}}}") if self.latex else op
                return f"{head}{under}[{', '.join(self.write(b, _SUM) for b in body)}]", _ATOM
            case s.Rows(rows):
                return self.matrix(rows), _ATOM
            case s.Cases(branches):
                otherwise = r"\text{otherwise}"
                lines = r" \\ ".join(
                    f"{self.write(v, _SUM)} & {self.test(t.op, t.left, t.right) if t else otherwise}"
                    for v, t in branches
                )
                return rf"\begin{{cases}} {lines} \end{{cases}}", _ATOM

    def number(self, value: Fraction) -> tuple[str, int]:
        if value < 0:
            text, _ = self.number(-value)
            return self.minus() + text, _SUM
        if value.denominator == 1:
            return str(value.numerator), _ATOM
        decimal = str(float(value))
        if "e" not in decimal and Fraction(decimal) == value:
            return decimal, _ATOM
        if self.latex:
            return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", _ATOM
        return f"{value.numerator}/{value.denominator}", _PRODUCT

    def minus(self) -> str:
        return "−" if self.notation == "unicode" else "-"

    def sign(self, sign: str) -> str:
        return _SIGNS[sign].get(self.notation, sign)

    def name(self, name: str) -> str:
        if self.latex:
            accent, _, letter = name.partition(" ")
            if letter and accent in _MARKS:
                return f"{accent}{{{letter}}}"
            if name.startswith(r"\partial "):
                top, bottom = name.split("/")
                return rf"\frac{{{self.differential(top)}}}{{{self.differential(bottom)}}}"
            base, _, label = name.partition("_")
            return rf"{base}_{{\text{{{label}}}}}" if len(label) > 1 else f"{base}_{{{label}}}" if label else name
        if name == r"\mathbf 1":
            return r"\mathbf{1}"
        if name == r"\infty":
            return "∞"
        if name.startswith(r"\partial "):
            sign = "d" if self.ascii else "∂"
            return "/".join(sign + self.name(part.removeprefix(r"\partial ")) for part in name.split("/"))
        accent, _, letter = name.partition(" ")
        if not letter and "\\" in name[1:]:  # \tilde\Gamma
            accent, letter = "\\" + name[1:].split("\\")[0], "\\" + name[1:].split("\\")[1]
        if letter and accent in _MARKS:
            return f"{self.name(letter)}_{accent[1:]}" if self.ascii else self.name(letter) + _MARKS[accent]
        if self.ascii:
            return name.removeprefix("\\")
        return _LETTERS.get(name, name)

    def differential(self, part: str) -> str:
        return r"\partial " + self.name(part.removeprefix(r"\partial "))

    def subscripted(self, base: s.Expr, indices: tuple[s.Expr, ...]) -> str:
        inner = ",".join(self.write(i, _SUM) for i in indices)
        if isinstance(base, s.Sym) and base.name.startswith(r"\partial ") and self.latex:
            top, bottom = base.name.split("/")
            return rf"\frac{{{self.differential(top)}}}{{{self.differential(bottom)}_{{{inner}}}}}"
        if isinstance(base, s.Sym) and base.name[-1:] in ("<", ">", "≤", "≥"):
            return f"{self.name(base.name[:-1])}_{{{base.name[-1]}{inner}}}"  # x_{<t}
        text = self.write(base, _ATOM)
        if self.notation == "unicode" and inner and all(c in _SUBSCRIPTS for c in inner):
            return text + "".join(_SUBSCRIPTS[c] for c in inner)
        return f"{text}_{inner}" if len(inner) == 1 and not self.latex and inner.isalnum() else f"{text}_{{{inner}}}"

    def sum(self, terms: tuple[s.Expr, ...]) -> str:
        parts = []
        for number, term in enumerate(terms):
            if isinstance(term, s.Neg):
                parts.append(f" {self.minus()} {self.write(term.arg, _PRODUCT)}" if number else self.write(term, _SUM))
            else:
                parts.append((" + " if number else "") + self.write(term, _PRODUCT if number else _SUM))
        return "".join(parts)

    def product(self, factors: tuple[s.Expr, ...]) -> str:
        texts = []
        for number, factor in enumerate(factors):
            last = number == len(factors) - 1
            if isinstance(factor, s.Fold) and last:
                texts.append(self.write(factor, _SUM))
            elif isinstance(factor, s.Div) and number == 0:
                texts.append(self.write(factor, _PRODUCT))
            elif isinstance(factor, s.Num) and number:
                texts.append(
                    f"({self.write(factor, _SUM)})" if not self.latex else rf"\left({self.write(factor, _SUM)}\right)"
                )
            else:
                text = self.factor(factor)
                texts.append(text if not number or not text[0].isdigit() else f"({text})")  # 2 2^2 is not read
        return ("*" if self.ascii else " ").join(texts)

    def factor(self, expr: s.Expr) -> str:
        return self.write(expr, _POWER)

    def power(self, base: s.Expr, exponent: s.Expr) -> str:
        text = self.write(base, _ATOM)
        inner = self.write(exponent, _SUM)
        if self.latex:
            return f"{text}^{{{inner}}}"
        return f"{text}^{inner}" if inner.isalnum() else f"{text}^({inner})"

    def norm(self, arg: s.Expr, order: str) -> str:
        bars = {"latex": r"\|", "unicode": "‖", "ascii": "||"}[self.notation]
        under = f"_{{{order}}}" if order else ""
        return f"{bars}{self.write(arg, _SUM)}{bars}{under}"

    def call(self, name: str, args: tuple[s.Expr, ...]) -> str:
        inner = ", ".join(self.write(a, _SUM) for a in args)
        if name == "sqrt" and self.latex:
            return rf"\sqrt{{{inner}}}"
        if name == "abs":
            return f"|{inner}|"
        if name == "inner":
            return rf"\langle {inner}\rangle" if self.latex else f"⟨{inner}⟩"
        if name == "eye" or name == "ones":
            return f"I_{{{inner}}}" if name == "eye" else rf"\mathbf{{1}}_{{{inner}}}"
        if self.latex:
            return rf"\operatorname{{{name}}}({inner})"
        return f"{name}({inner})"

    def test(self, op: str, left: s.Expr, right: s.Expr) -> str:
        sign = _TESTS[op][0] if self.latex else op if self.notation == "unicode" else _TESTS[op][1]
        return f"{self.write(left, _SUM)} {sign} {self.write(right, _SUM)}"

    def fold(self, expr: s.Fold) -> str:
        head = {"latex": {"sum": r"\sum", "prod": r"\prod"}, "unicode": {"sum": "Σ", "prod": "∏"}, "ascii": {}}[
            self.notation
        ].get(expr.op, rf"\operatorname{{{expr.op}}}" if self.latex else expr.op)
        index = self.name(expr.index)
        if expr.op == "integral":
            return self.integral(expr, index)
        under = index + (f"={self.write(expr.lower, _SUM)}" if expr.lower is not None else "")
        if expr.tests and expr.lower is None and expr.tests[0].left == s.Sym(expr.index):
            under = ", ".join(self.test(t.op, t.left, t.right) for t in expr.tests)
        elif expr.tests:
            under += ", " + ", ".join(self.test(t.op, t.left, t.right) for t in expr.tests)
        over = f"^{{{self.write(expr.upper, _SUM)}}}" if expr.upper is not None else ""
        body = self.write(expr.body, _PRODUCT) if not isinstance(expr.body, s.Fold) else self.write(expr.body, _SUM)
        return f"{head}_{{{under}}}{over} {body}"

    def integral(self, expr: s.Fold, index: str) -> str:
        bounds = ""
        if expr.lower is not None and expr.upper is not None:
            bounds = f"_{{{self.write(expr.lower, _SUM)}}}^{{{self.write(expr.upper, _SUM)}}}"
        sign = r"\int" if self.latex else "∫"
        return f"{sign}{bounds} {self.write(expr.body, _PRODUCT)} {'' if not self.latex else chr(92) + ', '}d{index}"

    def matrix(self, rows: tuple[tuple[s.Expr, ...], ...]) -> str:
        if self.latex:
            inner = r" \\ ".join(" & ".join(self.write(c, _SUM) for c in row) for row in rows)
            return rf"\begin{{bmatrix}} {inner} \end{{bmatrix}}"
        if len(rows[0]) == 1:
            return "[" + ", ".join(self.write(row[0], _SUM) for row in rows) + "]"
        return "[" + ", ".join("[" + ", ".join(self.write(c, _SUM) for c in row) + "]" for row in rows) + "]"
