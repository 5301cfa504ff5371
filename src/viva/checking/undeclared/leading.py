r"""What a leading term is multiplied by to have a limit: `λ ŵ_λ → Xᵀy` says that `ŵ_λ ∼ Xᵀy / λ`.

>>> tends_with(r"$1 - \tanh x \sim 2e^{-2x}$ for $x \to \infty$", r"$(1 - \tanh x)\,e^{2x} \to 2$")
True
>>> tends_with(r"$1 - \tanh x \sim 2e^{-2x}$ for $x \to \infty$", r"$(1 - \tanh x)\,e^{2x} \to 1$") is None
True

The key's term is put in for what it is the leading term of; what comes out must be the reply's limit, identically. A
limit that is another one is left open: it may be that of something else.
"""

from __future__ import annotations

from viva.checking.undeclared.key_forms import key_names, with_e
from viva.checking.undeclared.sameness import same
from viva.reading.formulas import formulas
from viva.reading.normal import normalise
from viva.reading.parser import parse_chain
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr, Unreadable
from viva.reading.trees import rebuild, walk
from viva.reading.vocabulary import OPEN, vocabulary

LONGEST = 4_000
_CORE = lazy(r"\$(?P<core>[^$]+)\$|(?P<bare>[^$]+)")
_CONDITION = lazy(
    r"(?:\\q?quad|\s)*(?:\((?=[^()]*(?:\\to(?![a-z])|→|->))[^()]*\)|\\text\s*\{.*|\b(?:as|for|when)\b.*)$"
)


def tends_with(key: str, reply: str) -> bool | None:
    """True where the reply gives a limit that the key's leading term has; None otherwise."""
    if len(reply) > LONGEST or (found := _CORE.search(key)) is None:
        return None
    text = normalise(_CONDITION.sub("", found["core"] or found["bare"])).text
    names = key_names(text)
    try:
        chain = parse_chain(text, (), names)
    except Unreadable:
        return None
    if chain.relations not in (("~",), ("≈",)):
        return None
    about, (term,) = chain.sides[0], with_e(chain.sides[1:], chain.sides[0])
    names |= {OPEN}
    for formula in formulas(normalise(reply).text, (), names):
        if formula.relations != ("→",):
            continue
        try:
            scaled, limit = (formula.parse(side, vocabulary((), names)) for side in (0, 1))
        except Unreadable:
            continue
        if len(scaled) > 1 or about not in walk(scaled[0]) or scaled[0] == about:
            continue
        product, limit = _with(scaled[0], about, term), with_e(limit, term)
        if same(product, limit) or (len(limit) == 1 and same(limit[0], (product,))):
            return True
    return None


def _with(expr: Expr, about: Expr, term: Expr) -> Expr:
    (found,) = with_e((rebuild(expr, lambda node: term if node == about else None),), about)
    return found
