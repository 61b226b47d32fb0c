"""``sphinx-leanspec schema``."""

from __future__ import annotations

import argparse

from . import common

_NOTES = """\
The schema is JSON Schema, draft 7. It knows the statuses that ubproject.toml adds, and the fields
that `schema.custom` of LeanSpec's configuration declares.

Exit code: 0 written, 2 not: no specs, nowhere to write.
"""


def add(commands: common.Commands) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "schema",
        help="write the JSON Schema of the frontmatter, for editors",
        description="Write the JSON Schema of the frontmatter of a repository's specs, for editors.",
        epilog=_NOTES,
    )
    common.add_repository(command)
    command.add_argument(
        "--generic", action="store_true", help="only what LeanSpec itself knows, without a repository"
    )
    command.add_argument("-o", "--output", type=common.path, metavar="FILE", help="write into a file")
    command.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    text = _schema(options)
    if options.output is None:
        common.say(text, "utf-8", end="", may_leave=True)
        return 0
    try:
        options.output.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        return common.cannot_begin(OSError(f"{options.output} cannot be written: {error.strerror}"))
    return 0


def _schema(options: argparse.Namespace) -> str:
    from ..reading import locate, schema

    if options.generic:
        return schema.as_text(schema.schema())
    known, _ = common.chosen(options)
    project = locate(options.repository, known.layout)
    return schema.as_text(schema.schema(known.words, project.custom))
