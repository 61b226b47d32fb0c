"""Text into records: where specs are, what their heads and bodies say."""

from __future__ import annotations

from .dialects import discover, locate
from .seam import NoSpecsError, Project, SpecLayout
from .vocabulary import Vocabularies

__all__ = ["NoSpecsError", "Project", "SpecLayout", "Vocabularies", "discover", "locate"]
