r"""A reply's text about a limit, without what it says beside the limit, and with a sign in words as a function.

>>> approached(r"$f \to -\eta\quad(\epsilon\to0).$"), approached("It saturates at minus alpha.")
('$f \\to -\\eta.$', 'It saturates at -alpha.')
>>> approached("It becomes x; for β → 0 it becomes x/2 instead."), approached("f. (For β → ∞ it would be the maximum.)")
('It becomes x.', 'f.')
>>> approached("-α (= -1 with the default α = 1)"), approached("**2b**, which for small b is about 0.")
('-α', '**2b**.')
>>> approached("+η if g > 0, and −η if g < 0"), approached("a if g > 0 and b if g < 0")
('η*sign(g)', 'a if g > 0 and b if g < 0')
>>> approached("It doesn't tend to 0. Its limit is a/b.")
'It . Its limit is a/b.'

Where two cases are not the opposite of one another, they are left as they are.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_TENDING = r"\\?[A-Za-zα-ω]+(?:_\{?\w+\}?)?\s*(?:\\to(?![a-z])|\\rightarrow|→|->)\s*[^()\s]{1,20}"
_CONDITION = lazy(
    rf"(?:\\q?quad|\\[,;!]|\s){{0,8}}\((?:\\text\{{[^{{}}]{{0,20}}\}}|as|for|when|\s){{0,5}}{_TENDING}\s*\)"
)
_MINUS = lazy(
    r"(?P<before>\b(?:at|is|to|equals|be|becomes)\s+|^\s*)(?:minus|negative)\s+"
    r"(?=\$?\\?(?:alpha|beta|gamma|eta|lambda|mu|sigma|rho|tau|theta|ln|log|one|[a-zα-ω\d](?![a-z])))",
    re.I,
)
_INSTEAD = lazy(
    r"\s*\((?=[^()]*\b(?:instead|would|by contrast)\b)[^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|\s*\(\s*=[^()=]*\b(?:with|for|if|when|at)\b[^()]*\)"  # -α (= -1 with the default α = 1)
    r"|(?<=[\w)}$*]),\s+which\s+(?:for|if|when|in|with|at)\b[^.;\n]*?\b(?:is|becomes|reduces|equals)\b[^.;\n]*"
    r"|;\s*(?:but\s+)?(?:for|if|when|as|with|at)\b[^;.\n]*\binstead\b[^;.\n]*"
)
# "The iterates don't converge to 0."
_DENIED = lazy(
    r"\b(?:(?:do|does|did|wo|ca)n['’]t|(?:does|do|did|will|need) not)\s+(?:converge|tend|go|shrink|decay)\s+to\s+"
    r"(?:\$[^$\n]{1,20}\$|[^\s.,;]{1,20})"
)
_SIGNED = lazy(
    r"\$?(?P<one>[-+−]?\s*[^\s,;$+−<>=-]{1,12})\$?\s*,?\s*(?:if|for|when|where)\s*"
    r"\$?(?P<name>\\?[A-Za-zα-ω]\w*)\s*(?P<sign>[<>])\s*0\$?\s*[,;.]?\s*(?:(?:and|or|but|also)\s+)?"
    r"\$?(?P<two>[-+−]?\s*[^\s,;$+−<>=-]{1,12})\$?\s*,?\s*(?:if|for|when|where)\s*\$?(?P=name)\s*(?P<other>[<>])\s*0\$?",
    needs="if|for|when|where",
)


def approached(reply: str) -> str:
    """The text without the condition of a limit in brackets and without the limit in another case."""
    if "(" in reply and ("→" in reply or "\\to" in reply or "->" in reply):
        reply = _CONDITION.sub("", reply)
    if "n't " in reply or "n’t " in reply or " not " in reply:
        reply = _DENIED.sub("", reply)
    if "instead" in reply or "would" in reply or "which" in reply or "(=" in reply:
        reply = _INSTEAD.sub("", reply)
    if "minus " in reply or "negative " in reply:
        reply = _MINUS.sub(lambda m: m["before"] + "-", reply)
    if "<" in reply and ">" in reply:
        reply = _SIGNED.sub(_sign, reply)
    return reply


def _sign(match: re.Match[str]) -> str:
    one, two = (re.sub(r"\s", "", match[side]).replace("−", "-").removeprefix("+") for side in ("one", "two"))
    if match["sign"] == match["other"] or one.removeprefix("-") != two.removeprefix("-") or one == two:
        return match[0]
    above = one if match["sign"] == ">" else two
    size = above.removeprefix("-")
    return f"{'-' if above.startswith('-') else ''}{size}*sign({match['name']})"
