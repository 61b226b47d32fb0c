"""``sphinx-leanspec explain``: every name that a report says can be asked about."""

from __future__ import annotations

import pytest
from commands import run

from sphinx_leanspec.claims import KINDS
from sphinx_leanspec.claims.verdict import VERDICTS
from sphinx_leanspec.commands.explain import explain
from sphinx_leanspec.rules import RULES


@pytest.mark.parametrize("name", [*(rule.code for rule in RULES), *VERDICTS, *(kind.name for kind in KINDS)])
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


def test_a_name_that_nothing_has() -> None:
    done = run("explain", "driftd")
    assert (done.returncode, done.text) == (2, "")
    assert "there is no rule, verdict or kind of evidence `driftd`; did you mean `drifted`?" in done.stderr
