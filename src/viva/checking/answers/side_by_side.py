r"""Items and options that stand side by side in one statement, paired: "BN: A, LN: B", "A ↦ BN; B ↦ LN".

>>> from viva.checking.answers.item_names import named_items
>>> from viva.checking.answers.picked_options import picked_options
>>> items = {"batch": ("batch norm", "BN"), "layer": ("layer norm", "LN")}
>>> def told(text):
...     named, options = named_items(text, items), picked_options(text, ("A", "B", "C"))
...     return [(item.item, option.option) for item, option, _ in paired(text, named, options)]
>>> told("A ↦ BN; B ↦ LN"), told("BN and LN are B and C, respectively"), told("A is not batch norm")
([('batch', 'A'), ('layer', 'B')], [('batch', 'B'), ('layer', 'C')], [])

A sign or a word between the two has to link them, and nothing may part them: a denial, a contrast, the end of a
sentence. The closest pair first; an option is used once. Which of several options is meant is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from viva.checking.answers.item_names import Named
from viva.checking.answers.picked_options import Option
from viva.reading.budget import tick
from viva.reading.patterns import lazy

Paired = tuple[Named, Option, bool]  # with whether no words stand between the two

_LINK = lazy(
    r"→|⇒|->|=>|[↔⟶⟹↦➜▸►▶←⇔≙≡:=—–?|■☒☑✅✔]|\\(?:to|rightarrow|Rightarrow|mapsto|leftrightarrow|longrightarrow|implies)"
    r"|\s-+\s|\[[xX]\]|\*\*"
    r"|\b(?:(?:that|this|it)['’]s|is|are|was|be|as|by|in|to|for|does|do|has|correspond\w*|match\w*|fits?|belongs?|goes"
    r"|denot\w*|show\w*|represent\w*|depict\w*|display\w*|illustrat\w*|answer|choice|choose|select\w*|diagram|figure"
    r"|cube|option|picture|panel|mean\w*|identif\w*|label\w*)\b|\(|✓",
    re.IGNORECASE,
)
BREAKS = lazy(
    r"\b(?:not|unlike|differs?|different|than|compared|whereas|while|but|neither|nor|contrast|cannot|never|if)\b"
    r"|\b(?:is|are|was|were|can?|could|must|would|wo)n['’]t\b"
    r"|\b(?:does|do)n['’]t (?:show|depict|match|fit|represent|correspond|belong|mean)|(?<!i\.e)(?<!e\.g)[.;!](?=\s)",
    re.IGNORECASE,
)
# "… one channel. → BN", "…; that's the left cube": what was said before is given its name.
_NAMED_THEN = lazy(
    r"[.;](?=\s*(?:→|⇒|->|=>|\\(?:to|Rightarrow)\b|(?:so|hence|thus|therefore)\b"
    r"|(?:this|that|it)(?:['’]s| is| must be| corresponds| matches| makes)\b)[^.;!]{0,40}$)",
    re.IGNORECASE,
)
_COMMA = lazy(r",|\band\b|\n|/")


_BOTH_ARE = lazy(r"\W*(?:[a-z]+ )?both\b", re.IGNORECASE)
_JOINED = lazy(
    r"[\s*_$)\]}.]*(?:,|,?\s*(?:and|then|&)|/)?[\s*_$(\[{]*(?:the\s+)?(?:cubes?|diagrams?|first|second)?\s*", re.I
)


def paired(text: str, items: list[Named], options: list[Option]) -> list[Paired]:
    """The items of a statement with their options."""
    return _enumerated(text, items, options) or list(_beside(text, items, options))


def _enumerated(text: str, items: list[Named], options: list[Option]) -> list[Paired]:
    """As many items in a row as options in a row: "BN and LN are A and B, respectively"."""
    count = len(items)
    if count == 2 and len({o.option for o in options}) == 1 and _BOTH_ARE.match(text) and _is_run(text, items):
        return [(item, options[0], True) for item in items]
    if count < 2 or count != len(options) or len({e.item for e in items}) < count or not _is_run(text, items):
        return []
    if len({o.option for o in options}) < count or not _is_run(text, options):
        return []
    if items[0].start < options[-1].end and options[0].start < items[-1].end:
        return []
    between = text[min(items[-1].end, options[-1].end) : max(items[0].start, options[0].start)]
    if BREAKS.search(between) or len(between) > 160:
        return []
    return [(item, option, True) for item, option in zip(items, options, strict=True)]


def _is_run(text: str, tokens: Sequence[Named | Option]) -> bool:
    return all(_JOINED.fullmatch(text, a.end, b.first) for a, b in pairwise(tokens))


def _beside(text: str, items: list[Named], options: list[Option]) -> Iterator[Paired]:
    """Items and options that stand beside each other, the closest first; each option is used once."""
    row: list[Named | Option] = sorted((*items, *options), key=lambda token: token.start)
    gaps = []
    for k in range(len(row) - 1):
        tick()
        one, other = row[k], row[k + 1]
        between = text[one.end : other.start]
        if isinstance(one, Named) is isinstance(other, Named) or ("\n" in between and _in_lines(text, row, k)):
            continue
        if _linked(between):
            gaps.append((2 if "\n" in between else 1 if _COMMA.search(between) else 0, k))
    used: set[int] = set()
    for _, k in sorted(gaps):
        if k in used or k + 1 in used:
            continue
        used |= {k, k + 1}
        one, other = row[k], row[k + 1]
        direct = not re.search(r"[A-Za-z]{2}", text[one.end : other.start])
        if isinstance(one, Named) and isinstance(other, Option):
            for option in _all_meant(text, row, k + 1, used):
                yield one, option, direct
        elif isinstance(one, Option) and isinstance(other, Named):
            if k and isinstance(row[k - 1], Option) and _OR.fullmatch(text, row[k - 1].end, one.start):
                continue
            yield other, one, direct
            yield from ((other, o, direct) for o in _also_before(text, row, k, used))


def _in_lines(text: str, row: list[Named | Option], k: int) -> bool:
    """Has one of the two a partner in its own line?"""
    for one, other in ((k, k - 1), (k + 1, k + 2)):
        if 0 <= other < len(row) and isinstance(row[one], Named) is not isinstance(row[other], Named):
            first, last = sorted((row[one], row[other]), key=lambda token: token.start)
            if "\n" not in text[first.end : last.start]:
                return True
    return False


_AND = lazy(r"[\s*_$)]*(?:and|&|\+|as well as|plus)[\s*_$(]*(?:(?:also|cube|diagram)\s*)?", re.IGNORECASE)
_OR = lazy(r"[\s*_$.,)(]*\bor\b[\s*_$(]*(?:(?:cube|diagram)\s*)?", re.IGNORECASE)
_GOES_ON = lazy(r"[\s*_$)]*(?:[:=→⇒↔(]|->|\s(?:is|are|shows?|has|does|would|for|with|spans?|corresponds)\b)")
_SETTLES = lazy(r"\b(?:go(?:ing)? with|choose|pick|settle (?:on|for)|opt for|final(?:ly)?|answer(?: is)?)\W*$", re.I)


def _all_meant(text: str, row: list[Named | Option], k: int, used: set[int]) -> list[Option]:
    """The option at `k` and those that are joined to it by "and"; "A or C" is none, unless one is chosen afterwards."""
    first = row[k]
    assert isinstance(first, Option)
    run = []
    for j in range(k + 1, len(row)):
        token = row[j]
        if not isinstance(token, Option):
            break
        run.append((j, token))
    if any(o.ticked for o in (first, *(o for _, o in run))):
        used |= {j for j, _ in run}
        return [o for o in (first, *(o for _, o in run)) if o.ticked]
    if not run:
        return [first]
    j, token = run[0]
    if _OR.fullmatch(text, first.end, token.start):
        return [o for _, o in run if _SETTLES.search(text[max(0, o.start - 40) : o.start])][-1:]
    if j not in used and _AND.fullmatch(text, first.end, token.first) and not _GOES_ON.match(text, token.end):
        used.add(j)
        return [first, token]
    return [first]


def _also_before(text: str, row: list[Named | Option], k: int, used: set[int]) -> list[Option]:
    """ "A and C are batch norm": the option before the one at `k`."""
    if not k or k - 1 in used:
        return []
    before, option = row[k - 1], row[k]
    if not isinstance(before, Option) or not isinstance(option, Option) or before.option == option.option:
        return []
    if not re.match(r"[\s*_$)]*(?:are|both|show|depict|represent)\b", text[option.end :]):
        return []
    used.add(k - 1)
    return [before] if _AND.fullmatch(text, before.end, option.first) else []


def _linked(between: str) -> bool:
    between = _NAMED_THEN.sub(" ", between, count=1)
    return (
        len(between) <= 160
        and not BREAKS.search(between)
        and (bool(_LINK.search(between)) or not re.search(r"[A-Za-z]{3}", between))
    )
