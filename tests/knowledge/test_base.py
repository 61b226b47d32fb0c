"""The knowledge base hangs together: documents, specs, neighbours, words, and the code that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinx_leanspec.corpus import load
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import covering
from sphinx_leanspec.sources.codebase import Codebase

ROOT = Path(__file__).parents[2]
ANALYSIS = ROOT / "docs" / "analysis"
PAGES = sorted(ANALYSIS.glob("*_*.md"))
LINK = re.compile(r"\]\((?P<page>\w+\.md)[#)]")
MISSPELT = re.compile(
    r"`(?:dp-replicate|dp-shard|dp_shards|replicate_dp|shard_dp|cp_dim|tp_dim)`|\bdp shard\b"
)

pytestmark = pytest.mark.skipif(not ANALYSIS.is_dir(), reason="the knowledge base is part of a checkout only")


def test_each_document_answers_one_spec_and_each_spec_has_one() -> None:
    corpus = load(ROOT)
    answered = {page.name: covering.read(page).specs for page in PAGES}
    assert len(answered) == 14
    assert {name for name, specs in answered.items() if len(specs) != 1} == set()
    found = {corpus.resolve(text).target for specs in answered.values() for text in specs}
    assert found == set(list(corpus.specs)[:12])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_document_links_its_neighbours(page: Path) -> None:
    linked = set(LINK.findall(page.read_text("utf-8"))) - {page.name}
    assert linked
    assert {name for name in linked if not (ANALYSIS / name).is_file()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_mesh_dimensions_have_one_spelling(page: Path) -> None:
    assert MISSPELT.findall(page.read_text("utf-8")) == []


def test_every_reference_to_code_is_one_that_a_release_has() -> None:
    options, findings = Options.from_toml(ROOT / "ubproject.toml", ROOT)
    assert findings == ()
    code = Codebase.read(ROOT, options.sources, "")
    references = [one for one in code.references(ROOT) if one.path.startswith("docs/analysis/")]
    assert len(references) > 800
    assert {one.name: code.wrong(one.name) for one in references if code.wrong(one.name)} == {}
    kept = [code.find(one.name) for one in references if one.source in ("nemo", "axolotl")]
    assert {locked.name: locked.state for locked in kept if locked and locked.state != "same"} == {}
