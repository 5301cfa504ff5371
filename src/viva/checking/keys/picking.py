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
from viva.checking.answers.arrangements import (
    LEAVES_OUT,
    by_predicate,
    by_property,
    complement,
    odd_ones_out,
    pointed,
    swept,
)
from viva.checking.answers.ballots import LONGEST, ballot, shortened
from viva.checking.answers.named_options import by_content, copied_option, says_content
from viva.checking.answers.opinions import half_judged
from viva.checking.answers.passed_over import without_passed_over
from viva.checking.answers.protocol import Reading
from viva.checking.answers.words import none_of, says
from viva.checking.keys.assigning import Order, Pairs, Truths, assignment
from viva.checking.keys.kinds import DIGITS, LETTERS, Key
from viva.checking.keys.selecting import ALL
from viva.kinds import Choice
from viva.reading.choices import ROMAN, mentions
from viva.reading.chosen import chosen
from viva.reading.cues import last_correction
from viva.reading.glossary import in_english
from viva.reading.locate import candidates
from viva.reading.patterns import lazy
from viva.reading.pieces import joined_boxes
from viva.reading.replies import Reply, read_reply
from viva.reading.values import clean
from viva.types import Part

SHORT = 60
SMALL = tuple(letter.lower() for letter in LETTERS)
_ONE = r"(?:[A-Ja-j1-9]|[ivx]{1,4}|[IVX]{1,4})"
_LIST = lazy(rf"\(?{_ONE}\)?(?:\s*(?:,|and|et|y|e|und|plus|&|;|\+|\s)\s*\(?{_ONE}\)?)*")
_ITEM = lazy(rf"(?<![A-Za-z]){_ONE}(?![A-Za-z])")
_LEFT_OPEN = lazy(rf"(?<![A-Za-z])\(?{_ONE}\)?[\s*_$]+or[\s*_$]+\(?{_ONE}\)?(?![A-Za-z])")  # B or D
_FALSE_ONE = lazy(
    r"(?i:\b(?:false|incorrect|wrong|untrue|invalid)\W+(?:ones?|options?|statements?|claims?|choices?),?\s+(?:which\s+)?(?:is|are))"
    rf"[\s*_:(]+(?P<options>{_ONE}\)?(?:(?:,|\s+and)\s+\(?{_ONE}\)?)*)(?![A-Za-z'’])",
    needs="false|wrong|untrue|invalid|incorrect",
)


def picks(key: Key, reply: Reply) -> bool | None:
    """Does the reply pick the key's options, and no others? None where it picks none, or it cannot be told."""
    reply = shortened(reply)
    text = in_english(_STRUCK.sub(" ", reply.text) if "~~" in reply.text or "<" in reply.text else reply.text)
    reply = reply if text == reply.text else read_reply(text)
    if not key.value:
        return _picks_none(key, reply)
    if key.value == (ALL,):
        return _picks_all(key, reply)
    if _TOO.search(reply.text):
        reply = read_reply(_TOO.sub(r"\g<as>; \g<who> is \g<verdict>", reply.text))
    if (turned := without_passed_over(_TURNED_DOWN.sub(" ", reply.text))) != reply.text:
        reply = read_reply(turned)
    if (odd := odd_ones_out(reply.text)) is not None:
        return _but_for(key, *odd)
    found = _picked(key, reply)
    if (voted := _voted(key, reply)) is not None and voted is not found:
        found = voted if found is None else None
    if found and _MAYBE.search(reply.text):
        return None
    if found is False and (denied := _FALSE_ONE.search(reply.text)):  # the question may have asked for what is false
        named = {option.upper() for option in _ITEM.findall(denied["options"])}
        found = None if named == {option.upper() for option in key.value} else found
    if found is not True and (names := by_content(reply.text, key.contents, key.options_known)) is not None:
        by_name = {option.upper() for option in names} == {option.upper() for option in key.value}
        found = by_name if found is None or found is by_name else None
    if found is None and key.content:
        found = says_content(key.content, reply)
        if found is None and (copied := copied_option(reply)) is not None:
            found = None if copied in {option.upper() for option in key.value} else False
    return None if found and len(key.value) > 1 and _LEFT_OPEN.search(reply.text) else found


def _but_for(key: Key, out: frozenset[str], rest: str) -> bool | None:
    """All but the options that are turned down as the only wrong ones, where these are known, or named besides."""
    wanted = frozenset(option.upper() for option in key.value)
    if wanted & out:
        return False
    if key.others:
        return frozenset(option.upper() for option in key.others) == out
    read = read_options(read_reply(rest), _names(key)) if re.search(r"\w", rest) else None
    return None if read is None else read == wanted


# "B is wrong, D too": what is said of the one is said of the other.
_TOO = lazy(
    rf"(?P<as>(?<![A-Za-z])\(?{_ONE}\)?[\s*]+(?:is|are)\s+(?P<verdict>wrong|false|incorrect|right|correct|true)"
    rf"(?:\s+(?:as|since|because)\b[^.,;\n]{{1,60}})?),?\s+(?:and\s+)?(?P<who>\(?{_ONE}\)?)\s+(?:too|as well|also)"
    r"(?=\s*[,.;\n]|$)",
    needs="too|also|as well",
)
_TURNED_DOWN = lazy(
    rf"(?im)^\W*(?:rather than|instead of) \(?{_ONE}\)?(?:(?:,? and | or )\(?{_ONE}\)?)*,\s",
    needs="instead of|rather than",
)
_MAYBE = lazy(
    rf"\b(?:maybe|perhaps|possibly|arguably)\s+(?:also\s+)?(?:(?:option|statement)\s+)?\(?{_ONE}\)?(?![A-Za-z'’])"
    rf"|(?<![A-Za-z])\(?{_ONE}\)?\s*\((?:maybe|perhaps|possibly|\?)\)",
    needs="?|maybe|perhaps|possibly|arguably",
)
_STRUCK = lazy(r"~~[^~\n]{1,200}~~|<(?:s|del|strike)>[^<]{0,200}</(?:s|del|strike)>", needs="~~|</")


def _picked(key: Key, reply: Reply) -> bool | None:
    names = _names(key)
    wanted = frozenset(option.upper() for option in key.value)
    bare = clean(reply.text).strip("*_. ")
    if _gives_each(reply.text):
        return False
    if key.content and (named := _NONE_OR_ALL.fullmatch(reply.text)):
        if _NONE_OR_ALL.fullmatch(key.content):
            return ("all" in named[0].lower()) is ("all" in key.content.lower())
        said = says(key.content, reply)
        return said if said is not None or len(wanted) > 1 else ("all" in named[0].lower()) is ("all" in key.content)
    if key.content and _UNLISTED.search(reply.text) and _NONE_OR_ALL.fullmatch(key.content):
        return key.content.lower().startswith("n")
    boxed = clean(joined_boxes(reply)) if "\\boxed" in reply.text else ""
    for whole in (bare, boxed):
        if whole and _LIST.fullmatch(whole):
            items = frozenset(option.upper() for option in _ITEM.findall(whole))
            if names is ROMAN and all(item.isdigit() for item in items):
                items = frozenset(ROMAN[int(item) - 1].upper() for item in items)
            return items == wanted
    if names is not ROMAN and re.fullmatch(r"[A-J]{2,5}", bare) and len(set(bare)) == len(bare):
        return frozenset(bare) == wanted  # AC
    if len(bare) <= SHORT and (arrowed := _ARROWED.fullmatch(bare) or _REASONED.fullmatch(bare)):
        return frozenset((arrowed["option"].upper(),)) == wanted
    if isinstance(given := assignment(bare), Truths):
        return frozenset(option.upper() for option, right in given.verdicts if right) == wanted
    if len(bare) <= SHORT and (place := _PLACE_ALONE.fullmatch(bare)) is not None:
        return frozenset((names[_PLACES.index(place[1].lower())].upper(),)) == wanted
    if not key.others and (rest := _all_but(reply.text, names, wanted)) is not None:
        return rest
    if (arrowed_lines := pointed(reply.text, names)) is not None:
        return arrowed_lines == wanted
    if (meant := swept(bare, names, wanted)) is not None:
        return meant
    if (sides := by_property(reply.text, names)) is not None:
        return sides == wanted
    if (predicated := by_predicate(reply.text, names, wanted)) is not None:
        return predicated
    if (ends := _ENDS.search(bare)) is not None and not any(
        mentions(bare[: ends.start()], pool) for pool in {names, SMALL if names is LETTERS else names}
    ):
        return frozenset(option.upper() for option in _ITEM.findall(ends["options"])) == wanted
    read = read_options(reply, names)
    if names[0] == "a" and (capitals := read_options(reply, LETTERS)) and (read is None or read < capitals):
        read = capitals  # the article in "A, B and D (as a bijection)" is no option
    if read is None and names is LETTERS and not _CAPITAL.search(reply.text):
        read = read_options(reply, SMALL)
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
        return None
    if _NONE_OR_ALL.fullmatch(reply.text):
        return False if len(wanted) == 1 or "all" not in reply.text.lower() else None
    return False if re.search(r"\bnone of (?:the|these|them)\b", reply.text, re.IGNORECASE) else None


_PLACES = ("first", "second", "third", "fourth", "fifth")
_PLACE_ALONE = lazy(
    rf"(?:(?:it is|it's|only) )?(?:the )?({'|'.join(_PLACES)})(?: one)?",
    re.IGNORECASE,
    needs="third|fifth|first|fourth|second",
)
_NONE_OR_ALL = lazy(
    r"\W*(?:none(?: of (?:them|these|the [a-z]{3,12}))?|neither|∅"
    r"|all(?: of them| of these| of the above| (?:three|four|five)\b.*)?)\W*",
    re.I,
)
_UNLISTED = lazy(
    r"\b(?:is|are|was)(?:\s+not|n['’]t)\s+(?:listed|offered|given|on offer|there|an option|one of (?:the|them|these)"
    r"|among (?:the|them|these))",
    re.IGNORECASE,
)
_CAPITAL = lazy(r"(?<![A-Za-z0-9])[B-J](?![A-Za-z0-9²³⁴_^(])")
# "…: B, C, D.", "… → I" at the end of all that is said.
_ENDS = lazy(
    rf"(?::|→|⇒|=>|->)[\s*_$(]*(?P<options>\(?{_ONE}\)?(?:(?:,|;|,?\s+and|\s*&)\s+\(?{_ONE}\)?)*)[\s*_.$)]*"
    rf"(?:\((?=[^()]*[a-z]{{3}})[^()]*\)\s*)?$"
)


def _picks_all(key: Key, reply: Reply) -> bool | None:
    """Does the reply pick all options, or all but those that the key excepts?"""
    text = reply.text.strip()
    out = {option.upper() for option in key.others}
    names = _called(text)
    if out:
        named = _ALL_BUT.findall(text)
        if len(named) == 1:
            return {option.upper() for option in _ITEM.findall(named[0])} == out
        pool = _names(Key("choice", key.others, "("))
        picked = read_options(reply, pool) or frozenset()
        if not picked:
            return None
        if picked & out:
            return False
        every = sorted(next(k for k, name in enumerate(pool) if name.upper() == option) for option in picked | out)
        return every == list(range(len(every))) if len(every) > 3 else None
    if _NOTHING.fullmatch(text) or re.match(r"\W*(?:none|neither|no)\b", text, re.IGNORECASE):
        return False
    votes = ballot(text, names) if len(names) > 1 else None
    if votes is not None and not all(votes.values()):
        return False
    if re.search(r"(?<![A-Za-z])(?:all|every(?:thing)?|both)\b", text, re.IGNORECASE):
        return None if LEAVES_OUT.search(text) else True
    read = read_options(reply, names) if len(names) > 1 else read_options(reply, LETTERS)
    return False if read and (len(read) == 1 or len(read) < len(names)) else None


# ---- verdicts one by one, and none at all ------------------------------------------------------------------


def _voted(key: Key, reply: Reply) -> bool | None:
    """By a verdict on every option: those that key and reply name, and all in front of them."""
    if _BOXES.search(reply.text) or any(m.ticked is not None for m in mentions(reply.text, _names(key))):
        return None
    if _BOLD_END.search(reply.text[-80:]):
        return None  # what is said last, and emphatically, is the answer
    names = key.options_known
    known = bool(names)
    if not known:
        pool = _names(key)
        used = {mention.option for mention in mentions(reply.text[:LONGEST], pool)}
        if pool is LETTERS and not used:
            used = {m[0].upper() for m in _SMALL_ONE.finditer(reply.text[:LONGEST])}
        if not used and not _BY_PLACE.search(reply.text):
            return None  # the reply calls its options something else
        wanted = {option.upper() for option in key.value}
        last = max(k for k, name in enumerate(pool) if name in used or name.upper() in wanted)
        names = pool[: last + 1]
    final = [candidate for candidate in candidates(reply) if candidate.rank < 2]
    text = final[0].text if final else reply.text[max(0, last_correction(reply.text)) :]
    votes = ballot(text, names) if len(names) > 1 else None
    if votes is None:
        return None
    picked = {name.upper() for name, right in votes.items() if right}
    if not known and len(names) < 4 and _SWEEPS.search(reply.text) and picked == {o.upper() for o in key.value}:
        return None  # "all but B", where there may be more options than A and B
    return picked == {option.upper() for option in key.value}


_BOXES = lazy(r"[■□☐☑☒▢◻⬜⬛◼]|\[[xX ]?\]")
_BOLD_END = lazy(rf"\*\*\(?{_ONE}\)?(?:(?:,|\s+and)\s+\(?{_ONE}\)?)*\.?\*\*\W*$")
_BY_PLACE = lazy(r"\b(?:first|second|third|fourth)\b", re.IGNORECASE)
_SWEEPS = lazy(
    r"\b(?:all|every\w*|any\w*)\b[^.\n]{0,20}\b(?:but|except|apart|besides)\b|\b(?:rest|others?|remaining|both|all)\b"
    r"|\b(?:only|just)\b[^.;\n]{0,20}\b(?:false|wrong|incorrect|fails?)\b",
    re.IGNORECASE,
)
_SMALL_ONE = lazy(r"(?<![A-Za-z0-9])[a-j](?=[).:,])(?!\.[a-z])")


def _picks_none(key: Key, reply: Reply) -> bool | None:
    """Does the reply say that none of the options is right?"""
    text = reply.text.strip()
    names = key.options_known or _called(text)
    votes = ballot(text, names) if len(names) > 1 else None
    if votes is not None and (key.options_known or len(names) > 2 or any(votes.values())):
        return not any(votes.values())
    if _NOTHING.fullmatch(text):
        return True
    if (said := none_of(reply)) is not None:
        return said
    if text[:1] == "∅":
        return True
    if _ALL_WRONG.match(text):
        return True
    if re.search(r"^\W*(?:all|every|both)\b|\b(?:so|hence|thus|therefore|but)\W+all\b", text, re.IGNORECASE):
        return False
    read = read_options(reply, names if len(names) > 1 else LETTERS)
    if read:
        return False if not _NOTHING_SAID.search(text) else None
    return True if _NOTHING_SAID.search(text) and not _TAKEN_BACK.search(text) else None


_ALL_WRONG = lazy(
    r"\W*(?:(?:so|hence|thus|therefore)\W+)?(?:all|both|each)(?: (?:of (?:them|these|the)|three|four|five"
    r"|the|statements?|claims?|options?|answers?))*"
    r" (?:is|are) (?:false|wrong|incorrect|invalid|untrue)\b(?! (?:but|except))",
    re.IGNORECASE,
    needs="is|are",
)
_NOTHING = lazy(
    r"\W*(?:∅|\\emptyset|\\varnothing|\\?\{\s*\\?\}|\[\s*\]|nothing|none|neither|no (?:option|answer|choice|one))\W*",
    re.IGNORECASE,
)
_NOTHING_SAID = lazy(
    r"^\W*∅|(?<![A-Za-z])(?:none(?! of the (?:other|rest))(?: of)?|neither"
    r"|no (?:option|statement|choice|answer|candidate|one)|not (?:a single )?one)\b"
    r"(?![^.;\n]*\b(?:false|wrong|incorrect|invalid|fails?|out|unreasonable|bad|not)\b)",
    re.IGNORECASE,
)
_TAKEN_BACK = lazy(
    r"\b(?:but|except|however|apart|besides|other than|rather|instead)\b|\ball (?:of|are|the)\b", re.IGNORECASE
)


def _called(text: str) -> tuple[str, ...]:
    """The options that a reply names, with those in front of them: ("A", "B", "C") of "A and C are false"."""
    pool: tuple[str, ...]
    if re.search(r"(?<![A-Za-z])i{2,3}(?![A-Za-z])", text):
        pool, option = ROMAN, r"(?<![A-Za-z])[ivx]{1,4}(?![A-Za-z])"
    elif re.search(r"(?<![A-Za-z])[B-J](?![A-Za-z])", text):
        pool, option = LETTERS, r"(?<![A-Za-z])[A-J](?![A-Za-z])"
    elif re.search(r"(?<![A-Za-z])[b-j](?=[).:,])", text):
        pool, option = SMALL, r"(?<![A-Za-z])[a-j](?=[).:,\s])"
    else:
        pool, option = DIGITS, r"(?<![\w.])[1-9](?![\w.]\d)"
    named = [pool.index(name) for name in re.findall(option, text) if name in pool]
    return pool[: max(named) + 1] if named else ()


_REASONED = lazy(rf"(?i:because|since|as)\b[^.\n]*,\s*\(?(?P<option>{_ONE})\)?")  # Because …, c.
# "→ a", "squared error → a": an arrow from what is chosen, and from no variable ("x → a").
_ARROWED = lazy(
    rf"(?:[^→⇒\n]*[A-Za-z]{{3}}[^→⇒\n]*)?\s*(?:→|⇒|->|=>|\\(?:to|rightarrow))\s*\(?(?P<option>{_ONE})\)?",
    needs=r"⇒|→|->|=>|\to|\rightarrow",
)
_ALL_BUT = lazy(
    rf"(?i:\b(?:all|every(?:thing|\s+(?:option|statement))?|any(?:thing)?)(?:\s+of\s+(?:them|these))?\s+"
    rf"(?:but|except(?:\s+for)?|apart\s+from|other\s+than|besides)\s+(?:(?:option|statement)s?\s+)?)(?P<but>\(?{_ONE}\)?(?:(?:,|\s+and)\s+\(?{_ONE}\)?)*)"
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
    return listed - out == wanted if len(listed) > len(out) and out <= listed else complement(out, wanted)


_ARROWS = lazy(r"→|->|⇒|=>|≺|<")


def _gives_each(text: str) -> bool:
    """Nothing but a place or a partner for every option ("C → B → A", "A: 1, B: 2"): that chooses none."""
    if len(text) > SHORT:
        return False
    given = assignment(clean(text.strip().replace("\n", ", ")))
    return isinstance(given, Pairs) or (isinstance(given, Order) and _ARROWS.search(text) is not None)


def read_options(reply: Reply, names: tuple[str, ...]) -> frozenset[str] | None:
    """The options that the reply picks out of `names`, in capitals; None where it picks none."""
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
    return LETTERS if re.search(r"[A-Z]|\(", key.text) else SMALL
