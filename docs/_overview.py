"""Draw the picture of the README: real pages of a small invented project, by the system's Chromium.

python docs/_overview.py      needs the package, playwright and Pillow
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "_static" / "overview.png"
WIDTH = 960
SCALE = 1.35
STYLE = """
.content-icon-container, .mobile-header { display: none !important }
.content { width: 54em !important }
.leanspec-spec-graph { padding-bottom: 32px }
"""

# id, title, status, priority, assignee, depends_on, done, total
SPECS = """
001-timetable | Read Every Timetable | complete | high | ines | | 8 | 8
002-positions | Where the Ferry Is Now | complete | medium | joao | 001 | 6 | 6
003-seats | Reserve a Seat | complete | high | ines | 001 | 9 | 9
004-payment | Pay Once, Whatever Happens | in-progress | critical | mara | 001 | 7 | 10
005-offline-tickets | Tickets Without a Network | in-progress | high | ines | 003, 004 | | |
006-delays | Tell Passengers of a Delay | planned | medium | | 002, 005 | 0 | 7
007-groups | Book for a School Class | draft | low | | 005 | 0 | 4
"""

SHOWN = """\

## Overview

Half of the piers have no reception. A ticket has to be valid, and has to be checked, without asking a server.
It is signed at purchase and holds all that a crew member needs: see [the payment](../004-payment/).

## Plan

- [x] Sign each ticket with the key of the day
- [x] Keep the last three keys on every crew device
- [x] Draw a code that a scratched screen still shows
- [ ] Refuse a ticket that was shown on an earlier crossing

## Test

- [x] A ticket bought at home is accepted in flight mode
- [x] A changed byte is refused <!-- id: tamper -->
- [ ] Two devices that never met refuse the same copy
"""

INDEX = """\
# Ferry

```{toctree}
handbook/crew
handbook/keys
```

```{spec-graph} 005
:no-legend:
```
"""

GUIDE = "---\nspecs: [{covers}]\n---\n# {title}\n"


def spec(row: list[str]) -> str:
    """:returns: the text of a spec."""
    _, title, status, priority, assignee, depends, done, total = row
    lines = [
        "---",
        f"status: {status}",
        "created: 2026-02-09",
        f"priority: {priority}",
        "tags: [booking, crew]",
    ]
    lines += [f"assignee: {assignee}"] if assignee else []
    lines += [f"depends_on: [{', '.join(f'{name!r}' for name in depends.split(', '))}]"] if depends else []
    lines += ["---", "", f"# {title}", ""]
    if not total:
        return "\n".join(lines) + SHOWN
    items = [f"- [{'x' if number < int(done) else ' '}] Step {number + 1}" for number in range(int(total))]
    return "\n".join([*lines, *items, ""])


def write(root: Path) -> None:
    """Write the project."""
    files = {
        "conf.py": 'project = "Ferry"\nextensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n',
        "index.md": INDEX,
        "handbook/crew.md": GUIDE.format(covers="5, 6", title="Handbook of the Crew"),
        "handbook/keys.md": GUIDE.format(covers="5", title="Keys and Signatures"),
    }
    for line in SPECS.strip().splitlines():
        row = [cell.strip() for cell in line.split("|")][:8]
        files[f"specs/{row[0]}/README.md"] = spec(row)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


def photograph(site: Path) -> list[bytes]:
    """:returns: the page of a spec down to its checklists, and a graph."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 1400}, device_scale_factor=SCALE, color_scheme="light"
        )
        page = context.new_page()
        page.goto((site / "specs" / "005-offline-tickets.html").as_uri())
        page.add_style_tag(content=STYLE)
        last = page.locator("article li").last.bounding_box()
        assert last is not None
        height = last["y"] + last["height"] + 32
        shown = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        page.goto((site / "index.html").as_uri())
        page.add_style_tag(content=STYLE)
        graph = page.locator(".leanspec-spec-graph").first.screenshot()
        browser.close()
    return [shown, graph]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "ferry")
        write(root)
        site = Path(folder, "site")
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        command = [sys.executable, "-m", "sphinx", "-qW", str(root), str(site)]
        subprocess.run(command, check=True, env={**os.environ, "PATH": path})
        parts = [Image.open(io.BytesIO(data)).convert("RGB") for data in photograph(site)]
    whole = Image.new("RGB", (int(WIDTH * SCALE), sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, ((whole.width - part.width) // 2, top))
        top += part.height
    whole.quantize(64, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
