"""An annotator who objects to a later step than the first wrong one has made an error, and is told so."""

# ruff: noqa: E501 (a report stands as it came)
from __future__ import annotations

from pathlib import Path

import pytest

from viva.importing.auditing import audit_file
from viva.importing.blame import first_blamed, step_number
from viva.importing.reports import Options
from viva.types import FindingKind

REPORT = r"""# Log of a model on homework 5

## Question 4 (a)

**Prompt:** Show that the expectation over the mask can be carried out.

**Reply:**

**Step 1: Expand**

$$\mathbb{E}[\|y-(R\odot X)\tilde w\|^2] = y^\top y - 2y^\top\mathbb{E}[R\odot X]\tilde w + \tilde w^\top\mathbb{E}[(R\odot X)^\top(R\odot X)]\tilde w$$

**Step 2: The mean**

$\mathbb{E}[R\odot X] = X$

**Step 3: Together**

$$\mathcal{L}(\tilde w) = y^\top y - 2p\,y^\top X\tilde w + p\,\tilde w^\top X^\top X\tilde w$$

**Comment:** COMMENT
"""


def findings(tmp_path: Path, comment: str) -> list[str]:
    path = tmp_path / "log.md"
    path.write_text(REPORT.replace("COMMENT", comment), encoding="utf-8")
    row = next(r for r in audit_file(path, Options()).rows if r.part == "4a")
    return [f.how for f in row.findings if f.kind is FindingKind.ANNOTATOR_ERROR]


def test_an_earlier_step_was_wrong(tmp_path: Path) -> None:
    found = findings(tmp_path, "Wrong. The mistake is in step 3; everything before is correct.")
    assert found == ["the annotator finds no fault before step 3, but the first wrong step is in step 2"]


def test_the_right_step_is_blamed(tmp_path: Path) -> None:
    assert findings(tmp_path, "Wrong. The mistake is in step 2.") == []


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("Steps 1 and 2 are fine, but step 3 is wrong.", 3),
        ("The error is in step 2, and then step 5 is wrong as well.", 2),
        ("It fails at line 4.", 4),
        ("All steps are fine.", None),
        ("It is wrong.", None),
    ],
)
def test_first_blamed(said: str, step: int | None) -> None:
    assert first_blamed(said) == step


def test_step_number() -> None:
    reply = "**Step 1: a**\nx\n### Step 2\ny\nas in step 1, z"
    assert [step_number(reply, reply.index(c)) for c in "xyz"] == [1, 2, 2]
