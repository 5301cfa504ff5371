r"""Vectors that are only determined up to their sign: `$v = (2, 1)$ (unique up to sign)`.

>>> leaves_sign_open("$v_1 = (2, 1)$ (unique up to sign)"), leaves_sign_open("$v$ (up to a factor)")
(True, False)
>>> from viva.reading.arrays import arrays
>>> opposite(arrays("(2, -1)")[0]).shown()
'[-2, 1]'

Only what the key says counts: a reply that leaves the sign open gives both vectors, and either one is right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from viva.reading.arithmetic import Amount
from viva.reading.arrays.grid import Grid
from viva.reading.patterns import lazy

_OPEN = lazy(
    r"\bup to (?:(?:its|the|a|an|global|overall|common)\s+){0,2}(?:sign|factor (?:of )?\$?(?:-1|−1|±1|\\pm\s*1)\$?)"
    r"|\b(?:sign|orientation) (?:is |being )?(?:arbitrary|free|irrelevant|does not matter|doesn['’]t matter)"
    r"|\b(?:either|any|both) signs?\b|\bor its (?:negative|opposite)\b|\bbis auf (?:das )?Vorzeichen",
    needs="any|both|sign|up to|either|or its|bis auf|orientation",
)


def leaves_sign_open(key_text: str) -> bool:
    return _OPEN.search(key_text) is not None


def opposite(grid: Grid) -> Grid:
    """The array with every entry of the other sign."""
    return replace(grid, entries=_turned(grid.entries))


def _turned(item: Any) -> Any:
    if isinstance(item, tuple):
        return tuple(map(_turned, item))
    return replace(item, value=-item.value) if isinstance(item, Amount) else f"-({item})"
