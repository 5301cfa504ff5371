r"""What is done to a thing, in words: "divide $w$ by $p$", "the weights are multiplied by 1/p", "replace W by pW".

>>> operation("Divide the weights $w$ by $p$."), operation("scale the output by a factor of 1/(1-p)")
(Operation(thing='w', factor='1/(p)', new=''), Operation(thing='', factor='1/(1-p)', new=''))
>>> operation("Replace $W$ by $pW$"), operation("do not multiply by p"), operation("they differ by p")
(Operation(thing='W', factor='', new='pW'), None, None)
>>> operates("multiply by $\\sqrt d$", "divide by 1/sqrt(d)"), operates("divide the logits by $d$", "z d")
(True, False)
>>> done_to(r"$\tilde w = w/p$", "Multiply every weight by 1/p."), done_to(r"$\tilde w = w/p$", "multiply w by p")
(True, False)

A text says an operation where it has one such phrase, and none that is denied. A thing that is named in words is
whatever the other text is about; the comparison is that of formulas, so that the order of matrices counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.cleaning import balanced
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.vocabulary import ASCII_GREEK, FUNCTIONS

LONGEST = 600
_KEY_LONGEST = 200

_MATH = r"\$[^$]{1,80}\$|\\\([^)]{1,80}\\\)|`[^`]{1,80}`"
_THING = rf"(?:[A-Za-z][\w'’-]*\s+){{0,6}}?(?:{_MATH}|\S{{1,40}})"
_SCALED = (
    r"(?P<multiply>(?:multipl(?:y|ied|ies|ying)|(?:re-?)?scal(?:e|ed|es|ing)|weight(?:ed|s|ing)?|enlarged?)"
    r"|(?:increas(?:e|ed|es)|grows?|stretched)(?= by an? (?:constant |common )?factor))"
)
_CUT = (
    r"(?P<divide>divid(?:e|ed|es|ing)|normali[sz]ed?"
    r"|(?:reduc(?:e|ed|es)|shr(?:ink|inks|unk)|decreas(?:e|ed|es))(?= by an? (?:constant |common )?factor))"
)
_ARGUMENT = (
    rf"(?:(?:the |a )?(?:common |constant )?factor(?: of)? )?(?P<argument>{_MATH}"
    r"|[^,;:!?\n]{1,60}?(?=[,;:!?\n]|\.(?:\s|$)|\s(?:for|at|so|where|when|during|instead|and|which|in|after|before|to|as"
    r"|if|because|since|with|everywhere|on|then|that|but|each|per|is|are|while|once)\b|$))"
)
_SCALE = lazy(rf"\b(?:{_SCALED}|{_CUT})\s+(?:(?P<thing>{_THING})\s+)?by\s+{_ARGUMENT}", re.I)
_PASSIVE = lazy(
    rf"(?P<thing>{_THING})\s+(?:is|are|gets?|becomes?|(?:must|should|has to|have to|needs? to|to) be|was|were)\s+"
    rf"(?:then |simply |just |all )?(?:{_SCALED}|{_CUT})\s+by\s+{_ARGUMENT}",
    re.I,
)
_REPLACE = lazy(
    rf"(?:\b(?:replac(?:e|ing)|substitut(?:e|ing))\s+(?P<thing>{_THING})\s+(?:by|with)|\bswap\s+(?P<swapped>{_THING})\s+for"
    rf"|(?P<replaced>{_THING})\s+(?:is|are|gets?)\s+(?:replaced by|changed to|turned into))\s+{_ARGUMENT}",
    re.I,
)
_DENIED = lazy(r"\b(?:not|never|no|neither|without|instead of|rather than|unlike)\b|n['’]t\b", re.I)
_VERB = lazy(
    r"\b(?:multipl|divid|(?:re-?)?scal(?:e|ing)|replac|substitut|swap|reduc|increas|shr[iu]nk|weighted by)", re.I
)
_WORD = lazy(r"(?<![\\A-Za-z_{])[A-Za-z]{3,}(?![A-Za-z])")
_SYMBOL = lazy(r"\\[A-Za-z]+|[A-Za-zα-ωΑ-Ω](?:_\{?\w+\}?)?'?")


@dataclass(frozen=True)
class Operation:
    """A thing ("" where only words name it) is multiplied by a factor, or a new one takes its place."""

    thing: str
    factor: str
    new: str

    def on(self, thing: str) -> str:
        """What comes out of a thing."""
        return self.new or f"({self.factor}) {thing}"


@lru_cache(maxsize=128)
def operation(text: str) -> Operation | None:
    """The one operation of a text; None where it has none, several, or one that is denied."""
    if len(text) > LONGEST or not _VERB.search(text) or _DENIED.search(text):
        return None
    found = [*_PASSIVE.finditer(text)] or [*_SCALE.finditer(text)]
    replaced = [*_REPLACE.finditer(text)]
    if len(found) + len(replaced) != 1:
        return None
    match = (found or replaced)[0]
    argument = _formula(match["argument"])
    if argument is None:
        return None
    if replaced:
        return Operation(_symbol(match["thing"] or match["swapped"] or match["replaced"]), "", argument)
    factor = argument if match["multiply"] else f"1/({argument})"
    return Operation(_symbol(match["thing"] or ""), factor, "")


def _formula(text: str) -> str | None:
    """An argument without its delimiters; None where it is said in words."""
    bare = normalise(text).text.strip(" .$`*")
    bare = re.sub(r"^\\\(|\\\)$", "", bare).strip()
    bare = re.sub(r"(?<=\w)\s+(?:steps?|times)$", "", bare)
    if not bare or not balanced(bare):
        return None
    words = set(_WORD.findall(bare)) - FUNCTIONS - set(ASCII_GREEK)
    return None if words else bare


def _symbol(thing: str) -> str:
    """The symbol of a thing: w of "the weights $w$"; "" where words alone name it."""
    last = thing.split()[-1].strip("$`*.,()") if thing.strip() else ""
    last = re.sub(r"^\\\(|\\\)$", "", last)
    return last if re.fullmatch(rf"(?:{_SYMBOL.pattern})(?:\s*\^\s*\\?\w+)?", last) else ""


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


def _sides(key: str) -> tuple[str, str, str]:
    bare = normalise(key).text.strip(" $.")
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
    return {found for found in _SYMBOL.findall(text) if found not in ("e",)}
