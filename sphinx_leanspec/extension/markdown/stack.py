"""A page under construction: which docutils nodes are open, and where the next one belongs.

Markdown nests its blocks well, but not with HTML: an element may begin in one block and end in another, or
nowhere. Each open node therefore keeps the elements that were opened within it, and closes them when it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from docutils import nodes
from msgspec.structs import replace
from sphinx import addnodes

from ...reading import html
from ...reading.anchors import HEADINGS, Anchors

_Element = TypeVar("_Element", bound=nodes.Element)
_LATEX_BREAK = r"\leavevmode\newline "
_LATEX_RULE = "\n\n\\noindent\\rule{\\linewidth}{0.4pt}\n\n"


@dataclass(slots=True)
class Frame:
    """An open node, and the HTML elements opened within it.

    :param implicit: whether a text without a paragraph in Markdown opened it; it ends with its parent.
    """

    node: nodes.Element
    html: list[str] = field(default_factory=list)
    implicit: bool = False


class NodeStack:
    """The nodes of a page.

    :param anchors: the anchors of the page, as GitHub makes them, and their ids on it.
    :param found: what makes them.
    """

    def __init__(self, document: nodes.document) -> None:
        self.path: str = document["source"]
        self.anchors: dict[str, str] = {}
        self.frames = [Frame(document)]
        self.found = Anchors()
        self._heading: tuple[nodes.raw, html.Tag] | None = None
        self._sections: list[tuple[int, Frame]] = []

    @property
    def frame(self) -> Frame:
        """What is open."""
        return self.frames[-1]

    @property
    def in_link(self) -> bool:
        """Whether a text to come is that of a link."""
        return any(
            isinstance(frame.node, nodes.reference)
            or isinstance(frame.node.parent, addnodes.pending_xref)
            or "a" in frame.html
            for frame in self.frames
        )

    def add(self, node: nodes.Node) -> None:
        """Append text or another inline node; in a list item or cell without paragraph it gets one."""
        if not isinstance(self.frames[-1].node, nodes.TextElement):
            self.push(nodes.paragraph(), implicit=True)
        self.frames[-1].node.append(node)

    def block(self, node: _Element, line: int) -> _Element:
        """Append a block where blocks may stand, with its place in the file."""
        self.end_implicit()
        node.source, node.line = self.path, line
        self.frame.node.append(node)
        return node

    def open(self, node: nodes.Element, line: int) -> None:
        """Append a block and keep it open."""
        self.block(node, line)
        self.frames.append(Frame(node))

    def push(self, node: nodes.Element, *, implicit: bool = False) -> None:
        """Append a node to the open one, and keep it open."""
        if implicit:
            node.source, node.line = self.path, self.frame.node.line
        self.frame.node.append(node)
        self.frames.append(Frame(node, implicit=implicit))

    def hold(self, node: nodes.Element) -> None:
        """Keep a node open that has no place yet."""
        self.frames.append(Frame(node))

    def pop(self) -> nodes.Element:
        """End the open node and what HTML opened within it."""
        frame = self.frames.pop()
        for name in reversed(frame.html):
            frame.node.append(raw(f"</{name}>"))
        return frame.node

    def end_paragraph(self) -> None:
        """End the open paragraph; one that a formula left nothing of is none."""
        node = self.pop()
        if all(isinstance(child, nodes.Text) and not child.strip() for child in node.children):
            node.parent.pop()  # it is the last; to look for it would take longer the longer a page is

    def end_implicit(self) -> None:
        """End the paragraph that a text was given."""
        while self.frame.implicit:
            self.pop()

    def finish(self) -> nodes.Element:
        """End everything.

        :returns: the title's section, behind whose last block footnotes go; the document if there is none.
        """
        self.end_heading()
        while len(self.frames) > 1:
            self.pop()
        return self._sections[0][1].node if self._sections else self.frame.node

    def begin_heading(self, line: int) -> None:
        """Begin a heading, whose text is collected apart from the page; it ends one in HTML."""
        self.end_heading()
        self.found.begin()
        self.hold(nodes.title(line=line))

    def end_heading(self) -> None:
        """End a heading in HTML that is open."""
        self._name(self.found.end())

    def heading(self, level: int, title: nodes.title, ends_behind: Callable[[str], bool]) -> None:
        """Append a heading: of a section, unless it stands in a quote, a list or a folded part.

        :param title: the heading, with the ids that HTML gave it.
        :param ends_behind: whether an element of HTML is ended behind it.
        """
        self.end_implicit()
        slug = self.found.end() or "section"
        ids = [slug, *title["ids"]]
        self.anchors.update(dict.fromkeys(ids, slug))
        if isinstance(self.frame.node, nodes.document | nodes.section):
            self._end_html(level, ends_behind)
            if not self.frame.html and (level == 1 or self._sections):
                self.section(level, title.children, ids, title["line"])
                return
        rubric = nodes.rubric("", "", *title.children, ids=ids)
        rubric["heading-level"] = level
        self.block(rubric, title["line"])

    def section(self, level: int, children: list[nodes.Node], ids: list[str], line: int) -> None:
        """Begin a section; those of its level and below end. All stand in the first, which is the page's."""
        while len(self._sections) > 1 and self._sections[-1][0] >= level:
            _, frame = self._sections.pop()
            while self.frame is not frame:
                self.pop()
            self.pop()
        self.open(nodes.section(ids=ids), line)
        title = nodes.title("", "", *children)
        title.source, title.line = self.path, line
        self.frame.node.append(title)
        self._sections.append((level, self.frame))

    def tag(self, tag: html.Tag, into: nodes.Element | None = None) -> None:
        """Write a tag, and see to it that its element ends where it may.

        :param into: the node to write into, if not the open one.
        """
        self._name(self.found.tag(tag))
        title = next((frame.node for frame in self.frames if isinstance(frame.node, nodes.title)), None)
        if title is not None:
            # a heading is shown in many places, where its markup could not be closed or would come twice
            title["ids"] += tag.anchors
            return
        add = self.add if into is None else into.append
        elements = self.frame.html
        if tag.closing:
            if tag.name in elements:
                while (name := elements.pop()) != tag.name:
                    add(raw(f"</{name}>"))
                add(raw(str(tag)))
        elif tag.name == "br":
            for node in line_break():
                add(node)
        else:
            add(node := raw(str(tag)))
            if self.found.is_open and tag.name in HEADINGS:
                self._heading = node, tag
            if tag.name not in html.VOID:
                elements.append(tag.name)
            self._know(tag)

    def take(self, tag: html.Tag) -> tuple[str, ...]:
        """Take a tag that is written in another way.

        :returns: what can be linked to there.
        """
        self.found.tag(tag)
        self._know(tag)
        return tag.anchors

    def rule(self, line: int) -> None:
        """Append a rule: a docutils transition may stand in few places only, a rule anywhere."""
        self.block(raw("<hr>"), line)
        self.block(raw(_LATEX_RULE, "latex"), line)

    def _end_html(self, level: int, ends_behind: Callable[[str], bool]) -> None:
        """End the elements that a heading ends: those that only lay out, and those that nothing else ends."""
        elements = self.frame.html
        while elements and (level == 1 or elements[-1] in html.LAYOUT or not ends_behind(elements[-1])):
            self.frame.node.append(raw(f"</{elements.pop()}>"))

    def _know(self, tag: html.Tag) -> None:
        for name in tag.anchors:
            self.anchors.setdefault(name, name)

    def _name(self, slug: str) -> None:
        """Give the heading in HTML that has ended its anchor, by which it is known once its text is."""
        if not slug or self._heading is None:
            return
        node, tag = self._heading
        own = tag.get("id")
        self.anchors.setdefault(slug, own or slug)
        if not own:
            node[0] = nodes.Text(str(replace(tag, attributes=(("id", slug), *tag.attributes))))


def raw(text: str, kind: str = "html") -> nodes.raw:
    """Return markup of ours for one kind of builder."""
    return nodes.raw("", text, format=kind)


def line_break() -> list[nodes.raw]:
    """Return what breaks a line, for each builder that would not."""
    return [raw("<br>"), raw(_LATEX_BREAK, "latex")]
