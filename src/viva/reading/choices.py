r"""Options named in a text: letters after "Diagram", in boxes, in bold, in brackets, with a tick; several at once.

>>> [(m.option, m.ticked) for m in options("■ A □ B □ C", ("A", "B", "C"))]
[('A', True), ('B', False), ('C', False)]
>>> [(m.option, m.stance) for m in mentions("Both A and C hold; B does not.", ("A", "B", "C"))]
[('A', True), ('C', True), ('B', False)]

The letter A of "A batch" is an article and no option. What is said of a run of options ("neither A nor C", "B and D
are wrong", "Not convex: B, D") is said of each. Which of them are chosen is told in `viva.reading.chosen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from viva.reading.patterns import lazy

_TICKED = "■☒☑✅✓✔▣◼⬛●◉🗹🅇⊠▪"
_EMPTY = "□☐▢◻⬜○◯🞎❏❑❌✗✘"
NOUN = (
    r"(?:diagram|figure|fig\.?|cube|option|choice|picture|panel|image|answer|letter|case|block|item|part|box|model|"
    r"column|plot|statement|claim|assertion|alternative|number|rule)s?"
)
# What stands in front of the option that somebody commits to.
SAYING = (
    r"it['’]s|it is|choose|pick|select|go with|went with|going with|choice is|answer is|pick is|must be|has to be"
    r"|prefer|i(?:['’]d| would)? say|leaves(?: only)?|leaving(?: only)?|left with|of course|clearly|definitely"
    r"|want|tick|mark|points to"
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(frozen=True)
class Mention:
    """An option at `start:end`. `strength` grows with how plainly it is meant.

    `ticked` is None where there is no box; `stance` is True or False where the text says that it is right or wrong.
    """

    option: str
    start: int
    end: int
    ticked: bool | None = None
    strength: int = 0
    stance: bool | None = None
    first: int = 0  # where it begins with its noun or bracket


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    letters = all(len(name) == 1 for name in names)
    option = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    spelt = dict.fromkeys(c for name in sorted(names, key=len, reverse=True) for c in (name, name.lower()))
    if names is ROMAN:
        spelt = dict.fromkeys((*spelt, *map(str.upper, spelt)))
    anycase = "|".join(map(re.escape, spelt)) if letters or names is ROMAN else option
    bare = "|".join(map(re.escape, names))
    if names is ROMAN:  # a lone i, v or x is a symbol rather than a numeral, but for "I, II"
        bare = "|".join(re.escape(name) for name in spelt if len(name) > 1)
        bare += r"|[iI](?=(?:,|,? and|,? or| &) (?:[iI]{2,3}|iv|IV)(?![A-Za-z]))"
    # a digit in "2×2" or "n < 2ⁿ" is a number
    apart, alone = (
        (r"(?<![×·/^<>≤≥√])(?<![×·/<>≤≥]\s)", r"(?!\s?[×·/<>≤≥ⁿ⁰-⁹²³¹]|,\s?\d\d)") if names[0] == "1" else ("", "")
    )
    mark = rf"(?P<tick>[{_TICKED}]|\\blacksquare|\\boxtimes|\\checkmark|\[[xX✓✔■]\]|\([xX✓✔]\))"
    mark += rf"|(?P<empty>[{_EMPTY}]|\\square|\\Box|\[\s?\]|\(\s\))"
    return re.compile(
        rf"(?:{mark})[ \t*_$()\\{{]*(?:text\{{)?(?:(?i:{NOUN})\s*)?"
        rf"[(]?(?P<boxed>{option}|(?:{anycase})(?=\)))(?![A-Za-z0-9])"
        rf"|(?<![A-Za-z])(?i:{NOUN})[\s*_$#]*[(\[]?[\s*_$]*(?P<named>{anycase})(?![A-Za-z0-9'’])(?!\.\d)"
        rf"|\\(?:boxed|fbox|mathbf|textbf|text|mathrm|mathsf|textsf|bf)\{{\s*(?:\\(?:text|mathrm|textbf|mathbf)\{{)?"
        rf"\s*\(?(?P<macro>{anycase})\)?\s*\}}"
        rf"|\*\*[\s(]*(?:(?i:{NOUN})\s*)?(?P<bold>{anycase})[\s).:]*\*\*"
        rf"|(?<![A-Za-z])(?i:{SAYING})"
        rf"[\s*_$(]+(?P<said>{option}|(?<=\()(?:{anycase})(?=\)))(?![A-Za-z0-9_^{{'’(₀-₎⁰-⁾²³¹])(?!\s+[a-z]{{2,}}\b(?<!and)(?<!or)(?<!because)(?<!since)"
        rf"(?<!with)(?<!here))"
        rf"|(?<![A-Za-z])(?i:only)[\s*_$]+(?:(?i:{NOUN})\s*)?\(?(?P<only>{option})(?![A-Za-z0-9_^{{'’(₀-₎⁰-⁾²³¹])"
        rf"|(?<![A-Za-z0-9])\((?P<bracket>{anycase})\)(?![A-Za-z0-9])"
        rf"|(?<![A-Za-z0-9\\.]){apart}(?P<bare>{bare})(?![A-Za-z0-9_^{{'’(₀-₎⁰-⁾²³¹])(?!\.\d)"
        rf"(?!\s*(?:[∈∉≤≥]|\\(?:in|notin|leq?|geq?)(?![a-z])))(?!\s(?:matrices|vectors|tensors|images|samples|tokens)\b)"
        rf"{alone}"
    )


_STRENGTH = {"boxed": 4, "named": 3, "macro": 4, "bold": 4, "said": 3, "only": 3, "bracket": 2, "bare": 1}
_ARTICLE = lazy(r"(?:(?<![:=→←⇒>] .)\s+|[ \t]+)[a-z]+")  # but "layer norm ← A" may end a line
_VERB = lazy(
    r"\s+(?:is|are|shows?|diverges|converges|correspond\w*|denotes?|represents?|depicts?|matches|for|and|or|was"
    r"|would|illustrates?|has|"
    r"because|since|as|to|with|in|on|means|gives|holds?|true|false|saturates"
    r"|spans|covers|averages|normali[sz]es|displays|fixes|keeps|mixes|extends|does|contains)\b"
)
DENIED_BEFORE = lazy(
    r"(?:\bnot|n't|n’t|\bdoubt(?: that)?|\bneither|\bnor|\brather than|\binstead of|\bunlike|\bthan|\bover|\bexclud\w+"
    r"|\bexcept(?: for)?|\b(?:everything|anything|all|any) but"
    r"|\brule out|\bruled out|\bdiscard\w*|\bdismiss\w*|\bthought(?: of)?|\bguess(?:ed)?(?: was)?|\bgoing to say"
    r"|\bunsure about|\bwould have said|\btempted by|\btempted to (?:say|choose|pick)|"
    r"\beliminat\w+|\b(?:false|wrong|incorrect|invalid) (?:ones?|options?|statements?|choices?) (?:is|are):?"
    r"|\bwrong:?|\bincorrect:?)\s+(?:either\s+|both\s+)?"
    r"(?:by\s+|in\s+|be\s+|to\s+|for\s+|with\s+|it was\s+)?(?:the\s+)?[\s*_$(]*$",
    re.IGNORECASE,
)
DENIED_AFTER = lazy(
    r"[ \t*_$):]*(?:does|do)(?:\s+not|n't|n’t)\b(?=\s*(?:$|[.,;)\n]|work|apply|fit|match|hold|count|qualify|satisfy))|"
    r"[ \t*_$):]*(?:(?:is|are|was|were|would be|cannot be|can't be|→|⇒)"
    r"(?:\s+(?:both|all|also|clearly|simply|the))?)?\s*"
    r"(?:\bnot\b|n't\b|n’t\b|\bwrong\b|\bincorrect\b|\bfalse\b|\buntrue\b|\binvalid\b|\bruled out\b|\bout\b|"
    r"\bfails?\b|\beliminated\b|\bcannot\b|\bcan't\b|✗|❌|✘)",
    re.IGNORECASE,
)
_AFFIRMED_AFTER = lazy(
    r"[\s*_$):]*(?:(?:is|are|must be|has to be|→|⇒)\s+)?(?:(?:both|all|also|indeed|certainly|clearly)\s+)*"
    r"(?:the\s+)?(?:only\s+)?(?:correct|right|true|valid|better|best|✓|✔|✅)(?![A-Za-z])"
    r"(?!\s+(?:about|that|in|if|only|for|when|but))|"
    r"[\s*_$):]*(?:both\s+|all\s+)?(?:holds?|works?|fits?|survives?|applies|apply|qualif(?:y|ies))\b"
    r"(?! (?:only|if|when|for|to|on))|"
    r"[ *_$):]*it is(?=\s*(?:[.,;:!]|$))|[ *_$):]*(?:too|as well|obviously|certainly|for sure)(?=\s*(?:[.,;:!]|$))|"
    r"[ *_$)]*\bdoes(?=\s*(?:[.,;:]|$))"
    r"|[ *_$)]*\bis (?:what (?:I|we|remains|is left)\b|left(?= *(?:[.,;]|$))|(?:my|the) (?:answer|choice|pick)\b)",
    re.IGNORECASE,
)
_SO_IS = lazy(r"\b(?:true|right|correct|holds?|valid)\b[,;]? and so (?:is|are|does|do)\s[\s*_$(]*$", re.IGNORECASE)
_LABEL = lazy(r"(?:^|[.;(\n])[\s*_>•-]*(?P<label>(?!no\W)[A-Za-z][\w '’-]{0,40}?)[\s*_]*:[\s*_$(]*$", re.I)
_LABEL_DENIES = lazy(
    r"\b(?:not|non|no|neither|false|incorrect|wrong|exclud\w*|eliminat\w*|ruled|rejected|invalid|untrue|never)\b", re.I
)
_LABEL_AFFIRMS = lazy(r"\b(?:true|correct|right|valid|yes|answers?|selected|chosen|choose|select)\b", re.I)
_BLANKS = lazy(r"\s+")
_JOIN = lazy(
    rf"[\s,*_$&/+\\)\]}}]*(?:(?:and also|also|and|or|nor|plus|as well as)\b)?[\s(*_$#\[{{\\]*"
    rf"(?:(?i:{NOUN})[\s(*_$]*)?",
    re.IGNORECASE,
)

_TICKED_ON = lazy(r"[)*_]*(?:,|,?[ ]?and|[ ]?&)[ *_(]*")

# "for each channel (C)", "over (N, H, W, C)", "the C dimension": the letter of an axis, and no option.
_AXIS_BEFORE = lazy(
    r"(?:\b(?:channels?|features?|maps?|ax[ie]s|dim(?:ension)?s?|heights?|widths?|depths?|constants?)[\s*_$]*\(?"
    r"|(?<![A-Za-z])[NHW][\s*_$]*[,×x·][\s*_$]*)$"
)
_AXIS_AFTER = lazy(
    r"\)?[\s*_$]*(?:[,×x·][\s*_$]*[NHW](?![A-Za-z])|[- ](?:dim(?:ension)?s?|ax[ie]s|channels?)\b"
    r"|(?:is|runs|lies|stands|on)\s(?:(?:on|along|for)\s)?(?:the\s)?(?:horizontal|vertical|channels?|ax[ie]s|depth)\b)"
)


def options(text: str, names: tuple[str, ...]) -> list[Mention]:
    """Every mention of an option, in order; denied ones, and articles "A", left out."""
    return [mention for mention in mentions(text, names) if mention.stance is not False]


@lru_cache(maxsize=64)
def mentions(text: str, names: tuple[str, ...]) -> tuple[Mention, ...]:
    """Every mention of an option, in order, with what the text says of it; articles "A" left out."""
    letters = all(len(name) == 1 for name in names)
    after = _boxes_behind(text, names)
    if after:
        return tuple(after)
    found: list[Mention] = []
    for match in _pattern(names).finditer(text):
        kind = str(match.lastgroup) if match.lastgroup in _STRENGTH else next(k for k in _STRENGTH if match[k])
        option = match[kind].lower() if names is ROMAN else match[kind]
        if letters and option not in names:
            option = option.upper() if option.upper() in names else option.lower()
        if option not in names:
            continue
        ticked = True if match["tick"] else False if match["empty"] else None
        start, end = match.start(kind), match.end(kind)
        if kind == "bare" and option in ("A", "I", "a") and _ARTICLE.match(text, end) and not _VERB.match(text, end):
            continue
        if (
            letters
            and kind in ("bracket", "bare")
            and (_AXIS_BEFORE.search(text[max(0, start - 24) : start]) or _AXIS_AFTER.match(text, end, end + 24))
        ):
            continue
        joined = found and _TICKED_ON.fullmatch(text[found[-1].end : start])
        if joined and ticked is None:
            ticked = found[-1].ticked  # "✓ B, D"
        found.append(Mention(option, start, end, ticked, _STRENGTH[kind], None, match.start()))
    return tuple(mention for run in runs_of(text, found) for mention in _with_stance(text, run))


def runs_of(text: str, found: Iterable[Mention]) -> list[list[Mention]]:
    """The mentions in runs: "A, B and (C)" is one."""
    runs: list[list[Mention]] = []
    for mention in found:
        if runs:
            before = runs[-1][-1]
            between = _BLANKS.sub(" ", text[before.end : mention.start])
            if before.ticked is mention.ticked is None and len(between) <= 24 and _JOIN.fullmatch(between):
                runs[-1].append(mention)
                continue
        runs.append([mention])
    return runs


def _with_stance(text: str, run: list[Mention]) -> list[Mention]:
    """What is said of a run is said of each of its options."""
    if run[0].ticked is not None:
        return run
    before = text[max(0, run[0].first - 48) : run[0].first]
    label = _LABEL.search(before)
    stance: bool | None = None
    if DENIED_BEFORE.search(before) or (label and _LABEL_DENIES.search(label["label"])):
        stance = False
    elif (label and _LABEL_AFFIRMS.search(label["label"])) or _SO_IS.search(before):
        stance = True
    elif DENIED_AFTER.match(text, run[-1].end, run[-1].end + 30):
        stance = False
    elif _AFFIRMED_AFTER.match(text, run[-1].end, run[-1].end + 40):
        stance = True
    return run if stance is None else [replace(mention, stance=stance) for mention in run]


@lru_cache(maxsize=64)
def _behind_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    spelt = [name for name in names if names is not ROMAN or len(name) > 1]
    option = "|".join(re.escape(c) for name in spelt for c in dict.fromkeys((name, name.lower())))
    return re.compile(
        rf"(?<![A-Za-z0-9])\(?(?P<option>{option})\)?[.):]?[\s*_$]*"
        rf"(?:(?P<tick>[{_TICKED}]|\[[xX✓✔■]\])|(?P<empty>[{_EMPTY}]|\[\s?\]))"
    )


def _boxes_behind(text: str, names: tuple[str, ...]) -> list[Mention]:
    """A row of boxes that stand behind their options: `A ⬜  B ⬛  C ⬜`; empty if the boxes stand in front."""
    first = re.search(rf"[{_TICKED}{_EMPTY}]|\[[xX ]?\]", text)
    if first is None:
        return []
    rows = list(_behind_pattern(names).finditer(text))
    if not rows or rows[0].start() > first.start() or (len(rows) < 2 and not rows[0]["tick"]):
        return []
    found = []
    for row in rows:
        option = row["option"] if row["option"] in names else row["option"].upper()
        found.append(Mention(option, row.start("option"), row.end("option"), bool(row["tick"]), 4))
    return found
