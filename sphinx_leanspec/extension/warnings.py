"""The warnings of the extension: typed, located, suppressible by ``suppress_warnings``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

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

MEANINGS: Final[Mapping[str, str]] = {
    "config": "LeanSpec's configuration, or an option in `conf.py`, cannot be read. The default is taken.",
    "created": "A spec does not say when it was created, or what it says is no date.",
    "diagram": "A diagram cannot be drawn. The same is shown as a list.",
    "encoding": "A file is not plain UTF-8. It is shown with what could be read.",
    "file": "A link leads to a file that the repository does not have.",
    "frontmatter": "A spec has no frontmatter, or it is not valid YAML 1.2. What could be read is kept.",
    "link": "A link leads to a spec, page or heading that does not exist.",
    "need": "sphinx-needs refuses a need. The page is built without it.",
    "page": "A page of the project has the name of a spec's page. The spec is kept, the page left out.",
    "priority": "LeanSpec has no such priority. It is mapped where that is plain, else kept as written.",
    "ref": "A field, a role or a view names a spec or check that does not exist, or more than one.",
    "status": "A spec has no status, or one that LeanSpec has not. It is mapped where that is plain.",
    "unreadable": "A file cannot be read at all. Its page is empty.",
}
"""What each kind of warning means: the guide's page of warnings is made from this."""

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
    text = f"{message}; {fix}" if fix else message
    _LOGGER.warning(text, type="leanspec", subtype=code, location=location, once=once)
