r"""Lines that were joined to one formula, and may be two: `a = p` above `Σ_j x_j = b`.

>>> from viva.checking.stepwise.chains import Member, TextChain
>>> from viva.kinds import Symbol
>>> scene = Scene((Symbol("x"),))
>>> reads = [scene.read(Member(text, at, at + len(text))) for text, at in (("x + x", 0), ("2x (1 + x)", 8))]
>>> joined_otherwise(scene, reads[:1], reads[1], TextChain((), ()), (10,)), joined_otherwise(
...     scene, reads[:1], reads[1], TextChain((), ()), (12,)
... )
(True, False)

A step that does not hold is blamed only if it does not hold with the lines apart either.
"""

from __future__ import annotations

from viva.checking.stepwise.chains import Member, TextChain
from viva.checking.stepwise.reads import Read
from viva.checking.stepwise.scene import Scene


def joined_otherwise(scene: Scene, good: list[Read], right: Read, chain: TextChain, joins: tuple[int, ...]) -> bool:
    """Does the step from the last of the `good` members to `right` hold, or vanish, if lines are taken apart?"""
    left = good[-1]
    for first, _ in _halves(scene, right, joins):
        if scene.agrees(left, first, chain):
            return True
    for first, second in _halves(scene, left, joins):
        if scene.agrees(second, right, chain) and (len(good) < 2 or scene.agrees(good[-2], first, chain)):
            return True
    return False


def _halves(scene: Scene, read: Read, joins: tuple[int, ...]) -> list[tuple[Read, Read]]:
    """What stands before and behind each place at which lines of a member were joined."""
    member, found = read.member, []
    for at in joins:
        if member.start < at < member.end and at - member.start < len(member.text):
            cut = at - member.start
            first, second = (
                Member(member.text[:cut], member.start, at),
                Member(member.text[cut:], at, member.end),
            )
            found.append((scene.read(first), scene.read(second)))
    return found
