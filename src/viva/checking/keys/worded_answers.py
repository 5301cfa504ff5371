r"""Keys that are a name in words with a remark or a reason behind it: "overfitting (high variance)".

>>> worded_answer("L1 regularization (lasso)"), worded_answer("discriminative, since it models p(y|x)")
(('L1 regularization', 'lasso'), ('discriminative', ''))
>>> worded_answer("softmax (Wx)"), worded_answer("f(x), as x > 0"), worded_answer("overfitting")
(None, None, None)

A remark that is a name itself may be given instead; a condition, a denial or a reason is left out.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_NAME = (
    r"(?P<name>(?:[Tt]he |[Aa]n? )?(?:[A-Z]?[a-z]{3,}|[A-Z]{2,}|[KkLlRrQT](?=-)|[LlTt]\d)"
    r"(?:[ -](?:[A-Za-z]{2,}|[A-Z]\d)){0,4})"
)
_REMARKED = lazy(rf"[\s*_]*{_NAME}[*_]*\s+\((?P<remark>[A-Za-z][A-Za-z ,.'’-]{{3,80}})\)[\s.]*")
_REASONED = lazy(
    rf"[\s*_]*{_NAME}[*_]*\s*(?:(?:,|;|—|–|\s-)\s*|\s)"
    r"(?:because|since|due to|as (?:it|they|the|this|both))\b.+",
    re.DOTALL,
    needs="as it|since|due to|as the|because|as this|as both",
)
_NO_NAME = lazy(
    r"\b(?:for|not|no|if|when|because|since|as|only|unless|in|of|with|without|by|see|or|and|which|that|is|are|to|from|on|at"
    r"|per|up|total|each|dimension|points?)\b",
    re.IGNORECASE,
)


def worded_answer(text: str) -> tuple[str, str] | None:
    """The name that the key is, and another name for it ("" where it gives none)."""
    if len(text) > 400 or "$" in text or "=" in text:
        return None
    found = _REMARKED.fullmatch(text)
    if found is not None:
        if not re.search(r"[a-z]{4}", found["remark"]) or not re.search(r"[a-z]{3}", found["name"]):
            return None
        return found["name"], "" if _NO_NAME.search(found["remark"]) else found["remark"].strip(" .,")
    reasoned = _REASONED.fullmatch(text)
    return (reasoned["name"], "") if reasoned is not None else None
