"""Every pattern that is compiled on first use is a regular expression."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import viva.checking
import viva.reading
from viva.reading import patterns


def test_all_lazy_patterns_compile() -> None:
    found = 0
    for room in (viva.reading, viva.checking):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for value in vars(import_module(module.name)).values():
                if isinstance(value, patterns._Lazy):
                    assert isinstance(value.pattern, str)
                    found += 1
    assert found > 50


def test_a_broken_pattern_tells_when_it_is_used() -> None:
    broken = patterns.lazy("(")
    try:
        broken.search("x")
    except re.error:
        return
    raise AssertionError("a broken pattern was accepted")
