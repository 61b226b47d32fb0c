"""What a command raises that has nothing to say, or nothing to write."""

from __future__ import annotations


class CannotCheckError(Exception):
    """There is a reason why nothing can be said of the specs; the message says which, and what to do."""


class CannotBuildError(Exception):
    """There is a reason not to start; the message says which, and what to do."""

    @classmethod
    def by(cls, error: OSError) -> CannotBuildError:
        """Return the reason that nothing can be written where the site is to go."""
        return cls(f"cannot write {error.filename}: {error.strerror}; name another folder with -o")
