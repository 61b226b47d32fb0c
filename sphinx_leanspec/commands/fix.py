"""Findings that can be mended for certain, as changes of the files that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from posixpath import normpath
from typing import Final

from msgspec import Struct, field

from ..files import replace
from ..findings import Correction, Finding
from ..reading import decoding, frontmatter
from ..reading.fields import Field
from ..report.outcome import Outcome
from ..report.patch import as_diff
from .cannot import CannotCheckError

_LINE_END: Final = re.compile(r"(\r\n|\r|\n)")
_BOM: Final = "\ufeff"


class MendedFile(Struct, frozen=True):
    """A file in which findings are mended.

    :param path: relative to the project.
    :param before: its text, with byte order mark and line ends as they are.
    :param after: the text that it gets, the same but for what is mended.
    :param mended: the findings that are, each with what mends it.
    """

    path: str
    before: str
    after: str
    mended: tuple[tuple[Finding, Correction], ...] = field(default=())


def fixes(outcome: Outcome) -> tuple[MendedFile, ...]:
    """Find out what can be mended of the findings that are told; nothing is written.

    A change is made only where the text stands once on its line, and where the frontmatter reads the same
    afterwards but for this one text. Files of other repositories, which a site may show, are left alone.
    """
    found = []
    told = (entry.finding for entry in outcome.entries)
    wanted = [finding for finding in told if finding.change and not finding.is_accepted]
    wanted = [finding for finding in wanted if not normpath(outcome.prefix + finding.path).startswith("../")]
    for path, findings in groupby(wanted, lambda finding: finding.path):
        if mended := _mended(Path(outcome.root), path, findings):
            found.append(mended)
    return tuple(found)


def write(root: Path, files: Iterable[MendedFile]) -> None:
    """Write the files anew, each at once.

    :raises CannotCheckError: if one cannot be written.
    """
    for file in files:
        try:
            replace(root / file.path, file.after.encode())
        except OSError as error:
            raise CannotCheckError(f"{file.path} cannot be written: {error.strerror or error}") from error


def as_patch(outcome: Outcome, files: Iterable[MendedFile]) -> str:
    """Return what ``git apply`` takes."""
    return "".join(as_diff(f"{outcome.prefix}{file.path}", file.before, file.after) for file in files)


def _mended(root: Path, path: str, findings: Iterable[Finding]) -> MendedFile | None:
    """Return a file with what can be mended in it; None where that is nothing."""
    try:
        before = decoding.read(root, path).decode()
    except (OSError, UnicodeDecodeError):
        return None
    text, mended = before, []
    for finding in findings:
        change = finding.change
        if change and (after := _with(text, finding.line, change)):
            text = after
            mended.append((finding, change))
    return MendedFile(path, before, text, tuple(mended)) if mended else None


def _with(text: str, line: int, change: Correction) -> str | None:
    """Return a text with a change made; None where it is not certain what that would do."""
    pieces = _LINE_END.split(text)
    at = 2 * (line - 1)
    if at >= len(pieces):
        return None
    places = [*re.finditer(rf"(?<![\w-]){re.escape(change.written)}(?![\w-])", pieces[at])]
    if len(places) != 1:
        return None
    begin, end = places[0].span()
    pieces[at] = f"{pieces[at][:begin]}{change.right}{pieces[at][end:]}"
    after = "".join(pieces)
    return after if _says(after) == _changed(_says(text), change) else None


def _says(text: str) -> dict[str, Field]:
    """Return what the frontmatter of a text says."""
    return dict(frontmatter.read(decoding.lines_of(text.removeprefix(_BOM))).fields)


def _changed(fields: dict[str, Field], change: Correction) -> dict[str, Field] | None:
    """Return fields with a change made; None where one of them does not hold that text, and it once only."""
    found = fields.get(change.field)
    if found is None:
        return None
    items = [item._replace(text=_swapped(item.text, change)) for item in found.items]
    value = found.value
    if isinstance(value, list):
        value = [_swapped(one, change) if isinstance(one, str) else one for one in value]
    else:
        value = items[0].text if len(items) == 1 else value
    return fields | {change.field: found._replace(items=tuple(items), value=value)}


def _swapped(text: str, change: Correction) -> str:
    """Return a text, or a list of texts between commas, with a change made."""
    if text.strip() == change.written:
        return text.replace(change.written, change.right)
    return ",".join(
        part.replace(change.written, change.right) if part.strip() == change.written else part
        for part in text.split(",")
    )
