"""What the page of a question shows: attempts, follow-ups, replies of any length."""

from __future__ import annotations

from dataclasses import replace

from reporting.exams import run_exam
from reporting.pages import page
from reviewing.desk_and_shelf import client_of, key
from viva.logs import write_exam
from viva.reporting.visible import MOST_SHOWN
from viva.reviewing.showing import as_written, shown_question


def test_follow_ups_are_shown_and_cannot_be_ruled_on(tmp_path):
    exam = run_exam()
    place, record = next((i, q) for i, q in enumerate(exam.questions) if q.probes)
    (probe,) = record.probes
    (shown,) = shown_question(exam, place).probes
    assert shown.parts[0].check == probe.check.parts[0]
    log = write_exam(replace(exam, log="", sha256=""), tmp_path / "run.eval")
    text = page(client_of(tmp_path)[0].get(f"/exam/{key(log)}/{place}").text).text
    after = text[text.index("Follow-up") : text.index("Notes")]
    assert probe.check.parts[0].part in after and "Rule on it" not in after


def test_every_attempt_has_its_own_pieces():
    """The pieces are typeset in one go, and each finds its place again."""
    exam = run_exam()
    for place, record in enumerate(exam.questions):
        shown = shown_question(exam, place)
        assert [a.attempt for a in shown.attempts] == list(record.attempts)
        for attempt in shown.attempts:
            plain = "".join(piece.text for piece in attempt.written)
            first = attempt.attempt.reply.split()[:1]
            assert not first or first[0] in plain
            for part in attempt.parts:
                assert part.check.verdict.value in part.html and part.check.part in page(part.html).text


def test_of_a_reply_of_megabytes_the_beginning_is_shown_and_the_rest_given_out(tmp_path):
    exam = run_exam()
    long = "start " + "x" * 5_000_000 + " <b>end</b>\u202e"
    attempts = (replace(exam.questions[0].attempts[0], reply=long, check=None, findings=()),)
    exam = replace(exam, questions=(replace(exam.questions[0], attempts=attempts),), log="", sha256="")
    assert sum(len(piece.text) for piece in as_written(long, None)) == MOST_SHOWN
    log = write_exam(exam, tmp_path / "run.eval")
    client, _ = client_of(tmp_path)
    html = client.get(f"/exam/{key(log)}/0").text
    assert len(html) < 3 * MOST_SHOWN and f'href="/exam/{key(log)}/0/reply/0"' in html
    answer = client.get(f"/exam/{key(log)}/0/reply/0")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text == long.replace("\u202e", "⟨U+202E⟩")
    for nowhere in ("0/reply/1", "1/reply/0", "9/reply/9"):
        assert client.get(f"/exam/{key(log)}/{nowhere}").status_code == 404
