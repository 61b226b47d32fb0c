"""``sphinx-leanspec sources scan``."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING, Final

from ...wording import counted
from .. import common
from . import request

if TYPE_CHECKING:
    from ...report.sources_scan import ScanReport

_FORMATS: Final = ("text", "json", "patch")
_PATIENCE: Final = 2.0
"""Seconds after which it is said how far the work is."""
_STEP: Final = 0.2
"""Seconds from one such line to the next."""

_NOTES: Final = """\
A reference is a file with lines or a name of it: `engine.py:12-40`, `engine.py#L12-L40`,
`engine.py` (lines 12-40), engine.py::run, lines below a file, a row of a table. How long a file
is, as in `engine.py` | 539, is none.

Each is looked up in the source that it is about: the one that its path, its line, its heading or
the bold words above name, else the default of its page. It meets the name beside it, which is a
name in code on its line, or what the code below it defines, by one of three rules. Lenient: any
such name is defined within three lines of it, or is around it. Strict: the first one is defined
in its lines, or is around them. Exact: its lines are the definition, give or take the last one.

`--fit 0.2.0 0.3.0` shows which release the references were written for, as does
`--fit NAME:0.2.0` where there are several sources.

Exit code: 0 listed, 2 not: no such document, source or release, nowhere to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "scan",
        help="find the plain references that documents already have, and make them roles",
        description="Find references to code that are plain text, and make them roles.",
        epilog=_NOTES,
    )
    add = command.add_argument
    add("documents", nargs="+", type=common.path, metavar="DOCS", help="documents, or folders of them")
    add("--source", action="append", default=[], metavar="NAME", help="only this source; may be repeated")
    add("--fit", nargs="+", action="extend", default=[], metavar="VERSION", help="compare with releases")
    add("--write", action="store_true", help="write the roles into the documents")
    add("-f", "--format", choices=_FORMATS, default="text", help="default: %(default)s")
    request.add_repository(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ...commands import sources_scan
    from ...commands.cannot import CannotCheckError
    from ...sources.errors import SourceError

    progress = _Progress()
    try:
        asked = sources_scan.ScanRequest(request.made(options), options.source, options.fit, progress.tell)
        try:
            report = sources_scan.look(asked)
        finally:
            progress.end()
        _say(report, options.format)
        if options.write:
            written = sources_scan.write(asked, report)
            if options.format == "text":
                common.say(f"{counted(len(written), 'page')} written")
    except (CannotCheckError, SourceError) as error:
        return common.cannot_begin(error)
    return 0


def _say(report: ScanReport, form: str) -> None:
    from ...report import sources_scan

    if form == "patch":
        common.say(sources_scan.as_patch(report), "utf-8", "", may_leave=True)
        for problem in report.problems:
            print(f"not read: {problem}", file=sys.stderr)
    elif form == "json":
        common.say(sources_scan.as_json(report), "utf-8", may_leave=True)
    else:
        common.say(sources_scan.as_text(report), may_leave=True)


class _Progress:
    """Says how many pages were read, on a terminal, once that takes a while."""

    def __init__(self) -> None:
        self._begun = self._told = time.monotonic()
        self._is_shown = False

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._begun > _PATIENCE and now - self._told > _STEP and sys.stderr.isatty():
            self._told, self._is_shown = now, True
            print(f"\r{done:,} of {counted(total, 'page')} read", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._is_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
