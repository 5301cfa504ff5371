r"""Where formulas stand in a reply that is text out of a PDF: runs of lines without a word of prose.

>>> from viva.reading.torn.letters import letters_of
>>> text = "The sum of both is\ngj\nr\n+ 1, so that\nwe are done."
>>> [text[block.start : block.end] for block in blocks(text, letters_of("g_j"))]
['gj\nr\n+ 1']

Only those of more than one line are told, of which one goes on in the next without a sign that says so. Text with the
signs of LaTeX or Markdown, or with raised digits, was not torn by a PDF: see `is_typed`.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import itertools
from dataclasses import dataclass

from viva.reading.patterns import lazy
from viva.reading.torn.letters import Letters

MAX_TEXT = 20_000
MAX_BLOCK = 700
_TYPED = lazy(  # nothing of which comes out of a PDF
    r"\$|\\[\[(]|\\(?!(?:hat|tilde|bar|dot|check|breve|vec)\{)[A-Za-z]{2}|```|\*\*|\|-|[_^]|[\u2070-\u209c\u00b2\u00b3\u00b9ᵢ-ᵥⱼᵀ]"
)
_LISTED = lazy(r"\s*(?:[•▪◦]|\(?\d{1,2}[.)]|\([a-z]\))\s")
_NAMED = frozenset(
    "log exp ln sin cos tan tanh max min sign sgn diag det tr softmax relu ReLU sigmoid argmax argmin erf Var Cov KL "
    "Bern arg lim softplus".split()
)
_WORD = lazy(r"(?<![A-Za-z\\{])(?:[A-Za-z]{2,}|[aI](?= [a-z]{2}))(?:'[a-z]+)?(?![A-Za-z])")
_SHORT = frozenset("is so of we in to by at as if or it be on an us do no".split())
_FUNCTION_INSIDE = lazy(r"log|exp|tanh")
_USUAL = frozenset("dLJEPX")
_ENGLISH = frozenset(
    "the and for with where that this thus hence gives from then let use are not but can has its sum term since by "
    "loss rate mean only each when here".split()
)


@dataclass(frozen=True)
class Block:
    """Lines of formulas: where they begin and end in the text."""

    start: int
    end: int


def blocks(text: str, known: Letters) -> list[Block]:
    """The runs of two and more lines without prose, of a (normalised) text."""
    if "\n" not in text or len(text) > MAX_TEXT:
        return []
    found: list[Block] = []
    begin: int | None = None
    end = at = 0
    for line in text.split("\n"):
        words = [match for match in _WORD.finditer(line) if is_word(match[0], known)]
        if not words and (listed := _LISTED.match(line)) is not None:
            words = [listed]
        if words:
            before = line[: words[0].start()].rstrip(" ,.;:(")
            if begin is not None:
                _add(found, begin, at + len(before) if before else end, text)
            begin, end = None, at
            behind = words[-1].end()
            rest = line[behind:].lstrip(" ,.;:)")
            if rest.strip():
                begin, end = at + len(line) - len(rest), at + len(line)
        elif line.strip():
            begin = at if begin is None else begin
            end = at + len(line.rstrip())
        at += len(line) + 1
    if begin is not None:
        _add(found, begin, end, text)
    return found


def is_typed(text: str) -> bool:
    """Are there signs in the (raw) text that no formula out of a PDF has?"""
    return _TYPED.search(text) is not None


def is_word(word: str, known: Letters) -> bool:
    """Is the run of letters a word of prose, and no function and no product of letters?"""
    if word in known.words or word in _NAMED:
        return False
    if len(word) < 3:
        return word.lower() in _SHORT and not (known.knows(word[0]) and known.is_index(word[-1]))
    if word in _ENGLISH or len(word) > 7:
        return True
    word = _FUNCTION_INSIDE.sub("", word)
    return not all(letter in known.written or letter in _USUAL or known.is_index(letter) for letter in word)


_BEGINS = lazy(r"\s*[=≈→←≤≥<>∝≡⇒⇔∼+·*×/⊙)\]^_-]")
_ENDS = lazy(r"[=≈→←≤≥<>∝≡⇒⇔∼+·*×/⊙,;:(\[-]\s*$")
_RELATION = lazy(r"[=≈→←≤≥∝⇒⇔∼]")
_STATEMENT = lazy(r"[^=≈→←≤≥∝⇒⇔∼]{1,40}[=≈→←≤≥∝⇒⇔∼]")


def _add(found: list[Block], begin: int, end: int, text: str) -> None:
    inside = text[begin:end].rstrip(" \n,.;:")
    if "\n" in inside and len(inside) <= MAX_BLOCK and _is_torn(inside):
        found.append(Block(begin, begin + len(inside)))


def _is_torn(text: str) -> bool:
    """Does a line go on in the next one, without a sign that says so, and that is no statement of its own?"""
    lines = [line for line in text.split("\n") if line.strip()]
    return any(
        not _BEGINS.match(following)
        and not _ENDS.search(line)
        and not (_STATEMENT.match(following) and _RELATION.search(line))
        for line, following in itertools.pairwise(lines)
    )
