"""A site whose ids of needs are spelled as the project wants them."""

from __future__ import annotations

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec

PAGE = """\
---
specs: [1]
---

# Uses

1. {need}`ls-spec-001`
2. {spec}`ls-spec-001`
3. {spec}`SPEC_001`
4. {check}`ls-spec-003-c-tiles`
5. {check}`SPEC_003_C_TILES`
6. {check}`3#tiles`
7. {check}`ls-spec-009-c-sand`

```{needtable}
:filter: id == "ls-spec-003" and "ls-spec-002" in depends_on
:style: table
```
"""


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {
        **HOUSE,
        "specs/005-new/README.md": spec("New", "aliases: 009-old", body="- [ ] Sand <!-- id: sand -->\n"),
        "index.md": "# Home\n\n```{toctree}\nuses\n```\n",
        "uses.md": PAGE,
    }
    conf = {"leanspec_need_id": "ls-spec-013", "needs_id_regex": "^[a-z-]+-[a-z0-9-]+$"}
    return shared_build(files, "-n", conf=conf, fatal_warnings=True)


def test_all_needs_are_spelled_so(site: BuildResult) -> None:
    needs = site.needs()
    assert {"ls-spec-001", "ls-spec-003-c-tiles", "ls-doc-uses"} <= needs.keys()
    assert all(name.startswith("ls-") for name in needs)
    assert needs["ls-spec-003"]["part_of_back"][:1] == ["ls-spec-003-c-31ce6e"]
    assert needs["ls-doc-uses"]["covers"] == ["ls-spec-001"]


def test_references_in_both_spellings_lead_to_them(site: BuildResult) -> None:
    found = [item.a["href"] for item in site.html("uses").find("ol").find_all("li")]
    spec_page, check = "specs/001-ground.html", "specs/003-roof.html#ls-spec-003-c-tiles"
    assert found[0] == f"{spec_page}#ls-spec-001"
    assert found[1:] == [spec_page, spec_page, check, check, check, "specs/005-new.html#ls-spec-005-c-sand"]


def test_pages_answer_to_them_and_to_former_ones(site: BuildResult) -> None:
    page = site.html("specs/005-new")
    for name in ("ls-spec-005", "ls-spec-005-c-sand", "ls-spec-009", "ls-spec-009-c-sand"):
        assert page.find(id=name), name


def test_filters_know_them(site: BuildResult) -> None:
    assert len(site.html("uses").find("table").tbody.find_all("tr")) == 1


def test_another_spelling_is_a_mistake(build: Build) -> None:
    result = build({**HOUSE, "index.md": "# Home\n"}, builder="dummy", conf={"leanspec_need_id": "X.13"})
    (warning,) = result.warnings
    assert (
        "leanspec_need_id is 'X.13', not a text like 'SPEC_013'; the default 'SPEC_013' was taken" in warning
    )
