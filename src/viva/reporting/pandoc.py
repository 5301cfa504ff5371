r"""Pandoc as a child process with a time limit and a memory limit: text → tree → text.

The tree is pandoc's own JSON (`{"blocks": [...], "meta": {...}}`); every node is `{"t": type, "c": contents}`.

>>> tree = read("so $x^2$", "commonmark+tex_math_dollars")
>>> [node["t"] for node in tree["blocks"][0]["c"]]
['Str', 'Space', 'Math']
>>> write(tree, "plain").strip()
'so x²'

What it guarantees: a document that pandoc cannot digest in time, or that nests too deeply, raises `Indigestible`;
the child is gone by then. `--sandbox` keeps pandoc from reading files and from the network.

Within `with kept():` one child serves all conversions that need no option but `--mathml` (`standing_pandoc`): a report
takes a fifth of the time. Outside of it every conversion has a child of its own.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeAlias

from viva.errors import VivaError
from viva.reporting.standing_pandoc import Failed, Standing

Node: TypeAlias = dict[str, Any]
Tree: TypeAlias = dict[str, Any]

MEMORY = "1g"  # of pandoc's heap
FORMAT = [1, 23, 1]  # the version of the tree


class Indigestible(Exception):
    """Pandoc gave up: too slow, too large, nested too deeply, or an error of its own. Says which."""


_standing: ContextVar[Standing | None] = ContextVar("standing", default=None)  # the child that is kept, if one is


@contextmanager
def kept() -> Iterator[None]:
    """Let one child serve all conversions inside, one after another. Within another `kept()` it is that one's child."""
    if _standing.get() is not None:
        yield
        return
    with Standing(_binary(), MEMORY) as standing:
        token = _standing.set(standing)
        try:
            yield
        finally:
            _standing.reset(token)


def run(arguments: Sequence[str], text: str, seconds: float = 20.0) -> str:
    """What pandoc writes to its standard output when it is given `text`; raises `Indigestible`."""
    command = [_binary(), "+RTS", f"-M{MEMORY}", "-RTS", *arguments]
    try:
        done = subprocess.run(
            command, input=text.encode("utf-8", "replace"), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Indigestible(f"pandoc needed more than {seconds:g} s") from error
    if done.returncode != 0:
        raise Indigestible(f"pandoc failed ({done.returncode}): {done.stderr.decode('utf-8', 'replace')[:500]}")
    return done.stdout.decode("utf-8", "replace")


def read(text: str, source: str, seconds: float = 20.0) -> Tree:
    """The tree of a text in the format `source`; raises `Indigestible`."""
    return parsed(as_json(text, source, seconds))


def as_json(text: str, source: str, seconds: float = 20.0) -> str:
    """The tree of a text, in pandoc's JSON."""
    return _converted(text, source, "json", [], seconds)


def parsed(output: str) -> Tree:
    """The tree that pandoc's JSON says."""
    try:
        tree: Tree = json.loads(output)
    except RecursionError as error:
        raise Indigestible("nested too deeply") from error
    return tree


def write(tree: Tree, target: str, options: Sequence[str] = (), seconds: float = 20.0) -> str:
    """A tree in the format `target`; raises `Indigestible`."""
    return _converted(json.dumps(tree), "json", target, options, seconds)


def _converted(text: str, source: str, target: str, options: Sequence[str], seconds: float) -> str:
    standing = _standing.get()
    if standing is None or set(options) - {"--mathml"}:
        return run(["--sandbox", "-f", source, "-t", target, "--wrap=none", *options], text, seconds)
    try:
        return standing.convert(text, source, target, mathml="--mathml" in options, seconds=seconds)
    except Failed as error:
        raise Indigestible(str(error)) from error


def document(blocks: list[Node]) -> Tree:
    """A tree of these blocks."""
    return {"pandoc-api-version": FORMAT, "meta": {}, "blocks": blocks}


@cache
def _binary() -> str:
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise VivaError("pandoc is missing; install it with: pip install pypandoc-binary") from error
