"""Templates → pages. Everything that is not HTML of `viva.reporting` is escaped here, by the templates.

A page knows how deep it lies (`root` is "" or "../"), because a site has to work from any path of any server. Its
policy allows nothing but the site's own style, pictures in the page, and for the search our script and Pagefind.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError
from viva.reporting import numbers
from viva.reporting.material import MEANINGS, SHAPES, SIGNS

if TYPE_CHECKING:
    from jinja2 import Environment

STRICT = "default-src 'none'; style-src 'self'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
SEARCHING = STRICT + "; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"
SOURCES = {"run": "asked by Viva", "import": "imported", "proctor": "proctored"}
KINDS = {
    "arithmetic-slip": "a calculation that goes wrong",
    "convention": "another convention than the one that was agreed: a flipped kernel, biases counted, a factor ½",
    "misread-input": "numbers that are not those of the question",
    "misread-figure": "a figure that shows something else",
    "wrong-formula": "a formula that is not the right one",
    "invalid-step": "a step of a derivation that does not hold",
    "dropped-term": "a term or factor that gets lost",
    "false-explanation": "a right answer with a wrong reason",
    "hallucination": "something asserted that the question or the key contradicts",
    "hint-misuse": "a hint that is repeated or bent, and not used",
    "stuck": "the same wrong answer after a nudge",
    "regression": "a nudge fixed one thing and broke another",
    "self-corrected": "a mistake that the reply itself puts right",
    "contested-key": "an accepted answer besides the key",
    "unrequested": "answers far beyond the question",
    "insight": "a correct and relevant fact that nobody asked for",
    "stall": "no reply, or one that came too late",
    "annotator-error": "an annotator's verdict that the computation contradicts",
}


@cache
def environment() -> Environment:
    """The templates; VivaError where the extra is not installed."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise VivaError("the site needs its extra: pip install 'viva-voce[site]'") from error
    made = Environment(
        loader=PackageLoader("viva.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        shapes={level.value: shape for level, shape in SHAPES.items()},
        meanings={level.value: words for level, words in MEANINGS.items()},
        signs={verdict.value: sign for verdict, sign in SIGNS.items()},
        sources=SOURCES, kinds=KINDS,
        share=numbers.share, interval=numbers.interval, of=numbers.of, times=numbers.times,
    )  # fmt: skip
    return made


def render(template: str, root: str, **about: Any) -> str:
    """A page; `root` leads from it to the top of the site."""
    policy = SEARCHING if template == "index.html" else STRICT
    page: str = environment().get_template(template).render(root=root, policy=policy, **about)
    return page


def headings(html: str) -> list[tuple[str, str]]:
    """(identifier, words) of the sections of a report's HTML."""
    return re.findall(r'<h2 id="([\w.:-]+)">([^<]*)</h2>', html)


def style() -> str:
    """The site's style: that of the reports, what is the site's own, and the font for formulas."""
    assets = files("viva.reporting") / "assets"
    font = base64.b64encode((assets / "viva-math.woff2").read_bytes()).decode("ascii")
    face = f"@font-face {{ font-family: VivaMath; src: url(data:font/woff2;base64,{font}) format('woff2'); }}\n"
    return (assets / "page.css").read_text(encoding="utf-8") + own("site.css") + face


def own(name: str) -> str:
    """A file of ours from `static/`."""
    return (files("viva.publishing") / "static" / name).read_text(encoding="utf-8")
