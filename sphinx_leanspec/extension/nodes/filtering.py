"""A form over tables of specs that shows some of their rows, in the order of a column.

It stands on the page hidden, and its script shows it: who runs none reads the tables as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..language import _
from .lower import Lowerable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from .medium import Medium

SCRIPT: Final = "leanspec-filter.js"


class leanspec_filter(Lowerable, nodes.General, nodes.Element):
    """The form: attributes ``rows``, what is known of each row, and ``choices``.

    Of a row, in the order of the tables in the same view: the values it has of each choice, and for each
    column what sorts it, None where that is its text. ``choices`` are name, label and values with labels.
    """

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return ()


def _visit_html(self: HTML5Translator, node: leanspec_filter) -> None:
    rows: Sequence[Mapping[str, Any]] = node["rows"]
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    attributes: dict[str, Any] = {
        "hidden": "hidden",
        "role": "search",
        "aria-label": _("Filter specs"),
        "data-rows": data,
        "data-said": _("{number} of {total} specs"),
        "data-sort": _("Sort by {column}"),
    }
    self.body.append(self.starttag(node, "form", CLASS="leanspec-filter", **attributes))
    text, every = self.encode(_("Text")), self.encode(_("all"))
    self.body.append(f'<label>{text} <input type="search" name="text" autocomplete="off"/></label>\n')
    for name, label, values in node["choices"]:
        shown = self.encode(label)
        self.body.append(f'<label>{shown} <select name="{name}"><option value="">{every}</option>')
        for value, name_of in values:
            self.body.append(f'<option value="{self.attval(value)}">{self.encode(name_of)}</option>')
        self.body.append("</select></label>\n")
    self.body.append('<output role="status"></output>\n</form>\n')
    raise nodes.SkipNode


def _skip(self: object, node: leanspec_filter) -> None:
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the form, which pages for a browser alone have."""
    app.add_node(leanspec_filter, html=(_visit_html, None), epub=(_skip, None), latex=(_skip, None))
