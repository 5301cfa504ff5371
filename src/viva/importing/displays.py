r"""Displays with derivatives that PDF extraction laid out in rows: numerators, the line, denominators, indices.

The rows are put back into one line where all of it fits: every gap of the line takes a fraction, every sum its limits,
and nothing is left over. A shorter text is filled up with blanks, so that offsets behind it stay.

>>> rows = "𝜕𝐿 𝜕𝐿 1 𝑛 𝜕𝐿\n=𝛾( − ∑ ).\n𝜕𝑥 𝜕𝑦 𝑛 𝜕𝑦\n𝑖 𝑖 𝑗=1 𝑗\nThe rest"
>>> print(undisplayed(rows).replace("  ", ""))
𝜕𝐿/𝜕𝑥_𝑖=𝛾(𝜕𝐿/𝜕𝑦_𝑖−1/𝑛∑_{𝑗=1}^𝑛𝜕𝐿/𝜕𝑦_𝑗).
The rest
>>> len(undisplayed(rows)) == len(rows)
True

Fractions within a sentence stand above the rows of their denominators and indices:

>>> undisplayed("For large 𝑛 we have 𝜕𝐿 → 𝛾𝜕𝐿.\n𝜕𝑥 𝜕𝑦\n𝑖 𝑖\nSo").split("\n")
['For large 𝑛 we have 𝜕𝐿/𝜕𝑥_𝑖 → 𝛾𝜕𝐿/𝜕𝑦_𝑖.', 'So']

Not guaranteed: numerators with more than one symbol; fractions in fractions; rows that a page break divides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_INDEX = r"(?:[ijkm1-9]|[𝑖𝑗𝑘𝑚])"
_D = r"[𝜕∂][A-Za-z\U0001D434-\U0001D467][\u0302\u0303]?"
_TOP = re.compile(rf"{_D}|1|[𝑛nN𝑁]")
_BOTTOM = re.compile(rf"{_D}|[𝑛nN𝑁]|(?P<pair>{_INDEX}{{2}})")
_SUB = re.compile(rf"{_INDEX}\s?=\s?[01]|{_INDEX}")
_SUM = "∑Σ"
_RELATION = re.compile(r"[=→]")
_TOKEN = re.compile(rf"lim\b|[=→+−⋅·(){_SUM}.,-]|[^\s=→+−⋅·(){_SUM}.,-]+")
_TENDS = re.compile(r"([𝑛nN𝑁]\s?→\s?∞)\s?")
_INLINE = re.compile(rf"(?P<d>{_D})(?![/\w\U0001D400-\U0001D7FF])")
LONGEST = 200  # characters of a row


def undisplayed(text: str) -> str:
    """The text with such rows put back into one line."""
    if "𝜕" not in text and "∂" not in text:
        return text
    rows = text.split("\n")
    done: list[str] = []
    k = 0
    while k < len(rows):
        whole, taken = _display(rows[k : k + 4]), 4
        if not whole:
            whole, taken = _inline(rows[k : k + 3]), 3
        size = sum(map(len, rows[k : k + taken])) + taken - 1
        if whole and len(whole) <= size:
            done.append(whole.ljust(size))
            k += taken
        else:
            done.append(rows[k])
            k += 1
    return "\n".join(done)


def _inline(rows: Sequence[str]) -> str:
    """A line of words whose derivatives have their denominators and indices in the two rows below."""
    if len(rows) < 3 or len(rows[1]) > LONGEST:
        return ""
    below, marks = _all(_BOTTOM, rows[1]), _all(_SUB, rows[2])
    found = list(_INLINE.finditer(rows[0]))
    plain = [b for b in below if not re.fullmatch(_D, b)]
    if not below or plain or not len(found) == len(below) == len(marks) or any("=" in m for m in marks):
        return ""
    pieces, last = [], 0
    for match, denominator, mark in zip(found, below, marks, strict=True):
        pieces += [rows[0][last : match.end()], f"/{denominator}_{mark}"]
        last = match.end()
    return "".join(pieces) + rows[0][last:]


def _all(pattern: re.Pattern[str], row: str) -> list[str]:
    """The row's tokens, where all of them are of that kind; else none."""
    tokens = row.split()
    return tokens if tokens and all(pattern.fullmatch(token) for token in tokens) else []


@dataclass(frozen=True)
class _Slot:
    """A place in the line where a fraction stands; `mark` is the index of its numerator, where that fell down."""

    at: int  # before this token
    sure: bool
    mark: str = ""


def _display(rows: Sequence[str]) -> str:
    """The formula of four rows; "" where they do not fit together."""
    if len(rows) < 4 or any(len(row) > LONGEST for row in rows):
        return ""
    tends = _TENDS.match(rows[2]) if "lim" in rows[1] else None
    bottom = rows[2][tends.end() :] if tends else rows[2]
    tops, below, marks = _all(_TOP, rows[0]), _all(_BOTTOM, bottom), _all(_SUB, rows[3])
    if not (tops and below and marks and _RELATION.search(rows[1])) or not any(t[0] in "𝜕∂" for t in tops):
        return ""
    pairs = [token for token in below if len(token) > 1 and token[0] not in "𝜕∂"]
    denominators = [token for token in below if token not in pairs]
    tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(rows[1])]
    slots = _slots(tokens)
    sure = [slot for slot in slots if slot.sure]
    chosen = sure if len(sure) == len(denominators) else slots
    if len(chosen) != len(denominators):
        return ""
    limit = f"lim {tends[1]}" if tends else "lim"
    return _filled([limit if t == "lim" else t for t, _ in tokens], chosen, tops, denominators, marks, pairs)


def _slots(tokens: Sequence[tuple[str, int]]) -> list[_Slot]:
    """Where fractions must stand in a line of tokens, and where they may: in its gaps."""
    found: list[_Slot] = []
    needed = True
    end = 0
    for k, (token, start) in enumerate([*tokens, (".", 0)]):
        gap = start > end or (k == len(tokens) and tokens[-1][0] != ")")  # blanks at a line's end are gone
        if token in "=→+−⋅·).,-":
            if needed:
                found.append(_Slot(k, True))
            elif gap and token in "=→.," and tokens[k - 1][0] in ("γ", "𝛾", ")"):
                found.append(_Slot(k, False))
            needed = token not in ").,"
            if token in ".,":
                break
        elif token in _SUM:
            if needed and gap:
                found.append(_Slot(k, False))
            needed = True
        elif re.fullmatch(r"[𝑖𝑗ij]", token) and needed:
            found.append(_Slot(k, True, token))
            needed = False
        elif token == "lim":
            needed = True
        elif token != "(":
            if needed and gap and k and tokens[k - 1][0] in _SUM:
                found.append(_Slot(k, False))
            needed = False
        else:
            needed = True
        end = start + len(token)
    return found


def _filled(
    tokens: Sequence[str],
    slots: Sequence[_Slot],
    tops: Sequence[str],
    denominators: Sequence[str],
    marks: Sequence[str],
    pairs: Sequence[str],
) -> str:
    """The line with a fraction in every slot and limits at every sum, where all rows come out even."""
    above, below, under, of_delta = list(tops), list(denominators), list(marks), list(pairs)
    places = {slot.at: slot for slot in slots}
    pieces: list[str] = []
    try:
        for k, token in enumerate([*tokens, ""]):
            if k in places:
                top, bottom = above.pop(0), below.pop(0)
                derivative = bottom[0] in "𝜕∂"
                if derivative != (top[0] in "𝜕∂"):
                    return ""
                numerator = f"{top}_{places[k].mark}" if places[k].mark else top
                pieces.append(f"{numerator}/{bottom}" + (f"_{under.pop(0)}" if derivative else ""))
                if places[k].mark:
                    continue
            if token and token in _SUM:
                upper, lower = above.pop(0), under.pop(0)
                if upper[0] in "𝜕∂1":
                    return ""
                pieces.append(f"{token}_{{{lower}}}^{upper}")
            elif token in ("𝛿", "δ") and of_delta:
                pieces.append(f"{token}_{{{of_delta.pop(0)}}}")
            else:
                pieces.append(token)
    except IndexError:
        return ""
    return "" if above or below or under or of_delta else "".join(pieces)
