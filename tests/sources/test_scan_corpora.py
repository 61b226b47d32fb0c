"""Plain references of a real project, held against the releases that it is about.

The figures are a prototype's but for four. One reference more is found, into a YAML file, and four sizes of
files whose names are bold. Three that their line gives to Axolotl are Axolotl's, under a heading that names
both. A variable in a function is no definition, so that one reference fewer meets its name by the lenient
rule from 0.3.0 on.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sphinx_leanspec.commands.sources_request import SourcesRequest
from sphinx_leanspec.commands.sources_scan import ScanRequest, look
from sphinx_leanspec.options import Options
from sphinx_leanspec.report.sources_scan import ScanReport
from sphinx_leanspec.sources.errors import OfflineError
from sphinx_leanspec.sources.scan.attribution import SourceNames
from sphinx_leanspec.sources.scan.meeting import Fit, fit
from sphinx_leanspec.sources.scan.pages import scan
from sphinx_leanspec.sources.scan.spellings import Spelling
from sphinx_leanspec.sources.settings import Source

pytestmark = pytest.mark.corpora

NEMO = Source("nemo", pypi="nemo-automodel", version="0.2.0", default_for=["*"])
AXOLOTL = Source("axolotl", pypi="axolotl", version="0.17.0")


def test_spellings(corpora: Path) -> None:
    root = corpora / "automodel"
    names = SourceNames({"nemo": ["nemo"], "axolotl": ["axolotl"]})
    paths = sorted((*root.glob("docs/**/*.md"), *root.glob("specs/**/*.md")))
    pages = [
        scan(path.relative_to(root).as_posix(), path.read_text("utf-8"), names, "nemo") for path in paths
    ]
    found = [each for page in pages for each in page.references]
    assert len(paths) == 27
    assert Counter(each.spelling for each in found) == {
        Spelling.RANGE: 382,
        Spelling.LINE: 10,
        Spelling.LIST: 2,
        Spelling.BELOW: 11,
        Spelling.TABLE: 11,
    }
    assert sum(page.sizes for page in pages) == 79
    assert Counter(each.beside for each in found) == {"": 241, "block": 134, "line": 41}
    assert Counter(each.source for each in found) == {"nemo": 378, "axolotl": 38}


@pytest.fixture(scope="module")
def report(corpora: Path) -> ScanReport:
    root = corpora / "automodel"
    options = Options(sources=[NEMO, AXOLOTL])
    asked = SourcesRequest(root, (root / "docs", root / "specs"), options, offline=True)
    try:
        for source, release in ((NEMO, "0.2.0"), (NEMO, "0.7.0"), (AXOLOTL, "0.17.0"), (AXOLOTL, "0.21.0")):
            asked.store.open(source, release)
    except OfflineError as error:
        pytest.skip(f"{error}: `benchmarks/scan.py --fetch` puts it there")
    return look(ScanRequest(asked, releases=("nemo:0.7.0", "axolotl:0.21.0")))


def rules(one: Fit) -> tuple[int, ...]:
    return one.named, one.lenient, one.strict, one.exact


def test_releases(report: ScanReport) -> None:
    fits = {one.fit.label: one.fit for one in report.fits}
    assert {label: (one.one, one.several, one.none, one.past) for label, one in fits.items()} == {
        "nemo-automodel 0.2.0": (373, 3, 2, 54),
        "nemo-automodel 0.7.0": (329, 9, 40, 40),
        "axolotl 0.17.0": (38, 0, 0, 1),
        "axolotl 0.21.0": (27, 0, 11, 5),
    }
    assert {label: rules(one) for label, one in fits.items()} == {
        "nemo-automodel 0.2.0": (162, 137, 131, 102),
        "nemo-automodel 0.7.0": (146, 40, 30, 0),
        "axolotl 0.17.0": (13, 9, 7, 1),
        "axolotl 0.21.0": (6, 2, 2, 0),
    }
    assert [one.fit.label for one in report.fits if one.is_best] == ["nemo-automodel 0.2.0", "axolotl 0.17.0"]


def test_analyses_alone(report: ScanReport) -> None:
    held = [each for each in report.held if "docs/analysis/" in each.reference.page]
    own = [each for each in held if each.reference.source == "nemo"]
    assert (len(own), rules(fit("", own))) == (277, (152, 127, 121, 92))
    below = [each for each in own if each.reference.beside == "block"]
    assert rules(fit("", below))[:2] == (121, 97)


def test_what_becomes_a_role(report: ScanReport) -> None:
    left = Counter(reason for page in report.pages for _, reason in page.left)
    assert len(report.held) - left.total() == 293
    assert left["it stands in code, where a role would be shown as it is"] == 66
    assert left["its lines reach past the end of the file"] == 33
