"""What evidence is held against in a test: each setting that a case of a kind names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from building import write_files
from gitting import Repository
from samples import spec

from sphinx_leanspec.claims import Claims, EvidenceSettings, Judged, SiteFacts, World
from sphinx_leanspec.claims.junit import ReportSettings
from sphinx_leanspec.claims.kinds import Example, Given
from sphinx_leanspec.corpus import load
from sphinx_leanspec.sources.codebase import Codebase
from sphinx_leanspec.sources.settings import Source

NEXT = "specs/002-next/README.md"
REPORTS = "reports/*.xml"
DAY = "2026-01-05T10:00:00Z"


def judged(root: Path, site: SiteFacts | None = None, reports: str = "") -> Judged:
    """What comes of the first check of the second spec."""
    corpus = load(root)
    settings = EvidenceSettings((ReportSettings(reports),) if reports else ())
    code = Codebase.read(root, [Source("code", folder="src")], "")
    claims = Claims(World(corpus, site, settings, code=code))
    return claims.of("002-next", corpus.specs["002-next"].checks[0].key)


def files_of(evidence: str, files: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    body = f"## Plan\n\n- [x] It is so <!-- evidence: {evidence} -->\n"
    return {
        "specs/001-base/README.md": spec("Base", status="complete"),
        NEXT: spec("Next", "depends_on: [001-base]", body=body, status="planned"),
        **(files or {}),
    }


def report(time: str, file: str = "tests/test_sums.py") -> str:
    """What pytest writes of three tests: one that passed, one that failed, one that was skipped."""
    name = file.removesuffix(".py").replace("/", ".")
    return (
        '<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" '
        f'errors="0" failures="1" skipped="1" tests="3" time="0.1" timestamp="{time}" hostname="h">'
        f'<testcase classname="{name}" name="test_adds" time="0.01" />'
        f'<testcase classname="{name}" name="test_divides" time="0.01"><failure message="no">no</failure>'
        "</testcase>"
        f'<testcase classname="{name}" name="test_plots" time="0.0"><skipped type="pytest.skip" '
        'message="no display">no</skipped></testcase></testsuite></testsuites>'
    )


def _folder(root: Path) -> Path:
    return root


def _large(root: Path) -> Path:
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs/large.txt").write_bytes(b"word\n" * 500_000)
    return root


def _lost(root: Path) -> Path:
    (root / ".git").write_text("gitdir: ../nowhere\n", "utf-8")
    return root


def _repository(root: Path) -> Path:
    repository = Repository(root)
    repository.commit(DAY)
    repository.git("tag", "v1.0")
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit("2026-01-04T10:00:00Z")
    repository.git("checkout", "--quiet", "main")
    return root


def _detached(root: Path) -> Path:
    Repository(_repository(root)).git("checkout", "--quiet", "--detach")
    return root


def _shallow(root: Path) -> Path:
    repository = Repository(_repository(root))
    repository.commit("2026-01-06T10:00:00Z")
    return repository.clone(root.parent / "clone", "--depth", "1", "--no-tags")


def _changes(root: Path) -> Path:
    write_files(_repository(root), {"specs/001-base/README.md": spec("Base", status="archived")})
    return root


def _reports(root: Path) -> Path:
    write_files(_repository(root), {"reports/junit.xml": report("2026-01-06T10:00:00+00:00")})
    return root


def _old_report(root: Path) -> Path:
    write_files(_repository(root), {"reports/junit.xml": report("2026-01-01T10:00:00+00:00")})
    return root


SETTINGS: Mapping[Given, Callable[[Path], Path]] = {
    "a build": _folder,
    "a detached checkout": _detached,
    "a folder": _folder,
    "a large file": _large,
    "a lost repository": _lost,
    "a repository": _repository,
    "a shallow clone": _shallow,
    "a source": _folder,
    "an old report": _old_report,
    "changes": _changes,
    "no report": _repository,
    "reports": _reports,
}


def decided(example: Example, root: Path) -> Judged:
    """What comes of a case of a kind."""
    write_files(root, files_of(example.evidence, example.files))
    root = SETTINGS[example.given](root)
    site = SiteFacts({"index", "guide/start"}, {"REQ_1"}, {"002-next": 1})
    return judged(root, site if example.given == "a build" else None, REPORTS)
