r"""Orders of growth: `O(n \log n)`, `Θ(n²d)`. Constants and the bases of logarithms inside do not count.

>>> same_order("O(n \\log n)", "O(3 n \\log_2 n + n)"), same_order("O(n)", "O(n \\log n)")
(True, False)
>>> same_order("O(1/n)", "It vanishes like $n^{-1}$."), is_order("n")
(True, False)

Two orders are the same if the ratio of what they hold settles to a constant on every path on which the sizes grow, for
random powers of a growing number. `O` and `Θ` are taken for the same claim, as people write them; `Ω` and `o` are
others. That is a numerical test, not a proof: it does not tell `n` from `n` times a factor that grows more slowly than
`log log n`.

Of several orders in a reply, the one counts that its best statement ends with, leaving out comparisons ("instead of
O(n²)"), remarks in brackets, and what is said to be one of memory. Where only the order of memory is the key's, nothing
is decided.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from viva.checking.answers.growth_words import EXPONENTIAL, UNKNOWN, growth, key_growth
from viva.checking.evaluating.draws import Draws
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.kinds import Symbol
from viva.reading.formulas import formulas
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.parser import parse
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply
from viva.reading.syntax import Add, Call, Expr, Index, Num, Pow, Sym, Unreadable
from viva.reading.trees import free_names, rebuild, rename, substitute, walk

_SIGN = lazy(
    r""
    r"(?<![A-Za-z\\])(?:\\(?:mathcal|mathrm|operatorname|text)\s*\{?\s*)?"
    r"(?P<sign>\\Theta|\\Omega|Theta|Omega|[OoΘΩ])\s*\}?"
    r"(?:\s|\\[!,;:])*(?:\\left|\\[bB]igg?[lr]?)?\s*\("
)
_BRACKET = lazy(r"[()]")
_SAME = {r"\Theta": "O", "Theta": "O", "Θ": "O", r"\Omega": "Ω", "Omega": "Ω"}
_LIKE = lazy(
    r"\b(?:like|as|with|order(?: of)?|proportional(?:ly)? to)\s+(?=[$\\(`]|[\dn(√]|[A-Za-z]\^"
    r"|(?:[A-Za-z]\s?)?(?:log|ln|sqrt|exp)\b)"
    r"|(?:∝|≍|\\asymp(?![a-z])|\\propto|\\sim|~)\s*",
    re.I,
)
_MEMORY_WORDS = r"(?:memory|space|storage|parameters|cache)"
_MEMORY_AFTER = lazy(
    rf"[\s$*)]*(?:of\s+)?(?:(?:extra|additional|auxiliary|working)\s+)?{_MEMORY_WORDS}",
    re.IGNORECASE,
    needs="space|cache|memory|storage|parameters",
)
_MEMORY_BEFORE = lazy(
    rf"\b(?:{_MEMORY_WORDS}|to store)\b[^.;()]*$", re.IGNORECASE, needs="space|cache|memory|storage|to store|parameters"
)
_REMAINDER = lazy(r"(?:[^\s)+]|[^\s+OoΘΩ(]\([^()]*\))\s*\+\s*$", needs="+")  # ln T + o(1); not O(n) + O(m)
_STEPS = (1e12, 1e24)
_EXPONENTIAL_STEPS = ((40.0, 160.0), (12.0, 30.0), (5.0, 12.0))  # where a size stands in an exponent
_ASIDE = lazy(
    r"\b(?:versus|vs\.?|compared (?:to|with)|instead of|rather than|not|unlike|than|against|as opposed to|over|from|"
    r"improves? (?:on|over|upon)|only|would(?: be| take| need| cost| require)?|factor \\?\$?\w+\$? of|down from"
    r"|naive(?:ly)?|whereas|while|improvement \w+ \w+ over)"
    r"(?:\s+(?:the|a|an|usual|naive|standard|flat|full|dense|softmax['’]s|plain|its|is|costs?|takes?|needs?"
    r"|\w+['’]s|\w+ing))*"
    r"\s*[$\\(*`]*\s*$"
    r"|\b(?:naive|brute[- ]force|vanilla|flat|standard|ordinary)\b[^.;,]{0,30}$",
    re.I,
)
_CONCLUDES = lazy(
    r"(?:=|\b(?:so|hence|thus|therefore|total|overall|altogether|which is|i\.e\.)\b[^.;]{0,30})\s*[$\\(*`]*\s*$",
    re.I,
    needs="=|so|thus|i.e.|hence|total|overall|which is|therefore|altogether",
)
_CASE = lazy(
    r"\b(?:only|if|when|unless|in the case|for \$?\\?\w+\s*(?:≫|\\gg|≪|\\ll|>|<|=|large|small|fixed|constant))"
    r"(?![^.;]{0,400}\b(?:so|hence|total|overall)\b)",
    re.IGNORECASE,
)
_SMALL = frozenset((r"\epsilon", r"\varepsilon", "ε", "epsilon", r"\delta", "δ", "eps"))  # these tend to zero
LONGEST = 20_000


@dataclass(frozen=True)
class Order:
    """`sign(expr)` at `start:end` of a text; `expr` is None where it could not be read."""

    sign: str
    expr: Expr | None
    start: int
    end: int


def is_order(key_text: str) -> bool:
    """Is the key an order of growth, such as `O(n)`?"""
    return _SIGN.match(normalise(key_text).text.strip(" $.")) is not None or key_growth(key_text) is not None


def same_order(key_text: str, reply_text: str) -> bool | None:
    """Are two orders of growth the same? None if that cannot be decided, or the key is no order."""
    key_source = normalise(key_text).text.strip(" $.")
    keys = list(orders(key_source))
    in_words = key_growth(key_text) if not keys else None
    if len(keys) != 1 and in_words is None:
        return None
    sign, key = ("O", in_words) if not keys else (keys[0].sign, keys[0].expr)
    if key is None or len(reply_text) > LONGEST:
        return None
    if "_" in key_source and "_" not in reply_text:  # λ2 for λ₂
        reply_text = _LOST_INDEX.sub(r"\1_\2", reply_text)
    main, memory = _stated(reply_text, key)
    same = _same_order(sign, key, main)
    if same is False and main is not None and (put := _with_meanings(key, main, reply_text)) is not None:
        same = _same_order(sign, put, main)
    if same is False and memory is not None and _same_order(sign, key, memory) is not False:
        return None  # the key may be that of the memory
    return same


_MEANING = lazy(
    r"(?:\b(?:where|with|and|here|since|as)\b|[,(])[\s$]*(?P<name>\\?[A-Za-zα-ω]+)\s*(?::=|=)\s*(?P<value>[^,.;$()\n=]{1,30})",
    needs="=",
)


def _with_meanings(key: Expr, found: Order, reply_text: str) -> Expr | None:
    """The key with what the reply says a name in it stands for: κ, where it gives `(L/μ) log n with κ = L/μ`."""
    missing = free_names(key) - free_names(found.expr) if found.expr is not None else set()
    put = {}
    for match in _MEANING.finditer(normalise(reply_text).text) if missing else ():
        try:
            name, value = parse(match["name"]), parse(re.sub(r"\s+(?:is|the|of|for)\b.*", "", match["value"]).strip())
        except Unreadable:
            continue
        if isinstance(name, Sym) and name.name in missing and free_names(value):
            put[name.name] = value
    for match in _COUNTED.finditer(reply_text) if {"V", "E"} <= missing else ():
        put["E" if match["what"] in ("edges", "Kanten") else "V"] = Sym(match["name"])
    return substitute(key, put) if put else None


# n nodes, n is the number of vertices
_COUNTED = lazy(
    r"(?<![\w\\])(?:(?P<name>[A-Za-z])\$?\s+(?:(?:is|are|denotes|for|=)?\s*(?:the )?number of (?:the )?)?"
    r"(?P<what>nodes|vertices|edges|Knoten|Kanten))\b"
)


def _same_order(sign: str, key: Expr, found: Order | None) -> bool | None:
    if found is None or found.expr is None:
        return None
    if found.sign != sign:
        return False
    expr = found.expr
    if UNKNOWN in walk(key) and len(names := free_names(expr)) == 1:
        expr = rename(expr, {names.pop(): UNKNOWN.name})  # "linear" is O(n), whatever n is called
    if EXPONENTIAL in (key, expr):
        return _both_exponential(key, expr)
    try:
        return _same_growth(key, expr)
    except Unevaluable:
        return None


def _both_exponential(key: Expr, found: Expr) -> bool | None:
    """Where one is only said to be exponential: the same words, or no exponent that grows; else its base is open."""
    if key == found:
        return True
    other = found if key == EXPONENTIAL else key
    grows = any(
        (isinstance(n, Pow) and free_names(n.exponent)) or (isinstance(n, Call) and n.name in ("exp", "factorial"))
        for n in walk(other)
    )
    return None if grows else False


def orders(text: str) -> Iterator[Order]:
    """Every order of the text; `O(n) + O(m)` is one."""
    last: Order | None = None
    for order in _single(text):
        if last is None or last.sign != order.sign or not _PLUS.fullmatch(text, last.end, order.start):
            if last is not None:
                yield last
            last = order
            continue
        both = Add((last.expr, order.expr)) if last.expr is not None and order.expr is not None else None
        last = Order(last.sign, both, last.start, order.end)
    if last is not None:
        yield last


_PLUS = lazy(r"\s*\+\s*")


def _single(text: str) -> Iterator[Order]:
    """Every `O(…)` of the text."""
    for match in _SIGN.finditer(text):
        depth, end = 1, -1
        for bracket in _BRACKET.finditer(text, match.end()):
            depth += 1 if bracket[0] == "(" else -1
            if depth == 0:
                end = bracket.start()
                break
        if end < 0:
            continue
        inside = re.sub(r"\\(?:right|[bB]igg?[lr]?)\s*$", "", text[match.end() : end])
        yield Order(_SAME.get(match["sign"], match["sign"]), _held(inside), match.start(), end + 1)


_LOST_INDEX = lazy(r"(?<![A-Za-z\d^\\])([A-Za-zα-ω])(\d)(?!\d)")
_LOST_POWER = lazy(r"(?<=[A-Za-z])([2-9])(?=[A-Za-z\s)+]|$)")  # `n2d`, as PDF extraction leaves n²d


_OF_ONE = lazy(
    r"(\\?(?<![A-Za-z])(?:log|ln))\s+1\s*/\s*(\\?[A-Za-zα-ω]+)", needs="/"
)  # log 1/ε; the logarithm of 1 is nothing


def _held(inside: str) -> Expr | None:
    """What an `O(…)` holds; a letter with an index is a size of its own."""
    inside = _OF_ONE.sub(r"\1(1/\2)", inside)
    for text in dict.fromkeys((inside, _LOST_POWER.sub(r"^{\1}", inside))):
        try:
            return rebuild(parse(text), _named_size)
        except Unreadable:
            continue
    return None


def _named_size(node: Expr) -> Expr | None:
    if isinstance(node, Index) and isinstance(node.base, Sym):
        return Sym("_".join([node.base.name, *(str(getattr(i, "value", i)) for i in node.indices)]))
    return None


def _stated(text: str, key: Expr) -> tuple[Order | None, Order | None]:
    """The order that the reply gives, and the one that it gives for memory beside it."""
    source = normalise(text).text
    found = [order for order in orders(source) if not _REMAINDER.search(source[max(0, order.start - 40) : order.start])]
    if not found:
        return _likened(source, key), None
    if len(found) == 1:
        return found[0], None
    memory: Order | None = None
    opening = _opening(source, found[0])
    for candidate in candidates(read_reply(text)):
        if candidate.rank >= 6:
            break
        words = normalise(candidate.text).text
        held = list(orders(words))
        if candidate.rank > 3 and opening is not None:
            return opening, memory
        if not held:
            continue
        ends = [0, *(order.end for order in held)]
        stored = [o for o, end in zip(held, ends, strict=False) if _of_memory(words, o, end)]
        memory = memory or next(iter(stored), None)
        main = [o for o in held if o not in stored]
        chosen = _chosen(words, main, first=candidate.rank == 0)
        if chosen is not None:
            return chosen, memory
    return memory or (found[0] if len({o.expr for o in found}) == 1 else None), None


def _opening(text: str, first: Order) -> Order | None:
    """The order that the reply opens with: "O(nk): all distances …"."""
    behind = re.match(r"[\s$*`)]*(?:[a-z]+[ ]?){0,2}(?:[.:,;–—(\n]|$)", text[first.end :])
    return first if behind and not re.search(r"\w", text[: first.start]) else None


def _of_memory(words: str, order: Order, end: int) -> bool:
    return bool(_MEMORY_AFTER.match(words, order.end) or _MEMORY_BEFORE.search(words[end : order.start]))


def _chosen(words: str, held: list[Order], first: bool) -> Order | None:
    """The last order that is neither compared with nor a remark; behind "Answer:" the first."""
    ends = [0, *(order.end for order in held)]
    kept = [
        o
        for o, end in zip(held, ends, strict=False)
        if not _ASIDE.search(words[max(0, o.start - 60) : o.start]) and not (end and _CASE.search(words[end : o.start]))
    ] or (held if first else [])
    if not kept:
        return None
    outside = [o for o in kept if words.count("(", 0, o.start) <= words.count(")", 0, o.start)] or kept
    if first and not _CONCLUDES.search(words[max(0, outside[-1].start - 40) : outside[-1].start]):
        return outside[0]
    return outside[-1]


def _likened(text: str, key: Expr) -> Order | None:
    """ "It decays like 1/n", "proportional to n²"."""
    if (in_words := _in_words(text, key)) is not None:
        return Order("O", in_words, 0, 0)
    for match in reversed(list(_LIKE.finditer(text))):
        try:
            stated = formulas(text[match.end() : match.end() + 200], tuple(Symbol(n) for n in sorted(free_names(key))))
            if stated and stated[0].start <= 2 and not stated[0].relations and not stated[0].broken:
                return Order("O", parse(stated[0].text.strip(" $")), match.start(), match.end())
        except Unreadable:
            return None
    alone = re.split(r",\s+[a-z]{2,}", text.strip(" $.`"))[0] if len(text) < 80 else ""
    try:
        return Order("O", rebuild(parse(alone), _named_size), 0, len(alone)) if alone and "=" not in alone else None
    except Unreadable:
        return None


def _in_words(text: str, key: Expr) -> Expr | None:
    """The growth that the best statement says in words."""
    names = tuple(sorted(free_names(key))) or (UNKNOWN.name,)
    if len(text) < 120:
        return growth(text, names)
    for candidate in candidates(read_reply(text)):
        if candidate.rank < 6 and len(candidate.text) < 1_000:
            found = growth(normalise(candidate.text).text, names)
            if found is not None:
                return found
    return None


def _same_growth(a: Expr, b: Expr) -> bool:
    if isinstance(a, Num) and isinstance(b, Num):
        return True
    names = sorted(free_names(a) | free_names(b))
    if free_names(a) != free_names(b):
        return False
    if _proportional(a, b, names):
        return True
    exponents = {
        name
        for e in (a, b)
        for n in walk(e)
        if isinstance(n, Pow) or (isinstance(n, Call) and n.name in ("exp", "factorial"))
        for name in free_names(n.exponent if isinstance(n, Pow) else n)
    }
    if not exponents:
        return _grow_alike(a, b, names, _STEPS, names)
    for growing in (names, sorted(exponents)):  # in (a/b)^k only k may have to grow
        for steps in _EXPONENTIAL_STEPS:
            try:
                return _grow_alike(a, b, names, steps, growing)
            except Unevaluable:
                continue
    raise Unevaluable("an order of growth without a finite positive value")


def _proportional(a: Expr, b: Expr, names: list[str]) -> bool:
    """Is their quotient one and the same number at random positive values?"""
    rng = np.random.default_rng(7)
    ratios = []
    for _ in range(4):
        try:
            ratios.append(_ratio(a, b, {name: rng.uniform(1.1, 3.0) for name in names}))
        except Unevaluable:
            return False
    return max(ratios) / min(ratios) < 1 + 1e-9


def _ratio(a: Expr, b: Expr, sizes: dict[str, float]) -> float:
    drawn = Draws((), 1, {}, {name: np.array([size]) for name, size in sizes.items()})
    top, bottom = abs(float(evaluate_draws(a, drawn)[0])), abs(float(evaluate_draws(b, drawn)[0]))
    if not (np.isfinite(top) and np.isfinite(bottom)) or top <= 0 or bottom <= 0:
        raise Unevaluable("an order of growth without a finite positive value")
    return top / bottom


def _grow_alike(a: Expr, b: Expr, names: list[str], steps: tuple[float, float], growing: Collection[str]) -> bool:
    """Does their quotient stay the same from the first step to the second, however the sizes grow?"""
    for powers in _paths(len(names), steps == _STEPS):
        ratios = []
        for step in steps:
            sizes = {n: step ** (-power if n in _SMALL else power) for n, power in zip(names, powers, strict=True)}
            sizes.update({n: 1 + power for n, power in zip(names, powers, strict=True) if n not in growing})
            ratios.append(_ratio(a, b, sizes))
        if not np.isfinite(ratios).all() or abs(ratios[1] / ratios[0] - 1) > 0.05:
            return False
    return True


def _paths(count: int, wide: bool) -> Iterator[list[float]]:
    """Powers with which the sizes grow: alike, and each of them much faster, and much slower, than the others."""
    rng = np.random.default_rng(5)
    for _ in range(4):
        yield list(rng.uniform(0.6, 1.4, count) if wide else rng.uniform(0.8, 1.0, count))
    if wide and 1 < count <= 6:
        for k in range(count):
            yield [2.5 if i == k else 0.5 for i in range(count)]
            yield [0.4 if i == k else 1.2 for i in range(count)]


__all__ = ["is_order", "orders", "same_order"]
