"""The rule about code that documents lean on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..findings import Finding
from ..sources.states import BROKEN, MEANINGS
from .base import Context, rule

if TYPE_CHECKING:
    from ..sources.locked import LockedReference


@rule("source", "warning")
def source(context: Context) -> Iterator[Finding]:
    """A reference to source code cannot be found, or the code is no longer what it was.

    What a reference means is kept in `leanspec-sources.lock`. Where the code has changed since somebody read
    it, or is gone, what the document says of it may no longer be true: read the code, correct the document,
    then run `sphinx-leanspec sources accept REFERENCE`. Code that only moved, or has another docstring, is no
    finding.
    """
    code = context.code
    if code is None:
        return
    from ..sources.lock_form import NAME  # here, as it takes long, and few projects have sources

    if code.problem:
        yield Finding(NAME, 1, "source", str(code.problem), "")
    for reference in context.code_references:
        problem = code.wrong(reference.name)
        locked = code.find(reference.name)
        if problem:
            yield Finding(reference.path, reference.line, "source", *problem)
        elif locked is not None and locked.state in BROKEN:
            yield Finding(reference.path, reference.line, "source", _told(locked), _fix(locked))


def _told(locked: LockedReference) -> str:
    since = f", first in {locked.broke}" if locked.broke and locked.broke != locked.against else ""
    read = f" since {locked.release}" if locked.release else " since it was read"
    against = f" in {locked.against}" if locked.against else ""
    return f"`{locked.name}` is {MEANINGS[locked.state]}{against}{read}{since}"


def _fix(locked: LockedReference) -> str:
    if locked.state == "gone":
        near = " or ".join(f"`{locked.source}:{one}`" for one in locked.nearest)
        return f"refer to {near}" if near else "refer to something else, or say that it is gone"
    return f"read it, correct what is said of it, then run `sphinx-leanspec sources accept {locked.name}`"
