r"""Keys that name options with what stands behind them: "(b) LayerNorm and (d) $x/\|x\|$; not (a) ReLU, (c) tanh".

>>> option_list("A and C. [A: RNN, B: GRU, C: self-attention]")
OptionList(options=('A', 'C'), others=('B',), contents=(('A', 'RNN'), ('B', 'GRU'), ('C', 'self-attention')))
>>> found = option_list("(b) LayerNorm and (d) $x/c$; not (a) ReLU, (c) tanh")
>>> found.options, found.others
(('B', 'D'), ('A', 'C'))
>>> option_list("(a) $x = 3$ and (b) $y = 4$") is None, option_list("(a) ReLU") is None
(True, True)

A list from the first label on, of which none is denied, may as well answer the parts (a), (b), … of a question: it is
no choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.checking.keys.selecting import ALL, selection
from viva.reading.choices import ROMAN
from viva.reading.glossary import in_english
from viva.reading.patterns import lazy

LONGEST = 1_000  # a longer key is a solution, and no list of options


@dataclass(frozen=True)
class OptionList:
    """The options that a key selects, those that it turns down, and what it says of each."""

    options: tuple[str, ...]
    others: tuple[str, ...]
    contents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Entry:
    name: str
    content: str
    right: bool
    judged: bool


_NUMERAL = r"i{1,3}|iv|vi{0,3}|ix|x|I{1,3}|IV|VI{0,3}"
_LABEL = lazy(
    rf"(?<![A-Za-z0-9\\^_)}}])(?:\((?P<inside>[A-Ja-j]|[1-9]|{_NUMERAL})\)[.:=]?"
    rf"|(?P<before>[A-Ja-j]|{_NUMERAL}|[1-9])(?:\)|\s*:|\.(?=\s)|(?=\s+\([A-Za-z]{{2}}))"
    r"|(?P<bare>[A-J])(?=\s*(?:[,;.&]|$|(?:and|or|nor|is|are|not|but|true|false|wrong)\b)))"
)
_MATHS = lazy(r"\$[^$]*\$")
_OPENS = lazy(
    r"\W*(?:(?:both|only|the|correct|right|true|options?|answers?|statements?|choices?|are|is)\b\W*){0,5}",
    re.IGNORECASE,
)
_JOINS = lazy(
    r"(?:^|\s*[,;.+&]|\s|\n)\s*(?:(?:and|und|but|or|nor)\b\s*)?"
    r"(?P<not>(?:but |and )?(?:not|neither|wrong|false|incorrect)(?: (?:is|are|options?))?\b:?)?\s*$",
    re.IGNORECASE,
)
_SEPARATES = lazy(r"[,;.+&\n]|\b(?:and|und|but|or|nor|not|neither)\b|^\s*$", re.IGNORECASE)
_JUDGED = lazy(
    r"(?:^|[\s:—–(-])(?:(?:is|are|do|does)\s+)?(?P<not>not\s+)?"
    r"(?P<word>true|correct|right|valid|holds?|false|wrong|incorrect|invalid|fails?|✓|✔|✗|✘)[\s.)]*$",
    re.IGNORECASE,
    needs="✔|✗|✓|✘|true|hold|fail|valid|wrong|false|right|correct",
)
_WORDY = lazy(r"[A-Za-z]{3}")
_REASON = lazy(r"(?:because|since|as|due to|by)\b.*", re.IGNORECASE | re.DOTALL)
_NO_CONTENT = lazy(r"(?:both|either|neither|only|and|or|all|none)\b.*", re.IGNORECASE | re.DOTALL)
_EQUATED = lazy(r"(?<![A-Za-z0-9])([A-J])\s*=\s*(?=[A-Za-z$])", needs="=")
_FALSE = frozenset(("false", "wrong", "incorrect", "invalid", "fail", "fails", "✗", "✘"))
_LISTED = lazy(
    r"(?P<head>[^\[\n:]{1,80}?)[\s.,;:—–-]*(?:[\[(](?:(?:the )?(?:options?|choices)(?: are| were)?:?|where|with)?"
    r"\s*(?P<list>\(?(?:A|a|I|i|1)[).:\s][^\n]*)[\])]|\b(?:where|with|(?:options?|choices)(?: are)?:)"
    r" (?P<where>\(?[Aa1][).:\s][^\n]*))\s*\.?\s*",
    re.IGNORECASE,
)
_NOT_IN_BRACKETS = lazy(r"\s*[\[(]((?:and |but )?not\b:?[^\[\]]*)[\])]\s*\.?\s*$", re.IGNORECASE, needs="not")


def option_list(text: str) -> OptionList | None:
    """What the key selects and turns down, where it says what stands behind its letters; else None."""
    text = text.strip().strip("*_ ")
    if len(text) < 120 and (short := _in_short(text)) is not None:
        return short
    if not 8 < len(text) <= LONGEST:
        return None
    if (listed := _LISTED.fullmatch(text)) is not None and (found := _picked_from(listed)) is not None:
        return found
    text = _NOT_IN_BRACKETS.sub(r"; \1", text)
    entries = _entries(text)
    if len(entries) < 2 or all(entry.right and not entry.content for entry in entries):
        return None
    order = _order([entry.name for entry in entries])
    if order is None or len(set(order)) < len(order):  # one label twice
        return None
    if all(entry.judged and not entry.content for entry in entries):
        return None  # "(a) true, (b) false": a verdict on each
    if all(entry.right for entry in entries):
        gap = sorted(order) != list(range(len(order)))
        if not gap or any("=" in entry.content or not _WORDY.search(entry.content) for entry in entries):
            return None  # what may be the values of several parts
    options = tuple(entry.name for entry in entries if entry.right)
    others = tuple(entry.name for entry in entries if not entry.right)
    contents = tuple((entry.name, entry.content) for entry in entries if entry.content)
    return OptionList(options, others, contents) if options else None


_ONE = r"\(?(?:[A-Ja-j]|[1-9]|i{1,3}|iv|v|I{1,3}|IV)\)?"
_SEVERAL = rf"{_ONE}(?:(?:,|,? (?:and|&|und)|,) {_ONE})*"
_TURNED = lazy(rf"not (?P<out>{_SEVERAL}),? but (?:rather |only )?(?P<in>{_SEVERAL})\.?", re.IGNORECASE, needs="but")
_HOLDING = lazy(
    rf"(?:the )?(?:only )?(?:statement|option|claim|answer|choice)s? (?P<in>{_SEVERAL})"
    r" (?:holds?|(?:is|are) (?:true|correct|right|valid))"
    rf"[.,;]? (?:but |and |while )?(?:the )?(?:statement|option|claim|answer|choice)?s? ?(?P<out>{_SEVERAL})"
    r" (?:do(?:es)? not(?: hold)?|do(?:es)?n['’]t(?: hold)?|fails?|(?:is|are) (?:not|false|wrong|incorrect))\.?",
    re.IGNORECASE,
    needs="hold|is true|is valid|is right|are true|are right|are valid|is correct|are correct",
)
_CORRECT_ARE = lazy(
    rf"(?:the )?(?:correct|right|true)(?: ones)?(?: is| are|:) (?P<in>{_SEVERAL})"
    rf"(?:[.;,] (?:incorrect|wrong|false)(?: ones)?(?: is| are|:) (?P<out>{_SEVERAL}))?\.?",
    re.IGNORECASE,
)
_BY_PLACE = lazy(
    r"(?P<in>(?:the )?(?:first|second|third|fourth|fifth) (?:one|option|statement|choice|answer))"
    r"(?:\s*[:—–]\s*|\s+(?=\())\(?(?P<content>(?!because|since|as\b|is\b|due|by\b)[A-Za-z][A-Za-z -]{1,60})\)?\.?",
    re.IGNORECASE,
    needs="third|fifth|first|fourth|second",
)
_AND_BOTH = lazy(
    rf"(?P<in>{_ONE})[,:] (?:both|neither|all|none)\b [^=]{{3,60}}",
    re.IGNORECASE,
    needs=", all|: all|, both|: none|: both|, none|, neither|: neither",
)
_BOX = rf"(?P<box>[☑☒■✅☐□]|\[[ xX]?\])\s*(?P<option>{_ONE})"
_BOXES = lazy(
    rf"(?:{_BOX.replace('?P<box>', '').replace('?P<option>', '')}[\s,;|]*){{2,10}}", needs="■|☒|☑|□|✅|☐|[]|[x]|[ ]"
)
_BOXED = lazy(_BOX)


def _in_short(text: str) -> OptionList | None:
    """Keys in few words: "not A but B", "☑ b ☐ a", "statements 1 and 3 hold, statement 2 does not"."""
    if _BOXES.fullmatch(text):
        ticked = {box["option"].strip("()"): box["box"] not in ("☐", "□", "[]", "[ ]") for box in _BOXED.finditer(text)}
        right = selection(f"options {', '.join(name for name, on in ticked.items() if on)}")
        wrong = selection(f"options {', '.join(name for name, on in ticked.items() if not on)}")
        return OptionList(right.options, wrong.options if wrong else (), ()) if right else None
    if (placed := _BY_PLACE.fullmatch(text)) is not None and (right := selection(placed["in"])) is not None:
        return OptionList(right.options, (), ((right.options[0], placed["content"].strip()),))
    english = in_english(text)
    for form in (_TURNED, _HOLDING, _CORRECT_ARE, _AND_BOTH):
        if (found := form.fullmatch(english)) is not None:
            right = selection(f"options {found['in']}")
            out = found.groupdict().get("out")
            wrong = selection(f"options {out}") if out else None
            return OptionList(right.options, wrong.options if wrong else (), ()) if right else None
    return None


def _picked_from(listed: re.Match[str]) -> OptionList | None:
    """ "B and D. [A: RNN, B: …]": letters, and behind them all options."""
    head = selection(listed["head"].replace("$", "")) or selection(f"options {listed['head']}")
    entries = _entries(_EQUATED.sub(r"\1: ", listed["list"] or listed["where"]))
    names = [entry.name for entry in entries]
    if head is None or not head.options or head.options == (ALL,) or len(names) < 2 or _order(names) is None:
        return None
    if _order(names) != list(range(len(names))) or not set(head.options) <= set(names):
        return None
    others = tuple(name for name in names if name not in head.options)
    contents = tuple((entry.name, entry.content) for entry in entries)
    return OptionList(head.options, others, contents) if all(content for _, content in contents) else None


def _entries(text: str) -> list[_Entry]:
    """The labels of a list with what stands behind each; none where something else stands between them."""
    masked = _MATHS.sub(lambda m: "§" * len(m[0]), text)
    marks = list(_LABEL.finditer(masked))
    if not marks or not _OPENS.fullmatch(masked[: marks[0].start()]):
        return []
    entries: list[_Entry] = []
    right = not re.search(r"\bnot\b", masked[: marks[0].start()], re.IGNORECASE)
    waiting = 0  # from which entry on a verdict behind a list counts
    for k, mark in enumerate(marks):
        end = marks[k + 1].start() if k + 1 < len(marks) else len(text)
        between = masked[mark.end() : end]
        said = right
        if k + 1 < len(marks):
            joins = _JOINS.search(between)
            if joins is None or not _SEPARATES.search(between[joins.start() :]):
                return []
            end = mark.end() + joins.start()
            if joins["not"]:
                right = False
        content = text[mark.end() : end].strip(" .;,\n")
        judged = _JUDGED.search(masked[mark.end() : end])
        entries.append(_Entry(_name(mark), content, said, False))
        if judged:
            verdict = (judged["word"].lower() not in _FALSE) is not bool(judged["not"])
            content = text[mark.end() : mark.end() + judged.start()].strip(" .;,:\n")
            entries[-1] = _Entry(entries[-1].name, content, verdict, True)
            for n in range(waiting, k):  # "(a), (b) true"
                if not entries[n].content:
                    entries[n] = _Entry(entries[n].name, "", verdict, False)
            waiting = k + 1
        elif content:
            waiting = k + 1
    if any(_NO_CONTENT.fullmatch(entry.content) for entry in entries):
        return []
    return [_Entry(e.name, _unwrapped(e.content), e.right, e.judged) for e in entries]


def _unwrapped(content: str) -> str:
    """What stands behind a label, without its brackets; no reason."""
    content = content[1:-1].strip() if re.fullmatch(r"\([^()]*\)", content) else content
    return _REASON.sub("", content)


def _name(mark: re.Match[str]) -> str:
    name: str = mark["inside"] or mark["before"] or mark["bare"]
    return name.lower() if name.lower() in ROMAN else name.upper()


def _order(names: list[str]) -> list[int] | None:
    """The places of the labels in their order, where all are of one sort."""
    for pool in ("ABCDEFGHIJ", "123456789", ROMAN):
        if all(name in pool for name in names):
            return [pool.index(name) for name in names]
    letters = [name.upper() for name in names]
    return ["ABCDEFGHIJ".index(n) for n in letters] if all(n in "ABCDEFGHIJ" for n in letters) else None
