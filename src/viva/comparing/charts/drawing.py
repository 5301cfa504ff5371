"""A chart → SVG in the look of the reports, light and dark, readable without colour."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viva.reporting.visible import shortened, visible
from viva.types import Level

if TYPE_CHECKING:
    import altair

INK, SOFT, LINE, PAPER, ACCENT = "#22252b", "#5b616e", "#dfdbd2", "#fdfcf9", "#2c5282"
# Ground and letter of a level, as the badges of the reports have them (`reporting/assets/page.css`).
GROUNDS = {Level.L1: "#9fd8c6", Level.L2: "#b3d0f0", Level.L3: "#f2d48c", Level.LX: "#eeb0b5", Level.U: "#d5d9e0"}
LETTERS = "#22252a"
# For a reader in the dark; what is not here (the levels' grounds and the letters on them) stays.
DARK = {INK: "#e4e2dc", SOFT: "#a3a9b5", LINE: "#363b45", PAPER: "#16181d", ACCENT: "#93b8e6"}
WIDTH = 300  # of the plot: with its labels a chart fits a phone at full size
PRINTED_WIDTH = 230  # two of them fit beside each other on paper
SANS = "system-ui, Helvetica, Arial, sans-serif"
LONGEST = 24  # characters of a label
SECONDS = 120.0
_WORKER = """
import json, sys, vl_convert
version = vl_convert.get_vegalite_versions()[-1]
specifications = json.load(sys.stdin)
json.dump({name: vl_convert.vegalite_to_svg(s, vl_version=version) for name, s in specifications.items()}, sys.stdout)
"""


@dataclass(frozen=True)
class Picture:
    """An SVG, and what it shows in words."""

    svg: str
    description: str


class NotDrawn(Exception):
    """The charts could not be drawn; says why."""


def pictures(
    charts: Mapping[str, tuple[altair.TopLevelMixin, str]], printed: bool = False, seconds: float = SECONDS
) -> dict[str, Picture]:
    """The SVGs of charts, by name; each comes with its description. `printed`: for the typesetter of the PDF.

    Drawn in a child process with a time limit: the converter ends its whole process on text that it cannot digest.
    Raises `NotDrawn`.
    """
    specifications: dict[str, dict[str, Any]] = {}
    for name, (chart, _) in charts.items():
        specifications[name] = chart.to_dict()
        specifications[name]["config"] = _look("Libertinus Serif" if printed else SANS)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _WORKER],
            input=json.dumps(specifications), capture_output=True, encoding="utf-8", timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotDrawn(f"drawing them took more than {seconds:g} s") from error
    if done.returncode != 0:
        said = next((line for line in done.stderr.splitlines() if line.strip()), "no message")
        raise NotDrawn(f"the converter failed ({done.returncode}): {said[:200]}")
    drawn: dict[str, str] = json.loads(done.stdout)
    return {name: Picture(svg if printed else _both_ways(svg), charts[name][1]) for name, svg in drawn.items()}


def labels(texts: Sequence[str]) -> list[str]:
    """Texts as labels: short, without control characters, and still different from each other.

    >>> labels(["1a", "a\x1bb", "antidisestablishmentarianism", "antidisestablishmentarianist"])
    ['1a', 'a⟨U+001B⟩b', 'antidisestablishmentari…', 'antidisestablishment… (2)']
    """
    used: dict[str, None] = {}
    for text in texts:
        label, number = shortened(visible(text), LONGEST), 1
        while label in used:
            number += 1
            ending = f" ({number})"
            label = shortened(visible(text), LONGEST - len(ending) + 1) + ending
        used[label] = None
    return list(used)


def _look(font: str) -> dict[str, Any]:
    return {
        "background": None,
        "font": font,
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK, "titleColor": SOFT, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE,
            "labelFontSize": 12, "labelPadding": 8, "labelLimit": 150, "titleFontSize": 12, "titleFontWeight": "normal",
        },
        "title": {"color": INK, "fontSize": 13, "anchor": "start", "fontWeight": 600, "frame": "group", "offset": 10},
        "legend": {
            "labelColor": INK, "titleColor": SOFT, "labelFontSize": 12, "orient": "bottom", "title": None,
            "symbolStrokeWidth": 0, "labelLimit": 200, "columnPadding": 24,
        },
    }  # fmt: skip


def _both_ways(svg: str) -> str:
    """The picture follows the reader's choice of light or dark by itself."""
    rules = "".join(
        f'[{what}="{light}"]{{{what}:{dark}}}' for light, dark in DARK.items() for what in ("fill", "stroke")
    )
    style = f"<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda m: m[1] + style, svg, count=1)
