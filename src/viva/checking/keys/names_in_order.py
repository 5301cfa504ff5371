r"""Keys that name their options behind the letters, in the same order: "A, C (BatchNorm and LayerNorm; not ReLU (B))".

>>> found = names_in_order("A, C, D (BatchNorm, LayerNorm and RMSNorm; not ReLU (B), not softmax (E))")
>>> found.options, found.others, found.contents[3:]
(('A', 'C', 'D'), ('B', 'E'), (('B', 'ReLU'), ('E', 'softmax')))
>>> names_in_order("A, C: BatchNorm, LayerNorm").contents
(('A', 'BatchNorm'), ('C', 'LayerNorm'))
>>> names_in_order("A and C (the loss is convex)") is None, names_in_order("A, C (3, 4)") is None
(True, True)

There must be as many names as letters, and every name a short one that has no verb or formula in it.
"""

from __future__ import annotations

import re

from viva.checking.keys.option_lists import OptionList
from viva.checking.keys.selecting import ALL, selection
from viva.reading.patterns import lazy

LONGEST = 400
_ONE = r"\(?(?:[A-Ja-j](?![A-Za-z])|[1-9](?!\d)|i{1,3}|iv)\)?"
_WHOLE = lazy(
    rf"[\s*_]*(?:(?:options?|answers?|statements?|choices?)\s+)?"
    rf"(?P<head>{_ONE}(?:\s*(?:,\s*(?:and\s+)?|and\s+|&\s*|;\s*){_ONE}){{1,6}})[*_.]*"
    r"(?:\s*[(\[](?P<in>.{3,300})[)\]]|\s*(?::|=|—|–|\s-\s|,\s*i\.\s?e\.,?|,\s*namely)\s*(?P<on>[^:]{3,300}))\s*\.?\s*",
    re.IGNORECASE,
)
_NOT_IN_BRACKETS = lazy(r"\s*\(((?:but\s+)?not\b(?:[^()]|\([^()]*\))*)\)\s*\.?\s*$", re.IGNORECASE, needs="not")
_NOT = lazy(r"\s*[;,.]?\s*\b(?:but\s+|and\s+)?(?:not|neither|nor)\b:?\s*", re.IGNORECASE)
_BETWEEN = lazy(r"\s*(?:,\s*(?:and\s+|or\s+|nor\s+)?|;\s*|\s(?:and|or|nor|&)\s+)\s*")
_NAME = lazy(r"(?:the\s+)?(?P<name>[A-Za-z0-9][A-Za-z0-9+'’/-]*(?: [A-Za-z0-9][A-Za-z0-9+'’/-]*){0,4})")
_NO_NAME = lazy(
    r"\b(?:is|are|was|were|has|have|do|does|can|will|because|since|so|if|when|which|that|it|its|they|both|all|none|only"
    r"|true|false|right|wrong|correct|incorrect|holds?|points?|each|respectively|converge|depends?|follows?|see)\b",
    re.IGNORECASE,
)
_OUT = lazy(
    rf"(?P<name>[^(),;]+?)\s*\((?P<label>{_ONE})\)|\(?(?P<first>[A-J]|[a-j](?=\)))\)?\s*\((?P<named>[^()]+)\)"
    rf"|\((?P<begins>[A-Ja-j1-9])\)\s+(?P<behind>[^()]+)"
)
_LABEL_ALONE = lazy(r"\(?([A-J]|[a-j](?=\)))\)?")


def names_in_order(text: str) -> OptionList | None:
    """The key's options with their names, and those that it turns down; None where it is anything else."""
    if not 8 < len(text) <= LONGEST or "\n" in text.strip() or "$" in text or "\\" in text:
        return None
    whole = _WHOLE.fullmatch(_NOT_IN_BRACKETS.sub(r"; \1", text).strip())
    if whole is None:
        return None
    picked = selection(f"options {whole['head']}")
    if picked is None or not picked.options or picked.options == (ALL,):
        return None
    body, *denied = _NOT.split(whole["in"] or whole["on"])
    named = [_name(part) for part in _BETWEEN.split(body.strip(" .;,"))]
    if len(named) != len(picked.options) or None in named or len(set(named)) < len(named):
        return None
    others: dict[str, str] = {}
    for piece in (part for group in denied for part in _BETWEEN.split(group.strip(" .;,"))):
        turned = _OUT.fullmatch(piece.strip())
        alone = _LABEL_ALONE.fullmatch(piece.strip())
        if turned is None and alone is None:
            return None
        label = alone[1] if alone else (turned["label"] or turned["first"] or turned["begins"]) if turned else ""
        out = selection(f"options {label}")
        if out is None or len(out.options) != 1 or out.options[0] in (*picked.options, *others):
            return None
        others[out.options[0]] = ((turned["name"] or turned["named"] or turned["behind"]) if turned else "").strip()
    contents = [(option, name or "") for option, name in zip(picked.options, named, strict=True)]
    contents += [(option, name) for option, name in others.items() if name]
    return OptionList(picked.options, tuple(others), tuple(contents))


def _name(part: str) -> str | None:
    found = _NAME.fullmatch(part.strip())
    if found is None or _NO_NAME.search(part) or not re.search(r"[A-Za-z]{3}", part):
        return None
    return found["name"]
