"""What leads out of a repository, or cannot exist, is not followed, and a finding says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from building import write_files
from commands import run, spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.findings import Finding
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import NoSpecsError, SpecLayout, covering, documents, settings
from sphinx_leanspec.reading.boundary import can_exist
from sphinx_leanspec.reading.settings import own_conf
from sphinx_leanspec.rules import Context, check

GIT = {".git/HEAD": "ref: refs/heads/main\n"}
HELD = {**GIT, "specs/001-mast/README.md": spec("Mast")}
FAR = {"far/plans/007-far/README.md": spec("Far"), "far/note.md": "# Far\n", "far/conf.py": ""}


def house(tmp_path: Path, files: Mapping[str, str], links: Mapping[str, str]) -> Path:
    """A repository beside files that are none of its business."""
    write_files(tmp_path, FAR)
    root = tmp_path / "house"
    write_files(root, files)
    for name, target in links.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    return root


def said(root: Path) -> tuple[Corpus, list[Finding]]:
    """The specs of a repository as the command line reads them, and what is wrong with what configures it."""
    options, findings = Options.from_toml(settings.find_for(root), root)
    corpus = load(root, options.layout).with_findings(findings)
    return corpus, [found for found in corpus.findings if found.code == "config"]


@pytest.mark.parametrize("name", ["docs", "doc"])
@pytest.mark.parametrize("target", ["../far", "/", ".."])
def test_documents_elsewhere_are_none_of_the_repository(name: str, target: str, tmp_path: Path) -> None:
    root = house(tmp_path, HELD, {name: target})
    corpus, (found,) = said(root)
    assert (found.path, found.line) == (name, 1)
    assert found.message == f"`{name}` leads out of the repository and was not followed"
    assert found.fix
    assert not documents.find(corpus.project)
    assert not covering.find(corpus.project)
    assert own_conf(root) is None
    done = run("check", root)
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_link_within_the_repository_is_followed(tmp_path: Path) -> None:
    root = house(tmp_path, {**HELD, "words/a.md": "# A\n"}, {"docs": "words"})
    corpus, findings = said(root)
    assert not findings
    assert [document.path for document in documents.find(corpus.project)] == ["docs/a.md"]


@pytest.mark.parametrize(
    ("files", "links"),
    [
        (GIT, {"specs": "../far/plans"}),
        ({}, {"specs": "../far/plans"}),
        (GIT, {"docs": "../far"}),
        ({**GIT, ".lean-spec/config.json": '{"specsDir": "../far/plans"}'}, {}),
        ({**GIT, ".lean-spec/config.json": '{"specsDir": "in/plans"}'}, {"in": "../far"}),
        ({**GIT, "ubproject.toml": '[leanspec]\nspecs = "../far/plans"\n'}, {}),
        ({"ubproject.toml": '[leanspec]\nspecs = "in/plans"\n'}, {"in": "../far"}),
    ],
)
def test_specs_elsewhere_are_not_read(
    files: Mapping[str, str], links: Mapping[str, str], tmp_path: Path
) -> None:
    root = house(tmp_path, files, links)
    with pytest.raises(NoSpecsError):
        said(root)
    done = run("list", root)
    assert (done.returncode, done.text) == (2, "")
    write_files(root, {"doc/specs/001-mast/README.md": spec("Mast")})
    corpus, findings = said(root)
    assert [place.id for place in corpus.names.places.values()] == ["001-mast"]
    assert findings


def test_a_folder_that_is_named_may_not_lead_out(tmp_path: Path) -> None:
    root = house(tmp_path, GIT, {"plans": "../far/plans"})
    for name in ("plans", "../far/plans"):
        with pytest.raises(NoSpecsError, match="leads out of the repository"):
            load(root, SpecLayout(name))


def test_what_no_file_can_be_called(tmp_path: Path) -> None:
    assert can_exist("ä" * 127)
    assert not can_exist("ä" * 128)
    assert not can_exist("a\0b")
    assert not can_exist("a/" * 2048)
    line = "\n  "
    for name, text, path in (
        (".lean-spec/config.json", f'{{{line}"specsDir": "{"o" * 256}"}}', 2),
        (".lean-spec/config.json", f'{{{line}"specsDir": "s\\u0000s"}}', 2),
        (".lean-spec/config.yaml", f'structure:{line}defaultFile: "{"o" * 256}.md"', 2),
        ("ubproject.toml", f'[leanspec]\nspecs = "{"p/" * 2048}"\n', 2),
        ("ubproject.toml", '[leanspec]\npages = { a = "\\u0000" }\n', 2),
        ("ubproject.toml", f"[leanspec]\n# {'x' * (1 << 20)}\n", 1),
        (".lean-spec/config.json", "{}" + " " * (1 << 20), 1),
    ):
        root = tmp_path / str(len(list(tmp_path.iterdir())))
        write_files(root, {**HELD, name: text})
        corpus, (found,) = said(root)
        assert corpus.specs.keys() == {"001-mast"}
        assert (Path(found.path).name, found.line) == (Path(name).name, path), found
    for command in ("check", "list", "init"):
        done = run(command, "o" * 256)
        assert done.returncode == 2
        assert "the path is too long for a file" in done.stderr


def test_what_looks_like_a_spec_and_is_a_link_is_told_of(tmp_path: Path) -> None:
    links = {
        "specs/002-far": "../../far/plans/007-far",
        "specs/003-near/README.md": "../001-mast/README.md",
        "specs/old/004-far": "../../../far",
        "specs/link": "../../far/plans",
    }
    root = house(tmp_path, {**HELD, "specs/005-folder/README.md/x.txt": ""}, links)
    report = check(Context(load(root)))
    found = [(one.path, one.message.partition("` ")[2]) for one in report.findings if one.code == "config"]
    assert found == [
        ("specs/002-far", "is a link and was not followed"),
        ("specs/003-near/README.md", "is a link and was not followed"),
        ("specs/005-folder/README.md", "is no file and was not read"),
        ("specs/old/004-far", "is a link and was not followed"),
    ]
