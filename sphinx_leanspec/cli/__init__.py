"""``sphinx-leanspec``: the specs of a repository on the command line.

A command is a module: ``add`` declares it, the rest does what it says. What takes time to import is imported
where it is used.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .. import __version__

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from typing import NoReturn


_COMMANDS: Final = {
    "build": "build",
    "serve": "serve",
    "init": "init",
    "list": "listing",
    "show": "show",
    "check": "check",
    "accept": "accept",
    "evidence": "evidence",
    "explain": "explain",
    "impact": "impact",
    "sources": "sources",
    "schema": "schema",
}
"""The module of each command, in the order in which they are told."""


def run() -> NoReturn:
    """Be the process ``sphinx-leanspec``, with the exit code of :func:`main`.

    Nothing is garbage before it ends, and the system takes down what is there faster than Python does: both
    together took a sixth.
    """
    gc.disable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never open: there is nobody to tell
            stream.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: 0 if it did what was asked, 1 if that failed, 2 if it could not begin, or say what it found.
    """
    from ..reading import NoSpecsError
    from .common import CannotBeginError, CannotSayError, cannot_begin

    words = _joined(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(words[0] if words else "")
    if not words:  # somebody who wants to know what there is
        parser.print_help(sys.stderr)
        return 2
    options = parser.parse_args(words)
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


def _parser(word: str) -> argparse.ArgumentParser:
    """Make what reads the command line.

    :param word: the first word of that: where it is the name of a command, others are not imported.
    """
    from importlib import import_module

    from . import common

    parser = common.Parser(prog="sphinx-leanspec", description="LeanSpec specs in documentation.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    # named, as argparse would write its usage to find the name, and import what measures terminals
    commands = parser.add_subparsers(title="commands", prog=parser.prog, required=True, metavar="COMMAND")
    for name in (word,) if word in _COMMANDS else _COMMANDS:
        import_module(f".{_COMMANDS[name]}", __name__).add(commands)
    return parser
