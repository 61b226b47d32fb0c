"""The guide's page on test reports: its settings are settings, its steps are steps, its runners are all."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from ci import validate

from sphinx_leanspec.claims.globs import Glob
from sphinx_leanspec.claims.junit import RUNNERS
from sphinx_leanspec.declared import sound
from sphinx_leanspec.options import Options

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "guide" / "test-reports.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the guide is part of a checkout only")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_its_settings_are_sound() -> None:
    settings = [found["leanspec"] for text in blocks("toml") if "leanspec" in (found := tomllib.loads(text))]
    assert len(settings) == 3
    for values in settings:
        assert sound(Options, values)[1] == []


def test_each_runner_that_people_use_has_its_steps() -> None:
    contents = [yaml.safe_load(text) for text in blocks("yaml")]
    jobs = [content for content in contents if isinstance(content, list)]
    assert len(jobs) == 6
    assert all("run" in step or "uses" in step for job in jobs for step in job)
    for job in jobs:
        assert any(step.get("continue-on-error") for step in job), "a failure is to be seen on the site"


@pytest.mark.parametrize(
    ("schema", "has"), [("github-workflows", "jobs"), ("readthedocs", "build"), ("gitlab-ci", "variables")]
)
def test_what_publishes_a_report_is_what_the_services_take(schema: str, has: str, tmp_path: Path) -> None:
    (text,) = [text for text in blocks("yaml") if has in yaml.safe_load(text)]
    file = tmp_path / "service.yml"
    file.write_text(text, "utf-8")
    validate(schema, file)


def test_our_own_report_goes_from_the_tests_to_the_site() -> None:
    """CI writes it where the settings look, and Read the Docs fetches what CI puts into the release."""
    settings, _ = Options.from_toml(ROOT / "ubproject.toml", ROOT)
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    written = re.findall(r"--junitxml=([\w./]+)", str(jobs["tests"]))
    (fetched,) = re.findall(r"--output (\S+) (\S+)", (ROOT / ".readthedocs.yaml").read_text("utf-8"))
    assert written == [fetched[0]]
    assert [Glob(one.files).matches(fetched[0]) for one in settings.test_reports] == [True]
    assert f"release upload test-reports {fetched[0]}" in str(jobs["report"])
    assert fetched[1].endswith("/releases/download/test-reports/pytest.xml")


def test_it_names_every_runner() -> None:
    (named,) = re.findall(r"^`runner` is one of .*?\.$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"`([\w-]+)`", named)) - {"runner"} == set(RUNNERS)
