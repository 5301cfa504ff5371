"""Who may talk to the app. It runs on a person's own machine, where any web page in the same browser can send requests
to it, and any name can be made to point to 127.0.0.1; so nothing is answered without all of this:

Host        one of the app's own addresses (a page that rebinds its name to 127.0.0.1 sends its own name)
cookie      given once, for the token in the address that `viva` prints; HttpOnly, SameSite=Strict
Origin      for everything that changes something: the app's own, and present
csrf        a field of every form, made from the session's secret
size        at most `LARGEST` bytes

Every answer carries a Content-Security-Policy under which nothing but the app's own files can load or run, and no
other page can frame it or read it.

What it does not protect against: programs of the same user, and people who see the screen.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 4_000_000  # bytes of a form; a pasted reply is far below
FIELDS = 100
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer, browsers would send `Origin: null`
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
SAFE = ("GET", "HEAD")


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Access:
    """The secrets of one run of the app, and the addresses that are its own."""

    hosts: frozenset[str]  # "127.0.0.1:8000"
    token: str = field(default_factory=_secret)
    session: str = field(default_factory=_secret)

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies do not tell ports apart, so two apps need two names."""
        ports = {host.rpartition(":")[2] for host in self.hosts}
        return f"viva-{min(ports)}"

    @property
    def csrf(self) -> str:
        """What every form carries."""
        return hmac.new(self.session.encode(), b"csrf", hashlib.sha256).hexdigest()


class Refused(Exception):
    """A request that is not answered, with the status and the words for a person."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Guard:
    """The middleware: refuses, or passes on with strict headers on the answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no web sockets here
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                extra = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in given]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        try:
            redirect = self._admitted(scope)
        except Refused as refused:
            await _answer(guarded, refused.status, refused.words)
            return
        if redirect:
            cookie = f"{self.access.cookie}={self.access.session}; Path=/; HttpOnly; SameSite=Strict"
            headers = [(b"location", redirect.encode()), (b"set-cookie", cookie.encode())]
            await _answer(guarded, 303, "", headers)
            return
        await self.app(scope, receive, guarded)

    def _admitted(self, scope: Scope) -> str:
        """Refused, or where to go after the token was shown, or "" to go on."""
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        given = dict(headers)
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) != 1 or hosts[0].lower() not in self.access.hosts:
            raise Refused(421, "This address is not one of this app.")
        method = scope["method"]
        if method not in (*SAFE, "POST"):
            raise Refused(405, "Only GET and POST.")
        if method == "POST" and given.get("origin", "").lower() not in {f"http://{h}" for h in self.access.hosts}:
            raise Refused(403, "This form was not sent from this app.")
        if given.get("sec-fetch-site", "none") not in ("none", "same-origin") and method not in SAFE:
            raise Refused(403, "This form was not sent from this app.")
        if method == "GET" and scope["path"] == "/":
            shown = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("token", "")
            if shown and _same(shown, self.access.token):
                return "/"
        if not _same(_cookie(headers, self.access.cookie), self.access.session):
            raise Refused(403, "Open the address that `viva` printed: it holds a token that lets you in.")
        return ""


async def form(scope: Scope, receive: Receive, access: Access) -> dict[str, str]:
    """The fields of a posted form, line ends as `\\n`; Refused if it is too large, of another type, or not ours."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise Refused(415, "This is not a form of this app.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(400, "The form did not arrive whole.")
        body += message.get("body", b"")
        if len(body) > LARGEST:
            raise Refused(413, f"That is more than {LARGEST // 1_000_000} MB; a reply is a text of some pages.")
        if not message.get("more_body"):
            break
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict"))
    except ValueError:
        raise Refused(400, "The form cannot be read.") from None
    if not _same(fields.pop("csrf", ""), access.csrf):
        raise Refused(403, "This form is not of this run of the app; load the page again.")
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in fields.items()}


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _cookie(headers: list[tuple[str, str]], name: str) -> str:
    for key, value in headers:
        if key == "cookie":
            try:
                jar = SimpleCookie(value)
            except CookieError:
                return ""
            if name in jar:
                return jar[name].value
    return ""


async def _answer(send: Send, status: int, words: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": words.encode()})
