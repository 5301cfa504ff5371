"""Whole exams on hw5 with scripted replies, through Inspect: run, log, report, options, interruption, errors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from viva.errors import VivaError
from viva.examining.run import Wanted, place_for, run
from viva.logs import read_exam, read_log
from viva.records import Conditions, Exam, QuestionRecord
from viva.statistics import findings_of
from viva.types import FindingKind, Level, NudgeKind

SCRIPT = Path(__file__).parent / "scripted_hw5.json"
MODEL = "mockllm/scripted"
# One process for all of them: it holds the scripted exam once.
pytestmark = pytest.mark.xdist_group("exam")


def hold(directory: Path, replies: dict[str, list[object]] | Path, **options: object) -> Exam:
    """An exam with these replies; without the report, which has tests of its own."""
    if not isinstance(replies, Path):
        path = directory / "replies.json"
        path.write_text(json.dumps(replies))
        options.setdefault("questions", ",".join(replies))
        replies = path
    wanted = Wanted("hw5", MODEL, replies=replies, output=directory / "out", formats=(), **options)  # type: ignore[arg-type]
    with (directory / "screen").open("w") as screen:
        assert run(wanted, Console(file=screen, width=100)) == 0
    (log,) = (directory / "out").glob("*.eval")
    return read_exam(log)


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Exam:
    # Inspect imports much while it waits for a first reply; on a busy machine that alone would run into the limit.
    hold(tmp_path_factory.mktemp("first"), {"3a": ["Answer: 108"]})
    return hold(tmp_path_factory.mktemp("scripted"), SCRIPT, time_limit=2)


def of(exam: Exam, name: str) -> QuestionRecord:
    return next(q for q in exam.questions if q.question == name)


def found(record: QuestionRecord) -> set[FindingKind]:
    return {f.kind for f in findings_of(record)}


# What each script was written to be (see scripted_hw5.json).
@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("1a", Level.L1),
        ("1b", Level.L2),
        ("1c", Level.L3),
        ("2a", Level.L1),
        ("2b", Level.L2),
        ("3a", Level.L1),
        ("3b", Level.LX),
        ("4a", Level.U),
        ("4b", Level.L3),
        ("4c", Level.L1),
        ("4d", Level.L1),
    ],
)
def test_the_scripted_levels(scripted: Exam, name: str, level: Level) -> None:
    assert of(scripted, name).level is level


def test_a_stall_and_an_empty_reply_are_resent_and_are_no_help(scripted: Exam) -> None:
    (attempt,) = of(scripted, "2a").attempts
    assert [r.reason for r in attempt.resends] == ["time-out", "empty"]
    assert attempt.resends[0].seconds >= 2
    assert FindingKind.STALL in found(of(scripted, "2a"))


def test_a_regression_among_the_entries_of_a_matrix(scripted: Exam) -> None:
    record = of(scripted, "1c")
    assert [f.kind for f in record.attempts[1].findings] == [FindingKind.REGRESSION]
    assert [f.kind for f in record.attempts[2].findings] == [FindingKind.STUCK]


def test_a_probe_is_asked_after_a_right_answer_and_does_not_count(scripted: Exam) -> None:
    (probe,) = of(scripted, "1c").probes
    assert probe.name == "1c/shape"
    assert "7" in probe.reply
    assert not of(scripted, "3b").probes


def test_a_stuck_model_gets_one_fresh_conversation_at_the_end(scripted: Exam) -> None:
    attempts = of(scripted, "3b").attempts
    assert [a.nudge.kind if a.nudge else None for a in attempts[:2]] == [None, NudgeKind.RECHECK]
    assert [a.fresh for a in attempts] == [False] * (len(attempts) - 1) + [True]
    last, reveal = attempts[-1], attempts[-2]
    assert reveal.nudge is not None
    assert reveal.nudge.kind is NudgeKind.REVEAL
    assert last.prompt == f"{attempts[0].prompt}\n\n{reveal.nudge.text}"
    assert dict(scripted.conversation)["3b, asked anew"][0].text == last.prompt


def test_no_nudge_is_weaker_than_the_one_before(scripted: Exam) -> None:
    order = list(NudgeKind)
    for name in ("1b", "1c", "3b", "4b"):
        kinds = [order.index(a.nudge.kind) for a in of(scripted, name).attempts if a.nudge]
        assert kinds == sorted(kinds)


def test_a_reply_without_an_answer_is_asked_for_it_once_and_then_helped(scripted: Exam) -> None:
    record = of(scripted, "4a")
    nudges = [a.nudge for a in record.attempts if a.nudge]
    assert nudges[0].text.startswith("I could not read your final answer")
    assert [n.kind for n in nudges] == [NudgeKind.CLARIFY, NudgeKind.CLARIFY, NudgeKind.TARGET, NudgeKind.REVEAL]
    assert record.level is Level.U


def test_the_exam_is_recorded_whole(scripted: Exam) -> None:
    assert [q.question for q in scripted.questions] == [
        "1a",
        "1b",
        "1c",
        "2a",
        "2b",
        "3a",
        "3b",
        "4a",
        "4b",
        "4c",
        "4d",
    ]
    assert (scripted.paper, scripted.model, scripted.source, scripted.status) == ("hw5", MODEL, "run", "success")
    assert scripted.conditions == Conditions()
    assert {"max_nudges", "resends", "time_limit", "seed"} <= set(scripted.parameters)
    assert {"viva-voce", "inspect-ai", "python"} <= set(scripted.versions)
    script = json.loads(SCRIPT.read_text())
    said = [m.text for m in dict(scripted.conversation)["1b"]]
    assert said[1::2] == script["1b"]
    first = of(scripted, "1b").attempts[0]
    assert (said[0], first.output_tokens) == (first.prompt, -(-len(script["1b"][0]) // 4))


def test_inspects_metrics_agree(scripted: Exam, tmp_path_factory: pytest.TempPathFactory) -> None:
    log = read_log(next(tmp_path_factory.getbasetemp().glob(f"*/out/{scripted.log}")))
    assert log.results is not None
    metrics = {name: m.value for score in log.results.scores for name, m in score.metrics.items()}
    assert metrics["first_right"] == pytest.approx(5 / 11)
    assert metrics["solved"] == pytest.approx(9 / 11)
    assert (metrics["L1"], metrics["L2"], metrics["L3"], metrics["Lx"], metrics["U"]) == (5, 2, 2, 1, 1)
    assert metrics["regression"] == 1


# ---- conditions ----------------------------------------------------------------------------------------------


def test_the_whole_paper_in_one_conversation(tmp_path: Path) -> None:
    replies: dict[str, list[object]] = {"3a": ["Answer: 112", "Answer: 108"], "3b": ["Answer: 39"]}
    exam = hold(tmp_path, replies, conditions=Conditions(chat="paper"))
    assert [q.level for q in exam.questions] == [Level.L2, Level.L1]
    ((name, messages),) = exam.conversation
    assert (name, len(messages)) == ("hw5", 6)
    # The conventions are said once, up front.
    opening = exam.questions[0].attempts[0].prompt.splitlines()[0]
    assert opening not in exam.questions[1].attempts[0].prompt


def test_the_whole_paper_in_one_prompt(tmp_path: Path) -> None:
    together = "## Question 3a\n\nAnswer: 108\n\n## Question 3b\n\nAnswer: 46\n"
    # The one prompt is asked under the name of its first question, the nudges under their own.
    replies: dict[str, list[object]] = {"3a": [together], "3b": ["Answer: 39"]}
    exam = hold(tmp_path, replies, conditions=Conditions(batch="paper"))
    assert [q.level for q in exam.questions] == [Level.L1, Level.L2]
    assert exam.questions[1].attempts[0].reply == "## Question 3b\n\nAnswer: 46\n"
    assert exam.questions[1].attempts[1].prompt.startswith("About question 3b: ")
    assert [q.attempts[0].seconds is None for q in exam.questions] == [False, True]


def test_another_draw_has_another_answer(tmp_path: Path) -> None:
    from viva.papers import find

    _, question = find("hw5/3a")
    assert question is not None
    key = question.parts[0].key(question.draw(7))
    assert key != 108
    exam = hold(tmp_path, {"3a": [f"Answer: {key}"]}, conditions=Conditions(draw=7))
    assert exam.questions[0].level is Level.L1


def test_epochs_are_told_apart(tmp_path: Path) -> None:
    exam = hold(tmp_path, {"3a": ["Answer: 108"]}, epochs=2)
    assert [(q.question, q.epoch, q.level) for q in exam.questions] == [("3a", 1, Level.L1), ("3a", 2, Level.L1)]


def test_no_nudges_at_all(tmp_path: Path) -> None:
    exam = hold(tmp_path, {"3a": ["Answer: 112"]}, max_nudges=0)
    assert [(q.level, len(q.attempts)) for q in exam.questions] == [(Level.LX, 1)]


def test_a_model_that_falls_silent_breaks_off_one_question_only(tmp_path: Path) -> None:
    replies: dict[str, list[object]] = {"3a": ["Answer: 108"], "3b": ["Answer: 46", "", ""]}
    exam = hold(tmp_path, replies, resends=1)
    assert [q.level for q in exam.questions] == [Level.L1, Level.U]
    assert exam.questions[1].error == "no reply in 2 tries (empty, empty)"
    assert [len(a.resends) for a in exam.questions[1].attempts] == [0, 2]


def test_a_second_exam_leaves_the_first_alone(tmp_path: Path) -> None:
    hold(tmp_path, {"3a": ["Answer: 108"]})
    place = place_for(Wanted("hw5", output=tmp_path / "out"))
    assert place.parent == tmp_path / "out"
    assert not place.exists()


# ---- what goes wrong -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted("hw99"), "no paper 'hw99'"),
        (Wanted("hw5", MODEL, questions="9z"), "no question '9z'"),
        (Wanted("hw5", MODEL, conditions=Conditions(form="sung")), "form must be one of"),
        (Wanted("hw5", MODEL, conditions=Conditions(form="image")), "--eyes"),
        (Wanted("hw5", MODEL, max_nudges=-1), "at least 0"),
        (Wanted("hw5", "nosuch/model"), "nosuch"),
        (Wanted("hw5", "nameless"), "nameless"),
        (Wanted("hw5", "openai/gpt-4o"), "OPENAI_API_KEY"),
        (Wanted("hw5", "mistral/large"), "pip install mistralai"),
        (Wanted("hw5", "missing.gguf"), "missing.gguf: no such model file"),
        (Wanted("hw5", __file__ + ".gguf"), "no such model file"),
        (Wanted("hw5", MODEL, replies=Path("missing.json")), "missing.json: cannot be read"),
        (Wanted("hw5", "openai/gpt-4o", replies=SCRIPT), "played by mockllm"),
        (Wanted("hw5", output=Path(__file__)), "not a directory"),
    ],
)
def test_one_line_says_what_is_wrong(
    wanted: Wanted, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with (tmp_path / "screen").open("w") as screen, pytest.raises(VivaError) as caught:
        run(wanted, Console(file=screen))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [("{", "not JSON"), ("[]", "must map"), ('{"1a": [3]}', "a reply is"), ('{"1a": [{"texts": ""}]}', "a reply is")],
)
def test_a_bad_script_is_refused(content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "replies.json").write_text(content)
    with (tmp_path / "screen").open("w") as screen, pytest.raises(VivaError, match=says):
        run(Wanted("hw5", MODEL, replies=tmp_path / "replies.json", output=tmp_path / "o"), Console(file=screen))


def test_a_script_that_is_too_short_is_said(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no reply came: the model could not be asked: the script has 0 replies"):
        hold(tmp_path, {"3a": []})


def test_a_server_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOBODY_API_KEY", "none")
    monkeypatch.setenv("NOBODY_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr("viva.examining.models.MAX_RETRIES", 0)
    wanted = Wanted("hw5", "openai-api/nobody/model", questions="3a", output=tmp_path / "o")
    with (tmp_path / "screen").open("w") as screen, pytest.raises(VivaError, match="could not be asked: Connection"):
        run(wanted, Console(file=screen))


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    replies = tmp_path / "replies.json"
    replies.write_text(json.dumps({"3a": ["Answer: 108"], "3b": ["Answer: 46", {"silent": True}]}))
    viva = [sys.executable, "-c", "from viva.cli import main; main()", "run", "hw5", "--model", MODEL]
    options = ["--questions", "3a,3b", "--replies", str(replies), "-o", str(tmp_path / "out")]
    # A shell starts its background jobs with SIGINT ignored, and every child inherits that.
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    child = subprocess.Popen(
        [*viva, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=hears
    )
    assert child.stdout is not None
    seen = ""
    while not ("3a: L1" in seen and "3b: attempt 1" in seen):
        line = child.stdout.readline()
        assert line, seen
        seen += line
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate(timeout=600)
    assert child.returncode == 130, said
    assert "Traceback" not in said
    assert "viva report" in said
    (log,) = (tmp_path / "out").glob("*.eval")
    exam = read_exam(log)
    assert exam.status == "cancelled"
    assert of(exam, "3a").level is Level.L1


# ---- through Inspect itself ----------------------------------------------------------------------------------


def test_inspect_eval_finds_the_task(tmp_path: Path) -> None:
    """The mock model always says the same, which holds no answer: every question ends undecided, offline."""
    inspect = Path(sys.executable).with_name("inspect")
    command = [str(inspect), "eval", "viva/hw5", "--model", "mockllm/model", "--display", "plain"]
    options = ["-T", "questions=3a,3b", "-T", "max_nudges=1", "--log-dir", str(tmp_path)]
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_COLOR": "1"}
    done = subprocess.run(
        [*command, *options], cwd=tmp_path, env={**os.environ, **nowhere}, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (log,) = tmp_path.glob("*.eval")
    exam = read_exam(log)
    assert [(q.question, q.level) for q in exam.questions] == [("3a", Level.U), ("3b", Level.U)]
    assert exam.model == "mockllm/model"
