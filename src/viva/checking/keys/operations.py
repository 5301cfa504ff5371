r"""Keys that are an operation, and replies that say one: "divide the logits by $\\sqrt d$", "multiply w by 1/p".

>>> operates("multiply by $\\sqrt d$", "divide by 1/sqrt(d)"), operates("divide the logits by $d$", "z d")
(True, False)
>>> done_to(r"$\tilde w = w/p$", "Multiply every weight by 1/p."), done_to(r"$\tilde w = w/p$", "multiply w by p")
(True, False)

A thing that is named in words is whatever the other text is about; the comparison is that of formulas, so that the
order of matrices counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.normal import normalise
from viva.reading.operations import LONGEST, SYMBOL, operation
from viva.reading.patterns import lazy

_KEY_LONGEST = 200
_WORD = lazy(r"(?<![\\A-Za-z_{])[A-Za-z]{3,}(?![A-Za-z])")


# ---- against a key ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def operation_key(text: str) -> bool:
    """Is a key nothing but an operation?"""
    return len(text) <= _KEY_LONGEST and _OPENS.match(text) is not None and operation(text) is not None


_OPENS = lazy(
    r"[\s*_]*(?:answer:\s*)?(?:(?:by |you |we |one )?(?:should |must |have to |need to |can )?(?:simply |just )?"
    r"(?:multipl|divid|(?:re-?)?scal(?:e|ing)|replac|substitut|swap)"
    r"|\S+(?: \S+){0,5} (?:is|are|gets?|must be|should be) (?:multiplied|divided|scaled|rescaled|replaced))",
    re.I,
    needs="swap|divid|scale|replac|scaling|multipl|substitut",
)


def operates(key: str, reply: str) -> bool | None:
    """Does the reply say what the key does, in words or as a formula?"""
    from viva.checking.answers.expressions import same_text

    wanted = operation(key)
    if wanted is None:
        return None
    told = operation(reply)
    if told is not None:
        if wanted.thing and told.thing and wanted.thing != told.thing:
            return None
        if wanted.factor and told.factor:
            return same_text(f"${wanted.factor}$", told.factor)
        thing = wanted.thing or told.thing
        return same_text(f"${wanted.on(thing)}$", told.on(thing)) if thing else None
    if wanted.thing:
        return same_text(f"${wanted.on(wanted.thing)}$", reply)
    if re.match(r"[\s$`]*(?:×|\\times|\*)", reply):
        return same_text(f"${wanted.factor}$", re.sub(r"^[\s$`]*(?:×|\\times|\*)", "", reply).strip("$` ."))
    things = _symbols(reply) - _symbols(wanted.factor)
    if len(things) == 1 and not _WORD.search(_plain(reply)):
        (thing,) = things
        return same_text(f"${wanted.on(thing)}$", reply)
    return None


def done_to(key: str, reply: str) -> bool | None:
    """Is the operation of the reply the one that turns the one side of the key into the other: `w̃ = w/p`?"""
    from viva.checking.answers.expressions import same_text

    told = operation(reply)
    if told is None or len(key) > LONGEST:
        return None
    left, sign, right = _sides(key)
    obtained = _OBTAINED.search(reply)
    if _calls(told.words, left, right) or (obtained and _calls(obtained["what"], right, left)):
        return None  # it is the new one that is scaled, to get the old one
    things = _symbols(right) - _symbols(told.factor)
    thing = told.thing
    if thing and thing not in things:
        return None
    if not thing:
        named = {symbol for symbol in things if sign and symbol.strip("'") in left}
        things = things if len(things) == 1 else named
        if len(things) != 1:
            return None
        (thing,) = things
    return same_text(f"${right}$", told.on(thing))


_RELATION = lazy(r"=|\\(?:leftarrow|gets|coloneqq|mapsto|to)(?![a-z])|←|↦|→")


def _calls(words: str, side: str, other: str) -> bool:
    """Do words call a thing by the script that it has on that side, and not on the other: "the test weights"?"""
    own, others = ({s[:4].lower() for s in _SCRIPT.findall(text)} for text in (side, other))
    return any(re.search(rf"\b{s}", words, re.I) for s in own - others)


_SPACED = lazy(r"_\{\s*(?:\\(?:text|mathrm|textrm|operatorname)\s*\{\s*)?(\w+)\s*\}?\s*\}")
_SCRIPT = lazy(r"_\{([A-Za-z]{3,})\}")
_OBTAINED = lazy(
    r"\b(?:to (?:get|obtain|find|compute|recover|reach)|gives|yields|giving|yielding)\b(?P<what>.*)$", re.I | re.S
)


def _sides(key: str) -> tuple[str, str, str]:
    bare = _SPACED.sub(r"_{\1}", normalise(key).text.strip(" $."))
    found = _RELATION.search(bare)
    if found is None:
        return "", "", bare
    return bare[: found.start()], found[0], bare[found.end() :].lstrip("=").strip()


def _plain(text: str) -> str:
    return re.sub(r"\\[A-Za-z]+", " ", text)


def _symbols(text: str) -> set[str]:
    r"""The symbols of a formula as they are written; no commands but Greek letters, and no functions."""
    text = re.sub(
        r"\\(?:[dt]?frac|sqrt|cdot|times|left|right|text|mathrm|operatorname|leftarrow|gets)(?![a-z])", " ", text
    )
    text = re.sub(r"(?<![A-Za-z\\])(?:sqrt|exp|log|ln)(?![A-Za-z])", " ", text)
    return {found for found in SYMBOL.findall(text) if found not in ("e",)}
