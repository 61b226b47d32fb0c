"""Needs of checks up to a number of them: what is made, what is said, and what a rebuild makes of it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import Build, BuildResult, builder_in, write_files
from samples import spec

COUNT, EACH = 6, 4
ITEMS = COUNT * EACH


def spec_path(number: int) -> str:
    return f"specs/{number:03}-spec/README.md"


def spec_text(number: int, items: int = EACH) -> str:
    """Odd ones are planned, even ones complete; the third is tagged."""
    boxes = [f"- [{'x' if at % 2 else ' '}] Item {at} <!-- id: i{at} -->\n" for at in range(items)]
    tags = ["tags: [safety]"] if number == 3 else []
    status = "planned" if number % 2 else "complete"
    return spec(f"Number {number}", *tags, status=status, body="".join(boxes))


PAGES = {
    "index.md": "# Home\n\n```{toctree}\nchecks\nprose\ntable\n```\n",
    "checks.md": "# Checks\n\n```{spec-checklist} 1\n```\n",
    "prose.md": "# Prose\n\nSee {check}`1#i0`.\n",
    "table.md": "# Needs\n\n```{needtable}\n:filter: type == 'check'\n:style: table\n```\n",
}
"""Every kind of page that shows checks."""

PROJECT = {
    "conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\nneeds_build_json = True\n',
    **PAGES,
    **{spec_path(number): spec_text(number) for number in range(1, COUNT + 1)},
}


def owners(result: BuildResult) -> list[int]:
    """The specs whose checks are needs, by number; each has all of them."""
    found = [need["part_of"][0] for need in result.needs().values() if need["type"] == "check"]
    assert all(found.count(name) >= EACH for name in found)
    return sorted({int(name.removeprefix("SPEC_")) for name in found})


def notes(result: BuildResult) -> list[str]:
    return [line for line in result.stdout.splitlines() if "leanspec_check_needs_limit" in line]


CHOSEN = {
    "below": (ITEMS, {}, [1, 2, 3, 4, 5, 6]),
    "no limit": (0, {}, [1, 2, 3, 4, 5, 6]),
    "below, with a filter": (ITEMS, {"tag": "safety"}, [1, 2, 3, 4, 5, 6]),
    "above": (ITEMS - 1, {}, []),
    "status": (1, {"status": "complete"}, [2, 4, 6]),
    "specs": (1, {"specs": "2, 005-spec"}, [2, 5]),
    "both": (1, {"status": "draft, planned", "tag": "safety, other"}, [3]),
    "nothing": (1, {"tag": "no-such"}, []),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_needs_of_checks_are_made_up_to_a_limit_and_beyond_it_where_asked_for(
    build: Build, name: str
) -> None:
    limit, wanted, found = CHOSEN[name]
    conf = {"leanspec_check_needs_limit": limit, "leanspec_check_needs_for": wanted}
    result = build(PROJECT, conf=conf, fatal_warnings=True)
    assert owners(result) == found
    said = (
        f"{ITEMS} checks are more than leanspec_check_needs_limit ({limit}): needs are made of "
        f"{len(found) * EACH}, those of the specs that leanspec_check_needs_for chooses "
        f"({len(found)} of {COUNT})"
    )
    assert notes(result) == ([said] if len(found) < COUNT else [])


def shown(result: BuildResult, docname: str) -> str:
    return re.sub(r"\s+", " ", result.html(docname).find(class_="body").get_text(" "))


def test_all_else_is_the_same_without_needs_of_checks(build: Build) -> None:
    conf = {"leanspec_check_needs_limit": ITEMS - 1}
    few, all_ = build(PROJECT, conf=conf, fatal_warnings=True), build(PROJECT, fatal_warnings=True)
    for docname in ("specs/001-spec", "specs/index", "checks", "prose"):
        assert shown(few, docname) == shown(all_, docname)
    box = few.html("prose").find("a", href="specs/001-spec.html#SPEC_001_C_I0")
    assert box
    assert few.html("specs/001-spec").find(id="SPEC_001_C_I0")
    need = few.needs()["SPEC_001"]
    assert (need["done"], need["total"]) == (2, 4)
    assert "No needs passed the filters" in few.html("table").get_text()


def test_the_limit_is_never_spoken_of_where_there_are_no_needs_of_checks(build: Build) -> None:
    conf = {"leanspec_check_needs": False, "leanspec_check_needs_limit": 1}
    result = build(PROJECT, conf=conf, builder="needs")
    assert (owners(result), notes(result)) == ([], [])


def test_the_limit_and_the_choice_can_be_set_on_the_command_line(build: Build) -> None:
    options = ("-Dleanspec_check_needs_limit=5", "-Dleanspec_check_needs_for.status=planned")
    result = build(PROJECT, *options, builder="needs", fatal_warnings=True)
    assert owners(result) == [1, 3, 5]


def test_an_unknown_choice_is_a_warning(build: Build) -> None:
    conf = {"leanspec_check_needs_limit": 1, "leanspec_check_needs_for": {"colour": "red"}}
    result = build(PROJECT, conf=conf, builder="dummy")
    (warning,) = result.warnings
    assert re.search(
        r"conf\.py:\d+: WARNING: leanspec_check_needs_for .* not a dict of texts under specs, status, tag, "
        r"priority, parent, assignee, project; .*\[leanspec\.config\]",
        warning,
    )


def everything(result: BuildResult) -> dict[str, bytes]:
    """What a build has made: its pages, and its needs without the time of the build."""
    pages = {
        path.relative_to(result.outdir).as_posix(): path.read_bytes()
        for path in result.outdir.rglob("*.html")
    }
    return {**pages, "needs": json.dumps(result.needs(), sort_keys=True).encode()}


@dataclass
class Kept:
    """A project that is built again and again."""

    root: Path
    build: Build
    jobs: int

    def rebuild(self) -> BuildResult:
        """Build it again, and compare what comes out with a clean build."""
        result = self.build(self.root, jobs=self.jobs)
        clean = self.root.parent / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        clean.mkdir()
        assert everything(result) == everything(builder_in(clean)(self.root))
        return result


@pytest.fixture(params=[1, 2], ids=["j1", "j2"])
def kept(tmp_path: Path, request: pytest.FixtureRequest) -> Kept:
    root = tmp_path / "project"
    refers = {"refers.md": "---\norphan: true\n---\n\n# Refers\n\nTo {need}`SPEC_001_C_I0`.\n"}
    # a worker for no fewer than five pages
    more = {f"page{at}.md": "---\norphan: true\n---\n\n# Page\n" for at in range(6)}
    write_files(root, {**PROJECT, **refers, **more})
    return Kept(root, builder_in(tmp_path), request.param)


@pytest.mark.parametrize(("wanted", "rest"), [({}, []), ({"tag": "safety"}, [3])], ids=["all", "filter"])
def test_crossing_the_limit_either_way_gives_a_clean_build(
    kept: Kept, wanted: dict[str, str], rest: list[int]
) -> None:
    with (kept.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"leanspec_check_needs_limit = {ITEMS}\nleanspec_check_needs_for = {wanted!r}\n")
    first = kept.rebuild()
    assert (owners(first), len(notes(first))) == ([1, 2, 3, 4, 5, 6], 0)
    write_files(kept.root, {spec_path(6): spec_text(6, EACH + 1)})
    above = kept.rebuild()
    assert (owners(above), len(notes(above))) == (rest, 1)
    assert not above.html("refers").find("a", href="specs/001-spec.html#SPEC_001_C_I0")
    write_files(kept.root, {spec_path(6): spec_text(6)})
    below = kept.rebuild()
    assert (owners(below), len(notes(below))) == ([1, 2, 3, 4, 5, 6], 0)
    assert below.html("refers").find("a", href="specs/001-spec.html#SPEC_001_C_I0")


def test_a_spec_that_is_chosen_no_longer_gives_a_clean_build(kept: Kept) -> None:
    with (kept.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("leanspec_check_needs_limit = 1\nleanspec_check_needs_for = {'parent': '4'}\n")
    text = spec_text(5)
    assert owners(kept.rebuild()) == []
    write_files(kept.root, {spec_path(5): text.replace("created:", "parent: 004-spec\ncreated:")})
    assert owners(kept.rebuild()) == [5]
    # the spec itself is as it was: another one took its parent's name
    (kept.root / "specs/004-spec").rename(kept.root / "specs/007-spec")
    assert owners(kept.rebuild()) == []


def test_nothing_changed_beyond_the_limit_reads_nothing(kept: Kept) -> None:
    with (kept.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("leanspec_check_needs_limit = 1\n")
    kept.rebuild()
    assert "0 added, 0 changed, 0 removed" in kept.rebuild().stdout
