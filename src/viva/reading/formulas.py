r"""Formulas in running text, with or without delimiters: where they stand, and the chains of relations that they are.

>>> from viva.kinds import Symbol
>>> symbols = (Symbol("p"), Symbol("w", ("d",)), Symbol(r"\tilde w", ("d",)))
>>> for f in formulas(r"So **w = p w_tilde**, i.e. $\tilde w = w/p$ (up to rounding).", symbols):
...     print(f.text, "|", f.relations, "|", " ".join(f.before))
w = p w_tilde | ('=',) | So
\tilde w = w/p | ('=',) |

A formula ends where prose begins: at a word that is neither a symbol nor a function, at the end of a sentence, at a
comma outside brackets, at the delimiter of mathematics, at a line end unless the next line goes on with an operator.
Prose inside brackets belongs to the formula, which is then unreadable as a whole: it is never cut down to the part that
can be read. Nothing here decides which formula is the answer.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from viva.kinds import Symbol
from viva.reading.lexer import Token, is_latex, tokens
from viva.reading.parser import Parsing, split_relations
from viva.reading.prose import is_prose
from viva.reading.syntax import Expr, Unreadable
from viva.reading.tildes import typed_tildes
from viva.reading.vocabulary import FUNCTIONS, Vocabulary, vocabulary

_OPENING = frozenset(("(", "[", "{", r"\{", "⟨", "⌊", "⌈"))
_CLOSING = frozenset((")", "]", "}", r"\}", "⟩", "⌋", "⌉"))
_GOES_ON = frozenset("+ - · * × / ⊙ ∘ @ ) ] }".split())
_ENDS_OPEN = frozenset("+ - · * × / ⊙ ∘ @ ( [ {".split())
_SEPARATES = frozenset(("⇒", "⇔"))
_GOES_ON_IN_WORDS = frozenset(
    "times plus minus multiplied divided over squared transposed transpose inverse inverted of per scaled less".split()
)
_QUANTITIES = frozenset(
    "the-mean mean average expected expectation sum norm gradient transpose inverse identity product "
    "matrix vector variance "
    "batch total number derivative".split()
)
# Categories of signs that, if they are not known, make the formula around them unreadable. Others end it.
_POISON = frozenset(("Sm", "Lu", "Ll", "Lo", "Lm", "Mn", "Co", "Sk"))
_VERBS = {
    ("tends", "to"): "→", ("converges", "to"): "→", ("goes", "to"): "→", ("approaches",): "→", ("approach",): "→",
    ("tend", "to"): "→", ("converge", "to"): "→", ("equals",): "=", ("is", "equal", "to"): "=", ("becomes",): "=",
    ("reduces", "to"): "→", ("simplifies", "to"): "=", ("is", "approximately",): "≈", ("is",): "=",
}  # fmt: skip


_VERBS_BY_WORD: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _sign in _VERBS.items():
    _VERBS_BY_WORD.setdefault(_phrase[0], []).append((_phrase, _sign))


@dataclass(frozen=True)
class Side:
    """One side of a relation, not parsed yet."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].at if self.tokens else -1

    @property
    def end(self) -> int:
        return self.tokens[-1].end if self.tokens else -1


@dataclass(frozen=True)
class Formula:
    """A formula in a text: its offsets there, its sides and the relations between them, and the words before it.

    `before` are up to eight words of prose that lead up to it, `after` the first ones that follow.
    """

    text: str
    start: int
    end: int
    sides: tuple[Side, ...]
    relations: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    latex: bool = False
    broken: str = ""  # why it cannot be read whatever its sides are: prose inside its brackets
    titled: str = ""  # why its first side cannot be read: `E[x | data] = …`

    def parse(self, side: int, known: Vocabulary) -> tuple[Expr, ...]:
        """The one or two readings of a side. Raises `Unreadable`."""
        if self.broken or (self.titled and not side):
            raise Unreadable(self.broken or self.titled)
        return Parsing(known, self.latex).readings(list(self.sides[side].tokens))


def formulas(text: str, symbols: tuple[Symbol, ...] = (), names: Iterable[str] = ()) -> tuple[Formula, ...]:
    """All formulas of a (normalised) text in order, also plain expressions without a relation.

    Raises `Unreadable` if the text is too long or defines macros.
    """
    return _formulas(text, tuple(symbols), frozenset(names))


@lru_cache(maxsize=64)
def _formulas(text: str, symbols: tuple[Symbol, ...], names: frozenset[str]) -> tuple[Formula, ...]:
    known = vocabulary(symbols, names)
    found = _with_verbs(typed_tildes(tokens(text, lenient=True), text, known))
    runs: list[tuple[list[Token], list[str], str]] = []
    run: list[Token] = []
    words: list[str] = []
    depth = 0
    broken = ""
    latex = is_latex(text)

    def close() -> None:
        nonlocal run, words, depth, broken
        if run:
            runs.append((run, words, broken))
            words = []
        run, depth, broken = [], 0, ""

    skip = -1
    for k, token in enumerate(found):
        kind, sign = token.kind, token.text
        if k <= skip:
            continue
        prose = is_prose(token, known, found, k)
        if depth > 0 and kind == "other" and _poisons(sign):
            broken = f"the sign {sign!r} is not known"
            continue
        if depth > 0 and kind not in ("edge", "other") and not (kind == "line" and sign.count("\n") > 1):
            if kind in ("line", "quad"):
                continue
            if prose:
                opener = _last_opening(run)
                following = found[k + 1] if k + 1 < len(found) else token
                if opener == len(run) - 1 and _is_remark(run, opener, sign, following):
                    run, depth = run[:opener], depth - 1  # "p (the keep probability)": the bracket is prose
                    close()
                    words.append(sign)
                    continue
                broken = f"the words “{sign}” stand inside the formula"
            run.append(token)
            depth += (sign in _OPENING and kind == "op") - (sign in _CLOSING and kind == "op")
            continue
        if kind == "other" and run and _poisons(sign):
            broken = f"the sign {sign!r} is not known"
            continue
        if kind == "edge" or kind == "other" or prose:
            close()
            if prose:
                words = [*words, sign][-8:]
            elif kind == "other" and sign in "#•▪◦►":
                words = []
            continue
        if kind in ("line", "quad"):
            if run and _goes_on(run[-1], found, k):
                continue
            close()
            continue
        if kind == "op" and sign in (",", ";", ":", "!", "."):
            if (
                sign == "."
                and run
                and not token.gap
                and k + 1 < len(found)
                and not found[k + 1].gap
                and found[k + 1].kind == "word"
            ):
                run.append(token)  # a method: X.T
                continue
            if sign == "!" and _is_factorial(run, token, found, k):
                run.append(token)
                continue
            close()
            if sign == ".":
                words = []
            elif sign == ":":
                words = [*words, ":"][-8:]
            continue
        if kind == "op" and sign in _CLOSING:
            close()
            continue
        if kind == "rel" and sign in _SEPARATES:
            close()
            continue
        if not run and kind == "op" and sign in ("-", "*", "+") and _bullet(found, k):
            continue
        if not run and sign == "(" and _label(found, k):
            skip = k + 2
            continue
        run.append(token)
        if kind == "begin" or (kind == "op" and sign in _OPENING):
            depth += 1
        elif kind == "end":
            depth = max(0, depth - 1)
    close()
    result = [f for run, words, broken in runs for f in _formula(text, run, words, broken, latex)]
    return tuple(_with_after(result, text))


def _is_factorial(run: list[Token], token: Token, found: list[Token], k: int) -> bool:
    """`λ^k / k!`: not the end of an exclamation."""
    if not run or token.gap or not (run[-1].kind == "num" or run[-1].text == ")" or len(run[-1].text) == 1):
        return False
    after = found[k + 1] if k + 1 < len(found) else None
    divided = len(run) > 1 and run[-2].text == "/"
    return divided or (
        after is not None and after.kind in ("op", "rel", "num", "word", "name") and after.text not in ".,!:;"
    )


def _formula(text: str, run: list[Token], words: list[str], broken: str, latex: bool) -> list[Formula]:
    if broken and run[0].text == "(" and run[-1].text == ")" and _last_opening(run[:-1]) == 0:
        return []  # a remark in brackets
    run = _unwrapped(_without_case(run))
    while (
        len(run) > 1 and run[-1].text == "*" and run[-1].kind == "op" and not run[-1].gap and run[-2].text not in "_^"
    ):
        run = run[:-1]  # the end of Markdown's italics
    if not run:
        return []
    parts, relations = split_relations(run)
    sides = tuple(Side(tuple(part)) for part in parts)
    start, end = run[0].at, run[-1].end
    titled = broken if broken and relations[:1] == ["="] and _is_title(sides) else ""
    broken = "" if titled else broken
    return [Formula(text[start:end], start, end, sides, tuple(relations), tuple(words), (), latex, broken, titled)]


_TITLES = frozenset(("E", "P", "Pr", "Var", "p", r"\mathbb E", r"\mathbb P"))


def _is_title(sides: tuple[Side, ...]) -> bool:
    """Are the words that stand in a formula all in the title on its left, as in `E[x | data] = a/b`?"""
    first, *others = sides
    if len(first.tokens) < 4 or first.tokens[0].text not in _TITLES or first.tokens[1].text not in ("[", "("):
        return False
    depths = list(itertools.accumulate((t.text in ("[", "(")) - (t.text in ("]", ")")) for t in first.tokens))
    if 0 in depths[1:-1] or depths[-1]:
        return False
    return all(
        t.kind in ("num", "op", "rel") or len(t.text) < 3 or t.kind in ("name", "cmd") for s in others for t in s.tokens
    )


def _with_after(found: list[Formula], text: str) -> Iterable[Formula]:
    for k, formula in enumerate(found):
        stop = found[k + 1].start if k + 1 < len(found) else len(text)
        following = text[formula.end : min(stop, formula.end + 80)]
        after = tuple(w for w in (w.strip(".,;:()*$") for w in following.split()[:7]) if w)
        stops = following.lstrip(" $*")[:1] in (".", ",", ";", ":", "(", "\n")
        broken = formula.broken
        if after and after[0] in _GOES_ON_IN_WORDS and not stops:
            broken = f"the formula goes on in words: “{after[0]} …”"
        yield replace(formula, after=after[:6], broken=broken)


def _without_case(run: list[Token]) -> list[Token]:
    """`x → γ g (m → 0)`, `(n → ∞) → γ g` without the bracket that names a case."""
    for side in (run[-1].text == ")" and _last_opening(run[:-1]), run[0].text == "(" and -1):
        if side is False or (side == -1 and len(run) < 4):
            continue
        at = 0 if side == -1 else side
        end = next((k for k in range(at, len(run)) if run[k].text == ")"), at)
        inside = run[at + 1 : end]
        if not any(t.text == "→" and t.kind == "rel" for t in inside) or any(t.text == "(" for t in inside):
            continue
        if side == -1 and end + 1 < len(run) and run[end + 1].kind == "rel":
            return run[end + 1 :]
        if side > 0 and end == len(run) - 1 and run[at].gap:
            return run[:at]
    return run


def _unwrapped(run: list[Token]) -> list[Token]:
    """`(w = p w̃)` without the brackets around the whole, where a relation stands inside them."""
    while len(run) > 2 and run[0].text == "(" and run[-1].text == ")":
        depth = 0
        for k, token in enumerate(run):
            depth += (token.text in _OPENING and token.kind == "op") - (token.text in _CLOSING and token.kind == "op")
            if depth == 0 and k < len(run) - 1:
                return run
        if not any(t.kind == "rel" for t in run):
            return run
        run = run[1:-1]
    return run


def _is_remark(run: list[Token], opener: int, word: str, following: Token) -> bool:
    """Is the bracket that opens with this word a remark in prose, rather than a factor described in words?"""
    bracket = run[opener]
    if bracket.text != "(" or not bracket.gap or word.lower() in _QUANTITIES:
        return False
    if word in FUNCTIONS and not (following.kind == "word" and len(following.text) > 2 and following.gap):
        return False
    before = run[opener - 1] if opener else None
    return before is not None and not (before.kind == "rel" or (before.kind == "op" and before.text in _ENDS_OPEN))


def _poisons(sign: str) -> bool:
    if sign in "ℝℕℤℂ∀∃∎□■✓`":
        return False
    return sign[0] == "\ufffd" or unicodedata.category(sign[0]) in _POISON


def _last_opening(run: list[Token]) -> int:
    depth = 0
    for k in range(len(run) - 1, -1, -1):
        if run[k].kind == "op" and run[k].text in _CLOSING:
            depth += 1
        elif run[k].kind == "op" and run[k].text in _OPENING:
            if depth == 0:
                return k
            depth -= 1
    return -1


def _goes_on(last: Token, found: list[Token], k: int) -> bool:
    """Does the formula go on after a line end or wide space? Where an operator stands before or after it."""
    following = next((t for t in found[k + 1 :] if t.kind != "line"), None)
    if following is None:
        return False
    if following.kind == "rel" and following.text not in _SEPARATES:
        return True
    if last.kind == "rel" or (last.kind == "op" and last.text in _ENDS_OPEN):
        return following.kind not in ("edge", "quad")
    if following.kind == "op" and following.text in _GOES_ON:
        return not (following.text in "-*+" and _bullet(found, found.index(following, k)))
    return False


def _bullet(found: list[Token], k: int) -> bool:
    """A sign that opens a list item: at the start of a line, with a space behind it."""
    before = found[k - 1] if k else None
    after = found[k + 1] if k + 1 < len(found) else None
    starts = before is None or before.kind == "line"
    return starts and after is not None and after.gap


def _label(found: list[Token], k: int) -> bool:
    """`(i)`, `(a)`, `(2)` at the start of a line: the label of an item."""
    before = found[k - 1] if k else None
    if before is not None and before.kind not in ("line", "edge"):
        return False
    inside, close = found[k + 1 : k + 2], found[k + 2 : k + 3]
    following = found[k + 3 : k + 4]
    return bool(
        inside
        and close
        and close[0].text == ")"
        and (re.fullmatch(r"[ivx]{1,4}|[a-h]|[1-9]", inside[0].text) is not None)
        and (not following or following[0].gap)
    )


def _with_verbs(found: list[Token]) -> list[Token]:
    """ "tends to", "equals" as relation signs, where a formula stands on both sides of them."""
    result: list[Token] = []
    k = 0
    while k < len(found):
        token = found[k]
        if token.kind == "word" and token.gap and result:
            for phrase, sign in _VERBS_BY_WORD.get(token.text, ()):
                if [t.text for t in found[k : k + len(phrase)]] == list(phrase) and _between_formulas(
                    found, k, k + len(phrase)
                ):
                    while result and result[-1].kind in ("edge",):
                        result.pop()
                    result.append(Token("rel", sign, token.at, found[k + len(phrase) - 1].end, True))
                    k += len(phrase)
                    while k < len(found) and found[k].kind == "edge":
                        k += 1
                    break
            else:
                result.append(token)
                k += 1
            continue
        result.append(token)
        k += 1
    return result


def _between_formulas(found: list[Token], start: int, end: int) -> bool:
    before = next((t for t in reversed(found[:start]) if t.kind != "edge"), None)
    after = next((t for t in found[end:] if t.kind != "edge"), None)
    edges = any(t.kind == "edge" for t in found[max(0, start - 1) : start]) and any(
        t.kind == "edge" for t in found[end : end + 1]
    )
    if before is None or after is None:
        return False
    symbolic = before.kind in ("name", "num") or before.text in (")", "}", "]") or edges
    follows = after.kind in ("name", "cmd", "num") or after.text in ("∂", "(", "γ") or edges
    return symbolic and follows
