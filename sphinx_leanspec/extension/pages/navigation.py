"""What a theme draws on each page and is the same on many: once.

- The tree of pages beside a page. It is the same on the pages of all specs in a folder that it does not name,
  and a site may have thousands of these.
- The links to style sheets and scripts. Sphinx asks the disk for each of them, on each page.
- The titles of pages. A page shows its own and those of the pages before, after and above it, and Sphinx
  renders each by a writer of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..build import Build
from ..nodes.parts import outline

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TAGS: Final = ("css_tag", "js_tag")
_PLAIN: Final = frozenset({nodes.Text, nodes.inline, nodes.emphasis, nodes.strong, nodes.literal})
"""What is the same on all pages; a formula may be a picture, whose address is not."""


def share(build: Build, docname: str, context: dict[str, Any]) -> None:
    """Let a page have what was drawn for another one, where that is the same."""
    folder = docname.rpartition("/")[0]
    for name in _TAGS:
        if callable(draw := context.get(name)):
            where = (name, folder, context.get("content_root"))
            context[name] = partial(_tag, build.navigation, draw, where)
    is_aside = build.site.spec_of(docname) is not None and docname not in build.beside
    draw = context.get("toctree")
    if not (is_aside and callable(draw)) or docname == f"{folder}/index":
        return

    def toctree(**wanted: Any) -> str:
        key = (folder, tuple(sorted(wanted.items())))
        if key not in build.navigation:
            build.navigation[key] = str(draw(**wanted))
        return build.navigation[key]

    context["toctree"] = toctree


def _tag(drawn: dict[tuple[object, ...], str], draw: Callable[[Any], str], where: Any, file: Any) -> str:
    """Draw the link to a file.

    :param where: the tag, the folder of the page, and the way from there to the top of the site.
    """
    key = (*where, file)
    if key not in drawn:
        drawn[key] = draw(file)
    return drawn[key]


def share_titles(app: Sphinx) -> None:
    """Have a builder render each title once."""
    if hasattr(app.builder, "render_partial") and "render_partial" not in vars(app.builder):
        app.builder.render_partial = partial(_partial, app, app.builder.render_partial)


def _partial(
    app: Sphinx, render: Callable[[nodes.Node | None], Mapping[str, str]], node: nodes.Node | None
) -> Mapping[str, str]:
    if not isinstance(node, nodes.title) or any(
        type(one) not in _PLAIN for one in node.findall() if one is not node
    ):
        return render(node)
    drawn, said = Build.of(app.env).titles, outline([node])
    if said not in drawn:
        drawn[said] = dict(render(node))  # Sphinx 8.0 fills the same one again and again
    return drawn[said]
