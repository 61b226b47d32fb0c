"""Where a process cannot be split, nothing is kept: each change is a build of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from .channel import Messages, tell


def keep(arguments: Sequence[str], told: int, tells: int) -> None:
    """Build whenever a file has changed, until nobody is left to tell of one.

    :param arguments: those of ``sphinx-build``.
    """
    tell(tells, {"what": "begun", "files": [], "folders": [], "sources": []})
    orders, turn = Messages(told), 0
    while not orders.is_over:
        command = [sys.executable, "-P", "-m", "sphinx_leanspec.extension", *arguments]
        code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        if code:
            text = f"Sphinx has ended with {code}"
            tell(tells, {"what": "failed", "turn": turn, "text": text, "trace": ""})
        else:
            tell(tells, {"what": "settled", "turn": turn, "pages": 0, "said": []})
        for order in orders.read():
            turn = order["turn"]
