"""``sphinx-leanspec``: the specs of a repository on the command line."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import __version__
from .corpus import load
from .reading import Layout, NoSpecsError
from .report import listing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: 0 if it did what was asked, 2 if it could not.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except NoSpecsError as error:
        print(f"sphinx-leanspec: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sphinx-leanspec", description="LeanSpec specs in documentation.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_list(commands)
    return parser


def _add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("list", help="list the specs of a repository")
    _add_repository(command)
    command.add_argument("--format", choices=("table", "json"), default="table", help="default: %(default)s")
    command.set_defaults(command=_list)


def _add_repository(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "repository",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="REPO",
        help="a repository, or its specs folder",
    )
    command.add_argument(
        "--specs", default="", metavar="DIR", help="the specs folder, if it is not found by itself"
    )
    command.add_argument("--flat", action="store_true", help="take `010-name.md` files for specs, too")
    command.add_argument(
        "--spec-file",
        action="append",
        default=[],
        metavar="NAME",
        help="another name of a spec's file in its folder, such as SPEC.md",
    )


def _layout(options: argparse.Namespace) -> Layout:
    return Layout(options.specs, options.flat, ("README.md", *options.spec_file))


def _list(options: argparse.Namespace) -> int:
    corpus = load(options.repository, _layout(options))
    is_json = options.format == "json"
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a letter shows `?` for it
        sys.stdout.reconfigure(encoding="utf-8" if is_json else None, errors="replace")
    if is_json:
        print(listing.as_json(corpus))
        return 0
    from rich.console import Console

    console = Console(highlight=False)
    listing.print_table(corpus, console if console.is_terminal else Console(highlight=False, width=160))
    return 0


if __name__ == "__main__":
    sys.exit(main())
