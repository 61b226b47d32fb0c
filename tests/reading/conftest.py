"""Small repositories, and single specs read from text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from building import write_files

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Spec
from sphinx_leanspec.reading import SpecLayout, Vocabularies, discover, locate
from sphinx_leanspec.reading.spec import read_spec

HEAD = "---\nstatus: planned\ncreated: 2026-01-01\n---\n"

Repository = Callable[[Mapping[str, str]], Path]
ReadSpec = Callable[..., Spec]
LoadSpecs = Callable[..., Corpus]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Write a repository, given as relative path → text, and say where it is."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "repository"
        write_files(root, {".git/HEAD": "ref: refs/heads/main\n", **files})
        return root

    return write


@pytest.fixture
def read(repository: Repository) -> ReadSpec:
    """Read one spec from the text or the bytes of its file; ``files`` are further ones of its repository."""

    def read_text(
        text: str | bytes,
        files: Mapping[str, str] | None = None,
        words: Vocabularies | None = None,
        name: str = "002-x",
    ) -> Spec:
        root = repository({**(files or {}), f"specs/{name}/README.md": ""})
        (root / "specs" / name / "README.md").write_bytes(text.encode() if isinstance(text, str) else text)
        project = locate(root)
        place = next(place for place in discover(project) if place.path == f"specs/{name}/README.md")
        return read_spec(project, place, words)

    return read_text


@pytest.fixture
def specs(repository: Repository) -> LoadSpecs:
    """Load specs given as id → further lines of the frontmatter."""

    def load_specs(heads: Mapping[str, str], layout: SpecLayout | None = None) -> Corpus:
        files = {
            f"specs/{name}/README.md": HEAD.replace(
                "planned\n", f"planned\n{head}\n" if head else "planned\n"
            )
            for name, head in heads.items()
        }
        return load(repository(files), layout)

    return load_specs
