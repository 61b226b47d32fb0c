"""What a build found on pages that are no specs, handed to the command that started it.

Only a build reads such pages as the site shows them, so ``accept`` and ``init`` ask one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import asdict

from ..findings import Finding

VARIABLE: Final = "LEANSPEC_PAGE_FINDINGS"
"""The variable of the environment that names the file a build writes them into."""


class PageFindings(NamedTuple):
    """What a build found.

    :param told: of how many findings it warned, those of specs included.
    :param findings: those of pages, accepted or not.
    """

    told: int = 0
    findings: tuple[Finding, ...] = ()


def as_json(told: int, findings: Iterable[Finding]) -> str:
    """Return the text of the file."""
    return json.dumps({"told": told, "findings": [asdict(finding) for finding in findings]})


def read(path: Path) -> PageFindings:
    """Read the file; a build that ended before it knew them wrote none."""
    if not path.is_file():
        return PageFindings()
    content = json.loads(path.read_text("utf-8", "surrogatepass"))
    return PageFindings(content["told"], tuple(Finding(**one) for one in content["findings"]))
