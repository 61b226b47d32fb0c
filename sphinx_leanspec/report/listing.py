"""The specs of a project as JSON and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..model import Finding, Progress, Spec
from ..views.vocabulary import GLYPHS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

VERSION = 1
"""The version of the JSON listing; it changes when a field changes its meaning or goes."""


def as_json(corpus: Corpus) -> str:
    """:returns: ``{"version": 1, "specs": […], "findings": […]}``, sorted and indented."""
    content = {
        "version": VERSION,
        "specs": [_spec(corpus, spec) for spec in corpus.specs.values()],
        "findings": [_finding(finding) for finding in corpus.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def print_table(corpus: Corpus, console: Console) -> None:
    """Print one line per spec, then the findings, then what there is in all."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Spec", "Title", "Status", "Priority"):
        table.add_column(name, no_wrap=name != "Title")
    table.add_column("Checks", justify="right", no_wrap=True)
    for spec in corpus.specs.values():
        status = spec.status or "no status"
        table.add_row(
            _plain(spec.key),
            _plain(spec.name if spec.name != spec.id else ""),
            _plain(f"{GLYPHS.get(status, '·')} {status}"),
            _plain(spec.priority or ""),
            str(spec.progress) if spec.progress.total else "–",
        )
    console.print(table)
    for finding in corpus.findings:
        console.print(_plain(f"{finding.path}:{finding.line}: {finding} [{finding.code}]"), soft_wrap=True)
    console.print(_plain(_summary(len(corpus.specs), corpus.progress, len(corpus.findings))))


def _plain(text: str) -> Text:
    """:returns: a text that neither rich nor a terminal takes for a command: specs come from anyone."""
    from rich.text import Text

    return Text("".join(char if char.isprintable() else "�" for char in text))


def _summary(specs: int, progress: Progress, findings: int) -> str:
    return f"{specs} specs, {progress} checks done, {findings} findings"


def _spec(corpus: Corpus, spec: Spec) -> dict[str, Any]:
    return {
        "id": spec.id,
        "number": spec.place.number,
        "need_id": spec.need_id,
        "path": spec.path,
        "title": spec.title,
        "status": spec.status,
        "priority": spec.priority,
        "tags": list(spec.tags),
        "assignee": spec.assignee,
        "created": spec.created,
        "updated_at": spec.updated_at,
        "completed_at": spec.completed_at,
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
        "checks": {"done": spec.progress.done, "total": spec.progress.total},
        "sub_documents": [document.path for document in spec.place.sub_documents],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "fix": finding.fix,
    }
