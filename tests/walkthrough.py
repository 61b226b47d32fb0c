"""Somebody who reads a page of the guide from top to bottom, and does what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from building import write_files
from ci import run
from markdown_it import MarkdownIt

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
    """A block of a page.

    :param kind: what stands behind its backticks; ``file`` where a file's name stands above it.
    """

    kind: str
    text: str
    file: str = ""


def blocks(page: Path) -> Iterator[Block]:
    for token in MarkdownIt("commonmark").parse(page.read_text("utf-8")):
        if token.type != "fence":
            continue
        kind, _, argument = token.info.partition(" ")
        named = NAMED.match(token.content) if kind in ("{code-block}", "{literalinclude}") else None
        if named and kind == "{literalinclude}":
            yield Block("file", (page.parent / argument).read_text("utf-8"), named["file"])
        elif named:
            yield Block("file", named["text"], named["file"])
        else:
            yield Block(kind, token.content)


def files(page: Path) -> dict[str, str]:
    """The files that a page shows, by the names above them."""
    return {block.file: block.text for block in blocks(page) if block.kind == "file"}


@dataclass
class Reader:
    """Does what blocks say, with the commands of this very environment.

    :param folder: where they are.
    :param home: what their machine is set up with; ``https://github.com/YOU/`` is ``remotes`` in it.
    """

    folder: Path
    home: Path
    said: str = ""
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        write_files(self.home, {"gitconfig": GIT.format(remotes=self.home / "remotes")})

    def remote(self, name: str) -> Path:
        """An empty repository at ``https://github.com/YOU/``."""
        path = self.home / "remotes" / f"{name}.git"
        run(f"git init --quiet --bare --initial-branch main '{path}'", self.home)
        return path

    def do(self, block: Block) -> None:
        {"file": self.write, "sh": self.run, "text": self.compare}[block.kind](block)

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
