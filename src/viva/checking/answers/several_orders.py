r"""Several orders of growth, each for something else: "$O(n^2)$ time, $O(n)$ memory", "from $O(n^2)$ to $O(n)$".

>>> same_orders("$O(n^2)$ time, $O(n)$ memory", "memory O(n), time O(n²)")
True
>>> same_orders("$O(n^2)$ time, $O(n)$ memory", "O(n^2) time and O(n^2) memory")
False
>>> same_orders("$O(n^2)$ time, $O(n)$ memory", "O(n^2)"), several("$O(n)$ instead of $O(n^2)$")
(None, False)

What an order is of is said by words that stand in front of each, or behind each, and that the other has not. Where a
reply's orders cannot be told apart by such words, they count in the key's order, and only if all are right or one of
the key's is missing; a reply that gives only some of them is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.normal import normalise
from viva.reading.patterns import lazy

_WORD = lazy(r"[A-Za-z]+")
_MATHS = lazy(r"\\[A-Za-z]+|[$*_`]")
_BESIDE = lazy(
    r"\b(?:compared|instead|not|rather|than|vs|versus|unlike|after|before|because|since|naive\w*|would|over|down"
    r"|if|when|where|using|by|per|or|so|hence|thus|i\.?e|plus|times|dominat\w+|which|each|of)\b|[=(+<>]|\\(?:to|cdot|times)"
    r"|→|⇒",
    re.I,
)
_FILLING = (
    "the a an and is are it its in on for case cost costs takes take needs need complexity requires runs we get drops"
    " goes reduces while whereas but of as at about order total both respectively"
)
_EMPTY = frozenset(_FILLING.split())
_CLASSES = {
    "time": "time run running runtime compute computation work operations flops",
    "memory": "memory space storage",
    "worst": "worst",
    "average": "average expected expectation typical",
    "best": "best",
    "training": "training train fit fitting learning build building construction",
    "prediction": "prediction predict predicting query querying inference test testing",
}
_CLASS = {word: name for name, words in _CLASSES.items() for word in words.split()}
LONGEST = 2_000


@dataclass(frozen=True)
class _Told:
    """An order as it is written, and the words in front of it and behind it."""

    text: str
    before: frozenset[str]
    after: frozenset[str]


@lru_cache(maxsize=256)
def several(key_text: str) -> bool:
    """Does the key state several orders, each of something else?"""
    return _labelled(key_text) is not None


def same_orders(key_text: str, reply_text: str) -> bool | None:
    """Does the reply state each of the key's orders for the same thing? None where that cannot be told."""
    from viva.checking.answers.asymptotics import same_order

    labelled = _labelled(key_text)
    if labelled is None or len(reply_text) > LONGEST:
        return None
    wanted, labels = labelled
    given = _told(reply_text)
    if not given:
        return None
    if len(given) == 1:
        results = [same_order(order, given[0].text) for order in wanted]
        both = re.search(r"\b(?:both|each|all|either)\b", reply_text, re.I)
        return all(results) if both and None not in results else False if set(results) == {False} else None
    everything = frozenset().union(*labels)
    in_front = bool(given[0].before & everything)
    verdicts: list[bool | None] = []
    for order, label in zip(wanted, labels, strict=True):
        others = everything - label
        own = [g for g in given if (words := g.before if in_front else g.after) & label and not words & others]
        results = list(dict.fromkeys(same_order(order, g.text) for g in own))
        verdicts.append(results[0] if len(results) == 1 else None)
    if None not in verdicts:
        return all(verdicts)
    if any((g.before | g.after) & everything for g in given):
        return None
    if len(given) == len(wanted) and all(same_order(o, g.text) for o, g in zip(wanted, given, strict=True)):
        return True
    missing = any(all(same_order(order, g.text) is False for g in given) for order in wanted)
    return False if missing and len(given) == len(wanted) else None


@lru_cache(maxsize=256)
def _labelled(key_text: str) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]] | None:
    """The key's orders and the words that tell each from the others."""
    if len(key_text) > 300:
        return None
    told = _told(key_text)
    if len(told) not in (2, 3) or _BESIDE.search(_outside(key_text)):
        return None
    for side in ("before", "after") if told[0].before and not told[-1].after else ("after", "before"):
        words = [frozenset(getattr(order, side)) for order in told]
        labels = tuple(
            own - frozenset().union(*(w for k, w in enumerate(words) if k != i)) for i, own in enumerate(words)
        )
        if all(labels):
            return tuple(order.text for order in told), labels
    return None


def _outside(text: str) -> str:
    """What stands outside the orders."""
    from viva.checking.answers.asymptotics import orders

    source = normalise(text).text
    kept, end = [], 0
    for order in orders(source):
        kept.append(source[end : order.start])
        end = order.end
    return _BRACKETED.sub(r" \1 ", " ".join([*kept, source[end:]]))


_BRACKETED = lazy(r"\(([A-Za-z ]+)\)")  # "(forward)"


def _told(text: str) -> tuple[_Told, ...]:
    from viva.checking.answers.asymptotics import orders

    source = normalise(text).text
    found = list(orders(source))
    gaps = [0, *(order.end for order in found)]
    ends = [*(order.start for order in found), len(source)]
    words = [_words(source[a:b]) for a, b in zip(gaps, ends, strict=True)]
    return tuple(
        _Told(source[o.start : o.end], before, after) for o, before, after in zip(found, words, words[1:], strict=False)
    )


def _words(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(_MATHS.sub(" ", text)))
    return frozenset(_CLASS.get(word, word) for word in words if word not in _EMPTY and len(word) > 1)
