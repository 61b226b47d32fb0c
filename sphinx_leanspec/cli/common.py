"""What commands have in common: the repository, the terminal, and what is said where nothing can be done."""

from __future__ import annotations

import argparse
import io
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..reading import SpecLayout, Vocabularies, settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..corpus import Corpus
    from ..model import Finding
    from ..rules import Duty, Severity

# what argparse returns has no public name
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a project before it is read.

    :param words: the words for its statuses.
    :param severities: how much findings matter, where that is not their own severity.
    :param sections: what open boxes mean, by the heading above them.
    :param findings: what is wrong with ``ubproject.toml``.
    """

    layout: SpecLayout
    words: Vocabularies | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    sections: Mapping[str, Duty] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


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


def said(options: argparse.Namespace) -> SpecLayout:
    """Return what the user says on the command line of how specs lie."""
    return SpecLayout(options.specs, options.flat, ("README.md", *options.spec_file))


def given(options: argparse.Namespace) -> Given:
    """Return the options of the command line, else those of ``ubproject.toml``."""
    start = options.repository.resolve()
    path = settings.find_for(start)
    layout = said(options)
    return _merged(layout, start, path) if path else Given(layout)


def _merged(layout: SpecLayout, start: Path, path: Path) -> Given:
    from ..options import Options, choose

    chosen = choose(settings.read(path))
    own = Options(**chosen.seen_from(start))
    named = len(layout.files) > 1
    merged = SpecLayout(
        layout.specs or own.specs,
        layout.flat or own.flat,
        layout.files if named else tuple(own.spec_files),
    )
    return Given(merged, own.words, own.severities, own.duties, chosen.findings)


def load(options: argparse.Namespace) -> Corpus:
    """Read the specs of the repository that the user names."""
    from ..corpus import load

    known = given(options)
    return load(options.repository, known.layout, known.words).with_findings(known.findings)


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
