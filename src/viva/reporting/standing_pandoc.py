r"""A pandoc that stays: one child process for many conversions, because starting pandoc takes longer than a passage.

    with Standing() as pandoc:
        pandoc.convert("so $x^2$", "commonmark+tex_math_dollars", "json", mathml=False, seconds=10)

The child is `pandoc lua`, with the script below, which is ours and constant: it reads a line `from to length mathml`
and that many bytes, converts, and answers `ok|no length` and the bytes. Texts are only ever data to it. The results are
those of a pandoc of its own (a test compares them).

What it guarantees: a conversion that takes too long ends with the child killed and `Indigestible` raised; the next one
gets a new child. The heap of the child is limited. Threads wait for each other.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType

SCRIPT = """
io.stdin:setvbuf("full")
while true do
  local head = io.stdin:read("l")
  if not head then break end
  local from, to, length, mathml = head:match("^(%S+) (%S+) (%d+) (%S+)$")
  local text = length == "0" and "" or io.stdin:read(tonumber(length))
  local ok, result = pcall(function()
    local options = {wrap_text = "none"}
    if mathml == "mathml" then options.html_math_method = "mathml" end
    return pandoc.write(pandoc.read(text, from, nil, {}), to, pandoc.WriterOptions(options))
  end)
  if not ok then result = tostring(result) end
  io.stdout:write(ok and "ok" or "no", " ", #result, "\\n", result)
  io.stdout:flush()
end
"""


class Failed(Exception):
    """The conversion failed or took too long. Says which."""


class Standing:
    """A pandoc child process that is started at the first conversion, and again after one that killed it."""

    def __init__(self, binary: str, memory: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="viva-pandoc-")
        script = Path(self._folder.name) / "convert.lua"
        script.write_text(SCRIPT, encoding="utf-8")
        self._command = [binary, "+RTS", f"-M{memory}", "-A64m", "-RTS", "lua", str(script)]
        self._child: subprocess.Popen[bytes] | None = None
        self._one = threading.Lock()  # at a time

    def __enter__(self) -> Standing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; the script's folder goes too."""
        self._end()
        self._folder.cleanup()

    def convert(self, text: str, source: str, target: str, *, mathml: bool, seconds: float) -> str:
        """`text` from the format `source` into `target`; raises `Failed`."""
        with self._one:
            return self._convert(text, source, target, mathml, seconds)

    def _convert(self, text: str, source: str, target: str, mathml: bool, seconds: float) -> str:
        if self._child is None:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        child = self._child
        assert child.stdin is not None and child.stdout is not None
        if source != "json":  # as the pandoc of the command line does before it reads
            text = text.expandtabs(4).rstrip("\n") + "\n"
        data = text.encode("utf-8", "replace")
        clock = threading.Timer(seconds, child.kill)
        clock.daemon = True
        clock.start()
        try:
            child.stdin.write(f"{source} {target} {len(data)} {'mathml' if mathml else '-'}\n".encode() + data)
            child.stdin.flush()
            head = child.stdout.readline().split()
            body = child.stdout.read(int(head[1])) if len(head) == 2 else b""
        except BrokenPipeError:
            head, body = [], b""
        finally:
            clock.cancel()
        if len(head) != 2 or len(body) != int(head[1]):
            self._end()
            raise Failed(f"pandoc needed more than {seconds:g} s, or more memory than it may have")
        if head[0] != b"ok":
            raise Failed(f"pandoc failed: {body.decode('utf-8', 'replace')[:500]}")
        return body.decode("utf-8", "replace")

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what was still to be written to the child that is gone
                    pipe.close()
        child.wait()
