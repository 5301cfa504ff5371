"""Viva: an oral examiner for language models that checks every answer by computation.

The public names; each is imported when it is first used, so that `import viva` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viva.checking import check as check
    from viva.checking import equivalent as equivalent
    from viva.checking.stepwise.derivations import check_derivation as check_derivation
    from viva.comparing.frames import frames as frames
    from viva.papers import load_paper as load_paper

_HOME = {
    "load_paper": "viva.papers",
    "check": "viva.checking",
    "check_derivation": "viva.checking.stepwise.derivations",
    "equivalent": "viva.checking",
    "frames": "viva.comparing.frames",
}
__all__ = ["check", "check_derivation", "equivalent", "frames", "load_paper"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'viva' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOME[name]), name)
    return found
