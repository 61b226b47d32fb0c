"""Former names of specs: what one was called before it was renamed or renumbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from ..model import Place
from ..need_ids import USUAL
from .project import need_id, parts

NUMBER: Final = re.compile(r"(?:spec[-_ ]?|#)?0*(?P<number>0|[1-9][0-9]*)", re.IGNORECASE)
"""A number as people write it: ``013``, ``#13``, ``spec-013``."""

_NAME: Final = re.compile(r"(?:[^./][^/]*/)?[0-9][^/]*")
_UNFIT: Final = frozenset('<>:"|?*\\#%')
_LONGEST: Final = 200  # bytes: an address becomes the name of a file
_AROUND: Final = frozenset({"", ".", "..", "specs", "archived", "_archived", "README"})
"""What a path has around a name, and an address has not."""


class Alias(Struct, frozen=True):
    """One former name.

    :param name: as an address has it: ``011-old-name``, ``12``, ``group/011-old-name``.
    :param number: the number it begins with.
    :param slug: what is behind the number, empty where there is nothing but a number.
    """

    name: str
    number: int
    slug: str

    @property
    def id(self) -> str:
        """The name without its group; of a number alone its digits, however they were written."""
        return self.name.rpartition("/")[2] if self.slug else str(self.number)

    @property
    def need_ids(self) -> tuple[str, ...]:
        """What the need was called, if its number was its own, and if it was not."""
        short = need_id(f"{self.number:03}")
        return (short, need_id(f"{self.number:03}", self.slug)) if self.slug else (short,)


def read_alias(text: str) -> Alias | None:
    """Read a former name: an id, a number, or a path.

    :returns: nothing if no spec could be called so.
    """
    written = text.strip().removesuffix(".md")
    if len(written.encode()) > _LONGEST:
        return None
    if match := NUMBER.fullmatch(written):
        return Alias(match["number"], int(match["number"]), "")
    name = "/".join([part for part in written.split("/") if part not in _AROUND][-2:])
    if not _NAME.fullmatch(name) or not name.isprintable() or _UNFIT.intersection(name):
        return None
    number, slug = parts(name.rpartition("/")[2])
    return None if number is None else Alias(name, number, slug)


class Aliases:
    """The former names of all specs.

    A name that a living spec has is never a former one, and one that several specs claim leads nowhere.

    :param claims: what each spec was called, as written, by its key.
    :param project: the name of the project whose specs these are, where it has one.
    """

    def __init__(
        self, claims: Mapping[str, Iterable[str]], places: Iterable[Place], project: str = ""
    ) -> None:
        living = list(places)
        self._project = project
        self._ids = {
            name: place.key for place in living for name in (place.id, place.key.removeprefix(f"{project}/"))
        }
        self._numbers = {place.number: place.key for place in living}
        self._need_ids = {place.need_id for place in living}
        self._spelling = next((place.spelling for place in living), USUAL)
        self._by_name: dict[str, list[str]] = {}
        self._by_number: dict[str, list[str]] = {}
        self._of: dict[str, list[Alias]] = {}
        for key, texts in claims.items():
            for text in texts:
                alias = read_alias(text)
                if alias is not None and self._owner(alias) is None:
                    self._claim(key, alias)

    def find(self, *names: str) -> list[str]:
        """Return the keys of the specs that once had a name, for the first of these that any had."""
        return next((self._by_name[name] for name in names if name in self._by_name), [])

    def numbered(self, number: str) -> list[str]:
        """Return the keys of the specs that once had a number, given without leading zeros."""
        return self._by_number.get(number, [])

    def addresses(self) -> Mapping[str, str]:
        """Map every former name that leads somewhere to the key of its spec."""
        before = f"{self._project}/" if self._project else ""
        return {
            before + alias.name: key
            for key, found in self._of.items()
            for alias in found
            if self._leads(alias)
        }

    def names(self, key: str) -> tuple[str, ...]:
        """Return the former names of a spec."""
        return tuple(alias.name for alias in self._of.get(key, ()) if self._leads(alias))

    def need_ids(self, key: str) -> tuple[str, ...]:
        """Return the former ids of a spec's need that no need has today."""
        known = [alias for alias in self._of.get(key, ()) if self._leads(alias)]
        long = [name for alias in known for name in alias.need_ids[1:]]
        short = [alias.need_ids[0] for alias in known if len(self._by_number[str(alias.number)]) == 1]
        before = need_id("", kind=self._project) if self._project else ""
        found = (before + name for name in dict.fromkeys([*short, *long]))
        gone = (name for name in found if name not in self._need_ids)
        return tuple(map(self._spelling.spell, gone))

    def problem(self, key: str, text: str) -> tuple[str, str] | None:
        """Return what is wrong with a former name and how to mend it, None if it is sound."""
        alias = read_alias(text)
        if alias is None:
            return "is no name that a spec can have", "write an id or a number"
        owner = self._owner(alias)
        if owner == key:
            return "is the spec's name today", "remove it"
        if owner is not None:
            return f"is what `{owner}` is called", "remove it, or rename that spec"
        claiming = self._by_name[alias.id]
        if len(claiming) > 1:
            others = " and ".join(f"`{other}`" for other in claiming if other != key)
            return f"is claimed by {others}, too", "leave it to one of them"
        return None

    def _leads(self, alias: Alias) -> bool:
        """Tell whether exactly one spec claims a name."""
        return len(self._by_name[alias.id]) == 1

    def _owner(self, alias: Alias) -> str | None:
        """Return the key of the spec that has this name today, None if none has."""
        return self._ids.get(alias.name) or (
            self._ids.get(alias.id) if alias.slug else self._numbers.get(alias.number)
        )

    def _claim(self, key: str, alias: Alias) -> None:
        self._of.setdefault(key, []).append(alias)
        for name in {alias.id, alias.name, *(alias.need_ids[1:])}:
            _add(self._by_name.setdefault(name, []), key)
        _add(self._by_number.setdefault(str(alias.number), []), key)


class ManyAliases(Aliases):
    """The former names of all specs of several projects.

    :param parts: those of each project, by its name.
    :param projects: the project of each spec, by its key.
    """

    def __init__(self, parts: Mapping[str, Aliases], projects: Mapping[str, str]) -> None:
        super().__init__({}, ())
        self._parts = parts
        self._projects = projects

    def find(self, *names: str) -> list[str]:
        """Return the keys of the specs of the site's own project that once had a name."""
        return self._parts[""].find(*names) if "" in self._parts else []

    def addresses(self) -> Mapping[str, str]:
        """Map every former name that leads somewhere, as an address has it, to the key of its spec."""
        return {name: key for part in self._parts.values() for name, key in part.addresses().items()}

    def names(self, key: str) -> tuple[str, ...]:
        """Return the former names of a spec."""
        return self._of_spec(key).names(key)

    def need_ids(self, key: str) -> tuple[str, ...]:
        """Return the former ids of a spec's need that no need has today."""
        return self._of_spec(key).need_ids(key)

    def problem(self, key: str, text: str) -> tuple[str, str] | None:
        """Return what is wrong with a former name and how to mend it, None if it is sound."""
        return self._of_spec(key).problem(key, text)

    def _of_spec(self, key: str) -> Aliases:
        return self._parts[self._projects[key]]


def _add(keys: list[str], key: str) -> None:
    if key not in keys:
        keys.append(key)
