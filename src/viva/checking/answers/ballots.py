r"""A verdict on every option, out of sentences on several: "only the first two", "all but C", "the rest fail".

>>> def read(text): return ballot(text, ("a", "b", "c"))
>>> read("a is true, since f is convex; b and c are not."), read("Only (b) is false.")
({'a': True, 'b': False, 'c': False}, {'a': True, 'b': False, 'c': True})
>>> read("All but the second hold."), read("None of them."), read("Neither a nor b is true, the other one is.")
({'a': True, 'b': False, 'c': True}, {'a': False, 'b': False, 'c': False}, {'a': False, 'b': False, 'c': True})
>>> read("a is true, b is false"), read("c is true. No: c is false.")
(None, None)

All options must be known: those that are not mentioned count where the text speaks of "the rest" or says "only". Where
the text says both of an option, or nothing, there is no verdict at all. Remarks in brackets are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from viva.reading.choices import ROMAN
from viva.reading.patterns import lazy
from viva.reading.replies import Reply, read_reply

LONGEST = 3_000  # the text of a reply that is looked at as a whole

_TRUE = (
    r"true|correct|right|valid|holds?|yes|works?|suitable|qualif(?:y|ies)|appl(?:y|ies)|fine|remains?|survives?"
    r"|ok(?:ay)?|apt|T|✓|✔|✅|☑|☒"
)
_FALSE = r"false|incorrect|wrong|invalid|untrue|fails?|no|lies|nonsense|refuted|out|unsuitable|excluded|F|✗|✘|❌|☐"
_WORD = rf"(?:(?<![A-Za-z])(?:{_TRUE}|{_FALSE})(?![A-Za-z'’]))"
_NEGATION = r"(?:(?<![A-Za-z])(?:not|never|neither|cannot|hardly)(?![A-Za-z])|n['’]t(?![A-Za-z]))"
_SAID = lazy(rf"(?P<not>{_NEGATION}[^⟨⟩.;\n]{{0,24}}?)?(?P<word>{_WORD})|(?P<denied>{_NEGATION})", re.IGNORECASE)
_SAYS = lazy(rf"{_WORD}|{_NEGATION}", re.IGNORECASE)  # there is one where there is a _SAID
_IS_TRUE = lazy(rf"(?:{_TRUE})", re.IGNORECASE)
_RUN = lazy(
    r"⟨[a-j]⟩(?:[\s,*_/&+()]*(?:(?:and(?: also)?|or|nor|as well as|und)(?![A-Za-z]))?[\s*_(]*(?:(?:the"
    r"|statements?|claims?|options?|number|also)\s+)*⟨[a-j]⟩)*"
)
_CLAUSE = lazy(
    r"(?<!\bi\.e)(?<!\be\.g)[.!?](?=\s|$|\*)|[;\n]|,?\s(?:but|while|whereas|however|although|though)\s|—|\s–\s"
)
_REASON = lazy(r"\b(?:because|since|as|due to|for|by|see|take|where|which|when|if)\b", re.IGNORECASE)
_REMARK = lazy(r"\((?=[^()]*[A-Za-z]{2})[^()]*(?:\([^()]*\)[^()]*)*\)")
_REST = (
    r"(?:(?:the |all (?:the )?)?(?:rest|others?|remaining|other)(?: (?:ones?|two|three|four|statements?|claims?"
    r"|options?|of them|part))*|everything else|anything else)"
)
_WHOLE = (
    r"(?:(?:all|both|every(?: (?:single )?(?:one|statement|claim|option))?|everything|each)(?: (?:of (?:them|these"
    r"|the above|the (?:statements|claims|options))|two|three|four|five|six|the|statements?|claims?|options?))*)"
)
_NOTHING = (
    r"(?:none|neither|not (?:a single )?one|no (?:statement|claim|option|choice|answer|one)s?|nothing)"
    r"(?: (?:of (?:them|these|those|the (?:above|statements?|claims?|options?|two|three|four|five|choices))"
    r"|here|above|one|statements?))*"
)
_APART = r"(?:except(?:\s+for)?|other than|apart from|besides|save(?: for)?|minus|without)"
_EXCEPT = rf"(?:{_WHOLE},?\s*(?:but|{_APART})|(?:every|all|any)(?: [A-Za-z-]+){{1,3}},?\s{_APART})"
_ONLY = r"(?:only|just|solely|nothing but|no(?:ne| one|thing) (?:but|except|other than))"
_EXCEPTING = lazy(
    rf"(?<![A-Za-z]){_EXCEPT}(?![A-Za-z])",
    re.IGNORECASE,
    needs="but|save|minus|except|without|besides|apart from|other than",
)
_LEADS = lazy(
    rf"(?P<but>⟪except⟫)[\s*_:(]*(?:the\s+)?$|(?P<only>(?<![A-Za-z]){_ONLY})[\s*_:(]*(?:the\s+|statements?\s+|options?\s+)*$"
    rf"|(?P<neither>(?<![A-Za-z])neither)[\s*_(]*(?:the\s+)?$|(?P<not>(?<![A-Za-z])not)[\s*_(]*(?:the\s+)?$",
    re.IGNORECASE,
)
# "True: A, C", "the false ones are B and D", "wrong: B"
_LABEL = lazy(
    rf"(?P<not>(?<![A-Za-z])(?:not|never)\s+)?(?P<word>{_WORD})(?:\s+(?:ones?|statements?|claims?|options?))?"
    r"[\s*_]*(?::|=|→|\b(?:is|are|for)\b)[\s*_:(]*(?:only\s+)?(?:the\s+|statements?\s+|options?\s+)*$",
    re.IGNORECASE,
)
_DENIED_OF_IT = lazy(r"\s*(?:is|are|does|do|has|have|can|could|will)(?:\s+not\b|n['’]t\b|not\b)", needs="not|n't|n’t")
_THE_ONLY = lazy(r"(?<![A-Za-z])(?:the )?only\s*$", re.IGNORECASE, needs="only")
_ONLY_BEHIND = lazy(r"\W*only\W*$", re.IGNORECASE)
_IS_SO = lazy(r"\s*(?:is|are|does|do)\W*$", re.IGNORECASE)
_THE_REST = lazy(
    rf"(?<![A-Za-z]){_REST}(?![A-Za-z])", re.IGNORECASE, needs="rest|other|remaining|anything else|everything else"
)
_SWEEPING = lazy(rf"(?<![A-Za-z])(?:(?P<none>{_NOTHING})|(?P<all>{_WHOLE}))(?![A-Za-z])", re.IGNORECASE)
_LED_UP_TO = lazy(r"^\W*(?:(?:so|hence|thus|therefore|the answer|answer|it|is)\W+)*$", re.IGNORECASE)
_ENDS = r"\s*(?:is|are|does|do|did)(?P<not> not|n['’]t)?\s*(?:[.,;:!)]|$)"
_OTHERWISE_ENDS = lazy(_ENDS)
_NEXT = lazy(
    rf"(?:and |so |the |only |all |{_REST} ?|neither |\s)*+⟨|{_REST}(?![A-Za-z])|(?:all|none)\b", re.IGNORECASE
)
_OTHERWISE = lazy(rf"{_REST}{_ENDS}", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_NOUN = r"(?:statements?|claims?|ones?|options?|assertions?|choices?|items?|points?|answers?|blocks?|layers?)"
_ORDINAL = lazy(
    rf"(?:the\s+)?(?<![A-Za-z])(?P<which>{'|'.join(_ORDINALS)}|last|middle|latter|former)(?![A-Za-z])"
    rf"(?:\s+(?P<count>two|three|four))?(?:\s+{_NOUN}(?![A-Za-z]))?(?!\s*[-–]?(?:order|moment|derivative|term|law))",
    re.IGNORECASE,
    needs="last|sixth|third|fifth|first|fourth|latter|second|middle|former|seventh",
)
_NAMED_BEFORE = rf"(?:(?<![A-Za-z])(?:{_NOUN}|number|no\.|part)\s+)?"


_ROW = lazy(r"(?m)^[ \t]*\|[ \t*_]*(\S[^|\n]*?)[ \t*_]*\|[ \t]*([^|\n]+?)[ \t]*\|?[ \t]*$")  # | a | ✅ (by Jensen) |


def ballot(text: str, names: tuple[str, ...], *, marked: bool = False) -> dict[str, bool] | None:
    """True or False for each of the options; None where the text leaves one open, or says both.

    `marked`: the options stand in the text as ⟨a⟩, ⟨b⟩, … already.
    """
    text = _ROW.sub(r"\1: \2", text[:LONGEST]) if "|" in text else text[:LONGEST]
    text = text if marked else mark(text, names)
    text = _REMARK.sub(" ", text) if "(" in text else text
    text = re.sub(r"[*_`$]+|\\(?:text|textbf|mathrm)\b|[{}]", "", text)
    letters = "abcdefghij"[: len(names)]
    text = _EXCEPTING.sub("⟪except⟫", text)
    said: dict[str, bool] = {}
    open_rest: bool | None = None
    for clause in _clauses(text):
        found = _judged(clause, said)
        if found is None:
            return None
        verdicts, rest, every = found
        if every is not None:
            verdicts = dict.fromkeys(letters, every) | verdicts
        for letter, verdict in verdicts.items():
            if said.setdefault(letter, verdict) is not verdict:
                return None
        if rest is not None:
            if open_rest not in (None, rest):
                return None
            open_rest = rest
    if open_rest is not None:
        unjudged = set(re.findall(r"⟨([a-j])⟩", text)) - set(said)
        said |= dict.fromkeys(unjudged, not open_rest)  # "it overflows in a and b; the others are fine"
        said = {letter: said.get(letter, open_rest) for letter in letters}
    if set(said) != set(letters):
        return None
    return {name: said[letter] for name, letter in zip(names, letters, strict=True)}


def shortened(reply: Reply) -> Reply:
    """The reply without the middle of a very long one: a choice is said at its beginning or its end."""
    if len(reply.text) <= 2 * LONGEST:
        return reply
    head, tail = reply.text[:LONGEST], reply.text[-LONGEST:]
    for end in "\n ":  # at a line's end where one is near: no half of a word, no sign without its option
        last, first = head.rfind(end, LONGEST - 400), tail.find(end, 0, 400)
        head, tail = head[: last if last > 0 else None], tail[max(first, 0) :]
        if last > 0 and first >= 0:
            break
    return read_reply(re.sub(r"\s{20,}", "\n\n", f"{head}\n\n{tail}"))


@lru_cache(maxsize=64)
def _places(option: str) -> re.Pattern[str]:
    """Where an option stands; `option` is a pattern for the names of all of them."""
    article = (
        r"(?!(?<=[aAI])\s+(?!(?:is|are|and|or|true|false|holds?|fails?|correct|wrong|t|f|yes|no|right|nor)\b)[a-z]+)"
    )
    return re.compile(
        rf"{_NAMED_BEFORE}(?:\((?P<in>{option})\)|(?m:^)(?P<line>[ \t*_>#|-]*)(?P<opens>{option})[.)]"
        rf"|(?<![A-Za-z0-9\\.^_({{])(?P<at>{option})(?:\)|\.(?=\s*[*_]*{_WORD}(?!\s*[:=]))|(?![A-Za-z0-9'’^_(]){article}))",
        re.IGNORECASE,
    )


def mark(text: str, names: tuple[str, ...]) -> str:
    """The text with every option as ⟨a⟩, ⟨b⟩, … in the order of `names`, however it is called: "(ii)", "the second"."""
    used = _as_called(text, names)
    spelt = {name.lower(): "abcdefghij"[k] for k, name in enumerate(used)}
    option = "|".join(re.escape(name) for name in sorted(used, key=len, reverse=True))

    def place(found: re.Match[str]) -> str:
        return f" ⟨{spelt[(found['in'] or found['opens'] or found['at']).lower()]}⟩ "

    text = _places(option).sub(place, text)
    return _ORDINAL.sub(lambda m: _ordinal(m, len(names)), text) if len(names) > 1 else text


def _ordinal(found: re.Match[str], total: int) -> str:
    which, count = found["which"].lower(), _COUNTS.get((found["count"] or "").lower(), 1)
    start = {"last": total - count, "latter": total - count, "former": 0, "middle": (total - count) // 2}.get(which)
    start = _ORDINALS.index(which) if start is None else start
    if start < 0 or start + count > total or (which == "middle" and (total - count) % 2):
        return found[0]
    return " " + " and ".join(f"⟨{'abcdefghij'[k]}⟩" for k in range(start, start + count)) + " "


_CALLED = lazy(
    r"(?<![A-Za-z0-9\\.])(?P<name>[A-Za-z0-9]++)"
    r"(?=\s*[).:,→=–-]|\s+(?:is|are|and|true|false|holds?|fails?)\b|\s*$|\s*[✓✔✅✗✘❌TF])",
    re.IGNORECASE,
)


def _as_called(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that the text itself gives the options: the key's, or numerals, digits or letters in their order."""
    said = {found["name"].lower() for found in _CALLED.finditer(text)}
    pools = (names, ROMAN, tuple("123456789"), tuple("abcdefghij"))
    for pool in pools:
        if len(pool) < len(names):
            continue
        used = pool[: len(names)]
        hits = [name for name in used if name.lower() in said]
        if len(hits) > 1 or (hits and (pool is names or len(hits[0]) > 1)):
            return used
    return names


def _clauses(text: str) -> list[str]:
    """The pieces of the text that speak of their own; a comma before an option ends one where a verdict was given."""
    pieces: list[str] = []
    for clause in _CLAUSE.split(text):
        start, said = 0, [word.start() for word in _SAYS.finditer(clause)]
        for comma in re.finditer(r",\s|\s(?:and\s|so\s)", clause) if said else ():
            first = bisect_left(said, start)
            if first == len(said) or said[first] >= comma.start() or clause.find("⟨", start, comma.start()) < 0:
                continue
            after = comma.end()
            if _NEXT.match(clause, after) and (said[-1] >= after or _OTHERWISE.match(clause, after)):
                pieces.append(clause[start : comma.start()])
                start = comma.end()
        pieces.append(clause[start:])
    return [piece for piece in pieces if piece.strip()]


def _judged(clause: str, before: dict[str, bool]) -> tuple[dict[str, bool], bool | None, bool | None] | None:
    """What a clause says of options, of the rest of them, and of all; None where it contradicts itself."""
    verdicts: dict[str, bool] = {}
    rest: bool | None = None
    every: bool | None = None
    runs = list(_RUN.finditer(clause))
    for k, run in enumerate(runs):
        options = re.findall(r"⟨([a-j])⟩", run[0])
        front = clause[runs[k - 1].end() if k else 0 : run.start()]
        back = clause[run.end() : runs[k + 1].start() if k + 1 < len(runs) else len(clause)]
        leads = _LEADS.search(front)
        label = None if leads else _LABEL.search(front)
        if re.search(r"\bor\b", run[0]) and not (leads and leads["neither"]):
            return None
        if label:
            said: bool | None = _polarity(label["word"]) is not bool(label["not"])
            if _THE_ONLY.search(front[: label.start()]) and k + 1 == len(runs) and said is not None:
                every = not said  # "the only false statement is (b)"
        else:
            reason = _REASON.search(back)
            ahead = back[: reason.start()] if reason and reason.start() > 0 else back
            if k + 1 < len(runs) and (next_label := _LABEL.search(back)):
                ahead = back[: next_label.start()]
            said = _said(ahead)
        if leads and (leads["but"] or leads["only"]):
            mine = said is not False and not _DENIED_OF_IT.match(back)  # "only c", "only c is true"; "all but c"
            verdict = mine if leads["only"] else not mine
            verdicts |= dict.fromkeys(options, verdict)
            every = not verdict
            continue
        if leads and (leads["neither"] or leads["not"]):
            said = said is False
        if said is None and k + 1 == len(runs) and _ONLY_BEHIND.match(back):
            said, every = True, False
        if said is None and set(before.values()) == {False} and _IS_SO.match(back):
            said = True  # "…, but c is"
        if said is not None:
            for option in options:
                if verdicts.setdefault(option, said) is not said:
                    return None
    if every is None:
        outside = clause if not runs else clause[: runs[0].start()] + " ⟩ " + clause[runs[-1].end() :]
        rest = _of_the_rest(outside, verdicts or before)
        every = _of_all(clause) if rest is None and not runs else None
    return verdicts, rest, every


def _of_the_rest(text: str, verdicts: dict[str, bool]) -> bool | None:
    """What is said of the rest of the options, behind it or in front of it."""
    found = _THE_REST.search(text)
    if found is None:
        return None
    behind = text[found.end() :]
    if label := _LABEL.search(text[: found.start()]):
        return _polarity(label["word"]) is not bool(label["not"])
    if ends := _OTHERWISE_ENDS.match(behind):  # "… the others are", "the rest doesn't"
        told = set(verdicts.values())
        return not told.pop() if len(told) == 1 and (ends["not"] or True not in told) else None
    return _said(re.split(r"[,:]", behind)[0])


def _of_all(text: str) -> bool | None:
    """What is said of all options, or of none."""
    found = _SWEEPING.search(text)
    if found is None:
        return None
    behind = re.split(r"[,:]", text[found.end() :])[0]
    said = _said(behind)
    if said is None and (_LED_UP_TO.search(text[: found.start()]) is None or re.search(r"[A-Za-z]{3}", behind)):
        return None
    return said is False if found["none"] else said is not False


def _said(text: str) -> bool | None:
    """The first verdict in a text: "is not true" is False. None where there is none."""
    found = _SAID.search(text)
    if found is None:
        return None
    if found["word"]:
        if found["word"] in ("t", "f"):
            return None
        return _polarity(found["word"]) is not (bool(found["not"]) and found["word"].isalpha())  # "not convex ✗"
    return (
        False
        if re.fullmatch(r"[^A-Za-z]*(?:(?:is|are|do|does|did|can|wo|would)\s*)?" + _NEGATION + r"\W*", text, re.I)
        else None
    )


def _polarity(word: str) -> bool:
    return _IS_TRUE.fullmatch(word) is not None
