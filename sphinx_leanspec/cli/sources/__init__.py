"""``sphinx-leanspec sources``: references to code, each of its commands a module."""

from __future__ import annotations

from .. import common
from . import accept, check, lock, scan, why

_NOTES = """\
Sources are named in `sources` of ubproject.toml: a distribution at a version, a git repository
at a revision, a folder. What references mean is kept in leanspec-sources.lock at the top of the
repository, which belongs under version control: builds read nothing else.

Only these commands use the network: for releases that are not in the cache, from the index that
pip and uv are configured with, and for repositories by https and ssh. Nothing is installed or run.
SPHINX_LEANSPEC_CACHE names another folder for the cache.
"""


def add(commands: common.Commands) -> None:
    """Declare the commands."""
    command = commands.add_parser(
        "sources",
        help="lock, check and find references to code",
        description="Lock, check and find references to code.",
        epilog=_NOTES,
    )
    inner = command.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (lock, accept, check, why, scan):
        module.add(inner)
