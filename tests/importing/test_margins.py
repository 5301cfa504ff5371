"""Notes in the margin, set down amid replies: what goes on behind them is the reply's, what concludes is not."""

import pytest

from viva.importing.margins import continued, margin
from viva.importing.transcript import Block

SHOWN = """ONE-SHOT CORRECT!
Clear and
to the point."""


def _block(speaker: str, text: str, line: int, question: str = "3a") -> Block:
    return Block(speaker, text, (question,), 0, 1, line, line + text.count("\n"))


def _report(note: str) -> list[tuple[str, str]]:
    """Two places that show the layout, then a note that holds more than itself: what becomes of it."""
    blocks = []
    for k, question in enumerate(("1a", "1b")):
        blocks += [
            _block("reply", "We begin with the first half of it.", 10 * k, question),
            _block("annotation", SHOWN, 10 * k + 1, question),
            _block("reply", "And the second half follows from it.", 10 * k + 5, question),
        ]
    blocks += [_block("reply", "Each filter has depth three.", 40), _block("annotation", note, 41)]
    return [(b.speaker, b.text) for b in continued(blocks)[7:]]


@pytest.mark.parametrize(
    "rest",
    [
        "## Total\n\nFour filters of 27 weights each make 108 weights, which is the size of the whole layer.",
        "$$4 \\cdot 27 = 108$$",
        "Multiplying this by the number of filters, which is four, one arrives at 108 learnable weights in all.",
        "| stage | weights |\n|---|---|\n| all | 108 |",
    ],
)
def test_what_goes_on_behind_is_the_replys(rest: str) -> None:
    assert _report(f"{SHOWN}\n\n{rest}") == [("annotation", f"{SHOWN}\n"), ("reply", rest)]


@pytest.mark.parametrize(
    "rest",
    [
        "## Conclusion\n\nAcross all of the questions there were eleven that needed no help and none that needed two.",
        "# EXECUTIVE SUMMARY\n\n*Guidance needed: 0*",
        "The model explains the depth of a filter better than most textbooks do, and it made no mistake in counting.",
        "I did not have to say anything here, which was a surprise to me after the trouble with the convolutions.",
        "Total: 20 of 22 points for all of the questions above, which is a very good result by any standard of mine.",
    ],
)
def test_conclusions_stay_the_annotators(rest: str) -> None:
    assert _report(f"{SHOWN}\n\n{rest}") == [("annotation", f"{SHOWN}\n\n{rest}")]


def test_a_report_that_sets_its_notes_otherwise_is_left_alone() -> None:
    blocks = [_block("reply", "There are 108.", 1), _block("annotation", f"{SHOWN}\n\n## And so\n\n$108$", 2)]
    assert continued(blocks) == blocks


def test_narrow_lines_end_where_the_text_is_wide() -> None:
    assert margin(["RIGHT.", "", "with lambda=1", "as it should be.", "", "$$x = 1$$"]) == 5
    assert margin(["The whole line is as wide as the text of the page itself."]) == 0
