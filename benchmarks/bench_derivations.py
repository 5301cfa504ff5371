"""How well Viva finds the first wrong step of a derivation: `make bench-derivations`.

From 28 correct derivations of our own (`derivations/`), single-error mutants are generated; an oracle that shares no
code with Viva proves where each is wrong first. Measured, for the half that was looked at while the engine was built
and for the half that was not:

- located: the share of mutants whose first wrong member is named exactly;
- unblamed: the share of correct derivations, in several notations, orders and namings, in which no step is blamed;
- F1: the harmonic mean of both, the headline figure of ProcessBench (Zheng et al. 2024, arXiv:2412.06559);
- the baseline: the share of mutants that are noticed by looking at the final answers only.

Deterministic: the mutants are a fixed sample, `--all` takes every one.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from derivations.corpus import LAYOUTS, SOURCES
from derivations.mutants import Mutant, agree, mutants, reorder_all
from derivations.sources import Chain, Laid, Layout, Source, lay_out
from viva.checking.stepwise.derivations import Derivation, check_derivation
from viva.kinds import Symbol

PER_SOURCE = 30


@dataclass(frozen=True)
class Outcome:
    """What became of one text. `found` is exact, early, late or none; for a correct derivation blamed or clean."""

    source: str
    half: str
    kind: str
    layout: str
    found: str
    seconds: float
    noticed_at_end: bool = False
    unread: int = 0
    said: str = ""


def told(source: Source, layout: Layout) -> tuple[Symbol, ...]:
    """What Viva is told about the symbols: what a paper would declare."""
    return tuple(v.symbol(layout.notation) for v in source.variables if v.told)


def checked(source: Source, layout: Layout, laid: Laid) -> tuple[Derivation, float]:
    started = time.process_time()
    derivation = check_derivation(laid.text, told(source, layout))
    return derivation, time.process_time() - started


def of_mutant(mutant: Mutant, layout: Layout) -> Outcome:
    """Is the first failing step the one that was made wrong?"""
    laid = lay_out(mutant.lines, layout)
    derivation, seconds = checked(mutant.source, layout, laid)
    start, end = laid.places[mutant.at]
    first = derivation.first_failing
    found = "none"
    if first is not None:
        exact = first.span.start < end and start < first.span.end
        found = "exact" if exact else "early" if first.span.start < start else "late"
    said = "" if found == "exact" else laid.text[start:end] + (f"  <> {first.quote}" if first else "")
    return Outcome(
        mutant.source.name,
        mutant.source.half,
        mutant.kind,
        f"{layout.name}/{layout.notation.kind}",
        found,
        seconds,
        _noticed(mutant),
        len(derivation.unread),
        said,
    )


def _noticed(mutant: Mutant) -> bool:
    """Would looking at the last member of the last chain have shown the error?"""
    (number, last) = mutant.source.chains()[-1]
    mutated = mutant.lines[number]
    assert isinstance(mutated, Chain)
    probe = replace(last, members=(*last.members, *mutated.members))
    return not agree(mutant.source, probe, last.members[-1], mutated.members[-1], draws=1)


def of_correct(source: Source, layout: Layout, kind: str, laid: Laid) -> Outcome:
    derivation, seconds = checked(source, layout, laid)
    first = derivation.first_failing
    return Outcome(
        source.name,
        source.half,
        kind,
        f"{layout.name}/{layout.notation.kind}",
        "blamed" if first else "clean",
        seconds,
        unread=len(derivation.unread),
        said=f"{first.before} <> {first.quote}: {first.counterexample}"
        if first
        else "; ".join(f"{u.quote}: {u.why}" for u in derivation.unread[:2]),
    )


def correct_ones(sources: tuple[Source, ...]) -> Iterator[Outcome]:
    """Every source in every layout, with its terms in two other orders, and with other names."""
    for source in sources:
        for number, layout in enumerate(LAYOUTS):
            yield of_correct(source, layout, "as written", lay_out(source.lines, layout))
            yield of_correct(source, layout, "reordered", lay_out(reorder_all(source, number), layout))
            renamed = replace(layout, notation=layout.notation.renamed(source.other_names))
            yield of_correct(source, renamed, "renamed", lay_out(source.lines, renamed))


def wrong_ones(sources: tuple[Source, ...], per_source: int) -> Iterator[Outcome]:
    """A fixed sample of the mutants of every source, in changing layouts."""
    for source in sources:
        every = list(mutants(source))
        rng = np.random.default_rng(12)
        chosen = every if per_source == 0 else [every[i] for i in rng.permutation(len(every))[:per_source]]
        for number, mutant in enumerate(chosen):
            yield of_mutant(mutant, LAYOUTS[number % len(LAYOUTS)])


def share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def f1(located: float, unblamed: float) -> float:
    """The harmonic mean of both shares."""
    return 2 * located * unblamed / (located + unblamed) if located + unblamed else 0.0


def summary(right: list[Outcome], wrong: list[Outcome]) -> dict[str, float]:
    located = share(sum(o.found == "exact" for o in wrong), len(wrong))
    unblamed = share(sum(o.found == "clean" for o in right), len(right))
    times = sorted(o.seconds for o in (*right, *wrong))
    return {
        "mutants": len(wrong),
        "located": located,
        "named too early": share(sum(o.found == "early" for o in wrong), len(wrong)),
        "named too late": share(sum(o.found == "late" for o in wrong), len(wrong)),
        "not found": share(sum(o.found == "none" for o in wrong), len(wrong)),
        "correct ones": len(right),
        "unblamed": unblamed,
        "fully read": share(sum(o.found == "clean" and not o.unread for o in right), len(right)),
        "F1": f1(located, unblamed),
        "final answer only: noticed": share(sum(o.noticed_at_end for o in wrong), len(wrong)),
        "seconds, median": times[len(times) // 2] if times else 0.0,
        "seconds, worst": times[-1] if times else 0.0,
    }


def table(columns: dict[str, dict[str, float]]) -> str:
    """A Markdown table with one column a half."""
    names = list(next(iter(columns.values())))
    lines = ["| | " + " | ".join(columns) + " |", "|---" + "|---:" * len(columns) + "|"]
    for name in names:
        cells = [columns[c][name] for c in columns]
        written = [
            f"{c:,.0f}" if name in ("mutants", "correct ones") else f"{c:.2f} s" if "seconds" in name else f"{c:.3f}"
            for c in cells
        ]
        lines.append(f"| {name.replace('seconds, ', 'time, ')} | " + " | ".join(written) + " |")
    return "\n".join(lines)


def by_kind(wrong: list[Outcome]) -> str:
    """How well each kind of slip is located."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for o in wrong:
        count[o.kind][o.found] += 1
    lines = ["| slip | mutants | located | not found |", "|---|---:|---:|---:|"]
    for kind, c in sorted(count.items()):
        n = sum(c.values())
        lines.append(f"| {kind} | {n} | {share(c['exact'], n):.3f} | {share(c['none'], n):.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="take every mutant, not a sample")
    parser.add_argument("--per-source", type=int, default=PER_SOURCE)
    parser.add_argument("--half", choices=("tune", "held"), help="only one half")
    parser.add_argument("--source", help="only the derivation of this name")
    parser.add_argument("--show", action="store_true", help="print what was missed (tune half only)")
    parser.add_argument("-o", type=Path, help="also write the outcomes as JSON lines")
    options = parser.parse_args()
    chosen = tuple(s for s in SOURCES if options.half in (None, s.half) and options.source in (None, s.name))
    right = list(correct_ones(chosen))
    wrong = list(wrong_ones(chosen, 0 if options.all else options.per_source))
    halves = {h: ([o for o in right if o.half == h], [o for o in wrong if o.half == h]) for h in ("tune", "held")}
    columns = {h: summary(*both) for h, both in halves.items() if both[0]} | {"all": summary(right, wrong)}
    print(table(columns))
    print()
    print(by_kind(wrong))
    if options.show:
        for o in (*right, *wrong):
            if o.half == "tune" and (o.found not in ("exact", "clean") or (o.found == "clean" and o.unread)):
                print(o.source, o.layout, o.kind, o.found, o.unread, "|", o.said)
    if options.o:
        options.o.write_text("".join(json.dumps(vars(o)) + "\n" for o in (*right, *wrong)), encoding="utf-8")


if __name__ == "__main__":
    main()
