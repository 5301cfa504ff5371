r"""Keys that accept several answers: "A or C (both accepted)", "0.5 bits [accept 0.347 nats]", "B (also accept D)".

>>> alternatives("A or C (both accepted)"), alternatives("0.5 bits [accept 0.347 nats]")
(('A', 'C'), ('0.5 bits', '0.347 nats'))
>>> alternatives("either (a) or (c)"), alternatives("A, C also accepted"), alternatives("2 or 3")
(('(a)', '(c)'), ('A', 'C'), None)
>>> alternatives("accept any"), alternatives("12 (accept with units)"), alternatives("B (D also accepted)")
(None, None, ('B', 'D'))

"x = 2 or x = 3" asks for both: only letters of options, and what a key says is accepted too, are alternatives.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

LONGEST = 300
_ONE = r"\(?(?:[A-J]|[a-j](?=\))|i{1,3}|iv|v)\)?"
_RIGHT = r"(?:accepted|acceptable|correct|right|ok|okay|fine|full marks)"
_EITHER = lazy(
    rf"(?:either )?(?P<one>{_ONE}) or (?P<other>{_ONE})\.?"
    rf"(?:[\s,;:.—–-]*[(\[]?(?:both|either|each)?(?: is| are)? ?{_RIGHT}[)\]]?\.?)?",
    needs=" or ",
)
_ACCEPTED = lazy(
    r"(?P<one>[^()\[\]]+?(?:\([^()]*\)[^()\[\]]*?)?)[\s,;:—–-]*"
    r"[(\[](?:(?:we |please |also |or )*accept(?:s|ed)?(?: also)?:?|also (?:ok|correct|fine|right):?)\s+"
    r"(?P<other>[^()\[\]]+(?:\([^()]*\))?)[)\]][\s.]*"
    r"|(?P<first>[^()\[\],;]+?)\s*(?:[(\[]|[,;]\s+)"
    rf"(?P<second>[^()\[\],;]+?),? (?:is |are )?(?:also|equally|likewise) {_RIGHT}[)\]]?[\s.]*"
    r"|(?P<main>[^()\[\],;]+?)[,;.]\s+(?:also )?accept(?: also)?:? (?P<also>[^()\[\],;]+?)[\s.]*",
    re.IGNORECASE,
    needs="accept|also|equally|likewise",
)
_CONDITION = lazy(r",?\s+(?:if|when|for|with|without|provided|as|since|because|where)\b.*$", re.IGNORECASE)
_OR = lazy(r"\s+or\s+|\s*,\s+")
_RANGE = lazy(r"\d\s*%?\s*(?:–|—|-|\.\.|to|and)\s*\d")
_ANSWER = lazy(r"\d|\$|\\[a-z]|^" + _ONE + r"$")


def alternatives(text: str) -> tuple[str, ...] | None:
    """The answers that the key accepts, the first being its own; None where it accepts one only."""
    if len(text) > LONGEST or ("accept" not in text and "or" not in text and "also" not in text):
        return None
    text = text.strip()
    if (either := _EITHER.fullmatch(text)) is not None:
        return either["one"], either["other"]
    found = _ACCEPTED.fullmatch(text)
    if found is None:
        return None
    own = found["one"] or found["first"] or found["main"]
    others = _CONDITION.sub("", found["other"] or found["second"] or found["also"])
    if _RANGE.search(others):
        return None  # how far off a reply may be
    given = [own.strip(), *(other.strip() for other in _OR.split(others))]
    if not all(_ANSWER.search(answer) and not re.match(r"(?:with|without|any|only)\b", answer) for answer in given):
        return None
    return tuple(given)
