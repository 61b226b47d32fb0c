"""The roles ``spec``, ``check`` and ``source``: references to specs, to their checks and to code in prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole, is_role_registered

from ...sources.references import parts
from ..build import Build

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.config import Config


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


class SourceRole(ReferenceRole):
    """``{source}`nemo:package.Class.method```: a reference to code that a source has."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        shown = nodes.inline if self.has_explicit_title else nodes.literal
        node = addnodes.pending_xref(
            self.rawtext,
            shown(self.rawtext, self.title, classes=["xref", "leanspec", "leanspec-source"]),
            refdomain="leanspec",
            reftype="source",
            reftarget=named(Build.of(self.env), self.env.docname, self.target),
            refexplicit=self.has_explicit_title,
            refwarn=False,
            refdoc=self.env.docname,
        )
        self.set_source_info(node)
        return [node], []


ROLES: Final = {"spec": SpecRole("spec"), "check": SpecRole("check"), "source": SourceRole()}
"""Every role by its name in the domain."""


def register(app: Sphinx, config: Config) -> None:
    """Register the roles by their bare names, but for those that a project has roles of its own by."""
    taken = getattr(config, "extlinks", {})  # which become roles later
    for name, role in ROLES.items():
        if name not in taken and not is_role_registered(name):
            app.add_role(name, role)


def named(build: Build, docname: str, text: str) -> str:
    """Return a reference to code with its source; where it names none, it is its page's default one."""
    _, source, target = parts(text)
    return f"{source or build.code.default(build.site.source(build.env, docname))}:{target}"
