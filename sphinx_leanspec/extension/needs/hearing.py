"""What sphinx-needs says of each need of a spec is kept from the log, and told once per cause.

What it says of the project's own needs stays as it is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sphinx.util.logging import NAMESPACE, is_suppressed_warning
from sphinx_needs.exceptions import NeedsConstraintFailed

from .clashes import Clash, Kind, tell
from .keeping import OwnNeeds, all_needs

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..site import Site

_SOURCE: Final = f"{NAMESPACE}.sphinx_needs"
_CHECKS: Final = f"{_SOURCE}.warnings"
_SCHEMA: Final = re.compile(r"Need '(?P<id>[^']+)' has (?:schema|configuration) ")
_DETAIL: Final = re.compile(r"^ +(Schema path|User message|Schema message): +(.*)$", re.MULTILINE)
_FAILED: Final = re.compile(
    r"(?P<name>.*): failed\n\t\tfailed needs: \d+ \((?P<ids>.*)\)\n\t\tused filter: (?P<filter>.*)", re.DOTALL
)
_BREAKING: Final = re.compile(r"FAILED a breaking constraint.* for need (?P<id>\S+) FAILED!", re.DOTALL)
_SUM: Final = "warnings were raised. "
"""How the message begins that ``needs_warnings`` have found something, where they only inform of what."""


class Hearing(logging.Filter):
    """Listens to what sphinx-needs says, from the beginning of a build to its end."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        super().__init__()
        self._app = app
        self._site = site
        self._heard: list[Clash] = []
        self._stored: OwnNeeds | None = None
        """The needs that are ours, once they are stored."""
        self._listeners: list[int] = []
        self._others_failed = False
        """Whether ``needs_warnings`` have found needs of the project."""

    @classmethod
    def begin(cls, app: Sphinx, site: Site) -> None:
        """Listen, before anyone else hears it; no second time where a process builds again and again."""
        hearing = cls(app, site)
        for handler in logging.getLogger(NAMESPACE).handlers:
            for one in handler.filters:
                if isinstance(one, cls):
                    one.end()
            handler.filters = [one for one in handler.filters if not isinstance(one, cls)]
            if handler.level >= logging.WARNING:
                handler.filters.insert(0, hearing)  # before warnings are counted
            else:
                handler.addFilter(hearing)  # after those are dropped that are none of its own
        hearing._listeners = [
            app.connect("env-updated", hearing._on_stored, priority=101),
            app.connect("write-started", hearing._on_told, priority=900),
            app.connect("build-finished", hearing._on_told, priority=900),
        ]

    def end(self) -> None:
        """Listen no more."""
        for listener in self._listeners:
            self._app.disconnect(listener)
        self._listeners = []

    def _on_stored(self, *_: object) -> None:
        self._stored = all_needs(self._app.env).own

    @property
    def _own(self) -> Mapping[str, tuple[str, int]]:
        """The needs that are ours, by their ids, each with its page and line."""
        return self._stored.places if self._stored else {}

    def _on_told(self, app: Sphinx, how: object) -> None:
        """Tell what was heard until now.

        :param how: what ended the build, if that is not the builder: a constraint may be meant to do so.
        """
        broken = _BREAKING.search(str(how)) if isinstance(how, NeedsConstraintFailed) else None
        if broken and broken["id"] in self._own:
            self._heard.append(self._clash("log", f"{broken[0]} [needs.constraint]", broken["id"]))
        heard, self._heard = self._heard, []
        tell(self._app.config, self._site, heard)

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a message is left in the log; one that names needs of both is left without ours.

        None is ours before they are stored; what Sphinx is told before that, it says later.
        """
        if not record.name.startswith(_SOURCE) or not self._own:
            return True
        kind, subkind = str(getattr(record, "type", "")), str(getattr(record, "subtype", ""))
        if record.levelno >= logging.WARNING and is_suppressed_warning(
            kind, subkind, self._app.config.suppress_warnings
        ):
            return True
        if record.name == _CHECKS:
            return self._hear_check(record)
        return record.levelno < logging.WARNING or self._hear_need(record, f"{kind}.{subkind}")

    def _hear_check(self, record: logging.LogRecord) -> bool:
        """Hear what ``needs_warnings`` have found."""
        text = record.getMessage()
        if text.startswith(_SUM):
            return self._others_failed or not self._heard
        failed = _FAILED.fullmatch(text)
        if failed is None:
            return True
        ids = failed["ids"].split(", ")
        others = [name for name in ids if name not in self._own]
        self._others_failed |= bool(others)
        self._heard += (
            self._clash("warning", failed["name"].strip(), name) for name in ids if name in self._own
        )
        if others and len(others) < len(ids):
            needs = f"{len(others)} ({', '.join(others)})"
            record.msg = (
                f"{failed['name']}: failed\n\t\tfailed needs: {needs}\n\t\tused filter: {failed['filter']}"
            )
            record.args = ()
        return bool(others)

    def _hear_need(self, record: logging.LogRecord, code: str) -> bool:
        """Hear what is wrong with one need."""
        text = record.getMessage()
        if about := _SCHEMA.match(text):
            if about["id"] not in self._own:
                return True
            details = dict(reversed(_DETAIL.findall(text)))
            value = details.get("User message") or details.get("Schema message", "")
            self._heard.append(self._clash("schema", details.get("Schema path", code), about["id"], value))
            return False
        place = getattr(record, "location", None)
        if not self._stored or not isinstance(place, tuple) or not place[0]:
            return True
        need_id = self._stored.at(place)
        if need_id is None:
            return True
        said = re.sub(r"[\w-]+", lambda word: "…" if word[0] in self._own else word[0], text)
        self._heard.append(self._clash("log", f"{said} [{code}]", need_id))
        return False

    def _clash(self, kind: Kind, subject: str, need_id: str, value: str = "") -> Clash:
        docname, line = self._own[need_id]
        path = self._site.project.root / self._site.source(self._app.env, docname)
        return Clash(kind, subject, need_id, (str(path), line), value)
