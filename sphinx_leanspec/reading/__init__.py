"""Text into records: where specs are, what their heads and bodies say."""

from __future__ import annotations

from .project import Layout, NoSpecsError, Project, discover, locate
from .spec import Vocabularies, read_spec

__all__ = ["Layout", "NoSpecsError", "Project", "Vocabularies", "discover", "locate", "read_spec"]
