r"""The pieces of a reply that belong to one question, and to one part of it.

>>> from viva.reading.replies import read_reply
>>> reply = read_reply("Problem 1\n(a) Weights are shared.\n(b) [2, -1, 3]\nProblem 2\n(a) Batch norm is A.")
>>> [reply.raw[s.start:s.end].strip() for s in question_spans(reply, "1b", ("1a", "1b", "2a"))]
['(b) [2, -1, 3]']

A whole paper in one reply is cut at headings such as "Problem 1 (a)", "Q1a", "Question 2:" with "Part (b)" below. The
parts of one question are told apart by labels ("1.", "(a)", "(ii)") where there are as many as parts, and by what they
say: "n = 1", "n → ∞", "limit". Where nothing separates them, every part gets the whole reply.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from viva.kinds import Expression
from viva.reading.budget import tick
from viva.reading.clause_cues import clause_starts
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Part, Span

_DECOR = r"[\s*_#>\-•|=]*"
_NUMBERED = lazy(
    rf"^{_DECOR}(?:(?:problem|question|exercise|task|homework\s*\d+|hw\s*\d+|q|p)\W{{0,3}})?(?P<number>\d{{1,2}})"
    r"(?:\s*[.):]?\s*(?:part\s*)?\(?(?P<letter>[a-h])\)?(?=[\s.:)*_\]–—-]|$)|(?=[\s.:)*_–—-]|$))",
    re.IGNORECASE,
)
_WORDED = lazy(rf"^{_DECOR}(?:problem|question|exercise|task|q)\W{{0,3}}\d", re.IGNORECASE)
_LETTERED = lazy(
    rf"^{_DECOR}(?:answer\s+(?:to|for)\s+)?(?:(?:part|sub-?question|question)\s*\(?(?P<part>[a-h])\)?|\((?P<bracket>[a-h])\)|(?P<bare>[a-h])[.)])"
    r"(?=[\s.:)*_–—-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Mark:
    start: int
    number: str
    letter: str


def question_spans(reply: Reply, name: str, names: tuple[str, ...]) -> list[Span]:
    """The spans of the reply that answer the question `name` of a paper with questions `names`; [] if none is marked.

    A question's section ends where the next marked question begins.
    """
    marks = _marks(reply, names)
    ends = [mark.start for mark in marks[1:]] + [len(reply.text)]
    return [Span(m.start, end) for m, end in zip(marks, ends, strict=False) if m.number + m.letter == name]


@lru_cache(maxsize=8)
def _marks(reply: Reply, names: tuple[str, ...]) -> tuple[_Mark, ...]:
    """Where a question begins, in order. A bare letter counts for the number that was named last."""
    known = set(names)
    numbers = {name.rstrip("abcdefgh") for name in names}
    marks: list[_Mark] = []
    number = ""
    for line in reply.lines:
        tick()
        words = reply.text[line.start : min(line.end, line.start + 120)]
        if not words.strip():
            continue
        match = _NUMBERED.match(words)
        heading = words.lstrip().startswith(("#", "**"))
        if match and match["number"] in numbers and (_WORDED.match(words) or match["letter"] or heading):
            letter = (match["letter"] or "").lower()
            if letter and match["number"] + letter not in known:
                continue
            if not letter and not (_WORDED.match(words) or heading):
                continue
            number = match["number"]
            if not letter and (
                rest := re.search(
                    r"(?i)(?:part\s*\(?|\()([a-h])\)?(?=[\s.:)*_–—-]|$)", words[match.end() : match.end() + 20]
                )
            ):
                letter = rest[1].lower() if number + rest[1].lower() in known else ""
            if number + letter in known or not letter:
                marks.append(_Mark(line.start, number, letter))
            continue
        match = _LETTERED.match(words)
        if match and number:
            letter = (match["part"] or match["bracket"] or match["bare"]).lower()
            if number + letter in known:
                marks.append(_Mark(line.start, number, letter))
    return tuple(marks)


# ---- the parts of one question -----------------------------------------------------------------------------

_LABEL = lazy(
    rf"^{_DECOR}(?:(?:part|task|step|item|question|answer|result)\s*)?(?:\(?(?P<digit>[1-9])[.):]|\((?P<letter>[a-h])\)|(?P<bare>[a-h])[.)]"
    r"|\(?(?P<roman>i{1,3}|iv|vi{0,3})[.)])[.:]?(?=[\s*_]|$)",
    re.IGNORECASE,
)
_TENDS = lazy(r"\b(?:tends?|converges?|goes|go)\s+to\b|\bapproach(?:es)?\b", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_SIZE_IS = r"(?:\$|\\\()?\s*{name}\s*=\s*{value}(?!\d|\.\d)"
_TO_INFINITY = (
    r"{name}\s*(?:\$|\\\))?\s*(?:→|⟶|->|\\to\b|\\rightarrow\b|\\longrightarrow\b|tends\s+to|goes\s+to|approaches|grows)"
    r"|(?<![A-Za-z]){name}\s*(?:\$|\\\))?\s*to\s+(?:\$|\\\()?(?:infinity|∞|\\infty)"
    r"|batch(?:[ -]size)?\s*(?:→|->|\\to\b)"
    r"|(?:large|infinite|growing|huge|infinitely (?:many|large))[ -](?:\$|\\\()?(?:mini-?)?"
    r"(?:batch|{name}\b|sample|example)"
    r"|(?<![A-Za-z]){name}\s*(?:\$|\\\))?\s+(?:(?:is|gets|becomes|very|extremely|arbitrarily|infinitely)\s+){0,3}"
    r"(?:large|huge|infinite)\b|limit(?:ing)?\b|\bwith infinitely many\b"
)


def part_spans(reply: Reply, parts: tuple[Part, ...]) -> dict[str, list[Span]]:
    """The spans of the reply that answer each part, by its name; the whole reply where nothing tells them apart."""
    names = [part.name for part in parts]
    whole = {name: [Span(0, len(reply.text))] for name in names}
    if len(parts) < 2:
        return whole
    cues = {part.name: _cue(part, parts) for part in parts}
    runs = _label_runs(reply, len(parts))
    labelled = {name: _between(runs, k, len(reply.text)) for k, name in enumerate(names)}
    if not any(cues.values()):
        return {name: labelled[name] or whole[name] for name in names}
    marks = _cue_marks(reply, parts, cues)
    if len(marks) == 1 and (bare := _bare(reply, runs) or _enumerated(reply, len(parts))):
        return {name: [span] for name, span in zip(names, bare, strict=True)}
    if any(name != names[0] for _, name in marks) and (told := _told_limit(parts, {name for _, name in marks})):
        marks = _cue_marks(reply, parts, {**cues, told: _TENDS})  # "zero if n = 1; the entries tend to …"
    if runs and _labels_fit(reply, runs, marks, parts, cues):
        return labelled
    if not any(name != names[0] for _, name in marks):
        return whole
    ends = [start for start, _ in marks[1:]] + [len(reply.text)]
    found: dict[str, list[Span]] = {name: [] for name in names}
    for (start, name), end in zip(marks, ends, strict=True):
        found[name].append(Span(start, end))
    return found


def _cue(part: Part, parts: tuple[Part, ...]) -> re.Pattern[str] | None:
    """What a passage about this part says at its beginning; None for the part that is the rest."""
    kind = part.kind
    size = next((p.kind.limit for p in parts if isinstance(p.kind, Expression) and p.kind.limit), "n")
    if isinstance(kind, Expression) and kind.limit:
        return re.compile(_TO_INFINITY.replace("{name}", re.escape(kind.limit)), re.IGNORECASE)
    given = dict(kind.given) if isinstance(kind, Expression) else {}
    if match := re.search(r"/([a-zA-Z])(\d+)$", part.name):
        given[match[1]] = float(match[2])
    if given:
        name, value = next(iter(given.items()))
        sizes = [_SIZE_IS.replace("{name}", re.escape(name)).replace("{value}", f"{value:g}")]
        if value == 1 and name == size:
            sizes += [
                r"(?:(?<!each )(?<!every )(?<!any )single|(?<!respect to )one)[ -](?:sample|element|example|point)",
                r"single[ -]input",
                r"(?:with|for|only|just) one input",
                r"batch(?:[- ]size)?\s+(?:of\s+)?(?:size\s+)?(?:one|1)\b",
                r"singleton",
            ]
        return re.compile("|".join(sizes), re.IGNORECASE)
    return None


_TITLED_REST = lazy(rf"^{_DECOR}(?:general |full )?(?:gradient|derivation)(?: [a-z]+)?[.:](?=[\s*])", re.IGNORECASE)


def _cue_marks(reply: Reply, parts: tuple[Part, ...], cues: dict[str, re.Pattern[str] | None]) -> list[tuple[int, str]]:
    """Where the passages of the parts begin, in order; the reply begins with the part that has no cue.

    A heading or a short introduction with a part's cue begins its passage; so does a sentence that itself is about it,
    until a heading or label of another part.
    """
    rest = next((p.name for p in parts if cues[p.name] is None), parts[0].name)
    marks = [(0, rest)]
    text = reply.text
    for start, end, kind in _passages(reply, [*(cue for cue in cues.values() if cue is not None), _IN_GENERAL]):
        tick()
        words = text[start:end]
        head = words[:160] if kind != "heading" else words
        if kind == "line" and marks[-1][1] != rest and _IN_GENERAL.search(words[:40]) and not _any(cues, head):
            marks.append((start, rest))
            continue
        if kind == "line" and _TITLED_REST.match(words) and _back(words[:40], parts, rest):
            marks.append((start, rest))
            continue
        hits = [(match.start(), name) for name, cue in cues.items() if cue is not None and (match := cue.search(head))]
        if hits:
            if kind == "heading" or len(hits) == 1:
                marks.append((start, min(hits)[1]))
            continue
        returning = kind == "heading" or re.match(
            rf"{_DECOR}(?:general|gradient|final answer|summary|derivation)\b", words, re.I
        )
        if returning and marks[-1][1] != rest and _back(words, parts, rest):
            marks.append((start, rest))
    first = marks[:1]
    return first + [mark for before, mark in pairwise(marks) if mark[1] != before[1]]


def _bare(reply: Reply, runs: list[list[int]]) -> list[Span]:
    """Behind every label of "1. …  2. zero  3. …", where the reply is nothing but labels and short answers; or []."""
    if len(runs) != 1 or reply.text[: runs[0][0]].strip():
        return []
    found = []
    for start, end in pairwise((*runs[0], len(reply.text))):
        piece = reply.text[start:end].strip()
        label = _LABEL.match(piece)
        if label is None or "\n" in piece or len(piece) > 200 or re.search(r"(?<![_{=])=|\bis\b|≈", piece):
            return []
        found.append(Span(start + label.end(), end))
    return found


# "The answer is γ(g_i − m), 0 and γ g_i."
_THREE = lazy(r"[^;,\n]{3,200},\s(?P<two>\s*\$?(?:0|1|zero|one)\$?),?\s+and\s+(?P<last>\S)", re.IGNORECASE)
_PIECE_ENDS = lazy(r";(?=\s)")


def _enumerated(reply: Reply, count: int) -> list[Span]:
    """The answers in a line such as "Short: γ(g_i − m); 0; γ g_i."; [] if there is none."""
    for line in reply.lines:
        if count == 3 and (three := _THREE.match(reply.text, line.start, min(line.end, line.start + 400))):
            return [Span(line.start, three.start("two")), Span(*three.span("two")), Span(three.start("last"), line.end)]
        ends = [m.end() for m in _PIECE_ENDS.finditer(reply.text, line.start, line.end)]
        if len(ends) == count - 1 and len(reply.text[ends[0] : ends[1]].strip()) <= 12 and line.end - line.start < 300:
            return [Span(start, end) for start, end in pairwise((line.start, *ends, line.end))]
    return []


def _told_limit(parts: tuple[Part, ...], named: set[str]) -> str:
    """The part that asks for a limit, where no passage names it."""
    limits = [p.name for p in parts if isinstance(p.kind, Expression) and p.kind.limit and p.name not in named]
    return limits[0] if limits else ""


_IN_GENERAL = lazy(r"\b(?:in general|general case|for (?:general|any|arbitrary) \$?n\b)", re.IGNORECASE)


def _any(cues: dict[str, re.Pattern[str] | None], words: str) -> bool:
    return any(cue is not None and cue.search(words) for cue in cues.values())


def _back(words: str, parts: tuple[Part, ...], rest: str) -> bool:
    """Does a heading lead back to the part without a cue: "Summary", "Gradient", "Final answer"?"""
    asks = next(p.asks for p in parts if p.name == rest).lower()
    nouns = list(re.findall(r"[a-z]{5,}", asks))[:2]
    lowered = words.lower()
    return any(noun in lowered for noun in nouns) or bool(re.search(r"summary|derivation|general|final", lowered))


def _passages(reply: Reply, cues: list[re.Pattern[str]]) -> list[tuple[int, int, str]]:
    """Lines as the units that cues are looked for in; a table's rows too. "…, and for n = 1 …" begins another."""
    headings = {block.start for block in reply.blocks if block.kind == "heading"}
    found: list[tuple[int, int, str]] = []
    for line in reply.lines:
        if not reply.text[line.start : line.end].strip():
            continue
        if line.start in headings:
            found.append((line.start, line.end, "heading"))
            continue
        bounds = [line.start, *clause_starts(reply.text, line.start, line.end, cues), line.end]
        found += [(start, end, "line") for start, end in pairwise(bounds)]
    return found


_INLINE = lazy(
    r"(?:^|(?<=[\s;:.,*$)]))\*{0,2}\(?(?P<roman>i{1,3}|iv|v|[a-e]|[1-5])\)\*{0,2}(?=[\s*:$\\])", re.IGNORECASE
)


def _label_runs(reply: Reply, count: int) -> list[list[int]]:
    """Where the labels 1., 2., … or (a), (b), … stand, for every complete run of `count`; [] if there are others."""
    marks: list[tuple[int, int]] = []
    for line in reply.lines:
        match = _LABEL.match(reply.text[line.start : min(line.end, line.start + 60)])
        if match:
            marks.append((line.start, _number(match)))
    runs = _runs(marks, count)
    if not runs and any(number > 1 for _, number in marks):
        return runs
    for line in reply.lines:  # "Answer: (i) …; (ii) …; (iii) …"
        inside = list(_INLINE.finditer(reply.text, line.start, line.end))
        numbers = [_from_roman(m["roman"]) for m in inside]
        if numbers == list(range(1, count + 1)):
            runs.append([m.start() for m in inside])
            if len(runs) == 1:
                break
    return runs


def _number(match: re.Match[str]) -> int:
    letter = match["letter"] or match["bare"]
    if match["digit"]:
        return int(match["digit"])
    if match["roman"] and not (letter and letter != "i"):
        return _ROMAN[match["roman"].lower()]
    return ord(str(letter).lower()) - 96


def _from_roman(word: str) -> int:
    word = word.lower()
    return int(word) if word.isdigit() else _ROMAN.get(word) or ord(word) - 96


def _runs(marks: list[tuple[int, int]], count: int) -> list[list[int]]:
    numbers = [number for _, number in marks]
    if not marks or len(marks) % count or numbers != list(range(1, count + 1)) * (len(marks) // count):
        return []
    return [[start for start, _ in marks[k : k + count]] for k in range(0, len(marks), count)]


def _between(runs: list[list[int]], k: int, end: int) -> list[Span]:
    """From the k-th label of every run to the next label."""
    starts = [*sorted(start for run in runs for start in run), end]
    return [Span(run[k], starts[bisect_right(starts, run[k])]) for run in runs]


def _labels_fit(
    reply: Reply,
    runs: list[list[int]],
    marks: list[tuple[int, str]],
    parts: tuple[Part, ...],
    cues: dict[str, re.Pattern[str] | None],
) -> bool:
    """Are these the labels of the parts, not of steps? Then every cue stands in the piece of its own part.

    Numerals may well be steps: there every part that has a cue must have it.
    """
    spans = {part.name: _between(runs, k, len(reply.text)) for k, part in enumerate(parts)}
    opened = runs[0][0] if runs[0][0] < 240 else 0  # "You are right, with one sample it is constant." answers nothing
    inside = [(start, name) for start, name in marks if start >= opened]
    if any(not any(span.start <= start < span.end for span in spans[name]) for start, name in inside if cues[name]):
        return False
    if not re.match(r"[\W_]*\(?\d", reply.text[runs[0][0] : runs[0][0] + 12]):
        return True
    heads = {
        name: " ".join(reply.text[x.start : min(x.end, x.start + 160)] for x in found) for name, found in spans.items()
    }
    return all(cue.search(heads[name]) for name, cue in cues.items() if cue is not None)
