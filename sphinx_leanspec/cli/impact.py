"""``sphinx-leanspec impact``."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Final

from . import common

if TYPE_CHECKING:
    from ..report.impact import ImpactReport

_FORMATS: Final = ("text", "json", "comment")
_NOTES: Final = """\
Downstream of a change is what depends on it, over any number of other specs, the umbrellas above
these, the checks in them that are done, and the pages below docs/ whose front matter says that
they cover one of them. The number before a spec says in how many steps the change reaches it.

What changed may also be a file of code in this repository that the project names as a source: then
the pages and specs that refer to it are listed.

With --since, what changed is what differs from the merge base with REV, committed or not; what
depends on a spec that no longer exists counts, too.

`--format comment` is Markdown for a pull request. Its first line is a comment that nobody sees,
`<!-- sphinx-leanspec impact -->`, so that a bot finds what it wrote before and writes over it.

Exit code: 0 listed, 2 not: no specs, no such spec, more than one such spec, no such revision.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "impact",
        help="find what is downstream of a change",
        description="Find what is downstream of a change: specs, checks and pages.",
        epilog=_NOTES,
    )
    add = command.add_argument
    add(
        "names",
        nargs="*",
        metavar="SPEC",
        help="what changed: the id, number or path of a spec, or a file of code",
    )
    add("--since", default="", metavar="REV", help="the specs changed since the merge base with REV")
    common.add_named_repository(command)
    common.add_layout(command)
    common.add_cache(command)
    add("-f", "--format", choices=_FORMATS, default="text", help="default: %(default)s")
    add("-o", "--output", type=common.path, metavar="FILE", help="write into a file")
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ..commands.cannot import CannotCheckError
    from ..commands.impact import look
    from ..commands.naming import UnknownSpecError

    try:
        sources = common.chosen(options)[0].sources
        with common.library(options, "specs") as library:
            told = look(common.load(options, library), options.names, options.since, sources, library)
        encoding = None if options.format == "text" else "utf-8"
        common.write(_report(told, options.format), options.output, encoding, may_leave=True)
    except (CannotCheckError, UnknownSpecError) as error:
        return common.cannot_begin(error)
    return 0


def _report(told: ImpactReport, form: str) -> str:
    from ..report import impact
    from ..report.github import Job

    if form == "json":
        return impact.as_json(told)
    if form == "comment":
        return impact.as_comment(told, Job.of(os.environ))
    return impact.as_text(told)
