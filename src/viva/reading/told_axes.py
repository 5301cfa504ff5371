r"""The axes of a tensor told in a sentence, each size with its noun: "B sequences with 197 tokens each, every token …".

>>> told_axes("B sequences with 197 tokens each, every token a 384-dimensional vector")
('B', '197', '384')
>>> told_axes("Batch 16, 64 channels, spatial resolution 56 by 56 (i.e. a quarter of the input)")
('16', '64', '56', '56')
>>> told_axes("an array of 60 elements with the axes 5, 3 and 4")
('5', '3', '4')
>>> told_axes("64 kernels of 3 by 3, stride 2"), told_axes("12 heads with 64 dimensions are 768 numbers in total")
(None, None)

Every number of the sentence must be the size of an axis, but for remarks in brackets, or the sentence tells none. The
order is that of the sentence: whether the axes are stored in it, it does not say.
"""

from __future__ import annotations

import re

from viva.reading.number_words import spelled
from viva.reading.patterns import lazy

MAX_LENGTH = 600

_BRACKETED = lazy(r"\((?=[^()]*[A-Za-z]{3})[^()]*\)")
_DRESS = lazy(r"[$`*]+|\\[,;:! ]|\\(?:text|mathrm)(?=\{)")
_WORDS = "two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen"
_S = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?<![A-Za-z\\])[A-Zbcdhkmnptvw](?:_\{{?\w{{1,8}}\}}?)?(?![A-Za-z'’])"
    rf"|\b(?:{_WORDS})\b)"
)
_BY = r"\s*(?:×|\\times(?![a-z])|\bx\b|-?by-?)\s*"
_NOUN = (
    r"(?:batch(?:es)?|samples?|examples?|sequences?|sentences?|documents?|images?|pictures?|inputs in the batch|tokens?"
    r"|positions?|time[- ]?steps?|steps?|frames?|words?|characters?|patches|heads?|channels?|(?:feature )?maps?"
    r"|features?|rows?|columns?|heights?|widths?|pixels?|dimensions?|dims?|components?|entries|coordinates?|numbers?"
    r"|values?|logits?|scores?|probabilities|classes|vocabulary (?:entries|items|words)|units?|neurons?|layers?"
    r"|directions?|groups?|queries|keys|query positions?|key positions?|vectors?|matrices|bins|bands|nodes|edges|points"
    r"|users?|items?|states?|actions?|outputs?)"
)
_ADJECTIVES = r"(?:[a-z]+[- ]){0,2}?"
_AXIS_WORD = (
    r"(?i:batch(?: size)?|(?:sequence )?length|channels?|height|width|depth"
    r"|(?:hidden |embedding |feature |head |model )?(?:size|dimension|dim|width)|(?:spatial )?resolution"
    r"|spatial (?:size|extent)|heads|tokens|classes"
    r"|vocabulary(?: size)?|time|features)"
)
_TOKEN = lazy(
    rf"\b(?:axes|axis (?:lengths|sizes)|dimensions)(?: (?:are|of(?: length)?|in (?:this )?order|namely|the))*[:,]?\s+"
    rf"(?P<list>{_S}(?:\s*,\s*{_S})*,?\s+and\s+{_S})(?!\s*{_ADJECTIVES}{_NOUN}\b)"
    rf"|(?P<grid>{_S}(?:{_BY}{_S})+)(?:\s*{_ADJECTIVES}{_NOUN}\b)?"
    rf"|(?P<long>{_S})[- ](?:dimensional|dim|component|element|d)\b(?:\s{_ADJECTIVES}{_NOUN}\b)?"
    rf"|(?P<count>{_S})\s+{_ADJECTIVES}{_NOUN}\b"
    rf"|\b{_AXIS_WORD}(?:\s+(?:of|is|=))?\s*[:=]?\s*(?P<after>{_S}(?:{_BY}{_S})*)",
)
_NUMBER = lazy(r"\d|(?<![A-Za-z\\'’])[B-HJ-Z](?![A-Za-z'’])")
_OTHER = lazy(
    r"\b(?:kernels?|strides?|padding|pads?|filters?|windows?|total|altogether|in all|parameters?|weights|bytes?|sum"
    r"|product|per|not|or|from|instead|times|would|if|first|last|input|before|mean|average[ds]?|pooled|divided|epochs?)\b"
    r"|[=+<>≈≤≥/%]|n['’]t\b",
    re.IGNORECASE,
)
_COUNT_OF_ALL = lazy(
    rf"\b(?:of|with)\s+{_S}\s+(?:elements|entries|numbers|values)\b(?=[^.]*\baxes\b)",
    needs="values|numbers|entries|elements",
)


def told_axes(sentence: str) -> tuple[str, ...] | None:
    """The sizes in the order of the sentence; None where it says anything else with numbers, or only one size."""
    if len(sentence) > MAX_LENGTH or not _NUMBER.search(sentence):
        return None
    plain = _DRESS.sub("", _BRACKETED.sub(" ", sentence))
    plain = _COUNT_OF_ALL.sub(" ", plain)
    if _OTHER.search(plain):
        return None
    sizes: list[str] = []
    rest, at = [], 0
    for match in _TOKEN.finditer(plain):
        rest.append(plain[at : match.start()])
        at = match.end()
        if match["list"]:
            sizes += re.findall(_S, match["list"])
        else:
            said = match["grid"] or match["long"] or match["count"] or match["after"]
            sizes += [part for part in re.split(_BY, said) if part.strip()]
    rest.append(plain[at:])
    if len(sizes) < 2 or any(_NUMBER.search(part) for part in rest):
        return None
    return tuple(map(_number, sizes))


def in_order(text: str) -> bool:
    """Does the text list the axes as such, "with the axes 5, 3 and 4"?"""
    return _IN_ORDER.search(text) is not None


_IN_ORDER = lazy(
    rf"\b(?:axes|axis (?:lengths|sizes))\b[a-z:, ]{{0,30}}?\s{_S}\s*,", needs="axes|axis sizes|axis lengths"
)


def _number(size: str) -> str:
    bare = size.strip().replace(",", "")
    spelt = spelled(bare) if bare.isalpha() and len(bare) > 2 else []
    return str(spelt[0].value) if len(spelt) == 1 else bare
