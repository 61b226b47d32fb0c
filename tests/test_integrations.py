"""What other tools read: the pre-commit hook, the action, the problem matcher, the examples of the guide."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import Build, write_files
from ci import evaluated, needs_bash, run, steps, validate
from gitting import SETTINGS, Repository
from samples import spec

from sphinx_leanspec.release import installable, revision, source

ROOT = Path(__file__).parents[1]
ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
MATCHER = ROOT / ".github" / "sphinx-leanspec-matcher.json"
BROKEN = {"specs/001-a/README.md": spec("A", "depends_on: [009-gone]", body="[B](../008-none/)\n")}
SOUND = {"specs/001-a/README.md": spec("A")}

pytestmark = pytest.mark.skipif(not ACTION.is_file(), reason="these files are part of a checkout only")


def examples() -> list[str]:
    text = (ROOT / "docs" / "guide" / "ci.md").read_text("utf-8")
    return re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def pre_commit(*arguments: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("pre_commit", reason="the group `test` of pyproject.toml installs it")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *map(str, arguments)],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


def published(folder: Path) -> Repository:
    """What a tag of this project holds, as far as a service uses it, in a repository of its own."""
    repository = Repository(folder)
    shutil.copytree(
        ROOT / "sphinx_leanspec", folder / "sphinx_leanspec", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / ".github").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", HOOKS.name, ACTION.name):
        shutil.copy(ROOT / name, folder)
    shutil.copy(MATCHER, folder / ".github")
    repository.commit("2026-01-01T00:00:00Z")
    return repository


def project(folder: Path, files: Mapping[str, str]) -> Path:
    Repository(folder).commit("2026-01-01T00:00:00Z", files)
    return folder


# The action


def step(name: str) -> dict[str, Any]:
    return next(step for step in steps(ACTION) if step.get("id") == name)


def check(root: Path, temporary: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step that checks, with the variables that GitHub sets."""
    declared = yaml.safe_load(ACTION.read_text("utf-8"))["inputs"]
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert set(given) <= set(declared)
    known = {f"inputs.{name}": given.get(name, one["default"]) for name, one in declared.items()}
    known["steps.install.outputs.python"] = sys.executable
    found = step("check")
    temporary.mkdir(exist_ok=True)
    return run(
        found["run"],
        root,
        **{name: evaluated(value, known) for name, value in found["env"].items()},
        RUNNER_TEMP=str(temporary),
        GITHUB_ACTION_PATH=str(ROOT),
        GITHUB_OUTPUT=str(temporary / "output"),
        GITHUB_STEP_SUMMARY=str(temporary / "summary.md"),
    )


def test_the_action_is_one_and_runs_what_our_own_workflows_run() -> None:
    validate("github-actions", ACTION)
    workflows = "".join(path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    pinned = [
        one["uses"] for one in steps(ACTION) if "@" in one.get("uses", "") and "codeql" not in one["uses"]
    ]
    assert pinned
    assert all(re.search(r"@[0-9a-f]{40}$", name) and name in workflows for name in pinned)


def test_no_text_of_a_user_is_put_into_a_script() -> None:
    assert all("${{" not in one.get("run", "") for one in steps(ACTION))


@needs_bash
def test_the_action_passes_where_nothing_is_wrong(tmp_path: Path) -> None:
    done = check(project(tmp_path / "project", SOUND), tmp_path / "temp")
    assert done.returncode == 0, done.stderr
    assert "1 spec in 1 file checked: no findings" in done.stdout
    assert "::" not in done.stdout


@needs_bash
def test_the_action_annotates_fails_and_leaves_sarif(tmp_path: Path) -> None:
    done = check(project(tmp_path / "project", BROKEN), tmp_path / "temp")
    assert done.returncode == 1, done.stderr
    assert "::warning file=specs/001-a/README.md,line=4,title=leanspec ref::" in done.stdout
    assert "2 warnings" in (tmp_path / "temp" / "summary.md").read_text("utf-8")
    name, _, path = (tmp_path / "temp" / "output").read_text("utf-8").strip().partition("=")
    assert name == "sarif"
    assert len(json.loads(Path(path).read_text("utf-8"))["runs"][0]["results"]) == 2


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0),
        ({"arguments": "--ignore ref,link"}, 0),
        ({"arguments": " --select  ref "}, 1),
        ({"since": "HEAD"}, 0),
        ({"since": "nowhere"}, 2),
        ({"repository": "elsewhere"}, 2),
        ({"repository": "specs"}, 1),
        ({"since": "$(touch owned)`touch owned`"}, 2),
        ({"repository": "; touch owned"}, 2),
        ({"arguments": "$(touch owned)"}, 2),
    ],
)
def test_the_action_hands_its_inputs_on(inputs: dict[str, str], code: int, tmp_path: Path) -> None:
    root = project(tmp_path / "project", BROKEN)
    done = check(root, tmp_path / "temp", **inputs)
    assert done.returncode == code, done.stdout + done.stderr
    assert not list(tmp_path.rglob("owned"))
    assert (tmp_path / "temp" / "output").exists() == (code != 2)


@needs_bash
def test_the_action_runs_no_code_of_the_project(tmp_path: Path) -> None:
    hostile = "raise SystemExit('the code of a project was run')\n"
    names = ("yaml.py", "sphinx_leanspec.py", "sitecustomize.py", "argparse.py")
    root = project(tmp_path / "project", {**SOUND, **dict.fromkeys(names, hostile)})
    assert check(root, tmp_path / "temp").returncode == 0


@needs_bash
@pytest.mark.parametrize("wanted", [True, False])
def test_the_action_announces_the_matcher(wanted: bool, tmp_path: Path) -> None:
    done = check(project(tmp_path / "project", SOUND), tmp_path / "temp", matcher=str(wanted).lower())
    announced = re.findall(r"^::add-matcher::(.+)$", done.stdout, re.MULTILINE)
    assert [Path(name) for name in announced] == ([MATCHER] if wanted else [])


@needs_bash
@pytest.mark.index
def test_the_action_installs_its_own_revision(tmp_path: Path) -> None:
    action, temporary = published(tmp_path / "action").root, tmp_path / "temp"
    (action / "sphinx_leanspec" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    temporary.mkdir()
    done = run(
        step("install")["run"],
        project(tmp_path / "project", SOUND),
        PYTHON=sys.executable,
        RUNNER_TEMP=str(temporary),
        GITHUB_ACTION_PATH=str(action),
        GITHUB_OUTPUT=str(temporary / "output"),
    )
    assert done.returncode == 0, done.stderr
    name, _, python = (temporary / "output").read_text("utf-8").strip().partition("=")
    assert name == "python"
    command = [python, "-P", "-m", "sphinx_leanspec.cli", "--version"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["sphinx-leanspec", "1.2.3"]


# The pre-commit hook


def test_the_hooks_are_hooks(tmp_path: Path) -> None:
    done = pre_commit("validate-manifest", HOOKS, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_is_for_what_findings_depend_on() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    pattern = re.compile(hook["files"])
    wanted = """
        specs/001-a/README.md docs/page.rst 010-flat.md leanspec-baseline.json api/leanspec-baseline.json
        .lean-spec/config.json .lean-spec/config.yaml leanspec.adapter.yaml ubproject.toml
    """
    assert [name for name in wanted.split() if not pattern.search(name)] == []
    others = ["src/x.py", "package.json", "my-config.json", "conf.py", "specs/001-a/picture.mdx"]
    assert [name for name in others if pattern.search(name)] == []


@pytest.mark.index
def test_the_hook_runs_as_pre_commit_runs_it(tmp_path: Path) -> None:
    hooks = published(tmp_path / "hooks").root
    root = project(tmp_path / "project", BROKEN)
    command = ["try-repo", hooks, "sphinx-leanspec-check", "--all-files", "--verbose", "--color", "never"]
    names = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": SETTINGS[1]}
    done = pre_commit(*command, cwd=root, PRE_COMMIT_HOME=str(tmp_path / "home"), **names)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"check the specs\.+Failed", done.stdout), done.stdout + done.stderr
    assert "specs/001-a/README.md:4: warning ref" in done.stdout
    write_files(root, SOUND)
    done = pre_commit(*command, cwd=root, PRE_COMMIT_HOME=str(tmp_path / "home"), **names)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"check the specs\.+Passed", done.stdout)


# The problem matcher


def matched(lines: str) -> list[dict[str, str]]:
    """What a runner makes of a log: for each line the first matcher that fits, newest first as all do."""
    found = []
    for line in lines.splitlines():
        for matcher in json.loads(MATCHER.read_text("utf-8"))["problemMatcher"]:
            (pattern,) = matcher["pattern"]
            if match := re.search(pattern["regexp"], line):
                groups = {key: match[value] for key, value in pattern.items() if key != "regexp"}
                severity = groups.get("severity") or matcher["severity"]
                found.append({**groups, "owner": matcher["owner"], "severity": severity.lower()})
                break
    return found


def test_the_matcher_has_what_a_runner_asks_for() -> None:
    matchers = json.loads(MATCHER.read_text("utf-8"))["problemMatcher"]
    assert len({matcher["owner"] for matcher in matchers}) == len(matchers)
    for matcher in matchers:
        (pattern,) = matcher["pattern"]
        number = re.compile(pattern["regexp"]).groups
        assert {"file", "line", "message"} <= set(pattern)
        assert sorted(value for key, value in pattern.items() if key != "regexp") == [*range(1, number + 1)]
        assert "severity" in pattern or matcher["severity"] in ("error", "warning")


def test_the_matcher_finds_what_the_check_says(tmp_path: Path) -> None:
    root = project(tmp_path / "project", BROKEN)
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "check", str(root), "--severity", "info"]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    known = json.loads(
        subprocess.run([*command, "--format", "json"], capture_output=True, check=False).stdout
    )["findings"]
    wanted = [
        (one["path"], str(one["line"]), one["severity"], one["code"], one["message"])
        for one in known
        if one["severity"] != "info"  # which a runner cannot show
    ]
    got = matched(said)
    assert {one["owner"] for one in got} == {"sphinx-leanspec"}
    keys = ("file", "line", "severity", "code", "message")
    assert [tuple(one[key] for key in keys) for one in got] == wanted
    assert len(wanted) >= 2


def test_the_matcher_finds_what_a_build_warns_about(build: Build) -> None:
    result = build(
        {**BROKEN, "index.rst": "Site\n====\n\n:no-such-role:`x`\n\nx\n-\n\n.. toctree::\n\n   gone\n"}
    )
    warnings = "\n".join(result.warnings)
    got = matched(warnings)
    files = {(Path(one["file"]).name, one["line"], one["severity"], one["code"]) for one in got}
    assert {
        ("README.md", "4", "warning", "leanspec.ref"),
        ("index.rst", "9", "warning", "toc.not_readable"),
    } <= files
    assert ("index.rst", "4", "error") in {one[:3] for one in files}
    assert all(Path(one["file"]).is_file() for one in got)
    assert len(got) == len(re.findall(r":\d+: (?:WARNING|ERROR): ", warnings))


@pytest.mark.parametrize(
    ("line", "file", "number", "severity", "code"),
    [
        ("/a/x.py:docstring of x.f:3: WARNING: m [docutils]", "/a/x.py", "3", "warning", "docutils"),
        (r"C:\a b\x.md:3: WARNING: m [a.b]", r"C:\a b\x.md", "3", "warning", "a.b"),
        ("/a/x.md:3: CRITICAL: m [docutils]", "/a/x.md", "3", "error", "docutils"),
        ("/a/x.md:3: WARNING: a [b] c", "/a/x.md", "3", "warning", None),
    ],
)
def test_the_matcher_reads_lines_of_every_kind(
    line: str, file: str, number: str, severity: str, code: str | None
) -> None:
    (got,) = matched(line)
    assert (got["file"], got["line"], got["severity"], got["code"]) == (file, number, severity, code)


# The examples of the guide


def test_the_examples_are_what_services_read(tmp_path: Path) -> None:
    kinds = set()
    for number, text in enumerate(examples()):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, "utf-8")
        content = yaml.safe_load(text)
        if "repos" in content:
            kinds.add("pre-commit")
            done = pre_commit("validate-config", path, cwd=tmp_path)
            assert done.returncode == 0, done.stdout + done.stderr
        else:
            kind = "github-workflows" if "jobs" in content else "gitlab-ci"
            kinds.add(kind)
            validate(kind, path)
    assert kinds == {"pre-commit", "github-workflows", "gitlab-ci"}


def test_the_examples_name_what_there_is() -> None:
    inputs = yaml.safe_load(ACTION.read_text("utf-8"))["inputs"]
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    address = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Source"]
    assert address == source()
    used, repos = [], []
    for content in map(yaml.safe_load, examples()):
        repos += content.get("repos", [])
        for job in content.get("jobs", {}).values():
            used += [one for one in job["steps"] if one.get("uses", "").startswith("sphinx-leanspec/")]
    assert {one["uses"] for one in used} == {f"{address.removeprefix('https://github.com/')}@{revision()}"}
    assert all(set(one["with"]) <= set(inputs) for one in used)
    assert [(one["repo"], one["rev"], one["hooks"]) for one in repos] == [
        (address, revision(), [{"id": hook["id"]}])
    ]


def test_what_is_installed_can_be() -> None:
    """A release changes ``__version__``; then this names each line of the docs that does not follow."""
    lines = {
        f"{path.relative_to(ROOT).as_posix()}:{number}": line.split()[-1].strip("\"'`")
        for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\b(?:pip|pipx|uv tool) install\b.*sphinx-leanspec", line)
    }
    assert len(lines) > 3
    assert {where: name for where, name in lines.items() if name != installable()} == {}
