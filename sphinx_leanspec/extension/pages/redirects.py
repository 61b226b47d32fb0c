"""Former addresses: what a spec was called before it was renamed or renumbered leads to where it is now."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...files import write_if_changed
from ...model import Spec
from ...reading.aliases import read_alias
from ..addresses import free
from ..build import Build
from ..guard import guarded
from ..language import _
from ..nodes.basic import leanspec_box
from ..nodes.medium import Medium
from ..nodes.parts import title
from ..site import FOLDER, Site
from ..warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={target}">
<script>location.replace("{target}" + location.hash)</script>
</head>
<body>
<p>{text}</p>
</body>
</html>
"""
"""Leads on by itself; the script only adds that the place on the page is kept."""


def keep_ids(site: Site, spec: Spec, doctree: nodes.document) -> None:
    """Let the page of a spec answer to the ids that its need and those of its checks had."""
    former = site.corpus.names.aliases.need_ids(spec.key)
    section = next(doctree.findall(nodes.section), None)
    if not former or section is None:
        return
    section["ids"] += former
    begin = len(spec.need_id)
    for box in doctree.findall(leanspec_box):
        for name in box["ids"][:1]:
            box["ids"] += [old + name[begin:] for old in former]


def write(app: Sphinx, build: Build) -> None:
    """Write a page at each former address where there is no page, and remove those that lead nowhere now."""
    if not Medium.of(app.builder).is_published:
        return
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    record = build.writing.file.with_suffix(".redirects")
    known = set(record.read_text("utf-8").splitlines()) if record.is_file() else set()
    wanted = _wanted(build.site, app.env.found_docs)
    for old in known - wanted.keys() - app.env.found_docs:
        file = Path(builder.get_outfilename(old))
        if file.is_file():
            file.unlink()
    for old, new in wanted.items():
        where = f"{build.site.mounts[new].path}:1"
        redirect = partial(_redirect, builder, build.site, old, new)
        guarded("writing a redirect", where, redirect, lambda _: None)
    if known != wanted.keys():
        record.parent.mkdir(parents=True, exist_ok=True)
        write_if_changed(record, "\n".join(sorted(wanted)).encode())


def _wanted(site: Site, pages: Iterable[str]) -> Mapping[str, str]:
    """Return the addresses that can lead on, and where; of the others say that something is in their way."""
    addresses = dict(_addresses(site))
    by_lower = {old.lower(): old for old in addresses}  # some file systems know no case
    can_be = {by_lower[old] for old in free(by_lower, (docname.lower() for docname in pages))}
    for name, key in site.corpus.names.aliases.addresses().items():
        old = f"{FOLDER}/{name}"
        if old not in can_be and old.lower() != site.docname(key).lower():
            _tell(site, name, site.corpus.specs[key])
    return {old: new for old, new in addresses.items() if old in can_be}


def _tell(site: Site, name: str, spec: Spec) -> None:
    known = ((alias.line, read_alias(alias.text)) for alias in spec.aliases)
    line = next((line for line, alias in known if alias and alias.name == name), 1)
    warn(
        "alias",
        f"the former address `{FOLDER}/{name}` would be in the way of another page; it leads nowhere",
        location=f"{site.project.root / spec.path}:{line}",
        fix="remove the alias, or rename what is there",
    )


def _redirect(builder: StandaloneHTMLBuilder, site: Site, old: str, new: str) -> None:
    write_if_changed(Path(builder.get_outfilename(old)), _page(builder, site, old, new).encode())


def _addresses(site: Site) -> Iterator[tuple[str, str]]:
    """Yield every former docname, of sub-documents too, with the page it leads to."""
    for name, key in site.corpus.names.aliases.addresses().items():
        old, new = f"{FOLDER}/{name}", site.docname(key)
        yield old, new
        for document in site.documents(key):
            yield f"{old}{document.removeprefix(new)}", document


def _page(builder: StandaloneHTMLBuilder, site: Site, old: str, new: str) -> str:
    target, base = builder.get_relative_uri(old, new), builder.config.html_baseurl
    spec = site.corpus.specs[site.mounts[new].spec or ""]
    link = f'<a href="{escape(target)}">{escape(title(spec))}</a>'
    return _PAGE.format(
        language=escape(builder.config.language),
        title=escape(title(spec)),
        canonical=escape(posixpath.join(base, builder.get_target_uri(new)) if base else target),
        target=escape(target),
        text=_("This page has moved: {link}").format(link=link),
    )
