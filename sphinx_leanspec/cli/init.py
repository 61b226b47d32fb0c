"""``sphinx-leanspec init``."""

from __future__ import annotations

import argparse
import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..wording import counted
from . import check, common

if TYPE_CHECKING:
    from ..commands.init import InitPlan, Starter

_NOTES = """\
In a repository with specs and no site: conf.py, a first page and what it needs, a file for Read
the Docs, and a workflow that checks the specs and builds the site at every push. Where there is
a conf.py, it says what to add to it, and the workflow only checks.

No file is ever overwritten: existing files are left as they are, and named. Existing findings are
accepted in leanspec-baseline.json, so that only new ones fail the workflow.

Exit code: 0 done, 2 not: no specs, nowhere to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "init",
        help="write the files for a site of specs, and for a check at every push",
        description="Write the files for a site of specs, and for a check at every push.",
        epilog=_NOTES,
    )
    common.add_repository(command)
    add = command.add_argument
    add("--first", action="store_true", help="where there are no specs, write the first one, too")
    add(
        *("-n", "--dry-run", "--show"),
        action="store_true",
        dest="show",
        help="write nothing; show every file as it would be, next to what is there",
    )
    command.set_defaults(command=_run, **check.AS_CHECK)


def _run(options: argparse.Namespace) -> int:
    from ..commands import init

    today = datetime.now(UTC).astimezone().date().isoformat()
    request = init.InitRequest(check.request(options), common.said(options), options.first, today)
    plan = init.prepare(request)
    target = plan.target
    where = target.name(target.project.specs)
    has = "no spec yet" if plan.first else f"{counted(plan.specs, 'spec')} in {where}"
    common.say(f"{target.title}: {has}\n")
    if options.first and not plan.first:
        common.say("There are specs already, so --first does nothing.\n")
    try:
        return _show(plan) if options.show else _write(plan)
    except init.CannotInitError as error:
        return common.cannot_begin(error)


def _write(plan: InitPlan) -> int:
    from ..commands import init

    _say_what_takes_time(plan)
    starters = init.write(plan)
    accepted = init.accept(plan)
    rows = [_row(plan, starter, "kept" if starter.found else "written") for starter in starters]
    written = any(not starter.found for starter in starters)
    if accepted:
        findings = counted(accepted, "finding")
        rows.append(("written", plan.target.name(plan.baseline), f"accepts {findings}: only new ones fail"))
    _print(rows)
    if any(starter.differs for starter in starters):
        common.say(
            "\nExisting files were left alone. "
            "`sphinx-leanspec init --show` shows what would have been written."
        )
    if not written and not accepted:
        common.say("\nNothing was missing.")
    _print_others(plan)
    _print_advice(plan)
    if written and plan.target.is_new:
        _print_commands(plan)
    return 0


def _say_what_takes_time(plan: InitPlan) -> None:
    if plan.has_pages:
        common.say("Building the site once, to see its warnings; the result is not kept.\n")


def _print_others(plan: InitPlan) -> None:
    """Say why a build is not told to fail on warnings."""
    if not plan.target.is_new or plan.is_strict:
        return
    warnings = counted(plan.trial.others, "warning")
    reason = f"{warnings} cannot be accepted" if plan.trial.is_built else "the site cannot be built"
    common.say(
        f"\nA build does not fail on warnings yet, as {reason}; `sphinx-leanspec build` shows what is wrong."
    )


def _show(plan: InitPlan) -> int:
    from ..commands import init

    _say_what_takes_time(plan)
    for starter in plan.starters:
        kind, name, purpose = _row(plan, starter, "would be kept" if starter.found else "would be written")
        common.say(f"--- {name}: {purpose}; {kind}\n{starter.text}", may_leave=True)
    if accepted := init.count_failing(plan):
        findings = counted(accepted, "finding")
        common.say(
            f"--- {plan.target.name(plan.baseline)}: would accept {findings}, so that only new ones fail",
            may_leave=True,
        )
    _print_advice(plan)
    return 0


def _row(plan: InitPlan, starter: Starter, kind: str) -> tuple[str, str, str]:
    return kind, plan.target.name(starter.found or starter.path), starter.purpose


def _print(rows: list[tuple[str, str, str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for kind, name, purpose in rows:
        common.say(f"{kind:{widths[0]}}  {name:{widths[1]}}  {purpose}")


def _print_advice(plan: InitPlan) -> None:
    for advice in plan.advice:
        common.say(f"\nAdd to {plan.target.name(advice.path)}:\n")
        common.say("\n".join(f"    {line}" for line in advice.lines))


def _print_commands(plan: InitPlan) -> None:
    target = plan.target
    names = (target.requirements, target.site, target.output)
    needed, site, output = (shlex.quote(target.name(path)) for path in names)
    common.say(f"\nNow, from {target.top}:\n")
    common.say(f"    pip install -r {needed}")
    common.say(f"    sphinx-build -b html {site} {output}")
