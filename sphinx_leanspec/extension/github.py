"""Pages that were written for GitHub, read by MyST: what GitHub shows is shown.

An extension of its own, for repositories whose Markdown was not written for Sphinx.
``sphinx-leanspec build`` loads it.
"""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from sphinx import addnodes

from .. import __version__
from ..reading import documents
from ..reading.boundary import is_there
from ..reading.highlighting import language
from ..reading.html import is_safe_url
from .build import Build
from .config import is_set
from .defaults import tell_defaults
from .nodes.basic import leanspec_box
from .nodes.formulas import RENDERER
from .nodes.parts import make_check

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_SYNTAX: Final = ("alert", "dollarmath", "gfm_autolink", "html_image", "strikethrough", "tasklist")
_SILENT: Final = ("myst.header", "myst.strikethrough")
"""What GitHub shows without a word."""
_MARKDOWN: Final = (".md", ".rst", ".txt")
_IMAGE: Final = re.compile(r"""<img\b(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""\b(?P<name>src|alt|width|height)\s*=\s*(?:"(?P<two>[^"]*)"|'(?P<one>[^']*)')"""
)


def _on_config_inited(app: Sphinx, config: Config) -> None:
    """Have MyST read what GitHub reads, where the project does not say otherwise."""
    wanted = _shown() if _has_renderer(app, config) else {"html_math_renderer": RENDERER, **_shown()}
    free = {name: value for name, value in wanted.items() if not is_set(config, name)}
    for name, value in free.items():
        setattr(config, name, value)
    config.suppress_warnings = [*config.suppress_warnings, *_SILENT]
    told = [f"{name} = {value!r}" for name, value in free.items()]
    tell_defaults(__name__, [*told, f"suppress_warnings += {list(_SILENT)!r}"])


def _shown() -> dict[str, object]:
    """Return the options of MyST that stand for what GitHub shows, as far as this release of it has them."""
    return {
        "smartquotes": False,
        "myst_enable_extensions": [name for name in _SYNTAX if _is_known(name)],
        "myst_heading_anchors": 6,
        "myst_disable_syntax": ["myst_line_comment", "myst_block_break"],
        "myst_dmath_allow_space": False,  # "from $5 to $10" holds no formula
        "myst_dmath_allow_digits": False,
        "myst_dmath_double_inline": True,
    }


def _has_renderer(app: Sphinx, config: Config) -> bool:
    """Tell whether the project has chosen what draws formulas, or tells MathJax anything."""
    is_told = any(is_set(config, value.name) for value in config if value.name.startswith("mathjax"))
    others = app.registry.html_inline_math_renderers.keys() - {"mathjax"}
    return is_told or bool(others) or "sphinx.ext.mathjax" in config.extensions


def _is_known(name: str) -> bool:
    """Tell whether this release of MyST-Parser has an extension: two came with 5.1."""
    try:
        MdParserConfig(enable_extensions={name})
    except ValueError:
        return False
    return True


def _on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    _ease_colours(doctree)
    if Build.of(app.env).site.owner_of(docname) is None:
        _draw_boxes(doctree)
        _take_images(doctree)
        path = Path(app.env.doc2path(docname))
        _take_links(doctree, path.parent)
        _give_title(doctree, path)


def _ease_colours(doctree: nodes.document) -> None:
    """Show code in a language that Pygments does not know without colours, as GitHub does.

    Nor is there a word where code is not what its fence says: it is highlighted as well as can be.
    """
    for node in doctree.findall(nodes.literal_block):
        node["force"] = True
        node["language"] = language(node.get("language", ""))


def _draw_boxes(doctree: nodes.document) -> None:
    """Draw the boxes of task lists as those of specs are drawn, in every builder; MyST's are HTML alone."""
    for item in doctree.findall(nodes.list_item):
        first = next(iter(item.findall(nodes.raw)), None)
        if first is None or 'type="checkbox"' not in first.astext() or first.parent.parent is not item:
            continue
        first.parent.replace(first, leanspec_box(done="checked=" in first.astext()))
        make_check(item)


def _take_images(doctree: nodes.document) -> None:
    """Make images of the ``<img>`` in HTML, so that their files come along."""
    for node in list(doctree.findall(nodes.raw)):
        text = node.astext()
        if node.get("format") != "html" or not _IMAGE.search(text):
            continue
        parts: list[nodes.Node] = []
        at = 0
        for found in _IMAGE.finditer(text):
            image = _image(found[0])
            if image is not None:
                image.source, image.line = node.source, node.line
                parts += [_raw(text[at : found.start()]), image]
                at = found.end()
        if parts:
            node.parent.replace(node, [*parts, _raw(text[at:])])


def _take_links(doctree: nodes.document, folder: Path) -> None:
    """Resolve what MyST finds no page for as links of specs are: to a folder, or into the repository."""
    for node in doctree.findall(addnodes.pending_xref):
        if node["reftype"] == "myst" and node.get("refdomain") == "doc":
            _take_outside(node, folder)
        if node["reftype"] != "myst" or node.get("refdomain") is not None:
            continue
        if _is_anchor(node["reftarget"], folder):
            node["reftarget"] = f"#{node['reftarget']}"
        node["refdomain"], node["reftype"], node["refwarn"] = "leanspec", "link", False


def _take_outside(node: addnodes.pending_xref, folder: Path) -> None:
    """Name the file again where MyST took one outside the sources for a page, and left its suffix out."""
    page = Path(node["reftarget"])
    if not page.is_absolute():
        return
    for suffix in _MARKDOWN:
        file = page.with_name(f"{page.name}{suffix}")
        if file.is_file():
            anchor = f"#{node['reftargetid']}" if node["reftargetid"] else ""
            node["reftarget"] = quote(Path(os.path.relpath(file, folder)).as_posix()) + anchor
            node["refdomain"] = None
            return


def _is_anchor(target: str, folder: Path) -> bool:
    """Tell whether a link leads to a heading of its own page; MyST's node does not say."""
    return not re.search(r"[/.#]", target) and not is_there(folder / target)


def _image(tag: str) -> nodes.image | None:
    found = {
        match["name"].lower(): unescape(match["two"] or match["one"] or "")
        for match in _ATTRIBUTE.finditer(tag)
    }
    uri = found.pop("src", "")
    if not uri or is_safe_url(uri):
        return None
    return nodes.image(uri=uri, **{name: value for name, value in found.items() if value})


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _give_title(doctree: nodes.document, path: Path) -> None:
    """Give a page one title: its first heading of level 1, else what its HTML, front matter or name says."""
    first = next((node for node in doctree.children if isinstance(node, nodes.section)), None)
    if first is not None and documents.has_title(path):
        following = doctree.children[doctree.index(first) + 1 :]
        del doctree.children[doctree.index(first) + 1 :]
        first.extend(following)
        return
    text = documents.heading(path) or re.sub(r"[-_]+", " ", path.stem).strip().capitalize()
    is_shown = any(re.search(r"<h1\b", node.astext(), re.IGNORECASE) for node in doctree.findall(nodes.raw))
    title = nodes.title("", text, classes=["leanspec-hidden"] if is_shown else [])
    children, doctree.children = doctree.children, []
    doctree.append(nodes.section("", title, *children, ids=["top"]))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything; nothing is read or decided here."""
    app.connect("config-inited", _on_config_inited)
    app.connect("doctree-read", _on_doctree_read, priority=400)  # before images and titles are collected
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
