r"""Known functions with their arguments, and the methods of arrays: `exp(x)`, `X.T`, `mean_j(g_j)`."""

from __future__ import annotations

from fractions import Fraction

from viva.reading.grammar.cursor import CLOSERS, Cursor, refuse
from viva.reading.grammar.families import generalise, member
from viva.reading.syntax import (
    ONE,
    ZERO,
    Apply,
    Call,
    Div,
    Dot,
    Expr,
    Fold,
    Had,
    Neg,
    Norm,
    Num,
    Pow,
    Sym,
    Transpose,
    Unreadable,
    mul,
)
from viva.reading.vocabulary import FUNCTIONS

ALIASES = {
    "trace": "tr", "Tr": "tr", "Trace": "tr", "Diag": "diag", "avg": "mean", "average": "mean", "inverse": "inv",
    "transpose": "T", "sgn": "sign", "ln": "log", "var": "Var", "cov": "Cov", "lg": "log10", "sup": "max", "inf": "min",
    "identity": "eye", "maximum": "max", "minimum": "min",
    "ReLU": "relu", "Relu": "relu", "Softmax": "softmax", "SoftMax": "softmax", "expit": "sigmoid", "comb": "binom",
    "clamp": "clip",
}  # fmt: skip  # fmt: skip


_OPTIONS = frozenset(("axis", "dim", "ord", "keepdims", "keepdim", "left", "lower", "upper"))


class Calls(Cursor):
    """Known functions with their arguments, and the methods of arrays."""

    def function(self, word: str) -> Expr:
        """A known function: `exp(x)`, `\\log x`, `\\sin^2 x`, `\\max_j x_j`, `mean_j(g_j)`."""
        name = ALIASES.get(word, word)
        if name in ("Var", "Cov"):
            if self.free and self.peek().text not in ("(", "[", "_", "{", r"\{"):
                return Sym(name)
            return self.expectation(name)
        if name in ("sum", "prod", "max", "min", "mean", "argmax", "argmin") and self.sees("_"):
            return self.fold(name)
        if name in ("argmax", "argmin"):
            return refuse(name)
        if name == "sum" and not (self.sees("(") or self.sees("{")):
            return self.fold("sum")
        if name == "solve" and self.sees("_") and self.peek(1).text == "triangular":
            self.at += 2
        power: Expr | None = None
        base: Expr | None = None
        over: str = ""
        while self.sees("^") or self.sees("_"):
            if self.take().text == "^":
                self.at -= 1
                scripted = self.superscript(Sym("·"))
                if not isinstance(scripted, Pow):
                    raise Unreadable(f"a superscript of {word} that is not understood")
                power = scripted.exponent
            else:
                item = self.argument() if self.sees("{") else self.tight_power()
                if name == "log" and word != "ln":
                    base = item
                elif name in ("diag", "softmax") and isinstance(item, Sym):
                    over = item.name
                else:
                    raise Unreadable(f"a subscript of {word} that is not understood")
        args, options = self.arguments(name)
        expr = self.apply(name, args, options)
        if base is not None:
            expr = Div(expr, Call("log", (base,)))
        if over and name == "diag" and len(args) == 1:
            expr = Call("diag", (args[0], Sym(over)))
        if power is not None:
            if power == Num(Fraction(-1)) and name not in ("diag", "inv"):
                raise Unreadable(f"{word}⁻¹ is the inverse function or the reciprocal")
            expr = Pow(expr, power)
        return expr

    def arguments(self, name: str) -> tuple[list[Expr], dict[str, Expr]]:
        options: dict[str, Expr] = {}
        opening = self.peek().text if self.peek().kind == "op" else ""
        if opening not in ("(", "{", "[", r"\{"):
            return [self.bare_argument(name)], options
        self.take()
        closer = CLOSERS[opening]
        bars, self.bars = self.bars, 0
        args: list[Expr] = []
        if self.accept(closer):
            raise Unreadable(f"{name} of nothing")
        while True:
            if self.peek().kind == "word" and self.sees("=", 1) and self.peek().text in _OPTIONS:
                option = self.take().text
                self.take()
                if self.peek().text in ("True", "False", "None"):
                    if self.take().text == "False" and option == "left":
                        options[option] = ZERO
                else:
                    options[option] = self.expression()
            elif self.sees("..."):
                self.take()
                args.append(Sym("..."))
            else:
                args.append(self.expression())
                if self.peek().text == "for":
                    args[-1] = self.comprehension(args[-1], name)
            if self.accept(","):
                continue
            self.expect(closer)
            break
        self.bars = bars
        return args, options

    def bare_argument(self, name: str) -> Expr:
        """`\\log x_i`, `\\exp -x`, `\\operatorname{tr} A B`: what a function without brackets applies to."""
        sign = self.sign()
        factors = [self.factor()]
        while name in ("tr", "log", "sin", "cos") and self.starts_factor(self.peek()):
            token = self.peek()
            if (token.kind in ("cmd", "roman") and token.text.removeprefix("\\") in FUNCTIONS) or token.text in "([":
                break
            if isinstance(factors[-1], Apply):
                break  # log p(x) f(x) is (log p(x)) f(x)
            factors.append(self.factor())
        arg = mul(*factors)
        return Neg(arg) if sign is not None and sign < 0 else arg

    def comprehension(self, body: Expr, name: str) -> Expr:
        """`sum(g[j] for j in range(n))`."""
        self.take()
        index = self.take()
        if self.take().text != "in" or self.take().text != "range":
            raise Unreadable("a loop that is not over range(…)")
        self.expect("(")
        size = self.expression()
        self.expect(")")
        if name not in ("sum", "max", "min", "mean") or not isinstance(size, Sym | Call):
            raise Unreadable("a loop that is not understood")
        return Fold(name, self.symbol(index.text).name, None, size if isinstance(size, Sym) else None, (), body)

    def apply(self, name: str, args: list[Expr], options: dict[str, Expr]) -> Expr:
        if (
            name in ("sum", "max", "min", "mean", "prod")
            and len(args) == 1
            and isinstance(args[0], Fold)
            and args[0].op == name
        ):
            return args[0]
        if name == "solve" and "left" in options and len(args) == 2:  # X A = B
            return Transpose(Call(name, (Transpose(args[0]), Transpose(args[1]))))
        axis = options.get("axis", options.get("dim"))
        if name == "norm":
            if axis is not None:
                return Call("norms", (args[0], axis))
            if len(args) == 2:
                return self.norm_order(Norm(args[0]), (args[1],))
            return Norm(args[0])
        if name in ("mean", "sum") and axis is None and len(args) == 2:
            axis = args.pop()
        last = axis in (ONE, Num(Fraction(-1)), Neg(ONE))
        if axis is not None and not (name in ("softmax", "logsumexp") and last):  # these are of rows anyway
            return Call(name, (args[0], axis)) if name in ("mean", "sum") else refuse(f"{name} along an axis")
        if name == "diag" and any(a == Sym("...") for a in args):
            return self.diagonal_family(args)
        if name == "dot" and len(args) == 2 and self.free:
            return Dot(*args)
        if name in ("matmul", "dot") and len(args) == 2:
            return mul(*args)
        if name == "cos" and len(args) == 2:  # of the angle between them
            return Div(mul(Transpose(args[0]), args[1]), mul(Norm(args[0]), Norm(args[1])))
        if name == "multiply" and len(args) == 2:
            return Had(*args)
        if name == "outer" and len(args) == 2:
            return mul(args[0], Transpose(args[1]))
        if name == "T" and len(args) == 1:
            return Transpose(args[0])
        if name == "inv" and len(args) == 1:
            return Pow(args[0], Num(Fraction(-1)))
        if name in ("square",) and len(args) == 1:
            return Pow(args[0], Num(Fraction(2)))
        if name == "log2" or name == "log10":
            return Div(Call("log", tuple(args)), Call("log", (Num(Fraction(name[3:])),)))
        if name in ("einsum", "rank", "matrix", "frac", "cov", "floor_divide"):
            return refuse(name)
        return Call(name, tuple(args))

    def diagonal_family(self, args: list[Expr]) -> Expr:
        """`diag(a_1, …, a_d)`: the diagonal matrix of a family."""
        at = args.index(Sym("..."))
        if at != len(args) - 2 or at == 0:
            raise Unreadable("“…” in a list that is not understood")
        family, size = generalise(args[0], args[-1], "k'")
        for number, term in enumerate(args[:at], 1):
            if member(family, number) != term:
                raise Unreadable("the entries before “…” follow no plain pattern")
        return Call("diag", (Fold("list", "k'", ONE, size, (), family),))

    def is_method(self) -> bool:
        following = self.peek(1)
        return (
            following.kind == "word"
            and not following.gap
            and not self.peek().gap
            and (
                following.text
                in (
                    "T",
                    "mean",
                    "sum",
                    "inv",
                    "inverse",
                    "transpose",
                    "max",
                    "min",
                    "shape",
                    "t",
                    "dot",
                    "norm",
                    "log",
                    "exp",
                    "abs",
                    "sqrt",
                    "trace",
                    "size",
                )
            )
        )

    def method(self, base: Expr) -> Expr:
        self.take()
        name = self.take().text
        if name == "T":
            return Transpose(base)
        if name == "shape" or name == "size":
            if self.accept("["):
                axis = self.index_item(self.take())
                self.expect("]")
                return Call("size", (base, axis))
            return Call("size", (base,))
        if self.sees("("):
            if self.sees(")", 1):
                self.at += 2
                args: list[Expr] = []
                options: dict[str, Expr] = {}
            else:
                args, options = self.arguments(name)
        else:
            raise Unreadable(f"“.{name}” without its brackets")
        if name in ("transpose", "t") and args:
            args = []
        return self.apply(ALIASES.get("transpose" if name == "t" else name, name), [base, *args], options)
