r"""Keys that are one option, which is a formula or a number: "(b) $2Ax$", "C — 128 parameters", "B: $\sigma(0) = 1/2$".

>>> labelled_content("(b) $2Ax$"), labelled_content("C — 12 GB"), labelled_content("Option 2: $n$")
(('b', '$2Ax$'), ('C', '12 GB'), ('2', '$n$'))
>>> labelled_content("(a) 3, (b) 4"), labelled_content("B and C"), labelled_content("(b) ReLU")
(None, None, None)

A label may also be the one of a part. So a reply must give the content, or the label as plainly as one chooses; and
where it gives both, they must agree (`picks_labelled`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from viva.reading.patterns import lazy
from viva.reading.replies import Reply, read_reply

LONGEST = 400
_LABELLED = lazy(
    r"[\s*_]*(?i:(?:the )?(?:correct )?(?:answer|option|choice|solution)(?: is|:)?\s+)?"
    r"(?:\((?P<in>[A-Ja-j]|[1-9]|i{1,3}|iv|v)\)|(?P<big>[A-E])(?=[).:\s])"
    r"|(?P<small>[a-e]|i{1,3}|iv|v)(?=\))|(?<=[a-z] )(?P<named>[1-9])(?=[:)]))"
    r"[*_]*[).]?[*_]*\s*(?:[:—–→]|\s-\s)?\s*(?P<content>\S.*)",
    re.DOTALL,
)
_ANOTHER = lazy(r"(?:^|[\s,;])\(?(?:[A-Ja-j]|i{1,3}|iv|v)\)\s|[,;]\s*[B-J][.:]\s|\b(?:not|and|or|but) \(?[A-Ja-j]\)")
_FORMAL = lazy(r"\$|\\[(a-z]|[=^∇∂≤≥√∑]")
_NUMBER = lazy(r"[≈~]?\s*[-−+]?[\d.,]*\d(?:\s*(?:%|[·×^/*]\s*[\d^{}()−-]+))*(?:\s+[A-Za-z/%-]+){0,3}\.?")


def labelled_content(text: str) -> tuple[str, str] | None:
    """The label of the key's option, and its content; None where the content is words, or the key anything else."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    found = _LABELLED.fullmatch(text.strip())
    if found is None:
        return None
    content = found["content"].strip()
    if found["big"] and not re.match(r"[).:]|\s*[—–→-]\s", text[found.end("big") :]):
        return None  # `A $x$` is a product
    if "`" in content or _ANOTHER.search(content) or not (_FORMAL.search(content) or _NUMBER.fullmatch(content)):
        return None
    if not re.match(r"[\s$\\(\[{≈~∇∂√∑+-−]|[A-Za-zα-ω|‖]", content[:1]) and not content[:1].isdigit():
        return None
    return found["in"] or found["big"] or found["small"] or found["named"], content


_NAMED = lazy(
    r"\s*(?P<name>(?:[A-Za-z][A-Za-z'’-]+ ){1,4}[A-Za-z][A-Za-z'’-]+)(?:\s*,\s*|\s+\()"
    r"(?P<formula>\$[^$=≈<>]*[A-Za-z][^$=≈<>]{2,}\$)\)?[\s.]*"
)
_NO_NAME = lazy(
    r"\b(?:is|are|if|for|when|where|with|as|so|because|since|and|or|not|of|in|at|from|to|by|than|answer|total|result"
    r"|solution|gradient|loss|shape|value|update|limit|hence|thus|true|false|yes|no|yields|gives|equals)\b",
    re.IGNORECASE,
)


def named_formula(text: str) -> tuple[str, str] | None:
    """A name and the formula that it stands for; None for any other text.

    >>> named_formula("the reverse KL, $D(q, p)$"), named_formula("the gradient is, $2x$")
    (('the reverse KL', '$D(q, p)$'), None)
    """
    found = _NAMED.fullmatch(text) if len(text) < LONGEST else None
    if found is None or _NO_NAME.search(found["name"]) or len(found["name"]) < 6:
        return None
    return found["name"], found["formula"]


_MATHS = lazy(r"\$\$[^$]*\$\$|\$[^$]*\$|\\\([^\n]*?\\\)|\\\[.*?\\\]", re.DOTALL)
_OWN = lazy(
    r"\A[\s*_]*(?:(?:the |my )?(?:correct )?(?:answer|option|choice|solution)(?: is|:)?[\s*_]*)?"
    r"(?:option |choice )?\(?(?:[A-Ja-j]|[1-9]|i{1,3}|iv|v)(?:\)|[.:]|(?=\s*[—–:]))[*_).:]*\s*(?:[—–:-]\s*)?(?=\S)",
    re.IGNORECASE,
)
_OPENS = (
    r"^\W*(?:(?:the |my )?(?:correct )?(?:answer|option|choice)(?: is|:)?\W*)?(?:option |choice )?\(?{name}\)?[\s*_.]*"
    r"(?:$|[,;:—–.]\s*(?:because|since|as|the|by|for)\b|because|since)"
)
_ENDS = (
    r"(?:\b(?:answer|option|choice|so|hence|therefore|thus|is|choose|pick)\b|→|⇒|\*\*)[^\n.]{{0,20}}?\(?{name}\)?\W*$"
)


def picks_labelled(
    label: str,
    content: str,
    reply: Reply,
    picked: Callable[[Reply], bool | None],
    same: Callable[[str, str], bool | None],
) -> bool | None:
    """By the letter, and by the content: where both are given, they must not disagree."""
    bare = _MATHS.sub(lambda m: " " * len(m[0]), reply.text)
    by_letter = picked(read_reply(bare)) if re.search(r"[A-Za-z1-9]", bare) else None
    by_content = same(content, _OWN.sub("", reply.text, count=1))
    if by_letter is None:
        return by_content
    if by_content is None:
        return by_letter
    if by_letter is by_content:
        return by_letter
    name = re.escape(label)
    plainly = any(re.search(form.format(name=name), reply.text, re.IGNORECASE) for form in (_OPENS, _ENDS))
    return True if by_letter and plainly else None
