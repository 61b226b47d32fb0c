"""The addresses of pages of specs: such as every file system and builder can have beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..reading.keys import digest, unique

_LONGEST: Final = 240
"""How many bytes a name may have, so that the files made for a page have room for their endings."""


def fitting(docnames: Iterable[str], others: Iterable[str]) -> Mapping[str, str]:
    """Give pages docnames that go together; nearly all keep their own.

    A name that is too long is cut. A folder gets another name if it may be a file of a page beside it: that
    of the page ``7-b`` is ``7-b.html``, ``7-b.doctree``, or whatever else a builder makes of it.

    :param docnames: what pages would be called.
    :param others: the docnames that are given already.
    :returns: what they are called, by the former.
    """
    short = {docname: "/".join(map(_cut, docname.split("/"))) for docname in docnames}
    pages = {*short.values(), *others}
    folders = {above for docname in pages for above in _above(docname)}
    taken = dict.fromkeys([*pages, *folders], 1)
    clashing = sorted(folder for folder in folders if any(page in pages for page in _namesakes(folder)))
    moved = {folder: unique(_undotted(folder), taken) for folder in clashing}
    return {docname: _moved(found, moved) for docname, found in short.items()}


def plain(text: str) -> str:
    """Return a text as part of an address: itself, if it has only letters, digits and dashes.

    Spaces become dashes. What has any other sign ends in a digest, so that ``c++`` and ``c#`` stay apart.
    """
    dashed = text.replace(" ", "-")
    word = re.sub(r"[^\w-]+", "-", dashed).strip("-_")
    return _cut(word) if word == dashed and word else _cut(f"{word}-{digest(text)}".lstrip("-").lower())


def free(docnames: Iterable[str], pages: Iterable[str]) -> Iterator[str]:
    """Yield the docnames that go together with the pages there are, and with each other."""
    known = {*pages}
    stems = {page for docname in known for page in _stems(docname)}
    for docname in docnames:
        if docname not in known and docname not in stems and known.isdisjoint(_stems(docname)):
            known.add(docname)
            stems.update(_stems(docname))
            yield docname


def _stems(docname: str) -> Iterator[str]:
    """Yield the pages that may have a file where a page needs a folder."""
    return (page for folder in _above(docname) for page in _namesakes(folder))


def _cut(name: str) -> str:
    data = name.encode()
    if len(data) <= _LONGEST:
        return name
    return f"{data[: _LONGEST - 7].decode(errors='ignore')}-{digest(name)}"


def _above(docname: str) -> Iterator[str]:
    """Yield the folders that a page is in."""
    at = docname.find("/")
    while at >= 0:
        yield docname[:at]
        at = docname.find("/", at + 1)


def _namesakes(folder: str) -> Iterator[str]:
    """Yield the pages that may have a file of a folder's name."""
    start = folder.rfind("/") + 1
    at = folder.find(".", start + 1)
    while at >= 0:
        yield folder[:at]
        at = folder.find(".", at + 1)


def _undotted(folder: str) -> str:
    above, slash, name = folder.rpartition("/")
    return f"{above}{slash}{name.replace('.', '-')}"


def _moved(docname: str, moved: Mapping[str, str]) -> str:
    """Return a docname with the folders in it, and itself if it has one, called as they are now."""
    for folder in reversed([*_above(docname), docname]):
        if folder in moved:
            docname = f"{moved[folder]}{docname[len(folder) :]}"
    return docname
