"""Pieces of Markdown of ours → pieces of HTML for a page of ours (the site, the app), all of them in one go.

>>> fragments(["so $x$", "", "*this*"])[1:]
['', '<p><em>this</em></p>']

As safe as a report (`rendering.to_fragment`). A piece that cannot be typeset costs only itself: it is shown as it was
written, or, within `weaving`, said to be missing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from viva.errors import VivaError
from viva.reporting.rendering import to_fragment
from viva.reporting.visible import fenced
from viva.reporting.weaving import loom

LOST = "*This passage could not be typeset.*"


def fragments(sources: Sequence[str], resources: Path | None = None) -> list[str]:
    """The HTML of each piece; `resources` is the folder of the pictures."""
    if not any(sources):
        return ["" for _ in sources]
    # No text can contain the name of the cut: it is made for this one call.
    cut = f"cut-{secrets.token_hex(12)}"
    divider = f'<div class="{cut}">\n\n</div>'
    try:
        html = to_fragment(f"\n\n{divider}\n\n".join(source or " " for source in sources), resources)
    except VivaError:
        return [_alone(source, resources) for source in sources]
    pieces = [piece.strip() for piece in re.split(rf'<div class="{cut}">\s*</div>', html)]
    return pieces if len(pieces) == len(sources) else [_alone(source, resources) for source in sources]


def _alone(source: str, resources: Path | None) -> str:
    if not source:
        return ""
    try:
        return to_fragment(source, resources).strip()
    except VivaError:
        return to_fragment(LOST if loom() else fenced(source)).strip()
