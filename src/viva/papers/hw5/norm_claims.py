r"""Over which axes a normalization averages: read from prose, judged by `viva.maths.normalization.AXES`.

A statement has a subject (batch, layer, instance or group normalization; or a cube of the figure), axes that are
averaged *over*, and axes *per* which statistics are kept:

>>> over, per = axes_of("it averages over the batch and all pixels, separately for each channel")
>>> sorted(over), sorted(per)
(['H', 'N', 'W'], ['C'])
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viva.papers.sentences import Sentence, sentences

Found = list[tuple[int, int, bool, str]]

SUBJECTS = {
    "batch": r"batch[- ]?norm\w*|\bBN\b",
    "layer": r"layer[- ]?norm\w*|\bLN\b",
    "instance": r"[Ii]nstance[- ]?(?:[Nn]orm\w*|or group[- ]?norm)|\bIN\b",
    "group": r"group[- ]?norm\w*|\bGN\b",
}
_STATES = re.compile(
    r"normali[sz]|statistic|\bmean\b|variance|averag|comput|spans?\b|shaded|stretch|region|over|across|per\b", re.I
)
_END = (
    r"(?=[;:.]|,(?!\s*(?:and\b|[NCHWnchw]\b|height|width|channel|spatial))|\bindependent|\bseparate|\busing\b|\bcomput|\bit\b|\bwe\b"
    r"|\bover\b|\bacross\b|\balong\b|\bwhile\b|\bbut\b|\bregardless|\btreating|\bfor (?:each|every|a given"
    r"|one)\b|\bper\b|$)"
)
_PER = re.compile(
    rf"\b(?:for|per|of|at)?\s*(?:each|every|(?:a|any) (?:given|single|fixed)|per"
    rf"|one particular)\s+((?:(?!\b(?:over|across|using)\b).){{1,70}}?){_END}",
    re.IGNORECASE | re.DOTALL,
)
_OVER = re.compile(rf"\b(?:over|across|along)\s+(.{{1,90}}?){_END}", re.IGNORECASE | re.DOTALL)
_TOGETHER = re.compile(
    r"\btreating\s+(?:all\s+)?(.{1,60}?)\s+(?:within [^.]{1,40} )?together", re.IGNORECASE | re.DOTALL
)
_NEGATED = re.compile(
    r"\b(?:not|never|n't|instead of|rather than|unlike|independent(?:ly)? of|regardless of)\W+(?:\w+\W+){0,3}$", re.I
)

_PER_TOKENS = (
    (
        "HW",
        r"spatial (?:position|location|site|dimension|coordinate)|\bpixel|\bposition\b|\blocation\b|\bH\b|\(h, ?w\)",
    ),
    ("C", r"\bchannel|feature map|\bC\b|\bc\b"),
    ("N", r"\bsample\b|\bexample\b|\binstance\b|\bimage\b|\bdata ?point|training case"),
)
_OVER_TOKENS = (
    ("HW", r"spatial|\bpixels?\b|\bpositions\b|\blocations\b|\bH\b|height"),
    ("C", r"\bchannels\b|channel (?:dimension|axis)|\bC\b|feature (?:dimension|axis)|\bfeatures\b"),
    ("N", r"\bbatch\b|mini-?batch|\bsamples\b|\bexamples\b|\bN\b|\bimages\b"),
)


def _tokens(phrase: str, table: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(
        "".join(axes for axes, pattern in table if re.search(pattern, phrase, re.IGNORECASE if len(axes) > 2 else 0))
    )


def axes_of(clause: str) -> tuple[frozenset[str], frozenset[str]]:
    """The axes a clause says are averaged over, and those per which statistics are kept."""
    over: set[str] = set()
    per: set[str] = set()
    for m in _PER.finditer(clause):
        if not _NEGATED.search(clause[: m.start()]):
            per |= _tokens(m[1], _PER_TOKENS)
    for m in _OVER.finditer(clause):
        if not _NEGATED.search(clause[: m.start()]):
            if re.search(r"fully[- ]connected|\blayers?\b|network|outputs?\b", m[1], re.IGNORECASE):
                continue  # what it is applied to
            said = re.split(r"\b(?:of|for|in) (?:that|each|this|a|one|the same)\b", m[1])[0]
            over |= _tokens(said, _OVER_TOKENS)
    for m in _TOGETHER.finditer(clause):
        over |= _tokens(m[1], _OVER_TOKENS)
    return frozenset(over), frozenset(per)


def _about(text: str) -> list[str]:
    return [
        name
        for name, pattern in SUBJECTS.items()
        if re.search(pattern, text, re.IGNORECASE if name != "instance" else 0)
    ]


def _by_subject(text: str) -> Iterator[tuple[Sentence, str]]:
    """Each sentence with the one normalization it speaks of; a bullet under a heading speaks of the heading's."""
    current = ""
    for s in sentences(text):
        named = _about(s.text)
        if len(named) == 1:
            current = named[0]
        elif named:
            current = ""
        if re.search(r"\b(?:diagram|cube|figure)\s+[A-D]\b|^\W*[A-D]\W*[:.)]", s.text) and not named:
            current = ""
        if current:
            yield s, current


def norm_axes(text: str) -> Found:
    """Statements about what batch, layer and instance normalization average over."""
    found: Found = []
    for s, subject in _by_subject(text):
        if not _STATES.search(s.text) or subject == "group":
            continue
        clause = re.sub(r"\s+", " ", re.sub(r"\*|_(?=\s)", "", s.text))
        clause = re.sub(r"^(?:" + "|".join(SUBJECTS.values()) + r")[^:]{0,40}:\s*", "", clause, flags=re.IGNORECASE)
        over, per = axes_of(clause)
        wrong = _wrong(subject, over, per)
        if wrong or over or per:
            found.append((s.start, s.end, not wrong, wrong))
    return found + _group(text)


def _wrong(subject: str, over: frozenset[str], per: frozenset[str]) -> str:
    if subject == "batch":
        if "H" in per:
            return (
                "batch normalization shares its statistics over all pixels of a channel; they are not kept "
                "for each position"
            )
        if "C" in over and "C" not in per:
            return "batch normalization keeps statistics for each channel; it does not average over channels"
        if "N" in per and "N" not in over:
            return "batch normalization averages over the examples of the batch, not within each one"
    if subject == "layer":
        if "H" in per:
            return (
                "the layer normalization of the question averages over the pixels as well; statistics are "
                "not kept for each position"
            )
        if "N" in over and "N" not in per:
            return "layer normalization works within one example; it does not average over the batch"
        if "C" in per and "C" not in over:
            return "layer normalization averages over the channels; statistics are not kept for each one"
    if subject == "instance":
        if "N" in over:
            return "instance normalization works within one example; it does not average over the batch"
        if "C" in over:
            return "instance normalization keeps statistics for each channel; it does not average over channels"
    return ""


def _group(text: str) -> Found:
    why = "group normalization averages over a group of channels, not over a single one"
    return [
        (s.start, s.end, False, why)
        for s in sentences(text)
        if re.search(r"group[- ]?norm", s.text, re.IGNORECASE)
        and re.search(
            r"(?:of |within |on |over )a single channel|only one channel|one channel of one", s.text, re.IGNORECASE
        )
        and not re.search(r"group of channels|groups of|subset|several channels", s.text, re.IGNORECASE)
    ]


# ---- the figure ----------------------------------------------------------------------------------------------

_CUBE = re.compile(r"\b(?:diagram|cube|figure|panel|picture|image|drawing)\s*\(?([A-D])\b", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(?:shaded|shading|blue|coloured|colored|highlighted)\s+(?:\w+\s+)?(?:block|region|area|entries|part|voxels|cells|slab|slice)"
    r"|\bin the (?:picture|figure|diagram|image)\b|\blooking at the (?:\w+ )?(?:picture|figure|diagram)",
    re.IGNORECASE,
)


def shaded_axes(text: str) -> Found:
    """Statements about what is shaded in a cube, as `(start, end, True, "A: CN")`; judged by the draw elsewhere.

    The third field is True because nothing is said here about truth: the letters differ from draw to draw. The last
    field names the cube and the axes along which the sentence says it is full, `"A: NHW"`; `"A: "` where unclear.
    """
    found: Found = []
    for s in sentences(text):
        if not _SEEN.search(s.text) or re.search(
            r"\bwould\b|\bif\b|I (?:cannot|can't)|not (?:see|attached|included)", s.text
        ):
            continue
        cube, axes = _CUBE.search(s.text), full_axes(s.text)
        if cube or axes:
            found.append((s.start, s.end, True, f"{cube[1].upper() if cube else ''}: {axes}"))
    return found


_FULL = (
    (
        "N",
        r"all (?:of )?(?:the )?(?:N\b|samples|examples|batch)|spans? (?:across )?(?:all )?(?:N\b"
        r"|the (?:whole )?(?:mini-)?batch)|over the batch dimension",
    ),
    ("C", r"all (?:of )?(?:the )?(?:C\b|channels)|spans? (?:across )?(?:all )?(?:C\b|the channel)|whole channel"),
)
_ONE = (
    ("N", r"(?:single|one|only one) (?:sample|example|instance|image)|N is (?:single|fixed)|fixed N"),
    ("C", r"(?:single|one|only one) channel|C is (?:single|fixed)|fixed C"),
)


def full_axes(sentence: str) -> str:
    """The axes among N and C along which a cube is said to be full, those with one entry in small letters: `Nc`."""
    said = ""
    for (axis, full), (_, one) in zip(_FULL, _ONE, strict=True):
        is_full, is_one = (bool(re.search(p, sentence, re.IGNORECASE)) for p in (full, one))
        if is_full != is_one:
            said += axis if is_full else axis.lower()
    return said
