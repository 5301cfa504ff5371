r"""A reply with torn formulas → the reply with these formulas in LaTeX, in the few ways that they can be read.

>>> for way in readings(r"\frac{1}{r}\left(g_j - \frac{x_j}{n r^2}\sum_i g_i x_i\right)",
...                     "∂L\n∂xj\n= gj\nr\n−\nxj\nn r3\n∑\ni\ngi xi")[:1]:
...     print(way.text.strip())
$$\frac{\partial L}{\partial x_{j}} = \frac{g_{j}}{r} - \frac{x_{j}}{n r^{3}} \sum_{i} g_{i} x_{i}$$
>>> readings("a + b", "The sum is\na + b\nand that is all")
[]

`doubt` says how far-fetched a way is. Which of them is right is not decided here, and formulas that stand in one line
are left as they are.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from viva.reading.normal import normalise
from viva.reading.torn.atoms import Atom
from viva.reading.torn.blocks import MAX_TEXT, blocks, is_typed
from viva.reading.torn.layout import is_by_height, is_scattered, with_lost_brackets
from viva.reading.torn.letters import Letters, letters_of
from viva.reading.torn.scripts import scripted
from viva.reading.torn.signs import plain, signs_of
from viva.reading.torn.stacks import Around, Stacked, stacked
from viva.reading.torn.sums import with_bounds

MAX_READINGS = 10
_DISORDERED = (
    4.0  # what is read in the order of writing, but stands there line by line from above, is not to be trusted
)


@dataclass(frozen=True)
class Torn:
    """A way to read a text with torn formulas, as a text with whole ones."""

    text: str
    doubt: float


def readings(key: str, reply: str) -> list[Torn]:
    """The ways to read a raw reply to a key, the likeliest first; none where nothing in it is torn."""
    if len(reply) > MAX_TEXT or is_typed(reply):
        return []
    text = plain(reply)
    known = letters_of(normalise(key).text)
    torn = blocks(text, known)[-4:]
    choices: list[list[Stacked]] = []
    places = []
    for block in torn:
        ways = formula(text[block.start : block.end], known)
        if ways:
            choices.append(ways)
            places.append(block)
    found = []
    for taken, doubt in _likeliest(choices):
        pieces, at = [], 0
        for block, way in zip(places, taken, strict=True):
            pieces += [text[at : block.start], _displayed(way.tex)]
            at = block.end
        found.append(Torn("".join((*pieces, text[at:])), doubt))
    return found


def formula(text: str, known: Letters) -> list[Stacked]:
    """The ways to read one run of lines; several statements have a line each."""
    found: dict[str, Stacked] = {}
    for lines, doubt in with_lost_brackets(text):
        for way in _ways_of(lines, known):
            if way.tex not in found or found[way.tex].doubt > way.doubt + doubt:
                found[way.tex] = Stacked(way.tex, way.doubt + doubt)
    return sorted(found.values(), key=lambda way: way.doubt)[:MAX_READINGS]


def _ways_of(text: str, known: Letters) -> Iterator[Stacked]:
    signs = with_bounds(signs_of(text, known), known)
    scattered = is_scattered(text)
    disordered = _DISORDERED * (is_by_height(text) or scattered)
    for way in scripted(signs, known):
        for ways, doubt in _likeliest(_sides(way.atoms, scattered)):
            tex = " ".join(" ".join(part.tex.split(" ")).strip() for part in ways)
            tex = "\n".join(" ".join(line.split()) for line in tex.split("\n"))
            yield Stacked(tex, doubt + way.doubt + disordered)


def _displayed(tex: str) -> str:
    return "\n" + "\n".join(f"$${line.strip()}$$" for line in tex.split("\n") if line.strip()) + "\n"


def _likeliest(choices: list[list[Stacked]]) -> list[tuple[tuple[Stacked, ...], float]]:
    """The likeliest ways to take one of each, at most `MAX_READINGS`; none where something has no way at all."""
    if not choices or not all(choices):
        return []
    found: list[tuple[tuple[Stacked, ...], float]] = []
    heap = [(sum(ways[0].doubt for ways in choices), (0,) * len(choices))]
    seen = {heap[0][1]}
    while heap and len(found) < MAX_READINGS:
        doubt, taken = heapq.heappop(heap)
        found.append((tuple(ways[k] for ways, k in zip(choices, taken, strict=True)), doubt))
        for at, k in enumerate(taken):
            following = (*taken[:at], k + 1, *taken[at + 1 :])
            if k + 1 < len(choices[at]) and following not in seen:
                seen.add(following)
                heapq.heappush(heap, (doubt + choices[at][k + 1].doubt - choices[at][k].doubt, following))
    return found


def _sides(atoms: tuple[Atom, ...], scattered: bool) -> list[list[Stacked]]:
    """The ways to read each side of the relations outside brackets, and the relations in between."""
    found: list[list[Stacked]] = []
    depth = begin = 0
    for k, atom in enumerate((*atoms, Atom("", "relation"))):
        depth += {"open": 1, "close": -1}.get(atom.kind, 0)
        if k < len(atoms) and (atom.kind not in ("relation", "stop") or depth > 0):
            continue
        side = atoms[begin:k]
        last = k == len(atoms)
        if side:
            found.append(_ways(side, begin > 0, None if last else atom, scattered))
        if not last:
            found.append([Stacked("\n" if atom.kind == "stop" else atom.tex, 0.0)])
        begin = k + 1
    return found


def _ways(side: tuple[Atom, ...], follows: bool, after: Atom | None, scattered: bool) -> list[Stacked]:
    """The ways to read one side; between two relations, the last of its lines may begin another statement."""
    before = side[0].broken if follows else None
    behind = None if after is None or after.kind == "stop" else after.broken
    found = stacked(side, Around(before, behind, scattered))
    if not follows or behind is None:
        return found
    for k in range(1, len(side)):
        if not side[k].broken:
            continue
        first = stacked(side[:k], Around(before, None, scattered))
        second = stacked(side[k:], Around(None, behind, scattered))
        own_line = not behind and not any(atom.broken for atom in side[k + 1 :])
        if own_line:
            found = [Stacked(way.tex, way.doubt + 1.5) for way in found]
        cost = 0.0 if own_line else 1.0
        found += [Stacked(f"{a.tex} \n {b.tex}", a.doubt + b.doubt + cost) for a in first[:2] for b in second[:2]]
    return sorted(found, key=lambda way: way.doubt)[:5]
