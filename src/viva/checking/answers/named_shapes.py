r"""The shapes of several tensors, each by its name or all in order: `U: 5×5, Σ: 5×3, Vᵀ: 3×3`.

>>> from viva.reading.replies import read_reply
>>> key = (("U", ("5", "5")), (r"\Sigma", ("5", "3")), (r"V^\top", ("3", "3")))
>>> [same_shapes(key, read_reply(text)) for text in ("U 5x5, S 5x3, Vt 3x3", "(5×5)(5×3)(3×3)", "Σ is 3 × 5")]
[True, True, False]
>>> same_shapes(key, read_reply("U is 5 × 5.")) is None
True

A shape belongs to the name before it, or shapes to a list of names in order ("U and V are 3×2 and 4×2"). Where a reply
names none of them, as many shapes as there are names count in their order. The last shape given to a name counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from viva.checking.answers.sizes import same_sizes
from viva.reading.budget import tick
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.shapes import Sizes, shapes, vectors

MAX_LENGTH = 8_000  # code points of a reply whose names are looked for

Sized = tuple[str, tuple[str, ...]]  # a name and its sizes

_GREEK = {
    "Σ": r"(?:\\Sigma|Σ|Sigma|sigma|S)", "Λ": r"(?:\\Lambda|Λ|Lambda|lambda)", "Θ": r"(?:\\Theta|Θ|Theta)",
    "Φ": r"(?:\\Phi|Φ|Phi)", "Γ": r"(?:\\Gamma|Γ|Gamma)", "Δ": r"(?:\\Delta|Δ|Delta)", "Ω": r"(?:\\Omega|Ω|Omega)",
    "β": r"(?:\\beta|β|beta)", "γ": r"(?:\\gamma|γ|gamma)", "μ": r"(?:\\mu|μ|mu)", "σ": r"(?:\\sigma|σ|sigma)",
    "θ": r"(?:\\theta|θ|theta)", "α": r"(?:\\alpha|α|alpha)", "δ": r"(?:\\delta|δ|delta)",
}  # fmt: skip
_SPELT = {
    spelling.replace("\\\\", "\\"): letter
    for letter, forms in _GREEK.items()
    for spelling in forms[3:-1].split("|")
    if len(spelling) > 1
}
_TURNED = r"(?:\^\s*\{?\s*(?:\\top|T|⊤|\\intercal|\\mathsf\s*\{?T\}?|H|\*)\s*\}?|ᵀ|⊤|\.T\b|[th]\b|'|_?[Tt]ransposed?\b)"
_DECORATED = lazy(r"\\(?:mathbf|boldsymbol|bm|mathrm|text|mathit|operatorname)\s*|[\s{}$*`]")
_NAME = lazy(rf"(?P<base>\\?[^\W\d_]+|\W)(?:_?(?P<sub>\w*))?(?P<turned>{_TURNED})?$")
_GAP = lazy(r"(?:\.shape|\.size\(\))?[\s$`*,;&/|#>.()-]*(?:\band\b|\bund\b|\bby\b)?[\s$`*,;&/|#(]*")
_JOINT = lazy(
    r"(?:[\s$`*|:=≈∈→⇒#(){\[^,-]|==|\\(?:in|to|colon|mathbb|left)(?![a-z])|ℝ|\{?R\}?(?=\s*\^)|\.(?:shape|size)"
    r"(?:\(\))?|'s"
    r"|\b(?:is|are|has|have|of|with|the|a|an|own|shapes?|sizes?|dimensions?|dims?|matrix|tensor|array|vector|both"
    r"|all|each"
    r"|also|length|entries|bias|weights?|then|must|be|itself|being|remains?|stays?|and|square|therefore|gets?"
    r"|becomes?|in|lives|respectively"
    r"|[A-Z]'s|then|torch)\b)*"
)
_BOTH = lazy(r"\b(?:both|all|each|are|have)\b|\\in(?![a-z])|∈")


def same_shapes(key: Sequence[Sized], reply: Reply) -> bool | None:
    """Does the reply give every shape of the key? None where it leaves one out, or gives none."""
    text = _stated(reply)
    if len(text) > MAX_LENGTH:
        return None
    given = _given(text, [name for name, _ in key])
    if given and len(given) < len(key):  # Vᵀ: 3 × 4 tells that V is 4 × 3
        missing = [name for name, sizes in key if name not in given and len(sizes) == 2 and not _IS_TURNED.search(name)]
        turned = _given(text, [*(f"{name}^\\top" for name in missing), *given])
        given |= {name: turned[f"{name}^\\top"][::-1] for name in missing if f"{name}^\\top" in turned}
    if given:
        results = [same_sizes(given[name], sizes) if name in given else None for name, sizes in key]
        return False if False in results else None if None in results else True
    for candidate in candidates(reply):
        if candidate.rank == 6 or candidate.rank >= 16:
            break
        found = _after_product(normalise(candidate.text).text)
        if len(found) == len(key):
            results = [same_sizes(one.sizes, sizes) for one, (_, sizes) in zip(found, key, strict=True)]
            return False if False in results else None if None in results else True
    return None


def shape_of(name: str, reply: Reply) -> tuple[str, ...] | None:
    """The shape that the reply gives to that name; None where it gives none."""
    text = _stated(reply)
    return _given(text, [name]).get(name) if len(text) <= MAX_LENGTH else None


def _stated(reply: Reply) -> str:
    """The reply without its asides ("for the full SVD it'd be …"), tables and braces below names as "name: shape"."""
    text = reply.text
    if len(text) > MAX_LENGTH:
        return text
    if _UNREAL.search(text):
        for said in candidates(reply):
            start, end = said.statement.start, said.statement.end
            if said.rank == 6 or (said.rank > 1 and _UNREAL_BE.search(text, start, end)):
                text = text[:start] + " " * (end - start) + text[end:]
    return _as_lines(_BELOW.sub(r" \g<name> : \g<sizes> ", normalise(text).text))


_IS_TURNED = lazy(rf"{_TURNED}$")
_UNREAL = lazy(
    r"\b(?:would|could|might|if|note|check)\b|['’]d\b", re.IGNORECASE, needs="'d|’d|if|note|would|could|might|check"
)
_UNREAL_BE = lazy(r"(?:\bwould|['’]d) (?:be|have)\b")
_BELOW = lazy(  # \\underbrace{U}_{5 \\times 3}, U_{5 \\times 3}
    r"(?:\\underbrace\s*\{)?(?P<name>\\[A-Za-z]+|[A-Za-zα-ωΑ-Ω](?:\^\s*\{?(?:\\top|T|⊤)\}?)?)\}?\s*_\s*"
    r"\{\s*\(?(?P<sizes>(?:\d+|[A-Za-z]\w?)\s*(?:\\times|×)[^{}()]{1,30})\)?\s*\}"
)
_LENGTH = lazy(
    r"\b(?:length|size|dimension) \$?(?P<a>\d+|[a-z](?![a-z]))\b(?!\$?\s*(?:×|\\times|by\b))"
    r"|(?<![\w×.] )(?<![\w×.])(?P<c>\d+|[a-z])\$? (?:entries|components|elements|numbers)\b"
    r"|\b(?:has|with|of|is) \$?(?P<d>\d+|[a-z])\$? (?:entries|components|elements|numbers)\b"
    r"|(?<=[:=] )\$?(?P<b>\d+)\$?(?=[ \t]*(?:$|[\n,;.]))"
)


def _after_product(text: str) -> list[Sizes]:
    """The shapes of a statement in order; of `(5×3) = (5×5)(5×3)(3×3)` those behind the `=`."""
    found = _all_shapes(text)
    if len(found) > 2 and text[found[0].end : found[1].start].strip(" )($") == "=":
        return found[1:]
    return found


def _all_shapes(text: str) -> list[Sizes]:
    found = shapes(text)
    lengths = [v for v in vectors(text) if not any(s.start < v.end and v.start < s.end for s in found)]
    found = sorted([*found, *lengths], key=lambda s: s.start)
    lone = [m for m in _LENGTH.finditer(text) if not any(s.start < m.end() and m.start() < s.end for s in found)]
    return sorted(
        [*found, *(Sizes((m["a"] or m["b"] or m["c"] or m["d"],), *m.span()) for m in lone)], key=lambda s: s.start
    )


# ---- names and shapes in a text ----------------------------------------------------------------------------


def _given(text: str, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The last shape that the text gives to each of the names."""
    events: list[tuple[int, int, str | tuple[str, ...]]] = []
    found = _all_shapes(text)
    for name in names:
        for match in name_pattern(name, tuple(names)).finditer(text):
            tick()
            if not any(s.start < match.start() < s.end for s in found):
                events.append((match.start(), match.end(), name))
    if not events:
        return {}
    for shape in found:
        start = shape.start
        while start and text[start - 1] in "([{$` ":
            start -= 1
        events.append((max(start, 0), shape.end, shape.sizes))
    events.sort(key=lambda e: (e[0], e[1]))
    given: dict[str, tuple[str, ...]] = {}
    run: list[str] = []
    at = 0
    k = 0
    while k < len(events):
        start, end, what = events[k]
        if isinstance(what, str):
            run = [*run, what] if run and _GAP.fullmatch(text, at, start) else [what]
            at = end
            k += 1
            continue
        joint = _JOINT.match(text, at, start) if run and start - at <= 60 else None
        if joint is None or joint.end() < start:
            run = []
            k += 1
            continue
        sizes = [what]
        at = end
        while k + 1 < len(events) and not isinstance(after := events[k + 1][2], str) and len(sizes) < len(run):
            if not _GAP.fullmatch(text, at, events[k + 1][0]) and len(run) == 1:
                break
            k += 1
            sizes.append(after)
            at = events[k][1]
        if len(sizes) == len(run):
            given.update(zip(run, sizes, strict=True))
        elif len(sizes) == 1 and _BOTH.search(joint[0]):
            given.update((name, what) for name in run)
        elif len(sizes) == 1:
            given[run[-1]] = what
        run = []
        k += 1
    return given


@lru_cache(maxsize=256)
def name_pattern(name: str, names: tuple[str, ...]) -> re.Pattern[str]:
    """How a reply may write the name: `V^\\top` also as Vᵀ, Vt, V.T; `\\Sigma` as Σ, Sigma, S; `W_1` as W1."""
    if (slope := _slope(name)) is not None:
        return slope
    bare = _DECORATED.sub("", name.replace("^{\\top}", "^\\top"))
    parts = _NAME.match(bare)
    if parts is None:
        return re.compile(re.escape(name))
    base = _SPELT.get(parts["base"], parts["base"])
    letter = _GREEK.get(base, re.escape(base))
    if "S" in names:
        letter = letter.replace("|S)", ")")
    sub = parts["sub"] or ""
    wrapped = rf"(?:\\(?:mathbf|boldsymbol|bm|mathrm|text)\s*\{{?)?{letter}\}}?"
    lower = rf"\s*_?\s*\{{?\s*(?:\\(?:text|mathrm)\{{)?{re.escape(sub)}\}}{{0,2}}" if sub else ""
    behind = _TURNED if parts["turned"] else rf"(?!\s?{_TURNED})"
    flags = re.IGNORECASE if len(base) > 3 else 0
    return re.compile(rf"(?<![\w\\.]){wrapped}{lower}{behind}(?![\w])", flags)


_SLOPE = lazy(
    r"(?:∂|\\partial\s*)\s*(?P<of>[A-Za-z\\ℓ]+)\s*/\s*(?:∂|\\partial\s*)\s*(?P<by>\\?\w+)|.*?\\frac\{\\partial "
    r"(?P<of2>\w+)\}\{\\partial (?P<by2>\w+)\}",
    needs="}|/",
)


_SHORT_SLOPE = lazy(  # dW, grad_W, W.grad, ∇_W L
    r"(?:d|grad_?)(?P<by>[A-Za-z]\d?)|(?P<by2>[A-Za-z]\w?)\.grad|(?:∇|\\nabla)\s*_\s*\{?(?P<by3>[A-Za-z]\d?)\}?\s*\\?\w+"
)


def _slope(name: str) -> re.Pattern[str] | None:
    """How a reply may write a derivative: `∂L/∂W` also as dW, `∇_W L`, `W.grad`."""
    slope = _SLOPE.fullmatch(name)
    short = _SHORT_SLOPE.fullmatch(name) if slope is None else None
    if slope is not None:
        by, of = re.escape(slope["by"] or slope["by2"]), re.escape(slope["of"] or slope["of2"])
    elif short is not None:
        by, of = re.escape(short["by"] or short["by2"] or short["by3"]), r"\\?[A-Za-zℓ]"
    else:
        return None
    return re.compile(
        rf"(?<![\w\\])(?:(?:∂|d|\\partial )\s?{of}\s?/\s?(?:∂|d|\\partial )\s?{by}"
        rf"|\\[dt]?frac\s*\{{\s*(?:\\partial|∂|d)\s*{of}\s*\}}"
        rf"\s*\{{\s*(?:\\partial|∂|d)\s*{by}\s*\}}|(?:\\nabla|∇)\s*_?\s*\{{?{by}\}}?\s*{of}|d{of}?{by}|grad_?{by}"
        rf"|{by}\.grad)(?![\w_])"
    )


_RULE = lazy(r"\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*$")


def _as_lines(text: str) -> str:
    """The rows of a Markdown table as "name: rows × columns"."""
    if "|" not in text:
        return text
    lines, turned = [], False
    for line in text.split("\n"):
        if line.count("|") < 2 or _RULE.match(line):
            lines.append(line)
            continue
        cells = [cell.strip(" $`*") for cell in line.strip().strip("|").split("|")]
        header = [cell.lower() for cell in cells]
        if "rows" in header and "columns" in header:
            turned = header.index("columns") < header.index("rows")
        if len(cells) > 2 and all(re.fullmatch(r"\d+|[A-Za-z]", cell) for cell in cells[1:]):
            lines.append(f"{cells[0]}: " + " × ".join(cells[:0:-1] if turned else cells[1:]))
        else:
            lines.append(f"{cells[0]}: " + ", ".join(cells[1:]))
    return "\n".join(lines)
