r"""Formulas as a chat's copy button leaves them: `( x_i )` and `[ … ]` on lines of their own, without backslashes.

In LaTeX these were `\( x_i \)` and `\[ … \]`; the copy takes the backslash from brackets, from the spaces `\,` and
`\;`, one of two from `\\`, and turns the norm `\|` into a single bar. All are put back by as many characters, so that
offsets stay.

>>> print(restored("[ \\boxed{,w = \\frac{\\tilde w}{p},} ]\nfor ( p,\\tilde w ) and (say) ( a ; b )"))
\[\boxed{ w = \frac{\tilde w}{p} }\]
for \(p \tilde w\) and (say) ( a ; b )
>>> print(restored("[ \\begin{bmatrix} 1 & 2 \\ 3 & 4 \\end{bmatrix} ]"))
\[\begin{bmatrix} 1 & 2\\ 3 & 4 \end{bmatrix}\]
>>> restored("the output is [ 1, 2 ] for $x$")
'the output is [ 1, 2 ] for $x$'

Only where brackets hold commands, and the text has no other signs of formulas. An exclamation mark behind a number that
ends a sentence (`the gradient is 0! So …`) becomes a full stop: it is no factorial.
"""

from __future__ import annotations

import re

LONGEST = 1200  # characters of one formula
_OWN = re.compile(r"\$|\\\(|\\\[")  # delimiters that the text has anyway
_OPENS = re.compile(r"(?<![\w\\)\]}])\( (?=\S)|^[ \t>]*\[ (?=\S)", re.MULTILINE)
_COMMAND = re.compile(r"\\[A-Za-z]|[A-Za-z]_|\^")
_SPACE = re.compile(r"[,;](?=\\[A-Za-z])|(?<=\{)[,;](?=\S)|[,;](?=\})|(?<=[A-Za-z}\])])[;](?= ?[A-Za-z\d=+(\\-])")
_ROW = re.compile(r" \\(?=[\s\d−-])")
_MATRIX = re.compile(r"\\begin\{(\w*matrix|cases|aligned|array)\}.*?\\end\{\1\}", re.DOTALL)
_NORM = re.compile(r"\|([^|]{1,160})\|(?=\s?_\{?2)")
_EXCLAIMED = re.compile(r"(?<=\d)!(?=\s+[A-Z*]|\s*$)", re.MULTILINE)


def restored(text: str) -> str:
    """The text with the delimiters and spaces of its formulas as they were."""
    text = _EXCLAIMED.sub(".", unquoted(text))
    if _OWN.search(text) or "\\" not in text:
        return text
    pieces: list[str] = []
    done = 0
    for match in _OPENS.finditer(text):
        start = match.end() - 2
        end = _end(text, start) if start >= done else -1
        if end < 0 or not _COMMAND.search(text, start, end):
            continue
        pieces += [text[done:start], "\\" + text[start], _mended(text[start + 2 : end - 2]), "\\" + text[end - 1]]
        done = end
    return "".join(pieces) + text[done:]


_TRIPLED = re.compile(
    r"(?m)^(?P<shown>[^\\\n\u200b]{1,400})(?P<latex>\\[^\n\u200b]{1,1200}\\[^\n\u200b]{1,400})\u200b[^\\\n]*$"
)
_LAST = re.compile(r"\\(?:right\s?\\?[)\]|}.]|[A-Za-z]+(?:\{[^{}]*\})*(?:[_^](?:\{[^{}]*\}|\w))*|.)\}*[)\]]*")


def once(text: str) -> str:
    """The LaTeX of formulas that were pasted as shown, in LaTeX and as shown again; the rest is blank.

    >>> print(once("so ∂L∂x=γ\\\\frac{\\\\partial L}{\\\\partial x} = \\\\gamma∂x\u200b∂L\u200b=γ").strip())
    $\\frac{\\partial L}{\\partial x} = \\gamma$
    """
    return _TRIPLED.sub(_latex_only, text) if "\u200b" in text and "\\" in text else text


def _latex_only(match: re.Match[str]) -> str:
    whole, start = match[0], len(match["shown"])
    last = _LAST.match(whole, whole.rindex("\\"))
    end = last.end() if last else len(whole)
    if end >= len(whole):
        return whole
    words = re.match(r".*\b[A-Za-z]{3,}[:,]?\s(?=.)", match["shown"])
    kept = words.end() if words else 0
    again = re.compile(r"\s[A-Za-z]{3,}").search(whole, whole.rindex("\u200b"))
    shown = again.start() if again else len(whole)
    front = whole[:kept] + " " * (start - 1 - kept) + "$" if kept < start else whole[:start]
    return front + whole[start:end] + "$" + " " * (shown - end - 1) + whole[shown:]


def unquoted(text: str) -> str:
    """The text with blanks for Markdown's `>` at the start of lines, where all of it is a quotation.

    >>> unquoted("> Let $A$ be it.\\n>\\n> $$A$$"), unquoted("> 2 and more\\nis asked")
    ('  Let $A$ be it.\\n \\n  $$A$$', '> 2 and more\\nis asked')
    """
    rows = text.split("\n")
    if not all(row.lstrip().startswith(">") for row in rows if row.strip()):
        return text
    return "\n".join(row.replace(">", " ", 1) for row in rows)


def _end(text: str, start: int) -> int:
    """Behind the bracket that closes the one at `start`, where a space stands before it; -1 where there is none."""
    opening, closing = ("(", ")") if text[start] == "(" else ("[", "]")
    depth = 0
    for k in range(start, min(len(text), start + LONGEST)):
        if text[k] == opening:
            depth += 1
        elif text[k] == closing:
            depth -= 1
            if depth == 0:
                return k + 1 if text[k - 1] in " \n" and k - start > 3 else -1
    return -1


def _mended(formula: str) -> str:
    spaced = _SPACE.sub(" ", _MATRIX.sub(lambda matrix: _ROW.sub(r"\\\\", matrix[0]), formula))
    return _NORM.sub(lambda norm: "‖" + norm[1] + "‖", spaced)
