"""A project for every builder: the gallery, every view there is, and a spec that is hard to print."""

from __future__ import annotations

import leaning
from gallery import ASKED, GALLERY, REQUIREMENTS
from gallery import CONF as GALLERY_CONF
from samples import spec

SIGNS = "✓ ✔ ☑ ☐ ○ ◔ ◑ ● ▣ ⊘ → ← ⇒ ▼"
EMOJI = "✅ ❌ ⚠️ 🚀 📦 🎯 ✨ 🔥 ⭐ 💡 📝 🔍 🔴 ⏳ 🔄"
DRAWING = """\
┌───────────┐    ╔══════╗
│ 解析 spec │ ─► ║ page ║
├───────────┤    ╚══════╝
└───────────┘"""
CHINESE = (
    "规格说明保存在仓库里，与代码一起评审。（每个规格都有状态、优先级和检查清单；读者可以在文档中找到它们。）"
)
LONG = "packages/application_core/source/very_long_module_name/another_very_long_module_name.py"
HARD = f"""\
## 🎯 Goal ✅

Signs: {SIGNS}

Emoji: {EMOJI}, and **in bold 🚀 粗体**, and `in code 🚀 代码`.

{CHINESE}

See [its notes](NOTES.md#深入), [what it needs](../010-old/README.md) and [a site](https://example.org/x).

```text
{DRAWING}
```

```python
def 名称():  # 📝 a comment
    return "→ ✅"
```

| File | What it is |
| --- | --- |
| `{LONG}` | 中文 and `another_name_that_nobody_would_break_of_himself` |
| 🔴 | ❌ |

- [x] Outer tick ✅
  - [x] Middle tick
    - [ ] Inner box `code`
- [ ] 中文复选框
"""
VIEWS = """
## Graph

```{spec-graph}
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

## Timeline of one

```{spec-timeline} 4
```

## Progress by spec

```{spec-progress}
:by: spec
```

## Excerpt of what is hard

```{spec-excerpt} 9
:section: 🎯 Goal ✅
```

## Findings

```{spec-findings}
```

## Evidence

```{spec-evidence}
```

## Code

```{source-code} ours:Wall
```

```{source-drift}
```

```{source-index}
```

## Tags

```{spec-trace} 9
```

Once {spec}`010-once`, now {spec}`10`.
"""
UBPROJECT = """\
[[leanspec.sources]]
name = "ours"
folder = "src"
"""
WALL = """\
class Wall:
    def build(self) -> str:  # 砌墙
        return "→ ✅"
"""
FILES = {
    **GALLERY,
    "index.md": GALLERY["index.md"] + VIEWS + f"\n## Requirements\n{REQUIREMENTS}",
    **ASKED,
    "specs/009-hard/README.md": spec("Hard to print 🚀 中文", "tags: [印刷]", "assignee: 艾达", body=HARD),
    "specs/009-hard/NOTES.md": "# Notes\n\nBack to [the spec](README.md).\n\n## 深入\n\n- [x] Of no spec\n",
    "specs/010-old/README.md": spec(
        "Renamed", "aliases: [010-once, 77]", status="complete", body="- [x] Kept\n"
    ),
}
BOOK = leaning.locked({**FILES, "ubproject.toml": UBPROJECT, "src/walls.py": WALL})
CONF = {
    **GALLERY_CONF,
    "author": "us",
    "suppress_warnings": ["leanspec.ref", "leanspec.status", "leanspec.frontmatter"],
}
