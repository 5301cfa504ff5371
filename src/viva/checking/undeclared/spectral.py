r"""Extreme singular values and eigenvalues of a matrix, its spectral norm and its condition, as functions.

>>> in_functions(r"\sigma_{\max}(A)", r"$\|A\|_2 = \sqrt{\lambda_{\max}(A^\top A)}$")[1]
'$\\operatorname{sigmamax}(A)= \\sqrt{\\operatorname{lambdamax}(A^\\top A)}$'
>>> in_functions(r"\lambda_{\max}(X^\top X)", "np.linalg.norm(X, 2)**2")[1]
' sigmamax(X)**2'
>>> in_functions(r"\|w\|_2", "‖w‖_{2}"), in_functions(r"\kappa(x, z)", "κ(x, z)")
(('\\|w\\|_2', '‖w‖_{2}'), ('\\kappa(x, z)', 'κ(x, z)'))

Only where one of the two texts speaks of such a value of something that begins with a capital: then `\|A\|_2` is the
spectral norm. `\kappa(A)` is the condition in that norm (Golub and Van Loan, Matrix Computations, section 2.6).
"""

from __future__ import annotations

from viva.reading.patterns import lazy

_MAX_MIN = r"\s*_?\s*\{?\s*(?:\\(?:text|mathrm|rm|operatorname)\s*\{?\s*)?\\?(?P<end>max|min)\s*\}{0,2}"
_OF_MATRIX = r"\s*(?:\\left|\\[bB]igl?)?(?=[(\[]\s*\\?(?:mathbf\s*\{?\s*)?[A-Z])"
_SINGULAR = lazy(rf"(?:\\sigma|σ|(?<![A-Za-z])(?:sigma|s)(?=_)){_MAX_MIN}{_OF_MATRIX}", needs="max|min")
_BARE_SINGULAR = lazy(rf"(?:\\sigma|σ|(?<![A-Za-z])(?:sigma|s)(?=_)){_MAX_MIN}(?![A-Za-z(\[}}])", needs="max|min")
_LETTER = lazy(r"(?:(?:sigma|lambda)(?:max|min)|conditionnumber)\}?\s*[(\[]\s*([A-Z])")
_FROBENIUS = lazy(r"_\{?\s*(?:\\(?:text|mathrm)\s*\{?)?F\b|[Ff]rob|\\operatorname\{tr\}|\btr\b|\btrace")
_EIGEN = lazy(rf"(?:\\lambda|λ|(?<![A-Za-z])lambda(?=_)){_MAX_MIN}{_OF_MATRIX}", needs="max|min")
_CONDITION = lazy(
    r"(?:\\kappa|κ|(?<![A-Za-z.])kappa|\\operatorname\s*\{\s*cond\s*\}|(?<![A-Za-z.])cond|(?:np|numpy|torch)\.linalg\.cond)"
    r"(?:_\{?2\}?)?\s*(?:\\left)?(?=[(\[]\s*[A-Z](?:\s*\^?\s*(?:\{[^{}]*\}|\\top|T|⊤)|\s*[A-Z]){0,2}\s*[)\]])"
)
_NORM = lazy(
    r"(?:\\left\s*)?(?P<bar>\\\||‖|∥|\|\||\\lVert\s*)\s*(?P<what>[A-Z](?:_\{?\w\}?)?(?:\s*\^\s*(?:\{\s*-\s*1\s*\}"
    r"|\{?\s*(?:\\top|T|⊤)\s*\}?))?)"
    r"\s*(?:\\right\s*)?(?:\\\||‖|∥|\|\||\\rVert)\s*_\s*\{?\s*2\s*\}?"
)
_PROGRAM = lazy(r"(?:np|numpy|torch)\.linalg\.norm\(\s*(?P<what>[A-Z]\w*)\s*,\s*(?:ord\s*=\s*)?2\s*\)", needs="norm(")


def in_functions(key: str, reply: str) -> tuple[str, str]:
    """Both (normalised) texts with these values as functions; as they were where none speaks of one."""
    both = key + "\n" + reply
    spoken = [pattern.search(both) for pattern in (_SINGULAR, _EIGEN, _CONDITION)]
    if not any(spoken) and not (_NORM.search(key) and _NORM.search(reply) and not _FROBENIUS.search(both)):
        return key, reply
    letters = {match[1] for match in _LETTER.finditer(_written(key, ""))}
    alone = letters.pop() if len(letters) == 1 else ""
    return _written(key, alone), _written(reply, alone)


def _written(text: str, alone: str) -> str:
    """`alone` is the matrix that is meant where none is named; "" for none."""
    latex = "\\" in text  # plain text must not begin to look like LaTeX
    text = _SINGULAR.sub(lambda m: _name(f"sigma{m['end']}", latex), text)
    text = _EIGEN.sub(lambda m: _name(f"lambda{m['end']}", latex), text)
    text = _CONDITION.sub(lambda m: _name("conditionnumber", latex), text)
    text = _PROGRAM.sub(lambda m: f"{_name('sigmamax', latex)}({m['what']})", text)
    if alone:
        text = _BARE_SINGULAR.sub(lambda m: f"{_name('sigma' + m['end'], latex)}({alone})", text)
    return _NORM.sub(lambda m: f"{_name('sigmamax', latex)}({m['what']})", text)


def _name(word: str, latex: bool) -> str:
    return rf"\operatorname{{{word}}}" if latex else f" {word}"
