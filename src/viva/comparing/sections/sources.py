"""What was compared: every log with its model and conditions, what was left out, what was not asked, and the method."""

from __future__ import annotations

from collections import defaultdict

from viva.comparing.subject import Subject, anchor_of, named
from viva.records import Exam
from viva.reporting import numbers
from viva.reporting.markdown import bullets, paragraphs
from viva.reporting.visible import code, plain

METHOD = (
    "**Rates.** A question counts once, however often it was asked: its share is the mean of its tries, and the rate "
    "is the mean over questions. The 95 % interval is Wilson's with an effective sample size, estimated from the "
    "variation between questions (cluster-robust, questions as clusters), corrected for few clusters with Student's t, "
    "and never below the number of questions nor above what independent tries would give. With one try a question it "
    "is Wilson's own interval. Sources: Miller 2024 (arXiv:2411.00640); Korn and Graubard 1998; Franco, Little, Louis "
    "and Slud 2019.",
    "**Differences.** Question by question, on what both models were asked and is decided. The test counts all flips "
    "of the signs of the differences (Fisher 1935, Pitman 1937); with one try a question it is the exact McNemar test. "
    "Holm 1979 adjusts for the number of pairs. Intervals: Newcombe 1998 as generalised by Zou and Donner 2008; they "
    "are approximate, the test is not: where they disagree, the test counts.",
    "**What they do not say.** They speak of questions such as these, asked as these were; the questions of a paper "
    "are not a random sample. A test that finds no difference on a dozen questions does not show that there is none.",
    "**Hardest first.** By the rate of first replies that are right, then of solved ones, then by interventions; every "
    "model counts once.",
)


def write(subject: Subject) -> str:
    logs = [f"**{column.letter}** {_log(exam)}" for column in subject.columns for exam in column.exams]
    left_out = subject.comparison.left_out
    return paragraphs(
        "## What was compared",
        bullets(logs),
        *_absent(subject),
        paragraphs("### Left out", bullets(f"{plain(name)}: {plain(why)}" for name, why in left_out))
        if left_out
        else "",
        "### How it was computed",
        bullets(METHOD),
    )


def _log(exam: Exam) -> str:
    """A log on one line: a table of these is too wide for a phone and for paper."""
    facts = [
        plain(exam.paper),
        {"run": "asked by Viva", "import": "report made by hand", "proctor": "proctored"}[exam.source],
    ]
    if exam.source != "import":  # the conditions of somebody else's conversation are not known
        c = exam.conditions
        facts.append(
            plain(f"draw {c.draw}, form {c.form}, conventions {c.conventions}, chat {c.chat}, batch {c.batch}")
        )
    facts += [plain(exam.created[:10])] if exam.created else []
    facts += [numbers.times(len(exam.questions), "record")]
    facts += [f"**{plain(exam.status)}**"] if exam.status != "success" else []
    return f"{code(exam.log) if exam.log else 'not from a file'}: {'; '.join(facts)}"


def _absent(subject: Subject) -> list[str]:
    missing: dict[str, list[str]] = defaultdict(list)
    for column, row in subject.comparison.absent:
        missing[column.letter].append(f"[{plain(row.label)}](#{anchor_of(row)})")
    if not missing:
        return []
    lines = [
        f"{named(column)}: {', '.join(missing[column.letter])}"
        for column in subject.columns
        if column.letter in missing
    ]
    return ["### Not asked", bullets(lines)]
