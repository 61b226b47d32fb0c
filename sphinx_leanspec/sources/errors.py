"""What goes wrong with a source: where, what, and what somebody can do about it."""

from __future__ import annotations


class SourceError(Exception):
    """A source cannot be had, or a part of it cannot be read.

    :param where: the source, and the file of it where that is known: ``nemo_automodel-0.2.0….whl: a/b.py``.
    :param message: what is wrong, and what was done about it.
    :param fix: what whoever runs the command can do.
    """

    def __init__(self, where: str, message: str, fix: str = "") -> None:
        super().__init__(f"{where}: {message}{f'; {fix}' if fix else ''}")
        self.where = where
        self.message = message
        self.fix = fix


class NotReadableError(SourceError):
    """A file whose language this installation cannot read: that says nothing of what is in it."""


class NeedsNewerPythonError(NotReadableError):
    """A file that this Python cannot read, as it may be written for a newer one."""


class OfflineError(SourceError):
    """Something is not in the cache, and the network may not be asked."""
