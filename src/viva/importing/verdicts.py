"""The annotator's words → a level of the ladder, or a verdict on one answer.

Levels come from explicit tiers (`Verdict L2`, "ONE-SHOT CORRECT", "Larger Error", a tick); verdicts from prose, clause
by clause, where the last clause with an opinion counts ("explains it correctly; however, one number is a mistake").

>>> level("ONE-SHOT CORRECT! Nothing to add.")
<Level.L1: 'L1'>
>>> verdict("It explains the idea correctly. However, one number is a mistake.")
<Verdict.INCORRECT: 'incorrect'>
>>> verdict("Accurate, and no errors at all.")
<Verdict.CORRECT: 'correct'>
>>> verdict("However, it fails to give a mathematical explanation.") is None   # incomplete is not wrong
True
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re

from viva.importing.idioms import plain
from viva.types import Level, Verdict

_TIERS: tuple[tuple[Level, str], ...] = (
    (Level.LX, r"\bLx\b|\bL4\b|did(?:n['’]t| not) solve|not solved|unsolved|could(?:n['’]t| not) solve|never (?:got|reached|solved|corrected)|"
               r"fail(?:ed|ure)? (?:entirely|completely|to solve)|unable to (?:solve|produce)|(?:^|[|:.]\s*)fail(?:ed|ure)?\b(?! to)|❌|✗|✘|(?:^|[|:.(\[→]\s*)(?:I )?g(?:ave|iven) (?:it )?up(?=\s*(?:[.,:;!|)\]]|$))|still "
               r"(?:incorrect|wrong)|stayed wrong|still g[ia]ves? the wrong|not solve[d]? at all"),
    (Level.L3, r"\bL3\b|larger? (?:error|mistake)|major (?:error|nudg\w+|misconception|guidance|help|mistake)|heavy (?:guidance|help|hint\w*|nudg\w+)|"
               r"(?:multiple|several|many|two|three|2|3) (?:nudge|hint|clarification|re-?prompt|correction|attempt|follow-?up|tr(?:y|ie))s?|"
               r"significant (?:guidance|help|nudg\w+|error)|substantial (?:guidance|help)"),
    (Level.L2, r"\bL2\b|minor (?:nudg\w+|misconception|guidance|hint|help|clarification|error|mistake|correction|slip)|(?:after|with|needed|required) "
               r"(?:a |one |1 |single |a single |some |slight |small |brief )+(?:minor )?(?:nudge|hint|re-?ask|re-?prompt|clarification|follow-?up|"
               r"correction|reminder|retry|prompt)|(?:^|[|:.(\[→]\s*)(?:one|1|a|single) (?:small |short )?(?:hint|nudge|push|reminder|follow-?up)(?=\s*(?:[.,:;!|)\]]|$))|two[- ]shot|second (?:try|attempt|shot)|after re-?format\w*|⚠|partially correct|nudged?\b(?<!no nudge)"),
    (Level.L1, r"\bL1\b|(?:solved|right|correct)(?: \w+)? at once|solved without (?:any )?help|one[- ]?shot(?:ted)?\b|1[- ]shot\b|zero[- ]shot (?:correct|success)|first (?:try|attempt|shot|pass)|✅|✓|✔|☑|no (?:nudg\w+|"
               r"intervention|guidance|help|prompting|hints?)\b(?: needed| required)?|correct immediately|immediately correct|"
               r"(?:^|[|:.]\s*)(?:fully |completely )?(?:correct|solved|pass(?:ed)?)\s*[!.]?\s*(?:$|\|)"),
)  # fmt: skip
_MENDED = re.compile(
    r"[❌✗✘][\uFE0F\s]*(?:→|⇒|➜|->|=>|then|later|and then|,|;)[\s\w]{0,12}[✅✓✔☑]"
)  # wrong, then right
_ANSWERED_NO = re.compile(r"(?: correct)?\s*[:?=]\s*(?:no\b|false\b|n\b)", re.I)  # `One-shot: no`
_DENIED = re.compile(r"\b(?:not|n['’]t|no|without|never|0|zero|none)\b[\s\w,]{0,12}$", re.I)


def level(text: str) -> Level | None:
    """The tier that the text names; the worst where it names several, None where it names none."""
    mended = _MENDED.search(text)
    if mended:
        text = text.replace(mended.group(), " L2 ")
    for tier, pattern in _TIERS:
        for match in re.finditer(pattern, text, re.I):
            before = text[max(0, match.start() - 16) : match.start()]
            if _DENIED.search(before) and not match.group().lower().startswith(("no ", "not", "did")):
                if tier is Level.L1:
                    return Level.L2
                continue
            if tier is Level.L1 and _ANSWERED_NO.match(text, match.end()):
                return Level.L2
            return tier
    return None


_BAD = re.compile(
    r"\b(?:incorrect(?:ly)?|wrong(?:ly)?|errors?|mistakes?|mistaken|fail(?:s|ed)?|unfortunately|flawed|invalid|inaccurate|erroneous|"
    r"confus\w+|mis-?(?:read|parsed?|interpret\w*|identif\w*|appl\w*|took|counted)|hallucinat\w+|misconceptions?|unable|forgot|did(?:n['’]t| not) "
    r"(?:get|solve|apply|recogni[sz]e|understand|reali[sz]e)|does(?:n['’]t| not) (?:get|solve|apply|recogni[sz]e|understand|hold|match)|not "
    r"(?:correct|right|accurate|valid)|contradict\w+|loses? the|lost the|stuck|omit\w*|(?:leaves?|left) (?:\w+ ){0,3}out|meaningless|conflat\w+|mix(?:es|ed)? up|ignores that|slips?(?! in)|not (?:allowed|true)|untrue|false (?:statement|claim)|except (?:for )?(?:in )?step|nonsens\w+|should (?:have been|be|read) (?=\$?\\?[-−\d])[-−$\d]|(?:it|that|this|answer|result|formula|sign|factor|entry|value) should (?:have been|be|read) (?=\$|[([]|\S{1,12} ?=)|(?:is|are) not\s*(?=[.!]|$)|(?:forgets?|overlook\w*|drops|dropped|inverts|swaps|swapped)\b)",
    re.I,
)
_GOOD = re.compile(
    r"\b(?:correct(?:ly|ed)?|right|accurate(?:ly)?|good job|perfect(?:ly)?|flawless(?:ly)?|sensible|sound|solved|exactly|valid|succe(?:ss\w*|ed\w*)|"
    r"no (?:errors?|mistakes?|issues?|problems?|hallucinations?)|error-free|matche[sd]|well[- ](?:explained|reasoned|structured)|very well|"
    r"(?:very |really )?good (?:answer|response|explanation|solution)|great|excellent|strong|fine(?![- ](?:tun|grain|print|line|point))|impress\w+|nailed|spot on|handled)\b",
    re.I,
)
_NO_BAD = re.compile(
    r"\b(?:no|without|zero|free of|not? any|none|0|never|rarely)\b[\s\w,-]{0,25}$|\b(?:correct(?:ed|s)|fix(?:ed|es)|avoid(?:ed|s|ing)?|caught|(?:found|finds|spotted|noticed|saw) its)\b[\s\w]{0,20}$",
    re.I,
)
_NO_GOOD = re.compile(
    r"\b(?:not|n['’]t|never|almost|nearly|no|hardly|instead of the|should be|(?:right|correct) (?:one|answer) (?:is|was))\b[\s\w]{0,14}$",
    re.I,
)
_INCOMPLETE = re.compile(
    r"\bfail(?:s|ed)? to (?:give|provide|explain|mention|justify|show|include|state|elaborate|cite|add|discuss|prove|motivate)\b|"
    r"\b(?:did|does)(?:n['’]t| not) (?:give|provide|explain|mention|justify|show|include|state)\b",
    re.I,
)
_CLAUSE = re.compile(r"(?<=[.!?;])\s+|\b(?:however|but|although|though|yet|unfortunately|except|while)\b", re.I)


_FIRST = re.compile(
    r"^[\s>*_•\-–→⇒\[({]*(?:\\[a-z]+\*?\{?\s*)?(?:(?:but|however|though|yet|still|and|so)\b[\s,:—–-]+)?(?:(?:my |our )?(?:comments?|notes?|remarks?|analysis|verdict|observations?|evaluation|assessment|judge?ment)\s*[:.]?[\s*_•\-–]*)?"
    r"(?:(?P<no>no|nope|bad|poor|terrible|garbage|not quite|not right|wrong|incorrect|false)|(?P<yes>yes|yep|true|bravo|good|nice|wonderful|brilliant|ok|okay|fine|indeed|correct|right|perfect|exactly|fixed))\b(?! (?:answer|errors?|mistakes?|issues?|problems?|nudg\w+|hints?|help|"
    r"\w+ (?:needed|required)|hallucinations?|intervention|prompting|guidance|solution|idea|way))(?=\s*(?:[.,;:!)\]—–]|$|\bat\b|\bthis\b|\bnow\b|\bagain\b|\bas\b|\bafter\b|\bwith\b|\ball\b))",
    re.I,
)  # `No, …`, `→ yes.`, `Wrong (A and B are right).`
_GOT, _MOST = (
    r"(?<![\d./])(\d{1,3}(?:\.\d)?)\s*",
    r"\s*([1-9]\d{0,2})(?![\d/]|\.\d)(?=\s*(?:[.,;!)\]*]|points?|pts|marks?|$))",
)
_POINTS = re.compile(
    rf"{_GOT}/{_MOST}|(?:\b(?:score|points?|marks?|grade|rating)\W{{0,4}}|^\W*){_GOT}(?:out )?of{_MOST}", re.I
)  # `0/1`, `Score: 2 of 2`
_ASIDE = re.compile(r"\([^()]{0,200}\)")


_ANSWER_RIGHT = re.compile(
    r"\b(?:final |overall )?(?:answers?|results?|numbers?|values?|solution) (?:is|are|was|were|itself is) (?:\w+ )?(?:right|correct)\b"
    r"|(?<!no )(?<!not the )\b(?:right|correct) (?:final )?(?:answer|result|number|value)s?\b(?! (?:is|was|should|would))",
    re.I,
)
_REASONING = re.compile(
    r"\b(?:intermediate|steps?|lines?|reason(?:s|ing)?|explanation|explain\w*|justif\w+|argument|derivation|motivation|on the way|working|notation)\b",
    re.I,
)


def _without_asides(text: str) -> str:
    """The text without what stands in parentheses, if something is left that could be an opinion."""
    rest = _ASIDE.sub(" ", text)
    return rest if len(rest.strip()) >= 4 else text


def verdict(text: str) -> Verdict | None:
    """What the prose says of the answer; None where it says nothing, or only that something is missing."""
    opinion: Verdict | None = None
    weak = answered = False
    for clause in _clauses(plain(_without_asides(text))):
        first = _FIRST.match(clause)
        if first:
            opinion = (
                Verdict.INCORRECT
                if first.group("no")
                else opinion
                if opinion and not first.group("yes")
                else Verdict.CORRECT
            )
            clause = clause[first.end() :]
        points = _POINTS.search(clause)
        if points:
            got, most = (float(n) for n in points.groups() if n)
            if got in (0.0, most):
                opinion = Verdict.CORRECT if got else Verdict.INCORRECT
                continue
        answered = answered or bool(_ANSWER_RIGHT.search(clause))
        bad = [m for m in _BAD.finditer(clause) if not _NO_BAD.search(clause[: m.start()])]
        good = [m for m in _GOOD.finditer(clause) if not _NO_GOOD.search(clause[: m.start()])]
        incomplete = _INCOMPLETE.search(clause)
        if incomplete:
            bad = [m for m in bad if not incomplete.start() <= m.start() < incomplete.end()]
            if not bad:
                weak = True
                continue
        if bad and not good:
            if answered and _REASONING.search(clause):
                continue  # the answer is right, the way to it is not
            opinion = Verdict.INCORRECT
        elif good and not bad:
            if opinion is Verdict.INCORRECT and not re.search(r"\bcorrected|\bsolved|\bfixed|\bsubsequent|\bafter\b|\bnow\b|\bthen\b|\bagain\b|finally|success",
                                                             clause, re.I):  # fmt: skip
                continue
            opinion = Verdict.CORRECT
        elif bad and good:
            failing = any(
                re.match(r"fail|unable|did|does|not", m.group(), re.I) for m in bad
            )  # "fails to find the right …"
            opinion = Verdict.INCORRECT if failing or bad[-1].start() > good[-1].start() else Verdict.CORRECT
    return None if weak and opinion is Verdict.CORRECT else opinion


def judgement(text: str) -> Verdict | None:
    """What a note says of the answer: its words, or else its tier.

    >>> judgement("ONE-SHOT CORRECT!"), judgement("Lx")
    (<Verdict.CORRECT: 'correct'>, <Verdict.INCORRECT: 'incorrect'>)
    """
    return verdict(text) or {Level.L1: Verdict.CORRECT, Level.LX: Verdict.INCORRECT}.get(level(text) or Level.U)


def _clauses(text: str) -> list[str]:
    flat = re.sub(r"\s+", " ", text)
    cuts = [0]
    for match in _CLAUSE.finditer(flat):
        cuts.append(match.start())
    return [flat[a:b] for a, b in zip(cuts, [*cuts[1:], len(flat)], strict=True) if flat[a:b].strip()]
