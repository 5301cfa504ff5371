r"""Numbers that a sentence lists as the answer, where more is said behind it: "The eigenvalues are 4, 1 and 0. Their …"

>>> told_numbers("The eigenvalues are 4, 1, 1 and 0. Their sum 6 equals the trace 3 + 1 + 1 + 1.")
['4', '1', '1', '0']
>>> told_numbers("So t = 2 or t = -3. The singular values are the absolute values: 3 and 2.")
['3', '2']
>>> told_numbers("λ = 0 (once), λ = 1 (twice), λ = 4 (once)"), told_numbers("The roots are 2 and 3. So we get 4 and 9.")
(['0', '1', '1', '4'], None)

Of several lists the last counts, and none where something is concluded behind it.
"""

from __future__ import annotations

import re

from viva.checking.answers.general import same
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.reading.values import Set_, Tuple_, value

LONGEST = 3_000
_NUMBER = (
    r"(?:[-+]?\d+(?:\.\d+)?(?:/\d+)?|[-+]?\\[dt]?frac\s*\{\d+\}\s*\{\d+\}|[-+]?\\sqrt\s*\{?\d+\}?)"
    r"(?![\d.]*[\dA-Za-z_^{(*·×/%])"
)
_TIMES = (
    r"(?:\s*\((?:(?P<times>once|twice|simple|double|triple|three times|(?:with )?multiplicity \d)|[^()\d]{0,40})\))?"
)
_NAMED = r"(?:\\?[A-Za-zα-ω]\w{0,3}(?:_\{?\w\}?)?\s*=\s*)?"
_ENTRY = lazy(rf"(?P<name>{_NAMED})(?P<number>{_NUMBER})" + _TIMES)
_ITEM = _NAMED + _NUMBER + _TIMES.replace("?P<times>", "?:")
# What is said behind a list takes it back, or gives another one.
_RUN = rf"{_ITEM}(?:\s*(?:,\s*(?:and\s|or\s)?|\band\s|\bor\s)\s*{_ITEM})+"
_LIST = lazy(
    r"(?:\b(?:are|is either|either|or|at)\b(?:\s(?:exactly|just|then|therefore|thus|simply|only|the))*|:|^|∈)\s*"
    rf"(?P<list>{_RUN})(?:\s*(?:[.;:!]?\s*$|[.;!,:](?=\s)|\n|\s\(|\swhere|\swith|\sbecause|\sas\s|\ssince))",
    re.MULTILINE,
)
_CONCLUDED = lazy(
    rf"\b(?:answer|wait|actually|but|however|except|not|instead|only|remaining|left|excluded?|reject\w*|multiplicit\w+|twice"
    rf"|double|triple|repeated)\b|n['’]t\b"
    rf"|{_RUN}|[{{∪]|(?<!\()(?:±|\\pm(?![a-z]))",
    re.IGNORECASE,
)
_REASON = lazy(r",?\s(?:as|since|because)\s[^.;\n]{1,200}(?:\.(?=\s|$)|(?=[;\n])|$)")
_UNSURE = lazy(r"\b(?:not|never|if|candidates?|unless|except|would|could|might|some of)\b|n['’]t\b", re.IGNORECASE)
_UNORDERED = lazy(r"\b(?:eigenvalues?|singular values?|roots?|zeros|solutions?|spectrum)\b|λ|\\lambda", re.IGNORECASE)
_TWICE = {"twice": 2, "double": 2, "triple": 3, "three times": 3}


def told_numbers(text: str) -> list[str] | None:
    """The numbers of the last list, each as often as it is said to count; None where there is none."""
    if len(text) > LONGEST:
        return None
    plain = normalise(text).text.replace("$", "").replace("**", "")
    plain = _REASON.sub(".", plain)
    lists = list(_LIST.finditer(plain))
    if not lists:
        return None
    found = lists[-1]
    sentence = re.split(r"[.;!]\s|\n", plain[: found.start("list")])[-1]
    if _UNSURE.search(sentence) or _CONCLUDED.search(plain[found.end("list") :]):
        return None
    told: list[str] = []
    if len({re.sub(r"[_{}\d\s=]", "", entry["name"]) for entry in _ENTRY.finditer(found["list"])} - {""}) > 1:
        return None  # x = 1 and y = 2
    for entry in _ENTRY.finditer(found["list"]):
        often = (entry["times"] or "").lower()
        count = int(often[-1]) if often[-1:].isdigit() else _TWICE.get(often, 1)
        told.extend([entry["number"]] * min(count, 9))
    return told


def lists_numbers(wanted: Set_, reply: Reply) -> bool | None:
    """Are the numbers that the reply lists those of the key? None where it lists none."""
    if len(wanted.items) < 2 or not all(isinstance(item, Quantity) for item in wanted.items):
        return None
    told = told_numbers(reply.text)
    given = [value(number) for number in told or ()]
    items = tuple(item for item in given if isinstance(item, Quantity))
    if not told or len(items) < len(told):
        return None
    if wanted.braced or len(set(wanted.items)) == len(wanted.items):
        return same(wanted, Set_(items)).equal
    if not _UNORDERED.search(reply.text):
        return None  # 1, 1, 2, 3, 5 may be a sequence
    rising = [sorted(group, key=lambda item: item.value) for group in (_quantities(wanted), items)]
    return same(
        Tuple_(tuple(rising[0]), "(", ")"), Tuple_(tuple(rising[1]), "(", ")")
    ).equal  # 0, 1, 1, 4: each as often


def _quantities(wanted: Set_) -> list[Quantity]:
    return [item for item in wanted.items if isinstance(item, Quantity)]
