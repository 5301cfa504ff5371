r"""Numbers as a reader wants them: shares, intervals, durations, tokens, money. One place, so that reports agree.

>>> from viva.statistics import wilson
>>> share(wilson(9, 11)), interval(wilson(9, 11)), of(wilson(9, 11))
('82 %', '52–95 %', '9 / 11')
>>> seconds(0.84), seconds(93.4), seconds(None)
('0.8 s', '1 min 33 s', '–')
>>> count(12345), mean(0.1818), cost(0.0042)
('12 345', '0.18', '$0.0042')

A missing value is an en dash, never a zero.
"""

from __future__ import annotations

from viva.statistics import Rate

NONE = "–"


def share(rate: Rate) -> str:
    """The rate in whole per cent."""
    return NONE if rate.value is None else f"{100 * rate.value:.0f} %"


def interval(rate: Rate) -> str:
    """Its 95 % interval in whole per cent."""
    return NONE if rate.value is None else f"{100 * rate.low:.0f}–{100 * rate.high:.0f} %"


def of(rate: Rate) -> str:
    """Successes out of trials."""
    return f"{rate.successes} / {rate.total}"


def mean(value: float | None) -> str:
    """A mean with two decimals."""
    return NONE if value is None else f"{value:.2f}"


def seconds(value: float | None) -> str:
    """A duration: tenths below ten seconds, then seconds, then minutes, then hours."""
    if value is None:
        return NONE
    if value < 9.95:
        return f"{value:.1f} s"
    whole = round(value)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def count(value: int | None) -> str:
    """A whole number, in groups of three from five digits on."""
    if value is None:
        return NONE
    return str(value) if abs(value) < 10_000 else f"{value:,}".replace(",", " ")


def cost(value: float | None) -> str:
    """US dollars: cents, or two significant digits below one cent."""
    if value is None:
        return NONE
    return f"${value:.2f}" if value >= 0.01 or value == 0 else f"${value:.2g}"


def times(number: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 nudge`, `3 nudges`, `no nudges`."""
    noun = one if number == 1 else many or one + "s"
    return f"{'no' if number == 0 else count(number)} {noun}"
