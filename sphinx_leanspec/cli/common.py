"""What commands have in common: the repository, the terminal, and what is said where nothing can be done."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from ..reading import SpecLayout, boundary, found, settings
from ..wording import alike, did_you_mean, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..corpus import Corpus
    from ..findings import Finding
    from ..options import Options
    from ..reading.found import FoundSpecs
    from ..reading.library import Library
    from ..reading.seam import Depth

# what argparse returns has no public name
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


class _Help(argparse.RawDescriptionHelpFormatter):
    """Writes what a command says of itself as it is declared there, as wide as the terminal."""

    def __init__(self, prog: str, **others: Any) -> None:
        super().__init__(prog, width=_columns() - 2, **others)


def _columns() -> int:
    """Return how wide the terminal is; argparse asks with every option, and to import `shutil` takes long."""
    with contextlib.suppress(KeyError, ValueError):
        if (columns := int(os.environ["COLUMNS"])) > 0:
            return columns
    with contextlib.suppress(AttributeError, OSError, ValueError):  # there is none
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    return 80


class Parser(argparse.ArgumentParser):
    """Reads the arguments of a command; a word that is none of those it may be is answered in one line."""

    def __init__(self, *args: Any, **others: Any) -> None:
        super().__init__(*args, **{"formatter_class": _Help, **others})

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            names = [str(choice) for choice in action.choices]
            near = did_you_mean(alike(str(value), names, 1, 0.5))
            word = str(action.metavar or action.dest).lower() if not action.option_strings else "value"
            message = f"there is no {word} `{value}`; {near or 'there are ' + ', '.join(names)}"
            raise argparse.ArgumentError(action if action.option_strings else None, message)

    def parse_known_args(  # type: ignore[override]  # a namespace of another type is asked for by nobody here
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Answer an option that there is not where those that there are are known: in its own command."""
        known, others = super().parse_known_args(args, namespace)
        for word in others:
            option = word.partition("=")[0]
            near = alike(option, self._option_string_actions, 1) if option.startswith("-") else ()
            if near:
                self.error(f"there is no option `{option}`; {did_you_mean(near)}")
        return known, others

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, in one line, and end."""
        self.exit(2, f"{self.prog}: {plain(message)}\n")


class CannotBeginError(Exception):
    """A command cannot do what is asked; the message says why."""


class CannotSayError(Exception):
    """What a command says reaches nobody: the disk is full, or its reader went away."""


def say(text: str = "", encoding: str | None = None, end: str = "\n", *, may_leave: bool = False) -> None:
    """Write to standard output, at once; a terminal that lacks a letter shows `?` for it.

    :param may_leave: whether a reader that goes away, such as ``head``, has seen what it wanted.
    :raises CannotSayError: if nobody can read it.
    """
    out = sys.stdout
    if out is None:  # closed by whoever began the command: nothing is wanted
        return
    try:
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(encoding=encoding, errors="replace")
        print(text, end=end, flush=True)
    except OSError as error:
        # Python would try once more at its end, and fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        if may_leave and isinstance(error, BrokenPipeError):
            return
        reason = error.strerror or type(error).__name__
        raise CannotSayError(f"standard output cannot be written: {reason}") from error


def write(text: str, output: Path | None, encoding: str | None, *, may_leave: bool = False) -> None:
    """Write into a file, or to standard output where none is named; see :func:`say`.

    :raises CannotCheckError: if the file cannot be written.
    """
    if output is None:
        say(text, encoding, may_leave=may_leave)
    else:
        write_file(f"{text}\n", output)


def write_file(text: str, output: Path) -> None:
    """Write a text into a file.

    :raises CannotCheckError: if it cannot be written.
    """
    from ..commands.cannot import CannotCheckError

    try:
        output.write_text(text, "utf-8", "replace", "\n")
    except OSError as error:
        raise CannotCheckError(f"{output} cannot be written: {error.strerror}") from error


def cannot_begin(reason: Exception) -> int:
    """Say why a command could not do its work.

    :returns: its exit code.
    """
    with contextlib.suppress(OSError):  # there is nowhere left to say it; the exit code does
        print(f"sphinx-leanspec: {plain(' '.join(str(reason).split()))}", file=sys.stderr, flush=True)
    return 2


def path(text: str) -> Path:
    """Read an argument that is a path."""
    if not boundary.can_exist(text):
        raise argparse.ArgumentTypeError("the path is too long for a file")
    return Path(text)


def add_repository(command: argparse.ArgumentParser) -> None:
    """Let a command take a repository, and how its specs lie."""
    command.add_argument(
        "repository",
        nargs="?",
        type=path,
        default=Path(),
        metavar="REPO",
        help="a repository, or its specs folder",
    )
    add_layout(command)


def add_named_repository(
    command: argparse.ArgumentParser, what: str = "a repository, or its specs folder"
) -> None:
    """Let a command whose arguments are something else take a repository by an option."""
    command.add_argument(
        "--repository", type=path, default=Path(), metavar="REPO", help=f"{what}; default: the current folder"
    )


def add_layout(command: argparse.ArgumentParser) -> None:
    """Let a command be told how specs lie."""
    command.add_argument(
        "--specs", default="", metavar="DIR", help="the specs folder, if it is not found automatically"
    )
    command.add_argument("--flat", action="store_true", help="treat files named `010-name.md` as specs, too")
    command.add_argument(
        "--spec-file",
        action="append",
        default=[],
        metavar="NAME",
        help="another name for the file of a spec in its folder, such as SPEC.md",
    )


def said(arguments: argparse.Namespace) -> SpecLayout:
    """Return what the user says on the command line of how specs lie."""
    return SpecLayout(arguments.specs, arguments.flat, ("README.md", *arguments.spec_file))


def chosen(arguments: argparse.Namespace) -> tuple[Options, tuple[Finding, ...]]:
    """Read what the user says of a project, and for the rest what its ``conf.py`` or ``ubproject.toml`` says.

    :returns: the options, and what is wrong with these files.
    """
    from ..options import Options

    start = arguments.repository.resolve()
    own, findings = Options.of_project(start)
    layout = said(arguments)
    options = replace(
        own,
        specs=layout.specs or own.specs,
        flat=layout.flat or own.flat,
        spec_files=list(layout.files) if arguments.spec_file else own.spec_files,
    )
    return options, findings


def add_cache(command: argparse.ArgumentParser) -> None:
    """Let a command be told to read every file anew."""
    command.add_argument("--no-cache", action="store_true", help="read every file again, and use no cache")


@contextlib.contextmanager
def library(options: argparse.Namespace, depth: Depth = "texts") -> Iterator[Library]:
    """Lend what reads files, and keep what it has read."""
    from ..reading.cache import opened

    found = opened(depth, is_off=options.no_cache)
    yield found
    found.save()


def load(options: argparse.Namespace, library: Library) -> Corpus:
    """Read the specs of the repository that the user names."""
    from ..corpus import read

    specs, findings = where(options)
    return read(specs, library).with_findings(findings)


def where(options: argparse.Namespace) -> tuple[FoundSpecs, tuple[Finding, ...]]:
    """Find the specs of the repository that the user names.

    :returns: them, and what is wrong with the files that say how they lie.
    """
    start = options.repository.resolve()
    if settings.find_for(start) is settings.conf_for(start) is None:  # then options need not be imported
        return found.find(options.repository, said(options)), ()
    known, findings = chosen(options)
    return found.find(options.repository, known.layout, known.words), findings


def terminal_width() -> int | None:
    """Return the width of the terminal in columns, None if the output goes elsewhere."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if is_terminal() else None


def add_colour(command: argparse.ArgumentParser) -> None:
    """Let a command be told whether its output has colours."""
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="when to use colour; auto: on a terminal, unless NO_COLOR is set, "
        "and always if FORCE_COLOR is set; default: %(default)s",
    )


def is_coloured(wanted: str) -> bool:
    """Tell whether the output is to have colours.

    :param wanted: what the user says: ``auto``, ``always`` or ``never``.
    """
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    has_colours = os.name != "nt" or "WT_SESSION" in os.environ
    return is_terminal() and has_colours and os.environ.get("TERM") != "dumb"


def is_terminal() -> bool:
    """Tell whether somebody looks at the output as it comes."""
    return sys.stdout is not None and sys.stdout.isatty()
