from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sphinx_leanspec.corpus import load
from sphinx_leanspec.reading import SpecLayout, Vocabularies
from sphinx_leanspec.reading.cache import SpecCache

TEXT = "---\nstatus: planned\ncreated: 2026-01-01\n---\n\n# One\n\n- [ ] Begin\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "specs" / "001-one" / "README.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, "utf-8")
    return path


def remembered(root: Path) -> SpecCache:
    memory = SpecCache({})
    load(root, SpecLayout(), Vocabularies(), memory)
    return SpecCache(memory.current)


def test_a_file_that_is_as_it_was_is_not_read_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = remembered(tmp_path)
    path.touch()
    monkeypatch.setattr("sphinx_leanspec.reading.cache.parse", None)
    corpus = load(tmp_path, SpecLayout(), Vocabularies(), memory)
    assert memory.current == memory.known
    assert corpus.specs == load(tmp_path).specs


def test_a_file_that_changed_is_read_again(path: Path, tmp_path: Path) -> None:
    memory = remembered(tmp_path)
    path.write_text(TEXT.replace("[ ]", "[x]"), "utf-8")
    corpus = load(tmp_path, SpecLayout(), Vocabularies(), memory)
    assert corpus.specs == load(tmp_path).specs
    assert corpus.specs["001-one"].progress.done == 1


def test_what_a_spec_is_read_with_counts_too(path: Path, tmp_path: Path) -> None:
    path.write_text(TEXT.replace("planned", "waiting"), "utf-8")
    memory = remembered(tmp_path)
    words = Vocabularies.extended({"waiting": "planned"})
    corpus = load(tmp_path, SpecLayout(), words, memory)
    assert corpus.specs == load(tmp_path, SpecLayout(), words).specs
    place, project = corpus.specs["001-one"].place, replace(corpus.project, custom={"points": "number"})
    known = memory.known[f"leanspec:{place.path}"]
    for other in (
        (project, place, Vocabularies()),
        (corpus.project, replace(place, need_id="SPEC_ONE"), Vocabularies()),
        (corpus.project, place, words),
    ):
        memory.read(other[0], [other[1]], other[2])
        assert memory.current[f"leanspec:{place.path}"] != known
    memory.read(corpus.project, [place], Vocabularies())
    assert memory.current[f"leanspec:{place.path}"] == known


def test_a_file_that_is_gone_is_not_remembered(path: Path, tmp_path: Path) -> None:
    memory = remembered(tmp_path)
    corpus = load(tmp_path)
    path.unlink()
    (spec,) = memory.read(corpus.project, [corpus.specs["001-one"].place])
    assert [finding.code for finding in spec.findings] == ["unreadable"]
    assert not memory.current
