r"""Keys that say which properties something has and which not: "convex, but not strictly convex".

>>> property_key("convex, but not strictly convex")
(('convex', True), ('strictly convex', False))
>>> property_key("neither injective nor surjective"), property_key("BF16 and FP32 (not FP16)")
((('injective', False), ('surjective', False)), None)

A property is an adjective, by its ending, with at most two words in front. What only lists properties ("unbiased and
consistent") is a list, and not for this module.
"""

from __future__ import annotations

from viva.reading.patterns import lazy

Properties = tuple[tuple[str, bool], ...]

_LEAD = lazy(r"(?:(?:it|this|that|the [a-z]+(?: [a-z]+)?) (?:is|are)\s+)?(?:both\s+)?")
_BETWEEN = lazy(r"\s*(?:,|\()\s*(?:(?:but|and|yet|though)\s+)?|\s+(?:but|and|yet|though|nor|or)\s+")
_CONTRAST = lazy(r"\b(?:not|but|yet|neither|non)\b")
_PROPERTY = lazy(
    r"(?:[a-z-]+ ){0,2}[a-z-]*(?:[a-z](?:ex|ave|ive|ic|able|ible|ent|ant|al|ous|ed|ite|ary|ar|one)"
    r"|smooth|sparse|dense|compact|open|closed|even|odd|exact|tight)"
)


def property_key(text: str) -> Properties | None:
    """Each property with whether the thing has it; None where the key says anything else."""
    bare = text.strip(" .*_")
    if len(bare) > 120 or "$" in bare or not _CONTRAST.search(bare):
        return None
    bare = bare[0].lower() + bare[1:]
    lead = _LEAD.match(bare)
    bare = bare[lead.end() :] if lead else bare
    neither = bare.startswith("neither ")
    found: list[tuple[str, bool]] = []
    for piece in _BETWEEN.split(bare.removeprefix("neither ").rstrip(")")):
        words = piece.removeprefix("also ")
        denied = neither or words.startswith("not ")
        words = words.removeprefix("not ").removeprefix("necessarily ")
        if not _PROPERTY.fullmatch(words):
            return None
        found.append((words, not denied))
    return tuple(found) if 1 < len(found) == len(dict(found)) < 5 else None
