"""The fields that LeanSpec has, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..findings import FindingCode

_TEXTS: Final = ("assignee", "reviewer", "issue", "pr", "epic", "migrated_to")
_REFERENCES: Final = ("depends_on", "parent", "related", "aliases")
DATES: Final = ("created_at", "updated", "updated_at", "completed", "completed_at", "due")

CODES: Final[Mapping[str, FindingCode]] = {
    "priority": "priority",
    "tags": "tag",
    **dict.fromkeys(_REFERENCES, "ref"),
    **dict.fromkeys(_TEXTS, "field"),
    **dict.fromkeys(DATES, "dates"),
}
"""The fields that hold texts, each with the kind of what is wrong with it."""

KNOWN: Final = frozenset({"status", "created", "breaking", "transitions", *CODES})
"""The fields that LeanSpec has, and ``aliases``, which is ours; all others are a project's own."""
