"""For every rule a repository in which it finds something, and one in which it finds nothing.

What a rule once found wrongly stays here for ever, in ``RIGHT``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from samples import spec

from sphinx_leanspec.rules import Duty

Files = Mapping[str, str | bytes]

A, B, C = (f"specs/{name}/README.md" for name in ("001-a", "002-b", "003-c"))
SUB = "specs/001-a/DESIGN.md"
GUIDE = "docs/guide.md"


@dataclass(frozen=True)
class Case:
    """What a rule is shown.

    :param bad: a repository with the defect.
    :param found: where it is: paths and lines.
    :param said: a part of the first message, with its fix.
    :param good: the same without it.
    """

    bad: Files
    found: tuple[tuple[str, int], ...]
    said: str
    good: Files
    sections: Mapping[str, Duty] = field(default_factory=dict)
    floor: int = 0


def one(*head: str, title: str = "One", body: str = "Text.\n", status: str = "planned") -> dict[str, str]:
    """A repository of one spec, whose frontmatter goes on in line 4."""
    return {A: spec(title, *head, body=body, status=status)}


def two(*head: str, body: str = "", status: str = "planned", other: str = "planned") -> dict[str, str]:
    """A repository of two specs; what is given is of the first."""
    return {**one(*head, body=body, status=status), B: spec("Two", status=other)}


OPEN = "## Plan\n\n- [x] One\n- [ ] Two\n- [ ] Not here <!-- n/a: no wheels -->\n"
DONE = "## Plan\n\n- [x] One\n- [x] Two\n- [ ] Not here <!-- n/a: no wheels -->\n"
PARAGRAPH = "A line that is long enough to count for something,\n" * 4
TWICE = f"{PARAGRAPH}\n- one\n- two\n- three\n"
SOURCES = '[leanspec]\n[[leanspec.sources]]\nname = "code"\nfolder = "src"\n'
FILES = "- `a.py`\n- `b.py`\n- `c.py`\n"

HOME = "openspec/specs/doors/spec.md"
BELL = "### Requirement: Ring\nThe bell SHALL ring.\n\n#### Scenario: Press\n- **WHEN** pressed\n"
PURPOSE = f"## Purpose\n{'Lets people in by day and by night. ' * 2}\n"
DOORS = f"# Doors\n\n{PURPOSE}\n## Requirements\n\n{BELL}"


def change(delta: str = f"## ADDED Requirements\n\n{BELL}", tasks: str = "") -> dict[str, str]:
    """A repository of OpenSpec with one change of one capability, which it adds if nothing else is said."""
    files = {"proposal.md": "## Why\n\nNobody hears.\n", "tasks.md": tasks, "specs/doors/spec.md": delta}
    return {f"openspec/changes/add-bell/{name}": text for name, text in files.items() if text}


def feature(**files: str) -> dict[str, str]:
    """A repository of spec-kit with one feature."""
    texts = {f"specs/001-shelf/{name}.md": text for name, text in files.items()}
    return {".specify/memory/constitution.md": "# Rules\n", **texts}


CHANGE = "openspec/changes/add-bell/"
CASES: dict[str, Case] = {
    "alias": Case(
        two("aliases: [002-b]"), ((A, 4),), "is what `002-b` is called", two("aliases: [009-former]")
    ),
    "banner": Case(
        one(body="> **Status**: 📅 Planned · **Priority**: High\n", status="complete"),
        ((A, 8),),
        "the line below the title says planned, the frontmatter complete; remove the line",
        one(body="> **Status**: ✅ Complete · **Priority**: High\n", status="complete"),
    ),
    "blocked": Case(
        two("depends_on: [2]", status="in-progress"),
        ((A, 4),),
        "the spec is in progress, and `002-b`, which it depends on, is planned",
        two("depends_on: [2]", status="in-progress", other="complete"),
    ),
    "capability": Case(
        {HOME: f"# Doors\n\n{PURPOSE}"},
        ((HOME, 1),),
        "no `## Requirements`",
        {HOME: DOORS},
    ),
    "change": Case(
        change(delta=""),
        ((f"{CHANGE}proposal.md", 1),),
        "changes no capability",
        {**change(delta=""), f"{CHANGE}.openspec.yaml": "schema: spec-driven\nskip_specs: true\n"},
    ),
    "children": Case(
        {**one("parent: 2", status="complete"), B: spec("Two", status="in-progress")},
        ((B, 2),),
        "all of its 1 parts are done",
        {**one("parent: 2", status="planned"), B: spec("Two", status="in-progress")},
    ),
    "code": Case(
        one(body='```json\n{\n  "a": ...\n}\n```\n'),
        ((A, 10),),
        "this is no json from `... }` on; correct it, or the language that its fence names",
        one(
            body='```json\n{"a": 1}\n```\n\n```\n{...}\n```\n\n```nothing\n{...}\n```\n\n```py\n>>> a?\n```\n'
        ),
    ),
    "completion": Case(
        one(status="complete"),
        ((A, 2),),
        "complete, and has no date; write `completed_at`",
        one("completed: 2026-02-03", status="complete"),
    ),
    "config": Case(
        {**one(), ".lean-spec/config.json": "{"},
        ((".lean-spec/config.json", 1),),
        "cannot be read",
        {**one(), ".lean-spec/config.json": "{}"},
    ),
    "count": Case(
        one(body=f"**Sources** (4 files):\n\n{FILES}"),
        ((A, 8),),
        "the text says 4 files, and there are 3 here",
        one(body=f"**Sources** (3 files):\n\n{FILES}"),
    ),
    "covers": Case(
        {**one(), GUIDE: "# Guide\n"},
        ((GUIDE, 1),),
        "this page covers no spec",
        {**one(), GUIDE: "---\nspecs: [1]\n---\n# Guide\n"},
    ),
    "created": Case(
        {A: "---\nstatus: planned\ncreated: soon\n---\n# A\n"},
        ((A, 3),),
        "`soon` is not a creation date",
        one(),
    ),
    "cycle": Case(
        {
            **one("depends_on:", "  - 2"),
            B: spec("Two", "depends_on: [3]"),
            C: spec("Three", "depends_on: [1]"),
        },
        ((A, 5),),
        "depends on itself: 001-a → 002-b → 003-c → 001-a",
        {**one("depends_on: [2, 3]"), B: spec("Two", "depends_on: [3]"), C: spec("Three")},
    ),
    "dates": Case(
        one("completed: 2025-12-31", status="complete"),
        ((A, 4),),
        "completed on 2025-12-31, before it was created on 2026-01-01",
        one("completed_at: 2026-01-01T09:00:00Z", status="complete"),
    ),
    "delta": Case(
        {
            HOME: DOORS,
            **change(f"## MODIFIED Requirements\n\n{BELL.replace('Press', 'Pull')}"),
            "openspec/changes/fix/specs/doors/spec.md": "## MODIFIED Requirements\n\n"
            + BELL.replace("Ring", "Knock"),
        },
        ((f"{CHANGE}specs/doors/spec.md", 3), ("openspec/changes/fix/specs/doors/spec.md", 3)),
        "would lose `Press`",
        {HOME: DOORS, **change(f"## MODIFIED Requirements\n\n{BELL}")},
    ),
    "done": Case(
        one(body=DONE), ((A, 2),), "the spec is planned, and all of its 2 checks are done", one(body=OPEN)
    ),
    "encoding": Case(
        {**one(), SUB: "# Süd\n".encode("latin-1")}, ((SUB, 1),), "not UTF-8", {**one(), SUB: "# Süd\n"}
    ),
    "evidence": Case(
        one(
            body="## Plan\n\n- [x] One <!-- evidence: file -->\n- [x] Two <!-- evidnce: file a -->\n"
            "- [x] Three\n<!-- evidence: file a -->\n- [x] Four <!-- evidence: file docs/gone.md -->\n"
        ),
        ((A, 10), (A, 11), (A, 13), (A, 14)),
        "`file` wants one path; write `file PATH`",
        one(body="## Plan\n\n- [ ] One <!-- evidence: file a -->\n- [ ] `<!-- evidnce: file a -->`\n"),
    ),
    "fence": Case(
        one(body="```md\n```py\nx = 1\n```\n```\n"),
        ((A, 12),),
        "never closed; close it; around a block with fences of its own, write four backticks",
        one(body="````md\n```py\nx = 1\n```\n````\n\n> ```py\n> x\n> ```\n"),
    ),
    "field": Case(
        one("dependson: [2]"),
        ((A, 4),),
        "there is no field `dependson`; what it says is left out; did you mean `depends_on`?",
        one("points: 3", "domain: a", "team: b"),
    ),
    "file": Case(
        one(body="[code](../../src/x.py)\n"),
        ((A, 8),),
        "there is no `src/x.py`",
        {**one(body="[code](../../src/x.py#L3)\n"), "src/x.py": ""},
    ),
    "floor": Case(
        one(body=f"- [x] One <!-- evidence: file {A} -->\n- [x] Two\n- [x] Three\n- [ ] Four\n"),
        (("specs", 1),),
        "1 of 3 ticked items offer evidence, 33 % and not 50 %; add evidence to what is ticked",
        one(body=f"- [x] One <!-- evidence: file {A} -->\n- [x] Two\n- [ ] Three\n"),
        floor=50,
    ),
    "frontmatter": Case({A: "# Bare\n"}, ((A, 1),), "no frontmatter", one()),
    "id": Case(
        {f"specs/{group}/001-a/README.md": spec("One") for group in ("20260101", "20260202")},
        (("specs/20260202/001-a/README.md", 1),),
        "`001-a` is also in `specs/20260101`",
        {f"specs/{group}/00{number}-a/README.md": spec("One") for number, group in enumerate("pq", 1)},
    ),
    "length": Case(
        one(body="word " * 3000),
        ((A, 5),),
        "more than 3,500",
        one(body="word " * 2000),
    ),
    "link": Case(
        one(body="[two](../002-gone/), [part](#nowhere), [mine](/home/grace/notes.md)\n"),
        ((A, 8), (A, 8), (A, 8)),
        "`#nowhere`: there is no heading",
        {
            **one(body="## Part\n\n[two](../002-b/), [part](#part), [web](https://a.invalid/x)\n"),
            B: spec("B"),
        },
    ),
    "mark": Case(
        one(
            body="- [~] One\n- [] Two\n  1. [ x] Three\n> * [>]\t`four`\n\n- [✓] Five\n- [-]\n- [/] Six\n",
        ),
        tuple((A, line) for line in (8, 9, 10, 11, 13, 14, 15)),
        "`[~]` is no box of GitHub's; the item is shown as it is, and counts nowhere; write `[ ]` or `[x]`",
        one(
            body="- [ ] One\n- [x] Two\n- [X] Three\n- [-](a) four\n- [a] b\n- [1] c\n- [?\n- a [~] b\n\n"
            "[-] d\n\n```\n- [~] e\n```\n"
        ),
    ),
    "mention": Case(
        two(body="See spec-002 and spec-002 again.\n"),
        ((A, 8),),
        "the text names `002-b`",
        two("related: [2]", body="See spec-002.\n"),
    ),
    "missing": Case(
        feature(tasks="# Tasks: Shelf\n\n- [ ] T001 Saw it\n"),
        (("specs/001-shelf/tasks.md", 1),),
        "the feature has `tasks.md`, and no `spec.md` and no `plan.md`; write it",
        feature(spec="# Shelf\n", plan="# Plan\n", tasks="- [ ] T001 Saw it\n"),
    ),
    "number": Case(
        {**one(), "specs/001-b/README.md": spec("B")},
        (("specs/001-b/README.md", 1),),
        "the number 001 is also that of `001-a`",
        two(),
    ),
    "open": Case(
        one(body=OPEN, status="complete"),
        ((A, 11),),
        "the spec is complete with 1 of its 2 checks open",
        one(body=DONE, status="complete"),
    ),
    "orphan": Case(
        {**one(), SUB: "# Design\n"},
        ((SUB, 1),),
        "no page links this document of `001-a`",
        {**one(body="[design](./DESIGN.md)\n"), SUB: "# Design\n"},
    ),
    "path": Case(
        one(body="Run it in `/home/grace/project`.\n"),
        ((A, 8),),
        "`/home/grace/project` is a path on somebody's own machine",
        one(body="Run it in `/home/user/project`, not in https://a.invalid/home/grace/x.\n"),
    ),
    "priority": Case(one("priority: now"), ((A, 4),), "knows no priority `now`", one("priority: high")),
    "ref": Case(
        {**one("depends_on: [002-gone]"), B: spec("B"), GUIDE: "---\nspecs: [9]\n---\n# Guide\n"},
        ((GUIDE, 2), (A, 4)),
        "specs `9` names no spec here",
        {**two("depends_on: [2]"), GUIDE: "---\nspecs: [1]\n---\n# Guide\n"},
    ),
    "repeat": Case(
        one(body=f"{TWICE}\nIn between.\n\n{TWICE}"),
        ((A, 19),),
        "lines 19 to 26 stand on line 8 already",
        one(body=f"{TWICE}\n- [ ] one\n- [ ] two\n\n- [ ] one\n- [ ] two\n"),
    ),
    "required": Case(
        one(body=OPEN, status="complete"),
        ((A, 11),),
        "1 of its 2 checks open",
        one(body=OPEN.replace("Plan", "Ideas"), status="complete"),
        sections={"pl*": "required"},
    ),
    "requirement": Case(
        {HOME: f"{DOORS}\n### Requirement: Knock\n\n#### Scenario: Knock\n- **WHEN** knocked\n"},
        ((HOME, 14),),
        "`Knock` has no text",
        {HOME: DOORS},
    ),
    "section": Case(
        one(body="## Empty\n\n---\n\n## Full\n\n### Part\n\nText.\n"),
        ((A, 8),),
        "nothing stands below `Empty`",
        one(body="## Full\n\n- a\n\n## Code\n\n```\nx\n```\n"),
    ),
    "source": Case(
        {**one(), GUIDE: "# Guide\n\nSee {source}`code:walls.Wall`.\n", "ubproject.toml": SOURCES},
        ((GUIDE, 3),),
        "`code:walls.Wall` is not in leanspec-sources.lock; run `sphinx-leanspec sources lock`",
        {**one(), GUIDE: "# Guide\n\nSee `{source}` and ``{source}`a:b` ``.\n", "ubproject.toml": SOURCES},
    ),
    "stale": Case(
        {**one("depends_on: [20251101/007-b]"), B: spec("Two")},
        ((A, 4),),
        "means `002-b` by its name, not its number; write `002-b`",
        two("depends_on: [20251101/002-b]"),
    ),
    "status": Case(one(status="sideways"), ((A, 2),), "knows no status `sideways`", one()),
    "tag": Case(
        one("tags: [two words, '']"),
        ((A, 4), (A, 4)),
        "an entry of `tags` is empty",
        one("tags: [two-words]"),
    ),
    "task": Case(
        change(tasks="## 1. Bell\n\n- [ ] 1.1 Buy it\n- [ ] 1.1 Hang it\n- [ ] 2.1 Try it\n"),
        ((f"{CHANGE}tasks.md", 4), (f"{CHANGE}tasks.md", 5)),
        "two tasks `1.1`; the first is on line 3",
        change(tasks="## 1. Bell\n\n- [ ] 1.1 Buy it\n- [ ] 1.2 Hang it\n\n## 2. Then\n\n- [ ] 2.1 Try it\n"),
    ),
    "tickable": Case(
        one(body=f"## Plan\n\n- [ ] One <!-- evidence: file {A} -->\n"),
        ((A, 10),),
        "this box could be ticked: its evidence holds (is there); tick it",
        one(body=f"## Plan\n\n- [x] One <!-- evidence: file {A} -->\n- [ ] Two <!-- evidence: file a -->\n"),
    ),
    "title": Case(
        one(body="# Another\n"), ((A, 8),), "`Another` is a second title", one(body="```\n# no title\n```\n")
    ),
    "transitions": Case(
        one("transitions:", "  - status: planned", "    at: 2026-01-02", status="complete"),
        ((A, 5),),
        "the status is complete, the last of the transitions led to planned",
        one(
            *("transitions:", "  - status: complete", "    at: 2026-01-03"),
            *("  - status: planned", "    at: 2026-01-02"),
            status="complete",
        ),
    ),
    "umbrella": Case(
        {**one("parent: 2"), B: spec("Two", status="complete")},
        ((B, 2),),
        "the spec is complete, and `001-a` is not",
        {**one("parent: 2", status="archived"), B: spec("Two", status="complete")},
    ),
    "unclear": Case(
        feature(spec="# Shelf\n\n- [NEEDS CLARIFICATION: how high?] and [NEEDS CLARIFICATION]\n"),
        (("specs/001-shelf/spec.md", 3), ("specs/001-shelf/spec.md", 3)),
        "it is still open: how high?; answer it in place of the mark",
        feature(
            spec="# Shelf\n\nNo `[NEEDS CLARIFICATION: a]` is left.\n\n```\n[NEEDS CLARIFICATION: b]\n```\n",
            plan="# Plan\n\n[NEEDS CLARIFICATION: what]\n",
        ),
    ),
    "uncovered": Case(
        {**two(), GUIDE: "---\nspecs: [1]\n---\n# Guide\n"},
        ((B, 1),),
        "no page covers this spec; write `specs: [002]` in the front matter of a page",
        {**two(), "docs/guide.rst": ":specs: 1, 2\n\nGuide\n=====\n"},
    ),
    "unlisted": Case(
        {
            "backlog/config.yml": "project_name: Lamps\n",
            "backlog/tasks/attic/task-2 - Wick.md": "---\nid: TASK-2\nstatus: To Do\n---\n",
            "backlog/tasks/task-1 - Oil.md": "---\nid: TASK-1\nstatus: To Do\ntitle: Oil: buy it\n---\n",
            "backlog/tasks/wick.md": "---\nid: TASK-3\nstatus: To Do\n---\n",
        },
        (
            ("backlog/tasks/attic/task-2 - Wick.md", 1),
            ("backlog/tasks/task-1 - Oil.md", 4),
            ("backlog/tasks/wick.md", 1),
        ),
        "Backlog.md does not look below `tasks`, so it does not list this file; move it to `backlog/tasks`",
        {
            "backlog/config.yml": "project_name: Lamps\n",
            "backlog/tasks/README.md": "# How we work\n",
            "backlog/tasks/task-1 - Oil.md": "---\nid: TASK-1\nstatus: To Do\nassignee: @ada\n---\n",
        },
    ),
    "unranked": Case(one(), ((A, 2),), "planned, and has no priority", one("priority: low")),
}
"""One for each rule, but for ``unreadable``, which needs a file that nobody may read."""

RIGHT: dict[str, tuple[str, Files]] = {
    "hours are no list": ("count", one(body=f"## Plan (2 hours)\n\n{FILES}")),
    "about so many": ("count", one(body=f"**Files** (~4 files):\n\n{FILES}")),
    "and something else": ("count", one(body=f"**Files** (2 files + docs):\n\n{FILES}")),
    "several in a line": ("count", one(body="**Files** (5 files):\n\n- `a`, `b`, `c`\n- `d`, `e`\n")),
    "tests named by their phase": (
        "count",
        one(body="**Phase 2 Tests**:\n\n- [ ] One\n- [ ] Two\n- [ ] Three\n"),
    ),
    "a list of something else": (
        "count",
        one(body="**Tools** (3 tools):\n\n- Move them:\n  - `a`\n  - `b`\n"),
    ),
    "a list that goes on": ("count", one(body="**Tools** (8 tools): a, b, c and more\n")),
    "a list with a sum": ("count", one(body="- **Core** (3 docs): one, two and three\n")),
    "all of a folder": (
        "count",
        {**one(body="- [x] All 2 documents present in docs/\n"), "docs/a.md": "# A\n", "docs/b.md": "# B\n"},
    ),
    "a folder that is not here": ("count", one(body="All 14 documents in `elsewhere/`.\n")),
    "all dependencies": ("count", two("depends_on: [2]", body="- [ ] All 1 dependency specs linked\n")),
    "a template with its comment": (
        "section",
        one(body="## Notes\n\n<!-- Optional: what else -->\n\n## Next\n\nText.\n"),
    ),
    "archived when it was complete": ("banner", one(body="> **Status**: ✅ Complete\n", status="archived")),
    "a home that is a link": ("path", one(body="[mine](/home/grace/notes.md)\n")),
    "everybody's home": (
        "path",
        one(body="`/Users/you/project`, `/home/runner/work`, `C:\\Users\\name\\x`\n"),
    ),
    "a home in an address": ("path", one(body="https://a.invalid/home/grace/x and `~/home/grace/x`\n")),
    "a spec in a path": ("mention", two(body="`src/spec-002/x.py` and `my-spec-002`\n")),
    "a spec in a link": ("mention", two(body="[spec-002](../002-b/) and spec-002\n")),
    "a spec in code": ("mention", two(body="```\nspec-002\n```\n")),
    "a field of its own": (
        "field",
        one("tag: x", "points: 1")
        | {".lean-spec/config.json": '{"frontmatter": {"custom": {"tag": "string"}}}'},
    ),
    "a file without its suffix": ("link", {**one(body="[design](DESIGN)\n"), SUB: "# Design\n"}),
    "a path of a website": ("link", one(body="[guide](/docs/guide/start)\n")),
    "a link in code": ("link", one(body="`[no](gone.md)` and\n\n```\n[no](gone.md)\n```\n")),
    "an address without a scheme": (
        "link",
        one(body="[a](//a.invalid/x), <a href='mailto:a@b.invalid'>b</a>\n"),
    ),
    "a heading with several signs": ("link", one(body="## What & Why?\n\n[up](#what--why)\n")),
    "a sub-document without a title": ("title", {**one(), SUB: "## Part\n"}),
    "an empty file": ("title", {A: ""}),
    "a quoted heading": ("title", one(body="> # Said\n")),
    "fences of another kind": ("fence", one(body="~~~md\n```\n~~~\n\n- ```\n  x\n  ```\n")),
    "a criterion that comes twice": ("repeat", one(body="## A\n\n- [ ] works\n\n## B\n\n- [ ] works\n")),
    "part of what leads into a circle": (
        "blocked",
        {**one("depends_on: [1]", status="in-progress")},
    ),
    "an umbrella that is its own part": ("umbrella", one("parent: 1", status="complete")),
    "a complete spec in the archive": (
        "transitions",
        {
            "specs/archived/001-a/README.md": spec(
                "One", "transitions:", "  - status: complete", "    at: 2026-01-02", status="complete"
            )
        },
    ),
}
"""What is right, and was once found wrong: the kind, and the repository."""
