r"""Lines of an extracted formula → signs, each with the line that it stood in and whether a gap was before it.

>>> from viva.reading.torn.letters import letters_of
>>> known = letters_of(r"\eta_{\text{sum}} + \log p")
>>> [(s.text, s.line, s.gap) for s in signs_of("ηsum = 1\nB logp", known)]  # doctest: +NORMALIZE_WHITESPACE
[('η', 0, True), ('sum', 0, False), ('=', 0, True), ('1', 0, True), ('B', 1, True), ('\\log', 1, True), ('p', 1, False)]
>>> plain("\x10 X\ni\n\x11"), plain("1 (cid:88)")
('( X\ni\n)', '1 ∑')

What the sign means is not decided here: `X` may be a sum, and the 2 of `r2` a power.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.torn.letters import Letters
from viva.reading.vocabulary import FUNCTIONS

# The codes of large brackets and sums in the fonts of TeX, as readers hand them out that know no Unicode for them.
_CODES = {
    "(": "\x10\x12", ")": "\x11\x13", "[": "\x14", "]": "\x15",
}  # fmt: skip
_TRANSLATED = str.maketrans({code: sign for sign, codes in _CODES.items() for code in codes})
_CID = lazy(r"\(cid:(\d{1,3})\)", needs="(cid:")
_CIDS = {
    "88": "∑", "80": "∑", "89": "∏", "81": "∏", "16": "(", "17": ")", "18": "(", "19": ")", "32": "(", "33": ")",
    "0": "(", "1": ")", "20": "[", "21": "]", "2": "[", "3": "]", "104": "[", "105": "]", "34": "[", "35": "]",
}  # fmt: skip
_TALL = lazy(r"\n \n(?P<inside>[^!]{1,300}?)\n!(?=\n|$)", needs="!")
_PIECES = lazy(  # of which tall brackets are built
    "(?P<a>[\uf8eb-\uf8ed](?:\\s?[\uf8eb-\uf8ed])*)|(?P<b>[\uf8f6-\uf8f8](?:\\s?[\uf8f6-\uf8f8])*)"
    "|(?P<c>[\uf8ee-\uf8f0](?:\\s?[\uf8ee-\uf8f0])*)|(?P<d>[\uf8f9-\uf8fb](?:\\s?[\uf8f9-\uf8fb])*)"
)

_SIGN = lazy(
    r"(?P<accent>\\(?:hat|tilde|bar|dot|check|breve|vec)\{(?P<under>\\?[A-Za-z]+|[α-ωϵΑ-Ω])\}[̂̄̃]?)"
    r"|(?P<script>[_^]\{[^{}]*\})|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z]+)"
    r"|(?P<letter>[α-ωϑϕϵΑ-Ω∂∇ℓ∞…])|(?P<dots>\. ?\. ?\.|\.\.\.)|(?P<other>[^\s])"
)
_RELATIONS = frozenset("=≈→←≤≥<>∝≡⇒⇔∈∼≠")
_OPERATORS = frozenset("+-·*×/⊙∘±")
_MARKS = frozenset("⊤⋆★'†*")


@dataclass(frozen=True)
class Sign:
    """A sign of an extracted line. `kind`: letter, number, word, script, operator, relation, open, close, bar, …"""

    text: str
    kind: str
    line: int
    gap: bool
    base: str = ""  # the letter under an accent


def plain(text: str) -> str:
    """With the glyphs of large brackets and sums as brackets and sums, and the same spellings throughout."""
    text = _CID.sub(lambda m: _CIDS.get(m[1], m[0]), text)
    text = _TALL.sub(lambda m: f"\n(\n{m['inside']}\n)", text)
    text = _PIECES.sub(_bracket, text)
    return normalise(text.translate(_TRANSLATED)).text


def _bracket(match: re.Match[str]) -> str:
    sign = "()[]"["abcd".index(match.lastgroup or "a")]
    tall = "\n" in match[0]
    return f"{sign}\n" if tall and sign in "([" else sign


def signs_of(text: str, known: Letters) -> tuple[Sign, ...]:
    """The signs of (normalised) lines."""
    found: list[Sign] = []
    for number, line in enumerate(text.split("\n")):
        end = -1
        for match in _SIGN.finditer(line):
            gap = match.start() != end
            end = match.end()
            word = match["word"]
            if word is not None:
                before = found[-1] if found and found[-1].line == number and not gap else None
                for text_, kind in _letters(word, known, before):
                    found.append(Sign(text_, kind, number, gap))
                    gap = False
            elif match["accent"]:
                found.append(Sign(match["accent"], "letter", number, gap, match["under"]))
            else:
                found.append(Sign(match[0], _kind(match, found, gap), number, gap))
    return tuple(_with_roots(found, known))


def _with_roots(found: list[Sign], known: Letters) -> list[Sign]:
    """The large root of TeX comes out as an `s` in a line of its own."""
    lines = Counter(sign.line for sign in found)
    return [
        Sign("√", "root", sign.line, sign.gap, "tall")
        if sign.text == "s" and lines[sign.line] == 1 and "s" not in known.written and k + 1 < len(found)
        else sign
        for k, sign in enumerate(found)
    ]


def _kind(match: re.Match[str], found: list[Sign], gap: bool) -> str:
    if match["number"]:
        return "number"
    if match["script"]:
        return "script"
    if match["letter"] or match["dots"]:
        return "letter"
    sign = match[0]
    if sign == "*" and not gap and found and found[-1].kind == "letter":
        return "mark"
    for signs, kind in (
        (_RELATIONS, "relation"), (_OPERATORS, "operator"), ("([{", "open"), (")]}", "close"), ("|‖", "bar"),
        (_MARKS, "mark"), ("∑∏", "sum"), ("√", "root"), (",;:.", "stop"),
    ):  # fmt: skip
        if sign in signs:
            return kind
    return "other"


_LABELS = frozenset(("max", "min", "sum", "mean", "new", "old", "eff", "out", "in", "opt", "MAP", "ML", "data", "MLE"))


_FUNCTION = lazy(r"log|exp|tanh|softmax|sin|cos|sign|diag|det")


def _letters(word: str, known: Letters, before: Sign | None) -> list[tuple[str, str]]:
    """A run of letters as names, labels of the letter before, functions, and letters side by side."""
    if before is not None and before.kind == "letter":
        base = before.base or before.text
        labels = [s for s in known.below.get(base, ()) if len(s) > 1 and s.isalpha() and word.startswith(s)]
        label = max(labels, key=lambda s: len(s), default="")
        if not set(label) <= known.indices:
            return [(label, "label"), *_letters(word[len(label) :], known, None)]
        if word in _LABELS and not base.isascii():
            return [(word, "label")]
    if not word:
        return []
    if len(word) == 1:
        return [(word, "letter")]
    if word in FUNCTIONS or word in ("KL", "Var", "Cov", "Bern", "arg"):
        return [("\\log" if word in ("log", "ln") else rf"\operatorname{{{word}}}", "word")]
    if word in known.words:
        return [(rf"\operatorname{{{word}}}", "word")]
    if (inside := _FUNCTION.search(word)) is not None and len(word) - len(inside[0]) < 5:
        name = "\\log" if inside[0] == "log" else rf"\operatorname{{{inside[0]}}}"
        before_it, behind_it = word[: inside.start()], word[inside.end() :]
        return [*_letters(before_it, known, None), (name, "word"), *_letters(behind_it, known, None)]
    first, rest = word[0], word[1:]
    labels = [
        s for s in known.below.get(first, ()) if s.isalpha() and rest.startswith(s) and not set(s) <= known.indices
    ]
    if labels:
        label = max(labels, key=lambda s: len(s))
        return [(first, "letter"), (label, "label"), *_letters(rest[len(label) :], known, None)]
    return [(first, "letter"), *_letters(rest, known, None)]
