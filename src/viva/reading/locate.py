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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.budget import tick
from viva.reading.patterns import lazy
from viva.reading.replies import Block, Reply
from viva.types import Part, Span


@dataclass(frozen=True)
class Candidate:
    """A place where the answer may stand: `text` is the reply's `text[span.start:span.end]`, take-backs blanked."""

    text: str
    span: Span
    found_by: str
    rank: int
    statement: Span  # of the whole statement, with its marker or box


@dataclass(frozen=True)
class Statement:
    """A sentence, list item, heading, table or formula."""

    start: int
    end: int
    block: int  # the number of its block
    kind: str  # the kind of its block


def candidates(reply: Reply, part: Part | None = None) -> list[Candidate]:
    """All statements of the reply as candidates, best first. `part.asks` tells what "names what is asked" means."""
    return list(_candidates(reply, asked_nouns(part.asks) if part else ()))


@lru_cache(maxsize=16)
def _candidates(reply: Reply, nouns: tuple[str, ...]) -> tuple[Candidate, ...]:
    text = reply.text
    found = statements(reply)
    corrected = _last_correction(text, found)
    asked = _asked_pattern(nouns)
    entries: list[tuple[tuple[int, int, int], Candidate]] = []
    checking_level = 0  # inside a section under a heading "Verification"; its level
    checking_block = -1  # inside a block that opens with "Check:"
    marked_at = -1  # the statement of an open "Final answer" heading
    titled = -1  # the block below a heading that names what is asked, or "Total", "Result"
    for number, statement in enumerate(found):
        tick()
        words = text[statement.start : statement.end]
        block = reply.blocks[statement.block]
        if statement.kind == "heading":
            level = block.level
            if checking_level and level <= checking_level:
                checking_level = 0
            if _CHECKING.match(_bare(words)):
                checking_level = level
            marked_at = -1
            if _TITLE.search(words) or (asked is not None and asked.search(f"{_bare(words).rstrip('*: ')}:")):
                titled = statement.block + 1
        elif _CHECKING.match(_bare(words)):
            checking_block = statement.block
        rank, by, offset = _rank(words, statement, asked)
        if statement.block == titled and 2 < rank < 6 and statement.kind != "heading":
            rank, by = 2, "under its heading"
        if rank <= 4 and by != "boxed" and _is_aside(words, found, number, text):
            rank, by = 6, "aside"
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
        end = _extended(found, number, text) if rank != 16 else statement.end
        anchor = marked_at if order else statement.start
        whole = Span(statement.start, end)
        spans = boxes(text, statement.start, statement.end) if by == "boxed" else [Span(start, end)]
        for span in spans:
            words = _without_take_backs(text[span.start : span.end])
            place = span.start if by == "boxed" else anchor
            entries.append(((rank, -place, order), Candidate(words, span, by, rank, whole)))
    entries.sort(key=lambda entry: entry[0])
    return tuple(candidate for _, candidate in entries)


def boxes(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    r"""The contents of every `\boxed{…}` in `text[start:end]`, in order; an unclosed one reaches to the end.

    >>> [span.start for span in boxes(r"\boxed{1} and \boxed{x^{2}}")]
    [7, 21]
    """
    end = len(text) if end is None else end
    found = []
    at = start
    while (opening := _BOXED.search(text, at, end)) is not None:
        at = opening.end()
        depth = 1
        if not opening[0].endswith("{"):  # \boxed5
            found.append(Span(at, min(at + 1, end)))
            continue
        close = at
        for brace in _BRACE.finditer(text, at, end):
            close = brace.end()
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                break
        found.append(Span(at, close - 1 if depth == 0 else end))
        at = max(close, at)
    return found


_BRACE = lazy(r"\.|[{}]", re.DOTALL)

# ---- statements --------------------------------------------------------------------------------------------

_SENTENCE_END = lazy(
    r"(?:(?<![A-Z.])|(?<=\b(?:is|be) [A-J])|(?<=\b(?:and|not) [A-J])|(?<=(?:than|tion) [A-J])|(?<=(?:pick"
    r"|swer) [A-J])|(?<=: [A-J]))"
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bEq)[.!?][\"')*_]*(?=\s+[\"'(\[*_$\\]*[A-Z✓\d■☒]|\s*$)|\n"
)
_STARTER = lazy(
    r"[\s*_>#-]*(?:the\s+)?(?:final|answer|ans\b|therefore|thus|hence|so\b|total|result|note|check|verif|remark|"
    r"output|summary|in conclusion|consequently|wait|actually|comparison|special case|limiting)",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def statements(reply: Reply) -> tuple[Statement, ...]:
    """The reply's statements in order."""
    found: list[Statement] = []
    for number, block in enumerate(reply.blocks):
        if block.kind in ("table", "code", "math", "heading"):
            found.append(Statement(block.start, block.end, number, block.kind))
        else:
            found.extend(_sentences(reply, block, number))
    return tuple(found)


def _sentences(reply: Reply, block: Block, number: int) -> Iterator[Statement]:
    text = reply.text
    maths = [m for m in reply.maths if m.start < block.end and m.end > block.start] if reply.maths else []
    at, inside = block.start, 0
    for stop in _SENTENCE_END.finditer(text, block.start, block.end):
        place = stop.start()
        while inside < len(maths) and maths[inside].end <= place:
            inside += 1
        if inside < len(maths) and maths[inside].start < place:
            continue
        if stop[0] == "\n" and not _line_break(text, at, place, block.end):
            continue
        if text[at : stop.end()].strip():
            yield Statement(at, stop.end(), number, block.kind)
        at = stop.end()
    if text[at : block.end].strip():
        yield Statement(at, block.end, number, block.kind)


def _line_break(text: str, at: int, place: int, end: int) -> bool:
    """Does a line end in a paragraph end a statement? Not where a line is merely wrapped."""
    stop = text.find("\n", place + 1, end)
    following = text[place + 1 : stop if stop >= 0 else end]
    before = text[text.rfind("\n", at, place) + 1 if text.rfind("\n", at, place) >= 0 else at : place].rstrip()
    if _STARTER.match(following) or before.startswith((">>>", "In [")):
        return True
    if before.endswith((".", ";", "!", "?", "✓", "**", "$$", "\\]")):
        return True
    return len(before) < 50 and following[:1].isupper() and not before.endswith((",", "=", "and", "the", "of", ":"))


def _extended(found: tuple[Statement, ...], number: int, text: str) -> int:
    """The end of a statement together with what it introduces: "The output is:" and the matrix after it."""
    end = found[number].end
    for following in found[number + 1 : number + 4]:
        words = text[found[number].start : end].rstrip()
        opens = _OPEN_END.search(words[-40:])
        if not opens and following.kind not in ("math", "table", "code"):
            break
        if not opens and words.endswith((".", "!", "?")):
            break
        if following.kind == "heading":
            break
        if opens or _INTRODUCES.search(words):
            end = following.end
            if following.kind in ("math", "table", "code"):
                break
        else:
            break
    return end


_OPEN_END = lazy(
    r"(?:[:=→]|\b(?:is|are|equals|becomes|get|gives|have|obtain|yields|where|find|as|therefore|thus|hence|so),?)[\s*_$]*$"
)
_INTRODUCES = lazy(r"\b(?:is|are|equals|becomes|get|gives|have|obtain|yields|find|answer|output|result|matrix)\b", re.I)


# ---- how a statement presents itself -----------------------------------------------------------------------

_BOXED = lazy(r"\\(?:boxed|fbox|framebox|boldbox)\s*\{|\\boxed\s*(?=\d|\\)")
_MARKED = lazy(
    r"(?<![A-Za-z])(?:final|correct(?:ed)?|short|my|the|our|full|complete|updated|revised|exact|numerical)?[\s*_]*"
    r"(?:final[\s*_]+)?(?:answers?|ans)\b[\s*_]*"
    r"(?:(?:to|for)\s+(?:(?:part|question|problem|item)\s*)?\(?\w{1,4}\)?|\(\w{1,4}\)|to the (?:question|problem))?"
    r"[\s*_]*"
    r"(?::|=|⇒|→|\bis\b|\bare\b|-\s)[\s*_:]*",
    re.IGNORECASE,
)
_MARKED_ALONE = lazy(
    r"[\s*_#>]*(?:\d+[.)]\s*)?(?:the\s+)?(?:final\s+(?:answers?|results?|expressions?|formulas?)|answers?(?=[\s*_]*:))[\s*_:.]*$",
    re.I,
)
_FINAL_LABEL = lazy(
    r"[\s*_#>-]*(?:the\s+)?final\s+(?:result|expression|formula|output|value|verdict)\b[^.:=\n]{0,40}[:=][\s*_]*", re.I
)
_CONCLUSION = lazy(
    r"[\s*_>#•-]*(?:and\s+)?(?:therefore|thus|hence|so\b|consequently|in conclusion|in total|total|in summary|overall|"
    r"altogether|result|this gives|this yields|we (?:get|obtain|find|conclude)|∴|⇒|⟹|→|=>|it follows|finally|"
    r"to conclude|as a result|solution)",
    re.IGNORECASE,
)
_CONCLUDES = lazy(r"\b(?:therefore|thus|hence|so|consequently|in total|which gives|giving)\b", re.IGNORECASE)
_BOLD = lazy(r"\*\*[^*\n]*[\d\]\)}$A-Z][^*\n]*\*\*|\\mathbf\{|<b>|<strong>")
_RIGHT_ONES = lazy(
    r"\b(?:correct|right)\s+(?:options?|choices?|letters?|statements?|ones?|items?|answers?)\s*(?::|\bis\b|\bare\b)[\s*_:]*",
    re.IGNORECASE,
)
_TITLE = lazy(r"\b(?:total|results?|conclusion|final)\b", re.IGNORECASE)
_CHECKING = lazy(
    r"(?:step\s*\d+\W+)?(?:(?:quick|sanity|double|numerical|brief|dimension(?:al)?|let(?:'s| us|’s)|to|we can|we)\s+)*"
    r"(?:check|verif(?:y|ication|ied|ying)|sanity|cross-?check|confirm(?:ation|ing)?|proof of correctness|validat)",
    re.IGNORECASE,
)
_ASIDE = lazy(
    r"[\s*_>#•(-]*(?:notes?\b|n\.b\.|nb\b|remark|aside|for comparison|comparison|compared|by contrast|in contrast|"
    r"for reference|for example|e\.g\.|incidentally|by the way|would you|do you|shall i|let me know|feel free|"
    r"even though|even if|recall that|remember that|"
    r"if you(?:'d| would)? (?:want|like|prefer|need)|i hope|hope this|i can|common (?:mistake|error|pitfall)|"
    r"some (?:people|might)|one (?:might|may|could)|warning|caution|beware|for context|as a comparison|"
    r"had (?:we|i|you)|were (?:we|the|bias)|interpretation|intuition|intuitively)",
    re.IGNORECASE,
)
_HYPOTHETICAL = lazy(
    r"\b(?:would|could|might)\b|\b(?:if|when|had|were|with|in that case|otherwise)\b.*\bwe(?:'d|’d)\b", re.IGNORECASE
)
_CONDITION = lazy(
    r"\b(?:if|had|were|unless|suppose|add|adds|extra|more|with (?:a )?bias|including|included|in that case|otherwise|"
    r"in contrast|"
    r"ordinary|instead|by comparison|fully[- ]connected|standard)\b",
    re.IGNORECASE,
)
_CORRECTION = lazy(
    r"(?:^|(?<=[.!?\n:;]))[\s*_>(-]*(?:(?:but|hmm|oh|no|and)\b[,. ]*)*"
    r"(?:wait\b|hold on|hang on|oops|scratch that|strike that|correction\b|my mistake|my apologies|apologies|"
    r"(?:i'm |i am )?sorry\b|on second thought|actually,|no,|"
    r"(?:i|we) (?:made|have made|see) (?:a|an|my|the) (?:\w+ )?(?:mistake|error|slip)|"
    r"let me (?:re-?check|re-?do|correct|fix|re-?compute|re-?calculate|re-?consider|revise)|"
    r"(?:that|this)(?: is|'s| was) (?:wrong|incorrect|not right|not correct|a mistake))",
    re.IGNORECASE,
)
_CONFIRMS = lazy(
    r"\b(?:yes|confirm\w*|matches|consistent|holds|checks out|is (?:indeed )?(?:right|correct)|"
    r"so (?:the|that) .{0,30}stands|that(?:'s| is) (?:right|correct|fine)|no change|unchanged|all good)\b|✓|✔",
    re.IGNORECASE,
)


def _bare(words: str) -> str:
    return words.replace("ﬁ", "fi").lstrip(" \t\n#*_>-•(").removeprefix("**")


def _rank(words: str, statement: Statement, asked: re.Pattern[str] | None) -> tuple[int, str, int]:
    """(rank, found by, where the answer's text begins within the statement)."""
    if "\\" in words and _BOXED.search(words):
        return 0, "boxed", 0
    lowered = words.lower()
    if "answer" in lowered or "ans" in lowered or "final" in lowered or "correct" in lowered:
        if right := _RIGHT_ONES.search(words):
            return 0, "marked final", right.end()
        marks = list(_MARKED.finditer(words))
        if marks and not _ASIDE.match(words):
            return 0, "marked final", marks[-1].end()
        if _MARKED_ALONE.match(words):
            return 0, "marked final", len(words)
        if label := _FINAL_LABEL.match(words):
            return 0, "marked final", label.end()
    if _ASIDE.match(words):
        return 6, "aside", 0
    if asked is not None and (named := asked.search(words)):
        return 2, "names what is asked", named.start()
    if _CONCLUSION.match(words) or _CONCLUDES.search(words):
        return 3, "conclusion", 0
    if statement.kind != "heading" and _BOLD.search(words):
        return 3, "bold", 0
    return (4 if statement.kind != "heading" else 5), "statement", 0


def _is_aside(words: str, found: tuple[Statement, ...], number: int, text: str) -> bool:
    """A hypothetical ("if biases were included, it would be 112"), also one that leans on the sentence before."""
    if not _HYPOTHETICAL.search(words):
        return False
    if _CONDITION.search(words):
        return True
    before = text[found[number - 1].start : found[number - 1].end] if number else ""
    return bool(re.match(r"[\s*_>#•(-]*(?:notes?\b|if\b)", before, re.IGNORECASE))


def _last_correction(text: str, found: tuple[Statement, ...]) -> int:
    """Where the last correction begins that is not at once followed by a confirmation; -1 if there is none."""
    last = -1
    for match in _CORRECTION.finditer(text):
        rest = text[match.end() : match.end() + 400]
        if _CONFIRMS.search(rest) and not re.search(
            r"\b(?:mistake|error|wrong|incorrect|should be|instead)\b", rest[:200], re.I
        ):
            continue
        if re.search(r"\d|\b[A-Z]\b|\\", rest):
            last = match.start()
    return last


_STOP = frozenset(("the", "its", "that", "which", "one", "and", "are", "what", "how", "real"))


def asked_nouns(asks: str) -> tuple[str, ...]:
    """The head nouns of what is asked: ("filter",) of "the filter"."""
    head = re.split(r"\b(?:of|with|for|as|when|in|that|to|from|by|under|over)\b", asks)[0]
    words = re.findall(r"[A-Za-z]{3,}", head.lower())
    return tuple(w for w in words if w not in _STOP)[-1:]


@lru_cache(maxsize=64)
def _asked_pattern(nouns: tuple[str, ...]) -> re.Pattern[str] | None:
    if not nouns:
        return None
    noun = "|".join(re.escape(n) + ("" if n.endswith("s") else "s?") for n in (*nouns, *_SYNONYMS.get(nouns[-1], ())))
    return re.compile(
        rf"\b(?:{noun})\b(?:\s+(?:vector|matrix|weights|is|taps|\w+ed|of [\w ]{{1,40}}?))?[\s*_]*"
        rf"(?:\([^()\n]{{0,40}}\)|\$[^$\n]{{0,20}}\$|\\\([^()\n]{{0,20}}\\\)|[A-Za-z]\w?)?[\s*_]*"
        rf"(?::|=|\bis\b|\bare\b|\bequals?\b|\bbecomes\b|→|⇒|\bwas\b)",
        re.IGNORECASE,
    )


_SYNONYMS = {
    "filter": ("kernel",),
    "kernel": ("filter",),
    "output": ("result",),
    "number": ("total", "parameters", "count"),
    "parameters": ("total", "weights"),
    "matrix": ("result", "output"),
    "gradient": ("derivative",),
}


def _content(words: str) -> bool:
    return bool(re.search(r"[A-Za-z0-9■☒\u2200-\u22ff]", words))


# ---- what the reply takes back -----------------------------------------------------------------------------

_TAKEN_BACK = lazy(
    r"~~[^~\n]{1,200}~~|<(?:s|del|strike)>[^<]{0,200}</(?:s|del|strike)>"
    r"|\\(?:cancel|sout|st|xcancel|bcancel)\{[^{}]{0,200}\}"
    r"|\b(?:and\s+)?(?:not|rather than|instead of)\s+(?:simply\s+|just\s+|the\s+)?"
    r"(?:(?:diagram|figure|option|cube)\s+)?"
    r"[*$(_]*(?:-?\d[\d,]*(?:\.\d+)?|[A-F]\b)[*$)_]*(?:,?\s+but\b)?"
)


def _without_take_backs(words: str) -> str:
    if (
        "not" not in words
        and "~~" not in words
        and "than" not in words
        and "instead" not in words
        and "<" not in words
        and "\\" not in words
    ):
        return words
    return _TAKEN_BACK.sub(lambda m: " " * len(m[0]), words)
