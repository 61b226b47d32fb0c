"""The seam that dialects sit on: what a project is, and how one tool keeps specs in it.

A project may hold specs of several tools. Each dialect finds its own, says which files each is made of, and
reads it from these. All that comes after knows records alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from ..findings import Finding
from ..lifecycle import TokenLimits
from ..model import Place, Spec
from ..need_ids import USUAL, NeedSpelling

if TYPE_CHECKING:
    from .prose import Prose
    from .vocabulary import Vocabularies


Depth: TypeAlias = Literal["counts", "specs", "texts"]
"""How much is made of the text of a spec: how many of its checks are done and not which they are; all that it
says; and what rules ask of the words, too. Who wants less may get more."""


def is_address(place: str) -> bool:
    """Tell whether something is given by its address on the network, and not by a path."""
    return "://" in place


class NoSpecsError(Exception):
    """A repository holds no folder of specs."""


class Member(Struct, frozen=True):
    """One of several projects of a site, as its configuration names it.

    :param name: what references to its specs begin with: ``api`` in ``api:012``.
    :param root: its folder, relative to where the site's own project is looked for; empty if it is elsewhere.
    :param layout: how its specs lie.
    :param needs_json: where what its site says of its needs is, a path or an address; empty if it is here.
    :param inventory: the same of the inventory of that site.
    :param base_url: the address of that site.
    :param spec_type: the type of its needs that are specs; empty for what its needs.json says.
    """

    name: str
    root: str
    layout: SpecLayout
    needs_json: str = ""
    inventory: str = ""
    base_url: str = ""
    spec_type: str = ""

    def seen_from(self, folder: Path) -> Member:
        """Return the same with absolute paths, for whom starts elsewhere than in a folder."""

        def seen(place: str) -> str:
            return str(folder / place) if place and not is_address(place) else place

        needs_json, inventory = seen(self.needs_json), seen(self.inventory)
        return replace(self, root=seen(self.root), needs_json=needs_json, inventory=inventory)


class Elsewhere(Struct, frozen=True):
    """A project whose pages live elsewhere, and where the configuration says so.

    :param needs_json: an absolute path or an address; so is ``inventory``.
    :param path: the file that has its table, relative to the root of the site's project.
    :param line: the line of the table in it.
    """

    name: str
    needs_json: str
    inventory: str
    base_url: str
    spec_type: str
    path: str
    line: int


class SpecLayout(Struct, frozen=True):
    """How a project's specs lie, where LeanSpec's configuration or the user says so.

    :param specs: the specs folder, relative to the repository; found by itself if empty.
    :param flat: whether ``010-name.md`` is a spec, too.
    :param dialects: the tools whose specs are looked for, LeanSpec alone if none is named.
    :param files: the names a spec's own file can have in its folder, the first one found counts.
    :param exclude: which specs are left out, as patterns; see :meth:`excludes`.
    :param spelling: how ids of needs are spelled.
    :param members: the further projects of the same site.
    """

    specs: str = ""
    flat: bool = False
    files: tuple[str, ...] = ("README.md",)
    dialects: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    spelling: NeedSpelling = USUAL
    members: tuple[Member, ...] = ()

    def seen_from(self, folder: Path, specs: str) -> SpecLayout:
        """Return the same for whom starts elsewhere.

        :param folder: what the paths of further projects are relative to.
        :param specs: the specs folder as it is named from there.
        """
        return replace(self, specs=specs, members=tuple(one.seen_from(folder) for one in self.members))

    def excludes(self, names: Iterable[str], statuses: Iterable[str | None] = ()) -> bool:
        """Return whether a spec is left out: by a pattern of a name of its own, or ``status:archived``.

        :param names: its ids, the path of its file, and of the folders that this lies in.
        """
        words = (f"status:{word or 'none'}".casefold() for word in statuses)
        found = [*names, *words]
        patterns = [
            pattern.casefold() if pattern.startswith("status:") else pattern.removeprefix("./").rstrip("/")
            for pattern in self.exclude
        ]
        return any(fnmatchcase(name, pattern) for pattern in patterns for name in found)


class Project(Struct, frozen=True):
    """A repository with specs.

    :param root: the repository, absolute; of one of several projects, that of the site: paths of records are
        relative to it, and the same wherever a record goes.
    :param specs: the specs folder, absolute.
    :param custom: the types of custom frontmatter fields, as LeanSpec's configuration declares them.
    :param limits: how long the text of a spec should be, as the same says.
    :param findings: what was wrong with the configuration.
    :param homes: the dialects that were found, each with what its specs are in; LeanSpec alone if empty.
    :param name: what it is called, where it is one of several.
    :param folder: where it lies itself, where that is not the root.
    :param members: the further projects of its site.
    :param elsewhere: those whose pages live elsewhere.
    """

    root: Path
    specs: Path
    layout: SpecLayout = field(default_factory=SpecLayout)
    custom: Mapping[str, str] = {}
    limits: TokenLimits = field(default_factory=TokenLimits)
    findings: tuple[Finding, ...] = ()
    homes: tuple[tuple[Dialect, Path], ...] = ()
    name: str = ""
    folder: Path | None = None
    members: tuple[Project, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def top(self) -> Path:
        """Where it lies itself."""
        return self.folder or self.root

    def of(self, name: str) -> Project:
        """Return the one of its site's projects that has a name; itself, if none has."""
        return next((member for member in self.members if member.name == name), self)

    def leaves_out(self, spec: Spec) -> bool:
        """Tell whether it leaves out a spec."""
        if not self.layout.exclude:
            return False
        place, home = spec.place, f"{self.relative(self.specs)}/"
        paths = {path for file in place.own for path in (file, *map(str, PurePosixPath(file).parents))}
        inner = {path.removeprefix(home) for path in paths}
        return self.layout.excludes(
            [place.id, place.key, place.need_id, *paths, *inner], {spec.status, spec.stage}
        )

    def relative(self, path: Path | str) -> str:
        """Return a path as records carry it: POSIX, and relative to the repository wherever it lies."""
        name, root = str(path), f"{self.root}{os.sep}"
        if not name.startswith(root) or ".." in name:
            name = os.path.relpath(name, self.root)
        return name.removeprefix(root).replace(os.sep, "/")


Files: TypeAlias = "Mapping[str, bytes | OSError]"
"""What files hold, by their paths in the repository, or why one cannot be read."""


class Record(Struct, frozen=True):
    """What the files of a spec say.

    :param spec: the spec.
    :param texts: makes what rules ask of its texts, by the path of each Markdown file.
    """

    spec: Spec
    texts: Callable[[], Mapping[str, Prose]] = field(default=dict)


class Dialect(Protocol):
    """How one tool keeps specs. A dialect has no state: all it knows it is told."""

    @property
    def name(self) -> str:
        """The dialect's name, lower-case letters and digits; ids and addresses begin with it."""
        ...

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder or file in a repository that the specs are in, None if it has none."""
        ...

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every spec, each with the files it is made of, and a fragment where one holds many.

        Its ``key`` and ``need_id`` are made later, so that they are unique among the specs of all dialects.
        They begin with the dialect's name, and go on with what the dialect itself gives for a key, else with
        the id.

        :param home: what :meth:`find` has found.
        """
        ...

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the id of the spec that a file belongs to or belonged to, None if it is no spec's own.

        :param path: the file, relative to the repository; it may be gone.
        """
        ...

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return the status that an earlier version of a file gives its spec, None if it says none."""
        ...

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read specs; what is wrong with their files is in their findings, never raised.

        :param places: all specs that are made of the same files, so that each file is parsed once.
        :param depth: how much anybody will ask for; the texts of the records only if it is ``"texts"``.
        :returns: a record for each place, in the same order.
        """
        ...
