r"""How a statement presents itself: as the answer, a conclusion, a remark, a check, a correction.

>>> [rank(words, "paragraph", None) for words in ("**Answer:** 108", "Therefore 108.", "Note that 108 > 27.")]
[(0, 'marked final', 12), (3, 'conclusion', 0), (6, 'aside', 0)]

The ranks are those of the table in `viva.reading.locate`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.boxes import BOXED
from viva.reading.patterns import lazy
from viva.reading.statements import Statement

_MARKED = lazy(
    r"(?<![A-Za-z])(?:(?:final|correct(?:ed)?|short|my|the|our|full|complete|updated|revised|exact|numerical)[\s*_]*+)?"
    r"(?:final[\s*_]++)?(?:answers?|ans)\b[\s*_]*+(?:(?:correct|right)\s)?"
    r"(?:(?:to|for)\s+(?:(?:part|question|problem|item)\s*)?\(?\w{1,4}\)?|\(\w{1,4}\)|to the (?:question|problem))?"
    r"[\s*_]*+"
    r"(?::|=|⇒|→|\bis\b|\bare\b|-\s)[\s*_:]*",
    re.IGNORECASE,
)
_MARKED_ALONE = lazy(
    r"[\s*_#>]*(?:\d+[.)]\s*)?(?:the\s+)?(?:final\s+(?:answers?|results?|expressions?|formulas?)"
    r"|answers?(?=[\s*_]*:))[\s*_:.]*$",
    re.I,
    needs="answer|result|formula|expression",
)
_FINAL_LABEL = lazy(
    r"[\s*_#>-]*(?:the\s+)?final\s+(?:result|expression|formula|output|value|verdict)\b[^.:=\n]{0,40}[:=][\s*_]*",
    re.I,
    needs="final",
)
_CONCLUSION = lazy(
    r"[\s*_>#•-]*(?:and\s+)?(?:therefore|thus|hence|so\b|consequently|in conclusion|in total|total|in summary|overall|"
    r"altogether|together[,:]|result|this gives|this yields|"
    r"we (?:get|obtain|find|conclude)|∴|⇒|⟹|→|=>|it follows|finally|"
    r"to conclude|as a result|solution)",
    re.IGNORECASE,
)
_CONCLUDES = lazy(
    r"\b(?:therefore|thus|hence|so(?!\))|consequently|in total|which gives|giving)\b",
    re.IGNORECASE,
    needs="so|thus|hence|therefore|consequently|in total|which gives|giving",
)
_BOLD = lazy(
    r"\*\*[^*\n\d\])}$A-Z]*+[\d\])}$A-Z][^*\n]*+\*\*|\\mathbf\{|<b>|<strong>", needs=r"**|<b>|\mathbf{|<strong>"
)
_RIGHT_ONES = lazy(
    r"\b(?:correct|right)\s+(?:options?|choices?|letters?|statements?|ones?|items?|answers?)\s*(?::|\bis\b"
    r"|\bare\b)[\s*_:]*",
    re.IGNORECASE,
)
_IS_FINAL = r"(?:the|our|my|as)\s+(?:(?:final\s+)?answer|final\s+(?:one|result|value|vector|matrix|filter|kernel))"
_GIVEN_VALUE = r"\[\s*\[[^\n]{1,200}?\]\s*\]|[\[(][^\[\]()\n]{1,80}[\])]|[-−]?\d+(?:[.,]\d+)*"
# "… the answer [3, -1, 2] because", "so final [3, -1, 2]": amid a sentence, with the value right behind it.
_ANSWER_AMID = lazy(
    rf"\b(?:{_IS_FINAL}|final(?=\s+[*_$`]*[\[(]))[\s*_]+(?:(?:is|as|becomes|reads|therefore|then|thus|hence)[\s*_]+){{0,2}}"
    rf"(?=[$`]?(?:{_GIVEN_VALUE})[$`*]*"
    r"(?:[.,;:!](?!\d)|$|\s+(?:because|since|as|results|follows|after|by|which|due|comes|here|now)\b))",
    re.IGNORECASE,
    needs="answer|final",
)
# "[3, -1, 2], which is the answer", "[3, -1, 2] after, the latter being the answer".
_ANSWER_BEFORE = lazy(
    rf"(?P<value>(?<![\w.,^_\])}}-])(?:{_GIVEN_VALUE}))"
    r"[$*`]*(?:\s{1,3}\w{1,12})?,?\s{1,3}(?:(?:and|so)\s+)?(?:which|that|this|it|the latter)?\s*(?:is|being|as)\s+"
    rf"(?:(?:then|thus|therefore|hence|now)\s+)?(?:{_IS_FINAL})\b(?!\s+(?:to|for|of|if|when|in|under|with|only|one)\b)",
    re.IGNORECASE,
    needs="answer|final",
)
TITLE = lazy(r"\b(?:total|results?|conclusion|final)\b", re.IGNORECASE)
CHECKING = lazy(
    r"(?:step\s*\d+\W+)?(?:(?:quick|sanity|double|numerical|brief|dimension(?:al)?|let(?:'s| us|’s)|to|we can|we)\s+)*"
    r"(?:check|verif(?:y|ication|ied|ying)|sanity|cross-?check|confirm(?:ation|ing)?|proof of correctness|validat)",
    re.IGNORECASE,
    needs="check|verif|sanity|confirm|proof|validat",
)
SIDE_TITLE = lazy(
    r"(?:(?:a |the )?special cases?|remarks?|side notes?)[\s.:*_]*$",
    re.IGNORECASE,
    needs="remark|side note|special case",
)
_ASIDE = lazy(
    r"[\s*_>#•(-]*(?:notes?\b|n\.b\.|nb\b|remark|aside|for comparison|comparison|compared|by contrast|in contrast|"
    r"for reference|for example|e\.g\.|incidentally|by the way|an? \w+ without\b|would you|do you|shall i"
    r"|let me know|feel free|the (?:other|reverse|opposite) (?:direction|way (?:a?round)|divergence|kl)\b|"
    r"even though|even if|recall that|remember that|"
    r"if you(?:'d| would)? (?:want|like|prefer|need)|i hope|hope this|i can|common (?:mistake|error|pitfall)|"
    r"some (?:people|might)|one (?:might|may|could)|warning|caution|beware|for context|as a comparison|"
    r"my (?:first|initial) (?:count|guess|attempt|answer|thought|estimate|try|result) was|"
    r"you(?:['’]d| would| could) |had (?:we|i|you)|were (?:we|the|bias)|interpretation|intuition|intuitively)",
    re.IGNORECASE,
)
_RATIO = lazy(  # what is compared with the answer, where something else was asked
    r"[\s*_>#•(-]*(?:the\s+)?(?:reduction|savings?|speed-?up|compression|parameter reduction|relative)\b"
    r"[^.:=\n]{0,30}[:=≈]",
    re.IGNORECASE,
    needs="saving|speedup|relative|speed-up|reduction|compression",
)
_REMARK = lazy(r"\s*\((?=[^()]*[A-Za-z]{3,}[^()]*[A-Za-z]{3,})(?:[^()]|\([^()]*\))*\)[\s.]*$")
_MODAL = lazy(r"\b(?:would|could|might)\b", re.IGNORECASE, needs="would|could|might")
_IF_WE_D = lazy(  # "with biases we'd have 112"
    r"\b(?:(?P<case>if|when|had|were|with|without|in that case|otherwise)|(?:we|it|that|you|one|they)['’]d)\b",
    re.IGNORECASE,
)
_REACH = 300  # characters between "if" and "we'd"
_CONDITION = lazy(
    r"^\W*(?:for|without|with|under|in) |\b(?:if|had|were|unless|suppose|add|adds|extra|more|with (?:a )?bias"
    r"|including|included|in that case|otherwise|"
    r"in contrast|with an? (?:second|third|fourth|fifth|sixth|further|additional|other)|with another|"
    r"without|uniform|na[iï]ve|baseline|"
    r"ordinary|instead|by comparison|fully[- ]connected|standard)\b",
    re.IGNORECASE,
)
# "For symmetric A this reduces to 2Ax": what the answer is elsewhere. A limit may be what was asked.
_SPECIAL_CASE = lazy(
    r"[\s*_>#•(-]*(?:(?:as a |in the |one |a )?special cases?\b"
    r"|(?:and |indeed, |in particular, )?(?:for|if|when|with|in case)\b"
    r"(?![^.\n]{0,40}(?:→|\\to(?![a-z])|∞|infty|infinit|large|small))[^.\n]{1,80}?"
    r"\b(?:this|it|that|the (?:formula|expression|result|gradient|update|estimator|solution|rule))\s+"
    r"(?:then |indeed |simply |just )?(?:reduces?|simplif(?:y|ies)|speciali[sz]es?|recovers?|collapses|coincides|"
    r"gives back|turns into|(?:is|becomes) the (?:usual|familiar|classical|ordinary|well-known|standard|plain))\b)",
    re.IGNORECASE,
)
_CORRECTION = lazy(
    r"(?:^|(?<=[.!?\n:;]))[\s*_>(-]{0,40}+(?:(?:but|hmm|oh|no|and)\b[,. ]{0,9}){0,4}"
    r"(?:wait\b|hold on|hang on|oops|scratch that|strike that|correction\b|my mistake|my apologies|apologies|"
    r"(?:i'm |i am )?sorry\b|on second thought|actually,|no,|"
    r"(?:i|we) (?:made|have made|see) (?:a|an|my|the) (?:\w+ )?(?:mistake|error|slip)|"
    r"let me (?:re-?check|re-?do|correct|fix|re-?compute|re-?calculate|re-?consider|revise)|"
    r"(?:that|this)(?: is|'s| was) (?:wrong|incorrect|not right|not correct|a mistake))",
    re.IGNORECASE,
    needs="wait|hold on|hang on|oops|scratch that|strike that|correction|mistake|apologies|sorry|second thought"
    "|actually,|no,|error|slip|let me|wrong|correct|not right",
)
_CONFIRMS = lazy(
    r"\b(?:yes|confirm\w*|matches|consistent|holds|checks out|is (?:indeed )?(?:right|correct)|"
    r"so (?:the|that) .{0,30}stands|that(?:'s| is) (?:right|correct|fine)|no change|unchanged|all good)\b|✓|✔",
    re.IGNORECASE,
)


def bare(words: str) -> str:
    return words.replace("ﬁ", "fi").lstrip(" \t\n#*_>-•(").removeprefix("**")


def rank(words: str, kind: str, asked: re.Pattern[str] | None) -> tuple[int, str, int]:
    """(rank, found by, where the answer's text begins within the statement)."""
    if "\\" in words and BOXED.search(words):
        return 0, "boxed", 0
    lowered = words.lower()
    if "answer" in lowered or "ans" in lowered or "final" in lowered or "correct" in lowered or "right" in lowered:
        if right := _RIGHT_ONES.search(words):
            return 0, "marked final", right.end()
        marks = list(_MARKED.finditer(words))
        if marks and not _ASIDE.match(words):
            return 0, "marked final", marks[-1].end()
        if _MARKED_ALONE.match(words):
            return 0, "marked final", len(words)
        if label := _FINAL_LABEL.match(words):
            return 0, "marked final", label.end()
        if not _ASIDE.match(words) and not _MODAL.search(words):
            if amid := _ANSWER_AMID.search(words):
                return 0, "marked final", amid.end()
            if before := _ANSWER_BEFORE.search(words):
                return 0, "marked final", before.start("value")
    if _ASIDE.match(words) or (words.lstrip()[:1] == "(" and _REMARK.match(words)):
        return 6, "aside", 0
    if _RATIO.match(words) and not (asked is not None and asked.search(words)):
        return 6, "aside", 0
    if summary := _SUMMARY.match(words):
        return 2, "summary", summary.end()
    if asked is not None and (named := asked.search(words)):
        return 2, "names what is asked", named.start()
    if _CONCLUSION.match(words) or _CONCLUDES.search(words):
        return 3, "conclusion", 0
    if kind != "heading" and _BOLD.search(words):
        return 3, "bold", 0
    return (4 if kind != "heading" else 5), "statement", 0


_SUMMARY = lazy(
    r"[\s*_>#]*(?:tl;?dr|in short|short answer|bottom line)[\s*_]*[:—–-]\s*(?=\S)",
    re.I,
    needs="tldr|tl;dr|in short|bottom line|short answer",
)
_PROSE = lazy(r"(?<![\\\w{])[A-Za-z]{3,}")


_FIRST_LABEL = lazy(r"[\s*_#(]*1[.)][\s*_]*")  # "1." opens a list


def opens(words: str, rest: str) -> bool:
    """Is the first statement of a reply a value alone, which the rest explains in words: "O(n). Each pass costs …"?"""
    if (
        _FIRST_LABEL.fullmatch(words)
        or len(words) > 200
        or re.search(r"[=:?<>≈→]|\\approx|\\to(?![a-z])", words)
        or _PROSE.search(words)
    ):
        return False
    return len(_PROSE.findall(rest[:300])) >= 3


def _is_hypothetical(words: str, start: int = 0) -> bool:
    if _MODAL.search(words, start):
        return True
    if "'d" not in words and "’d" not in words:
        return False
    case = -1  # where the last "if" ends
    for match in _IF_WE_D.finditer(words, start):
        if match["case"]:
            case = match.end()
        elif case >= 0 and match.start() - case <= _REACH and "\n" not in words[case : match.start()]:
            return True
    return False


def is_aside(words: str, found: tuple[Statement, ...], number: int, text: str) -> bool:
    """A hypothetical ("if biases were included, it would be 112"), also one that leans on the sentence before.

    Behind the first statement also a special case: "For W = I this reduces to …".
    """
    if number and _SPECIAL_CASE.match(words) and not _MARKED.search(words):
        return True
    if not _is_hypothetical(words):
        return False
    if _CONDITION.search(words):
        return True
    before = text[found[number - 1].start : found[number - 1].end] if number else ""
    return bool(re.match(r"[\s*_>#•(-]*(?:notes?\b|if\b)", before, re.IGNORECASE))


_BRACKETED = lazy(r"\((?:[^()]|\([^()]*\))*\)")
_NEXT_CLAUSE = lazy(r";\s|\s[–—]\s|,\s(?=(?:whereas|while|although|though|but)\s)")
_VALUE = lazy(r"\d|\$|\\[a-z]|×|\b[A-Z]\b")


def aside_part(words: str) -> tuple[int, int] | None:
    """Where a statement that gives an answer is hypothetical only by the way: "(108, 3) (with padding it'd be …)"."""
    brackets = [m for m in _BRACKETED.finditer(words) if _is_hypothetical(m[0])] if "(" in words else []
    if len(brackets) == 1:
        start, end = brackets[0].span()
        rest = words[:start] + " " * (end - start) + words[end:]
        if words[:start].strip() and not _is_hypothetical(rest) and _VALUE.search(words[:start]):
            return start, end
    for clause in _NEXT_CLAUSE.finditer(words):
        head = words[: clause.start()]
        if _VALUE.search(head) and not _is_hypothetical(head) and _is_hypothetical(words, clause.end()):
            return clause.start(), len(words)
    return None


def last_correction(text: str) -> int:
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


@lru_cache(maxsize=64)
def asked_nouns(asks: str) -> tuple[str, ...]:
    """The head nouns of what is asked: ("filter",) of "the filter"."""
    head = re.split(r"\b(?:of|with|for|as|when|in|that|to|from|by|under|over)\b", asks)[0]
    words = re.findall(r"[A-Za-z]{3,}", head.lower())
    return tuple(w for w in words if w not in _STOP)[-1:]


@lru_cache(maxsize=64)
def asked_pattern(nouns: tuple[str, ...]) -> re.Pattern[str] | None:
    if not nouns:
        return None
    noun = "|".join(re.escape(n) + ("" if n.endswith("s") else "s?") for n in (*nouns, *_SYNONYMS.get(nouns[-1], ())))
    return re.compile(
        rf"\b(?:{noun})\b(?:\s+(?:vector|matrix|weights|is|taps|there|here|at this point|\w+ed"
        rf"|of [\w ]{{1,40}}?))?[\s*_]*"
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
