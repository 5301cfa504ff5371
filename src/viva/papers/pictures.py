"""Pictures of figures and of whole questions: SVG or Markdown in, PNG out, through Typst.

    figure_png(svg)                     about 800 pixels wide, whatever the SVG's own size
    question_png(markdown, (svg, ...))  a question typeset with its formulas, its figures below

Only for our own texts: what models write is typeset by `viva.reporting`. Fonts are those inside the `typst` wheel, so
that the same picture comes out everywhere.
"""

from __future__ import annotations

import base64
import tempfile
from functools import lru_cache
from pathlib import Path

from viva.errors import VivaError

WIDTH = 800  # pixels
_SETTINGS = """
#set text(font: "New Computer Modern", size: 11pt)
#show math.equation: set text(font: "New Computer Modern Math")
#set par(leading: 0.7em, spacing: 1.1em)
"""


# Names in what pandoc writes that this Typst no longer has.
_RENAMED = {"dot.circle": "dot.o"}


@lru_cache(maxsize=64)
def figure_png(svg: str, width: int = WIDTH) -> bytes:
    """A figure as PNG, `width` pixels wide."""
    page = f'#set page(width: {width}pt, height: auto, margin: 0pt, fill: white)\n#image("figure.svg", width: 100%)'
    return _compile(page, {"figure.svg": svg}, pixels_per_point=1.0)


@lru_cache(maxsize=64)
def question_png(markdown: str, figures: tuple[str, ...] = (), width: int = WIDTH) -> bytes:
    """A text in Markdown with LaTeX formulas as PNG, `width` pixels wide, with the figures (SVG) below it."""
    import pypandoc

    body = pypandoc.convert_text(markdown, "typst", format="markdown-implicit_figures")
    for old, new in _RENAMED.items():
        body = body.replace(old, new)
    names = {f"figure{i}.svg": svg for i, svg in enumerate(figures)}
    pictures = "\n".join(f'\n#align(center, image("{name}", width: 100%))' for name in names)
    # At this page width a line holds about 75 letters, which small vision models still read.
    page = f"#set page(width: 400pt, height: auto, margin: 14pt, fill: white)\n{_SETTINGS}\n{body}\n{pictures}"
    return _compile(page, names, pixels_per_point=width / 400)


def as_uri(png: bytes) -> str:
    """The picture as a `data:` address, which is how models and browsers take it."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def _compile(source: str, files: dict[str, str], pixels_per_point: float) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="viva-picture-") as folder:
        main = Path(folder) / "main.typ"
        main.write_text(source, encoding="utf-8")
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        try:
            picture = typst.compile(str(main), format="png", ppi=72 * pixels_per_point, ignore_system_fonts=True)
        except typst.TypstError as error:
            raise VivaError(f"a picture could not be typeset: {error}") from error
    if not isinstance(picture, bytes):
        raise VivaError("a picture could not be typeset: it does not fit on one page")
    return picture
