"""What the annotator told the model, quoted at the end of a note: `It forgot the depth. "How deep is a kernel?"`

>>> text = 'Half right. Nudge 1: *"Layer norm is not per map. Please check."*'
>>> text[nudge_at(text):]
'*"Layer norm is not per map. Please check."*'
>>> nudge_at('It calls this the “effective training matrix”.') is None, nudge_at('So it is "much better" now.') is None
(True, True)

Only a quotation that ends the paragraph and speaks to somebody counts: it asks, commands, or says `you`; or the words
before it say that something was said (`I wrote: “…”`). Not guaranteed: quotations without marks.
"""

from __future__ import annotations

import re

NAME = "<quoted>"  # of the label that such a quotation gets
_QUOTED = re.compile(
    r"(?:^|(?<=[.!?:,;)\]✓✗✅❌🟡🟠🔴🟢\uFE0F–—-])\s+|(?<=\w)\s+(?=[*_]{0,2}[“«]))"
    r"(?P<quote>[*_]{0,2}(?:“[^“”]{12,700}”|«[^«»]{12,700}»|\"[^\"]{12,700}\"|„[^„“]{12,700}“)[*_]{0,2})[.!)\]]*\s*$"
)
_SAID = re.compile(
    r"\b(?:nudg\w*|hint\w*|follow-?ups?|prompt\w*|re-?ask\w*|wrote|said|say|asked|told|replied|answered|responded|tried|"
    r"sent|typed|insisted|objected|message|question|reminder|reminded it)\b[^.!?“\"«]{0,40}[:,(–—-]\s*[*_]*$",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(
    r"\?[*_]*\W*$|\b(?:you|your|yours|please)\b|^\W*(?:check|look|compare|count|try|think|remember|recall|note|use|insert|redo|do|re-?check|"
    r"re-?read|read|recompute|compute|consider|start|go|show|write|add|multiply|ignore|don['’]t|give|explain|what|why|how|which|where|"
    r"is|are|does|can|hint|careful|no|not|now|again|verify|plug|take|see|be|state|keep|apply|set|put|find|only)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"[A-Za-z]{2,}")


def nudge_at(text: str) -> int | None:
    """Where the quotation begins that ends a paragraph and was said to the model."""
    tail = max(0, len(text) - 800)
    found = _QUOTED.search(text, tail)
    if found is None or len(_SPOKEN.findall(found["quote"])) < 3:
        return None
    said = _SAID.search(text[max(0, found.start("quote") - 80) : found.start("quote")])
    return found.start("quote") if said or _ADDRESSES.search(found["quote"].strip('*_“”"«»„ ')) else None
