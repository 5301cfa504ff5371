"""The combined report of many audits, in Markdown, HTML and PDF: disagreements first, then the tables.

    write_combined(audits, failed, out, ("md", "html"))

A table report × question (computed level, and the annotator's where it differs), agreement with the annotators (raw and
Cohen's κ), every disagreement with quotes, the questions that models fail, the findings that recur, and the claims
of the
reports that their own logs do not bear out.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from viva.errors import VivaError
from viva.importing.agreement import Agreement, agreement
from viva.importing.audit import Audit, Row
from viva.reporting.markdown import bullets, paragraphs, table
from viva.reporting.visible import shortened
from viva.types import FindingKind, Level, Verdict

NAME = "audit"
MOST = 400  # of disagreements and claims that are listed


def write_combined(
    audits: Sequence[Audit], failed: Sequence[tuple[Path, VivaError]], out: Path, formats: Sequence[str]
) -> list[Path]:
    """Write `audit.md` (`.html`, `.pdf`) and `audit.json` into the folder `out`; returns the paths."""
    unknown = set(formats) - {"md", "html", "pdf"}
    if unknown:
        raise VivaError(f"a combined report is written as md, html or pdf, not {', '.join(sorted(unknown))}")
    out.mkdir(parents=True, exist_ok=True)
    text = combined(audits, failed)
    rows = [row.as_json() for one in audits for row in one.rows]
    paths = [out / f"{NAME}.json"]
    paths[0].write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    if "md" in formats:
        paths.append(out / f"{NAME}.md")
        paths[-1].write_text(text, encoding="utf-8")
    if "html" in formats or "pdf" in formats:
        from viva.reporting.rendering import to_html, to_pdf

        title = f"Audit of {len(audits)} reports" if len(audits) != 1 else f"Audit of {audits[0].report}"
        if "html" in formats:
            paths.append(to_html(text, out / f"{NAME}.html", title))
        if "pdf" in formats:
            paths.append(to_pdf(text, out / f"{NAME}.pdf", title))
    return paths


def combined(audits: Sequence[Audit], failed: Sequence[tuple[Path, VivaError]] = ()) -> str:
    """The combined report as Markdown."""
    return paragraphs(
        "# Audit of reports made by hand",
        _summary(audits, failed),
        "## Where the annotators and the computation disagree",
        _disagreements(audits),
        "## Reports and questions",
        _matrix(audits),
        "## Agreement with the annotators",
        _agreements(audits),
        "## What models fail",
        _failures(audits),
        "## Findings that recur",
        _findings(audits),
        "## What the reports claim, and their logs do not bear out",
        _claims(audits),
        *(("## Not audited", bullets(_plain(str(error)) for _, error in failed)) if failed else ()),
        "",
    )


# ---- sections ----------------------------------------------------------------------------------------------


def _summary(audits: Sequence[Audit], failed: Sequence[object]) -> str:
    rows = [row for one in audits for row in one.rows]
    verdicts = Counter(row.verdict for row in rows)
    whole = overall(audits)
    facts = [
        f"{len(audits)} reports with {len(rows)} answers (parts and attempts)"
        + (f"; {len(failed)} could not be audited" if failed else ""),
        ", ".join(f"{verdicts[verdict]} {verdict.value}" for verdict in Verdict),
        f"the annotators' word was wrong on {sum(r.agrees is False for r in rows)} of "
        f"{sum(r.agrees is not None for r in rows)} answers that both judged",
        f"agreement on verdicts: {_percent(whole)}, Cohen's κ {_kappa(whole)}",
        f"{sum(c.holds is False for one in audits for c in one.claims)} claims about a whole report do not hold",
    ]
    return bullets(facts)


def overall(audits: Iterable[Audit]) -> Agreement:
    """Agreement of annotator and check over all answers that both decided."""
    return agreement(
        (row.annotator_verdict.value, row.verdict.value)
        for one in audits
        for row in one.rows
        if row.annotator_verdict in (Verdict.CORRECT, Verdict.INCORRECT) and row.verdict is not Verdict.UNDECIDED
    )


def _disagreements(audits: Sequence[Audit]) -> str:
    found = [row for one in audits for row in one.rows if row.agrees is False]
    if not found:
        return "None."
    lines = []
    for row in found[:MOST]:
        said = f"“{_plain(shortened(row.said, 220))}”" if row.said else "(no words)"
        why = row.evidence.counterexample or row.evidence.reason or ""
        lines.append(
            f"**{_plain(row.report)}, {row.part}, attempt {row.attempt}** ({_where(row)}): the annotator "
            f"{_tier(row.annotator)}{said}; the check says **{row.verdict.value}**: {_code(row.answer)}"
            + (f"; {_plain(shortened(why, 200))}" if why else "")
        )
    return bullets(lines)


def _matrix(audits: Sequence[Audit]) -> str:
    questions = list(dict.fromkeys(q for one in audits for q, _, _ in one.levels))
    questions.sort()
    rows = []
    for one in audits:
        levels = {q: (mine, theirs) for q, mine, theirs in one.levels}
        cells = [_plain(one.report), _plain(one.model)]
        for question in questions:
            mine, theirs = levels.get(question, (None, None))
            cells.append(
                "" if mine is None else mine.value if theirs in (None, mine) else f"{mine.value} ({theirs.value})"
            )
        rows.append(cells)
    words = "The computed level; in brackets the annotator's, where it is another one."
    return paragraphs(words, table(["report", "model", *questions], rows))


def _agreements(audits: Sequence[Audit]) -> str:
    rows = []
    for one in audits:
        own = overall([one])
        rows.append([_plain(one.report), str(own.items), _percent(own), _kappa(own)])
    whole = overall(audits)
    rows.append(["**all**", str(whole.items), _percent(whole), _kappa(whole)])
    return table(["report", "answers judged by both", "alike", "κ"], rows)


def _failures(audits: Sequence[Audit]) -> str:
    tries: dict[str, list[Level]] = defaultdict(list)
    for one in audits:
        for question, mine, _ in one.levels:
            tries[question].append(mine)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for one in audits:
        for row in one.rows:
            if row.verdict is Verdict.INCORRECT:
                wrong[row.question][row.evidence.misconception or _short(row.answer)] += 1
    rows = []
    for question in sorted(tries, key=lambda q: (sum(x is Level.L1 for x in tries[q]) / len(tries[q]), q)):
        levels = tries[question]
        usual = "; ".join(f"{_code(name)} ({n}×)" for name, n in wrong[question].most_common(3))
        rows.append([question, str(len(levels)), *(str(sum(x is level for x in levels)) for level in Level), usual])
    return table(["question", "reports", *(level.value for level in Level), "wrong answers"], rows)


def _findings(audits: Sequence[Audit]) -> str:
    counts: Counter[FindingKind] = Counter()
    reports: dict[FindingKind, set[str]] = defaultdict(set)
    example: dict[FindingKind, str] = {}
    for one in audits:
        for row in one.rows:
            for finding in row.findings:
                counts[finding.kind] += 1
                reports[finding.kind].add(one.report)
                example.setdefault(
                    finding.kind,
                    f"{_plain(one.report)}, {row.part}: {_plain(shortened(finding.how or finding.detail, 140))}",
                )
    if not counts:
        return "None."
    rows = [[kind.value, str(n), str(len(reports[kind])), example[kind]] for kind, n in counts.most_common()]
    return table(["finding", "times", "reports", "for example"], rows)


def _claims(audits: Sequence[Audit]) -> str:
    lines = [
        f"**{_plain(one.report)}**{f', line {c.place.line}' if c.place and c.place.line else ''}: "
        f"“{_plain(c.quote)}” — {_plain(c.shows)}"
        for one in audits
        for c in one.claims
        if c.holds is False
    ]
    return bullets(lines[:MOST]) if lines else "None."


# ---- words -------------------------------------------------------------------------------------------------


def _where(row: Row) -> str:
    page = f"page {row.place.page}, " if row.place.page else ""
    return f"{page}lines {row.place.line}–{row.place.last_line}" if row.place.line else "no place"


def _tier(level: Level | None) -> str:
    return f"gives {level.value}, " if level else "says "


def _percent(one: Agreement) -> str:
    return "–" if math.isnan(one.raw) else f"{one.agreed} of {one.items} ({one.raw:.0%})"


def _kappa(one: Agreement) -> str:
    return "–" if math.isnan(one.kappa) else f"{one.kappa:.2f}"


def _short(text: str) -> str:
    return shortened(text, 60)


def _plain(text: str) -> str:
    """Somebody's words inside a line of ours: nothing in them is Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~$^-])", r"\\\1", re.sub(r"\s+", " ", text))


def _code(text: str) -> str:
    flat = re.sub(r"\s+", " ", text).replace("`", "'").replace("|", "¦").strip()
    return f"`{_short(flat)}`" if flat else "(nothing)"
