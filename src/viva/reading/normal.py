r"""Raw text of a reply → normalised text, with a map back to the code points of the raw text.

Everything that looks alike is written alike; nothing is interpreted, and case is kept:

>>> n = normalise("∂L/∂yⱼ − ˜w·𝜸 ≈ Γ⁻¹ŵ, eﬃcient")
>>> n.text
'∂L/∂y_{j} - \\tilde{w}·γ ≈ Γ^{-1}\\hat{w}, efficient'
>>> n.raw_span(n.text.index("\\tilde"), n.text.index("·"))
(9, 11)

| raw                                            | normalised                                     |
|------------------------------------------------|------------------------------------------------|
| runs of sub- and superscript characters        | `_{…}` and `^{…}`, always with braces          |
| accents: combining, in words of up to 4, or | `\tilde{w}`, `\hat{x}`, `\bar{g}`              |
| before a letter as PDF extraction leaves them  |                                                |
| mathematical alphanumerics, ligatures, full-width forms | plain letters; bold 1 is `\mathbf{1}`  |
| minus and dash signs but the em dash           | `-`                                            |
| dots, asterisks and crosses of multiplication  | `·`, `*`, `×`                                  |
| double bars, bars, arrows, primes, quotes      | `‖`, `\|`, `→`, `'`, `"`                        |
| odd spaces, line ends                          | a space, `\n`                                  |
| zero-width characters                          | nothing                                        |
| control characters, lone surrogates            | a space, U+FFFD                                |

Words in prose ("naïve", "Müller") keep their accents, in NFC. The private-use glyphs of large brackets are kept.
Of a text beyond `MAX_TEXT` code points the middle is left out, and `Normal.cut` says so.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

MAX_TEXT = 200_000

_SUPER = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵗᵏᵖᵐᵃᵇᶜᵈᵉᶠᵍʰʲˡᵒʳˢᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂᵅᵝᵞᵟᶿ",
        "0123456789+-=()niTtkpmabcdefghjlorsuvwxyzABDEGHIJKLMNOPRUVWαβγδθ",
        strict=True,
    )
)
_SUB = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼᵦᵧᵨᵩᵪ", "0123456789+-=()aeoxhklmnpstiruvjβγρφχ", strict=True))

_ACCENTS = {
    "\u0303": r"\tilde",
    "\u0330": r"\tilde",
    "\u0302": r"\hat",
    "\u0304": r"\bar",
    "\u0305": r"\bar",
    "\u0307": r"\dot",
    "\u20d7": r"\vec",
    "\u030c": r"\check",
    "\u0306": r"\breve",
}
_SPACING = {
    "˜": r"\tilde",
    "ˆ": r"\hat",
    "¯": r"\bar",
    "ˉ": r"\bar",
    "‾": r"\bar",
    "˙": r"\dot",
    "ˇ": r"\check",
    "˘": r"\breve",
}

_BOLD_ONES = "𝟏𝟙𝟭"  # a vector of ones, where they stand alone
_PLAIN: dict[str, str] = {}
for _to, _from in {
    "-": "−‐‑‒–﹣－➖",
    "*": "∗＊✱﹡⁎",
    "·": "⋅∙‧・･",
    "×": "✕✖⨯╳⨉",
    "⊙": "⨀ʘ☉",
    "∘": "◦○⚬",
    "‖": "∥ǁ‗‖",
    "|": "∣❘❙￨│",
    "→": "⟶⇾⟼↦⭢➔➝➞➡",
    "⇒": "⟹⟾",
    "⇔": "⟺",
    ":=": "≔",
    "=:": "≕",
    "≤": "⩽≦",
    "≥": "⩾≧",
    "≈": "≃≅≊",
    "≠": "≢",
    "~": "∼～",
    "'": "′’‘ʹ‛´",
    "''": "″",
    '"': "“”„‟",
    "μ": "µ",
    "Δ": "∆",
    "Ω": "Ω",
    "∇": "𝛁",
    "/": "∕⁄／÷⊘",
    ":": "∶：",
    "<": "‹＜",
    ">": "›＞",
    "ε": "ϵ",
    "...": "…",
    "···": "⋯",
    "i": "ı𝚤",
    "j": "ȷ𝚥",
    " ": "▒\u00a0\u1680\u202f\u205f\u3000\u2028\u2029\u0085" + "".join(map(chr, range(0x2000, 0x200B))),
    "": "\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"
    + "".join(
        map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)))
    ),
    r"\mathbf{1}": _BOLD_ONES,
    "(": "〖",  # Word's linear format: ∑_(i=1)^n▒〖x_i 〗
    ")": "〗",
    "(1/2)": "½",
    "(1/3)": "⅓",
    "(1/4)": "¼",
    "(2/3)": "⅔",
    "(3/4)": "¾",
}.items():
    for _c in _from:
        if _c != _to:
            _PLAIN[_c] = _to
for _code in (*range(0x1D400, 0x1D800), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F), *map(ord, "ℒℎℰℱℬℋℐℳℛℯℊℴℑℜ")):
    _to = unicodedata.normalize("NFKC", chr(_code))
    _PLAIN.setdefault(chr(_code), _PLAIN.get(_to, _to))

# A backslash and the first letter of a macro that a JSON or Python string swallowed as a control character.
_SWALLOWED = (
    r"\x0c(?=rac\b|rac\{|orall\b)|\x08(?=oldsymbol|ar\b|ar\{|eta\b|egin\{|oxed|ig[lr]?\b|inom)"
    r"|\t(?=ilde\b|ilde\{|ext\{|imes\b|frac\{|op\b|heta\b|au\b)|\r(?=ho\b|ight\b|vert\b|Vert\b)"
)
_UNSWALLOW = {"\x0c": r"\f", "\x08": r"\b", "\t": r"\t", "\r": r"\r"}

_sup, _sub = "".join(_SUPER), "".join(_SUB)
_marks = "\u0300-\u0337\u0339-\u036f\u20d0-\u20ff"
# The long ranges are written as ranges: a class of a thousand single characters takes long to compile.
_SINGLES = re.escape(
    "".join(c for c in _PLAIN if not (c >= "\U0001d400" or "\ufb00" <= c <= "\ufb06" or "\uff01" <= c <= "\uff5e"))
)
_COMMON = (
    rf"(?P<swallowed>{_SWALLOWED})"
    r"|(?P<line>\r\n?|\x0c|\x0b)"
    r"|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f])"
    rf"|(?P<spacing>[{''.join(_SPACING)}] ?[^\W\d_ˆˇˉ][{_marks}]*)"
    r"|(?P<unequal>\u0338 ?=|=\u0338)"
    r"%s"
    rf"|(?P<sup>[{_sup}]+)"
    rf"|(?P<sub>[{_sub}]+(?:[≠=,≤<≥>][{_sub}]+)*)"
    r"|(?P<surrogate>[\ud800-\udfff])"
    r"|(?P<letter>[\u00c0-\u024f\u1e00-\u1eff\u1fb1\u1fd1\u1fe1])"
    rf"|(?P<other>[{_SINGLES}\U0001d400-\U0001d7ff\ufb00-\ufb06\uff01-\uff5e])"
)
# Most texts have no combining marks; then no alternative begins with a printable ASCII character, which is much faster.
_ODD = re.compile(r"(?=[^\n\x20-\x7e])(?:" + _COMMON % "" + ")")
_ODD_MARKED = re.compile(_COMMON % rf"|(?P<marked>[^\W_] ?[{_marks}]+)")
_HAS_MARKS = re.compile(rf"[{_marks}\u0338]")
_NEEDS = re.compile(r"[^\t\n\x20-\x7e]|\t(?=ilde|ext\{|imes|frac\{|op\b|heta\b|au\b)")


@dataclass(frozen=True)
class Normal:
    """Normalised text, and for each of its characters the raw code points it came from.

    The map is kept as pieces: piece k starts at `at[k]` in `text` and at `raw_at[k]` in `raw`, and ends where the
    next one starts; it is a plain copy or, where `copied[k]` is false, one spelling for another as a whole.
    `cut` says why part of the text was not considered; it is "" when all of it was.
    """

    text: str
    raw: str = field(repr=False)
    at: tuple[int, ...] = field(repr=False, compare=False, default=(0,))
    raw_at: tuple[int, ...] = field(repr=False, compare=False, default=(0,))
    copied: tuple[bool, ...] = field(repr=False, compare=False, default=(True,))
    cut: str = ""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of `text[start:end]`; an empty span stays empty."""
        if start >= end:
            first = self._raw(start)[0]
            return first, first
        return self._raw(start)[0], self._raw(end - 1)[1]

    def _raw(self, position: int) -> tuple[int, int]:
        if position >= len(self.text):
            return len(self.raw), len(self.raw)
        k = bisect_right(self.at, position) - 1
        if self.copied[k]:
            raw = self.raw_at[k] + position - self.at[k]
            return raw, raw + 1
        return self.raw_at[k], self.raw_at[k + 1] if k + 1 < len(self.raw_at) else len(self.raw)


@lru_cache(maxsize=32)
def normalise(text: str) -> Normal:
    """Write alike what looks alike. Takes any `str`, lone surrogates and NUL included; never raises.

    Linear in the length of the text, of which at most `MAX_TEXT` code points are considered.
    """
    cut = ""
    regions = [(0, len(text))]
    if len(text) > MAX_TEXT:
        half = MAX_TEXT // 2
        cut = f"of {len(text):,} characters, only the first and the last {half:,} were considered"
        regions = [(0, half), (len(text) - half, len(text))]
    elif not _NEEDS.search(text):
        return Normal(text, text)

    odd = _ODD_MARKED if _HAS_MARKS.search(text) else _ODD
    pieces: list[str] = []
    at: list[int] = []
    raw_at: list[int] = []
    copied: list[bool] = []
    length = 0

    def add(piece: str, raw: int, copy: bool) -> None:
        nonlocal length
        pieces.append(piece)
        at.append(length)
        raw_at.append(raw)
        copied.append(copy)
        length += len(piece)

    for number, (begin, stop) in enumerate(regions):
        if number:
            add("\n", regions[0][1], False)
        done = begin
        for match in odd.finditer(text, begin, stop):
            start, end = match.span()
            new = _rewritten(match, text)
            if new is None:
                continue
            if done < start:
                add(text[done:start], done, True)
            add(new, start, False)
            done = end
        if done < stop:
            add(text[done:stop], done, True)
    return Normal("".join(pieces), text, tuple(at), tuple(raw_at), tuple(copied), cut)


def _in_bold_number(text: str, at: int) -> bool:
    """Is this bold 1 a digit of a bold number, `𝟏𝟎𝟖`? A vector of ones stands beside no other digit."""
    first, last = at, at + 1
    while first > 0 and at - first < 12 and _BOLD_DIGIT(text[first - 1 : first]):
        first -= 1
    while last < len(text) and last - at < 12 and _BOLD_DIGIT(text[last : last + 1]):
        last += 1
    return any(c not in _BOLD_ONES + ".," for c in text[first:last].rstrip(".,"))


_BOLD_DIGIT = re.compile(r"[\U0001d7ce-\U0001d7ff.,]").match


def _rewritten(match: re.Match[str], text: str) -> str | None:
    """What replaces this match; None where it stays as it is."""
    kind, found = match.lastgroup, match.group()
    start, end = match.span()
    new: str
    if kind == "other":
        new = _PLAIN.get(found, found)
        if found in "½⅓¼⅔¾" and text[start - 1 : start].isdigit():
            return None  # 3½ is not 3·(1/2): left for the reader of numbers
        if found in _BOLD_ONES and _in_bold_number(text, start):
            return "1"
    elif kind == "letter":
        new = _precomposed(found, text, start)
    elif kind == "sup":
        new = "^{" + "".join([_SUPER[c] for c in found]) + "}"
    elif kind == "sub":
        new = "_{" + "".join([_SUB.get(c, c) for c in found]) + "}"
    elif kind == "marked":
        new = _marked(found, text, start, end)
    elif kind == "spacing":
        new = _spacing(found, text, end)
    elif kind == "swallowed":
        new = _UNSWALLOW[found]
    else:
        new = {"line": "\n", "control": " ", "unequal": "≠", "surrogate": "\ufffd"}[str(kind)]
    return None if new == found else new


def _short_word(text: str, start: int, end: int) -> bool:
    """Is the letter at `start:end` part of a word of at most four letters? Then its accent is mathematics."""
    first, last = start, end
    while first > 0 and start - first < 6 and (text[first - 1].isalpha() or unicodedata.combining(text[first - 1])):
        first -= 1
    while last < len(text) and last - end < 6 and (text[last].isalpha() or unicodedata.combining(text[last])):
        last += 1
    word = text[first:last]
    letters = [c for c in word if c.isalpha()]
    return len(letters) <= 4 or any(ord(c) > 0x36F for c in letters) or sum(c.isupper() for c in letters[1:]) > 0


def _accented(letter: str, marks: str, fallback: str) -> str:
    letter = _PLAIN.get(letter, letter)
    if len(marks) > 3:  # no letter of mathematics, and every mark would copy the ones before it
        return fallback
    for mark in marks:
        if mark not in _ACCENTS:
            return fallback
        letter = f"{_ACCENTS[mark]}{{{letter}}}"
    return letter


def _precomposed(char: str, text: str, at: int) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    parts = unicodedata.normalize("NFD", char)
    if len(parts) < 2 or parts[1] not in _ACCENTS or not _short_word(text, at, at + 1):
        return char
    return _accented(parts[0], parts[1:], char)


def _marked(found: str, text: str, start: int, end: int) -> str:
    base, marks = found[0], found[1:].lstrip(" ")
    composed = unicodedata.normalize("NFC", base + marks)
    base = unicodedata.normalize("NFKC", base)
    parts = unicodedata.normalize("NFD", base)
    if not _short_word(text, start, end):
        return composed
    return _accented(parts[0], parts[1:] + marks, composed)


def _spacing(found: str, text: str, end: int) -> str:
    """A spacing accent before its letter. With a space between, the letter must stand alone."""
    accent, letter = found[0], unicodedata.normalize("NFKC", found[1:].strip())
    if found[1] == " " and end < len(text) and text[end].isalpha() and text[end].isascii():
        return found
    base = unicodedata.normalize("NFD", letter)
    inner = _accented(base[0], base[1:], letter)
    return f"{_SPACING[accent]}{{{inner}}}"
