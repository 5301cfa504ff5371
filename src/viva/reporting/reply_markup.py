r"""The text of a reply → pandoc's tree: CommonMark with formulas in every notation that models use.

>>> dollars(r"so \(x\) and \[y\]")
'so $x$ and $$y$$'
>>> [node["t"] for node in pandoc.parsed(as_json(r"so \(x\)", seconds=10))["blocks"][0]["c"]]
['Str', 'Space', 'Math']

The tree is as hostile as the text; `untrusted` makes it harmless. Raises `pandoc.Indigestible`.
"""

from __future__ import annotations

import re

from viva.reporting import pandoc

# Raw HTML comes out of the tree as raw nodes, which `untrusted` turns into text.
READ = "commonmark+pipe_tables+strikeout+tex_math_dollars+hard_line_breaks"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`[^`\n]+`)")
_ENVIRONMENT = re.compile(
    r"(?<![$\\\w{])\\begin\{((?:[bpvV]?matrix|align|aligned|equation|gather|gathered|cases|split|array)\*?)\}"
    r".{0,4000}?\\end\{\1\}",
    re.DOTALL,
)
_DISPLAY = re.compile(r"(?<!\\)\\\[((?:(?!\\[\[\]]).){1,6000})\\\]", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)\\\(((?:(?!\\[()]).){1,3000})\\\)", re.DOTALL)
_SINGLE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+)(?<!\\)\$(?!\$)")
_MATHEMATICAL = re.compile(r"[\\^_=]|^\s*\S\s*$")
_DOLLARS = re.compile(r"(\$\$.+?\$\$|(?<![\\$])\$[^$\n]+\$)", re.DOTALL)
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_INLINE_FORMULA = re.compile(r"(?<![\\$])\$[^$\n]+\$")


def as_json(text: str, seconds: float) -> str:
    """The tree of a text, in pandoc's JSON."""
    return pandoc.as_json(dollars(text), READ, seconds)


def dollars(text: str) -> str:
    r"""Every way to write a formula as dollars, outside of code.

    >>> dollars(r"so \(x\) and \[y\] and $ z $ but `\(code\)`")
    'so $x$ and $$y$$ and $z$ but `\\(code\\)`'
    """
    out: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        if fence:
            out.append(line)
            if match and match[1].startswith(fence) and not line.strip(" `~\n"):
                fence = ""
        elif match:
            out += [_outside_code("".join(prose)), line]
            prose, fence = [], match[1]
        else:
            prose.append(line)
    return "".join([*out, _outside_code("".join(prose))])


def _outside_code(text: str) -> str:
    pieces = _CODE.split(text)
    pieces[::2] = [_dollars(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _dollars(text: str) -> str:
    text = _DISPLAY.sub(lambda m: "$$" + _tight(m[1]) + "$$", text)
    text = _INLINE.sub(lambda m: "$" + _tight(m[1]) + "$", text)
    text = _spaces_trimmed(text)
    pieces = _DOLLARS.split(text)
    for i in range(0, len(pieces), 2):  # the odd ones are formulas already
        pieces[i] = _ENVIRONMENT.sub(lambda m: "$$" + _tight(m[0]) + "$$", pieces[i])
    for i in range(1, len(pieces), 2):
        if pieces[i].startswith("$$"):
            pieces[i] = "$$" + _tight(pieces[i][2:-2]) + "$$"
    return _ROW.sub(lambda m: _INLINE_FORMULA.sub(_without_bars, m[0]), "".join(pieces))


def _spaces_trimmed(text: str) -> str:
    """`$ x $` is no formula to CommonMark, though models write it; between two formulas it is not one either."""
    out, end = [], 0
    while match := _SINGLE.search(text, end):
        inside = match[1]
        tight = not inside[0].isspace() and not inside[-1].isspace()
        if tight:
            out.append(text[end : match.end()])
            end = match.end()
        elif inside[0].isspace() and inside[-1].isspace() and _MATHEMATICAL.search(inside):
            out += [text[end : match.start()], "$", inside.strip(), "$"]
            end = match.end()
        else:  # money, or a lone dollar: the next one may open a formula
            out.append(text[end : match.start() + 1])
            end = match.start() + 1
    return "".join([*out, text[end:]])


def _without_bars(match: re.Match[str]) -> str:
    """In a table's row a bar inside a formula would end the cell."""
    return match[0].replace(r"\|", r"\Vert{}").replace("|", r"\vert{}")


def _tight(formula: str) -> str:
    """Without blank lines and quotation prefixes, which would end a formula."""
    return "\n".join(line for line in formula.strip().splitlines() if line.strip())
