from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from archiving import wheel
from building import write_files
from gitting import Repository
from msgspec.structs import replace

from sphinx_leanspec.sources import remote
from sphinx_leanspec.sources.archives import digest
from sphinx_leanspec.sources.errors import OfflineError, SourceError
from sphinx_leanspec.sources.locked import Pinned
from sphinx_leanspec.sources.settings import Source
from sphinx_leanspec.sources.store import SourceStore
from sphinx_leanspec.sources.symbols import Symbol
from sphinx_leanspec.sources.watching import Silent


@pytest.fixture
def store(tmp_path: Path) -> SourceStore:
    return SourceStore(tmp_path, cache=tmp_path / "cache", offline=True)


@pytest.fixture
def code(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "code")
    repository.commit("2026-01-05T10:00:00Z", {"src/p/a.py": "def f(): pass\n"})
    repository.git("tag", "v1")
    repository.commit("2026-01-06T10:00:00Z", {"src/p/a.py": "\ndef f(): pass\n"})
    return repository


def line(store: SourceStore, source: Source, release: str = "") -> int:
    found = store.open(source, release).index.find("p.a.f")
    assert isinstance(found, Symbol)
    return found.line


def test_two_sources_may_hold_files_of_one_name(tmp_path: Path, store: SourceStore) -> None:
    write_files(tmp_path, {"one/a.py": "def f(): pass\n", "two/a.py": "\n\ndef f(): pass\n"})
    found = [store.open(Source(name, folder=name)).index.find("a.f") for name in ("one", "two")]
    assert [one.line for one in found if isinstance(one, Symbol)] == [1, 3]


def test_a_tag_is_a_release_and_a_branch_one_with_its_commit(code: Repository, store: SourceStore) -> None:
    source = Source("code", git="code", revision="v1", prefix="src/")
    assert store.named(source, "") == "v1"
    assert line(store, source) == 1
    head = code.git("rev-parse", "HEAD")
    assert store.named(source, "main") == f"main@{head[:12]}"
    assert store.named(source, "latest") == f"HEAD@{head[:12]}"
    assert store.named(source, head[:10]) == head[:10]
    assert line(store, source, "main") == 2
    pinned = store.open(source, "main").pinned
    assert (pinned.release, pinned.commit) == (f"main@{head[:12]}", head)


def test_a_branch_that_moved_on_is_read_where_it_was(
    code: Repository, store: SourceStore, tmp_path: Path
) -> None:
    source = Source("code", git="code", revision="main", prefix="src/")
    before = store.named(source, "")
    code.commit("2026-01-07T10:00:00Z", {"src/p/a.py": "\n\ndef f(): pass\n"})
    later = SourceStore(tmp_path, cache=tmp_path / "cache", offline=True)
    assert line(later, source) == 3
    assert line(later, source, before) == 2


def test_a_tag_that_was_moved_is_read_where_it_was_locked(code: Repository, tmp_path: Path) -> None:
    source = Source("code", git="code", revision="v1", prefix="src/")
    commit = code.git("rev-parse", "v1")
    code.git("tag", "--force", "v1", "main")
    pin = Pinned("code", "git", "code", "v1", commit=commit)
    assert line(SourceStore(tmp_path, {("code", "v1"): pin}, offline=True), source) == 1


def test_commits_between_two(code: Repository, store: SourceStore) -> None:
    source = Source("code", git="code", revision="main", prefix="src/")
    second = code.git("rev-parse", "HEAD")
    code.commit("2026-01-07T10:00:00Z", {"b.py": ""})
    assert store.between(source, "v1", "main") == (second[:12], "main")


def locked(tmp_path: Path) -> tuple[Source, Pinned, Path]:
    made = wheel(tmp_path, {"p/a.py": "def f(): pass\n"})
    pin = Pinned("demo", "pypi", "demo", "1.0", made.name, digest(made), ">=3.10")
    kept = tmp_path / "cache" / "archives" / f"{pin.sha256}.whl"
    kept.parent.mkdir(parents=True)
    made.rename(kept)
    return Source("demo", pypi="demo", version="1.0"), pin, kept


def test_what_was_locked_is_read_from_the_cache_alone(tmp_path: Path) -> None:
    source, pin, _ = locked(tmp_path)
    store = SourceStore(tmp_path, {("demo", "1.0"): pin}, cache=tmp_path / "cache", offline=True)
    assert store.open(source).pinned == pin
    assert line(store, source) == 1
    with pytest.raises(OfflineError, match="the list of releases of demo"):
        store.open(source, "2.0")


def test_a_pin_of_another_distribution_does_not_count(tmp_path: Path) -> None:
    source, pin, _ = locked(tmp_path)
    other = replace(pin, origin="other")
    store = SourceStore(tmp_path, {("demo", "1.0"): other}, cache=tmp_path / "cache", offline=True)
    with pytest.raises(OfflineError):
        store.open(source)


def test_a_file_in_the_cache_that_was_changed_is_told(tmp_path: Path) -> None:
    source, pin, kept = locked(tmp_path)
    wheel(tmp_path, {"p/a.py": "def other(): pass\n"}).rename(kept)
    store = SourceStore(tmp_path, {("demo", "1.0"): pin}, cache=tmp_path / "cache", offline=True)
    with pytest.raises(SourceError, match=r"demo 1.0 \(demo-1.0-py3-none-any.whl\): its SHA-256 is not"):
        store.open(source)


def test_a_wheel_without_code_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    made = wheel(tmp_path, {})
    pin = Pinned("demo", "pypi", "demo", "1.0", made.name, digest(made))
    kept = tmp_path / "cache" / "archives" / f"{pin.sha256}.whl"
    kept.parent.mkdir(parents=True)
    made.rename(kept)
    store = SourceStore(tmp_path, {("demo", "1.0"): pin}, cache=tmp_path / "cache", offline=True)
    with pytest.raises(
        SourceError, match=r"^demo 1.0: there is no code in it; take another release, or a git tag"
    ):
        store.open(Source("demo", pypi="demo", version="1.0"))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.invalid/a",
        "file:///tmp/a",
        "ext::sh://x",
        "https://-oProxyCommand=x/a",
        "https://",
        "ssh://-oProxyCommand=x@host/a",
        "git://x/a",
    ],
)
def test_addresses_that_are_not_asked(tmp_path: Path, address: str) -> None:
    with pytest.raises(SourceError, match="no repository has such an address; write `https://"):
        remote.repository(address, "main", tmp_path, Silent(), offline=False)
    assert list(tmp_path.iterdir()) == []


def test_a_repository_elsewhere_is_not_asked_offline(tmp_path: Path) -> None:
    with pytest.raises(OfflineError, match="its revision `main` is not in the cache"):
        remote.repository("https://me:secret@example.invalid/a", "main", tmp_path, Silent(), offline=True)


def test_a_repository_elsewhere_is_fetched_bare(
    code: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git is led from the address to a folder, as nothing else is reached here; what it is told stands."""
    asked: list[list[str]] = []
    run = subprocess.run

    def led(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        if "fetch" in command:
            asked.append(command)
            environment = options["env"]
            assert isinstance(environment, dict)
            assert environment["GIT_ALLOW_PROTOCOL"] == "https:ssh"
            environment["GIT_ALLOW_PROTOCOL"] = "file"
            command = [part for part in command if part not in ("-c", "protocol.allow=never")]
            command = [code.root.as_uri() if "example.invalid" in part else part for part in command]
            command = [
                part
                for part in command
                if not part.startswith(("protocol.", "core.", "fetch.", "submod", "gc."))
            ]
        return run(command, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(remote.subprocess, "run", led)
    source = Source("code", git="https://example.invalid/code.git", revision="v1", prefix="src/")
    store = SourceStore(tmp_path, cache=tmp_path / "cache")
    assert line(store, source) == 1
    assert "protocol.allow=never" in asked[0]
    assert len(asked) == 1
    [bare] = (tmp_path / "cache" / "git").iterdir()
    assert not (bare / "src").exists()
    again = SourceStore(tmp_path, cache=tmp_path / "cache", offline=True)
    assert line(again, source) == 1
    assert again.named(source, "main").startswith("main@")


def test_git_that_cannot_fetch_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(
        SourceError, match=r"^https://example.invalid/a: git could not fetch it: .*; check the"
    ):
        remote.repository("https://me:secret@example.invalid/a", "main", tmp_path, Silent(), offline=False)
