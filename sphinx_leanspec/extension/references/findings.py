"""What the rules find in a build, and which of it is a warning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace
from sphinx.util import logging

from ...findings import Finding, FindingCode, matters
from ...report import page_findings
from ...report.baseline import with_accepted
from ...report.outcome import BASELINE
from ...report.page_findings import VARIABLE as PAGE_FINDINGS
from ...wording import counted
from ..build import Build
from ..nodes import mermaid
from ..nodes.medium import Medium
from ..records import Mention
from ..warnings import warn
from .report import covering_documents

_LOGGER = logging.getLogger(__name__)


def tell(build: Build) -> None:
    """Report what is a warning or an error, whichever pages were read; to Sphinx both are warnings."""
    root = build.site.project.root
    documents = covering_documents(build.site, build.env, build.pages)
    corpus, accepted = build.site.corpus, build.baseline.accepted
    of_pages = with_accepted(_of_pages(build), accepted, corpus.files, corpus.names)
    of_specs = [
        finding
        for finding in build.report.findings
        # of what a page covers is told with the pages, with the specs of other projects in mind
        if finding.code != "ref" or finding.path not in documents
    ]
    told = [finding for finding in of_specs if matters(build.report.severity(finding), "warning")]
    told += (finding for finding in of_pages if not finding.is_accepted)
    for finding in told:
        warn(finding.code, finding.message, location=os.path.normpath(root / finding.place), fix=finding.fix)
    number = sum(finding.is_accepted for finding in (*of_specs, *of_pages))
    if number:
        _LOGGER.info("%s accepted in %s", counted(number, "finding"), BASELINE)
    _tell_diagrams(build)
    if path := os.environ.get(PAGE_FINDINGS):
        Path(path).write_text(page_findings.as_json(len(told), of_pages), "utf-8", "surrogatepass")


def _tell_diagrams(build: Build) -> None:
    """Say once how many diagrams are shown as their code, and what draws them: no warning, all is well."""
    counts = [inputs.diagrams for inputs in build.inputs.values() if inputs.diagrams]
    if not counts or mermaid.is_drawn() or not Medium.of(build.env.app.builder).draws_svg:
        return
    shown = f"{counted(sum(counts), 'diagram')} on {counted(len(counts), 'page')}"
    _LOGGER.info("%s shown as code: `pip install %s` draws them", shown, mermaid.EXTRA)


def is_said(build: Build, code: FindingCode) -> bool:
    """Tell whether a code is a warning or an error in this project."""
    return build.report.severities.get(code, "off") in ("warning", "error")


def _of_pages(build: Build) -> Iterator[Finding]:
    """Find what is wrong with the pages that are no specs, as far as that is a warning or an error."""
    for docname in sorted(build.pages):
        record = build.pages[docname]
        for mention in record.mentions:
            if found := _of_mention(build, docname, mention):
                yield replace(found, path=build.site.project.relative(Path(mention.path)), line=mention.line)
        for text in record.covers:
            if found := _of_spec(build, docname, text, "specs"):
                path = Path(build.env.doc2path(docname))
                yield replace(found, path=build.site.project.relative(path), line=record.covers_line)


def _of_mention(build: Build, docname: str, mention: Mention) -> Finding | None:
    if mention.kind == "link":
        if build.site.owner_of(docname) is not None:
            return None  # the rules have told of those of specs
        found = build.links.resolve(build.routes.file(docname), mention.target)
        return found.finding("", 1) if found.code and is_said(build, found.code) else None
    if mention.kind in ("spec", "view"):
        what = "the role spec:" if mention.kind == "spec" else "the view's option"
        return _of_spec(build, docname, mention.target, what)
    if mention.kind == "check" and not (
        build.site.find_check(mention.target)
        or build.site.named(mention.target).unpublished
        or _elsewhere(build, "check", mention.target)
        or not is_said(build, "ref")
    ):
        message = f"the role check: there is no check `{mention.target}`"
        fix = "take its id from needs.json, or give it one with `<!-- id: name -->`"
        return Finding("", 1, "ref", message, fix)
    return None


def _of_spec(build: Build, docname: str, text: str, what: str) -> Finding | None:
    resolution = build.site.resolve(docname, text)
    if resolution.is_known or _elsewhere(build, "spec", text) or not is_said(build, "ref"):
        return None
    problem, fix = resolution.problem()
    return Finding("", 1, "ref", f"{what} `{text}` {problem}", fix)


def _elsewhere(build: Build, kind: str, name: str) -> bool:
    """Tell whether intersphinx knows a spec or check of another project by this name."""
    inventory = getattr(build.env, "intersphinx_inventory", {})
    return name in inventory.get(f"leanspec:{kind}", {})
