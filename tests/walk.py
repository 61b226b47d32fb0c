"""Edit a project at random; hold each rebuild against a clean build, every file of it byte for byte.

    python tests/walk.py [--rounds 500] [--seed 1] [--unseen] [--live]

Every round makes one edit, builds again in one process or in two, and builds the same files into empty
folders in as many as the round after. A seed gives the same walk each time. With ``--live`` the application
that ``serve`` keeps takes the place of a build, and up to two edits more are overtaken by each.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from building import builder_in, write_files
from living import Living, living

CONF = """\
extensions = ["sphinx_leanspec"]
html_theme = "alabaster"
needs_build_json = True
needs_reproducible_json = True  # leaves out when the file was made
needs_schema_validation_enabled = False  # whose report says how many seconds it took
"""
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nall\nsome\nneeds\nprose\n```\n",
    "all.md": (
        "# All\n\n```{spec-board}\n```\n\n```{spec-order}\n```\n\n```{spec-tree}\n:orphans:\n```\n\n"
        "```{spec-trace}\n```\n\n```{spec-graph}\n```\n\n```{spec-stats}\n```\n\n```{spec-changes}\n```\n\n"
        "```{spec-timeline}\n```\n\n```{spec-findings}\n```\n\n```{spec-progress}\n:by: tag\n```\n\n"
        "```{spec-evidence}\n```\n"
    ),
    "some.md": (
        "# Some\n\n```{spec-table}\n:filter: done > 0\n:columns: spec,tags,depends_on,covered_by\n```\n\n"
        "```{spec-findings}\n:filter: status != 'archived'\n```\n\n```{spec-stats}\n:filter: total > 1\n"
        "```\n\n```{spec-checklist} 1, 3\n```\n\n```{spec-excerpt} 1\n:section: Plan\n```\n\n"
        "```{spec-impact} 2\n```\n"
    ),
    "needs.md": (
        "# Needs\n\n```{needtable}\n:filter: type == 'spec' and 'a' in tags\n```\n\n{need}`SPEC_002`\n"
    ),
    "prose.md": (
        "---\nspecs: [2, 5]\n---\n\n# Prose\n\n"
        "{spec}`1` is near spec-002, [3](specs/003-c/README.md) is elsewhere, and so is specs/004-d.\n"
    ),
}
UNSEEN = {
    "index.md": "# Home\n\n```{toctree}\nall\nprose\n```\n",
    **{name: PAGES[name] for name in ("all.md", "prose.md")},
}
"""The same with no page that shows needs, or filters by them: then needs are linked page by page."""
STATUSES = ("draft", "planned", "in-progress", "complete", "archived", "on hold")
PRIORITIES = ("", "low", "medium", "high", "critical")
TAGS = ("a", "b", "c", "long tag")
WORDS = ("harbour", "lantern", "meadow", "quarry", "ripple", "saddle", "timber", "umbrella", "velvet")
MOST = 12
"""How many specs there are at most; a few are enough for each to be next to others."""


@dataclass
class SpecFile:
    """A spec as the walk keeps it, to be written into its file."""

    number: int
    slug: str
    title: str
    status: str = "planned"
    priority: str = ""
    tags: list[str] = field(default_factory=list)
    depends_on: list[int] = field(default_factory=list)
    parent: int | None = None
    boxes: list[bool] = field(default_factory=lambda: [True, False, False])
    words: str = "Words."
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return f"specs/{self.number:03}-{self.slug}"

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the files of the spec, each with its text."""
        head = [f"status: {self.status}", "created: 2026-01-05"]
        head += [f"priority: {self.priority}"] if self.priority else []
        head += [f"tags: [{', '.join(self.tags)}]"] if self.tags else []
        head += [f"depends_on: {self.depends_on}"] if self.depends_on else []
        head += [f"parent: {self.parent}"] if self.parent else []
        shown = f" <!-- evidence: file src/{self.number % 4}.txt -->"
        lines = [f"- [{'x' if done else ' '}] Step {at}" for at, done in enumerate(self.boxes)]
        boxes = "\n".join([lines[0] + shown, *lines[1:]]) + "\n"
        text = f"# {self.title}\n\n{self.words}\n\n## Plan\n\n{boxes}"
        yield f"{self.folder}/README.md", "---\n" + "\n".join(head) + f"\n---\n\n{text}"
        yield from ((f"{self.folder}/{name}.md", text) for name, text in self.documents.items())


class Walk:
    """A project, and what happens to it."""

    def __init__(
        self, folder: Path, seed: int, pages: Mapping[str, str] = PAGES, *, is_live: bool = False
    ) -> None:
        self.root = folder / "project"
        self._folder = folder
        self._random = random.Random(seed)
        self._build = builder_in(folder)
        self._written: dict[str, str] = {}
        self.specs = [SpecFile(number, "abcdefgh"[number - 1], f"Spec {number}") for number in range(1, 9)]
        self.specs[3].depends_on = [2, 3]
        self.specs[5].parent = 1
        self._pages = pages
        self._ending = ExitStack()
        self._begin()
        self._live: Living | None = None
        if is_live:
            self._live = self._ending.enter_context(living(self.root, folder / "live"))

    def _begin(self) -> None:
        write_files(self.root, {"conf.py": CONF, **self._pages})
        self._write()
        self._build(self.root)

    def end(self) -> None:
        """Have nothing run on."""
        self._ending.close()

    def step(self, number: int) -> tuple[str, list[str]]:
        """Make an edit and build twice.

        :returns: what was done, and the files that the rebuild has otherwise than the clean build.
        """
        told = "; ".join([*self._overtaken(), self.edit()])
        jobs = 1 + number % 2
        if self._live:
            self._live.change(*self._changed)
            outdir = self._live.outdir
        else:
            outdir = self._build(self.root, jobs=jobs).outdir
        clean = self._folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        clean.mkdir()
        theirs = builder_in(clean)(self.root, jobs=3 - jobs)
        return told, list(differences(outdir, theirs.outdir))

    def _overtaken(self) -> Iterator[str]:
        """Make edits that the next one overtakes, wherever what comes of them has got to."""
        for _ in range(self._random.randrange(3) if self._live else 0):
            told = self.edit()
            assert self._live is not None
            self._live.begin(*self._changed)
            time.sleep(self._random.random())
            yield told

    def edit(self) -> str:
        """Make an edit.

        :returns: what was done.
        """
        edit = self._random.choice(EDITS)
        told = f"{edit.__name__.strip('_')} {edit(self, self._random.choice(self.specs))}"
        self._write()
        return told

    def _write(self) -> None:
        """Write the files that are others now, and no more: the rest stays as old as it was."""
        wanted = dict(item for spec in self.specs for item in spec.files())
        for path in self._written.keys() - wanted.keys():
            (self.root / path).unlink()
        others = {path: text for path, text in wanted.items() if self._written.get(path) != text}
        self._changed = [*(self._written.keys() - wanted.keys()), *others]
        write_files(self.root, others)
        for folder in (self.root / "specs").iterdir():
            if not any(folder.iterdir()):
                folder.rmdir()
        self._written = wanted

    def _word(self) -> str:
        return self._random.choice(WORDS)

    def _prove(self, spec: SpecFile) -> str:
        """Add or remove what evidence of some specs names: no file of the site."""
        shown = self.root / "src" / f"{spec.number % 4}.txt"
        shown.parent.mkdir(exist_ok=True)
        if shown.exists():
            shown.unlink()
        else:
            shown.touch()
        return shown.name

    def _tick(self, spec: SpecFile) -> str:
        at = self._random.randrange(len(spec.boxes))
        spec.boxes[at] = not spec.boxes[at]
        return f"{spec.number}, box {at}"

    def _check(self, spec: SpecFile) -> str:
        if len(spec.boxes) > 1 and self._random.random() < 0.5:
            spec.boxes.pop()
        else:
            spec.boxes.append(False)
        return f"{spec.number}, {len(spec.boxes)} boxes"

    def _title(self, spec: SpecFile) -> str:
        spec.title = f"{self._word()} {self._word()}".capitalize()
        return f"{spec.number}, {spec.title}"

    def _status(self, spec: SpecFile) -> str:
        spec.status = self._random.choice(STATUSES)
        return f"{spec.number}, {spec.status}"

    def _priority(self, spec: SpecFile) -> str:
        spec.priority = self._random.choice(PRIORITIES)
        return f"{spec.number}, {spec.priority}"

    def _tags(self, spec: SpecFile) -> str:
        spec.tags = self._random.sample(TAGS, self._random.randrange(len(TAGS)))
        return f"{spec.number}, {spec.tags}"

    def _dependency(self, spec: SpecFile) -> str:
        spec.depends_on = [self._random.randrange(1, 15) for _ in range(self._random.randrange(3))]
        return f"{spec.number}, {spec.depends_on}"

    def _parent(self, spec: SpecFile) -> str:
        spec.parent = self._random.choice((None, 1, 2, 7))
        return f"{spec.number}, {spec.parent}"

    def _words(self, spec: SpecFile) -> str:
        other = self._random.randrange(1, 15)
        spec.words = f"The {self._word()} of spec-{other:03}.\n\n{self._word()}: see `all.md`."
        return f"{spec.number}, {spec.words!r}"

    def _add(self, spec: SpecFile) -> str:
        if len(self.specs) < MOST:
            taken = {each.number for each in self.specs}
            number = self._random.choice([at for at in range(1, 15) if at not in taken])
            self.specs.append(SpecFile(number, self._word(), f"Spec {number}"))
            return str(number)
        return self._remove(spec)

    def _remove(self, spec: SpecFile) -> str:
        if len(self.specs) > 3:
            self.specs.remove(spec)
        return f"{spec.number} is removed"

    def _rename(self, spec: SpecFile) -> str:
        before = spec.folder
        spec.slug = self._word()
        return f"{before}, {spec.folder}"

    def _renumber(self, spec: SpecFile) -> str:
        """Give a spec another number, which another may have: then both are called by their whole ids."""
        before = spec.folder
        spec.number = self._random.randrange(1, 15)
        if sum(each.folder == spec.folder for each in self.specs) > 1:
            spec.slug = f"{spec.slug}-too"
        return f"{before}, {spec.folder}"

    def _document(self, spec: SpecFile) -> str:
        name = self._random.choice(("DESIGN", "NOTES"))
        if name in spec.documents and self._random.random() < 0.5:
            del spec.documents[name]
        else:
            spec.documents[name] = f"# {self._word()}\n\nOn [it](README.md) and {self._word()}.\n"
        return f"{spec.number}, {name}"


EDITS: tuple[Callable[[Walk, SpecFile], str], ...] = (
    Walk._prove,
    Walk._tick,
    Walk._check,
    Walk._title,
    Walk._status,
    Walk._priority,
    Walk._tags,
    Walk._dependency,
    Walk._parent,
    Walk._words,
    Walk._add,
    Walk._remove,
    Walk._rename,
    Walk._renumber,
    Walk._document,
)


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    known, wanted = _files(ours), _files(theirs)
    for name in sorted(known.keys() | wanted.keys()):
        if name not in wanted:
            yield f"{name} remains"
        elif name not in known:
            yield f"{name} is missing"
        elif known[name].read_bytes() != wanted[name].read_bytes():
            yield name


def _files(root: Path) -> dict[str, Path]:
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}


def main() -> int:
    """Walk until a rebuild differs or the rounds are over."""
    parser = argparse.ArgumentParser(description="Hold rebuilds against clean builds.")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unseen", action="store_true", help="no page shows needs, or filters by them")
    parser.add_argument("--live", action="store_true", help="by the application that `serve` keeps")
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        pages = UNSEEN if asked.unseen else PAGES
        walk = Walk(Path(folder), asked.seed, pages, is_live=asked.live)
        for number in range(1, asked.rounds + 1):
            told, found = walk.step(number)
            wrong += bool(found)
            print(f"{number}: {told}{': ' if found else ''}{', '.join(found)}", flush=True)
        walk.end()
    print(f"{asked.rounds - wrong} of {asked.rounds} rebuilds equal a clean build (seed {asked.seed})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
