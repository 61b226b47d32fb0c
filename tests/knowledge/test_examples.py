"""The knowledge base: what a worked example shows is what the code beside its page computes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ANALYSIS = Path(__file__).parents[2] / "docs" / "analysis"
PAGES = sorted(page.stem for page in ANALYSIS.glob("*_*.md"))  # the others tell of the knowledge base itself
SECTION = re.compile(r"^### Worked example\n(.*?)(?=^#{1,3} |\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\|(?P<label>(?:[^|\\\n]|\\.)+)\|(?P<value>(?:[^|\\\n]|\\.)+)\|$", re.MULTILINE)
HEAD = "| Quantity | Value |\n|---|---|\n"

pytestmark = pytest.mark.skipif(not ANALYSIS.is_dir(), reason="the knowledge base is part of a checkout only")


def shown(text: str) -> list[tuple[str, str]]:
    """The rows of all tables of quantities under the headings of worked examples, in order."""
    tables = [table for section in SECTION.findall(text) for table in section.split(HEAD)[1:]]
    found = [row for table in tables for row in ROW.findall(table.split("\n\n")[0])]
    return [(label.strip(), value.strip()) for label, value in found]


@pytest.mark.parametrize("name", PAGES)
def test_numbers(name: str) -> None:
    example = ANALYSIS / "_examples" / f"{name}.py"
    rows = shown((ANALYSIS / f"{name}.md").read_text("utf-8"))
    assert rows, f"{name}.md has no table `| Quantity | Value |` below `### Worked example`"
    assert example.is_file(), f"{name}.md has a worked example, but _examples/{name}.py is missing"
    assert rows == list(runpy.run_path(str(example))["numbers"]().items())


def test_every_example_has_its_page() -> None:
    assert {example.stem for example in (ANALYSIS / "_examples").glob("*.py")} <= set(PAGES)


def test_a_table_is_read_row_by_row() -> None:
    text = f"### Worked example\n\n{HEAD}| a | 1 |\n| b \\| c | 2 |\n\nText.\n\n## Next\n\n{HEAD}| d | 3 |\n"
    assert shown(text) == [("a", "1"), ("b \\| c", "2")]
