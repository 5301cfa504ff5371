r"""A reply's text in the notation of the key, where the reply is a program or was torn out of a PDF.

>>> rewritten(r"\log_k n", "logk n"), rewritten("w + x", "w += x"), rewritten("w - 2x", "w -= a + b  # step")
('log_k n', 'w = w + x', 'w = w - (a + b)  # step')
>>> print(rewritten("", "λˆ = n/S"))
\hat{λ} = n/S
>>> elementwise("W.T @ d * s")
'W.T @ d ⊙ s'

`logk` is a logarithm only where the key has one to that base. `elementwise` reads every `*` as a program does, entry by
entry; whether the text is a program, nothing here decides.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_BASE = lazy(r"\\log_\s*\{?\s*([A-Za-z])")
_UPDATE = lazy(
    r"(?m)(?P<lead>^\s*`*|`)(?P<name>[A-Za-zα-ωΑ-Ω\\][\w.{}^\\]{0,30})[ ]*(?P<sign>[-+])=[ ]*"
    r"(?P<rest>[^\n`$#;]{1,200}?)(?P<tail>\s*(?:$|[`$#;]|\.\s|,\s))"
)
_HAT_BEHIND = lazy(r"(\\[A-Za-z]+|[^\W\d_])ˆ(?=\s*(?:$|[=),;/|·+−*∗-]))")
_STAR = lazy(r"(?<!\*)\*(?!\*)")


def rewritten(key: str, reply: str) -> str:
    """The reply with `w += x` as an equation and with the key's `log_k` where it has lost the place of its base."""
    if "ˆ" in reply:  # as PDF extraction leaves \\hat\\lambda
        reply = _HAT_BEHIND.sub(r"\\hat{\1}", reply)
    if "log_" in key and "log" in reply:
        for base in set(_BASE.findall(key)):
            reply = re.sub(rf"(?<![A-Za-z\\])log{base}(?=[\s(])", f"log_{base}", reply)
    return _UPDATE.sub(_update, reply) if "+=" in reply or "-=" in reply else reply


def _update(match: re.Match[str]) -> str:
    rest = match["rest"]
    inner = f"({rest})" if match["sign"] == "-" and re.search(r"[-+]", rest) else rest
    return f"{match['lead']}{match['name']} = {match['name']} {match['sign']} {inner}{match['tail']}"


def elementwise(text: str) -> str:
    """Every `*` of a text as the product entry by entry."""
    return _STAR.sub("⊙", text)
