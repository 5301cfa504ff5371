"""Viva and Math-Verify on the same labelled replies, in one run: `make bench-check`.

    .venv/bin/python benchmarks/bench_check.py                 the whole comparison, about a minute
    .venv/bin/python benchmarks/bench_check.py --only viva --half tune --rows      what Viva gets wrong
    .venv/bin/python benchmarks/bench_check.py --write-docs    and rewrite the tables of docs/benchmarks.md

The rows: the two halves of `benchmarks/checking/` (what they are: `families.py` there), homework 5 through `viva.check`
(`checking/hw5.py`), and the peer's own cases where they are present. Each checker runs alone in a process of its own.

- *Decided rightly*: the verdict is the label. An undecided reply is never decided rightly.
- *False accepts* are counted against the wrong replies, *false rejects* against the right ones.
- *Time* is CPU time on one core, after a warm-up on other replies. Math-Verify's parse of the key is kept for all the
  replies to it and is not counted; what Viva does with the key is. Both have their modules as bytecode, as an
  installed package has them, whatever `PYTHONDONTWRITEBYTECODE` says.
- Math-Verify gets its documented use, `verify(parse(key), parse(reply))`, with LaTeX and plain expressions extracted,
  keys in dollar signs, option letters for choices, and for the peer's cases the settings that each of its tests asks
  for. It has no third verdict: where it extracts nothing from the key or the reply, it rejects. That is its verdict
  here, too, and the column "undecided" says how often it happened.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "checking"))

import report  # noqa: E402  (scripts beside each other, not a package)

ROOT = HERE.parent
PEER = ROOT.parent / "shared" / "peer_cases" / "answers.jsonl"
DOCS = ROOT / "docs" / "benchmarks.md"
CHECKERS = ("viva", "math-verify")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a `.jsonl` file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def peer_rows() -> list[dict[str, Any]]:
    """The peer's cases in the form of our rows; empty where they are not present."""
    if not PEER.exists():
        return []
    rows = []
    for case in read_rows(PEER):
        row = {"id": case["source"], "kind": "peer", "key": case["gold"], "reply": case["prediction"]}
        rows.append({**row, "expected": case["expected"], "config": case})
    return rows


def environment(bytecode: str) -> dict[str, str]:
    """That of a checker's process: one thread, a fixed hash seed, and a folder where bytecode is kept."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return env | threads | {"PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": bytecode}


def run(checker: str, rows: list[dict[str, Any]], env: dict[str, str]) -> list[dict[str, Any]]:
    """Let a checker decide all rows in a process of its own: `verdict` (true, false, null), `seconds`, ..."""
    command = [sys.executable, str(HERE / "checking" / "worker.py"), checker]
    done = subprocess.run(command, input=json.dumps(rows), capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        sys.exit(f"The worker of {checker} failed:\n{done.stderr[-4000:]}")
    results: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return results


FIRST = {
    "viva": ("import viva; viva.equivalent", "viva.equivalent(key, reply)"),
    "math-verify": ("from math_verify import parse, verify", "verify(parse(key), parse(reply))"),
}


def import_seconds(checker: str, env: dict[str, str]) -> tuple[float, float]:
    """The CPU time of the import in a fresh process, and of the import with a first answer: medians of five.

    One run before them, which does not count, leaves the bytecode.
    """
    load, use = FIRST[checker]
    clock = "print(time.process_time() - start)"
    program = (
        f"import time; start = time.process_time(); {load}; {clock}; key, reply = '$x^2$', '$x x$'; {use}; {clock}"
    )
    command = [sys.executable, "-c", program]
    done = [subprocess.run(command, capture_output=True, text=True, env=env, check=False) for _ in range(6)]
    times = [[float(t) for t in run.stdout.split()] for run in done[1:] if run.returncode == 0]
    return (median(t[0] for t in times), median(t[1] for t in times)) if times else (float("nan"), float("nan"))


def main() -> None:
    """Run, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", choices=CHECKERS, help="run one checker alone")
    parser.add_argument("--half", choices=("tune", "held", "peer", "hw5"), action="append", help="only these rows")
    parser.add_argument("--rows", action="store_true", help="list what Viva decides wrongly (not of the held half)")
    parser.add_argument("--show-held", action="store_true", help="list it for the held half, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every verdict and all figures")
    parser.add_argument("--write-docs", action="store_true", help=f"rewrite the tables of {DOCS.relative_to(ROOT)}")
    options = parser.parse_args()
    console = Console(width=120)

    sets = {half: read_rows(HERE / "checking" / f"{half}.jsonl") for half in ("tune", "held", "hw5")}
    sets["peer"] = peer_rows()
    if not sets["peer"]:
        console.print(f"The peer's cases are not here ({PEER}): skipped.")
    sets = {name: rows for name, rows in sets.items() if rows and (not options.half or name in options.half)}

    measured = report.Measured()
    with TemporaryDirectory() as bytecode:
        env = environment(bytecode)
        for checker in CHECKERS:
            if options.only not in (None, checker):
                continue
            measured.imports[checker] = import_seconds(checker, env)
            for name, rows in sets.items():
                if checker == "math-verify" and name == "hw5":
                    continue  # it knows no questions
                measured.add(checker, name, rows, run(checker, rows, env))

    for table in report.tables(measured):
        console.print(report.to_rich(table))
    if options.rows:
        shown = [name for name in sets if name != "held" or options.show_held]
        console.print(report.failures(measured, shown), markup=False, highlight=False, soft_wrap=True)
    if options.json:
        options.json.write_text(json.dumps(measured.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    if options.write_docs:
        report.write_docs(measured, DOCS)
        console.print(f"Wrote {DOCS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
