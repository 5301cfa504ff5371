r"""Options chosen in a text: letters after "Diagram", in boxes, in bold, in brackets, with a tick; several at once.

>>> [(m.option, m.ticked) for m in options("■ A □ B □ C", ("A", "B", "C"))]
[('A', True), ('B', False), ('C', False)]
>>> [m.option for m in chosen("A batch is shared, so it is **(c)**, not B.", ("A", "B", "C"))]
['C']

The letter A of "A batch" is an article and no option. An option that is denied ("not B", "B is wrong") is not chosen.
In a row of boxes only the ticked ones are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.patterns import lazy

_TICKED = "■☒☑✅✓✔▣◼⬛●◉🗹🅇⊠▪"
_EMPTY = "□☐▢◻⬜○◯🞎❏❑❌✗✘"
_NOUN = (
    r"(?:diagram|figure|fig\.?|cube|option|choice|picture|panel|image|answer|letter|case|block|item|part|box|model|"
    r"column|plot|statement|claim|assertion)s?"
)


@dataclass(frozen=True)
class Mention:
    """An option at `start:end`. `ticked`: None where there is no box. `strength` grows with how plainly it is meant."""

    option: str
    start: int
    end: int
    ticked: bool | None = None
    strength: int = 0


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    letters = all(len(name) == 1 for name in names)
    option = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    anycase = "|".join(re.escape(c) for name in names for c in (name, name.lower())) if letters else option
    mark = rf"(?P<tick>[{_TICKED}]|\\blacksquare|\\boxtimes|\\checkmark|\[[xX✓✔■]\]|\([xX✓✔]\))"
    mark += rf"|(?P<empty>[{_EMPTY}]|\\square|\\Box|\[\s?\]|\(\s\))"
    return re.compile(
        rf"(?:{mark})[\s*_$()\\{{]*(?:text\{{)?(?:(?i:{_NOUN})\s*)?[(]?(?P<boxed>{option})(?![A-Za-z0-9])"
        rf"|(?<![A-Za-z])(?i:{_NOUN})[\s*_$]*[(\[]?[\s*_$]*(?P<named>{anycase})(?![A-Za-z0-9'’])"
        rf"|\\(?:boxed|fbox|mathbf|textbf|text|mathrm|mathsf|textsf|bf)\{{\s*(?:\\(?:text|mathrm|textbf|mathbf)\{{)?"
        rf"\s*\(?(?P<macro>{anycase})\)?\s*\}}"
        rf"|\*\*[\s(]*(?:(?i:{_NOUN})\s*)?(?P<bold>{anycase})[\s).:]*\*\*"
        rf"|(?<![A-Za-z])(?i:it['’]s|it is|choose|pick|select|go with|went with|going with|choice is|answer is"
        rf"|must be|has to be|leaves(?: only)?|leaving(?: only)?)"
        rf"[\s*_$(]+(?P<said>{option})(?![A-Za-z0-9_^{{'’(])(?!\s+[a-z]{{2,}}\b(?<!and)(?<!or)(?<!because)(?<!since)(?<!with))"
        rf"|(?<![A-Za-z0-9])\((?P<bracket>{anycase})\)(?![A-Za-z0-9])"
        rf"|(?<![A-Za-z0-9\\.])(?P<bare>{option})(?![A-Za-z0-9_^{{'’(])"
    )


_STRENGTH = {"boxed": 4, "named": 3, "macro": 4, "bold": 3, "said": 3, "bracket": 2, "bare": 1}
_ARTICLE = lazy(r"\s+[a-z]+")
_VERB = lazy(
    r"\s+(?:is|are|shows?|correspond\w*|denotes?|represents?|depicts?|matches|for|and|or|was|would|illustrates?|has|"
    r"because|since|as|to|with|in|on|means|gives)\b"
)
_DENIED_BEFORE = lazy(
    r"(?:\bnot|n't|\bneither|\bnor|\brather than|\binstead of|\bunlike|\bthan|\bover|\bexclud\w+|\bexcept"
    r"|\brule out|\bruled out|"
    r"\beliminat\w+|\bwrong:?|\bincorrect:?)\s+(?:by\s+|in\s+)?(?:the\s+)?[\s*_$(]*$",
    re.IGNORECASE,
)
_DENIED_AFTER = lazy(
    r"[\s*_$):]*(?:(?:does|do)(?:\s+not|n't|n’t)\s+(?:work|apply|fit|match|hold|count|qualify|satisfy)\b)|"
    r"[\s*_$):]*(?:is|are|was|would be|cannot be|can't be)?\s*"
    r"(?:\bnot\b|n't\b|\bwrong\b|\bincorrect\b|\bfalse\b|\bruled out\b|\bout\b|"
    r"\bfails?\b|\beliminated\b|\bcannot\b|\bcan't\b|✗|❌|✘)",
    re.IGNORECASE,
)

# "for each channel (C)", "over (N, H, W, C)", "the C dimension": the letter of an axis, and no option.
_AXIS_BEFORE = lazy(
    r"(?:\b(?:channels?|features?|maps?|ax[ie]s|dim(?:ension)?s?|heights?|widths?|depths?|constants?)[\s*_$]*\(?"
    r"|(?<![A-Za-z])[NHWD][\s*_$]*[,×x·][\s*_$]*)$"
)
_AXIS_AFTER = lazy(r"\)?[\s*_$]*(?:[,×x·][\s*_$]*[NHWD](?![A-Za-z])|[- ](?:dim(?:ension)?s?|ax[ie]s|channels?)\b)")


def options(text: str, names: tuple[str, ...]) -> list[Mention]:
    """Every mention of an option, in order; denied ones, and articles "A", left out."""
    letters = all(len(name) == 1 for name in names)
    after = _boxes_behind(text, names)
    if after:
        return after
    found = []
    for match in _pattern(names).finditer(text):
        kind = str(match.lastgroup) if match.lastgroup in _STRENGTH else next(k for k in _STRENGTH if match[k])
        option = match[kind]
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
            and (
                _AXIS_BEFORE.search(text[max(0, match.start(kind) - 24) : match.start(kind)])
                or _AXIS_AFTER.match(text, end, end + 24)
            )
        ):
            continue
        if ticked is None:
            if _DENIED_BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
                continue
            if _DENIED_AFTER.match(text, match.end(), match.end() + 30):
                continue
        found.append(Mention(option, start, end, ticked, _STRENGTH[kind]))
    return found


@lru_cache(maxsize=64)
def _behind_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    option = "|".join(re.escape(c) for name in names for c in dict.fromkeys((name, name.lower())))
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


def chosen(text: str, names: tuple[str, ...]) -> list[Mention]:
    """The options that the text chooses: the ticked ones where there are boxes, else those most plainly meant."""
    found = options(text, names)
    if any(m.ticked for m in found):
        return [m for m in found if m.ticked]
    if any(m.ticked is False for m in found):
        return []
    if not found:
        return []
    best = max(m.strength for m in found)
    picked: list[Mention] = []
    for mention in found:
        joined = picked and re.fullmatch(
            r"[\s,;()*_$.&]*(?:and|or|plus)?[\s()*_$]*", text[picked[-1].end : mention.start]
        )
        if mention.strength == best or (joined and ";" not in text[picked[-1].end : mention.start]):
            picked.append(mention)
    return picked
