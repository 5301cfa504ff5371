r"""Options by how a reply arranges them: lines with an arrow, lists under a property and its contrary, "all four".

>>> letters = ("A", "B", "C", "D")
>>> sorted(pointed("- A tanh\n- B ReLU ← this one", letters) or ()), swept("the first two", letters, frozenset("AB"))
(['B'], True)
>>> sorted(by_property("Linear: A and C. Not linear: B", letters) or ())
['A', 'C']

None where nothing of the kind is found; that an option is named elsewhere in the reply is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Set

from viva.reading.choices import ROMAN, mentions
from viva.reading.patterns import lazy

_ONE = r"(?:[A-Ja-j1-9]|[ivx]{1,4}|[IVX]{1,4})"
_ITEM = lazy(rf"(?<![A-Za-z]){_ONE}(?![A-Za-z])")

_POINTER = lazy(r"(?:←|⟵|<--?|👈)(?!\s*(?:no\b|not\b|wrong|false|✗|❌))", needs="⟵|←|👈|<-")
_OF_AN_OPTION = lazy(rf"[\s*_>•|-]*\(?(?P<option>{_ONE})(?:[).:|*_\s]|$)")


def pointed(text: str, names: tuple[str, ...]) -> frozenset[str] | None:
    """The options whose lines have an arrow at their end: "- B ← this one"."""
    if not _POINTER.search(text):
        return None
    lines = [(m["option"].upper(), line) for line in text.splitlines() if (m := _OF_AN_OPTION.match(line))]
    known = {name.upper() for name in names}
    if len(lines) < 2 or len({option for option, _ in lines} & known) < len(lines):
        return None
    return frozenset(option for option, line in lines if _POINTER.search(line)) or None


_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_EVERY = lazy(
    r"(?:all|every one|each|alle)\b(?: of (?:them|these|the))?(?: (?P<count>two|three|four|five|six)\b)?(?P<rest>.*)",
    re.I,
)
_FIRST_FEW = lazy(
    r"(?:only |just )?(?:the )?first (?P<count>two|three|four)(?: (?:options?|statements?|ones?|claims?))?"
    r"(?: (?:are|hold|is)\b.*)?",
    re.I,
    needs="first two|first four|first three",
)


def swept(bare: str, names: tuple[str, ...], wanted: frozenset[str]) -> bool | None:
    """ "All four are linear", "the first two": where this tells whether the key's options are meant."""
    if (few := _FIRST_FEW.fullmatch(bare)) is not None and not re.search(r"\bnot\b|n['’]t\b|\bfalse\b|\bwrong\b", bare):
        return frozenset(name.upper() for name in names[: _COUNTED[few["count"].lower()]]) == wanted
    found = _EVERY.fullmatch(bare)
    if found is None or LEAVES_OUT.search(found["rest"]) or mentions(found["rest"], names):
        return None
    places = sorted(next(k for k, name in enumerate(names) if name.upper() == option) for option in wanted)
    gap = places != list(range(len(places)))
    count = _COUNTED.get((found["count"] or "").lower(), 0)
    if gap or (count and count != len(wanted)):
        return False
    return True if count and count == len(wanted) else None


LEAVES_OUT = lazy(
    r"\b(?:but|except|apart|besides|other than|not|no|none|false|wrong|incorrect|fails?)\b|n['’]t\b|[✗✘❌]",
    re.IGNORECASE,
)


_REMARK = lazy(r"\s+\((?=[^()]*[A-Za-z]{2})[^()]*(?:\([^()]*\)[^()]*)*\)")
_PROPERTY = lazy(
    rf"(?:^|[.;\n])[\s*_>•-]*(?P<label>[A-Za-z][^:.;\n]{{2,60}}?)[\s*_]*:[\s*_]*(?P<options>\(?{_ONE}\)?"
    rf"(?:(?:,|;|,?\s+and|\s*&)\s+\(?{_ONE}\)?)*)[\s*_]*(?=[.;\n]|$)"
)
_NEGATED = lazy(r"\b(?:not|non|no|cannot|never|without|neither)\b|n['’]t\b|\bnon-?(?=[a-z])", re.IGNORECASE)


def by_property(text: str, names: tuple[str, ...]) -> frozenset[str] | None:
    """ "Linear: a and c. Not linear: b": what has the property, where what does not have it is listed as well."""
    lists = list(_PROPERTY.finditer(_REMARK.sub("", text)))
    if len(lists) != 2 or any(_TRUTHS.search(found["label"]) for found in lists):
        return None
    denied = [bool(_NEGATED.search(found["label"])) for found in lists]
    if denied[0] is denied[1]:
        return None
    yes, no = (frozenset(o.upper() for o in _ITEM.findall(lists[k]["options"])) for k in (denied[0], not denied[0]))
    return None if yes & no or not yes <= {name.upper() for name in names} else yes


_LISTED = rf"\(?{_ONE}\)?(?:(?:,|;|,?\s+and|\s*&)\s+\(?{_ONE}\)?)*"
# "(b) and (c) are convex", "- (a) $6t$, negative for $t<0$ → not convex"
_SAID_OF = lazy(
    r"(?:^|(?<=[.;:,\n]\s)|(?<=[.;\n])|(?<=\bbut )|(?<=\band )|(?<=\bwhile )|(?<=\bwhereas ))[\s*_>•-]*"
    rf"(?P<only>(?i:only\s+))?(?P<options>{_LISTED})[*_)]*(?:\s+(?:is|are)\s*|\s+(?:is|are)(?=n['’]t)|(?:\s|:)[^\n.;→⇒]{{0,120}}[→⇒]\s*)"
    r"(?P<not>(?:not|never|non-?|n['’]t)\s*)?(?:(?:both|all|also|always|a|an|indeed)\s+)*(?P<word>[a-z][a-z-]{3,})"
    r"(?P<behind>[^.;\n]{0,12})"
)


def by_predicate(text: str, names: tuple[str, ...], wanted: frozenset[str]) -> bool | None:
    """ "(b) and (c) are convex, (a) is not convex": does what has the property make up the key's options?

    None where what does *not* have it does: then that may have been asked for.
    """
    said: dict[str, dict[str, bool]] = {}
    known = {name.upper() for name in names}
    spoken: set[str] = set()
    for found in _SAID_OF.finditer(_REMARK.sub("", text)):
        options = {option.upper() for option in _ITEM.findall(found["options"])}
        if found["only"] and found["not"]:
            return complement(options, wanted)
        if found["only"] or not options <= known:
            return None
        spoken |= options
        word = found["word"]
        if _TRUTHS.match(word):
            return None
        has = not found["not"] and not word.startswith("non") and not _LIMITS.match(found["behind"])
        for option in options:
            if said.setdefault(word.removeprefix("non-").removeprefix("non"), {}).setdefault(option, has) is not has:
                return None
    both = [told for told in said.values() if True in told.values() and False in told.values()]
    if len(both) != 1 or both[0].keys() != spoken:
        return None
    yes, no = ({option for option, has in both[0].items() if has is side} for side in (True, False))
    return None if no == wanted else yes == wanted


def complement(out: Set[str], wanted: Set[str]) -> bool | None:
    """Are the wanted ones all but those that are out? None where there may be more options than both name."""
    if out & wanted:
        return False
    every = sorted(out | wanted)
    pool = [option.upper() for option in ROMAN] if set(every) <= _NUMERALS else _PLAIN
    return True if len(every) > 3 and set(every) == set(pool[: len(every)]) else None


_PLAIN = "ABCDEFGHIJ"
_NUMERALS = frozenset(option.upper() for option in ROMAN)
_LIMITS = lazy(r"\s*(?:only|just|merely|except)\b")


_ODD = lazy(
    rf"(?P<options>(?:(?i:options?|statements?|claims?) )?\(?{_ONE}\)?(?:(?:,|,? and) \(?{_ONE}\)?)*),? "
    r"(?i:(?:is|are) the only (?:(?:false|wrong|incorrect|invalid)(?: (?:ones?|options?|statements?|claims?|answers?))?"
    r"|(?:ones?|options?|statements?|claims?|exceptions?)(?: (?:that|which))? "
    r"(?:(?:is|are|does|do|has|have|can)(?: not|n['’]t)\b|cannot|fails?|isn['’]t|doesn['’]t)[^.,;\n]*|exceptions?))",
    needs="is the only|are the only",
)


def odd_ones_out(text: str) -> tuple[frozenset[str], str] | None:
    """ "B is the only one that is not convex, so A and C.": what is turned down so, and the text without it."""
    found = _ODD.search(text)
    if found is None:
        return None
    out = frozenset(option.upper() for option in _ITEM.findall(found["options"]))
    return out, text[: found.start()] + " " + text[found.end() :]


_TRUTHS = lazy(
    r"\b(?:true|false|correct|incorrect|right|wrong|answers?|invalid|valid)\b",
    re.IGNORECASE,
    needs="true|wrong|valid|false|right|answer|correct",
)
