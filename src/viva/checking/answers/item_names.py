r"""Where a text names the items of a question that asks for an option each: "batch norm", "BN", `bn_mean`, "batch: A".

>>> items = {"batch": ("batch normalization", "batch norm", "BN"), "layer": ("layer normalization", "layer norm", "LN")}
>>> [entry.item for entry in named_items("bn_mean is A, group norm is B, and C is layer normalisation", items)]
['batch', '', 'layer']
>>> [entry.item for entry in named_items("A: batch, B: layer", items)]
['batch', 'layer']
>>> named_items("averaged over the batch and the layer", items)
[]

What is named like the items and is none of them ("instance normalization") counts as `OTHER`: an option beside it
belongs to no item. A name in a row ("Batch Norm (BN)") counts once. The short words ("batch") count only where they
stand like a name, and where all items of the text are named so.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.patterns import lazy

LONGEST = 2_000  # code points of a statement
OTHER = ""  # like the items, but none of them
BOTH = "*"  # all of them: "both normalizations"


@dataclass(frozen=True)
class Named:
    """An item of the question, named at `start:end`."""

    item: str
    start: int
    end: int

    @property
    def first(self) -> int:
        """Where it begins."""
        return self.start


Items = Mapping[str, tuple[str, ...]]


def named_items(text: str, items: Items) -> list[Named]:
    """The items that the text names, in order, with what is named like them."""
    if len(text) > LONGEST:
        return []
    found = _found(text, items)
    found += _short(text, items, found)
    found += _heading_labels(text, items)
    merged: list[Named] = []
    for entry in sorted(found, key=lambda e: (e.start, -e.end)):
        if merged and entry.start < merged[-1].end:
            continue
        if merged and entry.item == merged[-1].item != OTHER and len(text[merged[-1].end : entry.start].strip()) <= 2:
            merged[-1] = Named(entry.item, merged[-1].start, entry.end)  # "Batch Norm (BN)"
            continue
        merged.append(entry)
    return merged


def table_items(cell: str, items: Items) -> str | None:
    """The item that a table's cell names; None where it names none, or several."""
    short = re.fullmatch(r"[\s*_`]*(\w+)[\s*_`]*", cell)
    if short and short[1].lower() in items:
        return short[1].lower()
    names = {entry.item for entry in _found(cell, items)}
    return names.pop() if len(names) == 1 and len(cell.split()) <= 5 else None


def _found(text: str, items: Items) -> list[Named]:
    found = [
        Named(item, m.start(), m.end())
        for item, phrases in items.items()
        for m in _item_pattern(tuple(phrases)).finditer(text)
    ]
    others = _other_pattern(tuple(tuple(phrases) for phrases in items.values()))
    for m in others.finditer(text) if others is not None else ():
        word = (m["word"] or "").lower()
        if word in _BOTH_WORDS:
            found.append(Named(BOTH, m.start(), m.end()))
        elif word not in _NO_NAME and not any(e.start < m.end() and m.start() < e.end for e in found):
            found.append(Named(OTHER, m.start(), m.end()))
    return found


_NO_NAME = frozenset(
    "the a an no each of this which these those that two other any every what such and or is for to in by as kind "
    "type first second third three different same right correct all my our one".split()
)
_BOTH_WORDS = frozenset(("both",))


@lru_cache(maxsize=64)
def _item_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for phrase in sorted(phrases, key=len, reverse=True):
        words = r"[\s_-]*".join(re.escape(word) for word in re.split(r"[\s-]+", phrase))
        if phrase.isupper():
            parts.append(rf"(?<![A-Za-z]){words}(?![A-Za-z])|(?<![A-Za-z\\]){words.lower()}(?=_|\b[`\"'])")
        else:
            parts.append(rf"(?i:(?<![A-Za-z]){words}[a-z]*)")
    return re.compile("|".join(parts))


@lru_cache(maxsize=64)
def _other_pattern(phrases: tuple[tuple[str, ...], ...]) -> re.Pattern[str] | None:
    """What is named like the items: another word before the word that ends all their names, `IN` beside `BN`, `LN`."""
    ends = set.intersection(
        *({re.split(r"[\s-]+", p)[-1] for p in names if re.search(r"[\s-]", p)} for names in phrases)
    )
    letters = set.intersection(*({p[1] for p in names if len(p) == 2 and p.isupper()} for names in phrases))
    parts = []
    if ends:
        words = "|".join(sorted(map(re.escape, ends), key=len, reverse=True))
        parts.append(rf"(?<![A-Za-z])(?P<word>[A-Za-z]{{2,12}})[ _-]?(?i:{words})s?(?![A-Za-z])")
    else:
        parts.append("(?P<word>(?!))")
    if letters:
        parts.append(rf"(?<![A-Za-z])[A-Z](?:{'|'.join(map(re.escape, sorted(letters)))})(?![A-Za-z])")
    return re.compile("|".join(parts)) if ends or letters else None


_NAME_BEFORE = lazy(
    r"(?:^|\n[A-J]\s+|^[A-J]\s+|[(\[{\"'`:=→⇒↔,;/|.]|->|=>|\bfor(?: the)?|\bis|\bfirst|\bthen|\band)[\s*_]*$",
    re.IGNORECASE,
)
_NAME_AFTER = lazy(r"[\s*_]*(?:$|[)\]}\"'`:=→⇒↔,;/|.]|->|=>|and\b|or\b|then\b|version\b|variant\b|one\b|is\b|- )", re.I)


_ORDINAL_BEFORE = lazy(r"\b(?:first|then)[\s*_]*$", re.IGNORECASE)


_JOINED = lazy(r"\s+(?:and|or|&)\s+")


def _short(text: str, items: Items, entries: list[Named]) -> list[Named]:
    """ "A (batch), B (layer)": the short words, where all of them stand like names; "batch and layer norm"."""
    found = []
    named = {entry.item for entry in entries} - {OTHER, BOTH}
    starts = {entry.start for entry in entries}
    for item in items.keys() - named:
        for m in re.finditer(rf"(?i)(?<![A-Za-z-]){re.escape(item)}(?![A-Za-z])", text):
            before = text[max(0, m.start() - 16) : m.start()]
            stands = _ORDINAL_BEFORE if named else _NAME_BEFORE
            shared = named and (joined := _JOINED.match(text, m.end())) and joined.end() in starts
            if shared or (stands.search(before) and _NAME_AFTER.match(text, m.end())):
                found.append(Named(item, m.start(), m.end()))
    return found if {entry.item for entry in found} | named == set(items) else []


def _heading_labels(text: str, items: Items) -> list[Named]:
    """ "Batch: A", "[Layer: B]", a table's cell: at the start of a line."""
    found = []
    for item in items:
        pattern = rf"(?im)^(?:[^\S\n]|[|*_>#•\[-])*+(?P<name>{re.escape(item)})[\s*_]*(?=[|:=→⇒]|->)"
        found += [Named(item, m.start("name"), m.end("name")) for m in re.finditer(pattern, text)]
    return found
