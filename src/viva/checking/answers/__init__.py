"""Answers by their kind: each is read out of a reply and compared with a value."""
