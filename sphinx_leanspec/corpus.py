"""Many specs: loading, references between them, and what follows from those."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from posixpath import basename, dirname
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from .elsewhere.edition import Edition
from .findings import IN_ORDER, Correction, Finding, Severity
from .lifecycle import FINISHED
from .model import Place, Progress, Reference, Spec
from .name_index import NameIndex, Resolution
from .reading import NoSpecsError, Project, SpecLayout, Vocabularies
from .reading.found import FoundSpecs, find
from .reading.library import Library
from .reading.project import parts

_DIGITS = re.compile(r"([^0-9]*)(0*)([0-9]*)")

_ALIKE = 0.8
"""How much alike the name behind a number is to the one that was meant."""


class Unresolved(Struct, frozen=True):
    """A reference that leads to no spec of this project."""

    reference: Reference
    resolution: Resolution


class Corpus(Struct, frozen=True, dict=True):
    """All specs of a project and how they hang together.

    :param specs: by key, in the order of their numbers.
    :param unpublished: the specs that the project leaves out.
    :param findings: what is wrong with the files and with the references between them, in order of place.
    :param elsewhere: the projects whose pages live elsewhere, by name.
    """

    project: Project
    specs: Mapping[str, Spec]
    names: NameIndex
    depends_on: Mapping[str, tuple[str, ...]] = {}
    parent: Mapping[str, str] = {}
    unresolved: Mapping[str, tuple[Unresolved, ...]] = {}
    unpublished: tuple[Place, ...] = ()
    findings: tuple[Finding, ...] = ()
    elsewhere: Mapping[str, Edition] = {}

    @cached_property
    def offers_evidence(self) -> bool:
        """Whether any check offers evidence; where none does, nothing is said of verdicts."""
        return any(spec.offers_evidence for spec in self.specs.values())

    @cached_property
    def required_by(self) -> Mapping[str, tuple[str, ...]]:
        """The specs that depend on each spec."""
        return _inverted((key, target) for key, targets in self.depends_on.items() for target in targets)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The specs each umbrella holds together."""
        return _inverted(self.parent.items())

    def is_unpublished(self, path: str) -> bool:
        """Return whether a path is that of a spec which is left out, or lies in its folder."""
        return any(
            path in (own, own.removesuffix(".md")) or path.startswith(f"{own}/") for own in self.kept_back
        )

    @cached_property
    def kept_back(self) -> frozenset[str]:
        """The folders of the specs that are left out, and their files where they have no folder."""
        files = [path for place in self.unpublished if not place.fragment for path in place.own]
        names = self.project.layout.files
        return frozenset(dirname(path) if basename(path) in names else path for path in files)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The key of the spec that each file belongs to: its own, and its sub-documents."""
        return {
            path: key
            for key, spec in self.specs.items()
            for path in (*_own(spec.place), *(document.path for document in spec.place.sub_documents))
        }

    def owner(self, path: str, line: int) -> str | None:
        """Return the key of the spec that a line of a file belongs to, None if it is no spec's."""
        if path in self.files or path not in self._fragments:
            return self.files.get(path)
        specs = self._fragments[path]
        for at in range(bisect_right(specs, line, key=lambda spec: spec.body_line) - 1, -1, -1):
            if line < specs[at].body_line + specs[at].lines:  # one that begins later lies in it, or before it
                return specs[at].key
        return None

    @cached_property
    def _fragments(self) -> Mapping[str, list[Spec]]:
        """The specs of each file that holds many, in their order."""
        found: dict[str, list[Spec]] = {}
        for spec in sorted(self.specs.values(), key=lambda spec: spec.body_line):
            if spec.place.fragment:
                found.setdefault(spec.path, []).append(spec)
        return found

    @cached_property
    def here(self) -> Mapping[str, Spec]:
        """The specs whose pages do not live elsewhere."""
        return (
            {key: spec for key, spec in self.specs.items() if not spec.place.page}
            if self.elsewhere
            else self.specs
        )

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """The names of the projects that have specs here, if there are others than the site's own."""
        return tuple(sorted({spec.place.project for spec in self.specs.values()} - {""}))

    @cached_property
    def progress(self) -> Progress:
        """The checks of all specs together."""
        return sum((spec.progress for spec in self.specs.values()), Progress(0, 0))

    def resolve(self, text: str, project: str = "") -> Resolution:
        """Find the spec that a text names; see :meth:`NameIndex.resolve`."""
        return self.names.resolve(text, project)

    def with_findings(self, findings: Iterable[Finding]) -> Corpus:
        """Return the same corpus with further findings, whose paths may be absolute."""
        found = tuple(replace(one, path=self.project.relative(Path(one.path))) for one in findings)
        return (
            replace(self, findings=tuple(sorted((*self.findings, *found), key=IN_ORDER))) if found else self
        )

    def renamed(self, names: Mapping[str, str]) -> Corpus:
        """Return the same corpus with other titles, by key, as a translation gives them."""
        specs = {key: replace(spec, title=names.get(key, spec.title)) for key, spec in self.specs.items()}
        return replace(self, specs=specs)

    def renewed(self, fresh: Mapping[str, Spec]) -> Corpus:
        """Return the same corpus with some specs as their files say them by now, by key.

        What these are called, where they stand among others, and what is wrong with them, is as it was: that
        is for whoever reads all of them.
        """
        everything = _with_changes(_with_epics([fresh.get(key, spec) for key, spec in self.specs.items()]))
        made = {spec.key: spec for spec in everything if spec.key in fresh}
        ties = {key: _tie(spec, self.names) for key, spec in made.items()}
        parent = {key: above for key, above in self.parent.items() if key not in ties}
        return replace(
            self,
            specs={**self.specs, **made},
            depends_on={**self.depends_on, **{key: tie.depends_on for key, tie in ties.items()}},
            parent={**parent, **{key: tie.parent for key, tie in ties.items() if tie.parent}},
            unresolved={**self.unresolved, **{key: tie.unresolved for key, tie in ties.items()}},
        )

    def waits_for(self, key: str) -> tuple[str, ...]:
        """Return the unfinished specs that a spec depends on, itself excluded."""
        targets = self.depends_on.get(key, ())
        return tuple(
            target for target in targets if target != key and self.specs[target].stage not in FINISHED
        )

    def ancestors(self, key: str, most: int = 0) -> tuple[str, ...]:
        """List the umbrellas above a spec.

        :param most: how many of the nearest are listed at most, 0 for all.
        :returns: them, outermost first; a cycle ends where it closes.
        """
        above: dict[str, None] = {}
        nearest = self.parent.get(key)
        while nearest is not None and nearest != key and nearest not in above:
            if most and len(above) == most:
                break
            above[nearest] = None
            nearest = self.parent.get(nearest)
        return tuple(reversed(above))

    def neighbours(self, key: str) -> tuple[str | None, str | None]:
        """Return the specs before and after one in the order of the corpus; None at an end."""
        return self._neighbours[key]

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[str | None, str | None]]:
        """The specs before and after each one."""
        row = [None, *self.specs, None]
        return {key: (row[at], row[at + 2]) for at, key in enumerate(self.specs)}


def load(
    start: Path,
    layout: SpecLayout | None = None,
    words: Vocabularies | None = None,
    library: Library | None = None,
) -> Corpus:
    """Read all specs of a repository.

    :param start: the repository or its specs folder.
    :param library: reads the files; where none is given, nobody asks for their texts.
    :raises NoSpecsError: if there is no folder of specs, or nothing in it.
    """
    return read(find(start, layout, words), library or Library("specs"))


def read(found: FoundSpecs, library: Library) -> Corpus:
    """Read specs that have been found.

    :raises NoSpecsError: if the project leaves out all of them.
    """
    specs = library.read(*found)
    editions = _editions(found.project, library)
    specs += (spec for edition in editions for spec in edition.specs)
    corpus = build(found.project, specs, editions)
    if not corpus.specs and not editions:
        raise NoSpecsError(f"all specs in {found.project.specs} are left out by `exclude`")
    return corpus


def _editions(project: Project, library: Library) -> list[Edition]:
    """Read the projects whose pages live elsewhere."""
    if not project.elsewhere:
        return []
    from .elsewhere import reading  # here, as few sites have any

    return [reading.read(known, library) for known in project.elsewhere]


def build(project: Project, specs: Iterable[Spec], editions: Iterable[Edition] = ()) -> Corpus:
    """Relate specs that have been read.

    :param editions: the projects whose pages live elsewhere; their specs are among them.
    """
    known = {edition.name: edition for edition in editions}
    everything = _with_changes(_with_epics(sorted(specs, key=_order)))
    left_out = {spec.key: spec for spec in everything if project.of(spec.place.project).leaves_out(spec)}
    ordered = {spec.key: spec for spec in everything if spec.key not in left_out}
    aliases = {key: _aliases(spec) for key, spec in ordered.items() if spec.aliases}
    unpublished = {key: _aliases(spec) for key, spec in left_out.items()}
    names = NameIndex((spec.place for spec in everything), aliases, unpublished)
    ties = {key: _tie(spec, names) for key, spec in ordered.items()}
    parent = {key: tie.parent for key, tie in ties.items() if tie.parent}
    findings = [*project.findings, *(one for edition in known.values() for one in edition.findings)]
    for key, spec in ordered.items():
        findings += spec.findings
        findings += (_dangling(spec, lost) for lost in ties[key].unresolved if not lost.resolution.is_known)
        findings += _misnamed(spec, names)
    places = tuple(spec.place for spec in left_out.values())
    wrong = tuple(sorted(findings, key=IN_ORDER))
    depends_on = {key: tie.depends_on for key, tie in ties.items()}
    unresolved = {key: tie.unresolved for key, tie in ties.items()}
    return Corpus(project, ordered, names, depends_on, parent, unresolved, places, wrong, known)


class _Tie(NamedTuple):
    """What a spec refers to."""

    depends_on: tuple[str, ...]
    parent: str | None
    unresolved: tuple[Unresolved, ...]


def _tie(spec: Spec, names: NameIndex) -> _Tie:
    """Find what a spec refers to."""
    found = [
        (reference, names.resolve(reference.text, spec.place.project)) for reference in _references(spec)
    ]
    targets: dict[str, dict[str, None]] = {"depends_on": {}, "parent": {}}
    for reference, resolution in found:
        if resolution.target and reference.field in targets:
            targets[reference.field][resolution.target] = None
    lost = tuple(Unresolved(*pair) for pair in found if not pair[1].target)
    return _Tie(tuple(targets["depends_on"]), next(reversed(targets["parent"]), None), lost)


def _with_epics(specs: list[Spec]) -> list[Spec]:
    """Call the epics of specs by their titles, where the tool of these has them."""
    known = {(spec.place.keeper, name): title for spec in specs for name, title in spec.epics.items()}
    if not known:
        return specs
    titles = {spec.key: known.get((spec.place.keeper, (spec.epic or "").casefold())) for spec in specs}
    return [replace(spec, epic=title) if (title := titles[spec.key]) else spec for spec in specs]


def _with_changes(specs: list[Spec]) -> list[Spec]:
    """Relate what changes requirements of other specs to these, and these to it."""
    known = {(spec.place.keeper, spec.id): spec.key for spec in specs if not spec.place.group}
    changed = {
        spec.key: dict.fromkeys(
            known[of] for delta in spec.deltas if (of := (spec.place.keeper, delta.capability)) in known
        )
        for spec in specs
        if spec.deltas
    }
    if not changed:
        return specs
    changes = _inverted((key, target) for key, targets in changed.items() for target in targets)
    return [
        replace(spec, related=(*spec.related, *(Reference("related", key, 1) for key in others)))
        if (others := (*changed.get(spec.key, ()), *changes.get(spec.key, ())))
        else spec
        for spec in specs
    ]


def _aliases(spec: Spec) -> list[str]:
    return [alias.text for alias in spec.aliases]


def _own(place: Place) -> tuple[str, ...]:
    """Return the files that are one spec's alone."""
    return () if place.fragment else place.own


def _references(spec: Spec) -> list[Reference]:
    return [*spec.depends_on, *((spec.parent,) if spec.parent else ()), *spec.related]


def _dangling(spec: Spec, lost: Unresolved) -> Finding:
    reference = lost.reference
    what, fix = lost.resolution.problem()
    message = f"{reference.field} `{reference.text}` {what}"
    path = reference.path or spec.path
    at_most: Severity = "info" if reference.is_foretold else "error"
    return Finding(path, reference.line, "ref", message, fix, at_most=at_most, change=_meant(lost))


def _meant(lost: Unresolved) -> Correction | None:
    """Return what a reference is to be, where all but a letter or two of one spec's name is written."""
    written, candidates = lost.reference.text, lost.resolution.candidates
    if len(candidates) != 1 or "/" in written or "\\" in written:
        return None
    from difflib import SequenceMatcher  # here, as most references lead somewhere

    (key,) = candidates
    alike = SequenceMatcher(None, parts(written)[1], parts(key.rpartition("/")[2])[1]).ratio()
    return Correction(lost.reference.field, written, key) if alike >= _ALIKE else None


def _misnamed(spec: Spec, names: NameIndex) -> list[Finding]:
    """Return what is wrong with the former names of a spec."""
    return [
        Finding(spec.path, alias.line, "alias", f"the alias `{alias.text}` {wrong[0]}", wrong[1])
        for alias in spec.aliases
        if (wrong := names.aliases.problem(spec.key, alias.text))
    ]


def _order(spec: Spec) -> tuple[str, bool, int, list[tuple[str, int, str]], str, str]:
    """Return what a spec is sorted by: its project, its number, else its name, in which 9 comes before 10."""
    project = spec.place.project
    if spec.place.number is not None:
        return project, False, spec.place.number, [], spec.id, spec.key
    parts = [
        (text, len(digits), digits)
        for text, zeros, digits in _DIGITS.findall(spec.id)
        if text or zeros or digits
    ]
    return project, True, 0, parts, spec.id, spec.key


def _inverted(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    inverted: dict[str, list[str]] = {}
    for source, target in pairs:
        inverted.setdefault(target, []).append(source)
    return {target: tuple(sources) for target, sources in inverted.items()}
