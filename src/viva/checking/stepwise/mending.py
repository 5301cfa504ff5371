r"""Formulas that a PDF reader tore apart, put together before a derivation is read step by step.

Scripts come out as plain digits and letters, on lines of their own or behind their letter; the declared shapes say
which they are. Lines within one formula are joined.

>>> from viva.kinds import Symbol
>>> symbols = (Symbol("X", ("n", "d")), Symbol(r"\tilde w", ("d",)), Symbol("p", domain="probability"))
>>> torn = "Var(zi\n) = p(1 - p)∑\nj\nX2\nij\\tilde{w}\n2\nj\n.\nHence ‖Xw‖2\n2 = (a + b)\n2 in\nthe end"
>>> print(mended(torn, symbols).text)
Var(z_{i} ) = p(1 - p)∑_{j} X_{ij}^{2}\tilde{w}_{j}^{2}
.
Hence ‖Xw‖_2^2 = (a + b)^{2} in
the end

Text without such lines, text with LaTeX delimiters, and text beyond `MAX_TEXT` is left alone (`None`). What is put
together wrongly would be blamed wrongly: `viva.checking.stepwise.derivations` blames mended steps only where most hold.
"""

from __future__ import annotations

import re

from viva.checking.stepwise.enclosing import DOUBTFUL, enclose, named_brackets
from viva.checking.stepwise.gathering import gather
from viva.checking.stepwise.plain_lines import is_word
from viva.kinds import Symbol
from viva.reading.budget import tick
from viva.reading.damage import Repaired, Work, repair, sums_with_bounds, written
from viva.reading.patterns import lazy

_MARKUP = lazy(r"\$|\\begin|\\frac|\\\[|\\\(|```")
_SCRIPT_LINE = lazy(r"\n[ ]?(?:[2ijkln]{1,3}|-?1|X|P|∑|[)\]⊤,.][^\n]{0,3})[ ]?(?=\n)")
_RUN_ON = lazy(r"[A-ZΓ]T[ ([A-Z]|\)T[ (]|\)-1|[A-ZΓ]-[1T]|‖2|⊤[^\n]|\n⊤")
_FRACTIONS = lazy(r"∂[^\n]{0,20}\n ?∂")
_LOST_BRACKETS = lazy(
    r"(?P<before>[^\n]{0,80}[^\s.:;!?])\n\n(?P<inside>[^\n]{1,120}(?:\n[^\n]{1,120}){0,14})\n\n(?=[=.,])"
)
_CAPITAL = r"\\(?:tilde|hat|bar)\{[A-ZΓΣΛ]\}"
_LOST_FOR_GOOD = lazy(
    r"[A-Za-z}] 2 2(?!\d)|\{z \}|\ufffd|(?<![A-Za-z])(?:E|ER\S{0,20})\n|\n\n(?:[a-z]{1,2}\s?=|\.\n)|[A-Za-z}\d]!\n"
)
_SHORT = 12
MAX_TEXT = 40_000
_STARTS = lazy(r"[)\]⊤,+·*/^_-]")
_STOPS = lazy(r"[.:;!?]$")
_LETTERS = "ijklm"
_BOUND = lazy(r"∑_\{([ijklm])")
_RELATION = lazy(r"[=≈<>≤≥]")
_LOOSE_BOUND = lazy(r"[∑∏]\s{0,3}(?:[A-Za-z]\s{0,3})?[ijklm]\s?=\s?[01](?!\d|\.\d)")
_NEAR = 160
_BOTH = lazy(r"‖(?:\s?2\s?2(?!\d|\.\d)|_2\^2)")
_SINGLE = lazy(r"‖[^‖\n]{1,200}‖\s?2(?!\d|\.\d|\s?2)")
_JOIN = "\u2060"  # a space in the end; normalised text has none
_SIGNED = lazy(r"[-+] ?(?:∑|[a-z]\^|\()")
_OPERATOR = lazy(r"(?<![A-Za-z])ER?$")
_FACTOR = lazy(r"[A-Za-z0-9)\]}‖]$")


def mended(text: str, symbols: tuple[Symbol, ...]) -> Repaired | None:
    """The (normalised) text with torn formulas put together; None where nothing is torn."""
    if "\n" not in text or len(text) > MAX_TEXT or _MARKUP.search(text):
        return None
    if len(_SCRIPT_LINE.findall(text)) + len(_RUN_ON.findall(text)) < 3:
        return None
    work = Work(text)
    named_brackets(work)
    enclose(work, gather(work, symbols).indices)
    work.replace(_LOST_BRACKETS, _bracketed)
    text = work.text
    if _FRACTIONS.search(text) and (fractions := repair(text, symbols)) is not None:
        work = Work(fractions.text, [work.at[min(k, len(work.at) - 1)] for k in fractions.at])
    tall = [n for sym in symbols if len(sym.shape) == 2 for n in _spellings(sym)]
    vectors = [n for sym in symbols if len(sym.shape) == 1 for n in _spellings(sym)]
    numbers = [n for sym in symbols if not sym.shape and sym.domain != "size" for n in _spellings(sym)]
    sums_with_bounds(work, symbols)
    _scripts(work, tall, vectors)
    _join(work)
    _sums(work)
    _join(work)
    _norms(work)
    _scripts(work, tall, vectors)
    _powers(work, tall, vectors, numbers)
    again = repair(work.text, symbols)
    if again is not None:
        work = Work(again.text, [work.at[min(k, len(work.at) - 1)] for k in again.at])
    doubtful, joins = (tuple(k for k, c in enumerate(work.text) if c == sign) for sign in (DOUBTFUL, _JOIN))
    return Repaired(work.text.replace(DOUBTFUL, " ").replace(_JOIN, " "), tuple(work.at), doubtful, joins)


def still_torn(text: str) -> bool:
    """Are there signs that brackets and bars were lost for good: `w 2 2`, `E` before an empty line, `| {z }`?"""
    return bool(_LOST_FOR_GOOD.search(text))


def beside_a_loose_bound(text: str, start: int, end: int) -> bool:
    """Is `text[start:end]` cut at, or shortly behind, a sum whose bounds nobody could put together?"""
    bounds = [m for m in _LOOSE_BOUND.finditer(text, max(0, start - _NEAR), min(len(text), end + 8)) if m.start() < end]
    return bool(bounds) and "\n\n" not in text[bounds[-1].end() : start]


def _bracketed(match: re.Match[str]) -> str:
    """`E`, an empty line, `a + b`, an empty line, `= c`: the glyphs of large brackets were lost."""
    before, inside = match["before"], match["inside"]
    if (
        is_word(before.split()[-1] if before.split() else "")
        or any(is_word(w) for w in inside.split())
        or re.search(r"=(?!\s?\d)", inside)
    ):
        return match.group()
    opens, closes = "[]" if before.endswith("E") else "()"
    return f"{before}{opens} {inside} {closes} "


def _spellings(symbol: Symbol) -> list[str]:
    """How a symbol looks in normalised text, as patterns."""
    found = (written(name) for name in (symbol.name, *symbol.aliases) if "/" not in name and "_" not in name)
    return [re.escape(name) for name in found if not re.fullmatch(r"\\?[A-Za-z]{3,}", name)]


def _any(names: list[str]) -> str:
    return "(?:" + "|".join(sorted(names, key=len, reverse=True)) + ")"


def _scripts(work: Work, tall: list[str], vectors: list[str]) -> None:
    """`X2 ij` → `X_{ij}^{2}`, `\\tilde{w} 2 j` → `\\tilde{w}_{j}^{2}`, `zi` → `z_{i}`."""
    two = r"\s?(2\s?)?"
    if tall:
        name = _any(tall)
        work.replace(
            re.compile(rf"(?<![\\{{])({name}){two}([{_LETTERS}])\s?([{_LETTERS}])(?![A-Za-z]{{2}})"),
            lambda m: f"{m[1]}_{{{m[3]}{m[4]}}}" + ("^{2} " if m[2] else " "),
        )
        work.replace(re.compile(rf"(?<![\\{{])({name}):\s?,?\s?([{_LETTERS}])"), lambda m: f"{m[1]}_{{:,{m[2]}}}")
    if vectors:
        work.replace(
            re.compile(rf"(?<![A-Za-z\\{{])({_any(vectors)}){two}([{_LETTERS}])(?![A-Za-z])"),
            lambda m: f"{m[1]}_{{{m[3]}}}" + ("^{2}" if m[2] else ""),
        )
    work.replace(
        re.compile(rf"(?<![A-Za-z\\{{])(?!pi|hi|xi)([a-hn-z])([{_LETTERS}])(?![A-Za-z}}])"),
        lambda m: f"{m[1]}_{{{m[2]}}}",
    )
    work.replace(re.compile(rf"([)\]])\s?(?=([{_LETTERS}]{{1,2}})(?![A-Za-z]))\2"), lambda m: f"{m[1]}_{{{m[2]}}} ")
    work.replace(re.compile(rf"δ([{_LETTERS}])([{_LETTERS}])(?![a-z])"), lambda m: f"δ_{{{m[1]}{m[2]}}}")


def _join(work: Work) -> None:
    """Lines within a formula become one."""
    lines = work.text.split("\n")
    text = list(work.text)
    offset, open_brackets = 0, 0
    for k, line in enumerate(lines[:-1]):
        tick()
        offset += len(line)
        bare, following = line.strip(), lines[k + 1].strip()
        open_brackets = max(0, open_brackets + sum(map(bare.count, "([")) - sum(map(bare.count, ")]")))
        spaced = lines[k + 1].startswith(" ") and _FACTOR.search(bare) is not None and following[:1] not in "-"
        if bare and following and _goes_on(bare, following, open_brackets > 0, spaced):
            text[offset] = _JOIN if _implied(bare, following) else " "
        else:
            open_brackets = 0
        offset += 1
    work.text = "".join(text)
    work.replace(re.compile(r"[ ]{1,3}(?=⊤)"), lambda m: "")


def _goes_on(line: str, following: str, opened: bool, spaced: bool = False) -> bool:
    """Is what follows a line part of the same formula? It is where it begins with a space, as after a lost glyph."""
    tail, head = line.split()[-1], following.split()[0]
    if _OPERATOR.search(line) and following[0] in "[(":
        return True
    if _STOPS.search(line) or is_word(tail) or is_word(head) or following[0] in "=.":
        return False
    words = line.split()
    if len(words) > 1 and is_word(words[-2]) and tail.isalpha() and len(tail) > 2:
        return False  # "for every row"
    if line.endswith(",") and not opened:
        return False
    if opened or spaced or re.search(r"(?:[-=+·∑(\[]|∑_\{[^{}]*\})$", line) or following[0] in ")]⊤":
        return True
    if _summed(line, following) or _implied(line, following):
        return True
    if line in ("2", "i", "j", "k") and re.search(r"\S\s*=\s*\S", following) and not _STARTS.match(following):
        return False
    fragment = [len(t) <= _SHORT and not any(is_word(w) for w in t.split()) for t in (line, following)]
    if fragment[1] and not re.search(r"\S\s*=\s*\S", following):
        return True
    return (
        fragment[0] and not re.search(r"\S\s*=\s*\S", line) and (_STARTS.match(following) is not None or line in "2ijk")
    )


def _implied(line: str, following: str) -> bool:
    """Is a sum or a bracket that opens a line a factor of what the line before ends with? That can be otherwise."""
    if following[0] not in "∑(" and not _SIGNED.match(following):
        return False
    return bool(_RELATION.search(line) or line[0] in "=+-") and bool(_FACTOR.search(line))


def _summed(line: str, following: str) -> bool:
    """Is the next line a summand of a sum in this one, as its index says: `= ∑_{j} a_{j}` above `b_{j} = c`?"""
    head = _RELATION.split(following, maxsplit=1)[0]
    if len(head) > 4 * _SHORT or any(is_word(w) for w in head.split()):
        return False
    return any(re.search(rf"_\{{:?,?[{_LETTERS}]?{index}", head) for index in _BOUND.findall(line))


def _sums(work: Work) -> None:
    """`∑ j X` and `P k xk` → `∑_{j} X`."""
    if not re.search(r"(?<![A-Za-z])P\s?(?:=|is\b|\^|T\b|⊤)", work.text):
        work.replace(re.compile(rf"(?<![A-Za-z])P[\s\n]([{_LETTERS}])\s(?=\S)"), lambda m: f"∑_{{{m[1]}}} ")
    work.replace(
        re.compile(rf"∑\s?([{_LETTERS}])\s?∈\s?(?:\[\s?[A-Za-z]\s?\]|\{{\s?1\s?,[^{{}}\n]{{1,12}}\}})"),
        lambda m: f"∑_{{{m[1]}}} ",
    )
    work.replace(
        re.compile(rf"∑\s?([{_LETTERS}])(?:\s?(≠)\s?([{_LETTERS}]))?(?![A-Za-z=}}])"),
        lambda m: f"∑_{{{m[1]}{m[2] or ''}{m[3] or ''}}}",
    )


def _norms(work: Work) -> None:
    """`‖…‖ 2 2` and `‖…‖2` → `‖…‖_2^2` and `‖…‖^{ 2}`: a number never follows a norm. A single one may be an index.

    It is one where other norms of the text have both and no other norm of the line has one alone; a step that fails
    with that is not blamed.
    """
    both = _BOTH.search(work.text) is not None
    text = work.text

    def raised(m: re.Match[str]) -> str:
        if m[2]:
            return f"‖{m[1]}‖_2^2"
        start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.end())
        singles = len(_SINGLE.findall(text, start, end if end >= 0 else len(text)))
        return f"‖{m[1]}‖_2{DOUBTFUL}" if both and singles < 2 else f"‖{m[1]}‖^{{ 2}}"

    work.replace(re.compile(r"‖([^‖\n]{1,200})‖\s?2(\s?2)?(?!\d|\.\d)"), raised)


def _powers(work: Work, tall: list[str], vectors: list[str], numbers: list[str]) -> None:
    """`)2`, `p2`, `XT`, `Γ-1`, `Z-T`, `u*` → powers, transposes, inverses, stars."""
    work.replace(re.compile(r"([)\]])\s?2(?!\d|\.\d)"), lambda m: f"{m[1]}^{{2}}")
    arrays = _any([*tall, *vectors, r"(?<![A-Za-z])[A-Z]"])
    squared = _any([*tall, *numbers, _CAPITAL])
    if tall or numbers:
        work.replace(
            re.compile(rf"(?<![\\A-Za-z{{])((?:{_any([*numbers, 'p'])})?{squared})\s?2(?!\d|\.\d)"),
            lambda m: f"{m[1]}^{{2}} ",
        )
    work.replace(re.compile(rf"({arrays}|[)\]])T(?![A-Za-z])"), lambda m: f"{m[1]}^T")
    work.replace(
        re.compile(rf"({_any([*tall, r'(?<![A-Za-z])[A-Z]'])}|[)\]])-([1T])(?!\d|\.\d)"),
        lambda m: f"{m[1]}^{{-{m[2]}}} ",
    )
    work.replace(re.compile(r"(?<![A-Za-z])([a-z])\*(?=\s*(?:[=,.)\n]|and\b))"), lambda m: f"{m[1]}^*")
