"""A rebuilt site equals a clean one, and only what shows a change is written again.

Each row changes a project of 64 specs, builds it again and compares the output with that of a clean build,
byte for byte; which pages were written is told from the output folder, not from our own bookkeeping.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from building import builder_in, write_files
from rebuilding import (
    Kept,
    assert_like_clean,
    changed,
    clean_build,
    edit,
    own,
    remove,
    rename,
    snapshot,
    write,
)

COUNT = 64

PAGES = ("all", "checks", "graph", "needs", "prose", "cover", "titled")


def spec_text(
    number: int, *, status: str = "planned", title: str = "", extra: str = "", body: str = ""
) -> str:
    """A spec: every fourth depends on the one before, every eighth has a parent."""
    head = ["---", f"status: {status}", "created: 2026-01-01", f"tags: [t{number % 5}]"]
    if number and number % 4 == 0:
        head.append(f"depends_on: [{number - 1}]")
    if number % 8 == 1 and number > 1:
        head.append("parent: 1")
    if extra:
        head.append(extra)
    return "\n".join(
        [
            *head,
            "---",
            "",
            f"# {title or f'Spec number {number}'}",
            "",
            body or "Words.",
            "",
            "## Plan",
            "",
            f"- [x] Begin {number}",
            f"- [ ] End {number}",
            "",
        ]
    )


def spec_path(number: int, slug: str = "spec") -> str:
    return f"specs/{number:03}-{slug}/README.md"


def project() -> dict[str, str]:
    files = {spec_path(number): spec_text(number) for number in range(1, COUNT + 1)}
    files["specs/020-spec/NOTES.md"] = "# Notes on 20\n\nWords.\n"
    files["conf.py"] = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\nneeds_build_json = True\n'
    files["conf.py"] += "leanspec_sidebar = 0\n"  # what stands beside every page has tests of its own
    files["index.md"] = (
        "# Home\n\n```{toctree}\n" + "".join(f"{name} <docs/{name}>\n" for name in PAGES) + "```\n"
    )
    files["docs/all.md"] = "# All\n\n```{spec-table}\n:columns: title,status,progress\n```\n"
    files["docs/checks.md"] = "# Checks\n\n```{spec-checklist} 10, 30\n```\n"
    files["docs/graph.md"] = "# Graph\n\n```{spec-graph} 40\n```\n"
    files["docs/needs.md"] = "# Needs\n\n```{needtable}\n:filter: type == 'spec' and 't1' in tags\n```\n"
    files["docs/prose.md"] = "# Prose\n\n{spec}`50` is near spec-051, and so is {need}`SPEC_052`.\n"
    files["docs/cover.md"] = "---\nspecs: [60]\n---\n\n# Cover\n\nAbout sixty.\n"
    files["docs/titled.md"] = "---\nspecs: [48]\n---\n\n# Titled\n\nAbout it.\n"
    return files


def page(number: int, slug: str = "spec") -> str:
    return f"specs/{number:03}-{slug}.html"


def tag(number: int) -> str:
    """The page of the tag that a spec has in common with others."""
    return f"specs/tags/t{number % 5}.html"


ALL = {"specs/index.html", "docs/all.html"}
"""What lists every spec with its title, state and progress."""

NEEDS = {"docs/needs.html"}
"""What asks sphinx-needs, which may show any need."""


@dataclass(frozen=True)
class Row:
    """One change to a project, and the pages that show it."""

    name: str
    change: Callable[[Path], None]
    written: frozenset[str]


def row(name: str, change: Callable[[Path], None], *written: str | set[str]) -> Any:
    pages = frozenset().union(*({found} if isinstance(found, str) else found for found in written))
    return pytest.param(Row(name, change, pages), id=name)


ROWS = [
    row(
        "status",
        edit(spec_path(6), "status: planned", "status: complete"),
        page(6),
        tag(6),
        ALL,
        NEEDS,
    ),
    row(
        "title",
        edit(spec_path(12), "# Spec number", "# Renamed"),
        page(12),
        page(11),
        page(13),
        tag(12),
        ALL,
        NEEDS,
    ),
    row("body", edit(spec_path(14), "Words.", "Other words."), page(14)),
    row(
        "box",
        edit(spec_path(10), "- [ ] End", "- [x] End"),
        page(10),
        tag(10),
        ALL,
        NEEDS,
        "docs/checks.html",
    ),
    row(
        "first sentence of a dependency",
        edit(spec_path(43), "Words.", "More words."),
        *(page(43), page(44)),
    ),
    row(
        "tag",
        edit(spec_path(46), "tags: [t1]", "tags: [t2, own]"),
        *(page(46), tag(1), tag(2), "specs/index.html", NEEDS),
    ),
    row("text of a check", edit(spec_path(30), "End 30", "Finish 30"), page(30), NEEDS, "docs/checks.html"),
    row(
        "dependency",
        edit(spec_path(18), "tags:", "depends_on: [22]\ntags:"),
        *(page(18), page(22), NEEDS),
    ),
    row(
        "status in a graph",
        edit(spec_path(39), "status: planned", "status: archived"),
        page(39),
        page(40),
        tag(39),
        ALL,
        NEEDS,
        "docs/graph.html",
    ),
    row(
        "status in prose",
        edit(spec_path(50), "status: planned", "status: draft"),
        page(50),
        tag(50),
        ALL,
        NEEDS,
        "docs/prose.html",
    ),
    row(
        "status of a need in prose",
        edit(spec_path(52), "Spec number", "Title"),
        page(52),
        page(51),
        page(53),
        tag(52),
        ALL,
        NEEDS,
        "docs/prose.html",
    ),
    row("add a spec", write(spec_path(0, "new"), spec_text(0)), page(0, "new"), page(1), tag(0), ALL, NEEDS),
    row(
        "add a sub-document",
        write("specs/024-spec/DESIGN.md", "# Design\n"),
        page(24),
        "specs/024-spec/DESIGN.html",
        page(25),
    ),
    row(
        "edit a sub-document",
        edit("specs/020-spec/NOTES.md", "# Notes", "# Remarks"),
        "specs/020-spec/NOTES.html",
        page(20),
        page(21),
    ),
    row(
        "a page begins to mention",
        edit("docs/cover.md", "About sixty.", "About sixty and spec-044."),
        "docs/cover.html",
        page(44),
    ),
    row(
        "a page begins to cover",
        edit("docs/cover.md", "specs: [60]", "specs: [60, 46]"),
        "docs/cover.html",
        page(46),
        NEEDS,
    ),
    row(
        "title of a covering page",
        edit("docs/titled.md", "# Titled", "# Named"),
        *("docs/titled.html", "docs/cover.html", page(48), "specs/index.html", NEEDS),
    ),
    row("break frontmatter", edit(spec_path(34), "created:", "tags: [a\ncreated:"), page(34)),
    row("repair frontmatter", edit(spec_path(34), "tags: [a\n", ""), page(34)),
    row(
        "remove a sub-document",
        remove("specs/020-spec/NOTES.md"),
        *("specs/020-spec/NOTES.html", page(20), page(21)),
    ),
    row("remove a spec", remove("specs/055-spec"), page(55), page(54), page(56), tag(55), ALL, NEEDS),
    row(
        "rename a spec",
        rename("specs/058-spec", "specs/058-other"),
        *(page(58), page(58, "other"), page(57), page(59), tag(58), ALL, NEEDS),
    ),
    row(
        "rename a spec that is part of another",
        rename("specs/033-spec", "specs/033-other"),
        *(page(33), page(33, "other"), page(32), page(34), page(1), tag(33), ALL, NEEDS),
    ),
    row(
        "renumber a spec",
        rename("specs/061-spec", "specs/091-spec"),
        *(page(61), page(91), page(60), page(62), page(64), tag(61), ALL, NEEDS),
    ),
    row("nothing but the time", lambda root: (root / spec_path(36)).touch(), page(36)),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("fresh")
    root = folder / "project"
    write_files(root, project())
    build = builder_in(folder)
    return Kept(root, build, build(root))


@pytest.mark.parametrize("case", ROWS)
def test_a_rebuild_equals_a_clean_build(kept: Kept, case: Row) -> None:
    before = snapshot(kept.last.outdir)
    case.change(kept.root)
    result = kept.build(kept.root)
    kept.last = replace(result)
    assert_like_clean(result, clean_build(kept))
    assert changed(before, snapshot(result.outdir)) == set(case.written)


def test_nothing_changed_reads_and_writes_nothing(kept: Kept) -> None:
    kept.build(kept.root)
    before = snapshot(kept.last.outdir)
    result = kept.build(kept.root)
    assert "0 added, 0 changed, 0 removed" in result.stdout
    assert changed(before, snapshot(result.outdir)) == set()


COUNTER = """
from sphinx_leanspec.extension.views import card
drawn, whole = [], card.draw_others
def draw_others(env, builder, docname, key):
    drawn.append(key)
    return whole(env, builder, docname, key)
card.draw_others = draw_others
def setup(app):
    app.connect("build-finished", lambda *_: print("drawn:", *sorted(drawn)))
"""


def test_only_what_can_be_another_one_is_digested(kept: Kept) -> None:
    kept.build(kept.root)
    write_files(kept.root, {"conf.py": (conf := (kept.root / "conf.py").read_text("utf-8")) + COUNTER})
    edit(spec_path(40), "- [ ] End 40", "- [x] End 40")(kept.root)
    ticked = kept.build(kept.root)
    edit(spec_path(40), "tags: [t0]", "tags: [t1]")(kept.root)
    tagged = kept.build(kept.root)
    write_files(kept.root, {"conf.py": conf})
    kept.last = kept.build(kept.root)
    assert_like_clean(kept.last, clean_build(kept))
    assert "drawn: 039-spec 040-spec\n" in ticked.stdout
    assert all(f"{number:03}-spec" in tagged.stdout for number in (1, 20, 64)), "what all have in common"


def test_the_inventory_is_written_only_if_it_says_something_else(kept: Kept) -> None:
    inventory = kept.build(kept.root).outdir / "objects.inv"
    before = inventory.stat().st_mtime_ns, inventory.read_bytes()
    edit(spec_path(40), "Words.", "Other words.")(kept.root)
    kept.build(kept.root)
    assert (inventory.stat().st_mtime_ns, inventory.read_bytes()) == before
    edit(spec_path(40), "End 40", "Finish 40")(kept.root)
    kept.build(kept.root)
    written = inventory.read_bytes()
    assert written != before[1]
    inventory.unlink()
    edit(spec_path(40), "Other words.", "Words.")(kept.root)
    kept.last = kept.build(kept.root)
    assert inventory.read_bytes() == written


def test_a_broken_reference_is_reported_in_every_build(kept: Kept) -> None:
    write_files(kept.root, {spec_path(2): spec_text(2, extra="depends_on: [777]")})
    first = kept.build(kept.root)
    second = kept.build(kept.root)
    kept.last = second
    assert own(first.warnings) == own(second.warnings)
    assert any("777" in line for line in own(second.warnings))


def test_an_option_changed_gives_a_clean_build(kept: Kept) -> None:
    options = ("-D", "leanspec_check_needs=0")
    result = kept.build(kept.root, *options)
    assert_like_clean(result, clean_build(kept, *options))
    kept.last = kept.build(kept.root)
    assert_like_clean(kept.last, clean_build(kept))


def test_two_builders_share_doctrees(kept: Kept) -> None:
    """What the second builder reads, the first one must still write."""
    kept.build(kept.root)
    kept.build(kept.root, builder="text")
    edit(spec_path(26), "status: planned", "status: complete")(kept.root)
    text = kept.build(kept.root, builder="text")
    assert "Complete" in text.text("specs/025-spec.txt") or "26" in text.text("specs/026-spec.txt")
    kept.last = kept.build(kept.root)
    assert_like_clean(kept.last, clean_build(kept))


@pytest.mark.parametrize("jobs", [2, 4])
def test_workers_change_nothing(kept: Kept, jobs: int) -> None:
    one = kept.build(kept.root)
    kept.last = one
    assert_like_clean(one, clean_build(kept, jobs=jobs))


KILLER = """
import os
def setup(app):
    seen = []
    def strike(*args):
        seen.append(1)
        if len(seen) == {count}:
            os._exit(9)
    app.connect({event!r}, strike, priority=999)
"""


def kill(kept: Kept, event: str, count: int) -> None:
    """Build, and have that end when something happens for the given time."""
    conf = (kept.root / "conf.py").read_text("utf-8")
    killer = kept.root.parent / "killer.py"
    killer.write_text(KILLER.format(event=event, count=count), "utf-8")
    (kept.root / "conf.py").write_text(
        conf.replace('["sphinx_leanspec"]', '["sphinx_leanspec", "killer"]')
        + f"import sys; sys.path.insert(0, {str(killer.parent)!r})\n",
        "utf-8",
    )
    killed = kept.build(kept.root, check=False)
    (kept.root / "conf.py").write_text(conf, "utf-8")
    assert killed.returncode == 9


@pytest.mark.parametrize(
    ("event", "count"),
    [("doctree-read", 2), ("env-updated", 1), ("doctree-resolved", 3), ("html-page-context", 3)],
    ids=["reading", "before the environment is kept", "resolving", "writing"],
)
def test_a_killed_build_started_again_is_clean(kept: Kept, event: str, count: int) -> None:
    kept.last = kept.build(kept.root)
    edits = [edit(spec_path(number), "Begin", "Go on") for number in (27, 28, 29)]
    for change in (*edits, edit(spec_path(27), "# ", "# New ")):
        change(kept.root)
    kill(kept, event, count)
    kept.last = kept.build(kept.root)
    assert_like_clean(kept.last, clean_build(kept))
    for number in (27, 28, 29):
        edit(spec_path(number), "Go on", "Begin")(kept.root)
    edit(spec_path(27), "# New ", "# ")(kept.root)


def test_a_page_of_a_killed_build_goes_with_its_spec(kept: Kept) -> None:
    kept.last = kept.build(kept.root)
    file = kept.root / spec_path(27)
    newcomer = file.parents[1] / "099-newcomer" / file.name
    newcomer.parent.mkdir()
    newcomer.write_text(file.read_text("utf-8"), "utf-8")
    kill(kept, "html-collect-pages", 1)
    newcomer.unlink()
    newcomer.parent.rmdir()
    kept.last = kept.build(kept.root)
    assert_like_clean(kept.last, clean_build(kept))
