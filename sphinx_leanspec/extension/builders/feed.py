"""What changed lately as an Atom feed (RFC 4287) beside the pages of specs.

There is one only where the site's own address is known, since a reader of a feed sees it away from the site.
It says when things happened, never when it was made: of one commit it is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from ...files import write_if_changed
from ...views.changes import TOGETHER, ChangeLine, changes, name_of
from ..build import Build
from ..guard import guarded
from ..language import N_, _, some_more, word
from ..nodes.medium import Medium
from ..nodes.parts import title
from ..site import FEED, FOLDER, INDEX

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ...reading import Project

PAGE: Final = f"{FEED}.xml"
MOST: Final = 50
"""How many entries there are at most."""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_MOST_NAMED: Final = 12
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not."""

_TITLES: Final = {
    "created": N_("Created: {specs}"),
    "deleted": N_("Removed: {specs}"),
    "edited": N_("Edited: {specs}"),
    "finished": N_("Finished: {specs}"),
    "renamed": N_("Renamed: {specs}"),
    "reopened": N_("Reopened: {specs}"),
    "status": N_("Status: {specs}"),
}


def url(app: Sphinx, build: Build) -> str:
    """Return the address of the feed, empty if there is none."""
    base = _base(app)
    is_wanted = build.site.options.feed and Medium.of(app.builder).is_published
    return urljoin(base, PAGE) if base and is_wanted else ""


def announce(app: Sphinx, build: Build, context: dict[str, Any]) -> None:
    """Name the feed in the head of a page."""
    address = url(app, build)
    if address:
        link = f'<link rel="alternate" type="application/atom+xml" href="{escape(address)}"'
        context["metatags"] = f'{context.get("metatags", "")}\n{link} title="{escape(_title(app))}">'


def write(app: Sphinx, build: Build) -> None:
    """Write the feed if it is another one now; remove it where there is to be none."""
    if not Medium.of(app.builder).is_published:
        return
    file = Path(app.outdir, PAGE)
    data = _feed(app, build) if url(app, build) else b""
    if not data:
        file.unlink(missing_ok=True)
    else:
        write_if_changed(file, data)


def _feed(app: Sphinx, build: Build) -> bytes:
    lines = changes(build.site.corpus, build.history, limit=MOST).lines
    address = url(app, build)
    feed = ET.Element("feed", xmlns=_ATOM)
    if app.config.language:
        feed.set("xml:lang", app.config.language.replace("_", "-"))
    _add(feed, "id", address)
    _add(feed, "title", _title(app))
    _add(feed, "updated", _time(max(lines, key=lambda line: line.at)) if lines else "1970-01-01T00:00:00Z")
    _add(ET.SubElement(feed, "author"), "name", app.config.project or "LeanSpec")
    ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=address)
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=_page(app, INDEX))
    for line in lines:
        where = f"{build.site.project.root / line.changes[0].path}:1"
        feed.extend(guarded("writing the feed", where, partial(_entries, app, build, line), _left_out))
    ET.indent(feed)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entries(app: Sphinx, build: Build, line: ChangeLine) -> list[ET.Element]:
    return [_entry(app, build, line)]


def _left_out(reason: str) -> list[ET.Element]:
    return []


def _entry(app: Sphinx, build: Build, line: ChangeLine) -> ET.Element:
    entry = ET.Element("entry")
    newest = line.changes[0]
    page = build.site.docname(newest.spec) if newest.spec and len(line.changes) == 1 else INDEX
    _add(entry, "id", _id(app, build.site.project, line))
    _add(entry, "title", _(_TITLES[line.kind]).format(specs=", ".join(_names(build, line))))
    _add(entry, "updated", _time(line))
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=_page(app, page))
    ET.SubElement(entry, "category", term=line.kind)
    if newest.after and len(line.changes) == 1:
        before = f"{word(newest.before)} → " if newest.before else ""
        _add(entry, "summary", f"{before}{word(newest.after)}")
    return entry


def _names(build: Build, line: ChangeLine) -> Iterator[str]:
    specs = build.site.corpus.specs
    for change in line.changes[:_MOST_NAMED]:
        yield title(specs[change.spec]) if change.spec else name_of(build.site.project, change.path)
    if len(line.changes) > _MOST_NAMED:
        yield some_more(len(line.changes) - _MOST_NAMED)


def _id(app: Sphinx, project: Project, line: ChangeLine) -> str:
    """Name an entry by a tag URI (RFC 4151): the site, the day, what happened, and to which spec if to one.

    A spec stands in it as it was called then, so that the entry stays the same when the spec is renamed.
    """
    site = urlsplit(_base(app))
    first = line.changes[0]
    spec = "" if line.kind in TOGETHER else f"/{quote(name_of(project, first.path), errors='surrogatepass')}"
    return f"tag:{site.hostname},{first.day.isoformat()}:{quote(site.path)}{FOLDER}/{line.kind}{spec}"


def _base(app: Sphinx) -> str:
    """Return the site's address with a slash at its end, empty if it is not known."""
    base = str(app.config.html_baseurl or "")
    parts = urlsplit(base)
    return f"{base.rstrip('/')}/" if parts.scheme in ("http", "https") and parts.hostname else ""


def _page(app: Sphinx, docname: str) -> str:
    return urljoin(_base(app), app.builder.get_target_uri(docname))


def _title(app: Sphinx) -> str:
    if not app.config.project:
        return _("Changes of specs")
    return _("{project}: changes of specs").format(project=app.config.project)


def _time(line: ChangeLine) -> str:
    return line.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _FORBIDDEN.sub("\ufffd", text)
