r"""Notations of derivations, rewritten into those that the grammar of answers reads.

| written                                | read                                        |
|----------------------------------------|---------------------------------------------|
| `E z_i`, `\mathbb Ez`                  | `E[z_i]`: an expectation without brackets   |
| `[i{=}k]`, `1{i = k}`                  | `[i=k]`: one where it holds, else zero      |
| `∂σ²/∂x`, `∂L/∂σ²`                   | `2σ ∂σ/∂x`, `∂L/∂σ / (2σ)`                  |
| `X:,j`, `X₍:,ⱼ₎`                        | `X_{:,j}`: a column                         |
| `‖column j‖`                           | `‖X_{:,j}‖`, as X is what data is called    |
| `{p if j = k; p^2 otherwise}`          | LaTeX cases                                 |
| `R .* X`; `R * X` of a mask R (`masked`) | `R ⊙ X`                                    |

>>> readable(r"(y_i - \mathbb E z_i)^2"), readable("E rᵢ"), readable("p(1-p)[i{=}k]")
('(y_i - \\mathbb{E}[z_i])^2', '\\mathbb{E}[rᵢ]', 'p(1-p)[i=k]')

Nothing is guessed of names: what `E z` means where a text declares a number E is for the caller to say (`energy`).
"""

from __future__ import annotations

import re

from viva.reading.lexer import MAX_LENGTH
from viva.reading.patterns import lazy

_SCRIPTS = r"(?:\s?[_^](?:\{[^{}]*\}|\\?[A-Za-z0-9]+)|[ᵢⱼₖ²])*"
_NAME = (
    rf"(?:\\(?:tilde|hat|bar|check|breve|mathbf|boldsymbol|vec)\s*(?:\{{\\?[A-Za-z]+\}}|[A-Za-z])|[A-Za-z]){_SCRIPTS}"
)
_BARE = lazy(
    rf"(?:\\mathbb\s*(?:\{{E\}}|E)(?:\s+|(?=[A-Za-z\\]))|(?<![A-Za-z\\{{^_])E\s+)(?P<name>{_NAME})(?![A-Za-z(\[])"
)
_INDICATOR = lazy(
    r"(?<![A-Za-z0-9.])(?:1|\\mathbf\s*\{?1\}?|\\mathbb\s*\{?1\}?)\s*\\?\{\s*(\w\s*(?:=|≠|\\neq?\b)\s*\w)\s*\\?\}"
)
_COLUMN = lazy(
    r"(?<![A-Za-z\\])(?P<name>[A-Z])\s?(?:_\{\(\}\s*:\s*,\s*_\{(?P<a>[a-z])\)\}|:\s?,\s?(?:_\{)?(?P<b>[a-z])\}?)(?![A-Za-z])"
)
_SAID_COLUMN = lazy(r"(?<=[‖|])\s*(?:the\s+)?column\s+(?P<j>[a-z])(?:\s+of\s+(?P<of>[A-Z]))?\s*(?=[‖|])")
_LONE_ONE = lazy(r"(?<=[A-Za-zα-ωΑ-Ω)\]}])\s?1(?=\s*(?:$|[-+=),;]))")
_SQUARE = r"(?P<name>\\[a-z]+|[A-Za-zα-ω])(?P<index>_\{?\w\}?)?\s*\^(?:\{2\}|2)"
_OF_SQUARE = lazy(
    rf"\\d?frac\s*\{{\s*\\partial\s*{_SQUARE}\s*\}}\s*\{{(?P<by>[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*)\}}"
    rf"|∂{_SQUARE.replace('name', 'plain').replace('index', 'at')}/(?P<under>∂\S+)"
)
_BY_SQUARE = lazy(
    rf"\\d?frac\s*\{{(?P<top>\s*\\partial[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*)\}}\s*\{{\s*\\partial\s*{_SQUARE}\s*\}}"
    rf"|(?P<over>∂\S+)/∂{_SQUARE.replace('name', 'plain').replace('index', 'at')}"
)
_RELATION_IN_BRACES = lazy(r"\{(=|\\neq?|≠)\}")


def readable(text: str, energy: bool = False, ones: bool = False) -> str:
    """The text of a member as the grammar reads it.

    With `energy`, E is a name of the text and no expectation; with `ones`, a lone 1 behind a factor is a vector.
    """
    if ones:
        text = _LONE_ONE.sub(r"\\mathbf{1}", text)
    if "^" in text:
        text = _BY_SQUARE.sub(_squared_bottom, _OF_SQUARE.sub(_squared_top, text))
    text = re.sub(r"\s\.\*\s", " ⊙ ", text)
    if "{=" in text or "{\\ne" in text or "{≠" in text:
        text = _RELATION_IN_BRACES.sub(r"\1", text)
    text = _INDICATOR.sub(r"[\1]", text)
    if "E" in text and not energy:
        text = _BARE.sub(lambda m: rf"\mathbb{{E}}[{m['name']}]", text)
    if "column" in text:
        text = _SAID_COLUMN.sub(lambda m: f"{m['of'] or 'X'}_{{:,{m['j']}}}", text)
    if ":" in text:
        text = _COLUMN.sub(lambda m: f"{m['name']}_{{:,{m['a'] or m['b']}}}", text)
    cases = re.fullmatch(r"\s*\{(.+\bif\b.+[;,].+)\}\s*", text, re.DOTALL)
    if not cases:
        return text
    rows = [re.sub(r"\s*,?\s*\b(?:if|for)\b\s*", " & ", row.strip(), count=1) for row in cases[1].split(";")]
    return r"\begin{cases} " + r" \\ ".join(rows).replace("!=", "≠") + r" \end{cases}"


def masked(text: str, masks: tuple[str, ...]) -> str:
    """The text, of the same length, with `R*X` and `R × X` for a mask R as `R ⊙ X`: a mask is multiplied by entries.

    >>> masked("E[R*X] = p X, p * X", ("R",))
    'E[R⊙X] = p X, p * X'
    """
    for mask in masks:
        if f"{mask}*" in (bare := text.replace(" ", "")) or f"*{mask}" in bare or "×" in bare:
            one = rf"(?<![A-Za-z\\]){re.escape(mask)}"
            before = rf"({one}\s?)[*×](?!\*)(?=\s?[A-Z](?![A-Za-z]))"
            behind = rf"((?<![A-Za-z\\])[A-Z]\s?)[*×](?=\s?{re.escape(mask)}(?![A-Za-z_^]))"
            text = re.sub(behind, r"\1⊙", re.sub(before, r"\1⊙", text))
    return text


_EXPECTED = lazy(r"\\mathbb\s*\{?\s*E|𝔼")
_NOISE = lazy(
    r"(?<![A-Za-z\\{^_])(?<!\\mathbb\s)(?<!\\mathbb)E(?=\s?_\s?\{?\s?[a-z]\s?,?\s?[a-z]\b|\s?(?:\\odot(?![a-z])|⊙)"
    r"|\s?(?:[$,.;)\]]|\\\)|\\\]|$))"
)


def with_noise(text: str) -> str:
    r"""The text, of the same length, with a matrix `E` beside `\mathbb E` under a letter that is not an expectation's.

    >>> with_noise(r"R = pJ + E, \mathbb E[E_{ij}] = 0"), with_noise("R = pJ + E, E[E_{ij}] = 0")
    ('R = pJ + Ξ, \\mathbb E[Ξ_{ij}] = 0', 'R = pJ + E, E[E_{ij}] = 0')
    """
    return _NOISE.sub("Ξ", text) if _EXPECTED.search(text) else text


def _squared_top(m: re.Match[str]) -> str:
    """`∂σ²/∂x` is 2σ ∂σ/∂x."""
    if m["plain"]:
        name = m["plain"] + (m["at"] or "")
        return f"(2 {name} ∂{name}/{m['under']})"
    name = m["name"] + (m["index"] or "")
    return rf"(2 {name} \frac{{\partial {name}}}{{{m['by']}}})"


def _squared_bottom(m: re.Match[str]) -> str:
    """`∂L/∂σ²` is ∂L/∂σ / (2σ)."""
    if m["plain"]:
        name = m["plain"] + (m["at"] or "")
        return f"((1/(2 {name})) {m['over']}/∂{name})"
    name = m["name"] + (m["index"] or "")
    return rf"(\frac{{1}}{{2 {name}}} \frac{{{m['top']}}}{{\partial {name}}})"


_ROUND = lazy(r"(?<![A-Za-z\\])(?:\\mathbb\s*(?:\{E\}|E)|\\operatorname\s*\{E\}|E)\s*(?=\(|\\left\s*\()")
_SQUARED = lazy(r"\)\s*(\^\s*(?:\{\s*2\s*\}|2))")


def other_reading(text: str) -> str:
    r"""The other thing that a text can mean, "" where there is none: `E(y - z)^2` as `E[(y - z)^2]`.

    `‖x‖^{ 2}` is how `viva.checking.stepwise.mending` writes a 2 behind a norm that may be an index as well.

    >>> other_reading(r"1 + \mathbb{E}(y - z)^2")
    '1 + \\mathbb{E}[(y - z)^2]'
    """
    if len(text) > MAX_LENGTH:
        return ""
    if "‖^{ 2}" in text:
        return text.replace("‖^{ 2}", "‖_{2}")
    out, at = [], 0
    for m in _ROUND.finditer(text):
        start = m.end()
        if start < at:
            continue
        depth, end = 0, start
        for end in range(text.index("(", start), len(text)):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if not depth:
                break
        power = _SQUARED.match(text, end)
        if not depth and power:
            out.append(f"{text[at:start]}[{text[start : power.end()]}]")
            at = power.end()
    return "".join((*out, text[at:])) if out else ""
