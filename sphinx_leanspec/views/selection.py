"""Which specs a view shows, and in which order: the same options for every view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from ..dates import instant
from ..lifecycle import FINISHED, PRIORITIES, STATUSES, WORK_FIRST, rank
from ..model import Spec
from ..wording import listed

if TYPE_CHECKING:
    from ..corpus import Corpus

REVERSE: Final = "-"
"""What before a sort key turns the order round."""


class Selection(Struct, frozen=True):
    """What is asked for; an empty part asks for nothing, so all specs pass it.

    :param specs: specs by any name they have.
    :param status: statuses, ``none`` for specs without; ``archived`` also for what lies in a folder of such.
    :param tag: tags; one of them is enough.
    :param priority: priorities, ``none`` for specs without.
    :param parent: umbrellas by any name they have; ``none`` for specs without.
    :param assignee: who works on them; ``none`` for nobody.
    :param project: names of projects, ``none`` for the site's own.
    :param ready: whether only specs that are unfinished, and wait for none that is, are shown.
    :param sort: what to order by, see :data:`SORTS`; a leading ``-`` turns it round.
    :param offset: how many of them are passed over at the beginning.
    :param limit: how many specs are shown at most, 0 for all.
    """

    specs: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    assignee: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    ready: bool = False
    sort: str = ""
    offset: int = 0
    limit: int = 0

    @classmethod
    def of(cls, written: Mapping[str, str]) -> Selection:
        """Read what is asked for from texts, each with its values between commas, as views take them.

        :param written: the texts by what they narrow, see :data:`NARROWING`.
        """
        parts: dict[str, Any] = {name: listed(text) for name, text in written.items()}
        return cls(**parts)

    def is_open(self) -> bool:
        """Tell whether the selection asks for nothing in particular."""
        return not self.ready and not any(getattr(self, name) for name in NARROWING)


NARROWING: Final = tuple(
    name
    for name, default in zip(Selection.__struct_fields__, Selection.__struct_defaults__, strict=True)
    if default == ()
)
"""The parts of a selection that leave specs out."""


class Selected(Struct, frozen=True):
    """The keys of the specs that are shown, and how many more there are."""

    keys: tuple[str, ...]
    omitted: int = 0

    def first(self, most: int) -> Selected:
        """Return the same selection, cut to its first ``most`` specs."""
        return Selected(self.keys[:most], self.omitted + max(0, len(self.keys) - most))


SORTS: Final[Mapping[str, Callable[[Spec], tuple[object, ...]]]] = {
    "number": lambda spec: (spec.place.number is None, spec.place.number or 0, spec.key),
    "title": lambda spec: (spec.title.casefold(), spec.key),
    "status": lambda spec: (rank(spec.status, STATUSES), spec.key),
    "priority": lambda spec: (rank(spec.priority, PRIORITIES), spec.key),
    "progress": lambda spec: (_share(spec), spec.key),
    "created": lambda spec: (_time(spec.created), spec.key),
    "updated": lambda spec: (_time(spec.updated), spec.key),
    "completed": lambda spec: (_time(spec.completed), spec.key),
}
"""What specs can be ordered by."""


def select(corpus: Corpus, wanted: Selection, among: Collection[str] | None = None) -> Selected:
    """Choose specs.

    :param among: the keys that may be chosen at all, if a filter has looked at them before.
    :returns: the chosen ones in order.
    """
    named = {corpus.resolve(text).target for text in wanted.specs}
    parents = {corpus.resolve(text).target for text in wanted.parent if text != "none"}
    if "none" in wanted.parent:
        parents.add("")
    found = [
        spec
        for key, spec in corpus.specs.items()
        if (not wanted.specs or key in named)
        and (among is None or key in among)
        and _passes(wanted.status, [spec.status, spec.stage])
        and _passes(wanted.tag, spec.tags)
        and _passes(wanted.priority, [spec.priority])
        and _passes(wanted.assignee, spec.assignees)
        and _passes(wanted.project, [spec.place.project])
        and (not wanted.parent or corpus.parent.get(key, "") in parents)
        and (not wanted.ready or (spec.stage not in FINISHED and not corpus.waits_for(key)))
    ]
    if wanted.sort:
        found.sort(key=SORTS[wanted.sort.removeprefix(REVERSE)], reverse=wanted.sort.startswith(REVERSE))
    keys = tuple(spec.key for spec in found)
    chosen = keys[wanted.offset :][: wanted.limit or None]
    return Selected(chosen, len(keys) - len(chosen))


def by_status(corpus: Corpus, keys: Collection[str]) -> list[tuple[str | None, tuple[str, ...]]]:
    """Group specs by status, in-progress ones first."""
    groups: dict[str | None, list[str]] = {}
    for key in keys:
        groups.setdefault(corpus.specs[key].stage, []).append(key)
    ordered = sorted(groups, key=lambda status: rank(status, WORK_FIRST))
    return [(status, tuple(groups[status])) for status in ordered]


def _passes(wanted: Collection[str], has: Collection[str | None]) -> bool:
    if not wanted:
        return True
    names = {value.casefold() for value in has if value} or {"none"}
    return any(value.casefold() in names for value in wanted)


def _share(spec: Spec) -> float:
    return spec.progress.done / spec.progress.total if spec.progress.total else -1.0


def _time(text: str | None) -> float:
    when = instant(text)
    return when.timestamp() if when else 0.0
