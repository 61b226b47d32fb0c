"""What specs are called, and which of them a text names: a number, a path, an id, or a name of the past."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from .model import Place
from .reading.aliases import NUMBER, Aliases, ManyAliases
from .reading.members import local
from .reading.project import need_id, parts
from .wording import did_you_mean

_FOREIGN = re.compile(r"[A-Za-z@][\w./@-]*:\S+")


class Resolution(Struct, frozen=True):
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


class _ProjectNames:
    """What the specs of one project are called in it, whatever else its site shows.

    :param aliases: former names as written, by key.
    :param unpublished: the same of specs that are left out; each of them is there, though it has none.
    """

    def __init__(
        self,
        project: str,
        places: Sequence[Place],
        aliases: Mapping[str, Iterable[str]],
        unpublished: Mapping[str, Iterable[str]],
    ) -> None:
        self.places = {local(project, place.key): place for place in places}
        self.keys = {place.key: place for place in places}
        self.unpublished = frozenset(unpublished)
        self.aliases = Aliases(aliases, places, project)
        self._unpublished = Aliases(unpublished, places, project)
        self._project = project
        self._tools = {place.dialect for place in places if not place.is_leanspec}
        self._by_id = _grouped(places, lambda place: place.id)
        nested = (place for place in places if "/" in place.id or place.short)
        self._by_last = _grouped(nested, lambda place: place.short or place.id.rpartition("/")[2])
        self._by_slug = _grouped(self.places.values(), lambda place: place.slug)
        others = [place for place in places if not place.is_leanspec]
        self._folded = {
            **_grouped(others, lambda place: place.slug.casefold()),
            **_grouped(others, lambda place: place.id.casefold()),
        }
        self._by_number = _grouped(self.places.values(), lambda place: str(place.number))
        own = need_id("", kind=project) if project else ""
        self._by_need = {
            name: place.key
            for place in self.places.values()
            for need in (place.need_id, place.need_id.removeprefix(own))
            for name in (need, place.spelling.spell(need))
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
        behind a date, if only one spec has it; an id of another tool in other letters; a bare number, if only
        one spec has it, or had it once; the last segment of an id. A text that begins with the name of a tool
        names none of another. What another tool has put away is meant where nothing else is called so.

        :param text: an id, number, path or need id, as people write them: ``013``, ``#13``, ``spec-013``,
            ``specs/013-name/``, ``../013-name/README.md``, ``SPEC_013``.
        """
        name = text.strip().partition("#")[0].rstrip("/") if not text.startswith("#") else text.strip()
        if key := self.places[name].key if name in self.places else self._by_need.get(name):
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
            return Resolution(self.places[grouped].key)
        last = segments[-1]
        tool = segments[0] if len(segments) > 1 and segments[0] in self._tools else ""
        former = self.aliases.find(grouped, last) or self._unpublished.find(grouped, last)
        own = self._only(self._of(tool, self._by_id.get(last, []))) or self._only(former)
        return own or self._by_parts(last, tool, is_bare=len(segments) == 1)

    def _by_parts(self, name: str, tool: str, *, is_bare: bool) -> Resolution:
        if match := NUMBER.fullmatch(name):
            plain = match["number"]
            former = self.aliases.find(plain) or self.aliases.numbered(plain) or self._unpublished.find(plain)
            numbered = self._of(tool, [*self._by_number.get(plain, []), *self._inner(plain, is_bare)])
            return self._only(numbered) or self._only(former) or Resolution()
        if found := self._only(self._inner(name, is_bare)):
            return found
        number, slug = parts(name)
        slugged = self._of(tool, self._by_slug.get(slug, [])) if slug else []
        if not slugged and (found := self._only(self._of(tool, self._folded.get(name.casefold(), [])))):
            return found
        if len(slugged) == 1 and (number is not None or self.keys[slugged[0]].number is None):
            return Resolution(slugged[0])
        numbered = self._of(tool, self._by_number.get(str(number), [])) if number is not None else []
        return Resolution(candidates=tuple(dict.fromkeys([*slugged, *numbered])))

    def _inner(self, name: str, is_bare: bool) -> list[str]:
        """Return the specs whose ids end in a name, where it stands alone."""
        return self._by_last.get(name, []) if is_bare else []

    def _of(self, tool: str, keys: list[str]) -> list[str]:
        """Return the keys that are those of one tool, all where none is named."""
        return [key for key in keys if local(self._project, key).startswith(f"{tool}/")] if tool else keys

    def _only(self, keys: list[str] | None) -> Resolution | None:
        if not keys:
            return None
        if len(keys) > 1:  # what another tool has put away is meant where nothing else is
            there = [key for key in keys if self.keys[key].is_leanspec or not self.keys[key].archived]
            keys = there or keys
        return Resolution(keys[0]) if len(keys) == 1 else Resolution(candidates=tuple(keys))


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
        by_project: dict[str, list[Place]] = {}
        for place in self.places.values():
            by_project.setdefault(place.project, []).append(place)
        self._of = {
            name: _ProjectNames(name, own, _among(aliases, own), _among(unpublished, own))
            for name, own in by_project.items()
        }
        self._full = {
            name: place.key
            for place in self.places.values()
            if place.project
            for name in (place.key, place.need_id, place.spelling.spell(place.need_id), *_paths(place))
        }
        parts = {name: names.aliases for name, names in self._of.items()}
        projects = {key: place.project for key, place in self.places.items()}
        self.aliases = ManyAliases(parts, projects) if self._full else parts.get("", Aliases({}, ()))
        self._found: dict[tuple[str, str], Resolution] = {}

    def aliases_of(self, project: str) -> Aliases:
        """Return the former names of the specs of a project, as they are written in it."""
        return self._of[project].aliases if project in self._of else Aliases({}, ())

    def resolve(self, text: str, project: str = "") -> Resolution:
        """Find the spec that a text names.

        Before a colon stands the name of a project: ``api:012``. Without one a name is that of a spec of the
        project in which it is written. On the pages of the site's own project it may be that of another, if
        only one spec of all has it.

        :param project: the project in which it is written, empty for the site's own.
        """
        if (text, project) not in self._found:  # the same few names are asked for again and again
            self._found[text, project] = self._resolve(text, project)
        return self._found[text, project]

    def _resolve(self, text: str, project: str) -> Resolution:
        own = self._of.get(project)
        if not self._full:
            return own.resolve(text) if own else Resolution(foreign=bool(_FOREIGN.fullmatch(text.strip())))
        name, _, rest = text.strip().partition(":")
        if rest and name in self._of:
            return self._of[name].resolve(rest)
        if key := self._full.get(text.strip().partition("#")[0].rstrip("/")):
            return Resolution(unpublished=True) if key in self.unpublished else Resolution(key)
        found = own.resolve(text) if own else Resolution()
        if found.is_known:
            return found
        others = [names.resolve(text) for names in self._of.values() if names is not own]
        meant = [other.target for other in others if other.target]
        if len(meant) == 1 and not project:
            return Resolution(meant[0])
        near = (key for other in others for key in (other.target, *other.candidates) if key)
        return found if found.candidates else Resolution(candidates=tuple(near))


def _grouped(places: Iterable[Place], name: Callable[[Place], str]) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for place in places:
        groups.setdefault(name(place), []).append(place.key)
    return groups


def _paths(place: Place) -> Iterator[str]:
    """Return the paths by which a spec of another project can be named: its files, and its folder."""
    yield from place.own
    folder = place.path.rpartition("/")[0]
    if folder.endswith(f"/{place.id}"):
        yield folder


def _among(
    claims: Mapping[str, Iterable[str]] | None, places: Iterable[Place]
) -> Mapping[str, Iterable[str]]:
    """Return what is claimed for some specs."""
    return {place.key: claims[place.key] for place in places if place.key in claims} if claims else {}
