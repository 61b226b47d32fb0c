"""An EPUB's contents: specs among them, and nothing that no book has a use for.

An EPUB has a table of contents outside its pages, drawn once, so it can hold the tree of all specs that the
pages of a site go without. Its files are all that lie in the output folder, some among them that no book has
a use for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder

from ..build import Build
from ..config import is_set
from ..nodes.placeholders import hidden_toctree
from ..site import INDEX

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_NOT_IN_A_BOOK: Final = (
    ".buildinfo.bak",
    "needs.json",
    "permalink.html",
    "schema_violations.json",
    "warnings.txt",
    "_static/leanspec.sty",
    "_static/leanspecfonts.sty",
    "_static/leanspec-filter.js",
    "_static/leanspec-hovercard.js",
)

_PAGE: Final = re.compile(r'<item id="[^"]*" href="([^"]*)" media-type="application/xhtml\+xml"(?= />)')
_HELD: Final = {"mathml": "<math", "svg": "<svg"}


class Book(Epub3Builder):
    """Sphinx's own builder; its list of files says which pages hold drawings and formulas, as a book must."""

    def build_content(self) -> None:
        """Write the list of files."""
        super().build_content()
        path = Path(self.outdir, "content.opf")
        path.write_text(_PAGE.sub(self._told, path.read_text("utf-8")), "utf-8")

    def _told(self, item: re.Match[str]) -> str:
        page = Path(self.outdir, unquote(unescape(item[1]))).read_text("utf-8")
        held = " ".join(name for name, tag in _HELD.items() if tag in page)
        return f'{item[0]} properties="{held}"' if held else item[0]


def set_default(config: Config) -> list[str]:
    """Let an EPUB's contents name what no page shows, specs among it, and leave out what no book wants.

    :returns: what was set, as ``name = value``: what the project has set stays.
    """
    config.epub_exclude_files = [*config.epub_exclude_files, *_NOT_IN_A_BOOK]
    if is_set(config, "epub_tocscope"):
        return []
    config.epub_tocscope = "includehidden"
    return ["epub_tocscope = 'includehidden'"]


def fill_contents(app: Sphinx, builder: Builder) -> None:
    """Put the specs back into what an EPUB's contents are made of; the environment is on disk by now."""
    if not isinstance(builder, Epub3Builder):
        return
    folder = Path(builder.outdir)
    # what Sphinx remembers may lie there, too
    hidden = (str(path.relative_to(folder)) for path in folder.glob(".*/**/*"))
    app.config.epub_exclude_files = [*app.config.epub_exclude_files, *hidden]
    env = builder.env
    site = Build.of(env).site
    for docname in (INDEX, *site.parts, *(found.docname for found in site.mounts.values() if found.spec)):
        _fill(env, docname, app.config.root_doc)
    _same_names(builder, env.found_docs)


def _fill(env: BuildEnvironment, docname: str, root: str) -> None:
    """Name below a page what only its toctree names; where the root page lists all specs, that is nothing."""
    contents = env.tocs.get(docname)
    if contents is None or not contents.children:
        return
    named = {name for toctree in contents.findall(addnodes.toctree) for name in toctree["includefiles"]}
    named |= set(env.toctree_includes.get(root, ()))
    missing = [name for name in env.toctree_includes.get(docname, ()) if name not in named]
    if not missing:
        return
    page = contents.children[0]
    if not isinstance(page, nodes.list_item):
        return
    below = page.children[-1]
    if not isinstance(below, nodes.bullet_list):
        below = nodes.bullet_list()
        page.append(below)
    below.append(hidden_toctree(docname, missing))


def _same_names(builder: Epub3Builder, docnames: Iterable[str]) -> None:
    """Let an EPUB's reading order know a page by its address, too: Chinese is spelled otherwise there."""
    for docname in docnames:
        name, address = docname + builder.out_suffix, builder.get_target_uri(docname)
        if name != address:
            builder.id_cache[address] = builder.make_id(name)
