"""How people write tests that are in files and have titles, and what they mean by that."""

from __future__ import annotations

import re

from .index import BELOW, EXACT, WORDS, Index, Key
from .searches import NO_FILE, TWO_BASES, TWO_PLACES, Found, Scopes
from .states import SKIPPED_
from .titles import Titles, is_file, names, parts, path, words


class Titled:
    """Tests in files, with titles: most runners of JavaScript, and others that name files."""

    def __init__(self, index: Index, scopes: Scopes) -> None:
        self._index = index
        self._scopes = scopes

    def search(self, text: str) -> Found | None:
        """Find what an id means."""
        titles = parts(text)
        project = ""
        if len(titles) > 1 and titles[0][0] + titles[0][-1] == "[]" and is_file(path(titles[1])):
            project, titles = titles[0][1:-1], titles[1:]
        if not titles:
            return None
        file = path(titles[0])
        if not is_file(file):
            return self._by_name(titles)
        rest = titles[1:]
        if not project and rest and (mark := re.match(r"\[([^\]]+)\] (.+)", rest[0])):
            found = self._in_file(file, rest, "") or self._in_file(file, (mark[2], *rest[1:]), mark[1])
        else:
            found = self._in_file(file, rest, project)
        return found or (None if self._places(file)[0] else self._by_name(titles))

    def _in_file(self, file: str, titles: Titles, project: str) -> Found | None:
        scopes, doubt = self._places(file)
        places = [(scope, titles) for scope in scopes]
        found = self._at_file(places, doubt)
        if found and project:
            rows = self._index.rows
            found = found._replace(rows=[row for row in found.rows if rows[row].project == project])
            return found if found.rows else None
        return found or self._undecided(file, titles) or self._fallen(places, 1) or self._without_file(titles)

    def _at_file(self, places: list[Key], doubt: str) -> Found | None:
        """Find titles in a file, and outside of files where a report knows the file of some tests only."""
        rows = self._index.rows
        held = {rows[row].report for row in self._index.find([(scope, ()) for scope, _ in places], BELOW)}
        for level in (EXACT, BELOW, WORDS):
            found = self._index.find(places, level)
            others = self._index.find([("", titles) for _, titles in places[:1] if titles], level)
            others = [row for row in others if rows[row].report in held]
            if found or others:
                is_group = level == BELOW
                beside = self._beside(places, found) if is_group else []
                return Found(0, found + others, doubt or (NO_FILE if others else ""), (), is_group, beside)
        return None

    def _beside(self, places: list[Key], found: list[int]) -> list[int]:
        """Return what may be in a group, too, where a report writes groups in each other as one text."""
        known = set(found)
        starts = {scope: f"{words(titles)} " for scope, titles in places if titles}
        return [
            row
            for row in self._index.find([(scope, ()) for scope in starts], BELOW)
            if row not in known and self._index.rows[row].report in self._index.unstructured
            if words(self._index.rows[row].titles[:-1]).startswith(starts[self._index.rows[row].scope])
        ]

    def _without_file(self, titles: Titles) -> Found | None:
        """Look into the reports that name no file: the test may be any of those."""
        if not titles:
            return Found(3, [], NO_FILE) if "" in self._index.scopes else None
        places = [("", titles)]
        return self._at(places, 2, NO_FILE) or self._fallen(places, 3)

    def _at(self, places: list[Key], rank: int, doubt: str) -> Found | None:
        for level in (EXACT, BELOW, WORDS):
            if rows := self._index.find(places, level):
                return Found(rank, rows, doubt, is_group=level == BELOW)
        return None

    def _by_name(self, titles: Titles) -> Found | None:
        """Find titles in any file; or a class and a method, where a runner names both."""
        return self._anywhere(titles) or self._anywhere(names(" . ".join(titles)))

    def _anywhere(self, titles: Titles) -> Found | None:
        for level in (EXACT, BELOW, WORDS):
            places = self._index.places(titles, level)
            if rows := self._index.find(places, level):
                doubt = NO_FILE if any(not scope for scope, _ in places) else ""
                return Found(2, rows, doubt, is_group=level == BELOW)
        return None

    def _fallen(self, places: list[Key], rank: int) -> Found | None:
        """Find what kept a test from being there: no setup of its group, or a group that was skipped."""
        if setups := self._index.unready(places):
            return Found(rank, [], setups=setups)
        for scope, titles in places:
            for end in range(len(titles) - 1, 0, -1):
                rows = self._index.find([(scope, titles[:end])], EXACT)
                if rows and all(self._index.rows[row].state == SKIPPED_ for row in rows):
                    return Found(rank, rows)
        return None

    def _places(self, file: str) -> tuple[list[str], str]:
        known = [file] if file in self._index.scopes else []
        ending = [
            one
            for one in self._scopes.absolute.get(file.rpartition("/")[2], ())
            if one == file or one.endswith(f"/{file}")
        ]
        if len(ending) > 1 and (guessed := [one for one in ending if self._scopes.guesses[one] == file]):
            ending = guessed
        if len(ending) > 1:
            return known + ending, TWO_PLACES.format(", ".join(sorted(ending)))
        if not known and not ending and not self._scopes.exists(file):
            known = list(self._scopes.written.get(file, ()))
            if len(known) > 1:
                return known, TWO_PLACES.format(", ".join(sorted(known)))
        return known + ending, ""

    def _undecided(self, file: str, titles: Titles) -> Found | None:
        for mark, bases in self._scopes.undecided.items():
            for base in bases:
                inner = file.removeprefix(f"{base}/") if base else file
                if inner != file or not base:
                    places = [(f"{mark}{inner}", titles)]
                    if found := self._at(
                        places, 1, TWO_BASES.format(" or ".join(f"`{one}`" for one in bases))
                    ):
                        return found
        return None
