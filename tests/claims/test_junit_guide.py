"""The guide's page on test reports: its settings are settings, its steps are steps, its runners are all."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from sphinx_leanspec.claims.junit import RUNNERS
from sphinx_leanspec.declared import sound
from sphinx_leanspec.options import Options

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "test-reports.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the guide is part of a checkout only")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_its_settings_are_sound() -> None:
    settings = [found["leanspec"] for text in blocks("toml") if "leanspec" in (found := tomllib.loads(text))]
    assert len(settings) == 2
    for values in settings:
        assert sound(Options, values)[1] == []


def test_each_runner_that_people_use_has_its_steps() -> None:
    contents = [yaml.safe_load(text) for text in blocks("yaml")]
    jobs = [content for content in contents if isinstance(content, list)]
    assert len(jobs) == 6
    assert all("run" in step or "uses" in step for job in jobs for step in job)
    for job in jobs:
        assert any(step.get("continue-on-error") for step in job), "a failure is to be seen on the site"


def test_it_names_every_runner() -> None:
    (named,) = re.findall(r"^`runner` is one of .*?\.$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"`([\w-]+)`", named)) - {"runner"} == set(RUNNERS)
