"""The verbs `review` and `proctor`: a port on this machine, the address with its token, the browser.

The app listens on 127.0.0.1, on a free port, unless told otherwise. Its addresses are fixed when it starts.
"""

from __future__ import annotations

import socket
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from viva.errors import VivaError
from viva.reviewing.guard import Access
from viva.reviewing.shelf import Shelf

if TYPE_CHECKING:
    from viva.proctoring.desk import Desk

LOOPBACK = "127.0.0.1"
BACKLOG = 64


def review_with(directory: Path, port: int, host: str, no_browser: bool) -> int:
    """Serve the logs of a folder until interrupted."""
    serve(Shelf(directory), None, port, host, browser=not no_browser)
    return 0


def serve(shelf: Shelf | None, desk: Desk | None, port: int, host: str = LOOPBACK, *, browser: bool) -> None:
    """Run the app until it is interrupted. VivaError where the extra is missing or the port is taken."""
    from viva.reviewing.pages import environment

    environment()  # says what is missing, if something is
    try:
        import uvicorn
    except ImportError as error:
        raise VivaError("the local app needs the extra web: pip install 'viva-voce[web]'") from error
    from viva.reviewing.app import application

    with listening(host, port) as listener:
        access = Access(hosts_of(host, listener.getsockname()[1]))
        config = uvicorn.Config(
            application(access, shelf, desk), log_level="error", access_log=False, server_header=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        address = address_of(access, host, listener.getsockname()[1])
        print(f"Viva is at {address}\nStop it with Ctrl-C.", flush=True)
        if host not in (LOOPBACK, "::1", "localhost"):
            print("Others on this network who have the address can come in, and nothing is encrypted.", flush=True)
        threading.Thread(target=_warm_up, args=[shelf], daemon=True).start()
        if browser:
            threading.Timer(0.8, webbrowser.open, [address]).start()
        server.run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on this port, or on a free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise VivaError(f"cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}") from error
    return listener


def hosts_of(host: str, port: int) -> frozenset[str]:
    """The addresses under which the app answers; everything else in a request's Host is refused."""
    names = {LOOPBACK, "localhost", "[::1]"}
    if host in ("0.0.0.0", "::"):  # only when asked for
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    elif host not in (LOOPBACK, "::1"):
        names.add(f"[{host}]" if ":" in host else host.lower())
    return frozenset(f"{name}:{port}" for name in names)


def address_of(access: Access, host: str, port: int) -> str:
    """The address to open."""
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname(), "::1": "[::1]"}.get(host, host)
    return f"http://{shown}:{port}/?token={access.token}"


def _warm_up(shelf: Shelf | None) -> None:
    """Importing Inspect takes seconds, and so does reading hundreds of logs; better now than with the first click."""
    import inspect_ai.log  # noqa: F401

    if shelf is not None:
        shelf.volumes()
