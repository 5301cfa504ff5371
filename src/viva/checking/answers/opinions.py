r"""Options judged one by one: "a) yes", "(B) false", "| C | correct |", "A (no)", a paragraph on each.

>>> judged = judgements("A: no, it saturates.\n\n**B** says that ReLU is linear. This is false.", ("A", "B"))
>>> [(option, right) for option, (right, _, _) in judged.items()]
[('A', False), ('B', False)]

A paragraph that says both, or that speaks of another option, judges nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.choices import mentions
from viva.reading.patterns import lazy

_LINE = lazy(
    r"(?im)^[ \t*_>#|-]*(?:(?:option|statement|claim)\s+)?\(?(?P<option>[A-J]|\d"
    r"|[ivx]{1,4})(?P<end>[).:]?\)?[\s*_.:|–—-]+)"
    r"(?P<words>[^\n]*?)(?P<verdict>\b(?:yes|no|true|false|correct|incorrect|right|wrong|valid|invalid|holds|fails)\b|"
    r"[✓✔✅✗✘❌])[\s*_.!)|]*$"
)
_INLINE = lazy(
    r"(?i)[\s*_$):|(?]*(?:→|⇒|=|-|–|—|is|are)?\s*(?P<verdict>yes|no|true|false|correct|incorrect|right|wrong|valid|"
    r"invalid|✓|✔|✅|✗|✘|❌)(?![A-Za-z])\s*(?:$|[,;.\n)|])"
)
_RIGHT = frozenset(("yes", "true", "correct", "right", "valid", "holds", "✓", "✔", "✅"))
_NEGATED = lazy(r"(?:\bnot|n't|n’t|\bnever)\s*$", re.IGNORECASE)


LISTED = lazy(r"(?m)^[ \t*_>-]*\(?(?:[A-Ja-j]|[1-9]|[ivx]{1,4})[).:]\s")


@lru_cache(maxsize=8)
def judgements(text: str, names: tuple[str, ...]) -> dict[str, tuple[bool, int, int]]:
    """Which options are said to be right, and which wrong, with the place; the last judgement of each counts."""
    spelt = {name.upper(): name for name in names}
    verdicts: dict[str, tuple[bool, int, int]] = {}
    mentioned = mentions(text, names)
    for mention in mentioned:
        inline = _INLINE.match(text, mention.end, mention.end + 24)
        stance = inline["verdict"].lower() in _RIGHT if inline else mention.stance
        if mention.ticked is not None:
            stance = mention.ticked
        if stance is not None:
            verdicts[mention.option] = (stance, mention.start, mention.end)
    for row in _LINE.finditer(text):
        alone = not any(row.end("option") < mention.start < row.end() for mention in mentioned)
        if row["option"].upper() in spelt and len(row["words"]) < 300 and alone:
            right = (row["verdict"].lower() in _RIGHT) is not bool(_NEGATED.search(row["words"]))
            verdicts[spelt[row["option"].upper()]] = (right, row.start("option"), row.end("option"))
    spoken = _paragraphs(text, names)
    if all(said is not None or option in verdicts for option, (said, _, _) in spoken.items()):
        verdicts |= {
            option: (said, start, end)
            for option, (said, start, end) in spoken.items()
            if said is not None and option not in verdicts
        }
    return verdicts


# ---- a paragraph on each -----------------------------------------------------------------------------------

_HEADS = lazy(
    r"(?im)^[ \t*_>#-]*(?:(?:option|statement|claim|choice)\s+)?\(?(?P<option>[A-J]|\d|[ivx]{1,4})"
    r"(?:[).:]|\*\*|(?<=[A-J])(?=\s+(?:says|states|claims|asserts)\b))"
)
_OPINION = lazy(
    r"(?:\b(?:this|that|it|which)\s+(?:(?:statement|claim|one|option)\s+)?(?:is\s+|does\s+)?|(?<=[.!?:;—–]\s)(?:also\s+)?)"
    r"(?P<not>(?:is |does )?not\s+|(?:isn|doesn)['’]t\s+|also\s+not\s+)?"
    r"(?:(?:also|indeed|clearly|simply|exactly|actually|always|therefore)\s+)*"
    r"(?P<verdict>true|correct|right|valid|holds?|false|wrong|incorrect|invalid|untrue|fails?)\b(?P<only>\s+(?:only|if|when|unless))?"
    r"|\bit (?:is|does)(?: not|n['’]t)(?P<denied>)(?=[.;]|$)",
    re.IGNORECASE,
    needs="true|hold|fail|valid|false|right|wrong|correct|it is|it does",
)
_AFFIRMS = frozenset(("true", "correct", "right", "valid", "hold", "holds"))


@lru_cache(maxsize=8)
def heads(text: str, names: tuple[str, ...]) -> dict[int, str]:
    """Where a line begins with an option that it is about, if there are several of these."""
    spelt = {name.upper(): name for name in names}
    found = {m.start("option"): spelt[o] for m in _HEADS.finditer(text) if (o := m["option"].upper()) in spelt}
    return found if len(set(found.values())) == len(found) > 1 else {}


def _paragraphs(text: str, names: tuple[str, ...]) -> dict[str, tuple[bool | None, int, int]]:
    """What the paragraph that begins with each option says of it; None where it says nothing, or both."""
    starts = heads(text, names)
    places = [*starts, len(text)]
    found: dict[str, tuple[bool | None, int, int]] = {}
    for (start, option), end in zip(starts.items(), places[1:], strict=True):
        block = text[start:end].split("\n\n")[0]
        others = any(m.option != option for m in mentions(block, names))
        said = set()
        for opinion in _OPINION.finditer(block):
            right = (opinion["verdict"] or "").lower() in _AFFIRMS
            said.add(None if opinion["only"] else right is not bool(opinion["not"]))
        found[option] = (said.pop() if len(said) == 1 and not others else None, start, start + len(option))
    return found


@lru_cache(maxsize=8)
def half_judged(text: str, names: tuple[str, ...]) -> bool:
    """Are some of the options that lines begin with judged, and others not: "A: fine", "B: false", "C: true"?"""
    about = heads(text, names)
    judged = judgements(text, names).keys() & set(about.values()) if about else set()
    return 1 < len(judged) < len(about)
