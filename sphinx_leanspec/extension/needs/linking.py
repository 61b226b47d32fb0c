"""Needs are linked and validated only where they are others than in the last build.

Sphinx-needs links all needs, validates all, and writes all into needs.json, in every build. Where nothing but
a need and those it is linked with decides what comes of it, so in a project that does without dynamic
functions, derived fields, needextend and the like, we have it do so for the pages that are others than they
were, among stand-ins for what these are linked with. If it has anything to say of one, it links all of them
itself, as ever; and so it does as soon as someone looks at one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.util.logging import suppress_logging
from sphinx_needs.api import InvalidNeedException, generate_need, get_needs_view
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.filter_common import filter_needs_view
from sphinx_needs.need_item import NeedItem
from sphinx_needs.schema.core import validate_field_link_schemas
from sphinx_needs.schema.reporting import generate_json_schema_validation_report

from ..nodes.medium import Medium
from .exporting import Leftover, NeedsJson, digest
from .keeping import AllNeeds, all_needs, hand_over

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EVENTS: Final = ("needs-before-post-processing", "needs-before-sealing")
_USUAL_FILTER: Final = "is_external==False"
_AT_ONCE: Final = 1_000
"""How many needs are linked at once: more take more memory, fewer more stand-ins."""


class Linking:
    """When needs are linked in a build, and who writes needs.json.

    :param is_shown: whether this build writes a page that shows needs, which is then made of all of them.
    :param folder: where what is left for the next build belongs.
    """

    def __init__(self, app: Sphinx, is_shown: Callable[[], bool], folder: str) -> None:
        self._is_shown = is_shown
        self._folder = folder
        self._is_validating = self._is_writing = self._is_settled = False
        app.connect("write-started", self._begin, priority=100)  # before sphinx-needs, at 500
        app.connect("write-started", self._end, priority=900)
        app.connect("build-finished", self._export, priority=100)
        app.connect("build-finished", self._release, priority=900)

    def _begin(self, app: Sphinx, *_: object) -> None:
        config = NeedsSphinxConfig(app.config)
        self._is_validating = config.schema_validation_enabled
        began = time.perf_counter()
        self._is_settled = not self._is_shown() and _is_local(app) and _settle(app, self._file(app))
        if self._is_settled and self._is_validating:
            _report(app, time.perf_counter() - began)
            config.schema_validation_enabled = False  # that is done

    def _end(self, app: Sphinx, *_: object) -> None:
        NeedsSphinxConfig(app.config).schema_validation_enabled = self._is_validating

    def _export(self, app: Sphinx, exception: Exception | None) -> None:
        config = NeedsSphinxConfig(app.config)
        self._is_writing = config.build_json
        if exception is not None or not config.build_json or _is_of_needs(app):
            return
        if not self._is_settled:
            _write(app, self._file(app))
        config.build_json = False  # that is done

    def _release(self, app: Sphinx, _: Exception | None) -> None:
        NeedsSphinxConfig(app.config).build_json = self._is_writing

    def _file(self, app: Sphinx) -> Path:
        return Path(
            app.doctreedir, self._folder, f"needs-{digest(Medium.of(app.builder).name, str(app.outdir))}.json"
        )


def _is_of_needs(app: Sphinx) -> bool:
    """Tell whether a builder is one of sphinx-needs' own, which export needs anyway."""
    return type(app.builder).__module__.startswith("sphinx_needs")


def _is_local(app: Sphinx) -> bool:
    """Tell whether nothing but a need and those it is linked with decides what comes of it."""
    data, config, needs = SphinxNeedsData(app.env), NeedsSphinxConfig(app.config), all_needs(app.env)
    return not (
        data.needs_is_post_processed
        or needs.is_made
        or needs.others
        or data.get_or_create_extends()
        or data.get_schema().derived_names
        or data.get_resolved_schemas()
        or any(app.events.listeners.get(event) for event in _EVENTS)
        or not all(kept.is_fixed for kept in needs.own.pages.values())
        or config.constraints
        or config.warnings
        or config.schema_debug_active
        or config.build_json_per_id
        or config.builder_filter != _USUAL_FILTER
        or _is_of_needs(app)
    )


def _settle(app: Sphinx, file: Path) -> bool:
    """Link the needs of the pages that are others than they were, and write needs.json if that changes it.

    :param file: what the last build has left.
    :returns: whether that is all that was to be done, as sphinx-needs had nothing to say.
    """
    needs = all_needs(app.env)
    target = NeedsJson(app) if NeedsSphinxConfig(app.config).build_json else None
    common = digest(_common(app), target.around() if target else None)
    written = Leftover.load(file)
    keys = _keys(needs)
    is_left = written.common == common and (target.is_as(written) if target else written.file is None)
    known = {docname: key for docname, key in written.keys.items() if is_left and keys.get(docname) == key}
    fresh = [docname for docname in keys if docname not in known]
    made: dict[str, dict[str, bytes]] = {}
    for pages in _portions(needs, fresh):
        linked = _linked(app, needs, pages)
        if linked is None:
            return False
        for docname in pages:
            own = (linked[need_id] for need_id in needs.own.pages[docname].ids)
            made[docname] = target.texts(own) if target else {}
    if fresh or known.keys() != written.keys.keys():
        _leave(file, target, Leftover(common, keys), written, known.keys(), made)
    _put_off(app)
    return True


def _leave(
    file: Path,
    target: NeedsJson | None,
    now: Leftover,
    before: Leftover,
    known: Iterable[str],
    made: Mapping[str, Mapping[str, bytes]],
) -> None:
    """Write needs.json, and what the next build wants to know of it."""
    sizes = {docname: before.sizes[docname] for docname in known}
    sizes |= {docname: {name: len(text) for name, text in texts.items()} for docname, texts in made.items()}
    if target is None:
        Leftover(now.common, now.keys, sizes).save(file)
        return
    texts = {name: text for found in made.values() for name, text in found.items()}
    start = target.write(texts, before, (name for docname in known for name in sizes[docname]))
    Leftover(now.common, now.keys, sizes, target.state(), start).save(file)


def _write(app: Sphinx, file: Path) -> None:
    """Write needs.json of needs that sphinx-needs has linked, if it would be another."""
    config, target = NeedsSphinxConfig(app.config), NeedsJson(app)
    needs = filter_needs_view(
        get_needs_view(app), config, config.builder_filter, append_warning="(from need_builder_filter)"
    )
    texts = target.texts(needs)
    common = digest(target.around(), *(texts[need_id] for need_id in sorted(texts)))
    written = Leftover.load(file)
    if written.common != common or not target.is_as(written):
        start = target.write(texts)
        Leftover(common, file=target.state(), start=start).save(file)


def put_off(app: Sphinx) -> None:
    """Have needs linked only if someone looks at one, for pages that are written ahead of a build."""
    if not all_needs(app.env).others:  # which are at hand without a look at ours
        _put_off(app)


def _put_off(app: Sphinx) -> None:
    SphinxNeedsData(app.env).needs_is_post_processed = True
    all_needs(app.env).settled = lambda: _link_all(app)


def _link_all(app: Sphinx) -> None:
    """Have sphinx-needs link all needs, as someone looks at them."""
    SphinxNeedsData(app.env).needs_is_post_processed = False
    get_needs_view(app)


def _common(app: Sphinx) -> str:
    """Digest what all needs depend on: versions, configuration and the fields and links there are."""
    schema, config = SphinxNeedsData(app.env).get_schema(), app.config
    kinds = [None, *(kind["directive"] for kind in NeedsSphinxConfig(config).types)]
    shapes = [
        repr([*seen.iter_core_fields(), *seen.iter_extra_fields(), *seen.iter_link_fields()])
        for seen in map(schema.for_type, kinds)
    ]
    settings = [(name, getattr(config, f"needs_{name}")) for name in sorted(NeedsSphinxConfig.field_names())]
    versions = [app.extensions[name].version for name in ("sphinx_needs", "sphinx_leanspec")]
    return digest(versions, settings, shapes)


def _keys(needs: AllNeeds) -> dict[str, str]:
    """Digest for each page what comes of its needs depends on, besides what all depend on."""
    own = needs.own
    kinds = own.kinds
    incoming = _incoming(needs)
    return {
        docname: digest(
            kept.packed,
            [(link, kinds.get(link[2])) for link in kept.links],
            sorted(incoming.get(docname, ())),
            own.told(docname),
        )
        for docname, kept in own.pages.items()
    }


def _incoming(needs: AllNeeds) -> dict[str, list[tuple[str, str, str]]]:
    """Return the links from other pages to the needs of each page."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for kept in needs.own.pages.values():
        for link in kept.links:
            docname = needs.own.page_of(link[2])
            if docname is not None:
                found.setdefault(docname, []).append(link)
    return found


def _portions(needs: AllNeeds, docnames: Sequence[str]) -> Iterator[list[str]]:
    """Take pages together, as many as have about as many needs as are linked at once."""
    portion: list[str] = []
    count = 0
    for docname in docnames:
        portion.append(docname)
        count += len(needs.own.pages[docname].ids)
        if count >= _AT_ONCE:
            yield portion
            portion, count = [], 0
    if portion:
        yield portion


def _linked(app: Sphinx, needs: AllNeeds, pages: Sequence[str]) -> Mapping[str, NeedItem] | None:
    """Link and validate the needs of some pages; None if sphinx-needs has anything to say of that."""
    data, config = SphinxNeedsData(app.env), NeedsSphinxConfig(app.config)
    own = {need.id: need for docname in pages for need in needs.own.make(docname)}
    with suppress_logging() as said:
        try:
            near = {need.id: need for need in _stand_ins(app, needs, pages)}
            with _instead(app, {**own, **near}):
                view = get_needs_view(app).filter_ids(own)
                if config.schema_validation_enabled and validate_field_link_schemas(
                    config, data.get_schema(), view
                ):
                    return None
        except InvalidNeedException:
            return None
        heard = any(record.levelno >= logging.WARNING for record in said.buffer)
    return None if heard else own


@contextmanager
def _instead(app: Sphinx, found: dict[str, NeedItem]) -> Iterator[None]:
    """Have sphinx-needs take some needs for all there are."""
    data, needs = SphinxNeedsData(app.env), all_needs(app.env)
    hand_over(app.env, found)
    try:
        yield
    finally:
        data.needs_is_post_processed = False
        hand_over(app.env, needs)


def _stand_ins(app: Sphinx, needs: AllNeeds, pages: Sequence[str]) -> Iterator[NeedItem]:
    """Make needs that have no more than the links with the needs of some pages."""
    chosen, incoming, kinds = set(pages), _incoming(needs), needs.own.kinds
    wanted: dict[str, dict[str, list[str]]] = {}
    for docname in pages:
        for _, _, target in needs.own.pages[docname].links:
            if target in kinds and needs.own.page_of(target) not in chosen:
                wanted.setdefault(target, {})
        for source, name, target in incoming.get(docname, ()):
            if needs.own.page_of(source) not in chosen:
                wanted.setdefault(source, {}).setdefault(name, []).append(target)
    config, schema = NeedsSphinxConfig(app.config), SphinxNeedsData(app.env).get_schema()
    for need_id, links in wanted.items():
        given: dict[str, Any] = {"allow_type_coercion": False, **links}
        yield generate_need(config, schema, kinds[need_id], need_id, id=need_id, **given)


def _report(app: Sphinx, duration: float) -> None:
    """Leave the report that sphinx-needs leaves of needs that are all valid."""
    count = len(all_needs(app.env))
    rate = round(count / duration)
    path = Path(app.outdir, "schema_violations.json")
    generate_json_schema_validation_report(duration, {}, path, count, rate)
