r"""Keys that are sentences on options: "A (hinge) and C (squared) are convex; B (0–1) is not", "Only (b) overfits."

>>> told_options("A (hinge) and C (squared) are convex; B (0–1) is not.")
Told(options=('A', 'C'), others=('B',), contents=(('A', 'hinge'), ('C', 'squared'), ('B', '0–1')))
>>> [told_options(key).options for key in ("Only (b) overfits.", "True for (a), false for (b)", "T: a, c. F: b.")]
[('B',), ('A',), ('A', 'C')]
>>> [told_options(key).contents for key in ("LayerNorm (B)", "B, i.e. the second net", "Only (a), BatchNorm.")]
[(('B', 'LayerNorm'),), (('B', 'the second net'),), (('A', 'BatchNorm'),)]
>>> [told_options(key) for key in ("A is symmetric.", "f(a)", "softmax (Wx)", "A and B commute", "precision (P)")]
[None, None, None, None, None]

Letters alone may be symbols: one or two sentences on them say which options are right where another is denied, where
"only" stands in front, or where they stand in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.reading.choices import ROMAN
from viva.reading.patterns import lazy

LONGEST = 500


@dataclass(frozen=True)
class Told:
    """The options that a key selects, those that it turns down, and what it says that they are."""

    options: tuple[str, ...]
    others: tuple[str, ...] = ()
    contents: tuple[tuple[str, str], ...] = ()


_LABEL = r"(?:\((?:[A-Ja-j]|[1-9]|i{1,3}|iv|vi?)\)|[A-J](?![\w(])|(?:II|III|IV|VI)(?!\w))"
_SMALL = r"(?:\(?[A-Ja-j]\)?|\(?(?:i{1,3}|iv|v)\)?|\(?[1-9]\)?)"
_REMARK = r"(?:\s+\([^()]*(?:\([^()]*\)[^()]*)*\))?"
_NOUN = r"(?i:(?:options?|statements?|claims?|models?|networks?|curves?|plots?|methods?|functions?|losses?)\s+)?"
_JOIN = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+)"
_GROUP = rf"{_NOUN}{_LABEL}{_REMARK}(?:{_JOIN}{_NOUN}{_LABEL}{_REMARK})*"
_VERB = (
    r"(?!(?:and|or|because|since|with|but|not|in|by|for|as|if|when|only|plus|the|a|an|all|none|both|its|no)\b)"
    r"[a-z][a-z'’]*\b"
)
_SENTENCE = lazy(rf"(?P<only>(?i:only|just|both)\s+)?(?P<group>{_GROUP})\s+(?P<told>{_VERB}[^;]*?)")
_TWO = lazy(
    rf"(?P<one>(?:(?i:only|just|both)\s+)?{_GROUP}\s+{_VERB}[^;.]*?)"
    rf"(?:[;.,]\s+(?:(?:but|while|whereas|and)\s+)?|\s+(?:but|while|whereas)\s+)(?P<other>{_GROUP}\s+{_VERB}[^;]*)"
)
_ITEM = lazy(rf"(?P<label>{_LABEL})(?P<remark>{_REMARK})")
_DENIES = lazy(
    r"(?:is|are|do|does|has|have|can|will|did|would)(?:\s+not|n['’]t)\b|cannot\b|(?:fails?|is out|are out)\b"
)
_LIST = rf"{_SMALL}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_SMALL})*"
_RIGHT, _WRONG = r"(?i:true|t|correct|right|yes|✓|✔|✅)", r"(?i:false|f|wrong|incorrect|no|✗|✘|❌)"
_SORTED = lazy(
    rf"{_RIGHT}(?: for|:| are| is) (?P<a>{_LIST})[.,;]? (?:and |but )?{_WRONG}(?: for|:| are| is) (?P<b>{_LIST})"
    rf"|{_WRONG}(?: for|:| are| is) (?P<c>{_LIST})[.,;]? (?:and |but )?{_RIGHT}(?: for|:| are| is) (?P<d>{_LIST})"
    rf"|(?P<e>{_LIST}):? (?:are |is )?{_RIGHT}[.,;] (?:and |but )?(?P<f>{_LIST}):? (?:are |is )?{_WRONG}"
    rf"|(?P<g>{_LIST}):? (?:are |is )?{_WRONG}[.,;] (?:and |but )?(?P<h>{_LIST}):? (?:are |is )?{_RIGHT}",
    needs="true|t|correct|right|yes|✓|✔|✅",
)
_WORDS = r"[A-Za-z][A-Za-z0-9+'’-]*(?: [A-Za-z0-9+'’-]+){0,7}"
_NAMED = lazy(
    rf"(?:only\s+|just\s+)?(?P<label>\(?[A-J]\)?|\([a-j]\))(?P<link>\s*=\s*|,\s+i\.\s?e\.,?\s+|,\s+namely\s+|\s+[-—–]\s+|,\s+)"
    rf"(?P<content>(?:none|all) of (?:the above|these|them)|{_WORDS})(?P<remark>\s+\([^()]*\))?",
    re.IGNORECASE,
)
_BEHIND = lazy(
    rf"(?P<content>{_WORDS})(?:\s+\((?:(?i:option|answer|choice)\s+)?(?P<in>[A-J])\)|,?\s+(?:i\.\s?e\.\s+)?(?i:option|answer|choice)\s+"
    r"\(?(?P<named>[A-Ja-j])\)?|,?\s+(?:i\.\s?e\.,?\s+|→\s*|=\s*)\(?(?P<small>[A-J]|[a-j](?=\)))\)?)"
)
_NO_NAME = lazy(
    r"(?i:\b(?:because|since|not|but|is|are|if|when|or|both|the other|holds?|correct|true|only|softmax|precision|recall"
    r"|loss|matrix|vector|f|g|h|sum|log|exp|rank|trace|det|tr|var|cov)\b)"
)


def told_options(text: str) -> Told | None:
    """What the sentences of the key say of its options; None where it is anything else."""
    text = text.strip().strip("*_ ").rstrip(".").strip()
    if not 4 < len(text) <= LONGEST or "\n" in text:
        return None
    return _sorted(text) or _two(text) or _one(text) or _named(text)


def _sorted(text: str) -> Told | None:
    found = _SORTED.fullmatch(text)
    if found is None:
        return None
    right = next(found[name] for name in "adeh" if found[name])
    wrong = next(found[name] for name in "bcfg" if found[name])
    return Told(_names(right), _names(wrong))


def _names(group: str) -> tuple[str, ...]:
    items = re.findall(r"(?<![A-Za-z])(?:[A-Ja-j]|[1-9]|[ivIV]{1,3})(?![A-Za-z])", re.sub(r"\band\b", ",", group))
    numerals = any(len(item) > 1 for item in items)
    return tuple(item.lower() if numerals or item.lower() in ROMAN else item.upper() for item in items)


def _entries(group: str) -> list[tuple[str, str]]:
    found = []
    for item in _ITEM.finditer(group):
        label = item["label"].strip("()")
        name = label.lower() if label.lower() in ROMAN and (len(label) > 1 or label.islower()) else label.upper()
        found.append((name, item["remark"].strip()[1:-1].strip()))
    return found


def _two(text: str) -> Told | None:
    """ "A and C are convex, B is not": of two sentences the first is the answer, but where only it denies."""
    found = _TWO.fullmatch(text)
    if found is None:
        return None
    sentences = [_SENTENCE.fullmatch(found[side].strip()) for side in ("one", "other")]
    if None in sentences:
        return None
    groups = [_entries(sentence["group"]) for sentence in sentences if sentence]
    denied = [_DENIES.match(sentence["told"]) is not None for sentence in sentences if sentence]
    if denied[0] and not denied[1]:
        groups.reverse()
    labels = [name for group in groups for name, _ in group]
    if len(set(labels)) < len(labels) or len(labels) < 2:
        return None
    right, wrong = groups
    contents = tuple(entry for entry in (*right, *wrong) if entry[1])
    return Told(tuple(n for n, _ in right), tuple(n for n, _ in wrong), contents)


def _one(text: str) -> Told | None:
    """ "Only A overfits", "(b) and (c) converge", "Model B overfits"."""
    found = _SENTENCE.fullmatch(text)
    if found is None or _DENIES.match(found["told"]) or re.search(rf"[=<>≤≥$]|\({_SMALL}\)", found["told"]):
        return None
    marked = re.match(r"\(|[A-Za-z]{4,}\s", found["group"])
    if not (marked or (found["only"] or "").strip().lower() in ("only", "just")):
        return None
    entries = _entries(found["group"])
    if len(entries) == 1 and found["group"][:1] == "(":  # what is said may be the option itself
        return Told((entries[0][0],), (), ((entries[0][0], found["told"]),))
    return Told(tuple(name for name, _ in entries), (), tuple(entry for entry in entries if entry[1]))


def _named(text: str) -> Told | None:
    """ "B, i.e. the second network", "LayerNorm (B)", "Only (a), BatchNorm", "E, none of the above (…)"."""
    found = _NAMED.fullmatch(text)
    if found is not None:
        content = found["content"]
        comma = found["link"].strip() == ","
        sure = text.lower().startswith(("only", "just")) or content.lower().endswith(("above", "these", "them"))
        wordy = re.search(r"[A-Za-z]{3}", content)
        if wordy and not (comma and not sure) and (sure or not _NO_NAME.search(content)):
            return Told((found["label"].strip("()").upper(),), (), ((found["label"].strip("()").upper(), content),))
        return None
    found = _BEHIND.fullmatch(text)
    if found is None or _NO_NAME.search(found["content"]) or not re.search(r"[A-Za-z]{4}", found["content"]):
        return None
    label = (found["in"] or found["named"] or found["small"]).upper()
    initial = found["in"] and any(word[:1].upper() == label for word in found["content"].split())  # batch size (B)
    return None if initial else Told((label,), (), ((label, found["content"]),))
