"""``sphinx-leanspec serve``."""

from __future__ import annotations

import argparse
import gc
from typing import TYPE_CHECKING

from ..release import installable
from ..wording import counted, plain
from . import common
from .build import add_site

if TYPE_CHECKING:
    from ..commands.build import BuildRequest, SitePlan
    from ..commands.serve import Edit

_NOTES = """\
The site is the one that `sphinx-leanspec build` would make, with or without a conf.py, and it is written into
the same folder. Each page that you look at is shown again as soon as its file is saved; what else shows the
edit, the search and needs.json follow. Ctrl-C ends it.

Only this machine can see it, unless --host says otherwise. What a server on another address shows, everybody
sees who can reach that: specs, and what Sphinx says of them.

Exit code: 0 ended by Ctrl-C, 2 not started: nothing to build, no free port,
or a folder that is written by another.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "serve",
        help="show the site of a repository while it is written",
        description="Show the site of a repository in a browser, each page as soon as its file is saved.",
        epilog=_NOTES,
    )
    common.add_repository(command)
    add = command.add_argument
    add_site(command, "a builder of Sphinx that writes HTML", choices=("html", "dirhtml", "singlehtml"))
    add("--host", default="127.0.0.1", help="the name or address to listen at; default: %(default)s")
    add(
        "--port",
        type=_port,
        metavar="N",
        help="the port to listen at, 0 for any; default: 8000, or the next that is free",
    )
    add("--no-open", action="store_true", help="open no browser")
    common.add_cache(command)
    command.set_defaults(command=_run)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"`{text}` is no port; write a number below 65536")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from ..commands.cannot import CannotBuildError

    try:
        from ..commands import serve
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "watchfiles", "websockets"):
            raise
        wanted = f"`serve` wants more: pip install '{installable('serve')}'"
        return common.cannot_begin(common.CannotBeginError(wanted))
    gc.enable()  # other commands end before there is any garbage
    terminal = _Terminal()
    request = serve.ServeRequest(
        lambda: _wanted(options), options.host, options.port, opens=not options.no_open
    )
    try:
        serve.serve(request, terminal)
    except (CannotBuildError, serve.CannotServeError) as error:
        return common.cannot_begin(error)
    except KeyboardInterrupt:
        return 0
    finally:
        terminal.ends()
    return 0


def _wanted(options: argparse.Namespace) -> BuildRequest:
    from ..commands.build import BuildRequest

    known, _ = common.chosen(options)
    return BuildRequest(
        options.repository,
        known,
        common.said(options),
        options.output,
        options.builder,
        options.jobs,
        keeps=not options.no_cache,
    )


class _Terminal:
    """Says what happens; how far it is only where somebody looks at it."""

    def __init__(self) -> None:
        self._is_drawn = False

    def began(self, address: str, plan: SitePlan) -> None:
        from .build import announcement

        self._say(announcement(plan))
        self._say(f"Serving {plan.output} at {address} (Ctrl-C ends it)")
        self._say("Sphinx begins; each page can be seen as soon as it is written")

    def goes(self, progress: str) -> None:
        if common.is_terminal():
            common.say(f"\r\x1b[K{progress}", end="")
            self._is_drawn = True

    def came(self, edit: Edit) -> None:
        from datetime import datetime

        first, *more = (*edit.paths, "")
        what = f"{first} and {len(more) - 1} more" if len(more) > 1 else first or "everything"
        if edit.failure:
            came = f"failed: {edit.failure}"
        else:
            ahead = f"first page after {edit.first:.2f} s, " if edit.first is not None else ""
            came = f"{ahead}{counted(edit.pages, 'page')} after {edit.seconds:.1f} s"
            came += f", {counted(edit.findings, 'finding')}" if edit.findings else ""
        now = datetime.now().astimezone()
        self._say(plain(f"{now:%H:%M:%S} {what}: {came}"))

    def ends(self) -> None:
        """Leave the line to whoever writes next."""
        if self._is_drawn:
            self._say("")

    def _say(self, text: str) -> None:
        common.say(f"\r\x1b[K{text}" if self._is_drawn else text)
        self._is_drawn = False
