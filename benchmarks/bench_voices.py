"""How well the first wrong step is found in derivations as models write them: `python benchmarks/bench_voices.py`.

The texts (`derivations/voices/`) were written before their writer had read the engine. Every slip is proven wrong by
NumPy. Measured as in `bench_derivations.py`, with the members that stayed unread. `--show` prints what was missed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from derivations.voices import VOICES
from derivations.voices.voice import Slip, Voice, mutated, proven
from viva.checking.stepwise.derivations import Derivation, check_derivation


def found(derivation: Derivation, start: int, end: int) -> str:
    """Is the first failing step the one in which the slip was made?"""
    first = derivation.first_failing
    if first is None:
        return "none"
    if first.span.start < end and start < first.span.end:
        return "exact"
    return "early" if first.span.start < start else "late"


def outcomes(voices: tuple[Voice, ...]) -> Iterator[tuple[Voice, Slip | None, str, Derivation, float]]:
    """Every voice as it is ("clean" or "blamed"), and with each of its slips."""
    for voice in voices:
        started = time.process_time()
        derivation = check_derivation(voice.text, voice.symbols)
        clean = "blamed" if derivation.first_failing else "clean"
        yield voice, None, clean, derivation, time.process_time() - started
        for slip in voice.slips:
            if not proven(voice, slip):
                raise ValueError(f"NumPy does not prove the slip {slip.new!r} of {voice.name}")
            text, start, end = mutated(voice, slip)
            started = time.process_time()
            derivation = check_derivation(text, voice.symbols)
            yield voice, slip, found(derivation, start, end), derivation, time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what was missed")
    parser.add_argument("--voice", help="only the voices whose name contains this")
    options = parser.parse_args()
    chosen = tuple(v for v in VOICES if not options.voice or options.voice in v.name)
    every = list(outcomes(chosen))
    right = [o for o in every if o[1] is None]
    wrong = [o for o in every if o[1] is not None]
    located = sum(o[2] == "exact" for o in wrong) / max(len(wrong), 1)
    unblamed = sum(o[2] == "clean" for o in right) / max(len(right), 1)
    steps = [s for o in right for s in o[3].steps]
    print("| | |\n|---|---:|")
    print(f"| correct derivations | {len(right)} |\n| unblamed | {unblamed:.3f} |")
    print(f"| fully read | {sum(not o[3].unread for o in right) / max(len(right), 1):.3f} |")
    print(f"| steps read | {sum(s.status != 'unread' for s in steps)} of {len(steps)} |")
    print(f"| wrong ones | {len(wrong)} |\n| located | {located:.3f} |")
    for kind in ("early", "late", "none"):
        print(f"| {kind} | {sum(o[2] == kind for o in wrong) / max(len(wrong), 1):.3f} |")
    print(f"| F1 | {2 * located * unblamed / max(located + unblamed, 1e-9):.3f} |")
    print(f"| time, worst | {max(o[4] for o in every):.2f} s |")
    if options.show:
        for voice, slip, kind, derivation, seconds in every:
            first = derivation.first_failing
            said = f"{first.before} <> {first.quote}: {first.why} {first.counterexample}" if first else ""
            if kind not in ("clean", "exact"):
                print(f"{kind.upper()} {voice.name} | {slip.new if slip else ''} | {said}")
            if slip is None:
                for u in derivation.unread:
                    print(f"  unread {voice.name} | {u.quote!r}: {u.why}")
                if derivation.note or seconds > 2:
                    print(f"  note {voice.name} {seconds:.1f} s {derivation.note}")


if __name__ == "__main__":
    main()
