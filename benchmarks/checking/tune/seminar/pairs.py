"""Pairs of replies that exchange two values: which of them is the reply's own answer? The items stand elsewhere here."""

from families import Family

FAMILIES: list[Family] = []
