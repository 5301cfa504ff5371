"""A time budget for one reply, checked cooperatively: loops over hostile input call `tick()`.

>>> with within(2.0):
...     tick()

`tick` raises `OutOfTime` once the budget of the enclosing `within` is used up; outside any budget it does nothing.
No signals and no threads, so that it works anywhere. It counts the CPU time of the thread, so that a verdict does not
depend on what else the machine does. It does not bound code that never calls it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

DEFAULT_SECONDS = 1.2  # of the two that are promised for a reply; the rest is for what runs between two ticks

_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class OutOfTime(Exception):
    """The budget of a reply is used up; the verdict is `undecided`."""


@contextmanager
def within(seconds: float = DEFAULT_SECONDS) -> Iterator[None]:
    """Give the enclosed code at most `seconds` (> 0) of CPU time; an outer, shorter budget stays in force."""
    token = _deadline.set(min(_deadline.get(), time.thread_time() + seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def tick() -> None:
    """Raise `OutOfTime` if the budget is used up."""
    if time.thread_time() > _deadline.get():
        raise OutOfTime("reading and comparing this reply took longer than its time budget")
