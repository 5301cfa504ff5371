"""What a stretch of text is about: how well it fits each question of the paper, and each speaker.

For questions, a naive Bayes score: every question is a bag of words, numbers and Greek letters, taken from its own
title, prompt, worked solution and parts, so that a new paper needs nothing here. For speakers, cues: a prompt asks and
commands, a reply derives and concludes, an annotation talks about the model in the third person.

>>> about = Topics({"1a": "List reasons for convolutional layers", "3a": "Count the parameters: 108"})
>>> scores = about.scores("We count 108 parameters")
>>> scores["3a"] > 0 > scores["1a"]
True
>>> speaker_scores("It finds the right answer by a correct method.")["annotation"] > 3
True
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from viva.importing.phrases import PHRASES
from viva.types import Paper

_TOKEN = re.compile(r"\\?[A-Za-z]+|[-−–]?\d+(?:[.,]\d+)*|[Α-Ωα-ω]|[⊙∂∞√∑Σ∝→]")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "is",
        "are",
        "we",
        "and",
        "or",
        "for",
        "with",
        "that",
        "this",
        "it",
        "as",
        "be",
        "by",
        "on",
        "at",
        "from",
        "have",
        "has",
        "can",
        "so",
        "if",
        "then",
        "which",
        "where",
        "what",
        "how",
        "will",
        "our",
        "you",
        "your",
        "i",
        "left",
        "right",
        "frac",
        "text",
        "mathbf",
        "begin",
        "end",
        "quad",
        "bmatrix",
        "operatorname",
        "mathrm",
        "cdot",
        "big",
        "bigl",
        "bigr",
        "its",
        "each",
        "one",
        "two",
        "all",
        "use",
        "using",
        "answer",
        "given",
        "let",
        "step",
        "part",
        "question",
        "problem",
    ]
)
_SAME = {"\\partial": "∂", "\\gamma": "γ", "\\Gamma": "Γ", "\\lambda": "λ", "\\mu": "μ", "µ": "μ", "\\odot": "⊙", "\\infty": "∞",
         "\\sum": "Σ", "∑": "Σ", "\\propto": "∝", "\\beta": "β", "\\to": "→", "\\rightarrow": "→", "\\sqrt": "√",
         "\\tilde": "~", "\\hat": "~", "\\check": "~", "\\breve": "~"}  # fmt: skip
_CAP = 3.0  # no unit says more than this, however long it is


def tokens(text: str) -> list[str]:
    """Words cut to their stem (six letters), numbers, Greek letters and a few operators."""
    found = []
    for raw in _TOKEN.findall(text[:20_000]):
        token = _SAME.get(raw, raw)
        if token[0].isascii() and token.lstrip("\\").isalpha():
            token = token.lstrip("\\").lower()
            if token in _STOP or (len(token) == 1 and token not in "pkcr"):
                continue
            token = token[:6]
        else:
            token = token.replace("−", "-").replace("–", "-")
        found.append(token)
    return found


class Topics:
    """The questions of a paper as bags of tokens."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        bags = {name: Counter(tokens(text)) for name, text in texts.items()}
        known = set().union(*bags.values()) if bags else set()
        self._weights: dict[str, dict[str, float]] = {}
        shares = {
            name: {t: (min(bag[t], 4) + 0.3) / (sum(min(n, 4) for n in bag.values()) + 0.3 * len(known)) for t in known}
            for name, bag in bags.items()
        }
        for name in bags:
            others = [n for n in bags if n != name]
            self._weights[name] = {
                t: math.log(shares[name][t] / (sum(shares[o][t] for o in others) / max(1, len(others)))) for t in known
            }

    def scores(self, text: str) -> dict[str, float]:
        """For every question, how much better the text fits it than the others; from -3 to 3."""
        found = Counter(tokens(text))
        result = {}
        for name, weights in self._weights.items():
            total = sum(min(n, 2) * weights.get(t, 0.0) for t, n in found.items())
            size = sum(min(n, 2) for t, n in found.items() if t in weights)
            result[name] = max(-_CAP, min(_CAP, total / math.sqrt(size + 4))) if size else 0.0
        return result


def paper_texts(paper: Paper) -> dict[str, str]:
    """What is known about each question: its title, prompt, parts and keys, and its typical phrases."""
    phrases = PHRASES.get(paper.name, {})
    texts = {}
    for question in paper.questions:
        draw = question.draw(0)
        pieces = [question.title, question.title, question.prompt(draw, "latex"), phrases.get(question.name, "")]
        pieces += [f"{part.asks} {part.shown(draw)}" for part in question.parts]
        texts[question.name] = "\n".join(pieces)
    return texts


# ---- speakers ----------------------------------------------------------------------------------------------

_DOES = (
    r"correct(?:ly|s|ed)?|incorrect(?:ly)?|got|gets|gives?|gave|fail(?:s|ed)?|made|makes?|did(?:n['’]t)?|does(?:n['’]t)?|understood|"
    r"understands?|identif\w+|solve[sd]?|answer(?:s|ed)|produc\w+|show(?:s|ed)|demonstrat\w+|hallucinat\w+|struggl\w+|manag\w+|miss\w*|"
    r"recogni\w+|explain(?:s|ed)|appl(?:y|ies|ied)|provid\w+|arriv\w+|confus\w+|ignor\w+|assum\w+|reason(?:s|ed)|deriv\w+|misread|"
    r"misinterpret\w*|mis-?pars\w*|respond\w*|handle[sd]?|omit\w*|captur\w*|realiz\w*|tries|tried|forgot|repeated|stuck|ended|was able|"
    r"can|could|still|also|even|seems?|appears?|required|needed|self-\w+|puts|almost|is (?:doing|able|right|wrong|correct)"
)
_STARTS = (  # verbs that say what a model does only at the start of a paragraph; inside one, a layer or a filter may do it
    r"sets? up|finds?|found|chooses?|chose|comput(?:es|ed)|calculat(?:es|ed)|starts?|begins?|began|takes|took|treats?|uses|used|counts?|counted|writes|wrote|"
    r"adds?|added|flips?|forgets|reverses|includes|skips|guesses|guessed|divides|multiplies|states?|stated|says|said|claims?|claimed|concludes?|checks?|checked|verif(?:ies|ied)|mixes|repeats?|admits?|admitted|apologi[sz]\w+|works|knows|knew"
)
_ANNOTATION: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern, re.I))
    for weight, pattern in (
        (3.0, rf"\b(?:the |this )(?:model|llm|ai|chatbot|assistant|bot)(?:['’]s)?\b[^.\n]{{0,40}}?\b(?:{_DOES}|response|answer|output|reasoning)"),
        (2.5, rf"(?:^|[.!?]\s+|, |however, |but |and )(?:it|its \w+) (?:\w+ )?(?:{_DOES})\b"),
        (3.0, r"\b(?:the|this) (?:model|llm|ai|chatbot|assistant|bot) (?:\w+ )?(?:has|had|proves?|proved|closes|closed|notes|noted|needs|keeps|kept|skips|skipped|drops|dropped|caves|insists?|insisted|went|goes|is)\b"),
        (3.0, r"^\W*(?:this time|here|now|in the end|finally|still|again)\b,? (?:it|the (?:model|llm|ai)|chatgpt|claude|grok|gemini|mistral|deepseek|qwen|llama|kimi)\b"),
        (2.5, r"^[\W_]*it (?:\w+ly )?(?!follow|need|mean|turn|hold)\w{3,}ed\b"),
        (3.0, r"\b(?:score|grade|rating|marks?|points?|tier):? ?(?:[0-5](?:/\d)?|[A-F][+-]?)\s*(?:[.\])*_]|$)"),
        (2.5, r"\b(?:all in all|checks out|nothing to complain|nice touch|gets it right|got it right|gave up|gives up)\b"),
        (2.5, r"\bits (?:response(?! in\b)|answer|reply|reasoning|derivation|explanation|solution|output|argument)"),
        (3.0, rf"^[\W_]*(?:part \(?\w\)?\W+)?(?:for (?:the |this )?\w+,? )?(?:it|its \w+|the (?:model|llm|ai)|this (?:response|answer|solution)) (?:\w+ )?(?:{_DOES}|{_STARTS})\b"),
        (2.0, r"\b(?<!you )(?:is|was|are|were) (?:also |still |fully |completely |now |not )?(?:correct|wrong|incorrect|right)\b(?! (?:the|here|side|inverse|hand))"),
        (2.0, r"\b(?:right|correct|wrong|incorrect|accurate|valid|sensible|same) (?:\w+ )?(?:solution|answer|procedure|idea|reasoning|result|argument|"
              r"explanation|approach|derivation|method|conclusion|reparameteri[sz]ation|representation|understanding|steps?|logic|transformation|formula|diagrams?|matrix|letters?)\b"),
        (3.0, r"\b(?:this|the following) (?:document|report|log|write-?up|interaction)\b|\bannotated log\b|\bhomework helper\b"),
        (1.0, r"^\W*(?:for |on |in )?the (?:first|second|third|fourth|next|last|other) (?:part|question|sub-?question|one)\b"),
        (4.0, r"\bone[- ]?shot(?:ted)?\b|\b(?:zero|0)[- ]shot\b"),
        (2.0, r"\b(?:first|second|third|\d(?:st|nd|rd)) (?:try|attempt|shot)\b|\bon the first\b"),
        (3.0, r"\bI (?:then )?(?:asked|prompted|told|had to|gave|nudged|pointed|noticed|re-?prompted|corrected|pasted|copied|would (?:say|rate|"
              r"consider|classify)|was (?:impressed|surprised)|did not|didn['’]t|reminded|provided|tested|rate|tried|wanted|agree|verified)\b"),
        (2.5, r"\bcorrect(?:ly)?!"),
        (3.0, r"\bunprompted\b|\b(?:no|without)(?: any)?(?: further| additional)? (?:prompting|nudg\w+|hints?|guidance|help|intervention)"),
        (2.5, r"\bhallucinat\w*|\bmisconception"),
        (2.5, r"^\W*(?:mostly |fully |completely |partially |not |totally )?(?:correct|incorrect|wrong|right|accurate|perfect)\b[\s!.,;:]"),
        (2.5, r"\b(?:the|this) (?:response|reply|explanation|derivation|proof|reasoning|answer|solution) (?:was|were|could|should|looks|seems|here|provided|"
              r"is (?:\w+ )?(?:correct|right|wrong|incorrect|good|clear|concise|complete|well|very|thorough|also|not))\b"),
        (2.0, r"\b(?:official|course|provided|staff) (?:solution|key|answer)|\banswer key|\bsolution key|\bground truth"),
        (2.0, r"\bverdict\b|\bL[123x]\b(?! ?norm| ?reg)|\bnudge|\bre-?ask"),
        (2.0, r"\b(?:very |really )?(?:good|great|strong|excellent|nice|impressive|thorough|solid|clear and|clean|poor|weak|well[- ]structured)"
              r" (?:job|answer|response|explanation|work|solution|reasoning|synthesis|derivation|counting)?"),
        (1.5, r"\b(?:unfortunately|surprisingly|interesting(?:ly)?|impressive(?:ly)?|notable|notably|bonus)\b"),
        (2.0, rf"\b(?:{'gpt|claude|grok|gemini|mistral|deepseek|qwen|llama|chatgpt|kimi|copilot'})[\w .-]{{0,12}} (?:{_DOES})\b"),
        (-1.5, r"\b(?:we|let['’]s|let us)\b"),
        (-2.0, r"\bI(?:['’]ll| will| can| am|['’]m)\b|\bBelow\b|\bLet me\b"),
    )
)  # fmt: skip
_REPLY: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern, re.I))
    for weight, pattern in (
        (1.5, r"\b(?:therefore|thus|hence|consequently|substitut\w+|recall that|it follows|we (?:get|have|obtain|need|can|know|find|see)|"
              r"this (?:gives|means|yields|shows))\b"),
        (2.0, r"^\W*(?:final (?:answer|result)|answer|solution|verification|derivation|proof|key (?:insight|idea|observation)|intuition|"
              r"interpretation|conclusion)\b\W*"),
        (1.5, r"^\W*(?:step|reason|case|stage|term|part) \d"),
        (2.5, r"\bI(?:['’]ll| will)\b|\b(?:below|here)(?:, I| is| are| we)\b|\blet['’]s\b|\blet me\b|\b(?:got it|sure|great question|certainly)[!,]"),
        (2.0, r"\\boxed|□|∎"),
        (1.5, r"^\W*you(?:['’]re| are) (?:\w+ )?right\b"),
        (0.5, r"=[^=]"),
    )
)  # fmt: skip
_PROMPT: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern, re.I))
    for weight, pattern in (
        (2.5, r"\?\s*(?:\([^()]*\))?\s*$"),
        (2.5, r"\b(?:what (?:is|was|are|happens|can you)|how (?:should|many|would|do)|which (?:one|of|diagram)|why (?:do|is))\b[^.\n]{3,}\?"),
        (2.5, r"(?:^|[.:)]\s+)(?:list|calculate|consider|suppose|assume|show that|explain|compute|find|derive|express|identify|solve|please|"
              r"prove|determine|speculate|give|redo|re-?check|recalculate|try)\b"),
        (3.0, r"\bhint\b|\byour answer should|\bno need to justify|\bfeel free to assume|\byou will not get credit|\bplease use\b|\bgiven to us\b"),
        (2.5, r"\b(?:could|can|would) you\b|\bthank(?:s| you)\b|\bplease\b|\bnext (?:question|part)\b|\bnow (?:for|on to|we move|move on)\b"),
        (2.5, r"\b(?:your (?:answer|solution|response|result|derivation) (?:is|was|seems)|that(?:['’]s| is) (?:correct|right|wrong|not)|there (?:is|was) "
              r"an? (?:mistake|error)|are you sure|check your|try again|solve again)\b"),
        (1.5, r"^\W*(?:\(\w\) )?(?:recall(?:ing)? (?:that|how)|consider|suppose|note: throughout|throughout|with the|continuing|one way of)\b"),
        (1.5, r"\(fig(?:ure)?\.? ?\d\)|^\W*(?:figure|fig\.) ?\d|\bassume (?:that )?we have\b|\bsuppose the input\b"),
        (2.0, r"\bfor simplicity\b|\bthroughout this problem\b|\bin terms of\b[^.\n]{0,60}\bas needed\b|\bwe will (?:use|ignore)\b|\bit turns out\b|"
              r"\bto remind you\b|\bwith the (?:further )?understanding\b|\bcontinuing the previous\b"),
        (-1.5, r"\b(?:therefore|thus|hence|we (?:get|obtain)|final answer)\b|\\boxed"),
    )
)  # fmt: skip
_CUES = {"prompt": _PROMPT, "reply": _REPLY, "annotation": _ANNOTATION}


def speaker_scores(text: str) -> dict[str, float]:
    """For prompt, reply and annotation, how much the text sounds like it; about -3 to 8."""
    head = text[:3000]
    scores = {who: min(8.0, sum(w for w, pattern in cues if pattern.search(head))) for who, cues in _CUES.items()}
    scores["annotation"] += _margin_note(head)
    if head.lstrip().startswith("#") and "\n" not in head.strip():
        scores["prompt"] *= 0.3  # a heading of the reply's own, such as `### What happens for large n?`
    prose = len(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{3,}", re.sub(r"\\[a-z]+\{[a-zA-Z]*\}", " ", head)))
    goes_on = head.lstrip()[:1].islower()  # "where …": whoever spoke before
    if (
        prose >= 3
        and not goes_on
        and not any(score > 0.5 for score in scores.values())
        and len(head) > 25
        and not head.lstrip().startswith("#")
    ):
        scores["reply"] += 0.8 + min(1.6, len(head) / 500)  # plain matter, neither asked nor judged
        if head.count("$") >= 6 or head.count("=") >= 3:
            scores["reply"] += 0.6
        if re.search(r"\$|\\frac|^\s*(?:[-*•]|\d\.)\s|\*\*|\t|\|", head, re.M):
            scores["reply"] += 0.8
    if _mathematics(head) > 0.25:
        scores["annotation"] -= 2.0
        scores["reply"] += 0.3
        scores["prompt"] += 0.3
    return scores


def _margin_note(text: str) -> float:
    """3 where the text has the shape of a narrow column beside the page: several short lines, no list, no table."""
    rows = [row.strip() for row in text.split("\n")]
    narrow = len(rows) >= 3 and all(len(row) <= 34 for row in rows) and sum(map(len, rows)) > 12 * len(rows)
    listed = any(re.match(r"[-*•+|]\s|\d+[.)]|\||\$\$|=", row) or "\t" in row for row in rows)
    words = len(re.findall(r"[A-Za-z]{3,}", text))
    return 3.0 if narrow and not listed and words >= 2 * len(rows) else 0.0


def _mathematics(text: str) -> float:
    """The share of characters that are neither letters of words nor spaces."""
    if not text:
        return 0.0
    in_words = sum(len(w) for w in re.findall(r"[A-Za-z]{2,}", text)) + text.count(" ") + text.count("\n")
    return 1 - in_words / len(text)
