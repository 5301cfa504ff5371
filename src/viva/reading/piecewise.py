r"""Functions that are given piece by piece, in words or as code, as LaTeX cases.

>>> as_cases("x if x > 0 else 0.1 * x")
'\\begin{cases} x & x > 0 \\\\ 0.1 * x & \\text{otherwise} \\end{cases}'
>>> as_cases("It is 1 for positive x and 0 for negative x.")
'\\begin{cases} 1 & x > 0 \\\\ 0 & x < 0 \\end{cases}'
>>> as_cases("np.where(z > 1, z, 0)")
'\\begin{cases} z & z > 1 \\\\ 0 & \\text{otherwise} \\end{cases}'
>>> as_cases(r"$f(u) = \tau u$ for $u \ge 0$ and $0$ otherwise")
'f(u) = \\begin{cases} \\tau u & u \\ge 0 \\\\ 0 & \\text{otherwise} \\end{cases}'
>>> as_cases("It converges for x > 0 and diverges otherwise."), as_cases("x = 1 for n = 2"), as_cases("max(0, x)")
(None, None, None)

Each piece must be a formula with its condition; at least two are needed. What stands in front of the first piece and an
equality sign names the function. Conditions on several things ("x > 0 and y > 0") are not read.
"""

from __future__ import annotations

import re

from viva.reading.cleaning import split
from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST = 800
_MOST = 8
_MAY_BE = lazy(r"\b(?:if|else|otherwise|for|when|where|elsewhere)\b|[<>≤≥].*?(?::|→|\))", re.DOTALL)
_DRESS = lazy(
    r"\$+|(?<![\w)])\*\*|\*\*(?![\w(])|`|\\[()\[\]]|\\(?:left|right|q?quad|displaystyle|bigg?[lr]?)(?![A-Za-z])"
    r"|\\[,;:! ]"
)
_WORDS = lazy(r"\\(?:text|textrm|mathrm|mbox)\s*\{([^{}]*)\}")
_SIGN = r"(?:<=|>=|==|!=|[<>≤≥=≠]|\\(?:leqslant|geqslant|leq?|geq?|lt|gt|neq?)(?![A-Za-z]))"
_RELATION = lazy(rf"[^,;:=<>≤≥≠]{{1,40}}?\s*{_SIGN}\s*[^,;:]{{1,40}}")
_SIGNED = lazy(
    r"(?:(?P<sign>strictly positive|strictly negative|positive|negative|non-?negative|non-?positive"
    r"|zero)\s+(?P<name>\\?\w+)"
    r"|(?P<named>\\?\w+)\s+(?:is\s+)?(?P<signed>positive|negative|non-?negative|non-?positive|zero))"
)
_INTERVAL = lazy(
    r"(?:(?P<name>\\?[A-Za-z]\w*)\s*(?:∈|\\in(?![a-z])|in|from"
    r"|between)\s*)?[(\[](?P<low>[^,()\[\]]{1,12}),(?P<high>[^,()\[\]]{1,12})[)\]]"
)
_SIGNS = {"positive": "> 0", "negative": "< 0", "nonnegative": r"\ge 0", "nonpositive": r"\le 0", "zero": "= 0"}
_IF = r"(?:\b(?:if|for|when|where|whenever|provided that|in case|on|over)\b)"
_PIECE = lazy(rf"(?P<value>.+?)[\s,]+{_IF}\s+(?:all\s+)?(?P<condition>.+)")
_TURNED = lazy(
    rf"{_IF}\s+(?P<condition>.+?)\s*(?::|→|->|\bthen\b|\bit (?:is|equals)\b|\bwe (?:get|have)\b|,)\s*(?P<value>.+)"
)
_LABELLED = lazy(rf"(?P<condition>[^,;:]{{1,40}}?{_SIGN}[^,;:]{{1,40}}?)\s*(?::|→|->|⇒)\s*(?P<value>.+)")
_BRACKETED = lazy(rf"(?P<value>.+?)\s*\((?P<condition>[^()]{{1,40}}{_SIGN}[^()]{{1,40}})\)")
_OTHERWISE = lazy(
    r"(?P<value>.+?)[\s,]*\b(?:otherwise|else|elsewhere|everywhere else)"
    r"|(?:otherwise|else|elsewhere)[\s,:]*(?:it (?:is|equals)\s+)?(?P<behind>.+)",
    needs="else|otherwise",
)
_BREAK = lazy(r"\s*(?:\n|;|\.(?=\s|$)|,?\s+(?:and|but|while|whereas|or)\s+)\s*")
_LEAD = lazy(
    r"(?:.*?\b(?:is|are|be|equals?|gives?|returns?|get|namely|to|value)\b:?|.*?:(?!=))\s+",
    re.DOTALL,
    needs=":|to|is|be|get|are|give|equal|value|namely|return",
)
_WHERE = lazy(r"(?:(?:np|numpy|torch|jnp|tf)\.)?where\s*\(")
_TERNARY = lazy(r"(?P<value>.+?)\s+if\s+(?P<condition>.+?)\s+else\s+(?P<rest>.+)", re.DOTALL, needs="else")
_PROSE = lazy(
    r"(?<![\\A-Za-z])(?!(?:max|min|exp|log|sin|cos|tan|tanh|sqrt|abs|sign|sgn|relu|ReLU|alpha|beta|lambda|delta"
    r"|tau)\b)[A-Za-z]{3,}"
)


def as_cases(text: str) -> str | None:
    """The text as a function by cases, with the name that it has; None where it is no such function."""
    if len(text) > LONGEST:
        return None
    if r"\begin" in text:
        return _grid(text)
    if not _MAY_BE.search(text):
        return None
    plain = _WORDS.sub(r" \1 ", _DRESS.sub(" ", normalise(text).text))
    plain = re.sub(r"[^\S\n]+", " ", plain).strip(" .")
    name, plain = _name(plain)
    for reader in (_where, _ternary, _listed):
        found = reader(plain)
        if found is not None and 2 <= len(found) <= _MOST:
            rows = r" \\ ".join(f"{value} & {condition}" for value, condition in found)
            return f"{name}\\begin{{cases}} {rows} \\end{{cases}}"
    return None


_GRID = lazy(
    r"(?:\\left\s*)?(?:\\?\{\s*)?\\begin\s*\{(?P<kind>[dr]?cases|array)\*?\}(?:\{[lcr"
    r"| ]+\})?(?P<rows>.*?)\\end\s*\{(?P=kind)\*?\}",
    re.DOTALL,
)


def _grid(text: str) -> str | None:
    """The only cases of a text, in rows of a value and a condition each; a comma or "if" between them is left out."""
    found = list(_GRID.finditer(text))
    if len(found) != 1 or text.count(r"\begin") != 1 or (found[0]["kind"] == "array" and "{" not in found[0][0][:12]):
        return None
    rows = [row.split("&") for row in re.split(r"\\\\(?:\[[^\]]*\])?", found[0]["rows"]) if row.strip()]
    if not 2 <= len(rows) <= _MOST or any(len(row) != 2 for row in rows):
        return None
    if found[0]["kind"] == "array" and not re.search(_SIGN, found[0]["rows"]):
        return None
    pieces = []
    for value, condition in rows:
        bare = _WORDS.sub(r" \1 ", condition)
        bare = re.sub(rf"^\s*,?\s*{_IF}\s*", "", bare).strip(" ,.;$")
        if re.search(r"[A-Za-z]{3,}", re.sub(r"\\[A-Za-z]+", "", bare)):
            last = re.fullmatch(r"(?:otherwise|else|elsewhere|everywhere else)\W*", bare)
            bare = r"\text{otherwise}" if last else condition
        pieces.append(f"{value.strip().rstrip(',;').strip()} & {bare}")
    return r"\begin{cases} " + r" \\ ".join(pieces) + r" \end{cases}"


def _name(plain: str) -> tuple[str, str]:
    """`f(x) = ` in front, and the rest."""
    found = re.match(
        r"(?P<name>\\?[A-Za-zα-ω][\w'\\{}^]{0,16}\s*(?:\([^()=]{1,16}\))?)\s*(?::=|=(?!=))\s*(?=\S)", plain
    )
    if found is None or _PROSE.search(found["name"]):
        return "", plain
    return f"{found['name'].strip()} = ", plain[found.end() :]


_UNDEFINED = lazy(
    r"\b(?:undefined|not defined|not differentiable|does not exist|any (?:value|number)|anything)\b",
    needs="anything|any value|undefined|any number|not defined|does not exist|not differentiable",
)
_RELATED = lazy(_SIGN + r"|positive|negative|zero|otherwise|else")
Pieces = list[tuple[str, str]]


def _where(plain: str) -> Pieces | None:
    called = _WHERE.match(plain)
    if called is None or not plain.endswith(")"):
        return None
    arguments = split(plain[called.end() : -1], ",")
    if len(arguments) != 3 or (condition := _condition(arguments[0])) is None:
        return None
    rest = _where(arguments[2]) or [(arguments[2], r"\text{otherwise}")]
    return [(arguments[1], condition), *rest] if _is_formula(arguments[1]) else None


def _ternary(plain: str) -> Pieces | None:
    found = _TERNARY.fullmatch(plain)
    if found is None or (condition := _condition(found["condition"])) is None:
        return None
    value = _value(found["value"])
    inner = found["rest"].strip()
    inner = inner[1:-1] if re.fullmatch(r"\([^()]*\)", inner) else inner
    rest = _ternary(inner) or [(found["rest"].strip(" ()."), r"\text{otherwise}")]
    return [(value, condition), *rest] if value and _is_formula(rest[-1][0]) else None


def _listed(plain: str) -> Pieces | None:
    """Pieces between commas, semicolons, line ends and "and"; a comma inside a piece is tried too."""
    plain = re.sub(r"\belse\s*:?\s+(?=\S)", ", otherwise ", plain)
    parts = [part.strip(" ,") for part in _BREAK.split(plain) if part.strip(" ,.-•*")]
    found: Pieces = []
    for part in parts:
        if _UNDEFINED.search(part) or (len(_PROSE.findall(part)) > 3 and not _RELATED.search(part)):
            continue
        pieces = _pieces([piece for piece in split(part, ",") if piece.strip()])
        if pieces is None:
            return None
        found += pieces
    return found if sum(condition != "" for _, condition in found) == len(found) else None


def _pieces(parts: list[str]) -> Pieces | None:
    """The pieces of a run between commas: each alone, or two of them joined."""
    if not parts:
        return []
    for size in (1, 2):
        if size <= len(parts) and (piece := _piece(", ".join(parts[:size]))) is not None:
            rest = _pieces(parts[size:])
            if rest is not None:
                return [piece, *rest]
    return None


def _piece(part: str) -> tuple[str, str] | None:
    part = re.sub(r"^(?:(?:and|but|while|or)\s+|[-•*]\s+)", "", part.strip(" •.&"))
    other = _OTHERWISE.fullmatch(part)
    if other is not None:
        value = _value(other["value"] or other["behind"])
        return (value, r"\text{otherwise}") if value else None
    for pattern in (_TURNED, _PIECE, _LABELLED, _BRACKETED):
        found = pattern.fullmatch(part)
        if found is not None and (condition := _condition(found["condition"])) is not None:
            value = _value(found["value"])
            if value:
                return value, condition
    return None


def _condition(text: str) -> str | None:
    bare = text.strip(" ,.$")
    within = _INTERVAL.fullmatch(bare)
    if within is not None:
        return f"{within['low']} < {within['name'] or 'x'} < {within['high']}"
    bare = bare[1:-1] if re.fullmatch(r"\([^()]*\)", bare) else bare
    signed = _SIGNED.fullmatch(bare)
    if signed is not None:
        sign = (signed["sign"] or signed["signed"]).replace("-", "").removeprefix("strictly ")
        return f"{signed['name'] or signed['named']} {_SIGNS[sign]}"
    if _RELATION.fullmatch(bare) is None or _PROSE.search(bare):
        return None
    return bare.replace("==", "=")


def _value(text: str) -> str:
    """The formula at the end of the text, behind "it is"; "" where there are words in it."""
    bare = text.strip(" ,.:")
    bare = _LEAD.sub("", bare) if _PROSE.search(bare) or re.match(r"(?:it|this) is\b", bare, re.IGNORECASE) else bare
    bare = re.split(r"(?<![<>=!])=(?!=)", bare)[-1].strip()
    bare = "0" if bare == "zero" else "1" if bare == "one" else bare
    return bare if bare and _is_formula(bare) else ""


def _is_formula(text: str) -> bool:
    return (
        bool(re.search(r"\w", text))
        and text.lower() not in ("no", "up")
        and not _PROSE.search(text)
        and text.count("(") == text.count(")")
    )
