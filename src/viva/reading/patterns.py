"""Regular expressions that are compiled when they are first used, so that importing a module costs next to nothing.

>>> digits = lazy(r"[0-9]+")
>>> digits.findall("3 of 8")
['3', '8']
>>> denied = lazy(r"\\b(?:not|never)\\b", re.IGNORECASE, needs="not|never")
>>> denied.search("x > 3"), denied.sub("", "Never 3"), denied.split("x = 3")
(None, ' 3', ['x = 3'])

A pattern made here behaves like one of `re.compile`, but an error in it shows only when it is used; a test uses all.
With `needs`, it is neither compiled nor tried on a text that has none of these words, which a match must have one of:
that they are right is proven by a test (`tests/reading/test_patterns.py`), not here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast


class _Lazy:
    """Stands for a pattern. Its methods are looked up once, and are then the pattern's own.

    The pattern is kept: `re` itself forgets what it compiled, as it remembers fewer patterns than there are here.
    """

    def __init__(self, source: str, flags: int, needs: str) -> None:
        self._source, self._flags, self._needs = source, flags, needs
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if not hasattr(re.Pattern, name):  # pytest and `inspect` ask everything for its `__wrapped__`
            raise AttributeError(name)
        if self._needs and name in _WITHOUT:
            found = self._guarded(name)
        else:
            if self._compiled is None:
                self._compiled = re.compile(self._source, self._flags)
            found = getattr(self._compiled, name)
        if not name.startswith("__"):
            setattr(self, name, found)
        return found

    def _guarded(self, name: str) -> Callable[..., Any]:
        words, at, without = tuple(self._needs.split("|")), int(name == "sub"), _WITHOUT[name]
        real: Callable[..., Any] | None = None
        last: tuple[str, bool] = ("", False)  # a text is often tried at one place after another

        def guarded(*args: Any, **options: Any) -> Any:
            nonlocal real, last
            text = args[at]
            known, hopeful = last
            if text is not known:
                folded, hopeful = text.casefold(), False
                for word in words:
                    if word in folded:
                        hopeful = True
                        break
                last = text, hopeful
            if not hopeful:
                return without(text)
            if real is None:
                self._compiled = self._compiled or re.compile(self._source, self._flags)
                real = getattr(self._compiled, name)
            return real(*args, **options)

        return guarded


_WITHOUT: dict[str, Callable[[str], Any]] = {  # what the methods give where there is no match
    "search": lambda text: None,
    "match": lambda text: None,
    "fullmatch": lambda text: None,
    "finditer": lambda text: iter(()),
    "findall": lambda text: [],
    "sub": lambda text: text,
    "split": lambda text: [text],
}


def lazy(source: str, flags: int = 0, needs: str = "") -> re.Pattern[str]:
    """The pattern, compiled on first use. Raises `re.error` there if it is no regular expression.

    `needs`: lower-case words, `|` between them; every match has one of them, in whatever case.
    """
    return cast("re.Pattern[str]", _Lazy(source, flags, needs))


def leftmost(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """The matches that the patterns joined by `|` would find, none of which is compiled that its `needs` leave aside.

    >>> [found[0] for found in leftmost((lazy("[0-9]+ rows"), lazy("[a-z]+")), "a 12 rows 3")]
    ['a', '12 rows']
    """
    found = [pattern.search(text) for pattern in patterns]
    while (best := min(filter(None, found), key=re.Match.start, default=None)) is not None:
        yield best
        at = max(best.end(), best.start() + 1)
        found = [
            pattern.search(text, at) if match is not None and match.start() < at else match
            for pattern, match in zip(patterns, found, strict=True)
        ]
