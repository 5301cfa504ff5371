r"""Options that a reply names only to pass them over: the runner-up, what others would pick, what a concession grants.

>>> without_passed_over("I'd go with (C), Xavier. (B) is a close second.")
"I'd go with (C), Xavier.    ."
>>> without_passed_over("Many people pick B here, but they forget the mask, so A it is.")
'Many people pick   here, but they forget the mask, so (A) it is.'
>>> without_passed_over("Although B is popular, C is right."), without_passed_over("One could argue for B.")
('  C is right.', 'One could argue for  .')

Such a mention is blanked, so that what is left speaks of the answer. Whether the rest names one at all is not its
business; an option that is passed over and chosen elsewhere stays there.
"""

from __future__ import annotations

from viva.reading.patterns import lazy

_ONE = r"(?:[A-Ja-j1-9]|[ivx]{1,4}|[IVX]{1,4})"
_OPTION = (
    rf"[*_$]*(?:(?:option|statement|answer|choice)\s+)?(?:\({_ONE}\)|(?<![A-Za-z0-9])[A-J](?![A-Za-z0-9'’]))[*_$]*"
)
_OPTIONS = rf"{_OPTION}(?:(?:,|,? and| or| &)\s+{_OPTION})*"
_SECOND = (
    r"(?:(?:the|a|an|my|your)\s+)?(?:(?:very|close|distant|near|good|only|clear)\s+)*"
    r"(?:second(?:[- ](?:best|choice|place))?|next[- ]best|runner-?up|fall-?back|plan B)(?![A-Za-z])"
)
# "with C as the runner-up", "followed by D", "(B) comes in second"
_RUNNER_UP = lazy(
    rf",?\s*\bwith\s+{_OPTIONS}\s+(?:as|being|coming in|in)\s+{_SECOND}|,?\s*\bfollowed (?:closely )?by\s+{_OPTIONS}"
    rf"|{_OPTIONS},?\s+(?:is|are|was|would be|comes?|came|takes|as)\s+(?:in\s+|at\s+)?{_SECOND}"
    rf"(?!\s+(?:one|option|statement|answer|choice)\b)",
    needs="second|next best|next-best|runner|followed|fall|plan b",
)
_OTHERS = (
    r"(?i:(?:many|most|some|other|several|lots of|a lot of|quite a few)\s+(?:of\s+)?"
    r"(?:people|students|textbooks?|books|authors|models|beginners|readers|folks|solutions)"
    r"|(?:one|you|people|students|beginners|someone) (?:might|may|could)(?: be tempted to| want to)?|the (?:text)?book"
    r"|(?:it|it['’]s|it is) (?:is )?(?:easy|tempting|natural) to|et al\.)"
)
_WOULD_PICK = lazy(
    rf"\b(?P<who>{_OTHERS}\s+(?:(?:often|wrongly|mistakenly|would|will|usually|typically|incorrectly|also)\s+)*"
    r"(?:picks?|chooses?|says?|answers?|recommends?|argues? for|goe?s? (?:for|with)|selects?|ticks?|claims?|suggests?"
    rf"|thinks?(?: of| it['’]s)?|guess(?:es)?)\s+)(?P<what>{_OPTIONS})(?!\s+(?:because|since)\b)",
    needs="many|most|some|other|several|lot|quite|one|you|people|students|beginners|book|easy|tempting|natural|et al",
)
# "Although B is popular, C …": to the comma that ends the clause, and only where an option stands behind it.
_CONCEDED = lazy(
    r"(?im)(?:^|(?<=[.;!?]\s)|(?<=,\s))(?:but |and )?(?:although|though|even though|even if|despite|granted)\b"
    rf"(?:(?!,\s)[^.;\n]){{1,160}},\s(?=[^.;\n]{{0,120}}?(?-i:{_OPTION}))",
    needs="though|even if|despite|granted",
)
_IT_IS = lazy(r"(?<![A-Za-z0-9(])(?P<option>[A-J])(?P<it_is>\s+it is)(?=\s*[.,;:!]|\s*$)", needs="it is")


def without_passed_over(text: str) -> str:
    """The text without the options that it only passes over, and with "A it is" as "(A) it is"."""
    text = _RUNNER_UP.sub("   ", text)
    text = _WOULD_PICK.sub(lambda m: m["who"] + " ", text)
    text = _CONCEDED.sub("  ", text)
    return _IT_IS.sub(r"(\g<option>)\g<it_is>", text)
