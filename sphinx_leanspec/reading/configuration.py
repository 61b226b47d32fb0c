"""LeanSpec's own configuration, in the four generations that repositories hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from ..findings import Finding
from ..lifecycle import TokenLimits
from ..model import Value
from . import boundary

CONFIGS: Final = (
    "leanspec.adapter.yaml",
    ".lean-spec/config.yaml",
    ".lean-spec/config.json",
    ".lspec/config.json",
)
"""The files that hold LeanSpec's own configuration, the newest generation first."""


class Configuration(Struct, frozen=True):
    """What this package uses of a repository's configuration.

    :param specs: the specs folder, relative to the repository; empty where that is not said.
    :param file: the name of a spec's own file in its folder; empty where that is not said.
    :param custom: the types of custom frontmatter fields.
    :param limits: how many tokens the text of a spec should have.
    :param findings: what was wrong with the file.
    """

    specs: str = ""
    file: str = ""
    custom: Mapping[str, str] = {}
    limits: TokenLimits = field(default_factory=TokenLimits)
    findings: tuple[Finding, ...] = ()


def read(root: Path) -> Configuration:
    """Read the newest configuration of a repository, of whichever generation."""
    for name in CONFIGS:
        path = root / name
        if not path.is_file():
            continue
        try:
            text = boundary.read_settings(path)
            values = json.loads(text) if name.endswith(".json") else _yaml(text)
            if not isinstance(values, dict):
                raise ValueError("it is not an object")
        except (OSError, ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            message = f"LeanSpec's configuration cannot be read and was left out: {error}"
            return Configuration(findings=(Finding(name, line, "config", message, "correct the file"),))
        return _known(name, text, values)
    return Configuration()


def _yaml(text: str) -> Mapping[str, Value]:
    from .core_schema import load  # here, as it takes long, and many repositories have no such file

    return load(text)


def _known(name: str, text: str, values: Mapping[str, Value]) -> Configuration:
    """Pick out what this package uses, in whichever spelling."""
    inner = values.get("settings")
    flat = {**values, **(inner if isinstance(inner, dict) else {})}
    limits, findings = _limits(name, text, _table(flat, "validation"))
    specs, impossible = _path(name, text, flat, "directory", "specs_dir", "specsDir")
    file, unnamed = _path(name, text, _table(flat, "structure"), "defaultFile", "default_file")
    return Configuration(
        specs=specs,
        file=file,
        custom=dict(_types(_table(_table(flat, "frontmatter"), "custom"))),
        limits=limits,
        findings=(*findings, *impossible, *unnamed),
    )


def _table(values: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    found = values.get(name)
    return found if isinstance(found, dict) else {}


def _path(name: str, text: str, values: Mapping[str, Value], *keys: str) -> tuple[str, tuple[Finding, ...]]:
    """Read a path, under the first of some keys that has one; what no file system can hold is left out."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str) and value:
            if boundary.can_exist(value):
                return value, ()
            message = f"no file can have the path that `{key}` gives; it was left out"
            return "", (Finding(name, _line(text, key), "config", message, "correct it"),)
    return "", ()


def _types(custom: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Return custom fields and their types, ``name: type`` or ``name: {type: …}``."""
    for name, kind in custom.items():
        declared = kind.get("type") if isinstance(kind, dict) else kind
        if isinstance(declared, str):
            yield name, declared


def _limits(name: str, text: str, validation: Mapping[str, Value]) -> tuple[TokenLimits, tuple[Finding, ...]]:
    """Read how many tokens a spec should have, ``warn_tokens`` and ``max_tokens``.

    Where one of them alone is set, the other gives way to it.
    """
    usual, found, findings = TokenLimits(), dict[str, int](), []
    for snake, camel, default in (
        ("warn_tokens", "warnTokens", usual.advised),
        ("max_tokens", "maxTokens", usual.most),
    ):
        for key in (snake, camel):
            value = validation.get(key)
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                found[snake] = value
            elif value is not None:
                message = f"`validation.{key}` is {value!r}, not a number above 0; {default:,} was taken"
                findings.append(Finding(name, _line(text, key), "config", message, "correct it"))
    most = found.get("max_tokens", max(usual.most, found.get("warn_tokens", 0)))
    return TokenLimits(min(found.get("warn_tokens", usual.advised), most), most), tuple(findings)


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands first, of JSON and YAML alike."""
    found = re.search(rf"[\s{{,\"']{key}[\"']?\s*:", text)
    return text.count("\n", 0, found.start() + 1) + 1 if found else 1
