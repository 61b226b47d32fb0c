"""The diagram at the foot of a spec's page: what depends on the spec, the spec, what it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...drawing.graph_svg import ROOM, Picture, TextLine, box_size
from ...drawing.star import star
from ...views.neighbours import neighbours
from ..build import Build
from ..guard import guarded
from ..language import _, ngettext
from ..nodes.diagram import leanspec_caption, leanspec_diagram, leanspec_picture
from ..nodes.medium import Medium
from ..nodes.parts import Linker
from .graph_picture import label_of

if TYPE_CHECKING:
    from sphinx.builders import Builder

MOST: Final = 5
"""How many specs stand on each side, as many as the card names without being unfolded."""


def attach(build: Build, builder: Builder, doctree: nodes.document, docname: str) -> None:
    """Put the diagram at the foot of a spec's page, where the builder can draw one."""
    spec = build.site.spec_of(docname)
    section = next((node for node in doctree.children if isinstance(node, nodes.section)), None)
    if spec is None or section is None or not build.site.options.graph or not Medium.of(builder).draws_svg:
        return
    where = f"{build.site.project.root / spec.path}:1"
    link = Linker(build.site, builder, docname)
    section += guarded("drawing what is near", where, lambda: draw(link, spec.key), lambda _: [])


def draw(link: Linker, key: str) -> list[nodes.Node]:
    """Draw what is one step from a spec; nothing, if nothing is."""
    specs = link.site.corpus.specs
    near = neighbours(link.site.corpus, key)
    after = near.depends_on[:MOST]
    before = [one for one in near.required_by if one not in after][:MOST]
    if not (before or after):
        return []
    keys = [*before, key, *after]
    middle = len(before)
    edges = [(at, middle) for at in range(middle)] + [(middle, at) for at in range(middle + 1, len(keys))]
    edges += [(at, middle) for at, one in enumerate(keys) if at > middle and one in near.required_by]
    labels = tuple(label_of(link, specs[one], here=one == key) for one in keys)
    box = box_size(labels, ROOM if before and after else 1.4 * ROOM)
    layout = star(box, len(before), len(after), edges)
    picture = Picture(labels, tuple(TextLine(tail, head) for tail, head in edges), box, layout)
    said = _("What depends on {spec}, and what it depends on").format(spec=specs[key].label)
    shown = _("What depends on {spec}, and what it depends on.").format(spec=specs[key].label)
    text = f"{shown} " + _("An arrow leads from a spec to what it depends on.")
    more = len({*near.depends_on, *near.required_by}) - len(keys) + 1
    if more:
        text += " " + ngettext("{number} more is listed above.", "{number} more are listed above.", more)
    caption = leanspec_caption("", nodes.paragraph("", text))
    return [leanspec_diagram("", leanspec_picture(picture=picture, label=said), caption)]
