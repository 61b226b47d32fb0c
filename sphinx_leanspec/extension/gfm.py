"""A spec's body as docutils nodes: GitHub Flavored Markdown, and nothing that could be executed.

The same parser that reads checklists draws the page, so both agree on what an item is, and on its line. There
are no directives, roles or substitutions here, and no HTML but what :mod:`.html` lets through.
See https://github.github.com/gfm/ and GitHub's own footnotes and alerts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any, Final

import pyromark
from docutils import nodes
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from sphinx import addnodes

from ..model import Check
from ..reading.markdown import slugify
from . import html
from .nodes import leanspec_box, leanspec_fragment, leanspec_strike

_OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
)
_ALERTS: Final[Mapping[str, type[nodes.Element]]] = {
    "Note": nodes.note,
    "Tip": nodes.tip,
    "Important": nodes.important,
    "Warning": nodes.warning,
    "Caution": nodes.caution,
}
_INLINE: Final[Mapping[str, type[nodes.Element]]] = {
    "Emphasis": nodes.emphasis,
    "Strong": nodes.strong,
    "Strikethrough": leanspec_strike,
}
_URL = re.compile(r"(?<![\w/])https?://[^\s<>`]+")
_TRAILING = re.compile(r"[?!.,:*_~'\"]+$")


@dataclass(frozen=True, slots=True)
class Page:
    """What the renderer has to know of the page it renders.

    :param title: what the page is called if its text has no title of its own.
    :param checks: the checks by the line of their box, each with the id of its need.
    :param mermaid: the node class that draws a mermaid fence, if there is one.
    """

    title: str
    checks: Mapping[int, tuple[Check, str]] = field(default_factory=dict)
    mermaid: type[nodes.Element] | None = None


@dataclass(slots=True)
class _Frame:
    """An open node, and the HTML elements opened within it."""

    node: nodes.Element
    html: list[str] = field(default_factory=list)
    implicit: bool = False


def render(lines: list[str], body_line: int, document: nodes.document, page: Page) -> dict[str, str]:
    """Render the lines of a file from its body on into a document.

    :returns: the anchors of the page's headings, as GitHub makes them, and their ids on the page.
    """
    text = "\n".join(lines[body_line - 1 :]) + "\n"
    renderer = _Renderer(text, body_line, document, page)
    events = list(pyromark.events_with_range(text, options=_OPTIONS, merge_text=True))
    if not any(_is_title(event) for event, _ in events):
        renderer.section(1, page.title, [nodes.Text(page.title)], body_line)
    for event, place in events:
        renderer.step(event, place["start"], place["end"])
    renderer.finish()
    return renderer.anchors


def _is_title(event: Any) -> bool:
    start = event.get("Start") if isinstance(event, dict) else None
    return isinstance(start, dict) and start.get("Heading", {}).get("level") == "H1"


@cache
def _language(info: str) -> str:
    """:returns: the lexer for a fence; plain text for what Pygments does not know, as on GitHub."""
    name = _first_word(info)
    if not name:
        return "none"
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "none"
    return name


class _Renderer:
    """One pass over the events of a text, building nodes as it goes."""

    def __init__(self, text: str, first_line: int, document: nodes.document, page: Page) -> None:
        source = text.encode()
        self.starts = list(accumulate((len(line) for line in source.splitlines(keepends=True)), initial=0))
        self.first_line = first_line
        self.document = document
        self.page = page
        self.path = document["source"]
        self.anchors: dict[str, str] = {}
        self._slugs: Counter[str] = Counter()
        self._frames = [_Frame(document)]
        self._sections: list[tuple[int, _Frame]] = []
        self._code: list[str] | None = None
        self._line = first_line
        self._html: list[str] | None = None
        self._footnotes: list[nodes.footnote] = []

    # ---- where things go

    def line(self, offset: int) -> int:
        return self.first_line + bisect_right(self.starts, offset) - 1

    @property
    def frame(self) -> _Frame:
        return self._frames[-1]

    def add(self, node: nodes.Node) -> None:
        """Append a node to the open one; text in a list item or cell without paragraph gets one."""
        parent = self.frame.node
        if isinstance(node, nodes.Inline | nodes.Text | nodes.image) and not isinstance(parent, nodes.TextElement):
            self.push(nodes.paragraph(), implicit=True)
        self.frame.node.append(node)

    def block(self, node: nodes.Element, line: int) -> nodes.Element:
        """Append a block where blocks may stand, with its place in the file."""
        self.end_implicit()
        node.source, node.line = self.path, line
        self.frame.node.append(node)
        return node

    def push(self, node: nodes.Element, *, implicit: bool = False) -> None:
        if implicit and self.frame.node.line:
            node.source, node.line = self.path, self.frame.node.line
        self.frame.node.append(node)
        self._frames.append(_Frame(node, implicit=implicit))

    def open(self, node: nodes.Element, line: int) -> None:
        self.block(node, line)
        self._frames.append(_Frame(node))

    def pop(self) -> _Frame:
        frame = self._frames.pop()
        for name in reversed(frame.html):
            frame.node.append(_raw(f"</{name}>"))
        return frame

    def end_implicit(self) -> None:
        while self.frame.implicit:
            self.pop()

    # ---- events

    def step(self, event: Any, start: int, end: int) -> None:
        if isinstance(event, str):
            self._plain(event, start)
            return
        ((kind, value),) = event.items()
        if kind == "Start":
            name, detail = (value, None) if isinstance(value, str) else next(iter(value.items()))
            self._start(name, detail, start, end)
        elif kind == "End":
            self._end(value if isinstance(value, str) else next(iter(value)))
        elif kind == "Text":
            self._text(value, start)
        elif kind == "Code":
            self.add(nodes.literal(value, value))
        elif kind == "InlineHtml":
            self._inline_html(value, self.line(start))
        elif kind == "Html" and self._html is not None:
            self._html.append(value)
        elif kind == "TaskListMarker":
            self._box(value, start)
        elif kind == "FootnoteReference":
            self._footnote_reference(value)

    def finish(self) -> None:
        """Close what is open, and put the footnotes at the end of the page, as GitHub does."""
        while len(self._frames) > 1:
            self.pop()
        sections = [node for node in self.document.children if isinstance(node, nodes.section)]
        (sections[-1] if sections else self.document).extend(self._footnotes)

    def _plain(self, event: str, start: int) -> None:
        if event == "SoftBreak":
            self.add(nodes.Text("\n"))
        elif event == "HardBreak":
            self.add(_raw("<br>"))
            self.add(nodes.Text("\n"))
        elif event == "Rule":
            # a docutils transition may stand in few places only, a rule anywhere
            self.block(_raw("<hr>"), self.line(start))

    def _start(self, name: str, detail: Any, start: int, end: int) -> None:
        line = self.line(start)
        if name == "Paragraph":
            self.open(nodes.paragraph(), line)
        elif name in _INLINE:
            self.add(node := _INLINE[name]())
            self._frames.append(_Frame(node))
        elif name in ("Link", "Image"):
            self._start_link(name, detail, line)
        elif name == "Heading":
            self.end_implicit()
            self._frames.append(_Frame(nodes.title(level=int(detail["level"][1]), line=line)))
        elif name == "CodeBlock":
            self._code, self._line = [detail["Fenced"] if isinstance(detail, dict) else ""], line
        elif name == "HtmlBlock":
            self._html, self._line = [], line
        elif name.startswith("Table"):
            self._start_table(name, detail, line)
        elif name == "FootnoteDefinition":
            self._start_footnote(detail, line)
        else:
            self.open(_block(name, detail), line)

    def _end(self, name: str) -> None:
        if name == "Heading":
            self._end_heading()
        elif name == "CodeBlock":
            self._end_code()
        elif name == "HtmlBlock":
            self._end_html()
        elif name == "Image":
            self._end_image()
        elif name in ("Link", "Paragraph") or name in _INLINE:
            self.pop()
        else:
            self.end_implicit()
            frame = self.pop()
            if isinstance(frame.node, nodes.footnote):
                self._footnotes.append(frame.node)
            elif name == "TableHead":
                self.push(nodes.tbody())
            elif name == "Table":
                self._frames.pop()

    # ---- blocks

    def _end_heading(self) -> None:
        title = self._frames.pop().node
        plain = title.astext()
        level, line = title["level"], title["line"]
        inside = isinstance(self.frame.node, nodes.document | nodes.section) and not self.frame.html
        if inside:
            self.section(level, plain, title.children, line)
            return
        rubric = nodes.rubric("", "", *title.children, ids=[self._anchor(plain)])
        self.block(rubric, line)

    def section(self, level: int, plain: str, children: list[nodes.Node], line: int) -> None:
        """Begin a section; those of its level and below end."""
        while self._sections and self._sections[-1][0] >= level:
            _, frame = self._sections.pop()
            while self.frame is not frame:
                self.pop()
            self.pop()
        section = nodes.section(ids=[self._anchor(plain)])
        self.open(section, line)
        title = nodes.title("", "", *children)
        title.source, title.line = self.path, line
        section.append(title)
        self._sections.append((level, self.frame))

    def _anchor(self, plain: str) -> str:
        slug = slugify(plain)
        count = self._slugs[slug]
        self._slugs[slug] += 1
        name = f"{slug}-{count}" if count else slug or "section"
        self.anchors[name] = name
        return name

    def _end_code(self) -> None:
        info, *texts = self._code or [""]
        self._code = None
        text = "".join(texts).removesuffix("\n")
        if self.page.mermaid and _first_word(info) == "mermaid":
            self.block(self.page.mermaid("", code=text, options={}), self._line)
            return
        self.block(nodes.literal_block(text, text, language=_language(info)), self._line)

    def _start_table(self, name: str, detail: Any, line: int) -> None:
        if name == "Table":
            table = nodes.table(classes=["colwidths-auto"])
            self.block(table, line)
            group = nodes.tgroup(cols=len(detail), alignments=[side.lower() for side in detail])
            group += [nodes.colspec(colwidth=max(1, 100 // max(1, len(detail)))) for _ in detail]
            table.append(group)
            self._frames.append(_Frame(group))
        elif name == "TableHead":
            self.frame.node.append(head := nodes.thead())
            head.append(row := nodes.row())
            self._frames.append(_Frame(row))
        elif name == "TableRow":
            self.push(nodes.row())
        else:
            row = self.frame.node
            sides = self._alignments()
            side = sides[len(row)] if len(row) < len(sides) else "none"
            self.push(nodes.entry(classes=[] if side == "none" else [f"text-{side}"]))
            self.frame.node.line = line

    def _alignments(self) -> list[str]:
        group = next(f.node for f in reversed(self._frames) if isinstance(f.node, nodes.tgroup))
        sides: list[str] = group["alignments"]
        return sides

    def _start_footnote(self, label: str, line: int) -> None:
        footnote = nodes.footnote(auto=1, names=[nodes.fully_normalize_name(label)])
        footnote.source, footnote.line = self.path, line
        self.document.note_autofootnote(footnote)
        self.document.note_explicit_target(footnote, footnote)
        self.end_implicit()
        self._frames.append(_Frame(footnote))

    def _footnote_reference(self, label: str) -> None:
        name = nodes.fully_normalize_name(label)
        reference = nodes.footnote_reference(f"[^{label}]", auto=1, refname=name)
        self.document.note_autofootnote_ref(reference)
        self.document.note_footnote_ref(reference)
        self.document.note_refname(reference)
        self.add(reference)

    # ---- inline

    def _text(self, text: str, start: int) -> None:
        if self._code is not None:
            self._code.append(text)
            return
        at = 0
        if "http" in text and not self._in_link():
            for match in _URL.finditer(text):
                url = _trimmed(match[0])
                if match.start() > at:
                    self.add(nodes.Text(text[at : match.start()]))
                self.add(nodes.reference(url, url, refuri=url))
                at = match.start() + len(url)
        if at < len(text):
            self.add(nodes.Text(text[at:]))

    def _in_link(self) -> bool:
        return any(isinstance(f.node, nodes.reference | addnodes.pending_xref) for f in self._frames)

    def _start_link(self, name: str, detail: Mapping[str, str], line: int) -> None:
        target = detail["dest_url"]
        if name == "Image":
            # its alternative text is collected apart from the page
            self._frames.append(_Frame(nodes.inline(uri=target, line=line)))
            return
        if html.is_safe_url(target) and not target.startswith("#"):
            node: nodes.Element = nodes.reference(refuri=target)
        elif detail["link_type"] == "Email":
            node = nodes.reference(refuri=f"mailto:{target}")
        elif re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", target):
            node = nodes.inline()
        else:
            node = addnodes.pending_xref(
                refdomain="leanspec", reftype="link", reftarget=target, refexplicit=True, refwarn=False
            )
        if detail["title"] and not isinstance(node, nodes.inline):
            node["reftitle"] = detail["title"]
        node.source, node.line = self.path, line
        self.add(node)
        if isinstance(node, addnodes.pending_xref):
            # Sphinx shows the first child alone of a reference that leads nowhere
            node.append(node := nodes.inline())
        self._frames.append(_Frame(node))

    def _end_image(self) -> None:
        held = self._frames.pop().node
        self.image({"uri": held["uri"], "alt": held.astext()}, held["line"])

    def image(self, attributes: dict[str, Any], line: int) -> None:
        image = nodes.image(**{name: value for name, value in attributes.items() if value})
        image.source, image.line = self.path, line
        self.add(image)

    def _box(self, done: bool, start: int) -> None:
        line = self.line(start)
        node = leanspec_box(done=done)
        if line in self.page.checks:
            check, need_id = self.page.checks[line]
            node["ids"] = [need_id]
            if check.exempt is not None:
                node["exempt"] = check.exempt
        item = next(f.node for f in reversed(self._frames) if isinstance(f.node, nodes.list_item))
        item["classes"] = ["leanspec-check"]
        if "leanspec-checklist" not in item.parent["classes"]:
            item.parent["classes"].append("leanspec-checklist")
        self.add(node)

    def _inline_html(self, source: str, line: int) -> None:
        for token in html.tokens(source):
            if isinstance(token, str):
                self.add(nodes.Text(token))
            else:
                self._tag(token, line, self.add)

    def _end_html(self) -> None:
        source = "".join(self._html or ())
        self._html = None
        self.end_implicit()
        for token in html.tokens(source):
            if isinstance(token, html.Tag):
                self._tag(token, self._line, self.frame.node.append)
            elif token.strip():
                self.frame.node.append(leanspec_fragment("", nodes.Text(" ".join(token.split()))))

    def _tag(self, tag: html.Tag, line: int, add: Callable[[nodes.Node], object]) -> None:
        """Write a tag, and see to it that elements end where they may."""
        if tag.closing:
            if tag.name in self.frame.html:
                while (name := self.frame.html.pop()) != tag.name:
                    add(_raw(f"</{name}>"))
                add(_raw(str(tag)))
        elif tag.name == "img":
            sizes = {name: tag.get(name) for name in ("alt", "width", "height")}
            self.image({"uri": tag.get("src"), **sizes}, line)
        else:
            add(_raw(str(tag)))
            if tag.name not in html.VOID:
                self.frame.html.append(tag.name)


def _block(name: str, detail: Any) -> nodes.Element:
    """:returns: the node for a block that holds other blocks."""
    if name == "List":
        if detail is None:
            return nodes.bullet_list(bullet="-")
        return nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", start=int(detail))
    if name == "Item":
        return nodes.list_item()
    if name == "BlockQuote":
        return _ALERTS[detail]() if detail in _ALERTS else nodes.block_quote()
    return leanspec_fragment()


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _first_word(info: str) -> str:
    return re.split(r"[\s,{]", info.strip(), maxsplit=1)[0].lower()


def _trimmed(url: str) -> str:
    """:returns: a bare address without the punctuation behind it, as GitHub cuts it."""
    url = _TRAILING.sub("", url)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = _TRAILING.sub("", url[:-1])
    return url


def inline(markup: str) -> list[nodes.Node]:
    """:returns: a line of Markdown with its emphasis and code; of links and images the text alone."""
    root = nodes.inline()
    open_nodes: list[nodes.Element] = [root]
    for event, _ in pyromark.events_with_range(markup, options=_OPTIONS, merge_text=True):
        ((kind, value),) = event.items() if isinstance(event, dict) else ((event, None),)
        if kind in ("Start", "End") and value in _INLINE:
            if kind == "Start":
                open_nodes[-1].append(node := _INLINE[value]())
                open_nodes.append(node)
            else:
                open_nodes.pop()
        elif kind == "Code":
            open_nodes[-1].append(nodes.literal(value, value))
        elif kind in ("Text", "InlineHtml"):
            open_nodes[-1].append(nodes.Text(value))
    return root.children
