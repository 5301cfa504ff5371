"""A chart → SVG in the look of the reports, light and dark, readable without colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True)
class Picture:
    """An SVG, and what it shows in words."""

    svg: str
    description: str


def picture(chart: altair.TopLevelMixin, description: str, printed: bool = False) -> Picture:
    """The SVG of a chart. `printed` takes a font that the typesetter of the PDF has."""
    import vl_convert

    specification: dict[str, Any] = chart.to_dict()
    specification["config"] = _look("Libertinus Serif" if printed else "system-ui, Helvetica, Arial, sans-serif")
    svg = vl_convert.vegalite_to_svg(specification, vl_version=vl_convert.get_vegalite_versions()[-1])
    return Picture(svg if printed else _both_ways(svg), description)


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
    style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda m: m[1] + style, svg, count=1)
