from __future__ import annotations

from sphinx_leanspec.model import Check, Progress
from sphinx_leanspec.views.checklist import groups, total

CHECKS = (
    Check("a", "Above", "Above", done=False, line=1),
    Check("b", "Dig", "Dig", done=True, line=2, sections=("Plan",)),
    Check("c", "Dry", "Dry", done=False, line=3, sections=("Plan", "Later")),
    Check("d", "Rain", "Rain", done=False, line=4, sections=("Test",), exempt="no rain"),
    Check("e", "Stand", "Stand", done=True, line=5, sections=("Test",)),
    Check("f", "Again", "Again", done=False, line=6, sections=("Plan",)),
)


def shown(*arguments: object) -> list[tuple[str, str, str]]:
    found = groups(CHECKS, *arguments)  # type: ignore[arg-type]
    return [
        (group.title, "".join(check.key for check in group.checks), str(group.progress)) for group in found
    ]


def test_checks_stand_under_their_top_section_in_order() -> None:
    assert shown() == [("", "a", "0 / 1"), ("Plan", "bcf", "1 / 3"), ("Test", "de", "1 / 1")]


def test_open_and_done_leave_out_what_does_not_apply_and_count_all() -> None:
    assert shown("open") == [("", "a", "0 / 1"), ("Plan", "cf", "1 / 3"), ("Test", "", "1 / 1")]
    assert shown("done") == [("", "", "0 / 1"), ("Plan", "b", "1 / 3"), ("Test", "e", "1 / 1")]


def test_sections_are_found_at_any_depth_and_in_any_case() -> None:
    assert shown("all", ["test"]) == [("Test", "de", "1 / 1")]
    assert shown("all", ["LATER"]) == [("Plan", "c", "0 / 1")]
    assert shown("all", ["Nowhere"]) == []


def test_the_whole_is_the_sum_of_the_groups() -> None:
    assert total(groups(CHECKS)) == Progress(2, 5) == Progress.of(CHECKS)
    assert total([]) == Progress(0, 0)
