r"""The number of a short reply that gives one and no other, whatever it counts: "31 pixels wide".

>>> def read(text): return (found := sole_number(text)) and str(found.number)
>>> read("**31** pixels in each direction."), read("The unit depends on 9 inputs (and not on all).")
('31', '9')
>>> read("73,728 multiply-accumulates, i.e. 128 filters times 576 weights")
'73728'
>>> read("at most 31 pixels"), read("layer 3"), read("not 31"), read("3 or more"), read("w ≠ 0"), read("11×11 pixels")
(None, None, None, None, None, None)

A last resort: where a statement presents its number in any way, `viva.reading.numbers` has found it already.
"""

from __future__ import annotations

import re

from viva.reading.normal import normalise
from viva.reading.number_tokens import tokenise
from viva.reading.number_weights import CONDITIONS, LABELS
from viva.reading.numbers import Headline
from viva.reading.patterns import lazy
from viva.reading.quantities import terms, words

LONGEST = 300
_BOUNDS = words(
    "not no nor or than least most over under above below between within up more fewer less first last every each "
    "of another other half twice minus"
)
_OPEN = lazy(r"\b(?:not|no|never|or|if|unless|maybe|perhaps|depends on whether|per|more|fewer|less|two|three|four|five"
    r"|six|seven|eight|nine|ten)\b|n['’]t\b|[?±<>≤≥≠∈]"
    r"|\\(?:neq?|leq?|geq?|lt|gt|in|pm)(?![a-z])|(?<!\d)\\?[a-zα-ω]\s*[+*·^]", re.IGNORECASE)  # fmt: skip
_SAID_AGAIN = lazy(r"[\s*_$]*[a-z-]{2,}(?: [a-z-]{2,}){0,3}[*_]*(?:,? i\.e\.|,? that is,|,? namely\b|:)", re.IGNORECASE)


def sole_number(text: str) -> Headline | None:
    """The only number of a short text, or the one that it opens with and then tells in other words."""
    if len(text) > LONGEST:
        return None
    normal = normalise(text)
    tokens = tokenise(normal.text)
    found = [term for term in terms(tokens) if not tokens[term.first].remark]
    if not found:
        return None
    term = found[0]
    before = [t.text.lower() for t in tokens[: term.first] if t.kind in ("word", "words")]
    start, end = tokens[term.first].start, tokens[term.last].end
    again = not before and _SAID_AGAIN.match(normal.text, end) is not None
    if (len(found) > 1 and not again) or term.first != term.last:
        return None
    if before[-1:] and before[-1] in _BOUNDS | LABELS | (CONDITIONS - {"size", "at"}):
        return None
    aside = "" if again else re.sub(r"\([^()]*\)", " ", normal.text[:start] + " " + normal.text[end:])
    if _OPEN.search(aside):
        return None
    return Headline(term.quantity, *normal.raw_span(start, end))
