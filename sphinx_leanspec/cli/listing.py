"""``sphinx-leanspec list``."""

from __future__ import annotations

import argparse

from . import common


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser("list", help="list the specs of a repository")
    common.add_repository(command)
    command.add_argument("--format", choices=("table", "json"), default="table", help="default: %(default)s")
    command.add_argument(
        "--checks",
        action="store_true",
        help="tell every item of every checklist, too, and what comes of its evidence; in JSON only",
    )
    command.set_defaults(command=_run, wrong=command.error)


def _run(options: argparse.Namespace) -> int:
    from ..report import listing

    if options.checks:
        return _tell_checks(options)
    corpus = common.load(options)
    is_json = options.format == "json"
    shown = listing.as_json(corpus) if is_json else listing.as_table(corpus, common.terminal_width())
    common.say(shown, "utf-8" if is_json else None, may_leave=True)
    return 0


def _tell_checks(options: argparse.Namespace) -> int:
    from ..corpus import load
    from ..report import listing
    from ..rules import Context

    if options.format != "json":
        options.wrong("--checks wants --format json")
    known, findings = common.chosen(options)
    corpus = load(options.repository, known.layout, known.words).with_findings(findings)
    evidence = known.evidence_settings(options.repository.resolve(), corpus.project.root)
    claims = Context(corpus, known.rule_settings, evidence=evidence).claims
    common.say(listing.as_json(corpus, claims), "utf-8", may_leave=True)
    return 0
