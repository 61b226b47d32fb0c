"""Sphinx in a process of our own, which ends at once: ``python -m sphinx_leanspec.extension``.

Its arguments are those of ``python -m sphinx``.

At its end Python looks for garbage twice more, and takes the environment down, which the system does at once:
two fifths of a rebuild in which nothing has changed. Here it is spared that, once open files are written; no
more is promised of what exists then (https://docs.python.org/3/reference/datamodel.html#object.__del__).

A process that somebody else has begun, with ``sphinx-build`` say, ends as that wants: ``setup()`` does not
touch it. ``sphinx-leanspec build`` begins this one.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Final

from sphinx.cmd.build import main

_FILES: Final = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
"""What holds back some of what is written to it."""


def _leave() -> None:
    """Have Python end without a search for garbage; what open files hold back is written first."""
    gc.unfreeze()  # a build may have failed before it thawed anything
    if _is_a_file_open():
        for file in [thing for thing in gc.get_objects() if type(thing) in _FILES]:
            with suppress(OSError, ValueError):  # broken pipe, closed: there is nobody left to tell
                file.flush()
    gc.freeze()


def _is_a_file_open() -> bool:
    """Tell whether a file on disk is open, True if that cannot be known.

    Looking at all objects instead would take a tenth of the memory that they take.
    """
    try:
        numbers = [int(path.name) for path in Path("/dev/fd").iterdir()]
    except OSError:
        return True
    for number in numbers:
        with suppress(OSError):  # the folder itself, closed again
            if S_ISREG(os.fstat(number).st_mode) and number > 2:
                return True
    return False


if __name__ == "__main__":
    atexit.register(_leave)  # before what a project registers, so it runs after that
    sys.exit(main(sys.argv[1:]))
