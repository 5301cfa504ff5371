"""A comparison as Markdown, page and PDF; its charts; the command, on logs that were written and logs of real runs."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from comparing.making import attempt, exam, record, three
from reporting.exams import reviewed_exam
from reporting.pages import assert_safe
from reporting.test_browser import CHROMIUM, PROBE, ask
from viva.cli import viva
from viva.comparing.charts import draw
from viva.comparing.comparison import compare
from viva.comparing.report import comparison_markdown, write_comparison
from viva.comparing.subject import subject_of
from viva.comparing.terminal import show
from viva.errors import VivaError
from viva.logs import read_exam, write_exam
from viva.types import Finding, FindingKind

HOSTILE = "</td><script>alert(1)</script> | x [a](javascript:alert(2)) $\\input{/etc/passwd}$ \u202eevil\x1b[31m"

# Of `three()`: right at once, mean over the models that were asked: 0, 1/4, 1/2, 2/3, 3/4.
HARDEST = ["3b", "4a", "3a", "1a", "1b"]


def markdown(*exams, left_out=()) -> str:
    return comparison_markdown(subject_of(compare(exams, left_out)))


def section(text: str, title: str) -> str:
    return text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def printed(*exams, width: int = 120) -> str:
    out = io.StringIO()
    show(subject_of(compare(exams)), Console(file=out, width=width))
    return out.getvalue()


# ---- what it says ------------------------------------------------------------------------------------------


def test_the_matrix_has_every_cell_in_shapes_and_letters() -> None:
    matrix = re.sub(r"<[^>]*>", "", section(markdown(*three()), "Level matrix"))
    lines = [line.split("|")[1:-1] for line in matrix.splitlines() if line.startswith("| [")]
    found = {cells[0].split("]")[0].strip(" ["): [cell.strip() for cell in cells[1:]] for cells in lines}
    assert found["3b"] == ["◕ L2", "○ Lx ×2", "○ Lx"]
    assert found["3a"] == ["● L1", "◕ L2 ×1 ○ Lx ×1", "not asked"]
    assert found["4a"] == ["? U", "● L1 ×1 ? U ×1", "not asked"]
    assert list(found) == HARDEST


def test_the_summary_ranks_on_common_questions_and_names_the_gaps() -> None:
    text = section(markdown(*three()), "Summary")
    assert "**good/model** is right at the first reply most often: 75 %" not in text  # that would leave 4a out
    assert (
        "**good/model** is right at the first reply most often: 60 % of 5 questions that all but C were asked" in text
    )
    assert "the next best 40 %" in text
    assert "2 cells of the matrix" not in text
    assert "(3 cells of the matrix are empty)" in text
    assert "Undecided: 2 records" in text


def test_a_difference_beyond_chance_is_called_one_and_no_other() -> None:
    questions = ["1a", "1b", "1c", "2a", "2b", "3a", "3b"]
    good, bad = exam("good", dict.fromkeys(questions, "L1")), exam("bad", dict.fromkeys(questions, "Lx"))
    text = markdown(good, bad)
    assert "Beyond chance: A over B (p = 0.016)" in text  # 2 / 2^7
    assert "Solved by no model" not in text
    assert "could be chance" in markdown(good, replace(bad, questions=(*bad.questions[:5], *good.questions[5:])))


def test_findings_have_a_quote_per_model_and_per_question() -> None:
    text = markdown(*three())
    by_model = section(text, "Findings")
    assert by_model.count('<span class="kind">convention</span> 2 times') == 1  # bad: 1a and 3b
    assert "“1”" in by_model
    by_question = section(text, "Questions, hardest first")
    assert "biases-counted: Biases of both steps were counted. (3b; A, B, C)" in by_question
    assert '<span class="kind">convention</span> A, B, C; A: “1”' in by_question


def test_help_time_and_cost() -> None:
    text = section(markdown(*three()), "Help, time and cost")
    spent = [line for line in text.splitlines() if line.startswith("| **")][3:]
    assert [cell.strip() for cell in spent[0].split("|")[3:-1]] == ["2.0 s", "2.0 s", "6000", "600", "120", "$0.06"]
    assert [cell.strip() for cell in spent[2].split("|")[3:-1]] == ["–"] * 6
    assert "6 stall" not in text  # five questions, a resend each
    assert "5 stall" in text


def test_several_draws_and_epochs() -> None:
    draws = [exam("m", {"1a": "L1 L1", "1b": "L1 Lx"}), exam("m", {"1a": "L1", "1b": "Lx"}, draw=7)]
    text = section(markdown(*draws), "What several draws and epochs add")
    assert "| 2 of 2 | 6 | 1 | 1 | 0 |" in text
    assert "draw 0 (published) 75 % of 2" in text
    assert "draw 7 50 % of 2" in text
    assert "−25 points" in text
    assert "several draws" not in markdown(exam("m", {"1a": "L1"}))


def test_one_log_alone() -> None:
    text = markdown(exam("alone", {"1a": "L1", "1b": "Lx"}))
    assert "**alone**, alone: right at the first reply on 50 % of 2 questions" in text
    assert "## Differences" not in text
    assert "Not solved: [1b]" in text


def test_an_empty_log_is_no_crash() -> None:
    text = markdown(exam("silent", {}), exam("m", {"1a": "L1"}))
    assert "No two models were asked a common question" in text
    assert "**A** silent" in text
    assert "The logs hold no question" in markdown(exam("silent", {}))


def test_what_people_ruled_stands_beside_what_was_computed() -> None:
    text = markdown(reviewed_exam(), exam("other", {"1b": "L1"}))
    assert "2 verdicts were ruled on by Ada \\<b\\>Reviewer\\</b\\> (1 overruled)" in section(text, "Summary")
    (of_4b,) = [line for line in section(text, "Questions, hardest first").splitlines() if "Ruled (A, 4b)" in line]
    assert of_4b.index("✗ incorrect") < of_4b.index("computed") < of_4b.index("? undecided") < of_4b.index("wombat")
    assert "overruled by Ada" in of_4b and "(2026-03-05)" in of_4b
    assert "Ruled (A, 1b)" in text and "confirmed by Ada" in text
    assert "Note by Ada \\<b\\>Reviewer\\</b\\> (A): “A pangolin would have *found* it" in text
    (insight,) = [line for line in section(text, "Questions, hardest first").splitlines() if "insight" in line]
    assert "rotated by 180 degrees" in insight and "added by Ada" in insight
    assert "ruled on by Ada <b>Reviewer</b>: 2 verdicts, 1 overruled" in printed(reviewed_exam())


def test_a_log_of_a_part_or_of_nothing_is_named_in_the_terminal() -> None:
    broken = exam("other", {"1b": "L1"}, status="cancelled", log="half.eval")
    none = exam("none", {}, status="error", log="none.eval")
    shown = printed(broken, none, exam("whole", {"1b": "L1"}, log="w.eval"))
    assert "half.eval: cancelled, 1 question in it" in shown and "none.eval: error, no question in it" in shown
    assert "w.eval" not in shown


def test_different_papers_and_what_was_left_out() -> None:
    left_out = [("logs/broken.eval", "cannot be read as an Inspect log")]
    text = markdown(exam("a", {"1a": "L1"}), exam("b", {"1a": "Lx"}, paper="hw77"), left_out=left_out)
    assert "### hw5\n" in text and "### hw77\n" in text
    assert "No two models were asked a common question, so none can be compared." in text
    sources = section(text, "What was compared")
    assert "**B** b: [hw5/1a]" in sources
    assert "logs/broken.eval: cannot be read as an Inspect log" in sources


def test_many_models_stand_below_each_other() -> None:
    text = markdown(*(exam(f"model {n}", {"1a": "L1", "1b": "Lx"}) for n in range(9)))
    assert "| Model | [1b](#q-hw5-1b) | [1a](#q-hw5-1a) |" in text
    assert "**21 more pairs**" in section(text, "Differences")


def test_very_many_pairs_are_not_all_listed_and_that_is_said() -> None:
    text = section(markdown(*(exam(f"model {n}", {"1a": "L1"}) for n in range(20))), "Differences")
    assert "**150 more pairs**" in text
    assert "25 further pairs are not listed; their p-values are 1 and more." in text


# ---- pages -------------------------------------------------------------------------------------------------


def hostile():
    quote = Finding(FindingKind.HALLUCINATION, HOSTILE, HOSTILE, None, "1a", HOSTILE)
    bad = replace(record("1a", "Lx"), error=HOSTILE)
    bad = replace(bad, attempts=(attempt("1a", 1, bad.attempts[0].check.verdict, findings=(quote,)),))
    return exam(HOSTILE, {}, questions=(bad, record("../../etc", "L1"))), exam("m", {"1a": "L1"}, paper=HOSTILE)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    path, missing = write_comparison(compare([*three(), *hostile()], [(HOSTILE, HOSTILE)]), folder / "out" / "c.html")
    assert missing == ""
    assert sorted(p.name for p in folder.rglob("*")) == ["c.html", "out"]
    return path


def test_the_page_is_whole_and_safe(page: Path) -> None:
    seen = assert_safe(page.read_text(encoding="utf-8"))
    for heading in ("Level matrix", "Differences", "Questions, hardest first", "Findings", "How it was computed"):
        assert heading in seen.text
    assert seen.elements["img"] == 3
    assert len(seen.ids) == len(set(seen.ids))
    assert "\u202e" not in seen.text and "\x1b" not in seen.text
    assert "root:" not in seen.text


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium")
@pytest.mark.parametrize("width", [390, 1300])
def test_the_page_in_a_browser(page: Path, tmp_path: Path, width: int) -> None:
    (tmp_path / page.name).write_bytes(page.read_bytes())
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.replace("REPORT", page.name).replace("WIDTH", str(width)), encoding="utf-8")
    seen = ask(probe, tmp_path)
    assert (seen["wide"], seen["scripts"], seen["loaded"], seen["hidden"]) == (0, 0, 0, False)


def test_markdown_and_pdf(tmp_path: Path) -> None:
    path, _ = write_comparison(compare(three()), tmp_path / "c.md")
    text = path.read_text(encoding="utf-8")
    pictures = re.findall(r"\]\((c-charts/[a-z]+\.svg)\)", text)
    assert sorted(pictures) == ["c-charts/levels.svg", "c-charts/questions.svg", "c-charts/rates.svg"]
    assert all((tmp_path / picture).is_file() for picture in pictures)
    path, _ = write_comparison(compare([*three(), *hostile()]), tmp_path / "c.pdf")
    assert path.read_bytes().startswith(b"%PDF-")


# ---- charts ------------------------------------------------------------------------------------------------


def test_charts_are_pictures_with_letters_and_without_links() -> None:
    pictures, missing = draw(subject_of(compare(three())))
    assert missing == ""
    texts = {}
    for name, picture in pictures.items():
        root = ET.fromstring(picture.svg)
        assert not re.search(r"https?://(?!www\.w3\.org/)|<script|<image|href=", picture.svg)
        assert "prefers-color-scheme:dark" in picture.svg
        assert picture.description
        texts[name] = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"A", "B", "C"} <= set(texts["rates.svg"])
    assert [t for t in texts["questions.svg"] if t in HARDEST] == HARDEST
    assert {"L1 3", "U 1", "Lx 2"} <= set(texts["levels.svg"])


def test_text_that_the_converter_cannot_digest_costs_the_charts_only(tmp_path: Path) -> None:
    """Such a character in a label ends the converter's process; labels have none, but another may be found one day."""
    import altair as alt

    from viva.comparing.charts.drawing import NotDrawn, pictures

    spoilt = alt.Chart(alt.Data.from_dict({"values": [{"q": "a\x1bb", "n": 1}]})).mark_bar().encode(x="q:N", y="n:Q")
    with pytest.raises(NotDrawn, match="the converter failed"):
        pictures({"x.svg": (spoilt, "")})
    with pytest.raises(NotDrawn, match="took more than"):
        pictures({"x.svg": (spoilt, "")}, seconds=0.01)


def test_without_the_extra_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.comparing.charts.find_spec", lambda name: None)
    log = write_exam(exam("m", {"1a": "L1"}), tmp_path)
    done = CliRunner().invoke(viva, ["compare", str(log), "-o", str(tmp_path / "c.md")])
    assert done.exit_code == 0, done.output
    assert "without charts: Altair or vl-convert is not installed" in done.output
    assert "*No charts: Altair or vl-convert is not installed" in (tmp_path / "c.md").read_text(encoding="utf-8")
    assert not (tmp_path / "c-charts").exists()


# ---- the terminal and the command --------------------------------------------------------------------------


def test_the_tables_of_the_terminal() -> None:
    out = printed(*three(), *hostile())
    assert "3b Parameters of a depthwise" in out
    assert "○ Lx×2" in out
    assert "A − B" in out
    assert re.search(r"not asked: C  .*hw5/4a, hw5/3a", out)
    assert "\x1b[31m" not in out and "\u202e" not in out
    assert "Levels on hw5" in printed(*(exam(f"model {n}", {"1a": "L1"}) for n in range(12)))


def test_the_command(tmp_path: Path) -> None:
    for one in three():
        write_exam(one, tmp_path / "logs")
    done = CliRunner().invoke(viva, ["compare", str(tmp_path / "logs")])
    assert done.exit_code == 0, done.output
    assert "good/model" in done.output
    (tmp_path / "logs" / "broken.eval").write_bytes(b"?")
    done = CliRunner().invoke(viva, ["compare", str(tmp_path / "logs"), "-o", str(tmp_path / "c.md")])
    assert done.exit_code == 1  # written, but not of all that was named
    assert "left out" in done.output and "broken.eval" in done.output
    assert "broken.eval" in (tmp_path / "c.md").read_text(encoding="utf-8")
    with pytest.raises(VivaError, match=r"written as \.html, \.md, \.pdf, \.csv, \.parquet"):
        CliRunner().invoke(viva, ["compare", str(tmp_path), "-o", "c.docx"], catch_exceptions=False)


def test_real_runs_of_two_models_and_epochs(tmp_path: Path) -> None:
    """Through Inspect: what the logs of runs hold is what is compared."""
    from viva.examining.run import Wanted, run

    scripts = {
        "one": {"1b": ["[2, -1, 3]"], "3a": ["The total is 108."]},
        "two": {"1b": ["I get [2, 1, 3].", "[2, -1, 3]"], "3a": ["112", "112", "112", "112"]},
    }
    for name, replies in scripts.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(replies))
        wanted = Wanted(
            "hw5", f"mockllm/{name}", replies=tmp_path / f"{name}.json", output=tmp_path / name, formats=(),
            questions="1b,3a", epochs=2 if name == "one" else 1, max_nudges=2,
        )  # fmt: skip
        assert run(wanted, Console(file=io.StringIO(), width=100)) == 0
    logs = [read_exam(log) for log in sorted(tmp_path.rglob("*.eval"))]
    comparison = compare(logs)
    names = [column.name for column in comparison.columns]
    assert names == ["mockllm/one", "mockllm/two"]
    one, two = comparison.columns
    (hard, easy) = comparison.rows
    assert (hard.question, easy.question) == ("3a", "1b")
    assert [e.record.level.value for e in comparison.cell(one, hard)] == ["L1", "L1"]
    assert [e.record.level.value for e in comparison.cell(two, easy)] == ["L2"]
    text = markdown(*logs)
    assert "biases-counted" in section(text, "Questions, hardest first")
    assert "2 of 2" in section(text, "What several draws and epochs add")


def test_nothing_heavy_is_imported_for_help() -> None:
    program = (
        "import sys; from viva.cli import viva; viva(['compare', '--help'], standalone_mode=False); "
        "import viva.comparing.comparison, viva.comparing.frames; "
        "print({'pandas', 'pyarrow', 'altair', 'vl_convert', 'inspect_ai', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
