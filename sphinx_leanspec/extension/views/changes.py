"""``spec-changes``: what changed lately, by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec.structs import replace

from ...views.changes import KINDS, TOGETHER, Change, ChangeLine, changes, name_of
from ..language import N_, _, day, ngettext
from ..nodes import history
from ..nodes.parts import more, phrase, spaced, status, title
from .base import SELECTION, Drawing, View, nothing, texts

MOST: Final = 30
"""How many lines are shown by default."""

_MOST_TOGETHER: Final = 12
"""How many specs a line names that tells of all specs of a day."""

_WORDS: Final = {
    "created": N_("Created"),
    "deleted": N_("Removed"),
    "edited": N_("Edited"),
    "finished": N_("Finished"),
    "renamed": N_("Renamed"),
    "reopened": N_("Reopened"),
    "status": N_("Status"),
}
_STARTED: Final = {"archived": N_("Archived"), "in-progress": N_("Started")}


def kinds(argument: str) -> tuple[str, ...]:
    """Read an option that names kinds of changes."""
    names = texts(argument)
    for name in names:
        if name not in KINDS:
            raise ValueError(f'no change is called "{name}"; there are {", ".join(KINDS)}')
    return names


def first_day(argument: str) -> date:
    """Read an option that holds a date."""
    return date.fromisoformat(directives.unchanged_required(argument).strip())


class SpecChanges(View):
    """What was created, finished, reopened, edited, from git and from what specs say."""

    name = "spec-changes"
    shows_history = True
    option_spec: ClassVar = {
        **{name: read for name, read in SELECTION.items() if name not in ("sort", "offset")},
        "kinds": kinds,
        "since": first_day,
    }

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a list of days, and for each a list of what changed."""
        options = drawing.options
        found = changes(
            drawing.corpus,
            drawing.history,
            _selected(drawing),
            options.get("kinds", KINDS),
            options.get("since", date.min),
            options.get("limit", MOST),
        )
        note = history.without(drawing.history)
        if not found.days:
            return [*note, *nothing(_("Nothing has changed."))]
        shown = nodes.definition_list(classes=["leanspec-changes"])
        for when, lines in found.days:
            items = (_item(drawing, word, group) for word, group in _by_word(lines))
            body = nodes.definition("", nodes.bullet_list("", *items))
            shown.append(nodes.definition_list_item("", nodes.term("", day(when.isoformat())), body))
        return [*note, shown, *more(found.omitted, drawing.link)]


def _by_word(lines: Iterable[ChangeLine]) -> Iterable[tuple[str, list[ChangeLine]]]:
    """Group the lines of a day that begin with the same word, where its first line stands."""
    groups: dict[str, list[ChangeLine]] = {}
    for line in lines:
        word = _STARTED.get(line.changes[0].after or "") if line.kind == "status" else None
        groups.setdefault(word or _WORDS[line.kind], []).append(line)
    return groups.items()


def _selected(drawing: Drawing) -> tuple[str, ...] | None:
    """Return the selected specs, None for all of them; here a limit is one of lines."""
    options = {name: value for name, value in drawing.options.items() if name != "limit"}
    if not any(name in options for name in SELECTION):
        return None
    return replace(drawing, options=options).selected().keys


def _item(drawing: Drawing, word: str, lines: Sequence[ChangeLine]) -> nodes.list_item:
    """Return what happened, and what it happened to: in the same line, or in a list if that is much."""
    what = nodes.inline("", _(word), classes=["leanspec-change"])
    rows = [_row(drawing, line) for line in lines]
    if len(rows) == 1:
        return nodes.list_item("", nodes.paragraph("", "", *spaced([what, *rows[0]])))
    items = (nodes.list_item("", nodes.paragraph("", "", *spaced(row))) for row in rows)
    return nodes.list_item("", nodes.paragraph("", "", what), nodes.bullet_list("", *items))


def _row(drawing: Drawing, line: ChangeLine) -> list[nodes.Node]:
    if line.kind not in TOGETHER:
        return _one(drawing, line.changes[0])
    some = [_few(drawing, change) for change in line.changes[:_MOST_TOGETHER]]
    rest = len(line.changes) - len(some)
    others = [nodes.Text(ngettext("and {number} more", "and {number} more", rest))] if rest else []
    return [*some, *others]


def _one(drawing: Drawing, change: Change) -> list[nodes.Node]:
    """Return a spec, and the status that it got where the word for the change does not say it."""
    if change.spec is None:
        return [nodes.literal("", name_of(drawing.corpus.project, change.path))]
    link = drawing.link.spec(change.spec, [nodes.Text(title(drawing.corpus.specs[change.spec]))])
    if (
        change.after is None
        or change.kind == "finished"
        or (change.kind == "status" and change.after in _STARTED)
    ):
        return [link]
    before = [status(change.before), nodes.Text("→")] if change.before else []
    return [link, nodes.inline("", "", *spaced([*before, status(change.after)]), classes=["leanspec-turn"])]


def _few(drawing: Drawing, change: Change) -> nodes.Node:
    chip = drawing.link.chip(change.spec or "")
    if not change.path_before:
        return chip
    before = name_of(drawing.corpus.project, change.path_before)
    return nodes.inline("", "", *phrase(_("{spec} (was {name})"), spec=chip, name=nodes.Text(before)))
