r"""Distributions as answers: "θ | D ~ Beta(9, 5)", "a Gaussian with mean 0 and variance 4", `stats.norm(0, 2)`.

>>> from viva.checking.equivalence import equivalent
>>> from viva.checking.keys.distributions import distribution_key
>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return distributed(distribution_key(key), read_reply(reply), equivalent)
>>> right("Beta(9, 5)", "With a Beta(2, 2) prior the posterior is Beta(9, 5)."), right("Beta(9, 5)", "Beta(5, 9)")
(True, False)
>>> right("Beta(9, 5)", r"$p(\theta \mid D) \propto \theta^8 (1 - \theta)^4$"), right("N(0, 4)", "Uniform(0, 4)")
(True, False)

Priors, and what would hold in other cases, are no answers. Where several distributions remain, and neither a subject
(`X + Y ∼`) nor a conclusion tells which is meant, nothing is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from viva.checking.keys.distributions import Distribution, Stated, distributions_in, named_parameters, spelt_out
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST, joined_boxes
from viva.reading.replies import Reply

Decides = Callable[[str, str], bool | None]

_ABOUT = lazy(r"\b(prior|posterior|likelihood|Posterior|Prior)\b")
_CASE = lazy(
    r"\b(?:would|if|not|instead|rather|unlike|than|were|wrong(?:ly)?|mistake)\b|n['’]t\b|['’]d\b", re.IGNORECASE
)
_SENTENCE = lazy(r"[.!?](?=\s)|\n\n")
_CLAUSE = lazy(r"[.;,:](?=\s)|\n|\b(?:but|so|hence|then)\b")
_SO = lazy(
    r"\b(?:so|hence|thus|therefore|answer|result(?:ing)?|posterior|altogether|finally)\b|⇒|\\Rightarrow",
    re.IGNORECASE,
    needs=r"⇒|so|thus|hence|answer|result|finally|therefore|posterior|altogether|\rightarrow",
)
_SIM = lazy(r"\s*\$?\s*(?:\\sim(?![a-z])|~|∼)\s*\$?\s*$")
_KERNEL = lazy(
    r"(?P<x>\\?[A-Za-zα-ω]+)\s*(?:\^\s*(?:\{(?P<a>[^{}]{1,30})\}|(?P<a1>\w)))?\s*(?:\\cdot|\*|·"
    r"|\\,)?\s*(?:\\left)?\(\s*1\s*[-−]\s*"
    r"(?P=x)\s*(?:\\right)?\)(?:\s*\^\s*(?:\{(?P<b>[^{}]{1,30})\}|(?P<b1>\w)))?"
)


def distributed(key: Distribution, reply: Reply, decides: Decides) -> bool | None:
    """Is the distribution that the reply gives the key's? None where it gives none, or where that cannot be told."""
    if len(reply.text) > LONGEST:
        return None
    text = spelt_out(normalise(joined_boxes(reply) or reply.text).text)
    meant = _meant(key, text)
    verdicts = [_same(key, stated.what, decides) for stated in meant]
    if len(meant) == 1 and verdicts[0] and (subject := _subject(text[: meant[0].start])) and key.subject:
        wanted = _bare(key.subject)
        if len(subject) <= len(wanted) + 1 and subject != wanted and set(subject) & set(wanted) & set("XYZ"):
            return None  # the law of X + Y where that of X - Y is asked
    if verdicts:
        return verdicts[0] if len(set(verdicts)) == 1 else None
    if key.family == "bernoulli" and (mass := _MASS.search(text)) is not None:
        chance = mass["one"] or f"1 - ({mass['zero']})"
        return _same(key, Distribution("bernoulli", (chance,)), decides)
    if key.family == "normal" and _GAUSSIAN.search(text) and not _CASE.search(text):
        given = named_parameters("normal", _GAUSSIAN.sub(" ", text))
        return None if given is None else _same(key, Distribution("normal", given), decides)
    if key.family in ("beta", "gamma") and not _OTHER.search(text):
        kernels = list(_KERNEL.finditer(text)) if key.family == "beta" else []
        if kernels and not _aside(text, kernels[-1].start()):
            last = kernels[-1]
            exponents = tuple(f"{last[name] or last[name + '1'] or '1'} + 1" for name in ("a", "b"))
            return _same(key, Distribution("beta", exponents), decides)
        if not kernels and (given := named_parameters(key.family, text)) is not None:
            return _same(key, Distribution(key.family, given), decides)
    return None


_GAUSSIAN = lazy(r"\b(?:again |still |also )?(?:normal|gaussian|normally distributed)\b", re.IGNORECASE)
_MASS = lazy(
    r"\bP(?:r)?\s*\(\s*\w+\s*=\s*(?:1\s*\)\s*=\s*(?P<one>[\d./]*\d)|0\s*\)\s*=\s*(?P<zero>[\d./]*\d)(?!.*=\s*1\s*\)))",
    re.DOTALL,
)
_OTHER = lazy(r"\b(?:normal|gaussian|poisson|bernoulli|binomial|uniform|exponential)\b|\bprior\b", re.IGNORECASE)


def _meant(key: Distribution, text: str) -> list[Stated]:
    """The distributions of a text that may be its answer: one where a subject or a conclusion tells."""
    found = [stated for stated in distributions_in(text) if not _aside(text, stated.start, stated.end)]
    if len(found) < 2:
        return found
    if key.subject:
        wanted = _bare(key.subject)
        about = [stated for stated in found if _subject(text[: stated.start]).endswith(wanted)]
        if len(about) == 1:
            return about
    concluding = [stated for stated in found if _SO.search(_sentence(text, stated.start))]
    if concluding and concluding[-1] is found[-1]:
        return concluding[-1:]
    return found


def _sentence(text: str, end: int) -> str:
    """What stands in front of a place in its sentence."""
    before = text[max(0, end - 160) : end]
    return _SENTENCE.split(before)[-1]


def _aside(text: str, start: int, end: int | None = None) -> bool:
    """Is it a prior, a likelihood, denied, or what would hold in another case?"""
    before = _sentence(text, start)
    if end is not None and re.match(r"[\s$*_]*(?:distribution )?(?:prior|likelihood)\b", text[end : end + 30], re.I):
        return True
    about = [found[1].lower() for found in _ABOUT.finditer(before)]
    if end is not None and about and about[-1] != "posterior" and not re.search(r"[×*·]|times|\bso\b|kernel", before):
        return True
    return _CASE.search(_CLAUSE.split(before)[-1]) is not None


def _subject(before: str) -> str:
    sim = _SIM.search(before[-80:])
    return _bare(before[-80:][: sim.start()]) if sim is not None else ""


def _bare(text: str) -> str:
    return re.sub(r"\\(?:mathcal|mathrm|mathbf|text)|[\s${}]", "", text.replace("\\mid", "|").replace("\\theta", "θ"))


def _same(key: Distribution, given: Distribution, decides: Decides) -> bool | None:
    if key.family != given.family:
        return False
    verdicts = [_equal(one, other, decides) for one, other in zip(key.parameters, given.parameters, strict=True)]
    return False if False in verdicts else None if None in verdicts else True


_IDENTITY = lazy(r"(?:\\(?:mathbf|boldsymbol|mathbb|bm|mathrm))?\{?[I𝟙]\}?(?:_\{?\w+\}?)?|\\mathbb\{1\}")
_ZERO = lazy(r"(?:\\(?:mathbf|boldsymbol|bm|vec))?\{?0\}?(?:_\{?\w+\}?)?|\\mathbf 0")


def _equal(key: str, given: str, decides: Decides) -> bool | None:
    for alike in (_IDENTITY, _ZERO):
        sides = [alike.fullmatch(side.replace(" ", "")) is not None for side in (key, given)]
        if all(sides):
            return True
    return decides(f"${key}$", f"${given}$")
