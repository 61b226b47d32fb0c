"""``sphinx-leanspec check``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from ..wording import listed
from . import common

if TYPE_CHECKING:
    from ..commands.check_request import CheckRequest
    from ..reading.library import Library
    from ..report.outcome import Outcome
    from ..rules import Context

_FORMATS: Final = ("text", "json", "sarif", "junit", "github")
_SEVERITIES: Final = ("error", "warning", "info")
_NOTES: Final = """\
Nothing is built, and no documentation is needed. Of pages below docs/, only which specs they cover
is read.

Several formats at once: `--format text --format sarif=specs.sarif`.

Findings in the baseline do not fail; `sphinx-leanspec accept` writes it. With --since, only specs
that differ from the merge base with REV are reported, committed or not, and those that refer to a
spec that no longer exists.

Exit code: 0 nothing fails, 1 findings fail, 2 not checked: no specs, none that can be read, no
such rule, no such revision, no such baseline, nowhere to write, output closed by its reader.
"""


class _Target(NamedTuple):
    """A format, and the file it goes into; standard output if there is none."""

    format: str
    path: Path | None


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "check",
        help="find what is wrong with the specs of a repository",
        description="Find what is wrong with the specs of a repository.",
        epilog=_NOTES,
    )
    add = command.add_argument
    add(
        "paths",
        nargs="*",
        type=common.path,
        metavar="PATH",
        help="a repository, or its specs folder; or files and folders in it: then only these are reported",
    )
    common.add_layout(command)
    add_choice(command)
    add(
        "--fail-on",
        choices=(*_SEVERITIES, "never"),
        default="warning",
        metavar="LEVEL",
        help="the least severity that fails: error, warning, info, or never; default: %(default)s",
    )
    add("--since", default="", metavar="REV", help="report only specs changed since the merge base with REV")
    add("--project", default="", metavar="NAME,…", help="report only specs of these projects; none: its own")
    add("--no-baseline", action="store_true", help="report accepted findings, too")
    add(
        "-f",
        "--format",
        action="append",
        default=[],
        type=_target,
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(_FORMATS)}; with FILE, into a file; default: text",
    )
    add("-o", "--output", type=common.path, metavar="FILE", help="a file for the format that names none")
    add("--fix", action="store_true", help="fix what is certain, say what was fixed, and report the rest")
    add("--diff", action="store_true", help="print what --fix would change, as a patch, and write nothing")
    common.add_cache(command)
    common.add_colour(command)
    command.set_defaults(command=_run)


AS_CHECK: Final[Mapping[str, object]] = {"select": [], "ignore": [], "severity": None, "baseline": None}
"""What a command sets that tells what `check` finds, and lets nobody choose of it."""


def add_choice(command: argparse.ArgumentParser) -> None:
    """Let a command choose findings."""
    add = command.add_argument
    add(
        "--select",
        action="append",
        default=[],
        metavar="CODE,…",
        help="check these rules only, even those that are off by default",
    )
    add("--ignore", action="append", default=[], metavar="CODE,…", help="do not check these rules")
    add(
        "--severity",
        choices=_SEVERITIES,
        metavar="LEVEL",
        help="the least severity that is shown; what fails is always shown: error, warning, info; "
        "default: warning, and info with --select",
    )
    add(
        "--baseline",
        type=common.path,
        metavar="FILE",
        help="accepted findings; default: leanspec-baseline.json",
    )


def request(options: argparse.Namespace) -> CheckRequest:
    """Return the request that the options shared by commands describe."""
    from ..commands.check_request import CheckRequest, codes

    known, findings = common.chosen(options)
    return CheckRequest(
        options.repository,
        known,
        findings,
        select=codes(_codes(options.select)),
        ignore=codes(_codes(options.ignore)),
        severity=options.severity or ("info" if options.select else "warning"),
        baseline=options.baseline,
    )


def examined(options: argparse.Namespace, library: Library) -> tuple[Context, Outcome]:
    """Check a repository for a command that tells more of it, as `check` does without options."""
    from ..commands import check
    from ..commands.cannot import CannotCheckError

    try:
        return check.examine(replace(request(options), library=library))
    except CannotCheckError as error:
        raise common.CannotBeginError(str(error)) from error


def _target(text: str) -> _Target:
    name, _, path = text.partition("=")
    if name not in _FORMATS or text.endswith("="):
        raise argparse.ArgumentTypeError(f"`{text}` is none of {', '.join(_FORMATS)}, with or without =FILE")
    return _Target(name, Path(path) if path else None)


def _codes(texts: Iterable[str]) -> list[str]:
    return [code for text in texts for code in listed(text)]


def _run(options: argparse.Namespace) -> int:
    from ..commands import remembered
    from ..commands.cannot import CannotCheckError

    options.repository = _start(options)
    try:
        targets = _targets(options.format, options.output)
        with common.library(options) as library:
            wanted = replace(
                request(options),
                library=library,
                paths=tuple(options.paths),
                fail_on=options.fail_on,
                since=options.since,
                projects=listed(options.project),
                everything=options.no_baseline,
            )
            outcome = remembered.check(wanted)
            if options.diff:
                return _show_fixes(outcome)
            if options.fix and _fix(outcome):
                outcome = remembered.check(wanted)
        _write(outcome, targets, options.color)
    except CannotCheckError as error:
        return common.cannot_begin(error)
    return 1 if outcome.fails else 0


def _show_fixes(outcome: Outcome) -> int:
    from ..commands import fix

    if files := fix.fixes(outcome):
        common.say(fix.as_patch(outcome, files), "utf-8", end="")
    else:  # apart from the patch, which is empty
        print("--fix would change nothing", file=sys.stderr)
    return 1 if outcome.fails else 0


def _fix(outcome: Outcome) -> bool:
    """Mend what is certain, and say so apart from the report.

    :returns: whether there was anything.
    """
    from ..commands import fix
    from ..wording import counted, plain

    files = fix.fixes(outcome)
    fix.write(Path(outcome.root), files)
    mended = [(finding, change) for file in files for finding, change in file.mended]
    for finding, change in mended:
        told = f"{finding.place}: fixed {finding.code}: {change.field} `{change.written}` is `{change.right}`"
        print(plain(told), file=sys.stderr)
    print(f"{counted(len(mended), 'finding')} fixed in {counted(len(files), 'file')}", file=sys.stderr)
    return bool(mended)


def _start(options: argparse.Namespace) -> Path:
    """Return the folder in which the repository is looked for."""
    first: Path = next(iter(options.paths), Path())
    if first.is_dir() and (first / options.specs).is_dir():
        return first
    return first.parent if first.is_file() and not options.specs else Path()


def _targets(targets: list[_Target], output: Path | None) -> list[_Target]:
    """Decide where each format goes; at most one goes to standard output, or to the file for it."""
    from ..commands.cannot import CannotCheckError

    targets = targets or [_Target("text", None)]
    free = [target for target in targets if target.path is None]
    if len(free) > 1:
        names = ", ".join(target.format for target in free)
        raise CannotCheckError(f"{names} cannot share one output; write `--format {free[-1].format}=FILE`")
    if output and not free:
        raise CannotCheckError("every format has a file of its own, so -o has nothing to write")
    return [target._replace(path=target.path or output) for target in targets]


def _write(outcome: Outcome, targets: Iterable[_Target], color: str) -> None:
    """Write each format where it goes, files first; standard output gets the last lines if no other."""
    from ..report import text

    said, encoding = "\n".join(text.summary(outcome)), None
    for target in targets:
        if target.path is None:
            said, encoding = _report(outcome, target, color), None if target.format == "text" else "utf-8"
        else:
            common.write_file(f"{_report(outcome, target, color)}\n", target.path)
        if target.format == "github":
            _append_summary(outcome)
    common.say(said, encoding)


def _report(outcome: Outcome, target: _Target, color: str) -> str:
    match target.format:
        case "json":
            from ..report import findings

            return findings.as_json(outcome)
        case "sarif":
            from ..report import sarif

            return sarif.as_sarif(outcome)
        case "junit":
            from ..report import junit

            return junit.as_junit(outcome)
        case "github":
            from ..report import github

            return github.as_commands(outcome)
    from ..report import text

    if target.path:
        return text.as_text(outcome)
    return text.as_text(outcome, width=common.terminal_width(), coloured=common.is_coloured(color))


def _append_summary(outcome: Outcome) -> None:
    """Add to the summary of the job, where this is one."""
    from ..commands.cannot import CannotCheckError
    from ..report import github

    if not (path := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    try:
        with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(github.as_summary(outcome, github.Job.of(os.environ)))
    except OSError as error:
        raise CannotCheckError(f"{path} cannot be written: {error.strerror}") from error
