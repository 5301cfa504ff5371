r"""The options that a reply picks, against a key that is one: letters, Roman numerals or numbers.

>>> from viva.checking.keys.kinds import understood
>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return picks(understood(key), read_reply(reply))
>>> right("B", "(A) saturates, so **B**."), right("(iii)", "The third statement."), right("A, C", "A and C are wrong.")
(True, True, None)
>>> right("B) ReLU", "It is ReLU."), right("(ii)", "(i) and (ii)")
(True, False)

Where the key says what stands behind its letter, a reply may name that instead of the letter.
"""

from __future__ import annotations

import re

from viva.checking.answers import choices
from viva.checking.answers.opinions import half_judged
from viva.checking.answers.protocol import Reading
from viva.checking.answers.words import says
from viva.checking.keys.assigning import Order, Pairs, Truths, assignment
from viva.checking.keys.kinds import DIGITS, LETTERS, Key
from viva.kinds import Choice
from viva.reading.choices import ROMAN, chosen
from viva.reading.patterns import lazy
from viva.reading.pieces import joined_boxes
from viva.reading.replies import Reply, read_reply
from viva.reading.values import clean
from viva.types import Part

SHORT = 60
_ONE = r"(?:[A-Ja-j1-9]|[ivx]{1,4}|[IVX]{1,4})"
_LIST = lazy(rf"\(?{_ONE}\)?(?:\s*(?:,|and|&|;|\+|\s)\s*\(?{_ONE}\)?)*")
_ITEM = lazy(rf"(?<![A-Za-z]){_ONE}(?![A-Za-z])")
_LEFT_OPEN = lazy(rf"(?<![A-Za-z])\(?{_ONE}\)?[\s*_$]+or[\s*_$]+\(?{_ONE}\)?(?![A-Za-z])")  # B or D
_FALSE_ONE = lazy(
    r"(?i:\b(?:false|incorrect|wrong|untrue|invalid)\W+(?:ones?|options?|statements?|claims?|choices?),?\s+(?:which\s+)?(?:is|are))"
    rf"[\s*_:(]+(?P<options>{_ONE}\)?(?:(?:,|\s+and)\s+\(?{_ONE}\)?)*)(?![A-Za-z'’])"
)
_NUMBERED = lazy(
    r"\b(?:option|choice|alternative|statement|claim|rule|number)s?\s*[(#]?\s*[1-9]\b(?!\.\d)|^\W*\*\*\(?[1-9][.)]*\*\*"
    r"|\b(?:first|second|third|fourth|fifth) (?:option|choice|statement|alternative|one)\b|[■☒☑□☐]\s*[1-9]\b",
    re.IGNORECASE,
)


def picks(key: Key, reply: Reply) -> bool | None:
    """Does the reply pick the key's options, and no others? None where it picks none, or it cannot be told."""
    if "~~" in reply.text:  # struck out
        reply = read_reply(re.sub(r"~~[^~\n]{1,200}~~", " ", reply.text))
    found = _picked(key, reply)
    if found is False and (denied := _FALSE_ONE.search(reply.text)):  # the question may have asked for what is false
        named = {option.upper() for option in _ITEM.findall(denied["options"])}
        found = None if named == {option.upper() for option in key.value} else found
    return None if found and len(key.value) > 1 and _LEFT_OPEN.search(reply.text) else found


def _picked(key: Key, reply: Reply) -> bool | None:
    names = _names(key)
    wanted = frozenset(option.upper() for option in key.value)
    bare = clean(reply.text).strip("*_. ")
    if _gives_each(reply.text):
        return False
    boxed = clean(joined_boxes(reply)) if "\\boxed" in reply.text else ""
    for whole in (bare, boxed):
        if whole and _LIST.fullmatch(whole):
            return frozenset(option.upper() for option in _ITEM.findall(whole)) == wanted
    if names is not ROMAN and re.fullmatch(r"[A-J]{2,5}", bare) and len(set(bare)) == len(bare):
        return frozenset(bare) == wanted  # AC
    if len(bare) <= SHORT and (arrowed := _ARROWED.fullmatch(bare) or _REASONED.fullmatch(bare)):
        return frozenset((arrowed["option"].upper(),)) == wanted
    if isinstance(given := assignment(bare), Truths):
        return frozenset(option.upper() for option, right in given.verdicts if right) == wanted
    if (rest := _all_but(reply.text, names, wanted)) is not None:
        return rest
    read = _read(reply, names)
    if names[0] == "a" and (capitals := _read(reply, LETTERS)) and (read is None or read < capitals):
        read = capitals  # the article in "A, B and D (as a bijection)" is no option
    if read is not None:
        return read == wanted
    if (
        len(reply.text.strip()) <= SHORT
        and not re.search(r"\bor\b", reply.text)
        and not half_judged(reply.text, names)
        and (letters := chosen(reply.text, names))
    ):
        return frozenset(mention.option.upper() for mention in letters) == wanted
    if key.content:
        return says(key.content, reply)
    if re.fullmatch(r"\W*none\W*|\W*all(?: of them| of these| of the above)\W*", reply.text, re.IGNORECASE):
        return False if len(wanted) == 1 or "none" in reply.text.lower() else None
    return False if re.search(r"\bnone of (?:the|these|them)\b", reply.text, re.IGNORECASE) else None


_REASONED = lazy(rf"(?i:because|since|as)\b[^.\n]*,\s*\(?(?P<option>{_ONE})\)?")  # Because …, c.
# "→ a", "squared error → a": an arrow from what is chosen, and from no variable ("x → a").
_ARROWED = lazy(rf"(?:[^→⇒\n]*[A-Za-z]{{3}}[^→⇒\n]*)?\s*(?:→|⇒|->|=>|\\(?:to|rightarrow))\s*\(?(?P<option>{_ONE})\)?")
_ALL_BUT = lazy(
    rf"(?i:\b(?:all|every(?:thing|\s+(?:option|statement))?|any(?:thing)?)(?:\s+of\s+(?:them|these))?\s+"
    rf"(?:but|except(?:\s+for)?)\s+(?:(?:option|statement)s?\s+)?)(?P<but>\(?{_ONE}\)?(?:(?:,|\s+and)\s+\(?{_ONE}\)?)*)"
    r"(?![A-Za-z'’])"
)
_FAILS = lazy(r"[\s*_)]*(?:fails?|(?:is|are)\s+(?:wrong|false|incorrect|invalid|out|ruled out|eliminated))\b")
_OPENS_LINE = lazy(r"(?m)^[ \t*_>-]*\(?([A-Ja-j]|[1-9]|[ivx]{1,4})[).:]")


def _all_but(text: str, names: tuple[str, ...], wanted: frozenset[str]) -> bool | None:
    """ "All but C": how many options there are is known where the reply lists them; else only what is not chosen."""
    found = _ALL_BUT.findall(text)
    if len(found) != 1:
        return None
    out = {option.upper() for option in _ITEM.findall(found[0])}
    if _FAILS.match(text, next(_ALL_BUT.finditer(text)).end()):
        return out == wanted
    if out & wanted:
        return False
    listed = {option.upper() for option in _OPENS_LINE.findall(text)} & {name.upper() for name in names}
    return listed - out == wanted if len(listed) > len(out) and out <= listed else None


_ARROWS = lazy(r"→|->|⇒|=>|≺|<")


def _gives_each(text: str) -> bool:
    """Nothing but a place or a partner for every option ("C → B → A", "A: 1, B: 2"): that chooses none."""
    if len(text) > SHORT:
        return False
    given = assignment(clean(text.strip().replace("\n", ", ")))
    return isinstance(given, Pairs) or (isinstance(given, Order) and _ARROWS.search(text) is not None)


def _read(reply: Reply, names: tuple[str, ...]) -> frozenset[str] | None:
    part = Part("equivalent", "the answer", Choice(names), key=lambda draw: None, shown=lambda draw: "")
    found = choices.read(reply, part)
    if not isinstance(found, Reading):
        return None
    return frozenset(option.upper() for given in found.value.values() for option in given)


def _names(key: Key) -> tuple[str, ...]:
    if key.value[0] in ROMAN:
        return ROMAN
    if key.value[0].isdigit():
        return DIGITS
    return LETTERS if re.search(r"[A-Z]|\(", key.text) else tuple(letter.lower() for letter in LETTERS)


def picks_numbers(key: Key, reply: Reply) -> bool | None:
    """A key of numbers from 1 to 9 may be those of options: only where the reply speaks of options, or ticks boxes."""
    wanted = re.findall(r"\d", key.text) if re.fullmatch(r"[\s$]*[1-9](?:,\s*[1-9])*[\s$]*", key.text) else []
    if not wanted or not _NUMBERED.search(reply.text):
        return None
    read = _read(reply, DIGITS)
    return None if read is None else read == frozenset(wanted)
