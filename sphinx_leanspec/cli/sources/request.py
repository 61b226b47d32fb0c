"""What the commands on sources have in common: the repository, the network, and how far it is."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from ...wording import harmless
from .. import common

if TYPE_CHECKING:
    from ...commands.sources_request import SourcesRequest

_WIDTH: Final = 24


def add_repository(command: argparse.ArgumentParser) -> None:
    """Let a command take a repository, and be kept off the network."""
    common.add_named_repository(command, "a repository, or a folder in it")
    command.add_argument("--offline", action="store_true", help="use the cache only, never the network")
    common.add_layout(command)


def made(options: argparse.Namespace) -> SourcesRequest:
    """Return what a user asks for."""
    from ...commands.sources_request import SourcesRequest

    known, findings = common.chosen(options)
    documents = tuple(getattr(options, "documents", ()))
    return SourcesRequest(options.repository, documents, known, findings, options.offline, _Bar())


class _Bar:
    """Shows on standard error how far a download is: a bar on a terminal, else a line when it is done."""

    def downloaded(self, name: str, done: int, total: int) -> None:
        is_done = total > 0 and done >= total
        if sys.stderr is None or not (is_done or sys.stderr.isatty()):
            return
        size = f"{done / 1e6:.1f} MB"
        if not sys.stderr.isatty():
            print(f"downloaded {harmless(name)} ({size})", file=sys.stderr, flush=True)
            return
        filled = _WIDTH * done // total if total else 0
        share = f"{'█' * filled}{'░' * (_WIDTH - filled)} " if total else ""
        end = "\n" if is_done else ""
        print(f"\r\x1b[K{share}{size} {harmless(name)}", end=end, file=sys.stderr, flush=True)

    def begins(self, what: str) -> None:
        if sys.stderr is not None:
            print(harmless(what), file=sys.stderr, flush=True)
