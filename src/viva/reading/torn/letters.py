r"""Which letters a key has, and what stands below and above them: what tells `xj` from x times j in torn text.

>>> known = letters_of(r"(1-\beta)\sum_{s=1}^{t} \beta^{t-s} g_s + x_{ij} \sigma_0^2 \eta_{\text{sum}}")
>>> sorted(known.below.items())
[('g', frozenset({'s'})), ('x', frozenset({'ij'})), ('η', frozenset({'sum'})), ('σ', frozenset({'0'}))]
>>> sorted(known.above["β"]), sorted(known.indices), known.is_index("s"), known.is_index("x")
(['t-s'], ['i', 'j', 's'], True, False)

Nothing is parsed: a key that means something else by `_` and `^` is only a key about which less is known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.lexer import GREEK
from viva.reading.patterns import lazy

_NAMES = {name.removeprefix("\\"): letter for letter, name in GREEK.items() if letter not in "ςϑϕϖϱϵ"}
_PLAIN = lazy(
    r"\\(?:text|mathrm|operatorname|mathbf|boldsymbol|mathcal|mathbb|hat|tilde|bar|widehat|overline|left|right"
    r"|big|Big|bigg|Bigg|[bB]igl|[bB]igr|quad|qquad|,|;|!| )(?![A-Za-z])"
)
_SIGN = lazy(r"\\[A-Za-z]+|\\.|[A-Za-z]+|\d+|\S")
_LABEL = lazy(r"(?![i-n]+$)[A-Za-z]{3,}")
_ALWAYS = frozenset("ijk")


@dataclass(frozen=True)
class Letters:
    """What stands below and above each letter of a key, as it is written without signs for it; and its words."""

    below: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]
    alone: frozenset[str]  # letters that stand in the line
    words: frozenset[str]
    indices: frozenset[str]
    written: frozenset[str]  # all letters, wherever they stand

    def is_index(self, letter: str) -> bool:
        """May the letter be an index, and nothing else?"""
        return letter in self.indices or (letter in _ALWAYS and letter not in self.alone)

    def knows(self, letter: str) -> bool:
        """Is it a letter of the key?"""
        return letter in self.alone or letter in self.below or letter in self.above


@lru_cache(maxsize=128)
def letters_of(key: str) -> Letters:
    """The letters of a (normalised) key."""
    below: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    alone: set[str] = set()
    words: set[str] = set()
    indices: set[str] = set()
    signs = [
        _NAMES.get(sign.removeprefix("\\").removeprefix("var"), sign) for sign in _SIGN.findall(_PLAIN.sub(" ", key))
    ]
    signs = [part for sign in signs for part in _parts(sign, words)]
    base, k = "", 0
    while k < len(signs):
        sign = signs[k]
        if sign in "_^" and k + 1 < len(signs):
            script, k = _script(signs, k + 1)
            if base in (r"\sum", r"\prod", "∑", "∏"):
                if sign == "_":
                    indices.update(re.findall(r"^[A-Za-z]", script))
            elif base:
                (below if sign == "_" else above)[base].add(script)
                if sign == "_" and not _LABEL.fullmatch(script):
                    indices.update(c for c in script if c.isalpha() and c.islower())
            continue
        if sign not in "{}":
            base = sign
        if sign.isalpha() and len(sign) == 1:
            alone.add(sign)
        k += 1
    frozen = {name: frozenset(found) for name, found in below.items()}
    return Letters(
        frozen, {name: frozenset(found) for name, found in above.items()},
        frozenset(alone), frozenset(words), frozenset(indices - (alone - set("ijkst"))),
        frozenset(c for sign in signs if len(sign) < 3 for c in sign if c.isalpha()),
    )  # fmt: skip


def _parts(sign: str, words: set[str]) -> list[str]:
    """A run of letters is a word, or letters side by side."""
    if not sign.isalpha() or len(sign) == 1:
        return [sign]
    if len(sign) > 2:
        words.add(sign)
        return [sign]
    return list(sign)


def _script(signs: list[str], k: int) -> tuple[str, int]:
    """What stands below or above, from where it begins, as bare text; and where it ends."""
    if signs[k] != "{":
        return signs[k], k + 1
    depth, found = 0, []
    while k < len(signs):
        depth += {"{": 1, "}": -1}.get(signs[k], 0)
        found.append(signs[k])
        k += 1
        if depth == 0:
            break
    return "".join(sign for sign in found if sign not in "{}_^,"), k
