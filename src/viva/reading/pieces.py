r"""The texts of a reply that may be its answer as a whole, best first.

>>> from viva.reading.replies import read_reply
>>> list(texts(read_reply(r"The roots are $x = 1$ and $x = 3$.")))[0]
('$x = 1$ and $x = 3$', False)

Mathematics is joined where only "and", "or" or commas stand between; of a statement without mathematics in delimiters
it is what follows the last "is", "so", "=>" and the like. The second item says whether it is said to be the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viva.reading.boxes import boxes
from viva.reading.budget import tick
from viva.reading.comparisons import compared
from viva.reading.locate import Candidate, candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply

LONGEST = 4_000  # code points of a text that may be the answer as a whole

_DOUBLED = lazy(
    r"(?<!\\)\\\\(?=(?:[dt]?frac|sqrt|left|right|boxed|text|le|ge|leq|geq|infty|cup|in|pi|cdot|times)(?![a-z]))"
)


def single_backslashes(text: str) -> str:
    """The text with `\\\\frac` (escaped once too often) as `\\frac`; row breaks of matrices stay."""
    return _DOUBLED.sub(r"\\", text) if "\\\\" in text else text


_REMARK = lazy(r"(?<=\s)\(((?:[^()]|\([^()]*\))*)\)")
_SAYING = lazy(r"(?<![\\A-Za-z])[A-Za-z]{3,}")
_ARROW = lazy(
    r"⇒|⟹|=>|⇔|⟺|(?<=\s)->(?=\s)|\\(?:Rightarrow|implies|iff|Leftrightarrow|Longrightarrow|quad\\to)(?![a-z])",
    needs=r"⇔|⟺|⇒|⟹|->|=>|\iff|\implies|\quad\to|\rightarrow|\leftrightarrow|\longrightarrow",
)
_LABEL = lazy(r"(?m)^[ \t]*[*_#]+ ?[A-Za-z][A-Za-z ]{2,40}:[*_]*[ \t]*", needs=":")
_ASSIGNED = lazy(r"[ \t]*(?:[-*•]\s+)?\$?(?P<name>[A-Za-zα-ω]|\\[a-z]+)_?\{?\d\}?\s*[=:][^=\n]*$")


def _without_remarks(text: str) -> str:
    """The text without remarks in brackets, such as "(local maximum)"."""
    if "(" not in text:
        return text
    return _REMARK.sub(lambda m: "" if _SAYING.search(m[1]) else m[0], text)


def _concluded(text: str) -> str:
    """What stands behind the last "⇒" of a text."""
    arrows = list(_ARROW.finditer(text))
    last = text[arrows[-1].end() :].strip() if arrows else ""
    return last if re.search(r"\w", last) else text


def _components(text: str) -> str:
    """A reply that is, or ends with, lines `p_1 = …`, `p_2 = …`: one list; "" where it is not."""
    lines = [line for line in text.split("\n") if line.strip()]
    count = 0
    while count < len(lines) and count < 20 and _ASSIGNED.match(normalise(lines[-1 - count]).text):
        count += 1
    if count < 2:
        return ""
    rows = [re.sub(r"^\s*[-*•]\s+", "", line).strip().rstrip(".,;") for line in lines[-count:]]
    names = {found["name"] for row in rows if (found := _ASSIGNED.match(normalise(row).text))}
    return ", ".join(rows) if len(names) == 1 else ""


def texts(reply: Reply) -> Iterator[tuple[str, bool]]:
    """The texts that may be the answer as a whole, best first; the second item: is it said to be the answer?"""
    joined = joined_boxes(reply)
    if joined:
        yield joined, True
        return
    whole_text = _without_remarks(reply.text.strip()) if len(reply.text) <= LONGEST else ""
    if (
        whole_text
        and len(reply.maths) == 1
        and not re.search(r"[A-Za-z]{2}", reply.text[: reply.maths[0].start] + reply.text[reply.maths[0].end :])
    ):
        yield _concluded(whole_text), True
        return
    if whole_text and "\n" in whole_text and (listed := _components(whole_text)):
        yield listed, False
    plain = re.sub(r"\\[A-Za-z]+", " ", whole_text)
    concluded = _concluded(whole_text)
    if (
        whole_text
        and not re.search(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}\s+[A-Za-z]{2,}", plain)
        and not _COPULA.search(concluded)
    ):
        labels = _LABEL.findall(concluded)
        if len(labels) < 2:
            yield (
                compared(_LABEL.sub("", concluded, count=1) if concluded.startswith(("*", "_", "#")) else concluded),
                False,
            )
    for candidate in candidates(reply):
        if candidate.rank == 6 or candidate.rank >= 16:
            return
        if len(candidate.text) <= LONGEST:
            tick()
            yield from _pieces(reply, candidate)


_COPULA = lazy(
    r"(?<![A-Za-z\\])(?:is(?: at)?|are|equals?|be|becomes?|get|gives?|have|obtain|yields?|values?|set|interval|"
    r"so|thus|hence|therefore|means|that is|i\.e\.|namely|equivalent to|when|where|iff|for|at|requires?|solutions?|"
    r"as|exactly|precisely|just|simply|(?:in|to)(?=\s*\$?[\[(])|anything|"
    r"point|domain|[A-Z][a-z]+ing,)(?![A-Za-z])"
    r"[\s,:]*|(?<![\d\s]):\s|⇒|⟹|→|=>|⇔|⟺|\\Rightarrow|\\implies|\\iff|\\Leftrightarrow",
    re.IGNORECASE,
)
_AFTER_PROSE = lazy(r"(?<![\\\w{])[A-Za-z]{3,}\b[,.:;]?\s")
_BOLD = lazy(r"\*\*([^*\n]*[\d=<>≤≥\\{(\[][^*\n]*)\*\*", needs="**")


def _pieces(reply: Reply, candidate: Candidate) -> Iterator[tuple[str, bool]]:
    """The mathematics of a statement, joined where only "and", "or" or commas stand between; else its last words."""
    final = candidate.rank == 0
    inside = [m for m in reply.maths if candidate.span.start <= m.start and m.end <= candidate.span.end]
    if inside:
        runs: list[list[int]] = [[inside[0].start, inside[0].end]]
        for math in inside[1:]:
            between = _without_remarks(reply.text[runs[-1][1] : math.start])
            if re.fullmatch(r"[\s*_]*(?:,|;|and|or|\\quad|\\text\{ ?(?:and|or) ?\})*[\s*_]*", between):
                runs[-1][1] = math.end
            else:
                runs.append([math.start, math.end])
        by_way = [run for run in runs if _BY_THE_WAY.search(reply.text[max(0, run[0] - 16) : run[0]])]
        for start, end in reversed([run for run in runs if run not in by_way] or by_way):
            after = re.match(r"\s*(%|percent\b|pct\b)", reply.text[end : end + 12])
            found = _concluded(_without_remarks(reply.text[start:end]))
            yield found + (after[0] if after else ""), final
        return
    words = compared(_without_remarks(candidate.text.strip()))
    for bold in reversed(_BOLD.findall(words)):
        yield _COPULA.split(bold)[-1].strip(" .*_"), final
    pieces = [p for p in _COPULA.split(_BY_THE_WAY_CLAUSE.sub("", words)) if p and p.strip()]
    if pieces:
        last = re.split(r"(?<=[^\s])\.\s", pieces[-1])[0].strip(" .*_")
        group = _GROUP.match(last)
        yield (group[1] if group else last), final
    tail = _AFTER_PROSE.split(words)[-1].strip(" .*_,;:")
    if tail and pieces and tail != pieces[-1] and re.search(r"[\d=<>≤≥∞∪∈]", tail):
        yield tail, final
    if final and len(pieces) > 1:
        yield words, final


_BY_THE_WAY = lazy(
    r"\b(?:for (?:instance|example)|such as|e\.g\.|where|with|since|because|at which|whose|when|if)[\s*]*$",
    re.IGNORECASE,
)
_BY_THE_WAY_CLAUSE = lazy(
    r";\s+(?:the|this|both|which|where|it|they)\b.*$|,\s+(?:where|since|because|at which|whose|so the)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_GROUP = lazy(r"([(\[][^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*[)\]])\s+(?!and\b|or\b)[A-Za-z]")


def joined_boxes(reply: Reply) -> str:
    """The last run of boxes that stand side by side, as one list; "" where there are none."""
    found = boxes(reply.text)
    if not found:
        return ""
    run = [found[-1]]
    for span in reversed(found[:-1]):
        between = reply.text[span.end : run[0].start]
        if (
            len(between) > 60
            or len(
                re.findall(r"[A-Za-z]{2,}", re.sub(r"\\[A-Za-z]+", "", between).replace("and", " ").replace("or", " "))
            )
            > 4
        ):
            break
        run.insert(0, span)
    pieces = [reply.text[span.start : span.end].strip() for span in run]
    after = re.match(r"[}\s$]*\s*(%|\\%|percent\b|pct\b|percentage\b)", reply.text[run[-1].end : run[-1].end + 16])
    joined = ", ".join(dict.fromkeys(pieces))
    return joined + (f" {after[1]}" if after else "")
