"""A repository with every sight there is: each status and check, long and Chinese titles, lost links."""

from __future__ import annotations

import leaning
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

## Board

```{spec-board}
```

```{spec-board}
:by: tag
```

## Progress

```{spec-progress}
:by: parent
:depth: 2
```

## Tree

```{spec-tree}
:orphans:
```

## Order

```{spec-order}
```

## Trace

```{spec-trace}
```

```{spec-trace} 4, 5
:layout: list
```

## Impact

```{spec-impact} 1
```

## Excerpt

```{spec-excerpt} 4
:section: Plan
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
        "leanspec.evidence",
        "leanspec.ref",
        "leanspec.status",
        "leanspec.frontmatter",
        "epub.unknown_project_files",
    ],
}

THEMES = ("furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster")

MORE_VIEWS = """
## Graph

```{spec-graph}
:parents:
```

```{spec-graph} 4
```

## Changes

```{spec-changes}
```

## Stats

```{spec-stats}
```

## Timeline

```{spec-timeline}
```

```{spec-timeline} 15
```

## Findings

```{spec-findings}
```

## Evidence

```{spec-evidence}
```

## Checks

```{spec-checklist} 4
:show: open
```

## Progress of each

```{spec-progress}
:status: in-progress, planned
```

```{spec-order} 4, 12
```

## Index

```{spec-index}
```
"""
FORMULAS = """\
The cost is $O(n \\log n)$ for **$3/MTok**, up to **$15/MTok**.

$$
\\hat{y} = \\operatorname{softmax}\\left(\\frac{Q K^\\top}{\\sqrt{d_k}}\\right) V
$$

```math
\\begin{align}
  a &= \\sum_{i=1}^{n} x_i \\\\
  b &= \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}
\\end{align}
```

| Code | Number |
|------|-------:|
| `f(x)` | $x^2$ |
"""


def _grown(number: int) -> str:
    """One of many: with transitions, an umbrella for every fifth, and what it waits for."""
    statuses = ("complete", "complete", "in-progress", "planned", "draft", "archived")
    status = statuses[number % len(statuses)]
    steps = [("planned", 1)]
    if status in ("complete", "in-progress", "archived"):
        steps.append(("in-progress", 2))
    if status in ("complete", "archived"):
        steps.append(("complete", 4))
    lines = [
        f"  - {{status: {name}, at: '2026-{(number + months) % 10 + 1:02}-{number % 27 + 1:02}T08:00:00Z'}}"
        for name, months in steps
    ]
    return spec(
        ("Cache what was read", "导出为多种格式", "One door for every client", "Fewer queries")[number % 4],
        f"priority: {('low', 'medium', 'high', 'critical')[number % 4]}",
        f"assignee: {('ada', 'grace')[number % 2]}",
        f"tags: [{('alpha', 'beta', 'api')[number % 3]}]",
        *([f"parent: {number - number % 5:03}"] if number % 5 and number > 10 else []),
        *([f"depends_on: [{number - 1:03}]"] if number % 3 else []),
        "transitions:\n" + "\n".join(lines),
        status=status,
        body="## Plan\n\n- [x] Decide <!-- evidence: file index.md -->\n"
        "- [ ] Write it down <!-- evidence: file docs/a.md -->\n"
        f"- [x] Tell{'' if number % 3 else ' <!-- evidence: file docs/told.md -->'}\n",
    )


CODE = """
## Code

Made by {source}`ours:Wall.build`.

```{source-code} ours:Wall
```

```{source-drift}
```

```{source-index}
```
"""
REQUIREMENTS = """
```{spec-requirements} openspec/walls
```
"""
CAPABILITY = """# Walls

## Purpose
What a wall has to stand, and for how long it has to stand it.

## Requirements
### Requirement: Stand
A wall SHALL stand.

#### Scenario: Wind
- **WHEN** the wind blows
- **THEN** the wall stands
"""
DELTA = """## ADDED Requirements
### Requirement: Be warm
A wall SHALL be warm.

#### Scenario: Winter
- **WHEN** it snows
- **THEN** it is warm within
"""
ASKED = {
    "openspec/specs/walls/spec.md": CAPABILITY,
    "openspec/changes/warmth/proposal.md": "## Why\n\nWinters are cold.\n\n## What Changes\n\n- Walls.\n",
    "openspec/changes/warmth/tasks.md": "- [x] 1.1 Measure\n- [ ] 1.2 Fill\n",
    "openspec/changes/warmth/specs/walls/spec.md": DELTA,
}
"""What OpenSpec keeps of requirements, and a change to them."""
EXHIBITION = leaning.locked(
    {
        **GALLERY,
        "index.md": VIEWS + MORE_VIEWS + CODE + REQUIREMENTS,
        "specs/009-formulas/README.md": spec("What costs $n^2$", body=FORMULAS),
        **{f"specs/{number:03}-grown/README.md": _grown(number) for number in range(10, 30)},
        **ASKED,
        "src/walls.py": "class Wall:\n    def build(self, stones):\n        return stones\n",
        "ubproject.toml": '[[leanspec.sources]]\nname = "ours"\nfolder = "src"\n',
    }
)
"""The gallery with every view, formulas, requirements, and more specs than fit on one screen."""
