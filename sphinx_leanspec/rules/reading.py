"""What reading the files and relating the specs has found already."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..reading.project import refused
from . import backlog, speckit
from .base import Context, rule


@rule("alias", "warning")
def alias(context: Context) -> Iterator[Finding]:
    """A spec claims a former name that it cannot have had, or that leads to another spec.

    `aliases` names what a spec was called before. A name that another spec has today, or that two specs
    claim, leads nowhere.
    """
    yield from context.findings_of("alias")


@rule("config", "warning")
def config(context: Context) -> Iterator[Finding]:
    """An option in `conf.py` or `ubproject.toml`, or LeanSpec's configuration, is wrong, and left out."""
    yield from context.findings_of("config")
    yield from refused(context.corpus.project)
    yield from context.claims.problems if context.evidence.kinds else ()


@rule("created", "warning")
def created(context: Context) -> Iterator[Finding]:
    """A spec does not say when it was created, or gives something that is not a date.

    LeanSpec rejects the whole project because of it. Write `created: 2026-01-31`.
    """
    yield from context.findings_of("created")


@rule("encoding", "warning")
def encoding(context: Context) -> Iterator[Finding]:
    """A file is not plain UTF-8. It is shown with what could be read."""
    yield from context.findings_of("encoding")
    yield from context.document_problems("encoding")


@rule("failed", "error")
def failed(context: Context) -> Iterator[Finding]:
    """Something unexpected failed for one spec: a fault of this package, not of the spec.

    The part that failed is left out, with a box on the page that says so; everything else is shown. Report it
    with the spec that it happened to. With `LEANSPEC_STRICT=1` in the environment the error ends the run, and
    Python shows where it comes from.
    """
    yield from context.findings_of("failed")


@rule("frontmatter", "warning")
def frontmatter(context: Context) -> Iterator[Finding]:
    """A spec has no frontmatter, or it is not valid YAML 1.2. What could be read is kept.

    So it is with a file of JSON or YAML in which another tool keeps what it knows of its specs.
    """
    yield from context.findings_of("frontmatter")


@rule("priority", "warning")
def priority(context: Context) -> Iterator[Finding]:
    """LeanSpec has no such priority. It is mapped to one where the meaning is clear, else kept as written.

    The priorities are `critical`, `high`, `medium` and `low`.
    """
    yield from context.findings_of("priority")


@rule("ref", "warning")
def ref(context: Context) -> Iterator[Finding]:
    """A field, a role or a view names a spec, check or section that does not exist, or more than one.

    Where the number still exists but the name after it does not, the message says which spec has that number.
    So is an empty entry of `depends_on`. In a build, roles and the options of views are checked as well.

    A task of Kiro or spec-kit that names a task or a requirement that there is not is one, too, and so is a
    dependency on an archived task of Backlog.md. That a roadmap of Kiro names a spec that there is not yet is
    for your information.
    """
    yield from context.findings_of("ref")
    yield from speckit.dead(context)
    yield from backlog.put_away(context)
    yield from _lost(context)
    for path, covering in (context.documents or {}).items():
        for text in covering.specs:
            found = context.corpus.resolve(text)
            if not found.is_known:
                what, fix = found.problem()
                yield Finding(path, covering.line, "ref", f"specs `{text}` {what}", fix)


def _lost(context: Context) -> Iterator[Finding]:
    """Find what the roadmap of Kiro says is done, and is not there."""
    if names := {spec.place.slug for spec in context.specs if spec.place.dialect == "kiro"}:
        from ..reading.dialects import kiro  # here, as few projects have specs of Kiro

        yield from kiro.lost(context.corpus.project.root, names)


@rule("status", "warning")
def status(context: Context) -> Iterator[Finding]:
    """A spec has no status, or one that LeanSpec does not have. It is mapped where the meaning is clear.

    LeanSpec rejects the whole project because of it. A project's own statuses go into the option
    `leanspec_statuses`.
    """
    yield from context.findings_of("status")


@rule("unlisted", "warning")
def unlisted(context: Context) -> Iterator[Finding]:
    """The tool that keeps a spec does not list it, and says nothing: its file is broken, or lies elsewhere.

    Here it is shown as far as it can be read. Backlog.md leaves out files in folders below `tasks/`, files
    whose names begin with anything but the prefix of tasks, and those whose frontmatter it cannot read.
    """
    yield from context.findings_of("unlisted")


@rule("unreadable", "error")
def unreadable(context: Context) -> Iterator[Finding]:
    """A file cannot be read at all. Its page is empty."""
    yield from context.findings_of("unreadable")
    yield from context.document_problems("unreadable")
