"""What pages show of needs: filters, references, and lists where sphinx-needs draws nothing."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx_needs.api import get_needs_view
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.directives.needflow import NeedflowGraphiz
from sphinx_needs.filter_common import apply_max_items, filter_needs_view, process_filters
from sphinx_needs.roles.need_ref import NeedRef

from ..language import _, some_more
from ..nodes.medium import Medium
from ..nodes.parts import reference
from .keeping import all_needs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx_needs.need_item import NeedItem, NeedPartItem
    from sphinx_needs.views import NeedsView

    from ..site import Site

_LOGGER: Final = logging.getLogger(__name__)
_LINES: Final = frozenset({"lineno", "lineno_content"})


def matching_specs(app: Sphinx, site: Site, expression: str, location: tuple[str, int]) -> set[str]:
    """Evaluate a sphinx-needs filter over the needs of specs; filters come from the project's own pages.

    :param location: the page the filter stands on, and its line, for sphinx-needs' own warnings.
    :returns: the keys of the specs that pass.
    """
    keys = {spec.need_id: key for key, spec in site.corpus.here.items()}
    specs = get_needs_view(app).filter_ids(list(keys))
    passed = filter_needs_view(specs, NeedsSphinxConfig(app.config), expression, location=location)
    return {keys[need["id"]] for need in passed}


def shown(doctree: nodes.document) -> tuple[bool, tuple[str, ...]]:
    """Find what a page shows of needs.

    :returns: whether it has a view that may show any need, and the needs it refers to one by one.
    """
    found = list(doctree.findall(is_of_needs))
    references = tuple(node["reftarget"] for node in found if isinstance(node, NeedRef))
    return len(found) > len(references), references


def ids(env: BuildEnvironment) -> Set[str]:
    """Return the ids of all needs, as they are known when they are looked at."""
    return SphinxNeedsData(env).get_needs_mutable().keys()


def stored(env: BuildEnvironment, need_id: str) -> object:
    """Return all that is known of a need before needs are linked, None if there is no such need."""
    found = all_needs(env)
    need = found.unlinked(need_id) or found.unlinked(need_id.rpartition(".")[0])  # a part of one
    return need and _facts(need)


def all_stored(env: BuildEnvironment) -> object:
    """Return all that is known of all needs before they are linked, and how pages extend them."""
    found = all_needs(env)
    extends = SphinxNeedsData(env).get_or_create_extends()
    return [_facts(found[need_id]) for need_id in sorted(found)], sorted(map(repr, extends))


def _facts(need: NeedItem) -> object:
    """Return what a need holds, wherever in its file that stands."""
    if need.has_dynamic_fields:
        return repr(need)  # only that says which functions are to be called
    return [(name, value) for name, value in need.items() if name not in _LINES]


def is_of_needs(node: nodes.Node) -> bool:
    """Tell whether a node is one of sphinx-needs."""
    return type(node).__module__.startswith("sphinx_needs")


def list_flows(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a list in place of each needflow that sphinx-needs drops: with Graphviz it draws in HTML only."""
    medium = Medium.of(app.builder)
    if medium.draws_needflows or not NeedsSphinxConfig(app.config).include_needs:
        return
    flows = list(doctree.findall(NeedflowGraphiz))
    if flows and medium.draws_tikz:
        _LOGGER.info(
            "sphinx-needs draws a needflow with Graphviz in HTML only, so the edges of %d are listed; "
            "use spec-graph, or needs_flow_engine = 'plantuml', for a picture",
            len(flows),
        )
    for flow in flows:
        figure = flow.parent
        place = nodes.target("", "", ids=figure["ids"])
        listed = nodes.container("", place, _flow_list(app, flow, docname))
        for caption in figure.findall(nodes.caption):
            listed.append(nodes.paragraph("", "", *(child.deepcopy() for child in caption.children)))
        figure.replace_self(listed)


def _flow_list(app: Sphinx, flow: NeedflowGraphiz, docname: str) -> nodes.Node:
    """Return each need of a needflow, with its links in that diagram below it."""
    options = flow.attributes
    asked = {name.upper() for name in options["link_types"]}
    schema = SphinxNeedsData(app.env).get_schema()
    kinds = [kind for kind in schema.iter_link_fields() if kind.name.upper() in asked]
    view = get_needs_view(app)
    if options["root_id"]:
        names = [kind.name for kind in kinds if kind.name != "parent_needs"]  # as sphinx-needs walks
        view = view.filter_ids(_reached(view, flow, names))
    passed = process_filters(app, view, options, origin="needflow", location=flow)
    found, total = apply_max_items(passed, options.get("max_items"), NeedsSphinxConfig(app.config))
    if not found:
        return nodes.paragraph("", options.get("filter_warning") or _("No needs passed the filters"))
    needs = {need["id_complete"]: need for need in found}
    shown = nodes.bullet_list()
    for need in found:
        below = nodes.bullet_list()
        for kind in kinds:
            for target in (needs[name] for name in need[kind.name] if name in needs):
                said, link = nodes.Text(f"{kind.display.outgoing} "), _flow_link(app, target, docname)
                below.append(nodes.list_item("", nodes.paragraph("", "", said, link)))
        first = nodes.paragraph("", "", _flow_link(app, need, docname))
        shown.append(nodes.list_item("", first, *([below] if below.children else [])))
    if total > len(found):
        shown.append(nodes.list_item("", nodes.paragraph("", some_more(total - len(found)))))
    return shown


def _reached(view: NeedsView, flow: NeedflowGraphiz, kinds: Sequence[str]) -> list[str]:
    """Return the ids of the needs around the root of a needflow, as deep as it asks for."""
    options = flow.attributes
    ends = {"incoming": ("_back",), "outgoing": ("",)}.get(options["root_direction"], ("", "_back"))
    depth = options["root_depth"]
    root = options["root_id"] or ""
    distances = {root: 0} if root in view else {}
    reached = list(distances)
    for need_id in reached:  # grows while it is read
        if depth is not None and distances[need_id] >= depth:
            continue
        for name in (near for kind in kinds for end in ends for near in view[need_id][f"{kind}{end}"]):
            if name in view and name not in distances:
                distances[name] = distances[need_id] + 1
                reached.append(name)
    return reached


def _flow_link(app: Sphinx, need: NeedItem | NeedPartItem, docname: str) -> nodes.Node:
    text = nodes.Text(need["title"] if need["is_need"] else need["content"])
    if need["is_external"]:
        return nodes.reference("", "", text, refuri=need["external_url"] or "")
    try:
        return reference(app.builder, docname, need["docname"] or docname, need["id_complete"], [text])
    except NoUri:  # a page that is not in this book
        return text
