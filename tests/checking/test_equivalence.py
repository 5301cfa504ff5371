"""`equivalent`: tables of keys and replies, with the traps that other checkers fall into. Labels by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viva import equivalent

SAME = [
    ("12,832", "Each filter has 401 parameters.\n\n**Total:** 32 × 401 = **12832**"),
    ("48/125", "P = 3 · 0.8² · 0.2 = 0.384"),
    (r"$\frac{1}{256}$", "≈ 0.0039"),
    (r"$32\ \text{MiB}$", "33,554,432 bytes"),
    (r"28\%", "0.28"),
    ("4.123105625617661", r"$\sqrt{17}$"),
    (r"\begin{pmatrix} 2 & -1 \\ 1 & 10 \end{pmatrix}", "AB = [[2, -1], [1, 10]]"),
    ("(A)", "■ A □ B □ C"),
    ("(a), (c)", "a, c"),
    ("B", "Both A and C look plausible, but the correct option is **B**."),
    ("8 × 12", "(8, 12)"),
    (r"$(B, h, n, n)$", r"$B \times h \times n \times n$"),
    (r"$\{1, 3\}$", "λ = 1 or λ = 3"),
    (r"$0 < \eta < 4$", "(0, 4)"),
    ("x = 11", "11"),
    (r"$34x+45y-20z+100=0$", r"$-34x-45y+20z-100=0$"),
    (r"\text{Evelyn}", r"Therefore, $\boxed{\text{Evelyn}}$ is our answer."),
    ("p=5,q=2;p=7,q=2", "(5,2),(7,2)"),
    ("[0.09003, 0.24473, 0.66524]", "softmax ≈ [0.09, 0.245, 0.665]"),
    (r"\begin{pmatrix} 2x \\ 2y \end{pmatrix}", r"$\nabla f = [2x, 2y]^T$"),
    (r"$\pi = (0.8, 0.2)$", ">>> p\narray([0.8, 0.2])"),
    ("(0.2, 0.8)", "p = [0.2, 0.8]"),
    (r"\texttt{[1, 128, 64, 64]}", "1x128x64x64"),
    ("[[1, -2], [3, 4]]", "np.array([[1, 3], [-2, 4]]).T"),
    (r"\begin{pmatrix} 1/3 & 2 \\ 3 & 4 \end{pmatrix}", r"$\begin{pmatrix}\frac13&2\\3&4\end{pmatrix}$"),
    (r"$e^{1 - 10/8} = e^{-1/4} \approx 0.779$", r"$e^{-0.25} \approx \mathbf{0.7788}$"),
    (r"$512\ \text{MiB}$", "print(total)  # 536870912"),
    ("512 MiB", "The cache takes 536,870,912 bytes ≈ 536.9 MB."),
    ("8 bytes", "64 bits"),
    ("250 ms", "0.25 s"),
    ("1 bit", r"$\ln 2 \approx 0.693$ nats"),
    ("2/3", "**Recall** $R = 30/50 = 0.6$\n\n**F1**\n$$F_1 = \\frac{0.9}{1.35} = \\frac23$$"),
    ("108", "one hundred and eight"),
    ("10", "Out of 64 neurons, 10 are dead."),
    ("[-1, 2, -3]", "[−1, 2, −3], the negative of [1, −2, 3]"),
    (r"$\nabla f(1, -1) = (6, -3)$", "∂f/∂x = 6x = 6, ∂f/∂y = −3y² = −3"),
    ("98.3 MB", "98.3 MB; stored in half precision the table takes 49.2 MB."),
    ("150 000", "150,000 candidates are scored. The greedy search scores 30,000."),
    ("358.4", "On average **358.4** units stay active and 153.6 are dropped."),
    (r"$\frac{6}{8} = \frac{3}{4}$ (75 %)", "6 of the 8 outcomes, i.e. 0.75"),
    ("a quarter", "25 %"),
    (r"$60^\circ$", r"$\theta = \frac{\pi}{3}$"),
    (r"$2 \cdot 1024^2 \cdot 64 = 134{,}217{,}728$", "≈ 0.134 GFLOPs per head"),
    (r"$\nabla f(2, 1) = (4, 7)$", r"$\begin{bmatrix}4\\7\end{bmatrix}$"),
    ("[[1, 2], [3, 4]]", "c11 = 1, c12 = 2, c21 = 3, c22 = 4"),
]
OTHER = [
    ("1.6e-19", "1.7e-19"),
    ("0.4", "0"),
    ("1/3", "0.34"),
    (r"$32\ \text{MiB}$", "32 KiB"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "[[1, 3], [2, 4]]"),
    ("(A)", "□ A ■ B □ C"),
    ("8 × 12", "96"),
    ("8 × 12", "12 × 8"),
    ("(3, 1)", r"\{1, 3\}"),
    (r"$0 < \eta < 4$", r"$\eta \in (0, 4]$"),
    ("2x + z = 1", "1"),
    ("4", r"$4\sqrt{2}$"),
    ("1112112_3", r"\boxed{1112122_3}"),
    ("2 bits", "2 nats"),
    ("[[1, -2], [3, 4]]", "np.array([[1, -2], [3, 4]]).T"),
    ("[[1, -2], [3, 4]]", "Column 1: 1, -2\nColumn 2: 3, 4"),
    (r"$(-1, 5)$", r"$[-1, 5]$"),
    ("108", "one hundred and eighteen"),
    ("1", "1. First we centre the data.\n2. Then we divide, and get $x = 5$."),
    (r"$e^{-1/4} \approx 0.779$", "BP = c/r = 8/10 = 0.8"),
    ("64 KiB", "64 kB"),
    ("[-1, 2, -3]", "[1, −2, 3], the negative of [−1, 2, −3]"),
    (r"$\nabla f(1, -1) = (6, -3)$", "(−6, 3), which is the opposite of the steepest ascent (6, −3)"),
    ("98.3 MB", "49.2 MB; stored in single precision the table takes 98.3 MB."),
    ("150 000", "30,000 candidates are scored. A search without pruning scores 150,000."),
    ("1,875", "The answer is 3,750, while with accumulation it is 1,875."),
    ("358.4", "**153.6** units are kept and 358.4 are dropped."),
    (r"$\ln 27 \approx 3.296$ nats", "3.296 bits"),
    (r"$60^\circ$", "60 rad"),
    ("[1, 128, 64, 64]", "1 × 128 × 63 × 63"),
]
# Four numbers one a line are a matrix row by row or column by column; only one of the two is the key.
DUMPED = r"\begin{bmatrix} -1 & 4 \\ -4 & 6 \end{bmatrix}"
NEITHER = [
    (DUMPED, "The output is\nY =\n\n−1\n4\n−4\n6\n\n."),
    (DUMPED, "The output is\nY =\n\n−1\n−4\n4\n6\n\n."),
    (DUMPED, "Y =\n⎡\n⎣\n−1\n4\n−4\n6\n⎤\n⎦"),
    ("[0.347, 0.653, 0]", "[0.3, 0.653, 0]"),
    ("3 GFLOPs", "1.5 GMACs"),
    ("1.75 bits", "The entropy is 2 bits, while the average length of the code is 1.75 bits."),
    ("1", r"$\sum_{j=1}^n g_j$"),
    ("108", "There are many."),
    ("(A)", ""),
    ("108", "<think>108"),
]


@pytest.mark.parametrize(("key", "reply"), SAME)
def test_the_same(key: str, reply: str) -> None:
    assert equivalent(key, reply) is True


@pytest.mark.parametrize(("key", "reply"), OTHER)
def test_another(key: str, reply: str) -> None:
    assert equivalent(key, reply) is False


@pytest.mark.parametrize(("key", "reply"), NEITHER)
def test_nothing_to_decide(key: str, reply: str) -> None:
    assert equivalent(key, reply) is None


PEER = Path(__file__).parents[3] / "shared" / "peer_cases" / "answers.jsonl"


@pytest.mark.skipif(not PEER.exists(), reason="the peer's cases are not beside the repository")
def test_the_peers_cases() -> None:
    """At least 95 % of the cases whose label nobody doubts, and hardly a false accept."""
    rows = [json.loads(line) for line in PEER.read_text().splitlines()]
    sound = [row for row in rows if not row["label_note"] and row["strict"]]
    given = [(row, equivalent(row["gold"], row["prediction"])) for row in sound]
    assert not [row["gold"] for row, found in given if found and not row["expected"]]
    assert sum(bool(found) == row["expected"] for row, found in given) >= 0.95 * len(sound)
