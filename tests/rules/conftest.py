"""Repositories, and what the rules say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from building import write_files

from sphinx_leanspec.corpus import load
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import covering
from sphinx_leanspec.rules import Context, Report, RuleSettings, check
from sphinx_leanspec.sources.codebase import Codebase

Ask = Callable[..., Report]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Write a repository, given as relative path → text, and ask all rules or some."""

    def asked(files: Mapping[str, str | bytes], settings: RuleSettings | None = None) -> Report:
        write_files(tmp_path, {".git/HEAD": "ref: refs/heads/main\n", **files})
        corpus = load(tmp_path)
        options, _ = Options.from_toml(tmp_path / "ubproject.toml", tmp_path)
        code = Codebase.read(tmp_path, options.sources, "")
        context = Context(
            corpus,
            settings or RuleSettings(),
            covering.find(corpus.project) or None,
            code=code,
            code_references=code.references(tmp_path),
        )
        return check(context)

    return asked
