"""Where the templates of ``build`` and ``init`` are, and how texts are put into them."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from typing import Final

STARTER: Final = Path(__file__).parents[1] / "starter"
"""The templates of all files of a new site, whether they are written into the repository or not."""


def filled(name: str, **words: str) -> str:
    """Return the text of a template with words put in."""
    return Template((STARTER / name).read_text("utf-8")).substitute(words)


def quoted(words: str) -> str:
    """Quote a text so that it is right in Python, JSON and YAML."""
    return json.dumps(words, ensure_ascii=False)
