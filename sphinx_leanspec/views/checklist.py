"""The checks of specs by section: what is done, what is open, how far each section is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from ..model import Check, Progress, Spec

Which = Literal["all", "open", "done"]
"""Which checks are shown."""


class Group(Struct, frozen=True):
    """The checks of one top-level section.

    :param title: the section, empty for checks above every heading.
    :param checks: those that are shown.
    :param progress: the count of all its checks, shown or not.
    """

    title: str
    checks: tuple[Check, ...]
    progress: Progress


def groups(checks: Iterable[Check], which: Which = "all", sections: Iterable[str] = ()) -> list[Group]:
    """Group checks by the top-level section they stand in, in order of appearance.

    :param which: which of them are shown; counts are those of all.
    :param sections: the sections that are asked for, whatever their case; all if there are none.
    """
    wanted = {section.casefold() for section in sections}
    found: dict[str, list[Check]] = {}
    for check in checks:
        if not wanted or wanted & {section.casefold() for section in check.sections}:
            found.setdefault(check.sections[0] if check.sections else "", []).append(check)
    return [
        Group(title, tuple(check for check in group if _is_shown(check, which)), Progress.of(group))
        for title, group in found.items()
    ]


def total(found: Iterable[Group]) -> Progress:
    """Return the progress over all groups."""
    return sum((group.progress for group in found), Progress(0, 0))


def section_progress(spec: Spec) -> list[tuple[str, Progress]]:
    """Return each section that has checks, with its progress."""
    return [(group.title, group.progress) for group in groups(spec.checks) if group.progress.total]


def _is_shown(check: Check, which: Which) -> bool:
    if which == "all":
        return True
    return check.exempt is None and check.done == (which == "done")
