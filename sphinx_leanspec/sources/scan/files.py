"""Which file of a source a path on a page means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

_HOME: Final = re.compile(r"^(?:/|~/|[A-Za-z]:/|Users/|home/|mnt/|private/|var/|tmp/)")
"""How paths begin that are about somebody's own machine."""

_NOTHING: Final = frozenset({"", ".", "..", "...", "~", "@"})
_LEAST: Final = 2
"""How many parts a path from somebody's machine has to share with a file of the source."""


class FileFinder:
    """The files of a source by the tails of their paths.

    :param paths: all of its files.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._known: dict[str, tuple[str, ...]] = {}
        for path in paths:
            parts = tuple(path.split("/"))
            self._by_name[parts[-1]].append(parts)

    def candidates(self, written: str) -> tuple[str, ...]:
        """Return the files that a path may mean, as well as it alone can say.

        A file is meant if its path ends with what is written, or if what is written ends with its path, as
        where ``src/`` or a clone's folder is put before it. A path from somebody's machine has neither
        beginning in common; the longest tail does, if it has a folder in it.
        """
        if written not in self._known:
            self._known[written] = self._candidates(written)
        return self._known[written]

    def _candidates(self, written: str) -> tuple[str, ...]:
        parts = parts_of(written)
        if not parts:
            return ()
        named = self._by_name.get(parts[-1], [])
        if exact := [each for each in named if each == parts]:
            return ("/".join(exact[0]),)
        found = [each for each in named if each[-len(parts) :] == parts]
        if not found:
            held = [each for each in named if len(each) >= _LEAST and parts[-len(each) :] == each]
            found = [max(held, key=len)] if held else []
        if not found and _HOME.match(written.replace("\\", "/")):
            shared = {each: _common(each, parts) for each in named}
            most = max(shared.values(), default=0)
            found = [each for each in named if shared[each] == most] if most >= _LEAST else []
        return tuple(sorted("/".join(each) for each in found))

    def resolve(self, written: str, page_paths: Mapping[str, Collection[str]]) -> tuple[str, ...]:
        """Return the files that a path on a page may mean; one, if the page gives its full path elsewhere.

        :param page_paths: the files that the page names, by the last part of their paths.
        """
        found = self.candidates(written)
        if len(found) < 2:
            return found
        parts = parts_of(written)
        fuller = (path for path in page_paths.get(parts[-1], ()) if len(parts_of(path)) > len(parts))
        given = {known[0] for path in fuller if len(known := self.candidates(path)) == 1}
        own = tuple(path for path in found if path in given)
        return own if len(own) == 1 else found


def parts_of(written: str) -> tuple[str, ...]:
    """Return the parts of a path that are names."""
    return tuple(part for part in written.replace("\\", "/").split("/") if part not in _NOTHING)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many parts two paths have in common at their ends."""
    number = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        number += 1
    return number
