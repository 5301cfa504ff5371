r"""What a key is that is nothing but text: a choice, number, array, shape, word, formula, or general mathematics.

>>> [understood(text).kind for text in ("(A), (C)", "12,832", "8 × 12", "yes", r"\{1, 3\}", "O(n)")]
['choice', 'number', 'shape', 'special', 'general', 'formula']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from viva.checking.answers.classified_points import classified_key
from viva.checking.answers.directions import arrows_in_words
from viva.checking.answers.eigenpairs import eigenpair_key
from viva.checking.answers.lines import line_key
from viva.checking.answers.rankings import ranking_key
from viva.checking.keys.assigning import Truths, assignment
from viva.checking.keys.concluded_numbers import concluded_number
from viva.checking.keys.congruences import congruence
from viva.checking.keys.distributions import distribution_key
from viva.checking.keys.fields import fields
from viva.checking.keys.judged_items import judged_items
from viva.checking.keys.labelled_contents import labelled_content, named_formula
from viva.checking.keys.linked_arrays import linked_array
from viva.checking.keys.listings import listing
from viva.checking.keys.named_numbers import named_number
from viva.checking.keys.names_in_order import names_in_order
from viva.checking.keys.numbers import number_key
from viva.checking.keys.operations import operation_key
from viva.checking.keys.option_heads import headed
from viva.checking.keys.option_lists import option_list
from viva.checking.keys.option_spellings import respelt
from viva.checking.keys.phrasing import limiting, said
from viva.checking.keys.properties import property_key
from viva.checking.keys.restated import restated
from viva.checking.keys.selecting import selection, verdict, without_points
from viva.checking.keys.shapes import shape_key
from viva.checking.keys.told_options import told_options
from viva.checking.keys.tolerances import tolerant
from viva.checking.keys.value_forms import all_words, between, explained, explains_itself, is_product
from viva.checking.keys.vectors import array_in, arrays_in
from viva.checking.keys.worded_answers import worded_answer
from viva.checking.keys.worded_formulas import Worded, stated_in
from viva.checking.keys.worded_numbers import worded_number
from viva.reading.arrays import arrays as find_arrays
from viva.reading.arrays.grid import Grid
from viva.reading.choices import ROMAN
from viva.reading.decimal_commas import with_points
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.pieces import joined_boxes, single_backslashes
from viva.reading.piecewise import as_cases
from viva.reading.replies import read_reply
from viva.reading.spoken import in_signs
from viva.reading.tight_tuples import spaced
from viva.reading.units import unit
from viva.reading.value_names import is_name
from viva.reading.values import (
    Assigned,
    Formula,
    Relation,
    Set_,
    Value,
    Words,
    clean,
    split,
    value,
)
from viva.reading.vocabulary import ASCII_GREEK, FUNCTIONS

LETTERS = tuple("ABCDEFGHIJ")
DIGITS = tuple("123456789")


@dataclass(frozen=True)
class Key:
    """What the key is: its kind, its value in that kind's own type, and its text."""

    kind: str
    value: Any
    text: str
    content: str = ""  # of a choice: what stands behind its letter, where the key says it
    others: tuple[str, ...] = ()  # of a choice: the options that the key names as wrong
    contents: tuple[tuple[str, str], ...] = ()  # of a choice: what stands behind each letter, where the key says it
    formula: str = ""  # of a choice: what stands behind its letter, where that is a formula or a number

    @property
    def options_known(self) -> tuple[str, ...]:
        """All options of a choice, in their order, where the key names also those that are wrong; else none."""
        return tuple(sorted({*self.value, *self.others}, key=lambda o: (len(o), o))) if self.others else ()


_OR = lazy(r"(?<![A-Za-z\\])(?:or|and)(?![A-Za-z])")
_NUMERAL = r"(?:i{1,3}|iv|vi{0,3}|ix|x)"
_WITH_CONTENT = lazy(
    rf"(?P<noun>(?:option|choice) )?"
    rf"(?:\((?P<a>[A-Ja-j]|{_NUMERAL}|[1-9])\)|(?P<b>(?-i:[A-J]))[).:]|(?P<c>[a-j]|{_NUMERAL})\))"
    r"\s*(?P<content>\S.+)$",
    re.IGNORECASE,
)
_ANSWER_IS = lazy(r"(?:the )?(?:correct |right )?(?:answer|option|choice|solution)(?: is|:)\s+(?=\()", re.IGNORECASE)
_SECOND_LABEL = lazy(rf"(?:^|[\s,;])\(?(?:[A-Ja-j]|{_NUMERAL}|[1-9])[).]\s")  # "(a) … (b) …" answers several parts
_IN_UNIT = lazy(r"\(([A-Za-z/]{1,12})\)[\s.]*$")
_RANGE = lazy(r"(?:from )?(?P<low>-?\d[\d.]*) (?:to|through) (?P<high>-?\d[\d.]*)")
_COMPOSITE = lazy(r"\(\w\s*(?:\\circ|∘)\s*\w\)\s*\([a-z]\)")  # (g ∘ h)(x)
COMPLEXITY = lazy(r"(?:\\mathcal\s*\{?O\}?|\\?O|Θ|\\Theta|Ω|\\Omega|\\tilde\s*\{?O\}?|o)\s*(?:\\left|\\big[lg]?)?\s*\(")


@lru_cache(maxsize=256)
def understood(text: str) -> Key:
    text = with_points(spaced(text))
    if (number := tolerant(text) or concluded_number(text)) is not None:
        return Key("number", number, text)
    if (again := restated(text)) is not None:
        inner = understood(again)
        spread = "±" in text or r"\pm" in text  # whose ends nobody asks for
        return replace(inner, value=between(inner.value)) if spread and inner.kind == "general" else inner
    if (line := line_key(text)) is not None:
        return Key("line", line, text)
    if (classified := classified_key(text)) is not None:
        return Key("classified", classified, text)
    if (eigenpairs := eigenpair_key(text)) is not None:
        return Key("eigenpairs", eigenpairs, text)
    if ("↑" in text or "↓" in text or "parrow" in text or "downarrow" in text) and (words := _moving(text)) is not None:
        return understood(words)
    if (chosen := _chosen(text)) is not None:
        return chosen
    if (named := shape_key(text)) is not None:
        one = len(named) == 1
        return Key("shape" if one else "shapes", named[0].sizes if one else named, text, named[0].name if one else "")
    if (law := distribution_key(text)) is not None:
        return Key("distribution", law, text)
    if (properties := property_key(text)) is not None:
        return Key("properties", properties, text)
    if (grid := linked_array(text)) is not None and arrays_in(text) is None:
        return Key("array", grid, text)
    if operation_key(text):
        return Key("operation", None, text)
    if (signs := in_signs(text)) is not None and (inner := understood(f"${signs}$")).kind == "formula":
        return inner
    if (pieces := as_cases(text)) is not None:
        return Key("formula", None, f"${pieces}$")
    given, text = text, limiting(text)
    if text != given and r", \text{" in text:
        return Key("formula", None, text)  # a limit, with what its names are
    if (several := arrays_in(text)) is not None:
        return Key("arrays", several, text)
    if (array := array_in(text)) is not None:
        return understood(array)
    if (worded := stated_in(text)) is not None and (inner := understood(worded.formula)).kind == "formula":
        return Key("formula", inner.value, worded.text if worded.given else inner.text)
    if (several_named := fields(text)) is not None and assignment(text) is None:
        return Key("fields", several_named, text)
    in_unit = _IN_UNIT.search(text)  # "(nats)" is no remark
    text = _core(text if in_unit is not None and unit(in_unit[1]) else said(text))
    bare = clean(normalise(text).text)
    if "≡" in bare or "\\equiv" in bare or "mod" in bare:
        residue = congruence(normalise(text).text)
        if residue is not None:
            return Key("congruence", residue, text)
    choice = _choice(bare, text)
    if choice is not None:
        return choice
    if (ranked := ranking_key(text)) is not None:
        return Key("ranking", ranked, text)
    if (number := number_key(bare, text)) is not None:
        return Key("number", number, text)
    if (bounds := _RANGE.fullmatch(bare)) is not None:
        return understood(f"$[{bounds['low']}, {bounds['high']}]$")
    sides = split(bare, "=")
    if len(sides) == 2 and _COMPOSITE.fullmatch(sides[0]):
        return understood(sides[1])
    if (
        len(sides) > 1
        and not re.search(r"[≤≥<>≠]", bare)
        and len(split(bare, ",;")) == 1
        and not _OR.search(bare)
        and (len(sides) > 2 or _names_a_value(*sides))
    ):
        last = understood(sides[-1])
        if last.kind in ("number", "array"):
            return last
    if bare in _SPECIAL:
        return Key("special", _SPECIAL[bare], bare)
    normal = normalise(text).text
    grids = find_arrays(normal)
    if len(grids) == 1 and not bare.startswith("\\{") and _is_array(normal, bare, grids[0]):
        return Key("array", grids[0], text)
    quantity = whole(text)
    if quantity is not None:
        return Key("number", quantity, text)
    equation = len(sides) == 2 and len(split(sides[0], "+-")) > 1 and _LONE_LETTER.search(sides[0])  # 2x - y = 3
    if not equation and (quantity := named_number(bare) or worded_number(text)) is not None:
        return Key("number", quantity, text)
    if (listed := listing(text)) is not None:
        return Key("listing", listed, text)
    if COMPLEXITY.match(bare):
        return Key("formula", None, text)
    if (answer := worded_answer(text)) is not None:
        chosen = _choice(answer[0], answer[0])  # "the first option, because it converges"
        return chosen or Key("words", Words(answer[0].lower()), answer[0], answer[1])
    if "=" in text and "," in text and (parts := explained(normal)) is not None:
        return Key("formula", None, Worded(parts[0], parts[1:]).text)
    found_value = Words(bare.lower()) if _NAMED_WITH_NUMBER.fullmatch(bare) else value(text)
    if isinstance(found_value, Set_) and not found_value.braced and all_words(found_value):
        found_value = Words(bare.lower())  # bias decreases, variance increases
    worded_value = isinstance(found_value, Assigned) and isinstance(found_value.value, Words)
    if worded_value and (_is_formula(sides[-1]) or is_product(bare)):
        return Key("formula", None, text)  # L = D - A
    if isinstance(found_value, Words):
        return Key("formula" if _is_formula(bare) or _IN_SIGNS.fullmatch(text) else "words", found_value, text)
    if isinstance(found_value, (Formula, Relation)) or (
        isinstance(found_value, Assigned) and _symbolic(found_value.value)
    ):
        return Key("formula", found_value, text)
    if explains_itself(found_value):
        return Key("formula", None, text)
    return Key("general", found_value, text)


_NAMED_WITH_NUMBER = lazy(r"(?:the |an? )?[LlℓKk][\d₀-₉](?:[- ][A-Za-z]{4,}){1,3}")  # L1 regularization


def _moving(text: str) -> str | None:
    """ "bias $\\uparrow$, variance $\\downarrow$" in words."""
    if "→" in text or not re.search(r"[A-Za-z]{4}", _ARROW.sub("", text)):
        return None
    words = re.sub(r"\s+", " ", arrows_in_words(text))
    return re.sub(r"\s*,(?:\s*[,;])+", ",", words).strip(" ,;.").replace("**", "")


_ARROW = lazy(r"\\(?:up|down)arrow")


def _chosen(text: str) -> Key | None:
    """A key that is a choice or a verdict as it stands, though many words may follow that say why."""
    given, text = without_points(text), respelt(without_points(text))
    if text != given and (chosen := _choice(text, text)) is not None:
        return chosen
    if (judged := judged_items(text)) is not None:
        return Key("assignment", Truths(judged), text)
    if (labelled := labelled_content(text)) is not None:
        name = labelled[0].lower() if labelled[0].lower() in ROMAN else labelled[0].upper()
        called, formula = named_formula(labelled[1]) or ("", labelled[1])
        return Key("choice", (name,), "(", called, formula=formula)
    if (named := names_in_order(text)) is not None:
        return Key("choice", named.options, "(", "", named.others, named.contents)
    if (head := headed(text)) is not None and (picked := selection(f"options {head[0]}")) is not None:
        return Key("choice", picked.options, "(", head[1])
    if (told := told_options(text)) is not None:
        content = told.contents[0][1] if len(told.options) == 1 and len(told.contents) == 1 else ""
        return Key("choice", told.options, "(", content, told.others, told.contents if told.others else ())
    if (listed := option_list(text)) is not None:
        content = dict(listed.contents).get(listed.options[0], "") if len(listed.options) == 1 else ""
        return Key("choice", listed.options, "(", content, listed.others, listed.contents)
    if (right := verdict(text)) is not None:
        return Key("special", "yes" if right else "no", text)
    if "$" in text and not _CHOSEN_FIRST.match(text):
        return None
    bare = clean(normalise(text).text)
    if len(bare.split()) < 4 and not _CHOSEN_FIRST.match(bare):
        return None  # a short key is looked at in its turn
    found = selection(bare, "$" not in text) if assignment(bare) is None else None
    if found is not None and (found.options or found.others):
        return Key("choice", found.options, "" if found.small else "(", found.content, found.others)
    option = _OPTION.match(bare)
    if option is None:
        return None
    name = option["name"].lower() if option["name"].lower() in ROMAN else option["name"].upper()
    return Key("choice", (name,), "(", option["content"].strip())


_CHOSEN_FIRST = lazy(
    r"[\s*_]*(?:(?:correct |right )?(?:option|choice|answer|statement)s?\b"
    rf"|\(?(?:[A-J]|{_NUMERAL}|[IVX]+)\)?\s*(?:[—–:,;.]|and|&|$))",
    re.IGNORECASE,
)
_OPTION = lazy(
    rf"(?:option|choice|statement|answer|model|line|variant) \(?(?P<name>[A-Ja-j]|[1-9]|{_NUMERAL}|[IVX]+)\)?"
    r"\s*[:.,;—–(-]\s*(?P<content>\S.*)$",
    re.IGNORECASE,
)


def _choice(bare: str, text: str) -> Key | None:
    """Letters, Roman numerals or numbers of options; None where the key is nothing of the kind."""
    listed = re.fullmatch(r"(?:\\?\{|[\"“'])\s*(?P<list>[A-J](?:\s*,\s*[A-J])*)\s*(?:\\?\}|[\"”'])", bare)  # {A, C}
    bare = listed["list"] if listed else bare
    assigned = assignment(bare)
    if assigned is not None:
        return Key("assignment", assigned, bare)
    found = selection(bare, "$" not in text)
    if found is not None:
        return Key("choice", found.options, "" if found.small else "(", found.content, found.others)
    label = _ANSWER_IS.match(bare)
    named = _WITH_CONTENT.match(bare[label.end() :] if label else bare)
    if named and re.search(r"[A-Za-z]{3}", named["content"]) and not _SECOND_LABEL.search(named["content"]):
        letter = named["a"] or named["b"] or named["c"]
        if named["noun"] or not re.search(r"[=<>≤≥]", named["content"]):
            content = re.split(r"\s+(?:—|–|-)\s+|,? (?:because|since) ", named["content"])[0]
            return Key("choice", (letter.lower() if letter.lower() in ROMAN else letter.upper(),), "(", content)
    return None


_SPECIAL = {
    "does not exist": "none", "The limit does not exist": "none", "the limit does not exist": "none", "DNE": "none",
    "undefined": "none", "it does not exist": "none",
    "∞": "∞", "+∞": "∞", r"\infty": "∞", "-∞": "-∞", r"-\infty": "-∞",
    "∅": "∅", r"\emptyset": "∅", r"\varnothing": "∅", r"\{\}": "∅", r"\{ \}": "∅",
    "ℝ": "ℝ", r"\mathbb{R}": "ℝ", r"\mathbb R": "ℝ", "all real numbers": "ℝ", "(-∞, ∞)": "ℝ", "(-∞,∞)": "ℝ",
    "yes": "yes", "no": "no", "true": "yes", "false": "no",
    "Yes": "yes", "No": "no", "True": "yes", "False": "no", "YES": "yes", "NO": "no",
}  # fmt: skip


_GREEK = lazy(
    r"\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|rho|sigma|tau|upsilon"
    r"|(?:var)?phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Sigma|Upsilon|Phi|Psi|Omega|ell|hat|tilde|bar)(?![A-Za-z])|[α-ω]"
)


_ARITHMETIC = lazy(
    r"\\(?:[dt]?frac|cdot|times|sqrt|div|left|right|pi|l?vert|rvert|[lr]floor|[lr]ceil|exp|ln|log)(?![A-Za-z])"
)


_LONE_LETTER = lazy(r"(?<![A-Za-z\\])[A-Za-zα-ω](?![A-Za-z])")


def _names_a_value(left: str, right: str) -> bool:
    """Is `left = right` a value with its name or formula in front, rather than an equation that is the answer?"""
    if is_name(left) or whole(left) is not None:
        return True
    if _GREEK.search(left):
        return False
    if not re.search(r"[A-Za-zα-ω]", _ARITHMETIC.sub("", left)) and whole(right) is not None:
        return True  # `\frac{|9 + 16 - 10|}{5} = 3`
    return len(split(left, "+-")) == 1 and len(re.sub(r"\D", "", right)) >= 3


def _is_formula(bare: str) -> bool:
    """`p - y`, `w - eta g`: single letters and an operator between them, though written without dollar signs."""
    words = re.findall(r"[A-Za-z]+", bare)
    return bool(re.search(r"[-+*/^]", bare)) and all(
        len(w) == 1 or w in ASCII_GREEK or w in FUNCTIONS or _CAPITALS.fullmatch(w) for w in words
    )


_CAPITALS = lazy(r"[A-Z]{2,3}|[A-Z][a-z]")  # a product of matrices: BK, Wx
_IN_SIGNS = lazy(r"\s*(?:\$|\\\()\s*(?!(?i:no|yes)\b)(?:[A-Z]\s?){1,3}[A-Za-z]\s*(?:\$|\\\))[\s.]*")  # $AB$


def _symbolic(item: Value) -> bool:
    return isinstance(item, (Formula, Relation))


def _core(text: str) -> str:
    """The answer in a key that is a whole text: its boxes, or its last formula where it is mostly prose."""
    text = single_backslashes(text)
    joined = joined_boxes(read_reply(text))
    if joined:
        return joined
    if len(re.findall(r"[A-Za-z]{3,}", re.sub(r"\\[A-Za-z]+|\\text\{[^{}]*\}", " ", text))) > 6:
        reply = read_reply(text)
        if reply.maths:
            stated = [m for m in reply.maths if not _IN_CASE.search(text, max(0, m.start - 20), m.start)]
            case = _IN_CASE.search(text, 0, reply.maths[0].start)
            before = text if case is None else text[: case.start()].strip()
            return text[stated[-1].inner_start : stated[-1].inner_end] if stated else before
        best = next(iter(candidates(reply)), None)
        return best.text if best is not None else text
    return text


_IN_CASE = lazy(r"\((?:for|with|if|when|where|assuming|at|since|because|as)\s*$", re.IGNORECASE)  # "Adam (for $ε = 0$)"

# What may stand in front of a vector: a number, a fraction. `\frac1n \sum_i \ell(f(x_i), y_i)` is no vector.
_FACTOR = lazy(r"(?:[-\d\s./*·]|\\frac\s*(?:\d|\{[^{}]*\})\s*(?:\d|\w|\{[^{}]*(?:\{[^{}]*\})?[^{}]*\})|\\cdot|\\left)*")


_BESIDE = lazy(r"\\(?:[dt]?frac\s*(?:\{[^{}]*\}\s*\{[^{}]*\}|\d\s*\w)|[A-Za-z]+)|[\^{}T$\s.]")


def _is_array(normal: str, bare: str, grid: Grid) -> bool:
    shape = grid.shape
    if re.search(r"\\begin\{", normal) or len(shape) > 1:
        return True
    if re.search(r"[A-Za-z]", _BESIDE.sub("", normal[: grid.start] + normal[grid.end :])):
        return False  # a list of arguments in an expression
    front = _FACTOR.match(bare)
    turned = re.search(r"[)\]]\s*\^\s*\{?\s*(?:\\top|T|\\intercal|\\mathsf)", bare)
    if front and bare[front.end() : front.end() + 1] in ("(", "[") and (front.end() or turned):
        return True
    return bool(re.fullmatch(r"\[[^\[\]]*\]", bare)) and shape[0] > 2
