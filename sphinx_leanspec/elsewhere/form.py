"""What our needs.json says beyond the format of needs.json, so that readers know how old it is."""

from __future__ import annotations

from typing import Final

OWN: Final = "leanspec"
"""The key at its top, with ``commit``, ``day`` and, where it is none of the usual, ``spec_type``."""

TYPE: Final = "spec"
"""The type of needs that are specs, where nothing else is said."""
