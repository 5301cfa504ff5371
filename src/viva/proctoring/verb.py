"""The verb `proctor`: which folder, a new session or the one that is there, the browser or the terminal."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

from viva.errors import VivaError
from viva.papers import load_paper
from viva.papers.prompts import CONVENTIONS
from viva.papers.texts import FORMS
from viva.proctoring.desk import FILE, open_desk, read_session, slug
from viva.proctoring.session import Opening, replay
from viva.records import Conditions


def proctor_with(
    paper: str,
    model_name: str,
    questions: str,
    form: str,
    conventions: str,
    chat: str,
    draw: int,
    eyes: bool,
    output: Path | None,
    terminal: bool,
    port: int,
    host: str,
    no_browser: bool,
) -> int:
    """Hold or continue a proctored exam, in the browser or on this terminal."""
    opening = opening_of(paper, model_name, questions, Conditions(form, conventions, chat, draw=draw), eyes)
    desk = open_desk(output or folder_for(opening), opening)
    session = desk.session()
    if session.opening.paper != paper:
        raise VivaError(f"{desk.folder} holds a session on {session.opening.paper}; name another folder with -o")
    went_on = f"going on with the session of {session.opening.created[:10]}" if session.events else "a new session"
    print(f"{session.opening.paper}, {session.opening.model}: {went_on}, in {desk.folder}", flush=True)
    if terminal:
        from viva.proctoring.terminal import Terminal

        return Terminal(desk, _user()).hold()
    from viva.reviewing.serving import serve

    serve(None, desk, port, host, browser=not no_browser)
    return 0


def opening_of(paper: str, model: str, questions: str, conditions: Conditions, eyes: bool) -> Opening:
    """How a session begins; VivaError for options that are unknown."""
    known = [q.name for q in load_paper(paper).questions]
    wanted = [name.strip() for name in questions.split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            raise VivaError(f"{paper} has no question {name!r}; it has {', '.join(known)}")
    for what, value, options in (
        ("form", conditions.form, FORMS),
        ("conventions", conditions.conventions, CONVENTIONS),
        ("chat", conditions.chat, ("question", "paper")),
    ):
        if value not in options:
            raise VivaError(f"{what} must be one of {', '.join(options)}, not {value!r}")
    if conditions.draw < 0:
        raise VivaError("a draw is a number from 0 on")
    if conditions.form == "image" and not eyes:
        raise VivaError("the form `image` sends the questions as pictures: it needs a model with eyes (--eyes)")
    names = tuple(name for name in known if not wanted or name in wanted)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return Opening(paper, model.strip() or "a model in a chat window", names, conditions, eyes, created)


def folder_for(opening: Opening) -> Path:
    """The folder of this paper and model with an unfinished session, else a new one."""
    base = Path("exams") / f"{opening.paper}_{slug(opening.model)}_proctored"
    for folder in sorted(base.parent.glob(f"{base.name}*"), reverse=True):
        if (folder / FILE).is_file() and not _done(folder):
            return folder
    return base if not base.exists() else base.with_name(f"{base.name}_{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}")


def _done(folder: Path) -> bool:
    session = read_session(folder / FILE)
    return replay(load_paper(session.opening.paper), session.opening, session.events).place is None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "the examiner"
