"""Projects whose pages live elsewhere: every shape of needs.json, and what is kept of a site."""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import ub_needs_exchange as exchange
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.elsewhere import copies
from sphinx_leanspec.elsewhere.inventory import NoInventoryError, pages
from sphinx_leanspec.elsewhere.records import NeedsFile, NoNeedsError, read
from sphinx_leanspec.model import Progress
from sphinx_leanspec.options import Options
from sphinx_leanspec.rules import Context, RuleSettings, check

KEYS = {
    "id": "SPEC_001",
    "type": "spec",
    "docname": "specs/001-keys",
    "title": "001 Keys",
    "status": "complete",
    "priority": "high",
    "tags": ["lock"],
    "assignee": "ada, grace",
    "created": "2026-01-05",
    "done": "3",
    "total": "4",
}
DOORS = {
    "type": "spec",
    "docname": "specs/web/002-doors",
    "title": "002 Doors",
    "status": "planned",
    "depends_on": ["SPEC_001", "LOST_1"],
    "parent_spec": ["SPEC_001"],
}


def needs(found: object, **top: object) -> bytes:
    versions = {"1.0": {"needs": found, "created": "2026-03-04T05:06:07"}}
    return json.dumps({"current_version": "1.0", "versions": versions, **top}).encode()


def told(data: bytes, kind: str = "") -> NeedsFile:
    return read(data, "api", kind, lambda docname, need_id: f"https://x/{docname}#{need_id}")


def test_a_spec_is_told_as_its_own_site_tells_it() -> None:
    found = told(needs({"SPEC_001": KEYS, "SPEC_002": DOORS, "C": {"type": "check"}}))
    keys, doors = found.specs
    assert (keys.key, keys.need_id, keys.label, keys.title) == (
        "api/001-keys",
        "API_SPEC_001",
        "api:001",
        "Keys",
    )
    assert (keys.status, keys.priority, keys.tags) == ("complete", "high", ("lock",))
    assert (keys.assignees, keys.created, keys.progress) == (("ada", "grace"), "2026-01-05", Progress(3, 4))
    assert keys.place.page == "https://x/specs/001-keys#"
    assert keys.place.made_of == keys.place.texts == ()
    assert doors.key == "api/web/002-doors"
    assert [one.text for one in doors.depends_on] == ["api/001-keys"]
    assert doors.parent is not None
    assert doors.parent.text == "api/001-keys"
    assert doors.progress == Progress(0, 0)
    assert (found.commit, found.day) == ("", "2026-03-04")


def test_our_own_says_which_commit_it_is_of_and_what_a_spec_is() -> None:
    own = {"commit": "0123456789abcdef", "day": "2026-01-02", "spec_type": "feature"}
    found = told(needs({"F": {**KEYS, "type": "feature"}, "S": KEYS}, leanspec=own))
    assert [(one.need_id, found.commit, found.day) for one in found.specs] == [
        ("API_F", "0123456789abcdef", "2026-01-02")
    ]
    with pytest.raises(NoNeedsError, match="no need of the type `other`"):
        told(needs({"S": KEYS}, leanspec={"spec_type": "other"}))
    odd = told(needs({"S": KEYS}, leanspec={"commit": "<b>", "day": 5, "spec_type": ["x"]}))
    assert (odd.commit, odd.day) == ("", "2026-03-04")


def test_needs_of_any_other_site_are_specs_where_one_says_so() -> None:
    found = told(needs({"REQ-7": {"type": "req", "docname": "a/b", "title": "Seven"}, "S": KEYS}), "req")
    (one,) = found.specs
    assert (one.key, one.need_id, one.title) == ("api/REQ-7", "API_REQ_7", "Seven")
    assert one.place.page == "https://x/a/b#REQ-7"


SHAPES: dict[str, dict[str, Any]] = {
    "no fields": {},
    "wrong types": {
        "title": 7,
        "status": ["x"],
        "tags": "no",
        "depends_on": {"a": 1},
        "parent_spec": None,
        "done": "many",
        "total": -1,
        "docname": 3,
        "created": {},
    },
    "more checks than can be": {"done": "1", "total": "9" * 5000},
    "control characters": {"title": "Bell\x07\n rings", "status": "a\x00b"},
    "an id of its own": {"id": "OTHER"},
    "an older form": {"description": "text"},
}


@pytest.mark.parametrize("fields", SHAPES.values(), ids=SHAPES)
def test_whatever_a_record_holds_it_is_a_spec(fields: dict[str, Any]) -> None:
    (found,) = told(needs({"SPEC_009": {"type": "spec", **fields}})).specs
    assert (found.key, found.need_id) == ("api/SPEC_009", "API_SPEC_009")
    assert found.progress == Progress(0, 0)
    assert "\x07" not in found.title
    assert "\n" not in found.title


def test_what_is_no_record_is_left_out_and_names_stay_apart() -> None:
    other = {**KEYS, "title": "Twin"}
    found = told(
        needs({"SPEC_001": KEYS, "TWIN": other, "X": "text", "Y": None, "Z": {**KEYS, "is_external": True}})
    )
    assert [one.key for one in found.specs] == ["api/001-keys", "api/001-keys_2"]


def test_an_id_that_is_no_text_has_an_address() -> None:
    (found,) = told(needs({"\ud800": {"type": "spec", "docname": "a"}})).specs
    assert found.place.page == "https://x/a#\N{REPLACEMENT CHARACTER}"


def test_defaults_that_were_left_out_are_those_of_the_schema() -> None:
    schema = {"properties": {"type": {"default": "spec"}, "status": {"default": "planned"}, "x": 1}}
    version = {"needs": {"SPEC_001": {"title": "A"}}, "needs_schema": schema, "needs_defaults_removed": True}
    data = json.dumps({"current_version": "", "versions": {"": version}}).encode()
    (found,) = told(data).specs
    assert found.status == "planned"


BROKEN = {
    "no UTF-8": (b"\xff", "not valid UTF-8"),
    "versions in a list": (b'{"current_version": "1", "versions": []}', "'versions' is missing"),
    "a number as version": (b'{"current_version": 1, "versions": {"1": {}}}', "'current_version' is missing"),
    "needs in a list": (b'{"current_version": "1", "versions": {"1": {"needs": []}}}', "no 'needs' object"),
    "a format to come": (needs({}, format_version="2a1"), 'format version "2a1"'),
    "nothing in it": (needs({}), "no need of the type `spec`"),
    "too deep": (b"[" * 100_000, "recursion"),
    "too large a number": (b'{"versions": ' + b"9" * 5000 + b"}", "5000 digits"),
    "a name beyond measure": (needs({}, current_version="v" * 5000), "^.{299}…$"),
}


@pytest.mark.parametrize(("data", "why"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(NoNeedsError, match=why):
        told(data)


REFUSED = {
    exchange.INVALID_JSON: (b"{", "not valid JSON"),
    exchange.NOT_AN_OBJECT: (b"[]", "the top level is not a JSON object"),
    exchange.FORMAT_VERSION_INVALID: (needs({}, format_version=True), "'format_version' is true"),
    exchange.FORMAT_VERSION_UNSUPPORTED: (needs({}, format_version=2), "the file is of format version 2"),
    exchange.VERSIONS_MISSING: (b'{"current_version": "1"}', "'versions' is missing or not an object"),
    exchange.CURRENT_VERSION_MISSING: (b'{"versions": {"1": {"needs": {}}}}', "'current_version' is missing"),
    exchange.VERSION_NOT_FOUND: (b'{"current_version": "2", "versions": {"1": {}}}', "'2' not found"),
    exchange.NEEDS_MISSING: (b'{"current_version": "1", "versions": {"1": {}}}', "no 'needs' object"),
}
"""A file for each error of the reader, and what is said of it."""
ODD = {
    exchange.RECORD_NOT_OBJECT: (
        needs({"SPEC_001": KEYS, "X": "text", "Y": None}),
        "at `versions.1.0.needs.X`, and 1 other like it: the need 'X' is not an object; it is skipped",
    ),
    exchange.ID_MISMATCH: (
        needs({"SPEC_001": {**KEYS, "id": "OTHER"}}),
        "at `versions.1.0.needs.SPEC_001.id`: the need keyed 'SPEC_001' has the id 'OTHER'; the key is",
    ),
    exchange.DEFAULTS_REMOVED_WITHOUT_SCHEMA: (
        json.dumps(
            {
                "current_version": "",
                "versions": {"": {"needs": {"SPEC_001": KEYS}, "needs_defaults_removed": True}},
            }
        ).encode(),
        "at `versions..needs_defaults_removed`: Version was written without its default values",
    ),
}
"""A file for each of its diagnostics, which is read all the same."""


def test_every_code_of_the_reader_has_a_file() -> None:
    names = (getattr(exchange, name) for name in exchange.__all__ if name.isupper())
    assert {name for name in names if isinstance(name, str)} == {*REFUSED, *ODD}


@pytest.mark.parametrize("code", [*REFUSED, *ODD])
def test_what_is_wrong_in_a_file_is_told_at_its_table(tmp_path: Path, code: str) -> None:
    data, said = {**REFUSED, **ODD}[code]
    write_files(tmp_path, {"out/needs.json": data})
    table = 'needs_json = "../out/needs.json"\nbase_url = "https://api.example"\n'
    corpus = loaded(project(tmp_path / "site", table))
    (found,) = [one for one in corpus.findings if one.code == "config"]
    assert found.place == "ubproject.toml:3"
    assert found.message.startswith("`needs_json` of the project `api`")
    assert said in found.message
    assert ("api/001-keys" in corpus.specs) == (code in ODD)


def test_what_older_files_call_otherwise_is_read_without_a_word() -> None:
    found = told(needs({"SPEC_001": {**KEYS, "description": "It locks."}}))
    assert [one.title for one in found.specs] == ["Keys"]
    assert found.oddities == ()


def inventory(*lines: str) -> bytes:
    head = b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n# The remainder is compressed\n"
    return head + zlib.compress("".join(f"{line}\n" for line in lines).encode())


def test_an_inventory_gives_each_page_its_address() -> None:
    data = inventory(
        "specs/001-keys std:doc -1 specs/001-keys/ Keys",
        "specs/002 std:doc -1 p/$ -",
        "SPEC_001 leanspec:spec -1 x.html#SPEC_001 -",
        "no line",
    )
    assert pages(data) == {"specs/001-keys": "specs/001-keys/", "specs/002": "p/specs/002"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no inventory"),
        (b"# Sphinx inventory version 1\n\n\n\n\n", "no inventory"),
        (inventory("a std:doc -1 a -")[:-6], "damaged"),
    ],
)
def test_what_is_no_inventory_says_so(data: bytes, why: str) -> None:
    with pytest.raises(NoInventoryError, match=why):
        pages(data)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which this very machine serves it."""
    folder = tmp_path / "web"
    folder.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def loaded(root: Path) -> Corpus:
    options, findings = Options.of_project(root)
    return load(root, options.layout, options.words).with_findings(findings)


def project(folder: Path, table: str) -> Path:
    write_files(
        folder,
        {
            "ubproject.toml": f'[leanspec]\n\n[[leanspec.projects]]\nname = "api"\n{table}',
            "specs/001-own/README.md": spec("Own", "depends_on: ['api:001']"),
        },
    )
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPHINX_LEANSPEC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path / "cache"


def days_later(cache: Path) -> None:
    """Have what is kept be that of an earlier day."""
    for path in (cache / "elsewhere").iterdir():
        head, _, data = path.read_bytes().partition(b"\n")
        path.write_bytes(json.dumps({**json.loads(head), "day": "2026-01-31"}).encode() + b"\n" + data)


def test_a_file_tells_of_a_project(tmp_path: Path) -> None:
    data = needs({"SPEC_001": KEYS}, leanspec={"commit": "abcdef0123", "day": "2026-01-02"})
    write_files(
        tmp_path, {"out/needs.json": data, "out/objects.inv": inventory("specs/001-keys std:doc -1 a/ -")}
    )
    os.utime(tmp_path / "out/needs.json", (1_770_000_000, 1_770_000_000))
    table = 'needs_json = "../out/needs.json"\ninventory = "../out/objects.inv"\nbase_url = "https://api.example"\n'
    corpus = loaded(project(tmp_path / "site", table))
    assert corpus.findings == ()
    assert corpus.depends_on["001-own"] == ("api/001-keys",)
    assert corpus.specs["api/001-keys"].place.page == "https://api.example/a/"
    assert list(corpus.here) == ["001-own"]
    edition = corpus.elsewhere["api"]
    assert (edition.commit, edition.made, edition.day) == ("abcdef0123", "2026-01-02", "2026-02-02")


def test_what_is_wrong_between_specs_elsewhere_is_told_there(tmp_path: Path) -> None:
    keys = {**KEYS, "depends_on": ["SPEC_001"], "parent_spec": ["SPEC_001"]}
    write_files(tmp_path, {"out/needs.json": needs({"SPEC_001": keys, "SPEC_002": DOORS})})
    table = 'needs_json = "../out/needs.json"\nbase_url = "https://api.example"\n'
    corpus = loaded(project(tmp_path / "site", table))
    assert corpus.depends_on["api/001-keys"] == ("api/001-keys",)
    assert corpus.children["api/001-keys"] == ("api/001-keys", "api/web/002-doors")
    told_here = check(Context(corpus, RuleSettings(select=frozenset({"cycle", "umbrella", "children"}))))
    assert told_here.findings == ()


def test_a_site_is_asked_once_a_day_and_its_last_copy_will_do(
    tmp_path: Path, web: tuple[Path, str], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = web
    root = project(tmp_path / "site", f'needs_json = "{address}/docs/needs.json"\n')
    (lost,) = [found for found in loaded(root).findings if found.code == "config"]
    assert lost.place == "ubproject.toml:3"
    assert lost.message == (
        "`needs_json` of the project `api` cannot be read: the site answered 404; nothing is known of it"
    )
    write_files(folder, {"docs/needs.json": needs({"SPEC_001": KEYS})})
    corpus = loaded(root)
    assert corpus.findings == ()
    assert corpus.specs["api/001-keys"].place.page == f"{address}/docs/specs/001-keys.html"
    (folder / "docs/needs.json").unlink()
    assert loaded(root).findings == ()  # it is asked no more on this day
    days_later(cache)
    corpus = loaded(root)
    (stale,) = corpus.findings
    assert stale.message.endswith("the site answered 404; what was read on 2026-01-31 was taken")
    assert corpus.elsewhere["api"].day == "2026-01-31"
    assert "api/001-keys" in corpus.specs
    monkeypatch.setenv(copies.OFFLINE, "1")
    assert loaded(root).findings == ()


TABLES = {
    "neither": ("", "neither `root` nor `needs_json` says where it is"),
    "both": ('root = "x"\nneeds_json = "https://x/needs.json"\n', "it has both `root` and `needs_json`"),
    "no site": ('needs_json = "needs.json"\n', "`base_url` does not say where its pages are"),
    "no address": (
        'needs_json = "needs.json"\nbase_url = "javascript:x"\n',
        "`base_url` has to begin with `https://`, `http://` or `/`",
    ),
}


@pytest.mark.parametrize(("table", "why"), TABLES.values(), ids=TABLES)
def test_a_table_that_says_too_little_is_a_finding(tmp_path: Path, table: str, why: str) -> None:
    (found,) = loaded(project(tmp_path, table)).findings
    assert found.place == "ubproject.toml:3"
    assert found.message == f"the project `api` was left out: {why}"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://127.0.0.1/needs.json", "its address has to begin with `https://` or `http://`"),
        ("http://127.0.0.1:1/needs.json", "the site did not answer (ConnectionError)"),
    ],
)
def test_a_site_that_cannot_be_asked_is_a_finding(tmp_path: Path, address: str, why: str) -> None:
    found = loaded(project(tmp_path, f'needs_json = "{address}"\n')).findings
    assert any(why in one.message for one in found)
