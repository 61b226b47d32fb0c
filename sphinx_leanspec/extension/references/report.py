"""What a build tells the rules: all pages of the site, with their anchors and what they cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...claims import SiteFacts
from ...findings import Severity
from ...reading.covering import Covering, documents_specs
from ...reading.library import Library
from ...rules import Context
from .. import needs
from ..records import PageRecord
from ..site import INDEX, Site

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def context_of(
    site: Site,
    library: Library,
    env: BuildEnvironment,
    pages: Mapping[str, PageRecord],
    least: Severity,
    floor: int = 0,
) -> Context:
    """Gather what rules are asked with, once all pages are read.

    :param pages: what was found on each page.
    :param least: the least severity that the site or its log shows.
    :param floor: the share of ticked items that offered evidence when findings were accepted, in percent.
    """
    documents = covering_documents(site, env, pages)
    anchors = {
        site.source(env, docname): record.anchors.keys()
        for docname, record in sorted(pages.items())
        if site.owner_of(docname) is None
    }
    own = site.options.rule_settings
    settings = replace(own, least=least, evidence_floor=max(own.evidence_floor, floor))
    return Context(
        site.corpus,
        settings,
        documents or None,
        anchors,
        library,
        SiteFacts(env.found_docs, needs.ids(env), _covered(site, pages)),
        site.evidence,
    )


def _covered(site: Site, pages: Mapping[str, PageRecord]) -> Mapping[str, int]:
    """Return how many pages cover each spec."""
    named = ({site.corpus.resolve(text).target for text in record.covers} for record in pages.values())
    return Counter(key for keys in named for key in keys if key)


def covering_documents(
    site: Site, env: BuildEnvironment, pages: Mapping[str, PageRecord]
) -> Mapping[str, Covering]:
    """Return what the pages cover that belong to no spec, by their files."""
    found = {
        site.source(env, docname): Covering(record.covers, record.covers_line)
        for docname, record in sorted(pages.items())
        if site.owner_of(docname) is None
        and docname != env.config.root_doc
        and not f"{docname}/".startswith(f"{INDEX}/")
    }
    return {path: covering for path, covering in found.items() if documents_specs(path, covering)}
