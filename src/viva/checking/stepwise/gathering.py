r"""Scripts and limits that a PDF reader took off their letters, put back by the order in which a page is drawn.

A reader of PDF gives the glyphs as TeX drew them: the upper limit of a sum, its sign (`X` or `P` in TeX's fonts), the
lower limit, each in a line; a power before the index, each in a line; letters without spaces between them.

>>> from viva.kinds import Symbol
>>> symbols = (Symbol("X", ("n", "d")), Symbol("R", ("n", "d")), Symbol("y", ("n",)), Symbol("p", domain="probability"))
>>> work = Work("Let zi = Pd\nj=1 Ri,jXi,j. Then ER[z2\ni ] = p2(Xw)2\ni +\nd\nX\nj=1\nX\nk≠j\nX2\ni,jXi,k = 2yizi")
>>> letters = gather(work, symbols)
>>> print(work.text)
Let z_{i} = ∑_{j=1}^{d} R_{i,j}X_{i,j}. Then ER[z_{i}^{2} ] = p^{2}(Xw)_{i}^{2} +
∑_{j=1}^{d} ∑_{k≠j} X_{i,j}^{2}X_{i,k} = 2y_{i}z_{i}

A run of letters is taken apart only if all of it is letters that are declared, or used with an index. Which letters
are indices is seen from limits, conditions and entries of declared arrays. Brackets that were lost are the matter of
`viva.checking.stepwise.enclosing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.kinds import Symbol
from viva.reading.budget import tick
from viva.reading.damage import Work, written
from viva.reading.patterns import lazy

_USUAL = "ijk"
_POSSIBLE = "abijklmqrst"
_LIMIT = lazy(r"(?<![A-Za-z])([a-z])\s?=\s?[01](?![\d.])")
_APART = lazy(r"(?<![A-Za-z])([a-z])\s?[≠<]\s?([a-z])(?![A-Za-z])")
_BIG = (
    (lazy(r"\uf8eb(?:\s*\uf8ec)*\s*\uf8ed\s*"), "("),
    (lazy(r"\uf8ee(?:\s*\uf8ef)*\s*\uf8f0\s*"), "["),
    (lazy(r"\s*\uf8f6(?:\s*\uf8f7)*\s*\uf8f8"), ")"),
    (lazy(r"\s*\uf8f9(?:\s*\uf8fa)*\s*\uf8fb"), "]"),
)
_DOTS = lazy(r"\. \. \.")
_ACCENT_BEHIND = lazy(r"(?<![A-Za-z\\{])([A-Za-z]{0,3})([a-zA-ZΓ]) ?([˜ˆ])(?![A-Za-z])")
_ACCENTED_INDEX = lazy(r"([a-z])\\(tilde|hat)\{([a-z])\}")
_AWAY = lazy(r"([ΓΣΛ])(\s?=\s?diag\s?\()\s?([˜ˆ])")
_MARKED = lazy(r"\\(?:tilde|hat|bar)\{[A-Za-zΓ]\}")
_RAISED = lazy(r"((?:(?<![A-Za-z])[A-Za-z]|\\(?:tilde|hat|bar)\{[A-Za-zΓ]\}|[)\]])) ?\n ?[T⊤](?=[ \n\\]|$)[ \n]?")
_ONES = lazy(r"(?<![\d.])11 ?\n?[T⊤](?![A-Za-z])")
_ACCENT = {"˜": r"\tilde", "ˆ": r"\hat"}
_CASES = lazy(
    r"=\s?[({\uf8f1]\s?(?:[\uf8f2\uf8f3]\s?)*(?P<one>[^=≠\n]{1,14}?)(?:[ ,\n]\s?|(?=if))(?:if|for|when)?\s?"
    r"(?P<a>[a-z]\s?(?P<r>[=≠])\s?[a-z])\s?[,;]?\s"
    r"(?P<two>[^=≠\n]{1,4}?(?:\n2|[^=≠\n]){0,10}?)(?:[ ,\n]\s?|(?=if))(?:if|for|when)?\s?"
    r"(?P<b>[a-z]\s?(?P<s>[=≠])\s?[a-z])(?![A-Za-z])"
)


@dataclass(frozen=True)
class Letters:
    """What single letters of a text are, as classes of characters for patterns."""

    tall: str  # arrays with two axes
    flat: str  # arrays with one axis, and families that the text makes
    plain: str  # numbers and sizes
    indices: str
    sizes: str

    @property
    def pair(self) -> str:
        """Two indices: `ij`, `i,j`, `:,j`, `·,1`."""
        one = one_of(self.indices)
        return rf"(?:{one}\s?,?\s?{one}|[:·]\s?,\s?(?:{one}|{one_of(self.sizes)}|[1-9]))"


def one_of(letters: str) -> str:
    """A pattern for one of the letters; of none of them where there are none: `[]` is no class of characters.

    >>> re.findall(one_of("ij"), "ijk"), re.findall(one_of(""), "ijk")
    (['i', 'j'], [])
    """
    return f"[{re.escape(letters)}]" if letters else r"(?!)"


def letters_of(text: str, symbols: tuple[Symbol, ...]) -> Letters:
    """What the letters of a text are, by what is declared and how they are used."""
    names = [(written(n), sym) for sym in symbols for n in (sym.name, *sym.aliases)]
    single = [(n, sym) for n, sym in names if re.fullmatch(r"[A-Za-z]", n)]
    tall = {n for n, sym in single if len(sym.shape) == 2}
    plain = {n for n, sym in single if not sym.shape}
    sizes = {n for n, sym in single if sym.domain == "size"} | {size for sym in symbols for size in sym.shape}
    sizes = {n for n in sizes if len(n) == 1} or {"n"}
    used = {m[1] for m in _LIMIT.finditer(text)}
    for m in _APART.finditer(text):
        used |= {m[1], m[2]}
    if tall:
        entries = re.compile(rf"(?<![A-Za-z]){one_of(''.join(sorted(tall)))}(?:\s?2\s)?([a-z])\s?,?\s?([a-z])(?![a-z])")
        for m in entries.finditer(text):
            used |= {m[1], m[2]}
    indices = {*_USUAL, *(used & set(_POSSIBLE))} - plain - sizes
    flat = {n for n, sym in single if len(sym.shape) == 1}
    index = one_of("".join(sorted(indices)))
    for m in re.finditer(rf"(?<![A-Za-z\\{{])([a-z])(?:\s?2\s?\n\s?)?{index}(?![A-Za-z])", text):
        if m[1] not in indices | plain | sizes:
            flat.add(m[1])
    big = re.compile(rf"(?<![A-Za-z\\{{])([A-Z])(?:2\s?\n)?(?:{index}{index}|{index},{index})(?![a-z])")
    tall |= {m[1] for m in big.finditer(text)}
    return Letters(*("".join(sorted(x)) for x in (tall, flat, plain | sizes, indices, sizes)))


def gather(work: Work, symbols: tuple[Symbol, ...]) -> Letters:
    """Put scripts, limits, cases and glyphs of brackets back, in place; what the letters of the text are."""
    for pattern, sign in _BIG:
        work.replace(re.compile(pattern.pattern), lambda m, sign=sign: sign)  # type: ignore[misc]
    work.replace(re.compile(_DOTS.pattern), lambda m: "...")
    _accents(work, symbols)
    work.replace(re.compile(_ONES.pattern), lambda m: r"\mathbf{1}\mathbf{1}^T")
    work.replace(re.compile(_RAISED.pattern), lambda m: f"{m[1]}^T ")
    letters = letters_of(work.text, symbols)
    work.replace(re.compile(_CASES.pattern), _cases)
    _sums(work, letters)
    _scripts(work, letters)
    return letters


def _accents(work: Work, symbols: tuple[Symbol, ...]) -> None:
    """`w˜`, `wi˜` as w̃ where that is declared; normalised text has `w\\tilde{j}` for `w˜j`."""
    declared = {written(n) for sym in symbols for n in (sym.name, *sym.aliases)}
    marked = declared | {m[0] for m in _MARKED.finditer(work.text)}

    def behind(m: re.Match[str]) -> str:
        name = f"{_ACCENT[m[3]]}{{{m[2]}}}"
        return m[1] + name if name in marked else m.group()

    def index(m: re.Match[str]) -> str:
        name = f"\\{m[2]}{{{m[1]}}}"
        return name + m[3] if name in marked and f"\\{m[2]}{{{m[3]}}}" not in declared else m.group()

    work.replace(re.compile(_ACCENTED_INDEX.pattern), index)
    work.replace(re.compile(_AWAY.pattern), lambda m: f"{_ACCENT[m[3]]}{{{m[1]}}}{m[2]}")
    work.replace(re.compile(_ACCENT_BEHIND.pattern), behind)


def _cases(m: re.Match[str]) -> str:
    """`= { p a = b, p2 a ≠ b`: two values with their conditions."""
    if {m["r"], m["s"]} != {"=", "≠"}:
        return m.group()
    rows = (f"{_powered(m[value])} & {m[test]}" for value, test in (("one", "a"), ("two", "b")))
    return r"= \begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _powered(value: str) -> str:
    return re.sub(r"(?<=[A-Za-z)])\s?2(?![\d.])", "^{2}", value.strip(" ,\n"))


def _sums(work: Work, letters: Letters) -> None:
    i = one_of(letters.indices)
    lone = rf"(?P<lone>{i}\s?[≠<]\s?{i}|{i}\s?,\s?{i}|{i})"
    bound = rf"(?P<low>{i}\s?=\s?[01])(?![\d.])"
    up = rf"(?P<up>(?:{one_of(letters.sizes)}|(?<![A-Za-z])[NDMKT])(?:\s?-\s?1)?)"
    sign, free, onward = r"(?:X|P|∑)", r"(?<![A-Za-z\\{])", r"(?: ?\n(?!\n)| )?"  # an empty line was a bracket
    unlimited = r"(?<![a-z]=[01]\n)(?<![a-z] = [01]\n)"  # it may be the upper limit of the sum before
    patterns = (  # displayed as TeX draws it; inline, or with both limits behind; the lower one first; one limit
        rf"(?:^|(?<=\n)|(?<=[=+\-] )|(?<=[(\[])){unlimited}{up} ?\n ?{sign} ?\n ?{bound}{onward}",
        rf"{free}{sign} ?\n? ?{up} ?\n ?{bound}{onward}",
        rf"∑\s?{bound} ?\n ?{up} ?\n",
        rf"{free}P ?\n ?{lone}[ \n]",
        rf"(?:(?<=[A-Za-z\d}})\]] )|{free}){sign} ?\n ?{lone}(?: ?\n ?|(?<=[a-z]) (?=\S))",
    )
    for pattern in patterns:
        compiled = re.compile(pattern)
        for _ in range(3):  # a sum may start where the limits of another one end
            work.replace(compiled, _sum)


def _sum(m: re.Match[str]) -> str:
    found = m.groupdict()
    low = "".join((found.get("low") or found.get("lone") or "").split())
    up = "".join((found.get("up") or "").split())
    return f"∑_{{{low}}}" + (f"^{{{up}}} " if up else " ")


@lru_cache(maxsize=32)
def _patterns(letters: Letters) -> dict[str, re.Pattern[str]]:
    one, two = one_of(letters.indices), letters.pair
    arrays = letters.tall + letters.flat
    raised = r"(?P<power>\s?2(?:\s|(?=[:·,a-z])))?"
    behind = r"(?![A-Za-z{\d])"
    return {
        "tall": re.compile(rf"{one_of(letters.tall)}{raised}(?P<at>{two})"),
        "flat": re.compile(rf"{one_of(letters.flat)}{raised}(?P<at>{one})"),
        "plain": re.compile(rf"{one_of(letters.plain)}(?P<power>\s?2(?![\d.]))?"),
        "bare": re.compile(rf"{one_of(arrays)}(?![a-z,:·])|ER?(?=[\[(])|Var(?=[\[(])"),
        "hat": re.compile(rf"\\(?:tilde|hat|bar)\{{[a-z]\}}{raised}(?P<at>{one}){behind.replace('A-Z', '')}"),
        "high": re.compile(rf"\\(?:tilde|hat|bar)\{{[A-ZΓΣΛ]\}}{raised}(?P<at>{two}){behind}"),
        "close": re.compile(
            rf"[)\]] ?\n?2(?: ?\n ?(?P<both>{two}|{one}))?(?![A-Za-z\d.{{])|[)\]](?P<at>{two}|{one}){behind}"
            rf"|\] ?\n(?P<low>{two}){behind}"
        ),
    }


def _scripts(work: Work, letters: Letters) -> None:
    """Indices and powers of letters and brackets."""
    text, patterns = work.text, _patterns(letters)
    edits: list[tuple[int, int, str]] = []
    for m in re.finditer(r"(?<![A-Za-z\\{_^])[A-Za-z]|\\(?:tilde|hat|bar)\{|[)\]]", text):
        tick()
        at = m.start()
        if edits and at < edits[-1][1]:
            continue
        if m[0] in ")]":
            edits += _closing(patterns["close"], text, at)
        elif m[0].startswith("\\"):
            found = patterns["hat"].match(text, at) or patterns["high"].match(text, at)
            edits += [(at, found.end(), _indexed(found))] if found else []
        else:
            edits += _run(patterns, text, at, letters.sizes)
    work.edit(edits)


def _closing(pattern: re.Pattern[str], text: str, at: int) -> list[tuple[int, int, str]]:
    m = pattern.match(text, at)
    if m is None:
        return []
    index = m["both"] or m["at"] or m["low"]
    power = "" if m["at"] or m["low"] else "^{2}"
    return [(at, m.end(), text[at] + (f"_{{{_tight(index)}}}" if index else "") + power)]


def _tight(index: str) -> str:
    return "".join(index.split())


def _indexed(m: re.Match[str]) -> str:
    """`X2\\ni,j` → `X_{i,j}^{2}`."""
    base = m.group()[: (m.start("power") if m["power"] else m.start("at")) - m.start()]
    return f"{base}_{{{_tight(m['at'])}}}" + ("^{2}" if m["power"] else "")


def _run(patterns: dict[str, re.Pattern[str]], text: str, at: int, sizes: str) -> list[tuple[int, int, str]]:
    """The letters that start at `at`, taken apart; nothing if they are not all understood or nothing is changed."""
    failed: set[int] = set()

    def rest(k: int, depth: int) -> list[tuple[int, int, str]] | None:
        if k >= len(text) or not (text[k].isalpha() and text[k].isascii()):
            return []
        if k in failed or depth > 40:
            return None
        for kind in ("tall", "flat", "plain", "bare"):
            m = patterns[kind].match(text, k)
            if m is None:
                continue
            after = rest(m.end(), depth + 1)
            if after is None:
                continue
            new = _indexed(m) if kind in ("tall", "flat") else m.group()
            if kind == "plain" and m["power"]:
                new = f"{text[k]}^{{2}}"
            return [(k, m.end(), new), *after]
        failed.add(k)
        return None

    found = rest(at, 0) or []
    whole = re.match(r"[a-z]{3,}", text[at : at + 40])
    if whole and any(e[2] in sizes for e in found if e[0] < at + whole.end()):
        return []  # "find" is a word, and not f_i n d
    return [e for e in found if text[e[0] : e[1]] != e[2]]
