"""What a command raises that has nothing to say."""

from __future__ import annotations


class CannotCheckError(Exception):
    """There is a reason why nothing can be said of the specs; the message says which, and what to do."""
