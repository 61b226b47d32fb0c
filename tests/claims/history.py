"""A repository with a long past that is made up: paths come, move, go and come back, and lines name them.

What is true of each line is known from how it was made, never from what git says.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gitting import Repository

FOLDERS = ("src", "src/parts", "packages/ui/src", "docs", "tests")
SPECS = 12


@dataclass
class Line:
    """A line of a spec, and whether what it names was there when it was written.

    :param shown: the path as the line has it.
    """

    number: int
    shown: str
    path: str
    ticked: bool
    held: bool = False
    indent: str = ""

    @property
    def text(self) -> str:
        return f"{self.indent}- [{'x' if self.ticked else ' '}] Item {self.number} is in `{self.shown}`"


@dataclass
class Made:
    """What was made.

    :param broken: for each path that is no more, the commit that took it away, by its mark.
    """

    lines: dict[int, Line] = field(default_factory=dict)
    commits: dict[int, str] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    now: set[str] = field(default_factory=set)

    def alarms(self) -> dict[int, str]:
        """The items that have to be told of, each with the commit that broke it."""
        return {
            line.number: self.commits[self.broken[line.path]]
            for line in self.lines.values()
            if line.ticked and line.held and line.path not in self.now
        }


class Maker:
    """Makes commit after commit, as a stream for ``git fast-import``."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = Made()
        self.files: dict[str, str] = {}
        self.gone: list[str] = []
        self.fresh: list[Line] = []
        self.specs: dict[str, list[Line]] = {f"specs/{at:03}-part": [] for at in range(1, SPECS + 1)}
        self.stream: list[bytes] = []
        self.mark = 0
        self.count = 0

    def run(self, root: Path, commits: int) -> Made:
        repository = Repository(root)
        for path in ("src/first.py", "docs/first.md"):
            self.files[path] = path
        self.commit()
        while self.mark < commits:
            for _ in range(self.random.randint(1, 3)):
                self.random.choice(self.steps())()
            if self.random.random() < 0.08 and len(self.files) > 3:
                self.merge()
            else:
                self.commit()
        marks = root / ".git" / "marks"
        command = ["git", "fast-import", "--quiet", f"--export-marks={marks}"]
        subprocess.run(command, cwd=root, input=b"".join(self.stream), check=True)
        for line in marks.read_text().splitlines():
            name, _, revision = line[1:].partition(" ")
            self.made.commits[int(name)] = revision
        repository.git("reset", "--quiet", "--hard", "main")
        self.made.now = {*self.files}
        self.made.lines = {line.number: line for lines in self.specs.values() for line in lines}
        return self.made

    def steps(self) -> list:
        return [
            *(self.create,) * 4,
            *(self.write,) * 6,
            self.remove,
            self.remove,
            self.move,
            self.return_,
            self.edit,
            self.tick,
            self.tick,
            self.reindent,
            self.shift,
            self.rename_spec,
        ]

    def pick(self) -> str:
        return self.random.choice(sorted(self.files))

    def create(self) -> None:
        self.count += 1
        suffix = self.random.choice(("py", "md", "test.ts"))
        path = f"{self.random.choice(FOLDERS)}/thing-{self.count}.{suffix}"
        self.files[path] = path

    def remove(self) -> None:
        if len(self.files) > 3:
            self.drop(self.pick())

    def drop(self, path: str) -> None:
        del self.files[path]
        self.gone.append(path)
        self.made.broken[path] = self.mark + 1

    def move(self) -> None:
        """Give a file a new name; one that a moved file had before is never taken for its new place."""
        self.count += 1
        old = self.pick()
        content = self.files[old]
        self.drop(old)
        self.files[f"moved/place-{self.count}.{old.rpartition('.')[2]}"] = content

    def return_(self) -> None:
        if self.gone:
            path = self.random.choice(self.gone)
            self.files[path] = f"{path} again {self.mark}"

    def edit(self) -> None:
        self.files[self.pick()] += f"\n{self.mark}"

    def write(self) -> None:
        """Add an item, that names a path as it is, without its first folders, or one that is not there."""
        self.count += 1
        kind = self.random.random()
        if kind < 0.6:
            path = self.pick()
        elif kind < 0.8 and self.gone:
            path = self.random.choice(self.gone)
        else:
            path = f"src/never-{self.count}.py"
        shown = path.removeprefix("packages/ui/") if self.random.random() < 0.5 else path
        shown += self.random.choice(("", "", ":12", "#L3"))
        line = Line(self.count, shown, path, self.random.random() < 0.7)
        self.fresh.append(line)
        self.random.choice([*self.specs.values()]).append(line)

    def any_line(self) -> tuple[list[Line], Line] | None:
        lines = self.random.choice([*self.specs.values()])
        return (lines, self.random.choice(lines)) if lines else None

    def tick(self) -> None:
        """Tick a box, or take it back: that writes the line anew."""
        if found := self.any_line():
            found[1].ticked = not found[1].ticked
            self.fresh.append(found[1])

    def reindent(self) -> None:
        """Set the lines of a spec in; that writes nothing."""
        if found := self.any_line():
            indent = self.random.choice(("", " ", "  "))
            for line in found[0]:
                line.indent = indent

    def shift(self) -> None:
        """Move a spec's lines about, all of them: that writes nothing."""
        if found := self.any_line():
            found[0].append(found[0].pop(0))

    def rename_spec(self) -> None:
        self.count += 1
        old = self.random.choice([*self.specs])
        self.specs[f"specs/{old[6:9]}-part-{self.count}"] = self.specs.pop(old)

    def commit(self) -> None:
        for line in self.fresh:
            line.held = line.path in self.files
        self.fresh.clear()
        self.mark += 1
        self.stream += self.snapshot(self.mark, f"from :{self.mark - 1}\n" if self.mark > 1 else "")

    def merge(self) -> None:
        """Remove a file on a branch, while the main line goes on, and merge that."""
        path, fork = self.pick(), self.mark
        self.commit()
        main, side = self.mark, self.mark + 1
        self.mark = side
        self.stream.append(self.head(side, "refs/heads/side") + f"from :{fork}\n".encode())
        self.stream.append(f"D {path}\n\n".encode())
        self.mark -= 1
        self.drop(path)  # by the mark of the branch's commit
        self.mark = side + 1
        self.stream += self.snapshot(self.mark, f"from :{main}\nmerge :{side}\n")

    def head(self, mark: int, ref: str) -> bytes:
        who = f"Nobody <nobody@example.invalid> {1_700_000_000 + mark * 60} +0000"
        return f"commit {ref}\nmark :{mark}\nauthor {who}\ncommitter {who}\ndata 5\nWords\n".encode()

    def snapshot(self, mark: int, parents: str) -> Iterator[bytes]:
        yield self.head(mark, "refs/heads/main") + parents.encode() + b"deleteall\n"
        texts = {f"{folder}/README.md": spec_text(folder, lines) for folder, lines in self.specs.items()}
        for path, text in sorted({**self.files, **texts}.items()):
            data = text.encode()
            yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
        yield b"\n"


def spec_text(folder: str, lines: list[Line]) -> str:
    """A spec with much that is its own, so that it is known again when it is renamed."""
    words = "".join(f"A sentence of {folder[6:9]}, the {number}th of some.\n" for number in range(40))
    items = "".join(f"{line.text}\n" for line in lines)
    return f"---\nstatus: complete\n---\n\n# Part {folder[6:9]}\n\n{words}\n## Plan\n\n{items}"
