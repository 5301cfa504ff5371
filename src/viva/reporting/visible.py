r"""Untrusted text made visible and inert: control and bidirectional characters, Markdown's punctuation, fences.

>>> visible("a\x00b\u202ec")
'a⟨U+0000⟩b⟨U+202E⟩c'
>>> plain("<b> *x* [y](z) $5")
'\\<b\\> \\*x\\* \\[y\\](z) \\$5'
>>> print(fenced("one\n```\ntwo"))
````
one
```
two
````

It guarantees that no character of the result moves the cursor, reverses the direction of writing, or is invisible,
and that `plain` text read as Markdown gives the same text back, without any markup.
"""

from __future__ import annotations

import re
import unicodedata

MOST_SHOWN = 200_000  # characters of one text; no more of a reply is checked either
# Spaces that make look-alikes are left alone; what steers or hides text is shown.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_KEPT = {"\n", "\t", "\u200d"}  # the joiner is part of emoji
_PERHAPS_HIDDEN = re.compile(r"[^\t\n\x20-\x7e]")
_ALWAYS = re.compile(r"([\\`*_\[\]<>{}|~$^#@])")
_LINE_START = re.compile(r"^([ \t]*)([-+=:%]|\d+[.)])", re.MULTILINE)


def visible(text: str) -> str:
    """The text with every control, bidirectional, private or invisible character shown instead of sent."""
    return _PERHAPS_HIDDEN.sub(_shown, text.replace("\r\n", "\n").replace("\r", "\n"))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if character in _KEPT or unicodedata.category(character) not in _HIDDEN:
        return character
    return f"⟨U+{ord(character):04X}⟩"


def plain(text: str) -> str:
    """One line of Markdown that shows exactly this text, markup and all. Line breaks become spaces."""
    line = " ".join(visible(text).split())
    line = _ALWAYS.sub(r"\\\1", line).replace("&", "\\&")
    return _LINE_START.sub(lambda m: m[1] + m[2][:-1] + "\\" + m[2][-1], line)


def code(text: str) -> str:
    """The text as inline code: one line, whatever it contains."""
    line = " ".join(visible(text).split()) or "∅"
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fenced(text: str, language: str = "") -> str:
    """The text as a code block, in a fence longer than any inside. What no person reads to its end is cut off."""
    body = visible(text[:MOST_SHOWN])
    if len(text) > MOST_SHOWN:
        body += f"\n\n… {len(text) - MOST_SHOWN:,} characters more stand in the log".replace(",", " ")
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def shortened(text: str, length: int) -> str:
    """At most `length` characters on one line, the cut marked: between words, and never inside a formula.

    >>> shortened("one two three", 10), shortened("antidisestablishment", 6)
    ('one two…', 'antid…')
    >>> shortened("the gradient of $L$ in $x_i + y$ is", 30)
    'the gradient of $L$ in…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    if not line[length - 1].isspace() and " " in cut.rstrip():
        cut = cut[: cut.rstrip().rindex(" ")] or cut
    for formula in re.finditer(r"(\$\$?)(?:\\.|[^$\\])+\1|\\\((?:(?!\\\)).)+\\\)", line):
        if formula.start() < len(cut) < formula.end() and formula.start() > 0:
            cut = line[: formula.start()]
            break
    return cut.rstrip(" ,;:–—(") + "…"
