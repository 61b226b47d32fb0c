"""``sphinx-leanspec``: the specs of a repository on the command line.

A command is a module: ``add`` declares it, the rest does what it says. What takes time to import is imported
where it is used.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from .. import __version__

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence


def run() -> int:
    """Be the process ``sphinx-leanspec``.

    Nothing is garbage before it ends, and nothing needs to be looked for then: both together took a tenth.

    :returns: its exit code, as :func:`main` does.
    """
    gc.disable()
    try:
        return main()
    finally:
        gc.freeze()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: 0 if it did what was asked, 1 if that failed, 2 if it could not begin, or say what it found.
    """
    from ..reading import NoSpecsError
    from .common import CannotBeginError, CannotSayError, cannot_begin

    options = _parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (NoSpecsError, CannotBeginError, CannotSayError) as error:
        return cannot_begin(error)
    except KeyboardInterrupt:
        return 130


def _joined(arguments: Sequence[str]) -> list[str]:
    """Write `--sort -priority` as `--sort=-priority`: argparse takes what begins with `-` for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--sort" and argument.startswith("-"):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    from . import (
        accept,
        build,
        check,
        common,
        evidence,
        explain,
        impact,
        init,
        listing,
        schema,
        show,
        sources,
    )

    parser = common.Parser(prog="sphinx-leanspec", description="LeanSpec specs in documentation.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (build, init, listing, show, check, accept, evidence, explain, impact, sources, schema):
        command.add(commands)
    return parser
