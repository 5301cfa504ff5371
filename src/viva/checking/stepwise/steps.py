"""The steps of a derivation after they were judged: slips of the pen and bare assertions told apart from errors."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viva.reading.patterns import lazy
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


_TOKEN = lazy(r"\\[A-Za-z]+|[A-Za-z0-9]|[^\sA-Za-z0-9]")
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
                slip = f"a slip of the pen, it seems: “{' '.join(lost)}” is missing here and is back in the next line"
                why = f"{link.why}; {slip}"
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


def in_order(links: list[Link]) -> list[Link]:
    """In the order of the text: a line may have been joined to a formula far above it."""
    return sorted(links, key=lambda link: (link.span.start, link.span.end))
