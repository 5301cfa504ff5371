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

import re
from collections.abc import Mapping
from fractions import Fraction

from viva.checking.answers.asymptotics import is_order, same_order
from viva.checking.answers.decompositions import decomposed
from viva.checking.answers.definitions import Definition, definitions, with_definitions
from viva.checking.answers.stated import Search
from viva.checking.undeclared.approaching import approached
from viva.checking.undeclared.choosing import SHORT, stated
from viva.checking.undeclared.key_forms import (
    BOLD,
    SIGMOID,
    KeyForm,
    bare,
    common_words,
    is_sigmoid,
    scrambled,
    understand,
    with_e,
)
from viva.checking.undeclared.numbered_names import numbered
from viva.checking.undeclared.predicted import by_name
from viva.checking.undeclared.rewriting import elementwise, gaussian, is_gaussian, rejoined, rewritten
from viva.checking.undeclared.sameness import same
from viva.checking.undeclared.solving import equation_with, stated_relation
from viva.checking.undeclared.spectral import in_functions
from viva.checking.undeclared.told_bars import bar_is_other
from viva.checking.undeclared.upstream import one_name
from viva.checking.undeclared.versions import same_version
from viva.kinds import Symbol
from viva.reading.normal import normalise
from viva.reading.parser import readings
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply
from viva.reading.syntax import (
    IDENTITY,
    ONE,
    Apply,
    Call,
    Expect,
    Expr,
    Fold,
    Index,
    Num,
    Pow,
    Sym,
    Transpose,
    Unreadable,
)
from viva.reading.trees import free_names, rebuild, walk
from viva.reading.vocabulary import OPEN

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
        return same_order(key_text, rewritten(key_text, reply_text))
    if "ᵀ" in reply_text and _NAMED_T.search(key_text):
        reply_text = reply_text.replace("ᵀ", "⊤")  # beside a matrix T
    key_source, reply_source = (_fans(normalise(text).text) for text in (key_text, reply_text))
    key_source, reply_source = in_functions(key_source, reply_source)
    reply_source = numbered(key_source, rewritten(key_source, _with_powers(key_source, approached(reply_source))))
    sigmoid = is_sigmoid(key_source, reply_source)
    key_source = SIGMOID.sub(r"\\operatorname{sigmoid}", key_source) if sigmoid else key_source
    words = common_words(key_source, reply_source)
    key = understand(key_source, words) or (understand(key_source) if words else None)  # `uv` may be u times v
    if key is None or scrambled(key_source, reply_source):
        return None
    if sigmoid:
        latex = "\\" in reply_source  # plain text must not begin to look like LaTeX: `w_ij` has two subscripts there
        reply_source = SIGMOID.sub(r"\\operatorname{sigmoid}" if latex else " sigmoid", reply_source)
    verdict = _stated(key, reply_source)
    if verdict is not True and _LABELLED.search(reply_source) and "cases" not in key_source:
        from viva.checking.undeclared.one_hot import by_label  # few replies need it

        if (told := by_label(key.expr, reply_source, key.names)) is not None:
            return told
    if verdict is not True and _STEP.search(key_source) and _STEP.search(reply_source):
        again = understand(_STEP.sub(_as_factor, key_source))  # `Δa` and `Δb` by a step Δ, which is a number
        if again is not None and _stated(again, _STEP.sub(_as_factor, reply_source)):
            return True
    if verdict is True and bar_is_other(reply_source):
        return None if "bar" in key_source else False
    if verdict is not True and (called := one_name(key_source, reply_source)) is not None:
        again = understand(called[0], common_words(*called))
        renamed = None if again is None else _stated(again, called[1])
        if renamed is not None and not (renamed and bar_is_other(called[1])):
            return renamed
    if verdict is not True and is_gaussian(key_source):
        again = understand(gaussian(key_source), common_words(key_source, reply_source))
        normal = None if again is None else _stated(again, gaussian(reply_source))
        return verdict if normal is None else normal
    if verdict is not True and (named := by_name(key_source, reply_source)) is not None and _stated(key, named):
        return True
    return verdict


_LABELLED = lazy(
    r"\\begin\{cases\}|\b(?:if|for|when)\b[^\n]{0,12}(?:[yt]_\{?\w\}? ?=|i ?= ?\w)", needs=r"if|for|when|\begin{cases}"
)
_STEP = lazy(r"(?:\\Delta(?![A-Za-z])|Δ)\s*(?P<name>[a-z](?:_(?:\w|\{\w+\}))?)(?![A-Za-z(_])")


def _as_factor(match: re.Match[str]) -> str:
    return rf"(\Delta \cdot {match['name']})" if match[0].startswith("\\") else f"(Δ·{match['name']})"


_NAMED_T = lazy(r"(?<![A-Za-z\\^{_])T(?![A-Za-z])")


def _stated(key: KeyForm, reply_source: str) -> bool | None:
    """Does the (normalised) reply state the key's expression, as it is or with what the key gives a name to?"""
    verdict = _found(key, reply_source)
    if verdict and key.given and _given_otherwise(key, reply_source):
        return False if _found(key.explained(), reply_source) is False else None
    if verdict is not True and key.given:
        told = _found(key.explained(), reply_source)
        own = {name for meaning in key.given for name in free_names(meaning.value)} - free_names(key.expr)
        open_ = told is None and any(_names(name, reply_source) for name in own)
        named = any(_names(meaning.name, reply_source) for meaning in key.given)
        verdict = told if told is not None else None if open_ or not named else verdict
    if verdict is False and any(_decomposed(meaning, key.expr, reply_source) for meaning in key.given):
        return None  # that its factors are orthonormal, no draw of them knows
    typed = "*" in reply_source or "@" in reply_source
    if verdict is not True and typed and "\\" not in reply_source and "⊙" not in reply_source:
        program = elementwise(reply_source)  # `W.T @ delta * s`
        found = _found(key, program) or (key.given and _found(key.explained(), program))
        return True if found else verdict
    return verdict


def _names(name: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text) is not None


def _decomposed(meaning: Definition, key: Expr, reply: str) -> bool:
    """Does the reply use the X of the key's `X = \\sum_i σ_i u_i v_i^⊤`, where the value has its factors alone?"""
    if not any(isinstance(node, Transpose) for node in walk(meaning.value)) or meaning.name in free_names(key):
        return False
    if decomposed(Sym(meaning.name), meaning.value) is not None:
        return False
    return _names(meaning.name, reply)


def _given_otherwise(key: KeyForm, reply: str) -> bool:
    """Does the reply give a name of the key another meaning: `m = (p + q)/7` where the key has `m = (p + q)/2`?"""
    own = {meaning.name: meaning.value for meaning in definitions(reply, (), key.names | {OPEN})}
    return any(
        name in own and same(value, (own[name],), key.bold) is False
        for name, value in ((meaning.name, meaning.value) for meaning in key.given)
    )


def _found(key: KeyForm, reply_source: str) -> bool | None:
    """Does the (normalised) reply state the key's expression?"""
    try:  # the reply is nothing but the expression
        alone = bare(reply_source)
        found = () if "$" in alone else key.told_in(with_e(readings(alone, (), key.names), key.expr))
        if found:
            return same_version(key.name, key.expr, None, found, key.bold | frozenset(BOLD.findall(reply_source)))
    except Unreadable:
        pass
    reply_source = rejoined(key.names, reply_source)
    search = Search(read_reply(reply_source), None, key.symbols, key.names)
    search.given = key.factors
    if key.name is None and (value := _right_side(reply_source, key.names)) is not None:
        return same(key.expr, with_e(value, key.expr), key.bold, frozenset())
    search.focused = search.focused or len(reply_source) < SHORT
    places = search.places()
    if key.name is not None:
        verdict = stated_relation(key.name, key.expr, search, places)
        if verdict is not None:
            return verdict
        if any(equation_with(key.name, place, search) for place in places):
            return None
    chosen = stated(key.expr, search, places)
    if (
        chosen is None
        or (key.name is not None and chosen.left is not None and _is_rate(chosen.left))
        or (key.name is not None and _taken(chosen.left, key.expr))
    ):
        return None
    declared = {s.name: s for s in key.symbols}
    found = key.told_in(with_e(tuple(_unsized(expr, declared) for expr in chosen.readings), key.expr))
    if _is_variance(key.name) and _spread(chosen.left, reply_source, Sym(r"\sigma") in walk(key.expr)):
        return same(key.expr, tuple(Pow(expr, Num(Fraction(2))) for expr in found), key.bold, chosen.about)
    equal = same_version(key.name, key.expr, chosen.left, found, key.bold, chosen.about)
    if equal is not True and (told := _with_own_meanings(key.expr, found, reply_source, key.names)) is not None:
        again = same_version(key.name, told[0], chosen.left, told[1], key.bold, chosen.about)
        equal = True if again else again if equal is None and not told[2] else equal
    if equal is not True and chosen.left is not None and _is_root(key.name, chosen.left):
        return same(key.expr, tuple(Pow(expr, Num(Fraction(2))) for expr in found), key.bold, chosen.about)
    if equal and key.name is not None and _spread(key.name) and _is_variance(chosen.left):
        return None  # the value of σ given to the variance
    if isinstance(key.name, Pow) and chosen.left is not None and _power_of(key.name, chosen.left):
        return False if equal and chosen.left == key.name.base else None  # the value of σ² given to σ
    return equal


def _with_own_meanings(
    key: Expr, found: tuple[Expr, ...], reply: str, names: frozenset[str]
) -> tuple[Expr, tuple[Expr, ...], bool] | None:
    """Both with what the reply says that the names are which it does without, `p = softmax(z)`; has that sums in it?"""
    if "=" not in reply:
        return None
    own = free_names(key)
    missing = own - {name for expr in found for name in free_names(expr)}
    known = definitions(reply, (), names | {OPEN})
    meanings = [d for d in known if d.name in missing and (theirs := free_names(d.value)) and d.name not in theirs]
    if not meanings:
        return None
    sums = any(isinstance(node, Fold) for meaning in meanings for node in walk(meaning.value))
    return with_definitions(key, meanings), tuple(with_definitions(expr, meanings) for expr in found), sums


def _is_root(name: Expr | None, left: Expr) -> bool:
    """Is the key about a square, and the reply about what is squared: σ for σ_w², or `std`?"""
    if not isinstance(name, Pow) or name.exponent != Num(Fraction(2)):
        return False
    root = name.base.base if isinstance(name.base, Index) else name.base
    return left in (name.base, root) or (root == Sym(r"\sigma") and left in (Sym("std"), Sym("stddev"), Sym("sd")))


def _is_variance(name: Expr | None) -> bool:
    return isinstance(name, Expect) and name.op == "Var"


def _spread(left: Expr | None, reply: str = "", sigma: bool = False) -> bool:
    """Is it the standard deviation that a reply gives, where the key gives a variance, and perhaps has a σ itself?"""
    if left is None:
        return not sigma and _DEVIATION.search(reply) is not None and not _VARIANCE.search(reply)
    root = left.base if isinstance(left, Index) else left.function if isinstance(left, Apply) else left
    if isinstance(left, Call) and left.name == "std":
        return True
    return root in (Sym("std"), Sym("stddev"), Sym("sd"), Sym("SD")) or (not sigma and root == Sym(r"\sigma"))


_DEVIATION = lazy(
    r"\bstandard deviations?\b|\bstd(?:dev)?\b|\bStandardabweichung",
    re.I,
    needs="std|standardabweichung|standard deviation",
)
_VARIANCE = lazy(r"varian[cz]|\bvar\b", re.I)


def _power_of(name: Pow, left: Expr) -> bool:
    """Is the key's left side a power of something, and the reply's something else about it: σ for σ²?"""
    if isinstance(left, Expect) and left.op == "Var" and name.exponent == Num(Fraction(2)):
        return False  # the variance of w is σ_w²
    return name != left and bool(free_names(name.base) & free_names(left))


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


def _roots(left: Expr | None) -> set[str]:
    """The name that a left side is about: f of `f(x)`, not x; none where it is an expression that is rewritten."""
    if isinstance(left, Apply):
        return _roots(left.function)
    root = left.base if isinstance(left, Index) else left
    return {root.name} if isinstance(root, Sym) else set()


def _taken(left: Expr | None, key: Expr) -> bool:
    """Is it about a name that the key has? Not so ε where that has ε_u and ε_c, each with a script."""
    if isinstance(left, Index) and all(isinstance(item, Num) for item in left.indices):
        return left in walk(key)  # x_0 is no x_t
    bare = rebuild(key, lambda node: ONE if isinstance(node, Index) else None) if isinstance(left, Sym) else key
    return bool(_roots(left) & free_names(bare))


def _is_rate(left: Expr) -> bool:
    """`\\dot w = …`: a differential equation gives no value to w."""
    return any(isinstance(node, Sym) and node.name.startswith(r"\dot ") for node in walk(left))


def _right_side(text: str, names: frozenset[str]) -> tuple[Expr, ...] | None:
    """The right side of a reply that is one equation whose left side is a title: `P(\\text{none}) = …`."""
    left, sign, right = bare(text).rpartition("=")
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
