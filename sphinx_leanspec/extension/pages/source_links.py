"""Links from a page to the file that it was made from, as a theme shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from msgspec.structs import replace

from ...reading.keys import digest
from ..site import INDEX, Site

_UNSAFE: Final = re.compile(r"[^\w.~/-]+", re.ASCII)


def add_source_links(site: Site, docname: str, context: dict[str, Any]) -> None:
    """Point a page's source and edit links at the file it was made from."""
    found = site.mounts.get(docname)
    if found is None and (docname == INDEX or docname in site.parts or docname in site.shared):
        context["sourcename"] = context["page_source_suffix"] = ""
        return
    if found is None:
        return
    if context.get("sourcename"):
        context["sourcename"] = f"{_plain(docname)}{_plain(found.path.suffix)}.txt"
    path = site.relative(found.path)
    repository = replace(
        site.repository,
        address=_themed(context, "source_repository").rstrip("/"),
        revision=_themed(context, "source_branch"),
    )
    if not repository.file_url(path):
        repository = site.repository
    edit = _themed(context, "source_edit_link") or repository.edit_url(path)
    view = _themed(context, "source_view_link") or repository.file_url(path)
    context["page_source_suffix"] = found.path.suffix
    named = quote(path, errors="surrogateescape")
    for name, url in (("theme_source_edit_link", edit), ("theme_source_view_link", view)):
        context[name] = url.replace("{filename}", named).replace("{", "{{").replace("}", "}}")
    if edit:
        context["meta"] = {**(context.get("meta") or {}), "github_url": edit}


def _plain(name: str) -> str:
    """Return the name of a copy of a source: for Sphinx a file as well as an address, as it is."""
    plain = _UNSAFE.sub("-", name)
    return name if plain == name else f"{plain}-{digest(name)}"


def _themed(context: Mapping[str, Any], option: str) -> str:
    """Return an option of the theme, empty if the theme has no such option."""
    value = context.get(f"theme_{option}")
    return value if isinstance(value, str) else ""
