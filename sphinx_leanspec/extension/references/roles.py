"""The roles ``spec`` and ``check``: references to specs and checks in prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class SpecRole(ReferenceRole):
    """``{spec}`13``` and ``{check}`SPEC_013_C_1A2B3C```: a reference to a spec or to one of its checks."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> tuple[list[Node], list[system_message]]:
        node = addnodes.pending_xref(
            self.rawtext,
            nodes.inline(self.rawtext, self.title, classes=["xref", "leanspec"]),
            refdomain="leanspec",
            reftype=self.kind,
            reftarget=self.target.strip(),
            refexplicit=self.has_explicit_title,
            refwarn=False,
            refdoc=self.env.docname,
        )
        self.set_source_info(node)
        return [node], []
