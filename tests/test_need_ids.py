"""Ids of needs as a project spells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import HOUSE, spec

from sphinx_leanspec.corpus import load
from sphinx_leanspec.need_ids import USUAL, NeedSpelling
from sphinx_leanspec.options import Options


@pytest.mark.parametrize(
    ("example", "check"),
    [
        ("SPEC_013", "SPEC_013_C_1A2B3C"),
        ("LS_SPEC_013", "LS_SPEC_013_C_1A2B3C"),
        ("SPEC-013", "SPEC-013-C-1A2B3C"),
        ("spec-013", "spec-013-c-1a2b3c"),
        ("my-spec_013", "my-spec_013_c_1a2b3c"),
    ],
)
def test_a_spelling_is_read_from_an_example(example: str, check: str) -> None:
    spelling = NeedSpelling.of(example)
    assert spelling is not None
    assert spelling.example() == example
    assert spelling.spell("SPEC_013_C_1A2B3C") == check
    assert spelling.extend(example, "_C_1A2B3C") == check
    assert spelling.read(check) == "SPEC_013_C_1A2B3C"


@pytest.mark.parametrize(
    "text", ["", "013", "SPEC013", "Spec_013", "SPEC.013", "SPEC_14", "1-SPEC_013", "a b SPEC_013"]
)
def test_what_spells_nothing_is_no_example(text: str) -> None:
    assert NeedSpelling.of(text) is None


@pytest.mark.parametrize("text", ["SPEC_013", "013-name", "ls-SPEC-013", "ls-spec-013-c_1"])
def test_what_is_spelled_otherwise_is_read_as_nothing(text: str) -> None:
    assert NeedSpelling("ls-", "-", is_lower=True).read(text) is None


def test_a_project_without_a_choice_has_them_as_they_are() -> None:
    assert Options().layout.spelling == USUAL


def test_a_spec_is_found_by_both_spellings(tmp_path: Path) -> None:
    renamed = {"specs/005-new/README.md": spec("New", "aliases: 009-old")}
    write_files(tmp_path, {**HOUSE, **renamed})
    corpus = load(tmp_path, Options(need_id="ls-spec-013").layout)
    found = corpus.specs["001-ground"]
    assert found.need_id == "ls-spec-001"
    assert {corpus.resolve(name).target for name in ("SPEC_001", "ls-spec-001")} == {"001-ground"}
    assert corpus.specs["003-roof"].check_id(corpus.specs["003-roof"].checks[0]) == "ls-spec-003-c-tiles"
    assert corpus.names.aliases.need_ids("005-new") == ("ls-spec-009", "ls-spec-009-old")
