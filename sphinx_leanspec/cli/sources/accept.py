"""``sphinx-leanspec sources accept``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ...wording import harmless
from .. import common
from . import request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...commands.sources import AcceptedReference

_NOTES = """\
Accept a reference that has changed, once what documents say of it is true again: the lock then
holds the code as the configured release has it, and the difference is shown. REF is a reference
as documents write it, or the tail of a symbol's name.

Exit code: 0 accepted, 2 not: no such reference, or it is gone.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "accept",
        help="accept references that have changed",
        description="Accept references to code that have changed.",
        epilog=_NOTES,
    )
    command.add_argument("names", nargs="+", metavar="REF", help="a reference: `nemo:package.module.Class`")
    request.add_repository(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ...commands import sources
    from ...commands.cannot import CannotCheckError
    from ...sources.errors import SourceError

    try:
        done = sources.accept(request.made(options), options.names)
    except (CannotCheckError, SourceError) as error:
        return common.cannot_begin(error)
    for one in done:
        common.say("\n".join(_told(one)))
    return 0


def _told(one: AcceptedReference) -> Iterator[str]:
    before, after = one.before, one.after
    yield harmless(
        f"{after.name}: {before.path}:{before.line}-{before.end} in {before.release or 'the folder'}, "
        f"now {after.path}:{after.line}-{after.end} in {after.release or 'the folder'}"
    )
    for line in one.difference:
        yield f"    {harmless(line)}"
