"""Rules about features of spec-kit, whose own commands ask some of this of one feature at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import basename
from textwrap import shorten
from typing import Final

from ..findings import Finding
from ..model import Spec
from ..reading import decoding
from ..reading.dialects.text import Text
from .base import Context, rule

_FILES: Final = ("spec.md", "plan.md", "tasks.md")
"""The files of a feature, each of which is made from the ones before it."""

_QUESTION: Final = re.compile(r"(?<!`)\[NEEDS CLARIFICATION(?::\s*(?P<text>[^\]]*))?\](?!`)")


@rule("missing", "info")
def missing(context: Context) -> Iterator[Finding]:
    """A feature of spec-kit has tasks or a plan, and not what these are made from.

    The commands of spec-kit refuse to go on without `spec.md` and `plan.md`. A feature that has only the
    first of its files yet lacks nothing.
    """
    for spec in _features(context):
        files = (*spec.place.files, *(document.path for document in spec.place.sub_documents))
        there = {basename(path) for path in files}
        last = max(number for number, name in enumerate(_FILES) if name in there)
        if lacking := [name for name in _FILES[:last] if name not in there]:
            names = " and no ".join(f"`{name}`" for name in lacking)
            message = f"the feature has `{_FILES[last]}`, and no {names}"
            yield Finding(spec.path, 1, "missing", message, "write it, or let spec-kit write it")


@rule("unclear", "info")
def unclear(context: Context) -> Iterator[Finding]:
    """A `spec.md` of spec-kit still says `[NEEDS CLARIFICATION: …]`.

    Many features are finished with such a mark left, so it is for your information. `/speckit.clarify` asks
    for the answers.
    """
    for spec in _features(context):
        for line, question in _questions(context.corpus.project.root, spec.path):
            message = f"it is still open: {question}" if question else "something is still open"
            yield Finding(spec.path, line, "unclear", message, "answer it in place of the mark")


def dead(context: Context) -> Iterator[Finding]:
    """Find tasks that name a task or a requirement that there is not."""
    for spec in _features(context):
        numbers = {check.task.number for check in spec.checks if check.task}
        names = {one.name for one in spec.requirements}
        for check in spec.checks:
            path, task = spec.path_of(check), check.task
            for name in task.depends_on if task else ():
                if name not in numbers:
                    message = f"the task waits for a task `{name}`, which there is not"
                    yield Finding(path, check.line, "ref", message, "correct its number")
            for name in task.requirements if task else ():
                if name not in names:  # it may be one of another feature
                    message = f"the task names a requirement `{name}`, which its feature has not"
                    yield Finding(path, check.line, "ref", message, "correct its number", at_most="info")


def _questions(root: Path, path: str) -> Iterator[tuple[int, str]]:
    """Yield what a ``spec.md`` says has to be made clear yet, each with its line."""
    try:
        text = Text(path, decoding.read(root, path))
    except OSError:  # which is a finding of its own
        return
    for line, written in text.numbered():
        for found in _QUESTION.finditer(written):
            yield line, shorten(found["text"] or "", 120, placeholder=" …")


def _features(context: Context) -> Iterable[Spec]:
    return (spec for spec in context.specs if spec.place.dialect == "speckit")
