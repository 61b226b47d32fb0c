"""The dashboard of a new site lists claims where a project offers evidence, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.commands.starter_site import StarterSite
from sphinx_leanspec.corpus import load
from sphinx_leanspec.reading import SpecLayout

SECTION = (
    "\n## Evidence\n\n"
    "What ticked checks offer as evidence, and whether it holds; what does not comes first.\n\n"
    "```{spec-evidence}\n:limit: 15\n```\n"
)


@pytest.mark.parametrize(
    ("body", "wanted"), [("- [x] Done <!-- evidence: file a.py -->\n", 1), ("- [x] Done\n", 0)]
)
def test_a_site_lists_claims_where_there_are_any(tmp_path: Path, body: str, wanted: int) -> None:
    write_files(tmp_path, {"specs/001-a/README.md": spec("A", body=body)})
    pages = StarterSite(load(tmp_path), SpecLayout()).pages()
    assert pages["specs/dashboard"].count(SECTION) == wanted
    assert all("$" not in page and page.endswith("```\n") for page in pages.values())
