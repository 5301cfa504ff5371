"""Regular expressions that are compiled when they are first used, so that importing a module costs next to nothing.

>>> digits = lazy(r"[0-9]+")
>>> digits.findall("3 of 8")
['3', '8']

A pattern made here behaves like one of `re.compile`, but an error in it shows only when it is used; a test uses all.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a pattern. Its methods are looked up once, and are then the pattern's own.

    The pattern is kept: `re` itself forgets what it compiled, as it remembers fewer patterns than there are here.
    """

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        found = getattr(self._compiled, name)
        if not name.startswith("__"):
            setattr(self, name, found)
        return found


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled on first use. Raises `re.error` there if it is no regular expression."""
    return cast("re.Pattern[str]", _Lazy(source, flags))
