"""The pages that somebody looks at, and what they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

BUSY, READY, FAILED = "busy", "ready", "failed"
_MOST: Final = 200
"""How many findings a page lists at most."""


@dataclass(frozen=True, slots=True)
class Status:
    """What every page says of the site as a whole.

    :param kind: ``busy``, ``ready`` or ``failed``.
    :param text: it in a line.
    :param detail: what Sphinx said, if it failed.
    :param findings: what is wrong with the site, each with its file, line, text, fix and kind.
    """

    kind: str
    text: str
    detail: str = ""
    findings: tuple[Mapping[str, Any], ...] = ()

    def told(self) -> dict[str, Any]:
        """Return what a page is told of it."""
        shown, more = self.findings[:_MOST], max(0, len(self.findings) - _MOST)
        return {
            "kind": self.kind,
            "text": self.text,
            "detail": self.detail,
            "findings": [dict(finding) for finding in shown],
            "more": more,
        }


@dataclass(eq=False)
class Onlooker:
    """Somebody who looks at a page.

    :param page: its file, relative to the site.
    :param version: which content of it was sent.
    :param send: tells it something.
    """

    page: str
    version: str
    send: Callable[[Mapping[str, Any]], None]


@dataclass
class Audience:
    """All of them.

    :param version: says which content a page has now.
    """

    version: Callable[[str], str]
    status: Status = Status(BUSY, "")
    progress: str = ""
    _readers: set[Onlooker] = field(default_factory=set)

    def enter(self, reader: Onlooker) -> None:
        """Take one in, and tell it how things are."""
        self._readers.add(reader)
        reader.send(self.status.told())
        if self.progress:
            reader.send(self._progress())
        self._refresh(reader)

    def leave(self, reader: Onlooker) -> None:
        """Let one go."""
        self._readers.discard(reader)

    def say(self, status: Status) -> None:
        """Tell all of them how things are now."""
        self.status, self.progress = status, ""
        for reader in self._readers:
            reader.send(status.told())

    def hint(self, progress: str) -> None:
        """Show all of them how far it is; to those who listen it would be noise."""
        self.progress = progress
        for reader in self._readers:
            reader.send(self._progress())

    def refresh(self) -> None:
        """Have pages loaded again that are others now."""
        for reader in list(self._readers):
            self._refresh(reader)

    def seen(self) -> Iterator[str]:
        """Yield the pages that somebody looks at."""
        yield from dict.fromkeys(reader.page for reader in self._readers)

    def _progress(self) -> dict[str, Any]:
        return {"kind": "progress", "text": self.progress}

    def _refresh(self, reader: Onlooker) -> None:
        version = self.version(reader.page)
        if version != reader.version:
            reader.version = version  # told once; it comes back as another reader
            reader.send({"kind": "reload"})
