r"""Keys that choose, respelt the way the readers of such keys know: "BD", "(a)(c)", "T/F/T", "#2", "All hold but (b)".

>>> [respelt(key) for key in ("BD", "(a)(c)", "a, c", "T/F/T", "TFFT", "#2 and #4", "A∧C")]
['B, D', '(a), (c)', '(a), (c)', 'T, F, T', 'T, F, F, T', 'options 2 and 4', 'A and C']
>>> [respelt(key) for key in ("All are true except (b).", "False: B. True: A, C.", "Only the first is true.")]
['all except (b)', 'correct: A, C. wrong: B', 'option 1']
>>> [respelt(key) for key in ("ReLU", "CE", "a/c", "$a, c$", "0.5")]
['ReLU', 'CE', 'a/c', '$a, c$', '0.5']

Letters that are not in their order ("CAB") are no choice, and names of the field (`CE`, `BCE`) are none either.
"""

from __future__ import annotations

import re

from viva.reading.glossary import in_english
from viva.reading.patterns import lazy

LONGEST = 200  # a longer key is respelt nowhere

_GLUED = lazy(r"[A-J]{2,6}|[A-J](?: [A-J]){1,5}")
_NAMES = frozenset("AD AI BCE BI CE CI DE DH DI EI GH ABC".split())  # noqa: SIM905
_BRACKETED = lazy(r"\([A-Ja-j]\)(?:\s*\([A-Ja-j]\)){1,5}|\((?:i{1,3}|iv|v)\)(?:\s*\((?:i{1,3}|iv|v)\)){1,5}")
_SMALL = lazy(r"[a-j](?:\s*[,;]\s*[a-j]){1,5}(?:,?\s*(?:and|&)\s*[a-j])?")
_WORD = r"(?:true|false|yes|no|correct|incorrect|right|wrong|valid|invalid|t|f|y|n)"
_VERDICTS = lazy(rf"\W*{_WORD}(?:\s*[/|;·•–-]\s*{_WORD}|\s+{_WORD}){{1,9}}\W*", re.IGNORECASE)
_INITIALS = lazy(r"[TF]{3,8}|[RW]{3,8}")
_HASHED = lazy(r"#[1-9](?:(?:\s*,\s*|,?\s+(?:and|&)\s+)#[1-9])*", needs="#")
_LOGICAL = lazy(
    r"\(?[A-Ja-j]\)?(?:\s*(?:∧|&&|\\(?:land|wedge)(?![a-z]))\s*\(?[A-Ja-j]\)?)+", needs=r"∧|&&|\land|\wedge"
)
_LABEL = lazy(
    r"(?:the )?(?:sol(?:ution)?|ans(?:wer)?|key|lösung|lsg|correct answer)\b\.?\s*:?\s+"
    r"(?=\(?(?:[A-Ja-j]|i{1,3}|iv|v|I{1,3}|IV|V)\)?(?:\W|$))"
    r"|exactly (?:one|two|three)\s*:\s*(?=\()|just\s+(?=\()",
    re.IGNORECASE,
    needs="lsg|sol|key|ans|just|lösung|exactly",
)
_THE_ONLY = lazy(
    r"(?:option |statement )?(?P<label>\(?[A-J]\)?|\([a-j]\)) is the only (?:option|one|statement|answer|choice|method)"
    r" (?:that|which|with|for)\b(?!.*(?:\bnot\b|n['’]t\b|\bfalse\b|\bwrong\b|\bfails?\b))",
    needs="is the only",
)
_ONLY_SINCE = lazy(
    r"(?P<head>\(?(?:[A-J]|[IV]{1,3}|i{1,3}|iv)\)?(?:(?:,| and) \(?(?:[A-J]|[IV]{1,3}|i{1,3}|iv)\)?)* only),?"
    r" (?:since|because|as)\b",
    needs="only",
)
_SMALL_LABEL = lazy(r"(?P<label>[a-d])[.:]\s+(?P<content>[A-Za-z]{4,}(?:[ -][A-Za-z-]+){0,8})", needs=".|:")
_NUMBERS = ("one", "two", "three", "four", "five")
_COUNTED = lazy(
    r"(?:the )?([1-5])(?:st|nd|rd|th) (?:option|statement|choice|answer)"
    r"|(?:option|statement|choice|answer) (one|two|three|four|five)",
    re.IGNORECASE,
    needs="answer|option|choice|statement",
)
_SPACED = lazy(r"[A-J](?: [A-J]){2,5}")
_NOT_ALWAYS = lazy(
    r"(?:not (?:necessarily|always|in general)|in general,? (?:not|no))(?=\s*$|[.,;:(]|\s[—–-])",
    re.IGNORECASE,
    needs="not always|in general no|not in general|in general, no|not necessarily",
)
_REASONED = lazy(  # "None: each of them is biased"
    r"(?P<head>(?:none|neither|all|both)(?: (?:of (?:them|these|the above)|(?:of the )?(?:three|four|five)))?)"
    r"\s*(?:[;:.,]\s|—|–)\s*(?:[A-Za-z]+\s+){2,}",
    re.IGNORECASE,
    needs="all|none|both|neither",
)
_ONE = r"\(?(?:[A-Ja-j]|[1-9]|i{1,3}|iv|v|I{1,3}|IV|V)\)?"
_SEVERAL = rf"{_ONE}(?:(?:,|,? and|,? &) {_ONE})*"
_WHO = r"(?:(?:of (?:them|these)|the|two|three|four|five|statements?|claims?|options?|answers?) ?)*"
_ALL_BUT = lazy(
    rf"(?:all|every(?:thing| (?:one|statement|claim|option))?) {_WHO}"
    r"(?:(?:is|are|holds?) ?)(?:(?:true|correct|right|valid) )?"
    rf"(?:except|but|apart from|besides)(?: for)? (?:{_WHO})?(?P<out>{_SEVERAL})",
    re.IGNORECASE,
    needs="but|except|besides|apart from",
)
_ALL_ARE = lazy(
    rf"(?:all|both|every(?:thing| (?:one|statement|claim|option))?|each) ?{_WHO}"
    r"(?:(?:is|are) (?P<word>true|correct|right|valid|false|wrong|incorrect)|(?P<holds>holds?)|(?P<fails>fails?))",
    re.IGNORECASE,
    needs="all|each|both|every",
)
_TURNED = lazy(
    rf"(?:false|wrong|incorrect)(?: ones?)?(?: is| are)?:? (?P<out>{_SEVERAL})[.;,]? (?:and )?"
    rf"(?:true|correct|right)(?: ones?)?(?: is| are)?:? (?P<in>{_SEVERAL})",
    re.IGNORECASE,
    needs="wrong|false|incorrect",
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_PLACE = rf"(?:the )?(?:{'|'.join(_ORDINALS)})"
_NOUN = r"(?: (?:ones?|options?|statements?|claims?|choices?|assertions?|answers?))?"
_PLACES = lazy(
    rf"(?P<only>only |just )?(?P<places>{_PLACE}{_NOUN}(?:(?:,|,? and) {_PLACE}{_NOUN})*)"
    r"(?P<so> (?:is|are)(?: the)?(?: only)?(?: (?:true|correct|right|valid))?(?: ones?)?| holds?| only)?",
    re.IGNORECASE,
    needs="sixth|third|fifth|first|fourth|second",
)


def respelt(text: str) -> str:
    """The key in a spelling that the readers of choices know; as it stands where it chooses in none of these ways."""
    if len(text) > LONGEST:
        return text
    bare = in_english(text).strip().strip("*_ ").rstrip(".").strip()
    bare = _LABEL.sub("", bare, count=1)
    if _NOT_ALWAYS.match(bare):
        return "no"
    if (one := _THE_ONLY.match(bare)) is not None:
        return f"option {one['label']}"
    if (only := _ONLY_SINCE.match(bare)) is not None:
        return only["head"]
    if (small := _SMALL_LABEL.fullmatch(bare)) is not None:
        return f"({small['label']}) {small['content']}"
    if (counted := _COUNTED.fullmatch(bare)) is not None:
        word = next(found for found in counted.groups() if found)
        return f"option {_NUMBERS.index(word.lower()) + 1 if word.lower() in _NUMBERS else word}"
    if _SPACED.fullmatch(bare) and len(set(bare.split())) == len(bare.split()) and bare.split() != sorted(bare.split()):
        return bare.replace(" ", ", ")  # an order
    if (reasoned := _REASONED.match(bare)) is not None:
        return reasoned["head"]
    letters = bare.replace(" ", "")
    if _GLUED.fullmatch(bare) and list(letters) == sorted(set(letters)) and letters not in _NAMES:
        return ", ".join(letters)
    if _BRACKETED.fullmatch(bare):
        return ", ".join(re.findall(r"\(\w+\)", bare))
    if _SMALL.fullmatch(bare) and len(found := re.findall(r"\b[a-j]\b", bare)) == len(set(found)) > 1:
        return ", ".join(f"({letter})" for letter in found) if found == sorted(found) else text
    if _VERDICTS.fullmatch(bare):
        words = re.findall(_WORD, bare, re.IGNORECASE)
        return ", ".join(words) if all(len(word) > 1 or word.isupper() for word in words) else text
    if _INITIALS.fullmatch(bare):
        return ", ".join(bare)
    if _HASHED.fullmatch(bare):
        return f"option{'s' * (bare.count('#') > 1)} {bare.replace('#', '')}"
    if _LOGICAL.fullmatch(bare):
        return re.sub(r"\s*(?:∧|&&|\\land|\\wedge)\s*", " and ", bare)
    if (found_all := _ALL_BUT.fullmatch(bare)) is not None:
        return f"all except {found_all['out']}"
    if (every := _ALL_ARE.fullmatch(bare)) is not None:
        return (
            "all"
            if every["holds"] or (every["word"] or "").lower() in ("true", "correct", "right", "valid")
            else "none"
        )
    if (turned := _TURNED.fullmatch(bare)) is not None:
        return f"correct: {turned['in']}. wrong: {turned['out']}"
    if (places := _PLACES.fullmatch(bare)) is not None:
        named = [
            str(_ORDINALS.index(word.lower()) + 1) for word in re.findall("|".join(_ORDINALS), places["places"], re.I)
        ]
        if len(named) > 1 or places["only"] or (places["so"] or "").strip() not in ("", "is"):
            return f"option{'s' * (len(named) > 1)} {' and '.join(named)}"
    return bare if bare != text.strip().strip("*_ ").rstrip(".").strip() else text
