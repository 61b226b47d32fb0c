from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from building import write_files
from commands import spec
from msgspec.structs import replace

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.findings import Finding
from sphinx_leanspec.reading import SpecLayout, Vocabularies
from sphinx_leanspec.reading import cache as module
from sphinx_leanspec.reading.cache import SpecCache, code, opened
from sphinx_leanspec.reading.library import Library
from sphinx_leanspec.reading.pack import Pack
from sphinx_leanspec.reading.plain import decode, encode
from sphinx_leanspec.reading.prose import Prose

FILES = {
    "specs/001-one/README.md": spec("One", "- [ ] Begin\n\n[two](../002-two/README.md)\n"),
    "specs/001-one/NOTES.md": "# Notes\n\n## Empty\n",
    "specs/002-two/README.md": spec("Two", "- [x] End\n"),
}
ONE = "specs/001-one/README.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    write_files(root, FILES)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were parsed, whose names are noted as that happens."""
    from sphinx_leanspec.reading import texts

    found: list[str] = []
    real_parse, real_prose = module.parse, texts.prose

    def parse(project, places, files, words, *, depth="texts"):  # type: ignore[no-untyped-def]
        found.extend(files)
        return real_parse(project, places, files, words, depth=depth)

    def prose(path, data):  # type: ignore[no-untyped-def]
        found.append(path)
        return real_prose(path, data)

    monkeypatch.setattr(module, "parse", parse)
    monkeypatch.setattr(texts, "prose", prose)
    return found


def read(root: Path, library: Library, words: Vocabularies | None = None) -> tuple[Corpus, object]:
    """Read a project as a command does: its specs, and the text of every file."""
    corpus = load(root, SpecLayout(), words, library)
    texts = {path: library.text(corpus.project, path) for path in corpus.files}
    library.save()
    return corpus, (corpus.specs, texts)


def pack_in(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_a_file_that_is_as_it_was_is_not_parsed_again(root: Path, folder: Path, parsed: list[str]) -> None:
    _, first = read(root, SpecCache(folder))
    assert sorted(parsed) == sorted(FILES)
    parsed.clear()
    before = pack_in(folder).stat().st_mtime_ns
    for path in FILES:
        (root / path).touch()
    _, again = read(root, SpecCache(folder))
    assert again == first
    assert repr(again) == repr(first)
    assert not parsed
    assert read(root, Library())[1] == first
    assert pack_in(folder).stat().st_mtime_ns == before


def test_a_file_that_changed_is_parsed_again_alone(root: Path, folder: Path, parsed: list[str]) -> None:
    read(root, SpecCache(folder))
    parsed.clear()
    text = (root / ONE).read_text("utf-8")
    (root / ONE).write_text(text.replace("[ ]", "[x]"), "utf-8")
    corpus, found = read(root, SpecCache(folder))
    assert parsed == [ONE]
    assert found == read(root, Library())[1]
    assert corpus.specs["001-one"].progress.done == 1
    parsed.clear()
    (root / ONE).write_text(text, "utf-8")  # a branch, say: what it was is kept, too
    read(root, SpecCache(folder))
    assert not parsed


def test_what_needs_no_texts_has_none_and_leaves_those_that_are_kept(
    root: Path, folder: Path, parsed: list[str]
) -> None:
    read(root, SpecCache(folder))
    parsed.clear()
    quick = SpecCache(folder, "specs")
    assert load(root, library=quick).specs == load(root).specs
    quick.save()
    assert not quick.texts
    read(root, SpecCache(folder))
    assert not parsed


def test_what_a_spec_is_read_with_counts_too(root: Path, folder: Path, parsed: list[str]) -> None:
    (root / ONE).write_text(spec("One", status="waiting"), "utf-8")
    corpus, _ = read(root, SpecCache(folder))
    words = Vocabularies.extended({"waiting": "planned"})
    assert read(root, SpecCache(folder), words)[1] == read(root, Library(), words)[1]
    place, project = corpus.specs["001-one"].place, corpus.project
    for other in (
        (replace(project, custom={"points": "number"}), place, Vocabularies()),
        (project, replace(place, need_id="SPEC_ONE"), Vocabularies()),
    ):
        library = SpecCache(folder)
        parsed.clear()
        assert library.read(other[0], [other[1]], other[2]) == Library().read(other[0], [other[1]], other[2])
        assert parsed == [ONE]


def test_what_other_code_has_read_is_read_again(
    root: Path, folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(root, SpecCache(folder))
    parsed.clear()
    monkeypatch.setattr(module, "code", lambda *_: b"other")
    read(root, SpecCache(folder))
    assert sorted(parsed) == sorted(FILES)


def test_each_module_but_those_of_sphinx_and_each_parser_is_part_of_the_digest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Path] = []

    def opened(path, *rest, **options):  # type: ignore[no-untyped-def]
        seen.append(Path(path))
        return open(path, *rest, **options)  # noqa: PTH123 - this stands for it

    monkeypatch.setattr(module, "open", opened, raising=False)
    found = code.__wrapped__()
    package = Path(module.__file__).parents[1]
    theirs = {*(package / "extension").rglob("*.py")}
    assert {package / "model.py", package / "rules" / "status.py", Path(module.__file__)} <= {*seen}
    assert {*seen} == {*package.rglob("*.py")} - theirs
    monkeypatch.setattr(module, "_release", lambda name: f"{name} 0")
    assert code.__wrapped__() != found
    assert code.__wrapped__(__file__) != code.__wrapped__()


@pytest.mark.parametrize("name", module._PARSERS)
def test_a_release_is_known_without_an_import(name: str) -> None:
    from importlib.metadata import version

    told = module._release(name).split()
    assert told[0] == name
    assert any(version(name if name != "yaml" else "pyyaml") in word for word in told[1:])


def test_a_file_that_cannot_be_read_is_not_remembered(root: Path, folder: Path) -> None:
    corpus, _ = read(root, SpecCache(folder))
    (root / ONE).unlink()
    library = SpecCache(folder)
    (one,) = library.read(corpus.project, [corpus.specs["001-one"].place])
    assert [finding.code for finding in one.findings] == ["unreadable"]


def test_what_is_kept_is_for_its_user_alone(root: Path, folder: Path) -> None:
    read(root, SpecCache(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def damaged(data: bytes) -> dict[str, bytes]:
    middle = len(data) // 2
    return {
        "empty": b"",
        "cut": data[:middle],
        "no head": data[:10],
        "another file": b"PK\x03\x04" * 200,
        "a bit of a value": data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
        "a bit of the list": data[:40] + bytes([data[40] ^ 1]) + data[41:],
        "a pickle": b"\x80\x04\x95" + data[3:],
    }


@pytest.mark.parametrize("what", [*damaged(b"." * 100)])
def test_what_is_damaged_is_read_again_and_mended(
    what: str, root: Path, folder: Path, parsed: list[str]
) -> None:
    _, first = read(root, SpecCache(folder))
    path = pack_in(folder)
    path.write_bytes(damaged(path.read_bytes())[what])
    parsed.clear()
    assert read(root, SpecCache(folder))[1] == first
    assert parsed
    parsed.clear()
    assert read(root, SpecCache(folder))[1] == first
    assert not parsed


def test_what_is_no_record_or_speaks_of_other_files_is_not_believed(root: Path, folder: Path) -> None:
    _, first = read(root, SpecCache(folder))
    pack = Pack(pack_in(folder))
    corpus = load(root)
    one, _ = corpus.specs.values()
    wrong = Prose(Finding("../secret.md", 1, "encoding", "m"))
    lies: tuple[tuple[bytes, object], ...] = (
        (b"specs", [replace(one, place=replace(one.place, path="../secret.md"))]),
        (b"specs", [replace(one, checks=(replace(one.checks[0], path="/etc/passwd"),))]),
        (b"specs", [{"place": 1}]),
        (b"texts", {"../secret.md": Prose()}),
        (b"texts", {ONE: wrong}),
        (b"text", wrong),
        (b"", 7),
    )
    for part, lie in lies:
        for key in [key for key in pack._slots if key.endswith(part)]:
            pack.put(key, encode(lie))
        pack.save()
        assert read(root, SpecCache(folder))[1] == first


def test_what_no_format_holds_is_read_each_time(root: Path, folder: Path) -> None:
    (root / ONE).write_text(spec("One", "Words.", f"points: {'9' * 90}"), "utf-8")
    _, first = read(root, SpecCache(folder))
    assert read(root, SpecCache(folder))[1] == first == read(root, Library())[1]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="no such names there")
def test_a_spec_whose_name_is_no_utf8_is_read_each_time(root: Path, folder: Path, parsed: list[str]) -> None:
    path = "specs/003-no-\udcff/README.md"
    write_files(root, {path: spec("Odd")})
    for _run in range(2):
        parsed.clear()
        corpus, _ = read(root, SpecCache(folder))
        assert "Odd" in [found.title for found in corpus.specs.values()]
        assert path in parsed


def test_a_cache_that_cannot_be_written_changes_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for _ in range(2):
        assert read(root, SpecCache(tmp_path / "file"))[1] == read(root, Library())[1]


def test_a_pack_holds_little_that_nobody_asks_for(folder: Path) -> None:
    path = folder / "one.pack"
    for number in range(20):
        pack = Pack(path)
        pack.put(b"%d" % number, bytes(1 << 20))
        pack.save()
    assert [*Pack(path)._slots] == [b"19", b"18", b"17", b"16"]


def test_a_process_that_goes_on_holds_nothing_that_two_runs_did_not_ask_for(folder: Path) -> None:
    pack = Pack(folder / "one.pack")
    pack.put(b"asked", b"a")
    for number in range(20):
        pack.renew()
        pack.put(b"%d" % number, b"value")
        assert pack.get(b"asked") == b"a"
        assert pack.get(b"%d" % (number - 2)) is None
        pack.save()
    assert {*Pack(folder / "one.pack")._slots} == {b"asked", b"18", b"19"}


def test_packs_that_nobody_uses_are_removed_in_time(folder: Path) -> None:
    folder.mkdir()
    old, recent = folder / "old.pack", folder / "recent.pack"
    for path, days in ((old, 61), (recent, 59)):
        path.touch()
        os.utime(path, (time.time() - days * 24 * 60 * 60,) * 2)
    pack = Pack(folder / "new.pack")
    pack.put(b"key", b"value")
    pack.save()
    assert sorted(path.name for path in folder.iterdir()) == ["new.pack", "recent.pack"]
    again = Pack(recent)
    again.save()
    assert time.time() - recent.stat().st_mtime < 60


def test_what_another_process_removes_meanwhile_ends_no_tidying(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    gone, old = folder / "gone.pack", folder / "old.pack"
    gone.touch()
    old.touch()
    os.utime(old, (0, 0))

    def listed(path: Path) -> contextlib.nullcontext[list[os.DirEntry[str]]]:
        with scandir(path) as entries:
            found = sorted(entries, key=lambda one: one.name)
        gone.unlink()
        return contextlib.nullcontext(found)

    scandir = os.scandir
    pack = Pack(folder / "new.pack")
    pack.put(b"key", b"value")
    with monkeypatch.context() as patch:
        patch.setattr("sphinx_leanspec.reading.pack.os.scandir", listed)
        pack.save()
    assert [path.name for path in folder.iterdir()] == ["new.pack"]


def test_two_processes_at_once_lose_nothing(root: Path, folder: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom sphinx_leanspec.corpus import load\n"
        "from sphinx_leanspec.reading.cache import SpecCache\n"
        "for turn in range(30):\n"
        "    library = SpecCache(Path(sys.argv[2]))\n"
        "    corpus = load(Path(sys.argv[1]), library=library)\n"
        "    library.kept(f'{sys.argv[3]} {turn}', '', int, lambda: turn)\n"
        "    library.save()\n"
        "    assert [spec.title for spec in corpus.specs.values()] == ['One', 'Two']\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, str(root), str(folder), name]) for name in ("a", "b")
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    assert [path.suffix for path in folder.iterdir()] == [".pack"]
    assert read(root, SpecCache(folder))[1] == read(root, Library())[1]


def test_a_variable_or_the_command_line_switches_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(opened()) is SpecCache
    assert type(opened(is_off=True)) is Library
    monkeypatch.setenv(module.OFF, "1")
    assert type(opened()) is Library


def test_what_is_kept_is_bytes_of_plain_data() -> None:
    assert decode(encode({"a": [1]}), dict[str, tuple[int, ...]]) == {"a": (1,)}
