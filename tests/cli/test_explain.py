"""``sphinx-leanspec explain``: every name that a report says can be asked about."""

from __future__ import annotations

import pytest
from commands import run

from sphinx_leanspec.claims import KINDS
from sphinx_leanspec.commands.explain import explain
from sphinx_leanspec.findings import VERDICTS
from sphinx_leanspec.report.sources import CODE_MEANINGS
from sphinx_leanspec.rules import RULES
from sphinx_leanspec.rules.builds import BUILD_MEANINGS

NAMES = [
    *(rule.code for rule in RULES),
    *BUILD_MEANINGS,
    *CODE_MEANINGS,
    *VERDICTS,
    *(kind.name for kind in KINDS),
]


@pytest.mark.parametrize("name", dict.fromkeys(NAMES))
def test_every_name_is_explained(name: str) -> None:
    for one in explain(name):
        assert one.name == name
        assert one.text.rstrip()


def test_a_code_as_a_build_writes_it() -> None:
    done = run("explain", "leanspec.title")
    assert done.returncode == 0
    assert done.text.startswith(
        "title: a rule, warning by itself; in a build `leanspec.title`\n\nA spec has no"
    )


def test_what_is_the_name_of_several_is_explained_as_each() -> None:
    assert [one.what.partition(",")[0] for one in explain("stale")] == ["a rule", "a verdict"]


def test_what_a_build_alone_tells_says_so() -> None:
    text = run("explain", "leanspec.picture").text
    assert text.startswith("picture: a warning that a build alone has, `leanspec.picture`; `check` does not")
    assert "An SVG holds more than a picture" in text


def test_a_name_that_nothing_has() -> None:
    done = run("explain", "driftd")
    assert (done.returncode, done.text) == (2, "")
    assert (
        "there is no rule, verdict, warning or kind of evidence `driftd`; did you mean `drifted`?"
        in done.stderr
    )
