"""The specs of a project as JSON and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..corpus import Corpus
from ..model import Check, Progress, Spec
from ..views.vocabulary import GLYPHS
from ..wording import counted, harmless, plain
from .terminal import Colour, cells, fitted, painted

if TYPE_CHECKING:  # a listing that judges nothing need not import what would
    from ..claims import Claims
    from ..views.deadlines import Deadline
    from .outcome import Entry

Entries: TypeAlias = "Sequence[Entry]"

VERSION = 1
"""The version of the JSON listing; it changes when a field changes its meaning or goes."""

_COLUMNS = ("Spec", "Title", "Status", "Priority", "Checks")
_TITLE = _COLUMNS.index("Title")
_STATUS = _COLUMNS.index("Status")
_COLOURS: Final[Mapping[str, Colour]] = {
    "draft": "faint",
    "planned": "blue",
    "in-progress": "yellow",
    "complete": "green",
    "archived": "faint",
}
_SIGNS: Final = {"late": "! late", "due": "· this month"}
_SHORTEST = 12
"""How few columns of a narrow terminal a title is cut to."""
_GAP = "  "


def as_json(
    corpus: Corpus, entries: Entries, keys: Sequence[str] | None = None, claims: Claims | None = None
) -> str:
    """Return ``{"version": 1, "specs": […], "findings": […]}``, sorted and indented.

    :param entries: what `check` tells of the project.
    :param keys: the specs that are listed, in order; None for all, with what was found of the project itself.
    :param claims: what comes of the evidence; with it, every item of every checklist is told.
    """
    import json

    return json.dumps(content(corpus, entries, keys, claims), ensure_ascii=False, indent=2)


def content(
    corpus: Corpus, entries: Entries, keys: Sequence[str] | None, claims: Claims | None
) -> dict[str, Any]:
    """Return what the JSON holds."""
    from . import findings

    return {
        "version": VERSION,
        "specs": [_spec(corpus, spec, claims) for spec in _listed(corpus, keys)],
        "findings": [findings.as_record(entry) for entry in _told(entries, keys)],
    }


def as_table(
    corpus: Corpus,
    entries: Entries | None,
    width: int | None = None,
    keys: Sequence[str] | None = None,
    *,
    on: datetime | None = None,
    coloured: bool = False,
) -> str:
    """List one spec a line with how much is wrong with it, what is wrong elsewhere, and what there is in all.

    :param entries: what `check` tells of the project; None where nobody asked.
    :param width: how wide the terminal is: titles that are too long for it are cut short.
    :param keys: the specs that are listed, in order; None for all, with what was found of the project itself.
    :param on: the day that deadlines are held against; None for the last one on which a spec changed.
    """
    specs, told = _listed(corpus, keys), _told(entries or (), keys)
    rows = [_COLUMNS, *(_row(spec) for spec in specs)]
    numbers = Counter(entry.spec for entry in told)
    if numbers.keys() - {None}:
        wrong = ["Findings", *(str(numbers[spec.key] or "") for spec in specs)]
        rows = [(*row[:-1], number, row[-1]) for row, number in zip(rows, wrong, strict=True)]
    if any(spec.due for spec in specs):
        from ..views.deadlines import deadlines

        said = {one.key: one for one in deadlines(corpus, [spec.key for spec in specs], on=on)}
        due = ["Due", *(_due(spec, said.get(spec.key)) for spec in specs)]
        rows = [(*row[:-1], when, row[-1]) for row, when in zip(rows, due, strict=True)]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    if width:
        left = width - sum(widths) - len(_GAP) * (len(widths) - 1)
        widths[_TITLE] += max(min(left, 0), min(_SHORTEST - widths[_TITLE], 0))
    cut = [[*map(fitted, row[:-1], widths), row[-1].rjust(widths[-1])] for row in rows]
    if coloured:
        cut[0] = [painted(cell, "bold") for cell in cut[0]]
        for row, spec in zip(cut[1:], specs, strict=True):
            row[_STATUS] = in_colour(row[_STATUS], spec.stage)
    lines = [_GAP.join(row) for row in cut]
    for entry in told:
        if entry.spec is None:
            finding = entry.finding
            lines.append(harmless(f"{finding.place}: {entry.severity} {finding.code} {finding}"))
    if entries is None and keys is None:  # of the project itself, which may be why a spec is not there
        own = (found for found in corpus.findings if found.path not in corpus.files)
        lines += [harmless(f"{found.place}: {found.code} {found}") for found in own]
    lines.append(_summary(corpus, specs, told, is_examined=entries is not None))
    if numbers.keys() - {None}:
        lines.append("`sphinx-leanspec check` says what is wrong.")
    return "\n".join(lines)


def _due(spec: Spec, deadline: Deadline | None) -> str:
    """Return when a spec should be done, and whether that is past or near."""
    if deadline is None:
        return plain(spec.due or "")
    day = deadline.day.date().isoformat()
    return day if deadline.word == "later" else f"{day} {_SIGNS[deadline.word]}"


def state(spec: Spec) -> str:
    """Return the sign and the word for the status of a spec."""
    status = spec.status or "no status"
    return plain(f"{GLYPHS.get(status, '·')} {status}")


def in_colour(text: str, stage: str | None) -> str:
    """Return a text in the colour of a status, which says nothing that sign and word do not."""
    colour = _COLOURS.get(stage or "")
    return painted(text, colour) if colour else text


def _listed(corpus: Corpus, keys: Sequence[str] | None) -> list[Spec]:
    return [*corpus.specs.values()] if keys is None else [corpus.specs[key] for key in keys]


def _told(entries: Entries, keys: Sequence[str] | None) -> Entries:
    """Return what is told with the specs that are listed."""
    return entries if keys is None else [entry for entry in entries if entry.spec in keys]


def _row(spec: Spec) -> tuple[str, ...]:
    progress = spec.progress
    shown = (
        spec.key,
        spec.title if spec.title != spec.id else "",
        state(spec),
        spec.priority or "",
        f"{progress}" if progress.total else "–",
    )
    return tuple(map(plain, shown))


def _summary(corpus: Corpus, specs: Sequence[Spec], told: Entries, *, is_examined: bool) -> str:
    progress = sum((spec.progress for spec in specs), Progress(0, 0))
    total = counted(len(corpus.specs), "spec")
    found = total if len(specs) == len(corpus.specs) else f"{len(specs):,} of {total}"
    said = f"{found}, {progress} checks done"
    if not is_examined:
        return said
    from .outcome import tally

    return f"{said}, {tally(told)}"


def _spec(corpus: Corpus, spec: Spec, claims: Claims | None) -> dict[str, Any]:
    progress = spec.progress
    is_said = spec.place.dialect != "leanspec"  # which has other fields for the same
    items = [_item(spec, check, claims) for check in spec.checks] if claims else []
    return {
        "id": spec.id,
        **_project(corpus, spec),
        "dialect": spec.place.dialect,
        "number": spec.place.number,
        "need_id": spec.need_id,
        "path": spec.path,
        "title": spec.title_source,
        "status": spec.status,
        "status_written": spec.status_written,
        "priority": spec.priority,
        "tags": list(spec.tags),
        "assignee": spec.assignee,
        "assignees": list(spec.assignees),
        "epic": spec.epic,
        "facts": {name: list(texts) for name, texts in spec.facts.items()},
        "created": spec.created,
        "updated_at": spec.updated if "updated_at" in spec.lines_of else None,
        "completed_at": spec.completed if is_said or "completed_at" in spec.lines_of else None,
        "due": spec.due,
        "depends_on": list(corpus.depends_on[spec.key]),
        "unresolved": [
            {
                "field": lost.reference.field,
                "ref": lost.reference.text,
                "candidates": list(lost.resolution.candidates),
            }
            for lost in corpus.unresolved[spec.key]
        ],
        "parent": corpus.parent.get(spec.key),
        "parent_ref": spec.parent.text if spec.parent else None,
        "children": list(corpus.children.get(spec.key, ())),
        "required_by": list(corpus.required_by.get(spec.key, ())),
        "checks": {"done": progress.done, "total": progress.total, **({"items": items} if claims else {})},
        "requirements": len(spec.requirements),
        "sub_documents": [document.path for document in spec.place.sub_documents],
    }


def _project(corpus: Corpus, spec: Spec) -> dict[str, Any]:
    """Return what tells specs of several projects apart; of one alone there is nothing to tell."""
    if not corpus.projects:
        return {}
    return {"project": spec.place.project or None, "key": spec.key, "page": spec.place.page or None}


def _item(spec: Spec, check: Check, claims: Claims) -> dict[str, Any]:
    judged = claims.of(spec.key, check.key)
    return {
        "key": check.key,
        "text": check.text,
        "done": check.done,
        "line": check.line,
        "evidence": [annotation.text for annotation in check.evidence],
        "verdict": judged.word,
        "note": judged.note,
    }
