"""What Task Master calls the statuses of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUSES: Final[Mapping[str, str]] = {
    "pending": "planned",
    "in-progress": "in-progress",
    "done": "complete",
    "deferred": "draft",
    "cancelled": "archived",
    "blocked": "planned",
    "review": "in-progress",
}
"""What Task Master calls the status of a task, and what that is here."""
