"""Real projects: what LeanSpec itself says of one, and the size of another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import parity
import pytest

from sphinx_leanspec.corpus import load
from sphinx_leanspec.model import Progress

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpora


def test_leanspec_says_the_same(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oracle = corpora.parent / "oracle" / "leanspec.json"
    if not oracle.is_file():
        pytest.skip("the corpora have no oracle beside them")
    assert parity.main(corpora / "leanspec", oracle) == 0, capsys.readouterr().out
    assert capsys.readouterr().out == (
        "304 specs compared, 0 differences; 47 parents, 18 resolved; 216 dependencies, 211 resolved\n"
    )


def test_another_project(corpora: Path) -> None:
    corpus = load(corpora / "automodel")
    assert len(corpus.specs) == 13
    assert sum(map(len, corpus.depends_on.values())) == 12
    assert corpus.progress == Progress(218, 223)
    assert corpus.findings == ()


@pytest.mark.parametrize("project", ["leanspec", "automodel"])
def test_every_name_is_one_of_a_kind(project: str, corpora: Path) -> None:
    corpus = load(corpora / project)
    names = [spec.need_id for spec in corpus.specs.values()]
    names += [spec.check_id(check) for spec in corpus.specs.values() for check in spec.checks]
    assert len(set(names)) == len(names)
    for spec in corpus.specs.values():
        assert len({section.slug for section in spec.sections}) == len(spec.sections)


def test_three_hundred_specs_are_read_at_once(corpora: Path) -> None:
    """About 0.35 s where this was written; ten times that is a mistake, not a slow machine."""
    began = time.process_time()
    load(corpora / "leanspec")
    assert time.process_time() - began < 3.5
