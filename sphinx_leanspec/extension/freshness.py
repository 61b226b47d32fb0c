"""What to read again and what to write again.

Sphinx knows which source files changed; it does not know that a page shows the title, state or progress of
specs that have files of their own. So every page that is written leaves a digest of what it shows of other
files, kept beside the doctrees for each builder and output folder. A page whose digest is another one now is
written again: that holds after an interrupted build and with a second builder, a list of events does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..files import write_atomically
from ..model import Spec
from . import needs
from .build import Build
from .nodes.medium import Medium
from .nodes.parts import check_summary, spec_summary
from .nodes.placeholders import leanspec_view
from .pages.project import OWN_FOLDER
from .records import Mention, PageInputs, Writing
from .references import hovercard
from .site import FOLDER
from .views import VIEWS
from .views.card import shown as shown_on_card

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def begin(app: Sphinx) -> Writing:
    """Begin to keep what a builder writes into a folder."""
    name = hashlib.sha256(f"{Medium.of(app.builder).name} {app.outdir}".encode()).hexdigest()[:16]
    return Writing(Path(app.doctreedir, OWN_FOLDER, f"{name}.json"))


def to_read(build: Build) -> Sequence[str]:
    """Return the pages whose needs would differ although their own files are unchanged."""
    read: dict[str, PageInputs] = build.inputs
    return [
        docname
        for docname, reading in read.items()
        if _made_of(build, docname, reading.views, reading.need_ids) != reading.made_of
    ]


def note_read(build: Build, docname: str, doctree: nodes.document) -> None:
    """Keep what a page was made of and what on it is drawn later."""
    views = tuple(
        (place["kind"], place["options"], place.source or docname, place.line or 1)
        for place in doctree.findall(leanspec_view)
    )
    any_need, need_ids = needs.shown(doctree)
    made_of = _made_of(build, docname, views, need_ids)
    build.inputs[docname] = PageInputs(made_of, views, any_need, need_ids)


def to_write(app: Sphinx, build: Build) -> Sequence[str]:
    """Find the pages whose output shows what is no longer so; remove the output of pages that are gone."""
    writing = build.writing
    writing.known, writing.current = _load(writing.file), dict(_digests(app, build))
    for docname in writing.known.keys() - writing.current.keys():
        _remove_output(app, docname)
    return [docname for docname, digest in writing.current.items() if writing.known.get(docname) != digest]


def note_resolved(build: Build, docname: str) -> None:
    """Keep that a page is about to be written."""
    build.writing.written.add(docname)


def note_written(build: Build) -> None:
    """Keep the digests of the pages that a build has written; to be called once it has."""
    writing = build.writing
    known = {docname: digest for docname, digest in writing.known.items() if docname in writing.current}
    known |= {docname: writing.current[docname] for docname in writing.written if docname in writing.current}
    if known == writing.known:
        return
    write_atomically(writing.file, json.dumps(known, sort_keys=True).encode())


def _load(file: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # a first build, or a file that a killed one left: every page is written
    return known


def _remove_output(app: Sphinx, docname: str) -> None:
    """Remove what was written for a spec that is gone: a link to it would otherwise still work."""
    if not docname.startswith(f"{FOLDER}/") or not hasattr(app.builder, "get_outfilename"):
        return
    Path(app.builder.get_outfilename(docname)).unlink(missing_ok=True)
    for copy in Path(app.outdir, "_sources").glob(f"{docname}.*"):
        copy.unlink()


def _made_of(build: Build, docname: str, views: Sequence[tuple[Any, ...]], need_ids: Sequence[str]) -> str:
    """Return a digest of a spec's needs, and of the toctree of a page that lists all specs.

    Whether a check is a need depends on how many there are in all, so that is part of it, for its spec and
    for every page that refers to it.
    """
    corpus, site = build.site.corpus, build.site
    listed = list(corpus.specs) if any(VIEWS[kind].lists_pages for kind, *_ in views) else []
    found = [(name, site.checks[name][0].key) for name in need_ids if name in site.checks]
    gone = [name for name, key in found if key not in site.check_needs]
    spec = site.spec_of(docname)
    if spec is None:
        record = build.pages.get(docname)
        covered = [corpus.resolve(text).target for text in record.covers] if record else []
        return _digest((listed, gone, covered)) if listed or gone or covered else ""
    links = [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]]
    parent = corpus.parent.get(spec.key, "")
    documents = [document.name for document in spec.place.sub_documents]
    has_needs = spec.key in site.check_needs
    aliases = corpus.names.aliases
    former = aliases.names(spec.key), aliases.need_ids(spec.key)
    made = (spec, links, parent and corpus.specs[parent].need_id, documents, listed, gone, has_needs, former)
    return _digest(made)


def _digests(app: Sphinx, build: Build) -> Iterator[tuple[str, str]]:
    """Yield, for every page, the digest of what it shows of other files."""
    neighbours = app.env.collect_relations()
    titles = {docname: title.astext() for docname, title in app.env.titles.items()}
    everything = past = ""
    for docname in sorted(app.env.found_docs):
        reading: PageInputs = build.inputs.get(docname) or PageInputs("")
        needs_all = reading.needs or any("filter" in options for _, options, _, _ in reading.views)
        if needs_all and not everything:
            everything = _digest([_facts(build, spec, titles) for spec in build.site.corpus.specs.values()])
        dated = any(
            "filter" in options and VIEWS[kind].shows_history for kind, options, _, _ in reading.views
        )
        if dated and not past:
            past = _digest((build.history, _own_facts(build)))
        around = [(near, titles.get(near)) for near in neighbours.get(docname, ()) if near]
        shown = [
            *(_mentioned(build, docname, mention, titles) for mention in build.mentions(docname)),
            *(_need(build, need_id) for need_id in reading.need_ids),
            *(
                VIEWS[kind].drawn(app, docname, options, source, line).pformat()
                for kind, options, source, line in reading.views
                if "filter" not in options
            ),
        ]
        if spec := build.site.spec_of(docname):
            shown.append(shown_on_card(app.env, build, spec.key))
        yield docname, _digest((around, shown, needs_all and everything, dated and past))


def _own_facts(build: Build) -> list[tuple[object, ...]]:
    """Return what no need holds, but views of history show."""
    specs = build.site.corpus.specs.values()
    return [(spec.transitions, spec.lines, spec.tokens) for spec in specs]


def _facts(build: Build, spec: Spec, titles: dict[str, str]) -> tuple[object, ...]:
    """Return what the needs of a spec hold, wherever in its file that stands."""
    corpus = build.site.corpus
    checks = [(check.key, check.text, check.done, check.exempt, check.sections) for check in spec.checks]
    dates = (spec.created, spec.updated, spec.completed)
    covered_by = [(page, titles.get(page)) for page in build.relations.covered_by.get(spec.key, ())]
    links = (corpus.depends_on[spec.key], corpus.parent.get(spec.key), covered_by)
    return (
        spec.place.path,
        spec.need_id,
        spec.title,
        spec.status,
        spec.priority,
        spec.tags,
        spec.assignee,
        dates,
        links,
        checks,
    )


def _mentioned(build: Build, docname: str, mention: Mention, titles: dict[str, str]) -> tuple[object, ...]:
    """Return what a reference will show."""
    if mention.kind == "link":
        destination = build.routes.link(docname, mention.target)
        return destination, _told(build, destination.docname)
    if mention.kind in ("page", "doc"):
        page = build.routes.page(docname, mention.target) if mention.kind == "page" else mention.target
        return page, titles.get(page or ""), _told(build, page or "")
    if mention.kind == "check":
        found = build.site.find_check(mention.target)
        return (
            (found[0].key, check_summary(*found), found[1].text, found[1].done, found[1].exempt)
            if found
            else ()
        )
    key = build.site.corpus.resolve(mention.target).target
    return (key, hovercard.about(build, key)) if key else ()


def _told(build: Build, docname: str) -> tuple[str, ...]:
    """Return what a link to a page tells of its spec, nothing if it belongs to none."""
    spec = build.site.spec_of(docname)
    return hovercard.about(build, spec.key) if spec else ()


def _need(build: Build, need_id: str) -> tuple[object, ...]:
    """Return what a reference to one of our needs shows of it."""
    if need_id in build.site.checks:
        _, check = build.site.checks[need_id]
        return need_id, check.text, check.done
    key = build.site.corpus.resolve(need_id).target
    return (need_id, spec_summary(build.site.corpus.specs[key])) if key else ()


def _digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]
