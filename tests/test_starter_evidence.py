"""The pages that `build` and `init` write list claims where a project offers evidence, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.commands import starters
from sphinx_leanspec.commands.starter_site import StarterSite
from sphinx_leanspec.corpus import load
from sphinx_leanspec.reading import SpecLayout

SECTION = "\n## Evidence\n\n```{spec-evidence}\n:limit: 15\n```\n"


def root(folder: Path, body: str) -> Path:
    write_files(folder, {"specs/001-a/README.md": spec("A", body=body)})
    return folder


@pytest.mark.parametrize(
    ("body", "wanted"), [("- [x] Done <!-- evidence: file a.py -->\n", 1), ("- [x] Done\n", 0)]
)
def test_a_site_lists_claims_where_there_are_any(tmp_path: Path, body: str, wanted: int) -> None:
    corpus = load(root(tmp_path, body))
    page = StarterSite(corpus, SpecLayout()).pages()["specs/dashboard"]
    assert page.count(SECTION) == wanted
    assert "$" not in page
    layout, conf = SpecLayout(), tmp_path / "docs/conf.py"
    target = starters.Target(corpus.project, layout, layout, "A", conf, is_new=True)
    index = starters.index(target)
    assert index.count(SECTION) == wanted
    assert "$" not in index
    assert index.endswith("```\n")
