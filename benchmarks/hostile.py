"""Times the checkers on hostile replies of full size: two seconds a reply is the budget, and none may be accepted.

    .venv/bin/python benchmarks/hostile.py                    size 100,000: up to ten megabytes a reply, some minutes
    .venv/bin/python benchmarks/hostile.py --size 2000        a quick look
    .venv/bin/python benchmarks/hostile.py --write-docs       and rewrite the table of docs/benchmarks.md

The replies are the bombs of `tests/fuzz/test_hostile_replies.py`; the size is how often their smallest piece stands in
them. Each case runs in a process of its own, which has its memory limited and is ended when its time is over; so
whatever the checkers do, a run lasts no longer than the number of cases times `--limit`.

- *CPU time* is that of the one call, in a process that had imported Viva and decided another reply before.
- *Memory* is the largest resident size of a process, with the interpreter, Viva and its share of the parent in it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "benchmarks.md"
BUDGET = 2.0  # seconds of CPU time, the promise for one reply
MEMORY = 4 * 2**30  # bytes of address space; what asks for more fails with a MemoryError
QUESTIONS = ("1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d")
DERIVATION = "a derivation"
WHERE = (
    "107",
    r"$\gamma x_i$",
    "(8, 16)",
    r"$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$",
    r"$\{1, 3\}$",
    "B",
    "O(n)",
    *(f"hw5/{question}" for question in QUESTIONS),
    DERIVATION,
)


@dataclass(frozen=True)
class Outcome:
    """What became of one case: `told` is a verdict, `"over"` when it was ended, or the exception."""

    where: str
    name: str
    told: str
    seconds: float
    megabytes: float

    @property
    def fault(self) -> str:
        """What is wrong with it; empty when nothing is."""
        if self.told == "correct":
            return "accepted"
        if self.told not in ("incorrect", "undecided"):
            return "ended" if self.told == "over" else "failed"
        return "slow" if self.seconds > BUDGET else ""


def decide(where: str, reply: str) -> str:
    """The verdict of a question or a key on a reply, as a word."""
    import viva
    import viva.kinds

    if where == DERIVATION:
        symbols = (viva.kinds.Symbol("R", ("n", "d"), domain="bernoulli"), viva.kinds.Symbol("p", domain="probability"))
        found = viva.check_derivation(reply, symbols, given="p", target="p^2", seconds=BUDGET)
        return "correct" if found.reaches_target and found.first_failing is None else "undecided"
    if where.startswith("hw5/"):
        return str(viva.check(where, reply).verdict)
    return {True: "correct", False: "incorrect", None: "undecided"}[viva.equivalent(where, reply)]


def child(where: str, reply: str, pipe: Connection) -> None:
    """Decide one reply within the memory limit, and send back what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    start = time.process_time()
    try:
        told = decide(where, reply)
    except Exception as caught:  # noqa: BLE001  (every failure is a result here)
        told = f"{type(caught).__name__}: {str(caught)[:100]}"
    seconds = time.process_time() - start
    pipe.send((told, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def run(where: str, name: str, reply: str, limit: float) -> Outcome:
    """One case in a process of its own, ended after `limit` seconds."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(where, reply, sender))
    start = time.monotonic()
    process.start()
    sender.close()
    try:
        told, seconds, megabytes = receiver.recv() if receiver.poll(limit) else ("over", time.monotonic() - start, 0.0)
    except EOFError:
        told, seconds, megabytes = "the process died", time.monotonic() - start, 0.0
    process.kill()
    process.join()
    return Outcome(where, name, told, seconds, megabytes)


def summary(outcomes: list[Outcome], bombs: Mapping[str, str], limit: float) -> str:
    """The figures as Markdown: the counts, and the slowest cases."""
    faults = [o.fault for o in outcomes]
    longest = max(len(reply) for reply in bombs.values())
    lines = [
        f"{len(outcomes)} cases ({len(bombs)} replies of up to {longest / 1e6:.1f} million characters, each put to "
        f"{len({o.where for o in outcomes})} keys, questions and derivations): "
        f"{faults.count('accepted')} accepted, {faults.count('failed')} failed, "
        f"{faults.count('slow')} slower than {BUDGET:.0f} s, {faults.count('ended')} ended after {limit:.0f} s. "
        f"Largest process: {max(o.megabytes for o in outcomes):.0f} MB.",
        "",
        "| slowest replies | key or question | verdict | CPU time |",
        "| --- | --- | --- | ---: |",
    ]
    slowest: dict[str, Outcome] = {}
    for outcome in sorted(outcomes, key=lambda o: -o.seconds):
        slowest.setdefault(outcome.name, outcome)
    for o in list(slowest.values())[:8]:
        lines.append(f"| {o.name} | `{o.where}` | {o.told} | {o.seconds:.2f} s |")
    return "\n".join(lines)


def main() -> None:
    """Run all cases; exit with 1 when one is accepted, fails, or passes its budget."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--size", type=int, default=100_000, help="how often the smallest piece stands in a reply")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds after which a case is ended")
    parser.add_argument("--where", action="append", metavar="KEY", help="only these keys and questions")
    parser.add_argument("--only", action="append", metavar="NAME", help="only the replies of this name")
    parser.add_argument("--write-docs", action="store_true", help=f"rewrite the table of {DOCS.relative_to(ROOT)}")
    options = parser.parse_args()

    sys.path.insert(0, str(ROOT / "tests" / "fuzz"))
    from test_hostile_replies import bombs  # type: ignore[import-not-found]

    chosen = {name: reply for name, reply in bombs(options.size).items() if name in (options.only or (name,))}
    places = options.where or WHERE
    for where in places:
        decide(where, "I do not know, perhaps $x + 1$.")  # imports and caches are warm before the first fork
    outcomes = []
    for where in places:
        for name, reply in chosen.items():
            outcome = run(where, name, reply, options.limit)
            outcomes.append(outcome)
            if outcome.fault:
                print(f"{outcome.fault}: {where}  {name}: {outcome.seconds:.2f} s {outcome.told}", flush=True)
    told = summary(outcomes, chosen, options.limit)
    print(told)
    if options.write_docs:
        text = DOCS.read_text(encoding="utf-8")
        begin, end = "<!-- hostile: begin -->", "<!-- hostile: end -->"
        assert begin in text and end in text, f"{DOCS} has lost its markers"
        DOCS.write_text(re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{told}\n{end}", text, flags=re.DOTALL), "utf-8")
    sys.exit(any(outcome.fault for outcome in outcomes))


if __name__ == "__main__":
    main()
