"""The report of an exam: every number in it is computed again here, from the records, by other means."""

from __future__ import annotations

import html
import math
import re
from dataclasses import replace

import pytest

from reporting.exams import imported_exam, question_1b, reviewed_exam, run_exam
from reporting.pages import assert_safe, page
from reporting.test_rendering import pdf_text
from viva.errors import VivaError
from viva.records import Attempt, Conditions, Exam, QuestionRecord
from viva.reporting.material import SHAPES, material
from viva.reporting.report import FORMATS, file_stem, report_markdown, write_report
from viva.types import FindingKind, Level, Verdict

SECTIONS = [
    "Executive summary", "Metrics", "Interaction protocol", "Annotated log", "Analysis", "Strategies used",
    "Transparency statement", "Full conversation",
]  # fmt: skip


def wilson_by_bisection(successes: int, total: int) -> tuple[int, int]:
    """The shares at which the score test just rejects, in per cent: the interval by its definition."""

    def score(p: float) -> float:
        return abs(successes / total - p) - 1.959963984540054 * math.sqrt(p * (1 - p) / total)

    def cross(inside: float, outside: float) -> float:
        for _ in range(200):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if score(middle) < 0 else (inside, middle)
        return inside

    share = successes / total
    low = 0.0 if successes == 0 else cross(share - 1e-9 if share == 1 else share, 0.0)
    high = 1.0 if successes == total else cross(share + 1e-9 if share == 0 else share, 1.0)
    return round(100 * low), round(100 * high)


def section(markdown: str, name: str) -> str:
    return re.split(r"^## ", markdown, flags=re.MULTILINE)[1 + SECTIONS.index(name)]


def rows(markdown: str) -> list[list[str]]:
    """The tables of a piece of Markdown, cells without their looks."""
    out = []
    for line in markdown.splitlines():
        if line.startswith("| "):
            bare = re.sub(r"<[^>]*>|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or "", line.replace("\\", ""))
            out.append([cell.strip() for cell in bare.strip("|").split("|")])
    return out


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    paths = write_report(run_exam(), folder)
    return run_exam(), paths


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    paths = write_report(imported_exam(), folder)
    return imported_exam(), paths


def text(paths, ending):
    return next(p for p in paths if p.suffix == ending).read_text(encoding="utf-8")


def test_the_files(run):
    _, paths = run
    assert [p.name for p in paths] == [f"2026-03-01_hw5.{ending}" for ending in FORMATS]
    assert all(p.stat().st_size > 10_000 for p in paths)


def test_the_sections_come_in_order(run):
    _, paths = run
    assert re.findall(r"^## (.*)$", text(paths, ".md"), re.MULTILINE) == SECTIONS


# ---- golden facts ------------------------------------------------------------------------------------------


def test_levels_with_their_rates_and_intervals(run):
    exam, paths = run
    table = {row[0]: row for row in rows(section(text(paths, ".md"), "Executive summary"))}
    for level in Level:
        here = [q.question for q in exam.questions if q.level is level]
        low, high = wilson_by_bisection(len(here), len(exam.questions))
        row = table[f"{SHAPES[level]} {level.value}"]
        assert row[2:] == [f"{len(here)} / 5", f"{20 * len(here)} %", f"{low}–{high} %", ", ".join(here)]


def test_first_right_and_solved(run):
    exam, paths = run
    first = [q.question for q in exam.questions if q.attempts[0].check.verdict is Verdict.CORRECT]
    solved = [q.question for q in exam.questions if q.attempts[-1].check.verdict is Verdict.CORRECT]
    assert (first, solved) == (["1b"], ["1b", "1c", "2b"])
    by_meaning = {row[1]: row for row in rows(section(text(paths, ".md"), "Executive summary"))}
    for name, some in (("right at the first reply", first), ("solved", solved)):
        low, high = wilson_by_bisection(len(some), 5)
        assert by_meaning[name][2:5] == [f"{len(some)} / 5", f"{20 * len(some)} %", f"{low}–{high} %"]
    said = section(text(paths, ".md"), "Executive summary")
    assert "1 / 5 questions were right at the first reply (20 %; 95 % interval 4–62 %)" in said
    assert "With help it solved 2 more, 3 / 5 in all." in said
    assert "Not solved: [4a](#q-4a). Undecided: [4b](#q-4b)" in said


def test_interventions_resends_and_findings(run):
    exam, paths = run
    said = section(text(paths, ".md"), "Executive summary")
    helped = {"1b": 0, "1c": 1, "2b": 2, "4a": 2, "4b": 0}
    assert f"{sum(helped.values()) / 5:.2f} per question on average" in said
    assert "**Resends.** 2 before 10 replies: 1 for empty and 1 for stall" in said
    assert "**Hallucinations.** 1: [2b](#q-2b)" in said
    findings = [
        f for q in exam.questions for a in q.attempts
        for f in [*a.findings, *a.check.findings, *(f for p in a.check.parts for f in p.findings)]
    ]  # fmt: skip
    assert f"**{len(findings)}**\n\nfindings" in said
    assert FindingKind.REGRESSION in {f.kind for f in findings}


def test_the_metrics(run):
    _, paths = run
    table = rows(section(text(paths, ".md"), "Metrics"))
    assert table[0] == ["Question", "Level", "Verdict", "Interventions", "Resends", "Hallucination", "Misconception",
                        "Notes", "Time"]  # fmt: skip
    assert table[1:] == [
        ["1b", "● L1", "✓ correct", "0", "2", "–", "–", "–", "4.0 s"],
        ["1c", "◕ L2", "✓ correct", "1", "0", "–", "flipped-kernel", "–", "14 s"],
        ["2b", "◑ L3", "✓ correct", "2", "0", "1", "mean-ignored", "regression, contested-key", "36 s"],
        ["4a", "○ Lx", "✗ incorrect", "2", "0", "–", "p-squared", "stuck", "2 min 30 s"],
        ["4b", "? U", "? undecided", "0", "0", "–", "–", "broke off", "–"],
    ]


def test_the_analysis(run):
    _, paths = run
    said = section(text(paths, ".md"), "Analysis")
    # 4, 6, 8, 10, 12, 14, 20, 30, 100 s: the fifth of nine, and 60 % of the way from the eighth to the ninth
    assert "Median 12 s, 95th percentile 1 min 12 s, 3 min 24 s in all for 9 timed replies" in said
    assert "1 × empty and 1 × stall, at [1b](#q-1b); 1 min 32 s were lost" in said
    assert "repeated the same wrong answer after a nudge at [4a](#q-4a)" in said
    assert "broke one thing while mending another at [2b](#q-2b)" in said
    assert "fresh conversation was tried 1 time and helped 0 of them" in said
    assert "Tokens: 120 in, 440 out" in said
    assert "Cost: $0.002" in said
    assert "1 reply was cut off" in said


def test_the_strategies(run):
    _, paths = run
    assert rows(section(text(paths, ".md"), "Strategies used"))[1:] == [
        ["recheck", "1", "1 / 1", "100 %", "21–100 %"],
        ["clarify, aimed at a misconception", "1", "1 / 1", "100 %", "21–100 %"],
        ["target, aimed at a misconception", "2", "0 / 2", "0 %", "0–66 %"],
        ["fresh conversation", "1", "0 / 1", "0 %", "0–79 %"],
    ]
    assert [wilson_by_bisection(1, 1), wilson_by_bisection(0, 2), wilson_by_bisection(0, 1)] == [
        (21, 100),
        (0, 66),
        (0, 79),
    ]


def test_transparency(run):
    exam, paths = run
    table = dict(row for row in rows(section(text(paths, ".md"), "Transparency statement")) if len(row) == 2)
    assert table["SHA-256 of the log"] == exam.sha256
    assert table["Parameter temperature"] == "0.2"
    assert table["Version of inspect_ai"] == "0.3.285"
    assert table["Date"] == exam.created


# ---- the page ----------------------------------------------------------------------------------------------


def test_the_page_is_safe_and_complete(run):
    exam, paths = run
    seen = assert_safe(text(paths, ".html"))
    assert len(seen.ids) == len(set(seen.ids))
    for record in exam.questions:
        assert f"q-{record.question}" in seen.ids
        for attempt in record.attempts:
            assert f"q-{record.question}-a{attempt.number}" in seen.ids
    assert "[2, -1, 3]" in seen.marked
    assert seen.elements["math"] > 50
    looks = " ".join(value for _, name, value in seen.attributes if name == "class").split()
    for look in ("margin", "quoted", "l1", "l2", "l3", "lx", "u", "holds", "fails", "follows-not", "finding"):
        assert look in looks, look


def test_evidence_stands_beside_the_answer(run):
    _, paths = run
    seen = page(text(paths, ".html")).text
    for words in (
        "entry (1, 2): 2, should be 3", "The kernel was flipped before it was placed.", "The key is contested",
        "the symbol", "Nudge: clarify, addresses flipped-kernel", "in a fresh conversation", "cut off at the limit",
        "sent again after: stall, 1 min 30 s lost", "Follow-up probe: 1c/shape", "Worked key of 1b",
        "4 steps of the derivation: ✓ 2, ✗ 1, ↯ 1", "the same wrong answer as in attempt 1",
    ):  # fmt: skip
        assert words in seen, words


def test_the_conversation_is_verbatim(run):
    exam, paths = run
    blocks = re.findall(r"<pre><code>(.*?)</code></pre>", text(paths, ".html"), re.DOTALL)

    shown = {html.unescape(block) for block in blocks}
    for _, messages in exam.conversation:
        for message in messages:
            if "\x00" not in message.text:  # the hostile one has its control characters shown
                assert message.text in shown


def test_the_pdf_has_the_verdict_table(run):
    _, paths = run
    words = " ".join(pdf_text(next(p for p in paths if p.suffix == ".pdf")).split())
    for row in ("1b ● L1 ✓ correct 0 2", "1c ◕ L2 ✓ correct 1 0", "4a ○ Lx ✗ incorrect 2 0"):
        assert row in words, row
    assert "SHA-256" in words


# ---- reports made by hand ----------------------------------------------------------------------------------


def test_disagreements_come_first(imported):
    _, paths = imported
    said = section(text(paths, ".md"), "Executive summary")
    assert said.index("Disagreements with the annotator") < said.index("| Level |")
    assert "the annotator says ✓ correct, the computation ✗ incorrect" in said
    assert "accepted a wrong answer" in said
    assert "two of two questions solved at once" in said
    assert "On 1 reply the annotator and the computation disagree." in said


def test_the_annotators_column(imported):
    _, paths = imported
    table = rows(section(text(paths, ".md"), "Metrics"))
    assert table[0][3] == "Annotator"
    assert [row[:4] for row in table[1:]] == [
        ["3a", "◕ L2", "✓ correct", "◕ L2"],
        ["4b", "○ Lx", "✗ incorrect", "● L1 ≠"],
    ]


def test_nothing_is_invented_for_an_import(imported):
    _, paths = imported
    markdown = text(paths, ".md")
    assert "No reply was timed." in markdown
    assert "No cost was recorded." in markdown
    assert "Viva sent each prompt" not in markdown
    assert "conventions up-front" not in markdown
    assert_safe(text(paths, ".html"))
    assert "page 3, lines 40–42" in page(text(paths, ".html")).text


# ---- little, and odd, data ---------------------------------------------------------------------------------

BARE = QuestionRecord("1a", Level.U, (Attempt(1, "", "", None),))


@pytest.mark.parametrize(
    "exam",
    [
        Exam("hw5", "m", "run", ()),
        Exam("hw5", "m", "proctor", (BARE,)),
        Exam("no-such-paper", "m", "run", (question_1b(),)),
        Exam("hw5", "m", "import", (replace(BARE, attempts=()),), Conditions("image", "none", "paper", "paper", 3)),
        Exam("hw5", "m", "run", (replace(question_1b(), epoch=1), replace(question_1b(), epoch=2))),
        Exam(
            "../../x", "<script>alert(1)</script>", "run", (replace(question_1b(), question='9"><script>'),),
            status="<b>", created="not a date", parameters={"<i>": ["|", None]}, versions={"v|": "</td>"},
            log="../../etc/x.eval",
        ),
    ],
)  # fmt: skip
def test_missing_or_odd_data_never_break_it(tmp_path, exam):
    paths = write_report(exam, tmp_path / "out", ("md", "html"))
    assert all(p.parent == tmp_path / "out" for p in paths)
    assert_safe(text(paths, ".html"))


def test_a_log_of_another_paper_has_no_keys_and_says_so_by_silence():
    subject = material(Exam("no-such-paper", "m", "run", (question_1b(),)))
    assert subject.paper is None
    assert "Worked key" not in report_markdown(subject)


def test_formats_are_checked(tmp_path):
    with pytest.raises(VivaError, match="no report format docx; the formats are: md, html, pdf"):
        write_report(run_exam(), tmp_path, ("docx",))
    with pytest.raises(VivaError, match="the formats are"):
        write_report(run_exam(), tmp_path, ())


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(VivaError, match="cannot be made"):
        write_report(run_exam(), tmp_path / "file" / "out", ("md",))


@pytest.mark.parametrize(
    ("log", "stem"), [("a/b/c.eval", "c"), ("", "hw5-a-b"), ("…", "report"), ("../x y?.eval", "x-y"), (".eval", "eval")]
)
def test_file_names(log, stem):
    assert file_stem(Exam("hw5", "a/b", "run", (), log=log)) == stem


def test_rulings_and_notes_stand_in_the_summary_beside_what_was_computed():
    text = report_markdown(material(reviewed_exam()))
    part = text.split("### Rulings and notes by people")[1].split("\n</div>")[0]
    lines = [line for line in part.splitlines() if line.startswith("- ")]
    assert len(lines) == 3  # a confirmation, a note, an overruling
    assert "(#q-1b-a1)" in lines[0] and "confirmed by Ada" in lines[0] and "computed" not in lines[0]
    assert "note by Ada" in lines[1] and "pangolin" in lines[1] and r"\<script\>" in lines[1]
    assert lines[2].index("✗ incorrect") < lines[2].index("computed") < lines[2].index("? undecided")
    assert "2026-03-05" in lines[2] and "wombat" in lines[2]
    assert "or a person's where one ruled" in text and "ruled by a person" in text
    assert "Rulings and notes by people" not in report_markdown(material(run_exam()))


@pytest.mark.parametrize(
    ("status", "says"),
    [("cancelled", "was interrupted"), ("error", "ended with an error"), ("started", "still running, or its process")],
)
def test_a_log_of_a_part_of_an_exam_says_so_first(status, says):
    whole = run_exam()
    some = replace(whole, questions=whole.questions[:2], status=status)
    lead = report_markdown(material(some)).split("## Executive summary")[1][:400]
    assert says in lead and "Not in the log: 1a, 2a, 2b, 3a, 3b, 4a, 4b, 4c, 4d." in lead
    nothing = report_markdown(material(replace(some, questions=(), conversation=())))
    assert says in nothing and "nothing to report" in nothing
    assert says not in report_markdown(material(whole))
