"""What commands have in common: the repository, the terminal, and what is said where nothing can be done."""

from __future__ import annotations

import argparse
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..reading import SpecLayout, settings

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..model import Finding
    from ..options import Options

# what argparse returns has no public name
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def cannot_begin(reason: Exception) -> int:
    """Say why a command could not begin.

    :returns: its exit code.
    """
    print(f"sphinx-leanspec: {reason}", file=sys.stderr)
    return 2


def add_repository(command: argparse.ArgumentParser) -> None:
    """Let a command take a repository, and how its specs lie."""
    command.add_argument(
        "repository",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="REPO",
        help="a repository, or its specs folder",
    )
    add_layout(command)


def add_layout(command: argparse.ArgumentParser) -> None:
    """Let a command be told how specs lie."""
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


def said(arguments: argparse.Namespace) -> SpecLayout:
    """Return what the user says on the command line of how specs lie."""
    return SpecLayout(arguments.specs, arguments.flat, ("README.md", *arguments.spec_file))


def chosen(arguments: argparse.Namespace) -> tuple[Options, tuple[Finding, ...]]:
    """Read what the user says of a project, and for the rest what its ``ubproject.toml`` says.

    :returns: the options, and what is wrong with the file.
    """
    from ..options import Options

    start = arguments.repository.resolve()
    own, findings = Options.from_toml(settings.find_for(start), start)
    layout = said(arguments)
    options = replace(
        own,
        specs=layout.specs or own.specs,
        flat=layout.flat or own.flat,
        spec_files=list(layout.files) if arguments.spec_file else own.spec_files,
    )
    return options, findings


def load(options: argparse.Namespace) -> Corpus:
    """Read the specs of the repository that the user names."""
    from ..corpus import load

    known, findings = chosen(options)
    return load(options.repository, known.layout, known.words).with_findings(findings)


def terminal_width() -> int | None:
    """Return the width of the terminal in columns, None if the output goes elsewhere."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if sys.stdout.isatty() else None


def prepare_stdout(encoding: str | None = None) -> None:
    """See to it that a terminal that lacks a letter shows `?` for it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding, errors="replace")


def abandon_stdout() -> None:
    """Let nothing more be written where nobody reads: Python would try once more at its end, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
