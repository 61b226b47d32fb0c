"""``sphinx-leanspec impact``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import common

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..model import Place
    from ..report.impact import Told
    from ..views.impact import Impact

_FORMATS: Final = ("text", "json", "comment")
_NOTES: Final = """\
Downstream of a change is what depends on it, over any number of other specs, the umbrellas above
these, the checks in them that are done, and the pages below docs/ whose front matter says that
they cover one of them. The number before a spec says over how many steps the change reaches it.

With --since, changed is what differs from the merge base with REV, committed or not; what
depends on a spec that is no more counts, too.

`--format comment` is Markdown for a pull request. Its first line is a comment that nobody sees,
`<!-- sphinx-leanspec impact -->`, so that a bot finds what it wrote before and writes over it.

Exit code: 0 told, 2 not: no specs, no such spec, more than one such spec, no such revision.
"""


class _UnknownError(Exception):
    """A name leads to no spec; the message says what may have been meant."""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "impact",
        help="find what is downstream of a change",
        description="Find what is downstream of a change: specs, checks and pages.",
        epilog=_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = command.add_argument
    add("names", nargs="*", metavar="SPEC", help="a spec that changed: its id, number or path")
    add("--since", default="", metavar="REV", help="the specs changed since the merge base with REV")
    add(
        "--repository",
        type=Path,
        default=Path(),
        metavar="REPO",
        help="a repository, or its specs folder; default: where you are",
    )
    common.add_layout(command)
    add("-f", "--format", choices=_FORMATS, default="text", help="default: %(default)s")
    add("-o", "--output", type=Path, metavar="FILE", help="write into a file")
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from ..checking import CannotCheckError

    try:
        told = _look(options)
        _write(_report(told, options.format), options)
    except (CannotCheckError, _UnknownError) as error:
        return common.cannot_begin(error)
    return 0


def _look(options: argparse.Namespace) -> Told:
    """:raises _UnknownError: if nothing is asked for, or what does not exist."""
    from .. import checking
    from ..report.impact import Told

    if not options.names and not options.since:
        raise _UnknownError("say which specs changed: name them, or a revision with --since")
    corpus = common.load(options)
    changed = set(_resolved(corpus, options.names))
    removed: Mapping[str, list[str]] = {}
    if options.since:
        change = checking.changed_since(corpus.project.root, options.since)
        changed |= checking.touched_by(corpus, change)
        removed = _bereft(corpus, checking.removed_by(corpus, change))
    prefix = checking.prefix_of(corpus.project.root)
    return Told(corpus, _impact(corpus, changed, removed), options.since, prefix)


def _resolved(corpus: Corpus, names: Iterable[str]) -> list[str]:
    """:returns: the keys of the specs that are named."""
    found = [(name, corpus.resolve(name)) for name in names]
    wrong = [
        f"`{name}` {_problem(corpus, name, resolution.candidates)}"
        for name, resolution in found
        if not resolution.target
    ]
    if wrong:
        raise _UnknownError("; ".join(wrong))
    return [resolution.target for _, resolution in found if resolution.target]


def _problem(corpus: Corpus, name: str, candidates: Iterable[str]) -> str:
    from difflib import get_close_matches

    meant = [*candidates] or get_close_matches(name, corpus.specs, 3, 0.6)
    what = "is ambiguous" if len([*candidates]) > 1 else "names no spec"
    return f"{what}; did you mean {' or '.join(f'`{key}`' for key in meant)}?" if meant else what


def _bereft(corpus: Corpus, places: Iterable[Place]) -> dict[str, list[str]]:
    """:returns: the specs that are no more, and those that depend on each all the same."""
    from ..corpus import Directory

    gone = Directory(places)
    found: dict[str, list[str]] = {name: [] for name in gone.places}
    for key, unresolved in corpus.unresolved.items():
        for lost in unresolved:
            target = gone.resolve(lost.reference.text).target
            if target and lost.reference.field == "depends_on":
                found[target].append(key)
    return found


def _impact(corpus: Corpus, changed: Iterable[str], removed: Mapping[str, list[str]]) -> Impact:
    from ..reading import covering
    from ..views.impact import impact

    covered_by: dict[str, list[str]] = {}
    for path, covers in covering.find(corpus.project).items():
        for key in dict.fromkeys(corpus.resolve(text).target for text in covers.specs):
            if key:
                covered_by.setdefault(key, []).append(path)
    return impact(corpus, changed, covered_by, removed=removed)


def _report(told: Told, form: str) -> str:
    from ..report import impact
    from ..report.github import Job

    if form == "json":
        return impact.as_json(told)
    if form == "comment":
        return impact.as_comment(told, Job.of(os.environ))
    return impact.as_text(told)


def _write(text: str, options: argparse.Namespace) -> None:
    from ..checking import CannotCheckError

    if options.output is None:
        common.prepare_stdout(None if options.format == "text" else "utf-8")
        print(text, flush=True)  # here, where a reader that went away is no error
        return
    try:
        options.output.write_text(f"{text}\n", "utf-8", "replace", "\n")
    except OSError as error:
        raise CannotCheckError(f"{options.output} cannot be written: {error.strerror}") from error
