"""How people write the tests of Go and Rust, and which packages and programs they mean by that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from .index import BELOW, EXACT, Index, Key
from .naming import go_titles
from .searches import Found
from .titles import Titles, parts, path


class Go:
    """Go's tests, in packages; their files are in no report."""

    _NAME: Final = re.compile(r"(?:\A|[./\s])(?=(?:Test|Fuzz|Example|Benchmark)(?![a-z]))")

    def __init__(self, index: Index, modules: Callable[[], Mapping[str, str]]) -> None:
        self._index = index
        self._modules = modules

    def search(self, text: str) -> Found | None:
        """Find what an id means."""
        package, titles, is_path = self._taken(text)
        if package is None:
            places = [(scope, titles) for scope in self._index.scopes]
        else:
            places = [(scope, titles) for scope in self._packages(package, is_path=is_path)]
        for level in (EXACT, BELOW):
            if rows := self._index.find(places, level):
                return Found(0, rows, is_group=level == BELOW)
        rows = [row for scope, _ in places for row in self._loose.get((scope, _loosened(titles)), ())]
        if rows:
            return Found(0, rows)
        setups = self._index.unready(places) if package is not None else []
        return Found(1, [], setups=setups) if setups else None

    def _taken(self, text: str) -> tuple[str | None, Titles, bool]:
        titles = parts(text)
        first = path(titles[0]) if titles else ""
        if first.endswith(".go"):
            return first.rpartition("/")[0], self._name(titles[1:]), True
        if len(titles) > 1 and not re.match(r"(?:Test|Fuzz|Example|Benchmark)(?![a-z])", titles[0]):
            cut = self._NAME.search(titles[0])
            if not cut:
                return first.strip("/"), self._name(titles[1:]), False
        cut = self._NAME.search(text)
        if cut:
            package = path(text[: cut.start()]).strip("/")
            return package or None, self._name(parts(text[cut.end() :])), False
        return first.strip("/"), (), False

    def _name(self, titles: Titles) -> Titles:
        return go_titles("/".join(titles))

    def _packages(self, package: str, *, is_path: bool) -> list[str]:
        """Return the packages that a name or a folder means; a module says where its folders start."""
        if is_path:
            modules = self._modules()
            known = [
                (f"{module}/{package[len(folder) :].strip('/')}").rstrip("/")
                for folder, module in modules.items()
                if not folder or package == folder or package.startswith(f"{folder}/")
            ]
            own = set(modules.values())
            if any(
                scope == one or scope.startswith(f"{one}/") for scope in self._index.scopes for one in own
            ):
                return [scope for scope in known if scope in self._index.scopes][:1]
            if not package:
                top = min(self._index.scopes, key=len, default="")
                return (
                    [top]
                    if all(one == top or one.startswith(f"{top}/") for one in self._index.scopes)
                    else []
                )
        exact = [scope for scope in self._index.scopes if scope == package]
        return exact or [scope for scope in self._index.scopes if scope.endswith(f"/{package}")]

    @cached_property
    def _loose(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for number, row in enumerate(self._index.rows):
            found.setdefault((row.scope, _loosened(row.titles)), []).append(number)
        return found


def _loosened(titles: Titles) -> str:
    return re.sub(r"[/_\s>›:]+", " ", " ".join(titles)).strip()


class Nextest:
    """Rust's tests, in the programs that cargo-nextest ran."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, text: str) -> Found | None:
        """Find what an id means: a program and a path, a path below a crate, or a path alone."""
        pieces = [piece for piece in re.split(r"\s+[>›]\s+|\s+", text.strip()) if piece]
        if not pieces:
            return None
        first, *inner = "::".join(pieces).split("::")
        if path(first).endswith(".rs"):
            return self._in_file(path(first), tuple(inner))
        scopes = [scope for scope in self._index.scopes if _crate(scope) == _crate(pieces[0])]
        rest = tuple(one for piece in pieces[1:] for one in piece.split("::"))
        if scopes:
            return self._at([(scope, rest) for scope in scopes])
        whole = tuple(one for piece in pieces for one in piece.split("::") if one)
        places = [(scope, whole) for scope in self._index.scopes]
        for scope in self._index.scopes:
            start = tuple(_crate(scope).split("::"))
            if tuple(map(_crate, whole[: len(start)])) == start:
                places.append((scope, whole[len(start) :]))
        return self._at(places)

    def _in_file(self, file: str, titles: Titles) -> Found | None:
        found = re.fullmatch(
            r"(?:(?P<crate>.+)/)?(?P<kind>src/bin|tests|examples|benches|src)/(?P<name>.+)\.rs", file
        )
        if not found:
            return None
        module = (
            () if found["name"] in ("lib", "main") else tuple(found["name"].removesuffix("/mod").split("/"))
        )
        name = found["name"].removesuffix("/main")
        end = {"src": "", "src/bin": f"::bin/{name}", "tests": f"::{name}"}.get(
            found["kind"], f"::{found['kind'][:-1]}/{name}"
        )
        crates = {scope.partition("::")[0] for scope in self._index.scopes}
        own = _crate((found["crate"] or "").rpartition("/")[2])
        crates = (
            {crate for crate in crates if _crate(crate) == own}
            if own
            else crates
            if len(crates) == 1
            else set()
        )
        places = [
            (crate + end, held)
            for crate in sorted(crates)
            for held in ((*(module if not end else ()), *titles), titles)
        ]
        return self._at(places)

    def _at(self, places: list[Key]) -> Found | None:
        for level in (EXACT, BELOW):
            if rows := self._index.find(places, level):
                return Found(0, rows, is_group=level == BELOW)
        return None


def _crate(name: str) -> str:
    return name.replace("-", "_")
