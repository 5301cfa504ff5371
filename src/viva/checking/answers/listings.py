r"""Lists of words: a sequence of states, the pieces of a word, a set of pairs.

>>> from viva.checking.keys.listings import listing
>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return lists(listing(key), read_reply(reply))
>>> right("sun, rain, rain", "The path is sun → rain → rain."), right("sun, rain, rain", "rain, rain, sun")
(True, False)
>>> right("{to be, be or}", "{('be', 'or'), ('to', 'be')}"), right("s | low | er", "slow | er")
(True, False)
>>> right("cat, dog", "a bird") is None
True

The reply's list is read where it stands as one: in quotes, between arrows, bars, commas or line ends. What lists other
words than the key's, and none of them, is no answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viva.checking.keys.listings import Listing, alike, is_item, normal, plain
from viva.reading.locate import candidates
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST, joined_boxes
from viva.reading.replies import Reply

_QUOTED = lazy(r"`([^`\n]{1,40})`|\"([^\"\n]{1,40})\"|“([^”\n]{1,40})”|(?<![A-Za-z])'([^'\n]{1,40})'(?![A-Za-z])")
_PAIR = lazy(r"\(\s*((?:'[^']*'|\"[^\"]*\"|[^(),]+)(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"|[^(),]+))+)\s*,?\s*\)")
_REMARK = lazy(r"\s*\([^()]*\)")
_LEAD = lazy(
    r"^.*(?:[:=]|(?<![A-Za-z])(?:is|are|gives?|get|yields?|sequence|path|tokens?|set|just|only|answer|be)(?![A-Za-z]))\s+",
    re.I | re.S,
)
_BETWEEN = lazy(r"\s*(?:→|\||;|,\s*(?:and|then|und)\s|,|\+|·|\s(?:and|then|und)\s|\n\s*(?:[-*•]|\d+[.)])?)\s*")
_ARROWS = lazy(r"\s*→\s*")
_ONLY = lazy(r"\b(?:just|only)\s*[`\"'“]", re.I, needs="just|only")
_WORD = lazy(r"[A-Za-zÀ-ÿ]+")
_DENIED = lazy(r"\b(?:not|never|no|instead|rather|unlike|would)\b|n['’]t\b", re.I)


def lists(key: Listing, reply: Reply) -> bool | None:
    """Does the reply list the same? None where it lists nothing of the kind."""
    for text, final in _texts(reply):
        verdicts = [(_same(key, items), _known(key, items)) for items in _lists(text, key)]
        if any(verdict for verdict, _ in verdicts):
            return True
        if any(verdict is None for verdict, _ in verdicts):
            return None
        if any(final or known for _, known in verdicts):
            return False
        if (mentioned := _mentioned(key, text)) is not None:
            return mentioned
    return None


def _known(key: Listing, items: Sequence[str]) -> bool:
    """Is at least half of it in the key, or is it made of the same words or letters?"""
    words = {word for item in key.items for word in item.split()}
    if all(word in words for item in items for word in item.split()) or "".join(items) == "".join(key.items):
        return True
    return sum(any(alike(item, one) for one in key.items) for item in items) * 2 >= len(items)


def _texts(reply: Reply) -> Iterator[tuple[str, bool]]:
    """The texts that may be the list, best first; the second item: is it surely meant as the answer?"""
    if (boxed := joined_boxes(reply)) and len(boxed) <= LONGEST:
        yield boxed, True
    best = [c for c in candidates(reply) if c.rank < 6 and len(c.text) <= LONGEST]
    for candidate in best:
        if candidate.rank == 0:
            yield candidate.text, True
    if len(reply.text) <= 400:
        yield reply.text.strip(), False
    for candidate in best:
        if candidate.rank:
            yield candidate.text, False


def _lists(text: str, key: Listing) -> Iterator[tuple[str, ...]]:
    """What the text lists, read in every way in which it may be meant."""
    phrases = any(" " in item for item in key.items)
    text = plain(text)
    if phrases:
        text = _PAIR.sub(lambda m: '"' + " ".join(re.findall(r"[\w'’-]+", m[1].replace("'", " "))) + '"', text)
    quoted = [next(part for part in found if part) for found in _QUOTED.findall(text) if any(found)]
    if len(quoted) > 1 or (quoted and _ONLY.search(text)):
        yield tuple(map(normal, quoted))
        return
    turned = "←" in text and "→" not in text
    text = text.replace("←", "→")
    lines = [line for line in text.split("\n") if line.strip()]
    last = lines[-1] if lines else ""
    for whole in dict.fromkeys(
        (_LEAD.sub("", last, count=1), _LEAD.sub("", text, count=1), last, text, text.split(":")[0])
    ):
        bare = _REMARK.sub("", whole).strip().strip("{}[]().*_ ")
        bare = re.sub(r"^(?:[-*•→]|\d+[.)])\s*", "", bare)
        pieces = [_ARROWS.sub(" ", piece) for piece in re.split(r"[,;\n|]", bare)] if phrases and "," in bare else None
        items = [normal(piece) for piece in pieces or _BETWEEN.split(bare) if piece.strip(" .*_\"'`")]
        if len(items) > 1 and all(map(is_item, items)):
            given = tuple(items[::-1] if turned else items)
            yield _spelled_out(given, key)
        elif (
            not phrases
            and len(bare.split()) == len(key.items)
            and re.sub(r"\W", "", bare).lower() == "".join(key.items)
        ):
            yield tuple(map(normal, bare.split()))


def _spelled_out(items: tuple[str, ...], key: Listing) -> tuple[str, ...]:
    """`S → R → R` for "sun, rain, rain": initials, where they are those of different words."""
    initials = {item[0]: item for item in key.items}
    if len(initials) < len(set(key.items)) or not all(len(item) == 1 and item in initials for item in items):
        return items
    return tuple(initials[item] for item in items)


def _same(key: Listing, items: Sequence[str]) -> bool | None:
    same_order = len(items) == len(key.items) and all(map(alike, key.items, items))
    if same_order or key.ordered:
        return same_order
    rest = list(key.items)
    for item in items:
        found = next((one for one in rest if alike(item, one)), None)
        if found is None:
            return False
        rest.remove(found)
    if rest:
        return False
    return True if key.ordered is False or len(items) == 2 else None


def _mentioned(key: Listing, text: str) -> bool | None:
    """The words of a sequence as a statement mentions them, one after the other: "day 1 sun ← …", each just once."""
    if not key.ordered or any(" " in item for item in key.items) or _DENIED.search(text):
        return None
    names = set(key.items)
    said = [name for word in _WORD.findall(text.lower()) for name in names if len(name) > 2 and alike(name, word)]
    if len(said) != len(key.items):
        return None
    return tuple(said[::-1] if "←" in text else said) == key.items
