"""What the extension sets because the project left it open: said in one line, and in full with ``-v``."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)


def tell_defaults(extension: str, settings: Sequence[str]) -> None:
    """Name the options that were set, in one line; with ``-v`` each with its value.

    :param settings: what was set, as ``name = value``.
    """
    if not settings:
        return
    names = ", ".join(setting.partition(" ")[0] for setting in settings)
    _LOGGER.info("%s set what the project left open (-v shows the values): %s", extension, names)
    for setting in settings:
        _LOGGER.verbose("  %s", setting)
