"""What the text of a ticked item names in backticks: a file, a folder, a test, a spec; never a guess.

A command, an address, a package, a variable or a placeholder is none of these, and of an item that tells of
something removed or renamed nothing is asked: that its path is not there is what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from posixpath import dirname, join, normpath
from typing import Final, Literal, NamedTuple

from ..model import Check, Spec

NameKind = Literal["path", "folder", "test", "spec"]

_CODE: Final = re.compile(r"`([^`\n]+)`")
_FOREIGN: Final = re.compile(r"[\s<>$|\\\"'(){};=,!&@*?+%^~]|\.\.\.|…|://|^[/#-]")
_PLACE: Final = re.compile(r"(?::\d+(?::\d+)?(?:-\d+)?|#L?[\w-]+)$")
_SPEC: Final = re.compile(r"\d{2,4}-[a-z0-9][\w-]*", re.IGNORECASE)
_TEST: Final = re.compile(r"(?P<path>[^:]+\.\w+)::(?P<names>[\w:.\[\]-]+)")
_SUFFIX: Final = re.compile(r"[\w\])]\.[A-Za-z][A-Za-z0-9]{0,9}$")
_SAMPLE: Final = re.compile(
    r"(?:^|[/._-])(?:path|to|foo|bar|baz|qux|example|sample|your|my|some|xxx+|nnn+|yyyy|mm|dd|name|file)(?:[/._-]|$)",
    re.IGNORECASE,
)
_GONE: Final = re.compile(
    r"\b(?:remov|delet|drop|renam|mov(?:e|ed|es|ing)\b|migrat|replac|deprecat|merg|consolidat|extract|split|"
    r"clean(?:ed|s)? ?up|archiv|retir|unlink|uninstall|eliminat|purg|strip|convert|transition|switch|"
    r"port(?:ed|ing)?\b|"
    r"instead of|rather than|no longer|not? (?:exist|used|needed)|get rid|got rid|gone\b|legacy|obsolete|"
    r"old\b|former|previous|historical|temporar|entfern|lösch|umbenann|verschoben|ersetz)|"
    r"→|->|删除|移除|重命名|移动|迁移|替换|归档|合并|废弃|清理|不再",
    re.IGNORECASE,
)


class ItemName(NamedTuple):
    """Something that a ticked item names.

    :param file: the file that the item stands in, as its own project calls it.
    :param written: as it stands between the backticks.
    :param path: the same as a path, without a line, an anchor or the name of a test; the name of a spec.
    :param test: the last part of the name of a test.
    """

    spec: Spec
    check: Check
    file: str
    kind: NameKind
    written: str
    path: str
    test: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it is a path beyond doubt, be there such a file or not."""
        is_path = self.kind == "test" or (self.kind == "path" and "/" in self.path)
        is_sample = _SAMPLE.search(self.path) or "[" in self.path
        leads_out = normpath(join(dirname(self.file), self.path)).startswith("..")
        return bool(is_path and _SUFFIX.search(self.path)) and not (is_sample or leads_out)

    def is_met_by(self, path: str, folder: str) -> bool:
        """Tell whether a file is what is named, or lies in it.

        From the top of the repository, from the folder of the spec, or below any other folder where a name
        is unmistakable: that of a file with a suffix, of a folder with a slash behind it.

        :param folder: where the spec lies.
        """
        wanted = {normpath(self.path), normpath(join(folder, self.path))}
        if self.kind == "spec":
            steps = path.split("/")
            return self.path in steps[:-1] or f"{self.path}.md" == steps[-1]
        if path in wanted or any(path.startswith(f"{one}/") for one in wanted):
            return True
        name = normpath(self.path)
        if self.kind == "folder":
            return f"/{name}/" in f"/{path}"
        return bool(_SUFFIX.search(name)) and path.endswith(f"/{name}")

    def pathspecs(self, folders: Iterable[str]) -> Iterator[str]:
        """Return what makes git look at every path that may be meant, and at few others.

        :param folders: where the spec lies, and lay.
        """
        name = re.sub(r"([*?\[\\])", r"\\\1", normpath(self.path))
        if self.kind == "spec":
            yield from (f":(glob)**/{name}/**", f":(glob)**/{name}.md")
            return
        places = {normpath(self.path), *(normpath(join(folder, self.path)) for folder in folders)}
        yield from (f":(literal){path}" for path in sorted(places) if not path.startswith(".."))
        if name.startswith(".."):
            return
        if self.kind == "folder":
            yield f":(glob)**/{name}/**"
        elif _SUFFIX.search(self.path):
            yield f":(glob)**/{name}"


class Places:
    """Which of some files a name may mean: answers in time that does not depend on how many there are."""

    def __init__(self, files: Set[str]) -> None:
        self.files = files
        self._by_step: dict[str, list[str]] = {}
        for path in files:
            steps = path.split("/")
            for step in {*steps}:
                self._by_step.setdefault(step, []).append(path)

    def meeting(self, name: ItemName, folder: str) -> Iterator[str]:
        """Find the files that are what is named, or lie in it."""
        last = normpath(name.path).rpartition("/")[2]
        steps = (last, f"{last}.md") if name.kind == "spec" else (last,)
        found = (path for step in steps for path in self._by_step.get(step, ()))
        return (path for path in found if name.is_met_by(path, folder))

    def has(self, name: ItemName, folder: str) -> bool:
        """Tell whether there is any."""
        return next(self.meeting(name, folder), None) is not None


def names_in(spec: Spec, check: Check, file: str) -> Iterator[ItemName]:
    """Find what an item names in backticks, each once.

    :param file: the file that it stands in, as its own project calls it.
    """
    if "`" not in check.markup or _GONE.search(_CODE.sub("", check.markup)):
        return
    for written in dict.fromkeys(_CODE.findall(check.markup)):
        if found := _name(spec, check, file, written):
            yield found


def folder_of(name: ItemName) -> str:
    """Return the folder that the file of an item lies in."""
    return dirname(name.file)


def _name(spec: Spec, check: Check, file: str, written: str) -> ItemName | None:
    text = written.strip()
    if found := _TEST.fullmatch(text):
        test = re.split(r"::|\.", found["names"].partition("[")[0])[-1]
        return (
            None
            if _FOREIGN.search(found["path"])
            else ItemName(spec, check, file, "test", written, found["path"], test)
        )
    if _SPEC.fullmatch(text):
        return ItemName(spec, check, file, "spec", written, text)
    path = _PLACE.sub("", text.removeprefix("./"))
    if _FOREIGN.search(path) or ":" in path or not re.search(r"\w", path):
        return None
    if "/" not in path and not _SUFFIX.search(path):
        return None
    kind: NameKind = "folder" if path.endswith("/") else "path"
    return ItemName(spec, check, file, kind, written, path.rstrip("/"))
