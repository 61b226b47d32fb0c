"""What Backlog.md's own `doctor` finds wrong with ids, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..findings import Finding
from ..model import Spec
from .base import Context

NAME: Final = "backlog"
"""The dialect that is asked here and nowhere else."""


def twins(context: Context) -> Iterator[Finding]:
    """Find items with the same id; one that was put away may have an id that is given out again."""
    found: dict[tuple[str, str, str], list[Spec]] = {}
    for spec in context.specs:
        if spec.place.dialect == NAME:
            found.setdefault((*spec.place.keeper, spec.place.slug), []).append(spec)
    for (_, _, name), group in found.items():
        seen = [spec for spec in group if _is_seen(spec)]
        first = (seen or group)[0]
        for spec in group:
            if spec is first:
                continue
            line = context.line(spec, "id")
            if _is_seen(spec):
                message = f"`{name}` is also the id of `{first.path}`: Backlog.md opens neither"
                yield Finding(spec.path, line, "id", message, "run `backlog doctor --fix`")
            else:
                message = f"`{name}` is also the id of `{first.path}`, which references to it mean"
                fix = f"name this one `{spec.key}`"
                yield Finding(spec.path, line, "id", message, fix, at_most="info")


def put_away(context: Context) -> Iterator[Finding]:
    """Find items that wait for one in the archive, which Backlog.md takes for one that there is not."""
    corpus = context.corpus
    for key, targets in corpus.depends_on.items():
        spec = corpus.specs[key]
        if spec.place.dialect != NAME or spec.place.archived:
            continue
        for target in targets:
            if corpus.specs[target].place.archived:
                message = f"it depends on `{target}`, which is archived: for Backlog.md it is never ready"
                line = context.line_of_dependency(spec, target)
                yield Finding(spec.path, line, "ref", message, "take it out of `dependencies`")


def _is_seen(spec: Spec) -> bool:
    """Tell whether Backlog.md holds the id of an item against those of others."""
    return not spec.place.archived and all(finding.code != "unlisted" for finding in spec.findings)
