r"""Relations told in words: "multiply the learned weights by p", "the new ones are p times the old ones".

>>> from viva.kinds import Symbol
>>> p = Symbol("p", called=("keep probability",))
>>> learned = Symbol(r"\tilde w", ("d",), called=(r"learned weights?",))
>>> named("Multiply the learned weights by the keep probability.", (p, learned))
'Multiply $\\tilde{w}$ by $p$.'
>>> named("Divide each of the learned weights w̃ by the keep probability (p).", (p, learned))
'Divide each of w̃ by p.'

What a question calls its symbols (`Symbol.called`) is put into signs first; a sign that stands beside its name counts
by itself. What is done to the old quantity gives the new one; a sentence that says by what the new one is obtained from
the old one, or the old one from the new one, is an equation. A product of matrices whose order is not said is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from viva.kinds import Symbol
from viva.reading.lexer import ACCENTS
from viva.reading.normal import normalise
from viva.reading.operations import LONGEST, Operation, operation
from viva.reading.parser import readings
from viva.reading.patterns import lazy
from viva.reading.spoken import in_signs
from viva.reading.syntax import Expr, Num, Sym, Unreadable
from viva.reading.trees import free_names
from viva.reading.vocabulary import Vocabulary


@dataclass(frozen=True)
class Told:
    """What a sentence says a quantity to be, and the stretch of the text that says it."""

    name: str
    value: Expr
    start: int
    end: int


def told(text: str, known: Vocabulary, symbols: tuple[Symbol, ...], new: str, old: str) -> Told | None:
    """What the (normalised) text of one statement says, in words, about the new quantity or the old one."""
    for sentence in reversed(list(_SENTENCE.finditer(text))):
        said = sentence.group()
        if len(said) > LONGEST:
            continue
        spaced = _BLANKS.sub(" ", said)  # a long run of them takes the patterns below long
        found = _told(named(spaced, symbols), known, new, old, len(text.split()) == len(said.split()))
        if found is not None:
            lead = len(said) - len(said.lstrip())
            return replace(found, start=sentence.start() + lead, end=sentence.start() + len(said.rstrip(" .\n")))
    return None


_BLANKS = lazy(r"\s{2,}")
_SENTENCE = lazy(r"[^.;\n]+(?:\.(?=\S)[^.;\n]*)*")


def _told(text: str, known: Vocabulary, new: str, old: str, whole: bool) -> Told | None:
    done = operation(text)
    if done is not None:
        thing = known.resolve(_canonical(done.thing)) if done.thing else None
        if (done.thing and thing not in (new, old)) or _is_part(done.words):
            return None
        result = _obtained(text, known, (new, old))
        if thing is None:
            if _OTHER_THING.search(_REASON.split(text, maxsplit=1)[0]) or not _is_about(done.words, known, new, old):
                return None
            thing = new if result == old else old
        if done.new:
            return _replaced(done.new, thing, known, new, old, text)
        if result == thing or (thing == new and result is None):
            return None
        if done.way and (done := _weighed(done, known)) is None:
            return None
        value = _read(done.on(_latex(thing)), known)
        if value is None or (known.ndim(thing) == 2 and not done.side) or _is_number(value, thing):
            return None
        return Told(new if thing == old else old, value, 0, 0)
    if (changed := _IN_PLACE.search(text)) is not None:
        factor = changed["factor"] or changed["argument"]
        divided = changed["sign"] == "/" or changed["method"] == "div"
        value = _read(f"{_latex(old)} / ({factor})" if divided else f"({factor}) {_latex(old)}", known)
        return None if value is None or _is_number(value, old) else Told(new, value, 0, 0)
    text = _SUBJECT.sub(r"\1", text)
    if (composed := _composed(text, known, new, old)) is not None:
        return composed or None
    if (said := _IS.search(text)) is not None:
        name = known.resolve(_canonical(said["left"].strip("$`")))
        value = _in_words(_FRACTION.sub(r"\1 times ", said["right"]), known)
        if name in (new, old) and value is not None and (old if name == new else new) in free_names(value):
            return Told(name, value, 0, 0)
    if whole and (value := _in_words(text, known)) is not None and old in free_names(value) and value != Sym(old):
        return Told(new, value, 0, 0)
    return None


def _composed(text: str, known: Vocabulary, new: str, old: str) -> Told | Literal[False] | None:
    """ "So p w̃ is the new one": what is more than a name equals one; False if it does so, and cannot be read."""
    said = _IS_NAME.search(text)
    lead = _LEAD.match(said["value"]) if said is not None else None
    if said is None or lead is None:
        return None
    value, name = said["value"][lead.end() :], known.resolve(_canonical(said["name"].strip("$`")))
    if name not in (new, old) or known.resolve(_canonical(value.strip("$`* "))) in (new, old):
        return None
    found = None if _GOES_ON.search(lead.group()) else _in_words(value, known)
    if found is None or (old if name == new else new) not in free_names(found) or name in free_names(found):
        return False
    return Told(name, found, 0, 0)


def worded(text: str, symbols: tuple[Symbol, ...], known: Vocabulary) -> Expr | None:
    """A value in words, "X times the inverse of Γ", "X multiplied from the right by Γ⁻¹"; None if it is none."""
    said = named(text, symbols).strip()
    value = _in_words(said, known)
    if value is not None or (scaled := _SCALED.match(said)) is None:
        return value
    done = operation(f"{scaled['thing']} is {said[scaled.start('verb') :]}")
    thing = known.resolve(_canonical(scaled["thing"].strip("$`")))
    if done is None or done.new or done.way or thing is None or thing not in known.declared:
        return None
    if known.ndim(thing) == 2 and not done.side:
        return None
    return _read(done.on(_latex(thing)), known)


def meaning(text: str, name: str, known: Vocabulary, symbols: tuple[Symbol, ...]) -> Expr | None:
    """ "where G is the inverse of the Tikhonov matrix": what the (normalised) text says in words that a name is."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group()
        if len(said) > LONGEST or name not in said:
            continue
        own = rf"(?<![\w\\{{}}]){re.escape(name)}(?![\w'’])"
        match = re.search(
            rf"{own}\$?\s+(?:is|denotes|stands for|being)\s+(?P<what>[^,;=]{{1,80}})", named(said, symbols)
        )
        value = _in_words(match["what"], known) if match else None
        if value is not None:
            return value
    return None


def standing_for(text: str, symbols: tuple[Symbol, ...], name: str) -> tuple[str, int, int] | None:
    """ "v plays the part of w", "A is the new data matrix": v, A, and where that is said."""
    accent = re.escape(_latex(name))
    found = None
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group()
        if len(said) > LONGEST or not _STANDS.search(said):
            continue
        match = re.search(
            rf"{_OWN_NAME}(?:\s*:?=[^,;=]{{1,40}}?)?[\s$,]+(?:{_LINKS}\s+)+\$?{accent}(?![\w'’])", named(said, symbols)
        )
        if match is not None:
            found = match["own"], sentence.start(), sentence.end()
    return found


_OWN_NAME = r"(?<![\w\\{}])(?P<own>[A-Za-zα-ωΑ-Ω])(?![\w'’])"
_STANDS = lazy(r"\b(?:part of|role of|place of|stands for|serves as|as|is|becomes|in front of)\b")
_LINKS = (
    r"(?:plays|takes|the|part|role|place|of|in|stands|for|serves|as|is|becomes|our|hence|thus|therefore|indeed|then|now"
    r"|confirmed|just|precisely|exactly|so|here|we|call|called)"
)
_REASON = lazy(r"\b(?:because|since|as|so that|where|which|while|whereas)\b")


def _is_part(words: str) -> bool:
    """Is it something made of the quantity that is scaled: its norm, its square, the number of its entries?"""
    head, of, _ = words.lower().rpartition(" of ")
    return bool(of and not _WHOLE.search(head)) or _MADE_OF.search(words) is not None


_WHOLE = lazy(r"\b(?:each|all|every|any|both|values?|entry|entries|components?|elements?|coordinates?|vectors?)$")
_MADE_OF = lazy(
    r"\b(?:square[ds]?|norms?|mean|average|expected|expectations?|variances?|inverse|gradients?|number|sums?|logs?)\b",
    re.I,
)


def _is_about(words: str, known: Vocabulary, new: str, old: str) -> bool:
    """Do words name the quantities that are asked about, "each outgoing weight", and not "each feature"?"""
    said = {word.lower().rstrip("s") for word in _NOUN.findall(words)}
    nouns = {word.rstrip("s") for name in (new, old) for word in _NOUN.findall(known.declared[name].says.lower())}
    return not said or not said.isdisjoint((nouns - _FILLING) | _ANY_THING)


_NOUN = lazy(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?![A-Za-z])")
_FILLING = frozenset(("the", "of", "learned", "with", "problem", "ridge", "dropout", "data"))
_ANY_THING = frozenset(
    (
        "it",
        "them",
        "that",
        "thi",
        "these",
        "those",
        "one",
        "result",
        "vector",
        "parameter",
        "coefficient",
        "solution",
        "everything",
        "all",
        "value",
        "matrix",
        "data",
    )
)


def _is_number(value: Expr, thing: str) -> bool:
    return isinstance(value, Num) or free_names(value) == {thing}


def _weighed(done: Operation, known: Vocabulary) -> Operation | None:
    """The operation, where its factor does make things larger or smaller, as is said."""
    from viva.checking.evaluating.draws import draw
    from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws

    factor = _read(done.factor, known)
    if factor is None:
        return None
    try:
        gain = evaluate_draws(factor, draw(tuple(known.declared.values()), count=8))
    except Unevaluable:
        return None
    if (gain > 1).all() if done.way == "up" else (abs(gain) < 1).all():
        return done
    if done.way == "shrunk" and (gain > 1).all():
        return replace(done, factor=f"1/({done.factor})")  # "shrunk by the factor p", where p < 1
    return None


def _replaced(text: str, thing: str, known: Vocabulary, new: str, old: str, sentence: str) -> Told | None:
    """ "Replace w̃ by w/p" says that w̃ is w/p; "replace w̃ by p w̃" what becomes of it."""
    value = _read(text, known)
    if value is None or thing == new or isinstance(value, Sym | Num):
        return None
    names = free_names(value)
    if new in names and old not in names:
        return Told(old, value, 0, 0)
    if old in names and new not in names and not _IN_A_FORMULA.search(sentence):
        return Told(new, value, 0, 0)
    return None


def _obtained(text: str, known: Vocabulary, names: tuple[str, str]) -> str | None:
    """ "to get $w$", "this gives $w$": the quantity that comes out."""
    found = _RESULT.search(text)
    name = known.resolve(_canonical(found["name"])) if found else None
    return name if name in names else None


def _in_words(text: str, known: Vocabulary) -> Expr | None:
    bare = _QUALIFIED.sub(r"\1", _KIND.sub("", text.strip(" .*")))
    signs = in_signs(bare) or (None if _WORD.search(bare) else bare)
    return None if signs is None else _read(signs, known)


_KIND = lazy(r"^(?:the|a)\s+(?:vector|matrix|product|quantity)\s+(?!of\b)", re.I)
# "the weights w solving the Tikhonov problem"
_QUALIFIED = lazy(
    r"(?:\bthe\s+)?\b(?:weights?|parameters?|vector|matrix)\s+((?:\\[a-z]+\{\w\}|\$[^$]{1,20}\$|[A-Za-zΑ-ω])(?!\S))"
    r"(?:\s+(?:solving|which|that|of|for|learned|trained|with|without|from)\b.*$)?"
)
_SUBJECT = lazy(
    r"\b(?:the\s+)?(?:weights?|parameters?|vector|matrix)\s+(\\[a-z]+\{\w\}|\$[^$]{1,20}\$|[A-Za-zΑ-ω])\s+"
    r"(?:solving|which|that|of|for|learned|trained|with|without|from)\b[^,;.=]{1,60}?(?=\s(?:is|are|equals?|must)\b)",
    re.I,
)
_WORD = lazy(r"(?<![\\A-Za-z_{])[A-Za-z]{3,}")


def _read(text: str, known: Vocabulary) -> Expr | None:
    try:
        found = readings(normalise(text).text, tuple(known.declared.values()))
    except Unreadable:
        return None
    return found[0] if len(found) == 1 and free_names(found[0]) <= set(known.declared) else None


def _canonical(name: str) -> str:
    r"""`\tilde{w}` as the parser calls it."""
    accent = _ACCENT.fullmatch(name.strip())
    return f"{ACCENTS.get(accent[1], accent[1])} {accent[2]}" if accent else name.strip()


def _latex(name: str) -> str:
    accent, space, letter = name.partition(" ")
    return f"{accent}{{{letter}}}" if space and accent.startswith("\\") else name


_ACCENT = lazy(r"(\\[a-z]+)\s?\{?(\\?[A-Za-z]+)\}?")
_MATH = r"(?:\$[^$]{1,40}\$|`[^`]{1,40}`|(?<!\S)(?:\\[a-z]+\{\w\}|[A-Za-zΑ-ω])(?!\S))"
_IS = lazy(
    rf"(?P<left>{_MATH})(?:\s+(?:(?:is|are|equals?|becomes?)(?:\s+(?:then|simply|just|exactly|equal to))?"
    r"|(?:must|should|will|has to|have to)\s+(?:be|equal))\s+|\s*:\s+)(?P<right>[^,;:=]{2,160}?)(?=[\s.*]*(?:[,;:]|$))"
)
# `weights *= p`, `model.weight.data.mul_(p)`
_IN_PLACE = lazy(
    r"^[\s`]*[\w.\[\]\\{}$]*?(?:weights?|\bw|w\}?\$?)[\w.\[\]]*\s*(?:(?P<sign>[*/])=\s*(?P<factor>[^\n#;`]{1,40})"
    r"|\.(?P<method>mul|div)_\((?P<argument>[^()\n]{1,40})\))[\s`;]*$"
)
_IS_NAME = lazy(
    rf"(?P<value>[^,;:=]{{3,120}}?)\s+(?:is|are|equals?)\s+(?:then\s+|just\s+|exactly\s+|indeed\s+)?(?P<name>{_MATH})"
    r"(?=[\s.*]*(?:$|[,;]|\bwith\b|\bfor\b|\bwhere\b))"
)
_LEAD = lazy(r"(?:.*(?<![\\A-Za-z{])[A-Za-z]{2,}(?![A-Za-z}{])\s*)?")
_GOES_ON = lazy(
    r"\b(?:inverse|root|square|transpose|norm|half|twice|times|over|divided|multiplied|minus|plus|not|never)\b", re.I
)
_SCALED = lazy(rf"(?P<thing>{_MATH})\s*,?\s*(?P<verb>multiplied|divided)\b")
_SOLVES = lazy(r"\b(?:solves|minimi[sz]es)\s+(?=the\b)", re.I)
_FRACTION = lazy(
    r"\b(?:a|the)\s+(?:fraction|share|part|portion|factor)\s+(?:of\s+)?(\$[^$]{1,20}\$|\S{1,6})\s+(?:of|times)\s+"
)
_RESULT = lazy(
    r"(?i)\b(?:to\s+(?:get|obtain|find|compute|recover|reach)|(?:this|that|which)\s+(?:gives|yields|is)|gives|yields|giving"
    r"|yielding|(?:in)?to)\s+(?P<name>\$[^$]{1,20}\$|\\[a-z]+\{\w+\}|\w)(?=[\s.,;:)]|$)"
)
_IN_A_FORMULA = lazy(
    r"\b(?:in|into)\s+the\s+(?:objective|loss|formula|equation|expression|problem|data|penalty)\b", re.I
)
# What is scaled is none of the two: "the activations are multiplied by p".
_OTHER_THING = lazy(
    r"\b(?:activations?|outputs?|inputs?|losse?s?|gradients?|learning rate|penalt(?:y|ies)|regulari[sz]\w*|objective"
    r"|equations?|sides?|normal|predictions?|targets?|numerator|denominator|both|entire|whole)\b",
    re.I,
)


def named(text: str, symbols: tuple[Symbol, ...]) -> str:
    """The text with what the question calls its symbols in signs."""
    text = _SOLVES.sub("is the solution of ", text)
    called = tuple(s for s in symbols if s.called)
    return _names(called).sub(lambda m: _sign(m, called), text) if called else text


def _sign(found: re.Match[str], called: tuple[Symbol, ...]) -> str:
    beside = found["before"] or found["bracketed"] or found["beside"]
    symbol = next(s for k, s in enumerate(called) if found[f"n{k}"] is not None)
    if beside and symbol.defined_by and not symbol.shape:
        return "something else"  # "the drop probability p", where p is the probability to keep
    return beside or f"${_latex(symbol.name)}$"


@lru_cache(maxsize=16)
def _names(symbols: tuple[Symbol, ...]) -> re.Pattern[str]:
    words = "|".join(f"(?P<n{k}>{'|'.join(s.called)})" for k, s in enumerate(symbols))
    article = r"(?:\b(?:the|an?|each|every|all|any|its|your|our)\s+)*+"
    sign = r"\$[^$\n]{1,20}\$|\\\([^()\n]{1,20}\\\)|\\[a-z]+\{\w\}|\\[A-Z][a-z]+|(?![ai]\b)[A-Za-zΑ-ω](?![\w'’])"
    beside = rf"(?:\s*\((?P<bracketed>{sign})\)|\s+(?P<beside>{sign}))"
    before = rf"(?:(?<![\w\\])(?P<before>{sign})\s*\((?=[^()]*\)))?"
    return re.compile(rf"{before}{article}\b(?:{words})(?![\w-])(?(before)\)|{beside}?)", re.IGNORECASE)
