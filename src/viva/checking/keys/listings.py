r"""A key that lists words: a sequence "sun, rain, rain", the pieces "s | low | er", a set "{to be, be or}".

>>> listing("sun, rain, rain"), listing(r"$\{\text{cat}, \text{dog}\}$").ordered
(Listing(items=('sun', 'rain', 'rain'), ordered=True), False)
>>> listing("cat, dog").ordered, listing("the | cat").ordered, listing("Yes, it is convex."), listing("x, y")
(None, True, None, None)

Whether the order counts is known where something stands twice, or where arrows, bars, or brackets say so; braces and
"and" say that it does not. A list with commas leaves it open (None).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from viva.reading.patterns import lazy
from viva.reading.stems import stem


@dataclass(frozen=True)
class Listing:
    """What is listed, each in its normal form; `ordered` is None where that is not said."""

    items: tuple[str, ...]
    ordered: bool | None


LONGEST = 300
_TYPED = lazy(r"\\(?:text|texttt|mathrm|textbf|mathtt|textsf|mathsf|operatorname)\s*\{([^{}]*)\}|\\?\$")
_TO = lazy(r"\\(?:to|rightarrow|longrightarrow|Rightarrow|mapsto)(?![A-Za-z])|->|=>|⇒|⟶|➝|⟹|↦")
_MARKS = lazy(r"[`\"'“”‘’«»„]")
_ITEM = lazy(r"[A-Za-zÀ-ÿ#▁Ġ@<\[][\w#▁Ġ@<>/\]'’ -]*")
_SENTENCE = lazy(
    r"\b(?:is|are|was|has|have|does|do|not|no|yes|true|false|ja|nein|because|since|so|which|that|but|with|without|if|when|it|they|as"
    r"|by|for|than|at|from|on|step|steps|more|less|high|low|higher|lower|larger|smaller|increases?|decreases?|both|either"
    r"|neither|none|all|any|only|then|i|we|see|per|falls?|rises?|goes|go|grows?|shrinks?|drops?|stays?|up|down)\b",
    re.I,
)
_VERDICT = lazy(
    r"(?:yes|no|not|true|false|ja|nein|both|neither|none|all|more|less|higher|lower|larger|smaller|increases?|decreases?"
    r"|up|down|unchanged|constant|same)",
    re.I,
)
_IN_ORDER = lazy(
    r"\s*[(\[](?:in (?:this|that|exactly this) order|order(?:ed| matters| counts))[)\]]$",
    re.I,
    needs="ordered|order counts|in that order|in this order|order matters|in exactly this order",
)
_SEPARATORS = ("→", "|", ",", ";")


def plain(text: str) -> str:
    """The text without mathematics' dress, its arrows of one kind."""
    return _TO.sub(" → ", _TYPED.sub(lambda m: f" {m[1]} " if m[1] is not None else " ", text)).strip()


def normal(item: str) -> str:
    """An item by which it is compared: no quotes, no article, small letters."""
    words = _MARKS.sub("", item).strip(" .*_:").lower().split()
    while len(words) > 1 and words[0] in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words)


def alike(one: str, other: str) -> bool:
    """The same item, endings of longer words aside: "sunny" is "sun"."""
    if one == other:
        return True
    left, right = one.split(), other.split()
    return len(left) == len(right) and all(
        a == b or (min(len(a), len(b)) > 2 and (stem(a) == stem(b) or _adjective(a, b) or _adjective(b, a)))
        for a, b in zip(left, right, strict=True)
    )


def _adjective(noun: str, other: str) -> bool:
    return other.startswith(noun) and other[len(noun) :] in ("y", noun[-1] + "y")


def listing(text: str) -> Listing | None:
    """What the key lists; None for any other key."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    inside = plain(text).rstrip(".").strip()
    if (said := _IN_ORDER.search(inside)) is not None:
        inner = listing(inside[: said.start()])
        return Listing(inner.items, True) if inner is not None else None
    braces = re.fullmatch(r"\\?\{(.*?)\\?\}", inside)
    brackets = re.fullmatch(r"[\[(](.*)[\])]", inside)
    group = braces or brackets
    inside = group[1] if group else inside
    found = split(inside)
    if found is None:
        return None
    items, separator = found
    if not all(map(is_item, items)):
        return None
    repeated = len(items) > 2 and len(set(items)) < len(items) and all(map(str.isupper, items))  # N, V, N
    letters = not any(re.search(r"[A-Za-zÀ-ÿ]{2}", item) for item in items)
    if letters and (separator != "→" or len(items) < 3) and not repeated:
        return None
    listed = tuple(map(normal, items))
    if separator in (",", ";", "and") and not group and any(len(item.split()) > 3 for item in listed):
        return None
    return Listing(listed, _ordered(listed, separator, bool(braces), bool(brackets)))


def _ordered(items: Sequence[str], separator: str, braces: bool, brackets: bool) -> bool | None:
    if separator in "→|" or brackets:
        return True
    if braces or separator == "and":
        return False
    return True if len(set(items)) < len(items) else None


def split(text: str) -> tuple[list[str], str] | None:
    """The pieces of a list and what stands between them."""
    for separator in _SEPARATORS:
        if separator in text:
            pieces = [piece.strip() for piece in text.split(separator)]
            last = re.fullmatch(r"(?:and|und|et|y)\s+(.+)", pieces[-1])
            joined = re.fullmatch(r"(.+?)\s+(?:and|und)\s+(.+)", pieces[-1]) if separator == "," and not last else None
            if last or joined:
                pieces[-1:] = [last[1]] if last else [joined[1], joined[2]] if joined else []
                return (pieces, "and") if len(pieces) > 1 and all(pieces) else None
            return (pieces, separator) if len(pieces) > 1 and all(pieces) else None
    both = re.fullmatch(r"(.+?)\s+(?:and|und)\s+(.+)", text)
    return ([both[1], both[2]], "and") if both else None


def is_item(item: str) -> bool:
    """May it stand in a list: a few words that are no sentence?"""
    bare = _MARKS.sub("", item).strip()
    words = bare.split()
    if not _ITEM.fullmatch(bare) or len(words) > 4 or any(word.isdecimal() for word in words):
        return False
    return not (_SENTENCE.search(bare) if len(words) > 1 else _VERDICT.fullmatch(bare))
