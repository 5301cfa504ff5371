r"""Two expressions with symbols that nobody declared: what they are is inferred from how they are written.

>>> same_text(r"X\Gamma^{-1}", "Γ⁻¹X"), same_text(r"\|\mathbf y - X\mathbf w\|^2", "(y - X w)^T (y - X w)")
(False, True)
>>> same_text(r"\frac{1}{n}\sum_{i=1}^n x_i", "mean(x)"), same_text("x_i - y_i", "x_k - y_k"), same_text("2x", "2y")
(True, True, False)

- A symbol with subscripts is a family with that many axes; the upper bound of a sum is a size.
- Bold capitals are matrices and bold small letters vectors. Where something is transposed, inverted by `^{-1}`, under a
  norm, or has a trace, other capitals are matrices as well, and small letters that are transposed, stand alone under a
  norm, behind a matrix or are added to a vector are vectors.
- Everything else is a scalar; `\pi` is the number, `e^x` the exponential, and `e`, `i`, `γ` are symbols like others.

Names are compared with case and are never renamed, but for a free index.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from viva.checking.asymptotics import is_order, same_order
from viva.checking.choosing import SHORT, exact_side, letters_of, stated
from viva.checking.comparing import FormulaKey, Setting, bends, compare
from viva.checking.dimensions import solve
from viva.checking.draws import UNIT, Draws, draw
from viva.checking.evaluate import Unevaluable, evaluate_draws, is_row
from viva.checking.indices import plain
from viva.checking.inferring import CONSTANTS, Typed, infer, relaxed, understood
from viva.checking.stated import Place, Search
from viva.kinds import Symbol
from viva.reading.grammar.applied import head_of
from viva.reading.lexer import ACCENTS, GREEK
from viva.reading.normal import normalise
from viva.reading.parser import parse_chain, readings
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply
from viva.reading.syntax import (
    IDENTITY,
    MINUS_ONE,
    ONE,
    Add,
    Apply,
    Call,
    Expect,
    Expr,
    Index,
    Norm,
    Num,
    Pow,
    Slope,
    Sym,
    Test,
    Transpose,
    Unreadable,
    free_names,
    rebuild,
    rename,
    substitute,
    walk,
)
from viva.reading.vocabulary import FACTOR, FUNCTION, FUNCTIONS, JOINED, LAYERED

_DELIMITERS = lazy(r"^\s*(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])[\s.]*$")
_BOLD = lazy(r"\\(?:mathbf|boldsymbol|bm|pmb|symbf)\s*(?:\{\s*)?(?:\\(?:tilde|hat|bar)\s*\{?\s*)?(\\?[A-Za-z]+)")
_PRIMED = lazy(
    r"(?:(?P<accent>\\(?:tilde|hat|bar|widetilde|widehat|overline|dot))\s*\{?\s*)?"
    r"(?P<base>\\[A-Za-z]+|[A-Za-z]|[α-ωΑ-Ω])\s*\}?\s*(?P<primes>'+|\^\{?\s*(?:\\prime\s*)+\}?)"
)
_GIVEN = lazy(
    r",\s*(?:\\q?quad|\\text\{\s*(?:where|with)\s*\}|where|with)\s*(?:\\q?quad\s*)?(?:\\text\{\s*(?:where|with)\s*\}\s*)?"
)
_LAYERS = lazy(r"(\\?[A-Za-z]+|[α-ωΑ-Ω])\s*\}?\s*\^\s*\{\s*[(\[]\s*([A-Za-z])(?=\s*[-+)\]])")
_SIGMOID = lazy(r"(?:\\sigma|σ|\bsigma)\s*(?=(?:\\left)?\()")
_TITLE = 60
_REFERENCE = lazy(r"[.;?!]\s|\b(?:if|when|where|with|not|let|for|since)\b", re.I)
LONGEST = 4_000
MAX_REPLY = 40_000


def same_text(key_text: str, reply_text: str) -> bool | None:
    """Are two expressions equal? None where one cannot be read, or has no value, or the reply holds no expression.

    The key is an expression, `name = expression`, or an order of growth; the reply may be a whole message.
    """
    if len(key_text) > LONGEST or len(reply_text) > MAX_REPLY:
        return None
    if is_order(key_text):
        return same_order(key_text, reply_text)
    key_source, reply_source = (_fans(normalise(text).text) for text in (key_text, reply_text))
    reply_source = _with_powers(key_source, reply_source)
    sigmoid = is_sigmoid(key_source, reply_source)
    key_source = _SIGMOID.sub(r"\\operatorname{sigmoid}", key_source) if sigmoid else key_source
    key = understand(key_source, _common_words(key_source, reply_source))
    if key is None:
        return None
    if sigmoid:
        reply_source = _SIGMOID.sub(r"\\operatorname{sigmoid}", reply_source)
    return _found(key, reply_source)


def _found(key: KeyForm, reply_source: str) -> bool | None:
    """Does the (normalised) reply state the key's expression?"""
    try:  # the reply is nothing but the expression
        found = key.told(_with_e(readings(_bare(reply_source), (), key.names), key.expr))
        return _same(key.expr, found, key.bold | frozenset(_BOLD.findall(reply_source)))
    except Unreadable:
        pass
    search = Search(read_reply(reply_source), None, key.symbols, key.names)
    if key.name is None and (value := _right_side(reply_source, key.names)) is not None:
        return _same(key.expr, _with_e(value, key.expr), key.bold, frozenset())
    search.focused = search.focused or len(reply_source) < SHORT
    places = search.places()
    if key.name is not None:
        verdict = _relation(key.name, key.expr, search, places)
        if verdict is not None:
            return verdict
        if any(_equation(key.name, place, search) for place in places):
            return None
    chosen = stated(key.expr, search, places)
    if (
        chosen is None
        or (key.name is not None and chosen.left is not None and _is_rate(chosen.left))
        or (key.name is not None and chosen.left is not None and _roots(chosen.left) & free_names(key.expr))
    ):
        return None
    declared = {s.name: s for s in key.symbols}
    found = key.told(_with_e(tuple(_unsized(expr, declared) for expr in chosen.readings), key.expr))
    return _same(key.expr, found, key.bold, chosen.about)


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
    given: tuple[tuple[str, Expr], ...] = ()  # what the key itself gives a name to: `…, m = (p + q)/2`

    def told(self, found: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """The readings with the names that the key itself gives a meaning replaced."""
        return tuple(substitute(expr, dict(self.given)) for expr in found) if self.given else found


@lru_cache(maxsize=256)
def understand(source: str, words: frozenset[str] = frozenset()) -> KeyForm | None:
    """The key, from its normalised text; None where it cannot be read. `words` are names in it, and no products."""
    source, *given = _GIVEN.split(_bare(source))
    names = frozenset(_primed(source)) | words
    names |= {f"{LAYERED}{letter}:{GREEK.get(base, base)}" for base, letter in _LAYERS.findall(source)}
    try:
        name, expr = _expression(source, names)
        functions = frozenset(head + FUNCTION for e in (name, expr) if e is not None for head in heads(e))
        if functions:  # what is a function in one place is one in all
            names |= functions
            name, expr = _expression(source, names)
    except Unreadable:
        return None
    expr = _with_euler(expr)
    meanings: dict[str, Expr] = {}
    for text in given:
        try:
            chain = parse_chain(text, (), names)
        except Unreadable:
            return None
        if chain.relations != ("=",) or not isinstance(chain.sides[0], Sym):
            return None
        meanings[chain.sides[0].name] = chain.sides[1]
    expr = substitute(expr, meanings)
    exprs = (expr,) if name is None else (expr, name)
    functions = frozenset(head for e in exprs for head in heads(e))
    free = {n for e in exprs for node in walk(e) if (n := head_of(node)) is not None}
    names |= {n + FACTOR for n in free - functions} | {n + FUNCTION for n in functions}
    names |= {
        n.rstrip("_")
        for n in free
        if n.rstrip("_") == r"\Sigma" or (len(n) > 1 and n.isalpha()) or "^" in n or " " in n
    }
    names |= {f"{base}_{script}{JOINED}" for e in exprs for base, script in _subscripted(e)}
    bold = frozenset(_BOLD.findall(source))
    return KeyForm(name, expr, infer(exprs, bold), names, bold, tuple(meanings.items()))


_UPRIGHT = lazy(r"\\(?:text|mathrm|operatorname|textit|mathit|textrm|mathsf)\s*\{\s*([A-Za-z]{2,})\s*\}")
_RUN = lazy(r"(?<![\\A-Za-z_{])[A-Za-z]{2,8}(?![A-Za-z])")


def _common_words(key: str, reply: str) -> frozenset[str]:
    """Runs of letters in a LaTeX key that the reply has as one name: `\\frac{TP}{TP + FP}` and `\\text{TP}`."""
    if "\\" not in key:
        return frozenset()
    bare = re.sub(r"\\[A-Za-z]+", " ", _UPRIGHT.sub(" ", key))
    runs = {word for word in re.findall(r"(?<![A-Za-z])[A-Za-z]{2,8}(?![A-Za-z])", bare)} - FUNCTIONS
    if not runs:
        return frozenset()
    names = set(_UPRIGHT.findall(reply)) if "\\" in reply else set(_RUN.findall(reply))
    return frozenset(runs & names)


def _with_euler(expr: Expr) -> Expr:
    """`\\ln(2\\pi e\\sigma^2)`: an e in a logarithm, and nowhere else, is the number."""
    e = Sym("e")
    outside = rebuild(expr, lambda node: ONE if isinstance(node, Call) and node.name == "log" else None)
    return expr if e in walk(outside) else substitute(expr, {"e": Call("exp", (ONE,))})


def _subscripted(expr: Expr) -> Iterator[tuple[str, str]]:
    """Names with a subscript, `x_i`, `x_0`, `p_data`: in text without signs for it, `xi`, `x0`, `pdata`."""
    for node in walk(expr):
        if isinstance(node, Index) and isinstance(node.base, Sym) and len(node.indices) == 1:
            item = node.indices[0]
            script = item.name if isinstance(item, Sym) else str(item.value) if isinstance(item, Num) else ""
            if script.isalnum() and (len(script) == 1 or script.isdigit()):
                yield node.base.name, script
        elif isinstance(node, Sym) and "_" in node.name and " " not in node.name:
            base, _, script = node.name.rpartition("_")
            if script.isalnum():
                yield base, script


def heads(expr: Expr) -> set[str]:
    """What stands before the brackets of the expression's functions."""
    found = set()
    for node in walk(expr):
        if isinstance(node, Apply) and (head := head_of(node.function)) is not None:
            found.add(head.partition("^{")[0] if "^{" in head else head)
    return found


def is_sigmoid(key: str, reply: str) -> bool:
    """Is σ the logistic function? So it is where it stands before brackets only, in the key or else in the reply."""
    for text in (key, reply):
        signs = len(re.findall(r"\\sigma(?![A-Za-z])|σ|\bsigma\b", text))
        if signs:
            return signs == len(_SIGMOID.findall(text))
    return False


_FAN = lazy(
    r"(?:\\(?:text|mathrm|operatorname)\s*\{\s*)?fan(?:\s*\}\s*_\s*|\\?_)"
    r"(?:\{\s*(?:\\(?:text|mathrm)\s*\{\s*)?(in|out)\s*(?:\}\s*\}(?=.*\})|\})|(in|out)\b\}?)"
)


_ZERO = lazy(r"(?<=\bto )zero\b|(?<=\bis )zero\b|(?<=\bequals )zero\b")


_ARGUMENT = lazy(
    r"\\(?:operatorname|mathop|mathrm|text)\*?\s*\{\s*\\?arg\s*(?:\\[,;! ])?\s*\\?(max|min)\s*\}(?:\\limits)?"
    r"|\\arg\s*(?:\\[,;!])?\s*\\(max|min)|\barg[ -]?(max|min)(?=\s*_)"
)
_DRAWN = lazy(r"(?<=[Ee]_\{)([^{}~]{1,12}?)\s*~")
_COMMAND = lazy(r"\\(?!(?:hat|tilde|bar|dot|check|breve|vec)\{)")
_LOST_POWER = lazy(r"(?<=[)A-ZΣΛΓ⊤])-1(?!\.?\d|\^)")


def _fans(text: str) -> str:
    """`fan_in` and `fan_out` are other names of n_in and n_out, "zero" is 0; a tilde in `E_{z ~ q}` is no space."""
    text = _FAN.sub(lambda m: f"n_{{{m[1] or m[2]}}}", text) if "fan" in text else text
    text = _ARGUMENT.sub(_argument, text) if "arg" in text else text
    text = _DRAWN.sub(r"\1∼", text) if "~" in text else text
    return _ZERO.sub("0", text) if "zero" in text else text


def _argument(match: re.Match[str]) -> str:
    """`\\arg\\max` and its likes as one function."""
    name = "arg" + (match[1] or match[2] or match[3])
    return rf"\operatorname{{{name}}}" if "\\" in match[0] else name


def _with_powers(key: str, reply: str) -> str:
    """`(I -γP)-1 r`, as PDF extraction leaves an inverse: where the key has one and the text shows no other power."""
    if "^{-1}" not in key or "^" in reply or "**" in reply or _COMMAND.search(reply):
        return reply
    return _LOST_POWER.sub("^{-1}", reply)


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


def _roots(left: Expr) -> set[str]:
    """The names that a left side is about: f of `f(x)`, not x."""
    if isinstance(left, Apply):
        return _roots(left.function)
    return {left.base.name} if isinstance(left, Index) and isinstance(left.base, Sym) else free_names(left)


def _is_rate(left: Expr) -> bool:
    """`\\dot w = …`: a differential equation gives no value to w."""
    return any(isinstance(node, Sym) and node.name.startswith(r"\dot ") for node in walk(left))


def _right_side(text: str, names: frozenset[str]) -> tuple[Expr, ...] | None:
    """The right side of a reply that is one equation whose left side is a title: `P(\\text{none}) = …`."""
    left, sign, right = _bare(text).rpartition("=")
    if not sign or "=" in left or len(left) > _TITLE or "\n\n" in text or _REFERENCE.search(left):
        return None
    if "$" in left or r"\(" in left or left[-1:] in ("<", ">", "!", ":", "\\"):
        return None
    if not re.match(r"\s*(?:\\(?:text|mathrm|operatorname|Pr|Prob)\b|P\s*\(|[A-Z][A-Za-z]+\s*$)", left):
        return None
    try:
        return readings(right, (), names)
    except Unreadable:
        return None


def _bare(text: str) -> str:
    return _DELIMITERS.sub("", _DELIMITERS.sub("", text)).removeprefix("=")


def _expression(text: str, names: frozenset[str]) -> tuple[Expr | None, Expr]:
    """The (last side of the) text, and what it is said to be. An ambiguous key is no key."""
    text = _bare(text)
    try:
        found = readings(text, (), names)
        if len(found) > 1:
            raise Unreadable("the key can be read in two ways")
        return None, found[0]
    except Unreadable:
        chain = parse_chain(text, (), names)
        if not set(chain.relations) <= {"=", "←"} or not _is_title(chain.sides[0], chain.sides[-1]):
            raise
        return chain.sides[0], chain.sides[-1]


def _is_title(left: Expr, right: Expr) -> bool:
    """Is the left side of a key nothing but what its right side is called: `y`, `p(x)`, `Var(X)`, `A^{-1}`?"""
    if isinstance(left, Pow) and isinstance(left.base, Sym | Index):
        root = left.base.base if isinstance(left.base, Index) else left.base
        named = isinstance(left.base, Index) or (isinstance(root, Sym) and not root.name[:1].islower())
        return left.exponent == MINUS_ONE or (named and left.exponent == Num(Fraction(2)) and root not in walk(right))
    if isinstance(left, Norm) or (isinstance(left, Pow) and isinstance(left.base, Norm)):
        return bool(free_names(right))
    return isinstance(left, Sym | Index | Apply | Expect | Slope)


def _with_e(found: tuple[Expr, ...], key: Expr) -> tuple[Expr, ...]:
    """Where `e` is no symbol of the key, it is the number."""
    if Sym("e") in walk(key):
        return found
    return tuple(substitute(expr, {"e": Call("exp", (ONE,))}) for expr in found)


def _unsized(expr: Expr, declared: Mapping[str, Symbol]) -> Expr:
    """`eye(d)` is the identity of whatever size fits, where the key does not say what d is."""

    def change(node: Expr) -> Expr | None:
        if (
            isinstance(node, Call)
            and node.name == "eye"
            and isinstance(node.args[0], Sym)
            and node.args[0].name not in declared
        ):
            return IDENTITY
        return None

    return rebuild(expr, change)


# ---- the formula of the reply ------------------------------------------------------------------------------------


def _relation(name: Expr, key: Expr, search: Search, places: Iterable[Place]) -> bool | None:
    """The reply's equation for the key's left side, or another one that determines it."""
    inverse = isinstance(name, Pow) and name.exponent == MINUS_ONE
    base = name.base if isinstance(name, Index) or (isinstance(name, Pow) and inverse) else name
    for place in places:
        for formula in reversed(place.formulas):
            if not formula.relations or any(r not in ("=", "←", "→", "≈") for r in formula.relations):
                continue
            try:
                left = formula.parse(0, search.known)[0]
            except Unreadable:
                left = None
            if left in (name, base):
                try:
                    found = formula.parse(exact_side(formula), search.known)
                except Unreadable:
                    return None
                if name in walk(found[0]) and name not in walk(key):
                    continue  # not solved for it
                wanted = Pow(key, MINUS_ONE) if inverse and left == base else key
                return _same(wanted, search.resolved(found, place, letters_of(name, key)))
        if place.marked:
            for formula in reversed(place.formulas):
                if formula.relations and formula.sides[0].tokens:
                    continue
                try:
                    found = formula.parse(exact_side(formula), search.known)
                except Unreadable:
                    continue
                if not isinstance(found[0], Num | Sym):
                    return _same(key, search.resolved(found, place, letters_of(name, key)))
        if place.marked and (sides := _equation(name, place, search)) is not None:
            return _holds(*sides, name, key, search)
    for place in places:
        if (sides := _equation(name, place, search)) is not None:
            return _holds(*sides, name, key, search)
    return None


def _equation(name: Expr, place: Place, search: Search) -> tuple[Expr, Expr] | None:
    """The last equation of the place in which the key's left side stands."""
    wanted = name.base if isinstance(name, Pow) and name.exponent == MINUS_ONE else name
    for formula in reversed(place.formulas):
        if formula.relations not in (("=",), ("←",)) or not isinstance(wanted, Sym | Index | Apply | Pow):
            continue
        try:
            sides = formula.parse(0, search.known) + formula.parse(1, search.known)
        except Unreadable:
            continue
        if len(sides) == 2 and any(node == wanted for side in sides for node in walk(side)):
            return sides[0], sides[1]
    return None


def _holds(left: Expr, right: Expr, name: Expr, key: Expr, search: Search) -> bool | None:
    """Does the equation hold when the key's left side has the key's value, and fail otherwise?"""
    if isinstance(name, Pow) and name.exponent == MINUS_ONE:  # A^{-1} is the key: then A is its inverse
        name, key = name.base, Pow(key, MINUS_ONE)
    alone = understood(key, (key,))
    if alone is None:
        return None
    indexed = isinstance(name, Index) and bool(alone.index)
    try:
        axes = evaluate_draws(alone.key, draw(alone.symbols, count=1), alone.index).ndim - 1 - len(alone.index)
    except Unevaluable:
        return None
    value = Sym(r"\Value" if axes == 2 else r"\value")

    def put(expr: Expr) -> Expr:
        new = Index(value, name.indices) if indexed and isinstance(name, Index) else value
        return rebuild(expr, lambda node: new if node == name else None)

    left, right = put(left), put(right)
    typed = understood(key, (left, right, put(Add((name, key)))), frozenset(_BOLD.findall(search.text)))
    if typed is None or not typed.fits or value.name in {n for e in typed.found[:1] for n in typed.index}:
        return None
    axes_of = {s.name: len(s.shape) for s in alone.symbols}
    if any(axes_of.get(s.name, len(s.shape)) != len(s.shape) for s in typed.symbols):
        return None  # the reply's equation makes something else of the key's symbols
    left, right, _ = typed.found
    index = typed.index
    if index and (not isinstance(name, Index) or len(name.indices) != len(index)):
        return None
    if not (free_names(left) | free_names(right)) <= free_names(typed.key) | CONSTANTS | {value.name} | set(index):
        return None
    symbols = tuple(s for s in typed.symbols if s.name != value.name)
    outcomes = []
    try:
        for number in (0, 1, UNIT):
            drawn = draw(symbols, round=number, count=3, positive=True)
            right_value = evaluate_draws(typed.key, drawn, index)
            if not np.isfinite(right_value).all():
                continue
            for disturbed in (False, True):
                values = {**drawn.values, value.name: right_value * 1.37 + 0.11 if disturbed else right_value}
                with_value = Draws(drawn.symbols, drawn.count, drawn.sizes, values)
                a, b = evaluate_draws(left, with_value, index), evaluate_draws(right, with_value, index)
                if a.shape != b.shape:
                    return None
                if disturbed and not (np.isfinite(a).all() and np.isfinite(b).all()):
                    continue
                outcomes.append((disturbed, bool(np.allclose(a, b, rtol=1e-9, atol=1e-12))))
    except Unevaluable:
        return None
    if not outcomes or any(disturbed and same for disturbed, same in outcomes):
        return None
    return all(same for disturbed, same in outcomes if not disturbed)


def _same(
    key: Expr, found: tuple[Expr, ...], bold: frozenset[str] = frozenset(), about: frozenset[str] | None = None
) -> bool | None:
    """Are they equal? In a message (`about` is given), a symbol that the key does not have leaves it open.

    Not so a capital, which is rarely a name that somebody invents, nor a variable that the reply differentiates by.
    """
    typed = understood(key, found, bold)
    if typed is None:
        return None
    strange = {n for expr in typed.found for n in free_names(expr)} - free_names(typed.key) - CONSTANTS
    strange -= set(typed.index)
    if strange:
        bases = {plain(name).partition("_")[0] for name in free_names(typed.key)}
        for name in strange:
            known_base = " " not in name and plain(name).partition("_")[0] in bases
            certain = about is None or name in about or re.fullmatch("[A-Z]", name) or known_base
            if _is_word(name) or not certain:
                return None
        others = {plain(name).partition("_")[0] for name in strange} - bases
        if others and len(strange) <= 2 and _renamed_equal(typed, strange):
            return None  # the same under another name
    if not typed.fits:
        return _misfit(typed)
    equal = _equal(typed)
    return None if equal and typed.narrowed else equal


def _renamed_equal(typed: Typed, strange: set[str]) -> bool:
    """Is it equal when the reply's own symbols are called as those of the key which it does not have?"""
    missing = free_names(typed.key) - free_names(typed.found[0]) - CONSTANTS - set(typed.index)
    if len(missing) != len(strange) or not typed.fits:
        return False
    for order in itertools.permutations(sorted(missing)):
        new = dict(zip(sorted(strange), order, strict=True))
        if all(_is_other_name(old, name) for old, name in new.items()):
            found = tuple(rename(expr, new) for expr in typed.found)
            again = understood(typed.key, found)
            if again is not None and again.fits and _equal(again):
                return True
    return False


def _is_other_name(old: str, new: str) -> bool:
    """May one symbol stand for the other? A letter without subscripts for another one may not: `2y` is not `2x`."""
    return "_" in old or "_" in new or " " in old or " " in new


def _is_word(name: str) -> bool:
    return not name.startswith("\\") and len(name.partition("_")[0]) > 2 and " " not in name


def _equal(typed: Typed) -> bool | None:
    """Do they agree at random draws? None where only a row stands for a column, or a value cannot be computed."""
    try:
        setting = Setting(typed.symbols, typed.index, bends=bends(typed.key))
        equal = compare(typed.found, FormulaKey(typed.key, typed.index), setting).equal
        if equal:  # a row is no column, whatever its entries
            drawn = draw(typed.symbols, round=1, count=1, positive=True)
            if _is_constant(typed):
                return None
            exprs = (typed.key, typed.found[0])
            used = [tuple(n for n in typed.index if n in free_names(expr)) for expr in exprs]
            if is_row(typed.key, drawn, used[0]) != is_row(typed.found[0], drawn, used[1]):
                return None
        return equal
    except Unevaluable:
        return None


def _is_constant(typed: Typed) -> bool:
    """Is a key with symbols in it the same whatever they are? Then it was not read as it was meant."""
    if not free_names(typed.key) - CONSTANTS - set(typed.index) or any(isinstance(n, Test) for n in walk(typed.key)):
        return False
    varied = any(s.name in free_names(typed.key) and s.domain not in ("size", "index", "random") for s in typed.symbols)
    values = evaluate_draws(typed.key, draw(typed.symbols, count=8), typed.index)
    return varied and bool(np.isfinite(values).all()) and not np.ptp(values, axis=0).any()


def _misfit(typed: Typed) -> bool | None:
    """The reply's shapes do not fit where the key's do: wrong, but for a matter of layout or an omitted identity."""
    if len(typed.found) > 1 or not free_names(typed.found[0]) <= free_names(typed.key) | CONSTANTS:
        return None
    axes = {s.name: len(s.shape) for s in typed.symbols if s.domain != "size"}
    for meant in relaxed(typed.found[0], typed.symbols):
        for expr in (meant, Transpose(meant)):  # `Transpose` of a scalar is the scalar
            if solve((typed.key, expr), axes) is not None and _equal(replace(typed, found=(expr,))) is not False:
                return None
    return False
