"""Footnotes as GitHub numbers them: in the order of their references; one that nobody refers to is not shown.

They are numbered here and not by docutils, which takes a label for a name, and a stray one for an error.
"""

from __future__ import annotations

from docutils import nodes


class Footnotes:
    """The footnotes of a page."""

    def __init__(self) -> None:
        self._definitions: dict[str, nodes.footnote] = {}
        self._references: dict[str, list[nodes.footnote_reference]] = {}

    def define(self, label: str, path: str, line: int) -> nodes.footnote:
        """Return the footnote of a label, to be filled; of several, the first counts."""
        footnote = nodes.footnote()
        footnote.source, footnote.line = path, line
        self._definitions.setdefault(nodes.fully_normalize_name(label), footnote)
        return footnote

    def reference(self, label: str, number: int) -> nodes.footnote_reference:
        """Return a reference to a footnote that may be defined later."""
        reference = nodes.footnote_reference("", str(number))
        self._references.setdefault(nodes.fully_normalize_name(label), []).append(reference)
        return reference

    def numbered(self) -> list[nodes.footnote]:
        """Number the footnotes and tie them to their references.

        :returns: those that are referred to, in order.
        """
        found = []
        for label, references in self._references.items():
            footnote = self._definitions[label]
            found.append(footnote)
            number = str(len(found))
            name = f"footnote-{number}"
            for count, reference in enumerate(references, 1):
                own = f"{name}-reference-{count}"
                reference.attributes.update(ids=[own], refid=name, auto=1, resolved=1)
                footnote["backrefs"].append(own)
            footnote.attributes.update(ids=[name], names=[number], auto=1)
            footnote.insert(0, nodes.label("", number))
        return found
