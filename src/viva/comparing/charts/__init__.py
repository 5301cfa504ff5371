"""The charts of a comparison, one a file: `chart(subject, width) -> (Altair chart, description)`.

Vega-Altair describes them, `vl-convert-python` draws them as SVG without a browser and without a network. Both come
with the extra `charts`; without it a comparison is written without charts and says so.
"""

from __future__ import annotations

from importlib.util import find_spec

from viva.comparing.charts.drawing import PRINTED_WIDTH, WIDTH, NotDrawn, Picture, pictures
from viva.comparing.subject import Subject

MISSING = "Altair or vl-convert is not installed; for charts: pip install 'viva-voce[charts]'"


def draw(subject: Subject, printed: bool = False) -> tuple[dict[str, Picture], str]:
    """The charts by their file names, and why there are none where there are none."""
    if find_spec("altair") is None or find_spec("vl_convert") is None:
        return {}, MISSING
    if not subject.rows:
        return {}, ""
    from viva.comparing.charts import levels, questions, rates

    charts = {"rates.svg": rates.chart, "levels.svg": levels.chart, "questions.svg": questions.chart}
    width = PRINTED_WIDTH if printed else WIDTH
    try:
        return pictures({name: chart(subject, width) for name, chart in charts.items()}, printed), ""
    except NotDrawn as error:
        return {}, str(error)
