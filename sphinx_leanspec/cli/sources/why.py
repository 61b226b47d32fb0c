"""``sphinx-leanspec sources why``."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from ...wording import harmless
from .. import common
from . import request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...commands.sources import Leaning

_NOTES = """\
REF is a reference as documents write it, the tail of a symbol's name, or a file: all references
to it and to what is in it are listed, with where they stand and what became of it.

Exit code: 0 listed, 2 not: nothing refers to it.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "why",
        help="list which documents refer to a symbol or a file",
        description="List which documents and specs refer to a symbol or a file of a source.",
        epilog=_NOTES,
    )
    command.add_argument("name", metavar="REF", help="a reference: `nemo:package.module.Class`")
    command.add_argument("-f", "--format", choices=("text", "json"), default="text", help="default: text")
    request.add_repository(command)
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ...commands import sources
    from ...commands.cannot import CannotCheckError
    from ...sources.errors import SourceError

    try:
        found = sources.why(request.made(options), options.name)
    except (CannotCheckError, SourceError) as error:
        return common.cannot_begin(error)
    if options.format == "json":
        common.say(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2), "utf-8")
    else:
        common.say("\n\n".join("\n".join(_lines(one)) for one in found))
    return 0


def _lines(one: Leaning) -> Iterator[str]:
    from ...sources.states import MEANINGS

    reference = one.reference
    path, line, end = reference.place
    yield harmless(f"{reference.name}: {reference.full_name}")
    yield harmless(
        f"    read: {reference.path}:{reference.line}-{reference.end} {reference.release}".rstrip()
    )
    broke = f", since {reference.broke}" if reference.broke not in ("", reference.against) else ""
    state = (
        f"{MEANINGS[reference.state]} in {reference.against}"
        if reference.against
        else MEANINGS[reference.state]
    )
    place = f": {path}:{line}-{end}" if reference.state not in ("gone", "unreadable") else ""
    yield harmless(f"    {state}{broke}{place}")
    if one.url:
        yield harmless(f"    {one.url}")
    for found in one.documents:
        yield harmless(f"    {found.path}:{found.line}")
    for text in one.difference:
        yield f"        {harmless(text)}"


def _as_json(one: Leaning) -> dict[str, Any]:
    reference = one.reference
    path, line, end = reference.place
    return {
        "reference": reference.name,
        "symbol": reference.full_name,
        "release": reference.release,
        "state": reference.state,
        "against": reference.against,
        "broke": reference.broke,
        "path": path,
        "lines": [line, end],
        "url": one.url,
        "documents": [{"path": found.path, "line": found.line} for found in one.documents],
    }
