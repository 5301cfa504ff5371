r"""Options by their names, where a key says which are right and which are not: "BF16 and FP32 (not FP16)".

>>> from viva.reading.replies import read_reply
>>> key = names("BF16 and FP32 (not FP16)")
>>> key
(('BF16', 'FP32'), ('FP16',))
>>> [named(*key, read_reply(text)) for text in ("FP32, bfloat16", "Only BF16.", "FP16 overflows, sadly.")]
[True, False, None]

A name counts in any case and with or without a hyphen. What is said of a name in other words than right and wrong
("overflows") decides nothing.
"""

from __future__ import annotations

import re

from viva.checking.answers.ballots import ballot
from viva.reading.glossary import in_english
from viva.reading.patterns import lazy
from viva.reading.replies import Reply

_NOT = lazy(
    r"^(?P<right>.+?)(?:\s+\((?:but |and )?not\s+(?P<in>[^()]+(?:\([^()]*\)[^()]*)*)\)"
    r"|(?:,|,?\s+(?:but|and))\s+not\s+(?P<after>[^()]+))$",
    needs="not",
)
_SENTENCE = lazy(
    r"\b(?:is|are|was|does|do|the|it|has|have|can|will|exists?|holds?|than|of|in|on|if|for)\b", re.IGNORECASE
)
_AND = lazy(r"\s*,\s*(?:and\s+|or\s+|not\s+|nor\s+)?|\s+(?:and|&|or|nor)\s+(?:not\s+)?")
_NAME = lazy(r"(?=[^ ]*[A-Za-z])[A-Za-z0-9][\w+-]*(?: [A-Za-z0-9][\w+-]*){0,2}")
_SAME = {"float": "fp", "bfloat": "bf", "single precision": "fp32", "half precision": "fp16", "brain float": "bf16",
         "double precision": "fp64"}  # fmt: skip
LONGEST = 4_000


def names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The names that a key says are right, and those that it says are not; None where it does not name both."""
    found = _NOT.match(text.strip(" .$"))
    if found is None:
        return None
    right = [piece for piece in _AND.split(re.sub(r"^(?:both|only) ", "", found["right"])) if piece]
    wrong = [piece for piece in _AND.split(re.sub(r"\bnot ", "", found["in"] or found["after"])) if piece]
    every = [*right, *wrong]
    if (
        not all(_NAME.fullmatch(name) and len(name) > 1 for name in every)
        or len(set(every)) < len(every)
        or len(every) > 10
    ):
        return None
    return tuple(right), tuple(wrong)


def named(right: tuple[str, ...], wrong: tuple[str, ...], reply: Reply) -> bool | None:
    """Does the reply choose the right names and none of the wrong ones?"""
    every = (*right, *wrong)
    text = in_english(reply.text[:LONGEST])
    letter = {_bare(name): "abcdefghij"[k] for k, name in enumerate(every)}
    for name in every:  # "E5M2" for "FP8-E5M2", where no other name has that part
        for part in re.split(r"[-_ ]", name):
            if len(part) > 2 and sum(_bare(part) in _bare(other) for other in every) == 1:
                letter.setdefault(_bare(part), letter[_bare(name)])
    spelt = [*letter, *(other for other, name in _SAME.items() if name in letter)]
    known = re.compile(
        r"(?<![A-Za-z0-9])(?:" + "|".join(_loose(name) for name in sorted(spelt, key=len, reverse=True))
        + r"|(?:b?float)(?=\d)\d+)(?![A-Za-z0-9])",
        re.IGNORECASE,
    )  # fmt: skip

    def mark(found: re.Match[str]) -> str:
        name = _bare(found[0])
        name = _SAME.get(
            found[0].lower().replace("-", " "), re.sub(r"^(b?)float", lambda m: m[1] + ("f" if m[1] else "fp"), name)
        )
        return f" ⟨{letter[name]}⟩ " if name in letter else found[0]

    marked = known.sub(mark, text)
    wanted = set("abcdefghij"[: len(right)])
    votes = ballot(marked, every, marked=True)
    if votes is not None:
        return {letter[_bare(name)] for name, true in votes.items() if true} == wanted
    listed = _LIST.search(re.sub(r"\([^()⟨⟩]*[A-Za-z]{3}[^()⟨⟩]*\)", " ", marked))
    if listed and "⟨" not in marked[: listed.start()]:
        return set(re.findall(r"⟨([a-j])⟩", listed[0])) == wanted
    ticked = set(re.findall(r"⟨([a-j])⟩[\s*_]*[✓✔✅]", marked))
    return ticked == wanted if ticked and not re.search("[✗✘❌]", marked) else None


# Nothing but names, or names behind a colon at the end of all that is said.
_LIST = lazy(
    r"(?:^(?:\W*(?:only|both|the answer is|answer)\b)*|:|→|⇒)[\s*_]*⟨[a-j]⟩(?:(?:[\s,*&/+]|and(?=\s))*+⟨[a-j]⟩)*+"
    r"(?:\W*only)?[\s*_.!]*$",
    re.IGNORECASE,
)


def _bare(name: str) -> str:
    return re.sub(r"[-_ ]", "", name).lower()


def _loose(name: str) -> str:
    return r"[-_ ]?".join(re.escape(char) for char in name.replace(" ", "")) if len(name) < 24 else re.escape(name)
