"""``sphinx-leanspec``: the specs of a repository on the command line."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import __version__, building
from .corpus import load
from .reading import Layout, NoSpecsError
from .report import listing, warnings

_BUILD_NOTES = """\
The site holds the README, every spec, what lies below docs/, an index and a graph of the
specs, and needs.json. Nothing is written but the output folder, and what did not change
is not read again.

Specs are shown, never executed. README and docs/ are read as MyST, and a directive in
them can run code: build a repository only if you would also run its code.

Exit code: 0 built, 1 Sphinx failed, 2 not started: no specs, a conf.py of its own, nowhere to write.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    :returns: 0 if it did what was asked, 1 if that failed, 2 if it could not begin.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (NoSpecsError, building.CannotBuildError) as error:
        print(f"sphinx-leanspec: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sphinx-leanspec", description="LeanSpec specs in documentation.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_build(commands)
    _add_list(commands)
    return parser


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "build",
        help="build the site of a repository that has no conf.py",
        description="Build the site of a repository that has specs and no conf.py.",
        epilog=_BUILD_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_repository(command)
    add = command.add_argument
    add("-o", "--output", type=Path, metavar="OUT", help="where the site goes; default: REPO/_build/BUILDER")
    add(
        "-b", "--builder", default="html", help="a builder of Sphinx, such as dirhtml or latex; default: html"
    )
    add("-j", "--jobs", default="auto", metavar="N", help="how many processes; default: one per processor")
    add("-W", "--fail-on-warning", action="store_true", help="exit with 1 on any warning; implies -E")
    add("-E", "--fresh-env", action="store_true", help="read every page anew")
    command.set_defaults(command=_build)


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


def _build(options: argparse.Namespace) -> int:
    _prepare_stdout()
    plan = building.prepare(
        building.Order(
            options.repository,
            _layout(options),
            options.output,
            options.builder,
            options.jobs,
            options.fail_on_warning,
            options.fresh_env,
        )
    )
    is_partial = plan.is_partial
    specs, documents = _count(len(plan.corpus.specs), "spec"), _count(len(plan.documents), "document")
    print(f"{plan.title}: {specs} and {documents}", flush=True)
    is_built = building.run(plan, quiet=not sys.stdout.isatty())
    counted = warnings.count(plan.warnings())
    if is_built or counted:
        print(warnings.summary(counted))
    if counted:
        print(f"Where they are: {plan.log}")
    if is_partial:
        print("Pages that did not change were not read again; -E reads all.")
    if not is_built:
        print("sphinx-leanspec: Sphinx failed; what it said is above", file=sys.stderr)
        return 1
    print(f"The site: {plan.address}")
    return 0


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _list(options: argparse.Namespace) -> int:
    corpus = load(options.repository, _layout(options))
    is_json = options.format == "json"
    _prepare_stdout("utf-8" if is_json else None)
    if is_json:
        print(listing.as_json(corpus))
        return 0
    from rich.console import Console

    console = Console(highlight=False)
    listing.print_table(corpus, console if console.is_terminal else Console(highlight=False, width=160))
    return 0


def _prepare_stdout(encoding: str | None = None) -> None:
    """See to it that a terminal that lacks a letter shows `?` for it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding, errors="replace")


if __name__ == "__main__":
    sys.exit(main())
