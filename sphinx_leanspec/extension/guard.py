"""One spec never ends a build: what fails for it costs its own page a box, and the log one warning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from docutils import nodes
from sphinx.errors import SphinxWarning

from ..failures import told
from .language import _
from .warnings import warn

Result = TypeVar("Result")


def guarded(
    stage: str, location: str, work: Callable[[], Result], instead: Callable[[str], Result]
) -> Result:
    """Do something for one spec; if it fails, warn ``leanspec.failed`` and go on.

    :param stage: what is done, as the warning says it: ``rendering the text``.
    :param location: the file and line that it is done for, ``path:line``.
    :param instead: makes what stands in for the result, from the reason.
    """
    try:
        return work()
    except SphinxWarning:  # a warning that the user wants to end the build
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the other specs are built
        message, fix = told(stage, error)
        warn("failed", message, location=location, fix=fix, once=True)
        return instead(message)


def box(reason: str) -> nodes.Element:
    """Return a box that stands where something of a spec could not be shown."""
    text = _("This part cannot be shown: {reason}").format(reason=reason)
    return nodes.error("", nodes.paragraph("", text))
