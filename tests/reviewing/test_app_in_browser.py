"""The app in a real browser, doing what a person does; and what another web page might try."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest

from reporting.hostile import HOSTILE
from reporting.pages import painted, shows
from reviewing.desk_and_shelf import key, written
from viva.examining.live import LiveOpening, recording
from viva.examining.watching import Step, announce
from viva.logs import read_exam, read_log, write_exam
from viva.proctoring.desk import open_desk
from viva.proctoring.verb import opening_of
from viva.records import Conditions
from viva.reviewing.app import application
from viva.reviewing.guard import Access
from viva.reviewing.serving import hosts_of, listening
from viva.reviewing.shelf import Shelf
from viva.types import Level, Verdict

SERIOUS = {"serious", "critical"}
# One process for all of them: it starts the browser once.
pytestmark = pytest.mark.xdist_group("app in browser")


@contextmanager
def served(shelf=None, desk=None):
    """The app on a port of its own, as `viva review` and `viva proctor` serve it."""
    import uvicorn

    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    access = Access(hosts_of("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(application(access, shelf, desk), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", access
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def person(browser):
    """A fresh window, and everything that went wrong in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.wrong = []
    page.on("dialog", lambda dialog: (page.wrong.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: page.wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.set_default_timeout(30_000)
    yield page
    context.close()


def strike(page, key):
    painted(page).keyboard.press(key)


def test_a_person_overrules_a_verdict(person, tmp_path):
    log, _ = written(tmp_path)
    with served(Shelf(tmp_path)) as (base, access):
        person.goto(f"{base}/?token={access.token}")
        assert person.url == f"{base}/"
        person.fill("#name", "A. Reviewer")
        person.click("text=Set")
        person.click(".queue a:has-text('undecided')")
        shows(person, "main", "<script>alert('one')</script>")
        rule = person.locator("form.rule").first
        rule.locator("textarea").fill("W is the weight, as <b>defined</b>")
        rule.get_by_role("button", name="✓ correct").click()
        shows(person, "[role=status]", "Your verdict is saved.")
        shows(person, ".margin", "Overruled by A. Reviewer")
        shows(person, ".history", "A. Reviewer: 4b, attempt 1: correct: W is the weight")
        person.goto(f"{base}/exam/{key(log)}/report")
        report = person.inner_text("main")
        assert "Overruled by A. Reviewer" in report and "W is the weight, as <b>defined</b>" in report
        # and back again
        person.goto(f"{base}/exam/{key(log)}/4")
        seen = read_log(log).samples[4].scores["viva"]
        assert [h.value["level"] for h in seen.history] == ["U", "L1"]
        assert seen.history[1].provenance.author == "A. Reviewer"
        person.click("text=Undo the last change")
        shows(person, "[role=status]", "undone")
    assert read_exam(log).questions[4].level is Level.U
    assert person.wrong == []


def test_a_person_reviews_with_single_keys(person, tmp_path):
    """From the queue to a confirmed verdict, and back, without the mouse; nothing happens while one types."""
    log, imported = written(tmp_path)
    with served(Shelf(tmp_path)) as (base, access):
        person.goto(f"{base}/?token={access.token}")
        strike(person, "?")
        shows(person, "#keys", "open the first that waits")

        def close_help():  # the browser closes a dialog a moment after the key
            person.keyboard.press("Escape")
            person.wait_for_selector("#keys", state="hidden")

        def press(key):
            with person.expect_navigation():
                strike(person, key)

        close_help()

        press("n")
        assert person.url == f"{base}/exam/{key(imported)}/1#a1"  # the disagreement comes first
        strike(person, "r")
        person.keyboard.type("no: n c u q")
        person.keyboard.press("Escape")
        assert person.input_value("form.rule textarea") == "no: n c u q"
        press("c")
        part = read_exam(imported).questions[1].attempts[0].check.parts[0]
        assert (part.verdict, part.override.reason) == (Verdict.INCORRECT, "no: n c u q")
        press("n")
        assert person.url == f"{base}/exam/{key(log)}/4#a1"  # on to what is undecided in the other exam
        person.go_back()
        press("u")
        press("q")
        assert person.url == f"{base}/exam/{key(imported)}"
        strike(person, "?")
        person.uncheck("#use-keys")
        close_help()
        strike(person, "n")
        person.wait_for_timeout(200)
        assert person.url == f"{base}/exam/{key(imported)}"
    assert read_exam(imported).questions[1].attempts[0].check.parts[0].override is None
    assert person.wrong == []


def test_a_person_corrects_what_was_read_by_selecting_it(person, tmp_path):
    """The answer is selected in the reply as it was written, and checked again."""
    log, _ = written(tmp_path)
    exam = read_exam(log)
    place = next(i for i, q in enumerate(exam.questions) if q.question == "1b")
    with served(Shelf(tmp_path)) as (base, access):
        person.goto(f"{base}/?token={access.token}")
        person.goto(f"{base}/exam/{key(log)}/{place}")
        person.click("summary:has-text('As written')")
        person.click("summary:has-text('Correct what was read')")
        person.evaluate(
            "() => document.getSelection().selectAllChildren(document.querySelector('.written mark.answer'))"
        )
        painted(person)  # by then the page's script has heard of the selection
        person.click("button:has-text('Take what I selected')")
        taken = person.input_value("textarea[name=text]")
        assert taken == exam.questions[place].attempts[0].check.parts[0].evidence.answer.quote
        person.click("text=Check it again")
        shows(person, "[role=status]", "Checked again")
    part = read_exam(log).questions[place].attempts[0].check.parts[0]
    assert (part.verdict, part.override.reading) == (Verdict.CORRECT, taken)


def test_a_person_proctors_an_exam_by_pasting(person, tmp_path):
    from playwright.sync_api import expect

    desk = open_desk(tmp_path, opening_of("hw5", "Grok web", "3a,3b", Conditions(), False))
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script> It has **46** parameters."
    with served(desk=desk) as (base, access):
        person.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base)
        person.goto(f"{base}/?token={access.token}")

        def exchange(reply):
            message = person.input_value("#message")
            with person.expect_navigation():
                person.click("text=Copy, and start the clock")
            assert person.evaluate("navigator.clipboard.readText()").strip() == message.strip()
            person.fill("#reply-field", reply)
            person.click("text=Check it")
            return message

        question = exchange("With 3 · 3 · 3 · 4 weights: **108**")
        assert "224" in question
        shows(person, "main", "one-shot (L1)")
        person.click("text=Next question")
        exchange(evil)
        shows(person, "#last", "incorrect")
        shows(person, ".quoted", "<script>alert(2)</script>")
        person.fill("#message", "There is a mistake: mind the biases.")
        # Other words say more than "check it", unless the examiner says otherwise.
        expect(person.locator("#kind")).to_have_value("target")
        person.select_option("#kind", "recheck")
        assert exchange("27 + 12, so **39**").startswith("There is a mistake")
        shows(person, "main", "minor nudge (L2)")
        person.click("text=Done")
        person.get_by_role("button", name="Write the log and the report").click()
        person.click("a:has-text('.html')")
        shows(person, "h1", "Grok web on hw5")
    (log,) = tmp_path.glob("*.eval")
    exam = read_exam(log)
    assert [(q.question, q.level) for q in exam.questions] == [("3a", Level.L1), ("3b", Level.L2)]
    assert exam.questions[1].attempts[0].reply == evil
    assert person.wrong == []


def test_another_page_can_neither_post_nor_frame_nor_read(person, tmp_path):
    """A page of another site, open in the same browser that holds the cookie."""
    log, _ = written(tmp_path)
    with served(Shelf(tmp_path)) as (base, access):
        target = f"{base}/exam/{key(log)}/4"
        evil = f"""<form id=f method=post action="{target}/overrule" target=out><input name=csrf value="{access.csrf}">
        <input name=verdict value=correct><input name=reason value=evil><input name=part value=4b>
        <input name=attempt value=0><input name=version value="{read_exam(log).sha256}"></form>
        <iframe name=out></iframe><iframe id=frame src="{target}"></iframe>
        <script>document.getElementById("f").submit();
        fetch("{target}", {{credentials: "include"}}).then(r => r.text()).then(
          t => document.title = "read " + t.length, e => document.title = "refused");</script>"""
        with other_site(evil.encode()) as site:
            person.goto(f"{base}/?token={access.token}")
            assert person.goto(target).status == 200
            answers = []
            person.on("response", lambda r: answers.append((r.request.method, r.status)) if base in r.url else None)
            person.goto(site)
            person.wait_for_function("document.title == 'refused' || document.title.startsWith('read')")
            person.wait_for_timeout(500)
            assert person.title() == "refused"
            assert ("POST", 403) in answers and ("POST", 303) not in answers
            assert "forged verdict" in HOSTILE and "forged verdict" not in "".join(
                frame.content() for frame in person.frames[1:]
            )
    assert read_exam(log).questions[4].attempts[0].check.parts[0].override is None


@contextmanager
def other_site(page):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


def test_the_pages_of_a_running_exam_fill_by_themselves(person, tmp_path):
    """Attempt by attempt, without anything being pressed; an opened fold stays open."""
    exam = read_exam(written(tmp_path / "done")[0])
    names = tuple(q.question for q in exam.questions[:2])
    running = replace(exam, status="started", questions=(), log="", sha256="")
    attempts = exam.questions[1].attempts
    path = tmp_path / "live" / "run.eval"
    with served(Shelf(tmp_path)) as (base, access), recording(path.parent, LiveOpening("hw5", exam.model, names)):
        person.goto(f"{base}/?token={access.token}")
        write_exam(running, path)
        person.click("h3:has-text('running') a")  # the front page finds it
        announce(Step("asked", names[1], 1))
        announce(Step("sent", names[1], 1, message="What is $x^2$?"))
        person.wait_for_selector("tr:has-text('asked')")
        shows(person, "main", "0 of 2 questions done")
        person.click(f"td a:text('{names[1]}')")
        person.wait_for_selector("text=Attempt 1: the reply is awaited")
        person.click("summary:has-text('The worked key')")
        announce(Step("checked", names[1], 1, attempts[0]))
        person.wait_for_selector("#a1 .margin")
        assert person.locator("details.key").get_attribute("open") is not None
        announce(Step("sent", names[1], 1, message=attempts[1].nudge.text, nudge=attempts[1].nudge))
        person.wait_for_selector("text=Attempt 2, after a nudge")
        assert person.locator("form.rule").count() == 0
        write_exam(replace(exam, questions=exam.questions[:2], log="", sha256=""), path)
        person.wait_for_selector("text=Rule on it")  # it is over
    assert person.wrong == []


def test_pages_are_accessible_and_fit_any_screen(browser, tmp_path):
    """axe finds nothing serious, in light and dark; nothing is wider than a phone; no request leaves the app."""
    from axe_playwright_python.sync_playwright import Axe

    log, imported = written(tmp_path)
    desk = open_desk(tmp_path / "desk", opening_of("hw5", "Grok web", "1c,3b", Conditions(), True))
    desk.send(0, desk.proposal(desk.session()).prompt.text)
    desk.receive(1, "It is $[[1, 2, 3], [4, 5, 6], [7, 8, 9]]$.")
    desk.send(2, "Look again.", "recheck")
    problems, requests = [], set()
    with served(Shelf(tmp_path), desk) as (base, access):
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
            context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
            page = context.new_page()
            page.on("request", lambda request: requests.add(request.url.partition("/")[2][1:].partition("/")[0]))
            page.goto(f"{base}/?token={access.token}")
            paths = [
                "/",
                f"/exam/{key(log)}",
                f"/exam/{key(log)}/2",
                f"/exam/{key(imported)}/1",
                "/proctor",
                "/nowhere",
            ]
            for path in paths[2:] if scheme == "dark" else paths:
                page.goto(base + path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                painted(page)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if wide > 0:
                    problems.append(f"{path} at {width}: {wide} pixels too wide")
                if width == 1280:
                    rules = {} if scheme == "light" else {"runOnly": ["color-contrast"]}  # all else is the same
                    rules = {**rules, "resultTypes": ["violations"]}  # to list what passes takes most of the time
                    for found in Axe().run(page, options=rules).response["violations"]:
                        if found["impact"] in SERIOUS:
                            where = [node["target"] for node in found["nodes"]][:4]
                            problems.append(f"{path} {scheme}: {found['id']} at {where}")
            context.close()
    assert problems == []
    assert requests == {base.partition("//")[2]}
