"""When something fails, a person sees a page that says what, never a traceback.

What was refused has its status and words; a file that cannot be read or written has the system's words; anything else
is a fault of Viva's own: the page says so, and the terminal has the traceback for a report of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from viva.errors import VivaError
from viva.reviewing.guard import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Page: TypeAlias = "Callable[..., Response]"  # (request, template, status, **what the template needs)


def handlers(page: Page) -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """What answers an exception of each class."""

    def said(status: int, heading: str) -> Callable[[Request, Exception], Response]:
        return lambda request, error: page(
            request, "problem.html", status, heading=heading, words=sentence(_words(error))
        )

    def refused(request: Request, error: Exception) -> Response:
        status = error.status if isinstance(error, Refused) else 400
        return said(status, "Not possible")(request, error)

    def missing(request: Request, _: Exception) -> Response:
        return page(request, "problem.html", 404, heading="Not found", words="There is no such page.")

    return {
        VivaError: said(422, "That did not work"),
        OSError: said(507, "A file could not be read or written"),
        Refused: refused,
        404: missing,
    }


class Mishap:
    """The middleware for a fault of ours; it stands inside the guard, which gives the page its strict headers."""

    def __init__(self, app: ASGIApp, page: Page) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import Request

        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:  # whatever it is: the person sees a page, the terminal the traceback
            logging.getLogger("uvicorn.error").exception("%s %s", scope.get("method"), scope.get("path"))
            if begun:
                raise
            words = (
                f"This is a fault of Viva's own ({type(error).__name__}), and nothing was changed. "
                "The terminal in which it runs shows what a report of it needs."
            )
            answer = self.page(Request(scope), "problem.html", 500, heading="Something went wrong", words=words)
            await answer(scope, receive, send)


def sentence(words: object) -> str:
    """The words of an error as a sentence."""
    text = str(words).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}; what was saved before is safe"
    return str(error)
