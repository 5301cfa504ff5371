r"""Functions that are nothing but a name, with their arguments: `f(x)`, `Q(s', a')`, `\pi(a|s)`, `D_{KL}(q \| p)`.

A name before a bracket is a function where the bracket holds a list (`,`, `|`, `;`), where it holds one symbol
and the name is not known to be a factor, and where the name is known to be a function; and `f`, `F`, `\ell`, primed
names and names of several letters are, whatever the bracket holds. Else it is a factor: `\gamma(x - \mu)`.

>>> from viva.reading.parser import parse
>>> parse("p(x|z)")
Apply(function=Sym(name='p'), args=(Sym(name='x'), Sym(name='z')), marks='|')
>>> type(parse(r"\gamma(x - \mu)")).__name__, type(parse("f(x + h)")).__name__
('Mul', 'Apply')

Only where symbols were not declared: what a question declares are no functions.
"""

from __future__ import annotations

from viva.reading.grammar.cursor import CLOSERS, COMPARE, END, Cursor
from viva.reading.lexer import ACCENTS, FONTS, Token
from viva.reading.syntax import IDENTITY, ONES, Apply, Call, Expr, Index, Num, Pow, Sym, Test, Unreadable

ALWAYS = frozenset(("f", "F", r"\ell"))
_OFTEN = ALWAYS | {"g", "h", r"\sigma", r"\phi", r"\psi"}
_DIVERGENCES = {"KL": "D_KL", "D_KL": "D_KL", "JS": "D_JS", "D_JS": "D_JS", "JSD": "D_JS"}
_BARS = frozenset(("|", "‖", ";", ":"))
_LONGEST = 120  # tokens of a list of arguments


def head_of(base: Expr) -> str | None:
    r"""What tells a function from a factor: its name, with `_` where it has subscripts; None for what is no name."""
    if isinstance(base, Pow):
        base = base.base
    if isinstance(base, Index):
        return f"{base.base.name}_" if isinstance(base.base, Sym) else None
    return base.name if isinstance(base, Sym) else None


class Applied(Cursor):
    """Functions by name, with their arguments."""

    def applies(self, base: Expr) -> bool:
        """Is this a function with its arguments, rather than a factor before a bracket?"""
        if not self.free:
            return False
        head = head_of(base)
        if self.sees("["):
            return head in _DIVERGENCES or base == Index(Sym("D"), (Sym("K"), Sym("L")))
        if head is None or base in (IDENTITY, ONES) or head.startswith((r"\partial ", r"\nabla^2")):
            return base == IDENTITY and self.holds() == "list"
        held = self.holds()
        if held == "":
            return False
        if head in self.known.functions or held == "list":
            return True
        if self.peek().gap or head in self.known.factors or head in self.known.declared:
            return False
        if held == "atom":
            return not isinstance(base, Pow) or head[:1].isupper() or head in ALWAYS
        if head in ALWAYS or head.endswith("'") or (head.isalpha() and len(head) > 2):
            return True
        return held in ("product", "layer") and head in _OFTEN

    def holds(self) -> str:
        """What the bracket ahead holds: a "list", one "atom", a "product", a "layer" `Wx + b`, or "terms".

        "" where it holds nothing or never ends.
        """
        depth = 0
        atoms = 0
        kind = "atom"
        layer = False
        script = False
        bars = 0
        for k in range(1, _LONGEST):
            token = self.peek(k)
            if token is END:
                return ""
            text = token.text
            closes = token.kind == "op" and text in CLOSERS.values()
            if closes and depth == 0:
                if kind == "product" and self.peek(k + 1).text in ("^", "⊤", "_", "'"):
                    kind = "terms"  # A(BC)^{-1}
                if kind == "terms" and layer:
                    kind = "layer"
                return kind if text == ")" and atoms else ""
            if (depth == 0 and token.kind == "op" and text == ",") or (token.kind == "rel" and depth == 0):
                kind = "list"
            elif depth == 0 and text in _BARS and token.kind == "op":
                opening = self.peek(k - 1).text in ("(", ",", "+", "-", "*", "·", "/") and text in ("|", "‖")
                if opening or (bars > 0 and text in ("|", "‖")):
                    bars += 1 if opening else -1
                else:
                    kind = "list"
            elif depth == 0 and token.kind == "op" and text in ("_", "^", "'", "⊤"):
                script = text in ("_", "^")
                continue
            elif depth == 0 and not script and self.is_atom(token, self.peek(k + 1)):
                atoms += len(text) if token.kind == "word" and (self.latex or len(text) == 2) else 1
                layer = layer or text[0] in "WAU"
                if atoms > 1 and kind == "atom":
                    kind = "product"
            elif depth == 0 and script and token.kind == "word" and len(text) > 1 and self.latex:
                atoms += len(text) - 1  # x^Ty
                kind = "product" if kind == "atom" else kind
            elif depth == 0 and token.kind == "op" and text in ("+", "-"):
                unary = self.peek(k - 1).text == "("
                kind = kind if kind == "list" or (unary and kind != "atom") else "product" if unary else "terms"
            depth += (token.kind == "op" and text in CLOSERS) - closes
            script = False
        return ""

    def is_atom(self, token: Token, following: Token) -> bool:
        if token.kind == "cmd":  # \hat{x}, \mathbf{x}: what stands in the braces is not counted again
            return following.text == "{" or (token.text not in FONTS and token.text not in ACCENTS)
        return token.kind in ("word", "name", "num", "roman")

    def application(self, base: Expr) -> Expr:
        """The function with its arguments, which stand ahead in their bracket."""
        closer = CLOSERS[self.take().text]
        bars, self.bars = self.bars, 1
        args: list[Expr] = []
        marks = ""
        while True:
            if self.accept("..."):
                args.append(Sym("..."))
            else:
                args.append(self.expression())
            token = self.peek()
            if self.accept(","):
                marks += ","
            elif token.kind == "op" and token.text in _BARS:
                self.take()
                marks += "|"
            elif token.kind == "rel" and (token.text in COMPARE or token.text in "∈~"):
                self.take()
                marks += token.text
            else:
                self.expect(closer)
                break
        self.bars = bars
        if base == IDENTITY:
            if len(args) == 2 and marks in COMPARE:
                return Test(marks, args[0], args[1])
            base = Sym("I°")  # an image, no identity
        if base == Sym("C") and marks == "," and not {"C", "C_"} & (self.known.functions | self.known.factors):
            return Call("binom", tuple(args))
        return applied(base, tuple(args), marks)


def applied(base: Expr, args: tuple[Expr, ...], marks: str) -> Expr:
    """A function of arguments: `f^2(x)` is the square of `f(x)`, `V^\\pi(s)` another function than V."""
    from viva.reading.notation import render

    if isinstance(base, Pow):
        if isinstance(base.exponent, Num) and base.exponent.value > 0:
            return Pow(applied(base.base, args, marks), base.exponent)
        root = base.base
        above = f"^{{{render(base.exponent, 'ascii')}}}"
        if isinstance(root, Sym):
            return Apply(Sym(root.name + above), args, marks)
        if isinstance(root, Index) and isinstance(root.base, Sym):
            return Apply(Index(Sym(root.base.name + above), root.indices), args, marks)
        raise Unreadable("a function that is not understood")
    if isinstance(base, Index) and base.base == Sym("D") and base.indices == (Sym("K"), Sym("L")):
        base = Sym("D_KL")
    if isinstance(base, Sym) and base.name in _DIVERGENCES:
        return Apply(Sym(_DIVERGENCES[base.name]), args, marks.replace("|", ","))
    return Apply(base, args, marks)
