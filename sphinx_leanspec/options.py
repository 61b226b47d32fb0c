"""Every option, declared once: what it is called and does, its default, what it takes.

A site's ``conf.py`` sets it as ``leanspec_…``, the table ``[leanspec]`` of ``ubproject.toml`` by its name.
The command line reads both, and runs neither, so that it and a build say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from msgspec.structs import replace

from . import declared
from .declared import option, options_of
from .findings import FALLIBLE, SEVERITIES, Finding, FindingCode, Severity
from .junit_settings import EvidenceSettings, ReportSettings
from .model import DUTIES, Duty
from .need_ids import EXAMPLE, FORM, USUAL, NeedSpelling
from .project_settings import ProjectSettings
from .reading import SpecLayout, Vocabularies, settings
from .reading.boundary import leads_out
from .reading.settings import PREFIX, TABLE
from .sources.settings import Source
from .views.selection import NARROWING

if TYPE_CHECKING:
    from .rules import RuleSettings


@dataclass(frozen=True)
class Options:
    """What a project chooses; an invalid value is a warning and the default."""

    specs: str = option(
        "Where the specs are, relative to the file that sets this; in `conf.py` also relative to the source "
        "folder, if there is no such folder next to it. Found automatically if empty.",
        "",
        paths=True,
    )
    spec_files: list[str] = option(
        "Names of a spec's own file in its folder; the first one found counts.", factory=lambda: ["README.md"]
    )
    exclude: list[str] = option(
        "Specs that are left out everywhere: patterns of ids or paths, `042-*`, `specs/archived/*`, or a "
        "status, `status:archived`. Pages that refer to one still name it, and say that it is not published.",
        factory=list,
    )
    flat: bool = option("Treat files named `010-name.md` as specs, too.", False)
    dialects: list[str] = option(
        "The tools whose specs are looked for. Where none is named: `leanspec`, and of the others that come "
        "with this package each that has left its mark. More come from installed packages, by entry points "
        "of the group `sphinx_leanspec.dialects`.",
        factory=list,
    )
    statuses: dict[str, str] = option(
        "Further statuses, each with the LeanSpec status it stands for, or with itself.", factory=dict
    )
    check_needs: bool = option("Make every checklist item a need; items are counted even without.", True)
    check_needs_limit: int = option(
        "How many checklist items may become needs, 0 for all. Where a project has more, only those of the "
        "specs that `leanspec_check_needs_for` chooses do.",
        20_000,
    )
    check_needs_for: dict[str, str] = option(
        "The specs whose items become needs even beyond that limit, chosen as in views: "
        "`{'status': 'in-progress, planned', 'tag': 'safety'}`. None by default.",
        factory=dict,
        keys=NARROWING,
    )
    requirement_needs: bool = option(
        "Make every requirement a need, in specs of tools that tell what is wanted from the work.", True
    )
    spec_type: str = option("The need type of a spec.", "spec")
    check_type: str = option("The need type of a checklist item.", "check")
    requirement_type: str = option("The need type of a requirement.", "requirement")
    doc_type: str = option("The need type of a page that covers specs.", "doc")
    need_id: str = option(
        "The id of the need of spec 13, as a pattern for all others: `LS_SPEC_013`, `SPEC-013`, `spec-013`.",
        EXAMPLE,
        form=FORM,
    )
    traces: bool = option(
        "Link paths and file names in backticks, `spec-042` and `specs/042-name`; they count as mentions.",
        True,
    )
    myst: bool = option(
        "Read specs as MyST, directives and roles included. Only for projects where everyone who may change "
        "a spec may also run code in the build.",
        False,
    )
    toctree: bool = option("Add `specs/index` to the root page's toctree where no page names it.", True)
    graph: bool = option(
        "Draw what a spec depends on, and what depends on it, at the foot of its page.", True
    )
    sidebar: int = option(
        "How many open specs the navigation names below `specs/index`, those in progress first; 0 for none. "
        "When they change, all pages are written again.",
        10,
    )
    shared_pages: int = option(
        "How many tags, assignees and epics have a page of their own, of those that two specs or more have; "
        "the most common first, 0 for none. A page costs about a third of that of a spec.",
        30,
    )
    repository: str = option(
        "The repository's web address, `https://github.com/owner/name`; known from git by default.", ""
    )
    revision: str = option("The tag or branch that links into the repository point at; git's by default.", "")
    issue_url: str = option("Where an issue is, with `{number}`; from the repository by default.", "")
    pull_url: str = option("Where a pull request is, with `{number}`; from the repository by default.", "")
    feed: bool = option(
        "Write what changed lately as an Atom feed, `specs/changes.xml`, where `html_baseurl` is set.", True
    )
    severity: dict[str, str] = option(
        "How severe a kind of finding is, if not as severe as by default: "
        "`{'open': 'warning', 'title': 'off'}`. A build reports only warnings and errors.",
        factory=dict,
        keys=get_args(FindingCode),
        values=SEVERITIES,
    )
    sections: dict[str, str] = option(
        "What open boxes below a heading mean for a spec that is complete: "
        "`{'Acceptance Criteria': 'required', 'Future *': 'exempt'}`; `*` stands for any characters. "
        "`required` boxes are a warning, `optional` ones may stay open, `exempt` ones are no work at all.",
        factory=dict,
        values=DUTIES,
    )
    evidence_severity: dict[str, str] = option(
        "How severe each verdict on a ticked box is, where that is not the severity of "
        "`evidence`: `{'stale': 'info', 'failed': 'error'}`. `unknown` is `info` by default.",
        factory=dict,
        keys=FALLIBLE,
        values=SEVERITIES,
    )
    pages: dict[str, str] = option(
        "Further files as pages: docname to path, relative to the file that sets this, "
        "`{'index': 'docs/index.md'}`.",
        factory=dict,
        paths=True,
    )
    sources: list[Source] = option(
        "Code that documents talk about, a table for each: releases of distributions, repositories, folders.",
        factory=list,
        table=Source,
    )
    evidence_floor: int = option(
        "The percentage of ticked items that have to offer evidence; less is a finding `floor`.", 0
    )
    evidence_kinds: list[str] = option(
        "Kinds of evidence that installed packages have, by entry points of the group "
        "`sphinx_leanspec.evidence`; evidence of a kind that is not named cannot be read.",
        factory=list,
    )
    test_reports: list[ReportSettings] = option(
        "Where test reports in JUnit XML are, for evidence of the kind `test`: a pattern of paths such as "
        "`reports/*.xml`, or a table where the reports alone do not say enough.",
        factory=list,
        table=ReportSettings,
        short="files",
    )
    projects: list[ProjectSettings] = option(
        "Further projects whose specs the site shows beside its own, a table for each, with a `name` that "
        "references to them begin with.",
        factory=list,
        table=ProjectSettings,
    )

    @property
    def layout(self) -> SpecLayout:
        """How the project's specs lie."""
        files, dialects = tuple(self.spec_files), tuple(self.dialects)
        spelling = NeedSpelling.of(self.need_id) or USUAL
        own = SpecLayout(self.specs, self.flat, files, dialects, tuple(self.exclude), spelling)
        return replace(own, members=tuple(one.member(own) for one in self.projects))

    @property
    def words(self) -> Vocabularies:
        """The words for statuses that the project uses."""
        return Vocabularies.extended(self.statuses)

    @property
    def rule_settings(self) -> RuleSettings:
        """What the project asks of the rules."""
        from .rules import RuleSettings  # here, as most commands ask none of them

        return RuleSettings(
            severities=cast("Mapping[str, Severity]", self.severity),
            sections=cast("Mapping[str, Duty]", self.sections),
            verdicts=cast("Mapping[str, Severity]", self.evidence_severity),
            evidence_floor=self.evidence_floor,
        )

    def evidence_settings(self, seen_from: Path, root: Path) -> EvidenceSettings:
        """Return what the project says of its evidence.

        :param seen_from: the folder that its paths are relative to.
        :param root: the root of the project, to which they are made so.
        """
        values = (vars(one) for one in self.test_reports)
        moved = (declared.moved(ReportSettings, one, seen_from, root) for one in values)
        return EvidenceSettings(
            tuple(declared.made(ReportSettings, one) for one in moved), tuple(self.evidence_kinds)
        )

    @classmethod
    def of(cls, config: object) -> Options:
        """Read the options of a site.

        :param config: what Sphinx knows of its ``conf.py``, and everything that is set elsewhere.
        """
        return declared.made(cls, {name: getattr(config, PREFIX + name) for name in OPTIONS})

    @classmethod
    def of_project(cls, start: Path) -> tuple[Options, tuple[Finding, ...]]:
        """Read what a project chooses, as far as nothing has to be run for that.

        :param start: the repository, or a folder in it; paths are made relative to it.
        :returns: the options, and what is wrong with where they are set.
        """
        values, findings = chosen(settings.find_for(start), start)
        own, more = _from_conf(settings.conf_for(start), start)
        return declared.made(cls, values | own), (*findings, *more)

    @classmethod
    def from_toml(cls, path: Path | None, seen_from: Path) -> tuple[Options, tuple[Finding, ...]]:
        """Read the options of an ``ubproject.toml``; see :func:`chosen`."""
        values, findings = chosen(path, seen_from)
        return declared.made(cls, values), findings


OPTIONS: Final[Mapping[str, Field[Any]]] = options_of(Options)
"""Every option by its name."""


def chosen(
    path: Path | None, seen_from: Path, options: type = Options
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Read what an ``ubproject.toml`` chooses.

    :param path: the file, if there is one.
    :param seen_from: the folder that paths are made relative to.
    :param options: the dataclass that declares what can be chosen.
    :returns: sound values, and what is wrong with the others; the path of these findings is that of the file.
    """
    table = settings.read(path)
    if table.path is None:
        return {}, ()
    name = table.path.as_posix()
    if table.problem:
        message, line = table.problem
        said = f"[{TABLE}] cannot be read and was left out: {message}"
        return {}, (Finding(name, line, "config", said, "correct the file"),)
    values, mistakes = declared.sound(options, table.values)
    findings = [
        Finding(name, table.line(wrong.where), "config", wrong.message, wrong.fix) for wrong in mistakes
    ]
    for key in _leading_out(options, values, table.path.parent):
        del values[key]
        message = f"`{key}` leads out of the repository and was not followed"
        fix = "name a place in the repository, and no link to elsewhere"
        findings.append(Finding(name, table.line((key,)), "config", message, fix))
    return declared.moved(options, values, table.path.parent, seen_from), tuple(sorted(findings))


def _from_conf(conf: Path | None, seen_from: Path) -> tuple[dict[str, Any], list[Finding]]:
    """Read what a ``conf.py`` chooses, in the order of :func:`chosen`."""
    table = settings.read_conf(conf, PREFIX)
    if table.path is None:
        return {}, []
    known = {name: value for name, value in table.values.items() if name in OPTIONS}
    values, mistakes = declared.sound(Options, known, f"{PREFIX}{{}}")
    name = table.path.as_posix()
    findings = [
        Finding(name, table.line(wrong.where), "config", wrong.message, wrong.fix) for wrong in mistakes
    ]
    return declared.moved(Options, values, table.path.parent, seen_from), findings


def _leading_out(options: type, values: Mapping[str, Any], folder: Path) -> list[str]:
    """Return the options whose paths lead out of the repository; those in tables are for who reads them."""
    held = {key: found for key, found in options_of(options).items() if found.metadata["paths"]}
    return [
        key
        for key, found in held.items()
        if key in values and not found.metadata["table"]
        if any(leads_out(folder / path, folder) for path in declared.paths_of(values[key]) if path)
    ]
