"""``sphinx-leanspec accept``."""

from __future__ import annotations

import argparse
from dataclasses import replace

from ..wording import counted, harmless
from . import common
from .check import add_choice, request

_NOTES = """\
Write what `sphinx-leanspec check` finds into a file that belongs into version control: from then
on only new findings fail. A finding is known by its rule, its spec and its message, never by its
line. One that is gone leaves the file the next time; what was not looked at, as by --select,
stays in it.

Exit code: 0 written, 2 not: no specs, no such rule, nowhere to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "accept",
        help="accept what check finds, so that only new findings fail",
        description="Accept what `check` finds, so that only new findings fail.",
        epilog=_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common.add_repository(command)
    add_choice(command)
    common.add_cache(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ..commands import check
    from ..commands.since import CannotCheckError

    try:
        with common.library(options) as library:
            done = check.accept(replace(request(options), library=library))
    except CannotCheckError as error:
        return common.cannot_begin(error)
    for finding in done.findings:
        common.say(harmless(f"{finding.place}: {finding.code} {finding.message}"))
    findings = counted(done.number, "accepted finding")
    common.say(f"{done.path}: {findings}, {done.added} new, {done.gone} gone")
    return 0
