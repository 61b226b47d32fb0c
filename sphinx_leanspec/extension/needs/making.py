"""The needs of specs, their checks and the pages that cover them, made from records.

What of them meets something that the project has declared is a clash, and told once all pages are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sphinx_needs.api import InvalidNeedException, generate_need
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.need_item import NeedItem

from ...claims import Claims
from ...model import Check, Spec
from ...reading import shortcodes
from ...requirements import Requirement, by_name
from ...views.sources import SourceDrift
from ..nodes import parts
from .clashes import Clash
from .fitting import NO_ROOM, fitted

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..site import Site

Made: TypeAlias = NeedItem | Clash
"""What comes of making a need."""


def make_spec(app: Sphinx, site: Site, spec: Spec, docname: str) -> Iterator[Made]:
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
        **_spec_links(site, spec),
    )
    yield from _make(
        app,
        site,
        options.spec_type,
        parts.title(spec),
        spec.need_id,
        docname,
        line,
        spec.status,
        spec.tags,
        fields,
    )
    if site.options.requirement_needs:
        for requirement in spec.requirements:
            yield from _make_requirement(app, site, spec, requirement, docname)
    if spec.key in site.check_needs:
        links = _task_links(site, spec)
        for check in spec.checks:
            yield from _make_check(app, site, spec, check, docname, links.get(check.key, {}))


def make_doc(
    app: Sphinx,
    site: Site,
    docname: str,
    need_id: str,
    title: str,
    keys: Iterable[str],
    line: int,
    code: Sequence[SourceDrift] = (),
) -> Iterator[Made]:
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


def _spec_links(site: Site, spec: Spec) -> dict[str, Any]:
    corpus = site.corpus
    parent = corpus.parent.get(spec.key)
    return {
        "depends_on": [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]],
        "parent_spec": [corpus.specs[parent].need_id] if parent else [],
        "changes": site.changed(spec),
    }


def _task_links(site: Site, spec: Spec) -> Mapping[str, Mapping[str, list[str]]]:
    """Return what tasks wait for and what they serve, by the keys of their checks."""
    tasks = [(check, check.task) for check in spec.checks if check.task]
    numbers = {task.number: spec.check_id(check) for check, task in reversed(tasks) if task.number}
    asked = by_name(spec.requirements) if site.options.requirement_needs else {}
    return {
        check.key: {
            "depends_on": [numbers[name] for name in task.depends_on if name in numbers],
            "serves": list(
                dict.fromkeys(
                    spec.requirement_id(asked[name].requirement) for name in task.serves if name in asked
                )
            ),
        }
        for check, task in tasks
    }


def _make_requirement(
    app: Sphinx, site: Site, spec: Spec, requirement: Requirement, docname: str
) -> Iterator[Made]:
    fields = _set(
        requirement_kind=requirement.kind,
        says=requirement.text,
        scenarios=[case.name or case.text for case in requirement.scenarios],
        part_of=[spec.need_id],
        path=requirement.path,
    )
    kind, need_id = site.options.requirement_type, spec.requirement_id(requirement)
    title = " ".join(requirement.title.split()) or need_id
    return _make(app, site, kind, title, need_id, docname, requirement.line, None, (), fields, [spec.title])


def _make_check(
    app: Sphinx, site: Site, spec: Spec, check: Check, docname: str, links: Mapping[str, list[str]]
) -> Iterator[Made]:
    status = "exempt" if check.exempt is not None else "done" if check.done else "open"
    fields = _set(
        section=shortcodes.shown(check.section),
        part_of=[spec.need_id],
        path=spec.path_of(check),
        evidence="; ".join(annotation.text for annotation in check.evidence),
        **links,
    )
    sections = [*map(shortcodes.shown, reversed(check.sections)), spec.title]
    title = parts.check_text(check) or spec.check_id(check)
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
) -> Iterator[Made]:
    """Make one need, or tell why sphinx-needs refuses it, and which of its fields have no room for theirs."""
    schema = SphinxNeedsData(app.env).get_schema()
    place = str(site.project.root / fields["path"]), line
    kept: dict[str, Any] = {}
    lacking: list[Clash] = []
    for name, value, fitting in fitted(schema.for_type(kind), fields):
        if fitting is NO_ROOM:
            shown = ", ".join(value) if isinstance(value, list) else str(value)
            lacking.append(Clash("field", name, need_id, place, shown))
        else:
            kept[name] = fitting
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
            **kept,
        )
    except InvalidNeedException as error:
        if error.type == "invalid_id":
            yield Clash("id", str(app.config.needs_id_regex), need_id, place)
        else:
            yield Clash("refused", error.message, need_id, place)
    else:
        yield from lacking


def judge(app: Sphinx, site: Site, claims: Claims, docname: str, needs: Iterable[NeedItem]) -> None:
    """Tell the needs of a page what comes of the evidence: that may change though no page was read again."""
    spec = site.spec_of(docname)
    if spec is None:
        return
    schema = SphinxNeedsData(app.env).get_schema()
    counted = claims.verified(spec)
    told: dict[str, dict[str, Any]] = {spec.need_id: {"verified": counted.verified, "failed": counted.failed}}
    for check in spec.checks if spec.key in site.check_needs else ():
        judged = claims.of(spec.key, check.key)
        told[spec.check_id(check)] = {"verdict": judged.word, "evidence_note": judged.note or None}
    for need in needs:
        fields = told.get(need["id"], {})
        for name, _, fitting in fitted(schema.for_type(need["type"]), fields):
            if fitting is not NO_ROOM and need[name] != fitting:
                need[name] = fitting


def keep_only(app: Sphinx, docname: str) -> None:
    """Forget the needs of all pages but one; those of other projects stay."""
    data = SphinxNeedsData(app.env)
    for need_id, need in list(data.get_needs_mutable().items()):
        if need["docname"] not in (docname, None):
            data.remove_need(need_id)
