"""The feed: valid by RFC 4287, the same for the same commit, and there only where it can lead somewhere."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from building import Build, BuildResult, write_files
from gitting import Repository, spec_text

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://docs.example.invalid/en/latest"
CONF = f"""\
extensions = ["sphinx_leanspec"]
html_theme = "alabaster"
html_baseurl = "{BASE}"
project = "Häuser & <Gärten>"
"""
FEED = "specs/changes.xml"


def path(number: int) -> str:
    return f"specs/{number:03}-spec/README.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "project")
    files = {path(1): spec_text("planned", title="A & B"), path(2): spec_text("planned", title="甲 \x0b")}
    found.commit("2026-01-01T10:00:00+02:00", {"conf.py": CONF, "index.md": "# Home\n", **files})
    found.commit("2026-01-02T10:00:00Z", {path(1): spec_text("complete", title="A & B")})
    later = {path(n): spec_text("planned", title="A & B" if n == 1 else "甲", body="More.\n") for n in (1, 2)}
    found.commit("2026-01-03T10:00:00Z", later)
    return found


def feed(result: BuildResult) -> ET.Element:
    return ET.fromstring(result.text(FEED))


def of(element: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.findall(f"{ATOM}{name}")]


def check(root: ET.Element) -> None:
    """What RFC 4287 asks of a feed and of its entries (sections 4.1.1 and 4.1.2)."""
    assert root.tag == f"{ATOM}feed"
    assert root.findall(f"{ATOM}author/{ATOM}name")
    rels = [link.get("rel") for link in root.findall(f"{ATOM}link")]
    assert sorted(map(str, rels)) == ["alternate", "self"]
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(of(element, name)) == 1, name
        datetime.strptime(of(element, "updated")[0], "%Y-%m-%dT%H:%M:%S%z")
        assert re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", of(element, "id")[0])
        for link in element.findall(f"{ATOM}link"):
            assert str(link.get("href")).startswith(f"{BASE}/")
    for entry in entries:
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert all(found.get("term") for found in entry.findall(f"{ATOM}category"))
    ids = [of(entry, "id")[0] for entry in entries]
    assert len(ids) == len(set(ids))
    assert of(root, "updated")[0] == max(of(entry, "updated")[0] for entry in entries)


def test_the_feed_says_what_changed(build: Build, repository: Repository) -> None:
    result = build(repository.root)
    root = feed(result)
    check(root)
    entries = root.findall(f"{ATOM}entry")
    assert [of(entry, "title")[0] for entry in entries] == [
        "Reopened: 001 A & B",
        "Edited: 002 甲",
        "Finished: 001 A & B",
        "Created: 001 A & B",
        "Created: 002 甲",
    ]
    assert [of(entry, "summary") for entry in entries][:3] == [
        ["Complete → Planned"],
        [],
        ["Planned → Complete"],
    ]
    assert of(entries[0], "id") == ["tag:docs.example.invalid,2026-01-03:/en/latest/specs/reopened/001-spec"]
    hrefs = [entry.find(f"{ATOM}link").get("href") for entry in entries[:2]]
    assert hrefs == [f"{BASE}/specs/001-spec.html", f"{BASE}/specs/002-spec.html"]
    assert of(root, "updated") == ["2026-01-03T10:00:00Z"]
    assert of(root, "title") == ["Häuser & <Gärten>: changes of specs"]


def test_every_page_names_the_feed(build: Build, repository: Repository) -> None:
    result = build(repository.root)
    for docname in ("index", "specs/001-spec", "genindex"):
        (link,) = result.html(docname).select('head link[type="application/atom+xml"]')
        assert (link["rel"], link["href"]) == (["alternate"], f"{BASE}/{FEED}")
        assert link["title"] == "Häuser & <Gärten>: changes of specs"


def test_dirhtml_leads_to_its_own_addresses(build: Build, repository: Repository) -> None:
    root = feed(build(repository.root, builder="dirhtml"))
    check(root)
    assert root.find(f"{ATOM}entry/{ATOM}link").get("href") == f"{BASE}/specs/001-spec/"


@pytest.mark.parametrize(
    ("builder", "option"),
    [
        ("html", "html_baseurl="),
        ("html", "html_baseurl=/elsewhere/"),
        ("html", "leanspec_feed=0"),
        ("singlehtml", "language=en"),
        ("epub", "language=en"),
    ],
)
def test_without_address_there_is_no_feed(
    build: Build, repository: Repository, builder: str, option: str
) -> None:
    build(repository.root)
    result = build(repository.root, "-D", option, builder=builder)
    assert not (result.outdir / FEED).exists()
    page = next(result.outdir.glob("index.*html"))
    assert "atom+xml" not in page.read_text("utf-8")


def test_one_commit_gives_one_feed(build: Build, repository: Repository) -> None:
    first = build(repository.root)
    file = first.outdir / FEED
    before = (file.stat().st_mtime_ns, file.read_bytes())
    write_files(repository.root, {"index.md": "# Home\n\nMore.\n"})
    build(repository.root)
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    file.unlink()
    build(repository.root, fresh=True)
    assert file.read_bytes() == before[1]


def test_entries_stay_the_same_when_more_happens(build: Build, repository: Repository) -> None:
    before = {of(entry, "id")[0] for entry in feed(build(repository.root)).findall(f"{ATOM}entry")}
    repository.move("specs/001-spec", "specs/archived/007-spec")
    repository.commit("2026-01-05T10:00:00Z", {path(2): spec_text("complete", title="甲", body="More.\n")})
    root = feed(build(repository.root))
    check(root)
    after = {of(entry, "id")[0] for entry in root.findall(f"{ATOM}entry")}
    assert before < after


def test_without_git_the_feed_has_the_dates_of_specs(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    head = ("created: 2026-01-01", "completed: 2026-01-04")
    files = {"conf.py": CONF, "index.md": "# Home\n", path(1): spec_text("complete", *head)}
    write_files(tmp_path / "plain", files)
    root = feed(build(tmp_path / "plain"))
    check(root)
    assert [of(entry, "updated")[0] for entry in root.findall(f"{ATOM}entry")] == [
        "2026-01-04T00:00:00Z",
        "2026-01-01T00:00:00Z",
    ]
