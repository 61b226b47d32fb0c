"""Which files are pages: Markdown is read for specs, and a project's own where the project reads it itself.

MyST-Parser makes pages of all Markdown files, and comes with us. In a project that has pages of another kind
and never asked for it, a README or a changelog would become a page, and be missed in every toctree. There
Sphinx knows nothing of such files but while it reads pages, the files of specs among them.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from myst_parser.mdit_to_docutils.transforms import UnreferencedFootnotesDetector
from myst_parser.parsers.docutils_ import visit_container_html
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.transforms import UnreferencedFootnotesDetector as SphinxUnreferencedFootnotesDetector

from .parser import FILETYPE, MARKDOWN, SUFFIX, OwnParser, SpecParser

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_MYST: Final = "myst_parser"
_KIND: Final = "markdown"


def register(app: Sphinx) -> None:
    """Load MyST-Parser without its files; other extensions, which may come later, can have them."""
    with _kept(app.registry.source_suffix, MARKDOWN), _kept(app.registry.source_parsers, _KIND):
        app.setup_extension(_MYST)
    app.add_source_parser(OwnParser)
    app.add_source_suffix(SUFFIX, FILETYPE)


@contextmanager
def _kept(known: MutableMapping[str, Any], name: str) -> Iterator[None]:
    """Leave an entry of a registry as it was, and out of it meanwhile."""
    before = {name: known.pop(name)} if name in known else {}
    yield
    known.pop(name, None)
    known.update(before)


def choose(app: Sphinx, config: Config) -> None:
    """Decide what Markdown files are, before Sphinx takes what extensions have registered, at 800."""
    parser = app.registry.source_parsers.get(_KIND, MystParser)
    if parser is MystParser:
        app.add_source_parser(SpecParser, override=True)
    if MARKDOWN in app.registry.source_suffix:
        return
    if parser is not MystParser or _has_markdown(app, config):
        app.add_source_suffix(MARKDOWN, _KIND)
        return
    _restore(app)
    app.connect("env-before-read-docs", _on_env_before_read_docs)
    app.connect("env-updated", _on_env_updated)


def _on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let Sphinx read what it has not found by itself."""
    app.config.source_suffix[MARKDOWN] = FILETYPE


def _on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Take that back before the environment is written, so that the next build finds the same settings."""
    del app.config.source_suffix[MARKDOWN]


def _has_markdown(app: Sphinx, config: Config) -> bool:
    """Tell whether a project says that it has Markdown, or has no first page but in it."""
    named = [config.source_suffix] if isinstance(config.source_suffix, str) else list(config.source_suffix)
    if MARKDOWN in named or _MYST in config.extensions:
        return True
    others = {*named, *app.registry.source_suffix}
    return not any(Path(app.srcdir, f"{config.root_doc}{suffix}").is_file() for suffix in others)


def _restore(app: Sphinx) -> None:
    """Take back what MyST-Parser changes on pages that are not its own."""
    visitors = app.registry.translation_handlers.get("html", {})
    if visitors.get(nodes.container.__name__, (None,))[0] is visit_container_html:
        del visitors[nodes.container.__name__]
    transforms = app.registry.transforms
    if UnreferencedFootnotesDetector in transforms:
        transforms[transforms.index(UnreferencedFootnotesDetector)] = SphinxUnreferencedFootnotesDetector
