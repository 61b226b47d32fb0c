"""``sphinx-leanspec list``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from ..dates import instant
from . import check, common

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..corpus import Corpus
    from ..reading.library import Library
    from ..report.outcome import Entry

_NARROWING: Final = {
    "status": "specs of these statuses; none: without one",
    "priority": "specs of these priorities; none: without one",
    "tag": "specs with one of these tags; none: without any",
    "assignee": "specs that these people work on; none: without an assignee",
    "parent": "specs that are part of these; none: part of no other",
    "project": "specs of these projects; none: of this one itself",
}
_NOTES: Final = """\
Options that narrow the list take several values, separated by commas; a spec has to match all
of the options given.
Specs are ordered by number, title, status, priority, progress, created, updated or completed.

Exit code: 0 listed, 2 not: no specs, no such status, priority, order, umbrella or project.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "list",
        help="list the specs of a repository",
        description="List the specs of a repository.",
        epilog=_NOTES,
    )
    common.add_repository(command)
    add = command.add_argument
    for name, meaning in _NARROWING.items():
        add(f"--{name}", default="", metavar="NAME,…", help=meaning)
    add("--ready", action="store_true", help="unfinished specs that wait for no unfinished one")
    add("--sort", default="", metavar="KEY", help="what to sort by; -KEY: in reverse")
    add("--limit", type=_number, default=0, metavar="N", help="the first N specs only")
    add(
        "--on",
        type=_day,
        metavar="DATE",
        help="the day that `due` is compared with; default: the last day on which a spec changed",
    )
    add(
        "--findings",
        action="store_true",
        help="ask what `check` asks, and say how much it tells of each spec; in JSON always",
    )
    add("--format", choices=("table", "json"), default="table", help="default: %(default)s")
    add(
        "--checks",
        action="store_true",
        help="list every item of every checklist, too, with the verdict on its evidence; in JSON only",
    )
    common.add_cache(command)
    common.add_colour(command)
    command.set_defaults(command=_run, wrong=command.error, **check.AS_CHECK)


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
    is_json = options.format == "json"
    if options.checks and not is_json:
        options.wrong("--checks needs --format json")
    is_examined = is_json or options.findings
    with common.library(options, "texts" if is_examined else "counts") as library:
        shown = _examined(options, library) if is_examined else _remembered(options, library)
    common.say(shown, "utf-8" if is_json else None, may_leave=True)
    return 0


def _examined(options: argparse.Namespace, library: Library) -> str:
    """List specs with what is wrong with them."""
    from ..report import listing

    context, outcome = check.examined(options, library)
    corpus, entries = context.corpus, outcome.entries
    keys = _selected(options, corpus)
    if options.format == "json":
        return listing.as_json(corpus, entries, keys, context.claims if options.checks else None)
    return _table(options, corpus, entries, keys)


def _remembered(options: argparse.Namespace, library: Library) -> str:
    """List specs as they say themselves: who wants to see them does not wait for all the rules.

    What was listed before is said again where nothing that is asked and no spec has changed.
    """
    specs, findings = common.where(options)
    told = ""
    if not specs.project.elsewhere and (state := library.state(specs)):
        asked = [getattr(options, name) for name in (*_NARROWING, "ready", "sort", "limit", "on")]
        told = repr(("list", state, specs.project.findings, findings, asked, _terminal(options)))
    shown = library.recall(told, str) if told else None
    if shown is None:
        from ..corpus import read

        corpus = read(specs, library).with_findings(findings)
        shown = _table(options, corpus, None, _selected(options, corpus))
        if told:
            library.keep(told, shown)
    return shown


def _table(
    options: argparse.Namespace, corpus: Corpus, entries: Sequence[Entry] | None, keys: Sequence[str] | None
) -> str:
    from ..report import listing

    width, coloured = _terminal(options)
    return listing.as_table(corpus, entries, width, keys, on=options.on, coloured=coloured)


def _terminal(options: argparse.Namespace) -> tuple[int | None, bool]:
    """Return how wide lines may be, and whether they may have colours."""
    return common.terminal_width(), common.is_coloured(options.color)


def _selected(options: argparse.Namespace, corpus: Corpus) -> Sequence[str] | None:
    """Return the keys of the specs that are asked for; None for all of them."""
    asked = {name: text for name in _NARROWING if (text := getattr(options, name))}
    if not asked and not (options.ready or options.sort or options.limit):
        return None
    from msgspec.structs import replace

    from ..commands.listing import CannotListError, listed
    from ..commands.naming import UnknownSpecError
    from ..views.selection import Selection

    wanted = replace(Selection.of(asked), ready=options.ready, sort=options.sort, limit=options.limit)
    try:
        return listed(corpus, wanted, common.chosen(options)[0].words).keys
    except (CannotListError, UnknownSpecError) as error:
        raise common.CannotBeginError(str(error)) from error
