"""What the files are called that a spec of Kiro's is made of."""

from __future__ import annotations

from typing import Final

ROADMAP: Final = ".kiro/steering/roadmap.md"
METADATA: Final = "spec.json"
TASKS: Final = "tasks.md"
