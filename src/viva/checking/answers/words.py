r"""Answers in words: yes and no, infinity, the empty set, up and down, names of things.

>>> from viva.reading.replies import read_reply
>>> def said(words, reply): return says(words, read_reply(reply))
>>> said("increases", "The variance grows with the depth."), said("increases", "It does not increase.")
(True, False)
>>> said("underfitting", "The model **underfits**, as both errors are high."), said("overfitting", "Underfitting.")
(True, False)
>>> said("layer normalization", "It is batch normalisation. Layer normalisation works on single samples.")
False

A name counts where it is what a statement says ("this is …", "**…**", "Answer: …"), not where something is said about
it. Words are compared without their endings and in either spelling. What is denied ("not …") is not said.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re

from viva.checking.answers import numbers
from viva.checking.answers.directions import (
    CLAUSE,
    DENYING,
    DIRECTION,
    FILLING,
    directed,
    moved,
    moves,
    statements_of,
    stems,
    went,
)
from viva.checking.answers.protocol import Reading
from viva.checking.keys.kinds import Key
from viva.kinds import Number
from viva.reading.glossary import in_english
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply, read_reply
from viva.reading.stems import stem
from viva.reading.values import Interval, Set_, Tuple_, Union, value
from viva.types import Part

# ---- yes and no, infinity, the empty set -------------------------------------------------------------------

_TRUTH = lazy(
    r"(?P<signed_yes>^[\s*_]*[✓✔✅](?!\s*(?:[A-Ja-j0-9]\b|\())|\b(?:answer|verdict)[\s*_:]*[✓✔✅])"
    r"|(?P<signed_no>^[\s*_]*[✗✘❌](?!\s*(?:[A-Ja-j0-9]\b|\())|\b(?:answer|verdict)[\s*_:]*[✗✘❌])"
    r"|(?P<unclear>\byes and no\b|\bboth true and false\b|\bit depends\b|\b(?:claim|idea|belief) that (?:it|this) is\b"
    r"|^\W*only sometimes\b|\bpartly true\b|\bpartially (?:true|correct)\b)"
    r"|(?P<yes_>\bnot (?:false|wrong|incorrect|untrue)\b)"
    r"|(?P<no_>^\W*(?:definitely|certainly|clearly) (?:false|wrong|incorrect)\b"
    r"|^\W*(?:absolutely|definitely|certainly|of course) not\b|^\W*not at all\b"
    r"|^\W*not (?:in general|always|necessarily|quite)\b|^\W*(?:it|this|that|they) (?:is|are|does|do|can|will)"
    r"(?: ?not|n't|n’t)\b\s*(?:[.:;,]|$)|\b(?:not|isn't|isn’t|never|hardly) "
    r"(?:quite |entirely |actually |necessarily |in general |always |generally )?"
    r"(?:true|correct|right|the case|valid|so)\b|\b(?:does|do)(?: not|n't|n’t) hold\b|\buntrue\b"
    r"|\b(?:statement|claim|it|this|that|conjecture|assertion) (?:fails|breaks down|is refuted"
    r"|is a (?:common )?(?:myth|misconception))\b(?! only)"
    r"|\b(?:it|this|that)['’]s a (?:common )?(?:myth|misconception)\b)"
    r"|(?P<yes>^\W*(?:it|this|they) (?:is|are|does|do|can|will)(?:[.:;,]|$)|\byes\b(?!-)|^\W*(?:yep|yeah|yup|jawohl)\b"
    r"|\b(?:is|are"
    r"|['’]s) (?:indeed |always |also )?(?:true|correct|right|valid|the case)\b"
    r"(?! only| if| when)|^\W*(?:true|correct|right|indeed)\b"
    r"(?![ -](?:positive|negative|label|class|answer|option|choice|hand|side|singular))"
    r"|\b(?:statement|claim|it|this) holds\b"
    r"|\b(?:answer|verdict)[\"']?(?: is)?:?[\s*_\"']*(?:true|correct|yes)\b(?! only| if| when)"
    r"|^\W*(?:absolutely|definitely|certainly|clearly) (?:true|correct)\b(?! only| if| when)"
    r"|^\W*(?:absolutely|definitely|certainly|of course|sure)\b(?=\W*$|[*_]*[.,!:;]))"
    r"|(?P<no>^\W*nope\b|^\W*no\b(?=\W*$|[*_]*[,.:;!–—-]|\s+(?:it|this|the|that|because|since|they|such|a"
    r"|not)\b|[\s*_]*[–—-])"
    r"|(?:\bso|\bsay|\bis|\bbe|:|→|⇒|\bhence|\btherefore)[,\s*_]+no\b(?=\W*$|[,.;!])|\bno[.,!]"
    r"|\b(?:is|are|['’]s) (?:false|incorrect|wrong|invalid)\b|^\W*(?:false|incorrect|wrong)\b"
    r"(?![ -](?:positive|negative))|\b(?:answer|verdict)[\"']?(?: is)?:?[\s*_\"']*(?:false|incorrect|no)\b)",
    re.IGNORECASE,
)
_EXTENT = lazy(
    r"(?P<minus>[-−]\s*(?:\\infty|∞)|(?:minus|negative) infinity)"
    r"|(?P<all>\ball (?:of )?(?:the )?(?:real|numbers|x)\b|ℝ(?![\^⁺⁻₊])|\\mathbb\s*\{?R\}?(?!\s*[\^_])"
    r"|(?:\\left)?\([-−]\s*(?:\\infty|∞)\s*,\s*\+?(?:\\infty|∞)\s*(?:\\right)?\)|any real (?:number|value))"
    r"|(?P<infinite>\+?\\infty|∞|infinity|^\W*infinite\W*$|(?<=is )infinite|(?<=['’]s )infinite|(?<=becomes )infinite"
    r"|\b(?:grows?|increases?|rises?) without (?:any )?(?:bound|limit)|\bunbounded\b|\bblows up\b|\bdiverg(?:es|ent)\b)"
    r"|(?P<empty>\\emptyset|\\varnothing|∅|\\\{\s*\\\}|empty set|no (?:real )?solutions?)"
    r"|(?P<none>\b(?:does not|doesn't|doesn’t|do not) exist\b|\bno (?:finite )?limit\b|\bDNE\b|\bundefined\b"
    r"|\bnot defined\b)"
    r"|(?P<finite>\b(?:is|are|stays?|remains?) (?:finite|bounded)\b|\bconverges? to\b|\bvanishes\b"
    r"|\b(?:does not|doesn't|doesn’t) diverge\b)",
    re.IGNORECASE,
)
_CONCLUDES = lazy(
    r"\b(?:hence|so|therefore|thus|consequently|answer is|answer:)\b",
    re.IGNORECASE,
    needs="so|thus|hence|answer:|answer is|therefore|consequently",
)
_ASIDE_CLAUSE = lazy(r",?\s(?:while|whereas|unlike|but)\s", re.IGNORECASE)
_MEANING = {
    "minus": "-∞", "infinite": "∞", "empty": "∅", "all": "ℝ", "finite": "finite", "none": "none",
    "yes": "yes", "no": "no", "yes_": "yes", "no_": "no", "signed_yes": "yes", "signed_no": "no", "unclear": "unclear",
}  # fmt: skip


def special(key: Key, reply: Reply) -> bool | None:
    """Infinity, the empty set, yes and no: what the best statement that says one of them says first."""
    truth = key.value in ("yes", "no")
    if truth and (english := in_english(reply.text)) != reply.text:
        reply = read_reply(english)
    if truth and _judges_several(reply.text):
        return None
    plain = normalise(reply.text).text if len(reply.text) < LONGEST else ""
    if truth and (letter := re.fullmatch(r"[\s*_$(]*([TFtf✓✗✔✘✅❌])[\s*_$).]*", plain)):
        return bool((letter[1] in "Tt✓✔✅") == (key.value == "yes"))
    statements = [plain] if len(plain.split()) <= 3 else []
    found = [c for c in candidates(reply) if c.rank < 6 and len(c.text) <= LONGEST]
    if truth:  # the verdict comes first, what holds in other cases after it
        found.sort(key=lambda c: c.span.start if c.rank > 3 else c.rank - 10)
    statements += [c.text for c in found]
    head = plain.strip().split("\n")[0][:200]
    if truth and (first := _TRUTH.search(head)) and not re.search(r"\w", head[: first.start()]):
        statements.insert(0, head[: first.end()])
    if truth and len(plain) < 400 and "(" in plain:  # "This is true (it would be false if …)"
        statements.append(_IN_BRACKETS.sub(" ", plain))
    if truth and len(plain) < 200:
        statements.append(plain)
    for words in statements:
        pattern = _TRUTH if truth else _EXTENT
        if not truth and _ELSEWHERE.match(words):
            continue
        words = words if truth or key.value == "ℝ" else _NOT_SAID.sub(" ", words)
        words = _SUPPOSED.sub(" ", _UPRIGHT.sub(r"\1", words)) if truth else words
        if truth and (concluding := list(_CONCLUDES.finditer(words))) and _TRUTH.search(words[concluding[-1].end() :]):
            words = words[concluding[-1].end() :]
        said = [_MEANING[str(m.lastgroup)] for m in pattern.finditer(words.strip(" *_$.")) if m.lastgroup]
        if said and "unclear" in said:
            return None
        if said:
            said_so = said[0] if truth or _ASIDE_CLAUSE.search(words) else said[-1]
            return bool(said_so == key.value)
    if not truth and _says_number(reply):
        return False
    if truth:
        return _denied(key, plain)
    alone = value(plain) if plain else None
    return False if isinstance(alone, (Quantity, Set_, Tuple_, Interval, Union)) else None


# "It is not convex, as …" answers a question with no; what is true or false may be a denial itself.
_DENIAL = lazy(
    r"\W*(?:it|this|that|they|there|the [a-z]+(?: [a-z]+)?|(?:the )?[$\w\\(){}^]{1,12})\s+"
    r"(?:is|are|does|do|can|will|was|has|have)(?: ?not|n['’]t)\b(?!\s+(?:only|just|merely|hard|difficult|clear|easy"
    r"|matter\b|make an?y? diff|possible to (?:say|tell)|necessarily wrong|known|enough))[^.;\n]{3,160}(?:$|[.;\n])",
    re.IGNORECASE,
)


def _denied(key: Key, plain: str) -> bool | None:
    """Does a short reply to a question of yes and no begin with a denial?"""
    asked = re.match(r"\W*(?:yes|no)\b", key.text, re.IGNORECASE)
    denial = _DENIAL.match(plain) if asked is not None and len(plain) < 300 else None
    if denial is None or re.search(r"\b(?:but|unless|if|when|however|although)\b", plain, re.IGNORECASE):
        alone = value(plain) if plain and not re.search(r"[A-Za-z]{3}", plain) else None
        return False if isinstance(alone, (Quantity, Set_, Tuple_, Interval, Union)) else None
    return bool(key.value == "no")


# "Beyond that gradient descent diverges": what holds in another case than the one that was asked for.
_ELSEWHERE = lazy(
    r"\W*(?:beyond|outside(?: of)?|above|below|past) (?:that|this|it|these)\b"
    r"|\W*(?:otherwise|for (?:any )?(?:larger|smaller)"
    r"|with (?:a |any )?(?:larger|smaller))\b",
    re.IGNORECASE,
    needs="beyond|outside|above|below|past|otherwise|larger|smaller",
)
_VANISHES = lazy(
    r"\b(?:vanish(?:es)?|dies? out|disappears?|(?:goes|tends|converges|decays|shrinks|drops) to zero)\b"
    r"(?!\s+(?:like|as fast|faster|slower|only|if|when|unless|for|because))",
    re.IGNORECASE,
)


def vanishes(reply: Reply) -> bool:
    """Does a short reply say of the value in words that it is zero: "It vanishes as n grows."?"""
    if len(reply.text) > 200:
        return False
    words = _NOT_SAID.sub(" ", reply.text)
    found = list(_VANISHES.finditer(words))
    return len(found) == 1 and not re.search(
        r"\b(?:not|never|nor|no)\b|n['’]t\b|\bterms?\b|\bso\b", words, re.IGNORECASE
    )


_IN_BRACKETS = lazy(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_UPRIGHT = lazy(r"\\(?:text|textbf|textsf|mathrm|mathbf)\s*\{([^{}]*)\}")
# "One might think it is false, but …": what is only supposed.
_SUPPOSED = lazy(
    r"\b(?:(?:one|you|we|people|many|some|I)\s+(?:might|may|could|would|first|initially)"
    r"|(?:it|this)\s+(?:may|might|first)?\s*(?:looks?|seems?|sounds?))\b[^.;:,]{0,80}?[,;]?\s+but\b",
    re.IGNORECASE,
    needs="but",
)
_INFINITE = r"(?:\\left|\\right)?\s*[-−+]?\s*(?:\\infty|∞|infinity)"
# Infinity as an end of an interval, as a bound of a sum, and as where a variable goes: none of these is the value.
_NOT_SAID = lazy(
    rf"[(\[\]][^()\[\]]{{0,40}},{_INFINITE}\s*(?:\\right)?\s*[)\[\]]"
    rf"|[(\[\]]{_INFINITE}\s*,[^()\[\]]{{0,40}}[)\[\]]"
    rf"|[_^]\s*(?:\{{[^{{}}]{{0,40}}(?:\\infty|∞)\s*\}}|[-−+]?\s*(?:\\infty|∞))"
    rf"|\b(?:as|when|if|for|where|with|let|letting)\s[\s$*_(]*(?:\\?[A-Za-zα-ω]\w{{0,8}}|\|[^|]{{1,9}}\|)[\s$*_)]*"
    rf"(?:→|->|\\to(?![a-z])|\\rightarrow|=|(?:tends|goes|grows|approaches|go|grow)(?: to)?){_INFINITE}",
    re.IGNORECASE,
)
_JUDGED = lazy(
    r"(?im)^(?:[^\S\n]|[*_>#|-])*+(?:\((?:[a-j]|\d|[ivx]{1,4})\)|(?:[a-j]|\d|[ivx]{1,4})[).:])[\s*_:]*"
    r"(?:true|false|yes|no|t|f|correct|incorrect|wrong|✓|✗|✔|✘)(?![A-Za-z])"
)
_SIGNED = lazy(
    r"[✓✔✅✗✘❌]\s*\(?(?:[a-jA-J]|[1-9])(?:[).:]|$)|(?<!\w)\(?(?:[a-jA-J]|[1-9])[).:]?\s*[✓✔✅✗✘❌]",
    re.MULTILINE,
    needs="✅|✓|❌|✘|✔|✗",
)
_SEQUENCE = lazy(
    r"\W*(?P<first>true|false|yes|no)(?:\W+(?:and\s+)?(?:true|false|yes"
    r"|no)){0,8}\W+(?:and\s+)?(?!(?P=first))(?:true|false|yes|no)\W*"
    r"|\W*(?:true|false|yes|no)(?:\W+(?:and\s+)?(?:true|false|yes|no)){2,9}\W*"
    r"|\W*only (?:the )?(?:first|second|third|fourth|last) (?:statement|claim|one)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def _judges_several(text: str) -> bool:
    """ "1. True, 2. False", "only the second statement is true": the verdicts on several statements, and not on one."""
    return len(text) <= LONGEST and (
        bool(_SEQUENCE.fullmatch(text.strip()))
        or len(_SIGNED.findall(text)) > 1
        or len({m[0].split("(")[-1] for m in _JUDGED.finditer(text)}) > 1
    )


def _says_number(reply: Reply) -> bool:
    part = Part("equivalent", "the value", Number(), key=lambda draw: None, shown=lambda draw: "")
    return isinstance(numbers.read(reply, part), Reading)


# ---- up and down, names ------------------------------------------------------------------------------------

_STAYING = frozenset("stay remain keep go get".split())
_GENERIC = frozenset(
    "prior distribution method algorithm technique theorem inequality phenomenon problem point matrix".split()
)
_COPULA = lazy(
    r"(?:\b(?:is|are|was|be|called|named|known as|means?|namely|i\.e\.|say|choose|pick|use|uses|shows?"
    r"|suffers? from|corresponds? to|"
    r"indicates?|it['’]s|that['’]s|answer)\b|[:=→⇒])[\s*_`\"'$:]*(?:(?:the|a|an|called|clearly|simply|just"
    r"|an example of|a case of|a sign of|due to)\b[\s*_`\"']*)*$",
    re.IGNORECASE,
)


def says(words: str, reply: Reply) -> bool | None:
    """Does the reply give the words as its answer? None where it gives no words, or where that cannot be told."""
    if _NONE_OF.fullmatch(words):
        return none_of(reply)
    if _rearranged(words, reply.text):
        return False
    wanted = [found for found, _, _ in stems(words) if found not in FILLING] or [f for f, _, _ in stems(words)]
    if not wanted:
        return None
    subjects = moves(words)
    if len(subjects) > 1:
        return moved(subjects, reply)
    if len(subjects) == 1 and (gone := went(subjects, wanted, reply)) is not None:
        return gone
    if len(telling := [word for word in wanted if word not in _GENERIC]) < len(wanted) and telling:
        wanted = telling
    moving = [word for word in wanted if word not in _STAYING]
    direction = DIRECTION.get(moving[0]) if len(moving) == 1 else None
    for candidate, opens in statements_of(reply):
        text = normalise(candidate.text).text
        found = directed(text, direction) if direction else _named(text, wanted, candidate.rank <= 3 or opens)
        if found is not None:
            return found
        if candidate.rank == 0:
            return None
    return None


def _rearranged(words: str, text: str) -> bool:
    """Are these the same words with an article at another place: "cat the sat" for "the cat sat"?"""
    if len(text) > 120 or re.search(r"[,:;=]", text.strip(" .,;:")):
        return False
    ours, theirs = ([word for word, _, _ in stems(side.lower())] for side in (words, text))
    if ours == theirs or len(ours) < 3 or sorted(ours) != sorted(theirs):
        return False
    articles = frozenset(("the", "a", "an"))
    telling = [[word for word in side if word not in articles] for side in (ours, theirs)]
    return telling[0] == telling[1] and not FILLING & set(telling[0])


_NONE_OF = lazy(
    r"\W*none(?: of (?:the above|these|them|the (?:options|statements|choices|answers|others)))?\W*", re.I, needs="none"
)
_NONE_HOLDS = lazy(
    r"[\W_]*(?:(?:the )?answer(?: is)?[\W_]*)?none of "
    r"(?:these|them|the (?:above|(?:\w+ )?(?:options|statements|choices|answers)))"
    r"(?:[\s*_]*(?:$|[.;:,—–\n])|\s+(?:is|are|holds?|appl(?:y|ies)|fits?|works?|match(?:es)?)\b(?!\s+(?!correct"
    r"|right|true|valid)\w))",
    re.IGNORECASE,
    needs="none of the",
)


def none_of(reply: Reply) -> bool | None:
    """Does the reply say that none of the options is right?"""
    text = reply.text.strip()
    if _NONE_HOLDS.match(text):
        rest = re.search(r"(?<![A-Za-z])(?:so|hence|therefore|but|answer)\b", text[12:], re.IGNORECASE)
        return None if rest else True
    if re.search(
        r"\bnone\b|\bno(?:t| option)\b|n['’]t\b|\bneither\b|✗|❌|\b(?:false|wrong|incorrect)\b", text, re.IGNORECASE
    ):
        return None
    return (
        False
        if re.search(r"(?<![A-Za-z])(?:[B-J]|\(?[a-j]\)|A(?=\W*$)|[Oo]ption A|[Aa]ll)(?![A-Za-z])", text)
        else None
    )


def _named(text: str, wanted: list[str], certain: bool) -> bool | None:
    """Is the name what the statement says? False where it denies it, or says something else and no more."""
    tokens = stems(text)
    telling = [token for token in tokens if token[0] not in FILLING and token[0] not in _GENERIC - set(wanted)]
    size = len(wanted)
    for k in range(len(telling) - size + 1):
        if [token for token, _, _ in telling[k : k + size]] != wanted:
            continue
        start, end = telling[k][1], telling[k + size - 1][2]
        if text[start - 1 : start] == "-" or re.search(r"\bnon[- ]$", text[:start], re.IGNORECASE):
            return False
        clause = re.split(r"[,;:.(]|\bbut\b(?!\s+not\b)", text[:start])[-1]
        if any(t in DENYING for t, _, _ in stems(clause)) or re.search(r"n['’]t\b", clause):
            return False if len(telling) <= 12 else None
        if re.match(r"[\s*_]*\b(?:or|and)\b", text[end:]) or re.search(r"\b(?:or|and)[\s*_]*$", text[:start]):
            return None
        if CLAUSE.search(clause):
            continue
        generic = re.match(r"(?:\s+([a-z]+))?", text[end:])
        if generic and generic[1] and stem(generic[1]) in _GENERIC:
            end += generic.end()
        behind = re.match(
            r"[\s*_`\"')\]}$]*(?:$|[.,:;(–—!]|\b(?:because|since|as|is (?:the )?(?:answer|correct))\b)", text[end:]
        )
        bold = re.search(r"\*\*[^*]*$", text[:start]) and re.match(r"[^*]*\*\*", text[end:])
        opening = all(word in FILLING for word, _, _ in stems(text[:start])) and not re.search(r"\d", text[:start])
        if bold or (opening and (behind or size == len(telling))) or _COPULA.search(text[:start]):
            return True
        if certain and behind:
            return True
    return False if 0 < len(telling) <= (5 if certain else 3) else None
