r"""Properties as answers: which ones a reply says that something has, and which it denies.

>>> from viva.checking.keys.properties import property_key
>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return has(property_key(key), read_reply(reply))
>>> right("convex, but not strictly convex", "Strict convexity fails; ordinary convexity holds.")
True
>>> right("injective but not surjective", "It is surjective."), right("convex, not smooth", "concave, not smooth")
(False, False)

Each property must be mentioned, always in the same sense. What is said of a case that is only supposed does not count.
"""

from __future__ import annotations

import re

from viva.checking.keys.properties import Properties
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST
from viva.reading.replies import Reply

_OPPOSITES = (("convex", "concave"), ("open", "closed"), ("even", "odd"))
_LET_ALONE = lazy(r"\(?\s*,?\s*\b(?:let alone|much less)\b[^(),.;]{0,40}[),]?")
_CLAUSES = lazy(
    r"(?:[.;!,:]|\s[—–])(?=\s|$)|[()\n]"
    r"|\b(?:but|because|since|while|whereas|although|though|yet|mais|aber|sondern|and|so|et|und)\b",
    re.IGNORECASE,
)
_NOT = lazy(
    r"\b(?:not(?! only\b)|cannot|never|no|neither|nor|fails? to|lacks?|without|rules? out|loses?|pas|nicht|kein\w*)\b"
    r"|n['’]t\b|^\s*[-•]?\s*(?:✗|✘|❌|☐|\[ \])\s*$",
    re.IGNORECASE,
)
_FAILS = lazy(
    r"[^\S\n]*(?:(?:(?:itself|here|there|then|\w+ly) )?(?:fails?|breaks"
    r"|(?:is|are) (?:lost|violated|false|ruled out|not\b|missing)"
    r"|(?:does|do)(?: not|n['’]t)|isn['’]t"
    r"|nicht)|:?[^\S\n]*(?:✗|✘|❌|☐|\[ \])|\s*[?:=]\s*[*_]*(?:no|nein|non|false)\b)",
    re.IGNORECASE,
)
_ASKED = lazy(r"\s*\?(?!\s*[*_]*(?:yes|no|ja|nein|oui|non)\b)", re.IGNORECASE)
_SUPPOSED = lazy(r"\b(?:if|would|were|unless|when|until|for it to be|in order to be)\b", re.IGNORECASE)
_MEANS = lazy(r"\s*(?:functions?\s|sets?\s)?(?:means?|requires?|would|needs?|iff)\b", re.IGNORECASE)
_NEITHER = lazy(
    r"(?:^|\b(?:is|it['’]s|are|so|answer:?))\s*neither(?: of (?:the two|them|these|both))?[\s.!]*$", re.IGNORECASE
)
_ONLY = lazy(r"\b(?:only|just|merely|nur|seulement)\b", re.IGNORECASE)


def has(key: Properties, reply: Reply) -> bool | None:
    """Does the reply say of each property what the key says? None where it does not say it, or says both."""
    if len(reply.text) > LONGEST:
        return None
    text = _LET_ALONE.sub(" ", re.sub(r"[*_`$]", "", reply.text))
    wanted = dict(key)
    said: dict[str, set[bool]] = {name: set() for name in wanted}
    taken: list[tuple[int, int]] = []
    for name in sorted(wanted, key=len, reverse=True):
        for found in _pattern(name, wanted).finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            holds = _holds(text, found.start(), found.end())
            if holds is not None:
                said[name].add(holds is not bool(found["un"]))
    if any(len(senses) > 1 for senses in said.values()):
        return None
    if any(senses and senses != {wanted[name]} for name, senses in said.items()):
        return False
    missing = [name for name, senses in said.items() if not senses]
    if len(missing) == len(wanted) == 2 and not any(wanted.values()) and _NEITHER.search(text):
        return True
    if not missing:
        return None if _contradicted(wanted, text) else True
    if _contradicted(wanted, text):
        return False
    alone = len(text) < 60 and _ONLY.search(text) and len(missing) < len(wanted)
    return True if alone and not any(wanted[name] for name in missing) else None


def _pattern(name: str, every: dict[str, bool]) -> re.Pattern[str]:
    """The words of a property, each up to its ending; of "strictly convex" beside "convex" also the first alone."""
    words = [rf"{re.escape(word[: max(6, len(word) - 3)])}[a-zäöüéè]*" for word in re.split(r"[ -]", name)]
    whole = r"[\s-]+".join(words)
    if len(words) > 1 and any(other != name and name.endswith(other) for other in every):
        whole = rf"{whole}|{words[0]}"
    return re.compile(rf"(?<![A-Za-z])(?P<un>non-?|un|in|im|ir|dis|a)?(?:{whole})", re.IGNORECASE)


def _holds(text: str, start: int, end: int) -> bool | None:
    """Is a mention affirmed or denied? None where it is asked, defined or supposed."""
    before = _CLAUSES.split(text[max(0, start - 80) : start])[-1]
    after = text[end : end + 40]
    if _SUPPOSED.search(before) or _MEANS.match(after) or _ASKED.match(after):
        return None
    fails = _FAILS.match(after) is not None
    denied = len(_NOT.findall(before.replace("neither", "") if "nor" in before.split() else before)) % 2 == 1
    return denied is fails


def _contradicted(wanted: dict[str, bool], text: str) -> bool:
    """Is the opposite of a property that the key affirms said?"""
    for name in (name for name, holds in wanted.items() if holds and " " not in name):
        others = [other for pair in _OPPOSITES if name in pair for other in pair if other != name]
        found = re.search(rf"(?<![A-Za-z])(?:{'|'.join(others)})(?![A-Za-z])", text, re.IGNORECASE) if others else None
        if found is not None and _holds(text, found.start(), found.end()):
            return True
    return False
