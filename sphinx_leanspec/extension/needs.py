"""Records as sphinx-needs objects: types, fields, links, and the needs themselves.

The only module that imports sphinx-needs. It keeps to ``sphinx_needs.api`` but for three things:

- A need that has no node of its own, as its page already shows it, is stored with
  ``SphinxNeedsData(env).add_need``, which is what ``sphinx_needs.api.add_need`` itself calls; that function would
  lay a node into the page, and take it out again, for every item of every checklist, which costs half as much
  again as the need.
- ``generate_need`` asks for the configuration and schema objects that ``NeedsSphinxConfig`` and
  ``SphinxNeedsData`` hold, and the API offers no other way to them.
- A view's ``:filter:`` is evaluated by ``filter_needs_view``, as sphinx-needs' own directives do.

``Config._raw_config`` of Sphinx tells what a project has set itself; there is no public way to know.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

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
from sphinx_needs.filter_common import filter_needs_view

from ..corpus import Corpus
from ..model import Check, Spec
from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .config import Options
    from .site import Site

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
            add_field(name, description, schema=dict(schema), nullable=True)


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
    if not shutil.which("dot") and shutil.which("graphviz-pure"):
        wanted |= {"graphviz_dot": "graphviz-pure", "graphviz_output_format": "svg"}
    chosen = {**config._raw_config, **config.overrides}
    free = {name: value for name, value in wanted.items() if name not in chosen}
    for name, value in free.items():
        setattr(config, name, value)
    return [f"{name} = {value!r}" for name, value in free.items()]


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
    _add(app, options.spec_type, title, spec.need_id, docname, line, spec.status, spec.tags, fields)
    if options.check_needs:
        for check in spec.checks:
            _add_check(app, options, spec, check, docname)


def add_doc(app: Sphinx, site: Site, docname: str, need_id: str, title: str, keys: Iterable[str], line: int) -> bool:
    """Add the need of a page that covers specs.

    :param keys: the specs it covers.
    :returns: whether it was added.
    """
    covered = [site.corpus.specs[key].need_id for key in keys]
    fields = _set(path=site.source(app.env, docname), covers=covered)
    return _add(app, site.options.doc_type, title, need_id, docname, line, None, (), fields)


def _spec_links(corpus: Corpus, spec: Spec) -> dict[str, Any]:
    parent = corpus.parent.get(spec.key)
    return {
        "depends_on": [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]],
        "parent_spec": [corpus.specs[parent].need_id] if parent else [],
    }


def _add_check(app: Sphinx, options: Options, spec: Spec, check: Check, docname: str) -> None:
    status = "exempt" if check.exempt is not None else "done" if check.done else "open"
    fields = _set(section=check.section, part_of=[spec.need_id], path=spec.path)
    sections = [*reversed(check.sections), spec.name]
    title = check.text or spec.check_id(check)
    _add(
        app, options.check_type, title, spec.check_id(check), docname, check.line, status, (), fields, sections
    )


def _set(**fields: Any) -> dict[str, Any]:
    """:returns: the fields that hold something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _add(
    app: Sphinx,
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
    path = str(app.env.doc2path(docname))
    if data.has_need(need_id):
        message = f"the need {need_id} exists already, so this one was left out"
        warn("need", message, location=f"{path}:{line}", fix="give one of them another id")
        return False
    try:
        need = generate_need(
            NeedsSphinxConfig(app.config),
            data.get_schema(),
            kind,
            title,
            id=need_id,
            docname=docname,
            lineno=line,
            doctype=".md",
            status=status,
            tags=list(tags),
            sections=list(sections),
            **fields,
        )
    except InvalidNeedException as error:
        warn("need", f"sphinx-needs refuses {need_id}: {error.message}", location=f"{path}:{line}")
        return False
    data.add_need(need)
    return True


def matching_specs(app: Sphinx, site: Site, expression: str, location: tuple[str, int]) -> set[str]:
    """Evaluate a sphinx-needs filter over the needs of specs; filters come from the project's own pages.

    :param location: the page the filter stands on, and its line, for sphinx-needs' own warnings.
    :returns: the keys of the specs that pass.
    """
    keys = {spec.need_id: key for key, spec in site.corpus.specs.items()}
    specs = get_needs_view(app).filter_ids(list(keys))
    passed = filter_needs_view(specs, NeedsSphinxConfig(app.config), expression, location=location)
    return {keys[need["id"]] for need in passed}
