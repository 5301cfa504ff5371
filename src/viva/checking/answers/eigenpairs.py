r"""Eigenvalues with their eigenvectors, as keys and in replies: a vector counts up to a factor.

>>> key = eigenpair_key(r"$\lambda_1 = 3$ with $v_1 = (1, 1)^\top$ and $\lambda_2 = -1$ with $v_2 = (1, -1)^\top$")
>>> [(str(value), [str(entry) for entry in vector]) for value, vector in key]
[('3', ['1', '1']), ('-1', ['1', '-1'])]
>>> same_pairs(key, "λ = −1: (−1, 1)/√2 and λ = 3: (2, 2)"), same_pairs(key, "3 with (1, −1), −1 with (1, 1)")
(True, False)
>>> same_pairs(key, "The eigenvalues are 3 and -1.") is None, eigenpair_key("w = (1, 2), b = 3") is None
(True, True)

An eigenvalue is a number with the name λ, the factor of `A v = 3 v`, or a bare number that is one of the key's.
"""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

from viva.checking.answers.associating import Mention, associated
from viva.reading.arithmetic import amount
from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST_KEY, LONGEST = 300, 3_000
Vector = tuple[Fraction, ...]
Pairs = tuple[tuple[Fraction, Vector], ...]
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?(?:/\d+)?)"
_VECTOR = lazy(rf"(?<![A-Za-z\d])[(\[]\s*(?P<items>{_NUMBER}(?:\s*[,;]\s*{_NUMBER}|\s+{_NUMBER})+)\s*[)\]]")
_COLUMN = lazy(r"\\begin\s*\{[pb]matrix\}(?P<items>[^{}]*?)\\end\s*\{[pb]matrix\}", needs=r"\end")
_VALUE = lazy(
    rf"(?:(?:\\lambda|λ|lambda)(?:_?\{{?\w\}}?)?|eigenvalue(?:\s+\w_?\d)?)\s*(?:=|:|\bis\b|of)?\s*(?P<number>{_NUMBER})"
    r"(?![\w.]*[\w(])"
)
_LISTED = lazy(
    rf"[Ee]igenvalues\s*(?:are|:|=)?\s*(?P<list>{_NUMBER}(?:\s*(?:,|\band\b)+\s*{_NUMBER})+)", needs="eigenvalues"
)
_BARE = lazy(rf"(?<![\w.^(/,]){_NUMBER}(?![\w.^(/]|\s*[,)\]])")
_KEY_REST = lazy(
    r"\b(?:and|with|eigenvalues?|eigenvectors?|has|the|for|vector|vectors?|corresponding|respectively|to|a|an"
    r"|multiples?|of|any)\b"
    r"|(?:\\propto|∝|\\sim|→|↔|\\to|\\lambda|λ|[uvqx]|\\mathbf)(?:_?\{?\d?\}?)|\^\s*\{?(?:\\top|T|⊤)\}?|ᵀ"
    r"|[\s,;:.=()$*{}]"
)


def eigenpair_key(text: str) -> Pairs | None:
    """The pairs of a key; None where it says anything else."""
    if len(text) > LONGEST_KEY or not _EIGEN.search(text):
        return None
    source = _plain(text)
    vectors = _vectors(source)
    masked = _masked(source, vectors)
    values = _values(masked, None)
    rest = _masked(masked, values)
    if len(vectors) < 2 or len(values) != len(vectors) or _KEY_REST.sub("", rest):
        return None
    pairs = _pairs(masked, vectors, values)
    known = dict(pairs)
    return tuple(pairs) if len(known) == len(pairs) == len(values) else None


_EIGEN = lazy(r"λ|\\lambda|lambda|[Ee]igen")


def same_pairs(key: Pairs, text: str) -> bool | None:
    """Does the reply pair each eigenvalue with the key's eigenvector, up to a factor? None where it leaves one out."""
    if len(text) > LONGEST:
        return None
    source = _plain(text)
    products = list(_products(source))
    vectors = _vectors(source)
    masked = _masked(source, vectors)
    known = frozenset(value for value, _ in key)
    given = products or _pairs(masked, vectors, _values(masked, known))
    found: dict[Fraction, Vector] = {}
    for value, vector in given:
        if value in found and not _parallel(found[value], vector):
            return None
        found[value] = vector
    if any(value in found and not _parallel(vector, found[value]) for value, vector in key):
        return False
    if any(value not in found for value in known):
        return False if len(found) >= len(key) else None
    return True


def _plain(text: str) -> str:
    text = normalise(text).text.replace("−", "-")
    text = re.sub(r"\\[dt]?frac\s*\{\s*(-?\d+)\s*\}\s*\{\s*(\d+)\s*\}|\\[dt]?frac\s*(\d)\s*(\d)", _fraction, text)
    text = re.sub(r"\$|\*\*|`|\\(?:left|right|mathbf|boldsymbol)(?![a-z])|\\[,;!]", " ", text)
    return re.sub(r"-\s+(?=\d)", "-", text)


def _fraction(found: re.Match[str]) -> str:
    return f"{found[1] or found[3]}/{found[2] or found[4]}"


def _number(text: str) -> Fraction | None:
    value = amount(text.replace("+", "").strip())
    return None if value is None else Fraction(value.value)


def _vectors(source: str) -> list[Mention[Fraction | Vector]]:
    found: list[Mention[Fraction | Vector]] = []
    for pattern in (_VECTOR, _COLUMN):
        for m in pattern.finditer(source):
            items = [_number(item) for item in re.split(r"\s*(?:,|;|&|\\\\)\s*|\s+", m["items"].strip()) if item]
            exact = tuple(item for item in items if item is not None)
            if len(exact) == len(items) > 1 and any(exact):
                found.append(Mention(exact, m.start(), m.end()))
    return sorted(found, key=lambda mention: mention.start)


def _masked(source: str, mentions: list[Mention[Fraction | Vector]]) -> str:
    """The text with blanks for what is mentioned, so that its numbers count for nothing else."""
    for mention in mentions:
        source = source[: mention.start] + " " * (mention.end - mention.start) + source[mention.end :]
    return source


def _values(masked: str, known: frozenset[Fraction] | None) -> list[Mention[Fraction | Vector]]:
    found: list[Mention[Fraction | Vector]] = []
    for m in _VALUE.finditer(masked):
        if (value := _number(m["number"])) is not None:
            found.append(Mention(value, m.start(), m.end()))
    listed = _LISTED.search(masked)
    if listed is not None and len(found) < 2:
        numbers = [(m[0], listed.start("list") + m.start()) for m in re.finditer(_NUMBER, listed["list"])]
        return [
            Mention(value, start, start + len(text)) for text, start in numbers if (value := _number(text)) is not None
        ]
    if found:
        return found
    for m in _BARE.finditer(masked):
        value = _number(m[0])
        if value is not None and (known is None or value in known):
            found.append(Mention(value, m.start(), m.end()))
    return found


def _pairs(
    text: str, vectors: list[Mention[Fraction | Vector]], values: list[Mention[Fraction | Vector]]
) -> list[tuple[Fraction, Vector]]:
    """Each vector with its value: in turns, or all values first and then, in the same order, all vectors."""
    order = "".join(kind for _, kind in sorted([(m.start, "L") for m in values] + [(m.start, "v") for m in vectors]))
    if len(values) > 1 and re.fullmatch(r"L+v+", order) and len(values) == len(vectors):
        pairs = [(v.what, e.what) for v, e in zip(vectors, values, strict=True)]
    else:
        pairs = associated(text, vectors, values)
    return [(value, vector) for vector, value in pairs if isinstance(value, Fraction) and isinstance(vector, tuple)]


_ITSELF = lazy(r"(?:A|M|S|Σ|\\Sigma|C|K|H)\s*$")


def _products(source: str) -> list[tuple[Fraction, Vector]]:
    """`A (1, 1) = 3 (1, 1)`: the factor and the vector, where both sides have the same one."""
    vectors = _vectors(source)
    found = []
    for one, other in itertools.pairwise(vectors):
        factor = re.fullmatch(
            r"[\s^{}T⊤ᵀ\\top]*=\s*(?P<factor>[-+]?[\d./]*)\s*(?:\\cdot|·|\*)?\s*", source[one.end : other.start]
        )
        if factor is None or one.what != other.what or not _ITSELF.search(source[: one.start]):
            continue
        value = _number({"": "1", "-": "-1", "+": "1"}.get(factor["factor"], factor["factor"]))
        if value is not None and isinstance(one.what, tuple):
            found.append((value, one.what))
    return found


def _parallel(one: Vector, other: Vector) -> bool:
    """Are they multiples of each other, within the rounding of decimals?"""
    if len(one) != len(other) or not any(other):
        return False
    size = max(abs(a) for a in one) * max(abs(b) for b in other)
    return all(abs(one[i] * other[j] - one[j] * other[i]) <= size / 500 for i in range(len(one)) for j in range(i))
