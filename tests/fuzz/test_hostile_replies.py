"""Replies are hostile input: whatever they hold, the checkers return a verdict, and never a wrong "correct".

What is not tested here: time. The budgets are tested where they live; a hang shows as a test that does not end.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import viva
from viva.errors import VivaError
from viva.types import Check, Verdict

QUESTIONS = ("1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d")
KEYS = (
    "108",
    r"$\frac{5}{8}$",
    r"$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$",
    "B",
    r"$X^\top (X w - y)$",
    r"$\gamma\left(\frac{\partial L}{\partial y_i} - \frac1n\sum_j\frac{\partial L}{\partial y_j}\right)$",
    r"$w = p\,\tilde w$",
    r"$O(n \log n)$",
    "(8, 16, 31, 23)",
    r"$\{1, 3\}$",
    "$(-1, 5)$",
)
# Pieces of what replies are made of, so that random ones get past the first test for mathematics.
WRITTEN = r"""
    \frac{ } { \sum_{j=1}^n \begin{bmatrix} \end{pmatrix} \\ & $ $$ \( \] \boxed{ \def\a{\a\a}\a \left( \right] ^ _ ^{
    _{ ⊤ ᵀ ∂L/∂yᵢ ‖ \| ⎡ ⎣ ■ □ [x] | --- ** ``` ` Answer: wait, not B but 1e999 10^10^10^10 2**2**99 0/0 1/0 \infty
    -inf nan [[1, 2], [3]] [[[ ]]] (,) tensor( array([ diag( tr( \log\log O( γ Γ̃ w̃ ≈ ≤ → ∈ ∪ % 3 7 −1 .5 1,000 x y n
    <script> __import__('os').system('true')
"""
PIECES = [*WRITTEN.split(), "\x00", "\x1b[31m", "\u202e", "\ud800", "\U0001d465", "ﬁ", "\n", "\n\n", "\t", " "]
pieces = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda found: " ".join(found))
anything = st.text(st.characters(exclude_categories=()), max_size=200)
replies = st.one_of(anything, pieces, st.tuples(pieces, anything, pieces).map("".join))


def bombs(size: int) -> dict[str, str]:
    """Hostile replies. `size` is how often their smallest piece stands there."""
    half, fifth, tenth = size // 2, size // 5, size // 10
    row = "1 & " * (tenth // 10) + r"1 \\" + "\n"
    return {
        "empty": "",
        "blank": " \n\t\r",
        "nul": "\x00" * tenth + "110\x00",
        "surrogates": "\ud800\udfff answer \udc00 110",
        "accents": "w" + "\u0303" * size,
        "braces": "{" * size + "}" * size,
        "parentheses": "$" + "(" * half + "1" + ")" * half + "$",
        "brackets": "[" * size,
        "fractions": "$" + r"\frac{1}{" * fifth + "2" + "}" * fifth + "$",
        "roots": r"\sqrt" * half + "2",
        "scripts": "x" + "^{x" * fifth + "}" * fifth,
        "def": r"\def\a{\b\b}\def\b{\c\c}\def\c{\a\a}$\a\b\c$" * tenth,
        "newcommand": r"\newcommand{\x}{\x\x}" + r"\x" * tenth,
        "tower": "$9^{9^{9^{9^{9^{9}}}}}$",
        "python tower": "9**9**9**9**9",
        "factorials": "$" + "9" + "!" * tenth + "$",
        "long number": "1" * (10 * size),
        "long decimal": "0." + "3" * (5 * size),
        "exponent": "1e" + "9" * tenth,
        "sum": r"$\sum_{i=1}^{10^{18}} i$",
        "nested sums": "$" + r"\sum_{j=1}^n " * tenth + "x_j$",
        "product": "$" + "x y " * half + "$",
        "matrix": r"$\begin{bmatrix}" + row * (tenth // 50) + r"\end{bmatrix}$",
        "ragged": r"$\begin{bmatrix}" + r"1 & 2 \\ 3 \\" * tenth + "$",
        "table": ("|" + "---|" * (tenth // 10) + "\n") * (tenth // 50),
        "dollars": "$" * (2 * size),
        "stars": "*" * (2 * size) + "110",
        "choices": "■A □B " * half,
        "markers": "Final answer: " * half,
        "import": "__import__('os').system('echo 110')",
        "call": "(lambda: 110)() ; exec('x=110'); {}.__class__.__mro__",
        "html": "<script>alert(110)</script>" * tenth,
        "regex": "a" * half + "!" + " = " * tenth,
        "commas": "1," * (2 * size),
        "number words": "one hundred and " * tenth + "eight",
        "hyphened words": "twenty-" * tenth,
        "rows in words": "rows " + "(1, 2), " * tenth,
        "labelled rows": "Row 1: 1, 2\n" * tenth,
        "bracketed lines": "[1, 2]\n" * tenth,
        "lists": "(1, 2) " * tenth,
        "aligned": "1 2 3\n" * tenth,
        "named lines": "C = 1 2 3\n" * tenth,
        "entries": "O[1,1] = 1, O[1,2] = 2, " * tenth,
        "components": "x_1 = 2, " * tenth,
        "ordinals": "first 1, second 2, " * tenth,
        "ampersands": r"1 & 2 \\ " * tenth,
        "tabs": "1\t2\n" * tenth,
        "diagonals": "diag(" * tenth + "1, 2" + ")" * tenth,
        "angles": r"\langle " * tenth + "1, 2" + r"\rangle" * tenth,
        "glyphs": "⎡1 2⎤\n" * tenth,
        "repeating": "0." + r"\overline{3}" * tenth,
        "dots": "0.3..." * tenth,
        "floors": "⌊" * tenth + "1" + "⌋" * tenth,
        "shares": "3 in 8 out of 9 " * tenth,
        "units": "64 KiB " * tenth,
        "bold": "**F1** $= 1$\n" * tenth,
        "dollar lines": "$$x_1 = 1$$\n" * tenth,
        "words": "a b c d e f g " * tenth,
        "equations": "a = b\n= c\n" * tenth,
        "quantifiers": r"For all $i$: $E[R_{ij}R_{ik}] = p^2$. " * tenth,
        "wheres": "where $a = b$ and $b = a$, " * tenth,
        "integrals": r"$\int_0^1 " * tenth + "x$",
        "maxima": r"$\max_{a} " * tenth + "x$",
        "primes": "$f" + "'" * tenth + "(x)$",
        "bars": "$" + "|" * tenth + "x$",
        "norms": "$" + r"\|" * tenth + "x$",
        "expectations": "$" + r"\mathbb{E}[" * tenth + "x" + "]" * tenth + "$",
        "terms": "x_1 + " * size,
        "names": "A B C D " * fifth,
        "equals": "=" * (2 * size),
        "buts": "but. " * fifth,
        "vectors with": "vector with " * half,
        "blanks in a list": "[[1, 2]" + "\n " * fifth + "]",
        "size in digits": "1x" + "1" * (5 * size) + "(",
        "bold that never ends": '**"instead of ' + "(G)∅" * half,
        "a line of blanks": "right: log n out of" + " " * (5 * size) + ")",
        "thoughts": "x = option " + "\\topVar(</think>\\[" * tenth,
        "conditions": "if " * half + "or",
        "items": "- $x$\n" * tenth,
        "boxes": r"\boxed{^≈" * fifth,
        "many blanks": "The answer is" + " " * size + "109, and $x =" + " " * size + "1$",
        "many tabs": "The answer is" + "\t" * size + "109, and $x =" + "\t" * size + "1$",
        "many line ends": "The answer is" + "\n" * size + "109, and $x =" + "\n" * size + "1$",
        "many blank lines": "The answer is" + " \r\n" * half + "109, and $x =" + " \n" * half + "1$",
        "many controls": "The answer is" + "\x00\u200b " * half + "109, and $x =" + "\x00" * size + "1$",
        "many dollars": "The answer is" + "$" * size + "109, and $x =" + "$" * size + "1$",
        "blanks and words": ("so" + " " * 70 + "$x =" + "\n" * 70 + "1$" + " " * 55) * (tenth // 20),
        "long prose": "The answer is not obvious. $x_1 + y$ " * (3 * size),
    }


BOMBS = bombs(6_000)  # the whole suite is to stay fast; `benchmarks/hostile.py` times those of full size


def sound(check: Check, reply: str) -> None:
    """A verdict for every part, a reason where it is undecided, and quotes that stand where they are said to stand."""
    assert check.parts
    for part in check.parts:
        assert part.verdict in Verdict
        if part.verdict is Verdict.UNDECIDED:
            assert part.evidence.reason
        if part.evidence.answer is not None:
            span = part.evidence.answer.span
            assert 0 <= span.start <= span.end <= len(reply)
            assert reply[span.start : span.end] == part.evidence.answer.quote
    for finding in check.findings:
        assert finding.span is None or reply[finding.span.start : finding.span.end] == finding.quote


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(reply=replies, question=st.sampled_from(QUESTIONS))
@example(reply="\ud800", question="2b")
def test_any_reply_gets_a_check(reply: str, question: str) -> None:
    sound(viva.check(f"hw5/{question}", reply), reply)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(reply=replies, key=st.sampled_from(KEYS))
def test_any_reply_is_equivalent_or_not(reply: str, key: str) -> None:
    assert viva.equivalent(key, reply) in (True, False, None)


@settings(max_examples=60)
@given(key=replies, reply=st.sampled_from(["108", "$x$", "B", "[[1, 2]]"]))
def test_a_strange_key_is_no_crash(key: str, reply: str) -> None:
    with suppress(VivaError):  # a key that says nothing is the caller's mistake, and told as such
        assert viva.equivalent(key, reply) in (True, False, None)


BOMBED = ("107", r"$\gamma x_i$", "(8, 16)")


def put_to(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every bomb with one of the keys, in turn; `benchmarks/hostile.py` puts each to all of them."""
    return [(name, keys[k % len(keys)]) for k, name in enumerate(BOMBS)]


@pytest.mark.parametrize(("name", "key"), put_to(BOMBED))
def test_bombs(name: str, key: str) -> None:
    assert viva.equivalent(key, BOMBS[name]) in (False, None)


@pytest.mark.parametrize(("name", "question"), put_to(QUESTIONS))
def test_bombs_in_homework(name: str, question: str) -> None:
    check = viva.check(f"hw5/{question}", BOMBS[name])
    sound(check, BOMBS[name])
    assert check.verdict is not Verdict.CORRECT


BLANKS = {"blanks": " ", "tabs": "\t", "line ends": "\n", "blank lines": " \r\n", "wide": "\u2003\u00a0"}
ANSWERS = {
    "1b": "The output is:\n\n$\\begin{bmatrix} -1 & 3 & -2 \\\\ 3 & -3 & 1 \\\\ 0 & 3 & 1 \\end{bmatrix}$",
    "3a": "Each of the 4 filters has 27 weights.\n\n**Answer: 112 learnable parameters**\n\nOr 108 without biases.",
    "2a": "A is batch norm.\n\nB is layer norm.\n\nC is instance norm.",
    "4b": "Weights learned with dropout are scaled by 1/p at inference.\n\nHence $w = p \\tilde w$.",
}


@pytest.mark.parametrize("name", BLANKS)
@pytest.mark.parametrize("question", ANSWERS)
def test_how_many_blanks_there_are_changes_nothing(name: str, question: str) -> None:
    """Not a verdict, and not a quote: only its place moves, and stays the one where it stands."""
    plain = ANSWERS[question]
    first, rest = plain.split("\n\n", 1)
    before, between = BLANKS[name] * 2_000, BLANKS[name] * 3_000
    reply = f"{before}\n{first}\n{between}\n{rest}{between}"
    check, expected = viva.check(f"hw5/{question}", reply), viva.check(f"hw5/{question}", plain)
    sound(check, reply)
    assert [part.verdict for part in check.parts] == [part.verdict for part in expected.parts]
    assert quotes(check) == quotes(expected)


def quotes(check: Check) -> list[str]:
    """What is quoted, with its blanks written alike."""
    answers = [part.evidence.answer for part in check.parts]
    steps = [step.quote for part in check.parts for step in part.evidence.steps]
    found = [finding.quote for part in check.parts for finding in part.findings] + [f.quote for f in check.findings]
    return [" ".join(quote.split()) for quote in [*(a.quote for a in answers if a is not None), *steps, *found]]


def test_an_answer_across_blanks_is_quoted_as_it_stands() -> None:
    reply = "<think>\n" + "Is it 112? " * 500 + "</think>Final answer:" + " " * 900 + "108" + "\n" * 900 + "parameters"
    check = viva.check("hw5/3a", reply)
    sound(check, reply)
    answer = check.parts[0].evidence.answer
    assert answer is not None and answer.quote.strip().startswith("108")


@pytest.mark.parametrize("piece", [" ", "\\quad ", "a = {b}; ", "\\begin{cases}", "X\nj=1\n", "a b + c\n2\n2\n"])
def test_formulas_split_in_linear_time(piece: str) -> None:
    start = time.thread_time()
    derivation = viva.check_derivation(f"Let $a = {piece * (60_000 // len(piece))}1$", seconds=0.2)
    assert not derivation.reaches_target
    assert time.thread_time() - start < 1.5  # 3 s and more while it was quadratic


@pytest.mark.parametrize("name", ["quantifiers", "equations", "wheres", "def", "braces", "long prose"])
def test_bombs_as_derivations(name: str) -> None:
    derivation = viva.check_derivation(BOMBS[name][:20_000], seconds=0.5)
    assert not derivation.reaches_target


no_digits = st.text(st.characters(exclude_categories=("Nd", "Nl", "No")), max_size=120)


@settings(max_examples=100)
@given(before=no_digits, after=no_digits)
def test_no_number_is_read_out_of_text_without_digits(before: str, after: str) -> None:
    assert viva.equivalent("108", f"{before} the answer {after}") is not True


@settings(max_examples=60)
@given(
    aside=st.text(st.characters(categories=("Ll",)), max_size=40),
    wrong=st.integers(1, 10**6).filter(lambda n: n != 108),
)
def test_a_wrong_number_stays_wrong_in_any_company(aside: str, wrong: int) -> None:
    assert viva.equivalent("108", f"{aside}\n\n**Final answer:** ${wrong}$") is not True


def test_nothing_is_left_behind() -> None:
    limit = sys.getrecursionlimit()
    viva.equivalent("$x$", BOMBS["parentheses"])
    assert sys.getrecursionlimit() == limit
