"""Which nudge comes next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from making import CLARIFY, OPEN, RECHECK, REVEAL, TARGET, WRONG, attempt, part, question

from viva.examining.ladder import next_nudge, strength, strongest
from viva.records import Attempt
from viva.types import Draw, Nudge, NudgeKind

DRAW = Draw(0)


def climb(replies: list[Attempt], at_most: int = 9) -> list[Nudge]:
    """The nudges given while these checks come back, one after the other."""
    attempts, given = [], []
    nudge: Nudge | None = None
    for number, reply in enumerate(replies, start=1):
        parts = reply.check.parts if reply.check else ()
        attempts.append(attempt(number, *parts, nudge=nudge))
        nudge = next_nudge(question(), DRAW, attempts, at_most)
        if nudge is None:
            break
        given.append(nudge)
    return given


def wrong(value: str, misconception: str = "") -> Attempt:
    return attempt(1, part(WRONG, value, misconception=misconception))


def test_the_whole_ladder_weakest_first() -> None:
    assert climb([wrong(str(n)) for n in range(9)]) == [RECHECK, CLARIFY, TARGET, REVEAL]


def test_a_misconceptions_nudge_comes_after_the_recheck() -> None:
    assert climb([wrong("93", "groups-forgotten")] * 3) == [RECHECK, TARGET, REVEAL]


def test_never_weaker_than_before() -> None:
    # After the target for the groups, the clarify for the biases would be a step back.
    assert climb([wrong("93", "groups-forgotten")] * 2 + [wrong("46", "biases-counted")] * 2) == [
        RECHECK,
        TARGET,
        REVEAL,
    ]


def test_at_most_so_many() -> None:
    assert climb([wrong(str(n)) for n in range(9)], at_most=2) == [RECHECK, CLARIFY]
    assert climb([wrong("1")], at_most=0) == []


def test_what_cannot_be_read_is_asked_for_in_another_form_twice() -> None:
    nudges = climb([attempt(1, OPEN)] * 5)
    assert [n.kind for n in nudges] == [NudgeKind.CLARIFY] * 2
    assert nudges[0].text != nudges[1].text
    for nudge in nudges:
        assert "how many parameters there are" in nudge.text
        assert "39" not in nudge.text


def test_a_request_for_the_form_leaves_the_ladder_where_it_was() -> None:
    given = climb([attempt(1, OPEN), wrong("1"), wrong("2")])
    assert given[1:] == [RECHECK, CLARIFY]


def test_the_strongest_is_the_last_of_its_kind() -> None:
    other = Nudge(NudgeKind.TARGET, "Look again.")
    assert strongest([RECHECK, TARGET, other, CLARIFY]) == other
    assert strongest([]) is None


@given(st.lists(st.sampled_from(["46", "93", "7", "unreadable"]), min_size=1, max_size=12))
def test_any_ladder_ends_and_grows_no_weaker(answers: list[str]) -> None:
    names = {"46": "biases-counted", "93": "groups-forgotten", "7": ""}
    given_nudges = climb([wrong(a, names[a]) if a in names else attempt(1, part(OPEN, a)) for a in answers], at_most=20)
    assert len(given_nudges) == len({n.text for n in given_nudges})
    ladder = [n for n in given_nudges if n in (RECHECK, CLARIFY, TARGET, REVEAL)]
    assert [strength(n.kind) for n in ladder] == sorted(strength(n.kind) for n in ladder)
    assert len(given_nudges) <= 6
