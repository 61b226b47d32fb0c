from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from sphinx_leanspec.sources import lock_form
from sphinx_leanspec.sources.errors import SourceError
from sphinx_leanspec.sources.lock import Lock
from sphinx_leanspec.sources.lock_form import EXCERPTS, NAME
from sphinx_leanspec.sources.locked import LockedReference, Pinned
from sphinx_leanspec.sources.normal import Digests, text_digest
from sphinx_leanspec.sources.symbols import Ambiguous

CODE = 'def run(self):\n    return "a\\b"\n\n    # ä | @ "x"'
DIGESTS = Digests("a" * 32, "b" * 32)
RUN = LockedReference(
    source="demo",
    target="One.run",
    release="1.0",
    path="demo/a.py",
    line=3,
    end=6,
    digests=DIGESTS,
    module="demo.a",
    symbol="One.run",
    kind="function",
    state="moved-changed",
    against="2.0",
    now=("demo/b.py", 7, 9),
    broke="1.5",
    excerpt=text_digest(CODE),
)
OTHER = replace(
    RUN, target="Two.run", symbol="Two.run", state="gone", now=None, nearest=("a", "b"), excerpt=""
)
LINES = LockedReference(
    "demo", 'x/ä "b".py#L1-L2', "1.0", "x/a.py", 1, 2, Digests("c" * 32, "c" * 32), against="2.0"
)
LOCK = Lock(
    (
        Pinned("demo", "pypi", "demo", "1.0", "demo-1.0-py3-none-any.whl", "d" * 64, ">=3.10,<4"),
        Pinned("demo", "pypi", "demo", "2.0", "demo-2.0.tar.gz", "e" * 64),
    ),
    {"demo": "2.0"},
    (RUN, OTHER, LINES),
    {"demo:One.run": CODE},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    LOCK.write(tmp_path / NAME)
    return tmp_path / NAME


def test_what_is_written_is_read(path: Path) -> None:
    assert Lock.read(path) == LOCK


def test_it_is_toml_and_sorted(path: Path) -> None:
    content = tomllib.loads(path.read_text("utf-8"))
    assert [one["target"] for one in content["reference"]] == ["One.run", "Two.run", 'x/ä "b".py#L1-L2']
    assert content["reference"][0]["now-lines"] == "7-9"
    shuffled = replace(LOCK, references=LOCK.references[::-1], sources=LOCK.sources[::-1])
    assert shuffled.text == LOCK.text


def test_the_code_is_kept_beside_it(path: Path) -> None:
    kept = path.with_name(EXCERPTS).read_text("utf-8")
    assert kept.split("\n\n", 1)[1] == (
        '@ "demo:One.run"\n| def run(self):\n|     return "a\\b"\n|\n|     # ä | @ "x"\n'
    )
    lock = Lock.read(path)
    found = lock.find("demo", "One.run")
    assert isinstance(found, LockedReference)
    assert lock.excerpt(found) == CODE


def test_a_lock_of_nothing_leaves_no_file(tmp_path: Path) -> None:
    Lock().write(tmp_path / NAME)
    assert list(tmp_path.iterdir()) == []
    assert Lock.read(tmp_path / NAME) == Lock()


def test_a_lock_that_changes_nothing_keeps_its_time(path: Path) -> None:
    before = path.stat().st_mtime_ns
    Lock.read(path).write(path)
    assert path.stat().st_mtime_ns == before


def test_finding() -> None:
    assert LOCK.find("demo", "One.run") is RUN
    assert LOCK.find("demo", "demo.a.One.run") is RUN
    assert LOCK.find("demo", "a.Two.run") is OTHER
    assert LOCK.find("demo", "run") == Ambiguous("run", ("demo.a.One.run", "demo.a.Two.run"))
    assert LOCK.find("demo", 'x/ä "b".py#L1-L2') is LINES
    assert LOCK.find("demo", "nothing") is None
    assert LOCK.find("other", "One.run") is None


def test_where_a_reference_is_now() -> None:
    assert (RUN.place, RUN.place_release) == (("demo/b.py", 7, 9), "2.0")
    assert (OTHER.place, OTHER.place_release) == (("demo/a.py", 3, 6), "1.0")
    assert (LINES.place, LINES.place_release) == (("x/a.py", 1, 2), "2.0")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version = 1", "version = 2", "lock:4: its version is 2, not 1; install the sphinx-leanspec"),
        ('path = "demo/a.py"', 'path = "/etc/passwd"', "24: '/etc/passwd' is no path in a source"),
        ('path = "demo/a.py"', 'path = "a/../../b"', "is no path in a source"),
        ('path = "demo/a.py"', 'path = "C:/a"', "is no path in a source"),
        ('path = "demo/a.py"', 'path = "a\\\\b"', "is no path in a source"),
        ('now-path = "demo/b.py"', 'now-path = "../b.py"', "is no path in a source"),
        ('lines = "3-6"', 'lines = "6-3"', "are no lines"),
        ('lines = "3-6"', f'lines = "1-{"9" * 5000}"', "no lock has such a line"),
        ('lines = "3-6"', 'lines = "1-99999999999"', "are no lines"),
        ('digest = "aaaa', 'digest = "zzzz', "a digest is none"),
        ('sha256 = "dddd', 'sha256 = "../d', "a digest is none"),
        ('file = "demo-1.0-', 'file = "../demo-1.0-', "no archive is called"),
        ('kind = "pypi"', 'kind = "pickle"', "'pickle' is none of folder, git, pypi"),
        ('kind = "function"', 'kind = "spell"', "'spell' is none of"),
        ('state = "gone"', 'state = "fine"', "'fine' is none of same"),
        ('target = "One.run"', 'target = "Two.run"', "`demo:Two.run` stands twice"),
        ('target = "One.run"\n', "", "the entry has no `target`"),
        ('source = "demo"\n', "x = [1, 2]\n", "no lock has such a line"),
        ('source = "demo"\n', 'source = "demo"\nsource = "demo"\n', "no lock has such a line"),
        ("[[source]]", "[[other]]", "6: no lock has such a line"),
        ('source = "demo"\n', 'source = "\\ud800\\q"\n', "no lock has such a line"),
    ],
)
def test_a_lock_that_nobody_wrote_is_told_with_its_line(path: Path, old: str, new: str, message: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SourceError) as raised:
        Lock.read(path)
    assert str(raised.value).startswith(f"{NAME}:")
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "|     return",
            "|     pass",
            f"{EXCERPTS}: the code of `demo:One.run` is not the one that was locked",
        ),
        ('@ "demo:One.run"', '@ "demo:Two"', f"{EXCERPTS}: the code of `demo:One.run` is missing"),
        ('@ "demo:One.run"', "@ demo", f"{EXCERPTS}:3: no such file has such a line"),
        ("| def", "def", f"{EXCERPTS}:4: no such file has such a line"),
        ('@ "demo:One.run"\n', "", f"{EXCERPTS}:3: no such file has such a line"),
    ],
)
def test_lock_and_code_are_held_against_each_other(path: Path, old: str, new: str, message: str) -> None:
    beside = path.with_name(EXCERPTS)
    text = beside.read_text("utf-8")
    assert old in text
    beside.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SourceError, match=message):
        Lock.read(path)


def test_code_of_which_the_lock_knows_nothing(path: Path) -> None:
    beside = path.with_name(EXCERPTS)
    beside.write_text(beside.read_text("utf-8") + '\n@ "demo:more"\n| x\n', "utf-8")
    with pytest.raises(SourceError, match="knows nothing of `demo:more`"):
        Lock.read(path)


def test_a_lock_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_form, "_LARGEST", 100)
    with pytest.raises(SourceError, match=r"it is larger than 0 MiB, and was not read"):
        Lock.read(path)


def test_a_lock_that_is_no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SourceError, match=f"{NAME}: it cannot be read"):
        Lock.read(path)


def test_ends_of_lines_of_windows(path: Path) -> None:
    for file in (path, path.with_name(EXCERPTS)):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert Lock.read(path) == LOCK
