r"""Partners that a reply gives to options: "1 → c, 2 → a", "c goes with 1", one sentence on each.

>>> from viva.reading.replies import read_reply
>>> def right(reply): return paired((("1", "c"), ("2", "a"), ("3", "b")), read_reply(reply))
>>> right("1 → c, 2 → a, 3 → b"), right("a belongs to 2, b to 3 and c to 1."), right("1a, 2b, 3c")
(True, True, False)
>>> right("c, a, b"), right("(1) goes with (b), (2) with (c), which leaves (a) for (3).")
(True, False)

None where not every option gets a partner, or one gets two.
"""

from __future__ import annotations

import re

from viva.reading.choices import ROMAN
from viva.reading.glossary import in_english
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply

_REMARK = lazy(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LINKED = (
    r"[\s*_|()'\"\]\[]*(?:↔|⟷|→|⇒|->|=>|-|–|—|:|=|\.{2,}|…+|\bmatch(?:es)?\b|\bis\b|\bgoes (?:with|to)\b|\bgets\b"
    r"|\b(?:corresponds|belongs) to\b|\bwith\b|\bpairs with\b|\\(?:to|rightarrow|leftrightarrow|mapsto)(?![a-z]))?"
    r"[\s*_|()'\"\]\[]*"
)
_CLASS_OF = {"letter": "[A-Ja-j]", "digit": "[1-9]", "numeral": "[ivxIVX]{1,4}"}
_SENTENCE = lazy(r"[.;\n](?=\s|$)|\n")


def paired(partners: tuple[tuple[str, str], ...], reply: Reply) -> bool | None:
    """For each option the partner behind it ("1 → c", "c: 1"), in the same sentence, or at its place in a list."""
    text = _REMARK.sub(lambda m: m[0] if len(m[1]) < 5 else " ", normalise(in_english(reply.text)).text)
    ones = [one for one, _ in partners]
    wanted = {one.lower(): other.lower() for one, other in partners}
    other = _CLASS_OF[_kind(partners[0][1])]
    listed = re.fullmatch(
        rf"\W*{other}(?:[\s,;]+(?:and\s+)?\(?{other}\)?){{{len(ones) - 1}}}\W*"
        r"(?:\(?in (?:this|that|the given) order\W*)?",
        text.strip(),
    )
    if listed:
        given = re.findall(rf"(?<![A-Za-z]){other}(?![A-Za-z])", listed[0].split("(in")[0])[: len(ones)]
        return dict(zip(sorted(wanted), map(str.lower, given), strict=True)) == wanted
    for found in (
        _direct(text, ones, other, _LINKED),
        _reverse(text, ones, other),
        _direct(text, ones, other, _LINKED + r",?\s*"),
        _by_sentence(text, ones, other),
        _scanned(text, ones, other),
    ):
        if found is not None:
            return found == wanted
    return None


def _direct(text: str, ones: list[str], other: str, link: str) -> dict[str, str] | None:
    given = {}
    for one in ones:
        pair = re.compile(rf"(?<![\w.]){re.escape(one)}{link}(?P<other>{other})(?!\w|['’][a-z])", re.IGNORECASE)
        found = [m["other"].lower() for m in pair.finditer(text)]
        if not found:
            return None
        given[one.lower()] = found[-1]
    return given


_GOES_WITH = (
    r"[\s*_|()'\"]*(?:(?:↔|⟷|→|⇒|->|=>|–|—|-|:|=)|\b(?:(?:clearly |of course )?(?:is|matches|gets|takes|with|to|for)"
    r"|(?:belongs?|corresponds?) to|goes? (?:with|to)|pairs? with|comes? from)\b)[\s*_|()'\"]*"
)


def _scanned(text: str, ones: list[str], other: str) -> dict[str, str] | None:
    """Pairs said in either direction, in any order: "(1) goes with (b), which leaves (a) for (2)"."""
    one = "|".join(re.escape(name) for name in sorted(ones, key=len, reverse=True))
    left, right = r"(?<![\w.^_])\(?", r"\)?(?![\w'’^_(=])"
    pair = re.compile(
        rf"{left}(?P<one>{one}){right}{_GOES_WITH}{left}(?P<other>{other}){right}"
        rf"|{left}(?P<first>{other}){right}{_GOES_WITH}{left}(?P<second>{one}){right}"
    )
    given: dict[str, str] = {}
    for found in pair.finditer(text[:4_000]):
        item, partner = (found["one"] or found["second"]).lower(), (found["other"] or found["first"]).lower()
        if given.setdefault(item, partner) != partner:
            return None
    return given if len(given) == len(ones) and len(set(given.values())) == len(given) else None


def _reverse(text: str, ones: list[str], other: str) -> dict[str, str] | None:
    given = {}
    for one in ones:
        pair = re.compile(rf"(?<![\w.])(?P<other>{other}){_LINKED}{re.escape(one)}(?![\w'’])", re.IGNORECASE)
        found = {m["other"].lower() for m in pair.finditer(text)}
        if len(found) != 1:
            return None
        given[one.lower()] = found.pop()
    return given


def _by_sentence(text: str, ones: list[str], other: str) -> dict[str, str] | None:
    """The only option and the only partner of a sentence or line go together, if every one of them has its own."""
    given: dict[str, str] = {}
    one = "|".join(map(re.escape, ones))
    for sentence in _SENTENCE.split(text):
        bracketed = re.findall(rf"(?<!, )\(({one})\)", sentence)
        mine = set(bracketed or re.findall(rf"(?<![\w.,-])\(?({one})\)?(?![\w'’]|,\s*\d|\.\d)", sentence))
        partners = set(re.findall(rf"(?<![\w.\\^_])\(({other})\)(?![\w'’(^_])", sentence))
        if len(partners) != 1:
            partners = set(re.findall(rf"(?<![\w.\\^_])\(?({other})\)?(?![\w'’(^_]|\s+[a-z]{{2}})", sentence))
        if len(mine) != 1 or len(partners) != 1 or mine & given.keys():
            if mine:
                return None
            continue
        given[mine.pop().lower()] = partners.pop().lower()
    return given if len(given) == len(ones) else None


def _kind(option: str) -> str:
    if option.isdigit():
        return "digit"
    return "numeral" if option.lower() in ROMAN[1:] else "letter"
