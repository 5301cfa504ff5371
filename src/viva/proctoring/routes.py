"""The page of a proctored exam: the message to send, the field for the reply, the verdict with its evidence."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError
from viva.examining.levels import solved
from viva.papers.texts import FORMS
from viva.proctoring.desk import Desk, Session
from viva.proctoring.session import Proposal, State
from viva.records import Attempt
from viva.reviewing.failing import sentence
from viva.reviewing.guard import Refused, form
from viva.reviewing.saving import Changed
from viva.reviewing.showing import shown_attempt

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from viva.reviewing.app import Review

SAID = {
    "resend": "Noted: send the same message again.",
    "rule": "Your verdict is saved.",
    "note": "The note is saved.",
    "undo": "The last step is taken back.",
}
SENT_AS = {"picture": "with its picture", "description": "the figure is put in words"}


def routes(review: Review, desk: Desk) -> list[BaseRoute]:
    """The routes of proctoring."""
    from starlette.routing import Route

    proctor = Proctor(review, desk)
    return [
        Route("/proctor", proctor.show),
        Route("/proctor/picture/{number:int}", proctor.picture),
        Route("/proctor/report", proctor.report),
        Route("/proctor/{act}", proctor.act, methods=["POST"]),
    ]


class Proctor:
    """The handlers of one desk."""

    def __init__(self, review: Review, desk: Desk) -> None:
        self.review, self.desk = review, desk

    def show(self, request: Request) -> Response:
        return self._show(request, said=SAID.get(request.query_params.get("done", ""), ""))

    def _show(self, request: Request, status: int = 200, **about: Any) -> Response:
        session = self.desk.session()
        state = self.desk.state(session)
        wanted = request.query_params.get("form", "")
        chosen = wanted if wanted in FORMS and (wanted != "image" or session.opening.eyes) else ""
        usual = {
            "opening": session.opening, "version": session.version, "state": state, "form": chosen, "forms": FORMS[:3],
            "drafts": {}, "here": "/proctor", "files": [], "last": None, "proposal": None, "paper": self.desk.paper,
            "undoable": session.version > 0, "started": any(s.record.attempts for s in state.sittings),
        }  # fmt: skip
        if state.place is not None:
            usual |= self._asked(session, state, chosen)
        return self.review.page(request, "proctor.html", status, **{**usual, **about})

    def _asked(self, session: Session, state: State, chosen: str) -> dict[str, Any]:
        sitting, proposal = state.sitting, self.desk.proposal(session, chosen)
        last = _last(sitting.record.attempts, sitting.record.probes, sitting.sent is not None)
        return {
            "question": self.desk.question(state),
            "sitting": sitting,
            "proposal": proposal,
            "message": sitting.sent.text if sitting.sent else proposal.prompt.text if proposal else "",
            "figure": SENT_AS.get(proposal.prompt.figure, "") if proposal else "",
            "pictures": len(proposal.prompt.images) if proposal else 0,
            "solved": solved(sitting.record.attempts),
            "last": shown_attempt(self.desk.exam(), last) if last else None,
            "probed": bool(sitting.record.probes),
            "earlier": sitting.record.attempts if sitting.record.probes else sitting.record.attempts[:-1],
        }

    def picture(self, request: Request) -> Response:
        from starlette.responses import Response

        proposal: Proposal | None = self.desk.proposal(self.desk.session())
        number = request.path_params["number"]
        if proposal is None or number >= len(proposal.prompt.images):
            raise Refused(404, "There is no such picture.")
        data = base64.b64decode(proposal.prompt.images[number].partition(",")[2])
        return Response(data, media_type="image/png")

    def report(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        from viva.reviewing.guard import REPORT_POLICY

        name = request.query_params.get("file", "")
        reports = {path.name: path for path in self.desk.folder.glob("*.html")}
        if name not in reports:
            raise Refused(404, "There is no such report.")
        text = reports[name].read_text(encoding="utf-8")
        return HTMLResponse(text, headers={"content-security-policy": REPORT_POLICY})

    async def act(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import RedirectResponse

        fields = await form(request.scope, request.receive, self.review.access)
        act = request.path_params["act"]
        try:
            done = await run_in_threadpool(self._do, request, act, fields)
        except VivaError as error:
            status = 409 if isinstance(error, Changed) else 422
            words = sentence(error)
            return await run_in_threadpool(self._show, request, status, error=words, drafts={**fields, "act": act})
        if act == "finish":
            return await run_in_threadpool(self._show, request, files=done)
        kept = f"&form={fields['form']}" if fields.get("form") in FORMS and act in ("send", "resend") else ""
        return RedirectResponse(f"/proctor?done={act}{kept}{'#reply-field' if act == 'send' else ''}", 303)

    def _do(self, request: Request, act: str, fields: dict[str, str]) -> Any:
        number = fields.get("version", "")
        version = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
        author = self.review.person(request)
        actions: dict[str, Callable[[], Any]] = {
            "send": lambda: self.desk.send(
                version, fields.get("text", ""), fields.get("kind", ""), fields.get("form", "")
            ),
            "reply": lambda: self.desk.receive(version, fields.get("text", "")),
            "resend": lambda: self.desk.resend(version, fields.get("reason", "")),
            "rule": lambda: self.desk.rule(
                version, fields.get("part", ""), fields.get("verdict", ""), fields.get("reason", ""), author
            ),
            "note": lambda: self.desk.note(version, fields.get("text", ""), author),
            "next": lambda: self.desk.move_on(version),
            "undo": lambda: self.desk.undo(version),
            "finish": lambda: self.desk.finish(),
        }
        if act not in actions:
            raise Refused(404, "There is no such action.")
        return actions[act]()


def _last(attempts: tuple[Attempt, ...], probes: Any, waiting: bool) -> Attempt | None:
    """The last reply with its check: of the last probe where one was asked, else of the last attempt."""
    if probes:
        probe = probes[-1]
        return Attempt(len(attempts) + 1, probe.prompt, probe.reply, probe.check)
    return attempts[-1] if attempts else None
