"""``sphinx-leanspec explain``."""

from __future__ import annotations

import argparse

from . import common

_NOTES = """\
CODE is what `check` writes after the severity, such as `evidence`, or what a build writes in
brackets, such as `leanspec.evidence`; or a verdict, such as `drifted`; or a kind of evidence, such
as `files`.

Exit code: 0 explained, 2 there is no such code; the nearest is named.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "explain",
        help="explain what a rule, a verdict or a kind of evidence means",
        description="Explain what a rule, a verdict or a kind of evidence means.",
        epilog=_NOTES,
    )
    command.add_argument("code", metavar="CODE", help="the name of a rule, a verdict or a kind of evidence")
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ..commands import explain
    from ..commands.cannot import CannotCheckError

    try:
        found = explain.explain(options.code)
    except CannotCheckError as error:
        return common.cannot_begin(error)
    common.say("\n\n".join(f"{one.name}: {one.what}\n\n{one.text}" for one in found), may_leave=True)
    return 0
