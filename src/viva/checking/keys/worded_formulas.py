r"""The formula that a key states in words: with a lead ("The gradient is …"), remarks, and what its names stand for.

>>> stated_in("The coefficient is $ab^2$ (for $b < 1$).")
Worded(formula='$ab^2$', given=())
>>> stated_in(r"$g - sy$, where $s = gy/n$ and $r$ is the root mean square").text
'$g - sy, \\text{where } s = gy/n$'
>>> stated_in("Replace $w$ by $pw$."), stated_in("mean $np$, variance $np(1-p)$"), stated_in("$x$ times the rate")
(None, None, None)

Of several formulas the one counts that neither a preposition ("with respect to $W$"), nor a condition, nor a definition
leads up to; where that leaves several, where words go on with the formula, or where it is said to be a bound or a
growth, there is none, and other readers of keys have their turn. Whether the formula can be understood is not decided.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from dataclasses import dataclass

from viva.reading.cleaning import balanced
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply

LONGEST = 2_000

_ASIDE = frozenset(
    "where with if for when as given since because here let provided assuming unless of in to at on per under over "
    "all i.e e.g that than from into between up by not symmetric using via equivalently mit wobei für wenn falls "
    "einem einer der des also both whenever every each any only see cf note holds hier".split()
)
_COPULAS = frozenset(
    "is are equals equal be becomes become gives give yields yield get obtain reads ist sind lautet beträgt ergibt "
    "therefore thus hence so namely either answer result".split()
)
_GOES_ON = frozenset(
    "times plus minus multiplied divided over squared cubed transposed transpose inverse percent thousand million "
    "billion and less more".split()
)
_OTHERWISE = lazy(
    r"\b(?:proportional|at (?:most|least)|no (?:more|less) than|bounded|grows|scales|order of|tends?|converges?"
    r"|approach\w*|positive multiple|iff|if and only if|replace|swap|instead of)\b",
    re.I,
)
_LIMIT = lazy(r"\\to\b|→|\\rightarrow|\\lim|\\propto|∝")
_FOLLOWS = lazy(
    r"[\s.,;:–—-]*(?:$|\(|[.;:]|[–—]|-\s|,\s*(?!and\b|und\b)|(?:where|with|which|i\.e|that is|or|for|if|when|here|since"
    r"|because|so|in|per|assuming|provided|under|as|on|unless|up to|using|at|whenever|equivalently|mit|wobei|für|falls"
    r"|wenn|oder|d\.h|bzw|[a-z-]{3,}[^s\W]s|nats?|bits?|steps|units?|FLOPs|MACs|operations|in total|total|overall|each"
    r")\b)"
)
_NOUN = lazy(
    r"\s*(?!(?:is|are|was|has|have|larger|smaller|higher|lower|less|more|too|not|at|by|of|to)\b)[a-z-]{3,}"
    r"(?: (?!(?:is|are|was|has|have|holds|than|increases|decreases|doubles)\b)[a-z-]{2,}){0,3}\s*[.;,]?\s*"
)
_NAMED = lazy(r"\s*(?:\\?[A-Za-z]+|[α-ωΑ-Ω])[\w\\{}^*'+, -]*(?:\([\w\\, |']*\))?\s*(?:=|:=|\\coloneqq|\\equiv)(?!=)")
_OPERATOR = lazy(r"[-+*/^=_·()\\@−√Σ∑]")
_CONDITIONAL = lazy(
    r"[<>≤≥∈≠]|\\(?:geq?|leq?|in|neq?|to|forall)(?![A-Za-z])", needs=r">|≥|≠|≤|<|∈|\ge|\le|\in|\ne|\to|\forall"
)
_SUBSTANTIAL = lazy(r"[-+*/^(·−√Σ∑|‖]|\\(?:[dt]?frac|sqrt|sum|log|ln|exp|top|lVert|\||odot|cdot)(?![A-Za-z])")
_CONDITION = lazy(r"\s*,?\s*(?:if|for|when|where|falls|für)\s*$", re.I, needs="if|for|für|when|where|falls")
_ELSE = lazy(r"\s*,?\s*(?:\(?otherwise\)?|else|sonst)\b", re.I, needs="else|sonst|otherwise")


@dataclass(frozen=True)
class Worded:
    """A formula, and the equations that say what its names stand for."""

    formula: str
    given: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Both, as one formula."""
        meanings = "".join(rf", \text{{where }} {text.strip(' .,;')}" for text in self.given)
        return f"${self.formula.strip('$')}{meanings}$" if meanings else self.formula


@dataclass(frozen=True)
class Piece:
    """Prose, or a formula without its delimiters."""

    text: str
    formula: bool


def stated_in(key: str) -> Worded | None:
    """The key's formula in dollar signs, with what its names stand for; None where it is not said in words.

    A key that is nothing but a formula is None as well: there is nothing to take away from it.
    """
    if len(key) > LONGEST or _OTHERWISE.search(key):
        return None
    pieces = _pieces(key)
    if pieces is None:
        return _plain(key)
    given: list[str] = []
    pieces = _without_remarks(pieces, given)
    stated = _main(pieces, given)
    return None if stated is None or _bare(stated.text) == _bare(key) else stated


def _bare(text: str) -> str:
    return re.sub(r"[\s$.]|\\[()\[\]]", "", text)


# ---- with delimiters ---------------------------------------------------------------------------------------


_FENCE = lazy(r"```[A-Za-z]*\n(?P<code>[^`]*?)\n?```|`(?P<span>[^`\n]+)`")


def _pieces(key: str) -> list[Piece] | None:
    """The key in prose and formulas; None where no delimiter says which is which."""
    spans = [(m.start, m.end, key[m.inner_start : m.inner_end]) for m in read_reply(key).maths]
    if not spans:
        spans = [
            (m.start(), m.end(), (m["code"] or m["span"] or "").strip().rpartition("\n")[2])
            for m in _FENCE.finditer(key)
        ]
    if not spans:
        return None
    found, at = [], 0
    for start, end, inside in spans:
        if key[at:start]:
            found.append(Piece(key[at:start], False))
        found.append(Piece(inside.strip(), True))
        at = end
    if key[at:]:
        found.append(Piece(key[at:], False))
    return found


def _without_remarks(pieces: list[Piece], given: list[str]) -> list[Piece]:
    """The pieces outside brackets of the prose; what the brackets define is added to `given`."""
    kept: list[Piece] = []
    depth = 0
    for piece in pieces:
        if piece.formula:
            if not depth:
                kept.append(piece)
            elif _NAMED.match(piece.text):
                given.append(piece.text)
            continue
        outside = ""
        for part in re.split(r"([()])", piece.text):
            if part == "(":
                depth += 1
            elif part == ")":
                depth = max(0, depth - 1)
            elif depth == 0:
                outside += part
        kept.append(Piece(outside, False))
    return kept


def _main(pieces: list[Piece], given: list[str]) -> Worded | None:
    """The one formula that is stated, or the cases that are."""
    mains: list[int] = []
    role = ""
    last = max((k for k, piece in enumerate(pieces) if piece.formula), default=-1)
    for k, piece in enumerate(pieces):
        if not piece.formula:
            continue
        lead = pieces[k - 1].text if k and not pieces[k - 1].formula else ""
        role = _role(lead, role, bool(mains), k == last and bool(_SUBSTANTIAL.search(piece.text)))
        if role == "unknown":
            return None
        if mains and _CONDITIONAL.search(piece.text) and "=" not in piece.text:
            role = "aside"  # $x \\ge 0$, behind what holds there
        if role == "copula" and mains and _is_lead(pieces[mains[-1]].text):
            mains[-1] = k
        elif role in ("main", "copula"):
            mains.append(k)
        elif _NAMED.match(piece.text):
            given.append(piece.text)
    if len(mains) == 2 and (cases := _cases(pieces, mains)):
        return Worded(cases)
    if len(mains) != 1:
        return None
    (k,) = mains
    after = pieces[k + 1].text if k + 1 < len(pieces) and not pieces[k + 1].formula else ""
    if (words := re.findall(r"[^\W\d_]+", after)) and words[0].lower() in _GOES_ON:
        return None
    if not (_FOLLOWS.match(after) or _NOUN.fullmatch(after)) or _LIMIT.search(pieces[k].text):
        return None
    return Worded(f"${pieces[k].text.rstrip(' .,;')}$", tuple(given))


def _is_lead(formula: str) -> bool:
    """Is the formula before "is" what the next one is called: `L`, `\\partial L/\\partial w`?"""
    return "=" not in formula and len(formula) <= 60


def _role(lead: str, before: str, stated: bool, last: bool) -> str:
    """What the words before a formula make of it: "main", "copula" (main as well), "aside" or "unknown"."""
    sentences = re.split(r"(?<=[a-zäöüß])[.!?;]\s", re.sub(r"[*_#`]", "", lead))
    lead = sentences[-1]
    words = [w.lower().strip(".") for w in re.findall(r"[^\W\d_]+(?:[.'][^\W\d_]+)*", lead)]
    end = lead.rstrip()[-1:]
    if not words:
        if not stated:
            return "main" if end not in ("<", ">") else "unknown"
        return before if before == "aside" or end in (",", ";", "") else "unknown"
    if words[-1] in ("or", "oder", "equivalently", "bzw", "respectively") and stated:
        return "aside"
    if end in (":", "=") or words[-1] in _COPULAS:
        return "copula" if not stated or words[-1] in _COPULAS else "unknown"
    if words[-1] in _ASIDE or (stated and (_is_aside(words) or (before == "aside" and words[-1] in ("and", "und")))):
        return "aside"
    if stated:
        return "main" if words == ["and"] else "aside" if len(sentences) > 1 else "unknown"
    return "main" if len(words) <= 3 and last and not any(map(_VERB.match, words)) else "unknown"


_VERB = lazy(r"(?:.*(?:ing|ize|ise)|multiply|divide|replace|swap|add|subtract|scale|double|halve|set|use|take|keep)$")


def _is_aside(words: list[str]) -> bool:
    """ "where the mean $m$", "with probability $p$": words that a preposition or a conjunction opens."""
    return words[0] in _ASIDE or words[0] in ("which", "a", "an", "the", "this", "it", "its")


def _cases(pieces: list[Piece], mains: list[int]) -> str:
    """`$a$ if $i = j$, $b$ otherwise` as cases; "" where it is nothing of the kind."""
    rows = []
    for k, end in zip(mains, (mains[1], len(pieces)), strict=True):
        rest = pieces[k + 1 : end]
        if rest and _CONDITION.match(rest[0].text) and len(rest) > 1 and rest[1].formula:
            rows.append(f"{pieces[k].text} & {rest[1].text}")
        elif rest and _ELSE.match(rest[0].text):
            rows.append(rf"{pieces[k].text} & \text{{otherwise}}")
        else:
            return ""
    return r"$\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}$"


# ---- without delimiters ------------------------------------------------------------------------------------


_LABEL = lazy(
    r"\s*(?:\*\*|__)?(?:the |final |die |das |der )*(?:answers?|solution|result|lösung|antwort|ergebnis|key|expected"
    r"|formula|expression|gradient|derivative|jacobian|hessian)\s*:?\s*(?:\*\*|__)?\s*[:=]\s*(?:\*\*|__)?",
    re.I,
    needs=":|=",
)
_OTHER_LABEL = lazy(r"\s*(?:\*\*)?[A-Za-z][A-Za-z-]{2,}(?: [A-Za-z-]{2,}){0,4}(?:\*\*)?:(?:\*\*)?\s+", needs=":")
_SENTENCE = lazy(
    r"\s*(?:the|this|its?|die|der|das) (?:[A-Za-z-]{2,} ){1,8}?(?:is|are|equals|becomes|ist|lautet|beträgt)\s+",
    re.I,
    needs="is|are|lautet|equals|beträgt|becomes",
)
_TAIL = lazy(
    r"(?:\s*[,;]\s*|\s+|\.\s+)(?:where|with|which|for|if|when|i\.e\.|here|since|because|assuming|provided|wobei|mit)\s",
    re.I,
    needs="if|for|mit|when|with|here|i.e.|wobei|which|since|because|assuming|provided",
)
_REMARK = lazy(r"\s+\((?=[^()]*[A-Za-z]{3,} |[a-z]{4,}\)|[^()]*[<>≤≥∈≠])[^()]*(?:\([^()]*\)[^()]*)*\)\s*\.?$")
_AND = lazy(r"\s*(?:,|;|\band\b|\bund\b)\s*")
_TWO_WORDS = lazy(r"(?<![\\\w])[A-Za-z]{3,}[ ,]+[A-Za-z]{3,}(?!\w|\()")


def _plain(key: str) -> Worded | None:
    """A key without delimiters: its label, its lead, its tail and its remarks taken away."""
    text = key.strip()
    rest, given = text, []
    for pattern in (_LABEL, _OTHER_LABEL, _SENTENCE):
        if (found := pattern.match(rest)) is not None:
            rest = rest[found.end() :]
    rest = _REMARK.sub("", rest).rstrip(" .")
    if (tail := _TAIL.search(rest)) is not None:
        given = [part for part in _AND.split(rest[tail.end() :]) if _NAMED.match(part) and balanced(part)]
        rest = rest[: tail.start()]
    rest = rest.strip(" *_")
    if rest == text.rstrip(" .") or not _OPERATOR.search(rest) or not balanced(rest) or _TWO_WORDS.search(rest):
        return None
    return Worded(rest, tuple(given))
