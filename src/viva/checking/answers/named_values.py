r"""Several values, each with its name: which value of the reply belongs to which of the key.

>>> from viva.reading.values import value
>>> def pairs(key, reply): return paired(value(key).items, value(reply).items)
>>> [str(given) for _, given in pairs("(w = 2, bias = -1)", "(b = -1, w = 2)")]
['w = 2', 'b = -1']
>>> pairs("(x_1 = 1, x_2 = 3)", "(x_1 = 3, x_2 = 1)") is None
True

Names are the same in a few common wordings (`FP` and "false positives"). Names of one letter with numbers (`x_1`,
`x_2`) may be given to a set of roots in any order, so that they pair nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viva.reading.patterns import lazy
from viva.reading.value_kinds import Assigned, Value

_ALIASES = (
    ("mean", "mu", "μ", "average", "expectation", "expected value", "e[x]", "mittelwert"),
    ("variance", "sigma^2", "σ^2", "σ²", "var", "varianz"),
    ("standard deviation", "sigma", "σ", "std", "sd"),
    ("precision", "prec", "p", "ppv"),
    ("recall", "r", "sensitivity", "tpr", "true positive rate"),
    ("specificity", "tnr", "true negative rate"),
    ("false positive rate", "fpr"),
    ("accuracy", "acc"),
    ("f_1", "f1", "f1 score", "f_1 score"),
    ("true positives", "tp"),
    ("false positives", "fp"),
    ("false negatives", "fn"),
    ("true negatives", "tn"),
    ("weight", "w", "slope", "weights"),
    ("bias", "b", "intercept", "offset"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("lambda", "λ"),
    ("theta", "θ"),
)
_MEANT = {name: names[0] for names in _ALIASES for name in names}
_NUMBERED = lazy(r"(?P<base>.+?)_?\d+")


def _meant(name: str) -> str:
    bare = re.sub(r"\s+", " ", re.sub(r"[{}\\$]", "", name)).strip().lower().removeprefix("the ")
    return _MEANT.get(bare, bare)


def names(items: Sequence[Value]) -> tuple[str, ...]:
    """The names of values that all have one, each another; else nothing."""
    found = tuple(_meant(item.name) for item in items if isinstance(item, Assigned))
    return found if len(set(found)) == len(items) > 1 else ()


def numbered(found: Sequence[str]) -> bool:
    """Are they one letter with numbers, `x_1` and `x_2`?"""
    bases = {match["base"] if (match := _NUMBERED.fullmatch(name)) else name for name in found}
    return len(bases) == 1


def paired(key: Sequence[Value], reply: Sequence[Value]) -> list[tuple[Value, Value]] | None:
    """The values of the key with those of the reply that have the same names; None where the names do not say."""
    left, right = names(key), names(reply)
    if not left or set(left) != set(right) or numbered(left):
        return None
    by_name = dict(zip(right, reply, strict=True))
    return [(item, by_name[name]) for name, item in zip(left, key, strict=True)]
