"""What a text names: specs in words."""

from __future__ import annotations

import re
from typing import Final

_SPEC: Final = re.compile(
    r"(?<![\w/.-])(?:specs/(?P<path>[0-9][\w-]*)|spec-(?P<number>[0-9]{1,4}))(?![\w-])(?!/\w)", re.IGNORECASE
)


def specs_in(text: str) -> list[tuple[int, int, str]]:
    """Find what names a spec in a text: ``spec-013``, ``specs/013-name``.

    :returns: start, end and the spec as named, in order.
    """
    folded = text.lower()
    if "spec-" not in folded and "specs/" not in folded:
        return []
    return [(match.start(), match.end(), match["path"] or match["number"]) for match in _SPEC.finditer(text)]
