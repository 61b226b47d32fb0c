"""Nodes that hold a place until all pages are read: cards, feet, views, and toctrees that show nothing."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes


class leanspec_card(nodes.General, nodes.Element):
    """The place of a card: attribute ``key``, the spec's."""


class leanspec_foot(nodes.General, nodes.Element):
    """The place of what stands at the foot of a page: attributes ``key``, the spec's, and ``unboxed``.

    These are the keys of the checks that count and have no box on the page.
    """


class leanspec_view(nodes.General, nodes.Element):
    """The place of a view: attributes ``kind``, the directive's name, and ``options``, as given."""


def hidden_toctree(docname: str, entries: Iterable[str], kind: str = "listed") -> addnodes.toctree:
    """Return a toctree that gives pages their place in the site, and shows nothing.

    :param kind: what it is there for, ``attached`` for the one that we add to a project's own page.
    """
    names = list(entries)
    return addnodes.toctree(
        parent=docname,
        entries=[(None, name) for name in names],
        includefiles=names,
        maxdepth=-1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=False,
        leanspec=kind,
    )
