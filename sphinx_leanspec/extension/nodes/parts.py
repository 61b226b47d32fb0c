"""The small parts that every view is put together from, as nodes; the same wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from string import Formatter
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from ...corpus import Unresolved
from ...model import Check, Progress, Spec
from ...name_index import Resolution
from ...reading import shortcodes
from ...requirements import Asked
from ..language import N_, _, some_more, word
from ..site import INDEX
from .basic import leanspec_bar, leanspec_box, leanspec_region, leanspec_status
from .cells import leanspec_head
from .medium import Medium, has_addresses

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from ..site import Site


AWAY: Final = "\N{NORTH EAST ARROW}"
"""What marks a reference to a page that lives elsewhere."""

_TABLE_CLASSES: Final = ("colwidths-given", "longtable", "booktabs", "nocolorrows")
"""What makes a table keep to the text's width in a PDF, go on over pages, and have thin lines alone."""


_FACTS: Final = {
    "date": N_("Date"),
    "documentation": N_("Documentation"),
    "due_date": N_("Due"),
    "modified_files": N_("Modified files"),
    "ordinal": N_("Ordinal"),
    "project": N_("Project"),
    "references": N_("References"),
    "reporter": N_("Reporter"),
    "status": N_("Status"),
    "tags": N_("Tags"),
    "type": N_("Type"),
}
"""What tools keep, by the names that they have for it, as readers see these."""


def state(spec: Spec, text: str | None = None) -> leanspec_status:
    """Return the status of a spec as glyph and word.

    :param text: what to show after the glyph in place of the word.
    """
    return status(spec.status, text)


def status(value: str | None, text: str | None = None) -> leanspec_status:
    """Return a status as glyph and word, also one that no spec has; see :func:`state`."""
    name = word(value)
    found = leanspec_status(text or name, text or name, status=value or "none")
    if text:
        found["word"] = name
    return found


def progress_bar(progress: Progress, label: str = "") -> leanspec_bar:
    """Return a bar with its number; screen readers hear the label."""
    text = str(progress)
    return leanspec_bar(text, text, done=progress.done, total=progress.total, label=label)


def check_box(check: Check, ids: Sequence[str] = ()) -> leanspec_box:
    """Return the box of a check.

    :param ids: its anchor on the spec's own page; nowhere else does it have one.
    """
    box = leanspec_box(done=check.done, ids=list(ids))
    if check.exempt is not None:
        box["exempt"] = check.exempt
    return box


def make_check(item: nodes.Element) -> None:
    """Give a list item the looks of a check, and its list those of a checklist."""
    item["classes"] = ["leanspec-check"]
    item.parent["classes"] = [*dict.fromkeys([*item.parent["classes"], "leanspec-checklist"])]


def gap(text: str) -> nodes.inline:
    """Return what is missing: the only bold thing in a view."""
    return nodes.inline("", text, classes=["leanspec-gap"])


def maybe(text: str | None) -> list[nodes.Node]:
    """Return a text as nodes, none where there is no text."""
    return [nodes.Text(text)] if text else []


def title(spec: Spec) -> str:
    """Return number and title, ``013 Source code analysis``; a name alone with its project, ``api:cards``."""
    if spec.title == spec.id and spec.place.project:
        return f"{spec.place.project}:{spec.title}"
    return f"{numeral(spec)} {spec.title}".lstrip()


def numeral(spec: Spec) -> str:
    """Return the number that stands before a spec's title, empty where the title begins with it."""
    return "" if spec.title == spec.id or spec.title.startswith(spec.label) else spec.label


def spec_link(spec: Spec) -> list[nodes.Node]:
    """Return what a reference to a spec shows: number, title, and status, if it can have one."""
    if spec.is_lasting:
        return [nodes.inline("", title(spec), classes=["leanspec-ref"])]
    return [nodes.inline("", f"{title(spec)} ", classes=["leanspec-ref"]), state(spec)]


def spec_summary(spec: Spec) -> str:
    """Return a spec in one line, for a tooltip."""
    if spec.is_lasting:
        return title(spec)
    told = {"spec": title(spec), "status": word(spec.status), "progress": spec.progress}
    if not spec.progress.total:
        return _("{spec} ({status})").format(**told)
    return _("{spec} ({status}, {progress} done)").format(**told)


def check_text(check: Check) -> str:
    """Return what a check says, as plain text."""
    return shortcodes.shown_of(check.text, check.markup)


def check_link(check: Check) -> list[nodes.Node]:
    """Return what a reference to a check shows: its box and its text."""
    return [check_box(check), nodes.inline("", check_text(check), classes=["leanspec-ref"])]


def check_summary(spec: Spec, check: Check) -> str:
    """Return where a check stands, for a tooltip."""
    return " / ".join((title(spec), *map(shortcodes.shown, check.sections)))


def reference(
    builder: Builder, docname: str, page: str, anchor: str, children: Iterable[nodes.Node], tip: str = ""
) -> nodes.reference:
    """Make a reference from one page to another, or to a place in it.

    :param page: its docname, or its address where it lives elsewhere; such a reference is marked.
    :raises NoUri: where the other page has no address.
    """
    if is_elsewhere(page):
        mark = nodes.inline("", f" {AWAY}", classes=["leanspec-away"])
        found = nodes.reference("", "", *children, mark, refuri=page, internal=False)
        if tip:
            found["reftitle"] = elsewhere(tip)
        return found
    if not has_addresses(builder):
        raise NoUri(page)
    return make_refnode(builder, docname, page, anchor, list(children), tip or None)


def elsewhere(tip: str) -> str:
    """Return what a tooltip says of a spec whose page lives elsewhere."""
    return _("{spec}, on a site elsewhere").format(spec=tip)


def is_elsewhere(page: str) -> bool:
    """Tell whether a page is given by its address on a site elsewhere, and not by its docname."""
    return "://" in page or page.startswith("/")


class Linker:
    """Makes references from one page to the specs and pages of the site."""

    def __init__(self, site: Site, builder: Builder, docname: str) -> None:
        self.site = site
        self.builder = builder
        self.medium = Medium.of(builder)
        self.docname = docname

    def page(
        self, docname: str, children: Iterable[nodes.Node], tip: str = "", anchor: str = ""
    ) -> nodes.Node:
        """Return a reference to a page, or only its content if the builder leaves that page out."""
        shown = list(children)
        try:
            return reference(self.builder, self.docname, docname, anchor, shown, tip)
        except NoUri:  # in a PDF, a page that no toctree names
            return nodes.inline("", "", *shown)

    def spec(self, key: str, children: Iterable[nodes.Node] | None = None) -> nodes.Node:
        """Return a reference to a spec with number, title and status, or with the given content."""
        spec = self.site.corpus.specs[key]
        return self.page(self.site.docname(key), children or spec_link(spec), spec_summary(spec))

    def chip(self, key: str) -> nodes.Node:
        """Return the shortest reference to a spec: its status and its number."""
        spec = self.site.corpus.specs[key]
        return self.spec(key, [state(spec, spec.label)])

    def rest(self, number: int, key: str = "") -> nodes.Node:
        """Return a reference that counts what is not shown: to a spec that shows it, else to the index."""
        said = [nodes.Text(some_more(number))]
        return self.spec(key, said) if key else self.page(INDEX, said)

    def some(
        self,
        names: Sequence[str],
        make: Callable[[str], nodes.Node],
        most: int,
        key: str = "",
        between: str = " ",
    ) -> list[nodes.Node]:
        """Refer to the first few of several things, and to where the rest is.

        :param make: how the reference to each is made.
        :param key: the spec that shows the rest; else the index does.
        """
        row = [make(name) for name in names[:most]]
        if len(names) > most:
            row.append(self.rest(len(names) - most, key))
        return spaced(row, between)

    def asked(self, spec: Spec, asked: Asked, children: Iterable[nodes.Node]) -> nodes.Node:
        """Return a reference to a requirement or one of its scenarios, where it stands on its spec's page."""
        tip = " ".join(asked.text.split())
        return self.page(self.site.docname(spec.key), children, tip, spec.asked_id(asked))

    def check(self, spec: Spec, check: Check, children: Iterable[nodes.Node]) -> nodes.Node:
        """Return a reference to the box of a check on its spec's page."""
        return self.page(
            self.site.docname(spec.key), children, check_summary(spec, check), spec.check_id(check)
        )


class PageNames(Linker):
    """Makes references with the name of a page in place of its address: to compare, they say as much."""

    def page(
        self, docname: str, children: Iterable[nodes.Node], tip: str = "", anchor: str = ""
    ) -> nodes.Node:
        return nodes.reference("", "", *children, refuri=f"{docname}#{anchor}", reftitle=tip)


def leads_nowhere(lost: Unresolved) -> nodes.inline:
    """Return a reference as written, with the reason why it is no link."""
    said, kind = reason(lost.resolution)
    return nodes.inline("", said.format(reference=lost.reference.text), classes=[f"leanspec-{kind}"])


def reason(resolution: Resolution) -> tuple[str, str]:
    """Return how a reference is shown that is no link, with the reason why, and what kind of text that is."""
    if resolution.unpublished:
        return _("{reference} (not published)"), "elsewhere"
    if resolution.foreign:
        return _("{reference} (elsewhere)"), "elsewhere"
    return _("{reference} (not found)"), "lost"


def spaced(found: Iterable[nodes.Node], text: str = " ") -> list[nodes.Node]:
    """Join nodes by spaces, or by another text."""
    row: list[nodes.Node] = []
    for node in found:
        row += [nodes.Text(text), node] if row else [node]
    return row


def phrase(text: str, **parts: nodes.Node | Iterable[nodes.Node]) -> list[nodes.Node]:
    """Put nodes into a sentence.

    :param text: the sentence, translated.
    :param parts: what stands in it in place of each name in braces.
    """
    row: list[nodes.Node] = []
    for before, name, *_rest in Formatter().parse(text):
        row += [nodes.Text(before)] if before else []
        if name is not None:
            found = parts[name]
            row += [found] if isinstance(found, nodes.Node) else found
    return row


def region(tag: str, label: str, kind: str, *children: nodes.Node) -> leanspec_region:
    """Return a named part of a page, ``section`` or ``nav`` in HTML."""
    return leanspec_region("", *children, tag=tag, label=label, classes=[f"leanspec-{kind}"])


def facts(rows: Iterable[tuple[str, Sequence[nodes.Node]]], kind: str) -> nodes.field_list:
    """Return names and values in two columns; rows without a value are left out.

    :param rows: the nodes of a value stand in a line, or, where the first of them is no part of one, below
        each other.
    """
    found = nodes.field_list(classes=[f"leanspec-{kind}"])
    for name, value in rows:
        if value:
            is_line = isinstance(value[0], nodes.Text | nodes.Inline)
            body = nodes.field_body("", *([nodes.paragraph("", "", *value)] if is_line else value))
            found.append(nodes.field("", nodes.field_name("", name), body))
    return found


def fact_name(name: str) -> str:
    """Return what a tool calls something that it keeps, as readers see it: ``modified_files``."""
    return _(_FACTS[name]) if name in _FACTS else name.replace("_", " ").capitalize()


def table(
    headers: Sequence[str | Sequence[nodes.Node]],
    rows: Iterable[Sequence[Sequence[nodes.Node]]],
    widths: Sequence[int],
    kind: str,
    *,
    row_heads: bool = False,
) -> nodes.table:
    """Put nodes into a table.

    :param headers: the head of each column, a text or nodes.
    :param rows: for each row, for each cell, the inline nodes in it.
    :param widths: the relative width of each column, for builders that set them.
    :param row_heads: whether the first cell of a row is the head of the others.
    """
    group = nodes.tgroup(cols=len(headers))
    group += [nodes.colspec(colwidth=width) for width in widths]
    names = [[nodes.Text(header)] if isinstance(header, str) else header for header in headers]
    group.append(nodes.thead("", _row(names, [leanspec_head(scope="col") for _ in names])))
    firsts = [leanspec_head(scope="row")] if row_heads else []
    group.append(nodes.tbody("", *(_row(row, firsts) for row in rows)))
    return nodes.table("", group, classes=["leanspec-table", f"leanspec-{kind}", *_TABLE_CLASSES])


def _row(cells: Sequence[Sequence[nodes.Node]], heads: Sequence[leanspec_head]) -> nodes.row:
    """Return a table row.

    :param heads: what the first cells are; all others are plain.
    """
    entries = [*(head.copy() for head in heads), *(nodes.entry() for _ in cells[len(heads) :])]
    for entry, cell in zip(entries, cells, strict=True):
        entry.append(nodes.paragraph("", "", *cell))
    return nodes.row("", *entries)


def more(omitted: int, link: Linker, docname: str = INDEX) -> list[nodes.Node]:
    """Return a line that counts what is not shown and links to where it is."""
    if not omitted:
        return []
    reference = link.page(docname, [nodes.Text(some_more(omitted))])
    return [nodes.paragraph("", "", reference, classes=["leanspec-more"])]


def outline(found: Iterable[nodes.Node]) -> str:
    """Return all there is to nodes, tags and attributes and texts, to tell whether they are the same."""
    row: list[str] = []
    for node in found:
        _trace(node, row)
    return "\n".join(row)


def _trace(node: nodes.Node, row: list[str]) -> None:
    if isinstance(node, nodes.Text):
        row.append(repr(str(node)))  # a text of docutils shortens itself
    elif isinstance(node, nodes.Element):
        row.append(node.tagname)
        row += [f"{name}={value!r}" for name, value in node.attributes.items() if value != []]
        for child in node.children:
            _trace(child, row)
        row.append("/")
