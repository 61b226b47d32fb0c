"""The application that ``serve`` keeps: the edited page first, in the end what a clean build gives."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import builder_in, write_files
from living import Living, is_alive, living
from walk import CONF, PAGES, SpecFile, differences

BROKEN = """\
import gc
import os
import pathlib

from docutils.parsers.rst import Directive


class Broken(Directive):
    def run(self):
        raise RuntimeError("no such luck")


def read(app, env):
    try:
        open(app.srcdir / "strange.txt").close()
    except OSError:
        pass


def note(app, env, docnames):
    with pathlib.Path(app.doctreedir, "frozen.txt").open("a") as file:
        file.write(f"{os.getpid()} {gc.get_freeze_count()}\\n")


def setup(app):
    app.add_directive("broken", Broken)
    app.connect("env-before-read-docs", note, priority=1000)
    app.connect("env-updated", read)
"""
SPECS = [SpecFile(number, "abcdefgh"[number - 1], f"Spec {number}") for number in range(1, 9)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    folder = tmp_path_factory.mktemp("live")
    SPECS[3].depends_on = [2, 3]
    SPECS[5].parent = 1
    SPECS[6].parent = 6
    files = dict(item for spec in SPECS for item in spec.files())
    write_files(folder / "project", {"conf.py": CONF + BROKEN, **PAGES, **files})
    with living(folder / "project", folder / "live", jobs=2) as found:
        yield found


@pytest.fixture
def like_clean(kept: Living, tmp_path: Path) -> Iterator[None]:
    """After the test, everything in the output is as a clean build gives it."""
    yield
    clean = builder_in(tmp_path)(kept.root)
    # .buildinfo digests options, of which other tests have left some in this process
    assert [name for name in differences(kept.outdir, clean.outdir) if name != ".buildinfo"] == []


def replace(kept: Living, path: str, old: str, new: str) -> str:
    text = (kept.root / path).read_text("utf-8")
    assert old in text
    (kept.root / path).write_text(text.replace(old, new), "utf-8")
    return path


def page(kept: Living, name: str) -> str:
    return (kept.outdir / name).read_text("utf-8")


def test_the_edited_page_comes_first_then_who_shows_it_then_the_rest(kept: Living) -> None:
    kept.begin(replace(kept, "specs/003-c/README.md", "# Spec 3", "# A lantern"))
    messages = kept.messages()
    first = next(messages)
    assert (first["what"], first["pages"]) == ("first", {"specs/003-c": "specs/003-c.html"})
    painted = page(kept, "specs/003-c.html")
    assert "A lantern" in painted
    near = next(messages)
    assert near["what"] == "dependants"
    assert "specs/004-d" in near["pages"]
    assert "specs/index" not in near["pages"], "what takes longer comes after that"
    assert "A lantern" in page(kept, "specs/004-d.html")
    assert "specs/index" in next(messages)["pages"]
    assert "A lantern" not in page(kept, "needs.json")
    assert kept.wait()[-1]["what"] == "settled"
    assert "A lantern" in page(kept, "needs.json")
    assert "lantern" in page(kept, "searchindex.js")
    assert page(kept, "specs/003-c.html") == painted


def test_whoever_names_the_spec_comes_ahead_of_the_rest_also_without_a_relation_to_it(kept: Living) -> None:
    kept.begin(replace(kept, "specs/001-a/README.md", "# Spec 1", "# A meadow"))
    near = next(message for message in kept.messages() if message["what"] == "dependants")
    assert "specs/007-g" in near["pages"], "its card says what it is part of, and what that is part of"
    kept.wait()


def test_a_process_waits_for_the_edit_after_a_rest(kept: Living, like_clean: None) -> None:
    kept.change(replace(kept, "specs/002-b/README.md", "# Spec 2", "# A harbour"))
    builders, end = set(kept.forks), time.monotonic() + 10
    while not (waiting := set(kept.forks) - builders) and time.monotonic() < end:
        time.sleep(0.05)
    kept.begin(replace(kept, "specs/002-b/README.md", "# A harbour", "# A ferry"))
    assert next(kept.messages())["what"] == "first"
    assert "A ferry" in page(kept, "specs/002-b.html")
    assert kept.wait()[-1]["what"] == "settled"
    assert waiting
    assert not any(map(is_alive, waiting)), "the next edit needs one that knows of this one"


def test_ten_edits_at_once_are_settled_once(kept: Living, like_clean: None) -> None:
    before = "Words."
    for number in range(10):
        kept.begin(replace(kept, "specs/002-b/README.md", before, f"Lantern {number}."))
        before = f"Lantern {number}."
    told = [message["what"] for message in kept.wait()]
    assert told.count("settled") == 1
    assert "Lantern 9." in page(kept, "specs/002-b.html")
    assert kept.forks == [] or kept.change() is not None


def test_what_becomes_garbage_is_not_kept(kept: Living) -> None:
    for number in range(3):
        write_files(
            kept.root, {"index.md": f"{(kept.root / 'index.md').read_text('utf-8')}\nLamp {number}.\n"}
        )
        kept.change("index.md")
    (path,) = kept.outdir.parent.rglob("frozen.txt")
    noted = [line.split() for line in path.read_text("utf-8").splitlines()]
    _, before, now = [int(count) for process, count in noted if process == str(kept.process.pid)][-3:]
    assert before == now, "what the collector leaves alone"


def test_what_nobody_asks_for_costs_nothing_and_what_comes_or_goes_no_page(kept: Living) -> None:
    write_files(kept.root, {"log.txt": "One.\n"})
    assert [told["pages"] for told in kept.change(moved=["log.txt"])] == [0], "a link could lead there"
    write_files(kept.root, {"log.txt": "Two.\n"})
    assert kept.change("log.txt") == []
    assert kept.change(moved=["log.txt"]) == [], "another file in its place"
    (kept.root / "log.txt").unlink()
    assert [told["pages"] for told in kept.change(moved=["log.txt"])] == [0]
    assert kept.change("prose.md") != [], "it is asked for"
    assert kept.change("prose.md") == [], "it is what it was"


def test_a_picture_that_is_not_there_has_no_page_read_again_until_it_is(
    kept: Living, like_clean: None
) -> None:
    kept.change(replace(kept, "specs/006-f/README.md", "Words.", "![A lantern](lantern.svg)"))
    assert kept.change()[-1]["pages"] == 0
    write_files(kept.root, {"specs/006-f/lantern.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    assert kept.change(moved=["specs/006-f/lantern.svg"])[-1]["pages"] > 0
    assert "_images/lantern.svg" in page(kept, "specs/006-f.html")


def test_what_an_extension_reads_is_asked_for(kept: Living) -> None:
    write_files(kept.root, {"strange.txt": "One.\n"})
    assert kept.change("strange.txt")[-1]["what"] == "settled"


def test_an_edit_that_comes_together_with_what_it_overtakes(kept: Living, like_clean: None) -> None:
    kept.begin(replace(kept, "specs/008-h/README.md", "# Spec 8", "# A quarry"))
    for message in kept.messages():
        if message["what"] == "dependants":
            break
    kept.process.send_signal(signal.SIGSTOP)
    kept.begin(replace(kept, "specs/008-h/README.md", "# A quarry", "# Spec 8"))
    time.sleep(2)  # the build that is overtaken goes on, and has come to an end meanwhile
    kept.process.send_signal(signal.SIGCONT)
    assert kept.wait()[-1]["what"] == "settled"
    assert "A quarry" not in page(kept, "specs/008-h.html")


def test_many_files_at_once(kept: Living, like_clean: None) -> None:
    parts = {f"PART-{number}": f"# {number}\n" for number in range(9)}
    more = [SpecFile(at, "more", f"More {at}", tags=["many"], documents=parts) for at in range(20, 40)]
    files = dict(item for spec in more for item in spec.files())
    assert len(files) == 200, "as another branch may have"
    write_files(kept.root, files)
    ahead, settled = kept.change(*files, seen=["all.html"])
    assert list(ahead["pages"]) == ["all"], "of so many, only what somebody looks at comes ahead of the rest"
    assert settled["pages"] > len(files)
    for path in files:
        (kept.root / path).unlink()
    for folder in {(kept.root / path).parent for path in files}:
        folder.rmdir()
    kept.change(*files)
    assert not (kept.outdir / "specs/020-more.html").exists()


def test_what_an_extension_breaks_is_told_and_survived(kept: Living, like_clean: None) -> None:
    before = page(kept, "prose.html")
    kept.begin(replace(kept, "prose.md", "# Prose", "# Prose\n\n```{broken}\n```\n"))
    failed = kept.wait()[-1]
    assert failed["what"] == "failed"
    assert "no such luck" in failed["text"] + failed["trace"]
    assert page(kept, "prose.html") == before
    told = kept.change(replace(kept, "prose.md", "\n```{broken}\n```\n", ""))
    assert told[-1]["what"] == "settled"


def test_findings_stay_until_they_are_mended(kept: Living) -> None:
    kept.change(replace(kept, "specs/005-e/README.md", "Words.", "[Words](nowhere.md)."))
    kept.change(replace(kept, "prose.md", "# Prose", "# The prose"))
    links = [said for said in kept.said if said["kind"] == "leanspec.link"]
    assert [(Path(said["path"]).parent.name, said["line"]) for said in links] == [("005-e", 8)]
    assert links[0]["fix"]
    assert links[0]["fix"] not in links[0]["text"]
    kept.change(replace(kept, "specs/005-e/README.md", "[Words](nowhere.md).", "Words."))
    assert [said for said in kept.said if said["kind"] == "leanspec.link"] == []


def test_no_process_outlives_it(tmp_path: Path) -> None:
    write_files(tmp_path / "project", {"conf.py": CONF, "index.md": "# Home\n", **dict(SPECS[0].files())})
    with living(tmp_path / "project", tmp_path / "live") as kept:
        kept.begin("index.md")
        next(kept.messages())
        forks = kept.forks
        kept.process.send_signal(signal.SIGTERM)
        assert kept.process.wait(60) == 0
    assert forks, "nothing was going on"
    assert [one for one in forks if is_alive(one)] == []


def test_where_a_process_cannot_be_split_each_change_is_a_build(tmp_path: Path) -> None:
    write_files(tmp_path / "project", {"conf.py": CONF, "index.md": "# Home\n", **dict(SPECS[0].files())})
    start = (
        "import os, runpy; del os.fork; runpy.run_module('sphinx_leanspec.extension.live', None, '__main__')"
    )
    with living(tmp_path / "project", tmp_path / "live", "-c", start) as kept:
        told = kept.change(replace(kept, "index.md", "# Home", "# Our home"))
        assert [message["what"] for message in told] == ["settled"]
        assert "Our home" in page(kept, "index.html")
        assert "Our home" in page(kept, "searchindex.js")
        told = kept.change(replace(kept, "conf.py", "html_theme =", "html_theme = ="))
        assert told[-1]["what"] == "failed"
