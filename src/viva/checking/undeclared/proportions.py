r"""What something is proportional to: `p(θ|x) ∝ p(x|θ) p(θ)` in key and reply.

>>> key = r"$\pi(a|s) \propto e^{Q(s,a)/\tau}$"
>>> proportional(key, "π(a|s) ∝ exp(Q(s,a)/τ)"), proportional(key, "It is $\\pi(a|s) \\propto \\exp(\\tau Q(s, a))$.")
(True, None)
>>> proportional(key, r"$\pi(a|s) = e^{Q(s,a)/\tau}$") is None
True

Only a right side that is the key's own is told to be right: another one may differ from it by a constant.
"""

from __future__ import annotations

from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply

LONGEST = 2_000

LIKE = lazy(r"\\propto(?![a-z])|∝")


def proportional(key: str, reply: str) -> bool | None:
    """Does the reply say that something is proportional to the same as the key does?"""
    from viva.checking.undeclared.formulas import same_text  # imports what needs this module's neighbours

    _, *told = LIKE.split(normalise(key).text.strip(" $.\n"))
    if len(told) != 1 or len(reply) > LONGEST:
        return None
    text = normalise(reply).text
    maths = [text[m.inner_start : m.inner_end] for m in read_reply(text).maths] or text.split("\n")
    stated = [part for part in maths if LIKE.search(part)]
    if not stated:
        return None
    right = LIKE.split(stated[-1])[-1].strip(" $.")
    return same_text(f"${told[0].strip()}$", right) or None
