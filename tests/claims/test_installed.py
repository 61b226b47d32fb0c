"""Kinds of evidence that other packages have."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from building import write_files
from claims.worlds import files_of

from sphinx_leanspec.claims import Claims, EvidenceSettings, Judged, Statement, Verdict, World
from sphinx_leanspec.claims.installed import GROUP
from sphinx_leanspec.corpus import load
from sphinx_leanspec.model import Spec
from sphinx_leanspec.rules import Context, RuleSettings, check


def _of_the_guide() -> type[Any]:
    """The class that the guide shows, and nothing else."""
    text = (Path(__file__).parents[2] / "docs/guide/evidence.md").read_text("utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    module = ModuleType("licences")
    exec(compile(block, "evidence.md", "exec"), vars(module))
    kind: type[Any] = module.LicenceKind
    return kind


Licence = _of_the_guide()


class Broken(Licence):
    """It fails whenever it is asked."""

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:  # noqa: ARG002
        raise RuntimeError("no such register")


def offer(monkeypatch: pytest.MonkeyPatch, **kinds: str) -> None:
    found = EntryPoints(EntryPoint(name, value, GROUP) for name, value in kinds.items())
    monkeypatch.setattr("importlib.metadata.entry_points", found.select)


def judged(root: Path, evidence: str, *kinds: str) -> tuple[Claims, Judged]:
    write_files(root, {"LICENSE": "MIT License\n", **files_of(evidence)})
    corpus = load(root)
    claims = Claims(World(corpus, settings=EvidenceSettings(kinds=kinds)))
    return claims, claims.of("002-next", corpus.specs["002-next"].checks[0].key)


@pytest.mark.parametrize(("name", "word"), [("MIT", "holds"), ("Apache", "failed")])
def test_a_kind_of_another_package(
    name: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, licence=f"{__name__}:Licence")
    _, found = judged(tmp_path, f"licence {name}", "licence")
    assert (found.word, found.note) == (word, "MIT License")


def test_it_is_not_asked_unless_the_project_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, licence=f"{__name__}:Licence")
    _, found = judged(tmp_path, "licence MIT")
    assert "there is no kind of evidence `licence`" in found.mistakes[0].message


BROKEN = {
    "licence": ("nowhere:Licence", "cannot be loaded (ModuleNotFoundError: No module named 'nowhere')"),
    "other": (f"{__name__}:Licence", "is called `licence` by its class"),
    "lacking": (f"{__name__}:judged", "cannot be loaded (TypeError: judged() missing"),
    "file": (f"{__name__}:Licence", "is one of sphinx-leanspec's own"),
    "unheard": ("", "is in no installed package"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_that_cannot_be_used_is_told_of_and_ends_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, said = BROKEN[name]
    offer(monkeypatch, **({name: value} if value else {}))
    claims, found = judged(tmp_path, "file LICENSE", name)
    assert found.word == "holds"
    (problem,) = claims.problems
    assert said in problem.message
    assert problem.fix
    corpus = claims.world.corpus
    settings = RuleSettings(select=frozenset({"config"}))
    assert problem in check(Context(corpus, settings, evidence=claims.world.settings)).findings


def test_one_that_fails_is_told_of_where_it_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, licence=f"{__name__}:Broken")
    monkeypatch.delenv("LEANSPEC_STRICT", raising=False)
    _, found = judged(tmp_path, "licence broken", "licence")
    (mistake,) = found.mistakes
    assert "RuntimeError: no such register" in mistake.message
    assert mistake.line == 11
    assert "tell whoever wrote it" in mistake.fix
