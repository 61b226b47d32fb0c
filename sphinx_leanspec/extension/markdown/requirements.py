"""The requirements on a page: where each stands, and each of its scenarios, so that it can be linked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from ...model import Spec
from ...reading.decoding import clean
from ...requirements import Asked

_HEADINGS = (nodes.section, nodes.rubric)


def anchor(document: nodes.document, spec: Spec, root: Path) -> None:
    """Give the heading or the item of each requirement and scenario its id; what has none gets the page's.

    :param root: the repository.
    """
    wanted = {place: name for name, place in _places(spec, root)}
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, (*_HEADINGS, nodes.list_item)) and (
            name := wanted.pop((node.source or "", node.line or 0), None)
        ):
            _name(node, name)
    page = next(document.findall(nodes.section), None)
    if page is not None:
        page["ids"] += wanted.values()


def _places(spec: Spec, root: Path) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the id of each requirement and scenario, with its file and line."""
    for one in spec.requirements:
        path = clean(str(root / one.path))
        yield spec.asked_id(Asked(one)), (path, one.line)
        for number, case in enumerate(one.scenarios, 1):
            yield spec.asked_id(Asked(one, number)), (path, case.line)


def _name(node: nodes.Element, name: str) -> None:
    """Give a node an id; LaTeX knows those of headings alone, and of what is a target."""
    if isinstance(node, _HEADINGS):
        node["ids"].append(name)
        return
    first = node[0] if node.children and isinstance(node[0], nodes.paragraph) else node
    first.insert(0, nodes.target("", "", ids=[name]))
