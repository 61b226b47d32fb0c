"""In a project that has needs of its own: they stay what they were, and what meets ours is said once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from building import Build, BuildResult
from samples import HOUSE

CONF = """\
import sys
from pathlib import Path
sys.path.append(str(Path(__file__).parent))
extensions = ["sphinx_needs", "myst_parser"]
html_theme = "alabaster"
exclude_patterns = ["specs/*/*"]
needs_build_json = True
needs_reproducible_json = True
"""
REQ = {"directive": "req", "title": "Requirement", "prefix": "R_", "color": "#abc", "style": "node"}
NEEDS = """\
Home
====

.. req:: Strong
   :id: {0}1
   {1}

.. req:: Light
   :id: {0}2
   :links: {0}1
   {1}
"""
IMPORTED = {"SPEC_001": "Old ground", "SPEC_003_C_TILES": "Old tiles"}
OLD = {
    "current_version": "1",
    "versions": {
        "1": {
            "needs": {name: {"id": name, "title": title, "type": "req"} for name, title in IMPORTED.items()}
        }
    },
}
OURS = {"depends_on", "parent_spec", "part_of", "covers"}
ADDED = {
    *("priority", "created", "updated", "completed", "assignee", "section", "done", "total", "verified"),
    *("failed", "verdict", "evidence", "evidence_note", "path", "leans_on", "drift", "drifted"),
    *OURS,
    *(f"{name}_back" for name in OURS),
}
"""The fields and links that all needs of a project get; those of others are empty."""


@dataclass(frozen=True)
class Project:
    """A project with two needs of its own, or more.

    :param conf: what it sets of sphinx-needs.
    :param options: further lines of its needs.
    :param more: further text of its page.
    """

    conf: Mapping[str, Any] = field(default_factory=dict)
    options: str = ""
    more: str = ""
    ids: str = "REQ_00"
    files: Mapping[str, str] = field(default_factory=dict)
    jobs: int = 1

    def text(self, *, with_specs: bool) -> dict[str, str]:
        lines = [f"{name} = {value!r}\n" for name, value in self.conf.items()]
        add = 'extensions.insert(2, "sphinx_leanspec")\n' if with_specs else ""
        page = NEEDS.format(self.ids, self.options) + self.more
        return {**HOUSE, **self.files, "index.rst": page, "conf.py": CONF + "".join(lines) + add}


NEIGHBOUR = """\
from sphinx_needs.api import add_field, add_need_type

def setup(app):
    add_field("failed", "Early", schema={"type": "string"})
    app.connect("config-inited", lambda app, _: add_need_type(app, "check", "Probe", "P_"), priority=12)
    app.connect("config-inited", lambda *_: add_field("path", "Late", schema={"type": "string"}))
    return {}
"""
"""Another extension, which declares what we do, before us and after most."""
SPEC_WORDS = ["draft", "planned", "in-progress", "complete", "archived"]
PRIORITY = {"validate": {"local": {"required": ["priority"]}}}
ENUMS = {"status": {"schema": {"enum": ["open"]}}, "tags": {"schema": {"items": {"enum": ["a"]}}}}
PROJECTS = {
    "words": Project(
        {
            "needs_types": [
                REQ,
                {"directive": "spec", "title": "Plan", "prefix": "P_", "color": "#fff", "style": "card"},
                {"directive": "check", "title": "Probe", "prefix": "C_"},
            ],
            "needs_links": {
                "depends_on": {"outgoing": "rests on", "incoming": "carries", "allow_dead_links": True},
                "part_of": {"outgoing": "is of", "incoming": "is made of", "copy": True, "color": "#f00"},
                "parent_spec": {"outgoing": "is below", "incoming": "is above", "target_types": ["req"]},
            },
            "needs_id_required": True,
            "needs_title_optional": True,
            "needs_max_title_length": 5,
            "leanspec_check_type": "check",
        },
        ":depends_on: NOWHERE",
        "\n.. spec:: Own plan\n   :id: PLAN_1\n",
    ),
    "defaults": Project(
        {
            "needs_global_options": {"layout": {"default": "complete"}},
            "needs_fields": {
                "status": {"default": "new"},
                "owner": {"schema": {"type": "string"}, "default": "[[copy('id')]]"},
                "assignee": {
                    "nullable": True,
                    "predicates": [("type == 'req'", "ada"), ("type == 'check'", "bob")],
                },
            },
            "needs_schema_definitions_from_json": "schemas.json",
            "needs_warnings": {"stated": "status != 'new'"},
            "suppress_warnings": ["sn_schema_violation.local_fail"],
        },
        files={
            "schemas.json": json.dumps({"schemas": [{"validate": {"local": {"required": ["priority"]}}}]})
        },
    ),
    "values": Project(
        {
            "needs_fields": {
                **ENUMS,
                "priority": {"schema": {"type": "integer"}, "nullable": True},
                "total": {"schema": {"type": "boolean"}, "nullable": True},
                "assignee": {"schema": {"type": "array", "items": {"type": "string"}}, "nullable": True},
            }
        },
        ":status: open\n   :priority: 3",
    ),
    "toml": Project(
        {"needs_from_toml": "ubproject.toml", "suppress_warnings": ["leanspec.shared"]},
        ":status: open\n   :priority: 3",
        files={
            "ubproject.toml": """\
[needs]
flow_engine = "plantuml"
fields.status.schema.enum = ["open"]
fields.priority = {nullable = true, schema.type = "integer"}
[[needs.types]]
directive = "req"
title = "Need"
prefix = "R_"
[[needs.types]]
directive = "spec"
title = "Plan"
prefix = "P_"
[leanspec]
spec_type = "spec"
"""
        },
    ),
    "deprecated": Project(
        {
            "needs_extra_options": ["priority", {"name": "section", "schema": {"type": "integer"}}, "covers"],
            "needs_extra_links": [
                {"option": "depends_on", "incoming": "carries", "outgoing": "rests on"},
                {"option": "evidence", "incoming": "shows", "outgoing": "is shown by"},
            ],
            "needs_statuses": [{"name": "open", "description": ""}],
            "needs_tags": [{"name": "a", "description": ""}],
        },
        ":status: open\n   :priority: 3\n   :tags: a",
    ),
    "pattern": Project({"needs_id_regex": "^REQ_[0-9]{3}$"}, jobs=2),
    "spelled": Project(
        {"needs_id_regex": "^[a-z]{2,}(-[a-z0-9]+)+$", "leanspec_need_id": "ls-spec-013"}, ids="req-00"
    ),
    "required": Project(
        {"needs_fields": {"owner": {"schema": {"type": "string"}, "nullable": False}}}, ":owner: ada"
    ),
    "rules": Project(
        {
            "needs_fields": {
                "owner": {"schema": {"type": "string"}, "nullable": True},
                "constraints": {"default": ["named"]},
            },
            "needs_schema_definitions": {
                "schemas": [
                    {"id": "owned", "message": "has an owner", "validate": {"local": {"required": ["owner"]}}}
                ]
            },
            "needs_warnings": {
                "long": "len(title) > 5",
                "own": "id == 'REQ_002'",
                "open": "status == 'open'",
            },
            "needs_warnings_always_warn": True,
            "needs_constraints": {"named": {"check_0": "'S' in title", "severity": "LOW"}},
            "needs_constraint_failed_options": {
                "LOW": {"on_fail": ["warn"], "style": ["red"], "force_style": False}
            },
        },
        ":owner: ada",
        "\n.. req:: Nobody's\n   :id: REQ_003\n",
    ),
    "crowded": Project(
        {
            "needs_types": {
                "req": {
                    **{key: value for key, value in REQ.items() if key != "directive"},
                    "fields": {"priority": {"schema": {"type": "integer"}}},
                }
            },
            "needs_fields": {"depends_on": {"schema": {"type": "string"}, "nullable": True}},
            "needs_links": {"section": {"outgoing": "is in", "incoming": "holds"}},
            "needs_external_needs": [{"json_path": "old.json", "base_url": "https://old.example"}],
            "extensions": ["sphinx_needs", "myst_parser", "neighbour"],
        },
        ":priority: 3\n   :depends_on: nothing",
        files={"old.json": json.dumps(OLD), "neighbour.py": NEIGHBOUR},
    ),
    "imported": Project(
        {"needs_file": "old.json"}, more="\n.. needimport:: old.json\n", files={"old.json": json.dumps(OLD)}
    ),
}

GROUND = "/specs/001-ground/README.md:10: WARNING: "
ROWS = [
    # a type
    ("words", "shared", "`spec` is a type of the project's own needs, too: joined by 4 needs", "SPEC_001"),
    # a link type
    ("words", "demand", "sphinx-needs says: Need '…' link '…' in field 'parent_spec'", "SPEC_002"),
    # fields in conf.py
    ("values", "shared", "`priority`, as the project declares it, has no room for `high`, `low`", "SPEC_001"),
    (
        "values",
        "shared",
        "`total`, as the project declares it, has no room for `4`, `2`, `1`, `0`",
        "SPEC_001",
    ),
    ("values", "demand", "`status` in needs_fields allows no `complete`, `done`", "SPEC_001"),
    ("values", "demand", "`tags` in needs_fields allows no `earth`, `stone`: found in 2 needs", "SPEC_001"),
    # in ubproject.toml
    ("toml", "demand", "`status` in needs_fields allows no `complete`, `done`", "SPEC_001"),
    # deprecated forms
    ("deprecated", "shared", "`section`, as the project declares it, has no room for `Plan`", "SPEC_001_C_"),
    ("deprecated", "demand", "`status` in needs_statuses allows no `complete`, `done`", "SPEC_001"),
    ("deprecated", "demand", "`tags` in needs_tags allows no `earth`, `stone`: found in 2 needs", "SPEC_001"),
    # ids
    (
        "pattern",
        "need",
        "needs_id_regex '^REQ_[0-9]{3}$' refuses their ids: this leaves out 12 needs",
        "SPEC_001",
    ),
    ("imported", "need", "their ids are taken, by needs of `index`: this leaves out 2 needs", "SPEC_001"),
    # what is asked of all needs
    ("required", "need", "sphinx-needs says: Field 'owner' is not nullable", "SPEC_001"),
    (
        "rules",
        "demand",
        "the schema `owned[0]` asks for something else, `has an owner`: not so in 12",
        "SPEC_001",
    ),
    ("rules", "demand", "`long` of needs_warnings: this finds 8 needs", "SPEC_001"),
    ("rules", "demand", "sphinx-needs says: Constraint 'S' in title for need … FAILED!", "SPEC_001"),
    ("rules", "demand", "`open` of needs_warnings: this finds 4 needs", "SPEC_001_C_"),
    ("defaults", "demand", "`stated` of needs_warnings: this finds 12 needs", "SPEC_001"),
    # what is declared for a type, as a link instead of a field, by another extension, elsewhere
    ("crowded", "shared", "`priority`, as the project declares it, has no room for `high`", "SPEC_001"),
    ("crowded", "shared", "`section`, as the project declares it, has no room for `Plan`", "SPEC_001_C_"),
    ("crowded", "need", "their ids are taken, by needs of `https://old.example/", "SPEC_001"),
]


@dataclass(frozen=True)
class Pair:
    """A project built with the extension, and without it."""

    ours: BuildResult
    theirs: BuildResult

    def findings(self) -> list[str]:
        return [warning for warning in self.ours.warnings if "[leanspec." in warning]


@pytest.fixture(scope="module")
def pairs(shared_build: Build) -> Any:
    @cache
    def built(name: str) -> Pair:
        project = PROJECTS[name]
        with_specs, without = (
            shared_build(project.text(with_specs=wanted), builder="needs", jobs=project.jobs)
            for wanted in (True, False)
        )
        return Pair(with_specs, without)

    return built


@pytest.mark.parametrize("name", PROJECTS)
def test_needs_of_the_project_are_what_they_were(pairs: Any, name: str) -> None:
    pair: Pair = pairs(name)
    ours, theirs = pair.ours.needs(), pair.theirs.needs()
    assert theirs
    for need_id, need in theirs.items():
        found = ours[need_id]
        assert {key: found[key] for key in need} == need
        assert {key for key in found.keys() - need.keys() if found[key]} == set(), "what we add is empty"
        assert found.keys() - need.keys() <= ADDED


@pytest.mark.parametrize("name", PROJECTS)
def test_what_is_said_of_needs_of_the_project_is_said(pairs: Any, name: str) -> None:
    pair: Pair = pairs(name)
    others = [
        line.replace(str(pair.ours.srcdir), "") for line in pair.ours.warnings if "leanspec" not in line
    ]
    known = [line.replace(str(pair.theirs.srcdir), "") for line in pair.theirs.warnings]
    assert [line.split() for line in others] == [line.split() for line in known]


@pytest.mark.parametrize(("name", "code", "text", "first"), ROWS, ids=lambda value: value[:20])
def test_what_meets_ours_is_said_once(pairs: Any, name: str, code: str, text: str, first: str) -> None:
    pair: Pair = pairs(name)
    (found,) = [warning for warning in pair.findings() if text in warning]
    assert re.search(rf" \d+ needs? of specs, first {first}.*; .* \[leanspec\.{code}\]$", found)
    assert re.match(rf"{re.escape(str(pair.ours.srcdir))}/specs/\d+-[a-z]+/README\.md:\d+: WARNING: ", found)


@pytest.mark.parametrize("name", PROJECTS)
def test_nothing_else_is_said(pairs: Any, name: str) -> None:
    assert len(pairs(name).findings()) == sum(row[0] == name for row in ROWS)


@pytest.mark.parametrize("name", PROJECTS)
def test_our_needs_are_there_or_it_is_said_why_not(pairs: Any, name: str) -> None:
    pair: Pair = pairs(name)
    made = len(pair.ours.needs().keys() - pair.theirs.needs().keys())
    left_out = [re.search(r"leaves out (\d+) needs", found) for found in pair.findings()]
    assert made + sum(int(found[1]) for found in left_out if found) == 12


def test_a_link_to_what_was_left_out_leads_to_no_need_of_the_project(pairs: Any) -> None:
    needs = pairs("imported").ours.needs()
    assert needs["SPEC_001"]["title"] == "Old ground"
    assert needs["SPEC_002"]["depends_on"] == []
    assert needs["SPEC_003"]["depends_on"] == ["SPEC_002"]


def test_values_go_into_fields_as_these_are_declared(pairs: Any) -> None:
    need = pairs("values").ours.needs()["SPEC_001"]
    assert (need["assignee"], need["priority"], need["status"]) == (["ada"], None, "complete")
    assert pairs("deprecated").ours.needs()["SPEC_001"]["priority"] == "high"


def test_defaults_of_the_project_hold_for_ours(pairs: Any) -> None:
    needs = pairs("defaults").ours.needs()
    assert (needs["SPEC_001"]["owner"], needs["SPEC_001"]["status"]) == ("SPEC_001", "complete")
    assert (needs["SPEC_001"]["assignee"], needs["SPEC_003_C_TILES"]["assignee"]) == ("ada", "bob")


def test_words_of_the_project_are_used(pairs: Any) -> None:
    pair = pairs("words")
    assert pair.ours.needs()["SPEC_001"]["type_name"] == "Plan"
    assert (
        "sphinx-leanspec uses links as they are declared already: depends_on, parent_spec" in pair.ours.stdout
    )


def test_what_a_toml_file_sets_stays(pairs: Any) -> None:
    assert "needs_flow_engine" not in pairs("toml").ours.stdout


def test_a_pattern_that_is_mended_lets_them_in(pairs: Any, shared_build: Build) -> None:
    pair: Pair = pairs("pattern")
    (found,) = pair.findings()
    cure = re.search(r"(needs_id_regex = '.*') \[", found)
    assert cure is not None
    conf = pair.ours.srcdir / "conf.py"
    conf.write_text(conf.read_text("utf-8") + cure[1] + "\n", "utf-8")
    again = shared_build(pair.ours.srcdir, builder="needs", fatal_warnings=True)
    assert {"REQ_001", "SPEC_001", "SPEC_003_C_TILES"} <= again.needs().keys()


def test_a_constraint_that_ends_a_build_says_how_it_spares_specs(build: Build) -> None:
    conf = {
        "needs_fields": {"constraints": {"default": ["named"]}},
        "needs_constraints": {"named": {"check_0": "'S' in title", "severity": "HIGH"}},
        "needs_constraint_failed_options": {"HIGH": {"on_fail": ["break"], "style": []}},
    }
    files = Project(conf).text(with_specs=True) | {"index.rst": "Home\n====\n"}
    result = build(files, builder="needs", check=False)
    assert result.returncode
    (found,) = [warning for warning in result.warnings if "leanspec.demand" in warning]
    assert "a breaking constraint: >> 'S' in title << for need SPEC_001 FAILED!" in found
    assert "give it by a predicate, `type not in ['spec', 'check', 'doc']`" in found


OWN = "['spec', 'check', 'doc']"


def test_what_the_guide_tells_to_do_leaves_nothing_to_say(build: Build) -> None:
    conf = {
        "needs_fields": {
            "status": {"schema": {"enum": [*SPEC_WORDS, "open", "done", "exempt"]}},
            "owner": {
                "schema": {"type": "string"},
                "nullable": False,
                "predicates": [(f"type in {OWN}", "nobody")],
            },
            "constraints": {"predicates": [(f"type not in {OWN}", ["named"])]},
        },
        "needs_schema_definitions": {
            "schemas": [
                {
                    "select": {"properties": {"type": {"enum": ["req"]}}},
                    "validate": {"local": {"properties": {"owner": {"const": "ada"}}}},
                }
            ]
        },
        "needs_warnings": {"long": f"len(title) > 6 and type not in {OWN}"},
        "needs_warnings_always_warn": True,
        "needs_constraints": {"named": {"check_0": "'t' in title", "severity": "HIGH"}},
        "needs_constraint_failed_options": {"HIGH": {"on_fail": ["break"], "style": []}},
        "needs_links": {
            "parent_spec": {"outgoing": "is below", "incoming": "is above", "target_types": ["req", "spec"]}
        },
        "needs_id_regex": "^REQ_[0-9]{3}$|^(SPEC|DOC)_",
        "needs_json_remove_defaults": True,
    }
    text = Project(conf, ":owner: ada").text(with_specs=True)
    needs = build(text, builder="needs", fatal_warnings=True).needs()
    assert needs["SPEC_001"]["owner"] == "nobody"
    assert needs["REQ_001"]["constraints"] == ["named"]
    assert not needs["REQ_002"].keys() & ADDED
