"""The one error a person sees: what was wrong, where, and what to do."""

from __future__ import annotations


class VivaError(Exception):
    """Bad input or a missing piece, in words for the reader; the command line prints it and exits with 2."""
