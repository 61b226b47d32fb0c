"""What pages and specs have to do with each other: what covers, names and mentions what."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from ..records import Mention, PageRecord
from ..site import INDEX, Site
from . import code
from .routes import Routes


class Relations(Struct, frozen=True):
    """What pages and specs have to do with each other.

    Keys are specs' keys, values docnames, each once, numbers in them in the order of numbers.
    """

    covered_by: dict[str, list[str]]
    mentioned_by: dict[str, list[str]]
    names: dict[str, list[str]]


class Ties(Struct, frozen=True):
    """What one page covers and names.

    :param covers: keys of specs.
    :param names: the pages that its mentions lead to.
    """

    covers: tuple[str, ...]
    names: tuple[str, ...]


def tie(site: Site, routes: Routes, docname: str, page: PageRecord) -> Ties:
    """Find what a page has to do with others, from what was found on it."""
    covers = (site.resolve(docname, text).target for text in page.covers)
    names = (_target(site, routes, docname, mention) for mention in page.mentions)
    return Ties(tuple(filter(None, covers)), tuple(filter(None, names)))


def relate(site: Site, ties: Mapping[str, Ties]) -> Relations:
    """Find what hangs together, from the ties of each page."""
    covered_by: _Found = {}
    mentioned_by: _Found = {}
    names: _Found = {}
    for docname in sorted(ties, key=_order):
        if docname == INDEX:
            continue
        for key in ties[docname].covers:
            covered_by.setdefault(key, {})[docname] = None
        for target in ties[docname].names:
            _relate(mentioned_by, names, site, docname, target)
    return Relations(
        *({key: list(held) for key, held in found.items()} for found in (covered_by, mentioned_by, names))
    )


_Found = dict[str, dict[str, None]]
"""Docnames by a spec's key; a dictionary finds one of thousands at once, and keeps their order."""


def _order(docname: str) -> tuple[list[str | int], str]:
    parts = re.split(r"(\d+)", docname)
    return [int(part) if at % 2 else part for at, part in enumerate(parts)], docname


def _relate(mentioned_by: _Found, names: _Found, site: Site, docname: str, target: str) -> None:
    """Note that a page names another."""
    if target == docname:
        return
    owner, key = site.owner_of(docname), site.owner_of(target)
    if key is not None and key != owner:
        mentioned_by.setdefault(key, {})[docname] = None
    elif key is None and owner is not None and target != INDEX:
        names.setdefault(owner, {})[target] = None


def _target(site: Site, routes: Routes, docname: str, mention: Mention) -> str | None:
    """Return the page that a mention leads to, None if it leads to none."""
    if mention.kind == "link":
        return routes.link(docname, mention.target).docname or None
    if mention.kind == "page":
        return routes.page(docname, mention.target)
    if mention.kind == "doc":
        return mention.target
    if mention.kind == code.KIND:
        return None
    if mention.kind == "check":
        found = site.find_check(mention.target)
        return site.docname(found[0].key) if found else None
    key = site.resolve(docname, mention.target).target
    return site.docname(key) if key else None
