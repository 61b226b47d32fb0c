"""A rebuild equals a clean build, whatever was edited; ``python tests/walk.py`` walks on."""

from __future__ import annotations

from pathlib import Path

from walk import Walk

ROUNDS = 20


def test_each_rebuild_of_a_random_walk_equals_a_clean_build(tmp_path: Path) -> None:
    walk = Walk(tmp_path, seed=1)
    for number in range(1, ROUNDS + 1):
        told, differences = walk.step(number)
        assert differences == [], f"round {number}: {told}"
