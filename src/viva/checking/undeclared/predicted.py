r"""A model's prediction by its name, where the reply writes out the softmax or the sigmoid that gives it.

>>> by_name(r"p - y", "softmax(z) - y"), by_name(r"(\hat y_i - y_i) x_i", "(sigmoid(w @ x_i) - y_i) x_i")
('p - y', '(y_hat_i - y_i) x_i')
>>> by_name("p - y", "softmax(z) - p"), by_name("a - b", "softmax(z) - b"), by_name("p - y", "softmax(z) - softmax(w)")
(None, None, None)

The key has one of the names that predictions have (p, ŷ, P, q, s …), and the reply has it nowhere. Whether the rest
agrees, the caller finds out.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_CALL = lazy(
    r"(?:\\(?:operatorname|mathrm|text|mathbf)\s*\{\s*(?:softmax|sigmoid)\s*\}|(?:\w+\.){0,3}(?<![A-Za-z])(?:softmax|sigmoid|expit)"
    r"|\\sigma(?![A-Za-z_])|σ)\s*(?:\\left\s*)?(?=\()",
    re.IGNORECASE,
)
_NAME = lazy(
    r"\\hat\s*\{?\s*[pyPY](?![A-Za-z])\s*\}?|\\hat\s*\{?\s*\\pi\s*\}?|(?<![A-Za-z\\_^{])[pPqsS](?![A-Za-z(])|(?<![A-Za-z\\])\\pi(?![A-Za-z(])"
)
_TEMPERATURE = lazy(r"\\tau(?![a-z])|τ|(?<![A-Za-z^{\\])T(?![A-Za-z])")  # which the softmax may have, or lack
LONGEST = 2_000  # code points of a reply


def by_name(key: str, reply: str) -> str | None:
    """The (normalised) reply with the key's name for its softmax or sigmoid; None where that is not certain."""
    if len(reply) > LONGEST or _CALL.search(key) or _TEMPERATURE.search(key):
        return None
    names = {_bare(match[0]): match[0] for match in _NAME.finditer(key)}
    theirs = {_bare(match[0]) for match in _NAME.finditer(reply)}
    free = [written for bare, written in names.items() if bare not in theirs]
    calls = [(match.start(), _closing(reply, match.end())) for match in _CALL.finditer(reply)]
    if len(free) != 1 or not calls or any(end < 0 for _, end in calls):
        return None
    if len({re.sub(r"\s|\\left|\\right", "", reply[start:end]) for start, end in calls}) != 1:
        return None
    name = free[0].strip() if "\\" in reply else _plain(free[0])
    index = _index(free[0], key)
    for start, end in reversed(calls):
        has = index and re.search(rf"_\{{?\s*{index}(?![a-z])", reply[start:end]) and reply[end : end + 1] != "_"
        own = index if has else ""
        reply = f"{reply[:start]}{name}{'_' + own if own else ''}{reply[end:]}"
    return reply


def _index(name: str, key: str) -> str:
    """The letter that the key's name always has as its index; "" where it has none, or others."""
    found = set(re.findall(re.escape(name.strip()) + r"\s*(?:_\s*\{?\s*([a-z])(?![a-z]))?", key))
    return found.pop() if len(found) == 1 else ""


def _bare(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


def _plain(name: str) -> str:
    """`\\hat y` as a program has it: no sign of LaTeX among plain text."""
    bare = _bare(name).replace(r"\pi", "π")
    return f"{bare.removeprefix(chr(92) + 'hat')}_hat" if bare.startswith(r"\hat") else bare


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; -1 where it is not."""
    depth = 0
    for k in range(start, min(len(text), start + 200)):
        depth += (text[k] == "(") - (text[k] == ")")
        if depth == 0:
            return k + 1
    return -1
