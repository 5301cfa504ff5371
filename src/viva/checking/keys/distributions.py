r"""Probability distributions by family and parameters, as keys and replies write them.

>>> distribution_key(r"$\theta \mid D \sim \mathrm{Beta}(9, 5)$")
Distribution(family='beta', parameters=('9', '5'), subject='\\theta \\mid D')
>>> distribution_key("a normal distribution with mean 0 and standard deviation 2").parameters
('0', '(2)^2')
>>> [stated.what.parameters for stated in distributions_in("scipy.stats.norm(loc=1, scale=3)")]
[('1', '(3)^2')]
>>> distribution_key("$B(9, 5) = 3$") is None
True

The second parameter of a normal distribution is its variance (covariance), the parameters of a gamma distribution are
shape and rate: other parameters are turned into these where their names, or the library, say so. What `N(0, 2)` means
to a reader who takes standard deviations there cannot be told, and is taken as a variance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST_KEY = 200


@dataclass(frozen=True)
class Distribution:
    """Its family, its parameters as texts in the family's own order, and of what it is, if that is said."""

    family: str
    parameters: tuple[str, ...]
    subject: str = ""


@dataclass(frozen=True)
class Stated:
    """A distribution in a text, and where it stands there."""

    what: Distribution
    start: int
    end: int


# The roles of each family in their order; each with the names that it goes by.
_ROLES: dict[str, tuple[str, ...]] = {
    "beta": ("alpha", "beta"),
    "normal": ("mean", "variance"),
    "uniform": ("low", "high"),
    "bernoulli": ("p",),
    "poisson": ("rate",),
    "gamma": ("alpha", "beta"),
    "binomial": ("n", "p"),
    "exponential": ("rate",),
    "geometric": ("p",),
    "laplace": ("place", "width"),
    "student": ("df",),
    "chi": ("df",),
    "inversegamma": ("alpha", "beta"),
    "lognormal": ("mean", "variance"),
    "dirichlet": (),
    "categorical": (),
}
_NAMES = {
    "alpha": "alpha a α shape concentration concentration1",
    "beta": "beta b β rate concentration0",
    "mean": "mean mu μ loc location expectation moyenne Mittelwert",
    "variance": "variance var sigma^2 σ^2 covariance cov Σ Sigma Varianz",
    "deviation": "sigma σ std sd stddev scale standarddeviation",
    "low": "low a lower minimum",
    "high": "high b upper maximum",
    "p": "p probs probability successprobability θ theta parameter",
    "rate": "rate λ lambda lam mean mu parameter",
    "n": "n trials",
    "place": "mean mu μ loc location median centre center",
    "width": "scale b width",
    "df": "df ν nu k degreesoffreedom freedom degrees",
}
_EXTRA = {  # names that turn into a role of one family by a formula
    "normal": dict.fromkeys(_NAMES["deviation"].split(), ("variance", "({})^2")),
    "gamma": dict.fromkeys(("scale", "θ", "theta"), ("beta", "1/({})")),
    "exponential": dict.fromkeys(("scale", "mean", "mu", "expectation"), ("rate", "1/({})")),
}
_LONG = {
    "beta": "beta", "normal": "normal", "gaussian": "normal", "norm": "normal",
    "uniform": "uniform", "unif": "uniform", "bernoulli": "bernoulli", "bern": "bernoulli", "poisson": "poisson",
    "pois": "poisson", "poi": "poisson", "gamma": "gamma", "binomial": "binomial", "binom": "binomial",
    "bin": "binomial", "dirichlet": "dirichlet", "dir": "dirichlet", "categorical": "categorical", "cat": "categorical",
    "exponential": "exponential", "expon": "exponential", "geometric": "geometric", "geom": "geometric",
    "laplace": "laplace", "student-t": "student", "student": "student", "inversegamma": "inversegamma",
    "invgamma": "inversegamma", "lognormal": "lognormal", "log-normal": "lognormal", "inverse-gamma": "inversegamma",
    "chi-squared": "chi", "chi-square": "chi",
    "betaverteilung": "beta", "normalverteilung": "normal", "multivariatenormal": "normal",
}  # fmt: skip
_SHORT = {"N": "normal", "U": "uniform", "Ber": "bernoulli", "Exp": "exponential", "Ga": "gamma", "B": "binomial"}
_LIBRARY = r"(?P<library>(?:(?:scipy\.)?stats|(?:np|numpy)\.random|rng|(?:torch\.)?distributions|dist|D|td|tfd)\.)?"
_OPEN = lazy(
    _LIBRARY + r"(?:\\(?:mathrm|text|operatorname|mathsf|mathcal|mathbf|mathit|textrm|textsf|textit)\s*)?\{?"
    r"(?<![A-Za-z\\])(?P<name>(?i:beta|normal|gaussian|norm|multivariate_?normal|unif(?:orm)?|bern(?:oulli)?"
    r"|pois(?:son)?|poi|(?:inv(?:erse)?[- ]?)?gamma|binom(?:ial)?|bin|expon(?:ential)?|geom(?:etric)?|dirichlet"
    r"|categorical"
    r"|laplace|log-?normal)|N|U|Ber|Exp|Ga|Dir|Cat|(?:(?<=\\sim )|(?<=\\sim)|(?<=[~∼])|(?<=[~∼] ))B)\}?"
    r"(?:[-\s]?(?:distribution|density|random variable))?(?:\s+(?:on|over)\s+(?:the interval\s+)?\$?)?"
    r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]"
)
_WORDED = lazy(
    r"(?<![A-Za-z\\])(?P<name>(?i:beta|(?:log-?)?normal|gaussian|uniform|bernoulli|poisson|(?:inverse[- ])?gamma"
    r"|binomial|exponential|geometric|laplace"
    r"|student-t|chi-squared?))"
    r"(?:ly)?(?:[-\s](?:distribut(?:ion|ed)|density|law|posterior|variable|random variable))?[*_]*"
    r"(?:,(?:\s+(?:with|having))?|\s+(?:(?:again|still)\s+)?(?:with|of|having|mit))"
    r"\s+(?:the |a |an |parameters? |its )*(?P<rest>[^\n]{1,200})"
)
_NAMED = lazy(
    r"^\s*\$?\s*(?P<name>\\?[A-Za-zα-ωΣ]+(?:[\s_-][A-Za-z]+)?(?:\s*\^\s*\{?2\}?)?)\s*\$?\s*(?:=|:(?!=)|\bis\b"
    r"|\bof\b|\s)\s*\$?\s*"
    r"(?P<value>\S.*)$"
)
_SUBJECT = lazy(r"\$?\s*(?P<subject>[^~∼]{0,60}?)\s*(?:\\sim(?![a-z])|~|∼)\s*\$?\s*")
_IS = lazy(
    r"[\s$]*(?:(?P<subject>[^=]{1,40}?)\s*=\s*"
    r"|(?:the )?(?:posterior|distribution|it|answer)[\w\s]{0,20}?(?::|\bis\b)\s*)?"
    r"(?:an?\s+|the\s+)?\s*\$?\s*",
    re.IGNORECASE,
)
_END = lazy(r"[\s$.`*_]*(?:(?:distribution|density)[\s$.`*_]*)?(?:\([^()=]*\)[\s$.]*)?")


def distribution_key(text: str) -> Distribution | None:
    """The distribution that a key is; None where it is anything else, or says more."""
    if len(text) > LONGEST_KEY or not _MAY_BE.search(text):
        return None
    source = spelt_out(normalise(text).text.strip())
    found = list(distributions_in(source))
    if len(found) != 1 or not _END.fullmatch(source, found[0].end):
        return None
    before = source[: found[0].start]
    named = _SUBJECT.fullmatch(before) or _IS.fullmatch(before)
    if named is None:
        return None
    what = found[0].what
    given = _as_told(what, source[found[0].end :]) if _TOLD.search(source[: found[0].end]) is None else what.parameters
    return Distribution(what.family, given, (named["subject"] or "").strip(" $"))


_TOLD = lazy(r"\b(?:standard deviation|std|scale|sigma)\b\s*=?|stats|distributions")


def _as_told(what: Distribution, remark: str) -> tuple[str, ...]:
    """The parameters in the usual meaning where a remark behind them tells another: "(standard deviation)"."""
    first, *rest = what.parameters
    if what.family == "normal" and re.search(r"standard deviation|\bstd\b|\bsd\b", remark, re.IGNORECASE):
        return (first, f"({rest[0]})^2")
    if what.family in ("gamma", "inversegamma") and re.search(r"\bscale\b", remark, re.IGNORECASE):
        return (first, f"1/({rest[0]})") if what.family == "gamma" else what.parameters
    if what.family == "exponential" and re.search(r"\b(?:scale|mean)\b", remark, re.IGNORECASE):
        return (f"1/({first})",)
    return what.parameters


_MAY_BE = lazy(
    r"(?i)laplace|student|freedom|beta|normal|gauss|unif|bern|poi|gamma|binom|bin\b|exp|geom|dir|cat|(?-i:\bN\b|𝒩"
    r"|\bU\b|mathcal|mathsf|Ga\b|\bBer\b)"
)


_STANDARD = lazy(r"\b(?:the |a )?standard (?:normal|gaussian)(?: distribution)?(?!\s*(?:with|\(|,|\$))", re.IGNORECASE)
_ZERO_MEAN = lazy(
    r"(?i)\b(?:zero[- ]mean|mean[- ]zero|cent(?:er|r)ed) (?P<family>normal|gaussian)(?P<noun> distribution"
    r"| prior)?,? with ",
    needs="centred|centered|mean-zero|zero-mean|zero mean|mean zero",
)
_UNIT = lazy(r"(?:the )?unit interval(?: \[0, ?1\])?", re.IGNORECASE)
_CLASSES = lazy(
    r"(?i:dirichlet)(?: distribution)? with (?:concentration )?(?:parameters?|concentrations?|α|alpha)(?: vector)?"
    r"(?: α| alpha)?\s*=?\s*\(?(?P<list>[\d./]+(?:(?:,? and |, )[\d./]+)+)\)?",
    needs="dirichlet",
)
_BULLET = lazy(r"\s*\n\s*[-*•]\s+|(?<=with)\s*\n+\s*")
_WITH_FREEDOM = lazy(
    r"(?<![A-Za-z\\])(?i:(?P<family>student'?s?[- ]?t?|t|chi[- ]?squared?)|(?P<chi>(?:χ|\\chi)\s*\^?\s*\{?[2²]\}?))"
    r"(?:[- ]distribution)? (?:with|on) (?P<df>[\w+−-]{1,12}) (?:degrees? of freedom|df|d\.o\.f\.)",
    needs="df|d.o.f.|degree of freedom|degrees of freedom",
)


def spelt_out(text: str) -> str:
    """The text with distributions that have a phrase of their own in the common form: "standard normal" as N(0, 1)."""
    text = _BULLET.sub(lambda m: " " if "\n" in m[0] and text[: m.start()].endswith("with") else ", ", text)
    text = _STANDARD.sub("N(0, 1)", text) if "standard" in text else text
    text = _UNIT.sub("[0, 1]", text) if "unit" in text else text
    text = _ZERO_MEAN.sub(r"\g<family> with mean 0 and ", text)
    text = _CLASSES.sub(lambda m: f"Dirichlet({re.sub(' and |, and ', ', ', m['list'])})", text)
    return _WITH_FREEDOM.sub(
        lambda m: (
            f"{'student-t' if (m['family'] or '')[:2].lower() in ('t', 'st') else 'chi-squared'} with df = {m['df']}"
        ),
        text,
    )


def distributions_in(text: str) -> Iterator[Stated]:
    """Each distribution of a (normalised) text whose parameters are given, in brackets or in words."""
    taken = 0
    for opened in _OPEN.finditer(text):
        end = _closing(text, opened.end())
        if end is None:
            continue
        inside = text[opened.end() : end - 1]
        what = _of(opened["name"], inside, opened["library"] or "")
        if what is not None:
            yield Stated(what, opened.start(), end)
            taken = end
    for worded in _WORDED.finditer(text, taken):
        family = _LONG[re.sub(r"(?<=e)[- ]", "", worded["name"].lower())]
        given, length = _in_words(family, worded["rest"])
        if given is not None:
            yield Stated(Distribution(family, given), worded.start(), worded.start("rest") + length)


def _closing(text: str, start: int) -> int | None:
    """Where the bracket that is open at `start` is closed, one place further."""
    depth = 1
    for i in range(start, min(len(text), start + 240)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(text[i], 0)
        if not depth:
            return i + 1
    return None


def _of(name: str, inside: str, library: str) -> Distribution | None:
    family = _SHORT.get(name) or _LONG[re.sub(r"[_ ]|(?<=e)-|(?<=v)-", "", name).lower()]
    inside = re.sub(r"\\[;,:! ]|\\(?:right|[bB]igg?r?)\s*$", " ", inside.strip())
    density = re.match(r"\s*\S{1,20}?\s*(?:;|\\mid(?![a-z])|\|)\s*(?=\S)", inside)  # N(x; μ, Σ)
    if density is not None:
        inside = inside[density.end() :]
    parts = [part.strip(" $") for part in _split(inside)]
    if not (roles := _ROLES[family]):  # as many as there are classes
        if len(parts) == 1:
            listed = re.sub(r"^\\?[A-Za-zα-ω]+\s*=\s*", "", parts[0]).strip()
            parts = [part.strip() for part in _split(listed[1:-1])] if listed[:1] in "([" else parts
        return Distribution(family, tuple(parts)) if len(parts) > 1 and all(map(_readable, parts)) else None
    places: Sequence[str] = roles
    if library and family != "beta":
        places = _library_places(family, library, "multi" in name.lower())
    given: dict[str, str] = {}
    for k, part in enumerate(parts):
        named = re.match(r"(\\?[A-Za-zα-ωΣ_]+(?:\s*\^\s*\{?2\}?)?)\s*=\s*(?=\S)", part)
        meant = _role(family, named[1]) if named is not None else None
        if named is not None and meant is not None:
            role, form = meant
            given[role] = form.format(part[named.end() :]) if form else part[named.end() :]
        elif k < len(places):
            direct = (places[k], "")
            role, form = direct if places is roles else _EXTRA.get(family, {}).get(places[k], direct)
            given[role] = form.format(part) if form else part
        else:
            return None
    if library == "" and len(parts) != len(roles):
        return None
    if library and family == "uniform" and "stats" in library and "low" in given and "high" in given:
        given["high"] = f"{given['low']} + {given['high']}"
    if set(given) != set(roles) or not all(map(_readable, given.values())):
        return None
    return Distribution(family, tuple(given[role] for role in roles))


def _library_places(family: str, library: str, covariance: bool) -> tuple[str, ...]:
    """What the places of a library's function mean."""
    if family == "normal":
        return ("mean", "variance") if covariance else ("mean", "scale")
    if family == "gamma":
        if "stats" in library:
            return ("alpha",)  # then its location
        return ("alpha", "scale") if "random" in library or "rng" in library else ("alpha", "beta")
    if family == "exponential":
        return ("rate",) if "dist" in library else ("scale",)
    return _ROLES[family]


def _role(family: str, name: str) -> tuple[str, str] | None:
    """The role that a name stands for in a family, and the formula that turns its value into that of the role."""
    bare = re.sub(r"[\s{}\\_$-]", "", name)
    extra = _EXTRA.get(family, {})
    for spelt in (bare, bare.lower()):
        if spelt in extra:
            return extra[spelt]
        for role in _ROLES[family]:
            if spelt in _NAMES[role].split():
                return role, ""
    return None


def named_parameters(family: str, text: str) -> tuple[str, ...] | None:
    """The parameters of a family out of "α = 2 + 7 = 9 and β = 5"; None where not each has exactly one value."""
    return _in_words(family, text)[0]


_REMARK = lazy(r"\s\((?=[^()]*[A-Za-z]{3})[^()]*\)")
_BETWEEN = lazy(r"\s*(?:,\s*(?:and\s+)?|\s(?:and|und|et|with)\s|;\s*|\.(?=\s|$)|\n)\s*")


def _in_words(family: str, text: str) -> tuple[tuple[str, ...] | None, int]:
    roles = _ROLES[family]
    text = _REMARK.sub(lambda m: " " * len(m[0]), text)
    given: dict[str, str] = {}
    place, length = 0, 0
    for between in (*_BETWEEN.finditer(text), None):
        piece = text[place : between.start() if between else len(text)]
        found = _NAMED.match(piece)
        meant = None
        if found is not None:
            words = found["name"].split()
            meant = _role(family, found["name"]) or (_role(family, words[-1]) if len(words) > 1 else None)
        if found is not None and meant is not None:
            role, form = meant
            value = found["value"].split("≈")[0].rsplit("=", 1)[-1].strip(" $*_`,")
            if role in given and given[role] != value:
                return None, 0
            given[role] = form.format(value) if form else value
            length = between.start() if between else len(text)
            if set(given) == set(roles):
                break
        place = between.end() if between else len(text)
    if set(given) != set(roles) or not all(map(_readable, given.values())):
        return None, 0
    return tuple(given[role] for role in roles), length


def _split(text: str) -> list[str]:
    """At the commas and semicolons that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(char, 0)
        if char in ",;" and not depth:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _readable(value: str) -> bool:
    """Is it a value rather than words: not "2 + #heads"?"""
    bare = re.sub(r"\\[A-Za-z]+", " ", value)
    return bool(value.strip()) and "#" not in value and not re.search(r"[A-Za-z]{4}|…|\.\.\.", bare)
