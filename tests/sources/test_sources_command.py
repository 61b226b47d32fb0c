from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from commands import Done, run
from gitting import Repository
from jsonschema import Draft202012Validator

import sphinx_leanspec
from sphinx_leanspec.report.sources import VERSION, SourceCode
from sphinx_leanspec.sources.states import STATES

SCHEMA = json.loads(
    (Path(sphinx_leanspec.__file__).parent / "report" / "schema" / "sources-1.json").read_text("utf-8")
)
OLD = '''\
class Engine:
    def start(self, key):
        return key

    def stop(self):
        """Stop it."""
        return None

    def idle(self):
        return 0

def helper(x):
    return x

def leaving():
    return 1
'''
NEW = '''\
import other

class Engine:
    def start(self, key, gear):
        return key

    def stop(self):
        """Stop it now."""
        return None

    def idle(self):
        # a comment
        return 0
'''
PAGE = """\
# Engines

{source}`code:Engine.start`, {source}`code:Engine.stop`, {source}`code:Engine.idle`.

{source}`code:helper` and {source}`code:leaving` and {source}`engine.py#L1-L2`.

```{source-code} code:Engine.idle
```
"""
SPEC = """\
---
status: planned
created: '2026-01-01'
---

# Engine

- [ ] It starts. <!-- evidence: symbol code:Engine.start -->
"""
TABLE = """\
[[leanspec.sources]]
name = "code"
git = "../code"
revision = "{}"
prefix = "src/"
url = "https://example.com/code/blob/{{revision}}/{{path}}#L{{line}}"
default_for = ["docs/"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    code = Repository(tmp_path / "code")
    code.commit("2026-01-05T10:00:00Z", {"src/car/engine.py": OLD})
    code.git("tag", "v1")
    code.commit("2026-01-06T10:00:00Z", {"README.md": "Words"})
    (code.root / "src/car/tools.py").write_text("def helper(x):\n    return x\n")
    code.commit("2026-01-07T10:00:00Z", {"src/car/engine.py": NEW})
    code.git("tag", "v2")
    code.commit("2026-01-08T10:00:00Z", {"README.md": "More words"})
    code.git("tag", "v3")
    project = Repository(tmp_path / "project")
    files = {
        "docs/engines.md": PAGE,
        "specs/001-engine/README.md": SPEC,
        "ubproject.toml": TABLE.format("v1"),
    }
    project.commit("2026-01-08T10:00:00Z", files)
    return project.root


def sources(project: Path, *arguments: str) -> Done:
    return run("sources", *arguments, cwd=project, SPHINX_LEANSPEC_CACHE=str(project.parent / "cache"))


def choose(project: Path, revision: str) -> None:
    (project / "ubproject.toml").write_text(TABLE.format(revision), "utf-8")


def states(project: Path, *arguments: str) -> dict[str, str]:
    report = json.loads(sources(project, "check", "--format", "json", *arguments).text)
    return {one["reference"]: one["code"] for one in report["findings"]}


DRIFT = {
    "code:Engine.start": "changed",
    "code:Engine.stop": "docstring",
    "code:helper": "moved",
    "code:leaving": "gone",
    "code:engine.py#L1-L2": "changed",
}


def test_a_lock_and_what_becomes_of_it(project: Path) -> None:
    assert states(project) == dict.fromkeys((*DRIFT, "code:Engine.idle"), "unlocked")
    done = sources(project, "lock")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.text.splitlines()[-3:] == [
        "code: written against v1; in v1: 6 same",
        "8 references to code: no findings",
        "leanspec-sources.lock: 6 references, 6 new, 0 followed, 0 gone",
    ]
    lock = (project / "leanspec-sources.lock").read_text("utf-8")
    code = (project / "leanspec-sources.code").read_text("utf-8")
    assert '@ "code:Engine.idle"\n|     def idle(self):\n|         return 0\n' in code
    assert states(project) == {}
    assert states(project, "--against", "v2") == DRIFT
    assert states(project, "--against", "v3") == states(project, "--against", "latest") == DRIFT

    choose(project, "v2")
    assert states(project) == {**DRIFT, "": "behind"}
    assert (project / "leanspec-sources.lock").read_text("utf-8") == lock
    done = sources(project, "lock")
    assert done.returncode == 1
    assert done.text.splitlines()[-1] == "leanspec-sources.lock: 6 references, 0 new, 1 followed, 0 gone"
    assert states(project) == DRIFT
    assert (project / "leanspec-sources.code").read_text("utf-8") == code
    changed = (project / "leanspec-sources.lock").read_text("utf-8")
    kept = ("target =", "digest =", "lines =", "path =", "excerpt =")
    before = [line for line in lock.splitlines() if line.startswith(kept)]
    assert [line for line in changed.splitlines() if line.startswith(kept)] == before, "what was read stays"

    assert sources(project, "lock").returncode == 1
    assert (project / "leanspec-sources.lock").read_text("utf-8") == changed


def test_what_is_told(project: Path) -> None:
    sources(project, "lock")
    choose(project, "v2")
    sources(project, "lock")
    told = sources(project, "check", "--severity", "warning").text
    assert told.startswith(
        "docs/engines.md:3: warning changed `code:Engine.start`, read against v1, is changed in v2 "
        "(now src/car/engine.py:4-5)\n"
        "    fix: correct the document, then `sphinx-leanspec sources accept code:Engine.start`\n"
        "    @@ -1,2 +1,2 @@\n"
        "    -def start(self, key):\n"
        "    +def start(self, key, gear):\n"
        "         return key\n"
    )
    assert "docs/engines.md:5: error gone `code:leaving`, read against v1, is gone in v2\n" in told
    assert "specs/001-engine/README.md:8: warning changed `code:Engine.start`" in told
    assert "docstring" not in told.partition("\n\ncode:")[0]
    assert (
        "code: written against v1; in v2: 1 same, 1 same except for its docstring, "
        "1 moved with the same code, 2 changed, 1 gone\n"
    ) in told


def test_the_release_that_broke_it_is_named(project: Path) -> None:
    sources(project, "lock")
    broke = Repository(project.parent / "code").git("rev-parse", "v2")[:12]
    told = sources(project, "check", "--against", "v3").text
    assert f"is changed in v3, since {broke} (now src/car/engine.py:4-5)" in told
    assert f"`code:leaving`, read against v1, is gone in v3, since {broke}\n" in told


def test_what_fails(project: Path) -> None:
    sources(project, "lock")
    choose(project, "v2")
    sources(project, "lock")
    codes = {
        level: sources(project, "check", "--fail-on", level).returncode
        for level in ("error", "warning", "never")
    }
    assert codes == {"error": 1, "warning": 1, "never": 0}
    assert sources(project, "check", "specs", "--fail-on", "error").returncode == 0
    assert sources(project, "check", "specs").returncode == 0, "a spec's evidence is asked where all is"


def test_accepting(project: Path) -> None:
    sources(project, "lock")
    choose(project, "v2")
    sources(project, "lock")
    done = sources(project, "accept", "code:Engine.start", "helper")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.text.startswith(
        "code:Engine.start: src/car/engine.py:2-3 in v1, now src/car/engine.py:4-5 in v2\n"
        "    @@ -1,2 +1,2 @@\n"
    )
    assert states(project) == {
        "code:Engine.stop": "docstring",
        "code:leaving": "gone",
        "code:engine.py#L1-L2": "changed",
    }
    gone = sources(project, "accept", "code:Engine.stop", "code:leaving")
    assert gone.returncode == 2
    assert "it is gone, and there is nothing to accept" in gone.stderr
    assert states(project)["code:Engine.stop"] == "docstring", "all or none"
    assert "no reference in leanspec-sources.lock is `nobody`" in sources(project, "accept", "nobody").stderr


def test_code_that_pages_show_is_kept_anew_when_it_is_accepted(project: Path) -> None:
    sources(project, "lock")
    choose(project, "v2")
    sources(project, "lock")
    sources(project, "accept", "code:Engine.idle")
    assert "|         # a comment\n" in (project / "leanspec-sources.code").read_text("utf-8")


def test_who_leans_on_a_symbol(project: Path) -> None:
    sources(project, "lock")
    done = sources(project, "why", "code:Engine.start")
    assert done.text.splitlines() == [
        "code:Engine.start: car.engine.Engine.start",
        "    read: src/car/engine.py:2-3 v1",
        "    same in v1: src/car/engine.py:2-3",
        "    https://example.com/code/blob/v1/src/car/engine.py#L2",
        "    docs/engines.md:3",
        "    specs/001-engine/README.md:8",
    ]
    found = json.loads(sources(project, "why", "Engine", "--format", "json").text)
    assert [one["reference"] for one in found] == [
        "code:Engine.idle",
        "code:Engine.start",
        "code:Engine.stop",
    ]
    assert len(json.loads(sources(project, "why", "code:car/engine.py", "--format", "json").text)) == 6
    assert sources(project, "why", "code:nobody").returncode == 2


def test_references_that_leave_and_that_mean_nothing(project: Path) -> None:
    sources(project, "lock")
    (project / "docs/engines.md").write_text(
        "{source}`code:Engin.start` {source}`other:x` {source}`code:idle`\n"
    )
    found = states(project)
    assert found == {
        "code:Engin.start": "unresolved",
        "other:x": "unresolved",
        "code:idle": "unlocked",
        "code:Engine.idle": "unused",
        "code:Engine.stop": "unused",
        "code:engine.py#L1-L2": "unused",
        "code:helper": "unused",
        "code:leaving": "unused",
    }
    done = sources(project, "lock")
    assert done.returncode == 1
    assert done.text.splitlines()[-1] == "leanspec-sources.lock: 2 references, 1 new, 0 followed, 5 gone"
    assert not (project / "leanspec-sources.code").read_text("utf-8")


def test_formats_for_tools(project: Path) -> None:
    sources(project, "lock")
    choose(project, "v2")
    sarif = json.loads(sources(project, "check", "--format", "sarif").text)
    [log] = sarif["runs"]
    assert {result["ruleId"] for result in log["results"]} > {"source-changed", "source-gone"}
    assert log["automationDetails"]["id"] == "sphinx-leanspec/sources"
    commands = sources(project, "check", "--format", "github").text.splitlines()
    assert commands[0].startswith("::error file=docs/engines.md,line=5,title=source gone::`code:leaving`")
    report = json.loads(sources(project, "check", "--format", "json").text)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(report)
    assert report["sources"][0]["changed"] == 2
    assert report["failed"] is True
    written = sources(project, "check", "-o", str(project / "out.txt"))
    assert (written.returncode, written.text) == (1, "")
    assert (project / "out.txt").read_text("utf-8").count("\n") > 10


def test_the_schema_knows_every_code_and_state() -> None:
    properties, found = SCHEMA["$defs"]["finding"]["properties"], SCHEMA["$defs"]["source"]
    assert properties["code"]["enum"] == list(get_args(SourceCode))
    assert set(found["properties"]) == set(found["required"]) == {"name", "written", "against", *STATES}
    assert SCHEMA["properties"]["version"]["const"] == VERSION
    assert SCHEMA["$id"].endswith(f"/sources-{VERSION}.json")


def test_everything_in_a_source_is_counted(project: Path) -> None:
    done = sources(project, "check", "--all", "code", "--against", "v2")
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.text.splitlines()
    assert re.fullmatch(r"code: 6 functions and classes of \w+, in \w+:", head)
    counts = {name: int(number) for number, _, name in (line.strip().partition("  ") for line in lines)}
    assert {name: number for name, number in counts.items() if number} == {
        "same": 1,
        "same except for its docstring": 1,
        "moved with the same code": 1,
        "changed": 2,
        "gone": 1,
    }
    report = json.loads(sources(project, "check", "--all", "code", "--against", "v2", "-f", "json").text)
    Draft202012Validator(SCHEMA).validate(report)
    assert report["sources"][0]["changed"] == 2
    for arguments in (("code",), ("none", "--against", "v2")):
        assert sources(project, "check", "--all", *arguments).returncode == 2


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "there are no sources"),
        ('[[leanspec.sources]]\nname = "a"\n', "`leanspec_sources`, `a`: one of `pypi`, `git` and `folder`"),
        ('[[leanspec.sources]]\nname = "a"\nfolder = "b"\n' * 2, "`a`: there are two of that name"),
        ('[[leanspec.sources]]\nname = "a"\nfolder = "b"\nspeed = 1\n', "there is no option `speed`"),
    ],
)
def test_a_configuration_that_is_not_sound(project: Path, table: str, message: str) -> None:
    (project / "ubproject.toml").write_text(f"[leanspec]\n{table}", "utf-8")
    for command in ("lock", "check"):
        done = sources(project, command)
        assert done.returncode == 2
        assert message in done.stderr


def test_a_lock_that_is_broken(project: Path) -> None:
    sources(project, "lock")
    (project / "leanspec-sources.lock").write_text("nonsense\n", "utf-8")
    for command in (("lock",), ("check",), ("why", "x"), ("accept", "x")):
        done = sources(project, *command)
        assert done.returncode == 2
        assert "leanspec-sources.lock:1: no lock has such a line" in done.stderr


def test_a_folder_is_compared_each_time(project: Path) -> None:
    (project / "ubproject.toml").write_text(
        '[leanspec]\n[[leanspec.sources]]\nname = "code"\nfolder = "lib"\ndefault_for = ["docs/"]\n', "utf-8"
    )
    (project / "lib").mkdir()
    (project / "lib/engine.py").write_text(OLD, "utf-8")
    assert sources(project, "lock").returncode == 0
    assert states(project) == {}
    (project / "lib/engine.py").write_text(NEW, "utf-8")
    assert states(project) == {**DRIFT, "code:helper": "gone"}


def test_a_branch_that_goes_on_is_told_of_only_where_that_matters(project: Path) -> None:
    code = Repository(project.parent / "branching")
    code.commit("2026-01-05T10:00:00Z", {"src/car/engine.py": OLD})
    toml = TABLE.format("main").replace("../code", "../branching")
    (project / "ubproject.toml").write_text(toml, "utf-8")
    sources(project, "lock")
    code.commit("2026-01-06T10:00:00Z", {"README.md": "Words"})
    assert states(project) == {}
    code.commit("2026-01-07T10:00:00Z", {"src/car/engine.py": f"import other\n\n{OLD}"})
    assert states(project)[""] == "behind"


def test_a_lock_that_was_edited_is_not_believed(project: Path) -> None:
    sources(project, "lock")
    path = project / "leanspec-sources.lock"
    above, own, below = path.read_text("utf-8").partition('target = "Engine.start"')
    path.write_text(
        above + own + re.sub(r'digest = "\w+"', f'digest = "{"0" * 32}"', below, count=1), "utf-8"
    )
    assert states(project) == {"code:Engine.start": "changed"}
    path.write_text(above + own + below, "utf-8")
    choose(project, "v2")
    sources(project, "lock")
    path.write_text(path.read_text("utf-8").replace('state = "changed"', 'state = "same"'), "utf-8")
    assert states(project) == DRIFT


def test_a_folder_says_nothing_of_what_it_was(project: Path) -> None:
    (project / "ubproject.toml").write_text(
        '[leanspec]\n[[leanspec.sources]]\nname = "code"\nfolder = "lib"\ndefault_for = ["docs/"]\n', "utf-8"
    )
    page, code = project / "docs/engines.md", project / "lib/engine.py"
    page.write_text("{source}`helper`\n", "utf-8")
    code.parent.mkdir()
    code.write_text("def other():\n    return 1\n\ndef helper(x):\n    return x\n", "utf-8")
    sources(project, "lock")
    code.write_text("def helper(x):\n    return 2\n\ndef other():\n    return 1\n", "utf-8")
    report = json.loads(sources(project, "check", "--format", "json").text)
    (found,) = (one for one in report["findings"] if one["reference"] == "code:helper")
    assert (found["code"], found["difference"]) == ("changed", [])
    page.write_text("```{source-code} helper\n```\n", "utf-8")
    done = sources(project, "lock")
    assert "the folder has this code no more as it was read" in done.text
    assert "sources accept code:helper" in done.text
    assert not (project / "leanspec-sources.code").exists()


def test_what_is_offline_and_not_there(project: Path) -> None:
    (project / "ubproject.toml").write_text(
        '[[leanspec.sources]]\nname = "code"\npypi = "code"\nversion = "1"\ndefault_for = ["docs/"]\n',
        "utf-8",
    )
    done = sources(project, "lock", "--offline")
    assert done.returncode == 1
    assert (
        "the list of releases of code: it is not in the cache, and the network may not be asked" in done.text
    )
    assert "run the command once without --offline" in done.text


def test_another_repository_of_the_same_release_is_compared(project: Path) -> None:
    sources(project, "lock")
    code = Repository(project.parent / "fork")
    code.commit("2026-01-05T10:00:00Z", {"src/car/engine.py": NEW})
    code.git("tag", "v1")
    (project / "ubproject.toml").write_text(TABLE.format("v1").replace("../code", "../fork"), "utf-8")
    assert states(project)["code:Engine.start"] == "changed"
    sources(project, "lock")
    assert 'origin = "../fork"' in (project / "leanspec-sources.lock").read_text("utf-8")
