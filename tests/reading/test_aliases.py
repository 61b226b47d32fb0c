"""Former names of specs: what follows them, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_leanspec.model import Place
from sphinx_leanspec.name_index import NameIndex, Resolution
from sphinx_leanspec.reading.aliases import Alias, read_alias

if TYPE_CHECKING:
    from reading.conftest import LoadSpecs, ReadSpec

NAMES: dict[str, Alias | None] = {
    "011-old-name": Alias("011-old-name", 11, "old-name"),
    " 011-old-name/ ": Alias("011-old-name", 11, "old-name"),
    "specs/011-old-name/README.md": Alias("011-old-name", 11, "old-name"),
    "../011-old-name/": Alias("011-old-name", 11, "old-name"),
    "archived/011-old": Alias("011-old", 11, "old"),
    "011-file.md": Alias("011-file", 11, "file"),
    "milestone/011-old": Alias("milestone/011-old", 11, "old"),
    "042-文档": Alias("042-文档", 42, "文档"),
    "12": Alias("12", 12, ""),
    "012": Alias("12", 12, ""),
    "#12": Alias("12", 12, ""),
    "SPEC_012": Alias("12", 12, ""),
    # what no spec can be called, or no file should
    "old-name": None,
    "": None,
    "..": None,
    "../../etc/passwd": None,
    "/etc/1/../../x": None,
    "1/../..": Alias("1", 1, ""),
    "..\\1-x": None,
    "1-<script>": None,
    "1-a\n2": None,
    "1-a?x#y": None,
    "1-%2e%2e": None,
    ".git/1-x": None,
    "1-" + "x" * 300: None,
    "9" * 5000: None,
}


@pytest.mark.parametrize(("text", "alias"), NAMES.items(), ids=lambda value: str(value)[:20])
def test_a_former_name_is_one_that_a_spec_could_have(text: str, alias: Alias | None) -> None:
    assert read_alias(text) == alias


def test_aliases_are_read_as_references_are(read: ReadSpec) -> None:
    spec = read("---\nstatus: planned\ncreated: 2026-01-01\naliases:\n  - 011-old\n  - 012\n---\n# X\n")
    assert [(alias.text, alias.line) for alias in spec.aliases] == [("011-old", 5), ("012", 6)]
    assert "aliases" not in spec.custom


FOLLOWED = {
    "011-old-name": "013-name",
    "../011-old-name/README.md#plan": "013-name",
    "011-old-name.md": "013-name",
    "spec-011": "013-name",
    "11": "013-name",
    "SPEC_011": "013-name",
    "SPEC_011_OLD_NAME": "013-name",
    "12": "013-name",
    "#012": "013-name",
    "group/020-grouped": "014-other",
    "020-grouped": "014-other",
    # what is alive, first
    "13": "013-name",
    "014-other": "014-other",
    "15": "015-fifteen",
    "SPEC_015": "015-fifteen",
}


def test_a_former_name_leads_where_the_spec_is_now(specs: LoadSpecs) -> None:
    corpus = specs(
        {
            "013-name": "aliases: [011-old-name, 12]",
            "014-other": "aliases: group/020-grouped, 015-fourteen",
            "015-fifteen": "depends_on: [011-old-name, 020-grouped]\nparent: 12",
        }
    )
    assert corpus.findings == ()
    assert {text: corpus.resolve(text).target for text in FOLLOWED} == FOLLOWED
    assert corpus.depends_on["015-fifteen"] == ("013-name", "014-other")
    assert corpus.parent == {"015-fifteen": "013-name"}
    aliases = corpus.names.aliases
    assert aliases.addresses() == {
        "011-old-name": "013-name",
        "12": "013-name",
        "group/020-grouped": "014-other",
        "015-fourteen": "014-other",
    }
    assert aliases.need_ids("013-name") == ("SPEC_011", "SPEC_012", "SPEC_011_OLD_NAME")
    assert aliases.need_ids("014-other") == ("SPEC_020", "SPEC_020_GROUPED", "SPEC_015_FOURTEEN")


def test_the_words_behind_a_number_are_a_guess_and_come_later(specs: LoadSpecs) -> None:
    corpus = specs({"013-name": "aliases: 011-twin", "014-twin": ""})
    assert corpus.resolve("011-twin").target == "013-name"
    assert corpus.resolve("012-twin").target == "014-twin"


WRONG = {
    "a living spec": (
        {"001-a": "", "002-b": "aliases: [001-a]"},
        "the alias `001-a` is what `001-a` is called; remove it, or rename that spec",
        {"001-a": "001-a"},
    ),
    "a living number": (
        {"001-a": "", "002-b": "aliases: [1]"},
        "the alias `1` is what `001-a` is called; remove it, or rename that spec",
        {"1": "001-a"},
    ),
    "itself": (
        {"001-a": "", "002-b": "aliases: 002-b"},
        "the alias `002-b` is the spec's name today; remove it",
        {"002-b": "002-b"},
    ),
    "no name": (
        {"001-a": "", "002-b": "aliases: old"},
        "the alias `old` is no name that a spec can have; write an id or a number",
        {"old": None},
    ),
}


@pytest.mark.parametrize(("heads", "message", "resolved"), WRONG.values(), ids=WRONG)
def test_a_name_that_cannot_be_a_former_one_is_a_finding(
    heads: dict[str, str], message: str, resolved: dict[str, str | None], specs: LoadSpecs
) -> None:
    corpus = specs(heads)
    (finding,) = corpus.findings
    assert (finding.code, finding.path, finding.line) == ("alias", "specs/002-b/README.md", 3)
    assert str(finding) == message
    assert {text: corpus.resolve(text).target for text in resolved} == resolved
    assert corpus.names.aliases.addresses() == {}


def test_a_former_name_of_two_specs_leads_nowhere(specs: LoadSpecs) -> None:
    corpus = specs({"001-a": "aliases: [009-x]", "002-b": "aliases: [009-x]", "003-c": "depends_on: 009-x"})
    assert [str(finding) for finding in corpus.findings] == [
        "the alias `009-x` is claimed by `002-b`, too; leave it to one of them",
        "the alias `009-x` is claimed by `001-a`, too; leave it to one of them",
        "depends_on `009-x` is ambiguous; did you mean `001-a` or `002-b`?",
    ]
    both = Resolution(candidates=("001-a", "002-b"))
    assert [corpus.resolve(text) for text in ("009-x", "9", "SPEC_009_X")] == [both] * 3
    assert corpus.names.aliases.addresses() == {}
    assert corpus.names.aliases.need_ids("001-a") == ()


def test_a_directory_needs_no_aliases() -> None:
    directory = NameIndex([Place("001-a", "001-a", 1, "a", "SPEC_001", "specs/001-a/README.md")])
    assert directory.aliases.addresses() == {}
