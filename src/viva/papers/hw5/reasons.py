r"""1a in words: what is said of convolutional and of fully connected layers, and whether it holds of them.

>>> heard = reasons("Unlike dense layers, convolutions share their weights. Each unit sees a small patch only.")
>>> sorted(heard.made), sorted(heard.contradicted)
(['locality', 'weight-sharing'], [])
>>> sorted(reasons("A convolution has its own weights at each position, dense layers share theirs.").contradicted)
['weight-sharing']

A statement is a frame over senses (`viva.reading.senses`); its table says whether it holds of a convolution and of a
dense layer, so that one entry reads what is said of either, and denials of it. What holds makes a point; what does not
contradicts one. A statement in words that are in no list is not heard.
"""

from __future__ import annotations

import re

from viva.kinds import Heard
from viva.papers.hw5.reason_words import LEXICON
from viva.reading.clauses import Said, Told
from viva.reading.hearing import Statement, hear
from viva.reading.patterns import lazy
from viva.reading.senses import ENDS, FILL, PAUSES, Senses
from viva.reading.told_tables import under_headings

CONV, DENSE = "CONV", "DENSE"


def _says(
    point: str,
    conv: bool | None,
    dense: bool | None,
    *frames: str,
    makes: bool = True,
    only: str = "",
    weak: tuple[str, ...] = (),
    deniers: str = "",
    conditions: bool = False,
    undone: tuple[str, ...] = (),
) -> Statement:
    """What is said of both kinds of layer: does it hold of a convolution, and of a dense layer?"""
    read, shown = (tuple(map(LEXICON.frame, written)) for written in (frames, weak))
    denial = re.compile(LEXICON.one_of(deniers)) if deniers else None
    after = tuple(map(LEXICON.frame, undone))
    return Statement(point, {CONV: conv, DENSE: dense}, read, shown, makes, only, denial, after, conditions)


SHARING, MOVING, LOCAL = "weight-sharing", "translation", "locality"

STATEMENTS = (
    _says(
        SHARING,
        True,
        False,
        "SHARE !PREP ..4 WEIGHT|KERNEL",
        "WEIGHT|KERNEL ..5 SHARE",
        "SHARE SHARE",
        "BE SHARE !PREP",
        "SAME ..3 WEIGHT|KERNEL ~6 SLIDE|APPLY|EVERYWHERE|PLACE|EACH|ALL",
        "ONE ..3 WEIGHT|KERNEL !EACH !PREP+EACH ~6 SLIDE|APPLY|EVERYWHERE|PLACE|EACH|ALL",
        "ONE|SAME ..3 WEIGHT|KERNEL ..3 WHOLE ..2 IMAGE",
        "SLIDE|APPLY ..2 ONE|SAME ..3 WEIGHT|KERNEL",
        "WEIGHT|KERNEL ..4 SAME ..3 EACH|ALL|EVERYWHERE|WHOLE|PLACE|WINDOW",
        "WEIGHT|KERNEL ..4 ONE ..3!EACH ALL|EVERYWHERE|WHOLE|PLACE|WINDOW",
        "EACH|ALL ..2 PLACE|WINDOW ..4 APPLY|TRAIN ..2 ONE|SAME ..2 WEIGHT|KERNEL|IT",
        "EACH|ALL ..2 PLACE|WINDOW ..3 USE ..1 SAME ..1 IT",
        "WEIGHT|KERNEL PREP? EACH|ALL ..2 PLACE|WINDOW ..3 SAME",
    ),
    _says(
        SHARING,
        True,
        False,
        "FEWER ..3 WEIGHT !EFFICIENT",
        "WEIGHT ..1 COUNT ..5 FEWER",
        "COUNT ..3 WEIGHT ..5 FEWER",
        weak=(
            "FEW|FEWER ..4 WEIGHT|LEARN",
            "LEARN ..3 FEW ..1 COUNT",
            "FEW|FEWER ..1 NUMBER ..2 WEIGHT",
            "WEIGHT ..2 COUNT ..6 FEW",
            "COUNT ..3 WEIGHT ..8 FEW",
            "WEIGHT ..3 FEW|FEWER !CAPACITY",
            "WEIGHT ..2 EFFICIENT",
            "EFFICIENT ..2 WEIGHT",
            "NUMBER WEIGHT ..2 INSTEAD|THAN|CONTRAST ..3 MANY|NUMBER",
            "WEIGHT ~3 NUMBER ~4 INSTEAD|THAN|CONTRAST",
            "ECONOMY ..4 WEIGHT",
            "WEIGHT ..1 ECONOMY",
            "WEIGHT ..8 DEPEND ..3 KERNEL",
            "KERNEL ..4 FEW|FEWER ..2 COUNT",
            "KERNEL ~8 ONLY ..4 COUNT",
            "FEW|FEWER ..1 COUNT ..2 LEARN",
        ),
    ),
    _says(
        SHARING,
        True,
        None,
        "WEIGHT ~6 NOT ..1 DEPEND|SCALE ..4 SIZE|PLACE|IMAGE",
        "WEIGHT ~14 REGARDLESS ..6 SIZE|IMAGE",
        "NUMBER OUTPUT ~2 REGARDLESS",
    ),
    _says(SHARING, None, True, "MANY ..2 WEIGHT", "NUMBER MANY? WEIGHT", "WEIGHT ..4 EXPLODE", "EACH ..2 PAIR"),
    _says(
        SHARING,
        False,
        True,
        "MORE ..4 WEIGHT !EFFICIENT|SHARE",
        "WEIGHT ..5 MORE !EFFICIENT",
        "MORE OF IT THAN DENSE",
        "HIGH|MORE ..1 WEIGHT ..1 COUNT",
        "MORE ..1 COUNT ..2 LEARN",
    ),
    _says(
        SHARING,
        False,
        True,
        "EACH ..2 PLACE|PIXEL|WINDOW|CONNECTION|UNIT ..5 OWN|DIFFERENT ~4 WEIGHT|KERNEL",
        "EACH ..2 PLACE|PIXEL|WINDOW ..5 WEIGHT ..1 OF ..1 OWN",
        "OWN ..3 WEIGHT|KERNEL ..6 EACH ..4 PLACE|PIXEL|WINDOW|CONNECTION|PAIR|UNIT|IT",
        "DIFFERENT ..3 WEIGHT|KERNEL ..1 PREP? ..1 EACH|DIFFERENT ..2 PLACE|PIXEL|WINDOW",
        "WEIGHT|KERNEL ..3 OWN ..2 PREP? ..1 EACH ..2 PLACE|PIXEL|WINDOW",
        "ONE ..1 WEIGHT PREP? EACH ..1 PLACE|PIXEL|WINDOW|CONNECTION|PAIR",
        "ONE ..1 KERNEL EACH ..1 PLACE|PIXEL|WINDOW",
        "WEIGHT PREP? EACH ..2 PAIR",
        "WEIGHT ..7 PLACE ..2 REGARDLESS ..2 OTHER",
        "CONV ..7 MANY WEIGHT ~4 DENSE ..2 ONLY|FEW|FEWER",
        "SHARE ~8 NOT PREP ..2 PLACE",
        "WEIGHT ..8 DEPEND ..3 IMAGE ..1 SIZE",
        "WEIGHT ..8 DEPEND ..3 SIZE ..3 IMAGE",
        "ONE EACH PLACE|PIXEL|WINDOW|CONNECTION|PAIR",
        "EACH ..2 PLACE|PIXEL|WINDOW|CONNECTION|PAIR ..4 OWN ..1 WEIGHT",
        "CONNECT ..6 OWN ..2 WEIGHT",
        weak=(
            "WEIGHT PREP? EACH ..1 PIXEL|PAIR|CONNECTION|PLACE|WINDOW !4:SAME|SHARE",
            "UNIT ..3 WEIGHT PREP ALL ..2 INPUT|PIXEL",
            "ONE ..1 KERNEL PREP? EACH ..1 PLACE|PIXEL|WINDOW",
        ),
    ),
    _says(
        MOVING,
        True,
        False,
        "^TURN|ZOOM|SCALE|PERMUTE EQUIVARIANT !4:TURN|ZOOM|SCALE|PERMUTE",
        "COMMUTE ..3 MOVE",
        weak=(
            "MOVE ..4 IMAGE|FEATURE ~6 OUTPUT|FEATURE|IT ..5 MOVE",
            "IMAGE|FEATURE ..5 MOVE ~9 OUTPUT|FEATURE|IT ..5 MOVE",
            "MOVE ..4 IMAGE|FEATURE ..3 MOVE ..2 OUTPUT",
            "MOVE ~6 SO_DOES ..3 OUTPUT|FEATURE",
            "MOVE PREP COMMA|MATHS MOVE",
            "NOT ..1 CHANGE ..2 EXCEPT ..4 MOVE",
            "SAME|UNCHANGED ..1 EXCEPT|DIRECTION ..3 MOVE",
            "NOT ..1 CARE|MATTER|NOTICE ..1 WHICH ~6 FEATURE|APPEAR|IT",
            "SAME ..2 OUTPUT COMMA? ..1!JOIN|IF|PREP|IT MOVE",
            "FEATURE|OUTPUT MOVE ..4 IMAGE",
            "DETECT|LEARN ~9 EVERYWHERE|ELSEWHERE",
            "DETECT|LEARN ~9 REGARDLESS ..5 PLACE|APPEAR|IT",
            "DETECT ~8 EACH|ALL|OTHER|DIFFERENT ..2 PLACE",
            "FEATURE ..4 DETECT|OCCUR ..3 EACH|ALL|OTHER|DIFFERENT|EVERYWHERE ..2 PLACE?",
            "LEARN|USEFUL ..6 ONE ..2 PLACE ~12 OTHER|EACH|ALL|ELSEWHERE|EVERYWHERE",
            "LEARN ..3 ONCE",
            "DETECT|USEFUL ~12 DETECT|USEFUL ..6 ALSO",
            "USEFUL ..8 ALSO ..1 USEFUL",
            "PLACE ..3 SAME ..6 PLACE",
            "FEATURE ..3 PLACE ~4 SAME ..6 PLACE",
            "DETECT ..4 MOVE ..2 FEATURE|IMAGE",
            "ROBUST ..5 MOVE|PLACE",
            "MOVE|PLACE ..1 ROBUST",
        ),
    ),
    _says(
        MOVING,
        True,
        False,
        "MOVE|PLACE ..1 INVARIANT",
        "INVARIANT ..3 MOVE|PLACE",
        "MOVE|PLACE MATHS? EQUIVARIANT? INVARIANT",
        only="+",
    ),
    _says(MOVING, True, False, "HAVE ..1 PROPERTY", "BUILD IT PREP", makes=False),
    _says(MOVING, False, True, "NOT ..2 PROPERTY", makes=False),
    _says(
        MOVING,
        False,
        None,
        "SENSITIVE ..2 PLACE|MOVE",
        "FEATURE ..3 MOVE ..4 NOT ..1 DETECT",
        "NOT ..2 DETECT ..2 MOVE ..1 FEATURE",
        makes=False,
        only="+",
    ),
    _says(
        MOVING,
        False,
        True,
        "RELEARN ..9 PLACE|EVERYWHERE",
        "LEARN ..4 AGAIN ..6 PLACE",
        "MUST ..1 LEARN ..4 PREP EACH ..1 PLACE",
        weak=("LEARN ~5 EACH|ALL ..2 PLACE",),
    ),
    _says(
        MOVING,
        False,
        None,
        "MOVE !OUTPUT !FILL|IT+OUTPUT ~9!MOVE OUTPUT ..7!MOVE|BY SAME|UNCHANGED !2:DIRECTION|COUNT|MOVE|PIXEL|PLACE",
        "OUTPUT ..3!MOVE SAME|UNCHANGED JOIN|IF ..3!MOVE IMAGE|FEATURE ..3 MOVE",
        "OUTPUT ..6 NOT ..1 CHANGE !2:EXCEPT ~8 MOVE",
        "MOVE ~9!MOVE OUTPUT ..5 NOT ..1 MOVE",
        "MOVE ~6 OUTPUT|FEATURE ..5 CHANGE ..1 COMPLETELY",
        makes=False,
        only="+",
        conditions=True,
    ),
    _says(
        MOVING,
        False,
        False,
        "SCALE INVARIANT|EQUIVARIANT",
        "INVARIANT|EQUIVARIANT ..3 SCALE|SIZE",
        "TURN|ZOOM ~2 INVARIANT|EQUIVARIANT|ROBUST",
        "INVARIANT|EQUIVARIANT|ROBUST ..4 TURN|ZOOM",
        "REGARDLESS ..6 TURN",
        "NOT MATTER ..6 TURN",
        "TURN ~9 SAME|UNCHANGED",
        "ZOOM ~9 SAME|UNCHANGED ..3 OUTPUT|FEATURE",
        "SAME ..2 OUTPUT ..4 ZOOM",
        makes=False,
        only="+",
        conditions=True,
    ),
    _says(
        LOCAL,
        False,
        None,
        "NOT ..2 DEPEND|MATTER|NOTICE|CARE ..6 ORDER|PERMUTE",
        "IGNORE ..3 ORDER",
        "NOT ..1 CHANGE ..4 PERMUTE",
        "REGARDLESS ..4 ORDER",
        "PERMUTE ~9 SAME|UNCHANGED",
        "PERMUTE ..1 INVARIANT",
        "INVARIANT ..4 PERMUTE",
        makes=False,
    ),
    _says(
        LOCAL,
        True,
        False,
        "LOCAL",
        "NEAR EACH ..1 OTHER",
        "NEAR ..3 PIXEL|FEATURE|VALUE|INPUT|IT",
        "PIXEL ..5 NEAR",
        "SPATIAL ..2 STRUCTURE|PLACE",
        "SPATIAL CONNECTION|RELATED|PRIOR",
        "RECEPTIVE",
        "SPARSE ..1 CONNECT|CONNECTION",
        "SPARSE ..2 OF ..2 CONNECTION",
        "DEPEND|SEE|CONNECT ..4 FEW|ONLY ..2 WINDOW|NUMBER|INPUT|PIXEL",
        "FEW ..1 WINDOW",
        "DEPEND|SEE|CONNECT ..4 FEW ..2 PLACE|PART",
        "CONNECT|WIRED|DEPEND|SEE ..4 WINDOW",
        "STRUCTURE ..3 IMAGE",
        "SPATIAL ..2 IMAGE",
        "USE ..4 SPATIAL|STRUCTURE",
        deniers="IGNORE|REGARDLESS",
        undone=("..4 BE ..2 IGNORE", "IGNORE BY|STOP", "..6 ALIKE"),
    ),
    _says(
        LOCAL, False, True, "IGNORE ..3 LOCAL|SPATIAL|STRUCTURE|NEAR", "IGNORE ..3 PIXEL ..4 NEAR", weak=("FLATTEN",)
    ),
    _says(
        LOCAL,
        False,
        True,
        "SEE|DEPEND|CONNECT ..5 EACH|ALL|WHOLE ..2 PIXEL|IMAGE|INPUT|VALUE",
        "EACH|ALL ..1 PIXEL ..6 INTO ..1 ACCOUNT",
        "WHOLE ..1 VIEW|CONTEXT|CONNECTION",
        "LONG RANGE",
        "BE ..1 WHOLE",
        only="",
    ),
    _says(
        "hierarchy",
        True,
        None,
        "HIERARCHY",
        "EDGE ~8 PART|TEXTURE ~8 FEATURE|OBJECT",
        "LOWLEVEL ~10 HIGHLEVEL",
        "SIMPLE ..4 COMPLEX",
        "COMPLEX ..5 SIMPLE",
        "EDGE|PART|TEXTURE ~9 COMPOSE ..5 SIMPLE",
        "FEATURE ..4 COMPOSE",
        "COMPOSE ..4 EDGE|PART ~6 PART|OBJECT|FEATURE",
        only="+",
    ),
    _says(
        "variable-size",
        True,
        False,
        "DIFFERENT|VARIABLE|EACH|ALL ..3 SIZE",
        "SIZE ..4 VARIABLE",
        "NUMBER MATHS NUMBER ~6 ALSO ..2 NUMBER MATHS NUMBER",
    ),
    _says("variable-size", False, True, "FIXED ..5 SIZE|INPUT", "SHARE PREP ONE ..2 SIZE", "SAME ..1 INPUT ..1 SIZE"),
)
# What is said of a stack of layers, of pooling, or of a classifier as a whole, says nothing false of one convolution.
_SLIDING = re.compile(LEXICON.one_of("SLIDE|STACK|POOL"))

# "Not a reason: …", "… – convolutions don't have it": named, and set aside.
_NO_REASON = LEXICON.frame("NOT ..2 REASON")
_NOT_IT = LEXICON.frame("NOT ..3 IT")

# f(T x) = T f(x) and k * (S x) = S (k * x)
_COMMUTES = lazy(
    r"\b(?P<f>\w{1,12})[\s({]{1,4}(?P<t>\w{1,12})[\s({]{0,4}(?P<x>\w{1,12})[\s)}]{0,4}=\s*(?P=t)[\s({]{0,4}(?P=f)[\s({]{0,4}(?P=x)"
    r"|\b(?P<k>\w{1,12})\s?\*\s?\(?(?P<s>\w{1,12}) ?(?P<y>\w{1,12})\s?\)?\s?=\s?(?P=s) ?\(?(?P=k)\s?\*\s?(?P=y)",
    re.IGNORECASE,
)
_SUBSCRIPT = lazy(r"_\{?\w\}?")
# The reply itself says that it has no more than one reason.
_NO_SECOND = tuple(
    map(
        LEXICON.frame,
        ("NOT ..5 SECOND|OTHER ..3 REASON", "ONE JOIN ONLY ..2 REASON", "ONLY ..1 REASON", "ONLY ..2 MATTER"),
    )
)
_CONCLUDES = re.compile(LEXICON.one_of("ANSWER"))
# Words that belong to some reason: outside of what was heard they may be one that was not.
_TELLING = re.compile(
    LEXICON.one_of(
        "UNKNOWN|SHARE|PLACE|WINDOW|PIXEL|CONNECTION|CONNECT|WIRED|EVERYWHERE|ELSEWHERE|WHOLE|"
        "VIEW|CONTEXT|SLIDE|MOVE|FEATURE|INPUT|VALUE|EQUIVARIANT|COMMUTE|INVARIANT|ROBUST|DETECT|"
        "RELEARN|ONCE|AGAIN|USEFUL|APPEAR|TURN|ZOOM|PERMUTE|ORDER|LOCAL|NEAR|SPATIAL|STRUCTURE|"
        "RELATED|PRIOR|RECEPTIVE|SPARSE|SEE|LONG|RANGE|HIERARCHY|EDGE|PART|TEXTURE|SIMPLE|"
        "COMPLEX|LOWLEVEL|HIGHLEVEL|SIZE|FIXED|STACK|POOL|VARIABLE|REGARDLESS|IGNORE|FLATTEN"
    )
)


def reasons(text: str) -> Heard:
    """The points that a reply makes and those it contradicts, with their places."""
    read = under_headings(LEXICON, LEXICON.read(text), LEXICON.one_of("CONV|DENSE"))
    told = Told(LEXICON, read, (CONV, DENSE), {"KERNEL": CONV, "SLIDE": CONV, "FLATTEN": DENSE})
    made, contradicted, heard = hear(told, STATEMENTS, _set_aside)
    if (shift := _COMMUTES.search(_SUBSCRIPT.sub("", text).replace("\\", " "))) is not None:
        made.setdefault(MOVING, shift.span())
    return Heard(made, contradicted, len(made) < 2 and not contradicted and _understood(read, heard))


def _understood(read: Senses, heard: list[Said]) -> bool:
    """Is nothing left that may be one more reason: in the whole reply, or in what it concludes?"""
    if any(True for frame in _NO_SECOND for _ in frame.places(read)):
        return True
    left = list(read.codes)
    for said in heard:
        left[said.start : said.end] = FILL * (said.end - said.start)
    sentences = [sentence for sentence in re.split(r"[.\n|]", "".join(left)) if sentence.strip(FILL + PAUSES)]
    if not any(_TELLING.search(sentence) for sentence in sentences):
        return True
    last = sentences[-1]
    return _CONCLUDES.match(last) is not None and not _TELLING.search(last)


def _set_aside(read: Senses, said: Said) -> bool:
    """Is it said of a stack of layers, or named only to be dismissed?"""
    sentence = read.sentence(said.start, said.end)
    if _SLIDING.search(sentence) or _NO_REASON.pattern.search(sentence):
        return True
    aside = _NOT_IT.pattern.search(read.codes, said.end)
    other = LEXICON.codes[DENSE if said.subject == CONV else CONV]
    return aside is not None and not re.search(f"[{other}{re.escape(ENDS)}]", read.codes[said.end : aside.start()])
