r"""Which words of a text are prose, and which are symbols or functions of a formula.

>>> from viva.reading.lexer import tokens
>>> from viva.reading.vocabulary import vocabulary
>>> found = tokens("this rate is lr times max_j x_j", lenient=True)
>>> [token.text for k, token in enumerate(found) if is_prose(token, vocabulary(()), found, k)]
['this', 'rate', 'is', 'times']
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re

from viva.reading.lexer import GREEK_NAMES, Token
from viva.reading.vocabulary import ASCII_GREEK, FUNCTIONS, Vocabulary

_SMALL_WORDS = frozenset("a A I is as or to of in at by on be so if it we an no do vs up us".split())


_TWO_LETTERS = _SMALL_WORDS | frozenset("am do go he hi id me my no ok oh ie eg vs pm".split())


_VOWEL = re.compile("[aeiouyAEIOUY]")


_ENGLISH_FUNCTIONS = frozenset(
    "matrix sum mean norm average inverse transpose identity rank dot square round sign trace max "
    "min outer ones sup inf floor "
    "abs zeros multiply frac len minimum maximum lim prod std".split()
)


def is_prose(token: Token, known: Vocabulary, found: list[Token], k: int) -> bool:
    """A word that is no part of a formula."""
    if token.kind == "prose":
        return True
    if token.text in ("i", "e") and _abbreviated(found, k):
        return True
    if token.kind not in ("word", "roman"):
        return False
    word = token.text
    scripted = (
        k + 1 < len(found) and found[k + 1].kind == "op" and found[k + 1].text in ("_", "^") and not found[k + 1].gap
    )
    script = (k > 0 and found[k - 1].kind == "op" and found[k - 1].text in ("_", "^")) or (
        k > 1 and found[k - 1].text == "{" and found[k - 2].text in ("_", "^")
    )
    if known.resolve(word) is not None and word not in ("a", "A", "I"):
        return False
    if script or (known.joined and _is_joined(token, known, found, k)):
        return False
    if len(word) == 1:
        if word in ("a", "A", "I") and known.resolve(word) is None:
            following = found[k + 1] if k + 1 < len(found) else None
            if following is not None and len(following.text) == 1 and k and _goes_on(found, k):
                return False  # `s e + a x`, `A^\\top A x`
            return word != "I" and following is not None and following.gap and following.kind in ("word", "prose")
        return False
    if word in FUNCTIONS:
        following = found[k + 1] if k + 1 < len(found) else None
        if following is None:
            return True
        if following.text in ("(", "_", "{", "["):
            return following.gap and token.kind == "word" and following.text == "("
        if word in _ENGLISH_FUNCTIONS and token.kind == "word":
            return True
        if following.kind in ("op", "cmd") and following.text not in (",", ".", ";", ":", "'", "!", "-", "="):
            return False
        symbolic = len(following.text) == 1 or following.text in FUNCTIONS - _ENGLISH_FUNCTIONS  # log det
        return token.kind == "word" and not (
            following.kind in ("name", "num") or (following.kind == "word" and symbolic)
        )
    if known.functions and len(word) == 4 and word[:3] in ("max", "min") and token.kind == "word":
        return False  # maxa′ Q(s′, a′)
    if word in ASCII_GREEK or "\\" + word in GREEK_NAMES or word in ("np", "EE"):
        return False
    if scripted:
        return False
    if token.kind == "roman":
        return True
    if word in _SMALL_WORDS:
        return True
    if word[0] == "d" and len(word) <= 3 and any(t.text in ("/", r"\frac") for t in found[max(0, k - 7) : k + 5]):
        return False
    if k and found[k - 1].text == "∂" and len(word) == 2:  # the x_i of ∂xi
        return False
    return known.split(word) is None and (not _math_word(word, known) or (bool(known) and not known.open))


def _goes_on(found: list[Token], k: int) -> bool:
    """Does what stands before the token leave a formula open, or is it a sub- or superscript?"""
    before = [token.text for token in found[max(0, k - 4) : k]]
    return before[-1] in ("+", "-", "=", "/") or "^" in before[-2:] or (before[-1] == "}" and "^" in before)


def _is_joined(token: Token, known: Vocabulary, found: list[Token], k: int) -> bool:
    """`pdata`, `θtarget`: a name of the key and its subscript, run together."""
    word = token.text
    if k and not token.gap and f"{found[k - 1].text}_{word}" in known.joined:
        return True
    return any(f"{word[:at]}_{word[at:]}" in known.joined for at in range(1, len(word)))


def _abbreviated(found: list[Token], k: int) -> bool:
    """Is this a letter of "i.e." or "e.g."?"""
    near = "".join(t.text for t in found[max(0, k - 2) : k + 4])
    return "i.e" in near or "e.g" in near


def _math_word(word: str, known: Vocabulary) -> bool:
    if known.open:  # what is declared was only inferred, and there may be more
        if word.isupper() and 2 < len(word) < 5 and sum(known.resolve(letter) is not None for letter in word) > 1:
            return True  # AXB, where A and B are known
        return word.lower() not in _TWO_LETTERS and (len(word) == 2 or (len(word) == 3 and not _VOWEL.search(word)))
    return not known and len(word) <= 3
