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
    common.prepare_stdout("utf-8" if is_json else None)
    shown = listing.as_json(corpus) if is_json else listing.as_table(corpus, common.terminal_width())
    print(shown, flush=True)  # here, where a reader that went away is no error
    return 0
