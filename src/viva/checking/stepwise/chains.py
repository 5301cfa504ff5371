r"""A derivation's text → its chains of equal members, with the words before them and the cases they are claimed for.

>>> for c in chains("Let $z = x + 1$; for $j \\neq k$: $E[R_j R_k] = p^2$"):
...     print(" ".join(c.intro.split()), [m.text for m in c.members], c.cases)
Let ['z', 'x + 1'] ()
; for : ['E[R_j R_k]', 'p^2'] (('j', '≠', 'k'),)

Displayed and inline LaTeX, `align` rows, plain Unicode and ASCII lines are read alike; a formula that starts with a
relation sign goes on with the chain before it. Members are only cut out here, not understood: their offsets are those
of the given text, in which `&` and `\boxed` have been blanked. Linear in the text but for the look of a few lines
ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from viva.checking.stepwise.plain_lines import Piece, plain_pieces
from viva.checking.stepwise.wordings import EQUALS_IT, OFF_DIAGONAL, ON_DIAGONAL
from viva.reading.budget import tick
from viva.reading.lexer import Token, tokens
from viva.reading.parser import split_relations
from viva.reading.patterns import lazy
from viva.reading.replies import Reply, read_reply
from viva.reading.syntax import Unreadable

TORN = "the text was torn apart when it was copied"
Case = tuple[str, str, str]  # ("j", "≠", "k")


@dataclass(frozen=True)
class Member:
    """One side: `text` is what stands at `start:end`, with layout blanked."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class TextChain:
    """Members joined by relations; `intro` are the words before it, `cases` the conditions on its indices."""

    members: tuple[Member, ...]
    relations: tuple[str, ...]
    intro: str = ""
    cases: tuple[Case, ...] = ()
    sizes: tuple[tuple[str, int], ...] = ()  # ("n", 1): claimed for a batch of one
    continues: bool = False  # it goes on with the chain before it: the first relation is `relations[0]`
    display: bool = False
    joins: tuple[int, ...] = ()  # where lines start that go on with it: offsets of their first members
    section: int = 0  # headings and blank lines before it
    entries: str = ""  # "off" or "on" where it speaks of what is off or on the diagonal of a matrix
    subject: str = ""  # the formula before it that stands alone: "the entries of (R ⊙ X)w have mean …"


def chains(text: str) -> list[TextChain]:
    """The chains of a text in order. `text` is expected to be normalised (`viva.reading.normal`)."""
    return [c for c in formulas(text) if len(c.members) > 1]


def formulas(text: str) -> list[TextChain]:
    """The chains of a text, and the formulas in it that stand alone (chains of one member)."""
    reply = read_reply(text)
    found: list[TextChain] = []
    state = _State()
    at = 0
    for piece in _pieces(reply):
        tick()
        state.pass_words(_DELIMITERS.sub("", reply.text[at : piece.start]))
        _read_piece(reply.text, piece, state, found)
        at = max(at, piece.end)
    joined, subject = [], ""
    for chain in _joined(found, reply.text):
        if len(chain.members) == 1:
            subject = chain.members[0].text
            joined.append(chain)
        else:
            joined.append(replace(chain, subject=subject, entries=_entries(chain, reply.text)))
    return joined


def _entries(chain: TextChain, text: str) -> str:
    """Do the words right before or after a chain say that it is about the entries off or on the diagonal?"""
    end = chain.members[-1].end
    after = re.match(r"[\s$)\]}.,]{0,3}(?:for the\s+|at the\s+)?(?:entries\s+)?", text[end : end + 60])
    at = end + (after.end() if after else 0)
    for name, words in (("off", OFF_DIAGONAL), ("on", ON_DIAGONAL)):
        if words.match(text, at):
            return name
        said = words.search(chain.intro)
        if said and re.fullmatch(
            r"(?:\s*(?:entries|terms|elements|part))?[\s,:$]*(?:we\s+\w+\s*)?", chain.intro[said.end() :]
        ):
            return name
    return ""


_NOTHING = lazy(r"(?:[\s$&.,:=≈→]|\\(?:approx|to)\b|\\\\|\\[\[\]()]|\\(?:begin|end)\{\w+\*?\}|\\right\.)*")


def _joined(found: list[TextChain], text: str) -> Iterator[TextChain]:
    """Attach continued formulas to the chain that they continue; drop formulas that say nothing."""
    out: list[TextChain] = []
    for chain in found:
        target = None
        if chain.continues:
            for k in range(len(out) - 1, max(-1, len(out) - 8), -1):
                lone = len(out[k].members) == 1
                if lone and not _NOTHING.fullmatch(text[out[k].members[-1].end : chain.members[0].start]):
                    continue
                if lone or out[k].display or not chain.display:
                    target = k
                    break
        if target is None:
            if not chain.continues:
                out.append(chain)
            continue
        before = out[target]
        if before.cases and not chain.display and re.search(r"\b(?:and|or|but|else)\b", chain.intro):
            continue  # "… = p² if j ≠ k and = p otherwise": the other case
        out[target] = replace(
            before,
            members=before.members + chain.members,
            relations=before.relations + chain.relations,
            joins=(*before.joins, chain.members[0].start) if _others_between(out, target) else before.joins,
        )
    yield from out


def _others_between(out: list[TextChain], target: int) -> bool:
    """Did another chain come after the one that is gone on with? Then it may be that one that is meant."""
    return any(len(c.members) > 1 for c in out[target + 1 :])


def damage(text: str) -> str:
    """Why formulas of this text cannot be trusted: fractions and powers were torn apart when it was copied; or ""."""
    lines = (line.strip() for line in text.split("\n"))
    torn = sum(1 for line in lines if re.fullmatch(r"[2nijkdpX1]|∂\S{1,3}|[−-]1|\W", line) and line not in "|$-")
    marks = len(re.findall(r"\)T[ (]|[a-z]T [(X]|∥\s*2\s*\n\s*2|\bER\[|\bER∼", text))
    return TORN if torn + marks >= 4 else ""


# ---- words -------------------------------------------------------------------------------------------------

_SECTION = lazy(r"\n\s*#|\n\s*\*\*|\n\s*-{3,}|\bStep\s+\d|^\s*\d+[.)]\s|\n\s*\d+[.)]\s|\bCase\s+\w|\n\s*Term\s")
_ONWARD = lazy(
    r"\b(?:therefore|hence|thus|combin\w+|collect\w+|together|putting|overall|summing|substitut\w+"
    r"|separat\w+|in total|so that"
    r"|altogether|plug\w*|we (?:can|now))\b|\n\s*\n\s*So\b",
    re.IGNORECASE,
)
_SIZE_OFF = lazy(
    r"n\s*(?:→|\\to|\\rightarrow|\\longrightarrow)\s*(?:∞|\\infty)|\n\s*#|large[- ]batch|limit", re.IGNORECASE
)


@dataclass
class _State:
    """What is in force while reading: the case of a section, the size of the batch."""

    cases: tuple[Case, ...] = ()
    numbered: bool = False  # "Case 1": lasts until the next case or step
    line_cases: tuple[Case, ...] = ()
    sizes: tuple[tuple[str, int], ...] = ()
    intro: str = ""
    section: int = 0

    def pass_words(self, words: str) -> None:
        if _SECTION.search(words):
            self.cases, self.numbered = (), False
        if not self.numbered and _ONWARD.search(words):
            self.cases = ()
        if re.search(r"\bCase\s+\w", words):
            self.numbered = True
        if "\n" in words:
            self.line_cases = ()
        if re.search(r"\n\s*#|\n\s*\*\*[A-Z]|\bPart\s*\(|\n---", words):
            self.section += 1
        if _SIZE_OFF.search(words):
            self.sizes = ()
        self.intro = (self.intro + words)[-240:]


# ---- formulas out of the text ------------------------------------------------------------------------------

_LAYOUT = lazy(
    r"\\boxed\s*\{|\\(?:begin|end)\{(?:aligned|align|split|gathered|array|equation|alignat)\*?\}(?:\{[^{}]*\})?|\\(?:tag|label)\{[^{}]*\}"
    r"|\\(?:nonumber|notag|displaystyle|qed|square|blacksquare|checkmark)\b|✓|□|∎"
)


def _pieces(reply: Reply) -> Iterator[Piece]:
    """Formulas in delimiters, and between them the stretches of plain lines that are formulas."""
    at = 0
    for math in reply.maths:
        yield from plain_pieces(reply.text, at, math.start)
        yield Piece(math.inner_start, math.inner_end, math.display)
        at = math.end
    yield from plain_pieces(reply.text, at, len(reply.text))


# ---- one formula -------------------------------------------------------------------------------------------

_ROW = lazy(r"\\\\(?:\[[^\]]*\])?")
_NESTED = lazy(r"\\(begin|end)\{(?:cases|[pbvBV]?matrix|smallmatrix|dcases|rcases)\*?\}")
_SPLIT = lazy(
    r"(?:[,;]\s*|(?<!\s)\s*)?\\(?:qquad|quad)\b\s*(?:\\(?:text|mbox|textrm)\{\s*(?:and|also)\s*,?\s*\})?|\\(?:text|mbox|textrm|textit|textbf)\{(?!(?:Var|var|Cov|E|diag|tr|Tr|softmax|ReLU|sign|rank|KL|sigmoid)\})[^{}]*\}"
    r"|\\(?:Rightarrow|implies|Longrightarrow|iff|Leftrightarrow|Longleftrightarrow|therefore|because)\b"
    r"|(?:∈|\\in\b)\s?\\?\{[^{}\n]{1,12}\}\s?,"  # "as R ∈ {0, 1}, E[R²] = p"
    r"|[⇒⇔∴✓✔☑✗✘]|,\s*(?:\\[,;:! ]\s*)+|;\s"
)


def _rows(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """The rows of an aligned formula, cut at `\\\\` outside cases and matrices."""
    depth, at = 0, piece.start
    for m in re.finditer(_ROW.pattern + "|" + _NESTED.pattern, text[piece.start : piece.end]):
        kind = m.group(1)
        if kind:
            depth += 1 if kind == "begin" else -1
        elif depth <= 0:
            yield at, piece.start + m.start()
            at = piece.start + m.end()
    yield at, piece.end


def _blanked(text: str) -> str:
    """The formula with layout replaced by spaces of the same length."""
    if "\\boxed" in text:
        text = _unboxed(text)
    text = _LAYOUT.sub(lambda m: " " * len(m.group()), text)
    out, depth = [], 0
    at = 0
    for m in _NESTED.finditer(text):
        chunk = text[at : m.start()]
        out.append(chunk.replace("&", " ") if depth == 0 else chunk)
        depth += 1 if m.group(1) == "begin" else -1
        out.append(m.group())
        at = m.end()
    out.append(text[at:].replace("&", " ") if depth <= 0 else text[at:])
    return "".join(out)


def _unboxed(text: str) -> str:
    chars = list(text)
    boxes = {m.end() - 1: m.start() for m in re.finditer(r"\\boxed\s*\{", text)}  # by their brackets
    opened: list[int] = []
    for m in re.finditer(r"[{}]", text):
        if m[0] == "{":
            opened.append(m.start())
        elif opened and opened.pop() in boxes:
            chars[m.start()] = " "
    for bracket, start in boxes.items():
        chars[start : bracket + 1] = " " * (bracket + 1 - start)
    return "".join(chars)


_DELIMITERS = lazy(r"\$+|\\[\[\]()]|\\(?:begin|end)\{(?:align|equation|gather)\w*\*?\}")


def _read_piece(text: str, piece: Piece, state: _State, found: list[TextChain]) -> None:
    whole = text[: piece.start] + _blanked(text[piece.start : piece.end])
    for row_start, row_end in _rows(text, piece):
        at = row_start
        parts: list[tuple[int, int, str]] = []
        before = ""
        braces = _nesting(whole[row_start:row_end])
        depth = nested = 0
        for m in _SPLIT.finditer(whole, row_start, row_end):
            tick()
            while braces and row_start + braces[-1][0] <= m.start():
                _, deeper, cases = braces.pop()
                depth, nested = depth + deeper, nested + cases
            if depth > 0 or nested > 0:
                continue
            parts.append((at, m.start(), before))
            before, at = m.group(), m.end()
        parts.append((at, row_end, before))
        opened = len(found)
        for start, end, before in parts:
            inner = re.search(r"\{([^{}]*)\}", before)
            state.intro = (state.intro + " " + (inner[1] if inner else before))[-240:]
            _read_clause(whole, start, end, piece, state, found, before, opened)


def _nesting(row: str) -> list[tuple[int, int, int]]:
    """Where braces and cases open (+1) or close (-1), the last first: the place behind, the braces, the cases."""
    braces = ((m.end(), 1 if m.group() == "{" else -1, 0) for m in re.finditer(r"(?<!\\)[{}]", row))
    cases = ((m.end(), 0, 1 if m.group(1) == "begin" else -1) for m in _NESTED.finditer(row))
    return sorted((*braces, *cases), reverse=True)


_CONDITION = lazy(r"^\(?\s*([a-z])\s*(=|≠|\\neq?\b|!=|\\ne\b)\s*([a-z])\s*\)?[.,:;]?$")
_GROWS = lazy(r"n\s*(?:→|\\to|\\rightarrow)\s*\+?(?:∞|\\infty)[.,]?")
_INDEX_LETTERS = frozenset("abijklmqrst")


def _read_clause(
    whole: str, start: int, end: int, piece: Piece, state: _State, found: list[TextChain], before: str, opened: int
) -> None:
    clause = whole[start:end]
    stripped = clause.strip().strip("$")
    if not stripped:
        return
    size = re.fullmatch(r"\(?\s*n\s*=\s*(\d+)\s*\)?[.,:;]?", stripped)
    if size:
        state.sizes = (("n", int(size[1])),)
        state.intro += " " + stripped
        return
    if re.search(r"\bn\s*(?:→|\\to\b|\\rightarrow)", stripped):
        state.sizes = ()
        if _GROWS.fullmatch(stripped):
            state.intro += " " + stripped
            return
    condition = _CONDITION.match(stripped)
    if condition and {condition[1], condition[3]} <= _INDEX_LETTERS:
        case = (condition[1], "=" if condition[2] == "=" else "≠", condition[3])
        if len(found) > opened or _trailing(before, state.intro):
            if found:
                found[-1] = replace(found[-1], cases=(*found[-1].cases, case))
            return
        state.line_cases = (case,)
        state.cases = (case,)
        state.intro += " "
        return
    try:
        toks = tokens(clause)
        parts, relations = split_relations(toks)
    except Unreadable:
        return
    members = [_member(clause, start, part) for part in parts]
    if not relations and members[0] is not None and piece.display and EQUALS_IT.search(state.intro):
        found.append(TextChain((members[0],), ("=",), state.intro, (), state.sizes, True, True, section=state.section))
        state.intro = ""
        return
    if not relations:
        state.intro += " " + stripped
        if members[0] is not None:
            found.append(
                TextChain(
                    (members[0],), (), state.intro, state.line_cases or state.cases, state.sizes, display=piece.display
                )
            )
        return
    continues = members[0] is None
    kept = [m for m in members[1:] if m is not None] if continues else [m for m in members if m is not None]
    if len(kept) < len(members) - (1 if continues else 0) or not kept:
        return
    found.append(
        TextChain(
            tuple(kept),
            tuple(relations),
            state.intro,
            state.line_cases or state.cases,
            state.sizes,
            continues,
            piece.display,
            section=state.section,
        )
    )
    state.intro = ""


def _trailing(before: str, intro: str) -> bool:
    """Does a condition belong to the formula before it ("… = p² if j ≠ k")?"""
    words = re.fullmatch(r"[\s,(]*(?:if|when|for|whenever|where)\s+", intro) is not None and "\n\n" not in intro
    return words or bool(re.search(r"^\s*\\(?:text|quad|qquad)", before))


_ASIDE = lazy(
    r"\s+\((?=[^()]*\b(?:and|are|is|the|since|because|by|from|independen\w+|linearity)\b)[^()]*[a-z]{3,}[^()]*\)?\s*$"
)


def _member(clause: str, offset: int, part: list[Token]) -> Member | None:
    part = [t for t in part if t.kind != "none"]
    while part and part[-1].text in (".", ",", ";", ":"):
        part = part[:-1]
    if not part:
        return None
    start, end = part[0].at, part[-1].end
    if clause[end : end + 1] in ("~", "˜") and clause[end : end + 1]:
        end += 1  # w~
    if clause[start - 1 : start] == "~" and start:
        start -= 1  # ~w
    aside = _ASIDE.search(clause, start, end)
    if aside and aside.start() > start:
        end = aside.start()
    return Member(clause[start:end], offset + start, offset + end)


__all__ = ["TORN", "Case", "Member", "TextChain", "chains", "damage", "formulas"]
