from __future__ import annotations

import pytest

from sphinx_leanspec.model import Section
from sphinx_leanspec.views.excerpt import find

SECTIONS = [
    Section(level, line, title, slug)
    for line, (level, title, slug) in enumerate(
        [
            (1, "The page", "the-page"),
            (2, "Plan", "plan"),
            (3, "Risks", "risks"),
            (2, "Design", "design"),
            (3, "Plan", "plan-1"),
            (4, "Risks", "risks-1"),
            (3, "Input / Output", "input--output"),
            (2, "验收标准", "验收标准"),
            (1, "Appendix", "appendix"),
        ],
        1,
    )
]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("plan", "plan"),
        ("plan-1", "plan-1"),
        ("Design", "design"),
        ("DESIGN", "design"),
        ("Design / Plan", "plan-1"),
        ("design / plan", "plan-1"),
        ("Plan / Risks", "risks"),
        ("Design / Risks", "risks-1"),
        ("Design / Plan / Risks", "risks-1"),
        ("Input / Output", "input--output"),
        ("Design / input--output", "input--output"),
        ("验收标准", "验收标准"),
        ("Appendix", "appendix"),
    ],
)
def test_a_section_by_title_or_anchor(text: str, slug: str) -> None:
    assert [find(SECTIONS, text).path[-1].slug] == [slug]


def test_a_section_knows_what_it_stands_in() -> None:
    assert [section.title for section in find(SECTIONS, "risks-1").path] == ["Design", "Plan", "Risks"]


def test_of_several_the_first_with_the_anchors_of_all() -> None:
    found = find(SECTIONS, "Plan")
    assert (found.path[-1].line, found.candidates) == (2, ("plan", "plan-1"))
    assert find(SECTIONS, "Plan / Risks").candidates == ("risks", "risks-1")


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Desgin", ("Design",)),
        ("Plans", ("Plan",)),
        ("Plan / Design", ("Design",)),
        ("zzz", ()),
        ("The page", ()),
    ],
)
def test_no_such_section(text: str, candidates: tuple[str, ...]) -> None:
    found = find(SECTIONS, text)
    assert found.path == ()
    assert found.candidates == candidates


def test_no_section_at_all() -> None:
    assert find([], "Plan").candidates == ()
