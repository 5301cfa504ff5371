r"""Keys that begin with what they choose and go on with sentences: "B. A confuses bias and variance; C is slower."

>>> headed("B. A confuses bias and variance; C is about boosting.")
('B', '')
>>> headed("(a) and (c): both are convex"), headed("A, C. Both are convex.")
(('(a) and (c)', ''), ('A, C', ''))
>>> headed("C is correct: bagging averages"), headed("B is right. A confuses the two."), headed("B → batch norm")
(('C', 'bagging averages'), ('B', ''), ('B', 'batch norm'))
>>> headed("C. Softmax is invariant to shifts") is None, headed("A: 12 and B: 5") is None
(True, True)

What stands behind one letter may be what the option says: that is read elsewhere.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

LONGEST = 1_000

_ONE = r"\(?(?:[A-J]|[a-j](?=\))|i{1,3}|iv|v|I{1,3}|IV|V)\)?"
_AND = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+|\s*[&+]\s*)"
_NOUN = r"(?i:options?|statements?|claims?|answers?|choices?|models?|networks?|curves?|plots?|methods?|only|both)\s+"
_HEAD = lazy(
    rf"(?P<list>(?:{_NOUN})?(?P<first>{_ONE})(?P<more>(?:{_AND}{_ONE})*))"
    r"(?P<is>\s+(?:is|are)(?:\s+(?:the|both|all))?(?:\s+only)?\s+"
    r"(?:true|correct|right|valid|(?:right |correct )?(?:answers?|ones?)))?"
    r"\s*(?P<sign>[.:;]|—|–|→|\s-|,(?=\s+(?:both|each|all|they|neither|the other)\b))\s+(?P<rest>\S.+)",
    re.DOTALL,
)
_ANOTHER = lazy(  # "A confuses …", "(a) is …", "Option A uses …"
    rf"(?:(?:{_NOUN})?\(?(?:[A-J]|[a-j](?=\)))\)?(?:{_AND}\(?(?:[A-J]|[a-j](?=\)))\)?)*\s+(?!and\b|or\b)[a-z]{{2,}})"
)
_TOLD = lazy(
    rf"{_ONE}(?:{_AND}{_ONE})*\s+(?:is|are|holds?|fails?)\b|{_ONE}[).:]?\s*(?:true|false|[✓✗✔✘])", re.IGNORECASE
)
_LABELLED = lazy(rf"(?:^|[\s,;.(])(?:{_ONE}[.:)]|\([a-j]\))\s")


def headed(text: str) -> tuple[str, str] | None:
    """The options that a key begins with, and what it says of the one option (""); None for any other key."""
    found = _HEAD.fullmatch(text.strip().strip("*_ ")) if len(text) <= LONGEST else None
    if found is None or (found["first"] in ("i", "I") and not found["more"]):
        return None
    rest = found["rest"]
    words = re.findall(r"[A-Za-z]{2,}", rest)
    several = bool(found["more"])
    if rest[:1] in "[(" or _LABELLED.search(rest) or (several and _TOLD.match(rest)):
        return None  # a list of all options, which is read elsewhere
    if found["sign"] == "→":
        return (
            (found["list"], rest.strip(" ."))
            if not several and re.fullmatch(r"[A-Za-z][A-Za-z -]{3,60}", rest)
            else None
        )
    if _ANOTHER.match(rest) and found["sign"] != ":":
        return found["list"], ""
    if several:
        return (found["list"], "") if len(words) > 1 else None
    return (found["list"], rest.strip(" .")) if found["is"] and len(words) > 1 else None
