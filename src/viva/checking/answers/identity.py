r"""Replies that name the identity matrix where the key is `I` or `I_n`: "the identity", `\delta_{ij}`, `diag(1, …, 1)`.

>>> is_identity("$I_n$"), is_identity(r"$\mathbf I$"), is_identity("$I_1 + I_2$")
(True, True, False)
>>> names_identity("It is to the identity."), names_identity("the all-ones matrix"), names_identity("half the identity")
(True, False, None)

None where a reply says neither, or something about the identity that is more than its name.
"""

from __future__ import annotations

import re

from viva.reading.arithmetic import Amount
from viva.reading.arrays import Grid, cells
from viva.reading.patterns import lazy

_KEY = lazy(
    r"[\s$]*(?:\\(?:mathbf|mathbb|mathrm|bm|boldsymbol)\s*\{?\s*)?I\s*\}?\s*(?:_\s*\{?\s*[a-zA-Z]\s*\}?)?[\s$.]*"
)
_LEAD = (
    r"(?:^|[=→]|->|\\(?:to|longrightarrow|rightarrow)(?![a-z])"
    r"|\b(?:(?<=it['’])s|to|towards|is|becomes|be|approaches|equals|gegen|get)\b)[\s$*]*"
)
_NAMED = lazy(
    _LEAD + r"(?:(?:simply|just|exactly|the|an?|die|\$?[a-z]\$?\s*(?:×|\\times|x|by)\s*\$?[a-z]\$?)\s+){0,3}"
    r"(?:identity|unit matrix|Einheitsmatrix|np\.eye\(\w+\)|torch\.eye\(\w+\)|\\delta_\{?ij\}?|δ_?\{?ij\}?|δᵢⱼ"
    r"|\\?(?:operatorname\{|mathrm\{)?diag\}?\s*\(\s*1(?:\s*,\s*(?:1|…|\\[lcd]?dots|\.\.\.))*\s*,\s*1\s*\))"
    r"(?:[- ]matrix)?(?:\s+(?:matrix|of size \$?[a-z]\$?))?(?=[\s$*)]*(?:[.,;:(\n]|$))",
    re.I,
)
_OTHER = lazy(
    r"\b(?:all[- ]ones|ones matrix|matrix of (?:all )?ones|zero matrix|null matrix|Nullmatrix|all[- ]zeros?)\b|𝟙\s*𝟙",
    re.I,
)
_DENIED = lazy(r"(?<!\\)\b(?:not|no|never|nor|nicht|twice|half|times|plus|minus|unless|if|but)\b|n['’]t\b", re.I)


def is_identity(key: str) -> bool:
    """Is the key the identity matrix and nothing else?"""
    return _KEY.fullmatch(key) is not None


def is_unit(grid: Grid) -> bool:
    """Has the array ones on its diagonal, zeros elsewhere, and as many rows as columns?"""
    if len(grid.shape) != 2 or grid.shape[0] != grid.shape[1] or not grid.numeric:
        return False
    found = [c.value for c in cells(grid.entries) if isinstance(c, Amount)]
    return found == [int(i == j) for i in range(grid.shape[0]) for j in range(grid.shape[1])]


def names_identity(reply: str) -> bool | None:
    """Does a short reply say in words that the matrix is the identity?"""
    if len(reply) > 300 or _DENIED.search(reply):
        return None
    named, other = _NAMED.search(reply), _OTHER.search(reply)
    return None if bool(named) == bool(other) else named is not None
