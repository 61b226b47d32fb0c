"""Text into records: where specs are, what their heads and bodies say."""

from __future__ import annotations

from .project import NoSpecsError, Project, SpecLayout, discover, locate
from .spec import Vocabularies, read_spec

__all__ = ["NoSpecsError", "Project", "SpecLayout", "Vocabularies", "discover", "locate", "read_spec"]
