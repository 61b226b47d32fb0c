"""The kinds of evidence: one module each, and the registry of them."""

from __future__ import annotations

from typing import Final

from .base import Example, Kind
from .file import FileKind

__all__ = ["KINDS", "Example", "Kind"]

KINDS: Final[tuple[Kind, ...]] = (FileKind(),)
"""Every kind of our own, sorted by name."""
