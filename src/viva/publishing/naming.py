"""File names for things with arbitrary names: stable, readable, and harmless whatever a model is called.

>>> slug("gpt-oss-120b"), slug("../../etc/passwd"), slug("GPT OSS 120b")
('gpt-oss-120b', 'etc-passwd-3754d6cb', 'gpt-oss-120b-520754d0')
>>> slug(""), slug("con"), slug("<script>")
('x-e3b0c442', 'con-1143da2b', 'script-5b63e5b2')

Different names get different slugs, also on file systems that take upper and lower case for the same; the slug of a
name does not depend on what else there is. Only `a-z`, `0-9` and `-` occur, and at most 80 of them.
"""

from __future__ import annotations

import hashlib
import re

LONGEST = 60
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index)\Z")
_OF_A_HASH = re.compile(r".*-[0-9a-f]{8}\Z")


def slug(name: str) -> str:
    """The file name of a name, without an ending. A name that is not its own slug gets a piece of its hash."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST].strip("-") or "x"
    if words == name and not _RESERVED.match(words) and not _OF_A_HASH.match(words):
        return words
    return f"{words}-{digest(name)}"


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """What names are sorted by: numbers as numbers, letters whatever their case.

    >>> sorted(["m-10", "M-9", "m-2b", "1c", "10a", "1b"], key=natural)
    ['1b', '1c', '10a', 'm-2b', 'M-9', 'm-10']
    """
    pieces = re.findall(r"[0-9]{1,18}|[^0-9]+", name.lower())
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces)


def digest(text: str) -> str:
    """Eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def exam_slug(paper: str, model: str, log: str) -> str:
    """The file name of an exam's page. It follows the log's path, so that a reviewed log keeps its address.

    >>> exam_slug("hw5", "Claude Opus 4.5", "a/b.eval")
    'hw5-claude-opus-4-5-535eed36'
    """
    words = re.sub(r"[^a-z0-9]+", "-", f"{paper}-{model}".lower()).strip("-")[:LONGEST].strip("-") or "x"
    return f"{words}-{digest(log)}"
