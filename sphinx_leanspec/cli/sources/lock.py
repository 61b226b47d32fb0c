"""``sphinx-leanspec sources lock``."""

from __future__ import annotations

import argparse

from ...wording import counted
from .. import common
from . import request

_NOTES = """\
New references are locked as the configured releases have them; those that no document makes any
more are removed from the lock. What a known reference meant is kept as it was read; next to
it, the lock says what became of it in the configured release, where it is now, and in which
release it broke. `sphinx-leanspec sources check` shows what has changed, and `accept` accepts it.

Exit code: 0 everything is locked and unchanged, 1 something is not, 2 nothing was written.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "lock",
        help="lock new references, and follow those that moved",
        description="Lock new references to code, and follow those that moved.",
        epilog=_NOTES,
    )
    request.add_repository(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ...commands import sources
    from ...commands.cannot import CannotCheckError
    from ...report import sources as report
    from ...sources.errors import SourceError

    try:
        done = sources.lock(request.made(options))
    except (CannotCheckError, SourceError) as error:
        return common.cannot_begin(error)
    update = done.update
    common.say(report.as_text(done.report, coloured=common.is_terminal()))
    common.say(
        f"{done.path.name}: {counted(len(update.lock.references), 'reference')}, {len(update.added)} new, "
        f"{len(update.followed)} followed, {len(update.removed)} gone"
    )
    return 1 if done.report.fails else 0
