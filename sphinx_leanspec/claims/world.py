"""What claims are held against: made when it is first asked for, and once a build."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ..corpus import Corpus
from ..junit_settings import EvidenceSettings
from ..reading.library import Library

if TYPE_CHECKING:  # what there is is imported where somebody asks for it
    from ..past import Past
    from ..sources.codebase import Codebase
    from .junit import ReportProblem, TestReports
    from .listing import Listing
    from .revisions import Revisions
    from .times import CommitTimes


class SiteFacts(Struct, frozen=True):
    """What only a build knows.

    :param docnames: the pages of the site.
    :param needs: the ids of its needs.
    :param covered: how many pages cover each spec, by key.
    """

    docnames: Set[str]
    needs: Set[str]
    covered: Mapping[str, int] = {}


@dataclass
class World:
    """What there is: files, commits, reports of tests, the corpus, and in a build the site.

    Each project of a site has a world of its own: its files and its commits, and the test reports that the
    site's configuration names.

    :param site: what only a build knows; None on the command line.
    :param library: keeps what git was asked for, where it keeps anything.
    :param code: the sources of the project, and what its lock knows of them.
    """

    corpus: Corpus
    site: SiteFacts | None = None
    settings: EvidenceSettings = field(default_factory=EvidenceSettings)
    library: Library = field(default_factory=Library)
    code: Codebase | None = None
    _others: dict[str, World] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """Where its files are."""
        return self.corpus.project.root

    def of(self, project: str) -> World:
        """Return that of one of several projects, by its name; of the site's own it is this."""
        if not project:
            return self
        if project not in self._others:
            self._others[project] = _MemberWorld(
                self.corpus, self.site, self.settings, self.library, self.code, above=self, project=project
            )
        return self._others[project]

    @cached_property
    def listing(self) -> Listing:
        """The files of the repository."""
        from .listing import Listing

        return Listing(self.root)

    @cached_property
    def revisions(self) -> Revisions:
        """Its branches, tags and commits."""
        from .revisions import Revisions

        return Revisions(self.root)

    @cached_property
    def commit_times(self) -> CommitTimes:
        """When its files were changed last."""
        from .times import CommitTimes

        return CommitTimes(self.root)

    @cached_property
    def reports(self) -> TestReports:
        """What its test reports say."""
        from .junit import TestReports

        return TestReports(self.root, self.settings.reports, lambda path: path in self.listing)

    @property
    def is_asked(self) -> bool:
        """Whether anybody has asked for anything but the corpus."""
        return not vars(self).keys().isdisjoint(_DOORS)

    @property
    def report_problems(self) -> tuple[ReportProblem, ...]:
        """What is wrong with these reports, if anybody has asked for one."""
        return self.reports.problems if "reports" in self.__dict__ else ()

    @cached_property
    def past(self) -> Past:
        """What it was at earlier commits."""
        from ..past import Past

        return Past(self.root)


_DOORS: Final = frozenset(name for name, found in vars(World).items() if isinstance(found, cached_property))
"""All that it looks at besides specs."""


@dataclass
class _MemberWorld(World):
    """What there is of one of several projects.

    :param above: that of the site.
    :param project: its name.
    """

    above: World = field(kw_only=True)
    project: str = field(kw_only=True)

    @property
    def root(self) -> Path:
        return self.corpus.project.of(self.project).top

    @cached_property
    def reports(self) -> TestReports:
        return self.above.reports
