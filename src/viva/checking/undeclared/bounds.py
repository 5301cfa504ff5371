r"""A bound on something: the sides of an inequality one by one, where values cannot be drawn for what is bounded.

>>> key = r"$\mathbb{P}(|X - \mu| \ge t) \le \frac{\sigma^2}{t^2}$"
>>> same_bound(key, "Pr(|X − μ| ≥ t) ≤ σ²/t²"), same_bound(key, "P(|X − μ| ≥ t) ≤ σ/t")
(True, False)
>>> same_bound(key, "at most σ²/t²"), same_bound(key, "P(|X − μ| ≥ 2t) ≤ σ²/t²")
(True, None)
>>> same_bound(key, "at least σ²/t²"), same_bound(key, r"$\sigma^2/t^2 \ge \Pr(|X-\mu| \ge t)$"), same_bound(key, "σ")
(False, True, None)

What is bounded must be written in the same way, but for spaces, signs and the name of a probability; the bounds are
compared as expressions. A bound without what it is of counts where words or nothing else stand with it.
"""

from __future__ import annotations

import re

from viva.reading.cleaning import balanced
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply

LONGEST = 1_000

_SIGNS = {"≤": "≤", "<": "<", "≥": "≥", ">": ">"}
_WRITTEN = lazy(r"\\(?:leq?|leqslant|le)(?![a-z])|\\(?:geq?|geqslant|ge)(?![a-z])|\\lt(?![a-z])|\\gt(?![a-z])|<=|>=")
_TURNED = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}
_PROBABILITY = lazy(
    r"(?:\\(?:mathbb|mathrm|operatorname|text)\s*\{?\s*(?:Pr|P|Prob)\s*\}?|\\Pr(?![a-z])|ℙ|(?<![A-Za-z])(?:Pr|Prob|P|p))"
    r"(?=\s*(?:\\left|\\[bB]igl?)?\s*[(\[{\\])"
)
_SPACING = lazy(r"\\(?:left|right|[bB]ig[lrg]?|,|;|!|:| )|[\s$.]")
_LETTERS = lazy(r"\\(?:mathbb|mathcal|mathrm|text|operatorname)\s*\{?\s*([A-Za-z]+)\s*\}?")
_WORDED = lazy(
    r"^\s*(?:(?:it|this|the [a-z ]{1,40}?)\s+(?:is|can be)\s+)?(?:bounded (?:from )?(?P<side>above|below)? ?by"
    r"|(?P<most>at most|no more than|not more than|up to)|(?P<least>at least|no less than))\s+(?P<bound>\S.*)$",
    re.I | re.DOTALL,
)

_MEASURED = lazy(r"[(\[|‖]")  # a probability, a norm
_RELATED = lazy(r"[=≈→∈]|\\(?:approx|to|in|neq?)(?![a-z])")


def same_bound(key: str, reply: str) -> bool | None:
    """Does the reply bound the same thing by the same expression? None where it is about something else."""
    from viva.checking.undeclared.formulas import same_text  # imports what needs this module's neighbours

    wanted = _sides(normalise(key).text)
    if wanted is None or len(reply) > LONGEST:
        return None
    left, sign, right = wanted
    text = normalise(reply).text
    maths = [text[m.inner_start : m.inner_end] for m in read_reply(text).maths]
    for formula in (*reversed(maths), text) if maths else (text,):
        told = _sides(formula)
        if told is None:
            continue
        first, relation, second = told
        if _bare(first) != _bare(left):
            if _bare(second) != _bare(left):
                return None
            second, relation = first, _TURNED[relation]
        return same_text(right, second) if relation == sign else False
    worded = _WORDED.match(text)
    if worded is not None:
        upper = worded["most"] is not None or (worded["side"] or "above").lower() == "above"
        upper = upper and worded["least"] is None
        bound = worded["bound"].strip(" .$")
        return same_text(right, bound) if upper is (sign in "≤<") else False
    alone = (maths[0] if len(maths) == 1 and len(text) < len(maths[0]) + 6 else text).strip(" .$")
    if not _MEASURED.search(left) or _RELATED.search(alone) or (maths and alone != maths[0].strip(" .$")):
        return None  # `3` alone does not say on which side of it x lies
    return same_text(right, alone) or None  # another expression may be about something else


def _sides(text: str) -> tuple[str, str, str] | None:
    """The sides of an inequality with a single sign outside brackets, and that sign."""
    text = _WRITTEN.sub(lambda m: _sign(m[0]), text.strip(" $.\n"))
    depth, found = 0, []
    for k, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char in _SIGNS and depth == 0:
            found.append(k)
        elif char == "=" and depth == 0:
            return None
    if len(found) != 1 or not balanced(text):
        return None
    left, right = text[: found[0]].strip(), text[found[0] + 1 :].strip()
    return (left, text[found[0]], right) if left and right else None


def _sign(written: str) -> str:
    name = written.lstrip("\\")
    return "<" if name == "lt" else ">" if name == "gt" else "≤" if name[0] in "l<" else "≥"


def _bare(text: str) -> str:
    """A side as it is compared: without spaces, with one name for a probability."""
    text = _LETTERS.sub(r"\1", _PROBABILITY.sub("P", text))
    text = re.sub(r"\\(?:lvert|rvert|vert|mid)(?![a-z])", "|", text)
    text = re.sub(r"\\\{|\[", "(", re.sub(r"\\\}|\]", ")", text))
    for command, sign in _GREEK.items():
        text = re.sub(rf"\\{command}(?![a-z])", sign, text)
    return _SPACING.sub("", text).replace("{", "").replace("}", "").replace("−", "-")


_GREEK = {
    "mu": "μ", "sigma": "σ", "epsilon": "ε", "varepsilon": "ε", "delta": "δ", "theta": "θ", "hat": "^",
    "eta": "η", "lambda": "λ", "pi": "π",
}  # fmt: skip
