"""``sphinx-leanspec build``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from ..wording import counted, did_you_mean
from . import common

if TYPE_CHECKING:
    from ..commands.build import SitePlan

_BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "pdf", "text", "man", "texinfo", "xml", "pseudoxml"),
    *("json", "pickle", "gettext", "changes", "linkcheck", "doctest", "coverage", "dummy"),
)
"""What Sphinx and the command itself can build."""

_NOTES = """\
A repository that has a conf.py, at the top or in docs/, docs/source/, doc/, doc/source/ or
source/, is built with it, from the folder it lies in, as sphinx-build would. The site of any
other holds the README, every spec, what lies below docs/, an index and a graph of the specs, and
needs.json. Only the output folder and your cache are written, and what did not change is not read
again.

Specs are shown, never executed. But a conf.py is executed, and so may be directives in README and
docs/, which are read as MyST: build a repository only if you would also run its code.

Exit code: 0 built, 1 Sphinx or LaTeX failed, 2 not started: nothing to build, nowhere to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "build",
        help="build the site of a repository, with or without a conf.py",
        description="Build the site of a repository that has specs, with or without a conf.py.",
        epilog=_NOTES,
    )
    common.add_repository(command)
    add = command.add_argument
    add_site(
        command, "a builder of Sphinx, such as dirhtml or epub; or pdf, which needs LaTeX", read=_builder
    )
    add("-W", "--fail-on-warning", action="store_true", help="exit with 1 on any warning; implies -E")
    add("-E", "--fresh-env", action="store_true", help="read every page again")
    common.add_cache(command)
    command.set_defaults(command=_run)


def add_site(
    command: argparse.ArgumentParser,
    builders: str,
    *,
    read: Callable[[str], str] = str,
    choices: Collection[str] | None = None,
) -> None:
    """Let a command be told what kind of site is built, where it goes, and in how many processes.

    :param builders: which builders there are, in words.
    :param read: reads the name of one.
    :param choices: all there are, if they can be named.
    """
    add = command.add_argument
    add(
        "-o",
        "--output",
        type=common.path,
        metavar="OUT",
        help="where the site goes; default: REPO/_build/BUILDER",
    )
    add(
        "-b",
        "--builder",
        type=read,
        choices=choices,
        default="html",
        help=f"{builders}; default: %(default)s",
    )
    add(
        "-j",
        "--jobs",
        type=_jobs,
        default="auto",
        metavar="N",
        help="how many processes; default: one per processor",
    )


def _builder(text: str) -> str:
    """Read the name of a builder; one that an extension brings is for Sphinx to find."""
    if text in _BUILDERS:
        return text
    from difflib import get_close_matches
    from importlib.metadata import entry_points

    near = get_close_matches(text, _BUILDERS, 1, 0.75)
    if near and not entry_points(group="sphinx.builders", name=text):
        raise argparse.ArgumentTypeError(f"there is no builder `{text}`; {did_you_mean(near)}")
    return text


def _jobs(text: str) -> str:
    if text != "auto" and not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"`{text}` is no number of processes; write `auto` or 1, 2, …")
    return text


def _run(options: argparse.Namespace) -> int:
    from ..commands import build
    from ..commands.cannot import CannotBuildError

    known, _ = common.chosen(options)
    request = build.BuildRequest(
        options.repository,
        known,
        common.said(options),
        options.output,
        options.builder,
        options.jobs,
        options.fail_on_warning,
        options.fresh_env,
        not options.no_cache,
    )
    try:
        return _build(build.prepare(request))
    except CannotBuildError as error:
        return common.cannot_begin(error)


def _build(plan: SitePlan) -> int:
    from ..commands import build, sphinx_log

    is_partial = plan.is_partial
    common.say(announcement(plan))
    is_built = build.run(plan, quiet=not common.is_terminal())
    warnings = sphinx_log.count(plan.warnings())
    if is_built or warnings:
        common.say(sphinx_log.summary(warnings))
    if warnings:
        common.say(f"Where they are: {plan.log}")
    if is_partial:
        common.say("Pages that did not change were not read again; -E reads all.")
    if not is_built:
        is_strict = plan.request.strict and warnings
        why = "any warning is a failure, as -W says" if is_strict else "Sphinx failed; what it said is above"
        print(f"sphinx-leanspec: {why}", file=sys.stderr)
        return 1
    return _print(plan) if plan.is_pdf else _point_to(plan)


def _point_to(plan: SitePlan) -> int:
    common.say(f"The site: {plan.address}")
    return 0


def _print(plan: SitePlan) -> int:
    from ..commands import pdf

    try:
        printed = pdf.print_all(plan.output)
    except pdf.CannotPrintError as error:
        print(f"sphinx-leanspec: no PDF: {error}", file=sys.stderr)
        return 1
    for path in printed:
        common.say(f"The PDF: {path}")
    return 0


def announcement(plan: SitePlan) -> str:
    """Say what site is going to be built."""
    from ..reading.settings import names_extension

    source = plan.source
    if not isinstance(source, Path):
        specs, documents = len(source.corpus.specs), len(source.documents)
        return f"{source.title}: {counted(specs, 'spec')} and {counted(documents, 'document')}"
    announced = f"The site that {source.relative_to(plan.root).as_posix()} configures"
    if names_extension(source):
        return announced
    return (
        f"{announced}; that does not name `sphinx_leanspec`, so specs may be missing: "
        "`sphinx-leanspec init` says what to add to it"
    )
