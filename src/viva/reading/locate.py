r"""Where in a reply the answer stands: its statements, best first.

>>> from viva.reading.replies import read_reply
>>> reply = read_reply("Each filter has 27 weights.\n\n**Answer:** 108 parameters.\n\nWith biases it would be 112.")
>>> [(c.text.strip(), c.found_by) for c in candidates(reply)][0]
('108 parameters.', 'marked final')

A reply is split into statements (sentences, list items, tables, displayed formulas with the sentence that introduces
them). Each gets a rank for how it presents itself, as a careful person would weigh it:

| rank | found by            | such as                                                              |
|------|---------------------|----------------------------------------------------------------------|
| 0    | boxed, marked final | `\boxed{108}`, "**Answer:** 108", what follows a heading "Final answer" |
| 1    | correction          | "Wait, … so it is 108" after something else                           |
| 2    | names what is asked | "The filter is …", "Output: …", what follows a heading "Total"        |
| 3    | conclusion, bold    | "Therefore …", "**108 parameters**"                                   |
|      | opens the reply     | "O(nd). Each of the n distances costs …": a value alone, then prose    |
| 4    | statement           | anything else; a later one comes first                               |
| 6    | aside               | "If biases were included it would be 112", "Check: …", "Note that …" |

What stands before a correction ("wait", "actually", "I made a mistake") comes after everything else. Among equals the
later statement comes first. A reader of one kind of answer takes the first candidate that holds an answer of its kind;
if that one cannot be understood, the reading ends there, so that nothing weaker is taken instead.

In a candidate's text, what the reply takes back is blanked (`~~112~~`, "not B but C"); its length and offsets stay.
Nothing here knows the key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from viva.reading.boxes import boxes
from viva.reading.budget import tick
from viva.reading.cues import (
    CHECKING,
    SIDE_TITLE,
    TITLE,
    aside_part,
    asked_nouns,
    asked_pattern,
    bare,
    is_aside,
    last_correction,
    opens,
)
from viva.reading.cues import rank as weigh
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.statements import extended, statements
from viva.types import Part, Span

LONGEST_STATEMENT = 10_000  # code points; of a longer one only the end is looked at


@dataclass(frozen=True)
class Candidate:
    """A place where the answer may stand: `text` is the reply's `text[span.start:span.end]`, take-backs blanked."""

    text: str
    span: Span
    found_by: str
    rank: int
    statement: Span  # of the whole statement, with its marker or box


def candidates(reply: Reply, part: Part | None = None) -> list[Candidate]:
    """All statements of the reply as candidates, best first. `part.asks` tells what "names what is asked" means."""
    return list(_candidates(reply, asked_nouns(part.asks) if part else ()))


_OTHER_CASE = lazy(r",\s+(?:while|whereas)\b")
_NUMBER_ALONE = lazy(r"[\s$*≈]*[-−]?[\d.,]*\d(?:/\d+)?(?:\s?(?:\\?%|[A-Za-z]{1,4}))?[\s$*]*\.?\s*")
_AND_MORE = lazy(r"\s*and\s*(?:$|\$\$|\\\[)", re.IGNORECASE)  # "so … and $$…$$"
_CONTRASTED = lazy(
    r",\s+(?:while|whereas)\s+(?:an?|the|in)\s+(?:naive|careless|standard|ordinary|dense|full|wrong|usual"
    r"|plain)\b",
    re.IGNORECASE,
    needs="while|whereas",
)
_OPENING_CLAUSE = lazy(r"[^;\n]{1,60};")
_SUBJECT = lazy(
    r"\s*The (?P<noun>[a-z]+) (?:is|equals|(?P<of>of (?:its|their|the (?:other|input|transpose|inverse)|twice|half)))\b"
)


# "Let me track the shapes:", "The shapes are:": several, of which none is stated as the answer yet.
_ANNOUNCED = lazy(
    r"\b(?:shapes|sizes)\b(?:\s+(?:are|step by step|one by one|in order|in turn|along the way))?[\s*_]*:[\s*_]*$"
)


_SO_FAR = lazy(
    r"\b(?:so far|for now|up to here|at this point|as an? intermediate)\b",
    re.IGNORECASE,
    needs="so far|for now|up to here|at this point|as a intermediate|as an intermediate",
)
_COME_TO = lazy(r"(?<![\w.,^_])(\d+(?:,\d{3})*(?:\.\d+)?)(?![\d^]|[.,]\d)")
_CONTINUES = lazy(
    r"[\s*_$]*(?:times|plus|multipl(?:ied|y(?:ing)?)(?:\s+(?:this|that|it))?\s+by|add(?:ing)?\s+(?:the|these|those))\b",
    re.IGNORECASE,
    needs="add|plus|times|multiply|multiplied",
)
_RESULT_OF_IT = (  # in another unit it is another thing
    r"[^=≈.;\n]{0,40}=\s*\$?\d[\d,.]*\$?"
    r"(?!\s*(?:bytes|[kKMG]?i?B\b|bits|%|\\%|flops|macs|mult|oper|x\b|times|pixels))"
)


def _reckons_with(reached: str, words: str) -> bool:
    """Is the number that a conclusion came to only a factor or summand here, "With four of them: 4 × 27 = 108"?"""
    if reached not in words or "=" not in words:
        return False
    sign = r"(?:[×·*+]|\\times|\\cdot)"
    number = rf"(?<![\w.,]){re.escape(reached)}(?![\d]|[.,]\d)"
    pattern = rf"(?:{number}\s*{sign}\s*\d|\d\s*{sign}\s*{number}){_RESULT_OF_IT}"
    return re.search(pattern, words, re.IGNORECASE) is not None


_LIST_LABEL = lazy(r"[\s*_$]*\(?\d{1,2}[.)][\s*_$]*")


def _labels(words: str, after: str) -> bool:
    """Is it the number of what follows on its line, `2. The value for n = 1`?"""
    return _LIST_LABEL.fullmatch(words) is not None and after.lstrip(" *_$")[:1].isalpha()


@lru_cache(maxsize=16)
def _candidates(reply: Reply, nouns: tuple[str, ...]) -> tuple[Candidate, ...]:
    text = reply.text
    found = statements(reply)
    if len(text) > LONGEST_STATEMENT:
        found = tuple(replace(s, start=max(s.start, s.end - LONGEST_STATEMENT)) for s in found)
    corrected = last_correction(text)
    asked = asked_pattern(nouns)
    entries: list[tuple[tuple[int, int, int], Candidate]] = []
    checking_level = 0  # inside a section under a heading "Verification"; its level
    checking_block = checking_from = -1  # inside a block that opens with "Check:"; where the check begins
    marked_at = -1  # the statement of an open "Final answer" heading
    previous = 4  # the rank of the statement before
    reached = ""  # the number that the last conclusion came to
    subjects: set[str] = set()  # "limit" where a statement began with "The limit is"
    titled = -1  # the block below a heading that names what is asked, or "Total", "Result"
    for number, statement in enumerate(found):
        tick()
        words = text[statement.start : statement.end]
        block = reply.blocks[statement.block]
        beside = bool(CHECKING.match(bare(words))) or (number > 0 and _is_side_title(words, asked))
        if statement.kind == "heading":
            level = block.level
            if checking_level and level <= checking_level:
                checking_level = 0
            if beside:
                checking_level = level
            marked_at = -1
            if TITLE.search(words) or (asked is not None and asked.search(f"{bare(words).rstrip('*: ')}:")):
                titled = statement.block + 1
        elif beside:
            checking_block, checking_from = statement.block, statement.start
        rank, by, offset = weigh(words, statement.kind, asked)
        if by == "names what is asked" and _ANNOUNCED.search(words):
            rank, by, offset = 4, "statement", 0
        whole_said = _says_it_all(words, asked)
        if whole_said and 1 < rank < 6:
            rank, by, offset = 2, "names what is asked", 0
        if statement.block == titled and 2 < rank < 6 and statement.kind != "heading":
            rank, by = 2, "under its heading"
        if number == 0 and rank == 4 and opens(words, text[statement.end :]):
            alone = _NUMBER_ALONE.fullmatch(words) and not _labels(words, text[statement.end :])
            rank, by = (2 if alone else 3), "opens the reply"
        if rank == 4 and previous == 3 and _AND_MORE.match(words):
            rank, by = 3, "conclusion"
        previous = rank
        if rank == 3 and by == "conclusion" and _SO_FAR.search(words):
            rank, by = 4, "statement"
        elif rank == 3 and by == "conclusion":
            reached = numbers[-1][1] if (numbers := list(_COME_TO.finditer(words))) else reached
        elif rank == 4 and reached and (_CONTINUES.match(words) or _reckons_with(reached, words)):
            rank, by = 3, "conclusion"
        subject = _SUBJECT.match(words)
        if subject and subject["of"] and rank > 0 and subject["noun"].lower() in subjects:
            rank, by = 6, "aside"  # "The limit is 1. The limit of its half is …"
        elif subject and not subject["of"]:
            subjects.add(subject["noun"].lower())
        remark: tuple[int, int] | None = None
        if rank <= 4 and by != "boxed" and is_aside(words, found, number, text):
            remark = aside_part(words)
            rank, by = (6, "aside") if remark is None else (rank, by)
        if checking_from < corrected < statement.start:
            checking_block = -1  # "Check: 6 ≠ -2. That's wrong. So …": a check that fails ends there
        if (checking_level or checking_block == statement.block) and rank > 0:
            rank, by = 6, "aside"
        order = 0
        if rank == 0 and by == "marked final" and not _content(text[statement.start + offset : statement.end]):
            marked_at = statement.start
            continue
        if marked_at >= 0 and rank > 0 and rank != 6:
            rank, by, order = 0, "marked final", statement.start - marked_at
        if statement.start < corrected:
            rank += 10
        elif corrected >= 0 and rank > 1 and rank < 6 and (statement.start < corrected + 1200):
            rank, by = 1, "correction"
        start = statement.start + offset
        end = extended(found, number, text) if rank != 16 and not whole_said else statement.end
        anchor = marked_at if order else statement.start
        whole = Span(statement.start, end)
        if (
            number == 0
            and rank > 2
            and (clause := _OPENING_CLAUSE.match(words))
            and opens(clause[0], words[clause.end() :])
        ):
            head = Span(statement.start, statement.start + clause.end() - 1)
            entries.append(((3, -anchor, -1), Candidate(clause[0][:-1], head, "opens the reply", 3, whole)))
        spans = boxes(text, statement.start, statement.end) if by == "boxed" else [Span(start, end)]
        for span in spans:
            words = _without_take_backs(text[span.start : span.end])
            if remark is not None and span.start == start:
                words = _blanked(words, remark[0] - offset, remark[1] - offset)
            if rank > 0 and (other := _CONTRASTED.search(words)) and re.search(r"\d", words[: other.start()]):
                words = words[: other.start()] + " " * (len(words) - other.start())
            if by == "marked final" and (other := _OTHER_CASE.search(words)):
                words = words[: other.start()] + " " * (len(words) - other.start())
            place = span.start if by == "boxed" else anchor
            entries.append(((rank, -place, order), Candidate(words, span, by, rank, whole)))
    entries.sort(key=lambda entry: entry[0])
    return tuple(candidate for _, candidate in entries)


def _blanked(words: str, start: int, end: int) -> str:
    start, end = max(0, start), min(len(words), max(0, end))
    return words[:start] + " " * (end - start) + words[end:]


def _content(words: str) -> bool:
    return bool(re.search(r"[A-Za-z0-9■☒\u2200-\u22ff]", words))


# ---- what the reply takes back -----------------------------------------------------------------------------

_TAKEN_BACK = lazy(
    r"~~[^~\n]{1,200}~~|<(?:s|del|strike)>[^<]{0,200}</(?:s|del|strike)>"
    r"|\\(?:cancel|sout|st|xcancel|bcancel)\{[^{}]{0,200}\}"
    r"|\b(?:and\s+)?(?:not|\w+n['’]t|rather than|instead of)\s+(?:simply\s+|just\s+|the\s+)?"
    r"(?:(?:diagram|figure|option|cube)\s+)?"
    r"[*$(_]*(?:(?:[A-Za-z]\w?\s*=\s*)?-?\d[\d,]*(?:\.\d+)?"
    r"|[A-F]\b(?:[*$)_]*,?\s+n?or\s+[*$(_]*[A-F]\b)*)[*$)_]*(?:,?\s+but\b)?",
    needs=r"not|n't|n’t|rather than|instead of|~~|<s>|<del>|<strike>|cancel{|\sout{|\st{",
)


def _without_take_backs(words: str) -> str:
    return _TAKEN_BACK.sub(lambda m: " " * len(m[0]), words)


_OF_WHICH = lazy(
    r"\n[\s*_#]*(?:breakdown|details?|in detail|composition|contributions)\b[^\n\d=]{0,30}:[\s*_]*$", re.IGNORECASE
)
_SO_MANY = lazy(
    r"(?P<head>\d[\d,.]*[\s*_]+(?:(?:learnable|trainable|free|total|distinct)\s+){0,2}[a-z]+)"
    r"(?:\s+(?:in all|in total|altogether|overall))?[\s*_]*:[\s*_]*$"
)


def _says_it_all(words: str, asked: re.Pattern[str] | None) -> bool:
    """ "It has 112 parameters:", "… = 112⏎Breakdown:": the list below says of what the number is made up."""
    many = _SO_MANY.search(words[-80:])
    return bool(
        _OF_WHICH.search(words)
        or (many and asked is not None and asked.search(many["head"].replace("weights", "parameters") + ":"))
    )


def _is_side_title(words: str, asked: re.Pattern[str] | None) -> bool:
    """ "Special case", alone as a title: what stands below it is no answer, unless it is what was asked."""
    return bool(SIDE_TITLE.match(bare(words))) and (asked is None or not asked.search(words))
