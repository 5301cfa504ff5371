"""`viva --help` and `viva check` start without the heavy packages."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "inspect_ai",
    "pypandoc",
    "typst",
    "ray",
    "scipy",
    "sympy",
    "pdfplumber",
    "pandas",
    "pyarrow",
    "altair",
    "starlette",
    "xllamacpp",
)

PROGRAM = """
import sys
from viva.cli import viva
{call}
print(*sorted({{name.split(".")[0] for name in sys.modules}}))
"""


@pytest.mark.parametrize(
    "call",
    [
        "viva(['--help'], standalone_mode=False)",
        "viva(['check', '--help'], standalone_mode=False)",
        "import viva.checking as c; assert c.check('hw5/3a', 'Answer: 108').verdict == 'correct'",
    ],
    ids=["help", "check-help", "check"],
)
def test_imports_nothing_heavy(call: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(call=call)], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "viva" in loaded  # the list of modules was really printed
    assert not loaded & set(HEAVY)


def test_a_simple_answer_needs_no_arrays() -> None:
    call = "import viva as v; assert v.equivalent('108', '**108** weights') and not v.equivalent('[[1, 2]]', '[3 4]')"
    program = PROGRAM.format(call=call).replace("from viva.cli import viva\n", "")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "viva" in loaded
    assert not loaded & {*HEAVY, "numpy", "mpmath"}
