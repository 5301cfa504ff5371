"""How well reports made by hand are read: found, attributed, answers read, verdicts, against an expert's labels.

    python benchmarks/bench_import.py [SEEDS]        default: ../shared/seeds

`labels.jsonl` has one row for each part and attempt: the answer, whether it is right, the lines where it stands. A
labelled attempt is *found* if the audit has a row of the same part whose lines overlap; its answer is *read* if the
check came to a verdict, and that verdict is right (so a wrong reading that happens to be called right does not count),
or if the label calls it contested. The labels of another set can be measured by naming its folder.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.importing.audit import Row
from viva.importing.auditing import audit_file
from viva.importing.reports import Options
from viva.types import Verdict

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


@dataclass
class Measured:
    """The numbers, and every case that is not as labelled."""

    labelled: int = 0
    found: int = 0
    numbered: int = 0
    read: int = 0
    readable: int = 0
    wrong_called_correct: list[str] = field(default_factory=list)
    right_called_incorrect: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    annotator_errors: int = 0
    annotator_errors_found: int = 0
    annotator_false_alarms: list[str] = field(default_factory=list)
    annotator_missed: list[str] = field(default_factory=list)
    superfluous: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def measure(folder: Path, reports: Sequence[str] = ()) -> Measured:
    """Audit the reports of a folder and compare them with its `labels.jsonl`."""
    measured = Measured()
    labels = [
        json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    for report in dict.fromkeys(label["report"] for label in labels):
        if reports and report not in reports:
            continue
        path = next(p for p in sorted(folder.iterdir()) if p.stem == report)
        start = time.perf_counter()
        try:
            rows = audit_file(path, Options()).rows
        except VivaError as error:  # nothing found: every one of its attempts is missed
            print(f"{report}: {error}", file=sys.stderr)
            rows = ()
        measured.seconds[report] = time.perf_counter() - start
        used: set[int] = set()
        for label in labels:
            if label["report"] == report:
                _compare(measured, label, rows, used)
        measured.superfluous += [
            f"{report} {row.part} attempt {row.attempt}, lines {row.place.line}-{row.place.last_line}"
            for k, row in enumerate(rows)
            if k not in used and row.evidence.reason != "the reply is not in the report"
        ]
    return measured


def _compare(measured: Measured, label: dict[str, Any], rows: Sequence[Row], used: set[int]) -> None:
    name = f"{label['report']} {label['part']} attempt {label['attempt']} (lines {label['lines']})"
    first, last = (int(n) for n in label["lines"].split("-"))
    of_part = [(k, row) for k, row in enumerate(rows) if row.part == label["part"]]
    absent = label["correct"] is None and not label["answer"]
    if absent:
        used |= {k for k, row in of_part if row.evidence.reason == "the reply is not in the report"}
        return
    measured.labelled += 1
    overlapping = [
        (k, row) for k, row in of_part if row.place.line <= last and row.place.last_line >= first and k not in used
    ]
    if not overlapping:
        measured.missed.append(name)
        return
    k, row = max(overlapping, key=lambda pair: min(last, pair[1].place.last_line) - max(first, pair[1].place.line))
    used.add(k)
    measured.found += 1
    measured.numbered += row.attempt == label["attempt"]
    shown = f"{name}: {row.verdict.value}; read {row.answer!r}; {row.evidence.reason or row.evidence.counterexample}"
    if label["correct"] is not None:
        measured.readable += 1
        measured.read += row.verdict is (Verdict.CORRECT if label["correct"] else Verdict.INCORRECT)
    if label["correct"] is False and row.verdict is Verdict.CORRECT:
        measured.wrong_called_correct.append(shown)
    if label["correct"] is True and row.verdict is Verdict.INCORRECT:
        measured.right_called_incorrect.append(shown)
    if label["correct"] is not None and row.verdict is Verdict.UNDECIDED:
        measured.undecided.append(shown)
    # a label says whether the annotator's verdict is wrong; a wrong diagnosis under a right verdict is another matter
    noticed = row.agrees is False or any(
        f.kind.value == "annotator-error" and "diagnosis" not in f.how for f in row.findings
    )
    measured.annotator_errors += bool(label["annotator_wrong"])
    if label["annotator_wrong"] and noticed:
        measured.annotator_errors_found += 1
    elif label["annotator_wrong"]:
        measured.annotator_missed.append(f"{name}: {label['annotator'][:60]}")
    elif noticed and label["annotator"]:
        measured.annotator_false_alarms.append(f"{name}: {row.said[:100]!r} read as {row.annotator_verdict}")


def report(measured: Measured) -> str:
    """The numbers as text, and the cases behind them."""
    m = measured
    lines = [
        f"labelled attempts           {m.labelled}",
        f"found, right question       {m.found}  ({m.found / max(1, m.labelled):.1%})",
        f"with the right number       {m.numbered}",
        f"answer read rightly         {m.read} of {m.readable}  ({m.read / max(1, m.readable):.1%})",
        f"wrong called correct        {len(m.wrong_called_correct)}",
        f"right called incorrect      {len(m.right_called_incorrect)}",
        f"undecided                   {len(m.undecided)}",
        f"rows that nobody labelled   {len(m.superfluous)}",
        f"annotator wrong: noticed    {m.annotator_errors_found} of {m.annotator_errors}; "
        f"false alarms {len(m.annotator_false_alarms)}",
        "seconds a report            " + ", ".join(f"{name} {s:.1f}" for name, s in m.seconds.items()),
    ]
    for title, cases in (
        ("missed", m.missed),
        ("wrong called correct", m.wrong_called_correct),
        ("right called incorrect", m.right_called_incorrect),
        ("undecided", m.undecided),
        ("not labelled", m.superfluous),
        ("annotator's errors not noticed", m.annotator_missed),
        ("annotator wrongly contradicted", m.annotator_false_alarms),
    ):
        lines += [f"\n{title}:", *(f"  {case}" for case in cases)] if cases else []
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)))
