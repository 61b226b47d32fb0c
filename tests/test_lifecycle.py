"""Statuses and priorities in their order, and the size of a text: asked of the core, the same everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec import lifecycle
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.lifecycle import PRIORITIES, STATUSES, TokenLimits, estimated_tokens, rank
from sphinx_leanspec.reading import locate
from sphinx_leanspec.rules import Context, RuleSettings, check
from sphinx_leanspec.views.stats import sizes

CONFIG = ".lean-spec/config.json"


def test_what_leanspec_knows_comes_first_and_none_comes_last() -> None:
    words = [None, "zeal", "low", "high", "awe"]
    assert sorted(words, key=lambda word: rank(word, PRIORITIES)) == ["high", "low", "awe", "zeal", None]


def test_the_groups_are_made_of_the_statuses() -> None:
    assert sorted(lifecycle.WORK_FIRST) == sorted(STATUSES)
    assert {*lifecycle.NOT_BEGUN, *lifecycle.BEGUN} == {*STATUSES}
    assert not {*lifecycle.NOT_BEGUN} & {*lifecycle.BEGUN}
    assert {*lifecycle.OPEN, *lifecycle.FINISHED, "draft"} == {*STATUSES}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("word " * 8, 10),
        ("Straße und Öl" * 4, 13),
        ("窗户开着", 4),
        ("창문", 2),
        ("まど", 2),
        ("four 窗户\nmore", 4),
    ],
)
def test_a_token_is_four_letters_or_one_of_a_script_of_thousands(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


@pytest.mark.parametrize("body", ["word " * 3_500, "规格" * 3_000], ids=["Latin", "Chinese"])
def test_the_site_and_the_check_see_the_same_tokens(body: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"specs/001-a/README.md": spec("A", body=body)})
    corpus = load(tmp_path)
    found = sizes(corpus, corpus.specs, 1)
    assert found is not None
    assert length(corpus) == [found.largest[0].tokens]
    assert found.over == (1, found.tokens > 5_000)


def length(corpus: Corpus) -> list[int]:
    """The tokens that the rule `length` speaks of."""
    report = check(Context(corpus, RuleSettings(select=frozenset({"length"}))))
    said = (re.search(r"about ([\d,]+) tokens", finding.message) for finding in report.findings)
    return [int(match[1].replace(",", "")) for match in said if match]


@pytest.mark.parametrize(
    ("validation", "limits"),
    [
        ({}, TokenLimits(3_500, 5_000)),
        ({"warnTokens": 100, "maxTokens": 200}, TokenLimits(100, 200)),
        ({"warn_tokens": 100, "max_tokens": 200}, TokenLimits(100, 200)),
        ({"maxTokens": 1_000}, TokenLimits(1_000, 1_000)),
        ({"warnTokens": 8_000}, TokenLimits(8_000, 8_000)),
    ],
)
def test_leanspec_s_own_limits_are_read(
    validation: dict[str, int], limits: TokenLimits, tmp_path: Path
) -> None:
    write_files(
        tmp_path, {CONFIG: json.dumps({"validation": validation}), "specs/001-a/README.md": spec("A")}
    )
    project = locate(tmp_path)
    assert (project.limits, project.findings) == (limits, ())


def test_the_limits_hold_for_the_check_and_for_the_site(tmp_path: Path) -> None:
    config = {"validation": {"warnTokens": 100, "maxTokens": 200}}
    texts = {"001-a": "word " * 100, "002-b": "规格" * 120, "003-c": "short"}
    files = {f"specs/{name}/README.md": spec(name, body=body) for name, body in texts.items()}
    write_files(tmp_path, {CONFIG: json.dumps(config), **files})
    corpus = load(tmp_path)
    found = sizes(corpus, corpus.specs, 3)
    assert found is not None
    assert found.over == (2, 1)
    assert sorted(length(corpus)) == sorted(size.tokens for size in found.largest if size.tokens > 100)


@pytest.mark.parametrize("value", ["many", -1, 0, True, 1.5])
def test_a_limit_that_is_none_is_a_finding(value: object, tmp_path: Path) -> None:
    config = json.dumps({"specsDir": "specs", "validation": {"maxTokens": value}}, indent=1)
    write_files(tmp_path, {CONFIG: config, "specs/001-a/README.md": spec("A")})
    project = locate(tmp_path)
    assert project.limits == TokenLimits()
    (finding,) = project.findings
    assert (finding.path, finding.line, finding.code) == (CONFIG, 4, "config")
    assert str(finding) == (
        f"`validation.maxTokens` is {value!r}, not a number above 0; 5,000 was taken; correct it"
    )
