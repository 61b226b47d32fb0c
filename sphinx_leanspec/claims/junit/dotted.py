"""How people write tests by the names of modules and classes, and what they mean by that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from .index import BELOW, EXACT, WORDS, Index, Key
from .searches import NO_FILE, SUFFIXES, TWO_BASES, TWO_PLACES, Found, Scopes
from .titles import SEPARATOR, Titles, arguments, is_file, names, normal, parameters, parts, path

_SOURCE_FOLDER: Final = re.compile(r"(?:.*/)?src/\w+/(?:java|kotlin|groovy|scala)/")


_PRINTED: Final = re.compile(r"(\w+) \(([\w.]+)\)")
_SENTENCES: Final = (".feature", ".robot")
_ORDER: Final = re.compile(r"\A\d+__")


class Dotted:
    """Tests with the names of modules and classes: pytest, unittest, Java and its kin, suites of suites."""

    def __init__(self, index: Index, scopes: Scopes) -> None:
        self._index = index
        self._scopes = scopes

    def search(self, text: str) -> Found | None:
        """Find what an id means."""
        text = normal(text)
        if printed := _PRINTED.fullmatch(text):  # as unittest prints it
            text = printed[2] if printed[2].endswith(f".{printed[1]}") else f"{printed[2]}.{printed[1]}"
        first = path((SEPARATOR.split(text.partition("[")[0]) or [""])[0])
        if "/" in first or first.endswith(SUFFIXES):
            if found := self._in_file(text, first):
                return found
            if is_file(first) and first.endswith(SUFFIXES):
                return None
        if first.endswith(_SENTENCES):
            return self._in_sentences(first, parts(text)[1:])
        return self._by_name(text)

    def _in_sentences(self, file: str, titles: Titles) -> Found | None:
        """Find what is in a file of suites or features, the folders above which may be called otherwise."""
        stem, _, suffix = file.rpartition(".")
        steps = stem.split("/")
        if suffix == "robot":
            steps = [_suite_name(step) for step in steps]
        for start in range(len(steps)):
            around = tuple(name for step in steps[start:] for name in names(step))
            for level in (EXACT, BELOW):
                if rows := self._index.find(self._index.places(around + titles, level), level):
                    return Found(0, rows, is_group=level == BELOW)
            if start and steps[start - 1] != "features":
                continue
            below = self._index.find(self._index.places(around, BELOW), BELOW)
            inner = [self._index.rows[row].titles[len(around) :] for row in below]
            rows = [row for row, held in zip(below, inner, strict=True) if titles in (held, held[1:])]
            if rows:
                return Found(0, rows)
        places = self._index.places(titles, EXACT) if suffix == "feature" else []
        rows = self._index.find(places, EXACT)  # of Cucumber, which tells the title of a feature only
        return Found(2, rows, NO_FILE) if rows else None

    def _in_file(self, text: str, file: str) -> Found | None:
        rest = text[len(text) - len(text.lstrip()) :]
        cut = SEPARATOR.search(rest.partition("[")[0])
        after = rest[cut.end() :] if cut else ""
        undecided = [(mark, base, bases) for mark, bases in self._scopes.undecided.items() for base in bases]
        places = list(self._places(file, after, ((scope, scope) for scope in self._index.scopes)))
        if found := self._at(places, 0, ""):
            return found
        for mark, base, bases in undecided:
            held = list(self._places(file, after, [(mark, base)]))
            if found := self._at(held, 1, TWO_BASES.format(" or ".join(f"`{one}`" for one in bases))):
                return found
        setups = self._index.unready(places)
        return Found(1, [], setups=setups) if setups else None

    def _places(self, file: str, after: str, scopes: Iterable[tuple[str, str]]) -> Iterator[Key]:
        tails = _spelt(after) if after.strip() else [()]
        for scope, folder in scopes:
            inner = file.removeprefix(f"{folder}/") if folder else file
            if folder and inner == file:
                continue
            bodies = [inner]
            if not folder and (source := _SOURCE_FOLDER.match(inner)):
                bodies.append(inner[source.end() :])
            for body in bodies:
                stem = body.removesuffix(next((end for end in SUFFIXES if body.endswith(end)), ""))
                for tail in tails:
                    held = names(stem)
                    yield scope, held + tail
                    if tail[:1] == held[-1:]:  # Java: the class is named again
                        yield scope, held + tail[1:]

    def _by_name(self, text: str) -> Found | None:
        spelt = _spelt(text)
        for level in (EXACT, BELOW):
            for titles in spelt:
                places = self._index.places(titles, level)
                if rows := self._index.find(places, level):
                    return Found(0, rows, is_group=level == BELOW)
        places = [(scope, titles) for titles in spelt for scope in self._index.scopes]
        if setups := self._index.unready([place for place in places if place[1]]):
            return Found(1, [], setups=setups)
        return self._ending(spelt) or self._in_words(spelt)

    def _ending(self, spelt: list[Titles]) -> Found | None:
        for titles in spelt:
            places = self._index.ending(titles) if titles else []
            for level in (EXACT, BELOW):
                held = [place for place in places if self._index.find([place], level)]
                if held:
                    shown = ", ".join(sorted({".".join(whole) for _, whole in held})[:3])
                    doubt = TWO_PLACES.format(shown) if len(held) > 1 else ""
                    return Found(2, self._index.find(held, level), doubt, is_group=level == BELOW)
        return None

    def _in_words(self, spelt: list[Titles]) -> Found | None:
        for titles in spelt:
            places = self._index.places(titles, WORDS)
            if rows := self._index.find(places, WORDS):
                return Found(2, rows)
        return None

    def _at(self, places: list[Key], rank: int, doubt: str) -> Found | None:
        for level in (EXACT, BELOW):
            if rows := self._index.find(places, level):
                return Found(rank, rows, doubt, is_group=level == BELOW)
        return None


def _suite_name(step: str) -> str:
    """Return what Robot Framework calls a file or a folder."""
    name = _ORDER.sub("", step, count=1).replace("_", " ").strip()
    return name.title() if name.islower() else name


def _spelt(text: str) -> list[Titles]:
    """Return the titles that a text may mean: dots part names, not sentences; brackets hold anything."""
    head, bracket, tail = text.partition("[")
    raw = [piece for piece in SEPARATOR.split(text) if piece.strip()]
    found: list[Titles] = []
    if bracket:
        found.append(names(" . ".join(SEPARATOR.split(head))) + parameters(f"x{bracket}{tail}")[1:])
    if raw:
        *groups, last = raw
        own = arguments(last)
        held = tuple(name for group in groups for name in names(group))
        found += [
            held + own,
            held + names(own[0]) + own[1:] if own else held,
            (*held, normal(last)),
            names(raw[0]) + parts(" > ".join(raw[1:])),
            parts(text),
        ]
    return list(dict.fromkeys(titles for titles in found if titles))
