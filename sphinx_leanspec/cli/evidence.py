"""``sphinx-leanspec evidence``."""

from __future__ import annotations

import argparse

from ..wording import counted
from . import common

_NOTES = """\
Only what certainly holds is proposed: a file that a ticked item names and that exists, a number of
files that is right, a test that passed in a report. Each comment is added at the end of a line.
Items that offer evidence already are left alone, and so is what cannot be changed without risk.

  sphinx-leanspec evidence suggest > evidence.patch && git apply evidence.patch

Exit code: 0 proposed or written, or nothing to propose; 2 not: no specs, no such spec, nowhere
to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the commands."""
    command = commands.add_parser(
        "evidence",
        help="propose evidence for ticked items",
        description="Propose evidence for ticked items.",
    )
    inner = command.add_subparsers(title="commands", required=True, metavar="COMMAND")
    suggest = inner.add_parser(
        "suggest",
        help="propose evidence, as a patch",
        description="Propose evidence for ticked items, as a patch that `git apply` takes.",
        epilog=_NOTES,
    )
    add = suggest.add_argument
    add("names", nargs="*", metavar="SPEC", help="a spec: its id, number or path; default: all")
    add("--write", action="store_true", help="write into the files instead of printing a patch")
    common.add_named_repository(suggest)
    common.add_layout(suggest)
    common.add_cache(suggest)
    suggest.set_defaults(command=_suggest)


def _suggest(options: argparse.Namespace) -> int:
    from ..commands import evidence
    from ..commands.cannot import CannotCheckError

    known, _ = common.chosen(options)
    try:
        with common.library(options, "specs") as library:
            names = tuple(options.names)
            found = evidence.suggest(evidence.SuggestRequest(options.repository, known, names, library))
        if options.write:
            evidence.write(found)
    except CannotCheckError as error:
        return common.cannot_begin(error)
    if options.write:
        number = sum(len(patch.suggestions) for patch in found.patches)
        common.say(f"{counted(number, 'comment')} written into {counted(len(found.patches), 'file')}")
    else:
        common.say(evidence.as_patch(found), "utf-8", end="", may_leave=True)
    return 0
