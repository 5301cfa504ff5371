"""A proctored exam: the same ladder, levels, findings, log and report as an automatic one; nothing is ever lost."""

from __future__ import annotations

import errno
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from inspect_ai.log import read_eval_log

from viva.errors import VivaError
from viva.logs import read_exam
from viva.papers import find
from viva.papers.prompts import compose
from viva.proctoring.desk import FILE, Desk, open_desk, read_session
from viva.proctoring.session import Event, effective, exam_of, seconds_between
from viva.proctoring.terminal import Terminal
from viva.proctoring.verb import folder_for, opening_of
from viva.records import Conditions
from viva.reviewing.saving import Changed
from viva.types import FindingKind, Level, NudgeKind, Verdict

# Replies to draw 0 of hw5; the answers are the published ones, which tests/papers proves.
RIGHT_3B, WRONG_3B = "27 + 12, so **39** parameters.", "It has **46** parameters."
RIGHT_1C = "$$W^\\top = [[-1, 3, -2], [3, -3, 1], [0, 3, 1]]$$"
START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def clock(step=20):
    ticks = itertools.count()
    return lambda: (START + timedelta(seconds=step * next(ticks))).isoformat()


def desk_in(folder, questions="3b", **conditions):
    return open_desk(folder, opening_of("hw5", "Grok web", questions, Conditions(**conditions), eyes=False), clock())


def version(desk):
    return desk.session().version


def send(desk, text="", kind=""):
    proposal = desk.proposal(desk.session())
    text = text or proposal.prompt.text
    desk.send(version(desk), text, kind or (proposal.nudge.kind if proposal and proposal.nudge else ""))


def exchange(desk, *replies):
    for reply in replies:
        send(desk)
        desk.receive(version(desk), reply)


def test_the_first_message_is_the_exams_prompt(tmp_path):
    paper, question = find("hw5/3b")
    desk = desk_in(tmp_path, form="text")
    assert desk.proposal(desk.session()).prompt == compose(paper, question, question.draw(0), "text")
    # and in another form where the examiner prefers it
    assert desk.proposal(desk.session(), "latex").prompt == compose(paper, question, question.draw(0), "latex")


@pytest.mark.parametrize(
    ("replies", "level", "kinds"),
    [
        ([RIGHT_3B], Level.L1, []),
        ([WRONG_3B, RIGHT_3B], Level.L2, [NudgeKind.RECHECK]),
        ([WRONG_3B, WRONG_3B, WRONG_3B], Level.LX, None),
    ],
)
def test_levels_are_those_of_an_exam(tmp_path, replies, level, kinds):
    desk = desk_in(tmp_path)
    exchange(desk, *replies)
    desk.move_on(version(desk))
    (record,) = desk.exam().questions
    assert record.level is level
    if kinds is not None:
        assert [a.nudge.kind for a in record.attempts if a.nudge] == kinds
    if level is Level.LX:
        assert FindingKind.STUCK in {f.kind for f in record.attempts[-1].findings}


def test_the_examiners_own_words_count_as_strong_as_the_examiner_says(tmp_path):
    desk = desk_in(tmp_path)
    exchange(desk, WRONG_3B)
    send(desk, "Think about the groups of a depthwise layer.", "target")
    desk.receive(version(desk), RIGHT_3B)
    (record,) = desk.exam().questions
    nudge = record.attempts[1].nudge
    assert (nudge.kind, nudge.text) == (NudgeKind.TARGET, "Think about the groups of a depthwise layer.")
    assert record.attempts[1].prompt == nudge.text
    desk.move_on(version(desk))
    assert desk.exam().questions[0].level is Level.L3


def test_times_and_resends(tmp_path):
    """The clock of the test moves 20 s with every look at it."""
    desk = desk_in(tmp_path)
    send(desk)
    desk.resend(version(desk), "stall")
    desk.receive(version(desk), RIGHT_3B)
    (attempt,) = desk.exam().questions[0].attempts
    assert [(r.reason, r.seconds) for r in attempt.resends] == [("stall", 20.0)]
    assert attempt.seconds == 20.0
    assert [f.kind for f in attempt.findings] == [FindingKind.STALL]
    assert desk.exam().questions[0].level is Level.L1  # a resend is no help


def test_a_probe_follows_a_right_answer(tmp_path):
    desk = desk_in(tmp_path, "1c")
    exchange(desk, RIGHT_1C)
    proposal = desk.proposal(desk.session())
    assert proposal.what == "probe"
    exchange(desk, "The shape is 7 x 11.")
    assert desk.proposal(desk.session()) is None
    (record,) = desk.exam().questions
    assert [(p.name, p.check.verdict) for p in record.probes] == [(proposal.probe, Verdict.CORRECT)]


def test_the_examiner_rules_and_takes_it_back(tmp_path):
    desk = desk_in(tmp_path)
    exchange(desk, "I would rather not say.")
    before = desk.state()
    assert before.sitting.record.level is Level.U
    desk.rule(version(desk), "3b", "incorrect", "it refuses", "A. Examiner")
    part = desk.state().sitting.record.attempts[0].check.parts[0]
    assert (part.verdict, part.override.computed) == (Verdict.INCORRECT, Verdict.UNDECIDED)
    desk.undo(version(desk))
    assert desk.state() == before


def test_undo_reaches_back_over_questions(tmp_path):
    desk = desk_in(tmp_path, "3a,3b")
    start = desk.state()
    exchange(desk, "**112**")
    desk.move_on(version(desk))
    assert desk.state().place == 1
    for _ in range(3):
        desk.undo(version(desk))
    assert desk.state() == start
    with pytest.raises(VivaError, match="nothing to undo"):
        desk.undo(version(desk))


def test_stop_and_go_on_another_day(tmp_path):
    desk = desk_in(tmp_path, "3a,3b")
    exchange(desk, WRONG_3B)
    again = Desk(tmp_path)
    assert again.session() == desk.session() and again.state() == desk.state()
    assert open_desk(tmp_path, opening_of("hw5", "other", "", Conditions(), False)).session() == desk.session()


def test_a_line_cut_short_is_ignored_and_cut_off(tmp_path):
    """A process killed in the middle of writing: whatever remains of the last line, the session before it stands."""
    desk = desk_in(tmp_path)
    send(desk)
    before = desk.file.read_bytes()
    desk.receive(version(desk), WRONG_3B)
    after = desk.file.read_bytes()
    for cut in (len(before) + 1, len(before) + 200, len(after) - 1):
        desk.file.write_bytes(after[:cut])
        assert version(desk) == 1
        desk.receive(1, RIGHT_3B)
        assert desk.state().sitting.record.level is Level.L1
        desk.file.write_bytes(after)


def test_a_full_disk_keeps_what_was_there(tmp_path, monkeypatch):
    desk = desk_in(tmp_path)
    send(desk)
    before = desk.file.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(VivaError, match="No space left"):
            desk.receive(version(desk), RIGHT_3B)
    assert desk.file.read_bytes() == before
    desk.receive(version(desk), RIGHT_3B)
    assert version(desk) == 2


def test_two_windows_do_not_work_against_each_other(tmp_path):
    desk = desk_in(tmp_path)
    seen = version(desk)
    send(desk)
    for action in (
        lambda: desk.receive(seen, RIGHT_3B),
        lambda: desk.move_on(seen),
        lambda: desk.note(seen, "x", "me"),
        lambda: desk.send(seen, "again"),
    ):
        with pytest.raises(Changed):
            action()
    assert version(desk) == seen + 1


@pytest.mark.parametrize(
    "action",
    [
        lambda d: d.receive(0, RIGHT_3B),
        lambda d: d.receive(0, "  "),
        lambda d: d.resend(0, "empty"),
        lambda d: d.send(0, "  "),
        lambda d: d.rule(0, "3b", "correct", "why", "me"),
        lambda d: d.rule(0, "3b", "maybe", "why", "me"),
        lambda d: d.note(0, "", "me"),
        lambda d: d.finish(),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_kept(tmp_path, action):
    desk = desk_in(tmp_path)
    before = desk.file.read_bytes()
    with pytest.raises(VivaError):
        action(desk)
    assert desk.file.read_bytes() == before


def test_log_and_report_at_the_end(tmp_path):
    desk = desk_in(tmp_path, "3a,3b")
    exchange(desk, "**108**")
    desk.note(version(desk), "quick and *clean*", "A. Examiner")
    desk.move_on(version(desk))
    early = desk.finish(("md",))[0]  # in the middle
    assert read_exam(early).status == "cancelled"
    exchange(desk, WRONG_3B, RIGHT_3B)
    desk.move_on(version(desk))
    log, markdown = desk.finish(("md",))
    assert not early.exists()  # one exam, one log
    exam = read_exam(log)
    assert (exam.source, exam.model, exam.status) == ("proctor", "Grok web", "success")
    assert exam.questions == desk.exam().questions
    assert [q.level for q in exam.questions] == [Level.L1, Level.L2]
    text = markdown.read_text()
    assert "Note by A. Examiner" in text and "quick and *clean*" in text and "46" in text
    samples = read_eval_log(str(log)).samples
    assert [(s.id, s.scores["viva"].value["level"]) for s in samples] == [("3a", "L1"), ("3b", "L2")]
    assert desk.finish(("md",))[0] == log  # again: the same


def test_a_log_that_was_worked_on_is_not_replaced(tmp_path):
    desk = desk_in(tmp_path, "3a,3b")
    exchange(desk, "**108**")
    early = desk.finish(("md",))[0]
    early.write_bytes(early.read_bytes() + b"\0")  # as a review would change it
    desk.move_on(version(desk))
    desk.finish(("md",))
    assert early.exists()


def test_only_what_was_reached_is_in_the_exam(tmp_path):
    desk = desk_in(tmp_path, "1b,3a,3b")
    desk.move_on(version(desk))
    exchange(desk, "**112**")
    exam = exam_of(desk.session().opening, desk.state(), {})
    assert [(q.question, q.level, q.error) for q in exam.questions] == [
        ("1b", Level.U, "skipped by the examiner"),
        ("3a", Level.U, "broken off"),
    ]


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"viva": "session", "format": 99}\n', b"\xff\xfe\n", b"[]\n"])
def test_other_files_are_no_session(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(VivaError, match=FILE):
        read_session(tmp_path / FILE)


def test_effective_events():
    a, b, undo, logged = (Event(w, "t", text=w) for w in ("note", "next", "undo", "logged"))
    assert effective([a, b, undo]) == [a]
    assert effective([a, b, undo, undo, undo]) == []
    assert effective([a, logged, undo]) == [logged]


def test_seconds_between_time_zones():
    assert seconds_between("2026-03-01T10:00:00+00:00", "2026-03-01T11:00:30+01:00") == 30.0
    assert seconds_between("2026-03-01T10:00:30+00:00", "2026-03-01T10:00:00+00:00") == 0.0


def test_the_folder_of_a_session(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opening = opening_of("hw5", "Grok web", "3b", Conditions(), False)
    first = folder_for(opening)
    desk = open_desk(first, opening)
    assert folder_for(opening) == first  # unfinished: go on
    desk.move_on(0)
    assert folder_for(opening) != first  # done: a new one


@pytest.mark.parametrize("bad", [{"questions": "9z"}, {"conditions": Conditions(form="x")}, {"paper": "hw99"}])
def test_bad_options(bad):
    usual = {"paper": "hw5", "model": "m", "questions": "", "conditions": Conditions(), "eyes": False}
    with pytest.raises(VivaError):
        opening_of(**{**usual, **bad})


# ---- the terminal ------------------------------------------------------------------------------------------


def typed(desk, *lines):
    waiting = iter(lines)

    def read():
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return Terminal(desk, "A. Examiner", read)


def test_a_whole_exam_on_the_terminal(tmp_path, capsys):
    desk = desk_in(tmp_path, "3a,3b")
    lines = ["**108**", ".", "", ".again time-out", "It has **46**", "parameters.", ".", "Sorry,", RIGHT_3B, ".", ""]
    assert typed(desk, *lines).hold() == 0
    (log,) = tmp_path.glob("*.eval")
    exam = read_exam(log)
    assert [(q.question, q.level) for q in exam.questions] == [("3a", Level.L1), ("3b", Level.L2)]
    assert exam.questions[1].attempts[0].reply == "It has **46**\nparameters."
    assert [r.reason for r in exam.questions[1].attempts[0].resends] == ["time-out"]
    said = capsys.readouterr().out
    assert "hw5/3b, draw 0: incorrect" in said and "hw5/3b, draw 0: correct" in said
    assert str(log) in said


def test_the_terminal_stops_and_goes_on(tmp_path, capsys):
    desk = desk_in(tmp_path)
    typed(desk, "It has **46**.", ".", ".note it guesses", ".quit").hold()
    assert "goes on from here" in capsys.readouterr().out
    typed(desk, RIGHT_3B, ".", "").hold()
    (record,) = Desk(tmp_path).exam().questions
    assert record.level is Level.L2 and record.notes[0].text == "it guesses"


def test_own_words_and_rulings_on_the_terminal(tmp_path):
    desk = desk_in(tmp_path)
    typed(
        desk,
        "It has **46**.",
        ".",
        ".own",
        "Mind the",
        "groups.",
        ".",
        "No idea.",
        ".",
        ".incorrect lost",
        ".quit",
    ).hold()
    attempts = desk.exam().questions[0].attempts
    assert attempts[1].prompt == "Mind the\ngroups." and attempts[1].nudge.kind is NudgeKind.TARGET
    assert attempts[1].check.parts[0].override.reason == "lost"


def test_bytes_that_are_no_text_do_not_spoil_the_session(tmp_path):
    """What a terminal hands over for bytes of another encoding; and what could never be read back is refused."""
    desk = desk_in(tmp_path)
    typed(desk, "\udcff\udcfe It has **46**.", ".", ".quit").hold()
    (attempt,) = Desk(tmp_path).exam().questions[0].attempts
    assert attempt.reply == "\ufffd\ufffd It has **46**."
    with pytest.raises(VivaError):
        desk.note(version(desk), "\ud800", "me")
    assert Desk(tmp_path).session() == desk.session()


def test_the_picture_that_the_terminal_names_is_of_the_same_draw(tmp_path, capsys):
    desk = open_desk(tmp_path, opening_of("hw5", "Grok web", "2a", Conditions(draw=3), eyes=True), clock())
    typed(desk, ".quit").hold()
    assert "viva show hw5/2a --draw 3 --picture FILE.png" in capsys.readouterr().out
