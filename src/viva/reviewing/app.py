"""The routes of reviewing. Each handler reads, or makes one change and goes back to the page (post, redirect, get).

    application(access, shelf)         the app; with a `desk`, it proctors as well
    /                                  what waits, and all exams
    /exam/KEY, /exam/KEY/PLACE         an exam; a question with its attempts, and the forms to rule on them
    /exam/KEY/PLACE/reply/ATTEMPT      a reply as a text
    /exam/KEY/report                   the report, as `viva report` writes it
    POST /exam/KEY/PLACE/ACT           one change; where it is refused, what was typed is still there

Handlers run in threads, one after another for the same log (`saving.locked`).
"""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from viva.errors import VivaError
from viva.records import Exam, QuestionRecord
from viva.reporting.material import stands
from viva.reporting.visible import visible
from viva.reviewing import rulings, saving
from viva.reviewing.failing import Mishap, handlers, sentence
from viva.reviewing.guard import REPORT_POLICY, Access, Guard, Refused, form
from viva.reviewing.pages import render, static
from viva.reviewing.shelf import Shelf, Volume
from viva.reviewing.showing import shown_question, typeset
from viva.reviewing.waiting import Waiting
from viva.statistics import findings_of
from viva.types import FindingKind, Verdict

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from viva.proctoring.desk import Desk

REFRESH = 2  # seconds, while an exam is running
SELDOM = 6  # seconds after which the front page looks for exams that began
SAID = {
    "overrule": "Your verdict is saved.",
    "reread": "Checked again with your text, and saved.",
    "add-finding": "The finding is saved.",
    "remove-finding": "The finding is removed.",
    "add-note": "The note is saved.",
    "remove-note": "The note is removed.",
    "undo": "The last change is undone.",
}
NAME = "viva-name"


def application(access: Access, shelf: Shelf | None, desk: Desk | None = None) -> Any:
    """The app, behind its guard. At least one of shelf and desk is there."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Route

    review = Review(access, shelf, desk)
    routes: list[BaseRoute] = [
        Route("/", review.front),
        Route("/static/{name}", review.asset),
        Route("/name", review.named, methods=["POST"]),
        Route("/exam/{key}", review.exam),
        Route("/exam/{key}/report", review.report),
        Route("/exam/{key}/{place:int}", review.question),
        Route("/exam/{key}/{place:int}/reply/{attempt:int}", review.reply),
        Route("/exam/{key}/{place:int}/{act}", review.act, methods=["POST"]),
    ]
    if desk is not None:
        from viva.proctoring.routes import routes as proctoring

        routes += proctoring(review, desk)
    inside = [Middleware(Guard, access=access), Middleware(Mishap, page=review.page)]
    return Starlette(routes=routes, middleware=inside, exception_handlers=handlers(review.page))


class Review:
    """The handlers, with what they share: who may come in, and where the logs are."""

    def __init__(self, access: Access, shelf: Shelf | None, desk: Desk | None) -> None:
        self.access, self.shelf, self.desk = access, shelf, desk

    # ---- pages ----

    def page(self, request: Request, template: str, status: int = 200, **about: Any) -> Response:
        """A page with what every page needs."""
        from starlette.responses import HTMLResponse

        usual = {
            "csrf": self.access.csrf, "person": self.person(request), "here": request.url.path, "error": "",
            "said": "", "refresh": 0, "proctoring": self.desk is not None,
        }  # fmt: skip
        return HTMLResponse(render(template, **{**usual, **about}), status)

    def person(self, request: Request) -> str:
        """The name under which changes are kept: as set on a page, else the user's of this machine."""
        given = unquote(request.cookies.get(NAME, ""))
        if given.strip():
            return given.strip()[:100]
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return ""

    def front(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        if self.shelf is None:
            return RedirectResponse("/proctor", 303)
        volumes = self.shelf.volumes()
        return self.page(
            request, "shelf.html", volumes=volumes, queue=_queue(volumes), place=str(self.shelf.place),
            refresh=REFRESH if any(v.live for v in volumes) else SELDOM,
        )  # fmt: skip

    def exam(self, request: Request) -> Response:
        volume = self._volume(request)
        _exam(volume)  # says why where there is none
        return self.page(
            request, "exam.html", volume=volume, stands=stands, kinds=_kinds, ruled=_ruled,
            refresh=REFRESH if volume.live else 0,
        )  # fmt: skip

    def report(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        from viva.reporting.report import write_report

        exam = _exam(self._volume(request))
        with tempfile.TemporaryDirectory(prefix="viva-report-") as folder:
            (path,) = write_report(exam, Path(folder), ("html",))
            return HTMLResponse(path.read_text(encoding="utf-8"), headers={"content-security-policy": REPORT_POLICY})

    def question(self, request: Request) -> Response:
        return self._question(request, said=SAID.get(request.query_params.get("done", ""), ""))

    def _question(self, request: Request, status: int = 200, **about: Any) -> Response:
        volume, place = self._volume(request), request.path_params["place"]
        exam = _exam(volume)
        shown = shown_question(exam, place)
        live = volume.running.questions[place] if volume.live and volume.running else None
        history = [] if volume.live else saving.edits(volume.path, place)
        waits = volume.waits
        later = [item for item in waits if item.place > place] or [item for item in waits if item.place < place]
        here: dict[int, list[str]] = {}
        for item in waits:
            if item.place == place:
                here.setdefault(item.attempt, []).append(item.part)
        base = f"/exam/{volume.key}"
        usual = {
            "volume": volume, "place": place, "shown": shown, "version": exam.sha256, "history": history,
            "can_undo": any(not e.undone and not e.undoes for e in history), "running": volume.live,
            "live": live, "message": typeset(live.message) if live and live.message else "",
            "refresh": REFRESH if volume.live else 0, "base": base, "here": f"{base}/{place}", "drafts": {},
            "next_waiting": later[0] if later else None, "waits_here": here,
            "elsewhere": "" if later else self._elsewhere(volume),
        }  # fmt: skip
        return self.page(request, "question.html", status, **{**usual, **about})

    def reply(self, request: Request) -> Response:
        """A reply as a text, whole: for those that are too long for a page."""
        from starlette.responses import PlainTextResponse

        questions, where = _exam(self._volume(request)).questions, request.path_params
        if where["place"] >= len(questions) or where["attempt"] >= len(questions[where["place"]].attempts):
            raise Refused(404, "There is no such reply.")
        return PlainTextResponse(visible(questions[where["place"]].attempts[where["attempt"]].reply))

    def _elsewhere(self, volume: Volume) -> str:
        """Where the queue goes on when nothing waits in this exam any more."""
        others = _queue([v for v in self.shelf.volumes() if v.key != volume.key]) if self.shelf else []
        return next((f"/exam/{v.key}/{item.place}#a{item.attempt + 1}" for v, item in others), "")

    # ---- changes ----

    async def act(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import RedirectResponse

        fields = await form(request.scope, request.receive, self.access)
        act, place = request.path_params["act"], request.path_params["place"]
        try:
            await run_in_threadpool(self._change, request, act, fields)
        except VivaError as error:
            status = 409 if isinstance(error, saving.Changed) else 422
            drafts = {**fields, "act": act}
            return await run_in_threadpool(self._question, request, status, error=sentence(error), drafts=drafts)
        anchor = f"#a{_number(fields, 'attempt') + 1}" if "attempt" in fields else "#notes"
        return RedirectResponse(f"/exam/{request.path_params['key']}/{place}?done={quote(act)}{anchor}", 303)

    def _change(self, request: Request, act: str, fields: dict[str, str]) -> None:
        volume, place = self._volume(request), request.path_params["place"]
        person = rulings.Person(self.person(request), _now())
        version = fields.get("version", "")
        if act == "undo":
            saving.undo(volume.path, version, place, author=person.name)
            return
        change, reason = self._wanted(volume, act, fields, person)
        saving.save(volume.path, version, place, change, author=person.name, reason=reason)

    def _wanted(
        self, volume: Volume, act: str, fields: dict[str, str], person: rulings.Person
    ) -> tuple[saving.Change, str]:
        """The change that a form asks for, and the words for the log's history."""
        attempt, part = _number(fields, "attempt"), fields.get("part", "")
        reason = fields.get("reason", "").strip()
        because = f": {reason}" if reason else ""
        if act == "overrule":
            verdict = _one_of(Verdict, fields.get("verdict", ""))
            said = f"{part}, attempt {attempt + 1}: {verdict.value}{because}"
            return lambda r: rulings.overrule(r, attempt, part, verdict, reason, person), said
        if act == "reread":
            text, recheck = fields.get("text", ""), rechecker(_exam(volume), part)
            said = f"{part}, attempt {attempt + 1}: what was read is corrected{because}"
            return lambda r: rulings.reread(r, attempt, part, text, reason, person, recheck), said
        if act == "add-finding":
            kind, words = _one_of(FindingKind, fields.get("kind", "")), fields.get("detail", "")
            change = _finding(attempt, kind, fields.get("quote", ""), words, part, person)
            return change, f"attempt {attempt + 1}: finding {kind.value}" + (f": {words.strip()}" if words else "")
        number = _number(fields, "number")
        if act == "remove-finding":
            return lambda r: rulings.remove_finding(r, attempt, number), f"attempt {attempt + 1}: finding removed"
        if act == "add-note":
            return lambda r: rulings.add_note(r, fields.get("text", ""), person), "note"
        if act == "remove-note":
            return lambda r: rulings.remove_note(r, number), "note removed"
        raise Refused(404, "There is no such action.")

    async def named(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        fields = await form(request.scope, request.receive, self.access)
        back = fields.get("back", "/")
        local = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
        response = RedirectResponse(back if local else "/", 303)
        name = " ".join(fields.get("name", "").split())[:100]
        response.set_cookie(NAME, quote(name), max_age=10**7, httponly=True, samesite="strict")
        return response

    # ---- the rest ----

    def asset(self, request: Request) -> Response:
        from starlette.responses import Response

        found = static(request.path_params["name"])
        if found is None:
            raise Refused(404, "There is no such file.")
        return Response(found[0], media_type=None, headers={"content-type": found[1]})

    def _volume(self, request: Request) -> Volume:
        volume = self.shelf.volume(request.path_params["key"]) if self.shelf else None
        if volume is None:
            raise Refused(404, "There is no such log any more.")
        return volume


def rechecker(exam: Exam, part: str) -> rulings.Recheck:
    """How a part of an exam's paper is checked again; VivaError where Viva does not have the paper or the part."""
    from viva.checking.verdicts import check_part
    from viva.papers import load_paper

    for question in load_paper(exam.paper).questions:
        known = next((p for p in question.parts if p.name == part), None)
        if known is not None:
            return partial(check_part, known, question.draw(exam.conditions.draw))
    raise VivaError(f"{exam.paper} has no part {part!r}")


def _finding(
    attempt: int, kind: FindingKind, quoted: str, detail: str, part: str, person: rulings.Person
) -> Callable[[QuestionRecord], QuestionRecord]:
    return lambda r: rulings.add_finding(r, attempt, kind, quoted, detail, part, person)


def _queue(volumes: Sequence[Volume]) -> list[tuple[Volume, Waiting]]:
    """What waits in all exams: disagreements first."""
    queue = [(volume, item) for volume in volumes for item in volume.waits]
    return sorted(queue, key=lambda entry: entry[1].why != "disagreement")


def _exam(volume: Volume) -> Exam:
    if volume.exam is None:
        raise VivaError(volume.error)
    return volume.exam


def _kinds(record: QuestionRecord) -> list[str]:
    return list(dict.fromkeys(f.kind.value for f in findings_of(record)))


def _ruled(record: QuestionRecord) -> str:
    """What a person did to a question, in a few words."""
    given = [p.override for a in record.attempts if a.check for p in a.check.parts if p.override]
    changed = sum(o.verdict is not o.computed for o in given)
    words = [f"{changed} overruled"] if changed else []
    words += [f"{len(given) - changed} confirmed"] if len(given) > changed else []
    words += [f"{len(record.notes)} noted"] if record.notes else []
    return ", ".join(words)


def _number(fields: dict[str, str], name: str) -> int:
    text = fields.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Refused(400, f"{name} must be a number")
    return int(text)


def _one_of(kind: Any, value: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise VivaError(f"{value!r} is none of {', '.join(kind)}") from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
