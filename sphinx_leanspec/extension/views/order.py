"""``spec-order``: in which order specs can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from docutils import nodes

from ...lifecycle import FINISHED
from ...views.order import Cycle, Order, WorkStep, order
from ..language import _, ngettext, some_more
from ..nodes.parts import gap, leads_nowhere, more, spaced
from .base import Drawing, View, nothing

MOST: Final = 100
"""How many specs are shown by default."""

_FEW: Final = 6
_LINKS: Final = 12


class SpecOrder(View):
    """What can be done now, what waits for what, and what can never start as it is."""

    name = "spec-order"
    most = MOST  # its limit is one of specs to be done

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw what is in progress, then what can start, by the order in which it can."""
        found = drawing.selected()
        if not found.keys:
            return nothing(_("No spec is selected."))
        ordered = order(drawing.corpus, found.keys, ranked="sort" not in drawing.options)
        left = sum(drawing.corpus.specs[key].stage not in FINISHED for key in found.keys)
        shown: list[nodes.Node] = [_summary(ordered, left, len(found.keys)), *_chain(drawing, ordered)]
        shown += _cycles(drawing, ordered)
        room = drawing.options["most"] or left
        parts: list[nodes.Element] = []
        for heading, steps, list_ in _parts(ordered):
            if room > 0:
                parts += _part(drawing, heading, steps, steps[:room], list_)
            room -= len(steps)
        _number(parts)
        return [*shown, *parts, *more(max(0, -room), drawing.link), *more(found.omitted, drawing.link)]


def _summary(ordered: Order, left: int, count: int) -> nodes.paragraph:
    """Return how many specs are ready, waiting and blocked."""
    if not left:
        text = ngettext(
            "Nothing is left to do: the only spec is complete or archived.",
            "Nothing is left to do: all {number} specs are complete or archived.",
            count,
        )
        return nodes.paragraph("", text, classes=["leanspec-total"])
    ready = sum(len(wave.steps) for wave in ordered.waves if wave.number == 1)
    waiting = sum(len(wave.steps) for wave in ordered.waves) - ready
    blocked = sum(bool(step.waits_for) for step in ordered.started)
    counts = [
        nodes.Text(_("To do: {number} of {total}").format(number=left, total=count)),
        nodes.Text(_("in progress: {number}").format(number=len(ordered.started))),
        *([gap(_("blocked: {number}").format(number=blocked))] if blocked else []),
        nodes.Text(_("can start: {number}").format(number=ready)),
        nodes.Text(_("waiting: {number}").format(number=waiting)),
        *([gap(_("in a cycle: {number}").format(number=ordered.circular))] if ordered.circular else []),
    ]
    return nodes.paragraph("", "", *spaced(counts, " · "), classes=["leanspec-total"])


def _chain(drawing: Drawing, ordered: Order) -> list[nodes.Node]:
    """Return the longest chain; the middle of a very long one is only counted."""
    if not ordered.chain:
        return []
    links = [_link(drawing, keys) for keys in _ends(ordered.chain)]
    left_out = len(ordered.chain) - len(links)
    if left_out:
        links.insert(_LINKS // 2, [drawing.link.rest(left_out)])
    row = spaced([nodes.inline("", "", *link) for link in links], _arrow(drawing))
    count = sum(map(len, ordered.chain))
    said = ngettext("Longest chain, {number} spec:", "Longest chain, {number} specs:", count)
    return [nodes.paragraph("", "", nodes.Text(f"{said} "), *row, classes=["leanspec-chain"])]


def _ends(chain: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    return chain if len(chain) <= _LINKS else (*chain[: _LINKS // 2], *chain[-_LINKS // 2 :])


def _link(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    """Return one link of the chain; for a cycle, the specs in it."""
    chips = drawing.link.some(keys, drawing.link.chip, _FEW, keys[0], ", ")
    return chips if len(keys) == 1 else [nodes.Text("("), *chips, nodes.Text(")")]


def _arrow(drawing: Drawing) -> str:
    """Return the sign between one spec and the next."""
    return " → " if drawing.link.medium.has_arrows else " › "


def _cycles(drawing: Drawing, ordered: Order) -> list[nodes.Node]:
    """Return each cycle in one line; those that block come apart from those that are finished anyway."""
    if not ordered.cycles:
        return []
    items = [_cycle(drawing, cycle) for cycle in ordered.cycles[:_LINKS]]
    shown: list[nodes.Node] = [
        nodes.rubric("", "", nodes.Text(_("Cycles")), _number_of(ordered.cycles)),
        nodes.bullet_list("", *items, classes=["leanspec-tasks"]),
    ]
    return shown + more(len(ordered.cycles) - len(items), drawing.link)


def _cycle(drawing: Drawing, cycle: Cycle) -> nodes.list_item:
    keys = [*cycle.keys[:_LINKS], cycle.keys[0]]
    arrow = _arrow(drawing)
    row: list[nodes.Node] = spaced([drawing.link.chip(key) for key in keys], arrow)
    if len(cycle.keys) > _LINKS:
        row[-1:-1] = [nodes.Text(f"… {some_more(len(cycle.keys) - _LINKS)}{arrow}")]
    if cycle.more:
        tied = ngettext("{number} more in the circle", "{number} more in the circle", cycle.more)
        row.append(nodes.Text(f", {tied}"))
    said = _("blocked") if cycle.blocks else _("done anyway")
    row.append(nodes.inline("", said, classes=["leanspec-gap" if cycle.blocks else "leanspec-count"]))
    return nodes.list_item("", nodes.paragraph("", "", *row[:-1], nodes.Text(" · "), row[-1]))


_List = Callable[..., nodes.Element]


def _parts(ordered: Order) -> Iterable[tuple[str, tuple[WorkStep, ...], _List]]:
    """Return each part with its heading and its kind of list."""
    if ordered.started:
        yield _("In progress"), ordered.started, nodes.bullet_list
    for wave in ordered.waves:
        heading = _("Can start now") if wave.number == 1 else _("Wave {number}").format(number=wave.number)
        yield heading, wave.steps, nodes.enumerated_list


def _part(
    drawing: Drawing, heading: str, steps: Sequence[WorkStep], shown: Sequence[WorkStep], list_: _List
) -> list[nodes.Element]:
    items = [_step(drawing, step) for step in shown]
    found = list_("", *items, classes=["leanspec-tasks"])
    return [nodes.rubric("", "", nodes.Text(heading), _number_of(steps)), found]


def _number_of(found: Sequence[object]) -> nodes.inline:
    return nodes.inline("", f" · {len(found)}", classes=["leanspec-count"])


def _number(parts: Iterable[nodes.Element]) -> None:
    """Let the numbers go on from one list to the next: all of them together are the order."""
    number = 1
    for found in parts:
        if isinstance(found, nodes.enumerated_list):
            found.attributes.update(enumtype="arabic", prefix="", suffix=".", start=number)
            number += len(found)


def _step(drawing: Drawing, step: WorkStep) -> nodes.list_item:
    """Return a spec in one line: what it waits for, and how many wait for it."""
    spec = drawing.corpus.specs[step.key]
    started = spec.stage == "in-progress"
    said: list[nodes.Node] = []
    if step.waits_for:
        waits = drawing.link.some(step.waits_for, drawing.link.chip, _FEW, step.key)
        word: nodes.Node = gap(_("blocked by")) if started else nodes.Text(_("waits for"))
        said.append(nodes.inline("", "", word, nodes.Text(" "), *waits))
    said += _lost(drawing, step.key)
    if step.unblocks:
        said.append(nodes.Text(_("unblocks {number}").format(number=step.unblocks)))
    row: list[nodes.Node] = [drawing.link.spec(step.key)]
    if said:
        row += [nodes.inline("", " · ", *spaced(said, " · "), classes=["leanspec-why"])]
    return nodes.list_item("", nodes.paragraph("", "", *row))


def _lost(drawing: Drawing, key: str) -> list[nodes.Node]:
    """Return the dependencies that lead to no spec of this project."""
    lost_ones = drawing.corpus.unresolved.get(key, ())
    return [leads_nowhere(lost) for lost in lost_ones if lost.reference.field == "depends_on"]
