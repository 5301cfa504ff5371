"""All sources, and the layouts and names in which they are written."""

from __future__ import annotations

from derivations import dropout, gradients, variances
from derivations.notation import ASCII, LATEX, UNICODE
from derivations.sources import Layout, Source

SOURCES: tuple[Source, ...] = (*dropout.SOURCES, *gradients.SOURCES, *variances.SOURCES)
LAYOUTS = (
    Layout("align", LATEX),
    Layout("display", LATEX),
    Layout("inline", LATEX),
    Layout("lines", UNICODE),
    Layout("lines", ASCII),
)
