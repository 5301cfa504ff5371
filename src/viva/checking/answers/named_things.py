r"""Does a reply name the thing that a key names, in whatever words the two have for it?

>>> from viva.reading.replies import read_reply
>>> def right(key, text): return names_thing(key, "", read_reply(text), lambda: False)
>>> right("Gaussian", "a normal distribution"), right("saddle point", "(0, 0) is a saddle."), right("ridge", "lasso")
(True, True, False)
>>> right("local minimum", "a minimum"), right("strictly convex", "convex")
(True, None)

What shares its noun with the key, but says less, is not called wrong: it stays undecided.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Callable

from viva.checking.answers.directions import DENYING, FILLING, stems
from viva.checking.answers.multiples import multiple, nothing_but
from viva.checking.answers.named_options import says_either
from viva.checking.answers.synonyms import in_terms_of
from viva.reading.patterns import lazy
from viva.reading.replies import Reply, read_reply
from viva.reading.stems import stem

LONGEST = 1_500
_EXTREMUM = lazy(
    r"(?:an? |the )?local (?P<kind>minimum|maximum|min|max|minimi[sz]er|maximi[sz]er)$", re.IGNORECASE, needs="local"
)
_WHERE = lazy(r"\b(?:local|global|absolute|relative|saddle|not|n['’]t)\b", re.IGNORECASE)


def names_thing(name: str, other: str, reply: Reply, otherwise: Callable[[], bool | None]) -> bool | None:
    """Does the reply say a name, or the other name for it, or what else the thing is called?

    `otherwise` tells where these words decide nothing; what it denies is looked at again.
    """
    if _PRODUCT.fullmatch(name) and _in_formula(name, reply.text):
        return None  # mgh is no name in 2mgh
    if (factor := nothing_but(name)) is not None and (told := multiple(reply.text)) is not None:
        return told == factor
    said = _said(name, other, reply)
    numbers = set(_DIGITS.findall(reply.text))
    if said and numbers and not set(_DIGITS.findall(name)) <= numbers:
        return False if len(reply.text) < 60 else None  # L1 is not L2
    if said is None:
        said = otherwise()
    if said is not False or len(reply.text) > 120:
        return said
    return _by_telling_words(*in_terms_of(name, reply.text))


_PRODUCT = lazy(r"[b-df-hj-np-tv-xz]{2,4}")  # letters that no word consists of


def _in_formula(name: str, text: str) -> bool:
    """Stands it within a formula: behind a number or a sign, before a power or a quotient, in other letters?"""
    found = rf"(?:[\d−+/]|(?:^|[\s=$])-)\s?{name}|{name}\s?[²³^/*+]"
    return re.search(found, text) is not None or (name not in text and name in text.lower())


_DIGITS = lazy(r"\d+")


def _said(name: str, other: str, reply: Reply) -> bool | None:
    said = says_either(name, other, reply)
    if said or len(reply.text) > LONGEST:
        return said
    if (extremum := _EXTREMUM.match(name)) is not None and not _WHERE.search(reply.text):
        said = says_either(extremum["kind"], "", reply)
    ours, theirs = in_terms_of(name, reply.text)
    if theirs != reply.text:
        said = says_either(ours, other, read_reply(theirs))
    elif ours != name and said is False:
        said = says_either(ours, other, reply)
    return said


# What a name may be said without: a nearest neighbour "classifier", the Markov "property".
_NOUNS = frozenset(
    map(
        stem,
        "learning classifier regressor function set data property assumption method model setting condition rule task"
        " approach technique estimator estimate gate unit operation operator distribution problem".split(),
    )
)


def _by_telling_words(name: str, text: str) -> bool | None:
    """Two short texts by their words alone: the same but for a noun, or one says more than the other."""
    ours, theirs = ([word for word, _, _ in stems(side)] for side in (name, text))
    if ours != theirs and sorted(ours) == sorted(theirs):
        return False
    wanted, given = ([word for word in side if word not in FILLING] for side in (ours, theirs))
    if not given or (DENYING | {"non"}) & {*given, *wanted}:
        return False
    telling, said = ([word for word in words if word not in _NOUNS] for words in (wanted, given))
    if telling and telling == said:
        nouns = [set(words) & _NOUNS for words in (wanted, given)]
        return True if not nouns[0] or not nouns[1] or nouns[0] == nouns[1] else None
    if set(telling) < set(said):  # what is said further, of the thing alone: "a circle of radius 1"
        return None if len(said) < len(telling) + 4 and not re.search(r"[;,.]\s|\band\b", text) else False
    left_out = set(telling) - set(said)
    degree = all(word.endswith("ly") or word == "continuous" for word in left_out)
    return None if set(said) < set(telling) and degree else False
