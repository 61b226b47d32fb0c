"""What Backlog.md calls its items: ``TASK-2.1``, however that is written."""

from __future__ import annotations

import re
from typing import Final

from ...keys import fit

DRAFT: Final = "draft"
"""What the ids of drafts begin with, whatever those of tasks do."""

_ID: Final = re.compile(r"(?:(?P<prefix>[A-Za-z]+)-)?(?P<numbers>[0-9]+(?:\.[0-9]+)*)")
_NAME: Final = re.compile(r"(?P<id>[A-Za-z]+-[0-9]+(?:\.[0-9]+)*)(?![A-Za-z0-9.])")
_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_UNFIT: Final = re.compile(r"[\s/\\]+")


def canonical(text: str, prefix: str) -> str | None:
    """Return an id as it is compared: ``TASK-1`` for ``task-001``, and for a bare ``1``.

    :param prefix: what the ids of tasks begin with, in small letters.
    :returns: None if it is no id.
    """
    found = _ID.fullmatch(text.strip())
    if found is None:
        return None
    return f"{(found['prefix'] or prefix).upper()}-{_ZEROS.sub('', found['numbers'])}"


def shown(text: str, prefix: str) -> str:
    """Return an id as Backlog.md lists it: in capitals, with the zeros that it is written with."""
    text = text.strip()
    own = text if "-" in text or canonical(text, prefix) is None else f"{prefix}-{text}"
    return fit(_UNFIT.sub("-", own.upper()))


def of_name(name: str) -> str:
    """Return the id that the name of a file begins with, as it stands there; empty if there is none."""
    found = _NAME.match(name)
    return found["id"] if found else ""
