r"""Brackets and bars whose glyphs a PDF reader lost, put back where a line break shows where they stood.

Tall brackets of TeX come out as characters that most tools drop; what is left of them is an empty line, or that the
line breaks.

>>> work = Work("E\n\n(RX)T (RX)\n\nab = p^{2}XT X\n\nab\nHence L =\ny -pXw\n2\n2 + c\nP\nj aj\n2")
>>> enclose(work, "ab")
>>> print(work.text.replace(DOUBTFUL, "?"))
E[(RX)T (RX)]_{ab} = (p^{2}XT X)_{ab}
Hence L =
‖?y -pXw‖_2^2 + c
P
j aj
2

Where only one end of a bracket left a trace, the place is marked by `DOUBTFUL`: a step that holds with the bracket is
what was meant, a step that does not is not blamed.
"""

from __future__ import annotations

import re

from viva.checking.stepwise.plain_lines import is_word
from viva.reading.damage import Work

DOUBTFUL = "\u2063"  # normalised text has none; it becomes a space in the end
# Where TeX's font of tall signs has its brackets; readers of PDF that know no better give these characters.
BRACKETS_OF_TEX = dict(zip(map(ord, "\x00\x01\x02\x03\x10\x11\x12\x13\x14\x15"), "()[]()()[]", strict=True))
DRAWN = re.compile("[\x00-\x03\x10-\x15]")
_LINES = r"[^\n]{1,160}(?:\n[^\n]{1,160}){0,9}?"
_SIGN = r"(?:[^\n=]|=[01]\})"  # of a formula in one line, without a relation
_NUMBERED = re.compile(r"\n ?\((?:\d{1,2}[a-z]?|\*{1,3}|[†‡])?\)(?: ?(?=\n)| ?$)")
_TALL = re.compile(r"(?<=\n) (?P<inside>\S[^\n]{0,80}(?:\n[^\n ][^\n]{0,80}){0,8})\n(?P<sign>[!#])(?=\n|$)")
_LETTERS = re.compile(
    r"(?P<before>(?<![A-Za-z])ER?) ?\nh ?(?P<inside>[^\n]{2,120}(?:\n[^\n]{1,80}){0,6}?)\ni(?= ?(?:\n|$))"
)
_LAW = re.compile(r"\b(E(?:\s?_?\s?\{?R\}?)?)\s?[~∼]\s?(?:Bern\w*|Ber)\s?\(\s?p\s?\)")
_NORM = re.compile(rf"(?:^|(?<=\n))(?P<inside>{_SIGN}{{3,100}}[A-Za-z}}]) ?\n2\n2(?![\d.])")
_SQUARE = re.compile(rf"(?:^|(?<=\n)|(?<== ))(?P<inside>{_SIGN}{{1,100}}[A-Za-z}}]) ?\n2(?= ?\n| ?$| ?[=+\-])")
_TRANSPOSED = re.compile(
    r"(?:^|(?<=\n))(?P<one>[^\n=]{3,80}[A-Za-z}]) ?\n[T⊤] ?(?P<two>[^\n=]{3,80}[A-Za-z}]) ?\n(?=\n|=)"
)
_MEAN = re.compile(rf"(?P<before>(?<![A-Za-z])E(?:_?\{{?R\}}?)?) ?\n\n(?P<inside>{_LINES})(?P<end>\n(?=[=.,])|\n\n|$)")
_DIAGONAL = re.compile(r"diag ?\n{0,2}(?P<inside>‖(?:[^\n]|\n2){1,80}?) ?\n\n")
# wᵀ, a sum, w, each in a line: a quadratic form
_FORM = re.compile(r"(?<=\^T) ?\n(?P<inside>[^\n=]{2,60}[+\-][^\n=]{2,60}) ?\n(?=\\(?:tilde|hat)|[a-z]\b)")
_LONELY = re.compile(r"(∑_\{[^{}\n]{1,12}\}(?:\^\{[^{}\n]{1,8}\})? )\n\n(?=(?P<next>∑?))")
_AFTER = re.compile(r"(?<=[)\]}])\n\n(?=[=+\-.,])")


def named_brackets(work: Work) -> None:
    """Tall brackets that came out as a space and `!`, or as the letters `h` and `i`; numbers of equations go."""
    work.replace(_LAW, lambda m: m[1])
    work.replace(_TRANSPOSED, _product)
    work.replace(_NUMBERED, lambda m: "\n.")
    work.replace(
        _TALL, lambda m: _checked(m, ("(" if m["sign"] == "!" else "[") + "\n", ")" if m["sign"] == "!" else "]")
    )
    work.replace(_LETTERS, lambda m: f"{m['before']}[{m['inside']}]" if _is_formula(m["inside"]) else m.group())


def enclose(work: Work, indices: str) -> None:
    """Put back the brackets of which an empty line or a line break is left."""
    pair = f"[{indices}]{{2}}" if indices else r"(?!)"
    work.replace(_NORM, lambda m: m.group() if _closed(m["inside"]) else _checked(m, f"‖{DOUBTFUL}", "‖_2^2"))
    work.replace(_FORM, lambda m: _checked(m, f"({DOUBTFUL}", ")"))
    work.replace(_MEAN, _mean)
    indexed = rf"\n\n(?P<at>{pair})(?=\s?[=+\-.,\n]|$)"
    work.replace(re.compile(rf"(?P<open>\])(?:{indexed})"), lambda m: f"]_{{{m['at']}}}")
    work.replace(re.compile(rf"\n\n(?P<inside>{_LINES}){indexed}"), lambda m: _checked(m, "\n[", f"]_{{{m['at']}}}"))
    work.replace(re.compile(rf"(?P<inside>[^\n=+\-,]{{2,60}}){indexed}"), _term)
    work.replace(
        re.compile(
            rf"(?P<before>(?:[=+\-]|∑_\S{{1,12}}|[A-Za-z}}]) ?)\n\n(?P<inside>{_LINES})\n\n"
            r"(?P<end>2(?![\d.])|(?=[=.,+\-]))"
        ),
        lambda m: _checked(m, m["before"] + "(", ")" + ("^{2}" if m["end"] else "")),
    )
    work.replace(_DIAGONAL, lambda m: _checked(m, "diag(", ")"))
    work.replace(_AFTER, lambda m: "\n")
    work.replace(_LONELY, lambda m: m[1] if m["next"] else m[1] + DOUBTFUL)
    work.replace(_SQUARE, lambda m: _checked(m, f"({DOUBTFUL}", ")^{2}") if _is_sum(m["inside"]) else m.group())


def _checked(m: re.Match[str], opens: str, closes: str) -> str:
    """The inside of a match between brackets, if it is a formula without a relation."""
    return f"{opens}{m['inside']}{closes}" if _is_formula(m["inside"]) else m.group()


def _is_formula(inside: str) -> bool:
    if any(is_word(w) for w in inside.split()) or re.search(r"(?<![a-z])\s?=(?!\s?[01]\b)|[≈≤≥]", inside):
        return False
    depth = 0
    for c in inside:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(c, 0)
        if depth < 0:
            return False
    return depth == 0


def _closed(inside: str) -> bool:
    return inside.count("‖") % 2 == 1


def _is_sum(inside: str) -> bool:
    """Is more than one letter raised? Then a bracket has stood around it: the power of a letter is drawn beside it."""
    return not _closed(inside) and bool(re.search(r"∑|[^\s(=]\s?[+\-]", inside))


def _mean(m: re.Match[str]) -> str:
    if not _is_formula(m["inside"]):
        return m.group()
    sure = m["end"].count("\n") > 1
    return f"{m['before']}[{'' if sure else DOUBTFUL}{m['inside']}]" + (m["end"] if sure else "\n")


def _product(m: re.Match[str]) -> str:
    if not _is_formula(m["one"]) or not _is_formula(m["two"]) or not _is_sum(m["one"]):
        return m.group()
    return f"({DOUBTFUL}{m['one']})^T ({m['two']})\n"


def _term(m: re.Match[str]) -> str:
    """`= p²XᵀX`, an empty line, `ab`: whichever factors the bracket held, it is that entry of the whole term."""
    inside = m["inside"]
    if not _is_formula(inside) or not inside.strip():
        return m.group()
    space = len(inside) - len(inside.lstrip())
    return f"{inside[:space]}({inside[space:]})_{{{m['at']}}}"


__all__ = ["BRACKETS_OF_TEX", "DOUBTFUL", "DRAWN", "enclose", "named_brackets"]
