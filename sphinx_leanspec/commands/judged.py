"""Specs together with what comes of the evidence that their checks offer."""

from __future__ import annotations

from pathlib import Path

from ..claims import Claims
from ..corpus import Corpus, load
from ..git import prefix_of
from ..options import Options
from ..reading.library import Library
from ..rules import Context
from ..sources.codebase import Codebase


def judged(repository: Path, options: Options, library: Library) -> tuple[Corpus, Claims]:
    """Read the specs of a repository, and have their evidence judged as `check` has it.

    :param library: reads the files.
    :raises NoSpecsError: if it has none.
    """
    corpus = load(repository, options.layout, options.words, library)
    root = corpus.project.root
    code = Codebase.read(root, options.sources, prefix_of(root)) if options.sources else None
    evidence = options.evidence_settings(repository.resolve(), root)
    context = Context(corpus, options.rule_settings, library=library, evidence=evidence, code=code)
    return corpus, context.claims
