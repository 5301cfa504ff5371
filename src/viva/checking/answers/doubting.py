r"""Sentences that doubt what they say, or tell what others say: "I doubt that it is 3", "A common mistake is x = 3".

>>> without_doubted("A common mistake is 12. The answer is 14."), without_doubted("B is the least likely.")
(' The answer is 14.', '')
>>> without_doubted("No doubt it is 12."), without_doubted("A common mistake is to forget the bias: it is 12.")
(None, None)

What is doubted is not stated: a verdict "right" must stand without it. A sentence also ends at its "but". Doubt that
takes another sentence ("It is 12. Or so they say.") is not heard.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_SAYS = r"(?:got|gets|says?|said|claims?|claimed|wrote|writes|answered|thinks|believes|picked|chose)"
_DOUBTED = lazy(
    r"\b(?:common|frequent|typical|usual|popular|classic|easy|obvious) (?:mistakes?|errors?|misconception|fallacy"
    r"|wrong answer|trap|pitfall) (?:here )?(?:is|are|would be|was)(?! to\b)"
    r"|\btempt(?:ing|ed) to (?:answer|say|write|conclude|think|believe|pick|choose|take)\b"
    r"|\bI (?:\w+ly )?(?:doubt|disagree|(?:do not|don['’]t|cannot|can['’]t) (?:believe|agree|think|accept))\b"
    rf"|\b(?:my|a|another|some) (?:friend|classmate|colleague|neighbou?r|student|other student)s? {_SAYS}\b"
    r"|\b(?:student|one|anyone|someone|those|people)s? who (?:picks?|chooses?|answers?|writes?|says?|claims?)\b"
    r"|\b(?:least |less |un)(?:likely|plausible|convincing)\b|\brule (?:one|it|that) out\b"
    r"|\b(?:answer|guess|idea|choice) used to be\b",
    re.IGNORECASE,
    needs="mistake|error|misconception|fallacy|wrong answer|trap|pitfall|tempt|doubt|disagree|believe|agree|think"
    "|accept|friend|classmate|colleague|neighbor|neighbour|student|who |likely|plausible|convincing|rule |used to be",
)
_END = lazy(r"[.!?](?=\s|$)|\n|,?\s(?=(?:but|yet|however|whereas)\s)")
_LONGEST = 2_000  # code points of a reply; in longer ones sentences like these speak of steps


def without_doubted(text: str) -> str | None:
    """The text without its doubting sentences; None where it has none."""
    if len(text) > _LONGEST or not _DOUBTED.search(text):
        return None
    kept, start = [], 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        sentence = text[start:end]
        kept.append("" if _DOUBTED.search(sentence) else sentence)
        start = end
    return "".join(kept)
