"""Control characters are none of a text: whatever a builder writes is well-formed without them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from building import Build, BuildResult

BELL = "\x07\x0c\x86\ufffe"
SPEC = f"""\
---
status: planned
created: 2026-01-02
tags: ["ring\\ebell", "raw{BELL}"]
assignee: "ada\\x07"
owner: "own\\a"
---

# Bell{BELL} &#7; tower

Text{BELL} &#7; with `code{BELL}` and [a link](x&#7;.md "title &#7;") <b title="{BELL}">bold</b>.

## Ropes{BELL} &#7;

- [ ] Pull{BELL} &#7;
- [x] `Ring{BELL}`

```py &#7;{BELL}
ring = "{BELL}"
```

| a{BELL} | &#7; |
|---|---|
| {BELL} | b[^1] |

[^1]: Note{BELL} &#7;
"""
FILES = {
    "index.md": "# Home\n\n```{spec-table}\n```\n\n```{spec-checklist}\n```\n",
    "specs/001-bell/README.md": SPEC,
    "specs/001-bell/SUB.md": f"# Sub{BELL}\n\n{BELL}\n",
}
TEXTS = (".epub", ".html", ".json", ".man", ".tex", ".txt", ".xml", ".1")
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def written(result: BuildResult) -> Iterator[tuple[str, bytes]]:
    """Every text that a builder has written, those in a book too."""
    for path in result.outdir.rglob("*"):
        if path.suffix == ".epub":
            with ZipFile(path) as book:
                names = [name for name in book.namelist() if name.endswith(("html", "opf", "ncx"))]
                yield from ((name, book.read(name)) for name in names)
        elif path.suffix in TEXTS and "_static" not in path.parts:
            yield path.name, path.read_bytes()


@pytest.mark.parametrize("builder", ["html", "epub", "xml", "latex", "man"])
def test_no_builder_writes_one(build: Build, builder: str) -> None:
    result = build(FILES, builder=builder, conf={"man_pages": [("index", "house", "House", [], "1")]})
    assert any("README.md:4: WARNING: the file holds a control character" in line for line in result.warnings)
    found = dict(written(result))
    assert any("Pull" in data.decode() for data in found.values())
    for name, data in found.items():
        assert not FORBIDDEN.search(data.decode()), name
        if name.endswith((".xml", ".xhtml", ".opf", ".ncx")):
            ET.fromstring(data)
        if name.endswith(".json"):
            json.loads(data)
