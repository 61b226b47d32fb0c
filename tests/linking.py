"""Where the links of built pages lead: every one of the site's own must arrive at a file and an id in it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Page:
    """What a page links to, and what of it can be linked to."""

    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.page.ids |= {found[name] or "" for name in ("id", "name") if name in found}
        self.page.links += [found[name] or "" for name in ("href", "src", "xlink:href") if name in found]


def read_page(text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    return reader.page


def read_folder(folder: Path, suffix: str = ".html") -> dict[str, str]:
    """The text of every page below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob(f"*{suffix}")
    }


def broken(pages: Mapping[str, str], files: set[str]) -> list[str]:
    """Each link that leads to no file, or to an id that its page lacks, as ``page: link``.

    :param pages: the pages by their paths, POSIX.
    :param files: all files there are, pages among them.
    """
    read = {name: read_page(text) for name, text in pages.items()}
    return [
        f"{name}: {link}"
        for name, page in read.items()
        for link in page.links
        if not _arrives(name, link, read, files)
    ]


def _arrives(name: str, link: str, pages: Mapping[str, Page], files: set[str]) -> bool:
    address = urlsplit(link)
    if address.scheme or address.netloc:
        return True
    target = name
    if address.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.path)))
        if address.path.endswith("/") or target == ".":
            target = posixpath.normpath(f"{target}/index.html")
    if target not in files:
        return False
    is_checked = address.fragment and target in pages
    return not is_checked or unquote(address.fragment) in pages[target].ids
