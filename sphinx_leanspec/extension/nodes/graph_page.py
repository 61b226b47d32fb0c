"""A graph on a page of its own, as wide as the window: a file beside the page that shows it small.

The page has no theme round it. It scrolls as it is; a small script adds that keys and buttons zoom, and that
a mouse drags what is shown. As it lies beside the page, the addresses in the picture are those on the page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from ...drawing.graph_layout import Layouts, NoLayoutError
from ...drawing.graph_plan import GraphPlan
from ...drawing.graph_svg import Picture, start, svg
from ...drawing.svg import Markup, joined, rows, tag
from ...files import write_if_changed
from ..language import _, ngettext

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_SCRIPT: Final = "leanspec-graph.js"


@dataclass(frozen=True)
class LargeGraph:
    """A graph that is laid out when its page is written: to tell whether that is fresh, the plan will do.

    :param omitted: how many specs are left out for want of room even here.
    """

    heading: str
    plan: GraphPlan
    layouts: Layouts = field(repr=False)
    commands: tuple[str, ...]
    omitted: int = 0


class leanspec_large(nodes.General, nodes.Element):
    """The link to a large graph: attributes ``graph``, ``docname`` and ``number``, which one on its page.

    Its children are links to specs that have no edge.
    """


def number(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Number the large graphs of a page that is about to be written, and remove those that it had."""
    for at, node in enumerate(doctree.findall(leanspec_large), 1):
        node["docname"], node["number"] = docname, at
    if isinstance(app.builder, StandaloneHTMLBuilder):
        at = 1
        while (path := _path(app.builder, docname, at)).is_file():
            path.unlink()
            at += 1


def _path(builder: StandaloneHTMLBuilder, docname: str, at: int) -> Path:
    page = Path(builder.get_outfilename(docname))
    return page.with_name(f"{page.stem}.graph{f'-{at}' if at > 1 else ''}.html")


def _visit_large_html(self: HTML5Translator, node: leanspec_large) -> None:
    graph: LargeGraph = node["graph"]
    builder: StandaloneHTMLBuilder = self.builder
    try:
        picture = graph.plan.laid_out(graph.layouts, graph.commands)
    except NoLayoutError:
        raise nodes.SkipNode from None  # the small one was drawn, so this is too much for what draws
    path = _path(builder, node["docname"], node["number"])
    write_if_changed(path, _page(builder, graph, picture, path, node).encode())
    link = tag("a", _("Open large"), class_="leanspec-open", href=path.name)
    self.body.append(f"{tag('p', link)}\n")
    raise nodes.SkipNode


def _page(
    builder: StandaloneHTMLBuilder, graph: LargeGraph, picture: Picture, path: Path, node: leanspec_large
) -> Markup:
    static = posixpath.relpath(Path(builder.outdir, "_static").as_posix(), path.parent.as_posix())
    page = Path(builder.get_outfilename(node["docname"])).name
    title = builder.env.titles[node["docname"]].astext()
    head = rows(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", f"{graph.heading} — {title}"),
            tag("link", rel="stylesheet", href=f"{static}/leanspec.css"),
            tag("script", "", src=f"{static}/{_SCRIPT}", defer="defer"),
        ]
    )
    canvas = tag("div", rows([svg(picture)]), start(picture), class_="leanspec-canvas")
    body = rows(
        [
            tag("nav", tag("a", f"← {title}", href=page)),
            tag("h1", graph.heading),
            tag("p", " ".join(_said(graph)), " ", _zoom()),
            tag(
                "main",
                canvas,
                class_="leanspec-scroll",
                tabindex=0,
                aria_label=graph.heading,
            ),
            *_alone(node),
        ]
    )
    language = builder.config.language or "en"
    html = tag(
        "html",
        tag("head", head),
        tag("body", body, class_="leanspec-large", data_theme="auto"),
        lang=language,
    )
    return joined([Markup("<!DOCTYPE html>\n"), html, Markup("\n")])


def _said(graph: LargeGraph) -> Iterator[str]:
    yield _("An arrow leads from a spec to what it depends on.")
    if graph.omitted:
        left = ngettext("{number} that did not fit", "{number} that did not fit", graph.omitted)
        yield _("Not shown: {specs}.").format(specs=left)


def _zoom() -> Markup:
    """Return the buttons that the script shows, as it makes them work."""
    names = (("-", "−", _("Zoom out")), ("0", "▢", _("Fit")), ("+", "+", _("Zoom in")))
    buttons = (
        tag("button", sign, type="button", data_zoom=key, title=f"{said} ({key})", aria_label=said)
        for key, sign, said in names
    )
    return tag("span", joined(buttons), class_="leanspec-zoom", hidden="hidden")


def _alone(node: leanspec_large) -> Iterator[Markup]:
    """Return the specs that no edge leads to or from."""
    if not node.children:
        return
    count = len(node.children)
    yield tag("h2", ngettext("{number} without a dependency", "{number} without a dependency", count))
    links = (
        tag("li", tag("a", child.astext(), href=child["refuri"]))
        for child in node.children
        if isinstance(child, nodes.reference)
    )
    yield tag("ul", rows(links))


def register(app: Sphinx) -> None:
    """Register the node; where pages are no files of their own, there is none."""
    app.add_node(leanspec_large, html=(_visit_large_html, None))
