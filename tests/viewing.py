"""Pages with one view each, in MyST and in reST, and what is read there."""

from __future__ import annotations

from collections.abc import Mapping

from bs4 import Tag
from building import BuildResult

Views = Mapping[str, tuple[str, Mapping[str, str]]]
"""Views by the name of their pages: the argument of the directive, and its options."""


def pages(directive: str, views: Views) -> dict[str, str]:
    """:returns: a page ``md-…`` and a page ``rst-…`` for each view, and the root page, which lists them."""
    names = [f"{kind}-{name}" for kind in ("md", "rst") for name in views]
    files = {"index.md": "# Home\n\n```{toctree}\n" + "\n".join(names) + "\n```\n"}
    for name, (argument, options) in views.items():
        lines = "".join(f"   {line}" for line in _lines(options))
        files[f"md-{name}.md"] = f"# Title\n\n{myst(directive, argument, **options)}"
        files[f"rst-{name}.rst"] = f"Title\n=====\n\n.. {directive}:: {argument}\n{lines}\n"
    return files


def myst(directive: str, argument: str = "", **options: str) -> str:
    """:returns: a view in MyST."""
    return f"```{{{directive}}} {argument}\n{''.join(_lines(options))}```\n"


def _lines(options: Mapping[str, str]) -> list[str]:
    return [f":{name}: {value}\n" for name, value in options.items()]


def view(result: BuildResult, docname: str) -> Tag:
    """:returns: the first view of a page."""
    found = result.html(docname).find(class_="leanspec-view")
    assert isinstance(found, Tag)
    return found


def said(tag: Tag | None) -> str:
    """:returns: the text of a part of a page, on one line."""
    return " ".join(tag.get_text(" ").replace("\ufe0e", "").split()) if tag else ""
