"""The samples as files, the PDFs among them made from their Typst sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples_of_reports import EXPECTED, SAMPLES


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name → path of every sample."""
    import typst

    made = tmp_path_factory.mktemp("samples")
    found = {}
    for name in EXPECTED:
        if name.endswith(".pdf"):
            found[name] = made / name
            typst.compile(str(SAMPLES / name.replace(".pdf", ".typ")), output=str(found[name]))
        else:
            found[name] = SAMPLES / name
    return found
