r"""The symbols that a text may use, under all the names that replies give them.

`Vocabulary` maps what the parser sees (`w_tilde`, `\hat w`, `dL_dy`) to declared names, and splits runs of letters
(`pXw` into p, X, w). Without declarations every single letter is a symbol.

>>> v = vocabulary((Symbol("p"), Symbol(r"\tilde w", ("d",), aliases=(r"\hat w",)), Symbol("X", ("n", "d"))))
>>> v.resolve(r"\hat w"), v.split("pX"), v.ndim(r"\tilde w")
('\\tilde w', ('p', 'X'), 1)
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from viva.kinds import Symbol
from viva.reading.lexer import GREEK_NAMES
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr, Index, Num, Sym

FUNCTIONS = frozenset(
    "exp log ln lg sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh sqrt abs sign sgn "
    "sigmoid relu softmax max "
    "min argmax argmin tr trace diag Diag norm sum mean avg average det inv inverse transpose dot "
    "matmul outer ones eye "
    "identity var Var std cov Cov floor ceil round prod minimum maximum logsumexp square softplus log2 log10 rank len "
    "lim sech csch coth ReLU Relu Softmax SoftMax expit comb "
    "einsum multiply sup inf Tr Trace erf log1p expm1 matrix zeros frac clip solve factorial "
    "normcdf normpdf rms clamp sigmamax sigmamin lambdamax lambdamin conditionnumber".split()
)
ASCII_GREEK = {n[1:]: n for n in GREEK_NAMES if n[1:] not in ("ell", "hbar", "imath", "jmath")} | {
    "lam": r"\lambda",
    "eps": r"\epsilon",
}
NAMES = frozenset(  # what programs call things, where nothing is declared
    "lr fan batch bias loss grad dim width height rate step num count depth hidden heads seq vocab steps epochs".split()
)
ACCENT_WORDS = {
    "tilde": r"\tilde", "hat": r"\hat", "bar": r"\bar", "dot": r"\dot", "breve": r"\breve", "check": r"\check",
    "twiddle": r"\tilde", "til": r"\tilde",
}  # fmt: skip
_FIXED = lazy(r"^(.+)_([A-Za-z]+)$")


OPEN = "…"  # among the further names: there may be others
FUNCTION = "()"  # ends a further name that is a function
FACTOR = "·"  # ends a further name that is none: before a bracket it is a factor
JOINED = "_"  # ends a name with its subscript that may be written without a sign between them: `xi`, `pdata`
LAYERED = "^("  # begins a further name that is the letter of layers or examples, and what has them: `^(l:W`


@dataclass(frozen=True)
class Vocabulary:
    """Declared symbols and further names that a text has introduced. `declared` is empty where nothing is known."""

    declared: Mapping[str, Symbol] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)  # any spelling → declared name
    extra: frozenset[str] = frozenset()
    open: bool = False  # the declared symbols are only what was inferred: a text may have others
    functions: frozenset[str] = frozenset()  # heads of functions: see `viva.reading.grammar.applied.head_of`
    factors: frozenset[str] = frozenset()  # heads that are none
    joined: Mapping[str, Expr] = field(default_factory=dict)  # `x_i` → what it is, where a text may have `xi` for it
    layered: frozenset[str] = frozenset()  # letters of layers: `W^(l)`, `W^{l+1}` and `W(l)` have them as a number
    stacked: frozenset[str] = frozenset()  # the names that have layers

    def resolve(self, name: str) -> str | None:
        """The declared (or introduced) name behind a spelling; None if there is none."""
        found = self.spellings.get(name)
        if found is None and name in self.extra:
            return name
        return found

    def ndim(self, name: str) -> int | None:
        """How many axes a declared symbol has; None for others."""
        symbol = self.declared.get(name)
        return None if symbol is None else len(symbol.shape)

    def split(self, word: str) -> tuple[str, ...] | None:
        """A run of letters as known names one after another, the longest first; None where it is not that."""
        if len(word) > 12:
            return None
        if not word:
            return ()
        for length in range(min(len(word), 8), 0, -1):
            name = self.resolve(word[:length])
            if name is not None and (rest := self.split(word[length:])) is not None:
                return (name, *rest)
        return None

    def __bool__(self) -> bool:
        return bool(self.declared)


@lru_cache(maxsize=256)
def vocabulary(symbols: tuple[Symbol, ...], extra: frozenset[str] = frozenset()) -> Vocabulary:
    """The vocabulary of declared symbols, with the names of their sizes, and of names a text has introduced."""
    declared: dict[str, Symbol] = {s.name: s for s in symbols}
    for s in symbols:
        for size in s.shape:
            if size.isidentifier():
                declared.setdefault(size, Symbol(size, domain="size"))
    spellings: dict[str, str] = {}
    for s in declared.values():
        for spelling in _spellings(s):
            spellings.setdefault(spelling, s.name)
    for s in symbols:  # a declared name is never another symbol's alias
        spellings[s.name] = s.name
    layers = [name for name in extra if name.startswith(LAYERED)]
    layered = frozenset(name.removeprefix(LAYERED).partition(":")[0] for name in layers)
    stacked = frozenset(name.partition(":")[2] for name in layers)
    marked = {OPEN, *layers}
    functions = frozenset(name.removesuffix(FUNCTION) for name in extra - marked if name.endswith(FUNCTION))
    factors = frozenset(name.removesuffix(FACTOR) for name in extra - marked if name.endswith(FACTOR))
    joined = {name.removesuffix(JOINED): _joined(name) for name in extra - marked if name.endswith(JOINED)}
    plain = frozenset(name for name in extra - marked if not name.endswith((FUNCTION, FACTOR, JOINED)))
    words = frozenset(name for name in functions if len(name) > 1 and name.isalpha())
    return Vocabulary(declared, spellings, plain | words, OPEN in extra, functions, factors, joined, layered, stacked)


def _joined(name: str) -> Expr:
    """`x_i`, `x_0`: an element; `p_data`: a name."""
    base, _, script = name.removesuffix(JOINED).rpartition("_")
    if script.isdigit():
        return Index(Sym(base), (Num(Fraction(script)),))
    return Index(Sym(base), (Sym(script),)) if len(script) == 1 else Sym(f"{base}_{script}")


def _spellings(symbol: Symbol) -> Iterable[str]:
    from viva.reading.parser import canonical

    for alias in (symbol.name, *symbol.aliases):
        yield alias
        name = canonical(alias)
        if name is not None:
            yield name
            if name.startswith("\\") and name[1:].isalpha():
                yield name[1:]  # gamma for \gamma
            accent, space, letter = name.partition(" ")
            if space and accent == r"\tilde":
                yield f"{letter.lstrip(chr(92))}tilde"  # Xtilde
