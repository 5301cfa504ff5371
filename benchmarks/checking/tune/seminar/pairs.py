"""Pairs of replies that exchange two values, one of them the reply's own answer, to the items of the other modules."""

from families import Family

FAMILIES: list[Family] = []
