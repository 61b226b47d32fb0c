"""What is relied on of Sphinx and docutils that they do not promise: after an upgrade, the red names."""

from __future__ import annotations

import argparse
import inspect
import json
from types import SimpleNamespace
from typing import Any

import pytest
import sphinx.search
import sphinx.transforms.i18n
from building import Build
from contracts import PROJECT
from docutils import nodes
from docutils.writers import html5_polyglot
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.project import Project
from sphinx.registry import SphinxComponentRegistry
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.math import get_node_equation_number
from sphinx.util.nodes import is_translatable
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from sphinx_leanspec.extension.config import is_set
from sphinx_leanspec.extension.nodes.placeholders import hidden_toctree
from sphinx_leanspec.extension.processes import OF_PAGES


@pytest.fixture(scope="module")
def facts(shared_build: Build) -> dict[str, Any]:
    """What a build of a small project writes down of its own inside."""
    return json.loads((shared_build(PROJECT).outdir / "facts.json").read_text("utf-8"))


def priorities(facts: dict[str, Any], event: str, module: str) -> list[int]:
    """The priorities of what listens to an event; a test that finds nobody would prove nothing."""
    found = [priority for priority, name in facts["listeners"].get(event, []) if name.startswith(module)]
    assert found, f"nothing of {module} listens to {event} any more"
    return found


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


# Configuration


def test_config_raw_config_holds_what_conf_py_sets() -> None:
    config = Config({"project": "P"}, {"language": "de"})
    assert config._raw_config["project"] == "P", "config.is_set asks it"
    assert config.overrides["language"] == "de", "config.is_set asks it"
    assert [is_set(config, name) for name in ("project", "language", "author")] == [True, True, False]


# Source files and toctrees


def test_an_entry_of_a_table_of_contents_is_copied_with_its_lists() -> None:
    entry = nodes.reference("", "", nodes.Text("A heading"), refuri="a")
    for copied in (entry.copy(), entry.deepcopy()):
        for name in nodes.Element.list_attributes:
            assert copied[name] is not entry[name], "pages.toctree.share_lists lets entries share their lists"


def test_what_is_kept_of_each_page_is_taken_from_the_process_that_has_read_it() -> None:
    text = inspect.getsource(BuildEnvironment)
    assert [name for name in OF_PAGES if f"self.{name}:" not in text] == [], "processes.forget_others"


def test_one_process_less_writes_pages_than_are_asked_for() -> None:
    assert "app.parallel - 1" in inspect.getsource(Builder), "processes.Writers asks for more"


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("discover", ["self", "exclude_paths", "include_paths"]),
        ("path2doc", ["self", "filename"]),
        ("doc2path", ["self", "docname", "absolute"]),
        ("restore", ["self", "other"]),
    ],
)
def test_project_is_asked_for_files_by_these_methods(method: str, arguments: list[str]) -> None:
    assert parameters(getattr(Project, method)) == arguments, (
        "pages.project.SpecProject overrides or calls it"
    )


def test_the_environment_asks_its_project_where_a_page_is() -> None:
    asked = SimpleNamespace(
        project=SimpleNamespace(doc2path=lambda docname, absolute: f"{docname} {absolute}")
    )
    answer = BuildEnvironment.doc2path(asked, "specs/001-a")  # type: ignore[arg-type]
    assert answer == "specs/001-a True", "pages.project mounts files that way"


def test_env_tocs_hold_the_toctrees_of_a_page(facts: dict[str, Any]) -> None:
    assert facts["contents"] == [["plain", "specs/index"]], "pages.toctree and builders.epub change them"


def test_env_toctree_includes_hold_the_pages_below_a_page(facts: dict[str, Any]) -> None:
    assert facts["includes"]["index"] == ["plain", "specs/index"], "pages.toctree.attach_index changes them"


def test_env_files_to_rebuild_hold_the_pages_that_name_a_page(facts: dict[str, Any]) -> None:
    assert facts["rebuild"]["plain"] == ["index"], "pages.toctree.forget_navigation changes them"


def test_a_toctree_of_sphinx_has_the_attributes_that_ours_has(facts: dict[str, Any]) -> None:
    made = next(hidden_toctree("index", ["plain"]).findall(addnodes.toctree))
    ours, theirs = made.attributes.keys() - {"leanspec"}, facts["toctree"].keys() - {"rawentries"}
    assert ours == theirs, "placeholders.hidden_toctree makes one by hand"


def test_write_doctree_takes_a_page_and_its_tree() -> None:
    assert parameters(Builder.write_doctree)[:3] == ["self", "docname", "doctree"], (
        "pages.toctree.attach_index"
    )


def test_collect_relations_gives_parent_and_neighbours(facts: dict[str, Any]) -> None:
    assert facts["relations"]["plain"] == ["index", "index", "specs/index"], "freshness looks around a page"


# The inventory


def test_the_builder_writes_the_inventory_by_a_method_of_its_own() -> None:
    assert parameters(StandaloneHTMLBuilder.dump_inventory) == ["self"], "pages.inventory takes its place"
    called = {*StandaloneHTMLBuilder.handle_finish.__code__.co_names}
    assert "dump_inventory" in called, "pages.inventory wants it to be asked for by its name"


def test_the_inventory_is_that_of_sphinx(facts: dict[str, Any]) -> None:
    theirs, ours = facts["inventories"]
    assert ours == theirs
    assert "std:doc" in ours[-1]
    assert "leanspec:spec" in ours[-1]


# What is the same on many pages


def test_titles_of_pages_are_rendered_one_by_one_by_a_method_of_the_builder() -> None:
    assert parameters(StandaloneHTMLBuilder.render_partial) == ["self", "node"], "pages.navigation wraps it"
    assert "render_partial" in StandaloneHTMLBuilder.get_doc_context.__code__.co_names, (
        "and wants it to be asked"
    )


# Events


def test_collectors_of_sphinx_listen_before_ours_and_after_github(facts: dict[str, Any]) -> None:
    found = priorities(facts, "doctree-read", "sphinx.environment.collectors")
    assert min(found) > 400, "extension.github mends a page before images and titles are collected"
    assert max(found) < 510, "setup() reads metadata at 510 and takes toctrees out at 900"


def test_check_of_option_types_comes_after_ours(facts: dict[str, Any]) -> None:
    found = priorities(facts, "config-inited", "sphinx.config.check_confval_types")
    assert min(found) > 13, "config.correct puts a default in place of a wrong value before Sphinx sees it"


def test_intersphinx_looks_before_we_say_that_something_is_missing(facts: dict[str, Any]) -> None:
    assert max(priorities(facts, "missing-reference", "sphinx.ext.intersphinx")) < 900, "domain.show_missing"


# Writers


def test_html_begins_a_link_in_one_text(facts: dict[str, Any]) -> None:
    assert facts["reference"][0].startswith("<a "), "references.hovercard puts an attribute behind it"


def test_html_tells_a_theme_of_the_source_by_these_names(facts: dict[str, Any]) -> None:
    wanted = {"meta", "page_source_suffix", "sourcename"}
    assert wanted <= set(facts["page"]), "pages.source_links points them at the file of a spec"


def test_html_has_several_renderers_of_maths() -> None:
    registry = SphinxComponentRegistry()
    assert registry.html_inline_math_renderers == {}, "markdown.maths asks which there are"
    assert parameters(get_node_equation_number) == ["writer", "node"], "markdown.maths numbers equations"
    assert parameters(HTML5Translator.add_permalink_ref) == ["self", "node", "title"], "markdown.maths"


def test_html_begins_a_cell_in_one_text_and_keeps_its_end() -> None:
    writer = html5_polyglot.HTMLTranslator.__new__(html5_polyglot.HTMLTranslator)
    began: list[str] = []
    writer.body, writer.context, writer.starttag = began, [], lambda *_, **__: "<td>"  # type: ignore[method-assign]
    row = nodes.row("", nodes.entry(), column=0)
    row.column = 0  # type: ignore[attr-defined]
    group = nodes.tgroup("", nodes.tbody("", row))
    group.stubs = [0]  # type: ignore[attr-defined]
    writer.visit_entry(row[0])
    assert (began, writer.context) == (["<td>"], ["</td>\n"]), "nodes.cells makes heads of rows of them"


def test_latex_begins_an_item_in_one_text() -> None:
    writer = SimpleNamespace(body=[])
    LaTeXTranslator.visit_list_item(writer, nodes.list_item())  # type: ignore[arg-type]
    assert [text.strip() for text in writer.body] == [r"\item {}"], "nodes.basic puts a box in its place"


def test_latex_makes_a_target_without_an_anchor() -> None:
    assert parameters(LaTeXTranslator.hypertarget)[1:] == ["id", "withdoc", "anchor"], (
        "nodes.basic names boxes"
    )


def test_epub_remembers_the_id_of_each_page() -> None:
    builder = Epub3Builder.__new__(Epub3Builder)
    builder.id_cache = {"page.xhtml": "epub-7"}
    assert builder.make_id("page.xhtml") == "epub-7", "builders.epub tells it a second name"
    assert isinstance(Epub3Builder.out_suffix, str), "builders.epub makes names of files with it"


# Languages


def test_a_text_of_a_catalogue_has_translated_at_the_end_of_its_source() -> None:
    source = inspect.getsource(sphinx.transforms.i18n)
    assert ":<translated>" in source, "pages.parser knows such a text by it"


def test_a_node_that_is_translated_says_so() -> None:
    source = inspect.getsource(sphinx.transforms.i18n.Locale)
    assert "['translated'] = True" in source, "references.record.translated_title asks it"


def test_a_node_may_ask_not_to_be_translated() -> None:
    node = nodes.paragraph("", "text")
    node.source, node.line, node.rawsource = "page", 1, "text"
    assert is_translatable(node)
    node["translatable"] = False
    assert not is_translatable(node), "pages.parser and extension.language keep boxes and ids that way"


def test_a_document_may_ask_for_plain_quotes() -> None:
    transform = SphinxSmartQuotes.__new__(SphinxSmartQuotes)
    options = SimpleNamespace(smartquotes_excludes={}, smartquotes=True, language="en")
    builder = SimpleNamespace(name="")
    env = SimpleNamespace(
        config=options,
        settings={"language_code": "en"},
        app=SimpleNamespace(builder=builder),  # Sphinx up to 8
        _builder_cls=builder,
    )
    settings = SimpleNamespace(smart_quotes=True, env=env)
    transform.document = SimpleNamespace(settings=settings)  # type: ignore[assignment]
    assert transform.is_available()
    settings.smart_quotes = False
    assert not transform.is_available(), "pages.parser leaves quotes as they are written"


# Search


def test_english_is_a_class_that_finds_stems() -> None:
    assert SearchEnglish({}).stem("lights") == SearchEnglish({}).stem("light"), (
        "pages.search.English keeps them"
    )
    assert "en" in sphinx.search.languages, "pages.search.register asks whether it is Sphinx's own still"


def test_the_index_of_the_search_has_the_form_that_we_complete(facts: dict[str, Any]) -> None:
    index = facts["search"]
    wanted = {"docnames", "envversion", "indexentries", "terms", "titleterms"}
    assert wanted <= index.keys(), "pages.search.WholeIndex"
    number = index["docnames"].index("specs/001-lamp")
    assert [place[0] for place in index["indexentries"]["001-lamp"]] == [number], "pages.search.WholeIndex"


def test_a_builder_has_a_format_of_its_index(facts: dict[str, Any]) -> None:
    assert facts["has search"] is True, "pages.search.complete asks for it"
    assert facts["indexer"] == [True, True], "pages.search.complete puts WholeIndex in its place"


def test_sphinx_forgets_entries_of_pages_that_are_not_written() -> None:
    assert "indexentries" not in inspect.getsource(IndexBuilder.load), (
        "Sphinx loads them now: pages.search.WholeIndex need not keep them any more"
    )


# Python


def test_argparse_gives_commands_by_a_class_of_this_name() -> None:
    made = argparse.ArgumentParser().add_subparsers()
    assert type(made) is argparse._SubParsersAction, "cli.common.Commands"
