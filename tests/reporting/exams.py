"""Handmade exams for the tests of reports: every level, every incident, hostile replies, an imported report."""

from __future__ import annotations

from dataclasses import replace

from reporting.hostile import HOSTILE
from reporting.parts import RIGHT, UNDECIDED, WRONG, check, finding, part, place
from viva.records import Annotation, Attempt, Conditions, Exam, Message, Place, ProbeRecord, QuestionRecord, Resend
from viva.reviewing.rulings import Person, add_finding, add_note, overrule
from viva.types import (
    Check,
    Finding,
    FindingKind,
    Level,
    Nudge,
    NudgeKind,
    Step,
)

KEY_1C = r"$\begin{bmatrix} -1 & 3 & -2 \\ 3 & -3 & 1 \\ 0 & 3 & 1 \end{bmatrix}$"

# ---- L1 ----------------------------------------------------------------------------------------------------

REPLY_1B = r"""Let the filter be \([a, b, c]\). The three positions give

\[
\begin{aligned}
a + 4b &= -2\\
4a - 2c &= 2\\
-2b + 3c &= 11
\end{aligned}
\]

Steps:
1. From the second line $ c = 2a - 1 $.
2. Put it into the third: $-2b + 6a - 3 = 11$.

| position | sum | value |
|---|---|---|
| 0 | $1\cdot 2 + 4\cdot(-1)$ | $-2$ |
| 1 | $|8| - 6$ | 2 |

**Final answer: [2, -1, 3]**"""


def question_1b() -> QuestionRecord:
    verdict = part("1b", RIGHT, REPLY_1B, "[2, -1, 3]", key="$[2, -1, 3]$")
    prompt = "What filter turns $[1, 4, 0, -2, 3]$ into $[-2, 2, 11]$?"
    first = Attempt(
        1,
        prompt,
        REPLY_1B,
        check("1b", verdict),
        seconds=4.0,
        input_tokens=120,
        output_tokens=200,
        cost=0.002,
        resends=(Resend("stall", 90.0), Resend("empty", 1.5)),
    )
    return QuestionRecord("1b", Level.L1, (first,))


# ---- L2, with a regression and a probe ----------------------------------------------------------------------

REPLY_1C_1 = r"""The kernel is rotated by 180 degrees first. Adding the copies gives

$$\begin{bmatrix} -1 & 2 & 0 \\ 4 & 0 & -2 \\ -3 & 2 & 1 \end{bmatrix}$$"""
REPLY_1C_2 = r"""You are right. Without the flip:

$$\begin{bmatrix} -1 & 3 & -2 \\ 3 & -3 & 1 \\ 0 & 3 & 1 \end{bmatrix}$$"""
REPLY_PROBE = "The output has size $7 \\times 11$."


def question_1c() -> QuestionRecord:
    quote_1 = r"\begin{bmatrix} -1 & 2 & 0 \\ 4 & 0 & -2 \\ -3 & 2 & 1 \end{bmatrix}"
    quote_2 = r"\begin{bmatrix} -1 & 3 & -2 \\ 3 & -3 & 1 \\ 0 & 3 & 1 \end{bmatrix}"
    flipped = finding(
        FindingKind.CONVENTION,
        REPLY_1C_1,
        "The kernel is rotated by 180 degrees first.",
        "matches misconception flipped-kernel",
        "1c",
    )
    first = part(
        "1c",
        WRONG,
        REPLY_1C_1,
        quote_1,
        "[[-1, 2, 0], [4, 0, -2], [-3, 2, 1]]",
        KEY_1C,
        found_by="last statement",
        counterexample="entry (1, 2): 2, should be 3",
        misconception="flipped-kernel",
        findings=(flipped,),
    )
    second = part("1c", RIGHT, REPLY_1C_2, quote_2, "[[-1, 3, -2], [3, -3, 1], [0, 3, 1]]", KEY_1C)
    nudge = Nudge(NudgeKind.CLARIFY, "Remember the convention: the kernel is **not** flipped.", "flipped-kernel")
    probe = ProbeRecord(
        "1c/shape",
        "What size has the output for a $3 \\times 5$ input, a $3 \\times 3$ kernel and stride 2?",
        REPLY_PROBE,
        check("1c", part("1c/shape", RIGHT, REPLY_PROBE, r"7 \times 11", "(7, 11)", "$7 \\times 11$")),
    )
    prompt = (
        r"The input is $\begin{bmatrix} -1 & 2 \\ 3 & 1 \end{bmatrix}$ and the kernel "
        r"$\begin{bmatrix} 1 & -1 \\ 0 & 1 \end{bmatrix}$. What is the transposed convolution?"
    )
    return QuestionRecord(
        "1c",
        Level.L2,
        (
            Attempt(1, prompt, REPLY_1C_1, check("1c", first), seconds=6.0, output_tokens=150),
            Attempt(2, nudge.text, REPLY_1C_2, check("1c", second), nudge, seconds=8.0, output_tokens=90),
        ),
        probes=(probe,),
    )


# ---- L3, with a contested key, a regression and a hallucination ---------------------------------------------

REPLY_2B_1 = r"""The chain rule gives $\frac{\partial L}{\partial x_i} = \gamma \frac{\partial L}{\partial y_i}$,
for $n = 1$ it is $0$, and for $n \to \infty$ it is $\gamma(\frac{\partial L}{\partial y_i} - \bar g)$.
The paper of 2015 proves that $\beta$ is always $0.5$."""
REPLY_2B_2 = r"""Corrected:
$\gamma\Big(\frac{\partial L}{\partial y_i} - \frac{1}{n}\sum_j \frac{\partial L}{\partial y_j}\Big)$;
for $n=1$ it is $\gamma$."""
REPLY_2B_3 = r"""All three:
$\gamma(\frac{\partial L}{\partial y_i} - \frac1n\sum_j \frac{\partial L}{\partial y_j})$, then $0$, then
$\gamma(\frac{\partial L}{\partial y_i} - \bar g)$ with the mean $\bar g$."""


def question_2b() -> QuestionRecord:
    key = r"$\gamma\left(\frac{\partial L}{\partial y_i} - \frac{1}{n}\sum_{j} \frac{\partial L}{\partial y_j}\right)$"
    made_up = finding(
        FindingKind.HALLUCINATION,
        REPLY_2B_1,
        r"The paper of 2015 proves that $\beta$ is always $0.5$.",
        "claim beta-value",
        detail="nothing in the question fixes β",
    )
    contested = finding(FindingKind.CONTESTED_KEY, REPLY_2B_3, "", "accepted alternative centred", "2b/limit")
    evaluated = "evaluated at 8 random draws"
    one = check(
        "2b",
        part(
            "2b/gradient",
            WRONG,
            REPLY_2B_1,
            r"\gamma \frac{\partial L}{\partial y_i}",
            key=key,
            method=evaluated,
            counterexample="n=3, i=1: 0.81 against 0.27",
            misconception="mean-ignored",
        ),
        part("2b/n1", RIGHT, REPLY_2B_1, "$0$", "0", "$0$"),
        part("2b/limit", UNDECIDED, REPLY_2B_1, reason=r"the symbol $\bar g$ is not defined in the reply"),
        findings=(made_up,),
    )
    two = check(
        "2b",
        part("2b/gradient", RIGHT, REPLY_2B_2, "", key=key, method=evaluated),
        part("2b/n1", WRONG, REPLY_2B_2, r"$\gamma$", "gamma", "$0$", counterexample="gamma=1.3: 1.3 against 0"),
    )
    regression = finding(
        FindingKind.REGRESSION,
        REPLY_2B_2,
        r"for $n=1$ it is $\gamma$",
        "right before the nudge and wrong after it, while 2b/gradient was put right",
        "2b/n1",
    )
    three = check(
        "2b",
        part(
            "2b/gradient",
            RIGHT,
            REPLY_2B_3,
            r"\gamma(\frac{\partial L}{\partial y_i} - \frac1n\sum_j \frac{\partial L}{\partial y_j})",
            key=key,
            method=evaluated,
        ),
        part("2b/n1", RIGHT, REPLY_2B_3, "$0$", "0", "$0$"),
        part(
            "2b/limit",
            RIGHT,
            REPLY_2B_3,
            r"\gamma(\frac{\partial L}{\partial y_i} - \bar g)",
            key=r"$\gamma \frac{\partial L}{\partial y_i}$",
            accepted="centred",
            findings=(contested,),
        ),
    )
    target = Nudge(NudgeKind.TARGET, r"The mean $\mu$ depends on $x_i$ too.", "mean-ignored")
    recheck = Nudge(NudgeKind.RECHECK, "There is still a mistake; please check your work.")
    return QuestionRecord(
        "2b",
        Level.L3,
        (
            Attempt(1, "Derive the gradient.", REPLY_2B_1, one, seconds=10.0),
            Attempt(2, target.text, REPLY_2B_2, two, target, (regression,), seconds=12.0),
            Attempt(3, recheck.text, REPLY_2B_3, three, recheck, seconds=14.0),
        ),
    )


# ---- Lx, stuck, with a fresh conversation -------------------------------------------------------------------

REPLY_4A = r"""Write $z = (R\odot X)\tilde w$.

$$\mathbb E\|y - z\|^2 = \|y\|^2 - 2 y^\top \mathbb E z + \mathbb E\|z\|^2$$

$$\mathbb E z = p X\tilde w$$

$$\mathbb E\|z\|^2 = \|pX\tilde w\|^2 + p^2\|\tilde\Gamma\tilde w\|^2$$

Hence $\mathcal L = \|y - pX\tilde w\|^2 + p^2\|\tilde\Gamma\tilde w\|^2$."""


def question_4a() -> QuestionRecord:
    def steps() -> tuple[Step, ...]:
        made = [
            (r"\mathbb E\|y - z\|^2 = \|y\|^2 - 2 y^\top \mathbb E z + \mathbb E\|z\|^2", "holds", ""),
            (r"\mathbb E z = p X\tilde w", "holds", ""),
            (
                r"\mathbb E\|z\|^2 = \|pX\tilde w\|^2 + p^2\|\tilde\Gamma\tilde w\|^2",
                "fails",
                r"p=0.3: 1.94 against 2.31; the variance of a mask is $p(1-p)$",
            ),
            (r"\mathcal L = \|y - pX\tilde w\|^2 + p^2\|\tilde\Gamma\tilde w\|^2", "follows-not", ""),
        ]
        return tuple(Step(quote, place(REPLY_4A, quote), status, why) for quote, status, why in made)

    def wrong() -> Check:
        return check(
            "4a",
            part(
                "4a",
                WRONG,
                REPLY_4A,
                r"\|y - pX\tilde w\|^2 + p^2\|\tilde\Gamma\tilde w\|^2",
                key=r"$\|y - pX\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma\tilde w\|_2^2$",
                method="steps by evaluation",
                misconception="p-squared",
                steps=steps(),
                findings=(finding(FindingKind.INVALID_STEP, REPLY_4A, "p^2", "the third step fails", "4a"),),
            ),
        )

    stuck = finding(FindingKind.STUCK, REPLY_4A, "p^2", "the same wrong answer as in attempt 1", "4a")
    target = Nudge(NudgeKind.TARGET, "Look at the variance of a mask.", "p-squared")
    return QuestionRecord(
        "4a",
        Level.LX,
        (
            Attempt(1, "Derive the closed form.", REPLY_4A, wrong(), seconds=20.0, cut_off=True),
            Attempt(2, target.text, REPLY_4A, wrong(), target, (stuck,), seconds=30.0),
            Attempt(3, "Derive the closed form.", REPLY_4A, wrong(), seconds=100.0, fresh=True),
        ),
    )


# ---- U, with a hostile reply --------------------------------------------------------------------------------


def question_4b() -> QuestionRecord:
    undecided = part("4b", UNDECIDED, HOSTILE, "W = p", reason="the symbol `W` is not one of the question's")
    return QuestionRecord("4b", Level.U, (Attempt(1, HOSTILE, HOSTILE, check("4b", undecided)),), error="<b>limit</b>")


def conversation(*questions: QuestionRecord) -> tuple[tuple[str, tuple[Message, ...]], ...]:
    """The messages of these questions, one conversation each."""
    folds = []
    for record in questions:
        messages = [Message("system", "Conventions: the kernel is not flipped.")]
        for attempt in record.attempts:
            messages += [Message("user", attempt.prompt), Message("assistant", attempt.reply)]
        folds.append((record.question, tuple(messages)))
    return tuple(folds)


def run_exam() -> Exam:
    """L1, L2, L3, Lx and U, a stall, stuck, a regression, a contested key, a hostile reply."""
    questions = (question_1b(), question_1c(), question_2b(), question_4a(), question_4b())
    return Exam(
        "hw5",
        "test/model-7b",
        "run",
        questions,
        Conditions(),
        "2026-03-01T10:00:00+00:00",
        parameters={"temperature": 0.2, "max_tokens": 2048},
        versions={"viva": "0.1.0", "inspect_ai": "0.3.285"},
        conversation=conversation(*questions),
        log="2026-03-01_hw5.eval",
        sha256="ab" * 32,
    )


def reviewed_exam() -> Exam:
    """The run, after Ada ruled on 4b (which stays broken off), confirmed 1b, and wrote a note and a finding."""
    exam, ada = run_exam(), Person("Ada <b>Reviewer</b>", "2026-03-05T09:00:00+00:00")
    one, two, *others, last = exam.questions
    one = overrule(one, 0, "1b", RIGHT, "", ada)
    one = add_note(one, "A pangolin would have *found* it, too. <script>alert(7)</script>", ada)
    two = add_finding(two, 0, FindingKind.INSIGHT, "rotated by 180 degrees", "says the quagga's convention", "1c", ada)
    last = overrule(last, 0, "4b", WRONG, "W is the *wombat* matrix here, not p", ada)
    return replace(exam, questions=(one, two, *others, last))


def imported_exam() -> Exam:
    """A report made by hand: no times, no tokens, an annotator who is wrong once and a reply that is not there."""
    reply = "Therefore $w = \\tilde w / p$."
    wrong = part(
        "4b",
        WRONG,
        reply,
        r"w = \tilde w / p",
        r"w = \tilde w / p",
        r"$w = p\,\tilde w$",
        "evaluated at 8 random draws",
        counterexample="p=0.3: 3.33 against 0.3",
        misconception="divided-by-p",
        findings=(
            finding(FindingKind.WRONG_FORMULA, reply, r"w = \tilde w / p", "matches misconception divided-by-p", "4b"),
        ),
    )
    said = Annotation(
        "One-shot correct! *Well argued.* <script>alert(1)</script>", RIGHT, Level.L1, Place("report.txt", 3, 40, 42)
    )
    error = Finding(
        FindingKind.ANNOTATOR_ERROR,
        "One-shot correct!",
        "computed verdict differs",
        None,
        "4b",
        "accepted a wrong answer",
    )
    missing = Attempt(1, "Count the parameters.", "", None, annotations=(Annotation("Correct.", RIGHT),))
    count = "The layer has **108** parameters."
    again = Attempt(
        2, "", count, check("3a", part("3a", RIGHT, count, "108", "108", "$108$")), place=Place("report.txt", 0, 12, 12)
    )
    return Exam(
        "hw5",
        "a model in a chat window",
        "import",
        (
            QuestionRecord("3a", Level.L2, (missing, again), annotator_level=Level.L2),
            QuestionRecord(
                "4b",
                Level.LX,
                (
                    Attempt(
                        1,
                        "How are the weights related?",
                        reply,
                        check("4b", wrong),
                        findings=(error,),
                        annotations=(said,),
                        place=Place("report.txt", 3, 30, 39),
                    ),
                ),
                annotator_level=Level.L1,
            ),
        ),
        unassigned=(Message("annotator", "Overall a pleasant conversation.", Place("report.txt", 9, 90, 90)),),
        claims=(Annotation("two of two questions solved at once"),),
        log="report.eval",
        sha256="cd" * 32,
    )
