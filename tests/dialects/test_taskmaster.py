"""Task Master: its tasks as specs, in every shape that its files have, and what it would say of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from building import Build, write_files
from commands import run
from rebuilding import ALWAYS, pages, snapshot

from sphinx_leanspec.commands.check import CheckRequest, check
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Spec
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import NoSpecsError, SpecLayout
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.dialects.taskmaster import FILE, LEGACY, reader
from sphinx_leanspec.reading.dialects.taskmaster.located import JsonText, LocatedObject
from sphinx_leanspec.reading.dialects.taskmaster.statuses import STATUSES
from sphinx_leanspec.reading.library import Library


def task(number: object, **fields: Any) -> dict[str, Any]:
    """A task that the tool accepts."""
    own = {"id": number, "title": f"Task {number}", "description": "So.", "status": "pending"}
    return {**own, "priority": "medium", "dependencies": [], "subtasks": [], **fields}


def read(root: Path, content: object, path: str = FILE) -> Corpus:
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    write_files(root, {".git/HEAD": "ref: refs/heads/main\n", path: text})
    return load(root)


def tagged(*tasks: object) -> dict[str, Any]:
    return {"harbour": {"tasks": list(tasks), "metadata": {"created": "2026-01-05T09:00:00.000Z"}}}


def one(root: Path, **fields: Any) -> Spec:
    return read(root, tagged(task(1, **fields))).specs["taskmaster/harbour/1"]


def told(corpus: Corpus) -> list[tuple[int, str]]:
    assert {found.path for found in corpus.findings} <= {FILE}
    return [(found.line, found.code) for found in corpus.findings]


def test_tags_are_worlds_of_their_own_and_parts_are_items(tmp_path: Path) -> None:
    parts = [{"id": 1, "title": "Hull", "status": "done"}, {"id": "2", "title": "Mast", "dependencies": [1]}]
    corpus = read(
        tmp_path,
        {
            "harbour": {"tasks": [task(10), task("2", dependencies=[10], subtasks=parts)]},
            "sea": {"tasks": [task(2, dependencies=["3"]), task(3)]},
        },
    )
    assert {key: corpus.depends_on[key] for key in corpus.specs} == {
        "taskmaster/harbour/2": ("taskmaster/harbour/10",),
        "taskmaster/harbour/2.1": (),
        "taskmaster/harbour/2.2": ("taskmaster/harbour/2.1",),
        "taskmaster/harbour/10": (),
        "taskmaster/sea/2": ("taskmaster/sea/3",),
        "taskmaster/sea/3": (),
    }
    assert list(corpus.specs)[:4] == [f"taskmaster/harbour/{name}" for name in ("2", "2.1", "2.2", "10")]
    assert corpus.parent == dict.fromkeys(
        ("taskmaster/harbour/2.1", "taskmaster/harbour/2.2"), "taskmaster/harbour/2"
    )
    assert [corpus.specs[f"taskmaster/harbour/2.{at}"].status for at in (1, 2)] == ["complete", "planned"]
    assert corpus.specs["taskmaster/sea/2"].tags == ("sea",)
    assert corpus.specs["taskmaster/harbour/2.1"].need_id == "TASKMASTER_HARBOUR_2_1"
    assert [(found.code, found.at_most) for found in corpus.findings] == [("ref", "info")]
    assert corpus.resolve("10").target == corpus.resolve("#10").target == "taskmaster/harbour/10"
    assert corpus.resolve("2.1").target == "taskmaster/harbour/2.1"
    assert corpus.resolve("sea/2").target == "taskmaster/sea/2"
    assert set(corpus.resolve("2").candidates) == {"taskmaster/harbour/2", "taskmaster/sea/2"}


@pytest.mark.parametrize("status", STATUSES)
def test_the_word_of_the_tool_is_kept(tmp_path: Path, status: str) -> None:
    spec = one(tmp_path, status=status, updatedAt="2026-02-01T10:30:00.000Z")
    assert (spec.status, spec.status_written) == (STATUSES[status], status)
    assert spec.updated == "2026-02-01T10:30:00.000Z"
    assert spec.completed == (spec.updated if status == "done" else None)


def test_a_page_is_made_of_the_texts_and_the_card_of_the_rest(tmp_path: Path) -> None:
    spec = one(
        tmp_path,
        title="Paint  the `hull`",
        description="Blue.",
        details="# Steps\n\n- [ ] no box\n",
        testStrategy="Look.",
        complexity=7,
        previousStatus="done",
        owner_team=["red", "blue"],
        acceptanceCriteria="Two coats.\nNo drops.",
        relevantFiles=[{"path": "hull.py"}],
        assignee="Ada",
        tags=["paint"],
        createdAt="2026-01-05T09:00:00.000Z",
    )
    assert (spec.title, spec.title_source, spec.priority) == ("Paint the `hull`",) * 2 + ("medium",)
    assert [(part.text, part.is_spread) for part in spec.parts] == [
        ("Blue.\n", False),
        ("## Details\n\n### Steps\n\n- [ ] no box\n\n", False),
        ("## Test strategy\n\nLook.\n", False),
        ("## Acceptance Criteria\n\nTwo coats.\nNo drops.\n".replace("C", "c"), False),
    ]
    lines = (Path(tmp_path) / FILE).read_text("utf-8").splitlines()
    assert ["acceptanceCriteria" in lines[part.line - 1] for part in spec.parts] == [
        False,
        False,
        False,
        True,
    ]
    assert "description" in lines[spec.parts[0].line - 1]
    assert spec.checks == ()
    assert spec.facts == {"complexity": ("7",), "previousStatus": ("done",), "owner_team": ("red", "blue")}
    assert spec.custom == {"relevantFiles": [{"path": "hull.py"}]}
    assert (spec.assignees, spec.tags) == (("Ada",), ("harbour", "paint"))
    assert (spec.body_line, spec.lines) == (4, len(lines) - 9)


def test_a_number_in_a_part_is_another_part_and_a_text_with_a_dot_any(tmp_path: Path) -> None:
    parts = [
        {"id": 1, "title": "A", "dependencies": ["2.1", "3"]},
        {"id": 2, "title": "B", "dependencies": [1, "1"]},
        {"id": "1.3", "title": "C", "dependencies": [2, 9]},
    ]
    corpus = read(
        tmp_path, tagged(task(1, subtasks=parts), task(2, subtasks=[{"id": 1, "title": "D"}]), task(3))
    )
    assert corpus.depends_on["taskmaster/harbour/1.1"] == ("taskmaster/harbour/2.1", "taskmaster/harbour/1.3")
    assert corpus.depends_on["taskmaster/harbour/1.2"] == ("taskmaster/harbour/1.1",)
    assert corpus.depends_on["taskmaster/harbour/1.3"] == ("taskmaster/harbour/1.2",)
    (lost,) = corpus.unresolved["taskmaster/harbour/1.3"]
    assert lost.reference.text == "taskmaster/harbour/1.9"


def test_dependencies_are_judged_as_the_tool_judges_them(tmp_path: Path) -> None:
    parts = [{"id": at, "title": "P", "dependencies": [2] if at == 1 else [1]} for at in (1, 2)]
    parts += [{"id": 7, "title": "P"}, {"id": 8, "title": "P", "dependencies": [7, 0]}]
    read(
        tmp_path,
        tagged(
            task(1, dependencies=["1"]),
            task(2, dependencies=[3, 6, None]),
            task(3, dependencies=["2"], subtasks=parts),
        ),
    )
    outcome = check(CheckRequest(tmp_path, Options()))
    found = {(entry.finding.code, entry.spec, entry.finding.message) for entry in outcome.entries}
    assert {(code, spec and spec.removeprefix("taskmaster/harbour/")) for code, spec, _ in found} == {
        ("cycle", "1"),
        ("cycle", "2"),
        ("cycle", "3.1"),
        ("ref", "2"),
        ("ref", "3.8"),
    }
    assert "depends_on `taskmaster/harbour/6` names no spec here" in {message for *_, message in found}
    assert "`null` names no task; it was left out" in {message for *_, message in found}
    (misread,) = (one for one in load(tmp_path).findings if "is meant" in one.message)
    assert misread.at_most == "info"
    line = (tmp_path / FILE).read_text("utf-8").splitlines()[misread.line - 1]
    assert line.strip() == "7,"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"description": ""}, "task"),
        ({"title": " "}, "task"),
        ({"id": None}, "task"),
        ({"status": "completed"}, "status"),
        ({"status": "Done"}, "status"),
        ({"status": None}, "status"),
        ({"priority": "urgent"}, "priority"),
        ({"priority": None}, "priority"),
        ({"dependencies": "2"}, "task"),
        ({"subtasks": {}}, "task"),
    ],
)
def test_what_makes_the_tool_drop_all_tasks_of_a_tag_is_found(
    tmp_path: Path, fields: dict[str, Any], code: str
) -> None:
    corpus = read(tmp_path, tagged(task(1, **fields), task(2)))
    (found,) = corpus.findings
    assert found.code == code
    assert "Task Master lists nothing of its tag because of it" in found.message
    line = (tmp_path / FILE).read_text("utf-8").splitlines()[found.line - 1]
    assert f'"{next(iter(fields))}"' in line
    assert len(corpus.specs) == 2


def test_of_a_part_the_tool_asks_nothing(tmp_path: Path) -> None:
    corpus = read(tmp_path, tagged(task(1, subtasks=[{"id": 1}, {"id": 2, "status": "napping"}])))
    assert [found.message for found in corpus.findings] == [
        "Task Master knows no status `napping`; it was read as napping"
    ]
    assert corpus.specs["taskmaster/harbour/1.1"].title == "1.1"


def test_numbers_that_two_tasks_have_are_told(tmp_path: Path) -> None:
    corpus = read(tmp_path, tagged(task(1), task("1", title="Twin"), task(2, dependencies=[1])))
    assert {key: spec.title for key, spec in corpus.specs.items()} == {
        "taskmaster/harbour/1": "Task 1",
        "taskmaster/harbour/1_2": "Twin",
        "taskmaster/harbour/2": "Task 2",
    }
    assert [found.code for found in corpus.findings] == ["id"]
    assert corpus.depends_on["taskmaster/harbour/2"] == ("taskmaster/harbour/1",)


@pytest.mark.parametrize(
    ("text", "keys", "line"),
    [
        (json.dumps(tagged(task(1), task(2)))[:-12], {"1", "2"}, 1),
        ('{"harbour": {"tasks": [\n{"id": 1, "title": "A"},\n{"id": 2, "title": "B"\n', {"1", "2"}, 4),
        ('{"harbour": {"tasks": [{"id": 1},\n<<<<<<< HEAD\n{"id": 2},', {"1"}, 2),
        ('{"harbour": {"tasks": [{"id": 1, "title": "a\tb"}]}}', {"1"}, 1),
        ('{"harbour": {"tasks": [\n', {"tasks"}, 2),
        ("", {"tasks"}, 1),
        ("[]", {"tasks"}, 1),
        ('{"harbour": null}', {"tasks"}, 1),
        ('{"harbour": {\n"tasks": {}}}', {"tasks"}, 2),
        (f'{{"harbour": {{"tasks": [{{"id": 1, "x": {"[" * 5_000}', {"1"}, 1),
        ('{"harbour": {"tasks": [{"id": 1}], "x": ' + "9" * 5_000 + "}}", {"1"}, 1),
    ],
)
def test_of_a_broken_file_is_shown_what_can_be_read(
    tmp_path: Path, text: str, keys: set[str], line: int
) -> None:
    corpus = read(tmp_path, text)
    assert {key.rpartition("/")[2] for key in corpus.specs} == keys
    assert (line, "frontmatter") in told(corpus)


def test_entries_that_are_no_tasks_and_tasks_in_no_tag_are_told(tmp_path: Path) -> None:
    corpus = read(tmp_path, {"tasks": [task(1)], "sea": {"tasks": [5, task(2)]}})
    assert corpus.specs.keys() == {"taskmaster/tasks/1", "taskmaster/sea/2"}
    assert sorted(code for _, code in told(corpus)) == ["frontmatter", "task"]


@pytest.mark.parametrize("content", [{"harbour": {"tasks": [5]}}, {"tasks": [5]}])
def test_a_file_of_nothing_but_such_entries_is_no_empty_one(tmp_path: Path, content: object) -> None:
    assert [code for _, code in told(read(tmp_path, content))] == ["task"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {FILE: json.dumps(tagged(task(1)))})

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sphinx_leanspec.reading.decoding.read", refuse)
    (spec,) = load(tmp_path).specs.values()
    assert [found.code for found in spec.findings] == ["unreadable"]


@pytest.mark.parametrize("tag", ["..", "a/../../b", "", " ", "x" * 300, "Größe", ".hidden", "a\0b"])
def test_no_name_of_a_tag_leads_anywhere(tmp_path: Path, tag: str) -> None:
    (spec,) = read(tmp_path, {tag: {"tasks": [task("../7")]}}).specs.values()
    steps = spec.key.split("/")
    assert len(steps) == 3
    assert all(step and not step.startswith(".") and len(step) < 200 and "\0" not in step for step in steps)


def test_older_files_are_read_where_they_are_task_masters(tmp_path: Path) -> None:
    assert set(read(tmp_path / "a", {"tasks": [task(1)]}, LEGACY).specs) == {"taskmaster/master/1"}
    with pytest.raises(NoSpecsError):
        read(tmp_path / "b", {"tasks": [{"id": 1, "name": "build"}]}, LEGACY)
    with pytest.raises(NoSpecsError):
        read(tmp_path / "c", tagged())
    write_files(
        tmp_path / "a", {"specs/001-a/README.md": "---\nstatus: planned\ncreated: 2026-01-01\n---\n# A\n"}
    )
    assert set(load(tmp_path / "a").specs) == {"001-a"}
    layout = SpecLayout(dialects=("leanspec", "taskmaster"))
    assert set(load(tmp_path / "a", layout).specs) == {"001-a", "taskmaster/master/1"}


def test_a_number_is_that_of_the_specs_of_its_own_tool(tmp_path: Path) -> None:
    write_files(tmp_path, {"specs/005-a/README.md": "---\nstatus: planned\ncreated: 2026-01-01\n---\n# A\n"})
    corpus = read(tmp_path, tagged(task(1, dependencies=[5])))
    assert corpus.depends_on["taskmaster/harbour/1"] == ()
    assert told(corpus) == [(11, "ref")]


def test_a_file_is_gone_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(tmp_path, tagged(*(task(at, subtasks=[{"id": 1, "title": "P"}]) for at in range(50))))
    made: list[str] = []

    class Counted(JsonText):
        def __init__(self, text: str) -> None:
            made.append(text)
            super().__init__(text)

    monkeypatch.setattr(reader, "JsonText", Counted)
    first = load(tmp_path, library=(cache := SpecCache(tmp_path / "cache")))
    cache.save()
    assert (len(made), len(first.specs)) == (1, 100)
    assert load(tmp_path, library=SpecCache(tmp_path / "cache")).specs == first.specs
    assert len(made) == 1


def test_json_is_read_with_places() -> None:
    text = '{\n "a": [],\n "b": {}, "c": [1, {"d\\u0041": "\\u0000"}]\n}'
    found = JsonText(text)
    assert found.value == {"a": [], "b": {}, "c": [1, {"dA": "\N{REPLACEMENT CHARACTER}"}]}
    assert isinstance(found.value, LocatedObject)
    assert {name: found.line_of(at) for name, at in found.value.where.items()} == {"a": 2, "b": 3, "c": 3}
    assert (found.problem, found.line_of(found.value.end), found.lines) == ("", 4, 4)
    assert JsonText('{"a": 1]').value == {"a": 1}
    assert JsonText('{"a": 1,}').problem


def git(root: Path, *words: str) -> None:
    import subprocess

    own = ("-c", "user.name=A", "-c", "user.email=a@b.example")
    subprocess.run(["git", *own, *words], cwd=root, check=True, capture_output=True)


def test_only_the_task_that_changed_is_one_that_changed(tmp_path: Path) -> None:
    write_files(tmp_path, {FILE: json.dumps(tagged(task(1), task(2, dependencies=[1])), indent=1)})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "One")
    added = json.dumps(tagged(task(1, complexity=3), task(2, dependencies=[1]), task(3)), indent=1)
    write_files(tmp_path, {FILE: added})
    outcome = check(CheckRequest(tmp_path, Options(), since="HEAD"))
    assert [place.id for place in outcome.specs] == ["harbour/1", "harbour/3"]
    said = run("impact", "--since", "HEAD", cwd=tmp_path)
    assert "2 specs changed; downstream: 1 spec" in said.text


@pytest.mark.parametrize("words", [("list",), ("show", "harbour/2"), ("schema",), ("init", "-n")])
def test_commands_know_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    write_files(tmp_path, {FILE: json.dumps(tagged(task(1), task(2, title="Rig", dependencies=[1])))})
    done = run(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert words[0] in ("schema", "init") or "Rig" in done.text


CONF = 'extensions = ["sphinx_leanspec"]\n'


def site(**last: Any) -> Mapping[str, str]:
    parts = [{"id": 1, "title": "Hull", "status": "review", "details": "# Why\n\nIt **leaks**."}]
    tasks = [task(1, dependencies=[2]), task(2, **last), task(3, title="Moor", subtasks=parts), task(4)]
    return {
        "conf.py": CONF,
        "index.md": "# Site\n\n{spec}`harbour/4`\n",
        FILE: json.dumps(tagged(*tasks), indent=1),
    }


def test_pages_and_what_an_edit_of_one_task_writes_again(build: Build, tmp_path: Path) -> None:
    write_files(tmp_path / "src", site())
    result = build(tmp_path / "src")
    assert result.warnings == []
    page = result.html("specs/taskmaster/harbour/3.1")
    assert page.select_one("h1").get_text().startswith("harbour/3.1 Hull")
    assert [title.find(string=True) for title in page.select("h2, h3")][:2] == ["Details", "Why"]
    assert page.select_one("strong").get_text() == "leaks"
    index = result.html("specs/index")
    assert index.select_one(".leanspec-total").get_text() == "5 specs"
    assert "Progress" not in index.select_one("thead").get_text()
    before = snapshot(result.outdir)
    write_files(tmp_path / "src", site(complexity=3, details="Sail."))
    again = build(tmp_path / "src")
    after = snapshot(again.outdir)
    written = {name for name in after if before.get(name) != after[name]} - ALWAYS
    assert {name for name in written if "/harbour/" in name} == {"specs/taskmaster/harbour/2.html"}
    copytree(tmp_path / "src", tmp_path / "clean", ignore=ignore_patterns("_build"))
    clean = build(tmp_path / "clean")
    assert pages(again.outdir) == pages(clean.outdir)


@pytest.mark.corpora
def test_its_own_list_says_the_same(corpora: Path) -> None:
    root = corpora / "dialects" / "taskmaster"
    oracle = json.loads((root / "oracle.json").read_text("utf-8"))
    corpus = load(root, library=Library())
    found: dict[str, dict[str, Any]] = {"master": {}, "autumn": {}}
    for key, spec in corpus.specs.items():
        _, tag, number = key.split("/")
        needed = [name.rpartition("/")[2] for name in corpus.depends_on[key]]
        blocks = {name.rpartition("/")[2] for name in corpus.required_by.get(key, ()) if "." not in name}
        found[tag][number] = spec.title, spec.status_written, spec.priority, needed, blocks, spec.updated
    told: dict[str, dict[str, Any]] = {"master": {}, "autumn": {}}
    for tag, name in (("master", "list_with_subtasks"), ("autumn", "list_tag_autumn")):
        for row in oracle[name]["tasks"]:
            told[tag] |= {row["id"]: _as_listed(row, "", blocks={*row["blocks"]})}
            for part in row["subtasks"]:
                number = f"{row['id']}.{part['id']}"
                blocks = found[tag][number][4]  # of parts the tool does not say it
                told[tag] |= {number: _as_listed(part, f"{row['id']}.", blocks=blocks)}
    assert found == told
    assert corpus.findings == ()
    said = oracle["validate_dependencies"]
    ours = {key: targets for key, targets in corpus.depends_on.items() if key.startswith("taskmaster/master")}
    assert (sum(map(len, ours.values())), len(ours)) == (
        said["dependencies"],
        said["tasks"] + said["subtasks"],
    )


def _as_listed(row: Mapping[str, Any], prefix: str, blocks: set[str]) -> tuple[object, ...]:
    needed = [text if "." in (text := str(one)) else f"{prefix}{text}" for one in row["dependencies"]]
    return row["title"], row["status"], row.get("priority"), needed, blocks, row.get("updatedAt")


@pytest.mark.corpora
def test_a_real_project_builds_without_a_warning(build: Build, corpora: Path, tmp_path: Path) -> None:
    copytree(corpora / "dialects" / "taskmaster", tmp_path / "src")
    write_files(tmp_path / "src", {"conf.py": CONF, "index.md": "# Site\n"})
    assert build(tmp_path / "src").warnings == []


def test_the_guide_lists_the_statuses() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "taskmaster.md"
    if not guide.is_file():
        pytest.skip("the guide is part of a checkout only")
    rows = [line.strip("| ").split(" | ") for line in guide.read_text("utf-8").splitlines() if "` | " in line]
    words = {row[0].strip("`"): row[1] for row in rows if row[0].strip("`") in STATUSES}
    assert words == STATUSES
