"""Formulas in plain lines of text: which stretches of a line are mathematics, and which are words.

>>> text = "Hence the mean is E[z] = p·x, as claimed.\\n  = 3"
>>> [text[p.start : p.end] for p in plain_pieces(text, 0, len(text))]
['E[z] = p·x', '= 3']

A stretch that words have cut short ("9 weights + 1 bias = 10") is left out: it would be read as something else.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from viva.reading.budget import tick


@dataclass(frozen=True)
class Piece:
    """A stretch of formula, as it stands in the text with layout blanked."""

    start: int
    end: int
    display: bool


_RELATION = re.compile(r"[=≈→⇒⇔≠≤≥∝]")
_KNOWN_WORDS = frozenset(
    "exp log ln sin cos tanh sqrt diag tr Var Cov alpha beta gamma delta eta lambda mu nu sigma theta "
    "Gamma rho tau epsilon "
    "phi psi omega pi Sigma Lambda Delta Theta".split()
)
_BULLET = re.compile(
    r"^\s*(?:[-*•+]\s+|\(?\d{1,2}[.)]\s+|#+\s+|>\s+)?"
    r"(?:\*{0,2}\((?:[ivx]{1,4}|[a-h])\)\*{0,2}:?\s+(?![-+=*/·×^]))?"
)


_ALONE = re.compile(r"\w:\s*$|\b(?:get|gives?|yields?|is|to|have|obtain)\s+$")  # "Collecting: ‖y − pXw‖² + …"
LONGEST_TOKEN = 400  # code points; nothing longer is a word


def is_word(token: str) -> bool:
    """Is this token of a plain line prose, not mathematics?"""
    if len(token) > LONGEST_TOKEN:
        return False
    bare = re.sub(r"^[\"'(\[*]+|[\"')\],.;:!?*]+$", "", token)
    if not bare:
        return False
    if bare in ("i.e", "e.g"):
        return True
    if bare in ("a", "A", "I"):
        return False
    if not re.fullmatch(r"[A-Za-z]+(?:['-][A-Za-z]+)*", bare):
        return bool(re.match(r"[A-Za-z]{4,}-[a-z]", bare)) or bool(re.fullmatch(r"\*+[A-Za-z ]+\*+:?", token))
    if len(bare) == 1:
        return False
    if bare in _KNOWN_WORDS:
        return False
    return len(bare) > 3 or bare.lower() in _SHORT_ENGLISH  # "pX", "ab" are products


_SHORT_ENGLISH = frozenset(
    "if for we so by as in on to the let now and but its is or an at of it no not our use any all set "
    "add bn ln cnn are be "
    "can do get got had has he how may nor off one out own per put see say she too two up us via was way "
    "who why you yet iid "
    "rv eq rhs lhs sgd did also than".split()
)


def plain_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    line_start = start
    carried: tuple[int, int] | None = None  # an unbalanced formula that goes on in the next line
    while line_start < end:
        tick()
        line_end = text.find("\n", line_start, end)
        line_end = end if line_end < 0 else line_end
        for run_start, run_end in _runs(text, line_start, line_end):
            if carried is not None:
                if run_start == _first(text, line_start, line_end):
                    run_start = carried[0]
                elif _RELATION.search(text[slice(*carried)]):
                    yield Piece(*carried, False)
                carried = None
            piece = text[run_start:run_end]
            following = (
                text[line_end + 1 : min(end, line_end + 200)] if not text[run_end:line_end].strip(" .,:;") else ""
            )
            if _goes_on(piece, following):
                carried = (run_start, run_end)
            elif (
                _RELATION.search(piece)
                or _RELATION.match(following.lstrip(" &\n"))
                or ("‖" in piece and _ALONE.search(text, max(start, run_start - 40), run_start))
            ):
                yield Piece(run_start, run_end, False)
        line_start = line_end + 1
    if carried is not None and _RELATION.search(text[slice(*carried)]):
        yield Piece(*carried, False)


def _first(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return start + len(line) - len(line.lstrip())


def _goes_on(piece: str, following: str) -> bool:
    """Does a formula at the end of a line go on in the next one?"""
    depth = sum(piece.count(c) for c in "([{") - sum(piece.count(c) for c in ")]}")
    following = following.split("\n")[0].strip()
    if not following or _RELATION.match(following) or re.match(r"[-+]\s+\S+\s+[a-z]{2,}\b", following):
        return False
    if depth > 0:
        return len(piece) < 400
    if re.search(r"[+·×*/]\s*$", piece):
        return True
    return bool(piece.endswith("-") or re.match(r"[-+]\s", following)) and bool(_RELATION.search(piece))


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of one plain line that are mathematics, without those that words have cut short.

    In "9 weights + 1 bias = 10" and "27 (depthwise) + 12 = 39" the words are part of the sum: nothing of it is taken.
    """
    found = list(_stretches(text, start, end))
    for k, (a, b, after_words) in enumerate(found):
        if after_words and re.match(r"[=≈→+·×*/<>≤≥-]", text[a:b]):
            continue
        if k + 1 < len(found) and found[k + 1][2] and _cut_short(text, (a, b), found[k + 1][:2]):
            continue
        yield a, b


def _cut_short(text: str, here: tuple[int, int], following: tuple[int, int]) -> bool:
    """Does the formula go on with a sign behind the words after it, in the same clause?"""
    if not re.match(r"[=≈+·×*/-]", text[slice(*following)]):
        return False
    return not re.search(r"[.;:]\s*$", text[here[1] : following[0]]) and bool(_RELATION.search(text[slice(*here)]))


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The stretches of one line that are mathematics; whether words stand before each."""
    line = text[start:end]
    bullet = _BULLET.match(line)
    at = bullet.end() if bullet else 0
    label = re.match(r"\s*\*{0,2}[A-Z][A-Za-z ,()'-]{2,60}?:\*{0,2}\s", line[at:])
    if label and not _RELATION.search(label.group()):
        at += label.end()
    run: int | None = None
    words = related = False  # do words stand before it; is there a relation in it
    last = at
    depth = skip = 0
    for token in re.finditer(r"\S+", line[at:]):
        word, a, b = token.group(), at + token.start(), at + token.end()
        opens = sum(word.count(c) for c in "([{")
        closes = sum(word.count(c) for c in ")]}")
        tick()
        if skip:
            skip = max(0, skip + opens - closes)
            continue
        prose = is_word(word) or (word in ("-", "—", "•", "|") and depth == 0 and word != "-")
        if prose and depth > 0 and not re.match(r"\((?:since|because|by|as|using|see|from|where|for|if|the)\b", word):
            prose = False
        if (
            re.match(
                r"\((?:since|because|by|as|using|see|from|where|note|the|independen\w+|for|if|linearity|[A-Z]?[a-z]{3,})(?=[,)]|$)",
                word,
            )
            and depth == 0
        ):
            prose = True
            skip = max(0, opens - closes)
        if prose:
            if run is not None:
                if re.match(r"(?:is|are|has|denotes?|uses|represents?|means)\b", word):  # "… = p X - R is a mask"
                    bullet = re.search(r"\s-\s+\S+\s*$", line[run:last])
                    last = run + bullet.start() if bullet else last
                yield (*_trim(text, start + run, start + last), words)
            run, depth, words = None, 0, True
            continue
        if run is None:
            run, related = a, False
        related = related or _RELATION.search(word) is not None
        depth = max(0, depth + opens - closes)
        last = b
        ends = depth == 0 and re.search(r"[^.][;,.:]$", word) and not re.search(r"\d[,.]$", word[:-1] + "x")
        listed = word.endswith(",") and not related  # a list goes on
        if ends and not listed:
            yield (*_trim(text, start + run, start + b), words)
            run, words = None, False
    if run is not None:
        yield (*_trim(text, start + run, start + last), words)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    end -= len(piece) - len(piece.rstrip(" .,;:*!?"))
    start += len(piece) - len(piece.lstrip(" *:,;"))
    return start, max(start, end)
