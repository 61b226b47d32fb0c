"""``sphinx-leanspec accept``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..wording import counted, harmless
from . import common
from .check import add_choice, request

if TYPE_CHECKING:
    from ..commands.check_request import CheckRequest
    from ..findings import Finding

_NOTES = """\
Write what `sphinx-leanspec check` finds into a file to keep under version control: from then on
only new findings fail. A finding is known by its rule, its spec and its message, never by its
line. One that is gone leaves the file the next time; what was not checked, because of --select
for example, stays in it.

With --site, the site is built too, in a temporary folder, to find what is wrong on pages that are
not specs, such as links that lead nowhere. Without it, what was accepted of these pages stays.

Exit code: 0 written, 2 not: no specs, no such rule, nowhere to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "accept",
        help="accept what check finds, so that only new findings fail",
        description="Accept what `check` finds, so that only new findings fail.",
        epilog=_NOTES,
    )
    common.add_repository(command)
    add_choice(command)
    command.add_argument("--site", action="store_true", help="accept what a build finds on other pages, too")
    common.add_cache(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ..commands import check
    from ..commands.cannot import CannotCheckError

    try:
        with common.library(options) as library:
            asked = replace(request(options), library=library)
            done = check.accept(asked, _of_pages(options, asked) if options.site else None)
    except CannotCheckError as error:
        return common.cannot_begin(error)
    for finding in done.findings:
        common.say(harmless(f"{finding.place}: {finding.code} {finding.message}"))
    findings = counted(done.number, "accepted finding")
    common.say(f"{done.path}: {findings}, {done.added} new, {done.gone} gone")
    return 0


def _of_pages(options: argparse.Namespace, asked: CheckRequest) -> tuple[Finding, ...]:
    from ..commands.cannot import CannotBuildError
    from ..commands.trial import try_out

    try:
        trial = try_out(options.repository, asked.options, common.said(options))
    except CannotBuildError as error:
        raise common.CannotBeginError(str(error)) from error
    if not trial.is_built:
        raise common.CannotBeginError("Sphinx failed, so nothing was accepted; `build` shows why")
    return trial.findings
