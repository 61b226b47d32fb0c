"""What Sphinx and its extensions warn of, by the page that it was said of, from edit to edit.

A page that is not read again says nothing again, and yet what is wrong with it is not mended.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from sphinx.util.logging import NAMESPACE

from ..warnings import FIX

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_BUILD: Final = ""
"""In place of a page: what is said of all of them together, anew in every build."""


class Said(logging.Filter):
    """Hears every warning that Sphinx lets through.

    :ivar read: what was said of each page when it was read.
    :ivar written: what was said of each page when it was written.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app
        self._page = _BUILD
        self.read: dict[str, list[dict[str, Any]]] = {}
        self.written: dict[str, list[dict[str, Any]]] = {}
        self._now = self.read
        for handler in logging.getLogger(NAMESPACE).handlers:
            if handler.level >= logging.WARNING:
                handler.addFilter(self)  # after all that leave something out
        app.connect("env-purge-doc", self._on_purged, priority=0)
        app.connect("env-updated", self._on_read, priority=0)
        app.connect("doctree-resolved", self._on_resolved, priority=0)

    def filter(self, record: logging.LogRecord) -> bool:
        """Note a warning; all are left in the log."""
        location = getattr(record, "location", None)
        path, _, line = str(location or "").rpartition(":")
        if not line.isdecimal():
            path, line = str(location or ""), ""
        kind = ".".join(filter(None, (getattr(record, "type", ""), getattr(record, "subtype", ""))))
        fix = str(getattr(record, FIX, ""))
        # Sphinx's own way to ask for it has the place before it, and the kind may stand behind it
        text = logging.LogRecord.getMessage(record).removesuffix(f" [{kind}]")
        said = {
            "path": path,
            "line": int(line or 0),
            "text": text.removesuffix(f"; {fix}") if fix else text,
            "fix": fix,
            "kind": kind,
        }
        self._now.setdefault(self._page, []).append(said)
        return True

    def all(self) -> Iterator[Mapping[str, Any]]:
        """Yield everything that is wrong now, once."""
        told = []
        for of_page in (*self.read.values(), *self.written.values()):
            for said in of_page:
                if said not in told:
                    told.append(said)
                    yield said

    def begin(self) -> None:
        """Hear what is said from the beginning of a build."""
        self._now, self._page = self.read, _BUILD
        self.read.pop(_BUILD, None)

    def _on_purged(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self._page = docname
        self.read.pop(docname, None)
        self.written.pop(docname, None)

    def _on_read(self, *_: object) -> None:
        """Hear what is said of the build, now that all pages are read."""
        self._now, self._page = self.written, _BUILD
        self.written.pop(_BUILD, None)

    def _on_resolved(self, app: Sphinx, doctree: object, docname: str) -> None:
        self._page = docname
        self.written.pop(docname, None)
