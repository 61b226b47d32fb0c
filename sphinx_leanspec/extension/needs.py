"""Records as sphinx-needs objects: types, fields, links, and the needs themselves.

The only module that imports sphinx-needs. It keeps to ``sphinx_needs.api`` but for four things:

- A need that has no node of its own, as its page already shows it, is stored with
  ``SphinxNeedsData(env).add_need``, which ``sphinx_needs.api.add_need`` itself calls; it would lay a node
  into the page, and take it out again, for every item of every checklist: half as much again.
- ``generate_need`` asks for the configuration and schema objects that ``NeedsSphinxConfig`` and
  ``SphinxNeedsData`` hold, and the API offers no other way to them.
- A view's ``:filter:`` is evaluated by ``filter_needs_view``, as sphinx-needs' own directives do.
- A needflow is known by its node, and what it shows by ``process_filters`` and ``apply_max_items``, as
  sphinx-needs' own builders of it do; it draws with Graphviz in HTML only.

``Config._raw_config`` of Sphinx tells what a project has set itself; there is no public way to know.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx.util.nodes import make_refnode
from sphinx_needs.api import (
    InvalidNeedException,
    add_field,
    add_need_type,
    generate_need,
    get_need_types,
    get_needs_view,
)
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.directives.needflow import NeedflowGraphiz
from sphinx_needs.filter_common import apply_max_items, filter_needs_view, process_filters
from sphinx_needs.roles.need_ref import NeedRef

from ..corpus import Corpus
from ..model import Check, Spec
from .layout import PORT, find, scripts
from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx_needs.need_item import NeedItem, NeedPartItem
    from sphinx_needs.needs_schema import FieldShape
    from sphinx_needs.views import NeedsView

    from .config import Options
    from .site import Site

_LOGGER: Final = logging.getLogger(__name__)
_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer"}
_FIELDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "priority": ("How urgent a spec is", _TEXT),
    "created": ("When a spec was created", _TEXT),
    "updated": ("When a spec was last changed", _TEXT),
    "completed": ("When a spec was finished", _TEXT),
    "assignee": ("Who works on a spec", _TEXT),
    "section": ("The heading a check stands under", _TEXT),
    "done": ("How many checks of a spec are done", _NUMBER),
    "total": ("How many checks a spec has", _NUMBER),
    "path": ("The file in the repository", _TEXT),
}
_LINKS: Final[Mapping[str, tuple[str, str]]] = {
    "depends_on": ("depends on", "required by"),
    "parent_spec": ("parent spec", "parent of"),
    "part_of": ("part of", "has check"),
    "covers": ("covers", "covered by"),
}
_STYLES: Final = {
    "default": {
        "node": {"margin": "0.38,0.11", "fontname": "Helvetica"},
        "edge": {"minlen": "2", "fontname": "Helvetica"},
    }
}
"""How a needflow looks: as sphinx-needs has it, with room for Chinese, which is measured short."""
_TYPES: Final = (
    ("spec_type", "Spec", "SPEC_", "#DFE8FC", "node"),
    ("check_type", "Check", "CHECK_", "#E3F3E8", "node"),
    ("doc_type", "Document", "DOC_", "#F6EBDD", "artifact"),
)


def declare_links(app: Sphinx, config: Config) -> None:
    """Declare the links between needs that the project has not declared itself."""
    for name, (outgoing, incoming) in _LINKS.items():
        config.needs_links.setdefault(name, {"outgoing": outgoing, "incoming": incoming})


def declare_fields(app: Sphinx, config: Config) -> None:
    """Declare the fields of needs that the project has not declared itself."""
    declared = {*config.needs_fields, *getattr(config, "needs_extra_options", ())}
    for name, (description, schema) in _FIELDS.items():
        if name not in declared:
            add_field(name, description, schema=cast(Any, dict(schema)), nullable=True)


def declare_types(app: Sphinx, options: Options) -> None:
    """Declare the types of needs that the project has not declared itself."""
    known = get_need_types(app)
    for option, title, prefix, color, style in _TYPES:
        name = getattr(options, option)
        if name not in known:
            add_need_type(app, name, title, prefix, color, style)


def set_defaults(app: Sphinx, config: Config) -> list[str]:
    """Set options of sphinx-needs and Graphviz where the project has not set them.

    :returns: what was set, as ``name = value``.
    """
    wanted: dict[str, Any] = {"needs_build_json": True, "needs_flow_engine": "graphviz"}
    if not shutil.which("dot") and find(PORT):
        _put_on_path(PORT)
        wanted |= {"graphviz_dot": PORT, "graphviz_output_format": "svg", "needs_graphviz_styles": _STYLES}
    chosen = {**config._raw_config, **config.overrides}
    free = {name: value for name, value in wanted.items() if name not in chosen}
    for name, value in free.items():
        setattr(config, name, value)
    return [f"{name} = {value!r}" for name, value in free.items()]


def _put_on_path(command: str) -> None:
    """Make a command of this environment known by its bare name, activated or not.

    Sphinx names pictures after the command that made them: with its path in them, names differ by machine.
    """
    if not shutil.which(command):
        os.environ["PATH"] = os.pathsep.join(filter(None, (os.environ.get("PATH"), scripts())))


def spare_catalogs(app: Sphinx) -> None:
    """Leave needs.json to other builders than gettext: sphinx-needs cannot export from its environment."""
    if app.builder.name == "gettext":
        app.config.needs_build_json = False


def add_spec(app: Sphinx, site: Site, spec: Spec, docname: str) -> None:
    """Add the need of a spec and, if the project wants them, those of its checks."""
    options = site.options
    line = spec.title_line or 1
    fields = _set(
        priority=spec.priority,
        created=spec.created,
        updated=spec.updated,
        completed=spec.completed,
        assignee=spec.assignee,
        done=spec.progress.done,
        total=spec.progress.total,
        path=spec.path,
        **_spec_links(site.corpus, spec),
    )
    title = f"{spec.label} {spec.name}" if spec.name != spec.id else spec.name
    _add(app, site, options.spec_type, title, spec.need_id, docname, line, spec.status, spec.tags, fields)
    if options.check_needs:
        for check in spec.checks:
            _add_check(app, site, spec, check, docname)


def add_doc(
    app: Sphinx, site: Site, docname: str, need_id: str, title: str, keys: Iterable[str], line: int
) -> bool:
    """Add the need of a page that covers specs.

    :param keys: the specs it covers.
    :returns: whether it was added.
    """
    covered = [site.corpus.specs[key].need_id for key in keys]
    fields = _set(path=site.source(app.env, docname), covers=covered)
    return _add(app, site, site.options.doc_type, title, need_id, docname, line, None, (), fields)


def _spec_links(corpus: Corpus, spec: Spec) -> dict[str, Any]:
    parent = corpus.parent.get(spec.key)
    return {
        "depends_on": [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]],
        "parent_spec": [corpus.specs[parent].need_id] if parent else [],
    }


def _add_check(app: Sphinx, site: Site, spec: Spec, check: Check, docname: str) -> None:
    status = "exempt" if check.exempt is not None else "done" if check.done else "open"
    fields = _set(section=check.section, part_of=[spec.need_id], path=spec.path)
    sections = [*reversed(check.sections), spec.name]
    title = check.text or spec.check_id(check)
    kind, need_id = site.options.check_type, spec.check_id(check)
    _add(app, site, kind, title, need_id, docname, check.line, status, (), fields, sections)


def _set(**fields: Any) -> dict[str, Any]:
    """:returns: the fields that hold something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _add(
    app: Sphinx,
    site: Site,
    kind: str,
    title: str,
    need_id: str,
    docname: str,
    line: int,
    status: str | None,
    tags: Iterable[str],
    fields: Mapping[str, Any],
    sections: Iterable[str] = (),
) -> bool:
    """Add one need; one that sphinx-needs refuses is a warning, and the page is built without it."""
    data = SphinxNeedsData(app.env)
    schema = data.get_schema()
    path = site.project.root / fields["path"]
    if data.has_need(need_id):
        message = f"the need {need_id} exists already, so this one was left out"
        warn("need", message, location=f"{path}:{line}", fix="give one of them another id")
        return False
    try:
        need = generate_need(
            NeedsSphinxConfig(app.config),
            schema,
            kind,
            title,
            id=need_id,
            docname=docname,
            lineno=line,
            doctype=".md",
            status=status,
            tags=list(tags),
            sections=list(sections),
            allow_type_coercion=False,  # which would run the functions that a text names: [[…]] and <<…>>
            **{name: _typed(value, schema.get_extra_field(name)) for name, value in fields.items()},
        )
    except InvalidNeedException as error:
        warn("need", f"sphinx-needs refuses {need_id}: {error.message}", location=f"{path}:{line}")
        return False
    data.add_need(need)
    return True


def _typed(value: Any, declared: FieldShape | None) -> Any:
    """:returns: a number as text, if that is how the project has declared its field."""
    return str(value) if declared and declared.type == "string" and not isinstance(value, str) else value


def matching_specs(app: Sphinx, site: Site, expression: str, location: tuple[str, int]) -> set[str]:
    """Evaluate a sphinx-needs filter over the needs of specs; filters come from the project's own pages.

    :param location: the page the filter stands on, and its line, for sphinx-needs' own warnings.
    :returns: the keys of the specs that pass.
    """
    keys = {spec.need_id: key for key, spec in site.corpus.specs.items()}
    specs = get_needs_view(app).filter_ids(list(keys))
    passed = filter_needs_view(specs, NeedsSphinxConfig(app.config), expression, location=location)
    return {keys[need["id"]] for need in passed}


def shown(doctree: nodes.document) -> tuple[bool, tuple[str, ...]]:
    """Find what a page shows of needs.

    :returns: whether it has a view that may show any need, and the needs it refers to one by one.
    """
    found = [
        node for node in doctree.findall(nodes.Element) if type(node).__module__.startswith("sphinx_needs")
    ]
    references = tuple(node["reftarget"] for node in found if isinstance(node, NeedRef))
    return len(found) > len(references), references


def list_flows(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a list in place of each needflow that sphinx-needs drops: with Graphviz it draws in HTML only."""
    is_drawn = app.builder.format == "html" and app.builder.name != "epub"
    if is_drawn or not NeedsSphinxConfig(app.config).include_needs:
        return
    flows = list(doctree.findall(NeedflowGraphiz))
    if flows and app.builder.format == "latex":
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
    """:returns: each need of a needflow, and below it what it is linked to there."""
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
        return nodes.paragraph("", options.get("filter_warning") or "No needs passed the filters")
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
        shown.append(nodes.list_item("", nodes.paragraph("", f"{total - len(found)} more")))
    return shown


def _reached(view: NeedsView, flow: NeedflowGraphiz, kinds: Sequence[str]) -> list[str]:
    """:returns: the ids of the needs round the root of a needflow, as far as it asks for."""
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
        return make_refnode(app.builder, docname, need["docname"] or docname, need["id_complete"], text)
    except NoUri:  # a page that is not in this book
        return text
