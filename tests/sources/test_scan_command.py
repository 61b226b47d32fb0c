"""``sphinx-leanspec sources scan``: what documents refer to, and how well that fits a repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from building import write_files
from commands import run
from gitting import Repository

HULL = "class Hull:\n    def run(self):\n        return 1\n\n\ndef lay():\n    return Hull()\n"
SETTINGS = """\
[[leanspec.sources]]
name = "tower"
git = "tower"
revision = "v1"

[[leanspec.sources]]
name = "crane"
folder = "crane"
default_for = ["docs/crane/"]
"""
PAGE = """\
# The Tower

| File | Lines | What |
| ---- | ----- | ---- |
| `hull.py` | 6-7 | `lay()` |

`keel.py` (539 lines)

**Source**: `hull.py:2-3`

```py
def run(self):
```

See `gone.py:3`.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tower = Repository(tmp_path / "tower")
    for tag, text in {"v1": HULL, "v2": f"import keel\n\n\n\n\n\n\n{HULL}"}.items():
        write_files(tower.root, {"src/tower/hull.py": text, "src/tower/keel.py": ""})
        tower.git("add", ".")
        tower.git("commit", "--quiet", "-m", tag)
        tower.git("tag", tag)
    write_files(
        tmp_path,
        {
            "ubproject.toml": SETTINGS,
            "crane/hook.ts": "export function lift() {\n  up()\n}\n",
            "docs/tower.md": PAGE,
            "docs/crane/hook.md": "# Hook\n\n`hook.ts:1-3`: `lift`\n",
            "docs/other.md": "# Other\n\n`hook.ts:2` and\n\n`hull.py` (line 2)\n",
            "docs/none.md": "# None\n",
        },
    )
    return tmp_path


def test_text(root: Path) -> None:
    done = run("sources", "scan", "docs", "--fit", "tower:v2", cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.text == (
        "docs/crane/hook.md: 1 reference, 1 found, 1 of 1 meet their name\n"
        "docs/other.md: 2 references, 2 found\n"
        "docs/tower.md: 3 references, 2 found, 2 of 2 meet their name\n"
        "\n"
        "6 references on 3 of 4 pages; 1 size looks like one, but is not\n"
        "\n"
        "Spelled as\n"
        "  path:1-2                        2\n"
        "  path:1                          2\n"
        "  path (lines 1-2)                1\n"
        "  file and lines in a table       1\n"
        "\n"
        "tower\n"
        "  release   references  found  several  none  past end  named  lenient  strict  exact\n"
        "  tower v1           4      3        0     1         0      2        2       2      2  fits best\n"
        "  tower v2           4      3        0     1         0      2        0       0      0\n"
        "\n"
        "crane\n"
        "  release  references  found  several  none  past end  named  lenient  strict  exact\n"
        "  crane             2      2        0     0         0      1        1       1      1\n"
        "\n"
        "5 references can become roles: `--write` writes, `--format patch` shows them\n"
        "1 reference stays as written:\n"
        "  docs/tower.md:15: gone.py:3: tower has no such file\n"
    )


def test_json(root: Path) -> None:
    found = run("sources", "scan", "docs", "--format", "json", cwd=root).json()
    assert found["version"] == 1
    assert [page["path"] for page in found["pages"]] == [
        "docs/crane/hook.md",
        "docs/other.md",
        "docs/tower.md",
    ]
    assert found["pages"][2]["sizes"] == 1
    first = found["pages"][2]["references"][0]
    assert first == {
        "line": 5,
        "column": 15,
        "end": 18,
        "text": "6-7",
        "spelling": "file and lines in a table",
        "path": "hull.py",
        "lines": [[6, 7]],
        "name": None,
        "names": ["lay"],
        "beside": "line",
        "source": "tower",
        "code": False,
        "files": ["src/tower/hull.py"],
        "past_end": False,
        "meets": "exact",
        "symbol": "src.tower.hull.lay",
        "left": None,
    }
    assert found["pages"][2]["references"][2]["left"] == "tower has no such file"
    assert [(one["source"], one["strict"], one["best"]) for one in found["fits"]] == [
        ("tower", 2, False),
        ("crane", 1, False),
    ]


def test_patch_and_write(root: Path) -> None:
    patch = run("sources", "scan", "docs", "--format", "patch", cwd=root)
    pages = ("docs/tower.md", "docs/crane/hook.md", "docs/other.md")
    applied = root / "applied"
    write_files(applied, {path: (root / path).read_text() for path in pages})
    subprocess.run(["git", "apply", "-p1"], cwd=applied, input=patch.stdout, check=True)
    done = run("sources", "scan", "docs", "--write", cwd=root)
    assert done.lines[-1] == "3 pages written"
    for path in pages:
        assert (applied / path).read_text() == (root / path).read_text()
    assert (root / "docs/other.md").read_text() == (
        "# Other\n\n{source}`crane:hook.ts#L2` and\n\n"
        "{source}`hull.py (line 2) <tower:src/tower/hull.py#L2>`\n"
    )
    again = run("sources", "scan", "docs", "--format", "patch", cwd=root)
    assert again.text == ""
    assert run("sources", "scan", "docs", cwd=root).lines[-2:] == [
        "1 reference stays as written:",
        "  docs/tower.md:15: gone.py:3: tower has no such file",
    ]


def test_one_source(root: Path) -> None:
    done = run("sources", "scan", "docs/tower.md", "--source", "tower", "--fit", "v2", "v1", cwd=root)
    assert "tower v2           3" in done.text
    assert "crane" not in done.text


def test_no_source(tmp_path: Path) -> None:
    write_files(tmp_path, {"docs/a.md": "`hull.py:3`\n"})
    done = run("sources", "scan", "docs", cwd=tmp_path)
    assert done.lines == [
        "docs/a.md: 1 reference, 0 found",
        "",
        "1 reference on 1 of 1 page",
        "",
        "Spelled as",
        "  path:1       1",
        "",
        "no source is configured, so nothing was looked up; see `sources` in the options",
    ]


WRONG = {
    "a document": (["dcos"], "there is no file or folder `dcos`; did you mean `docs`?"),
    "a document elsewhere": (
        [".."],
        "`..` does not lie in {root}; name a document, or a folder of them",
    ),
    "a source": (["docs", "--source", "mast"], "no source is called `mast`; configured: `tower`, `crane`"),
    "which source": (
        ["docs", "--fit", "v2"],
        "`--fit v2` may be a release of any of 2 sources; say which: `NAME:v2`, or choose one with --source",
    ),
    "a folder": (
        ["docs", "--fit", "crane:v2"],
        "`crane` is a folder, which has no releases; a `git` source has them",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done(name: str, root: Path) -> None:
    arguments, message = WRONG[name]
    done = run("sources", "scan", *arguments, cwd=root)
    assert (done.returncode, done.stderr) == (2, f"sphinx-leanspec: {message.replace('{root}', str(root))}\n")


def test_what_cannot_be_read_is_told_of(root: Path) -> None:
    (root / "ubproject.toml").write_text(SETTINGS.replace('"v1"', '"v3"'))
    (root / "docs/bad.md").write_bytes(b"\xff\xfe`hook.ts:1`\n Crane: hook.ts:1 \xff")
    done = run("sources", "scan", "docs", "--fit", "tower:v9", cwd=root)
    assert done.returncode == 0
    assert "not read: tower: the repository has no revision `v3`" in done.text
    assert "tower v" not in done.text.partition("Spelled as")[2].partition("not read")[0]


def test_a_page_that_is_no_plain_text_is_not_written(root: Path) -> None:
    data = "\ufeff`hook.ts:1`\n".encode()
    (root / "docs/crane/hook.md").write_bytes(data)
    done = run("sources", "scan", "docs/crane", "--write", cwd=root)
    assert done.lines[-1] == "0 pages written"
    assert "the page is a link, or not plain UTF-8, and is not written" in done.text
    assert (root / "docs/crane/hook.md").read_bytes() == data
