"""Rules about the evidence that checks offer: what cannot be read, and what comes of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..model import Finding
from ..reading.strays import Stray, StrayReason
from .base import Context, rule

_STRAYS: Final[Mapping[StrayReason, tuple[str, str]]] = {
    "box": ("belongs to no check, as its item has no box", "begin the item with `- [ ]`"),
    "colon": ("has no colon after its name, and is none", "write `evidence:`"),
    "mark": ("belongs to no check, as the box of its item is none", "write `[ ]` or `[x]`"),
    "name": ("is called `{name}`, which means nothing", "write `evidence:`"),
    "place": ("belongs to no check", "move it to the end of an item with a box, or indent it as that is"),
    "torn": ("is no comment, as a blank line or the start of a block tears it", "write it without that"),
    "unclosed": ("is never closed", "write `-->` at its end"),
}


@rule("evidence", "warning")
def evidence(context: Context) -> Iterator[Finding]:
    """A comment that offers evidence cannot be read, or belongs to no check.

    It has to stand at the end of an item with a box, `- [x] It is drawn <!-- evidence: file docs/a.svg -->`,
    on the same line or indented as the text of the item. Looked at is whatever resembles such a comment, but
    nothing in code.
    """
    for path, prose in context.prose.items():
        for stray in prose.strays:
            yield _stray(path, stray)
    for spec, check, judged in context.claims.all():
        for wrong in judged.mistakes:
            path = spec.path_of(check)
            yield Finding(path, wrong.line, "evidence", wrong.message, wrong.fix, column=wrong.column)


def _stray(path: str, stray: Stray) -> Finding:
    said, fix = _STRAYS[stray.reason]
    message = f"this comment looks like evidence and {said.format(name=stray.name)}"
    return Finding(path, stray.line, "evidence", message, fix, column=stray.column)
