"""References to code: how they look, where they lead, and which page leans on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from ...claims.offered import symbols
from ...sources.codebase import Codebase
from ...sources.locked import LockedReference
from ...sources.references import SourceReference, split
from ...sources.states import BROKEN, DriftState
from ..language import N_, _, ngettext
from ..records import PageRecord

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..site import Site

STATES: Mapping[DriftState, str] = {
    "same": N_("same"),
    "docstring": N_("same except for its docstring"),
    "moved": N_("moved"),
    "unreadable": N_("needs a newer Python"),
    "moved-changed": N_("moved and changed"),
    "changed": N_("changed"),
    "gone": N_("gone"),
}
"""What became of code, in words for readers."""

KIND = "source"
"""What a reference to code is called among the references of the domain."""


def resolve(
    code: Codebase, name: str, children: list[nodes.Node] | None, *, signed: bool = True
) -> nodes.Element:
    """Return a reference as it is shown: a link to the code, and a sign where that is no more what it was.

    :param name: its source and target.
    :param children: what its author shows for it.
    :param signed: whether the sign is shown.
    """
    locked = code.find(name)
    if locked is None:
        shown = children or [nodes.literal("", split(name)[1] or name)]
        return nodes.inline("", "", *shown, classes=["leanspec-lost"])
    shown = children or [nodes.literal("", short_name(locked), classes=["leanspec-source"])]
    url, tip = code.url(locked), place(locked)
    link: nodes.Element
    if url:
        link = nodes.reference("", "", *shown, refuri=url, reftitle=tip, internal=False)
    else:
        link = nodes.inline("", "", *shown)
    if locked.state not in BROKEN or not signed:
        return link
    return nodes.inline("", "", link, sign(locked), classes=["leanspec-drifting"])


def sign(locked: LockedReference) -> nodes.inline:
    """Return the sign of code that is no more what it was when it was read, with what became of it."""
    return nodes.inline("", f" ↷ {became(locked)}", classes=["leanspec-drift"])


def badge(drifted: int) -> list[nodes.Node]:
    """Return what stands after a page in a list, empty where all is what it was.

    :param drifted: how much of the code that the page leans on is not.
    """
    if not drifted:
        return []
    said = ngettext("{number} drifted", "{number} drifted", drifted)
    return [nodes.Text(" "), nodes.inline("", f"↷ {said}", classes=["leanspec-drift"])]


def became(locked: LockedReference) -> str:
    """Return what became of code, and since when."""
    if locked.state in BROKEN and locked.broke:
        return _("{state} in {release}").format(state=_(STATES[locked.state]), release=locked.broke)
    return _(STATES[locked.state])


def short_name(locked: LockedReference) -> str:
    """Return what a reference is called in prose: the symbol in its module, or the file and its lines."""
    if locked.symbol:
        return locked.symbol
    path, first, last = locked.place
    if locked.symbol is not None:
        return locked.module
    name = path.rpartition("/")[2]
    return f"{name}:{first}" if first == last else f"{name}:{first}-{last}"


def place(locked: LockedReference) -> str:
    """Return where code is, for a tooltip."""
    path, first, last = locked.place
    where = f"{locked.source} {locked.place_release}".rstrip()
    return _("{source}: {path}, lines {first} to {last}").format(
        source=where, path=path, first=first, last=last
    )


def references(
    site: Site, env: BuildEnvironment, pages: Mapping[str, PageRecord]
) -> tuple[SourceReference, ...]:
    """Return the references to code that the pages of a site make."""
    return tuple(
        SourceReference(site.source(env, docname), mention.line, *split(mention.target))
        for docname, record in sorted(pages.items())
        for mention in record.mentions
        if mention.kind == KIND
    )


def leaning(site: Site, pages: Mapping[str, PageRecord]) -> Mapping[str, Collection[str]]:
    """Return the references to code of each page, and those that a spec offers in evidence, by docname."""
    found = {
        docname: {mention.target for mention in record.mentions if mention.kind == KIND}
        for docname, record in pages.items()
    }
    for offered in symbols(site.corpus):
        found.setdefault(site.docname(offered.spec.key), set()).add(offered.reference)
    return {docname: names for docname, names in sorted(found.items()) if names}
