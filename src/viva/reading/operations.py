r"""What is done to a thing, in words: "divide $w$ by $p$", "the weights are multiplied by 1/p", "replace W by pW".

>>> operation("Divide the weights $w$ by $p$.")
Operation(thing='w', factor='1/(p)', new='', side='', way='')
>>> operation("Replace $W$ by $pW$"), operation("do not multiply by p"), operation("they differ by p")
(Operation(thing='W', factor='', new='pW', side='', way=''), None, None)
>>> operation("Multiply X from the right by the inverse of A.").on("X"), operation("Scale w up by a factor of 1/p.").way
('X ({A}^{-1})', 'up')
>>> operation("One does not divide but multiply the weights by p.").on("w")
'(p) w'

A text says an operation where it has one such phrase, and none that is denied; what is contrasted with it ("not divide
but", "instead of dividing by p") is left out. Whether something is scaled up or down is not weighed against the factor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from viva.reading.cleaning import balanced
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.spoken import in_signs
from viva.reading.vocabulary import ASCII_GREEK, FUNCTIONS

LONGEST = 600

MATH = r"\$[^$]{1,80}\$|\\\([^)]{1,80}\\\)|`[^`]{1,80}`"
_THING = rf"(?:[A-Za-z][\w'’-]*\s+){{0,6}}?(?:{MATH}|\S{{1,40}})"
_SIDE = r"(?:(?:from|on|at)\s+(?:the|its)\s+(?:right|left)(?:[- ]hand)?(?:\s+side)?)"
_SCALED = (
    r"(?P<multiply>(?:(?:(?:right|left|post|pre)[- ]?)?multipl(?:y|ied|ies|ying)"
    r"|(?:re-?)?scal(?:e|ed|es|ing)|weight(?:ed|s|ing)?|enlarged?)"
    r"|(?:increas(?:e|ed|es)|grows?|stretched)(?= by an? (?:constant |common )?factor))"
)
_CUT = (
    r"(?P<divide>divid(?:e|ed|es|ing)|normali[sz]ed?"
    r"|(?:reduc(?:e|ed|es)|shr(?:ink|inks|unk)|decreas(?:e|ed|es)|made smaller)"
    r"(?= by (?:an?|the) (?:constant |common )?factor))"
)
_ARGUMENT = (
    rf"(?:(?:the |a )?(?:common |constant )?factor(?: of)? )?(?P<argument>{MATH}"
    rf"|[^,;:!?\n]{{1,60}}?(?=[,;:!?\n]|\.(?:\s|$)|\s\((?:and|so|which|where|as|with)\b|\s(?:{_SIDE}|for|at|so|where|when|during|instead|and|which|in|after"
    r"|before|to|as|if|because|since|with|everywhere|on|then|that|but|each|per|is|are|while|once)\b|$))"
    rf"(?P<behind>\s+{_SIDE})?"
)
_SCALE = lazy(
    rf"\b(?:{_SCALED}|{_CUT})\s+(?:(?!up |down )(?P<thing>{_THING})\s+)?(?:(?P<way>up|down)\s+)?(?P<side>{_SIDE}\s+)?"
    r"(?:by|with)\s+"
    rf"{_ARGUMENT}",
    re.I,
)
_PASSIVE = lazy(
    rf"(?P<thing>{_THING})\s+(?:is|are|gets?|becomes?|(?:must|should|has to|have to|needs? to|to) be|was|were)\s+"
    rf"(?:then |simply |just |all )?(?:{_SCALED}|{_CUT})(?:\s+(?P<way>up|down))?\s+(?P<side>{_SIDE}\s+)?(?:by|with)\s+"
    rf"{_ARGUMENT}",
    re.I,
)
# "Shrink the weights to p times their value"
_TO = lazy(
    r"\b(?P<multiply>scal\w+|rescal\w+|shr[iu]nk\w*|reduc\w+|blow\w*|set|increas\w+|decreas\w+|bring\w*)\s+"
    rf"(?:up |down )?(?P<thing>{_THING})\s+(?P<side>(?!))?(?:(?P<way>up|down)\s+)?to\s+"
    rf"(?P<argument>{MATH}|\S{{1,20}})\s+times\s+"
    r"(?:their|its|the)\s+(?:\w+\s+)?(?:values?|size|length)(?P<divide>(?!))?(?P<behind>(?!))?",
    re.I,
    needs="times",
)
_NOUN = lazy(
    rf"\b(?:(?P<multiply>(?:multiplication|(?:re-?)?scaling))|(?P<divide>division))\s+(?P<side>{_SIDE}\s+)?(?:by|with)\s+"
    rf"(?P<thing>(?!))?(?P<way>(?!))?{_ARGUMENT}",
    re.I,
)
_REPLACE = lazy(
    rf"(?:\b(?:replac(?:es?|ing)|substitut(?:es?|ing))\s+(?P<thing>{_THING})\s+(?:by|with)|\bswap\s+(?P<swapped>{_THING})\s+for"
    rf"|(?P<replaced>{_THING})\s+(?:is|are|gets?)\s+(?:replaced by|changed to|turned into))\s+{_ARGUMENT}",
    re.I,
    needs="swap|replace|replacing|substitute|changed to|turned into|substituting",
)
_CONTRASTED = lazy(
    r"\b(?:(?:do|does|did|must|should|is|are|to)\s+)?(?:not|n['’]t)\s+(?!only\b|just\b|simply\b|merely\b)"
    r"[^,.;:\n]{1,40}?,?\s+but\s+(?:rather\s+|instead\s+)?"
    r"|,?\s*\(?\b(?:instead of|rather than)\s+[^,.;:\n)]{1,60}[,)]?"
    r"|,\s+not\s+(?:by|divid|multipl|scal|from|on|its?|the|1/)[^,.;:\n]{0,60}",
    re.I,
)
_DENIED = lazy(r"\b(?:not|never|no|neither|without|instead of|rather than|unlike)\b|n['’]t\b", re.I)
_VERB = lazy(
    r"\b(?:(?:right|left|post|pre)?[- ]?multipl|divid|divis|(?:re-?)?scal(?:e|ing)|replac|substitut|swap|reduc|increas"
    r"|shr[iu]nk|weighted by|times (?:their|its|the))",
    re.I,
)
_WORD = lazy(r"(?<![\\A-Za-z_{])[A-Za-z]{3,}(?![A-Za-z])")
_ACCENTED = r"\\(?:tilde|hat|bar|dot|check|breve)\s?\{?\\?[A-Za-z]+\}?"
SYMBOL = lazy(rf"{_ACCENTED}|\\[A-Za-z]+|[A-Za-zα-ωΑ-Ω](?:_\{{?\w+\}}?)?'?")


@dataclass(frozen=True)
class Operation:
    """A thing ("" where only words name it) is multiplied by a factor, or a new one takes its place.

    `side` says where the factor stands, "left" or "right"; `way` whether the thing grows, "up", "down" or "shrunk".
    Both are "" where that is not said; what shrinks by a factor is taken to be divided by it.
    """

    thing: str
    factor: str
    new: str
    side: str = ""
    way: str = ""
    words: str = field(default="", repr=False)  # what the thing is called

    def on(self, thing: str) -> str:
        """What comes out of a thing."""
        if self.side == "right":
            return f"{thing} ({self.factor})"
        return self.new or f"({self.factor}) {thing}"


@lru_cache(maxsize=128)
def operation(text: str) -> Operation | None:
    """The one operation of a text; None where it has none, several, or one that is denied."""
    if len(text) > LONGEST or not _VERB.search(text):
        return None
    if _DENIED.search(text):
        text = _CONTRASTED.sub(" ", text)
        if _DENIED.search(text):
            return None
    found = next((f for p in (_PASSIVE, _SCALE, _NOUN, _TO) if (f := [*p.finditer(text)])), [])
    replaced = [*_REPLACE.finditer(text)]
    if len(found) + len(replaced) != 1:
        return None
    match = (found or replaced)[0]
    argument = _formula(match["argument"])
    if argument is None:
        return None
    if replaced:
        return Operation(_symbol(match["thing"] or match["swapped"] or match["replaced"]), "", argument)
    side = _side(f"{match['multiply'] or ''} {match['side'] or match['behind'] or ''}")
    factor = argument if match["multiply"] else f"1/({argument})" if not side else f"({argument})^{{-1}}"
    way = "shrunk" if match["divide"] and match["divide"][0] in "rRsSmM" else match["way"] or ""
    return Operation(_symbol(match["thing"] or ""), factor, "", side, way.lower(), match["thing"] or "")


def _side(words: str) -> str:
    lowered = words.lower()
    if "right" in lowered or "post" in lowered:
        return "right"
    return "left" if "left" in lowered or "pre" in lowered else ""


def _formula(text: str) -> str | None:
    """An argument without its delimiters, words about it in signs; None where it is said in other words."""
    bare = normalise(text).text.strip(" .$`*")
    bare = re.sub(r"^\\\(|\\\)$", "", bare).strip()
    bare = re.sub(r"(?<=\w)\s+(?:steps?|times)$", "", bare)
    if not bare or not balanced(bare):
        return None
    if (called := _CALLED.fullmatch(bare)) is not None:
        bare = called["sign"]  # "the keep probability p"
    words = set(_WORD.findall(bare)) - FUNCTIONS - set(ASCII_GREEK)
    return in_signs(text) if words or (" of " in bare) else bare


_CALLED = lazy(
    r"(?:the|a|its|our|your)\s+(?:(?!(?:square|root|inverse|half|twice|transpose|reciprocal|negative|minus|one)\b)[a-z-]{3,}\s+){1,3}"
    rf"(?P<sign>{SYMBOL.pattern})"
)


def _symbol(thing: str) -> str:
    """The symbol of a thing: w of "the weights $w$"; "" where words alone name it."""
    last = _LAST.search(thing)
    return last[1] if last else ""


_LAST = lazy(rf"(?:^|[\s$`*(])((?:{SYMBOL.pattern})(?:\s*\^\s*\\?\w+)?)[\s$`*.,()\\]*$")
