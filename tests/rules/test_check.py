"""Which rules are asked, how much what they find matters, and what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rules.cases import DONE, OPEN, SUB, A, B, one, two
from samples import spec

from sphinx_leanspec.rules import DUTIES, RULES, SEVERITIES, Report, RuleSettings, Skipped

if TYPE_CHECKING:
    from rules.conftest import Ask


def codes(report: Report) -> list[str]:
    return sorted({found.code for found in report.findings})


def test_findings_are_sorted_and_counted(ask: Ask) -> None:
    report = ask({**two("depends_on: [9]"), "specs/001-a/DESIGN.md": "# D\n"})
    assert list(report.findings) == sorted(report.findings)
    assert (report.specs, report.files) == (2, 3)


def test_a_severity_belongs_to_a_kind_and_to_the_project(ask: Ask) -> None:
    files = two("depends_on: [9]", "priority: low")
    usual = ask(files)
    assert {usual.severity(found) for found in usual.findings if found.code == "ref"} == {"warning"}
    assert [found.code for found in usual.at_least("warning")] == ["ref"]
    severe = ask(files, RuleSettings(severities={"ref": "error", "unranked": "warning"}))
    assert [found.code for found in severe.at_least("error")] == ["ref"]
    assert [found.code for found in severe.at_least("warning")] == ["ref", "unranked"]


def test_what_is_off_or_ignored_is_not_looked_for(ask: Ask) -> None:
    report = ask(one(), RuleSettings(severities={"unranked": "off"}, ignore=frozenset({"title"})))
    assert "unranked" not in codes(report)
    assert {one.code: one.reason for one in report.skipped} == {
        "covers": "no documents",
        "title": "ignored",
        "uncovered": "no documents",
        "unranked": "off",
    }


def test_what_is_selected_is_looked_for_even_if_it_is_off(ask: Ask) -> None:
    settings = RuleSettings(severities={"unranked": "off"}, select=frozenset({"unranked"}))
    report = ask(one(), settings)
    assert report.severities == {"unranked": "warning"}
    assert codes(report) == ["unranked"]
    assert Skipped("title", "not selected") in report.skipped
    assert len(report.skipped) == len(RULES) - 1


def test_what_takes_long_is_asked_only_where_it_is_shown(ask: Ask) -> None:
    files = one(body="```json\n...\n```\n")
    assert Skipped("code", "not shown") in ask(files, RuleSettings(least="warning")).skipped
    for settings in (
        RuleSettings(least="info"),
        RuleSettings(least="warning", severities={"code": "warning"}),
        RuleSettings(least="warning", select=frozenset({"code"})),
    ):
        assert "code" in codes(ask(files, settings))
    assert [rule.code for rule in RULES if rule.slow] == ["claim", "code"]


def test_what_needs_pages_says_so_where_there_are_none(ask: Ask) -> None:
    assert Skipped("covers", "no documents") in ask(one()).skipped
    assert ask({**one(), "docs/guide.md": "# Guide\n"}).skipped == ()


def test_nothing_is_green_where_nothing_was_looked_at(ask: Ask) -> None:
    report = ask(one("priority: low"))
    assert report.is_green("info")
    assert not ask(one()).is_green("info")
    assert not Report((), {}, (), 0, 0).is_green()


@pytest.mark.parametrize(
    ("sections", "found"),
    [
        ({}, {"open": 11}),
        ({"plan": "required"}, {"required": 11}),
        ({"PLAN": "optional"}, {}),
        ({"Pl?n": "exempt"}, {}),
        ({"Test": "required"}, {"open": 11}),
    ],
)
def test_a_project_says_which_boxes_matter(ask: Ask, sections: dict[str, str], found: dict[str, int]) -> None:
    settings = RuleSettings(select=frozenset({"open", "required"}), sections=sections)  # type: ignore[arg-type]
    report = ask(one(body=OPEN, status="complete"), settings)
    assert {finding.code: finding.line for finding in report.findings} == found


def test_the_nearest_heading_that_a_project_speaks_of_counts(ask: Ask) -> None:
    body = "## Test\n\n### Later\n\n- [ ] One\n\n### Now\n\n- [ ] Two\n"
    settings = RuleSettings(
        select=frozenset({"open", "required"}), sections={"Test": "required", "Later": "optional"}
    )
    (found,) = ask(one(body=body, status="complete"), settings).findings
    assert (found.code, found.line) == ("required", 16)


@pytest.mark.parametrize(
    ("sections", "severities", "severity"),
    [
        ({}, {}, "info"),
        ({"Plan": "optional"}, {}, "info"),
        ({"Plan": "required"}, {}, "warning"),
        ({"Plan": "required"}, {"mark": "info"}, "info"),
        ({}, {"mark": "error"}, "error"),
    ],
)
def test_an_odd_box_matters_where_boxes_are_required(
    ask: Ask, sections: dict[str, str], severities: dict[str, str], severity: str
) -> None:
    settings = RuleSettings(severities, sections=sections)  # type: ignore[arg-type]
    report = ask(one(body="## Plan\n\n- [~] One\n"), settings)
    (found,) = (finding for finding in report.findings if finding.code == "mark")
    assert report.severity(found) == severity
    assert (found in report.at_least("warning")) == (severity != "info")


def test_what_is_exempt_is_no_work(ask: Ask) -> None:
    settings = RuleSettings(select=frozenset({"done"}), sections={"Plan": "exempt"})
    assert ask(one(body=DONE), settings).findings == ()


@pytest.mark.parametrize("status", ["complete", "archived"])
def test_an_umbrella_is_not_done_before_its_parts(ask: Ask, status: str) -> None:
    files = {**one("parent: 2", status="in-progress"), B: spec("Two", status=status)}
    (found,) = ask(files, RuleSettings(select=frozenset({"umbrella"}))).findings
    assert found.path == B


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ({1: "depends_on: [1]"}, "the spec depends on itself"),
        ({1: "parent: 1"}, "the spec is part of itself"),
        ({1: "parent: 2", 2: "parent: 1"}, "the spec is part of itself: 001-x → 002-x → 001-x"),
        ({1: "depends_on: [2]", 2: "depends_on: [3]", 3: "depends_on: [2]"}, "002-x → 003-x → 002-x"),
    ],
)
def test_every_circle_is_found_once(ask: Ask, heads: dict[int, str], said: str) -> None:
    files = {
        f"specs/00{number}-x/README.md": spec("X", *([heads[number]] if number in heads else []))
        for number in (1, 2, 3)
    }
    (found,) = ask(files, RuleSettings(select=frozenset({"cycle"}))).findings
    assert said in found.message


def test_a_long_circle_is_cut_short_and_a_long_chain_is_none(ask: Ask) -> None:
    last = 300
    files = {
        f"specs/{number:03}-x/README.md": spec("X", f"depends_on: [{number % last + 1}]")
        for number in range(1, last + 1)
    }
    (found,) = ask(files, RuleSettings(select=frozenset({"cycle"}))).findings
    assert "006-x → … → 001-x" in found.message
    files[f"specs/{last}-x/README.md"] = spec("X")
    assert ask(files, RuleSettings(select=frozenset({"cycle"}))).findings == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("dependsOn", "depends_on"),
        ("depends-on", "depends_on"),
        ("priorty", "priority"),
        ("tag", "tags"),
        ("asignee", "assignee"),
        ("Status", "status"),
        ("completed-at", "completed_at"),
        ("version", None),
        ("owner", None),
        ("update", "updated"),
        ("duration", None),
        ("parents", "parent"),
    ],
)
def test_what_a_field_was_meant_to_be(ask: Ask, name: str, meant: str | None) -> None:
    found = ask(one(f"{name}: x"), RuleSettings(select=frozenset({"field"}))).findings
    assert [finding.fix for finding in found] == ([f"did you mean `{meant}`?"] if meant else [])


def test_a_stale_slug_with_a_living_number_says_which_spec_has_it_now(ask: Ask) -> None:
    (found,) = ask(two("depends_on: [002-old-name]"), RuleSettings(select=frozenset({"ref"}))).findings
    assert str(found) == "depends_on `002-old-name` names no spec here; did you mean `002-b`?"


def test_an_empty_dependency_is_one(ask: Ask) -> None:
    (found,) = ask(one("depends_on: ['']"), RuleSettings(select=frozenset({"ref"}))).findings
    assert (found.path, found.line) == (A, 4)


def test_severities_and_duties_are_in_order() -> None:
    assert SEVERITIES == ("off", "info", "warning", "error")
    assert DUTIES == ("required", "optional", "exempt")


def test_evidence_in_a_file_whose_boxes_are_not_counted_is_told_of(ask: Ask) -> None:
    text = "# Design\n\n- [x] Drawn\n  <!-- evidence: file gone.svg -->\n"
    report = ask({**one(body=OPEN), SUB: text}, RuleSettings(select=frozenset({"evidence"})))
    (found,) = report.findings
    assert (found.path, found.line, found.column) == (SUB, 4, 18)
    assert found.message.endswith("as no boxes are counted in this file")
    assert found.fix == f"move the item to `{A}`"
