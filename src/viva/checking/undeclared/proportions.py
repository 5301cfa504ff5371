r"""What something is proportional to, or known up to a factor: `w ∝ Σ⁻¹(μ₁ − μ₀)`, `p(θ|x) ∝ p(x|θ) p(θ)`.

>>> key = r"$\pi(a|s) \propto e^{Q(s,a)/\tau}$"
>>> proportional(key, "π(a|s) ∝ exp(Q(s,a)/τ)"), proportional(key, "It is $\\pi(a|s) \\propto \\exp(\\tau Q(s, a))$.")
(True, None)
>>> key = r"w \propto \Sigma^{-1}(m_1 - m_0) \text{ (up to a positive factor)}"
>>> [proportional(key, f"w = {right}") for right in ("3Σ⁻¹(m_1 − m_0)", "c(Σ⁻¹m_1 − Σ⁻¹m_0)", "Σ⁻¹(m_0 − m_1)")]
[True, True, False]

Vectors and matrices are compared at unit length, after names have been left out that only scale them and that the key
does not have. Numbers are proportional where `f(x) g(x') = f(x') g(x)`, for all symbols of the key, or for the one that
a function is of. What is proportional by a negative factor is wrong where key or reply say that it is positive, and
otherwise open. A function that is not proportional is open as well: it may be so in another variable.
"""

from __future__ import annotations

import re

from viva.checking.answers.stated import Search
from viva.checking.evaluating.draws import draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.checking.keys.up_to_factor import LIKE
from viva.checking.undeclared.choosing import SHORT, exact_side, letters_of, stated
from viva.checking.undeclared.inferring import understood
from viva.checking.undeclared.key_forms import KeyForm, understand
from viva.checking.undeclared.sameness import same
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply
from viva.reading.syntax import Apply, Call, Div, Expr, Index, Mul, Neg, Norm, Num, Pow, Sym, Unreadable
from viva.reading.trees import free_names, names, rename, walk

LONGEST = 2_000
_REMARK = lazy(
    r"\\text\s*\{[^{}]*\}|[(\[][^()\[\]$\\]*\b(?:up to|any|not required|where|for|constant)\b[^()\[\]$\\]*[)\]]"
)
_POSITIVE = lazy(r"\bpositive\b|>\s*0", re.I)
_SAID = lazy(
    r"\b(?:is|be|are)\s+(?:(?:directly|simply|just|any)\s+)*(?:(?:proportional|parallel)\s+to"
    r"|(?:an?\s+)?(?:positive\s+)?multiple\s+of)\b"
    r"|\b(?:points?|lies?)\s+(?:in\s+the\s+direction\s+of|in\s+direction|along)\b",
    re.I,
    needs="proportional|parallel|multiple|direction|along",
)


def proportional(key: str, reply: str) -> bool | None:
    """Does the reply say that something is proportional to the same as the key does?"""
    if len(reply) > LONGEST or len(key) > LONGEST:
        return None
    form = understand(LIKE.sub("=", _REMARK.sub(" ", normalise(key).text)).strip(" $.\n"))
    if form is None:
        return None
    axes = _axes(form.expr)
    readings = _stated(form, _SAID.sub(" = ", LIKE.sub("=", normalise(reply).text)))
    if axes is None or not readings:
        return None
    if not axes:
        return _in_proportion(form, readings)
    found = tuple(_unscaled(expr, free_names(form.expr)) for expr in readings)
    wanted = _at_unit_length(form.expr)
    if same(wanted, tuple(map(_at_unit_length, found)), form.bold):
        return True
    if same(wanted, tuple(_at_unit_length(Neg(expr)) for expr in found), form.bold):
        return False if _POSITIVE.search(key) or _POSITIVE.search(reply) else None
    known = all(free_names(expr) <= free_names(form.expr) for expr in found)
    return False if known and same(form.expr, found, form.bold) is False else None


def _stated(form: KeyForm, reply: str) -> tuple[Expr, ...]:
    """What the reply says the key's left side to be, or what it states without one."""
    search = Search(read_reply(reply), None, form.symbols, form.names)
    search.focused = search.focused or len(reply) < SHORT
    places = search.places()
    for place in places:
        for formula in reversed(place.formulas):
            if form.name is None or not formula.relations:
                continue
            try:
                left = formula.parse(0, search.known)[0]
                if left == form.name or _called(left, form.name):
                    found = formula.parse(exact_side(formula), search.known)
                    return search.resolved(found, place, letters_of(form.name, form.expr))
            except Unreadable:
                continue
    chosen = stated(form.expr, search, places)
    if chosen is None or (chosen.left is not None and form.name is not None and not isinstance(chosen.left, Sym)):
        return ()
    return chosen.readings


def _called(left: Expr, name: Expr) -> bool:
    """`w^*`, `w_LDA`, `\\hat w` for the key's `w`, `p` for `p(θ|x)`."""
    if isinstance(name, Apply):
        return left == name.function
    root = left.base if isinstance(left, Index | Pow) else left
    return isinstance(root, Sym) and isinstance(name, Sym) and _root(root.name) == _root(name.name)


def _root(name: str) -> str:
    return re.sub(r"^\\(?:hat|tilde|bar) ", "", name).split("_")[0].split("^")[0].rstrip("*'")


def _axes(expr: Expr) -> int | None:
    """How many axes the key's value has."""
    typed = understood(expr, (expr,))
    if typed is None:
        return None
    try:
        value = evaluate_draws(typed.key, draw(typed.symbols, count=1), typed.index)
    except Unevaluable:
        return None
    return value.ndim - 1 - len(typed.index)


def _at_unit_length(expr: Expr) -> Expr:
    return Div(expr, Norm(expr))


def _unscaled(expr: Expr, wanted: set[str], capitals: bool = False) -> Expr:
    """Without factors and divisors that are numbers, norms, or names that the key does not have."""
    if isinstance(expr, Div) and _scales(expr.bottom, wanted, capitals):
        return _unscaled(expr.top, wanted, capitals)
    if isinstance(expr, Mul):
        factors = (_unscaled(factor, wanted, capitals) for factor in expr.factors)
        kept = tuple(factor for factor in factors if not _scales(factor, wanted, capitals))
        return kept[0] if len(kept) == 1 else Mul(kept) if kept else expr
    return expr


def _scales(expr: Expr, wanted: set[str], capitals: bool) -> bool:
    """A number, a norm, or a name that the key does not have, which is meant to be positive; capitals are matrices."""
    if isinstance(expr, Num):
        return expr.value > 0
    if isinstance(expr, Norm) or (isinstance(expr, Call) and expr.name in ("sqrt", "norm")):
        return True
    if isinstance(expr, Div):
        return _scales(expr.top, wanted, capitals) and _scales(expr.bottom, wanted, capitals)
    return isinstance(expr, Sym) and expr.name not in wanted and (capitals or not expr.name[:1].isupper())


def _in_proportion(form: KeyForm, readings: tuple[Expr, ...]) -> bool | None:
    """Is the quotient of the two numbers the same for all values of what the key's left side is a function of?"""
    if same(form.expr, readings, form.bold):
        return True
    used = free_names(form.expr)
    varied = used
    if isinstance(form.name, Apply):
        varied = {arg.name for arg in form.name.args[:1] if isinstance(arg, Sym)}
    varied -= {head for head in varied if head + "()" in form.names}
    if not varied or not varied <= used or any(names(expr) & {f"{n}°" for n in varied} for expr in readings):
        return None
    other = {name: f"{name}°" for name in varied}
    found = tuple(_unscaled(expr, used, capitals=True) for expr in readings)
    if any(isinstance(node, Apply) for expr in (form.expr, *found) for node in walk(expr)):
        return None  # how a function varies is not known
    cross = tuple(Mul((form.expr, rename(expr, other))) for expr in found)
    equal = same(Mul((rename(form.expr, other), found[0])), cross, form.bold)
    if equal and not same(Call("sign", (form.expr,)), tuple(Call("sign", (expr,)) for expr in found), form.bold):
        return None
    return equal
