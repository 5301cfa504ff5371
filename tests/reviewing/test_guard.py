"""Nobody but the person who started the app gets in, and no other page can act in their name."""

from __future__ import annotations

import errno
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from reporting.exams import imported_exam
from reporting.hostile import HOSTILE
from reporting.pages import page
from reviewing.desk_and_shelf import HOST, ORIGIN, client_of, fields, key, written
from viva.errors import VivaError
from viva.logs import read_exam, write_exam
from viva.reviewing.guard import Access
from viva.reviewing.serving import address_of, hosts_of
from viva.reviewing.shelf import Shelf
from viva.types import Verdict

OWN_SCRIPTS = 2  # app.js and keys.js, each with a `src`; the policy lets nothing else run


@pytest.fixture
def logs(tmp_path):
    return written(tmp_path)


def posted(client, log, **changes):
    """Try to overrule 4b as the page's own form would; `changes` replaces headers."""
    where = f"/exam/{key(log)}/4"
    data = fields(client.get(where).text, f"{where}/overrule") | {"verdict": "correct", "reason": "so"}
    data |= changes.pop("data", {})
    return client.post(f"{where}/overrule", data=data, headers=changes, follow_redirects=False)


def test_without_the_token_nothing_is_shown(logs):
    client, access = client_of(logs[0].parent, enter=False)
    for path in ("/", f"/exam/{key(logs[0])}", "/static/app.css", "/nowhere", "/?token=", "/?token=wrong"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 403, path
        assert "test/model" not in answer.text and access.token not in answer.text


def test_the_token_gives_a_cookie_and_leaves_the_address(logs):
    client, access = client_of(logs[0].parent, enter=False)
    answer = client.get(f"/?token={access.token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and access.token not in cookie
    assert client.get("/").status_code == 200


def test_the_token_is_no_cookie(logs):
    client, access = client_of(logs[0].parent, enter=False)
    answer = client.get("/", headers={"cookie": f"{access.cookie}={access.token}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", ""]
)
def test_a_name_that_was_rebound_is_refused(logs, host):
    client, access = client_of(logs[0].parent)
    assert client.get("/", headers={"host": host}).status_code == 421
    assert client.get(f"/?token={access.token}", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "https://127.0.0.1:8765", "http://127.0.0.1:8766", "http://127.0.0.1"]
)
def test_a_form_from_another_page_does_nothing(logs, origin):
    client, _ = client_of(logs[0].parent)
    assert posted(client, logs[0], origin=origin).status_code == 403
    assert read_exam(logs[0]).questions[4].attempts[0].check.parts[0].override is None


def test_a_form_without_an_origin_does_nothing(logs):
    client, access = client_of(logs[0].parent)
    bare = TestClient(client.app, base_url=ORIGIN, cookies={access.cookie: access.session})
    data = {"csrf": access.csrf, "version": "", "verdict": "correct", "part": "4b"}
    assert bare.post(f"/exam/{key(logs[0])}/4/overrule", data=data).status_code == 403


@pytest.mark.parametrize("csrf", ["", "wrong", "é"])
def test_a_form_without_our_secret_does_nothing(logs, csrf):
    client, _ = client_of(logs[0].parent)
    assert posted(client, logs[0], data={"csrf": csrf}).status_code == 403
    assert read_exam(logs[0]).questions[4].attempts[0].check.parts[0].override is None


def test_the_page_s_own_form_works(logs):
    client, _ = client_of(logs[0].parent)
    assert posted(client, logs[0]).status_code == 303
    assert read_exam(logs[0]).questions[4].attempts[0].check.parts[0].verdict is Verdict.CORRECT


def test_other_sites_by_the_browsers_own_word(logs):
    client, _ = client_of(logs[0].parent)
    assert posted(client, logs[0], **{"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_other_types_of_forms(logs, kind):
    client, access = client_of(logs[0].parent)
    answer = client.post(
        f"/exam/{key(logs[0])}/4/add-note", content=f"csrf={access.csrf}&text=x", headers={"content-type": kind}
    )
    assert answer.status_code == 415


def test_a_huge_form_is_refused(logs):
    client, access = client_of(logs[0].parent)
    answer = client.post(f"/exam/{key(logs[0])}/4/add-note", data={"csrf": access.csrf, "text": "x" * 4_000_001})
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods(logs, method):
    client, _ = client_of(logs[0].parent)
    assert client.request(method, "/").status_code == 405


def test_every_answer_has_the_strict_policy(logs):
    client, _ = client_of(logs[0].parent)
    inside = client_of(logs[0].parent, enter=False)[0]
    answers = [client.get(path) for path in ("/", f"/exam/{key(logs[0])}/4", "/nowhere", "/static/app.js")]
    for answer in [*answers, inside.get("/")]:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    report = client.get(f"/exam/{key(logs[0])}/report")
    assert "script-src" not in report.headers["content-security-policy"]
    assert report.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_hostile_reply_stays_text(logs):
    """The reply full of scripts, handlers and forged divs: shown, and nothing of it is an element or attribute."""
    client, _ = client_of(logs[0].parent)
    html = client.get(f"/exam/{key(logs[0])}/4").text
    seen = page(html)
    assert seen.problems == []
    for element in ("iframe", "object", "embed", "svg", "style", "base"):
        assert not seen.elements[element], element
    assert seen.elements["script"] == OWN_SCRIPTS and seen.elements["img"] == 0
    for element, name, value in seen.attributes:
        assert not name.startswith("on") and name != "style", (element, name, value)
        if name in ("href", "src", "action"):
            assert re.fullmatch(r"(/[\w./#?=-]*|#\w+)", value), (element, name, value)
    assert "<script>alert('one')</script>" in seen.text
    assert HOSTILE.split("\n")[0] in seen.text


def test_what_a_person_writes_stays_text_too(logs):
    client, access = client_of(logs[0].parent)
    where, evil = f"/exam/{key(logs[0])}/4", "</textarea><script>alert(9)</script>"
    client.post("/name", data={"csrf": access.csrf, "name": "<b>Eve</b>", "back": where})
    data = fields(client.get(where).text, f"{where}/add-note") | {"text": evil}
    html = client.post(f"{where}/add-note", data=data).text
    assert evil in page(html).text and page(html).elements["script"] == OWN_SCRIPTS and "<b>Eve" not in html
    # and where it is refused, it comes back as a draft, escaped
    data = fields(html, f"{where}/overrule") | {"verdict": "nonsense", "reason": evil}
    answer = client.post(f"{where}/overrule", data=data)
    assert (
        answer.status_code == 422
        and evil in page(answer.text).text
        and page(answer.text).elements["script"] == OWN_SCRIPTS
    )


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_form_leads_to_another_site(logs, back):
    client, access = client_of(logs[0].parent)
    answer = client.post(
        "/name", data={"csrf": access.csrf, "name": "x", "back": back}, follow_redirects=False
    )  # fmt: skip
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/exam/..%2f..%2fetc", "/exam/%00", "/exam/aaaaaaaaaaaa", "/static/..%2fapp.py", "/x"]
)
def test_no_address_leads_to_another_file(logs, path):
    client, _ = client_of(logs[0].parent)
    assert client.get(path).status_code == 404


def test_loopback_unless_told_otherwise():
    assert hosts_of("127.0.0.1", 8765) == {HOST, "localhost:8765", "[::1]:8765"}
    assert "192.168.1.7:8765" in hosts_of("192.168.1.7", 8765)
    access = Access(hosts_of("127.0.0.1", 8765))
    assert address_of(access, "127.0.0.1", 8765) == f"{ORIGIN}/?token={access.token}"
    assert access.token != Access(hosts_of("127.0.0.1", 8765)).token


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("secret/path"), 500, "fault of Viva's own (RuntimeError)"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "No space left on device"),
        (VivaError("that is not so"), 422, "That is not so."),
    ],
)
def test_a_failure_is_a_page_without_a_traceback(logs, monkeypatch, error, status, said):
    client, _ = client_of(logs[0].parent)
    client.headers["accept"] = "text/html"

    def fails(_):
        raise error

    monkeypatch.setattr(Shelf, "volumes", fails)
    answer = client.get("/")
    assert answer.status_code == status and said in page(answer.text).text
    assert "Traceback" not in answer.text and "secret/path" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_names_cannot_reverse_or_hide_a_page(tmp_path):
    """A model, a paper and an annotator full of characters that steer the writing; a draft comes back as it was."""
    steering = "\u202e\u2066\u200b\x1b"
    exam = replace(imported_exam(), model=f"nice{steering}ecin", log="", sha256="", created="2026-02-01T10:00:00+00:00")
    log = write_exam(exam, tmp_path / "log\u202e.eval")
    client, _ = client_of(tmp_path)
    for path in ("/", f"/exam/{key(log)}", f"/exam/{key(log)}/1"):
        text = client.get(path).text
        assert "nice⟨U+202E⟩⟨U+2066⟩⟨U+200B⟩⟨U+001B⟩ecin" in text and not set(steering) & set(text), path
    where = f"/exam/{key(log)}/1"
    data = fields(client.get(where).text, f"{where}/reread") | {"text": f"w{steering}", "version": "old"}
    assert f"w{steering}</textarea>" in client.post(f"{where}/reread", data=data).text
