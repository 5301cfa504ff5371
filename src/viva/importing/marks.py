"""What a line says about itself: whose words follow, which question, which attempt.

>>> speaker_mark("Model Reply. The weights are shared")
Label(speaker='reply', weight=6.0, end=12, name='model reply')
>>> question_mark("## Q1 (b) — a filter")
Heading(problem='1', letters=('b',), weight=8.0)
>>> question_mark("Part (c): transpose convolution").letters
('c',)
>>> question_mark("Q4 (a–d) — Dropout").letters
('a', 'b', 'c', 'd')

A mark is evidence with a weight, never a decision: `sequence` weighs it against everything around it.
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re
from dataclasses import dataclass

# ---- speakers ----------------------------------------------------------------------------------------------

MODELS = (
    "chat ?gpt|gpt(?:-[\\w.]+)?|claude|gemini|bard|grok|mistral|mixtral|magistral|le chat|deep ?seek|qwen|llama|meta ai|"
    "kimi|copilot|perplexity|phi|gemma|command r|ernie|glm|minimax|o[134](?: ?-?mini)?|sonnet|opus|haiku|nova|yi|"
    "hunyuan|doubao|nemotron|granite|olmo|smollm|codestral|ministral|gpt-oss"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|initial|next|final|original|main)"
_TURN = rf"(?:the |this |its )?(?:{_ORDINAL} )?(?:reply|response|answer|attempt|try|output)(?: ?#?\d+)?"
_LABELS: tuple[tuple[str, float, str], ...] = (
    # speaker, weight, names
    (
        "prompt",
        6,
        rf"me(?:,? (?:again|too|back|once more))?|user|human|student|my (?:prompt|question|message|input|query)|(?:user |{_ORDINAL} |full |exact |input )?prompts?"
        r"(?: ?#?\d+| used| given| text| to the model)?|you said|you asked|prompt to (?:the )?(?:model|llm)|user (?:input|query|message)"
        r"|i asked|asked",
    ),
    (
        "prompt",
        5,
        r"(?:follow[- ]?up|helping|nudging|corrective|clarifying|clarification|correction) ?(?:prompt|question|message)?s?"
        r"(?: ?#?\d+)?|re-?prompt(?:ing)?(?: ?#?\d+)?|nudge(?: ?#?\d+)?|hint(?: ?#?\d+)?(?: given| to the model)?|intervention(?: ?#?\d+)?(?: prompt)?",
    ),
    (
        "prompt",
        6,
        r"(?:then |so )?I (?:said|wrote|replied|answered|told it|added|insisted|responded|continued|prompted)(?: then| back| to it)?|my (?:reply|answer|follow[- ]?up|hint)",
    ),
    ("prompt", 2.5, r"query|question text|problem statement|question|you|we|task|q|p"),
    ("reply", 3, r"final (?:answer|solution|result|output)s?"),
    (
        "reply",
        6,
        r"assistant|ai|bot|llm|chatbot|the (?:model|ai|llm|assistant|bot|machine|chatbot)|(?:the )?(?:model|llm|ai|assistant|raw|initial|first|second|third|final|revised|full|new|its|improved|latest|other|"
        rf"corrected|updated|{_ORDINAL})(?:['’]s)? ?(?:reply|response|answer|output|solution|completion)(?: ?#?\d+)?|model|"
        rf"(?:reply|response|answer|output|solution) (?:of|from|by) (?:the )?(?:model|llm|ai|assistant|{MODELS})|"
        r"(?:answer|reply|response|output|result) (?:after|following|to) (?:the |my |a |this |that )?(?:\w+ )?(?:nudge|hint|follow-?up|prompt|correction|reminder|feedback|question)(?: ?#?\d+)?|"
        r"(?:response|reply|completion)(?: ?#?\d+)?|thought(?: for .{1,20})?|reasoned for .{1,20}|show thinking|thinking",
    ),
    ("reply", 3, r"answer(?: ?#?\d+)?|solution|derivation|output|a|r|m"),
    (
        "annotation",
        6,
        r"observations?|annotations?|annotator(?:['’]s)? (?:notes?|comments?)|(?:my |our |student |author['’]?s? )?(?:comments?|"
        r"commentary|thoughts|critique|assessment|evaluation|reflections?|remarks?|verdict|notes? on (?:this|the) (?:reply|response)|"
        r"feedback|judge?ments?|take|notes|analysis of (?:the )?(?:response|reply|output|behavio[u]?r))|verdict|reflection|"
        r"strateg(?:y|ies)(?: used)?|prompt(?:ing)? strategy|tier|outcome|one-shot\??|accuracy|correctness|grade|rating|"
        r"hallucinations?\??|misconceptions?\??|errors?(?: observed| found)?|interventions? (?:needed|required)|takeaways?|my (?:own )?"
        r"(?:analysis|observations?)|performance|status|classification|"
        rf"(?:my|our) (?:own |full )?(?:correction|corrected (?:version|answer)|solution|version|derivation|key|work)|"
        rf"(?:my )?(?:assessment|evaluation|verdict|comments?|remarks?|notes?|judge?ments?|grade|marks?|annotations?) (?:of|on|to|for) {_TURN}|"
        r"(?:my )?(?:annotations?|comments?|remarks?|notes?|observations?|assessment|evaluation) (?:on|to|of|for) (?:question|problem|task|part|exercise|q)\.? ?"
        r"\d{0,2} ?(?:(?:,|and|&)? ?\(?[a-h]\)?){0,4}",
    ),
    ("annotation", 5, r"nb|n\.b\."),
    ("annotation", 2.5, r"context|summary of behavio[u]?r|review|score|n"),
    ("annotation", 1.0, r"analysis|evaluation|result|remark|note|notes|discussion"),
)
_LATEX = r"(?:\\(?:(?:sub)*section|paragraph|textbf|emph|textit|underline|noindent|item|large|bfseries)\b\*?\s*(?:\[[^\]]*\])?\{?\s*)*"
_DAY = r"\d{4}-\d\d-\d\d[ T,]*|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{2,4})?)?,?\s*|(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?: \d{1,2})?(?:,? \d{4})?,?\s*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s*|(?:yester|to)day,?\s*(?:at )?"
TIME = rf"(?:[\[(]?(?:{_DAY})?\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?[\])]?\s*[-–—|]?\s*)?"
_OPENING = rf"^[\s>#*_•\-–|]*{TIME}[\s>#*_•\-–|\[(]*{_LATEX}(?:[👤🤖🧑👩💬📝🗒✅❌⚠️🔍💡\uFE0F\u200d]+\s*)?[*_\[(]*"
_PATTERNS = [
    (
        who,
        weight,
        re.compile(
            rf"{_OPENING}(?P<name>{names})(?P<after>[\s*_\])}}]*(?:\([^)\n]{{0,60}}\))?[\s*_\])}}]*)(?P<mark>[:.：]|[–—-]{{1,2}}\s|$|(?=L[123x]\b))",
            re.I,
        ),
    )
    for who, weight, names in _LABELS
]
_MODEL_LABEL = re.compile(
    rf"{_OPENING}(?P<name>(?:{MODELS})(?:-[\w.]{{1,12}}|[ -]?[\w.]{{1,8}}){{0,3}}?)(?:['’]s)?(?: (?:said|says|response|reply|answer|output|solution))?"
    r"(?P<after>[\s*_\])]*(?:\([^)\n]{0,60}\))?[\s*_\])]*)(?P<mark>[:：]|$)",
    re.I,
)
_FRAMED = re.compile(r"^\s*[-=~_]{2,}\s*([A-Za-z][\w '’]{0,30}?)\s*[-=~_]{2,}\s*$")
_TO_MYSELF = re.compile(r"[\s*_]*\(?(?:N\.?B\b\.?|note to (?:self|myself)\b)[\s:,.*_–-]*", re.I)  # `Me: NB one hint`
_BULLETED = re.compile(r"^\s*(?:[-•–▪]|\*\s|\d+[.)])")
_JUDGED = re.compile(
    r"\b(?:in)?correct|\bwrong|\bright\b|\bL[123x]\b|\b(?:one|1|two|first)[- ]?(?:shot|try)|\bsolved|\bpass|\bfail|[✓✔✅✗✘❌⚠🟢🟡🟠🔴]|\b(?:it|its|model|I)\b",
    re.I,
)
_NAMED = re.compile(r"[\s*_\uFE0F\u200d]*[A-Za-z][\w .-]{0,30}[\s*_]*(?::|[\s*_]*$)")  # `🤖 DeepSeek`
_CAPTION = re.compile(
    r"^[\s>*_\[(]*(?:(?:Figure|Fig\.?|Image|Picture)\s*\d{1,3}\s*[:.–—-]|Screenshot\b)(?=.{0,60}\b(?:prompt|my (?:question|message|input)|upload\w*|"
    r"what I (?:asked|sent|typed|pasted|wrote)))(?!.*\b(?:reply|replies|respon\w+|answer\w*|output)\b).{0,140}$",
    re.I,
)  # `Figure 3: Screenshot of my prompt for 1(c)`: the prompt stands in the picture
SCREENSHOT = "<screenshot>"
MODEL_NAME = "<model>"
_ARROW = re.compile(r"^\s*(?:→|⇒|➜|➔|➡\uFE0F?|=>|-->?>|~>)\s*(?=[A-Za-z✓✔✅✗✘❌]|\d[\d.,]* (?:is|are|was)\b)")
_PLAIN_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}")
_EMOJI = {"👤": "prompt", "🧑": "prompt", "👩": "prompt", "🤖": "reply", "📝": "annotation", "🗒": "annotation"}


@dataclass(frozen=True)
class Label:
    """A speaker's label at the start of a line: it ends at `end`, and what follows are the speaker's words."""

    speaker: str
    weight: float
    end: int
    name: str


def speaker_mark(line: str) -> Label | None:
    """The label that a line begins with, if any."""
    if not line.strip() or len(line) > 20_000:
        return None
    head = line[:160]
    framed = _FRAMED.match(head)
    if framed:  # `-- reply --`
        inside = speaker_mark(framed[1] + ":")
        return None if inside is None else Label(inside.speaker, inside.weight, len(line), inside.name)
    stripped = head.lstrip(" #*_>-")
    if _CAPTION.match(line):
        return Label("prompt", 6.0, len(line), SCREENSHOT)
    arrow = _ARROW.match(head)
    if arrow and ("=" not in head or len(_PLAIN_WORDS.findall(head)) >= 6):
        return Label("annotation", 1.0, arrow.end(), "→")
    if stripped[:1] in _EMOJI:
        named = _NAMED.match(stripped[1:])
        end = len(head) - len(stripped) + 1 + (named.end() if named else 0)
        return Label(_EMOJI[stripped[0]], 6.0, end, stripped[0])
    if stripped.startswith(("NB ", "N.B. ")):
        return Label("annotation", 5.0, len(head) - len(stripped) + 4, "nb")
    attempt = ATTEMPT_HEADING.match(head)
    if attempt and head[attempt.end() :].strip():
        label = speaker_mark(head[attempt.end() :].lstrip())
        if label is not None and label.weight >= 5:
            skipped = len(head) - len(head[attempt.end() :].lstrip())
            return Label(label.speaker, label.weight, label.end + skipped, label.name)
    model = _MODEL_LABEL.match(head)
    if model and len(model.group("name")) < 40:
        # a model's name alone on a line may also be a title
        return Label("reply", 6.0 if model.group("mark") else 3.0, model.end(), MODEL_NAME)
    for who, weight, pattern in _PATTERNS:
        match = pattern.match(head)
        if match is None:
            continue
        mark, name = match.group("mark"), match.group("name").lower()
        bold = "*" in head[: match.end()] or "#" in head[: match.start("name")] or "\\" in head[: match.start("name")]
        if mark.startswith((".", "-", "–", "—")) and not (
            bold or (name[0] == head.strip()[:1].lower() and head.strip()[:1].isupper())
        ):
            continue
        stopped = name == "me" and mark == "."
        if len(name) <= 2 and not (mark in ":：" and mark) and not bold and not stopped:
            continue
        if not mark and not bold and head.strip()[:1].islower():
            continue
        if weight <= 3 and _BULLETED.match(head) and (head[match.end() :].strip() or len(name) < 5):
            continue
        if who == "prompt" and (note := _TO_MYSELF.match(head, match.end())):
            return Label("annotation", 8.0, note.end(), "nb")
        if name == "result" and (rest := head[match.end() :].strip(" *_")) and not _JUDGED.search(rest):
            return Label("reply", 2.0, match.end(), name)  # `Result: 39 parameters`
        if name == "model" and re.match(rf"\W*(?:{MODELS})", head[match.end() :], re.I):
            return None  # "Model: Grok" says which, and does not quote it
        return Label(who, float(weight), match.end(), re.sub(r"(?<= for) .*$|[\s#]*\d+$", "", name))
    return None


_RUN_IN = re.compile(
    r"(?:(?<=[.!?:;\"”)\]] )|(?<=[.!?] \s)|^)[*_]{0,2}(?P<name>Prompt|Model (?:Reply|Response|Answer|Output)|Reply|Response|"
    r"Observations?|Strat(?:egy|-)|Verdict|Annotations?|Comments?|Reflection|Evaluation|Hallucinations?|Misconceptions?|Outcome|"
    r"Helping prompt|Follow-up(?: ?#?\d)?|(?:Nudge|Hint)(?: ?#?\d)?(?: given)?|Assessment)[*_]{0,2}(?P<mark>[.:][*_]{0,2} |[.:][*_]{0,2}$| (?=L[123x]\b))"
)


def run_in_labels(line: str) -> list[int]:
    """Offsets at which run-in labels (`Prompt. …  Model Reply. …  Verdict L1.`) begin within a line."""
    return [match.start() for match in _RUN_IN.finditer(line) if match.start() > 0]


ATTEMPT_HEADING = re.compile(
    r"^[\s>#*_•\-–(\[]*(?:(?:attempt|try|trial|take|round)\s*(?:no\.?\s*|number\s*)?#?\s*\d{1,2}\b|"
    r"(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:attempt|try|trial|reply|response|answer)\b|(?:revised|corrected|final|new) (?:attempt|try|reply|response)\b)"
    r"(?=[\s*_]*(?:[:.,;)(\[\]–—-]|$|comments?\b|after\b))",
    re.I,
)  # `Attempt 2`, `Second reply, after a hint`


def begins_attempt(line: str) -> bool:
    """`### Attempt 2` or `Second reply, after a hint`: what follows is the next attempt."""
    return bool(ATTEMPT_HEADING.match(line)) and len(line) < 200


# ---- questions ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A question that a line names; empty where it names none of that kind."""

    problem: str
    letters: tuple[str, ...]
    weight: float


_WORD = (
    r"(?:(?-i:Q|Qn|Qs|q(?=\d))|Question|Problem|Prob|Exercise|Ex|Task|Item|Homework Question|HW ?\d* ?Q(?:uestion)?)"
)
_LEAD = re.compile(
    rf"^[\s>#*_•\-–—|☐✓✔✅❌🔹🔸◆►▶§~]*(?:={{2,}}\s*)?{_LATEX}(?:(?:\d+(?:\.\d+)*\.?|[IVX]{{1,4}}\.)\s+(?=(?:Q|Question|Problem|Part|Exercise|Task)\b))?(?:(?:HW|Homework)\s*\d+[\s,:.–—-]*)?"
    r"(?:(?:answer|solution|response|reply|prompt|proof|explanation)s?\s+(?:to|for|of)?\s*(?:the\s+)?)?[*_(\[]*",
    re.I,
)
_RANGE = re.compile(r"\(?\s*([a-h])\s*\)?\s*(?:[-–—~]|to|through|and|&|,|/)\s*\(?\s*([a-h])\s*\)?(?![\w])", re.I)
_FULL = re.compile(rf"(?:{_WORD}\.?\s*#?\s*)(\d{{1,2}})\s*[.,:\-–—]?\s*(?:sub-?)?(?:part\s*)?", re.I)
_LETTER = re.compile(r"\(\s*([a-h])\s*\)|([a-h])(?:\)|\b(?!['’]))", re.I)
_BARE = re.compile(r"(\d{1,2})\s*(?:\(\s*([a-h])\s*\)|\.?([a-h])(?=[\s).:,*_\]–—-]|$))", re.I)
_LONG = re.compile(r"\d{1,2}\.?[a-h]\)\s|\d{1,2}\.?[a-h][.):]\s+(?=[A-Z*_$\\\"“])")  # `(3a) Each filter has …`
_PART_OF = re.compile(
    r"part\s*(\d{1,2})\s*[.,]?\s*(?:\(\s*([a-h])\s*\)|([a-h])(?=[\s).:,*_\]–—-]|$))", re.I
)  # `Part 1(a)`
_TERM = re.compile(r"\s*[-+−–*/^·×<>]\s*(?:\d|\(?[a-z]\b)")  # `4a - 2c` is algebra
_PART = re.compile(
    r"(?:sub-?)?(?:part|subquestion|sub-question)\s*[.:]?\s*(?:\(\s*([a-h])\s*\)|([a-h])(?=[\s).:,*_\]–—-]|$))", re.I
)
_PAREN = re.compile(r"(?:\(\s*([a-h])\s*\)|([a-h])\)|([a-h])\.(?=\s+[A-Z*$]))(?!\s*[=+<>])")
_DIGIT_PART = re.compile(r"(?:part)\s*\(?(\d)\)?(?=[\s).:,*_\]–—-]|$)", re.I)
_DOTTED = re.compile(rf"(?:{_WORD}\.?\s*)?(\d)\.(\d)(?=[\s).:*_–—-]|$)", re.I)
_HOMEWORK = re.compile(
    rf"(?:{_WORD}\.?\s*)?\d{{1,2}}\.(\d)\s*\.?\s*\(?([a-h])(?:\)|(?=[\s.:,*_\]–—-]|$))", re.I
)  # 5.1(c)
_NUMBERED = re.compile(r"(\d)[.:)]\s+[A-Z]")
_IN_TEXT = re.compile(
    r"\b(?:now|next|move on|moving on|on to|onto|continue|let['’]?s do|here is|here['’]s)\b[^.\n]{0,60}?"
    r"(?:(?:question|problem)\s*(\d{1,2}))?[^.:\n]{0,70}?\bpart\s*\(?\s*([a-h])\b",
    re.I,
)
_REFERENCE = re.compile(
    rf"^[\s>#*_•\-–|]*(?:{_WORD}\.?\s*#?\s*)?\d{{1,2}}\s*\(?\s*[a-h]?\s*\)?\s*[.:,–—-]*\s*(?=[A-Z*_])"
)
_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_SPELLED = re.compile(
    r"^(question|problem|exercise|task)\s+(one|two|three|four|five|six|(?-i:I{1,3}|IV|V))\b(?!-)", re.I
)  # `Problem two`
_COUNTED = re.compile(r"\bthe (first|second|third|fourth) (?:part|sub-?question)\b", re.I)
_ORDINAL_PROMPT = re.compile(rf"^[\s#*_]*({_ORDINAL})\s+prompt\b", re.I)


def question_mark(line: str) -> Heading | None:
    """The question that a line names at its start, or in the way one moves on to it (`Now for part b:`)."""
    head = line[:240]
    label = speaker_mark(head)
    text = head
    if label is not None and label.end < len(head.rstrip()):
        text = head[label.end :]
    text = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]
    text = _SPELLED.sub(lambda m: f"{m[1]} {_COUNT[m[2].lower()]}", text)
    text = re.sub(r"\s={2,}\s*$", "", text)  # `== 1b ==`
    hashed = line.lstrip(" >*").startswith(("#", "\\")) or line.lstrip().startswith("**")
    if re.match(r"\s*(?:part|question|problem|task|exercise)\b", line) and not hashed and label is None:
        return None  # a wrapped line: "… as in\npart (a). This"
    short = len(line.strip()) <= 90
    homework = _HOMEWORK.match(text)
    if homework and (short or hashed):
        return Heading(homework.group(1), (homework.group(2).lower(),), 7.0)
    full = _FULL.match(text)
    if full:
        rest = text[full.end() :]
        letters = _letters(rest)
        if letters:
            return Heading(full.group(1), letters, 8.0 if short or hashed else 6.0)
        return Heading(full.group(1), (), 5.0 if short or hashed or label else 3.0)
    dotted = _DOTTED.match(text)
    if (
        dotted
        and short
        and dotted.group(2) not in "09"
        and re.match(r"\s*[-–—:.)]?\s*(?:[A-Z*_\\]|$)", text[dotted.end() :])
    ):
        return Heading(dotted.group(1), (chr(96 + int(dotted.group(2))),), 3.0)
    part_of = _PART_OF.match(text)
    if part_of:
        return Heading(part_of[1], ((part_of[2] or part_of[3]).lower(),), 8.0 if short or hashed else 6.0)
    bare = _BARE.match(text)
    if (
        bare
        and (short or hashed or _LONG.match(text))
        and (bare.group(2) or "=" not in text or _LONG.match(text))
        and not _TERM.match(text[bare.end() :])
    ):
        return Heading(bare.group(1), ((bare.group(2) or bare.group(3)).lower(),), 7.0)
    part = _PART.match(text)
    if part:
        many = _RANGE.match(text[text.lower().find("part") + 4 :].lstrip(" ("))
        letters = _span(many) if many else (next(g for g in part.groups() if g).lower(),)
        return Heading("", letters, 7.0 if short or hashed else 5.0)
    paren = _PAREN.match(text)
    if paren:
        return Heading("", (next(g for g in paren.groups() if g),), 4.5)
    digit = _DIGIT_PART.match(text)
    if digit and 1 <= int(digit.group(1)) <= 8:
        return Heading("", (chr(96 + int(digit.group(1))),), 1.0)
    numbered = _NUMBERED.match(text)
    if numbered and hashed and line.lstrip().startswith("#"):
        return Heading(numbered.group(1), (), 2.0)
    counted = _COUNTED.search(head[:60])
    if counted:
        return Heading("", (chr(97 + ("first", "second", "third", "fourth").index(counted.group(1).lower())),), 3.0)
    moving = _IN_TEXT.search(head)
    if moving:
        return Heading(moving.group(1) or "", (moving.group(2).lower(),), 6.0)
    return None


_LETTERED = re.compile(r"^[\s>#*_•\-–|]*(?:part\s*)?\(?[a-h]\)[\s.:–—-]*(?=[A-Z*_])", re.I)


def label_after_reference(line: str) -> Label | None:
    """The label in `Q2(a) Answer`, `1b — Model response:` or `(b) I asked: which filter?`."""
    match = _REFERENCE.match(line[:160]) or _LETTERED.match(line[:160])
    label = speaker_mark(line[match.end() :]) if match else None
    if match is None or label is None or label.name == "a":
        return None
    return Label(label.speaker, label.weight, label.end + match.end(), label.name)


_REFERRED = re.compile(
    r"(?:\b(?:question|problem|task|exercise|q)\.?\s*#?(?P<n1>\d{1,2})\s*,?\s*(?:part\s*)?(?:\(\s*(?P<l1>[a-h])\s*\)|(?P<l2>[a-h])\b)?"
    r"|\bpart\s*\(?\s*(?P<l3>[a-h])\b\)?(?:\s*of\s*(?:question|problem)\s*(?P<n2>\d{1,2}))?|(?<![\w(\[,])\((?P<l4>[a-h])\)(?=\s+[A-Z]))",
    re.I,
)
_BACK = re.compile(r"\b(?:from|in|of|as|see|using|previous|like|than|with|by)\s+(?:the\s+)?(?:previous\s+)?$", re.I)


def reference_in_prompt(text: str) -> Heading | None:
    """The question that a prompt names in its first sentences: `That is right. Question 3 part (b): …`.

    >>> reference_in_prompt("Back to question 1 part (c): there is a mistake")
    Heading(problem='1', letters=('c',), weight=5.0)
    """
    head = text[:260]
    for match in _REFERRED.finditer(head):
        if _BACK.search(head[: match.start()]) and not re.search(r"\bback to\s+$", head[: match.start()], re.I):
            continue
        problem = match.group("n1") or match.group("n2") or ""
        letter = next((match.group(g) for g in ("l1", "l2", "l3", "l4") if match.group(g)), "")
        return Heading(problem, (letter.lower(),) if letter else (), 5.0 if problem and letter else 4.0)
    return None


def ordinal_prompt(line: str) -> bool:
    """`First prompt`, `Second prompt`: a new turn that may well be the next question."""
    return bool(_ORDINAL_PROMPT.match(line))


def _letters(rest: str) -> tuple[str, ...]:
    many = _RANGE.match(rest)
    if many:
        return _span(many)
    one = _LETTER.match(rest)
    return ((one.group(1) or one.group(2)).lower(),) if one else ()


def _span(match: re.Match[str]) -> tuple[str, ...]:
    first, last = match.group(1).lower(), match.group(2).lower()
    return tuple(chr(c) for c in range(ord(first), ord(last) + 1)) if first < last else (first,)
