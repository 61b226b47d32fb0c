from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from reading.edge_cases import CASES, PLAIN, Case

if TYPE_CHECKING:
    from pathlib import Path

    from reading.conftest import ReadSpec

    from sphinx_leanspec.model import Spec

REFERENCES = ("depends_on", "related")


def shown(spec: Spec, name: str) -> Any:
    """A field as the table writes it: references by their text."""
    value = getattr(spec, name)
    return [reference.text for reference in value] if name in REFERENCES else value


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_file_is_read(case: Case, read: ReadSpec) -> None:
    spec = read(case.text)
    expected = PLAIN | case.fields
    assert {name: shown(spec, name) for name in expected} == expected
    found = [(finding.code, finding.line) for finding in spec.findings]
    assert found == ([case.finding] if case.finding else [])


def test_every_finding_says_how_to_mend_it(read: ReadSpec) -> None:
    for case in CASES.values():
        for finding in read(case.text).findings:
            assert finding.path == "specs/002-x/README.md"
            assert finding.message
            assert finding.fix


@pytest.mark.corpora
def test_the_table_holds_what_leanspec_was_asked(corpora: Path) -> None:
    oracle = corpora.parent / "oracle"
    if not oracle.is_dir():
        pytest.skip("the corpora have no oracle beside them")
    asked = json.loads((oracle / "edge_cases_inputs.json").read_text("utf-8"))
    assert {name: case.text for name, case in CASES.items()} == asked
    answers = json.loads((oracle / "edge_cases_cli030.json").read_text("utf-8"))
    ended = {name for name, answer in answers.items() if answer["list_rc"]}
    assert {name for name, case in CASES.items() if case.finding} == ended | {"prio-num"}
