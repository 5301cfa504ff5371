r"""Passages that go from tree to tree: within `weaving()` their Markdown is a thread, for which the tree is put in.

>>> from viva.reporting.fragments import fragments
>>> from viva.reporting.passages import passage
>>> with weaving():
...     thread = passage("so *this*")
...     fragments([f"> {thread}"])
['<blockquote>\n<p>so <em>this</em></p>\n</blockquote>']
>>> fragments([f"> {passage('so *this*')}"])
['<blockquote>\n<p>so <em>this</em></p>\n</blockquote>']

Markdown is the one source of a report. Where only the page is wanted (the site, the app), writing every reply as
Markdown and reading it again takes most of the time, and changes nothing: a test compares both ways. What is put in has
been made harmless before (`untrusted`). A thread cannot be forged, because its name is drawn for each weaving.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from viva.errors import VivaError
from viva.reporting.pandoc import Node
from viva.reporting.untrusted import flat


class Loom:
    """The trees of one weaving, by their threads."""

    def __init__(self) -> None:
        self._name = f"viva{secrets.token_hex(12)}"
        self._thread = re.compile(rf"{self._name}n(\d+)z")
        self._trees: list[str] = []
        self._numbers: dict[str, int] = {}

    def leave(self, tree: str) -> str:
        """The thread that stands for a tree (blocks as JSON); the same one for the same tree."""
        if tree not in self._numbers:
            self._numbers[tree] = len(self._trees)
            self._trees.append(tree)
        return f"{self._name}n{self._numbers[tree]}z"

    def woven(self, item: Any) -> Any:
        """A piece of a tree with the trees in place of their threads."""
        if isinstance(item, list):
            out: list[Any] = []
            for inner in item:
                out += self._node(inner) if isinstance(inner, dict) and "t" in inner else [self.woven(inner)]
            return out
        return {key: self.woven(value) for key, value in item.items()} if isinstance(item, dict) else item

    def _node(self, node: Node) -> list[Node]:
        kind: str = node["t"]
        contents: Any = node.get("c")
        if kind in ("Para", "Plain") and len(contents) == 1 and contents[0]["t"] == "Str":
            whole = self._thread.fullmatch(contents[0]["c"])
            if whole:
                blocks = self._tree(whole)
                # A phrase is one `Plain`, and takes the kind of the block that it fills.
                return [{"t": kind, "c": blocks[0]["c"]}] if [b["t"] for b in blocks] == ["Plain"] else blocks
        if kind == "Str":
            return self._words(contents)
        if kind == "Header" and self._name in contents[1][0]:  # made of the words, which are not known yet
            return [{"t": kind, "c": [contents[0], ["", *contents[1][1:]], self.woven(contents[2])]}]
        if kind in ("Code", "CodeBlock", "Math") and self._name in contents[1]:
            raise VivaError("a passage stands where only text can stand")
        return [{"t": kind, "c": self.woven(contents)}] if "c" in node else [node]

    def _words(self, words: str) -> list[Node]:
        out: list[Node] = []
        end = 0
        for match in self._thread.finditer(words):
            out += [{"t": "Str", "c": words[end : match.start()]}] if match.start() > end else []
            out += flat(self._tree(match))
            end = match.end()
        return [*out, {"t": "Str", "c": words[end:]}] if end < len(words) else out

    def _tree(self, thread: re.Match[str]) -> list[Node]:
        blocks: list[Node] = json.loads(self._trees[int(thread[1])])
        return blocks


_loom: ContextVar[Loom | None] = ContextVar("loom", default=None)


@contextmanager
def weaving() -> Iterator[None]:
    """Let passages be threads. What was made inside can only be rendered inside."""
    token = _loom.set(Loom())
    try:
        yield
    finally:
        _loom.reset(token)


def loom() -> Loom | None:
    """The loom of the weaving that goes on, if one does."""
    return _loom.get()
