r"""A reply's text in the notation of the key, where the reply is a program or was torn out of a PDF.

>>> rewritten(r"\log_k n", "logk n"), rewritten("w + x", "w += x"), rewritten("w - 2x", "w -= a + b  # step")
('log_k n', 'w = w + x', 'w = w - (a + b)  # step')
>>> print(rewritten("", "λˆ = n/S"))
\hat{λ} = n/S
>>> elementwise("W.T @ d * s")
'W.T · d ⊙ s'
>>> rewritten(r"\bar\alpha_t x", "So it's `abar_t * x * lambda_`"), rewritten("", "$x^2$ nats")
('So it is `alpha_bar_t * x * lambda`', '$x^2$')
>>> rewritten("", "np.einsum('ij,jk->ik', A + B, W)"), gaussian(r"\Phi(x) - \varphi'(x) norm.cdf(x)")
('((A + B) @ (W))', "\\operatorname{normcdf}(x) - \\varphi'(x) \\operatorname{normcdf}(x)")

`logk` is a logarithm only where the key has one to that base. `elementwise` reads every `*` as a program does, entry by
entry; whether the text is a program, nothing here decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from viva.checking.answers.decompositions import as_formulas
from viva.checking.undeclared.program_names import by_step, by_symbol
from viva.checking.undeclared.programs import in_signs
from viva.reading.patterns import lazy
from viva.reading.vocabulary import JOINED

_BASE = lazy(r"\\log_\s*\{?\s*([A-Za-z])")
_UPDATE = lazy(
    r"(?m)(?P<lead>^\s*`*|`)(?P<name>[A-Za-zα-ωΑ-Ω\\][\w.{}^\\]{0,30})[ ]*(?P<sign>[-+*/])=[ ]*"
    r"(?P<rest>[^\n`$#;]{1,200}?)(?P<tail>\s*(?:$|[`$#;]|\.\s|,\s))"
)
_CHANGED = lazy(r"[-+*/]=")
_HAT_BEHIND = lazy(r"(\\[A-Za-z]+|[^\W\d_])ˆ(?=\s*(?:$|[=),;/|·+−*∗-]))")
_STAR = lazy(r"(?<!\*)\*(?!\*)")


_UNIT = lazy(
    r"(?<=[$)\]}\w`²³])\s+(?:nats?|bits?|parameters|params|weights|multiplications|multiply-adds|operations|FLOPs|MACs|steps"
    r"|in total|total)\s*[.!]?\s*$"
)
_SHORT_IS = lazy(
    r"((?:^|[.!?:;,\n]\s*|\b(?:so|hence|thus|then|and|therefore|the|think|believe|guess|say|means?)\s+)(?:it|that|here|answer|result|gradient))['’]s(?=\s)",
    re.I,
)
_BOLD_NAME = lazy(r"\*\*([A-Za-zα-ωΑ-Ω][\w{}]{0,7})\*\*(?=\s*(?:[=:–—-]|are\b|is\b))")
_KEYWORD = lazy(r"\blambda_(?![\w{])|\blambd\b|\blmbda\b")
_ACCENTED = lazy(r"\\(bar|hat|tilde)(?![A-Za-z])\s*\{?\s*(?:\\([a-z]{2,})|([A-Za-z]))", needs="hat|bar|tilde")
_ELL = lazy(r"(?<![\w.])(?:l|ell)(?=_|\W|$)")
_ARROW = lazy(r"(?m)^(\s*[`>$]*\s*[A-Za-z_][\w.]{0,15})\s+<-\s+(?=\S)")


def rewritten(key: str, reply: str) -> str:
    """The reply with `w += x` as an equation, the key's names as it has them, and no words that look like names."""
    if "'s" in reply or "’s" in reply:
        reply = _SHORT_IS.sub(r"\1 is", reply)
    if "**" in reply:
        reply = _BOLD_NAME.sub(r"\1", reply)
    if "<-" in reply:
        reply = _ARROW.sub(r"\1 = ", reply)
    reply = _UNIT.sub("", reply) if _UNIT_WORD.search(reply[-24:]) else reply
    if "\\" not in reply:
        reply = by_step(key, by_symbol(key, reply))
        if "lambd" in reply or "lmbda" in reply:
            reply = _KEYWORD.sub("lambda", reply)
        if "\\ell" in key and "ℓ" not in reply:
            reply = _ELL.sub("ℓ", reply)
        for accent, greek, letter in set(_ACCENTED.findall(key)):
            written = f"{greek or letter}_{accent}"
            reply = re.sub(rf"(?<![A-Za-z0-9_]){(greek or letter)[0]}_?{accent}(?![A-Za-z0-9])", written, reply)
        for letter in set(_GREEK_SCRIPT.findall(key)):
            reply = re.sub(rf"(?<=[A-Za-z])_{letter}(?![A-Za-z])", rf"_{{{GREEK_SIGNS[letter]}}}", reply)
    if "⋆" in reply:
        reply = _STARRED.sub("^*", reply)
    if "*" in reply and "\\" not in reply and _OPTIMUM.search(key):
        reply = _ASTERISK.sub("^*", reply)
    if "max=" in reply:
        reply = _CLIPPED.sub(r"\1\2", reply)
    if "max" in key or "min" in key:
        reply = _extreme(key, reply)
    if "einsum" in reply:
        reply = summed(reply)
    if "linalg" in reply or "svd(" in reply or "eigh(" in reply or ("Σ" in reply and "Sigma" not in key):
        reply = as_formulas(reply)
    if "\\" not in reply or "None" in reply or "@" in reply:
        reply = in_signs(key, reply)
    if " for " in reply or "th " in reply:
        reply = _MEANT.sub(_meaning, reply)
    if "Σ" in reply and "\\sum" in key and "\\Sigma" in key:
        reply = _SIGN.sub("∑", reply)
    if "ˆ" in reply:  # as PDF extraction leaves \\hat\\lambda
        reply = _HAT_BEHIND.sub(r"\\hat{\1}", reply)
    if "'" in key and ("new" in reply or "fold" in reply or "after" in reply):
        reply = _with_prime(key, reply)
    if "log_" in key and "log" in reply:
        for base in set(_BASE.findall(key)):
            reply = re.sub(rf"(?<![A-Za-z\\])log{base}(?=[\s(])", f"log_{base}", reply)
    return _UPDATE.sub(_update, reply) if _CHANGED.search(reply) else reply


_POWER_BEFORE_MATRIX = lazy(r"(?<=[A-ZΛΣ)])\^([a-z])(?=[A-SU-Z])")  # QΛ^kQᵀ
_PRIMED = lazy(r"(?<![A-Za-z\\])(?P<name>[A-Za-z])\s*(?:_\{?\w\}?)?'(?!')")
_SCRIPTED = r"(?<![A-Za-z\\]){name}_(?:\{{\s*)?(?:\\(?:text|mathrm|rm)\s*\{{?\s*)?{script}(?![A-Za-z])(?:\s*\}})*"


def _with_prime(key: str, reply: str) -> str:
    """`w_new` and `w_old` as the key's `w'` and `w`, where the reply has no prime itself."""
    if "'" in reply or "new" in key or "old" in key:
        return reply
    for name in {found["name"] for found in _PRIMED.finditer(key)}:
        changed = re.sub(_SCRIPTED.format(name=name, script="(?:new|folded|fold|after|merged)"), f"{name}'", reply)
        if changed != reply:
            reply = re.sub(_SCRIPTED.format(name=name, script="(?:old|before|orig|original)"), name, changed)
    return reply


_EXTREME = lazy(r"\\(?P<op>max|min)_\{?\s*(?P<index>[a-z])\s*\}?\s*(?P<name>[a-z])_\{?(?P=index)\}?(?![\w^])")
_MOST = {
    "max": r"(?:largest|greatest|biggest|highest|maxim(?:um|al))",
    "min": r"(?:smallest|least|lowest|minim(?:um|al))",
}
_NOT_ALONE = lazy(
    r"(?:\b(?:of|twice|half|minus|times|negative|square[ds]?|root|log\w*|than|not|over|by|exp|absolute|second|from|just"
    r"|only|most|least|below|above|exceeds?|subtract\w*|add\w*|never)|n't|[-+−*/^(·\d])"
    r"\W{0,3}$",
    re.I,
)
_GOES_ON = lazy(
    r"[\s$]*(?:[-+−*/^·|²]"
    r"|(?:in (?:absolute|magnitude)|squared|minus|plus|times|divided|over|and|or|to the|by|if|when)\b)",
    re.I,
)


_MEANT = lazy(
    r"\b(?:writ(?:e|ing)|us(?:e|ing)|put(?:ting)?|with|let|abbreviat(?:e|ing))\s+(?P<open>\$?)(?P<name>\\?[A-Za-z]|[α-ω])"
    r"(?P<shut>\$?)\s+(?:stand(?:s|ing)?\s+)?for\s+(?P<next>\$?)"
    r"(?=[\\‖(|]|[A-Za-z]{1,8}(?:\(|\s?[-+*/^_−⊙]))"
    r"|(?P<edge>\$?)(?P<small>[a-z])(?:_\{?(?P<index>[a-z])\}?|(?P<sign>[ᵢⱼₖ]))\$?\s+(?:is|denotes|being|for)\s+the\s+\$?[a-z]\$?-?th"
    r"\s+(?P<what>column|row)(?:\s+(?:vector\s+)?of\s+\$?(?P<matrix>[A-Z])(?![A-Za-z])\$?|(?=[.,;\n]))",
    re.I,
)


def _meaning(match: re.Match[str]) -> str:
    """ "Writing s for softmax(z)" as `with s = softmax(z)`, "a_j is the j-th column of A" as `a_j = A[:,j]`."""
    if match["name"]:
        joined = match["shut"] and match["next"]
        between = " = " if joined else f"{match['shut']} = {match['next']}"
        return f"with {match['open']}{match['name']}{between}"
    index = match["index"] or {"ᵢ": "i", "ⱼ": "j", "ₖ": "k"}[match["sign"]]
    place = f":,{index}" if match["what"].lower() == "column" else f"{index},:"
    matrix = match["matrix"] or match["small"].upper()
    return f"{match['edge']}{match['small']}_{index} = {matrix}[{place}]{match['edge']}"


def _extreme(key: str, reply: str) -> str:
    """ "max{x_1, …, x_n}", "the largest entry of x" as `max_i x_i`, where the key has that; not what is said of it."""
    wanted = _EXTREME.search(key)
    if wanted is None or len(reply) > _LONGEST_WORDED:
        return reply
    op, name, index = wanted["op"], wanted["name"], wanted["index"]
    sign = ("\\" if "\\" in reply else "") + f"{op}_{index} {name}_{index}"
    listed = re.compile(
        rf"\\?{op}\s*(?:\\left\s*)?(?:\\?\{{|\(|\[)\s*{name}_?\{{?1\}}?\s*,\s*(?:{name}_?\{{?2\}}?\s*,\s*)?"
        rf"(?:\\[lc]?dots[bc]?|\.\.\.)\s*,\s*{name}_?\{{?[a-zA-Z]\}}?\s*(?:\\right\s*)?(?:\\?\}}|\)|\])"
    )
    reply = listed.sub(lambda _: sign, reply)
    worded = re.compile(
        rf"\b(?:the\s+)?{_MOST[op]}(?:\s+(?:entry|element|component|coordinate|value|number|one))?\s+(?:of|among|in)\s+"
        rf"(?:(?:the|all)\s+){{0,2}}(?:vector\s+|entries of\s+)?\$?{name}(?:_\{{?{index}\}}?)?(?![\w(^'])\$?",
        re.IGNORECASE,
    )

    def said(match: re.Match[str]) -> str:
        before, after = reply[max(0, match.start() - 20) : match.start()], reply[match.end() : match.end() + 16]
        return match[0] if _NOT_ALONE.search(before) or _GOES_ON.match(after) else f"${sign}$"

    return worded.sub(said, reply)


_LONGEST_WORDED = 4_000
_GREEK_SCRIPT = lazy(r"_\s*\{?\s*\\(theta|phi|psi|omega|mu|sigma|lambda|pi)(?![a-z])")
GREEK_SIGNS = {
    "theta": "θ", "phi": "φ", "psi": "ψ", "omega": "ω", "mu": "μ", "sigma": "σ", "lambda": "λ", "pi": "π",
}  # fmt: skip
_OPTIMUM = lazy(r"\^\s*\{?\s*(?:\*|\\star|\\ast)")
_ASTERISK = lazy(r"(?<=[A-Za-zα-ω])(?<!\^)\*(?=\s*(?:[)\],.;=+−|‖]|-\s|$))", needs="*")  # "θ* =", and no product
_STARRED = lazy(r"(?<=[A-Za-z])\s?⋆")
_CLIPPED = lazy(r"((?:clamp|clip)\([^()\n]{1,40}?,\s*)(?:a_)?min=([^=()\n]{1,40}?,\s*)(?:a_)?max=")
_SIGN = lazy(r"(?:(?<=[/=+(\[·*-])|(?<=[/=+(\[·*-] )|^)Σ(?=\s*_(?:\w|\{[^{}]{1,20}\})\s*[A-Za-zα-ωπ(])")


def rejoined(names: Iterable[str], reply: str) -> str:
    """`p i` as `p_i`, where the key has that, and a text that came out of a PDF has it nowhere else."""
    if "\\" in reply or "_" in reply:
        return reply
    for name in names:
        base, _, script = name.removesuffix(JOINED).partition(JOINED)
        if name.endswith(JOINED) and len(base) == len(script) == 1 and f"{base} {script}" in reply:
            reply = re.sub(rf"(?<![\w'’]){base} {script}(?![\w'’])", f"{base}_{script}", reply)
    return reply


_UNIT_WORD = lazy(r"[a-zA-Z]{3,}\s*[.!]?\s*$")


_EINSUM = lazy(
    r"(?:(?:np|numpy|torch|tf|jnp)\.)?einsum\(\s*[\"'](?P<one>[a-z]{1,2}),\s*(?P<other>[a-z]{1,2})\s*->\s*(?P<out>[a-z]{0,2})"
    r"[\"']\s*,"
)


def summed(reply: str) -> str:
    """Einstein sums of two factors as products of matrices, where they are that; others stay as they are."""
    for match in reversed(list(_EINSUM.finditer(reply))):
        depth, commas, end = 1, [], -1
        for k in range(match.end(), min(len(reply), match.end() + 400)):
            depth += (reply[k] in "([{") - (reply[k] in ")]}")
            if reply[k] == "," and depth == 1:
                commas.append(k)
            if depth == 0:
                end = k
                break
        if end < 0 or len(commas) != 1:
            continue
        left, right = reply[match.end() : commas[0]].strip(), reply[commas[0] + 1 : end].strip()
        product = _product(match["one"], match["other"], match["out"], f"({left})", f"({right})")
        if product:
            reply = reply[: match.start()] + f"({product})" + reply[end + 1 :]
    return reply


def _product(one: str, other: str, out: str, left: str, right: str) -> str:
    shared = set(one) & set(other)
    if any(len(set(term)) != len(term) for term in (one, other, out)) or not set(out) <= set(one + other):
        return ""
    if not shared:
        both = len(one) == len(other) == 1
        return f"{left} @ {right}.T" if both and out == one + other else f"{right} @ {left}.T" if both and out else ""
    if len(shared) > 1 or shared & set(out):
        return ""
    (letter,) = shared
    first = left if one.endswith(letter) else f"{left}.T"
    second = right if other.startswith(letter) else f"{right}.T"
    if len(one) == len(other) == 1:
        return f"{left}.T @ {right}" if not out else ""
    straight = one.replace(letter, "") + other.replace(letter, "")
    if len(one) == 1:  # a row times a matrix, as a column
        turned = right if other.endswith(letter) else f"{right}.T"
        return f"{turned} @ {left}" if out == straight else ""
    if len(other) == 1:
        return f"{first} @ {right}" if out == straight else ""
    if out == straight:
        return f"{first} @ {second}"
    return f"({first} @ {second}).T" if out == straight[::-1] else ""


_NORMAL_LAW = (
    (lazy(r"(?:\\Phi|Φ|(?<![A-Za-z\\])Phi)\s*(?:'|′|\^\{?\\prime\}?)\s*(?=(?:\\left)?\()"), "normpdf"),
    (lazy(r"(?:\\Phi|Φ|(?<![A-Za-z\\])Phi)\s*(?=(?:\\left)?\()"), "normcdf"),
    (lazy(r"(?:\\(?:var)?phi|φ|ϕ|𝜑|𝜙|(?<![A-Za-z\\])phi)\s*(?=(?:\\left)?\()"), "normpdf"),
    (lazy(r"(?:(?:scipy\.)?stats\.)?(?<![A-Za-z])norm\.cdf\s*(?=\()|(?<![A-Za-z])ndtr\s*(?=\()"), "normcdf"),
    (lazy(r"(?:(?:scipy\.)?stats\.)?(?<![A-Za-z])norm\.pdf\s*(?=\()"), "normpdf"),
)
_NORMAL = lazy(
    r"\\Phi(?![A-Za-z])|Φ|(?<![A-Za-z])Phi\(|norm\.cdf|(?<![A-Za-z])(?:\\operatorname\{erf\}|erf)(?![A-Za-z])|ndtr"
)


def is_gaussian(key: str) -> bool:
    """Does the key have the distribution of the standard normal: Φ of something, or erf?"""
    return bool(_NORMAL.search(key))


def gaussian(text: str) -> str:
    """Φ, φ and their names in programs as the distribution and the density of the standard normal."""
    for pattern, name in _NORMAL_LAW:
        text = pattern.sub(rf"\\operatorname{{{name}}}" if "\\" in text else f" {name}", text)
    return text


def _update(match: re.Match[str]) -> str:
    rest = match["rest"]
    inner = (
        f"({rest})" if match["sign"] != "+" and re.search(r"[-+]" if match["sign"] == "-" else "[-+/]", rest) else rest
    )
    return f"{match['lead']}{match['name']} = {match['name']} {match['sign']} {inner}{match['tail']}"


def elementwise(text: str) -> str:
    """Every `*` of a text as the product entry by entry, every `@` as that of vectors, too."""
    return _STAR.sub("⊙", text).replace("@", "·")
