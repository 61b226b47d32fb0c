"""``sphinx-leanspec serve``: what a browser gets, what it does not, and what the server survives."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from building import builder_in, write_files
from commands import run
from living import is_alive
from samples import HOUSE
from serving import PATIENCE, Serving, descendants, serving, until
from watchfiles import Change
from websockets.exceptions import InvalidStatus

from sphinx_leanspec.cli import main
from sphinx_leanspec.commands import serve
from sphinx_leanspec.commands.serve.audience import BUSY, READY, Audience, Onlooker, Status
from sphinx_leanspec.commands.serve.child import LiveChild
from sphinx_leanspec.commands.serve.site import Output
from sphinx_leanspec.commands.serve.watching import FileChanges, SourceFilter

CONF = """\
extensions = ["sphinx_leanspec", "own"]
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
html_theme = "alabaster"
templates_path = ["templates"]
needs_reproducible_json = True
needs_schema_validation_enabled = False
"""
OWN = """\
def setup(app):
    app.add_config_value('own', 'first', 'html')
    app.connect('build-finished', lambda *_: __import__('late'))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("served")
    own = {"conf.py": CONF, "own.py": OWN, "late.py": "NOW = 1\n", "index.md": "# Home\n\nWords.\n"}
    write_files(folder / "house", {**HOUSE, **own})
    with serving(folder / "house", folder / "house" / "log.txt") as found:  # which is watched
        yield found


def test_the_script_is_on_the_page_that_is_sent_and_in_no_file(served: Serving) -> None:
    status, text = served.get("/")
    assert status == 200
    assert '<script src="/-leanspec/live.js" data-page="index.html"' in text
    assert served.get("/-leanspec/live.js")[0] == 200
    assert [path for path in served.outdir.rglob("*.html") if "-leanspec/" in path.read_text("utf-8")] == []
    assert served.get("/_static/leanspec.css")[1] == (served.outdir / "_static/leanspec.css").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/../conf.py",
        "/%2e%2e/%2e%2e/conf.py",
        "/..%2f..%2fconf.py",
        "/_static/../../conf.py",
        "/_static\\..\\..\\conf.py",
        "//etc/passwd",
        "/%00",
        "/.buildinfo",
        "/.leanspec/doctrees/environment.pickle",
        "/linked.txt",
        "/folder/conf.py",
        "/_static",
    ],
)
def test_only_files_below_the_output_are_sent_and_none_by_a_link(served: Serving, path: str) -> None:
    links = {served.outdir / "linked.txt": "conf.py", served.outdir / "folder": "."}
    for link, target in links.items():
        link.symlink_to(served.root / target)
    status, text = served.get(path)
    for link in links:
        link.unlink()
    assert status == 404
    assert "extensions" not in text
    assert "<script src=" in text, "it is shown as soon as it is there"


def test_no_other_file_has_a_version_that_could_be_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"site/a.html": "a", "b.html": "b"})
    output = Output((tmp_path / "site").resolve())
    assert output.version("a.html")
    assert output.version("../b.html") == output.version(str(tmp_path / "b.html")) == ""


def test_what_is_no_file_is_not_there_and_nothing_is_waited_for(tmp_path: Path) -> None:
    output = Output(tmp_path.resolve())
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "round.html").symlink_to("round.html")
    (tmp_path / "folder.html").mkdir()
    for name in ("pipe.html", "round.html", "folder.html", "", "long" * 99):
        assert output.read(name) is None
    assert output.file(f"/{'long' * 99}") is None
    assert output.file("/folder.html") == "folder.html/index.html"


def test_how_far_it_is_is_shown_to_whoever_comes_and_is_over_with_the_next_word() -> None:
    audience, heard = Audience(lambda _: "same"), list[tuple[str, str]]()
    reader = Onlooker("a.html", "same", lambda told: heard.append((told["kind"], told["text"])))
    audience.say(Status(BUSY, "Sphinx reads"))
    audience.hint("2 of 3 pages read")
    audience.enter(reader)
    audience.hint("3 of 3 pages read")
    audience.leave(reader)
    audience.say(Status(READY, "3 pages"))
    audience.enter(reader)
    assert heard == [
        ("busy", "Sphinx reads"),
        ("progress", "2 of 3 pages read"),
        ("progress", "3 of 3 pages read"),
        ("ready", "3 pages"),
    ]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("specs/001-a/README.md", True),
        ("specs/001-a/.README.md.swp", False),
        (".venv/lib/a.py", False),
        (".git/HEAD", True),
        (".git/index", False),
        ("_build/html/index.html", False),
        ("_build/html", True),
    ],
)
def test_what_is_watched_hangs_on_no_name_above_it(path: str, *, counts: bool) -> None:
    root = Path("/srv/dist/.venv/.git/house")
    wanted = SourceFilter([root], [root / "_build/html"])
    assert wanted(Change.deleted, str(root / path)) == counts


def test_what_an_editor_writes_beside_a_file_has_neither_come_nor_gone(tmp_path: Path) -> None:
    write_files(tmp_path, {"saved.md": "", "new.md": ""})
    saved, new, probe, gone = (str(tmp_path / name) for name in ("saved.md", "new.md", "4913", "gone.md"))
    happened = {(Change.added, probe), (Change.modified, probe), (Change.deleted, probe)}
    happened |= {
        (Change.modified, saved),
        (Change.added, new),
        (Change.modified, new),
        (Change.deleted, gone),
    }
    assert FileChanges.of(happened) == FileChanges(frozenset({saved, probe}), frozenset({new, gone}))


def test_a_missing_page_shows_its_own_name_as_text(served: Serving) -> None:
    assert "&lt;b&gt;" in served.get("/%3Cb%3E")[1]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:99", 200),
        ("[::1]:8000", 200),
        ("attacker.example", 421),
        ("127.0.0.1.attacker.example", 421),
        ("192.0.2.1", 421),
        ("", 421),
        ("[", 421),
    ],
)
def test_it_answers_to_its_own_name_alone(served: Serving, host: str, status: int) -> None:
    assert served.get("/", Host=host)[0] == status


@pytest.mark.parametrize("origin", ["http://attacker.example", "http://127.0.0.1:1", "null", None])
def test_a_socket_is_for_its_own_pages(served: Serving, origin: str | None) -> None:
    with pytest.raises(InvalidStatus):
        served.socket("index.html", origin=origin)


def test_an_edited_page_is_shown_again_and_again(served: Serving) -> None:
    with served.socket("specs/003-roof.html") as reader:
        assert until(reader, "ready")["text"].startswith(tuple("0123456789"))
        served.edit("specs/003-roof/README.md", "# Roof", "# Thatch")
        assert until(reader, "busy")["text"] == "Writing what shows specs/003-roof/README.md"
        until(reader, "reload")
        assert "Thatch" in served.get("/specs/003-roof.html")[1]
        until(reader, "ready")
    line = served.edits()[-1]
    assert " specs/003-roof/README.md: first page after 0." in line or "first page after" in line
    with served.socket("specs/003-roof.html", version="another") as late:
        assert until(late, "reload"), "a page that was loaded before is not what there is now"


def test_what_it_says_may_go_into_a_file_of_the_repository(served: Serving) -> None:
    for _ in range(3):  # each is a line, by which that file changes
        assert " index.md: " in served.settled(lambda: served.append("index.md", "More."))
    (served.root / "data").write_text("of another program", "utf-8")
    assert ", 1 page after" in served.settled(lambda: served.append("index.md", "More."))
    (served.root / "data").unlink()
    assert ", 1 page after" in served.settled(lambda: served.append("index.md", "More."))
    assert [line for line in served.edits() if "log.txt" in line or " data: " in line] == []


@pytest.mark.parametrize("command", ["serve", "build"])
def test_nobody_else_writes_into_the_folder(served: Serving, command: str) -> None:
    done = run(command, served.root)
    assert done.returncode == 2
    assert f"{served.outdir} is served at http://localhost:{served.port}/" in done.stderr
    assert "-o" in done.stderr


def test_everything_is_as_a_clean_build_makes_it(served: Serving, tmp_path: Path) -> None:
    clean = builder_in(tmp_path)(served.root)
    for path in clean.outdir.rglob("*.html"):
        name = path.relative_to(clean.outdir)
        assert (served.outdir / name).read_bytes() == path.read_bytes(), name


def test_deleted_output_is_written_again(served: Serving) -> None:
    served.settled(lambda: shutil.rmtree(served.outdir))
    assert served.get("/")[0] == 200
    served.settled(lambda: served.append("index.md", "More words."))
    assert "More words." in served.get("/")[1]
    assert served.get("/_static/alabaster.css")[0] == 200


def test_what_the_site_is_made_with_begins_sphinx_again(served: Serving) -> None:
    with served.socket("index.html") as reader:
        until(reader, "ready")
        served.edit("own.py", "'first'", "'second'")
        assert until(reader, "busy")["text"] == "Sphinx starts"
        until(reader, "ready")
        served.edit("late.py", "1", "2")
        assert until(reader, "busy")["text"] == "Sphinx starts", "it was loaded while pages were written"
        until(reader, "ready")
        served.edit("conf.py", 'html_theme = "alabaster"', "html_theme =")
        failed = until(reader, "failed")
        assert "conf.py" in failed["detail"]
        assert served.get("/")[0] == 200, "what was built is there still"
        served.edit("conf.py", "html_theme =", 'html_theme = "alabaster"')
        until(reader, "ready")
        assert "Versions" not in failed["detail"], "what is wrong is what comes first"
    (line,) = [line for line in served.edits() if "failed: " in line]
    assert "Sphinx has ended (2: " in line
    assert "syntax error in your configuration file: invalid syntax (conf.py, line" in line


def test_what_is_wrong_is_told_with_its_place_and_its_remedy(served: Serving) -> None:
    with served.socket("index.html") as reader:
        until(reader, "ready")
        served.append("specs/003-roof/README.md", "[a](gone.md)")
        found = [one for one in until(reader, "ready")["findings"] if one["kind"] == "leanspec.link"]
    assert [(one["path"], one["fix"]) for one in found] == [
        ("specs/003-roof/README.md", "correct or remove the link")
    ]


def test_a_sphinx_that_was_killed_begins_again_with_the_next_change(served: Serving) -> None:
    child = descendants(served.process.pid)[0]
    assert "failed: Sphinx has ended (-9" in served.settled(lambda: os.kill(child, signal.SIGKILL))
    assert "failed" not in served.settled(lambda: served.append("index.md", "Last words."))
    assert "Last words." in served.get("/")[1]


def test_nothing_else_is_written(served: Serving) -> None:
    known = {path.split("/")[0] for path in HOUSE} | {
        "conf.py",
        "own.py",
        "late.py",
        "index.md",
        "log.txt",
        "_build",
        "__pycache__",
    }
    assert {path.name for path in served.root.iterdir()} <= known


def test_a_site_without_a_conf_is_called_as_its_readme_says_and_nothing_outlives_a_killed_server(
    tmp_path: Path,
) -> None:
    write_files(tmp_path / "house", HOUSE)
    with serving(tmp_path / "house", tmp_path / "log.txt") as served:
        served.settled(lambda: write_files(served.root, {"README.md": "# The house\n"}))
        served.settled(lambda: served.edit("README.md", "# The house", "# The tower"))
        served.wait(lambda: "The tower" in served.get("/")[1])
        with served.socket("index.html") as reader:
            until(reader, "ready")
            write_files(served.root, {"ubproject.toml": "[leanspec]\n"})
            assert until(reader, "busy")["text"] == "Sphinx starts"
        begun = descendants(served.process.pid)
        served.process.kill()
        served.process.wait()
        end = time.monotonic() + PATIENCE
        while any(map(is_alive, begun)) and time.monotonic() < end:
            time.sleep(0.05)
        assert [one for one in begun if is_alive(one)] == []


def test_ctrl_c_ends_it_at_once_and_leaves_no_process(served: Serving) -> None:
    (served.root / "index.md").write_text("# Home\n\nThe very last words.\n", "utf-8")
    begun = descendants(served.process.pid)
    os.kill(served.process.pid, signal.SIGINT)
    assert served.process.wait(30) == 0
    assert begun
    assert [one for one in begun if is_alive(one)] == []


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="nobody reads pages beside Sphinx")
def test_who_reads_pages_for_sphinx_ends_with_it_at_once() -> None:
    async def end_one() -> int:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *("sh", "-c", "sleep 300 & echo $!; wait"),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            start_new_session=True,
        )
        assert process.stdout is not None
        reader = int(await process.stdout.readline())
        await asyncio.wait_for(LiveChild(process).end(), 20)
        return reader

    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have its loop in this thread
        reader = elsewhere.submit(asyncio.run, end_one()).result()
    assert not is_alive(reader)


def test_a_port_that_is_taken_is_said_or_passed_over(tmp_path: Path) -> None:
    write_files(tmp_path / "house", HOUSE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", tmp_path / "house", "--no-open", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"sphinx-leanspec: cannot listen at 127.0.0.1:{port} (")
    assert "while attempting" not in done.stderr
    assert "--port" in done.stderr


def test_arguments_that_cannot_be_right(tmp_path: Path) -> None:
    assert "`70000` is no port" in run("serve", tmp_path, "--port", "70000").stderr
    assert run("serve", tmp_path, "--no-open").returncode == 2, "there are no specs"
    write_files(tmp_path / "house", HOUSE)
    done = run("serve", tmp_path / "house", "--no-open", "--host", "192.0.2.1")
    assert "cannot listen at 192.0.2.1:8000 (" in done.stderr, "no port there is any better"
    done = run("serve", tmp_path, "--no-open", "-b", "latex")
    assert done.returncode == 2
    assert "latex" in done.stderr


def test_a_server_collects_its_garbage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # other commands have it rest, and each request leaves a thousand bytes of it
    works: list[bool] = []
    monkeypatch.setattr(serve, "serve", lambda *_: works.append(gc.isenabled()))
    gc.disable()
    try:
        assert main(["serve", str(tmp_path)]) == 0
    finally:
        gc.enable()
    assert works == [True]
