"""LeanSpec's own configuration, in the four generations that repositories hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..model import Finding, Value
from . import core_schema

CONFIGS = ("leanspec.adapter.yaml", ".lean-spec/config.yaml", ".lean-spec/config.json", ".lspec/config.json")
"""The files that hold LeanSpec's own configuration, the newest generation first."""


def read(root: Path) -> tuple[dict[str, Value], dict[str, str], tuple[Finding, ...]]:
    """Read the newest configuration of a repository, of whichever generation.

    :returns: ``specs`` and ``file`` where they are set, the types of custom fields, and what was wrong.
    """
    for name in CONFIGS:
        path = root / name
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
            values = json.loads(text) if name.endswith(".json") else core_schema.load(text)
            if not isinstance(values, dict):
                raise ValueError("it is not an object")
        except (OSError, ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            message = f"LeanSpec's configuration cannot be read and was left out: {error}"
            return {}, {}, (Finding(name, line, "config", message, "mend the file"),)
        return (*_known(values), ())
    return {}, {}, ()


def _known(values: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
    """:returns: what this package uses of a configuration, in whichever spelling."""
    inner = values.get("settings")
    flat = {**values, **(inner if isinstance(inner, dict) else {})}
    settings: dict[str, Value] = {}
    for key in ("directory", "specs_dir", "specsDir"):
        if isinstance(flat.get(key), str) and flat[key]:
            settings["specs"] = flat[key]
            break
    structure = flat.get("structure")
    if isinstance(structure, dict):
        file = structure.get("defaultFile", structure.get("default_file"))
        if isinstance(file, str):
            settings["file"] = file
    fields = flat.get("frontmatter")
    custom = fields.get("custom") if isinstance(fields, dict) else None
    return settings, dict(_types(custom)) if isinstance(custom, dict) else {}


def _types(custom: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """:returns: custom fields and their types, ``name: type`` or ``name: {type: …}``."""
    for name, kind in custom.items():
        declared = kind.get("type") if isinstance(kind, dict) else kind
        if isinstance(declared, str):
            yield name, declared
