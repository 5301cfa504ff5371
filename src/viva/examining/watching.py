"""Who watches an exam hears of every step while it runs. The exam announces; it does not know who listens.

>>> heard = []
>>> with watching(heard.append):
...     announce(Step("asked", "1a", 1))
>>> heard
[Step(what='asked', question='1a', epoch=1, attempt=None, record=None, message='', nudge=None)]
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from viva.records import Attempt, QuestionRecord
from viva.types import Nudge


@dataclass(frozen=True)
class Step:
    """One step: a question is taken up, a message was sent, its reply was checked, a question is done."""

    what: Literal["asked", "sent", "checked", "done"]
    question: str
    epoch: int
    attempt: Attempt | None = None
    record: QuestionRecord | None = None
    message: str = ""
    nudge: Nudge | None = None  # that the message is


Watcher: TypeAlias = Callable[[Step], None]
_watchers: list[Watcher] = []


@contextlib.contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Tell the watcher of every step while the block runs."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def announce(step: Step) -> None:
    """Tell everybody who watches."""
    for watcher in _watchers:
        watcher(step)
