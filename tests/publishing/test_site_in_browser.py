"""The site in a real browser, doing what a reader does: search, filter, open an exam, follow a link to a reply."""

from __future__ import annotations

import http.server
import re
import threading
from functools import partial

import pytest

from publishing.sites import EVIL, written
from reporting.pages import painted, shows
from viva.publishing import build_site
from viva.publishing.naming import slug

pytest.importorskip("pagefind_bin", reason="the extra site is not installed")
# One process for all of them: it makes the site, and starts the browser, once.
pytestmark = pytest.mark.xdist_group("site in browser")
SERIOUS = {"serious", "critical"}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site, three levels below the root of the server."""
    folder = tmp_path_factory.mktemp("web")
    written(folder / "logs")
    build_site(folder / "logs", folder / "root" / "courses" / "2026" / "models")
    return folder / "root"


@pytest.fixture(scope="module")
def address(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/courses/2026/models/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, address):
    """A page that fails the test when a script fails, a dialog opens, or a request leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "file:")) else wrong.append(request.url),
    )
    yield opened
    context.close()
    assert wrong == []


def titles(page) -> list[str]:
    return page.locator("#results a").all_text_contents()


def test_words_prefixes_and_boxes_find_replies(page, address):
    page.goto(address)
    page.get_by_role("searchbox").fill("rotated")
    page.locator("#results li").first.wait_for()
    assert titles(page) == ["1c · test/model-7b"]  # only its first reply says so, and a finding quotes it
    assert page.locator("#results mark").first.text_content() == "rotated"

    page.get_by_role("searchbox").fill("level:lx")  # 4a of the run, three replies; 4b of the report, one
    page.get_by_text("4 found, in 2 of 3 exams").wait_for()
    assert sorted(set(titles(page))) == ["4a · test/model-7b", "4b · a model in a chat window"]

    page.get_by_label("imported").check()  # a box narrows what a prefix found
    page.get_by_text("1 found, in 1 of 3 exams").wait_for()
    assert titles(page) == ["4b · a model in a chat window"]
    page.get_by_label("imported").uncheck()


RUN, HAND = "test/model-7b", "a model in a chat window"
SEARCHES = {
    "question:1c": [f"1c · {RUN}"] * 2 + ["hw5/1c"],  # two replies, and the question itself
    "question:hw5/2b": [f"2b · {RUN}"] * 3 + ["hw5/2b"],
    "question:hw5/2b source:run": [f"2b · {RUN}"] * 3,
    "question:hw6/2b": [],
    f'model:"{HAND}"': [f"3a · {HAND}"] * 2 + [f"4b · {HAND}"],
    "finding:stuck": [f"4a · {RUN}"],
    "author:annotator": [f"3a · {HAND}"] * 2 + [f"4b · {HAND}"],
    # 1b has a ruling and a note, a reply to 1c a finding, 4b a ruling: all replies of these questions, and the note.
    "author:ada": [f"1b · {RUN}"] * 2 + [f"1c · {RUN}"] * 2 + [f"4b · {RUN}"],
    "pangolin": [f"1b · {RUN}"],  # in a note
    "wombat": [f"4b · {RUN}"],  # in the reason of a ruling
    "quagga": [f"1c · {RUN}"],  # in a finding
    '"remember the convention"': [f"1c · {RUN}"],  # in a nudge
    '"weights related"': [f"4b · {HAND}"],  # in the prompt of a report
    '"larger: each entry of the input"': ["hw5/1c"],  # in a question
    "quagga level:L1": [],
    "model:nobody": [],
}


def searched(page, query: str) -> list[str]:
    """The titles of what a search finds, sorted, when it has settled."""
    from playwright.sync_api import expect

    page.get_by_role("searchbox").fill("")
    expect(page.locator("#status")).to_have_text("")
    page.get_by_role("searchbox").fill(query)
    page.locator("#status", has_text=re.compile("found")).wait_for()
    return sorted(titles(page))


def test_the_search_knows_replies_nudges_findings_notes_and_questions(page, address):
    page.goto(address)
    assert {query: searched(page, query) for query in SEARCHES} == SEARCHES
    assert page.locator("#status").text_content() == "Nothing found. There is no model “nobody”."
    assert page.get_by_text("No exam matches.").is_visible()
    searched(page, "level:Lx question:2b")  # there are both, in one exam, but of different questions
    assert page.get_by_text("No exam matches.").is_visible()
    searched(page, "pangolin")
    assert "note by Ada" in page.locator("#results li").text_content()


def test_no_words_and_no_filter_show_everything(page, address):
    page.goto(f"{address}?q=level:lx")
    page.get_by_text("4 found, in 2 of 3 exams").wait_for()
    page.get_by_role("searchbox").fill("")
    page.locator("#exam-list > li:visible").nth(2).wait_for()
    assert titles(page) == []


def test_a_search_has_an_address(page, address):
    page.goto(f"{address}index.html?q=finding%3Astuck&source=run")
    page.locator("#results li").first.wait_for()
    assert titles(page) == ["4a · test/model-7b"] and page.get_by_label("asked by Viva").is_checked()


def test_from_a_hit_to_the_reply_by_keyboard(page, address):
    page.goto(address)
    page.get_by_role("searchbox").focus()
    painted(page).keyboard.type("rotated")
    page.locator("#results a").first.wait_for()
    page.locator("#results a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/exams/hw5-test-model-7b-[0-9a-f]{8}\.html#q-1c-a1$"))
    place = page.locator("#q-1c-a1")
    assert "rotated by 180 degrees" in place.text_content()
    for _ in range(50):  # it scrolls there smoothly
        if place.bounding_box()["y"] < 300:
            break
        page.wait_for_timeout(100)
    assert place.bounding_box()["y"] < 300
    assert page.locator("math").count() > 50


def test_from_the_matrix_to_the_question_and_to_an_exam(page, address):
    page.goto(address)
    page.locator("#models ~ .scroll").first.get_by_role("link", name="hw5").click()
    page.get_by_role("link", name="L3: test/model-7b on 2b").click()
    page.wait_for_url(re.compile("#q-2b$"))
    page.go_back()
    page.locator("th").get_by_role("link", name="1c", exact=True).click()
    shows(page, "h1", "1c · A transposed convolution")
    assert "Remember the convention" in page.locator(".best").text_content()
    assert "flipped-kernel" in page.locator(".mistake").text_content()
    page.get_by_role("link", name="Reply 2, correct").click()
    page.wait_for_url(re.compile("#q-1c-a2$"))


def test_a_hostile_reply_and_a_hostile_name_have_no_effect(page, address):
    page.goto(f"{address}?q=zebra")
    page.locator("#results li").first.wait_for()
    assert page.locator("#results a").text_content() == f"1b · {EVIL}"
    assert "<script>alert(1)</script> <mark>so</mark>" in page.locator("#results p").text_content()
    assert page.locator("#results mark").all_text_contents() == ["zebra"]
    page.locator("#results a").click()
    shows(page, "h1", EVIL)
    assert page.title() == f"{EVIL} on hw5"
    page.goto(f"{address}models/{slug(EVIL)}.html")
    assert page.title() == EVIL
    page.goto(address)
    assert page.locator("script").count() == 1 and page.locator("img").count() == 0


def test_from_a_disk_all_but_the_search_works(page, site):
    page.goto((site / "courses" / "2026" / "models" / "index.html").as_uri())
    assert page.get_by_text("This page was opened from a disk").is_visible()
    assert not page.locator("#q").is_visible()
    page.get_by_label("imported").check()
    assert page.locator("#exam-list > li:visible").all_text_contents()[0].strip().startswith("a model in a chat window")
    assert page.locator("#status").text_content() == "1 of 3 exams"
    page.get_by_role("link", name="a model in a chat window on hw5").click()
    page.locator("#q-4b").wait_for()


def test_without_scripts_every_page_can_be_reached(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("noscript p").is_visible()
    assert page.locator("#exam-list a").count() == 3
    page.get_by_role("link", name="test/model-7b on hw5").click()
    page.locator("#q-1c-a2").wait_for()
    context.close()


def test_the_filters_by_keyboard(page, address):
    page.set_viewport_size({"width": 390, "height": 844})  # where they are folded at first
    page.goto(address)
    summary = page.locator("#facets summary", has_text="Source")
    summary.focus()
    painted(page).keyboard.press("Enter")
    painted(page).keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "import"
    page.keyboard.press("Space")
    page.get_by_text("in 1 of 3 exams").wait_for()
    assert page.locator("#exam-list > li:visible").count() == 1


def test_the_matrix_says_its_heads_and_cells(page, address):
    page.goto(f"{address}papers/hw5.html")
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").all_text_contents() == ["Model", "1b", "1c", "2b", "3a", "4a", "4b"]
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=RUN))
    assert row.get_by_role("link", name=f"Lx: {RUN} on 4a").count() == 1
    assert row.get_by_label("not asked").count() == 1  # 3a
    assert page.get_by_role("region", name="Every model on every question").count() == 1


def test_a_long_list_of_exams_is_short_until_asked_for(page, address, site):
    script = (site / "courses" / "2026" / "models" / "site.js").read_text(encoding="utf-8")
    body = script.replace("MOST = 30", "MOST = 2")
    page.route("**/site.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
    page.goto(address)
    exams = page.locator("#exam-list > li:visible")
    page.get_by_role("button", name="All 3 exams").wait_for()
    assert exams.count() == 2
    page.get_by_role("button", name="All 3 exams").press("Enter")
    assert exams.count() == 3
    assert exams.nth(2).locator("a").evaluate("link => link === document.activeElement")


def test_rulings_stand_beside_what_was_computed(page, address):
    page.goto(f"{address}questions/hw5-4b.html")
    ruling = page.locator(".person")
    words = " ".join(ruling.text_content().split())
    assert words.index("✗ incorrect") < words.index("computed: ? undecided") < words.index("overruled by Ada <b>")
    assert "wombat" in words and page.get_by_text("ruled", exact=True).is_visible()
    ruling.get_by_role("link", name="hw5/4b").click()
    page.wait_for_url(re.compile("#q-4b-a1$"))
    assert "Overruled by Ada <b>Reviewer</b>" in page.locator("#q-4b-a1 .margin").text_content()


def test_on_paper(page, address, site):
    root = site / "courses" / "2026" / "models"
    page.goto(address + next((root / "exams").glob("hw5-test*")).relative_to(root).as_posix())
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("header.top").is_visible() and not page.locator("nav.contents").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#q-2b-a1 .margin").evaluate("e => getComputedStyle(e).position") == "static"
    # Ink and grounds of the light look, for a reader in the dark, too; and no table runs off the sheet in its box.
    assert page.locator(".level.l1").first.evaluate("e => getComputedStyle(e).color") == "rgb(11, 107, 88)"
    assert page.locator(".scroll").first.evaluate("e => getComputedStyle(e).overflowX") == "visible"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_pages_are_accessible_and_fit(browser, address, site, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    # What depends on neither colours nor width is looked at once; what passes is not listed, which takes longest.
    rules = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}[scheme]
    rules = {"runOnly": ["scrollable-region-focusable", "target-size"]} if width == 390 else rules
    rules = {**rules, "resultTypes": ["violations"]}
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    root = site / "courses" / "2026" / "models"
    names = ["index.html?q=kernel", "index.html?q=model:nobody", "papers/hw5.html", "questions/hw5-1c.html"]
    names += ["questions/hw5-4b.html", "findings/stuck.html", f"models/{slug(RUN)}.html"]
    names += [path.relative_to(root).as_posix() for path in sorted((root / "exams").glob("hw5-*"))]
    problems = []
    for name in names:
        page.goto(address + name)
        if "?" in name:
            page.locator("#status", has_text=re.compile("found")).wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            problems.append(f"{name} at {width}: {wide} pixels too wide")
        for found in Axe().run(page, options=rules).response["violations"]:
            if found["impact"] in SERIOUS:
                problems.append((name, found["id"], [node["html"][:160] for node in found["nodes"]][:3]))
    context.close()
    assert problems == []
