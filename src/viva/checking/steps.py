"""The steps of a derivation after they were judged: slips of the pen and bare assertions told apart from errors."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from viva.kinds import Symbol
from viva.reading import syntax as s
from viva.reading.syntax import Expr
from viva.types import Span, Step


@dataclass(frozen=True)
class Link:
    """One step: a member and the sign before it."""

    quote: str
    span: Span
    status: str  # holds, fails, follows-not, unread
    why: str = ""
    counterexample: str = ""
    slip: bool = False  # a slip of the pen: the next line is right again
    chain: int = 0
    before: str = ""  # the member that it is said to equal
    left: Expr | None = None
    right: Expr | None = None
    back: bool = False  # right again after a wrong member

    def placed(self, start: int, end: int, raw: str) -> Link:
        """With its place and quote in the raw text."""
        return replace(self, span=Span(start, end), quote=raw[start:end])

    def step(self) -> Step:
        """As the evidence of a check shows it."""
        why = self.why + (f" ({self.counterexample})" if self.counterexample else "")
        return Step(self.quote, self.span, self.status, why)


_TOKEN = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9]|[^\sA-Za-z0-9]")
_LAYOUT = frozenset({"\\left", "\\right", "(", ")", "{", "}", "_", "^", "[", "]", ","})


def mark_slips(links: list[Link]) -> list[Link]:
    """A failing member of which a neighbour shows what was meant: symbols are missing in it, and only there."""
    out = list(links)
    for k, link in enumerate(links):
        if link.status != "fails" or k + 1 >= len(links):
            continue
        after = links[k + 1]
        if after.chain != link.chain or not after.back:
            continue
        for neighbour in (after.quote, link.before):
            lost = _missing(link.quote, neighbour)
            if lost:
                why = f"{link.why}; a slip of the pen, it seems: “{' '.join(lost)}” is missing here and is back in the next line"  # noqa: E501
                out[k] = replace(link, slip=True, why=why)
                break
    return out


def _missing(short: str, long: str) -> list[str]:
    """What has to be put into `short` to get `long`; empty if that is not enough, or too much."""
    a, b = _TOKEN.findall(short), _TOKEN.findall(long)
    lost, at = [], 0
    for token in b:
        if at < len(a) and a[at] == token:
            at += 1
        else:
            lost.append(token)
    if at < len(a) or not 0 < len(lost) <= 8 or any(t in "+-=" for t in lost):
        return []
    return [t for t in lost if t not in _LAYOUT]


# ---- what is asserted without being shown ----------------------------------------------------------------


def mark_asserted(links: list[Link], symbols: tuple[Symbol, ...]) -> list[Link]:
    """True steps that get rid of an expectation of a quadratic form in a mask, when no second moment is shown anywhere."""  # noqa: E501
    masks = {symbol.name for symbol in symbols if symbol.domain == "bernoulli"}
    data = {symbol.name for symbol in symbols if symbol.shape and symbol.domain == "real"}
    if not masks or any(link.status == "holds" and _shows_moment(link, masks, data) for link in links):
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


def _expectations(expr: Expr) -> list[s.Expect]:
    return [node for node in s.walk(expr) if isinstance(node, s.Expect)]


def _degree(expr: Expr, masks: set[str]) -> int:
    """How often a mask occurs as a factor, roughly: its occurrences, those in a squared norm or square counted twice."""  # noqa: E501
    match expr:
        case s.Sym(name):
            return 1 if name in masks else 0
        case s.Add(terms):
            return max(_degree(t, masks) for t in terms)
        case s.Pow(base, s.Num(number)):
            return _degree(base, masks) * max(1, int(number)) if number.denominator == 1 else _degree(base, masks)
        case s.Norm(arg):
            return _degree(arg, masks)
    return sum(_degree(c, masks) for c in s.children(expr))


def _twice(expect: s.Expect) -> bool:
    """A product of a name with the transpose of itself."""
    return any(
        isinstance(node, s.Mul)
        and len(node.factors) == 2
        and isinstance(node.factors[1], s.Transpose)
        and node.factors[1].arg == node.factors[0]
        and isinstance(node.factors[0], s.Sym)
        for b in expect.body
        for node in s.walk(b)
    )


def _quadratic(expect: s.Expect, masks: set[str]) -> bool:
    times = 2 if expect.op != "E" else 1
    return any(times * _degree(b, masks) >= 2 for b in expect.body)


def _shows_moment(link: Link, masks: set[str], data: set[str]) -> bool:
    """Does the step speak of second moments of single entries of the mask, or say that they are their own squares?"""
    if isinstance(link.left, s.Pow) and link.left.base == link.right and isinstance(link.right, s.Index):
        return link.right.base in {s.Sym(m) for m in masks}
    for side in (link.left, link.right):
        for expect in _expectations(side) if side is not None else ():
            entries = [
                n
                for b in expect.body
                for n in s.walk(b)
                if isinstance(n, s.Index) and isinstance(n.base, s.Sym) and n.base.name in masks
            ]
            body = set().union(*(s.names(b) for b in expect.body))
            if data and not body & data and not entries and _twice(expect):
                return True  # E[r rᵀ] = p² 11ᵀ + p(1−p) I: a row of the mask and nothing else
            matrix = any(isinstance(n, s.Had | s.Transpose | s.Norm) for b in expect.body for n in s.walk(b))
            if entries and not matrix and (_quadratic(expect, masks) or expect.op == "Var"):
                return True
    return False


def in_order(links: list[Link]) -> list[Link]:
    """In the order of the text: a line may have been joined to a formula far above it."""
    return sorted(links, key=lambda link: (link.span.start, link.span.end))
