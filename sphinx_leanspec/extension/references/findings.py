"""What the rules find in a build, and which of it is a warning."""

from __future__ import annotations

from sphinx.util import logging

from ...model import FindingCode
from ...report.baseline import NAME as BASELINE
from ...wording import counted
from ..build import Build
from ..records import Mention
from ..warnings import warn
from .report import covering_documents

_LOGGER = logging.getLogger(__name__)


def tell(build: Build) -> None:
    """Report what is a warning or an error, whichever pages were read; to Sphinx both are warnings."""
    root = build.site.project.root
    documents = covering_documents(build.site, build.env, build.pages)
    for finding in build.report.at_least("warning"):
        # of what a page covers is told below, with the specs of other projects in mind
        if finding.code != "ref" or finding.path not in documents:
            location = f"{root / finding.place}"
            warn(finding.code, finding.message, location=location, fix=finding.fix)
    accepted = [finding for finding in build.report.findings if finding.is_accepted]
    if accepted:
        _LOGGER.info("%s accepted in %s", counted(len(accepted), "finding"), BASELINE)
    known = {(finding.path, finding.message) for finding in accepted}
    for docname in sorted(build.pages):
        record = build.pages[docname]
        for mention in record.mentions:
            _warn(build, docname, mention)
        for text in record.covers:
            what, _ = build.site.corpus.resolve(text).problem()
            if (build.site.source(build.env, docname), f"specs `{text}` {what}") not in known:
                _warn_spec(build, text, "specs", f"{build.env.doc2path(docname)}:{record.covers_line}")


def is_said(build: Build, code: FindingCode) -> bool:
    """Tell whether a code is a warning or an error in this project."""
    return build.report.severities.get(code, "off") in ("warning", "error")


def _warn(build: Build, docname: str, mention: Mention) -> None:
    location = f"{mention.path}:{mention.line}"
    if mention.kind == "link":
        if build.site.owner_of(docname) is not None:
            return  # the rules have told of those of specs
        found = build.links.resolve(build.routes.file(docname), mention.target)
        if found.code and is_said(build, found.code):
            warn(found.code, found.problem, location=location, fix=found.fix)
    elif mention.kind in ("spec", "view"):
        what = "the role spec:" if mention.kind == "spec" else "the view's option"
        _warn_spec(build, mention.target, what, location)
    elif mention.kind == "check" and not (
        build.site.find_check(mention.target)
        or build.site.named(mention.target).unpublished
        or _elsewhere(build, "check", mention.target)
        or not is_said(build, "ref")
    ):
        message = f"the role check: there is no check `{mention.target}`"
        warn(
            "ref",
            message,
            location=location,
            fix="take its id from needs.json, or give it one with `<!-- id: name -->`",
        )


def _warn_spec(build: Build, text: str, what: str, location: str) -> None:
    resolution = build.site.corpus.resolve(text)
    if resolution.is_known or _elsewhere(build, "spec", text) or not is_said(build, "ref"):
        return
    problem, fix = resolution.problem()
    warn("ref", f"{what} `{text}` {problem}", location=location, fix=fix)


def _elsewhere(build: Build, kind: str, name: str) -> bool:
    """Tell whether intersphinx knows a spec or check of another project by this name."""
    inventory = getattr(build.env, "intersphinx_inventory", {})
    return name in inventory.get(f"leanspec:{kind}", {})
