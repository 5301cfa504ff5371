r"""How much a number of a statement is weighed as the one that it states, by what stands around it.

>>> from viva.reading.number_tokens import tokenise
>>> from viva.reading.quantities import terms
>>> tokens = tokenise("the 3-channel image needs 27 weights")
>>> [weight(tokens, term, frozenset(("weights",))) for term in terms(tokens)]
[-8, 13]

The weights were set by hand; only their order means anything.
"""

from __future__ import annotations

from viva.reading.number_tokens import Token
from viva.reading.quantities import STATES, Term, words

CONDITIONS = words(
    "when if for with where at given since because assuming case setting suppose let stride padding pad kernel "
    "size batch note using whenever while once unless as"
)
_FOREIGN = words(
    "channel channels filter filters kernel kernels layer layers image images pixel pixels input inputs output "
    "outputs bias biases convolution convolutions conv per batch batches sample samples head heads epoch epochs "
    "dimension dimensions class classes neuron neurons x by times each block blocks "
    "stage stages group groups column columns row rows entry entries element elements spatial "
    "input-channel conv2d matrix matrices vector decimal decimals digits digit places significant"
)
LABELS = words(
    "step stage part equation eq eqs eqn figure fig line question problem section case option table chapter "
    "lemma theorem reason attempt phase point item method hw5 homework layer block page example "
    "epoch epochs iteration iterations"
)
_TOTAL = words("total totals together altogether overall sum all combined")
_MEANS = words("is are equals gives give makes means comes amounts yields totals = ≈ evaluates has have contains needs")
_PARTIAL = words("alone merely")  # "its dense part alone has 59,134"
_TO = words("to : is = gives → ⇒")
_ROUNDS = words("floors floor rounds round rounded truncates truncated")
_BRINGS = words("brings bringing brought triples doubles quadruples raises lifts takes reduces lowers cuts")
_ARRIVES = words("arrive arrives arriving up land lands")
_IT = words("it this that us total count number all everything")
_SO = words("so hence thus therefore")
_BECAUSE = words("because since versus vs compared than unlike against")
_HEDGES = words("possibly perhaps maybe alternatively")


def weight(tokens: list[Token], term: Term, asked: frozenset[str]) -> int:
    score = 2
    before = tokens[term.first - 1] if term.first else None
    after = tokens[term.last + 1] if term.last + 1 < len(tokens) else None
    if before is not None and before.kind in ("word", "words", "dash"):
        word = before.text.lower()
        if word in STATES or (word in asked and word in LABELS | CONDITIONS):
            score += 6
        if (word in LABELS and word not in asked) or before.kind == "dash":
            score -= 10
        if word in CONDITIONS and word not in STATES | asked:
            score -= 6
    elif before is not None and before.kind == "relation":
        score += 8 if before.text not in (":", "<", ">", r"\leq", r"\le", r"\geq", r"\ge") else 5
        if before.text == ":" and term.first >= 3 and tokens[term.first - 2].kind == "number":
            score -= 8 if tokens[term.first - 3].text.lower() in STATES else 0  # "It's 39: 27 for …"
        if before.text != ":" and _conditional(tokens, term.first - 1):
            score -= 14
        if before.text in ("≠", r"\ne", r"\neq"):
            score -= 30
    if _names_term(tokens, term.first):
        score -= 14
    if _near(tokens, term.first, _TOTAL) and not _along_with(tokens, term.first):
        score += 4
    if _near(tokens, term.first, _PARTIAL):
        score -= 7
    said = [t.text.lower() for t in tokens[max(0, term.first - 4) : term.first]]
    if _relative(tokens, term.first):
        score -= 12 if said[-1:] == ["to"] else 4  # "1568 features, which it maps to 10"
    if said[-2:] == ["out", "of"] or said[-1:] == ["between"] or (said[-1:] == ["and"] and said[-3:-2] == ["between"]):
        score -= 10
    if said[-2:-1] == ["out"] and said[-1] in ("at", "to", "as"):
        score += 12  # "comes out at 0.58"
    if said[-1:] == ["to"] and len(said) > 2 and said[-3] in _BRINGS and said[-2] in _IT:
        score += 12  # "which brings it to 39"
    if before is not None and before.kind == "word" and any(word in ("gives", "yields") for word in said[-3:-1]):
        score += 8  # "η = 1/5, which gives the factor 3/5"
    if said[-1:] in (["at"], ["with"]) and said[-2:-1] and said[-2] in _ARRIVES and "would" not in said:
        score += 12  # "we arrive at 39", "we end up with 39"
    if said[-2:] == ["factor", "of"] or (said[-1:] == ["and"] and said[-3:-2] and said[-3] in LABELS):
        score -= 8
    if (
        said
        and said[-1] in _TO
        and any(word in _ROUNDS for word in said)
        and noun(tokens, term.last + 1) not in _FOREIGN
    ):
        score += 10  # "= 112.5, which floors to 112"
    if any(t.text.lower() in _SO for t in tokens[max(0, term.first - 20) : term.first]):
        score += 4
    if _near(tokens, term.first, _BECAUSE, 14, ".;,:"):
        score -= 12
    if tokens[term.first].remark:
        score -= 9
    if _is_size(tokens, term):
        score -= 5
    if any(t.text.lower() in _HEDGES for t in tokens[max(0, term.first - 2) : term.first]):
        score -= 7
    if (
        (term.first == 2 or (term.first > 2 and tokens[term.first - 3].text in (".", ")", ":")))
        and tokens[term.first - 1].text == "="
        and tokens[term.first - 2].kind == "word"
        and after is not None
        and after.text == ":"
    ):
        score -= 12  # "n = 4: 10 edges"
    if [t.text.lower() for t in tokens[term.last + 1 : term.last + 3]] == ["in", "total"]:
        score += 4
    if after is not None:
        following = noun(tokens, term.last + 1)
        if after.kind == "dash":
            score -= 10
        elif following in asked or any(w in asked for w in nouns_after(tokens, term.last + 1)):
            score += 5
        elif following in _FOREIGN or (following == "for" and noun(tokens, term.last + 2) in ("each", "every", "one")):
            score -= 8
        behind = nouns_after(tokens, term.last + 1)
        if behind[:1] == ["each"] or (term.quantity.unit and behind[1:2] == ["each"]):
            score -= 6  # "1.75 GB each"
        if after.kind == "relation" and after.text in ("=", "≈", r"\approx", "==", r"\to", "→"):
            score -= 3
        if term.first == 0 and after.text in (".", ")") and term.last + 2 < len(tokens) and tokens[term.last + 2].space:
            score -= 9  # a list label
        label = [t.text for t in tokens[: term.last + 1]][::2] == ["(", ")"] and after.kind in ("word", "words")
        if term.last == 2 and label and after.text[:1].isupper():
            score -= 12  # "**(2)** With one sample …"
    return score


def _names_term(tokens: list[Token], first: int) -> bool:
    """Is it the index of a summand: "the sum consists of the term j = 1"?"""
    said = [t.text.lower() for t in tokens[max(0, first - 5) : first] if t.text not in ("$", r"\(", "(")]
    return len(said) >= 3 and said[-1] == "=" and len(said[-2]) == 1 and said[-3] in ("term", "summand", "index")


def _relative(tokens: list[Token], first: int) -> bool:
    """Is it said in passing: "1568 features, which the next layer maps to 10"?"""
    for k in range(first - 1, max(-1, first - 21), -1):
        if tokens[k].text in ".;" and tokens[k + 1].space:
            return False
        if tokens[k].text.lower() == "which":
            following = tokens[k + 1].text.lower() if k + 1 < len(tokens) else ""
            return following not in _MEANS | _ROUNDS | _BRINGS
    return False


def _is_size(tokens: list[Token], term: Term) -> bool:
    """`9 × 9` that is not worked out: rather a size than a number."""
    inside = tokens[term.first : term.last + 1]
    after = tokens[term.last + 1] if term.last + 1 < len(tokens) else None
    sizes = len(inside) > 2 and all(
        t.kind == "number" if k % 2 == 0 else t.text in ("×", r"\times", "x") for k, t in enumerate(inside)
    )
    return sizes and not (after is not None and after.kind == "relation")


def _conditional(tokens: list[Token], relation: int) -> bool:
    """Does "n = 1" only name the case: "when n = 1", "with stride = 2"?"""
    reach, joined = 5, False  # by an "and" to the case before: "with L = 8 and μ = 2"
    for steps, token in enumerate(reversed(tokens[max(0, relation - 9) : relation])):
        if steps >= reach:
            return False
        if token.kind == "relation" and joined:
            reach, joined = 9, False
            continue
        joined = joined or token.text == "and"
        if token.kind == "relation" or token.text in ".,;" or token.text in ("the", "their", "its", "each", "both"):
            return False
        if token.kind == "word" and token.text.lower() in CONDITIONS:
            return True
    return False


def _near(tokens: list[Token], first: int, words: frozenset[str], within: int = 8, until: str = ".;,") -> bool:
    for token in reversed(tokens[max(0, first - within) : first]):
        if token.text in until:
            return False
        if token.text.lower() in words:
            return True
    return False


def _along_with(tokens: list[Token], first: int) -> bool:
    """ "together with biases 46" is no total of what was counted before."""
    near = [token.text.lower() for token in tokens[max(0, first - 6) : first]]
    return ["together", "with"] in [near[k : k + 2] for k in range(len(near))]


def noun(tokens: list[Token], k: int) -> str:
    if k >= len(tokens):
        return ""
    token = tokens[k]
    if token.kind == "words":
        return token.text[token.text.index("{") + 1 : -1].strip().lower()
    return token.text.lower() if token.kind == "word" else ""


def nouns_after(tokens: list[Token], k: int) -> list[str]:
    found = []
    for token in tokens[k : k + 4]:
        if token.kind == "words":
            found += token.text[token.text.index("{") + 1 : -1].lower().split()
        elif token.kind == "word":
            found.append(token.text.lower())
        elif token.kind != "dash":
            break
    if found and found[0] in _FOREIGN:
        return []
    return found
