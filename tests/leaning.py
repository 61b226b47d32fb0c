"""A project whose pages lean on code in a folder, and its lock."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from building import write_files
from samples import spec

from sphinx_leanspec.options import Options
from sphinx_leanspec.sources.lock import Lock
from sphinx_leanspec.sources.lock_form import NAME
from sphinx_leanspec.sources.locking import Locker
from sphinx_leanspec.sources.references import collect
from sphinx_leanspec.sources.store import SourceStore

CODE = '''\
"""Walls."""

HEIGHT = 3


class Wall:
    """A wall.

    It stands.
    """

    height: int = HEIGHT

    @staticmethod
    def build(
        stones: int,
    ) -> int:
        """Build one."""
        # with care
        total = stones * 2
        return total


def paint(colour: str) -> str:
    return colour
'''
PAGE = """\
---
specs: [1]
---

# Walls

They are made by {source}`code:walls.Wall.build`, which
is {source}`static <code:Wall.build>`, and painted: {source}`paint`; see {source}`code:lib/walls.py#L3`.

```{source-code} code:walls.Wall.build
:only: signature
```

```{source-drift}
```
"""
UBPROJECT = """\
[leanspec]
[[leanspec.sources]]
name = "code"
folder = "src"
prefix = "lib/"
url = "https://example.org/{path}#L{line}-L{end}"
default_for = ["page.md"]
"""


def write(root: Path, **further: str) -> None:
    """Write the project, without a lock."""
    files = {
        "index.md": "# Home\n\n```{toctree}\npage\ncode\n```\n",
        "code.md": "# Code\n\n```{source-index}\n```\n\n```{source-drift}\n:pages: *\n```\n\n"
        "```{spec-trace}\n```\n\n```{spec-impact} 1\n```\n",
        "page.md": PAGE,
        "src/lib/walls.py": CODE,
        "ubproject.toml": UBPROJECT,
        "specs/001-walls/README.md": spec(
            "Walls", body="- [x] a <!-- evidence: symbol code:walls.paint -->\n"
        ),
    }
    write_files(root, files | further)


def locked(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a project that leans on code, with its lock and what is kept beside that."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_files(root, files)
        lock(root)
        return {**files, **{file.name: file.read_text("utf-8") for file in root.glob(f"{Path(NAME).stem}.*")}}


def lock(root: Path) -> Lock:
    """Lock what the project refers to, as the command does."""
    options, _ = Options.from_toml(root / "ubproject.toml", root)
    sources = {source.name: source for source in options.sources}
    before = Lock.read(root / NAME)
    update = Locker(before, sources, SourceStore(root, before.pins())).update(collect(root, None, sources))
    assert not update.problems, update.problems
    update.lock.write(root / NAME)
    return update.lock
