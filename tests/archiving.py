"""Wheels, sdists and repositories for tests, made from texts."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

METADATA = "Metadata-Version: 2.1\nName: demo\nVersion: {}\nRequires-Python: >=3.10\n"


def wheel(folder: Path, files: Mapping[str, str | bytes], version: str = "1.0", name: str = "demo") -> Path:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    path.parent.mkdir(parents=True, exist_ok=True)
    described = {f"{name}-{version}.dist-info/METADATA": METADATA.format(version)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in {**files, **described}.items():
            archive.writestr(member, content)
    return path


def sdist(
    folder: Path,
    files: Mapping[str, str | bytes],
    version: str = "1.0",
    links: Iterable[tuple[str, str]] = (),
    top: str = "demo-{}/",
) -> Path:
    path = folder / f"demo-{version}.tar.gz"
    top = top.format(version)
    with tarfile.open(path, "w:gz") as archive:
        for member, content in {**files, "PKG-INFO": METADATA.format(version)}.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(top + member)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for member, target in links:
            info = tarfile.TarInfo(top + member)
            info.type = tarfile.SYMTYPE
            info.linkname = target
            archive.addfile(info)
    return path


class TextTree:
    """A source in memory."""

    def __init__(self, files: Mapping[str, str | bytes], label: str = "demo 1.0") -> None:
        self.files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        self.label = label
        self.asked: list[str] = []

    def paths(self) -> list[str]:
        return sorted(self.files)

    def read(self, path: str) -> bytes:
        self.asked.append(path)
        return self.files[path]
