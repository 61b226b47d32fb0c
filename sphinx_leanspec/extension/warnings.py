"""The warnings of the extension: typed, located, suppressible by ``suppress_warnings``."""

from __future__ import annotations

from collections.abc import Mapping
from logging import WARNING, Filter, LogRecord, getLogger
from typing import TYPE_CHECKING, Final, Literal, get_args

from docutils import nodes
from sphinx.util import logging

from ..findings import FindingCode
from ..rules import RULES
from ..rules.builds import BUILD_MEANINGS, BuildCode
from ..wording import harmless

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WarningCode = Literal[FindingCode, BuildCode]
"""Every subtype of ``leanspec.*`` warnings, the core's findings included: a new one is a visible change."""

CODES: tuple[str, ...] = get_args(WarningCode)

MEANINGS: Final[Mapping[str, str]] = {
    **{rule.code: rule.text for rule in RULES},
    **BUILD_MEANINGS,
}
"""What each kind of warning means, in Markdown: the guide's page of warnings is made from this."""

FIX: Final = "leanspec_fix"
"""The attribute of a record in the log that says what the author can do."""

_LOGGER = logging.getLogger(__name__)


def warn(
    code: WarningCode,
    message: str,
    *,
    location: nodes.Node | tuple[str, int] | str | None = None,
    fix: str = "",
    once: bool = False,
) -> None:
    """Log a warning ``leanspec.<code>``.

    :param location: a node, or a path with its line (``"path:line"``), or a docname and a line.
    :param fix: what the author can do.
    :param once: leave it out where the same has been said in this build.
    """
    text = harmless(f"{message}; {fix}" if fix else message)
    _LOGGER.warning(
        text, type="leanspec", subtype=code, location=location, once=once, extra={FIX: harmless(fix)}
    )


class Harmless(Filter):
    """Keeps what specs hold from commanding a terminal or a CI job by way of the log, whoever logs it.

    A message of ours is one line. One of others may have several, of which none begins as a command does.
    """

    def filter(self, record: LogRecord) -> bool:
        lines = LogRecord.getMessage(record).split("\n")
        record.msg, record.args = "\n".join(["", *map(_continued, lines[1:])]), ()
        record.msg = harmless(lines[0]) + record.msg
        if isinstance(location := getattr(record, "location", None), str):
            record.location = harmless(location)
        return True


def _continued(line: str) -> str:
    """Return a further line of a message, set in where it would begin with a command."""
    shown = harmless(line.expandtabs())
    return f"  {shown}" if line.lstrip().startswith("::") else shown


def register(app: Sphinx) -> None:
    """Clean the log of warnings, which has its handlers by now."""
    for handler in getLogger(logging.NAMESPACE).handlers:
        if handler.level >= WARNING:
            handler.addFilter(Harmless())
