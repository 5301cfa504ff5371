r"""A tilde typed behind or before its letter, `w~`, `w˜`, `~w`, where the question has the symbol `\tilde w`.

>>> from viva.kinds import Symbol
>>> from viva.reading.lexer import tokens
>>> from viva.reading.vocabulary import vocabulary
>>> known = vocabulary((Symbol("p"), Symbol("w", ("d",)), Symbol(r"\tilde w", ("d",))))
>>> for text in ("w = p w~.", "w~=p w", "w ~= p w", "~w = w/p"):
...     print(*(token.text for token in typed_tildes(tokens(text, lenient=True), text, known)))
w = p \tilde w .
\tilde w = p w
w = p w
\tilde w = w / p

In LaTeX a tilde is a space, and in `w~N(0, 1)` it says how w is distributed: both stay as they are. Between two letters
that both have a tilde of their own (`w~X`) nothing tells whose it is, unless others stand behind their letters: the
sign is kept, and makes the formula unreadable.
"""

from __future__ import annotations

import re

from viva.reading.lexer import GREEK, Token
from viva.reading.patterns import lazy
from viva.reading.vocabulary import ASCII_GREEK, Vocabulary

_BEHIND = lazy(r"[~˜](?=$|[\s.,;:)\]}=+\-*/·×⊙^_'⊤|‖<>→≈?!`])(?! ?[A-Z][A-Za-z]*\()(?!=~)")
_AT_THE_END = lazy(r"[A-Za-zΓ]~\s*(?:$|[=.,;)])", re.MULTILINE)


def typed_tildes(found: list[Token], text: str, known: Vocabulary) -> list[Token]:
    """The tokens of `text` with each `w~` or `~w` as the declared symbol that it means."""
    if "˜" not in text and ("~" not in text or "\\" in text or "$" in text):
        return found
    read: list[Token] = []
    taken = -1  # where a tilde stands that was understood
    for token in found:
        if token.at == taken and token.kind == "other":
            continue  # the sign ˜ itself
        if token.kind not in ("word", "name"):
            read.append(token)
            continue
        if _stands_behind(text, token.end, known) and (split := _letter_last(token, known)) is not None:
            read += split
            taken = token.end
        elif _stands_before(text, token.at) and (split := _letter_first(token, text, known)) is not None:
            read += split
        else:
            read.append(token)
            between = text[token.end : token.end + 1] == "~" and text[token.end + 1 : token.end + 2].isalpha()
            if between and (_has_tilde(token.text[-1:], known) or _has_tilde(token.text, known)):
                read.append(Token("other", "~", token.end, token.end + 1, False))
    return read


def _letter_last(token: Token, known: Vocabulary) -> list[Token] | None:
    """`pw~` as p and w̃."""
    word = token.text
    front, letter = "", word
    if len(word) > 1 and word not in ASCII_GREEK and token.kind == "word":
        front, letter = word[:-1], word[-1]
    if not _has_tilde(letter, known) or (front and known.split(front) is None):
        return None
    middle = token.at + len(front)
    read = [token._replace(text=front, end=middle)] if front else []
    accent = Token("cmd", r"\tilde", middle, middle, token.gap and not front)
    return [*read, accent, Token(token.kind, letter, middle, token.end + 1, False)]


def _stands_behind(text: str, end: int, known: Vocabulary) -> bool:
    """Also `X~Γ`, where only X has a tilde of its own, or where the text puts its tildes behind the letters."""
    if _BEHIND.match(text, end):
        return True
    following = text[end + 1 : end + 2]
    if text[end : end + 1] != "~" or not following.isalpha():
        return False
    return not _has_tilde(following, known) or bool(_AT_THE_END.search(text))


def _stands_before(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] == "~" and text[at - 2 : at - 1] != "~"


def _letter_first(token: Token, text: str, known: Vocabulary) -> list[Token] | None:
    """`~wp` as w̃ and p; not in `w~N(0, 1)`, nor between two letters that both have a tilde of their own."""
    word = token.text
    letter, rest = word, ""
    if len(word) > 1 and word not in ASCII_GREEK and token.kind == "word":
        letter, rest = word[0], word[1:]
    if not _has_tilde(letter, known) or (rest and known.split(rest) is None):
        return None
    previous = text[token.at - 2 : token.at - 1]
    if previous.isalpha() and _has_tilde(previous, known):
        return None
    first = token.at + len(letter)
    read = [Token("cmd", r"\tilde", token.at - 1, token.at, True), Token(token.kind, letter, token.at, first, False)]
    return [*read, token._replace(text=rest, at=first, gap=False)] if rest else read


def _has_tilde(letter: str, known: Vocabulary) -> bool:
    name = GREEK.get(letter) or ASCII_GREEK.get(letter, letter)
    return known.resolve(rf"\tilde {name}") is not None
