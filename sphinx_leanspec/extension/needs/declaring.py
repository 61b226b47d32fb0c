"""The types, fields and links that needs of specs have, and the options that go with them."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from sphinx.util import logging
from sphinx_needs.api import add_field, add_need_type, get_need_types
from sphinx_needs.exceptions import NeedsApiConfigWarning

from ...drawing.graph_layout import PORT, find, scripts
from ..config import is_set
from ..language import N_, _
from ..nodes.medium import Medium
from .clashes import types

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..config import Options

_LOGGER: Final = logging.getLogger(__name__)
_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer"}
_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_FIELDS: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    "priority": ("How urgent a spec is", _TEXT),
    "created": ("When a spec was created", _TEXT),
    "updated": ("When a spec was last changed", _TEXT),
    "completed": ("When a spec was finished", _TEXT),
    "assignee": ("Who works on a spec", _TEXT),
    "section": ("The heading a check stands under", _TEXT),
    "done": ("How many checks of a spec are done", _NUMBER),
    "total": ("How many checks a spec has", _NUMBER),
    "verified": ("How many of the checks that are done are shown by evidence", _NUMBER),
    "failed": ("How many of the checks that are done are shown not to be so", _NUMBER),
    "verdict": ("What comes of the evidence of a check", _TEXT),
    "evidence": ("What the author of a check offers in proof", _TEXT),
    "evidence_note": ("Why the evidence of a check has this verdict", _TEXT),
    "path": ("The file in the repository", _TEXT),
    "leans_on": ("The code that a document refers to", _TEXTS),
    "drift": ("What became of that code since it was read", _TEXT),
    "drifted": ("How much of it is no more what it was", _NUMBER),
}
_OF_REQUIREMENTS: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    "requirement_kind": ("What a requirement is: a requirement, a criterion or a story", _TEXT),
    "says": ("What a requirement says", _TEXT),
    "scenarios": ("The cases in which a requirement can be seen to hold", _TEXTS),
}
_LINKS: Final[Mapping[str, tuple[str, str]]] = {
    "depends_on": (N_("depends on"), N_("required by")),
    "parent_spec": (N_("parent spec"), N_("parent of")),
    "part_of": (N_("part of"), N_("has check")),
    "covers": (N_("covers"), N_("covered by")),
}
_LINKS_TO_REQUIREMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "part_of": (N_("part of"), N_("has part")),
    "serves": (N_("serves"), N_("served by")),
    "changes": (N_("changes"), N_("changed by")),
}
LINKS: Final = frozenset((*_LINKS, *_LINKS_TO_REQUIREMENTS))
"""The links that our needs have."""
_STYLES: Final = {
    "default": {
        "node": {"margin": "0.38,0.11", "fontname": "Helvetica"},
        "edge": {"minlen": "2", "fontname": "Helvetica"},
    }
}
"""How a needflow looks: as sphinx-needs has it, with room for Chinese, which is measured short."""
_TYPES: Final = (
    ("spec_type", N_("Spec"), "SPEC_", "#DFE8FC", "node"),
    ("check_type", N_("Check"), "CHECK_", "#E3F3E8", "node"),
    ("requirement_type", N_("Requirement"), "REQUIREMENT_", "#F3E6F5", "node"),
    ("doc_type", N_("Document"), "DOC_", "#F6EBDD", "artifact"),
)


def declare_links(app: Sphinx, config: Config, options: Options) -> None:
    """Declare the links between needs that the project has not declared itself."""
    declared = _declared(config)
    wanted = {**_LINKS, **(_LINKS_TO_REQUIREMENTS if options.requirement_needs else {})}
    for name, (outgoing, incoming) in wanted.items():
        if name not in declared:
            config.needs_links[name] = {"outgoing": _(outgoing), "incoming": _(incoming)}
    _tell_kept("links", declared & wanted.keys())


def declare_fields(app: Sphinx, config: Config, options: Options) -> None:
    """Declare the fields of needs that neither the project has declared nor another extension."""
    wanted = {**_FIELDS, **(_OF_REQUIREMENTS if options.requirement_needs else {})}
    kept = _declared(config) & wanted.keys()
    for name, (description, schema) in wanted.items():
        if name not in kept:
            try:
                add_field(name, description, schema=cast(Any, dict(schema)), nullable=True)
            except NeedsApiConfigWarning:
                kept.add(name)
    _tell_kept("fields", kept)


def _declared(config: Config) -> set[str]:
    """Return the names of all fields and links that a project has declared, for all needs or for a type."""
    found = {*config.needs_fields, *config.needs_links}
    for each in config.needs_extra_options:  # deprecated, and so are extra links
        found.add(each["name"] if isinstance(each, dict) else each)
    found.update(each["option"] for each in config.needs_extra_links)
    for kind in _own_types(config):
        found.update(kind.get("fields", ()), kind.get("links", ()))
    return found


def _own_types(config: Config) -> Iterable[Mapping[str, Any]]:
    """Return the types that a project has declared; of a mapping sphinx-needs makes a list later."""
    types = config.needs_types
    return types.values() if isinstance(types, dict) else types


def _tell_kept(what: str, names: Iterable[str]) -> None:
    """Say which names are used as the project has declared them: all is well, it only explains their look."""
    if found := sorted(names):
        _LOGGER.info("sphinx-leanspec uses %s as they are declared already: %s", what, ", ".join(found))


def declare_types(app: Sphinx, options: Options) -> None:
    """Declare the types of needs that neither the project has declared nor another extension."""
    known = get_need_types(app)
    wanted = types(options)
    for option, title, prefix, color, style in _TYPES:
        name = getattr(options, option)
        if option not in wanted:
            continue
        if name not in known:
            add_need_type(app, name, _(title), prefix, color, style)


def set_defaults(app: Sphinx, config: Config) -> list[str]:
    """Set options of sphinx-needs and Graphviz where the project has not set them.

    :returns: what was set, as ``name = value``.
    """
    wanted: dict[str, Any] = {"needs_build_json": True}
    if "sphinxcontrib.plantuml" not in app.extensions:  # which its default draws with
        wanted["needs_flow_engine"] = "graphviz"
    if not shutil.which("dot") and find(PORT):
        _put_on_path(PORT)
        wanted |= {"graphviz_dot": PORT, "graphviz_output_format": "svg", "needs_graphviz_styles": _STYLES}
    chosen = _chosen_in_toml(app, config)
    free = {name: value for name, value in wanted.items() if not (is_set(config, name) or name in chosen)}
    for name, value in free.items():
        setattr(config, name, value)
    return [f"{name} = {value!r}" for name, value in free.items()]


def _chosen_in_toml(app: Sphinx, config: Config) -> Set[str]:
    """Return the options that ``needs_from_toml`` sets; what is wrong with its file sphinx-needs tells."""
    if not config.needs_from_toml:
        return frozenset()
    try:
        found: Any = tomllib.loads(Path(app.confdir, config.needs_from_toml).read_text("utf-8"))
        for key in (*config.needs_from_toml_table, "needs"):
            found = found[key]
        return {f"needs_{name}" for name in found}
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _put_on_path(command: str) -> None:
    """Make a command of this environment known by its bare name, activated or not.

    Sphinx names pictures after the command that made them: with its path in them, names differ by machine.
    """
    if not shutil.which(command):
        os.environ["PATH"] = os.pathsep.join(filter(None, (os.environ.get("PATH"), scripts())))


def spare_catalogs(app: Sphinx) -> None:
    """Leave needs.json to builders that write pages: sphinx-needs cannot export from its environment."""
    if Medium.of(app.builder).makes_catalogs:
        app.config.needs_build_json = False
