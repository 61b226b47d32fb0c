"""What is relied on of sphinx-needs and MyST-Parser that they do not promise; see test_contracts.py."""

from __future__ import annotations

import inspect
import json
from types import SimpleNamespace
from typing import Any

import myst_parser
import pytest
import sphinx_needs.needs
from building import Build
from contracts import PROJECT
from docutils import nodes
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils import transforms
from myst_parser.parsers.sphinx_ import MystParser
from sphinx_needs.api import InvalidNeedException, generate_need, get_needs_view
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.directives import needflow
from sphinx_needs.directives.need import post_process_needs_data
from sphinx_needs.filter_common import apply_max_items, filter_needs_view, process_filters
from sphinx_needs.need_item import NeedItem
from sphinx_needs.needs_schema import FieldsSchema
from sphinx_needs.needsfile import NeedsList
from sphinx_needs.roles.need_ref import NeedRef
from sphinx_needs.schema.core import validate_field_link_schemas
from sphinx_needs.schema.process import process_schemas
from sphinx_needs.schema.reporting import generate_json_schema_validation_report
from sphinx_needs.views import NeedsView


@pytest.fixture(scope="module")
def facts(shared_build: Build) -> dict[str, Any]:
    """What a build of a small project writes down of its own inside."""
    return json.loads((shared_build(PROJECT).outdir / "facts.json").read_text("utf-8"))


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


# MyST-Parser


def test_myst_leaves_the_headings_of_a_page_in_its_metadata(facts: dict[str, Any]) -> None:
    (_, name, text), *_others = [found for slug, found in facts["slugs"].items() if slug == "a-heading"]
    assert (name, text) == ("a-heading", "A heading"), "pages.parser leaves them for pages of specs, too"


def test_myst_leaves_front_matter_in_the_metadata(facts: dict[str, Any]) -> None:
    assert facts["front matter"] == "[1]", "references.record reads the specs that a page covers there"


def test_myst_marks_a_link_that_is_resolved_later(facts: dict[str, Any]) -> None:
    found = {link["reftarget"]: (link["reftype"], link.get("refdomain")) for link in facts["links"]}
    assert found["nowhere.md"] == ("myst", None), "references.mentions and extension.github take it over"
    assert found["index"] == ("myst", "doc"), "references.mentions counts it as a link to a page"


def test_myst_parses_a_text_into_a_document() -> None:
    assert parameters(MystParser.parse) == ["self", "inputstring", "document"], (
        "pages.parser.SpecParser overrides it"
    )


@pytest.mark.parametrize(("name", "since"), [("footnote_sort", "5.0"), ("heading_anchors_html_ids", "5.1")])
def test_myst_reads_settings_of_its_transforms_from_the_document(name: str, since: str) -> None:
    if myst_parser.__version__ < since:
        pytest.skip(f"MyST-Parser {myst_parser.__version__} has no {name}, so nothing reads it")
    assert name in MdParserConfig.__dataclass_fields__
    assert f"myst_{name}" in inspect.getsource(transforms), (
        "pages.parser sets it on a page that MyST did not read"
    )


# sphinx-needs: configuration


def listeners(facts: dict[str, Any], event: str) -> dict[str, int]:
    """The priority of each function of sphinx-needs that listens to an event."""
    found = {
        name: priority for priority, name in facts["listeners"][event] if name.startswith("sphinx_needs.")
    }
    assert found, f"sphinx-needs does not listen to {event} any more"
    return found


def test_needs_reads_its_configuration_between_ours(facts: dict[str, Any]) -> None:
    found = listeners(facts, "config-inited")
    assert found["sphinx_needs.needs.load_config"] > 11, "our links are declared before, at 11"
    first, last = (
        found["sphinx_needs.needs.resolve_need_types"],
        found["sphinx_needs.needs.check_configuration"],
    )
    assert first < 599 < last, "our fields and types are added after all others, at 599"


def test_needs_are_looked_at_after_they_are_handed_over(facts: dict[str, Any]) -> None:
    assert min(listeners(facts, "env-updated").values()) > 100, "needs.store hands them over at 100"


def test_needflows_are_drawn_after_they_could_be_listed(facts: dict[str, Any]) -> None:
    assert listeners(facts, "doctree-resolved")["sphinx_needs.directives.need.process_need_nodes"] > 450, (
        "needs.list_flows puts lists in their place at 450"
    )


def test_needs_forgets_in_its_setup_what_was_declared_before() -> None:
    assert "_NEEDS_CONFIG.clear()" in inspect.getsource(sphinx_needs.needs.setup), (
        "setup() need not have sphinx-needs set up first any more"
    )


# sphinx-needs: needs without a node


@pytest.mark.parametrize("name", ["get_needs_mutable", "get_schema", "remove_need"])
def test_needs_data_has_this_method(name: str) -> None:
    assert callable(getattr(SphinxNeedsData, name, None)), "needs.making and needs.keeping know needs by it"


def test_needs_are_made_with_these_arguments() -> None:
    found = parameters(generate_need)
    assert found[:4] == ["needs_config", "needs_schema", "need_type", "title"], "needs.making"
    named = {"id", "docname", "lineno", "doctype", "status", "tags", "sections", "allow_type_coercion"}
    assert named <= set(found), "needs.making"


def test_a_refused_need_says_why() -> None:
    assert InvalidNeedException("kind", "why").message == "why", "needs.making says it to the user"


def test_the_schema_knows_fields_and_links() -> None:
    assert callable(getattr(FieldsSchema, "get_extra_field", None)), "needs.making asks for a field's type"
    assert callable(getattr(FieldsSchema, "iter_link_fields", None)), (
        "needs.showing asks what links are called"
    )


# sphinx-needs: needs that are made, linked and exported when they have to be


def test_needs_and_what_shows_them_are_kept_in_the_environment() -> None:
    found = {"_needs_all_needs": {}, "_needs_is_post_processed": True}
    env = SimpleNamespace(**found)
    assert SphinxNeedsData(env).get_needs_view() is env._needs_view, "needs.keeping.hand_over takes it away"
    env._needs_is_post_processed = False
    assert SphinxNeedsData(env).get_needs_mutable() is found["_needs_all_needs"], (
        "needs.keeping: ours are there"
    )


def test_needs_that_are_linked_already_are_not_linked_when_they_are_asked_for() -> None:
    class Untouched(dict):
        def values(self) -> Any:
            raise AssertionError("needs.linking hands over needs that nobody has made yet")

    env = SimpleNamespace(_needs_all_needs=Untouched(one=1), _needs_is_post_processed=False, app=None)
    data = SphinxNeedsData(env)
    data.needs_is_post_processed = True
    assert bool(data.get_needs_view()), "sphinx-needs asks that of each page, and it must not make them"


def test_needs_are_linked_and_validated_when_writing_starts(facts: dict[str, Any]) -> None:
    found = listeners(facts, "write-started")
    assert set(found) == {
        "sphinx_needs.needs.ensure_post_process_needs_data",
        "sphinx_needs.schema.process.process_schemas",
    }, "needs.linking comes before both, and does what they do"
    assert all(100 < priority < 900 for priority in found.values())


def test_needs_are_exported_when_the_build_is_done(facts: dict[str, Any]) -> None:
    found = listeners(facts, "build-finished")
    assert 100 < found["sphinx_needs.builder.build_needs_json"] < 900, "needs.linking writes it at 100"


def test_validation_can_be_switched_off_and_is_asked_first() -> None:
    source = inspect.getsource(process_schemas)
    assert source.index("schema_validation_enabled") < source.index("get_needs_view(app)"), "needs.linking"
    assert parameters(validate_field_link_schemas)[:3] == ["config", "fields_schema", "needs"]
    assert parameters(generate_json_schema_validation_report) == [
        *("duration", "need_2_warnings", "report_file_path", "validated_needs_count", "validated_rate")
    ]


def test_linking_a_need_is_what_it_was_when_its_conditions_were_listed() -> None:
    steps = [
        *("needs-before-post-processing", "extend_needs_data(", "resolve_functions(", "check_links("),
        *("sort_links()", "process_constraints(", "needs-before-sealing"),
    ]
    source = inspect.getsource(post_process_needs_data)
    places = [source.index(step) for step in steps]
    assert places == sorted(places), "needs.linking knows what each of them looks at"
    assert source.count("(needs, ") + source.count("(app, needs, ") == 3, "nor is there a further step"


def test_the_file_is_made_of_one_text_a_need() -> None:
    assert parameters(NeedsList.__init__) == ["self", "env", "outdir", "confdir", "add_schema"]
    for name in ("add_need", "dump_json", "load_json", "update_or_add_version", "wipe_version"):
        assert callable(getattr(NeedsList, name, None)), "needs.exporting"
    assert "json.dump(self.needs_list, f, sort_keys=True)" in inspect.getsource(NeedsList.write_json)


# sphinx-needs: filters and needflows


def test_filters_are_evaluated_over_a_view_of_needs() -> None:
    assert parameters(filter_needs_view)[:3] == ["needs", "config", "filter_string"], "needs.showing"
    assert "location" in parameters(filter_needs_view), "needs.showing says where a wrong filter stands"
    assert parameters(get_needs_view) == ["app"], "needs.showing"
    assert callable(getattr(NeedsView, "filter_ids", None)), "needs.showing"


def test_a_needflow_is_filtered_and_cut_by_these_functions() -> None:
    assert parameters(process_filters)[:5] == ["app", "needs_view", "filter_data", "origin", "location"]
    assert parameters(apply_max_items) == ["needs", "max_items", "config"], "needs.showing lists needflows"


def test_a_needflow_with_graphviz_is_a_node_of_this_class(facts: dict[str, Any]) -> None:
    assert issubclass(needflow.NeedflowGraphiz, nodes.Element), "needs.showing finds needflows by it"
    wanted = {"filter_warning", "link_types", "root_depth", "root_direction", "root_id"}
    assert wanted <= set(facts["needflow"]), "needs.showing reads what it shows"


def test_a_needflow_with_graphviz_is_drawn_in_html_only() -> None:
    source = inspect.getsource(inspect.getmodule(needflow._graphviz) or needflow)  # type: ignore[attr-defined]
    assert "NeedflowGraphiz is only supported for HTML output." in source, (
        "sphinx-needs draws it elsewhere, too: needs.list_flows can go"
    )


def test_a_reference_to_a_need_is_a_node_of_this_class(facts: dict[str, Any]) -> None:
    assert issubclass(NeedRef, nodes.Element)
    assert facts["need reference"] == "SPEC_001", "freshness keeps what a page refers to"


def test_nodes_of_needs_are_known_by_their_module() -> None:
    assert NeedRef.__module__.startswith("sphinx_needs"), "needs.is_of_needs"
    assert NeedItem.__module__.startswith("sphinx_needs"), "the needs of a page are pickled by this path"


@pytest.mark.parametrize("name", ["build_json", "flow_engine", "graphviz_styles", "include_needs"])
def test_needs_has_this_option(name: str) -> None:
    assert name in NeedsSphinxConfig.__dataclass_fields__, "needs.declaring sets it, or needs.showing asks it"


# Mermaid, which may be there


def test_a_mermaid_diagram_is_a_node_with_these_attributes() -> None:
    mermaid = pytest.importorskip("sphinxcontrib.mermaid")
    read = {name for name in ("code", "options") if f'node["{name}"]' in inspect.getsource(mermaid)}
    assert read == {"code", "options"}, "markdown.fences makes one"
