r"""A tilde typed behind its letter, `w~`, where the question has the symbol `\tilde w`.

>>> from viva.kinds import Symbol
>>> from viva.reading.lexer import tokens
>>> from viva.reading.vocabulary import vocabulary
>>> known = vocabulary((Symbol("p"), Symbol("w", ("d",)), Symbol(r"\tilde w", ("d",))))
>>> [token.text for token in trailing_tildes(tokens("w = p w~."), "w = p w~.", known)]
['w', '=', 'p', '\\tilde', 'w', '.']

In LaTeX a tilde is a space, and in `w~N(0, 1)` it says how w is distributed: both stay as they are.
"""

from __future__ import annotations

import re

from viva.reading.lexer import Token
from viva.reading.patterns import lazy
from viva.reading.vocabulary import ASCII_GREEK, Vocabulary

_ENDS = lazy(r"~(?=$|[\s.,;:)\]}=+\-*/·×⊙^_'⊤|‖<>→≈?!`])(?! ?[A-Z][A-Za-z]*\()(?!=~)")


def trailing_tildes(found: list[Token], text: str, known: Vocabulary) -> list[Token]:
    """The tokens of `text` with each `w~` as the declared symbol that it means."""
    if "~" not in text or "\\" in text or "$" in text:
        return found
    read: list[Token] = []
    for token in found:
        if token.kind not in ("word", "name") or not _ENDS.match(text, token.end):
            read.append(token)
            continue
        if text.startswith("=", token.end + 1) and re.search(re.escape(token.text) + "~(?!=)", text):
            read.append(token)  # "w~=p w~": the first is rather "is about"
            continue
        word = token.text
        front, letter = "", word
        if len(word) > 1 and word not in ASCII_GREEK and token.kind == "word":
            front, letter = word[:-1], word[-1]
        name = ASCII_GREEK.get(letter, letter)
        if known.resolve(rf"\tilde {name}") is None or (front and known.split(front) is None):
            read.append(token)
            continue
        middle = token.at + len(front)
        if front:
            read.append(token._replace(text=front, end=middle))
        read.append(Token("cmd", r"\tilde", middle, middle, token.gap and not front))
        read.append(Token(token.kind, letter, middle, token.end + 1, False))
    return read
