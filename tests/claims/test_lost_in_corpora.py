"""Real projects without their history: nothing in them is called lost, whatever they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_leanspec.claims import Claims, World
from sphinx_leanspec.claims.mentions import lost_names
from sphinx_leanspec.corpus import load

pytestmark = pytest.mark.corpora


@pytest.mark.parametrize("name", ["leanspec", "automodel"])
def test_nothing_is_called_drifted(corpora: Path, name: str) -> None:
    world = World(load(corpora / name))
    assert [one for one in lost_names(world) if one.verdict.word == "drifted"] == []
    assert [judged for *_, judged in Claims(world).all() if judged.word == "drifted"] == []
