"""A repository with every sight there is: each status and check, long and Chinese titles, lost links."""

from __future__ import annotations

from samples import spec

EVERYTHING = """\
> [!NOTE]
> Said aside.

Some ~~struck~~ text with a note[^1], and a box:

## Plan

- [x] Done with `code`
- [ ] Open, and so long that it goes over more than one line in any column of text that a page may have
  - [x] Nested
    - [ ] Nested twice
- [ ] Exempt <!-- n/a: nothing of the kind -->
- Plain

1. [x] Numbered

## Test

- [ ] Tested

<details><summary>More</summary>

- [x] Inside

</details>

[^1]: The note.
"""

VIEWS = """\
# Home

Here is {spec}`5`, and its check {check}`SPEC_005_C_KEPT`.

```{toctree}
covering
```

## Table

```{spec-table}
:columns: spec, status, priority, progress, tags, depends_on
```

## Checklist

```{spec-checklist} 4, 5
```
"""

GALLERY = {
    "index.md": VIEWS,
    "covering.md": "---\nspecs: [4]\n---\n# A page that covers\n\nText.\n",
    "specs/001-draft/README.md": spec("Drafted", status="draft"),
    "specs/002-planned/README.md": spec("Intended", body="- [ ] One\n"),
    "specs/003-progress/README.md": spec("Begun", status="in-progress", body="- [x] One\n- [ ] Two\n"),
    "specs/004-everything/README.md": spec(
        "A title so long that it is wrapped on nearly every screen and on every sheet of paper there is",
        "priority: critical",
        "updated: 2026-03-04",
        "assignee: ada",
        "tags: [alpha, beta, gamma, delta, epsilon, zeta, eta, theta, iota, a-tag-of-several-words]",
        "issue: 12",
        "pr: 34",
        "depends_on: [001-draft, 005, 999-gone, other:003-foreign]",
        "parent: 001-draft",
        status="in-progress",
        body=EVERYTHING,
    ),
    "specs/005-中文/README.md": spec(
        "所有规格说明与分析文档的统一入口",
        "tags: [中文, 标签]",
        status="complete",
        body="## 验收标准\n\n- [x] 文档齐全 <!-- id: kept -->\n",
    ),
    "specs/006-archived/README.md": spec("Put away", status="archived", body="- [x] One\n"),
    "specs/007-none/README.md": "# Without anything\n\n- [ ] Only exempt <!-- n/a: why not -->\n",
    "specs/008-other/README.md": spec("Of its own kind", status="on-hold", body="- [ ] One\n"),
}

CONF = {
    "project": "Gallery",
    "version": "1",
    "copyright": "us",
    "leanspec_repository": "https://github.com/owner/name",
    "suppress_warnings": [
        "leanspec.ref",
        "leanspec.status",
        "leanspec.frontmatter",
        "epub.unknown_project_files",
    ],
}
