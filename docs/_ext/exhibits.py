"""The gallery: views of the example in light and in dark, as its own site shows them, and their lines."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import example
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

import sphinx_leanspec

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SITE = "example"
"""Where the example's site is in ours."""
OTHERS = ("specs/openspec/", "specs/speckit/", "specs/kiro/")
"""Where the specs of other tools are in it: their lines stand in more than one file, and are not shown."""
STYLE = f"{SITE}/_static/exhibit.css"
STYLES = ("pygments.css", "styles/furo.css", "leanspec.css")
PACKAGE = Path(sphinx_leanspec.__file__).parent
INPUTS = (example.EXAMPLE, Path(__file__).parent, PACKAGE)


class exhibit(nodes.General, nodes.Element):  # noqa: N801 - as docutils names its nodes
    """A page of the example, of which each builder shows what it can."""


class Exhibit(SphinxDirective):
    """A view, or another page, of the example: how it looks, and the lines that make it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        for file in _inputs():
            self.env.note_dependency(str(file))
        name = self.arguments[0]
        if name.startswith(OTHERS):
            return [exhibit("", page=name, label=name.rpartition("/")[2])]
        if "/" in name:
            text = (example.EXAMPLE / name / "README.md").read_text("utf-8")
            _, matter, body = text.split("---\n", 2)
            title = re.search("^# (.+)$", body, re.MULTILINE)
            assert title is not None, name
            return [
                exhibit("", page=name, label=title[1]),
                _code(f"---\n{matter}---", "yaml"),
                _code(body.strip(), "markdown"),
            ]
        title, lines = page_of(name)
        view = re.match(r"```\{(\S+)\}", lines)
        assert view is not None, name
        return [
            exhibit("", page=f"views/{name}", label=title),
            _code(lines, "markdown"),
            nodes.raw("", '<details class="snippet-rst"><summary>reStructuredText</summary>', format="html"),
            _code(as_rst(lines), "rst"),
            nodes.raw("", "</details>", format="html"),
            *self.parse_text_to_nodes(f"[All that `{view[1]}` can](views.md#{view[1]})"),
        ]


class ExhibitSwitch(SphinxDirective):
    """A choice of what the pictures of a page show; it needs no script."""

    def run(self) -> list[nodes.Node]:
        kinds = {"both": " checked", "light": "", "dark": ""}
        choices = "".join(
            f'<label><input type="radio" name="exhibit" id="exhibit-{kind}"{checked}> {kind}</label>'
            for kind, checked in kinds.items()
        )
        text = f'<fieldset class="exhibit-switch"><legend>Colours:</legend>{choices}</fieldset>'
        return [nodes.raw("", text, format="html")]


def page_of(name: str) -> tuple[str, str]:
    """:returns: the title of a page that shows a view, and the lines below it."""
    title, _, lines = (example.EXAMPLE / "views" / f"{name}.md").read_text("utf-8").partition("\n")
    return title.removeprefix("# "), lines.strip()


def as_rst(lines: str) -> str:
    """Write a directive of MyST, which has options alone, in reStructuredText."""
    first, *options = lines.removesuffix("```").splitlines()
    name, argument = re.fullmatch(r"```\{(\S+)\} ?(.*)", first).groups()
    return "\n".join([f".. {name}:: {argument}".rstrip(), *(f"   {option}" for option in options)])


def _code(text: str, language: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language=language)


def _inputs() -> Iterator[Path]:
    """All that the example's site is made from."""
    for folder in INPUTS:
        files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        yield from sorted(files)


def _on_builder_inited(app: Sphinx) -> None:
    """Build the example's site, if anything changed that it is made from."""
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(b"%s\0%s\0" % (path.name.encode(), path.read_bytes()))
    target, stamp = _folder(app), Path(app.doctreedir, f"example-{_kind(app)}.stamp")
    if target.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == digest.hexdigest():
        return
    example.build(target, _kind(app))
    if _kind(app) == "html":
        Path(app.outdir, STYLE).write_text(style(target / "_static"), "utf-8")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), "utf-8")


def _kind(app: Sphinx) -> str:
    """The builder of the example: where pages cannot hold its pages, they hold its text."""
    return "html" if app.builder.name in {"html", "dirhtml"} else "text"


def _folder(app: Sphinx) -> Path:
    return Path(app.outdir, SITE) if _kind(app) == "html" else Path(app.doctreedir, "example-text")


def style(static: Path) -> str:
    """Return the style of the example for pages within a page: each of them is what `body` means in it."""
    text = "\n".join((static / name).read_text("utf-8") for name in STYLES)
    return re.sub(
        r"(?<![\w.#-])body(?![\w-])", ".exhibit-page", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    )


def _on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(exhibit)):
        if _kind(app) == "html":
            node.replace_self(nodes.raw("", _picture(app, node, docname), format="html"))
        else:
            text = (_folder(app) / f"{node['page']}.txt").read_text("utf-8")
            node.replace_self(
                [
                    # tables are wider than a page
                    nodes.raw(
                        "", r"\begingroup\fvset{fontsize=\fontsize{5.9}{7.4}\selectfont}", format="latex"
                    ),
                    _code(text.split("\n", 3)[3].rstrip(), "none"),
                    nodes.raw("", r"\endgroup", format="latex"),
                ]
            )


def _picture(app: Sphinx, node: exhibit, docname: str) -> str:
    """Return the page twice, in light and in dark: each a tree of its own, with its own ids and style."""
    here = app.builder.get_target_uri(docname)
    page = f"{SITE}/{node['page']}.html"
    shown = content(Path(app.outdir, page).read_text("utf-8"), page, here)
    address, label = relative_uri(here, page), escape(node["label"])

    def tree(theme: str) -> str:
        return (
            f'<template shadowrootmode="open"><link rel="stylesheet" href="{relative_uri(here, STYLE)}">'
            "<style>.exhibit-page { box-sizing: border-box; padding: 1rem 1.25rem; overflow: hidden }"
            " .exhibit-page p.title { font-size: 2em; font-weight: bold; margin: 0 0 0.75rem }</style>"
            f'<div class="exhibit-page" data-theme="{theme}"><article>{shown}</article></div></template>'
        )

    return (
        f'<div class="exhibit" role="group" aria-label="{label}">'
        f'<div class="exhibit-light">{tree("light")}<p><a href="{address}">{label}</a></p></div>'
        f'<div class="exhibit-dark" inert>{tree("dark")}</div></div>'
        f'<p class="exhibit-page-link"><a href="{address}">On its page in the example</a></p>'
    )


def content(html: str, page: str, here: str) -> str:
    """Return what a page of the example says, to be read on one of ours: without a heading that ours has.

    :param page: its own address in our site.
    :param here: the address of our page.
    """
    section = html[html.index("<section", html.index("<article")) : html.index("</article>")]
    title = r'<p class="title">\1</p>' if page.startswith(f"{SITE}/specs/") else ""
    section = re.sub(r"<h1>(.*?)<a class=\"headerlink.*?</h1>", title, section, count=1, flags=re.DOTALL)

    def led(match: re.Match[str]) -> str:
        path, _, anchor = match[2].partition("#")
        if ":" in path:
            return match[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        there = relative_uri(here, there)
        return f"{match[1]}{there}{'#' if anchor else ''}{anchor}"

    section = re.sub(r'(<a\b[^>]*? href=")([^"]*)', led, section)
    # what opens in one of the two pictures would not in the other
    return section.replace("<details", "<details inert")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_node(exhibit)
    app.add_directive("exhibit", Exhibit)
    app.add_directive("exhibit-switch", ExhibitSwitch)
    app.connect("builder-inited", _on_builder_inited)
    app.connect("doctree-resolved", _on_doctree_resolved)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
