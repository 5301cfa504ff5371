r"""How a key without declarations is read: what it gives a value to, the value, and what its symbols and functions are.

>>> form = understand(r"V(s) = \sum_a \pi(a|s) Q(s, a)")
>>> sorted(symbol.name for symbol in form.symbols), sorted(name for name in form.names if name.endswith("()"))
(['Q', 'V', '\\pi', 's'], ['Q()', 'V()', '\\pi()'])

What is a function in one place of the key is one in all; the names are then the vocabulary with which replies are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from viva.checking.answers.decompositions import Decomposition, decomposed, factored
from viva.checking.answers.definitions import Definition, defining, with_definitions
from viva.checking.undeclared.sameness import same
from viva.checking.undeclared.sorts import infer
from viva.kinds import Symbol
from viva.reading.cleaning import split
from viva.reading.grammar.applied import head_of
from viva.reading.lexer import ACCENTS, GREEK
from viva.reading.parser import parse_chain, readings
from viva.reading.patterns import lazy
from viva.reading.syntax import (
    MINUS_ONE,
    ONE,
    Apply,
    Call,
    Expect,
    Expr,
    Fold,
    Index,
    Norm,
    Num,
    Pow,
    Slope,
    Sym,
    Unreadable,
)
from viva.reading.trees import free_names, names, rebuild, substitute, walk
from viva.reading.vocabulary import FACTOR, FUNCTION, FUNCTIONS, JOINED, LAYERED

_DELIMITERS = lazy(r"^\s*(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])[\s.]*$", needs=r"$|\(|\[|\)|\]")


BOLD = lazy(
    r"\\(?:mathbf|boldsymbol|bm|pmb|symbf)\s*(?:\{\s*)?(?:\\(?:tilde|hat|bar)\s*\{?\s*)?(\\?[A-Za-z]+)",
    needs="bm|pmb|symbf|mathbf|boldsymbol",
)


_PRIMED = lazy(
    r"(?:(?P<accent>\\(?:tilde|hat|bar|widetilde|widehat|overline|dot))\s*\{?\s*)?"
    r"(?P<base>\\[A-Za-z]+|[A-Za-z]|[α-ωΑ-Ω])\s*\}?\s*(?P<primes>'+|\^\{?\s*(?:\\prime\s*)+\}?)",
    needs=r"'|\prime",
)


_GIVEN = lazy(
    r",\s*(?:\\q?quad|\\text\{\s*(?:where|with)\s*\}|where|with)\s*(?:\\q?quad\s*)?(?:\\text\{\s*(?:where|with)\s*\}\s*)?"
)


_LAYERS = lazy(r"(\\?[A-Za-z]+|[α-ωΑ-Ω])\s*\}?\s*\^\s*\{\s*[(\[]\s*([A-Za-z])(?=\s*[-+)\]])")


_SIGMOID_SIGN = lazy(
    r"\b(?:sigmoid|logistic)(?: function)?,? \$?(?:\\sigma(?![A-Za-z])|σ)\$?(?![\w(^_'])",
    re.I,
    needs="sigmoid|logistic",
)
_SIGMA = lazy(r"(?:\\sigma(?![A-Za-z])|σ|\bsigma\b)(\s*(?:'|\^\s*\{?\s*\\prime)(?=[^=\n]*=)|)")
SIGMOID = lazy(r"(?:\\sigma|σ|\bsigma)\s*(?=(?:\\left)?\()")


@dataclass(frozen=True)
class KeyForm:
    """A key as it was read: what it gives a value to (None: nothing), the value, and what its symbols are.

    `names` are for the vocabulary of a reply: the key's functions, factors and names of several letters.
    """

    name: Expr | None
    expr: Expr
    symbols: tuple[Symbol, ...]
    names: frozenset[str]
    bold: frozenset[str]
    given: tuple[Definition, ...] = ()  # what the key itself gives a name to: `…, m = (p + q)/2`
    told: tuple[Definition, ...] = ()  # these, where they are to be put in for their names
    factors: tuple[Decomposition, ...] = ()  # those of them that decompose a matrix, `X = U \\Sigma V^\\top`

    def explained(self) -> KeyForm:
        """The key with what it gives a name to put in for the names, as they will be in a reply."""
        known = {meaning: decomposed(Sym(meaning.name), meaning.value) for meaning in self.given}
        factors = tuple(found for found in known.values() if found is not None)
        told = tuple(meaning for meaning, found in known.items() if found is None)
        expr = factored(with_definitions(self.expr, told), factors, frozenset())
        exprs = (expr,) if self.name is None else (expr, self.name)
        symbols = infer(exprs, self.bold)
        return replace(self, expr=expr, symbols=symbols, given=(), told=told, factors=factors)

    def told_in(self, found: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """The readings of a reply with what the key gives a name to put in for the names."""
        found = tuple(with_definitions(expr, self.told) for expr in found) if self.told else found
        return tuple(factored(expr, self.factors, frozenset()) for expr in found) if self.factors else found


@lru_cache(maxsize=256)
def understand(source: str, words: frozenset[str] = frozenset()) -> KeyForm | None:
    """The key, from its normalised text; None where it cannot be read. `words` are names in it, and no products."""
    source, *given = _GIVEN.split(bare(source))
    names = key_names(source) | words
    try:
        name, expr = _expression(source, names)
        functions = frozenset(head + FUNCTION for e in (name, expr) if e is not None for head in heads(e))
        if functions:  # what is a function in one place is one in all
            names |= functions
            name, expr = _expression(source, names)
    except Unreadable:
        return None
    expr = _with_euler(expr)
    meanings = []
    for text in given:
        try:
            chain = parse_chain(text, (), names)
        except Unreadable:
            continue  # what a name stands for is of use, but the key is read without it
        if chain.relations == ("=",) and (meaning := defining(chain.sides[0], chain.sides[1], 0)) is not None:
            meanings.append(meaning)
    meanings += _barred(expr, {meaning.name for meaning in meanings})
    exprs = (expr,) if name is None else (expr, name)
    functions = frozenset(head for e in exprs for head in heads(e))
    free = {n for e in exprs for node in walk(e) if (n := head_of(node)) is not None}
    gradients = {n for n in free if n.startswith(r"\nabla ")}  # ∇L(w) is no product
    names |= {n + FACTOR for n in free - functions - gradients} | {n + FUNCTION for n in functions | gradients}
    names |= {
        n.rstrip("_")
        for n in free
        if n.rstrip("_") == r"\Sigma" or (len(n) > 1 and n.isalpha()) or "^" in n or " " in n
    }
    names |= {f"{base}_{script}{JOINED}" for e in exprs for base, script in subscripted(e)}
    bold = frozenset(BOLD.findall(source))
    return KeyForm(name, expr, infer(exprs, bold), names, bold, tuple(meanings))


def _barred(expr: Expr, named: set[str]) -> list[Definition]:
    r"""What a bar goes without saying: `\bar g` beside `g_i` is the mean of the g_i."""
    indexed = {n.base.name for n in walk(expr) if isinstance(n, Index) and isinstance(n.base, Sym)}
    bars = {rf"\bar {name}": name for name in indexed}
    return [
        Definition(bar, (), Call("mean", (Sym(bars[bar]),)), 0)
        for bar in sorted(free_names(expr) & bars.keys())
        if bar not in indexed | named
    ]


def key_names(source: str) -> frozenset[str]:
    """The names with primes and with layers in a key's text."""
    return frozenset(_primed(source)) | {
        f"{LAYERED}{letter}:{GREEK.get(base, base)}" for base, letter in _LAYERS.findall(source)
    }


_UPRIGHT = lazy(r"\\(?:text|mathrm|operatorname|textit|mathit|textrm|mathsf)\s*\{\s*([A-Za-z]{2,})\s*\}")


_RUN = lazy(r"(?<![\\A-Za-z_{])[A-Za-z]{2,8}(?![A-Za-z])")


_TURNED = lazy(r"(?<![A-Za-z\\])([A-Z])\s*\^\s*(?:\{\s*)?(?:\\top(?![a-z])|\\intercal|T(?![A-Za-z])|-\s*1)")


def common_words(key: str, reply: str) -> frozenset[str]:
    """Runs of letters in a LaTeX key that the reply has as one name: `\\frac{TP}{TP + FP}` and `\\text{TP}`."""
    if "\\" not in key:
        return frozenset()
    plain = re.sub(r"\\[A-Za-z]+", " ", _UPRIGHT.sub(" ", key))
    runs = set(re.findall(r"(?<![A-Za-z])[A-Za-z]{2,8}(?![A-Za-z])", plain)) - FUNCTIONS
    matrices = set(_TURNED.findall(key))
    runs = {run for run in runs if not matrices & set(run)}  # AXB beside Aᵀ and Bᵀ
    if not runs:
        return frozenset()
    names = set(_UPRIGHT.findall(reply))
    if "\\" not in reply:
        names = {name for name in _RUN.findall(reply) if not re.fullmatch("[A-Z][a-z]", name)}  # `Ax` is a product
    return frozenset(runs & names)


_COUNTS = lazy(r"(?<![\\A-Za-z_])[A-Z]{2,4}(?![A-Za-z])")


def scrambled(key: str, reply: str) -> bool:
    """Has the reply the letters of several names of the key, `TP` and `FN`, in another order: `PT/(PT + NF)`?"""
    wanted = set(_COUNTS.findall(re.sub(r"\\[A-Za-z]+", " ", key)))
    if len(wanted) < 2:
        return False
    written = set(_COUNTS.findall(reply))
    return not wanted & written and bool(
        {"".join(sorted(name)) for name in wanted} & {"".join(sorted(n)) for n in written}
    )


def _with_euler(expr: Expr) -> Expr:
    """`\\ln(2\\pi e\\sigma^2)`: an e in a logarithm, and nowhere else, is the number."""
    e = Sym("e")
    outside = rebuild(expr, lambda node: ONE if isinstance(node, Call) and node.name == "log" else None)
    return expr if e in walk(outside) else substitute(expr, {"e": Call("exp", (ONE,))})


def with_e(found: tuple[Expr, ...], key: Expr) -> tuple[Expr, ...]:
    """Where `e` is no symbol of the key, it is the number."""
    if "e" in names(key):
        return found
    return tuple(substitute(expr, {"e": Call("exp", (ONE,))}) for expr in found)


def subscripted(expr: Expr) -> Iterator[tuple[str, str]]:
    """Names with a subscript, `x_i`, `x_0`, `p_data`: in text without signs for it, `xi`, `x0`, `pdata`."""
    for node in walk(expr):
        if isinstance(node, Fold) and node.op != "integral":
            yield from _ends(node)
        elif isinstance(node, Index) and isinstance(node.base, Sym) and len(node.indices) == 1:
            item = node.indices[0]
            script = item.name if isinstance(item, Sym) else str(item.value) if isinstance(item, Num) else ""
            if script.isalnum() and (len(script) == 1 or script.isdigit()):
                yield node.base.name, script
        elif isinstance(node, Sym) and "_" in node.name and " " not in node.name:
            base, _, script = node.name.rpartition("_")
            if script.isalnum():
                yield base, script


def _ends(fold: Fold) -> Iterator[tuple[str, str]]:
    """What a sum over `x_i` has for its first and its last terms, where it is written out: x_1, x_2, …, x_n."""
    scripts = {"1", "2", "3"} | ({fold.upper.name} if isinstance(fold.upper, Sym) else set())
    for node in walk(fold.body):
        if isinstance(node, Index) and isinstance(node.base, Sym) and node.indices == (Sym(fold.index),):
            yield from ((node.base.name, script) for script in sorted(scripts) if len(script) == 1)


def heads(expr: Expr) -> set[str]:
    """What stands before the brackets of the expression's functions."""
    found = set()
    for node in walk(expr):
        if isinstance(node, Apply) and (head := head_of(node.function)) is not None:
            found.add(head.partition("^{")[0] if "^{" in head else head)
    return found


def is_sigmoid(key: str, reply: str) -> bool:
    """Is σ the logistic function? So it is where it stands before brackets only, in the key or else in the reply."""
    for text in (key, _SIGMOID_SIGN.sub(" ", reply)):
        signs = _SIGMA.findall(text)
        plain = [sign for sign in signs if not sign]  # σ' tells nothing, where σ stands beside it
        if signs:
            return bool(plain) and len(plain) == len(SIGMOID.findall(text))
    return False


_CLOSING = lazy(r"^\\(?:\||right|rVert|Vert|rangle|[,;:!]|quad|cdot|bigr|Bigr|\\|end).*", re.DOTALL)


def _primed(text: str) -> list[str]:
    """The names with a prime in a key: of what it defines, and of functions; elsewhere a prime may be a transpose."""
    found = []
    left = text.partition("=")[0] if "=" in text else ""
    for match in _PRIMED.finditer(text):
        accent, base = match["accent"], match["base"]
        function = base in "fghpqsuyFG"
        base = GREEK.get(base, base)
        after = _CLOSING.sub("", text[match.end() : match.end() + 9].replace(r"\left", "").strip())[:1]
        if (
            match.group() in left
            or base.startswith("\\")
            or (function and after == "(")
            or not (after.isalpha() or after in ("(", "\\"))
        ):
            name = f"{ACCENTS[accent]} {base}" if accent else base
            primes = len(re.findall(r"'|\\prime", match["primes"]))
            found += [name + "'" * k for k in range(1, primes + 1)]
    return list(dict.fromkeys(found))


def bare(text: str) -> str:
    return _RELATION.sub("", _DELIMITERS.sub("", _DELIMITERS.sub("", text)), count=1)


_RELATION = lazy(r"^\s*(?:=(?!=)|→|->|\\(?:to|rightarrow)(?![a-z]))\s*")


def _expression(text: str, names: frozenset[str]) -> tuple[Expr | None, Expr]:
    """The (last side of the) text, and what it is said to be. An ambiguous key is no key."""
    text = bare(text)
    try:
        found = readings(text, (), names)
        if len(found) > 1:
            raise Unreadable("the key can be read in two ways")
        return None, found[0]
    except Unreadable:
        try:
            chain = parse_chain(text, (), names)
        except Unreadable:
            if (right := _untitled(text)) is None:
                raise
            return _expression(right, names)
        if not set(chain.relations) <= {"=", "←"}:
            raise
        if _is_title(chain.sides[0], chain.sides[-1]):
            return chain.sides[0], chain.sides[-1]
        if all(same(side, chain.sides[-1:]) for side in chain.sides[:-1]):
            return None, chain.sides[-1]  # one expression, written in several ways
        if _HEAD.match(text) and len(chain.sides) == 2:
            return None, chain.sides[-1]  # I(p), which is no product of an identity
        raise


_DECORATED = lazy(r"\s*(?:\\?[A-Za-z]|[α-ωΑ-Ω])[^=+<>≤≥:]{0,60}$")


def _untitled(text: str) -> str | None:
    r"""The right side of an equation whose left side is a decorated name: `\hat\sigma^2_{\text{MLE}} = …`."""
    sides = split(text, "=")
    if len(sides) != 2 or not _DECORATED.match(sides[0]):
        return None
    return sides[1] if re.search(r"\\(?:text|mathrm|operatorname)|[_^']", sides[0]) else None


_HEAD = lazy(r"\s*(?:\\(?:mathcal|mathrm|operatorname)\s*\{)?I\}?\s*(?:_\{?\w+\}?\s*)?\(\s*\\?[A-Za-z]+\s*\)\s*=")


def _is_title(left: Expr, right: Expr) -> bool:
    """Is the left side of a key nothing but what its right side is called: `y`, `p(x)`, `Var(X)`, `A^{-1}`?"""
    if isinstance(left, Pow) and isinstance(left.base, Sym | Index):
        root = left.base.base if isinstance(left.base, Index) else left.base
        named = isinstance(left.base, Index) or (isinstance(root, Sym) and not root.name[:1].islower())
        return left.exponent == MINUS_ONE or (named and left.exponent == Num(Fraction(2)) and root not in walk(right))
    if isinstance(left, Norm) or (isinstance(left, Pow) and isinstance(left.base, Norm)):
        return bool(free_names(right))
    return isinstance(left, Sym | Index | Apply | Expect | Slope)
