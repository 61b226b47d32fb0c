"""The foot of a spec's page: what its tool knows beside the text, which GitHub shows as it is.

What became of its requirements, or what it does to those of others, its tasks in plain words, and what its
tool counts as a task though it is no box on the page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from posixpath import basename
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...model import Check, Spec
from ...views.requirements import changed, rows, told
from ..build import Build
from ..guard import box, guarded
from ..language import _, ngettext
from ..nodes.basic import leanspec_fold
from ..nodes.parts import Linker, check_box, region, spec_summary
from ..nodes.placeholders import leanspec_foot
from .requirements import deltas, requirements
from .tasks import task_table

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..site import Site

_MOST: Final = 12
"""How many lines a table has without being folded."""

_MOST_UNBOXED: Final = 5
"""How many tasks are listed so that are no boxes on the page."""

_STAGE: Final = "drawing the foot"


def attach(env: BuildEnvironment, builder: Builder, doctree: nodes.document, docname: str) -> None:
    """Draw the feet of a page, which in a book are many."""
    for place in list(doctree.findall(leanspec_foot)):
        link = Linker(Build.of(env).site, builder, docname)
        spec = link.site.corpus.specs[place["key"]]
        work = partial(_parts, link, spec, place["unboxed"])
        drawn: list[nodes.Node] = guarded(_STAGE, _where(link, spec), work, lambda reason: [box(reason)])
        place.parent.replace(place, drawn)


def shown_of_others(site: Site, spec: Spec) -> object:
    """Return all that a foot shows of others, as far as it changes without the spec's own files.

    It is compared with what it was for every page in every build, so nothing is drawn for that.
    """
    if not (spec.requirements or spec.deltas):
        return ()
    lives, specs = site.lives, site.corpus.specs
    lived = [
        (row.title, [(step.change, step.delta._replace(line=0)) for step in row.steps])
        for row in rows(spec, lives)
    ]
    became = [(one.capability, one.now and one.now.moved()) for one in changed(spec, lives)]
    near = {step for _title, steps in lived for step, _delta in steps} | {key for key, _now in became if key}
    named = [(key, site.docname(key), spec_summary(specs[key]), specs[key].stage) for key in sorted(near)]
    return lived, became, named


def _where(link: Linker, spec: Spec) -> str:
    return f"{link.site.project.root / spec.path}:1"


def _parts(link: Linker, spec: Spec, unboxed: Collection[str]) -> list[nodes.Node]:
    """Return all of it, empty where there is no more to say than the text does."""
    tasks, lost = told(spec), [check for check in spec.checks if check.key in unboxed]
    parts = _of_others(link, spec)
    if tasks:
        number = ngettext("{number} task", "{number} tasks", len(tasks))
        parts += _titled(_("Tasks"), [_folded(task_table(link, spec, tasks), len(tasks), _MOST, number)])
    if lost:
        parts += _titled(_("Tasks that are no boxes above"), _unboxed(link, spec, lost))
    if not parts:
        return []
    view = nodes.container("", *parts, classes=["leanspec-view"])
    return [region("section", _("Beside the text"), "foot", view)]


def _of_others(link: Linker, spec: Spec) -> list[nodes.Node]:
    """Return what became of its requirements, and what it does to those of others."""
    lives, parts = link.site.lives, list[nodes.Node]()
    if spec.deltas:
        changes = changed(spec, lives)
        number = ngettext("{number} requirement", "{number} requirements", len(changes))
        shown = _folded(deltas(link, changes), len(changes), _MOST, number)
        parts += _titled(_("What it changed") if spec.place.archived else _("What it changes"), [shown])
    asked = rows(spec, lives)
    if any(row.tasks or row.steps for row in asked):
        number = ngettext("{number} requirement", "{number} requirements", len(asked))
        shown = _folded(requirements(link, spec, asked), len(asked), _MOST, number)
        is_lived = any(row.steps for row in asked)
        name = (
            _("What made the requirements what they are") if is_lived else _("Requirements and their tasks")
        )
        parts += _titled(name, [shown])
    return parts


def _titled(name: str, shown: Sequence[nodes.Node]) -> list[nodes.Node]:
    return [nodes.rubric("", name), *shown]


def _folded(shown: nodes.Node, number: int, most: int, summary: str) -> nodes.Node:
    """Fold what is long."""
    return leanspec_fold("", shown, summary=summary) if number > most else shown


def _unboxed(link: Linker, spec: Spec, found: Sequence[Check]) -> list[nodes.Node]:
    """Return tasks that count although GitHub shows no box, each with its file and its line."""
    items = [
        nodes.list_item("", nodes.paragraph("", "", *_unboxed_item(link, spec, check))) for check in found
    ]
    for item in items:
        item["classes"].append("leanspec-check")
    listed = nodes.bullet_list("", *items, classes=["leanspec-checklist"])
    number = ngettext("{number} task", "{number} tasks", len(found))
    note = _("They count as tasks all the same, by the rules of the tool that keeps this spec.")
    return [
        nodes.paragraph("", note, classes=["leanspec-note"]),
        _folded(listed, len(found), _MOST_UNBOXED, number),
    ]


def _unboxed_item(link: Linker, spec: Spec, check: Check) -> list[nodes.Node]:
    path = spec.path_of(check)
    text = _("{file}, line {line}").format(file=basename(path), line=check.line)
    url = link.site.repository.file_url(path, f"L{check.line}")
    place = nodes.reference("", text, refuri=url, internal=False) if url else nodes.Text(text)
    where = nodes.inline("", "", nodes.Text("("), place, nodes.Text(")"), classes=["leanspec-place"])
    return [check_box(check, [spec.check_id(check)]), nodes.Text(f"{check.text} "), where]
