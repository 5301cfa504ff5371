r"""4d in words: what is said of the norms of the new columns, and of dropout beside batch normalization.

>>> sorted(norms("The columns all get one length, 1/c.").made), sorted(norms("Every column has norm c.").contradicted)
(['equal'], ['equal'])
>>> heard = relation("Dropout normalizes the features implicitly; batch norm keeps their scale and only centres them.")
>>> sorted(heard.made), sorted(heard.contradicted)
(['centring', 'explicit-implicit', 'one-scale'], ['one-scale'])

Values are computed (`viva.papers.hw5.norm_values`), words are read clause by clause (`viva.reading.hearing`). A norm of
1 is right where the reply says, or chooses, that the constant is 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from viva.kinds import Heard
from viva.papers.hw5.norm_values import Value, norm_values, with_norms_named
from viva.papers.hw5.norm_words import LEXICON
from viva.reading.clauses import Said, Told
from viva.reading.hearing import Statement, hear
from viva.reading.patterns import lazy
from viva.reading.senses import Senses
from viva.reading.told_tables import under_headings

EQUAL, NORM_C = "equal", "norm-c"
ONE_SCALE, IMPLICIT, CENTRING = "one-scale", "explicit-implicit", "centring"
NEW, ROWS, DROPOUT, BATCH, LAYER = "COLUMN", "ROW", "DROPOUT", "BATCH", "LAYER"


def _says(
    point: str,
    holds: Mapping[str, bool | None],
    *frames: str,
    weak: tuple[str, ...] = (),
    makes: bool = True,
    only: str = "",
    deniers: str = "",
) -> Statement:
    read, shown = (tuple(map(LEXICON.frame, written)) for written in (frames, weak))
    denial = re.compile(LEXICON.one_of(deniers)) if deniers else None
    return Statement(point, holds, read, shown, makes, only, denial, conditions=True)


_OF_NEW = {NEW: True}
NORMS = (
    _says(
        EQUAL,
        _OF_NEW,
        "NORM ..12 SAME !1:AS|TO !3:OLD|MATRIX",
        "NORM ~2 SAME !1:AS|TO !3:OLD|MATRIX",
        "SAME TO EACH|ONE ..1 OTHER|ONE",
        "SAME ACROSS ..1 ALL|EACH ..2 COLUMN|INDEX",
        "IT BE? ALL? SAME !1:AS|NORM|TO|SCALING|THING",
        "SAME ..4 NORM !AS",
        "SAME ..2 NORM AS ..2 OTHER",
        "NORM ~8 SAME ..2 ALL|EACH",
        "ONE|UNIT ..1 NORM",
        "NORM ..8 AGREE",
        "EQUALIZE ..5 NORM",
        "SHARE ..1 ONE ..2 NORM",
        "ALL BE SAME",
        "IT ..5 BE ..2 SAME !1:AS|NORM|TO|THING",
        "COLUMN ..8 SAME ..2 NORM !AS",
        "IT ..2 AGREE",
        "DIAGONAL ..4 SAME",
        "SAME ..1 DIAGONAL",
        weak=("NORM ..8 REGARDLESS ..3 INDEX|COLUMN", "COLUMN ..5 NORMALIZE|SCALING ..2 TO ..2 SAME"),
    ),
    _says(EQUAL, {NEW: False}, "NORM ..8 DEPEND ..4 INDEX|COLUMN", "NORM ..8 VARY", "NORM ..8 DEPEND INDEX"),
    _says(
        EQUAL,
        {NEW: False},
        "NORM ..12 BE ..3 DIFFERENT",
        "DIFFERENT ..2 NORM",
        "DIFFERENT ACROSS ..2 COLUMN|ALL|INDEX",
        "NORM ~8 SAME TO ..1 OLD|MATRIX|IT",
        "NORM ..8 PROPORTIONAL ..3 OLD|MATRIX|IT",
        "OTHER VARY",
        "NORM ..6 SUM ..2 ONE",
        "SMALL ..1 COLUMN ..2 LARGE",
        "DIFFERENT ACROSS ..1 ALL|EACH ..1 COLUMN",
        "NORM ..5 KEEP ..4 DIFFERENT|UNCHANGED",
        "NORM ..4 BE ..1 KEEP",
        "KEEP ..4 NORM ..4 UNCHANGED",
        "KEEP ..2 THEIRS",
        "NORM ..4 UNCHANGED",
        "SAME ..4 NORM AS ..4 OLD|COLUMN|MATRIX",
        "NORM ..4 SAME AS ..4 OLD|COLUMN|MATRIX",
        "LARGE ..4 KEEP ..3 LARGE",
        "KEEP LARGE",
        "LARGE ..1 NORM ~8 LARGE ..1 NORM",
        "LARGE ..4 GROW|EVEN LARGE?",
        "NORM ..8 GROW",
        "NORM ..4 RECIPROCAL ..3 OLD|ONES|NORM",
        "NORM ..8 BE ..2 ZERO",
        "NORM ZERO",
        "COLUMN ..5 BE ..3 ORTHOGONAL",
        "IT BE ..3 ORTHOGONAL",
        "SAME|AGREE ..3 COMMA IT ..2 MATRIX ..1 NOT",  # "the columns of X are equal, those of X̃ aren't"
        makes=False,
        only="+",
    ),
    _says(EQUAL, {NEW: True}, "TOUCH ..4 NORM", makes=False, only="-"),
)
_DROPOUT_SCALES, _BATCH_SCALES = "dropout scales", "batch scales"
RELATION = (
    _says(
        ONE_SCALE,
        {DROPOUT: True, BATCH: True},
        "BOTH ~12 SCALING|NORMALIZE|EQUALIZE",
        "SCALING ..4 BOTH",
        "LIKE ~10 BATCH",
        "BATCH ~12 LIKE",
        "BATCH ..2 ALSO",
        "ALSO ..2 BATCH",
        "BATCH ~6 ALSO ..3 SCALING|NORMALIZE",
        "BATCH ~12 SAME|LIKE ..4 SCALING",
        "AS ..1 BATCH ..1 DO",
        only="+",
    ),
    _says(_DROPOUT_SCALES, {DROPOUT: True, BATCH: None}, weak=("SCALING|NORMALIZE|EQUALIZE",)),
    _says(
        _BATCH_SCALES,
        {DROPOUT: None, BATCH: True},
        weak=("SCALING|NORMALIZE|EQUALIZE", "BATCH ~9 EXPLICIT", "BATCH DO !NOT"),
    ),
    _says(ONE_SCALE, {DROPOUT: False, BATCH: False}, weak=("DOMINATE",), deniers="LOSE"),
    _says(
        ONE_SCALE,
        {DROPOUT: False, BATCH: False},
        "KEEP ..6 SCALING|NORM !1:SAME",
        "UNRELATED",
        "OPPOSITE",
        "LIKE ~3 LAYER",
        "DROPOUT ..4 UNEQUAL",
        "COLUMN ..2 UNEQUAL",
        "IT UNEQUAL",
        "ONLY ..2 CENTRE",
        "ONLY ..2 IT CENTRE",
        "GROW ..3 COLUMN|DOMINATE",
        "NOT ..1 NORMALIZE|EQUALIZE",
        "NOT TOUCH ..5 SCALING|NORM",
        makes=False,
        only="+",
    ),
    _says(
        IMPLICIT,
        {DROPOUT: True, BATCH: True},
        weak=(
            "IMPLICIT ~6 SCALING|NORMALIZE|EQUALIZE",
            "SCALING|NORMALIZE|EQUALIZE ~12 IMPLICIT",
            "IMPLICIT ~20 EXPLICIT",
            "EXPLICIT ~30 IMPLICIT",
            "IMPLICIT ~6 BATCH",
        ),
    ),
    _says(CENTRING, {DROPOUT: None, BATCH: True}, weak=("BATCH ~20 CENTRE", "CENTRE ~20 BATCH")),
)

# The constant is said, or chosen, to be 1: then "norm 1" is right.
_CHOSEN = lazy(
    r"c\s*=\s*1\b|k\s*=\s*1\b"
    r"|(?:constant|factor)\w*\s+(?:of\s+proportionality\s+)?(?:is|=|equals|being|of|to\s+be)\s+\$?(?:1|one)\b"
    r"|(?:gamma|Γ|γ)[^.\n=]{0,30}=\s*(?:\\?\w{0,15}\{?diag\w*\}?)?(?:\\left)?[\s(\[{]{0,4}(?:\\left)?\s*(?:\\\||‖|\\lVert|\\Vert|\|\|)"
    r"|up\s+to\s+(?:a|the|some|an)\s+(?:\w+\s+)?(?:constant|factor|scal\w+)"
    r"|(?:exactly|precisely)\s+(?:equal\s+to\s+)?the\s+(?:\w+\s+)?norms?\s+of\s+the",
    re.IGNORECASE,
)
_ANY_CONSTANT = lazy(
    r"(?:any|every|whatever|whichever|all)\s+(?:the\s+|choice\s+of\s+(?:the\s+)?)?(?:constant|c\b|p\b)", re.IGNORECASE
)
_UNIT = lazy(
    r"\bunit[\s-]+(?:\w+[\s-]+)?(?:norms?|length|vectors?)\b(?!\s*(?:times|multiplied|scaled|up\s+to|[·×*]))"
    r"|(?<!batch[\s-])\b(?:norms?|lengths?)\s+(?:\w+\s+){0,3}?(?:(?:of|is|are|equal\s+to|=)\s*(?:all\s+)?)?\$?(?:1|one|unity)\b"
    r"(?!\s*[/\d-]|\.\d|\s+(?:over|divided|common|for\s+(?:a|c|k))\b)",
    re.IGNORECASE,
)
_INVERSE = lazy(
    r"\b(?:norms?|lengths?)\b[^.\n]{0,60}?\b(?:(?:one|1)\s+(?:over|divided\s+by)|(?:the\s+)?(?:inverse|reciprocal)\s+of)\s+the\s+"
    r"(?:constant|proportionality|factor)",
    re.IGNORECASE,
)
_THE_CONSTANT = lazy(
    r"\b(?:norms?|lengths?)\b[^.,;(\n=]{0,40}?\b(?:is|are|equals?|equal\s+to)\s+(?:exactly\s+|just\s+|all\s+)*"
    r"(?:the\s+)(?:(?:square(?:\s+root)?|root)\s+of\s+the\s+)?(?:constant\s+of\s+proportionality|proportionality\s+(?:constant|factor))",
    re.IGNORECASE,
)
_DENIES = lazy(r"\bnot\b|n't\b|\bnever\b")
_EXCUSED = re.compile(LEXICON.one_of("REGARDLESS|WAS|OLD"))


def _old(read: Senses, said: Said) -> bool:
    """Is it said of the columns as they were?"""
    begin = max(read.codes.rfind(stop, 0, said.start) for stop in ".\n|,;:()-") + 1
    return _EXCUSED.search(read.codes[begin : said.start]) is not None


def _formerly(read: Senses, said: Said) -> bool:
    """Is it said of the past: "the norms of X were equal"?"""
    return LEXICON.codes["WAS"] in read.codes[said.start : said.end]


def norms(text: str) -> Heard:
    """Are the norms said to be equal, and is the value that is given for them right?"""
    read = LEXICON.read(with_norms_named(text))
    made, against, _ = hear(Told(LEXICON, read, (NEW, ROWS, BATCH, LAYER)), NORMS, _old, _formerly)
    unit = _CHOSEN.search(text) is None
    values = norm_values(text)
    proper = [value for value in values if value.right]
    for value in values:
        if value.right:
            made.setdefault(EQUAL, (value.start, value.end))
        elif not value.one:
            against.setdefault(EQUAL, (value.start, value.end))
            if value.is_c:
                made.setdefault(NORM_C, (value.start, value.end))
    _said_in_words(text, made, against)
    one = next((value for value in values if value.one), None) or _UNIT.search(text)
    if one is not None:
        place = (one.start, one.end) if isinstance(one, Value) else one.span()
        if (unit and not proper) or _ANY_CONSTANT.search(text):
            against.setdefault(EQUAL, place)
        else:
            made.setdefault(EQUAL, place)
    return Heard(made, against)


def _said_in_words(text: str, made: dict[str, tuple[int, int]], against: dict[str, tuple[int, int]]) -> None:
    if (inverse := _INVERSE.search(text)) is not None and not _DENIES.search(inverse[0]):
        made.setdefault(EQUAL, inverse.span())
    elif (constant := _THE_CONSTANT.search(text)) is not None:
        made.setdefault(NORM_C, constant.span())
        against.setdefault(EQUAL, constant.span())


_EXPLICITLY = re.compile(LEXICON.one_of("EXPLICIT|CENTRE|REGARDLESS|WAS"))


def _qualified(read: Senses, said: Said) -> bool:
    """Is only the way denied: "not explicitly", "not by centring"?"""
    if not said.denied and LEXICON.codes["NOT"] not in read.codes[said.start : said.end]:
        return False
    return _EXPLICITLY.search(read.codes[max(0, said.start - 6) : said.end + 4]) is not None


def relation(text: str) -> Heard:
    """What dropout and batch normalization are said to have to do with each other."""
    read = under_headings(LEXICON, LEXICON.read(text), LEXICON.one_of("DROPOUT|BATCH"))
    made, against, _ = hear(Told(LEXICON, read, (DROPOUT, BATCH, LAYER)), RELATION, _qualified)
    one, other = made.pop(_DROPOUT_SCALES, None), made.pop(_BATCH_SCALES, None)
    if one and other and LEXICON.codes[DROPOUT] in read.codes:
        made.setdefault(ONE_SCALE, min(one, other))
    return Heard(made, against)
