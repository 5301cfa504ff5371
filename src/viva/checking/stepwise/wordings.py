r"""The words around a formula that say what it is: a goal, an assumption, a condition, a mistake that is taken back.

>>> bool(GOAL.search("We want to show that ")), bool(GOAL.search("We have shown that. Then "))
(True, False)
>>> bool(DISAVOWED.match(", but that is wrong: "))
True

Each pattern is searched in the words just before a formula (`TextChain.intro`), `DISAVOWED` in those just after it.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_FLAGS = re.IGNORECASE | re.VERBOSE

GOAL = lazy(
    r"""\b(?: goal
        | (?:we\ )?(?:want|need|wish|aim|have)\ to\ (?:show|prove|derive|get|obtain|transform|reach|write|rewrite)
        | to\ (?:show|prove|be\ shown) | show\ that | prove\ that
        | target\ (?:form|expression|equation) | desired\ (?:form|result) | to\ match
        | must\ (?:be|have|equal|hold) | we\ (?:need|require)
      )\b [^.]*$
    | \b(?: looks?\ like | of\ the\ form
        | (?:standard|general|classical|traditional|usual)\ [\w\ -]{0,30}
          (?:form|problem|regression|regularization|objective)
      )\W*$""",
    _FLAGS,
)
NEEDED = lazy(r"\bwe\s+(?:need|require)\b(?!\s+to\b)[^.]*$", re.IGNORECASE)
HYPOTHETICAL = lazy(
    r"""\b(?: would\ (?:be|give|get|yield|mean|follow) | mistake | wrong\w* | incorrect\w* | naive\w* | misconception
        | if\ (?:we|I)\ (?:had|used|ignored|set|take|took|choose|chose|try|tried) | tempting | one\ might
        | (?:first|initially|originally|previously)\ (?:wrote|had|said|thought|claimed)
        | at\ first | not\ true\ that | it\ is\ not | false\ that
      )\b [^.:]*$""",
    _FLAGS,
)
DISAVOWED = lazy(
    r"""[\s,;.)$]* (?:but|—|–|--?|which|and|though|however)? [\s,]* (?:this|that|it|which|the\ former)?
        \s* (?:is|was|would\ be|cannot\ be|can't\ be) \s (?:clearly\ |of\ course\ |plainly\ |not\ )?
        (?:wrong|incorrect|false|right|correct|true|a\ mistake|an\ error) \b
        | [\s,;.)$]* (?:but|and)? [\s,]* (?:this|that|it|which) \s+ (?:does\s+not|doesn't|cannot|can't)
        \s+ (?:match|work|fit|agree|be\s+(?:right|true)) \b""",
    _FLAGS,
)
ANEW = lazy(
    r"""\b(?: let | define | set | choose | take | instead | general\w* | arbitrary | any | alternatively
        | more\ generally | rescal\w* | absorb\w*
      )\b [^.]*$
    | \bwith\W*$""",
    _FLAGS,
)
ASSUMED = lazy(
    r"""\b(?: suppose | assum(?:e|ing|es) | provided | given\ that | requir(?:e|es|ing) | impos(?:e|ing)
        | demand(?:ing)? | constraint | satisf(?:y|ies|ying) | normali[sz]ed\ so
      )\b (?: (?! \b(?:then|so|hence|thus|therefore|have|get|obtain|find|gives?|yields?|implies)\b ) [^.,] ){0,50} $""",
    _FLAGS,
)
CONDITION = lazy(
    r"""\b(?: at | when | if | for | iff | whenever | where | precisely\ when | only\ (?:if|when|for|at) | unless
        | exactly\ (?:at|when|if) | case
      )\W*$""",
    _FLAGS,
)
TO_ZERO = lazy(
    r"""\b(?: (?:set|setting|equat(?:e|ing)|put|putting)\b [^.]{0,60} (?:zero|\b0) | vanish\w* | first[- ]order
        | stationar\w* | optimal\w* | optimum | minimi[sz]\w* | normal\ equations? | solv(?:e|ing|es)
      )\b""",
    _FLAGS,
)
CONCLUDES = lazy(
    r"""\b(?: collect\w* | gather\w* | combin\w* | hence | thus | therefore | gives? | giv(?:en|ing) | yield\w*
        | together | put\w* | sum\w* | add\w* | total | result\w* | becom\w* | obtain\w* | get | so | finally
        | conclu\w* | complet\w* | simplif\w* | substitut\w* | equals? | is | to | have
      )\b [^.]* $""",
    _FLAGS,
)
EQUALS_IT = lazy(
    r"""\b(?:this|which|that|it)\ (?: equals | is\ equal\ to | simplifies\ to | reduces\ to ) \W*$""",
    _FLAGS,
)
AFTERWARDS = lazy(r"\b(?:where|with|for|here|let|take|choose|apply\s+(?:this|it)\s+(?:to|with))\b[^.]*$", re.IGNORECASE)
SAYS = lazy(r"\b(?:let|define|where|denote|set)\b[^.]*$", re.IGNORECASE)
SETS = lazy(r"\b(?:with|let|set|setting|choose|put|take|substitut\w+)\W*$", re.IGNORECASE)
SPLITS = lazy(r"\b(?:let|writ\w+|set|put|define|decompos\w+|split|express|denote)\b[^.]*$", re.IGNORECASE)
GENERAL = lazy(
    r"\b(?:any|all|random\ variables?|identity|formula|fact|in\ general|us(?:e|ing)|recall|definition|always)\b",
    re.IGNORECASE,
)
FOLLOWS_A_GOAL = lazy(r"^\W*(?:which|i\.e\.|that\ is|or|giving|so|hence|thus)\b[^.]*$", re.IGNORECASE)
ANY_RANDOM = lazy(
    r"\b(?:any|every|all|each)\s+(?:real\s+|scalar\s+)?random\s+(?:numbers?|variables?|scalars?|quantit\w+)\b"
    r"[^.]*$",
    re.IGNORECASE,
)
SPECIAL = lazy(
    r"\b(?:mean|zero|cent(?:er|re)\w*|independen\w*|uncorrelated|unbiased|since|because|standard\w*|binary|bernoulli)\b",
    re.IGNORECASE,
)
GUARDED = lazy(
    r"\b(?:if|when|whenever|assum\w*|suppos\w*|small|large|bounded|provided|since|because|unless|as long as)\b",
    re.IGNORECASE,
)

_ORDINAL = r"\$?{letter}\$?(?:-th|th|\^\{{?th\}}?)?"
_NAME = r"(?<![\\A-Za-z_])(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?)?(?P<name>[a-z])\}?"
_MATRIX = r"(?:\\mathbf\s*\{?)?(?P<matrix>[A-Z])\b"
_TRANSPOSED = r"(?:\^\{?(?:\\top|\\intercal|T|⊤)\}?)?"
COLUMNS = lazy(
    r"(?P<matrix>[A-Z])\s*=\s*(?:\\left)?\[\s*(?:\\mathbf\{)?(?P<name>[a-z])\}?_\{?1\}?\s*,[^\[\]=]{0,40}_\{?[a-z]\}?\s*(?:\\right)?\]"
)
COLUMN_WORDS = lazy(
    _NAME
    + r"_\{?j\}?\$?\s+(?:is|denotes?|be|for|as)\s+the\s+"
    + _ORDINAL.format(letter="j")
    + r"\s*column\s+of\s+\$?"
    + _MATRIX
)
ROW_WORDS = lazy(
    _NAME
    + r"_\{?i\}?"
    + _TRANSPOSED
    + r"\$?,?\s+(?:(?:is|denotes?|be|for|as)\s+)?(?:the\s+)?"
    + _ORDINAL.format(letter="i")
    + r"\s*row\s+of\s+\$?"
    + _MATRIX
)
ROWS = lazy(r"\brows?\b|\b(?:one|single|each|per|i-?th|training)\s+(?:example|sample|data\s*point)s?\b", re.IGNORECASE)
ITS = lazy(
    r"(?<![\\A-Za-z_])\$?(?P<name>[a-z])\$?,?\s+(?:(?:is|be|denotes?|for)\s+)?(?:its|the\s+corresponding)\s+"
    r"(?P<what>targets?|labels?|outputs?|responses?|masks?)\b",
    re.IGNORECASE,
)
DIAGONAL_OF_NORMS = lazy(
    r"(?P<name>(?:\\(?:tilde|hat|bar)\s*\{?)?(?:\\[A-Z][a-z]+|[A-ZΓΛΣ])\}?)\$?\s+(?:is|denotes?|be|for)\s+(?:the|a)\s+"
    r"diagonal\s+matrix\s+(?:of|with|containing|holding)\s+(?:the\s+)?(?:column\s+norms\s+of|norms\s+of\s+the\s+columns\s+of)"
    r"\s+\$?(?P<matrix>[A-Z])\b"
)
ONES_VECTOR = lazy(
    r"\b1\$?\s+(?:denotes?|be|is|for|means)\s+(?:the|a)\s+"
    r"(?:vector\s+of\s+(?:all\s+)?ones|(?:all-?\s?)?ones?[- ]vector)"
)
OFF_DIAGONAL = lazy(r"\b(?:off|outside)(?:\s+of)?[- ](?:the\s+)?(?:main\s+)?diagonal\b", re.IGNORECASE)
ON_DIAGONAL = lazy(r"\b(?:on|along)\s+the\s+(?:main\s+)?diagonal\b", re.IGNORECASE)
ROWS_SUMMED = lazy(
    r"\b(?:sum(?:s|med|ming|mation)?|add(?:s|ed|ing)?)\b[^.\n]{0,40}?"
    r"(?:\brows?\b|\b(?:samples?|examples?|data\s*points?|observations?|components?|coordinates?)\b"
    r"|\b(?:over|across)\s+(?:all\s+)?\$?i\b)",
    re.IGNORECASE,
)
CROSS_VANISHES = lazy(
    r"\b(?:cross|mixed|middle|linear)\s+(?:terms?|products?)\b[^.\n]{0,80}?"
    r"(?:\bzero\b|\bvanish\w*|\b0\b|\bdrops?\b|\bdisappear\w*|\bcancel\w*|\bdies\b|\bgone\b)",
    re.IGNORECASE,
)
ANY_ROW = lazy(_NAME + r"\$?\s+(?:is|denotes?|be)\s+(?:any|a|one|some|an arbitrary)\s+row\s+of\s+\$?" + _MATRIX)
