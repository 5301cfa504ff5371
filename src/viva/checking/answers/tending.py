r"""What a reply says that something tends to: "so the variance tends to ρσ²", "⇒ the product goes to exp(-λt)".

>>> from viva.reading.replies import read_reply
>>> def tends(text): return tended(read_reply(text))
>>> tends("The second term vanishes as B → ∞, so the variance tends to ρσ².")
Tended(value='ρσ²', last=True)
>>> tends("It converges (α < 1) to 1/(1 - α). For α = 0.8 this is = 5.")
Tended(value='1/(1 - α)', last=False)
>>> tends("It grows: the limit is ∞.").value, tends("As n → ∞ all is well."), tends("The limit does not exist.").value
('∞', None, 'none')
>>> asks_limit(r"$\lim_{n\to\infty} a_n = f$"), asks_limit("$f(x) = x^2$")
(True, False)

The last such statement counts. A reply that marks its answer, says what would be, or corrects itself, has none: its
answer is read as that of any other. What is said of a term, a part, a sum is no answer either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply

MAX_LENGTH = 3_000

_ASKS = lazy(
    r"\\lim(?![a-z])|\\to(?![a-z])|→|->|\\(?:long|x)?rightarrow|\blim\b"
    r"|\b(?:tends?|converges?|limit|approach(?:es)?)\b"
)
_TENDS = lazy(
    r"(?:\b(?:tends?|converges?|goes|go|shrinks?|collapses|settles|saturates)(?:\s*\([^()]{1,40}\))?\s+"
    r"(?:almost surely\s+)?(?:to(?:wards)?|at|down to)|\bapproach(?:es)?|\bblows? up to|\bgrows? to"
    r"|\b(?:the|its) limit (?:is|equals|becomes)(?: therefore| then| just| simply)?"
    r"|\\lim\s*_\s*(?:\{[^{}]*\}|\S)[^=\n$]{1,80}(?==))\s*[:=]?\s*"
    r"(?:the (?:[a-z-]+ ){0,4}(?:solution|value|limit|vector|matrix|constant|number|frequency)\s+)?"
    r"(?=(?P<value>[^\n]{1,120}))"
)
_NO_LIMIT = lazy(r"\bthe limit (?:does ?n[o'’]t|does not) exist\b", re.IGNORECASE, needs="the limit does")
_NOT = lazy(
    r"\b(?:not|never|cannot|would|could|if|unless|might|thought)\b|n['’]t\b|['’]d\b",
    re.IGNORECASE,
    needs="'d|’d|if|n’t|n't|not|would|could|might|never|unless|thought",
)
_CLAUSE = lazy(r"[.;\n]\s|,\s+(?:so|hence|thus|(?=the|this|its?)\b)")
_THE_RATIO = lazy(
    r"\b(?:the|this|its)\s+(?:ratio|quotient|factor)\s*$", re.IGNORECASE, needs="ratio|factor|quotient"
)  # is what is asked about
_OF_A_NAME = lazy(r"(?:\b(?:as|when|for|if|let|while|once)\s+)\$?(?:the )?\\?[A-Za-zα-ω](?:_\w)?\$?\s*$", re.IGNORECASE)
_END = lazy(
    r"[.!?](?=\s|\*|$)|[;:](?=\s)|,\s+(?=[a-z])|\s(?=(?:as|when|for|if|because|since|and|in|with|almost|which|where|by"
    r"|while|but|so|from|at|instead|whatever|no|under|of)\b)|,?\s*\\q?quad(?![a-z])|(?<=[^\s$])\s*\$\$|\s(?:—|–)\s|\s\((?=[^()]*[A-Za-z]{2})|\*\*(?=[\s.,]|$)"
)
_WORDS = {"zero": "0", "one": "1", "infinity": "∞", "two": "2", "one half": "1/2", "unity": "1"}
_LETTER = lazy(r"(?<!\\)[A-Za-zα-ω]|\\[a-z]{2,}")
_COMMAND = lazy(r"\\(?:[dt]?frac|text|left|right|infty)(?![a-z])", needs="frac|text|left|right|infty")
_WORDED = lazy(r"(?<![\\A-Za-z{])[A-Za-z]{4,}(?![A-Za-z(])")
_NAMES = lazy(r"\\[A-Za-z]+|\b(?:sign|sqrt|tanh|sigma|alpha|beta|gamma|lambda|theta|delta|infinity)\b")
_MATHS = lazy(r"[=→$]|\\to(?![a-z])|\\[(\[]")


# "-∞ (it's linear in x)", "Var = σ²t → ∞, as for a random walk": all that the reply says.
_GROWS = lazy(
    r"^\s*\$?\s*[-−+]?\s*(?:∞|\\infty|infinity)\s*\$?\s*(?:[(,.;]|$)"
    r"|^[^\n→]{0,60}[\w)\]}·*]\s{0,3}[\w)\]}²]\s*(?:→|\\to(?![a-z]))\s*[+]?(?:∞|\\infty)\s*\$?\s*(?:[,.][^=→]*)?$"
)
_UNREAL = lazy(
    r"\b(?:as|when|for|if|lim|where)\s*_?\{?\$?\s*\\?[A-Za-zα-ω](?:_\{?\w+\}?)?\s*(?:→|\\to)|\\lim|\bnot\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Tended:
    """What something tends to, as text; is it all but the `last` thing that the reply says?"""

    value: str
    last: bool


def says_limit(reply_text: str) -> bool:
    """Does a reply say in so many words that something is a limit?"""
    return _SAYS.search(reply_text) is not None


_SAYS = lazy(
    r"\\lim(?![a-z])|\b(?:tends|converges|approaches) to?\b|\b(?:the|its) limit (?:is|equals)\b",
    re.IGNORECASE,
    needs=r"\lim|tends t|converges t|the limit is|its limit is|approaches t|its limit equals|the limit equals",
)


def asks_limit(key_text: str) -> bool:
    """Does the key state a limit?"""
    return _ASKS.search(key_text) is not None


def tended(reply: Reply) -> Tended | None:
    """The value that the reply says something tends to; "none" where it says that there is no limit."""
    from viva.checking.answers.limits import ONLY_A_PART  # NumPy, which simple answers do without

    text = reply.text
    if len(text) > MAX_LENGTH:
        return None
    if _GROWS.search(text) and not _UNREAL.search(text):
        return Tended("∞", True)
    found: tuple[bool, int, str, str] | None = None  # is it a formula, its place, itself, what follows
    for candidate in candidates(reply):
        if candidate.rank in (0, 1) or candidate.rank >= 16:
            return None
        if candidate.rank == 6:
            continue
        if _NO_LIMIT.search(candidate.text):
            return Tended("none", True)
        for match in _TENDS.finditer(candidate.text):
            clause = _CLAUSE.split(candidate.text[: match.start()])[-1]
            if _OF_A_NAME.search(clause):
                continue  # when k goes to infinity
            if _NOT.search(clause) or ONLY_A_PART.search(_THE_RATIO.sub("", clause)):
                continue
            at = candidate.span.start + match.start()
            place = (match[0].startswith("\\"), at)
            if (value := _value(match["value"])) is not None and (found is None or place > found[:2]):
                found = (*place, value, text[candidate.span.start + match.start("value") + len(value) + 3 :])
    return Tended(found[2], not _MATHS.search(found[3])) if found is not None else None


def _value(text: str) -> str | None:
    end = _END.search(text)
    value = (text[: end.start()] if end is not None else text).strip(" .*`")
    value = re.sub(r"^(?:\$+|\\[(\[])\s*|\s*(?:\$+|\\[)\]])$", "", value).strip(" .")
    if "$" in value or not value:
        return None
    value = _WORDS.get(value.lower(), value)
    return None if _WORDED.search(_NAMES.sub("", value)) else value.replace(r"\infty", "∞")


def _meaning(value: str, text: str) -> str:
    """What the reply lets a letter be, where that is all that it gives: the `m` of "let m = maxᵢ zᵢ"."""
    if not re.fullmatch(r"\\?[A-Za-z]+|[α-ωΑ-Ω]", value):
        return value
    told = re.search(
        rf"\b(?:let|set|put|with|where|write)\s+\$?{re.escape(value)}\s*:?=\s*([^.;,\n$]{{1,80}})", text, re.I
    )
    return told[1].strip() if told else value


def _where(value: str, text: str) -> str:
    """What the reply gives the capitals of a value as: `, where $D = …$`."""
    told = [
        found[0]
        for name in dict.fromkeys(re.findall(r"(?<![A-Za-z\\{])[A-Z](?![A-Za-z])", value))
        if (found := re.search(rf"(?<![\w\\]){name}\s*:?=(?!=)[^,;$\n]{{1,80}}", text)) is not None
    ]
    return ", where " + " and ".join(f"${t.strip(' .')}$" for t in told) if told else ""


_TARGET = lazy(
    r"[\s$]*(?P<what>[^=→:,]*?[A-Za-zα-ω][^=→:,]*?)\s*(?:\\(?:long)?(?:to|rightarrow)(?![a-z])|→|->)\s*"
    r"(?P<value>0|[-+]?\s*(?:\\infty(?![a-z])|∞))[\s$.]*"
)
_SUBJECT = lazy(
    r"(?P<name>\\?[A-Za-zα-ω][\w{}\\^̂̄̃]{0,12})\$?\s+(?:tends?|goes|go|converges?|shrinks?|grows?|vanish(?:es)?)\b"
)


def _of_another(what: str, reply: str) -> bool:
    """Does the reply say it of a symbol that is not the key's: "μ goes to zero" where x̂ is asked?"""
    said = _SUBJECT.search(normalise(reply).text)
    if said is None or re.fullmatch("[A-Za-z]{3,}|I|it|we", said["name"]):
        return False
    letters = [
        set(re.findall(r"\\[a-z]+|[^\W\d_]", _ACCENT.sub("", text))) for text in (said["name"], normalise(what).text)
    ]
    return not letters[0] & letters[1]


_ACCENT = lazy(r"\\(?:hat|bar|tilde|mathbf|mathrm|widehat|overline)(?![a-z])|_\{?\w*\}?")


def tends_to_key(key: str, reply: Reply, found: bool | None, compare: Callable[[str], bool | None]) -> bool | None:
    """The verdict on what the reply tends to, where it says so; else what was found otherwise."""
    said = tended(reply)
    if said is None:
        return found
    if said.value in ("none", "∞", "+∞", "-∞", "−∞", "0"):
        if found is None and (target := _TARGET.fullmatch(key)) is not None:
            if _of_another(target["what"], reply.text):
                return None
            same = target["value"].replace(r"\infty", "∞").strip(" +") == said.value.strip(" +").replace("−", "-")
            return True if same else False if said.last else None
        symbolic = _LETTER.search(_COMMAND.sub("", key)) is not None and "∞" not in key and "infty" not in key
        return False if symbolic and found is None and said.last else found
    verdict = compare(f"${_meaning(said.value, reply.text)}${_where(said.value, reply.text)}")
    return verdict if verdict or (verdict is False and found is None and said.last) else found
