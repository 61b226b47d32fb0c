"""A diagram in Mermaid's language: a picture where `merman` is installed, its code everywhere else.

The pictures are files beside the page, one for a light ground and one for a dark one. A browser shows them as
it shows photographs: nothing in them runs, and nothing is fetched. No network, no other program is needed.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util import logging

from ...files import write_atomically
from ..language import _
from .lower import Lowerable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

_LOGGER = logging.getLogger(__name__)

EXTRA: Final = "sphinx-leanspec[mermaid]"
"""What pip is told to install to have the library."""

_THEMES: Final = {"light": "default", "dark": "dark"}
_SIZE: Final = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_PLAIN: Final = {"htmlLabels": False, "class": {"htmlLabels": False}, "flowchart": {"htmlLabels": False}}
"""Lets labels be text of SVG: HTML in it is cut off where the reader's letters are wider than expected."""


class leanspec_mermaid(Lowerable, nodes.General, nodes.Element):
    """A diagram: attribute ``code``; its only child is the block of code that stands for it."""


def node_of(code: str) -> leanspec_mermaid:
    """Return the node for a diagram."""
    block = nodes.literal_block(code, code, language="none", force=True)
    return leanspec_mermaid("", block, code=code)


def is_drawn() -> bool:
    """Tell whether there is a library to draw diagrams with."""
    return find_spec("merman") is not None


def draw(code: str, name: str, theme: str) -> str:
    """Draw a diagram as SVG.

    :param name: what its elements are called by, which is to be unique on a page.
    :raises ValueError: where the code is none that can be drawn, or asks for more than a diagram should.
    """
    from merman import Merman, MermanError

    options = {
        "site_config": {"theme": theme, **_PLAIN},
        "svg": {"diagram_id": name, "pipeline": "parity"},
        "resources": {"profile": "constrained"},  # whoever wrote it is not trusted with the machine
    }
    try:
        svg: str = Merman().render_svg(code, json.dumps(options))
    except MermanError as error:
        raise ValueError(getattr(error, "message", "") or str(error)) from error
    return svg


def _pictures(builder: StandaloneHTMLBuilder, code: str) -> dict[str, tuple[str, str, str]]:
    """Write the pictures of a diagram; return address, width and height of each, the latter in pixels."""
    found = {}
    for ground, theme in _THEMES.items():
        name = f"mermaid-{hashlib.sha256(code.encode()).hexdigest()[:16]}-{ground}"
        svg = draw(code, name, theme)
        size = _SIZE.search(svg)
        width, height = (f"{float(part):.0f}" for part in size.groups()) if size else ("", "")
        write_atomically(Path(builder.outdir, builder.imagedir, f"{name}.svg"), svg.encode())
        found[ground] = posixpath.join(builder.imgpath, f"{name}.svg"), width, height
    return found


def _visit_html(self: HTML5Translator, node: leanspec_mermaid) -> None:
    pictures = {}
    if is_drawn():
        try:
            pictures = _pictures(self.builder, node["code"])
        except ValueError as error:
            place = f"{node.source}:{node.line}" if node.line else self.builder.current_docname
            _LOGGER.info("%s: a diagram is shown as its code: %s", place, error)
    node["drawn"] = bool(pictures)
    if not pictures:
        return
    said = self.attval(_("Diagram; its text follows"))
    self.body.append('<div class="leanspec-mermaid">\n')
    for ground, (address, width, height) in pictures.items():
        size = f' width="{width}" height="{height}"' if width else ""
        source = self.attval(address)
        self.body.append(
            f'<img class="leanspec-{ground}" src="{source}" alt="{said}"{size} loading="lazy"/>\n'
        )
    summary = self.encode(_("As text"))
    self.body.append(f'<details class="leanspec-fold"><summary>{summary}</summary>\n')


def _depart_html(self: HTML5Translator, node: leanspec_mermaid) -> None:
    if node["drawn"]:
        self.body.append("</details>\n</div>\n")


def _pass(self: object, node: leanspec_mermaid) -> None:
    """Write the code alone."""


def register(app: Sphinx) -> None:
    """Register the diagram; a book and a sheet of paper have its code."""
    app.add_node(
        leanspec_mermaid, html=(_visit_html, _depart_html), epub=(_pass, _pass), latex=(_pass, _pass)
    )
