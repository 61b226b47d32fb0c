"""What the rules find in a build, and which of it is a warning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from ...model import Finding, FindingCode
from ...reading.covering import Covering
from ...rules import Context, Duty, Report, RuleSettings, Severity, check
from ..site import INDEX
from ..warnings import warn

if TYPE_CHECKING:
    from .domain import LeanspecDomain


def look(domain: LeanspecDomain) -> Report:
    """Ask all rules, once all pages are read."""
    options = domain.site.options
    settings = RuleSettings(
        severities=cast("dict[str, Severity]", options.severity),
        sections=cast("dict[str, Duty]", options.sections),
    )
    return check(Context(domain.site.corpus, settings, _documents(domain) or None, domain.memory.read_prose))


def tell(domain: LeanspecDomain) -> None:
    """Report what is a warning or an error; to Sphinx both are warnings."""
    root = domain.site.project.root
    documents = _documents(domain)
    for finding in domain.report.at_least("warning"):
        if not _is_told_elsewhere(finding, documents):
            location = f"{root / finding.path}:{finding.line}"
            warn(finding.code, finding.message, location=location, fix=finding.fix)


def is_said(domain: LeanspecDomain, code: FindingCode) -> bool:
    """:returns: whether a kind of finding is a warning in this project."""
    return domain.report.severities.get(code, "off") in ("warning", "error")


def _is_told_elsewhere(finding: Finding, documents: Mapping[str, Covering]) -> bool:
    """:returns: whether a build says a thing itself, of all pages of the site and not of specs alone."""
    return finding.code in ("file", "link") or (finding.code == "ref" and finding.path in documents)


def _documents(domain: LeanspecDomain) -> Mapping[str, Covering]:
    """:returns: what the pages cover that belong to no spec, by their files."""
    site, env = domain.site, domain.env
    return {
        site.source(env, docname): Covering(record.covers, record.covers_line)
        for docname, record in sorted(domain.pages.items())
        if site.owner_of(docname) is None
        and docname != env.config.root_doc
        and not f"{docname}/".startswith(f"{INDEX}/")
    }
