"""Errors that nobody foresaw: told as faults of this package, at the spec that they happened to."""

from __future__ import annotations

import os
from typing import Final

ISSUES: Final = "https://github.com/sphinx-leanspec/sphinx-leanspec/issues"
"""Where a fault of this package is reported."""

_LONGEST: Final = 200


def told(stage: str, error: Exception) -> tuple[str, str]:
    """Return what failed and what a user can do, for a finding ``failed``.

    :param stage: what was being done, such as ``reading the spec``.
    :raises Exception: the error itself, if the environment has ``LEANSPEC_STRICT=1``: our tests have.
    """
    if os.environ.get("LEANSPEC_STRICT") == "1":
        raise error
    reason = " ".join(str(error).split())[:_LONGEST]
    name = type(error).__name__
    message = f"{stage} failed ({f'{name}: {reason}' if reason else name}); it was left out, all else goes on"
    return message, f"this is a fault of sphinx-leanspec: report it at {ISSUES}"
