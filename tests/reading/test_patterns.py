"""Every pattern that is compiled on first use is a regular expression."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from necessary_words import proves

import viva.checking
import viva.reading
from viva.checking.answers import synonyms
from viva.reading import number_words, patterns


def lazy_ones() -> Iterator[tuple[str, patterns._Lazy]]:
    """Every pattern of reading and checking that is compiled on first use, by module and name."""
    for room in (viva.reading, viva.checking):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for name, value in vars(import_module(module.name)).items():
                several = value if isinstance(value, tuple) else (value,)
                for number, one in enumerate(several):
                    if isinstance(one, patterns._Lazy):
                        yield f"{module.name}.{name}" + (f"[{number}]" if value is several else ""), one


def test_all_lazy_patterns_compile() -> None:
    found = dict(lazy_ones())
    assert all(isinstance(pattern.pattern, str) for pattern in found.values())
    assert len(found) > 50


def test_every_match_has_one_of_the_words_that_a_pattern_needs() -> None:
    guarded = {name: pattern for name, pattern in lazy_ones() if pattern._needs}
    unproven = [n for n, p in guarded.items() if not proves(p._source, p._needs.split("|"), p._flags)]
    assert unproven == ["viva.reading.number_words._NUMBER"]  # proven by its words, below


def test_every_name_of_a_thing_has_one_of_the_words_that_it_is_looked_for_by() -> None:
    for name, _, pattern in synonyms._groups():
        assert isinstance(pattern, patterns._Lazy) and proves(pattern._source, pattern._needs.split("|")), name


@pytest.mark.parametrize("before", ["", "a ", "one and a ", "minus "])
def test_a_number_is_found_whichever_word_it_is_made_of(before: str) -> None:
    pattern = number_words._NUMBER
    unguarded = re.compile(pattern.pattern, pattern.flags)
    for word in set(re.findall(r"[a-z]{3,}", pattern.pattern)):
        text = f"{before}{word}"
        assert bool(pattern.search(text)) == bool(unguarded.search(text)), text


def test_a_broken_pattern_tells_when_it_is_used() -> None:
    broken = patterns.lazy("(")
    try:
        broken.search("x")
    except re.error:
        return
    raise AssertionError("a broken pattern was accepted")
