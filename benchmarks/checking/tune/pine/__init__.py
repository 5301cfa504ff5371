"""Replies as a teaching assistant collects them: much prose, corrections, hedges, several parts."""
