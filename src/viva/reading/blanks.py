r"""A reply whose long runs of blanks are shortened, with the way back to the places in the reply as it was.

Reasoning that is set aside, the other parts of a reply and attacks leave thousands of blanks in a row. Whatever skips
blanks in two ways takes quadratic time over them, or worse; no answer depends on their number.

>>> from viva.reading.replies import read_reply
>>> long = read_reply("**Answer:**" + "\n" * 5_000 + "108 parameters")
>>> short = shorten(long)
>>> len(short.reply.text), short.reply.text[-14:]
(41, '108 parameters')
>>> place = short.span(Span(27, 30))
>>> place, long.quote(place)
(Span(start=5011, end=5014), '108')

Shortened are runs of more than 60 of what is blank once it is normalised, and of one sign out of ``$*_` ``. The ends of
a run and up to two line ends stay, so that paragraphs, indentations and columns do. A reply without such runs is left
as it is. Shorter runs are not touched, however many there are, and neither are runs with other signs in between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Span

# Controls become spaces when they are normalised, and zero-width characters nothing.
_LONG_RUN = lazy(r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\ufeff]{61,}|([$*_`])\1{60,}")
ENDS = 8  # code points that stay at either end of a run of blanks
SIGNS = 4  # of a run of one sign


@dataclass(frozen=True)
class Shortened:
    """A reply to be read instead of `original`. Its piece `k` starts at `at[k]`, and in the original at `places[k]`."""

    reply: Reply
    original: Reply
    at: tuple[int, ...] = (0,)
    places: tuple[int, ...] = (0,)

    def span(self, span: Span) -> Span:
        """The place in the original of a span of the shortened reply; an empty span stays empty."""
        start = self._place(span.start)
        return Span(start, self._place(span.end - 1) + 1 if span.end > span.start else start)

    def _place(self, position: int) -> int:
        k = bisect_right(self.at, position) - 1
        return self.places[k] + position - self.at[k]


def shorten(reply: Reply) -> Shortened:
    """The reply with its long runs shortened; the reply itself where there are none."""
    text, raw = reply.text, reply.raw
    if _LONG_RUN.search(text) is None:
        return Shortened(reply, reply)
    pieces: list[str] = []
    shown: list[str] = []  # what stands there in `raw`: of words that were set aside, only that there are some is kept
    at, places, length = [], [], 0
    for start, end, shortened in _pieces(text):
        at.append(length)
        places.append(start)
        length += end - start
        pieces.append(text[start:end])
        hidden = shortened is not None and raw is not text and raw[slice(*shortened)] != text[slice(*shortened)]
        shown.append(" - ".ljust(end - start) if hidden else raw[start:end])
    short = Reply("".join(shown), "".join(pieces), (), reply.cut, shorter(reply.whole))
    return Shortened(short, reply, tuple(at), tuple(places))


def shorter(text: str) -> str:
    """The text with its long runs shortened."""
    if _LONG_RUN.search(text) is None:
        return text
    return "".join([text[start:end] for start, end, _ in _pieces(text)])


def _pieces(text: str) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
    """What stays of the text, in order; of the beginning of a shortened run also where the run stands."""
    done = 0
    for run in _LONG_RUN.finditer(text):
        start, end = run.span()
        if done < start:
            yield done, start, None
        if run[1]:
            yield start, start + SIGNS, (start, end)
        else:
            head, tail = start + ENDS, end - ENDS
            yield start, head, (start, end)
            missing = 2 - text.count("\n", start, head) - text.count("\n", tail, end)
            line_end = head - 1
            for _ in range(missing):
                line_end = text.find("\n", line_end + 1, tail)
                if line_end < 0:
                    break
                yield line_end, line_end + 1, None
            yield tail, end, None
        done = end
    if done < len(text):
        yield done, len(text), None
