r"""Named things in an order of size: "SGD < momentum < Adam", "B is larger than A", as keys and in replies.

>>> key = ranking_key("SGD < momentum < Adam")
>>> key
('sgd', 'momentum', 'adam')
>>> [ranks(key, text) for text in ("Adam > momentum > SGD", "Adam is fastest, then momentum, and SGD is the slowest.")]
[True, True]
>>> ranks(key, "Adam < momentum < SGD"), ranks(ranking_key("A < B"), "B is larger than A."), ranks(key, "Adam")
(False, True, None)
>>> ranking_key("x < 3"), ranking_key("$a < b$"), ranking_key("the test error is larger than the training error")
(None, None, ('training error', 'test error'))

The smallest comes first. What is best is taken for the greatest only where the key ranks with ">", and a list without a
word or sign for its direction only where it stands as in the key.
"""

from __future__ import annotations

import re

from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST_KEY, LONGEST = 160, 1_500
Ranking = tuple[str, ...]
_NAME = r"(?:[Tt]he )?(?:[A-Za-z][A-Za-z0-9]+(?:[ -][A-Za-z0-9]+){0,3}|[A-Z])"
_CHAIN = lazy(rf"\s*{_NAME}(?:\s*<\s*{_NAME})+\s*\.?\s*|\s*{_NAME}(?:\s*>\s*{_NAME})+\s*\.?\s*", needs=">|<")
_MORE = r"(?:larger|greater|higher|bigger|more(?: [a-z]+)?|faster|longer|stronger|deeper|better|wider|steeper|later)"
_LESS = r"(?:smaller|lower|less(?: [a-z]+)?|fewer(?: [a-z]+)?|slower|shorter|weaker|worse|narrower|flatter|earlier)"
_THAN = lazy(rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})) than|(?P<exceeds>exceeds|is above)|(?P<below>is below)")
_KEY_WORDED = lazy(
    rf"(?P<one>{_NAME}) (?:is|are|has|have) (?:strictly |always |the )?(?:(?P<more>larger|greater|higher|bigger)"
    rf"|(?P<less>smaller|lower)) than (?P<other>{_NAME})\.?",
    needs="lower|higher|larger|bigger|greater|smaller",
)
_TOP = lazy(
    r"\b(?:largest|greatest|highest|biggest|fastest|most|strongest|longest|widest|deepest|(?P<good>best))\b",
    re.IGNORECASE,
)
_BOTTOM = lazy(r"\b(?:smallest|lowest|slowest|least|fewest|weakest|shortest|(?P<good>worst))\b", re.I)
_DENIED = lazy(r"\b(?:not|never|no|neither|unless|if|would|instead)\b|n['’]t\b", re.I)
_PLAIN_GAP = lazy(r"[\s,]*(?:then|and|→|->)?[\s,]*")
_SENTENCE = lazy(r"\n|;|\.(?=\s|$)")


def ranking_key(text: str) -> Ranking | None:
    """The names of a key, the smallest first; None where it ranks nothing by name."""
    bare = normalise(text).text.strip()
    if len(bare) > LONGEST_KEY or "$" in text or "\\" in text:
        return None
    worded = _KEY_WORDED.fullmatch(bare)
    if worded is not None:
        names = [_plain(worded["one"]), _plain(worded["other"])]
        return tuple(names[::-1] if worded["more"] else names)
    if _CHAIN.fullmatch(bare) is None:
        return None
    names = [_plain(name) for name in re.split(r"[<>]", bare.strip(" ."))]
    telling = any(len(name) > 1 for name in names) or all(len(name) == 1 for name in names)
    if len(set(names)) < len(names) or not telling:
        return None
    return tuple(names[::-1] if ">" in bare else names)


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", name.strip().lower()) if len(name.strip()) > 1 else name.strip()


def ranks(key: Ranking, text: str, descending: bool = False) -> bool | None:
    """Does the reply rank the same? None where it ranks them not, or not all. `descending`: the key is with ">"."""
    if len(text) > LONGEST:
        return None
    source = re.sub(r"\$|\*\*|[`_]|\\text\s*\{([^{}]*)\}", r"\1", normalise(text).text)
    source = re.sub(r"\\(?:lt|prec)(?![a-z])|≺", "<", re.sub(r"\\(?:gt|succ)(?![a-z])|≻", ">", source))
    verdicts = [found for part in _SENTENCE.split(source) if (found := _ranked(key, part, descending)) is not None]
    if not verdicts and "." in source:
        whole = _ranked(key, " ".join(source.split()), descending)
        verdicts = [whole] if whole is not None else []
    return verdicts[-1] if len(set(verdicts)) == 1 else None


def _ranked(key: Ranking, part: str, descending: bool) -> bool | None:
    places = sorted((m.start(), m.end(), name) for name in key for m in re.finditer(_spelt(name, key), part))
    names = [name for _, _, name in places]
    if len(names) != len(key) or set(names) != set(key) or _DENIED.search(part):
        return None
    between = [part[places[k][1] : places[k + 1][0]] for k in range(len(places) - 1)]
    signs = {gap.strip(" ,()") for gap in between}
    if signs in ({"<"}, {">"}):
        return tuple(names if signs == {"<"} else names[::-1]) == key
    if len(names) == 2 and (than := _THAN.search(between[0])) is not None:
        rising = bool(than["less"] or than["below"])
        return tuple(names if rising else names[::-1]) == key
    around = part[: places[0][0]] + " " + between[0]
    top, bottom = _TOP.search(around), _BOTTOM.search(around)
    if (top is None) == (bottom is None):
        last = part[places[-1][1] :]
        ends = re.search(r"from (?:best|largest|highest|fastest|most)|descending|decreasing", last + around)
        rises = re.search(r"from (?:worst|smallest|lowest|slowest|least)|ascending|increasing", last + around)
        if ends or rises:
            return tuple(names[::-1] if ends else names) == key
        written = tuple(names[::-1] if descending else names) == key
        return True if written and all(map(_PLAIN_GAP.fullmatch, between)) else None
    if any(found is not None and found["good"] for found in (top, bottom)) and not descending:
        return None
    return tuple(names[::-1] if top else names) == key


def _spelt(name: str, key: Ranking) -> str:
    """A pattern for a name that is no part of a longer one of the key."""
    longer = [other for other in key if other != name and name in other]
    before = "".join(rf"(?<!{re.escape(other[: other.index(name)])})" for other in longer if other.index(name))
    body = r"[\s-]+".join(map(re.escape, re.split(r"[ -]", name)))
    return rf"{before}(?<![A-Za-z]){body if len(name) == 1 else f'(?i:{body})'}(?![A-Za-z0-9])"
