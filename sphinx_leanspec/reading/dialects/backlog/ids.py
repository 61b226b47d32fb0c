"""What Backlog.md calls its items: ``TASK-2.1``, however that is written."""

from __future__ import annotations

import re
from typing import Final

from ...keys import fit

DRAFT: Final = "draft"
"""What the ids of drafts begin with, whatever those of tasks do."""

_ID: Final = re.compile(r"(?:(?P<prefix>[A-Za-z]+)-)?(?P<numbers>[0-9]+(?:\.[0-9]+)*)")
_WORDS: Final = re.compile(r"[A-Za-z]+-[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_NAME: Final = re.compile(r"[A-Za-z]+-[0-9]+(?:\.[0-9]+)*(?![A-Za-z0-9.])")
_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_UNFIT: Final = re.compile(r"[\s/\\]+")


def canonical(text: str, prefix: str) -> str | None:
    """Return an id as it is compared: ``TASK-1`` for ``task-001``, and for a bare ``1``.

    :param prefix: what the ids of tasks begin with, in small letters.
    :returns: None if it is no id.
    """
    text = text.strip()
    found = _ID.fullmatch(text)
    if found is None:  # with a word in it, as some write them: `task-search-2`
        return text.upper() if _WORDS.fullmatch(text) else None
    return f"{(found['prefix'] or prefix).upper()}-{_ZEROS.sub('', found['numbers'])}"


def shown(text: str, prefix: str) -> str:
    """Return an id as Backlog.md lists it: in capitals, with the zeros that it is written with."""
    text = text.strip()
    own = text if "-" in text or canonical(text, prefix) is None else f"{prefix}-{text}"
    return fit(_UNFIT.sub("-", own.upper()))


def of_name(name: str) -> str:
    """Return the id that the name of a file begins with, as it stands there; empty if there is none."""
    own, dash, _ = name.partition(" - ")
    found = _WORDS.fullmatch(own) if dash else _NAME.match(name)
    return found[0] if found else ""
