"""``spec-tree``: umbrellas and what is part of them, as lists in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...views.progress import Tally, rollups
from ...views.tree import DEEPEST, Branch, TreeLimits, UmbrellaTree, tree
from ..language import _, ngettext
from ..nodes.basic import leanspec_fold
from ..nodes.parts import more, phrase, progress_bar, spaced, spec_link, title
from .base import SELECTION, Drawing, View, nothing
from .groups import line, under

MOST: Final = 200
"""How many specs a tree shows by default."""

_MANY: Final = 20
_FEW: Final = 12


class SpecTree(View):
    """A tree of umbrellas: of those that the argument names, or of all."""

    name = "spec-tree"
    option_spec: ClassVar = {**SELECTION, "depth": directives.positive_int, "orphans": directives.flag}
    most = MOST  # its limit is one of the whole tree

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw each outermost umbrella with what is below it, then what is in no tree."""
        corpus, options = drawing.corpus, drawing.options
        roots, keys = under(drawing)
        if not keys:
            return nothing(_("No spec is selected."))
        deepest = min(drawing.link.medium.list_depth or DEEPEST, DEEPEST)
        depth = min(options.get("depth", deepest), deepest)
        found = tree(corpus, keys, TreeLimits(roots, depth, options["most"]))
        orphans = _orphans(drawing, found.orphans) if "orphans" in options else []
        if not found.branches:
            return [*nothing(_("None of these specs is part of another.")), *orphans]
        totals = rollups(corpus)
        branches = (_branch(drawing, branch, totals) for branch in found.branches)
        shown: list[nodes.Node] = [nodes.bullet_list("", *branches, classes=["leanspec-tree"])]
        return [*shown, *more(found.omitted, drawing.link), *_circles(drawing, found), *orphans]


def _branch(drawing: Drawing, branch: Branch, totals: Mapping[str, Tally]) -> nodes.list_item:
    item = nodes.list_item("", _line(drawing, branch.key, totals[branch.key]))
    below = [_branch(drawing, child, totals) for child in branch.below]
    if branch.omitted:
        link = drawing.link.rest(branch.omitted, branch.key)
        below.append(nodes.list_item("", nodes.paragraph("", "", link, classes=["leanspec-more"])))
    if below:
        children = nodes.bullet_list("", *below)
        many = len(branch.below) > _MANY
        summary = ngettext("{number} spec", "{number} specs", len(branch.below))
        item.append(leanspec_fold("", children, summary=summary) if many else children)
    return item


def _line(drawing: Drawing, key: str, whole: Tally) -> nodes.paragraph:
    """Return a spec with its checks; for an umbrella, those of everything below it, then its own."""
    spec = drawing.corpus.specs[key]
    umbrella = bool(drawing.corpus.children.get(key))
    row: list[nodes.Node] = [drawing.link.spec(key, spec_link(spec))]
    if whole.progress.total:
        text = title(spec)
        label = _("{spec} and all below").format(spec=text) if umbrella else text
        row.append(progress_bar(whole.progress, label))
    if umbrella and spec.progress.total and spec.progress != whole.progress:
        own = _("own {progress}").format(progress=spec.progress)
        row.append(nodes.inline("", own, classes=["leanspec-own"]))
    return line(drawing, row)


def _circles(drawing: Drawing, found: UmbrellaTree) -> list[nodes.Node]:
    """Return one line per circle that names the specs in it."""
    shown: list[nodes.Node] = []
    for circle in found.circles:
        each = _("Each is part of the next, and the last is part of the first:")
        text = each if len(circle) > 1 else _("Part of itself:")
        wrong = nodes.inline("", text, classes=["leanspec-lost"])
        chips = (drawing.link.chip(key) for key in circle)
        shown.append(nodes.paragraph("", "", *spaced([wrong, *chips]), classes=["leanspec-note"]))
    return shown


def _orphans(drawing: Drawing, keys: tuple[str, ...]) -> list[nodes.Node]:
    """Return how many specs belong to no umbrella, the first of them as links."""
    if not keys:
        return []
    row = drawing.link.some(keys, drawing.link.chip, _FEW)
    said = phrase(_("Under no umbrella ({number}): {specs}"), number=nodes.Text(str(len(keys))), specs=row)
    return [nodes.paragraph("", "", *said, classes=["leanspec-note"])]
