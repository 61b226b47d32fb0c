"""What the application that is kept relies on and nobody promises: after an upgrade, the red names."""

from __future__ import annotations

import inspect
from typing import Any

import uvicorn
from sphinx import environment
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.cmd import build
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.events import EventManager
from sphinx.util.parallel import SerialTasks

from sphinx_leanspec.extension.live.application import KeptSphinx
from sphinx_leanspec.extension.processes import DOCTREES


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_sphinx_build_makes_an_application_of_the_class_that_its_module_names() -> None:
    assert build.Sphinx is Sphinx, "live.__main__ puts KeptSphinx in its place"
    assert parameters(Sphinx.build) == parameters(KeptSphinx.build)


def test_a_builder_reads_writes_and_finishes_one_after_the_other() -> None:
    text = inspect.getsource(Builder.build)
    steps = (
        "self.read()",
        "check_dependents(",
        "check_consistency()",
        "self.write(",
        "self.finish()",
        "join()",
    )
    at = [text.index(step) for step in steps]
    assert at == sorted(at), "live.application does the same, in this order"
    assert parameters(Builder.write) == ["self", "build_docnames", "updated_docnames", "method"]
    assert parameters(Builder.read) == ["self"]
    assert hasattr(Builder, "allow_parallel")
    assert hasattr(SerialTasks(), "join")


def test_whoever_listens_to_the_end_of_reading_hears_it_before_anything_is_kept() -> None:
    text = inspect.getsource(Builder.read)
    assert text.index("'env-updated'") < text.index("config_status = CONFIG_OK"), "live.application sets it"
    assert environment.CONFIG_OK in (0, 1)
    assert "except Exception" in inspect.getsource(EventManager.emit), "another kind of exception passes"


def test_pages_are_written_one_by_one_and_the_index_of_the_search_apart() -> None:
    assert parameters(Builder._write_serial) == ["self", "docnames"], "live.painting"
    assert "self.indexer = None" in inspect.getsource(StandaloneHTMLBuilder.prepare_writing)
    assert "self.indexer is not None" in inspect.getsource(StandaloneHTMLBuilder.index_page)
    assert parameters(StandaloneHTMLBuilder.copy_image_files) == ["self"]


def test_the_environment_keeps_pages_and_is_kept_itself() -> None:
    text = inspect.getsource(BuildEnvironment)
    assert [name for name in DOCTREES if f"self.{name}" not in text] == []
    assert ENV_PICKLE_FILENAME == "environment.pickle"
    assert "templates_path" in Config.config_values


def test_a_server_leaves_signals_to_others_where_that_is_replaced() -> None:
    assert "self.capture_signals()" in inspect.getsource(uvicorn.Server.serve)
