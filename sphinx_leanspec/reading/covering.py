"""What the pages of a project cover: the specs that their front matter names, and nothing else of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ..model import Value
from . import documents
from .decoding import decode, unified
from .seam import Project

if TYPE_CHECKING:
    from .fields import Field
    from .library import Library

_RST: Final = re.compile(r"^:specs:[ \t]*(?P<value>.*)$", re.MULTILINE)
_RST_HEAD: Final = re.compile(
    r"\A\s*+(?:(?:([^\w\s])\1+\n)?[ \t]*[^\s:][^\n]*\n([^\w\s])\2+\n\s*)?"  # a title, maybe
    r"(?::[^\n]*\n(?:[ \t]+[^\n]*\n)*)+"
)


class Covering(NamedTuple):
    """The specs that a page covers, as written, and the line that says so."""

    specs: tuple[str, ...] = ()
    line: int = 1


def find(project: Project, library: Library | None = None) -> Mapping[str, Covering]:
    """Look at the documents of a project.

    :param library: keeps what files say.
    :returns: what each covers, by its path.
    """
    paths = {one.path: project.root / one.path for one in documents.find(project, library)}
    found = {
        name: library.of_page("covering", path, Covering, read) if library else read(path)
        for name, path in paths.items()
    }
    return {path: covering for path, covering in found.items() if documents_specs(path, covering)}


def documents_specs(path: str, covering: Covering) -> bool:
    """Return whether a page is one that may document specs.

    The README at the top is only if it says so; a page in a hidden folder is made, not written.

    :param path: its file, relative to the repository.
    """
    is_hidden = any(name.startswith(".") and name != ".." for name in path.split("/"))
    return bool(covering.specs) or not (is_hidden or documents.is_front(path))


def read(path: Path) -> Covering:
    """Return what a page covers, in MyST ``specs: [1, 2]`` or reStructuredText ``:specs: 1, 2``."""
    try:
        text = unified(decode(path.read_bytes())[0])
    except OSError:
        return Covering()
    if path.suffix.lower() == ".rst":
        head = _RST_HEAD.match(text)
        found = _RST.search(head[0]) if head else None
        if found is None:
            return Covering()
        line = text.count("\n", 0, found.start()) + 1
        return of(found["value"], line)
    if not text.lstrip().startswith("---"):
        return Covering()
    from . import frontmatter  # here, as it takes long, and no page that is as it was is read

    matter = frontmatter.read(text.split("\n"))
    return _covering(matter.fields["specs"]) if "specs" in matter.fields else Covering()


def of(value: Value, line: int = 1) -> Covering:
    """Return what a value of ``specs`` covers: a list, a number, or texts between commas."""
    from .fields import Field, FieldText

    text = value if isinstance(value, str) else json.dumps(value)
    return _covering(Field(line, text, (FieldText(text, line),)))


def _covering(field: Field) -> Covering:
    return Covering(tuple(item.text for item in field.split()), field.line)
