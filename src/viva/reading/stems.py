"""Words without their endings, for comparing answers in words."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def stem(word: str) -> str:
    """A word without its ending, in American spelling: "normalisation" and "normalization" are one.

    >>> [stem(w) for w in ("increases", "Increasing", "overfitting", "overfit", "normalisation", "bias", "classes")]
    ['increas', 'increas', 'overfit', 'overfit', 'normalization', 'bias', 'class']
    """
    word = re.sub(r"is(?=ation|e$|es$|ed$|ing$)", "iz", word.lower()) if len(word) > 6 else word.lower()
    if word.startswith("increaz") or word.startswith("decreaz"):
        word = word.replace("z", "s", 1)
    bare = re.sub(r"(?:ing|ed|es|(?<![sui a])s|e)$", "", word) if len(word) > 4 else word
    if len(bare) > 4 and bare != word and bare[-1] == bare[-2] and bare[-1] not in "sl":
        bare = bare[:-1]  # overfitt(ing)
    return bare
