"""``sphinx-leanspec list``."""

from __future__ import annotations

import argparse

from . import common


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser("list", help="list the specs of a repository")
    common.add_repository(command)
    command.add_argument("--format", choices=("table", "json"), default="table", help="default: %(default)s")
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ..report import listing

    corpus = common.load(options)
    is_json = options.format == "json"
    shown = listing.as_json(corpus) if is_json else listing.as_table(corpus, common.terminal_width())
    common.say(shown, "utf-8" if is_json else None, may_leave=True)
    return 0
