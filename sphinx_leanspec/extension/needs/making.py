"""The needs of specs, their checks and the pages that cover them, made from records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sphinx_needs.api import InvalidNeedException, generate_need
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.need_item import NeedItem

from ...claims import Claims
from ...corpus import Corpus
from ...model import Check, Spec
from ...reading import shortcodes
from ...views.sources import SourceDrift
from ..nodes.parts import check_text
from ..warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx_needs.needs_schema import FieldShape

    from ..site import Site


def make_spec(app: Sphinx, site: Site, spec: Spec, docname: str) -> Iterator[NeedItem]:
    """Make the need of a spec and, if the project wants them, those of its checks."""
    options = site.options
    line = spec.title_line or 1
    fields = _set(
        priority=spec.priority,
        created=spec.created,
        updated=spec.updated,
        completed=spec.completed,
        assignee=spec.assignee,
        done=spec.progress.done,
        total=spec.progress.total,
        path=spec.path,
        **_spec_links(site.corpus, spec),
    )
    title = f"{spec.label} {spec.title}" if spec.title != spec.id else spec.title
    yield from _make(
        app, site, options.spec_type, title, spec.need_id, docname, line, spec.status, spec.tags, fields
    )
    if spec.key in site.check_needs:
        for check in spec.checks:
            yield from _make_check(app, site, spec, check, docname)


def make_doc(
    app: Sphinx,
    site: Site,
    docname: str,
    need_id: str,
    title: str,
    keys: Iterable[str],
    line: int,
    code: Sequence[SourceDrift] = (),
) -> Iterator[NeedItem]:
    """Make the need of a page that covers specs.

    :param keys: the specs it covers.
    :param code: what became of the code that it leans on.
    """
    covered = [site.corpus.specs[key].need_id for key in keys]
    fields = _set(path=site.source(app.env, docname), covers=covered, **_code(code))
    return _make(app, site, site.options.doc_type, title, need_id, docname, line, None, (), fields)


def _code(found: Sequence[SourceDrift]) -> dict[str, Any]:
    """Return what a page leans on, and how much of that is no more what it was."""
    counts = (count for drift in found for count in drift.counts)
    return {
        "leans_on": sorted(one.reference.name for drift in found for one in drift.references),
        "drift": ", ".join(f"{number} {state}" for state, number in counts),
        "drifted": sum(drift.broken for drift in found) if found else None,
    }


def _spec_links(corpus: Corpus, spec: Spec) -> dict[str, Any]:
    parent = corpus.parent.get(spec.key)
    return {
        "depends_on": [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]],
        "parent_spec": [corpus.specs[parent].need_id] if parent else [],
    }


def _make_check(app: Sphinx, site: Site, spec: Spec, check: Check, docname: str) -> Iterator[NeedItem]:
    status = "exempt" if check.exempt is not None else "done" if check.done else "open"
    fields = _set(
        section=shortcodes.shown(check.section),
        part_of=[spec.need_id],
        path=spec.path_of(check),
        evidence="; ".join(annotation.text for annotation in check.evidence),
    )
    sections = [*map(shortcodes.shown, reversed(check.sections)), spec.title]
    title = check_text(check) or spec.check_id(check)
    kind, need_id = site.options.check_type, spec.check_id(check)
    return _make(app, site, kind, title, need_id, docname, check.line, status, (), fields, sections)


def _set(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _make(
    app: Sphinx,
    site: Site,
    kind: str,
    title: str,
    need_id: str,
    docname: str,
    line: int,
    status: str | None,
    tags: Iterable[str],
    fields: Mapping[str, Any],
    sections: Iterable[str] = (),
) -> Iterator[NeedItem]:
    """Make one need; one that sphinx-needs refuses is a warning, and the page is built without it."""
    schema = SphinxNeedsData(app.env).get_schema()
    try:
        yield generate_need(
            NeedsSphinxConfig(app.config),
            schema,
            kind,
            title,
            id=need_id,
            docname=docname,
            lineno=line,
            doctype=".md",
            status=status,
            tags=list(tags),
            sections=list(sections),
            allow_type_coercion=False,  # which would run the functions that a text names: [[…]] and <<…>>
            **{name: _typed(value, schema.get_extra_field(name)) for name, value in fields.items()},
        )
    except InvalidNeedException as error:
        path = site.project.root / fields["path"]
        warn("need", f"sphinx-needs refuses {need_id}: {error.message}", location=f"{path}:{line}")


def store(app: Sphinx, site: Site, found: Iterable[NeedItem]) -> None:
    """Hand needs over to sphinx-needs, once all pages are read.

    Not before: with each page that is to be read, sphinx-needs looks through all needs for those it had, and
    each process that reads pages would send all of them back.
    """
    data = SphinxNeedsData(app.env)
    for need in found:
        if not data.has_need(need["id"]):
            data.add_need(need)
            continue
        message = f"the need {need['id']} exists already, so this one was left out"
        location = f"{site.project.root / str(need['path'])}:{need['lineno']}"
        warn("need", message, location=location, fix="give one of them another id")


def judge(app: Sphinx, site: Site, claims: Claims) -> None:
    """Tell needs what comes of the evidence: of all, once all pages are read and these needs are stored.

    A verdict may change though no page was read again.
    """
    found = SphinxNeedsData(app.env).get_needs_mutable()
    schema = SphinxNeedsData(app.env).get_schema()
    for spec in site.corpus.specs.values():
        counted = claims.verified(spec)
        told: dict[str, dict[str, Any]] = {
            spec.need_id: {"verified": counted.verified, "failed": counted.failed}
        }
        for check in spec.checks if spec.key in site.check_needs else ():
            judged = claims.of(spec.key, check.key)
            told[spec.check_id(check)] = {"verdict": judged.word, "evidence_note": judged.note or None}
        for need_id, fields in told.items():
            need = found.get(need_id)
            if need is not None and need["docname"] == site.docname(spec.key):
                _tell(need, {name: (value, schema.get_extra_field(name)) for name, value in fields.items()})


def _tell(need: NeedItem, fields: Mapping[str, tuple[Any, FieldShape | None]]) -> None:
    """Set fields of a need; one that the project has declared in a way that has no room for it stays."""
    for name, (value, declared) in fields.items():
        fitting = _typed(value, declared)
        kinds = ("string",) if isinstance(fitting, str | None) else ("integer", "number")
        if declared is None or declared.type not in kinds or getattr(declared, "derived", False):
            continue
        if need[name] != fitting:
            need[name] = fitting


def _typed(value: Any, declared: FieldShape | None) -> Any:
    """Turn a number into text where the project has declared its field as text."""
    if value is None or isinstance(value, str):
        return value
    return str(value) if declared and declared.type == "string" else value


def keep_only(app: Sphinx, docname: str) -> None:
    """Forget the needs of all pages but one; those of other projects stay."""
    data = SphinxNeedsData(app.env)
    for need_id, need in list(data.get_needs_mutable().items()):
        if need["docname"] not in (docname, None):
            data.remove_need(need_id)
