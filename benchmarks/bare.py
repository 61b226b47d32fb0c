"""The least that reading specs takes: pyromark and the YAML loader over each file, and nothing made of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pyromark
import yaml

for path in sorted(Path(sys.argv[1], "specs").glob("*/README.md")):
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    yaml.load(head, yaml.CSafeLoader)
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_GFM
    list(pyromark.events_with_range(body, options=options))
