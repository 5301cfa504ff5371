r"""Keys that select options: "(a), (c)", "Blocks 1 and 3", "B — because …", "A and C only", "none of A, B, C".

>>> [selection(key).options for key in ("(a), (c)", "Blocks 1 and 3", "B — because the bias cancels", "A and C only")]
[('A', 'C'), ('1', '3'), ('B',), ('A', 'C')]
>>> selection("None of A, B, C")
Selection(options=(), others=('A', 'B', 'C'), content='', small=False)
>>> selection("ReLU") is None, selection("0.5") is None, selection("4") is None
(True, True, True)

A digit alone is a number, and a small letter in dollar signs a symbol, unless a noun stands in front of it. What may be
the label of a part ("(a) $x = 3$") selects nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.reading.choices import ROMAN
from viva.reading.glossary import in_english
from viva.reading.patterns import lazy

ALL = "*"  # all options, but for the `others`


@dataclass(frozen=True)
class Selection:
    """Which options a key selects. `others` are those that it names as not selected; `content` is what it says."""

    options: tuple[str, ...]
    others: tuple[str, ...] = ()
    content: str = ""
    small: bool = False  # small letters without brackets


_NOUN = (
    r"(?:options?|choices?|statements?|claims?|answers?|alternatives?|blocks?|layers?|models?|cases?|figures?|panels?"
    r"|plots?|curves?|networks?|settings?|methods?|algorithms?|diagrams?|items?|candidates?|graphs?|units?|neurons?"
    r"|images?|parts?|filters?|machines?|configurations?|schemes?|variants?|designs?|systems?|data ?sets?|classifiers?"
    r"|estimators?|learners?|loss(?:es)?|kernels?|architectures?|hypothes[ei]s|runs?|heads?|nodes?|states?|actions?"
    r"|arms?|experts?|groups?|assertions?|properties|property|rules?|conditions?|steps?|lines?|rows?|columns?|terms?"
    r"|points?|clusters?|maps?|functions?|matri(?:x|ces)|samples?|students?|teams?|boxe?s?|nos?\.?|numbers?)"
)
_ONE = r"(?:\(?(?:[A-Ja-j]|[1-9]|[ivx]{1,4}|[IVX]{1,4})\)?)"
_AND = r"(?:\s*[,;/+&]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+und\s+)"
_LIST = lazy(rf"{_ONE}[.)]?(?:{_AND}(?:{_NOUN}\s+)?{_ONE}[.)]?)*", re.IGNORECASE)
_ITEM = lazy(r"(?<![A-Za-z\d])(?:[A-Ja-j]|[1-9]|[ivx]{1,4}|[IVX]{1,4})(?![A-Za-z\d])")
_LABEL = lazy(
    r"(?:the )?(?:correct |right |final |expected |true )?"
    r"(?:answers?|options?|choices?|solutions?|statements?|ans\.?|key)"
    r"(?: (?:is|are)\b:?|\s*[:=→]| ?->)\s*|correct(?: ones?)?\s*:\s*|\((?:correct|right)\)\s*"
    r"|(?:only|just|exactly|both)\s+",
    re.IGNORECASE,
    needs="key|ans|just|both|only|right|choice|option|exactly|correct|solution|statement",
)
_NOUN_BEFORE = lazy(
    rf"(?P<noun>{_NOUN})\s+(?=\(?(?:[A-Ja-j]|[1-9]|[ivx]{{1,4}}|[IVX]{{1,4}})\)?(?:\W|$))", re.IGNORECASE
)
_ONLY_BEHIND = lazy(
    r",?\s*(?:(?:only|alone|(?:is|are)(?: the)?(?: only)? (?:correct|true|right|valid|answers?)(?: ones?)?"
    r"|holds?|(?:correct|true|right)|and (?:no|nothing) (?:other|else)s?|no others?|\(only\)))\s*$",
    re.IGNORECASE,
    needs="true|hold|only|valid|alone|right|answer|and no|correct|no other",
)
# "B — because …", "B: since …", "B (the bias cancels)", "B, as …": the reason counts for nothing.
_REASON = lazy(
    r"\s*(?:(?:[—–:;,.]|\s-)\s*(?:because|since|as|by|due|for|so|which|where|this|it|the|only|not|but)\b.+"
    r"|\s(?:because|since|as|by|due to)\b.+|(?:—|\s–|\s-)\s*(?P<content>[^\d=]*[A-Za-z]{3}.*))$",
    re.IGNORECASE,
)
_NOT = lazy(
    r"\((?:not|but not|and not)\s+(?P<others>[^()]+(?:\([^()]*\)[^()]*)*)\)\s*$|(?:,|,? (?:but|and)) not (?P<but>.+)$",
    re.IGNORECASE,
    needs="(not|, not|and not|but not",
)
_BRACKETED_REMARK = lazy(r"\s+\((?=[^()]*[A-Za-z]{3})(?P<content>[^()]*)\)\s*$")
_BRACKETED_END = lazy(r"(?<=[.!])\s*\([^()]*(?:\([^()]*\)[^()]*)*\)$")  # "B and D only. (A has a negative entry)"
_NONE = lazy(
    r"(?:none|neither|no(?: (?:option|statement|choice|answer|one)s?)?)"
    r"(?:\s*(?:of|from)\s+(?:the\s+|these\s*|those\s*|them\s*)?(?P<others>.*?))?"
    r"(?:\s+(?:is|are|holds?|applies|apply|qualif(?:y|ies))(?:\s+(?:correct|true|right|valid|bounded|suitable))?)?",
    re.IGNORECASE,
    needs="no|neither",
)
_NEITHER = lazy(
    rf"neither\s+(?:{_NOUN}\s+)?(?P<one>{_ONE})\s+nor\s+(?P<other>{_ONE})(?:\s+(?:is|are|holds?)\b.*)?",
    re.IGNORECASE,
    needs="nor",
)
_ALL = lazy(
    rf"(?:all|every(?:thing|one)?|both)(?: of (?:them|these|the above))?(?: the)?(?: (?:two|three|four|five|six))?"
    rf"(?: {_NOUN})?(?: (?:but|except(?: for)?|apart from|besides)\s+(?P<but>.+?))?"
    r"(?: (?:are|is|hold|holds|apply|applies)(?: (?:correct|true|right|valid))?)?",
    re.IGNORECASE,
    needs="all|both|every",
)
_PLACES = lazy(
    r"(?:the )?(?P<places>(?:first|second|third|fourth|fifth)"
    r"(?:(?:, | and |, and |, the | and the )(?:first|second|third|fourth|fifth))*)"
    rf"(?: (?:one|ones|{_NOUN}))",
    re.IGNORECASE,
    needs="third|fifth|first|fourth|second",
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_NONE_FILLER = lazy(r"(?:above|options?|statements?|choices?|answers?|two|three|four|five|six|others?|given|\s)*", re.I)


def selection(bare: str, plain: bool = True) -> Selection | None:
    """What the key selects; None where it is no such key. `plain`: it stands in no dollar signs."""
    text = _BRACKETED_END.sub("", bare.strip()).strip("*_ ").rstrip(".").strip()
    labelled = False
    for _ in range(3):
        label = _LABEL.match(text)
        if (
            label is None
            or label.end() == len(text)
            or (label[0].lower() == "both " and text.lower().startswith("both of"))
        ):
            break
        text, labelled = text[label.end() :].strip("*_ "), True
    if (none := _none(text)) is not None:
        return none
    if (places := _PLACES.fullmatch(text)) is not None:
        return Selection(
            tuple(
                str(_ORDINALS.index(word.lower()) + 1)
                for word in re.findall("|".join(_ORDINALS), places["places"], re.I)
            )
        )
    if (every := _ALL.fullmatch(text)) is not None:
        out = _listed(every["but"], True, True) if every["but"] else ()
        return Selection((ALL,), out) if out or not every["but"] else None
    others: tuple[str, ...] = ()
    if (denied := _NOT.search(text)) and (
        named := _listed(re.sub(r"\bnot ", "", denied["others"] or denied["but"]), True, True)
    ):
        others, text = named, text[: denied.start()].strip()
    noun = _NOUN_BEFORE.match(text)
    only = _ONLY_BEHIND.search(text)
    head = text[: only.start()] if only else text
    sure = bool(labelled or noun or only or others)
    if options := _listed(head, sure or plain, sure):
        return Selection(
            options, others, small=plain and re.fullmatch(r"[a-j, &]+|[a-j, ]*and [a-j]", head) is not None
        )
    for shorter in (_BRACKETED_REMARK, _REASON):
        cut = shorter.search(head)
        if cut and head.count("(", 0, cut.start()) != head.count(")", 0, cut.start()):
            continue  # `(I - γP)^{-1} r`
        if cut and cut.start() and (options := _listed(head[: cut.start()].rstrip(" ,.;:"), False, sure)):
            content = cut["content"] or ""
            reason = re.match(
                r"(?:because|since|as|by|due|for|so|which|where|this|it|the|only|not|but)\b", content, re.I
            )
            return Selection(options, others, "" if reason or len(options) > 1 else content)
    return None


def _none(text: str) -> Selection | None:
    if (both := _NEITHER.fullmatch(text)) is not None:
        return Selection((), _listed(f"{both['one']} and {both['other']}", True, True))
    found = _NONE.fullmatch(text)
    if found is None or text.lower() in ("no", "no one"):
        return None
    named = found["others"] or ""
    if not named or _NONE_FILLER.fullmatch(named):
        return Selection(())
    others = _listed(named, True, True)
    return Selection((), others) if others else None


def _listed(text: str, plain: bool, sure: bool = False) -> tuple[str, ...]:
    """The options of a list that is nothing else, in capitals (numerals in small letters); () where it is none."""
    text = text.strip().rstrip(".").strip()
    noun = _NOUN_BEFORE.match(text)
    sure = sure or noun is not None
    text = text[noun.end() :] if noun else text
    if not _LIST.fullmatch(text):
        return ()
    if "+" in text and not plain and not sure:
        return ()  # `$I + A$` is a sum
    items = _ITEM.findall(text)
    if all(item.isdigit() for item in items):
        joined = bool(re.search(r"and|&", text)) or len(re.findall(r"\(\d\)", text)) == len(items)
        return tuple(dict.fromkeys(items)) if sure or (plain and joined) else ()
    if any(item.isdigit() for item in items):
        return ()
    lower = [item.lower() for item in items]
    if all(item in ROMAN for item in lower) and (
        any(len(item) > 1 for item in lower) or re.fullmatch(r"\(?[iv]\)|I", text)
    ):
        return tuple(dict.fromkeys(lower)) if sure or plain or text.startswith("(") else ()
    if not all(len(item) == 1 and item in "ABCDEFGHIJabcdefghij" for item in items):
        return ()
    small = any(item.islower() for item in items)
    if small and not sure:
        bracketed = len(re.findall(r"[a-j]\)", text)) == len(items)
        joined = bool(re.search(r"\band\b|&", text)) and plain
        alone = len(items) == 1 and plain and items[0] in "abcde"
        if not (bracketed or joined or alone):
            return ()
    return tuple(dict.fromkeys(item.upper() for item in items))


# ---- a verdict with its reason -----------------------------------------------------------------------------

_VERDICT = lazy(
    r"[\s*_]*(?:(?:answer|solution)\s*:\s*|(?:the|this|that) (?:statement |claim |assertion )?(?:is|are) )?[*_]*"
    r"(?P<word>true|false|yes|no|correct|incorrect|wrong|holds)[*_]*"
    r"(?:[*_\s]*$|[*_]*\s*(?:[.,;:!–—(-]|because\b|since\b|as\b|by\b)(?P<why>.*)$)",
    re.IGNORECASE | re.DOTALL,
    needs="no|yes|true|wrong|false|holds|correct",
)
_AFFIRMS = frozenset(("true", "yes", "correct", "holds"))
_POINTS = lazy(
    r"\s*[(\[](?:see|cf\.?|vgl\.?|siehe|slide|lecture|p\.|\d+\s?P)(?:\s[^()\[\]]*)?[)\]]\s*\.?\s*$"
    r"|\s*[(\[][^()\[\]]*\b(?:points?|pts?|marks?|credits?|P)\b(?:[^()\[\]]|\([^()]*\))*[)\]]\s*\.?\s*$",
    re.IGNORECASE,
)


def without_points(text: str) -> str:
    """The key without what a marker is told in brackets at its end: "(1 pt each)", "(No marks without a proof.)"."""
    return _POINTS.sub("", text)


def verdict(text: str) -> bool | None:
    """ "FALSE. The product need not be symmetric.": the verdict that a key begins with; None where there is none.

    >>> verdict("True, by Jensen."), verdict("FALSE. The product need not be symmetric."), verdict("No solution")
    (True, False, None)

    What follows must be a reason: a second verdict, or a value, is none.
    """
    found = _VERDICT.match(in_english(text))
    if found is None:
        return None
    why = found["why"] or ""
    if re.match(
        r"\W*(?:true|false|yes|no|T|F|(?:in)?correct|wrong|right|(?:in)?valid)\b", why, re.IGNORECASE
    ) or re.search(r"\(?\b[b-e]\)", why):
        return None
    if re.search(r"\w", why) and len(re.findall(r"[A-Za-z]{2,}", why)) < 2 and "$" not in why:
        return None
    return found["word"].lower() in _AFFIRMS
