r"""Formulas that PDF extraction took apart, put together where there is only one way to do it.

| extracted                       | repaired              | why it is safe                                            |
|---------------------------------|-----------------------|-----------------------------------------------------------|
| `∂L\n∂xi`                       | `∂L/∂x_i`             | one differential in a line, over another                   |
| `n\nX\nj=1\n`, `Pn\nj=1`        | `∑_{j=1}^{n}`         | the bounds stand on their own lines around X or P          |
| `∑\nn\nj=1`, `−\nγ\nn ∑`        | `∑_{j=1}^{n}`, `−γ/n` | each on its own line, right behind its sign                |
| `−1\nn`, `= w̃\np`              | `−1/n`, `= w̃/p`      | one sign ends a line, one sign is alone on the next        |
| `⎛⎝ … ⎞⎠` (private-use glyphs)  | `( … )`               | they are pieces of brackets                                |
| `γ\n\x20∂L … \n\n`              | `γ ( ∂L … )`          | a line opening with a space, and a blank line: lost glyphs |
| `h ∂L … \ni`                    | `[ ∂L … ]`            | how large square brackets of TeX come out                  |
| `XΓ−1`, `yT X`                  | `XΓ^{-1}`, `y^T X`    | where the letters are declared as tensors                  |
| `‖…‖2\n2`                       | `‖…‖_2^2`             | a number never follows a norm                              |
| `yj`                            | `y_j`                 | where the letter is a declared family                      |

>>> repair("w = p w̃\nand that is all", ()) is None  # nothing to repair
True
>>> from viva.kinds import Symbol
>>> print(repair("∂L\n∂xi\n= γ\n ∂L\n∂yi\n-1\nn\nn\nX\nj=1\n∂L\n∂yj\n\nSo much", (Symbol(r"\gamma"),)).text)
∂L/∂x_{i} = γ ( ∂L/∂y_{i} -1/n ∑_{j=1}^{n} ∂L/∂y_{j} )
<BLANKLINE>
So much

What could mean several things gets a sign that nothing can read, `\ufffd`, so that the formula stays undecided: a
bracket that opens and never closes, a formula that stops in the middle, `1 −p\np`. Text without signs of such damage
is left alone.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from viva.kinds import Symbol
from viva.reading.patterns import lazy

_DAMAGE = lazy(
    r"∂\s?(?:\\?[A-Za-z]+\{?[^\s/{}]{0,3}\}?[a-z0-9]?)[ ]?\n[ ]?∂"
    r"|\n(?:X|P|∑)\n[a-z] ?(?:=|≠)"
    r"|\bP[a-z]\n[a-z] ?="
    r"|[\uf8eb-\uf8fb]"
    r"|=\s?(?:\\(?:hat|tilde|bar|breve|check)\{\w\}|\d|[a-z])\n[a-z]\s?[.,;]?(?:\n|$)"
    r"|[A-ZΓΣΛ]-1(?!\w|\.\d)"
    r"|‖\s?2\n2"
)
_GLYPHS = {"(": "\uf8eb\uf8ec\uf8ed", ")": "\uf8f6\uf8f7\uf8f8", "[": "\uf8ee\uf8ef\uf8f0", "]": "\uf8f9\uf8fa\uf8fb"}
_ATOM = r"(?:\\(?:tilde|hat|bar|breve|check)\{(?:\\?[A-Za-z]+|[α-ωΑ-Ω])\}|\\mu|μ|[A-Za-z])"
_DERIVATIVE = lazy(rf"∂\s?({_ATOM})([a-z0-9]?)\s*\n\s*∂\s?({_ATOM})([a-z0-9]?)(?![A-Za-z0-9])")
_INLINE = lazy(rf"∂\s?({_ATOM})([a-z0-9]?)/∂\s?({_ATOM})([a-z0-9])(?![A-Za-z0-9_])")
_SUM_INLINE = lazy(r"\bP([a-z])\s?\n([a-z])\s?=\s?(\d)(?=\s)")
_SUM_BARE = lazy(r"(?<=\n)(?:X|P|∑)\s?\n([a-z](?:\s?≠\s?[a-z])?)\s?(?=\n)")
_UPPER, _LOWER = r"(?P<upper>[A-Za-z](?:\s?-\s?1)?)", r"(?P<index>[a-z])\s?=\s?(?P<first>[01])(?!\d|\.\d)"
_SUM = lazy(
    r"(?:(?<=\n)|^|(?<=[=+\-·)}] ))(?<![a-z]=[01]\n)(?<![a-z] = [01]\n)"
    rf"{_UPPER}\s?\n(?:X|P|∑)\s?\n{_LOWER}(?=\s)[ \n]{{0,3}}"
)
_SUM_AFTER = lazy(rf"∑\s{{0,3}}{_UPPER}(?:\s{{1,3}}|(?<=[nmdNMDKT])){_LOWER}(?=[\s(\[‖])[ \n]{{0,3}}", needs="∑")
_SUM_LOWER_FIRST = lazy(rf"∑\s{{0,3}}{_LOWER}[ ]?\n[ ]?{_UPPER}[ ]?\n[ ]?(?=[^\s=≈<>≤≥])", needs="∑")
_BEFORE_SUM = lazy(rf"(?<=[-+=]\n)(\d+|γ|{_ATOM})\s?\n([a-z])(?=\s?∑_)")
_FRACTION = lazy(rf"(?<=[-+=(\s])(\d+|{_ATOM})\s?\n([a-z]|\d)(?=\s*(?:$|\n|[,.;)]))")
_WORD = lazy(r"(?<![A-Za-z\\])(?!(?:log|exp|sin|cos|tan|tanh|det|diag|max|min|sum)\b)[A-Za-z]{3,}")
_WORDY = lazy(r"(?<!\\)\b[A-Za-z]{3,}\b")
_FUNCTION_WORDS = frozenset("diag exp log max min mean sum norm Var Cov Bern".split())


@dataclass(frozen=True)
class Repaired:
    """Repaired text; `at[k]` is where its k-th character comes from in the text that was given."""

    text: str
    at: tuple[int, ...]
    doubtful: tuple[int, ...] = ()  # where in `text` a bracket was put that may have been another one
    joins: tuple[int, ...] = ()  # where in `text` lines were joined that may be two formulas

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text that was given."""
        if start >= end:
            return self.at[start] if start < len(self.at) else 0, self.at[start] if start < len(self.at) else 0
        return self.at[start], max(self.at[start:end]) + 1


def is_torn(text: str) -> bool:
    """Is a formula of the text spread over lines, as PDF extraction leaves a fraction or a sum?

    So it is where a line holds nothing but a few signs, next to another line that is no sentence and no equation.

    >>> is_torn("The Jacobian is\\n1\\n‖x‖\\n\\nI −xx⊤\\n‖x‖2"), is_torn("a = 1\\nb = a + 1")
    (True, False)
    """
    if "\\begin" in text or "```" in text or "$" in text:
        return False
    lines = [line.strip() for line in text.split("\n")]
    pieces = [bool(line) and not _WORD.search(line) and not re.search(r"\S\s*=\s*\S", line) for line in lines]
    return any(
        one and other and min(len(first), len(second)) <= 5
        for one, other, first, second in zip(pieces, pieces[1:], lines, lines[1:], strict=False)
    )


def repair(text: str, symbols: tuple[Symbol, ...]) -> Repaired | None:
    """The (normalised) text with what is unambiguous put together; None where there is no damage."""
    if "\n" not in text and "-1" not in text:
        return None
    if not _DAMAGE.search(text):
        return None
    work = Work(text)
    for sign, pieces in _GLYPHS.items():
        work.replace(re.compile(rf"(?:[{pieces}]\s*)+"), lambda m, sign=sign: f"{sign} ")  # type: ignore[misc]
    work.replace(re.compile(r"(?<=\n)h (?=∂|\S+\n∂)"), lambda m: "[ ")
    work.replace(re.compile(r"(?<=\n)i(?=\s*(?:\n|$|[.,]))"), lambda m: "]")
    _lost_brackets(work)
    work.replace(_DERIVATIVE, _derivative)
    work.replace(_INLINE, _derivative)
    sums_with_bounds(work, symbols)
    work.replace(_BEFORE_SUM, lambda m: f"{m[1]}/{m[2]}")
    work.replace(_SUM_INLINE, lambda m: f"∑_{{{m[1] and m[2]}={m[3]}}}^{{{m[1]}}} ")
    work.replace(_SUM_BARE, lambda m: f"∑_{{{m[1]}}} ")
    work.replace(re.compile(r"‖\s?2\n2(?=\s|$|[.,)])"), lambda m: "‖_2^2")
    work.replace(re.compile(rf"(?<=\n)(\d+)\s?\n√\s?\n({_ATOM}|[α-ω])\s?(?=\n)"), lambda m: f"{m[1]}/√{m[2]}")
    work.replace(_FRACTION, lambda m: _fraction(m, work.text))
    tensors = "|".join(
        sorted((re.escape(written(s.name)) for s in symbols if len(s.shape) == 2), key=len, reverse=True)
    )
    if tensors:
        work.replace(re.compile(rf"({tensors})\s?-1(?!\w|\.\d)"), lambda m: f"{m[1]}^{{-1}}")
    vectors = "|".join(sorted((re.escape(written(s.name)) for s in symbols if s.shape), key=len, reverse=True))
    if vectors:
        work.replace(re.compile(rf"({vectors})T(?![A-Za-z])"), lambda m: f"{m[1]}^T")
        work.replace(re.compile(rf"(?<![A-Za-z∂])({vectors})([ijk])(?![A-Za-z])"), lambda m: f"{m[1]}_{m[2]}")
    _join(work)
    return Repaired(work.text, tuple(work.at))


def sums_with_bounds(work: Work, symbols: tuple[Symbol, ...]) -> None:
    """`∑`, `d`, `j=1` on lines of their own, or `∑`, `j=1`, `d` → `∑_{j=1}^{d}`.

    A declared symbol that is no size is no bound: in `∑\\np\\nj = 1` it may be what is summed.
    """
    summed = {symbol.name for symbol in symbols if symbol.domain != "size"}
    for pattern in (_SUM, _SUM, _SUM_AFTER, _SUM_LOWER_FIRST):  # twice: a sum may start where another one's bounds end
        work.replace(
            pattern,
            lambda m: (
                m.group()
                if m["upper"] in summed
                else f"∑_{{{m['index']}={m['first']}}}^{{{''.join(m['upper'].split())}}} "
            ),
        )


def written(name: str) -> str:
    r"""How a declared name looks in normalised PDF text: `\tilde w` as `\tilde{w}`, `\Gamma` as `Γ`."""
    from viva.reading.lexer import GREEK

    letters = {n: c for c, n in GREEK.items()}
    match = re.fullmatch(r"(\\(?:tilde|hat|bar|breve|check))\s*(.+)", name)
    if match:
        return f"{match[1]}{{{letters.get(match[2], match[2])}}}"
    return letters.get(name, name)


class Work:
    """A text under repair, with where every character came from."""

    def __init__(self, text: str, at: list[int] | None = None):
        self.text = text
        self.at = list(range(len(text))) if at is None else at

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        pieces: list[str] = []
        at: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            written = new(match)
            pieces += (self.text[done:start], written)
            at += self.at[done:start]
            first = self.at[start] if start < len(self.at) else len(self.at)
            last = self.at[end - 1] if end > start else first
            at += [first] * (len(written) - 1) + [last] * bool(written)
            done = end
        if done:
            pieces.append(self.text[done:])
            at += self.at[done:]
            self.text, self.at = "".join(pieces), at

    def edit(self, edits: list[tuple[int, int, str]]) -> None:
        """Replace `text[start:end]` by `new` for every `(start, end, new)`, which are in order and do not overlap."""
        pieces: list[str] = []
        at: list[int] = []
        done = 0
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            at += self.at[done:start]
            at += [self.at[start]] * (len(new) - 1) + [self.at[end - 1]] * bool(new)
            done = end
        if done:
            self.text, self.at = "".join((*pieces, self.text[done:])), at + self.at[done:]


def _derivative(match: re.Match[str]) -> str:
    top = match[1] + (f"_{{{match[2]}}}" if match[2] else "")
    bottom = match[3] + (f"_{{{match[4]}}}" if match[4] else "")
    return f"∂{top}/∂{bottom}"


def _fraction(match: re.Match[str], text: str) -> str:
    """`1\\nn`; but after `1 −p\\np` nobody knows how far the fraction's bar reached."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if re.search(r"[=(≈]\s*\S{1,3}\s*[-+]\s*$", line):
        return f"\ufffd{match[1]}\n{match[2]}"
    return f"{match[1]}/{match[2]}"


_OPENS = lazy(r"(?:[=≈→+·-]\s?(?:γ|[A-Za-z]|\d)?|γ|E)\s?$")


def _lost_brackets(work: Work) -> None:
    """A line that opens with a space after one that stops in the middle: a bracket's glyph was lost."""
    lines = work.text.split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    inserts: list[tuple[int, str]] = []
    opened = 0
    for k in range(1, len(lines)):
        line, before = lines[k], lines[k - 1]
        if line.startswith(" ") and line[1:2] == "∂" and _OPENS.search(before):
            inserts.append((offsets[k], "("))
            opened += 1
        elif not line.strip():
            if opened:
                inserts.append((offsets[k], ")" * opened))
                opened = 0
            elif _OPENS.search(before) and "∂" in " ".join(lines[max(0, k - 12) : k]):
                inserts.append((offsets[k] - 1, "\ufffd"))  # it stops in the middle
    if opened:
        inserts.append((len(work.text), ")" * opened))
    for at, sign in reversed(inserts):
        place = work.at[at] if at < len(work.at) else (work.at[-1] if work.at else 0)
        work.text = work.text[:at] + sign + work.text[at:]
        work.at[at:at] = [place] * len(sign)


def _join(work: Work) -> None:
    """Lines without words, one after another, are one formula."""
    lines = work.text.split("\n")
    text = list(work.text)
    offset = 0
    for k, line in enumerate(lines[:-1]):
        offset += len(line)
        following = lines[k + 1]
        if line.strip() and following.strip() and _is_math(line) and _is_math(following):
            # A number alone in a line, with no operator around: part of a fraction or a script that is not known.
            lone = line.strip().isdigit() and not _STARTS_ON.match(following)
            text[offset] = "\ufffd" if lone else " "
        offset += 1
    work.text = "".join(text)
    spaces = re.compile(r" {2,}")
    work.replace(spaces, lambda m: " ")
    work.replace(re.compile(r"(?<! ) +(?=\n)|(?<=\n) +"), lambda m: "")


_STARTS_ON = lazy(r"\s*[-+=)\]≈→,.;·/]")


def _is_math(line: str) -> bool:
    words = [w for w in _WORDY.findall(line) if w not in _FUNCTION_WORDS]
    return not words
