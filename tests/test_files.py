"""Files that are written only where that changes something, and never half."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from sphinx_leanspec.files import write_atomically, write_if_changed


def test_a_file_that_does_not_change_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_if_changed(path, b"one")
    os.utime(path, (1, 1))
    write_if_changed(path, b"one")
    assert (path.read_bytes(), path.stat().st_mtime) == (b"one", 1)
    write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_file_whose_writing_fails_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a" / "b.json"
    write_atomically(path, b"one")

    class Full(io.FileIO):
        def writelines(self, lines: Any) -> None:
            self.write(lines[0][:1])
            raise OSError("the disk is full")

    def opened(path: Path, mode: str) -> Full:
        return Full(path, mode)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(OSError, match="full"):
        write_atomically(path, b"two")
    assert path.read_bytes() == b"one"


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"two"]
