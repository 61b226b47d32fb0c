"""How far something is that takes time; who shows it is told, and nothing is printed here."""

from __future__ import annotations

from typing import Protocol


class Watcher(Protocol):
    """Whoever is told how far something is."""

    def downloaded(self, name: str, done: int, total: int) -> None:
        """Take note of a download.

        :param done: how many bytes are there.
        :param total: how many there will be, 0 if that is not known.
        """

    def begins(self, what: str) -> None:
        """Take note that something begins that takes time."""


class Silent:
    """Nobody is told."""

    def downloaded(self, name: str, done: int, total: int) -> None:
        """Take no note of a download."""

    def begins(self, what: str) -> None:
        """Take no note of a beginning."""
