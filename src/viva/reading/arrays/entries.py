r"""One entry of an array, one row of entries, and rows that make up a matrix, out of their text.

>>> cell("-1 + 0 + 1 = 0"), cell("2ab"), cell("output matrix")
(Amount(value=Fraction(0, 1), half=Fraction(0, 1), digits=0), '2ab', None)
>>> [c.value for c in split_row("1  -2  3")]
[Fraction(1, 1), Fraction(-2, 1), Fraction(3, 1)]
>>> matrix([split_row("1, 2"), split_row("3")]) is None
True
"""

from __future__ import annotations

from collections.abc import Sequence

from viva.reading.arithmetic import NUMBER, Amount, amount
from viva.reading.arrays.grid import Entries
from viva.reading.patterns import lazy

MAX_CELLS = 4_096

_DECORATION = lazy(
    r"\\(?:mathbf|boldsymbol|color|textcolor|hline|displaystyle|phantom|bf|underline|mathrm|text)\b(?:\{[a-z]+\}(?=\{))?|(?<![\w)])\*\*|\*\*(?![\w(])|[$`✓]|</?b>",
    needs="$|`|✓|**|bf|<b>|text|</b>|hline|color|mathrm|phantom|underline|boldsymbol|displaystyle",
)
_SIMPLE = lazy(rf"[-+]?(?:{NUMBER})(?:/\d+|\.)?$")
_LETTER = lazy(r"-?\d{0,3}[A-Za-zα-ω](?:_?\{?\d{1,2}\}?)?(?:\^\{?\d\}?)?")
_SYMBOLIC = lazy(r"(?=.*[A-Za-z\\α-ωΑ-Ω])[^,;:?!\n]{1,60}$")
_PROSE = lazy(r"[A-Za-z]{4,}\s+[A-Za-z]{2,}|^[A-Za-z]{5,}$")
_WIDE = lazy(r"\s{2,}")


def cell(text: str) -> Amount | str | None:
    """One entry: an amount, a symbolic entry as it stands, or None if it is no entry at all."""
    bare = _DECORATION.sub("", text).strip().strip("|").strip()
    if not bare:
        return None
    found = amount(bare)
    if found is not None:
        return found
    if "=" in bare:  # "-1 + 0 + 1 = 0": the end of the chain
        found = amount(bare.rpartition("=")[2])
        if found is not None:
            return found
    if _SYMBOLIC.match(bare) and not _PROSE.search(bare):
        return bare
    return None


def row(parts: Sequence[str]) -> Entries | None:
    """The entries of a row that was cut into its pieces; None if one of them is no entry."""
    found = tuple(cell(part) for part in parts)
    return None if not found or any(c is None for c in found) else found


def matrix(rows: Sequence[Entries | None]) -> Entries | None:
    """The rows together, if all of them could be read and are equally long."""
    kept = [entries for entries in rows if entries is not None]
    if not kept or len(kept) != len(rows) or len({len(entries) for entries in kept}) != 1:
        return None
    return tuple(kept) if sum(len(entries) for entries in kept) <= MAX_CELLS else None


def split_row(line: str) -> Entries | None:
    """The entries of a row, parted by commas, `&` or blanks; a single entry counts as a row of one."""
    line = line.strip()
    if "," in line:
        return row(split_commas(line))
    if "&" in line:
        return row(line.split("&"))
    parts = line.split()
    if len(parts) > 1 and all(_SIMPLE.match(part) or _LETTER.fullmatch(part) for part in parts):
        return row(parts)
    wide = _WIDE.split(line)
    if len(wide) > 1:
        return row(wide)
    single = cell(line)
    return None if single is None else (single,)


def split_commas(line: str) -> list[str]:
    """Split at the commas that stand in no brackets."""
    parts, depth, at = [], 0, 0
    for k, char in enumerate(line):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth <= 0 and line[k - 1 : k + 2] != "{,}":
            parts.append(line[at:k])
            at = k + 1
    parts.append(line[at:])
    return [p for p in parts if p.strip() not in ("", "\\")]


def lines_of(text: str) -> list[tuple[int, int]]:
    """Where every line of the text begins and ends."""
    found, start = [], 0
    for part in text.split("\n"):
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found
