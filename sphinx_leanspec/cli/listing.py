"""``sphinx-leanspec list``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from ..dates import instant
from . import common

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..corpus import Corpus

_NARROWING: Final = {
    "status": "specs of these statuses; none: without one",
    "priority": "specs of these priorities; none: without one",
    "tag": "specs with one of these tags; none: without any",
    "assignee": "specs that these people work on; none: nobody does",
    "parent": "specs that are part of these; none: of no other",
}
_NOTES: Final = """\
What narrows takes several values with commas between them, and all of what is given has to hold.
Specs are ordered by number, title, status, priority, progress, created, updated or completed.

Exit code: 0 listed, 2 not: no specs, no such status, priority, order or umbrella.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "list",
        help="list the specs of a repository",
        description="List the specs of a repository.",
        epilog=_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common.add_repository(command)
    add = command.add_argument
    for name, meaning in _NARROWING.items():
        add(f"--{name}", default="", metavar="NAME,…", help=meaning)
    add("--ready", action="store_true", help="specs that are unfinished, and wait for none that is")
    add("--sort", default="", metavar="KEY", help="what to order by; -KEY: the other way round")
    add("--limit", type=_number, default=0, metavar="N", help="the first N specs only")
    add(
        "--on",
        type=_day,
        metavar="DATE",
        help="the day that `due` is held against; default: the last one on which a spec changed",
    )
    add("--format", choices=("table", "json"), default="table", help="default: %(default)s")
    add(
        "--checks",
        action="store_true",
        help="tell every item of every checklist, too, and what comes of its evidence; in JSON only",
    )
    common.add_cache(command)
    common.add_colour(command)
    command.set_defaults(command=_run, wrong=command.error)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"`{text}` is no number of specs")
    return int(text)


def _day(text: str) -> datetime:
    found = instant(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"`{text}` is no day; write it as 2026-01-31")
    return found


def _run(options: argparse.Namespace) -> int:
    if options.checks and options.format != "json":
        options.wrong("--checks wants --format json")
    return _tell_checks(options) if options.checks else _list(options)


def _list(options: argparse.Namespace) -> int:
    from ..report import listing

    with common.library(options, keeps_texts=False) as library:
        corpus = common.load(options, library)
    keys = _selected(options, corpus)
    is_json = options.format == "json"
    if is_json:
        shown = listing.as_json(corpus, keys)
    else:
        coloured = common.is_coloured(options.color)
        shown = listing.as_table(corpus, common.terminal_width(), keys, on=options.on, coloured=coloured)
    common.say(shown, "utf-8" if is_json else None, may_leave=True)
    return 0


def _selected(options: argparse.Namespace, corpus: Corpus) -> Sequence[str] | None:
    """Return the keys of the specs that are asked for; None for all of them."""
    asked = {name: text for name in _NARROWING if (text := getattr(options, name))}
    if not asked and not (options.ready or options.sort or options.limit):
        return None
    from dataclasses import replace

    from ..commands.listing import CannotListError, listed
    from ..commands.naming import UnknownSpecError
    from ..views.selection import Selection

    wanted = replace(Selection.of(asked), ready=options.ready, sort=options.sort, limit=options.limit)
    try:
        return listed(corpus, wanted, common.chosen(options)[0].words).keys
    except (CannotListError, UnknownSpecError) as error:
        raise common.CannotBeginError(str(error)) from error


def _tell_checks(options: argparse.Namespace) -> int:
    from ..commands.judged import judged
    from ..report import listing

    known, findings = common.chosen(options)
    with common.library(options, keeps_texts=False) as library:
        corpus, claims = judged(options.repository, known, library)
        corpus = corpus.with_findings(findings)
        common.say(listing.as_json(corpus, _selected(options, corpus), claims), "utf-8", may_leave=True)
    return 0
