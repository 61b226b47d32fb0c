"""The needs of our pages, between builds and among all needs.

They are handed over once all pages are read. Not before: with each page that is to be read, sphinx-needs
looks through all needs for those it had, and each process that reads pages would send all of them back.

What is handed over is a mapping that knows what they are called, and makes them when someone first looks at
one. They are never pickled with it: the environment has them in one piece a page.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, MutableMapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sphinx_needs.config import DEFAULT_NEED_TYPES
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.need_item import NeedItem

from ...claims import Claims
from ..config import is_chosen
from .clashes import Clash, types
from .declaring import LINKS
from .making import Made, judge

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..site import Site


_NEEDS: Final = "_needs_all_needs"
"""Where sphinx-needs keeps all needs in the environment."""

_VIEW: Final = "_needs_view"
"""Where it keeps what shows them once they are linked."""


class PageNeeds(Struct, frozen=True):
    """The needs that a page had when it was read, in one piece.

    Most builds look at none of them. As objects, they would be most of the environment, which every build
    loads and writes in full.

    :param ids: what they are called, in their order.
    :param kinds: the type of each.
    :param lines: where in its file each stands.
    :param links: what they link to outside this page: the need, the name of the link, the need it leads to.
    :param is_fixed: whether none of them is computed by a function that one of its texts names.
    :param packed: the needs themselves, before they are linked.
    :param clashes: what they met when they were made; one that was refused is none of them.
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    lines: tuple[int, ...]
    links: tuple[tuple[str, str, str], ...]
    is_fixed: bool
    packed: bytes
    clashes: tuple[Clash, ...] = ()


def pack(found: Iterable[Made]) -> PageNeeds:
    """Put the needs of a page into one piece."""
    made = list(found)
    needs = [one for one in made if isinstance(one, NeedItem)]
    own = {need.id for need in needs}
    links = (
        (need.id, name, link.id)
        for need in needs
        for name, targets in need.iter_links_items(as_str=False)
        for link in targets
        if link.id not in own
    )
    return PageNeeds(
        tuple(need.id for need in needs),
        tuple(need["type"] for need in needs),
        tuple(need["lineno"] or 1 for need in needs),
        tuple(links),
        not any(need.has_dynamic_fields for need in needs),
        zlib.compress(pickle.dumps(needs, pickle.HIGHEST_PROTOCOL), 1),  # a sixth: they are much alike
        tuple(one for one in made if isinstance(one, Clash)),
    )


def _unpack(kept: PageNeeds) -> list[NeedItem]:
    """Take the needs of a page out of the piece that the environment has, as trusted as that."""
    needs: list[NeedItem] = pickle.loads(zlib.decompress(kept.packed))  # noqa: S301 - as its docstring says
    return needs


class OwnNeeds(Struct, frozen=True, dict=True):
    """The needs of our pages.

    :param pages: what was kept of each page, in the order of their needs.
    :param claims: says what comes of the evidence that they offer.
    """

    app: Sphinx
    site: Site
    pages: Mapping[str, PageNeeds]
    claims: Callable[[], Claims]

    @cached_property
    def places(self) -> Mapping[str, tuple[str, int]]:
        """The page and the line that each need stands on, by its id."""
        return {
            need_id: (docname, line)
            for docname, kept in self.pages.items()
            for need_id, line in zip(kept.ids, kept.lines, strict=True)
        }

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The type of each need, by its id."""
        pages = self.pages.values()
        return {name: kind for kept in pages for name, kind in zip(kept.ids, kept.kinds, strict=True)}

    @cached_property
    def _at(self) -> Mapping[tuple[str, int], str]:
        return {place: need_id for need_id, place in self.places.items()}

    def at(self, place: tuple[str, int]) -> str | None:
        """Return the id of the need that stands on a line of a page, None if none does."""
        return self._at.get(place)

    def page_of(self, need_id: str) -> str | None:
        """Return the page that a need belongs to, None if it is none of ours."""
        return self.places[need_id][0] if need_id in self.places else None

    def make(self, docname: str) -> list[NeedItem]:
        """Make the needs of a page, before they are linked."""
        kept = self.pages[docname]
        needs = _unpack(kept)
        lost = {
            target
            for _, name, target in kept.links
            if name in LINKS and target not in self.places and not self._is_elsewhere(target)
        }
        for need in needs if lost else ():
            _drop_links(need, lost)
        judge(self.app, self.site, self.claims(), docname, needs)
        return needs

    def _is_elsewhere(self, need_id: str) -> bool:
        """Tell whether a need is that of a spec elsewhere, and the project has told sphinx-needs of it."""
        if need_id not in self._elsewhere:
            return False
        found = all_needs(self.app.env).others.get(need_id)
        return found is not None and bool(found["is_external"])

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        return frozenset(spec.need_id for spec in self.site.corpus.specs.values() if spec.place.page)

    def told(self, docname: str) -> object:
        """Return what the needs of a page are told of the evidence that they offer."""
        spec, claims = self.site.spec_of(docname), self.claims()
        if spec is None:
            return ()
        judged = [claims.of(spec.key, check.key) for check in spec.checks if check.evidence]
        counted = claims.verified(spec)
        return counted.verified, counted.failed, [(one.word, one.note) for one in judged]


def _drop_links(need: NeedItem, lost: set[str]) -> None:
    """Drop links to needs that were left out; the project may have needs of these ids."""
    for name, targets in list(need.iter_links_items()):
        if name in LINKS and not lost.isdisjoint(targets):
            need[name] = [target for target in targets if target not in lost]


class AllNeeds(MutableMapping[str, NeedItem]):
    """All needs by their ids, those of our pages made when someone first looks at one.

    :param others: the needs that others have made; ours follow them.
    :ivar settled: what is left to do once ours are made, if that was put off.
    """

    def __init__(self, others: Mapping[str, NeedItem], own: OwnNeeds) -> None:
        self.own = own
        self._needs = dict(others)
        self.is_made = False
        self.settled: Callable[[], object] | None = None

    @property
    def others(self) -> dict[str, NeedItem]:
        """The needs that are not ours."""
        return {need_id: need for need_id, need in self._needs.items() if need_id not in self.own.places}

    def page_of(self, need_id: str) -> str:
        """Return the page of a need, or the address of one that is not of this project."""
        docname = self.own.page_of(need_id)
        if docname is not None:
            return docname
        other = self._needs[need_id]
        return str(other["external_url"] or other["docname"] or "")

    def unlinked(self, need_id: str) -> NeedItem | None:
        """Return a need as it is before needs are linked, and make no more of ours than its page has."""
        docname = self.own.page_of(need_id)
        if self.is_made or docname is None:
            return self._needs.get(need_id)
        return next(need for need in self.own.make(docname) if need.id == need_id)

    def _all(self) -> dict[str, NeedItem]:
        if not self.is_made:
            made = chain.from_iterable(map(self.own.make, self.own.pages))
            self._needs |= {need.id: need for need in made}
            self.is_made = True
            if self.settled is not None:
                self.settled()
        return self._needs

    def __getitem__(self, need_id: str) -> NeedItem:
        return self._all()[need_id] if need_id in self.own.places else self._needs[need_id]

    def __setitem__(self, need_id: str, need: NeedItem) -> None:
        self._all()[need_id] = need

    def __delitem__(self, need_id: str) -> None:
        del self._all()[need_id]

    def __contains__(self, need_id: object) -> bool:
        return need_id in self._needs or (not self.is_made and need_id in self.own.places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._needs) if self.is_made else chain(self._needs, self.own.places)

    def __len__(self) -> int:
        return len(self._needs) + (0 if self.is_made else len(self.own.places))

    def __repr__(self) -> str:
        """Say how many there are: Sphinx writes out what an event is emitted with, and cuts that."""
        return f"<{len(self)} needs>"

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self.others,)

    def keys(self) -> KeysView[str]:
        return self._needs.keys() if self.is_made else super().keys()

    def values(self) -> Any:
        return self._all().values()

    def items(self) -> Any:
        return self._all().items()


def all_needs(env: BuildEnvironment) -> AllNeeds:
    """Return the needs that were handed over."""
    found: AllNeeds = getattr(env, _NEEDS)
    return found


def hand_over(env: BuildEnvironment, needs: MutableMapping[str, NeedItem]) -> None:
    """Have sphinx-needs take these for all needs there are."""
    setattr(env, _NEEDS, needs)
    env.__dict__.pop(_VIEW, None)  # of others


def store(app: Sphinx, site: Site, kept: Mapping[str, PageNeeds], claims: Callable[[], Claims]) -> None:
    """Hand needs over to sphinx-needs, once all pages are read; those whose ids are taken are left out.

    :param kept: the needs of each page.
    :param claims: says what comes of the evidence that they offer.
    """
    others = _others(app)
    taken = set(others)
    pages = {}
    for docname in sorted(kept):
        page = kept[docname]
        if not taken.isdisjoint(page.ids) or len({*page.ids}) < len(page.ids):
            page = pack(_free(_unpack(page), taken))
        taken.update(page.ids)
        pages[docname] = page
    hand_over(app.env, AllNeeds(others, OwnNeeds(app, site, pages, claims)))


def store_again(app: Sphinx, site: Site, kept: Mapping[str, PageNeeds], claims: Callable[[], Claims]) -> None:
    """Hand over needs of which nobody wants to know whether their ids are taken."""
    hand_over(app.env, AllNeeds(_others(app), OwnNeeds(app, site, kept, claims)))


def _others(app: Sphinx) -> Mapping[str, NeedItem]:
    """Return the needs that are not ours."""
    known = SphinxNeedsData(app.env).get_needs_mutable()
    return known.others if isinstance(known, AllNeeds) else known


def _free(found: Iterable[NeedItem], taken: set[str]) -> Iterator[NeedItem]:
    """Return the needs whose ids are free, the first of each id."""
    seen = set(taken)
    for need in found:
        if need.id not in seen:
            seen.add(need.id)
            yield need


def clashes(app: Sphinx, site: Site, kept: Mapping[str, PageNeeds]) -> Iterator[Clash]:
    """Return what clashes there were when needs were made, and what they share with the project now."""
    needs = all_needs(app.env)

    def place(docname: str, line: int) -> tuple[str, int]:
        return str(site.project.root / site.source(app.env, docname)), line

    for docname, page in kept.items():
        yield from page.clashes
        stored = needs.own.pages[docname]
        for need_id, line in zip(page.ids, page.lines, strict=True) if stored.ids != page.ids else ():
            if needs.own.places.get(need_id) != (docname, line):
                yield Clash("taken", "", need_id, place(docname, line), needs.page_of(need_id))
    config = app.config
    theirs = {kind["directive"] for kind in config.needs_types if kind not in DEFAULT_NEED_TYPES}
    names = {option: getattr(site.options, option) for option in types(site.options)}
    own = {name: option for option, name in names.items() if name in theirs}
    shared = {name for name, option in own.items() if not is_chosen(app, option)}
    for need_id, kind in needs.own.kinds.items() if shared else ():
        if kind in shared:
            yield Clash("type", kind, need_id, place(*needs.own.places[need_id]))
