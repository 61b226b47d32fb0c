from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from archiving import sdist, wheel

from sphinx_leanspec.sources import archives, trees
from sphinx_leanspec.sources.archives import open_archive
from sphinx_leanspec.sources.errors import SourceError

CODE = {"demo/__init__.py": "def f(): pass\n", "demo/data.txt": "text"}


def test_a_wheel_is_read(tmp_path: Path) -> None:
    tree = open_archive(wheel(tmp_path, CODE), "demo 1.0")
    assert tree.paths() == ("demo-1.0.dist-info/METADATA", "demo/__init__.py", "demo/data.txt")
    assert tree.read("demo/__init__.py") == b"def f(): pass\n"
    assert tree.requires_python == ">=3.10"


def test_an_sdist_is_read_without_the_folder_that_holds_it_all(tmp_path: Path) -> None:
    tree = open_archive(sdist(tmp_path, {"src/demo/a.py": "x = 1"}), "demo 1.0")
    assert tree.paths() == ("PKG-INFO", "src/demo/a.py")
    assert tree.read("src/demo/a.py") == b"x = 1"
    assert tree.requires_python == ">=3.10"


def test_nothing_is_written(tmp_path: Path) -> None:
    path = sdist(tmp_path, CODE)
    open_archive(path, "demo 1.0").read("demo/data.txt")
    assert list(tmp_path.iterdir()) == [path]


def test_a_digest_is_asked_for(tmp_path: Path) -> None:
    path = wheel(tmp_path, CODE)
    assert open_archive(path, "demo 1.0", hashlib.sha256(path.read_bytes()).hexdigest()).paths()
    with pytest.raises(SourceError, match=r"^demo 1.0 \(demo-1.0-py3-none-any.whl\): its SHA-256 is not"):
        open_archive(path, "demo 1.0", "0" * 64)


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up.py", "a/../../up.py", "C:/windows.py", "a\\..\\b.py", "a\nb.py", "..", "a/.."],
)
def test_a_wheel_that_names_a_file_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = wheel(tmp_path, {**CODE, name: "x"})
    with pytest.raises(SourceError, match=r"names a file outside of itself, .*, and was not read; ask who"):
        open_archive(path, "demo 1.0")


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.py", "a/../../up.py"])
def test_an_sdist_that_names_a_file_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=r"names a file outside of itself"):
        open_archive(sdist(tmp_path, {name: "x"}, top=""), "demo 1.0")


def test_a_link_in_an_sdist_is_no_file(tmp_path: Path) -> None:
    tree = open_archive(sdist(tmp_path, CODE, links=[("demo/link.py", "/etc/passwd")]), "demo 1.0")
    assert "demo/link.py" not in tree.paths()
    with pytest.raises(SourceError, match=r"^demo 1.0: demo/link.py: it is a link or a device"):
        tree.read("demo/link.py")


def test_a_link_in_a_wheel_is_no_file(tmp_path: Path) -> None:
    path = wheel(tmp_path, CODE)
    link = zipfile.ZipInfo("demo/link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    tree = open_archive(path, "demo 1.0")
    assert "demo/link.py" not in tree.paths()
    with pytest.raises(SourceError, match="a link or a device"):
        tree.read("demo/link.py")


def test_a_bomb_in_a_wheel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"bomb.py: it is far larger than it is packed"):
        open_archive(wheel(tmp_path, {"demo/bomb.py": b"\0" * (8 << 20)}), "demo 1.0")


def test_a_size_that_is_a_lie_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, {"demo/a.py": os.urandom(5000)})
    data = path.read_bytes()
    told = (5000).to_bytes(4, "little")
    assert data.count(told) > 1
    path.write_bytes(data.replace(told, (50).to_bytes(4, "little")))
    with pytest.raises(SourceError):
        open_archive(path, "demo 1.0")


def test_a_bomb_that_is_an_sdist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "demo-1.0.tar.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(16):
            file.write(b"\0" * (1 << 20))
    with pytest.raises(SourceError, match="it is far larger than it is packed"):
        open_archive(path, "demo 1.0")


def test_all_of_an_archive_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 10_000)
    with pytest.raises(SourceError, match="far larger"):
        open_archive(wheel(tmp_path, {f"{number}.py": os.urandom(3000) for number in range(4)}), "demo 1.0")


def test_a_file_too_large_for_code_is_not_read_and_does_not_spoil_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1000)
    for path in (
        wheel(tmp_path, {**CODE, "b.bin": os.urandom(3000)}),
        sdist(tmp_path, {"b.bin": os.urandom(3000)}),
    ):
        tree = open_archive(path, "demo 1.0")
        assert "b.bin" in tree.paths()
        with pytest.raises(SourceError, match=r"b.bin: the file is larger than"):
            tree.read("b.bin")


@pytest.mark.parametrize("name", ["demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz"])
@pytest.mark.parametrize("data", [b"", b"PK\3\4 not really", b"\x1f\x8b" + b"x" * 50])
def test_what_is_no_archive_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"the archive cannot be read|is neither"):
        open_archive(path, "demo 1.0")


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    for path in (wheel(tmp_path, CODE), sdist(tmp_path, CODE)):
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(SourceError, match="the archive cannot be read"):
            open_archive(path, "demo 1.0")


def test_a_device_in_an_sdist_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "demo-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("demo-1.0/zero")
        info.type = tarfile.CHRTYPE
        archive.addfile(info)
        info = tarfile.TarInfo("demo-1.0/a.py")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"1"))
    assert open_archive(path, "demo 1.0").paths() == ("a.py",)


def test_files_that_are_missing_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^demo 1.0: no.py: there is no such file"):
        open_archive(wheel(tmp_path, CODE), "demo 1.0").read("no.py")
    assert trees.LARGEST > 1 << 20
