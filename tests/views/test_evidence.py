"""Claims by verdict, worst first."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.claims import Claims, Verified, World
from sphinx_leanspec.corpus import load
from sphinx_leanspec.views.evidence import EvidenceList, evidence, inherited, verified

BODY = """\
- [x] There <!-- evidence: file docs/a.md -->
- [x] Gone <!-- evidence: file docs/gone.md -->
- [x] Both <!-- evidence: file docs/a.md; file docs/gone.md -->
- [x] Unread <!-- evidence: fil docs/a.md -->
- [x] Bare
- [ ] Open <!-- evidence: file docs/a.md -->
- [ ] Not yet <!-- evidence: file docs/later.md -->
- [x] Exempt <!-- n/a: no --> <!-- evidence: file docs/gone.md -->
"""


@pytest.fixture
def claims(tmp_path: Path) -> Claims:
    write_files(
        tmp_path,
        {
            "docs/a.md": "",
            "specs/001-a/README.md": spec("A", body=BODY),
            "specs/002-b/README.md": spec("B", body="- [x] One\n"),
            "specs/003-c/README.md": spec("C", "parent: 2", body=BODY),
            "specs/004-d/README.md": spec("D", "parent: 3", body="- [x] Gone <!-- evidence: file no -->\n"),
        },
    )
    return Claims(World(load(tmp_path)))


def said(found: EvidenceList) -> dict[str, list[str]]:
    return {group.word: [claim.check.text for claim in group.claims] for group in found.groups}


def test_claims_stand_by_verdict_and_the_worst_come_first(claims: Claims) -> None:
    found = evidence(claims, ["001-a", "002-b"])
    assert list(said(found).items()) == [
        ("missing", ["Gone", "Both"]),
        ("unknown", ["Unread"]),
        ("holds", ["There"]),
    ]
    assert [claim.check.text for claim in found.tickable] == ["Open"]
    assert (found.verified.unproven, found.omitted) == (2, 0)


def test_what_does_not_fit_is_counted_and_the_best_are_left_out(claims: Claims) -> None:
    found = evidence(claims, ["001-a"], most=1)
    assert said(found) == {"missing": ["Gone"], "unknown": [], "holds": []}
    assert [group.total for group in found.groups] == [2, 1, 1]
    assert (found.tickable, found.omitted) == ((), 4)


def test_the_verdicts_that_are_asked_for_change_no_count(claims: Claims) -> None:
    found = evidence(claims, ["001-a"], wanted=["unknown"])
    assert said(found) == {"unknown": ["Unread"]}
    assert found.verified == verified(claims, ["001-a"])
    assert (found.tickable, found.omitted) == ((), 0)


def test_counts_tell_what_is_claimed_from_what_is_shown(claims: Claims) -> None:
    counted = verified(claims, ["001-a", "002-b"])
    assert (counted.claimed, counted.total) == (6, 8)
    assert (counted.verified, counted.failed, counted.unproven) == (1, 2, 2)


def test_a_spec_inherits_the_claims_of_all_that_is_part_of_it_and_has_its_own_apart(claims: Claims) -> None:
    assert claims.verified(claims.world.corpus.specs["002-b"]) == Verified(1, 1, {})
    below = inherited(claims, "002-b")
    assert below is not None
    assert (below.claimed, below.verified, below.failed) == (6, 1, 3)
    assert inherited(claims, "004-d") is None
    assert inherited(claims, "001-a") is None


def test_specs_that_are_part_of_each_other_count_each_once(tmp_path: Path) -> None:
    body = "- [x] One <!-- evidence: file no -->\n"
    write_files(
        tmp_path,
        {f"specs/00{n}-x/README.md": spec("X", f"parent: {n % 3 + 1}", body=body) for n in (1, 2, 3)},
    )
    claims = Claims(World(load(tmp_path)))
    assert [inherited(claims, key) for key in claims.world.corpus.specs] == [
        Verified(2, 2, {"missing": 2})
    ] * 3
