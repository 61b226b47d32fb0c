"""The tutorial: its files are written and its commands run, in its order, and say what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from building import write_files
from ci import needs_bash, run, scripts, validate
from markdown_it import MarkdownIt

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "tutorial.md"
pytestmark = [
    pytest.mark.skipif(not PAGE.is_file(), reason="the guide is part of a checkout only"),
    needs_bash,
]

INSTALLS = re.compile(r"^(?:python3 -m venv |\. \.venv/|pip install ).*\n", re.MULTILINE)
"""What a test without a network takes for done."""
NAMED = re.compile(r":caption: (?P<file>\S+)\n(?::\S+: .*\n)*\n?(?P<text>[\s\S]*)")
GIT = """\
[user]
name = Nobody
email = nobody@example.invalid
[url "{remotes}/"]
insteadOf = https://github.com/YOU/
"""


@dataclass(frozen=True)
class Block:
    """A block of the page: a script, what that says, or a file by its name."""

    kind: str
    text: str
    file: str = ""


def blocks() -> Iterator[Block]:
    for token in MarkdownIt("commonmark").parse(PAGE.read_text("utf-8")):
        if token.type != "fence":
            continue
        kind, _, argument = token.info.partition(" ")
        if kind.startswith("{"):
            named = NAMED.match(token.content)
            assert named, f"a file without a name: {token.content}"
            included = PAGE.parent / argument if kind == "{literalinclude}" else None
            text = included.read_text("utf-8") if included else named["text"]
            yield Block("file", text, named["file"])
        else:
            yield Block(kind, token.content)


@dataclass
class Reader:
    """Somebody who does what the page says.

    :param folder: where they are.
    :param home: what their machine is set up with.
    """

    folder: Path
    home: Path
    said: str = ""
    left_out: list[str] = field(default_factory=list)

    def write(self, block: Block) -> None:
        write_files(self.folder, {block.file: block.text})

    def run(self, block: Block) -> None:
        self.left_out += INSTALLS.findall(block.text)
        where = self.home / "where"
        script = "exec 2>&1\n" + INSTALLS.sub("", block.text) + f"pwd > '{where}'\n"
        settings = str(self.home / "gitconfig")
        done = run(script, self.folder, GIT_CONFIG_GLOBAL=settings, GIT_CONFIG_NOSYSTEM="1")
        self.said = done.stdout.rstrip()
        assert not done.returncode, f"{block.text}\n{self.said}"
        self.folder = Path(where.read_text("utf-8").strip())

    def compare(self, block: Block) -> None:
        """Compare what was said with what the page shows; ``…`` stands for anything."""
        shown = block.text.rstrip()
        wanted = ".*".join(map(re.escape, shown.split("…")))
        assert re.fullmatch(wanted, self.said, re.DOTALL), f"shown:\n{shown}\nsaid:\n{self.said}"


def test_every_step_of_the_tutorial_works(tmp_path: Path) -> None:
    remote = tmp_path / "remotes" / "lighthouse.git"
    run(f"git init --quiet --bare --initial-branch main '{remote}'", tmp_path)
    write_files(tmp_path, {"gitconfig": GIT.format(remotes=remote.parent)})
    reader = Reader(tmp_path, tmp_path)
    do = {"file": reader.write, "sh": reader.run, "text": reader.compare}
    for block in blocks():
        do[block.kind](block)
    assert len(reader.left_out) == 3
    published(remote, tmp_path / "clone")


def published(remote: Path, clone: Path) -> None:
    """Do with what was pushed what GitHub does."""
    run(f"git clone --quiet '{remote}' '{clone}'", clone.parent)
    workflows = sorted(clone.glob(".github/workflows/*.yml"))
    assert [path.stem for path in workflows] == ["pages", "specs"]
    validate("github-workflows", *workflows)
    for script in (script for path in workflows for script in scripts(path)):
        done = run(script, clone)
        assert not done.returncode, done.stdout + done.stderr
    page = (clone / "docs/_build/html/reach.html").read_text("utf-8")
    assert "A Horn for Fog" in page
    assert "<svg" in page
