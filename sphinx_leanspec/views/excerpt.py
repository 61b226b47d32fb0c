"""Which section of a spec is meant, by its title or its anchor."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from msgspec import Struct

from ..model import Section

SEPARATOR: Final = " / "
"""What stands between a section and one below it."""

_MOST: Final = 6

SectionPath = tuple[Section, ...]
"""A section behind those that it stands in, the outermost first, the page's title left out."""


class SectionMatch(Struct, frozen=True):
    """What a text names.

    :param path: the section; of several the first.
    :param candidates: of several the anchors; if there is none, titles that are much like it.
    """

    path: SectionPath = ()
    candidates: tuple[str, ...] = ()


def paths(sections: Sequence[Section]) -> list[SectionPath]:
    """Return the path of every section of a page, its title excepted."""
    found: list[SectionPath] = []
    above: SectionPath = ()
    titled = False
    for section in sections:
        if section.level == 1 and not titled:
            titled, above = True, ()
            continue
        above = (*(other for other in above if other.level < section.level), section)
        found.append(above)
    return found


def find(sections: Sequence[Section], text: str) -> SectionMatch:
    """Find a section.

    :param text: its anchor or title; before it, with `` / `` between, those of sections above.
    """
    known = paths(sections)
    for path in known:
        if path[-1].slug == text:
            return SectionMatch(path)
    named = [path for path in known if _is_named(path, (text,))]
    named = named or [path for path in known if _is_named(path, text.split(SEPARATOR))]
    if named:
        others = tuple(path[-1].slug for path in named[:_MOST]) if len(named) > 1 else ()
        return SectionMatch(named[0], others)
    titles = list(dict.fromkeys(path[-1].title for path in known))
    near = get_close_matches(text.rsplit(SEPARATOR, 1)[-1].strip(), titles, _MOST, 0.5)
    return SectionMatch((), tuple(near))


def _is_named(path: SectionPath, names: Sequence[str]) -> bool:
    """Tell whether names end in this section, and name sections above it in this order."""
    *above, last = (name.strip().casefold() for name in names)
    called = [{section.title.casefold(), section.slug.casefold()} for section in path]
    rest = iter(called[:-1])
    return last in called[-1] and all(any(name in names for names in rest) for name in above)
