"""Many specs: loading, references between them, and what follows from those."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from posixpath import basename, dirname

from .findings import IN_ORDER, Correction, Finding, Severity
from .lifecycle import FINISHED
from .model import Place, Progress, Reference, Spec
from .reading import NoSpecsError, Project, SpecLayout, Vocabularies, dialects
from .reading.aliases import NUMBER, Aliases
from .reading.library import Library
from .reading.project import parts
from .wording import did_you_mean

_FOREIGN = re.compile(r"[A-Za-z@][\w./@-]*:\S+")

_DIGITS = re.compile(r"([^0-9]*)(0*)([0-9]*)")

_ALIKE = 0.8
"""How much alike the name behind a number is to the one that was meant."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a reference means.

    :param target: the key of the spec, or nothing.
    :param candidates: the keys of those that may have been meant, if there is no target.
    :param foreign: whether it names a spec of another project.
    :param unpublished: whether it names a spec that is left out.
    """

    target: str | None = None
    candidates: tuple[str, ...] = ()
    foreign: bool = False
    unpublished: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it names a spec, be it one that has no page here."""
        return bool(self.target) or self.foreign or self.unpublished

    def problem(self) -> tuple[str, str]:
        """Say what is wrong with a name that leads to no spec, and what its author can do about it."""
        if self.unpublished:
            return "is not published", "take it out of `leanspec_exclude`"
        what = "is ambiguous" if len(self.candidates) > 1 else "names no spec here"
        return what, did_you_mean(self.candidates) or "name a spec that exists, or remove the reference"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that leads to no spec of this project."""

    reference: Reference
    resolution: Resolution


class NameIndex:
    """What specs are called, and how to find one by any name people use for it."""

    def __init__(
        self,
        places: Iterable[Place],
        aliases: Mapping[str, Iterable[str]] | None = None,
        unpublished: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """Index specs by all their names.

        :param aliases: former names as written, by key.
        :param unpublished: the same of specs that are left out; each of them is there, though it has none.
        """
        self.places: Mapping[str, Place] = {place.key: place for place in places}
        self.unpublished = frozenset(unpublished or ())
        self.aliases = Aliases(aliases or {}, self.places.values())
        self._unpublished = Aliases(unpublished or {}, self.places.values())
        self._tools = {place.dialect for place in self.places.values() if not place.is_leanspec}
        self._by_id = _grouped(self.places.values(), lambda place: place.id)
        nested = (place for place in self.places.values() if "/" in place.id)
        self._by_last = _grouped(nested, lambda place: place.id.rpartition("/")[2])
        self._by_slug = _grouped(self.places.values(), lambda place: place.slug)
        self._by_number = _grouped(self.places.values(), lambda place: str(place.number))
        self._by_need = {
            name: place.key
            for place in self.places.values()
            for name in (place.need_id, place.spelling.spell(place.need_id))
        }

    def resolve(self, text: str) -> Resolution:
        """Find the spec that a text names; see :meth:`_resolve`. One that is left out is no target."""
        found = self._resolve(text)
        if found.target is None and not found.candidates:
            return found
        published = tuple(key for key in found.candidates if key not in self.unpublished)
        if found.target in self.unpublished or (found.candidates and not published):
            return Resolution(unpublished=True)
        return replace(found, candidates=published)

    def _resolve(self, text: str) -> Resolution:
        """Find the spec that a text names.

        In this order: the exact id; the last segment of a path; a former name; the slug behind the number, or
        behind a date, if only one spec has it; a bare number, if only one spec has it, or had it once; the
        last segment of an id. A text that begins with the name of a tool names none of another.

        :param text: an id, number, path or need id, as people write them: ``013``, ``#13``, ``spec-013``,
            ``specs/013-name/``, ``../013-name/README.md``, ``SPEC_013``.
        """
        name = text.strip().partition("#")[0].rstrip("/") if not text.startswith("#") else text.strip()
        if key := name if name in self.places else self._by_need.get(name):
            return Resolution(key)
        if "/" in name and (own := self._only(self._by_id.get(name))):  # as other tools may call them
            return own
        if _FOREIGN.fullmatch(name):
            return Resolution(foreign=True)
        segments = [part for part in name.replace("\\", "/").split("/") if part]
        if segments and segments[-1].lower().endswith(".md"):
            segments[-1] = segments[-1][:-3]
            if len(segments) > 1 and segments[-1] not in self._by_id:
                segments.pop()
        if not segments:
            return Resolution()
        grouped = "/".join(segments[-2:])
        if grouped in self.places:
            return Resolution(grouped)
        last = segments[-1]
        tool = segments[0] if len(segments) > 1 and segments[0] in self._tools else ""
        former = self.aliases.find(grouped, last) or self._unpublished.find(grouped, last)
        own = self._only(_of(tool, self._by_id.get(last, []))) or self._only(former)
        return own or self._by_parts(last, tool, is_bare=len(segments) == 1)

    def _by_parts(self, name: str, tool: str, *, is_bare: bool) -> Resolution:
        if match := NUMBER.fullmatch(name):
            plain = match["number"]
            former = self.aliases.find(plain) or self.aliases.numbered(plain) or self._unpublished.find(plain)
            numbered = _of(tool, [*self._by_number.get(plain, []), *self._inner(plain, is_bare)])
            return self._only(numbered) or self._only(former) or Resolution()
        if found := self._only(self._inner(name, is_bare)):
            return found
        number, slug = parts(name)
        slugged = _of(tool, self._by_slug.get(slug, [])) if slug else []
        if len(slugged) == 1 and (number is not None or self.places[slugged[0]].number is None):
            return Resolution(slugged[0])
        numbered = _of(tool, self._by_number.get(str(number), [])) if number is not None else []
        return Resolution(candidates=tuple(dict.fromkeys([*slugged, *numbered])))

    def _inner(self, name: str, is_bare: bool) -> list[str]:
        """Return the specs whose ids end in a name, where it stands alone."""
        return self._by_last.get(name, []) if is_bare else []

    @staticmethod
    def _only(keys: list[str] | None) -> Resolution | None:
        if not keys:
            return None
        return Resolution(keys[0]) if len(keys) == 1 else Resolution(candidates=tuple(keys))


@dataclass(frozen=True)
class Corpus:
    """All specs of a project and how they hang together.

    :param specs: by key, in the order of their numbers.
    :param unpublished: the specs that the project leaves out.
    :param findings: what is wrong with the files and with the references between them, in order of place.
    """

    project: Project
    specs: Mapping[str, Spec]
    names: NameIndex
    depends_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parent: Mapping[str, str] = field(default_factory=dict)
    unresolved: Mapping[str, tuple[Unresolved, ...]] = field(default_factory=dict)
    unpublished: tuple[Place, ...] = ()
    findings: tuple[Finding, ...] = ()

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

    @cached_property
    def progress(self) -> Progress:
        """The checks of all specs together."""
        return sum((spec.progress for spec in self.specs.values()), Progress(0, 0))

    def resolve(self, text: str) -> Resolution:
        """Find the spec that a text names; see :meth:`NameIndex.resolve`."""
        return self.names.resolve(text)

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
    project = dialects.locate(start, layout)
    places = dialects.discover(project)
    if not places:
        raise dialects.nothing(project)
    corpus = build(project, (library or Library(keeps_texts=False)).read(project, places, words))
    if not corpus.specs:
        raise NoSpecsError(f"all specs in {project.specs} are left out by `exclude`")
    return corpus


def build(project: Project, specs: Iterable[Spec]) -> Corpus:
    """Relate specs that have been read."""
    everything = _with_changes(_with_epics(sorted(specs, key=_order)))
    left_out = {spec.key: spec for spec in everything if project.leaves_out(spec)}
    ordered = {spec.key: spec for spec in everything if spec.key not in left_out}
    aliases = {key: _aliases(spec) for key, spec in ordered.items() if spec.aliases}
    unpublished = {key: _aliases(spec) for key, spec in left_out.items()}
    names = NameIndex((spec.place for spec in everything), aliases, unpublished)
    depends_on: dict[str, tuple[str, ...]] = {}
    parent: dict[str, str] = {}
    unresolved: dict[str, tuple[Unresolved, ...]] = {}
    findings = list(project.findings)
    for key, spec in ordered.items():
        found = [(reference, names.resolve(reference.text)) for reference in _references(spec)]
        depends_on[key] = tuple(
            dict.fromkeys(
                resolution.target
                for reference, resolution in found
                if resolution.target and reference.field == "depends_on"
            )
        )
        for reference, resolution in found:
            if resolution.target and reference.field == "parent":
                parent[key] = resolution.target
        unresolved[key] = tuple(Unresolved(*pair) for pair in found if not pair[1].target)
        findings += spec.findings
        findings += (_dangling(spec, lost) for lost in unresolved[key] if not lost.resolution.is_known)
        findings += _misnamed(spec, names)
    places = tuple(spec.place for spec in left_out.values())
    wrong = tuple(sorted(findings, key=IN_ORDER))
    return Corpus(project, ordered, names, depends_on, parent, unresolved, places, wrong)


def _with_epics(specs: list[Spec]) -> list[Spec]:
    """Call the epics of specs by their titles, where the tool of these has them."""
    known = {(spec.place.dialect, name): title for spec in specs for name, title in spec.epics.items()}
    if not known:
        return specs
    titles = {spec.key: known.get((spec.place.dialect, (spec.epic or "").casefold())) for spec in specs}
    return [replace(spec, epic=title) if (title := titles[spec.key]) else spec for spec in specs]


def _with_changes(specs: list[Spec]) -> list[Spec]:
    """Relate what changes requirements of other specs to these, and these to it."""
    known = {(spec.place.dialect, spec.id): spec.key for spec in specs if not spec.place.group}
    changed = {
        spec.key: dict.fromkeys(
            known[of] for delta in spec.deltas if (of := (spec.place.dialect, delta.capability)) in known
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


def _of(tool: str, keys: list[str]) -> list[str]:
    """Return the keys that are those of one tool, all where none is named."""
    return [key for key in keys if key.startswith(f"{tool}/")] if tool else keys


def _order(spec: Spec) -> tuple[bool, int, list[tuple[str, int, str]], str, str]:
    """Return what a spec is sorted by: its number, else its name, in which 9 comes before 10."""
    if spec.place.number is not None:
        return False, spec.place.number, [], spec.id, spec.key
    parts = [
        (text, len(digits), digits)
        for text, zeros, digits in _DIGITS.findall(spec.id)
        if text or zeros or digits
    ]
    return True, 0, parts, spec.id, spec.key


def _grouped(places: Iterable[Place], name: Callable[[Place], str]) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for place in places:
        groups.setdefault(name(place), []).append(place.key)
    return groups


def _inverted(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    inverted: dict[str, list[str]] = {}
    for source, target in pairs:
        inverted.setdefault(target, []).append(source)
    return {target: tuple(sources) for target, sources in inverted.items()}
