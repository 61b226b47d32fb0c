"""Rules about where links lead, and which pages have to do with which specs."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..lifecycle import UNDOCUMENTED
from .base import Context, rule


@rule("link", "warning")
def link(context: Context) -> Iterator[Finding]:
    """A link leads to a spec, page or heading that does not exist.

    So does one to a path on its author's own machine. In a build, every page of the site is checked for this.
    """
    yield from context.dead("link")


@rule("file", "info")
def file(context: Context) -> Iterator[Finding]:
    """A link leads to a file that the repository does not have, in a folder that does not exist either.

    Where only a part of the repository is checked out, the checkout may be at fault and not the text. Make it
    a warning where everything is always checked out.
    """
    yield from context.dead("file")


@rule("orphan", "info")
def orphan(context: Context) -> Iterator[Finding]:
    """No page of its spec, and no other spec, links to a sub-document, so nobody will find it.

    On the site it is listed on the page of its spec all the same. Other tools say themselves where their
    documents lie, and nobody has to link them.
    """
    linked = {to.path for path, _, to in context.destinations if to.path != path}
    for path, spec in context.owners.items():
        if path != spec.path and path not in linked and spec.place.is_leanspec:
            message = f"no page links this document of `{spec.key}`"
            yield Finding(path, 1, "orphan", message, "link it from the spec, or remove it")


@rule("covers", "info", documents=True)
def covers(context: Context) -> Iterator[Finding]:
    """A page of the documentation covers no spec: its front matter names none in `specs`."""
    for path, covering in (context.documents or {}).items():
        if not covering.specs:
            yield Finding(
                path,
                1,
                "covers",
                "this page covers no spec",
                "write `specs: [13]` in its front matter, or ignore it",
            )


@rule("uncovered", "info", documents=True)
def uncovered(context: Context) -> Iterator[Finding]:
    """No page of the documentation covers a spec: none names it in the `specs` of its front matter.

    Drafts and archived specs need no documentation.
    """
    texts = (text for covering in (context.documents or {}).values() for text in covering.specs)
    covered = {context.corpus.resolve(text).target for text in texts}
    for spec in context.specs:
        if spec.key not in covered and spec.stage not in UNDOCUMENTED:
            yield Finding(
                spec.path,
                1,
                "uncovered",
                "no page covers this spec",
                f"write `specs: [{spec.label}]` in the front matter of a page",
            )
