r"""True steps of a proof that are asserted rather than shown: the second moments of a random mask.

`E‖y − (R ⊙ X)w‖²` is not got rid of by writing down its value: somewhere the proof has to say that `E[R²] = p` while
`E[R R′] = p²`, in a formula, as a variance of independent entries, in words, or by what the quadratic term alone comes
to, beside the linear one.

>>> says_moments("Different entries are independent, so their product has mean p^2; a squared entry has mean p.")
True
>>> says_moments("The entries are independent, so the expectation of the square is as claimed.")
False
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from viva.checking.stepwise.matching import bare
from viva.checking.stepwise.steps import Link
from viva.checking.stepwise.world import Definition
from viva.kinds import Symbol
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr


def mark_asserted(
    links: list[Link],
    symbols: tuple[Symbol, ...],
    defined: Mapping[str, Definition] | None = None,
    text: str = "",
    given: Expr | None = None,
) -> list[Link]:
    """True steps that get rid of an expectation of a quadratic form in a mask, when no second moment is shown anywhere.

    `defined` are names of the text; one that is made of masks alone, such as R − p, is a mask as well. `text` may say
    the moments in words. A step from `given` at once to a closed form is asserted whatever is said of moments.
    """
    masks = {symbol.name for symbol in symbols if symbol.domain == "bernoulli"}
    data = {symbol.name for symbol in symbols if symbol.shape and symbol.domain == "real"}
    for name, definition in (defined or {}).items():
        used = trees.names(definition.body)
        if used & masks and not used & data:
            masks = masks | {name}
    held = [link for link in links if link.status == "holds"]
    random, fixed = masks | _made_of(masks, defined or {}), data | _made_of(data, defined or {})
    carried = [link for link in held if _carries_out(link, random, fixed)]
    pairs = any(_shows_pair(link, masks) for link in held) or _by_terms(held, random, fixed)
    shown = any(_shows_moment(link, masks, data, random) for link in held) or _by_terms(held, random, fixed)
    if (
        given is not None
        and carried
        and not (pairs or (shown and any(_decomposes(link) for link in held)))
        and all(link.left is not None and bare(link.left) == bare(given) and _is_closed(link.right) for link in carried)
    ):
        return [replace(x, status="follows-not", why=_AT_ONCE) if x in carried else x for x in links]
    if not masks or shown or (len(held) > 1 and says_moments(text)):
        return links
    out = []
    for link in links:
        if link.status == "holds" and link.left is not None and link.right is not None:
            quadratic = any(_quadratic(e, masks) for e in _expectations(link.left))
            if quadratic and not any(_quadratic(e, masks) for e in _expectations(link.right)):
                why = (
                    "true, but asserted: the second moments of the mask (E[R²] = p against E[R R′] = p²) are not shown"
                )
                link = replace(link, status="follows-not", why=why)
        out.append(link)
    return out


_AT_ONCE = "true, but asserted: how the expectation of the square is carried out is not shown"


def _made_of(masks: set[str], defined: Mapping[str, Definition]) -> set[str]:
    """The names that the text defines by a mask, directly or through one another."""
    found: set[str] = set()
    for _ in defined:
        found |= {name for name, definition in defined.items() if trees.names(definition.body) & (masks | found)}
    return found


def _carries_out(link: Link, random: set[str], data: set[str]) -> bool:
    """Does the step get rid of the expectation of something quadratic in what is random, with data in it?"""
    if link.left is None or link.right is None or not trees.names(link.left) & data:
        return False
    before, after = (any(_quadratic(e, random) for e in _expectations(side)) for side in (link.left, link.right))
    return before and not after


def _by_terms(held: list[Link], random: set[str], data: set[str]) -> bool:
    """Is the expectation carried out term by term, the linear one and the quadratic one each in a step of its own?

    `E[wᵀ(R⊙X)ᵀ(R⊙X)w] = p²wᵀXᵀXw + p(1−p)wᵀΓ²w` is then what the proof says the second moments come to.
    """
    carried = {_degree_alone(link, random, data) for link in held}
    return {1, 2} <= carried


def _degree_alone(link: Link, random: set[str], data: set[str]) -> int:
    """The degree of `E[one product] = …` in what is random, if the right side is free of expectations; else 0."""
    if not isinstance(link.left, s.Expect) or link.left.op != "E" or link.right is None or _expectations(link.right):
        return 0
    body = link.left.body[0]
    if any(isinstance(n, s.Add) for n in trees.walk(body)) or not trees.names(body) & data:
        return 0
    return _degree(body, random)


def _decomposes(link: Link) -> bool:
    """`E‖y − z‖² = ‖y − E z‖² + tr Cov(z)`: an expectation becomes a mean and a variance."""
    if link.left is None or link.right is None or not any(e.op == "E" for e in _expectations(link.left)):
        return False
    return any(e.op != "E" for e in _expectations(link.right))


def _shows_pair(link: Link, masks: set[str]) -> bool:
    """`E[R_ij R_ik] = p²`: the moment of two entries, without an expectation on the other side."""
    if link.left is None or link.right is None or _expectations(link.right):
        return False
    entries = [n for n in trees.walk(link.left) if isinstance(n, s.Index) and n.base in {s.Sym(m) for m in masks}]
    return len(set(entries)) > 1 and bool(_expectations(link.left))


def _is_closed(expr: Expr | None) -> bool:
    """Two squared norms and no sum: the form that is asked for."""
    nodes = list(trees.walk(expr)) if expr is not None else []
    return sum(isinstance(n, s.Norm) for n in nodes) == 2 and not any(
        isinstance(n, s.Fold | s.Transpose) for n in nodes
    )


_P = r"[$\\({ ]*p[$)} ]*"
_P_SQUARED = r"[$\\({ ]*p\s*(?:\^\s*\{?2\}?|\*\*2|-squared| squared)"
_INDEPENDENT = lazy(r"\bindependen\w*|\buncorrelated\b|\boff-diagonal\b", re.IGNORECASE)
_PAIR = lazy(
    r"(?:product|pair|off-diagonal|different|distinct|\\neq?\b|≠|cross)[^.;\n]{0,80}?" + _P_SQUARED, re.IGNORECASE
)
_SQUARE = lazy(
    r"(?:squared?\s+(?:entr\w+|element)|\bdiagonal|same\s+(?:entry|index)|\bequal|own\s+square|idempotent)"
    r"[^.;\n]{0,80}?(?:mean|expect\w*|moment|is|equals?|=|gives?|has)[^.;\n]{0,20}?" + _P + r"(?![\^²(*\w])",
    re.IGNORECASE,
)
_VARIANCE = lazy(
    r"\bvariance\b[^.;\n]{0,40}?p[$)} ]*\s*(?:\\cdot\s*)?\(\s*1\s*-\s*p\s*\)"
    r"|p[$)} ]*\(\s*1\s*-\s*p\s*\)[^.;\n]{0,30}\bvariance\b",
    re.IGNORECASE,
)


def says_moments(text: str) -> bool:
    """Does the text give both second moments of the mask in words, or its variance and that entries are independent?"""
    if _INDEPENDENT.search(text) is None:
        return False
    return bool(_VARIANCE.search(text)) or bool(_PAIR.search(text) and _SQUARE.search(text))


def _expectations(expr: Expr) -> list[s.Expect]:
    return [node for node in trees.walk(expr) if isinstance(node, s.Expect)]


def _degree(expr: Expr, masks: set[str]) -> int:
    """How often a mask occurs as a factor, roughly: its occurrences, those in a square counted twice."""
    match expr:
        case s.Sym(name):
            return 1 if name in masks else 0
        case s.Add(terms):
            return max(_degree(t, masks) for t in terms)
        case s.Pow(base, s.Num(number)):
            return _degree(base, masks) * max(1, int(number)) if number.denominator == 1 else _degree(base, masks)
        case s.Norm(arg):
            return _degree(arg, masks)
    return sum(_degree(c, masks) for c in trees.children(expr))


def _twice(expect: s.Expect) -> bool:
    """A product of a name with the transpose of itself."""
    return any(
        isinstance(node, s.Mul)
        and len(node.factors) == 2
        and isinstance(node.factors[1], s.Transpose)
        and node.factors[1].arg == node.factors[0]
        and isinstance(node.factors[0], s.Sym)
        for b in expect.body
        for node in trees.walk(b)
    )


def _quadratic(expect: s.Expect, masks: set[str]) -> bool:
    times = 2 if expect.op != "E" else 1
    return any(times * _degree(b, masks) >= 2 for b in expect.body)


def _entry_of_square(expect: s.Expect, random: set[str]) -> bool:
    """One entry, with two indices, of a product of what is random with itself."""
    return any(
        isinstance(node, s.Index)
        and len(node.indices) == 2
        and all(isinstance(i, s.Sym) for i in node.indices)
        and not isinstance(node.base, s.Sym)
        and _degree(node.base, random) >= 2
        for b in expect.body
        for node in trees.walk(b)
    )


def _splits_pairs(expr: Expr) -> bool:
    """A sum over different indices, and beside it one over equal ones."""
    folds = [n for n in trees.walk(expr) if isinstance(n, s.Fold) and n.op == "sum"]
    apart = [n for n in folds if any(t.op == "≠" for t in n.tests)]
    inner = {id(m) for n in apart for m in trees.walk(n)}
    return bool(apart) and any(not n.tests and id(n) not in inner for n in folds) and not _expectations(expr)


def _shows_moment(link: Link, masks: set[str], data: set[str], random: set[str]) -> bool:
    """Does the step speak of second moments of single entries of the mask, or say that they are their own squares?"""
    if link.left is not None and link.right is not None and _expectations(link.left) and _splits_pairs(link.right):
        return True  # E(Σ_j r_j a_j)² = Σ_{j≠k} p² a_j a_k + Σ_j p a_j²
    if isinstance(link.left, s.Pow) and link.left.base == link.right and isinstance(link.right, s.Index):
        return link.right.base in {s.Sym(m) for m in masks}
    for side in (link.left, link.right):
        for expect in _expectations(side) if side is not None else ():
            entries = [
                n
                for b in expect.body
                for n in trees.walk(b)
                if isinstance(n, s.Index) and isinstance(n.base, s.Sym) and n.base.name in masks
            ]
            body = set().union(*(trees.names(b) for b in expect.body))
            if data and not body & data and not entries and _twice(expect):
                return True  # E[r rᵀ] = p² 11ᵀ + p(1−p) I: a row of the mask and nothing else
            matrix = any(isinstance(n, s.Had | s.Transpose | s.Norm) for b in expect.body for n in trees.walk(b))
            if entries and not matrix and (_quadratic(expect, masks) or expect.op == "Var"):
                return True
            if side is link.left and _entry_of_square(expect, random) and link.right is not None:
                return not _expectations(link.right)  # E[(PᵀP)_jk] = p² (XᵀX)_jk
            single = any(isinstance(n, s.Index) for b in expect.body for n in trees.walk(b))
            component = any(isinstance(b, s.Index) for b in expect.body)  # one entry of a vector
            if (
                expect.op == "Var"
                and single
                and (component or not matrix)
                and side is link.left
                and link.right is not None
                and not _expectations(link.right)
            ):
                return True  # Var(z_i) = p(1-p) Σ_j X_ij² w_j²: a sum of independent terms
    return False
