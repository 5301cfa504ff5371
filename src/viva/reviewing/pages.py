"""Templates and what they all need. Autoescaping is on everywhere; only `viva.reviewing.showing` makes HTML."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError
from viva.reporting.material import MEANINGS, SHAPES, SIGNS
from viva.reporting.visible import visible
from viva.types import FindingKind, Level, NudgeKind, Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

# The app's own files, by the name under /static/: (package, folder, file, type)
STATIC = {
    "report.css": ("viva.reporting", "assets/page.css", "text/css; charset=utf-8"),
    "viva-math.woff2": ("viva.reporting", "assets/viva-math.woff2", "font/woff2"),
    "app.css": ("viva.reviewing", "static/app.css", "text/css; charset=utf-8"),
    "app.js": ("viva.reviewing", "static/app.js", "text/javascript; charset=utf-8"),
    "keys.js": ("viva.reviewing", "static/keys.js", "text/javascript; charset=utf-8"),
    "icon.svg": ("viva.reviewing", "static/icon.svg", "image/svg+xml"),
}


@cache
def static(name: str) -> tuple[bytes, str] | None:
    """One of the app's own files with its type, None for any other name."""
    if name not in STATIC:
        return None
    package, path, kind = STATIC[name]
    return (files(package) / path).read_bytes(), kind


@cache
def environment() -> Environment:
    """The templates. VivaError where the extra is not installed."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
        from markupsafe import escape
    except ImportError as error:
        raise VivaError("the local app needs the extra web: pip install 'viva-voce[web]'") from error
    made = Environment(
        loader=PackageLoader("viva.reviewing"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["verbatim"] = escape  # for what goes back into a field, and must come back unchanged
    made.globals.update(
        Verdict=Verdict, Level=Level, FindingKind=FindingKind, NudgeKind=NudgeKind,
        signs=SIGNS, shapes=SHAPES, meanings=MEANINGS,
    )  # fmt: skip
    return made


def _inert(value: Any) -> Any:
    """What a template puts into a page: escaped by the environment, and nothing in it steers or hides other text."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def render(template: str, **about: Any) -> str:
    """A page."""
    return environment().get_template(template).render(**about)
