"""``sphinx-leanspec sources check``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from .. import common
from . import request

if TYPE_CHECKING:
    from ...report.sources import SourcesReport, SourceSummary

_FORMATS: Final = ("text", "json", "sarif", "github")
_SEVERITIES: Final = ("error", "warning", "info")
_NOTES: Final = """\
References in documents and specs are compared with the lock, and the lock is compared with the
configured releases, or with --against another one: `latest` is the current release for the
Python that the source names. What is compared is what the code says: comments and layout do not
count. Files of a source are downloaded only if the lock does not know the answer.

`--all nemo --against latest` reads no document and no lock: it counts what became of everything
in a source, as text or JSON.

Exit code: 0 nothing fails, 1 findings fail, 2 not checked.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "check",
        help="find references whose code has changed",
        description="Find references whose code has changed.",
        epilog=_NOTES,
    )
    add = command.add_argument
    add("documents", nargs="*", type=common.path, metavar="DOCS", help="documents to look at; default: all")
    add("--against", default="", metavar="RELEASE", help="a version or revision, or `latest`")
    add(
        "--all", default="", metavar="NAME", help="count what became of all functions and classes of a source"
    )
    add("--source", action="append", default=[], metavar="NAME", help="compare this source only")
    add(
        "--fail-on",
        choices=(*_SEVERITIES, "never"),
        default="warning",
        metavar="LEVEL",
        help="the least severity that fails: error, warning, info, or never; default: %(default)s",
    )
    add(
        "--severity",
        choices=_SEVERITIES,
        default="info",
        metavar="LEVEL",
        help="the least severity that is shown; what fails is always shown; default: %(default)s",
    )
    add("-f", "--format", choices=_FORMATS, default="text", help="default: %(default)s")
    add("-o", "--output", type=common.path, metavar="FILE", help="write into a file")
    request.add_repository(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ...commands import sources
    from ...commands.cannot import CannotCheckError
    from ...sources.errors import SourceError

    try:
        made = request.made(options)
        if options.all:
            _write(_survey(sources.survey(made, options.all, options.against), options.format), options)
            return 0
        report = sources.check(
            made,
            options.against,
            options.source,
            fail_on=options.fail_on,
            severity=options.severity,
        )
        coloured = options.output is None and common.is_terminal()
        _write(_as(report, options.format, coloured=coloured), options)
    except (CannotCheckError, SourceError) as error:
        return common.cannot_begin(error)
    return 1 if report.fails else 0


def _write(text: str, options: argparse.Namespace) -> None:
    common.write(text, options.output, None if options.format == "text" else "utf-8")


def _survey(found: SourceSummary, form: str) -> str:
    """Return the counts of a source; where it is JSON, as a report without findings."""
    from ...report import sources

    if form == "json":
        return sources.as_json(sources.SourcesReport((), (found,), 0))
    return sources.as_survey(found)


def _as(report: SourcesReport, form: str, *, coloured: bool) -> str:
    from ...report import sources

    match form:
        case "json":
            return sources.as_json(report)
        case "sarif":
            return sources.as_sarif(report)
        case "github":
            return sources.as_commands(report)
    return sources.as_text(report, coloured=coloured)
