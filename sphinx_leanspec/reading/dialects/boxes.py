"""The status of a spec whose tool keeps none, or lets it grow old: it follows from the boxes of its tasks."""

from __future__ import annotations

from ...lifecycle import NOT_BEGUN
from ...model import Progress
from ..vocabulary import Vocabularies


def of_boxes(written: str, progress: Progress, words: Vocabularies) -> str:
    """Return the status that boxes give; where none is ticked, what is written as far as that fits.

    :param written: the word that the files say, empty if they say none.
    """
    value = words.status.read(written)[0] if written else ""
    if not progress.total:
        return value if value in words.status.words else "draft"
    if progress.done:
        return "complete" if progress.done == progress.total else "in-progress"
    return value if value in NOT_BEGUN else "planned"


def contradiction(written: str, progress: Progress, words: Vocabularies) -> str:
    """Return what boxes say against a word that is written, empty if nothing."""
    value, left = words.status.read(written)[0], progress.total - progress.done
    if value in NOT_BEGUN and progress.total and not left:
        return f"all of its {progress.total} tasks are done"
    return f"{left} of its {progress.total} tasks are open" if value == "complete" and left else ""
