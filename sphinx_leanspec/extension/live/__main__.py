"""Sphinx that is kept: ``python -m sphinx_leanspec.extension.live``, with ``sphinx-build``'s arguments."""

from __future__ import annotations

import os
import sys

from sphinx.cmd import build

from .application import KeptSphinx
from .channel import tell
from .material import Opened
from .whole import keep


def main(arguments: list[str]) -> int:
    """Keep Sphinx, and return its exit code."""
    told, tells = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # what a project prints is no message of ours
    if not hasattr(os, "fork"):
        keep(arguments, told, tells)
        return 0
    KeptSphinx.channel = told, tells
    KeptSphinx.opened = Opened()
    build.Sphinx = KeptSphinx  # type: ignore[attr-defined]  # everything else of it is to be as ever
    code = build.main(arguments)  # which comes back only if it failed
    tell(tells, {"what": "ended", "opened": sorted(KeptSphinx.opened.names)})
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
