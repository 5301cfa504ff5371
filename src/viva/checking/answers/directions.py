r"""Which way things go, in words: "higher bias, and the variance decreases", "it goes up".

>>> moves("higher bias, and the variance decreases")
{'bias': 'up', 'varianc': 'down'}
>>> directed("It does not change as n grows.", "same"), directed("It rises.", "down"), directed("It is linear.", "up")
(True, False, None)

Conditions and reasons ("as n grows") are left aside. What is said of another thing, or of several things at once in
both directions, says nothing.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Iterator

from viva.reading.locate import Candidate, candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST
from viva.reading.replies import Reply
from viva.reading.stems import stem

_DIRECTIONS = {
    "up": "increas grow ris larg larger high higher greater bigg bigger up more",
    "down": "decreas shrink fall reduc drop low small smaller less down declin lower",
    "same": "unchang constant same",
    "changed": "chang differ",
}
DIRECTION = {ending: way for way, endings in _DIRECTIONS.items() for ending in endings.split()}
FILLING = frozenset(
    "the a an it is are they this that its their answer value function model statement result will be always so of "
    "in to".split()
)
_MOVING = frozenset("go goes gets goe get becom both also then thus henc therefor consequent as s".split())
DENYING = frozenset("not no never neither nor without isn doesn don cannot can't aren won hardly rather unlike".split())
CLAUSE = lazy(
    r"\b(?:as|when|if|while|because|since|although|unless|whereas|with|for|unlike|instead of|rather than|so that"
    r"|where)\b[^,;:]*(?:[,;:]|$)",
    re.IGNORECASE,
)
_LETTERS = lazy(r"[A-Za-z]+")


def stems(text: str) -> list[tuple[str, int, int]]:
    return [(stem(m[0]), m.start(), m.end()) for m in _LETTERS.finditer(text)]


def statements_of(reply: Reply) -> Iterator[tuple[Candidate, bool]]:
    """Marked statements and conclusions, best first; of plain ones only the first of the reply."""
    plain: list[Candidate] = []
    for candidate in candidates(reply):
        if len(candidate.text) > LONGEST or candidate.rank >= 6:
            continue
        if candidate.rank > 3:
            plain.append(candidate)
        else:
            yield candidate, False
    if plain:
        yield min(plain, key=lambda c: c.span.start), True


def directed(text: str, wanted: str) -> bool | None:
    """Which way a statement says that it goes, conditions and reasons aside."""
    main = CLAUSE.sub(" ", text)
    for part in (main, text):
        tokens = stems(part)
        ways = set()
        for k, (token, _, _) in enumerate(tokens):
            way = DIRECTION.get(token)
            if way is None or _picks_out(tokens, k):
                continue
            if any(t in DENYING for t, _, _ in tokens[max(0, k - 3) : k]):
                way = "same" if way != "same" else "changed"
            ways.add(way)
        if len(ways) == 1:
            return wanted in ways
        if ways:
            return None
    return None


_COMPARED = frozenset("larg larger high higher greater bigg bigger low lower small smaller".split())


def _picks_out(tokens: list[tuple[str, int, int]], k: int) -> bool:
    """ "Take the tag with the larger emission" names one of two; "the larger n, the smaller the error" goes down."""
    if tokens[k][0] not in _COMPARED or k == 0 or tokens[k - 1][0] != "the" or k + 1 == len(tokens):
        return False
    return tokens[k + 1][0] not in FILLING


_BETWEEN_CLAUSES = lazy(r"[.;,:()→⇒/\n]|->|\b(?:while|whereas|but|and)\b", re.IGNORECASE)


# Nothing but directions, in the order of what was asked: "↑ ↓ ↑", "up, down, up".
_ROW = lazy(
    r"[\s$*(]*(?:(?:[↑↓↗↘]|\\(?:up|down)arrow|up|down|(?:in|de)creases?|higher|lower|larger|smaller)[\s$*,;/)]*){2,6}\.?\s*",
    re.IGNORECASE,
)
_UP_ARROW, _DOWN_ARROW = lazy(r"[↑↗⬆]|\\uparrow(?![a-z])"), lazy(r"[↓↘⬇]|\\downarrow(?![a-z])")


def arrows_in_words(text: str) -> str:
    """Arrows up and down in words: "bias ↑ variance ↓" as "bias increases, variance decreases,"."""
    if not (_UP_ARROW.search(text) or _DOWN_ARROW.search(text)):
        return text
    before = re.match(r"[\s$*-]*(?:[↑↗⬆↓↘⬇]|\\(?:up|down)arrow)", text)
    up, down = (", higher ", ", lower ") if before else (" increases, ", " decreases, ")
    return _DOWN_ARROW.sub(down, _UP_ARROW.sub(up, text)).replace("$", " ")


def moves(text: str) -> dict[str, str]:
    """What goes which way: {"bias": "up", "variance": "down"} of "higher bias, and the variance decreases"."""
    text = arrows_in_words(text)
    found: dict[str, str] = {}
    both: list[str] = []
    for clause in _BETWEEN_CLAUSES.split(text):
        tokens = [token for token, _, _ in stems(clause)]
        ways = [DIRECTION[token] for token in tokens if token in DIRECTION]
        nouns = [t for t in tokens if t not in DIRECTION and t not in FILLING and t not in DENYING and t not in _MOVING]
        if not ways and nouns:
            both = nouns[-1:]
        if len(set(ways)) != 1 or not nouns:
            continue
        if any(token in DENYING for token in tokens):
            continue
        behind = tokens.index(nouns[0]) > min(tokens.index(t) for t in tokens if t in DIRECTION)
        for noun in [nouns[0] if behind else nouns[-1] if len(nouns) < 3 else nouns[0], *both]:
            found[noun] = ways[0]
        both = []
    return found


def moved(wanted: dict[str, str], reply: Reply) -> bool | None:
    """Does a statement of the reply, or the whole of a short one, move the same things the same ways?"""
    if (row := _ROW.fullmatch(reply.text)) is not None and len(wanted) > 1:
        ways = [DIRECTION[stem(word)] for word in _LETTERS.findall(arrows_in_words(row[0])) if stem(word) in DIRECTION]
        return ways == list(wanted.values()) if len(ways) == len(wanted) else None
    texts = [candidate.text for candidate, _ in statements_of(reply)]
    for text in [*texts, reply.text] if len(reply.text) < 400 else texts:
        found = moves(normalise(text).text)
        if set(wanted) <= set(found):
            return all(found[noun] == way for noun, way in wanted.items())
    return None


_PRONOUNS = frozenset("it they this that answer both".split())


def went(subject: dict[str, str], wanted: list[str], reply: Reply) -> bool | None:
    """Which way the one thing of the key goes, by a statement on that thing, or on nothing by name: "it goes up"."""
    (noun, way), *_ = subject.items()
    if any(word != noun and word not in DIRECTION and word not in _MOVING for word in wanted):
        return None  # more is said than a direction
    for candidate, _ in statements_of(reply):
        text = normalise(candidate.text).text
        if noun in (found := moves(text)):
            return found[noun] == way
        told = [t for t, _, _ in stems(text) if t not in DIRECTION and t not in FILLING | _MOVING | _PRONOUNS]
        if not told and (same := directed(text, way)) is not None:
            return same
    return None
