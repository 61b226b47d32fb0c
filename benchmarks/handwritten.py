"""The same specs as a person would write them by hand with sphinx-needs directives, in MyST.

    python benchmarks/handwritten.py REPO FOLDER

Each spec is a page: its title, a ``{spec}`` need with what was its frontmatter, and its text as the page's
own, as headings in a need would be none. Each item of its checklists is a ``{check}`` need where it stands,
its text the title, and whatever was indented below it the content. Sub-documents stay as they are.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Spec

CONF = """\
extensions = ["sphinx_needs", "myst_parser"]
html_theme = "furo"
myst_enable_extensions = ["tasklist"]
needs_build_json = False
needs_types = [
    {"directive": "spec", "title": "Spec", "prefix": "SPEC_", "color": "#DFE8FC", "style": "node"},
    {"directive": "check", "title": "Check", "prefix": "CHECK_", "color": "#E3F3E8", "style": "node"},
]
needs_fields = {
    name: {"schema": {"type": "string"}, "nullable": True} for name in ("priority", "created", "updated")
}
needs_links = {
    "depends_on": {"outgoing": "depends on", "incoming": "required by"},
    "parent_spec": {"outgoing": "parent spec", "incoming": "parent of"},
    "part_of": {"outgoing": "part of", "incoming": "has check"},
}
"""
_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>[-*+]|\d+[.)])[ \t]+\[[^]]?\][ \t]+(?P<text>.*)$")
_CALLS = re.compile(r"\[(?=\[)|<(?=<)")
"""What begins a function that sphinx-needs would run in a title."""


def write(repository: Path, folder: Path) -> None:
    """Write the pages of all specs of a repository."""
    corpus = load(repository)
    root = corpus.project.root
    for spec in corpus.specs.values():
        place = folder / "specs" / spec.key
        place.mkdir(parents=True)
        lines = (root / spec.path).read_text("utf-8", errors="replace").splitlines()
        (place / "README.md").write_text("\n".join(_page(corpus, spec, lines)) + "\n", "utf-8")
        for document in spec.place.sub_documents:
            copy = place / f"{document.name}.md"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((root / document.path).read_bytes())


def _page(corpus: Corpus, spec: Spec, lines: Sequence[str]) -> Iterator[str]:
    """:returns: the lines of a page; the need of the spec stands below the title."""
    if spec.title_line is None:
        yield f"# {spec.id}"
    else:
        yield from lines[spec.body_line - 1 : spec.title_line]
    parent = corpus.parent.get(spec.key)
    options = {
        "id": spec.need_id,
        "status": spec.status,
        "tags": ", ".join(spec.tags),
        "priority": spec.priority,
        "created": spec.created,
        "updated": spec.updated,
        "depends_on": ", ".join(corpus.specs[key].need_id for key in corpus.depends_on[spec.key]),
        "parent_spec": corpus.specs[parent].need_id if parent else None,
    }
    yield from _need("spec", spec.title, options)
    yield from _body(spec, lines, spec.title_line + 1 if spec.title_line else spec.body_line)


def _body(spec: Spec, lines: Sequence[str], at: int) -> Iterator[str]:
    """:returns: the lines from ``at`` on, each item of a checklist a need."""
    checks = {check.line: (number, check) for number, check in enumerate(spec.checks, 1)}
    while at <= len(lines):
        line = lines[at - 1]
        found = _ITEM.match(line) if at in checks else None
        if found is None:
            yield line
            at += 1
            continue
        number, check = checks[at]
        options = {
            "id": f"{spec.need_id}_C_{number:02}",
            "status": "done" if check.done else "open",
            "part_of": spec.need_id,
        }
        content = list(_content(lines, len(found["indent"]), at + 1, checks))
        yield from _need("check", found["text"], options, content)
        at += 1 + len(content)


def _content(lines: Sequence[str], indent: int, first: int, checks: Container[int]) -> Iterator[str]:
    """:returns: the lines from ``first`` on that belong to the item above them."""
    for number in range(first, len(lines) + 1):
        line = lines[number - 1]
        if number in checks or not line.strip() or _indent(line) <= indent:
            return
        yield line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _need(
    kind: str, title: str, options: Mapping[str, str | None], content: Sequence[str] = ()
) -> Iterator[str]:
    """:returns: the lines of a directive, apart from what stands above and below it."""
    fence = "`" * max(3, *(len(run) + 1 for line in content for run in re.findall("`+", line)), 3)
    shift = min(map(_indent, content), default=0)
    harmless = _CALLS.sub(r"\g<0> ", title)
    yield from ("", f"{fence}{{{kind}}} {harmless}")
    yield from (f":{name}: {value}" for name, value in options.items() if value)
    if content:
        yield from ("", *(line[shift:] for line in content))
    yield from (fence, "")


def main() -> None:
    """Write a project: the pages, a root page, a ``conf.py``."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    write(options.repository, options.folder)
    (options.folder / "index.md").write_text("# Project\n", "utf-8")
    (options.folder / "conf.py").write_text(CONF, "utf-8")


if __name__ == "__main__":
    main()
