"""Labels that a report gives its speakers and that no vocabulary knows, inferred from where they stand.

A short label that opens lines in most questions is a speaker's. Whose it is follows from all of it at once: what stands
before and after it (a heading, a known speaker, another such label), and how the words under it sound. All ways to give
speakers to the few candidates are tried, and the best one counts.

>>> from viva.importing.source import text_source
>>> report = "1a\\nIN: List two reasons, please.\\nOUT: Shared weights give fewer parameters.\\nOWL: It is right.\\n"
>>> report += "1b\\nIN: Which filter is it?\\nOUT: We get [2, -1, 3].\\nOWL: The model got it right.\\n"
>>> report += "3a\\nIN: How many weights?\\nOUT: Hence 27 + 4 = 31.\\nOWL: It miscounts. Wrong.\\n"
>>> own = own_labels(text_source(report, "log.txt").lines)
>>> [(line, label.speaker, label.name) for line, label in own.items()][:3]
[(1, 'prompt', 'in'), (2, 'reply', 'out'), (3, 'annotation', 'owl')]

Not guaranteed: a label that stands in fewer than three questions is not found, and one of the reply's own (`Step 1:`)
is told from a speaker's only by its place behind other words of the reply.
"""

# ruff: noqa: E501 - a pattern reads better on one line

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from viva.importing.content import speaker_scores
from viva.importing.furniture import furniture
from viva.importing.marks import MODEL_NAME, TIME, Label, begins_attempt, question_mark, speaker_mark
from viva.importing.sections import section_weight
from viva.importing.source import Line
from viva.importing.verdicts import judgement, level

LEAST = 3  # a label stands in at least so many questions
SHARE = 0.34  # and in this share of them
MOST = 5  # candidates that are looked at together
PRIOR = 0.5  # what speaks against a label for every place where it stands
NAMED = 0.4  # the weight of what its name tells (`my view`)
SOUND = 0.3  # the weight of how the words under it sound

_REST = r"[\w'’&+-]{0,20}(?:\.[\w'’&+-]{1,12}){0,2}(?:[ /][\w'’&+-]{1,20}(?:\.[\w'’&+-]{1,12}){0,2}){0,3}"
_WORDS = rf"[A-Za-z]{_REST}"
_DRESS = r"[\s>#*_•\-–=~\[(<{«]*"
_SHAPES = (
    # `**Jamba 1.5 Mini** (local):`, `[Grader] …`, `Command A >`
    re.compile(
        rf"^{_DRESS}(?P<name>{_WORDS}?)(?:\s*#?\d{{1,2}})?[\s*_]*(?P<aside>\([^()\n]{{1,40}}\))?[\s*_\])}}»]*(?::|：|>{{1,3}}|»|❯|→|⟩)[\s*_]*(?=\s|$)"
    ),
    re.compile(rf"^\s*[*_]*[\[<{{](?P<name>{_WORDS}?)(?:\s*#?\d{{1,2}})?[\]>}}][*_:]*(?=\s|$)"),
    # `**Aya** The windows …`
    re.compile(rf"^\s*(?:\*\*|__)(?P<name>[A-Z]{_REST}?)(?:\s*#?\d{{1,2}})?(?:\*\*|__)(?=\s+\S)"),
    # `OLMo. Each entry …`, `Nemotron.`
    re.compile(
        r"^(?:\\(?:textbf|textsc|textit|emph|underline|paragraph)\*?\{)?[\s*_]*(?P<name>[A-Z]\w[\w'’+-]{0,18}(?:[ -][\w.'’+-]{1,16}){0,2})[.:]\}?[*_]*(?=\s+[A-Z\d\[“\"(]|\s*$)"
    ),
    # a line of its own
    re.compile(rf"^{_DRESS}(?P<name>[A-Z]{_REST}?)(?:\s*#?\d{{1,2}})?[\s*_\])}}>»:=~-]*$"),
)
_SIGN = re.compile(
    r"^[\s>#*_-]{0,6}(?P<name>(?:/{2}|%%?|!{1,3}|\^{1,2}|@|~{1,2}|»|›|❯|☞|★|☆|◆|◇|●|○|§|¶|※|[\u270E-\u2710\U0001F300-\U0001FAFF])"
    r"[\uFE0F\u200D\u2640\u2642\U0001F3FB-\U0001F3FF]*)[*_]{0,2}\s+(?=[*_]{0,2}[\w\"“(\[$])"
)
_DATED = re.compile(rf"^\s*(?=[\[(\d])(?=\S{{0,24}}\d:\d){TIME}(?=\S)", re.I)
_JUDGING = re.compile("[🟢🟡🟠🔴🔵🟩🟨🟧🟥👍👎💯🎯🎉🏆🏅🥇🥈🥉🔹🔸]")  # verdicts and bullets, and no speakers
_NO_SPEAKER = re.compile(
    r"^(?:turn|round|exchange|message|chat|session|day|section|page|item|chapter|log|part|question|problem|task|exercise|step|reason|check|case|part|row|column|entry|note that|proof|final|total|sum|result|given|where|so|hence|thus|therefore|then|now|with|for|from|by|if|let|and|but|the|a|an|to|"
    r"gradient|batch|layer|depthwise|pointwise|weights?|bias(?:es)?|output|input|filter|kernel|size|shape|position|equation|first|second|third|fourth|figure|table|homework|"
    r"diagram|cube|verification|conclusion|key|definition|setup|objective|mean|variance|standard|answer|solution|derivation|expected|interpretation|intuition|in|on|at|as|we|this|that|"
    r"data|penalty|term|expand|substitut\w+|compute|simplif\w+|example|summary|point|idea|formula|method|dropout|ridge|tikhonov|regulari[sz]\w+|convolution\w*|parameter\w*|locality|translation)\b",
    re.I,
)  # what opens paragraphs of replies
_ALONE: Mapping[str, str] = {
    "in": "prompt",
    "input": "prompt",
    "out": "reply",
    "q": "prompt",
    "a": "reply",
    "<tier>": "annotation",
}  # unlike `in step 2`, they may be; and whose they are


_NAMED: Mapping[str, re.Pattern[str]] = {
    "annotation": re.compile(
        r"\b(?:views?|opinions?|comment\w*|notes?|remarks?|verdicts?|grad\w+|judg\w+|scores?|marks?|thoughts?|feedback|take|reaction|reading|assess\w*|think|review\w*|ta|prof)\b",
        re.I,
    ),
    "prompt": re.compile(
        r"\b(?:ask\w*|quer\w+|prompt\w*|questions?|I s[ae]\w+|sent|typed|wrote|nudges?|hints?|follow\w*|me|user|student|human)\b",
        re.I,
    ),
    "reply": re.compile(
        r"\b(?:says|said|answer\w*|repl\w+|respon\w+|got|returned|back|model|bot|machine|ai|llm|it|its|\d+b|gpt\w*)\b",
        re.I,
    ),
}  # what a name itself tells


@dataclass(frozen=True)
class _Mark:
    """A place where a speaker's words may begin, or a heading."""

    line: int
    kind: str  # `heading`, a known speaker, or the name of a candidate
    end: int = 0


_KNOWN = ("heading", "prompt", "reply", "annotation", "unlabelled")
_FOLLOWS: Mapping[tuple[str, str], float] = {
    ("heading", "prompt"): 0.8,
    ("heading", "reply"): 0.3,
    ("heading", "annotation"): -0.5,
    ("prompt", "reply"): 1.0,
    ("prompt", "prompt"): -0.6,
    ("prompt", "annotation"): -0.8,
    ("prompt", "heading"): -0.8,
    ("reply", "annotation"): 0.8,
    ("reply", "prompt"): 0.6,
    ("reply", "reply"): -1.0,
    ("reply", "heading"): 0.3,
    ("annotation", "prompt"): 0.8,
    ("annotation", "heading"): 0.6,
    ("annotation", "reply"): 0.2,
    ("annotation", "annotation"): -0.6,
    ("unlabelled", "annotation"): 0.6,
    ("unlabelled", "reply"): -0.6,
    ("unlabelled", "prompt"): 0.2,
}


def own_labels(
    lines: Sequence[Line], page_stuff: frozenset[int] | None = None, judged: frozenset[int] = frozenset()
) -> dict[int, Label]:
    """For every line that opens with a label of the report's own: that label. `judged` are lines that open with a
    sign of judgement that the report explains: notes, whatever else the sign may be elsewhere."""
    outside = furniture(lines) if page_stuff is None else page_stuff
    marks = _marks(lines, outside, judged)
    names = _candidates(marks)
    if not names:
        return {}
    marks = _without_strangers(marks, names)
    who = _best(names, _pairs(marks), _sounds(lines, marks, outside))
    return {mark.line: Label(who[mark.kind], 6.0, mark.end, mark.kind) for mark in marks if who.get(mark.kind)}


def label_of(line: str, names: Collection[str]) -> Label | None:
    """The label that a line begins with: a known one, or one of the report's own, whose `names` are given.

    >>> label_of("Command A: The filter is", ("command a",)).end, label_of("Command A: The filter", ()) is None
    (10, True)
    """
    found = _candidate(line[:240]) if names else None
    if found is not None and found[0] in names:
        return Label("", 6.0, found[1], found[0])
    return speaker_mark(line)


def _marks(lines: Sequence[Line], outside: frozenset[int], judged: frozenset[int]) -> list[_Mark]:
    """All places where somebody known begins to speak, a question is named, or a short phrase opens a line."""
    marks: list[_Mark] = []
    sections = Counter(line.text.strip() for line in lines if len(line.text) < 60)  # `What I think`, again and again
    for i, line in enumerate(lines):
        if i in outside or not line.text.strip() or len(line.text) > 20_000:
            continue
        text = line.text[:240]
        label = speaker_mark(text)
        if i in judged and (label is None or label.weight < 5):
            marks.append(_Mark(i, "annotation"))
            continue
        if label is not None and label.weight >= 5:
            marks.append(_Mark(i, label.speaker, label.end))
            continue
        titled = section_weight(text) > 2 and sections[text.strip()] < LEAST
        if titled or ((heading := question_mark(text)) is not None and heading.weight >= 4):
            marks.append(_Mark(i, "heading"))
            continue
        weak = label is not None and len(label.name) > 1 and label.name != MODEL_NAME  # `M:` may be anybody's
        found = (TIER, 0) if label is None and _opens_with_tier(text) else None if weak else _candidate(text)
        if found is not None:
            marks.append(_Mark(i, *found))
        elif marks and len(text.strip()) > 30 and (marks[-1].kind == "heading" or _whole(marks[-1], lines)):
            marks.append(_Mark(i, _by_sound(text)))
    return marks


def _by_sound(text: str) -> str:
    """Whose are words below a heading that nobody is said to speak: those who ask, or it cannot be told."""
    sounds = speaker_scores(text)
    asks = text.lstrip().startswith(">") or sounds["prompt"] > max(1.5, sounds["reply"], sounds["annotation"])
    return "prompt" if asks else "unlabelled"


def _without_strangers(marks: Sequence[_Mark], names: Sequence[str]) -> list[_Mark]:
    """The marks of headings, of known speakers and of the candidates; another phrase right below a heading is words."""
    found: list[_Mark] = []
    for mark in marks:
        if mark.kind in _KNOWN or mark.kind in names:
            found.append(mark)
        elif found and found[-1].kind == "heading":
            found.append(_Mark(mark.line, "unlabelled"))
    return found


def _whole(mark: _Mark, lines: Sequence[Line]) -> bool:
    """Is it a prompt that ends with the line that it begins on, `(I said: “Think of the biases.”)`?"""
    text = lines[mark.line].text
    return mark.kind == "prompt" and bool(re.match(r"[\s*_]*[“«\"].{8,200}[”»\"][.!*_)\]]*\s*$", text[mark.end :]))


_CLAUSE = re.compile(r"^[\s*_>(\[]*([A-Z][^.,:;!?()=\n–—|$\\]{2,34})(?=[.,;:!()–—*]|\s*$)")
_WRONG = re.compile(r"(?:wrong|incorrect|not (?:right|correct|quite))\b", re.I)
TIER = "<tier>"


def _opens_with_tier(text: str) -> bool:
    """`Correct first try. I like …`, `Not solved, although …`, `Wrong direction.`: so notes begin."""
    clause = _CLAUSE.match(text)
    if clause is None or len(clause[1].split()) > 5:
        return False
    return bool(_WRONG.match(clause[1])) or (level(clause[1]) is not None and " " in clause[1].strip())


def _candidate(text: str) -> tuple[str, int] | None:
    if begins_attempt(text):
        return None
    dated = _DATED.match(text)
    if dated:
        found = _candidate(text[dated.end() :])
        return None if found is None else (found[0], found[1] + dated.end())
    sign = _SIGN.match(text)
    if sign:
        return None if _JUDGING.match(sign["name"]) else (sign["name"].rstrip("\ufe0f"), sign.end("name"))
    for shape in _SHAPES:
        match = shape.match(text)
        if match:
            name = re.sub(r"\s+", " ", match["name"]).lower().strip(" .-")
            name = re.sub(r"(?<=^[a-z])\d{1,2}$| #?\d{1,2}$", "", name)  # `P1`, `P2`
            aside = match.groupdict().get("aside") or ""
            name += " (note)" if _NAMED["annotation"].search(aside) else ""  # `Kay (note):`, beside `Kay:`
            words = name in _ALONE or not _NO_SPEAKER.match(name)
            return (
                (name, match.end())
                if words and judgement(name) is None and (len(name) > 1 or re.search(r"[:*\d]", match[0]))
                else None
            )
    return None


def _candidates(marks: Sequence[_Mark]) -> list[str]:
    """The phrases that recur in most questions, the most frequent ones."""
    where: dict[str, set[int]] = defaultdict(set)
    sections = 0
    for mark in marks:
        sections += mark.kind in ("heading", "prompt")
        if mark.kind not in _KNOWN:
            where[mark.kind].add(sections)
    inside = len({k for found in where.values() for k in found})
    least = max(LEAST, SHARE * inside)
    often = [name for name, found in where.items() if len(found) >= least]
    return sorted(often, key=lambda name: -len(where[name]))[:MOST]


def _pairs(marks: Sequence[_Mark]) -> Counter[tuple[str, str]]:
    """How often one kind of mark follows another; headings that stand together are one."""
    kinds = [mark.kind for mark in marks] + ["heading"]
    return Counter(pair for pair in itertools.pairwise(kinds) if pair != ("heading", "heading"))


def _sounds(
    lines: Sequence[Line], marks: Sequence[_Mark], outside: frozenset[int]
) -> Mapping[str, Mapping[str, float]]:
    """For every candidate and speaker, how much more its words sound like this one than like the others, in all."""
    total: dict[str, dict[str, float]] = {}
    ends = [mark.line for mark in marks[1:]] + [len(lines)]
    for mark, end in zip(marks, ends, strict=True):
        if mark.kind in _KNOWN:
            continue
        rows = [lines[i].text for i in range(mark.line, min(end, mark.line + 8)) if i not in outside]
        sounds = speaker_scores("\n".join([rows[0][mark.end :], *rows[1:]]).strip())
        own = total.setdefault(mark.kind, dict.fromkeys(sounds, 0.0))
        for who in sounds:
            others = max(score for other, score in sounds.items() if other != who)
            own[who] += max(-3.0, min(3.0, sounds[who] - others))
    return total


def _best(
    names: Sequence[str], pairs: Counter[tuple[str, str]], sounds: Mapping[str, Mapping[str, float]]
) -> Mapping[str, str]:
    """The speaker of every candidate, "" where it is nobody's label."""
    counts: Counter[str] = Counter()
    for (first, _), n in pairs.items():
        counts[first] += n
    best: tuple[float, Mapping[str, str]] = (0.0, {})
    for given in itertools.product(("", "prompt", "reply", "annotation"), repeat=len(names)):
        who = {**{kind: kind for kind in _KNOWN}, **dict(zip(names, given, strict=True))}
        if any(speaker and _ALONE.get(name, speaker) != speaker for name, speaker in zip(names, given, strict=True)):
            continue
        score = sum(n * _FOLLOWS.get((who[a], who[b]), 0.0) for (a, b), n in pairs.items())
        score -= sum(n * _FOLLOWS.get((a, b), 0.0) for (a, b), n in pairs.items() if a in _KNOWN and b in _KNOWN)
        for name, speaker in zip(names, given, strict=True):
            if speaker:
                score += SOUND * sounds[name][speaker] - PRIOR * counts[name]
                told = next((kind for kind, words in _NAMED.items() if words.search(name)), "")
                score += NAMED * counts[name] * ((told == speaker) - (told not in ("", speaker)))
        if score > best[0]:
            best = (score, who)
    return {name: best[1][name] for name in names if best[1].get(name)}
