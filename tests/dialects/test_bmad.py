"""BMAD: one file decides, another has the titles, a third has the work; and each may say something else."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from building import Build, write_files
from commands import run
from rebuilding import ALWAYS, pages, snapshot

from sphinx_leanspec.commands.check import CheckRequest, check
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Spec
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import NoSpecsError, Vocabularies, dialects
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.dialects.bmad import Bmad, epics, sprint
from sphinx_leanspec.reading.dialects.bmad.sprint import STATUSES
from sphinx_leanspec.reading.dialects.bmad.story import FILES, OLDER

MADE = "_bmad-output/implementation-artifacts"
PLANNED = "_bmad-output/planning-artifacts"
STATUS = f"{MADE}/sprint-status.yaml"
HEAD = "generated: 01-05-2026 09:00\nlast_updated: 01-06-2026 10:30\nproject: Harbour\n"
EPICS = """# Harbour - Epic Breakdown

## Epic List

### Epic 1: Tides

In short.

## Epic 1: Tides

Skippers know the water.

### Story 1.1: Read the gauge

As a skipper, I want the level.

### Story 1.2a: Show a port's day (v2)

```
### Story 1.9: No story
```

## Epic 2: Moon

#### Story 2.1: Phases
"""
STORY = """# Story 1.1: Read the gauge

Status: review

## Acceptance Criteria

1. The level is shown

## Tasks / Subtasks

- [x] Task 1: Wire it (AC: #1, #2)
  - [ ] 1.1 Solder
"""


def status(*entries: str, head: str = HEAD, more: str = "") -> str:
    return "".join([head, "development_status:\n", *(f"  {entry}\n" for entry in entries), more])


USUAL = status(
    "epic-1: in-progress",
    "1-1-read-the-gauge: review",
    "1-2a-show-a-port-s-day-v2: drafted",
    "epic-1-retrospective: optional",
    "",
    "# Epic 2: The moon",
    "epic-2: contexted",
    "2-1-phases: done # at last",
)


def project(root: Path, **files: str | None) -> Path:
    """A repository with the usual files; others by their names, None for one that is not there."""
    own: dict[str, str | None] = {
        STATUS: USUAL,
        f"{PLANNED}/epics.md": EPICS,
        f"{MADE}/1-1-read-the-gauge.md": STORY,
        ".git/HEAD": "ref: refs/heads/main\n",
    }
    write_files(root, {name: text for name, text in {**own, **files}.items() if text is not None})
    return root


def read(root: Path, **files: str | None) -> Corpus:
    return load(project(root, **files))


def one(root: Path, story: str, word: str = "review") -> Spec:
    """The story 1.1, with a file of its own."""
    text = status("epic-1: in-progress", f"1-1-read-the-gauge: {word}")
    return read(root, **{STATUS: text, f"{MADE}/1-1-read-the-gauge.md": story}).specs[
        "bmad/1-1-read-the-gauge"
    ]


def told(corpus: Corpus, least: str = "warning") -> list[tuple[str, int, str]]:
    return [
        (found.path.rpartition("/")[2], found.line, found.code)
        for found in corpus.findings
        if found.at_most != "info" or least == "info"
    ]


def test_the_title_is_in_one_file_and_the_status_in_another(tmp_path: Path) -> None:
    corpus = read(tmp_path)
    found = {
        key: (spec.label, spec.title, spec.status, spec.status_written) for key, spec in corpus.specs.items()
    }
    assert found == {
        "bmad/1-1-read-the-gauge": ("1.1", "Read the gauge", "in-progress", "review"),
        "bmad/1-2a-show-a-port-s-day-v2": ("1.2a", "Show a port's day (v2)", "planned", "drafted"),
        "bmad/2-1-phases": ("2.1", "Phases", "complete", "done"),
        "bmad/epic-1": ("Epic 1", "Tides", "in-progress", "in-progress"),
        "bmad/epic-1-retrospective": ("Epic 1 Retrospective",) * 2 + ("draft", "optional"),
        "bmad/epic-2": ("Epic 2", "Moon", "in-progress", "contexted"),
    }
    assert corpus.parent == {
        "bmad/1-1-read-the-gauge": "bmad/epic-1",
        "bmad/1-2a-show-a-port-s-day-v2": "bmad/epic-1",
        "bmad/2-1-phases": "bmad/epic-2",
    }
    assert [one.text for one in corpus.specs["bmad/epic-1-retrospective"].related] == ["bmad/epic-1"]
    assert corpus.resolve("1.2a").target == "bmad/1-2a-show-a-port-s-day-v2"
    assert corpus.resolve("Epic 1").target == "bmad/epic-1"
    assert corpus.resolve("Epic 1 Retrospective").target == "bmad/epic-1-retrospective"
    assert corpus.specs["bmad/2-1-phases"].need_id == "BMAD_2_1_PHASES"
    assert told(corpus) == []


def test_a_page_is_the_storys_file_else_what_the_epics_say_of_it(tmp_path: Path) -> None:
    specs = read(tmp_path).specs
    parts = {
        key.partition("/")[2]: [(part.line, part.text.strip()) for part in spec.parts]
        for key, spec in specs.items()
    }
    assert parts["1-1-read-the-gauge"][0][1].startswith("# Read the gauge\n\nStatus: review")
    assert parts["epic-1"] == [(10, "Skippers know the water.")]
    assert parts["1-2a-show-a-port-s-day-v2"] == [(18, "```\n### Story 1.9: No story\n```")]
    checks = specs["bmad/1-1-read-the-gauge"].checks
    assert [
        (one.task and one.task.number, one.task and one.task.requirements, one.done, one.line)
        for one in checks
    ] == [
        ("1", ("1", "2"), True, 11),
        ("1.1", (), False, 12),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n\nStatus: done\n", "done"),
        ("# A\n\n**Status:** Ready for Review\n", "Ready for Review"),
        ("# A\n\n> **Status**: done ✅ (2026)\n", "done"),
        ("# A\n\n## Status\n\nDone\n", "Done"),
        (
            "---\ntitle: 'Story 1.1: A'\ntype: feature\ncreated: 2026-01-05\nstatus: in-review\n---\n",
            "in-review",
        ),
        ("# A\n\n## Story\n\nStatus: no\n", ""),
    ],
)
def test_every_generation_of_files_says_its_status(tmp_path: Path, text: str, said: str) -> None:
    spec = one(tmp_path, text, "backlog")
    assert (spec.status, spec.status_written) == ("planned", "backlog")
    found = [one.message for one in spec.findings if one.code == "status"]
    assert found == (
        [f"this file says `{said}`, `sprint-status.yaml` `backlog`, which counts"]
        if said
        else ["the story has a file; the next planning makes it `ready-for-dev` in `sprint-status.yaml`"]
    )
    if "feature" in text:
        assert (spec.created, spec.facts, spec.title) == (
            "2026-01-05",
            {"type": ("feature",)},
            "Read the gauge",
        )


@pytest.mark.parametrize(
    ("word", "own", "least"),
    [
        ("review", "done", "error"),
        ("ready-for-dev", "in-progress", "error"),
        ("in-progress", "in-review", "info"),
        ("review", "review", None),
        ("drafted", "ready-for-dev", None),
        ("done", "napping", None),
    ],
)
def test_two_truths_that_disagree_are_a_finding(
    tmp_path: Path, word: str, own: str, least: str | None
) -> None:
    spec = one(tmp_path, f"# A\n\nStatus: {own}\n", word)
    assert spec.status == STATUSES[OLDER.get(word, word)]
    found = [(one.line, one.at_most) for one in spec.findings]
    assert found == ([(3, least)] if least else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (status("epic-1: blocked"), [(5, "status")]),
        (status("epic-1-retrospective: completed"), [(5, "status")]),
        (status("1-1-read-the-gauge: napping"), [(5, "status")]),
        (status("epic-3-5: done", "3-5-0-clean: done"), [(5, "frontmatter")]),
        (status("epic-1: done", "epic-1: backlog"), [(6, "frontmatter")]),
        (
            status("epic-1: done", head="generated: soon\nlast_updated: 2026-01-06\nproject: A\n"),
            [(1, "dates")],
        ),
        (f"{HEAD}epics:\n  epic-1:\n    status: done\n", [(1, "frontmatter")]),
        (status("epic-1: [done"), [(6, "frontmatter"), (5, "status")]),
        (status("epic-1: done", more="action_items: 5\n"), [(6, "frontmatter")]),
        (status("epic-1: done", more="action_items:\n  - epic: 1\n    status: soon\n"), [(6, "frontmatter")]),
        (status("9-1-lost: done"), [(5, "ref")]),
    ],
)
def test_what_its_own_validation_says_is_said_where_it_stands(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    corpus = read(tmp_path, **{STATUS: text, f"{MADE}/1-1-read-the-gauge.md": None})
    found = [(line, code) for name, line, code in told(corpus) if name == "sprint-status.yaml"]
    assert sorted(found) == sorted(expected)


def test_an_epic_between_two_has_its_own_stories(tmp_path: Path) -> None:
    corpus = read(
        tmp_path, **{STATUS: status("epic-3: done", "epic-3-5: done", "3-5-0-clean: done", "3-5-wide: done")}
    )
    assert corpus.parent["bmad/3-5-0-clean"] == "bmad/epic-3-5"
    assert corpus.parent["bmad/3-5-wide"] == "bmad/epic-3"


def test_what_only_some_of_the_files_have_is_shown(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        **{
            STATUS: status("epic-1: done", "1-1-read-the-gauge: done", "1-7-gone: backlog"),
            f"{MADE}/stories/epic-2/2-4-tables.md": "# Story 2.4: Tables\n\nStatus: done\n",
            f"{MADE}/spec-faster.md": "---\ntitle: Faster\nstatus: draft\n---\n\n## Intent\n",
            f"{MADE}/epic-1-retro-2026-03-01.md": "# Retro\n",
            f"{MADE}/validation-report-1-1.md": "# V\n",
        },
    )
    names = {key.partition("/")[2]: (spec.title, spec.status) for key, spec in corpus.specs.items()}
    assert (
        names.items()
        >= {
            "2-4-tables": ("Tables", "complete"),
            "spec-faster": ("Faster", "planned"),
            "1-2a-show-a-port-s-day-v2": ("Show a port's day (v2)", "planned"),
            "epic-2": ("Moon", "planned"),
            "1-7-gone": ("1-7-gone", "planned"),
        }.items()
    )
    assert not any("validation" in name for name in names)
    assert ("sprint-status.yaml", 7, "ref") in told(corpus, "info")
    assert ("epics.md", 25, "ref") in told(corpus, "info")


def test_what_a_retrospective_has_found_is_on_its_page(tmp_path: Path) -> None:
    more = "action_items:\n  - epic: 1\n    action: Buy a lamp\n    owner: Ada\n    status: open\n"
    text = status("epic-1: done", "epic-1-retrospective: done", more=more)
    corpus = read(tmp_path, **{STATUS: text, f"{MADE}/epic-1-retro-2026-03-01.md": "# Retro\n\nGood.\n"})
    spec = corpus.specs["bmad/epic-1-retrospective"]
    assert (spec.path.rpartition("/")[2], spec.status) == ("epic-1-retro-2026-03-01.md", "complete")
    assert [part.text for part in spec.parts] == [
        "# Retro\n\nGood.\n",
        "## Action items\n\n- **open**: Buy a lamp (Ada)\n",
    ]


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("docs/sprint-artifacts/sprint-status.yaml", {"docs/epics.md": EPICS}),
        ("docs/sprint-status.yaml", {"docs/epics/epic-1.md": EPICS}),
        (
            "plan/made/sprint-status.yaml",
            {
                "_bmad/bmm/config.yaml": "planning_artifacts: '{project-root}/plan/thought'\n"
                "implementation_artifacts: '{project-root}/plan/made'\n",
                "plan/thought/epics.md": EPICS,
            },
        ),
        (
            "plan/made/sprint-status.yaml",
            {
                "_bmad/config.toml": '[modules.bmm]\nplanning_artifacts = "plan/thought"\n'
                'implementation_artifacts = "elsewhere"\n',
                "_bmad/custom/config.toml": 'implementation_artifacts = "{project-root}/plan/made"\n',
                "plan/thought/epics.md": EPICS,
            },
        ),
    ],
)
def test_older_and_other_places_are_known(tmp_path: Path, path: str, more: dict[str, str]) -> None:
    text = status("epic-1: done", head=f'{HEAD}story_location: "{{project-root}}/tales"\n')
    write_files(tmp_path, {path: text, "tales/1-1-read-the-gauge.md": STORY, **more})
    specs = load(tmp_path).specs
    assert specs["bmad/epic-1"].title == "Tides"
    assert specs["bmad/1-1-read-the-gauge"].path == "tales/1-1-read-the-gauge.md"


@pytest.mark.parametrize("where", ["../out", "/etc", "{project-root}/../out", "a\0b", "gone"])
def test_no_folder_outside_is_looked_into(tmp_path: Path, where: str) -> None:
    write_files(tmp_path, {"out/1-9-secret.md": "# S\n", "repo/.git/HEAD": "ref: x\n"})
    text = status("epic-1: done", head=f'{HEAD}story_location: "{where}"\n')
    config = f"implementation_artifacts: '{where}'\n".replace("\0", "")
    corpus = read(tmp_path / "repo", **{STATUS: text, "_bmad/bmm/config.yaml": config})
    assert not any("secret" in key for key in corpus.specs)


def test_no_name_of_an_entry_leads_anywhere(tmp_path: Path) -> None:
    corpus = read(tmp_path, **{STATUS: status("../../x: done", "epic-1/../..: done")})
    assert all(".." not in key.split("/") and key.count("/") == 1 for key in corpus.specs)


def test_without_the_file_that_decides_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoSpecsError):
        read(tmp_path, **{STATUS: None})
    (spec,) = read(
        tmp_path / "b", **{STATUS: "", f"{PLANNED}/epics.md": None, f"{MADE}/1-1-read-the-gauge.md": None}
    ).specs.values()
    assert {one.code for one in spec.findings} == {"frontmatter"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Show one book's shelf (v2)", "show-one-book-s-shelf-v2"),
        ("Größe & Gewicht", "größe-gewicht"),
        ("!!!", "a2ef406e"),
        ("x" * 70, "x" * 60),
    ],
)
def test_names_are_made_of_titles_as_the_tool_makes_them(title: str, name: str) -> None:
    assert epics.slug(title)[: len(name)] == (name if title != "!!!" else epics.slug("!!!")[:8])
    assert len(epics.slug("!!!")) == 8


def test_each_file_is_gone_through_once(tmp_path: Path) -> None:
    sprint.read.cache_clear()
    entries = [f"1-{at}-story-{at}: done" for at in range(1, 41)]
    files = {
        f"{MADE}/1-{at}-story-{at}.md": f"# Story 1.{at}: Story {at}\n\nStatus: done\n" for at in range(1, 41)
    }
    project(tmp_path, **{STATUS: status("epic-1: done", *entries)}, **files)
    cache = SpecCache(tmp_path / "cache")
    first = load(tmp_path, library=cache)
    cache.save()
    assert sprint.read.cache_info().misses == 1
    assert load(tmp_path, library=SpecCache(tmp_path / "cache")).specs == first.specs


def test_history_tells_a_story_by_its_file(tmp_path: Path) -> None:
    located = load(project(tmp_path)).project
    path = f"{MADE}/1-9-gone.md"
    found = dialects.called(located, path)
    assert found is not None
    assert found.id == "1-9-gone"
    assert Bmad().status_of(located, path, b"# A\n\nStatus: done\n", Vocabularies()) == "complete"
    assert dialects.called(located, f"{MADE}/notes.md") is None


@pytest.mark.parametrize(
    "words", [("list",), ("show", "1.1"), ("schema",), ("init", "-n"), ("impact", "epic-1")]
)
def test_commands_know_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*words, cwd=project(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert words[0] in ("schema", "init") or "epic-1" in done.text


CONF = 'extensions = ["sphinx_leanspec"]\nexclude_patterns = ["_bmad-output", "_build"]\n'


def test_pages_and_what_an_edit_of_the_one_file_writes_again(build: Build, tmp_path: Path) -> None:
    root = project(tmp_path / "src", **{"conf.py": CONF, "index.md": "# Site\n\n{spec}`2.1`\n"})
    result = build(root)
    assert result.warnings == []
    page = result.html("specs/bmad/1-1-read-the-gauge")
    assert page.select_one("h1").get_text().startswith("1.1 Read the gauge")
    assert len(page.select(".leanspec-check")) == 2
    assert "Moon" in result.html("specs/bmad/epic-2").h1.get_text()
    before = snapshot(result.outdir)
    edited = USUAL.replace("epic-1: in", "# A line more\n  epic-1: in").replace(
        "retrospective: optional", "retrospective: done"
    )
    write_files(root, {STATUS: edited})
    again = build(root)
    after = snapshot(again.outdir)
    written = {name for name in after if before.get(name) != after[name]} - ALWAYS
    assert {name for name in written if "/bmad/" in name} == {"specs/bmad/epic-1-retrospective.html"}
    copytree(root, tmp_path / "clean", ignore=ignore_patterns("_build"))
    assert pages(again.outdir) == pages(build(tmp_path / "clean").outdir)


@pytest.mark.corpora
def test_its_own_planning_says_the_same(corpora: Path) -> None:
    root = corpora / "dialects" / "bmad"
    oracle = json.loads((root / "oracle.json").read_text("utf-8"))
    corpus = load(root)
    kinds = {"story": "stories", "epic": "epics", "retrospective": "retrospectives"}
    found: dict[str, dict[str, int]] = {name: {} for name in kinds.values()}
    for spec in corpus.specs.values():
        word = OLDER.get(spec.status_written or "", spec.status_written or "")
        counts = found[kinds[sprint.key_of(spec.id).kind]]
        counts[word] = counts.get(word, 0) + 1
    assert found == {name: oracle["status"][name] for name in kinds.values()}
    mapped = {spec.id: spec.status_written for spec in corpus.specs.values() if spec.status_written in OLDER}
    assert mapped == {one["key"]: one["from"] for one in oracle["status"]["legacy_mapped"]}
    planned = oracle["generate_dry_run"]
    assert (len(corpus.specs), corpus.parent.keys()) == (
        planned["preserved"],
        {f"bmad/{spec.id}" for spec in corpus.specs.values() if sprint.key_of(spec.id).kind == "story"},
    )
    outcome = check(CheckRequest(root, Options()))
    assert [(one.finding.code, one.finding.line) for one in outcome.entries] == [
        ("status", 3),
        ("section", 6),
    ]
    assert oracle["validate"]["problems"] == []


def test_the_guide_lists_the_words() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "bmad.md"
    if not guide.is_file():
        pytest.skip("the guide is part of a checkout only")
    rows = [
        line.strip("| ").split(" | ")
        for line in guide.read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    words = {row[0].strip("`"): row[1] for row in rows if row[0].strip("`") in FILES}
    assert words == FILES
