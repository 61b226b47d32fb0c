"""``check --fix``: what is certain is mended, byte for byte, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from building import write_files
from commands import spec

from sphinx_leanspec.cli import main
from sphinx_leanspec.dates import instant, only_day

HEAD = "---\nstatus: planned # soon\ncreated: 2026-01-02\n{}\n---\n\n# T\n\nstatus: wip\n"
MENDED = [
    ("status: wip", "status: in-progress"),
    ('status: "In Progress"   # as we say', 'status: "in-progress"   # as we say'),
    ("status: plannd", "status: planned"),
    ("priority: 'P1'", "priority: 'high'"),
    ("priority: hihg", None),
    ("status: paused", None),
    ("status: draft2", None),
    ("depends_on: [002-wal, 3]  # wal", "depends_on: [002-wall, 3]  # wal"),
    ("depends_on:\n- 1\n- '002-wal'", "depends_on:\n- 1\n- '002-wall'"),
    ("depends_on: 1, 002-wal", "depends_on: 1, 002-wall"),
    ("parent: wall", "parent: 002-wall"),
    ("related: [002-completely-else]", None),
    ("related: [077-nowhere]", None),
    ("related: [same]", None),
    ("depends_on: [002-wal, 002-wal]", None),
    ("depends_on: [002-wal] # not 002-wal", None),
    ("due: 2026/3/4", "due: 2026-03-04"),
    ("due: 03/04/2026", None),
    ("due: tomorrow", None),
    ("completed: Jan 31, 2026", "completed: 2026-01-31"),
    ("updated_at: 20260131", "updated_at: 2026-01-31"),
]


def project(root: Path, head: str) -> Path:
    text = HEAD.format(head)
    if head.startswith("status"):
        text = text.replace("status: planned # soon\n", "")
    names = ("001-a", "002-wall", "003-x", "005-same", "006-same")
    write_files(
        root,
        {
            ".git/HEAD": "ref: refs/heads/main\n",
            "specs/004-t/README.md": text,
            **{f"specs/{name}/README.md": spec(name) for name in names},
        },
    )
    return root / "specs/004-t/README.md"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("written", "right"), MENDED)
def test_what_is_certain_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, right: str | None, mark: bytes, end: str
) -> None:
    path = project(tmp_path, written)
    before = mark + path.read_bytes().replace(b"\n", end.encode())
    path.write_bytes(before)
    path.chmod(0o640)
    main(["check", str(tmp_path), "--fix"])
    told = capsys.readouterr().err
    own, new = (text.replace("\n", end).encode() for text in (written, right or written))
    assert path.read_bytes() == before.replace(own, new, 1)
    assert told.splitlines()[-1] == ("1 finding fixed in 1 file" if right else "0 findings fixed in 0 files")
    assert oct(path.stat().st_mode)[-3:] == "640"
    after = path.read_bytes()
    main(["check", str(tmp_path), "--fix"])
    assert path.read_bytes() == after, "never twice"
    assert capsys.readouterr().err == "0 findings fixed in 0 files\n"
    assert [*path.parent.iterdir()] == [path]


def test_it_says_what_it_did_and_tells_of_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, "status: wip\npriority: P1\ndue: tomorrow")
    assert main(["check", str(tmp_path), "--fix"]) == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "specs/004-t/README.md:3: fixed status: status `wip` is `in-progress`",
        "specs/004-t/README.md:4: fixed priority: priority `P1` is `high`",
        "2 findings fixed in 1 file",
    ]
    assert "warning dates `tomorrow`" in told.out
    assert "wip" not in told.out


def test_what_is_not_told_is_not_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project(tmp_path, "status: wip\npriority: P1")
    before = path.read_bytes()
    main(["check", str(tmp_path / "specs/001-a"), "--fix"])
    assert path.read_bytes() == before
    main(["check", str(tmp_path), "--fix", "--ignore", "status"])
    assert path.read_bytes() == before.replace(b"P1", b"high")
    main(["accept", str(tmp_path)])
    assert main(["check", str(tmp_path), "--fix"]) == 0
    assert b"status: wip\ncreated" not in path.read_bytes()
    assert b"\nstatus: wip\n" in path.read_bytes()


@pytest.mark.skipif(shutil.which("git") is None, reason="git applies the patch")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_diff_shows_it_first(tmp_path: Path, capsys: pytest.CaptureFixture[str], end: str) -> None:
    path = project(tmp_path, "status: wip\ndepends_on: [002-wal]")
    before = path.read_bytes().replace(b"\n", end.encode())
    path.write_bytes(before)
    for options in (("--diff",), ("--fix", "--diff")):
        assert main(["check", str(tmp_path), *options]) == 1
        patch = capsys.readouterr()
        assert path.read_bytes() == before
        assert patch.err == ""
    main(["check", str(tmp_path), "--fix"])
    after = path.read_bytes()
    capsys.readouterr()
    assert main(["check", str(tmp_path), "--diff"]) == 0
    assert capsys.readouterr() == ("", "--fix would change nothing\n")
    path.write_bytes(before)
    shutil.rmtree(tmp_path / ".git")
    (tmp_path / "p.patch").write_bytes(patch.out.encode())
    subprocess.run(["git", "apply", "p.patch"], cwd=tmp_path, check=True)
    assert path.read_bytes() == after != before


def test_a_file_that_cannot_be_replaced_stays_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project(tmp_path, "status: wip")
    before = path.read_bytes()

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert main(["check", str(tmp_path), "--fix"]) == 2
    assert "specs/004-t/README.md cannot be written: No space left" in capsys.readouterr().err
    assert (path.read_bytes(), [*path.parent.iterdir()]) == (before, [path])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *((text, "2026-01-31") for text in ("2026/01/31", "2026.1.31", "20260131", "31.1.2026", "1/31/2026")),
        *((text, "2026-01-31") for text in ("31 Jan 2026", "January 31st, 2026", "31. January 2026")),
        ("2026-1-3", "2026-01-03"),
        ("3/3/2026", "2026-03-03"),
        ("Sept 3 2026", "2026-09-03"),
        *((text, None) for text in ("1/2/2026", "01.02.2026", "2026-13-40", "2026131", "31 Foo 2026")),
        *((text, None) for text in ("30 Feb 2026", "Q1 2026", "26-01-31", "2026/01-31", "", "2026")),
    ],
)
def test_the_one_day_that_a_date_can_mean(written: str, day: str | None) -> None:
    assert only_day(written) == day
    assert day is None or instant(day)
