"""What there is to read in a repository, and how: known before any of it is read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..model import Place
from . import dialects, members
from .seam import Project, SpecLayout
from .vocabulary import Vocabularies


class FoundSpecs(NamedTuple):
    """A project, the places of its specs, and the words that it has for what they say."""

    project: Project
    places: tuple[Place, ...]
    words: Vocabularies


def find(start: Path, layout: SpecLayout | None = None, words: Vocabularies | None = None) -> FoundSpecs:
    """Find the specs of a repository.

    :param start: the repository or its specs folder.
    :raises NoSpecsError: if there is no folder of specs, or nothing in it.
    """
    project = members.locate(start, layout)
    places = members.discover(project)
    if not places and not project.elsewhere:
        raise dialects.nothing(project)
    return FoundSpecs(project, places, words or Vocabularies())
