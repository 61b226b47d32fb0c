from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from building import write_files
from msgspec import NODEFAULT
from msgspec.structs import fields

from sphinx_leanspec.corpus import load
from sphinx_leanspec.findings import Finding
from sphinx_leanspec.model import (
    Annotation,
    Check,
    Leaf,
    Part,
    Place,
    Progress,
    Reference,
    Section,
    Spec,
    SubDocument,
    Task,
    Transition,
)
from sphinx_leanspec.need_ids import NeedSpelling
from sphinx_leanspec.reading.library import Library
from sphinx_leanspec.reading.plain import NotPlainError, decode, encode
from sphinx_leanspec.reading.prose import Code, Heading, Named, OddMark, Prose, Repeat, StatedCount, Stray
from sphinx_leanspec.requirements import Delta, Requirement, Scenario

FINDING = Finding("a.md", 3, "link", "lost", "find it")
REFERENCE = Reference("depends_on", "002", 4, "d.md")
PLACE = Place(
    id="001-a",
    key="g/001-a",
    number=1,
    slug="a",
    need_id="SPEC_001",
    path="a.md",
    group="g",
    archived=True,
    sub_documents=(SubDocument("B", "b.md"),),
    dialect="other",
    files=("a.md", "c.md"),
    fragment="7",
    spelling=NeedSpelling("LS-", "-", is_lower=True),
    shared=("d.md",),
    short="1.2",
    project="api",
    page="https://api.example/specs/001-a.html",
)
TASK = Task("T012", True, True, "US1", ("FR-001",), ("T011",), "queued", "Index", "no printer")
SPEC = Spec(
    place=PLACE,
    title_source="*A*",
    title="A",
    status="planned",
    status_written="todo",
    status_from="tasks",
    priority="high",
    tags=("x", "y"),
    assignees=("ada",),
    reviewer="bob",
    created="2026-01-01",
    updated="2026-01-02",
    completed="2026-01-03",
    due="2026-02-01",
    issue="#1",
    pr="#2",
    epic="E",
    breaking=True,
    migrated_to="there",
    depends_on=(REFERENCE,),
    parent=REFERENCE,
    related=(REFERENCE, REFERENCE),
    aliases=(REFERENCE,),
    transitions=(Transition("planned", "2026-01-01", 5),),
    custom={"n": 1, "f": 1.5, "none": None, "list": ["a", {"b": [True]}], "map": {"k": "v"}},
    facts={"type": ("bug",), "references": ("a.md", "b.md")},
    epics={"m-1": "Autumn"},
    below={"b.md": Leaf("B", {"type": ("guide",)})},
    checks=(
        Check("K", "t", "*t*", True, 9, ("S",), 1, "P", "why", (Annotation("file a", 9, 20),), "c.md", TASK),
    ),
    sections=(Section(2, 8, "S", "s"),),
    title_line=7,
    lines_of={"status": 2},
    body_line=6,
    banner_line=8,
    banner_status="Planned",
    lines=20,
    tokens=30,
    findings=(FINDING,),
    parts=(Part("a.md", 6, "text", is_spread=False),),
    requirements=(Requirement("R", "story", "US1", "Find", "c.md", 4, (Scenario("s", "t", 5),)),),
    is_lasting=True,
    deltas=(Delta("renamed", "cards", "New", 6, "d.md", "Old"),),
    counted=Progress(1, 2),
)
PROSE = Prose(
    problem=FINDING,
    headings=(Heading(1, 2, "A", is_empty=True),),
    anchors=frozenset({"a"}),
    links=(Named("b.md", 3),),
    specs=(Named("002", 4),),
    homes=(Named("/home/grace/x", 5),),
    open_fences=(6, 7),
    marks=(OddMark("[~]", 7, ("Plan", "Later")),),
    code=(Code("json", "{ ... }", 8),),
    repeats=(Repeat(8, 14, 1),),
    strays=(Stray(8, 3, "evidnce", "name"),),
    evidence=((9, 20),),
    counts=(StatedCount(9, 3, "files", 2, "docs/"),),
)


@pytest.mark.parametrize("record", [SPEC, PROSE, PLACE], ids=["spec", "prose", "place"])
def test_a_record_comes_back_as_it_was(record: Any) -> None:
    for field in fields(record):
        usual = field.default_factory() if field.default_factory is not NODEFAULT else field.default
        assert getattr(record, field.name) != usual, f"{field.name} is not tried"
    again = decode(encode(record), type(record))
    assert again == record
    assert repr(again) == repr(record)


def test_what_is_no_plain_data_is_refused() -> None:
    for value in ([Path()], [1 << 99], ["\ud800"]):
        with pytest.raises(NotPlainError):
            encode(value)


def test_what_is_of_another_type_is_refused() -> None:
    for data in (encode(SPEC), encode([1]), b"\xc1", b""):
        with pytest.raises(NotPlainError):
            decode(data, Prose if data == encode([1]) else tuple[Place, ...])


def test_a_number_that_json_has_not_comes_back(tmp_path: Path) -> None:
    text = "---\nstatus: planned\ncreated: 2026-01-01\nmost: .inf\n---\n\n# One\n"
    write_files(tmp_path, {"specs/001-one/README.md": text})
    library = Library()
    (spec,) = load(tmp_path, library=library).specs.values()
    assert decode(encode(spec), Spec) == spec
    (prose,) = library.texts.values()
    assert decode(encode(prose), Prose) == prose
