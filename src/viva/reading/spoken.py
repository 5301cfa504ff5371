r"""A formula said in words, in signs: "the transpose of $W$ times $g$", "alpha plus k, over alpha plus beta plus n".

>>> in_signs("the transpose of $W$ times $g$"), in_signs("alpha plus k, over alpha plus beta plus n")
('{W}^{\\top} {g}', '\\frac{\\alpha + {k}}{\\alpha + \\beta + {n}}')
>>> in_signs("It is the mean of the $g_j$."), in_signs("one minus the square of x")
('\\operatorname{mean}({g_j})', '1 - ({x})^{2}')
>>> in_signs("the maximum over a of Q(s, a)"), in_signs("a plus b over c"), in_signs("the mean of all of them")
('\\max_{a} {Q(s, a)}', None, None)

Words have no brackets: where it is not plain how far a "root of" or an "over" reaches, nothing is read. Nor is a text
that has words besides.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.cleaning import balanced
from viva.reading.patterns import lazy
from viva.reading.vocabulary import ASCII_GREEK

LONGEST = 300

_SPOKEN = lazy(
    r"\b(?:times|plus|minus|over|divided by|multiplied by|(?:mean|average|sum|product|difference|ratio|transpose"
    r"|inverse|root|square|log|logarithm|norm|trace|negative|reciprocal|maximum|max|minimum|min|exponential"
    r"|determinant) (?:of|over|between)|squared|cubed|half|twice|transposed|transpose|to the power)\b",
    re.I,
    needs="times|plus|minus|over|divided|multiplied| of| between|squared|cubed|half|twice|transpose|power",
)
_LEAD = lazy(
    r"\s*(?:(?:so|thus|hence|therefore|then|answer|the answer|result),?:?\s+)*"
    r"(?:(?:the|this|that|it|its|which|we|one|you)\b[^.$\\=:]{0,60}?\s(?:is|are|equals|becomes|be|get|gets|obtains?|reads)"
    r"(?: just| simply| then| equal to| given by| exactly)?:?\s+|(?:it|that)['’]s\s+)?",
    re.I,
)
_ABBREVIATED = lazy(r"\bw\.?\s?r\.?\s?t\b\.?|\bwith respect to\b", re.I)
_TOKEN = lazy(
    r"\s*(?:(?P<math>\$[^$]+\$|\\\((?:[^\\]|\\[^)])+\\\)|`[^`]+`)|(?P<word>[A-Za-z]{2,}(?![\w(\[^\\]))|(?P<comma>,)"
    r"|(?P<sign>[-+−·×*/](?=\s))|(?P<bare>(?:[^\s,()]|\((?:[^()]|\([^()]*\))*\))+))"
)
_NUMBERS = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_SUMS = {"plus": "+", "minus": "-", "+": "+", "-": "-", "−": "-"}
_OF = {
    "transpose": "{}^{{\\top}}",
    "inverse": "{}^{{-1}}",
    "root": "\\sqrt{}",
    "square": "({})^{{2}}",
    "cube": "({})^{{3}}",
    "log": "\\log({})",
    "logarithm": "\\log({})",
    "norm": "\\|{}\\|",
    "trace": "\\operatorname{{tr}}({})",
    "determinant": "\\det({})",
    "negative": "-({})",
    "reciprocal": "\\frac{{1}}{}",
    "exponential": "\\exp({})",
    "mean": "\\operatorname{{mean}}({})",
    "average": "\\operatorname{{mean}}({})",
    "sigmoid": "\\operatorname{{sigmoid}}({})",
    "softmax": "\\operatorname{{softmax}}({})",
}
_BEHIND = {"squared": "2", "cubed": "3", "transposed": r"\top", "transpose": r"\top", "inverse": "-1"}
_FOLDS = {"sum": r"\sum", "product": r"\prod", "max": r"\max", "maximum": r"\max", "min": r"\min", "minimum": r"\min"}
_PAIRS = {"sum": "{} + {}", "product": "{} {}", "difference": "{} - {}", "ratio": r"\frac{}{}"}
_FILLING = frozenset("the a an all of every each natural square euclidean".split())


@lru_cache(maxsize=128)
def in_signs(text: str) -> str | None:
    """The formula; None where the text is not all formula, or not one that can be read in a single way."""
    if len(text) > LONGEST or not _SPOKEN.search(text):
        return None
    text = _ABBREVIATED.sub("for", text.strip().rstrip(" .!"))
    lead = _LEAD.match(text)
    for start in {lead.end() if lead else 0, 0}:
        parts = _tokens(text[start:])
        if parts is None:
            continue
        try:
            reader = _Reader(parts)
            found = reader.whole()
        except _Unclear:
            continue
        if reader.spoke and balanced(found):
            return found
    return None


@dataclass(frozen=True)
class _Part:
    kind: str  # math, word, comma, sign
    text: str


class _Unclear(Exception):
    pass


def _tokens(text: str) -> list[_Part] | None:
    found, at = [], 0
    while at < len(text) and (match := _TOKEN.match(text, at)) is not None:
        at = match.end()
        if match["math"]:
            found.append(_Part("math", match["math"].strip("$`").removeprefix(r"\(").removesuffix(r"\)").strip()))
        elif match["word"]:
            word = match["word"]
            greek = ASCII_GREEK.get(word)
            found.append(_Part("math", greek) if greek else _Part("word", word.lower()))
        elif match["comma"]:
            found.append(_Part("comma", ","))
        elif match["sign"]:
            found.append(_Part("sign", match["sign"]))
        else:
            found.append(_Part("math", match["bare"].strip("*")))
        if len(found) > 60:
            return None
    return found if not text[at:].strip() else None


class _Reader:
    """Sums of products of things with words before and behind them."""

    def __init__(self, parts: list[_Part]) -> None:
        self.parts, self.at, self.spoke = parts, 0, False

    def peek(self, ahead: int = 0) -> str:
        k = self.at + ahead
        return self.parts[k].text if k < len(self.parts) and self.parts[k].kind != "math" else ""

    def accept(self, *words: str) -> bool:
        if all(self.peek(k) == word for k, word in enumerate(words)):
            self.at += len(words)
            self.spoke = True
            return True
        return False

    def whole(self) -> str:
        top = self.sum()
        if self.accept(",", "over") or self.accept(",", "divided", "by") or self.accept(",", "all", "over"):
            top = rf"\frac{{{top}}}{{{self.sum()}}}"
        elif self.accept(",", "times") or self.accept(",", "multiplied", "by"):
            top = f"({top}) ({self.sum()})"
        if self.at < len(self.parts):
            raise _Unclear
        return top

    def sum(self) -> str:
        found, several = self.product()
        while self.peek() in _SUMS:
            sign = _SUMS[self.peek()]
            self.spoke = self.spoke or self.parts[self.at].kind == "word"
            self.at += 1
            term, divided = self.product()
            found, several = f"{found} {sign} {term}", several or divided
            if divided == "over":
                raise _Unclear  # a plus b over c
        if several == "over" and (" + " in found or " - " in found):
            raise _Unclear
        return found

    def product(self) -> tuple[str, str]:
        """A product, and "over" where it is a quotient in words."""
        found, how = self.factor(), ""
        while True:
            if self.accept("times") or self.accept("multiplied", "by") or self.peek() in ("·", "×", "*"):
                self.at += self.peek() in ("·", "×", "*")
                found = f"{found} {self.factor()}"
            elif self.accept("over") or self.accept("divided", "by"):
                if how:
                    raise _Unclear
                found, how = rf"\frac{{{found}}}{{{self.factor()}}}", "over"
            else:
                return found, how

    def factor(self) -> str:
        while self.peek() in _FILLING:
            if self.peek() == "square" and self.peek(1) == "of":
                break
            self.at += 1
        word = self.peek()
        if not word:
            return self.thing()
        if word in _NUMBERS:
            self.at += 1
            return _NUMBERS[word]
        if word == "half" or word == "twice":
            self.at += 1
            self.spoke = True
            return (r"\frac12 " if word == "half" else "2 ") + self.factor()
        if word in ("minus", "negative", "-", "−") and self.peek(1) != "of":
            self.at += 1
            self.spoke = True
            return f"-{self.factor()}"
        if self.peek(1) == "over" and word in _FOLDS | {"mean": "", "average": ""}:
            self.at += 2
            self.spoke = True
            return self.folded(word)
        if word in _PAIRS and self.peek(1) in ("of", "between") and (pair := self.pair(word)):
            return pair
        if self.peek(1) != "of" or word not in (_OF | _FOLDS):
            raise _Unclear
        self.at += 2
        self.spoke = True
        inner = self.factor()
        if word in _FOLDS or (word in ("mean", "average") and self.peek() == "over"):
            return self.fold_behind(word, inner)
        if word == "root" and self.peek() in (*_SUMS, "times", "over", "divided"):
            raise _Unclear
        return _OF[word].format(inner)

    def folded(self, word: str) -> str:
        """ "max over a of Q(s, a)"."""
        while self.peek() == "all":
            self.at += 1
        index = self.raw()
        if not self.accept("of"):
            raise _Unclear
        return self.as_fold(word, index, self.factor())

    def fold_behind(self, word: str, inner: str) -> str:
        """ "the sum of the g_j (over j)"."""
        index = ""
        if self.accept("over", "all") or self.accept("over"):
            index = self.raw()
        else:
            scripts = set(re.findall(r"_\{?([a-z])\}?(?![\w,])", inner))
            if len(scripts) != 1:
                raise _Unclear
            (index,) = scripts
        return self.as_fold(word, index, inner)

    def as_fold(self, word: str, index: str, inner: str) -> str:
        if not re.fullmatch(r"\\?[A-Za-z]+'?", index):
            raise _Unclear
        if word in ("mean", "average"):
            return rf"\operatorname{{mean}}({inner})"
        return rf"{_FOLDS[word]}_{{{index}}} {inner}"

    def pair(self, word: str) -> str | None:
        """ "the product of A and B"."""
        start = self.at
        self.at += 2
        try:
            first = self.factor()
            joined = self.accept("and") or (word == "ratio" and self.accept("to"))
            second = self.factor() if joined else ""
        except _Unclear:
            joined, second = False, ""
        if not second:
            self.at = start
            return None
        self.spoke = True
        made = _PAIRS[word].replace("{}", "%s") % (
            (f"{{{first}}}", f"{{{second}}}") if word == "ratio" else (first, second)
        )
        return f"({made})" if word in ("sum", "difference") else made

    def raw(self) -> str:
        if self.at >= len(self.parts) or self.parts[self.at].kind == "comma":
            raise _Unclear
        self.at += 1
        return self.parts[self.at - 1].text

    def thing(self) -> str:
        if self.at >= len(self.parts):
            raise _Unclear
        text = self.raw()
        if not text or re.search(r"[=<>≤≥:;]", text) or not balanced(text):
            raise _Unclear
        found = text if re.fullmatch(r"\\[A-Za-z]+|\d+", text) else f"{{{text}}}"
        if re.search(r"(?<=.)[-+−]", re.sub(r"\{[^{}]*\}|\([^()]*\)", "", text)):
            found = f"({text})"
        while self.peek() in _BEHIND:
            found = f"{found}^{{{_BEHIND[self.peek()]}}}"
            self.at += 1
            self.spoke = True
        if self.accept("to", "the", "power", "of") or self.accept("to", "the", "power") or self.accept("to", "the"):
            found = f"{found}^{{{self.factor()}}}"
        return found
