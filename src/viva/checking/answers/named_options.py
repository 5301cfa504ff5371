r"""The options that a reply names by what stands behind their letters, where the key says that of all of them.

>>> contents = (("A", "RNN"), ("B", "self-attention"), ("C", "convolution of width 2"), ("D", "token-wise MLP"))
>>> def picked(text): return by_content(text, contents, ("A", "B", "C", "D"))
>>> sorted(picked("Self-attention and the MLP.")), sorted(picked("All but the RNN."))
(['B', 'D'], ['B', 'C', 'D'])
>>> sorted(picked("RNN ✘, MLP ✔, conv ✘, self-attention ✔")), picked("The MLP mixes its inputs.")
(['B', 'D'], None)

A word names an option where it stands in front of what is said of that option alone, and in no other option. Nothing is
read where the reply leaves an option open, unless it is nothing but a list of names.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re

from viva.checking.answers.ballots import ballot, mark
from viva.checking.answers.directions import moves
from viva.checking.answers.words import says
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.stems import stem

LONGEST = 2_000
SHORT = 60
_WORD = lazy(r"(?<!\\)[A-Za-z]{3,}|(?<!\\)[A-Z]{2}(?![A-Za-z])|[A-Z]\d(?![A-Za-z\d])")
_STYLE = lazy(r"\\(?:mathrm|text|textbf|mathbf|operatorname|mathsf)(?![a-z])|\\(?=[a-z]{3})")
_DETAIL = lazy(r"\s(?:of|with|without|for|in|on|at|by|from|that|which|to|than)\s|[,;:(]")
_FILLING = frozenset(
    map(
        stem, "the and only just both answer option are correct right ones these those choice namely namly also".split()
    )
)
_LIST = lazy(r"[\s*_$.,;:()&+`-]|\band\b", re.IGNORECASE)


def by_content(text: str, contents: tuple[tuple[str, str], ...], names: tuple[str, ...]) -> frozenset[str] | None:
    """The options that the reply picks by name. `names`: all options in their order, () where they are not known."""
    if len(text) > LONGEST or not contents:
        return None
    owners = _owners(contents)
    labelled = mark(text, names) if len(names) > 1 else text
    said: set[str] = set()
    foreign = 0

    def place(found: re.Match[str]) -> str:
        nonlocal foreign
        owner = _owner(stem(found[0]), owners)
        if owner is None:
            foreign += stem(found[0]) not in _FILLING
            return found[0]
        said.add(owner)
        return f"⟨{'abcdefghij'[names.index(owner)]}⟩" if owner in names else found[0]

    marked = _WORD.sub(place, _STYLE.sub("", labelled))
    if not said:
        return None
    if not foreign and not re.search(r"\bor\b|⟨.⟩\s*[?✗✘❌☐□]|[✗✘❌☐□]\s*⟨", marked):
        listed = _whole(text, contents)
        if listed is not None:
            return listed
    if len(names) < 2 or not set(names) <= {name for name, _ in contents}:
        return None
    votes = ballot(_merged(marked), names, marked=True)
    return None if votes is None else frozenset(name for name, right in votes.items() if right)


def _owners(contents: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The stem of a word → the only option that it names."""
    words = {name: [stem(w) for w in _WORD.findall(_STYLE.sub("", content))] for name, content in contents}
    heads = {name: _WORD.findall(_DETAIL.split(_STYLE.sub("", content))[0]) for name, content in contents}
    owners: dict[str, str] = {}
    for name, found in heads.items():
        for word in map(stem, found):
            elsewhere = any(word in others for other, others in words.items() if other != name)
            if not elsewhere and word not in _FILLING:
                owners[word] = name
    return owners


def _owner(word: str, owners: dict[str, str]) -> str | None:
    if word in owners:
        return owners[word]
    begun = {name for known, name in owners.items() if len(word) > 3 and known.startswith(word)}  # "conv"
    return begun.pop() if len(begun) == 1 else None


def _whole(text: str, contents: tuple[tuple[str, str], ...]) -> frozenset[str] | None:
    """The options of a reply that is nothing but a list of their names."""
    owners = _owners(contents)
    told = {_owner(stem(word), owners) for word in _WORD.findall(_STYLE.sub("", text))} - {None}
    denied = re.search(r"\b(?:not|no|none|neither|never|all|but|except|or)\b|n['’]t\b|[✗✘❌☐□?]", text, re.IGNORECASE)
    return None if denied or not told else frozenset(name for name in told if name)


def _merged(marked: str) -> str:
    """One mark for several words of one name: "⟨d⟩ per ⟨d⟩", "⟨b⟩-⟨b⟩ ( ⟨b⟩ )"."""
    return re.sub(r"(⟨[a-j]⟩)(?:[\s*_(-]*(?:per |wise)?\1[\s)]*)+", r"\1 ", marked)


# ---- the content of the one right option -------------------------------------------------------------------


def _squashed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower() if len(text) < LONGEST else ""


def says_either(name: str, other: str, reply: Reply) -> bool | None:
    """Does the reply say a name, or the other name for it?"""
    said = says(name, reply)
    if said is False and len(bare := _squashed(reply.text)) > 1 and _squashed(name).startswith(bare):
        said = None  # "L1" for "L1 regularization"
    if said or not other:
        return said
    return True if says(other, reply) else None if says_content(other, reply) is not False else said


_DENIES = lazy(r"\b(?:not|no|never|non|neither|nor|rather|instead)\b|n['’]t\b", re.IGNORECASE)
_TOKEN = lazy(r"\d+(?:\.\d+)?|[A-Za-z]{3,}")
_GENERAL = frozenset(map(stem, "loss function layer method algorithm rule model network unit penalty test".split()))
_IDLE = frozenset("the and with for size option choice answer is are use using one".split())


def says_content(content: str, reply: Reply) -> bool | None:
    """Does the reply say what stands behind the key's letter: "kernel 5, padding 2"?"""
    numbers = re.findall(r"\d+(?:\.\d+)?", content)
    if not numbers:
        short = {stem(token) for token in _TOKEN.findall(reply.text)} - _IDLE if len(reply.text) < SHORT else set()
        full = {stem(token) for token in _TOKEN.findall(content)} - _IDLE
        if short and short < full and full - short <= _GENERAL:
            return True  # "Huber" for "the Huber loss"
        if _squashed(reply.text) == _squashed(content):
            return True  # "layer norm" for "LayerNorm"
        said = says(content, reply)
        shared = (full - _GENERAL) & {stem(token) for token in _TOKEN.findall(reply.text)}
        if said is False and shared and not _DENIES.search(reply.text) and not moves(content):
            return None  # some of its words: it may be the same in other words
        return said
    tokens = {stem(token) for token in _TOKEN.findall(content)} - _IDLE - set(numbers)
    given = [stem(token) for token in _TOKEN.findall(reply.text)]
    if len(reply.text.strip()) > 2 * SHORT or not tokens <= set(given):
        return None
    return [token for token in given if token[0].isdigit()] == numbers


# One option as it stands in the question, label and all, and nothing else: "d) it depends on the logits".
_COPIED = lazy(
    r"[\s*_]*\(?(?P<option>[A-Ja-j])[).][\s*_]+(?![^\n]*(?:\([A-Ja-j]\)|\b[b-jB-J]\)|\b[B-J]\b))"
    r"(?![^\n]*\b(?:not|wrong|false|incorrect|out|fails?|no|never|but|rather|instead|answer)\b)[A-Za-z][^\n.]{3,80}\.?\s*",
)


def copied_option(reply: Reply) -> str | None:
    """The label of the option that a reply is a copy of."""
    found = _COPIED.fullmatch(reply.text)
    return found["option"].upper() if found else None
