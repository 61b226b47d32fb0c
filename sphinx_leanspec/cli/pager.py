"""The program that shows what is longer than the terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from shutil import get_terminal_size, which

from . import common


def show(text: str) -> bool:
    """Show a text page by page.

    :returns: whether that was done; not where the output is no terminal, where the text fits into it, and
        where the user wants no such program or has none.
    """
    if not common.is_terminal() or len(text.splitlines()) < get_terminal_size().lines:
        return False
    command = _command()
    if not command or which(command[0]) is None:
        return False
    settings = {"LESS": "FRX", **os.environ}  # as git has it: colours are shown, the text stays after it
    try:
        subprocess.run(command, input=f"{text}\n".encode(errors="replace"), env=settings, check=False)
    except OSError:  # it is there and cannot be run
        return False
    return True


def _command() -> Sequence[str]:
    """Return what the user shows long texts with; empty where it is not to be, or cannot be read."""
    try:
        named = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        return ()
    return () if named == ["cat"] else named
