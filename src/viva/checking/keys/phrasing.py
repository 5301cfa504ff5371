r"""What a key says that is a sentence or a limit: the formula, without the words and the conditions around it.

>>> said(r"The step tends to $\eta\,g$."), said(r"$1/K$ (uniform)"), said(r"$\lim_{n\to\infty} a_n = f$")
('$\\eta\\,g$', '$1/K$', '$f$')
>>> said("It grows like $n^2$."), said("The variance vanishes."), said(r"$p_i \to 1/K$ as $\tau\to\infty$")
('$O(n^2)$', '0', '$1/K$')
>>> said("linear in $n$"), said("$2$ or $3$"), said(r"$f$, where $f = g/h$")
('linear in $n$', '$2$ or $3$', '$f$, where $f = g/h$')

The words in front must lead up to the formula ("it tends to", "the gradient is", "Answer:"), and what stands behind
it must be a remark or a condition; else the key is left as it is. So it is where what stands behind says what a name in
the formula means. Nothing here reads mathematics.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.checking.keys.asymptotic import asymptotic, is_order
from viva.reading.patterns import lazy

_MATHS = lazy(
    r"\$\$(?P<a>[^$]+)\$\$|\$(?P<b>[^$]+)\$|\\\((?P<c>(?:[^\\]|\\[^)])+)\\\)|\\\[(?P<d>(?:[^\\]|\\[^\]])+)\\\]"
)
_RESTRICTED = lazy(
    r",?\s*\(?(?:provided|if|for|where|with)?\s*\$[^$=]{1,20}?(?:\\neq?(?![a-z])|≠)\s*0\s*\$\)?\.?\s*$", needs=r"\ne|≠"
)
_LABEL = lazy(
    r"^\s*[*_]*(?:(?:final |short |the )?(?:answer|result|solution|limit|time complexity|complexity|Antwort|Lösung"
    r"|Ergebnis|réponse|respuesta)(?: is| ist)?)[*_]*\s*:[*_]*\s*",
    re.I,
    needs="answer|result|solution|limit|complexity|antwort|lösung|ergebnis|réponse|respuesta",
)
_CONDITION_FIRST = lazy(r"^\s*(?:as|when|for|in the limit|if|with|für|wenn)\b[^,:]{1,80}[,:]\s*(?=[$\\A-Za-z])", re.I)
# Words that lead up to a value, and no word that changes it.
_TENDING = (
    r"(?:tend|converge|go|approach|shrink|decay|drop|fall|rise|grow|increase|decrease|evaluate|reduce|simplif|diverge"
    r"|collapse)(?:s|es|ies|y)?"
)
_LEADS = lazy(
    rf"(?:(?:^|[\s,])(?:{_TENDING} to(?:wards)?|approach(?:es)?|(?:is|are|equals?|becomes?|gives?|yields?|costs?|takes?"
    r"|needs?|requires?|namely)(?: simply| just| exactly| therefore| then| given by| equal to)?"
    r"|related by|(?:geht|konvergiert|strebt) gegen|ist|ergibt|beträgt|wird|complexity|[Tt]ime|[Ww]ork|equation"
    r"|relation|update(?: rule)?|formula|rule|tend vers|est)"
    r"|[:=→⇒])\s*$"
)
_NOUN = lazy(r"^\s*(?:the|a|an) (?:[a-z-]+ ){0,3}[a-z-]+\s*$", re.I)  # the empirical frequency $f$
_CHANGES = lazy(
    r"\b(?:not|no|never|than|except|besides|least|most|up to|by|between|multipl\w+|divid\w+|add(?:s|ed)?|subtract\w*"
    r"|twice|half|double[sd]?|times|proportional\w*|inverse\w*|square[ds]?|root|log\w*|reciprocal|negative|minus"
    r"|factor|number of|linear\w*|quadratic\w*|cubic\w*|exponential\w*|independent|or|if|unless|when|either|both"
    r"|nicht|mindestens|höchstens|mal)\b",
    re.I,
)
_LIKE = lazy(
    r"\b(?:vanish|decay|decrease|shrink|fall|drop|grow|increase|scale|rise|behave|wächst|fällt|skaliert)\w*"
    r"(?: (?:off|down|asymptotically|roughly|only))? (?:like|as|with|in|wie|proportional(?:ly)? to)\s*$"
    r"|^\s*(?:the )?(?:convergence )?rate(?: is| of)?:?\s*$"
    r"|^\s*(?:\w+ ){0,3}(?:of (?:the )?order|in the order of) *(?:of)?\s*$|^\s*(?:like|∝|~)\s*$",
    re.I,
)
_INVERSE = lazy(r"(?:^|\s)(?:inversely proportional to|(?:inversely|reciprocally) with)\s*$", re.I)
# What may stand behind the formula without being part of the answer.
_REMARK = lazy(
    r"^\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)\s*\.?\s*$|\[[A-Za-z][A-Za-z ,/-]{2,40}\]\s*\.?\s*$"
    r"|[,;.–—-]*\s*(?:(?:as|when|for|if|with|where|because|since|i\.\s?e\.|that is|which|so|hence|thus|per|in|time"
    r"|operations?|comparisons?|multiplications?|steps?|provided|assuming|up to|unless|whenever|given|at|on|under|of"
    r"|e\.g\.|and not|not|independent(?:ly)?|regardless|whatever|no matter|equivalently|für|wenn|wobei|mit|also"
    r"|d\.\s?h\.|da|weil|evaluations?|memory|space|work|calls?|passes|products?|queries|samples|bits|depth|rounds"
    r"|(?:element|component|entry|coordinate|point)-?wise|uniformly"
    r"|almost|a\.\s?s\.|w\.\s?p\.|by (?:the|a|an|definition|symmetry|induction|continuity|[A-Z][a-z]+)|whose"
    r")(?![A-Za-z])|,?\s*(?:or |that is )?(?:about|roughly|approximately|≈|\$?\\approx)\s*\$?[\d.]+"
    r"|(?:dominated|the same|this|it|[a-z]+ing)\b)|,\s+(?:the|an?)\s+[a-z])",
    re.I,
)
_MEANS = lazy(r"^[\s,;]*(?:with|where|wobei|mit|and)\b", re.I)
# What no reply would write in place of the name: a probability, an expectation.
_OPAQUE = lazy(
    r"^[\s,;(]*(?:with|where|wobei|mit)\s+\$?\s*\\?[A-Za-zα-ω](?:_\{?\w+\}?)?\s*(?:=|:=)\s*"
    r"(?:P|Pr|E|\\(?:Pr|operatorname\{[PE]\w*\}|mathbb\s*\{?[PE]\}?|mathrm\{[PE]r?\}))\s*(?:\\left\s*)?"
    r"[(\[{][^=]*(?:=[^=,;]*\|?[^=]*)?$"
)
_CONCLUDED = lazy(r"[\s,;]*(?:so|hence|thus|therefore)\b[^$]*\$[^$]*\\?\w[^$]*\$\s*$", re.I)
_CASES = lazy(r"\b(?:otherwise|else|sonst|or|oder)\b|\bif\b[^.]*\b(?:and|but)\b[^.]*\bif\b", re.I)
_RELATED = lazy(
    r"=|\\(?:leftarrow|gets|coloneqq|mapsto|to)(?![a-z])|[<>≤≥←→]|\\(?:le|ge|lt|gt|leq|geq|approx|propto)(?![a-z])"
)
_LETTER = lazy(r"[A-Za-zα-ω∞]")
_COMMAND = lazy(r"\\(?:[dt]?frac|times|cdot|sqrt|left|right|text|approx|div)(?![a-z])")
_ASIDE = lazy(r"\([^()\d]*\)\.?")


@lru_cache(maxsize=256)
def said(text: str) -> str:
    """The answer in a key; the key itself where it is nothing but an answer, or where that is not clear."""
    if len(text) > 2_000:
        return text
    text = _EMPHASIS.sub("", text) if "**" in text else text
    found = _in_sentence(text)
    if found is None:
        return _in_words(text)
    lead, core, rest = found
    value = limiting(text)
    if value != text:
        return value
    return text if not rest and not lead else f"${core}$"


@lru_cache(maxsize=256)
def limiting(text: str) -> str:
    """The value of a limit, or the order of a growth, that a key says; the key itself where it says neither."""
    if len(text) > 2_000:
        return text
    found = _in_sentence(_EMPHASIS.sub("", text) if "**" in text else text)
    if found is None:
        told = _TOLD.search(text)
        value = _limit(text.strip()) if told is not None and "$" not in text else ""
        return (f"${value}$" if r", \text{" in value else None) or _the_only_order(text) or _condition(text)
    lead, core, rest = found
    if (stated := asymptotic(core, rest)) is not None:
        return f"${stated}$"
    value = _limit(core)
    if (like := _PROPORTIONAL.match(value)) is not None and not _RELATED.search(value[like.end() :]):
        return f"$O({value[like.end() :]})$"
    if not _RELATED.search(value):
        if _INVERSE.search(lead):
            return f"$O(1/({value}))$"
        if _LIKE.search(lead) or _ROUGHLY.match(rest):
            return f"$O({value})$"
    return f"${value}$" if value != core else text


def _the_only_order(text: str) -> str | None:
    """ "At most $O(n)$", "each step doubles $n$, i.e. $O(2^n)$": the order, where a key has one that concludes it."""
    found = [m for m in _MATHS.finditer(text) if is_order(next(part for part in m.groups() if part).strip())]
    if len(found) != 1 or len(text) > 300:
        return None
    lead, rest = text[: found[0].start()], text[found[0].end() :].strip(" .\n")
    if not (_HARMLESS.fullmatch(lead) or _THUS.search(lead)) or not _trails(rest, found[0][0]):
        return None
    return found[0][0]


_HARMLESS = lazy(
    r"\s*(?:(?:it|this|the [a-z ]{2,40})\s+)?(?:(?:is|costs?|takes?|needs?|runs in|grows as)\s+)?"
    r"(?:at most|roughly|about|essentially|still|only|just|up to|asymptotically|approximately|in|höchstens|etwa)\s+"
    r"(?:time )?",
    re.I,
)
_THUS = lazy(
    r"(?:\b(?:i\.\s?e\.|that is|d\.\s?h\.|c\.-à-d\.),?|\b(?:so|hence|thus|therefore|in total|overall|also)[,:]?)\s*$",
    re.I,
)


def formula_in(text: str) -> tuple[str, str] | None:
    """The formula in a key that is a sentence, and what stands behind it; a key without delimiters is all formula."""
    found = _in_sentence(text)
    if found is not None:
        return found[1:]
    return None if _MATHS.search(text) else (text.strip(), "")


def _condition(text: str) -> str:
    """A condition in plain text without what it is said with."""
    plain = text.strip()
    if not _COMPARED.search(plain) or _MATHS.search(plain):
        return text
    if not (_NEED_LEAD.match(plain) or "nothing else" in plain or plain.startswith("`")):
        return text
    plain = _CODE.sub(r"\1", plain)
    return _ABSOLUTE.sub(r"|\1|", _NEEDED.sub("", _NEEDED.sub("", plain))).rstrip(" .")


_ABSOLUTE = lazy(r"(?<![A-Za-z.])(?:np\.|torch\.)?abs\(([^()]*)\)")
_ROUGHLY = lazy(r"[\s,(]*(?:up to (?:a |some )?(?:multiplicative )?(?:constants?|factors?)|asymptotically\b)", re.I)
_PROPORTIONAL = lazy(r"\s*(?:\\sim|\\propto|∝|~)(?![a-z])\s*")
_EMPHASIS = lazy(r"(?<![\w)\]])\*\*(?!\s)|(?<!\s)\*\*(?![\w(])")  # not the power in `b**2`


def _in_sentence(text: str) -> tuple[str, str, str] | None:
    """The words before the formula that is the answer, the formula, and a remark behind it."""
    if _MATHS.search(text):
        text = _RESTRICTED.sub("", _CONDITION_FIRST.sub("", _LABEL.sub("", text)))
    first = _MATHS.search(text)
    if first is None:
        return None
    lead, core = text[: first.start()], next(part for part in first.groups() if part).strip()
    rest = text[first.end() :].strip(" .\n")
    needed = _COMPARED.search(core) is not None and _NEED_LEAD.fullmatch(lead) is not None
    if not (needed or _leads(lead)) or not _trails(rest, core):
        return None
    return lead, core, rest


def _leads(words: str) -> bool:
    plain = words.strip(" *_\n")
    if not plain:
        return True
    if _LIKE.search(words) or _INVERSE.search(words):
        return True
    if "|" in plain or "{" in plain or len(plain) > 160:
        return False
    if plain.endswith(":"):
        return len(plain.split()) <= 12
    return bool(_LEADS.search(plain) or _NOUN.match(plain)) and not _CHANGES.search(plain.removesuffix("related by"))


def _trails(words: str, core: str) -> bool:
    if not words:
        return True
    if core.strip() != "0" and not _LETTER.search(_COMMAND.sub("", core)) and not _ASIDE.fullmatch(words):
        return False  # units and roundings of numbers are read elsewhere
    if not _REMARK.match(words) or _CASES.search(words) or _CONCLUDED.match(words):
        return False
    if _MEANS.match(words) and "=" in words and not _OPAQUE.search(words):
        return False  # says what a name in the formula means
    return not (words.startswith("of ") and "$" in words)


_ARROW = lazy(
    r"\\x(?:right|long)arrow\s*(?:\[[^\]]*\])?\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\(?:longrightarrow|rightarrow|to)(?![a-zA-Z])|→|->|⟶"
)
_UNDER = lazy(r"\\lim(?:sup|inf)?(?![a-z])|\\operatorname\*?\{(?:p|a\.s\.)?lim\}|\\(?:plim)(?![a-z])|\blim(?![a-z])")
_LONE_STAR = lazy(r"\s*\\?[A-Za-z]+\s*\^\s*\{?\s*(?:\*|\\(?:ast|star|pi|infty)|∗|π|⋆)\s*\}?\s*")


def _step(name: str) -> bool:
    """Is the name counted, `w_t`, so that an arrow leads to its limit?"""
    return re.search(r"_\s*\{?\s*[a-z]", name) is not None


_AS = lazy(
    r"(?:\s|\\[,;:! ]|\\q?quad|,)*(?:\\(?:text|mathrm|textrm)\s*\{\s*(?:,\s*)?(?:as|for|when|if|in the|almost|für)"
    r"[^{}]*\}|\((?=[^()]*(?:\\to(?![a-z])|→|->)[^()]*\)\s*$)|(?<=\s)(?:as|when)(?=\s)).*$",
    re.DOTALL,
)
_IFF = lazy(
    r"\\(?:iff|Leftrightarrow|Longleftrightarrow|Rightarrow|implies|Longrightarrow)(?![a-z])|⇔|⟺|⇒|⟹",
    needs=r"⇔|⟺|⇒|⟹|\iff|\implies|\rightarrow|\leftrightarrow|\longrightarrow|\longleftrightarrow",
)
_OUTCOME = lazy(r"[^=<>≤≥]{1,30}=\s*[+−-]?\d+")  # w = 0 ⟺ |z| ≤ λ: asked is when, not what
_ORDERED = lazy(r"[<>≤≥]|\\(?:le|ge|lt|gt|leq|geq|leqslant|geqslant)(?![a-z])")
_LONE = lazy(r"\s*(?:\\?[A-Za-z](?:_\{?\w+\}?)?|[A-Z]+)\s*")


def _limit(core: str) -> str:
    r"""`\lim … = f`, `a_n \to f`: the value, with what its names are; anything else as it is."""
    if (told := _TOLD.search(core)) is not None and told.start():
        value = _limit(core[: told.start()])
        return f"{value}, {told[1]}" if value != core[: told.start()] else core
    if (order := _BEFORE_ORDER.match(core)) is not None:
        return core[order.end() :]
    if (same := _IFF.search(core)) is not None and _RELATED.search(core[: same.start()]):
        left, right = core[: same.start()].strip(), core[same.end() :].strip()
        return right if _OUTCOME.fullmatch(left) and _ORDERED.search(right) else left
    kept = _AS.sub("", core).strip()
    arrows = [m for m in _ARROW.finditer(kept) if _outside(kept, m.start())]
    limit = _UNDER.search(kept)
    if limit is not None and _outside(kept, limit.start()):
        sides = _sides(kept)
        if len(sides) > 1 and _UNDER.search(sides[0]) and sides[-1].strip():
            return sides[-1].strip()
        return core
    if not arrows:
        return kept if kept != core else core
    if re.search(r":|\\colon|\\mapsto|\\(?:Right|Left|left(?:right)?)arrow", kept):
        return core  # a mapping
    left, right = kept[: arrows[0].start()].strip(), kept[arrows[-1].end() :].strip()
    right = _sides(right)[-1].strip() if "=" in right else right
    renamed = _LONE.fullmatch(left) is not None and bool(_names_in(left) & _names_in(right))
    if not right or (renamed and not (_step(left) and _LONE_STAR.fullmatch(right))):
        return core  # w → 2w
    if len(right) == 1 and right.isupper() and len(left) == 1:
        return core  # A → B
    return right


_TOLD = lazy(r",?(?:\s|\\q?quad(?![a-z])|\\[,;:! ]){0,8}(\\text\s*\{\s*(?:with|where)\s*\}.*=.*)$", re.DOTALL)


def _names_in(text: str) -> set[str]:
    return set(re.findall(r"\\[A-Za-z]+|[A-Za-z]", text)) - {r"\frac", r"\left", r"\right", r"\infty", r"\,"}


def _outside(text: str, at: int) -> bool:
    """Does it stand in no bracket?"""
    before = re.sub(r"\\[{}]", "", text[:at])
    return before.count("{") == before.count("}") and before.count("(") == before.count(")")


def _sides(text: str) -> list[str]:
    """What the equality signs outside brackets part."""
    cuts = [m.start() for m in re.finditer(r"(?<![<>!:\\])=", text) if _outside(text, m.start())]
    return [text[a:b] for a, b in zip([0, *(c + 1 for c in cuts)], [*cuts, len(text)], strict=True)]


# ---- without dollar signs -------------------------------------------------------------------------------------------

_WHAT = r"(?:(?:it|this|the [\w -]{2,40}|they|→)\s+)?"
_ZERO = lazy(
    _WHAT + r"(?:(?:is|are|becomes?|equals?)\s+)?(?:vanish(?:es)?"
    r"|(?:tends?|goes|go|converges?|decays?|shrinks?) to (?:zero|0)"
    r"|verschwindet|geht gegen (?:null|0)|→ ?0|-> ?0|zero|null)\.?",
    re.I,
)
_INFINITE = lazy(
    _WHAT + r"(?:diverges?(?: to \+?(?:∞|(?:positive )?infinity))?|(?:positive )?infinity|infinite|blows up"
    r"|(?:tends?|goes|go|grows?) to (?:\+?∞|(?:positive )?infinity)|(?:→|->) ?\+?(?:∞|infinity|oo)"
    r"|(?:grows?|increases?) (?:without (?:any )?(?:bound|limit)|beyond all bounds)|(?:is |becomes )?unbounded"
    r"|divergiert|geht gegen unendlich|unendlich|∞ \([^()]*\))\.?",
    re.I,
    needs="→|∞|->|grow|diverge|increase|blows up|infinite|infinity|unbounded|unendlich|divergiert",
)
_BEFORE_ORDER = lazy(
    r"^\s*\$?\s*(?:[A-Z]\s*\([^()]*\)|\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*(?:=|\\in(?![a-z])|∈|\bis\b)\s*"
    r"(?=\\(?:mathcal|Theta|mathrm)|[OΘ]\s*\()"
)
# What a condition is said with: "We need a + b = 1 (with a > 0).", "`x < 1`, nothing else is needed", "flag iff p > q".
_NEED = (
    r"(?:(?:(?:we|you|one|it) (?:needs?|requires?|must have)|(?:the )?(?:condition|constraint|requirement)(?: is)?:?"
    r"|(?:flag|accept|reject|stop|predict \w+|choose \w+|[a-z]+)(?: iff| if and only if| exactly when)"
    r"|iff|if and only if|exactly when"
    r"|(?:[\w-]+ ){1,5}(?:must|has to|have to|should|needs? to) (?:satisfy|obey|fulfil|fulfill|be such that))\s+)"
)
_NEEDED = lazy(
    rf"^{_NEED}|,? (?:and )?nothing else(?: is needed| matters)?\.?$|\s+\((?=[^()]*[A-Za-z]{{2}})[^()]*\)\.?$", re.I
)
_NEED_LEAD = lazy(
    rf"\s*{_NEED}",
    re.I,
    needs="we|it|you|one|iff|obey|fulfil|satisfy|constraint|requirement|be such that|exactly when|if and only if",
)
_COMPARED = lazy(r"[=<>≤≥]|\\(?:le|ge|lt|gt|leq|geq)(?![a-z])")
_CODE = lazy(r"^`([^`]+)`$")
_PLAIN_LEAD = lazy(
    rf"^\s*(?:(?:it|this|the [a-z -]{{2,40}}|\w+)\s+)?(?:{_TENDING} to(?:wards)?|approaches|→|->)\s+"
    r"(?P<value>\S{1,40}?)\.?\s*$",
    re.I,
)


def _in_words(text: str) -> str:
    """A limit or an order in a key that has no formula in delimiters, or is not read as a sentence."""
    plain = text.strip()
    if (ended := _with_reason(plain)) is not None:
        return ended
    if _MATHS.search(plain):
        return text
    if (order := _BEFORE_ORDER.match(text)) is not None:
        return text[order.end() :]
    if (stated := asymptotic(plain, "")) is not None:
        return stated
    plain = _LABEL.sub("", plain)
    if _ZERO.fullmatch(plain):
        return "0"
    if _INFINITE.fullmatch(plain):
        return "∞"
    led = _PLAIN_LEAD.match(plain)
    if led is not None and not re.search(r"[A-Za-z]{4,}", led["value"]):
        return led["value"]
    if (like := _LIKE_PLAIN.match(plain)) is not None:
        return f"O({like['value']})"
    return plain if plain != text.strip() and plain else text


_WITH_REASON = lazy(
    r"(?P<said>[^(:;,.—–]{1,60}?)\s*(?:[(:;,—–]|\b(?:because|since)\b)(?P<why>.{3,200})$", re.DOTALL | re.I
)
_CASES_TOO = lazy(
    r"\b(?:but|if|for|unless|when|whenever|otherwise|else|or|only|not|while|whereas|and)\b|[<>≤≥∞]|infty|infinity", re.I
)


def _with_reason(plain: str) -> str | None:
    """ "It diverges (like $\\log n$)", "$\\infty$: the steps add up": what vanishes or has no bound, and why."""
    short = _WITH_REASON.match(plain) if len(plain) < 300 else None
    if short is None or _CASES_TOO.search(short["why"]) or not re.search(r"[a-z]{3}", short["why"]):
        return None
    said_first = short["said"].replace("$", "").replace(r"\infty", "∞").strip()
    return (
        "∞"
        if said_first in ("∞", "+∞") or _INFINITE.fullmatch(said_first)
        else "0"
        if _ZERO.fullmatch(said_first)
        else None
    )


_LIKE_PLAIN = lazy(
    r"^\s*(?:(?:it|this|the [a-z ]{2,40})\s+)?(?:vanish|decay|decrease|shrink|fall|drop|grow|increase|scale|rise)\w*"
    r" (?:like|as|with)\s+(?P<value>[\dn(√][^A-Z]{0,24}?|[A-Za-z]\^\S+)\.?\s*$",
    re.I,
)
