"""The kinds of evidence: one module each, and the registry of them."""

from __future__ import annotations

from typing import Final

from .ancestor import AncestorKind
from .base import GIVEN, Example, Given, Kind, want
from .branch import BranchKind
from .clean import CleanKind
from .commit import CommitKind
from .covered import CoveredKind
from .depends_on import DependsOnKind
from .doc import DocKind
from .file import FileKind
from .files import FilesKind
from .matches import MatchesKind
from .need import NeedKind
from .spec import SpecKind
from .symbol import SymbolKind
from .tag import TagKind
from .test import TestKind
from .text import TextKind

__all__ = ["GIVEN", "KINDS", "Example", "FilesKind", "Given", "Kind", "TestKind", "want"]

KINDS: Final[tuple[Kind, ...]] = (
    AncestorKind(),
    BranchKind(),
    CleanKind(),
    CommitKind(),
    CoveredKind(),
    DependsOnKind(),
    DocKind(),
    FileKind(),
    FilesKind(),
    MatchesKind(),
    NeedKind(),
    SpecKind(),
    SymbolKind(),
    TagKind(),
    TestKind(),
    TextKind(),
)
"""Every kind of our own, sorted by name."""
