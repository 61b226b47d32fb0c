"""What held once: statements on files, asked again of the commits that changed what they ask about.

One pass over the log of the paths concerned, newest commit first. Where a commit changed nothing that a
statement asks about, its answer is the one of the commit after it, so only those that did are decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from ..git import GitError
from ..model import Spec
from ..past import SHORT, Past, PastChange
from .grammar import Statement
from .kinds import KINDS, Kind
from .listing import MOST_BYTES, Listing
from .verdict import Verdict
from .world import World

_MOST_STATEMENTS: Final = 200
"""How many statements are asked about; of a project where more of them fail, the first ones."""
_MOST_DECISIONS: Final = 100
"""How many commits are asked about each, newest first."""
_MAGIC: Final = re.compile(r"[*?\[{]")


class Suspect(NamedTuple):
    """A statement that fails today, and may have held."""

    spec: Spec
    kind: Kind
    statement: Statement
    verdict: Verdict

    @property
    def scope(self) -> str:
        """The file or folder that has all it asks about, empty for the whole repository."""
        if self.kind not in KINDS:  # nobody knows which files another package's kind looks at
            return ""
        path = self.statement.values[0].text if self.statement.values else ""
        folder, sign, _ = _MAGIC.split(path, maxsplit=1)[0].rpartition("/")
        return path if not _MAGIC.search(path) else folder if sign else ""

    def is_touched_by(self, change: PastChange) -> bool:
        """Tell whether a commit changed something that it asks about."""
        below = f"{self.scope}/" if self.scope else ""
        return any(
            path == self.scope or path.startswith(below)
            for files in (change.before, change.after)
            for path in files
        )


class _Found(NamedTuple):
    """A new verdict, and the place in the list of what it is about."""

    number: int
    verdict: Verdict


class PastListing(Listing):
    """The files of the repository as a commit had them.

    :param files: the object of each, by path.
    """

    def __init__(self, root: Path, past: Past, files: Mapping[str, str]) -> None:
        super().__init__(root)
        self.past = past
        self.files = files

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path."""
        return frozenset(self.files)

    def unknown(self, path: str = "") -> str:  # noqa: ARG002 - as its base has it
        """A commit knows all its files."""
        return ""

    def is_file(self, path: str) -> bool:
        """Tell whether a path is that of a file."""
        return path in self.files

    def read(self, path: str) -> bytes | None:
        """Return what a file said, None for one that is not there or too long."""
        version = self.files.get(path, "")
        return self.past.contents([version], MOST_BYTES).get(version) if version else None

    def nearest(self, path: str) -> tuple[str, ...]:  # noqa: ARG002 - nobody is shown what it was like
        """Return no file at all."""
        return ()


class Drift:
    """Finds what held once, among statements that fail.

    :param world: what there is today.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.past = world.past

    def of(self, suspects: list[Suspect]) -> Mapping[int, Verdict]:
        """Return new verdicts for those that held once, by their place in the list; others are left out."""
        asked = [one for one in enumerate(suspects) if one[1].kind.is_file_kind and one[1].statement.values]
        if not asked or not self.past.head:
            return {}
        asked = asked[:_MOST_STATEMENTS]
        told = [(number, one.statement.kind, one.statement.values, one.verdict) for number, one in asked]

        def find() -> tuple[_Found, ...]:
            return tuple(self._find(asked))

        try:
            kept = self.world.library.kept("drift", f"{self.past.head}{told}", tuple[_Found, ...], find)
        except GitError:  # what git cannot say is not claimed
            return {}
        return {one.number: one.verdict for one in kept}

    def _find(self, asked: list[tuple[int, Suspect]]) -> Iterator[_Found]:
        files = self.past.tree(self.past.head)
        waiting = {}
        for number, suspect in asked:
            if self._holds(suspect, files):  # only what lies here, uncommitted, has broken it
                yield _Found(number, _drifted(suspect, self.past.head, ""))
            else:
                waiting[number] = (suspect, _MOST_DECISIONS)
        scopes = sorted({suspect.scope or "." for suspect, _ in waiting.values()})
        for change in self.past.changes(f":(literal){scope}" for scope in scopes):
            if not waiting:
                return
            for path in change.after:
                files.pop(path, None)
            files |= change.before
            for number, (suspect, left) in list(waiting.items()):
                if not suspect.is_touched_by(change):
                    continue
                held = self._holds(suspect, files)
                if held:
                    verdict = _drifted(suspect, change.parent, self._breaker(suspect, change))
                    yield _Found(number, verdict)
                if held or left == 1:
                    del waiting[number]
                else:
                    waiting[number] = (suspect, left - 1)

    def _holds(self, suspect: Suspect, files: Mapping[str, str]) -> bool:
        then = replace(self.world)
        then.listing = PastListing(self.world.listing.root, self.past, files)
        return suspect.kind.decide(suspect.statement, suspect.spec, then).word == "holds"

    def _breaker(self, suspect: Suspect, change: PastChange) -> str:
        """Return the commit that broke a statement; of a merge the one that it brought, if there was one."""
        if not change.is_merge:
            return change.revision
        scope = f":(literal){suspect.scope or '.'}"
        brought = self.past.brought(change, [scope])
        return brought[0] if len(brought) == 1 else change.revision


def _drifted(suspect: Suspect, revision: str, breaker: str) -> Verdict:
    broken = f"broken by {breaker[:SHORT]}" if breaker else "broken by what is not committed"
    note = f"held until {revision[:SHORT]}, {broken}: {suspect.verdict.note}"
    return Verdict("drifted", note.removesuffix(": "), revision)
