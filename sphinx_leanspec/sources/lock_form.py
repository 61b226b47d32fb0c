"""The form of a lock: TOML of the plainest kind, written and read line by line.

A lock may come from a stranger. It is read by a reader of its own, which knows the lines that are written
here and no others: so whatever is wrong has a line, and reading takes time in proportion to the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from .errors import SourceError
from .locked import LockedReference, Pinned
from .normal import Digests
from .settings import KINDS
from .states import STATES
from .symbols import SymbolKind

NAME: Final = "leanspec-sources.lock"
EXCERPTS: Final = "leanspec-sources.code"
"""The file beside the lock that holds the code which pages show."""

VERSION: Final = 1

_LARGEST: Final = 32 << 20
_LONGEST: Final = 4096
_HEAD: Final = (
    "# What references to code meant when they were read, written by `sphinx-leanspec sources lock`.\n"
    "# What has changed since is accepted by `sphinx-leanspec sources accept REFERENCE`, and not by hand.\n"
)
_HEAD_OF_EXCERPTS: Final = (
    f"# The code that pages show, kept by `sphinx-leanspec sources lock`; see {NAME}.\n"
)
_ENTRY: Final = re.compile(r'(?P<key>[a-z0-9-]+) = (?P<value>"(?:[^"\\\x00-\x1f\x7f]|\\.)*"|true|[0-9]{1,9})')
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]{32,64}")
_SPAN: Final = re.compile(r"(?P<first>[1-9][0-9]{0,8})-(?P<last>[1-9][0-9]{0,8})")
_OUTSIDE: Final = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|\\|[\x00-\x1f\x7f]")
FIX: Final = "take the file from version control, or remove it and run `sphinx-leanspec sources lock`"


def read(path: Path) -> tuple[list[Pinned], dict[str, str], list[LockedReference]]:
    """Read a lock, empty if there is none.

    :returns: releases of sources, of each source the current one, and references.
    :raises SourceError: if the file is not what was written; it says where.
    """
    text = _text(path)
    return _Reading(path.name).read(text) if text else ([], {}, [])


def as_text(
    sources: Iterable[Pinned], current: Mapping[str, str], references: Iterable[LockedReference]
) -> str:
    """Write a lock."""
    groups = [f"version = {VERSION}\n"]
    for pinned in sorted(sources, key=lambda one: (one.name, one.release)):
        values = _source_values(pinned, is_current=current.get(pinned.name) == pinned.release)
        groups.append(_group("source", values))
    ordered = sorted(references, key=lambda one: (one.source, one.target))
    groups += (_group("reference", _reference_values(one)) for one in ordered)
    return _HEAD + "\n" + "\n".join(groups)


def excerpts_as_text(excerpts: Mapping[str, str]) -> str:
    """Write the code beside a lock."""
    groups = [_HEAD_OF_EXCERPTS]
    for name, text in sorted(excerpts.items()):
        lines = "".join(f"| {line}".rstrip() + "\n" for line in text.split("\n"))
        groups.append(f"@ {json.dumps(name, ensure_ascii=False)}\n{lines}")
    return "\n".join(groups)


def _source_values(pinned: Pinned, *, is_current: bool) -> dict[str, Any]:
    return {
        "name": pinned.name,
        "kind": pinned.kind,
        "origin": pinned.origin,
        "release": pinned.release,
        "current": is_current,
        "file": pinned.file,
        "sha256": pinned.sha256,
        "requires-python": pinned.requires_python,
        "commit": pinned.commit,
    }


def _reference_values(one: LockedReference) -> dict[str, Any]:
    symbol = None if one.symbol is None else f"{one.module}:{one.symbol}"
    return {
        "source": one.source,
        "target": one.target,
        "release": one.release,
        "kind": one.kind,
        "symbol": symbol,
        "path": one.path,
        "lines": f"{one.line}-{one.end}",
        "digest": one.digests.full,
        "without-docstrings": one.digests.bare if one.digests.bare != one.digests.full else "",
        "excerpt": one.excerpt,
        "state": one.state,
        "against": one.against,
        "now-path": one.now[0] if one.now and one.now[0] != one.path else "",
        "now-lines": f"{one.now[1]}-{one.now[2]}" if one.now else "",
        "broke-in": one.broke,
        "nearest": " ".join(one.nearest),
    }


def _group(name: str, values: Mapping[str, Any]) -> str:
    lines = (f"{key} = {_quoted(value)}\n" for key, value in values.items() if value)
    return f"[[{name}]]\n{''.join(lines)}"


def _quoted(value: object) -> str:
    return "true" if value is True else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise SourceError(path.name, f"it is larger than {_LARGEST >> 20} MiB, and was not read", FIX)
        return data.decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise SourceError(path.name, f"it cannot be read: {error}", FIX) from error


class _Reading:
    """Reads a lock, which may be a stranger's: what is not as it was written is an error with its line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.line = 1

    def read(self, text: str) -> tuple[list[Pinned], dict[str, str], list[LockedReference]]:
        sources: list[Pinned] = []
        current: dict[str, str] = {}
        references: list[LockedReference] = []
        seen: set[tuple[str, ...]] = set()
        for group, line, values in self._groups(text):
            self.line = line
            if group == "source":
                pinned = self._source(values)
                sources.append(pinned)
                key = ("source", pinned.name, pinned.release)
                if "current" in values:
                    current[pinned.name] = pinned.release
            else:
                reference = self._reference(values)
                references.append(reference)
                key = ("reference", reference.source, reference.target)
            if key in seen:
                raise self._wrong(f"`{':'.join(key[1:])}` stands twice")
            seen.add(key)
        return sources, current, references

    def _groups(self, text: str) -> Iterator[tuple[str, int, dict[str, str]]]:
        group, begun, values = "", 0, dict[str, str]()
        for number, line in enumerate(text.split("\n"), 1):
            self.line = number
            if not line or line.startswith("#"):
                continue
            if line in ("[[source]]", "[[reference]]"):
                yield from self._closed(group, begun, values)
                group, begun, values = line.strip("[]"), number, {}
                continue
            entry = _ENTRY.fullmatch(line) if len(line) <= _LONGEST else None
            if not entry or entry["key"] in values:
                raise self._wrong("no lock has such a line")
            begun = begun or number
            values[entry["key"]] = self._value(entry["value"])
        yield from self._closed(group, begun, values)

    def _closed(
        self, group: str, line: int, values: dict[str, str]
    ) -> Iterator[tuple[str, int, dict[str, str]]]:
        if group:
            yield group, line, values
        elif values != {"version": str(VERSION)}:
            self.line = max(line, 1)
            told = values.get("version", "none")
            raise self._wrong(
                f"its version is {told}, not {VERSION}", "install the sphinx-leanspec that wrote it"
            )

    def _value(self, said: str) -> str:
        if not said.startswith('"'):
            return said
        try:
            text: str = json.loads(said)
            text.encode()  # half of a letter is none
        except ValueError as error:
            raise self._wrong("no lock has such a line") from error
        return text

    def _source(self, values: Mapping[str, str]) -> Pinned:
        kind = self._one_of(KINDS, values.get("kind"))
        hashes = [value for key in ("sha256", "commit") if (value := values.get(key))]
        if not all(re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value) for value in hashes):
            raise self._wrong("a digest is none")
        file = values.get("file", "")
        if not re.fullmatch(r"[\w.!+-]*", file):
            raise self._wrong(f"no archive is called {ascii(file)[:200]}")
        return Pinned(
            self._given(values, "name"),
            kind,
            self._given(values, "origin"),
            values.get("release", ""),
            file,
            values.get("sha256", ""),
            values.get("requires-python", ""),
            values.get("commit", ""),
        )

    def _reference(self, values: Mapping[str, str]) -> LockedReference:
        path = self._inside(self._given(values, "path"))
        line, end = self._span(self._given(values, "lines"))
        full = self._digest(self._given(values, "digest"))
        module, mark, symbol = values.get("symbol", "").partition(":")
        now_path = self._inside(values.get("now-path", path))
        now = (now_path, *self._span(values["now-lines"])) if "now-lines" in values else None
        kind = self._one_of(get_args(SymbolKind), values["kind"]) if "kind" in values else None
        return LockedReference(
            source=self._given(values, "source"),
            target=self._given(values, "target"),
            release=values.get("release", ""),
            path=path,
            line=line,
            end=end,
            digests=Digests(full, self._digest(values.get("without-docstrings", full))),
            module=module,
            symbol=symbol if mark else None,
            kind=kind,
            state=self._one_of(STATES, self._given(values, "state")),
            against=values.get("against", ""),
            now=now,
            broke=values.get("broke-in", ""),
            nearest=tuple(values.get("nearest", "").split()),
            excerpt=self._digest(values["excerpt"]) if "excerpt" in values else "",
        )

    def _given(self, values: Mapping[str, str], key: str) -> str:
        if not values.get(key):
            raise self._wrong(f"the entry has no `{key}`")
        return values[key]

    def _one_of(self, known: Iterable[Any], value: str | None) -> Any:
        if value not in known:
            raise self._wrong(f"{ascii(value)[:200]} is none of {', '.join(known)}")
        return value

    def _inside(self, path: str) -> str:
        if _OUTSIDE.search(path):
            raise self._wrong(f"{ascii(path)[:200]} is no path in a source")
        return path

    def _span(self, said: str) -> tuple[int, int]:
        found = _SPAN.fullmatch(said)
        if not found or int(found["first"]) > int(found["last"]):
            raise self._wrong(f"{ascii(said)[:200]} are no lines")
        return int(found["first"]), int(found["last"])

    def _digest(self, said: str) -> str:
        if not _HEXADECIMAL.fullmatch(said):
            raise self._wrong("a digest is none")
        return said

    def _wrong(self, message: str, fix: str = FIX) -> SourceError:
        return SourceError(f"{self.name}:{self.line}", message, fix)


def read_excerpts(path: Path) -> dict[str, str]:
    """Read the code beside a lock, by the names of references.

    :raises SourceError: if the file is not what was written; it says where.
    """
    name, text = path.name, _text(path)
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("@ "):
            try:
                key = json.loads(line[2:])
            except ValueError:
                key = None
            if not isinstance(key, str) or key in found:
                raise SourceError(f"{name}:{number}", "no such file has such a line", FIX)
            lines = found[key] = []
        elif line == "|" or line.startswith("| "):
            if lines is None:
                raise SourceError(f"{name}:{number}", "no such file has such a line", FIX)
            lines.append(line[2:])
        elif line and not line.startswith("#"):
            raise SourceError(f"{name}:{number}", "no such file has such a line", FIX)
    return {key: "\n".join(kept) for key, kept in found.items()}
