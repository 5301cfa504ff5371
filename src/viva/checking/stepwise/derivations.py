r"""Derivations checked by computation: every member of every chain is evaluated, and the first wrong step is found.

>>> from viva.kinds import Symbol
>>> symbols = (Symbol("R", ("n", "d"), domain="bernoulli"), Symbol("p", domain="probability"))
>>> text = r"For all $j, k$: $\mathbb{E}[R_{ij} R_{ik}] = \mathbb{E}[R_{ij}]\,\mathbb{E}[R_{ik}] = p^2$"
>>> first = check_derivation(text, symbols).first_failing
>>> first.quote, first.status
('\\mathbb{E}[R_{ij}]\\,\\mathbb{E}[R_{ik}]', 'fails')
>>> first.counterexample.partition(": ")[0]
'i = 1, j = 1, k = 1'
>>> check_derivation(r"For $j \neq k$: $\mathbb{E}[R_{ij} R_{ik}] = p^2$", symbols).first_failing is None
True

A step is a member and what stands before it. It `holds` if both have the same value in random worlds (values for all
declared symbols, expectations over masks by enumeration, derivatives by complex steps: `stepwise.members`) and
for all values of its free indices within the case it is claimed for; it `fails` if it is understood and has another
value, and then a counterexample is given; it `follows-not` if it is true but asserted (an expectation of a quadratic
form in the mask written down without its second moments); otherwise it is `unread`, with the reason.

Agreement on random draws proves an identity of polynomials up to a chance that is negligible here (Schwartz 1980,
Zippel 1979); it does not prove that a reader could follow the step. Steps without an equality sign are not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from viva.checking.stepwise.asserting import mark_asserted
from viva.checking.stepwise.chains import TORN, damage, formulas
from viva.checking.stepwise.enclosing import BRACKETS_OF_TEX, DRAWN
from viva.checking.stepwise.judging import Judge
from viva.checking.stepwise.mending import beside_a_loose_bound, mended, still_torn
from viva.checking.stepwise.scene import Program
from viva.checking.stepwise.spellings import masked, with_noise
from viva.checking.stepwise.steps import Link, in_order, mark_slips
from viva.kinds import Symbol
from viva.reading.budget import OutOfTime, within
from viva.reading.damage import Repaired
from viva.reading.parser import parse
from viva.reading.replies import Reply, read_reply
from viva.types import Span

MAX_CHAINS = 120
MAX_SECONDS = 10.0


@dataclass(frozen=True)
class Derivation:
    """A derivation and its steps in the order of the text."""

    steps: tuple[Link, ...]
    reaches_target: bool | None = None  # None where no target was given or no end could be read
    scaled: str = ""  # "1/2" where the whole derivation is done with half of the given
    note: str = ""  # why not everything was looked at
    torn: bool = False  # its formulas were put together out of torn text

    @property
    def first_failing(self) -> Link | None:
        """The first step that is wrong as it stands, a slip of the pen included."""
        return next((s for s in self.steps if s.status == "fails"), None)

    @property
    def first_error(self) -> Link | None:
        """The first step that is wrong mathematics: a slip that the next line puts right does not count."""
        return next((s for s in self.steps if s.status == "fails" and not s.slip), None)

    @property
    def asserted(self) -> tuple[Link, ...]:
        """The steps that are true but not shown."""
        return tuple(s for s in self.steps if s.status == "follows-not")

    @property
    def unread(self) -> tuple[Link, ...]:
        """The steps that could not be understood."""
        return tuple(s for s in self.steps if s.status == "unread")


def check_derivation(
    text: str | Reply,
    symbols: tuple[Symbol, ...] = (),
    *,
    given: str = "",
    target: str = "",
    left: tuple[str, ...] = (),
    bound: Mapping[str, Program] | None = None,
    seconds: float = MAX_SECONDS,
) -> Derivation:
    r"""Check every step of a derivation.

    `symbols` are the declared symbols. `given` and `target` are the two ends of a proof (LaTeX), and `left` the names
    of the quantity, such as `\mathcal L(\tilde w)`. `bound` maps symbols to programs `env -> array` that say what they
    are: keys. Any text is accepted; what is not understood is `unread`. What takes longer than `seconds` is left
    out, and `note` says so.
    """
    reply = read_reply(text) if isinstance(text, str) else text
    raw = reply.raw
    if DRAWN.search(raw):
        reply = read_reply(raw.translate(BRACKETS_OF_TEX))
    mend = mended(reply.normal, tuple(symbols))
    masks = tuple(symbol.name for symbol in symbols if symbol.domain == "bernoulli" and len(symbol.shape) > 1)
    text = masked(with_noise(mend.text if mend is not None else reply.normal), masks)
    torn = damage(text) if mend is None else TORN if still_torn(text) else ""
    judge = Judge(
        tuple(symbols), given, target, tuple(left), dict(bound or {}), torn, mend.joins if mend is not None else ()
    )
    note = ""
    try:
        with within(seconds):
            every = formulas(text)
            found = [c for c in every if len(c.members) > 1]
            note = f"only the first {MAX_CHAINS} formulas were looked at" if len(found) > MAX_CHAINS else ""
            judge.introduce(found[:MAX_CHAINS], text)
            for number, chain in enumerate(found[:MAX_CHAINS]):
                judge.take(chain, tuple(found[number + 1 : number + 3]))
            judge.conclude([c for c in every if len(c.members) == 1])
            judge.excuse()
    except OutOfTime:
        note = "the time for this derivation was used up before its end"
    start = parse(given, tuple(symbols)) if given else None
    sound = [
        replace(k, status="unread", why=TORN, counterexample="")
        if k.status == "fails"
        and (beside_a_loose_bound(text, k.span.start, k.span.end) or _doubtful(k, judge.links, mend))
        else k
        for k in judge.links
    ]
    asserted = mark_asserted(sound, tuple(symbols), judge.scene.definitions, text, start)
    links = in_order(mark_slips(asserted))
    if mend is not None:
        links = [replace(k, span=Span(*mend.span(k.span.start, k.span.end))) for k in _trusted(links)]
    placed = tuple(link.placed(*reply.normalised.raw_span(link.span.start, link.span.end), raw) for link in links)
    reached = judge.reaches_target() if not note else None
    return Derivation(placed, reached, judge.scaled, note, mend is not None)


def _doubtful(link: Link, links: list[Link], mend: Repaired | None) -> bool:
    """Was one of the two sides of a step put together in a way that can be otherwise?"""
    if mend is None or not mend.doubtful:
        return False
    start = max((k.span.start for k in links if k.chain == link.chain and k.span.start < link.span.start), default=-1)
    start = start if start >= 0 else max(0, link.span.start - len(link.before) - 8)
    return any(start <= at < link.span.end for at in mend.doubtful)


def _trusted(links: list[Link]) -> list[Link]:
    """The steps of a text that was put together; none of them is blamed where too few hold to trust its formulas."""
    count = Counter(link.status for link in links)
    held = count["holds"] + count["follows-not"]
    if held >= max(2, 2 * count["fails"], count["unread"]) and count["fails"] <= 3:
        return links
    return [replace(x, status="unread", why=TORN, counterexample="") if x.status == "fails" else x for x in links]
