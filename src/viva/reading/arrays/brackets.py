r"""Lists in brackets: nested lists, `[1 2; 3 4]`, NumPy and PyTorch reprs, `(2, -1, 3)`, `{…}`, `⟨…⟩`.

>>> [grid.shown() for grid in bracketed("tensor([[1., -2.],\n        [3.,  4.]], dtype=torch.float16)")]
['[[1, -2], [3, 4]]']
>>> [grid.shown() for grid in bracketed("from (2, -1, 3) to [1 2; 3 4], f(x) and (a + b)")]
['[2, -1, 3]', '[[1, 2], [3, 4]]']

Reading is linear in the text, and the depth of nesting is bounded.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from viva.reading.arithmetic import Amount
from viva.reading.arrays.entries import MAX_CELLS, matrix, split_row
from viva.reading.arrays.grid import Entries, Grid
from viva.reading.budget import tick
from viva.reading.patterns import lazy

MAX_DEPTH = 5

_BRACKET = lazy(r"\\[{}]|\\[lr]angle(?![A-Za-z])|[\[\](){}⟨⟩]")
_OPENS = {"[": "]", "(": ")", r"\{": r"\}", "{": "}", "⟨": "⟩", r"\langle": r"\rangle"}
_CALL = lazy(r"(?:np\.|numpy\.|torch\.|jnp\.)?(?:array|tensor|Tensor|matrix|Matrix|asarray)\s*$")
_BETWEEN = lazy(r"[\s,;&]*(?:\\\\)?[\s,;&]*")
_OPTIONS = lazy(
    r"(?<![,\s])[,\s]*(?:dtype|device|grad_fn|requires_grad|names)\s*=.*",
    re.DOTALL,
    needs="dtype|names|device|grad_fn|requires_grad",
)
_ONLY_OPTIONS = lazy(r"[\s,;]*(?:dtype|device|requires|grad_fn|$)")
_WORD = lazy(r"(?<![\\A-Za-z])[A-Za-z]{4}")
_SPACING = lazy(r"(?<!\\)\\[,;:!]")  # LaTeX's thin spaces are no commas
_BLANKS_ONLY = lazy(r"[-+]?[\d.]+(?:\s+[\d.]+)+")


@dataclass
class _Group:
    """A bracketed piece of the text and the pieces directly inside it."""

    sign: str
    start: int
    inner: int
    inner_end: int = -1
    end: int = -1
    inside: list[_Group] = field(default_factory=list)


def _groups(text: str) -> list[_Group]:
    """The outermost bracketed pieces, each with those inside. Linear."""
    top: list[_Group] = []
    stack: list[_Group] = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign in _OPENS:
            stack.append(_Group(sign, match.start(), match.end()))
            continue
        while stack and _OPENS[stack[-1].sign] != sign:
            unclosed = stack.pop()
            (stack[-1].inside if stack and stack[-1].inside else top).extend(unclosed.inside)
        if not stack:
            continue
        group = stack.pop()
        group.inner_end, group.end = match.start(), match.end()
        (stack[-1].inside if stack else top).append(group)
    for group in stack:
        top.extend(group.inside)
    top.sort(key=lambda g: g.start)
    return top


def bracketed(text: str) -> Iterator[Grid]:
    """Every list in brackets; of what is no list, those inside it."""
    pending = deque(_groups(text))
    steps = 0
    while pending:
        group = pending.popleft()
        steps += 1
        tick()
        if steps > MAX_CELLS:
            return
        entries = _list(text, group, 0)
        if entries is not None and len(entries) and not (len(entries) == 1 and not isinstance(entries[0], tuple)):
            start = group.start
            if call := _CALL.search(text, max(0, start - 20), start):
                start = call.start()
            how = "a list in brackets" if not isinstance(entries[0], tuple) else "nested lists"
            yield Grid(entries, start, group.end, how)
        else:
            pending.extendleft(reversed(group.inside))


def _list(text: str, group: _Group, depth: int) -> Entries | None:
    """The nested tuple that a bracketed piece denotes, or None if it is no list."""
    if depth > MAX_DEPTH or group.end - group.start > 20_000:
        return None
    inside = group.inside
    lists = [g for g in inside if (g.sign in ("[", "(", r"\{", "{") and "," in text[g.start : g.end]) or g.sign == "["]
    if (lists and len(lists) == len(inside) and group.sign != "(") or _only_lists(text, group, lists):
        at, rows = group.inner, []
        for item in lists:
            if not _BETWEEN.fullmatch(text, at, item.start):
                return None
            found = _list(text, item, depth + 1)
            if found is None:
                return None
            rows.append(found)
            at = item.end
        if group.sign in ("(", "{") and len(rows) == 1:  # array([[1, 2], [3, 4]]), \\texttt{[1, 2]}
            return rows[0]
        if not _BETWEEN.fullmatch(_OPTIONS.sub("", text[at : group.inner_end])):
            return None
        return _regular(rows)
    return _flat_list(text[group.inner : group.inner_end], group.sign)


def _only_lists(text: str, group: _Group, lists: list[_Group]) -> bool:
    """Does the piece consist of lists and separators alone?"""
    if not lists:
        return False
    at = group.inner
    for item in lists:
        if not _BETWEEN.fullmatch(text, at, item.start):
            return False
        at = item.end
    return bool(_ONLY_OPTIONS.match(text[at : group.inner_end]))


def _regular(rows: list[Entries]) -> Entries | None:
    if not rows or len({Grid(found, 0, 0, "").shape for found in rows}) != 1:
        return None
    return tuple(rows)


def _short(entry: Amount | str) -> bool:
    return isinstance(entry, Amount) or (len(entry) < 12 and not _WORD.search(entry))


def _flat_list(body: str, sign: str) -> Entries | None:
    """`2, -1, 3`, `a b; c d`, numbers parted by blanks, rows on lines of their own."""
    if len(body) > (2_000 if sign in ("{", r"\{") else 8_000):
        return None
    if "=" in body:
        body = _OPTIONS.sub("", body)
    if "\\" in body:
        body = _SPACING.sub(" ", body)
    body = body.strip().rstrip(", ")
    body = body.removesuffix("\\right").removesuffix("\\").strip().rstrip(",")
    if not body:
        return None
    if sign == "(" and "," not in body and ";" not in body and not _BLANKS_ONLY.fullmatch(body):
        return None
    if sign in ("{", r"\{") and "," not in body and "&" not in body:
        return None
    if sign in ("⟨", r"\langle"):  # of symbols it is an inner product
        found = split_row(body) if "," in body else None
        return found if found is not None and all(isinstance(c, Amount) for c in found) else None
    if ";" in body:
        rows = matrix([split_row(line) for line in body.split(";") if line.strip()])
        if sign == "(" and rows is not None and not all(_short(c) for found in rows for c in found):
            return None  # a remark with a semicolon
        if rows is not None and len(rows) > 1 and len(rows[0]) == 1:
            if sign == "(" and not all(isinstance(found[0], Amount) for found in rows):
                return None  # (a; b)
            return tuple(entries[0] for entries in rows)
        return rows
    lines = [line.strip().rstrip(",") for line in body.split("\n") if line.strip()]
    if len(lines) > 1:
        rows = matrix([split_row(line) for line in lines])
        if rows is not None and len(rows[0]) > 1:
            return rows
    return split_row(body.replace("\n", " "))
