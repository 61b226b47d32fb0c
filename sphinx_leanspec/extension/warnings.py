"""The warnings of the extension: typed, located, suppressible by ``suppress_warnings``."""

from __future__ import annotations

from typing import Literal, get_args

from docutils import nodes
from sphinx.util import logging

from ..model import FindingCode

WarningCode = Literal[
    FindingCode,
    "diagram",
    "file",
    "link",
    "need",
    "page",
]
"""Every subtype of ``leanspec.*`` warnings, the core's findings included: a new one is a visible change."""

CODES: tuple[str, ...] = get_args(WarningCode)

_LOGGER = logging.getLogger(__name__)


def warn(
    code: WarningCode,
    message: str,
    *,
    location: nodes.Node | tuple[str, int] | str | None = None,
    fix: str = "",
) -> None:
    """Log a warning ``leanspec.<code>``.

    :param location: a node, or a path with its line (``"path:line"``), or a docname and a line.
    :param fix: what the author can do.
    """
    text = f"{message}; {fix}" if fix else message
    _LOGGER.warning(text, type="leanspec", subtype=code, location=location)
