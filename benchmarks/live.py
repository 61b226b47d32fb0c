"""From saving a file to seeing the change: this package's ``serve``, sphinx-autobuild and Zensical.

    python benchmarks/live.py [--count 1600] [--edits 20] [--ways serve,autobuild,zensical]
    python benchmarks/live.py --repository REPO [--memory 500]

Every way serves a copy of the same specs, all checks as needs. In each edit a spec gets another title and a
paragraph more: measured is how long it takes until the page that is served has the paragraph, until the page
of a spec that depends on it has the title, and until the index of the search has it, which is written last.
Then a page is edited that no spec depends on, and ten specs in a row.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from figures import run

_HERE = Path(__file__).parent
_CONF = """\
project = "Project"
extensions = ["sphinx_leanspec"]
html_theme = "furo"
leanspec_check_needs_limit = 0
exclude_patterns = ["_build"]
"""
_PATIENCE = 200.0
_TITLED = re.compile(r"---\n.*?\n---\s+# ", re.DOTALL)
_GOALS = ("first", "dependants", "settled", "page first", "page settled")
_ROW = 10
"""How many edits there are in a row, each 0.1 s after the other."""


@dataclass(frozen=True)
class Way:
    """A program that serves a folder while it is written.

    :param command: its command; ``{port}`` and ``{folder}`` are filled in.
    :param page: the address of a spec's page, by the name of its folder.
    """

    name: str
    command: Sequence[str]
    page: str = "specs/{spec}.html"
    is_ours: bool = True


WAYS = {
    "serve": Way(
        "sphinx-leanspec serve",
        (sys.executable, "-m", "sphinx_leanspec.cli", "serve", ".", "--no-open", "--port", "{port}"),
    ),
    "autobuild": Way(
        "sphinx-autobuild",
        (
            sys.executable,
            "-m",
            "sphinx_autobuild",
            "--port",
            "{port}",
            "-q",
            "-j",
            "auto",
            ".",
            "_build/html",
        ),
    ),
    "zensical": Way("Zensical", ("zensical", "serve", "-a", "127.0.0.1:{port}"), "{spec}/", is_ours=False),
}


@dataclass
class Server:
    """A program that is serving."""

    way: Way
    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    found: dict[str, list[float]] = field(default_factory=dict)

    def has(self, path: str, text: str) -> bool:
        """Tell whether what is served at a path has a text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=60) as answer:
                return text.encode() in answer.read()
        except (OSError, http.client.HTTPException):  # not there yet, or written while it was sent
            return False

    def wait(self, path: str, text: str, since: float) -> float:
        """Wait until a page has a text.

        :returns: how many seconds that took.
        """
        while not self.has(path, text):
            if time.perf_counter() - since > _PATIENCE or self.process.poll() is not None:
                raise SystemExit(f"{self.way.name}: {path} never had {text!r}")
            time.sleep(max(0.005, (time.perf_counter() - since) / 50))  # so that asking costs next to nothing
        return time.perf_counter() - since

    def note(self, what: str, seconds: float) -> None:
        self.found.setdefault(what, []).append(seconds)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(way: Way, folder: Path) -> Iterator[Server]:
    """Begin a program in a folder, and end it at last."""
    port = free_port()
    command = [part.format(port=port, folder=folder) for part in way.command]
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (
        folder.with_suffix(".log").open("wb") as log,
        subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env=variables, start_new_session=True
        ) as process,
    ):
        try:
            yield Server(way, folder, port, process)
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def prepare(repository: Path, folder: Path, way: Way) -> None:
    """Lay out a project."""
    shutil.copytree(repository / "specs", folder / "specs")
    (folder / "index.md").write_text("# Project\n\nWords.\n", "utf-8")
    if way.is_ours:
        (folder / "conf.py").write_text(_CONF, "utf-8")
    else:
        shutil.copy(folder / "index.md", folder / "specs/index.md")
        for readme in list(folder.glob("specs/*/README.md")):
            readme.rename(readme.with_name("index.md"))
        (folder / "zensical.toml").write_text(
            '[project]\nsite_name = "Project"\ndocs_dir = "specs"\n', "utf-8"
        )


def pairs(repository: Path) -> list[tuple[str, str]]:
    """Return specs that begin with a title, each with another one that depends on it, by their folders."""
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "list", str(repository), "--format", "json"]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found: dict[str, str] = {}
    plain = {spec["id"]: spec for spec in listed["specs"] if spec["path"] == f"specs/{spec['id']}/README.md"}
    for other, spec in plain.items():
        for target in plain.keys() & set(spec["depends_on"]):
            if _TITLED.match((repository / plain[target]["path"]).read_text("utf-8")):
                found.setdefault(target, other)
    return sorted(found.items())


def edit(server: Server, spec: str, other: str, turn: int, *, settles: bool = True) -> None:
    """Change a spec, and note when its page, a page that shows it, and the search have that.

    :param settles: whether to wait for more than its page.
    """
    is_ours = server.way.is_ours
    file = server.folder / "specs" / spec / ("README.md" if is_ours else "index.md")
    text = file.read_text("utf-8")
    word = f"lantern{turn}x"
    text = re.sub(r"^# .*$", f"# Title {word}", text, count=1, flags=re.MULTILINE) + f"\nA {word} more.\n"
    begun = time.perf_counter()
    file.write_text(text, "utf-8")
    server.note("first", server.wait(server.way.page.format(spec=spec), f"A {word} more", begun))
    if is_ours and settles:
        server.note("dependants", server.wait(server.way.page.format(spec=other), word, begun))
        server.note("settled", server.wait("searchindex.js", word, begun))


def edit_page(server: Server, turn: int) -> None:
    """Change a page that no spec depends on, and note when it and the search have that."""
    word = f"candle{turn}x"
    begun = time.perf_counter()
    with (server.folder / "index.md").open("a", encoding="utf-8") as file:
        file.write(f"\nA {word} more.\n")
    server.note("page first", server.wait("index.html", f"A {word} more", begun))
    server.note("page settled", server.wait("searchindex.js", word, begun))


def edit_in_a_row(server: Server, specs: Sequence[str]) -> None:
    """Change specs, one right after the other, and note what that and a single edit cost."""
    for what, chosen in (("single", specs[:1]), ("row", specs)):
        time.sleep(5)
        begun, spent = time.perf_counter(), _spent(server.process.pid)
        for at, spec in enumerate(chosen):
            with (server.folder / "specs" / spec / "README.md").open("a", encoding="utf-8") as file:
                file.write(f"\nA {what}torch{at}x more.\n")
            time.sleep(0.1)
        for at in range(len(chosen)):
            server.wait("searchindex.js", f"{what}torch{at}x", begun)
        server.note(what, time.perf_counter() - begun)
        before, now = -1.0, spent
        while now != before:  # it writes a little more after that
            time.sleep(1)
            before, now = now, _spent(server.process.pid)
        server.note(f"{what} CPU", now - spent)


def _spent(process: int) -> float:
    """Return the seconds of CPU that a process and those that it has begun have taken."""
    found = 0.0
    for one in (process, *_children(process)):
        fields = Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
        found += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return found


def _children(process: int) -> list[int]:
    return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split())]


def measure(way: Way, repository: Path, scratch: Path, edits: int) -> dict[str, list[float]]:
    """Serve a copy of a project and edit it."""
    folder = scratch / way.name.split()[-1]
    folder.mkdir()
    prepare(repository, folder, way)
    chosen = pairs(repository)
    with serving(way, folder) as server:
        server.wait(way.page.format(spec=chosen[0][0]), "<html", time.perf_counter())
        if way.is_ours:
            server.wait("searchindex.js", "Search", time.perf_counter())
        time.sleep(5)
        for turn in range(-1, edits):  # the first one only warms up
            spec, other = chosen[(turn * 7) % len(chosen)]
            edit(server, spec, other, turn + 1)
            if turn < 0:
                server.found.clear()
            if way.is_ours:
                edit_page(server, turn + 1)
            print(f"{way.name} {turn + 1}: {_shown(server.found)}", file=sys.stderr, flush=True)
            time.sleep(1)
        if way.is_ours:
            edit_in_a_row(server, [spec for spec, _ in chosen[:_ROW]])
    shutil.rmtree(folder)
    return server.found


def _shown(found: dict[str, list[float]]) -> str:
    return ", ".join(f"{what} {times[-1]:.2f}" for what, times in found.items())


def measure_memory(repository: Path, scratch: Path, edits: int) -> None:
    """Edit one spec after the other, and print what memory the process that is kept takes."""
    folder = scratch / "memory"
    folder.mkdir()
    prepare(repository, folder, WAYS["serve"])
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", ".", str(scratch / "clean")]
    print(f"a clean build: {run(command, folder, scratch).memory:.0f} MB at most", flush=True)
    chosen = pairs(repository)
    with serving(WAYS["serve"], folder) as server:
        server.wait("searchindex.js", "Search", time.perf_counter())
        time.sleep(5)
        for turn in range(1, edits + 1):
            spec, other = chosen[turn % len(chosen)]
            edit(server, spec, other, turn, settles=turn % _ROW == 0)
            if turn in (10, edits) or turn % 50 == 0:
                print(f"after {turn} edits: {_resident(server.process.pid):.0f} MB", flush=True)


def _resident(process: int) -> float:
    """Return how much memory a process and the one it has begun take, in MB."""
    status = [Path(f"/proc/{one}/status").read_text("ascii") for one in (process, *_children(process))]
    return sum(int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) for text in status) / 1024


def table(found: dict[str, dict[str, list[float]]]) -> Iterator[str]:
    """Yield what was measured, and the ratios to sphinx-autobuild."""
    yield "| | " + " | ".join(_GOALS) + " |"
    yield "| --- | " + " | ".join("---:" for _ in _GOALS) + " |"

    def median(way: str, what: str) -> float:
        return statistics.median(found[way].get(what) or [math.nan])

    for way in found:
        cells = [f"{median(way, what):.2f} s" for what in _GOALS]
        yield f"| {WAYS[way].name} | " + " | ".join(cells) + " |"
    if "serve" in found and "autobuild" in found:
        ratios = [f"{median('serve', what) / median('autobuild', what):.3f}" for what in _GOALS]
        yield "| ratio | " + " | ".join(ratios) + " |"
    if "serve" in found and "zensical" in found:
        first = median("serve", "first") / median("zensical", "first")
        yield f"| to Zensical | {first:.3f} |" + " |" * (len(_GOALS) - 1)
    for way, times in found.items():
        if "row" in times:
            seconds, spent = (
                times["row"][0] / times["single"][0],
                times["row CPU"][0] / times["single CPU"][0],
            )
            said = f"take {seconds:.1f} times as long as one, and {spent:.1f} times the CPU"
            yield f"\n{WAYS[way].name}: {_ROW} edits in a row {said}."
    yield f"\nLoad at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors."


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--count", type=int, default=400, help="how many specs are made; default: %(default)s"
    )
    parser.add_argument("--repository", type=Path, help="a repository with specs, in place of that")
    parser.add_argument("--edits", type=int, default=20, help="default: %(default)s")
    parser.add_argument(
        "--ways", default="serve,autobuild", help=f"of {', '.join(WAYS)}; default: %(default)s"
    )
    parser.add_argument("--memory", type=int, default=0, help="measure memory over that many edits instead")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what serves is ended, too
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ["SPHINX_LEANSPEC_CACHE"] = str(scratch / "cache")
        repository = asked.repository
        if repository is None:
            repository = scratch / "made"
            script = [sys.executable, str(_HERE / "generate.py"), str(repository)]
            subprocess.run([*script, "--count", str(asked.count)], check=True)
        if asked.memory:
            measure_memory(repository, scratch, asked.memory)
            return
        found = {}
        try:
            for way in asked.ways.split(","):
                found[way] = measure(WAYS[way], repository, scratch, asked.edits)
        finally:
            print("\n".join(table(found)))


if __name__ == "__main__":
    main()
