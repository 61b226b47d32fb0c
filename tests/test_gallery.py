"""The gallery: every view is in it, and its example is the same wherever it is built."""

from __future__ import annotations

import importlib
import re
import shutil
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from sphinx_leanspec.extension.views import VIEWS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SNIPPETS = sorted(DOCS.glob("snippets/*.md"))

pytestmark = pytest.mark.skipif(
    not (ROOT / "conf.py").is_file(), reason="the gallery is part of a checkout only"
)


@pytest.fixture
def exhibits(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(DOCS / "_ext")
    return importlib.import_module("exhibits")


def shown() -> list[str]:
    """What the gallery shows, in its order."""
    return re.findall(r"^```\{exhibit\} (\S+)$", (DOCS / "guide/gallery.md").read_text("utf-8"), re.MULTILINE)


def test_every_view_is_in_the_gallery(exhibits: ModuleType) -> None:
    pages = [name for name in shown() if "/" not in name]
    views = {re.match(r"```\{(\S+)\}", exhibits.page_of(name)[1])[1] for name in pages}
    assert views == set(VIEWS)
    assert sorted(pages) == sorted(path.stem for path in exhibits.example.EXAMPLE.glob("views/*.md"))


def test_lines_are_written_in_rst_as_the_guide_writes_them(exhibits: ModuleType) -> None:
    written = {path: path.read_text("utf-8").strip() for path in SNIPPETS}
    directives = {path: text for path, text in written.items() if re.fullmatch(r"```\{[^`]+```", text)}
    assert len(directives) > 30
    for path, text in directives.items():
        rst = path.with_suffix(".rst").read_text("utf-8").strip()
        # a text that YAML needs in quotes is none in RST
        assert exhibits.as_rst(text).replace('"', "") == rst.replace('"', ""), path.name


def test_the_example_has_a_past_that_is_the_same_everywhere(exhibits: ModuleType, tmp_path: Path) -> None:
    commits = set()
    for name in ("here", "there"):
        shutil.copytree(exhibits.example.EXAMPLE, tmp_path / name)
        commits.add(exhibits.example.commit(tmp_path / name))
    assert len(commits) == 1


def test_the_example_has_the_findings_that_it_shows(exhibits: ModuleType, tmp_path: Path) -> None:
    warnings = exhibits.example.build(tmp_path / "text", "text")
    found = re.findall(r"^(\S+?):.*\[leanspec\.(\w+)\]$", warnings, re.MULTILINE)
    assert len(found) == len(warnings.strip().splitlines())
    assert sorted((code, path.split("/")[1].removesuffix(".md")) for path, code in found) == [
        ("evidence", "004-payment"),
        ("evidence", "010-crew-app"),
        ("evidence", "013-pier-screens"),
        ("evidence", "023-lost-property"),
        ("link", "023-lost-property"),
        ("ref", "023-lost-property"),
        ("source", "payments"),
    ]
    for name in shown():
        page = tmp_path / "text" / (f"views/{name}.txt" if "/" not in name else f"{name}.txt")
        assert len(page.read_text("utf-8").strip().splitlines()) > 4, name


def test_the_example_is_built_again_only_if_something_changed(
    exhibits: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(exhibits.example.EXAMPLE / "handbook", tmp_path / "inputs")
    built = []

    def build(target: Path, builder: str) -> str:
        target.mkdir(parents=True, exist_ok=True)
        built.append(builder)
        return ""

    monkeypatch.setattr(exhibits, "INPUTS", (tmp_path / "inputs",))
    monkeypatch.setattr(exhibits.example, "build", build)
    app = SimpleNamespace(
        outdir=tmp_path / "out", doctreedir=tmp_path / "trees", builder=SimpleNamespace(name="latex")
    )
    for change in ("", "", "# Keys\n", "# Keys\n"):
        if change:
            (tmp_path / "inputs" / "keys.md").write_text(change, "utf-8")
        exhibits._on_builder_inited(app)
    assert built == ["text", "text"]
