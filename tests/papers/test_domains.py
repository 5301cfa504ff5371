"""Every symbol of every paper has a domain that `viva.kinds.DOMAINS` explains."""

from __future__ import annotations

from typing import Any

from viva import load_paper
from viva.kinds import DOMAINS


def symbols_of(kind: Any) -> list[Any]:
    inner = list(getattr(kind, "components", {}).values()) + [k for k in (getattr(kind, "over", None),) if k]
    return [*getattr(kind, "symbols", ()), *(s for k in inner for s in symbols_of(k))]


def test_domains_are_explained() -> None:
    kinds = [part.kind for question in load_paper("hw5").questions for part in question.parts]
    found = {symbol.domain for kind in kinds for symbol in symbols_of(kind)}
    assert {"probability", "bernoulli", "invertible", "size"} <= found <= set(DOMAINS)
