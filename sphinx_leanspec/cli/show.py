"""``sphinx-leanspec show``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from . import check, common, pager

if TYPE_CHECKING:
    from ..report.show import ShownSpecs

_NOTES = """\
A spec is named by its id, its number or its path, as in a spec. On a terminal, output that does
not fit is shown by the program that PAGER names, or by less.

Exit code: 0 shown, 2 not: no specs, no such spec, more than one such spec.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "show",
        help="show a spec: its card, its checks and what they prove, its relations",
        description="Show a spec: its card, its checks and the verdicts on their evidence, its relations.",
        epilog=_NOTES,
    )
    add = command.add_argument
    add("names", nargs="+", metavar="SPEC", help="a spec: its id, number or path")
    common.add_named_repository(command)
    common.add_layout(command)
    add("-f", "--format", choices=("text", "json"), default="text", help="default: %(default)s")
    add("--no-pager", action="store_true", help="write to the terminal, however long it is")
    common.add_cache(command)
    common.add_colour(command)
    command.set_defaults(command=_run, **check.AS_CHECK)


def _run(options: argparse.Namespace) -> int:
    from ..commands.naming import UnknownSpecError, resolved
    from ..commands.pages import covered_by
    from ..report.show import ShownSpecs

    with common.library(options) as library:
        context, outcome = check.examined(options, library)
        corpus = context.corpus
        try:
            keys = list(dict.fromkeys(resolved(corpus, options.names)))
        except UnknownSpecError as error:
            return common.cannot_begin(error)
        shown = ShownSpecs(corpus, outcome.entries, context.claims, keys, covered_by(corpus, library))
        text = _report(shown, options)
    if options.format == "json":
        common.say(text, "utf-8", may_leave=True)
        return 0
    if options.no_pager or not pager.show(text):
        common.say(text, may_leave=True)
    return 0


def _report(shown: ShownSpecs, options: argparse.Namespace) -> str:
    from ..report import show

    if options.format == "json":
        return show.as_json(shown)
    return show.as_text(shown, common.terminal_width(), coloured=common.is_coloured(options.color))
