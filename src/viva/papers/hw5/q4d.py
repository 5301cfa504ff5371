r"""4d: all columns of $X\Gamma^{-1}$ have the same norm; what dropout and batch norm have to do with each other.

With $\Gamma = c\,\operatorname{diag}(\|X_{:,j}\|)$ the norms are $1/c$; with the $\Gamma$ of 4b they are $\sqrt{p/(1-p)}$.
They are 1 only where the constant of proportionality is said, or chosen, to be 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.kinds import Compound, Concept, Point
from viva.maths.dropout import column_norm_matrix
from viva.maths.regression import to_ridge
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.latex import rounded
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, FindingKind, Nudge, Part, Question

_SAME = r"(the\s+|exactly\s+the\s+|precisely\s+the\s+|a\s+)?(same|equal|identical|constant|uniform|common)"
_NORM = r"((euclidean|l_?\{?2\}?|\\ell_?\{?2\}?|ℓ_?\{?2\}?|L2|column|unit)[\s$-]+)*(norms?|lengths?|magnitudes?)"
# What stands between the norm of a column and the value that it is said to have.
_NORM_OF = r"(norms?[^.\n]{0,60}?|(\\\||\\rVert|‖|\\right\\\|)\s*(_\{?2\}?)?\s*)"
# The constant is said, or chosen, to be 1: then "norm 1" is right.
_CHOSEN = (
    r"c\s*=\s*1|constant\s+(of\s+proportionality\s+)?(is|=|equals|being|of|to\s+be)\s+\$?(1|one)|"
    r"proportional\w*\s+(constant|factor)\s*\w*\s+(is|=|equals|being|of|to\s+be)\s+\$?(1|one)|"
    r"(if|when|where|with|for|take|choose|choosing|set|setting|let|assum\w+|suppose)[^.\n]{0,40}"
    r"(gamma|Γ|γ)[^.\n]{0,30}=\s*(\\left)?\s*(\\\||‖|\\lVert|\|)|"
    r"up\s+to\s+(a|the|some)\s+(\w+\s+)?(constant|factor|scal\w+)|"
    r"normali[sz]e\s+(the\s+)?(proportionality\s+)?constant"
)

EQUAL = Point(
    "equal",
    "All columns have the same norm, 1/c for the proportionality constant c.",
    (
        rf"\b{_SAME}\s+{_NORM}",
        rf"{_NORM}\b[^.\n]{{0,80}}?\b(are|is|become|becomes|being|have|has)\s+(all\s+|therefore\s+|thus\s+|now\s+|then\s+){{0,2}}{_SAME}\b",
        r"\b(equal|same|identical|constant|uniform)[\s-]norm\b",
        r"(norm|length|magnitude)s?\b[^.\n]{0,60}(does\s+not|doesn't|do\s+not|don't|no\s+longer)\s+depend",
        r"(norm|length|magnitude)s?\b[^.\n]{0,60}independent\s+of\s+\$?\\?\(?\s*(j|the\s+column|the\s+feature)",
        r"(equali[sz]|unif|normali[sz])\w*\s+(all\s+)?(of\s+)?(the\s+)?(column|feature)s?('|s)?\s*(euclidean\s+)?(norm|length|magnitude)s?",
        rf"{_NORM_OF}\s*(is|are|=|equals?|of|to)[\s$]*(\\?d?t?frac\s*\{{?\s*1\s*\}}?\s*\{{?\s*c|1\s*/\s*c)\b",
        r"normali[sz]ed?\s+(to\s+)?(have\s+)?(the\s+same|equal|a\s+common|a\s+constant|unit)\s+(euclidean\s+)?(norm|length)",
        r"(unit|norm\s+(of\s+)?1|length\s+(of\s+)?1)\b",
    ),
    (
        r"(norms?|lengths?)\s+(of\s+the\s+columns\s+)?(\w+\s+){0,2}(are|is|remain|become)\s+(all\s+)?(different|unequal|not\s+(all\s+)?(equal|the\s+same))",
        r"(are|is)\s+not\s+(all\s+)?(equal|the\s+same|constant)[^.\n]{0,30}norm",
        rf"{_NORM}[^.\n]{{0,60}}(is|are|=|equals?|equal\s+to|of)[\s$]*c\b(?!\s*(=|\^|/|\\|·|_|'|\w|\|))",
        r"(\\\||\\rVert|‖)\s*(_\{?2\}?)?\s*=\s*c\b(?!\s*(\\\||\\lVert|‖|\\,|\\cdot|·|\\;|\^|/|_|\|))",
        rf"(?s)\A(?!.*({_CHOSEN}))(?!.*(1\s*/\s*c\b|frac\s*\{{?1\}}?\s*\{{?c\b)).*\b(unit[\s-]+({_NORM})|norms?\s+(\w+\s+){{0,3}}(of\s+|equal\s+to\s+|=\s*|is\s+|are\s+){{1,2}}(all\s+)?\$?(1|one)\b(?!\s*[/\d.]))",
    ),
)

# Named by the misconception below; it never counts towards a right answer.
NORM_C = Point(
    "norm-c",
    "The columns have norm c.",
    (EQUAL.contradicted_by[2], EQUAL.contradicted_by[3]),
)

RELATION = (
    Point(
        "one-scale",
        "Both put the features on one scale, so that no feature dominates because of its size.",
        (
            r"\bboth\b[^.\n]{0,120}(scale|normali[sz]|standardi[sz]|magnitude|equali[sz])",
            r"(same|equal|common|comparable|similar|uniform|one|equali[sz]\w*|unit)\s+(the\s+)?(feature\s+|of\s+)?(scal|magnitude|variance|footing|norm)\w*",
            r"(equali[sz]|normali[sz]|rescal|standardi[sz]|scal)\w*\s+(the\s+|of\s+(the\s+)?|all\s+|each\s+|its\s+|input\s+){0,3}"
            r"(scale|feature|column|input|activation|magnitude|data)s?",
            r"(implicit|kind\s+of|form\s+of|like|akin\s+to|similar\s+to|analogous\s+to|mirrors?)\s[^.\n]{0,80}"
            r"(normali[sz]ation|standardi[sz]ation|batch[\s-]?norm\w*)",
            r"(no|not|prevents?|stops?|without)\s[^.\n]{0,60}(dominat\w+|large\s+(magnitude|scale))",
        ),
        (
            r"(dropout|batch[\s-]?norm\w*)[^.\n]{0,60}\b(is|are|has|have)\s+(completely\s+|entirely\s+)?(unrelated|nothing\s+to\s+do|no\s+(relation|connection))",
            r"\bno\s+(relation|relationship|connection)(ship)?\s+between\s+(dropout|batch)",
        ),
    ),
    Point(
        "centring",
        "Batch norm also removes the mean, and it learns a scale and a shift.",
        (
            r"batch[\s-]?norm\w*[^.\n]{0,120}(cent(re|er)\w*|zero[\s-]mean|mean|de-?mean\w*|shift)",
            r"\bBN\b[^.\n]{0,120}(cent(re|er)\w*|zero[\s-]mean|mean|de-?mean\w*|shift)",
            r"(zero[\s-]mean|subtract\w*\s+the\s+mean|remov\w*\s+the\s+mean|cent(re|er)ing)",
        ),
    ),
    Point(
        "explicit-implicit",
        "Batch norm does it explicitly per batch, dropout implicitly through the penalty.",
        (
            r"\bexplicit\w*\b[^\n]{0,300}\bimplicit\w*",
            r"\bimplicit\w*\b[^\n]{0,300}\bexplicit\w*",
            r"\bimplicit\w*\s+(\w+\s+){0,3}(normali[sz]|rescal|scal|equali[sz]|regulari[sz]|standardi[sz]|applies|perform)\w*",
            r"(through|via|by)\s+(the\s+|its\s+|a\s+)?(\w+\s+){0,2}(penalty|regulari[sz]\w*)",
            r"dropout[^.\n]{0,80}(penali[sz]|regulari[sz])\w*",
        ),
    ),
    Point(
        "statistics",
        "Batch norm uses the statistics of the batch.",
        (
            r"(batch[\s-]?norm\w*|\bBN\b)[^.\n]{0,160}(batch\s+statistics|statistics|standard\s+deviation|variance|std)",
            r"(unit|same)[\s-]variance",
        ),
    ),
)


PART = Part(
    name="4d",
    asks="the column norms of the effective data matrix, and the relation of dropout to batch normalization",
    kind=Compound({"norms": Concept((EQUAL, NORM_C), needed=1), "relation": Concept(RELATION, needed=1)}),
    key=lambda draw: {"norms": (EQUAL.name,), "relation": tuple(point.name for point in RELATION)},
    shown=lambda draw: (
        r"All columns of $\tilde X$ have the same norm: $1/c$ for the proportionality constant $c$, which is $\sqrt{p/(1-p)}$ "
        "for dropout. Dropout, like batch normalization, puts the features on one scale: batch normalization explicitly and "
        "per batch, also removing the mean; dropout implicitly, through its penalty."
    ),
    misconceptions=(
        misconception(
            "norm-c",
            "The norm was given as c instead of 1/c.",
            lambda draw: {"norms": (NORM_C.name,), "relation": tuple(point.name for point in RELATION)},
            FindingKind.WRONG_FORMULA,
            "Check the norm of one column: does the effective data matrix have Γ or the inverse of Γ behind X?",
        ),
    ),
)


def _worked(draw: Draw) -> dict[str, Any]:
    """An example in numbers: the column norms before and after."""
    X, keep = np.array([[1.0, 20.0], [-2.0, 10.0], [2.0, 0.0]]), 0.8
    ridge = to_ridge(X, np.sqrt((1 - keep) / keep) * column_norm_matrix(X))
    return {
        "data": rounded(X),
        "keep": rounded(keep),
        "norms": rounded(np.linalg.norm(X, axis=0)),
        "new_norms": rounded(np.linalg.norm(ridge, axis=0)),
        "root": rounded(np.sqrt(keep / (1 - keep))),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        recheck="There is a mistake in your answer, or a piece of it is missing. Please check your work and answer both parts.",
        clarify="To be sure that the question was read correctly: Γ is diagonal, and its j-th entry is c times the norm of the j-th "
        "column of X, for some constant c > 0. Say what the norm of the j-th column of the effective data matrix is, and how "
        "dropout and batch normalization are related.",
        target="Write down the j-th column of the effective data matrix: it is a column of X divided by a number. Which number is "
        "it, and what is its length then? For the second part, think of what batch normalization does to every feature.",
        reveal="The j-th column of the effective data matrix is the j-th column of X divided by c times its own norm, so its norm "
        "is 1/c for every j. What does this say about dropout, compared with batch normalization?",
    )


QUESTION = Question(
    name="4d",
    title="Dropout and batch normalization",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "4d"),
    solution=solution(__package__, "4d", _worked),
    nudges=nudges,
    claims=CLAIMS.get("4d", ()),
)
