r"""The tokens of a text in which numbers are looked for, with what is said by the way, an index or a list marked so.

>>> [token.text for token in tokenise("27 (depthwise) + x^2") if not token.remark and token.kind != "index"]
['27', '+', 'x']

Which tokens make up a number is not decided here; `viva.reading.quantities` does that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from viva.reading.arithmetic import NUMBER
from viva.reading.patterns import lazy

MAX_DEPTH = 12  # of brackets that are looked into


@dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int
    remark: bool = False  # inside parentheses that hold words
    space: bool = False  # blank before it


_LEXER = lazy(
    rf"(?P<skip>\\(?:left|right|displaystyle|bigl?|bigr?|Bigl?|Bigr?|quad|qquad|boldsymbol|mathbf|bf)(?![A-Za-z])"
    rf"|\\[,;:!() \[\]]|\$+|`+|(?<!\d)\*\*|\*\*(?!-?\d)|__|~|</?(?:b|strong|i|em)>)"
    rf"|(?P<words>\\(?:text|textbf|mathrm|mbox|textnormal|operatorname|textit)\{{[^{{}}]*\}})"
    rf"|(?P<number>(?<![0-9.Α-ω])(?:{NUMBER}))"
    r"(?P<scale>[ ]?(?:[KkMBGT](?![A-Za-z²³⁴]|\s?\^)"  # "4 k^2 C" has no thousands
    r"|million\b|billion\b|thousand\b|trillion\b|Mio\b|Mrd\b|bn\b|mn\b|mln\b))?"
    r"|(?P<relation>\\(?:approx|simeq|to|rightarrow|Rightarrow|implies|equiv|leq?|geq?|neq?|sim|longrightarrow)(?![A-Za-z])"
    r"|:=|<=|>=|=>|->|==|[=≈→⇒≤≥<>≠:])"
    r"|(?P<macro>\\[A-Za-z]+)"
    r"|(?P<dash>(?<=[A-Za-z0-9])-(?=[A-Za-z]))"
    r"|(?P<power>\^|\*\*)"
    r"|(?P<sign>[-+*/·×÷!()\[\]{}π√_⌊⌋⌈⌉]|\\?%)"
    r"|(?P<word>log(?=_)|per cent\b|[μµ]s\b|[A-Za-z][^\W_]*(?:_[^\W_]+)*(?:['’-][A-Za-z]+)*)"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
# "64 B" are bytes, "7 B parameters" and "1.2 B" are billions
_BILLIONS = lazy(
    r"\s*(?:params?\b|parameters|tokens|weights|flops?\b|ops|operations|models?\b|connections|samples)", re.I
)


_SCALED = lazy(r"\\[a-z]+\{\s*([kKMT]|thousand|million|billion|trillion|Mio|Mrd)\s*\}")


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    space = False
    for match in _LEXER.finditer(text):
        kind = str(match.lastgroup)
        if match["number"]:
            kind = "number"
        if kind in ("space", "skip"):
            space = space or kind == "space"
            continue
        plain = "".join(match["number"].split()) if match["number"] else ""  # 51 380 224 B
        whole = match["scale"] == " B" and (plain.isdecimal() or "e" in plain)
        if whole and not _BILLIONS.match(text, match.end()):
            tokens.append(Token(kind, match["number"], match.start(), match.end("number"), space=space))
            tokens.append(Token("word", "B", match.end() - 1, match.end(), space=True))
            continue
        if kind == "words" and tokens and tokens[-1].kind == "number" and (scaled := _SCALED.fullmatch(match[0])):
            tokens[-1] = replace(tokens[-1], text=f"{tokens[-1].text} {scaled[1]}", end=match.end())  # 1.3\,\text{M}
            continue
        tokens.append(Token(kind, match[0], match.start(), match.end(), space=space))
        space = False
    _mark_remarks(tokens)
    _mark_indices(tokens)
    _mark_lists(tokens)
    return tokens


def _mark_lists(tokens: list[Token]) -> None:
    """Mark what stands in brackets with a comma, a list or an interval, as `index` too: it is no single number."""
    opened: list[int] = []
    commas: set[int] = set()
    for k, token in enumerate(tokens):
        if token.text in ("(", "["):
            opened.append(k)
        elif token.text in (")", "]") and opened:
            start = opened.pop()
            if len(opened) <= MAX_DEPTH and start in commas and not tokens[start].remark:
                for inner in tokens[start : k + 1]:
                    inner.kind = "index"
        elif token.text in (",", ";") and opened:
            commas.add(opened[-1])


def _mark_indices(tokens: list[Token]) -> None:
    """Mark subscripts, and superscripts of anything but a number, as `index`: no quantity is read out of them."""
    k = 0
    while k < len(tokens):
        token = tokens[k]
        before = tokens[k - 1] if k else None
        plain = before is not None and (before.kind == "number" or (before.text in ")]}" and before.kind == "sign"))
        if before is not None and before.text == "e" and token.kind == "power":
            plain = True
        is_index = (token.text == "_" and not (before is not None and before.text in (r"\log", "log"))) or (
            token.kind == "power" and not plain
        )
        if not is_index:
            k += 1
            continue
        last = k + 1
        if last < len(tokens) and tokens[last].text == "{":
            depth = 0
            while last < len(tokens):
                depth += {"{": 1, "}": -1}.get(tokens[last].text, 0)
                if depth == 0:
                    break
                last += 1
        for inner in tokens[k : last + 1]:
            inner.kind = "index"
        k = last + 1


def _mark_remarks(tokens: list[Token]) -> None:
    """Mark what stands in parentheses that hold words or relations: it is said by the way."""
    opened: list[int] = []
    for k, token in enumerate(tokens):
        if token.text == "(":
            opened.append(k)
        elif token.text == ")" and opened:
            start = opened.pop()
            if len(opened) > MAX_DEPTH:
                continue
            inside = tokens[start : k + 1]
            spoken = any(
                t.kind == "word"
                and len(t.text) > 1
                and "_" not in t.text
                and t.text not in ("pi", "exp", "ln", "log", "sqrt")
                for t in inside
            )
            spoken = spoken or any(t.kind in ("words", "relation") for t in inside)
            label = (
                len(inside) == 3
                and start > 0
                and inside[1].kind == "number"
                and inside[0].space
                and k + 1 == len(tokens)
            )
            if spoken or label:
                for t in inside:
                    t.remark = True
