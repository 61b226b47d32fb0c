"""What becomes of code from one release to another, and what that means for whoever leans on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

DriftState = Literal["same", "docstring", "moved", "unreadable", "moved-changed", "changed", "gone"]
"""What became of something, best first."""

STATES: Final[tuple[DriftState, ...]] = get_args(DriftState)

BROKEN: Final[frozenset[DriftState]] = frozenset({"changed", "gone", "moved-changed"})
"""What a document says may no longer be true."""

MEANINGS: Final[Mapping[DriftState, str]] = {
    "same": "same",
    "docstring": "same except for its docstring",
    "moved": "moved with the same code",
    "unreadable": "in a file that cannot be read here",
    "moved-changed": "moved and changed",
    "changed": "changed",
    "gone": "gone",
}
