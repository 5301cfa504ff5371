"""Matrices on a page: numbers in rows and columns between two tall brackets become one word, `[[1, 2], [3, 4]]`.

A PDF has no matrices, only words at places. A tall bracket is one glyph at the height of its middle row, or a stack of
pieces at the same distance from the left. What stands between two of them, in rows above each other with equally many
short words, is a matrix; everything else is left as it is.

>>> def word(text, x, y, size=10):
...     return {"text": text, "x0": x, "x1": x + 5 * len(text), "top": y, "bottom": y + size, "size": size}
>>> words = [word("[", 0, 6), word("1", 8, 0), word("2", 20, 0), word("3", 8, 12), word("4", 20, 12), word("]", 28, 6)]
>>> [w["text"] for w in matrices(words)]
['[[1, 2], [3, 4]]']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

Word = dict[str, Any]
_PIECE = re.compile(r"^(?:[⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠\uf8e0-\uf8ff]|\(cid:\d+\))$")
_ENTRY = re.compile(r"^[+\-−–]?(?:\d+(?:[.,]\d+)?|[a-zA-Z]\w?|\d*[a-z]+)$")
TALLEST = 5  # rows


def matrices(words: list[Word]) -> list[Word]:
    """The words, with every matrix that was recognised as one word."""
    words = _with_stacked_brackets(words)
    for opening in [w for w in words if w["text"] in ("[", "(")]:
        closing = _closing(opening, words)
        inside = _inside(opening, closing, words) if closing is not None else []
        rows = _rows(inside)
        if closing is None or len(rows) < 2 or len({len(row) for row in rows}) != 1:
            continue
        centre = sum(_middle(row[0]) for row in rows) / len(rows)
        if abs(centre - _middle(opening)) > 0.7 * opening["size"]:
            continue  # some rows were not found: better no matrix than a part of one
        if not all(_ENTRY.match(w["text"]) for row in rows for w in row):
            continue
        text = "[" + ", ".join("[" + ", ".join(w["text"] for w in row) + "]" for row in rows) + "]"
        chosen = {id(w) for w in inside} | {id(opening), id(closing)}
        words = [w for w in words if id(w) not in chosen] + [{**opening, "text": text, "x1": closing["x1"]}]
    return words


def _with_stacked_brackets(words: list[Word]) -> list[Word]:
    """Pieces above each other become one bracket at the height of their middle; they open and close in turn."""
    stacks: list[list[Word]] = []
    # fonts map some of the pieces to a plain bracket
    pieces = (w for w in words if _PIECE.match(w["text"]) or w["text"] in ("[", "]"))
    for piece in sorted(pieces, key=lambda w: (round(w["x0"]), w["top"])):
        near = stacks and abs(stacks[-1][-1]["x0"] - piece["x0"]) < 1.5
        if near and piece["top"] - stacks[-1][-1]["bottom"] < 1.6 * piece["size"]:
            stacks[-1].append(piece)
        else:
            stacks.append([piece])
    stacks = [stack for stack in stacks if len(stack) > 1 and any(_PIECE.match(w["text"]) for w in stack)]
    gone = {id(w) for stack in stacks for w in stack}
    brackets = []
    by_height: dict[int, list[list[Word]]] = defaultdict(list)
    for stack in stacks:
        by_height[round((stack[0]["top"] + stack[-1]["bottom"]) / 2 / 4)].append(stack)
    for level in by_height.values():
        for k, stack in enumerate(sorted(level, key=lambda s: s[0]["x0"])):
            middle = (stack[0]["top"] + stack[-1]["bottom"]) / 2
            half = stack[0]["size"] / 2
            brackets.append({**stack[0], "text": "[]"[k % 2], "top": middle - half, "bottom": middle + half})
    return [w for w in words if id(w) not in gone] + brackets


def _middle(word: Word) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _closing(opening: Word, words: Sequence[Word]) -> Word | None:
    pair = {"[": "]", "(": ")"}[opening["text"]]
    after = [
        w for w in words if w["text"] == pair and w["x0"] > opening["x1"] and abs(_middle(w) - _middle(opening)) < 3
    ]
    return min(after, key=lambda w: float(w["x0"])) if after else None


def _inside(opening: Word, closing: Word, words: Sequence[Word]) -> list[Word]:
    reach = TALLEST / 2 * 1.4 * opening["size"]
    others = [
        w for w in words if w["text"] == opening["text"] and w is not opening and abs(w["x0"] - opening["x0"]) < reach
    ]
    between = [
        w
        for w in words
        if w["x0"] >= opening["x1"] - 2 and w["x1"] <= closing["x0"] + 2 and abs(_middle(w) - _middle(opening)) < reach
    ]
    between = [  # a row belongs to the bracket that is nearest in height
        w for w in between if all(abs(_middle(w) - _middle(o)) >= abs(_middle(w) - _middle(opening)) for o in others)
    ]
    # only rows next to each other, growing from the middle: the text above a matrix is not in it
    taken = [w for w in between if abs(_middle(w) - _middle(opening)) < opening["size"]]
    while taken:
        low, high = min(map(_middle, taken)), max(map(_middle, taken))
        more = [w for w in between if low - 1.6 * w["size"] < _middle(w) < high + 1.6 * w["size"]]
        if len(more) == len(taken):
            break
        taken = more
    return taken


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if rows and abs(_middle(rows[-1][0]) - _middle(word)) < 0.4 * word["size"]:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: float(w["x0"])) for row in rows]
