r"""What a reply writes as a program does, in the signs of the key: gradients, broadcasting, whole quotients.

>>> in_signs(r"\gamma_i \partial L/\partial y_i", "dx = gamma * dy")
'dx = gamma * (∂L/∂y)'
>>> in_signs("", "(1 - h**2)[:, None] * W + A * s[None, :]")
'(diag((1 - h**2)) @ W) + (A @ diag(s))'
>>> in_signs(r"\frac{a k}{g}", "a // g * k"), in_signs("a/g", r"\lfloor a // g \rfloor")
('a / g * k', '\\lfloor a // g \\rfloor')
>>> in_signs(r"h_i - \sum_j q_j h_j", "h - q @ h")
'h - (q.T @ h)'

`dy` is ∂L/∂y only where the key has that; `//` divides without a rest where the key divides and rounds
nothing. Whether the names are those of the key is not decided here.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_SLOPE = lazy(
    r"\\partial\s*(?P<of>\\ell(?![a-z])|\\(?:mathcal|mathscr)\s*\{?\s*L\s*\}?|[A-Z])\s*(?:/|\}\s*\{)\s*\\partial\s*\{?\s*"
    r"(?P<by>\\hat\s*\{?\s*[A-Za-z]|\\[a-z]+|[A-Za-z])(?![A-Za-z])"
)
_DEFINED = lazy(
    r"(?:^|(?<=\n))[ \t]*def \w+\([^()\n]*\)(?: *-> *[\w.]+)?:[ \t]*(?P<lines>(?:\n[ \t]+(?!return\b)[^\n]*)*)\n?[ \t]+"
    r"return[ \t]+(?P<value>[^\n]+)"
)
_LENGTH = lazy(
    r"/\s*(?:len\(\w+\)|\w+\.shape\[0\]|\w+\.size\(0\)|batch_size|\w+\.size(?![\w(]))",
    needs="len(|.size|.shape[0]|batch_size",
)
_COUNT = lazy(r"(?<![A-Za-z\\_])(?:(?<=\{)|(?<=/)|(?<=\^))([nNmMBT])(?![A-Za-z_^])")
_ONES = lazy(r"(?:(?:np|torch|jnp)\.)?ones\(\(?(?P<n>[A-Za-z]),\s*(?P=n)\)?\)")
# `(dy * xhat).sum(axis=0)`: of what has one index, over that; of a matrix it would be over its rows.
_OVER_ALL = lazy(
    r"(?P<what>\((?:[^()A-Z\n]|\([^()\n]*\))*\)|(?<![\w.])[a-z]\w*)\.(?P<how>sum|mean)\((?:axis=|dim=)?0(?:,\s*keepdims?=True)?\)"
)
_ROUNDS = lazy(r"\\l?floor|\\lceil|⌊|⌈|//|\bfloor|\bceil")
_QUOTIENT = lazy(r"(?<=[\w)\]])([ \t]*)//(?=[ \t]*[\w(])")
_FACTOR = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|[A-Za-z_]\w*(?:\.T)?)"
_ROWS_FIRST = lazy(rf"(?P<v>{_FACTOR})\[:,\s*None\]\s*\*\s*(?P<m>{_FACTOR})(?![\[(@])")
_COLUMNS_FIRST = lazy(rf"(?P<v>{_FACTOR})\[None(?:,\s*:)?\]\s*\*\s*(?P<m>{_FACTOR})(?![\[(@])")
_ROWS_LAST = lazy(rf"(?P<m>{_FACTOR})\s*\*\s*(?P<v>{_FACTOR})\[:,\s*None\]")
_COLUMNS_LAST = lazy(rf"(?P<m>{_FACTOR})\s*\*\s*(?P<v>{_FACTOR})\[None(?:,\s*:)?\]")
_VECTORS = lazy(r"(?<![\w.@\])] )(?<![\w.@\])])(?P<one>[a-z]\w?)\s*@\s*(?P<other>[a-z]\w?)(?![\w.(\[])(?!\s*@)")


def in_signs(key: str, reply: str) -> str:
    """The reply without what only a program says in its way."""
    if "\\" not in reply and "\\partial" in key:
        for slope in _SLOPE.finditer(key):
            name = re.sub(r"[\\{}\s]|hat", "", slope["by"])
            written = rf"(?<![\w/])(?:d{name}|d[Ll]_?d_?{name}|grad_{name})(?![\w/(])"
            reply = re.sub(written + r"(?=\s*=[^=])", f"∂L/∂{name}", reply)
            reply = re.sub(written, f"(∂L/∂{name})", reply)
    if "return" in reply and (body := _DEFINED.search(reply)) is not None:
        reply = f"{reply[: body.start()]}{body['lines']}\n\nThe answer is {body['value']}{reply[body.end() :]}"
    if _LENGTH.search(reply) and len(counts := set(_COUNT.findall(key))) == 1:
        reply = _LENGTH.sub(f"/ {counts.pop()}", reply)
    if "ones((" in reply or "ones(n" in reply:
        reply = _ONES.sub(r"(ones(\g<n>) @ ones(\g<n>).T)", reply)
    if ".sum(" in reply or ".mean(" in reply:
        reply = _OVER_ALL.sub(r"\g<what>.\g<how>()", reply)
    if "None" in reply:
        reply = _ROWS_FIRST.sub(r"(diag(\g<v>) @ \g<m>)", reply)
        reply = _COLUMNS_FIRST.sub(r"(\g<m> @ diag(\g<v>))", reply)
        reply = _ROWS_LAST.sub(r"(diag(\g<v>) @ \g<m>)", reply)
        reply = _COLUMNS_LAST.sub(r"(\g<m> @ diag(\g<v>))", reply)
    if "//" in reply and not _ROUNDS.search(key) and "\\" not in reply:
        reply = _QUOTIENT.sub(r"\1/", reply)
    if "@" in reply:
        reply = _VECTORS.sub(lambda m: _inner(key, m), reply)
    return reply


def _inner(key: str, match: re.Match[str]) -> str:
    """`w @ x` as an inner product, where the key has `w^\\top x` or sums over both, `w @ w` where it has w's norm."""
    one, other = match["one"], match["other"]
    turned = r"\s*\^\s*\{?\s*(?:\\top|T|\\intercal|⊤|\\mathsf\s*\{?\s*T\s*\}?)\s*\}?\s*"
    squared = one == other and re.search(rf"(?:\\\||\\lVert|‖)\s*{one}\s*(?:\\\||\\rVert|‖)", key)
    if squared or re.search(rf"(?<![A-Za-z\\])(?:{one}{turned}{other}|{other}{turned}{one})(?![A-Za-z])", key):
        return f"({one}.T @ {other})"
    scripted = [re.search(rf"(?<![A-Za-z\\]){name}_(?:[a-z]|\{{[a-z]\}})(?![a-z])", key) for name in (one, other)]
    return f"({one}.T @ {other})" if "\\sum" in key and all(scripted) else match[0]
