"""The inventory, which other sites link by: a line for each page, spec and check of this one.

Where there are thousands of checks, Sphinx's own way, each line compressed by itself and as hard as possible,
is the longest step of a rebuild. Here it is written only if it says something else than before, in one piece.
The format is that of https://sphobjinv.readthedocs.io/en/stable/syntax.html, which Sphinx reads.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.builders.html import INVENTORY_FILENAME

from ...files import write_atomically

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LEVEL: Final = 5
"""How hard it is compressed: 3 % larger than with Sphinx's 9, in a third of the time."""


def spare(app: Sphinx, state: Path) -> None:
    """Have a builder write the inventory, if it writes one, only if it says what it did not.

    :param state: the file that keeps what was written last.
    """
    if hasattr(app.builder, "dump_inventory"):
        app.builder.dump_inventory = partial(_dump, app, state)


def _dump(app: Sphinx, state: Path) -> None:
    target = Path(app.outdir, INVENTORY_FILENAME)
    head, lines = _head(app).encode(), "".join(_lines(app)).encode()
    told = blake2b(head + lines, digest_size=16).hexdigest()
    if _read(state) != _state(told, target):
        write_atomically(target, head + zlib.compress(lines, _LEVEL))
        write_atomically(state, _state(told, target).encode())


def _head(app: Sphinx) -> str:
    project, version = (" ".join(text.split()) for text in (app.config.project, app.config.version))
    return (
        "# Sphinx inventory version 2\n"
        f"# Project: {project}\n"
        f"# Version: {version}\n"
        "# The remainder of this file is compressed using zlib.\n"
    )


def _lines(app: Sphinx) -> Iterator[str]:
    """Yield a line for each object: name, type, priority, address, and what it is called beside its name."""
    places = {docname: app.builder.get_target_uri(docname) for docname in app.env.found_docs}
    for domain in sorted(app.env.domaindata):
        for name, shown, kind, docname, anchor, priority in sorted(app.env.get_domain(domain).get_objects()):
            place = places.get(docname) or app.builder.get_target_uri(docname)
            if anchor:
                place += "#" + (f"{anchor.removesuffix(name)}$" if anchor.endswith(name) else anchor)
            yield f"{name} {domain}:{kind} {priority} {place} {'-' if shown == name else shown}\n"


def _state(told: str, target: Path) -> str:
    """Return what a file says, and size and time of it; these are none where it is not there."""
    try:
        found = target.stat()
    except OSError:
        return ""
    return f"{told} {found.st_size} {found.st_mtime_ns}"


def _read(state: Path) -> str | None:
    try:
        return state.read_text("utf-8")
    except (OSError, ValueError):
        return None
