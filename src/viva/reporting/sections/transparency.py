"""Transparency statement: what was examined, with which settings and versions, and the hash of the log."""

from __future__ import annotations

import json
from typing import Any

from viva.reporting.markdown import div, paragraphs, table
from viva.reporting.material import Material, ruled
from viva.reporting.visible import plain, shortened


def write(material: Material) -> str:
    exam = material.exam
    conditions = exam.conditions
    source = {"run": "asked by Viva", "import": "a report made by hand", "proctor": "asked by a person, through Viva"}
    rows = [
        ("Paper", exam.paper),
        ("Model", exam.model),
        ("Source", source[exam.source]),
        ("Date", exam.created or "not recorded"),
        ("Status", exam.status),
        (
            "Conditions",
            f"form {conditions.form}, conventions {conditions.conventions}, chat {conditions.chat}, "
            f"batch {conditions.batch}, draw {conditions.draw}",
        ),
        *((f"Parameter {name}", _value(value)) for name, value in sorted(exam.parameters.items())),
        *((f"Version of {name}", version) for name, version in sorted(exam.versions.items())),
        *_by_hand(material),
        ("Log", exam.log or "not recorded"),
        ("SHA-256 of the log", exam.sha256 or "not recorded"),
    ]
    if material.by_hand:  # the conditions of somebody else's conversation are not known
        rows = [row for row in rows if row[0] != "Conditions"]
    statement = (
        "Verdicts, levels and findings are computed by Viva from the replies; where a model or a person judged, the "
        "method in the margin says so. The conversation below is unchanged, except that control characters are shown "
        "as signs. This report is made from the log alone, and the hash tells whether a log is the same one."
    )
    cells = [[plain(name), plain(shortened(value, 300))] for name, value in rows]
    return paragraphs("## Transparency statement", statement, div("wide facts", table(["What", "Value"], cells)))


def _by_hand(material: Material) -> list[tuple[str, str]]:
    """How many verdicts a person looked at, in words; nothing where nobody did."""
    given = [part.override for record in material.exam.questions for _, part in ruled(record) if part.override]
    if not given:
        return []
    changed = sum(o.verdict is not o.computed for o in given)
    authors = ", ".join(sorted({o.author for o in given}))
    return [("Verdicts ruled on by a person", f"{changed} overruled, {len(given) - changed} confirmed ({authors})")]


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
