"""A spec's body as docutils nodes: GitHub Flavored Markdown, and nothing that could be executed.

The same parser that reads checklists draws the page, so both agree on what an item is, and on its line. There
are no directives, roles or substitutions here, and no HTML but what :mod:`sphinx_leanspec.reading.html`
lets through.
See https://github.github.com/gfm/ and GitHub's own footnotes and alerts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from docutils import nodes
from msgspec import Struct
from sphinx import addnodes

from ...model import Check, Part
from ...reading import html, shortcodes
from ...reading.decoding import clean
from ...reading.markdown import Event, Lines, has_title
from ..nodes.basic import leanspec_box, leanspec_fragment, leanspec_strike
from ..nodes.parts import check_box, make_check
from ..nodes.pictures import leanspec_source
from ..warnings import warn
from . import fences, maths
from .events import DEEPEST, events
from .footnotes import Footnotes
from .stack import NodeStack, line_break

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


_CODE: Final = frozenset({"code", "kbd", "pre", "samp"})
_MEASURE: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5})?(?:px|%)?")
_OPTIONAL: Final = frozenset({"height", "reftitle", "width"})
_END: Final = re.compile(rb"</([A-Za-z][A-Za-z0-9-]*)")


class BodyContext(Struct, frozen=True):
    """What the renderer has to know of the page it renders.

    :param title: what the page is called if its text has no title of its own.
    :param checks: the checks by file and line of their box, each with the id of its need; None for a page
        whose boxes are no checks.
    :param mermaid: the node class that draws a mermaid fence, if there is one.
    """

    title: str
    checks: Mapping[tuple[str, int], tuple[Check, str]] | None = None
    mermaid: type[nodes.Element] | None = None


def render(lines: list[str], body_line: int, document: nodes.document, page: BodyContext) -> dict[str, str]:
    """Render the lines of a file from its body on into a document.

    :returns: the anchors of the page's headings, as GitHub makes them, and their ids on the page.
    """
    text = "\n".join(lines[body_line - 1 :]) + "\n"
    return render_parts([Part(document["source"], body_line, text)], document, page)


def render_parts(parts: Sequence[Part], document: nodes.document, page: BodyContext) -> dict[str, str]:
    """Render the parts of a page into a document, one after another.

    :param parts: with absolute paths.
    :returns: what :func:`render` does.
    """
    renderer = _Renderer(document, page)
    for at, part in enumerate(parts):
        text = clean(part.text)
        if text.endswith("\n\n"):
            text = text[:-1]  # the end of the last line is no line more, in a fence that is never closed
        steps = list(events(text))
        renderer.begin(part, text)
        if at == 0 and not has_title(steps):
            renderer.tree.section(1, [nodes.Text(page.title)], ["leanspec-title"], part.line)
        for event in steps:
            renderer.step(event)
    renderer.finish()
    return renderer.tree.anchors


def inline(markup: str) -> list[nodes.Node]:
    """Return a line of Markdown with its emphasis and code; of links, images and HTML the text alone."""
    root = nodes.inline()
    held: list[nodes.Element] = [root]
    for event in events(markup):
        if event.kind == "Start" and event.name in _INLINE:
            held[-1].append(node := _INLINE[event.name]())
            held.append(node)
        elif event.kind == "End" and event.name in _INLINE:
            held.pop()
        elif event.kind == "Code":
            held[-1].append(nodes.literal(event.value, event.value))
        elif event.kind == "Text":
            held[-1].append(nodes.Text(shortcodes.shown(event.value)))
        elif event.kind == "Autolink":
            held[-1].append(nodes.Text(event.value[0]))
        elif event.kind in ("InlineMath", "DisplayMath"):
            sign = "$" if event.kind == "InlineMath" else "$$"
            held[-1].append(nodes.Text(f"{sign}{event.value}{sign}"))
        elif event.kind in ("InlineHtml", "Html"):
            held[-1] += [nodes.Text(token) for token in html.tokens(event.value) if isinstance(token, str)]
    return root.children


class _Renderer:
    """One pass over the events of a text, building nodes as it goes."""

    def __init__(self, document: nodes.document, page: BodyContext) -> None:
        self.page = page
        self.tree = NodeStack(document)
        self.footnotes = Footnotes()
        self._info: str | None = None
        self._code: list[str] = []
        self._html: list[str] | None = None
        self._sides: tuple[str, ...] = ()
        self._is_deep = False
        self._ends: dict[str, int] | None = None

    def begin(self, part: Part, text: str) -> None:
        """Begin a part of the page.

        :param text: its text as it is walked through.
        """
        self.tree.path = part.path
        self._ends = None
        self.source = text.encode()
        self._lines = Lines(self.source, part.line) if part.is_spread else None
        self._first = part.line

    def line(self, offset: int) -> int:
        """Return the line of the file at a byte of the part."""
        return self._lines.at(offset) if self._lines else self._first

    def step(self, event: Event) -> None:
        """Take the next event."""
        if event.kind == "Text":
            self.tree.found.add(event.value)
            self._text(event.value)
        elif event.kind == "Autolink":
            self.tree.found.add(event.value[0])
            self._autolink(*event.value)
        elif event.kind == "Start":
            self._start(event, self.line(event.start))
        elif event.kind == "End":
            self._end(event)
        elif event.kind == "SoftBreak":
            self.tree.add(nodes.Text("\n"))
        elif event.kind == "Html" and self._html is not None:
            self._html.append(event.value)
        elif event.kind == "Rule":
            self.tree.rule(self.line(event.start))
        elif event.kind == "TooDeep":
            self._too_deep(self.line(event.start))
        else:
            self._inline(event)

    def finish(self) -> None:
        """Close what is open, and put the footnotes at the end of the page, as GitHub does."""
        self.tree.finish().extend(self.footnotes.numbered())

    def _inline(self, event: Event) -> None:
        if event.kind == "Code":
            self.tree.found.add(event.value)
            self.tree.add(nodes.literal(event.value, event.value))
        elif event.kind == "HardBreak":
            for node in (*line_break(), nodes.Text("\n")):
                self.tree.add(node)
        elif event.kind == "InlineHtml":
            for token in html.tokens(event.value):
                if isinstance(token, str):
                    self.tree.add(nodes.Text(token))
                else:
                    self._tag(token, self.line(event.start))
        elif event.kind == "TaskListMarker":
            self._box(event.value, self.line(event.start))
        elif event.kind == "FootnoteReference":
            self.tree.add(self.footnotes.reference(event.value, self.tree.found.note(event.value)))
        elif event.kind in ("InlineMath", "DisplayMath"):
            self.tree.found.add(event.value)
            tex = maths.unescaped(event.value)
            self._math(tex, self.line(event.start), display=event.kind == "DisplayMath")

    def _math(self, tex: str, line: int, *, display: bool) -> None:
        tree = self.tree
        # a formula on lines of its own is a block; within emphasis, a heading or a link it can be none
        is_block = display and (tree.frame.implicit or not isinstance(tree.frame.node, nodes.TextElement))
        splits = display and not is_block and type(tree.frame.node) is nodes.paragraph
        node = maths.node_of(tex, display=is_block or splits, path=tree.path, line=line)
        if splits:
            tree.end_paragraph()
            tree.block(node, line)
            tree.open(nodes.paragraph(), line)
        elif is_block:
            tree.block(node, line)
        else:
            tree.add(node)

    def _start(self, event: Event, line: int) -> None:
        name, tree = event.name, self.tree
        if name == "Paragraph":
            tree.open(nodes.paragraph(), line)
        elif name in _INLINE:
            tree.add(node := _INLINE[name]())
            tree.hold(node)
        elif name in ("Link", "Image"):
            self._start_link(name, event.detail, line)
        elif name == "Heading":
            tree.begin_heading(line)
        elif name == "CodeBlock":
            self._info = event.detail["Fenced"] if isinstance(event.detail, dict) else ""
        elif name == "HtmlBlock":
            self._html = []
        elif name.startswith("Table"):
            self._start_table(name, event.detail, line)
        elif name == "FootnoteDefinition":
            tree.end_implicit()
            tree.hold(self.footnotes.define(event.detail, tree.path, line))
        else:
            tree.open(_block(name, event.detail), line)

    def _end(self, event: Event) -> None:
        name, tree = event.name, self.tree
        if name == "Paragraph":
            tree.end_paragraph()
        elif name in _INLINE or name == "Link":
            tree.pop()
        elif name == "Heading":
            title: nodes.title = tree.pop()  # type: ignore[assignment]
            tree.heading(int(event.detail[1]), title, lambda name: self._ends_behind(name, event.end))
        elif name == "CodeBlock":
            self._end_code(self.line(event.start))
        elif name == "HtmlBlock":
            self._end_html(self.line(event.start))
        elif name == "Image":
            held = tree.pop()
            tree.found.pictures -= 1
            shown = {name: held.get(name, "") for name in ("uri", "reftitle")}
            self._image({**shown, "alt": held.astext()}, held["line"])
        else:
            tree.end_implicit()
            tree.pop()
            if name == "TableHead":
                tree.push(nodes.tbody())
            elif name == "Table":
                tree.pop()

    def _end_code(self, line: int) -> None:
        info, text = self._info or "", "".join(self._code)
        if not text.endswith("\n\n"):  # an empty line at the end is one that the author wrote
            text = text.removesuffix("\n")
        self._info, self._code = None, []
        self.tree.block(fences.node_of(info, text, self.page.mermaid, path=self.tree.path, line=line), line)

    def _start_table(self, name: str, detail: Any, line: int) -> None:
        tree = self.tree
        if name == "Table":
            self._sides = tuple(side.lower() for side in detail)
            group = nodes.tgroup(cols=len(detail))
            group += [nodes.colspec(colwidth=max(1, 100 // len(detail))) for _ in detail]
            tree.block(nodes.table("", group, classes=["colwidths-auto"]), line)
            tree.hold(group)
        elif name == "TableHead":
            row = nodes.row()
            tree.frame.node.append(nodes.thead("", row))
            tree.hold(row)
        elif name == "TableRow":
            tree.push(nodes.row())
        else:
            side = self._sides[len(tree.frame.node)]
            tree.push(nodes.entry(classes=[] if side == "none" else [f"text-{side}"]))
            tree.frame.node.line = line

    def _text(self, text: str) -> None:
        if self._info is not None:
            self._code.append(text)
        else:
            is_code = any(not _CODE.isdisjoint(frame.html) for frame in self.tree.frames)
            self.tree.add(nodes.Text(text if is_code else shortcodes.shown(text)))

    def _autolink(self, shown: str, url: str) -> None:
        text = nodes.Text(shown)
        self.tree.add(text if self.tree.in_link else nodes.reference("", "", text, refuri=url))

    def _start_link(self, name: str, detail: Mapping[str, str], line: int) -> None:
        target = detail["dest_url"]
        if name == "Image":
            # its alternative text is collected apart from the page
            self.tree.found.pictures += 1
            self.tree.hold(nodes.inline(uri=target, line=line, reftitle=detail["title"]))
            return
        if detail["link_type"] == "Email":
            target = f"mailto:{target}"
        if html.is_safe_url(target):
            node: nodes.Element = nodes.reference(refuri=target)
        elif html.has_scheme(target):
            node = nodes.inline()
        else:
            node = self._pending(target, line)
        if detail["title"] and not isinstance(node, nodes.inline):
            node["reftitle"] = detail["title"]
        node.source, node.line = self.tree.path, line
        self.tree.add(node)
        if isinstance(node, addnodes.pending_xref):
            # Sphinx shows the first child alone of a reference that leads nowhere
            node.append(node := nodes.inline())
        self.tree.hold(node)

    def _pending(self, target: str, line: int) -> addnodes.pending_xref:
        node = addnodes.pending_xref(
            refdomain="leanspec", reftype="link", reftarget=target, refexplicit=True, refwarn=False
        )
        node.source, node.line = self.tree.path, line
        return node

    def _image(
        self,
        attributes: Mapping[str, str],
        line: int,
        into: nodes.Element | None = None,
        ids: Sequence[str] = (),
    ) -> None:
        kept = {name: value for name, value in attributes.items() if value or name not in _OPTIONAL}
        for name in ("width", "height"):
            if name in kept and not _MEASURE.fullmatch(kept[name]):
                del kept[name]
        # Sphinx would link a picture whose size is given to itself
        classes = ["no-scaled-link"] if "width" in kept or "height" in kept else []
        image = nodes.image(ids=list(ids), classes=classes, **kept)
        image.source, image.line = self.tree.path, line
        if into is None:
            self.tree.add(image)
        else:
            into.append(image)

    def _source(self, tag: html.Tag, line: int, into: nodes.Element) -> None:
        """Write what a browser may show in place of the picture to come: addresses, each with its size."""
        source = leanspec_source(media=tag.get("media"), type=tag.get("type"))
        for one in re.split(r",\s+|,$", tag.get("srcset").strip()):
            uri, _, descriptor = one.strip().partition(" ")
            if uri:
                self._image({"uri": uri, "descriptor": descriptor.strip()}, line, source)
        into.append(source)

    def _too_deep(self, line: int) -> None:
        """Say once that something nests too deep."""
        if not self._is_deep:
            message = "this is nested too deep for a page; what is deeper is shown without being nested"
            warn("depth", message, location=f"{self.tree.path}:{line}", fix="nest it less")
        self._is_deep = True

    def _ends_behind(self, name: str, offset: int) -> bool:
        """Tell whether an element of HTML is ended behind a byte of the text."""
        if self._ends is None:
            self._ends = {found[1].lower().decode(): found.start() for found in _END.finditer(self.source)}
        return self._ends.get(name, -1) >= offset

    def _box(self, done: bool, line: int) -> None:
        node = leanspec_box(done=done)
        if self.page.checks is not None:
            if (self.tree.path, line) not in self.page.checks:
                self.tree.add(nodes.Text("[x] " if done else "[ ] "))
                return
            check, need_id = self.page.checks[self.tree.path, line]
            node = check_box(check, [need_id])
        held = [frame.node for frame in self.tree.frames if isinstance(frame.node, nodes.list_item)]
        if held:  # none, if all lists are too deep
            make_check(held[-1])
        self.tree.add(node)

    def _end_html(self, line: int) -> None:
        """Write a block of HTML; with text or pictures in it, it is one block of the page."""
        self.tree.end_implicit()
        fragment = leanspec_fragment()
        text = ""
        for _, token in html.pieces("".join(self._html or ())):
            if isinstance(token, html.Tag):
                fragment += self._text_of_html(text)
                text = ""
                self._tag(token, line, fragment)
            else:
                text += token
                if not isinstance(token, html.Rejected):
                    self.tree.found.add(token)
        fragment += self._text_of_html(text)
        self._html = None
        shown = [node for node in fragment if not isinstance(node, nodes.raw)]
        if any(isinstance(node, nodes.image) or node.astext().strip() for node in shown):
            is_text = len(shown) == len(fragment)
            self.tree.block(nodes.paragraph("", "", *shown) if is_text else fragment, line)
        else:
            self.tree.frame.node += [node for node in fragment if isinstance(node, nodes.raw)]

    def _text_of_html(self, text: str) -> list[nodes.Node]:
        shown = text if "pre" in self.tree.frame.html else re.sub(r"\s+", " ", text)
        return [nodes.Text(shown)] if text else []

    def _tag(self, tag: html.Tag, line: int, into: nodes.Element | None = None) -> None:
        target = tag.get("href")
        if len(self.tree.frame.html) >= DEEPEST and not tag.closing and tag.name not in html.VOID:
            self._too_deep(line)
        elif tag.name == "img":
            shown = {name: tag.get(name) for name in ("alt", "width", "height")}
            shown |= {"uri": tag.get("src"), "reftitle": tag.get("title")}
            self._image(shown, line, into, self.tree.take(tag))
        elif tag.name == "source":
            if "picture" in self.tree.frame.html:
                self._source(tag, line, self.tree.frame.node if into is None else into)
        elif tag.name == "a" and target and not html.is_safe_url(target) and not html.has_scheme(target):
            self.tree.tag(tag, node := self._pending(target, line))
            (self.tree.add if into is None else into.append)(node)
        else:
            self.tree.tag(tag, into)


def _block(name: str, detail: Any) -> nodes.Element:
    """Return the node for a block that holds other blocks."""
    if name == "List":
        if detail is None:
            return nodes.bullet_list(bullet="-")
        return nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", start=int(detail))
    if name == "Item":
        return nodes.list_item()
    return _ALERTS[detail]() if detail in _ALERTS else nodes.block_quote()
