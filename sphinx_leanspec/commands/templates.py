"""Where the templates of ``build`` and ``init`` are, and how texts are put into them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

STARTER: Final = Path(__file__).parents[1] / "starter"
"""The ``conf.py`` and the templates of the pages that no file of the repository holds."""
