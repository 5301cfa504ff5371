r"""Normalised text → tokens: one regular expression, LaTeX, Unicode and ASCII spellings of a sign becoming one token.

>>> [t.text for t in tokens(r"\gamma \left( \tfrac{1}{n} \cdot w_tilde \right) ** 2")]
['\\gamma', '(', '\\frac', '{', '1', '}', '{', 'n', '}', '·', 'w', '_', 'tilde', ')', '^', '2']

Spacing, sizes (`\left`, `\bigl`), dollar signs and layout commands are dropped. `\def`, `\newcommand` and their like
are refused. Linear in the text, of which at most `MAX_LENGTH` characters are taken.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from typing import NamedTuple

from viva.reading.patterns import lazy
from viva.reading.syntax import Unreadable

MAX_LENGTH = 8_000
MAX_TOKENS = 4_000


class Token(NamedTuple):
    """`kind` is num, word (a run of letters), roman (upright letters), prose, name (canonical), cmd, op or rel.

    With `lenient`, also line (a line end), quad (wide space), edge (a delimiter of mathematics) and other (any
    sign that is not known).
    """

    kind: str
    text: str
    at: int
    end: int
    gap: bool  # white space stood before it


GREEK = {
    **{
        c: "\\" + n
        for c, n in zip(
            "αβγδεζηθικλμνξπρςστυφχψωϑϕϖϱΓΔΘΛΞΠΥΦΨΩ",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma "
            "sigma tau upsilon phi "
            "chi psi omega theta phi pi rho Gamma Delta Theta Lambda Xi Pi Upsilon Phi Psi Omega".split(),
            strict=True,
        )
    },
    "Σ": r"\Sigma",
}
GREEK_NAMES = frozenset(GREEK.values()) | {r"\ell", r"\hbar", r"\imath", r"\jmath"}
_VARIANTS = {r"\var" + n[1:]: n for n in GREEK_NAMES}
_ALTERNATES = {r"\imath": "i", r"\jmath": "j", r"\hslash": r"\hbar"}

FONTS = frozenset(
    r"\\mathbf \\mathcal \\boldsymbol \\bm \\mathit \\mathsf \\mathfrak \\mathscr \\mathtt \\pmb "
    r"\\symbf \\mathbb \\mathbbm "
    r"\\mathds \\bf \\rm \\cal \\it \\vec \\mathrm \\textbf \\textit \\text \\mathnormal \\bold "
    r"\\symbfit \\boldmath".replace("\\\\", "\\").split()
)
ACCENTS = {
    r"\tilde": r"\tilde",
    r"\widetilde": r"\tilde",
    r"\hat": r"\hat",
    r"\widehat": r"\hat",
    r"\bar": r"\bar",
    r"\overline": r"\bar",
    r"\dot": r"\dot",
    r"\check": r"\check",
    r"\breve": r"\breve",
    r"\underline": r"\underline",
}

_OPS = {
    r"\cdot": "·", r"\bullet": "·", r"\times": "×", r"\odot": "⊙", r"\circ": "∘", r"\ast": "*", r"\otimes": "⊗",
    r"\star": "⋆", r"\div": "/", r"\pm": "±", r"\mp": "±", r"\|": "‖", r"\Vert": "‖", r"\lVert": "‖", r"\rVert": "‖",
    r"\vert": "|", r"\lvert": "|", r"\rvert": "|", r"\mid": "|", r"\infty": "∞", r"\top": "⊤", r"\intercal": "⊤",
    r"\ldots": "...", r"\dots": "...", r"\cdots": "...", r"\dotsc": "...", r"\dotsb": "...", r"\vdots": "...",
    r"\ddots": "...", r"\langle": "⟨", r"\rangle": "⟩", r"\partial": "∂", r"\nabla": "∇", r"\prime": "'",
    r"\{": r"\{", r"\}": r"\}", r"\lbrace": r"\{", r"\rbrace": r"\}", r"\lbrack": "[", r"\rbrack": "]",
    r"\lfloor": "⌊", r"\rfloor": "⌋", r"\lceil": "⌈", r"\rceil": "⌉", r"\sum": "∑", r"\prod": "∏", r"\int": "∫",
    r"\colon": ":", r"\backslash": "\\", r"\dagger": "†", r"\sqrt": r"\sqrt", r"\parallel": "‖", r"\%": "%",
    r"\lgroup": "(", r"\rgroup": ")", r"\lparen": "(", r"\rparen": ")", r"\slash": "/", r"\surd": r"\sqrt",
    r"\oslash": "/",
    "√": r"\sqrt", "**": "^", "||": "‖", "⋯": "...", "···": "...", "⊤": "⊤", "⟙": "⊤", "〈": "⟨", "〉": "⟩",
}  # fmt: skip
RELATIONS = {
    "=": "=", "==": "=", "≡": "=", ":=": "=", "=:": "=", "≜": "=", "≝": "=", r"\equiv": "=", r"\triangleq": "=",
    r"\coloneqq": "=", r"\coloneq": "=", r"\doteq": "=", r"\eqqcolon": "=", r"\defeq": "=", r"\overset{=}": "=",
    r"\approx": "≈", "≈": "≈", r"\simeq": "≈", r"\cong": "≈", "≃": "≈", "~=": "≈",
    r"\to": "→", r"\rightarrow": "→", r"\longrightarrow": "→", "→": "→", "->": "→", "-->": "→", r"\longmapsto": "→",
    r"\mapsto": "→", "⟶": "→", "↦": "→", r"\gets": "←", r"\leftarrow": "←", "←": "←",
    r"\le": "≤", r"\leq": "≤", r"\leqslant": "≤", "≤": "≤", "<=": "≤", r"\ge": "≥", r"\geq": "≥", r"\geqslant": "≥",
    "≥": "≥", ">=": "≥", "<": "<", ">": ">", r"\lt": "<", r"\gt": ">", r"\ne": "≠", r"\neq": "≠", "≠": "≠", "!=": "≠",
    r"\propto": "∝", "∝": "∝", r"\iff": "⇔", r"\Leftrightarrow": "⇔", r"\Longleftrightarrow": "⇔", "⇔": "⇔",
    r"\implies": "⇒", r"\Rightarrow": "⇒", r"\Longrightarrow": "⇒", r"\therefore": "⇒", "⇒": "⇒", "=>": "⇒", "∴": "⇒",
    "==>": "⇒", "<=>": "⇔", r"\impliedby": "⇒", r"\sim": "~", "∼": "~", r"\in": "∈", "∈": "∈", r"\leadsto": "→",
    r"\rightsquigarrow": "→", r"\ll": "<", r"\gg": ">", "⟹": "⇒", "⟺": "⇔", "↔": "⇔", "⇐": "⇒",
}  # fmt: skip
_DROPPED = frozenset(
    r"\left \right \middle \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr "
    r"\bigm \limits \nolimits "
    r"\displaystyle \textstyle \scriptstyle \quad \qquad \, \; \! \: \> \  \notag \nonumber \( \) \[ "
    r"\] \hfill \enspace "
    r"\thinspace \negthinspace \mathopen \mathclose \mathrel \mathbin \mathord \medspace \thickspace "
    r"\hline \small \large \Large "
    r"\normalsize \smash \strut \allowbreak \relax \bigskip \centering \/".split()
) | {"\\ ", "\\\n"}
_WITH_ARGUMENT = frozenset(r"\label \tag \phantom \hphantom \vphantom \hspace \vspace \color \mathstrut \hskip".split())
_REFUSED = frozenset(
    r"\def \newcommand \renewcommand \let \edef \gdef \xdef \providecommand \DeclareMathOperator "
    r"\input \include \csname "
    r"\expandafter \newenvironment \catcode \write \read \openin \openout \loop".split()
)

_TOKEN = lazy(
    r"(?P<space>[\s~$]+)|(?P<amp>&)"
    r"|(?P<roman>\\(?:text|textrm|textnormal|textbf|textit|textsf|mathrm|operatorname\*?|mbox|mathop|mathsf|mathbf|mathit)"
    r"\s*\{\s*(?P<upright>[A-Za-z][A-Za-z .,-]*[A-Za-z]|d)\s*\})"
    r"|(?P<over>\\(?:stackrel|overset)\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{(?P<under>[^{}]*)\})"
    r"|(?P<arrow>\\xrightarrow\s*(?:\[[^][]*\]\s*)?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})"
    r"|(?P<cmd>\\(?:[A-Za-z]+\*?|[^A-Za-z]))"
    r"|(?P<python>(?:np|numpy|torch|jnp|jax|math|tf|F|scipy|linalg)\.(?:linalg\.|nn\.functional\.|numpy\.|math\.)?(?=[a-z]))"
    r"|(?P<num>(?:\d+(?:\{,\}\d{3})*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3}(?![\w.]))?)"
    r"|(?P<word>log(?:2|10)(?= ?[(|]| [A-Za-zα-ω])|[A-Za-z]+)"
    r"|(?P<rel><=>|==>|-->|->|=>|==|=:|:=|<=|>=|!=|~=|[=≡≜≝≈≃→⟶↦←≤≥<>≠∝⇔⇒∴∈⟹⟺↔⇐∼])"
    r"|(?P<op>\*\*|\|\||\.\.\.|···|[-+*/·×⊙∘⊗⋆^_(){}\[\],;:'!|‖√∑∏∂∇∞⟨⟩〈〉⌊⌋⌈⌉⊤⟙⋯±.@†∫])"
    r"|(?P<greek>[α-ωΑ-Ωϑϕϖϱℓ])"
    r"|(?P<other>.)",
    re.DOTALL,
)


GRIDS = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases dcases rcases".split())
_ENVIRONMENT = lazy(r"\s*\{\s*([A-Za-z]+\*?)\s*\}(?:(?<=array\})\s*\{[^{}]*\})?")
_EDGES = frozenset((r"\(", r"\)", r"\[", r"\]"))
_QUADS = frozenset((r"\quad", r"\qquad"))
_SPACING = lazy(r"\s*\[-?[\d.]+\s*[a-z]{2}\]")


_COMMAND = lazy(r"\\(?!(?:tilde|hat|bar|dot|check|breve|vec)\{|mathbf\{1\})")


def is_latex(text: str) -> bool:
    """Is the (normalised) text written in LaTeX? Accents alone are no sign of it: `w̃` is normalised to one."""
    return _COMMAND.search(text) is not None


def tokens(text: str, *, lenient: bool = False) -> list[Token]:
    """The tokens of the text. Raises `Unreadable` for macro definitions, unknown signs and excessive length.

    With `lenient`, for text that is prose with formulas in it, signs that are not known are tokens as well.
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"longer than {MAX_LENGTH:,} characters")
    found: list[Token] = []
    gap = False
    skip = -1
    grids: list[bool] = []  # open environments: is it one with rows and columns?
    for match in _TOKEN.finditer(text):
        at, end = match.span()
        if at < skip:
            continue
        kind = match.lastgroup
        word = match.group()
        if kind == "space":
            gap = True
            if lenient and ("\n" in word or "$" in word):
                found.append(Token("edge" if "$" in word else "line", word, at, end, True))
            continue
        if kind == "upright":
            kind = "roman"
        elif kind == "under":
            kind = "over"
        token = None
        if kind == "word":
            token = Token("word", word, at, end, gap)
        elif kind == "op":
            if word == "**" and not _tight(text, at, end):
                gap = True
                continue
            token = Token("op", _OPS.get(word, word), at, end, gap)
        elif kind == "num":
            token = Token("num", word.replace("{,}", ""), at, end, gap)
        elif kind == "amp" or word == r"\\":
            if not (grids and grids[-1]):
                gap = True
                if lenient and kind == "cmd":
                    found.append(Token("line", word, at, end, True))
                continue
            token = Token("op", word, at, end, gap)
            if spacing := _SPACING.match(text, end):
                skip = spacing.end()
        elif word in (r"\begin", r"\end"):
            environment = _ENVIRONMENT.match(text, end)
            if not environment:
                raise Unreadable(f"{word} of nothing", at)
            skip = environment.end()
            grid = environment.group(1).rstrip("*") in GRIDS
            if word == r"\begin":
                grids.append(grid)
            elif grids:
                grids.pop()
            if not grid:
                gap = True
                continue
            token = Token(word[1:], environment.group(1).rstrip("*"), at, skip, gap)
        elif kind == "cmd":
            token, skip = _command(word, text, at, end, gap, skip)
            if token is None:
                gap = gap or not word[1:].startswith(("left", "right", "big", "Big"))
                if lenient and (word in _EDGES or word in _QUADS):
                    found.append(Token("edge" if word in _EDGES else "quad", word, at, end, True))
                continue
        elif kind == "rel":
            token = Token("rel", RELATIONS[word], at, end, gap)
        elif kind == "greek":
            token = Token("name", "\\ell" if word == "ℓ" else GREEK.get(word, word), at, end, gap)
        elif kind == "roman":
            token = _roman(match.group("upright"), word, at, end, gap)
        elif kind == "over":
            sign = match.group("under").strip()
            if sign not in RELATIONS and not lenient:
                raise Unreadable(f"a sign that is not known: {word[:40]}", at)
            token = (
                Token("rel", RELATIONS[sign], at, end, gap) if sign in RELATIONS else Token("other", word, at, end, gap)
            )
        elif kind == "arrow":
            token = Token("rel", "→", at, end, gap)
        elif kind == "python":
            token = Token("op", "np.", at, end, gap)
        elif lenient:
            token = Token("other", word, at, end, gap)
        else:
            raise Unreadable(f"a sign that is not known: {word!r}", at)
        found.append(token)
        if len(found) > MAX_TOKENS:
            raise Unreadable(f"more than {MAX_TOKENS:,} signs")
        gap = False
    return found


def _tight(text: str, at: int, end: int) -> bool:
    """Is `**` between two operands a power, or Markdown's bold?"""
    before, after = text[at - 1 : at], text[end : end + 1]
    if before == " " and after == " ":
        return at > 1 and (text[at - 2].isalnum() or text[at - 2] in ")]}")
    return (
        bool(before) and (before.isalnum() or before in ")]}") and bool(after) and (after.isalnum() or after in "(-{\\")
    )


def _command(word: str, text: str, at: int, end: int, gap: bool, skip: int) -> tuple[Token | None, int]:
    if word in RELATIONS:
        return Token("rel", RELATIONS[word], at, end, gap), skip
    if word in _OPS:
        return Token("op", _OPS[word], at, end, gap), skip
    if word in _ALTERNATES:
        return Token("word", _ALTERNATES[word], at, end, gap), skip
    name = _VARIANTS.get(word, word)
    if name in GREEK_NAMES:
        return Token("name", name, at, end, gap), skip
    if word in _DROPPED:
        if word in (r"\left", r"\right") and text[end : end + 1] == ".":
            skip = end + 1
        return None, skip
    if word in (r"\dfrac", r"\tfrac", r"\cfrac", r"\nicefrac", r"\sfrac"):
        word = r"\frac"
    if word in _REFUSED:
        raise Unreadable(f"{word} is refused: macros are not expanded", at)
    if word in _WITH_ARGUMENT:
        match = re.compile(r"\s*\{[^{}]*\}").match(text, end)
        return None, match.end() if match else skip
    if word == r"\not":
        match = re.compile(r"\s*=").match(text, end)
        if match:
            return Token("rel", "≠", at, match.end(), gap), match.end()
    return Token("cmd", word.rstrip("*"), at, end, gap), skip


def _roman(letters: str, word: str, at: int, end: int, gap: bool) -> Token:
    kind = "roman" if " " not in letters else "prose"
    if word.startswith((r"\mathbf", r"\mathsf", r"\mathit")) or len(letters) == 1:
        kind = "word"
    return Token(kind, letters, at, end, gap)
