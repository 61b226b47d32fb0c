"""The project's own site: the guide, thirteen specs, and the fourteen analyses that answer them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from building import Build, BuildResult

ROOT = Path(__file__).parents[1]

# What the real specs of this knowledge base say: id, created, priority, tags.
SPECS = """
001-nemo-axolotl-comparison 2026-01-03 high
    analysis distributed-training sequence-packing comparison
002-nemo-fsdp2-deep-dive 2026-01-03 high
    analysis fsdp2 distributed-training architecture
003-nemo-tp-implementation 2026-01-03 high
    analysis tensor-parallelism tp distributed-training
004-nemo-cp-implementation 2026-01-03 high
    analysis context-parallelism cp distributed-training ring-attention
005-nemo-sp-implementation 2026-01-03 high
    analysis sequence-parallelism sp tensor-parallelism distributed-training
006-nemo-pp-implementation 2026-01-03 high
    analysis pipeline-parallelism pp distributed-training model-parallelism
007-nemo-ep-deepep-implementation 2026-01-03 high
    analysis expert-parallelism ep deepep moe mixture-of-experts distributed-training
008-nemo-3d-parallelism-implementation 2026-01-03 high
    analysis 3d-parallelism pipeline-parallelism fsdp2 tensor-parallelism dtensor
    distributed-training composability
009-distributed-checkpoint-safetensors-analysis 2026-01-03 high
    analysis checkpoint distributed-checkpoint safetensors dcp huggingface peft async mesh-aware
    resharding
010-sequence-packing-implementation-analysis 2026-01-03 high
    analysis sequence-packing thd-format context-parallelism performance transformer-engine
    greedy-packing training-optimization gpu-utilization
011-nemo-axolotl-cp-comparison 2026-01-04 high
    analysis context-parallelism nemo axolotl distributed-training comparison
012-nemo-axolotl-tp-comparison 2026-01-04 high
    analysis tensor-parallelism nemo axolotl distributed-training comparison
013-source-code-analysis-integration 2026-01-07 medium
    documentation analysis integration knowledge-base distributed-training
"""
ROWS = [row.split() for row in re.split(r"\n(?=[0-9])", SPECS.strip())]

pytestmark = pytest.mark.skipif(
    not (ROOT / "conf.py").is_file(), reason="the site is part of a checkout only"
)


@pytest.fixture(scope="module")
def kept() -> dict[str, BuildResult]:
    return {}


@pytest.fixture
def site(build: Build, kept: dict[str, BuildResult]) -> BuildResult:
    """The site as ReadTheDocs builds it, once for all tests here."""
    if not kept:
        no_report = "leanspec_test_reports=no/report/*.xml"  # of an earlier run, which would say more or less
        kept["html"] = build(ROOT, "-n", "-D", no_report, fatal_warnings=True)
    return kept["html"]


def test_it_builds_without_a_warning_and_answers_at_its_root(site: BuildResult) -> None:
    assert site.warnings == []
    assert site.html("index").select_one("h1").get_text().startswith("sphinx-leanspec")


def written(folder: str) -> set[str]:
    """The pages that lie in a folder of docs/."""
    pages = (ROOT / "docs" / folder).rglob("*.md")
    return {path.with_suffix(".html").relative_to(ROOT).as_posix() for path in pages}


def test_pages_are_what_is_written_and_nothing_else(site: BuildResult) -> None:
    made = {path.relative_to(site.outdir).as_posix() for path in site.outdir.rglob("*.html")}
    pages = {name for name in made if not name.startswith(("_static/", "_modules/", "example/"))}
    pages -= {"genindex.html", "search.html", "permalink.html"}
    own = {"index.html", "specs/index.html", "docs/dashboard.html"}
    specs = {f"specs/{row[0]}.html" for row in ROWS}
    readings = {f"specs/{path.parent.name}/READING.html" for path in (ROOT / "specs").glob("*/READING.md")}
    named = Counter(tag for row in ROWS for tag in row[3:])
    tags = {f"specs/tags/{tag}.html" for tag, times in named.items() if times > 1}
    assert pages == {*own, *written("guide"), *written("analysis"), *specs, *readings, *tags}


def test_every_page_is_one_click_from_the_first(site: BuildResult) -> None:
    links = {link["href"].partition("#")[0] for link in site.html("index").select("a[href]")}
    assert {
        *written("guide"),
        "docs/analysis/index.html",
        "specs/index.html",
        "docs/dashboard.html",
        *(f"specs/{row[0]}.html" for row in ROWS),
    } <= links


def test_the_gallery_shows_each_view_in_light_and_in_dark(site: BuildResult) -> None:
    pictures = site.html("docs/guide/gallery").find_all(class_="exhibit")
    assert len(pictures) > 20
    for picture in pictures:
        trees = picture.find_all("template", shadowrootmode="open")  # into which select() does not look
        light, dark = (tree.find(class_="exhibit-page") for tree in trees)
        assert (light["data-theme"], dark["data-theme"]) == ("light", "dark")
        assert light.decode_contents() == dark.decode_contents()
        for link in picture.find_all(["a", "link"], href=True):
            address, _, anchor = link["href"].partition("#")
            there = site.outdir / "docs" / "guide" / address
            assert there.is_file(), link
            assert f'id="{anchor}"' in there.read_text("utf-8") or not anchor, link


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:3])
def test_each_spec_is_as_the_real_one(site: BuildResult, row: list[str]) -> None:
    name, created, priority, *tags = row
    need = site.needs()[f"SPEC_{name[:3]}"]
    assert need["path"] == f"specs/{name}/README.md"
    assert (need["created"], need["priority"], need["tags"]) == (created, priority, tags)
    assert need["status"] == "complete"
    left = [
        check for check in site.needs().values() if check["type"] == "check" and check["status"] == "open"
    ]
    assert {check["section"] for check in left} == {"Handed over"}  # what another repository would know
    assert need["total"] >= need["done"] > 0
    assert need["failed"] == 0
    assert need["title"].startswith(name[:3])


def test_the_last_spec_depends_on_the_twelve_others(site: BuildResult) -> None:
    needs = site.needs()
    twelve = [f"SPEC_{number:03}" for number in range(1, 13)]
    assert needs["SPEC_013"]["depends_on"] == twelve
    assert all(not needs[name]["depends_on"] for name in twelve)
    assert all(needs[name]["depends_on_back"] == ["SPEC_013"] for name in twelve)


def test_what_is_ticked_is_shown_or_says_why_not(site: BuildResult) -> None:
    checks = [need for need in site.needs().values() if need["type"] == "check"]
    specs = [need for need in site.needs().values() if need["type"] == "spec"]
    assert len(specs) == len(ROWS)
    assert len(checks) == sum(spec["total"] for spec in specs)
    ticked = [check for check in checks if check["status"] == "done"]
    assert {check["verdict"] for check in ticked} <= {"holds", "unknown"}  # where no report is there
    reasons = {check["evidence_note"] for check in ticked if check["verdict"] == "unknown"}
    assert all("report" in reason for reason in reasons), reasons
    assert 3 * sum(bool(check["evidence"]) for check in ticked) > len(ticked)


def test_each_document_says_what_code_it_leans_on(site: BuildResult) -> None:
    documents = [
        need for name, need in site.needs().items() if re.match("DOC_DOCS_ANALYSIS_(?!INDEX|ADD|MOV)", name)
    ]
    assert len(documents) == 14
    assert all(len(need["leans_on"]) >= 25 and need["drifted"] == 0 for need in documents)


def test_no_page_knows_the_machine_it_was_built_on(site: BuildResult) -> None:
    for path in site.outdir.rglob("*"):
        if path.suffix in (".html", ".json", ".txt", ".js"):
            assert str(ROOT) not in path.read_text("utf-8", errors="replace"), path


def test_pages_are_edited_where_they_are_written(site: BuildResult) -> None:
    files = {
        "index": "docs/index.md",
        "docs/guide/views": "docs/guide/views.md",
        "specs/013-source-code-analysis-integration": "specs/013-source-code-analysis-integration/README.md",
    }
    for page, file in files.items():
        edit = site.html(page).select_one("a[href*='/edit/']")
        assert edit is not None, page
        assert edit["href"].endswith(f"/edit/main/{file}"), page


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_it_builds_without_a_warning_for_other_readers(build: Build, builder: str) -> None:
    result = build(ROOT, "-n", builder=builder, fatal_warnings=True)
    assert result.warnings == []


def test_leanspecs_own_configuration_is_there() -> None:
    config: dict[str, Any] = json.loads((ROOT / ".lean-spec" / "config.json").read_text("utf-8"))
    assert config["specsDir"] == "specs"
    assert config["structure"]["defaultFile"] == "README.md"
