"""The YAML block at the head of a file, with the line of everything in it; a broken one as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from . import plain_fields
from .fields import TOP_LEVEL, Field, Problem

_DELIMITER = re.compile(r"(?P<dashes>-{3,})\s*(#.*)?")


class Frontmatter(Struct, frozen=True):
    """What the head of a file holds.

    :param fields: the fields by name.
    :param line: the line the block begins on, nothing if there is no block.
    :param body_line: the first line after the block.
    :param problems: what was wrong with it.
    """

    fields: Mapping[str, Field] = {}
    line: int | None = None
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


def read(lines: list[str]) -> Frontmatter:
    """Read the block at the head of a file; a broken one is read as far as it goes.

    :param lines: the lines of the file, without line ends and byte order mark.
    """
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    opening = None if start is None else _DELIMITER.fullmatch(lines[start].rstrip())
    if start is None or opening is None:
        missing = Problem(1, "no frontmatter", "begin the file with `---`, `status:`, `created:` and `---`")
        return Frontmatter(problems=(missing,))
    problems: list[Problem] = []
    if len(opening["dashes"]) != 3:
        problems.append(
            Problem(start + 1, f"the frontmatter begins with `{opening['dashes']}`", "write three dashes")
        )
    first = start + 1
    rule = _rule(lines, first)
    plain = None if rule is None else plain_fields.read(lines[first:rule], first + 1)
    if rule is not None and plain is not None:  # which most are
        return Frontmatter(plain, first, rule + 2, tuple(problems))
    from . import yaml_fields  # here, as it takes long

    end = _end(lines, first, rule)
    if end is None:
        end = body = _last_field(lines, first)
        problems.append(Problem(first, "the frontmatter is never closed", f"write `---` after line {end}"))
    else:
        body = end + 1
    fields, found = yaml_fields.read(lines[first:end], first + 1)
    return Frontmatter(fields, first, body + 1, (*problems, *found))


def _rule(lines: list[str], first: int) -> int | None:
    """Return the first line that may close a block, None if there is none."""
    for number in range(first, len(lines)):
        if lines[number].startswith("---") and _DELIMITER.fullmatch(lines[number].rstrip()):
            return number
    return None


def _end(lines: list[str], first: int, end: int | None) -> int | None:
    """Return the line that closes a block, None if none does; a thematic break in the body does not.

    :param end: the first that may.
    """
    last = _last_field(lines, first)
    if end is None or last >= end or lines[last].strip()[:1] not in ("", "#"):
        return end
    prose = (line for line in lines[last:end] if line.strip() and not line.startswith("#"))
    if all(_can_be_field(line) for line in prose):
        return end
    from . import yaml_fields  # here, as it takes long, and hardly any head has text at its end

    return end if yaml_fields.is_yaml(lines[first:end]) else None


def _last_field(lines: list[str], first: int) -> int:
    """Return where an unclosed block ends: at the first line that cannot be part of it."""
    return next(
        (number for number in range(first, len(lines)) if not _can_be_field(lines[number])), len(lines)
    )


def _can_be_field(line: str) -> bool:
    return bool(line.strip()) and (line[0] in " -\t" or TOP_LEVEL.match(line) is not None)
