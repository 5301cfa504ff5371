"""The figures of a run of `bench_check.py`, and how they are shown: in the terminal, in the docs, as JSON."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from families import KINDS
from rich.table import Table
from scipy.stats import beta

NAMES = {"viva": "Viva", "math-verify": "Math-Verify"}
SETS = {
    "tune": "our replies, the half that is tuned on",
    "held": "our replies, the half that is held back",
    "peer": "the peer's cases",
    "hw5": "replies to homework 5, through `viva.check`",
}
PACKAGES = {"viva": "viva-voce", "math-verify": "math-verify"}


@dataclass(frozen=True)
class Figures:
    """What one checker did on one set of rows."""

    replies: int
    rightly: int
    false_accepts: int
    wrong: int
    false_rejects: int
    right: int
    undecided: int
    median: float
    p95: float
    slowest: float
    per_second: float


def figures(rows: list[dict[str, Any]], results: list[dict[str, Any]]) -> Figures:
    """Count and time."""
    pairs = [(row["expected"], result["verdict"]) for row, result in zip(rows, results, strict=True)]
    times = np.array([result["seconds"] for result in results])
    return Figures(
        replies=len(pairs),
        rightly=sum(expected is verdict for expected, verdict in pairs),
        false_accepts=sum(verdict is True and not expected for expected, verdict in pairs),
        wrong=sum(not expected for expected, _ in pairs),
        false_rejects=sum(verdict is False and expected for expected, verdict in pairs),
        right=sum(expected for expected, _ in pairs),
        undecided=sum(result["unread"] for result in results),
        median=float(np.median(times)),
        p95=float(np.percentile(times, 95)),
        slowest=float(times.max()),
        per_second=len(times) / float(times.sum()),
    )


@dataclass
class Measured:
    """All verdicts of a run."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    results: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    imports: dict[str, tuple[float, float]] = field(default_factory=dict)

    def add(self, checker: str, name: str, rows: list[dict[str, Any]], results: list[dict[str, Any]]) -> None:
        """Record what a checker said of the rows of a set."""
        self.rows[name] = rows
        self.results[checker, name] = results

    @property
    def checkers(self) -> list[str]:
        """Those that ran, Viva first."""
        return [c for c in NAMES if any(c == checker for checker, _ in self.results)]

    def figures(self, checker: str, name: str, kind: str = "") -> Figures | None:
        """The figures of a checker on a set, or on one kind of it."""
        if (checker, name) not in self.results:
            return None
        pairs = zip(self.rows[name], self.results[checker, name], strict=True)
        chosen = [(row, result) for row, result in pairs if not kind or row["kind"] == kind]
        return figures([r for r, _ in chosen], [r for _, r in chosen]) if chosen else None

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--json`."""
        verdicts = [
            {"set": name, "checker": checker, "id": row["id"], "expected": row["expected"], **result}
            for (checker, name), results in self.results.items()
            for row, result in zip(self.rows[name], results, strict=True)
        ]
        totals = {f"{c}/{n}": vars(f) for c, n in self.results if (f := self.figures(c, n)) is not None}
        return {"figures": totals, "imports": self.imports, "machine": machine(), "verdicts": verdicts}


def certainty(rows: list[dict[str, Any]], results: list[dict[str, Any]]) -> tuple[float, float, float]:
    """How far the figures can be trusted: 95 % of the share decided rightly (low, high), and at most of false accepts.

    The share's interval draws whole families anew, since replies to one item succeed or fail together. The bound on
    false accepts is that of Clopper and Pearson, one-sided at 95 %.

    >>> rows = [{"family": "a", "expected": False}] * 300
    >>> low, high, accepts = certainty(rows, [{"verdict": False}] * 300)
    >>> low, high, round(accepts, 4)
    (1.0, 1.0, 0.0099)
    """
    by_family: dict[str, list[bool]] = {}
    for row, result in zip(rows, results, strict=True):
        by_family.setdefault(row.get("family", row.get("id", "")), []).append(result["verdict"] is row["expected"])
    rightly = np.array([sum(found) for found in by_family.values()])
    sizes = np.array([len(found) for found in by_family.values()])
    drawn = np.random.default_rng(182).integers(len(sizes), size=(4000, len(sizes)))
    low, high = np.percentile(rightly[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [2.5, 97.5])

    wrong = [result["verdict"] for row, result in zip(rows, results, strict=True) if not row["expected"]]
    accepts, n = sum(verdict is True for verdict in wrong), len(wrong)
    most = float(beta.ppf(0.95, accepts + 1, n - accepts)) if accepts < n else 1.0
    return float(low), float(high), most


@dataclass(frozen=True)
class Sheet:
    """A table: its title, its head, its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def percent(part: int, whole: int) -> str:
    """`97.5 %`, or a dash of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def milliseconds(seconds: float) -> str:
    """Two significant digits, in milliseconds."""
    return f"{seconds * 1e3:.2g} ms" if seconds < 0.0995 else f"{seconds * 1e3:.0f} ms"


def line(name: str, f: Figures) -> tuple[str, ...]:
    """A row of a table of figures."""
    return (
        name,
        str(f.replies),
        percent(f.rightly, f.replies),
        f"{f.false_accepts} of {f.wrong}",
        f"{f.false_rejects} of {f.right}",
        str(f.undecided),
        milliseconds(f.median),
        milliseconds(f.p95),
        f"{f.per_second:,.0f}/s",
    )


HEAD = ("replies", "decided rightly", "false accepts", "false rejects", "undecided", "median", "p95", "per core")


def tables(measured: Measured) -> list[Sheet]:
    """The tables of a run: the sets, the kinds of either half, the speed."""
    out = []
    for name in SETS:
        found = [(c, f) for c in measured.checkers if (f := measured.figures(c, name)) is not None]
        if found:
            out.append(Sheet(SETS[name].capitalize(), ("", *HEAD), tuple(line(NAMES[c], f) for c, f in found)))
    for name in ("tune", "held"):
        if name in measured.rows:
            out.append(kinds(measured, name))
    out.append(trust(measured))
    out.append(speed(measured))
    return out


def trust(measured: Measured) -> Sheet:
    """For each set and checker: the interval of the share decided rightly, and the bound on false accepts."""
    rows = []
    for name in SETS:
        for checker in measured.checkers:
            if (checker, name) in measured.results:
                low, high, accepts = certainty(measured.rows[name], measured.results[checker, name])
                told = f"{100 * low:.1f} – {100 * high:.1f} %"
                rows.append((f"{NAMES[checker]}, {SETS[name]}", told, f"{100 * accepts:.1f} %"))
    return Sheet("Certainty (95 %)", ("", "decided rightly", "false accepts at most"), tuple(rows))


def kinds(measured: Measured, name: str) -> Sheet:
    """Per kind: what each checker decides rightly, and its false accepts."""
    head = ["kind", "replies"]
    for checker in measured.checkers:
        head += [f"{NAMES[checker]}: rightly", "false accepts", "false rejects", "undecided"]
    rows = []
    for kind in KINDS:
        cells = [kind, str(sum(row["kind"] == kind for row in measured.rows[name]))]
        for checker in measured.checkers:
            f = measured.figures(checker, name, kind)
            if f is not None:
                cells += [percent(f.rightly, f.replies), str(f.false_accepts), str(f.false_rejects), str(f.undecided)]
        rows.append(tuple(cells))
    return Sheet(f"By kind, {'tuned' if name == 'tune' else 'held'} half", tuple(head), tuple(rows))


def speed(measured: Measured) -> Sheet:
    """Import times, and how many times the throughput of the peer."""
    rows = []
    for checker, (alone, answered) in measured.imports.items():
        rows.append((f"import of {NAMES[checker]}", milliseconds(alone)))
        rows.append((f"import of {NAMES[checker]} and a first answer", milliseconds(answered)))
    for name in SETS:
        ours, theirs = (measured.figures(c, name) for c in NAMES)
        if ours is not None:
            rows.append((f"slowest reply of Viva, {SETS[name]}", milliseconds(ours.slowest)))
        if ours is not None and theirs is not None:
            ratio = ours.per_second / theirs.per_second
            rows.append((f"throughput against Math-Verify, {SETS[name]}", f"{ratio:.1f} times"))
    return Sheet("Speed", ("", ""), tuple(rows))


def to_rich(sheet: Sheet) -> Table:
    """For the terminal."""
    table = Table(title=sheet.title, title_justify="left", show_header=any(sheet.head))
    for k, head in enumerate(sheet.head):
        table.add_column(head, justify="left" if k == 0 else "right")
    for row in sheet.rows:
        table.add_row(*row)
    return table


def to_markdown(sheet: Sheet) -> str:
    """For the docs."""
    rows = [sheet.head, ("---", *["---:"] * (len(sheet.head) - 1)), *sheet.rows]
    return f"**{sheet.title}**\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows)


def failures(measured: Measured, shown: list[str]) -> str:
    """Every reply that Viva decides wrongly or not at all, the worst first."""
    groups: dict[str, list[str]] = {"FALSE ACCEPT": [], "FALSE REJECT": [], "UNDECIDED": []}
    for name in shown:
        if ("viva", name) not in measured.results:
            continue
        for row, result in zip(measured.rows[name], measured.results["viva", name], strict=True):
            if result["verdict"] is row["expected"]:
                continue
            group = {True: "FALSE ACCEPT", False: "FALSE REJECT", None: "UNDECIDED"}[result["verdict"]]
            told = f"[{group}] {row['id']}  ({row['kind']}; answer: {row.get('answer', '')})  "
            told += (
                f"expected {row['expected']}\n  key:   {row.get('key') or row['question']}\n  reply: {row['reply']!r}"
            )
            for name_of in ("note", "error"):
                if result[name_of]:
                    told += f"\n  {name_of}: " + result[name_of].strip().replace("\n", "\n    ")
            groups[group].append(told)
    counts = ", ".join(f"{len(found)} {group.lower()}" for group, found in groups.items())
    return f"{counts}\n\n" + "\n\n".join(text for found in groups.values() for text in found)


def machine() -> str:
    """What the run was measured on."""
    cpu = next((x.split(":")[1].strip() for x in _cpuinfo() if x.startswith("model name")), platform.machine())
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES.values())
    return f"one core of {cpu}, Python {platform.python_version()}, {versions}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write_docs(measured: Measured, path: Path) -> None:
    """Replace what stands between the markers of the page by the tables of this run."""
    body = f"Measured on {machine()}.\n\n" + "\n\n".join(to_markdown(sheet) for sheet in tables(measured))
    text = path.read_text(encoding="utf-8")
    begin, end = "<!-- bench-check: begin -->", "<!-- bench-check: end -->"
    assert begin in text and end in text, f"{path} has lost its markers"
    replaced = re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{body}\n{end}", text, flags=re.DOTALL)
    path.write_text(replaced, encoding="utf-8")
