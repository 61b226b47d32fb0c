"""Former addresses: what a spec was called before it was renamed or renumbered leads to where it is now."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...files import write_if_changed
from ...model import Spec
from ..build import Build
from ..guard import guarded
from ..language import _
from ..nodes.basic import leanspec_box
from ..nodes.medium import Medium
from ..nodes.parts import title
from ..site import FOLDER, Site

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
    prefix = f"{spec.need_id}_C_"
    for box in doctree.findall(leanspec_box):
        for name in box["ids"][:1]:
            box["ids"] += [f"{old}_C_{name.removeprefix(prefix)}" for old in former]


def write(app: Sphinx, build: Build) -> None:
    """Write a page at each former address where there is no page, and remove those that lead nowhere now."""
    if not Medium.of(app.builder).is_published:
        return
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    record = build.writing.file.with_suffix(".redirects")
    known = set(record.read_text("utf-8").splitlines()) if record.is_file() else set()
    taken = {docname.lower() for docname in app.env.found_docs}  # some file systems know no case
    wanted = {old: new for old, new in _addresses(build.site) if old.lower() not in taken}
    for old in known - wanted.keys() - app.env.found_docs:
        Path(builder.get_outfilename(old)).unlink(missing_ok=True)
    for old, new in wanted.items():
        where = f"{build.site.mounts[new].path}:1"
        redirect = partial(_redirect, builder, build.site, old, new)
        guarded("writing a redirect", where, redirect, lambda _: None)
    if known != wanted.keys():
        record.parent.mkdir(parents=True, exist_ok=True)
        write_if_changed(record, "\n".join(sorted(wanted)).encode())


def _redirect(builder: StandaloneHTMLBuilder, site: Site, old: str, new: str) -> None:
    write_if_changed(Path(builder.get_outfilename(old)), _page(builder, site, old, new).encode())


def _addresses(site: Site) -> Iterator[tuple[str, str]]:
    """Yield every former docname, of sub-documents too, with the page it leads to."""
    for name, key in site.corpus.names.aliases.addresses().items():
        old, new = f"{FOLDER}/{name}", site.docname(key)
        yield old, new
        for document in site.corpus.specs[key].place.sub_documents:
            yield f"{old}/{document.name}", f"{new}/{document.name}"


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
